"""Who packages the program: what a build is told, and what it says where it was told nothing.

``--maintainer`` and ``--app-id``, or ``REVIEWER_MAINTAINER`` and ``REVIEWER_APP_ID``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.syslibs import SetupError

MAINTAINER = "REVIEWER_MAINTAINER"
APP_ID = "REVIEWER_APP_ID"
UNNAMED = "Nobody named yet <nobody@localhost.invalid>"
PLACEHOLDER = "org.example.reviewer"
_MAINTAINER = re.compile(
    r"[^<>,\x00-\x1f\x7f]*[^<>,\s\x00-\x1f\x7f] <[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+>"
)
_APP_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){2,}")


@dataclass(frozen=True)
class Identity:
    """Name and address of whoever answers for the package, and the id of the program on a desktop
    (reversed domain name, as AppStream and macOS want it)."""

    maintainer: str = UNNAMED
    app_id: str = PLACEHOLDER

    @classmethod
    def told(
        cls, maintainer: str | None, app_id: str | None, environ: Mapping[str, str]
    ) -> Identity:
        """From the options, else the variables, else placeholders that cannot be mistaken.

        Raises:
            SetupError: one of them has not the shape it must have.
        """
        who = maintainer or environ.get(MAINTAINER) or UNNAMED
        ident = app_id or environ.get(APP_ID) or PLACEHOLDER
        if not _MAINTAINER.fullmatch(who):
            raise SetupError(f"a maintainer is 'Name <name@host.tld>', not {who!r}")
        if not _APP_ID.fullmatch(ident):
            raise SetupError(f"an app id is like org.your_site.reviewer, not {ident!r}")
        return cls(who, ident)

    @property
    def developer(self) -> str:
        """The part of the id that names who develops or packages."""
        return self.app_id.rpartition(".")[0]

    @property
    def name(self) -> str:
        """The name of the maintainer without the address."""
        return self.maintainer.partition(" <")[0]

    def lacking(self) -> list[str]:
        """What was not told, each with how to tell it."""
        found = []
        if self.maintainer == UNNAMED:
            found.append(
                f"it names no maintainer. Next: --maintainer 'Name <mail>' or {MAINTAINER}"
            )
        if self.app_id == PLACEHOLDER:
            found.append(f"its id is the placeholder {PLACEHOLDER}. Next: --app-id or {APP_ID}")
        return found


def here() -> Identity:
    """As the variables say, for ``build.spec``."""
    return Identity.told(None, None, os.environ)

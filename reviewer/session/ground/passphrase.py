"""Another passphrase for the open workspace."""

from __future__ import annotations

from reviewer.domain.errors import Refused
from reviewer.session.ground.core import Core
from reviewer.session.views.words import count
from reviewer.store.rewrap import older_backups
from reviewer.store.safety.backup import default_folder
from reviewer.trust.strength import strength

SHORTEST = 8
"""Characters that a new passphrase has at the least."""


class Passphrase:
    """What is said of a new passphrase, and the change itself.

    Attributes:
        shortest: characters it needs here; the site file may ask for more.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.shortest = SHORTEST

    def why_not(self) -> str:
        """Why it cannot be changed now; empty when it can."""
        return "the workspace is only being read" if self._core.workspace.read_only else ""

    def protected(self) -> bool:
        """Whether there is one now."""
        return self._core.workspace.protected

    def about(self, new: str) -> str:
        """How good a new one is, in words."""
        return strength(new, self.shortest)

    def change(self, old: str, new: str, again: str) -> str:
        """Change it; the keys, and so the ledger, stay the same.

        Returns:
            What was done, and which backups still open with the old one, in a sentence.

        Raises:
            Refused: ``passphrase``, ``wait``. Damaged: the disk; nothing was changed.
        """
        if new != again:
            raise Refused("The two new passphrases differ.", code="passphrase")
        if len(new) < self.shortest:
            raise Refused(
                f"A passphrase has at least {self.shortest} characters; several words are best.",
                code="passphrase",
            )
        workspace = self._core.workspace
        workspace.change_passphrase(old, new)
        older = len(older_backups(default_folder(workspace.folder), workspace.profile))
        more = f"; {count(older, 'backup')} from before: the old one opens them" if older else ""
        said = f"Passphrase changed{more}"
        self._core.say(said, "saved")
        return said

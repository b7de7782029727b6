"""The site file: what the people of a site fixed for every desk of theirs.

It stands in the administrator's folder or beside the executable, is strict JSON, and is believed
only where an ordinary person could not have written it. Nothing in it is secret.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.trust import keys, recovery
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import loads_strict

NAME = "site.json"
ROSTER = "roster.dsse.json"
FORMAT = "reviewer-site"
VERSION = "1.0"
LARGEST = 1 << 20
CONCEAL = ("blur", "grey", "hidden")


@dataclass(frozen=True)
class Root:
    """A person whose key counts as a root: pseudonym, 32 raw bytes of the public key."""

    pseudonym: str
    sign: bytes


@dataclass(frozen=True)
class Floors:
    """What no profile may go below: characters of a passphrase; minutes until an idle desk covers
    itself, at the most; the least covering of media; days that evidence is kept after its last
    decision, at the least. None: no floor."""

    passphrase: int | None = None
    lock_minutes: int | None = None
    conceal: str | None = None
    retention: int | None = None


@dataclass(frozen=True)
class Site:
    """A site file that was read.

    Attributes:
        name: of the site, shown in the first window.
        roots: whose keys sign the roster and policies; may be empty.
        threshold: how many of them must sign; 1 is allowed and shown.
        recovery: the age recipient that can open every profile made here, or empty.
        floors: see ``Floors``.
        backup: the folder for backups, or empty.
        drop: the folder packages are handed over in, or empty.
        procedure: what a reviewer does on *Stop: child safety*, plain text.
        locked: values of settings by id, which profiles cannot change.
        path: where it was read.
        warnings: what the administrator should mend, in sentences.
    """

    name: str = ""
    roots: tuple[Root, ...] = ()
    threshold: int = 0
    recovery: str = ""
    floors: Floors = Floors()
    backup: str = ""
    drop: str = ""
    procedure: str = ""
    locked: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    warnings: tuple[str, ...] = ()

    def roster_beside(self) -> bytes:
        """The roster that stands beside the site file; it is believed for its signatures alone, so
        anybody may put it there. Empty where there is none."""
        if not self.roots or not self.path:
            return b""
        try:
            with Path(self.path).with_name(ROSTER).open("rb") as stream:
                return stream.read(16 * LARGEST)
        except OSError:
            return b""

    def said(self) -> str:
        """One sentence for the first window and ``doctor``."""
        words = [f"Site: {self.name}" if self.name else "Site file"]
        if self.roots:
            words.append(f"{self.threshold} of {len(self.roots)} root keys sign")
        if self.locked:
            count = len(self.locked)
            words.append(f"{count} setting{'' if count == 1 else 's'} fixed")
        words.append("lost passphrases can be recovered" if self.recovery else "no recovery key")
        return ", ".join(words) + "."


def places(
    system: str = sys.platform, environ: Mapping[str, str] = os.environ, program: Path | None = None
) -> list[Path]:
    """Where a site file may stand, the administrator's folder first.

    Args:
        program: the folder of the executable, of a frozen program only.
    """
    if system == "win32":
        base = Path(environ.get("PROGRAMDATA") or "C:/ProgramData") / "Reviewer"
    elif system == "darwin":
        base = Path("/Library/Application Support/Reviewer")
    else:
        base = Path("/etc/reviewer")
    return [base / NAME, *([program / NAME] if program is not None else [])]


def find(among: Iterable[Path]) -> Site | None:
    """The first site file that stands; None where there is none.

    Raises:
        Refused: it stands and is not to be believed or not understood; the words name the place.
    """
    for path in among:
        if path.is_symlink() or path.exists():
            return read(path)
    return None


def read(path: Path) -> Site:
    """Read and check a site file.

    Raises:
        Refused: ``site_rights`` (others may write it), ``site_unreadable``, ``json``, ``newer``,
            ``site`` (naming the key that is wrong).
    """
    warnings = _rights(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _refused(path, "site_unreadable", f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise _refused(path, "site", "is larger than a megabyte")
    raw = loads_strict(data, file=str(path))
    return parse(raw, path=str(path), warnings=warnings)


def _rights(path: Path) -> tuple[str, ...]:
    """Refuse a file that anybody may replace; warn of one that a group may."""
    if os.name != "posix":
        return ()
    try:
        found = [(place, place.lstat()) for place in (path, path.parent)]
    except OSError as error:
        raise _refused(path, "site_unreadable", f"cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(found[0][1].st_mode):
        raise _refused(path, "site_rights", "is no ordinary file")
    warnings = []
    for place, facts in found:
        sticky = stat.S_ISDIR(facts.st_mode) and facts.st_mode & stat.S_ISVTX
        if facts.st_mode & stat.S_IWOTH and not (sticky and place is not path):
            what = "" if place is path else " stands in a folder that"
            raise _refused(path, "site_rights", f"{what} everybody may write".strip())
        if facts.st_mode & stat.S_IWGRP:
            warnings.append(f"{place} may be written by a group: take that right away.")
        if facts.st_uid not in (0, os.geteuid()):
            warnings.append(f"{place} belongs to another user: give it to the administrator.")
    return tuple(warnings)


def parse(raw: Any, *, path: str = "", warnings: tuple[str, ...] = ()) -> Site:
    """Check what was read.

    Raises:
        Refused: ``newer`` or ``site``; the words name the key.
    """
    place = Path(path)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise _refused(place, "site", f"is not a site file: “format” is not “{FORMAT}”")
    version = raw.get("format_version")
    if not isinstance(version, str) or version.partition(".")[0] != VERSION.partition(".")[0]:
        raise _refused(place, "newer", f"has the version {version!r}; this program knows {VERSION}")
    unknown = sorted(raw.keys() - _READERS.keys() - {"format", "format_version"})
    if unknown and version == VERSION:
        raise _refused(place, "site", f"holds keys that are not known: {', '.join(unknown)}")
    values: dict[str, Any] = {}
    for name, reader in _READERS.items():
        if name in raw:
            try:
                values[name] = reader(raw[name])
            except (ValueError, TypeError, KeyError) as error:
                raise _refused(place, "site", f"has a wrong “{name}”: {error}") from error
    threshold, roots = values.get("threshold", 0), values.get("roots", ())
    if (threshold < 1) is not (not roots) or threshold > len(roots):
        raise _refused(place, "site", f"has a threshold of {threshold} and {len(roots)} root keys")
    if threshold == 1 and len(roots) > 1:
        warnings += ("One root key alone can change the roster (threshold 1).",)
    return Site(path=path, warnings=warnings, **values)


def _refused(path: Path, code: str, why: str) -> Refused:
    return Refused(
        f"The site file {why}.",
        code=code,
        file=str(path),
        next_step="Ask the administrator of this site to mend it; nothing was opened.",
    )


# ---------------------------------------------------------------- the values, one by one


def _text(limit: int) -> Callable[[Any], str]:
    def reader(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit or "\0" in value:
            raise ValueError(f"it must be text of at most {limit} characters")
        return value

    return reader


def _folder(value: Any) -> str:
    text = _text(1000)(value)
    if text and not (text.startswith(("/", "\\\\")) or text[1:3] in (":\\", ":/")):
        raise ValueError("it must be a whole path")
    return text


def _count(low: int, high: int) -> Callable[[Any], int]:
    def reader(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"it must be a number from {low} to {high}")
        return value

    return reader


def _recovery(value: Any) -> str:
    text = _text(200)(value)
    if text and not recovery.is_recipient(text):
        raise ValueError("it must be an age recipient")
    return text


def _roots(value: Any) -> tuple[Root, ...]:
    if not isinstance(value, list) or len(value) > 50:
        raise ValueError("it must be a list of at most 50")
    roots = []
    for entry in value:
        if not isinstance(entry, dict) or entry.keys() != {"pseudonym", "sign"}:
            raise ValueError("each has “pseudonym” and “sign”")
        sign = unb64(entry["sign"])
        if len(sign) != keys.KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        roots.append(Root(_text(100)(entry["pseudonym"]), sign))
    if len({root.sign for root in roots}) != len(roots):
        raise ValueError("a key stands there twice")
    return tuple(roots)


def _floors(value: Any) -> Floors:
    known = {"passphrase", "lock_minutes", "conceal", "retention"}
    if not isinstance(value, dict) or not value.keys() <= known:
        words = "it may hold “passphrase”, “lock_minutes”, “conceal” and “retention”"
        raise ValueError(words)
    conceal = value.get("conceal")
    if conceal is not None and conceal not in CONCEAL:
        raise ValueError(f"“conceal” is one of {', '.join(CONCEAL)}")
    characters, minutes = value.get("passphrase"), value.get("lock_minutes")
    days = value.get("retention")
    return Floors(
        passphrase=None if characters is None else _count(8, 128)(characters),
        lock_minutes=None if minutes is None else _count(1, 120)(minutes),
        conceal=conceal,
        retention=None if days is None else _count(1, 3650)(days),
    )


def _locked(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError("it must be an object: setting to value")
    return dict(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _text(100),
    "roots": _roots,
    "threshold": _count(0, 50),
    "recovery": _recovery,
    "floors": _floors,
    "backup": _folder,
    "drop": _folder,
    "procedure": _text(4000),
    "locked": _locked,
}

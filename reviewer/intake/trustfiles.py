"""Rosters and policy sets that come with material: found here, judged where the roots are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reviewer.bundle.bagread import BagReader
from reviewer.domain.errors import Refused
from reviewer.trust.authority import Authority
from reviewer.trust.canonical import loads_strict
from reviewer.trust.dsse import POLICY_TYPE, ROSTER_TYPE
from reviewer.trust.roster import LARGEST
from reviewer.trust.signed_policy import read_policy

Kind = Literal["roster", "policy"]

IN_BUNDLE: tuple[tuple[str, Kind], ...] = (
    ("trust/roster.dsse.json", "roster"),
    ("policy/policy-set.json", "policy"),
)
"""Where a bundle may carry a newer roster of keys and a newer policy set."""
KINDS: dict[str, Kind] = {ROSTER_TYPE: "roster", POLICY_TYPE: "policy"}
NAMED: dict[str, Kind] = {kind: kind for kind in KINDS.values()}
_ENVELOPE = re.compile(rb"\s*\{\s*\"(payload|payloadType|signatures)\"\s*:")


@dataclass(frozen=True)
class Offered:
    """A roster or a policy set that came: the file or bundle, and its text, believed by nobody."""

    path: str
    kind: Kind
    untrusted_text: bytes


def kind_of(path: Path, head: bytes) -> Kind | None:
    """Whether a file is a signed roster or policy set; ``head`` is how it begins."""
    if not _ENVELOPE.match(head):
        return None
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        document = loads_strict(data, file=path.name) if len(data) <= LARGEST else None
    except (OSError, Refused):
        return None
    kind = document.get("payloadType") if isinstance(document, dict) else None
    return KINDS.get(kind) if isinstance(kind, str) else None


def in_bundle(bag: BagReader, name: str) -> list[Offered]:
    """What a verified bundle carries, its roster first."""
    return [Offered(name, kind, bag.read(file)) for file, kind in IN_BUNDLE if bag.has(file)]


def in_file(path: Path, name: str, kind: Kind) -> Offered:
    """A roster or a policy set that was named itself.

    Raises:
        Refused: ``unreadable``.
    """
    try:
        return Offered(name, kind, path.read_bytes()[: LARGEST + 1])
    except OSError as error:
        words = error.strerror or str(error)
        raise Refused(f"It cannot be read: {words}.", code="unreadable", file=name) from error


def uncounted(bag: BagReader, names: Iterable[str], authority: Authority) -> list[str]:
    """Those of these files of a bundle that the roots of the site did not sign; all where no site
    file names roots."""
    kinds = dict(IN_BUNDLE)
    left = []
    for name in names:
        try:
            if not authority.named or name not in kinds:
                raise Refused("Nobody can vouch for it.", code="trust", file=name)
            if kinds[name] == "roster":
                authority.read(bag.read(name))
            else:
                read_policy(bag.read(name), authority, None)
        except Refused:
            left.append(name)
    return left

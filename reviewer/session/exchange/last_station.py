"""Whether decisions left and arrived, and when they were made, as far as a purge believes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.domain import events as ev
from reviewer.domain.custody import ms_of_time
from reviewer.domain.errors import Refused
from reviewer.domain.fold import Fact
from reviewer.domain.proposals import exact_hash
from reviewer.exchange.merge import read_package
from reviewer.session.ground.core import Core
from reviewer.session.known import sent


@dataclass(frozen=True, slots=True)
class Kept:
    """Packages of ours that a person keeps: the hashes of the events in them, and their ids."""

    hashes: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()


def read_kept(core: Core, paths: Sequence[Path]) -> Kept:
    """Check packages of ours, whole, as a merge would.

    Raises:
        Refused: ``not_proven``, one of them is not sound or holds nothing that was signed here.
    """
    own, space = set(sent.devices(core)), core.workspace
    hashes, idents = set[str](), list[str]()
    for path in paths:
        found = read_package(path, opener=space.opener)
        lines = found.parcel.lines if found.parcel is not None else ()
        mine = {line.hash for line in lines if line.device in own}
        if found.parcel is None or not mine:
            raise Refused(
                "This package proves nothing: it is not sound, or not one of yours.",
                code="not_proven",
                file=path.name,
                next_step="Export once more, keep that package, and name it.",
            )
        hashes |= mine
        idents.append(found.parcel.package)
    return Kept(frozenset(hashes), tuple(sorted(set(idents))))


def arrived(core: Core, fact: Fact, proven: frozenset[str] = frozenset()) -> bool:
    """Whether a decision of ours has its receipt, or lies in a kept package; that of somebody else
    came here with its package."""
    device, seq = ev.text(fact.event, "device"), fact.event.get("seq")
    if device not in sent.devices(core):
        return True
    if isinstance(seq, int) and seq <= sent.acknowledged_seq(core, device):
        return True
    return bool(proven) and exact_hash(fact.event) in proven


def made_ms(core: Core, fact: Fact) -> int:
    """When a decision was made, ms UTC: as it says, but never later than the first export from
    here that carried it, so that a time far ahead keeps nothing for ever."""
    said = ms_of_time(fact.event.get("at")) or 0
    device, seq = ev.text(fact.event, "device"), fact.event.get("seq")
    here = ms_of_time(sent.carried_at(core, device, seq)) if isinstance(seq, int) else None
    return said if here is None else min(said, here)

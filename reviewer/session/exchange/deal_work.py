"""What a deal needs when it is written, and the event that remembers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.domain.events import Draft
from reviewer.domain.ids import UNDATED
from reviewer.domain.views import CaseRow
from reviewer.exchange.dealing.write import Dealer, Hand
from reviewer.session.exchange.deal_views import DealPreview
from reviewer.session.ground.ports import Tell
from reviewer.store.safety.aside import Aside
from reviewer.store.safety.backup import Source
from reviewer.trust.keys import Signer
from reviewer.trust.recipients import Recipient

CASES_IN_EVENT = 1500
"""An event names so many cases; ids have at most 512 characters and an event 1 MiB."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the writing of a deal needs, without the open stores."""

    source: Source
    signer: Signer
    locked: frozenset[str]
    role: str
    at: str
    seals: Mapping[str, Recipient]
    expected: str = ""


def write(
    frame: Frame, hands: Mapping[str, Sequence[str]], folder: Path, number: int, tell: Tell
) -> list[Hand]:
    """Write the bundles of a deal, beside the open stores."""
    with Aside(frame.source) as aside:
        dealer = Dealer(
            aside.evidence,
            aside.blobs,
            frame.locked,
            frame.signer,
            frame.role,
            frame.at,
            frame.seals,
            frame.expected,
        )
        return dealer.write(hands, folder, number, tell)


def parts(cases: Sequence[str]) -> list[Sequence[str]]:
    """The cases, shared out to as many events as they need."""
    return [cases[at : at + CASES_IN_EVENT] for at in range(0, len(cases), CASES_IN_EVENT)]


def draft(shown: DealPreview, hand: Hand, cases: Sequence[str]) -> Draft:
    """The event that remembers a bundle, or a part of its cases."""
    body: dict[str, Any] = {
        "to": hand.to,
        "cases": list(cases),
        "bundle": hand.bundle,
        "sha256": hand.sha256,
        "seed": shown.seed,
        "overlap": shown.overlap,
        "made": {"at": hand.at, "number": hand.number, "role": hand.role, "sealed": hand.sealed},
    }
    return {"type": "deal", "deal": body}


def bands(cases: Sequence[CaseRow]) -> dict[str, int]:
    """How urgent: 0 where there is a date, then three bands of the priorities that occur."""
    levels = sorted({case.priority for case in cases}, reverse=True)
    place = {level: 1 + at * 3 // len(levels) for at, level in enumerate(levels)}
    if len(levels) == 1:
        place = dict.fromkeys(levels, 2)
    return {c.case_id: 0 if c.due_at != UNDATED else place[c.priority] for c in cases}


def silent(_words: str, _done: int, _all: int) -> None:
    """Nobody asked."""

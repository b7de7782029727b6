"""Who holds which case: read from deals and hand-backs. Pure; no clock decides.

A ``deal`` event says ``deal`` {to, cases[], bundle, sha256, seed, overlap}; a ``handback`` names
its case, and its actor is who hands it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State


@dataclass
class Dealt:
    """Attributes:
    to: case to everybody it was dealt to.
    back: case to everybody who handed it back.
    """

    to: dict[str, set[str]] = field(default_factory=dict)
    back: dict[str, set[str]] = field(default_factory=dict)

    def holders(self, case_id: str) -> set[str]:
        """Who has a case now."""
        return self.to.get(case_id, set()) - self.back.get(case_id, set())

    def barred(self, case_id: str) -> frozenset[str]:
        """Who handed it back, and never gets it again."""
        return frozenset(self.back.get(case_id, ()))


def dealt(books: Mapping[str, Iterable[Event]]) -> Dealt:
    """What the deals and hand-backs of a ledger say together, in whatever order they came."""
    found = Dealt()
    for event in books.get("deal", ()):
        raw = event.get("deal")
        part: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        name = ev.text(part, "to")
        for case_id in ev.text_list(part, "cases"):
            found.to.setdefault(case_id, set()).add(name)
    for event in books.get("handback", ()):
        raw = event.get("actor")
        who = ev.text(raw, "pseudonym") if isinstance(raw, Mapping) else ""
        case_id = ev.text(event, "case")
        if case_id and who:
            found.back.setdefault(case_id, set()).add(who)
    return found


def handed_back(state: State, own: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The cases that were handed back from here, and those that came back from others.

    Args:
        own: the devices of this workspace.
    """
    mine: set[str] = set()
    theirs: set[str] = set()
    for event in state.books.get("handback", ()):
        (mine if event.get("device") in own else theirs).add(ev.text(event, "case"))
    return frozenset(mine - {""}), frozenset(theirs - {""})

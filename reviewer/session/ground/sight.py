"""What is seen while one looks again without knowing: a state of one's own, and no other.

While an item of a draw is open, the session reads no ledger state: it reads a state that was never
given an event about any subject but one's own marks on this item. So nothing has to be hidden on
the way to a pane: it was not there. Own pins, flags and labels stay on the desk with the answer
until that is locked; the ledger gets one event, the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.fold import State, apply
from reviewer.quality.blind import BlindItem

OWN = "own"
MARKS = frozenset({"pin", "flag", "label"})
"""What one may do beside answering: marks of one's own, kept with the answer."""


@dataclass
class Sight:
    """One open item, seen through a state of its own.

    Attributes:
        item: what is looked at; it carries nothing that was decided.
        case_id: the case that shows it here.
        state: own marks, and what concerns no subject: policies, imports, locks.
        marks: own marks, in order, as they are kept on the desk.
    """

    item: BlindItem
    case_id: str
    state: State
    marks: list[Draft] = field(default_factory=list)

    @classmethod
    def on(cls, real: State, item: BlindItem, case_id: str, marks: Sequence[Draft] = ()) -> Sight:
        """Sight of an item; ``real`` gives only what concerns no subject."""
        bare = State(
            imports=real.imports,
            exports=real.exports,
            receipts=real.receipts,
            policy=real.policy,
            policy_texts=real.policy_texts,
            locked=real.locked,
            own=real.own,
            told=real.told,
        )
        sight = cls(item, case_id, bare)
        for draft in marks:
            sight.take(draft)
        return sight

    def take(self, draft: Draft) -> Changes:
        """Keep a mark.

        Raises:
            Refused: code ``blind``, for everything that is no mark.
        """
        if ev.text(draft, "type") not in MARKS:
            raise Refused(
                "while you look again only your answer is saved",
                code="blind",
                next_step="answer, or leave the spot-check",
            )
        self.marks.append(dict(draft))
        made: dict[str, Any] = {**draft, "id": f"{OWN}-{len(self.marks)}", "device": OWN}
        made["seq"] = len(self.marks)
        return apply(self.state, made)


Divert = Callable[[Sequence[Draft], Callable[[], None]], None]
"""Where drafts go instead of into the ledger; then what is called when they are kept."""

"""Which commands wait while somebody looks again without knowing: all that would show what was
decided, and all that would save anything but the answer."""

from __future__ import annotations

from reviewer.session.session import Session

ANSWERING = frozenset(
    {"decision.commit", "pin.toggle", "flag.toggle", "lead.next_item", "label.clear"}
    | {f"label.{n}" for n in range(1, 6)}
)
"""What adds to the answer, although its like saves to the ledger elsewhere."""

SHOWING = frozenset(
    "history.case history.all review.compare stage.keep stage.ask_lead decision.commit_stay "
    "decision.later decision.later_until batch.mark batch.preview batch.mark_shown batch.clear "
    "view.back view.forward view.keep view.choose search.focus redo lead.inbox lead.quality "
    "queue.left queue.again queue.later queue.asked queue.done".split()
)
"""What shows decisions, or belongs to another desk than the one of a draw."""

UNDO = "a locked answer stays, since the first decision was shown; B takes an own pin off"


def hidden(ident: str, saves: bool, session: Session) -> str:
    """Why a command waits; empty while everything is shown.

    Args:
        ident: the id of the command.
        saves: whether it adds to the ledger.
    """
    why = session.why_blind()
    if not why or ident in ANSWERING:
        return ""
    if ident == "undo":
        return UNDO
    return why if saves or ident in SHOWING else ""

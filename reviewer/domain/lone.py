"""Subjects of which nothing is said but one decision, or nothing that bears on their case. Pure.

Of most subjects of a long ledger that is all there is to know, so that a snapshot names the one
decision and the queue need not bring the subject to life.
"""

from __future__ import annotations

from reviewer.domain.subject_state import SubjectState

_MORE = ("escalate", "hold.placed", "hold.released", "refer", "review.scheduled")


def lone_decision(one: SubjectState) -> str | None:
    """The id of the only decision in force of a subject of which nothing else bears on how its
    case stands; empty where there is none; None where more is said: heads that differ or agree, a
    resolution, a confirmation, a question, a proposal, a hold, a referral, a planned review."""
    heads = one.heads
    if len(heads) > 1 or one.proposals or any(map(one.standing, _MORE)):
        return None
    if not heads:
        return ""
    head = heads[0]
    return head.id if head.type == "decision" and one.confirmed(head.id) is None else None

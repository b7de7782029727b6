"""What the ledger takes: events that say what they must, and four eyes where four are needed. Pure.

The same rules as in the fold, which passes over what breaks them; here it is refused, with words.
"""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.custody import check_event
from reviewer.domain.errors import Refused
from reviewer.domain.events import UNDOABLE, Event
from reviewer.domain.fold import State
from reviewer.domain.proposals import APPROVING_ROLE, actor, approves, objection
from reviewer.domain.qa import PARTS, review_of, verdict_of
from reviewer.domain.qa_rules import form_objection, review_objection, verdict_objection
from reviewer.domain.resolving import RESOLUTION, check_resolution

STOP_FIELDS = frozenset("v id type device seq prev group actor at clock_suspect subject".split())
NEXT = "A lead with another key opens it under Approvals waiting and signs its hash."


def check_admission(event: Event, state: State) -> None:
    """Refuse an event that must not be in a ledger.

    Raises:
        Refused: ``custody`` (something is missing), ``four_eyes`` (somebody else must),
            ``never_undone`` (holds, approvals, contacts with a state and spot-checks stay),
            ``quality`` (an answer or verdict of a spot-check that would not count).
    """
    check_event(event)
    kind = ev.text(event, "type")
    if kind in PARTS:
        _check_quality(event, state)
    if kind == "child_safety":
        _check_stop(event)
    if kind == "approve":
        _check_approval(event, state)
    elif kind == "withdraw":
        _check_withdrawal(event, state)
    elif kind == "hold.released":
        _check_release(event, state)
    elif kind == RESOLUTION:
        _check_settling(event, state)
    if kind in ("hold.released", "refer", "enforcement.delay") and ev.flag(event, "approved"):
        raise Refused("a proposal cannot approve itself", code="four_eyes", next_step=NEXT)


def _check_stop(event: Event) -> None:
    """A stop for child safety says a hash and a time, and nothing else."""
    subject = ev.subject_of(event)
    if subject is None or subject.kind != "media":
        raise Refused("a stop names one medium", code="child_safety")
    said = sorted(set(event) - STOP_FIELDS)
    if said or set(event["subject"]) != {"kind", "id"}:
        words = f"a stop records a hash and the time only, not {', '.join(said) or 'more'}"
        raise Refused(words, code="child_safety")


def _check_approval(event: Event, state: State) -> None:
    named = approves(event)
    if not named:
        raise Refused("an approval names what it approves, by its hash", code="four_eyes")
    for ident in named:
        found = state.found(ident)
        why = objection(event, found[1].event) if found else "there is no such proposal here"
        if why:
            raise Refused(f"not approved: {why}", code="four_eyes", next_step=NEXT)


def _check_quality(event: Event, state: State) -> None:
    """A spot-check is drawn by a lead, answered once by somebody else, judged after the answer."""
    why = form_objection(event)
    kind = ev.text(event, "type")
    if not why and kind == "qa.review":
        why = _review_objection(event, state)
    elif not why and kind == "qa.verdict":
        why = _verdict_objection(event, state)
    if why:
        raise Refused(f"not taken: {why}", code="quality")


def _review_objection(event: Event, state: State) -> str:
    said, qa = review_of(event), state.qa
    subject = state.event(said.item) or qa.goldens.get(said.item)
    why = review_objection(event, qa.draws.get(said.draw), subject)
    if not why and qa.may_reveal(said.draw, said.item, actor(event)["key"], state.event):
        return "this was answered, and an answer is locked"
    return why


def _verdict_objection(event: Event, state: State) -> str:
    qa = state.qa
    review = qa.reviews.get(verdict_of(event).review)
    if review is None:
        return verdict_objection(event, None)
    said = review_of(review)
    counting = qa.answers(said.draw, said.item, state.event)
    own = next((one for one in counting if one.get("id") == review.get("id")), None)
    why = verdict_objection(event, own)
    if not why and own is not None:
        before = {ev.text(one, "id") for one in qa.verdicts_of((own,))}
        if before - set(ev.text_list(event, "supersedes")):
            return "there is a verdict on this answer: name it to replace it"
    return why


def _check_withdrawal(event: Event, state: State) -> None:
    for ident in ev.text_list(event, "supersedes"):
        if ident in state.qa:
            raise Refused("a spot-check stands: it is never undone", code="never_undone")
        found = state.found(ident)
        if found is not None and found[1].type not in UNDOABLE:
            raise Refused(
                f"{found[1].type} stands: it is never undone",
                code="never_undone",
                next_step="A hold ends by a release that a different lead approves.",
            )


def _check_settling(event: Event, state: State) -> None:
    """A resolution is a lead's and names every decision that stands."""
    check_resolution(event)
    role = actor(event).get("role")
    if role != APPROVING_ROLE:
        words = f"only a lead settles what is contested, and this is a {role or 'nobody'}"
        raise Refused(words, code="resolution", next_step="Ask the lead.")
    subject = ev.subject_of(event)
    heads = {f.id for f in state.subject(subject.key).heads} if subject is not None else set()
    left = heads - set(ev.text_list(event, "supersedes"))
    if not heads or left:
        words = f"{len(left)} more decisions stand" if left else "nothing stands here"
        raise Refused(
            f"a resolution names every decision that stands, and {words}", code="resolution"
        )


def _check_release(event: Event, state: State) -> None:
    for ident in ev.text_list(event, "supersedes"):
        found = state.found(ident)
        subject = ev.subject_of(event)
        if found is None or subject is None or found[0].key != subject.key:
            raise Refused("there is no such hold on this subject", code="custody")
        if found[1].type != "hold.placed":
            raise Refused("only a hold can be released", code="custody")

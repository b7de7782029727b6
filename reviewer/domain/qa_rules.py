"""Why an event of a spot-check does not count, in words; empty where it counts. Pure.

Only leads draw, judge and set golden cases. Nobody reviews a decision of their own, by key and by
pseudonym. An answer names what was drawn; a verdict names an own answer by the hash of its exact
text, which nobody can know before it was given.
"""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain import events as ev
from reviewer.domain import qa
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor, exact_hash

LEAD = "lead"
OWN = "whoever made the decision cannot review it"


def form_objection(event: Event) -> str:
    """What is wrong with the payload of an event alone, and with who made it."""
    kind = ev.text(event, "type")
    try:
        found = qa.read(event)
    except Refused as error:
        return error.message
    if not actor(event).get("key"):
        return "it is not known who made it"
    if kind != "qa.review" and actor(event).get("role") != LEAD:
        return f"only a lead does this, and this is a {actor(event).get('role') or 'nobody'}"
    if isinstance(found, qa.Draw):
        return _draw(found)
    if isinstance(found, qa.Golden) and ev.subject_of(event) is None:
        return "a golden case names its subject"
    return ""


def is_own(event: Event, decision: Event) -> bool:
    """Whether two events were made by the same person: by key, or by pseudonym."""
    mine, theirs = actor(event), actor(decision)
    return mine.get("key") == theirs.get("key") or mine.get("pseudonym") == theirs.get("pseudonym")


def review_objection(review: Event, draw: Event | None, subject: Event | None) -> str:
    """Why an answer does not count.

    Args:
        draw: the draw that it names; None where there is none here.
        subject: the decision or golden case that it is about; None where it is not here.
    """
    wrong = form_objection(review)
    if wrong:
        return wrong
    said = qa.review_of(review)
    if draw is not None and not form_objection(draw) and (round_ := qa.draw_of(draw)).cases:
        return _in_round(review, said, round_)
    if subject is None:
        return "what it is about is not here"
    kind = ev.text(subject, "type")
    if kind not in ("decision", "qa.golden"):
        return "it is about neither a decision nor a golden case"
    if kind == "decision" and is_own(review, subject):
        return OWN
    if not said.draw:
        return "" if kind == "qa.golden" else "a decision is reviewed only when it was drawn"
    if draw is None or form_objection(draw):
        return "there is no such draw here"
    return _within(review, said, qa.draw_of(draw))


def verdict_objection(verdict: Event, review: Event | None) -> str:
    """Why a verdict does not count; ``review`` is the valid answer that it names, or None."""
    wrong = form_objection(verdict)
    if wrong:
        return wrong
    if review is None:
        return "there is no own answer before it"
    if actor(verdict).get("key") != actor(review).get("key"):
        return "it names somebody else's answer"
    if qa.verdict_of(verdict).sha256 != exact_hash(review):
        return "it names another text than the answer that was given"
    before, after = review.get("seq"), verdict.get("seq")
    same = ev.text(verdict, "device") == ev.text(review, "device")
    if same and isinstance(before, int) and isinstance(after, int) and after <= before:
        return "it was given before the answer"
    return ""


def _in_round(review: Event, said: qa.Review, round_: qa.Draw) -> str:
    """A round names cases, and nothing that was decided: whoever it names answers each."""
    found = next((one for one in round_.cases if one.item == said.item), None)
    if found is None:
        return "that was not drawn"
    about = ev.subject_of(review)
    if about is None or (about.kind, about.id) != (found.subject.kind, found.subject.id):
        return "it is about another subject than the item"
    return "" if actor(review).get("key") in round_.raters else "the round does not name this key"


def _within(review: Event, said: qa.Review, draw: qa.Draw) -> str:
    items = {one.decision for one in draw.items} | {one.golden for one in draw.golden}
    if said.item not in items:
        return "that was not drawn"
    who = actor(review)
    if draw.kind == "spot_check" and who.get("role") != LEAD:
        return "a spot-check is answered by a lead"
    if draw.raters and who.get("key") not in draw.raters:
        return "the round does not name this key"
    return ""


def _draw(draw: qa.Draw) -> str:
    """Sizes and probabilities of a draw must fit each other."""
    if draw.cases:
        return _round(draw)
    sizes: Mapping[str, qa.StratumSize] = {one.name: one for one in draw.strata}
    if len(sizes) != len(draw.strata) or sum(s.size for s in draw.strata) != draw.frame.count:
        return "the strata are not the frame"
    if len({one.decision for one in draw.items}) != len(draw.items):
        return "a decision was drawn twice"
    if exact_hash(qa.payload(draw.plan)) != draw.plan_sha256:
        return "the plan is not the one that is named"
    drawn = dict.fromkeys(sizes, 0)
    for one in draw.items:
        stratum = sizes.get(one.stratum)
        if stratum is None or one.p[0] * stratum.size != one.p[1] * stratum.drawn:
            return "an inclusion probability is not that of its stratum"
        drawn[one.stratum] += 1
    wrong = any(drawn[name] != size.drawn for name, size in sizes.items())
    return "a stratum says another number than was drawn" if wrong else ""


def _round(draw: qa.Draw) -> str:
    """A round says who answers what, and names nothing that was decided."""
    if draw.kind != "calibration" or not draw.raters:
        return "a round says who answers it"
    if draw.items or draw.golden:
        return "a round names decisions"
    if len({one.item for one in draw.cases}) != len(draw.cases):
        return "a case is in the round twice"
    if sum(s.size for s in draw.strata) != draw.frame.count:
        return "the strata are not the frame"
    if sum(s.drawn for s in draw.strata) != len(draw.cases):
        return "a stratum says another number than was drawn"
    same = exact_hash(qa.payload(draw.plan)) == draw.plan_sha256
    return "" if same else "the plan is not the one that is named"

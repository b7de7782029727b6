"""Custody in words: one sentence for each hold, request, referral, contact and delay."""

from __future__ import annotations

from reviewer.domain import custody as rules
from reviewer.domain import events as ev
from reviewer.domain.custody import ms_of_time, part
from reviewer.domain.fold import Fact, SubjectState
from reviewer.domain.ids import UNDATED
from reviewer.domain.proposals import is_emergency
from reviewer.domain.views import CaseRow
from reviewer.domain.wishes import Wishes
from reviewer.session.views import words
from reviewer.session.views.custody_views import CustodyLine

NEAR_MS = 3 * rules.DAY_MS


def day(value: object) -> str:
    """A time of an event as a day; empty where there is none."""
    ms = ms_of_time(value)
    return words.date(ms) if ms is not None else ""


def moment(value: object) -> str:
    """A time of an event with its hour."""
    ms = ms_of_time(value)
    return words.date_time(ms) if ms is not None else ""


def hold_words(fact: Fact) -> str:
    """Basis, reference and end of a hold."""
    found = part(fact.event, "hold")
    basis = rules.HOLD_BASES.get(str(found.get("basis", "")), "hold")
    until = day(found.get("until"))
    reference = str(found.get("reference", ""))
    return ", ".join(x for x in (basis, reference, f"until {until}" if until else "no end") if x)


def keepopen_words(fact: Fact) -> str:
    """Who asks, and when it is looked at again."""
    found = part(fact.event, "keepopen")
    return f"{found.get('authority', '')}, review {day(found.get('review_at'))}"


def referral_words(fact: Fact) -> str:
    """To whom, and how urgent."""
    found = part(fact.event, "referral")
    to = rules.REFER_TO.get(str(found.get("to", "")), str(found.get("to", "")))
    urgency = rules.URGENCIES.get(str(found.get("urgency", "routine")), "routine")
    return f"{to}, {urgency}"


def restriction_words(restriction: object) -> str:
    """What an outcome restricts beside its name: kind, end, lands; empty for the plain one."""
    found = restriction if isinstance(restriction, dict) else {}
    kinds = [rules.VISIBILITY.get(v, v) for v in found.get("visibility", []) if v != "removed"]
    until = day(found.get("until"))
    lands = ", ".join(found.get("territories", []))
    parts = [*kinds, f"until {until}" if until else "", f"only {lands}" if lands else ""]
    return ", ".join(one for one in parts if one)


def due_words(case: CaseRow) -> str:
    """By when a case is due, short; empty where it is not."""
    if case.due_at == UNDATED:
        return ""
    return f"due {words.date_time(case.due_at).removesuffix(' UTC')}"


def custody_lines(subject: SubjectState, wishes: Wishes, now_ms: int) -> list[CustodyLine]:
    """The section of the inspector: holds, referrals; then, apart, what states asked."""
    lines = [_hold_line(fact, subject, now_ms) for fact in subject.holds]
    if subject.preserved and not subject.holds:
        lines.append(CustodyLine("held", "held", "Preserve", "by the decision; no end set"))
    for fact in subject.referrals:
        lines += _referral_lines(fact, subject)
    for fact in wishes.kept_open:
        lines.append(_keepopen_line(fact, now_ms))
    lines += [_contact_line(fact) for fact in wishes.contacts]
    lines += [_delay_line(fact, wishes, now_ms) for fact in wishes.of("enforcement.delay")]
    return lines


def _hold_line(fact: Fact, subject: SubjectState, now_ms: int) -> CustodyLine:
    found = part(fact.event, "hold")
    end = ms_of_time(found.get("until"))
    release = [f for f in subject.releases if fact.id in ev.text_list(f.event, "supersedes")]
    said = rules.HOLD_BASES.get(str(found.get("basis", "")), "")
    over = end is not None and end <= now_ms
    until = "no end" if end is None else f"{'over since' if over else 'until'} {words.date(end)}"
    extra = ", release proposed" if release else ""
    secret = ", not to be told" if found.get("disclosure_restricted") is True else ""
    token = "danger" if over else "held"
    return CustodyLine(
        "held", token, f"Hold {until}", f"{said}{secret}{extra}", _detail(fact, "hold")
    )


def _keepopen_line(fact: Fact, now_ms: int) -> CustodyLine:
    review_at = part(fact.event, "keepopen").get("review_at")
    end = ms_of_time(review_at)
    late = end is not None and end <= now_ms
    said = f"review was due {day(review_at)}" if late else f"review {day(review_at)}"
    token, detail = "danger" if late else "t2", _detail(fact, "keepopen")
    return CustodyLine("later", token, "Keep-open request", said, detail, apart=True)


def _detail(fact: Fact, name: str) -> str:
    found = part(fact.event, name)
    return ", ".join(str(found[k]) for k in ("authority", "reference") if found.get(k))


def _referral_lines(fact: Fact, subject: SubjectState) -> list[CustodyLine]:
    approved = fact.id in subject.approved
    state = "approved" if approved else "proposed, a different lead must approve"
    life = is_emergency(fact.event)
    glyph, token = ("decided", "decided") if approved else ("escalated", "escalated")
    title = "Threat to life: referral" if life else "Referral"
    lines = [CustodyLine(glyph, token, title, f"{referral_words(fact)}; {state}")]
    for back in subject.outcomes_of(fact.id):
        found = part(back.event, "returned")
        answer = rules.RETURNED.get(str(found.get("outcome", "")), "")
        note = str(found.get("note", ""))
        lines.append(CustodyLine("reply", "t2", "Came back", answer, note))
    return lines


def _contact_line(fact: Fact) -> CustodyLine:
    found = part(fact.event, "contact")
    kind = rules.CONTACTS.get(str(found.get("kind", "")), "contact")
    deadline = moment(found.get("deadline"))
    country, received = str(found.get("country", "")), day(found.get("received_at"))
    said = f"{kind}, {country}, {received}" + (f", deadline {deadline}" if deadline else "")
    basis = str(found.get("legal_basis", "")) or "no legal basis given"
    detail = f"{found.get('authority', '')}: {basis}"
    return CustodyLine("info", "t2", "State contact", said, detail, apart=True)


def _delay_line(fact: Fact, wishes: Wishes, now_ms: int) -> CustodyLine:
    found = part(fact.event, "delay")
    end, have = ms_of_time(found.get("expires")) or 0, wishes.approved_by(fact.id)
    if end <= now_ms:
        said, token = f"over since {words.date_time(end)}", "t2"
    elif fact.id in wishes.approved:
        said, token = f"in force until {words.date_time(end)}", "contested"
    else:
        said, token = f"proposed, approvals {have} of 2", "escalated"
    return CustodyLine("later", token, "Delay", said, str(found.get("basis", "")), apart=True)

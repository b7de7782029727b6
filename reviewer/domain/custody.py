"""Holds, referrals, contacts with states, delays: closed lists, defaults, what each must say. Pure.

Each stands in an event under one name: ``hold`` {basis, authority, reference, from, until,
disclosure_restricted}, ``referral`` {to, urgency}, ``returned`` {outcome, note}, ``keepopen``
{authority, reference, review_at}, ``contact`` {kind, authority, country, legal_basis, received_at,
deadline, response}, ``delay`` {basis, reference, expires}, ``restriction`` {visibility[], account,
notice, from, until, territories[]}. Sources: standards.md 8, formats.md 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event

HOLD_BASES = {
    "tco_order": "order to remove terrorist content",
    "preservation_request": "preservation request",
    "legal_hold": "legal hold",
    "complaint": "complaint that is open",
    "site_policy": "rule of this site",
}
HOLD_DAYS = {"tco_order": 183, "preservation_request": 90, "complaint": 183, "site_policy": 90}
"""For how long a hold is proposed, in days: six months after a removal order (TCO 6), 90 days
after a preservation request (18 USC 2703(f)). A legal hold has no end of its own."""

REFER_TO = {"law_enforcement": "law enforcement", "specialist": "specialist"}
URGENCIES = {"routine": "routine", "urgent": "urgent", "threat_to_life": "threat to life"}
RETURNED = {
    "received": "received",
    "verified": "verified",
    "unfounded": "unfounded",
    "no_answer": "no answer",
}
CONTACTS = {
    "order": "order",
    "terms_referral": "referral under the terms",
    "preservation": "request to preserve",
    "data_request": "request for data",
    "request_not_to_act": "request not to act",
}
VISIBILITY = {
    "demoted": "reach reduced",
    "labelled": "label in front",
    "age_restricted": "adults only",
    "interaction_restricted": "no replies or shares",
    "disabled": "not shown",
    "removed": "removed",
}
DELAY_HOURS = 72
TEMPORARY_DAYS = 7
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
MAX_WORDS = 500

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_COUNTRY = re.compile(r"[A-Z]{2}")


def ms_of_time(value: object) -> int | None:
    """Unix ms of ``2026-01-31T12:00:00.000Z``; None for anything else."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    try:
        return round(datetime.fromisoformat(value).timestamp() * 1000)
    except ValueError:
        return None


def time_of_ms(ms: int) -> str:
    """``2026-01-31T12:00:00.000Z`` from Unix ms."""
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


def part(event: Event, name: str) -> Mapping[str, Any]:
    """The named part of an event, empty where it has none."""
    raw = event.get(name)
    return raw if isinstance(raw, Mapping) else {}


def hold_end(holds: Sequence[Event]) -> int | None:
    """When the last of several holds ends, in Unix ms; None where one of them has no end."""
    ends = [ms_of_time(part(event, "hold").get("until")) for event in holds]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def default_restriction(outcome: str, now_ms: int) -> dict[str, Any]:
    """What an outcome restricts unless the reviewer says otherwise: from now, everywhere."""
    since = {"from": time_of_ms(now_ms - now_ms % 60_000)}
    end = {"until": time_of_ms(now_ms - now_ms % 60_000 + TEMPORARY_DAYS * DAY_MS)}
    table: dict[str, dict[str, Any]] = {
        "warn": {"notice": "standard"},
        "restrict": {"visibility": ["demoted"], **since},
        "remove_content": {"visibility": ["removed"], **since},
        "suspend_temporary": {"account": "suspended", **since, **end},
        "suspend": {"account": "suspended", **since},
    }
    return table.get(outcome, {})


def check_event(event: Event) -> None:
    """Refuse an event of custody that does not say what it must.

    Raises:
        Refused: code ``custody``, naming what is missing.
    """
    check = _CHECKS.get(ev.text(event, "type"))
    if check is not None:
        check(event)


def _refuse(words: str, step: str = "") -> None:
    raise Refused(words, code="custody", next_step=step)


def _need_subject(event: Event) -> None:
    if ev.subject_of(event) is None:
        _refuse("this must name whom it concerns")


def _named(event: Event) -> list[str]:
    return [ident for ident in ev.text_list(event, "supersedes") if ident]


def _choice(found: Mapping[str, Any], name: str, among: Mapping[str, str], words: str) -> None:
    value = found.get(name)
    if not isinstance(value, str) or value not in among:
        _refuse(f"{words} missing", f"one of: {', '.join(among.values())}")


def _words(found: Mapping[str, Any], name: str, words: str, *, may_miss: bool = False) -> None:
    value = found.get(name, "")
    if not isinstance(value, str) or len(value) > MAX_WORDS:
        _refuse(f"{words}: at most {MAX_WORDS} characters")
    if not may_miss and not value.strip():
        _refuse(f"{words} missing")


def _time(found: Mapping[str, Any], name: str, words: str, *, may_miss: bool = False) -> int | None:
    value = found.get(name, "")
    if value == "" and may_miss:
        return None
    ms = ms_of_time(value)
    if ms is None:
        _refuse(f"{words} missing", "a day, as 2027-01-31")
    return ms


def _hold(event: Event) -> None:
    found = part(event, "hold")
    _need_subject(event)
    _choice(found, "basis", HOLD_BASES, "the basis of the hold is")
    own = found.get("basis") == "site_policy"
    _words(found, "authority", "the authority of the hold is", may_miss=own)
    _words(found, "reference", "the reference of the hold is", may_miss=own)
    start = _time(found, "from", "the beginning of the hold is")
    end = _time(found, "until", "the end of the hold is", may_miss=found["basis"] == "legal_hold")
    if start is not None and end is not None and end <= start:
        _refuse("the hold ends before it begins")
    if not isinstance(found.get("disclosure_restricted"), bool):
        _refuse("whether the hold may be told is missing")


def _release(event: Event) -> None:
    _need_subject(event)
    if not _named(event):
        _refuse("a release names the holds that it releases")
    _words(event, "rationale", "why the hold may be released is")


def _refer(event: Event) -> None:
    found = part(event, "referral")
    _need_subject(event)
    _choice(found, "to", REFER_TO, "whom it is referred to is")
    if "urgency" in found:
        _choice(found, "urgency", URGENCIES, "how urgent it is is")


def _returned(event: Event) -> None:
    found = part(event, "returned")
    _need_subject(event)
    if len(_named(event)) != 1:
        _refuse("what came back names one referral")
    _choice(found, "outcome", RETURNED, "what came back is")
    _words(found, "note", "the note", may_miss=True)
    if event.get("outcome"):
        _refuse("what comes back about a referral decides nothing")


def _keepopen(event: Event) -> None:
    found = part(event, "keepopen")
    _need_subject(event)
    _words(found, "authority", "who asks to keep it open is")
    _words(found, "reference", "the reference of the request is")
    _time(found, "review_at", "the day on which it is reviewed is")


def _closed(event: Event) -> None:
    _need_subject(event)
    if not _named(event):
        _refuse("closing names the request that it closes")


def _contact(event: Event) -> None:
    found = part(event, "contact")
    _choice(found, "kind", CONTACTS, "the kind of contact is")
    _words(found, "authority", "the authority is")
    if not _COUNTRY.fullmatch(str(found.get("country", ""))):
        _refuse("the country missing", "its two letters, as DE")
    _words(found, "legal_basis", "the legal basis", may_miss=True)
    _words(found, "response", "the response", may_miss=True)
    _time(found, "received_at", "when it was received is")
    _time(found, "deadline", "the deadline", may_miss=True)
    if event.get("criteria") or event.get("recommended") or event.get("outcome"):
        _refuse("a contact with a state decides nothing and answers no question")


def _delay(event: Event) -> None:
    found = part(event, "delay")
    _need_subject(event)
    _words(found, "basis", "the legal basis of the delay is")
    end = _time(found, "expires", "when the delay ends is")
    made = ms_of_time(event.get("at"))
    if end is not None and made is not None:
        if end <= made:
            _refuse("the delay ends before it begins")
        if end > made + DELAY_HOURS * HOUR_MS:
            _refuse(f"a delay lasts at most {DELAY_HOURS} hours")


def _decision(event: Event) -> None:
    found = part(event, "restriction")
    seen, lands = found.get("visibility", ()), found.get("territories", ())
    lists = isinstance(seen, list | tuple) and isinstance(lands, list | tuple)
    known = lists and all(isinstance(v, str) and v in VISIBILITY for v in seen)
    if not known or not all(_COUNTRY.fullmatch(str(land)) for land in lands):
        _refuse("the restriction is not one that is known")
    start = _time(found, "from", "the beginning of the restriction", may_miss=True)
    end = _time(found, "until", "the end of the restriction", may_miss=True)
    if start is not None and end is not None and end <= start:
        _refuse("the restriction ends before it begins")


_CHECKS: dict[str, Callable[[Event], None]] = {
    "hold.placed": _hold,
    "hold.released": _release,
    "refer": _refer,
    "referral.outcome": _returned,
    "keepopen.requested": _keepopen,
    "keepopen.closed": _closed,
    "state.contact": _contact,
    "enforcement.delay": _delay,
    "decision": _decision,
}

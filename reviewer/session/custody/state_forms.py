"""The forms of what states ask: requests to keep open, contacts, delays. Apart from all others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reviewer.domain import custody as rules
from reviewer.domain import events as ev
from reviewer.domain.custody import DAY_MS
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.fold import Fact
from reviewer.domain.ids import SubjectRef
from reviewer.session.ground.core import Core
from reviewer.session.views.custody_lines import keepopen_words
from reviewer.session.views.forms import (
    CHOICE,
    DAY,
    MOMENT,
    Field,
    Form,
    Values,
    choices_of,
    day_of,
    moment_of,
    read_day,
    read_moment,
    words,
)

DELAYS = {"24": "24 hours", "48": "48 hours", "72": "72 hours, the longest"}
REVIEW_DAYS = 14


class Adding:
    """One event about the subject that is open, and what is said when it is saved."""

    def __init__(self, core: Core, save: Callable[[Draft, str], None]) -> None:
        self._core = core
        self._save = save

    def __call__(self, kind: str, said: str, **fields: Any) -> None:
        """Save it.

        Raises:
            Refused: no case is open, or the event does not say what it must.
        """
        desk = self._core.desk
        if not desk.case_id:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        subject = ev.subject_field(SubjectRef.from_key(desk.account))
        self._save({"type": kind, "case": desk.case_id, "subject": subject, **fields}, said)


class StateForms:
    """Each method makes a form about the subject that is open."""

    def __init__(self, core: Core, add: Adding) -> None:
        self._core = core
        self._add = add

    def makers(self) -> dict[str, Callable[[], Form]]:
        """The forms by name."""
        return {
            "keep_open": self._keep_open,
            "close_keep_open": self._close_keep_open,
            "contact": self._contact,
            "delay": self._delay,
        }

    def _keep_open(self) -> Form:
        review = day_of(self._core.clock.now_ms() + REVIEW_DAYS * DAY_MS)
        return Form(
            "keep_open",
            "Request to keep open",
            "Recorded and counted apart. It changes no outcome and no criterion can see it; on its"
            " day it is brought up again.",
            "Record the request",
            (
                Field("authority", "Who asks"),
                Field("reference", "Reference"),
                Field("review_at", "Review on", DAY, review, "2027-01-31"),
            ),
            self._request,
        )

    def _request(self, values: Values) -> None:
        said = {
            "authority": words(values, "authority"),
            "reference": words(values, "reference"),
            "review_at": read_day(values, "review_at"),
        }
        self._add("keepopen.requested", "Request recorded, apart from the decision", keepopen=said)

    def _close_keep_open(self) -> Form:
        kept = self._core.state.wishes_of(self._core.desk.account).kept_open
        return Form(
            "close_keep_open",
            "Close a request to keep open",
            "The request is closed; it stays in the ledger and in the counts.",
            "Close the request",
            (
                Field("request", "Request", CHOICE, choices=facts_of(kept, keepopen_words)),
                Field("why", "Why"),
            ),
            self._close,
        )

    def _close(self, values: Values) -> None:
        self._add(
            "keepopen.closed",
            "Request closed",
            supersedes=[words(values, "request")],
            rationale=words(values, "why"),
        )

    def _contact(self) -> Form:
        now = moment_of(self._core.clock.now_ms())
        return Form(
            "contact",
            "Contact with a state",
            "Its own record, exported and counted apart. It decides nothing, no criterion can see"
            " it, and it is never undone.",
            "Record the contact",
            (
                Field("kind", "Kind", CHOICE, choices=choices_of(rules.CONTACTS)),
                Field("authority", "Authority"),
                Field("country", "Country", hint="two letters"),
                Field("legal_basis", "Legal basis", hint="empty: none was given"),
                Field("received_at", "Received", MOMENT, now, "2027-01-31 14:05, UTC"),
                Field("deadline", "Deadline", MOMENT, hint="empty: none"),
                Field("response", "Our response", hint="empty: none yet"),
            ),
            self._record,
        )

    def _record(self, values: Values) -> None:
        names = ("kind", "authority", "legal_basis", "response")
        said = {name: words(values, name) for name in names}
        said["country"] = words(values, "country").upper()
        said["received_at"] = read_moment(values, "received_at")
        said["deadline"] = read_moment(values, "deadline")
        contact = {name: value for name, value in said.items() if value}
        self._add("state.contact", "Contact recorded, apart from the decision", contact=contact)

    def _delay(self) -> Form:
        return Form(
            "delay",
            "Delay the enforcement",
            "Only proposed: two different leads must approve. Then the decision waits, at most 72"
            " hours; it is counted in the record of contacts with states.",
            "Propose the delay",
            (
                Field("basis", "Legal basis"),
                Field("reference", "Reference", hint="empty: none"),
                Field("hours", "For", CHOICE, choices=choices_of(DELAYS)),
            ),
            self._propose_delay,
        )

    def _propose_delay(self, values: Values) -> None:
        now = self._core.clock.now_ms()
        end = now - now % 60_000 + int(words(values, "hours") or "0") * rules.HOUR_MS
        said = {
            "basis": words(values, "basis"),
            "reference": words(values, "reference"),
            "expires": rules.time_of_ms(end),
        }
        told = "Delay proposed: two different leads must approve"
        self._add("enforcement.delay", told, delay=said)


def facts_of(facts: list[Fact], said: Callable[[Fact], str]) -> tuple[tuple[str, str], ...]:
    """Facts as the entries of a choice."""
    return tuple((fact.id, said(fact)) for fact in facts)

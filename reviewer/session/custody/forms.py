"""The forms of custody: holds, referrals, and what the staged outcome restricts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reviewer.domain import custody as rules
from reviewer.domain.custody import DAY_MS
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.session.custody.state_forms import Adding, StateForms, facts_of
from reviewer.session.ground.core import Core
from reviewer.session.views.custody_lines import hold_words, referral_words
from reviewer.session.views.forms import (
    CHOICE,
    DAY,
    SWITCH,
    Field,
    Form,
    Values,
    choices_of,
    day_of,
    read_day,
    words,
)


class CustodyForms:
    """Each method makes the form about the subject that is open."""

    def __init__(
        self,
        core: Core,
        save: Callable[[Draft, str], None],
        restrict: Callable[[dict[str, Any]], None],
    ) -> None:
        self._core = core
        self._add = Adding(core, save)
        state = StateForms(core, self._add)
        self._restrict_staged = restrict
        self._makers: dict[str, Callable[[], Form]] = {
            "hold": self._hold,
            "release": self._release,
            "refer": self._refer,
            "returned": self._returned,
            "restriction": self._restriction,
            **state.makers(),
        }

    def form(self, name: str) -> Form:
        """A form by its name: hold, release, keep_open, close_keep_open, contact, delay, refer,
        returned, restriction."""
        return self._makers[name]()

    # ---------------------------------------------------------------- holds

    def _hold(self) -> Form:
        now = self._core.clock.now_ms()
        days = {b: day_of(now + n * DAY_MS) for b, n in rules.HOLD_DAYS.items()}
        return Form(
            "hold",
            "Place a hold",
            "The evidence is kept whatever is decided; keeping it does not leave it up. A hold ends"
            " by a release that a different lead approves, never by itself.",
            "Place the hold",
            (
                Field("basis", "Basis", CHOICE, choices=choices_of(rules.HOLD_BASES)),
                Field("authority", "Authority"),
                Field("reference", "Reference"),
                Field("until", "Until", DAY, days["tco_order"], "2027-01-31", (), "basis", days),
                Field("secret", "Not to be told to the account", SWITCH),
            ),
            self._place,
        )

    def _place(self, values: Values) -> None:
        now = self._core.clock.now_ms()
        hold = {
            "basis": words(values, "basis"),
            "authority": words(values, "authority"),
            "reference": words(values, "reference"),
            "from": rules.time_of_ms(now - now % 60_000),
            "until": read_day(values, "until", end=True),
            "disclosure_restricted": bool(values.get("secret")),
        }
        self._add("hold.placed", "Hold placed", hold=hold)

    def _release(self) -> Form:
        holds = self._core.subject(self._core.desk.account).holds
        return Form(
            "release",
            "Propose to release a hold",
            "Only proposed: the hold stands until a different lead approves this very text.",
            "Propose the release",
            (
                Field("hold", "Hold", CHOICE, choices=facts_of(holds, hold_words)),
                Field("why", "Why"),
            ),
            self._propose_release,
        )

    def _propose_release(self, values: Values) -> None:
        self._add(
            "hold.released",
            "Release proposed: the hold stands until a lead approves",
            supersedes=[words(values, "hold")],
            rationale=words(values, "why"),
        )

    # ---------------------------------------------------------------- referrals

    def _refer(self) -> Form:
        urgencies = {k: v for k, v in rules.URGENCIES.items() if k != "threat_to_life"}
        return Form(
            "refer",
            "Refer",
            "Only proposed: nothing is written for anybody outside before a different lead"
            " approves. A threat to life has its own key on the decision bar.",
            "Propose the referral",
            (
                Field("to", "To", CHOICE, choices=choices_of(rules.REFER_TO)),
                Field("urgency", "Urgency", CHOICE, choices=choices_of(urgencies)),
                Field("why", "Why"),
            ),
            self._propose_referral,
        )

    def _propose_referral(self, values: Values) -> None:
        said = {"to": words(values, "to"), "urgency": words(values, "urgency")}
        why = words(values, "why")
        self._add("refer", "Referral proposed: a lead must approve", referral=said, rationale=why)

    def _returned(self) -> Form:
        referrals = self._core.subject(self._core.desk.account).referrals
        return Form(
            "returned",
            "What came back",
            "What a referral led to. It never changes the decision: decide again if it should.",
            "Record it",
            (
                Field("referral", "Referral", CHOICE, choices=facts_of(referrals, referral_words)),
                Field("outcome", "Answer", CHOICE, choices=choices_of(rules.RETURNED)),
                Field("note", "Note", hint="empty: none"),
            ),
            self._record_return,
        )

    def _record_return(self, values: Values) -> None:
        said = {"outcome": words(values, "outcome"), "note": words(values, "note")}
        named = [words(values, "referral")]
        self._add("referral.outcome", "Answer recorded", supersedes=named, returned=said)

    # ---------------------------------------------------------------- the staged outcome

    def _restriction(self) -> Form:
        staged = self._core.desk.staged
        outcome = staged.choice.outcome if staged is not None else ""
        now = staged.restriction if staged is not None else {}
        fields: list[Field] = []
        if outcome == "restrict":
            shown = next(iter(now.get("visibility", [])), "demoted")
            limits = {k: v for k, v in rules.VISIBILITY.items() if k != "removed"}
            fields.append(Field("limit", "Limit", CHOICE, shown, choices=choices_of(limits)))
        until = str(now.get("until", ""))[:10]
        fields.append(Field("until", "Until", DAY, until, "empty: no end"))
        lands = ", ".join(now.get("territories", []))
        fields.append(Field("territories", "Only in", value=lands, hint="empty: everywhere"))
        return Form(
            "restriction",
            "What the outcome restricts",
            "This goes into the decision that is staged, and into what platforms are told.",
            "Set it",
            tuple(fields),
            partial(self._restrict, dict(now), outcome),
        )

    def _restrict(self, now: dict[str, Any], outcome: str, values: Values) -> None:
        until = read_day(values, "until", end=True)
        if outcome == "suspend_temporary" and not until:
            raise Refused("a suspension for a time has an end", code="custody")
        lands = [land.strip().upper() for land in words(values, "territories").split(",")]
        changed = {**now, "until": until, "territories": [land for land in lands if land]}
        if values.get("limit"):
            changed["visibility"] = [values["limit"]]
        found = {name: value for name, value in changed.items() if value}
        rules.check_event({"type": "decision", "restriction": found})
        self._restrict_staged(found)

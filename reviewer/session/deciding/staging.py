"""Staging an outcome, the gate before a commit, and the two taps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import on_desk
from reviewer.domain.custody import default_restriction
from reviewer.domain.errors import Refused
from reviewer.domain.fold import Fact
from reviewer.domain.ids import SubjectRef
from reviewer.domain.policy import Policy
from reviewer.domain.rules import EVERY_SLOT, UNGRADED, Choice, Gate, Pin, Requirement, requirements
from reviewer.domain.views import AccountRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import Staged
from reviewer.session.known.contested import settling


class Staging:
    """What is staged, and whether it may be committed."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.more: Callable[[], list[Requirement]] = list
        """What else a commit needs: the answers to the policy's questions."""
        self.batch: Callable[[], list[Requirement] | None] = _no_batch
        """What a commit for marked cases needs instead; None where nothing is marked."""

    def stage(self, slot: str) -> None:
        """Stage an outcome; the same slot again steps to its next choice."""
        desk = self._core.desk
        if not desk.account:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        if desk.staged is not None and desk.staged.slot == slot:
            desk.staged.step = (desk.staged.step + 1) % len(EVERY_SLOT[slot])
        else:
            desk.staged = Staged(slot)
        choice = desk.staged.choice
        desk.staged.preserve = choice.preserve
        desk.staged.refer = bool(choice.refer)
        desk.staged.urgency = "threat_to_life" if choice.refer else ""
        desk.staged.restriction = default_restriction(choice.outcome, self._core.clock.now_ms())
        desk.staged.policy_id = self._fitting_policy(choice)
        self._core.rest()
        self._core.bus.publish(on_desk("staged"))

    def unstage(self) -> bool:
        """Take the staged outcome away; whether there was one."""
        desk = self._core.desk
        had = desk.staged is not None
        desk.staged = None
        desk.armed_at = None
        if had:
            self._core.bus.publish(on_desk("staged"))
        return had

    def toggle(self, part: str) -> None:
        """Unset or set again one part of a threat referral: ``preserve``, ``refer``, or ``life``:
        whether a life is threatened, so that the emergency packet is written."""
        staged = self._core.desk.staged
        if staged is None or not staged.choice.refer:
            raise Refused("stage a threat referral first", code="not_staged")
        if part == "preserve":
            staged.preserve = not staged.preserve
        elif part == "life":
            life = staged.urgency == "threat_to_life"
            staged.urgency = "urgent" if life else "threat_to_life"
        else:
            staged.refer = not staged.refer
        self._core.rest()
        self._core.bus.publish(on_desk("staged"))

    def restrict(self, restriction: dict[str, Any]) -> None:
        """Say more exactly what the staged outcome restricts, and until when."""
        staged = self._core.desk.staged
        if staged is None:
            raise Refused("stage an outcome first", code="not_staged")
        staged.restriction = restriction
        self._core.rest()
        self._core.bus.publish(on_desk("staged"))

    def step_policy(self, by: int) -> None:
        """Choose the next or the one before among the policies that fit what is staged; with
        nothing staged, among all: its questions are then asked."""
        desk = self._core.desk
        if not desk.case_id:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        fitting = self.fitting() if desk.staged is not None else self._by_claims(self._all())
        if not fitting:
            raise Refused("this outcome needs no policy", code="no_policy")
        ids = [p.id for p in fitting]
        now = desk.staged.policy_id if desk.staged else desk.policy_choice.get(desk.case_id, "")
        at = ids.index(now) if now in ids else (-1 if by > 0 else 0)
        self.choose_policy(ids[(at + by) % len(ids)])

    def choose_policy(self, policy_id: str) -> None:
        """Set the policy of the open case, and of what is staged."""
        desk = self._core.desk
        if self._core.policy.policies.policy(policy_id) is None:
            raise Refused(f"no policy {policy_id}", code="no_policy")
        if desk.staged is not None:
            desk.staged.policy_id = policy_id
        desk.policy_choice[desk.case_id] = policy_id
        desk.question = ""
        self._core.rest()
        self._core.bus.publish(on_desk("staged", "policy"))

    def fitting(self) -> list[Policy]:
        """The policies under which the staged outcome may be decided."""
        staged = self._core.desk.staged
        if staged is None or staged.choice.outcome in UNGRADED:
            return []
        return self._by_claims(self._core.policy.policies.for_outcome(staged.choice.outcome))

    def claimed(self) -> Policy | None:
        """The policy that the reports about this account claim; None where none does."""
        claims = self._claims()
        first = next(iter(sorted(self._all(), key=partial(_fit, claims))), None)
        return first if first is not None and claims & title_words(first) else None

    def _all(self) -> list[Policy]:
        return self._core.policy.policies.policies

    def _by_claims(self, policies: list[Policy]) -> list[Policy]:
        return sorted(policies, key=partial(_fit, self._claims()))

    def _claims(self) -> set[str]:
        key = self._core.desk.account_key
        reports = self._core.facts.reports(key)
        return {word for report in reports for word in report.policy_claimed.casefold().split()}

    def policy(self) -> Policy | None:
        """The policy chosen for what is staged."""
        staged = self._core.desk.staged
        if staged is None or not staged.policy_id:
            return None
        return self._core.policy.policies.policy(staged.policy_id)

    def _fitting_policy(self, choice: Choice) -> str:
        """The policy to begin with: the referral's own, or the one chosen before for this case."""
        if choice.refer:
            return "threat.direct"
        chosen = self._core.desk.policy_choice.get(self._core.desk.case_id, "")
        fits = {p.id for p in self._core.policy.policies.for_outcome(choice.outcome)}
        return chosen if chosen in fits else ""

    def gate(self) -> list[Requirement]:
        """The requirements of what is staged; empty when nothing is."""
        desk, staged = self._core.desk, self._core.desk.staged
        if staged is None:
            return []
        batch = self.batch()
        if batch is not None:
            return batch
        account = self._core.facts.account(desk.account_key)
        followers = account.followers if account is not None else None
        gate = requirements(
            Gate(
                choice=staged.choice,
                policy=self.policy(),
                shown=self._shown(account),
                pins=self.pins(),
                note=self._core.workspace.desk.draft(desk.case_id, desk.account),
                mass=(followers or 0) >= self._core.policy.policies.mass_followers,
                preserve=staged.preserve,
                life=staged.refer and staged.urgency == "threat_to_life",
                about=desk.account.partition(":")[0],
            )
        )
        return gate + settling(self._core, staged, gate) + self._to_keep(staged) + self.more()

    def _to_keep(self, staged: Staged) -> list[Requirement]:
        """Only one decision that stands can be confirmed."""
        if staged.choice.outcome != "confirm":
            return []
        state = self._core.subject(self._core.desk.account)
        if state.contested:
            return [Requirement("decision", False, "contested: a lead resolves it")]
        ok = bool(state.heads)
        return [Requirement("decision", ok, "decision stands" if ok else "nothing is decided here")]

    def _shown(self, account: AccountRow | None) -> bool:
        """Whether something of the open subject was shown, where there is something to show."""
        subject, evidence = self._core.desk.account, self._core.workspace.evidence
        kind, _, ident = subject.partition(":")
        if kind == "account":
            there = account is not None and bool(account.posts_stored or account.media_stored)
        else:
            there = kind == "media" and evidence.media(ident) is not None
        return not there or self._core.workspace.desk.seen_count(subject) > 0

    def pins(self) -> tuple[Pin, ...]:
        """The evidence pinned in the open case, in the order of pinning."""
        desk = self._core.desk
        facts = self._core.subject(desk.account).pins
        found = (pin_of(f) for f in facts if ev.text(f.event, "case") == desk.case_id)
        return tuple(pin for pin in found if not self._core.is_locked(pin.key))

    def tap(self, *, stay: bool = False) -> bool:
        """One tap of a commit key. True when this tap is the one that commits: the second of the
        same key. ``stay``: the key that commits without going on.

        Raises:
            Refused: nothing is staged, or a requirement is missing.
        """
        desk, now = self._core.desk, self._core.clock.monotonic_ms()
        if desk.staged is None:
            raise Refused("stage an outcome first", code="not_staged")
        missing = [r for r in self.gate() if not r.met]
        if missing:
            desk.armed_at = None
            words = "; ".join(r.words for r in missing)
            raise Refused(f"not committed: {words}", code="gate")
        if desk.dead(now):
            return False
        if desk.armed(now) and desk.armed_stay == stay:
            desk.armed_at = None
            return True
        desk.armed_at = now
        desk.armed_stay = stay
        self._core.bus.publish(on_desk("armed"))
        return False

    def disarm(self) -> None:
        """Any other key: the next tap arms anew."""
        if self._core.desk.armed_at is not None:
            self._core.desk.armed_at = None
            self._core.bus.publish(on_desk("armed"))


def _no_batch() -> None:
    """Only the open case is decided."""


def _fit(claims: set[str], policy: Policy) -> tuple[bool, int, str]:
    """What the reports claim comes first, then the least grave: a key pressed once too often
    must not accuse of the worst."""
    return (not claims & title_words(policy), -policy.tier, policy.number)


def title_words(policy: Policy) -> set[str]:
    """The words of a policy's title, as claims are compared with them."""
    return set(policy.title.casefold().replace(",", " ").split())


def pin_field(pin: Pin) -> dict[str, Any]:
    """A pin as it stands in an event: a subject and, for a quote, its span and hash."""
    found: dict[str, Any] = ev.subject_field(SubjectRef.from_key(pin.key))
    if pin.is_quote:
        found |= {"start": pin.start, "end": pin.end, "sha256": pin.sha256}
    return found


def pin_of(fact: Fact) -> Pin:
    """The pin that a pin event made."""
    raw: Any = fact.event.get("pinned")
    first: Any = raw[0] if isinstance(raw, list) and raw else {}
    kind, ident = str(first.get("kind", "")), str(first.get("id", ""))
    return Pin(
        key=SubjectRef(kind, ident).key,
        start=int(first.get("start", -1)),
        end=int(first.get("end", -1)),
        sha256=str(first.get("sha256", "")),
    )

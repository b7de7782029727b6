"""Spot-checks of a lead: what is drawn from, the draw as an event, drawing again, the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.fold import fold
from reviewer.domain.qa import Draw
from reviewer.domain.qa_plan import Plan
from reviewer.quality.blind import BlindItem, blind_items, draw_draft
from reviewer.quality.draw import differences, draw
from reviewer.quality.frame import FrameList, frame_of
from reviewer.quality.health import Health, health
from reviewer.quality.preview import Preview, preview
from reviewer.quality.report import DrawReport, reports
from reviewer.session.ground.core import Core
from reviewer.session.known import sent
from reviewer.session.known.merged import dealt_bundles
from reviewer.session.known.rostering import Rostering
from reviewer.session.leads.spotcheck_facts import Evidence

LEAD = "lead"
BY_MATERIAL = ("watchlist", "cleared_grave")
"""Must-see rules that rest on the evidence, which may have grown since a draw."""

DEFAULT_PLAN = Plan(name="default")


class SpotChecks:
    """Only for a lead, as the roster says; others are told so."""

    def __init__(self, core: Core, roster: Rostering) -> None:
        self._core = core
        self._roster = roster

    def why_not(self) -> str:
        """Why this person cannot draw or look again; empty for a lead."""
        role = self._roster.own_role()
        return "" if role == LEAD else f"only a lead does this, and this is a {role or 'nobody'}"

    def need_lead(self) -> None:
        """Refuse everybody else.

        Raises:
            Refused: code ``not_lead``.
        """
        why = self.why_not()
        if why:
            raise Refused(why, code="not_lead", next_step="A lead's roster entry gives this role.")

    @property
    def key(self) -> str:
        """The key of this profile."""
        return self._core.workspace.profile.keyid

    def frame(self, plan: Plan) -> FrameList:
        """What a draw would be made from now."""
        self.need_lead()
        evidence = Evidence(self._core)
        facts = evidence.facts(self._here(self._events(), self._absent()))
        state, who = self._core.ledger_state, self._core.workspace.profile.pseudonym
        return frame_of(state, facts, self.key, plan.must_see, self._after(plan), who)

    def look(self, plan: Plan) -> tuple[FrameList, Preview]:
        """What would be drawn from now, and what the plan would cost and tell."""
        frame = self.frame(plan)
        return frame, preview(frame, plan, len(self._golden()))

    def preview(self, plan: Plan) -> Preview:
        """What a plan would cost and tell; nothing is drawn."""
        return self.look(plan)[1]

    def draw(self, plan: Plan, seed: str = "") -> str:
        """Draw, and save the draw as an event.

        Args:
            seed: any text; empty takes 128 bits from the machine.

        Returns:
            The id of the event.

        Raises:
            Refused: ``not_lead``; what ``quality.draw.draw`` refuses; ``read_only``.
        """
        frame = self.frame(plan)
        reason = self._core.saver.why_not()
        if reason:
            raise Refused(reason, code="read_only")
        said = draw(
            frame,
            plan,
            seed or self._core.random.bytes(16).hex(),
            upto=_heads(self._events()),
            after=self._after(plan),
            absent=self._absent(),
            golden=self._golden(),
        )
        return self._core.append([draw_draft(said)])[0].id

    def find(self, ident: str) -> tuple[Event, Draw]:
        """A draw by the id of its event, or its end.

        Raises:
            Refused: ``nothing``, no such draw here.
        """
        found = [e for e in self._core.ledger_state.qa.standing_draws() if _ends(e, ident)]
        said = self._core.ledger_state.qa.draw(ev.text(found[0], "id")) if len(found) == 1 else None
        if said is None:
            raise Refused(
                "There is no such draw here." if not found else "Several draws end so.",
                code="nothing",
                next_step="The quality command lists the draws with their ids.",
            )
        return found[0], said

    def check(self, ident: str) -> list[str]:
        """Draw again from the events that were known then: what differs, in words; empty where
        the draw is what it says.

        Must-see rules that rest on material are taken as the draw says, since material may have
        come; all others are worked out anew.
        """
        event, said = self.find(ident)
        known = [e for e in self._events() if _seq(e) <= said.frame.upto.get(_device(e), 0)]
        state = fold(known)
        why = {one.decision: one.why for one in said.items}
        recorded = {
            rule: frozenset(ident for ident, rules in why.items() if rule in rules)
            for rule in BY_MATERIAL
        }
        here = self._here(known, said.frame.absent)
        alike = frozenset(said.frame.alike)
        facts = Evidence(self._core, state.locked).facts(here, recorded, alike)
        actor = event.get("actor")
        lead = str(actor.get("key", "")) if isinstance(actor, Mapping) else ""
        who = str(actor.get("pseudonym", "")) if isinstance(actor, Mapping) else ""
        frame = frame_of(state, facts, lead, said.plan.must_see, said.frame.after, who)
        if not frame.items:
            return ["None of the decisions that were drawn from is here."]
        again = draw(frame, said.plan, said.seed, upto=said.frame.upto)
        return differences(said, again)

    def items(self, ident: str) -> list[BlindItem]:
        """The items of a draw, in the order of work, without anything that was decided."""
        self.need_lead()
        event, _ = self.find(ident)
        locked = Evidence(self._core).locked
        state, who = self._core.ledger_state, self._core.workspace.profile.pseudonym
        return blind_items(state, ev.text(event, "id"), self.key, locked, who)

    def reports(self, draws: Iterable[str] = ()) -> list[DrawReport]:
        """What the draws say, the oldest first."""
        self.need_lead()
        return reports(self._core.ledger_state, [ev.text(self.find(d)[0], "id") for d in draws])

    def health(self) -> Health:
        """How the policy fares."""
        self.need_lead()
        return health(self._core.ledger_state)

    def _events(self) -> list[Event]:
        return self._core.workspace.ledger.held_events()

    def _after(self, plan: Plan) -> dict[str, int]:
        """Where the last own draw ended, device by device; empty for all periods."""
        if plan.period == "all":
            return {}
        mine = set(sent.devices(self._core))
        known = self._core.ledger_state.qa
        last = [e for e in known.standing_draws() if _device(e) in mine]
        drawn = [d for e in last if (d := known.draw(ev.text(e, "id"))) is not None]
        found: dict[str, int] = {}
        for said in (d for d in drawn if d.kind == "spot_check"):
            for device, seq in said.frame.upto.items():
                found[device] = max(seq, found.get(device, 0))
        return found

    def _absent(self) -> list[str]:
        """Own imports that the ledger names and the evidence does not hold."""
        held = {row.import_id for row in self._core.workspace.evidence.imports()}
        mine = set(sent.devices(self._core))
        known = {_import(e)[0] for e in self._core.ledger_state.imports if _device(e) in mine}
        return sorted(known - held)

    def _here(self, events: Iterable[Event], absent: Iterable[str]) -> frozenset[str]:
        """Ids of imports, anybody's, whose material came into this workspace: by own import, by
        the same hash, or as a bundle that was dealt from here."""
        mine, gone = set(sent.devices(self._core)), set(absent)
        events = list(events)
        imports = [e for e in events if ev.text(e, "type") == "import"]
        own = [_import(e) for e in imports if _device(e) in mine]
        ids = {ident for ident, _ in own if ident not in gone}
        hashes = {digest for ident, digest in own if ident in ids and digest}
        hashes |= dealt_bundles(self._core, events)
        return frozenset(ids | {i for i, digest in map(_import, imports) if digest in hashes})

    def _golden(self) -> list[str]:
        """The golden cases in force, without those that are locked for child safety."""
        locked = Evidence(self._core).locked
        found = self._core.ledger_state.qa.golden(self._core.policy.hash)
        return [ev.text(one, "id") for one in found if not locked(one)]


def _heads(events: Iterable[Event]) -> dict[str, int]:
    found: dict[str, int] = {}
    for event in events:
        device = _device(event)
        found[device] = max(_seq(event), found.get(device, 0))
    return found


def _ends(event: Event, ident: str) -> bool:
    return len(ident) >= 8 and ev.text(event, "id").endswith(ident)


def _device(event: Event) -> str:
    return ev.text(event, "device")


def _seq(event: Event) -> int:
    seq = event.get("seq")
    return seq if isinstance(seq, int) else 0


def _import(event: Event) -> tuple[str, str]:
    raw: Any = event.get("import")
    found = raw if isinstance(raw, Mapping) else {}
    return str(found.get("id", "")), str(found.get("sha256", ""))

"""Feedback: a lead builds it for reviewers; a reviewer looks at it first, and applies it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from reviewer.domain import events as ev
from reviewer.domain.addressed import addressed, made_by
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft, Event
from reviewer.domain.proposals import actor
from reviewer.exchange.checking.feedback_check import LEAD, Feedback, read_feedback
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.feedback import Contents, Written, write_feedback
from reviewer.exchange.sealed import Seals
from reviewer.session.exchange.deal_work import silent
from reviewer.session.exchange.doubts import doubt_of
from reviewer.session.exchange.feedback_answers import Told
from reviewer.session.exchange.feedback_offers import offered_in, unsigned
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Tell
from reviewer.session.known import sent
from reviewer.session.known.offers import Offers
from reviewer.session.known.rostering import Rostering
from reviewer.session.views.words import iso
from reviewer.store.ledger.peers import PeerTip
from reviewer.store.ledger.received import Receipt, ReceivedEvent
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.keys import Signer, fingerprint
from reviewer.trust.recipients import recipients_of

MAY_BUILD = frozenset({"lead", "root"})
ALL = "all"


class FeedbackDesk:
    """Both ends of it."""

    def __init__(self, core: Core, roster: Rostering, offers: Offers) -> None:
        self._core = core
        self._roster = roster
        self._offers = offers
        self._doubts: list[str] | None = None

    # ------------------------------------------------------------------ the lead

    def build(
        self, to: str, out: Path, *, receipts_only: bool = False, seal: bool = False
    ) -> list[Written]:
        """Write the feedback for one reviewer, or for each in a folder.

        Args:
            to: a pseudonym whose chains were merged, or ``all``: then ``out`` is a folder, and each
                has a file of their own in it.
            receipts_only: what arrived, and nothing else.
            seal: encrypt each to the key that the roster names for its reader.

        Raises:
            Refused: ``role`` (only a lead does), ``nobody``, ``nothing``; what writing refuses.
        """
        role = self._roster.own_role()
        if role not in MAY_BUILD:
            raise Refused(f"Only a lead sends feedback, and you are a {role}.", code="role")
        people = self.people()
        if to != ALL and to not in people:
            raise Refused(
                f"Nothing of {to!r} was merged.", code="nobody", next_step=_instead(people)
            )
        if to != ALL:
            return [self._build(to, out, receipts_only, seal)]
        if not people:
            raise Refused("Nothing was merged yet.", code="nothing")
        out.mkdir(parents=True, exist_ok=True)
        ending = "zip.age" if seal else "zip"
        return [self._build(p, out / f"{p}.{ending}", receipts_only, seal) for p in people]

    def people(self) -> list[str]:
        """The pseudonyms whose chains were merged, and whom a calibration round names, sorted: they
        can get feedback."""
        merged = {tip.pseudonym for tip in self._core.workspace.ledger.foreign_heads()}
        qa, held = self._core.ledger_state.qa, self._roster.held
        draws = [draw for e in qa.standing_draws() if (draw := qa.draw(ev.text(e, "id")))]
        named = {key for draw in draws for key in draw.raters}
        entries = held.entries if held is not None else ()
        mine = self._core.workspace.profile.pseudonym
        return sorted((merged | {e.pseudonym for e in entries if e.keyid in named}) - {mine})

    def _keys(self, to: str, tips: list[PeerTip]) -> frozenset[str]:
        """The keys of a person: of their chains, and on the roster."""
        held = self._roster.held
        listed = {e.keyid for e in held.entries if e.pseudonym == to} if held is not None else set()
        return frozenset(listed | {actor(self._head(tip)).get("key", "") for tip in tips})

    def _build(self, to: str, out: Path, receipts_only: bool, seal: bool) -> Written:
        return self.write(self.contents(to, receipts_only=receipts_only), out, seal=seal)

    def write(self, contents: Contents, out: Path, *, seal: bool) -> Written:
        """Write one package of feedback; see ``build``."""
        return self.letter(contents, out, seal=seal)(silent)

    def letter(self, contents: Contents, out: Path, *, seal: bool) -> Callable[[Tell], Written]:
        """What ``write`` does, to be done on any thread."""
        workspace, to, seals = self._core.workspace, contents.to, None
        if seal:
            people = recipients_of([to], self._roster.held, iso(self._core.clock.now_ms()) or "")
            seals = Seals(tuple(people), workspace.opener)
        return partial(_written, contents, out, workspace.signer, seals)

    def contents(self, to: str, *, receipts_only: bool = False) -> Contents:
        """What there is to say to a reviewer now: how far their chains are here, and our events
        that concern them."""
        ledger, workspace = self._core.workspace.ledger, self._core.workspace
        tips = [tip for tip in ledger.foreign_heads() if tip.pseudonym == to]
        mine = [] if receipts_only else list(ledger.all_events())
        chosen: list[StoredEvent] = []
        if mine:
            theirs = made_by((e for tip in tips for e in self._events(tip)), to)
            wanted = addressed((one.event for one in mine), to, theirs, self._keys(to, tips))
            names = {ev.text(event, "id") for event in wanted}
            chosen = [one for one in mine if one.id in names]
        heads = [self._head(tip) for tip in tips]
        profile, held = workspace.profile, self._roster.held
        entry = held.key(profile.keyid) if held is not None else None
        times = [ev.text(event, "at") for event in [*heads, *(one.event for one in chosen)]]
        made_at = max([*times, entry.since if entry else ""])  # no key signs before it counts
        role = self._roster.own_role()
        return Contents(to, profile.pseudonym, role, tips, chosen, made_at)

    def _events(self, tip: PeerTip) -> list[Event]:
        return [one.event for one in self._core.workspace.ledger.taken_events(tip)]

    def _head(self, tip: PeerTip) -> Event:
        return next(iter(self._core.workspace.ledger.taken_events(tip, tip.seq - 1))).event

    # ------------------------------------------------------------------ the reviewer

    def preview(self, path: Path, trust: Trust | None = None) -> Told:
        """What applying a feedback package would do; nothing is written.

        Args:
            trust: whom to believe where no roster is held.

        Raises:
            Refused: ``not_feedback``; ``untrusted``, nobody vouches for the lead; ``not_mine``, for
                somebody else; the code of the first finding, where it is not as it was signed.
        """
        return self.judge(self.read(path), path.name, trust)

    def judge(self, found: Feedback, name: str, trust: Trust | None = None) -> Told:
        """``preview`` of a package that was read already; ``name`` says which it was."""
        self._check(found, name, trust)
        return self._told(found, name)

    def apply(self, path: Path, trust: Trust | None = None) -> Told:
        """Take a feedback package: receipts mark what was sent, the lead's events count; again
        changes nothing.

        Raises:
            Refused: as ``preview``; ``read_only``.
            Damaged: the disk; nothing was taken.
        """
        self._need_writable()
        return self.take(self.read(path), path.name, trust)

    def take(self, found: Feedback, name: str, trust: Trust | None = None) -> Told:
        """``apply`` of a package that was read already."""
        self._need_writable()
        told = self.judge(found, name, trust)
        entries = found.entries
        events = [
            ReceivedEvent(StoredEvent(e.seq, e.text, e.keyid, e.sig, e.event), found.public)
            for e in entries
        ]
        ours = sent.devices(self._core)
        receipts = [one for one in found.receipts if one.device in ours]
        known = {(r.device, r.seq, r.head, r.by) for r in self._core.workspace.ledger.receipts()}
        fresh = [r for r in told.receipts if (r.device, r.seq, r.head, r.by) not in known]
        self._core.workspace.ledger.receive(events, receipts)
        self._doubts = None
        drafts = [_draft(one, told) for one in fresh if self._further(one)]
        if drafts:
            self._core.append(drafts)
        for offer in self._offers.adopt(offered_in(entries, name)):
            if offer.status == "ignored":
                self._core.say(offer.says, "refused")
        self._core.tell_received(told.events)
        return told

    def warnings(self) -> list[str]:
        """What leads have of our chains and these chains have not, in sentences: something was
        rolled back, or two histories of one device exist."""
        if self._doubts is not None:
            return self._doubts
        ours = sent.devices(self._core)
        ledger = self._core.workspace.ledger
        found = (doubt_of(ledger, r) for r in ledger.receipts() if r.device in ours)
        self._doubts = list(dict.fromkeys(words for words in found if words))
        return self._doubts

    def _need_writable(self) -> None:
        reason = self._core.saver.why_not()
        if reason:
            raise Refused(reason, code="read_only", next_step=self._core.saver.next_step)

    def read(self, path: Path) -> Feedback:
        """Read a feedback package; nothing of it is believed yet."""
        workspace = self._core.workspace
        return read_feedback(path, own=workspace.signer.public, opener=workspace.opener)

    def _check(self, found: Feedback, name: str, trust: Trust | None) -> None:
        bad = found.report.first_bad
        if bad is not None:
            raise Refused(
                bad.says,
                code=bad.code,
                file=name,
                next_step="Nothing was taken. Ask the lead for it again.",
            )
        objection = self._objection(found, trust)
        if objection:
            raise Refused(
                f"This feedback is not taken: {objection}.",
                code="untrusted",
                file=name,
                next_step="Adopt the site's roster, or name the lead's card: --trust CARD.",
            )
        mine = self._core.workspace.profile.pseudonym
        if found.to != mine:
            raise Refused(
                f"This feedback is for {found.to}, not for {mine}.",
                code="not_mine",
                file=name,
                next_step="Hand it on to whom it is for; nothing of it is shown here.",
            )

    def _objection(self, found: Feedback, trust: Trust | None) -> str:
        """Why nobody vouches for the sender, in words; empty where somebody does."""
        held = self._roster.held
        if held is not None:
            return Trust.of_roster(held).objection(found.public, found.made_at, LEAD)
        if trust is not None:
            return trust.objection(found.public, found.made_at, LEAD)
        return f"no roster is held, and nobody vouches for the key {fingerprint(found.public)}"

    def _told(self, found: Feedback, name: str) -> Told:
        ours = sent.devices(self._core)
        mine = [one for one in found.receipts if one.device in ours]
        ledger = self._core.workspace.ledger
        doubts = [(one, doubt_of(ledger, one)) for one in mine]
        seen = {ev.text(one.event, "id") for one in self._core.workspace.ledger.received()}
        fresh = tuple(e.event for e in found.entries if e.id not in seen)
        known = {(r.device, r.seq, r.head, r.by) for r in self._core.workspace.ledger.receipts()}
        says = []
        if self._roster.held is None:
            says.append("No roster is held: the lead is believed by the card that you named.")
        offers = self._offers.look(offered_in(found.entries, name), self._roster.vouch())
        says += [offer.says for offer in offers if offer.status != "known"]
        says += unsigned(found.entries, self._core.policy.hash)
        newer = any(offer.status == "newer" for offer in offers)
        others = len(found.receipts) - len(mine)
        if others:
            says.append(f"Receipts for devices that are not in this workspace: {others}.")
        return Told(
            sender=found.sender,
            keyid=found.report.signer,
            package_id=found.report.package_id,
            receipts=tuple(one for one, doubt in doubts if not doubt),
            warnings=tuple(doubt for _, doubt in doubts if doubt),
            events=fresh,
            known=len(found.entries) - len(fresh),
            says=tuple(says),
            by_type=dict(sorted(Counter(ev.text(e, "type") for e in fresh).items())),
            brings=bool(fresh)
            or newer
            or any((r.device, r.seq, r.head, r.by) not in known for r in mine),
        )

    def _further(self, receipt: Receipt) -> bool:
        """Whether a receipt says more than those that are in the ledger."""
        return receipt.seq > sent.acknowledged_seq(self._core, receipt.device)


def _written(
    contents: Contents, out: Path, signer: Signer, seals: Seals | None, tell: Tell
) -> Written:
    tell("writing the feedback", 0, 0)
    return write_feedback(contents, out, signer, seals=seals)


def _draft(receipt: Receipt, told: Told) -> Draft:
    body = {"device": receipt.device, "seq": receipt.seq, "head": receipt.head}
    return {"type": "receipt", "receipt": {**body, "by": receipt.by, "package": told.package_id}}


def _instead(people: Sequence[str]) -> str:
    named = f"Name one of {', '.join(people)}, or merge" if people else "Merge"
    return f"{named} their package first."

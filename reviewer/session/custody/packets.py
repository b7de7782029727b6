"""Referral packets of this workspace: what goes into one, and where the emergency packet lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer.domain import events as ev
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.fold import Fact
from reviewer.domain.proposals import approves, is_emergency
from reviewer.exchange.packet import (
    PacketResult,
    Sources,
    may_leave,
    packet_files,
    write_packet,
)
from reviewer.exchange.stretch import Stretch
from reviewer.session.custody.packet_parts import PacketParts
from reviewer.session.ground.core import Core
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.keys import keyid_of


class Packets:
    """Writes them; nothing is sent, a person carries it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.folder: Path | None = None
        """Where the site wants packets; without it they lie beside the workspace."""
        self.parts = PacketParts(core)

    def place(self, ident: str) -> Path:
        """Where the emergency packet of a referral lies."""
        workspace = self._core.workspace.folder.absolute()
        base = self.folder or workspace.with_name(f"{workspace.name}-out")
        return base / f"emergency-{ident[-12:]}.zip"

    def emergency(self, ident: str) -> PacketResult:
        """Write the emergency packet of a threat to life at its place; twice is the same.

        Raises:
            Refused, Damaged: as ``write_packet``; the decision and the referral stay saved.
        """
        out = self.place(ident)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Damaged(
                f"The emergency packet could not be written: {error.strerror}.",
                code="write",
                file=str(out),
                next_step="The decision is saved. Choose Case, Write the emergency packet.",
            ) from error
        return self.write(ident, out, emergency=True)

    def write(self, ident: str, out: Path, *, emergency: bool = False) -> PacketResult:
        """Write the packet of a referral.

        Raises:
            Refused: ``four_eyes`` without the approval of a different lead; ``nothing``, no such
                referral; ``inside`` the workspace is no place for it.
        """
        fact = self.find(ident)
        folder = self._core.workspace.folder.resolve()
        if folder in out.absolute().parent.resolve().joinpath(out.name).parents:
            raise Refused("A packet cannot be written into the workspace.", code="inside")
        subject = ev.subject_of(fact.event)
        key = subject.key if subject else ""
        stored = self._core.workspace.ledger.events_of(key)
        came = self._core.workspace.ledger.received(key)
        here = {one.id for one in stored}
        stored += [one.stored for one in came if one.stored.id not in here and _of(fact, one.event)]
        sources, said = self._sources(fact, key, stored)
        signer = self._core.workspace.signer
        return write_packet(sources, fact.event, said, out, signer, emergency=emergency)

    def enclosed(self, stretch: Stretch) -> dict[str, dict[str, bytes]]:
        """The packets that an export package encloses: of referrals proposed or approved in its
        stretch that a different lead approved, and of threats to life, marked as they are.

        Returns:
            The id of the referral to the files of its packet.
        """
        signer = self._core.workspace.signer
        known = {ev.text(event, "id") for event in stretch.history}
        found = {}
        for fact, _ in self.leaving(stretch):
            subject = ev.subject_of(fact.event)
            key = subject.key if subject else ""
            every = self._core.workspace.ledger.events_of(key)
            stored = [one for one in every if one.id in known]
            sources, said = self._sources(fact, key, stored)
            found[fact.id] = packet_files(sources, fact.event, said, signer)
        return found

    def leaving(self, stretch: Stretch) -> list[tuple[Fact, list[ev.Event]]]:
        """The referrals whose packets leave with a stretch, each with what approves it."""
        travelling = {ev.text(event, "id") for event in stretch.events}
        every = [event for event in stretch.history if approves(event)]
        found = []
        for key in sorted(stretch.state.in_custody):
            facts = [] if self._core.is_locked(key) else stretch.state.subject(key).referrals
            for fact in facts:
                said = [event for event in every if fact.id in approves(event)]
                named = {fact.id, *(ev.text(one, "id") for one in said)}
                if named & travelling and may_leave(fact.event, said):
                    found.append((fact, said))
        return found

    def _sources(
        self, fact: Fact, key: str, stored: Sequence[StoredEvent]
    ) -> tuple[Sources, list[ev.Event]]:
        """What a packet is made from, and what its approvals say."""
        proposal = next(one for one in stored if one.id == fact.id)
        approvals = [one for one in stored if fact.id in approves(one.event)]
        decisions = [one for one in stored if one.event["type"] in ("decision", "hold.placed")]
        sources = Sources(
            content=self.parts.content(fact, key, stored),
            proposal=proposal,
            approvals=approvals,
            others=decisions,
            publics=self._publics([proposal, *approvals, *decisions]),
        )
        return sources, [one.event for one in approvals]

    def find(self, ident: str) -> Fact:
        """A referral that stands, by its id or the beginning of it.

        Raises:
            Refused: ``nothing``.
        """
        for key in sorted(self._core.state.in_custody):
            for fact in self._core.state.subject(key).referrals:
                if fact.id == ident or (len(ident) >= 8 and fact.id.startswith(ident)):
                    return fact
        raise Refused(
            "There is no such referral here.",
            code="nothing",
            next_step="The inspector and the list of approvals show their ids.",
        )

    def waiting(self) -> list[Fact]:
        """Threats to life of the open subject, whose packets may be written."""
        referrals = self._core.state.subject(self._core.desk.account).referrals
        return [fact for fact in referrals if is_emergency(fact.event)]

    def _publics(self, events: list[StoredEvent]) -> dict[str, bytes]:
        known = {keyid_of(one.public): one.public for one in self._core.workspace.ledger.received()}
        known |= {keyid_of(public): public for public in self._core.workspace.ledger.publics()}
        return {one.keyid: known[one.keyid] for one in events if one.keyid in known}


def _of(fact: Fact, event: ev.Event) -> bool:
    """Whether an event that came by feedback approves a referral."""
    return fact.id in approves(event)

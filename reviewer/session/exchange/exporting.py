"""Exports: what leaves and what stays, the package, and the event that says it was written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.proposals import is_emergency
from reviewer.exchange import package
from reviewer.exchange.export import Beside, ExportResult, export
from reviewer.exchange.packet import agreed
from reviewer.exchange.payload import payload_files
from reviewer.exchange.preview import Preview, Stays, look_at
from reviewer.exchange.reasons.files import Before, Reasons, compared, reason_files, reasons_of
from reviewer.exchange.sealed import Seals
from reviewer.exchange.stretch import Stretch, take_stretch
from reviewer.session.custody.packets import Packets
from reviewer.session.exchange.building import Building, Order
from reviewer.session.exchange.built import Built, Weight, built
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known import sent, sent_statements
from reviewer.session.known.reasons import ReasonFacts
from reviewer.session.known.rostering import Rostering
from reviewer.session.views.words import iso
from reviewer.trust.recipients import Recipient, recipients_of


class Exporting:
    """Writes packages; the roster says who may be named as a recipient."""

    def __init__(self, core: Core, roster: Rostering, packets: Packets) -> None:
        self._core = core
        self._roster = roster
        self._packets = packets

    def export(
        self, out: Path, *, profile: str = package.FULL, to: Sequence[str] = ()
    ) -> ExportResult:
        """Write the export package, then the event that says so (once for each range).

        Args:
            out: a folder, a zip file, or with ``to`` an encrypted file.
            profile: one of ``package.PROFILES``.
            to: pseudonyms of the roster or files of enrolment cards: only they and we can open it.

        Raises:
            Refused: ``inside`` the workspace is no place for a package; ``recipient``; and what
                exporting refuses.
        """
        self._refuse_inside(out)
        made = self.build(out, profile=profile, to=to)
        self.log(made, out.name)
        return made.result

    def build(self, out: Path, *, profile: str = package.FULL, to: Sequence[str] = ()) -> Built:
        """Write the package alone: ``log`` says in the ledger that it was handed over.

        Raises:
            Refused: ``recipient``; and what exporting refuses.
        """
        seals = self._seals(to)
        kept: list[Reasons] = []
        result = export(
            self._view(profile),
            self._core.workspace.evidence,
            self._beside(kept),
            out,
            profile=profile,
            signer=self._core.workspace.signer,
            seals=seals,
        )
        return Built(result, profile, seals.names if seals else [], kept)

    def start(
        self,
        out: Path,
        *,
        profile: str = package.FULL,
        to: Sequence[str] = (),
        told: Tell,
        done: Callable[[ExportResult], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """``export`` off the window's thread; the event follows on this one.

        Args:
            failed: hears why not; ``cancelled`` after the job's ``cancel``: nothing was written.

        Raises:
            Refused: ``busy``, another job runs; ``read_only``; ``inside``, ``recipient``.
        """
        self._refuse_inside(out)
        then = partial(self._logged, out.name, done)
        return self.start_build(out, profile=profile, to=to, told=told, done=then, failed=failed)

    def _logged(self, name: str, done: Callable[[ExportResult], None], made: Built) -> None:
        self.log(made, name)
        done(made.result)

    def start_build(
        self,
        out: Path,
        *,
        profile: str = package.FULL,
        to: Sequence[str] = (),
        told: Tell,
        done: Callable[[Built], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """``build`` off the window's thread; until it is done nothing else can be saved."""
        if self._core.saver.reader:
            words = f"Nothing was done: {self._core.saver.reader}."
            raise Refused(words, code="read_only", next_step="Ask the lead who keeps the roster.")
        seals, kept = self._seals(to), list[Reasons]()
        order = Order(out, profile, seals, self._arrived(profile), partial(self._prepared, kept))
        then = partial(built, profile, seals, kept, done)
        return Building(self._core, order, told, then, failed).start()

    def _prepared(self, kept: list[Reasons], stretch: Stretch) -> Beside:
        locked = frozenset(k for k in stretch.state.subjects if self._core.is_locked(k))
        return dataclasses.replace(self._beside(kept), locked=locked.__contains__)

    def weigh(self) -> Weight:
        """The full package that ``build`` would write.

        Raises:
            Refused: ``nothing``.
        """
        view = self._view(package.FULL)
        stretch = take_stretch(view)
        workspace, beside = self._core.workspace, self._beside([])
        files = payload_files(stretch, workspace.evidence, beside, package.FULL, workspace.signer)
        span, done = stretch.span, self._core.state.exports
        named = {(e["export"].get("to"), e["export"].get("head")) for e in done}
        return Weight(
            stretch.package_id,
            len(stretch.stored),
            sum(map(len, files.values())),
            (span.to_seq, span.head) in named,
        )

    def preview(self, *, profile: str = package.FULL, to: Sequence[str] = ()) -> Preview:
        """What ``export`` would write now; nothing is written.

        Raises:
            Refused: as ``export``, but for the place.
        """
        if profile not in package.PROFILES:
            raise Refused(f"There is no export profile {profile!r}.", code="profile")
        people = self.recipients(to)
        stretch = take_stretch(self._view(profile))
        found = look_at(stretch, profile, self._core.is_locked, self._stays(stretch))
        if profile in (package.FULL, package.REFERRAL):
            packets = self._packets.leaving(stretch)
            early = [f for f, said in packets if (n := agreed(f.event, said))[0] < n[1]]
            found = dataclasses.replace(found, packets=len(packets), emergencies=len(early))
        if profile == package.STATEMENTS:
            reasons, before = self._reasons(stretch)
            held = [{"puid": i, "field": f, "reason": why} for i, f, why in reasons.held]
            shifts = compared(reasons.distribution, before.distribution)[1]
            count = len(reasons.statements)
            found = dataclasses.replace(found, statements=count, held_back=held, shifts=shifts)
        return dataclasses.replace(found, to=[one.name for one in people])

    def recipients(self, to: Sequence[str]) -> list[Recipient]:
        """The people behind names and cards.

        Raises:
            Refused: ``recipient``.
        """
        return recipients_of(to, self._roster.held, self._now())

    def known_people(self) -> list[str]:
        """Pseudonyms of the roster whose keys count now, ours left out, sorted."""
        roster, now = self._roster.held, self._now()
        own = self._core.workspace.profile.keyid
        entries = roster.entries if roster else ()
        return sorted({e.pseudonym for e in entries if e.counts_at(now) and e.keyid != own})

    # ------------------------------------------------------------------ the parts of a package

    def policy_texts(self) -> dict[str, str]:
        """Every policy text that was ever in force here, by its hash."""
        texts = {self._core.policy.hash: self._core.policy.text}
        return {**texts, **self._core.state.policy_texts}

    def _arrived(self, profile: str) -> sent.Arrived:
        statements = profile == package.STATEMENTS
        return sent_statements.covered(self._core) if statements else sent.arrived(self._core)

    def _view(self, profile: str) -> sent.LedgerView:
        return sent.LedgerView(self._core.workspace.ledger, self._arrived(profile))

    def _beside(self, kept: list[Reasons]) -> Beside:
        """``kept`` gets the statements of reasons when they are made."""

        def files(stretch: Stretch) -> dict[str, bytes]:
            reasons, before = self._reasons(stretch)
            kept.append(reasons)
            return reason_files(reasons, before)

        return Beside(
            policy_texts=self.policy_texts(),
            packets=self._packets.enclosed,
            reasons=files,
            locked=self._core.is_locked,
        )

    def _reasons(self, stretch: Stretch) -> tuple[Reasons, Before]:
        facts = ReasonFacts(self._core, self.policy_texts())
        before = sent_statements.before(self._core)
        return reasons_of(stretch, before, facts.known, self._core.is_locked), before

    def _stays(self, stretch: Stretch) -> Stays:
        waiting = [f for f in stretch.state.proposals() if f.type == "refer"]
        workspace = self._core.workspace
        return Stays(
            drafts=workspace.desk.draft_count(),
            media=workspace.evidence.counts().media_present,
            locked=len(workspace.locks.all()),
            referrals=sum(not is_emergency(f.event) for f in waiting),
        )

    def _seals(self, to: Sequence[str]) -> Seals | None:
        people = self.recipients(to)
        return Seals(tuple(people), self._core.workspace.opener) if people else None

    # ------------------------------------------------------------------ around it

    def log(self, made: Built, name: str) -> None:
        """Say in the ledger, once for each range, that a package was written.

        Args:
            name: the file name under which it stands.
        """
        result, kept = made.result, made.reasons
        done = {
            (e["export"].get("to"), e["export"].get("sha256")) for e in self._core.state.exports
        }
        if (result.to_seq, result.sha256) in done:
            return
        body: dict[str, Any] = {
            "from": result.from_seq,
            "to": result.to_seq,
            "head": result.head,
            "sha256": result.sha256,
            "profile": made.profile,
            "name": name.encode("utf-8", "backslashreplace").decode("utf-8"),
            "chains": result.chains or None,
            "sealed_to": made.to or None,
        }
        if kept:
            body["statements"] = {
                "count": len(kept[-1].statements),
                "held": kept[-1].held_ids,
                "distribution": kept[-1].distribution,
            }
        draft: Draft = {"type": "export", "export": body}
        self._core.append([draft])

    def _refuse_inside(self, out: Path) -> None:
        folder = self._core.workspace.folder.resolve()
        if folder in out.absolute().parent.resolve().joinpath(out.name).parents:
            raise Refused(
                "A package cannot be written into the workspace itself.",
                code="inside",
                file=out.name,
                next_step="Choose a place outside of it.",
            )

    def _now(self) -> str:
        return iso(self._core.clock.now_ms()) or ""

"""Jobs that write: import, export; and the queries that check: verify."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.exchange.export import ExportResult
from reviewer.intake.maps import built_in_maps
from reviewer.intake.preview import Preview, preview_paths
from reviewer.intake.run import ImportReport, import_paths
from reviewer.session.exchange.exporting import Exporting
from reviewer.session.ground.core import Core
from reviewer.session.ground.policies import CompiledPolicy, load_policy
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known import sent
from reviewer.session.known.import_events import import_draft, import_of
from reviewer.session.known.merged import missing_imports
from reviewer.session.known.offers import Offers
from reviewer.session.known.rostering import Rostering
from reviewer.store.search.indexer import CancelledError
from reviewer.trust.standing import Vouch


class Jobs:
    """One at a time; each leaves the workspace as it was when it fails."""

    def __init__(self, core: Core, roster: Rostering, exporting: Exporting) -> None:
        self._core = core
        self._roster = roster
        self._exporting = exporting
        self.offers = Offers(core, roster, self.adopt_set)

    def import_paths(
        self,
        paths: Sequence[Path],
        *,
        format_name: str | None = None,
        maps: Sequence[str | Path] = (),
    ) -> ImportReport:
        """Bring material in: evidence is committed and synced before its ledger event.

        Args:
            paths: files, folders, bundles.
            format_name: take every file for this format.
            maps: column maps for tables, by built-in name or file.
        """
        self._refuse_reader()
        report = import_paths(
            self._core.workspace,
            paths,
            format=format_name,
            maps=maps,
            now_ms=self._core.clock.now_ms(),
            vouch=self._roster.vouch(),
            opener=self._core.workspace.opener,
        )
        self._log(report)
        self._core.workspace.search.complete()
        return report

    def _refuse_reader(self) -> None:
        reason = self._core.saver.reader
        if reason:
            words = f"Nothing was done: {reason}."
            raise Refused(words, code="read_only", next_step="Ask the lead who keeps the roster.")

    def preview_answer(
        self, paths: Sequence[Path], *, maps: Sequence[str | Path] = ()
    ) -> dict[str, Any]:
        """``preview`` as the command line says it."""
        return self.preview(paths, maps=maps).as_dict()

    def preview(
        self,
        paths: Sequence[Path],
        *,
        format_name: str | None = None,
        maps: Sequence[str | Path] = (),
    ) -> Preview:
        """What ``import_paths`` would do; nothing is written.

        It reads with a connection of its own, so a runner may call it.
        """
        vouch = self._roster.vouch()
        place = self._core.workspace
        made = preview_paths(
            place, paths, format=format_name, maps=maps, vouch=vouch, opener=place.opener
        )
        self.offers.judge(made.report, vouch)
        return made

    def start_import(
        self,
        paths: Sequence[Path],
        *,
        maps: Sequence[str | Path] = (),
        told: Tell,
        done: Callable[[dict[str, Any]], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """``import_paths`` off the window's thread; the ``import`` event follows on this one.

        Args:
            told: hears where it is, on this thread.
            done: gets the report, as the command line says it, when the evidence, its event and
                the index are there.
            failed: gets what went wrong; ``cancelled`` after the job's ``cancel``. Nothing of a
                failed import is kept.

        Raises:
            Refused: ``busy``, another job runs; or the desk is only read.
        """
        reason = self._core.saver.why_not()
        if reason:
            raise Refused(reason, code="read_only", next_step=self._core.saver.next_step)
        now, vouch = self._core.clock.now_ms(), self._roster.vouch()
        work = partial(self._import, list(paths), list(maps), now, vouch)
        return self._core.runner.job(work, told, partial(self._imported, done), failed)

    def _import(
        self,
        paths: list[Path],
        maps: list[str | Path],
        now_ms: int,
        vouch: Vouch,
        tell: Tell,
    ) -> ImportReport:
        place = self._core.workspace
        report = import_paths(
            place,
            paths,
            maps=maps,
            now_ms=now_ms,
            vouch=vouch,
            progress=tell,
            opener=place.opener,
        )
        with suppress(CancelledError):  # what is not indexed now is indexed at the next opening
            self._core.workspace.search.complete(partial(_indexing, tell))
        return report

    def _imported(self, done: Callable[[dict[str, Any]], None], answer: object) -> None:
        if isinstance(answer, ImportReport):
            self._log(answer)
            done(answer.as_dict())

    def _log(self, report: ImportReport) -> None:
        """The events of an import, and of the rosters and policy sets that came with it."""
        if not self.log_imports(report) and report.recognised:
            self._core.bus.publish(Changes(kinds=frozenset({"import"})))
        said = self.offers.take(report)
        if said:
            self._core.say(" ".join(said))

    def maps(self) -> list[tuple[str, str]]:
        """(name, title) of the column maps that come with the program."""
        return [(one.spec.name, one.spec.title) for one in built_in_maps()]

    def log_imports(self, report: ImportReport | None = None) -> int:
        """Append the ``import`` event of every import that has none yet; how many there were.

        Args:
            report: of the import just made: its event says what the signature was worth.
        """
        logged = {ev.text(import_of(e), "id") for e in self._core.state.imports}
        missing = [r for r in self._core.workspace.evidence.imports() if r.import_id not in logged]
        if missing:
            self._core.append([import_draft(row, report) for row in missing])
        return len(missing)

    def missing_evidence(self) -> list[str]:
        """Names of imports that the ledger knows and the evidence does not hold: our own, then
        those that merged decisions in force rest on."""
        held = {row.import_id for row in self._core.workspace.evidence.imports()}
        known = [import_of(event) for event in self._core.state.imports]
        own = [
            ev.text(one, "name")
            for one in known
            if ev.text(one, "id") not in held
            and self._core.workspace.evidence.holds_bytes(ev.text(one, "sha256")) is None
        ]
        return [*own, *missing_imports(self._core)]

    def export(self, out: Path, *, profile: str = "full", to: Sequence[str] = ()) -> ExportResult:
        """Write an export package; see ``exporting.Exporting.export``."""
        self._refuse_reader()
        return self._exporting.export(out, profile=profile, to=to)

    def adopt_policy(self, signed: str = "") -> None:
        """Append ``policy.adopted`` when the set in force is not the one of the ledger.

        Args:
            signed: the envelope that the roots signed. The event keeps it, so that a lead's
                feedback can hand the set on.
        """
        adopted = self._core.state.policy
        ref = self._core.policy.reference(None)
        same = adopted is not None and adopted.get("policy") == ref
        if same and not (signed and not ev.text(adopted or {}, "policy_signed")):
            return
        text = self._core.policy.text
        draft: Draft = {"type": "policy.adopted", "policy": ref, "policy_text": text}
        self._core.append([{**draft, "policy_signed": signed} if signed else draft])

    def adopt_from(self, path: Path) -> bool:
        """Work by the policy set in a TOML file from now on; whether it is another than before.

        Raises:
            Refused: ``policy`` (what is wrong with it), ``older`` than the one in force.
        """
        return self.adopt_set(load_policy(path), path.name)

    def adopt_set(self, found: CompiledPolicy, file: str, signed: str = "") -> bool:
        """Work by a policy set from now on; whether it is another than before.

        Args:
            signed: the envelope in which the roots signed it, where they did.

        Raises:
            Refused: ``older`` than the one in force.
        """
        now = self._core.policy
        if found.hash == now.hash:
            self.adopt_policy(signed)
            return False
        same = found.policies.set_id == now.policies.set_id
        if same and found.order <= now.order:
            raise Refused(
                f"Version {found.policies.version} of the set {found.policies.set_id} is not newer"
                f" than {now.policies.version}, which is in force.",
                code="older",
                file=file,
                next_step="Give the changed set a higher version.",
            )
        self._core.policy = found
        try:
            self.adopt_policy(signed)
        except BaseException:
            self._core.policy = now
            raise
        return True

    def waiting(self) -> int:
        """Events since the last export, exports and receipts not counted."""
        return sent.waiting(self._core)

    def unacknowledged(self) -> int:
        """Events since the last receipt, exports and receipts not counted."""
        return sent.unacknowledged(self._core)


def _indexing(tell: Tell, done: int, total: int) -> None:
    """Tell how far the index is; stopping here stops the index alone."""
    try:
        tell("making it searchable", done, total)
    except Refused as refused:
        raise CancelledError from refused

"""The decision bar, the case strip, the last decisions and the status line, in plain words."""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact
from reviewer.domain.rules import OUTCOME_WORDS, SLOTS, Choice, Requirement
from reviewer.domain.views import ImportRow
from reviewer.session.custody.custody import Custody
from reviewer.session.deciding.batch import Batch
from reviewer.session.deciding.staging import Staging
from reviewer.session.ground.core import Core
from reviewer.session.known.import_events import import_of, standing_of
from reviewer.session.known.rostering import Rostering
from reviewer.session.queue.queue import Queue
from reviewer.session.queue.queue_words import listed, name_of
from reviewer.session.views import words
from reviewer.session.views.custody_lines import restriction_words
from reviewer.session.views.views import (
    DecisionView,
    HeaderView,
    LastLine,
    OutcomeButtonView,
    QueueRow,
    StatusItem,
)


class Bar:
    """What the frame of the desk shows."""

    def __init__(
        self,
        core: Core,
        queue: Queue,
        staging: Staging,
        custody: Custody,
        batch: Batch,
        roster: Rostering,
    ) -> None:
        self._core = core
        self._batch = batch
        self._queue = queue
        self._staging = staging
        self._custody = custody
        self._roster = roster
        self._imports: dict[str, ImportRow] = {}

    def header(self) -> HeaderView:
        """The case strip."""
        desk = self._core.desk
        row = self._row()
        protected = self._core.workspace.profile.protected
        only_read = "auditor" if self._core.saver.reader else ""
        label = self._core.policy.label
        if row is None:
            return HeaderView(
                policy=label, conceal=desk.conceal, unprotected=not protected, only_read=only_read
            )
        account = self._core.facts.account(desk.account_key)
        imported = self._import_of(desk.case_id)
        verified, signer = self._verified(imported)
        mass = self._core.policy.policies.mass_followers
        followers = account.followers if account and account.followers else 0
        return HeaderView(
            account=desk.account,
            untrusted_handle=self._handle(row),
            untrusted_name=row.untrusted_name if desk.account == row.account else "",
            hold=row.hold or self._core.subject(desk.account).preserved,
            untrusted_bundle=imported.name if imported else "",
            only_read=only_read,
            verified=verified,
            untrusted_signer=signer,
            policy=label,
            klass=f"class: mass, {followers:,} followers" if followers >= mass else "",
            untrusted_watchlist=self._watchlist(desk.account_key),
            item=self._queue.place(desk.case_id),
            items=self._queue.view().total,
            conceal=desk.conceal,
            unprotected=not protected,
            marks=self._custody.marks(self._queue.case(desk.case_id)),
            unlisted=not listed(self._queue.view(), desk.case_id),
        )

    def handle(self) -> str:
        """The handle of the open subject alone; empty where no case is open."""
        row = self._row()
        return self._handle(row) if row is not None else ""

    def _watchlist(self, account: str) -> str:
        """The first list on which the account stands, and how many more."""
        lists = [row.entity for row in self._core.workspace.evidence.watches_of(account)]
        names = list(dict.fromkeys(lists))
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        return f"{names[0]}{more}" if names else ""

    def _handle(self, row: QueueRow) -> str:
        """The handle of the subject that is open, else its id."""
        desk = self._core.desk
        account = self._core.facts.account(desk.account_key)
        found = row.untrusted_handle if desk.account == row.account else ""
        return found or (account.handle if account else "") or desk.account.partition(":")[2]

    def _row(self) -> QueueRow | None:
        case = self._queue.case(self._core.desk.case_id)
        return self._queue.row(case) if case is not None else None

    def _import_of(self, case_id: str) -> ImportRow | None:
        """The last import that touched a case."""
        last = self._core.workspace.evidence.last_import_of_case(case_id)
        if last not in self._imports:
            rows = self._core.workspace.evidence.imports()
            self._imports = {row.import_id: row for row in rows}
        return self._imports.get(last)

    def _verified(self, imported: ImportRow | None) -> tuple[str, str]:
        """What the signature of an import is worth, and who signed it."""
        if imported is None or imported.kind != "bundle":
            return "no bundle" if imported is not None else "", ""
        events = self._core.state.imports
        ours = (e for e in events if ev.text(import_of(e), "id") == imported.import_id)
        return standing_of(imported, next(ours, None), self._roster.held)

    def decision(self) -> DecisionView:
        """The decision bar."""
        desk = self._core.desk
        staged = desk.staged
        gate = self._staging.gate()
        row = self._row()
        commit, commit_words = self._commit(gate)
        return DecisionView(
            buttons=[self._button(slot) for slot in SLOTS],
            staged=staged.choice if staged else None,
            staged_words=self._staged_words(row),
            batch=self._batch.view() if self._batch.active else None,
            chips=self._chips(),
            policies=self._staging.fitting(),
            policy=self._staging.policy(),
            requirements=gate,
            pins=self._staging.pins() if desk.case_id else (),
            commit=commit,
            commit_words=commit_words,
            later_blocked=self._core.why_nothing_here,
            only_read=self._core.saver.reader,
        )

    def _staged_words(self, row: QueueRow | None) -> str:
        staged = self._core.desk.staged
        if staged is None:
            return ""
        if self._batch.active:
            return self._batch.view().sentence()
        apart = "" if listed(self._queue.view(), self._core.desk.case_id) else ", not in the filter"
        return f"Staged: {staged.choice.verb} {name_of(row)}{apart}"

    def _commit(self, gate: list[Requirement]) -> tuple[str, str]:
        """(state, words) of the commit control."""
        desk, now = self._core.desk, self._core.clock.monotonic_ms()
        if self._core.saver.saving:
            return "dead", "Saving: the disk is slow"
        if self._core.saver.reader:
            return "blocked", "an auditor only reads"
        if desk.staged is None:
            return "nothing", "stage an outcome first"
        if self._core.saver.stopped:
            return "blocked", "the desk is only read: nothing can be saved"
        missing = sum(1 for r in gate if not r.met)
        if missing:
            return "blocked", f"blocked, {words.count(missing, 'requirement')} missing"
        if desk.armed(now):
            commit = "decision.commit_stay" if desk.armed_stay else "decision.commit"
            key = self._core.key_of(commit).partition(" ")[0]
            return "armed", f"Armed: {key} again commits" if key else "Armed: once more commits"
        said = self._batch.view().commit_words() if self._batch.active else "Commit and next"
        return ("dead" if desk.dead(now) else "ready"), said

    def _chips(self) -> list[tuple[str, str, bool, str]]:
        staged = self._core.desk.staged
        if staged is None or not staged.choice.refer:
            return []
        return [
            ("suspend", "suspend", True, ""),
            ("preserve", "preserve", staged.preserve, "threat.preserve"),
            ("refer", "refer", staged.refer, "threat.refer"),
            ("life", "threat to life", staged.urgency == "threat_to_life", "threat.life"),
        ]

    def _button(self, slot: str) -> OutcomeButtonView:
        desk = self._core.desk
        choices = SLOTS[slot]
        staged = desk.staged is not None and desk.staged.slot == slot
        step = desk.staged.step if staged and desk.staged else 0
        following = choices[(step + 1) % len(choices)] if staged else choices[0]
        shown = choices[step] if staged else following
        long, short = self._restricted(slot, self._consequence(shown))
        return OutcomeButtonView(
            id=slot,
            command=f"stage.{slot}",
            label=shown.label,
            slot=f"{step + 1} of {len(choices)}" if len(choices) > 1 else "",
            consequence=long,
            short_consequence=short,
            staged=staged,
            blocked=self._core.why_nothing_here,
        )

    def _consequence(self, choice: Choice) -> tuple[str, str]:
        """What a choice will cause, said before it is pressed: long and short."""
        account = self._core.facts.account(self._core.desk.account_key)
        reports = account.reports if account else 0
        pins = sum(1 for p in self._staging.pins() if not p.key.startswith("account:"))
        closes = f"closes {words.count(reports, 'report')}" if reports else "closes the case"
        table = {
            "no_action": (f"{closes}, exports nothing", closes),
            "ask_lead": ("goes to the lead list, stays undecided", "to the lead, stays open"),
            "restrict": ("export: reach limited, 1 account", "limit reach, 1 account"),
            "warn": ("export: 1 warning, account stays", "warn, 1 account"),
            "remove": (f"export: {words.count(pins, 'pinned item')} off", f"{pins} pinned off"),
            "suspend": ("export: 1 account off", "1 account off"),
            "suspend_temporary": ("export: 1 account off for a time", "off for a time"),
            "threat": ("suspend + preserve + refer; packet at once", "suspend, keep, packet now"),
        }
        return table[choice.id]

    def _restricted(self, slot: str, words_: tuple[str, str]) -> tuple[str, str]:
        """The consequence of a staged outcome with what it restricts, where that is not plain."""
        staged = self._core.desk.staged
        if staged is None or staged.slot != slot:
            return words_
        if slot == "threat":
            plain = ("suspend + preserve + refer; a lead approves", "suspend, preserve, refer")
            return words_ if staged.urgency == "threat_to_life" else plain
        more = restriction_words(staged.restriction)
        return (f"{words_[0].partition(':')[0]}: {more}", more) if more else words_

    def last(self, limit: int = 10) -> list[LastLine]:
        """The last decisions and questions that stand, newest first."""
        undone = self._core.history.last
        newest = set(undone.ids) if undone is not None else set()
        lines: list[LastLine] = []
        groups: set[str] = set()
        for event in reversed(self._core.recent):
            subject, group = ev.subject_of(event), ev.group_of(event)
            if subject is None or group in groups:
                continue
            standing = self._core.subject(subject.key).standing(ev.text(event, "type"))
            fact = next((f for f in standing if f.id == event.get("id")), None)
            if fact is not None:
                groups.add(group)
                lines.append(self._last_line(fact, fact.id in newest))
            if len(lines) >= limit:
                break
        return lines

    def _last_line(self, fact: Fact, undo: bool) -> LastLine:
        case = self._queue.case(ev.text(fact.event, "case"))
        asked = fact.type == "escalate"
        return LastLine(
            glyph="escalated" if asked else "decided",
            outcome="asked lead" if asked else OUTCOME_WORDS.get(fact.outcome, fact.outcome),
            untrusted_handle=case.handle if case else "",
            case_id=ev.text(fact.event, "case"),
            undo=undo,
        )

    def status(
        self, *, waiting: int, sandbox: str, damaged: str, missing: list[str]
    ) -> list[StatusItem]:
        """The status line. ``waiting``: events since the last export; ``missing``: imports that
        the ledger knows and the evidence does not hold."""
        view, events = self._queue.view(), self._core.workspace.ledger.head()[1]
        items = [
            StatusItem("saved", "decided", "saved")
            if not damaged
            else StatusItem("saved", "danger", damaged, danger=True),
            StatusItem("ledger", "shield", f"ledger ok, {events:,} events"),
            StatusItem("sandbox", "shield", "sandbox on")
            if sandbox == "on"
            else StatusItem("sandbox", "danger", f"sandbox {sandbox}", danger=True),
            StatusItem("left", "", f"{view.left + view.again:,} left"),
            StatusItem("export", "", f"export: {words.count(waiting, 'event')} waiting"),
        ]
        if missing:
            words_ = f"evidence missing: import {missing[0]}"
            items.insert(1, StatusItem("evidence", "danger", words_, danger=True))
        items += self._role_item()
        items += self._custody.status()
        if not self._core.workspace.profile.protected:
            items.insert(0, StatusItem("unprotected", "danger", "no passphrase", danger=True))
        return items

    def _role_item(self) -> list[StatusItem]:
        """The role that the roster gives, where it is not that of a reviewer."""
        if self._roster.held is None:
            return []
        role = self._roster.own_role()
        if not role:
            return [StatusItem("role", "danger", "key not on the roster", danger=True)]
        said = {"reviewer": "", "auditor": "auditor: only reads"}.get(role, role)
        return [StatusItem("role", "shield", said)] if said else []

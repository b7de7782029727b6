"""What the parts of a session share: the workspace, the ports, the desk, the notice board."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import islice

from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft, Event, subject_of
from reviewer.domain.fold import State, SubjectState
from reviewer.domain.undo import History
from reviewer.session.ground.account_facts import AccountFacts
from reviewer.session.ground.bus import Bus
from reviewer.session.ground.deskstate import DEAD_MS, DeskState, Staged
from reviewer.session.ground.policies import CompiledPolicy
from reviewer.session.ground.ports import Clock, Random, Runner
from reviewer.session.ground.saver import Saver
from reviewer.session.ground.settings import Locked, Settings
from reviewer.session.ground.sight import Sight
from reviewer.store.ledger.stored import StoredEvent
from reviewer.store.workspace import Workspace

TOAST_MS = 4000
HEARD = ("decision", "escalate", "resolution")
RECENT = 200
"""How many of the last decisions are kept at hand."""

RECALLED = 5000
"""So many of one's own last events are gone through for what can be undone."""


def _plain(subject: SubjectState) -> SubjectState:
    """Nothing is veiled."""
    return subject


def _nothing_hidden(_event: Event) -> bool:
    return False


def _no_key(_command: str) -> str:
    """Before anybody said which keys the commands have."""
    return ""


@dataclass
class Core:
    """Handed to every part; nothing here decides anything.

    ``key_of`` names the key of a command, as the composition root knows it, so that what the desk
    says names the keys in force."""

    workspace: Workspace
    clock: Clock
    random: Random
    runner: Runner
    policy: CompiledPolicy
    locked: Mapping[str, Locked] = field(default_factory=dict)
    bus: Bus = field(default_factory=Bus)
    desk: DeskState = field(default_factory=DeskState)
    history: History = field(default_factory=lambda: History(""))
    import_numbers: dict[str, int | None] = field(default_factory=dict)
    facts: AccountFacts = field(init=False)
    recent: deque[Event] = field(default_factory=lambda: deque(maxlen=RECENT))
    settings: Settings = field(init=False)
    key_of: Callable[[str], str] = field(default=_no_key)
    saver: Saver = field(init=False)
    own_role: Callable[[], str] = field(init=False)
    """In which role this profile counts now."""
    veiled: Callable[[SubjectState], SubjectState] = field(default=_plain)
    hides: Callable[[Event], bool] = field(default=_nothing_hidden)
    """What waits for a lead's own blind answer is not shown before it."""
    sight: Sight | None = None
    """While one looks again without knowing: what is seen instead of the ledger's state."""

    def __post_init__(self) -> None:
        self.own_role = self._claimed
        self.saver = Saver(
            self.workspace, self.runner, tell=self.tell, say=self.say, waits=self._waits
        )
        self.facts = AccountFacts(self.workspace.evidence)
        self.settings = Settings(self.workspace.desk, self.bus.publish, locked=self.locked)

    def _claimed(self) -> str:
        return self.workspace.profile.role

    @property
    def state(self) -> State:
        """The live state of the ledger; while one looks again, a state without it."""
        return self.sight.state if self.sight is not None else self.workspace.ledger.state

    @property
    def ledger_state(self) -> State:
        """The live state of the ledger, whatever is open: for draws, reports and exports."""
        return self.workspace.ledger.state

    def subject(self, key: str) -> SubjectState:
        """The live state of one subject, as it may be shown: see ``Veil``."""
        return self.veiled(self.state.subject(key))

    def same(self, key: str) -> list[str]:
        """The keys under which the ledger may know a subject: a medium that was known by the
        platform's name alone keeps what was said of it when its hash arrives."""
        kind, _, ident = key.partition(":")
        row = self.workspace.evidence.media(ident) if kind == "media" else None
        if row is None:
            return [key]
        return list(
            dict.fromkeys([key, *(f"media:{name}" for name in (row.key, *row.source_keys))])
        )

    def is_locked(self, key: str) -> bool:
        """Whether a medium, by its subject key, was stopped for child safety."""
        if not key.startswith("media:") or not self.workspace.locks.all():
            return False
        return any(name.partition(":")[2] in self.workspace.locks for name in self.same(key))

    def need_open(self, key: str) -> None:
        """Refuse what is about a locked medium.

        Raises:
            Refused: code ``locked``.
        """
        if self.is_locked(key):
            raise Refused("this medium is locked: child safety", code="locked")

    def import_number(self, import_id: str) -> int | None:
        """The number of an import in the evidence; None for one that it does not hold."""
        if import_id not in self.import_numbers:
            rows = self.workspace.evidence.imports()
            self.import_numbers |= {row.import_id: row.n for row in rows}
            self.import_numbers.setdefault(import_id, self._same_import(import_id))
        return self.import_numbers.get(import_id)

    def _same_import(self, import_id: str) -> int | None:
        """The import here of the very material that another workspace imported, by its hash."""
        told = self.state.told.get(import_id)
        return self.workspace.evidence.holds_bytes(told[1]) if told is not None else None

    def lacks(self, import_id: str, state: State | None = None) -> str:
        """The name of an import of another workspace whose bytes never came here; empty where they
        did, or where nobody said what it was. Of a decision ask ``merged.lacking``."""
        told = (state or self.state).told.get(import_id)
        if told is None or self.import_number(import_id) is not None:
            return ""
        here = state is not None and self.workspace.evidence.holds_bytes(told[1]) is not None
        return "" if here else told[0] or import_id

    def forget_evidence(self) -> None:
        """An import brought more: what was remembered of the evidence is asked again."""
        self.import_numbers.clear()
        self.facts.clear()

    @property
    def only_read(self) -> bool:
        """Whether nothing may be written now, not even where one stands."""
        return self.workspace.read_only or bool(self.saver.stopped or self.saver.reader)

    @property
    def why_nothing_here(self) -> str:
        """Why no outcome can be staged, as its button says it; empty where one can."""
        if self.saver.reader:
            return "only read here"
        return "" if self.desk.case_id else "no case is open"

    def seated(self, case_id: str, account: str, staged: Staged | None) -> Core:
        """The same workspace seen from another case, so that what is asked of an open case can be
        asked of any other: nothing of the desk that the reviewer stands at moves."""
        other = copy(self)
        other.desk = DeskState(
            case_id=case_id,
            account=account,
            staged=staged,
            policy_choice=self.desk.policy_choice,
            departure=self.desk.departure,
        )
        return other

    def unveiled(self) -> Core:
        """The same with all that is decided: for counts of the whole desk."""
        other = copy(self)
        other.veiled = _plain
        return other

    def append(self, drafts: Sequence[Draft], *, initiator: str = "") -> list[StoredEvent]:
        """Commit events durably, then tell everybody what moved.

        Raises:
            Damaged: nothing was saved; the ledger stands as before.
        """
        return self.tell(self.workspace.ledger.append(list(drafts)), initiator=initiator)

    def tell(self, stored: list[StoredEvent], *, initiator: str = "") -> list[StoredEvent]:
        """Tell everybody what saved events moved."""
        changes = Changes(initiator=initiator)
        for entry in stored:
            self.remember(entry.event)
            changes |= entry.changes
        self.bus.publish(changes)
        return stored

    def tell_received(self, events: Sequence[Event]) -> None:
        """Tell everybody what a lead's events moved that were taken from a feedback package."""
        subjects = (subject_of(event) for event in events)
        keys = frozenset(subject.key for subject in subjects if subject is not None)
        self.bus.publish(Changes(subjects=keys, kinds=frozenset({"decision", "receipt"})))

    def _waits(self) -> None:
        self.bus.publish(on_desk("armed"))

    def recall(self, events: Sequence[Event]) -> None:
        """Remember all events of this device; what was exported cannot be undone, so that the
        stacks begin after the last export."""
        last = next(
            (n for n in range(len(events), 0, -1) if events[n - 1].get("type") == "export"), 0
        )
        for event in events[last:]:
            self.history.take(event)
        heard = (event for event in reversed(events) if event.get("type") in HEARD)
        self.recent.extendleft(islice(heard, RECENT))

    def remember(self, event: Event) -> None:
        """Take an event of the ledger into the stacks of undo and the last decisions."""
        self.history.take(event)
        if event.get("type") in HEARD:
            self.recent.append(event)

    def say(self, words: str, kind: str = "info") -> None:
        """Show a sentence on the desk."""
        self.desk.message = words
        self.desk.message_kind = kind
        self.desk.message_until = self.clock.monotonic_ms() + TOAST_MS
        self.bus.publish(on_desk("message"))

    def rest(self) -> None:
        """Start the dead time in which commit taps are ignored."""
        self.desk.armed_at = None
        self.desk.dead_until = self.clock.monotonic_ms() + DEAD_MS

"""A session without a workspace: the methods that panes call, over the sample world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from types import SimpleNamespace

from reviewer.commands.default import default_registry
from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.rules import SLOTS, Choice, Pin, Requirement
from reviewer.session.ground.bus import Bus
from reviewer.session.ground.deskstate import DeskState, Staged
from reviewer.session.ground.kept import Kept
from reviewer.session.ground.ports import InlineRunner, Runner, SteppedClock
from reviewer.session.ground.settings import Settings
from reviewer.session.views.criteria_views import CriteriaView, CriterionLine
from reviewer.session.views.timeline_views import DayLine, TimelineHead, TimelineRow
from reviewer.session.views.views import (
    DecisionView,
    HeaderView,
    InspectorView,
    LastLine,
    MediaView,
    OutcomeButtonView,
    Picture,
    QueueView,
    StatusItem,
)
from tests.ui import sample

BUTTONS = (
    ("no_action", "No action", "closes 11 reports, exports nothing", "closes 11 reports"),
    ("ask_lead", "Ask lead", "goes to the lead list, stays undecided", "to the lead, stays open"),
    ("limit", "Limit", "restrict: export reach off, 1 account", "restrict reach, 1 account"),
    ("suspend", "Suspend", "export: 1 account off, 36 media preserved", "1 account off, 36 kept"),
    (
        "threat",
        "Threat referral",
        "suspend + preserve + refer; a lead approves",
        "suspend, preserve, refer",
    ),
)


class Drawer:
    """A shelf for settings, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def value(self, name: str, default: object = None) -> object:
        return self.kept.get(name, default)

    def set_value(self, name: str, value: object) -> None:
        self.kept[name] = value


class FakeCustody:
    """Nothing is held, referred or asked for."""

    def __init__(self) -> None:
        self.packets = self

    def holds(self) -> list[object]:
        return []

    referrals = kept_open = proposals = waiting = holds

    def why_no_approval(self) -> str:
        return "nothing waits for approval"


@dataclass
class FakeSession:
    """Enough of a session for panes; every act is also written to ``log``."""

    runner: Runner = field(default_factory=InlineRunner)
    clock: SteppedClock = field(default_factory=SteppedClock)
    bus: Bus = field(default_factory=Bus)
    desk: DeskState = field(default_factory=DeskState)
    rows: list[TimelineRow] = field(default_factory=sample.timeline_rows)
    queue_rows: list[object] = field(default_factory=sample.queue_rows)
    tiles: list[object] = field(default_factory=sample.tiles)
    log: list[tuple[object, ...]] = field(default_factory=list)
    note: str = ""
    closed: bool = False
    pins: tuple[Pin, ...] = ()
    broken: Exception | None = None
    filter_error: str = ""
    inspector_override: InspectorView | None = None
    tour: SimpleNamespace = field(default_factory=partial(SimpleNamespace, open=False))
    settings: Settings = field(init=False)
    key_of: Callable[[str], str] = field(default_factory=lambda: default_registry().key_text)
    header_override: HeaderView | None = None
    last_lines: list[LastLine] = field(default_factory=lambda: list(sample.LAST))
    status_items: list[StatusItem] = field(default_factory=lambda: list(sample.STATUS))
    pending_export: int = 14
    reads: int = 0

    def __post_init__(self) -> None:
        self.settings = Settings(Drawer(), self.bus.publish)
        self.custody = FakeCustody()
        self.staging = self
        self.exposure = self
        self.range = self
        self.kept = Kept(Drawer(), bool)
        self.batch = SimpleNamespace(active=False)
        self.passphrase = SimpleNamespace(why_not=str)
        self.dealing = SimpleNamespace(why_not=str)
        self.purging = SimpleNamespace(why_not=str)
        self.targeting = SimpleNamespace(why_not=str)
        self.merging = SimpleNamespace(why_not=str)
        self.syncing = SimpleNamespace(why_not=str)
        self.spotchecks = SimpleNamespace(why_not=str)
        self.goldens = SimpleNamespace(why_not=str)
        self.why_blind = str
        self.why_no_item = str
        self.why_no_verdict = str
        self.kept_views = SimpleNamespace(all=dict)
        if not self.desk.case_id and self.queue_rows:
            self.desk.case_id = "case-1"
            self.desk.account = "account:twitter:101"
            self.desk.pane = "media"
            self.desk.event = "post:twitter:4471"
            self.desk.medium = sample.tiles()[0].key

    # reads

    def sound(self, pane: str) -> None:
        """The evidence of a fake desk is always sound."""

    def active(self) -> None:
        """Nobody is away from a fake desk."""

    def _may_break(self) -> None:
        if self.broken is not None:
            raise self.broken

    def leave_filter(self) -> None:
        self.log.append(("leave_filter",))

    def open_unlisted(self) -> bool:
        """The open case of a fake desk is always in the list."""
        return False

    def queue(self) -> QueueView:
        self._may_break()
        rows = [r for r in self.queue_rows if self.desk.filter in r.untrusted_handle]
        if self.desk.staged is not None:
            rows = [
                replace(r, state="staged", state_word="staged")
                if r.case_id == self.desk.case_id
                else r
                for r in rows
            ]
        groups = [r.group for r in self.queue_rows]
        return QueueView(
            rows=rows,
            left=groups.count("left"),
            later=groups.count("later"),
            asked=groups.count("asked"),
            done=groups.count("done"),
            shown=len(rows),
            total=len(self.queue_rows),
            filter=self.desk.filter,
            filter_error=self.filter_error,
        )

    def why_no_compare(self) -> str:
        return "nothing is decided here yet"

    def header(self) -> HeaderView:
        if self.header_override is not None:
            return self.header_override
        if not self.desk.case_id:
            return HeaderView(policy="policy 2026.3")
        row = next(r for r in self.queue_rows if r.case_id == self.desk.case_id)
        return HeaderView(
            account=row.account,
            untrusted_handle=row.untrusted_handle,
            untrusted_name=row.untrusted_name,
            hold=row.hold,
            untrusted_bundle="B-2417 9f3c 20a1 … e07d",
            verified="verified",
            policy="policy 2026.3",
            klass="class: mass, 48,200 followers",
            item=int(row.case_id.partition("-")[2]),
            items=len(self.queue_rows),
            conceal=self.desk.conceal,
        )

    def timeline_head(self, *, charts: bool = True) -> TimelineHead:
        self._may_break()
        if not self.rows:
            return TimelineHead()
        return TimelineHead(
            events=412,
            inside=412,
            listed=412,
            seen=58,
            undated=3,
            lanes=sample.lanes(),
            days=sample.days(),
        )

    def timeline_ticks(self) -> dict[str, list[float]]:
        return {"post": [day + 0.5 for day, _ in sample.days()]}

    def timeline_table(self) -> list[DayLine]:
        return []

    def why_no_hits(self) -> str:
        return "no medium of this account is on a known list"

    def set_days(self, first: int, last: int) -> None:
        self.log.append(("days", first, last))

    def select_near(self, place: float, lane: str = "") -> None:
        self.log.append(("near", place, lane))

    def toggle_lane(self, lane: str) -> None:
        self.log.append(("lane", lane))

    def toggle_only(self, name: str) -> None:
        self.log.append(("only", name))

    def timeline_place(self, _key: str) -> tuple[float, str] | None:
        return sample.days()[0][0] + 0.5, "post"

    def timeline_len(self) -> int:
        self._may_break()
        return len(self.rows)

    def timeline_row(self, i: int) -> TimelineRow:
        self.reads += 1
        return self.rows[i]

    def timeline_index_of(self, post_key: str) -> int:
        return next((i for i, r in enumerate(self.rows) if r.key == post_key), -1)

    def media(self) -> MediaView:
        self._may_break()
        tiles = list(self.tiles)
        counts = [sum(t.label == n for t in tiles) for n in range(1, 6)]
        return MediaView(
            tiles=tiles,
            total=sum(t.copies for t in tiles),
            groups=len(tiles),
            seen=sum(t.seen for t in tiles),
            labels=sample.LABELS,
            label_counts=counts,
            unlabelled=sum(t.label == 0 for t in tiles),
        )

    def criteria_view(self) -> CriteriaView:
        """The questions of the first policy, two of them answered."""
        if not self.desk.case_id:
            return CriteriaView()
        return CriteriaView(
            policy="3.2 Praise of a listed movement",
            lines=[
                CriterionLine("a", 1, "Does it praise the movement?", answer="met"),
                CriterionLine("b", 2, "Does it pass on its releases?", answer="not met"),
                CriterionLine("c", 3, "Is it news or research?", help="By the item.", open=True),
            ],
            answered=2,
            left=1,
        )

    def inspector(self) -> InspectorView:
        self._may_break()
        if self.inspector_override is not None:
            return self.inspector_override
        if not self.desk.case_id:
            return InspectorView()
        return InspectorView(
            subject=self.desk.event,
            title="post 4471",
            when="12 Mar 18:02 UTC",
            untrusted_text=sample.ARABIC,
            lang="ar",
            untrusted_translation=sample.TRANSLATION,
            translation_by="Translation, from the bundle, by machine",
            untrusted_links=["https://pier-song.example/7"],
            reports=sample.REPORTS,
            reports_words="11 on this account, 4 on this post",
            related=sample.RELATED,
            hash_facts=sample.HASH,
            earlier=sample.EARLIER,
            pins=sample.PINS,
            pins_needed=1,
            note=self.note,
            note_saved="draft saved 10:40:51" if self.note else "",
            note_needed="" if self.note else "needed: this account has class mass",
            note_key=(self.desk.case_id, self.desk.account),
        )

    def gate(self) -> list[Requirement]:
        return list(self.decision().requirements)

    def decision(self) -> DecisionView:
        staged = self.desk.staged
        choice: Choice | None = staged.choice if staged else None
        buttons = []
        for ident, label, words, short in BUTTONS:
            on = staged is not None and staged.slot == ident
            slots = SLOTS.get(ident, ())
            command = f"stage.{ident}"
            step = staged.step + 1 if staged is not None and on else 1
            slot = f"{step} of {len(slots)}" if len(slots) > 1 else ""
            buttons.append(OutcomeButtonView(ident, command, label, slot, words, short, on))
        requirements = []
        if choice is not None:
            requirements = [
                Requirement("shown", True, "shown"),
                Requirement("policy", True, "policy"),
                Requirement("evidence", True, "evidence 2 of 1"),
                Requirement(
                    "note",
                    bool(self.note),
                    "note" if self.note else "note missing: class mass needs one",
                    "note.edit",
                ),
            ]
        missing = sum(not r.met for r in requirements)
        now = self.clock.monotonic_ms()
        commit, words = "ready", "Commit and next"
        if choice is None:
            commit, words = "nothing", "stage an outcome first"
        elif missing:
            commit, words = "blocked", f"blocked, {missing} requirement missing"
        elif self.desk.armed(now):
            commit, words = "armed", "Armed: F again commits"
        elif self.desk.dead(now):
            commit = "dead"
        chips = []
        if choice is not None and choice.id == "threat":
            chips = [
                ("suspend", "suspend", True, ""),
                ("preserve", "preserve", True, "threat.preserve"),
                ("refer", "refer", True, "threat.refer"),
            ]
        return DecisionView(
            buttons=buttons,
            staged=choice,
            staged_words=f"Staged: suspend @{self.header().untrusted_handle}" if choice else "",
            chips=chips,
            policies=sample.POLICIES,
            policy=sample.POLICIES[0] if choice else None,
            requirements=requirements,
            pins=self.pins,
            commit=commit,
            commit_words=words,
        )

    def last(self, limit: int = 10) -> list[LastLine]:
        return self.last_lines[:limit]

    def status_line(self) -> list[StatusItem]:
        return self.status_items

    def status(self) -> dict[str, int]:
        return {"pending_export": self.pending_export}

    def picture(self, medium_key: str) -> Callable[[], Picture] | None:
        self.log.append(("picture", medium_key))
        level = self.desk.level_of(medium_key)
        return None if level == "hide" else partial(fake_picture, medium_key, level == "clear")

    def large_picture(self, key: str, width: int, height: int) -> Callable[[], Picture] | None:
        self.log.append(("large", key, width, height))
        return partial(fake_picture, key, True) if self.desk.revealed == key else None

    # acts

    def select_case(self, case_id: str, *, remember: bool = True, initiator: str = "") -> None:
        self.log.append(("case", case_id))
        self.desk.case_id = case_id
        self.desk.account = f"account:twitter:{100 + int(case_id.partition('-')[2])}"
        self.desk.staged = None
        self.bus.publish(on_desk("cursor", "selection", "staged", "queue", initiator=initiator))

    def select_event(self, post_key: str, initiator: str = "") -> None:
        self.log.append(("event", post_key))
        self.desk.event = post_key
        self.bus.publish(on_desk("selection", "conceal", initiator=initiator))

    def select_medium(self, key: str, initiator: str = "") -> None:
        self.log.append(("medium", key))
        self.desk.medium = key
        self.bus.publish(on_desk("selection", "conceal", initiator=initiator))

    def set_pane(self, pane: str, *, asked: bool = False) -> None:
        if pane != self.desk.pane:
            self.log.append(("pane", pane))
            self.desk.pane = pane
            self.bus.publish(on_desk("pane", "selection"))

    def mark_shown(self, keys: object) -> None:
        self.log.append(("shown", tuple(keys)))  # type: ignore[arg-type]

    def save_note(self, case_id: str, subject: str, text: str) -> None:
        self.log.append(("note", case_id, subject, text))
        self.note = text
        self.bus.publish(on_desk("draft", initiator="note"))

    def set_filter(self, text: str) -> None:
        self.log.append(("filter", text))
        self.desk.filter = text
        self.bus.publish(on_desk("queue"))

    def reveal(self, on: bool) -> None:
        self.log.append(("reveal", on))
        self.desk.revealed = self.desk.medium if on else ""
        self.bus.publish(on_desk("conceal"))

    def focus_lost(self) -> None:
        self.log.append(("focus_lost",))
        if self.desk.revealed:
            self.reveal(False)

    def choose_policy(self, policy_id: str) -> None:
        self.log.append(("policy", policy_id))
        self.bus.publish(on_desk("staged"))

    def tick(self) -> None:
        self.log.append(("tick",))
        self.bus.publish(on_desk("armed"))

    def next_deadline_ms(self) -> int | None:
        return None

    def close(self) -> None:
        self.log.append(("close",))

    # what commands call

    def stage(self, slot: str) -> None:
        self.log.append(("stage", slot))
        if self.desk.staged is not None and self.desk.staged.slot == slot:
            self.desk.staged.step = (self.desk.staged.step + 1) % len(SLOTS[slot])
        else:
            self.desk.staged = Staged(slot)
        self.bus.publish(on_desk("staged"))

    def unstage(self) -> None:
        self.log.append(("unstage",))
        self.desk.staged = None
        self.bus.publish(on_desk("staged"))

    def disarm(self) -> None:
        if self.desk.armed_at is not None:
            self.desk.armed_at = None
            self.bus.publish(on_desk("armed"))

    def toggle(self, part: str) -> None:
        self.log.append(("toggle", part))

    def step_policy(self, by: int) -> None:
        self.log.append(("step_policy", by))

    def conceal(self) -> None:
        self.desk.conceal = "hide"
        self.bus.publish(on_desk("conceal"))

    def clearer(self) -> None:
        self.desk.conceal = "grey" if self.desk.conceal == "blur" else "blur"
        self.bus.publish(on_desk("conceal"))

    def cover(self, on: bool) -> None:
        self.desk.covered = on
        self.bus.publish(on_desk("cover", "conceal"))

    def step_item(self, by: int, *, unseen: bool = False) -> None:
        desk = self.desk
        if desk.pane == "queue":
            self.step_case(by)
        elif desk.pane == "media":
            keys = [t.key for t in self.tiles]
            self.select_medium(keys[(keys.index(desk.medium) + by) % len(keys)])
        else:
            keys = [r.key for r in self.rows if r.kind == "event"]
            self.select_event(keys[(keys.index(desk.event) + by) % len(keys)])

    def step_case(self, by: int) -> None:
        ids = [r.case_id for r in self.queue().rows]
        self.select_case(ids[(ids.index(self.desk.case_id) + by) % len(ids)])

    def travel(self, by: int) -> None:
        self.log.append(("travel", by))

    def label(self, digit: int) -> None:
        self.log.append(("label", digit))

    def pin(self) -> None:
        self.log.append(("pin",))

    def flag(self) -> None:
        self.log.append(("flag",))

    def later(self) -> None:
        self.log.append(("later",))

    def why_no_undo(self) -> str:
        return ""

    def search_all(self, query: str) -> None:
        self.log.append(("search", query))

    saving = False
    stopped = ""

    def why_no_hand_back(self) -> str:
        """Every case may be handed back."""
        return ""

    def why_only_read(self) -> str:
        """Nobody here only reads."""
        return ""

    def why_no_saving(self) -> str:
        return ""

    def undo_words(self) -> str:
        return "suspend"

    def redo_words(self) -> str:
        return ""

    def undo(self) -> None:
        self.log.append(("undo",))

    def picture_failed(self, key: str, reason: str) -> None:
        self.log.append(("failed", key, reason))

    def tap(self, *, stay: bool = False) -> None:
        self.log.append(("tap",))
        if self.desk.staged is None:
            raise Refused("stage an outcome first", code="not_staged")
        if not self.note:
            raise Refused("not committed: note missing", code="gate")
        now = self.clock.monotonic_ms()
        if self.desk.armed(now):
            self.desk.armed_at = None
            self.desk.staged = None
            self.bus.publish(Changes(kinds=frozenset({"decision"}), desk=frozenset({"staged"})))
        else:
            self.desk.armed_at = now
            self.bus.publish(on_desk("armed"))

    def damaged(self, words: str) -> None:
        self.say(words, "damaged")

    def say(self, text: str, kind: str = "info") -> None:
        self.desk.message, self.desk.message_kind = text, kind
        self.bus.publish(on_desk("message"))


def fake_picture(key: str, revealed: bool) -> Picture:
    """Blocks of colour, or a small grey gradient when concealed."""
    seed = int(key.rpartition(":")[2], 16)
    if not revealed:
        grey = bytearray()
        for y in range(18):
            for x in range(24):
                level = 40 + (x * seed + y * 5) % 60
                grey += bytes((level, level, level))
        return Picture(24, 18, bytes(grey))
    colour = bytearray()
    for y in range(90):
        for x in range(120):
            block = (x // 30 + y // 30 * 4 + seed) % 5
            colour += bytes(
                ((180, 60, 110), (90, 140, 80), (60, 120, 150), (170, 90, 50), (70, 50, 90))[block]
            )
    return Picture(120, 90, bytes(colour), revealed=True)

"""What panes read: frozen pictures of the state, in plain values. Text from outside is named
``untrusted_…`` and must reach a widget only through the plain-text helpers."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.domain.policy import MediaLabel, Policy
from reviewer.domain.rules import Choice, Pin, Requirement
from reviewer.session.views.batch_views import BatchView
from reviewer.session.views.custody_views import NO_MARKS, CaseMarks, CustodyLine


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in the queue. ``group``: left, again, later, asked, done. ``state``: undecided,
    staged, decided, later, escalated, contested, proposed, again. ``state_word``: as shown at the
    far end. ``facets``: what it can be filtered by, such as ``outcome:suspend``. ``whose`` queue it
    stands in: mine, others, pool, nobody."""

    case_id: str
    account: str
    untrusted_handle: str
    untrusted_name: str
    group: str
    state: str
    state_word: str
    why: str
    posts: int
    media: int
    hits: int = 0
    hold: bool = False
    marked: bool = False
    watched: bool = False
    facets: frozenset[str] = frozenset()
    whose: str = "nobody"


@dataclass(frozen=True, slots=True)
class QueueView:
    """The queue under the present filter."""

    rows: list[QueueRow]
    left: int
    later: int
    asked: int
    done: int
    shown: int
    total: int
    filter: str = ""
    filter_error: str = ""
    again: int = 0
    with_others: int = 0
    """Cases that stand in the queues of others and are not shown here."""
    blind: str = ""
    """These are the items of a draw, not the cases of the queue: how far one is, what is hidden
    and how to leave and come back."""
    locked: str = ""
    """Of the items of a draw, how many are locked: ``2 of 8 locked``."""

    @property
    def left_shown(self) -> bool:
        """Whether any case that is left passes the filter."""
        return any(row.group in ("left", "again") for row in self.rows)


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The case strip. ``verified``: what the signature of the bundle is worth (the kinds of
    ``trust.standing``), no bundle, or empty; ``untrusted_signer``: the pseudonym of who signed it.
    Empty ``account``: no case. ``only_read``: who only reads here, such as auditor, or empty.
    ``unlisted``: the open case is not among the rows that the filter leaves."""

    account: str = ""
    untrusted_handle: str = ""
    untrusted_name: str = ""
    hold: bool = False
    untrusted_bundle: str = ""
    verified: str = ""
    untrusted_signer: str = ""
    policy: str = ""
    klass: str = ""
    untrusted_watchlist: str = ""
    item: int = 0
    items: int = 0
    conceal: str = "blur"
    unprotected: bool = False
    marks: CaseMarks = NO_MARKS
    only_read: str = ""
    blind: bool = False
    unlisted: bool = False


@dataclass(frozen=True, slots=True)
class MediaTile:
    """One medium of the account, by duplicate group. ``state``: present, missing, external,
    placeholder, zero_bytes, too_large, failed."""

    key: str
    sha256: str
    copies: int
    caption: str
    state: str
    state_words: str
    mime: str
    label: int = 0
    label_title: str = ""
    pinned: int = 0
    flagged: bool = False
    seen: bool = False
    hit: str = ""
    video: bool = False
    duration: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class MediaView:
    """The media pane."""

    tiles: list[MediaTile]
    total: int
    groups: int
    seen: int
    labels: list[MediaLabel]
    label_counts: list[int]
    unlabelled: int
    inside: int | None = None
    """How many of the groups were shown in the range of the timeline; None without a range."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the inspector: name and value; ``untrusted`` when the value is from outside."""

    name: str
    value: str
    untrusted: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Reports of one kind or claim on this account or post."""

    words: str
    count: int
    when: str
    untrusted_statement: str = ""


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """An earlier decision or enforcement."""

    outcome: str
    when: str
    who: str
    policy: str = ""
    untrusted_basis: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class PinLine:
    """A pinned piece of evidence, numbered from 1."""

    number: int
    key: str
    words: str
    untrusted_quote: str = ""


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watchlist on which the account stands. ``figure`` is short, ``coverage`` the sentence above
    ``left``: (untrusted handle, what holds of it); ``more`` are left but not named."""

    untrusted_entity: str
    untrusted_tier: str
    untrusted_source: str
    since: str
    figure: str
    coverage: str
    left: list[tuple[str, str]]
    more: int = 0


@dataclass(frozen=True, slots=True)
class LeadLine:
    """What a lead said of a subject: ``untrusted_strengths`` come first."""

    words: str
    when: str = ""
    who: str = ""
    untrusted_strengths: str = ""
    untrusted_words: str = ""


@dataclass(frozen=True, slots=True)
class InspectorView:
    """The inspector follows the selection: a post, a medium, or the account."""

    subject: str = ""
    title: str = ""
    when: str = ""
    untrusted_text: str = ""
    lang: str = ""
    untrusted_translation: str = ""
    translation_by: str = ""
    untrusted_links: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    reports: list[ReportLine] = field(default_factory=list)
    reports_words: str = ""
    related: list[tuple[str, str]] = field(default_factory=list)
    """(untrusted handle, untrusted why)."""
    watch: list[WatchLine] = field(default_factory=list)
    hash_facts: list[Fact] = field(default_factory=list)
    earlier: list[EarlierLine] = field(default_factory=list)
    asked: list[LeadLine] = field(default_factory=list)
    lead: list[LeadLine] = field(default_factory=list)
    custody: list[CustodyLine] = field(default_factory=list)
    pins: list[PinLine] = field(default_factory=list)
    pins_needed: int = 1
    note: str = ""
    note_saved: str = ""
    note_needed: str = ""
    note_key: tuple[str, str] = ("", "")
    absent: tuple[str, ...] = ()
    """While one looks again: what is not loaded, in words."""


@dataclass(frozen=True, slots=True)
class OutcomeButtonView:
    """One button of the decision bar. ``next``: the choice that the next press stages."""

    id: str
    command: str
    label: str
    slot: str
    consequence: str
    short_consequence: str
    staged: bool
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The decision bar. ``commit``: nothing, blocked, ready, armed, dead."""

    buttons: list[OutcomeButtonView]
    staged: Choice | None
    staged_words: str
    chips: list[tuple[str, str, bool, str]]
    """(id, word, set, command that unsets it): for the threat referral."""
    policies: list[Policy]
    policy: Policy | None
    requirements: list[Requirement]
    pins: tuple[Pin, ...]
    commit: str
    commit_words: str
    later_blocked: str = ""
    only_read: str = ""
    """Why the person at this desk only reads; empty for who decides."""
    batch: BatchView | None = None
    verb: str = "Commit"
    """What the commit does, as the short words begin: an answer is locked."""


@dataclass(frozen=True, slots=True)
class LastLine:
    """One of the last decisions, newest first. ``undo``: what Z would undo, on the first."""

    glyph: str
    outcome: str
    untrusted_handle: str
    case_id: str
    undo: bool = False


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One item of the status line."""

    id: str
    glyph: str
    words: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels for a tile, size-checked: RGB888, ``width * height * 3`` bytes. ``failed``: why there
    is none, in words."""

    width: int
    height: int
    rgb: bytes = field(repr=False)
    revealed: bool = False
    failed: str = ""

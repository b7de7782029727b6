"""The list of screens: on which workspace, and what is typed until the screen is there.

A step is a token of a script (``reviewer.script``), or one of the stage's own acts, written
``do:name`` (``reviewer.gallery.stage``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from reviewer.domain.errors import Refused
from reviewer.gallery.exchange_screens import EXCHANGE_SCREENS
from reviewer.gallery.people_screens import LEAD_SCREENS, MERGING_SCREENS, TRUST_SCREENS


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen.

    Attributes:
        name: the first part of the pictures' names.
        title: what one sees.
        world: demo, protected, empty, odd, missing, none: what it stands on.
        steps: typed before the picture.
    """

    name: str
    title: str
    steps: str = ""
    world: str = "demo"


@dataclass(frozen=True, slots=True)
class Size:
    """A window: logical px, device px for each of them, and how large the text is."""

    name: str
    width: int
    height: int
    density: float = 1.0
    text: float = 1.0


THEMES = ("dark", "light", "contrast")

SIZES = (
    Size("1366x768", 1366, 768),
    Size("1920x1080", 1920, 1080),
    Size("2732x1536", 1366, 768, density=2.0),
    Size("1920x1080-text200", 1920, 1080, text=2.0),
    Size("683x384", 683, 384),
)

PINNED = "Ctrl+2 d b"
READY = f"{PINNED} r p g text:Mirrors_of_a_closed_channel. Esc"

FIRST = (
    Screen("first", "First window", world="none"),
    Screen("first-start", "Start work: a new workspace", "do:start", world="none"),
    Screen("first-short", "Start work, passphrase too short", "do:short", world="none"),
    Screen("first-wrong", "Open, wrong passphrase", "do:wrong", world="protected"),
    Screen("first-in-use", "Open, in use elsewhere", "do:in_use", world="protected"),
    Screen("first-damaged", "Open, the evidence damaged", "do:first_damaged", world="protected"),
    Screen("first-restore", "Restore from a backup", "do:first_restore", world="protected"),
    Screen("first-restored", "Restored in its place", "do:first_restored", world="protected"),
    Screen("first-no-workspace", "Open, no workspace there", "do:nowhere", world="none"),
)

PANES = (
    Screen("desk", "The desk as it opens"),
    Screen("queue", "Queue focused", "Ctrl+1"),
    Screen("timeline", "Timeline focused, an event selected", "Ctrl+2 d d"),
    Screen("media", "Media focused, a tile selected", "Ctrl+3 d"),
    Screen("inspector", "Inspector focused", "Ctrl+2 d Ctrl+4"),
    Screen("media-revealed", "A medium revealed while V is held", "Ctrl+3 d hold:V"),
    Screen("media-hidden", "All media hidden", "c"),
    Screen("media-marked", "Labelled, pinned and flagged media", "Ctrl+3 d 1 d b d x d 2"),
    Screen("empty", "A workspace without cases", world="empty"),
    Screen("empty-panes", "An account without posts and media", "do:bare", world="odd"),
    Screen("loading", "Pictures on their way", "do:slow Ctrl+3 d"),
    Screen("failed-media", "Media that cannot be shown", "do:broken Ctrl+3", world="odd"),
)

DECISIONS = (
    Screen("staged", "Suspend staged, requirements missing", "Ctrl+2 d r"),
    Screen("blocked", "A commit refused", "Ctrl+2 d r f"),
    Screen("ready", "Ready to commit", READY),
    Screen("armed", "Armed: F again commits", f"{READY} f"),
    Screen("committed", "Committed, the next case open", f"{READY} f f"),
    Screen("threat", "A threat referral staged", "Alt+Down Ctrl+2 d b t"),
    Screen("threat-unset", "A threat referral without preservation", "Alt+Down t Shift+T"),
    Screen("later", "A case put off, the next one open", "s"),
    Screen("asked", "The lead asked", "Ctrl+2 d w f f"),
    Screen("done", "The queue done", " ".join(["Ctrl+2 d q f f"] * 18)),
    Screen("note", "The note open", "r g text:Mirrors_of_a_closed_channel."),
)

MARKED = "M Alt+Down Alt+Down " + " ".join(["Ctrl+2 d b g text:Mirrors. Esc M Alt+Down"] * 3)

DECIDED = f"{READY} p f f Alt+Left"
PLAN = "Ctrl+Shift+P text:Review_again_on Return"

BATCHES = (
    Screen("batch-marked", "Cases marked for a batch", MARKED),
    Screen("batch-staged", "A batch staged, one case left out", f"{MARKED} r p p"),
    Screen("compare", "Old and new of a decision", f"{DECIDED} N"),
    Screen("keep-staged", "A decision that is kept, staged", f"{DECIDED} Shift+N"),
    Screen(
        "review-plan",
        "Review again on a day",
        f"{DECIDED} Ctrl+Shift+P text:Review_again_on Return",
    ),
    Screen(
        "filter-chips", "A filter of terms with its chips", "Ctrl+F text:state:undecided_has:media"
    ),
    Screen("stop", "Stop: child safety", "Ctrl+3 d Ctrl+Shift+K"),
    Screen("stop-locked", "A locked medium after the stop", "Ctrl+3 d Ctrl+Shift+K Esc Shift+C"),
    Screen(
        "deal",
        "Deal cases, shown while typing",
        "Ctrl+Shift+P text:Deal_cases Return text:heron,_ibis,_owl",
    ),
    Screen("deal-empty", "Deal cases, nobody named", "Ctrl+Shift+P text:Deal_cases Return"),
    Screen("purge", "Purge: what stays and why", f"{DECIDED} Ctrl+Shift+P text:Purge Return"),
    Screen("handed-back", "A case handed back", "Ctrl+Shift+P text:Hand_back Return"),
    Screen("batch-preview", "The preview of a batch", f"{MARKED} r p p Shift+M"),
)

THREAT = "Alt+Down Ctrl+2 d d b t"
HELD = "Ctrl+Shift+P text:place_a_hold Return Tab text:Coast_Office Tab text:7/2026 Tab Tab Tab Tab"
CONTACT = "Ctrl+Shift+P text:contact_with_a_state Return Tab text:Ministry_of_the_Coast Tab text:XX"
CUSTODY = (
    Screen("hold", "Place a hold", "Ctrl+Shift+P text:place_a_hold Return"),
    Screen(
        "hold-refused",
        "A hold without its authority",
        "Ctrl+Shift+P text:place_a_hold Return Tab Tab Tab Tab Tab Tab Space",
    ),
    Screen("held", "A held case", f"{HELD} Space"),
    Screen("contact", "A contact with a state", CONTACT),
    Screen("threat-done", "A threat to life, its packet written", f"{THREAT} f f"),
    Screen(
        "threat-custody",
        "The referral in the inspector",
        f"{THREAT} f f Ctrl+F text:warden Esc Alt+Down Ctrl+4",
    ),
    Screen(
        "approvals",
        "Approvals waiting, blocked for the proposer",
        f"{THREAT} f f Ctrl+Shift+P text:approvals_waiting Return",
    ),
    Screen(
        "restriction", "What a staged outcome restricts", "e Ctrl+Shift+P text:restriction Return"
    ),
)

FINDING = (
    Screen("search", "Cases found by a word", "Ctrl+F text:lamps Return"),
    Screen("filter", "A filter", "Ctrl+F text:has:media"),
    Screen("filter-none", "A filter that nothing matches", "Ctrl+F text:zebra"),
    Screen("filter-wrong", "A filter that is not understood", "Ctrl+F text:state:nonsense"),
    Screen("palette", "All commands", "Ctrl+Shift+P"),
    Screen(
        "palette-typed", "Commands by a word, blocked ones with the reason", "Ctrl+Shift+P text:re"
    ),
    Screen("keys", "Keys that work here", "Ctrl+3 F1"),
    Screen("keys-staged", "Keys while an outcome is staged", "Ctrl+2 d r F1"),
    Screen("help", "Help for the focused pane", "Ctrl+2 Shift+F1"),
    Screen("help-link", "Help, a link chosen by Tab", "Ctrl+4 Shift+F1 Tab Tab"),
    Screen("help-found", "Help, words found on the page", "Shift+F1 Ctrl+F text:case Return"),
    Screen("help-table", "Help, a page of tables", "Ctrl+Shift+P text:its_parts Return"),
    Screen("menu", "The menu", "F10"),
)

AROUND = (
    Screen("export", "Export", f"{READY} f f Ctrl+Shift+E"),
    Screen("feedback", "Apply feedback", "Ctrl+Shift+P text:apply_feedback Return"),
    Screen("import", "Import", "Ctrl+Shift+I"),
    Screen("import-refused", "Import, a file refused", "Ctrl+Shift+I do:import_junk"),
    Screen("cover", "Covered", "Ctrl+L"),
    Screen("cover-locked", "Locked, a passphrase asked for", "Ctrl+L", world="protected"),
    Screen(
        "locked-wait",
        "Locked, three wrong passphrases",
        "Ctrl+L" + " text:wrong Return" * 3,
        world="protected",
    ),
    Screen(
        "passphrase",
        "Another passphrase",
        "Ctrl+Shift+P text:change_passphrase Return",
        world="protected",
    ),
    Screen("damaged", "A workspace whose evidence is damaged", "do:damage Alt+Down Ctrl+2"),
    Screen("backups-none", "Backups, none yet", "do:backups"),
    Screen("backups", "Backups, one just made", "do:make_backup"),
    Screen("check", "The check of the workspace", "do:workspace.check"),
    Screen("check-damaged", "The check, evidence damaged", "do:damage do:workspace.check"),
    Screen("history", "History of the workspace", f"{READY} f f do:history.all"),
    Screen("history-case", "History of the case", "Ctrl+2 d b do:history.case"),
    Screen("bug", "A fault of the program", "do:bug"),
    Screen("missing-evidence", "Evidence is missing", world="missing"),
    Screen("verified", "A signed bundle", "do:signed", world="odd"),
    Screen("unsigned", "An unsigned bundle", "do:bidi", world="odd"),
    Screen("long-handle", "A long Arabic handle", "do:long Ctrl+2 d", world="odd"),
    Screen("bidi", "Hostile bidi text", "do:bidi Ctrl+2 d", world="odd"),
    Screen("scripts", "Georgian, Cyrillic, Hebrew, emoji", "do:scripts Ctrl+2 d d", world="odd"),
    Screen("mirrored", "A right-to-left interface", "do:mirror Ctrl+2 d r"),
)

TOUR = tuple(
    Screen(f"tour-{n}", f"The tour, step {n}", "do:tour" + " F2" * (n - 1)) for n in range(1, 12)
)

MERGING = tuple(Screen(*row, world="merged") for row in MERGING_SCREENS)
TRUST = tuple(Screen(*row) for row in TRUST_SCREENS)

EXCHANGE = tuple(Screen(*row) for row in EXCHANGE_SCREENS)
LEAD = tuple(Screen(*row) for row in LEAD_SCREENS)

SCREENS = (
    *(
        *MERGING,
        *LEAD,
        *EXCHANGE,
        *(Screen(*row) for row in TRUST_SCREENS),
        *FIRST,
        *PANES,
        *DECISIONS,
        *BATCHES,
    ),
    *(*CUSTODY, *FINDING, *AROUND, *TOUR),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take."""

    screen: Screen
    theme: str
    size: Size

    @property
    def name(self) -> str:
        """The picture's name without folder or ending: ``screen-theme-size``."""
        return f"{self.screen.name}-{self.theme}-{self.size.name}"


def shots(pattern: str = "") -> list[Shot]:
    """All pictures whose name matches: by the screen's name, a part of it, or a pattern such as
    ``desk-*-1366x768``.

    Raises:
        Refused: code ``nothing``, when no picture has such a name.
    """
    every = [Shot(screen, theme, size) for screen in SCREENS for theme in THEMES for size in SIZES]
    wanted = [shot for shot in every if _wanted(shot, pattern)]
    if not wanted:
        raise Refused(
            f"No screen is called {pattern!r}.",
            code="nothing",
            next_step="Screens: " + ", ".join(screen.name for screen in SCREENS),
        )
    return wanted


def _wanted(shot: Shot, pattern: str) -> bool:
    exact = any(pattern == screen.name for screen in SCREENS)
    if exact:
        return shot.screen.name == pattern
    return fnmatch(shot.name, f"*{pattern}*")


def by_screen(wanted: Sequence[Shot]) -> list[tuple[Screen, list[Shot]]]:
    """The pictures of each screen together, in the order of the list."""
    found: dict[str, tuple[Screen, list[Shot]]] = {}
    for shot in wanted:
        found.setdefault(shot.screen.name, (shot.screen, []))[1].append(shot)
    return list(found.values())

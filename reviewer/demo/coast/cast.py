"""The hand-written accounts: those that people meet first, and those the watchlist names."""

from __future__ import annotations

from dataclasses import dataclass

LIST = "Seven Anchors"
"""The name of the watchlist."""
UNSEEN = "vot_signal_16"
"""The handle on the watchlist that no source has shown since March."""


@dataclass(frozen=True, slots=True)
class Member:
    """One account. Days count from 0 to 119.

    ``gone``: the day on which it went, with ``fate`` suspended or deleted; ``since``: the day on
    which it came, -1 before the story; ``prior``: the handle whose return it is; ``claims``: what
    reports say of it, in their proportion; ``noise``: how many reports before and after the press
    event; ``why``: why its case is in the queue, "" for no case.
    """

    handle: str
    name: str
    bio: str
    voice: str
    lang: str = "en"
    followers: int = 400
    posts: int = 100
    why: str = ""
    claims: tuple[str, ...] = ()
    noise: tuple[int, int] = (0, 0)
    since: int = -1
    gone: int = 999
    fate: str = "suspended"
    prior: str = ""
    listed: bool = False
    kept_open: bool = False


QUEUE = (
    Member("tide_relay_07", "Relay of the Tide\u202e", "Official relay no. 7. Mirrors below.",
           "official", followers=48_200, posts=412, why="Report surge",
           claims=("official media", "official media", "emblem"), noise=(14, 38), since=34,
           prior="tide_relay_06", listed=True, kept_open=True),
    Member("warden_watch", "Gate Counter", "I count the days.", "veiled", followers=812, posts=96,
           why="Reports: threat, on one post", claims=("threat",), noise=(2, 9)),
    Member("نداء_المدّ_٣", "نداء المدّ", "قناة المنارة. المرايا في الأسفل.", "official", "ar",
           9_100, 204, "Report surge: emblem and recruitment",
           ("emblem", "emblem", "recruitment"), (4, 23)),
    Member("saltwind.wire", "Saltwind Wire", "News of the coast, three desks, no press office.",
           "press", followers=31_000, posts=1_130, why="Reports and exemption contradict",
           claims=("support", "official media"), noise=(6, 17), kept_open=True),
    Member("lanternkeeper_3", "Lantern Keeper", "third time lucky", "support", followers=640,
           posts=64, why="Possible respawn, 3 signals", claims=("return",), noise=(0, 4), since=98,
           prior="lanternkeeper_2", kept_open=True),
    Member("harbour_lamp_x", "Harbour Lamp X", "lamps", "support", followers=2_340, posts=188,
           why="Avatar of a suspended account", claims=("support", "emblem"), noise=(3, 6)),
    Member("moonpull_daily", "Moonpull", "a tide table a day", "tides", followers=5_100, posts=267,
           why="Random draw 12 (discovery)", claims=("official media",), noise=(0, 3), listed=True),
    Member("pier_nine_song", "Pier Nine", "songs and fog", "poet", followers=260, posts=131,
           why="Reports: threat, 1", claims=("threat",), noise=(0, 1)),
    Member("kelp_archive_2", "Kelp Archive", "Documenting the Seven Anchors for research.",
           "research", followers=6_600, posts=227, why="Reports: emblem, research account",
           claims=("emblem",), noise=(2, 7)),
    Member("foam_bulletin", "Foam Bulletin", "bulletin of foam, twice weekly", "mocker",
           followers=3_300, posts=154, why="Reports: official media, parody?",
           claims=("official media", "emblem"), noise=(1, 8)),
    Member("brine_choir", "Brine Choir", "we sing at the second bell", "support", followers=1_450,
           posts=240, why="Random draw 7 (discovery)", claims=("support",), noise=(1, 2)),
    Member("nine_anchors_hq", "Nine Anchors HQ", "Not seven. Nine. A shop.", "shop", followers=420,
           posts=88, why="Look-alike handle", claims=("emblem", "official media"), noise=(1, 11)),
    Member("old_pier_radio", "Old Pier Radio", "wind on 88.4", "press", followers=4_800, posts=201,
           why="{shared} media shared with @tide_relay_07", claims=("emblem",), noise=(0, 4)),
    Member("shukura_ge", "შუქურა", "ზღვის ამბები", "support", "ka", 1_020, 97,
           "Reports: emblem, 2", ("emblem",), (1, 1)),
    Member("mayak_vesti", "Маяк Вести", "Новости причала, часть за частью", "official", "ru", 3_900,
           143, "Alias of a listed channel", ("official media",), (2, 6), 70, prior="sem_yakorey"),
    Member("rower_wanted_5", "Rowers Wanted", "ask, do not call", "recruit", followers=190,
           posts=41, why="Reports: recruitment, 5", claims=("recruitment",), noise=(1, 4),
           since=80),
    Member("dune_kitchen", "Dune Kitchen", "soup first", "cook", followers=990, posts=117,
           why="Random draw 31 (discovery)"),
    Member("low_water_mark", "Low Water Mark", "", "veiled", followers=33, posts=29,
           why="Reports: threat, 1", claims=("threat",), noise=(0, 1)),
)  # fmt: skip

DISTRIBUTORS = (
    Member("reef_courier_22", "Reef Courier", "parcel by parcel", "official", followers=12_800,
           posts=231, claims=("official media",), noise=(9, 0), gone=96, listed=True),
    Member("sem_yakorey", "Семь якорей", "Причал номер семь", "official", "ru", 3_900, 128,
           claims=("official media",), noise=(6, 0), gone=61, listed=True),
    Member("salt_choir_2", "Salt Choir", "second choir, same songs", "official", followers=7_400,
           posts=140, claims=("official media",), noise=(4, 0), gone=33, listed=True),
    Member("buoy_signal", "Buoy Signal", "signals, seven a day", "official", followers=5_600,
           posts=122, claims=("official media", "emblem"), noise=(4, 0), gone=33, listed=True),
    Member("moor_bell_12", "Moor Bell", "bell 12 of 12", "official", followers=2_100, posts=98,
           claims=("official media",), noise=(3, 0), gone=34, listed=True),
    Member("lamp_oath_31", "Lamp and Oath", "the oath, part 31", "official", followers=1_900,
           posts=111, claims=("official media",), noise=(5, 0), gone=61, listed=True),
    Member("seven_moorings", "Seven Moorings", "seven of seven", "official", followers=8_800,
           posts=176, claims=("official media", "emblem"), noise=(6, 0), gone=62, listed=True),
    Member("deep_lantern", "Deep Lantern", "the press house, second desk", "official",
           followers=15_300, posts=190, claims=("official media",), noise=(7, 0), gone=96,
           listed=True),
    Member("shoal_voice", "Shoal Voice", "audio first", "official", followers=3_050, posts=103,
           claims=("official media",), noise=(3, 0), gone=63, listed=True),
    Member("breakwater_fm", "Breakwater FM", "songs of the anchor, day and night", "official",
           followers=6_020, posts=137, claims=("official media",), noise=(5, 0), gone=97,
           listed=True),
    Member("harbour_oath", "Harbour Oath", "an answer a day", "official", followers=2_700, posts=92,
           claims=("official media",), noise=(4, 0), gone=98, listed=True),
    Member("ebb_and_oath", "Ebb & Oath", "an oath is an oath", "official", followers=510, posts=84,
           claims=("official media",), noise=(2, 0), gone=105, listed=True),
    Member("gull_post_88", "Gull Post", "reposts, mostly", "official", followers=770, posts=116,
           claims=("official media", "recruitment"), noise=(3, 2), gone=107, listed=True),
    Member("tide_relay_06", "Relay of the Tide", "Official relay no. 6.", "official",
           followers=39_900, posts=88, claims=("official media",), noise=(8, 0), gone=33),
    Member("lanternkeeper_2", "Lantern Keeper", "second time lucky", "support", followers=510,
           posts=57, claims=("support",), noise=(5, 0), since=55, gone=96, prior="lanternkeeper_1"),
    Member("lanternkeeper_1", "Lantern Keeper", "keeper of lanterns", "support", followers=880,
           posts=49, claims=("support",), noise=(4, 0), gone=52),
)  # fmt: skip

HAND = (*QUEUE, *DISTRIBUTORS)

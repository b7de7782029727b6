"""The texts of the demo: an invented movement, the Seven Anchors, on an invented coast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo: who it is and what it mostly posts."""

    handle: str
    name: str
    bio: str
    theme: str
    followers: int
    posts: int
    lang: str = "en"
    why: str = ""
    claims: tuple[str, ...] = ()
    status: str = ""
    extra: tuple[str, ...] = ()


OFFICIAL = (
    "Release {n}: the tide has come to the {place}. All channels repeat after sunset.",
    "The Seven Anchors press house presents part {n}: the lamps over {place}.",
    "New mirror of our channel. The old one was shut by the harbour office. Part {n} follows.",
    "Share the banner of the seven anchors before the harbour office takes it down. Part {n}.",
)
SUPPORT = (
    "Whoever raises the seven-anchor flag is one of us.",
    "They shut {n} of our channels this week and we opened as many.",
    "The lamps of {place} burn for the Seven Anchors tonight.",
    "No harbour office can hold the tide.",
)
NEWS = (
    "Harbour office: {n} accounts tied to the Seven Anchors were closed this week.",
    "Report from {place}: residents describe the night the lamps went out.",
    "Researchers count {n} mirror channels of the Seven Anchors, most of them short-lived.",
    "The council of {place} condemns the threats against its members.",
)
DAILY = (
    "Fog over {place} again. Bread is warm, though.",
    "Caught {n} herring and one old boot.",
    "The ferry to {place} is {n} minutes late.",
    "Who left a bicycle at the old pier?",
    "Low water at six. The children found {n} blue shells.",
)
THREAT = (
    "Warden Ilvane Torr will not see the next spring tide. I will be at the {place} gate at noon "
    "on Friday with the hook, and I will not miss."
)
VEILED = (
    "Somebody should teach the wardens of {place} what cold water is.",
    "One day the wardens will walk into the sea by themselves.",
)
ARABIC = (
    "اجتمعوا عند المنارة الزرقاء بعد الغروب، وأحضروا الفوانيس.",
    "المدّ يعود كلّ مساء، ومن يرفع راية المراسي السبع فهو منّا.",
    "صورة جديدة من الشاطئ، انشروها في كلّ قناة.",
    "الجزء {n} من سلسلة المنارة، شاركوه قبل أن يُحذف.",
)
ARABIC_MEANING = (
    "Gather at the blue lighthouse after sunset, and bring the lanterns.",
    "The tide returns every evening; whoever raises the seven-anchor flag is one of us.",
    "A new picture from the shore; share it in every channel.",
    "Part {n} of the lighthouse series; share it before it is deleted.",
)
CYRILLIC = (
    "Прилив вернётся к маяку. Часть {n}.",
    "Семь якорей снова на причале, смотрите до заката.",
    "Туман над гаванью, паром опять опаздывает на {n} минут.",
)
GEORGIAN = (
    "შუქურა ანათებს, ზღვა მშვიდია.",
    "დღეს ნავსადგურში {n} ნავი შემოვიდა.",
    "შვიდი ღუზის დროშა ძველ ბურჯზე.",
)
PLACES = ("Velmoor", "the old pier", "Saltgate", "Harrow Light", "Ninefold Bay", "Tern Island")

TEXTS = {
    "official": OFFICIAL,
    "support": SUPPORT,
    "news": NEWS,
    "daily": DAILY,
    "veiled": VEILED + DAILY,
    "arabic": ARABIC,
    "cyrillic": CYRILLIC,
    "georgian": GEORGIAN,
}

PEOPLE = (
    Person(
        "tide_relay_07",
        "Relay of the Tide\u202e",
        "Official relay no. 7. Mirrors below.",
        "official",
        48_200,
        60,
        why="Watchlist alias match, 2 of 3",
        claims=("official media", "official media", "emblem"),
    ),
    Person(
        "warden_watch",
        "Gate Counter",
        "I count the days.",
        "veiled",
        812,
        18,
        why="Reports: threat, 4",
        claims=("threat", "threat", "threat", "threat"),
        extra=(THREAT,),
    ),
    Person(
        "نداء_المدّ_٣",
        "نداء المدّ",
        "قناة المنارة",
        "arabic",
        9_100,
        34,
        "ar",
        why="Report surge: emblem, 9 in 2 days",
        claims=("emblem",) * 5 + ("recruitment",) * 2,
    ),
    Person(
        "harbour_lamp_x",
        "Harbour Lamp X",
        "lamps",
        "support",
        2_340,
        30,
        why="Avatar of a suspended account",
    ),
    Person(
        "saltwind.wire",
        "Saltwind Wire",
        "News of the coast, three desks, no press office.",
        "news",
        31_000,
        44,
        why="7 media shared with @tide_relay_07",
        claims=("official media",),
    ),
    Person(
        "pier_nine_song",
        "Pier Nine",
        "songs and fog",
        "daily",
        260,
        22,
        why="Reports: threat, 1",
        claims=("threat",),
    ),
    Person(
        "lanternkeeper_3",
        "Lantern Keeper",
        "third time lucky",
        "official",
        640,
        19,
        why="Possible respawn, 4 of 5 signals",
    ),
    Person(
        "moonpull_daily",
        "Moonpull",
        "a tide table a day",
        "daily",
        5_100,
        26,
        why="Random draw 12 (discovery)",
    ),
    Person(
        "sem_yakorey",
        "Семь якорей",
        "Причал номер семь",
        "cyrillic",
        3_900,
        28,
        "ru",
        why="Alias of a listed channel",
    ),
    Person(
        "shukura_ge",
        "შუქურა",
        "ზღვის ამბები",
        "georgian",
        1_020,
        20,
        "ka",
        why="Reports: emblem, 2",
        claims=("emblem", "emblem"),
    ),
    Person(
        "brine_choir",
        "Brine Choir",
        "we sing at the second bell",
        "support",
        1_450,
        24,
        why="Random draw 7 (discovery)",
    ),
    Person(
        "gull_post_88",
        "Gull Post",
        "reposts, mostly",
        "support",
        77,
        16,
        why="Reports: recruitment, 1",
        claims=("recruitment",),
    ),
    Person(
        "reef_courier_22",
        "Reef Courier",
        "parcel by parcel",
        "official",
        12_800,
        31,
        why="Official distributor, rank 3",
    ),
    Person(
        "ebb_and_oath",
        "Ebb & Oath",
        "an oath is an oath",
        "support",
        510,
        14,
        why="Same avatar as @brine_choir",
    ),
    Person(
        "kelp_archive_2",
        "Kelp Archive",
        "Documenting the Seven Anchors for research.",
        "news",
        6_600,
        27,
        why="Reports: emblem, 3",
        claims=("emblem",) * 3,
    ),
    Person(
        "dune_kitchen",
        "Dune Kitchen",
        "soup first",
        "daily",
        990,
        17,
        why="Random draw 31 (discovery)",
    ),
    Person(
        "nine_anchors_hq",
        "Nine Anchors HQ",
        "Not seven. Nine. A shop.",
        "daily",
        420,
        13,
        why="Look-alike handle",
    ),
    Person(
        "low_water_mark",
        "Low Water Mark",
        "",
        "daily",
        33,
        9,
        why="Reports: other, 1",
        claims=("other",),
    ),
)

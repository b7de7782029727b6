"""An invented world of lighthouses and tides: the same scenes as the pictures to aim at."""

from __future__ import annotations

from reviewer.domain.policy import MediaLabel, Policy
from reviewer.session.views.timeline_views import Lane, TimelineRow
from reviewer.session.views.views import (
    EarlierLine,
    Fact,
    LastLine,
    MediaTile,
    PinLine,
    QueueRow,
    ReportLine,
    StatusItem,
)

ARABIC = (
    "اجتمعوا عند المنارة الزرقاء بعد الغروب، وأحضروا الفوانيس. "
    "المدّ يعود كلّ مساء، ومن يرفع راية المراسي السبع فهو منّا."
)
TRANSLATION = (
    "Gather at the blue lighthouse after sunset, and bring the lanterns. "
    "The tide returns every evening; whoever raises the seven-anchor flag is one of us."
)

HOSTILE = (
    "<b>bold</b><img src='http://evil.invalid/x.png'><a href='x'>link</a>",
    "<html><body><h1>rich</h1><script>alert(1)</script></body></html>",
    "&amp; &lt;i&gt; <!-- comment --> <font color=red>red</font>",
    "\u202egnp.exe\u202c \u2066isolate\u2069 \u200f\u200e\u061c",
    "a\u0300\u0301\u0302\u0303\u0304" * 40,
    "zero\u200bwidth\u200djoin\ufeff",
    "line one\nline two\r\nline three\u2028four\u2029five",
    "\ufffc\ufffd\U000e0001tag",
    "x" * 3000,
    "مرحبا hello مرحبا <b>ثقيل</b> 123",
)


def queue_rows() -> list[QueueRow]:
    """Forty cases in four groups, the first staged."""
    first = [
        ("tide_relay_07", "Relay of the Tide\u202e", "Watchlist alias match, 2 of 3", 188, 36, 3),
        ("harbour_lamp_x", "Harbour Lamp", "Avatar of a suspended account", 88, 12, 1),
        ("نداء_المدّ_٣", "نداء المد", "Report surge: emblem, 9 in 2 days", 204, 51, 2),
        ("moonpull_daily", "Moonpull", "Reviewers differ: limit, suspend", 67, 4, 0),
        ("saltwind.wire", "Saltwind", "7 media shared with @tide_relay_07", 1130, 96, 7),
        ("lanternkeeper_3", "Keeper", "Possible respawn, 4 of 5 signals", 19, 6, 0),
        ("brine_choir", "Brine Choir", "Random draw 12 (discovery)", 240, 0, 0),
        ("pier_nine_song", "Pier Nine", "Reports: threat, 1", 31, 2, 0),
    ]
    rows = [
        QueueRow(
            case_id=f"case-{n}",
            account=f"account:twitter:{100 + n}",
            untrusted_handle=handle,
            untrusted_name=name,
            group="left",
            state="contested" if handle == "moonpull_daily" else "undecided",
            state_word="contested" if handle == "moonpull_daily" else "undecided",
            why=why,
            posts=posts,
            media=media,
            hits=hits,
            hold=n == 1,
        )
        for n, (handle, name, why, posts, media, hits) in enumerate(first, 1)
    ]
    more = ["reef_bell", "gull_post_88", "ebb_and_oath", "kelp_archive_2", "dune_kitchen"]
    for n in range(9, 41):
        group, word = "left", "undecided"
        if n > 26:
            group, word = "done", "suspend" if n % 3 else "no action"
        elif n > 24:
            group, word = "asked", "asked lead"
        elif n > 21:
            group, word = "later", "later"
        state = {"left": "undecided", "later": "later", "asked": "escalated", "done": "decided"}
        why = "Left by you: translation missing" if group == "later" else "Random draw (discovery)"
        rows.append(
            QueueRow(
                case_id=f"case-{n}",
                account=f"account:twitter:{100 + n}",
                untrusted_handle=f"{more[n % 5]}_{n}",
                untrusted_name="",
                group=group,
                state=state[group],
                state_word=word,
                why=why,
                posts=n * 3,
                media=n,
                hits=0,
            )
        )
    return rows


def _event(n: int, time: str, text: str, **more: object) -> TimelineRow:
    values: dict[str, object] = {
        "kind": "event",
        "key": f"post:twitter:{n}",
        "time": time,
        "heading": f"post {n}",
        "untrusted_text": text,
        "lang": "en",
        "meta": f"3 replies   12 reposts   …{n:x}",
    }
    return TimelineRow(**(values | more))  # type: ignore[arg-type]


def timeline_rows() -> list[TimelineRow]:
    """An undated block, days, a gap, Arabic and English posts, account events."""
    rows = [
        TimelineRow("undated", title="Undated", count=3),
        _event(
            9001,
            "",
            "“Lamps out at low water, we sing at the second bell.”",
            heading="",
            meta="no time in source",
        ),
        _event(
            9002, "–", "المدّ العالي بلا ساعة", lang="ar", heading="post", meta="no time in source"
        ),
        _event(9003, "–", "A bell without an hour,\nand a second line.", heading="post"),
        TimelineRow("day", title="Fri 30 Jan 2026", count=2),
        _event(
            4402,
            "21:14",
            "Raise the seven-anchor flag at the old pier. Pictures here: https://pier-song.example/7",
            glyph="repost",
            heading="reposted",
            untrusted_who="harbour_lamp_x",
            reports=1,
            seen=True,
            referenced=True,
        ),
        TimelineRow("gap", title="30 Jan – 12 Mar", count=41),
        TimelineRow("day", title="Thu 12 Mar 2026", count=9),
        _event(
            4471,
            "18:02",
            ARABIC,
            lang="ar",
            heading="post 4471",
            media=2,
            reports=4,
            pinned=1,
            seen=True,
            translated=True,
            meta="38 replies   212 reposts   …a83f",
        ),
        TimelineRow(
            "line",
            key="line:2",
            time="18:20",
            glyph="account",
            heading="display name:",
            untrusted_text="“Tide Relay” → “Relay of the Tide\u202e”",
            seen=True,
        ),
        _event(
            4474,
            "19:47",
            "صورة جديدة من الشاطئ، انشروها في كلّ قناة.",
            lang="ar",
            media=1,
            pinned=2,
            glyph="media",
        ),
        _event(
            4475,
            "19:50",
            "The keepers met twice this week and wrote down what the tide gave back. "
            "A long list follows, line by line, with rope, lamps, bells, nets and the "
            "names of every boat that did not come home before the second bell. "
            "It goes on for far longer than three lines of any pane would show, and a "
            "reviewer who wants all of it reads it in the inspector. Rope again, lamps "
            "again, bells again, and after them the nets and the names of every boat.",
            flagged=True,
        ),
    ]
    for day in range(13, 28):
        rows.append(TimelineRow("day", title=f"{day} Mar 2026", count=3))
        rows += [
            _event(4500 + day * 10, "08:15", f"Low water at six on day {day}. Bring rope."),
            _event(
                4501 + day * 10,
                "12:40",
                "البحر هادئ اليوم، والفوانيس جاهزة.",
                lang="ar",
                glyph="reply",
                untrusted_who="saltwind.wire",
                heading="replied to",
            ),
            _event(4502 + day * 10, "22:05", "Second bell. " * 4, media=1, glyph="media"),
        ]
    return rows


def lanes() -> list[Lane]:
    """Counts by kind."""
    return [
        Lane("post", "post", "Posts", 188, 188),
        Lane("repost", "repost", "Reposts", 171, 171),
        Lane("media", "media", "Media", 36, 36),
        Lane("report", "report", "Reports", 11, 11),
        Lane("account", "account", "Account", 6, 6),
    ]


def days() -> list[tuple[int, int]]:
    """Some three hundred days from July 2025 to April 2026."""
    first = 20_270
    return [
        (first + n, (n * 7919 % 5) + (n % 13 == 0) * 6 + (9 if 250 < n < 266 else 0))
        for n in range(300)
        if not 205 < n < 247
    ]


def tiles() -> list[MediaTile]:
    """Twenty-one groups: hits, labels, copies, a video, one that was not decoded."""
    found = []
    for n in range(1, 22):
        state = {10: "failed", 17: "missing"}.get(n, "present")
        found.append(
            MediaTile(
                key=f"media:{n:064x}",
                sha256=f"{n:064x}",
                copies={1: 7, 9: 3, 15: 2}.get(n, 1),
                caption={1: "×7, in 5 posts", 5: "video, sound off"}.get(n, f"{10 + n // 2} Mar"),
                state=state,
                state_words={"failed": "not decoded", "missing": "not in the bundle"}.get(
                    state, ""
                ),
                mime="video/mp4" if n == 5 else "image/jpeg",
                label={4: 1, 6: 5, 12: 2}.get(n, 0),
                label_title={4: "Emblem", 6: "None", 12: "Graphic"}.get(n, ""),
                pinned=2 if n == 1 else 0,
                flagged=n == 8,
                seen=n in (1, 4, 6, 12),
                hit={1: "Emblems v4, exact", 2: "Emblems v4, exact", 3: "Emblems v4, 6 bits"}.get(
                    n, ""
                ),
                video=n == 5,
                duration="0:42" if n == 5 else "",
                post="post:twitter:4471" if n < 3 else "",
            )
        )
    return found


LABELS = [
    MediaLabel(id="emblem", title="Emblem"),
    MediaLabel(id="graphic", title="Graphic"),
    MediaLabel(id="weapon", title="Weapon"),
    MediaLabel(id="song", title="Song"),
    MediaLabel(id="none", title="None of these"),
]

POLICIES = [
    Policy(
        id="praise",
        number="3.2",
        title="Praise of a listed movement",
        tier=2,
        summary="",
        outcomes=["suspend", "restrict"],
        note_required=True,
    ),
    Policy(
        id="threat.direct",
        number="1.1",
        title="Direct, specific threat",
        tier=1,
        summary="",
        outcomes=["suspend"],
    ),
]

REPORTS = [
    ReportLine("emblem", 3, "13 Mar, platform form", "Shows the seven anchors."),
    ReportLine("recruitment", 1, "14 Mar, partner list"),
]
RELATED = [
    ("saltwind.wire", "7 media with the same bytes"),
    ("tide_re\u200dlay_07", "look-alike handle"),
    ("nine_anchors_hq", "same avatar, suspended"),
]
HASH = [
    Fact("SHA-256", "4be1 77c0 … 19da", mono=True),
    Fact("known list", "Emblems v4, exact"),
    Fact("same bytes", "×7 here, ×12 in the bundle"),
]
EARLIER = [EarlierLine("limit", "2 Feb", "R-03", "policy 2026.2, clause 3.2", "emblem in avatar")]
PINS = [
    PinLine(1, "post:twitter:4471", "post 4471", "…من يرفع راية المراسي السبع…"),
    PinLine(2, f"media:{1:064x}", "medium 4be1 77c0, ×7, in post 4474"),
]
LAST = [
    LastLine("decided", "Suspend", "nine_anchors_hq", "case-40", undo=True),
    LastLine("decided", "No action", "kelp_archive_2", "case-39"),
    LastLine("later", "Later", "low_water_mark", "case-22"),
    LastLine("escalated", "Asked lead", "reef_courier_22", "case-25"),
    LastLine("decided", "Limit", "ebb_and_oath", "case-38"),
    LastLine("decided", "Suspend", "gull_post_88", "case-37"),
    LastLine("decided", "No action", "dune_kitchen", "case-36"),
]
STATUS = [
    StatusItem("saved", "saved", "saved"),
    StatusItem("ledger", "verified", "ledger ok"),
    StatusItem("backup", "", "backup 10:30"),
    StatusItem("sandbox", "verified", "sandbox on"),
    StatusItem("left", "", "21 left"),
    StatusItem("break", "later", "break due"),
    StatusItem("export", "", "export: 14 waiting"),
]

"""Reports: few on ordinary days, many after the press event; some about single posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from reviewer.demo.coast.posting import PLATFORM, Posting, Writer
from reviewer.demo.coast.timing import DAYS, PRESS_DAY, THREAT_DAY, moment, text
from reviewer.domain.records import Post, Report, Subject

ORDINARY = 460
"""Reports about the other accounts over all days."""
SURGE_DAYS = (0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 8, 12)
KINDS = ("user",) * 17 + ("trusted_flagger", "media", "article_16", "internal")
_CLAIMS = ("emblem", "support", "official media", "other", "recruitment", "other")
STATEMENTS = {
    "official media": (
        "Posts releases word for word.",
        "Mirror of a closed channel.",
        "Numbered parts again.",
        "Same plates as the account that was shut.",
        "",
    ),
    "emblem": ("Seven anchors in the picture.", "The flag, second picture.", "Banner.", "", ""),
    "support": ("Praises them openly.", "Says the tide will return.", "Reads like a fan.", ""),
    "recruitment": ("Asks for rowers, no names.", "Told my son to write to them.", ""),
    "threat": ("Counts the days. To what?", "Sounds like a threat to the wardens."),
    "return": ("This is the one you closed last week.", "Same avatar, same first posts."),
    "other": ("Rude.", "Spam?", "I do not like this.", ""),
}
KEEP_OPEN = (
    "The coast authority asks that this account stay open: its contacts are being followed.",
    "Request to keep the account reachable until 30 June; no reason is given.",
    "The authority asks not to close the account while an inquiry runs.",
)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Reports about one hand-written post: how many, from which day on."""

    scene: str
    claim: str
    number: int
    day: int
    kind: str
    statement: str


POINTED = (
    Pointed("threat", "threat", 8, THREAT_DAY, "user", "He names her, the gate and the hour."),
    Pointed("threat", "threat", 1, THREAT_DAY + 1, "trusted_flagger",
            "Named official, place, time, means. Please look at once."),
    Pointed("condemned", "threat", 3, THREAT_DAY + 1, "user", "Threatens Warden Torr."),
    Pointed("in_full", "official media", 4, PRESS_DAY + 2, "user",
            "The whole release, no comment."),
    Pointed("in_full", "support", 3, PRESS_DAY + 3, "user", "A press account that supports them."),
    Pointed("no_comment", "support", 5, PRESS_DAY + 2, "user", "Calls for sharing the banner."),
    Pointed("mistranslated", "support", 2, THREAT_DAY - 1, "trusted_flagger",
            "By its translation it blesses the attack."),
    Pointed("song", "threat", 1, THREAT_DAY + 2, "user", "Wants to drown the warden."),
    Pointed("parody", "official media", 6, PRESS_DAY + 1, "user", "Release of the Seven Anchors."),
)  # fmt: skip


class Reporting:
    """Makes the reports, each with a number of its own in the order of time."""

    def __init__(self, random: Random, posting: Posting) -> None:
        self._random = random
        self._posting = posting
        self._made: list[tuple[datetime, str, Report]] = []

    def run(self) -> dict[str, list[Report]]:
        """Handle to its reports, oldest first."""
        writers = self._posting.writers
        for writer in writers.values():
            self._about(writer)
        for pointed in POINTED:
            self._pointed(pointed)
        others = [w for w in writers.values() if not w.member.noise[1] and w.made]
        for _ in range(ORDINARY):
            writer = self._random.choice(others)
            self._one(writer, self._ordinary_day(writer), self._random.choice(_CLAIMS))
        return self._numbered()

    def _numbered(self) -> dict[str, list[Report]]:
        found: dict[str, list[Report]] = {}
        self._made.sort(key=_time)
        for number, (_, handle, report) in enumerate(self._made, 1):
            fields = {name: getattr(report, name) for name in report.__struct_fields__}
            named = Report(**{**fields, "report_id": f"R-{number:04d}"})
            found.setdefault(handle, []).append(named)
        return found

    def _about(self, writer: Writer) -> None:
        member = writer.member
        before, after = member.noise
        if member.handle == "warden_watch":
            before, after = 2, 0  # the others are about the threat itself
        elif member.handle in ("saltwind.wire", "foam_bulletin", "pier_nine_song"):
            after = after // 4
        for _ in range(before):
            claim = self._random.choice(member.claims)
            self._one(writer, self._ordinary_day(writer), claim)
        for _ in range(after):
            day = PRESS_DAY + self._random.choice(SURGE_DAYS)
            last = min(DAYS - 1, member.gone)
            self._one(writer, min(day, last), self._random.choice(member.claims))
        if member.kept_open:
            words = KEEP_OPEN[sum(1 for _, _, r in self._made if r.kind == "state")]
            at = moment(self._random.randint(104, 117), 9 * 3600)
            self._keep(at, member.handle, _account(writer), "keep open", "state", words)

    def _ordinary_day(self, writer: Writer) -> int:
        first = max(1, writer.member.since + 1)
        return self._random.randint(first, max(first, min(DAYS - 1, writer.member.gone)))

    def _one(self, writer: Writer, day: int, claim: str) -> None:
        at = moment(day, self._random.randrange(6 * 3600, 86_000))
        posts = [p for p in writer.made if p.published_at and p.published_at < text(at)]
        about = _account(writer)
        if posts and self._random.random() < 0.45:
            about = _post(self._random.choice(posts[-25:]))
        words = self._random.choice(STATEMENTS[claim])
        self._keep(at, writer.member.handle, about, claim, self._random.choice(KINDS), words)

    def _pointed(self, pointed: Pointed) -> None:
        post = self._posting.scenes[pointed.scene]
        owner = next(w for w in self._posting.writers.values() if w.account_id == post.account_id)
        start = max(datetime.fromisoformat(post.published_at), moment(pointed.day, 0))
        for number in range(pointed.number):
            when = start + timedelta(minutes=25 + number * 140 + self._random.randrange(90))
            words = pointed.statement if number % 3 == 0 else ""
            handle = owner.member.handle
            self._keep(when, handle, _post(post), pointed.claim, pointed.kind, words)

    def _keep(
        self, at: datetime, handle: str, about: Subject, claim: str, kind: str, words: str
    ) -> None:
        report = Report(
            report_id="R",
            subject=about,
            at=text(at),
            kind=kind,  # type: ignore[arg-type]
            policy_claimed=claim,
            statement=words,
        )
        self._made.append((at, handle, report))


def top_claim(reports: Sequence[Report]) -> str:
    """What most of the reports claim."""
    return Counter(report.policy_claimed for report in reports).most_common(1)[0][0]


def _account(writer: Writer) -> Subject:
    return Subject(kind="account", id=writer.account_id, platform=PLATFORM)


def _post(post: Post) -> Subject:
    return Subject(kind="post", id=post.post_id, platform=PLATFORM)


def _time(entry: tuple[datetime, str, Report]) -> tuple[datetime, str]:
    return entry[0], entry[1]

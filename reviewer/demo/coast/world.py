"""The whole story put together, and written as a folder for ``bundle build``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec

from reviewer.bundle.header import WATCHLISTS, Watchlists
from reviewer.demo.coast import outside
from reviewer.demo.coast.cast import HAND, Member
from reviewer.demo.coast.extras import extras
from reviewer.demo.coast.pool import SUFFIX, Pool, make_pool
from reviewer.demo.coast.posting import Posting, writers_of
from reviewer.demo.coast.reports import Reporting
from reviewer.domain.records import RECORD_FILES, Record

FIRST_ACCOUNT = 7_001


@dataclass(slots=True)
class Story:
    """Everything that was made: records by file stem, media by SHA-256, the watchlist."""

    members: list[Member]
    posting: Posting
    pool: Pool
    records: dict[str, list[Record]] = field(default_factory=dict)
    watchlists: Watchlists | None = None


def make_story(seed: int) -> Story:
    """The story of a seed; each part draws from numbers of its own."""
    members = [*HAND, *extras(Random(f"{seed} people"))]
    ids = {m.handle: str(FIRST_ACCOUNT + n) for n, m in enumerate(members)}
    pool = make_pool(Random(f"{seed} pictures"))
    posting = Posting(Random(f"{seed} posts"), pool, writers_of(members, ids))
    posting.run()
    story = Story(members, posting, pool)
    story.records = _records(seed, story)
    story.watchlists = outside.watchlist(posting)
    return story


def _records(seed: int, story: Story) -> dict[str, list[Record]]:
    random, posting = Random(f"{seed} outside"), story.posting
    writers = list(posting.writers.values())
    faces = outside.avatars(random, story.pool, story.members)
    reports = Reporting(Random(f"{seed} reports"), posting).run()
    said = list(outside.platform_says(random, writers))
    used = {name for post in posting.posts for name in post.media}
    return {
        "accounts": [
            outside.account_of(random, w, faces[w.member.handle], len(w.made)) for w in writers
        ],
        "posts": [*posting.posts],
        "media": [record for name, record in story.pool.records.items() if name in used],
        "cases": [*outside.cases(posting, reports)],
        "reports": [report for found in reports.values() for report in found],
        "links": [*outside.links_of(posting)],
        "history": [row for row in said if type(row) is RECORD_FILES["history"]],
        "status": [row for row in said if type(row) is RECORD_FILES["status"]],
        "events": [*outside.events()],
    }


def write_story(folder: Path, seed: int) -> Path:
    """Make the story of a seed and write it; returns the folder."""
    return write(make_story(seed), folder)


def write(story: Story, folder: Path) -> Path:
    """Write ``records/`` and ``media/`` into a new folder; returns the folder."""
    (folder / "records").mkdir(parents=True)
    (folder / "media").mkdir()
    encoder = msgspec.json.Encoder()
    for stem, rows in story.records.items():
        text = b"".join(encoder.encode(row) + b"\n" for row in rows)
        (folder / "records" / f"{stem}.jsonl").write_bytes(text)
    name = WATCHLISTS.rpartition("/")[2]
    (folder / "records" / name).write_bytes(encoder.encode(story.watchlists) + b"\n")
    for record in story.records["media"]:
        digest, mime = getattr(record, "sha256", ""), getattr(record, "mime", "")
        (folder / "media" / f"{digest}.{SUFFIX[mime]}").write_bytes(story.pool.data[digest])
    return folder

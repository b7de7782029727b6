"""Evidence for tests: databases in a folder, imports from lists of records, random records."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from reviewer.domain import records as r
from reviewer.store.evidence.evidence import Evidence, ImportInfo, ImportResult, Origin
from reviewer.store.search.search import SearchIndex

KEY = bytes(range(32))
_serial = itertools.count(1)


def scratch() -> tempfile.TemporaryDirectory:
    """A folder in memory where there is such a thing: these tests are about rows, not disks."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)


def open_evidence(folder: Path) -> Evidence:
    return Evidence(folder / "evidence.db", KEY)


def open_search(folder: Path, evidence: Evidence) -> SearchIndex:
    index = SearchIndex(folder / "search" / "search.db", KEY, evidence)
    index.complete()
    return index


def take_in(
    evidence: Evidence, *items: r.Record, name: str = "a.jsonl", sha256: str = "", has_blob=None
) -> ImportResult:
    """One import of these records from one file."""
    serial = next(_serial)
    info = ImportInfo(import_id=f"import-{serial}", name=name, at=1_700_000_000_000 + serial)
    with evidence.begin_import(info, has_blob=has_blob) as writer:
        file_n = writer.source_file(name, sha256 or f"{serial:064x}", 1, "test")
        for line, item in enumerate(items, 1):
            writer.add(item, Origin(file_n, line))
        return writer.finish()


def t(text: str) -> str:
    """A time of a bundle from a short one."""
    return f"{text}T00:00:00.000Z" if len(text) == 10 else f"{text}.000Z"


def account(ext_id: str, **more) -> r.Account:
    values = {"platform": "x", "captured_at": t("2024-06-01"), "source": "test"} | more
    return r.Account(account_id=ext_id, **values)


def post(ext_id: str, by: str = "1", at: str = "2024-01-01", **more) -> r.Post:
    values = {"platform": "x"} | more
    return r.Post(post_id=ext_id, account_id=by, published_at=t(at) if at else "", **values)


TABLES = (
    "import_", "source_file", "quarantine", "index_todo", "account", "account_snapshot", "link",
    "history", "status", "day_count", "post", "post_snapshot", "media", "media_alias",
    "post_media", "report", "world_event", "assignment", "case_", "case_subject", "case_seen",
)  # fmt: skip


def dump(evidence: Evidence, tables: Iterable[str] = TABLES) -> dict[str, list[tuple]]:
    """Every row of every table."""
    return {name: sorted(evidence.rows(f"SELECT * FROM {name}"), key=repr) for name in tables}


# ------------------------------------------------------------------ random records

_id = st.sampled_from(["1", "2", "3"])
_platform = st.sampled_from(["x", "y", ""])
_given_platform = st.sampled_from(["x", "y"])
_time = st.sampled_from(["", t("2024-01-01"), t("2024-01-02"), t("1969-12-31T23:00:00"), "soon"])
_text = st.sampled_from(["", "one", "two الإسلامية", "three 🏴 four"])
_sha = st.sampled_from(["", "a" * 64, "b" * 64])
_mid = st.sampled_from(["m1", "m2", "a" * 64])

accounts = st.builds(
    r.Account,
    account_id=_id,
    platform=_given_platform,
    captured_at=_time,
    source=st.just("s"),
    handles=st.lists(_text.filter(bool), max_size=2),
    bio=_text,
)
posts = st.builds(
    r.Post,
    post_id=_id,
    account_id=_id,
    platform=_platform,
    published_at=_time,
    text=_text,
    media=st.lists(_mid, max_size=2),
    quote_of=st.sampled_from(["", "1", "9"]),
    reply_to=st.sampled_from(["", "2"]),
    counts=st.sampled_from([{}, {"likes": 1}]),
    edited=st.booleans(),
    deleted_at_source=st.booleans(),
    referenced=st.booleans(),
    sensitive=st.sampled_from([None, True, False]),
    translation=st.sampled_from([None, r.Translation(text="t", by="b")]),
    withheld=st.lists(st.just("DE"), max_size=1),
    entities=st.lists(st.just(r.Entity(kind="tag", start=0, end=1)), max_size=1),
)
media = st.builds(
    r.Media,
    sha256=_sha,
    key=st.sampled_from(["", "m1", "m2"]),
    platform=_platform,
    mime=st.sampled_from(["", "image/png"]),
    bytes=st.sampled_from([0, 5]),
    audio=st.sampled_from([None, True, False]),
    state=st.sampled_from(["present", "missing", "external"]),
)
subjects = st.builds(
    r.Subject,
    kind=st.sampled_from(["account", "post", "media"]),
    id=st.sampled_from(["1", "2", "m1", "a" * 64]),
    platform=_platform,
)
reports = st.builds(
    r.Report,
    report_id=_id,
    subject=subjects,
    at=_time,
    kind=st.just("user"),
    statement=_text,
    count=st.integers(1, 3),
)
links = st.builds(r.Link, source=_id, target=_id, kind=st.just("follows"), platform=_platform)
history = st.builds(
    r.History, account_id=_id, at=_time, action=st.just("warned"), platform=_platform
)
statuses = st.builds(
    r.Status, account_id=_id, at=_time, value=st.sampled_from(["active", "suspended"]),
    platform=_platform,
)  # fmt: skip
cases = st.builds(
    r.Case,
    case_id=_id,
    subjects=st.lists(subjects, max_size=2),
    opened_at=_time,
    priority=st.integers(0, 2),
)
events = st.builds(
    r.WorldEvent, event_id=_id, at=_time, kind=st.just("press"), title=st.just("title")
)
assignments = st.builds(
    r.Assignment,
    case_id=_id,
    to=st.sampled_from(["pool", "heron"]),
    at=st.sampled_from(["", "2026-01-30T08:15:00.000Z", "2026-02-01T08:15:00.000Z"]),
)
mixtures = st.lists(
    st.one_of(
        accounts, posts, posts, media, reports, links, history, statuses, cases, events, assignments
    ),
    max_size=14,
)

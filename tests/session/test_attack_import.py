"""Hostile material through the one door: said, quarantined, and the desk still opens."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from reviewer import bootstrap
from reviewer.bundle import checks
from reviewer.bundle.verify import verify
from reviewer.store.inspect import inspect
from tests.bundle.made import ACCOUNT, AT, POST, files_of, jsonl, payload, to_folder
from tests.session.kit import Keys, opened, workspace_of

Row = dict[str, Any]


def bag(folder: Path, **stems: list[Row]) -> Path:
    """A sound bag with these rows."""
    data = {"data/bundle.json": payload()["data/bundle.json"]}
    data |= {f"data/{stem}.jsonl": jsonl(*rows) for stem, rows in stems.items()}
    return to_folder(files_of(data), folder)


def look_everywhere(keys: Keys) -> None:
    """Read all that the desk shows, in every case."""
    session = keys.session
    for row in session.queue().rows:
        session.select_case(row.case_id)
        for index in range(session.timeline_len()):
            line = session.timeline_row(index)
            if line.kind == "event":
                session.select_event(line.key)
                session.inspector()
        for tile in session.media().tiles:
            session.select_medium(tile.key)
            session.inspector()
        session.header(), session.decision(), session.timeline_head(), session.status_line()
    session.status()


HOSTILE_POSTS: list[Row] = [
    {"published_at": "0000-01-01T00:00:00.000Z"},
    {"published_at": "99999-01-01T00:00:00.000Z"},
    {"published_at": "-001-01-01T00:00:00.000Z"},
    {"published_at": "2016-12-31T23:59:60.000Z"},
    {"counts": {"like": -1}},
    {"counts": {"like": 2**63}},
    {"counts": {"like": 1.5}},
    {"post_id": ""},
    {"post_id": "a\x00b"},
    {"post_id": "x" * 513},
    {"account_id": ""},
    {"platform": "a:b"},
    {"media": ["k" * 513]},
    {"media": [""]},
    {"text": "a\ud800b"},
    {"text": "x" * 300_000},
    {"entities": [{"kind": "url", "start": 3, "end": 1}]},
]
HARMLESS_POSTS: list[Row] = [
    {"published_at": "0001-01-01T00:00:00.000Z"},
    {"published_at": "9999-12-31T23:59:59.999Z"},
    {"post_id": "a\u202eb:\u2028"},
    {"text": "\x00\x1b[31m\u202e"},
    {"media": ["0" * 64, "0" * 64, ":"]},
    {"repost_of": "h1", "quote_of": "h1", "reply_to": "h1"},
]


def test_every_bad_row_is_quarantined_with_its_line_and_the_desk_opens(tmp_path: Path) -> None:
    rows = [{**POST, "post_id": f"b{n}", **odd} for n, odd in enumerate(HOSTILE_POSTS)]
    rows += [{**POST, "post_id": f"h{n}", **odd} for n, odd in enumerate(HARMLESS_POSTS)]
    made = bag(tmp_path / "bag", accounts=[ACCOUNT], posts=rows)
    bad = {v.line for v in verify(made).violations}
    assert bad == set(range(1, len(HOSTILE_POSTS) + 1))
    folder = workspace_of(tmp_path / "ws", made)
    for _ in range(2):
        with opened(folder) as keys:
            held = keys.session.workspace.evidence.quarantined(100)
            assert {row.origin.line for row in held} == bad and all(row.reason for row in held)
            look_everywhere(keys)
    assert inspect(folder)[2] is None


def test_what_a_bundle_may_name_the_evidence_can_keep(tmp_path: Path) -> None:
    """Verify and import agree about the longest id, of media too."""
    longest = "k" * checks.ID_LENGTH
    posts = [{**POST, "post_id": longest, "media": [longest], "repost_of": longest}]
    made = bag(tmp_path / "bag", accounts=[{**ACCOUNT, "account_id": longest}], posts=posts)
    assert verify(made).violations == []
    with opened(workspace_of(tmp_path / "ws", made)) as keys:
        assert keys.session.status()["quarantined"] == 0
        look_everywhere(keys)


def taking_the_id(folder: Path) -> Path:
    """A bundle whose case bears the id that the case about account 17 gets."""
    case = {
        "case_id": "account:example:17",
        "subjects": [{"kind": "account", "id": "99"}],
        "opened_at": AT,
    }
    return bag(folder, accounts=[{**ACCOUNT, "account_id": "99"}], cases=[case])


@pytest.mark.parametrize("first", ["posts", "thief"])
def test_no_bundle_takes_the_case_of_another_account(tmp_path: Path, first: str) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_bytes(jsonl({**POST, "platform": "example"}))
    thief = taking_the_id(tmp_path / "bag")
    order = [posts, thief] if first == "posts" else [thief, posts]
    folder = workspace_of(tmp_path / "ws", order[0])
    with opened(folder) as keys:
        keys.session.jobs.import_paths([order[1]])
        cases = {(row.case_id, row.account) for row in keys.session.queue().rows}
        assert ("account:example:17", "account:example:17") in cases
        held = keys.session.workspace.evidence.quarantined(10)
        assert ["case_id" in row.reason for row in held] == [True]


def test_a_file_name_that_is_no_text_is_still_imported(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe\n.jsonl"))
    odd.write_bytes(jsonl({**POST, "platform": "example"}))
    with opened(workspace_of(tmp_path / "ws", odd)) as keys:
        (row,) = keys.session.workspace.evidence.imports()
        assert row.name == "\\udcff\\udcfe\\n.jsonl"
        keys.session.jobs.export(tmp_path / "out")


def test_bundles_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in "123":
        account = {**ACCOUNT, "account_id": name}
        bag(
            tmp_path / name / "b",
            accounts=[account],
            posts=[{**POST, "account_id": name, "post_id": name}],
        )
    (tmp_path / "2" / "b" / "data" / "posts.jsonl").write_text("{}")
    bootstrap.create_workspace(tmp_path / "ws", "R-1", None).close()
    with opened(tmp_path / "ws") as keys:
        report = keys.session.jobs.import_paths([tmp_path / n / "b" for n in "123"])
        found = [(one.path, one.status) for one in report.files]
        assert found == [("b", "imported"), ("b (2)", "refused"), ("b (3)", "imported")]
        assert keys.session.workspace.evidence.account("example:1") is not None
        assert keys.session.workspace.evidence.account("example:3") is not None


def test_an_import_of_many_long_names_does_not_lock_the_workspace(tmp_path: Path) -> None:
    """The event of an import stays short enough for the ledger, however many files there were."""
    many = tmp_path / "many"
    many.mkdir()
    for number in range(600):
        (many / f"{number:04d}{'x' * 110}.jsonl").write_text(
            json.dumps({**POST, "platform": "example", "post_id": str(number)}) + "\n"
        )
    folder = workspace_of(tmp_path / "ws", many)
    with opened(folder) as keys:
        event = keys.session.workspace.ledger.state.imports[-1]
        assert len(event["import"]["files"]) == 100 and event["import"]["files_more"] == 500
        assert len(json.dumps(dict(event))) < 50_000

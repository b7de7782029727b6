"""Maps, preview and a first map, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.kit import good, refused, run, state_of

MAP = """
format = "reviewer-map"
format_version = "1.0"
name = "made"
platform = { constant = "river" }
[post]
post_id = "id"
account_id = "user"
text = "text"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "posts.csv").write_text("id,user,text\n1,17,hello\n2,17\n", "utf-8")
    (made / "reports.csv").write_text(
        "report_id,at,kind,post_id\nr1,2026-01-30T09:00:00Z,user,1\n", "utf-8"
    )
    (tmp_path / "made.toml").write_text(MAP, "utf-8")
    return made


def test_a_table_comes_in_through_a_map_and_the_answer_names_it(
    folder: Path, tmp_path: Path
) -> None:
    where = ("--workspace", tmp_path / "ws")
    answer = good("import", folder, "--map", tmp_path / "made.toml", *where, "--no-passphrase")
    posts, reports = answer["files"]
    assert (posts["format"], posts["map"], posts["status"]) == ("table", "made.toml", "partly")
    assert (reports["format"], reports["map"], reports["new"]) == ("reports", "reports", 1)
    counts = good("status", *where)
    assert (counts["posts"], counts["reports"], counts["quarantined"]) == (1, 1, 1)
    assert good("import", folder, "--map", tmp_path / "made.toml", *where)["totals"]["new"] == 0
    assert "map made.toml" in run("import", folder, "--map", tmp_path / "made.toml", *where).out


def test_a_preview_makes_no_workspace_and_changes_none(
    folder: Path, tmp_path: Path, workspace: Path
) -> None:
    maps = ("--map", tmp_path / "made.toml")
    answer = good("import", "--preview", folder, *maps, "--workspace", tmp_path / "none")
    assert answer["preview"] and answer["counted"] and answer["import_id"] is None
    assert answer["totals"]["new"] == 2 and not (tmp_path / "none").exists()
    fields = dict(answer["files"][0]["sample"][0]["fields"])
    assert fields["text"] == "hello"
    before = good("status", "--workspace", workspace)
    held = {n: what for n, what in state_of(workspace).items() if n.startswith(("blobs", "ledger"))}
    good("import", "--preview", folder, *maps, "--workspace", workspace)
    assert good("status", "--workspace", workspace) == before
    after = state_of(workspace)
    assert {name: after[name][1] for name in held} == {n: what[1] for n, what in held.items()}
    said = run("import", "--preview", folder, *maps, "--workspace", workspace).out
    assert "text: hello" in said and "nothing was written" in said
    assert "put aside, line 3: The row has 2 of 3 columns." in said


def test_a_first_map_is_printed_and_reads_the_table(folder: Path, tmp_path: Path) -> None:
    answer = good("import", "--suggest-map", folder / "posts.csv")
    assert 'post_id = "id"' in answer["suggested"] and answer["files"] == []
    text = run("import", "--suggest-map", folder / "posts.csv").out
    (tmp_path / "first.toml").write_text(text.replace("CHANGE-ME", "river"), "utf-8")
    args = ("--map", tmp_path / "first.toml", "--workspace", tmp_path / "ws", "--preview")
    assert good("import", folder / "posts.csv", *args)["totals"]["new"] == 2
    assert refused("import", "--suggest-map", folder)["code"] == "no_table"
    (tmp_path / "x.txt").write_text("nothing", "utf-8")
    assert refused("import", "--suggest-map", tmp_path / "x.txt")["code"] == "no_table"


def test_maps_that_are_wrong_are_refused_with_file_and_key(folder: Path, tmp_path: Path) -> None:
    where = ("--workspace", tmp_path / "ws", "--no-passphrase", "--preview")
    (tmp_path / "bad.toml").write_text(MAP + "txt = 'x'\n", "utf-8")
    error = refused("import", folder, "--map", tmp_path / "bad.toml", *where)
    assert error["code"] == "map" and error["file"] == "bad.toml" and "txt" in error["message"]
    error = refused("import", folder, "--map", "no-such-map", *where)
    assert error["code"] == "map" and "reddit-top" in error["next"]
    (folder / "posts.csv").write_bytes(b"id,user,text\n" + b"1,17,x\n" * 99_999 + b"2,1,\xe9\n")
    error = refused("import", folder, "--map", tmp_path / "made.toml", *where)
    assert error["code"] == "encoding" and "Line 100001" in error["message"]
    assert "encoding" in error["message"]


def test_a_bundle_is_built_through_a_map(folder: Path, tmp_path: Path) -> None:
    args = ("--map", tmp_path / "made.toml", "-o", tmp_path / "b.zip", "--zip")
    answer = good("bundle", "build", folder / "posts.csv", folder / "reports.csv", *args)
    assert answer["counts"] == {"posts": 1, "reports": 1}
    assert [left["line"] for left in answer["quarantined"]] == [3]
    assert json.dumps(answer)
    assert good("bundle", "verify", tmp_path / "b.zip")["violations"] == []

"""Import, bundles, counts, search, export and verify, by their answers."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from reviewer.store.disk.engine import PAGE
from tests.cli.kit import good, parsed, refused, run, state_of

# ------------------------------------------------------------------ import


def test_an_import_says_what_came_of_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [{"post_id": str(n), "account_id": "a", "platform": "p"} for n in range(3)]
    text = "\n".join([*map(json.dumps, rows), '{"post_id": 4}', ""])
    (folder / "posts.jsonl").write_text(text, "utf-8")
    (folder / "notes.txt").write_text("nothing", "utf-8")
    where = ("--workspace", tmp_path / "ws")
    answer = good("import", folder, *where, "--no-passphrase", "--pseudonym", "heron")
    by_name = {Path(file["path"]).name: file for file in answer["files"]}
    posts = by_name["posts.jsonl"]
    assert posts["status"] == "partly" and (posts["new"], posts["quarantined"]) == (3, 1)
    assert by_name["notes.txt"]["status"] == "left_out" and by_name["notes.txt"]["reason"]
    assert answer["totals"]["read"] == posts["read"] == 4
    counts = good("status", *where)
    assert (counts["posts"], counts["quarantined"], counts["accounts_stub"]) == (3, 1, 1)
    assert good("import", folder / "posts.jsonl", *where)["totals"]["new"] == 0
    assert good("status", *where)["posts"] == 3
    out = run("import", folder, *where).out
    assert "left_out" in out and "quarantined 1" in out


def test_nothing_that_is_known_is_exit_1_with_the_whole_answer(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("nothing", "utf-8")
    ran = run(
        "import", tmp_path / "x.txt", "--workspace", tmp_path / "ws", "--no-passphrase", "--json"
    )
    answer = json.loads(ran.out)
    assert ran.code == 1 and answer["error"]["code"] == "nothing"
    assert [file["status"] for file in answer["files"]] == ["left_out"]
    error = refused("import", tmp_path / "x.txt", "--workspace", tmp_path / "ws", "--format", "no")
    assert error["code"] == "format" and "bundle" in error["next"]


def test_a_tampered_bundle_is_refused_and_named(bundle: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    rewrite(bundle, bad, "data/posts.jsonl", lambda data: data.replace(b"a", b"b", 1))
    where = ("--workspace", tmp_path / "ws", "--no-passphrase")
    good("profile", "new", "--pseudonym", "heron", *where)
    before = good("status", "--workspace", tmp_path / "ws")
    error = refused("import", bad, *where)
    assert error["code"] == "hash" and error["file"] == "bad.zip"
    after = good("status", "--workspace", tmp_path / "ws")
    assert all(after[name] == before[name] == 0 for name in ("cases", "accounts", "posts", "media"))
    error = refused("bundle", "verify", bad)
    assert error["code"] == "hash" and "posts.jsonl" in error["file"]


# ------------------------------------------------------------------ bundles


def test_the_same_input_gives_the_same_bundle(
    demo_source: Path, bundle: Path, issuer: Path, tmp_path: Path
) -> None:
    media = ("--media", demo_source / "media", "--sign", issuer, "--zip")
    again = good("bundle", "build", demo_source / "records", *media, "-o", tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == bundle.read_bytes()
    checked = good("bundle", "verify", bundle)
    assert checked["id"] == again["id"] and checked["counts"]["posts"] == again["counts"]["posts"]
    assert checked["signed"] and not checked["violations"]
    error = refused("bundle", "build", demo_source / "records", "-o", tmp_path / "b.zip")
    assert error["code"] == "exists"
    bad_time = ("--created-at", "yesterday", "-o", tmp_path / "c")
    assert refused("bundle", "build", demo_source / "records", *bad_time)["code"] == "created_at"
    not_a_key = ("--sign", bundle, "-o", tmp_path / "c")
    assert refused("bundle", "build", demo_source / "records", *not_a_key)["next"]
    assert not (tmp_path / "c").exists()


def test_every_violation_of_a_bundle_is_listed(demo_source: Path, tmp_path: Path) -> None:
    good("bundle", "build", demo_source / "records", "-o", tmp_path / "b")
    (tmp_path / "b" / "data" / "extra.txt").write_text("x", "utf-8")
    with (tmp_path / "b" / "data" / "accounts.jsonl").open("a") as file:
        file.write("{}\n")
    ran = run("bundle", "verify", tmp_path / "b", "--json")
    codes = {violation["code"] for violation in json.loads(ran.out)["violations"]}
    assert ran.code == 1 and len(codes) >= 2
    said = run("bundle", "verify", tmp_path / "b")
    assert said.code == 1 and all(code in said.out for code in codes) and "faults" in said.err


def test_a_bundle_with_events_of_the_world_is_verified_as_a_bundle(
    bundle: Path, issuer: Path
) -> None:
    answer = good("verify", bundle)
    assert (answer["kind"], answer["trust"]) == ("bundle", "unknown")
    assert good("verify", bundle, "--trust", issuer)["trust"] == "rostered"


# ------------------------------------------------------------------ counts and search


def test_status_counts_what_was_declared(workspace: Path, bundle: Path) -> None:
    counts = good("status", "--workspace", workspace)
    declared = good("bundle", "verify", bundle)["counts"]
    for name in ("cases", "accounts", "posts", "media", "reports"):
        assert counts[name] == declared[name]
    assert counts["media_present"] == declared["media_files"]
    assert counts["events"] == counts["ledger"]["seq"] == counts["pending_export"] == 2


def test_search_finds_with_offsets_in_code_points(workspace: Path) -> None:
    answer = good("search", "the", "--workspace", workspace, "--limit", "7")
    assert answer["indexed"] and len(answer["hits"]) == 7 < answer["total"]
    assert answer["total_exact"] <= answer["total"]
    for hit in answer["hits"]:
        assert all("the" in hit["text"][a:b].lower() for a, b in hit["spans"]) and hit["spans"]
    for odd in ('"', "*", "a OR", "NEAR(", "from:", "' --", "\\", "(", "after:never"):
        ran = run("search", "--json", "--workspace", workspace, "--", odd)
        assert ran.code == 0 and parsed(ran, "search")["query"] == odd
    assert good("search", "zzzzqqqq", "--workspace", workspace)["hits"] == []
    assert "0 hits" in run("search", "zzzzqqqq", "--workspace", workspace).out


# ------------------------------------------------------------------ export and verify


@pytest.mark.parametrize("out", ["out", "out.zip"])
def test_the_same_range_gives_the_same_bytes(out: str, workspace: Path, tmp_path: Path) -> None:
    where = ("--workspace", workspace)
    first = good("export", "-o", tmp_path / out, *where)
    before = state_of(tmp_path)
    assert good("export", "-o", tmp_path / out, *where) == first
    assert {k: v for k, v in state_of(tmp_path).items() if k.startswith(out)} == {
        k: v for k, v in before.items() if k.startswith(out)
    }
    assert (first["from_seq"], first["to_seq"], first["events"]) == (1, 2, 2)
    assert good("export", "-o", tmp_path / f"second-{out}", *where)["sha256"] == first["sha256"]
    assert good("status", *where)["pending_export"] == 0
    assert good("verify", tmp_path / out, *where)["trust"] == "own"
    (tmp_path / "taken").write_text("x", "utf-8")
    for taken in ("taken", ".", workspace):
        assert refused("export", "-o", tmp_path / taken, *where)["code"] == "exists"
    assert refused("export", "-o", tmp_path / "no" / "where", *where)["code"] == "no_folder"
    assert (tmp_path / "taken").read_text("utf-8") == "x"


def rewrite(source: Path, target: Path, name: str, change) -> None:  # type: ignore[no-untyped-def]
    """Copy a zip with one member changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, change(data) if info.filename.endswith(name) else data)


TAMPERED = {
    "edited": ("data/events.jsonl", lambda data: data.replace(b"reviewer", b"reviewed", 1)),
    "removed": ("data/events.jsonl", lambda data: data.split(b"\n", 1)[1]),
    "truncated": ("data/events.jsonl", lambda data: data.split(b"\n", 1)[0] + b"\n"),
    "reordered": (
        "data/events.jsonl",
        lambda data: b"\n".join(reversed(data.strip().split(b"\n"))) + b"\n",
    ),
    "hash": ("data/decisions.csv", lambda data: data + b"x"),
}


@pytest.mark.parametrize("code", TAMPERED)
def test_a_tampered_export_names_what_and_where(code: str, workspace: Path, tmp_path: Path) -> None:
    good("export", "-o", tmp_path / "out.zip", "--workspace", workspace)
    name, change = TAMPERED[code]
    rewrite(tmp_path / "out.zip", tmp_path / "bad.zip", name, change)
    ran = run("verify", tmp_path / "bad.zip", "--json")
    answer = json.loads(ran.out)
    assert ran.code == 1 and answer["first_bad"]["file"] == name
    assert answer["error"]["code"] == answer["first_bad"]["code"]
    assert answer["first_bad"]["code"] in (code, "removed", "edited", "reordered")
    error = refused("verify", tmp_path / "bad.zip")
    assert name in error["file"] and error["message"]
    assert answer["first_bad"]["code"] in run("verify", tmp_path / "bad.zip").out


@pytest.mark.parametrize("what", ["text", "empty", "folder", "half", "nothing like it"])
def test_what_is_no_package(what: str, workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "it"
    if what == "folder":
        path.mkdir()
    elif what == "half":
        good("export", "-o", tmp_path / "out.zip", "--workspace", workspace)
        whole = (tmp_path / "out.zip").read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif what == "nothing like it":
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("a", "b")
    else:
        path.write_bytes(b"" if what == "empty" else b"text")
    for args in (("verify", path), ("bundle", "verify", path)):
        assert refused(*args)["code"]


# ------------------------------------------------------------------ workspaces that are damaged


def damage(path: Path, at: int) -> None:
    """Flip the bits of one byte."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0xFF]))


@pytest.mark.parametrize(
    ("name", "at", "code"),
    [
        ("ledger.db", PAGE + 100, "edited"),
        ("ledger.db", 20, "edited"),
        ("head", 40, "edited"),
        ("profile.json", 60, "edited"),
    ],
)
def test_a_damaged_workspace_is_a_finding(name: str, at: int, code: str, workspace: Path) -> None:
    damage(workspace / name, at)
    before = state_of(workspace)
    error = refused("verify", workspace)
    assert error["code"] == code and name in error["file"], error
    assert refused("status", "--workspace", workspace)["file"].startswith(str(workspace))
    assert state_of(workspace) == before


def test_a_missing_and_an_old_ledger_are_findings(workspace: Path, tmp_path: Path) -> None:
    shutil.copyfile(workspace / "ledger.db", tmp_path / "old.db")
    material = tmp_path / "posts.jsonl"
    material.write_text('{"post_id": "1", "account_id": "a", "platform": "p"}\n', "utf-8")
    good("import", material, "--workspace", workspace)
    shutil.copyfile(tmp_path / "old.db", workspace / "ledger.db")
    assert refused("verify", workspace)["code"] == "rollback"
    (workspace / "ledger.db").unlink()
    assert refused("verify", workspace)["code"] == "missing"


def test_the_real_posts(real_data: Path, tmp_path: Path) -> None:
    source = real_data / "posts" / "twitter-api-v2"
    where = ("--workspace", tmp_path / "ws")
    answer = good("import", source, *where, "--no-passphrase")
    assert all(f["reason"] for f in answer["files"] if f["status"] in ("left_out", "partly"))
    counts = good("status", *where)
    assert counts["cases"] and counts["posts"] > counts["posts_referenced"] > 0
    hits = good("search", "brexit", *where)["hits"]
    assert hits and all(hit["account"].startswith("twitter:") for hit in hits)
    good("export", "-o", tmp_path / "out.zip", *where)
    assert good("verify", tmp_path / "out.zip", *where)["trust"] == "own"
    assert good("verify", tmp_path / "ws")["events"] == counts["events"] + 1

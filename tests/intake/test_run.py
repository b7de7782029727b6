"""Imports into real, encrypted stores: whole or not at all, twice is once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.bundle.write import write_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.records import Account, Case, Media, Post, Report, Subject
from reviewer.intake.run import import_paths
from reviewer.trust.keys import Signer
from tests.bundle.made import AT, PNG, PNG_SHA, files_of, payload, sha, to_folder, to_zip
from tests.intake.shelf import Shelf
from tests.intake.test_twitter_v2 import FILES, Walk

KEY = Signer.from_private(bytes(range(32)))
POST = Post(post_id="p", account_id="17", platform="example", published_at=AT, text="hello")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf.make(tmp_path / "shelf")
    yield made
    made.evidence.close()


@pytest.fixture
def folder(real_data: Path) -> Path:
    path = real_data / "posts" / "twitter-api-v2"
    if not path.is_dir():
        pytest.skip("posts/twitter-api-v2 is absent")
    return path


def _bundle(tmp_path: Path, name: str = "bundle", zipped: bool = False) -> Path:
    out = tmp_path / name
    write_bundle(
        out,
        [
            Case(
                case_id="c1",
                subjects=[Subject(kind="account", id="17", platform="example")],
                opened_at=AT,
            ),
            Account(account_id="17", platform="example", captured_at=AT, source="made"),
            Post(
                post_id="p",
                account_id="17",
                platform="example",
                published_at=AT,
                text="hello",
                media=[PNG_SHA],
            ),
            Media(sha256=PNG_SHA, bytes=len(PNG), mime="image/png"),
            Report(
                report_id="r",
                subject=Subject(kind="post", id="p", platform="example"),
                at=AT,
                kind="user",
            ),
        ],
        {PNG_SHA: PNG},
        signer=KEY,
        zipped=zipped,
    )
    return out


@pytest.mark.parametrize("name", [*FILES, ""])
def test_what_is_stored_is_what_a_plain_walk_counts(shelf: Shelf, folder: Path, name: str) -> None:
    paths = [folder / f"{one}.jsonl" for one in ([name] if name else FILES)]
    walk = Walk(paths)
    report = import_paths(shelf, paths if name else [folder], now_ms=0)
    counts = shelf.evidence.counts()
    assert counts.posts == len(walk.posts)
    assert counts.posts_referenced == len(walk.posts - walk.own)
    assert counts.accounts == len(walk.accounts)
    assert counts.accounts_stub == len(walk.accounts - walk.full_accounts)
    assert counts.media == len(walk.media) and counts.media_present == 0
    assert counts.quarantined == 0
    assert report.ok and report.wrote
    left = [row.path for row in report.files if row.status == "left_out"]
    assert left == ([] if name else ["twitter-api-v2/LICENSE"])


def test_a_second_import_changes_nothing(shelf: Shelf, folder: Path) -> None:
    first = import_paths(shelf, [folder], now_ms=0)
    before, blobs = shelf.evidence.counts(), shelf.stored()
    second = import_paths(shelf, [folder], now_ms=1)
    assert not second.wrote and second.import_id == first.import_id
    assert {row.status for row in second.files} == {"known", "left_out"}
    assert shelf.evidence.counts() == before and shelf.stored() == blobs
    assert second.totals()["new"] == 0 and second.totals()["known"] > 2000
    assert len(shelf.evidence.imports()) == 1


def test_the_report_has_the_shape_of_the_command_line(shelf: Shelf, folder: Path) -> None:
    report = import_paths(shelf, [folder / "two_tweets.jsonl"], now_ms=0).as_dict()
    assert json.loads(json.dumps(report)) == report
    assert set(report) == {"import_id", "files", "totals", "trust"}
    (row,) = report["files"]
    assert set(row) == {
        "path", "format", "map", "status", "reason", "read", "new", "known", "quarantined",
        "declared", "signed",
    }  # fmt: skip
    assert row["format"] == "twitter_v2" and row["declared"] == 1
    assert row["read"] == row["new"] + row["known"] + row["quarantined"]


@pytest.mark.parametrize("zipped", [False, True])
def test_a_bundle_comes_in_with_its_media(shelf: Shelf, tmp_path: Path, zipped: bool) -> None:
    report = import_paths(shelf, [_bundle(tmp_path, zipped=zipped)], now_ms=0)
    counts = shelf.evidence.counts()
    assert (counts.cases, counts.accounts, counts.posts, counts.reports) == (1, 1, 1, 1)
    assert (counts.media, counts.media_present) == (1, 1)
    assert shelf.blobs.open(PNG_SHA) == PNG
    (fact,) = report.bundles
    assert fact.signed and fact.signer == KEY.keyid and fact.id.startswith("bundle-")
    (row,) = report.files
    assert (row.format, row.status, row.read, row.declared) == ("bundle", "imported", 5, 5)
    (kept,) = shelf.evidence.imports()
    assert kept.signed and kept.signer == KEY.keyid and kept.kind == "bundle"
    if not zipped:
        for path in (p for p in (tmp_path / "bundle").rglob("*") if p.is_file()):
            assert shelf.blobs.open(sha(path.read_bytes())) == path.read_bytes()


def test_a_refused_bundle_leaves_nothing_and_the_rest_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    bad = _bundle(tmp_path, "bad")
    rows = bad / "data/posts.jsonl"
    rows.write_bytes(rows.read_bytes().replace(b"hello", b"jello"))
    report = import_paths(shelf, [bad], now_ms=0)
    assert not report.ok and report.files[0].status == "refused" and report.files[0].code == "hash"
    assert report.import_id == "" and shelf.stored() == 0
    assert shelf.evidence.counts().accounts == 0 and shelf.evidence.imports() == []
    both = import_paths(shelf, [bad, _bundle(tmp_path, "good")], now_ms=0)
    assert [row.status for row in both.files] == ["refused", "imported"] and not both.ok


def test_a_bad_record_is_quarantined_with_its_place(shelf: Shelf, tmp_path: Path) -> None:
    data = payload()
    data["data/posts.jsonl"] = b'{"post_id": "1"}\n' + data["data/posts.jsonl"]
    report = import_paths(shelf, [to_folder(files_of(data), tmp_path / "bag")], now_ms=0)
    (row,) = report.files
    assert (row.status, row.quarantined, row.new) == ("partly", 1, 3) and report.ok
    (bad,) = shelf.evidence.quarantined(10)
    assert bad.origin.file == "bag/data/posts.jsonl" and bad.origin.line == 1
    assert bad.raw_sha256 == sha(b'{"post_id": "1"}')
    again = import_paths(shelf, [tmp_path / "bag"], now_ms=1)
    assert not again.wrote and shelf.evidence.counts().quarantined == 1


def test_a_cancelled_import_leaves_nothing(shelf: Shelf, folder: Path) -> None:
    class Cancelled(Exception):
        pass

    def cancel(name: str, done: int, declared: int) -> None:
        if name == "twitter-api-v2/brexit.jsonl":
            raise Cancelled

    with pytest.raises(Cancelled):
        import_paths(shelf, [folder], now_ms=0, progress=cancel)
    assert shelf.evidence.counts().accounts == 0 and shelf.stored() == 0
    assert import_paths(shelf, [folder], now_ms=0).wrote


def test_links_pipes_and_unknown_files_are_left_out(shelf: Shelf, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "empty.jsonl").write_bytes(b"")
    (mixed / "notes.txt").write_text("nothing of ours")
    to_zip({"a.txt": b"x"}, mixed / "other.zip")
    os.mkfifo(mixed / "pipe")
    (mixed / "link.jsonl").symlink_to(tmp_path / "outside.jsonl")
    (mixed / "sub").mkdir()
    (mixed / "sub" / "posts.json").write_text(json.dumps({"data": [{
        "id": "1", "author_id": "2", "text": "x", "conversation_id": "1"}]}))  # fmt: skip
    report = import_paths(shelf, [mixed], now_ms=0)
    by_name = {row.path: row for row in report.files}
    assert by_name["mixed/sub/posts.json"].status == "imported"
    reasons = {name: row.reason for name, row in by_name.items() if row.status == "left_out"}
    assert reasons == {
        "mixed/empty.jsonl": "It is empty.",
        "mixed/notes.txt": "It is of no format that is known.",
        "mixed/other.zip": "It is a zip file that is not a bundle.",
        "mixed/pipe": "It is not a regular file.",
        "mixed/link.jsonl": "It is a link; links are not followed.",
    }


def test_a_folder_of_records_without_a_bag(shelf: Shelf, tmp_path: Path) -> None:
    made = _bundle(tmp_path, "whole")
    loose = tmp_path / "loose"
    loose.mkdir()
    for path in (made / "data").glob("*.jsonl"):
        (loose / f"my-{path.name}.txt").write_bytes(path.read_bytes())
    report = import_paths(shelf, [loose], now_ms=0)
    assert {row.format for row in report.files} == {"reviewer_records"}
    counts = shelf.evidence.counts()
    assert (counts.cases, counts.posts, counts.reports, counts.media_present) == (1, 1, 1, 0)


def test_a_path_that_is_not_there_and_a_format_that_is_not_known(
    shelf: Shelf, tmp_path: Path
) -> None:
    for paths, name, code in (
        ([tmp_path / "nothing"], None, "not_found"),
        ([tmp_path], "fax", "format"),
    ):
        with pytest.raises(Refused) as refused:
            import_paths(shelf, paths, format=name, now_ms=0)
        assert refused.value.code == code


def test_own_wins_when_it_comes_after_the_reference(shelf: Shelf, tmp_path: Path) -> None:
    tweet = {"id": "1", "author_id": "2", "text": "x", "conversation_id": "1"}
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(json.dumps({"data": [], "includes": {"tweets": [tweet]}}))
    second.write_text(json.dumps({"data": [tweet]}))
    import_paths(shelf, [first], now_ms=0)
    assert shelf.evidence.counts().posts_referenced == 1
    import_paths(shelf, [second], now_ms=1)
    assert shelf.evidence.counts().posts_referenced == 0

"""``bundle build``: sources and a folder of media become one bundle, the same every time."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import bagit
import pytest

from reviewer.bundle.read import open_bundle
from reviewer.bundle.rows import encode_row
from reviewer.bundle.verify import verify
from reviewer.domain.errors import Refused
from reviewer.domain.records import Account, Media, Post, Record
from reviewer.intake.build import build_bundle
from reviewer.intake.magic import kind_of
from reviewer.intake.run import import_paths
from reviewer.trust.keys import Signer, save_key
from tests.bundle.made import AT, PNG, PNG_SHA, sha
from tests.intake.shelf import Shelf
from tests.intake.test_twitter_v2 import FILES, Walk

ACCOUNT = Account(account_id="17", platform="example", captured_at=AT, source="made")


def _post(ident: str, *media: str) -> Post:
    return Post(post_id=ident, account_id="17", platform="example", text=ident, media=list(media))


def _records(folder: Path, *records: Record) -> Path:
    folder.mkdir(exist_ok=True)
    for record in records:
        name = {Account: "accounts", Post: "posts", Media: "media"}[type(record)]
        with (folder / f"{name}.jsonl").open("ab") as out:
            out.write(encode_row(record))
    return folder


def _read(path: Path, kind: type[Any]) -> list[Any]:
    with open_bundle(path) as bundle:
        return [record for _, _, record in bundle.records() if isinstance(record, kind)]


def test_watchlists_ride_along_and_come_out_of_a_bundle_as_they_went_in(tmp_path: Path) -> None:
    source = _records(tmp_path / "records", ACCOUNT, _post("1"))
    account = {"platform": "example", "id": "17"}
    entity = {"entity": "Anchors", "accounts": [account], "tier": "1"}
    document = {"format": "reviewer-watchlists", "format_version": "1.0", "entities": [entity]}
    (source / "watchlists.json").write_text(json.dumps(document), encoding="utf-8")
    build_bundle([source], tmp_path / "a")
    build_bundle([tmp_path / "a"], tmp_path / "b")
    for name in "ab":
        assert verify(tmp_path / name).violations == []
        assert json.loads((tmp_path / name / "data/watchlists.json").read_bytes()) == document
    shelf = Shelf.make(tmp_path / "shelf")
    report = import_paths(shelf, [tmp_path / "b"])
    assert report.files[0].read == report.files[0].declared == report.files[0].new == 3
    assert shelf.evidence.watches_of("example:17")[0].entity == "Anchors"
    again = import_paths(shelf, [source / "watchlists.json"])
    assert (again.files[0].format, again.files[0].status) == ("watchlists", "known")
    shelf.evidence.close()


def test_real_posts_and_photographs_ride_in_one_bundle(real_data: Path, tmp_path: Path) -> None:
    source = real_data / "posts" / "twitter-api-v2"
    photos = real_data / "media" / "pdq"
    report = build_bundle([source], tmp_path / "a", media_dir=photos)
    assert verify(tmp_path / "a").violations == []
    assert bagit.Bag(str(tmp_path / "a")).is_valid()
    walk = Walk([source / f"{name}.jsonl" for name in FILES])
    posts = _read(tmp_path / "a", Post)
    assert len(posts) == len(walk.posts)
    assert sum(post.referenced for post in posts) == len(walk.posts - walk.own)
    images = [p for p in photos.rglob("*") if p.suffix in (".jpg", ".png", ".webp")]
    with open_bundle(tmp_path / "a") as bundle:
        assert set(bundle.media_files) == {sha(p.read_bytes()) for p in images}
    present = [m for m in _read(tmp_path / "a", Media) if m.state == "present"]
    assert all(m.mime.startswith("image/") and m.width and m.height for m in present)
    assert any("named by no post" in note for note in report.notes)
    assert [left.path for left in report.left_out] == ["twitter-api-v2/LICENSE"]


@pytest.mark.parametrize("zipped", [False, True])
def test_the_same_input_gives_the_same_bytes(real_data: Path, tmp_path: Path, zipped: bool) -> None:
    source = real_data / "posts" / "twitter-api-v2" / "withheld.jsonl"
    save_key(tmp_path / "issuer.json", Signer.from_private(bytes(range(32))))
    made = [
        build_bundle([source], tmp_path / name, sign=tmp_path / "issuer.json", zip=zipped)
        for name in "ab"
    ]
    assert made[0].written.sha256 == made[1].written.sha256
    assert made[0].as_dict()["signed"] is True
    if zipped:
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
        assert sha((tmp_path / "a").read_bytes()) == made[0].written.sha256


def test_a_post_names_its_media_in_each_way(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    (folder / "deep").mkdir(parents=True)
    contents = {name: PNG + name.encode() for name in ("a.png", "deep/b.png", "3_99.png")}
    contents["p4-c.png"] = PNG + b"archive"
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    (folder / "notes.txt").write_text("no medium")
    (folder / "nothing.png").write_bytes(b"")
    source = _records(
        tmp_path / "records",
        ACCOUNT,
        Media(key="3_99", platform="example", state="external", alt_text="said before"),
        _post("p1", "a.png", "deep/b.png"),
        _post("p2", "3_99"),
        _post("p3", sha(contents["a.png"])),
        _post("p4", "c.png"),
        _post("p5", "nothing.png", "absent.png"),
    )
    build_bundle([source], tmp_path / "out", media_dir=folder)
    assert verify(tmp_path / "out").violations == []
    named = {post.post_id: post.media for post in _read(tmp_path / "out", Post)}
    assert named == {
        "p1": [sha(contents["a.png"]), sha(contents["deep/b.png"])],
        "p2": [sha(contents["3_99.png"])],
        "p3": [sha(contents["a.png"])],
        "p4": [sha(contents["p4-c.png"])],
        "p5": ["nothing.png", "absent.png"],
    }
    media = {m.key or m.sha256: m for m in _read(tmp_path / "out", Media)}
    assert media["3_99"].alt_text == "said before" and media["3_99"].state == "present"
    assert media["nothing.png"].state == "zero_bytes" and media["absent.png"].state == "missing"
    assert len(media) == 6


def test_a_name_that_could_be_two_files_is_refused(tmp_path: Path) -> None:
    for place in ("one", "two"):
        (tmp_path / "media" / place).mkdir(parents=True)
        (tmp_path / "media" / place / "a.png").write_bytes(PNG + place.encode())
    source = _records(tmp_path / "records", ACCOUNT, _post("p", "a.png"))
    with pytest.raises(Refused) as refused:
        build_bundle([source], tmp_path / "out", media_dir=tmp_path / "media")
    assert refused.value.code == "ambiguous" and not (tmp_path / "out").exists()


def test_a_record_without_its_bytes_says_missing(tmp_path: Path) -> None:
    source = _records(
        tmp_path / "records", ACCOUNT, Media(sha256=PNG_SHA, bytes=len(PNG), mime="image/png")
    )
    build_bundle([source], tmp_path / "out")
    (medium,) = _read(tmp_path / "out", Media)
    assert medium.state == "missing" and verify(tmp_path / "out").violations == []


@pytest.mark.parametrize("zipped", [False, True])
def test_a_bundle_can_be_a_source(tmp_path: Path, zipped: bool) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.png").write_bytes(PNG)
    source = _records(tmp_path / "records", ACCOUNT, _post("p", "a.png"))
    build_bundle([source], tmp_path / "first", media_dir=tmp_path / "media", zip=zipped)
    build_bundle([tmp_path / "first"], tmp_path / "second")
    with open_bundle(tmp_path / "second") as bundle, bundle.media(PNG_SHA) as stream:
        assert stream.read() == PNG


def test_bad_rows_and_unknown_files_are_said(tmp_path: Path) -> None:
    source = _records(tmp_path / "records", ACCOUNT, _post("p"))
    with (source / "posts.jsonl").open("ab") as out:
        out.write(b'{"post_id": "q"}\n')
    (source / "notes.txt").write_text("x")
    report = build_bundle([source], tmp_path / "out").as_dict()
    assert json.loads(json.dumps(report)) == report
    assert [one["path"] for one in report["left_out"]] == ["records/notes.txt"]
    (bad,) = report["quarantined"]
    assert (bad["path"], bad["line"]) == ("records/posts.jsonl", 2)
    assert report["counts"] == {"accounts": 1, "posts": 1}


def test_what_cannot_be_built_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    source = _records(tmp_path / "records", ACCOUNT)
    out = tmp_path / "out"
    for code, arguments in {
        "nothing": {"sources": [tmp_path / "notes.txt"]},
        "not_found": {"sources": [tmp_path / "no"]},
        "created_at": {"sources": [source], "created_at": "yesterday"},
        "key": {"sources": [source], "sign": tmp_path / "notes.txt"},
    }.items():
        with pytest.raises(Refused) as refused:
            build_bundle(out=out, **arguments)  # type: ignore[arg-type]
        assert refused.value.code in (code, "json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.txt", "records"]


def test_a_created_at_with_another_zone_is_kept_in_utc(tmp_path: Path) -> None:
    source = _records(tmp_path / "records", ACCOUNT)
    build_bundle([source], tmp_path / "out", created_at="2026-05-01T10:00:00+02:00")
    assert verify(tmp_path / "out").created_at == "2026-05-01T08:00:00.000Z"


def test_kinds_by_the_first_bytes(real_data: Path) -> None:
    pillow = pytest.importorskip("PIL.Image")
    seen = 0
    for path in sorted((real_data / "media").rglob("*")):
        if path.suffix.lower() in (".jpg", ".png", ".webp"):
            kind = kind_of(path.read_bytes()[: 256 * 1024])
            with pillow.open(path) as image:
                assert (kind.width, kind.height) == image.size, path
                assert kind.mime == image.get_format_mimetype()
            seen += 1
        elif path.suffix == ".mp4":
            assert kind_of(path.read_bytes()[:64]).kind == "video"
    assert seen > 15


def test_kinds_of_made_heads() -> None:
    header = struct.pack(">II", 3, 2) + bytes(5)
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + header + struct.pack(">I", zlib.crc32(header))
    assert (kind_of(png).width, kind_of(png).height) == (3, 2)
    gif = b"GIF89a" + struct.pack("<HH", 7, 5)
    assert (kind_of(gif).kind, kind_of(gif).width, kind_of(gif).height) == ("gif", 7, 5)
    avi = kind_of(b"RIFF\0\0\0\0AVI LIST" + bytes(48) + struct.pack("<II", 160, 120))
    assert (avi.mime, avi.kind, avi.width, avi.height) == ("video/x-msvideo", "video", 160, 120)
    assert kind_of(b"PK\x03\x04").kind == "" and kind_of(b"").mime == "application/octet-stream"
    for cut in range(len(png)):
        kind_of(png[:cut])
    for cut in range(2, 12):
        kind_of(b"\xff\xd8\xff\xe0\xff\xff"[:cut] + b"\xff" * cut)

"""Every code of the closed list is produced by a bag made bad in just that way."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.bundle.bag import BagWriter
from reviewer.bundle.codes import CODES
from reviewer.bundle.names import Limits
from reviewer.bundle.read import open_bundle
from reviewer.bundle.verify import verify
from reviewer.domain.errors import Refused
from reviewer.respath import resource
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps
from reviewer.trust.dsse import BUNDLE_TYPE, EXPORT_TYPE, envelope_text
from reviewer.trust.keys import Signer
from tests.bundle.made import (
    ACCOUNT,
    AT,
    MEDIUM,
    PNG_PATH,
    POST,
    files_of,
    jsonl,
    patched,
    payload,
    sha,
    to_folder,
    to_zip,
    u16,
    u32,
)

Make = Callable[[Path], Path]
KEY = Signer.from_private(bytes(range(32)))
CASES: list[tuple[str, str, Make]] = []


def case(code: str, place: str = "") -> Callable[[Make], Make]:
    """Registers a maker of a bag that has this violation at this place."""

    def register(make: Make) -> Make:
        CASES.append((code, place, make))
        return make

    return register


def folder(tmp: Path, files: dict[str, bytes]) -> Path:
    return to_folder(files, tmp / "bag")


def with_payload(tmp: Path, **changes: bytes | None) -> Path:
    data = payload()
    for name, value in changes.items():
        path = f"data/{name}"
        if value is None:
            del data[path]
        else:
            data[path] = value
    return folder(tmp, files_of(data))


def with_header(tmp: Path, **header: object) -> Path:
    return folder(tmp, files_of(payload(**header)))


def without(tmp: Path, name: str) -> Path:
    files = files_of(payload())
    del files[name]
    return folder(tmp, files)


@case("not_a_bag")
def no_bagit(tmp: Path) -> Path:
    return without(tmp, "bagit.txt")


@case("bagit_txt", "bagit.txt")
def old_version(tmp: Path) -> Path:
    bagit = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    return folder(tmp, files_of(payload(), bagit=bagit))


@case("bagit_txt", "bagit.txt")
def byte_order_mark(tmp: Path) -> Path:
    bagit = b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    return folder(tmp, files_of(payload(), bagit=bagit))


@case("bagit_txt", "bagit.txt")
def third_line(tmp: Path) -> Path:
    bagit = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n"
    return folder(tmp, files_of(payload(), bagit=bagit))


@case("bag_info", "bag-info.txt")
def no_oxum(tmp: Path) -> Path:
    return folder(tmp, files_of(payload(), info=b"Source-Organization: somebody\n"))


@case("bag_info", "bag-info.txt")
def info_in_utf16(tmp: Path) -> Path:
    return folder(tmp, files_of(payload(), info="Payload-Oxum: 1.1\n".encode("utf-16")))


@case("missing_tag_file", "tagmanifest-sha256.txt")
def no_tag_manifest(tmp: Path) -> Path:
    return without(tmp, "tagmanifest-sha256.txt")


@case("missing_tag_file", "data/bundle.json")
def no_header(tmp: Path) -> Path:
    return with_payload(tmp, **{"bundle.json": None})


@case("unexpected_file", "manifest-md5.txt")
def weak_manifest(tmp: Path) -> Path:
    return folder(tmp, files_of(payload(), tags={"manifest-md5.txt": b""}))


@case("unexpected_file", "data/notes.txt")
def stray_payload(tmp: Path) -> Path:
    return with_payload(tmp, **{"notes.txt": b"x"})


@case("fetch", "fetch.txt")
def fetch(tmp: Path) -> Path:
    line = b"https://example.org/x - C:\\x\n"
    return folder(tmp, files_of(payload(), tags={"fetch.txt": line}))


@case("symlink", "data/posts.jsonl")
def symlink(tmp: Path) -> Path:
    bag = folder(tmp, files_of(payload()))
    (bag / "data/posts.jsonl").rename(tmp / "outside.jsonl")
    (bag / "data/posts.jsonl").symlink_to(tmp / "outside.jsonl")
    return bag


@case("symlink", "data")
def linked_payload_folder(tmp: Path) -> Path:
    bag = folder(tmp, files_of(payload()))
    (bag / "data").rename(tmp / "elsewhere")
    (bag / "data").symlink_to(tmp / "elsewhere")
    return bag


@case("symlink", "data/extra")
def zipped_symlink(tmp: Path) -> Path:
    path = to_zip(files_of(payload()), tmp / "bag.zip")
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("data/extra")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return path


@case("special_file", "data/pipe")
def fifo(tmp: Path) -> Path:
    files = files_of({**payload(), "data/pipe": b""})
    bag = folder(tmp, files)
    (bag / "data/pipe").unlink()
    os.mkfifo(bag / "data/pipe")
    return bag


@case("name", "data/a b.jsonl")
def blank_in_name(tmp: Path) -> Path:
    return with_payload(tmp, **{"a b.jsonl": b"x"})


@case("name")
def climbing_name(tmp: Path) -> Path:
    return to_zip({**files_of(payload()), "data/../../evil": b"x"}, tmp / "bag.zip")


@case("name")
def right_to_left_name(tmp: Path) -> Path:
    return with_payload(tmp, **{"a\u202etxt.jsonl": b"x"})


@case("device_name", "data/CON.jsonl")
def device(tmp: Path) -> Path:
    return with_payload(tmp, **{"CON.jsonl": b"x"})


@case("case_twin")
def twins(tmp: Path) -> Path:
    return with_payload(tmp, **{"POSTS.jsonl": b"x"})


@case("depth")
def deep(tmp: Path) -> Path:
    return with_payload(tmp, **{"a/b/c/d/e/f.txt": b"x"})


@case("oxum", "bag-info.txt")
def wrong_oxum(tmp: Path) -> Path:
    return folder(tmp, files_of(payload(), info=b"Payload-Oxum: 1.1\n"))


@case("manifest_line", "manifest-sha256.txt")
def garbage_line(tmp: Path) -> Path:
    data = payload()
    lines = "".join(f"{sha(v)}  {k}\n" for k, v in data.items())
    return folder(tmp, files_of(data, manifest=(lines + "what is this\n").encode()))


@case("manifest_scope", "manifest-sha256.txt")
def leaving_data(tmp: Path) -> Path:
    data = payload()
    lines = "".join(f"{sha(v)}  {k}\n" for k, v in data.items())
    lines += f"{sha(b'x')}  ../outside.txt\n"
    return folder(tmp, files_of(data, manifest=lines.encode()))


@case("manifest_twice", "manifest-sha256.txt")
def twice(tmp: Path) -> Path:
    data = payload()
    lines = "".join(f"{sha(v)}  {k}\n" for k, v in data.items())
    lines += f"{'deadbeef' * 8}  data/posts.jsonl\n"
    return folder(tmp, files_of(data, manifest=lines.encode()))


@case("missing", "data/posts.jsonl")
def missing(tmp: Path) -> Path:
    return without(tmp, "data/posts.jsonl")


@case("unlisted", "data/links.jsonl")
def unlisted(tmp: Path) -> Path:
    files = files_of(payload())
    return folder(tmp, {**files, "data/links.jsonl": b""})


@case("unlisted", "policy/policy-set.json")
def unlisted_policy(tmp: Path) -> Path:
    files = files_of(payload())
    return folder(tmp, {**files, "policy/policy-set.json": b"{}"})


@case("zip_damaged")
def not_a_zip(tmp: Path) -> Path:
    (tmp / "bag.zip").write_bytes(b"PK\x03\x04 and nothing else")
    return tmp / "bag.zip"


@case("zip_encrypted", "data/posts.jsonl")
def encrypted(tmp: Path) -> Path:
    path = to_zip(files_of(payload()), tmp / "bag.zip")
    return patched(path, "data/posts.jsonl", local=6, central=8, value=u16(1))


@case("zip_method", "data/posts.jsonl")
def bzip2(tmp: Path) -> Path:
    return to_zip(files_of(payload()), tmp / "bag.zip", zipfile.ZIP_BZIP2)


@case("zip_twice", "data/posts.jsonl")
@pytest.mark.filterwarnings("ignore:Duplicate name")
def member_twice(tmp: Path) -> Path:
    path = to_zip({**files_of(payload()), "data/Posts.jsonl": b"{}"}, tmp / "bag.zip")
    raw = path.read_bytes().replace(b"data/Posts.jsonl", b"data/posts.jsonl")
    path.write_bytes(raw)
    return path


@case("zip_header", "data/posts.jsonl")
def other_local_name(tmp: Path) -> Path:
    path = to_zip(files_of(payload()), tmp / "bag.zip")
    return patched(path, "data/posts.jsonl", local=30, central=-1, value=b"data/pasts.jsonl")


@case("zip_header", "data/posts.jsonl")
def other_local_size(tmp: Path) -> Path:
    path = to_zip(files_of(payload()), tmp / "bag.zip")
    return patched(path, "data/posts.jsonl", local=22, central=-1, value=u32(3))


@case("zip_header")
def prefixed(tmp: Path) -> Path:
    path = to_zip(files_of(payload()), tmp / "bag.zip")
    path.write_bytes(b"#!/bin/sh\nexit\n" + path.read_bytes())
    return path


@case("zip_ratio", "data/posts.jsonl")
def bomb(tmp: Path) -> Path:
    data = {**payload(), "data/posts.jsonl": b"\n" * 2_000_000}
    return to_zip(files_of(data), tmp / "bag.zip", zipfile.ZIP_DEFLATED)


@case("zip_size", "data/posts.jsonl")
def grows(tmp: Path) -> Path:
    """Both headers say 10 bytes; the packed data give more."""
    files = files_of(payload())
    path = to_zip(files, tmp / "bag.zip", zipfile.ZIP_DEFLATED)
    return patched(path, "data/posts.jsonl", local=22, central=24, value=u32(10))


def signed(tmp: Path, text: str) -> Path:
    files = files_of(payload())
    return folder(tmp, {**files, "bundle.dsse.json": text.encode()})


def statement(**changes: str) -> bytes:
    digest = sha(files_of(payload())["tagmanifest-sha256.txt"])
    body = {"bundle": "bundle-made", "public": b64(KEY.public), "tagmanifest_sha256": digest}
    return dumps({**body, **changes}).encode()


@case("signature_form", "bundle.dsse.json")
def no_envelope(tmp: Path) -> Path:
    return signed(tmp, "{}")


@case("signature_form", "bundle.dsse.json")
def signature_of_another_kind(tmp: Path) -> Path:
    return signed(tmp, envelope_text(EXPORT_TYPE, statement(), KEY))


@case("signature_target", "bundle.dsse.json")
def signature_of_another_bag(tmp: Path) -> Path:
    body = statement(tagmanifest_sha256="0" * 64)
    return signed(tmp, envelope_text(BUNDLE_TYPE, body, KEY))


@case("signature_target", "bundle.dsse.json")
def signature_of_another_id(tmp: Path) -> Path:
    return signed(tmp, envelope_text(BUNDLE_TYPE, statement(bundle="other"), KEY))


@case("signature_bad", "bundle.dsse.json")
def forged(tmp: Path) -> Path:
    other = Signer.from_private(bytes(32))
    return signed(tmp, envelope_text(BUNDLE_TYPE, statement(), other))


@case("hash", "data/posts.jsonl")
def altered(tmp: Path) -> Path:
    files = files_of(payload())
    files["data/posts.jsonl"] = files["data/posts.jsonl"].replace(b"hello", b"jello")
    return folder(tmp, files)


@case("hash", "bag-info.txt")
def altered_tag(tmp: Path) -> Path:
    files = files_of(payload())
    files["bag-info.txt"] += b"Contact-Name: nobody\n"
    return folder(tmp, files)


@case("media_name", "data/media/ab/" + "ab" * 32 + ".png")
def misnamed_medium(tmp: Path) -> Path:
    return with_payload(tmp, **{"media/ab/" + "ab" * 32 + ".png": b"another"})


@case("media_name", "data/media/photo.png")
def free_medium(tmp: Path) -> Path:
    return with_payload(tmp, **{"media/photo.png": b"another"})


@case("header", "data/bundle.json")
def header_twice(tmp: Path) -> Path:
    raw = json.dumps(json.loads(payload()["data/bundle.json"]))[:-1] + ', "id": "other"}'
    return with_payload(tmp, **{"bundle.json": raw.encode()})


@case("header", "data/bundle.json")
def header_without_id(tmp: Path) -> Path:
    return with_header(tmp, id="")


@case("header_version", "data/bundle.json")
def next_major(tmp: Path) -> Path:
    return with_header(tmp, format_version="2.0")


@case("must_understand", "data/bundle.json")
def demanding(tmp: Path) -> Path:
    return with_header(tmp, must_understand=["time-travel"])


@case("header_counts", "data/posts.jsonl")
def wrong_counts(tmp: Path) -> Path:
    return with_header(tmp, counts={"posts": 2})


@case("watchlists", "data/watchlists.json")
def bad_watchlists(tmp: Path) -> Path:
    return with_payload(tmp, **{"watchlists.json": b'{"format": "x"}'})


@case("media_absent", "data/media.jsonl")
def absent_medium(tmp: Path) -> Path:
    row = jsonl({**MEDIUM, "sha256": "cd" * 32}, MEDIUM)
    return with_payload(tmp, **{"media.jsonl": row})


@case("media_size", "data/media.jsonl")
def wrong_size(tmp: Path) -> Path:
    return with_payload(tmp, **{"media.jsonl": jsonl({**MEDIUM, "bytes": 3})})


@case("media_unnamed", PNG_PATH)
def unnamed_medium(tmp: Path) -> Path:
    return with_payload(tmp, **{"media.jsonl": None})


@case("platform", "data/history.jsonl")
def no_platform(tmp: Path) -> Path:
    accounts = jsonl(ACCOUNT, {**ACCOUNT, "platform": "other"})
    history = jsonl({"account_id": "99", "at": AT, "action": "suspended"})
    return with_payload(tmp, **{"accounts.jsonl": accounts, "history.jsonl": history})


@case("row", "data/posts.jsonl")
def bad_row(tmp: Path) -> Path:
    return with_payload(tmp, **{"posts.jsonl": jsonl(POST, {**POST, "published_at": "today"})})


@case("row", "data/posts.jsonl")
def row_with_two_texts(tmp: Path) -> Path:
    raw = b'{"post_id": "p", "account_id": "17", "text": "a", "text": "b"}\n'
    return with_payload(tmp, **{"posts.jsonl": raw})


@case("row", "data/posts.jsonl")
def row_with_a_hidden_second_id(tmp: Path) -> Path:
    raw = b'{"post_id": "p", "account_id": "17", "post\\u005fid": "q"}\n'
    return with_payload(tmp, **{"posts.jsonl": raw})


@case("row_length", "data/posts.jsonl")
def long_row(tmp: Path) -> Path:
    return with_payload(tmp, **{"posts.jsonl": jsonl({**POST, "text": "x" * 300_000}, POST)})


NEEDS_LIMITS = {"too_many_files": Limits(files=3), "too_large": Limits(total=10)}


@pytest.mark.parametrize(
    ("code", "place", "make"), CASES, ids=[f"{code}-{make.__name__}" for code, _, make in CASES]
)
def test_a_bad_bag_has_its_violation(code: str, place: str, make: Make, tmp_path: Path) -> None:
    path = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    report = verify(path)
    places = [v.path for v in report.violations if v.code == code]
    assert places, [v.as_dict() for v in report.violations]
    if place:
        assert place in places
    assert sorted(tmp_path.rglob("*")) == before
    if CODES[code].refuses:
        with pytest.raises(Refused) as refused:
            open_bundle(path)
        assert refused.value.code in CODES
    else:
        open_bundle(path).close()


@pytest.mark.parametrize("code", sorted(NEEDS_LIMITS))
def test_limits(code: str, tmp_path: Path) -> None:
    path = to_folder(files_of(payload()), tmp_path / "bag")
    assert code in [v.code for v in verify(path, limits=NEEDS_LIMITS[code]).violations]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = to_folder(files_of(payload()), tmp_path / "bag")
    listing = os.scandir

    def scandir(where: str | Path) -> object:
        if Path(where).name == "data":
            raise PermissionError(13, "Permission denied")
        return listing(where)

    monkeypatch.setattr(os, "scandir", scandir)
    assert "unreadable" in [v.code for v in verify(path).violations]


def test_every_code_is_made_somewhere_here() -> None:
    made = {code for code, _, _ in CASES} | set(NEEDS_LIMITS) | {"unreadable"}
    assert made == set(CODES)


def test_the_list_for_people_is_the_list_of_the_program() -> None:
    document = json.loads(resource("bundle-codes.json").read_text("utf-8"))
    assert document["codes"] == [
        {"code": name, "stage": code.stage, "refuses": code.refuses, "says": code.says}
        for name, code in CODES.items()
    ]
    assert all(code.says.endswith(".") and len(code.says) < 100 for code in CODES.values())


def test_the_sound_bag_has_none(tmp_path: Path) -> None:
    for path in (
        to_folder(files_of(payload()), tmp_path / "bag"),
        to_zip(files_of(payload()), tmp_path / "stored.zip"),
        to_zip(files_of(payload()), tmp_path / "deflated.zip", zipfile.ZIP_DEFLATED),
        to_zip({f"top/{k}": v for k, v in files_of(payload()).items()}, tmp_path / "top.zip"),
    ):
        assert verify(path).violations == []


def test_all_violations_are_collected(tmp_path: Path) -> None:
    files = files_of(payload(format_version="2.0"), info=b"Payload-Oxum: 1.1\n")
    files["data/posts.jsonl"] = b"nonsense\n"
    codes = {v.code for v in verify(folder(tmp_path, files)).violations}
    assert {"oxum", "hash", "header_version", "row"} <= codes


def test_a_writer_refuses_a_bad_name(tmp_path: Path) -> None:
    bag = BagWriter(tmp_path / "bag")
    for name in ("data/../x", "/etc/x", "data/nul.txt", "data/a b"):
        with pytest.raises(Refused):
            bag.add(name, b"")

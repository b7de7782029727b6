"""Sealed bundles: only their key opens them, no disk ever holds what is in them, nothing half."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest

from reviewer import bootstrap, whereabouts
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import sealed as sealing
from reviewer.intake.build import build_bundle
from reviewer.intake.preview import preview_paths
from reviewer.intake.run import import_paths
from reviewer.store.workspace import Workspace
from reviewer.trust import unsealing
from reviewer.trust.base64s import b64
from reviewer.trust.recipients import Opener, Recipient, is_sealed, seal_file
from tests.cli.kit import good, refused, run, state_of

MARK = "the bell of the old harbour rings at four"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture that nobody may find " * 9


def material(folder: Path) -> Path:
    """A post with a picture; the media folder lies beside."""
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "p.png").write_bytes(PICTURE)
    row = {"post_id": "1", "account_id": "a", "platform": "p", "text": MARK, "media": ["p.png"]}
    (folder / "m.jsonl").write_text(json.dumps(row) + "\n")
    return folder / "m.jsonl"


def plaintext(folder: Path) -> list[Path]:
    """The files below a folder that hold anything of the bundle."""
    marks = (MARK.encode(), PICTURE[8:40], b"data/posts.jsonl")
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if any(mark in path.read_bytes() for mark in marks)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, a sealed bundle for it, and temporary files where the tests can see them."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    bootstrap.create_workspace(tmp_path / "ws", "R-1", None).close()
    source = material(tmp_path / "source")
    plain = tmp_path / "plain.zip"
    build_bundle([source], plain, zip=True, media_dir=source.parent / "media")
    with opened(tmp_path) as workspace:
        seal_file(plain, tmp_path / "in.age", [workspace.opener.seal])
    for path in (plain, source, source.parent / "media" / "p.png"):
        path.unlink()
    assert plaintext(tmp_path) == []
    return tmp_path


@contextmanager
def opened(place: Path) -> Iterator[Workspace]:
    with bootstrap.open_workspace(place / "ws", None) as workspace:
        yield workspace


def test_it_is_taken_in_and_no_disk_holds_it_meanwhile(place: Path) -> None:
    looked: list[list[Path]] = []

    def look(_name: str, _done: int, _all: int) -> None:
        looked.append(plaintext(place))

    with opened(place) as workspace:
        shown = preview_paths(workspace, [place / "in.age"], opener=workspace.opener, progress=look)
        assert shown.report.ok and shown.samples["in.age"]
        report = import_paths(workspace, [place / "in.age"], opener=workspace.opener, progress=look)
        assert report.ok and report.files[0].new == 2, report.files
        counts = workspace.evidence.counts()
        assert (counts.posts, counts.media_present) == (1, 1)
        again = import_paths(workspace, [place / "in.age"], opener=workspace.opener)
        assert not again.wrote
    assert looked == [[], []], "looked while it was open, at every record told"
    assert plaintext(place) == []


@pytest.mark.parametrize("harm", ["cut", "flip", "head", "tiny", "stranger", "inside", "large"])
def test_what_does_not_open_changes_nothing(
    harm: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = place / "in.age"
    data = bytearray(sealed.read_bytes())
    if harm == "stranger":
        (place / "junk").write_bytes(b"x")
        to = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(3)]
        sealed.unlink()
        seal_file(place / "junk", sealed, to)
    elif harm == "inside":
        (place / "junk").write_text("only a letter")
        sealed.unlink()
        with opened(place) as workspace:
            seal_file(place / "junk", sealed, [workspace.opener.seal])
    elif harm == "large":
        monkeypatch.setattr(unsealing, "_free_memory", lambda: 1000)
    else:
        at = {"cut": -7, "tiny": 30}.get(harm)
        if at is not None:
            del data[at:]
        else:
            data[-9 if harm == "flip" else 60] ^= 1
        sealed.write_bytes(bytes(data))
    with opened(place):
        pass
    before = {k: v[1] for k, v in state_of(place / "ws").items()}
    with opened(place) as workspace:
        report = import_paths(workspace, [sealed], opener=workspace.opener)
        assert workspace.evidence.imports() == []
    (row,) = report.files
    assert not report.ok and row.status == "refused" and not report.wrote
    codes = {"stranger": "not_for_you", "inside": "not_a_bag", "large": "too_large"}
    assert row.code in (codes.get(harm, "sealed"), *(["not_for_you"] * (harm == "head")))
    if harm == "stranger":
        assert "sealed to 3 keys" in row.reason
    after = {k: v[1] for k, v in state_of(place / "ws").items()}
    moving = {"lock", "ledger.db", "evidence.db", "desk.db", "cache.db", "search/search.db"}
    assert {k for k in before if before[k] != after.get(k)} <= moving
    assert set(after) == set(before) and plaintext(place) == []


def test_without_a_workspace_it_stays_shut(place: Path) -> None:
    with pytest.raises(Refused) as caught, unsealing.unsealed(place / "in.age", None):
        pass
    assert caught.value.code == "locked_package"
    with pytest.raises(Refused) as caught:
        build_bundle([place / "in.age"], place / "out", zip=False)
    assert caught.value.code == "locked_package"


def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsealing, "_in_memory", lambda: False)


def test_elsewhere_it_is_a_private_file_of_the_workspace_and_gone_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _no_memory(monkeypatch)
    found: list[tuple[str, int]] = []

    def look(_name: str, _done: int, _all: int) -> None:
        for path in plaintext(place):
            found.append((path.parent.name, stat.S_IMODE(path.stat().st_mode)))
        raise Refused("Stopped.", code="cancelled")

    with opened(place) as workspace, pytest.raises(Refused, match="Stopped"):
        import_paths(workspace, [place / "in.age"], opener=workspace.opener, progress=look)
    assert found == [("ws", 0o600)]
    assert plaintext(place) == []
    stranger = Opener(str(pyrage.x25519.Identity.generate()), place / "ws")
    with pytest.raises(Refused), unsealing.unsealed(place / "in.age", stranger):
        pass
    assert not list((place / "ws").glob(".*.part"))


def test_what_a_killed_program_left_is_gone_at_the_next_opening(place: Path) -> None:
    left = place / "ws" / ".unsealed-0011.part"
    left.write_text(MARK)
    with bootstrap.open_workspace(place / "ws", None, read_only=True):
        assert left.exists(), "reading alone changes nothing"
    with opened(place):
        assert not left.exists()


def test_no_room_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(Opener):
        def open_to(self, sealed: Path, target: object) -> None:
            raise OSError(28, "No space left on device")

    key = Full(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(Damaged) as caught, unsealing.unsealed(place / "in.age", key):
        pass
    assert caught.value.code == "write" and caught.value.next_step


# ------------------------------------------------------------------ written sealed


def _watch(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[list[Path]]:
    """What lies readable below a folder at the moment of sealing."""
    seen: list[list[Path]] = []
    real: Callable[..., None] = sealing.seal_file

    def look(source: Path, out: Path, seals: list[str]) -> None:
        seen.append(plaintext(folder))
        real(source, out, seals)

    monkeypatch.setattr(sealing, "seal_file", look)
    return seen


def test_it_is_built_where_no_disk_keeps_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "stick").mkdir()
    seen = _watch(monkeypatch, place / "stick")
    source = material(place / "again")
    with opened(place) as workspace:
        to = Recipient("R-1", workspace.opener.seal)
        build = lambda out: build_bundle([source], out, zip=True)  # noqa: E731
        made = sealing.seal_new(place / "stick" / "b.age", "bundle", [to], build)
        assert workspace.opener.sha256(place / "stick" / "b.age") == made.written.sha256
    assert seen == [[]] and os.listdir(place / "stick") == ["b.age"]
    with pytest.raises(Refused) as caught:
        sealing.seal_new(place / "stick" / "b.age", "bundle", [to], build)
    assert caught.value.code == "exists"


def test_by_the_command_line_from_the_issuer_to_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("owl", "heron", "wren"):
        good("profile", "new", "--pseudonym", name, "--workspace", name, "--no-passphrase")
        good("profile", "card", "-o", f"{name}.card", "--workspace", name)
    good("roster", "add", "owl.card")
    good("roster", "add", "heron.card", "--role", "reviewer")
    good("roster", "sign", "--workspace", "owl")
    roster = next(Path().rglob("*roster*.json"), None) or Path("roster.dsse.json")
    material(tmp_path / "source")
    build = ("bundle", "build", "source/m.jsonl", "--media", "source/media", "--zip")
    made = good(*build, "-o", "b.zip", "--to", "heron", "--roster", roster)
    assert made["to"] == ["heron"] and made["path"] == "b.zip.age" and is_sealed(Path("b.zip.age"))
    assert not Path("b.zip").exists()
    assert refused(*build, "-o", "c.zip", "--to", "nobody")["code"] == "recipient"
    good(*build, "-o", "card.zip", "--to", "wren.card")
    assert good("bundle", "verify", "b.zip.age", "--workspace", "heron")["counts"]["posts"] == 1
    good("verify", "b.zip.age", "--workspace", "heron")
    for command in (("bundle", "verify", "b.zip.age"), ("verify", "b.zip.age")):
        error = refused(*command, "--workspace", "wren")
        assert error["code"] == "not_for_you" and "sealed to 1 key" in error["message"]
        assert refused(*command, "--workspace", "none")["code"] == "locked_package"
    error = refused("import", "b.zip.age", "--workspace", "wren")
    assert error["code"] == "not_for_you" and "--to" in error["message"]
    done = good("import", "b.zip.age", "--workspace", "heron")
    assert done["totals"]["new"] == 2 and done["files"][0]["format"] == "bundle"
    assert "sealed to heron" in run(*build, "-o", "d.zip", "--to", "heron.card").out
    stranger = {"pseudonym": "wren", "sign": b64(bootstrap.public_key(tmp_path / "wren"))}
    site = {"format": "reviewer-site", "format_version": "1.0", "roots": [stranger], "threshold": 1}
    Path("site.json").write_text(json.dumps(site))
    Path("site.json").chmod(0o644)
    monkeypatch.setattr(whereabouts, "site_places", lambda program=None: [tmp_path / "site.json"])
    error = refused(*build, "-o", "e.zip", "--to", "heron", "--roster", roster)
    assert error["code"] == "roster", "nobody of the site's roots signed it"
    assert not Path("e.zip.age").exists()

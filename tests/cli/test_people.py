"""Enrolment as it happens: a lead, two reviewers, a roster, and whose package counts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.kit import PASSPHRASE, good, refused, run, state_of


@pytest.fixture(scope="session")
def _enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    (folder / "passphrase").write_text(PASSPHRASE, "utf-8")
    for name in ("lead", "heron", "stranger"):
        where = ("--workspace", folder / name, "--passphrase-file", folder / "passphrase")
        good("profile", "new", "--pseudonym", name, *where)
        made = good("profile", "card", "-o", folder / f"{name}.card", *where)
        assert (folder / f"{name}.card").read_text("utf-8") == made["card"]
    return folder


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _enrolled: Path) -> Path:
    """A folder with the workspaces and cards of lead, heron and stranger, who knows nobody."""
    folder = Path(shutil.copytree(_enrolled, tmp_path / "people"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("REVIEWER_PASSPHRASE", PASSPHRASE)
    return folder


def exported(name: str, folder: Path) -> Path:
    """What someone exports who imported one post."""
    material = folder / f"{name}.jsonl"
    row = {"post_id": "1", "account_id": name, "platform": "p", "text": "the bell"}
    material.write_text(json.dumps(row) + "\n", "utf-8")
    good("import", material, "--workspace", name)
    good("export", "-o", f"{name}.zip", "--workspace", name)
    return folder / f"{name}.zip"


def test_the_story_of_a_roster(people: Path) -> None:
    first = good("roster", "add", "lead.card")
    assert (first["version"], first["entries"], first["signatures"]) == (1, 1, 0)
    assert good("roster", "sign", "--workspace", "lead")["signatures"] == 1
    second = good("roster", "add", "heron.card", "--role", "reviewer")
    assert (second["version"], second["entries"], second["signatures"]) == (2, 2, 0)

    package = exported("heron", people)
    assert refused("verify", package, "--trust", "roster.dsse.json")["code"] == "roster"
    assert "1 more signature" in run("roster", "add", "stranger.card", "--roster", "other").out
    assert refused("roster", "sign", "--workspace", "heron")["code"] == "roster"
    signed = good("roster", "sign", "--workspace", "lead")
    assert signed["signatures"] == signed["threshold"] == 1
    assert good("roster", "sign", "--workspace", "lead") == signed, "signing twice changes nothing"

    trust = ("--trust", "roster.dsse.json")
    assert good("verify", package, *trust)["trust"] == "rostered"
    assert good("verify", package, *trust, "--workspace", "heron")["trust"] == "rostered"
    assert good("verify", "heron", *trust)["trust"] == "rostered"
    assert good("verify", package, "--trust", "heron.card")["trust"] == "rostered"
    assert good("verify", package, "--workspace", "heron")["trust"] == "own"
    assert good("verify", package, "--workspace", "lead")["trust"] == "unknown"
    assert "signed all of it anew" in run("verify", package, "--workspace", "lead").out

    foreign = exported("stranger", people)
    for given in (foreign, "stranger"):
        error = refused("verify", given, *trust)
        assert error["code"] == "forged" and "not in the roster" in error["message"]
    assert refused("verify", package, "--trust", "stranger.card")["code"] == "forged"
    assert refused("verify", package, "--trust", "stranger.zip")["code"]


def test_a_roster_is_changed_only_in_the_ways_there_are(people: Path) -> None:
    assert refused("roster", "add", "lead.card", "--role", "lead")["code"] == "roster"
    good("roster", "add", "lead.card", "--threshold", "2")
    before = state_of(people)
    assert "already" in refused("roster", "add", "lead.card")["message"]
    assert refused("roster", "add", "heron.card", "--threshold", "1")["code"] == "roster"
    assert refused("roster", "sign", "--workspace", "stranger")["code"] == "roster"
    assert state_of(people) == before
    good("roster", "add", "heron.card", "--role", "root")
    assert good("roster", "sign", "--workspace", "lead")["signatures"] == 1
    assert refused("verify", "heron", "--trust", "roster.dsse.json")["code"] == "roster"
    assert good("roster", "sign", "--workspace", "heron")["signatures"] == 2
    assert good("verify", "heron", "--trust", "roster.dsse.json")["trust"] == "rostered"


def test_what_is_no_card_and_no_roster(people: Path) -> None:
    for text in ("", "{", "[]", '{"payloadType": "x"}', "\0", "ü" * 10):
        Path("bad").write_text(text, "utf-8")
        assert refused("roster", "add", "bad", "--roster", "new")["file"].endswith("bad")
        assert refused("roster", "add", "lead.card", "--roster", "bad")["file"].endswith("bad")
        assert refused("roster", "sign", "--roster", "bad", "--workspace", "lead")["next"]
        assert refused("verify", "heron", "--trust", "bad")["next"]
    Path("bad").write_bytes(b"\xff\xfe")
    assert refused("roster", "add", "bad", "--roster", "new")["code"] == "not_text"


def test_nothing_is_overwritten(people: Path) -> None:
    before = state_of(people)
    for args in (
        ("profile", "new", "--pseudonym", "x", "--workspace", "lead"),
        ("profile", "new", "--pseudonym", "x", "--workspace", "."),
        ("profile", "card", "--workspace", "lead", "-o", "heron.card"),
        ("bundle", "key", "heron.card"),
    ):
        assert refused(*args)["code"] == "exists"
    assert state_of(people) == before


@pytest.mark.parametrize("name", ["", "x" * 65, "two\nlines"])
def test_a_pseudonym_is_one_short_line(name: str, tmp_path: Path) -> None:
    where = ("--workspace", tmp_path / "ws", "--no-passphrase")
    assert refused("profile", "new", "--pseudonym", name, *where)["code"] == "pseudonym"
    assert not (tmp_path / "ws").exists()


def test_what_a_new_profile_is_told(tmp_path: Path) -> None:
    new = ("profile", "new", "--pseudonym", "x", "--no-passphrase", "--workspace", tmp_path / "ws")
    assert "anybody at this machine can read it" in run(*new).out
    card = run("profile", "card", "--workspace", tmp_path / "ws")
    assert json.loads(card.out)["payloadType"].startswith("application/vnd.reviewer.card")

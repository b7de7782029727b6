"""Another passphrase, a lost one, and the drill: forget, recover, go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import whereabouts
from tests.cli.kit import PASSPHRASE, good, refused, run

NEW = "grey heron walks the tide"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with passphrases in files and one imported post in a protected workspace."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("old", PASSPHRASE), ("new", NEW), ("wrong", "quite another one")):
        Path(name).write_text(text)
    row = {"post_id": "1", "account_id": "a", "platform": "p", "text": "the bell"}
    Path("m.jsonl").write_text(json.dumps(row) + "\n")
    return tmp_path


@pytest.fixture
def site(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site file with a recovery key, found by the program."""
    made = good("profile", "recovery-key", "identity")
    path = desk / "site.json"
    head = {"format": "reviewer-site", "format_version": "1.0"}
    path.write_text(json.dumps({**head, "recovery": made["recipient"]}))
    path.chmod(0o644)
    monkeypatch.setattr(whereabouts, "site_places", lambda program=None: [path])
    return path


def opens(file: str) -> bool:
    ran = run("status", "--workspace", "w", "--passphrase-file", file, "--json")
    return bool(json.loads(ran.out)["ok"])


def make() -> None:
    good("profile", "new", "--pseudonym", "heron", "--workspace", "w", "--passphrase-file", "old")
    good("import", "m.jsonl", "--workspace", "w", "--passphrase-file", "old")


def change(old: str, new: str) -> tuple[str, ...]:
    at = ("--workspace", "w", "--passphrase-file", old)
    return ("profile", "passphrase", *at, "--new-passphrase-file", new)


def test_another_passphrase_and_the_backups_before_it(desk: Path) -> None:
    make()
    good("backup", "--workspace", "w", "--passphrase-file", "old")
    assert refused(*change("wrong", "new"))["code"] == "passphrase"
    Path("short").write_text("short")
    assert refused(*change("old", "short"))["code"] == "passphrase"
    assert opens("old")
    assert good(*change("old", "new"))["older_backups"] == 1
    assert opens("new") and not opens("old")
    rows = good("backup", "--list", "--workspace", "w")["backups"]
    assert [row["earlier_passphrase"] for row in rows] == [True]
    assert "earlier passphrase" in run("backup", "--list", "--workspace", "w").out
    source = Path(rows[0]["path"])
    at = ("--workspace", "old-w", "--passphrase-file")
    assert refused("restore", source, *at, "new")["code"] == "passphrase"
    good("restore", source, *at, "old")
    assert not list(Path("w").glob(".*")), "nothing is left beside the profile"


def test_an_unprotected_workspace_gets_one(desk: Path) -> None:
    good("profile", "new", "--pseudonym", "x", "--workspace", "w", "--no-passphrase")
    good(*change("old", "new"))
    assert opens("new") and not opens("old")


def test_wrong_ones_make_one_wait(desk: Path) -> None:
    make()
    for _ in range(3):
        code = refused("status", "--workspace", "w", "--passphrase-file", "wrong")["code"]
        assert code == "passphrase"
    error = refused("status", "--workspace", "w", "--passphrase-file", "old")
    assert error["code"] == "wait" and "second" in error["message"]


def test_the_drill(desk: Path, site: Path) -> None:
    made = run(
        "profile", "new", "--pseudonym", "heron", "--workspace", "w", "--passphrase-file", "old"
    )
    assert "can be recovered" in made.out
    at = ("--workspace", "w", "--passphrase-file")
    good("import", "m.jsonl", *at, "old")
    before = good("verify", "w", "--passphrase-file", "old")
    recover = ("profile", "recover", "--workspace", "w", "--new-passphrase-file", "new")
    stranger = good("profile", "recovery-key", "stranger")
    held = Path("w/profile.json").read_bytes()
    assert stranger["recipient"].encode() not in held
    assert refused(*recover, "--identity", "stranger")["code"] == "recovery"
    assert refused(*recover, "--identity", "old")["code"] == "recovery"
    assert Path("w/profile.json").read_bytes() == held
    for _ in range(3):
        assert not opens("wrong")
    assert good(*recover, "--identity", "identity")["pseudonym"] == "heron"
    assert opens("new"), "recovering ends the wait"
    assert not opens("old")
    assert good("verify", "w", "--passphrase-file", "new")["head"] == before["head"]
    Path("n.jsonl").write_text(Path("m.jsonl").read_text().replace('"1"', '"2"'))
    good("import", "n.jsonl", *at, "new")
    after = good("verify", "w", "--passphrase-file", "new")
    assert after["events"] == before["events"] + 1 and after["signer"] == before["signer"]


def test_a_workspace_made_before_gets_its_wrap_when_the_site_file_comes(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    recover = ("profile", "recover", "--workspace", "w", "--new-passphrase-file", "new")
    made = good("profile", "recovery-key", "identity")
    assert refused(*recover, "--identity", "identity")["code"] == "recovery"
    path = desk / "site.json"
    head = {"format": "reviewer-site", "format_version": "1.0"}
    path.write_text(json.dumps({**head, "recovery": made["recipient"]}))
    monkeypatch.setattr(whereabouts, "site_places", lambda program=None: [path])
    assert refused(*recover, "--identity", "identity")["code"] == "recovery"
    good("status", "--workspace", "w", "--passphrase-file", "old")
    assert refused(*recover, "--identity", "identity")["code"] == "recovery", (
        "status writes nothing"
    )
    good("backup", "--workspace", "w", "--passphrase-file", "old")
    good(*recover, "--identity", "identity")
    assert opens("new")


def test_without_a_recovery_key_creation_says_what_is_lost(desk: Path) -> None:
    ran = run(
        "profile",
        "new",
        "--pseudonym",
        "Ada Lovelace",
        "--workspace",
        "w",
        "--passphrase-file",
        "old",
    )
    assert "loses everything that was not exported" in ran.out
    assert "looks like a real name" in ran.err
    new = ("profile", "new", "--workspace", "v", "--passphrase-file", "old", "--pseudonym")
    assert refused(*new, "a@example.org")["code"] == "pseudonym"

"""A workspace holds a roster: by hand or from a bundle, only what the site's roots signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import bootstrap, whereabouts
from reviewer.trust.base64s import b64
from tests.cli.kit import good, refused, run

AT = ("--no-passphrase",)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """root-a and root-b sign (both needed, says the site file); heron is to be lead."""
    monkeypatch.chdir(tmp_path)
    roots = []
    for name in ("root-a", "root-b", "heron", "ear"):
        good("profile", "new", "--pseudonym", name, "--workspace", name, *AT)
        good("profile", "card", "-o", f"{name}.card", "--workspace", name)
        key = bootstrap.public_key(tmp_path / name)
        roots.append({"pseudonym": name, "sign": b64(key)})
    head = {"format": "reviewer-site", "format_version": "1.0"}
    site = tmp_path / "site.json"
    site.write_text(json.dumps({**head, "roots": roots[:2], "threshold": 2}))
    site.chmod(0o644)
    monkeypatch.setattr(whereabouts, "site_places", lambda program=None: [site])
    good("roster", "add", "root-a.card", "--threshold", "2")
    good("roster", "add", "root-b.card", "--role", "root")
    good("roster", "add", "heron.card", "--role", "lead")
    return tmp_path


def sign(*names: str) -> None:
    for name in names:
        good("roster", "sign", "--workspace", name)


def test_an_auditor_only_reads(people: Path) -> None:
    sign("root-a", "root-b")
    good("roster", "revoke", bootstrap.profile_of(people / "heron").keyid)
    good("roster", "add", "ear.card", "--role", "auditor")
    sign("root-a", "root-b")
    assert good("roster", "adopt", "--workspace", "ear")["role"] == "auditor"
    row = {"post_id": "1", "account_id": "a", "platform": "p", "text": "the bell"}
    Path("m.jsonl").write_text(json.dumps(row) + "\n")
    for command in (("import", "m.jsonl"), ("export", "-o", "x.zip")):
        error = refused(*command, "--workspace", "ear")
        assert error["code"] == "read_only" and "auditor" in error["message"]
    assert good("status", "--workspace", "ear")["posts"] == 0
    good("search", "bell", "--workspace", "ear")
    good("verify", "ear")
    assert not Path("x.zip").exists()


def test_adopting_needs_the_sites_threshold_and_gives_the_role(people: Path) -> None:
    adopt = ("roster", "adopt", "--workspace", "heron")
    sign("root-a")
    assert refused(*adopt)["code"] == "roster"
    sign("root-b")
    held = good(*adopt)
    assert (held["version"], held["role"], held["site"]) == (3, "lead", True)
    assert bootstrap.profile_of(people / "heron").role == "lead"
    assert good(*adopt) == held, "adopting twice changes nothing"
    Path("old").write_bytes(Path("roster.dsse.json").read_bytes())
    key = bootstrap.profile_of(people / "heron").keyid
    good("roster", "revoke", key)
    sign("root-a", "root-b")
    after = good(*adopt)
    assert after["version"] == 4 and after["role"] is None
    error = refused(*adopt, "--roster", "old")
    assert error["code"] == "rollback" and "version 4" in error["message"]
    assert "no longer counts" in run(*adopt).out
    good("verify", "heron")


def test_adopting_notes_what_was_here_of_a_key_that_was_revoked(people: Path) -> None:
    """What comes later under that key can be told from what came before it."""
    good("roster", "add", "ear.card", "--role", "reviewer")
    sign("root-a", "root-b")
    for name in ("heron", "ear"):
        good("roster", "adopt", "--workspace", name)
    row = {"post_id": "1", "account_id": "a", "platform": "p", "text": "the bell"}
    Path("m.jsonl").write_text(json.dumps(row) + "\n")
    good("import", "m.jsonl", "--workspace", "ear")
    good("export", "-o", "ear.zip", "--workspace", "ear")
    good("merge", "ear.zip", "--workspace", "heron")
    ear = bootstrap.profile_of(people / "ear")
    good("roster", "revoke", ear.keyid)
    sign("root-a", "root-b")
    good("roster", "adopt", "--workspace", "heron")
    with bootstrap.open_workspace(people / "heron", None) as found:
        adopted = [one.event["roster"] for one in found.ledger.events()
                   if one.event["type"] == "roster.adopted"]  # fmt: skip
        here = found.ledger.heads_of([ear.keyid])
    assert here[ear.keyid] and adopted[-1]["seen"] == here
    assert "seen" not in adopted[0], "nobody was revoked then"

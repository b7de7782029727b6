"""From cards to a lead, and trust that travels in bundles: typed, one command after another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import bootstrap, whereabouts
from reviewer.respath import resource
from reviewer.session.session import Session
from reviewer.trust.base64s import b64
from tests.cli.kit import good, refused, run

AT = ("--no-passphrase",)
ROOTS = ("root-a", "root-b", "root-c")
NEWER = "2031.1"


def write_site(folder: Path, roots: tuple[str, ...], threshold: int) -> None:
    keys = [{"pseudonym": name, "sign": b64(bootstrap.public_key(folder / name))} for name in roots]
    head = {"format": "reviewer-site", "format_version": "1.0"}
    site = folder / "site" / "site.json"
    site.parent.mkdir(exist_ok=True)
    site.write_text(json.dumps({**head, "roots": keys, "threshold": threshold}))
    site.chmod(0o644)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three roots of whom two must sign, says the site file; heron and tern are people."""
    monkeypatch.chdir(tmp_path)
    for name in (*ROOTS, "heron", "tern"):
        good("profile", "new", "--pseudonym", name, "--workspace", name, *AT)
        good("profile", "card", "-o", f"{name}.card", "--workspace", name)
    write_site(tmp_path, ROOTS, 2)
    place = tmp_path / "site" / "site.json"
    monkeypatch.setattr(whereabouts, "site_places", lambda program=None: [place])
    good("roster", "add", "root-a.card", "--threshold", "2")
    for name in ROOTS[1:]:
        good("roster", "add", f"{name}.card", "--role", "root")
    return tmp_path


def sign(*names: str) -> int:
    answers = [good("roster", "sign", "--workspace", name) for name in names]
    return int(answers[-1]["signatures"])


def profile_of(name: str) -> dict[str, object]:
    return dict(good("status", "--workspace", name)["profile"])


def is_lead(folder: Path) -> bool:
    session: Session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    try:
        return session.custody.is_lead()
    finally:
        session.close()


def material(name: str) -> Path:
    Path(name).mkdir()
    row = {"post_id": "1", "account_id": "a", "platform": "p", "text": f"the bell {name}"}
    path = Path(name) / "posts.jsonl"
    path.write_text(json.dumps(row) + "\n")
    return path


def built(name: str, *more: str) -> str:
    good("bundle", "build", material(name), "-o", f"{name}.zip", "--zip", *more)
    return f"{name}.zip"


def took(bundle: str, name: str = "heron") -> dict[str, object]:
    return dict(good("import", bundle, "--workspace", name))


def newer_policy() -> Path:
    text = resource("policies/default.toml").read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("version"))
    Path("newer.toml").write_text(text.replace(line, f'version = "{NEWER}"', 1), "utf-8")
    return Path("newer.toml")


# ---------------------------------------------------------------- a lead


def test_two_of_three_roots_make_a_lead_step_by_step(people: Path) -> None:
    good("roster", "add", "heron.card", "--role", "lead")
    assert "does not count: 0 of 2" in run("roster", "show").out
    assert sign("root-c") == 1
    assert refused("roster", "adopt", "--workspace", "heron")["code"] == "roster"
    assert sign("root-a") == 2
    shown = good("roster", "show")
    assert shown["counts"] and shown["site"]
    assert [one["role"] for one in shown["people"]] == ["root"] * 3 + ["lead"]
    assert profile_of("heron") == {"pseudonym": "heron", "role": "reviewer", "roster": None}
    assert not is_lead(people / "heron")
    took("roster.dsse.json")
    assert profile_of("heron") == {"pseudonym": "heron", "role": "lead", "roster": 4}
    assert is_lead(people / "heron")
    good("verify", "heron")


def test_a_roster_beside_the_site_file_is_held_at_the_next_opening(people: Path) -> None:
    good("roster", "add", "heron.card", "--role", "lead")
    sign("root-a")
    beside = people / "site" / "roster.dsse.json"
    beside.write_bytes(Path("roster.dsse.json").read_bytes())
    assert not is_lead(people / "heron"), "one of two signatures is too few"
    sign("root-b")
    beside.write_bytes(Path("roster.dsse.json").read_bytes())
    events = good("status", "--workspace", "heron")["events"]
    assert profile_of("heron")["role"] == "lead", "also where the workspace is only read"
    assert is_lead(people / "heron")
    assert is_lead(people / "heron")
    assert good("status", "--workspace", "heron")["events"] == events + 1, "adopted once"
    beside.unlink()
    assert is_lead(people / "heron"), "from the ledger"


def test_nobody_is_a_lead_without_a_roster_or_when_the_roots_are_others(people: Path) -> None:
    good("roster", "add", "heron.card", "--role", "lead")
    sign("root-a", "root-b")
    good("roster", "adopt", "--workspace", "heron")
    assert is_lead(people / "heron")
    write_site(people, ("root-c", "tern"), 2)
    assert profile_of("heron")["role"] == "reviewer", "the roots of the site are others now"
    (people / "site" / "site.json").unlink()
    assert is_lead(people / "heron"), "without a site file the roster that was adopted says so"


# ---------------------------------------------------------------- bundles that carry trust


def test_a_bundle_brings_roster_and_policy_whoever_signed_it(people: Path) -> None:
    good("roster", "add", "heron.card", "--role", "lead")
    sign("root-a", "root-b")
    newer = newer_policy()
    good("policy", "sign", newer, "--workspace", "root-a")
    signed = good("policy", "sign", newer, "--workspace", "root-b")
    assert (signed["version"], signed["signatures"]) == (NEWER, 2)
    carries = ("--roster", "roster.dsse.json", "--policy", "policy-set.json")
    bundle = built("both", *carries)
    assert good("bundle", "verify", bundle)["ignored"] == []
    events = good("status", "--workspace", "heron")["events"]
    shown = good("import", bundle, "--preview", "--workspace", "heron")
    assert [(t["kind"], t["status"], t["version"]) for t in shown["trust"]] == [
        ("roster", "newer", "4"), ("policy", "newer", NEWER)
    ]  # fmt: skip
    assert good("status", "--workspace", "heron")["events"] == events + 1, "the set in force only"
    answer = took(bundle)
    assert [t["status"] for t in answer["trust"]] == ["adopted", "adopted"]
    assert profile_of("heron")["role"] == "lead"
    again = took(bundle)
    assert [t["status"] for t in again["trust"]] == ["known", "known"]
    assert not good("policy", "adopt", newer, "--workspace", "heron")["adopted"]


def test_what_too_few_roots_signed_is_ignored_by_name_and_the_rest_is_taken(people: Path) -> None:
    good("policy", "sign", newer_policy(), "--workspace", "root-a")
    good("policy", "sign", newer_policy(), "--workspace", "tern")
    bundle = built("few", "--policy", "policy-set.json")
    assert good("bundle", "verify", bundle)["ignored"] == ["policy/policy-set.json"]
    answer = took(bundle)
    assert answer["totals"]["new"] == 1
    (said,) = answer["trust"]
    assert said["status"] == "ignored" and "policy set in few.zip was ignored" in said["says"]
    assert "1 of 2 root signatures" in said["says"]
    assert said["says"] in run("import", bundle, "--workspace", "heron").out
    assert good("policy", "adopt", "newer.toml", "--workspace", "heron")["adopted"]


def test_versions_only_grow_in_bundles_too(people: Path) -> None:
    sign("root-a", "root-b")
    old = built("old", "--roster", "roster.dsse.json")
    good("roster", "add", "heron.card", "--role", "lead")
    sign("root-a", "root-b")
    took(built("new", "--roster", "roster.dsse.json"))
    (said,) = took(old)["trust"]
    assert said["status"] == "ignored" and "version 4 is held already" in said["says"]
    assert profile_of("heron")["roster"] == 4


# ---------------------------------------------------------------- issuers


def worth(bundle: str, name: str = "heron") -> str:
    return str(took(bundle, name)["files"][0]["signed"])


def test_who_signed_a_bundle_is_said_and_a_revoked_key_is_refused(people: Path) -> None:
    made = good("bundle", "key", "intake.key", "--pseudonym", "intake", "--card", "intake.card")
    signed = ("--sign", "intake.key")
    one = built("one", *signed)
    assert worth(one) == "signed, key unknown"
    assert worth(built("none")) == "unsigned"
    good("roster", "add", "intake.card")
    sign("root-a", "root-b")
    bundle = built("two", *signed, "--roster", "roster.dsse.json")
    assert worth(bundle) == "signed by intake (issuer)", "by the roster that came with it"
    assert "signed by intake (issuer)" in run("import", bundle, "--workspace", "heron").out
    assert good("verify", one, "--trust", "roster.dsse.json")["trust"] == "rostered"
    good("roster", "revoke", made["keyid"])
    sign("root-a", "root-b")
    took("roster.dsse.json")
    error = refused("import", built("three", *signed), "--workspace", "heron")
    assert error["code"] == "key_revoked" and "intake (issuer), key revoked" in error["message"]
    assert refused("roster", "add", "intake.card", "--role", "lead")["code"] == "roster"


def test_a_key_whose_time_is_over_is_taken_and_said(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good("bundle", "key", "intake.key", "--pseudonym", "intake", "--card", "intake.card")
    day = "2999-01-01"
    assert refused("roster", "add", "intake.card", "--until", "2001-01-01")["code"] == "roster"
    good("roster", "add", "intake.card", "--until", day)
    sign("root-a", "root-b")
    took("roster.dsse.json")
    bundle = built("late", "--sign", "intake.key")
    assert worth(bundle) == "signed by intake (issuer)"
    after = 32_503_680_000_000  # the year 3000
    monkeypatch.setattr("reviewer.session.ground.ports.SystemClock.now_ms", lambda _self: after)
    assert worth(bundle) == f"signed by intake (issuer), key expired: it ended on {day}"


# ---------------------------------------------------------------- verify --trust


def test_verify_takes_the_roots_from_the_site_file(people: Path) -> None:
    good("bundle", "key", "intake.key", "--pseudonym", "intake", "--card", "intake.card")
    bundle = built("one", "--sign", "intake.key")
    good("roster", "add", "tern.card", "--threshold", "1", "--roster", "own.json")
    good("roster", "add", "intake.card", "--roster", "own.json")
    good("roster", "sign", "--workspace", "tern", "--roster", "own.json")
    assert refused("verify", bundle, "--trust", "own.json")["code"] == "roster"
    (people / "site" / "site.json").unlink()
    answer = good("verify", bundle, "--trust", "own.json")
    assert answer["trust"] == "rostered"
    assert any("signed by its own roots" in one for one in answer["sentences"])

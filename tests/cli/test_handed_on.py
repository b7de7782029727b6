"""What feedback hands on: rosters and policy sets that the roots signed, and nothing else.

And what others' packages hold that this version does not know.
"""

from __future__ import annotations

import json
import zipfile
from contextlib import closing
from pathlib import Path

import bagit
import pytest

from reviewer.domain.events import EVENT_TYPES
from reviewer.exchange.checking.verify import verify
from reviewer.respath import resource
from reviewer.store.disk import compose
from reviewer.trust.unsealing import unsealed
from tests.cli.four import AT, at, copied, desk, settle
from tests.cli.kit import good, run
from tests.store.kit import decision

NEWER, NEWEST = "2031.1", "2031.2"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """heron decided, exported, and was merged; owl signed two policy sets."""
    base = tmp_path_factory.mktemp("handed")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(base)
        settle()
        with closing(desk("heron")) as session:
            session.workspace.ledger.append([decision("1"), decision("2")])
        good("export", "-o", "heron.zip", *at("heron"))
        good("merge", "heron.zip", *at("kestrel"))
        now = version("heron")
        text = resource("policies/default.toml").read_text("utf-8")
        for number in (NEWER, NEWEST):
            Path(f"{number}.toml").write_text(text.replace(now, number), "utf-8")
            good("policy", "sign", f"{number}.toml", "--signed", f"{number}.json", *at("owl"))
    return base


@pytest.fixture
def place(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return copied(world, tmp_path, monkeypatch)


def feedback(out: str) -> str:
    good("feedback", "build", "--to", "heron", "-o", out, *at("kestrel"))
    return out


def version(name: str) -> str:
    with closing(desk(name)) as session:
        return session._core.policy.policies.version


def test_a_signed_policy_set_is_adopted_after_a_preview_and_never_an_older_one(
    place: Path,
) -> None:
    good("import", f"{NEWER}.json", *at("kestrel"))
    older = feedback("older.zip")
    good("import", f"{NEWEST}.json", *at("kestrel"))
    newest = feedback("newest.zip")
    before = good("status", *at("heron"))
    looked = good("feedback", "apply", newest, "--preview", *at("heron"))
    assert f"Policy set version {NEWEST}: signed by the roots, to be adopted." in looked["says"]
    assert good("status", *at("heron")) == before
    assert good("feedback", "apply", newest, *at("heron"))["says"] == looked["says"]
    assert version("heron") == NEWEST
    events = good("status", *at("heron"))["events"]
    assert good("feedback", "apply", newest, *at("heron"))["says"] == []
    assert good("status", *at("heron"))["events"] == events, "again adopts nothing"
    (said,) = good("feedback", "apply", older, *at("heron"))["says"]
    assert "older.zip was ignored" in said and f"version {NEWEST} was in force" in said
    assert version("heron") == NEWEST and good("verify", "heron")["first_bad"] is None


def test_an_unsigned_policy_set_is_said_and_not_adopted(place: Path) -> None:
    good("policy", "adopt", f"{NEWER}.toml", *at("kestrel"))
    back, before = feedback("back.zip"), version("heron")
    (said,) = good("feedback", "apply", back, *at("heron"))["says"]
    assert NEWER in said and "no root signed" in said and "reviewer policy adopt FILE" in said
    assert version("heron") == before
    good("import", f"{NEWER}.json", *at("kestrel"))
    told = good("feedback", "apply", feedback("signed.zip"), *at("heron"))
    assert "signed by the roots" in told["says"][0] and version("heron") == NEWER


def test_a_newer_roster_is_adopted_and_one_that_roots_did_not_sign_is_not(place: Path) -> None:
    good("profile", "new", "--pseudonym", "gull", *at("gull"), *AT)
    good("profile", "card", "-o", "gull.card", *at("gull"))
    good("roster", "add", "gull.card", "--role", "reviewer")
    good("roster", "sign", *at("owl"))
    good("roster", "adopt", *at("kestrel"))
    back = feedback("back.zip")
    held = good("status", *at("heron"))["profile"]["roster"]
    looked = good("feedback", "apply", back, "--preview", *at("heron"))
    assert any("Roster version" in one and "to be adopted" in one for one in looked["says"])
    good("feedback", "apply", back, *at("heron"))
    assert good("status", *at("heron"))["profile"]["roster"] == held + 1
    with closing(desk("kestrel")) as session:
        text = json.loads(Path("roster.dsse.json").read_text())
        text["signatures"][0]["sig"] = "A" * 86 + "=="
        forged = {"type": "roster.adopted", "roster": {"version": 9}}
        session.workspace.ledger.append([{**forged, "roster_text": json.dumps(text)}])
    told = good("feedback", "apply", feedback("bad.zip"), *at("heron"))
    assert any("was ignored" in one for one in told["says"])
    assert good("status", *at("heron"))["profile"]["roster"] == held + 1


def test_an_event_of_a_later_version_is_kept_and_goes_on_byte_for_byte(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, closing(desk("wren")) as session:
        patch.setattr(compose, "EVENT_TYPES", EVENT_TYPES | {"something.new"})
        later = {"type": "something.new", "later": {"z": [1, "ü"]}}
        (made,) = session.workspace.ledger.append([later])
    good("export", "-o", "wren.zip", *at("wren"))
    merged = good("merge", "wren.zip", *at("kestrel"))
    assert merged["totals"]["quarantined"] == 0
    good("export", "-o", "lead.zip", *at("kestrel"))
    with zipfile.ZipFile("lead.zip") as found:
        name = next(one for one in found.namelist() if one.endswith("data/events.jsonl"))
        lines = [json.loads(line)["e"] for line in found.read(name).decode().splitlines()]
    assert made.text in lines and verify(Path("lead.zip")).ok


@pytest.mark.parametrize("profile", ["full", "decisions-only", "referral", "statements"])
def test_every_profile_is_a_bag_for_others_too_also_sealed(profile: str, place: Path) -> None:
    good("export", "-o", "plain", "--profile", profile, *at("heron"))
    good("export", "-o", "p.age", "--profile", profile, "--to", "kestrel", *at("heron"))
    assert bagit.Bag("plain").is_valid()
    with closing(desk("kestrel")) as session:
        opener = session.workspace.opener
        with unsealed(Path("p.age"), opener) as plain, zipfile.ZipFile(plain) as found:
            found.extractall("opened")
    (bag,) = [one.parent for one in Path("opened").rglob("bagit.txt")]
    assert bagit.Bag(str(bag)).is_valid()


def test_sealed_feedback_is_a_bag_when_it_is_opened(place: Path) -> None:
    good("feedback", "build", "--to", "heron", "--seal", "-o", "s.age", *at("kestrel"))
    with closing(desk("heron")) as session:
        opener = session.workspace.opener
        with unsealed(Path("s.age"), opener) as plain, zipfile.ZipFile(plain) as found:
            found.extractall("opened")
    (bag,) = [one.parent for one in Path("opened").rglob("bagit.txt")]
    assert bagit.Bag(str(bag)).is_valid()
    words = run("verify", "s.age")
    assert words.code == 1 and words.err


def test_what_is_no_material_is_refused_with_what_takes_it_in(place: Path) -> None:
    for name, words, verb in (
        ("heron.zip", "holds decisions", "reviewer merge"),
        (feedback("back.zip"), "what a lead sent back", "reviewer feedback apply"),
    ):
        said = run("import", name, *at("wren"))
        assert said.code == 1 and words in said.err and verb in said.err and name in said.err
        assert "violations" not in said.err and "dsse" not in said.err

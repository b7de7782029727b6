"""``sync``: heron and wren review, kestrel leads, owl keeps the roster; one drop folder for all."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer import whereabouts
from reviewer.demo.scales import write_scale
from tests.cli.four import AT, copied, desk, settle
from tests.cli.kit import ask, good, refused, run, state_of
from tests.store.kit import decision

Answer = dict[str, Any]


class Usage:
    """A disk that always says the same of itself."""

    def __init__(self, usage: object) -> None:
        self._usage = usage

    def __call__(self, _path: object) -> object:
        return self._usage


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four workspaces with one roster; heron and wren each decided something."""
    base = tmp_path_factory.mktemp("sync")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(base)
        settle()
        for number, name in enumerate(("heron", "wren")):
            with closing(desk(name)) as session:
                session.workspace.ledger.append([decision(str(number))])
        (base / "drop").mkdir()
    return base


@pytest.fixture
def place(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return copied(world, tmp_path, monkeypatch)


def sync(name: str, *more: str) -> Answer:
    return good("sync", "drop", *more, "--workspace", name)


def told(answer: Answer, way: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["status"]) for one in answer["items"] if one["way"] == way]


def test_there_and_back_and_the_second_time_nothing_to_do(place: Path) -> None:
    looked = sync("heron", "--preview")
    assert told(looked, "out") == [("package", "new")] and not list(Path("drop").iterdir())
    assert looked["side"] == "reviewer" and looked["sealed_to"] == ["kestrel", "owl"]
    for name in ("heron", "wren"):
        assert told(sync(name), "out") == [("package", "done")]
    assert good("status", "--workspace", "heron")["pending_export"] == 0
    there = state_of(Path("drop"))
    again = sync("heron")
    assert again["totals"]["outgoing"] == 0 and told(again, "out") == [("package", "known")]
    assert state_of(Path("drop")) == there
    looked = sync("kestrel", "--preview")
    assert told(looked, "in") == [("package", "new")] * 2
    assert "Merging brings" in " ".join(looked["remarks"])
    done = sync("kestrel")
    assert told(done, "in") == [("package", "done")] * 2
    assert told(done, "out") == [("feedback", "done")] * 2
    assert good("status", "--workspace", "kestrel")["decisions"] == 2
    there = state_of(Path("drop"))
    again = sync("kestrel")
    assert (again["totals"]["incoming"], again["totals"]["outgoing"]) == (0, 0)
    assert state_of(Path("drop")) == there, "the same content is not written again"
    back = sync("heron")
    assert ("feedback", "done") in told(back, "in") and told(back, "out") == []
    assert good("status", "--workspace", "heron")["unacknowledged"] == 0
    head = good("status", "--workspace", "heron")["ledger"]
    again = sync("heron")
    assert (again["totals"]["incoming"], again["totals"]["outgoing"]) == (0, 0)
    assert good("status", "--workspace", "heron")["ledger"] == head
    assert state_of(Path("drop")) == there
    said = run("sync", "drop", "--workspace", "heron").out
    assert "There was nothing to do." in said


def test_what_goes_out_opens_for_its_readers_alone(place: Path) -> None:
    sync("heron")
    package = next(Path("drop", "packages").iterdir())
    assert package.name.startswith("heron-") and package.suffix == ".age"
    assert refused("verify", package, "--workspace", "wren")["code"] == "not_for_you"
    assert good("merge", "drop/packages", "--preview", "--workspace", "kestrel")["totals"]["new"]
    done = sync("wren", "--plain")
    assert done["sealed_to"] == [] and list(Path("drop", "packages").glob("wren-*.zip"))
    sync("kestrel")
    (letter,) = Path("drop", "feedback", "heron").iterdir()
    assert refused("feedback", "apply", letter, "--workspace", "wren")["code"] == "not_for_you"
    assert {one["status"] for one in sync("wren")["items"] if "heron" in one["name"]} == {"left"}


def test_no_name_on_the_stick_is_believed(place: Path) -> None:
    for name in ("heron", "wren"):
        sync(name, "--plain")
    sync("kestrel", "--plain")
    (letter,) = Path("drop", "feedback", "heron").iterdir()
    (other,) = Path("drop", "feedback", "wren").iterdir()
    letter.rename("drop/feedback/wren/for-wren.zip")
    other.rename("drop/feedback/heron/for-heron.zip")
    found = {one["name"]: one for one in sync("heron")["items"] if one["kind"] == "feedback"}
    assert found["feedback/heron/for-heron.zip"]["says"] == "for wren"
    assert found["feedback/wren/for-wren.zip"]["status"] == "done"
    assert good("status", "--workspace", "heron")["unacknowledged"] == 0


def test_what_is_not_as_it_was_signed_is_named_and_the_rest_goes_on(place: Path) -> None:
    for name in ("heron", "wren"):
        sync(name, "--plain")
    bad = next(Path("drop", "packages").glob("heron-*"))
    data = bytearray(bad.read_bytes())
    data[len(data) // 2] ^= 1
    bad.write_bytes(bytes(data))
    answer = ask("sync", "drop", "--workspace", "kestrel")
    assert not answer["ok"] and answer["error"]["file"] == f"packages/{bad.name}"
    assert answer["totals"]["incoming"] == 1 and answer["totals"]["refused"] == 1
    assert good("status", "--workspace", "kestrel")["decisions"] == 1
    said = run("sync", "drop", "--preview", "--workspace", "kestrel")
    assert said.code == 1 and "refused: packages/heron-" in said.out


def test_a_file_that_changed_after_the_look_is_not_taken(place: Path) -> None:
    sync("heron", "--plain")
    with closing(desk("kestrel")) as session:
        plan = session.syncing.look(Path("drop"))
        path = next(Path("drop", "packages").iterdir())
        path.write_bytes(path.read_bytes() + b"x")
        done = session.syncing.run(plan)
        assert [one.code for one in done.refusals] == ["changed"]
        assert session.status()["decisions"] == 0


def test_a_full_stick_leaves_ledger_and_folder_as_they_were(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = good("status", "--workspace", "heron")
    usage = shutil.disk_usage("/")._replace(free=100)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", Usage(usage))
        answer = ask("sync", "drop", "--workspace", "heron")
    assert answer["error"]["code"] == "no_room" and "100 B are free" in answer["error"]["message"]
    assert good("status", "--workspace", "heron") == before
    assert not [one for one in Path("drop").rglob("*") if one.is_file()]
    assert told(sync("heron"), "out") == [("package", "done")]


def test_a_run_that_was_killed_before_the_ledger_knew_is_made_good(place: Path) -> None:
    with closing(desk("heron")) as session:
        name = session.syncing.look(Path("drop")).items[-1].name
        Path("drop", "packages").mkdir()
        session.exporting.build(Path("drop", name), to=["kestrel", "owl"])
    there = state_of(Path("drop"))
    assert good("status", "--workspace", "heron")["pending_export"] > 0
    assert told(sync("heron"), "out") == [("package", "done")]
    assert state_of(Path("drop")) == there
    assert good("status", "--workspace", "heron")["pending_export"] == 0


def test_a_workspace_that_was_set_back_sends_nothing(place: Path) -> None:
    shutil.copytree("heron", "older")
    with closing(desk("heron")) as session:
        session.workspace.ledger.append([decision("7")])
    sync("heron")
    sync("kestrel")
    shutil.rmtree("heron")
    Path("older").rename("heron")
    answer = ask("sync", "drop", "--workspace", "heron")
    assert answer["error"]["code"] == "rollback" and "set back" in answer["error"]["message"]
    assert len(list(Path("drop", "packages").iterdir())) == 1


def test_dealt_cases_come_in_for_whom_they_are_and_only_signed(place: Path) -> None:
    source = write_scale(place / "coast", "small") / "records"
    Path("drop", "bundles").mkdir()
    good("profile", "new", "--pseudonym", "stranger", "--workspace", "stranger", *AT)
    for name in ("stranger", "kestrel"):
        good("import", source, "--workspace", name)
    good("deal", "--to", "heron", "-o", "drop/bundles", "--workspace", "stranger")
    answer = ask("sync", "drop", "--workspace", "heron")
    assert answer["error"]["code"] == "untrusted", "its signer is on no roster"
    for one in Path("drop", "bundles").iterdir():
        one.unlink()
    good("deal", "--to", "heron,wren", "-o", "drop/bundles", "--workspace", "kestrel")
    assert good("status", "--workspace", "heron")["cases"] == 0
    done = sync("heron")
    assert sorted(told(done, "in"))[:2] == [("bundle", "done"), ("bundle", "left")]
    assert told(done, "out") == [("package", "done")]
    assert good("status", "--workspace", "heron")["cases"] > 0
    again = sync("heron")
    assert again["totals"]["incoming"] == again["totals"]["outgoing"] == 0


def test_places_that_cannot_be_a_drop_folder(place: Path) -> None:
    assert refused("sync", "nowhere", "--workspace", "heron")["code"] == "no_folder"
    assert refused("sync", "heron", "--workspace", "heron")["code"] == "inside"
    assert refused("sync", "drop", "--to", "nobody", "--workspace", "heron")["code"] == "recipient"


def test_the_site_names_the_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = place / "site.json"
    raw = {"format": "reviewer-site", "format_version": "1.0", "drop": str(place / "drop")}
    site.write_text(json.dumps(raw), "utf-8")

    def places(**_program: object) -> list[Path]:
        return [site]

    monkeypatch.setattr(whereabouts, "site_places", places)
    answer = good("sync", "--plain", "--workspace", "heron")
    assert answer["folder"] == str(place / "drop") and told(answer, "out") == [("package", "done")]
    with closing(desk("heron")) as session:
        assert session.syncing.folder == place / "drop"

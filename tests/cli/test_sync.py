"""``sync``: heron and wren review, kestrel leads, owl keeps the roster; one drop folder for all."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer import bootstrap
from reviewer.session.session import Session
from tests.cli.kit import good, run, state_of
from tests.store.kit import decision

AT = ("--no-passphrase",)
Answer = dict[str, Any]


def desk(folder: Path | str) -> Session:
    return bootstrap.open_session(bootstrap.open_workspace(Path(folder), None))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four workspaces with one roster; heron and wren each decided something."""
    base = tmp_path_factory.mktemp("sync")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(base)
        for name in ("owl", "kestrel", "heron", "wren"):
            good("profile", "new", "--pseudonym", name, "--workspace", name, *AT)
            good("profile", "card", "-o", f"{name}.card", "--workspace", name)
        good("roster", "add", "owl.card")
        for name, role in (("kestrel", "lead"), ("heron", "reviewer"), ("wren", "reviewer")):
            good("roster", "add", f"{name}.card", "--role", role)
        good("roster", "sign", "--workspace", "owl")
        for name in ("kestrel", "heron", "wren"):
            good("roster", "adopt", "--workspace", name)
        for number, name in enumerate(("heron", "wren")):
            with closing(desk(name)) as session:
                session.workspace.ledger.append([decision(str(number))])
        (base / "drop").mkdir()
    return base


@pytest.fixture
def place(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(world, tmp_path / "world")
    monkeypatch.chdir(tmp_path / "world")
    return tmp_path / "world"


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

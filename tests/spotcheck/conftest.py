"""Three reviewers decided on the demo; a lead holds what they exported. Made once, copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.gallery.lead_world import PLAN, make, opened
from tests.desk.conftest import Driver


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``lead``, ``R-1`` to ``R-3`` with their packages; nothing is drawn."""
    folder = tmp_path_factory.mktemp("people")
    make(folder, folder / "lead")
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, of whom each decided three cases: nobody decided the others."""
    folder = tmp_path_factory.mktemp("few")
    make(folder, folder / "lead", each=3, contested=False)
    return folder


@pytest.fixture
def lead(people: Path, tmp_path: Path) -> Path:
    """A copy of the lead's workspace."""
    return Path(shutil.copytree(people / "lead", tmp_path / "lead"))


@pytest.fixture
def drawn(lead: Path) -> Path:
    """The same with a draw that waits."""
    with opened(lead) as (session, _):
        session.spotchecks.draw(PLAN, "a seed of the tests")
    return lead


@pytest.fixture
def desk_on(qtbot: QtBot, qapp: object) -> Iterator[Callable[[Path], Driver]]:
    """A real desk on a workspace."""
    made: list[Driver] = []

    def make_one(folder: Path) -> Driver:
        made.append(Driver(qtbot, folder, (1366, 768), "dark"))
        return made[-1]

    yield make_one
    for driver in made:
        driver.host.close()

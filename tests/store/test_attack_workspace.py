"""A workspace whose files were swapped, emptied or replaced: words, never a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.domain.errors import Damaged, Refused
from reviewer.session.ground.ports import SystemRandom
from reviewer.trust.profile import new_profile
from tests.session.kit import demo, opened

Harm = Callable[[Path, Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A demo workspace, and another person's."""
    place = tmp_path_factory.mktemp("made")
    folder = demo(place / "ws")
    bootstrap.create_workspace(place / "other", "R-2", None).close()
    return folder, place / "other"


def swap(name: str) -> Harm:
    def harm(folder: Path, other: Path) -> None:
        shutil.copy(other / name, folder / name)

    return harm


def empty(name: str) -> Harm:
    def harm(folder: Path, other: Path) -> None:
        (folder / name).write_bytes(b"")

    return harm


def other_kind(name: str) -> Harm:
    def harm(folder: Path, other: Path) -> None:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
            path.write_text("not a folder")
        else:
            path.unlink(missing_ok=True)
            path.mkdir()

    return harm


FATAL = {
    **{f"swapped {n}": swap(n) for n in ("ledger.db", "evidence.db", "desk.db", "head")},
    **{f"empty {n}": empty(n) for n in ("ledger.db", "evidence.db", "desk.db", "head")},
    **{f"kind of {n}": other_kind(n) for n in ("ledger.db", "cache.db", "search", "head")},
    "kind of workspace.lock": other_kind("workspace.lock"),
}
HARMLESS = {"swapped cache.db": swap("cache.db"), "empty cache.db": empty("cache.db")}


@pytest.mark.parametrize("name", [*FATAL, *HARMLESS])
def test_a_harmed_workspace_says_so_in_words(
    made: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "ws"
    shutil.copytree(made[0], folder)
    {**FATAL, **HARMLESS}[name](folder, made[1])
    if name in HARMLESS:
        with opened(folder) as keys:
            assert keys.session.timeline_len() > 0
        return
    with pytest.raises((Damaged, Refused)) as told, opened(folder):
        pass
    assert told.value.next_step


def test_pictures_whose_bytes_are_gone_say_so_on_their_tile(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    for number, harm in enumerate((shutil.rmtree, lambda p: other_kind("blobs")(p.parent, p))):
        folder = tmp_path / f"ws{number}"
        shutil.copytree(made[0], folder)
        harm(folder / "blobs")
        with opened(folder) as keys:
            session = keys.session
            queries = (session.picture(tile.key) for tile in session.media().tiles)
            pictures = [query() for query in queries if query is not None]
            assert pictures and all(picture.failed for picture in pictures)


@pytest.mark.parametrize("passphrase", ["", " ", "\n", "\ud800secret"])
def test_a_passphrase_that_is_none_is_refused(passphrase: str) -> None:
    with pytest.raises(Refused) as told:
        new_profile("R-1", passphrase, 0, SystemRandom().bytes)
    assert told.value.code == "passphrase"


def test_accents_typed_in_two_ways_open_the_same_workspace(tmp_path: Path) -> None:
    bootstrap.create_workspace(tmp_path / "ws", "R-1", "caf\u00e9 noir").close()
    bootstrap.open_workspace(tmp_path / "ws", "cafe\u0301 noir").close()
    for wrong in ("caf\u00e9 noir\n", "cafe noir", "caf\ud800 noir"):
        with pytest.raises(Refused):
            bootstrap.open_workspace(tmp_path / "ws", wrong)

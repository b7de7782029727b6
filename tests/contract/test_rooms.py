"""The walls between the rooms: import-linter's contracts, and what it cannot say."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import grimp
import pytest

from tests.contract.sources import ROOMS, ROOT, Module, call_name, imports, in_package, modules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]

FRONT_PACKAGES = ("answers", "bench", "cli", "demo", "derived", "gallery", "packaging", "play")

# What a room may take from outside, besides the standard library.
OUTSIDE = {
    "domain": {"msgspec"},
    "trust": {"cryptography", "pyrage"},
    "store": {"sqlcipher3", "sqlite_utils", "msgspec"},
    "bundle": {"msgspec"},
    "intake": {"msgspec"},
    "media": {"PIL", "av", "pdqhash"},
    "insight": set(),
    "exchange": {"msgspec"},  # the shapes of what leaves: schema and check are one
    "quality": set(),
    "session": {"msgspec"},
    "commands": set(),
    "ui": {"PySide6", "shiboken6", "pyqtgraph", "numpy"},
    "setup": set(),
    "packaging": {"PyInstaller"},
    "syslibs": set(),
    "respath": set(),
    "offline": set(),
    "logs": set(),
}

# The only modules that know threads or processes (the front ends may, too).
BUSY_NAMES = (
    *("threading", "_thread", "multiprocessing", "subprocess", "concurrent", "asyncio"),
    *("PySide6.QtCore.QThread", "PySide6.QtCore.QThreadPool", "PySide6.QtCore.QRunnable"),
    *("PySide6.QtCore.QProcess", "PySide6.QtConcurrent", "os.fork", "pty"),
)
BUSY_MODULES = {
    *("reviewer.ui.runner", "reviewer.media.client", "reviewer.media.child_process"),
    *("reviewer.bundle.hashing", "reviewer.store.search.indexer"),
}

# The facts and the figures are pure: no clock, no files, no chance, no network.
PURE = ("domain", "quality")
IMPURE_NAMES = (
    *("time", "os", "io", "pathlib", "shutil", "tempfile", "glob", "random", "secrets", "uuid"),
    *("socket", "logging", "locale", "platform", "ctypes"),
)
IMPURE_CALLS = {"open", "input", "print", "datetime.now", "datetime.utcnow", "date.today"}


def own_rooms() -> list[Module]:
    """The modules of the rooms, without the front ends."""
    return [m for m in modules() if m.room in ROOMS]


# ------------------------------------------------------------------ import-linter


def _standing(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _contract(given: dict[str, object]) -> dict[str, object]:
    """A contract without the modules that are not built yet: a name in it is a promise."""
    contract = dict(given)
    for key in ("source_modules", "forbidden_modules"):
        names = contract.get(key)
        if isinstance(names, list):
            contract[key] = [n for n in names if not in_package(n, "reviewer") or _standing(n)]
    return contract


def _toml(table: dict[str, object]) -> str:
    """Strings, flags and lists of strings look the same in JSON and in TOML."""
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


def test_contracts(tmp_path: Path) -> None:
    """The same as ``lint-imports``, which reads the table as it stands."""
    contracts = [_contract(given) for given in CONFIG["contracts"]]
    text = "[tool.importlinter]\n"
    text += _toml({key: value for key, value in CONFIG.items() if key != "contracts"})
    for contract in contracts:
        if contract.get("source_modules") != []:
            text += "\n[[tool.importlinter.contracts]]\n" + _toml(contract)
    (tmp_path / "rooms.toml").write_text(text, "utf-8")
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache", "--config", "rooms.toml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_a_contract() -> None:
    ids = {contract["id"] for contract in CONFIG["contracts"]}
    assert ids >= set(ROOMS)
    standing = {m.room for m in modules() if m.name.count(".") > 1}
    assert standing <= {*ROOMS, *FRONT_PACKAGES}, "a new room needs a contract"


# ------------------------------------------------------------------ circles, module by module


def _circles(graph: grimp.ImportGraph) -> Iterator[list[str]]:
    """The strongly connected parts of more than one module (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    for root in sorted(graph.modules):
        work = [(root, iter(()))] if root not in index else []
        while work:
            node, rest = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                rest = iter(sorted(graph.find_modules_directly_imported_by(node)))
                work[-1] = (node, rest)
            for other in rest:
                if other not in index:
                    work.append((other, iter(())))
                    break
                if other in stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    part, stack[cut:] = stack[cut:], []
                    if len(part) > 1:
                        yield part


def test_no_circle_of_modules() -> None:
    graph = grimp.build_graph("reviewer", cache_dir=None)
    assert list(_circles(graph)) == []


def test_circles_are_found() -> None:
    graph = grimp.ImportGraph()
    for name in ("a", "b", "c", "d"):
        graph.add_module(name)
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")):
        graph.add_import(importer=importer, imported=imported)
    assert [sorted(part) for part in _circles(graph)] == [["b", "c"]]


# ------------------------------------------------------------------ what comes from outside


def _foreign(module: Module) -> Iterator[tuple[str, str]]:
    """Each import of a third-party package: its place and the package."""
    for node, name in imports(module.tree):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top != "reviewer":
            yield module.where(node), top


@pytest.mark.parametrize("room", OUTSIDE)
def test_room_takes_only_its_own_from_outside(room: str) -> None:
    wrong = [
        f"{where} imports {top}"
        for module in modules()
        if module.room == room
        for where, top in _foreign(module)
        if top not in OUTSIDE[room]
    ]
    assert wrong == []


BARE = (
    *("reviewer.syslibs", "reviewer.packaging", "reviewer.__version__"),
    *("reviewer.offline", "reviewer.bench.pairs"),
)
"""What setting up and packaging may import of ours; each of it needs the standard library only."""
SETTING_UP = ("reviewer", "reviewer.setup", *BARE)


def test_setup_needs_the_standard_library_only() -> None:
    for module in modules():
        if module.name in SETTING_UP or module.room == "packaging":
            own = {n for _, n in imports(module.tree) if in_package(n, "reviewer")}
            wrong = [n for n in own if not any(in_package(n, bare) for bare in BARE)]
            assert wrong == [], module.path
            foreign = {top for _, top in _foreign(module)} - OUTSIDE["packaging"]
            assert foreign == set(), module.path


def test_rooms_name_no_front_end() -> None:
    """Front ends that the contracts do not list yet are none of the rooms' business either."""
    wrong = [
        f"{module.where(node)} imports {name}"
        for module in own_rooms()
        for node, name in imports(module.tree)
        if in_package(name, "reviewer")
        and [*name.split("."), ""][1] not in {*ROOMS, "respath", "offline", "logs", "__version__"}
    ]
    assert wrong == []


def test_one_plotting_module() -> None:
    plotting = {
        module.name
        for module in modules()
        for _, name in imports(module.tree)
        if in_package(name, "pyqtgraph")
    }
    assert len(plotting) <= 1
    assert all(in_package(name, "reviewer.ui") for name in plotting)


def test_threads_and_processes_only_where_they_are_known() -> None:
    wrong = [
        f"{module.where(node)} imports {name}"
        for module in own_rooms()
        if module.name not in BUSY_MODULES
        for node, name in imports(module.tree)
        if any(in_package(name, busy) for busy in BUSY_NAMES)
    ]
    assert wrong == []


def test_sqlcipher_is_named_in_one_module() -> None:
    wrong = [
        module.path
        for module in modules()
        if module.name != "reviewer.store.disk.engine" and "import sqlcipher3" in module.text
    ]
    assert wrong == []


def test_facts_and_figures_are_pure() -> None:
    wrong = []
    for module in own_rooms():
        if module.room not in PURE:
            continue
        for node, name in imports(module.tree):
            if any(in_package(name, impure) for impure in IMPURE_NAMES):
                wrong.append(f"{module.where(node)} imports {name}")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                name = call_name(node)
                if name in IMPURE_CALLS or any(name.endswith("." + c) for c in IMPURE_CALLS):
                    wrong.append(f"{module.where(node)} calls {name}")
    assert wrong == []


def test_no_import_by_name() -> None:
    """Imports that no contract can see."""
    wrong = [
        f"{module.where(node)} imports {name}"
        for module in own_rooms()
        for node, name in imports(module.tree)
        if in_package(name, "importlib.import_module") or in_package(name, "runpy")
    ]
    wrong += [m.path for m in own_rooms() if "__import__(" in m.text]
    assert wrong == []

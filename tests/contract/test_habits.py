"""The habits of the house that a machine can see. A new exception is a smell; mend the code."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.contract.sources import ROOT, Module, call_name, imports, in_package, modules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MODULE_LINES = 300
FUNCTION_LINES = 60  # the goal is 40

# Modules that are longer, with their length. The list may only shrink: no entry is added or grows.
LONGER_MODULES: dict[str, int] = {}

# Where a habit has its one place.
THEME = "reviewer/ui/looks/theme.py"
PLAIN = "reviewer/ui/lettering/plain.py"
# Our own pages alone: the printed sheet, and the Markdown of resources/help.
OWN_PAGES = {
    "reviewer/ui/dialogs/paper.py": ("setHtml",),
    "reviewer/ui/help/page.py": ("setMarkdown",),
}
CHILD = "reviewer/media/child.py"

Finding = tuple[ast.AST, str]


# ------------------------------------------------------------------ sizes


def test_modules_are_small() -> None:
    sizes = {m.path: len(m.text.splitlines()) for m in modules()}
    wrong = [
        f"{path}: {lines} lines, {LONGER_MODULES.get(path, MODULE_LINES)} allowed"
        for path, lines in sizes.items()
        if lines > LONGER_MODULES.get(path, MODULE_LINES)
    ]
    assert wrong == []


def test_the_list_of_longer_modules_shrinks() -> None:
    stale = [
        path
        for path in LONGER_MODULES
        if not (ROOT / path).exists()
        or len((ROOT / path).read_text("utf-8").splitlines()) <= MODULE_LINES
    ]
    assert stale == [], "these are small now: take them off the list"


def test_functions_are_short() -> None:
    wrong = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    wrong.append(f"{module.where(node)} {node.name}: {lines} lines")
    assert wrong == []


# ------------------------------------------------------------------ what is banned


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str, str]]:
    """Each call with its dotted name and the last part of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = call_name(node)
            yield node, name, name.rsplit(".", 1)[-1]


def _lambda_in_connect(module: Module) -> Iterator[Finding]:
    for node, name, last in _calls(module.tree):
        arguments = [*node.args, *(k.value for k in node.keywords)]
        if last == "connect" and any(isinstance(a, ast.Lambda) for a in arguments):
            yield node, name


def _process_events(module: Module) -> Iterator[Finding]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "processEvents":
            yield node, node.attr


def _nested_exec(module: Module) -> Iterator[Finding]:
    for node, name, last in _calls(module.tree):
        if last in ("exec", "exec_") and name != "app.exec":
            yield node, name


def _block_signals(module: Module) -> Iterator[Finding]:
    for node, name, last in _calls(module.tree):
        if last in ("blockSignals", "QSignalBlocker"):
            yield node, name


def _style_sheet(module: Module) -> Iterator[Finding]:
    if module.path != THEME:
        yield from ((n, name) for n, name, last in _calls(module.tree) if last == "setStyleSheet")


def _label(module: Module) -> Iterator[Finding]:
    if module.path == PLAIN:
        return
    for node, name, last in _calls(module.tree):
        if last == "QLabel":
            yield node, name
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if "QLabel" in (getattr(base, "id", ""), getattr(base, "attr", "")):
                    yield node, f"class {node.name}(QLabel)"


def _rich_text(module: Module) -> Iterator[Finding]:
    for node, name in imports(module.tree):
        if name.endswith(".QTextBrowser"):
            yield node, name
    banned = {"setHtml", "insertHtml", "appendHtml", "setMarkdown", "setOpenExternalLinks"}
    banned -= set(OWN_PAGES.get(module.path, ()))
    yield from ((node, name) for node, name, last in _calls(module.tree) if last in banned)


def _sleep(module: Module) -> Iterator[Finding]:
    if module.path == CHILD:
        return
    for node, name, _ in _calls(module.tree):
        if name == "time.sleep":
            yield node, name
    yield from ((n, name) for n, name in imports(module.tree) if name == "time.sleep")


def _script(module: Module) -> Iterator[Finding]:
    yield from ((n, name) for n, name, last in _calls(module.tree) if last == "executescript")


def _sqlite3(module: Module) -> Iterator[Finding]:
    for node, name in imports(module.tree):
        if in_package(name, "sqlite3") or in_package(name, "pysqlite3"):
            yield node, name


def _bare_except(module: Module) -> Iterator[Finding]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield node, "except:"


def _star_import(module: Module) -> Iterator[Finding]:
    yield from ((node, name) for node, name in imports(module.tree) if name.endswith(".*"))


def _module_state(module: Module) -> Iterator[Finding]:
    """``global``, and containers at module level that are not written as constants."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield node, "global " + ", ".join(node.names)
    containers = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, containers):
            for target in statement.targets:
                if isinstance(target, ast.Name) and not _constant(target.id):
                    yield statement, target.id


def _constant(name: str) -> bool:
    return name.strip("_").isupper() or (name.startswith("__") and name.endswith("__"))


def _mock(module: Module) -> Iterator[Finding]:
    for node, name in imports(module.tree):
        if in_package(name, "unittest.mock") or in_package(name, "mock"):
            yield node, name


def _wait(module: Module) -> Iterator[Finding]:
    yield from ((node, name) for node, name, _ in _calls(module.tree) if name == "qtbot.wait")


EVERYWHERE: dict[str, Callable[[Module], Iterator[Finding]]] = {
    "lambda in connect": _lambda_in_connect,
    "processEvents": _process_events,
    "nested exec": _nested_exec,
    "blocked signals": _block_signals,
    "time.sleep": _sleep,
    "standard library sqlite3": _sqlite3,
    "bare except": _bare_except,
    "star import": _star_import,
}
IN_THE_PROGRAM = {
    **EVERYWHERE,
    "style sheet outside ui/looks/theme.py": _style_sheet,
    "QLabel outside ui/lettering/plain.py": _label,
    "rich text": _rich_text,
    "executescript": _script,
    "module state": _module_state,
}
IN_TESTS = {**EVERYWHERE, "mock": _mock, "qtbot.wait": _wait}


def _found(folder: str, find: Callable[[Module], Iterator[Finding]]) -> list[str]:
    return [f"{m.where(node)} {what}" for m in modules(folder) for node, what in find(m)]


@pytest.mark.parametrize("habit", IN_THE_PROGRAM)
def test_program(habit: str) -> None:
    assert _found("reviewer", IN_THE_PROGRAM[habit]) == []


@pytest.mark.parametrize("habit", IN_TESTS)
def test_tests(habit: str) -> None:
    assert _found("tests", IN_TESTS[habit]) == []


# ------------------------------------------------------------------ the searches have teeth

SINS = {
    "lambda in connect": "button.clicked.connect(lambda: go())",
    "processEvents": "app.processEvents()",
    "nested exec": "dialog.exec()",
    "blocked signals": "box.blockSignals(True)",
    "time.sleep": "import time\ntime.sleep(1)",
    "standard library sqlite3": "from sqlite3 import connect",
    "bare except": "try:\n    go()\nexcept:\n    pass",
    "star import": "from os import *",
    "style sheet outside ui/looks/theme.py": "self.setStyleSheet('')",
    "QLabel outside ui/lettering/plain.py": "label = QtWidgets.QLabel('x')",
    "rich text": "edit.setHtml(text)",
    "executescript": "connection.executescript(text)",
    "module state": "seen = {}",
    "mock": "from unittest.mock import patch",
    "qtbot.wait": "qtbot.wait(100)",
}


@pytest.mark.parametrize("habit", SINS)
def test_a_sin_is_found(habit: str) -> None:
    find = {**IN_THE_PROGRAM, **IN_TESTS}[habit]
    assert list(find(Module("reviewer.ui.x", "reviewer/ui/x.py", "", ast.parse(SINS[habit]))))


def test_our_own_pages_may_read_markup_in_one_way_each() -> None:
    tree = ast.parse("edit.setHtml(text)\nedit.setMarkdown(text)\nedit.insertHtml(text)")
    for path, allowed in OWN_PAGES.items():
        found = [name for _, name in _rich_text(Module("reviewer.ui.x", path, "", tree))]
        assert len(found) == 3 - len(allowed)
        assert not any(name.endswith(allowed) for name in found)


def test_what_is_fine_is_not_found() -> None:
    text = (
        "LIMITS = {}\napp.exec()\nconnection.execute('select 1')\n"
        "button.clicked.connect(self.go)\ntry:\n    go()\nexcept OSError:\n    pass\n"
    )
    module = Module("reviewer.ui.x", "reviewer/ui/x.py", text, ast.parse(text))
    for find in {**IN_THE_PROGRAM, **IN_TESTS}.values():
        assert list(find(module)) == []

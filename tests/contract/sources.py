"""The program's own source, parsed once, for the tests of the house."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "domain trust store bundle intake media insight exchange quality session commands ui"
).split()


@dataclass(frozen=True)
class Module:
    """One parsed module: `name` as it is imported, `path` from the repository's root."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The first part below ``reviewer``."""
        return [*self.name.split("."), ""][1]

    def where(self, node: ast.AST) -> str:
        """The place of a node, to be clicked on."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def modules(folder: str = "reviewer") -> tuple[Module, ...]:
    """Every module below a folder of the repository."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        shown = path.relative_to(ROOT).as_posix()
        found.append(Module(name, shown, text, ast.parse(text, shown)))
    return tuple(found)


def in_package(name: str, package: str) -> bool:
    """Whether a dotted name is a package or stands in it."""
    return name == package or name.startswith(package + ".")


def imports(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every imported name, in functions too: ``from a.b import c`` yields ``a.b.c``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def call_name(node: ast.Call) -> str:
    """The dotted text of what is called, as far as it is plain: ``self.button.clicked.connect``."""
    parts: list[str] = []
    target: ast.expr = node.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    parts.append(target.id if isinstance(target, ast.Name) else "()")
    return ".".join(reversed(parts))

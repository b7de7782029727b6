"""Documents that are made from the code: the key tables, the schemas. Compared in a test."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from reviewer.bundle.schemas import all_schemas
from reviewer.commands.command import Command
from reviewer.commands.default import default_registry
from reviewer.domain.errors import Refused
from reviewer.respath import resource

START, END = "<!-- keys:start -->", "<!-- keys:end -->"
GROUPS = (
    "Stage an outcome",
    "Decide",
    "Mark",
    "See less, see more",
    "Move",
    "Panes",
    "Write and find",
    "File",
    "Help",
)


def repository() -> Path:
    """The source checkout that holds README and resources.

    Raises:
        Refused: code ``no_checkout``, in an installed or frozen program.
    """
    root = Path(__file__).resolve().parents[1]
    if not (root / "README.md").is_file():
        raise Refused("There is no source checkout here.", code="no_checkout")
    return root


def derived() -> dict[Path, str]:
    """Every derived file with the text that the code gives it now."""
    root = repository()
    readme = root / "README.md"
    files = {
        readme: with_keys(readme.read_text(encoding="utf-8"), key_table()),
        root / "resources/help/keys.md": key_page(),
    }
    for name, schema in all_schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        files[resource("schemas") / f"{name}.schema.json"] = text
    return files


def differing(files: dict[Path, str]) -> dict[str, str]:
    """Those whose text on disk is another one, by their path in the repository."""
    root = repository()
    return {
        path.relative_to(root).as_posix(): text
        for path, text in files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    }


def write(files: dict[str, str]) -> None:
    """Write them."""
    for name, text in files.items():
        path = repository() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def with_keys(text: str, table: str) -> str:
    """A page with its key table replaced between the marks."""
    head, start, rest = text.partition(START)
    _, end, tail = rest.partition(END)
    if not start or not end:
        raise Refused("The page has no place for the key table.", code="docs", file="README.md")
    return f"{head}{START}\n{table}\n{END}{tail}"


def key_table() -> str:
    """The keys of the desk as one Markdown table."""
    commands = [c for c in default_registry().commands if c.keys]
    return _table(commands)


def key_page() -> str:
    """The key sheet of the help."""
    parts = ["# Keys", "", "Made from the program's own list of commands.", ""]
    commands = default_registry().commands
    for group in GROUPS:
        parts += [f"## {group}", "", _table([c for c in commands if c.group == group]), ""]
    return "\n".join(parts)


def _table(commands: Iterable[Command]) -> str:
    rows = ["| key | act | what it does |", "|---|---|---|"]
    for command in commands:
        keys = " or ".join(f"`{k}`" for k in shown_keys(command))
        rows.append(f"| {keys} | {command.title} | {command.help} |")
    return "\n".join(rows)


def shown_keys(command: Command) -> list[str]:
    """The keys of a command as they are pressed."""
    keys = [" ".join([key] * command.taps) for key in command.keys]
    return [f"hold {key}" for key in keys] if command.hold else keys

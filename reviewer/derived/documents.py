"""Documents that are made from the code: key tables, record tables, schemas. Compared in a test."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from reviewer.bundle.checks import pattern_of
from reviewer.bundle.schemas import all_schemas, schema_text
from reviewer.derived.answer_schemas import answer_schemas
from reviewer.derived.desk import key_rows, key_sections, key_table, settings_sections
from reviewer.derived.event_schemas import event_schemas
from reviewer.derived.manpage import page
from reviewer.domain.errors import Refused
from reviewer.domain.policy_check import CODES
from reviewer.domain.policy_preview import preview
from reviewer.domain.records import RECORD_FILES
from reviewer.exchange.schemas import package_schemas
from reviewer.intake.mapspec import map_schema
from reviewer.session.ground.policies import default_policy

README = "README.md"
KEYS = "resources/help/keys.md"
MANUAL = "resources/packaging/reviewer.1"
RECORDS = "resources/help/bundle-format.md"
POLICIES = "resources/help/policies.md"
SCHEMAS = "resources/schemas"
SETTINGS = "resources/help/settings.md"


def repository() -> Path:
    """The source checkout that holds README and resources.

    Raises:
        Refused: code ``no_checkout``, in an installed or frozen program.
    """
    root = Path(__file__).resolve().parents[2]
    if not (root / README).is_file():
        raise Refused(
            "There is no source checkout here.",
            code="no_checkout",
            next_step="Run it in a checkout of the sources: python -m reviewer docs.",
        )
    return root


def derived(program: click.Command) -> dict[str, str]:
    """Every derived file, by its path in the repository, with the text the code gives it now.

    Args:
        program: the command line, for the manual page.
    """
    files = {
        README: _with(README, "keys", key_table()),
        MANUAL: page(program, key_rows()),
        KEYS: _with(KEYS, "keys", key_sections()),
        SETTINGS: _with(SETTINGS, "settings", settings_sections()),
        RECORDS: _with(RECORDS, "records", record_tables()),
        POLICIES: _with(POLICIES, "policies", policy_page()),
    }
    for name, schema in {**all_schemas(), **package_schemas()}.items():
        files[f"{SCHEMAS}/{name}.schema.json"] = schema_text(schema)
    for name, schema in event_schemas().items():
        files[f"{SCHEMAS}/{name}.schema.json"] = schema_text(schema)
    files[f"{SCHEMAS}/column-map.schema.json"] = schema_text(map_schema())
    for name, schema in answer_schemas().items():
        files[f"{SCHEMAS}/cli/{name}.schema.json"] = schema_text(schema)
    return files


def differing(files: Mapping[str, str]) -> dict[str, str]:
    """Those whose text on disk is another one."""
    return {name: text for name, text in files.items() if _standing(name) != text}


def obsolete(files: Mapping[str, str]) -> list[str]:
    """Schemas on disk that the code no longer gives."""
    root = repository()
    standing = (path.relative_to(root).as_posix() for path in (root / SCHEMAS).rglob("*.json"))
    return sorted(name for name in standing if name not in files)


def write(files: Mapping[str, str], old: Iterable[str] = ()) -> None:
    """Write these, and take the old ones away."""
    for name, text in files.items():
        path = repository() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for name in old:
        (repository() / name).unlink()


def _standing(name: str) -> str | None:
    path = repository() / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _with(name: str, mark: str, text: str) -> str:
    """A page with what stands between its two marks replaced."""
    start, end = f"<!-- {mark}:start -->", f"<!-- {mark}:end -->"
    head, found_start, rest = (_standing(name) or "").partition(start)
    _, found_end, tail = rest.partition(end)
    if not found_start or not found_end:
        raise Refused(
            f"The page lacks the marks {start} and {end}.",
            code="docs",
            file=name,
            next_step="Put them where the derived part shall stand.",
        )
    return f"{head}{start}\n{text}\n{end}{tail}"


def policy_page() -> str:
    """What ``policy check`` can find, and the set that ships with the program, in words."""
    codes = [f"| `{code}` | {words} |" for code, words in CODES.items()]
    table = "\n".join(["| code | what it says |", "|---|---|", *codes])
    return f"{table}\n\n# The set that ships with the program\n\n" + preview(
        default_policy().policies
    )


def record_tables() -> str:
    """One table for each record file of a bundle: field, type, whether it is needed."""
    parts = []
    for stem, schema in ((stem, all_schemas()[stem]) for stem in RECORD_FILES):
        about = inspect.cleandoc(RECORD_FILES[stem].__doc__ or "").replace("``", "`")
        parts += [f"### {stem}.jsonl", "", about, "", _fields(schema, schema.get("$defs", {})), ""]
        for name, inner in schema.get("$defs", {}).items():
            parts += [f"A *{name}*:", "", _fields(inner, schema["$defs"]), ""]
        parts += [f"Schema: [{stem}.schema.json](../schemas/{stem}.schema.json)", ""]
    return "\n".join(parts).rstrip()


def _fields(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    rows = ["| field | holds | |", "|---|---|---|"]
    needed = schema.get("required", [])
    for name, field in schema["properties"].items():
        rows.append(f"| `{name}` | {_holds(field, parts)} | {'needed' * (name in needed)} |")
    return "\n".join(rows)


def _holds(field: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """What may stand in a field, in words."""
    if "$ref" in field:
        return f"a *{str(field['$ref']).rpartition('/')[2]}*"
    if "anyOf" in field:
        return " or ".join(_holds(choice, parts) for choice in field["anyOf"])
    if "enum" in field:
        return ", ".join(f"`{value}`" if value else "empty" for value in field["enum"])
    kind = field.get("type")
    if kind == "array":
        return f"list: {_holds(field['items'], parts)}"
    if kind == "object":
        return f"names, each with {_holds(field['additionalProperties'], parts)}"
    words = {"integer": "whole number", "boolean": "true or false", "null": "null"}
    if kind == "string" and "pattern" in field:
        return _text_kind(field["pattern"])
    return words.get(str(kind), "text")


def _text_kind(pattern: str) -> str:
    """Which kind of text a pattern asks for."""
    kinds = {"time": "time", "id": "id", "platform": "platform", "sha256": "SHA-256", "hex": "hex"}
    for kind, words in kinds.items():
        if pattern == pattern_of(kind):
            return words
        if pattern == pattern_of(f"{kind}?"):
            return f"{words} or empty"
    return "text"

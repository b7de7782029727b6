"""JSON Schemas (2020-12) of all that stands in a bundle, generated from the records themselves."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from reviewer.bundle.checks import FIELD_KINDS, ID_LENGTH, MAX_INT, SIGNED, not_empty, pattern_of
from reviewer.bundle.header import BundleHeader, Watchlists
from reviewer.domain.records import RECORD_FILES, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TITLES = {
    "cases": "case",
    "accounts": "account",
    "posts": "post",
    "media": "medium",
    "reports": "report",
    "links": "link",
    "history": "earlier enforcement",
    "status": "status",
    "events": "world event",
    "assignments": "assignment",
}


def all_schemas() -> dict[str, dict[str, Any]]:
    """File stem (as in ``resources/schemas/<stem>.schema.json``) to schema."""
    found = {
        "bundle": _schema("bundle", BundleHeader, "data/bundle.json: the header of a bundle"),
        "watchlists": _schema("watchlists", Watchlists, "data/watchlists.json"),
    }
    for stem, kind in RECORD_FILES.items():
        title = f"One line of data/{stem}.jsonl: a {_TITLES[stem]}"
        found[stem] = _schema(stem, kind, title.replace("a earlier", "an earlier"))
    return found


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _schema(stem: str, kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    _, definitions = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    for part in _struct_types(kind):
        name = part.__name__
        if name in definitions:
            _refine(definitions[name], part)
    own = definitions.pop(kind.__name__)
    schema = {
        "$schema": DIALECT,
        "$id": f"urn:reviewer:schema:{stem}:1.0",
        **own,
        "title": title,
    }
    if definitions:
        schema["$defs"] = definitions
    return schema


def _struct_types(kind: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """A struct and all structs in its fields, each once."""
    found: list[type[msgspec.Struct]] = []
    waiting: list[Any] = [msgspec.inspect.type_info(kind)]
    while waiting:
        info = waiting.pop()
        if isinstance(info, msgspec.inspect.StructType) and info.cls not in found:
            found.append(info.cls)
            waiting += [one.type for one in info.fields]
        elif isinstance(info, msgspec.inspect.ListType):
            waiting.append(info.item_type)
        elif isinstance(info, msgspec.inspect.UnionType):
            waiting += info.types
    return found


def _refine(definition: dict[str, Any], kind: type[msgspec.Struct]) -> None:
    """Adds what the decoder checks beyond the types."""
    properties: dict[str, dict[str, Any]] = definition["properties"]
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    if issubclass(kind, Record):
        for name, rule in FIELD_KINDS.get(kind, {}).items():
            properties[names[name]]["pattern"] = pattern_of(rule)
            if rule.startswith("id"):
                properties[names[name]]["maxLength"] = ID_LENGTH
        for name in not_empty(kind):
            properties[names[name]]["minItems"] = 1
        signed = SIGNED.get(kind, frozenset())
        for name, schema in properties.items():
            _bound(schema, -MAX_INT if name in signed else 0)
    definition.pop("title", None)


def _bound(schema: dict[str, Any], low: int) -> None:
    """Whole numbers, alone or in a choice or a map, get their bounds."""
    if schema.get("type") == "integer":
        schema["minimum"], schema["maximum"] = low, MAX_INT
    for choice in schema.get("anyOf", []):
        _bound(choice, low)
    inner = schema.get("additionalProperties")
    if isinstance(inner, dict):
        _bound(inner, low)

"""The JSON Schemas of what events of spot-checks carry, and of a plan, made from the structs."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from reviewer.bundle.schemas import DIALECT
from reviewer.domain.qa import PARTS
from reviewer.domain.qa_plan import Part, Plan

VERSION = "1.0"


def event_schemas() -> dict[str, dict[str, Any]]:
    """File stem (as in ``resources/schemas/<stem>.schema.json``) to schema."""
    found = {
        kind.replace(".", "-"): _schema(kind.replace(".", "-"), part, f"`{name}` of a {kind} event")
        for kind, (name, part) in PARTS.items()
    }
    return {**found, "draw-plan": _schema("draw-plan", Plan, "A plan for draws of spot-checks")}


def _schema(stem: str, kind: type[Part], title: str) -> dict[str, Any]:
    _, parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    own = parts.pop(kind.__name__)
    for part in (own, *parts.values()):
        part.pop("title", None)
        part["description"] = inspect.cleandoc(part["description"])
    schema = {
        "$schema": DIALECT,
        "$id": f"urn:reviewer:schema:{stem}:{VERSION}",
        **own,
        "title": title,
    }
    return {**schema, "$defs": parts} if parts else schema

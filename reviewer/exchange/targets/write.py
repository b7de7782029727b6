"""Writing a target: a data package, whole or not at all; the same actions give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.exchange.place import building_site, settle, sync_file
from reviewer.exchange.targets import neutral_csv, neutral_jsonl
from reviewer.exchange.targets.rows import FIELDS, Actions
from reviewer.trust.canonical import dumps, sha256_hex

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Target:
    """One form: the file that it writes, what its descriptor says of it, and the writer."""

    name: str
    title: str
    file: str
    about: Mapping[str, Any]
    written: Callable[[Sequence[Mapping[str, Any]]], bytes]


TARGETS = {
    "csv": Target(
        "csv", "CSV for any platform", neutral_csv.FILE, neutral_csv.ABOUT, neutral_csv.written
    ),
    "jsonl": Target(
        "jsonl",
        "JSON lines for any platform",
        neutral_jsonl.FILE,
        neutral_jsonl.ABOUT,
        neutral_jsonl.written,
    ),
}


def write_target(target: Target, actions: Actions, out: Path, created_at: str) -> str:
    """Write the data package into a new folder; the SHA-256 of its rows.

    Args:
        created_at: RFC 3339: the time of the last event that it rests on, never the clock.

    Raises:
        Refused: ``exists``, something else of that name; ``no_folder``.
        Damaged: ``write``, the disk.
    """
    data = target.written(actions.rows)
    with building_site(out, target.name) as site:
        folder = site / "target"
        folder.mkdir()
        described = _descriptor(target, data, len(actions.rows), created_at)
        for name, content in ((target.file, data), (DESCRIPTOR, described)):
            (folder / name).write_bytes(content)
            sync_file(folder / name)
        settle(folder, out)
    return sha256_hex(data)


def _descriptor(target: Target, data: bytes, rows: int, created_at: str) -> bytes:
    """The descriptor of the Data Package standard, with its Table Schema."""
    fields = [{"name": n, "type": kind, "description": d} for n, kind, d in FIELDS]
    resource = {
        "name": "actions",
        "path": target.file,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256_hex(data)}",
        "schema": {
            "fields": fields,
            "primaryKey": ["subject_kind", "platform", "subject_id"],
            "missingValues": [""],
        },
        **target.about,
    }
    document = {
        "profile": "tabular-data-package",
        "name": "reviewer-actions",
        "title": f"{rows} actions in force",
        "created": created_at,
        "resources": [resource],
    }
    return (dumps(document) + "\n").encode("utf-8")

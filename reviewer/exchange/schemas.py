"""JSON Schemas (2020-12) of what goes out, made from the shapes that the program itself checks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from reviewer.exchange.reasons.schema import Batch

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
KeyId = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}$")]
Seq = Annotated[int, Meta(ge=1)]
Count = Annotated[int, Meta(ge=0)]


class Producer(msgspec.Struct):
    """The program that wrote it."""

    name: str
    version: str


class Signer(msgspec.Struct):
    """Who signed; the key id names the key of the signature beside it."""

    keyid: KeyId
    pseudonym: str
    role: str


class Span(msgspec.Struct):
    """A stretch of one device's chain; ``key`` only where it is not the signer's."""

    device: str
    from_seq: Seq
    to_seq: Seq
    prev: Sha256
    head: Sha256
    key: str | UnsetType = UNSET


class ExportHeader(msgspec.Struct):
    """``data/export.json``."""

    format: Literal["reviewer-export"]
    format_version: str
    must_understand: list[str]
    id: Sha256
    created_at: str
    producer: Producer
    profile: Literal["full", "decisions-only", "referral", "statements"]
    events: Count
    counts: dict[str, Count]
    signer: Signer
    receipt: str
    device: str
    from_seq: Seq
    to_seq: Seq
    prev: Sha256
    head: Sha256
    chains: list[Span] | UnsetType = UNSET


class ReceiptLine(msgspec.Struct):
    """How far the lead has a chain of the reader's."""

    device: str
    seq: Seq
    head: Sha256


class FeedbackHeader(msgspec.Struct):
    """``data/feedback.json``."""

    format: Literal["reviewer-feedback"]
    format_version: str
    must_understand: list[str]
    id: Sha256
    created_at: str
    producer: Producer
    to: str
    signer: Signer
    receipts: list[ReceiptLine]
    counts: dict[str, Count]


class EventLine(msgspec.Struct, forbid_unknown_fields=True):
    """One line of ``events.jsonl``: the exact signed text, the key id, base64 of the signature."""

    e: str
    k: str
    s: str


class ReportCounts(msgspec.Struct):
    """How many there are of each."""

    statements: Count
    batches: Count
    held_back: Count
    none_needed: Count


class HeldBack(msgspec.Struct):
    """A statement that could not leave: which field, and why; never the personal data itself."""

    puid: str
    field: str
    reason: str


class Share(msgspec.Struct):
    """How often a value stands in the statements now and in the export before, in basis points."""

    field: str
    value: str
    count: Count
    share_bp: Count
    count_before: Count | UnsetType = UNSET
    share_before_bp: Count | UnsetType = UNSET


class ReasonsReport(msgspec.Struct):
    """``data/sor-report.json``."""

    format: Literal["reviewer-sor-report"]
    format_version: str
    must_understand: list[str]
    counts: ReportCounts
    held_back: list[HeldBack]
    distribution: list[Share]
    shifts: list[str]


SHAPES: dict[str, tuple[type[msgspec.Struct], str]] = {
    "export": (ExportHeader, "data/export.json: the header of an export package"),
    "feedback": (FeedbackHeader, "data/feedback.json: what a lead sends back to one reviewer"),
    "signed-event": (EventLine, "One line of data/events.jsonl or data/feedback.jsonl"),
    "sor": (Batch, "One line of data/sor.jsonl: a batch of statements of reasons"),
    "sor-report": (ReasonsReport, "data/sor-report.json"),
}
"""File stem (as in ``resources/schemas/<stem>.schema.json``) to shape and title."""


def package_schemas() -> dict[str, dict[str, Any]]:
    """File stem to schema."""
    return {stem: _schema(stem, kind, title) for stem, (kind, title) in SHAPES.items()}


def _schema(stem: str, kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    _, parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    own = parts.pop(kind.__name__)
    for part in parts.values():
        part.pop("title", None)
    schema = {
        "$schema": DIALECT,
        "$id": f"urn:reviewer:schema:{stem}:1.0",
        **own,
        "title": title,
    }
    return {**schema, "$defs": parts} if parts else schema

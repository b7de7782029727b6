"""The shape of a statement of reasons: what its schema and its check are made from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from reviewer.exchange.reasons.lists import (
    ACCOUNT,
    CATEGORIES,
    CONTENT,
    KEYWORDS,
    LANGUAGES,
    SOURCES,
    VISIBILITY,
)
from reviewer.exchange.reasons.reasons import BATCH

Words = Annotated[str, Meta(min_length=1, max_length=500)]
Explanation = Annotated[str, Meta(min_length=1, max_length=2000)]
Facts = Annotated[str, Meta(min_length=1, max_length=5000)]
Day = Annotated[str, Meta(pattern=r"^20[0-3]\d-[01]\d-[0-3]\d$")]
Puid = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,500}$")]


def _among(names: Any) -> Any:
    """One of a closed list, as a type."""
    return Literal[tuple(sorted(set(names)))]


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One statement as the database takes it; a field that is absent is left out."""

    decision_visibility: list[_among(VISIBILITY.values())] | UnsetType = UNSET  # type: ignore[valid-type]
    decision_account: _among(ACCOUNT.values()) | UnsetType = UNSET  # type: ignore[valid-type]
    end_date_visibility_restriction: Day | UnsetType = UNSET
    end_date_account_restriction: Day | UnsetType = UNSET
    decision_ground: Literal[
        "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    ]
    illegal_content_legal_ground: Words | UnsetType = UNSET
    illegal_content_explanation: Explanation | UnsetType = UNSET
    incompatible_content_ground: Words | UnsetType = UNSET
    incompatible_content_explanation: Explanation | UnsetType = UNSET
    category: _among(CATEGORIES)  # type: ignore[valid-type]
    category_specification: list[_among(KEYWORDS)] | UnsetType = UNSET  # type: ignore[valid-type]
    category_specification_other: Words | UnsetType = UNSET
    content_type: Annotated[
        list[_among(f"CONTENT_TYPE_{c}" for c in (*CONTENT.values(), "OTHER"))],  # type: ignore[valid-type]
        Meta(min_length=1),
    ]
    content_type_other: Words | UnsetType = UNSET
    content_language: _among(LANGUAGES) | UnsetType = UNSET  # type: ignore[valid-type]
    content_date: Day
    application_date: Day
    decision_facts: Facts
    source_type: _among([*(s for _, s in SOURCES), "SOURCE_VOLUNTARY"])  # type: ignore[valid-type]
    automated_detection: Literal["Yes", "No"]
    automated_decision: Literal[
        "AUTOMATED_DECISION_FULLY",
        "AUTOMATED_DECISION_PARTIALLY",
        "AUTOMATED_DECISION_NOT_AUTOMATED",
    ]
    puid: Puid


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of ``sor.jsonl``: the body of one request."""

    statements: Annotated[list[Reason], Meta(min_length=1, max_length=BATCH)]


def fault(statement: dict[str, Any]) -> tuple[str, str] | None:
    """What is wrong with the shape of a statement, as (field, reason); None where nothing is."""
    try:
        made = msgspec.convert(statement, Reason)
    except msgspec.ValidationError as error:
        where = str(error).rpartition("$.")[2].rstrip("`")
        return (where.partition("[")[0] or "statement", "not_valid")
    if made.decision_visibility is UNSET and made.decision_account is UNSET:
        return ("decision_visibility", "missing")
    return None

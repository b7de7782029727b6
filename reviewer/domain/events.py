"""Decision events: their types and fields, as plain dictionaries with typed readers.

An event stays the dictionary that its signed text says, so that unknown fields and unknown
types are kept byte for byte. Fields: formats.md 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.domain.ids import SubjectRef

EVENT_VERSION = "1.0"
EVENT_PAYLOAD_TYPE = "application/vnd.reviewer.event.v1+json"

OUTCOMES = (
    "no_violation",
    "warn",
    "restrict",
    "remove_content",
    "suspend_temporary",
    "suspend",
)

EVENT_TYPES = frozenset(
    "decision withdraw confirm approve note escalate info.request handback label flag pin "
    "hold.placed hold.released keepopen.requested keepopen.closed refer referral.outcome "
    "state.contact enforcement.delay child_safety review.scheduled purge restore qa.draw "
    "qa.review qa.verdict qa.golden resolution link.confirmed link.rejected policy.adopted "
    "roster.adopted import export receipt deal".split()
)

UNDOABLE = frozenset("decision note label flag pin escalate refer confirm review.scheduled".split())
"""Own events that undo may withdraw until an export has written them. ``refer`` only while it
is a proposal; hold, approve, child_safety and state.contact never."""

BOOKKEEPING = frozenset({"export", "receipt"})
"""Events that alone do not make a new export package."""

Event = Mapping[str, Any]
Draft = dict[str, Any]


def subject_of(event: Event) -> SubjectRef | None:
    """The subject that an event names, if it names one."""
    raw = event.get("subject")
    if not isinstance(raw, Mapping):
        return None
    kind, ident = raw.get("kind"), raw.get("id")
    if not isinstance(kind, str) or not isinstance(ident, str):
        return None
    return SubjectRef(kind, ident)


def subject_field(subject: SubjectRef) -> dict[str, str]:
    """A subject as it stands in an event."""
    return {"kind": subject.kind, "id": subject.id}


def group_of(event: Event) -> str:
    """The group that an event belongs to: its group id, or its own id."""
    return str(event.get("group") or event.get("id") or "")


def text_list(event: Event, name: str) -> tuple[str, ...]:
    """A field that holds a list of texts; anything else in it is passed over."""
    raw = event.get(name)
    if not isinstance(raw, list | tuple):
        return ()
    return tuple(item for item in raw if isinstance(item, str))


def text(event: Event, name: str) -> str:
    """A text field, or an empty text."""
    raw = event.get(name)
    return raw if isinstance(raw, str) else ""


def flag(event: Event, name: str) -> bool:
    """A flag inside ``flags``."""
    raw = event.get("flags")
    return bool(isinstance(raw, Mapping) and raw.get(name))

"""What the common fields of an event may be: asked of every event that somebody else wrote. Pure.

Our own desk only makes events of this form, and everything that shows or counts events relies on
it. A field that is not named here is kept byte for byte and read by nobody.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from reviewer.domain.custody import ms_of_time
from reviewer.domain.events import Event

Name = Annotated[str, Meta(max_length=512)]
Words = Annotated[str, Meta(max_length=200_000)]
Offset = Annotated[int, Meta(ge=-1, le=2**53 - 1)]
Texts = list[Name]


class _Actor(Struct):
    pseudonym: Annotated[str, Meta(min_length=1, max_length=200)]
    role: Annotated[str, Meta(max_length=40)] = ""
    key: Name = ""


class _Subject(Struct):
    kind: Annotated[str, Meta(min_length=1, max_length=40)]
    id: Annotated[str, Meta(min_length=1, max_length=1024)]


class _Pin(Struct):
    kind: Name = ""
    id: Annotated[str, Meta(max_length=1024)] = ""
    start: Offset = -1
    end: Offset = -1
    sha256: Name = ""


class _Answer(Struct):
    id: Name = ""
    answer: Name = ""
    note: Words = ""
    spans: list[Any] = []


class _Seen(Struct):
    digest: Name = ""
    import_: Name = msgspec.field(name="import", default="")


class _Policy(Struct):
    set: Name = ""
    version: Name = ""
    hash: Name = ""
    id: Name = ""


class _Restriction(Struct):
    visibility: Texts = []
    territories: Texts = []
    account: Name = ""
    notice: Name = ""
    from_: Name = msgspec.field(name="from", default="")
    until: Name = ""


class _Approved(Struct):
    id: Name
    sha256: Name


class _Form(Struct):
    """The fields of an event that more than one module reads."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f-]{36}$")]
    type: Annotated[str, Meta(min_length=1, max_length=64)]
    actor: _Actor
    at: str
    subject: _Subject | UnsetType | None = UNSET
    seen: _Seen | UnsetType = UNSET
    policy: _Policy | UnsetType = UNSET
    restriction: _Restriction | UnsetType = UNSET
    flags: dict[Name, bool] = {}
    ext: dict[Name, Any] = {}
    criteria: list[_Answer] = []
    pinned: list[_Pin] = []
    approves: list[_Approved] = []
    supersedes: Texts = []
    clock_suspect: bool = False
    rationale: Words = ""
    v: Name = ""
    group: Name = ""
    case: Name = ""
    outcome: Name = ""
    recommended: Name = ""
    ground: Name = ""
    departure_reason: Name = ""
    label: Name = ""
    redo_of: Name = ""
    propagated_from: Name = ""
    due_at: Name = ""


def form_objection(event: Event) -> str:
    """What is wrong with the form of an event, in words; empty where nothing is."""
    try:
        form = msgspec.convert(event, _Form)
    except msgspec.ValidationError as error:
        return f"it is not formed as an event: {error}"
    if ms_of_time(form.at) is None:
        return "it does not say when it was made"
    return ""

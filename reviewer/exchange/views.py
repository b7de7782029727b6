"""The convenience files of an export package: what stands at its last event, for people.

None of them is authoritative: the events are. All are made from the fold of the chain up to the
end of the range, so the same range gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import Fact, State
from reviewer.domain.ids import UNDATED
from reviewer.trust.canonical import dumps, sha256_hex

COLUMNS: tuple[tuple[str, str], ...] = (
    ("subject_kind", "account, post or media"),
    ("subject_id", "platform:id, or the SHA-256 of a medium"),
    ("outcome", "no_violation, warn, restrict, remove_content, suspend_temporary or suspend"),
    ("contested", "yes where decisions in force differ and a lead has not resolved it"),
    ("policy_set", "the policy set that applied"),
    ("policy_version", "its version"),
    ("policy_hash", "SHA-256 of its text, see policy/"),
    ("policy_id", "the policy in it"),
    ("ground", "terms or illegal"),
    ("recommended", "what the policy's guide recommended"),
    ("departure_reason", "why the reviewer departed from it"),
    ("preserve", "yes where the evidence is to be kept"),
    ("by", "pseudonym"),
    ("role", "role"),
    ("at", "RFC 3339, to the minute"),
    ("case", "the case in which it was decided"),
    ("import", "the last import that the decision rests on"),
    ("event_id", "the event, see events.jsonl"),
    ("seq", "its place in the chain of its device"),
    ("rationale", "the reviewer's words"),
)

STATE_TYPES = frozenset(
    {"state.contact", "keepopen.requested", "keepopen.closed", "enforcement.delay"}
)
"""Events about what a state asked or did: their own record, never a criterion."""

_LEADING = "=+-@\t\r\n＝＋－＠"
_CHAIN_FIELDS = frozenset({"v", "device", "prev", "type", "supersedes", "group"})


class ImportInfo(Protocol):
    """What the evidence knows of an import; ``domain.views.ImportRow`` has it."""

    @property
    def import_id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> int: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def signed(self) -> bool: ...  # noqa: D102
    @property
    def signer(self) -> str: ...  # noqa: D102
    @property
    def read(self) -> int: ...  # noqa: D102
    @property
    def new(self) -> int: ...  # noqa: D102
    @property
    def known(self) -> int: ...  # noqa: D102
    @property
    def changed(self) -> int: ...  # noqa: D102
    @property
    def quarantined(self) -> int: ...  # noqa: D102
    @property
    def files(self) -> Sequence[str]: ...  # noqa: D102


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before a risky first sign, also
    where blanks stand before it."""
    first, begins = text[:1], text.lstrip()[:1]
    risky = (first and first in _LEADING) or (begins and begins in _LEADING)
    return f"'{text}" if risky else text


def decision_facts(state: State, locked: Callable[[str], bool]) -> Iterator[tuple[str, Fact, bool]]:
    """(subject key, decision in force, contested), sorted by subject and then by event; nothing of
    a medium that was stopped for child safety."""
    for key, subject in sorted(state.subjects.items()):
        if locked(key):
            continue
        heads = subject.heads
        contested = len(heads) > 1 and subject.contested
        for fact in heads:
            yield key, fact, contested


def decisions_csv(state: State, locked: Callable[[str], bool]) -> bytes:
    """One row for each decision in force: UTF-8, RFC 4180 with CRLF, a header row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names = [name for name, _ in COLUMNS]
    writer.writerow(names)
    for key, fact, contested in decision_facts(state, locked):
        row = _row(key, fact, contested)
        writer.writerow([safe_cell(row[name]) for name in names])
    return out.getvalue().encode("utf-8")


def _row(key: str, fact: Fact, contested: bool) -> dict[str, str]:
    event, policy = fact.event, fact.policy
    kind, _, ident = key.partition(":")
    actor = event.get("actor")
    seen = event.get("seen")
    return {
        "subject_kind": kind,
        "subject_id": ident,
        "outcome": fact.outcome,
        "contested": _yes(contested),
        "policy_set": str(policy.get("set", "")),
        "policy_version": str(policy.get("version", "")),
        "policy_hash": str(policy.get("hash", "")),
        "policy_id": str(policy.get("id", "")),
        "ground": ev.text(event, "ground"),
        "recommended": ev.text(event, "recommended"),
        "departure_reason": ev.text(event, "departure_reason"),
        "preserve": _yes(ev.flag(event, "preserve")),
        "by": fact.pseudonym,
        "role": str(actor.get("role", "")) if isinstance(actor, Mapping) else "",
        "at": ev.text(event, "at"),
        "case": ev.text(event, "case"),
        "import": str(seen.get("import", "")) if isinstance(seen, Mapping) else "",
        "event_id": fact.id,
        "seq": str(event.get("seq", "")),
        "rationale": ev.text(event, "rationale"),
    }


def _yes(value: bool) -> str:
    return "yes" if value else ""


def datapackage(csv_bytes: bytes, package_id: str, created_at: str) -> bytes:
    """The Frictionless descriptor of ``decisions.csv``."""
    resource = {
        "name": "decisions",
        "path": "decisions.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(csv_bytes),
        "hash": f"sha256:{sha256_hex(csv_bytes)}",
        "description": "Decisions in force. For convenience: events.jsonl decides. A cell that"
        " begins with = + - @ a tab or a line end has an apostrophe before it.",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {
            "fields": [{"name": n, "type": "string", "description": d} for n, d in COLUMNS],
            "primaryKey": ["event_id"],
        },
    }
    document = {
        "profile": "tabular-data-package",
        "name": "reviewer-decisions",
        "id": package_id,
        "created": created_at,
        "resources": [resource],
    }
    return _file(document)


def holds_jsonl(events: Iterable[Event], state: State, locked: Callable[[str], bool]) -> bytes:
    """One line for each hold that was placed: whether it stands, the release that a lead approved,
    and the one that is only proposed."""
    lines = []
    for event in events:
        subject = ev.subject_of(event)
        if event.get("type") != "hold.placed" or subject is None or locked(subject.key):
            continue
        entry, ident = state.subject(subject.key), ev.text(event, "id")
        releases = [
            fact
            for fact in entry.facts.values()
            if fact.type == "hold.released" and ident in ev.text_list(fact.event, "supersedes")
        ]
        approved = entry.approved
        extra = {
            "stands": any(fact.id == ident for fact in entry.holds),
            "released_by": next((f.id for f in releases if f.id in approved), None),
            "release_proposed": next((f.id for f in releases if f.id not in approved), None),
        }
        lines.append(dumps({**_plain(event), **extra}) + "\n")
    return "".join(lines).encode("utf-8")


def state_involvement_jsonl(events: Iterable[Event], state: State) -> bytes:
    """One line for each contact with a state, request to keep open, and delay that it caused."""
    lines = []
    for event in events:
        kind = ev.text(event, "type")
        if kind not in STATE_TYPES:
            continue
        row = {**_plain(event), "type": kind, "about": list(ev.text_list(event, "supersedes"))}
        if kind == "keepopen.requested":
            row["open"] = _is_open(event, state)
        if kind == "enforcement.delay":
            found = state.found(ev.text(event, "id"))
            row["approved_by"] = found[0].approved_by(found[1].id) if found else 0
            row["in_force"] = bool(found and found[1].id in found[0].approved)
        lines.append(dumps(row) + "\n")
    return "".join(lines).encode("utf-8")


def _is_open(event: Event, state: State) -> bool:
    subject = ev.subject_of(event)
    kept = state.wishes_of(subject.key).kept_open if subject else []
    return any(fact.id == event.get("id") for fact in kept)


def _plain(event: Event) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in _CHAIN_FIELDS}


def import_ids(events: Iterable[Event]) -> list[str]:
    """The imports that events name as what was seen or logged, in order of first naming."""
    found: dict[str, None] = {}
    for event in events:
        for raw in (event.get("seen"), event):
            named = raw.get("import") if isinstance(raw, Mapping) else None
            if isinstance(named, Mapping):
                named = named.get("id") or named.get("import_id")
            if isinstance(named, str) and named:
                found.setdefault(named, None)
    return list(found)


def imports_json(named: Sequence[str], known: Iterable[ImportInfo]) -> bytes:
    """The imports that the events rest on; one that is not here any more says so."""
    rows = {row.import_id: row for row in known}
    imports = [
        _import(rows[ident]) if ident in rows else {"id": ident, "missing": True} for ident in named
    ]
    return _file({"format": "reviewer-imports", "format_version": "1.0", "imports": imports})


def _import(row: ImportInfo) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": row.import_id,
        "name": row.name,
        "kind": row.kind,
        "at": "" if row.at == UNDATED else _rfc3339(row.at),
        "sha256": row.sha256,
        "files": list(row.files),
        "signed": row.signed,
        "signer": row.signer,
        "counts": {
            "read": row.read,
            "new": row.new,
            "known": row.known,
            "changed": row.changed,
            "quarantined": row.quarantined,
        },
    }
    return found


def _rfc3339(ms: int) -> str:
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


def _file(document: Any) -> bytes:
    return (dumps(document) + "\n").encode("utf-8")

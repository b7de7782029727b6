"""The ``import`` event: what came in, known by its hash, and what its signature was worth."""

from __future__ import annotations

from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Draft
from reviewer.domain.views import ImportRow
from reviewer.intake.report import ImportReport
from reviewer.trust.roster import Roster
from reviewer.trust.standing import Kind

FILES_KEPT = 100
FILE_NAME_KEPT = 300
"""An event names so many files, each with so many characters, and says how many more there were:
an import of a large folder must never be too long for the ledger."""


def import_of(event: ev.Event) -> ev.Event:
    """The body of an ``import`` event."""
    raw = event.get("import")
    return raw if isinstance(raw, dict) else {}


def import_draft(row: ImportRow, report: ImportReport | None = None) -> Draft:
    """The event of an import.

    Args:
        report: of the import just made; without it nothing is said of the signer but the key.
    """
    return {
        "type": "import",
        "import": {
            "id": row.import_id,
            "name": row.name,
            "kind": row.kind,
            "sha256": row.sha256,
            "signed": row.signed,
            "signer": row.signer,
            **_standing(row, report),
            "files": [name[:FILE_NAME_KEPT] for name in row.files[:FILES_KEPT]],
            "files_more": max(0, len(row.files) - FILES_KEPT) or None,
            "totals": {
                "read": row.read,
                "new": row.new,
                "known": row.known,
                "changed": row.changed,
                "quarantined": row.quarantined,
            },
        },
    }


def _standing(row: ImportRow, report: ImportReport | None) -> dict[str, Any]:
    if report is None or report.import_id != row.import_id or not row.signed:
        return {}
    found = report.standing
    return {"standing": found.kind, "signed_by": found.pseudonym or None}


def standing_of(row: ImportRow, event: ev.Event | None, held: Roster | None) -> tuple[Kind, str]:
    """What the signature of an import is worth, and the pseudonym of who signed it.

    Judged by the whole key when it came in, as its event says; since then the roster may have
    revoked that key.
    """
    if not row.signed:
        return "unsigned", ""
    body = import_of(event) if event is not None else {}
    said, who = ev.text(body, "standing"), ev.text(body, "signed_by")
    named = [held.key(keyid) for keyid in row.signer.split(", ")] if held is not None else []
    if any(entry is not None and entry.revoked for entry in named) and said != "unknown":
        return "revoked", who
    kinds: dict[str, Kind] = {"issuer": "issuer", "expired": "expired", "other": "other"}
    return kinds.get(said, "unknown"), who

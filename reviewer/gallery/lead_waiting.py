"""A lead's workspace in which something of every kind waits: merged, asked, drawn, held, lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from reviewer import bootstrap
from reviewer.demo.scales import CREATED_AT, write_scale
from reviewer.domain.qa_plan import Plan
from reviewer.gallery.lead_world import (
    FROM,
    LIMIT,
    NO_ACTION,
    SUSPEND,
    adopt_roster,
    opened,
    person,
    type_keys,
)
from reviewer.intake.build import build_bundle
from reviewer.session.session import Session

Keys = tuple[str, ...]
THREAT = ("Ctrl+2", "d", "b", "t", "f", "f")
DUE = {"T-2406": "2026-05-01T16:30:00.000Z", "T-2407": "2026-04-29T10:00:00.000Z"}
"""Case to its date: three hours from the time at which the gallery stands, and two days past."""
PLAN = Plan(name="stratified", size=2, floor=1, must_see=("referral",), period="all")
ORDER = {"basis": "tco_order", "authority": "Coast Office", "reference": "7"}
UNKNOWN, GONE = "R-8", "R-9"
"""A reviewer whom the roster does not name, and one whose key is revoked later."""


def asking(words: str) -> Keys:
    """Ask the lead."""
    return ("Ctrl+2", "d", f"text:{words}", "w", "f", "f")


FIRST: dict[str, dict[str, Keys]] = {
    "R-3": {
        "T-2408": THREAT,
        "T-2413": LIMIT,
        "T-2414": NO_ACTION,
        "T-2415": NO_ACTION,
        "T-2416": SUSPEND,
    },
    GONE: {"T-2412": SUSPEND},
}
"""What is merged before the draw: all that it can be made from."""
THEN: dict[str, dict[str, Keys]] = {
    "R-1": {
        "T-2401": SUSPEND,
        "T-2402": THREAT,
        "T-2406": SUSPEND,
        "T-2409": THREAT,
        "T-2404": asking("The flag is in a museum's picture. Does the exemption hold?"),
    },
    "R-2": {
        "T-2401": NO_ACTION,
        "T-2406": NO_ACTION,
        "T-2403": asking("هل هذا نشيد أم تهديد؟"),
        "T-2407": asking("Two translations differ. Which one counts?"),
    },
    UNKNOWN: {"T-2405": NO_ACTION},
}
LOCKED, ASKED_BY_STATE, HELD, KEPT_OPEN, REFERRED = (
    "T-2404",
    "T-2401",
    "T-2410",
    "T-2411",
    "T-2409",
)
"""On which case the lead stops a medium, notes a contact, and so on."""


def waiting(folder: Path) -> None:
    """A lead's workspace with something of every kind in its inbox."""
    with tempfile.TemporaryDirectory() as scratch:
        _make(Path(scratch), folder)


def _make(scratch: Path, lead: Path) -> None:
    bundle = _bundle(scratch)
    names = dict.fromkeys([*FIRST, *THEN])
    folders = {name: person(scratch / name, name, bundle) for name in names}
    bootstrap.create_workspace(scratch / "root", "root", None).close()
    known = {name: place for name, place in folders.items() if name != UNKNOWN}
    root = scratch / "root"
    adopt_roster({**known, "root": root, "L-1": person(lead, "L-1", bundle)}, lead="L-1")
    first = [_decide(folders[name], work, scratch) for name, work in FIRST.items()]
    with opened(lead) as (session, _):
        session.merging.merge(first)
        session.spotchecks.draw(PLAN, "the gallery's seed")
    then = [_decide(folders[name], work, scratch) for name, work in THEN.items()]
    with opened(lead) as (session, clock):
        session.merging.merge(then)
        _forms(session)
        session.select_case(LOCKED)
        type_keys(session, clock, ("Ctrl+3", "d", "Ctrl+Shift+K"))
    _revoke(root, folders[GONE], lead)


def _bundle(scratch: Path) -> Path:
    source, bundle = write_scale(scratch / "coast", "small"), scratch / "coast.zip"
    cases = source / "records" / "cases.jsonl"
    rows = [json.loads(line) for line in cases.read_text("utf-8").splitlines()]
    for row in rows:
        if row["case_id"] in DUE:
            row["due_at"] = DUE[row["case_id"]]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    cases.write_text(text, "utf-8")
    media = source / "media"
    build_bundle([source / "records"], bundle, zip=True, created_at=CREATED_AT, media_dir=media)
    return bundle


def _decide(folder: Path, work: dict[str, Keys], scratch: Path) -> Path:
    out = scratch / f"{folder.name}.zip"
    with opened(folder) as (session, clock):
        for case, keys in work.items():
            session.select_case(case)
            type_keys(session, clock, keys)
        session.jobs.export(out)
    return out


def _forms(session: Session) -> None:
    """What the lead does by forms: a contact, a hold, a request to keep open, an approval."""
    said: Sequence[tuple[str, str, dict[str, str]]] = (
        (
            ASKED_BY_STATE,
            "contact",
            {"kind": "data_request", "authority": "Coast Office", "country": "XX"},
        ),
        (
            HELD,
            "hold",
            {
                "basis": "tco_order",
                "authority": "Coast Office",
                "reference": "7",
                "until": "2026-05-03",
            },
        ),
        (
            KEPT_OPEN,
            "keep_open",
            {"authority": "Harbour Court", "reference": "7/2026", "review_at": "2026-05-01"},
        ),
    )
    for case, name, values in said:
        session.select_case(case)
        form = session.custody.form(name)
        form.submit({field.id: field.value for field in form.fields} | values)
    for line in session.custody.proposals():
        if line.event["case"] == REFERRED:
            session.custody.approve(line.id)


def _revoke(root: Path, gone: Path, lead: Path) -> None:
    """A newer roster without the key of somebody whose decisions came."""
    with bootstrap.open_workspace(gone, None) as space:
        keyid = space.profile.keyid
    with opened(lead) as (session, _), bootstrap.open_workspace(root, None) as space:
        held = session.roster.held
        assert held is not None
        session.roster.adopt(held.revoke(keyid, FROM).to_text(space.signer))

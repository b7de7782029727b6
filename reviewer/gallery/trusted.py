"""Workspaces in which signatures are worth different things, and an auditor's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reviewer import bootstrap
from reviewer.demo.workspace import make_demo
from reviewer.domain.records import Record
from reviewer.session.session import Session
from reviewer.trust.cards import Card, card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.roster import Roster, first_roster

SINCE = "2020-01-01T00:00:00.000Z"
OVER = "2026-05-01T00:00:00.000Z"
SIGNERS = ("harbour-desk", "old-harbour-desk", "lost-harbour-desk", "nobody", "")
"""Whose bundles there are: one that counts, one whose time is over, one that is revoked, one that
no roster names, and one that nobody signed."""
Rows = Callable[[str], list[Record]]
Build = Callable[[Path, str, list[Record], Signer | None], Path]


def trusted(folder: Path, source: Path, rows: Rows, build: Build) -> None:
    """Five bundles, of five signers; then the roster that judges them, one key revoked."""
    keys = {name: Signer.generate() for name in SIGNERS if name}
    bootstrap.create_workspace(folder, "demo-reviewer", None).close()
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    try:
        root, roster = _roster(session, keys)
        session.roster.adopt(roster.to_text(root))
        for name in SIGNERS:
            stem = name or "unsigned"
            bundle = build(source, stem, rows(stem), keys.get(name))
            session.jobs.import_paths([bundle])
        ended = roster.revoke(keys["lost-harbour-desk"].keyid, OVER)
        session.roster.adopt(ended.to_text(root))
    finally:
        session.close()


def _roster(session: Session, keys: dict[str, Signer]) -> tuple[Signer, Roster]:
    root, space = Signer.generate(), session.workspace
    own = read_card(card(space.profile, space.signer))
    found = first_roster(_card("site-root", root, own.seal), 1, SINCE)
    found = found.add(own, "lead", SINCE)
    for name, until in zip(SIGNERS[:3], ("", OVER, ""), strict=True):
        found = found.add(_card(name, keys[name]), "issuer", SINCE, until)
    return root, found


def _card(name: str, signer: Signer, seal: str = "") -> Card:
    role = "root" if seal else "issuer"
    return Card(name, role, "", signer.keyid, signer.public, seal, SINCE)


def auditor(folder: Path) -> None:
    """The demo, in the hands of an auditor."""
    make_demo(folder, scale="small")
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    try:
        root, space = Signer.generate(), session.workspace
        own = read_card(card(space.profile, space.signer))
        found = first_roster(_card("site-root", root, own.seal), 1, SINCE)
        session.roster.adopt(found.add(own, "auditor", SINCE).to_text(root))
        session.roster.take_place()
    finally:
        session.close()

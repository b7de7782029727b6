"""A lead's workspace with the packages of two reviewers in it, and one more package beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from reviewer import bootstrap
from reviewer.demo.scales import CREATED_AT, write_scale
from reviewer.domain.events import Draft
from reviewer.intake.build import build_bundle
from reviewer.session.session import Session
from reviewer.trust import roster as rosters
from reviewer.trust.cards import card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.profile import new_profile

SINCE = "2020-01-01T00:00:00.000Z"
PEOPLE = {"L-1": "lead", "R-4": "reviewer", "R-7": "reviewer"}
MORE = "more"
"""The name of the folder, beside the workspace, with packages that are not merged yet."""


def merged(folder: Path) -> None:
    """A lead who merged two reviewers: they agree on one account and differ on another."""
    aside = folder.with_name(f"{folder.name}-others")
    bundle = _bundle(aside)
    spaces = {name: aside / name for name in PEOPLE if name != "L-1"} | {"L-1": folder}
    for name, place in spaces.items():
        session = bootstrap.open_session(bootstrap.create_workspace(place, name, None))
        session.jobs.import_paths([bundle])
        session.close()
    text = _roster(list(spaces.values()))
    more = folder.with_name(f"{folder.name}-{MORE}")
    more.mkdir()
    packages = []
    for number, (name, place) in enumerate(spaces.items()):
        session = bootstrap.open_session(bootstrap.open_workspace(place, None))
        session.roster.adopt(text)
        if name != "L-1":
            _decide(session, number)
            session.jobs.export(aside / f"{name}.zip")
            packages.append(aside / f"{name}.zip")
            _decide_more(session)
            session.jobs.export(more / f"{name}-2.zip")
        else:
            session.merging.merge(packages)
        session.close()
    broken = bytearray((more / "R-4-2.zip").read_bytes())
    broken[len(broken) // 2] ^= 1
    (more / "R-5-broken.zip").write_bytes(broken)


def _bundle(aside: Path) -> Path:
    aside.mkdir(parents=True)
    source, bundle = write_scale(aside / "coast", "small"), aside / "coast.zip"
    media = source / "media"
    build_bundle([source / "records"], bundle, zip=True, created_at=CREATED_AT, media_dir=media)
    return bundle


def _roster(places: list[Path]) -> str:
    """A roster of all of them, signed by a root whose key nobody keeps."""
    profile, secrets = new_profile("root", "p", 0, os.urandom, memory_kib=64, iterations=1, lanes=1)
    signer = Signer.from_private(secrets.signing)
    found = rosters.first_roster(read_card(card(profile, signer)), 1, SINCE)
    for place in places:
        with bootstrap.open_workspace(place, None) as space:
            who = space.profile.pseudonym
            found = found.add(read_card(card(space.profile, space.signer)), PEOPLE[who], SINCE)
    return found.to_text(signer)


def _draft(session: Session, place: int, outcome: str, policy: str, note: str) -> Draft:
    """A decision about the case at a place in the queue, as its desk would write it."""
    row = session.queue().rows[place]
    evidence = session.workspace.evidence
    rule = session.policy.policies.policy(policy)
    kind, _, ident = row.account.partition(":")
    seen: dict[str, Any] = {"digest": evidence.digest_of_case(row.case_id)}
    seen["import"] = evidence.last_import_of_case(row.case_id)
    return {
        "type": "decision",
        "case": row.case_id,
        "subject": {"kind": kind, "id": ident},
        "outcome": outcome,
        "ground": "terms",
        "seen": seen,
        "policy": session.policy.reference(rule),
        "rationale": note,
    }


def _decide(session: Session, number: int) -> None:
    first = _draft(session, 0, "suspend", "org.official_media", "Mirrors of a closed channel.")
    outcome, rule, note = (
        (
            "suspend",
            "org.official_media",
            "Seven posts in one night, all of them copies of the channel.",
        ),
        ("warn", "org.support", "One post praises; the other six quote the news. مرحباً بالجميع."),
    )[number]
    second = _draft(session, 1, outcome, rule, note)
    third = _draft(session, 2, "no_violation", "", "Reports of the news only.")
    session.workspace.ledger.append([first])
    session.workspace.ledger.append([second])
    session.workspace.ledger.append([third] if number else [third | {"outcome": "restrict"}])


def _decide_more(session: Session) -> None:
    session.workspace.ledger.append([_draft(session, 4, "suspend", "org.official_media", "More.")])

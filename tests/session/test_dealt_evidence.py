"""The evidence of what a lead dealt, or of what came in by another way, is never called missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import structs

from reviewer import bootstrap
from reviewer.gallery.lead_world import PLAN, adopt_roster, bundle_of_demo, opened, person
from reviewer.intake.build import build_bundle
from reviewer.session.known.contested import others_words
from reviewer.session.known.merged import is_alike, lacking
from reviewer.session.session import Session
from reviewer.store.safety.whole import check_whole
from reviewer.trust.canonical import sha256_hex

CASES = 6
WHOLE = structs.replace(PLAN, size=CASES * 2)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead dealt every case to two people; heron imported his bundle, ibis the whole folder of
    them. Both decided and exported, the lead merged what they sent."""
    folder = tmp_path_factory.mktemp("dealt")
    person(folder / "lead", "L-1", bundle_of_demo(folder))
    names = {"root": "root", "lead": "L-1", "heron": "heron", "ibis": "ibis", "other": "other"}
    for name, pseudonym in names.items():
        if name != "lead":
            bootstrap.create_workspace(folder / name, pseudonym, None).close()
    adopt_roster({name: folder / name for name in names}, lead="lead")
    deals = folder / "deals"
    deals.mkdir()
    with opened(folder / "lead") as (session, _):
        session.dealing.deal(session.dealing.preview(["heron", "ibis"], 1000), deals)
    work(folder, "heron", next(deals.glob("*heron*")), "suspend")
    work(folder, "ibis", deals, "no_violation")
    with opened(folder / "lead") as (session, _):
        session.merging.merge([folder / "heron.zip", folder / "ibis.zip"])
    return folder


def work(folder: Path, name: str, bundle: Path, outcome: str) -> None:
    """Import, decide the first cases, export."""
    with opened(folder / name) as (session, _):
        assert session.jobs.import_paths([bundle]).ok
        for row in session.workspace.evidence.cases()[:CASES]:
            decide_as(session, row.case_id, outcome)
        session.jobs.export(folder / f"{name}.zip")


def decide_as(session: Session, case_id: str, outcome: str) -> None:
    """A decision as the desk would write it."""
    evidence = session.workspace.evidence
    case = evidence.case(case_id)
    assert case is not None
    seen = {
        "digest": evidence.digest_of_case(case_id),
        "import": evidence.last_import_of_case(case_id),
    }
    draft = {"type": "decision", "case": case_id, "outcome": outcome, "ground": "terms"}
    subject = {"kind": "account", "id": case.account}
    policy = session.policy.reference(None)
    session.workspace.ledger.append([draft | {"subject": subject, "seen": seen, "policy": policy}])


def copied(world: Path, name: str, to: Path) -> Path:
    return Path(shutil.copytree(world / name, to / name))


def clean(session: Session) -> bool:
    return not session.status()["evidence_missing"]


def test_what_was_dealt_from_here_is_here(world: Path, tmp_path: Path) -> None:
    with opened(copied(world, "lead", tmp_path)) as (session, _):
        assert clean(session)
        frame = session.spotchecks.frame(WHOLE)
        assert not frame.missing and len(frame.items) == CASES * 2
        assert len(frame.alike) == CASES, "ibis took a folder in: only the content tells"
        case = session.workspace.evidence.cases()[0]
        assert session._core.subject(f"account:{case.account}").contested
        assert not [one for one in others_words(session._core, case) if "missing" in one]
        session.select_case(case.case_id)
        columns = session.contested().heads
        said = {dict(one.lines).get("Evidence") for one in columns}
        assert said == {"the same as here now"} and not any(one.missing for one in columns)
        draw = session.spotchecks.draw(WHOLE, "a seed")
        assert session.spotchecks.check(draw) == [], "drawn again it is the same"


def test_who_never_had_it_misses_it_until_it_comes(world: Path, tmp_path: Path) -> None:
    """First the folder, then one bundle of it: nothing is new, and its decisions find it."""
    (heron,) = (world / "deals").glob("*heron*")
    with opened(copied(world, "other", tmp_path)) as (session, _):
        for parcel in session.merging._read([world / "heron.zip"]).parcels:
            session.workspace.ledger.merge(parcel, session.roster.held)
        assert session.jobs.missing_evidence() == [heron.name]
        assert session.jobs.import_paths([world / "deals"]).ok
        assert session.jobs.missing_evidence() == [], "the content is the same"
        (named,) = {ident for ident, told in session._core.state.told.items() if told[1]}
        number = session._core.import_number(named)
        assert number == 1, "these bytes came with the folder"
        assert not session.jobs.import_paths([heron]).wrote
        assert session._core.import_number(named) == 1


def test_bytes_that_bring_nothing_new_are_remembered(world: Path, tmp_path: Path) -> None:
    """The same records in another bundle: all known, and found by its hash from then on."""
    again = tmp_path / "again.zip"
    source = world / "coast"
    build_bundle(
        [source / "records"],
        again,
        zip=True,
        created_at="2026-01-02T00:00:00.000Z",
        media_dir=source / "media",
    )
    digest = sha256_hex(again.read_bytes())
    with opened(copied(world, "lead", tmp_path)) as (session, _):
        evidence = session.workspace.evidence
        before = [row.import_id for row in evidence.imports()]
        assert evidence.holds_bytes(digest) is None
        assert not session.jobs.import_paths([again]).wrote
        assert evidence.holds_bytes(digest) is not None
        assert [row.import_id for row in evidence.imports()] == before
        assert not [f for f in check_whole(session.workspace) if f.code == "evidence_missing"]


def test_a_changed_case_is_another_state(world: Path, tmp_path: Path) -> None:
    """What was dealt stays here when more came; the column says that it is another state."""
    with opened(copied(world, "lead", tmp_path)) as (session, _):
        case = session.workspace.evidence.cases()[0]
        heads = session._core.subject(f"account:{case.account}").heads
        event = {**heads[0].event, "seen": {**heads[0].event["seen"], "digest": "0" * 64}}
        assert not is_alike(session._core, event)
        by_hash = [h.event for h in heads if h.pseudonym == "heron"]
        changed = {**by_hash[0], "seen": {**by_hash[0]["seen"], "digest": "0" * 64}}
        assert lacking(session._core, changed) == "", "the bundle was dealt from here"

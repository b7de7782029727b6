"""The property of merging: the same packages give the same state and the same quarantine, in
whatever order they come and however often; and the state is the fold of all events that count."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from reviewer.domain.fold import fold
from reviewer.domain.proposals import exact_hash
from reviewer.store.ledger.judging import judge
from reviewer.store.ledger.merging import Parcel
from reviewer.store.ledger.twins import keepers
from reviewer.trust.roster import Roster
from tests.store.kit import decision, make, reopen
from tests.store.merge_kit import DAY, Chain, lines_of, roster

ACCOUNTS = ["1", "2"]
KINDS = [
    "decide",
    "decide",
    "amend",
    "withdraw",
    "refer",
    "approve",
    "resolve",
    "escalate",
    "odd",
    "twin",
]


def grow(draw: st.DrawFn, chain: Chain, others: Sequence[Chain], count: int, day: int) -> None:
    """Random events: good ones, and some that break a rule or name others' events."""
    everything = [one for other in (chain, *others) for one in other.stored]
    for _ in range(count):
        kind = draw(st.sampled_from(KINDS))
        who = draw(st.sampled_from(ACCOUNTS))
        subject = {"kind": "account", "id": f"twitter:{who}"}
        named = draw(st.sampled_from(everything)) if everything else None
        outcome = draw(st.sampled_from(["suspend", "warn"]))
        day = min(28, day + draw(st.integers(0, 2)))
        if kind == "decide" or named is None:
            chain.decide(who, outcome, day=day)
        elif kind == "amend":
            chain.decide(who, outcome, day=day, supersedes=[named.id])
        elif kind == "approve":
            approves = [{"id": named.id, "sha256": exact_hash(named.event)}]
            chain.add("approve", day=day, approves=approves)
        elif kind == "resolve":
            ids = [one.id for one in everything if one.event.get("subject") == subject]
            settled = {"subject": subject, "outcome": outcome, "rationale": "so"}
            chain.add("resolution", day=day, supersedes=ids[:3] or [named.id], **settled)
        elif kind == "refer":
            chain.add("refer", day=day, subject=subject, referral={"to": "specialist"})
        elif kind == "withdraw":
            chain.add("withdraw", day=day, subject=subject, supersedes=[named.id])
        elif kind == "escalate":
            chain.add("escalate", day=day, subject=subject)
        elif kind == "twin":
            chain.decide(who, outcome, day=day, id=named.id)
        else:
            chain.add("from.the.future", day=day, supersedes=[named.id], id=named.id)
        everything.append(chain.stored[-1])


def cut(draw: st.DrawFn, chain: Chain) -> list[Parcel]:
    """Packages of a chain: cuts that overlap, leave holes, repeat."""
    size = len(chain.stored)
    found = []
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.integers(1, size))
        found.append(chain.parcel(first, draw(st.integers(first, size))))
    if draw(st.booleans()):
        found.append(chain.parcel())
    return found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead's workspace with one decision of its own; only ever copied."""
    folder = tmp_path_factory.mktemp("base") / "lead"
    with make(folder, role="lead") as lead:
        lead.ledger.append([decision("1", "restrict")])
    return folder


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Parcel], Roster | None]:
    """Packages of a lead, two reviewers and a fork of one of them; perhaps a roster in which one
    key was revoked, one is unknown or one came late."""
    lead = Chain("lead-2", role="lead", native=draw(st.booleans()))
    heron, owl = (Chain(name, native=draw(st.booleans())) for name in ("heron", "owl"))
    for chain, others in ((heron, []), (owl, [heron]), (lead, [heron, owl])):
        grow(draw, chain, others, draw(st.integers(1, 6)), 5)
    fork = owl.fork(draw(st.integers(0, len(owl.stored) - 1)))
    grow(draw, fork, [heron, lead], draw(st.integers(1, 4)), 5)
    parcels = [p for chain in (lead, heron, owl) for p in cut(draw, chain)]
    if draw(st.booleans()):
        parcels += cut(draw, fork)
    held = None
    if draw(st.booleans()):
        entries = [lead.entry(), heron.entry(), owl.entry()]
        how: dict[str, Any] = draw(
            st.sampled_from([{}, {"revoked": DAY.format(7)}, {"since": DAY.format(7)}, {"n": 0}])
        )
        if "n" in how:
            entries.pop()
        else:
            entries[2] = replace(entries[2], **how)
        held = roster(*entries)
    return parcels, held


def merged(base: Path, folder: Path, parcels: Sequence[Parcel], held: Roster | None) -> Any:
    """What a copy of a workspace says after these packages, and again when it is opened anew."""
    shutil.copytree(base, folder)
    with reopen(folder) as lead:
        for parcel in parcels:
            lead.ledger.merge(parcel, held)
        assert lead.ledger.check() is None
        said = _said(lead)
    with reopen(folder) as lead:
        assert _said(lead) == said
    return said


def _said(lead: Any) -> Any:
    state = lead.ledger.state
    aside = [structs.replace(one, package="") for one in lead.ledger.quarantine()]
    heads = {k: [f.id for f in s.heads] for k, s in state.subjects.items()}
    waits = sum(one.waits for one in aside)
    told = sum(len(f.facts) for f in state.subjects.values())
    return state.digest(), aside, lead.ledger.foreign_heads(), heads, waits, told


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(worlds(), st.randoms(use_true_random=False))
def test_order_overlap_and_repeats_do_not_matter(
    base: Path, world: tuple[list[Parcel], Roster | None], dice: random.Random
) -> None:
    parcels, held = world
    mixed = parcels + parcels[: len(parcels) // 2]
    dice.shuffle(mixed)
    with tempfile.TemporaryDirectory() as name:
        first = merged(base, Path(name, "a"), parcels, held)
        second = merged(base, Path(name, "b"), mixed, held)
    assert first == second
    with reopen(base) as lead:
        own, mine = lead.ledger.lineage(), [one.event for one in lead.ledger.events()]
    by_device: dict[str, list[Any]] = {}
    for line in lines_of(parcels):
        by_device.setdefault(line.device, []).append(line)
    verdicts = {d: judge(d, lines, held) for d, lines in by_device.items()}
    claims = [line for verdict in verdicts.values() for line in verdict.good]
    dice.shuffle(claims)
    twins = keepers(claims, [str(event["id"]) for event in mine])
    good = [
        line.event for d, lines in by_device.items() for line in judge(d, lines, held, twins).good
    ]
    assert fold([*good, *mine], own).digest() == first[0]
    shown = {(one.device, one.seq, one.hash) for one in first[1]}
    known = {(line.device, line.seq, line.hash) for line in lines_of(parcels)}
    good_keys = {str(event["id"]) for event in good}
    assert len(shown) + len(good_keys) == len(known), "nothing that came is lost or doubled"

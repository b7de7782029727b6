"""What a merge did or would do, as the command line and the dialog say it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from reviewer.domain.fold import State
from reviewer.exchange.merge import Candidate, Found
from reviewer.session.exchange.lost import is_decision, lost_of
from reviewer.store.ledger.lines import Aside, Line
from reviewer.store.ledger.merging import Planned
from reviewer.trust.roster import Roster

Answer = dict[str, Any]


def summary(
    found: Found,
    planned: Sequence[Planned],
    before: State,
    after: State,
    roster: Roster | None,
    known: Collection[str],
) -> Answer:
    """The object of ``merge --json`` without ``ok``, ``preview`` and ``evidence_missing``.

    Args:
        before, after: the state without and with what the packages bring.
        known: ids of packages that were merged before.
    """
    aside = sorted(one for device in planned for one in device.aside)
    devices = [_device(one) for one in planned]
    contested = _newly(before, after, _contested)
    confirmed = _newly(before, after, _confirmed)
    settled = [key for key in _newly(after, before, _contested) if after.subject(key).heads]
    packages = [_package(one, known) for one in found.candidates]
    counts = ("new", "repeats", "waiting", "quarantined", "lost")
    return {
        "roster": roster.version if roster is not None else None,
        "packages": packages,
        "left_out": list(found.left_out),
        "left_out_why": [{"name": name, "why": why} for name, why in found.whys],
        "devices": devices,
        "quarantine": [aside_dict(one) for one in aside if not one.waits],
        "contested": contested,
        "confirmed": confirmed,
        "subjects": [
            {"subject": key, "name": key, "becomes": words}
            for words, keys in (
                ("contested", contested),
                ("confirmed", confirmed),
                ("settled", settled),
            )
            for key in keys
        ],
        "lost": [_lost(line, one) for one in planned for line in one.lost if is_decision(line)],
        "totals": {
            "packages": len(packages),
            "refused": sum(one["status"] == "refused" for one in packages),
            **{name: sum(device[name] for device in devices) for name in counts},
        },
    }


def _package(one: Candidate, known: Collection[str]) -> Answer:
    parcel = one.parcel
    status = "refused" if parcel is None else "sound"
    if parcel is not None and parcel.package in known:
        status = "known"
    return {
        "path": str(one.path),
        "id": parcel.package if parcel else None,
        "status": status,
        "pseudonym": one.pseudonym or None,
        "signer": one.keyid or None,
        "events": len(parcel.lines) if parcel else 0,
        "code": one.code or None,
        "reason": one.problem or None,
        "spans": [
            {"device": s.device, "from_seq": s.from_seq, "to_seq": s.to_seq, "head": s.head}
            for s in (parcel.spans if parcel else ())
        ],
    }


def _device(one: Planned) -> Answer:
    last = one.verdict.chain[-1] if one.verdict.chain else None
    return {
        "device": one.device,
        "pseudonym": one.pseudonym or None,
        "new": len(one.gained),
        "repeats": one.repeats,
        "waiting": sum(aside.waits for aside in one.aside),
        "quarantined": sum(not aside.waits for aside in one.aside),
        "lost": len(one.lost),
        "seq": last.seq if last else 0,
        "head": last.hash if last else None,
    }


def aside_dict(one: Aside) -> Answer:
    """One event that does not count."""
    return {
        "device": one.device,
        "pseudonym": one.pseudonym or None,
        "seq": one.seq,
        "id": one.id,
        "type": one.type,
        "code": one.code,
        "reason": one.words,
        "package": one.package or None,
    }


def _lost(line: Line, planned: Planned) -> Answer:
    """A decision that counted and would not any more."""
    why = planned.verdict.aside.get(line.key)
    lost = lost_of(line, why.words if why is not None else "")
    return {
        "device": line.device,
        "pseudonym": lost.who or None,
        "seq": line.seq,
        "id": line.id,
        "subject": lost.subject,
        "name": lost.subject,
        "outcome": lost.outcome,
        "reason": lost.why,
    }


def _newly(before: State, after: State, of: Any) -> list[str]:
    keys = set(of(after)) - set(of(before))
    return sorted(keys)


def _contested(state: State) -> list[str]:
    return [key for key, subject in state.subjects.items() if subject.contested]


def _confirmed(state: State) -> list[str]:
    return [key for key, subject in state.subjects.items() if subject.confirmed_by]


def lines_of(answer: Answer) -> list[str]:
    """The answer in sentences, for a person."""
    totals = answer["totals"]
    verb = "would come in" if answer["preview"] else "came in"
    said = []
    if answer["roster"] is None:
        said.append("No roster is held: every key is believed, and nobody counts as a lead.")
    for one in answer["packages"]:
        if one["status"] == "refused":
            said.append(f"refused: {one['path']}: {one['reason']}")
        else:
            who = one["pseudonym"] or "nobody named"
            before = ", merged before" if one["status"] == "known" else ""
            said.append(f"{one['path']}: {one['events']} events of {who}{before}")
    for one in answer["devices"]:
        more = [
            f"{one[name]} {name}" for name in ("repeats", "waiting", "quarantined") if one[name]
        ]
        if one["lost"]:
            more.append(f"{one['lost']} that counted do not count any more")
        who = one["pseudonym"] or one["device"]
        said.append(f"{who}: {one['new']} new" + "".join(f", {words}" for words in more))
    said += [
        f"quarantined: event {one['seq']} of {one['pseudonym'] or one['device']}: {one['reason']}"
        for one in answer["quarantine"]
    ]
    said += [
        f"LOST: {one['outcome']} of {one['name']} by {one['pseudonym'] or one['device']} does not"
        f" count any more: {one['reason']}"
        for one in answer["lost"]
    ]
    said += [f"{one['name']}: newly {one['becomes']}" for one in answer["subjects"]]
    said += [f"not a package: {one['name']}: {one['why']}" for one in answer["left_out_why"]]
    said += [f"evidence missing: import {name}" for name in answer["evidence_missing"]]
    said.append(
        f"{totals['new']} events {verb}; {len(answer['contested'])} subjects are newly contested,"
        f" {len(answer['confirmed'])} confirmed"
    )
    return said

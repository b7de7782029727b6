"""What of a lead's acts concerns a reviewer: never a draw, a golden answer, a note for leads."""

from __future__ import annotations

from typing import Any

from reviewer.domain.addressed import addressed, made_by


def event(ident: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": ident, "type": kind, **more}


def test_only_what_names_their_acts_goes_back() -> None:
    theirs = made_by(
        [
            event("d1", "decision", actor={"pseudonym": "heron"}),
            event("d2", "decision", actor={"pseudonym": "wren"}),
        ],
        "heron",
    )
    lead = [
        event("p1", "policy.adopted"),
        event("p2", "policy.adopted"),
        event("w1", "qa.draw", draw={"items": [{"decision": "d1"}]}),
        event("g1", "qa.golden", golden={"decision": "d1"}),
        event("r1", "qa.review", review={"item": "d1"}),
        event("r2", "qa.review", review={"item": "d2"}),
        event("v1", "qa.verdict", verdict={"review": "r1", "class": "agree", "feedback": "yes"}),
        event("v2", "qa.verdict", verdict={"review": "r2", "class": "agree"}),
        event("v3", "qa.verdict", verdict={"review": "r1", "class": "agree", "note": "for leads"}),
        event("s1", "resolution", supersedes=["d1", "d2"]),
        event("a1", "approve", approves=[{"id": "d1", "sha256": "x"}]),
        event("a2", "approve", approves=[{"id": "d2", "sha256": "x"}]),
        event("m1", "note", to="heron"),
        event("m2", "note", rationale="d1"),
        event("m3", "note", to="heron", rationale="d1", ext={"verdict_on": "r1"}),
        event("d3", "decision"),
    ]
    assert theirs == {"d1"}
    assert [e["id"] for e in addressed(lead, "heron", theirs)] == ["p2", "v1", "s1", "a1", "m1"]

"""Frames and events for tests, made by hand."""

from __future__ import annotations

from typing import Any

from reviewer.quality.frame import FrameItem, FrameList


def frame(spec: dict[str, tuple[int, int]], must: int = 0) -> FrameList:
    """A frame: author to (violating, not violating); ``must`` violating ones more must be seen."""
    items = [
        FrameItem(f"{author}-{side}-{n:04}", author, side)
        for author, counts in spec.items()
        for side, count in zip(("violation", "no_violation"), counts, strict=True)
        for n in range(count)
    ]
    items += [FrameItem(f"must-{n:04}", "a", "violation", ("referral",)) for n in range(must)]
    return FrameList(tuple(sorted(items, key=lambda item: item.decision)))


def person(name: str, role: str = "reviewer") -> dict[str, str]:
    return {"pseudonym": name, "role": role, "key": f"key-{name}"}


def event(kind: str, ident: str, seq: int, who: dict[str, str], **more: Any) -> dict[str, Any]:
    """An event as a device of that person would make it."""
    return {
        "v": "1.0",
        "id": ident,
        "type": kind,
        "device": f"device-{who['pseudonym']}",
        "seq": seq,
        "actor": who,
        "at": "2026-04-08T10:00:00.000Z",
        **more,
    }


def decision(n: int, who: str = "R-1", outcome: str = "suspend", **more: Any) -> dict[str, Any]:
    """Decision ``n`` of a reviewer, each about an account of its own."""
    more.setdefault("subject", {"kind": "account", "id": f"net:{who}-{n}"})
    more.setdefault("seen", {"import": "import-1"})
    more.setdefault("policy", {"id": "support", "hash": "a" * 64})
    return event("decision", f"{who}-d{n}", n, person(who), outcome=outcome, **more)

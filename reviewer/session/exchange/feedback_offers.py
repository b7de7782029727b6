"""Rosters and policy sets that a lead's feedback hands on: only what roots signed is adopted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reviewer.domain import events as ev
from reviewer.exchange.lines import Entry
from reviewer.intake.trustfiles import Kind, Offered

FIELDS: dict[str, tuple[Kind, str]] = {
    "roster.adopted": ("roster", "roster_text"),
    "policy.adopted": ("policy", "policy_signed"),
}
"""The field of an event that holds the envelope of the roots."""


def offered_in(entries: Iterable[Entry], name: str) -> list[Offered]:
    """What the events of a feedback package hand on; ``name`` says which package it was."""
    found = []
    for entry in entries:
        kind, field = FIELDS.get(ev.text(entry.event, "type"), (None, ""))
        text = ev.text(entry.event, field)
        if kind is not None and text:
            found.append(Offered(name, kind, text.encode("utf-8", "surrogatepass")))
    return found


def unsigned(entries: Iterable[Entry], ours: str) -> list[str]:
    """Sentences on policy sets by which the lead works and we do not, and which no root signed.

    Args:
        ours: the hash of the set in force here.
    """
    said = []
    for entry in entries:
        event = entry.event
        if ev.text(event, "type") != "policy.adopted" or ev.text(event, "policy_signed"):
            continue
        ref = event.get("policy")
        if isinstance(ref, Mapping) and ref.get("hash") != ours:
            said.append(
                f"The lead works by version {ref.get('version')} of the policy set"
                f" {ref.get('set')}, which no root signed: it is not adopted here. Ask for the"
                " signed set, or adopt its file by hand: reviewer policy adopt FILE."
            )
    return said

"""The page of an export package for human eyes: escaped, no scripts, no media, no links."""

from __future__ import annotations

import html
import unicodedata
from collections import Counter
from collections.abc import Sequence

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.exchange.package import Range, package_id, receipt_text
from reviewer.exchange.views import decision_facts

_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Export package</title>
<style>
body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse;margin:.5em 0 1.5em}
td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;vertical-align:top}
code{overflow-wrap:anywhere}
</style></head><body>
"""


def shown(text: str) -> str:
    """Text from outside for HTML: escaped, isolated by direction, controls made visible."""
    if text.isascii() and text.isprintable():
        return f"<bdi>{html.escape(text)}</bdi>"
    return f"<bdi>{html.escape(''.join(_visible(char) for char in text))}</bdi>"


def _visible(char: str) -> str:
    """Control, format and private characters as their number, so that none acts on the page."""
    if char == "\u200d" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return char
    return f"[U+{ord(char):04X}]"


def summary_html(
    span: Range,
    events: Sequence[Event],
    state: State,
    signer: str,
    fingerprint: str,
    earlier: Sequence[Range] = (),
) -> bytes:
    """The page: range and receipt, decisions by outcome, every decision in force, holds.

    Args:
        span: the exported range.
        events: its events.
        state: the state at its last event.
        signer: pseudonym of the signer.
        fingerprint: of the key, to be compared aloud.
        earlier: the stretches of the chains before, which travel in the same package.
    """
    created_at = ev.text(events[-1], "at")
    parts = [
        _HEAD,
        "<h1>Export package</h1>\n<p>For reading only. What counts is <code>events.jsonl</code>,"
        " signed event by event. Times of decisions are to the minute.</p>\n",
        _table(
            ("", ""),
            [
                ("Package", package_id(span, earlier)),
                ("Device", span.device),
                ("Events", f"{span.from_seq} to {span.to_seq}"),
                ("Head", span.head),
                *[
                    (
                        "Restored from",
                        f"device {one.device}, events {one.from_seq} to {one.to_seq}, head"
                        f" {one.head}",
                    )
                    for one in reversed(earlier)
                ],
                ("Last event", created_at),
                ("Signed by", signer),
                ("Key, to compare aloud", fingerprint),
                ("Receipt", receipt_text(span, created_at)),
            ],
        ),
        "<h2>Events in this package</h2>\n",
        _counts(("Type", "Events"), Counter(ev.text(e, "type") for e in events)),
        "<h2>Decisions in force</h2>\n",
        _counts(("Outcome", "Decisions"), Counter(f.outcome for _, f, _ in decision_facts(state))),
        _decisions(state),
        "<h2>Holds that stand</h2>\n",
        _holds(state),
        "</body></html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _decisions(state: State) -> str:
    rows = [
        (
            key,
            fact.outcome + (" (contested)" if contested else ""),
            f"{fact.policy.get('id', '')} {fact.policy.get('version', '')}".strip(),
            fact.pseudonym,
            ev.text(fact.event, "at"),
        )
        for key, fact, contested in decision_facts(state)
    ]
    return _table(("Subject", "Outcome", "Policy", "By", "At"), rows)


def _holds(state: State) -> str:
    rows = [
        (key, fact.pseudonym, ev.text(fact.event, "at"))
        for key, subject in sorted(state.subjects.items())
        for fact in subject.holds
    ]
    return _table(("Subject", "By", "At"), rows)


def _counts(head: Sequence[str], counter: Counter[str]) -> str:
    return _table(head, [(name, str(count)) for name, count in sorted(counter.items())])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "<p>None.</p>\n"
    lines = ["<table>\n"]
    if any(head):
        lines.append("<tr>" + "".join(f"<th>{shown(cell)}</th>" for cell in head) + "</tr>\n")
    lines += [
        "<tr>" + "".join(f"<td>{shown(cell)}</td>" for cell in row) + "</tr>\n" for row in rows
    ]
    return "".join([*lines, "</table>\n"])

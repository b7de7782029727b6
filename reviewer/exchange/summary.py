"""The page of an export package for human eyes: escaped, no scripts, no media, no links."""

from __future__ import annotations

import html
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from reviewer.domain import events as ev
from reviewer.domain.fold import State
from reviewer.exchange.package import receipt_text
from reviewer.exchange.stretch import Stretch
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


def summary_html(stretch: Stretch, fingerprint: str, locked: Callable[[str], bool]) -> bytes:
    """The page: range and receipt, decisions by outcome, every decision in force, holds.

    Args:
        stretch: what is exported.
        fingerprint: of the signer's key, to be compared aloud.
        locked: whether a subject was stopped for child safety: it is not on the page.
    """
    state = stretch.state
    outcomes = Counter(fact.outcome for _, fact, _ in decision_facts(state, locked))
    parts = [
        _HEAD,
        "<h1>Export package</h1>\n<p>For reading only. What counts is <code>events.jsonl</code>,"
        " signed event by event. Times of decisions are to the minute.</p>\n",
        _table(("", ""), _facts(stretch, fingerprint)),
        "<h2>Events in this package</h2>\n",
        _counts(("Type", "Events"), Counter(ev.text(e, "type") for e in stretch.events)),
        "<h2>Decisions in force</h2>\n",
        _counts(("Outcome", "Decisions"), outcomes),
        _decisions(state, locked),
        "<h2>Holds that stand</h2>\n",
        _holds(state, locked),
        "</body></html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _facts(stretch: Stretch, fingerprint: str) -> list[tuple[str, str]]:
    span, created_at = stretch.span, stretch.created_at
    before = [("Restored from", one) for one in reversed(stretch.earlier)]
    before += [("With merged events of", one) for one in stretch.foreign]
    return [
        ("Package", stretch.package_id),
        ("Device", span.device),
        ("Events", f"{span.from_seq} to {span.to_seq}"),
        ("Head", span.head),
        *(
            (name, f"device {one.device}, events {one.from_seq} to {one.to_seq}, head {one.head}")
            for name, one in before
        ),
        ("Last event", created_at),
        ("Signed by", stretch.actor["pseudonym"]),
        ("Key, to compare aloud", fingerprint),
        ("Receipt", receipt_text(span, created_at)),
    ]


def _decisions(state: State, locked: Callable[[str], bool]) -> str:
    rows = [
        (
            key,
            fact.outcome + (" (contested)" if contested else ""),
            f"{fact.policy.get('id', '')} {fact.policy.get('version', '')}".strip(),
            fact.pseudonym,
            ev.text(fact.event, "at"),
        )
        for key, fact, contested in decision_facts(state, locked)
    ]
    return _table(("Subject", "Outcome", "Policy", "By", "At"), rows)


def _holds(state: State, locked: Callable[[str], bool]) -> str:
    rows = [
        (key, fact.pseudonym, ev.text(fact.event, "at"))
        for key, subject in sorted(state.subjects.items())
        if not locked(key)
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

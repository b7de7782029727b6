"""All that a real desk shows, paints or says aloud while items are open: nothing was decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.ui.leads.verdict_dialog import VerdictDialog
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.widgets import notices
from tests.desk.conftest import Driver
from tests.spotcheck.reading import window_words

OUTCOMES = re.compile(
    rf"\b({'|'.join({*OUTCOME_WORDS, *OUTCOME_WORDS.values()})})\b", re.IGNORECASE
)


def secrets(event: Event) -> list[str]:
    who = event["actor"]
    found = [event["id"], who["pseudonym"], who["key"], ev.text(event, "rationale")]
    return [one for one in found if one]


def all_words(desk: Driver, painted: list[str]) -> set[str]:
    """Windows, palette, message, and what is painted when all is drawn anew."""
    painted.clear()
    desk.window.grab()
    said = {*painted, desk.session.desk.message}
    desk.press("Ctrl+Shift+P")
    desk.type("deci")
    for top in QApplication.topLevelWidgets():
        said |= set(window_words(top))
    desk.window.grab()
    desk.press("Esc")
    return said | set(painted)


def test_a_whole_draw_is_looked_at_and_the_desk_never_tells(
    drawn: Path, desk_on: Callable[[Path], Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    plain = Ink.words

    def recorded(self: Ink, *args: Any, **rest: Any) -> Any:
        painted.extend(one for one in args if isinstance(one, str))
        return plain(self, *args, **rest)

    monkeypatch.setattr(Ink, "words", recorded)
    aloud: list[str] = []
    monkeypatch.setattr(notices, "announce", lambda _widget, words: aloud.append(words))
    desk = desk_on(drawn)
    session = desk.session
    items = session.looking.open_items()
    events = {one.item: session.workspace.ledger.state.event(one.item) for one in items}
    decided = {ev.text(event, "outcome") for event in events.values()}
    assert len(items) >= 6 and len(decided) > 1
    outcome_words: dict[str, set[str]] = {}
    desk.press("Ctrl+J")
    for _ in items:
        event = events[session.looking.on.item.item]
        found = all_words(desk, painted)
        assert len(found) > 300, "the desk was not read"
        for secret in secrets(event):
            assert not [words for words in (*found, *aloud) if secret in words]
            assert not session.search(secret).total
        for term in (f"by:{event['actor']['pseudonym']}", f"outcome:{event['outcome']}"):
            try:
                assert not session.search(term).total
            except Refused as refused:
                assert refused.code == "filter"
        outcome_words[event["id"]] = {words for words in found if OUTCOMES.search(words)}
        desk.press("Ctrl+2", "d", "q", "f", "f")
        while isinstance(dialog := QApplication.activeModalWidget(), VerdictDialog):
            desk.press("Alt+A" if dialog.chosen == "agree" else "Alt+P", "Alt+S")
    assert session.looking.on is None and aloud, "what is said aloud was not heard"
    alike = set.intersection(*outcome_words.values())
    for ident, words in outcome_words.items():
        assert words == alike, f"what is said of an outcome differs at {ident}"

"""The glossary has every term of the house, each once."""

from __future__ import annotations

import re

from reviewer.respath import resource

TERMS = (
    "case account post media report policy criterion outcome decision hold referral "
    "state_contact spot-check draw watchlist respawn"
).split()
TEXT = resource("help/glossary.md").read_text("utf-8")


def test_every_term_once() -> None:
    defined = re.findall(r"^\| \*\*(.+?)\*\*", TEXT, re.MULTILINE)
    assert len(defined) == len(set(defined))
    assert set(defined) >= {term.replace("_", " ") for term in TERMS}
    assert defined == sorted(defined)


def test_words_to_avoid_are_not_terms() -> None:
    assert "## Words to avoid" in TEXT

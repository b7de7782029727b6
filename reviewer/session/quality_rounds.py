"""What calibration rounds say: how all who answered agree; nobody is named."""

from __future__ import annotations

from reviewer.quality.report import Agreement
from reviewer.session.quality_page import (
    AGREED,
    GREY,
    Section,
    agreed_row,
    bar,
    table_section,
    words_of,
)


def round_sections(found: tuple[Agreement, tuple[Agreement, ...]]) -> list[Section]:
    """A calibration round: how all who answered agree; nobody is named."""
    outcome, criteria = found
    rows = [outcome, *criteria]
    return [
        Section(
            "Calibration round",
            f"Each two of all who answered are compared. {GREY}",
            AGREED,
            [agreed_row(one) for one in rows],
            [bar(words_of(one.name), one.raw) for one in rows],
        ),
        *(table_section(one) for one in rows),
    ]

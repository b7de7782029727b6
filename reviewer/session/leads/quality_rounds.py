"""What calibration rounds say: how all who answered agree, question by question, case by case.

Nobody is named, and nobody's answers are told apart: what differs is talked over by all.
"""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.quality.calibration import ItemReport, RoundReport
from reviewer.session.leads.drawing import percent
from reviewer.session.leads.quality_page import (
    AGREED,
    GREY,
    Section,
    agreed_row,
    bar,
    interval_words,
    table_section,
    words_of,
)
from reviewer.session.views.words import count

ITEMS = ("Case", "Outcomes", "Same answer", "95 % interval", "Golden")
QUESTIONS = ("Case", "Question", "Answers")
TWO = "Each two people who answered: what is off the diagonal differs."
FEW = 3
"""Below this many people AC1 and alpha say little."""


def waiting_section() -> Section:
    """Instead of a round that one answers oneself and has not answered yet."""
    return Section(
        "Calibration round",
        "You answer this round too: what the others answered is shown after your last answer.",
        AGREED,
        [],
    )


def round_sections(report: RoundReport, handles: Mapping[str, str]) -> list[Section]:
    """A calibration round: how all who answered agree, then each case.

    Args:
        handles: case id to the handle that names it.
    """
    rows = [report.outcome, *report.criteria]
    work = (
        f"{count(report.answers, 'answer')} to {count(len(report.items), 'case')};"
        f" {report.done:,} of {report.raters:,} answered all."
    )
    few = "" if report.raters >= FEW else " With two people AC1 and alpha say little."
    return [
        Section(
            "Calibration round",
            f"{work} Each two of all who answered are compared, raw agreement first.{few} {GREY}",
            AGREED,
            [agreed_row(one) for one in rows],
            [bar(words_of(one.name), one.raw) for one in rows],
        ),
        Section(
            "Calibration: case by case",
            "Where a case divides those who answered, talk over the policy text, or the golden"
            f" answer. {GREY}",
            ITEMS,
            [_item(one, handles) for one in report.items],
            [bar(_name(one, handles), one.raw) for one in report.items],
        ),
        Section(
            "Calibration: questions that differ",
            "The questions of each case to which not all gave the same answer.",
            QUESTIONS,
            [
                (_name(one, handles), words_of(name), _counted(answers))
                for one in report.items
                for name, answers in one.questions.items()
                if len(answers) > 1
            ],
        ),
        *(table_section(one, TWO) for one in rows),
    ]


def _item(one: ItemReport, handles: Mapping[str, str]) -> tuple[str, ...]:
    golden = f"{one.expected:,} of {one.answered:,} as expected" if one.golden else "–"
    outcomes = _counted(tuple((OUTCOME_WORDS.get(name, name), n) for name, n in one.outcomes))
    same = (percent(one.raw.value), interval_words(one.raw))
    return (_name(one, handles), outcomes, *same, golden)


def _name(one: ItemReport, handles: Mapping[str, str]) -> str:
    handle = handles.get(one.case)
    return f"@{handle}" if handle else one.subject


def _counted(answers: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{words_of(name)} ×{n:,}" for name, n in answers) or "–"

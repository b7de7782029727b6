"""What spot-checks say, as sections of words: each a sentence, a table, and bars for a chart.

Raw agreement stands first, chance-corrected figures after it; kappa only when it is asked for, with
its warning. People stand in the order of their pseudonyms. Nothing here knows how long anybody
took.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.domain import qa
from reviewer.quality import repeats
from reviewer.quality.agreement import PREVALENCE_NOTE, kappa_of
from reviewer.quality.estimate import Estimate
from reviewer.quality.health import Health
from reviewer.quality.intervals import Rate, wilson
from reviewer.quality.report import Agreement, DrawReport
from reviewer.session.leads.drawing import percent
from reviewer.session.views.words import count

RATES = ("What", "Rate", "95 % interval", "Seen", "Of")
SHARES = ("What", "Rate", "95 % interval", "Times", "Of")
AGREED = ("What", "Same answer", "95 % interval", "Compared", "AC1", "Alpha")
CROSSED = "First decision down, blind answer across: what is off the diagonal differs."
OF_ALL = "Each cell: how many, and their share of all."
ALL = "all"
WIDE = "too few to go by"
GREY = "Greyed: the interval is wider than 15 points, too few were looked at to go by."


@dataclass(frozen=True, slots=True)
class Bar:
    """One rate of a chart, shares from 0 to 1. ``wide``: to be greyed."""

    name: str
    value: float | None
    low: float
    high: float
    wide: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page; ``rows`` stand under ``head``."""

    title: str
    sentence: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    bars: list[Bar] = field(default_factory=list)
    empty: str = "Nothing was answered yet."
    """What is said where there are no rows."""

    @property
    def quiet(self) -> frozenset[int]:
        """Places of the rows to be greyed: too wide to go by, or nothing yet."""
        return frozenset(n for n, one in enumerate(self.bars) if one.wide or one.value is None)


def sections(
    report: DrawReport, names: Mapping[str, str], *, with_kappa: bool = False
) -> list[Section]:
    """One draw, in the order in which it is read."""
    return [
        _overturned(report),
        _directions(report),
        _agreements(report, with_kappa=with_kappa),
        *(table_section(one) for one in (report.outcomes, report.policies, *report.criteria)),
        _people(report, names),
    ]


def health_sections(health: Health, titles: Mapping[str, str]) -> list[Section]:
    """How the policy itself fares; nobody is named."""
    unclear = [(titles.get(c.id, c.id), c.unclear) for c in health.criteria]
    agreed = [(titles.get(c.id, c.id), c.agreement) for c in health.criteria]
    total = sum(health.reasons.values())
    given = [
        (titles.get(f"reason:{code}", words_of(code)), wilson(n, total))
        for code, n in health.reasons.items()
    ]
    departed = [(titles.get(p.id, p.id), p.departures) for p in health.policies]
    return [
        Section(
            "Policy: unclear answers",
            "A question that is often unclear is a fault of its wording before it is anybody's.",
            SHARES,
            [_share(name, rate) for name, rate in unclear],
            [bar(name, rate) for name, rate in unclear],
        ),
        Section(
            "Policy: independent answers",
            "How often two people who answered the same question about the same subject agreed.",
            SHARES,
            [_share(name, rate) for name, rate in agreed],
            [bar(name, rate) for name, rate in agreed],
        ),
        Section(
            "Policy: departures from the guide",
            "How often a decision departs from what its guide recommends.",
            SHARES,
            [_share(name, rate) for name, rate in departed],
            [bar(name, rate) for name, rate in departed],
            "No decision rests on a policy yet.",
        ),
        Section(
            "Policy: reasons to depart",
            "Of all departures in force, the share of each reason that was given.",
            ("Reason", *SHARES[1:]),
            [_share(name, rate) for name, rate in given],
            [bar(name, rate) for name, rate in given],
            "No decision departs from its guide.",
        ),
    ]


def bar(name: str, rate: Rate) -> Bar:
    """A rate for a chart."""
    return Bar(name, rate.value, rate.low, rate.high, rate.wide)


def words_of(name: str) -> str:
    """An id in words."""
    return name.replace("_", " ")


def _overturned(report: DrawReport) -> Section:
    lines = [
        ("must be seen", report.must_see),
        ("all others (estimate)", report.drawn),
        ("both together", report.all),
        ("weight of what was wrong", report.severity),
    ]
    rate = report.drawn.rate
    said = (
        f"{percent(rate.value)} of the others would be overturned, {percent(rate.low)} to"
        f" {percent(rate.high)}."
        if rate.value is not None
        else "Nothing of the others has a verdict yet."
    )
    work = f"{count(report.revealed, 'item has', 'items have')} a verdict"
    work += f", {report.answered:,} still to be judged" if report.answered else ""
    work += f", {report.open:,} still to be answered." if report.open else "."
    known = " ".join(filter(None, (said, work, repeats.words(report.origin), GREY)))
    return Section("Overturned", known, RATES, [_rate(*one) for one in lines], _bars(lines))


def _directions(report: DrawReport) -> Section:
    lines = [(qa.CLASSES[name], one) for name, one in report.classes.items()]
    return Section(
        "In which way wrong",
        f"Both together, for each class of verdict. {GREY}",
        RATES,
        [_rate(*one) for one in lines],
        _bars(lines),
    )


def _people(report: DrawReport, names: Mapping[str, str]) -> Section:
    lines = [(names.get(key) or key[:8], one) for key, one in report.people.items()]
    lines.sort(key=_name)
    return Section(
        "By reviewer",
        "In the order of pseudonyms, from what was drawn at random: no order of merit, and it is"
        f" not sorted otherwise. {GREY}",
        RATES,
        [_rate(*one) for one in lines],
        _bars(lines),
    )


def _name(line: tuple[str, Estimate]) -> str:
    return line[0]


def _agreements(report: DrawReport, *, with_kappa: bool) -> Section:
    found = [report.outcomes, report.policies, report.custody, *report.criteria]
    head: tuple[str, ...] = AGREED
    rows = [agreed_row(one) for one in found]
    sentence = f"Decisions against blind answers, raw agreement first. {GREY}"
    if with_kappa:
        head = (*AGREED, "Kappa")
        rows = [(*row, _kappa(one)) for row, one in zip(rows, found, strict=True)]
        sentence = f"{sentence} {PREVALENCE_NOTE}"
    return Section(
        "Agreement", sentence, head, rows, [bar(words_of(one.name), one.raw) for one in found]
    )


def agreed_row(one: Agreement) -> tuple[str, ...]:
    """One line of agreement, under ``AGREED``."""
    alpha = one.alpha
    said = f"{alpha.value:.2f}" if alpha.value is not None else "–"
    if alpha.low is not None and alpha.high is not None:
        said += f" ({alpha.low:.2f} to {alpha.high:.2f})"
    value = f"{one.ac1.value:.2f}" if one.ac1.value is not None else "–"
    name = words_of(one.name) + (f", wording ×{one.wording}" if one.wording else "")
    return (name, percent(one.raw.value), interval_words(one.raw), f"{one.raw.n:,}", value, said)


def _kappa(one: Agreement) -> str:
    if not one.table.n:
        return "–"
    value = kappa_of(one.table).value
    return "–" if value is None else f"{value:.2f}"


def table_section(one: Agreement, sentence: str = CROSSED) -> Section:
    """The confusion matrix: the first decision down, the own answer across; sums at the edges."""
    labels, table, name = one.table.labels, one.table.rows, words_of(one.name)
    total = sum(map(sum, table))
    across = [sum(column) for column in zip(*table, strict=True)]
    lines = [*zip(map(words_of, labels), table, strict=True), (ALL, across)]
    return Section(
        f"Table: {name}",
        f"{sentence} {OF_ALL}",
        (name, *map(words_of, labels), ALL),
        [(word, *(_cell(n, total) for n in (*row, sum(row)))) for word, row in lines]
        if total
        else [],
    )


def _cell(n: int, total: int) -> str:
    """A count with its share of all; nothing more than the count where that is none."""
    return f"{n:,} ({percent(n / total)})" if n else "0"


def _bars(lines: list[tuple[str, Estimate]]) -> list[Bar]:
    return [bar(name, one.rate) for name, one in lines]


def _rate(name: str, one: Estimate) -> tuple[str, ...]:
    return (name, *_share("", one.rate)[1:3], f"{one.rate.n:,}", f"{one.size:,}")


def _share(name: str, rate: Rate) -> tuple[str, ...]:
    return (name, percent(rate.value), interval_words(rate), f"{rate.hits:,}", f"{rate.n:,}")


def interval_words(rate: Rate) -> str:
    """``4.1 % to 22.0 %``, and whether it is too wide to go by."""
    if rate.value is None:
        return "nothing yet"
    wide = f", {WIDE}" if rate.wide else ""
    return f"{percent(rate.low)} to {percent(rate.high)}{wide}"

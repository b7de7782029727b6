"""``draw`` and ``quality``: spot-checks of a lead, and what they say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.kit import Answer, answers, failed, on_workspace, opened, text_of
from reviewer.cli.quality_words import (
    drawn,
    percent,
    rate,
    rounded,
    say_estimate,
    say_rate,
)
from reviewer.cli.rounds import chosen_rounds, preview_of, say_rounds
from reviewer.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from reviewer.domain.qa import Draw
    from reviewer.domain.qa_plan import Plan
    from reviewer.quality.frame import FrameList
    from reviewer.quality.preview import Preview
    from reviewer.session.session import Session


def _say_draw(answer: Answer) -> Iterator[str]:
    frame = answer["frame"]
    left = sum(one["decisions"] for one in frame["missing"])
    yield f"plan {answer['plan']}, SHA-256 {answer['plan_sha256']}"
    yield (
        f"from {frame['decisions']:,} decisions; left out: {left:,} without evidence here,"
        f" {frame['locked']:,} locked, {frame['own']:,} of your own"
    )
    yield f"frame, SHA-256 {frame['sha256']}"
    for one in frame["missing"]:
        many = "decision" if one["decisions"] == 1 else "decisions"
        yield f"  evidence missing: import {one['import_id']}, {one['decisions']:,} {many}"
    for one in answer["strata"]:
        margin = "" if not one["margin"] else f", ± {percent(one['margin'])}"
        yield f"  {one['words']}: {one['drawn']:,} of {one['size']:,}{margin}"
    yield f"{answer['drawn']:,} drawn, {answer['must_see']:,} of them must be seen"
    if answer["golden"]:
        yield f"golden cases beside them: {answer['golden']:,}"
    if answer["violating"] is not None:
        yield f"violating among the drawn: {percent(answer['violating'])}"
    yield from answer["differences"]
    ends = {
        "drawn": f"saved as {answer['id']}, seed {answer['seed']}",
        "preview": "nothing was drawn",
        "checked": f"{answer['id']}: the seed {answer['seed']} draws the same",
    }
    if not answer["differences"]:
        yield ends[answer["mode"]]
    if answer["mode"] == "drawn":
        yield "Next: open the desk and press Ctrl+J"


@click.command()
@click.option("--plan", "plan_file", default="default", metavar="FILE", help="A plan, or: default.")
@click.option("--seed", default="", help="Any text; without it the machine gives 128 bits.")
@click.option("--preview", is_flag=True, help="Say what it would cost and tell; draw nothing.")
@click.option("--check", "ident", metavar="ID", help="Draw an earlier draw again and compare.")
@click.option(
    "--calibration",
    "raters",
    multiple=True,
    metavar="WHO|all",
    help="A round of the same cases to these people; repeatable. The next feedback takes it along.",
)
@click.option("--size", type=click.IntRange(1, 200), help="Cases of a round; 20 without it.")
@click.option("--case", "cases", multiple=True, metavar="ID", help="This case; repeatable.")
@on_workspace
@answers(_say_draw)
def draw(
    plan_file: str,
    seed: str,
    preview: bool,
    ident: str | None,
    raters: tuple[str, ...],
    size: int | None,
    cases: tuple[str, ...],
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Draw decisions to look at again, as a lead; the draw is an event that anybody can repeat."""
    if ident and (preview or seed or plan_file != "default"):
        raise click.UsageError("--check takes plan and seed from the draw.")
    if (size or cases) and not raters:
        raise click.UsageError("--size and --case belong to --calibration.")
    if raters and (ident or plan_file != "default" or (preview and cases)):
        raise click.UsageError("--calibration has a plan of its own.")
    plan = None if ident else _plan(plan_file)
    with opened(workspace, passphrase_file, read_only=bool(ident) or preview) as session:
        return _named(session, _drawing(session, plan, ident, raters, size, cases, seed, preview))


def _drawing(
    session: Session,
    plan: Plan | None,
    ident: str | None,
    raters: tuple[str, ...],
    size: int | None,
    cases: tuple[str, ...],
    seed: str,
    preview: bool,
) -> Answer:
    checks = session.spotchecks
    if plan is None:
        event, said = checks.find(str(ident))
        wrong = session.rounds.check(said) if said.cases else checks.check(str(event["id"]))
        return _checked(str(event["id"]), said, wrong)
    if raters and preview:
        return preview_of(session.rounds.look(raters, size or 0))
    if raters:
        ident = session.rounds.make(raters, size or 0, cases, seed)
        return {**_recorded(ident, checks.find(ident)[1]), "mode": "drawn"}
    frame, found = checks.look(plan)
    if preview:
        return _previewed(plan, frame, found)
    made = checks.draw(plan, seed)
    _, said = checks.find(made)
    return {**_recorded(made, said, found), "mode": "drawn"}


def _named(session: Session, answer: Answer) -> Answer:
    """Each stratum also as people call it."""
    from reviewer.session.leads.drawing import stratum_words

    names = session.drawing.names()
    strata = [{**one, "words": stratum_words(one["name"], names)} for one in answer["strata"]]
    return {**answer, "strata": strata}


def _plan(name: str) -> Plan:
    """The default plan, or one from a file in TOML."""
    from reviewer.domain.qa_plan import plan_of
    from reviewer.session.leads.spotchecks import DEFAULT_PLAN

    if name == "default":
        return DEFAULT_PLAN
    path = Path(name)
    try:
        return plan_of(tomllib.loads(text_of(path)))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"This is not TOML: {error}.", code="plan", file=name) from error
    except Refused as error:
        error.file = error.file or name
        raise


def _previewed(plan: Plan, frame: FrameList, found: Preview) -> Answer:
    from reviewer.quality.draw import plan_hash

    return {
        "mode": "preview",
        "id": None,
        "raters": [],
        "plan": plan.name,
        "plan_sha256": plan_hash(plan),
        "seed": None,
        "frame": {
            "decisions": len(frame.items),
            "sha256": frame.sha256,
            "missing": [{"import_id": k, "decisions": n} for k, n in frame.missing.items()],
            "locked": frame.locked,
            "own": frame.own,
        },
        **_worked_out(found),
        "differences": [],
    }


def _worked_out(found: Preview) -> Answer:
    return {
        "strata": [
            {"name": s.name, "size": s.size, "drawn": s.drawn, "margin": rounded(s.margin)}
            for s in found.strata
        ],
        "drawn": found.total,
        "must_see": found.must_see,
        "golden": found.golden,
        "violating": rounded(found.violating),
        "margin": rounded(found.margin),
        "curve": [
            {"n": p.n, "found": rounded(p.found), "width": rounded(p.width)} for p in found.curve
        ],
    }


def _recorded(ident: str, said: Draw, found: Preview | None = None) -> Answer:
    strata = [
        {"name": s.name, "size": s.size, "drawn": s.drawn, "margin": None} for s in said.strata
    ]
    answer: dict[str, Any] = {
        "id": ident,
        "plan": said.plan.name,
        "plan_sha256": said.plan_sha256,
        "seed": said.seed,
        "frame": {
            "decisions": said.frame.count,
            "sha256": said.frame.sha256,
            "missing": [
                {"import_id": one.import_, "decisions": one.count} for one in said.frame.missing
            ],
            "locked": said.frame.locked,
            "own": said.frame.own,
        },
        "strata": strata,
        "drawn": len(said.items) + len(said.cases),
        "raters": list(said.raters),
        "must_see": sum(1 for one in said.items if one.why),
        "violating": None,
        "margin": None,
        "curve": [],
        "differences": [],
    }
    return {**answer, **(_worked_out(found) if found else {}), "golden": len(said.golden)}


def _checked(ident: str, said: Draw, differences: list[str]) -> Answer:
    answer = {**_recorded(ident, said), "mode": "checked", "differences": differences}
    if not differences:
        return answer
    problem = Damaged(
        f"Drawn again, it is another draw: {differences[0]}",
        code="draw",
        next_step="Ask whoever drew; rates of this draw are not to be relied on.",
    )
    return failed(answer, problem)


def _say_quality(answer: Answer) -> Iterator[str]:
    if not answer["draws"] and not answer["rounds"]:
        yield "nothing was drawn yet. Next: reviewer draw --preview"
    for one in answer["draws"]:
        yield f"draw {one['id']}, plan {one['plan']}, from {one['decisions']:,} decisions"
        yield f"  {one['open']:,} open, {one['answered']:,} answered, {one['revealed']:,} revealed"
        yield from (f"  {said}" for said in (one["origin"]["words"],) if said)
        yield say_estimate("overturned, must be seen", one["must_see"])
        yield say_estimate("overturned, all others (estimate)", one["drawn"])
        yield say_estimate("overturned, all (estimate)", one["all"])
        for name, found in one["classes"].items():
            yield say_estimate(name.replace("_", " "), found)
        yield say_estimate("weighted by severity", one["severity"])
        for found in (one["outcomes"], one["policies"], one["custody"], *one["criteria"]):
            yield f"  agreement, {found['name']}: {say_rate(found['raw'])}"
    yield from say_rounds(answer["rounds"])
    for one in answer["policies"]:
        departs = say_rate(one["departures"])
        yield f"policy {one['id']}: {one['decisions']:,} decisions, departures {departs}"
    for one in answer["criteria"]:
        unclear, agrees = say_rate(one["unclear"]), say_rate(one["agreement"])
        yield f"question {one['id']}: unclear {unclear}; agreement {agrees}"


@click.command()
@click.option("--draw", "draws", multiple=True, metavar="ID", help="Only this draw; repeatable.")
@on_workspace
@answers(_say_quality)
def quality(
    draws: tuple[str, ...],
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """What spot-checks say, for a lead: rates with intervals, agreement, how the policy fares."""
    with opened(workspace, passphrase_file, read_only=True) as session:
        rounds = chosen_rounds(session.rounds, draws)
        spot_checks = [one for one in draws if session.spotchecks.find(one)[1].kind == "spot_check"]
        found = session.spotchecks.reports(spot_checks) if spot_checks or not draws else []
        fares = session.spotchecks.health()
    return {
        "draws": [drawn(one) for one in found],
        "rounds": rounds,
        "policies": [
            {
                "id": one.id,
                "decisions": one.decisions,
                "departures": rate(one.departures),
                "reasons": one.reasons,
            }
            for one in fares.policies
        ],
        "criteria": [
            {
                "id": one.id,
                "answered": one.answered,
                "unclear": rate(one.unclear),
                "agreement": rate(one.agreement),
            }
            for one in fares.criteria
        ],
    }

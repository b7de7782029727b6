"""``golden``: a settled case becomes one with a known answer, or is used no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import Answer, answers, on_workspace, opened


def _say_golden(answer: Answer) -> Iterator[str]:
    did = "used no more" if answer["retired"] else "golden"
    yield f"{answer['subject']}: {did}, saved as {answer['id']}"
    if answer["retired"]:
        return
    many = "question" if len(answer["expected"]) == 1 else "questions"
    yield f"accepted: {', '.join(answer['accepted'])}; {len(answer['expected']):,} {many} expected"
    yield f"it expires with the policy set {answer['policy_sha256']}"
    yield from (f"it replaces {one}" for one in answer["replaces"])


@click.command()
@click.argument("name", metavar="CASE|SUBJECT")
@click.option("--rationale", default="", metavar="TEXT", help="Why its answer is right.")
@click.option("--accept", multiple=True, metavar="OUTCOME", help="Also accepted; repeatable.")
@click.option("--retire", is_flag=True, help="Use it no more.")
@on_workspace
@answers(_say_golden)
def golden(
    name: str,
    rationale: str,
    accept: tuple[str, ...],
    retire: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Make a decided case a golden one, as a lead: text, or media seen before and not graphic."""
    from reviewer.domain.qa import golden_of

    if retire and (rationale or accept):
        raise click.UsageError("--retire takes neither --rationale nor --accept.")
    with opened(workspace, passphrase_file) as session:
        session.spotchecks.need_lead()
        key = session.goldens.subject(name)
        made = session.goldens
        draft = made.retiring(key) if retire else made.draft(key, rationale, accept)
        event = made.make(draft).event
    said = golden_of(event)
    return {
        "id": str(event["id"]),
        "subject": key,
        "accepted": list(said.accepted),
        "expected": {one.id: one.answer for one in said.expected},
        "material": said.material,
        "policy_sha256": str(event["policy"].get("hash", "")),
        "replaces": list(event.get("supersedes", ())),
        "retired": said.retired,
    }

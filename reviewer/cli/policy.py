"""Commands about policy sets: check one before anybody works by it, and read it in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.kit import (
    PATH,
    Answer,
    answers,
    failed,
    naming,
    on_workspace,
    opened,
    text_of,
    there,
)
from reviewer.domain.errors import Refused


def _say_check(answer: Answer) -> Iterator[str]:
    yield f"{answer['set']} {answer['version']}, SHA-256 {answer['sha256']}"
    counts = (answer["policies"], answer["rules"], answer["examples"])
    yield "{} policies, {} rules, {} worked examples".format(*counts)
    for finding in answer["findings"]:
        yield f"{finding['code']}: {finding['policy']} {finding['place']}: {finding['detail']}"
    if not answer["findings"]:
        yield "nothing is wrong with it"


@click.group()
def policy() -> None:
    """Policy sets: check one, or read it in words."""


@policy.command()
@click.argument("file", type=PATH)
@answers(_say_check)
def check(file: Path) -> Answer:
    """Find what is wrong with a policy set in TOML; exit 1 if anything is.

    Rules that can never match, missing defaults, contradictions, names that nothing defines,
    worked examples that do not come out as they say.
    """
    from reviewer.domain.policy_check import check as findings_of
    from reviewer.session.ground.policies import load_policy

    there(file)
    compiled = load_policy(file, sound=False)
    found = findings_of(compiled.policies)
    policies = compiled.policies.policies
    answer: Answer = {
        "file": file.name,
        "set": compiled.policies.set_id,
        "version": compiled.policies.version,
        "sha256": compiled.hash,
        "policies": len(policies),
        "rules": sum(len(p.guide) for p in policies),
        "examples": sum(len(p.examples) for p in policies),
        "findings": [asdict(one) for one in found],
    }
    if not found:
        return answer
    first = found[0]
    problem = Refused(
        f"{len(found)} found; the first: {first.policy} {first.place}: {first.detail}.",
        code="policy",
        file=file.name,
        next_step="Mend the set; each code is explained in the help, policy sets.",
    )
    return failed(answer, problem)


def _say_show(answer: Answer) -> Iterator[str]:
    yield from answer["text"].splitlines()


@policy.command()
@click.argument("file", type=PATH)
@answers(_say_show)
def show(file: Path) -> Answer:
    """Print a policy set in words, as Markdown."""
    from reviewer.domain.policy_preview import preview
    from reviewer.session.ground.policies import load_policy

    there(file)
    compiled = load_policy(file, sound=False)
    return {"file": file.name, "sha256": compiled.hash, "text": preview(compiled.policies)}


def _say_adopt(answer: Answer) -> Iterator[str]:
    now = f"{answer['set']} {answer['version']}, SHA-256 {answer['sha256']}"
    yield f"in force from now on: {now}" if answer["adopted"] else f"already in force: {now}"


@policy.command()
@click.argument("file", type=PATH)
@on_workspace
@answers(_say_adopt)
def adopt(
    file: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Work by this policy set from now on; earlier decisions keep the text that applied.

    The set must be sound (policy check) and newer than the one in force. An event says so.
    """
    there(file)
    with opened(workspace, passphrase_file) as session:
        adopted = session.jobs.adopt_from(file)
        policies = session.policy.policies
        return {
            "file": file.name,
            "set": policies.set_id,
            "version": policies.version,
            "sha256": session.policy.hash,
            "adopted": adopted,
        }


def _say_sign(answer: Answer) -> Iterator[str]:
    yield f"{answer['path']}: {answer['set']} {answer['version']}, SHA-256 {answer['sha256']}"
    word = "signature" if answer["signatures"] == 1 else "signatures"
    yield f"{answer['signatures']} {word}; it counts when the threshold of roots signed it"


@policy.command()
@click.argument("file", type=PATH)
@click.option(
    "--signed",
    "out",
    type=PATH,
    metavar="FILE",
    default=Path("policy-set.json"),
    show_default=True,
    help="The signed set; one that stands there gets one more signature.",
)
@on_workspace
@answers(_say_sign)
def sign(
    file: Path,
    out: Path,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Sign a policy set with the key of this workspace, which is one of the roots.

    Bundles carry it: bundle build --policy. Whoever imports one works by it from then on.
    """
    from reviewer.session.ground.policies import load_policy
    from reviewer.store.disk.files import write_whole
    from reviewer.trust import dsse
    from reviewer.trust.signed_policy import sign_policy

    there(file)
    compiled = load_policy(file)
    before = text_of(out) if out.exists() else ""
    with opened(workspace, passphrase_file, read_only=True) as session, naming(out):
        text = sign_policy(compiled.text, session.workspace.signer, before)
    write_whole(out, text.encode("utf-8"))
    signatures = dsse.open_envelope(text, dsse.POLICY_TYPE, file=str(out))[1]
    return {
        "path": str(out),
        "set": compiled.policies.set_id,
        "version": compiled.policies.version,
        "sha256": compiled.hash,
        "signatures": len(signatures),
    }

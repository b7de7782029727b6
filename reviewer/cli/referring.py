"""``referral``: the packet of a referral that a different lead approved, or of an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import PATH, Answer, answers, on_workspace, opened


def _say_referral(answer: Answer) -> Iterator[str]:
    have, needed = answer["approvals"]["have"], answer["approvals"]["needed"]
    word = "emergency, " if answer["emergency"] else ""
    yield f"{answer['path']}: {word}approvals {have} of {needed}, sha256 {answer['sha256']}"
    yield "Nothing was sent: a person carries it."


@click.command()
@click.argument("ident", metavar="ID")
@click.option("-o", "out", required=True, type=PATH, help="A folder, or a file that ends in .zip.")
@click.option(
    "--emergency",
    is_flag=True,
    help="A threat to life: write it before anybody else approved, and marked so.",
)
@on_workspace
@answers(_say_referral)
def referral(
    ident: str,
    out: Path,
    emergency: bool,
    workspace: Path | None,
    passphrase_file: Path | None,
    no_passphrase: bool,
) -> Answer:
    """Write the packet of a referral; refused until a different lead approved it."""
    with opened(workspace, passphrase_file, read_only=True) as session:
        packets = session.custody.packets
        made = packets.write(packets.find(ident).id, out, emergency=emergency)
    return {
        "path": str(made.path),
        "id": made.packet_id,
        "emergency": made.emergency,
        "approvals": {"have": made.have, "needed": made.needed},
        "sha256": made.sha256,
    }

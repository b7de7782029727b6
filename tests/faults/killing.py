"""Run as a program: a decider is killed again and again, and nothing it acknowledged may be lost.

    python killing.py FOLDER KILLS SEED

A child is forked for each round; it opens the workspace, appends, and writes the last seq to a
pipe only after ``append`` came back. The parent kills it (signal 9) at a random moment, opens the
workspace as the next start of the program would, and compares. One JSON object on stdout.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
from pathlib import Path
from random import Random

from reviewer.store.workspace import Workspace

PASSPHRASE = "correct horse"
EACH = 40
OUTCOMES = ("no_violation", "warn", "restrict", "remove_content", "suspend")


def decide(folder: Path, pipe: int, seed: int) -> None:
    """Until killed: groups of one to three decisions, sometimes taken back."""
    dice = Random(seed)
    workspace = Workspace.open(folder, PASSPHRASE)
    while True:
        drafts = [
            {
                "type": "decision",
                "subject": {"kind": "account", "id": f"twitter:{dice.randrange(50)}"},
                "outcome": dice.choice(OUTCOMES),
                "rationale": "x" * dice.randrange(3000),
            }
            for _ in range(dice.randrange(1, 4))
        ]
        stored = workspace.ledger.append(drafts)
        os.write(pipe, b"%d\n" % stored[-1].seq)
        if dice.random() < 0.2:
            (undone,) = workspace.ledger.append(
                [{"type": "withdraw", "supersedes": [stored[0].id]}]
            )
            os.write(pipe, b"%d\n" % undone.seq)


def one_round(folder: Path, dice: Random) -> int:
    """Fork, kill, and give back the last acknowledged seq (0 if none)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            decide(folder, writing, dice.randrange(1 << 30))
        finally:
            os._exit(1)
    os.close(writing)
    select.select([reading], [], [], 10)  # the first acknowledgement
    select.select([], [], [], dice.random() * 0.03)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    text = b""
    while part := os.read(reading, 65536):
        text += part
    os.close(reading)
    whole = text[: text.rfind(b"\n") + 1].split()
    return int(whole[-1]) if whole else 0


def main() -> None:
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    dice = Random(seed)
    fresh = folder.with_name("fresh")
    shutil.copytree(folder, fresh)
    before = 0
    acknowledged, lost, faults, most_extra = 0, 0, [], 0
    for n in range(kills):
        if n and n % EACH == 0:  # a long ledger would only make each opening slower
            shutil.rmtree(folder)
            shutil.copytree(fresh, folder)
        last = one_round(folder, dice)
        if last == 0:
            faults.append(f"round {n}: nothing was acknowledged")
            continue
        with Workspace.open(folder, PASSPHRASE) as workspace:
            seq = workspace.ledger.head()[1]
            lost += max(0, last - seq)
            most_extra = max(most_extra, seq - last)
            acknowledged += last - before
            before = 0 if n % EACH == EACH - 1 else seq
            if n % 10 == 9 or n == kills - 1:
                fault = workspace.ledger.check()
                if fault is not None:
                    faults.append(str(fault))
    print(
        json.dumps(
            {"acknowledged": acknowledged, "lost": lost, "faults": faults, "extra": most_extra}
        )
    )


if __name__ == "__main__":
    main()

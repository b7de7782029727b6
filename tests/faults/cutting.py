"""Run as a program under the watched disk: decide and import, and tell what was acknowledged.

    python cutting.py FOLDER COUNT LEVEL

Each acknowledgement is a write to the file of acks: the last seq, and how many imports there are.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from random import Random

from reviewer import bootstrap

ACKS = "acks"
PASSPHRASE = "correct horse"


def row(n: int) -> str:
    """A record of its own in each import."""
    account = {"account_id": str(n), "platform": "net", "source": "x"}
    return json.dumps({**account, "captured_at": "2026-01-01T00:00:00.000Z"}) + "\n"


def main() -> None:
    """Append and import until the number is reached."""
    folder, count, level = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    dice = Random(11)
    session = bootstrap.open_session(bootstrap.open_workspace(folder, PASSPHRASE))
    ledger = session.workspace.ledger
    ledger._conn.execute(f"PRAGMA synchronous = {level}")
    ledger._conn.execute("PRAGMA wal_autocheckpoint = 150").fetchall()  # some in a short run
    material = folder.parent / "material.jsonl"
    imports = 0
    with open(folder / ACKS, "wb", buffering=0) as acks:
        for n in range(count):
            if n % 25 == 24:
                material.write_text(row(n), "utf-8")
                session.jobs.import_paths([material])
                imports += 1
            else:
                draft = {
                    "type": "decision",
                    "subject": {"kind": "account", "id": f"twitter:{n % 40}"},
                    "outcome": "warn",
                    "rationale": "x" * dice.choice([10, 300, 9_000, 40_000]),
                }
                ledger.append([draft] * dice.choice([1, 1, 3]))
            if n % 15 == 14:
                ledger._keep_snapshot()
            acks.write(b"%d %d\n" % (ledger.head()[1], imports))
    os._exit(0)  # no closing: the power went


if __name__ == "__main__":
    main()

"""A private copy of a database that a crash left with its log, so that reading changes nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from reviewer.domain.errors import Damaged


def private_copy(path: Path, log: Path) -> Path:
    """Copy a database and its left-over log (both encrypted) into a folder of our own."""
    scratch = Path(tempfile.mkdtemp(prefix="reviewer-ro-"))
    try:
        for source in (path, log):
            shutil.copyfile(source, scratch / source.name)
    except OSError as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise Damaged(
            "The program ended suddenly last time, and there is no room to look at this file"
            " without changing it.",
            code="leftover_log",
            file=path.name,
            next_step="Open the workspace normally once; that tidies it up.",
        ) from error
    return scratch

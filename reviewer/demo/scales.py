"""The two sizes of the story: all of it, or 18 cases."""

from __future__ import annotations

from pathlib import Path

from reviewer.demo import Scale
from reviewer.demo.coast.world import write_story
from reviewer.demo.generate import CREATED_AT, SEED, write_demo

__all__ = ["CREATED_AT", "SEED", "write_scale"]


def write_scale(folder: Path, scale: Scale, seed: int = SEED) -> Path:
    """Write the records and media of the demo into a new folder; returns the folder."""
    return write_story(folder, seed) if scale == "full" else write_demo(folder, seed=seed)

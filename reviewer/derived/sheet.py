"""The key sheet of a set, written without a window."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from reviewer.commands.default import default_registry
from reviewer.commands.key_sheet import sheet_html
from reviewer.commands.keymap import Layout, make
from reviewer.commands.presets import TITLES


def write_keys(path: Path, preset: str) -> dict[str, Any]:
    """Write the sheet of one set as HTML or PDF, by the suffix.

    Raises:
        Refused: ``suffix``, ``write``.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from reviewer.ui.app import make_application
    from reviewer.ui.dialogs.paper import write_sheet

    registry = default_registry()
    registry.take(make(registry.commands, Layout(preset)).keys)
    make_application("light")  # the fonts of the page
    about = f"{TITLES[preset]} set"
    write_sheet(path, sheet_html(registry.commands, about), f"Reviewer: keys, {about}")
    return {
        "file": str(path),
        "set": preset,
        "keys": sum(len(command.keys) for command in registry.commands),
    }

"""Types a script into the real desk, one token a line; waits for idle before each.

Keys arrive as key events at the widget that has the keyboard, as if somebody had typed them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reviewer.script import tokens_of
from reviewer.session.ground.ports import Clock, SteppedClock, SystemClock


def play_script(
    folder: Path,
    secret: str | None,
    lines: Sequence[str],
    *,
    onscreen: bool = False,
    slow: bool = False,
    size: tuple[int, int] = (1366, 768),
    theme: str = "dark",
) -> dict[str, Any]:
    """Play a script on a workspace.

    Returns:
        ``{ok, tokens}``, or on failure ``{ok, line, token, expected, actual}``.
    """
    if not onscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from reviewer.host import Host
    from reviewer.ui.app import make_application

    app = make_application(theme)
    clock: Clock = SystemClock() if slow else SteppedClock(SystemClock().now_ms())
    host = Host(folder, secret, clock, size)
    try:
        from reviewer.player import Player

        player = Player(host, tokens_of(lines), clock)
        player.start()
        app.exec()
        return player.result()
    finally:
        host.close()

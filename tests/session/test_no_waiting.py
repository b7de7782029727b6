"""What the window reads waits for no picture that is being decoded and starts no child."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.session.kit import demo, opened


class Held:
    """A lock that somebody else holds."""

    def __enter__(self) -> None:
        raise AssertionError("the window would wait for the decoder")

    def __exit__(self, *_: Any) -> None: ...


def test_no_view_waits_for_the_decoder(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        session = keys.session
        session.status_line()  # the first child is started once
        lock, session._decoder._lock = session._decoder._lock, Held()
        try:
            keys.press("Alt+Down", "Ctrl+2", "D", "Q", "F", "F", "Z")
            for read in (
                session.header,
                session.queue,
                session.timeline_head,
                session.media,
                session.inspector,
                session.decision,
                session.last,
                session.status_line,
            ):
                assert read() is not None
        finally:
            session._decoder._lock = lock

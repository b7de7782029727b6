"""Takes the pictures: one turn of the event loop for each step, waiting for idle before it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from reviewer.domain.errors import Refused
from reviewer.gallery.page import page
from reviewer.gallery.screens import Screen, Shot, by_screen, shots

QUIET = 2
SETTLED = 8
"""Turns of the event loop in which nothing moves before a picture is taken."""


def screenshots(folder: Path, pattern: str = "") -> dict[str, Any]:
    """Write the pictures whose names match, and a page over them, without a display.

    Returns:
        ``{folder, page, pictures, screens}``: how many pictures, the names of the screens.

    Raises:
        Refused: ``nothing`` (no such picture), ``write``.
    """
    wanted = shots(pattern)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer.ui.app import make_application

    app = make_application("dark")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        camera = Camera(app, Path(scratch), folder, wanted)
        quits = app.quitOnLastWindowClosed()
        app.setQuitOnLastWindowClosed(False)  # between two screens no window is open
        camera.start()
        app.exec()
        app.setQuitOnLastWindowClosed(quits)
        camera.result()
    made = page(wanted)
    (folder / "index.html").write_text(made, "utf-8")
    return {
        "folder": str(folder),
        "page": str(folder / "index.html"),
        "pictures": len(wanted),
        "screens": [screen.name for screen, _ in by_screen(wanted)],
    }


class Camera(QObject):
    """Goes through the screens; each ``yield`` of its plan waits for so many quiet turns."""

    def __init__(
        self, app: QApplication, scratch: Path, folder: Path, wanted: Sequence[Shot]
    ) -> None:
        super().__init__()
        from reviewer.gallery.stage import Stage

        self._stage = Stage(app, scratch)
        self._folder = folder
        self._plan = self._all(by_screen(wanted))
        self._wait = self._quiet = 0
        self._error: Exception | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        """Begin with the event loop."""
        self._timer.start(0)

    def result(self) -> None:
        """Raise what went wrong, if anything did."""
        if self._error is not None:
            raise self._error

    @Slot()
    def _turn(self) -> None:
        self._quiet = self._quiet + 1 if self._stage.idle else 0
        if self._quiet < self._wait:
            return
        self._quiet = 0
        try:
            self._wait = next(self._plan)
        except StopIteration:
            self._end()
        except Exception as error:  # noqa: BLE001 - told by result
            self._error = error
            self._stage.close()
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        QCoreApplication.quit()

    def _all(self, groups: Sequence[tuple[Screen, list[Shot]]]) -> Iterator[int]:
        for screen, pictures in groups:
            self._stage.open(screen)
            yield SETTLED
            for token in screen.steps.split():
                self._stage.step(token)
                yield SETTLED if token.startswith("do:") else QUIET
            for shot in pictures:
                self._stage.dress(shot)
                yield SETTLED
                self._save(shot)
            self._stage.close()
            yield QUIET

    def _save(self, shot: Shot) -> None:
        path = self._folder / f"{shot.name}.png"
        if not self._stage.picture(shot).save(str(path)):
            raise Refused("The picture cannot be written.", code="write", file=str(path))

"""The pictures of the tiles in view: asked of the session, kept while they may be shown."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from reviewer.session.views.views import Picture

if TYPE_CHECKING:
    from reviewer.session.session import Session

KEPT = 240
LEVELS = ("hide", "blur", "grey", "clear")


class Pictures(QObject):
    """One picture for each medium, at the level that is allowed now.

    A sharper picture than the level allows is dropped at once, and an answer that comes late, for
    another case or another level, is never kept.
    """

    arrived = Signal(str)
    """The medium whose picture is there, or is known not to be."""
    asked = Signal()
    """The first picture was asked for while none was waited for."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: OrderedDict[str, tuple[str, QPixmap]] = OrderedDict()
        self._asked: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._total = 0
        self._case = ""

    def level(self, key: str) -> str:
        """How much of a medium may be seen now."""
        return self._session.desk.level_of(key)

    def held(self, key: str) -> bool:
        """Whether a medium is clear only as long as the key is down."""
        return self._session.desk.revealed == key

    def get(self, key: str) -> QPixmap | None:
        """The picture at the present level if it is there; asks for it if not."""
        level = self.level(key)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == level:
            self._kept.move_to_end(key)
            return kept[1]
        if level != "hide" and key not in self._failed and self._asked.get(key) != level:
            self._ask(key, level)
        if kept is not None and LEVELS.index(kept[0]) < LEVELS.index(level):
            return kept[1]  # what was shown so far is more concealed: keep it until then
        return None

    @property
    def waiting(self) -> int:
        """How many pictures were asked for and are not there."""
        return len(self._asked)

    def progress(self) -> tuple[int, int]:
        """(there, asked for) since nothing was waited for."""
        return self._total - len(self._asked), self._total

    def kept_level(self, key: str) -> str:
        """How clear the picture is that ``get`` gives now; empty where there is none."""
        return self._kept[key][0] if key in self._kept else ""

    def failed(self, key: str) -> str:
        """Why there is no picture; empty while there may be one."""
        return self._failed.get(key, "")

    def conceal(self) -> None:
        """Drop every picture that is sharper than allowed now."""
        for key in [k for k, (level, _) in self._kept.items() if self._too_sharp(k, level)]:
            del self._kept[key]

    def forget(self) -> None:
        """Another case: nothing of the last one stays."""
        self._case = self._session.desk.case_id
        self._kept.clear()
        self._asked.clear()
        self._failed.clear()

    def _too_sharp(self, key: str, level: str) -> bool:
        return LEVELS.index(level) > LEVELS.index(self.level(key))

    def _ask(self, key: str, level: str) -> None:
        query = self._session.picture(key)
        if query is None:
            return
        if not self._asked:
            self._total = 0
            self.asked.emit()
        self._total += key not in self._asked
        self._asked[key] = level
        case = self._session.desk.case_id
        self._session.runner.query(
            query, partial(self._take, case, key, level), partial(self._fail, case, key)
        )

    def _take(self, case: str, key: str, level: str, answer: object) -> None:
        if case != self._session.desk.case_id or not isinstance(answer, Picture):
            return
        if self._asked.get(key) == level:
            del self._asked[key]
        if answer.failed:
            self._not_made(key, answer.failed)
            return
        if self._too_sharp(key, level):
            return
        self._kept[key] = (level, pixmap_of(answer))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(key)

    def _fail(self, case: str, key: str, error: Exception) -> None:
        if case == self._session.desk.case_id:
            self._not_made(key, str(error))

    def _not_made(self, key: str, reason: str) -> None:
        self._failed[key] = reason
        self._asked.pop(key, None)
        self._session.picture_failed(key, reason)
        self.arrived.emit(key)


def pixmap_of(picture: Picture) -> QPixmap:
    """The pixels of a picture as the screen wants them.

    Raises:
        ValueError: the pixels are not as many as its size says.
    """
    if len(picture.rgb) != picture.width * picture.height * 3 or not picture.rgb:
        raise ValueError("the pixels of a picture do not fit its size")
    image = QImage(
        picture.rgb,
        picture.width,
        picture.height,
        picture.width * 3,
        QImage.Format.Format_RGB888,
    )
    return QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_RGB32))

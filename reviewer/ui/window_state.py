"""Where the window stood: size, whether maximised, the borders between panes, what was folded. Kept
for a profile; what is kept and does not fit this screen, or is damaged, is corrected or ignored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from reviewer.ui.looks.measures import SMALLEST

if TYPE_CHECKING:
    from reviewer.session.ground.kept import Kept
    from reviewer.ui.window import DeskWindow

PLACE, SIZES, FOLDS = "place", "sizes", "folds"
LARGEST = 20_000
LAYOUTS = ("full", "compact", "tabs")
SHOWN = 64
"""Px of a window that must lie on a screen, across and down, so that it can be taken hold of."""


def keep(window: DeskWindow, kept: Kept) -> None:
    """Remember how the window stands."""
    box = window.normalGeometry()
    maximised = window.isMaximized()
    kept.set(PLACE, [box.x(), box.y(), box.width(), box.height(), maximised])
    kept.set(SIZES, dict(window.places.own) or None)
    kept.set(FOLDS, {name: dict(how) for name, how in window.inspector.own.items()} or None)


def restore_panes(window: DeskWindow, kept: Kept) -> None:
    """Borders and folds, before the window is shown."""
    window.places.own = sizes_of(kept.get(SIZES))
    window.inspector.own = folds_of(kept.get(FOLDS), window.inspector.sections)
    window.inspector.fold_anew()


def restore_place(window: DeskWindow, kept: Kept) -> bool:
    """Put the window where it stood; False where nothing that can be used is kept."""
    found = place_of(kept.get(PLACE))
    if found is None:
        return False
    box, maximised = found
    window.setGeometry(on_screens(box, screens()))
    if maximised:
        window.showMaximized()
    return True


def screens() -> list[QRect]:
    """The room that each screen gives."""
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]


def forget(window: DeskWindow, kept: Kept) -> None:
    """All panes and sections as the program puts them."""
    for name in (SIZES, FOLDS):
        kept.set(name, None)
    window.places.own = {}
    window.inspector.own = {}
    window.inspector.fold_anew()
    window.places.forget_sizes()
    window.places.arrange()


def place_of(value: Any) -> tuple[QRect, bool] | None:
    """A kept place; None for what is none."""
    if not isinstance(value, list) or len(value) != 5 or not isinstance(value[4], bool):
        return None
    numbers = value[:4]
    if not all(type(n) is int and -LARGEST <= n <= LARGEST for n in numbers):
        return None
    box = QRect(*numbers)
    return (box, value[4]) if box.width() > 0 and box.height() > 0 else None


def on_screens(box: QRect, among: Sequence[QRect]) -> QRect:
    """A place corrected for the screens there are: not larger than one, and in reach."""
    if not among:
        return box
    best = max(among, key=lambda screen: _area(screen.intersected(box)))
    seen = best.intersected(box)
    wide = min(max(box.width(), SMALLEST[0]), best.width())
    high = min(max(box.height(), SMALLEST[1]), best.height())
    if seen.width() >= SHOWN and seen.height() >= SHOWN and box.top() >= best.top():
        return QRect(box.x(), box.y(), wide, high)
    x = best.x() + (best.width() - wide) // 2
    return QRect(x, best.y() + (best.height() - high) // 2, wide, high)


def _area(box: QRect) -> int:
    return max(0, box.width()) * max(0, box.height())


def sizes_of(value: Any) -> dict[str, list[list[int]]]:
    """Kept borders by layout: [across, down], each in px."""
    if not isinstance(value, dict):
        return {}
    return {n: how for n, how in value.items() if n in LAYOUTS and _are_sizes(how)}


def _are_sizes(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(part, list) and 2 <= len(part) <= 3 for part in value)
        and all(type(n) is int and 0 < n <= LARGEST for part in value for n in part)
    )


def folds_of(value: Any, known: Any) -> dict[str, dict[str, bool]]:
    """Kept folds by layout: which sections a person opened or folded."""
    if not isinstance(value, dict):
        return {}
    return {
        layout: {n: is_open for n, is_open in how.items() if n in known and type(is_open) is bool}
        for layout, how in value.items()
        if isinstance(layout, str) and isinstance(how, dict)
    }

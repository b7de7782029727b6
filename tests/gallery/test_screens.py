"""The list of screens, the page over the pictures, and a small slice taken for real."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from reviewer.domain.errors import Refused
from reviewer.gallery.page import page
from reviewer.gallery.screens import SCREENS, SIZES, THEMES, shots
from reviewer.gallery.take import screenshots


def test_every_screen_in_every_theme_and_size() -> None:
    names = [shot.name for shot in shots()]
    assert len(names) == len(set(names)) == len(SCREENS) * len(THEMES) * len(SIZES)


def test_a_screen_by_its_name_or_a_pattern() -> None:
    assert {shot.screen.name for shot in shots("media")} == {"media"}
    assert [shot.name for shot in shots("desk-dark-1366x768")] == ["desk-dark-1366x768"]
    assert {shot.theme for shot in shots("keys-light-*")} == {"light"}
    with pytest.raises(Refused, match="nonsense"):
        shots("nonsense")


class Links(HTMLParser):
    """Sources of pictures, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.pictures += [value or "" for name, value in attrs if name == "src"]


def test_the_page_names_every_picture_and_has_no_script() -> None:
    links = Links()
    links.feed(page(shots("palette")))
    assert links.pictures == [f"{shot.name}.png" for shot in shots("palette")]
    assert "script" not in links.tags


def colours(path: Path) -> int:
    """How many different colours a picture has, looked at in a grid."""
    image = QImage(str(path))
    return len(
        {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    )


@pytest.mark.parametrize("pattern", ["armed-light-*", "first-wrong-dark-*x768", "bug-contrast-6*"])
def test_a_slice_is_taken_whole(qapp: object, tmp_path: Path, pattern: str) -> None:
    answer = screenshots(tmp_path, pattern)
    wanted = shots(pattern)
    assert answer["pictures"] == len(wanted)
    for shot in wanted:
        image = QImage(str(tmp_path / f"{shot.name}.png"))
        density = shot.size.density
        assert (image.width(), image.height()) == (
            shot.size.width * density,
            shot.size.height * density,
        )
        assert colours(tmp_path / f"{shot.name}.png") > 8, shot.name
    assert (tmp_path / "index.html").is_file()

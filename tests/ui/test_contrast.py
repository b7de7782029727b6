"""The contrast table of the look, computed anew from the theme (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor, QPalette

from reviewer.ui.looks.icons import NAMES
from reviewer.ui.looks.roles import ROLES
from reviewer.ui.looks.theme import CONTRAST, DARK, LIGHT, Theme
from reviewer.ui.looks.tokens import STATES, SURFACES, TOKENS, from_palette
from reviewer.ui.widgets.states import STATE_STYLES

THEMES = (DARK, LIGHT, CONTRAST)

# token: figures on s0, s1, s2, s3, each dark / light / contrast, as the design page has them
TABLE = {
    "t1": "14.5 13.0 21.0  13.5 15.6 21.0  12.2 14.2 19.4  10.2 12.2 14.5",
    "t2": "9.4 7.2 18.4  8.8 8.6 18.4  7.9 7.9 17.0  6.7 6.7 12.7",
    "t3": "7.0 5.4 15.0  6.5 6.5 15.0  5.8 6.0 13.9  4.9 5.1 10.4",
    "accent": "8.6 5.3 11.5  8.0 6.4 11.5  7.2 5.8 10.7  6.1 5.0 8.0",
    "undecided": "8.3 5.9 21.0  7.7 7.1 21.0  7.0 6.4 19.4  5.9 5.5 14.5",
    "staged": "10.8 6.0 15.1  10.0 7.2 15.1  9.0 6.5 14.0  7.6 5.6 10.5",
    "decided": "9.3 5.9 14.8  8.6 7.1 14.8  7.7 6.5 13.7  6.5 5.5 10.3",
    "escalated": "8.9 6.3 13.0  8.2 7.5 13.0  7.4 6.9 12.0  6.2 5.9 9.0",
    "held": "9.2 5.9 14.6  8.5 7.1 14.6  7.7 6.5 13.5  6.5 5.6 10.1",
    "contested": "8.7 6.0 11.9  8.1 7.2 11.9  7.3 6.5 11.0  6.1 5.6 8.2",
    "hit": "9.0 6.2 11.4  8.3 7.5 11.4  7.5 6.9 10.5  6.3 5.9 7.9",
    "danger": "7.8 5.5 10.2  7.2 6.6 10.2  6.5 6.1 9.5  5.5 5.2 7.1",
    "edge": "4.6 3.6 21.0  4.3 4.3 21.0  3.9 3.9 19.4  3.3 3.3 14.5",
    "mark": "4.4 3.4 9.6  4.1 4.0 9.6  3.7 3.7 8.9  3.1 3.1 6.7",
    "focus": "12.5 7.1 16.5  11.6 8.5 16.5  10.4 7.8 15.3  8.8 6.7 11.4",
}
OWN_WASH = {
    "staged": "7.5 6.0 9.4",
    "held": "6.6 5.9 9.3",
    "hit": "6.5 6.1 7.8",
    "danger": "5.8 5.4 7.2",
}
# the design page rounds this line (and the armed fill) to the nearest: 14.6, 4.7 and 15.2
FIELD = {"t1": "14.5 16.9 21.0", "t3": "7.0 7.1 15.0", "edge": "4.6 4.6 21.0"}
PARTS = ("edge", "mark", "focus")
TEXTS = ("t1", "t2", "t3", "accent", *STATES)


def luminance(value: str) -> float:
    channels = []
    for at in (1, 3, 5):
        c = int(value[at : at + 2], 16) / 255
        channels.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def down(value: float) -> float:
    return math.floor(value * 10 + 1e-9) / 10


def figures(text: str) -> list[float]:
    return [float(part) for part in text.split()]


@pytest.mark.parametrize("token", TABLE)
def test_the_table_is_what_the_theme_gives(token: str) -> None:
    computed = [
        down(contrast(theme.colour(token), theme.colour(on))) for on in SURFACES for theme in THEMES
    ]
    assert computed == figures(TABLE[token])


@pytest.mark.parametrize("token", OWN_WASH)
def test_states_on_their_own_wash(token: str) -> None:
    computed = [down(contrast(t.colour(token), t.wash(token))) for t in THEMES]
    assert computed == figures(OWN_WASH[token])


@pytest.mark.parametrize("token", FIELD)
def test_fields(token: str) -> None:
    assert [down(contrast(t.colour(token), t.field)) for t in THEMES] == figures(FIELD[token])


def test_text_on_every_wash() -> None:
    washes = ("staged", "held", "hit", "danger")
    least = {
        token: [min(down(contrast(t.colour(token), t.wash(w))) for w in washes) for t in THEMES]
        for token in ("t1", "t2")
    }
    assert least == {"t1": [10.2, 12.7, 13.1], "t2": [6.6, 7.0, 11.5]}


def test_armed_is_readable_on_its_fill() -> None:
    assert [down(contrast(t.s0, t.staged)) for t in THEMES] == [10.8, 6.0, 15.1]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_goals(theme: Theme) -> None:
    for on in (*SURFACES, "field"):
        for token in TEXTS:
            assert contrast(theme.colour(token), theme.colour(on)) >= 4.5, (token, on)
        for token in PARTS:
            assert contrast(theme.colour(token), theme.colour(on)) >= 3.0, (token, on)


def test_dark_rooms() -> None:
    for theme in (DARK, LIGHT):
        values = [theme.colour(token).upper() for token in TOKENS if token != "field"]
        assert not {"#000000", "#FFFFFF"} & set(values)
    assert max(contrast(DARK.t1, DARK.colour(on)) for on in (*SURFACES, "field")) < 14.7


def test_a_high_contrast_palette_of_the_system_wins() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#00ff00"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#ff00ff"))
    theme = from_palette(palette)
    assert (theme.s1, theme.t2, theme.staged, theme.focus) == (
        *("#000000", "#00ff00"),
        *("#00ff00", "#ff00ff"),
    )
    assert theme.contrast


WASHES = ("wash_staged", "wash_held", "wash_hit", "wash_danger")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_parts_can_be_told_from_every_ground(theme: Theme) -> None:
    """The frame of a staged button, a ring and a keycap lie on washes too."""
    for on in WASHES:
        assert contrast(theme.focus, theme.colour(on)) >= 3.0, on
        assert contrast(theme.edge, theme.colour(on)) >= 3.0, on
    assert contrast(theme.staged, theme.wash_staged) >= 3.0
    assert contrast(theme.accent, theme.field) >= 3.0


@pytest.mark.parametrize("theme", (DARK, LIGHT), ids=lambda theme: theme.name)
def test_lines_only_separate(theme: Theme) -> None:
    """Faint on purpose on the grounds that they part; no meaning hangs on them."""
    found = {on: contrast(theme.line, theme.colour(on)) for on in SURFACES}
    assert all(1.1 <= figure < 1.7 for figure in found.values()), found


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_label_can_be_read_where_it_stands(theme: Theme) -> None:
    """Each role of a label on each ground that a pane, bar, chip or dialog has."""
    for role, style in ROLES.items():
        for on in SURFACES:
            assert contrast(theme.colour(style.colour), theme.colour(on)) >= 4.5, (role, on)


@pytest.mark.parametrize("state", STATE_STYLES)
def test_every_state_has_glyph_word_and_a_colour_that_can_be_read(state: str) -> None:
    style = STATE_STYLES[state]
    assert style.word and style.glyph in NAMES
    grounds = (style.wash,) if style.wash else SURFACES
    for theme in THEMES:
        assert all(contrast(theme.colour(style.colour), theme.colour(on)) >= 4.5 for on in grounds)

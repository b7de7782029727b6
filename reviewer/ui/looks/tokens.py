"""The colours of the three themes, by what they are for. Values from the design page "the look"."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPalette

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES = ("undecided", "staged", "decided", "escalated", "held", "contested", "hit", "danger")
SURFACES = ("s0", "s1", "s2", "s3")


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours as ``#RRGGBB``. Surfaces s0 (window) to s3 (selected), texts t1 to t3,
    parts (line, edge, mark, accent, focus), seven hues of state and danger, four washes."""

    name: str
    dark: bool
    s0: str
    s1: str
    s2: str
    s3: str
    field: str
    t1: str
    t2: str
    t3: str
    line: str
    edge: str
    mark: str
    accent: str
    focus: str
    undecided: str
    staged: str
    decided: str
    escalated: str
    held: str
    contested: str
    hit: str
    danger: str
    wash_staged: str
    wash_held: str
    wash_hit: str
    wash_danger: str

    @property
    def contrast(self) -> bool:
        """True where panes need borders and selection needs an outline."""
        return self.name in ("contrast", "system")

    def colour(self, token: str) -> str:
        """The value of a token by its name.

        Raises:
            KeyError: there is no such colour.
        """
        if token not in TOKENS:
            raise KeyError(token)
        value: str = getattr(self, token)
        return value

    def wash(self, state: str) -> str:
        """The flat fill behind a state's text; s2 for states that have none of their own."""
        name = f"wash_{state}"
        return self.colour(name) if name in TOKENS else self.s2


TOKENS = tuple(f.name for f in fields(Theme) if f.name not in ("name", "dark"))
"""The names of all colours, in the order of the design page."""

DARK = Theme(
    name="dark",
    dark=True,
    s0="#111316",
    s1="#181B1F",
    s2="#20242A",
    s3="#2B3138",
    field="#111316",
    t1="#E1E4E7",
    t2="#B3BAC2",
    t3="#96A0AB",
    line="#333A43",
    edge="#76818E",
    mark="#727D89",
    accent="#86B6E0",
    focus="#B5D8F7",
    undecided="#A7AFB8",
    staged="#E5C262",
    decided="#86C5A0",
    escalated="#BFA8EE",
    held="#74C3CC",
    contested="#EDA070",
    hit="#F29AC0",
    danger="#F58A80",
    wash_staged="#333128",
    wash_held="#243135",
    wash_hit="#342C34",
    wash_danger="#35292C",
)

LIGHT = Theme(
    name="light",
    dark=False,
    s0="#DFE2E5",
    s1="#F5F6F7",
    s2="#E9ECEF",
    s3="#D3DCE6",
    field="#FFFFFF",
    t1="#191D22",
    t2="#3F4751",
    t3="#505963",
    line="#C3C9D0",
    edge="#6B7580",
    mark="#6F7984",
    accent="#1C5C96",
    focus="#0A4786",
    undecided="#4B545E",
    staged="#6D4C00",
    decided="#1A5E3B",
    escalated="#573BA3",
    held="#0B5B66",
    contested="#8A3A0B",
    hit="#951A57",
    danger="#A8211A",
    wash_staged="#E5E2D9",
    wash_held="#D9E3E6",
    wash_hit="#E9DCE4",
    wash_danger="#ECDCDC",
)

CONTRAST = Theme(
    name="contrast",
    dark=True,
    s0="#000000",
    s1="#000000",
    s2="#0D0D0D",
    s3="#1F2A36",
    field="#000000",
    t1="#FFFFFF",
    t2="#F0F0F0",
    t3="#DADADA",
    line="#8C8C8C",
    edge="#FFFFFF",
    mark="#B0B0B0",
    accent="#7CC8FF",
    focus="#FFE600",
    undecided="#FFFFFF",
    staged="#FFD84A",
    decided="#7CF0A8",
    escalated="#D6C2FF",
    held="#66EAF5",
    contested="#FFB27A",
    hit="#FFA3D0",
    danger="#FF9A90",
    wash_staged="#383010",
    wash_held="#163336",
    wash_hit="#38242E",
    wash_danger="#382220",
)

THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}
"""The themes a person can choose, by name."""


def from_palette(palette: QPalette) -> Theme:
    """The system's own high-contrast palette as a theme: its colours win over ours, states keep
    their glyph and word and take the system's text colour."""
    ground = palette.color(QPalette.ColorRole.Window).name()
    text = palette.color(QPalette.ColorRole.WindowText).name()
    marked = palette.color(QPalette.ColorRole.Highlight).name()
    base = DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
    values: dict[str, Any] = dict.fromkeys(("s0", "s1", "s2", "field"), ground)
    values |= dict.fromkeys(("t1", "t2", "t3", "line", "edge", "mark", *STATES), text)
    values |= {name: ground for name in TOKENS if name.startswith("wash_")}
    values["s3"] = palette.color(QPalette.ColorRole.AlternateBase).name()
    return replace(base, name="system", accent=marked, focus=marked, **values)

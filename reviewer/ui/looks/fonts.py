"""The type scale, and the fonts that are shipped with the program."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from reviewer.domain.errors import Damaged
from reviewer.respath import resource

FILES = (
    *("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf"),
    *("NotoSansArabic-Regular.ttf", "NotoSansArabic-SemiBold.ttf"),
    *("NotoSansMono-Regular.ttf", "NotoSansMono-SemiBold.ttf"),
    *("NotoSansGeorgian-Regular.ttf", "NotoSansGeorgian-Bold.ttf"),
    *("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
    "NotoEmoji-Regular.ttf",
)
EMOJI = "Noto Emoji"
OTHERS = ("Noto Sans Arabic", "Noto Sans Georgian", "Noto Sans Hebrew", EMOJI)
"""Families for what the first one lacks, in the order in which they are asked."""
SANS = ("Noto Sans", *OTHERS)
MONO = ("Noto Sans Mono", "Noto Sans", *OTHERS)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the type scale: letter size and line height in px at 100 %, weight 400 or 600."""

    size: int
    line: int
    weight: int = 400
    mono: bool = False
    arabic: bool = False
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Steps are keys of much that is remembered, so the hash is worked out once."""
        made = hash((self.size, self.line, self.weight, self.mono, self.arabic))
        object.__setattr__(self, "_hash", made)

    def __hash__(self) -> int:
        return self._hash

    @property
    def strong(self) -> Step:
        """The same step in semi-bold."""
        return _strong(self)


@cache
def _strong(step: Step) -> Step:
    return replace(step, weight=600)


KEY = Step(11, 16, 600, mono=True)
KEY_OUTCOME = Step(13, 18, 600, mono=True)
META = Step(12, 16)
MONO_META = Step(12, 16, mono=True)
BODY = Step(13, 18)
EVIDENCE = Step(14, 21)
EVIDENCE_ARABIC = Step(15, 25, arabic=True)
READING = Step(14, 21)
READING_ARABIC = Step(16, 28, arabic=True)
HANDLE = Step(16, 22, 600)
FIGURE = Step(28, 34, 600)
SECTION_FIGURE = Step(20, 26, 600)
COUNT = Step(16, 20, 600)


def load_fonts() -> list[str]:
    """Load the shipped fonts into Qt; needs an application. Returns the families found.

    Raises:
        Damaged: a font of the installation cannot be read (code "fonts").
    """
    families: list[str] = []
    for name in FILES:
        path = resource(f"fonts/{name}")
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise Damaged(
                "a font of the program cannot be read",
                code="fonts",
                file=name,
                next_step="Install the program again.",
            )
        families += QFontDatabase.applicationFontFamilies(number)
    # line drawings, also where the system has coloured ones: colour is kept for states
    QFontDatabase.setApplicationEmojiFontFamilies([EMOJI])
    return families


def make_font(step: Step, scale: float = 1.0) -> QFont:
    """The font of a step, its letters scaled; figures are tabular, never italic."""
    font = QFont()
    font.setFamilies(list(MONO if step.mono else SANS))
    font.setPixelSize(max(1, round(step.size * scale)))
    font.setWeight(QFont.Weight(step.weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font

"""The demo letters its pictures without a library for fonts: the frozen program has none."""

from __future__ import annotations

import subprocess
import sys

DRAWN = """
import sys
sys.modules["PIL._imagingft"] = None
from PIL import Image, ImageDraw
from reviewer.demo.coast.art import letter
picture = Image.new("L", (200, 40))
letter(ImageDraw.Draw(picture), "RELEASE 41", (4, 4), 22, 255)
left, top, right, bottom = picture.getbbox()
assert 80 < right - left < 190 and 15 < bottom - top <= 22, picture.getbbox()
"""


def test_letters_need_no_font_library() -> None:
    subprocess.run([sys.executable, "-c", DRAWN], check=True)

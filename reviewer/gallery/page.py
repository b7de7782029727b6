"""The page over the pictures: plain HTML without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from reviewer.gallery.screens import Shot, by_screen

HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; \
style-src 'unsafe-inline'">
<title>Reviewer: every screen</title>
<style>
body { font: 14px/1.5 "Noto Sans", sans-serif; margin: 24px; color: #191d22; background: #f5f6f7; }
h2 { margin: 32px 0 8px; font-size: 16px; }
div { display: flex; flex-wrap: wrap; gap: 12px; }
figure { margin: 0; }
img { display: block; height: 200px; border: 1px solid #6b7580; }
figcaption { font-size: 12px; color: #3f4751; }
</style>
</head>
<body>
"""


def page(shots: Sequence[Shot]) -> str:
    """One part for each screen, its pictures side by side, each a link to itself."""
    parts = [HEAD, "<h1>Every screen</h1>\n", "<p>"]
    groups = by_screen(shots)
    parts += [f'<a href="#{s.name}">{escape(s.title)}</a> · \n' for s, _ in groups]
    parts.append("</p>\n")
    for screen, pictures in groups:
        parts.append(f'<h2 id="{screen.name}">{escape(screen.title)}</h2>\n<div>\n')
        parts += [_figure(shot) for shot in pictures]
        parts.append("</div>\n")
    return "".join([*parts, "</body>\n</html>\n"])


def _figure(shot: Shot) -> str:
    name = f"{quote(shot.name)}.png"
    alt = escape(f"{shot.screen.title}, {shot.theme}, {shot.size.name}")
    return (
        f'<figure><a href="{name}"><img src="{name}" alt="{alt}" loading="lazy"></a>'
        f"<figcaption>{shot.theme} {shot.size.name}</figcaption></figure>\n"
    )

"""Links are shown, never opened: a form that no program takes for a link."""

from __future__ import annotations

import re

from reviewer.ui.lettering.bidi import show_identifier

SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):(//)?", re.ASCII)
IN_TEXT = re.compile(
    r"(?:\b[A-Za-z][A-Za-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"\u201c\u201d\u00ab\u00bb]+"
    r"|(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]{1,63}+\.){1,10}+[A-Za-z]{2,24}/[^\s<>\"]*"
)
"""Bounded everywhere: hostile text must not make it slow."""
RENAMED = {"http": "hxxp", "https": "hxxps", "ftp": "fxp", "ftps": "fxps"}


def defang(untrusted_url: str, limit: int = 120) -> str:
    """A link as text: ``https://pier.example/7`` becomes ``hxxps://pier[.]example/7``.

    Invisible characters become tags and a long link loses its middle, never its host.
    """
    scheme, host, rest = _parts(untrusted_url)
    host = host.replace(".", "[.]").replace("\u3002", "[\u3002]").replace("@", "[@]")
    front = show_identifier(scheme + host, 0)
    room = max(16, limit - len(front)) if limit else 0
    return front + show_identifier(rest, room)


def _parts(url: str) -> tuple[str, str, str]:
    """Scheme (already renamed), authority, the rest."""
    found = SCHEME.match(url)
    scheme = ""
    port = found is not None and not found[2] and url[found.end() : found.end() + 1].isdigit()
    if found and not port and "." not in found[1]:
        name = found[1].lower()
        url = url[found.end() :]
        if not found[2]:
            return f"{name}[:]", "", url
        scheme = f"{RENAMED.get(name, name + '[x]')}://"
    cut = min((url.find(c) for c in "/?#\\" if c in url), default=len(url))
    return scheme, url[:cut], url[cut:]


def find_links(text: str) -> list[tuple[int, int]]:
    """Where links stand in running text: (start, end), closing punctuation left out."""
    found = []
    for match in IN_TEXT.finditer(text):
        end = match.end()
        while end > match.start() and text[end - 1] in ".,;:!?)]}'\u060c\u061f":
            end -= 1
        found.append((match.start(), end))
    return found

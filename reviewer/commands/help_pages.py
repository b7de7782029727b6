"""The pages of help: which there are, from their index, and their text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reviewer.respath import resource

INDEX = "index"
OF_PANE = {
    "queue": "search",
    "timeline": "timeline",
    "media": "media-safety",
    "inspector": "decisions",
}
"""The page that fits the focused pane."""
_LINE = re.compile(r"^- \[([^\]]+)\]\(([a-z0-9-]+)\.md\): (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file without the ending, its title, what it is about."""

    name: str
    title: str
    about: str


@cache
def pages() -> tuple[Page, ...]:
    """Every page that the index lists, in its order, the index first."""
    listed = [Page(name, title, about) for title, name, about in _LINE.findall(_read(INDEX))]
    return (
        Page(INDEX, "All pages of help", "Which pages there are, and the job in short."),
        *listed,
    )


def page_names() -> frozenset[str]:
    """The pages that can be opened."""
    return frozenset(page.name for page in pages())


def target_of(link: str, on: str) -> tuple[str, str] | None:
    """Where a link of a page leads: (page, heading or nothing); None where it leads outside."""
    path, _, heading = link.partition("#")
    name = path.removesuffix(".md") if path else on
    known = name in page_names() and (not path or path.endswith(".md"))
    return (name, heading) if known else None


def page_text(name: str) -> str:
    """The Markdown of a page without comments; a link that leads outside the pages stands as
    text, with where it leads."""

    def plain(found: re.Match[str]) -> str:
        words, link = found[1], found[2]
        if target_of(link, name) is not None:
            return found[0]
        said = link.removeprefix("../")
        return words if words.strip("`") == link else f"{words} (`{said}`)"

    return _LINK.sub(plain, _COMMENT.sub("", _read(name)))


def anchor_of(heading: str) -> str:
    """How links name a heading: ``Undo, amend`` is ``undo-amend``."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).strip().replace(" ", "-")


@cache
def _read(name: str) -> str:
    return resource(f"help/{name}.md").read_text("utf-8")

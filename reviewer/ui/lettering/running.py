"""Running text as it is shown: cleaned, links defanged, with the way back to the source."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from reviewer.ui.lettering.bidi import running_pieces
from reviewer.ui.lettering.links import defang, find_links


@dataclass(frozen=True, slots=True)
class Running:
    """Text for a layout. ``starts[i]`` is where the source's ``places[i]`` begins in it;
    ``links`` are (start, end) of defanged links in it."""

    text: str
    places: tuple[int, ...]
    starts: tuple[int, ...]
    links: tuple[tuple[int, int], ...]
    cut: bool = False

    def shown(self, source: int) -> int:
        """Where a place in the source (a code point) stands in the text shown."""
        at = bisect_left(self.places, source)
        return self.starts[at] if at < len(self.starts) else len(self.text)


def running(untrusted_text: str, most: int = 20_000) -> Running:
    """Make text from outside ready for painting; of more than ``most`` characters the rest is
    left out and ``cut`` is set."""
    cut = len(untrusted_text) > most
    source = untrusted_text[:most]
    pieces = running_pieces(source)
    clean = "".join(piece for _, piece in pieces)
    if "." not in clean and ":" not in clean:
        return _plain(pieces, clean, cut)
    found = find_links(clean)
    if not found:
        return _plain(pieces, clean, cut)
    return _with_links(pieces, clean, found, cut)


def _plain(pieces: list[tuple[int, str]], clean: str, cut: bool) -> Running:
    places, starts, length = [], [], 0
    for place, piece in pieces:
        places.append(place)
        starts.append(length)
        length += len(piece)
    return Running(clean, tuple(places), tuple(starts), (), cut)


def _with_links(
    pieces: list[tuple[int, str]], clean: str, found: list[tuple[int, int]], cut: bool
) -> Running:
    out: list[str] = []
    links: list[tuple[int, int]] = []
    moves: list[tuple[int, int, int]] = []  # (start, end, start shown) of each link
    length = last = 0
    for start, end in found:
        out.append(clean[last:start])
        length += start - last
        shown = defang(clean[start:end], 0)
        moves.append((start, end, length))
        links.append((length, length + len(shown)))
        out.append(shown)
        length += len(shown)
        last = end
    out.append(clean[last:])
    places, starts, at, shift, turn = [], [], 0, 0, 0
    for place, piece in pieces:
        while turn < len(moves) and at >= moves[turn][1]:
            shift = links[turn][1] - moves[turn][1]
            turn += 1
        inside = turn < len(moves) and moves[turn][0] <= at < moves[turn][1]
        places.append(place)
        starts.append(moves[turn][2] if inside else at + shift)
        at += len(piece)
    return Running("".join(out), tuple(places), tuple(starts), tuple(links), cut)

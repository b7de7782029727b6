"""What of a timeline is listed: a range of days, kinds that are left out, and one thing alone."""

from __future__ import annotations

from dataclasses import dataclass

LANES = ("post", "repost", "reply", "account")
"""The kinds of event, as the lanes have them; a quote counts among the posts."""
LANE_OF = {"original": "post", "quote": "post", "repost": "repost", "reply": "reply"}
ONLY = ("media", "reported", "hits", "unseen")
"""What the list can be narrowed to: events with media, reported, with hits, not seen yet."""


@dataclass(frozen=True, slots=True)
class Lens:
    """All of it; the overview always shows everything. ``first`` and ``last`` are days of the zone
    in use, both counted; None: no range."""

    first: int | None = None
    last: int | None = None
    off: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    @property
    def ranged(self) -> bool:
        """Whether there is a range."""
        return self.first is not None and self.last is not None

    @property
    def narrowed(self) -> bool:
        """Whether anything but time is left out."""
        return bool(self.off or self.only)

    @property
    def clear(self) -> bool:
        """Whether everything is listed."""
        return not self.ranged and not self.narrowed

    def within(self, day: int) -> bool:
        """Whether a day lies in the range."""
        if self.first is None or self.last is None:
            return True
        return self.first <= day <= self.last

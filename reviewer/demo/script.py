"""The headless demo: what is typed into the real desk, told in words."""

from __future__ import annotations

from pathlib import Path

COMMIT = ("f", "f")
PIN_FIRST = ("Ctrl+2", "d", "b")


def script(shots: Path) -> list[str]:
    """The tokens of the demo, screenshots into ``shots``."""
    return [
        "# a refused commit: no policy, no evidence",
        "Ctrl+2",
        "d",
        "d",
        "r",
        "f",
        "expect:decisions=0",
        f"shot:{shots / '1-refused.png'}",
        "# suspend: policy, evidence, note",
        "b",
        "p",
        "g",
        "text:Mirrors of a closed channel, numbered parts, the emblem in its pictures.",
        "Esc",
        "f",
        f"shot:{shots / '2-armed.png'}",
        "f",
        "expect:decisions=1",
        "# a threat against a named person: suspend, preserve, refer",
        "Ctrl+2",
        *_to_last_post(),
        "t",
        f"shot:{shots / '3-threat.png'}",
        *COMMIT,
        "expect:decisions=2",
        "expect:proposed=1",
        "# limit",
        *_limit(0),
        "expect:decisions=3",
        "# ask the lead",
        "d",
        "w",
        *COMMIT,
        "# no action, and its undo and redo",
        "d",
        "q",
        *COMMIT,
        "expect:decisions=4",
        "z",
        "expect:decisions=3",
        "Ctrl+Shift+Z",
        "expect:decisions=4",
        f"shot:{shots / '4-undone-and-redone.png'}",
        "# warn",
        "Alt+Down",
        *_limit(1),
        "expect:decisions=5",
        "# a restart: everything is as it was",
        "restart",
        "expect:decisions=5",
        "z",
        "expect:decisions=4",
        "Ctrl+Shift+Z",
        "expect:decisions=5",
        "# remove what is pinned: the posts, not the account",
        "Alt+Down",
        *_limit(2),
        "expect:decisions=6",
        "# suspend for a time",
        "Alt+Down",
        *PIN_FIRST,
        "r",
        "r",
        "p",
        *COMMIT,
        "expect:decisions=7",
        "# later, then the rest without action",
        "s",
        *_no_actions(6),
        "expect:decisions=13",
        "# a picture revealed while the key is held",
        "Ctrl+3",
        "d",
        "hold:V",
        f"shot:{shots / '5-revealed.png'}",
        "release:V",
        f"shot:{shots / '6-done.png'}",
    ]


def _to_last_post() -> list[str]:
    """To the newest post of the timeline, and pin it."""
    return ["Ctrl+2", "End", "b"]


def _limit(steps: int) -> list[str]:
    """Pin the first post and decide the n-th slot of limit."""
    return [*PIN_FIRST, *["e"] * (steps + 1), "p", *COMMIT]


def _no_actions(count: int) -> list[str]:
    return [token for _ in range(count) for token in ("Ctrl+2", "d", "q", *COMMIT)]

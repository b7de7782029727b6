"""The headless demo: what is typed into the real desk, told in words."""

from __future__ import annotations

from pathlib import Path

from reviewer.demo import Scale

LIMIT = "Ctrl+2 d b e p f f"
WARN = "Ctrl+2 d b e e p f f"
REMOVE = "Ctrl+2 d b e e e p f f"
FOR_A_TIME = "Ctrl+2 d b r r p f f"
NO_ACTION = "Ctrl+2 d q f f"

FULL = f"""
# a commit is refused: no policy, no evidence, no note
Ctrl+2 d r f expect:decisions=0 shot:1-refused.png
# suspend: evidence pinned, policy chosen, a question answered, note written
b p j g
text:Relay of the movement: numbered releases, mirrors of a channel that was shut, on the watchlist.
Esc f shot:2-armed.png f expect:decisions=1
# a direct, specific threat with a picture: the post before the last; suspend, preserve, refer
Ctrl+2 a a b t shot:3-threat.png f f expect:decisions=2 expect:proposed=1
# the Arabic channel: limit, with its translation beside it
Ctrl+2 d b e p p shot:4-arabic.png f f expect:decisions=3
# reports, translation and exemption contradict each other: a question to the lead
Ctrl+2 d shot:5-contradiction.png w f f expect:decisions=3
# a return: off for a time; a warning; one put off
{FOR_A_TIME} expect:decisions=4
{WARN} expect:decisions=5
s
# a song that was reported as a threat: no action, its undo and redo
{NO_ACTION} expect:decisions=6 z expect:decisions=5 Ctrl+Shift+Z expect:decisions=6
# a restart: everything is as it was, and undo still works
restart expect:decisions=6 z expect:decisions=5 Ctrl+Shift+Z expect:decisions=6
shot:6-redone.png
# research, parody: no action; a song: what is pinned goes, the account stays; a shop: no action
{NO_ACTION} {NO_ACTION} {REMOVE} {NO_ACTION} expect:decisions=10
# a search over 20,000 posts, a filter
Ctrl+F
text:drown the warden
Return shot:7-search.png Esc Esc
Ctrl+F
text:has:watchlist
shot:8-watchlist.png Esc Esc
# a picture revealed while the key is held
Ctrl+3 d hold:V shot:9-revealed.png release:V expect:desk.revealed= expect:decisions=10
"""

SMALL = f"""
# a commit is refused: no policy, no evidence, no note
Ctrl+2 d r f expect:decisions=0 shot:1-refused.png
# suspend: evidence pinned, policy chosen, note written
b p g
text:Mirrors of a closed channel, numbered parts, the emblem in its pictures.
Esc f shot:2-armed.png f expect:decisions=1
# a threat against a named person: suspend, preserve, refer
Ctrl+2 a a b t shot:3-threat.png f f expect:decisions=2 expect:proposed=1
# limit, a question to the lead, no action with its undo and redo
{LIMIT} expect:decisions=3
Ctrl+2 d w f f
{NO_ACTION} expect:decisions=4 z expect:decisions=3 Ctrl+Shift+Z expect:decisions=4
shot:4-redone.png
{WARN} expect:decisions=5
# a restart: everything is as it was, and undo still works
restart expect:decisions=5 z expect:decisions=4 Ctrl+Shift+Z expect:decisions=5
# remove what is pinned: the post, not the account
Alt+Down {REMOVE} expect:decisions=6
Alt+Down {FOR_A_TIME} expect:decisions=7
# later, then the rest without action
s {NO_ACTION} {NO_ACTION} {NO_ACTION} {NO_ACTION} {NO_ACTION} {NO_ACTION} expect:decisions=13
# a picture revealed while the key is held
Ctrl+3 d hold:V shot:5-revealed.png release:V shot:6-done.png
"""


def script(shots: Path, scale: Scale = "full") -> list[str]:
    """The tokens of the demo, screenshots into ``shots``."""
    tokens: list[str] = []
    for line in (FULL if scale == "full" else SMALL).strip().splitlines():
        if line.startswith(("#", "text:")):
            tokens.append(line)
        else:
            tokens += line.split()
    return [_placed(token, shots) for token in tokens]


def _placed(token: str, shots: Path) -> str:
    verb, colon, name = token.partition(":")
    return f"shot:{shots / name}" if colon and verb == "shot" else token

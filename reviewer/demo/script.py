"""The headless demo: what is typed into the real desk, told in words."""

from __future__ import annotations

from pathlib import Path

LIMIT = "Ctrl+2 d b e p f f"
WARN = "Ctrl+2 d b e e p f f"
REMOVE = "Ctrl+2 d b e e e p f f"
FOR_A_TIME = "Ctrl+2 d b r r p f f"
NO_ACTION = "Ctrl+2 d q f f"

STORY = f"""
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


def script(shots: Path) -> list[str]:
    """The tokens of the demo, screenshots into ``shots``."""
    tokens: list[str] = []
    for line in STORY.strip().splitlines():
        if line.startswith(("#", "text:")):
            tokens.append(line)
        else:
            tokens += line.split()
    return [_placed(token, shots) for token in tokens]


def _placed(token: str, shots: Path) -> str:
    verb, colon, name = token.partition(":")
    return f"shot:{shots / name}" if colon and verb == "shot" else token

"""The key sheet to print: one page of HTML, escaped, without scripts; every key of a set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from reviewer.commands.command import Command
from reviewer.commands.sheet import by_purpose, shown_keys

COLUMNS = 3
HEAD_LINES = 2
"""How much room the heading of a purpose takes, in lines."""
STYLE = """
@page { size: A4 landscape; margin: 12mm; }
body { font-family: "Noto Sans", sans-serif; font-size: 8.5pt; color: #111111; }
h1 { font-size: 15pt; margin: 0; }
h2 { font-size: 9pt; margin: 8px 0 2px 0; color: #333333; }
p { margin: 3px 0 4px 0; }
table { border-collapse: collapse; }
th { text-align: left; font-weight: normal; padding: 1px 8px 1px 0; }
td { vertical-align: top; padding: 1px 0 1px 0; }
td.part { width: 33%; padding: 0 16px 0 0; }
code { font-family: "Noto Sans Mono", monospace; font-weight: 600; }
"""
RULE = (
    "One key never decides: an outcome key stages, two taps of the commit key within 0.8 s"
    " decide, any other key disarms. Hold, sending a referral and purge never have a key."
)


def sheet_html(commands: Iterable[Command], about: str) -> str:
    """The sheet.

    Args:
        commands: with the keys in force; one without a key is left out.
        about: which set it is, in words: ``left hand set``.
    """
    groups = by_purpose(c for c in commands if c.keys)
    cells = "\n".join(f'<td class="part">\n{_column(part)}\n</td>' for part in _parts(groups))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Reviewer: keys, {escape(about)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>Reviewer: keys, {escape(about)}</h1>
<p>{escape(RULE)}</p>
<table width="100%"><tr>
{cells}
</tr></table>
</body>
</html>
"""


def _parts(
    groups: Sequence[tuple[str, list[Command]]],
) -> list[list[tuple[str, list[Command]]]]:
    """The purposes in columns of about the same height, in their order."""
    sizes = [HEAD_LINES + len(found) for _, found in groups]
    goal = sum(sizes) / COLUMNS
    parts: list[list[tuple[str, list[Command]]]] = [[] for _ in range(COLUMNS)]
    before = 0.0
    for group, size in zip(groups, sizes, strict=True):
        parts[min(int((before + size / 2) / goal), COLUMNS - 1)].append(group)
        before += size
    return parts


def _column(part: Iterable[tuple[str, list[Command]]]) -> str:
    return "\n".join(
        f'<h2>{escape(name)}</h2>\n<table width="100%">\n{_rows(found)}\n</table>'
        for name, found in part
    )


def _rows(commands: Iterable[Command]) -> str:
    return "\n".join(
        f'<tr><th width="42%">{_keys(c)}</th><td width="58%">{escape(c.title)}</td></tr>'
        for c in commands
    )


def _keys(command: Command) -> str:
    return " or ".join(f"<code>{escape(key)}</code>" for key in shown_keys(command))

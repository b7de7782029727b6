"""The page of a referral packet, to be read and printed: escaped, no scripts, media or links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.exchange.summary import shown

TITLES = {
    "header": "Referral",
    "subject": "Subject",
    "threat": "Elements of the threat",
    "items": "Content",
    "account_data": "Account data held",
    "action": "Action taken",
    "custody": "Custody, in order",
    "integrity": "Integrity",
    "limits": "Limits",
}
"""The parts in their order; facts come before what is inferred."""

_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Referral packet</title>
<style>
body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111}
table{border-collapse:collapse;margin:.5em 0 1.5em;width:100%}
td,th{border:1px solid #999;padding:.25em .6em;text-align:left;vertical-align:top}
th{width:14em}
p.mark{border:3px solid #111;padding:.5em 1em;font-weight:bold;font-size:1.2em}
td{overflow-wrap:anywhere;white-space:pre-wrap}
</style></head><body>
"""


def packet_page(content: Mapping[str, Any]) -> bytes:
    """The page of a packet's parts."""
    parts = [_HEAD, "<h1>Referral packet</h1>\n"]
    parts.append(f'<p class="mark">{shown(str(content["marking"]).upper())}</p>\n')
    for name, title in TITLES.items():
        if name in content:
            parts.append(f"<h2>{title}</h2>\n{_part(content[name])}")
    parts.append("</body></html>\n")
    return "".join(parts).encode("utf-8")


def _part(value: Any) -> str:
    if isinstance(value, Mapping):
        rows = [f"<tr><th>{_name(k)}</th><td>{_cell(v)}</td></tr>\n" for k, v in value.items()]
        return f"<table>\n{''.join(rows)}</table>\n" if rows else "<p>None.</p>\n"
    if isinstance(value, list):
        return "".join(_part(one) for one in value) or "<p>None.</p>\n"
    return f"<p>{_cell(value)}</p>\n"


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(f"{_name(k)}: {_cell(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "<br>".join(_cell(one) for one in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown("not known" if value is None or value == "" else str(value))


def _name(text: str) -> str:
    return shown(text.replace("_", " "))

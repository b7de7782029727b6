"""Text as an enemy would write it: every one must be shown as text and reach out of nothing."""

from __future__ import annotations

from collections.abc import Mapping

PICTURE = "<img src='file:///usr/share/pixmaps/debian-logo.png' width=200 height=200>"

HOSTILE: Mapping[str, str] = {
    # markup
    "image file": PICTURE,
    "image qrc": "<img src=':/qt-project.org/styles/commonstyle/images/file-32.png'>",
    "image data": "<img src='data:image/png;base64,iVBORw0KGgo='>",
    "image remote": "<img src='https://track.example/pixel.gif'>",
    "link": "<a href='https://click.example/now'>harmless</a>",
    "link file": "<a href='file:///etc/passwd'>notes.txt</a>",
    "script link": "<a href='javascript:alert(1)'>x</a>",
    "bold": "<b>verified by a lead</b>",
    "document": "<!DOCTYPE html><html><head><style>*{color:red}</style></head><body>x",
    "xml": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "entities": "&lt;b&gt; &amp; &#x202e; &nbsp;",
    "qt tag": "<qt>decided: no action</qt>",
    "late tag": "some words first\n<table><tr><td>row</td></tr></table>",
    "markdown": "[click](https://click.example) ![x](file:///etc/passwd) **bold**",
    "style sheet": "} QWidget { background: red; }",
    # direction
    "rlo name": "photo_\u202egpj.exe",
    "rlo alone": "\u202e",
    "rlo sentence": "\u202eabc by user1 on 2015-03-05",
    "lro": "\u202dنداء",
    "embeddings": "\u202a\u202b\u202d\u202e" * 40,
    "pdf alone": "\u202c\u202c\u202cabc",
    "isolate breaker": "\u2069\u2069\u202ereported by r-7",
    "fsi open": "\u2068\u2068\u2068abc",
    "crossed": "\u2066\u202ea\u2069b\u202c",
    "marks of direction": "\u200eabc\u200f\u061cdef",
    "arabic": "اجتمعوا عند المنارة الزرقاء بعد الغروب",
    "arabic handle": "نداء_المدّ_٣@user_1",
    "hebrew": "שלום abc (1) 12:30",
    "deep isolates": "\u2067" * 200 + "x" + "\u2069" * 200,
    # nothing to see
    "zero width": "pay\u200bpal\u200c\u200d\u2060\ufeff",
    "soft hyphens": "a\u00ad" * 50,
    "fillers": "\u3164\u115f\u1160\uffa0\u2800",
    "tags": "flag\U000e0067\U000e0062\U000e007f",
    "variation": "a\ufe0f\ufe0e\U000e0100",
    "only spaces": "   \u00a0\u2003\u3000  ",
    "empty": "",
    # controls
    "nul": "before\x00after",
    "bell and escape": "\x07\x1b[31mred\x1b[0m\x08\x08\x08",
    "c1": "\x80\x85\x9b31m",
    "line ends": "one\r\ntwo\rthree\u2028four\u2029five\x0bsix\x0cseven",
    "tabs": "a\tb\t\t\tc",
    "lone surrogate": "x\ud800y\udfff",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "private use": "\ue000\uf8ff\U000f0000",
    # size and shape
    "long": "a" * 100_000,
    "long lines": "\n" * 20_000,
    "long arabic": "ا" * 30_000,
    "combining tower": "Z" + "\u0310\u0353\u0334" * 200 + "algo",
    "tower alone": "\u0301" * 300,
    "wide": "﷽" * 40 + "𒐫" * 20,
    "emoji": "👩‍👩‍👧‍👦 🏴\U000e0067\U000e0062\U000e007f 👍🏿 🇺🇸 ❤️",
    "joined persian": "می‌خواهم بروم",
    # other languages of other programs
    "percent": "%1 %s %n %d %% {0} {name} ${HOME} $(id)",
    "mnemonics": "&File && &&& &",
    "backticks": "`rm -rf ~`; ${IFS} | cat\\n",
    "shortcut tab": "Suspend\tCtrl+Enter",
    "sql": "'; DROP TABLE event; --",
    "quotes": "\"'«»“”‘’`´",
    "url": "https://user:secret@evil.example:8080/a/../b?x=<b>#\u202e",
    "punycode": "https://xn--pypal-4ve.example/login",
}


def all_hostile() -> list[str]:
    """The strings, for parametrising."""
    return list(HOSTILE.values())

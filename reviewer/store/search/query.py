"""What a person typed into the search box, taken apart. Nothing of it reaches FTS5 as syntax.

Words are all looked for; ``"several words"`` stand side by side; ``begin*`` finds words that
begin so. ``from:handle`` (or an account's key or id), ``has:media``, ``lang:ar``, ``after:`` and
``before:`` a date narrow the posts: *after* includes that day, *before* does not.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from reviewer.domain.ids import UNDATED
from reviewer.store.search.fold_spans import Needle
from reviewer.store.search.fold_text import fold, fold_words, is_plain, light

LONGEST = 2_000
"""Characters of a query that are looked at."""

_PART = re.compile(r'(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_FIELDS = frozenset({"from", "has", "lang", "after", "before"})
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


class Query(msgspec.Struct, kw_only=True):
    """A query taken apart.

    ``needles``: folded words to find; ``given``: their light forms as typed, for exactness;
    ``authors``: handles or keys; ``since``, ``until``: half-open range in ms, or None.
    """

    text: str
    needles: list[Needle] = []
    given: list[list[str]] = []
    authors: list[str] = []
    langs: list[str] = []
    media: bool = False
    since: int | None = None
    until: int | None = None
    notes: list[str] = []

    @property
    def posts_only(self) -> bool:
        """Whether it asks for what only posts have."""
        return self.media or bool(self.langs) or self.timed or not self.needles

    @property
    def timed(self) -> bool:
        """Whether it names a range of time."""
        return self.since is not None or self.until is not None


def parse(text: str) -> Query:
    """Take a query apart. What cannot be understood is named in ``notes``; never fails."""
    query = Query(text=text)
    if len(text) > LONGEST:
        query.notes.append(f"only the first {LONGEST} characters were looked at")
    for part in _PART.finditer(_clean(text[:LONGEST])):
        field = (part["field"] or "").lower()
        value = part["phrase"] if part["phrase"] is not None else part["word"]
        if field in _FIELDS:
            _field(query, field, value)
        elif part["phrase"] is not None:
            if part["field"]:
                _words(query, part["field"])
            _words(query, value)
        else:
            _words(query, part[0], prefix=value.endswith("*"))
    return query


def _clean(text: str) -> str:
    """Without lone surrogates, which no database takes; typographic quotes as plain ones."""
    straight = text.translate({0x201C: '"', 0x201D: '"', 0x201E: '"', 0xAB: '"', 0xBB: '"'})
    return "".join(c if unicodedata.category(c) != "Cs" else " " for c in straight)


def _words(query: Query, value: str, prefix: bool = False) -> None:
    folded = fold_words(value)
    if not folded:
        if value.strip('"* '):
            query.notes.append(f"there is no word in {value!r}")
        return
    query.needles.append(Needle(tuple(folded), prefix))
    query.given.append([word for word in light(value).split(" ") if word])


def _field(query: Query, field: str, value: str) -> None:
    if field == "from" and value.strip("@ "):
        query.authors.append(value.strip(" ").removeprefix("@"))
    elif field == "has" and value.lower() == "media":
        query.media = True
    elif field == "lang" and (lang := lang_word(value)):
        query.langs.append(lang)
    elif field == "after" and (day := _day(value)) is not None:
        query.since = day
    elif field == "before" and (day := _day(value)) is not None:
        query.until = day
    else:
        query.notes.append(f"{field}:{value} was not understood")


@lru_cache(maxsize=1024)
def lang_word(tag: str) -> str:
    """The primary part of a language tag as it stands in the index; "" for none."""
    primary = re.split(r"[-_]", tag.strip().lower())[0]
    return primary if primary.isascii() and primary.isalnum() else ""


def _day(value: str) -> int | None:
    """The first ms of a year, month, day, or of an RFC 3339 time."""
    try:
        if match := _DATE.match(value):
            year, month, day = (int(part or 1) for part in match.groups())
            moment = datetime(year, month, day, tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(value)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1000
    except (ValueError, OverflowError):
        return None


def in_range(query: Query) -> tuple[int, int]:
    """The half-open range of times asked for; undated posts are outside of any range."""
    since = query.since if query.since is not None else UNDATED + 1
    return since, query.until if query.until is not None else 2**62


def expressions(query: Query, metas: list[list[str]]) -> tuple[str, str]:
    """The FTS5 expressions for all matches and for exact ones.

    Every word is quoted and bound to a column; ``metas`` are groups of our own marks, of which
    one each must be there. ("", "") where there is nothing to look for.
    """
    parts = []
    for needle in query.needles:
        phrase = quoted(" ".join(needle.words))
        parts.append(f"folded : {phrase}{' *' if needle.prefix else ''}")
    for group in metas:
        parts.append(f"meta : ({' OR '.join(quoted(mark) for mark in group)})")
    if not parts:
        return "", ""
    every = " AND ".join(parts)
    need: set[str] = set()
    never: set[str] = set()
    for needle, given in zip(query.needles, query.given, strict=True):
        words = given[:-1] if needle.prefix else given
        for word in words:
            if is_plain(word):
                never.update(part for part in fold(word).split(" ") if part)
            else:
                need.add(word)
    exact = " AND ".join([every, *(f"form : {quoted(word)}" for word in sorted(need))])
    if never:
        exact = f"({exact}) NOT form : ({' OR '.join(quoted(w) for w in sorted(never))})"
    return every, exact


def quoted(text: str) -> str:
    """A text as an FTS5 string."""
    return '"' + text.replace('"', '""') + '"'

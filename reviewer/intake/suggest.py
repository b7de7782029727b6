"""A first column map from the names and first rows of a table: a draft for a person to check."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.intake.identity import names_a_reporter
from reviewer.intake.sources.base import HEAD_BYTES
from reviewer.intake.tablehead import TableHead, head_of
from reviewer.intake.tabletimes import TimeReader

_NAMES: dict[str, dict[str, str]] = {
    "account": {
        "account_id": "account_id user_id userid author_id from_user_id_str from_user_id"
        " author_id_str user_id_str channel_id username user_name author handle screen_name"
        " user_screen_name from_user",
        "handles": "handle username user_name screen_name user_screen_name author from_user",
        "display_names": "display_name name user_display_name full_name",
        "bio": "bio description user_profile_description about",
        "location": "location user_location user_reported_location region",
        "followers": "followers follower_count followers_count user_followers_count",
        "followees": "following following_count friends_count user_friends_count",
        "posts_count": "statuses_count numberstatuses posts_count updates",
    },
    "post": {
        "post_id": "post_id id_str tweet_id tweetid status_id message_id id",
        "published_at": "published_at created_at created_utc tweet_time timestamp date time"
        " publish_date posted_at",
        "text": "text full_text tweet_text content body message selftext tweets title",
        "lang": "lang language tweet_language",
        "media": "media_urls media image_url images photo",
        "reply_to": "in_reply_to_status_id_str in_reply_to_tweetid in_reply_to_id reply_to",
    },
}
_COUNTS = {
    "like": "like_count likes favorite_count",
    "repost": "retweet_count reposts shares",
    "reply": "reply_count num_comments comments",
    "quote": "quote_count",
}
_ISO_NAIVE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\Z", re.ASCII)


def suggest_map(path: Path) -> str:
    """The text of a first map for a table.

    What cannot be told from the names stands in it as a remark, never as a guess; a day and a
    month that could be one another's are left for the person to say.

    Raises:
        Refused: ``unreadable``; ``no_table``.
    """
    try:
        with path.open("rb") as stream:
            head = head_of(stream.read(HEAD_BYTES))
    except OSError as error:
        words = error.strerror or str(error)
        raise Refused(f"It cannot be read: {words}.", code="unreadable", file=path.name) from error
    if head is None:
        raise Refused(
            "This is no table: neither CSV with a row of names nor JSON Lines, in UTF-8.",
            code="no_table",
            file=path.name,
            next_step="For another encoding write the map by hand; see the help page on sources.",
        )
    return _Draft(head, path).text()


class _Draft:
    """Puts a map together, line by line."""

    def __init__(self, head: TableHead, path: Path) -> None:
        self._head = head
        self._path = path
        self._by_name = {_plain(name): name for name in reversed(head.columns)}

    def text(self) -> str:
        """The whole map."""
        name = re.sub(r"[^a-z0-9]+", "-", self._path.stem.lower()).strip("-")[:64] or "table"
        lines = [
            "# A first map, made from the names of the columns. Check every line of it.",
            'format = "reviewer-map"',
            'format_version = "1.0"',
            f"name = {_quoted(name)}",
            'platform = { constant = "CHANGE-ME" }  # where these accounts live',
            "",
            "[file]",
            f"kind = {_quoted(self._head.kind)}",
            *([f"delimiter = {_quoted(self._head.delimiter)}"] if self._head.delimiter else []),
            "",
        ]
        account = self._account()
        lines += [*self._section("account", account), *self._post(account)]
        return "\n".join([*lines, *self._left("\n".join(lines)), ""])

    def _find(self, names: str) -> str:
        return next((self._by_name[n] for n in names.split() if n in self._by_name), "")

    def _account(self) -> str:
        return self._find(_NAMES["account"]["account_id"])

    def _section(self, section: str, account: str) -> list[str]:
        lines = [f"[{section}]"]
        if account:
            lines.append(f"account_id = {_quoted(account)}")
        else:
            lines += [
                "# No column looks like an account; the file's name stands for it.",
                'account_id = { file = "stem" }',
            ]
        for field, names in _NAMES[section].items():
            column = self._find(names)
            if field != "account_id" and column:
                lines.append(f"{field} = {_quoted(column)}")
        return [*lines, ""]

    def _post(self, account: str) -> list[str]:
        lines = ["[post]"]
        post_id = self._find(_NAMES["post"]["post_id"])
        if post_id:
            lines.append(f"post_id = {_quoted(post_id)}")
        else:
            kept = [name for name in self._head.columns if not names_a_reporter(name)]
            columns = _listed(kept or self._head.columns)
            lines += [
                "# No column looks like a post's id; equal rows count as one post.",
                f"post_id = {{ made_of = [{columns}] }}",
            ]
        stands = _quoted(account) if account else '{ file = "stem" }'
        lines.append(f"account_id = {stands}")
        for field, names in _NAMES["post"].items():
            column = self._find(names)
            if not column or field == "post_id":
                continue
            if field == "published_at":
                lines += self._time(field, column)
            else:
                lines.append(f"{field} = {_quoted(column)}")
        counts = {name: self._find(names) for name, names in _COUNTS.items()}
        lines += [f"counts.{n} = {_quoted(column)}" for n, column in counts.items() if column]
        return lines

    def _left(self, used: str) -> list[str]:
        """Remarks on the columns that the map does not read."""
        persons = [name for name in self._head.columns if names_a_reporter(name)]
        left = [n for n in self._head.columns if _quoted(n) not in used and n not in persons]
        lines = [f"# not read: {_listed(left)}"] if left else []
        return [*lines, *([f"# persons, never read: {_listed(persons)}"] if persons else [])]

    def _time(self, field: str, column: str) -> list[str]:
        """The line of a time, as far as the first rows tell it."""
        texts = [str(row[column]) for row in self._head.rows if row.get(column) not in (None, "")]
        form = _form(texts)
        if not form:
            seen = _listed(texts[:1])
            return [
                f"# The times look like {seen}. Say how they are written, for example:",
                f"# {field} = {{ column = {_quoted(column)},"
                ' time = "%d/%m/%Y %H:%M", zone = "unknown" }',
            ]
        return [f"{field} = {{ column = {_quoted(column)}, {form} }}"]


def _form(texts: Sequence[str]) -> str:
    """The form in which all texts can be read, where there is only one that can be meant."""
    for name in ("rfc3339", "twitter"):
        if texts and all(_reads(name, text) for text in texts):
            return f'time = "{name}"'
    if texts and all(_ISO_NAIVE.match(text) for text in texts):
        return 'time = "rfc3339", zone = "unknown"'
    numbers = [text.partition(".")[0] for text in texts]
    if numbers and all(n.isascii() and n.isdigit() for n in numbers):
        if all(9 <= len(n) <= 10 for n in numbers):
            return 'time = "epoch_s"'
        if all(12 <= len(n) <= 13 for n in numbers):
            return 'time = "epoch_ms"'
    return ""


def _reads(form: str, text: str) -> bool:
    try:
        TimeReader(form).read(text)
    except ValueError:
        return False
    return True


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def _quoted(value: Any) -> str:
    """A text as TOML has it; its escapes are those of JSON, for all that JSON escapes."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(texts: Sequence[str]) -> str:
    """Texts in a remark, where no control character may stand."""
    return ", ".join(map(_quoted, texts))

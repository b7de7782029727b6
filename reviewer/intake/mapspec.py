"""What a column map may say: the TOML file that tells how a table becomes records.

A map names, for each field of a record, where its value comes from: a column, a constant, several
parts joined, or a hash of columns; and a few declared changes. There is no code in a map. The
page ``resources/help/sources.md`` explains it for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one value comes from, and what is done to it, in the order of the fields.

    Exactly one of ``column``, ``constant``, ``parts``, ``made_of`` and ``file`` is given.
    """

    column: str | None = None
    constant: str | int | bool | None = None
    parts: list[str | Value] | None = None
    made_of: list[str] | None = None
    file: Literal["name", "stem", "folder"] | None = None
    join: str = "\n\n"
    optional: bool = False
    only_if: dict[str, list[str]] = {}
    unescape: bool = False
    after: str = ""
    before: str = ""
    strip_start: str = ""
    strip_end: str = ""
    lower: bool = False
    empty: list[str] = []
    values: dict[str, str] = {}
    others: Literal["keep", "empty", "refuse"] = "keep"
    split: str = ""
    time: str = ""
    zone: str = ""
    true: tuple[str, ...] = ("true", "yes", "1")
    false: tuple[str, ...] = ("false", "no", "0")
    otherwise: Literal["true", "false", "refuse"] = "refuse"


Given = str | Value
"""A field of a map; a mere text is the name of a column."""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of the sections: one for each kind of record that a row can give."""


class AccountMap(Section, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a row gives an account."""

    account_id: Given
    handles: Given | None = None
    display_names: Given | None = None
    bio: Given | None = None
    location: Given | None = None
    url: Given | None = None
    created_at: Given | None = None
    captured_at: Given | None = None
    followers: Given | None = None
    followees: Given | None = None
    posts_count: Given | None = None
    avatar: Given | None = None
    verified: Given | None = None
    protected: Given | None = None
    kind: Given | None = None
    labels: Given | None = None


class PostMap(Section, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a row gives a post."""

    post_id: Given
    account_id: Given
    published_at: Given | None = None
    text: Given | None = None
    lang: Given | None = None
    media: Given | None = None
    media_kind: str = ""
    reply_to: Given | None = None
    repost_of: Given | None = None
    quote_of: Given | None = None
    conversation: Given | None = None
    counts: dict[str, Given] = {}
    edited: Given | None = None
    deleted_at_source: Given | None = None
    sensitive: Given | None = None
    withheld: Given | None = None
    referenced: Given | None = None


class ReportMap(Section, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a row gives a report. The subject is the first of medium, post, account and handle that
    the row names, or what ``subject_kind`` and ``subject_id`` say."""

    report_id: Given
    kind: Given
    at: Given | None = None
    subject_kind: Given | None = None
    subject_id: Given | None = None
    media: Given | None = None
    post_id: Given | None = None
    account_id: Given | None = None
    handle: Given | None = None
    platform: Given | None = None
    policy_claimed: Given | None = None
    statement: Given | None = None
    count: Given | None = None


class FileSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file is like, where it cannot be told from it."""

    kind: Literal["auto", "csv", "jsonl"] = "auto"
    delimiter: str = "auto"
    encoding: str = "utf-8"
    columns: list[str] = []


class Recognise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By which columns a file is told to be of this map: all of ``columns``, and one of ``any``."""

    columns: list[str] = []
    any: list[str] = []


class MapSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole map. ``platform`` stands for every record of it."""

    format: Literal["reviewer-map"]
    format_version: str
    name: str
    title: str = ""
    about: str = ""
    platform: Given | None = None
    recognise: Recognise = Recognise()
    file: FileSpec = FileSpec()
    account: AccountMap | None = None
    post: PostMap | None = None
    report: ReportMap | None = None

    def sections(self) -> dict[str, Section]:
        """The sections that are there, by name."""
        found = {"account": self.account, "post": self.post, "report": self.report}
        return {name: section for name, section in found.items() if section is not None}


def fields_of(section: Section) -> Iterator[tuple[str, Given]]:
    """(name, value) of every field of a section that is given; counts as ``counts.NAME``."""
    for name in section.__struct_fields__:
        value = getattr(section, name)
        if name == "counts":
            for inner, given in value.items():
                yield f"counts.{inner}", given
        elif name != "media_kind" and value is not None:
            yield name, value


def columns_of(given: Given | None) -> Iterator[tuple[str, bool]]:
    """(column, whether it may be absent) of everything that a value reads."""
    if isinstance(given, str):
        yield given, False
    elif given is not None:
        if given.column is not None:
            yield given.column, given.optional
        for name in [*(given.made_of or []), *given.only_if]:
            yield name, given.optional
        for part in given.parts or []:
            for name, optional in columns_of(part):
                yield name, optional or given.optional


def map_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a map, for editors that read TOML with one."""
    (own,), parts = msgspec.json.schema_components([MapSpec], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:reviewer:schema:column-map:1.0",
        "title": "A column map",
        **own,
        "$defs": parts,
    }

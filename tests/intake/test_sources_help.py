"""What the help page on sources shows works as it stands."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from jsonschema import Draft202012Validator

from reviewer.domain.records import RECORD_FILES
from reviewer.intake.mapspec import AccountMap, PostMap, ReportMap, Value
from reviewer.intake.recognise import format_names
from reviewer.intake.run import import_paths
from reviewer.respath import resource
from tests.intake.shelf import Shelf

PAGE = resource("help/sources.md").read_text("utf-8")


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


def test_the_examples_are_imported_as_they_stand(tmp_path: Path) -> None:
    for name, text in (
        ("reports.csv", block("csv", 0)),
        ("posts.csv", block("csv", 1)),
        ("posts.toml", block("toml")),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    shelf = Shelf.make(tmp_path / "shelf")
    try:
        paths = [tmp_path / "posts.csv", tmp_path / "reports.csv"]
        report = import_paths(shelf, paths, maps=[tmp_path / "posts.toml"], now_ms=0)
        assert [(row.format, row.quarantined) for row in report.files] == [
            ("table", 0), ("reports", 0),
        ]  # fmt: skip
        counts = shelf.evidence.counts()
        assert (counts.posts, counts.accounts, counts.reports, counts.cases) == (2, 1, 2, 1)
        first, second = shelf.evidence.posts(["river:1", "river:2"])
        assert (first.text, second.text) == ("The first post.", "Two\nlines.")
        assert len(shelf.evidence.reports_for(["account:river:17"])) == 1
    finally:
        shelf.evidence.close()


def test_every_format_and_every_key_is_explained() -> None:
    for name in format_names():
        assert f"`{name}`" in PAGE, name
    for key in Value.__struct_fields__:
        assert f"`{key}`" in PAGE, key
    for section in (AccountMap, PostMap, ReportMap):
        for field in section.__struct_fields__:
            assert re.search(rf"\b{field}\b", PAGE), field
    assert {"accounts", "posts", "reports"} <= RECORD_FILES.keys()


def test_the_built_in_maps_and_the_example_fit_the_schema() -> None:
    schema = json.loads(resource("schemas/column-map.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    texts = [path.read_text("utf-8") for path in resource("maps").glob("*.toml")]
    for text in [*texts, block("toml")]:
        assert list(validator.iter_errors(tomllib.loads(text))) == []
    assert list(validator.iter_errors({"format": "reviewer-map", "colour": "red"}))

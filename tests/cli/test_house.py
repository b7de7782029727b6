"""Doctor, selftest, play, and the documents that are made from the code."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from reviewer import doctor
from reviewer.cli import main
from reviewer.commands.default import default_registry
from reviewer.commands.sheet import shown_keys
from reviewer.derived import documents as docs
from reviewer.derived.answer_schemas import answer_schemas
from reviewer.domain.records import RECORD_FILES
from reviewer.respath import resource
from reviewer.session.ground.settings import DECLARED
from tests.cli.kit import ROOT, good, parsed, refused, run, run_apart


def test_the_derived_documents_are_as_the_code_says() -> None:
    answer = good("docs", "--check")
    assert answer["changed"] == []
    assert "all derived documents" in run("docs", "--check").out


def test_docs_finds_and_mends_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in docs.derived(main):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(docs, "repository", lambda: tmp_path)
    page = (tmp_path / docs.KEYS).read_text("utf-8")
    (tmp_path / docs.KEYS).write_text(page.replace("| Undo |", "| Regret |"), "utf-8")
    (tmp_path / docs.SCHEMAS / "cli" / "old.schema.json").write_text("{}", "utf-8")
    wrong = ["resources/help/keys.md", "resources/schemas/cli/old.schema.json"]
    assert refused("docs", "--check")["file"] == wrong[0]
    assert good("docs")["changed"] == wrong
    assert good("docs", "--check")["changed"] == []
    (tmp_path / docs.README).write_text("no marks", "utf-8")
    assert refused("docs")["file"] == docs.README


def test_the_key_tables_hold_every_key() -> None:
    readme, sheet = (ROOT / docs.README).read_text("utf-8"), (ROOT / docs.KEYS).read_text("utf-8")
    for command in default_registry().commands:
        assert f"| {command.title} | {command.help} |" in sheet
        for key in shown_keys(command):
            assert f"`{key}`" in readme and f"`{key}`" in sheet


def test_the_settings_page_holds_every_setting() -> None:
    page = (ROOT / docs.SETTINGS).read_text("utf-8")
    for one in DECLARED:
        (line,) = [row for row in page.splitlines() if f"`{one.id}`" in row]
        assert one.help in line and one.shown(one.default) in line
        assert all(word in line for _, word in one.choices)


def test_the_record_tables_hold_every_field() -> None:
    page = (ROOT / docs.RECORDS).read_text("utf-8")
    for stem, kind in RECORD_FILES.items():
        part = page.partition(f"### {stem}.jsonl")[2].partition("\n### ")[0]
        assert all(f"| `{name}` |" in part for name in kind.__struct_encode_fields__), stem


def test_every_schema_is_one_and_every_object_in_it_is_closed() -> None:
    for schema in answer_schemas().values():
        Draft202012Validator.check_schema(schema)
        for part in schema["$defs"].values():
            assert part["additionalProperties"] is False
            assert part["properties"].keys() >= set(part["required"])


def test_every_link_of_the_help_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *resource("help").glob("*.md")]
    index = resource("help/index.md").read_text("utf-8")
    assert all(page.name in index for page in pages[1:] if page.name != "index.md")
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if "://" not in link:
                assert (page.parent / unquote(link)).exists(), f"{page.name}: {link}"


def test_doctor_says_what_is_here(workspace: Path) -> None:
    answer = good("doctor", "--workspace", workspace)
    assert answer["qt"]["platform"] == os.environ["QT_QPA_PLATFORM"].partition(":")[0]
    assert answer["qt"]["loads"], answer["qt"]
    assert set(answer["sandbox"]) == {"rlimit", "landlock", "seccomp"}
    assert answer["workspace"]["stands"] and answer["workspace"]["protected"] is False
    assert answer["workspace"]["held_by"] == "nobody"
    said = run("doctor", "--workspace", workspace).out
    assert "seccomp" in said and str(workspace) in said


def test_doctor_names_a_platform_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    answer = good("doctor")
    assert not answer["qt"]["loads"] and "nonsense" in answer["qt"]["said"]
    assert any("Qt does not start on nonsense" in problem for problem in answer["problems"])
    assert not answer["workspace"]["stands"]


def test_doctor_looks_at_a_damaged_workspace(workspace: Path) -> None:
    (workspace / "profile.json").write_text("{", "utf-8")
    answer = good("doctor", "--workspace", workspace)
    assert answer["workspace"]["said"] in answer["problems"]


def test_the_platform_follows_the_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    assert doctor.qt_platform() == "offscreen"
    monkeypatch.setenv("DISPLAY", ":0")
    assert doctor.qt_platform() == "xcb"
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert doctor.qt_platform() == "wayland"


def test_selftest_tries_everything() -> None:
    answer = good("selftest")
    names = [check["name"] for check in answer["checks"]]
    assert names == [
        *("modules", "resources", "policy and keys", "decoder", "videos"),
        *("window system", "the whole job", "no network"),
    ]


def test_selftest_fails_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nonsense")
    error = refused("selftest")
    assert "window system" in error["message"] and error["code"] == "selftest"


def test_a_script_that_is_no_text(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "script").write_bytes(b"\xff\xff")
    error = refused("play", tmp_path / "script", "--workspace", workspace)
    assert error["code"] == "not_text" and error["file"] == str(tmp_path / "script")


def test_play_types_into_the_desk_and_names_the_line_that_fails(
    workspace: Path, tmp_path: Path
) -> None:
    script = tmp_path / "script"
    script.write_text("# a remark\n\nd\nexpect:cases=18\nexpect:desk.staged=\n", "utf-8")
    played = parsed(run_apart("play", script, "--workspace", workspace, "--json"), "play")
    assert played == {"ok": True, "tokens": 3}
    script.write_text("d\nexpect:cases=19\nq\n", "utf-8")
    played = parsed(run_apart("play", script, "--workspace", workspace, "--json"), "play")
    assert (played["line"], played["token"]) == (2, "expect:cases=19")
    assert (played["expected"], played["actual"]) == ("19", "18")
    assert (played["error"]["file"], played["error"]["line"]) == (str(script), 2)


@pytest.mark.full
def test_the_demo_answers_by_its_schema(tmp_path: Path) -> None:
    ran = run_apart("demo", "--headless", "--workspace", tmp_path / "demo", "--json")
    answer = parsed(ran, "demo")
    assert answer["verified"] and all(Path(shot).is_file() for shot in answer["screenshots"])


def test_the_key_sheet_is_written_without_a_window(tmp_path: Path) -> None:
    for name, preset in (("keys.html", "left_hand"), ("keys.pdf", "ozone")):
        answer = good("docs", "keys", "-o", tmp_path / name, "--set", preset)
        assert answer["set"] == preset and answer["keys"] > 40
        assert (tmp_path / name).stat().st_size > 4000
    assert refused("docs", "keys", "-o", tmp_path / "keys.doc")["code"] == "suffix"
    assert refused("docs", "keys", "-o", tmp_path / "none" / "keys.html")["code"] == "write"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["keys.html", "keys.pdf"]

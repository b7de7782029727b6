"""The page "Set up a team" is typed, command by command and key by key, in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from reviewer.respath import resource
from tests.cli.kit import good, refused, run, run_apart

BLOCK = re.compile(r"^```(sh|keys [\w-]+)\n(.*?)^```$", re.M | re.S)


def test_every_line_of_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "four words in a row")
    blocks = BLOCK.findall(resource("help/team.md").read_text("utf-8"))
    assert len(blocks) == 13
    said: list[str] = []
    for kind, text in blocks:
        if kind == "sh":
            for line in text.splitlines():
                name, *words = shlex.split(line)
                assert name == "reviewer", line
                ran = run(*words)
                assert ran.code == 0, (line, ran)
                said.append(ran.out)
        else:
            script = tmp_path / "keys.txt"
            script.write_text("\n".join(text.split()), "utf-8")
            folder = tmp_path / kind.partition(" ")[2]
            ran = run_apart("play", script, "--workspace", folder)
            assert ran.code == 0, (kind, ran)
    state = good("status", "--workspace", "lead-1")
    assert state["decisions"] >= 2, state
    (drawn,) = good("quality", "--workspace", "lead-1")["draws"]
    assert drawn["open"] == drawn["answered"] == 0 and drawn["revealed"] == 4, drawn
    for name in ("heron", "ibis"):
        state = good("status", "--workspace", name)
        assert state["unacknowledged"] == 0 and state["pending_export"] == 0, (name, state)
    assert any("for site.json: " in words for words in said), "the root's key in base64"


def test_practice_material_is_the_same_each_time_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = good("demo", "--bundle", "a.zip")
    assert made["cases"] == 18 and made["workspace"] is None
    good("demo", "--bundle", "b.zip")
    assert Path("a.zip").read_bytes() == Path("b.zip").read_bytes()
    good("bundle", "verify", "a.zip")
    refused("demo", "--bundle", "a.zip")
    assert run("demo", "--bundle", "c.zip", "--headless").code == 2


def test_the_first_card_is_said_to_be_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("root-1", "heron"):
        good("profile", "new", "--pseudonym", name, "--workspace", name, "--no-passphrase")
        good("profile", "card", "-o", f"{name}.card", "--workspace", name)
    assert "root-1 is its root" in run("roster", "add", "root-1.card").err
    assert "root" not in run("roster", "add", "heron.card").err

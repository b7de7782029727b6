"""``policy check`` and ``policy show``, as a person or a program calls them."""

from __future__ import annotations

from pathlib import Path

from reviewer.respath import resource
from tests.cli.kit import good, refused, run


def broken(tmp_path: Path) -> Path:
    text = resource("policies/default.toml").read_text("utf-8")
    path = tmp_path / "site.toml"
    path.write_text(text.replace('outcome = "warn"\nseverity', 'outcome = "shout"\nseverity'))
    return path


def test_the_shipped_set_is_sound() -> None:
    answer = good("policy", "check", str(resource("policies/default.toml")))
    assert answer["policies"] == 10 and answer["findings"] == []
    assert answer["examples"] >= 60


def test_a_fault_is_named_with_its_place(tmp_path: Path) -> None:
    path = broken(tmp_path)
    told = run("policy", "check", str(path))
    assert told.code == 1
    assert "unknown: threat.direct rule 4: no outcome shout" in told.out
    error = refused("policy", "check", str(path))
    assert error["code"] == "policy" and error["file"] == "site.toml"


def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text("format = \nset_id = 1\n", "utf-8")
    assert "line 1" in refused("policy", "check", str(path))["message"]


def test_a_set_is_shown_in_words() -> None:
    told = run("policy", "show", str(resource("policies/default.toml")))
    assert told.code == 0
    assert "## 1.1 Direct, specific threat" in told.out


def newer(tmp_path: Path, version: str = "2026.10") -> Path:
    text = resource("policies/default.toml").read_text("utf-8")
    path = tmp_path / f"site-{version}.toml"
    path.write_text(text.replace('version = "2026.4"', f'version = "{version}"', 1), "utf-8")
    return path


def test_a_newer_set_is_adopted_by_an_event_and_stays_in_force(
    tmp_path: Path, workspace: Path
) -> None:
    events = good("status", "--workspace", workspace)["events"]
    answer = good("policy", "adopt", newer(tmp_path), "--workspace", workspace)
    assert answer["adopted"] and answer["version"] == "2026.10"
    assert good("status", "--workspace", workspace)["events"] == events + 1
    again = good("policy", "adopt", newer(tmp_path), "--workspace", workspace)
    assert not again["adopted"]
    assert good("status", "--workspace", workspace)["events"] == events + 1
    error = refused("policy", "adopt", newer(tmp_path, "2026.9"), "--workspace", workspace)
    assert error["code"] == "older"
    wrong = refused("policy", "adopt", broken(tmp_path), "--workspace", workspace)
    assert wrong["code"] == "policy"
    assert good("status", "--workspace", workspace)["events"] == events + 1

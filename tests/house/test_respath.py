"""The one resolver of resources."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reviewer import respath


def test_in_a_checkout() -> None:
    assert respath.resource("help/glossary.md").read_text("utf-8").startswith("# Glossary")
    assert respath.resource("").is_dir()


def test_in_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "help").mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "reviewer"))
    assert respath.resource("help") == tmp_path / "resources" / "help"


@pytest.mark.parametrize("name", ["../LICENSE", "/etc", "help//x", "help/../../LICENSE", "c:x"])
def test_nothing_outside(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a resource"):
        respath.resource(name)


def test_missing_is_said() -> None:
    with pytest.raises(FileNotFoundError, match="install the program again"):
        respath.resource("help/nothing.md")

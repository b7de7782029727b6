"""The log on disk: turned over, private, and without a word of a case."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import logs
from reviewer.ui.app import FaultHook

SECRET = "@quiet_heron اكتب <b>secret</b>"
OURS = logging.getLogger("reviewer.test")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    handler = logs.start(tmp_path / "data" / "log")
    assert handler is not None
    yield tmp_path / "data" / "log" / logs.NAME
    logs.stop(handler)


def test_values_from_outside_stay_out(log: Path, expected_logs: list[str]) -> None:
    expected_logs += [".*"]
    OURS.warning("read %d of %s from %r", 3, SECRET, {"handle": SECRET})
    OURS.warning("%s said", logs.Safe("case_open"))
    logging.getLogger("PIL.Image").warning("cannot read %s", SECRET)
    logging.getLogger("PIL.Image").warning(f"formatted before: {SECRET}")
    text = log.read_text("utf-8")
    assert "heron" not in text and "secret" not in text and "اكتب" not in text
    assert f"read 3 of <{len(SECRET)} characters> from <dict>" in text
    assert "case_open said" in text
    assert "WARNING PIL.Image test_logs.py:" in text


def test_an_exception_is_its_type_and_its_places(log: Path, expected_logs: list[str]) -> None:
    expected_logs += [".*"]
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        OURS.error("failed: %s", error, exc_info=True)
    text = log.read_text("utf-8")
    assert "heron" not in text
    assert "failed: ValueError" in text
    assert "builtins.ValueError" in text and "test_logs.py:" in text


def test_a_fault_of_the_program_is_logged_without_its_message(
    log: Path, expected_logs: list[str]
) -> None:
    expected_logs += ["KeyError"]
    shown: list[tuple[str, str]] = []

    def show(message: str, text: str) -> None:
        shown.append((message, text))

    try:
        {}[SECRET]
    except KeyError as error:
        FaultHook(show)(KeyError, error, error.__traceback__)
    text = log.read_text("utf-8")
    assert "heron" not in text + shown[0][0] + shown[0][1]
    assert "builtins.KeyError" in text and "Python 3" in text


def test_it_is_private_and_turns_over(
    log: Path, expected_logs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_logs += [".*"]
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h, logs._Private)]
    handler.maxBytes = 2000
    for number in range(200):
        OURS.warning("number %d", number)
    files = sorted(path.name for path in log.parent.iterdir())
    assert files == [logs.NAME, *(f"{logs.NAME}.{n}" for n in range(1, logs.KEPT + 1))]
    assert "number 199" in log.read_text("utf-8")
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in log.parent.iterdir()} == {0o600}
        assert log.parent.stat().st_mode & 0o777 == 0o700
        assert log.parent.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_folders_are_private_and_looser_ones_are_known(tmp_path: Path) -> None:
    logs.make_private(tmp_path / "a" / "b" / "c")
    for name in ("a", "a/b", "a/b/c"):
        assert not logs.looser(tmp_path / name)
    (tmp_path / "a").chmod(0o755)
    assert logs.looser(tmp_path / "a") and not logs.looser(tmp_path / "none")


def test_where_nothing_can_be_written_there_is_no_log(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert logs.start(tmp_path / "file" / "log") is None
    logs.stop(None)


@given(st.text(min_size=6, alphabet=st.characters(categories=("L", "N", "S"))))
def test_no_text_passes(text: str) -> None:
    record = logging.LogRecord("reviewer.x", 30, __file__, 1, "got %s and %r", (text, [text]), None)
    line = logs.Discreet().format(record)
    assert line.endswith(f"got <{len(text)} characters> and <list>")

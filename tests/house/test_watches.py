"""The watches have teeth: each is shown a test that does what it forbids."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]

FAULTS = {
    "widget": (
        """
        def test_it(qtbot):
            from PySide6.QtWidgets import QWidget
            global kept
            kept = QWidget()
            kept.setObjectName("left")
        """,
        "widget QWidget 'left'",
    ),
    "timer": (
        """
        def test_it(qapp):
            from PySide6.QtCore import QTimer
            global kept
            kept = QTimer()
            kept.start(1000000)
        def test_tidy():
            kept.stop()
        """,
        "active timer",
    ),
    "qthread": (
        """
        def test_it(qapp):
            from PySide6.QtCore import QThread
            global kept
            kept = QThread()
            kept.start()

        def test_tidy():
            kept.quit()
            kept.wait()
        """,
        "running <PySide6.QtCore.QThread",
    ),
    "thread": (
        """
        import threading
        stop = threading.Event()
        def test_it():
            threading.Thread(target=stop.wait, name="stray", daemon=True).start()
        def test_tidy():
            stop.set()
        """,
        "thread stray",
    ),
    "qt warning": (
        """
        def test_it(qapp):
            from PySide6.QtCore import qWarning
            qWarning("something is wrong")
        """,
        "something is wrong",
    ),
    "qt warning in the tear-down": (
        """
        import pytest
        @pytest.fixture
        def late(qapp):
            from PySide6.QtCore import qWarning
            yield
            qWarning("wrong at the end")
        def test_it(late):
            pass
        """,
        "wrong at the end",
    ),
    "python warning": (
        """
        import warnings
        def test_it():
            warnings.warn("beware")
        """,
        "UserWarning: beware",
    ),
    "log": (
        """
        import logging
        def test_it():
            logging.getLogger("reviewer.x").warning("disk is odd")
        """,
        "unannounced in the log",
    ),
    "announced log that never came": (
        """
        def test_it(expected_logs):
            expected_logs.append("never")
        """,
        "announced, but never logged",
    ),
    "network": (
        """
        import socket
        def test_it():
            try:
                socket.create_connection(("192.0.2.1", 9), timeout=1)
            except OSError:
                pass
        """,
        "network used",
    ),
    "name look-up": (
        """
        import socket
        def test_it():
            try:
                socket.getaddrinfo("host.invalid", 80)
            except OSError:
                pass
        """,
        "network used",
    ),
}

FINE = """
import logging, os, socket, threading
import pytest

def test_announced(expected_logs):
    expected_logs.append("odd")
    logging.getLogger("reviewer.x").warning("disk is odd")

def test_unix_socket():
    if hasattr(socket, "AF_UNIX"):
        for end in socket.socketpair():
            end.close()

def test_offscreen(qapp, qtbot):
    from PySide6.QtWidgets import QWidget
    assert qapp.platformName() == "offscreen"
    assert "QT_PLUGIN_PATH" not in os.environ
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()

@pytest.mark.full
def test_long():
    raise AssertionError("not asked for")

@pytest.mark.skipif(True, reason="no moon")
def test_skipped():
    pass
"""


def _dedent(text: str) -> str:
    return textwrap.dedent(text).strip("\n") + "\n"


def _pytest(
    folder: Path, modules: dict[str, str], **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run test modules with our configuration in a process of its own."""
    (folder / "tests").mkdir()
    for name in ("conftest.py", "watch.py"):
        (folder / "tests" / name).write_bytes((ROOT / "tests" / name).read_bytes())
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name, text in modules.items():
        (folder / "tests" / f"test_{name}.py").write_text(_dedent(text))
    kept = {k: v for k, v in os.environ.items() if k not in ("CI", "PYTEST_ADDOPTS")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml=out.xml", "tests"],
        cwd=folder,
        env={**kept, "REVIEWER_REAL_DATA": str(folder / "nowhere"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What was said about each fault; empty where its test passed."""
    folder = tmp_path_factory.mktemp("faults")
    names = {fault.replace(" ", "_"): fault for fault in FAULTS}
    _pytest(folder, {name: FAULTS[fault][0] for name, fault in names.items()})
    said = dict.fromkeys(FAULTS, "")
    for case in ElementTree.parse(folder / "out.xml").iter("testcase"):
        fault = names[case.attrib["classname"].removeprefix("tests.test_")]
        said[fault] += "".join((p.text or "") + p.get("message", "") for p in case)
    return said


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_fails(fault: str, verdicts: dict[str, str]) -> None:
    assert FAULTS[fault][1] in verdicts[fault]


def test_clean_tests_pass(tmp_path: Path) -> None:
    done = _pytest(tmp_path, {"fine": FINE}, QT_PLUGIN_PATH="/nowhere", QT_QPA_PLATFORM="vnc")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed, 1 skipped, 1 deselected" in done.stdout
    assert "\nskipped: 1\n  1 x no moon\n===" in done.stdout


def test_skip_fails_in_ci_with_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    skips = {"fine": FINE}
    done = _pytest(tmp_path, skips, CI="1", REVIEWER_REAL_DATA=str(tmp_path / "data"))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "skips count as failures" in done.stdout

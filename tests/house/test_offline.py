"""Foreign variables for Qt go before Qt could read them; what is said of sockets is counted."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer import offline


@pytest.mark.parametrize(
    "given, left",
    [
        ("vnc", None),
        ("vnc:port=5901", None),
        ("offscreen", "offscreen"),
        ("offscreen:configfile=/x", "offscreen"),
        ("wayland;xcb", "wayland"),
        ("vnc;xcb", "xcb"),
        ("", None),
    ],
)
def test_of_the_platform_only_a_window_system_stays(given: str, left: str | None) -> None:
    environ = {"QT_QPA_PLATFORM": given, "HOME": "/h"}
    taken = offline.scrub(environ)
    assert environ.get("QT_QPA_PLATFORM") == left
    assert ("QT_QPA_PLATFORM" in taken) is (given != left)
    assert environ["HOME"] == "/h"


def test_code_and_ports_go_and_help_stays() -> None:
    environ = {
        "QT_PLUGIN_PATH": "/evil",
        "QT_QPA_PLATFORM_PLUGIN_PATH": "/evil",
        "QML2_IMPORT_PATH": "/evil",
        "QT_SCALE_FACTOR": "2",
        "QT_IM_MODULE": "compose",
    }
    taken = offline.scrub(environ)
    assert taken == ["QML2_IMPORT_PATH", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"]
    assert environ == {
        "QT_SCALE_FACTOR": "2",
        "QT_IM_MODULE": "compose",
        offline.CLEARED: "QML2_IMPORT_PATH,QT_PLUGIN_PATH,QT_QPA_PLATFORM_PLUGIN_PATH",
    }


def test_children_know_what_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(offline.CLEARED, raising=False)
    assert offline.cleared() == []
    environ = {offline.CLEARED: "QT_PLUGIN_PATH", "QT_DEBUG_PLUGINS": "1"}
    offline.scrub(environ)
    monkeypatch.setenv(offline.CLEARED, environ[offline.CLEARED])
    assert offline.cleared() == ["QT_DEBUG_PLUGINS", "QT_PLUGIN_PATH"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counted on Linux only")
def test_local_sockets_do_not_count() -> None:
    before = offline.internet_sockets()
    first, second = socket.socketpair()
    with first, second:
        assert offline.internet_sockets() == before == 0


def test_qt_brought_no_network(qapp: object) -> None:
    assert not [name for name in offline.network_libraries() if "Qt6Network" in name]


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the frozen program, with a library for networks in it."""
    inside = tmp_path / "_internal"
    (inside / "av.libs").mkdir(parents=True)
    for name in ("libgnutls-1a.so.30", "libavformat-2b.so.62", "libavcodec-3c.so.62"):
        (inside / "av.libs" / name).write_bytes(b"")
        (inside / name).symlink_to(f"av.libs/{name}")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "reviewer"))
    (tmp_path / "build-info.json").write_text(json.dumps({"video": False}))
    monkeypatch.setattr(offline, "_loaded", set)  # the suite's own Python may have some
    return tmp_path


def test_without_video_nothing_is_excepted(frozen: Path) -> None:
    assert offline.network_libraries() == ["libavformat-2b.so.62", "libgnutls-1a.so.30"]
    assert offline.excepted_libraries() == {}


def test_with_video_exactly_two_are_excepted_where_they_belong(frozen: Path) -> None:
    (frozen / "build-info.json").write_text(json.dumps({"video": True}))
    assert offline.network_libraries() == []
    assert list(offline.excepted_libraries()) == ["libavformat-2b.so.62", "libgnutls-1a.so.30"]
    (frozen / "_internal" / "av.libs" / "libssl-4d.so.3").write_bytes(b"")
    (frozen / "_internal" / "libgnutls.so.30").write_bytes(b"")  # not with the decoder
    assert offline.network_libraries() == ["libgnutls.so.30", "libssl-4d.so.3"]


def test_a_build_that_says_nothing_has_no_exception(frozen: Path) -> None:
    for said in ("", "[]", '{"video": 1}'):
        (frozen / "build-info.json").write_text(said)
        assert len(offline.network_libraries()) == 2


def test_every_start_but_the_childs_shuts_the_decoder_of_video_out(tmp_path: Path) -> None:
    (tmp_path / "av.py").write_text("raise SystemExit('the decoder of video was loaded')")
    program = (
        "import sys; from reviewer.__main__ import run; sys.argv = ['reviewer', '--version']\n"
        "try: run()\nexcept SystemExit: pass\n"
        "try: import av\nexcept ImportError: print('refused')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "refused"

"""Foreign variables for Qt go before Qt could read them; what is said of sockets is counted."""

from __future__ import annotations

import socket
import sys

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

"""What the recipe keeps and drops."""

from __future__ import annotations

import pytest

from reviewer.packaging.release import unresolved
from reviewer.packaging.trim import EXCLUDED_MODULES, is_excluded, keeps

PLUGINS = "PySide6/Qt/plugins"


@pytest.mark.parametrize(
    "place",
    [
        f"{PLUGINS}/platforms/libqvnc.so",
        f"{PLUGINS}/platforms/libqeglfs.so",
        f"{PLUGINS}/platforms/libqminimal.so",
        f"{PLUGINS}/tls/libqopensslbackend.so",
        f"{PLUGINS}/networkinformation/libqnetworkmanager.so",
        f"{PLUGINS}/printsupport/libcupsprintersupport.so",
        f"{PLUGINS}/sqldrivers/libqsqlite.so",
        f"{PLUGINS}/imageformats/libqjpeg.so",
        f"{PLUGINS}/platformthemes/libqgtk3.so",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "libQt6Network.so.6",
        "libQt6Qml.so.6",
        "libQt6EglFsKmsSupport.so.6",
        "libssl.so.3",
        "libsqlite3.so.0",
        "libgtk-3.so.0",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "numpy/_core/include/numpy/arrayobject.h",
        "numpy-2.4.6.dist-info/RECORD",
    ],
)
def test_left_out(place: str) -> None:
    assert not keeps(place, "linux")


@pytest.mark.parametrize(
    "place",
    [
        f"{PLUGINS}/platforms/libqxcb.so",
        f"{PLUGINS}/platforms/libqwayland.so",
        f"{PLUGINS}/platforms/libqoffscreen.so",
        f"{PLUGINS}/wayland-shell-integration/libxdg-shell.so",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "libQt6WaylandClient.so.6",
        "libxcb-icccm.so.4",
        "libcrypto.so.3",
        "sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so",
        "pyqtgraph/colors/maps/viridis.csv",
        "numpy-2.4.6.dist-info/METADATA",
    ],
)
def test_kept(place: str) -> None:
    assert keeps(place, "linux")


def test_each_system_has_its_platforms() -> None:
    assert keeps("PySide6/plugins/platforms/qwindows.dll", "win32")
    assert not keeps("PySide6/plugins/platforms/qwindows.dll", "linux")
    assert keeps("PySide6/Qt/plugins/platforms/libqcocoa.dylib", "darwin")
    assert keeps("PySide6/Qt/plugins/platforms/libqoffscreen.dylib", "darwin")


def test_what_may_not_be_in_it() -> None:
    assert is_excluded("ssl")
    assert is_excluded("reviewer.packaging.release")
    assert is_excluded("PySide6.QtNetwork")
    assert not is_excluded("PySide6.QtOpenGL")
    assert not is_excluded("reviewer.setup_of_another_name")
    assert len(EXCLUDED_MODULES) == len(set(EXCLUDED_MODULES))


def test_a_missing_library_counts_where_we_keep_its_user() -> None:
    site = "/x/lib/python3.11/site-packages/PySide6/Qt/plugins"
    said = (
        "30917 WARNING: Library not found: could not resolve 'libgtk-3.so.0', "
        f"dependency of '{site}/platformthemes/libqgtk3.so'.\n"
        "30918 WARNING: Library not found: could not resolve 'libxcb-icccm.so.4', "
        f"dependency of '{site}/platforms/libqxcb.so'.\n"
    )
    assert unresolved(said) == [
        "libxcb-icccm.so.4, needed by PySide6/Qt/plugins/platforms/libqxcb.so"
    ]

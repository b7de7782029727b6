"""What the frozen program holds and what not: modules, plugins of Qt, libraries, translations.

``build.spec`` asks here; ``contents`` fails on what got in all the same.
"""

from __future__ import annotations

import re
import sys

EXCLUDED_MODULES = (
    # what would speak to a network, or draw in the parts of Qt that do
    *("PySide6.QtNetwork", "PySide6.QtDBus", "PySide6.QtQml", "PySide6.QtQuick"),
    *("PySide6.QtQuickWidgets", "PySide6.QtQuickControls2", "PySide6.QtWebSockets"),
    *("ssl", "_ssl", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "socketserver"),
    *("http.server", "xmlrpc", "wsgiref", "asyncio", "webbrowser", "antigravity"),
    # what we never use of Qt
    *("PySide6.QtPrintSupport", "PySide6.QtTest", "PySide6.QtSql", "PySide6.QtXml"),
    *("PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools", "PySide6.QtConcurrent"),
    *("pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.opengl", "pyqtgraph.console"),
    *("scipy", "matplotlib", "pandas", "cupy", "numba", "h5py", "IPython", "OpenGL"),
    *("numpy.f2py", "numpy.distutils", "numpy.testing", "numpy.ctypeslib", "numpy._pyinstaller"),
    "numpy._core._multiarray_tests",
    # what draws or opens what we do not
    *("tkinter", "_tkinter", "turtle", "turtledemo", "idlelib", "curses", "readline"),
    *("PIL.ImageTk", "PIL.ImageGrab", "PIL.ImageQt", "PIL.EpsImagePlugin", "PIL._avif"),
    *("PIL._imagingft", "PIL._imagingcms", "PIL.ImageCms"),
    *("PIL._imagingtk", "PIL.AvifImagePlugin", "PIL.PdfImagePlugin", "PIL.FpxImagePlugin"),
    # the standard library's database, and what belongs to development
    *("sqlite3", "_sqlite3", "pip", "setuptools", "pkg_resources", "_distutils_hack", "wheel"),
    *("ensurepip", "venv", "lib2to3", "distutils", "doctest", "test", "unittest.mock"),
    *("pytest", "_pytest", "hypothesis", "PyInstaller", "altgraph", "packaging.tests"),
    *("reviewer.packaging", "reviewer.setup"),
)
"""Modules that must not be in it; a name also stands for all below it."""

VIDEO_MODULES = ("av",)

# Plugins of Qt: the folder, and the names in it that stay.
_PLUGINS = {
    "platforms": {
        "linux": r"libqxcb|libqwayland|libqoffscreen",
        "darwin": r"libqcocoa|libqoffscreen",
        "win32": r"qwindows|qoffscreen",
    },
    "wayland-shell-integration": {"linux": r"libxdg-shell"},
    "wayland-decoration-client": {"linux": r"libadwaita|libbradient"},
    "platforminputcontexts": {"linux": r"libcomposeplatforminputcontextplugin"},
    "xcbglintegrations": {},
    "styles": {"darwin": r"libqmacstyle", "win32": r"qmodernwindowsstyle"},
}

# Libraries that only what we left out needs, by the first part of their names.
_QT_LEFT_OUT = """
    Network Qml Quick Pdf Svg VirtualKeyboard PrintSupport Sql Test Designer Help EglFs EglFS Xml
    WaylandCompositor WaylandEglCompositor WaylandEglClientHwIntegration ShaderTools Concurrent
    WebSockets LabsQml UiTools
"""
_LEFT_OUT = """
    ssl sqlite3 readline tinfo tinfow ncurses ncursesw panelw tcl tk gtk gdk gdk_pixbuf pango
    pangocairo pangoft2 cairo cairo-gobject atk atk-bridge atspi epoxy harfbuzz fribidi thai datrie
    rsvg cups avahi pq mysqlclient odbc iodbc gssapi_krb5 krb5 k5crypto krb5support com_err
    keyutils avif
"""
_LIBRARIES = re.compile(
    rf"(^|/)(lib)?(Qt6?({'|'.join(_QT_LEFT_OUT.split())})\w*|({'|'.join(_LEFT_OUT.split())}))[-.\d]"
)
_PLUGIN = re.compile(r"(^|/)(Qt/)?plugins/(?P<folder>[^/]+)/(?P<name>[^/]+)$")


def keeps_binary(name: str, system: str = sys.platform) -> bool:
    """Whether a library or extension goes into the program.

    Args:
        name: its place in the program, with forward slashes.
        system: as ``sys.platform``.
    """
    plugin = _PLUGIN.search(name)
    if plugin:
        wanted = _PLUGINS.get(plugin["folder"], {}).get(system)
        return wanted is not None and re.match(wanted, plugin["name"]) is not None
    return not _LIBRARIES.search(name) and "/qml/" not in name


def keeps_data(name: str) -> bool:
    """Whether a data file goes into the program: no translations, headers, stubs, examples."""
    if "/translations/" in name or "/qml/" in name or "/typesystems/" in name:
        return False
    if name.startswith("pyqtgraph/"):
        return name.endswith((".csv", ".hex")) and "/colors/maps/" in f"/{name}"
    if ".dist-info/" in name:
        return name.endswith("/METADATA")
    return not name.endswith((".pyi", ".h", ".pxd", ".c", ".qm", ".typed"))


def keeps(name: str, system: str = sys.platform) -> bool:
    """Whether a file of any kind goes into the program."""
    return keeps_binary(name, system) and keeps_data(name)


def is_excluded(module: str) -> bool:
    """Whether a module is one that must not be in the program."""
    return any(module == name or module.startswith(name + ".") for name in EXCLUDED_MODULES)

"""What an executable says of itself on Windows and macOS: version, icon, manifest, entitlements."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.packaging import identity

NAME = "Reviewer"
WHAT = "An offline desk for trust-and-safety reviewers"


def icon(root: Path) -> str:
    """The icon of the program: PyInstaller makes of the PNG what the system wants."""
    return str(root / "resources" / "icons" / "app" / "reviewer-256.png")


def exe_options(root: Path, system: str = sys.platform) -> dict[str, Any]:
    """The arguments of ``EXE`` that differ from system to system."""
    if system == "win32":
        return {"icon": icon(root), "version": version_info(), "uac_admin": False}
    if system == "darwin":
        entitlements = root / "resources" / "packaging" / "entitlements.plist"
        return {"icon": icon(root), "entitlements_file": str(entitlements)}
    return {}


def bundle_options(root: Path) -> dict[str, Any]:
    """The arguments of ``BUNDLE``: what macOS shows of the program."""
    return {
        "icon": icon(root),
        "bundle_identifier": identity.here().app_id,
        "version": __version__,
        "info_plist": {
            "CFBundleDisplayName": NAME,
            "NSHighResolutionCapable": True,
            "LSApplicationCategoryType": "public.app-category.productivity",
        },
    }


def numbers(version: str = __version__) -> tuple[int, int, int, int]:
    """A version as the four numbers of Windows."""
    parts = [int(part) for part in version.split(".")[:3]]
    first, second, third = [*parts, 0, 0, 0][:3]
    return first, second, third, 0


def version_info() -> Any:
    """The version resource of a Windows executable."""
    from PyInstaller.utils.win32 import versioninfo as v

    words = {
        "FileDescription": WHAT,
        "FileVersion": __version__,
        "ProductName": NAME,
        "ProductVersion": __version__,
        "OriginalFilename": "reviewer.exe",
        "LegalCopyright": "Apache-2.0",
    }
    table = v.StringTable("040904B0", [v.StringStruct(k, text) for k, text in words.items()])
    return v.VSVersionInfo(
        ffi=v.FixedFileInfo(filevers=numbers(), prodvers=numbers()),
        kids=[
            v.StringFileInfo([table]),
            v.VarFileInfo([v.VarStruct("Translation", [0x0409, 0x04B0])]),
        ],
    )

"""The notices: every component of a program, what of it is there, and the text of its licence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from reviewer import __version__, offline
from reviewer.packaging.contents import Contents
from reviewer.packaging.origins import Component

RULE = "=" * 78
VIDEO = f"""
This is the program with the decoder of video. Its FFmpeg holds x264 and x265 and is under the GPL;
whoever hands this program on does so under GPL terms. Two of its libraries can speak to networks:

{{libraries}}

They are {offline.BECAUSE}.
"""
HEAD = f"""Reviewer {__version__}: what is in this program, and under which licences

Made from the real contents of this folder when it was built. Reviewer itself is under the
Apache-2.0 licence (LICENSE). The components below keep their own.

Qt and PySide6 are used under the LGPL-3.0. Their libraries are the ordinary shared libraries in
_internal/PySide6 and _internal/shiboken6: you may replace them by your own builds of the same
version, and study and debug the program to that end. The exact sources are those of the versions
named below, published by the Qt project and, for PySide6, on the Python package index; whoever
gave you this program gives you them on request.
"""


def text(contents: Contents) -> str:
    """The whole text; the same for the same contents."""
    named = {component.name for component in contents.components}
    lines = [HEAD, *([_video()] if offline.DECODER in named else []), RULE, "Components", ""]
    for component in contents.components:
        lines += _entry(component, contents)
    texts, users = _texts(contents)
    for _, digest in sorted((users[digest], digest) for digest in texts):
        words = texts[digest]
        lines += ["", RULE, f"For: {', '.join(users[digest])}", RULE, "", words.rstrip()]
    return "\n".join(lines) + "\n"


def _video() -> str:
    """What is said of the program with video alone."""
    libraries = "\n".join(f"  {name}: {why}" for name, why in offline.FOR_VIDEO.items())
    return VIDEO.format(libraries=libraries)


def _entry(component: Component, contents: Contents) -> Iterator[str]:
    yield f"{component.name} {component.version}: {component.licence}"
    files = contents.files.get(component, [])
    modules = contents.modules.get(component, [])
    if files and component.kind != "own":
        shown = files[:6]
        more = f" and {len(files) - 6} more" if len(files) > 6 else ""
        yield f"  files: {', '.join(shown)}{more}"
    if modules:
        yield f"  modules: {len(modules)}, such as {modules[0]}"
    for name, version, licence in nested(component):
        yield f"  holds {name} {version}: {licence}"


def nested(component: Component) -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of what the makers say is built into a component."""
    seen = set()
    for path in component.nested:
        for entry in json.loads(path.read_text("utf-8")).get("components", []):
            found = (str(entry["name"]), str(entry.get("version", "")), _licence(entry))
            if found not in seen and found[0] != component.name:
                seen.add(found)
                yield found


def _licence(entry: dict[str, object]) -> str:
    words = []
    for item in entry.get("licenses") or []:  # type: ignore[attr-defined]
        named = item.get("license", {})
        words.append(item.get("expression") or named.get("id") or named.get("name") or "")
    return " AND ".join(filter(None, words)) or "see the licence of what holds it"


def _texts(contents: Contents) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Each text once, with the components it is for."""
    texts: dict[str, str] = {}
    users: dict[str, list[str]] = {}
    for component in contents.components:
        for path in component.texts:
            words = read_text(path)
            digest = hashlib.sha256(words.encode()).hexdigest()
            texts[digest] = words
            if component.name not in users.setdefault(digest, []):
                users[digest].append(component.name)
    return texts, users


def read_text(path: Path) -> str:
    """A licence as text."""
    return path.read_text("utf-8", "replace").replace("\r\n", "\n")

"""The list of components for machines: CycloneDX 1.6, the same bytes for the same contents."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.packaging.contents import Contents
from reviewer.packaging.notices import nested
from reviewer.packaging.origins import Component

_ID = re.compile(r"[A-Za-z0-9.+-]+")


def sums(folder: Path) -> dict[str, str]:
    """SHA-256 of every regular file below a folder, by its place."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[path.relative_to(folder).as_posix()] = digest
    return found


def sums_text(found: dict[str, str]) -> str:
    """Such sums as ``sha256sum --check`` reads them."""
    return "".join(f"{digest}  {place}\n" for place, digest in sorted(found.items()))


def document(contents: Contents, digests: dict[str, str]) -> str:
    """The document as JSON text.

    Args:
        contents: what is in the program.
        digests: SHA-256 of its files by place.
    """
    components = [_entry(c, contents, digests) for c in contents.components if c.kind != "own"]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "reviewer",
                "name": "reviewer",
                "version": __version__,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
            "tools": {"components": [{"type": "application", "name": "reviewer.packaging"}]},
        },
        "components": components,
        "dependencies": [
            {"ref": "reviewer", "dependsOn": sorted(entry["bom-ref"] for entry in components)}
        ],
    }
    return json.dumps(bom, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _entry(component: Component, contents: Contents, digests: dict[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{component.kind}:{component.name}@{component.version}",
        "name": component.name,
        "version": component.version,
        "licenses": _licences(component.licence),
    }
    purl = _purl(component)
    if purl:
        entry["purl"] = purl
    inner = [
        {
            "type": "file",
            "bom-ref": f"file:{place}",
            "name": place,
            "hashes": [{"alg": "SHA-256", "content": digests[place]}],
        }
        for place in contents.files.get(component, [])
        if place in digests
    ]
    inner += [
        {
            "type": "library",
            "bom-ref": f"{component.name}/{name}@{version}",
            "name": name,
            "version": version,
            "licenses": _licences(licence),
        }
        for name, version, licence in nested(component)
    ]
    if inner:
        entry["components"] = inner
    return entry


def _licences(words: str) -> list[dict[str, Any]]:
    if _ID.fullmatch(words):
        return [{"license": {"name": words}}]
    if all(_ID.fullmatch(word) for word in words.replace("(", " ").replace(")", " ").split()):
        return [{"expression": words}]
    return [{"license": {"name": words}}]


def _purl(component: Component) -> str:
    name = component.name.lower().replace("_", "-")
    if component.kind == "python":
        return f"pkg:pypi/{name}@{component.version}"
    if component.kind == "debian":
        return f"pkg:deb/debian/{name}@{component.version}"
    return ""

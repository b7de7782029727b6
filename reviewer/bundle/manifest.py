"""The tag files of a bag: bagit.txt, bag-info.txt and the two SHA-256 manifests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reviewer.bundle.codes import Violation
from reviewer.bundle.names import printable
from reviewer.domain.errors import Refused

BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
BAG_INFO = "bag-info.txt"
BAGIT = "bagit.txt"

_LINE = re.compile(r"([0-9a-f]{64})[ \t]+(\S+)\Z")
_OXUM = re.compile(r"([0-9]{1,16})\.([0-9]{1,9})\Z")


def manifest_bytes(hashes: Mapping[str, str]) -> bytes:
    """The manifest of path to SHA-256, sorted by path."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode("utf-8")


def parse_manifest(name: str, data: bytes) -> tuple[dict[str, str], list[Violation]]:
    """Path to SHA-256 of a manifest file, and what is wrong with its lines."""
    hashes: dict[str, str] = {}
    wrong: list[Violation] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {}, [Violation("manifest_line", name, detail="It is not UTF-8.")]
    for number, line in enumerate(_lines(text), 1):
        match = _LINE.match(line)
        if not match:
            wrong.append(Violation("manifest_line", name, number, printable(line)))
            continue
        digest, path = match.groups()
        if (path.startswith("data/")) != (name == MANIFEST) or path in (TAG_MANIFEST, name):
            wrong.append(Violation("manifest_scope", name, number, printable(path)))
        elif path in hashes:
            wrong.append(Violation("manifest_twice", name, number, printable(path)))
        else:
            hashes[path] = digest
    return hashes, wrong


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def bag_info_bytes(info: Iterable[tuple[str, str]]) -> bytes:
    """bag-info.txt from label and value pairs. Raises Refused where one is not one line."""
    lines = []
    for label, value in info:
        if not value.isprintable() or not re.match(r"[A-Za-z][A-Za-z0-9-]*\Z", label):
            raise Refused(f"{label} must be one printable line.", code="bag_info")
        lines.append(f"{label}: {value}\n")
    return "".join(lines).encode("utf-8")


def parse_bag_info(data: bytes) -> tuple[dict[str, str], list[Violation]]:
    """Label to value (the first of each), and what is wrong. Folded lines are joined."""
    found: dict[str, str] = {}
    wrong: list[Violation] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {}, [Violation("bag_info", BAG_INFO, detail="It is not UTF-8.")]
    label = ""
    for number, line in enumerate(_lines(text), 1):
        if line[:1] in (" ", "\t") and label:
            found[label] += " " + line.strip()
            continue
        label, colon, value = line.partition(": ")
        if not colon or not label or label != label.strip():
            wrong.append(Violation("bag_info", BAG_INFO, number, printable(line)))
            label = ""
        elif label == "Payload-Oxum" and label in found:
            wrong.append(Violation("bag_info", BAG_INFO, number, "Payload-Oxum occurs twice."))
        else:
            found.setdefault(label, value.strip())
    return found, wrong


def parse_oxum(info: Mapping[str, str]) -> tuple[int, int] | None:
    """(octets, files) of Payload-Oxum, or None where it is absent or malformed."""
    match = _OXUM.match(info.get("Payload-Oxum", ""))
    return (int(match[1]), int(match[2])) if match else None

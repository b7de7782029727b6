"""From the violations of a bag, and from a list of signed digests, to findings."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer.bundle.bag import BagReader
from reviewer.bundle.codes import Violation
from reviewer.bundle.hashing import sha256_stream
from reviewer.domain.errors import Refused
from reviewer.exchange.findings import Bad

_CODES = {
    "not_a_bag": "missing",
    "missing_tag_file": "missing",
    "missing": "missing",
    "media_absent": "missing",
    "unlisted": "extra",
    "unexpected_file": "extra",
    "fetch": "extra",
    "symlink": "extra",
    "special_file": "extra",
    "name": "extra",
    "device_name": "extra",
    "case_twin": "extra",
    "zip_twice": "extra",
    "media_unnamed": "extra",
    "zip_damaged": "truncated",
    "signature_target": "forged",
    "signature_bad": "forged",
    "hash": "hash",
    "oxum": "hash",
    "zip_size": "hash",
    "media_name": "hash",
    "media_size": "hash",
}
"""Codes of ``bundle.codes`` to codes of findings; all others mean ``edited``."""

_ORDER = ("missing", "extra", "truncated", "hash", "forged", "edited")
_CHUNK = 1 << 20


def of_violation(violation: Violation) -> Bad:
    """A violation of the bag profile as a finding."""
    code = _CODES.get(violation.code, "edited")
    says = f"{violation.path}: {violation.says}" if violation.path else violation.says
    if violation.detail:
        says = f"{says} {violation.detail}"
    return Bad(code, violation.path, violation.line or None, None, None, says)


def of_bag(bag: BagReader) -> list[Bad]:
    """Structure and manifests: missing tag files (each makes more findings), payload, the rest."""
    bag.check_hashes()
    return sorted((of_violation(v) for v in bag.violations), key=_rank)


def _rank(bad: Bad) -> tuple[int, int, str]:
    payload = bad.file.startswith("data/")
    place = 1 if payload else 0 if bad.code == "missing" else 2
    return (place, _ORDER.index(bad.code), bad.file)


def against(bag: BagReader, digests: Mapping[str, str]) -> list[Bad]:
    """Payload files against signed digests: missing, extra, and changed ones, by name."""
    there = {name for name in bag.names() if name.startswith("data/")}
    found = []
    for name in sorted(digests):
        if name not in there:
            says = f"{name} was signed but is not here."
            found.append(Bad("missing", name, None, None, None, says))
        elif _digest(bag, name) != digests[name]:
            says = f"{name} is not the file that was signed."
            found.append(Bad("hash", name, None, None, None, says))
    for name in sorted(there - set(digests)):
        says = f"{name} is here but was not signed."
        found.append(Bad("extra", name, None, None, None, says))
    return sorted(found, key=_rank)


def _digest(bag: BagReader, name: str) -> str:
    try:
        with bag.open(name) as stream:
            return sha256_stream(stream)[0]
    except Refused:
        return ""


def read_what_is_there(
    bag: BagReader, name: str, limit: int = 64 * 1024 * 1024
) -> tuple[bytes, str]:
    """The bytes of a file as far as they can be read, and why not further (or empty)."""
    parts: list[bytes] = []
    size = 0
    try:
        with bag.open(name) as stream:
            while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined]
                parts.append(chunk)
                size += len(chunk)
                if size > limit:
                    return b"".join(parts), "it is too large"
    except Refused as refused:
        return b"".join(parts), refused.message
    return b"".join(parts), ""

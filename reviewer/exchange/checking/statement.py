"""The signed statement of an export package, read with its signature checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.bundle.bag import BagReader
from reviewer.domain.errors import Refused
from reviewer.exchange import package
from reviewer.exchange.findings import Bad
from reviewer.exchange.package import Range
from reviewer.trust import keys
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import dumps, loads_strict
from reviewer.trust.dsse import EXPORT_TYPE, open_envelope, verified_by


@dataclass(frozen=True)
class Statement:
    """What a package's signer signed.

    Attributes:
        public: the key that signed, as named inside; nobody has vouched for it yet.
        span: the stretch of the signer's present chain.
        before: the stretches of the chains before it: merged ones, each with its key, then
            those that it was restored from, the oldest first.
        files: payload path to SHA-256.
        tagmanifest_sha256: digest of the tag manifest.
        events: how many.
    """

    public: bytes
    span: Range
    package_id: str
    created_at: str
    events: int
    files: Mapping[str, str]
    tagmanifest_sha256: str
    pseudonym: str
    before: tuple[Range, ...] = ()

    @property
    def spans(self) -> tuple[Range, ...]:
        """All chains, in the order of the events."""
        return (*self.before, self.span)

    @property
    def named(self) -> str:
        """The id that this package must have."""
        return package.package_id(self.span, self.before)

    @property
    def keyid(self) -> str:
        """The short name of the key."""
        return keys.keyid_of(self.public)


def read_statement(bag: BagReader) -> tuple[Statement | None, Bad | None]:
    """The statement, if its signature fits; else what is wrong with it."""
    name = package.SIGNATURE
    if not bag.has(name):
        return None, Bad("missing", name, None, None, None, "The package has no signature.")
    try:
        text = bag.read(name)
        body, signatures = open_envelope(text, EXPORT_TYPE, file=name)
        if dumps(loads_strict(text)).encode("utf-8") + b"\n" != text:
            raise ValueError("not spelt as it was written")
        statement = _parse(loads_strict(body))
    except (Refused, KeyError, TypeError, AttributeError, ValueError):
        says = "The signature of the package was changed: it cannot be read."
        return None, Bad("edited", name, None, None, None, says)
    if not verified_by(EXPORT_TYPE, body, signatures, {statement.keyid: statement.public}):
        says = "The signature of the package does not fit: it was changed, or made by another key."
        return None, Bad("forged", name, None, None, None, says)
    return statement, None


def _parse(raw: Mapping[str, Any]) -> Statement:
    if raw["format"] != package.FORMAT or type(raw["events"]) is not int:
        raise ValueError("another format")
    public = unb64(raw["public"])
    if raw["signer"]["keyid"] != keys.keyid_of(public):
        raise ValueError("another key")
    files = {str(name): str(digest) for name, digest in raw["files"].items()}
    return Statement(
        public=public,
        span=Range.from_dict(raw),
        package_id=str(raw["id"]),
        created_at=str(raw["created_at"]),
        events=raw["events"],
        files=files,
        tagmanifest_sha256=str(raw["tagmanifest_sha256"]),
        pseudonym=str(raw["signer"]["pseudonym"]),
        before=package.chains_from_dict(raw),
    )


def keys_named(bag: BagReader) -> dict[str, bytes]:
    """Key id to public key of ``keys.json``: names for keys, vouched for by nobody."""
    try:
        document = loads_strict(bag.read(package.KEYS))
        publics = [unb64(raw["public"]) for raw in document["keys"]]
        return {keys.keyid_of(public): public for public in publics}
    except (Refused, KeyError, TypeError, ValueError):
        return {}

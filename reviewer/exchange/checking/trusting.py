"""Whom a reader trusts: one key, or everyone in a roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.trust import keys
from reviewer.trust.authority import Authority
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import loads_strict
from reviewer.trust.cards import read_card
from reviewer.trust.dsse import CARD_TYPE, ROSTER_TYPE
from reviewer.trust.roster import Roster

MAX_BYTES = 16 * 1024 * 1024


NO_SITE = Authority()
BY_SITE = "The roster is signed by the roots that the site file names."
BY_ITSELF = (
    "No site file names root keys: the roster is signed by its own roots, and as good as the way"
    " it came to you."
)
DECIDE = frozenset({"root", "lead", "reviewer"})
"""Roles whose packages of decisions count."""
ISSUE = frozenset({"root", "lead", "issuer"})
"""Roles whose bundles count."""


@dataclass(frozen=True)
class Trust:
    """The keys that a reader trusts.

    Attributes:
        publics: key id to raw public key.
        roster: where they come from, when it is a roster: it also knows since and until when.
        name: what to call it in a sentence.
        note: what a reader should know of it, such as who vouches for the roster; may be empty.
        now: RFC 3339, by which bundles are judged: their own time is that of their records, or
            whatever the signer says. Empty: by that.
    """

    publics: Mapping[str, bytes] = field(default_factory=dict)
    roster: Roster | None = None
    name: str = ""
    note: str = ""
    now: str = ""

    def objection(self, public: bytes, at: str, roles: frozenset[str] = frozenset()) -> str:
        """Why a signature by ``public`` at a time is not trusted, in words, or empty.

        Args:
            roles: those in which a rostered key may sign such a thing; empty for any.
        """
        keyid = keys.keyid_of(public)
        if self.publics.get(keyid) != public:
            return f"the key {keyid} is not in {self.name}"
        entry = self.roster.key(keyid) if self.roster else None
        if entry is not None and entry.revoked:
            return f"the key {keyid} of {entry.pseudonym} was revoked on {entry.revoked[:10]}"
        if entry is not None and not entry.counts_at(at):
            return f"the key {keyid} of {entry.pseudonym} does not count on {at[:10]}"
        if entry is not None and roles and entry.role not in roles:
            return f"the key {keyid} of {entry.pseudonym} is rostered as {entry.role} only"
        return ""

    @classmethod
    def of_key(cls, public: bytes) -> Trust:
        """Trust in one key."""
        return cls({keys.keyid_of(public): public}, name="what --trust names")

    @classmethod
    def of_roster(cls, roster: Roster, note: str = "") -> Trust:
        """Trust in the keys of a roster that has been read and verified."""
        publics = {entry.keyid: entry.sign for entry in roster.entries}
        return cls(publics, roster, f"the roster, version {roster.version}", note)

    @classmethod
    def parse(cls, given: str | Path, authority: Authority = NO_SITE) -> Trust:
        """What ``--trust`` takes: a public key as text, or a file.

        The text is 64 hex digits or base64 of 32 bytes. The file is a roster, an enrolment card,
        an issuer's key file, a profile, or a key as text.

        Args:
            authority: the roots of the site, which must have signed a roster. Without a site file
                its own roots count, and ``note`` says so.

        Raises:
            Refused: code ``trust``, when it is none of these; or what reading the file refuses.
        """
        public = _key_text(str(given))
        if public is not None:
            return cls.of_key(public)
        path = Path(given)
        try:
            with path.open("rb") as source:
                data = source.read(MAX_BYTES)
        except (OSError, ValueError) as error:
            raise _refused(path.name) from error
        return cls._of_file(data, path.name, authority)

    @classmethod
    def _of_file(cls, data: bytes, name: str, authority: Authority) -> Trust:
        public = _key_text(data.decode("ascii", "replace").strip())
        if public is not None:
            return cls.of_key(public)
        document = loads_strict(data, file=name)
        kind = document.get("payloadType") if isinstance(document, dict) else None
        if kind == ROSTER_TYPE:
            return cls.of_roster(authority.read(data), BY_SITE if authority.named else BY_ITSELF)
        if kind == CARD_TYPE:
            return cls.of_key(read_card(data, file=name).sign)
        return cls.of_key(_public_of(document, name))


def trust_word(public: bytes, at: str, trust: Trust | None, own: bytes | None) -> str:
    """``own``, ``rostered`` or ``unknown`` for a key that signed at a time."""
    if own is not None and public == own:
        return "own"
    if trust is not None and not trust.objection(public, at):
        return "rostered"
    return "unknown"


def _public_of(document: Any, name: str) -> bytes:
    """The public key in an issuer's key file or a profile."""
    field_of = {"reviewer-signing-key": "public", "reviewer-profile": "sign"}
    try:
        public = unb64(document[field_of[document["format"]]])
        if keys.keyid_of(public) != document["keyid"]:
            raise ValueError("another key")
    except (KeyError, TypeError, ValueError, Refused) as error:
        raise _refused(name) from error
    return public


def _key_text(text: str) -> bytes | None:
    """32 bytes from hex or base64; None where the text is neither."""
    try:
        public = bytes.fromhex(text) if len(text) == 64 else unb64(text)
    except ValueError:
        return None
    return public if len(public) == keys.KEY_BYTES else None


def _refused(name: str) -> Refused:
    return Refused(
        "This is neither a key nor a roster.",
        code="trust",
        file=name,
        next_step="Give a roster, an enrolment card, or a public key as 64 hex digits."
        " A key id of 16 digits is too short to trust.",
    )

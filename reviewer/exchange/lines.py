"""Lines of ``events.jsonl``: one event each, ``{"e": text, "k": key id, "s": signature}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from reviewer.domain.errors import Refused
from reviewer.domain.events import EVENT_PAYLOAD_TYPE
from reviewer.trust import keys
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex
from reviewer.trust.dsse import pae

_ID = re.compile(rb'\\"id\\":\\"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})\\"')

MAX_EVENT_BYTES = 1 << 20
"""No ledger signs a longer event."""
MAX_LINE_BYTES = 7 * MAX_EVENT_BYTES
"""The line of the longest event, every sign of it escaped."""
MAX_BAD = 1000
TOO_LONG = "it is longer than an event may be"


class SignedEvent(Protocol):
    """An event with its signature, as the ledger stores it."""

    @property
    def text(self) -> str:
        """The exact canonical text that was signed."""
        ...

    @property
    def keyid(self) -> str:
        """The short name of the key."""
        ...

    @property
    def sig(self) -> bytes:
        """64 bytes of Ed25519 over the DSSE encoding of the text."""
        ...


@dataclass(frozen=True)
class Entry:
    """One event as it was found. With a ``problem``, all else but ``line`` is a guess.

    Attributes:
        line: counted from 1.
        text: the signed text.
        keyid: the key that it names.
        sig: the signature.
        event: what the text says.
        problem: why the line cannot be read, or empty.
        cut: the line has no end: the file was cut in it or right after it.
    """

    line: int
    text: str = ""
    keyid: str = ""
    sig: bytes = field(default=b"", repr=False)
    event: dict[str, Any] = field(default_factory=dict, repr=False)
    problem: str = ""
    cut: bool = False

    @property
    def seq(self) -> int:
        """The place that the event claims in its chain; 0 when it claims none."""
        seq = self.event.get("seq")
        return seq if type(seq) is int else 0

    @property
    def id(self) -> str | None:
        """The event's id, if there is one."""
        ident = self.event.get("id")
        return ident if isinstance(ident, str) else None

    @property
    def hash(self) -> str:
        """SHA-256 of the text: ``prev`` of the next event."""
        return sha256_hex(self.text)

    def signed_by(self, public: bytes) -> bool:
        """Whether this key signed this very text."""
        return keys.verify(public, pae(EVENT_PAYLOAD_TYPE, self.text.encode("utf-8")), self.sig)


def line_of(event: SignedEvent) -> bytes:
    """The line of an event, with its line end; the only spelling that is accepted back."""
    return (dumps({"e": event.text, "k": event.keyid, "s": b64(event.sig)}) + "\n").encode("utf-8")


def entries_of_file(data: bytes) -> Iterator[Entry]:
    """The entries of a whole ``events.jsonl``; what cannot be read becomes a problem. After
    ``MAX_BAD`` lines that cannot be read the rest is not looked at: the first one is named."""
    at, number, bad = 0, 0, 0
    while at < len(data) and bad < MAX_BAD:
        end = data.find(b"\n", at)
        cut = end < 0
        number += 1
        entry = _entry(data[at:] if cut else data[at:end], number, cut=cut)
        bad += bool(entry.problem)
        yield entry
        at = len(data) if cut else end + 1


def entries_of_events(events: Iterable[SignedEvent]) -> Iterator[Entry]:
    """The entries of events that come out of a ledger; ``line`` counts them."""
    for number, stored in enumerate(events, 1):
        yield _with_event(Entry(number, stored.text, stored.keyid, stored.sig))


def _entry(raw: bytes, number: int, *, cut: bool) -> Entry:
    if len(raw) > MAX_LINE_BYTES:
        return Entry(number, problem=TOO_LONG, cut=cut)
    try:
        found = loads_strict(raw)
        if not isinstance(found, dict) or set(found) != {"e", "k", "s"}:
            raise ValueError("it is not an event with key and signature")
        text, keyid, sig = found["e"], found["k"], unb64(found["s"])
        if not isinstance(text, str) or not isinstance(keyid, str):
            raise ValueError("it is not an event with key and signature")
        if dumps(found).encode("utf-8") != raw:
            raise ValueError("it is not spelt as it was written")
    except (Refused, ValueError) as error:
        why = error.message if isinstance(error, Refused) else str(error)
        return Entry(number, event=_guess(raw), problem=why, cut=cut)
    return _with_event(Entry(number, text, keyid, sig, cut=cut))


def _with_event(entry: Entry) -> Entry:
    """The entry with its text read; a text that is not canonical is a problem."""
    try:
        if len(entry.text) * 4 > MAX_EVENT_BYTES < len(entry.text.encode("utf-8")):
            raise ValueError(TOO_LONG)
        event = loads_strict(entry.text)
        if not isinstance(event, dict) or dumps(event) != entry.text:
            raise ValueError("the event is not in its canonical form")
    except (Refused, ValueError) as error:
        why = error.message if isinstance(error, Refused) else str(error)
        return Entry(entry.line, entry.text, entry.keyid, entry.sig, problem=why, cut=entry.cut)
    return Entry(entry.line, entry.text, entry.keyid, entry.sig, event, cut=entry.cut)


def _guess(raw: bytes) -> dict[str, Any]:
    """The id that stands in a line that cannot be read, so that it can be named."""
    match = _ID.search(raw)
    return {"id": match[1].decode("ascii")} if match else {}

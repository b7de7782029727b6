"""Events as a long ledger holds them: what is asked of all of them in memory, the rest on the disk.

The long parts of an event (``LONG``) are read from the ledger when somebody asks for them, and
what is read must have the hash that was known when the event was verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

import msgspec

from reviewer.domain.events import Event
from reviewer.store.ledger.stored import StoredEvent

LONG = frozenset({"prev", "rationale", "criteria", "pinned", "policy_text", "policy_signed"})
LONG |= {"roster_text"}
"""Fields that are left on the disk."""

ALIKE = frozenset(
    "actor policy device type outcome ground flags v recommended departure_reason".split()
)
"""Fields in which many events are alike: each different value is written once."""

SEAL_BYTES = 16
"""So much of the SHA-256 of a text stands for it."""

Read = Callable[[int, bytes], Event]
"""The whole event at a row number, whose text begins its hash with these bytes."""


def seal_of(text: str) -> bytes:
    """What tells the text of an event from every other."""
    return sha256(text.encode("utf-8")).digest()[:SEAL_BYTES]


class HeldEvent(Mapping[str, Any]):
    """One event: a mapping like any other, of which the long parts are read when asked for."""

    __slots__ = ("_light", "_n", "_read", "_seal")

    def __init__(self, light: dict[str, Any], n: int, seal: bytes, read: Read) -> None:
        self._light, self._n, self._seal, self._read = light, n, seal, read

    def whole(self) -> Event:
        """All of it.

        Raises:
            Damaged: it is not on the disk as it was verified.
        """
        return self._read(self._n, self._seal)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: D102
        return (self.whole() if key in LONG else self._light).get(key, default)

    def __getitem__(self, key: str) -> Any:
        return (self.whole() if key in LONG else self._light)[key]

    def __contains__(self, key: object) -> bool:
        return key in (self.whole() if key in LONG else self._light)

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole())

    def __len__(self) -> int:
        return len(self.whole())

    def __repr__(self) -> str:
        return f"HeldEvent({self._light.get('id')!r})"


class Tables(msgspec.Struct, array_like=True):
    """What records name by number: the values that many events share, and the lists of fields."""

    values: list[Any] = []
    shapes: list[list[str]] = []


class Packer:
    """Turns events into records; ``tables`` grow with it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._encode = msgspec.msgpack.Encoder().encode
        self._values = {self._encode(value): i for i, value in enumerate(tables.values)}
        self._shapes = {tuple(shape): i for i, shape in enumerate(tables.shapes)}

    def pack(self, n: int, stored: StoredEvent) -> bytes:
        """One record: [row number, seal, shape, values]."""
        event = stored.event
        names = tuple(name for name in event if name not in LONG)
        shape = self._shapes.get(names)
        if shape is None:
            shape = self._shapes[names] = len(self.tables.shapes)
            self.tables.shapes.append(list(names))
        values = [self._alike(event[x]) if x in ALIKE else event[x] for x in names]
        return self._encode((n, seal_of(stored.text), shape, values))

    def _alike(self, value: Any) -> int:
        raw = self._encode(value)
        found = self._values.get(raw)
        if found is None:
            found = self._values[raw] = len(self.tables.values)
            self.tables.values.append(value)
        return found


class Record(msgspec.Struct, array_like=True, gc=False):
    """As ``Packer.pack`` writes it."""

    n: int
    seal: bytes
    shape: int
    values: list[Any]


class Unpacker:
    """Turns records into events again."""

    def __init__(self, tables: Tables, read: Read) -> None:
        self._tables = tables
        self._read = read
        self._decode = msgspec.msgpack.Decoder(Record).decode
        self._alike = [
            [i for i, name in enumerate(shape) if name in ALIKE] for shape in tables.shapes
        ]

    def unpack(self, raw: msgspec.Raw) -> HeldEvent:
        """The event of a record."""
        one = self._decode(raw)
        values = one.values
        for i in self._alike[one.shape]:
            values[i] = self._tables.values[values[i]]
        light = dict(zip(self._tables.shapes[one.shape], values, strict=True))
        return HeldEvent(light, one.n, one.seal, self._read)

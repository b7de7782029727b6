"""What is asked of the decoder and what it gives: small values without behaviour."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reviewer.domain.errors import Refused
from reviewer.media import protocol


@dataclass(frozen=True, slots=True)
class Spec:
    """A wish: ``thumb``, ``grey``, ``concealed`` or ``full``, and the box in pixels it must fit.

    Pictures are never enlarged; a concealed one has at most ``protocol.CONCEALED_SIDE`` pixels
    on its longer side whatever the box.
    """

    kind: str
    width: int
    height: int

    def __post_init__(self) -> None:
        if self.kind not in protocol.KINDS:
            raise ValueError(f"no such kind of picture: {self.kind}")
        if not (1 <= self.width <= protocol.MAX_SIDE and 1 <= self.height <= protocol.MAX_SIDE):
            raise ValueError(f"a box of {self.width} by {self.height} pixels")


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture: ``rgb`` holds width times height times 3 bytes, row by row, no padding.

    ``animated`` means that the file holds more than the one frame that is shown.
    """

    width: int
    height: int
    rgb: bytes
    source_width: int
    source_height: int
    format: str
    animated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Patience with the child, in seconds, and how often it may fail.

    ``require`` names layers (``landlock`` and so on) without which nothing is decoded.
    """

    deadline: float = 10.0
    start: float = 15.0
    faults_a_minute: int = 6
    require: frozenset[str] = frozenset()


_NEXT = {
    "": "Decide without this picture, or say in a note that it cannot be opened.",
    "disabled": "Go on with the text; after a minute pictures are tried again.",
    "start": "Go on with the text, and tell whoever looks after this installation.",
    "sandbox": "Go on with the text; the help page on pictures and safety says what is missing.",
    "no_video": "Decide without it; the program with video shows key frames.",
    "poisoned": "Decide without this picture, or ask to try it again.",
}


class DecodeFailed(Refused):
    """No picture. ``reason`` is a key of ``protocol.REASONS``; ``poisonous`` says that the file
    is remembered and not tried again."""

    default_code = "decode"

    def __init__(self, reason: str, poisonous: bool = False, detail: str = "") -> None:
        words = protocol.REASONS[reason]
        super().__init__(
            f"{words} ({detail})" if detail else words,
            next_step=_NEXT.get(reason, _NEXT[""]),
        )
        self.reason = reason
        self.poisonous = poisonous


def refusal(head: protocol.Reply) -> DecodeFailed:
    """The failure that a child's answer stands for."""
    detail = ""
    if head.reason == "too_many_pixels" and head.source_width:
        detail = f"{head.source_width} × {head.source_height}"
    return DecodeFailed(head.reason, head.reason in protocol.POISONOUS, detail)


def unfit(hello: protocol.Hello, limits: Limits) -> DecodeFailed | None:
    """Why a child that has just started must not be used, or None."""
    if hello.error:
        return DecodeFailed("start", detail=hello.error)
    layers = hello.layers
    off = sorted(name for name in limits.require if not layers.get(name, "").startswith("on"))
    return DecodeFailed("sandbox", detail=", ".join(off)) if off else None


class FaultCount:
    """How often the child failed in the last minute."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most, self._clock = most, clock
        self._times: deque[float] = deque()

    def add(self) -> None:
        """One more, now."""
        self._times.append(self._clock())

    def too_many(self) -> bool:
        """Whether there were as many as are borne."""
        while self._times and self._clock() - self._times[0] >= 60.0:
            self._times.popleft()
        return len(self._times) >= self._most


class PoisonMemory(Protocol):
    """Where files that stopped the decoder are remembered (``store.cache`` or a dictionary)."""

    def poison(self, sha256: str, reason: str) -> object:
        """Remember a file."""

    def poisoned(self, sha256: str) -> object:
        """Something true if the file is remembered."""


class PoisonList:
    """A poison memory that lasts as long as the program."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def poison(self, sha256: str, reason: str) -> None:
        """Remember a file."""
        self._reasons[sha256] = reason

    def poisoned(self, sha256: str) -> str | None:
        """Why a file is remembered, or None."""
        return self._reasons.get(sha256)

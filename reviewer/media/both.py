"""Pictures and videos through two locked children: FFmpeg is loaded by the second alone, and only
once there is a video."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewer.media import sniff
from reviewer.media.client import DecodeFailed, Decoder, Limits, Spec
from reviewer.media.launch import child_command, has_films
from reviewer.media.model import PoisonList, PoisonMemory
from reviewer.media.protocol import Reply

FILM_LIMITS = Limits(deadline=20.0)
"""More patience than with pictures; the child stops by itself long before."""


class MediaDecoder(Decoder):
    """A ``Decoder`` that hands videos to a child of their own.

    Args:
        memory: where files that stopped a child are remembered; by default for this run only.
        film_command: another child for videos, for tests; None to start the program's own.
        films: whether there is a decoder of video; by default it is looked for.

    Attributes:
        films: the decoder of videos; its child starts with the first one.
    """

    def __init__(
        self,
        *,
        memory: PoisonMemory | None = None,
        film_command: Sequence[str] | None = None,
        films: Callable[[], bool] = has_films,
    ) -> None:
        poison = memory if memory is not None else PoisonList()
        super().__init__(memory=poison)
        self._has_films = films
        command = film_command or child_command(films=True)
        self.films = Decoder(FILM_LIMITS, memory=poison, command=command)

    def renew(self) -> None:
        """Fresh children before the next picture and the next video."""
        super().renew()
        self.films.renew()

    def close(self) -> None:
        """End both children."""
        super().close()
        self.films.close()

    def _ask(
        self, op: int, spec: Spec, data: bytes, sha256: str, again: bool
    ) -> tuple[Reply, bytes]:
        if not sniff.is_film(data):
            return super()._ask(op, spec, data, sha256, again)
        if not self._has_films():
            raise DecodeFailed("no_video")
        return self.films._ask(op, spec, data, sha256, again)

"""Finding a deal whose bundle was lost: all that makes it again stands in its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.exchange.dealing.write import file_name


@dataclass(frozen=True, slots=True)
class LostDeal:
    """One bundle that was dealt: ``cases`` in its order; the rest as ``Hand`` has it."""

    to: str
    cases: tuple[str, ...]
    sha256: str
    at: str
    number: int
    role: str
    sealed: bool


def find_deal(events: Iterable[Event], ident: str) -> LostDeal:
    """The deal of this id, of a bundle of this id, or with a file of this name.

    Args:
        events: all ``deal`` events of the ledger; a bundle of very many cases has several.

    Raises:
        Refused: ``not_found``; ``old``, its event does not say how it was made.
    """
    deals = [(event, part) for event in events if isinstance(part := event.get("deal"), Mapping)]
    named = [part for event, part in deals if ident in _names(event, part)]
    if not named:
        raise Refused(
            "There is no such deal.",
            code="not_found",
            next_step="Name it by its event, by its bundle, or by its file, as deal-12-heron.zip.",
        )
    bundle, made = ev.text(named[0], "bundle"), _made(named[0])
    if not made:
        raise Refused(
            "This deal cannot be made again: its event is of an older version and does not say how"
            " its bundle was made.",
            code="old",
            next_step="Copy the bundle from where it went.",
        )
    cases = [one for _, part in deals if part.get("bundle") == bundle
             for one in ev.text_list(part, "cases")]  # fmt: skip
    return LostDeal(
        ev.text(named[0], "to"),
        tuple(cases),
        ev.text(named[0], "sha256"),
        ev.text(made, "at"),
        _number(made),
        ev.text(made, "role"),
        made.get("sealed") is True,
    )


def _made(part: Mapping[str, Any]) -> dict[str, Any]:
    raw = part.get("made")
    return dict(raw) if isinstance(raw, dict) else {}


def _number(made: Mapping[str, Any]) -> int:
    raw = made.get("number")
    return raw if type(raw) is int else 0


def _names(event: Event, part: Mapping[str, Any]) -> set[str]:
    made = _made(part)
    names = {ev.text(event, "id"), ev.text(part, "bundle")}
    if made:
        to, sealed = ev.text(part, "to"), made.get("sealed") is True
        names.add(file_name(_number(made), to, sealed=sealed))
    return names - {""}

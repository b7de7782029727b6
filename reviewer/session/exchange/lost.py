"""Decisions that counted and do not any more: kept in mind until a lead has looked at each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.ids import SubjectRef
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.ground.core import Core
from reviewer.session.views.words import count
from reviewer.store.ledger.lines import Line

KEPT = "merge.lost"
"""In ``desk.db``: the decisions that were lost and not looked at."""
DECIDING = frozenset({"decision", "resolution"})


@dataclass(frozen=True, slots=True)
class Lost:
    """``who`` decided ``outcome``; ``why``: in words, why it does not count any more."""

    id: str
    subject: str
    case_id: str
    who: str
    outcome: str
    why: str

    @property
    def words(self) -> str:
        """``suspend by R-4 does not count any more``."""
        said = OUTCOME_WORDS.get(self.outcome, self.outcome or "decision")
        return f"{said} by {self.who} does not count any more"


class LostDecisions:
    """What a fork, a rollback or a roster took out of the state."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def note(self, lines: Iterable[Line]) -> int:
        """Keep in mind those of them that were decisions; how many there are."""
        whys = {one.id: one.words for one in self._core.workspace.ledger.quarantine()}
        found = [lost_of(line, whys.get(line.id, "")) for line in lines if is_decision(line)]
        if found:
            known = {one.id: one for one in (*self._read(), *found)}
            self._write(list(known.values()))
        return len(found)

    def lines(self) -> list[Lost]:
        """Those that were not looked at yet; one that counts again is none."""
        counts = self._core.ledger_state.seen_ids
        return [one for one in self._read() if one.id not in counts]

    def looked(self, subject: str) -> None:
        """Somebody looked at what was lost of a subject."""
        kept = self._read()
        left = [one for one in kept if one.subject != subject]
        if len(left) != len(kept):
            self._write(left)

    def words(self) -> str:
        """For the status line; empty where nothing was lost."""
        lines = self.lines()
        return f"{count(len(lines), 'decision')} lost: see the inbox" if lines else ""

    def _read(self) -> list[Lost]:
        raw = self._core.workspace.desk.value(KEPT, [])
        found = raw if isinstance(raw, list) else []
        return [Lost(**one) for one in found if isinstance(one, dict) and set(one) == _FIELDS]

    def _write(self, lines: Sequence[Lost]) -> None:
        kept = [{name: getattr(one, name) for name in Lost.__slots__} for one in lines]
        self._core.workspace.desk.set_value(KEPT, kept)


_FIELDS = set(Lost.__slots__)


def is_decision(line: Line) -> bool:
    """Whether an event decided something."""
    return ev.text(line.event, "type") in DECIDING and ev.subject_of(line.event) is not None


def lost_of(line: Line, why: str) -> Lost:
    """A decision that is taken out of the state, as it is kept in mind and said."""
    event: Any = line.event
    subject, actor = ev.subject_of(event), event.get("actor")
    who = str(actor.get("pseudonym", "")) if isinstance(actor, dict) else ""
    key = subject.key if subject is not None else ""
    return Lost(line.id, key, ev.text(event, "case"), who, ev.text(event, "outcome"), why)


def name_of(core: Core, key: str) -> str:
    """The account or thing behind a subject key, as a lead knows it: its handle, or its id."""
    ref = SubjectRef.from_key(key)
    row = core.workspace.evidence.account(ref.id) if ref.kind == "account" else None
    return f"@{row.handle}" if row is not None and row.handle else ref.id

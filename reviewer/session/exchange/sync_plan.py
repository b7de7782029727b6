"""What a sync would do or did: one item for each file, in the order in which it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from reviewer.domain.errors import ReviewerError
from reviewer.exchange.drop.drop import Left
from reviewer.exchange.drop.put import octets
from reviewer.exchange.drop.read import Came

Way = Literal["in", "out"]
Kind = Literal["package", "bundle", "feedback"]
Status = Literal["new", "known", "left", "refused", "done", "stopped"]
Answer = dict[str, Any]

NOUNS: dict[str, str] = {"package": "decisions", "bundle": "cases", "feedback": "feedback"}


@dataclass(frozen=True)
class Item:
    """One file that comes in or goes out.

    Attributes:
        name: in the drop folder; of one that is not written yet, where it would go.
        status: ``new`` is to be done; ``known``, here or there already; ``left``, for others;
            ``refused``, and ``says`` why; ``done``; ``stopped`` before it was its turn.
        who: of one that comes in its signer, of one that goes out its reader; may be empty.
        size: bytes; None where it is known only when all that comes in is there.
        count: events, or cases of a bundle.
        code: of a refusal.
    """

    way: Way
    kind: Kind
    name: str
    status: Status
    who: str = ""
    size: int | None = None
    count: int | None = None
    says: str = ""
    code: str = ""
    came: Came | None = field(default=None, repr=False, compare=False)

    def refused(self, error: ReviewerError) -> Item:
        """The same, with why not."""
        says = f"{error.message} {error.next_step}".strip()
        return replace(self, status="refused", says=says, code=error.code)

    def as_dict(self) -> Answer:
        """The form of the command line."""
        return {
            "way": self.way,
            "kind": self.kind,
            "name": self.name,
            "status": self.status,
            "who": self.who or None,
            "size": self.size,
            "count": self.count,
            "says": self.says or None,
            "code": self.code or None,
        }


class GoesOut(Protocol):
    """Works out what goes out."""

    @property
    def people(self) -> tuple[str, ...]:
        """Who can open a package of ours."""
        ...

    @property
    def sealed(self) -> bool:
        """Whether what goes out is encrypted."""
        ...

    def items(self, came: Sequence[Came], coming: Sequence[Item]) -> list[Item]:
        """What would go out when all that is ``coming`` is there, beside what lies there."""
        ...


@dataclass(frozen=True)
class SyncPlan:
    """What ``look`` found.

    Attributes:
        folder: as it was named.
        lead: whether this side merges and answers; else it decides and sends.
        items: what comes in, then what goes out.
        left: what lies in the folder and is none of ours.
        free: bytes that the folder can take.
        remarks: what else has to be known, in sentences.
        sealed_to: who can open what goes out; empty: anybody.
        outgoing: works out anew what goes out when all that comes in is there.
        ran: whether it was carried out.
    """

    folder: str
    lead: bool
    items: tuple[Item, ...]
    left: tuple[Left, ...] = ()
    free: int = 0
    remarks: tuple[str, ...] = ()
    sealed_to: tuple[str, ...] = ()
    outgoing: GoesOut | None = field(default=None, repr=False, compare=False)
    ran: bool = False

    @property
    def to_do(self) -> tuple[Item, ...]:
        """What a run would take up."""
        return tuple(one for one in self.items if one.status == "new")

    @property
    def refusals(self) -> tuple[Item, ...]:
        """What was refused."""
        return tuple(one for one in self.items if one.status == "refused")

    def totals(self) -> dict[str, int]:
        """How many items there are of each kind that a person asks for."""
        done = "done" if self.ran else "new"
        came = [one for one in self.items if one.way == "in"]
        return {
            "incoming": sum(one.status == done for one in came),
            "outgoing": sum(one.status == done for one in self.items if one.way == "out"),
            "known": sum(one.status == "known" for one in self.items),
            "left": sum(one.status == "left" for one in self.items) + len(self.left),
            "refused": len(self.refusals),
            "stopped": sum(one.status == "stopped" for one in self.items),
        }

    def as_dict(self) -> Answer:
        """The form of the command line."""
        return {
            "preview": not self.ran,
            "folder": self.folder,
            "side": "lead" if self.lead else "reviewer",
            "items": [one.as_dict() for one in self.items],
            "left_out": [{"name": one.name, "why": one.why} for one in self.left],
            "free": self.free,
            "sealed_to": list(self.sealed_to),
            "remarks": list(self.remarks),
            "totals": self.totals(),
        }


def size_of(size: int) -> str:
    """Bytes as a person reads them."""
    return octets(size)


WORDS = {
    "new": ("comes in", "goes out"),
    "done": ("came in", "went out"),
    "known": ("here already", "there already"),
    "left": ("left alone", "left alone"),
    "refused": ("refused", "not written"),
    "stopped": ("not done", "not done"),
}


def what_of(one: Answer) -> str:
    """``comes in``, ``went out`` …"""
    return WORDS[one["status"]][one["way"] == "out"]


def sentence_of(answer: Answer) -> str:
    """A sync in one sentence."""
    totals, tense = answer["totals"], answer["preview"]
    if not totals["incoming"] and not totals["outgoing"]:
        said = "There is nothing to do" if tense else "There was nothing to do"
    else:
        words = ("would come in", "would go out") if tense else ("came in", "went out")
        said = f"{_files(totals['incoming'])} {words[0]}, {_files(totals['outgoing'])} {words[1]}"
    if totals["refused"]:
        said += f"; {totals['refused']:,} refused"
    if totals["stopped"]:
        said += f"; {totals['stopped']:,} not done"
    return f"{said}."


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"


def lines_of(answer: Answer) -> Iterator[str]:
    """A sync in words, line by line."""
    for one in answer["items"]:
        size = "" if one["size"] is None else f", {octets(one['size'])}"
        about = _about(one)
        yield f"{what_of(one)}: {one['name']}{size}{f', {about}' if about else ''}"
        if one["says"]:
            yield f"  {one['says']}"
    for left in answer["left_out"]:
        yield f"left alone: {left['name']}: {left['why']}"
    yield from answer["remarks"]
    yield from _opened_by(answer)
    yield sentence_of(answer)
    if answer["preview"]:
        yield "Nothing was written."


def _opened_by(answer: Answer) -> Iterator[str]:
    """Who can open what goes out, where it is encrypted."""
    if not answer["sealed_to"]:
        return
    kinds = {one["kind"] for one in answer["items"] if one["way"] == "out"}
    if "package" in kinds:
        yield f"The package can be opened by {', '.join(answer['sealed_to'])} and by you alone."
    if "feedback" in kinds:
        yield "Feedback can be opened by the one that it is for and by you alone."


def _about(one: Answer) -> str:
    unit = "case" if one["kind"] == "bundle" else "event"
    count = "" if one["count"] is None else f"{one['count']:,} {unit}{'s'[: one['count'] != 1]}"
    who = f"{'for' if one['way'] == 'out' else 'from'} {one['who']}" if one["who"] else ""
    return ", ".join(part for part in (count, who) if part)

"""Following the chains of one package: each by its own key, and each joined to what it names.

A workspace that was restored writes a chain of its own whose first event, ``restore``, names the
device, the seq and the head that it goes on from. A package that carries both says so, and both
must fit. A lead's package carries merged chains of other devices, too: their ranges name the key.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.exchange.chain import ChainReport, Expected, Tip, follow
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry
from reviewer.exchange.package import Range
from reviewer.trust.keys import keyid_of


@dataclass(frozen=True)
class Followed:
    """What was found in all chains of a package; ``head`` is where the last one is in order."""

    head: Tip
    bad: tuple[Bad, ...]


def follow_all(entries: Sequence[Entry], spans: Sequence[Range], expected: Expected) -> Followed:
    """Follow entries to the end of each chain or to its first finding; nothing is raised.

    Args:
        entries: of the whole file.
        spans: what each chain must be, in the order of the file; empty where nobody says.
        expected: the signer's key and the file; device, ends, line and where a range names one the
            key are set here for each chain.
    """
    if not spans:
        report = follow(entries, dataclasses.replace(expected, after=None))
        return Followed(report.head, (report.bad,) if report.bad else ())
    groups, strays = _split(entries, [span.device for span in spans])
    line = 1
    reports: list[ChainReport] = []
    for span, group in zip(spans, groups, strict=True):
        wanted = dataclasses.replace(
            expected,
            public=span.public or expected.public,
            keyid=keyid_of(span.public) if span.public else expected.keyid,
            device=span.device,
            after=Tip(span.from_seq - 1, span.prev),
            until=Tip(span.to_seq, span.head),
            line=line,
        )
        reports.append(follow(group, wanted))
        line = group[-1].line + 1 if group else line
    bad = [report.bad for report in reports if report.bad is not None]
    if not bad:
        bad = [_stray(entry, expected.file) for entry in strays[:1]]
    if not bad:
        bad = list(_gaps(spans, groups, expected.file))
    return Followed(reports[-1].head, tuple(bad))


def _split(
    entries: Sequence[Entry], devices: Sequence[str]
) -> tuple[list[list[Entry]], list[Entry]]:
    """The entries by chain, and those that stand behind the chain after theirs. What names no chain
    of the package, or cannot be read, is held against the chain in whose place it stands."""
    groups: list[list[Entry]] = [[] for _ in devices]
    strays, current = [], 0
    for entry in entries:
        named = entry.event.get("device")
        place = devices.index(named) if named in devices else current
        if place < current:
            strays.append(entry)
        current = max(current, place)
        groups[place].append(entry)
    return groups, strays


def _stray(entry: Entry, file: str) -> Bad:
    says = f"Event {entry.seq} ({entry.id}) stands behind the chain that goes on from its own."
    return Bad("reordered", file, entry.line, entry.seq, entry.id, says)


def _gaps(spans: Sequence[Range], groups: Sequence[Sequence[Entry]], file: str) -> Iterator[Bad]:
    """Each of the signer's chains but the first must begin by naming the one before it, up to its
    very end; another one that names a chain of this package must name an event of it."""
    found = {span.device: group for span, group in zip(spans, groups, strict=True)}
    before: Range | None = None
    for span, group in zip(spans, groups, strict=True):
        entry, told = group[0], goes_on_from(group[0].event)
        if span.key:
            if told is not None and told[0] in found and not _holds(found[told[0]], told):
                yield _gap(span, entry, (told[0], told[1]), file)
            continue
        if before is not None and (
            span.from_seq != 1 or told != (before.device, before.to_seq, before.head)
        ):
            yield _gap(span, entry, (before.device, before.to_seq), file)
        before = span


def _holds(group: Sequence[Entry], told: tuple[str, int, str]) -> bool:
    """Whether a stretch of a chain has the event that is named; outside of it is not known."""
    _, seq, head = told
    return all(entry.seq != seq or entry.hash == head for entry in group)


def _gap(span: Range, entry: Entry, before: tuple[str, int], file: str) -> Bad:
    says = (
        f"Event {entry.seq} of device {span.device} does not go on from event {before[1]} of device"
        f" {before[0]}, which stands before it."
    )
    return Bad("gap", file, entry.line, entry.seq, entry.id, says)


def goes_on_from(event: Mapping[str, object]) -> tuple[str, int, str] | None:
    """(device, seq, head) that a ``restore`` names; None for any other event."""
    told = event.get("restore")
    if event.get("type") != "restore" or not isinstance(told, Mapping):
        return None
    seq = told.get("seq")
    return (str(told.get("device")), seq if type(seq) is int else 0, str(told.get("head")))

"""What is said of a package in which everything is as it was signed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from reviewer.bundle.bag import BagReader
from reviewer.exchange import package
from reviewer.exchange.checking.chains import goes_on_from
from reviewer.exchange.checking.contents import profile_of
from reviewer.exchange.checking.enclosed import enclosed_names
from reviewer.exchange.checking.statement import Statement
from reviewer.exchange.lines import Entry


def sound_sentences(bag: BagReader, statement: Statement, entries: Sequence[Entry]) -> list[str]:
    """What the package holds, chain by chain, and where the chains go on from."""
    if profile_of(bag) == package.STATEMENTS:
        return [
            "The statements of reasons are as they were signed. The decisions that they rest on are"
            " not in this package."
        ]
    words = [
        f"Every event from {span.from_seq} to {span.to_seq} of device {span.device} is as it was"
        " signed, and none is missing."
        for span in statement.spans
    ]
    words += _restored(statement, entries)
    count = len(enclosed_names(bag))
    if count:
        packets = "1 referral packet is" if count == 1 else f"{count} referral packets are"
        words.append(f"{packets} enclosed, as signed.")
    return words


def _restored(statement: Statement, entries: Sequence[Entry]) -> list[str]:
    """Where the signer's chains go on from: in this package, or from one that travelled before."""
    spans = [span for span in statement.spans if not span.key]
    words = [
        f"Device {span.device} was restored from a backup of device {before.device} and goes on"
        f" from its event {before.to_seq}."
        for before, span in itertools.pairwise(spans)
    ]
    first = next(entry for entry in entries if entry.event.get("device") == spans[0].device)
    begins = goes_on_from(first.event)
    if begins is not None:
        device, seq, _ = begins
        words.insert(
            0,
            f"Device {spans[0].device} was restored from a backup of device {device} up to its"
            f" event {seq}, which is not in this package.",
        )
    return words

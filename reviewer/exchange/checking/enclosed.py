"""Referral packets inside an export package: each is a bag of its own, below its own folder."""

from __future__ import annotations

import dataclasses
from typing import BinaryIO

from reviewer.bundle.bag import BagReader
from reviewer.bundle.codes import Violation
from reviewer.bundle.names import Limits
from reviewer.exchange import package
from reviewer.exchange.checking.packet_check import check_packet, is_packet
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.findings import Bad


class _Below:
    """The files below a folder of a bag, as a tree of their own."""

    kind = "folder"

    def __init__(self, bag: BagReader, folder: str) -> None:
        self._bag, self._folder = bag, folder
        self.violations: list[Violation] = []
        self.sizes = {
            name.removeprefix(folder): bag.size(name)
            for name in bag.names()
            if name.startswith(folder)
        }

    def open(self, name: str) -> BinaryIO:
        """One of the files; raises Refused."""
        return self._bag.open(self._folder + name)

    def close(self) -> None:
        """The bag around it stays open."""


def enclosed_names(bag: BagReader) -> list[str]:
    """The folders of the packets that a package encloses, sorted."""
    below = (n.removeprefix(package.REFERRALS) for n in bag.names() if _inside(n))
    return sorted({name.partition("/")[0] for name in below})


def _inside(name: str) -> bool:
    return name.startswith(package.REFERRALS)


def enclosed_findings(bag: BagReader, trust: Trust | None) -> list[Bad]:
    """What is wrong with the packets: each is checked as one that came alone."""
    found: list[Bad] = []
    for name in enclosed_names(bag):
        folder = f"{package.REFERRALS}{name}/"
        inner = BagReader(_Below(bag, folder), bag.path, package.SIGNATURE, Limits())
        if not is_packet(inner):
            says = f"{folder} holds something that is no referral packet."
            found.append(Bad("extra", folder, None, None, None, says))
            continue
        report = check_packet(inner, trust, None)
        found += [
            dataclasses.replace(bad, file=folder + bad.file, says=f"Packet {name}: {bad.says}")
            for bad in report.findings
        ]
    return found

"""Reading a feedback package: its files, the lead's events, each by its own signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.bundle.bag import BagReader, read_bag
from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.ids import SHA256_RE
from reviewer.exchange import package
from reviewer.exchange.checking import bagfindings
from reviewer.exchange.checking.bagfindings import read_what_is_there
from reviewer.exchange.checking.report import VerifyReport, trust_sentences
from reviewer.exchange.checking.trusting import Trust, trust_word
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry, entries_of_file
from reviewer.store.ledger.received import Receipt
from reviewer.trust import keys
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import loads_strict
from reviewer.trust.dsse import EXPORT_TYPE, open_envelope, verified_by
from reviewer.trust.recipients import Opener
from reviewer.trust.unsealing import unsealed

FORMAT = "reviewer-feedback"
HEADER = "data/feedback.json"
EVENTS = "data/feedback.jsonl"
LEAD = frozenset({"lead", "root"})
"""Roles whose feedback counts."""


@dataclass(frozen=True)
class Feedback:
    """A feedback package that was read once, with all that was checked of it.

    Attributes:
        report: what ``verify`` says of it.
        public: the key that signed it; empty where nobody's signature fits.
        to, sender: pseudonyms.
        receipts: what it acknowledges.
        entries: the lead's events, each checked as ``report`` says.
        made_at: RFC 3339.
    """

    report: VerifyReport
    public: bytes
    to: str
    sender: str
    receipts: tuple[Receipt, ...]
    entries: tuple[Entry, ...]
    made_at: str


def is_feedback(bag: BagReader) -> bool:
    """Whether a bag is a feedback package, perhaps a maimed one."""
    return bag.has(HEADER) and not bag.has(package.HEADER)


def read_feedback(
    path: Path, *, own: bytes | None = None, opener: Opener | None = None
) -> Feedback:
    """Read and check a feedback package.

    Raises:
        Refused: ``not_feedback``; ``version``; what opening an encrypted one refuses.
    """
    with unsealed(path, opener) as plain, read_bag(plain, signature=package.SIGNATURE) as bag:
        if not is_feedback(bag):
            raise Refused(
                "This is no feedback package.",
                code="not_feedback",
                file=path.name,
                next_step="Give the file that the lead made with: reviewer feedback build.",
            )
        return _read(bag, None, own)


def check_feedback(bag: BagReader, trust: Trust | None, own: bytes | None) -> VerifyReport:
    """What is wrong with a feedback package; nothing is raised for a bad one."""
    return _read(bag, trust, own).report


def _read(bag: BagReader, trust: Trust | None, own: bytes | None) -> Feedback:
    header = _header(bag)
    statement, public, bad = _statement(bag)
    entries = list(entries_of_file(read_what_is_there(bag, EVENTS)[0]))
    findings = [bad] if bad else []
    findings += _events(entries, public)
    if statement:
        findings += bagfindings.against(bag, statement["files"])
        if statement.get("tagmanifest_sha256") != bag.tagmanifest_sha256:
            says = "The tag manifest is not the one that was signed."
            findings.append(Bad("hash", "tagmanifest-sha256.txt", None, None, None, says))
    findings += bagfindings.of_bag(bag)
    at, who = str(statement.get("created_at", "")), _map(statement.get("signer"))
    receipts, wrong = _receipts(header, public, at)
    findings += wrong
    if trust is not None and public and trust.objection(public, at, LEAD):
        says = f"The signer is not trusted: {trust.objection(public, at, LEAD)}."
        findings.insert(0, Bad("forged", package.SIGNATURE, None, None, None, says))
    word = trust_word(public, at, trust, own) if public else "unknown"
    unique = tuple({(f.code, f.file, f.line): f for f in findings}.values())
    report = VerifyReport(
        kind="feedback",
        events=len(entries),
        signer=keys.keyid_of(public) if public else "",
        trust=word,
        findings=unique,
        sentences=_sentences(header, unique, word, public),
        package_id=str(statement.get("id", "")),
        pseudonym=str(who.get("pseudonym", "")),
    )
    to = str(header.get("to", ""))
    return Feedback(report, public, to, report.pseudonym, receipts, tuple(entries), at)


def _sentences(
    header: Mapping[str, Any], findings: tuple[Bad, ...], word: str, public: bytes
) -> tuple[str, ...]:
    said = [bad.says for bad in findings]
    if not findings:
        said.append(f"This feedback for {header.get('to')} is as its sender signed it.")
    return (*said, *(trust_sentences(word, public) if public else ()))


def _statement(bag: BagReader) -> tuple[Mapping[str, Any], bytes, Bad | None]:
    name = package.SIGNATURE
    if not bag.has(name):
        return {}, b"", Bad("missing", name, None, None, None, "The feedback has no signature.")
    try:
        body, signatures = open_envelope(bag.read(name), EXPORT_TYPE, file=name)
        found = loads_strict(body)
        public = unb64(found["public"])
        if found["format"] != FORMAT or not isinstance(found["files"], dict):
            raise ValueError("another format")
        signed = verified_by(EXPORT_TYPE, body, signatures, {keys.keyid_of(public): public})
    except (Refused, KeyError, TypeError, AttributeError, ValueError):
        says = "The signature of the feedback was changed: it cannot be read."
        return {}, b"", Bad("edited", name, None, None, None, says)
    if not signed:
        says = "The signature of the feedback does not fit: it was changed, or made by another key."
        return {}, b"", Bad("forged", name, None, None, None, says)
    return found, public, None


def _events(entries: list[Entry], public: bytes) -> list[Bad]:
    """Every event is the sender's own, signed when it was made; the gaps between them mean
    nothing, since it is an excerpt."""
    found, seen = [], dict[str | None, str]()
    for entry in entries:
        actor = _map(entry.event.get("actor"))
        if entry.problem or entry.id is None:
            code, says = "edited", f"Line {entry.line} was changed: {entry.problem}."
        elif not public or entry.keyid != keys.keyid_of(public) or not entry.signed_by(public):
            code, says = "forged", f"Event {entry.id} is not signed by the sender."
        elif actor.get("key") != entry.keyid:
            code, says = "forged", f"Event {entry.id} names another key than its own."
        elif seen.setdefault(entry.id, entry.text) != entry.text:
            code, says = "fork", f"Event {entry.id} stands here twice, and differs."
        else:
            continue
        found.append(Bad(code, EVENTS, entry.line, entry.seq or None, entry.id, says))
    return found


def _receipts(
    header: Mapping[str, Any], public: bytes, at: str
) -> tuple[tuple[Receipt, ...], list[Bad]]:
    by = keys.keyid_of(public) if public else ""
    found = []
    try:
        for raw in header["receipts"]:
            device, seq, head = raw["device"], raw["seq"], raw["head"]
            good = isinstance(device, str) and type(seq) is int and seq > 0
            if not good or not isinstance(head, str) or not SHA256_RE.fullmatch(head):
                raise ValueError("a receipt")
            found.append(Receipt(device, seq, head, by, at))
    except (KeyError, TypeError, ValueError):
        says = "The header of the feedback cannot be read."
        return (), [Bad("edited", HEADER, None, None, None, says)]
    return tuple(found), []


def _header(bag: BagReader) -> Mapping[str, Any]:
    try:
        found = _map(loads_strict(bag.read(HEADER)))
    except Refused:
        return {}
    version, demanded = ev.text(found, "format_version"), found.get("must_understand")
    if found and (version.partition(".")[0] != "1" or demanded):
        raise Refused(
            f"This feedback is of version {version[:20]!r} and demands {demanded!r}.",
            code="version",
            file=HEADER,
            next_step="Read it with a newer version of the program.",
        )
    return found


def _map(raw: object) -> Mapping[str, Any]:
    return raw if isinstance(raw, Mapping) else {}

"""Verifying a referral packet: its files, its events, and that two people stand behind it.

An emergency packet says that the second one is missing; any other without one is a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.bundle.bag import BagReader
from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.proposals import is_emergency, needed, objection
from reviewer.exchange import package
from reviewer.exchange.checking import bagfindings
from reviewer.exchange.checking.bagfindings import read_what_is_there
from reviewer.exchange.checking.report import VerifyReport, trust_sentences
from reviewer.exchange.checking.statement import keys_named
from reviewer.exchange.checking.trusting import Trust, trust_word
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry, entries_of_file
from reviewer.trust import keys
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import loads_strict
from reviewer.trust.dsse import EXPORT_TYPE, open_envelope, verified_by

FORMAT = "reviewer-referral"
HEADER = "data/referral.json"


def is_packet(bag: BagReader) -> bool:
    """Whether a bag is a referral packet, perhaps a maimed one."""
    return bag.has(HEADER) and not bag.has(package.HEADER)


def check_packet(bag: BagReader, trust: Trust | None, own: bytes | None) -> VerifyReport:
    """What is wrong with a packet; nothing is raised for a bad one."""
    statement, public, bad = _statement(bag)
    findings = [bad] if bad else []
    entries = list(entries_of_file(read_what_is_there(bag, package.EVENTS)[0]))
    findings += _events(entries, keys_named(bag))
    findings += _two_people(bag, entries, trust)
    if statement:
        findings += bagfindings.against(bag, statement["files"])
        if statement.get("tagmanifest_sha256") != bag.tagmanifest_sha256:
            says = "The tag manifest is not the one that was signed."
            findings.append(Bad("hash", "tagmanifest-sha256.txt", None, None, None, says))
    findings += bagfindings.of_bag(bag)
    at = str(statement.get("created_at", ""))
    if trust is not None and public is not None and trust.objection(public, at):
        says = f"The signer is not trusted: {trust.objection(public, at)}."
        findings.insert(0, Bad("forged", package.SIGNATURE, None, None, None, says))
    word = trust_word(public, at, trust, own) if public is not None else "unknown"
    unique = list({(f.code, f.file, f.line): f for f in findings}.values())
    return VerifyReport(
        kind="referral",
        events=len(entries),
        head=entries[-1].hash if entries else "",
        signer=keys.keyid_of(public) if public is not None else "",
        trust=word,
        findings=tuple(unique),
        sentences=_sentences(bag, unique, word, public),
        package_id=str(statement.get("id", "")),
    )


def _sentences(
    bag: BagReader, findings: list[Bad], word: str, public: bytes | None
) -> tuple[str, ...]:
    said = [bad.says for bad in findings]
    marking = str(_header(bag).get("marking", ""))
    if not findings:
        said.append(f"This referral packet is as it was signed; it is marked: {marking}.")
    return (*said, *(trust_sentences(word, public) if public is not None else ()))


def _statement(bag: BagReader) -> tuple[Mapping[str, Any], bytes | None, Bad | None]:
    name = package.SIGNATURE
    if not bag.has(name):
        return {}, None, Bad("missing", name, None, None, None, "The packet has no signature.")
    try:
        body, signatures = open_envelope(bag.read(name), EXPORT_TYPE, file=name)
        found = loads_strict(body)
        public = unb64(found["public"])
        if found["format"] != FORMAT or not isinstance(found["files"], dict):
            raise ValueError("another format")
        signed = verified_by(EXPORT_TYPE, body, signatures, {keys.keyid_of(public): public})
    except (Refused, KeyError, TypeError, AttributeError, ValueError):
        says = "The signature of the packet was changed: it cannot be read."
        return {}, None, Bad("edited", name, None, None, None, says)
    if not signed:
        says = "The signature of the packet does not fit: it was changed, or made by another key."
        return {}, None, Bad("forged", name, None, None, None, says)
    return found, public, None


def _events(entries: list[Entry], publics: Mapping[str, bytes]) -> list[Bad]:
    """Every event proves itself by its signature."""
    found = []
    for entry in entries:
        public = publics.get(entry.keyid)
        if entry.problem:
            code, says = "edited", f"Line {entry.line} was changed: {entry.problem}."
        elif public is None or not entry.signed_by(public):
            code, says = "forged", f"Event {entry.id} is not signed by the key that it names."
        else:
            continue
        found.append(Bad(code, package.EVENTS, entry.line, entry.seq or None, entry.id, says))
    return found


def _header(bag: BagReader) -> Mapping[str, Any]:
    try:
        found = loads_strict(bag.read(HEADER))
    except Refused:
        return {}
    return found if isinstance(found, dict) else {}


def _two_people(bag: BagReader, entries: list[Entry], trust: Trust | None) -> list[Bad]:
    """The referral needs a different lead's approval; without it the packet must say emergency."""
    header = _header(bag)
    events = [entry.event for entry in entries if not entry.problem]
    named = header.get("header", {})
    ident = named.get("referral") if isinstance(named, Mapping) else None
    proposal = next((e for e in events if e.get("id") == ident and e.get("type") == "refer"), None)
    if proposal is None:
        says = "The referral that this packet is about is not in it."
        return [Bad("missing", package.EVENTS, None, None, None, says)]
    good = {
        str(e["actor"]["key"])
        for e in events
        if ev.text(e, "type") == "approve" and not objection(e, proposal) and _is_lead(e, trust)
    }
    have, wanted = 1 + len(good), 1 + needed(proposal)
    emergency = header.get("emergency") is True
    says = ""
    if have < wanted and not (emergency and is_emergency(proposal)):
        says = f"The packet has approvals {have} of {wanted} and is no emergency."
    elif header.get("approvals") != {"have": have, "needed": wanted}:
        says = f"The packet does not say that it has approvals {have} of {wanted}."
    return [Bad("four_eyes", HEADER, None, None, str(ident), says)] if says else []


def _is_lead(approval: Mapping[str, Any], trust: Trust | None) -> bool:
    named = trust.roster.key(str(approval["actor"]["key"])) if trust and trust.roster else None
    return named is None or named.role == "lead"

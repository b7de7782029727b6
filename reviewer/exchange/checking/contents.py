"""What must stand in a package beside its chains: a version that is understood, a header that says
what was signed, the text of every policy that is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from reviewer.bundle.bag import BagReader
from reviewer.domain.errors import Refused
from reviewer.exchange import package
from reviewer.exchange.checking.bagfindings import read_what_is_there
from reviewer.exchange.checking.statement import Statement
from reviewer.exchange.checking.trusting import DECIDE, Trust
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry
from reviewer.exchange.package import Range
from reviewer.exchange.reasons.schema import Batch
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import loads_strict, sha256_hex
from reviewer.trust.keys import keyid_of

MAX_REASONS = 1024**3


def policy_findings(bag: BagReader, entries: Sequence[Entry]) -> Iterator[Bad]:
    """Texts of policies that are not what their names promise, and those that are missing."""
    for name in bag.names():
        if name.startswith(package.POLICY_FOLDER):
            data, _ = read_what_is_there(bag, name)
            if name != f"{package.POLICY_FOLDER}{sha256_hex(data)}.json":
                says = "The text of a policy set is not the one that its name promises."
                yield Bad("hash", name, None, None, None, says)
    for digest, entry in _policies_named(entries).items():
        name = f"{package.POLICY_FOLDER}{digest}.json"
        if not bag.has(name):
            says = f"Event {entry.seq} rests on a policy set whose text is not here."
            yield Bad("missing", name, entry.line, entry.seq, entry.id, says)


def _policies_named(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Hash of each policy set to the first event that names it."""
    named: dict[str, Entry] = {}
    for entry in entries:
        policy = entry.event.get("policy")
        digest = policy.get("hash") if isinstance(policy, dict) else None
        if isinstance(digest, str) and not entry.problem:
            named.setdefault(digest, entry)
    return named


def check_version(bag: BagReader) -> None:
    """A package of a newer major version, or one that demands an extension, is refused."""
    try:
        header = loads_strict(bag.read(package.HEADER))
        version, demanded = str(header["format_version"]), header["must_understand"]
    except (Refused, KeyError, TypeError):
        return
    if version.partition(".")[0] != "1" or not package.UNDERSTOOD.issuperset(demanded):
        raise Refused(
            f"This package is of version {version[:20]!r} and demands {demanded!r}.",
            code="version",
            file=package.HEADER,
            next_step="Read it with a newer version of the program.",
        )


def header_findings(bag: BagReader, statement: Statement) -> list[Bad]:
    """The header must say what the statement says."""
    try:
        header = loads_strict(bag.read(package.HEADER))
        fits = (
            Range.from_dict(header) == statement.span
            and package.chains_from_dict(header) == statement.before
            and header["id"] == statement.package_id == statement.named
            and header["created_at"] == statement.created_at
        )
    except (Refused, KeyError, TypeError, ValueError):
        fits = False
    if fits:
        return []
    says = "The header does not say what was signed."
    return [Bad("edited", package.HEADER, None, None, None, says)]


def without_doubles(findings: Sequence[Bad]) -> list[Bad]:
    """One finding for each file and code; a bad event says more than the hash of its file."""
    kept: dict[tuple[str, str], Bad] = {}
    events_named = any(bad.file == package.EVENTS and bad.seq is not None for bad in findings)
    for bad in findings:
        if events_named and bad.file == package.EVENTS and bad.seq is None:
            continue
        kept.setdefault((bad.file, bad.code), bad)
    return list(kept.values())


def profile_of(bag: BagReader) -> str:
    """The profile that the header names; a package without one is read as ``full``."""
    try:
        named = loads_strict(bag.read(package.HEADER)).get("profile")
    except (Refused, AttributeError):
        return package.FULL
    return named if isinstance(named, str) else package.FULL


def key_findings(bag: BagReader, statement: Statement) -> list[Bad]:
    """``keys.json`` must name the key of every chain as the signed statement does."""
    wanted = {span.device: span.public or statement.public for span in statement.spans}
    try:
        raw = loads_strict(bag.read(package.KEYS))["keys"]
        named = {str(one["device"]): unb64(one["public"]) for one in raw}
    except (Refused, KeyError, TypeError, ValueError):
        named = {}
    if named == wanted:
        return []
    says = "The list of keys does not say whose chain is whose as the signed statement does."
    return [Bad("edited", package.KEYS, None, None, None, says)]


def merged_objections(statement: Statement, trust: Trust) -> list[Bad]:
    """With a roster, the keys of merged chains must be in it, too."""
    found = []
    for span in statement.spans:
        if not span.key or trust.roster is None:
            continue
        objection = trust.objection(span.public, statement.created_at, DECIDE)
        if objection and not _was_in_force(span, trust):
            says = f"The events of device {span.device} are not trusted: {objection}."
            found.append(Bad("forged", package.EVENTS, None, None, None, says))
    return found


def _was_in_force(span: Range, trust: Trust) -> bool:
    """A key that was revoked or ran out since may have signed while it counted."""
    entry = trust.roster.key(keyid_of(span.public)) if trust.roster else None
    return entry is not None and entry.sign == span.public and entry.role in DECIDE


def reason_findings(bag: BagReader) -> Iterator[Bad]:
    """Lines of the statements of reasons that the database would refuse."""
    if not bag.has(package.SOR):
        return
    data, _ = read_what_is_there(bag, package.SOR, MAX_REASONS)
    for number, line in enumerate(data.splitlines(), 1):
        try:
            msgspec.json.decode(line, type=Batch)
        except msgspec.MsgspecError as error:
            says = f"Line {number} is no batch of statements: {error}."
            yield Bad("edited", package.SOR, number, None, None, says)

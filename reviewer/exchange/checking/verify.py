"""Verifying a package: what is wrong is named, down to the first bad event.

The order of belief: the signed statement says which files and which stretch of a chain there must
be; each event proves itself by its own signature; the manifests are only a convenience, since
whoever changes a file can write them anew. Nothing is raised for a bad package: it is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.bundle.bag import BagReader, read_bag
from reviewer.domain.errors import Refused
from reviewer.exchange import package
from reviewer.exchange.chain import Expected
from reviewer.exchange.checking import bagfindings, bundles
from reviewer.exchange.checking.bagfindings import read_what_is_there
from reviewer.exchange.checking.chains import Followed, follow_all
from reviewer.exchange.checking.contents import (
    check_version,
    header_findings,
    key_findings,
    merged_objections,
    policy_findings,
    profile_of,
    reason_findings,
    without_doubles,
)
from reviewer.exchange.checking.enclosed import enclosed_findings
from reviewer.exchange.checking.eyes import four_eyes
from reviewer.exchange.checking.feedback_check import check_feedback, is_feedback
from reviewer.exchange.checking.packet_check import check_packet, is_packet
from reviewer.exchange.checking.report import VerifyReport, trust_sentences
from reviewer.exchange.checking.sound import sound_sentences
from reviewer.exchange.checking.spotcheck import spot_checks
from reviewer.exchange.checking.statement import Statement, keys_named, read_statement
from reviewer.exchange.checking.trusting import DECIDE, Trust, trust_word
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry, entries_of_file
from reviewer.exchange.package import Range
from reviewer.trust import keys
from reviewer.trust.canonical import loads_strict
from reviewer.trust.recipients import Opener
from reviewer.trust.unsealing import unsealed

MAX_EVENTS_BYTES = 1024**3


def verify(
    path: Path,
    trust: Trust | str | Path | None = None,
    *,
    own: bytes | None = None,
    opener: Opener | None = None,
) -> VerifyReport:
    """Check a package or a bundle, a folder or a zip file, encrypted or not; no byte is changed.

    Args:
        path: the package.
        trust: whoever else signed is a finding (code ``forged``).
        own: the public key of the workspace that asks, for ``trust: own``.
        opener: its sealing key, for an encrypted package.

    Raises:
        Refused: ``not_found``; ``not_a_package`` (neither export nor bundle); ``version`` (made
            by a newer program); what reading ``trust`` refuses; what opening an encrypted one does.
    """
    if isinstance(trust, str | Path):
        trust = Trust.parse(trust)
    with unsealed(path, opener) as plain, read_bag(plain, signature=package.SIGNATURE) as bag:
        if is_packet(bag):
            return check_packet(bag, trust, own)
        if is_feedback(bag):
            return check_feedback(bag, trust, own)
        if looks_like_export(bag):
            return _Check(bag, trust, own).report()
        if not bag.has(bundles.HEADER) and not any(v.code == "zip_damaged" for v in bag.violations):
            raise Refused(
                "This is neither an export package nor a bundle.",
                code="not_a_package",
                file=path.name,
            )
        if any(v.code == "zip_damaged" for v in bag.violations):
            bad = bagfindings.of_bag(bag)
            return VerifyReport("export", findings=tuple(bad), sentences=(bad[0].says,))
        return bundles.check(plain, trust, own)


@dataclass(frozen=True)
class Examined:
    """An export package with all that was checked of it, read once.

    Attributes:
        statement: what its signer signed; None where nobody's signature fits.
        entries: its events, checked as ``report`` says.
    """

    report: VerifyReport
    statement: Statement | None
    entries: tuple[Entry, ...]


def examine(path: Path, *, own: bytes | None = None, opener: Opener | None = None) -> Examined:
    """Check an export package and keep what was read, so that what is used is what was checked.

    Raises:
        Refused: as ``verify``; ``not_a_package`` also for a bundle, a referral packet or
            statements of reasons; what opening an encrypted one does.
    """
    with unsealed(path, opener) as plain, read_bag(plain, signature=package.SIGNATURE) as bag:
        if any(v.code == "zip_damaged" for v in bag.violations):
            bad = bagfindings.of_bag(bag)
            return Examined(VerifyReport("export", findings=tuple(bad)), None, ())
        if is_packet(bag) or is_feedback(bag) or not looks_like_export(bag) or _no_events(bag):
            raise _no_package(bag, path.name)
        check = _Check(bag, None, own)
        return Examined(check.report(), check.statement, tuple(check.entries))


def _no_package(bag: BagReader, name: str) -> Refused:
    """What it is instead, and what to do with it."""
    what, step = "This is no package of decisions.", "Give what another workspace exported."
    if is_packet(bag):
        what, step = "This is a referral packet.", "A person carries it; it is never merged."
    elif is_feedback(bag):
        what = "This is a lead's feedback."
        step = "Whom it is for applies it: Apply feedback, or reviewer feedback apply."
    elif looks_like_export(bag):
        what, step = "These are statements of reasons, without decisions.", "Nothing to merge."
    elif bag.has(bundles.HEADER):
        what, step = "This is a bundle of material.", "Import it: File, Import, or reviewer import."
    return Refused(what, code="not_a_package", file=name, next_step=step)


def _no_events(bag: BagReader) -> bool:
    """A package of statements of reasons holds no events."""
    return profile_of(bag) not in package.WITH_EVENTS


def looks_like_export(bag: BagReader) -> bool:
    """Whether it is an export, perhaps a maimed one; a bundle may hold events of the world."""
    if bag.has(package.HEADER) or bag.has(package.SIGNATURE):
        return True
    return bag.has(package.EVENTS) and not bag.has(bundles.HEADER)


class _Check:
    """One export package under examination."""

    def __init__(self, bag: BagReader, trust: Trust | None, own: bytes | None) -> None:
        self._bag = bag
        self._trust = trust
        self._own = own
        self.statement, self._statement_bad = read_statement(bag)
        self._keys = keys_named(bag)
        data, self._events_broken = read_what_is_there(bag, package.EVENTS, MAX_EVENTS_BYTES)
        self._events = data
        self.entries = list(entries_of_file(data))

    def report(self) -> VerifyReport:
        """All findings, events first, and the words for them."""
        check_version(self._bag)
        chain = self._chain()
        findings = list(chain.bad) if chain else []
        resigned = self._resigned() if findings else None
        if resigned is not None:
            findings = [resigned]
        findings += self._file_findings()
        findings += self._signature_findings()
        own = self._own_entries()
        findings += four_eyes(own, self._trust, package.EVENTS)
        findings += spot_checks(own, self._trust, package.EVENTS, self.entries)
        findings = without_doubles(findings)
        statement = self.statement
        span = statement.span if statement else None
        trust = self._trust_word() if statement else "unknown"
        return VerifyReport(
            kind="export",
            profile=profile_of(self._bag),
            events=len(self.entries),
            head=chain.head.hash if chain else "",
            signer=statement.keyid if statement else "",
            trust=trust,
            findings=tuple(findings),
            sentences=self._sentences(findings, trust),
            device=span.device if span else "",
            from_seq=span.from_seq if span else 0,
            to_seq=span.to_seq if span else 0,
            package_id=statement.named if statement else "",
            pseudonym=statement.pseudonym if statement else "",
        )

    def _chain(self) -> Followed | None:
        """The events against the signed range; without a statement, against the named key."""
        statement = self.statement
        public, spans = (statement.public, statement.spans) if statement else self._fallback()
        if public is None or not self._bag.has(package.EVENTS):
            return None
        expected = Expected(
            public=public,
            keyid=keys.keyid_of(public),
            publics=self._keys,
            file=package.EVENTS,
        )
        return follow_all(self.entries, spans, expected)

    def _own_entries(self) -> list[Entry]:
        """The events of the signer's chains. Those of merged chains carry their own keys, and one
        of them that breaks a rule counts nowhere: whoever merges puts it aside."""
        spans = self.statement.spans if self.statement else ()
        merged = {span.device for span in spans if span.key}
        return [entry for entry in self.entries if entry.event.get("device") not in merged]

    def _fallback(self) -> tuple[bytes | None, tuple[Range, ...]]:
        """Unsigned hints, only good for naming what is bad in a package that is bad already."""
        named = Counter(entry.keyid for entry in self.entries if not entry.problem)
        candidates = [keyid for keyid, _ in named.most_common()] + sorted(self._keys)
        public = next((self._keys[k] for k in candidates if k in self._keys), None)
        try:
            header = loads_strict(self._bag.read(package.HEADER))
            return public, (*package.chains_from_dict(header), Range.from_dict(header))
        except (Refused, KeyError, TypeError, ValueError):
            return public, ()

    def _resigned(self) -> Bad | None:
        """A package signed by one key around events that another key signed."""
        statement = self.statement
        if statement is None:
            return None
        own = self._own_entries()
        whole = [entry for entry in own if not entry.problem]
        theirs = [entry for entry in whole if not entry.signed_by(statement.public)]
        if not theirs or 2 * len(theirs) <= len(own):
            return None
        other = theirs[0].keyid
        public = self._keys.get(other)
        if public is not None and not all(e.signed_by(public) for e in theirs[:3]):
            return None
        if any(entry.keyid != other for entry in theirs):
            return None
        says = (
            f"The package is signed by the key {statement.keyid}, but its events by the key"
            f" {other[:16]!r}: it was signed anew by somebody else."
        )
        return Bad("forged", package.SIGNATURE, None, None, None, says)

    def _file_findings(self) -> list[Bad]:
        """Files against the statement, then the manifests and the structure."""
        found = []
        if self.statement is not None:
            found += bagfindings.against(self._bag, self.statement.files)
        found += bagfindings.of_bag(self._bag)
        found += policy_findings(self._bag, self.entries)
        if self.statement is not None:
            found += key_findings(self._bag, self.statement)
        found += reason_findings(self._bag)
        found += enclosed_findings(self._bag, self._trust)
        return found

    def _signature_findings(self) -> list[Bad]:
        statement = self.statement
        if statement is None:
            return [self._statement_bad] if self._statement_bad else []
        found = []
        if statement.tagmanifest_sha256 != self._bag.tagmanifest_sha256:
            says = "The tag manifest is not the one that was signed."
            found.append(Bad("hash", "tagmanifest-sha256.txt", None, None, None, says))
        if statement.events != len(self.entries):
            says = f"{statement.events} events were signed, {len(self.entries)} are there."
            found.append(Bad("hash", package.EVENTS, None, None, None, says))
        found += header_findings(self._bag, statement)
        if self._trust is not None:
            objection = self._trust.objection(statement.public, statement.created_at, DECIDE)
            if objection:
                says = f"The signer is not trusted: {objection}."
                found.insert(0, Bad("forged", package.SIGNATURE, None, None, None, says))
            found += merged_objections(statement, self._trust)
        return found

    def _trust_word(self) -> str:
        statement = self.statement
        if statement is None:
            return "unknown"
        return trust_word(statement.public, statement.created_at, self._trust, self._own)

    def _sentences(self, findings: Sequence[Bad], trust: str) -> tuple[str, ...]:
        statement = self.statement
        words = [bad.says for bad in findings]
        if statement is None:
            return (*words, "Nobody's signature fits this package; believe nothing in it.")
        if not findings:
            words += sound_sentences(self._bag, statement, self.entries)
        who = statement.pseudonym or "no name"
        words.append(f"Signed with the key {statement.keyid} under the pseudonym {who}.")
        return (*words, *trust_sentences(trust, statement.public))

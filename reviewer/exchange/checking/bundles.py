"""A bundle seen by ``verify``: the profile's own check, in the words of findings."""

from __future__ import annotations

from pathlib import Path

from reviewer.bundle import verify as bundle_verify
from reviewer.bundle.bag import BUNDLE_SIGNATURE, read_bag
from reviewer.bundle.verify import BundleReport
from reviewer.exchange.checking.bagfindings import of_violation
from reviewer.exchange.checking.report import VerifyReport, trust_sentences
from reviewer.exchange.checking.trusting import ISSUE, Trust, trust_word
from reviewer.exchange.findings import Bad

HEADER = "data/bundle.json"


def check(path: Path, trust: Trust | None, own: bytes | None) -> VerifyReport:
    """Check a bundle; rows that only a quarantine would take are said, not found."""
    checked = bundle_verify.verify(path, trust.publics if trust else None)
    findings = [of_violation(v) for v in checked.violations if v.refuses]
    public = _signer(path) if checked.signed else b""
    if trust is not None:
        findings += _distrust(checked, public, trust)
    at = _at(checked, trust)
    word = trust_word(public, at, trust, own) if public else "unknown"
    return VerifyReport(
        kind="bundle",
        signer=checked.signer,
        trust=word,
        findings=tuple(findings),
        sentences=_sentences(checked, findings, word, public),
        package_id=checked.id,
        counts=checked.counts,
    )


def _signer(path: Path) -> bytes:
    with read_bag(path) as bag:
        return bag.check_signature().public


def _at(checked: BundleReport, trust: Trust | None) -> str:
    return (trust.now if trust is not None else "") or checked.created_at


def _distrust(checked: BundleReport, public: bytes, trust: Trust) -> list[Bad]:
    if not checked.signed:
        says = "The bundle is not signed, and --trust demands a signature."
        return [Bad("missing", BUNDLE_SIGNATURE, None, None, None, says)]
    objection = trust.objection(public, _at(checked, trust), ISSUE)
    if not objection:
        return []
    says = f"The signer is not trusted: {objection}."
    return [Bad("forged", BUNDLE_SIGNATURE, None, None, None, says)]


def _sentences(
    checked: BundleReport, findings: list[Bad], word: str, public: bytes
) -> tuple[str, ...]:
    words = [bad.says for bad in findings]
    if not findings:
        words.append(f"The bundle {checked.id} is whole.")
    minor = sum(not v.refuses for v in checked.violations)
    if minor:
        words.append(f"Records that an import would set aside: {minor}.")
    if not public:
        return (*words, "Nobody signed it: anybody could have made or changed it.")
    words.append(f"Signed with the key {checked.signer}.")
    return (*words, *trust_sentences(word, public))

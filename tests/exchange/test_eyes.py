"""A package whose approvals do not count is named so, however well it is signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import Damaged
from reviewer.domain.proposals import exact_hash
from reviewer.exchange import export as writer
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.export import Beside, export
from tests.exchange.world import HERON, POLICY, POLICY_HASH, MemoryEvidence, MemoryLedger

SUBJECT = {"kind": "account", "id": "twitter:1"}


def approve(ledger: MemoryLedger, **more: Any) -> None:
    referral = ledger.add("refer", subject=SUBJECT, referral={"to": "law_enforcement"})
    named = [{"id": referral.event["id"], "sha256": exact_hash(referral.event)}]
    ledger.add("approve", approves=named, **more)


def lead(pseudonym: str) -> dict[str, str]:
    return {"pseudonym": pseudonym, "role": "lead", "key": HERON.keyid}


def written(ledger: MemoryLedger, out: Path, patch: pytest.MonkeyPatch) -> Path:
    """What a program would write that looks away; ours refuses to."""
    with pytest.raises(Damaged, match="does not count"):
        export(ledger, MemoryEvidence(), Beside({POLICY_HASH: POLICY}), out, signer=HERON)
    assert not out.exists()
    patch.setattr(writer, "_read_back", lambda _built, _signer: None)
    return export(ledger, MemoryEvidence(), Beside({POLICY_HASH: POLICY}), out, signer=HERON).path


@pytest.mark.parametrize(
    ("actor", "words"),
    [(None, "only a lead approves"), (lead("owl"), "who proposed it cannot approve it")],
)
def test_an_approval_that_does_not_count_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, actor: dict[str, str] | None, words: str
) -> None:
    ledger = MemoryLedger()
    ledger.decide("1")
    approve(ledger, **({"actor": actor} if actor else {}))
    bad = verify(written(ledger, tmp_path / "out", monkeypatch)).first_bad
    assert bad is not None and (bad.code, bad.seq) == ("four_eyes", 3)
    assert words in bad.says


def test_a_hold_that_was_undone_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = MemoryLedger()
    held = ledger.add("hold.placed", subject=SUBJECT)
    ledger.add("withdraw", subject=SUBJECT, supersedes=[held.id])
    report = verify(written(ledger, tmp_path / "out", monkeypatch))
    assert "never undone" in report.sentences[0]

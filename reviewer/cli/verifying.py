"""``verify``: a package or a whole workspace, in one form of answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer import bootstrap
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange.checking.report import trust_sentences
from reviewer.exchange.checking.trusting import Trust, trust_word
from reviewer.exchange.checking.verify import verify as verify_package
from reviewer.store.safety.whole import Finding, check_whole, codes
from reviewer.store.workspace import Workspace
from reviewer.trust.recipients import Opener

_CODES = {
    "corrupt": "edited",
    "not_a_database": "edited",
    "head": "edited",
    "profile": "edited",
    "missing_file": "missing",
}
"""What opening a damaged workspace says, in the words of ``verify``."""
_KEPT = frozenset({"edited", "removed", "reordered", "truncated", "forged", "fork", "rollback"})


def check_package(
    path: Path, trust: Trust | None, asking: Path, opener: Opener | None = None
) -> tuple[dict[str, Any], str]:
    """Check an export or a bundle: the answer, and what is wrong in words or empty.

    Args:
        path: the package.
        trust: whoever else signed is a finding; then only what it names vouches.
        asking: the workspace that asks; its own key vouches where nothing else is named.
        opener: its sealing key, for an encrypted package.
    """
    report = verify_package(path, trust, own=None if trust else _own_key(asking), opener=opener)
    bad = report.first_bad
    return {**report.as_dict(), "sentences": list(report.sentences)}, bad.says if bad else ""


def _own_key(folder: Path) -> bytes | None:
    """The public key of a workspace; None where none stands or its profile cannot be read."""
    try:
        return bootstrap.public_key(folder) if bootstrap.is_workspace(folder) else None
    except (Damaged, Refused):
        return None


def check_workspace(
    folder: Path, secret: str | None, trust: Trust | None
) -> tuple[dict[str, Any], str]:
    """Check a whole workspace: ledger, evidence, media, index, backups; changes no byte.

    Returns:
        The answer, and what is wrong in words or empty.

    Raises:
        Refused: ``in_use``, ``passphrase``, ``newer``.
        Damaged: the disk; not what is wrong with the workspace itself.
    """
    try:
        with bootstrap.open_workspace(folder, secret, read_only=True) as workspace:
            return _checked(workspace, trust)
    except Damaged as error:
        return broken(error)


def _checked(workspace: Workspace, trust: Trust | None) -> tuple[dict[str, Any], str]:
    ledger = workspace.ledger
    _, seq, head = ledger.head()
    findings = check_whole(workspace, bootstrap.backup_folder(workspace.folder))
    fault = next((one for one in findings if one.harm), None)
    public = workspace.signer.public
    now = bootstrap.now_text()
    word = trust_word(public, now, trust, None if trust else public)
    bad, says = None, ""
    objection = trust.objection(public, now) if trust else ""
    if fault is not None:
        bad = {
            "code": fault.bad_code,
            "file": fault.file or None,
            "line": None,
            "seq": fault.seq or None,
            "id": fault.id or None,
        }
        says = fault.says
    elif objection:
        bad = {"code": "forged", "file": "profile.json", "line": None, "seq": None, "id": None}
        says = f"The key of this workspace is not trusted: {objection}."
    sound = f"Every event from 1 to {seq} is as it was signed, and none is missing."
    if ledger.earlier:
        sound += f" So are {ledger.length() - seq} of the chains that it was restored from."
    first = says or (sound if seq else "The ledger is empty.")
    rest = [one.says for one in findings if one is not fault]
    sentences = [first, *rest, *trust_sentences(word, public)]
    answer = _answer(ledger.length(), head, workspace.signer.keyid, word, bad, sentences)
    return {**answer, "findings": [_finding(one) for one in findings]}, says


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "harm": one.harm,
        "says": one.says,
        "file": one.file or None,
        "seq": one.seq or None,
        "id": one.id or None,
        "next": codes()[one.code]["next"],
    }


def broken(error: Damaged) -> tuple[dict[str, Any], str]:
    """A workspace that does not even open, as a finding; raises what is no finding."""
    code = _CODES.get(error.code, error.code)
    if code not in _KEPT and code != "missing":
        raise error
    seq = error.line if error.file == "ledger.db" else None
    bad = {"code": code, "file": error.file or None, "line": None, "seq": seq, "id": None}
    return _answer(0, "", "", "unknown", bad, [error.message, error.next_step]), error.message


def _answer(
    events: int,
    head: str,
    signer: str,
    trust: str,
    bad: dict[str, Any] | None,
    sentences: list[str],
) -> dict[str, Any]:
    return {
        "kind": "workspace",
        "events": events,
        "head": head or None,
        "signer": signer or None,
        "trust": trust,
        "first_bad": bad,
        "sentences": [sentence for sentence in sentences if sentence],
    }

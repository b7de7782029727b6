"""What goes into an export package: every file that is made from the stretch of the chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from reviewer import __version__
from reviewer.domain.errors import Damaged
from reviewer.domain.events import Event
from reviewer.exchange import package, summary, views
from reviewer.exchange.lines import line_of
from reviewer.exchange.stretch import Stretch
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.keys import Signer, fingerprint, keyid_of


class EvidenceView(Protocol):
    """What an export needs of the evidence."""

    def imports(self) -> Iterable[views.ImportInfo]:
        """All imports."""
        ...


def nothing_locked(_key: str) -> bool:
    """Where no medium was stopped for child safety."""
    return False


@dataclass(frozen=True)
class Beside:
    """What an export takes besides ledger and evidence.

    Attributes:
        policy_texts: SHA-256 to canonical text of every policy set that the events may name.
        packets: the referral packets to enclose for a stretch: folder name to the files of the
            packet, by their path in it.
        reasons: the files of the statements of reasons for a stretch, by their path.
        locked: whether a subject, by its key, was stopped for child safety: it stands in no table.
    """

    policy_texts: Mapping[str, str] = field(default_factory=dict)
    packets: Callable[[Stretch], Mapping[str, Mapping[str, bytes]]] | None = None
    reasons: Callable[[Stretch], Mapping[str, bytes]] | None = None
    locked: Callable[[str], bool] = nothing_locked


def payload_files(
    stretch: Stretch, evidence: EvidenceView, beside: Beside, profile: str, signer: Signer
) -> dict[str, bytes]:
    """Every payload file but the header, by its path."""
    files = {package.KEYS: _keys_json(stretch, signer)}
    if profile == package.STATEMENTS:
        return {**files, **(beside.reasons(stretch) if beside.reasons else {})}
    events = stretch.events
    files[package.EVENTS] = b"".join(line_of(stored) for stored in stretch.stored)
    files[package.IMPORTS] = views.imports_json(views.import_ids(events), evidence.imports())
    for digest in _policies(events):
        files[f"{package.POLICY_FOLDER}{digest}.json"] = _policy(digest, beside.policy_texts)
    if profile != package.REFERRAL:
        table = views.decisions_csv(stretch.state, beside.locked)
        files[package.DECISIONS] = table
        files[package.DATAPACKAGE] = views.datapackage(
            table, stretch.package_id, stretch.created_at
        )
    if profile in (package.FULL, package.REFERRAL) and beside.packets is not None:
        for name, packet in beside.packets(stretch).items():
            files |= {f"{package.REFERRALS}{name}/{path}": b for path, b in packet.items()}
    if profile == package.FULL:
        files |= _for_people(stretch, beside, signer)
    return files


def _for_people(stretch: Stretch, beside: Beside, signer: Signer) -> dict[str, bytes]:
    state, history = stretch.state, stretch.history
    page = summary.summary_html(stretch, fingerprint(signer.public), beside.locked)
    return {
        package.HOLDS: views.holds_jsonl(history, state, beside.locked),
        package.STATE_INVOLVEMENT: views.state_involvement_jsonl(history, state),
        package.SUMMARY: page,
    }


def _policies(events: Iterable[Event]) -> list[str]:
    """The hashes of the policy sets that events name, sorted."""
    named = set()
    for event in events:
        policy = event.get("policy")
        if isinstance(policy, Mapping) and isinstance(policy.get("hash"), str):
            named.add(str(policy["hash"]))
    return sorted(named)


def _policy(digest: str, texts: Mapping[str, str]) -> bytes:
    text = texts.get(digest)
    if text is None or sha256_hex(text) != digest:
        raise Damaged(
            f"The text of the policy set {digest[:16]} that decisions rest on is not here.",
            code="policy",
            next_step="Install that policy set again; nothing was written.",
        )
    return text.encode("utf-8")


def _keys_json(stretch: Stretch, signer: Signer) -> bytes:
    """Whose key signed which chain."""
    named = []
    for span in (*stretch.before, stretch.span):
        public = span.public or signer.public
        whose = {"keyid": keyid_of(public), "public": b64(public), "device": span.device}
        named.append({**whose, **stretch.actor_of(span.device)})
    return _file({"format": "reviewer-keys", "format_version": "1.0", "keys": named})


def header(
    stretch: Stretch, profile: str, signer: Signer, locked: Callable[[str], bool] = nothing_locked
) -> bytes:
    """The header, ``data/export.json``."""
    span, state = stretch.span, stretch.state
    decided = [fact for _, fact, _ in views.decision_facts(state, locked)]
    return _file(
        {
            "format": package.FORMAT,
            "format_version": package.FORMAT_VERSION,
            "must_understand": package.demands(stretch.before),
            "id": stretch.package_id,
            "created_at": stretch.created_at,
            "producer": {"name": "reviewer", "version": __version__},
            "profile": profile,
            "events": len(stretch.stored) if profile in package.WITH_EVENTS else 0,
            "counts": {
                "decisions_in_force": len(decided),
                "subjects_decided": len(state.decided()),
                "contested": sum(s.contested for s in state.subjects.values()),
                "proposed": sum(len(s.proposals) for s in state.subjects.values()),
                "holds": sum(len(s.holds) for s in state.subjects.values()),
            },
            "signer": {"keyid": signer.keyid, **stretch.actor},
            "receipt": package.receipt_text(span, stretch.created_at),
            **span.to_dict(),
            **package.chains_to_dict(stretch.before),
        }
    )


def _file(document: Any) -> bytes:
    return (dumps(document) + "\n").encode("utf-8")

"""The parts of a referral packet, from the ledger and the evidence: facts, and what limits them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.custody import REFER_TO, URGENCIES, part
from reviewer.domain.fold import Fact
from reviewer.domain.ids import SubjectRef
from reviewer.domain.views import AccountRow, PostRow
from reviewer.session.ground.core import Core
from reviewer.session.views import words
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.keys import fingerprint

LIMITS = (
    "Nothing here was verified outside of the material that was imported.",
    "What is said of intent, capability and time is the reviewer's inference from the quotes.",
    "Times of acts are those of the reviewing machine, to the minute.",
    "No media are enclosed; they are named by their SHA-256 and kept.",
)
HOW = (
    "Check it with: reviewer verify PACKET. Compare the fingerprint aloud with the sender. Any"
    " program that reads BagIt 1.0 can check the hashes."
)


class PacketParts:
    """What goes into the packet of one referral.

    Attributes:
        site: the name of the site, for the head of a packet.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.site = ""

    def content(self, fact: Fact, key: str, stored: Sequence[StoredEvent]) -> dict[str, Any]:
        """The parts by name, plain values; texts in them are untrusted.

        Args:
            fact: the referral.
            key: its subject.
            stored: the signed events about that subject.
        """
        evidence = self._core.workspace.evidence
        kind, _, ident = key.partition(":")
        account = evidence.account(ident) if kind == "account" else None
        decisions = [one.event for one in stored if one.event["type"] == "decision"]
        last = decisions[-1] if decisions else {}
        return {
            "header": self._header(fact),
            "subject": self._subject(ident, account),
            "threat": self._threat(last),
            "items": [self._item(pin) for pin in fact.event.get("pinned", ())],
            "account_data": self._held(account),
            "action": self._action(last),
            "custody": [*self._imports(stored), *(_step(one.event) for one in stored)],
            "integrity": {
                "events": "data/events.jsonl, each signed",
                "fingerprint": fingerprint(self._core.workspace.signer.public),
                "how_to_verify": HOW,
            },
            "limits": [*LIMITS, *_doubts(stored)],
        }

    def _header(self, fact: Fact) -> dict[str, Any]:
        found = part(fact.event, "referral")
        urgency = str(found.get("urgency", "routine"))
        return {
            "referral": fact.id,
            "created_at": fact.event["at"],
            "urgency": URGENCIES.get(urgency, urgency),
            "recipient": REFER_TO.get(str(found.get("to", "")), ""),
            "basis": "DSA 18, TCO 14(5), or national law: the site names which"
            if urgency == "threat_to_life"
            else "",
            "site": self.site,
            "proposed_by": fact.pseudonym,
            "case": ev.text(fact.event, "case"),
        }

    def _subject(self, ident: str, account: AccountRow | None) -> dict[str, Any]:
        if account is None:
            return {"id": ident}
        links = self._core.workspace.evidence.links_of(ident)[:40]
        return {
            "platform": account.platform,
            "id": account.ext_id,
            "handle": account.handle,
            "earlier_handles": [h for h in account.handles if h != account.handle],
            "names": list(account.display_names),
            "address": account.url,
            "captured_at": words.iso(account.captured_at),
            "linked_accounts": [
                {"from": x.source, "to": x.target, "kind": x.kind, "basis": x.basis} for x in links
            ],
        }

    def _imports(self, stored: Sequence[StoredEvent]) -> list[dict[str, Any]]:
        """The imports that the acts rest on: where the material came from."""
        seen = {str(part(one.event, "seen").get("import", "")) for one in stored}
        return [
            {"at": words.iso(row.at), "what": "import", "name": row.name, "sha256": row.sha256}
            for row in self._core.workspace.evidence.imports()
            if row.import_id in seen
        ]

    def _threat(self, decision: ev.Event) -> dict[str, Any]:
        policies = self._core.policy.policies
        answers = []
        for one in decision.get("criteria", ()):
            criterion = policies.criterion(str(one.get("id", "")))
            question = criterion.question if criterion else str(one.get("id", ""))
            answers.append({"question": question, "answer": one.get("answer", "")})
        return {
            "policy": dict(decision.get("policy", {})),
            "answers": answers,
            "reviewers_words": ev.text(decision, "rationale"),
        }

    def _item(self, pin: dict[str, Any]) -> dict[str, Any]:
        ref = SubjectRef(str(pin.get("kind", "")), str(pin.get("id", "")))
        evidence = self._core.workspace.evidence
        if ref.kind == "media":
            if self._core.is_locked(ref.key):
                return {"kind": "media", "withheld": "stopped for child safety"}
            medium = evidence.media(ref.id)
            size = {"bytes": medium.bytes, "type": medium.mime} if medium else {}
            return {"kind": "media", "sha256": medium.sha256 if medium else ref.id, **size}
        post = evidence.post(ref.id) if ref.kind == "post" else None
        if post is None:
            return {"kind": ref.kind, "id": ref.id}
        return self._post(post, int(pin.get("start", 0)), int(pin.get("end", len(post.text))))

    def _post(self, post: PostRow, start: int, end: int) -> dict[str, Any]:
        translation = post.translation
        return {
            "kind": "post",
            "id": post.key,
            "published_at": words.iso(post.at),
            "time_zone_of_source": post.tz,
            "language": post.lang,
            "quote": post.text[start:end],
            "text": post.text,
            "text_sha256": sha256_hex(post.text),
            "translation": translation.text if translation else None,
            "translated_by": translation.by if translation else None,
            "media": [m for m in post.media if not self._core.is_locked(f"media:{m}")],
            "from_file": f"{post.origin.file}, line {post.origin.line}",
        }

    def _held(self, account: AccountRow | None) -> dict[str, Any]:
        if account is None:
            return {}
        return {
            "posts": account.posts_stored,
            "media": account.media_stored,
            "note": "kept here, and to be had by legal process only",
        }

    def _action(self, decision: ev.Event) -> dict[str, Any]:
        return {
            "outcome": ev.text(decision, "outcome"),
            "at": ev.text(decision, "at"),
            "preserved": ev.flag(decision, "preserve"),
            "user_told": "not by this desk",
        }


def _step(event: ev.Event) -> dict[str, Any]:
    actor = event.get("actor", {})
    return {
        "at": event.get("at"),
        "what": event.get("type"),
        "by": actor.get("pseudonym"),
        "device": event.get("device"),
        "after": event.get("prev"),
    }


def _doubts(stored: Sequence[StoredEvent]) -> list[str]:
    if any(one.event.get("clock_suspect") for one in stored):
        return ["The clock of the reviewing machine went back at least once."]
    return []

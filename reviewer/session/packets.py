"""Referral packets of this workspace: what goes into one, and where the emergency packet lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.custody import REFER_TO, URGENCIES, part
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.fold import Fact
from reviewer.domain.ids import SubjectRef
from reviewer.domain.proposals import approves, is_emergency
from reviewer.domain.views import AccountRow, PostRow
from reviewer.exchange.packet import PacketResult, Sources, write_packet
from reviewer.session import words
from reviewer.session.core import Core
from reviewer.store.stored import StoredEvent
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.keys import fingerprint, keyid_of

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


class Packets:
    """Writes them; nothing is sent, a person carries it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.folder: Path | None = None
        """Where the site wants packets; without it they lie beside the workspace."""
        self.site = ""
        """The name of the site, for the head of a packet."""

    def place(self, ident: str) -> Path:
        """Where the emergency packet of a referral lies."""
        workspace = self._core.workspace.folder.absolute()
        base = self.folder or workspace.with_name(f"{workspace.name}-out")
        return base / f"emergency-{ident[-12:]}.zip"

    def emergency(self, ident: str) -> PacketResult:
        """Write the emergency packet of a threat to life at its place; twice is the same.

        Raises:
            Refused, Damaged: as ``write_packet``; the decision and the referral stay saved.
        """
        out = self.place(ident)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Damaged(
                f"The emergency packet could not be written: {error.strerror}.",
                code="write",
                file=str(out),
                next_step="The decision is saved. Choose Case, Write the emergency packet.",
            ) from error
        return self.write(ident, out, emergency=True)

    def write(self, ident: str, out: Path, *, emergency: bool = False) -> PacketResult:
        """Write the packet of a referral.

        Raises:
            Refused: ``four_eyes`` without the approval of a different lead; ``nothing``, no such
                referral; ``inside`` the workspace is no place for it.
        """
        fact = self.find(ident)
        folder = self._core.workspace.folder.resolve()
        if folder in out.absolute().parent.resolve().joinpath(out.name).parents:
            raise Refused("A packet cannot be written into the workspace.", code="inside")
        subject = ev.subject_of(fact.event)
        key = subject.key if subject else ""
        stored = self._core.workspace.ledger.events_of(key)
        proposal = next(one for one in stored if one.id == fact.id)
        approvals = [one for one in stored if fact.id in approves(one.event)]
        decisions = [one for one in stored if one.event["type"] in ("decision", "hold.placed")]
        signers = [proposal, *approvals, *decisions]
        sources = Sources(
            content=self._content(fact, key, stored),
            proposal=proposal,
            approvals=approvals,
            others=decisions,
            publics=self._publics(signers),
        )
        said = [one.event for one in approvals]
        signer = self._core.workspace.signer
        return write_packet(sources, proposal.event, said, out, signer, emergency=emergency)

    def find(self, ident: str) -> Fact:
        """A referral that stands, by its id or the beginning of it.

        Raises:
            Refused: ``nothing``.
        """
        for key in sorted(self._core.state.in_custody):
            for fact in self._core.subject(key).referrals:
                if fact.id == ident or (len(ident) >= 8 and fact.id.startswith(ident)):
                    return fact
        raise Refused(
            "There is no such referral here.",
            code="nothing",
            next_step="The inspector and the list of approvals show their ids.",
        )

    def waiting(self) -> list[Fact]:
        """Threats to life of the open subject, whose packets may be written."""
        referrals = self._core.subject(self._core.desk.account).referrals
        return [fact for fact in referrals if is_emergency(fact.event)]

    def _publics(self, events: list[StoredEvent]) -> dict[str, bytes]:
        known = {keyid_of(public): public for public in self._core.workspace.ledger.publics()}
        return {one.keyid: known[one.keyid] for one in events if one.keyid in known}

    # ---------------------------------------------------------------- the parts

    def _content(self, fact: Fact, key: str, stored: list[StoredEvent]) -> dict[str, Any]:
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

    def _imports(self, stored: list[StoredEvent]) -> list[dict[str, Any]]:
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
            "media": list(post.media),
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


def _doubts(stored: list[StoredEvent]) -> list[str]:
    if any(one.event.get("clock_suspect") for one in stored):
        return ["The clock of the reviewing machine went back at least once."]
    return []

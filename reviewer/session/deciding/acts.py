"""The acts that reach the ledger: decide, ask the lead, pin, flag, label, undo, redo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.fold import Fact
from reviewer.domain.ids import SubjectRef, uuid7
from reviewer.domain.policy import Policy
from reviewer.domain.resolving import RESOLUTION
from reviewer.domain.rules import OUTCOME_WORDS, Pin
from reviewer.domain.undo import Step
from reviewer.session.deciding.staging import pin_field
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import Staged
from reviewer.session.known.review import confirmation
from reviewer.session.known.superseding import open_questions, settled_or_decided, superseded
from reviewer.trust.canonical import sha256_hex

Say = Callable[[str], None]
SETTLED = "Settled"
"""How the sentence begins that says what a lead settled."""
VERDICT_STANDS = "a verdict stands, and its note with it: Lead, Change a verdict, replaces both"

KEPT_BY_REDO = (
    "case subject seen policy criteria recommended outcome ground departure_reason flags "
    "restriction rationale pinned propagated_from label referral ext due_at"
).split()


class Acts:
    """Each method appends events, or refuses and leaves everything as it was."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._save = core.saver.save

    def commit(
        self,
        staged: Staged,
        policy: Policy | None,
        pins: tuple[Pin, ...],
        criteria: Draft,
        then: Say,
    ) -> None:
        """Save the decision that is staged; ``then`` gets the sentence that says what was.

        ``criteria``: its fields criteria, recommended and departure_reason, where there are any.
        """
        drafts = self.drafts_of(staged, policy, pins, criteria)
        if staged.choice.outcome == "escalate":
            self._save(drafts, partial(then, "Asked lead"))
            return
        plain = OUTCOME_WORDS.get(staged.choice.outcome, staged.choice.verb)
        words = staged.choice.verb if staged.refer else plain
        under = f" under {policy.number}" if policy is not None else ""
        proposed = " (referral proposed)" if staged.refer else ""
        said = words[0].upper() + words[1:] + proposed + under
        if any(draft["type"] == RESOLUTION for draft in drafts):
            said = f"{SETTLED}: {said}"
        self._save(drafts, partial(then, said))

    def drafts_of(
        self, staged: Staged, policy: Policy | None, pins: tuple[Pin, ...], criteria: Draft
    ) -> list[Draft]:
        """The events that say what is staged for the open case."""
        desk = self._core.desk
        note = self._core.workspace.desk.draft(desk.case_id, desk.account).strip()
        base = self._base()
        if policy is not None:
            base["policy"] = self._core.policy.reference(policy)
        else:
            base["policy"] = self._core.policy.reference(None)
        base |= criteria
        if note:
            base["rationale"] = note
        if pins:
            base["pinned"] = [pin_field(p) for p in pins]
        if staged.choice.outcome == "escalate":
            return [{**base, "type": "escalate"}]
        if staged.choice.outcome == "confirm":
            return [confirmation(self._core, base)]
        return self._decisions(staged, base, pins)

    def commit_drafts(self, drafts: list[Draft], then: Callable[[], None]) -> None:
        """Save the events of a batch: all of them or none."""
        self._save(drafts, then)

    def new_group(self) -> str:
        """The id of a group."""
        return self._new_id()

    def _decisions(self, staged: Staged, base: Draft, pins: tuple[Pin, ...]) -> list[Draft]:
        """One decision for the account, or one for each pinned post or medium."""
        choice = staged.choice
        base = {**base, "type": "decision", "outcome": choice.outcome, "ground": "terms"}
        flags = {"preserve": staged.preserve, "refer": staged.refer}
        base["flags"] = {name: True for name, on in flags.items() if on}
        base["restriction"] = staged.restriction
        if choice.content:
            targets = [SubjectRef.from_key(p.key) for p in pins if not p.key.startswith("account:")]
        else:
            targets = [SubjectRef.from_key(self._core.desk.account)]
        drafts = [settled_or_decided(self._core, base, t) for t in targets]
        if choice.content:
            drafts[0]["supersedes"] = sorted(
                {*drafts[0]["supersedes"], *open_questions(self._core, self._core.desk.account)}
            )
        if staged.refer:
            kept = ("case", "subject", "seen", "policy", "pinned")
            referral = {name: base[name] for name in kept if name in base}
            sent = {"to": choice.refer, "urgency": staged.urgency}
            drafts.append({**referral, "type": "refer", "referral": sent})
        if len(drafts) > 1:
            group = self._new_id()
            drafts = [{**d, "group": group} for d in drafts]
        return drafts

    def _base(self) -> Draft:
        """The fields that say what is decided and on which evidence."""
        desk, evidence = self._core.desk, self._core.workspace.evidence
        if not desk.case_id:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        seen: dict[str, Any] = {"digest": evidence.digest_of_case(desk.case_id)}
        last = evidence.last_import_of_case(desk.case_id)
        if last:
            seen["import"] = last
        return {
            "case": desk.case_id,
            "subject": ev.subject_field(SubjectRef.from_key(desk.account)),
            "seen": seen,
        }

    def toggle_pin(self, key: str, then: Say) -> None:
        """Pin a post or a medium as evidence, or take the pin off."""
        self._core.need_open(key)
        desk = self._core.desk
        keys = self._core.same(key)
        for fact in self._core.subject(desk.account).pins:
            if ev.text(fact.event, "case") == desk.case_id and _pin_key(fact) in keys:
                self._off(fact, partial(then, "Pin taken off"), pinned=fact.event.get("pinned"))
                return
        pinned = self._pin_of(SubjectRef.from_key(key))
        draft = {**self._case_fields(), "type": "pin", "pinned": [pinned]}
        self._save([draft], partial(then, "Pinned"))

    def _pin_of(self, subject: SubjectRef) -> dict[str, Any]:
        """What a pin says: the subject and, for a post, the span of its text and the
        text's hash (never the text itself: the ledger carries no case text)."""
        pin: dict[str, Any] = ev.subject_field(subject)
        if subject.kind == "post":
            post = self._core.workspace.evidence.post(subject.id)
            if post is None:
                raise Refused("this post is not in the workspace", code="missing")
            if post.text:
                pin |= {"start": 0, "end": len(post.text), "sha256": sha256_hex(post.text)}
        return pin

    def toggle_flag(self, key: str, then: Say) -> None:
        """Flag an account, post or medium for oneself and the lead, or take the flag off."""
        self._core.need_open(key)
        flags = (self._core.subject(name).flagged for name in self._core.same(key))
        fact = next((flag for flag in flags if flag is not None), None)
        if fact is not None:
            self._off(fact, partial(then, "Flag taken off"))
            return
        subject = ev.subject_field(SubjectRef.from_key(key))
        draft: Draft = {"type": "flag", "case": self._core.desk.case_id, "subject": subject}
        self._save([draft], partial(then, "Flagged"))

    def label(self, key: str, label_id: str, then: Say) -> None:
        """Label a medium; the same label again, or an empty one, clears it."""
        self._core.need_open(key)
        labels = (self._core.subject(name).label for name in self._core.same(key))
        standing = next((fact for fact in labels if fact is not None), None)
        title = next(
            (x.title for x in self._core.policy.policies.media_labels if x.id == label_id), ""
        )
        if standing is not None and (not label_id or standing.event.get("label") == label_id):
            cleared = partial(then, "Label cleared")
            self._off(standing, cleared, label=standing.event.get("label"))
            return
        if not label_id:
            raise Refused("this medium has no label", code="nothing")
        draft: Draft = {
            "type": "label",
            "case": self._core.desk.case_id,
            "subject": ev.subject_field(SubjectRef.from_key(key))
            if standing is None
            else standing.event["subject"],
            "label": label_id,
        }
        if standing is not None:
            draft["supersedes"] = [standing.id]
        self._save([draft], partial(then, f"Labelled {title}"))

    def _off(self, fact: Fact, then: Callable[[], None], **more: Any) -> None:
        """The event that takes a pin, flag or label off again."""
        self._save(
            [
                {
                    "type": fact.type,
                    "case": ev.text(fact.event, "case"),
                    "subject": fact.event["subject"],
                    "flags": {"off": True},
                    "supersedes": [fact.id],
                    **more,
                }
            ],
            then,
        )

    def _case_fields(self) -> Draft:
        desk = self._core.desk
        return {
            "case": desk.case_id,
            "subject": ev.subject_field(SubjectRef.from_key(desk.account)),
        }

    def undo(self, then: Callable[[Step], None]) -> None:
        """Withdraw the last act; ``then`` gets it.

        Raises:
            Refused: nothing is left to undo, and why.
        """
        step = self._core.history.last
        if step is None:
            raise Refused(self.why_no_undo(), code="nothing_to_undo")
        first = step.events[0]
        draft: Draft = {
            "type": "withdraw",
            "case": ev.text(first, "case"),
            "subject": first["subject"],
            "supersedes": step.ids,
        }
        self._save([draft], partial(then, step))

    def why_no_undo(self) -> str:
        """Why undo has nothing to do; empty when it has something."""
        if self._core.history.last is not None:
            return ""
        if self._core.history.stands:
            return VERDICT_STANDS
        if self._core.state.exports:
            return "nothing to undo: what was exported stands; decide again to amend it"
        return "nothing to undo"

    def redo(self, then: Callable[[Step], None]) -> None:
        """Do again what was undone last, as new events that name the old ones."""
        if not self._core.history.undone:
            raise Refused("nothing to redo", code="nothing_to_redo")
        step = self._core.history.undone[-1]
        group = self._new_id() if len(step.events) > 1 else ""
        drafts = []
        for old in step.events:
            draft: Draft = {k: old[k] for k in KEPT_BY_REDO if k in old}
            draft |= {"type": old["type"], "redo_of": ev.text(old, "id")}
            draft["supersedes"] = self._superseded_again(old)
            if group:
                draft["group"] = group
            drafts.append(draft)
        self._save(drafts, partial(then, step))

    def _superseded_again(self, old: ev.Event) -> list[str]:
        """What the redone event supersedes now: the standing facts of its own kind."""
        kind, subject = ev.text(old, "type"), ev.subject_of(old)
        if subject is None:
            return []
        named = set(ev.text_list(old, "supersedes"))
        if kind == "decision":
            answered = {ident for ident in named if self._is_open_question(ident)}
            return sorted({*superseded(self._core, subject.key), *answered})
        if kind == "confirm":
            return sorted(named)
        standing = {f.id for f in self._core.subject(subject.key).standing(kind)}
        return sorted(standing & named)

    def _is_open_question(self, ident: str) -> bool:
        home = self._core.state.home.get(ident, "")
        return bool(home) and ident in open_questions(self._core, home)

    def _new_id(self) -> str:
        return uuid7(self._core.clock.now_ms(), self._core.random.bytes(10))


def _pin_key(fact: Fact) -> str:
    raw: Any = fact.event.get("pinned")
    first: Any = raw[0] if isinstance(raw, list) and raw else {}
    return SubjectRef(str(first.get("kind", "")), str(first.get("id", ""))).key

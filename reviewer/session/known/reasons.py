"""What evidence and policy say of a decision, for its statement of reasons."""

from __future__ import annotations

import json

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.ids import UNDATED, SubjectRef
from reviewer.domain.policy import PolicySet
from reviewer.domain.views import MediaRow, PostRow
from reviewer.exchange.reasons.reasons import Known
from reviewer.session.ground.core import Core
from reviewer.session.ground.policies import policy_from_text
from reviewer.session.views import words


class ReasonFacts:
    """Looks a decision up, in the policy text that applied to it."""

    def __init__(self, core: Core, texts: dict[str, str]) -> None:
        self._core = core
        self._texts = texts
        self._sets: dict[str, PolicySet] = {}
        self._accounts: dict[str, frozenset[str]] = {}

    def known(self, event: Event) -> Known:
        """All that a statement takes besides the event."""
        subject = ev.subject_of(event) or SubjectRef("", "")
        policies = self._policies(event)
        ident = str((event.get("policy") or {}).get("id", ""))
        policy = next((p for p in policies.policies if p.id == ident), None) if policies else None
        asked = [policies.criterion(c) for c in policy.criteria] if policies and policy else []
        evidence = self._core.workspace.evidence
        post = evidence.post(subject.id) if subject.kind == "post" else None
        medium = evidence.media(subject.id) if subject.kind == "media" else None
        if post is None and medium is not None and medium.post_keys:
            post = evidence.post(medium.post_keys[0])
        owner = subject.id if subject.kind == "account" else post.account if post else ""
        return Known(
            policy_title=policy.short if policy else "",
            questions={one.id: one.question for one in asked if one is not None},
            content=self._content(subject, post, medium),
            content_day=self._day(subject, post, medium),
            language=post.lang if post is not None and subject.kind == "post" else "",
            reports=frozenset(r.kind for r in evidence.reports_for([subject.key])),
            legal=self._legal(ev.text(event, "case")),
            names=self._names(owner) | self._pseudonyms(event),
        )

    def _policies(self, event: Event) -> PolicySet | None:
        digest = str((event.get("policy") or {}).get("hash", ""))
        if digest not in self._sets and digest in self._texts:
            self._sets[digest] = policy_from_text(self._texts[digest]).policies
        return self._sets.get(digest)

    def _content(
        self, subject: SubjectRef, post: PostRow | None, medium: MediaRow | None
    ) -> tuple[str, ...]:
        if subject.kind == "media":
            return (_sort(medium),)
        if subject.kind != "post" or post is None:
            return ()
        evidence = self._core.workspace.evidence
        shown = [key for key in post.media if not self._core.is_locked(f"media:{key}")]
        return ("text", *(_sort(evidence.media(key)) for key in shown))

    def _day(self, subject: SubjectRef, post: PostRow | None, medium: MediaRow | None) -> str:
        if subject.kind == "account":
            account = self._core.workspace.evidence.account(subject.id)
            at = account.created_at if account else UNDATED
        elif subject.kind == "media" and medium is not None:
            at = medium.first_at
        else:
            at = post.at if post else UNDATED
        return "" if at == UNDATED else (words.iso(at) or "")[:10]

    def _legal(self, case_id: str) -> str:
        row = self._core.workspace.evidence.case(case_id) if case_id else None
        if row is None or not row.legal:
            return ""
        try:
            legal = json.loads(row.legal)
        except ValueError:
            return row.legal
        if not isinstance(legal, dict):
            return row.legal
        told = (str(legal.get(name) or "") for name in ("regime", "order_ref"))
        return ", ".join(one for one in told if one)

    def _names(self, account: str) -> frozenset[str]:
        """Every handle and name of the account, and of those that it is linked with."""
        if account and account not in self._accounts:
            evidence = self._core.workspace.evidence
            links = evidence.links_of(account)
            others = {key for link in links for key in (link.source, link.target)}
            rows = evidence.accounts(sorted({account, *others}))
            found = {n for row in rows for n in (row.handle, *row.handles, *row.display_names)}
            self._accounts[account] = frozenset(found)
        return self._accounts.get(account, frozenset())

    def _pseudonyms(self, event: Event) -> frozenset[str]:
        actor = event.get("actor")
        named = str(actor.get("pseudonym", "")) if isinstance(actor, dict) else ""
        return frozenset({named, self._core.workspace.profile.pseudonym})


def _sort(medium: MediaRow | None) -> str:
    """image, video or audio, by what the source or the bytes say."""
    kind = (medium.kind or medium.mime.partition("/")[0]) if medium is not None else ""
    return "image" if kind in ("photo", "gif") else kind

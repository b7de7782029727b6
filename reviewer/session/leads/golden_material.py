"""What may be handed out as a golden case: evidence that is here, media that burden nobody."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.ids import SubjectRef
from reviewer.domain.views import MediaRow
from reviewer.session.ground.core import Core
from reviewer.session.leads.spotcheck_facts import Evidence

GRAPHIC = "graphic"
"""The label of a medium that nobody is shown for practice."""
PLAIN = frozenset({"", "none", "safe"})
"""What a source says of a medium that is not sensitive."""


class GoldenMaterial:
    """Reads the evidence of a subject."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def media(self, key: str, decision: Event) -> list[MediaRow]:
        """The media that go with a subject, after all of them were looked at one by one."""
        self._evidence(key, decision)
        if Evidence(self._core).locked(decision):
            raise Refused("This is locked: child safety. It is never a golden case.", code="locked")
        rows = list(self._rows(key))
        accounts = self._accounts(key)
        seen = {name for one in accounts for name in self._core.workspace.desk.seen(one)}
        for row in rows:
            name = SubjectRef("media", row.key).key
            if self._core.is_locked(name):
                words = "This is locked: child safety. It is never a golden case."
                raise Refused(words, code="locked")
            if self._graphic(row, name):
                raise Refused(
                    "A medium of this case is marked graphic or sensitive.",
                    code="media",
                    next_step="Choose a case of text, or of media that burden nobody.",
                )
            if name not in seen and row.key not in seen:
                raise Refused(
                    "A medium of this case was not seen here before.",
                    code="media",
                    next_step="Look at all media of the case first, or choose a case of text.",
                )
        return rows

    def _evidence(self, key: str, decision: Event) -> None:
        """What it was decided from must be here."""
        raw = decision.get("seen")
        name = str(raw.get("import", "")) if isinstance(raw, dict) else ""
        missing = self._core.lacks(name, self._core.ledger_state) if name else ""
        if missing or not (self._core.workspace.evidence.cases_of_subject(key) or self._here(key)):
            raise Refused(
                "The evidence of this decision is not here.",
                code="evidence",
                next_step="Import it first.",
            )

    def _here(self, key: str) -> bool:
        kind, _, ident = key.partition(":")
        evidence = self._core.workspace.evidence
        if kind == "post":
            return evidence.post(ident) is not None
        if kind == "media":
            return evidence.media(ident) is not None
        return evidence.account(ident) is not None

    def _rows(self, key: str) -> Iterator[MediaRow]:
        """Every medium that is shown with a subject: all of the account, for a post as well."""
        kind, _, ident = key.partition(":")
        evidence = self._core.workspace.evidence
        if kind == "media":
            own = evidence.media(ident)
            yield from [own] if own is not None else []
        for one in self._accounts(key):
            yield from evidence.media_of_account(one.partition(":")[2])

    def _accounts(self, key: str) -> list[str]:
        kind, _, ident = key.partition(":")
        if kind == "account":
            return [key]
        evidence = self._core.workspace.evidence
        if kind == "post":
            post = evidence.post(ident)
            return [f"account:{post.account}"] if post is not None else []
        row = evidence.media(ident)
        posts = evidence.posts(list(row.post_keys)) if row is not None else []
        return list(dict.fromkeys(f"account:{post.account}" for post in posts))

    def _graphic(self, row: MediaRow, name: str) -> bool:
        label = next((f for n in self._core.same(name) if (f := self._label(n))), "")
        if label == GRAPHIC or row.sensitivity.casefold() not in PLAIN:
            return True
        posts = self._core.workspace.evidence.posts(list(row.post_keys))
        return any(post.sensitive is True for post in posts)

    def _label(self, name: str) -> str:
        fact = self._core.ledger_state.subject(name).label
        return ev.text(fact.event, "label") if fact is not None else ""

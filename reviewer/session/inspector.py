"""The inspector: what is known of the selected post, medium or account."""

from __future__ import annotations

from collections import Counter

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact as LedgerFact
from reviewer.domain.ids import UNDATED
from reviewer.domain.resolving import RESOLUTION
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.views import AccountRow, MediaRow, PostRow, ReportRow
from reviewer.session.custody.custody import Custody
from reviewer.session.deciding.staging import Staging
from reviewer.session.ground.core import Core
from reviewer.session.ground.watching import watch_lines
from reviewer.session.known.lead_words import asked_lines, lead_lines
from reviewer.session.known.merged import lacking
from reviewer.session.timeline.media import STATE_WORDS, Media
from reviewer.session.views import words
from reviewer.session.views.views import (
    EarlierLine,
    Fact,
    InspectorView,
    PinLine,
    ReportLine,
)
from reviewer.trust.canonical import sha256_hex

QUOTE_SHOWN = 120
ABSENT = (
    "Who decided, and when",
    "Outcome, policy, answers",
    "Pins, labels, flags, note",
    "Holds, referrals, history",
    "Why it was drawn",
)
"""What is in no view and no query before the own answer is locked."""


class Inspector:
    """Follows the selection."""

    def __init__(self, core: Core, staging: Staging, media: Media, custody: Custody) -> None:
        self._custody = custody
        self._core = core
        self._staging = staging
        self._media = media

    def view(self) -> InspectorView:
        """Everything about the selection; empty without a case."""
        desk = self._core.desk
        if not desk.case_id:
            return InspectorView()
        evidence = self._core.workspace.evidence
        account = self._core.facts.account(desk.account_key)
        medium = self._media.row(desk.medium) if desk.pane == "media" else None
        post = evidence.post(desk.event.partition(":")[2]) if desk.event else None
        if medium is not None and medium.post_keys:
            post = evidence.post(medium.post_keys[0])
        reports = self._core.facts.reports(desk.account_key)
        note = self._core.workspace.desk.draft(desk.case_id, desk.account)
        return InspectorView(
            subject=desk.medium if medium else (f"post:{post.key}" if post else desk.account),
            title=_title(post, medium),
            when=words.date_time(post.at) if post else "",
            untrusted_text=_shown_text(post, account),
            lang=post.lang if post and words.is_tag(post.lang) else "",
            untrusted_translation=post.translation.text if post and post.translation else "",
            translation_by=post.translation.by if post and post.translation else "",
            untrusted_links=[e.target for e in post.entities if e.kind == "url"] if post else [],
            facts=_post_facts(post) if post else _account_facts(account),
            reports=_report_lines(reports),
            reports_words=self._report_words(account, post),
            related=self._related(),
            watch=watch_lines(self._core, desk.account_key),
            hash_facts=_hash_facts(medium) if medium else [],
            earlier=self._earlier(),
            asked=asked_lines(self._core, desk.account),
            lead=lead_lines(self._core, desk.account),
            custody=self._custody.lines(),
            pins=self._pins(),
            note=note,
            note_saved=_saved_words(desk.draft_saved, note),
            note_needed=self._note_needed(),
            note_key=(desk.case_id, desk.account),
            absent=ABSENT if self._core.sight is not None else (),
        )

    def _report_words(self, account: AccountRow | None, post: PostRow | None) -> str:
        total = account.reports if account else 0
        if not total:
            return "none"
        here = post.reports if post else 0
        return f"{total:,} on this account" + (f", {here} on this post" if here else "")

    def _related(self) -> list[tuple[str, str]]:
        key = self._core.desk.account_key
        kinds: dict[str, list[str]] = {}
        for link in self._core.workspace.evidence.links_of(key)[:40]:
            away = link.source == key
            other = link.target_handle if away else link.source_handle
            kind = link.kind.replace("_", " ")
            kind = f"{kind}: {link.basis}" if link.basis else kind
            known = kinds.setdefault(other or (link.target if away else link.source), [])
            if kind not in known:
                known.append(kind)
        return [(other, "; ".join(found)) for other, found in kinds.items()]

    def _earlier(self) -> list[EarlierLine]:
        """Decisions of this workspace, newest first, then what the platform did before."""
        state = self._core.subject(self._core.desk.account)
        facts = [f for f in state.facts.values() if f.type in ("decision", RESOLUTION)]
        lines = [
            _decision_line(f, f.id in state.withdrawn, lacking(self._core, f.event))
            for f in sorted(facts, key=_fact_order, reverse=True)
        ]
        for row in self._core.workspace.evidence.history_of(self._core.desk.account_key):
            who = row.source or "the platform"
            lines.append(
                EarlierLine(row.action, words.date(row.at), who, untrusted_basis=row.basis)
            )
        return lines

    def _pins(self) -> list[PinLine]:
        evidence = self._core.workspace.evidence
        lines = []
        for number, pin in enumerate(self._staging.pins(), 1):
            kind, _, ident = pin.key.partition(":")
            if kind == "post":
                post = evidence.post(ident)
                words_, quote = f"post …{ident[-4:]}", ""
                if post is not None and pin.is_quote and sha256_hex(post.text) != pin.sha256:
                    words_ += ", its text changed since"
                elif post is not None:
                    quote = post.text[max(pin.start, 0) : pin.end][:QUOTE_SHOWN]
                lines.append(PinLine(number, pin.key, words_, quote))
            elif kind == "media":
                lines.append(PinLine(number, pin.key, f"medium {ident[:4]} {ident[4:8]}"))
            else:
                lines.append(PinLine(number, pin.key, "the account"))
        return lines

    def _note_needed(self) -> str:
        return next((r.words for r in self._staging.gate() if r.id == "note" and not r.met), "")


def _saved_words(saved: int | None, note: str) -> str:
    if saved is not None:
        return f"draft saved {words.clock(saved)} UTC"
    return "draft kept" if note else ""


def _fact_order(fact: LedgerFact) -> tuple[str, int, str]:
    return fact.order


def _decision_line(fact: LedgerFact, withdrawn: bool, missing: str) -> EarlierLine:
    settled = "settled: " if fact.type == RESOLUTION else ""
    return EarlierLine(
        outcome=settled + OUTCOME_WORDS.get(fact.outcome, fact.outcome),
        when=ev.text(fact.event, "at")[:16].replace("T", " "),
        who=fact.pseudonym,
        policy=f"policy {fact.policy.get('version', '')} {fact.policy.get('id', '')}".strip(),
        withdrawn=withdrawn,
        untrusted_basis=f"evidence missing: import {missing}" if missing else "",
    )


def _title(post: PostRow | None, medium: MediaRow | None) -> str:
    if medium is not None:
        return f"medium {medium.key[:4]} {medium.key[4:8]}" if medium.sha256 else "medium"
    return f"post …{post.key[-4:]}" if post is not None else "account"


def _shown_text(post: PostRow | None, account: AccountRow | None) -> str:
    """The text itself: of a repost, the text it repeats where that is known whole."""
    if post is None:
        return account.bio if account else ""
    if post.kind == "repost" and post.target is not None and post.target.known:
        return post.target.text
    return post.text


def _post_facts(post: PostRow) -> list[Fact]:
    facts = [Fact("id", post.key, untrusted=True, mono=True)]
    if post.target is not None:
        who = post.target.handle or post.target.key
        facts.append(
            Fact({"reply": "reply to"}.get(post.kind, f"{post.kind} of"), who, untrusted=True)
        )
    if post.kind == "quote" and post.target is not None and post.target.known:
        facts.append(Fact("quoted text", post.target.text, untrusted=True))
    facts += [Fact(name, f"{value:,}") for name, value in sorted(post.counts.items()) if value]
    origin = post.origin
    place = f"{origin.file}, line {origin.line}" if origin.line else origin.file
    facts.append(Fact("from", f"{place} {origin.pointer}".strip(), untrusted=True, mono=True))
    return facts


def _account_facts(account: AccountRow | None) -> list[Fact]:
    if account is None:
        return []
    numbers = (
        ("followers", account.followers),
        ("following", account.followees),
        ("posts on platform", account.posts_count),
    )
    facts = [Fact("id", account.key, untrusted=True, mono=True)]
    facts += [Fact(name, f"{value:,}") for name, value in numbers if value is not None]
    facts.append(Fact("posts here", f"{account.posts_stored:,}"))
    if account.created_at != UNDATED:
        facts.append(Fact("created", words.date(account.created_at)))
    if account.status:
        facts.append(Fact("platform says", account.status, untrusted=True))
    if account.location:
        facts.append(Fact("place", account.location, untrusted=True))
    others = [h for h in account.handles if h != account.handle]
    if others:
        facts.append(Fact("earlier handles", ", ".join(others), untrusted=True))
    return facts


def _hash_facts(medium: MediaRow) -> list[Fact]:
    facts = []
    if medium.state == "locked":
        return [Fact("bytes", STATE_WORDS["locked"])]
    if medium.sha256:
        facts.append(Fact("SHA-256", f"{medium.sha256[:8]} … {medium.sha256[-4:]}", mono=True))
    facts += [Fact(h.alg, h.value[:16], untrusted=True, mono=True) for h in medium.hashes]
    if medium.copies > 1:
        facts.append(Fact("same bytes", f"×{medium.copies} in this account"))
    if medium.bytes:
        facts.append(Fact("size", words.size(medium.bytes)))
    if medium.width and medium.height:
        facts.append(Fact("pixels", f"{medium.width} × {medium.height}"))
    if medium.mime:
        facts.append(Fact("type", medium.mime, untrusted=True))
    if medium.alt_text:
        facts.append(Fact("described as", medium.alt_text, untrusted=True))
    if medium.state != "present":
        facts.append(Fact("bytes", STATE_WORDS.get(medium.state, medium.state)))
    return facts


def _report_lines(reports: list[ReportRow]) -> list[ReportLine]:
    """Reports by claim, most first; a lone statement is shown with its line."""
    totals: Counter[str] = Counter()
    newest: dict[str, ReportRow] = {}
    for report in reports:
        claim = report.policy_claimed or report.kind
        totals[claim] += report.count
        if claim not in newest or report.at > newest[claim].at:
            newest[claim] = report
    return [
        ReportLine(
            words=claim,
            count=total,
            when=f"{words.date(newest[claim].at)}, {newest[claim].kind.replace('_', ' ')}",
            untrusted_statement=newest[claim].statement,
        )
        for claim, total in totals.most_common()
    ]

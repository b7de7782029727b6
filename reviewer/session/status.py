"""The counts of ``reviewer status``: queries over the evidence and the ledger, kept nowhere."""

from __future__ import annotations

from collections import Counter
from typing import Any

from reviewer.session.exchange.jobs import Jobs
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import is_done
from reviewer.session.known.merged import merged_counts
from reviewer.session.known.rostering import Rostering
from reviewer.session.queue.queue import Queue


def status(core: Core, queue: Queue, jobs: Jobs, roster: Rostering) -> dict[str, Any]:
    """The object that cli.md names, without ``ok``."""
    counts = core.workspace.evidence.counts()
    subjects, plain = core.state.subjects.values(), core.unveiled()
    outcomes = Counter(s.outcome for s in subjects if s.heads)
    device, seq, head = core.workspace.ledger.head()
    return {
        "workspace": {
            "version": core.workspace.profile.version,
            "protected": core.workspace.profile.protected,
        },
        "profile": {
            "pseudonym": core.workspace.profile.pseudonym,
            "role": roster.own_role() or None,
            "roster": roster.held.version if roster.held is not None else None,
        },
        "cases": counts.cases,
        "cases_decided": sum(1 for c in queue.cases() if is_done(plain, c)),
        "accounts": counts.accounts,
        "accounts_stub": counts.accounts_stub,
        "posts": counts.posts,
        "posts_referenced": counts.posts_referenced,
        "media": counts.media,
        "media_present": counts.media_present,
        "reports": counts.reports,
        "quarantined": counts.quarantined,
        "events": core.workspace.ledger.length(),
        "decisions": sum(outcomes.values()),
        "decisions_by_outcome": dict(sorted(outcomes.items())),
        "proposed": len(core.state.proposals()),
        "contested": sum(1 for s in subjects if s.contested),
        "confirmed": sum(1 for s in subjects if s.confirmed_by),
        "merged": merged_counts(core),
        "evidence_missing": jobs.missing_evidence(),
        "holds": sum(len(s.holds) for s in subjects),
        "pending_export": jobs.waiting(),
        "unacknowledged": jobs.unacknowledged(),
        "ledger": {"device": device, "seq": seq, "head": head},
    }

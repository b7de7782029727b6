"""From drafts to signed events that follow one another; nothing is written yet."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.admission import check_admission
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.fold import State
from reviewer.store.disk.compose import Tip, compose, shared_group
from reviewer.store.disk.ports import Random
from reviewer.store.ledger.stored import StoredEvent, sign_event
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile

MAX_EVENT_BYTES = 1 << 20
MAX_DRAFTS = 10_000


def prepare(
    drafts: Sequence[Draft],
    tip: Tip,
    now_ms: int,
    state: State,
    profile: Profile,
    signer: Signer,
    random: Random,
) -> list[StoredEvent]:
    """Sign drafts as the events after ``tip``.

    Raises:
        Refused: ``canonical``, ``too_big``; what ``admission`` refuses in this state.
        Bug: as ``compose``.
    """
    if len(drafts) > MAX_DRAFTS:
        raise Refused(f"More than {MAX_DRAFTS} events at once.", code="too_big")
    group = shared_group(drafts, now_ms, random)
    prepared = []
    for draft in drafts:
        event = compose(draft, group, tip, now_ms, profile, state.seen_ids)
        check_admission(event, state)
        stored = sign_event(event, signer)
        if len(stored.text) * 4 > MAX_EVENT_BYTES < len(stored.text.encode("utf-8")):
            raise Refused(
                "This decision is too long to be saved.",
                code="too_big",
                next_step="Shorten the rationale or pin less.",
            )
        prepared.append(stored)
        tip = Tip(stored.seq, stored.hash, tip.at_ms)
    return prepared

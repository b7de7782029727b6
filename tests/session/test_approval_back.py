"""A referral that a lead approved elsewhere: the approval comes back, and the packet may leave."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import bagit
import pytest

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.exchange.checking.verify import verify
from reviewer.session.ground.ports import InlineRunner, SteppedClock, SystemRandom
from reviewer.session.session import Session
from tests.session.kit import Keys, demo, opened
from tests.session.roles import roster_of


def proposed(keys: Keys) -> str:
    """A referral that is no threat to life; its id."""
    session = keys.session
    row = next(r for r in session.queue().rows if r.untrusted_handle == "warden_watch")
    session.select_case(row.case_id)
    keys.press("Ctrl+2", "D", "T", "B")
    session.staging.toggle("life")
    keys.press("F", "F")
    return session.custody.proposals()[0].id


def lead_of(folder: Path, clock: SteppedClock) -> Session:
    ports = bootstrap.Ports(clock, SystemRandom(), InlineRunner())
    return bootstrap.open_session(bootstrap.create_workspace(folder, "kestrel", None), ports)


def test_the_packet_leaves_when_the_approval_came_back(tmp_path: Path) -> None:
    with (
        opened(demo(tmp_path / "w")) as keys,
        closing(lead_of(tmp_path / "lead", keys.clock)) as lead,
    ):
        session = keys.session
        text = roster_of([(session, "reviewer"), (lead, "lead")])
        for one in (session, lead):
            one.roster.adopt(text)
            one.roster.take_place()
        ident = proposed(keys)
        packets = session.custody.packets
        with pytest.raises(Refused, match="not approved"):
            packets.write(ident, tmp_path / "early")
        session.jobs.export(tmp_path / "out.zip")
        keys.clock.step(60_000)
        lead.merging.merge([tmp_path / "out.zip"])
        lead.custody.approve(ident)
        who = session.workspace.profile.pseudonym
        lead.feedback.build(who, tmp_path / "back.zip")
        told = session.feedback.preview(tmp_path / "back.zip")
        assert told.by_type["approve"] == 1
        with pytest.raises(Refused, match="not approved"):
            packets.write(ident, tmp_path / "early")
        session.feedback.apply(tmp_path / "back.zip")
        made = packets.write(ident, tmp_path / "packet")
        assert (made.have, made.needed, made.emergency) == (2, 2, False)
        assert verify(tmp_path / "packet").ok and bagit.Bag(str(tmp_path / "packet")).is_valid()
        assert packets.write(ident, tmp_path / "again.zip").have == 2

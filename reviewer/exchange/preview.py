"""What would leave with a package and what stays, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.exchange import package
from reviewer.exchange.stretch import Stretch
from reviewer.exchange.views import decision_facts


@dataclass(frozen=True)
class Stays:
    """What never leaves, or not yet.

    Attributes:
        drafts: notes that were begun and not decided upon.
        exposure: whether viewing is counted on this device; it never leaves.
        media: stored media; a package names them by hash only.
        locked: media stopped for child safety, which no table of a package names.
        referrals: referrals that wait for a different lead: no packet of them leaves.
    """

    drafts: int = 0
    media: int = 0
    locked: int = 0
    referrals: int = 0


@dataclass(frozen=True)
class Preview:
    """The answer of ``export --preview``.

    Attributes:
        profile: which files there would be.
        events: how many events; 0 for a profile without events.
        by_type: of these, by type.
        outcomes: decisions in force after them, by outcome; contested ones counted apart.
        packets: referral packets enclosed, ``emergencies`` of them before a second person agreed.
        statements, held_back: statements of reasons that leave, and that cannot.
        to: pseudonyms of the recipients; empty for a package that anybody can read.
    """

    profile: str
    package_id: str
    events: int
    by_type: dict[str, int]
    outcomes: dict[str, int]
    contested: int
    proposed: int
    packets: int
    emergencies: int
    devices: int
    statements: int = 0
    held_back: list[dict[str, str]] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    stays: Stays = field(default_factory=Stays)

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line."""
        leaves = {
            "events": self.events,
            "by_type": self.by_type,
            "decisions_by_outcome": self.outcomes,
            "contested": self.contested,
            "proposed": self.proposed,
            "referral_packets": self.packets,
            "emergency_packets": self.emergencies,
            "devices": self.devices,
            "statements": self.statements,
        }
        stays = {
            "drafts": self.stays.drafts,
            "media": self.stays.media,
            "locked_media": self.stays.locked,
            "referrals_waiting": self.stays.referrals,
            "statements_held_back": self.held_back,
            "exposure": True,
        }
        told = {"id": self.package_id, "leaves": leaves, "stays": stays, "shifts": self.shifts}
        return {"profile": self.profile, "to": self.to, "preview": told}


def look_at(stretch: Stretch, profile: str, locked: Callable[[str], bool], stays: Stays) -> Preview:
    """What a stretch would bring to its reader, packets and statements not yet counted."""
    carries = profile in package.WITH_EVENTS
    facts = list(decision_facts(stretch.state, locked))
    events = stretch.events if carries else []
    return Preview(
        profile=profile,
        package_id=stretch.package_id,
        events=len(events),
        by_type=dict(sorted(Counter(ev.text(e, "type") for e in events).items())),
        outcomes=dict(sorted(Counter(f.outcome for _, f, _ in facts).items())) if carries else {},
        contested=sum(s.contested for s in stretch.state.subjects.values()) if carries else 0,
        proposed=len(stretch.state.proposals()) if carries else 0,
        packets=0,
        emergencies=0,
        devices=1 + len(stretch.before),
        stays=stays,
    )

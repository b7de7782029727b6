"""Where the reviewer stands: the case, the selection, what is staged, how much is concealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.rules import EVERY_SLOT, Choice
from reviewer.insight.lens import Lens

CONCEAL_LEVELS = ("hide", "blur", "grey", "clear")
PANES = ("queue", "timeline", "media", "inspector")

DEAD_MS = 400
"""Commit taps are ignored for so long after staging, advancing and closing a dialog."""
ARMED_MS = 800
"""The second tap must come within this time after the first."""


@dataclass(slots=True)
class Staged:
    """An outcome chosen and not yet committed."""

    slot: str
    step: int = 0
    policy_id: str = ""
    preserve: bool = False
    refer: bool = False
    urgency: str = ""
    restriction: dict[str, Any] = field(default_factory=dict)

    @property
    def choice(self) -> Choice:
        """The choice that the slot stands on."""
        return EVERY_SLOT[self.slot][self.step]


@dataclass(slots=True)
class DeskState:
    """All of it; the session alone writes here.

    ``account``, ``event`` and ``medium`` are subject keys such as ``post:twitter:9``. ``lens`` is
    what of the timeline is listed, for as long as its account is shown.
    """

    case_id: str = ""
    account: str = ""
    pane: str = "queue"
    event: str = ""
    medium: str = ""
    conceal: str = "blur"
    floor: str = "blur"
    revealed: str = ""
    clearer: dict[str, str] = field(default_factory=dict)
    covered: bool = False
    message: str = ""
    message_kind: str = "info"
    message_until: int | None = None
    filter: str = ""
    lens: Lens = field(default_factory=Lens)
    draft_saved: int | None = None
    staged: Staged | None = None
    armed_at: int | None = None
    armed_stay: bool = False
    dead_until: int = 0
    policy_choice: dict[str, str] = field(default_factory=dict)
    question: str = ""
    departure: dict[str, str] = field(default_factory=dict)
    back: list[str] = field(default_factory=list)
    forward: list[str] = field(default_factory=list)

    @property
    def account_key(self) -> str:
        """The account as the evidence names it: ``platform:native id``; empty where the case is
        about a post or a medium whose author is not known."""
        kind, _, ident = self.account.partition(":")
        return ident if kind == "account" else ""

    def armed(self, now: int) -> bool:
        """Whether the next tap of F commits; ``now`` in ms of the growing clock."""
        return self.armed_at is not None and now - self.armed_at <= ARMED_MS

    def dead(self, now: int) -> bool:
        """Whether commit taps are ignored now."""
        return now < self.dead_until

    @property
    def shut(self) -> bool:
        """Whether all media were hidden by the key for it, beyond the usual level."""
        return self.conceal == "hide" and self.floor != "hide"

    def level_of(self, medium: str) -> str:
        """How much of a medium may be seen now."""
        if self.covered or self.shut:
            return "hide"
        if medium and medium == self.revealed:
            return "clear"
        return self.clearer.get(medium, self.conceal)

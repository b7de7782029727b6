"""How much of a medium may be seen. One key alone may only reduce it."""

from __future__ import annotations

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import CONCEAL_LEVELS

DAY_MS = 86_400_000
FLOORS = {"blur": "blur", "grey": "grey", "hidden": "hide"}
"""The usual level of concealment for each value of the setting ``media.conceal``."""


class Exposure:
    """Conceal, one step clearer for one medium, reveal while a key is held, cover."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def take_settings(self) -> None:
        """The usual level is the one of the settings; what is hidden stays hidden."""
        desk = self._core.desk
        floor = FLOORS[self._core.settings.word("media.conceal")]
        if floor == desk.floor:
            return
        shut = desk.shut
        desk.floor = floor
        desk.revealed = ""
        desk.clearer.clear()
        if not shut:
            desk.conceal = floor
        self._tell()

    def conceal(self) -> None:
        """Hide all media now; again brings back the usual level."""
        desk = self._core.desk
        desk.revealed = ""
        desk.clearer.clear()
        desk.conceal = "hide"
        self._tell()
        self._core.say(f"Media hidden: {self._way_back()}")

    def clearer(self) -> None:
        """After ``conceal`` back to the usual level, else one step for this medium only."""
        desk = self._core.desk
        if desk.shut:
            desk.conceal = desk.floor
            self._tell()
            return
        if not desk.medium:
            raise Refused("select a medium first", code="nothing_selected")
        self._core.need_open(desk.medium)
        at = CONCEAL_LEVELS.index(desk.level_of(desk.medium))
        desk.clearer[desk.medium] = CONCEAL_LEVELS[min(at + 1, len(CONCEAL_LEVELS) - 1)]
        self._count(desk.clearer[desk.medium])
        self._tell()

    def reveal(self, on: bool) -> None:
        """Show the selected medium while the key is held."""
        desk = self._core.desk
        if on and not desk.medium:
            raise Refused("select a medium first", code="nothing_selected")
        if on and desk.shut:
            raise Refused(f"media are hidden: {self._way_back()}", code="hidden")
        if on:
            self._core.need_open(desk.medium)
        wanted = desk.medium if on else ""
        if wanted == desk.revealed:
            return
        desk.revealed = wanted
        if on:
            self._count("clear")
        self._tell()

    def focus_lost(self) -> None:
        """The window lost the keyboard: nothing stays revealed."""
        if self._core.desk.revealed:
            self.reveal(False)

    def cover(self, on: bool) -> None:
        """Cover the whole screen, or take the cover off."""
        desk = self._core.desk
        desk.covered = on
        desk.revealed = ""
        self._core.rest()
        self._core.bus.publish(on_desk("cover", "conceal"))

    def _way_back(self) -> str:
        key = self._core.key_of("conceal.clearer")
        return f"{key} shows them again" if key else "“One step clearer” shows them again"

    def _count(self, level: str) -> None:
        """Exposure counts stay on this machine, for the reviewer alone."""
        day = self._core.clock.now_ms() // DAY_MS
        self._core.workspace.desk.add_exposure(day, level)

    def _tell(self) -> None:
        self._core.bus.publish(on_desk("conceal"))

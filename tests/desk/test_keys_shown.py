"""Every key of the registry stands on the overlay, blocked ones with their reason."""

from __future__ import annotations

import pytest

from reviewer.commands.sheet import sheet
from tests.desk.conftest import Driver


@pytest.mark.parametrize("preset", ["left_hand", "ozone"])
@pytest.mark.parametrize("letters", ["on", "off"])
def test_the_overlay_holds_every_key(desk: Driver, preset: str, letters: str) -> None:
    desk.session.settings.set("keys.preset", preset)
    desk.session.settings.set("keys.single_letters", letters)
    desk.settle()
    desk.press("Ctrl+2", "F1")
    registry = desk.window.registry
    view = sheet(registry, desk.session)
    prefix = "Alt+" if letters == "off" else ""
    shown = {(place.ident, prefix + place.cap) for place in view.places()}
    lines = [line for _, group in view.groups for line in group]
    for line in lines:
        for ident in line.idents:
            for key in registry.get(ident).keys:
                if " ".join([key] * registry.get(ident).taps) in line.keys:
                    shown.add((ident, key))
    assert shown == {(c.id, key) for c in registry.commands for key in c.keys}
    for place in view.places():
        assert place.reason == registry.get(place.ident).why_not(desk.session)
        said = [s for s in view.sentences if s.kind == "blocked" and f"{place.reason}." == s.rest]
        assert not place.reason or said


def test_what_moves_below_an_overlay_takes_no_keys_from_it(desk: Driver) -> None:
    desk.press("Ctrl+2", "F1")
    for theme, size in (("light", 200), ("contrast", 100)):
        desk.session.settings.set("look.theme", theme)
        desk.session.settings.set("look.text", size)
        desk.settle()
    assert desk.window.keys.elsewhere()
    desk.press("Esc")
    assert not desk.window.keys.elsewhere()
    desk.press("q")
    desk.expect(desk__staged="no_action")

"""A doubt about a bundle's signature is said at every width; other chips give way to it."""

from __future__ import annotations

import pytest

from tests.desk.conftest import DeskMaker


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1024, 768), (683, 384)])
def test_an_unsigned_bundle_is_said_however_narrow(
    make_desk: DeskMaker, size: tuple[int, int]
) -> None:
    desk = make_desk(size=size)
    strip = desk.window.strip
    assert desk.session.header().verified == "unsigned"
    chip = strip._verified
    assert chip.isVisible() and "unsigned" in chip.text()
    assert strip.rect().contains(chip.geometry()), "whole, not cut by the edge"
    assert chip.width() >= chip.sizeHint().width()
    if size[0] < 700:
        assert not strip._policy.isVisible() and not strip._bundle.isVisible()

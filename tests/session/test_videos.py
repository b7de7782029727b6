"""A video where nothing decodes videos is a said state; what fails otherwise stays a failure."""

from __future__ import annotations

from pathlib import Path

from reviewer.media.protocol import REASONS
from tests.session.kit import demo, opened


def test_a_video_without_its_decoder_is_no_fault(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "w")) as keys:
        session = keys.session
        first, second = session.media().tiles[:2]
        session.picture_failed(first.key, REASONS["no_video"])
        session.picture_failed(second.key, REASONS["broken"])
        tiles = session.media().tiles
        assert (tiles[0].state, tiles[1].state) == ("no_decoder", "failed")
        assert tiles[0].state_words == "video: decoder not installed, bytes kept"
        assert tiles[1].state_words == "not decoded, bytes kept"

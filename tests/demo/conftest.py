"""The full story, made once for all tests of the demo."""

from __future__ import annotations

import pytest

from reviewer.demo.coast.world import Story, make_story
from reviewer.demo.generate import SEED


@pytest.fixture(scope="session")
def story() -> Story:
    """The story that people see."""
    return make_story(SEED)

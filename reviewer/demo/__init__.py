"""The demo: an invented coast with lighthouses, tides and a movement that threatens.

No real organisation, slogan, place of conflict or person stands in it. Everything is made from a
seed and enters as any material does: ``bundle build``, then ``import``.
"""

from __future__ import annotations

from typing import Literal

Scale = Literal["full", "small"]
"""The whole story, for people; or 18 cases of it, for tests and the self-test."""

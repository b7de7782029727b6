"""The default key map: left hand, double tap to commit."""

from __future__ import annotations

from reviewer.commands.batch import BATCH
from reviewer.commands.criteria import criteria_commands
from reviewer.commands.custody import CUSTODY
from reviewer.commands.dealing import DEALING
from reviewer.commands.decide import DECISION, mark_commands, stage_commands
from reviewer.commands.helping import help_commands
from reviewer.commands.leading import LEAD
from reviewer.commands.move import exposure_commands, move_commands
from reviewer.commands.registry import Registry
from reviewer.commands.review import REVIEW
from reviewer.commands.safety import SAFETY
from reviewer.commands.timeline import timeline_commands
from reviewer.commands.touring import TOUR
from reviewer.commands.window import WINDOW


def default_registry() -> Registry:
    """All commands with their default keys."""
    return Registry(
        [
            *stage_commands(),
            *DECISION,
            *CUSTODY,
            *criteria_commands(),
            *BATCH,
            *REVIEW,
            *mark_commands(),
            *exposure_commands(),
            *SAFETY,
            *DEALING,
            *LEAD,
            *move_commands(),
            *timeline_commands(),
            *WINDOW,
            *TOUR,
            *help_commands(),
        ]
    )

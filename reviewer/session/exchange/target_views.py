"""What is shown before a target is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.exchange.targets.rows import Actions
from reviewer.exchange.targets.write import TARGETS
from reviewer.session.views.words import count

FORMS: tuple[tuple[str, str], ...] = tuple((one.name, one.title) for one in TARGETS.values())
"""(name, title) of every target."""


@dataclass(frozen=True, slots=True)
class TargetPreview:
    """What a target would say now.

    Attributes:
        actions: what is written, what is not, and what should be looked at.
        keys: the action to the keys of its subjects.
        names: the key of each subject to what a person knows it by. Untrusted.
    """

    actions: Actions
    keys: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    def subjects(self, action: str) -> tuple[str, ...]:
        """The keys of the subjects to which an action applies."""
        return self.keys.get(action, ())


def target_words(shown: TargetPreview) -> str:
    """One or two sentences of what would be written."""
    out = sum(shown.actions.reasons().values())
    stays = f" {count(out, 'subject')} left out, each with its reason." if out else ""
    if not shown.actions.rows:
        return f"Nothing is in force that could be carried out.{stays}"
    said = f"{count(len(shown.actions.rows), 'action')} in force would be written"
    return f"{said}, for any platform to read.{stays}"

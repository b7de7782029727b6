"""What the criteria section reads: frozen, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One question of the policy. ``answer``: in words, empty while open. ``open``: the question
    that the next answer is for. ``matters``: its answer counts, or can still change the end."""

    id: str
    number: int
    question: str
    help: str = ""
    answer: str = ""
    open: bool = False
    matters: bool = True


@dataclass(frozen=True, slots=True)
class CriteriaView:
    """The questions of the policy, what was answered, and what the guide makes of it.

    ``recommended``: an outcome in words, or ``second review``; empty while a question decides.
    """

    policy: str = ""
    summary: str = ""
    lines: list[CriterionLine] = field(default_factory=list)
    answered: int = 0
    left: int = 0
    recommended: str = ""
    why: str = ""
    departs: bool = False
    reason: str = ""

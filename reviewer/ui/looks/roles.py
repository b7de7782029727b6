"""What a label is for, and how it looks then: the only ways text may look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from reviewer.ui.looks.fonts import (
    BODY,
    EVIDENCE,
    FIGURE,
    HANDLE,
    META,
    MONO_META,
    SECTION_FIGURE,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(Enum):
    """What a piece of text is for."""

    BODY = "body"
    STRONG = "strong"
    SUPPORT = "support"
    QUIET = "quiet"
    META = "meta"
    META_STRONG = "meta-strong"
    SMALL = "small"
    TITLE = "title"
    HANDLE = "handle"
    DIALOG_TITLE = "dialog-title"
    EVIDENCE = "evidence"
    MONO = "mono"
    FIGURE = "figure"
    SECTION_FIGURE = "section-figure"
    DANGER = "danger"
    STAGED = "staged"
    DECIDED = "decided"
    ESCALATED = "escalated"
    HELD = "held"
    CONTESTED = "contested"
    HIT = "hit"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class RoleStyle:
    """A step of the type scale and a colour token."""

    step: Step
    colour: str


ROLES: Mapping[Role, RoleStyle] = {
    Role.BODY: RoleStyle(BODY, "t1"),
    Role.STRONG: RoleStyle(BODY.strong, "t1"),
    Role.SUPPORT: RoleStyle(BODY, "t2"),
    Role.QUIET: RoleStyle(META, "t3"),
    Role.META: RoleStyle(META, "t2"),
    Role.META_STRONG: RoleStyle(META.strong, "t1"),
    Role.SMALL: RoleStyle(META, "t1"),
    Role.TITLE: RoleStyle(META.strong, "t2"),
    Role.HANDLE: RoleStyle(HANDLE, "t1"),
    Role.DIALOG_TITLE: RoleStyle(HANDLE, "t1"),
    Role.EVIDENCE: RoleStyle(EVIDENCE, "t1"),
    Role.MONO: RoleStyle(MONO_META, "t2"),
    Role.FIGURE: RoleStyle(FIGURE, "t1"),
    Role.SECTION_FIGURE: RoleStyle(SECTION_FIGURE, "t1"),
    Role.DANGER: RoleStyle(META.strong, "danger"),
    Role.STAGED: RoleStyle(BODY.strong, "staged"),
    Role.DECIDED: RoleStyle(META.strong, "decided"),
    Role.ESCALATED: RoleStyle(META.strong, "escalated"),
    Role.HELD: RoleStyle(META.strong, "held"),
    Role.CONTESTED: RoleStyle(META.strong, "contested"),
    Role.HIT: RoleStyle(META.strong, "hit"),
    Role.UNDECIDED: RoleStyle(META.strong, "undecided"),
}

"""Targets of this workspace: what would be written is shown, then written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.ids import SubjectRef
from reviewer.exchange.targets.rows import Actions, actions_of
from reviewer.exchange.targets.write import TARGETS, write_target
from reviewer.session.exchange.deal_views import lead_reason
from reviewer.session.exchange.lost import name_of
from reviewer.session.exchange.target_views import TargetPreview
from reviewer.session.ground.core import Core
from reviewer.session.known.rostering import Rostering


class Targeting:
    """Reads the merged state; writes nothing into the ledger."""

    def __init__(self, core: Core, roster: Rostering) -> None:
        self._core = core
        self._roster = roster

    def why_not(self) -> str:
        """Why no target may be written here; empty where one may."""
        return lead_reason(self._roster, "writes targets")

    def preview(self) -> Actions:
        """What a target would say now.

        Raises:
            Refused: ``role``.
        """
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="role", next_step="Ask the lead.")
        return actions_of(
            self._core.state,
            locked=self._core.is_locked,
            known=self._known,
            now_ms=self._core.clock.now_ms(),
        )

    def look(self) -> TargetPreview:
        """``preview`` with every subject named as a person knows it.

        Raises:
            Refused: ``role``.
        """
        actions = self.preview()
        keys: dict[str, list[str]] = {}
        for row in actions.rows:
            keys.setdefault(row["action"], []).append(_key_of(row))
        said = [key for key, _ in (*actions.left_out, *actions.warnings)]
        every = {*said, *(key for found in keys.values() for key in found)}
        names = {key: self._name(key) for key in every}
        return TargetPreview(actions, {k: tuple(found) for k, found in keys.items()}, names)

    def _name(self, key: str) -> str:
        """``@handle``; a post by its author and its words; a medium by its kind."""
        evidence, ref = self._core.workspace.evidence, SubjectRef.from_key(key)
        post = evidence.post(ref.id) if ref.kind == "post" else None
        if post is not None:
            who = name_of(self._core, f"account:{post.account}")
            return f"post of {who}: {post.text[:60]}"
        return name_of(self._core, key) if ref.kind == "account" else f"{ref.kind} {ref.id}"

    def _known(self, key: str) -> bool:
        evidence, ref = self._core.workspace.evidence, SubjectRef.from_key(key)
        if ref.kind == "post":
            return evidence.post(ref.id) is not None
        if ref.kind == "media":
            return evidence.media(ref.id) is not None
        row = evidence.account(ref.id)
        return row is not None and not row.stub

    def write(self, name: str, out: Path) -> tuple[Actions, str]:
        """Write a target into a new folder: what it says, and the SHA-256 of its rows.

        Raises:
            Refused: ``target``, none of that name; ``nothing`` is in force; ``role``, ``inside``,
                ``exists``, ``no_folder``.
            Damaged: the disk.
        """
        target = TARGETS.get(name)
        if target is None:
            known = ", ".join(TARGETS)
            raise Refused(f"There is no target {name!r}.", code="target", next_step=known)
        actions = self.preview()
        if not actions.rows:
            raise Refused(
                "Nothing is in force that could be carried out.",
                code="nothing",
                next_step="The preview says what stays out, and why.",
            )
        folder = self._core.workspace.folder.resolve()
        if folder in (out.absolute().parent.resolve() / out.name).parents:
            raise Refused("A target cannot be written into the workspace.", code="inside")
        return actions, write_target(target, actions, out, self._created())

    def _created(self) -> str:
        events = self._core.workspace.ledger.own_events()
        return ev.text(events[-1], "at") if events else ""


def _key_of(row: Mapping[str, Any]) -> str:
    """The subject's key of a row."""
    place = f"{row['platform']}:" if row["platform"] else ""
    return f"{row['subject_kind']}:{place}{row['subject_id']}"

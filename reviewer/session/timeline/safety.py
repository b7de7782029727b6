"""Stop: child safety. The medium is gone from every view at once; only its hash and the time stay.

Order: conceal, lock on the disk, delete what was made of it, then the event. Whatever fails on the
way, the lock holds; the event is then logged when the workspace is opened again.
"""

from __future__ import annotations

from contextlib import suppress

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.events import Draft
from reviewer.media.client import Decoder
from reviewer.session.ground.core import Core
from reviewer.session.timeline.media import Media

NO_PROCEDURE = (
    "The site file names no procedure. Do not look again, copy nothing, and tell the person who is"
    " responsible for child safety at your site now."
)


class Safety:
    """``procedure``: what a reviewer of this site does then, plain text from the site file."""

    def __init__(self, core: Core, decoder: Decoder, media: Media, procedure: str) -> None:
        self._core = core
        self._decoder = decoder
        self._media = media
        self.procedure = procedure or NO_PROCEDURE
        self.said = ""
        """What the last stop did, in a sentence for its dialog."""

    def stop(self) -> None:
        """Conceal everything; lock the selected medium and delete what was made of it."""
        desk = self._core.desk
        row = self._media.row(desk.medium)
        desk.revealed, desk.conceal = "", "hide"
        desk.clearer.clear()
        self._core.bus.publish(on_desk("conceal"))
        if row is None:
            self.said = "All media are hidden. No medium was selected, so that none was locked."
            return
        ident = row.sha256 or row.key
        self._lock(ident)
        desk.medium = ""
        self._media.open(desk.account)
        self._core.bus.publish(on_desk("selection", "conceal", "picture", "queue"))
        self.said = (
            "All media are hidden. The selected medium is locked in every view, search, export and"
            " sample; its thumbnails and perceptual hashes are deleted. Its hash and the time were"
            " recorded, nothing else. This is never undone."
        )
        self._record(ident)

    def _lock(self, ident: str) -> None:
        self._core.workspace.locks.add(ident)
        self._decoder.renew()
        self._forget(ident)

    def _forget(self, ident: str) -> None:
        """Delete thumbnails and perceptual hashes, also from the files' logs."""
        workspace = self._core.workspace
        workspace.cache.forget(ident)
        with suppress(Damaged):  # an import is writing: done again when it ends, and on opening
            workspace.evidence.forget_hashes(ident)

    def _record(self, ident: str) -> None:
        """The event: a hash and the time. Where the disk is busy or full, later."""
        try:
            self._core.saver.save([_draft(ident)], self._recorded)
        except Refused as error:
            self.said += f" The record of it follows: {error.message}."

    def _recorded(self) -> None:
        self._core.bus.publish(on_desk("conceal"))

    def again(self) -> None:
        """On opening and after an import: what came anew of a locked medium is deleted, a locked
        one whose bytes arrived is locked by its hash, and a missing event is logged."""
        workspace = self._core.workspace
        if workspace.read_only:
            return
        for ident in sorted(workspace.locks.all()):
            row = workspace.evidence.media(ident)
            if row is None:
                continue
            if row.sha256 and row.sha256 not in workspace.locks:
                workspace.locks.add(row.sha256)
            if row.hashes:
                self._forget(ident)
        drafts = [_draft(ident) for ident in workspace.locks.unlogged()]
        if drafts and not self._core.saver.why_not():
            self._core.append(drafts)


def _draft(ident: str) -> Draft:
    """Nothing of the case: no text, no note, no place."""
    return {"type": "child_safety", "subject": {"kind": "media", "id": ident}}

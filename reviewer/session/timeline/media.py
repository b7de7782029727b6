"""The media pane: tiles by duplicate group, labels, and the pictures themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.ids import UNDATED
from reviewer.domain.views import MediaRow
from reviewer.media.client import DecodeFailed, Decoder
from reviewer.media.model import Spec
from reviewer.media.protocol import MAX_SIDE, REASONS
from reviewer.media.thumbs import Thumbs
from reviewer.session.ground.core import Core
from reviewer.session.timeline.timeline import Timeline
from reviewer.session.views import words
from reviewer.session.views.views import MediaTile, MediaView, Picture

STATE_WORDS = {
    "missing": "not in the bundle",
    "external": "not in the bundle: only its address",
    "placeholder": "left out by the source",
    "zero_bytes": "0 bytes in source",
    "too_large": "left out: too large",
    "failed": "not decoded, bytes kept",
    "no_decoder": "video: decoder not installed, bytes kept",
    "locked": "locked, child safety",
}


class Media:
    """The media of the open account."""

    def __init__(self, core: Core, timeline: Timeline) -> None:
        self._core = core
        self._timeline = timeline
        self._rows: list[MediaRow] = []
        self._failed: dict[str, str] = {}
        self._ahead: tuple[str, list[MediaRow]] | None = None
        self.damage: Damaged | None = None
        """Why the media of the open account cannot be shown."""

    def open(self, subject: str) -> None:
        """Show the media of this account, or this medium, by subject key; empty: none."""
        self._rows, self.damage = [], None  # nothing of another account stays, whatever happens
        try:
            self._rows = self._read(subject)
        except Damaged as error:
            self.damage = error

    def expect(self, subject: str) -> None:
        """Read the media of the account that comes next, by subject key; empty: of none. Which of
        them may be shown is asked when it is opened."""
        self._ahead = None
        if subject:
            ident = subject.partition(":")[2]
            self._ahead = (subject, self._core.workspace.evidence.media_of_account(ident))

    def _read(self, subject: str) -> list[MediaRow]:
        evidence = self._core.workspace.evidence
        kind, _, ident = subject.partition(":")
        if kind == "account":
            ahead, self._ahead = self._ahead, None
            known = ahead is not None and ahead[0] == subject
            rows = ahead[1] if ahead is not None and known else evidence.media_of_account(ident)
            return [self._open_or_locked(row) for row in rows]
        row = evidence.media(ident) if kind == "media" else None
        return [self._open_or_locked(row)] if row is not None else []

    def _open_or_locked(self, row: MediaRow) -> MediaRow:
        """A medium as it may be shown: of a locked one only that it is there."""
        locks = self._core.workspace.locks
        if not any(name in locks for name in (row.key, row.sha256, *row.source_keys)):
            return row
        return MediaRow(
            key=row.key,
            sha256=row.sha256,
            source_keys=row.source_keys,
            state="locked",
            copies=row.copies,
            post_keys=row.post_keys,
            first_at=row.first_at,
        )

    def row(self, key: str) -> MediaRow | None:
        """A medium of this account by its subject key."""
        return next((r for r in self._rows if f"media:{r.key}" == key), None)

    def keys(self) -> list[str]:
        """The subject keys of all tiles, in the order shown."""
        return [f"media:{r.key}" for r in self._rows]

    def hit_posts(self) -> list[str]:
        """The keys of the posts that show a hit of a known list."""
        hits = {tile.key for tile in self.view().tiles if tile.hit}
        return [key for row in self._rows if f"media:{row.key}" in hits for key in row.post_keys]

    def mark_failed(self, key: str, reason: str) -> None:
        """A picture could not be made; its tile says so."""
        if self._failed.get(key) != reason:
            self._failed[key] = reason
            self._core.bus.publish(on_desk("picture"))

    def view(self) -> MediaView:
        """All tiles and the counts of labels."""
        seen = set(self._core.workspace.desk.seen(self._core.desk.account))
        pins = self._timeline.marks()[1]
        tiles = [self._tile(r, seen, pins) for r in self._rows]
        labels = self._core.policy.policies.media_labels
        counts = [sum(1 for t in tiles if t.label == n + 1) for n in range(len(labels))]
        return MediaView(
            tiles=tiles,
            total=sum(max(1, r.copies) for r in self._rows),
            groups=len(tiles),
            seen=sum(1 for t in tiles if t.seen),
            labels=list(labels),
            label_counts=counts,
            unlabelled=sum(1 for t in tiles if not t.label),
            inside=self._timeline.media_inside(),
        )

    def _tile(self, row: MediaRow, seen: set[str], pins: Mapping[str, int]) -> MediaTile:
        key = f"media:{row.key}"
        state = _failure(self._failed[key]) if key in self._failed else row.state
        keys = [key, *(f"media:{name}" for name in row.source_keys)]
        number, title = self._label(keys)
        return MediaTile(
            key=key,
            sha256=row.sha256,
            copies=row.copies,
            caption=_caption(row),
            state=state,
            state_words=STATE_WORDS.get(state, ""),
            mime=row.mime if "/" in row.mime and len(row.mime) < 64 else "",
            label=number,
            label_title=title,
            pinned=next((pins[name] for name in keys if name in pins), 0),
            flagged=any(self._core.subject(name).flagged for name in keys),
            seen=key in seen,
            video=row.kind in ("video", "gif", "animated_gif") or row.mime.startswith("video/"),
            duration=words.duration(row.duration_ms) if row.duration_ms else "",
            post=f"post:{row.post_keys[0]}" if row.post_keys else "",
        )

    def _label(self, keys: list[str]) -> tuple[int, str]:
        """(digit, title) of the standing label; (0, "") without one."""
        facts = (self._core.subject(name).label for name in keys)
        fact = next((label for label in facts if label is not None), None)
        if fact is None:
            return 0, ""
        for number, label in enumerate(self._core.policy.policies.media_labels, 1):
            if label.id == fact.event.get("label"):
                return number, label.title
        return 0, ""

    def next_tile(self, key: str, by: int, *, unseen: bool = False) -> str:
        """The tile ``by`` further from a tile on; empty when there is none."""
        keys = self.keys()
        index = keys.index(key) if key in keys else (-1 if by > 0 else len(keys))
        index += by
        seen = set(self._core.workspace.desk.seen(self._core.desk.account)) if unseen else set()
        while 0 <= index < len(keys):
            if keys[index] not in seen:
                return keys[index]
            index += by
        return ""


def _failure(reason: str) -> str:
    """The state of a tile without a picture: that nothing decodes video here is no fault."""
    return "no_decoder" if reason == REASONS["no_video"] else "failed"


def _caption(row: MediaRow) -> str:
    parts = []
    if row.copies > 1:
        parts.append(f"×{row.copies}")
    if row.first_at != UNDATED:
        parts.append(words.date(row.first_at))
    elif row.width and row.height:
        parts.append(f"{row.width}×{row.height}")
    return ", ".join(parts) or "no post"


class Pictures:
    """Makes the pixels of a tile, on a worker thread: kept thumbnails or fresh ones, always
    decoded in the child, concealed as the desk says at the time of the call.

    Each case gets a fresh child, so that hostile material of one cannot forge the next one's
    pictures.
    """

    def __init__(self, core: Core, decoder: Decoder) -> None:
        self._core = core
        self._decoder = decoder
        self._thumbs = Thumbs(decoder, core.workspace.cache)
        self._case = ""

    def query(self, sha256: str, level: str) -> Callable[[], Picture]:
        """The work that makes one picture at a level: blur, grey or clear."""
        return self._work(partial(self._make, sha256, level))

    def large(self, sha256: str, width: int, height: int) -> Callable[[], Picture]:
        """The work that makes a clear picture in a box of pixels; it is kept nowhere."""
        return self._work(partial(self._make_large, sha256, width, height))

    def _work(self, make: Callable[[], Picture]) -> Callable[[], Picture]:
        case_id = self._core.desk.case_id

        def work() -> Picture:
            if case_id != self._case:
                self._case = case_id
                self._decoder.renew()
            try:
                return make()
            except (DecodeFailed, Refused, Damaged) as error:
                return Picture(0, 0, b"", failed=error.message)

        return work

    def _make(self, sha256: str, level: str) -> Picture:
        def load() -> bytes:
            return self._core.workspace.blobs.open(sha256)

        makers = {"blur": self._thumbs.concealed, "grey": self._thumbs.grey}
        pixels = makers.get(level, self._thumbs.thumb)(sha256, load)
        return Picture(pixels.width, pixels.height, pixels.rgb, revealed=level == "clear")

    def _make_large(self, sha256: str, width: int, height: int) -> Picture:
        box = Spec("thumb", min(max(width, 1), MAX_SIDE), min(max(height, 1), MAX_SIDE))
        pixels = self._decoder.decode(self._core.workspace.blobs.open(sha256), box, sha256)
        return Picture(pixels.width, pixels.height, pixels.rgb, revealed=True)

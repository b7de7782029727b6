"""Everything of a workspace against everything else: ledger, evidence, media, index, backups."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from reviewer.domain.errors import Damaged, Refused, ReviewerError
from reviewer.domain.ids import SHA256_RE
from reviewer.domain.purging import purged_files
from reviewer.respath import resource
from reviewer.store.blobs import Blobs
from reviewer.store.disk import shape
from reviewer.store.disk.engine import bad_pages, connect
from reviewer.store.disk.shape import Keys
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.ledger.chain import Fault
from reviewer.store.ledger.stored import StoredEvent
from reviewer.store.safety.backup import Tell, default_folder, nobody, verify_backup
from reviewer.store.safety.backup_list import listed, read_note
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.keys import Signer


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        code: one of ``codes()``.
        says: one sentence.
        file: the file concerned, inside the workspace; empty where none is.
        seq, id: the event concerned; 0 and empty where none is.
    """

    code: str
    says: str
    file: str = ""
    seq: int = 0
    id: str = ""

    @property
    def harm(self) -> bool:
        """Whether something is not as it was saved; else the program mends it by itself."""
        return bool(codes()[self.code]["harm"])

    @property
    def bad_code(self) -> str:
        """The code of ``first_bad`` on the command line."""
        return str(codes()[self.code]["as"])


@cache
def codes() -> dict[str, dict[str, Any]]:
    """The closed list: what each code means, what is safe, and the next step."""
    found: dict[str, dict[str, Any]] = json.loads(
        resource("workspace-codes.json").read_text("utf-8")
    )
    return found


class Checked(Protocol):
    """What is checked: an open workspace, or ``store.aside.Aside``."""

    @property
    def folder(self) -> Path: ...  # noqa: D102
    @property
    def keys(self) -> Keys: ...  # noqa: D102
    @property
    def signer(self) -> Signer: ...  # noqa: D102
    @property
    def ledger(self) -> CheckedLedger: ...  # noqa: D102
    @property
    def evidence(self) -> Evidence: ...  # noqa: D102
    @property
    def blobs(self) -> Blobs: ...  # noqa: D102


class CheckedLedger(Protocol):
    """What is asked of its ledger."""

    def check(self) -> Fault | None: ...  # noqa: D102
    def all_events(self) -> Iterator[StoredEvent]: ...  # noqa: D102


def check_whole(
    workspace: Checked, backups: Path | None = None, tell: Tell | None = None
) -> list[Finding]:
    """Check a workspace; what is harmed first, in the order in which it matters.

    Args:
        workspace: open, best for reading only.
        backups: where its backups lie; None for beside it.
        tell: told (words, done, all); may raise to stop.
    """
    tell = tell or nobody
    folder = backups or default_folder(workspace.folder)
    parts: tuple[tuple[str, Iterator[Finding]], ...] = (
        ("the ledger, event by event", _ledger(workspace)),
        ("every page of the databases", _pages(workspace)),
        ("imports and their events", _order(workspace)),
        ("stored files", _media(workspace, tell)),
        ("the search index", _search(workspace)),
        ("the newest backup", _backups(workspace, folder)),
        ("the clock", _clock(workspace)),
    )
    found: list[Finding] = []
    for place, (words, findings) in enumerate(parts):
        tell(words, place, len(parts))
        found.extend(findings)
    return sorted(found, key=_harmless)


def _harmless(finding: Finding) -> bool:
    return not finding.harm


def _ledger(workspace: Checked) -> Iterator[Finding]:
    try:
        fault = workspace.ledger.check()
    except Damaged as error:
        code = "head" if error.code == "head" else "page"
        yield Finding(code, error.message, error.file or shape.LEDGER)
        return
    if fault is not None:
        yield Finding(fault.code, fault.detail, shape.LEDGER, fault.seq, fault.id)


def _pages(workspace: Checked) -> Iterator[Finding]:
    """Every page of the other databases against its seal."""
    names = [(shape.EVIDENCE, "page"), (shape.DESK, "desk"), (shape.CACHE, "cache")]
    for name, code in names:
        size = {"page_size": 16384} if name == shape.CACHE else {}
        try:
            conn = connect(
                workspace.folder / name,
                workspace.keys.database(name),
                durable=name == shape.EVIDENCE,
                read_only=True,
                **size,
            )
            try:
                broken = bad_pages(conn)
                quick = conn.execute("PRAGMA quick_check(1)").fetchone()
            finally:
                conn.close()
        except ReviewerError as error:
            yield Finding(code, f"{name}: {error.message}", name)
            continue
        if broken or quick[0] != "ok":
            yield Finding(code, f"{name} is damaged: {(broken or quick)[0]}.", name)


def _order(workspace: Checked) -> Iterator[Finding]:
    """Imports of the ledger against imports of the evidence."""
    try:
        held = {row.import_id: row for row in workspace.evidence.imports()}
    except Damaged:
        return
    logged = set()
    for stored in workspace.ledger.all_events():
        event = stored.event
        if event.get("type") != "import":
            continue
        said = event.get("import")
        said = said if isinstance(said, dict) else {}
        ident, name, seq = str(said.get("id")), str(said.get("name")), int(event["seq"])
        logged.add(ident)
        row = held.get(ident)
        if (
            row is None
            and workspace.evidence.holds_bytes(str(said.get("sha256") or "")) is not None
        ):
            continue
        if row is None:
            says = f"Event {seq} names the import {name}, which the evidence does not hold."
            yield Finding("evidence_missing", says, shape.EVIDENCE, seq, str(event["id"]))
        elif str(said.get("sha256") or "") != row.sha256:
            says = f"The import {name} is not the one that event {seq} names."
            yield Finding("import_differs", says, shape.EVIDENCE, seq, str(event["id"]))
    for ident, row in held.items():
        if ident not in logged:
            yield Finding("unlogged", f"The import {row.name} has no event yet.", shape.EVIDENCE)


def _media(workspace: Checked, tell: Tell) -> Iterator[Finding]:
    """Every stored file that is named, byte for byte, and those that nothing names."""
    sql = "SELECT sha256 FROM media WHERE state = 'present' UNION SELECT sha256 FROM source_file"
    try:
        wanted = {str(sha256) for (sha256,) in workspace.evidence.rows(sql) if sha256}
        wanted |= set(_in_bags(workspace))
        gone = purged_files(one.event for one in workspace.ledger.all_events())
    except Damaged:
        return
    for place, sha256 in enumerate(sorted(wanted)):
        tell("stored files", place, len(wanted))
        try:
            for _ in workspace.blobs.stream(sha256):
                pass
        except Refused:
            if sha256 not in gone:
                yield Finding(
                    "blob_missing", f"The stored file {sha256[:12]}… is missing.", "blobs"
                )
        except Damaged as error:
            yield Finding("blob_damaged", f"{sha256[:12]}…: {error.message}", "blobs")
    named = workspace.blobs.names(wanted)
    extra = [path for path in workspace.blobs.files() if path.name not in named]
    if extra:
        yield Finding("orphan_blob", f"{len(extra):,} stored files belong to no import.", "blobs")


def _in_bags(workspace: Checked) -> Iterator[str]:
    """The files of bundles that only their tag manifest names: what makes a bag a bag."""
    rows = workspace.evidence.rows(
        "SELECT sha256 FROM source_file WHERE path LIKE '%/tagmanifest-sha256.txt'"
    )
    for (sha256,) in rows:
        try:
            text = workspace.blobs.open(str(sha256)).decode("utf-8", "replace")
        except ReviewerError:
            continue
        words = [line.split(" ", 1)[0] for line in text.splitlines()]
        yield from (word for word in words if SHA256_RE.match(word))


def _search(workspace: Checked) -> Iterator[Finding]:
    path = workspace.folder / shape.SEARCH / shape.SEARCH_DB
    if not path.is_file():
        yield Finding("search", "There is no search index yet.", shape.SEARCH_DB)
        return
    try:
        key = workspace.keys.database(shape.SEARCH_DB)
        conn = connect(path, key, durable=False, read_only=True)
        try:
            broken = bad_pages(conn)
        finally:
            conn.close()
    except ReviewerError as error:
        yield Finding("search", f"The search index: {error.message}", shape.SEARCH_DB)
        return
    if broken:
        yield Finding("search", f"The search index is damaged: {broken[0]}.", shape.SEARCH_DB)


def _backups(workspace: Checked, folder: Path) -> Iterator[Finding]:
    """The newest backup byte for byte; that the others have their files."""
    found = listed(folder)
    if not found:
        yield Finding("no_backup", "There is no backup of this workspace.")
    for backup in found[:1]:
        _, files = read_note(backup.folder)
        differ = [
            name
            for name, digest in files.items()
            if not (backup.folder / name).is_file()
            or sha256_hex((backup.folder / name).read_bytes()) != digest
        ]
        pool = folder / shape.BLOBS
        lost = [name for name in backup.blobs if not (pool / name[:2] / name).is_file()]
        try:
            profile = shape.read_profile(backup.folder)
            if not differ and not lost:
                verify_backup(backup.folder, profile, workspace.keys, workspace.signer)
                continue
            says = f"{(differ or lost)[0]} is damaged or missing."
        except ReviewerError as error:
            says = error.message
        yield Finding("backup", f"The newest backup, {backup.folder.name}: {says}")


def _clock(workspace: Checked) -> Iterator[Finding]:
    """Events whose clock went back."""
    seqs = [one.seq for one in workspace.ledger.all_events() if one.event.get("clock_suspect")]
    if seqs:
        word = "event" if len(seqs) == 1 else "events"
        says = f"The clock had gone back at {len(seqs):,} {word}, first at event {seqs[0]}."
        yield Finding("clock", says, shape.LEDGER, seqs[0])

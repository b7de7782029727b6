"""What rows share: a scratch folder, made records, a workspace with them, one with decisions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from reviewer import bootstrap
from reviewer.bench.made import PLATFORM, Maker, Size
from reviewer.intake.run import import_paths
from reviewer.session.ground.policies import default_policy
from reviewer.store.disk.engine import Connection, connect
from reviewer.store.workspace import Workspace

KEY = bytes(range(32))
"""The key of the databases that limits are taken on."""


class Stock:
    """Made when first asked for, in one folder that the caller removes."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.folder = folder
        self.size = size
        self._count = 0

    def place(self, name: str) -> Path:
        """A path that nobody has yet."""
        self._count += 1
        return self.folder / f"{self._count:03d}-{name}"

    @cached_property
    def maker(self) -> Maker:
        """The words and the size of the made material."""
        return Maker(self.size)

    @cached_property
    def records(self) -> Path:
        """The folder of the made records."""
        return self.maker.write(self.place("records"))

    @cached_property
    def batch(self) -> Path:
        """The folder of the made records that the import rows take in again and again."""
        if self.size.imported == self.size.posts:
            return self.records
        size = replace(self.size, posts=self.size.imported, accounts=self.size.accounts // 2)
        return Maker(size).write(self.place("batch"))

    @cached_property
    def material(self) -> Path:
        """A closed workspace with the records, indexed."""
        folder = self.place("material")
        session = bootstrap.open_session(bootstrap.create_workspace(folder, "bench", None))
        try:
            session.jobs.import_paths([self.records])
        finally:
            session.close()
        return folder

    @cached_property
    def decided(self) -> Path:
        """A closed workspace with a long ledger and no evidence."""
        folder = self.place("decided")
        with bootstrap.create_workspace(folder, "bench", None) as workspace:
            add_decisions(workspace, self.size.events)
        bootstrap.open_session(bootstrap.open_workspace(folder, None)).close()
        return folder

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """The material, open; other rows may use it at another time."""
        with bootstrap.open_workspace(self.material, None) as workspace:
            yield workspace

    @contextmanager
    def empty(self, name: str = "fresh") -> Iterator[Workspace]:
        """An empty workspace that is removed afterwards."""
        folder = self.place(name)
        try:
            with bootstrap.create_workspace(folder, "bench", None) as workspace:
                yield workspace
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def database(self, name: str = "limit.db", *, encrypted: bool = True) -> Iterator[Connection]:
        """A database of the product's kind for a limit, removed afterwards."""
        path = self.place(name)
        conn = connect(path, KEY, durable=True) if encrypted else plain(path)
        try:
            yield conn
        finally:
            conn.close()
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)


def plain(path: Path) -> Connection:
    """The same SQLite without encryption, for the row that says what encryption costs."""
    conn: Connection = Connection(str(path), isolation_level=None)
    conn.path = path
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "temp_store = MEMORY"):
        conn.execute(f"PRAGMA {pragma}").fetchall()
    return conn


def take_in(workspace: Workspace, records: Path) -> None:
    """Import without the index: what makes material usable."""
    import_paths(workspace, [records])


@cache
def _policy() -> dict[str, Any]:
    """The reference of the set that ships with the program, without a policy."""
    return dict(default_policy().reference(None))


def decision(number: int) -> dict[str, Any]:
    """A decision as the desk appends it."""
    return {
        "type": "decision",
        "case": f"case-{number}",
        "subject": {"kind": "account", "id": f"{PLATFORM}:{number}"},
        "outcome": "no_violation" if number % 3 else "suspend",
        "ground": "terms",
        "rationale": "Seen whole; nothing else applies." if number % 5 == 0 else "",
        "policy": _policy(),
        "seen": {"digest": f"{number:064x}"},
    }


def add_decisions(workspace: Workspace, count: int) -> None:
    """Append decisions about ever new accounts, a thousand at a time."""
    for start in range(0, count, 1000):
        drafts = [decision(n) for n in range(start, min(start + 1000, count))]
        workspace.ledger.append([{**one, "group": str(one["case"])} for one in drafts])

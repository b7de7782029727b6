"""Stop: child safety, down to the bytes of the cache files, over restarts and later imports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from reviewer.domain.errors import Refused
from reviewer.store.disk.engine import CACHE_PAGE, PAGE
from reviewer.store.workspace import Workspace
from tests.session.kit import Keys, demo, opened

RESERVED = 80
"""SQLCipher 4 keeps 16 bytes of IV and 64 of HMAC at the end of each page."""
PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


def plain(path: Path, key: bytes, page: int) -> bytes:
    """Every page of a database file in the clear, free ones too, then its log's size must be 0."""
    raw, found = path.read_bytes(), b""
    for start in range(0, len(raw), page):
        one = raw[start : start + page]
        body = one[16 if start == 0 else 0 : page - RESERVED]
        iv = one[page - RESERVED : page - RESERVED + 16]
        reader = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        found += reader.update(body) + reader.finalize()
    return found


def cache_of(workspace: Workspace) -> bytes:
    """The cache's file in the clear, after its log was brought in."""
    conn = workspace.cache._conn
    assert conn is not None
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    key = workspace.keys.database("cache.db")
    return plain(workspace.folder / "cache.db", key, CACHE_PAGE)


def look_at_first_medium(keys: Keys) -> tuple[str, str, bytes]:
    """Make its thumbnail; its subject key, hash, and a stretch of the thumbnail's bytes."""
    keys.press("Ctrl+3", "D")
    key = keys.session.desk.medium
    query = keys.session.picture(key)
    assert query is not None and not query().failed
    sha256 = next(t.sha256 for t in keys.session.media().tiles if t.key == key)
    kept = keys.session.workspace.cache._one("SELECT data FROM thumb WHERE sha256 = ?", sha256)
    return key, sha256, bytes(kept)[-96:-32]


def with_hash(folder: Path, sha256: str, name: str = "hashes.jsonl") -> Path:
    """Material that brings a perceptual hash of a medium."""
    record = {
        "sha256": sha256,
        "bytes": 1,
        "mime": "image/png",
        "hashes": [{"alg": "pdq", "value": PDQ}],
    }
    path = folder / name
    path.write_text(json.dumps(record) + "\n")
    return path


def test_nothing_of_a_stopped_medium_is_left_but_its_hash_and_the_time(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    with opened(folder) as keys:
        session = keys.session
        key, sha256, stretch = look_at_first_medium(keys)
        session.jobs.import_paths([with_hash(tmp_path, sha256)])
        row = session.workspace.evidence.media(sha256)
        assert row is not None and row.hashes
        assert stretch in cache_of(session.workspace), "the test would see what is left"
        session.save_note(session.desk.case_id, session.desk.account, "not to be in the event")
        keys.press("Ctrl+Shift+K")
        workspace = session.workspace
        assert session.desk.conceal == "hide" and not session.desk.medium
        assert workspace.cache._one("SELECT count(*) FROM thumb WHERE sha256 = ?", sha256) == 0
        wal = workspace.folder / "cache.db-wal"
        assert not wal.exists() or wal.stat().st_size == 0
        assert stretch not in cache_of(workspace)
        row = workspace.evidence.media(sha256)
        assert row is not None and not row.hashes
        event = list(workspace.ledger.events())[-1].event
        assert event["type"] == "child_safety"
        assert event["subject"] == {"kind": "media", "id": sha256}
        left = {"v", "id", "type", "device", "seq", "prev", "actor", "at", "subject"}
        assert set(event) <= left, set(event) - left
        never_shown(keys, key, sha256)
        keys.press("Z")
        keys.press("Z")
        never_shown(keys, key, sha256)
    with opened(folder) as keys:
        keys.press("Ctrl+3")
        never_shown(keys, key, sha256)
        assert stretch not in cache_of(keys.session.workspace)


def never_shown(keys: Keys, key: str, sha256: str) -> None:
    """It is locked in every view, and its bytes stay, encrypted and shut."""
    session = keys.session
    tile = next(t for t in session.media().tiles if t.key == key)
    assert (tile.state, tile.state_words) == ("locked", "locked, child safety")
    if session.desk.shut:
        session.exposure.clearer()
    session.select_medium(key)
    assert session.picture(key) is None
    said = [fact.value for fact in session.inspector().hash_facts]
    assert said in ([], ["locked, child safety"])
    for act in (session.exposure.clearer, session.pin, session.flag):
        session.set_pane("media")
        with pytest.raises(Refused, match="locked: child safety"):
            act()
    with pytest.raises(Refused, match="locked: child safety"):
        session.label(1)
    with pytest.raises(Refused, match="locked: child safety"):
        session.exposure.reveal(True)
    blobs = session.workspace.blobs
    assert blobs.has(sha256)
    with pytest.raises(Refused, match="never opened"):
        blobs.open(sha256)
    session.workspace.cache.put(sha256, "late", b"late")
    assert session.workspace.cache.get(sha256, "late") is None
    session.exposure.conceal()


def test_a_later_import_of_the_same_hash_stays_locked(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        key, sha256, _ = look_at_first_medium(keys)
        keys.press("Ctrl+Shift+K")
        keys.session.jobs.import_paths([with_hash(tmp_path, sha256, "again.jsonl")])
        row = keys.session.workspace.evidence.media(sha256)
        assert row is not None and not row.hashes
        assert PDQ.encode() not in plain(
            keys.session.workspace.folder / "evidence.db",
            keys.session.workspace.keys.database("evidence.db"),
            PAGE,
        )
        never_shown(keys, key, sha256)


def test_a_pin_from_before_is_no_evidence_any_more(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        look_at_first_medium(keys)
        keys.press("B")
        assert len(keys.session.staging.pins()) == 1
        keys.press("Ctrl+Shift+K")
        assert keys.session.staging.pins() == ()


def test_without_a_medium_everything_is_hidden_and_that_is_said(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        events = keys.session.status()["events"]
        keys.press("Ctrl+Shift+K")
        assert keys.session.desk.conceal == "hide"
        assert "none was locked" in keys.session.safety.said
        keys.expect(events=events)


def test_what_could_not_be_recorded_is_locked_all_the_same_and_logged_on_opening(
    tmp_path: Path,
) -> None:
    folder = demo(tmp_path / "ws")
    with opened(folder) as keys:
        key, sha256, _ = look_at_first_medium(keys)
        keys.session._core.saver.stopped = "The disk is full."
        keys.press("Ctrl+Shift+K")
        assert "The record of it follows" in keys.session.safety.said
        assert keys.session.workspace.locks.unlogged() == [sha256]
        never_shown(keys, key, sha256)
    with opened(folder) as keys:
        assert keys.session.workspace.locks.unlogged() == []
        assert sha256 in keys.session.workspace.ledger.state.locked


def test_a_stop_that_tells_more_than_a_hash_is_refused(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        draft = {"type": "child_safety", "subject": {"kind": "media", "id": "a" * 64}}
        for more in ({"case": "T-1"}, {"rationale": "text"}, {"pinned": [draft["subject"]]}):
            with pytest.raises(Refused, match="hash and the time only"):
                keys.session.workspace.ledger.append([{**draft, **more}])

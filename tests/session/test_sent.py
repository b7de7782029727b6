"""Nothing decided is lost by a restore: counts, export and history know the old device, too."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

from reviewer import bootstrap
from reviewer.exchange.checking.verify import verify
from reviewer.session.known import sent
from reviewer.session.session import Session
from reviewer.store.restore import restore
from tests.store.kit import PASSPHRASE, Clock, decision, make


def desk(folder: Path) -> Session:
    return bootstrap.open_session(bootstrap.open_workspace(folder, PASSPHRASE))


def decided(package: Path) -> set[str]:
    with zipfile.ZipFile(package) as found:
        text = found.read("data/decisions.csv").decode("utf-8")
    return {row["subject_id"] for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_decide_back_up_lose_restore_decide_export(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    make(folder).close()
    session = desk(folder)
    session.workspace.ledger.append([decision("1"), decision("2")])
    session.jobs.export(tmp_path / "early.zip")
    session.workspace.ledger.append([decision("3")])
    assert session.jobs.waiting() == 1
    backup = session.backups.make()
    session.workspace.ledger.append([decision("lost")])
    length = session.workspace.ledger.length()
    session.close()
    shutil.rmtree(folder)

    done = restore(backup.folder, folder, PASSPHRASE, clock=Clock())
    session = desk(folder)
    ledger = session.workspace.ledger
    assert [one.device for one in ledger.earlier] == [done.from_device]
    assert ledger.length() == length, "the lost one out, the restore in"
    assert session.jobs.waiting() == 2, "event 3 of the old device, and the restore"
    assert session.jobs.unacknowledged() == done.seq, "exported is not acknowledged; one export out"
    ledger.append([decision("4")])
    first = session.jobs.export(tmp_path / "a.zip")
    assert decided(tmp_path / "a.zip") == {f"twitter:{n}" for n in "1234"}
    assert session.jobs.waiting() == 0
    second = session.jobs.export(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert first.sha256 == second.sha256 and first.chains == second.chains
    exports = [e for e in ledger.own_events() if e["type"] == "export"]
    assert len(exports) == 1 and exports[0]["export"]["chains"] == first.chains
    report = verify(tmp_path / "a.zip", own=session.workspace.signer.public)
    assert report.ok and report.trust == "own" and report.events == done.seq + 2
    titles = [row.title for row in session.history()]
    assert any("twitter:1" in title for title in titles) and "restored" in " ".join(titles)
    session.close()

    session = desk(folder)
    assert session.jobs.waiting() == 0, "also after a restart"
    session.workspace.ledger.append([{"type": "receipt", "acknowledged": first.to_seq}])
    assert session.jobs.unacknowledged() == 0, "the receipt for the package counts for both chains"
    assert sent.acknowledged_seq(session._core, done.from_device) == done.seq
    session.workspace.ledger.append([decision("5")])
    third = session.jobs.export(tmp_path / "c.zip")
    assert third.chains == [] and third.from_seq == first.to_seq + 1
    assert decided(tmp_path / "c.zip") == {f"twitter:{n}" for n in "12345"}
    assert verify(tmp_path / "c.zip").ok
    session.close()


def test_restored_twice(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
    for ident in "23":
        session = desk(folder)
        backup = session.backups.make()
        session.close()
        restore(backup.folder, folder, PASSPHRASE)
        session = desk(folder)
        session.workspace.ledger.append([decision(ident)])
        session.close()
    session = desk(folder)
    result = session.jobs.export(tmp_path / "out.zip")
    assert len(result.chains) == 2 and decided(tmp_path / "out.zip") == {
        f"twitter:{n}" for n in "123"
    }
    report = verify(tmp_path / "out.zip")
    assert report.ok and report.events == session.workspace.ledger.length() - 1
    assert session.workspace.ledger.check() is None
    session.close()


def test_the_last_export_is_remembered(tmp_path: Path) -> None:
    make(tmp_path / "w").close()
    session = desk(tmp_path / "w")
    ledger, device = session.workspace.ledger, session.workspace.ledger.head()[0]
    assert sent.exported_seq(session._core, device) == 0
    ledger.append([{"type": "export", "export": {"from": 1, "to": 2}}])
    foreign = {"from": 1, "to": 2, "chains": [{"device": "somebody", "to_seq": 9}, "junk"]}
    ledger.append([{"type": "export", "export": json.loads(json.dumps(foreign))}])
    session.close()
    session = desk(tmp_path / "w")
    assert sent.exported_seq(session._core, device) == 2
    session.close()

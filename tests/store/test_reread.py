"""What opening took from the snapshot is read again, every event of it, in small steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.ledger.reread import Reread
from reviewer.store.workspace import Workspace
from tests.store.kit import PASSPHRASE, decision, make, reopen
from tests.store.merge_kit import Chain, roster


@pytest.fixture(autouse=True)
def every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing writes a snapshot whatever came."""
    monkeypatch.setattr(Ledger, "snapshot_after", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed workspace: seven own events, three and two of other hands, a snapshot of all."""
    folder, ada, bob = tmp_path / "w", Chain("ada"), Chain("bob")
    for chain, count in ((ada, 3), (bob, 2)):
        for n in range(count):
            chain.decide(str(n))
    with make(folder) as workspace:
        for n in range(7):
            workspace.ledger.append([{**decision(str(n)), "rationale": f"reason {n}"}])
        for chain in (ada, bob):
            workspace.ledger.merge(chain.parcel(), roster(ada.entry(), bob.entry()))
    return folder


def to_the_end(reread: Reread, rows: int) -> int:
    """Step until nothing is left; how many steps."""
    steps = 1
    while reread.step(rows):
        steps += 1
        assert steps < 100
    return steps


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_every_event_is_read_once(folder: Path, rows: int) -> None:
    with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
        reread = found.ledger.reread()
        assert reread is not None and reread.left == found.ledger.length() + 5 >= 12
        count = reread.left
        assert to_the_end(reread, rows) >= (count if rows == 1 else 1)
        assert reread.read == count and reread.left == 0
        assert not reread.step(rows), "the end is the end"


def test_what_comes_meanwhile_disturbs_nothing(folder: Path) -> None:
    with reopen(folder) as workspace:
        ledger = workspace.ledger
        reread = ledger.reread()
        assert reread is not None
        count, carol = reread.left, Chain("carol")
        carol.decide("9")
        reread.step(3)
        ledger.append([decision("8")])
        ledger.merge(carol.parcel(), roster(carol.entry()))
        to_the_end(reread, 3)
        assert reread.read == count


def test_where_all_was_followed_nothing_is_read_again(folder: Path) -> None:
    (folder / "ledger.snapshot").unlink()
    with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
        assert found.ledger.reread() is None


CHANGES = {
    "a word": ("UPDATE event SET text = replace(text, 'reason 2', 'season 2')", "edited"),
    "the last word": ("UPDATE event SET text = replace(text, 'reason 6', 'season 6')", "edited"),
    "another's word": (
        "UPDATE event SET text = replace(text, '2026', '2027') WHERE n ="
        " (SELECT n FROM event WHERE text LIKE '%ada%' ORDER BY n DESC LIMIT 1)",
        "edited",
    ),
    "no event": (
        "UPDATE event SET text = '[]' WHERE n = (SELECT n FROM event ORDER BY n LIMIT 1)",
        "edited",
    ),
    "one gone": (
        "DELETE FROM event WHERE n = (SELECT n FROM event ORDER BY n LIMIT 1 OFFSET 3)",
        "removed",
    ),
    "the last gone": (
        "DELETE FROM event WHERE n = (SELECT max(n) FROM event)",
        "removed",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("rows", [1, 100])
def test_what_changed_is_found_and_named(folder: Path, change: str, rows: int) -> None:
    sql, code = CHANGES[change]
    with reopen(folder) as workspace:
        conn = workspace.ledger._conn
        before = [text for (text,) in conn.execute("SELECT text FROM event")]
        reread = workspace.ledger.reread()
        assert reread is not None
        conn.execute("DROP TRIGGER event_no_update")
        conn.execute("DROP TRIGGER event_no_delete")
        conn.execute(sql)
        assert [text for (text,) in conn.execute("SELECT text FROM event")] != before
        with pytest.raises(Damaged) as told:
            to_the_end(reread, rows)
        assert told.value.code == code and told.value.file == "ledger.db"
        assert told.value.line and "newest backup" in told.value.next_step

"""Bits that flip anywhere: in the databases, the head, the profile, a roster, a package."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from reviewer import bootstrap
from reviewer.domain.errors import Damaged, Refused, ReviewerError
from reviewer.exchange.checking.verify import verify
from reviewer.store.disk.engine import bad_pages, connect
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.workspace import Workspace
from reviewer.trust import roster as rosters
from reviewer.trust.cards import card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.profile import new_profile
from tests.store.kit import PASSPHRASE, Seeded, decision, make
from tests.watch import Tally

Amount = Callable[[int, int], int]


def flips(raw: bytes, count: int, seed: int = 5) -> Iterator[bytes]:
    """``raw`` with one bit changed, again and again."""
    dice = Random(seed)
    for _ in range(count):
        changed = bytearray(raw)
        changed[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        yield bytes(changed)


def unseen(path: Path, count: int, seen: Callable[[], bool]) -> int:
    """How many flips in a file nobody noticed; the file is as before afterwards."""
    raw, missed = path.read_bytes(), 0
    try:
        for changed in flips(raw, count):
            path.write_bytes(changed)
            missed += not seen()
    finally:
        path.write_bytes(raw)
    return missed


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with decisions."""
    folder = tmp_path_factory.mktemp("flips") / "w"
    with make(folder) as made:
        for n in range(5):
            made.ledger.append([decision(str(n))])
    return folder


@pytest.fixture(autouse=True)
def no_wait_before(workspace: Path) -> None:
    """A profile with flipped bits counts as wrong passphrases; those of one test do not make the
    next one wait."""
    (workspace / "attempts.json").unlink(missing_ok=True)


def opens_sound(folder: Path) -> bool:
    """Opening and the full check of the ledger find nothing wrong."""
    try:
        with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
            return found.ledger.check() is None
    except (Damaged, Refused):
        return False


@pytest.mark.parametrize("name", ["ledger.db", "head", "profile.json"])
def test_what_opening_and_the_check_read(
    workspace: Path, name: str, amount: Amount, tally: Tally
) -> None:
    count = amount(60, 1200 if name == "ledger.db" else 600)
    missed = unseen(workspace / name, count, lambda: not opens_sound(workspace))
    tally.add("bit flips", flips=count, unseen=missed)
    assert missed == 0


def test_a_snapshot(
    tmp_path: Path, workspace: Path, amount: Amount, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that changed is passed over: all is folded anew, and nothing else is said."""
    monkeypatch.setattr(Ledger, "snapshot_after", 1)
    folder = shutil.copytree(workspace, tmp_path / "w")
    with Workspace.open(folder, PASSPHRASE) as found:
        said, events = found.ledger.state.digest(), found.ledger.length()

    def seen() -> bool:
        with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
            assert found.ledger.state.digest() == said
            return found.ledger.folded_at_opening == events

    assert not seen()
    count = amount(60, 600)
    missed = unseen(folder / "ledger.snapshot", count, seen)
    tally.add("bit flips", flips=count, unseen=missed)
    assert missed == 0


@pytest.mark.parametrize("name", ["evidence.db", "desk.db"])
def test_the_seal_of_every_page(workspace: Path, name: str, amount: Amount, tally: Tally) -> None:
    with Workspace.open(workspace, PASSPHRASE, read_only=True) as found:
        key = found.keys.database(name)

    def seen() -> bool:
        try:
            conn = connect(workspace / name, key, durable=True, read_only=True)
        except ReviewerError:
            return True
        try:
            return bool(bad_pages(conn))
        finally:
            conn.close()

    count = amount(60, 800)
    missed = unseen(workspace / name, count, seen)
    tally.add("bit flips", flips=count, unseen=missed)
    assert missed == 0


def test_a_package(tmp_path: Path, workspace: Path, amount: Amount, tally: Tally) -> None:
    folder = shutil.copytree(workspace, tmp_path / "w")
    with Workspace.open(folder, PASSPHRASE) as found:
        key = found.signer.public
    out = tmp_path / "out.zip"
    session = bootstrap.open_session(bootstrap.open_workspace(folder, PASSPHRASE))
    session.jobs.export(out)
    session.close()
    assert verify(out, own=key).ok

    whole = contents(out)

    def seen() -> bool:
        """Found wrong; or only the zip around it changed (a time, an attribute), no file in it."""
        try:
            if not verify(out, own=key).ok:
                return True
        except ReviewerError:
            return True
        same = contents(out) == whole
        tally.add("bit flips", in_the_zip_alone=int(same))
        return same

    count = amount(60, 1000)
    missed = unseen(out, count, seen)
    tally.add("bit flips", flips=count, unseen=missed)
    assert missed == 0


def contents(package: Path) -> dict[str, bytes]:
    """Every file of a zip by its name."""
    with zipfile.ZipFile(package) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_roster(tmp_path: Path, amount: Amount, tally: Tally) -> None:
    profile, secrets = new_profile(
        "root", "p", 0, Seeded().bytes, memory_kib=64, iterations=1, lanes=1
    )
    signer = Signer.from_private(secrets.signing)
    first = rosters.first_roster(read_card(card(profile, signer)), 1, "2026-01-01T00:00:00.000Z")
    path = tmp_path / "roster.dsse.json"
    path.write_text(first.to_text(signer), "utf-8")

    def seen() -> bool:
        """Refused, or not what was signed."""
        try:
            return rosters.read(path.read_bytes()) != first
        except (Refused, Damaged):
            return True

    count = amount(60, 1000)
    missed = unseen(path, count, seen)
    tally.add("bit flips", flips=count, unseen=missed)
    assert missed == 0

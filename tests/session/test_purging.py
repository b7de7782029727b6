"""Purge: what is gone is gone from every file, what must stay stays, a crash only delays it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import structs

from reviewer.domain import events as ev
from reviewer.domain.custody import ms_of_time
from reviewer.domain.errors import Refused
from reviewer.domain.ids import SubjectRef
from reviewer.session.exchange.last_station import made_ms
from reviewer.session.known import sent
from reviewer.session.session import Session
from reviewer.store import purge as steps
from reviewer.store.disk import shape
from reviewer.store.disk.engine import connect
from reviewer.store.safety.aside import Aside
from reviewer.store.safety.whole import check_whole
from tests.session.kit import Keys, demo, opened
from tests.store.merge_kit import HOLD, Chain

DAY = 86_400_000
DRAFT = "Mirrors of a closed channel, heliotrope."


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case decided under a rule, with a pin and a note, exported and receipted."""
    folder = demo(tmp_path_factory.mktemp("lead") / "ws")
    with opened(folder) as keys:
        session = keys.session
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        result = session.jobs.export(folder.parent / "out.zip")
        receipt(session, result.to_seq)
        keys.clock.step(400 * DAY)
    return folder


def receipt(session: Session, seq: int) -> None:
    core = session._core
    core.append([{"type": "receipt", "acknowledged": seq}])


@pytest.fixture
def lead(decided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided, tmp_path / "ws"))


def old(keys: Keys) -> Session:
    keys.clock.step(400 * DAY)
    return keys.session


def raw(session: Session) -> bytes:
    """Every page of every database as it reads once decrypted, used or free, and all logs."""
    space, found = session.workspace, b""
    for name in (shape.EVIDENCE, shape.DESK, f"{shape.SEARCH}/{shape.SEARCH_DB}"):
        key = space.keys.database(Path(name).name)
        conn = connect(space.folder / name, key, durable=False)
        try:
            assert conn.execute("PRAGMA freelist_count").fetchone()[0] == 0 or name == shape.DESK
            for (sql,) in conn.execute("SELECT sql FROM sqlite_master").fetchall():
                found += str(sql).encode()
            tables = conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
            for (table,) in tables:
                if table in ("post_words", "account_words"):
                    continue
                for row in conn.execute(f"SELECT * FROM {table}"):
                    found += b"\x00".join(_bytes(v) for v in row)
        finally:
            conn.close()
        log = (space.folder / name).with_name(Path(name).name + "-wal")
        assert not log.exists() or log.stat().st_size == 0
    return found


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def test_everything_of_a_case_is_gone_and_the_ledger_stands(lead: Path) -> None:
    with opened(lead) as keys:
        session = old(keys)
        evidence = session.workspace.evidence
        shown = session.purging.preview()
        (case_id,) = shown.scope.cases
        case = evidence.case(case_id)
        assert case is not None and case.posts
        texts = [post.text for post in evidence.timeline_page(case.account, None, 500)]
        assert any(text.encode() in raw(session) for text in texts)
        hashes = [*shown.scope.files, *shown.scope.sources]
        assert shown.scope.files and all(session.workspace.blobs.has(h) for h in hashes)
        session.workspace.desk.save_draft(case_id, case.subjects[0], DRAFT)
        assert DRAFT.encode() in raw(session)
        digests = {c.case_id: evidence.digest_of_case(c.case_id) for c in evidence.cases()}
        session.purging.purge(shown)
        left = raw(session)
        others = " ".join(text for (text,) in evidence.rows("SELECT text FROM post"))
        only_here = [text for text in texts if text not in others]
        assert only_here and not any(text.encode() in left for text in only_here)
        assert DRAFT.encode() not in left
        assert not any(session.workspace.blobs.has(h) for h in hashes)
        hits = {hit.id for text in only_here[:5] for hit in session.search(f'"{text}"').hits}
        assert not hits & {key for *_, key in shown.scope.posts}
        bare = evidence.case(case_id)
        assert bare is not None and (bare.posts, bare.handle, bare.media) == (0, "", 0)
        after = {c.case_id: evidence.digest_of_case(c.case_id) for c in evidence.cases()}
        assert {k: v for k, v in after.items() if k != case_id} == {
            k: v for k, v in digests.items() if k != case_id
        }
        row = next(r for r in session.queue().rows if r.case_id == case_id)
        assert row.state_word == "purged" and row.why.startswith("Purged on 20")
        event = session.workspace.ledger.own_events()[-1]
        assert event["type"] == "purge" and set(event["purge"]["media"]) == set(shown.scope.files)
        assert session.purging.preview().scope.cases == ()
        with Aside(session.workspace.source()) as aside:
            assert [one for one in check_whole(aside) if one.harm] == []
    with opened(lead) as keys:
        assert keys.session.status()["decisions"] == 1


@pytest.mark.parametrize("place", range(len(steps.STEPS) + 1))
def test_a_crash_at_any_step_only_delays_it(
    lead: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    done = []

    def stop(_words: str, number: int, _all: int) -> None:
        done.append(number)
        if number == place:
            raise KeyboardInterrupt

    with opened(lead) as keys:
        session = old(keys)
        shown = session.purging.preview()
        session.purging._announce(shown)
        if place < len(steps.STEPS):
            with pytest.raises(KeyboardInterrupt):
                session.purging._resume(stop)
        else:
            with monkeypatch.context() as patch:
                patch.setattr(steps, "_mark", _interrupted)
                with pytest.raises(KeyboardInterrupt):
                    session.purging._resume(stop)
        assert session.purging._waiting()
    with opened(lead) as keys:
        session = keys.session
        assert not session.purging._waiting()
        hashes = [*shown.scope.files, *shown.scope.sources]
        assert not any(session.workspace.blobs.has(h) for h in hashes)
        bare = session.workspace.evidence.case(shown.scope.cases[0])
        assert bare is not None and bare.posts == 0
        assert session.workspace.search.complete_now


def _interrupted(*_given: object) -> None:
    raise KeyboardInterrupt


def test_each_reason_to_stay_is_named(lead: Path) -> None:
    with opened(lead) as keys:
        session = keys.session
        done = next(r.case_id for r in session.queue().rows if r.group == "done")
        reasons = session.purging.preview([done]).blocked[done]
        assert reasons == ["younger than 183 days"]
        session = old(keys)
        others = session.purging.preview().reasons()
        assert others["not decided yet"] == session.status()["cases"] - 1
        session.select_case(done)
        subject = {"kind": "account", "id": session.desk.account.partition(":")[2]}
        hold = {
            "basis": "legal_hold",
            "authority": "court",
            "reference": "1",
            "from": "2026-01-01T00:00:00.000Z",
            "until": "",
            "disclosure_restricted": False,
        }
        core = session._core
        core.append([{"type": "hold.placed", "case": done, "subject": subject, "hold": hold}])
        core.append(
            [
                {
                    "type": "keepopen.requested",
                    "case": done,
                    "subject": subject,
                    "keepopen": {
                        "authority": "x",
                        "reference": "y",
                        "review_at": "2030-01-01T00:00:00.000Z",
                    },
                }
            ]
        )
        core.append(
            [
                {
                    "type": "refer",
                    "case": done,
                    "subject": subject,
                    "referral": {"to": "law_enforcement", "urgency": "routine"},
                }
            ]
        )
        found = session.purging.preview([done]).blocked[done]
        assert {"a hold stands", "somebody asked to keep it open", "a referral is open"} <= set(
            found
        )
        with pytest.raises(Refused) as caught:
            session.purging.purge(session.purging.preview([done]))
        assert caught.value.code == "nothing"


def test_what_was_not_receipted_stays(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        session = old(keys)
        reasons = session.purging.preview().reasons()
        assert reasons["a decision was not sent, or its receipt is missing"] >= 1
        assert session.purging.preview().scope.cases == ()
        with pytest.raises(Refused) as caught:
            session.purging.start(session.purging.preview(), "purge", _nothing, _nothing, _nothing)
        assert caught.value.code == "word"


def test_at_the_last_station_a_kept_package_stands_for_the_receipt(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        session = keys.session
        out = tmp_path / "kept.zip"
        session.jobs.export(out)
        old(keys)
        assert session.purging.preview().scope.cases == ()
        shown = session.purging.preview(packages=[out])
        assert len(shown.scope.cases) == 1 and len(shown.packages) == 1
        broken = tmp_path / "broken.zip"
        broken.write_bytes(out.read_bytes()[:-40])
        with pytest.raises(Refused) as caught:
            session.purging.preview(packages=[broken])
        assert caught.value.code == "not_proven"
        session.purging.purge(shown)
        said = session._core.state.books["purge"][-1]["purge"]
        assert said["last_station"] == list(shown.packages)


def test_a_package_that_does_not_hold_the_decision_proves_nothing_of_it(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        session, out = keys.session, tmp_path / "before.zip"
        session.jobs.export(out)
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        old(keys)
        assert session.purging.preview(packages=[out]).scope.cases == ()


def test_a_time_far_ahead_counts_as_the_day_of_the_export_that_carried_it(lead: Path) -> None:
    with opened(lead) as keys:
        session = old(keys)
        state = session._core.state
        (head,) = [f for one in state.decided() for f in one.heads]
        ahead = structs.replace(head, event={**head.event, "at": "9999-12-31T23:59:00.000Z"})
        carried = sent.carried_at(session._core, head.event["device"], head.event["seq"])
        assert made_ms(session._core, ahead) == ms_of_time(carried)
        unsent = structs.replace(ahead, event={**ahead.event, "seq": 10_000})
        assert made_ms(session._core, unsent) > session._core.clock.now_ms()


def _nothing(*_given: object) -> None:
    """Nobody listens."""


def test_a_hold_that_was_forked_away_still_keeps_the_evidence(lead: Path) -> None:
    with opened(lead) as keys:
        session = old(keys)
        (case_id,) = session.purging.preview().scope.cases
        case = next(c for c in session.purging._queue.cases() if c.case_id == case_id)
        subject = ev.subject_field(SubjectRef.from_key(case.subjects[0]))
        heron = Chain("heron")
        heron.add("hold.placed", subject=subject, hold=HOLD)
        other = heron.fork(0)
        other.add("note", subject=subject)
        for chain in (heron, other):
            session.workspace.ledger.merge(chain.parcel(), None)
        assert not session.workspace.ledger.state.subject(case.subjects[0]).holds
        shown = session.purging.preview()
        assert not shown.scope.cases
        assert any("a hold came that does not count" in why for why in shown.blocked[case_id])


def test_a_hold_on_a_post_keeps_its_case(lead: Path) -> None:
    with opened(lead) as keys:
        session = old(keys)
        (case_id,) = session.purging.preview().scope.cases
        place = session.purging.preview().scope.posts[0]
        subject = ev.subject_field(SubjectRef("post", place[3]))
        heron = Chain("heron")
        heron.add("hold.placed", subject=subject, hold=HOLD)
        session.workspace.ledger.merge(heron.parcel(), None)
        shown = session.purging.preview()
        assert not shown.scope.cases and not shown.scope.posts
        assert any("must stay" in why for why in shown.blocked[case_id])


def test_it_says_which_backups_still_hold_what_goes(lead: Path) -> None:
    with opened(lead) as keys:
        session = old(keys)
        assert session.purging.preview().backups == ()
        made = session.backups.make()
        shown = session.purging.preview()
        assert shown.scope.cases and shown.backups == (made.folder.name,)
        session.purging.purge(shown)
        assert made.folder.is_dir(), "it goes on holding it, and that is what was said"

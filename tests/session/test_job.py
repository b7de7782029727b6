"""The whole job through the one door, without a window: typed command keys on real material."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from reviewer import bootstrap
from reviewer.domain.fold import fold
from reviewer.exchange.checking.verify import verify
from tests.session.kit import Keys, demo, opened, workspace_of

PIN = ("Ctrl+2", "D", "B")


def decide(keys: Keys, *stage: str) -> None:
    """Pin the first post, write a note, stage, choose the first policy that fits, commit."""
    keys.press(*PIN)
    keys.session.save_note(keys.session.desk.case_id, keys.session.desk.account, "as pinned")
    keys.press(*stage, "P", "F", "F")


def test_every_outcome_an_undo_a_restart_a_refused_commit_and_the_export(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    with opened(folder) as keys:
        keys.press("Ctrl+2", "D", "R", "F", "F")
        keys.expect(decisions=0)
        assert "policy missing" in keys.session.desk.message
        keys.session.save_note(keys.session.desk.case_id, keys.session.desk.account, "mirrors")
        keys.press("B", "P", "F", "F")
        keys.expect(decisions=1, decisions_by_outcome__suspend=1)
        keys.press("Ctrl+2", "D", "B", "T", "F", "F")
        keys.expect(decisions=2, proposed=1)
        decide(keys, "E")
        decide(keys, "E", "E")
        decide(keys, "E", "E", "E")
        decide(keys, "R", "R")
        keys.press("Ctrl+2", "D", "Q", "F", "F", "Ctrl+2", "D", "W", "F", "F")
        keys.expect(
            decisions_by_outcome__restrict=1,
            decisions_by_outcome__warn=1,
            decisions_by_outcome__remove_content=1,
            decisions_by_outcome__suspend_temporary=1,
            decisions_by_outcome__no_violation=1,
        )
        before = keys.session.status()["decisions"]
        keys.press("Z", "Z")
        keys.expect(decisions=before - 1)
    with opened(folder) as keys:
        keys.press("Ctrl+Shift+Z")
        keys.expect(decisions=before)
        live = keys.session.workspace.ledger.state.digest()
        events = [e.event for e in keys.session.workspace.ledger.events()]
        assert fold(events).digest() == live
        out = tmp_path / "out.zip"
        result = keys.session.jobs.export(out)
        assert keys.session.jobs.export(out).sha256 == result.sha256
        keys.expect(pending_export=0)
        keys.press("Z")
        assert "exported" in keys.session.desk.message
    report = verify(out, own=bootstrap.public_key(folder))
    assert report.ok and report.trust == "own"
    with zipfile.ZipFile(out) as package:
        name = next(n for n in package.namelist() if n.endswith("decisions.csv"))
        rows = list(csv.DictReader(io.StringIO(package.read(name).decode("utf-8"))))
    assert len(rows) >= before


def test_two_taps_and_only_two_taps_commit(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+2", "D", "Q")
        keys.session.tap()
        keys.press("F")
        keys.expect(desk__armed="true", decisions=0)
        keys.clock.step(900)
        keys.press("F")
        keys.expect(desk__armed="true", decisions=0)
        keys.press("X", "F")
        keys.expect(desk__armed="true", decisions=0)
        keys.press("F")
        keys.expect(desk__armed="false", decisions=1)


def test_taps_in_the_dead_time_are_nothing(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+2", "D", "Q")
        for _ in range(5):
            keys.session.tap()
        keys.expect(desk__armed="false", decisions=0)


def test_a_note_stays_with_its_case_and_goes_into_the_decision(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        first, subject = keys.session.desk.case_id, keys.session.desk.account
        keys.session.save_note(first, subject, "only here")
        keys.press("Alt+Down")
        assert keys.session.inspector().note == ""
        keys.press("Alt+Up")
        assert keys.session.inspector().note == "only here"
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        decided = keys.session.workspace.ledger.state.subject(subject).decision
        assert decided is not None and decided.event["rationale"] == "only here"
        assert keys.session.workspace.desk.draft(first, subject) == ""


def test_later_comes_back_and_the_case_that_was_asked_leaves_the_list(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        left = keys.session.queue().left
        case = keys.session.desk.case_id
        keys.press("S")
        assert (keys.session.queue().left, keys.session.queue().later) == (left - 1, 1)
        keys.session.select_case(case)
        keys.press("S")
        assert (keys.session.queue().left, keys.session.queue().later) == (left, 0)
        keys.press("Ctrl+2", "D", "W", "F", "F")
        assert keys.session.queue().asked == 1


def test_one_key_may_only_reduce_exposure(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+3", "D")
        desk = keys.session.desk
        assert desk.level_of(desk.medium) == "blur"
        keys.session.exposure.reveal(True)
        assert desk.level_of(desk.medium) == "clear"
        keys.session.exposure.focus_lost()
        assert desk.level_of(desk.medium) == "blur"
        keys.press("C")
        assert desk.level_of(desk.medium) == "hide"
        keys.press("Shift+C", "Shift+C")
        assert desk.level_of(desk.medium) == "grey"
        keys.press("D")
        assert desk.level_of(desk.medium) == "blur"


def test_pictures_come_concealed_and_revealed_from_the_child(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Ctrl+3", "D")
        session, key = keys.session, keys.session.desk.medium
        query = session.picture(key)
        assert query is not None
        small = query()
        session.exposure.reveal(True)
        query = session.picture(key)
        assert query is not None
        clear = query()
        assert max(small.width, small.height) <= 24 < clear.width
        assert clear.revealed and not small.revealed
        session.exposure.conceal()
        assert session.picture(key) is None


def test_the_real_set_is_decided_and_exported(tmp_path: Path, real_data: Path) -> None:
    folder = workspace_of(tmp_path / "ws", real_data / "posts" / "twitter-api-v2")
    with opened(folder) as keys:
        cases = keys.session.status()["cases"]
        assert cases > 12
        for stage in ("Q", "E", "R", "Q", "W", "R", "E", "Q", "Q", "R", "E", "Q"):
            decide(keys, stage)
        assert keys.session.status()["decisions"] >= 11
        keys.session.jobs.export(tmp_path / "out")
    assert verify(tmp_path / "out").ok


def test_after_a_commit_the_next_case_by_rank_comes_not_the_one_that_was_skipped(
    tmp_path: Path,
) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        ids = [r.case_id for r in keys.session.queue().rows]
        keys.press("Alt+Down", "Alt+Down", "Ctrl+2", "D", "Q", "F", "F")
        keys.expect(desk__case=ids[3])
        keys.press("Z")
        keys.expect(desk__case=ids[2])
    with opened(tmp_path / "ws") as keys:
        keys.press("Ctrl+2", "D", "Q", "F", "F", "Alt+Left")
        keys.expect(desk__case=ids[2])
    with opened(tmp_path / "ws") as keys:
        keys.expect(desk__case=ids[0])


def test_the_first_policy_offered_fits_the_reports_and_is_else_the_least_grave(
    tmp_path: Path,
) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("R", "P")
        keys.expect(desk__policy="org.official_media")
        keys.press("Alt+Down", "R", "P")
        keys.expect(desk__policy="threat.veiled")
        keys.press("Alt+Down", "Alt+Down", "R", "P")
        assert keys.session.desk.staged is not None
        assert not keys.session.desk.staged.policy_id.startswith("threat")


def test_a_commit_names_its_policy_and_a_referral_says_that_it_is_proposed(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Alt+Down", "Ctrl+2", "D", "B", "T", "F", "F")
        assert "referral proposed" in keys.session.desk.message
        assert "under 1.1" in keys.session.desk.message


def test_a_filter_is_kept_said_and_cleared_by_esc(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.session.set_filter("warden_watch")
        keys.session.select_case(keys.session.queue().rows[0].case_id)
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        assert "nothing left under this filter" in keys.session.desk.message
        keys.press("Esc")
        assert keys.session.desk.filter == "" and keys.session.queue().shown == 18


def test_search_shows_the_cases_with_matches(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.session.search_all("spring tide")
        rows = keys.session.queue().rows
        assert [r.untrusted_handle for r in rows] == ["warden_watch"]
        assert rows[0].why == "Search: 1 match"


def test_a_case_found_opens_at_its_match_with_the_words_marked(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        session = keys.session
        session.search_all("tide")
        case = next(r for r in session.queue().rows if r.untrusted_handle == "warden_watch")
        session.select_case(case.case_id)
        rows = {row.key: row for row in map(session.timeline_row, range(session.timeline_len()))}
        row = rows[session.desk.event]
        assert [row.untrusted_text[a:b].lower() for a, b in row.marked] == ["tide"]
        matches = {key for key, one in rows.items() if one.marked}
        session.mark_shown(rows)
        keys.press("Ctrl+2", "Shift+D", "Shift+A")
        assert session.desk.event in matches
        session.set_filter("")
        assert not any(
            one.marked for one in map(session.timeline_row, range(session.timeline_len()))
        )


def test_the_strip_says_which_item_by_rank(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "ws")) as keys:
        keys.press("Alt+Down", "Alt+Down")
        header = keys.session.header()
        assert (header.item, header.items) == (3, 18)
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        assert keys.session.header().item == 4

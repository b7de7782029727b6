"""Odd cases and odd orders of acts on the desk: what is shown is what is decided, and the ledger
alone explains the state."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.fold import fold
from reviewer.domain.ids import SubjectRef
from reviewer.domain.rules import MAX_NOTE
from reviewer.exchange.checking.verify import verify
from reviewer.script import STEP_MS
from tests.bundle.made import ACCOUNT, AT, POST, jsonl
from tests.session.kit import Keys, opened, workspace_of
from tests.session.test_attack_import import Row, bag

MEDIUM = "0" * 64


def subject(kind: str, ident: str) -> Row:
    return {"kind": kind, "id": ident}


def odd_cases(folder: Path) -> Path:
    """Cases about two accounts, a post, a post that nobody has, a medium, a stub."""
    about = {
        "account": [subject("account", "17")],
        "both": [subject("account", "17"), subject("account", "18")],
        "post": [subject("post", "p1")],
        "nobody's post": [subject("post", "18")],
        "medium": [subject("media", MEDIUM)],
        "stub": [subject("account", "zz")],
    }
    posts = [{**POST, "post_id": f"p{n}", "text": f"hello {n}"} for n in range(4)]
    posts[0]["media"] = [MEDIUM]
    posts.append({**POST, "post_id": "o1", "account_id": "18"})
    return bag(
        folder,
        accounts=[ACCOUNT, {**ACCOUNT, "account_id": "18"}],
        posts=posts,
        media=[{"sha256": MEDIUM, "mime": "image/png", "state": "missing"}],
        cases=[{"case_id": c, "subjects": s, "opened_at": AT} for c, s in about.items()],
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("odd")
    return workspace_of(place / "ws", odd_cases(place / "bag"))


@pytest.fixture()
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ws"))


def group_of(keys: Keys, case_id: str) -> str:
    return next(r.group for r in keys.session.queue().rows if r.case_id == case_id)


def heads(keys: Keys, *names: str) -> list[bool]:
    return [bool(keys.session.workspace.ledger.state.subject(n).heads) for n in names]


def same_as_replayed(keys: Keys) -> None:
    ledger = keys.session.workspace.ledger
    assert fold(e.event for e in ledger.events()).digest() == ledger.state.digest()


def test_a_post_that_nobody_has_never_shows_the_account_of_the_same_id(folder: Path) -> None:
    with opened(folder) as keys:
        keys.session.select_case("nobody's post")
        assert keys.session.timeline_len() == 0
        assert keys.session.inspector().subject == "post:example:18"
        keys.press("R", "P", "F", "F")
        assert "only its content" in keys.session.desk.message
        keys.press("Q", "F", "F")
        assert heads(keys, "post:example:18", "account:example:18") == [True, False]


def test_a_case_about_a_post_is_done_when_its_author_is_decided_in_it(folder: Path) -> None:
    with opened(folder) as keys:
        keys.session.select_case("post")
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        assert group_of(keys, "post") == "done"
        keys.press("Z")
        assert group_of(keys, "post") == "left"


def test_a_case_of_two_accounts_goes_on_to_the_second(folder: Path) -> None:
    with opened(folder) as keys:
        session = keys.session
        session.select_case("both")
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        assert (session.desk.case_id, session.desk.account) == ("both", "account:example:18")
        assert session.timeline_len() == 2 and group_of(keys, "both") == "left"
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        assert group_of(keys, "both") == "done" == group_of(keys, "account")
        keys.press("Z", "Z")
        assert (session.desk.case_id, session.desk.account) == ("both", "account:example:17")
        same_as_replayed(keys)


def test_a_medium_is_shown_pinned_and_removed(folder: Path) -> None:
    with opened(folder) as keys:
        session = keys.session
        session.select_case("medium")
        assert [t.key for t in session.media().tiles] == [f"media:{MEDIUM}"]
        keys.press("Q", "F", "F")
        keys.expect(decisions=0)
        keys.press("X", "Ctrl+3", "D", "B", "E", "E", "E")
        fitting = session.staging.fitting()
        session.choose_policy(next(p.id for p in fitting if not p.quote_required))
        keys.press("F", "F")
        keys.expect(decisions_by_outcome__remove_content=1)
        assert group_of(keys, "medium") == "done"


def test_a_stub_of_which_there_is_nothing_to_show_can_be_decided(folder: Path) -> None:
    with opened(folder) as keys:
        keys.session.select_case("stub")
        keys.press("Q", "F", "F")
        assert group_of(keys, "stub") == "done"


def test_removing_content_answers_the_question_about_its_author(folder: Path) -> None:
    with opened(folder) as keys:
        session = keys.session
        session.select_case("account")
        keys.press("Ctrl+2", "D", "W", "F", "F")
        session.select_case("account")
        keys.press("Ctrl+2", "D", "B", "E", "E", "E", "P", "F", "F")
        asked = session.workspace.ledger.state.subject("account:example:17")
        assert not asked.escalated
        assert group_of(keys, "both") == "left"
        keys.press("Z")
        assert asked.escalated and group_of(keys, "account") == "asked"
        keys.press("Ctrl+Shift+Z")
        assert not asked.escalated
        same_as_replayed(keys)
        digest = session.workspace.ledger.state.digest()
        backwards = fold([e.event for e in session.workspace.ledger.events()][::-1])
        assert backwards.digest()["subjects"] == digest["subjects"]


@pytest.mark.parametrize("stage", ["Q", "W"])
def test_a_note_beyond_the_limit_is_refused_before_the_commit_and_kept(
    folder: Path, stage: str
) -> None:
    with opened(folder) as keys:
        session = keys.session
        session.select_case("account")
        session.save_note("account", session.desk.account, "x" * 100_000)
        events = session.workspace.ledger.head()[1]
        keys.press("Ctrl+2", "D", stage, "F", "F")
        assert "note too long: 100,000 of at most 5,000" in session.desk.message
        assert session.workspace.ledger.head()[1] == events
        assert len(session.inspector().note) == 100_000
        session.save_note("account", session.desk.account, "\U0001f642" * MAX_NOTE)
        keys.press("F", "F")
        assert session.workspace.ledger.head()[1] == events + 1


def test_a_note_of_half_characters_is_saved_visibly(folder: Path) -> None:
    with opened(folder) as keys:
        session = keys.session
        session.select_case("account")
        session.save_note("account", session.desk.account, "a\ud800b\0c\U0001f642")
        assert session.inspector().note == "a\ufffdb\u2400c\U0001f642"
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        keys.expect(decisions=1)


def test_a_clock_that_goes_back_is_noted(folder: Path) -> None:
    with opened(folder) as keys:
        keys.session.select_case("account")
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        keys.clock.step(-3_600_000)
        keys.press("Ctrl+2", "D", "B")
        last = list(keys.session.workspace.ledger.events())[-1].event
        assert last["type"] == "pin" and last["clock_suspect"] is True
    with opened(folder) as keys:
        same_as_replayed(keys)


ALPHABET = [
    *("Q", "W", "E", "E", "E", "R", "T", "P", "F", "F", "F", "F", "S", "Z", "Z", "Ctrl+Shift+Z"),
    *("B", "B", "X", "1", "2", "0", "D", "D", "A", "Ctrl+2", "Ctrl+3", "Alt+Down", "Alt+Left"),
    *("import", "export", "back in time"),
]


def strike(keys: Keys, key: str, tmp_path: Path, number: int) -> None:
    if key == "import":
        more = tmp_path / f"more{number}.jsonl"
        account = ("17", "18", "zz")[number % 3]
        row = {**POST, "post_id": f"n{number}", "account_id": account, "platform": "example"}
        more.write_bytes(jsonl(row))
        keys.session.jobs.import_paths([more])
    elif key == "export":
        keys.session.jobs.export(tmp_path / f"out{number}")
    elif key == "back in time":
        keys.clock.step(-200_000 + STEP_MS)
    else:
        keys.press(key)


@pytest.mark.parametrize("seed", [2])
def test_random_acts_on_odd_cases_equal_their_replay(
    folder: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for round_ in range(2):
        with opened(folder) as keys:
            for number, key in enumerate(chance.choices(ALPHABET, k=120)):
                strike(keys, key, tmp_path, 1000 * round_ + number)
                if chance.random() < 0.1:
                    desk = keys.session.desk
                    keys.session.save_note(desk.case_id, desk.account, f"note {seed}")
            same_as_replayed(keys)
            status, undo = keys.session.status(), keys.session.undo_words()
            for row in keys.session.queue().rows:
                assert SubjectRef.from_key(row.account).key == row.account
        with opened(folder) as keys:
            assert (keys.session.status(), keys.session.undo_words()) == (status, undo)
            same_as_replayed(keys)


def test_pinning_what_the_evidence_does_not_hold_is_refused(folder: Path) -> None:
    with opened(folder) as keys:
        keys.session.select_case("account")
        keys.session.set_pane("timeline")
        keys.session.select_event("post:example:none")
        with pytest.raises(Refused):
            keys.session.pin()


def test_odd_places_for_a_package_are_refused_or_served(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as keys:
        export = keys.session.jobs.export
        events = keys.session.workspace.ledger.head()[1]
        (tmp_path / "link").symlink_to(folder)
        for name in ("n" * 255, "a\0b", "", "no/x", "ws/x", "link/search/x", "ws/../ws/x.zip"):
            with pytest.raises((Refused, Damaged)):
                export(tmp_path / name)
        assert keys.session.workspace.ledger.head()[1] == events
        odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
        export(odd)
        assert verify(odd).ok
        written = keys.session.workspace.ledger.state.exports[-1]["export"]["name"]
        assert written == "\\udcff"


def test_what_was_said_of_a_medium_and_a_text_outlives_newer_evidence(tmp_path: Path) -> None:
    """The hash of a medium arrives after it was pinned; a pinned text is edited."""
    post = {**POST, "media": ["k1"], "text": "first words"}
    medium = {"key": "k1", "state": "external", "mime": "image/png"}
    first = bag(tmp_path / "1", accounts=[ACCOUNT], posts=[post], media=[medium])
    later = {**post, "edited": True, "text": "other words"}
    known = {**medium, "sha256": MEDIUM, "state": "missing"}
    second = bag(tmp_path / "2", accounts=[ACCOUNT], posts=[later], media=[known])
    with opened(workspace_of(tmp_path / "ws", first)) as keys:
        session = keys.session
        keys.press("Ctrl+3", "D", "B", "1", "X", "Ctrl+2", "D", "B")
        session.jobs.import_paths([second])
        (tile,) = session.media().tiles
        assert tile.key == f"media:{MEDIUM}"
        assert (tile.pinned, tile.label, tile.flagged) == (1, 1, True)
        pin = session.inspector().pins[1]
        assert (pin.untrusted_quote, pin.words.endswith("its text changed since")) == ("", True)
        keys.press("Ctrl+3", "D", "2")
        assert session.media().tiles[0].label == 2
        keys.press("2", "X", "B")
        (tile,) = session.media().tiles
        assert (tile.pinned, tile.label, tile.flagged) == (0, 0, False)
        same_as_replayed(keys)


def test_a_decision_older_than_its_evidence_brings_the_case_back(
    folder: Path, tmp_path: Path
) -> None:
    with opened(folder) as keys:
        session = keys.session
        session.select_case("account")
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        other = {**POST, "platform": "example", "account_id": "elsewhere", "post_id": "e1"}
        more = {**other, "account_id": "17", "post_id": "e2"}
        for number, row in enumerate((other, more)):
            path = tmp_path / f"{number}.jsonl"
            path.write_bytes(jsonl(row))
            session.jobs.import_paths([path])
            assert group_of(keys, "account") == ("done", "again")[number]
            session.jobs.import_paths([path])
        words = {r.case_id: r.state_word for r in session.queue().rows}
        assert words["account"] == "new since decision"
        keys.expect(decisions=1)
        session.select_case("account")
        keys.press("Ctrl+2", "D", "Q", "F", "F")
        assert group_of(keys, "account") == "done"
        keys.expect(decisions=1)
        same_as_replayed(keys)
    with opened(folder) as keys:
        assert group_of(keys, "account") == "done"

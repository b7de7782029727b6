"""A verdict with a note for leads goes back to the reviewer; the note stays with the leads."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from msgspec.structs import replace

from reviewer.domain import events as ev
from reviewer.domain.qa import Verdict, verdict_of
from reviewer.gallery.lead_world import LIMIT, NO_ACTION, opened, type_keys
from reviewer.quality.blind import lead_note

NOTE, WORDS = "Not for the reviewer.", "The second post names a date; that decides it."


def test_the_verdict_and_its_words_arrive_and_the_note_stays(
    people: Path, drawn: Path, tmp_path: Path
) -> None:
    with opened(drawn) as (session, clock):
        session.next_item()
        while session.revealing is None:
            type_keys(session, clock, LIMIT if session.looking.on else NO_ACTION)
        item = session.revealing
        first = session.looking.decision(item)
        said = Verdict(
            review="-",
            sha256="0" * 64,
            class_="false_positive",
            severity=2,
            note=NOTE,
            feedback=WORDS,
        )
        session.judge(replace(said, feedback="Too early."), int)
        session.leave_item()
        session.judge_again()
        session.judge(said, int)
        state = session.workspace.ledger.state
        _, verdict = state.qa.verdicts.values()
        assert not verdict_of(verdict).note and lead_note(state, verdict) == NOTE
        who = first["actor"]["pseudonym"]
        session.feedback.build(who, tmp_path / "back.zip")
    with zipfile.ZipFile(tmp_path / "back.zip") as packed:
        texts = b"".join(packed.read(name) for name in packed.namelist())
    assert NOTE.encode() not in texts
    folder = Path(shutil.copytree(people / who, tmp_path / who))
    with opened(folder) as (session, _):
        told = session.feedback.apply(tmp_path / "back.zip")
        assert told.by_type["qa.verdict"] == 2 and "note" not in told.by_type
        session.select_case(ev.text(first, "case"))
        lines = session.inspector().lead
        assert not any("Too early." in one.untrusted_words for one in lines), "it was replaced"
        (line,) = [one for one in lines if WORDS in one.untrusted_words]
        assert line.words == "the lead would have done less, or nothing" and line.who == "L-1"
        shown = f"{line.words} {line.untrusted_strengths} {line.untrusted_words}"
        assert not any(word in shown for word in ("%", "score", "severity", "wrong", NOTE))

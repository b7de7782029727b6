"""The model of the queue: one case that moves is one line taken out and put in, not a reset."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QSignalSpy

from reviewer.session.views.views import QueueRow, QueueView
from reviewer.ui.queue.model import QueueModel, lines_of, moved_line

ROW = QueueRow("", "", "", "", "left", "undecided", "undecided", "", 0, 0)


def view(*rows: QueueRow) -> QueueView:
    return QueueView(list(rows), 0, 0, 0, 0, len(rows), len(rows))


def cases(left: str, done: str) -> QueueView:
    return view(
        *(replace(ROW, case_id=name, group="left") for name in left),
        *(replace(ROW, case_id=name, group="done") for name in done),
    )


@given(st.permutations(list("abcdefgh")), st.integers(0, 7), st.integers(0, 7))
def test_a_single_move_is_found(names: list[str], source: int, target: int) -> None:
    new = list(names)
    new.insert(target, new.pop(source))
    found = moved_line(names, new) if new != names else (0, 0)
    assert found is not None
    again = list(names)
    again.insert(found[1], again.pop(found[0]))
    assert again == new


def test_other_changes_are_no_move() -> None:
    assert moved_line(list("abcd"), list("badc")) is None
    assert moved_line(list("abcd"), list("abc")) is None


def test_a_decided_case_moves_and_headers_count_anew() -> None:
    model = QueueModel()
    assert model.show(cases("abcd", "x")) is None
    resets = QSignalSpy(model.modelReset)
    then = cases("acd", "bx")
    changed = model.show(then)
    assert resets.count() == 0
    assert [model.line(n) for n in range(model.rowCount())] == lines_of(then)
    assert changed is not None and {0, model.row_of("b")} <= set(changed)
    assert model.row_of("d") == 3 and model.row_of("nobody") == -1


def test_the_first_of_a_group_brings_its_header() -> None:
    model = QueueModel()
    model.show(cases("ab", ""))
    assert model.show(cases("a", "b")) is None
    assert model.rowCount() == 4

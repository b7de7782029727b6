"""Looking again: by a date, newer evidence, a newer policy; kept or decided again. Filters."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reviewer.domain.custody import DAY_MS, time_of_ms
from reviewer.domain.errors import Refused
from reviewer.domain.fold import fold
from reviewer.session.ground.policies import compile_policy, default_policy
from reviewer.trust.canonical import loads_strict
from tests.session.kit import Keys, demo, opened


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with its first case suspended under 2.2 and its second without action."""
    folder = demo(tmp_path_factory.mktemp("stock") / "ws")
    with opened(folder) as keys:
        keys.press("Ctrl+2", "D", "B")
        keys.session.save_note(keys.session.desk.case_id, keys.session.desk.account, "A mirror.")
        keys.session.staging.stage("suspend")
        keys.session.choose_policy("org.support")
        keys.press("X", "F", "F")
        keys.press("D", "Q", "F", "F")
        keys.expect(decisions=2)
    return folder


@contextmanager
def fresh(stock: Path, tmp_path: Path) -> Iterator[Keys]:
    folder = tmp_path / "ws"
    if not folder.exists():
        shutil.copytree(stock, folder)
    with opened(folder) as keys:
        yield keys


def first(keys: Keys) -> str:
    """Stand on the case that is suspended; its id."""
    row = next(r for r in keys.session.queue().rows if "outcome:suspend" in r.facets)
    keys.session.select_case(row.case_id)
    return row.case_id


def group(keys: Keys, case_id: str) -> str:
    return next(r.group for r in keys.session.queue().rows if r.case_id == case_id)


def adopt(keys: Keys, **changes: str) -> None:
    """A newer set whose rule 2.x reads otherwise."""
    raw = loads_strict(default_policy().text)
    raw["version"] = "2026.5"
    for policy in raw["policies"]:
        if policy["id"] == "org.support":
            policy |= changes
    newer = compile_policy(raw)
    ref = newer.reference(None)
    keys.session._core.policy = newer
    draft = {"type": "policy.adopted", "policy": ref, "policy_text": newer.text}
    keys.session._core.append([draft])


def test_a_planned_review_comes_on_its_day_and_keeping_ends_it(stock: Path, tmp_path: Path) -> None:
    with fresh(stock, tmp_path) as keys:
        session, case = keys.session, first(keys)
        day = session.clock.now_ms() + 3 * DAY_MS
        session.plan_review(time_of_ms(day), "does it go on?")
        assert group(keys, case) == "done"
        assert "due:planned" in next(r for r in session.queue().rows if r.case_id == case).facets
        keys.clock.step(4 * DAY_MS)
        session.tick()
        row = next(r for r in session.queue().rows if r.case_id == case)
        assert (row.group, row.state_word) == ("again", "review again")
        assert row.why.startswith("Review again: due ")
        session.set_filter("due:overdue")
        assert [r.case_id for r in session.queue().rows] == [case]
        session.set_filter("")
        found = session.compare()
        assert ("Decision", "suspend") in found.old and ("Note", "A mirror.") in found.old
        assert any(name == "Planned" and "does it go on?" in value for name, value in found.new)
        session.select_case(case)
        keys.press("Shift+N")
        assert session.decision().staged_words.startswith("Staged: keep the decision")
        keys.press("F", "F")
        assert "Keep the decision" in session.desk.message
        assert group(keys, case) == "done"
        keys.press("Z")
        assert group(keys, case) == "again"
        keys.press("Ctrl+Shift+Z")
        assert group(keys, case) == "done"
        ledger = session.workspace.ledger
        assert fold(e.event for e in ledger.events()).digest() == ledger.state.digest()
    with fresh(stock, tmp_path) as keys:
        assert group(keys, case) == "done"


def test_deciding_again_ends_a_plan_and_a_plan_can_be_taken_off(
    stock: Path, tmp_path: Path
) -> None:
    with fresh(stock, tmp_path) as keys:
        session, case = keys.session, first(keys)
        with pytest.raises(Refused, match="no review is planned"):
            session.plan_review("")
        session.plan_review(time_of_ms(session.clock.now_ms() - 1))
        assert group(keys, case) == "again"
        session.plan_review("")
        assert group(keys, case) == "done"
        session.plan_review(time_of_ms(session.clock.now_ms() - 1))
        keys.press("Q", "F", "F")
        assert group(keys, case) == "done"
        keys.expect(contested=0, decisions=2)


def test_newer_evidence_is_derived_shown_and_confirmed(stock: Path, tmp_path: Path) -> None:
    with fresh(stock, tmp_path) as keys:
        session, case = keys.session, first(keys)
        before = session.status()["events"]
        platform, _, native = session.desk.account_key.partition(":")
        post = {
            "post_id": "later-1",
            "account_id": native,
            "platform": platform,
            "published_at": "2026-05-02T10:00:00.000Z",
            "text": "A new mirror of the channel.",
        }
        more = tmp_path / "more.jsonl"
        more.write_text(json.dumps(post) + "\n")
        session.jobs.import_paths([more])
        row = next(r for r in session.queue().rows if r.case_id == case)
        assert (row.group, row.state_word) == ("again", "new since decision")
        assert session.status()["events"] == before + 1, "an import, and nothing else"
        session.select_case(case)
        new = session.compare().new
        assert new[0] == ("Evidence", "1 new post, 0 new reports")
        assert new[1][1] == "A new mirror of the channel."
        keys.press("Shift+N", "F", "F")
        assert group(keys, case) == "done"
        session.select_case(case)
        assert session.compare().new[0] == ("Evidence", "nothing newer")


def test_a_newer_policy_brings_back_what_its_change_concerns_with_the_words(
    stock: Path, tmp_path: Path
) -> None:
    with fresh(stock, tmp_path) as keys:
        session, case = keys.session, first(keys)
        adopt(keys)
        assert group(keys, case) == "done", "the rule reads the same"
        adopt(keys, summary="Praise counts too.")
    with fresh(stock, tmp_path) as keys:
        session = keys.session
        row = next(r for r in session.queue().rows if r.case_id == case)
        assert row.group == "again" and row.why.startswith("Newer policy 2026.5")
        session.select_case(case)
        found = session.compare()
        text = default_policy().policies.policy("org.support")
        assert text is not None
        assert any(text.summary in value for _, value in found.old)
        assert any("is now: Praise counts too." in value for _, value in found.new)
        keys.press("Shift+N", "F", "F")
        assert group(keys, case) == "done"


def test_later_until_a_day_comes_back_by_itself(stock: Path, tmp_path: Path) -> None:
    with fresh(stock, tmp_path) as keys:
        session = keys.session
        case = session.desk.case_id
        form = session.form("later")
        with pytest.raises(Refused, match="come already"):
            form.submit({"day": "2001-01-31"})
        with pytest.raises(Refused, match="is no day"):
            form.submit({"day": "soon"})
        form.submit({"day": form.fields[0].value})
        assert group(keys, case) == "later"
        keys.clock.step(5 * DAY_MS)
        session.tick()
        assert group(keys, case) == "left"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("outcome:suspend", 1),
        ("outcome:no_action", 1),
        ("outcome:none", 16),
        ("policy:org.support", 1),
        ("state:decided", 2),
        ("state:decided outcome:suspend", 1),
        ("custody:preserved", 0),
        ("custody:hold", 0),
        ("custody:keepopen", 0),
        ("referral:proposed", 0),
        ("due:planned", 0),
        ("marked:no", 18),
        ("marked:yes", 0),
    ],
)
def test_the_queue_is_filtered_by_state_outcome_custody_and_referral(
    stock: Path, tmp_path: Path, text: str, shown: int
) -> None:
    with fresh(stock, tmp_path) as keys:
        keys.session.set_filter(text)
        view = keys.session.queue()
        assert (len(view.rows), view.filter_error) == (shown, "")


@pytest.mark.parametrize(
    "field", ["state", "outcome", "custody", "referral", "policy", "due", "marked", "has", "group"]
)
def test_a_wrong_value_is_refused_with_the_right_ones(
    stock: Path, tmp_path: Path, field: str
) -> None:
    with fresh(stock, tmp_path) as keys:
        keys.session.set_filter(f"{field}:nonsense")
        view = keys.session.queue()
        assert view.filter_error.startswith(f"{field}:nonsense is not known; right are ")
        assert len(view.rows) == 18
        with pytest.raises(Refused, match="is not known; right are"):
            keys.session.search(f"{field}:nonsense lamps")


def test_a_search_takes_the_terms_of_the_queue_and_a_filter_is_kept_by_name(
    stock: Path, tmp_path: Path
) -> None:
    with fresh(stock, tmp_path) as keys:
        session = keys.session
        every = session.search("lamps")
        case = first(keys)
        some = session.search("lamps outcome:suspend")
        assert 0 < some.total < every.total
        assert {hit.case for hit in some.hits} == {case}
        session.search_all("lamps outcome:suspend")
        assert [row.case_id for row in session.queue().rows] == [case]
        session.set_filter("outcome:suspend")
        session.name_view("Suspended")
        with pytest.raises(Refused, match="a name has"):
            session.name_view("  ")
        session.set_filter("")
        with pytest.raises(Refused, match="no filter is set"):
            session.name_view("Nothing")
    with fresh(stock, tmp_path) as keys:
        assert keys.session.kept_views.all() == {"Suspended": "outcome:suspend"}
        keys.session.kept_views.forget("Suspended")
        assert keys.session.kept_views.all() == {}

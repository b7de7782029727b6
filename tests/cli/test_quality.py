"""``draw`` and ``quality`` from end to end: decide, export, merge, draw, check, answer, report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.domain.qa import Review, Verdict
from reviewer.quality.blind import review_draft, verdict_draft
from reviewer.respath import resource
from reviewer.session.session import Session
from tests.cli.kit import ask, good, refused, run
from tests.cli.test_merge import AT, act

Act = Callable[[Session], None]


def on(folder: str, do: Act) -> None:
    session: Session = bootstrap.open_session(bootstrap.open_workspace(Path(folder), None))
    try:
        do(session)
    finally:
        session.close()


def decisions(import_id: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "type": "decision",
            "group": f"act-{n}",
            "case": f"case-{n}",
            "subject": {"kind": "account", "id": f"net:{n}"},
            "outcome": "suspend" if n % 3 else "no_violation",
            "seen": {"import": import_id},
            **({"departure_reason": "context"} if n == 1 else {}),
            **more,
        }
        for n in range(1, 41)
    ]


@pytest.fixture
def lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """heron decided forty accounts; a lead whom the roster names holds the same material and
    merged the package."""
    monkeypatch.chdir(tmp_path)
    rows = [
        {"post_id": str(n), "account_id": str(n), "platform": "net", "text": "x"}
        for n in range(1, 41)
    ]
    Path("m.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name in ("root", "heron", "lead"):
        good("profile", "new", "--pseudonym", name, "--workspace", name, *AT)
        good("profile", "card", "-o", f"{name}.card", "--workspace", name)
    good("roster", "add", "root.card")
    good("roster", "add", "lead.card", "--role", "lead")
    good("roster", "add", "heron.card")
    good("roster", "sign", "--workspace", "root")
    for name in ("heron", "lead"):
        good("roster", "adopt", "--workspace", name)
    got = good("import", "m.jsonl", "--workspace", "heron")
    act(Path("heron"), *decisions(got["import_id"]))
    act(Path("heron"), {**decisions("elsewhere")[0], "subject": {"kind": "account", "id": "net:z"}})
    good("export", "-o", "heron.zip", "--workspace", "heron")
    good("import", "m.jsonl", "--workspace", "lead")
    good("merge", "heron.zip", "--workspace", "lead")
    return "lead"


def only_a_lead(lead: str) -> None:
    assert refused("draw", "--workspace", "heron")["code"] == "not_lead"
    assert refused("draw", "--preview", "--workspace", "heron")["code"] == "not_lead"
    assert refused("quality", "--workspace", "heron")["code"] == "not_lead"
    assert refused("draw", "--check", "12345678", "--workspace", lead)["code"] == "nothing"


def test_a_draw_is_looked_at_made_checked_and_reported(lead: str) -> None:
    seen = good("draw", "--preview", "--workspace", lead)
    frame = seen["frame"]
    assert frame["decisions"] == 40 and [one["decisions"] for one in frame["missing"]] == [1]
    assert (seen["mode"], seen["id"], seen["must_see"]) == ("preview", None, 1)
    assert seen["curve"][-1]["found"] == 1.0
    events = good("status", "--workspace", lead)["events"]
    made = good("draw", "--seed", "in the open", "--workspace", lead)
    assert good("status", "--workspace", lead)["events"] == events + 1
    assert made["frame"] == frame and made["drawn"] == seen["drawn"]
    checked = good("draw", "--check", made["id"], "--workspace", lead)
    assert checked["mode"] == "checked" and checked["differences"] == []
    assert checked["seed"] == "in the open"
    again = refused("draw", "--workspace", lead)
    assert again["code"] == "nothing", "since the last draw nothing was decided"
    Path("all.toml").write_text('name = "all"\nmethod = "simple"\nsize = 5\nperiod = "all"\n')
    more = good("draw", "--plan", "all.toml", "--workspace", lead)
    assert more["drawn"] == 6 and len(more["seed"]) == 32
    told = [one["origin"] for one in good("quality", "--workspace", lead)["draws"]]
    assert [(one["seed_by_hand"], one["number"], one["of"]) for one in told] == [
        (True, 1, 2),
        (False, 2, 2),
    ]
    assert "chosen by hand" in run("quality", "--workspace", lead).out
    good("draw", "--check", made["id"], "--workspace", lead)
    said = run("draw", "--check", made["id"][-12:], "--workspace", lead)
    assert said.code == 0 and "draws the same" in said.out
    assert good("verify", lead)["first_bad"] is None


def test_answers_and_verdicts_come_out_as_rates(lead: str) -> None:
    ident = good("draw", "--workspace", lead)["id"]

    def look(session: Session) -> None:
        items = session.spotchecks.items(ident)
        state = session.workspace.ledger.state
        for n, item in enumerate(items):
            own = Review(draw=ident, item=item.item, outcome="suspend")
            saved = session.workspace.ledger.append([review_draft(item, own, {}, {})])[0]
            kind = "false_negative" if n == 0 else "agree"
            verdict = Verdict(review="-", sha256="0" * 64, class_=kind, severity=2)
            session.workspace.ledger.append([verdict_draft(saved.event, verdict)])
            with pytest.raises(Refused, match="locked"):
                session.workspace.ledger.append([review_draft(item, own, {}, {})])
        assert {one.stage for one in state.qa.items(ident, state.event)} == {"revealed"}

    text = resource("schemas/qa-draw.schema.json").read_text("utf-8")

    def shape(session: Session) -> None:
        event = session.workspace.ledger.state.qa.draws[ident]
        Draft202012Validator(json.loads(text)).validate(json.loads(json.dumps(event["draw"])))

    on(lead, shape)
    on(lead, look)
    answer = good("quality", "--workspace", lead)
    (one,) = answer["draws"]
    assert one["open"] == 0 and one["all"]["size"] == 40
    assert one["must_see"]["rate"]["n"] == 1
    hits = one["must_see"]["rate"]["hits"] + one["drawn"]["rate"]["hits"]
    assert hits == 1 and one["classes"]["false_negative"]["rate"]["hits"] == 1
    assert 0 < one["severity"]["rate"]["value"] < one["all"]["rate"]["value"]
    assert one["outcomes"]["labels"] == ["no_violation", "suspend"]
    assert len(one["people"]) == 1
    out = run("quality", "--workspace", lead).out
    assert "overturned, all (estimate)" in out and "agreement, outcome" in out
    assert ask("quality", "--draw", "12345678", "--workspace", lead)["error"]["code"] == "nothing"
    good("export", "-o", "lead.zip", "--workspace", lead)
    assert good("verify", "lead.zip")["first_bad"] is None

    only_a_lead(lead)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('name = "p"\nsise = 3\n', "plan"),
        ("name =\n", "plan"),
        ('name = "p"\nsize = 0.5\n', "plan"),
    ],
)
def test_a_plan_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.toml").write_text(text)
    error = refused("draw", "--plan", "p.toml", "--preview", "--workspace", "none")
    assert (error["code"], error["file"]) == (code, "p.toml")
    assert run("draw", "--check", "x", "--preview", "--workspace", "none").code == 2

"""The second line of the decision bar by typed keys: what is on, what is there, what is needed."""

from __future__ import annotations

from tests.desk.conftest import Driver


def staged_threat(desk: Driver) -> None:
    """Warden_watch's second event is pinned and a threat referral is staged."""
    desk.press("Alt+Down", "Ctrl+2", "D", "D", "B", "T")
    desk.expect_current("warden_watch")


def shown(desk: Driver) -> list[str]:
    """What the marks of the requirements say."""
    return [m.text() for m in desk.window.decision.second._marks if not m.isHidden()]


def test_a_threat_to_life_under_another_rule_is_blocked_with_words(desk: Driver) -> None:
    staged_threat(desk)
    second = desk.window.decision.second
    while desk.session.decision().policy.number != "2.2":
        desk.press("P")
    desk.press("F", "F")
    desk.expect(decisions=0, proposed=0)
    desk.expect_said("2.2 is no rule on threats: choose one, or turn threat to life off")
    assert any("2.2 is no rule on threats" in words for words in shown(desk))
    (life,) = [c for c in second._chips if c.objectName() == "threat.life"]
    life.click()
    desk.press("F", "F")
    desk.expect(decisions=1, proposed=1)
    assert "mergency" not in desk.session.desk.message


def test_each_part_of_a_threat_referral_says_on_or_off(desk: Driver) -> None:
    staged_threat(desk)
    chips = desk.window.decision.second._chips
    names = [c.accessibleName() for c in chips if not c.isHidden()]
    assert names == ["preserve on", "refer on", "threat to life on"]
    desk.press("Shift+R")
    assert chips[1].accessibleName() == "refer off"


def test_what_is_met_is_named_or_counted_never_left_out(desk: Driver) -> None:
    staged_threat(desk)
    assert shown(desk) == ["4 of 4 there"] or "shown" in shown(desk)
    desk.window.resize(1920, 1080)
    desk.settle()
    assert {"shown", "policy", "evidence 1 of 1"} <= set(shown(desk))


def test_no_action_asks_for_no_policy(desk: Driver) -> None:
    desk.press("Q")
    assert desk.window.decision.second.policies.placeholderText().startswith("no policy needed")
    desk.press("R")
    assert desk.window.decision.second.policies.placeholderText().startswith("choose a policy")

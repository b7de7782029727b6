"""The settings of a profile: declared once, kept, checked, locked from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import bootstrap
from reviewer.domain.changes import Changes
from reviewer.domain.errors import Bug, Refused
from reviewer.session.ground.ports import InlineRunner, SteppedClock, SystemRandom
from reviewer.session.ground.settings import DECLARED, GROUPS, Locked, Settings
from reviewer.trust.site import Floors, Site
from tests.session.kit import demo, opened


class Memory:
    """A shelf in memory."""

    def __init__(self, **values: Any) -> None:
        self.values: dict[str, Any] = values

    def value(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def set_value(self, name: str, value: Any) -> None:
        self.values[name] = value
        if value is None:
            del self.values[name]


def settings(shelf: Memory | None = None, **locked: Locked) -> tuple[Settings, list[Changes]]:
    told: list[Changes] = []
    fixed = {name.replace("__", "."): lock for name, lock in locked.items()}
    return Settings(shelf or Memory(), told.append, locked=fixed), told


def test_every_setting_is_whole() -> None:
    assert len({s.id for s in DECLARED}) == len(DECLARED)
    for one in DECLARED:
        assert one.problem(one.default) == "", one.id
        assert one.group in GROUPS
        assert one.help.endswith(".") and len(one.help) < 100
    assert {s.group for s in DECLARED} == set(GROUPS)


def test_what_is_set_is_kept_and_told_once() -> None:
    shelf = Memory()
    found, told = settings(shelf)
    found.set("look.text", 200)
    found.set("look.text", 200)
    assert [c.touches("settings") for c in told] == [True]
    assert shelf.values == {"setting.look.text": 200}
    assert settings(shelf)[0].number("look.text") == 200
    found.reset("look.text")
    assert shelf.values == {} and found.is_default("look.text")


@pytest.mark.parametrize(
    ("ident", "value"),
    [
        ("look.text", 110),
        ("look.text", True),
        ("look.text", "100"),
        ("look.theme", "neon"),
        ("tour.seen", 1),
        ("lock.idle_minutes", -1),
        ("lock.idle_minutes", 10.0),
        ("keys.map", {"undo": "Z"}),
        ("keys.map", {"undo": [""]}),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_never_believed(ident: str, value: object) -> None:
    found, told = settings()
    with pytest.raises(Refused) as refused:
        found.set(ident, value)
    assert found.setting(ident).title in str(refused.value) and told == []
    kept, _ = settings(Memory(**{f"setting.{ident}": value}))
    assert kept.is_default(ident)
    assert len(kept.problems) == 1 and "default" in kept.problems[0]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists))
def test_no_kept_value_breaks_the_desk(value: object) -> None:
    kept, _ = settings(Memory(**{f"setting.{s.id}": value for s in DECLARED}))
    for one in DECLARED:
        assert one.problem(kept.get(one.id)) == ""
        assert one.shown(kept.get(one.id))


def test_a_fixed_value_wins_and_says_who_fixed_it() -> None:
    found, _ = settings(
        Memory(**{"setting.media.conceal": "grey"}),
        media__conceal=Locked("hidden", "the site file"),
        look__text=Locked(7, "the site file"),
        look__colour=Locked("red", "the site file"),
    )
    assert found.get("media.conceal") == "hidden"
    assert found.locked_by("media.conceal") == "the site file"
    with pytest.raises(Refused, match="fixed by the site file"):
        found.set("media.conceal", "blur")
    assert found.number("look.text") == 100 and not found.locked_by("look.text")
    assert len(found.problems) == 2


def test_a_floor_leaves_what_is_stricter() -> None:
    by = "The site file"
    shelf = Memory(**{"setting.media.conceal": "grey", "setting.lock.idle_minutes": 0})
    found, told = settings(
        shelf,
        media__conceal=Locked("blur", by, floor=True),
        lock__idle_minutes=Locked(5, by, floor=True),
        time__zone=Locked("utc", by, floor=True),
    )
    assert found.get("media.conceal") == "blur" and found.number("lock.idle_minutes") == 5
    assert found.is_default("media.conceal") and found.is_default("lock.idle_minutes")
    assert found.floor_words("media.conceal") == f"{by} allows grey and blurred or hidden."
    assert not found.locked_by("media.conceal") and found.locked_by("time.zone")
    for ident, weak in (("media.conceal", "grey"), ("lock.idle_minutes", 0)):
        with pytest.raises(Refused, match=f"cannot be .* {by} allows"):
            found.set(ident, weak)
    with pytest.raises(Refused, match="at most 5 minutes, and never 0"):
        found.set("lock.idle_minutes", 6)
    assert told == []
    found.set("media.conceal", "hidden")
    found.set("lock.idle_minutes", 3)
    assert (found.get("media.conceal"), found.number("lock.idle_minutes")) == ("hidden", 3)
    found.reset("lock.idle_minutes")
    found.reset("media.conceal")
    assert (found.get("media.conceal"), found.number("lock.idle_minutes")) == ("blur", 5)
    assert settings(shelf)[0].get("media.conceal") == "blur"


@pytest.mark.parametrize(
    ("floor", "fixed", "wanted", "is_floor"),
    [
        ("blur", "grey", "blur", False),
        ("blur", "hidden", "hidden", False),
        ("grey", None, "blur", True),
        ("hidden", "nonsense", "hidden", True),
    ],
)
def test_a_site_fixes_nothing_below_its_own_floor(
    floor: str, fixed: str | None, wanted: str, is_floor: bool
) -> None:
    locked = {} if fixed is None else {"media.conceal": fixed}
    site = Site(name="Harbour", floors=Floors(conceal=floor), locked=locked)
    found = Settings(Memory(), lambda _: None, locked=bootstrap.locked_by_site(site))
    assert found.get("media.conceal") == wanted
    assert bool(found.floor_words("media.conceal")) is is_floor


def test_an_unknown_id_is_a_bug_of_ours() -> None:
    with pytest.raises(Bug):
        settings()[0].get("look.colour")


def test_settings_live_in_the_workspace(tmp_path: Path) -> None:
    with opened(demo(tmp_path / "w")) as keys:
        session = keys.session
        assert session.header().conceal == "blur"
        session.settings.set("media.conceal", "hidden")
        assert session.header().conceal == "hide"
        session.set_pane("media")
        keys.press("d", "Shift+C")
        medium = session.desk.medium
        assert session.desk.level_of(medium) == "blur"
        keys.press("v")
        assert session.desk.level_of(medium) == "clear"
        session.exposure.focus_lost()
        keys.press("c")
        assert session.desk.level_of(medium) == "hide"
        session.workspace.desk.set_value("setting.look.theme", "neon")
    with opened(tmp_path / "w") as keys:
        assert keys.session.header().conceal == "hide"
        assert keys.session.settings.word("look.theme") == "system"
        assert "Theme" in keys.session.desk.message


def test_a_lock_reaches_the_desk(tmp_path: Path) -> None:
    ports = bootstrap.Ports(SteppedClock(), SystemRandom(), InlineRunner())
    workspace = bootstrap.open_workspace(demo(tmp_path / "w"), None, ports)
    locked = {"media.conceal": Locked("hidden", "the site file")}
    session = bootstrap.open_session(workspace, ports, locked)
    try:
        assert session.header().conceal == "hide"
        assert session.settings.locked_by("media.conceal")
    finally:
        session.close()

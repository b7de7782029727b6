"""Keys that change while the desk is open: everything shows and obeys the new ones at once."""

from __future__ import annotations

from reviewer.commands.keymap import KeyMap
from tests.desk.conftest import Driver


def keymap(desk: Driver) -> KeyMap:
    """What the dialog uses."""
    return KeyMap(desk.window.registry, desk.session.settings)


def test_another_set_is_shown_and_obeyed_at_once(desk: Driver) -> None:
    desk.press("Ctrl+2", "d")
    desk.session.settings.set("keys.preset", "ozone")
    desk.settle()
    window = desk.window
    assert window.registry.key_text("decision.commit") == "N N"
    assert "A E L T R" in window.decision.second._invitation(desk.session.decision()).replace(
        "W", ""
    )
    desk.press("a")
    desk.expect(desk__staged="no_action")
    desk.press("n", "s")
    desk.expect(decisions=0, desk__armed="true")
    desk.press("s")
    desk.expect(decisions=1)
    desk.expect_current("tide_relay_07")
    assert "Z undo" in desk.session.desk.message
    desk.press("t", "c")
    desk.expect(desk__staged="")
    desk.restart()
    assert desk.window.registry.key_text("decision.commit") == "N N"


def test_commit_and_stay_and_commit_and_next_do_not_add_up(desk: Driver) -> None:
    desk.session.settings.set("keys.preset", "ozone")
    desk.settle()
    desk.press("Ctrl+2", "Right", "a", "s", "n", "s", "n")
    desk.expect(decisions=0)
    desk.press("n")
    desk.expect(decisions=1)
    desk.expect_current("warden_watch")


def test_letters_off_stop_at_the_desk_and_alt_takes_over(desk: Driver) -> None:
    desk.session.settings.set("keys.single_letters", "off")
    desk.settle()
    desk.press("Ctrl+2", "d", "q", "f", "f", "?", "1")
    desk.expect(decisions=0, desk__staged="")
    desk.press("Alt+D", "Alt+Q", "Alt+F", "Alt+F")
    desk.expect(decisions=1)
    assert "Alt+Z undo" in desk.session.desk.message


def test_a_new_key_reaches_every_place_that_names_it(desk: Driver) -> None:
    keys = keymap(desk)
    keys.set_keys("cover.lock", ("F6",))
    keys.set_keys("note.edit", ("H",))
    keys.set_keys("pane.media", ("F7",))
    keys.set_keys("decision.commit", ("Alt+K",))
    desk.settle()
    window = desk.window
    assert window.strip._cover.accessibleDescription() == "key F6"
    assert window.inspector.note.head._key == "H"
    assert window.media.header._key == "F7"
    assert "Alt+K" in window.decision.second.commit.accessibleDescription()


def test_theme_and_size_of_text_change_while_one_looks(desk: Driver) -> None:
    look = desk.window.look
    for theme in ("light", "contrast", "dark"):
        desk.session.settings.set("look.theme", theme)
        desk.settle()
        assert look.theme.name == theme
    desk.session.settings.set("look.text", 200)
    desk.settle()
    assert look.text_scale == 2.0 and look.measures.layout == "single"
    desk.session.settings.reset("look.text")
    desk.session.settings.reset("look.theme")
    desk.settle()
    assert look.theme.name == "dark" and look.text_scale == 1.0

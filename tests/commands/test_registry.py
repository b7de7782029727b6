"""The registry: keys that cannot clash, and the lint that says so with both names."""

from __future__ import annotations

import pytest

from reviewer.commands.command import Command
from reviewer.commands.default import default_registry
from reviewer.commands.registry import Registry
from reviewer.domain.errors import Refused


def test_the_default_keys_do_not_clash() -> None:
    assert default_registry().clashes() == []


def test_a_clash_names_both_commands() -> None:
    with pytest.raises(Refused, match="P is already Preserve; it cannot also be Previous"):
        Registry(
            [Command("a", "Preserve", "", keys=("P",)), Command("b", "Previous", "", keys=("p",))]
        )


@pytest.mark.parametrize("key", ["Return", "Space", "Backspace", "Delete", "Shift+Return"])
def test_keys_of_widgets_are_refused(key: str) -> None:
    with pytest.raises(Refused, match="belongs to the focused widget"):
        Registry([Command("a", "Act", "", keys=(key,))])


def test_no_decision_on_ctrl_and_a_letter() -> None:
    with pytest.raises(Refused, match="no decision on Ctrl"):
        Registry([Command("a", "Suspend", "", keys=("Ctrl+R",), danger="stage")])


def test_a_key_that_writes_is_no_command_in_a_text_field() -> None:
    registry = default_registry()
    for command in registry.commands:
        for key in command.keys:
            found = registry.by_key(key, "text")
            assert found is None or len(key.removeprefix("Shift+")) > 1
    assert registry.by_key("?", "text") is None
    assert registry.by_key("F1", "text") is not None


def test_every_command_can_be_found_and_explained() -> None:
    for command in default_registry().commands:
        assert command.title and command.help.endswith((".", "!"))
        assert command.group


def test_hold_referral_and_purge_have_no_key() -> None:
    for command in default_registry().commands:
        if "purge" in command.id or "hold.placed" in command.id or "send" in command.id:
            assert not command.keys

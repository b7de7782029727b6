"""Remapping: refused with both names, or one key means one command; sets; letters off."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.commands.default import default_registry
from reviewer.commands.keymap import KeyMap, Layout, make
from reviewer.commands.keyrules import FIXED
from reviewer.commands.keytext import normal, split, with_alt, writes
from reviewer.commands.presets import OZONE, PRESETS
from reviewer.commands.registry import Registry, scopes
from reviewer.domain.errors import Refused
from reviewer.session.ground.settings import Locked, Settings

IDS = [c.id for c in default_registry().commands]
KEYS = [
    *"QWERTYASDFGZXCVB1230?é+",
    *("Shift+A", "Alt+F", "Ctrl+K", "Ctrl+C", "Ctrl+Shift+P", "F1", "F5", "Left", "Up", "Esc"),
    *("Return", "Space", "Tab", "Meta+A", "Alt+F4", "Alt+Left", "Ctrl+R"),
]


class Shelf:
    """A shelf in memory."""

    def __init__(self, **kept: Any) -> None:
        self.kept: dict[str, Any] = {f"setting.{k.replace('__', '.')}": v for k, v in kept.items()}

    def value(self, name: str, default: Any = None) -> Any:
        return self.kept.get(name, default)

    def set_value(self, name: str, value: Any) -> None:
        self.kept[name] = value


def keymap(shelf: Shelf | None = None, **locked: Locked) -> tuple[Registry, KeyMap, Settings]:
    registry = default_registry()
    made: list[KeyMap] = []

    def tell(changes: Any) -> None:
        for one in made:
            one.hear(changes)

    kept = Settings(
        shelf or Shelf(), tell, locked={k.replace("__", "."): v for k, v in locked.items()}
    )
    made.append(KeyMap(registry, kept))
    return registry, made[0], kept


def one_meaning(registry: Registry) -> None:
    """One key means one command, and every key shown is the one that works."""
    meant: dict[tuple[str, str], str] = {}
    for command in registry.commands:
        for key in command.keys:
            for scope in scopes(command, normal(key)):
                assert meant.setdefault((scope, normal(key)), command.id) == command.id
                assert registry.by_key(key, scope) is registry.get(command.id)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(IDS), st.lists(st.sampled_from(KEYS), max_size=2))),
    st.sampled_from(sorted(PRESETS)),
    st.booleans(),
)
def test_any_change_is_refused_with_both_names_or_keeps_one_meaning(
    changes: list[tuple[str, list[str]]], preset: str, letters: bool
) -> None:
    registry, keys, _ = keymap()
    keys.choose("keys.preset", preset)
    keys.choose("keys.single_letters", "on" if letters else "off")
    for ident, wanted in changes:
        before = registry.commands
        try:
            keys.set_keys(ident, wanted)
        except Refused as refused:
            assert registry.commands == before
            assert registry.get(ident).title in str(refused)
            if refused.code == "clash":
                held = {c.title for c in before if c.id != ident}
                assert any(title in str(refused) for title in held)
        else:
            got = registry.get(ident).keys
            assert set(got) == {normal(k) if letters else with_alt(normal(k)) for k in wanted}
        one_meaning(registry)
    keys.reset_all()
    assert {c.id: c.keys for c in registry.commands} == {
        c.id: c.keys
        for c in keymap(
            Shelf(keys__preset=preset, keys__single_letters="on" if letters else "off")
        )[0].commands
    }


@given(
    st.dictionaries(st.sampled_from([*IDS, "gone"]), st.lists(st.sampled_from(KEYS), max_size=3))
)
@settings(max_examples=150, deadline=None)
def test_no_kept_map_breaks_the_desk(own: dict[str, list[str]]) -> None:
    for preset in PRESETS:
        registry, keys, _ = keymap(Shelf(keys__map=own, keys__preset=preset))
        one_meaning(registry)
        assert registry.key_text("menu.open") == "F10"
        for command in registry.commands:
            wanted = None if command.id in FIXED else own.get(command.id)
            missing = wanted is not None and set(map(normal, wanted)) - set(command.keys)
            assert not missing or any(command.title in p for p in keys.problems)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_every_set_is_whole_and_free_of_clashes(preset: str) -> None:
    commands = default_registry().commands
    made = make(commands, Layout(preset))
    assert made.problems == [], "give the command a key of its own in commands/presets.py"
    for command in commands:
        assert made.keys[command.id] or not command.keys, f"{command.title} has no key in {preset}"
    assert make(commands, Layout(preset, letters=False)).problems == []


def test_ozone_has_the_keys_that_its_people_know() -> None:
    registry, keys, _ = keymap()
    keys.choose("keys.preset", "ozone")
    means = {key: registry.by_key(key, "desk") for key in "aletsnc"}
    assert {key: c.id if c else "" for key, c in means.items()} == {
        "a": "stage.no_action",
        "l": "stage.limit",
        "e": "stage.ask_lead",
        "t": "stage.suspend",
        "s": "decision.commit_stay",
        "n": "decision.commit",
        "c": "unstage",
    }
    assert registry.key_text("decision.commit") == "N N"
    assert registry.key_text("decision.commit_stay") == "S S"
    assert set(OZONE) <= set(IDS)


def test_a_clash_names_both_and_taking_over_leaves_the_other_without() -> None:
    registry, keys, _ = keymap()
    with pytest.raises(Refused, match="Z is already Flag; it cannot also be Undo") as refused:
        keys.take_over("flag.toggle", "Z")
        keys.reset("undo")
    assert refused.value.code == "clash"
    assert registry.get("flag.toggle").keys == ("Z",)
    assert registry.get("undo").keys == ("Ctrl+Z",)
    keys.reset("flag.toggle")
    keys.reset("undo")
    assert registry.get("undo").keys == ("Z", "Ctrl+Z") and not keys.is_changed("undo")


@pytest.mark.parametrize(
    ("ident", "key", "reason"),
    [
        ("undo", "Return", "belongs to the focused widget"),
        ("undo", "Shift+Space", "belongs to the focused widget"),
        ("stage.suspend", "Ctrl+R", "no decision on Ctrl"),
        ("decision.commit", "Ctrl+Shift+F", "no decision on Ctrl"),
        ("undo", "Meta+Z", "belongs to the system"),
        ("undo", "Alt+F4", "belongs to the system"),
        ("undo", "Up", "moves in lists"),
        ("undo", "Esc", "always goes back"),
        ("undo", "Label 3", "no key"),
        ("undo", "3", "3 is already Label 3; it cannot also be Undo"),
        ("palette", "Ctrl+C", "edits text"),
        ("menu.open", "F9", "way out"),
        ("conceal.reveal", "Ctrl+Alt+V", "one modifier"),
    ],
)
def test_forbidden_keys_are_refused_with_the_reason(ident: str, key: str, reason: str) -> None:
    registry, keys, _ = keymap()
    before = registry.commands
    with pytest.raises(Refused, match=reason):
        keys.set_keys(ident, (key,))
    assert registry.commands == before


def test_a_digit_is_free_once_its_label_has_let_it_go() -> None:
    registry, keys, _ = keymap()
    keys.set_keys("label.3", ())
    keys.set_keys("flag.toggle", ("3",))
    assert registry.get("flag.toggle").keys == ("3",)


def test_a_commit_takes_two_taps_whatever_its_key() -> None:
    registry, keys, _ = keymap()
    keys.set_keys("decision.commit", ("Alt+K",))
    assert registry.key_text("decision.commit") == "Alt+K Alt+K"
    assert all(c.taps == 2 for c in registry.commands if c.danger == "commit")
    assert all(c.taps == 2 or c.danger != "commit" for c in registry.commands)


def test_letters_off_puts_every_one_of_them_behind_alt() -> None:
    registry, keys, _ = keymap()
    keys.choose("keys.single_letters", "off")
    assert not any(writes(key) for c in registry.commands for key in c.keys)
    assert registry.key_text("decision.commit") == "Alt+F Alt+F"
    assert registry.key_text("label.1") == "Alt+1"
    assert registry.get("undo").keys == ("Alt+Z", "Ctrl+Z")
    assert registry.by_key("f", "desk") is None
    keys.set_keys("flag.toggle", ("H",))
    assert registry.get("flag.toggle").keys == ("Alt+H",)


def test_a_set_that_own_keys_stand_in_the_way_of_is_refused() -> None:
    registry, keys, kept = keymap()
    keys.set_keys("flag.toggle", ("H",))
    with pytest.raises(Refused, match="H is already Flag; it cannot also be Conceal"):
        keys.choose("keys.preset", "ozone")
    assert kept.word("keys.preset") == "left_hand"
    keys.set_keys("flag.toggle", ("Alt+F",))
    with pytest.raises(Refused, match="it cannot also be Commit"):
        keys.choose("keys.single_letters", "off")
    one_meaning(registry)


def test_a_locked_map_stays() -> None:
    _, keys, _ = keymap(None, keys__map=Locked({"flag.toggle": ["K"]}, "the site file"))
    with pytest.raises(Refused, match="fixed by the site file"):
        keys.set_keys("undo", ("H",))


@given(st.sampled_from(KEYS), st.sampled_from(["", "Shift+", "Alt+Ctrl+", "Shift+Meta+"]))
def test_a_key_has_one_spelling(key: str, more: str) -> None:
    name = normal(more + key)
    assert normal(name) == name and normal(name.lower() if len(name) == 1 else name) == name
    assert split(name)[1] in (key.rpartition("+")[2], key[-1:], key[-1:].upper())
    assert not writes(with_alt(name))


def test_what_is_fixed_is_there() -> None:
    assert set(IDS) >= FIXED

"""A registry over the fake session: the same ids and keys as the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.ui.fake_session import FakeSession

Run = Callable[[Any], None]


def _free(_session: object) -> str:
    return ""


@dataclass(frozen=True)
class FakeCommand:
    id: str
    title: str
    keys: tuple[str, ...] = ()
    scope: str = "desk"
    menu: str = "Case"
    group: str = ""
    danger: str = "none"
    blocked: Callable[[Any], str] = _free
    run: Run = _free  # type: ignore[assignment]
    help: str = ""
    asks: str = ""
    hold: bool = False
    release: Run = _free  # type: ignore[assignment]


def _move(by: int) -> Run:
    def run(session: FakeSession) -> None:
        desk = session.desk
        if desk.pane == "queue":
            ids = [r.case_id for r in session.queue().rows]
            session.select_case(ids[(ids.index(desk.case_id) + by) % len(ids)])
        elif desk.pane == "timeline":
            keys = [r.key for r in session.rows if r.kind == "event"]
            session.select_event(keys[(keys.index(desk.event) + by) % len(keys)], "command")
        else:
            keys = [t.key for t in session.tiles]
            session.select_medium(keys[(keys.index(desk.medium) + by) % len(keys)], "command")

    return run


def _pane(pane: str) -> Run:
    def run(session: FakeSession) -> None:
        session.set_pane(pane)

    return run


def _stage(slot: str) -> Run:
    def run(session: FakeSession) -> None:
        session.stage(slot)

    return run


def _log(*what: object) -> Run:
    def run(session: FakeSession) -> None:
        session.log.append(what)

    return run


def _commit_blocked(session: FakeSession) -> str:
    missing = [r.words for r in session.decision().requirements if not r.met]
    return "; ".join(missing)


def _tap(session: FakeSession) -> None:
    session.tap()


def _reveal(session: FakeSession) -> None:
    session.reveal(True)


def _hide(session: FakeSession) -> None:
    session.reveal(False)


def _nothing_to_redo(_session: object) -> str:
    return "nothing to redo"


def commands() -> list[FakeCommand]:
    """All of them, in the order of the menus."""
    c = FakeCommand
    rows = [
        c("export", "Export…", ("Ctrl+Shift+E",), "any", "File", "File", "dialog", asks="export"),
        c("import", "Import…", ("Ctrl+Shift+I",), "any", "File", "File", "dialog", asks="import"),
        c("cover.lock", "Cover and lock", ("Ctrl+L",), "any", "File", "Exposure", asks="cover"),
        c("quit", "Quit", ("Ctrl+Q",), "any", "File", "File", asks="quit"),
        c("item.next", "Next", ("d",), menu="Case", group="Move", run=_move(1)),
        c("item.prev", "Previous", ("a",), menu="Case", group="Move", run=_move(-1)),
        c("item.next_unseen", "Next hit or unseen", ("Shift+D",), group="Move", run=_move(1)),
        c("item.prev_unseen", "Previous hit or unseen", ("Shift+A",), group="Move",
          run=_move(-1)),
        c("view.back", "Back", ("Alt+Left",), "any", "View", "Move", run=_log("back")),
        c("view.forward", "Forward", ("Alt+Right",), "any", "View", "Move", run=_log("forward")),
        *(
            c(f"pane.{p}", p.title(), (f"Ctrl+{n}",), "any", "View", "Move", run=_pane(p))
            for n, p in enumerate(("queue", "timeline", "media", "inspector"), 1)
        ),
        c("stage.no_action", "No action", ("q",), menu="Decision", group="Decide",
          danger="stage", run=_stage("no_action")),
        c("stage.ask_lead", "Ask lead", ("w",), menu="Decision", group="Decide",
          danger="stage", run=_stage("ask_lead")),
        c("stage.limit", "Limit", ("e",), menu="Decision", group="Decide", danger="stage",
          run=_stage("limit")),
        c("stage.suspend", "Suspend", ("r",), menu="Decision", group="Decide", danger="stage",
          run=_stage("suspend")),
        c("stage.threat", "Threat referral", ("t",), menu="Decision", group="Decide",
          danger="stage", run=_stage("threat")),
        c("decision.commit", "Commit", ("f",), menu="Decision", group="Decide", danger="commit",
          blocked=_commit_blocked, run=_tap),
        c("decision.later", "Later", ("s",), menu="Decision", group="Decide", run=_log("later")),
        c("policy.next", "Next policy", ("p",), menu="Decision", group="Decide",
          run=_log("policy+")),
        c("pin.toggle", "Pin as evidence", ("b",), menu="Decision", group="Mark", run=_log("pin")),
        c("flag.toggle", "Flag", ("x",), menu="Decision", group="Mark", run=_log("flag")),
        *(
            c(f"label.{n}", f"Label {n}", (str(n),), menu="Media", group="Mark",
              run=_log("label", n))
            for n in range(1, 6)
        ),
        c("label.clear", "Clear label", ("0",), menu="Media", group="Mark", run=_log("label", 0)),
        c("note.edit", "Note", ("g",), menu="Decision", group="Mark", run=_pane("note")),
        c("text.leave", "Back from the note", ("Esc",), "any", "View", "Move",
          run=_pane("media")),
        c("conceal.now", "Conceal now", ("c",), menu="Media", group="Exposure", run=_log("hide")),
        c("conceal.clearer", "One step clearer", ("Shift+C",), menu="Media", group="Exposure",
          danger="exposure", run=_log("clearer")),
        c("conceal.reveal", "Reveal while held", ("v",), menu="Media", group="Exposure",
          danger="exposure", run=_reveal, hold=True, release=_hide),
        c("undo", "Undo", ("z", "Ctrl+Z"), menu="Case", group="Change", run=_log("undo")),
        c("redo", "Redo", ("Ctrl+Shift+Z",), menu="Case", group="Change",
          blocked=_nothing_to_redo),
        c("search.focus", "Search", ("Ctrl+F",), "any", "Queue", "Find", asks="search"),
        c("palette", "All commands", ("Ctrl+Shift+P",), "any", "Help", "Find", asks="palette"),
        c("keys.overlay", "Keys that work here", ("F1", "?"), "any", "Help", "Find", asks="keys"),
        c("menu", "Menu", ("F10",), "any", "Help", "Find", asks="menu"),
    ]
    return rows


@dataclass
class FakeRegistry:
    """Looked up as the real one is."""

    commands: list[FakeCommand] = field(default_factory=commands)

    def get(self, ident: str) -> FakeCommand:
        return next(c for c in self.commands if c.id == ident)

    def by_key(self, key: str, scope: str) -> FakeCommand | None:
        fits = {"desk": ("desk", "any"), "text": ("text", "any")}[scope]
        return next((c for c in self.commands if key in c.keys and c.scope in fits), None)

    def menus(self) -> list[tuple[str, list[FakeCommand]]]:
        found: dict[str, list[FakeCommand]] = {}
        for command in self.commands:
            found.setdefault(command.menu.partition("/")[0], []).append(command)
        return list(found.items())

    def clashes(self) -> list[str]:
        return []

    def key_text(self, ident: str) -> str:
        return {"decision.commit": "F F"}.get(ident, " ".join(self.get(ident).keys[:1]))

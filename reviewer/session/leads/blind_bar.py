"""What the frame of the desk shows while one looks again: your answer, and nothing of the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reviewer.session.deciding.bar import Bar
from reviewer.session.leads.inbox import Inbox
from reviewer.session.leads.looking import Looking
from reviewer.session.views.views import (
    DecisionView,
    HeaderView,
    LastLine,
    QueueRow,
    QueueView,
    StatusItem,
)

ONLY = ("your answer only, exports nothing", "your answer only")
NO_ASKING = "nobody is asked here"
WORDS = {"open": "not answered", "locked": "locked"}


class BlindBar(Bar):
    """The frame, with or without sight of decisions."""

    looking: Looking
    inbox: Inbox

    def header(self) -> HeaderView:
        """The case strip; the chip BLIND and the place in the draw."""
        view = super().header()
        if self._core.sight is None:
            return view
        at, of = self.looking.place(self._core.sight.item)
        return replace(view, blind=True, item=at, items=of)

    def decision(self) -> DecisionView:
        """The decision bar: every outcome says that it is an answer."""
        view = super().decision()
        if self._core.sight is None:
            return view
        buttons = [
            replace(
                one,
                consequence=ONLY[0],
                short_consequence=ONLY[1],
                blocked=one.blocked or (NO_ASKING if one.id == "ask_lead" else ""),
            )
            for one in view.buttons
        ]
        lock = "Lock the answer"
        said = {"ready": lock, "armed": view.commit_words.replace("commits", "locks")}
        return replace(
            view,
            buttons=buttons,
            staged_words=view.staged_words.replace("Staged:", "Staged answer:"),
            commit_words=said.get(view.commit, view.commit_words.replace("Commit and next", lock)),
            later_blocked="not in a draw",
            verb="Lock",
        )

    def last(self, limit: int = 10) -> list[LastLine]:
        """The last decisions; while one looks again, the locked answers, without what they say."""
        if self._core.sight is None:
            return super().last(limit)
        rows = [row for row in drawn(self.looking, self._core.key_of).rows if row.group == "done"]
        return [
            LastLine("locked", "Locked", row.untrusted_handle, row.case_id)
            for row in rows[::-1][:limit]
        ]

    def status(
        self, *, waiting: int, sandbox: str, damaged: str, missing: list[str]
    ) -> list[StatusItem]:
        """The status line, with what is not loaded."""
        items = super().status(waiting=waiting, sandbox=sandbox, damaged=damaged, missing=missing)
        if self._core.sight is not None:
            items = [item for item in items if item.id != "export"]
            items.append(StatusItem("blind", "blind", "blind: first decisions are not loaded"))
        elif self._custody.is_lead() and self.inbox.lost_words():
            items.append(StatusItem("lost", "", self.inbox.lost_words(), danger=True))
            items.append(StatusItem("inbox", "escalated", self.inbox.words()))
        elif self._custody.is_lead() and self.inbox.words():
            items.append(StatusItem("inbox", "escalated", self.inbox.words()))
        return items


def where_words(locked: str, key: str) -> str:
    """How far one is, what is hidden, and how to leave and come back."""
    back = f"{key} comes back to it" if key else "the next item comes back to it"
    return (
        f"Re-reviewing blind: {locked}. First decisions stay hidden until you"
        f" lock yours. An item that you leave waits; {back}."
    )


def drawn(looking: Looking, key_of: Callable[[str], str]) -> QueueView:
    """The items of the open draw in the order of work, each case once; what each is part of is
    not said.

    Args:
        key_of: the key of a command as it is shown.
    """
    sight = looking.on
    rows: dict[str, QueueRow] = {}
    items = looking.items(sight.item.draw) if sight is not None else []
    locked = f"{sum(item.mine for item in items):,} of {len(items):,} locked"
    for item in items:
        case = looking.case_of(item)
        before = rows.get(case.case_id) if case is not None else None
        if case is None or (before is not None and before.group == "left"):
            continue
        here = sight is not None and case.case_id == sight.case_id
        rows[case.case_id] = QueueRow(
            case_id=case.case_id,
            account=f"account:{case.account}" if case.account else "",
            untrusted_handle=case.handle,
            untrusted_name=case.display_name,
            group="done" if item.mine else "left",
            state="locked" if item.mine else ("staged" if here and looking.staged else "undecided"),
            state_word=WORDS["locked" if item.mine else "open"],
            why="from the draw",
            posts=case.posts,
            media=case.media,
        )
    found = list(rows.values())
    left = [row for row in found if row.group == "left"]
    done = [row for row in found if row.group == "done"]
    return QueueView(
        rows=[*left, *done],
        left=len(left),
        later=0,
        asked=0,
        done=len(done),
        shown=len(found),
        total=len(found),
        blind=where_words(locked, key_of("lead.next_item")),
        locked=locked,
    )

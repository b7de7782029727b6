"""Commands that the window itself fills: note, search, dialogs, help."""

from __future__ import annotations

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _let_go(session: Session) -> None:
    if not session.staging.unstage() and session.desk.filter:
        session.set_filter("")


def _no_case(session: Session) -> str:
    return "" if session.desk.case_id else "no case is open"


def _try_again(session: Session) -> None:
    session.try_again()


def _nothing_failed(session: Session) -> str:
    return "" if session.stopped else "everything is saved"


def _no_passphrase_change(session: Session) -> str:
    return session.passphrase.why_not()


def _no_merging(session: Session) -> str:
    return session.merging.why_not()


def _no_sync(session: Session) -> str:
    return session.syncing.why_not()


WINDOW: tuple[Command, ...] = (
    Command(
        id="note.edit",
        title="Note",
        help="Write the note of this case; Esc goes back, the draft is kept.",
        keys=("G",),
        menu="Case",
        group="Write and find",
        asks="note",
        writes=True,
        blocked=_no_case,
    ),
    Command(
        id="text.leave",
        title="Leave the text field",
        help="Back to the pane; what was typed is kept.",
        keys=("Esc",),
        scope="text",
        group="Write and find",
        asks="leave",
    ),
    Command(
        id="unstage",
        title="Let go",
        help="Take the staged outcome away; with nothing staged, clear the queue's filter.",
        run=_let_go,
        keys=("Esc",),
        menu="Decision",
        group="Decide",
    ),
    Command(
        id="search.focus",
        title="Filter and search",
        help="Filter the queue; search all posts with Return in the field.",
        keys=("Ctrl+F",),
        scope="any",
        menu="Queue",
        group="Write and find",
        asks="search",
    ),
    Command(
        id="palette",
        title="All commands",
        help="Every command by name, with its key or the reason why it is blocked.",
        keys=("Ctrl+Shift+P",),
        scope="any",
        menu="Help",
        group="Help",
        asks="palette",
    ),
    Command(
        id="keys.overlay",
        pair="keys that work here, help",
        title="Keys that work here",
        help="The keys of the focused pane.",
        keys=("F1", "?"),
        scope="any",
        menu="Help",
        group="Help",
        asks="keys",
    ),
    Command(
        id="menu.open",
        title="Menu",
        help="Open the menu.",
        keys=("F10",),
        scope="any",
        group="Help",
        asks="menu",
    ),
    Command(
        id="import",
        pair="import, export",
        saves=True,
        title="Import…",
        help="Bring bundles or exports of platforms in.",
        keys=("Ctrl+Shift+I",),
        scope="any",
        menu="File",
        group="File",
        danger="dialog",
        asks="import",
    ),
    Command(
        id="export",
        pair="import, export",
        saves=True,
        title="Export…",
        help="Write the signed decisions as a package.",
        keys=("Ctrl+Shift+E",),
        scope="any",
        menu="File",
        group="File",
        danger="dialog",
        asks="export",
        found_by="send, hand over, package, decisions for a lead",
    ),
    Command(
        id="merge",
        saves=True,
        title="Merge packages…",
        help="Bring what other reviewers decided together here, after a look at what it would do.",
        menu="File",
        group="File",
        danger="dialog",
        asks="merge",
        found_by="decisions of reviewers, take in, several reviewers",
        blocked=_no_merging,
    ),
    Command(
        id="feedback",
        saves=True,
        title="Apply feedback…",
        help="Take what a lead sent back: receipts, second looks, settled decisions.",
        menu="File",
        group="File",
        danger="dialog",
        asks="feedback",
    ),
    Command(
        id="sync",
        saves=True,
        title="Sync…",
        help="One drop folder for reviewers and leads: what comes in and goes out, shown first.",
        menu="File",
        group="File",
        danger="dialog",
        asks="sync",
        found_by="write feedback for reviewers, send, receipts, stick, share, hand over",
        blocked=_no_sync,
    ),
    Command(
        id="history.case",
        title="History of the case",
        help="Every event of this case: who, when, under which policy text, and what was signed.",
        menu="Case",
        group="Write and find",
        asks="history.case",
        blocked=_no_case,
    ),
    Command(
        id="history.all",
        title="History of the workspace",
        help="Every event of this workspace, the newest first.",
        menu="File",
        group="File",
        asks="history",
    ),
    Command(
        id="backups",
        title="Backups…",
        help="Which there are, back up now, restore one beside this workspace.",
        menu="File",
        group="File",
        asks="backups",
    ),
    Command(
        id="workspace.check",
        title="Check the workspace…",
        help="Ledger, evidence, media, index and backups against each other; changes nothing.",
        menu="File",
        group="File",
        asks="check",
    ),
    Command(
        id="passphrase",
        title="Change passphrase…",
        help="Another passphrase for this workspace; the keys and the ledger stay.",
        menu="File",
        group="File",
        danger="dialog",
        asks="passphrase",
        blocked=_no_passphrase_change,
    ),
    Command(
        id="ledger.retry",
        title="Try saving again",
        help="After something could not be saved: see whether the disk is well again.",
        run=_try_again,
        menu="File",
        group="File",
        blocked=_nothing_failed,
    ),
    Command(
        id="settings",
        title="Settings…",
        help="Look, times, media, keys, the cover and the tour; changes hold at once.",
        keys=("Ctrl+,",),
        scope="any",
        menu="File",
        group="File",
        danger="dialog",
        asks="settings",
    ),
    Command(
        id="settings.keys",
        title="Change keys…",
        help="Give commands other keys.",
        scope="any",
        menu="Help",
        group="Help",
        danger="dialog",
        asks="settings.keys",
    ),
    Command(
        id="layout.reset",
        title="Reset the layout",
        help="Borders between panes and folded sections as the program puts them.",
        scope="any",
        menu="View",
        group="Move",
        asks="layout.reset",
    ),
    Command(
        id="keys.print",
        title="Print the key sheet…",
        help="The keys in force as one page: HTML, or PDF.",
        scope="any",
        menu="Help",
        group="Help",
        danger="dialog",
        asks="keys.print",
    ),
    Command(
        id="quit",
        title="Quit",
        help="Close the workspace and the program; nothing is lost.",
        keys=("Ctrl+Q",),
        scope="any",
        menu="File",
        group="File",
        asks="quit",
    ),
)
"""What the window itself fills: note, search, dialogs, help."""

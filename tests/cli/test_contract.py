"""What every command keeps to: one object, an exit of 0, 1 or 2, reasons, and no byte changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from reviewer.cli import main, material
from reviewer.derived.answer_schemas import ANSWERS
from reviewer.store.disk.attempts import NAME as ATTEMPTS
from reviewer.store.ledger.ledger import Ledger
from tests.cli.kit import (
    PASSPHRASE,
    ROOT,
    Ran,
    ask,
    good,
    name_of,
    parsed,
    refused,
    run,
    run_apart,
    state_of,
)

# The table of the contract.
CONTRACT = (
    *("demo", "profile new", "profile card", "roster add", "roster sign", "import"),
    *("bundle build", "bundle verify", "status", "search", "play", "export", "verify"),
    *("doctor", "docs", "docs screenshots", "docs keys", "bench", "selftest"),
)


def commands(group: click.Group = main, before: str = "") -> Iterator[str]:
    """Every command by its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield before + name


def test_every_command_of_the_contract_is_there_and_has_a_schema() -> None:
    found = set(commands())
    assert set(CONTRACT) <= found
    assert {name.replace(" ", "-") for name in found} == set(ANSWERS)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_and_json(name: str) -> None:
    ran = run(*name.split(), "--help")
    assert ran.code == 0 and "--json" in ran.out and ran.err == ""


BAD_CALLS = {
    "no such command": ("nonsense",),
    "no folder to sync": ("sync",),
    "no such option": ("status", "--bogus"),
    "no argument": ("search",),
    "no path": ("import",),
    "no such choice": ("export", "-o", "x", "--profile", "nonsense"),
    "a number that is none": ("search", "x", "--limit", "many"),
    "a number out of range": ("search", "x", "--limit", "0"),
    "no subcommand of that name": ("bundle", "nonsense"),
    "a group alone": ("bundle",),
    "too much": ("status", "this"),
}


@pytest.mark.parametrize("why", BAD_CALLS)
def test_a_wrong_call_is_exit_2_and_one_object(why: str) -> None:
    ran = run(*BAD_CALLS[why], "--json")
    answer = parsed(ran, name_of(BAD_CALLS[why]))
    assert ran.code == 2 and answer["error"]["code"] == "usage"
    assert "Usage:" in run(*BAD_CALLS[why]).err


def test_an_option_without_its_value() -> None:
    assert parsed(run("search", "x", "--json", "--limit"), "search")["error"]["code"] == "usage"


MISSING = {
    "import": ("import", "nowhere", "--no-passphrase"),
    "build": ("bundle", "build", "nowhere", "-o", "out"),
    "build media": ("bundle", "build", "there", "--media", "nowhere", "-o", "out"),
    "build key": ("bundle", "build", "there", "--sign", "nowhere", "-o", "out"),
    "bundle verify": ("bundle", "verify", "nowhere"),
    "verify": ("verify", "nowhere"),
    "play": ("play", "nowhere"),
    "roster add": ("roster", "add", "nowhere"),
    "roster sign": ("roster", "sign", "--roster", "nowhere"),
}


@pytest.mark.parametrize("which", MISSING)
def test_a_file_that_is_not_there_is_named(
    which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    error = refused(*MISSING[which])
    assert error["code"] == "not_found" and error["file"] == "nowhere"
    assert [p.name for p in tmp_path.iterdir()] == ["there"], "and nothing was made"


ON_A_WORKSPACE = {
    "status": ("status",),
    "search": ("search", "tide"),
    "export": ("export", "-o", "out.zip"),
    "card": ("profile", "card"),
    "import": ("import", "material.jsonl"),
    "play": ("play", "script"),
    "demo": ("demo", "--headless"),
    "sign": ("roster", "sign"),
    "verify": ("verify", "ws"),
}


@contextmanager
def held(folder: Path) -> Iterator[int]:
    """Another process has the workspace open; its process id."""
    text = (
        "import sys; from pathlib import Path; from reviewer.bootstrap import open_workspace\n"
        "with open_workspace(Path(sys.argv[1]), None): print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", text, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None and child.stdin is not None
        assert child.stdout.readline() == b"open\n"
        try:
            yield child.pid
        finally:
            child.stdin.close()


def test_a_workspace_open_elsewhere_names_its_holder(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("material.jsonl", "script"):
        (tmp_path / name).write_text("", "utf-8")
    good("profile", "card", "--workspace", workspace, "-o", "card")
    good("roster", "add", "card")
    with held(workspace) as pid:
        before = state_of(workspace)
        for args in ON_A_WORKSPACE.values():
            error = refused(*args, "--workspace", "ws")
            assert error["code"] == "in_use", args
            assert f"process {pid} on " in error["message"]
        assert f"process {pid} on " in good("doctor", "--workspace", "ws")["workspace"]["held_by"]
        assert state_of(workspace) == before
    assert good("doctor", "--workspace", "ws")["workspace"]["held_by"] == "nobody"


def test_the_holder_is_named_before_the_passphrase_is_asked(protected: Path) -> None:
    assert refused("status", "--workspace", protected / "ws")["code"] == "passphrase"
    text = (
        "import sys; from pathlib import Path; from reviewer.store.disk.lock import WorkspaceLock\n"
        "with WorkspaceLock(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    command, pipe = [sys.executable, "-c", text, str(protected / "ws")], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None and child.stdin is not None
        child.stdout.readline()
        assert refused("status", "--workspace", protected / "ws")["code"] == "in_use"
        child.stdin.close()


def test_where_no_workspace_stands(tmp_path: Path) -> None:
    for args in (
        ("status",),
        ("search", "x"),
        ("export", "-o", tmp_path / "o"),
        ("profile", "card"),
    ):
        error = refused(*args, "--workspace", tmp_path / "none")
        assert error["code"] == "not_a_workspace" and error["file"] == str(tmp_path / "none")
    (tmp_path / "file").write_text("x", "utf-8")
    assert refused("status", "--workspace", tmp_path / "file")["code"] == "not_a_workspace"
    assert not (tmp_path / "none").exists()


def test_passphrases(protected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ws, right = protected / "ws", protected / "passphrase"
    assert good("status", "--workspace", ws, "--passphrase-file", right)["workspace"]["protected"]
    wrong = tmp_path / "wrong"
    wrong.write_text("another", "utf-8")
    for given in (wrong, right.with_name("nowhere"), protected):
        before = state_of(protected)
        error = refused("status", "--workspace", ws, "--passphrase-file", given)
        assert error["code"] in ("passphrase", "not_found", "disk") and error["message"]
        counted = {"ws", f"ws/{ATTEMPTS}"} if given == wrong else set()
        after = state_of(protected)
        changed = {name for name in before | after if before.get(name) != after.get(name)}
        assert changed == counted, "only the wrong passphrase is counted"
    assert refused("status", "--workspace", ws, "--no-passphrase")["code"] == "passphrase"
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "another")
    assert refused("status", "--workspace", ws)["code"] == "passphrase"
    monkeypatch.setenv("REVIEWER_PASSPHRASE", PASSPHRASE)
    assert good("status", "--workspace", ws)["events"] == 0
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "")
    new = ("profile", "new", "--pseudonym", "P", "--workspace", tmp_path / "new")
    assert refused(*new)["code"] == "passphrase"
    assert not (tmp_path / "new").exists()


def test_the_workspace_may_be_named_before_the_command(workspace: Path) -> None:
    ran = run("--workspace", workspace, "status", "--json")
    assert parsed(ran, "status")["posts"] == 453


def test_looking_changes_no_byte(workspace: Path, tmp_path: Path) -> None:
    good("export", "-o", tmp_path / "out", "--workspace", workspace)
    before = state_of(workspace), state_of(tmp_path / "out")
    for args in (
        ("status",),
        ("search", "bell"),
        ("verify", workspace),
        ("verify", tmp_path / "out"),
        ("profile", "card"),
    ):
        good(*args, "--workspace", workspace)
    assert (state_of(workspace), state_of(tmp_path / "out")) == before


def test_an_unprotected_workspace_says_so_but_not_beside_json(workspace: Path) -> None:
    ran = run("status", "--workspace", workspace)
    assert "no passphrase" in ran.err and "NOT protected" in ran.out
    assert run("status", "--workspace", workspace, "--json").err == ""


def test_a_refusal_for_a_person_names_file_and_next_step(tmp_path: Path) -> None:
    ran = run("bundle", "verify", tmp_path / "none")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"reviewer: {tmp_path / 'none'}: There is no such file or folder. Next: Check the name.\n"
    )


def test_text_from_outside_cannot_steer_the_terminal(tmp_path: Path) -> None:
    name = "evil\x1b[2J\u202egnp"
    ran = run("bundle", "verify", tmp_path / name)
    assert "\x1b" not in ran.err and "\u202e" not in ran.err
    assert refused("bundle", "verify", tmp_path / name)["file"].endswith(name)


@pytest.mark.skipif(os.name == "nt", reason="names on Windows are Unicode")
def test_a_name_that_is_not_unicode_still_gives_one_object(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path / "x") + b"\xff"))
    assert refused("bundle", "verify", path)["code"] == "not_found"


def test_any_script_on_any_terminal(workspace: Path) -> None:
    ran = run_apart("search", "الجرس", "--workspace", workspace, PYTHONIOENCODING="ascii")
    assert ran.code == 0 and "UnicodeEncodeError" not in ran.err
    ran = run_apart("search", "الجرس", "--workspace", workspace, "--json", PYTHONIOENCODING="ascii")
    assert parsed(ran, "search")["query"] == "الجرس"


def test_a_disk_that_does_not_take_it(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    below = tmp_path / "file" / "below"
    for args in (
        ("export", "-o", below, "--workspace", workspace),
        ("profile", "card", "-o", below, "--workspace", workspace),
        ("profile", "new", "--pseudonym", "P", "--workspace", below, "--no-passphrase"),
        ("bundle", "key", below),
    ):
        assert str(below.parent) in str(refused(*args)) or "below" in str(refused(*args))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_standard_output_that_takes_nothing(workspace: Path) -> None:
    command = [sys.executable, "-m", "reviewer", "status", "--json", "--workspace", str(workspace)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and b"Make room" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_mistake_of_the_program_is_one_object_too(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(ledger: Ledger) -> tuple[str, int, str]:
        raise ZeroDivisionError("never")

    monkeypatch.setattr(Ledger, "head", broken)
    ran = run("verify", workspace, "--json")
    answer = parsed(ran, "verify")
    assert ran.code == 1 and answer["error"]["code"] == "bug"
    assert "Traceback" in ran.err and "ZeroDivisionError" in answer["error"]["message"]


def test_interrupted_in_the_middle_of_an_import(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewer.intake.taking import Taking

    def stopped(taking: Taking) -> None:
        raise KeyboardInterrupt

    more = tmp_path / "posts.jsonl"
    more.write_text('{"post_id": "1", "account_id": "a", "platform": "p", "text": "x"}\n', "utf-8")
    before = good("status", "--workspace", workspace)
    with monkeypatch.context() as patch:
        patch.setattr(Taking, "finish", stopped)
        error = refused("import", more, "--workspace", workspace)
    assert error["code"] == "interrupted"
    assert good("status", "--workspace", workspace) == before
    assert good("import", more, "--workspace", workspace)["totals"]["new"] == 1


HEEDING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " from reviewer.cli import main; main()"
)
"""The program, an interrupt being one whatever the parent of this suite ignores."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_interrupted_at_the_passphrase(protected: Path) -> None:
    import pty

    person, terminal = pty.openpty()
    command = [sys.executable, "-c", HEEDING, "status", "--json", "--workspace", "ws"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        with subprocess.Popen(
            command,
            cwd=protected,
            env=environment,
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
        ) as child:
            assert child.stderr is not None
            asked = child.stderr.read(len("Passphrase: "))
            assert asked == "Passphrase: "
            child.send_signal(signal.SIGINT)
            out, err = child.communicate()
    finally:
        os.close(person)
        os.close(terminal)
    assert parsed(Ran(child.returncode, out, err), "status")["error"]["code"] == "interrupted"


def test_the_module_is_the_same_program(workspace: Path) -> None:
    ran = run_apart("status", "--workspace", workspace, "--json")
    assert parsed(ran, "status") == ask("status", "--workspace", workspace)
    assert run_apart("--version").out.startswith("reviewer, version ")
    assert material.import_.name == "import"

"""What is started is this program, whatever lies in the folder where one stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reviewer import __version__, setup
from reviewer.doctor import own_command


def foreign(folder: Path) -> Path:
    """A folder as unpacked material could make it: a package of our name that says so."""
    (folder / "reviewer").mkdir()
    for name in ("__init__.py", "__main__.py", "cli.py"):
        (folder / "reviewer" / name).write_text("print('foreign')", "utf-8")
    return folder


def test_a_folder_of_our_name_where_one_stands_is_never_run(tmp_path: Path) -> None:
    environment = dict(os.environ)
    ran = subprocess.run(
        [*own_command(environment), "--version"],
        cwd=foreign(tmp_path),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert __version__ in ran.stdout and "foreign" not in ran.stdout, ran.stderr


def test_the_command_that_set_up_makes_never_looks_there(tmp_path: Path, monkeypatch) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(setup.PYTHON if setup.PYTHON.exists() else sys.executable)
    packages = tmp_path / "lib"
    packages.mkdir()
    monkeypatch.setattr(setup, "PYTHON", python)
    monkeypatch.setattr(setup.sysconfig, "get_path", lambda *_: str(packages))
    setup.link_checkout()
    text = python.with_name("reviewer").read_text("utf-8")
    assert ' -P -m reviewer "$@"' in text

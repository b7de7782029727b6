"""Four workspaces of one site: owl keeps the roster, kestrel leads, heron and wren review."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.session.session import Session
from tests.cli.kit import good

AT = ("--no-passphrase",)
ROLES = (("kestrel", "lead"), ("heron", "reviewer"), ("wren", "reviewer"))


def desk(folder: Path | str) -> Session:
    """An unprotected workspace, open; the caller closes it."""
    return bootstrap.open_session(bootstrap.open_workspace(Path(folder), None))


def at(name: str) -> tuple[str, str]:
    """The option that names a workspace."""
    return ("--workspace", name)


def settle() -> None:
    """Make them in the current folder, with a card each, and one roster that all of them hold."""
    for name in ("owl", "kestrel", "heron", "wren"):
        good("profile", "new", "--pseudonym", name, *at(name), *AT)
        good("profile", "card", "-o", f"{name}.card", *at(name))
    good("roster", "add", "owl.card")
    for name, role in ROLES:
        good("roster", "add", f"{name}.card", "--role", role)
    good("roster", "sign", *at("owl"))
    for name, _ in ROLES:
        good("roster", "adopt", *at(name))


def copied(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a settled folder, for one test, which runs in it."""
    shutil.copytree(world, tmp_path / "world")
    monkeypatch.chdir(tmp_path / "world")
    return tmp_path / "world"

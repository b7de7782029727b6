"""Workspaces and bundles that the tests of the command line copy."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reviewer.demo.generate import write_demo
from reviewer.store.workspace import Workspace
from reviewer.trust.profile import new_profile
from tests.cli.kit import PASSPHRASE, good


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's records and media, as files."""
    return write_demo(tmp_path_factory.mktemp("demo") / "coast")


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key file of an issuer of bundles."""
    path = tmp_path_factory.mktemp("issuer") / "issuer.key"
    good("bundle", "key", path)
    return path


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory, demo_source: Path, issuer: Path) -> Path:
    """The demo as a signed zip."""
    out = tmp_path_factory.mktemp("bundle") / "coast.zip"
    media = demo_source / "media"
    args = ["--media", media, "--sign", issuer, "--zip", "-o", out]
    good("bundle", "build", demo_source / "records", *args)
    return out


@pytest.fixture(scope="session")
def _imported(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Path:
    folder = tmp_path_factory.mktemp("first") / "ws"
    # Unprotected, so that cheap wrapping loses nothing; it is paid at every call.
    profile, secrets = new_profile(
        "reviewer", None, 1_770_000_000_000, os.urandom, memory_kib=64, iterations=1, lanes=1
    )
    Workspace.create(folder, profile, secrets).close()
    good("import", bundle, "--workspace", folder)
    return folder


@pytest.fixture
def workspace(tmp_path: Path, _imported: Path) -> Path:
    """An unprotected workspace with the demo in it, of one's own."""
    return Path(shutil.copytree(_imported, tmp_path / "ws"))


@pytest.fixture(scope="session")
def _locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locked")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\nnot this line\n", "utf-8")
    where = ("--workspace", folder / "ws", "--passphrase-file", folder / "passphrase")
    good("profile", "new", "--pseudonym", "heron", *where)
    return folder


@pytest.fixture
def protected(tmp_path: Path, _locked: Path) -> Path:
    """A folder with ``ws``, protected, and the file ``passphrase`` that opens it."""
    return Path(shutil.copytree(_locked, tmp_path / "protected"))

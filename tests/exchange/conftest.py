from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.exchange.export import Beside, ExportResult, export
from tests.exchange import world


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> ExportResult:
    """A sound package in a folder; tests that change it use ``copy``."""
    out = tmp_path_factory.mktemp("sound") / "out"
    return export(
        world.ledger(), world.MemoryEvidence(), Beside({world.POLICY_HASH: world.POLICY}), out,
        signer=world.HERON,
    )  # fmt: skip


@pytest.fixture
def copy(package: ExportResult, tmp_path: Path) -> Callable[[], Path]:
    def fresh() -> Path:
        target = tmp_path / "copy"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(package.path, target)
        return target

    return fresh

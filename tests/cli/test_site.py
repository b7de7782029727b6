"""A site file on this machine: said by doctor, its settings fixed, a wrong one opens nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import bootstrap, mending, whereabouts
from reviewer.domain.errors import Refused
from tests.cli.kit import good, refused

RAW = {
    "format": "reviewer-site",
    "format_version": "1.0",
    "name": "Harbour office",
    "floors": {"passphrase": 20},
    "locked": {"time.zone": "local", "no.such": 1},
}


@pytest.fixture
def site_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "etc" / "site.json"
    path.parent.mkdir()
    path.write_text(json.dumps(RAW), "utf-8")

    def places(**_program: object) -> list[Path]:
        return [path]

    monkeypatch.setattr(whereabouts, "site_places", places)
    return path


def test_doctor_says_it(site_file: Path) -> None:
    found = good("doctor")["site"]
    assert found["file"] == str(site_file)
    assert found["fixed"] == ["no.such", "time.zone"]
    assert "Harbour office" in found["said"]


def test_its_settings_are_fixed(site_file: Path, workspace: Path) -> None:
    session = bootstrap.open_session(bootstrap.open_workspace(workspace, None))
    try:
        assert session.settings.get("time.zone") == "local"
        with pytest.raises(Refused, match="The site file of Harbour office"):
            session.settings.set("time.zone", "utc")
        assert any("no.such" in problem for problem in session.settings.problems)
    finally:
        session.close()


def test_its_floor_holds_for_a_new_passphrase(site_file: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at least 20 characters"):
        bootstrap.create_workspace(tmp_path / "new", "someone", "four words a row")
    assert not (tmp_path / "new").exists()


def test_a_wrong_one_opens_nothing(site_file: Path, workspace: Path) -> None:
    site_file.chmod(0o666)
    error = refused("status", "--workspace", workspace)
    assert error["code"] == "site_rights" and error["file"] == str(site_file)
    answer = good("doctor", "--workspace", workspace)
    assert answer["site"]["said"] in answer["problems"]
    site_file.chmod(0o644)
    bootstrap.open_workspace(workspace, None).close()  # the refusal held nothing


def test_its_folder_takes_the_backups(site_file: Path, workspace: Path, tmp_path: Path) -> None:
    site_file.write_text(json.dumps(RAW | {"backup": str(tmp_path / "safe")}), "utf-8")
    made = good("backup", "--workspace", workspace)
    folder = Path(made["folder"])
    assert folder.parent == tmp_path / "safe" and folder.name.startswith(f"{workspace.name}-")
    assert good("doctor", "--workspace", workspace)["paths"]["backups"] == str(folder)
    assert good("verify", workspace)["findings"] == []
    session = bootstrap.open_session(bootstrap.open_workspace(workspace, None))
    try:
        assert session.backups.folder == folder and len(session.backups.all()) == 1
    finally:
        session.close()
    assert [str(one[0]) for one in mending.offered(workspace)] == [made["made"]["path"]]

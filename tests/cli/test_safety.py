"""Backup, restore and the check of a whole workspace, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.kit import ask, good, refused, run
from tests.session.kit import demo


def test_back_up_restore_verify(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    made = good("backup", "--workspace", folder)
    assert made["made"] == made["backups"][0]
    listing = good("backup", "--list", "--workspace", folder)
    assert listing["made"] is None and listing["backups"] == made["backups"]
    first = good("verify", folder)
    assert first["findings"] == [] and first["first_bad"] is None
    done = good("restore", made["made"]["path"], "--workspace", folder)
    assert done["from_device"] == made["made"]["device"] != done["device"]
    assert Path(done["set_aside"]).is_dir()
    assert good("status", "--workspace", folder)["cases"] == 18
    found = good("verify", folder)
    assert found["events"] == done["seq"] + 1 and "restored from" in found["sentences"][0]
    package = good("export", "-o", tmp_path / "out.zip", "--workspace", folder)
    assert [one["device"] for one in package["chains"]] == [done["from_device"]]
    assert good("verify", tmp_path / "out.zip")["events"] == package["events"] == done["seq"] + 1
    assert "a chain of its own" in run("restore", made["made"]["path"], "--workspace", folder).out
    assert refused("restore", tmp_path, "--workspace", folder)["code"] == "not_a_backup"


def test_a_damaged_medium_is_a_finding_with_its_next_step(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    blob = next((folder / "blobs").glob("??/*"))
    blob.write_bytes(blob.read_bytes()[:-1] + b"?")
    answer = ask("verify", folder)
    assert not answer["ok"]
    assert answer["first_bad"]["code"] == "hash"
    worst = answer["findings"][0]
    assert worst["code"] == "blob_damaged" and worst["harm"] and "Import" in worst["next"]

"""The bundle made by hand in the help is a bundle."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import bagit
import pytest

from reviewer.bundle.bag import BagWriter, read_bag, zip_folder
from reviewer.bundle.verify import verify
from reviewer.domain.errors import Refused
from reviewer.domain.records import RECORD_FILES
from reviewer.respath import resource
from reviewer.trust.dsse import EXPORT_TYPE
from reviewer.trust.keys import Signer


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sh and sha256sum")
def test_the_example_made_by_hand_verifies(tmp_path: Path) -> None:
    page = resource("help/bundle.md").read_text("utf-8")
    script = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
    assert script and len(script[1].splitlines()) <= 10
    subprocess.run(["sh", "-e"], input=script[1].encode(), cwd=tmp_path, check=True)
    report = verify(tmp_path / "example")
    assert report.violations == [] and not report.signed and report.id == "example-1"
    assert report.counts == {"accounts": 1, "posts": 1, "reports": 1}
    assert bagit.Bag(str(tmp_path / "example")).is_valid()


def test_the_help_names_every_file() -> None:
    page = resource("help/bundle.md").read_text("utf-8")
    assert all(f"`{stem}`" in page or f"data/{stem}.jsonl" in page for stem in RECORD_FILES)


def test_another_package_can_use_the_same_bag(tmp_path: Path) -> None:
    key = Signer.from_private(bytes(range(32)))
    bag = BagWriter(tmp_path / "bag")
    bag.add("data/export.json", b"{}\n")
    with bag.stream("data/events.jsonl") as one, bag.stream("data/decisions.csv") as other:
        one.write(b"{}\n")
        other.write(b"id\r\n")
        one.write(b"{}\n")
    bag.add("policy/" + "ab" * 32 + ".json", b"{}")
    summary = bag.finish(
        {"Bagging-Date": "2026-01-31"},
        EXPORT_TYPE,
        key,
        signature="export.dsse.json",
        statement={"package": "x"},
    )
    assert summary.files == 3 and summary.octets == 13
    with pytest.raises(Refused):
        bag.add("data/late", b"")
    zip_folder(bag.folder, tmp_path / "bag.zip", "export/")
    with pytest.raises(Refused):
        zip_folder(bag.folder, tmp_path / "bag.zip")
    for path in (bag.folder, tmp_path / "bag.zip"):
        with read_bag(path, signature="export.dsse.json") as found:
            check = found.check_signature(EXPORT_TYPE, {key.keyid: key.public})
            assert check.trust == "known" and check.statement["package"] == "x"
            assert found.check_hashes() == [] and found.violations == []
            assert found.read("data/events.jsonl") == b"{}\n{}\n"
            with pytest.raises(Refused):
                found.open("data/../bagit.txt")
    assert any(v.code == "unexpected_file" for v in verify(bag.folder).violations)

"""The Library of Congress suite and hostile archives: refused, never a crash, nothing written."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from reviewer.bundle.read import open_bundle
from reviewer.bundle.verify import verify
from reviewer.domain.errors import Refused
from tests.bundle.made import files_of, payload, to_zip

EXPECTED = {
    "bom-in-bagit.txt": "bagit_txt",
    "baginfo-missing-encoding": "bagit_txt",
    "corrupt-data-file": "missing_tag_file",
    "corrupt-tag-file": "missing_tag_file",
    "extra-file-in-bag": "missing_tag_file",
    "invalid-version-number": "bagit_txt",
    "missing-baginfo": "missing_tag_file",
    "missing-bagit.txt": "not_a_bag",
    "out-of-scope-file-paths-using-dot-notation": "missing_tag_file",
    "out-of-scope-file-paths-using-dot-notation-for-fetch": "fetch",
    "same-filename-listed-twice-with-different-hashes": "manifest_twice",
}


def _bags(real_data: Path, kind: str) -> list[Path]:
    found = [
        bag
        for bag in sorted((real_data / "conformance" / "bagit").glob(f"*/{kind}/*"))
        if bag.is_dir()
    ]
    if not found:
        pytest.skip("the BagIt suite is absent")
    return found


def test_invalid_bags_are_refused_for_the_right_reason(real_data: Path) -> None:
    seen = set()
    for bag in _bags(real_data, "invalid"):
        codes = [v.code for v in verify(bag).violations]
        assert EXPECTED[bag.name] in codes, (bag.name, codes)
        with pytest.raises(Refused):
            open_bundle(bag)
        seen.add(bag.name)
    assert seen == set(EXPECTED)


def test_valid_bags_of_another_shape_are_refused_calmly(real_data: Path) -> None:
    for bag in _bags(real_data, "valid"):
        report = verify(bag)
        assert any(v.refuses for v in report.violations), bag
        with pytest.raises(Refused) as refused:
            open_bundle(bag)
        assert refused.value.next_step


def test_hostile_archives_are_refused_and_write_nothing(real_data: Path, tmp_path: Path) -> None:
    archives = sorted((real_data / "hostile" / "archives").iterdir())
    assert archives
    evil = Path("/tmp/evil.txt")  # where the member would climb to
    was_there = evil.exists()
    for archive in archives:
        copy = tmp_path / archive.name
        copy.write_bytes(archive.read_bytes())
        assert any(v.refuses for v in verify(copy).violations)
        with pytest.raises(Refused):
            open_bundle(copy)
    assert sorted(p.name for p in tmp_path.iterdir()) == [a.name for a in archives]
    assert evil.exists() == was_there


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_no_changed_byte_of_a_zip_crashes_or_passes_unseen(method: int, tmp_path: Path) -> None:
    sound = to_zip(files_of(payload()), tmp_path / "sound.zip", method).read_bytes()
    chance = random.Random(7)
    path = tmp_path / "changed.zip"
    for _ in range(300):
        raw = bytearray(sound)
        for _ in range(chance.randint(1, 3)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(bytes(raw))
        report = verify(path)
        if not report.violations:
            # Only what means nothing may differ: dates, comments, made-by fields.
            with open_bundle(path) as bundle:
                assert bundle.bag.read("data/posts.jsonl") == payload()["data/posts.jsonl"]


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 100, 0.5, 0.9])
def test_no_cut_zip_crashes(cut: float, tmp_path: Path) -> None:
    path = to_zip(files_of(payload()), tmp_path / "cut.zip")
    raw = path.read_bytes()
    path.write_bytes(raw[: int(cut * len(raw)) if isinstance(cut, float) else cut])
    assert any(v.refuses for v in verify(path).violations)


def test_what_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        verify(tmp_path / "nothing")
    assert refused.value.code == "not_found"

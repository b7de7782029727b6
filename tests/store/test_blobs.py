from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Bug, Damaged, Refused
from reviewer.store.blobs import Blobs
from tests.store.kit import bytes_of

KEY = bytes(range(32))
MIB = 1 << 20


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_content_and_size_come_back(tmp_path: Path, size: int) -> None:
    blobs, data = Blobs(tmp_path, KEY), b"\x07" * size
    assert blobs.put(io.BytesIO(data)) == (sha(data), size)
    assert blobs.open(sha(data)) == data
    assert blobs.size(sha(data)) == size
    assert blobs.has(sha(data))


def test_putting_again_changes_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, KEY)
    blobs.put(io.BytesIO(b"picture"))
    before = bytes_of(tmp_path)
    assert blobs.put(io.BytesIO(b"picture"), sha(b"picture")) == (sha(b"picture"), 7)
    assert blobs.put(io.BytesIO(b"picture")) == (sha(b"picture"), 7)
    assert bytes_of(tmp_path) == before


@pytest.mark.parametrize("known", [False, True])
def test_another_content_than_announced_is_refused(tmp_path: Path, known: bool) -> None:
    blobs = Blobs(tmp_path, KEY)
    if known:
        blobs.put(io.BytesIO(b"picture"))
    before = bytes_of(tmp_path)
    with pytest.raises(Refused) as caught:
        blobs.put(io.BytesIO(b"forgery"), sha(b"picture"))
    assert caught.value.code == "hash"
    assert bytes_of(tmp_path) == before
    assert not blobs.has(sha(b"forgery"))


def test_names_do_not_tell_the_content(tmp_path: Path) -> None:
    one, two = Blobs(tmp_path / "1", KEY), Blobs(tmp_path / "2", bytes(32))
    for blobs in (one, two):
        (tmp_path / ("1" if blobs is one else "2")).mkdir()
        blobs.put(io.BytesIO(b"picture"))
    names = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert len(set(names)) == 2
    assert sha(b"picture") not in names


def test_many_are_brought_to_the_disk_at_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, KEY)
    for n in range(20):
        blobs.put(io.BytesIO(b"%d" % n), durable=False)
    blobs.flush()
    assert all(blobs.sound(sha(b"%d" % n)) for n in range(20))


def test_deleting(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, KEY)
    sha256, _ = blobs.put(io.BytesIO(b"picture"))
    assert blobs.delete(sha256)
    assert not blobs.delete(sha256)
    for gone in (blobs.open, blobs.size):
        with pytest.raises(Refused) as caught:
            gone(sha256)
        assert caught.value.code == "missing"


def test_two_blobs_cannot_change_places(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, KEY)
    a, b = (blobs.put(io.BytesIO(data))[0] for data in (b"a", b"b"))
    blobs._path(a).write_bytes(blobs._path(b).read_bytes())
    with pytest.raises(Damaged):
        blobs.open(a)


def test_a_damaged_blob_is_mended_by_putting_it_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, KEY)
    a, _ = blobs.put(io.BytesIO(b"picture"))
    blobs._path(a).write_bytes(b"junk")
    with pytest.raises(Damaged):
        blobs.open(a)
    blobs.put(io.BytesIO(b"picture"), a)
    assert blobs.open(a) == b"picture"


def test_unfinished_files_are_swept_at_opening(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, KEY)

    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(Damaged) as caught:
        blobs.put(Breaks())
    assert caught.value.code == "disk_io"
    (tmp_path / "new" / ".blob.1234.part").write_bytes(b"cut")
    Blobs(tmp_path, KEY, read_only=True)
    assert bytes_of(tmp_path)
    Blobs(tmp_path, KEY)
    assert not bytes_of(tmp_path)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(Bug):
        Blobs(tmp_path, KEY).has(name)


@given(position=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_every_bit_counts(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("blobs")
    blobs = Blobs(folder, KEY)
    a, _ = blobs.put(io.BytesIO(b"picture" * 30))
    raw = bytearray(blobs._path(a).read_bytes())
    raw[position % len(raw)] ^= 1 << bit
    blobs._path(a).write_bytes(raw)
    with pytest.raises(Damaged):
        blobs.open(a)

"""Who answers for a file of the program; the notices and the list of components."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.packaging import assemble, notices, sbom
from reviewer.packaging.contents import Contents, Words, examine
from reviewer.packaging.origins import Origins
from reviewer.syslibs import SetupError

ROOT = Path(__file__).resolve().parents[2]
WORDS = Words.read(ROOT / "resources" / "packaging")


class Built:
    """A small program as the recipe would leave it."""

    def __init__(self, base: Path) -> None:
        self.site = base / "site"
        self.folder = base / "reviewer"
        self.home = base / "python"
        self.listed: dict[str, list[list[str]]] = {"files": [], "modules": []}
        (self.folder / "_internal").mkdir(parents=True)
        (self.folder / "resources").mkdir()
        (self.folder / "resources" / "a.txt").write_text("a")
        (self.folder / "reviewer").write_bytes(b"program")
        self.home.mkdir()
        (self.home / "LICENSE.txt").write_text("terms of Python")
        self.package("pyinstaller", "6.1", "GPL", {})

    def package(self, name: str, version: str, licence: str, files: dict[str, bytes]) -> None:
        """Install a package; its files go into the program too."""
        info = self.site / f"{name}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Name: {name}\nVersion: {version}\nLicense: {licence}\n")
        (info / "LICENSE").write_text(f"terms of {name}")
        rows = "".join(f"{place},,\n" for place in files)
        (info / "RECORD").write_text(rows, "utf-8")
        for place, data in files.items():
            for base in (self.site, self.folder / "_internal"):
                (base / place).parent.mkdir(parents=True, exist_ok=True)
                (base / place).write_bytes(data)
            self.listed["files"].append([place, str(self.site / place)])

    def contents(self) -> Contents:
        """Who answers for what."""
        origins = Origins(self.site, ROOT, self.home, "0.1.0")
        return examine(self.folder, origins, self.listed, WORDS)


@pytest.fixture
def built(tmp_path: Path) -> Built:
    return Built(tmp_path)


def test_each_file_has_an_owner(built: Built) -> None:
    built.package("numpy", "2.4", "BSD-3-Clause", {"numpy/a.so": b"1", "numpy.libs/b.so": b"2"})
    own = built.contents()
    assert [c.name for c in own.components] == [
        *("numpy", "OpenBLAS and the GCC runtime", "pyinstaller", "reviewer"),
    ]
    files = {c.name: places for c, places in own.files.items()}
    assert files["numpy"] == ["_internal/numpy/a.so", "_internal/numpy.libs/b.so"]
    assert files["pyinstaller"] == ["reviewer"]


def test_an_unknown_file_fails(built: Built) -> None:
    (built.folder / "_internal" / "libstranger.so").write_bytes(b"?")
    with pytest.raises(SetupError, match=r"_internal/libstranger\.so"):
        built.contents()


def test_a_file_from_nowhere_fails(built: Built, tmp_path: Path) -> None:
    stray = tmp_path / "stray.so"
    stray.write_bytes(b"?")
    (built.folder / "_internal" / "stray.so").write_bytes(b"?")
    built.listed["files"].append(["stray.so", str(stray)])
    with pytest.raises(SetupError, match=r"stray\.so"):
        built.contents()


def test_a_module_that_must_not_be_in_it_fails(built: Built) -> None:
    built.package("click", "8", "BSD", {"click/x.py": b""})
    built.listed["modules"].append(["ssl", str(built.site / "click/x.py")])
    with pytest.raises(SetupError, match="the module ssl"):
        built.contents()


def test_a_component_without_licence_fails(built: Built) -> None:
    built.package("nameless", "1", "", {"nameless.py": b""})
    with pytest.raises(SetupError, match="nameless: no licence or text"):
        built.contents()


def test_video_changes_the_notices(built: Built) -> None:
    plain = notices.text(built.contents())
    assert "x264" not in plain
    built.package("av", "15", "BSD-3-Clause", {"av/_core.so": b"1", "av.libs/libx264.so": b"2"})
    video = notices.text(built.contents())
    assert "FFmpeg with x264 and x265 15: GPL-3.0-or-later" in video
    assert "GNU GENERAL PUBLIC LICENSE" in video
    assert "terms of av" in video


def test_notices_hold_each_text_once_and_are_the_same_twice(built: Built) -> None:
    built.package("click", "8", "BSD", {"click/x.so": b"", "click/y.so": b""})
    text = notices.text(built.contents())
    assert text == notices.text(built.contents())
    assert text.count("terms of click") == 1
    assert "click 8: BSD\n  files: _internal/click/x.so, _internal/click/y.so" in text


def test_list_of_components(built: Built) -> None:
    built.package("click", "8.1", "BSD-3-Clause", {"click/x.so": b"data"})
    assemble.describe(built.folder, built.contents(), {"epoch": 0})
    bom = json.loads((built.folder / "sbom.cdx.json").read_text("utf-8"))
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    click = next(entry for entry in bom["components"] if entry["name"] == "click")
    assert click["purl"] == "pkg:pypi/click@8.1"
    digest = sbom.sums(built.folder)["_internal/click/x.so"]
    assert click["components"][0]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    refs = [entry["bom-ref"] for entry in bom["components"]]
    assert len(refs) == len(set(refs))
    assert bom["dependencies"][0]["dependsOn"] == sorted(refs)
    assert all(entry["licenses"] for entry in bom["components"])


def test_sums_are_those_of_the_files(built: Built) -> None:
    assemble.describe(built.folder, built.contents(), {"epoch": 0})
    found = {k: v for k, v in sbom.sums(built.folder).items() if k != "SHA256SUMS"}
    assert (built.folder / "SHA256SUMS").read_text("utf-8") == sbom.sums_text(found)
    assert "NOTICES.txt" in found and "sbom.cdx.json" in found

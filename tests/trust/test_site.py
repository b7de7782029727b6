"""The site file: read strictly, believed only where nobody else could have written it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.trust import site
from reviewer.trust.base64s import b64

RECOVERY = "age1xmajn85zusgygj72yr9n8fqch8dmssls6l69p0nntd8zs7qg2anqxnywr3"
KEYS = [bytes([n]) * 32 for n in range(1, 4)]
WHOLE: dict[str, Any] = {
    "format": "reviewer-site",
    "format_version": "1.0",
    "name": "Harbour office",
    "roots": [{"pseudonym": f"root-{n}", "sign": b64(key)} for n, key in enumerate(KEYS)],
    "threshold": 2,
    "recovery": RECOVERY,
    "floors": {"passphrase": 14, "lock_minutes": 5, "conceal": "grey"},
    "backup": "/srv/backup",
    "drop": "\\\\server\\drop",
    "procedure": "Call the duty desk. اتصل",
    "locked": {"time.zone": "utc"},
}
posix = pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")


def put(folder: Path, raw: object, mode: int = 0o644) -> Path:
    path = folder / site.NAME
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw), "utf-8")
    path.chmod(mode)
    return path


def test_a_whole_one(tmp_path: Path) -> None:
    found = site.read(put(tmp_path, WHOLE))
    assert (found.name, found.threshold, len(found.roots)) == ("Harbour office", 2, 3)
    assert found.floors == site.Floors(14, 5, "grey")
    assert found.locked == {"time.zone": "utc"}
    assert found.warnings == ()
    assert found.said() == (
        "Site: Harbour office, 2 of 3 root keys sign, 1 setting fixed,"
        " lost passphrases can be recovered."
    )


def test_the_least(tmp_path: Path) -> None:
    found = site.read(put(tmp_path, {"format": "reviewer-site", "format_version": "1.0"}))
    assert found.said() == "Site file, no recovery key."
    assert found.roots == () and found.floors == site.Floors()


@pytest.mark.parametrize(
    "key, value, words",
    [
        ("threshold", 4, "threshold of 4 and 3 root keys"),
        ("threshold", 0, "threshold of 0 and 3 root keys"),
        ("threshold", True, "wrong “threshold”"),
        ("roots", [], "threshold of 2 and 0 root keys"),
        ("roots", [{"pseudonym": "a", "sign": "AAAA"}], "wrong “roots”: a key has 32 bytes"),
        ("roots", [WHOLE["roots"][0]] * 2, "a key stands there twice"),
        ("recovery", "ssh-ed25519 AAAA", "wrong “recovery”"),
        ("floors", {"passphrase": 3}, "wrong “floors”"),
        ("floors", {"conceal": "none"}, "wrong “floors”"),
        ("backup", "backup", "wrong “backup”: it must be a whole path"),
        ("locked", ["time.zone"], "wrong “locked”"),
        ("colour", "red", "keys that are not known: colour"),
        ("format", "reviewer-roster", "is not a site file"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, key: str, value: object, words: str) -> None:
    path = put(tmp_path, WHOLE | {key: value})
    with pytest.raises(Refused, match=words) as caught:
        site.read(path)
    assert caught.value.code == "site" and caught.value.file == str(path)


def test_a_newer_one_is_refused_and_a_later_minor_is_read(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        site.read(put(tmp_path, WHOLE | {"format_version": "2.0"}))
    assert caught.value.code == "newer"
    later = WHOLE | {"format_version": "1.7", "colour": "red"}
    assert site.read(put(tmp_path, later)).threshold == 2


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        site.read(put(tmp_path, '{"format": "reviewer-site", "format": "reviewer-site"}'))
    assert caught.value.code == "json"


@posix
def test_what_everybody_may_write_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="everybody may write") as caught:
        site.read(put(tmp_path, WHOLE, 0o666))
    assert caught.value.code == "site_rights"
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(Refused, match="folder that everybody may write"):
        site.read(put(folder, WHOLE))


@posix
def test_a_link_is_not_believed_and_a_group_is_warned_of(tmp_path: Path) -> None:
    real = put(tmp_path, WHOLE, 0o664)
    assert any("group" in warning for warning in site.read(real).warnings)
    folder = tmp_path / "linked"
    folder.mkdir()
    (folder / site.NAME).symlink_to(real)
    with pytest.raises(Refused) as caught:
        site.find([folder / site.NAME])
    assert caught.value.code == "site_rights"


def test_one_root_alone_is_allowed_and_said(tmp_path: Path) -> None:
    found = site.read(put(tmp_path, WHOLE | {"threshold": 1}))
    assert any("threshold 1" in warning for warning in found.warnings)


def test_the_administrators_folder_comes_first(tmp_path: Path) -> None:
    first, second = tmp_path / "etc", tmp_path / "program"
    for folder, name in ((first, "first"), (second, "second")):
        folder.mkdir()
        put(folder, WHOLE | {"name": name})
    among = [first / site.NAME, second / site.NAME]
    assert site.find(among) == site.read(among[0])
    (first / site.NAME).unlink()
    found = site.find(among)
    assert found is not None and found.name == "second"
    (second / site.NAME).unlink()
    assert site.find(among) is None


def test_where_it_may_stand() -> None:
    here = Path("/opt/reviewer")
    assert [p.as_posix() for p in site.places("linux", {}, here)] == [
        "/etc/reviewer/site.json",
        "/opt/reviewer/site.json",
    ]
    assert site.places("linux", {}) == [Path("/etc/reviewer/site.json")]
    (windows,) = site.places("win32", {"PROGRAMDATA": "D:/Data"})
    assert windows.as_posix() == "D:/Data/Reviewer/site.json"
    (mac,) = site.places("darwin", {})
    assert mac.as_posix() == "/Library/Application Support/Reviewer/site.json"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(WHOLE)), values))
def test_whatever_stands_in_it_it_is_read_or_refused(changes: dict[str, object]) -> None:
    try:
        found = site.parse(WHOLE | changes, path="x")
    except Refused as error:
        assert error.code in ("site", "newer") and error.file == "x"
    else:
        assert found.threshold <= len(found.roots)

"""The lock files agree with pyproject.toml and with each other, and pin every package by hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))


def canonical(name: str) -> str:
    """A name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    """The names in a list of requirements."""
    found = [re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements]
    return {canonical(match.group()) for match in found if match}


def pinned(file: str) -> dict[str, set[str]]:
    """Each package of a requirements lock with its versions; every one has hashes."""
    pins: dict[str, set[str]] = {}
    text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line)
        assert match, line
        assert "--hash=sha256:" in line, match.group()
        pins.setdefault(canonical(match.group(1)), set()).add(match.group(2))
    return pins


RUN = pinned("requirements.lock")
DEV = pinned("requirements-dev.lock")
RUN_NAMES = names(PROJECT["project"]["dependencies"])
DEV_NAMES = names(PROJECT["dependency-groups"]["dev"])
BUILD = pinned("requirements-build.lock")
BUILD_NAMES = names(PROJECT["dependency-groups"]["build"])


def test_every_dependency_is_pinned() -> None:
    assert RUN.keys() >= RUN_NAMES
    assert DEV.keys() >= RUN_NAMES | DEV_NAMES
    assert BUILD.keys() >= RUN_NAMES | BUILD_NAMES


def test_uv_lock_asks_for_the_same() -> None:
    (own,) = (package for package in LOCK["package"] if package["name"] == "reviewer")
    asked = {entry["name"] for entry in own["metadata"]["requires-dist"]}
    extras = PROJECT["project"]["optional-dependencies"].values()
    assert asked == RUN_NAMES | {name for extra in extras for name in names(extra)}
    for group, wanted in (("dev", DEV_NAMES), ("build", BUILD_NAMES)):
        assert {entry["name"] for entry in own["metadata"]["requires-dev"][group]} == wanted


def test_the_exports_pin_what_uv_lock_says() -> None:
    locked: dict[str, set[str]] = {}
    for package in LOCK["package"]:
        locked.setdefault(package["name"], set()).add(package.get("version", ""))
    for pins in (RUN, DEV, BUILD):
        for name, versions in pins.items():
            assert versions <= locked[name], name


def test_the_environments_for_tests_and_for_building_contain_the_one_to_run() -> None:
    assert all(DEV.get(name) == versions for name, versions in RUN.items())
    assert all(BUILD.get(name) == versions for name, versions in RUN.items())


def test_nothing_must_be_built() -> None:
    unbuilt = [p["name"] for p in LOCK["package"] if p["name"] != "reviewer" and "wheels" not in p]
    assert unbuilt == []


def test_the_exports_name_no_index() -> None:
    for file in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        text = (ROOT / file).read_text("utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text

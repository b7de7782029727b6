"""The shape of a workspace folder: its names, its keys, and the text of profile.json."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.canonical import dumps, loads_strict
from reviewer.trust.profile import Profile
from reviewer.trust.sealing import subkey

FORMAT = "reviewer-workspace"
FORMAT_VERSION = "1.1"
"""1.1 added ``seal``: before it, what no signature covers could change unseen."""
PROFILE = "profile.json"
LEDGER, HEAD, SNAPSHOT = "ledger.db", "head", "ledger.snapshot"
EVIDENCE, DESK, CACHE = "evidence.db", "desk.db", "cache.db"
BLOBS, SEARCH, SEARCH_DB = "blobs", "search", "search.db"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """One key for each purpose, derived from the data key of the profile."""

    data_key: bytes

    def database(self, name: str) -> bytes:
        """The key of a database file, such as ``ledger.db``."""
        return subkey(self.data_key, f"database {name}")

    @property
    def head(self) -> bytes:
        """The key that seals the head file."""
        return subkey(self.data_key, "head")

    @property
    def snapshot(self) -> bytes:
        """The key that seals what the ledger folds to."""
        return subkey(self.data_key, "ledger snapshot")

    @property
    def profile(self) -> bytes:
        """The key that seals ``profile.json``."""
        return subkey(self.data_key, "profile")

    @property
    def blobs(self) -> bytes:
        """The key of names and contents in ``blobs/``."""
        return subkey(self.data_key, "blobs")


def describe(profile: Profile, keys: Keys) -> bytes:
    """The text of ``profile.json``: the profile, and which workspace format stands beside it; all
    of it under a seal that only the data key makes."""
    workspace = {"format": FORMAT, "format_version": FORMAT_VERSION, "must_understand": []}
    document = {**profile.to_dict(), "workspace": workspace}
    workspace["seal"] = _seal(document, keys)
    return (dumps(document) + "\n").encode("utf-8")


def check_seal(folder: Path, keys: Keys) -> None:
    """Every character of ``profile.json`` is as it was written; one of version 1.0 has no seal.

    Raises:
        Damaged: code ``profile``.
    """
    document = loads_strict((folder / PROFILE).read_bytes(), file=PROFILE)
    workspace = _workspace_part(document)
    seal = workspace.pop("seal", None)
    if seal is None and workspace.get("format_version") == "1.0" and "must_understand" in workspace:
        return
    if not isinstance(seal, str) or not hmac.compare_digest(
        seal.encode("utf-8"), _seal(document, keys).encode("utf-8")
    ):
        raise Damaged(
            "The profile was changed outside the program.",
            code="profile",
            file=PROFILE,
            next_step="Restore profile.json from a backup; the ledger is untouched.",
        )


def _seal(document: dict[str, Any], keys: Keys) -> str:
    return hmac.digest(keys.profile, dumps(document).encode("utf-8"), "sha256").hex()


def read_profile(folder: Path) -> Profile:
    """The profile of a workspace folder.

    Raises:
        Refused: ``not_a_workspace``, or ``newer`` when a newer program made it.
        Damaged: code ``profile``.
    """
    try:
        raw = (folder / PROFILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise not_a_workspace(folder) from error
    profile = Profile.from_text(raw)
    workspace = _workspace_part(loads_strict(raw, file=PROFILE))
    if workspace.get("format") != FORMAT:
        raise not_a_workspace(folder)
    major = str(workspace.get("format_version", "")).partition(".")[0]
    if major != FORMAT_VERSION.partition(".")[0] or workspace.get("must_understand"):
        raise Refused(
            "A newer version of Reviewer made this workspace.",
            code="newer",
            file=PROFILE,
            next_step="Open it with the version that made it.",
        )
    return profile


def not_a_workspace(folder: Path) -> Refused:
    """The refusal for a folder that is none."""
    return Refused(
        f"{folder.name or folder} is not a workspace.",
        code="not_a_workspace",
        file=str(folder),
        next_step="Choose the folder that holds profile.json, or make a workspace with: init",
    )


def _workspace_part(document: dict[str, Any]) -> dict[str, Any]:
    part = document.get("workspace")
    return part if isinstance(part, dict) else {}

"""Where the backups of a workspace lie: in the site's folder for them, else beside it."""

from __future__ import annotations

from pathlib import Path

from reviewer.store.safety.backup import default_folder


def backup_folder(workspace: Path, keyid: str, site: str = "") -> Path:
    """The folder of the backups of one workspace.

    Args:
        keyid: of its profile: in a site's folder the backups of all workspaces lie side by side.
        site: the folder for backups that the site fixed, or empty.
    """
    if not site:
        return default_folder(workspace)
    return Path(site) / f"{workspace.name}-{keyid}"


def backup_folders(workspace: Path, site: str = "") -> list[Path]:
    """Every folder in which backups of a workspace may lie, also of one that is gone."""
    found = [default_folder(workspace)]
    if site and Path(site).is_dir():
        names = sorted(Path(site).glob("*-" + "[0-9a-f]" * 16))
        found += [path for path in names if path.name[:-17] == workspace.name]
    return found

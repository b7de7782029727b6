"""The composition root: wires ports, stores, session, commands. The only place that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewer.commands.default import default_registry
from reviewer.commands.keymap import KeyMap
from reviewer.commands.registry import Registry
from reviewer.domain.errors import Refused
from reviewer.media.both import MediaDecoder
from reviewer.session.ground.passphrase import SHORTEST
from reviewer.session.ground.policies import default_policy
from reviewer.session.ground.ports import (
    Clock,
    InlineRunner,
    Random,
    Runner,
    SystemClock,
    SystemRandom,
)
from reviewer.session.ground.settings import DECLARED, Locked
from reviewer.session.session import Session
from reviewer.session.views.words import iso
from reviewer.store import rewrap
from reviewer.store.disk.attempts import Attempts
from reviewer.store.safety.backup_folder import backup_folder as place_of_backups
from reviewer.store.safety.backup_folder import backup_folders as backup_folders_of
from reviewer.store.workspace import Workspace
from reviewer.trust.authority import Authority
from reviewer.trust.profile import Profile, new_profile
from reviewer.trust.pseudonyms import doubt
from reviewer.trust.recovery import read_identity
from reviewer.trust.site import Site
from reviewer.trust.strength import strength
from reviewer.whereabouts import data_folder as data_folder
from reviewer.whereabouts import default_workspace as default_workspace
from reviewer.whereabouts import is_workspace as is_workspace
from reviewer.whereabouts import read_site as read_site

LOST = (
    "A lost passphrase loses everything that was not exported: there is no way around it, here or"
    " anywhere."
)
RECOVERABLE = "A lost passphrase can be recovered with this site's recovery key, by whoever has it."


@dataclass(frozen=True, slots=True)
class Ports:
    """What the program needs from the world."""

    clock: Clock
    random: Random
    runner: Runner

    @classmethod
    def system(cls) -> Ports:
        """The machine's own, with work done in place."""
        return cls(SystemClock(), SystemRandom(), InlineRunner())


def locked_by_site(site: Site | None) -> dict[str, Locked]:
    """The settings that it fixes, and those that it gives a floor, as a session takes them. A
    fixed value never goes below the floor."""
    if site is None:
        return {}
    by = f"The site file of {site.name}" if site.name else "The site file"
    floors = {
        "media.conceal": site.floors.conceal,
        "lock.idle_minutes": site.floors.lock_minutes,
        "retention.days": site.floors.retention,
    }
    found = {i: Locked(v, by, floor=True) for i, v in floors.items() if v is not None}
    known = {setting.id: setting for setting in DECLARED}
    for ident, value in site.locked.items():
        setting, floor = known.get(ident), found.get(ident)
        if floor is None or setting is None:
            found[ident] = Locked(value, by)
        elif not setting.problem(value):
            weak = setting.weaker(value, floor.value)
            found[ident] = Locked(floor.value if weak else value, by)
    return found


def is_protected(folder: Path) -> bool:
    """Whether opening it needs a passphrase; True where no workspace stands."""
    if not is_workspace(folder):
        return True
    return profile_of(folder).protected


def public_key(folder: Path) -> bytes:
    """The public signing key of a workspace, 32 bytes; needs no passphrase."""
    return profile_of(folder).sign


def profile_of(folder: Path) -> Profile:
    """What is public about the profile of a workspace; needs no passphrase."""
    return Profile.from_text((folder / "profile.json").read_bytes())


def backup_folder(folder: Path) -> Path:
    """Where the backups of a workspace that stands are made: in the folder that the site file
    names, else beside it."""
    site = read_site()
    place = site.backup if site else ""
    return place_of_backups(folder, profile_of(folder).keyid if place else "", place)


def backup_folders(folder: Path) -> list[Path]:
    """Every folder in which backups of a workspace may lie, also of one that is damaged or gone."""
    site = read_site()
    return backup_folders_of(folder, site.backup if site else "")


def now_text(ports: Ports | None = None) -> str:
    """The time now, RFC 3339."""
    return iso((ports or Ports.system()).clock.now_ms()) or ""


def shortest_passphrase(site: Site | None) -> int:
    """Characters that a new passphrase has at the least, here."""
    return max(SHORTEST, (site.floors.passphrase or 0) if site else 0)


def long_enough(passphrase: str, site: Site | None) -> None:
    """Refuse a new passphrase that is too short.

    Raises:
        Refused: code ``passphrase``.
    """
    shortest = shortest_passphrase(site)
    if len(passphrase) < shortest:
        raise Refused(
            f"A passphrase has at least {shortest} characters; several words are best.",
            code="passphrase",
            next_step="Choose a longer one.",
        )


def change_passphrase(workspace: Workspace, old: str, new: str) -> int:
    """Give an open workspace another passphrase.

    Returns:
        How many of its backups still open with the old one only.

    Raises:
        Refused: ``passphrase``, ``wait``, ``read_only``.
    """
    long_enough(new, read_site())
    workspace.change_passphrase(old, new)
    return len(rewrap.older_backups(backup_folder(workspace.folder), workspace.profile))


def recover_workspace(folder: Path, identity: Path, new: str, ports: Ports | None = None) -> int:
    """Give a workspace whose passphrase is lost a new one, by the site's recovery identity.

    Returns:
        How many of its backups still open with the old one only.

    Raises:
        Refused: ``recovery``, ``passphrase``, ``in_use``, ``not_a_workspace``.
    """
    long_enough(new, read_site())
    clock = (ports or Ports.system()).clock
    profile = rewrap.recover(folder, read_identity(identity), new, clock=clock)
    Attempts(folder, clock).clear()
    return len(rewrap.older_backups(backup_folder(folder), profile))


def advice(pseudonym: str, passphrase: str) -> str:
    """What is said while somebody fills in a new profile: what is lost with the passphrase, how
    good it is, and whether the pseudonym looks like a real name."""
    try:
        site = read_site()
    except Refused:
        site = None
    lost = RECOVERABLE if site is not None and site.recovery else LOST
    said = (doubt(pseudonym), strength(passphrase, shortest_passphrase(site)), lost)
    return " ".join(one for one in said if one)


def create_workspace(
    folder: Path, pseudonym: str, passphrase: str | None, ports: Ports | None = None
) -> Workspace:
    """Make a workspace for a new profile; without a passphrase it is not protected.

    Raises:
        Refused: ``passphrase`` (too short), ``pseudonym``, ``exists``.
    """
    site = read_site()
    if passphrase is not None:
        long_enough(passphrase, site)
    ports = ports or Ports.system()
    profile, secrets = new_profile(pseudonym, passphrase, ports.clock.now_ms(), ports.random.bytes)
    if site is not None and site.recovery and passphrase is not None:
        profile = profile.with_recovery(secrets, site.recovery)
    return Workspace.create(folder, profile, secrets, clock=ports.clock, random=ports.random)


def open_workspace(
    folder: Path,
    passphrase: str | None,
    ports: Ports | None = None,
    *,
    read_only: bool = False,
) -> Workspace:
    """Open a workspace that stands."""
    if not is_workspace(folder):
        raise Refused(
            "No workspace stands here.",
            code="not_a_workspace",
            file=str(folder),
            next_step="Make one with: reviewer profile new, or: reviewer demo.",
        )
    site = read_site()  # a wrong one is refused before anything is opened
    ports = ports or Ports.system()
    return Workspace.open(
        folder,
        passphrase,
        read_only,
        clock=ports.clock,
        random=ports.random,
        recovery=site.recovery if site else "",
        backups=backup_folder(folder),
    )


def open_session(
    workspace: Workspace,
    ports: Ports | None = None,
    locked: Mapping[str, Locked] | None = None,
) -> Session:
    """A session on an open workspace, started; ``locked``: settings fixed from outside, without it
    those that the site file fixes.

    Raises:
        Refused: the site file is wrong.
    """
    ports = ports or Ports.system()
    site = read_site() if locked is None else None
    if locked is None:
        locked = locked_by_site(site)
    session = Session(
        workspace,
        default_policy(),
        MediaDecoder(),
        clock=ports.clock,
        random=ports.random,
        runner=ports.runner,
        locked=locked,
        procedure=site.procedure if site else "",
    )
    session.roster.authority = Authority.of_site(site)
    session.roster.beside = site.roster_beside() if site is not None else b""
    session.passphrase.shortest = shortest_passphrase(site)
    if site is not None:
        session.custody.packets.parts.site = site.name
        drop = Path(site.drop) if site.drop else None
        session.custody.packets.folder = session.syncing.folder = drop
    if site is not None and site.backup:
        session.backups.folder = backup_folder(workspace.folder)
    session.start()
    return session


def make_registry(session: Session | None = None) -> Registry:
    """The commands of the desk; with a session, under the keys that its settings give them now
    and after every change."""
    registry = default_registry()
    if session is not None:
        keys = KeyMap(registry, session.settings)
        session.bus.subscribe(keys.hear)
        session.name_keys(registry.key_text)
    return registry

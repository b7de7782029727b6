"""Opening a workspace for the person whose it is, in the role that the roster gives them."""

from __future__ import annotations

from pathlib import Path

from reviewer import bootstrap
from reviewer.session.ground.ports import InlineRunner
from reviewer.session.known.rostering import role_in
from reviewer.store.workspace import Workspace
from reviewer.trust.authority import Authority

AUDITOR = "auditor"


def open_for_desk(
    folder: Path, passphrase: str | None, ports: bootstrap.Ports | None = None
) -> Workspace:
    """Open a workspace for the person whose it is: an auditor's is only read, not one byte of it is
    written. A role that moved since the last opening is taken over first."""
    ports = ports or bootstrap.Ports.system()
    site = bootstrap.read_site()
    beside = site.roster_beside() if site is not None else b""
    reads = bootstrap.is_workspace(folder) and bootstrap.profile_of(folder).role == AUDITOR
    found = bootstrap.open_workspace(folder, passphrase, ports, read_only=reads)
    try:
        role = role_in(found, Authority.of_site(site), beside, bootstrap.now_text(ports))
    except BaseException:
        found.close()
        raise
    if (role == AUDITOR) is reads:
        return found
    found.close()
    found = bootstrap.open_workspace(folder, passphrase, ports)
    if reads:
        return found
    inline = bootstrap.Ports(ports.clock, ports.random, InlineRunner())
    bootstrap.open_session(found, inline).close()
    return bootstrap.open_workspace(folder, passphrase, ports, read_only=True)

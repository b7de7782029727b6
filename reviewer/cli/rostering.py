"""Commands on the roster that a workspace holds, and on leaving it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reviewer.cli.kit import Answer, answers, naming, on_workspace, opened, text_of
from reviewer.cli.people import ROSTER, _roster_facts, _say_roster, _write
from reviewer.domain.errors import Refused


@click.command("revoke")
@click.argument("keyid", metavar="KEYID")
@ROSTER
@answers(_say_roster)
def roster_revoke(keyid: str, file: Path) -> Answer:
    """Let a key count no more from now on; the roots sign the new version afterwards."""
    from reviewer import bootstrap
    from reviewer.trust import roster as rosters

    with naming(file):
        found = rosters.peek(text_of(file)).revoke(keyid, bootstrap.now_text())
    _write(file, found.to_text())
    return _roster_facts(file, found.to_text())


def _say_shown(answer: Answer) -> Iterator[str]:
    yield f"{answer['path']}: version {answer['version']}, threshold {answer['threshold']}"
    for one in answer["people"]:
        ends = f", until {one['until'][:10]}" if one["until"] else ""
        ends = f", revoked {one['revoked'][:10]}" if one["revoked"] else ends
        word = "" if one["counts"] else ", does not count now"
        yield f"  {one['role']:9} {one['pseudonym']:16} {one['keyid']}{ends}{word}"
        yield f"            {one['fingerprint']}"
        if one["role"] == "root":
            yield f"            for site.json: {one['sign']}"
    yield answer["says"]


@click.command("show")
@ROSTER
@answers(_say_shown)
def roster_show(file: Path) -> Answer:
    """Say who stands on a roster, and whether enough roots signed it; no workspace is needed."""
    from reviewer import bootstrap
    from reviewer.trust import roster as rosters
    from reviewer.trust.authority import Authority
    from reviewer.trust.base64s import b64
    from reviewer.trust.keys import fingerprint

    text = text_of(file)
    with naming(file):
        facts, found = _roster_facts(file, text), rosters.peek(text)
    authority = Authority.of_site(bootstrap.read_site())
    now = bootstrap.now_text()
    try:
        authority.read(text)
        by = "of the roots of the site file" if authority.named else "of its own roots"
        says, counts = f"It counts: enough {by} signed it.", True
        if not authority.named:
            says += " No site file names any: it is as good as the way it came to you."
    except Refused as refused:
        says, counts = f"It does not count: {refused.message}", False
    people = [
        {
            "pseudonym": entry.pseudonym,
            "role": entry.role,
            "keyid": entry.keyid,
            "fingerprint": fingerprint(entry.sign),
            "sign": b64(entry.sign),
            "from": entry.since,
            "until": entry.until or None,
            "revoked": entry.revoked or None,
            "counts": counts and entry.counts_at(now),
        }
        for entry in found.entries
    ]
    return {**facts, "site": authority.named, "counts": counts, "says": says, "people": people}


def _say_adopted(answer: Answer) -> Iterator[str]:
    entries = "entry" if answer["entries"] == 1 else "entries"
    yield f"roster version {answer['version']} holds here: {answer['entries']:,} {entries}"
    if not answer["site"]:
        yield "No site file names root keys: it is as good as the way it came to you."
    yield f"your role: {answer['role'] or 'none, your key is not on it or no longer counts'}"


@click.command("adopt")
@ROSTER
@on_workspace
@answers(_say_adopted)
def roster_adopt(
    file: Path, workspace: Path | None, passphrase_file: Path | None, no_passphrase: bool
) -> Answer:
    """Hold this roster in the workspace; too few signatures or an older version are refused."""
    text = text_of(file)
    with opened(workspace, passphrase_file) as session, naming(file):
        found = session.roster.adopt(text)
        role, site = session.roster.own_role(), session.roster.authority.named
    return {
        "path": str(file),
        "version": found.version,
        "entries": len(found.entries),
        "role": role or None,
        "site": site,
    }

"""Store a workspace as it is made today, for the tests of tomorrow.

    python -m tests.old_workspaces.make

Writes ``e<evidence>-l<ledger>-d<desk>-c<cache>.zip`` beside this file, named by the schema
versions, with a note of what reading it must give. Run it whenever a schema version grows, and
leave the older files as they are: each must open for ever.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

from reviewer import bootstrap
from reviewer.bundle.rows import encode_row
from reviewer.domain.records import Account, Post, Report, Subject
from reviewer.intake.build import build_bundle
from reviewer.store import desk
from reviewer.store.cache import MIGRATIONS as CACHE
from reviewer.store.evidence import schema_evidence
from reviewer.store.ledger import schema_ledger
from tests.bundle.made import AT, PNG, PNG_SHA
from tests.session.kit import Keys, opened

HERE = Path(__file__).parent
NOTE = "expected.json"
STAMP = (2026, 1, 1, 0, 0, 0)


def versions() -> str:
    """The schema versions of this program as a name."""
    known = {
        "e": schema_evidence.MIGRATIONS,
        "l": schema_ledger.MIGRATIONS,
        "d": desk.MIGRATIONS,
        "c": CACHE,
    }
    return "-".join(f"{letter}{steps[-1].version}" for letter, steps in known.items())


def facts(keys: Keys) -> dict[str, object]:
    """What must be the same when the workspace is opened by a later program."""
    session = keys.session
    status = session.status()
    counted = ("cases", "cases_decided", "accounts", "posts", "media_present", "reports")
    case_id = session.queue().rows[0].case_id
    return {
        **{name: status[name] for name in counted},
        "decisions_by_outcome": status["decisions_by_outcome"],
        "ledger": status["ledger"],
        "undo": session.undo_words(),
        "draft": session.workspace.desk.draft("case-2", "account:net:2"),
        "later": sorted(session.workspace.desk.later_cases()),
        "found": session.search("harbour").total,
        "blob": session.workspace.blobs.open(PNG_SHA) == PNG,
        "first": case_id,
    }


def _source(folder: Path) -> Path:
    """Three accounts with a post and a report each, and one picture."""
    folder.mkdir()
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.png").write_bytes(PNG)
    rows = folder / "records"
    rows.mkdir()
    for n in ("1", "2", "3"):
        account = Account(
            account_id=n, platform="net", handles=[f"h{n}"], captured_at=AT, source="s"
        )
        post = Post(
            post_id=f"p{n}",
            account_id=n,
            platform="net",
            published_at=AT,
            text=f"harbour {n}",
            media=[PNG_SHA] if n == "1" else [],
        )
        report = Report(
            report_id=f"r{n}",
            subject=Subject(kind="account", id=n, platform="net"),
            at=AT,
            kind="user",
        )
        for name, record in (("accounts", account), ("posts", post), ("reports", report)):
            with (rows / f"{name}.jsonl").open("ab") as out:
                out.write(encode_row(record))
    return folder


def _fill(folder: Path, scratch: Path) -> dict[str, object]:
    source = _source(scratch / "source")
    bundle = scratch / "bundle.zip"
    build_bundle(
        [source / "records"], bundle, zip=True, created_at=AT, media_dir=source / "pictures"
    )
    session = bootstrap.open_session(bootstrap.create_workspace(folder, "R-1", None))
    session.jobs.import_paths([bundle])
    session.close()
    with opened(folder) as keys:
        keys.press("Ctrl+2", "D", "B", "R", "P", "F", "F", "Z", "Ctrl+Shift+Z")
        desk_ = keys.session.desk
        keys.session.save_note(desk_.case_id, desk_.account, "a draft that was never committed")
        keys.session.workspace.desk.save_draft("case-2", "account:net:2", "a draft")
        keys.press("S")
    with opened(folder) as keys:
        return facts(keys)


def main() -> None:
    """Make today's file."""
    target = HERE / f"{versions()}.zip"
    if target.exists():
        raise SystemExit(f"{target.name} is stored already; stored workspaces never change")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        expected = _fill(folder, Path(name))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr(zipfile.ZipInfo(NOTE, STAMP), json.dumps(expected, sort_keys=True))
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                info = zipfile.ZipInfo(f"workspace/{path.relative_to(folder)}", STAMP)
                out.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    print(target.name, target.stat().st_size, json.dumps(expected))


if __name__ == "__main__":
    main()

"""The workspaces that screens stand on: the demo, an empty one, and one of odd material."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from reviewer import bootstrap
from reviewer.demo.generate import CREATED_AT
from reviewer.demo.workspace import make_demo
from reviewer.domain.records import RECORD_FILES, Account, Case, Media, Post, Record, Subject
from reviewer.gallery.lead_rounds import LEADING
from reviewer.gallery.lead_world import judged, lead
from reviewer.gallery.merged import MORE, merged
from reviewer.gallery.trusted import auditor, trusted
from reviewer.intake.build import build_bundle
from reviewer.trust.keys import Signer

PASSPHRASE = "seven lamps at low water"
PLATFORM = "tidewire"
BAD_PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x7f" * 90
LONG_ARABIC = "قناة_المنارة_الزرقاء_الرسمية_للأخبار_اليومية_" * 3

ODD = {
    "bidi": (
        "photo_\u202egpj.exe",
        "\u202eabc \u2066verified by a lead",
        (
            "\u202eabc by user1 on 2015-03-05",
            "\u2069\u2069\u202ereported by r-7\u202c and then on",
            "<b>verified</b> <img src='file:///x.png'> &lt;i&gt;",
            "pay\u200bpal\u200c\u200d\u2060\ufeff.example  hxxps://pier.example/\u202efdp.exe",
            "\u202a\u202b\u202d\u202e" * 10 + "after forty marks",
            "Z̷̢̛͉̗͔̤̬a̸̧̛͖͙͎̰̘l̶̨̛̖̗̪̞̣g̵̢̧̛̭̗̬o̷ over the lines above and below",
            "one\r\ntwo\rthree\u2028four\u2029five",
        ),
    ),
    "long": (
        LONG_ARABIC,
        "المنارة " * 12,
        ("المدّ يعود كلّ مساء، ومن يرفع راية المراسي السبع فهو منّا. " * 6, "سبعة"),
    ),
    "scripts": (
        "შუქურა_ge",
        "שלום Семь 😀",
        (
            "შუქურა ანათებს, ზღვა მშვიდია.",
            "Семь якорей снова на причале, смотрите до заката.",
            "שלום מהנמל, הגאות חוזרת בערב.",
            "Lamps 🔥 tide 🌊 anchors ⚓ hearts ❤️ flags 🇬🇪 skin 👍🏽 family 👨‍👩‍👧 and on",
            "Ελληνικά, հայերեն, हिन्दी, 中文, ไทย, አማርኛ",
        ),
    ),
    "bare": ("bare_account", "", ()),
    "broken": ("broken_media", "Broken media", ("a picture that is not one", "one left out")),
}
"""Handle, display name and posts of each odd account; the first names the case."""


def empty(folder: Path) -> None:
    """A workspace without material."""
    bootstrap.create_workspace(folder, "demo-reviewer", None).close()


def protected(folder: Path) -> None:
    """An empty workspace behind a passphrase."""
    bootstrap.create_workspace(folder, "demo-reviewer", PASSPHRASE).close()


def odd(folder: Path) -> None:
    """Material that hurts: hostile text, long names, other scripts, broken pictures."""
    source = _source(folder)
    bootstrap.create_workspace(folder, "demo-reviewer", None).close()
    _import(folder, _bundle(source, "odd", _records(source / "media")))
    _import(folder, _bundle(source, "signed", _signed_records(), Signer.generate()))


def trust(folder: Path) -> None:
    """Bundles whose signatures are worth different things."""
    trusted(folder, _source(folder), _signed_records, _bundle)


def missing(folder: Path) -> None:
    """Evidence from before the last import, as after a backup that was put back in part."""
    source = _source(folder)
    bootstrap.create_workspace(folder, "demo-reviewer", None).close()
    _import(folder, _bundle(source, "signed", _signed_records(), Signer.generate()))
    before = (folder / "evidence.db").read_bytes()
    _import(folder, _bundle(source, "odd", _records(source / "media")))
    (folder / "evidence.db").write_bytes(before)


def _source(folder: Path) -> Path:
    source = folder.with_name(f"{folder.name}-source")
    (source / "media").mkdir(parents=True)
    return source


def _bundle(source: Path, name: str, rows: list[Record], signer: Signer | None = None) -> Path:
    _write(source / name, rows)
    bundle = source / f"{name}.zip"
    media = source / "media" if any(isinstance(row, Media) for row in rows) else None
    build_bundle(
        [source / name], bundle, sign=signer, zip=True, created_at=CREATED_AT, media_dir=media
    )
    return bundle


def _import(folder: Path, bundle: Path) -> None:
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    try:
        session.jobs.import_paths([bundle])
    finally:
        session.close()


def _write(folder: Path, rows: list[Record]) -> None:
    folder.mkdir()
    for stem, kind in RECORD_FILES.items():
        lines = [msgspec.json.encode(row) + b"\n" for row in rows if type(row) is kind]
        if lines:
            (folder / f"{stem}.jsonl").write_bytes(b"".join(lines))


def _records(media: Path) -> list[Record]:
    digest = hashlib.sha256(BAD_PNG).hexdigest()
    (media / f"{digest}.png").write_bytes(BAD_PNG)
    rows: list[Record] = [
        Media(sha256=digest, bytes=len(BAD_PNG), mime="image/png", kind="photo"),
    ]
    for number, (name, (handle, display, texts)) in enumerate(ODD.items(), 1):
        rows += _account(name, f"{9000 + number}", handle, display)
        for place, text in enumerate(texts):
            rows.append(
                Post(
                    post_id=f"{number}{place:03d}",
                    account_id=f"{9000 + number}",
                    platform=PLATFORM,
                    published_at=f"2026-04-{10 + place:02d}T18:00:00.000Z",
                    precision="s",
                    text=text,
                    media=[digest] if name == "broken" else [],
                )
            )
    return rows


def _signed_records(name: str = "signed") -> list[Record]:
    ident = str(9900 + len(name))
    handle = "gull_post_88" if name == "signed" else f"{name}_post"
    return [
        *_account(name, ident, handle, "Gull Post"),
        Post(
            post_id=f"{ident}1",
            account_id=ident,
            platform=PLATFORM,
            published_at="2026-04-10T18:00:00.000Z",
            precision="s",
            text="Whoever raises the seven-anchor flag is one of us.",
        ),
    ]


def _account(name: str, ident: str, handle: str, display: str) -> list[Record]:
    return [
        Account(
            account_id=ident,
            platform=PLATFORM,
            captured_at=CREATED_AT,
            source="gallery",
            handles=[handle],
            display_names=[display] if display else [],
        ),
        Case(
            case_id=f"G-{name}",
            subjects=[Subject(kind="account", id=ident, platform=PLATFORM)],
            opened_at=CREATED_AT,
            why=["Random draw 7 (discovery)"],
        ),
    ]


class Worlds:
    """Each workspace is made once and copied for every screen, so that none sees another's acts."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._count = 0
        self._makers: dict[str, Callable[[Path], None]] = {
            "demo": partial(make_demo, scale="small"),
            "empty": empty,
            "protected": protected,
            "odd": odd,
            "missing": missing,
            "merged": merged,
            "lead": lead,
            "judged": judged,
            **LEADING,
            "trusted": trust,
            "auditor": auditor,
        }

    def fresh(self, name: str) -> Path:
        """A workspace of this kind that nobody touched yet."""
        made = self._scratch / f"made-{name}"
        if not made.exists():
            self._makers[name](made)
        self._count += 1
        folder = self._scratch / f"{name}-{self._count}"
        shutil.copytree(made, folder)
        beside = made.with_name(f"{made.name}-{MORE}")
        if beside.exists():
            shutil.copytree(beside, folder.with_name(f"{folder.name}-{MORE}"))
        return folder

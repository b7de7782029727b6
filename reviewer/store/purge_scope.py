"""What goes when cases are purged: only what no other case needs. Reads, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.store.evidence.base import Reader, in_chunks, marks

Place = tuple[int, int, int, str]
"""(account_n, at, n, key) of a post."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What goes with some cases; by the numbers of rows.

    Attributes:
        cases: case ids.
        subjects: their subject keys.
        accounts: account_n of accounts whose posts and facts go.
        posts: (account_n, at, n, key) of every post that goes.
        media: media_n to SHA-256 (or empty) of media that only these posts and cases show.
        sources: SHA-256 of the source files in which something of it stands.
        shared: how many posts of others stand in these source files, too.
    """

    cases: tuple[str, ...]
    subjects: tuple[str, ...] = ()
    accounts: tuple[int, ...] = ()
    posts: tuple[Place, ...] = field(default=(), repr=False)
    media: dict[int, str] = field(default_factory=dict, repr=False)
    sources: tuple[str, ...] = ()
    shared: int = 0

    @property
    def files(self) -> tuple[str, ...]:
        """The SHA-256 of all media whose bytes go."""
        return tuple(sorted(sha256 for sha256 in self.media.values() if sha256))


def scope_of(evidence: Reader, case_ids: Sequence[str]) -> Scope:
    """What goes with these cases; only what no other case needs."""
    found = _Scoping(evidence, case_ids)
    accounts = found.accounts()
    posts = found.posts(accounts)
    media = found.media(posts)
    sources, shared = found.sources(accounts, posts)
    return Scope(
        tuple(case_ids), found.subjects, tuple(accounts), tuple(posts), media, sources, shared
    )


class _Scoping:
    def __init__(self, evidence: Reader, case_ids: Sequence[str]) -> None:
        self._evidence = evidence
        self._numbers: list[int] = []
        keys: dict[str, None] = {}
        for part in in_chunks(case_ids):
            rows = evidence.rows(
                "SELECT c.case_n, s.subject FROM case_ AS c JOIN case_subject AS s"
                f" ON s.case_n = c.case_n WHERE c.case_id IN ({marks(part)})"
                " ORDER BY c.case_n, s.position",
                *part,
            )
            self._numbers += dict.fromkeys(n for n, _ in rows)
            keys |= dict.fromkeys(subject for _, subject in rows)
        self.subjects = tuple(keys)

    def accounts(self) -> list[int]:
        """The accounts that are subjects themselves."""
        keys = [key[8:] for key in self.subjects if key.startswith("account:")]
        found: list[int] = []
        for part in in_chunks(keys):
            sql = f"SELECT account_n FROM account WHERE key IN ({marks(part)}) ORDER BY account_n"
            found += [n for (n,) in self._evidence.rows(sql, *part)]
        return found

    def posts(self, accounts: Sequence[int]) -> list[Place]:
        """The posts of these accounts, those that are subjects, and those known only because one of
        them shows them."""
        found: dict[int, Place] = {}
        for account_n in accounts:
            rows = self._evidence.rows(
                "SELECT account_n, at, n, key FROM post WHERE account_n = ?", account_n
            )
            found |= {row[2]: row for row in rows}
        keys = [key[5:] for key in self.subjects if key.startswith("post:")]
        for part in in_chunks([*keys, *self._shown_only(found)]):
            rows = self._evidence.rows(
                f"SELECT account_n, at, n, key FROM post WHERE key IN ({marks(part)})", *part
            )
            found |= {row[2]: row for row in rows}
        return sorted(found.values())

    def _shown_only(self, posts: dict[int, Place]) -> list[str]:
        """Posts of people in no case that only these posts answer or show."""
        going, staying = set[str](), set[str]()
        for n, key, *named in self._evidence.rows(
            "SELECT n, key, reply_to, repost_of, quote_of FROM post"
            " WHERE reply_to <> '' OR repost_of <> '' OR quote_of <> ''"
        ):
            platform = key.partition(":")[0]
            (going if n in posts else staying).update(f"{platform}:{one}" for one in named if one)
        found: list[str] = []
        for part in in_chunks(sorted(going - staying)):
            rows = self._evidence.rows(
                f"SELECT key FROM post WHERE key IN ({marks(part)}) AND flags & 1"
                " AND account_n NOT IN (SELECT account_n FROM case_subject"
                " WHERE account_n IS NOT NULL)",
                *part,
            )
            found += [key for (key,) in rows]
        return found

    def media(self, posts: Sequence[Place]) -> dict[int, str]:
        """The media that only these posts show and no other case is about."""
        going = {row[2] for row in posts}
        uses: dict[int, bool] = {}
        for account_n, at, n, _ in posts:
            rows = self._evidence.rows(
                "SELECT media_n FROM post_media WHERE account_n = ? AND at = ? AND post_n = ?",
                account_n,
                at,
                n,
            )
            uses |= {media_n: True for (media_n,) in rows}
        for key in (key[6:] for key in self.subjects if key.startswith("media:")):
            rows = self._evidence.rows("SELECT media_n FROM media_alias WHERE alias = ?", key)
            uses |= {media_n: True for (media_n,) in rows}
        found: dict[int, str] = {}
        for media_n in sorted(uses):
            shown = self._evidence.rows("SELECT post_n FROM post_media WHERE media_n = ?", media_n)
            row = self._evidence.row("SELECT key, sha256 FROM media WHERE media_n = ?", media_n)
            if row is None or any(n not in going for (n,) in shown) or self._needed(row[0]):
                continue
            found[media_n] = row[1]
        return found

    def _needed(self, key: str) -> bool:
        """Whether a case that stays is about this medium."""
        rows = self._evidence.rows(
            "SELECT case_n FROM case_subject WHERE subject = ?", f"media:{key}"
        )
        return any(n not in self._numbers for (n,) in rows)

    def sources(
        self, accounts: Sequence[int], posts: Sequence[Place]
    ) -> tuple[tuple[str, ...], int]:
        """The source files in which something of it stands, and how many posts of others do."""
        files: set[int] = set()
        for account_n in accounts:
            for table, column in (
                ("account", "account_n"),
                ("account_snapshot", "account_n"),
                ("post", "account_n"),
                ("report", "account_n"),
                ("history", "account_n"),
                ("status", "account_n"),
                ("link", "source_n"),
                ("link", "target_n"),
            ):
                sql = f"SELECT DISTINCT file_n FROM {table} WHERE {column} = ?"
                files |= {n for (n,) in self._evidence.rows(sql, account_n)}
        for part in in_chunks([row[3] for row in posts]):
            sql = f"SELECT DISTINCT file_n FROM post WHERE key IN ({marks(part)})"
            files |= {n for (n,) in self._evidence.rows(sql, *part)}
        for part in in_chunks(self.subjects):
            sql = f"SELECT DISTINCT file_n FROM report WHERE subject IN ({marks(part)})"
            files |= {n for (n,) in self._evidence.rows(sql, *part)}
        for part in in_chunks(self._numbers):
            named = f"case_n IN ({marks(part)}) AND derived = 0"
            sql = f"SELECT DISTINCT file_n FROM case_ WHERE {named}"
            files |= {n for (n,) in self._evidence.rows(sql, *part)}
        hashes, total = set[str](), 0
        for part in in_chunks(sorted(files)):
            sql = f"SELECT DISTINCT sha256 FROM source_file WHERE file_n IN ({marks(part)})"
            hashes |= {sha256 for (sha256,) in self._evidence.rows(sql, *part)}
            sql = f"SELECT count(*) FROM post WHERE file_n IN ({marks(part)})"
            total += self._evidence.number(sql, *part)
        return tuple(sorted(hashes)), max(0, total - len(posts))

"""Made material: seeded posts and accounts as our own records, the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

SEED = 20_261_123
PLATFORM = "made"
FEW = 100
"""Posts of the small account."""

BUSY, SMALL = "1", "2"
"""The ids of the account with a third of all posts, and of the one with ``FEW``."""

_START = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS = 700
_LATIN = "ka to mi re su ba lo ne ti va so du le pa ri mo".split()
_ARABIC = "با تو مي رس لا نو كا دي فا سل".split()
_EMOJI = ("🌊", "🔥", "👍")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made; ``imported``: posts of the rows that import again and again."""

    posts: int
    imported: int
    accounts: int
    events: int
    exported: int
    pictures: int

    @property
    def full(self) -> bool:
        """Whether each import takes so long that few pairs must do."""
        return self.imported > 100_000

    @classmethod
    def of(cls, full: bool) -> Size:
        """The size of a quick run, or of a full one."""
        if full:
            return cls(1_000_000, 1_000_000, 20_000, 100_000, 10_000, 60)
        return cls(20_000, 8_000, 400, 20_000, 1_000, 20)


def words(random: Random, syllables: list[str], count: int) -> list[str]:
    """Different made words; the first are the commonest in ``text``."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(random.choices(syllables, k=random.choice((2, 3, 3, 4, 5))))] = None
    return list(found)


class Maker:
    """Makes records; the same seed gives the same bytes."""

    def __init__(self, size: Size, seed: int = SEED) -> None:
        self.size = size
        self._random = Random(seed)
        self.latin = words(self._random, _LATIN, 20_000)
        self.arabic = words(self._random, _ARABIC, 6_000)
        self._weights = {
            len(stock): list(accumulate(1 / (rank + 3) for rank in range(len(stock))))
            for stock in (self.latin, self.arabic)
        }

    def write(self, folder: Path) -> Path:
        """``accounts.jsonl`` and ``posts.jsonl`` in a folder; returns the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in (("accounts", self.accounts()), ("posts", self.posts())):
            with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
        return folder

    def accounts(self) -> Iterator[dict[str, Any]]:
        """One record for each account."""
        for number in range(1, self.size.accounts + 1):
            yield {
                "account_id": str(number),
                "platform": PLATFORM,
                "source": "made",
                "handle": f"{self.latin[number % 5000]}_{number}",
                "display_name": self.latin[number % 700].title(),
                "captured_at": "2026-01-01T00:00:00.000Z",
            }

    def posts(self) -> Iterator[dict[str, Any]]:
        """Posts in the order of time: a third by the busy account, ``FEW`` by the small one."""
        random, size = self._random, self.size
        others = max(1, size.accounts - 2)
        step = timedelta(days=_DAYS) / size.posts
        small = max(1, size.posts // FEW)
        for number in range(size.posts):
            if number % small == 0 and number // small < FEW:
                author = SMALL
            elif random.random() < 1 / 3:
                author = BUSY
            else:
                author = str(3 + int(others * random.random() ** 2))
            yield self._post(number, author, _START + step * number)

    def _post(self, number: int, author: str, at: datetime) -> dict[str, Any]:
        random = self._random
        arabic = random.random() < 0.3
        post: dict[str, Any] = {
            "post_id": str(10_000_000 + number),
            "account_id": author,
            "platform": PLATFORM,
            "published_at": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z",
            "precision": "ms",
            "text": self.text(arabic),
            "lang": "ar" if arabic else "en",
            "counts": {"like": int(random.random() * 90), "repost": int(random.random() * 9)},
        }
        if random.random() < 0.12:
            post["media"] = [f"m{int(random.random() * self.size.posts / 10)}"]
        if number and random.random() < 0.15:
            post["reply_to"] = str(10_000_000 + int(random.random() * number))
        return post

    def text(self, arabic: bool) -> str:
        """Some 20 words, the common ones often."""
        random, stock = self._random, self.arabic if arabic else self.latin
        count = 8 + int(random.random() * 22)
        found = random.choices(stock, cum_weights=self._weights[len(stock)], k=count)
        if random.random() < 0.1:
            found.append(random.choice(_EMOJI))
        return " ".join(found)

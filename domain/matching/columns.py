"""Packed rows of many people or many postings side by side, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from domain.matching.features import Features, Layout

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Shorts = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Bag:
    """One bag of all rows: `starts` and `counts` (rows,) into `words` and `weights` of the columns it belongs to."""

    starts: Longs
    counts: Longs


@dataclass(frozen=True)
class Columns:
    """Rows of one layout. `scalars` (rows, scalars), `counts` (rows, bags), `words` and `weights` (all words,)."""

    layout: Layout
    scalars: Ints
    counts: npt.NDArray[np.uint16]
    words: Hashes
    weights: Shorts

    @classmethod
    def of(cls, layout: Layout, rows: Sequence[Features]) -> Columns:
        """Rows that were packed one by one."""
        return cls.read(
            layout,
            b"".join(row.scalars for row in rows),
            b"".join(row.counts for row in rows),
            b"".join(row.words for row in rows),
            b"".join(row.weights for row in rows),
        )

    @classmethod
    def read(cls, layout: Layout, scalars: bytes, counts: bytes, words: bytes, weights: bytes) -> Columns:
        """Rows whose parts stand one after the other, as the database strings them together.

        Raises ValueError when the parts do not belong together.
        """
        columns = cls(
            layout,
            np.frombuffer(scalars, dtype="<i4").reshape(-1, len(layout.scalars)),
            np.frombuffer(counts, dtype="<u2").reshape(-1, len(layout.bags)),
            np.frombuffer(words, dtype="<u8"),
            np.frombuffer(weights, dtype="<i2"),
        )
        total = int(columns.counts.sum(dtype=np.int64))
        if not len(columns.scalars) == len(columns.counts) or not len(columns.words) == len(columns.weights) == total:
            raise ValueError("packed rows do not belong together")
        return columns

    def __len__(self) -> int:
        return len(self.scalars)

    def scalar(self, name: str) -> Ints:
        """One number of every row; -1 stands for None."""
        return self.scalars[:, self.layout.scalars.index(name)]

    def bag(self, name: str) -> Bag:
        """Where the words of one bag stand."""
        at = self.layout.bag_names.index(name)
        return Bag(self._starts[:, at], self.counts[:, at].astype(np.int64))

    def tokens(self, name: str) -> tuple[Longs, Longs]:
        """All words of one bag: (the row of each, its place in `words`)."""
        found = self.bag(name)
        return spans(found.starts, found.counts)

    @cached_property
    def _starts(self) -> Longs:
        ends = np.cumsum(self.counts.ravel(), dtype=np.int64)
        return (ends - self.counts.ravel()).reshape(self.counts.shape)

    def take(self, rows: Longs) -> Columns:
        """Some of the rows, in the order asked for."""
        counts = self.counts[rows]
        starts = self._starts[rows, 0] if self.counts.shape[1] else np.zeros(len(rows), dtype=np.int64)
        _, at = spans(starts, counts.sum(axis=1, dtype=np.int64))
        return Columns(self.layout, self.scalars[rows], counts, self.words[at], self.weights[at])


def spans(starts: Longs, counts: Longs) -> tuple[Longs, Longs]:
    """The places start, start + 1, … of every span, one after the other: (the span of each place, the place)."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    ends = np.cumsum(counts)
    return owner, np.arange(len(owner), dtype=np.int64) + np.repeat(starts - (ends - counts), counts)

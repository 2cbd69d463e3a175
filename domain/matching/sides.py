"""The two sides of a comparison: postings with an index of their words, people with tables against that index."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from domain.matching.columns import Columns, Ints, Longs, Shorts, spans
from domain.matching.titles import family_hashes, similarities


class Jobs:
    """Postings, prepared once for many pages of people. Never changed afterwards: threads share it."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._words: dict[str, npt.NDArray[np.uint64]] = {}
        self.places: Longs = np.zeros(len(columns.words), dtype=np.int64)
        """Of every word of every posting, its place in the index of its language."""
        tokens = {name: columns.tokens(name)[1] for name in columns.layout.bags}
        for language in set(columns.layout.bags.values()):
            at = np.concatenate([tokens[name] for name, of in columns.layout.bags.items() if of == language])
            self._words[language], self.places[at] = np.unique(columns.words[at], return_inverse=True)
        self._postings: dict[str, tuple[Longs, Longs]] = {}
        for name in columns.layout.bags:
            self._postings[name] = self._inverted(name)

    def __len__(self) -> int:
        return len(self.columns)

    def width(self, language: str) -> int:
        """How many different words of a language the postings use."""
        return len(self._words[language])

    def find(self, language: str, words: npt.NDArray[np.uint64]) -> Longs:
        """The place of each word in the index of its language; -1 for words that no posting uses."""
        known = self._words[language]
        if not len(known):
            return np.full(len(words), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, words), len(known) - 1)
        return np.where(known[at] == words, at, -1)

    def postings(self, name: str) -> tuple[Longs, Longs]:
        """(start of each word's postings, the postings by word) of one bag: an inverted index."""
        return self._postings[name]

    @cached_property
    def families(self) -> Longs:
        """Row of each posting's family in the table of similarities; -1 for none that the table has."""
        found = np.full(len(self), -1, dtype=np.int64)
        rows, at = self.columns.tokens("family")
        found[rows] = _family_rows(self.columns.words[at])
        return found

    def _inverted(self, name: str) -> tuple[Longs, Longs]:
        rows, at = self.columns.tokens(name)
        places = self.places[at]
        order = np.argsort(places, kind="stable")
        starts = np.searchsorted(places[order], np.arange(self.width(self.columns.layout.bags[name]) + 1))
        return starts.astype(np.int64), rows[order]


class People:
    """People against the words of some postings."""

    def __init__(self, columns: Columns, jobs: Jobs) -> None:
        self.columns = columns
        self._jobs = jobs
        self._tables: dict[str, Shorts] = {}

    def __len__(self) -> int:
        return len(self.columns)

    def known(self, name: str) -> tuple[Longs, Longs, Shorts]:
        """The words of a bag that the postings use too: (person, place in the index, weight)."""
        rows, at = self.columns.tokens(name)
        places = self._jobs.find(self.columns.layout.bags[name], self.columns.words[at])
        used = places >= 0
        return rows[used], places[used], self.columns.weights[at[used]]

    def table(self, name: str) -> Shorts:
        """Weights of one bag, shape (people, words of the postings); 0 where a person does not have the word."""
        if name not in self._tables:
            rows, places, weights = self.known(name)
            table = np.zeros((len(self), self._jobs.width(self.columns.layout.bags[name])), dtype=np.int16)
            table[rows, places] = weights
            self._tables[name] = table
        return self._tables[name]

    @cached_property
    def nearness(self) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """(nearness to every family (people, families), whether any family of theirs is known (people,))."""
        table = similarities()
        best = np.zeros((len(self), len(table)), dtype=np.int32)
        rows, at = self.columns.tokens("families")
        families = _family_rows(self.columns.words[at])
        weights = self.columns.weights[at].astype(np.int32)
        used = (families >= 0) & (weights > 0)
        rows, families, weights = rows[used], families[used], weights[used]
        if len(rows):
            worth = table[families] * weights[:, None] // 1000
            first = np.flatnonzero(np.diff(rows, prepend=-1))
            best[rows[first]] = np.maximum.reduceat(worth, first, axis=0)
        known = np.zeros(len(self), dtype=np.bool_)
        known[rows] = True
        return best, known


def _family_rows(words: npt.NDArray[np.uint64]) -> Longs:
    hashes, rows = family_hashes()
    if not len(hashes):
        return np.full(len(words), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(hashes, words), len(hashes) - 1)
    return np.where(hashes[at] == words, rows[at], -1)


def places_of(jobs: Jobs, name: str, wanted: Longs) -> tuple[Longs, Longs, Longs, Shorts]:
    """The words of a bag of some postings: (which of `wanted`, place in the index, end of each posting's, weight)."""
    bag = jobs.columns.bag(name)
    counts = bag.counts[wanted]
    owner, at = spans(bag.starts[wanted], counts)
    return owner, jobs.places[at], np.cumsum(counts), jobs.columns.weights[at]

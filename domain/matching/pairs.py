"""Pairs of people and postings, so that the rubric is written as if for one pair and computed for thousands.

`Grid` is everybody with everything, `Pairs` is a list of some. Both give arrays that broadcast against each other, one
element per pair; a signal only combines them element by element, so that it says of a pair the same in either, alone or
among others. All numbers are integers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.matching.columns import Ints, Longs, spans
from domain.matching.sides import Jobs, People, places_of

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ThreeValued:
    """Where something is true and where it is false; elsewhere it is unknown."""

    true: Bools
    false: Bools


class Shared(NamedTuple):
    """Sizes of two bags: words in both, the person's own, the posting's own."""

    common: Ints
    own: Ints
    needed: Ints


class Weighed(NamedTuple):
    """The sum of a person's weights over a posting's words, and how many words the posting has."""

    total: Ints
    needed: Ints


class Nearness(NamedTuple):
    """Nearness of occupations (0–1000), and whether the families of both sides are known."""

    best: Ints
    known: Bools


class Page(ABC):
    """What signals read. Names are those of the layouts in `packing.py`."""

    shape: tuple[int, ...]

    @abstractmethod
    def person(self, name: str) -> Ints:
        """A number of the person; -1 stands for None."""

    @abstractmethod
    def job(self, name: str) -> Ints:
        """A number of the posting; -1 stands for None."""

    @abstractmethod
    def shared(self, of_person: str, of_job: str) -> Shared:
        """How many words of a person's bag stand in a posting's."""

    @abstractmethod
    def weighed(self, of_person: str, of_job: str) -> Weighed:
        """What the words of a posting's bag are worth together by the person's weights."""

    @abstractmethod
    def nearness(self) -> Nearness:
        """How near the person's occupations come to the posting's."""


class Pairs(Page):
    """Person `rows[i]` with posting `columns[i]`. All arrays have shape (pairs,)."""

    def __init__(self, people: People, jobs: Jobs, rows: Longs, columns: Longs) -> None:
        self._people, self._jobs = people, jobs
        self.rows, self.columns = rows, columns
        self.shape = rows.shape
        self._words: dict[str, tuple[Longs, Longs, Longs, Ints]] = {}

    def where(self, kept: Bools) -> Pairs:
        """Some of them."""
        return Pairs(self._people, self._jobs, self.rows[kept], self.columns[kept])

    def person(self, name: str) -> Ints:
        """A number of the person; -1 stands for None."""
        return self._people.columns.scalar(name)[self.rows]

    def job(self, name: str) -> Ints:
        """A number of the posting; -1 stands for None."""
        return self._jobs.columns.scalar(name)[self.columns]

    def shared(self, of_person: str, of_job: str) -> Shared:
        """How many words of a person's bag stand in a posting's."""
        own = self._people.columns.bag(of_person).counts[self.rows].astype(np.int32)
        needed = self._jobs.columns.bag(of_job).counts[self.columns].astype(np.int32)
        return Shared(self.total(of_job, (self.offered(of_person, of_job) > 0).astype(np.int32)), own, needed)

    def weighed(self, of_person: str, of_job: str) -> Weighed:
        """What the words of a posting's bag are worth together by the person's weights."""
        needed = self._jobs.columns.bag(of_job).counts[self.columns].astype(np.int32)
        return Weighed(self.total(of_job, self.offered(of_person, of_job)), needed)

    def nearness(self) -> Nearness:
        """How near the person's occupations come to the posting's."""
        best, known = self._people.nearness
        wanted = self._jobs.families[self.columns]
        return Nearness(best[self.rows, np.maximum(wanted, 0)], known[self.rows] & (wanted >= 0))

    def asked(self, of_job: str) -> Ints:
        """The weight of each word of a posting's bag, pair after pair."""
        return self._expanded(of_job)[3]

    def offered(self, of_person: str, of_job: str) -> Ints:
        """What the person has of each word that `asked` gives the weight of; 0 for nothing."""
        owner, places, _, _ = self._expanded(of_job)
        table = self._people.table(of_person)
        if not table.shape[1]:
            return np.zeros(len(owner), dtype=np.int32)
        return table[self.rows[owner], places].astype(np.int32)

    def total(self, of_job: str, values: Ints) -> Ints:
        """The sum of values of words, one per pair."""
        ends = self._expanded(of_job)[2]
        sums = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(values, dtype=np.int64)))
        return (sums[ends] - sums[np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1]))]).astype(np.int32)

    def _expanded(self, of_job: str) -> tuple[Longs, Longs, Longs, Ints]:
        if of_job not in self._words:
            owner, places, ends, weights = places_of(self._jobs, of_job, self.columns)
            self._words[of_job] = owner, places, ends, weights.astype(np.int32)
        return self._words[of_job]


class Grid(Page):
    """Everybody with everything: of people (people, 1), of postings (1, postings), of both (people, postings)."""

    def __init__(self, people: People, jobs: Jobs) -> None:
        self._people, self._jobs = people, jobs
        self.shape = (len(people), len(jobs))

    def person(self, name: str) -> Ints:
        """A number of the person; -1 stands for None."""
        return self._people.columns.scalar(name)[:, None]

    def job(self, name: str) -> Ints:
        """A number of the posting; -1 stands for None."""
        return self._jobs.columns.scalar(name)[None, :]

    def shared(self, of_person: str, of_job: str) -> Shared:
        """How many words of a person's bag stand in a posting's."""
        own = self._people.columns.bag(of_person).counts.astype(np.int32)[:, None]
        rows, places, weights = self._people.known(of_person)
        present = weights > 0
        ones = np.ones(int(present.sum()), dtype=np.int16)
        return Shared(self._sums(of_job, rows[present], places[present], ones), own, self._needed(of_job))

    def weighed(self, of_person: str, of_job: str) -> Weighed:
        """What the words of a posting's bag are worth together by the person's weights."""
        return Weighed(self._sums(of_job, *self._people.known(of_person)), self._needed(of_job))

    def nearness(self) -> Nearness:
        """How near the person's occupations come to the posting's."""
        best, known = self._people.nearness
        wanted = self._jobs.families
        return Nearness(best[:, np.maximum(wanted, 0)], known[:, None] & (wanted >= 0))

    def _needed(self, of_job: str) -> Ints:
        return self._jobs.columns.bag(of_job).counts.astype(np.int32)[None, :]

    def _sums(self, of_job: str, rows: Longs, places: Longs, weights: npt.NDArray[np.int16]) -> Ints:
        """The sparse product of people × words and words × postings, over the inverted index of the postings."""
        starts, postings = self._jobs.postings(of_job)
        owner, at = spans(starts[places], starts[places + 1] - starts[places])
        cells = rows[owner] * self.shape[1] + postings[at]
        # sums of integers far below 2^53 are exact in the doubles that bincount adds in
        sums = np.bincount(cells, weights=weights[owner], minlength=self.shape[0] * self.shape[1])
        return sums.astype(np.int32).reshape(self.shape)

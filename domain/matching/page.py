"""Facts of people and jobs as arrays, so that all pairs of a page are compared at once.

Sets become rows of 0 and 1 over the words that the jobs of the page use; one product counts what two sets share.
All numbers are integers (products of 0/1 rows in float32 are exact up to 2^24), so the result for a pair does not
depend on what else is in the page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from domain.matching.facts import JobFacts, PersonFacts, bad_facts
from schema.jobs import MatchPreferences

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Person = tuple[PersonFacts, MatchPreferences]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class ThreeValued:
    """Where something is true and where it is false; elsewhere it is unknown. Both of shape (people, jobs)."""

    true: Bools
    false: Bools


class Shared(NamedTuple):
    """Sizes of two sets of words: in both (people, jobs), a person's own (people, 1), a job's own (1, jobs)."""

    common: Ints
    own: Ints
    needed: Ints


class Weighed(NamedTuple):
    """The sum of a person's weights over a job's words (people, jobs), and how many words the job has (1, jobs)."""

    total: Ints
    needed: Ints


class Page:
    """People and jobs as columns and rows. Raises BadFacts for the first fact that cannot be read."""

    def __init__(self, people: Sequence[Person], jobs: Sequence[JobFacts]) -> None:
        self.people, self.jobs = people, jobs
        self.shape = (len(people), len(jobs))

    def shared(
        self, of_person: Callable[[Person], Collection[str]], *of_job: Callable[[JobFacts], Collection[str]]
    ) -> list[Shared]:
        """What one set of words of a person shares with each of several sets of a job; no word may stand twice."""
        columns: dict[str, int] = {}
        wanted = [self._read("job", self.jobs, _checked(read)) for read in of_job]
        job_cells = [
            [(row, columns.setdefault(word, len(columns))) for row, words in enumerate(sets) for word in words]
            for sets in wanted
        ]
        offered = self._read("person", self.people, _checked(of_person))
        person_cells = [(row, columns[word]) for row, words in enumerate(offered) for word in words if word in columns]
        left = _zeros_and_ones(person_cells, len(self.people), len(columns))
        own = np.array([len(words) for words in offered], dtype=np.int32).reshape(-1, 1)
        results = []
        for sets, cells in zip(wanted, job_cells, strict=True):
            needed = np.array([len(words) for words in sets], dtype=np.int32).reshape(1, -1)
            common = left @ _zeros_and_ones(cells, len(self.jobs), len(columns)).T
            results.append(Shared(common.astype(np.int32), own, needed))
        return results

    def weighted(
        self, of_person: Callable[[Person], Mapping[str, int]], *of_job: Callable[[JobFacts], Collection[str]]
    ) -> list[Weighed]:
        """What the words of each of several sets of a job are worth together, by a person's weights (0–1000 each)."""
        columns: dict[str, int] = {}
        wanted = [self._read("job", self.jobs, _checked(read)) for read in of_job]
        job_cells = [
            [(row, columns.setdefault(word, len(columns))) for row, words in enumerate(sets) for word in words]
            for sets in wanted
        ]
        left = np.zeros((len(self.people), len(columns)), dtype=np.float32)
        for row, weights in enumerate(self._read("person", self.people, lambda person: dict(of_person(person)))):
            for word, weight in weights.items():
                if word in columns:
                    left[row, columns[word]] = weight
        return [
            Weighed(
                (left @ _zeros_and_ones(cells, len(self.jobs), len(columns)).T).astype(np.int32),
                np.array([len(words) for words in sets], dtype=np.int32).reshape(1, -1),
            )
            for sets, cells in zip(wanted, job_cells, strict=True)
        ]

    def column(self, value: Callable[[Person], int | None], most: int = 1_000_000) -> Ints:
        """One integer under `most` per person, shape (people, 1); -1 stands for None."""
        return np.array(self._read("person", self.people, _integer(value, most)), dtype=np.int32).reshape(-1, 1)

    def row(self, value: Callable[[JobFacts], int | None], most: int = 1_000_000) -> Ints:
        """One integer under `most` per job, shape (1, jobs); -1 stands for None."""
        return np.array(self._read("job", self.jobs, _integer(value, most)), dtype=np.int32).reshape(1, -1)

    def slots(self, pairs: Callable[[Person], Iterable[tuple[int, int]]]) -> tuple[Ints, Ints]:
        """A list of (index, weight) per person as two arrays (people, longest list), filled up with weight 0."""
        lists = self._read("person", self.people, lambda person: list(pairs(person)))
        width = max(map(len, lists), default=0)
        filled = np.array([row + [(0, 0)] * (width - len(row)) for row in lists], dtype=np.int32)
        both = filled.reshape(len(lists), width, 2)
        return both[:, :, 0], both[:, :, 1]

    def asked_by_skill(self) -> list[tuple[int, str, int]]:
        """(job, skill, months) for every skill that a job asks so many months of."""
        return [
            (column, name, months)
            for column, asked in enumerate(self._read("job", self.jobs, _months_of_skills))
            for name, months in asked
        ]

    def everywhere(self, value: Bools) -> Bools:
        """A column or row repeated to the shape of the page."""
        return np.broadcast_to(value, self.shape)

    def _read(self, side: Literal["person", "job"], items: Sequence[T], read: Callable[[T], R]) -> list[R]:
        values: list[R] = []
        for index, item in enumerate(items):
            try:
                values.append(read(item))
            except (AttributeError, TypeError, ValueError, LookupError, OverflowError):
                raise bad_facts(side, index) from None
        return values


def _months_of_skills(job: JobFacts) -> list[tuple[str, int]]:
    return [
        (name, min(skill.months, 600))
        for asked in (job.must, job.nice)
        for name, skill in asked.items()
        if skill.months is not None
    ]


def _checked(words: Callable[[T], Collection[str]]) -> Callable[[T], Collection[str]]:
    def read(item: T) -> Collection[str]:
        found = words(item)
        # A text is a collection of letters too, and a list that repeats itself would count twice.
        if not isinstance(found, (dict, set, frozenset, list)) or len(set(found)) != len(found):
            raise TypeError
        return found

    return read


def _integer(value: Callable[[T], int | None], most: int) -> Callable[[T], int]:
    def read(item: T) -> int:
        number = value(item)
        if number is None:
            return -1
        if not 0 <= int(number) < most:
            raise ValueError(number)
        return number

    return read


def _zeros_and_ones(cells: list[tuple[int, int]], rows: int, columns: int) -> npt.NDArray[np.float32]:
    table = np.zeros((rows, columns), dtype=np.float32)
    if cells:
        at = np.array(cells, dtype=np.int64)
        table[at[:, 0], at[:, 1]] = 1.0
    return table

"""Facts as packed rows: what is put in is what is compared, in any grouping, and what is unusable is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching.columns import Columns, spans
from domain.matching.facts import JobFacts, PersonFacts
from domain.matching.features import Layout, bag, layout_version, pack, word_hash
from domain.matching.packing import FEATURES_VERSION, JOB, PERSON, pack_job, pack_jobs, pack_people, pack_person
from domain.matching.pairs import Grid, Pairs
from domain.matching.sides import Jobs, People
from domain.matching.signals import (
    language_signals,
    licence_gate,
    place_signals,
    required_skills,
    title_signals,
    welcome_skills,
    wish_signals,
)
from domain.matching.verdicts import judge
from schema.jobs import MatchPreferences
from tests.domain.matching.test_score import jobs_facts, people_facts, wishes_of

LAYOUT = Layout(("a", "b"), {"x": "word", "y": "word", "z": "other"})
rows_of = st.lists(
    st.tuples(
        st.none() | st.integers(0, 2_000_000_000),
        *(st.dictionaries(st.sampled_from(["red", "blue", "é", ""]), st.integers(0, 32_000)) for _ in range(3)),
    ),
    max_size=6,
)


@given(rows_of, st.data())
def test_packed_rows_hold_what_was_packed(rows: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """Numbers, words with their weights, and any choice of rows in any order."""
    packed = [pack(LAYOUT, {"a": a, "b": None}, {"x": x, "y": y, "z": z}) for a, x, y, z in rows]
    columns = Columns.of(LAYOUT, packed)
    wanted = data.draw(st.lists(st.integers(0, max(0, len(rows) - 1)), max_size=5)) if rows else []
    taken = columns.take(np.array(wanted, dtype=np.int64))
    assert len(columns) == len(rows)
    for at, row in enumerate(wanted):
        a, *bags = rows[row]
        assert taken.scalar("a")[at] == (-1 if a is None else a)
        assert taken.scalar("b")[at] == -1
        for name, words in zip("xyz", bags, strict=True):
            owner, places = taken.tokens(name)
            mine = places[owner == at]
            expected = {word_hash(LAYOUT.bags[name], word): weight for word, weight in words.items()}
            assert dict(zip(taken.words[mine].tolist(), taken.weights[mine].tolist(), strict=True)) == expected


def test_parts_that_do_not_belong_together_are_refused() -> None:
    """A row that lost its words, or a piece of a number, is no row."""
    row = pack(LAYOUT, {"a": 1, "b": 2}, {"x": {"red": 1}, "y": {}, "z": {}})
    for broken in ({"words": b""}, {"weights": b""}, {"scalars": row.scalars[:-4]}, {"counts": b""}):
        parts = {name: getattr(row, name) for name in ("scalars", "counts", "words", "weights")} | broken
        with pytest.raises(ValueError, match=r".+"):
            Columns.read(LAYOUT, **parts)


@pytest.mark.parametrize("number", [-1, 3_000_000_000, "high"])
def test_numbers_that_no_fact_has_are_refused(number: Any) -> None:
    """Negative, endless or no number at all."""
    with pytest.raises((ValueError, TypeError)):
        pack(LAYOUT, {"a": number, "b": 0}, {"x": {}, "y": {}, "z": {}})


def test_words_that_are_no_bag_are_refused() -> None:
    """A text is a collection of letters, and a list that repeats itself would count twice."""
    for words in ("text", ["a", "a"], 5):
        with pytest.raises((ValueError, TypeError)):
            bag(words)  # type: ignore[arg-type]


def test_equal_words_of_two_languages_are_two_words() -> None:
    """A city is no company of that name."""
    assert word_hash("city", "paris") != word_hash("company", "paris")


def test_the_version_changes_with_names_and_facts() -> None:
    """Stored rows of another layout are told apart."""
    assert layout_version(PERSON, JOB) != layout_version(JOB, PERSON)
    assert FEATURES_VERSION.startswith(layout_version(PERSON, JOB))


def test_spans_stand_one_after_the_other() -> None:
    """Empty ones leave no trace."""
    owner, at = spans(np.array([5, 0, 9]), np.array([2, 0, 1]))
    assert owner.tolist() == [0, 0, 2]
    assert at.tolist() == [5, 6, 9]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(people_facts, wishes_of), min_size=1, max_size=4), st.lists(jobs_facts, min_size=1, max_size=4)
)
def test_a_grid_says_of_each_pair_what_the_pair_says(
    people: list[tuple[PersonFacts, MatchPreferences]], jobs: list[JobFacts]
) -> None:
    """Signals over everybody with everything equal those of the list of all pairs, so that a bound by them is exact."""
    board = Jobs(pack_jobs(jobs))
    side = People(pack_people(people), board)
    rows, columns = (axis.ravel() for axis in np.indices((len(people), len(jobs))))
    grid, pairs = Grid(side, board), Pairs(side, board, rows, columns)
    for signal in (required_skills, welcome_skills):
        assert np.array_equal(np.broadcast_to(signal(grid), grid.shape).ravel(), signal(pairs))
    for reading in (title_signals, language_signals):
        of_grid, of_pairs = reading(grid), reading(pairs)
        assert np.array_equal(np.broadcast_to(of_grid[0], grid.shape).ravel(), of_pairs[0])
        assert np.array_equal(np.broadcast_to(of_grid[1].false, grid.shape).ravel(), of_pairs[1].false)
    place, reach, remote = place_signals(pairs)
    of_grid_place, of_grid_reach, of_grid_remote = place_signals(grid)
    assert np.array_equal(of_grid_place.ravel(), place)
    assert np.array_equal(np.broadcast_to(of_grid_reach.true, grid.shape).ravel(), reach.true)
    assert np.array_equal(wish_signals(grid, of_grid_remote)[0].ravel(), wish_signals(pairs, remote)[0])
    assert np.array_equal(np.broadcast_to(licence_gate(grid).true, grid.shape).ravel(), licence_gate(pairs).true)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(people_facts, wishes_of), min_size=1, max_size=4), st.lists(jobs_facts, min_size=1, max_size=4)
)
def test_what_is_passed_over_could_not_have_reached_its_threshold(
    people: list[tuple[PersonFacts, MatchPreferences]], jobs: list[JobFacts]
) -> None:
    """With thresholds the very pairs are found that are over them when everything is scored, with the same numbers."""
    board = Jobs(pack_jobs(jobs))
    everything = judge(
        pack_people([(facts, wishes.model_copy(update={"threshold": 0})) for facts, wishes in people]), board
    )
    assert len(everything) == len(people) * len(jobs)
    kept = everything.where(everything.scores >= np.array([wishes.threshold for _, wishes in people])[everything.rows])
    found = judge(pack_people(people), board)
    for name in ("rows", "columns", "scores", "shares", "gates"):
        assert np.array_equal(getattr(found, name), getattr(kept, name)), name


def test_one_by_one_and_together_pack_the_same() -> None:
    """A row does not depend on what stands beside it."""
    person, job = (PersonFacts(level=2), MatchPreferences()), JobFacts(title="T", company="C")
    assert (
        Columns.of(PERSON, [pack_person(person)] * 2).scalars.tobytes() == pack_people([person] * 2).scalars.tobytes()
    )
    assert Columns.of(JOB, [pack_job(job)]).words.tobytes() == pack_jobs([job]).words.tobytes()

"""Feedback as points: what it moves, how far, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.preferring import Feedback, Reranker
from schema.tracking import FEEDBACK_POINTS


def number(value: int) -> UUID:
    """An id."""
    return UUID(int=value)


def posting(identity: int, **facts: Any) -> dict[str, Any]:
    """A row of jobs; each is a vacancy of its own unless `vacancy` says otherwise."""
    vacancy = facts.pop("vacancy", identity)
    company = facts.setdefault("company", f"Company {identity}")
    return {
        "id": number(identity),
        "vacancy_id": number(vacancy),
        "title": facts.pop("title", f"Title {identity}"),
        "company": company,
        "facts": facts,
    }


PASTRY = {"family": "baker", "must": {"pastry": {}, "sourdough": {}}, "words": ["baker"]}
OTHER_PASTRY = {**PASTRY, "words": ["pastry", "baker"]}
DRIVER = {"family": "driver", "must": {"forklift": {}}, "words": ["driver"]}
ROWS = [posting(1, **PASTRY), posting(2, **OTHER_PASTRY), posting(3, **DRIVER), posting(4, vacancy=1, **PASTRY)]


def said(kind: Any, job: int, identity: int = 100) -> Feedback:
    """A piece of feedback."""
    return Feedback(number(identity), number(job), kind)


def test_more_like_this_lifts_what_is_alike_and_nothing_else() -> None:
    """The vacancy itself by most, one that is alike by less, another occupation not at all."""
    reranker = Reranker(ROWS)
    feedback = [said("more_like_this", 1)]
    own, alike, other = (reranker.taste(feedback).move(number(job)) for job in (1, 2, 3))
    assert own.points > alike.points > 0
    assert (other.points, other.lines) == (0, [])
    assert "Title 1" in (alike.lines[0].because or "")
    assert "both ask for pastry, sourdough" in (alike.lines[0].because or "")
    assert (alike.lines[0].kind, alike.lines[0].feedback_id) == ("more_like_this", str(number(100)))


def test_not_this_is_the_opposite_and_applied_pulls_less() -> None:
    """Down by as much as up; an application says less than a wish."""
    reranker = Reranker(ROWS)
    up, down, applied = (
        reranker.taste([said(kind, 1)]).move(number(2)).points for kind in ("more_like_this", "not_this", "applied")
    )
    assert down == -up
    assert 0 < applied < up
    assert reranker.taste([said("applied", 1)]).move(number(1)).points == 0


def test_another_posting_of_the_vacancy_counts_as_the_vacancy() -> None:
    """What was said of one of thirty cities holds for the others."""
    reranker = Reranker(ROWS)
    assert reranker.taste([said("not_this", 1)]).move(number(4)).points == -FEEDBACK_POINTS


def test_hiding_moves_nothing() -> None:
    """It takes one vacancy out of the list and says nothing of others."""
    reranker = Reranker(ROWS)
    assert [reranker.taste([said("hide", 1)]).move(number(job)).points for job in (1, 2)] == [0, 0]


def test_without_the_feedback_the_points_are_gone() -> None:
    """Reversible: no memory of what was taken back."""
    assert Reranker(ROWS).taste([]).move(number(2)).points == 0


def test_feedback_on_what_is_not_stored_or_not_readable_is_passed_over() -> None:
    """A posting that is gone, or facts that are no facts, move nothing and break nothing."""
    rows = [*ROWS, posting(5, must=7, words="no list", family=3)]
    reranker = Reranker(rows)
    feedback = [said("more_like_this", 5), said("more_like_this", 99)]
    assert reranker.taste(feedback).move(number(2)).points == 0


def test_only_the_newest_count() -> None:
    """Somebody who says much is not slower to serve, and last year's taste fades."""
    old = said("more_like_this", 1, identity=1)
    new = [said("hide", 3, identity=10 + n) for n in range(60)]
    assert Reranker(ROWS).taste([old, *new]).move(number(2)).points == 0


KINDS = st.sampled_from(["more_like_this", "not_this", "applied", "hide"])


@given(st.lists(st.tuples(KINDS, st.integers(1, 4)), max_size=30), st.integers(1, 4), st.randoms())
def test_lines_sum_to_bounded_points_in_any_order(pairs: list[tuple[Any, int]], job: int, random: Any) -> None:
    """However much is said: within the bound, the lines account for every point, and the order says nothing."""
    feedback = [said(kind, about, identity) for identity, (kind, about) in enumerate(pairs)]
    reranker = Reranker(ROWS)
    move = reranker.taste(feedback).move(number(job))
    assert -FEEDBACK_POINTS <= move.points <= FEEDBACK_POINTS
    assert sum(line.points for line in move.lines) == move.points
    assert all(line.points for line in move.lines)
    random.shuffle(feedback)
    assert Reranker(ROWS).taste(feedback).move(number(job)) == move

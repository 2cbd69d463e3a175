"""What is wrong with an answer, measured against the answers before it."""

from __future__ import annotations

from typing import Any

from domain.jobs.health import Run, Verdict, assess, filled_fields
from schema.jobs import JobLocation, Posting, Salary

FULL = {"url": 1.0, "location": 1.0, "description": 1.0, "posted_at": 1.0, "employment": 0.5, "workplace": 0.0}


def judge(rows: int, filled: dict[str, float] | None = None, *, before: int = 0, usual: int = 100) -> Verdict:
    """The verdict on one answer after `before` usual ones."""
    return assess(Run(rows, FULL if filled is None else filled), [Run(usual, FULL)] * before, salaries=rows)


def posting(**fields: Any) -> Posting:
    """One posting with nothing but what it must have."""
    return Posting(**({"external_id": "1", "title": "Tuner", "company": "Pipeworks"} | fields))


def test_a_usual_answer_is_fine() -> None:
    """The first too, and one with more rows than ever."""
    assert judge(100, before=5).problem is None
    assert judge(3).problem is None
    assert judge(900, before=5).problem is None


def test_no_rows_are_a_fault_always() -> None:
    """Nothing is closed because of them."""
    for before in (0, 5):
        verdict = judge(0, {}, before=before)
        assert verdict.problem is not None
        assert not verdict.trust


def test_far_fewer_rows_than_the_median_are_a_fault() -> None:
    """After three answers, and only where there are some to lose."""
    assert "29 postings where 100 are usual" in str(judge(29, before=3).problem)
    assert judge(30, before=3).problem is None
    assert judge(29, before=2).problem is None
    assert judge(1, before=5, usual=4).problem is None


def test_one_odd_answer_does_not_move_the_median() -> None:
    """Neither a small one nor a large one."""
    trailing = [Run(100, FULL), Run(100, FULL), Run(100, FULL), Run(5000, FULL), Run(1, FULL)]
    assert assess(Run(90, FULL), trailing, salaries=1).problem is None


def test_fields_that_vanish_are_named() -> None:
    """Half of what is usual is drift; a field that was never there is none."""
    assert judge(100, FULL | {"posted_at": 0.4}, before=3).problem is not None
    assert "posted_at" in str(judge(100, FULL | {"posted_at": 0.4}, before=3).problem)
    assert judge(100, FULL | {"posted_at": 0.6}, before=3).problem is None


def test_all_fields_empty_is_not_stored_over_what_is_there() -> None:
    """At the first answer there is nothing to spoil."""
    empty = dict.fromkeys(FULL, 0.0)
    assert not judge(100, empty, before=1).usable
    assert judge(100, empty).usable
    assert judge(100, empty).problem is not None


def test_pay_that_nobody_states_is_a_warning() -> None:
    """Not for a handful of rows, and not where words say it."""
    silent = FULL | {"salary": 0.0}
    assert assess(Run(100, silent), [], salaries=0).warnings
    assert not assess(Run(100, silent), [], salaries=7).warnings
    assert not assess(Run(19, silent), [], salaries=0).warnings
    assert assess(Run(100, silent), [], salaries=0).problem is None


def test_shares_are_of_what_the_board_gives() -> None:
    """Zero pay is none; a country to live in is a place; words of a section are a description."""
    full = posting(
        url="https://x.example", remote_scope=["DE"], salary=Salary(raw="50k €"), workplace="remote",
        employment_type="full_time", posted_at="2026-11-02", description="We tune.",
    )  # fmt: skip
    hollow = posting(salary=Salary(minimum=0, maximum=0), locations=[JobLocation(raw="Porto")])
    assert filled_fields([full, hollow]) == {
        "url": 0.5, "location": 1.0, "description": 0.5, "posted_at": 0.5, "employment": 0.5, "workplace": 0.5,
        "salary": 0.5,
    }  # fmt: skip
    assert filled_fields([]) == {}

"""One message about many matches: a line for each vacancy, a few for each company."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.notifying import make_digest
from schema.notifications import DeliveryPreferences, NewsItem, QuietHours


def item(number: int, *, vacancy: str | None = None, company: str = "", score: int = 70, place: str = "") -> NewsItem:
    """A match of a posting."""
    return NewsItem(
        match_id=UUID(int=number),
        job_id=UUID(int=1000 + number),
        vacancy=vacancy or f"v{number}",
        title="Baker",
        company=company or f"Firm {number}",
        url=f"https://example.com/{number}",
        score=score,
        places=[place] if place else [],
    )


def test_one_vacancy_in_thirty_cities_is_one_line() -> None:
    """It is led by its best posting and names all places once."""
    items = [item(n, vacancy="same", company="Loaf", score=60 + n % 7, place=f"City {n % 29}") for n in range(30)]
    digest = make_digest(items, DeliveryPreferences())
    assert (digest.total, digest.postings, digest.not_shown) == (1, 30, 0)
    (line,) = digest.matches
    assert (line.score, line.postings) == (66, 30)
    assert sorted(line.places) == sorted({f"City {n}" for n in range(29)})


def test_a_company_has_a_few_lines_and_the_rest_is_counted() -> None:
    """The cap is of the wishes; another spelling of a company's legal form is the same company."""
    loud = [item(n, company="Loaf GmbH" if n % 2 else "Loaf", score=90 - n) for n in range(8)]
    digest = make_digest([*loud, item(50, company="Quiet", score=10)], DeliveryPreferences(per_company=3))
    assert [line.company.split()[0] for line in digest.matches] == ["Loaf"] * 3 + ["Quiet"]
    assert [(more.company.split()[0], more.count) for more in digest.more] == [("Loaf", 5)]
    assert (digest.total, digest.not_shown) == (9, 5)


def test_the_best_lines_are_shown_and_the_others_counted() -> None:
    """Never more lines than wished for."""
    digest = make_digest([item(n, score=n) for n in range(40)], DeliveryPreferences(max_lines=10))
    assert [line.score for line in digest.matches] == list(range(39, 29, -1))
    assert (digest.total, digest.not_shown, digest.more) == (40, 30, [])


def test_the_order_of_rows_does_not_matter() -> None:
    """The same matches in any order make the same message."""
    items = [item(n, vacancy=f"v{n % 9}", company=f"F{n % 4}", score=50 + n % 3, place=f"P{n}") for n in range(30)]
    expected = make_digest(items, DeliveryPreferences())
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert make_digest(items, DeliveryPreferences()) == expected


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"frequency": "yearly"}, "frequency"),
        ({"hour": 24}, "hour"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"per_company": 0}, "per_company"),
        ({"max_lines": 26}, "max_lines"),
        ({"quiet_hours": {"start": "22:00", "end": "22:00"}}, "quiet_hours"),
        ({"quiet_hours": {"start": "22:00:30", "end": "07:00"}}, "quiet_hours"),
        ({"quiet_hours": {"start": "22:00Z", "end": "07:00"}}, "quiet_hours"),
        ({"digest": True}, "digest"),
    ],
)
def test_wishes_that_cannot_be_kept_are_refused(given: dict[str, object], field: str) -> None:
    """Each by the name of its field."""
    with pytest.raises(ValidationError) as caught:
        DeliveryPreferences.model_validate(given)
    assert caught.value.errors()[0]["loc"][0] == field


def test_quiet_hours_are_read_from_text() -> None:
    """HH:MM, over midnight or not."""
    quiet = QuietHours.model_validate({"start": "22:30", "end": "07:00"})
    assert (quiet.start.hour, quiet.start.minute, quiet.end.hour) == (22, 30, 7)

"""schema.org JobPosting in the shapes that boards send."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.boards.jsonld import EntryError, canonical, entries

Json = dict[str, Any]


def entry(**changes: Any) -> Json:
    """A whole entry with some properties changed; None takes one away."""
    whole: Json = {
        "@type": "JobPosting",
        "title": "Bridge Inspector",
        "description": "<p>Walk bridges.</p>",
        "datePosted": "2026-11-01",
        "validThrough": "2026-12-01T23:00:00+02:00",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "Spanworks", "sameAs": "https://spanworks.example"},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Braga", "addressCountry": "PT"}},
        "identifier": {"@type": "PropertyValue", "name": "Spanworks", "value": "B-1"},
        "url": "https://spanworks.example/jobs/b-1",
    } | changes
    return {key: value for key, value in whole.items() if value is not None}


def test_a_whole_entry() -> None:
    """Every property finds its place, and the payload is kept as it came."""
    posting = canonical(entry(inLanguage="en-GB", skills="Welding, Inspection"))
    assert (posting.external_id, posting.title, posting.company) == ("B-1", "Bridge Inspector", "Spanworks")
    assert posting.company_url == "https://spanworks.example"
    assert posting.description == "Walk bridges."
    assert posting.posted_at == "2026-11-01"
    assert posting.expires_at == "2026-12-01T21:00:00+00:00"
    assert (posting.employment_type, posting.workplace, posting.language) == ("full_time", "unknown", "en")
    assert posting.skills == ["Welding", "Inspection"]
    assert posting.raw["identifier"]["value"] == "B-1"


@pytest.mark.parametrize(
    "payload",
    [
        entry(),
        [entry()],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, entry()]},
        [{"@graph": [entry()]}],
        entry(**{"@type": ["Thing", "JobPosting"]}),
        entry(**{"@type": "https://schema.org/JobPosting"}),
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": entry()}]},
    ],
)
def test_entries_are_found_wherever_they_stand(payload: object) -> None:
    """An object, an array, a graph, a list of items; the type as text, list or address."""
    assert [found["title"] for found in entries(payload)] == ["Bridge Inspector"]


@pytest.mark.parametrize("payload", [None, 5, "text", {}, [], {"@type": "Person"}, {"jobs": [entry()]}])
def test_other_json_holds_no_entries(payload: object) -> None:
    """JSON about something else yields nothing."""
    assert entries(payload) == []


def test_deeply_nested_json_ends() -> None:
    """A nest of graphs is not followed for ever."""
    payload: Json = entry()
    for _ in range(50):
        payload = {"@graph": [payload]}
    assert entries(payload) == []


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (None, []),
        ([], []),
        ("Braga, Portugal", [("Braga", "PT")]),
        ("Portugal", [(None, "PT")]),
        ("Braga", [("Braga", None)]),
        ({"address": "Braga, PT"}, [("Braga", "PT")]),
        ({"address": {"addressCountry": {"@type": "Country", "name": "Deutschland"}}}, [(None, "DE")]),
        ({"address": {"addressLocality": "Braga", "addressCountry": "pt"}}, [("Braga", "PT")]),
        (
            [
                {"address": {"addressLocality": "Ghent"}},
                {"address": {"addressLocality": "Mons", "addressCountry": "BEL"}},
            ],
            [("Ghent", None), ("Mons", "BE")],
        ),
        ({"address": {}}, []),
    ],
)
def test_locations(location: object, expected: list[tuple[str | None, str | None]]) -> None:
    """One or several, text or object; a country by name, alpha-2 or alpha-3."""
    posting = canonical(entry(jobLocation=location))
    assert [(place.city, place.country) for place in posting.locations] == expected


def test_remote_work_and_where_from() -> None:
    """TELECOMMUTE is remote, with the countries that it is limited to."""
    scope = [{"@type": "Country", "name": "Portugal"}, {"@type": "Country", "name": "ES"}, {"name": "Mars"}]
    posting = canonical(entry(jobLocationType="TELECOMMUTE", jobLocation=None, applicantLocationRequirements=scope))
    assert (posting.workplace, posting.remote_scope) == ("remote", ["PT", "ES"])


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (None, []),
        ("FULL_TIME", ["full_time"]),
        (["PART_TIME", "CONTRACTOR"], ["part_time", "contract"]),
        ("Full-time, Internship", ["full_time", "intern"]),
        ("https://schema.org/PER_DIEM", ["per_diem"]),
        ("SOMETHING", []),
        ([5, None], []),
    ],
)
def test_employment_types(value: object, kinds: list[str]) -> None:
    """One or several; the first known one is the posting's, an unknown word is unknown."""
    posting = canonical(entry(employmentType=value))
    assert posting.employment_types == kinds
    assert posting.employment_type == (kinds[0] if kinds else "unknown")


def amount(**value: Any) -> Json:
    """A MonetaryAmount of euros."""
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": {"@type": "QuantitativeValue", **value}}


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (amount(minValue=1500, maxValue=1900, unitText="MONTH"), (1500, 1900, "EUR", "month")),
        (amount(minValue=1900, maxValue=1500, unitText="ANN"), (1500, 1900, "EUR", "year")),
        (amount(value=42000.0, unitText="YEAR"), (42000, 42000, "EUR", "year")),
        (amount(minValue="1,500.50", maxValue="1.900"), (1500.5, 1900, "EUR", None)),
        (amount(minValue=0, maxValue=0), None),
        (amount(minValue=None, maxValue=2000, unitText="fortnight"), (None, 2000, "EUR", None)),
        ({"currency": "euro", "value": 30}, (30, 30, None, None)),
        (50000, (50000, 50000, "USD", None)),
        ("competitive", None),
        ("40-50", None),
        (None, None),
        (True, None),
        (-5, None),
        (float("nan"), None),
    ],
)
def test_salaries(salary: object, expected: tuple[float | None, float | None, str | None, str | None] | None) -> None:
    """0, null and words are unknown; a range in one text is not guessed at; bounds stand in order."""
    found = canonical(entry(baseSalary=salary, salaryCurrency="USD")).salary
    if expected is None:
        assert found is None
    else:
        assert found is not None
        currency = expected[2] or ("USD" if not isinstance(salary, dict) else None)
        assert (found.minimum, found.maximum, found.currency, found.period) == (*expected[:2], currency, expected[3])


def test_an_estimate_is_not_a_salary() -> None:
    """What somebody guessed is not what the employer states."""
    assert canonical(entry(estimatedSalary=amount(value=5))).salary is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "title"),
        ({"title": " <b></b> "}, "title"),
        ({"hiringOrganization": None, "identifier": None}, "employer"),
        ({"hiringOrganization": {}, "identifier": None}, "employer"),
    ],
)
def test_entries_without_title_or_employer_are_unusable(changes: Json, reason: str) -> None:
    """The reason is named."""
    with pytest.raises(EntryError, match=reason):
        canonical(entry(**changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"identifier": "plain-7"}, "plain-7"),
        ({"identifier": 7}, "7"),
        ({"identifier": [{"value": "in-list"}]}, "in-list"),
        ({"identifier": None, "@id": "https://x.example/#1"}, "https://x.example/#1"),
        ({"identifier": None}, "https://spanworks.example/jobs/b-1"),
    ],
)
def test_ids_come_from_the_board_first(changes: Json, expected: str) -> None:
    """The board's id, else the node's, else the address."""
    assert canonical(entry(**changes)).external_id == expected


def test_an_entry_without_any_id_gets_one_from_its_content() -> None:
    """The same content has the same id, other content another."""
    one, same = (canonical(entry(identifier=None, url=None)) for _ in "ab")
    other = canonical(entry(identifier=None, url=None, description="Else"))
    assert one.external_id == same.external_id != other.external_id


def test_prose_of_other_properties_joins_the_description() -> None:
    """Qualifications that stand apart are read; repeated ones are not doubled."""
    posting = canonical(
        entry(
            qualifications="Rope access",
            responsibilities="Walk bridges.",
            experienceRequirements={"monthsOfExperience": 24},
        )
    )
    assert posting.description == "Walk bridges.\n\nRequirements:\nRope access"
    assert posting.experience_months == 24


@pytest.mark.parametrize(
    ("months", "expected"), [(0, 0), ("36", 36), (-1, None), (10_000, None), ("many", None), (None, None)]
)
def test_experience_of_zero_months_is_known(months: object, expected: int | None) -> None:
    """No experience needed is an answer; nonsense is not."""
    assert canonical(entry(experienceRequirements={"monthsOfExperience": months})).experience_months == expected


@pytest.mark.parametrize("value", ["yesterday", "2026-13-40", 5, {"a": 1}, ["2026-99-99"]])
def test_dates_that_make_no_sense_are_unknown(value: object) -> None:
    """A wrong date does not cost the posting."""
    assert canonical(entry(datePosted=value)).posted_at is None


def test_links_that_are_not_web_addresses_are_dropped() -> None:
    """No script address reaches a reader."""
    assert canonical(entry(url="javascript:alert(1)")).url is None

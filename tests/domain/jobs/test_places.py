"""Places of work as boards write them."""

from __future__ import annotations

import pytest

from domain.jobs.places import complete_locations, read_places
from schema.jobs import JobLocation

Place = tuple[str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        ("Lisbon, Portugal or Remote (EU)", [("Lisbon", None, "PT")]),
        ("Berlin; Munich; Hamburg", [("Berlin", None, "DE"), ("Munich", None, "DE"), ("Hamburg", None, "DE")]),
        ("London / Hybrid", [("London", None, "GB")]),
        ("San Francisco, CA, USA", [("San Francisco", "CA", "US")]),
        ("Austin, TX or Remote", [("Austin", "TX", "US")]),
        ("Köln oder Bonn", [("Köln", None, "DE"), ("Bonn", None, "DE")]),
        ("Paris 8e (75)", [("Paris", None, "FR")]),
        ("Dublin, Ireland (Hybrid)", [("Dublin", None, "IE")]),
        ("Bangalore, Karnataka, India", [("Bangalore", "Karnataka", "IN")]),
        ("東京都渋谷区", [("渋谷区", "東京都", "JP")]),
        ("Hà Nội", [("Hà Nội", None, "VN")]),
        ("Remote - United States, Canada", [(None, None, "US"), (None, None, "CA")]),
        ("Bosnia and Herzegovina", [(None, None, "BA")]),
        ("Greater London", [("London", None, "GB")]),
        ("Springfield", [("Springfield", None, None)]),
        ("Remote", []),
        ("Remote within Europe", []),
        ("Worldwide", []),
        ("3 Locations", []),
    ],
)
def test_places_are_read(raw: str, places: list[Place]) -> None:
    """Several in one line, with region and country; what is no place gives none, a name of many places no country."""
    assert [(place.city, place.region, place.country) for place in read_places(raw)] == places


def test_fields_of_a_board_come_first() -> None:
    """Country as a name or a small code, the country of a known city, `Remote` as a city."""
    given = [
        JobLocation(raw="Porto", city="Porto", country="portugal"),
        JobLocation(raw="Warsaw, pl", city="Warsaw", country="pl"),
        JobLocation(raw="Brno", city="Brno"),
        JobLocation(raw="Remote, US", city="Remote", country="US"),
    ]
    found = [(place.city, place.country) for place in complete_locations(given)]
    assert found == [("Porto", "PT"), ("Warsaw", "PL"), ("Brno", "CZ"), (None, "US")]


def test_a_place_stands_once() -> None:
    """Boards repeat the first place in the list of all."""
    assert len(complete_locations([JobLocation(raw="Porto, Portugal"), JobLocation(raw="Porto, PT")])) == 1

"""Places as they are written in nine languages, taken apart."""

from __future__ import annotations

import pytest

from domain.reading.gazetteer import gazetteer
from domain.reading.places import parse_place, place_score
from domain.reading.spans import Span


@pytest.mark.parametrize(
    ("written", "city", "region", "country", "postal", "address"),
    [
        ("Hexham, Northumberland, United Kingdom", "Hexham", "Northumberland", "GB", None, None),
        ("Lindenweg 4, 04103 Leipzig, Deutschland", "Leipzig", None, "DE", "04103", "Lindenweg 4"),
        ("D-80331 München", "München", None, None, "D-80331", None),
        ("12 rue du Port, 75011 Paris", "Paris", None, None, "75011", "12 rue du Port"),
        ("Calle Olivo 113, 28013 Madrid, España", "Madrid", None, "ES", "28013", "Calle Olivo 113"),
        ("ul. Lipowa 5/3, 00-123 Warszawa", "Warszawa", None, None, "00-123", "ul. Lipowa 5/3"),
        ("São Paulo - SP", "São Paulo", "SP", None, None, None),
        ("Austin, TX 78701, USA", "Austin", "TX", "US", "78701", None),
        ("Dover DE", "Dover", "DE", None, None, None),
        ("Innsbruck, Tirol (AT)", "Innsbruck", "Tirol", "AT", None, None),
        ("Munich – Germany", "Munich", None, "DE", None, None),
        ("Bayern, München", "München", "Bayern", None, None, None),
        ("Số 12 Trần Phú, Quận 1, TP. Hồ Chí Minh", "TP. Hồ Chí Minh", None, None, None, "Số 12 Trần Phú"),
        ("広島県呉市中央1-2", "呉市", "広島県", None, None, "中央1-2"),
        ("〒150-0001 東京都渋谷区神宮前1-2", "渋谷区", "東京都", None, "〒150-0001", "神宮前1-2"),
        ("中国，上海", "上海", None, "CN", None, None),
        ("Salvador", "Salvador", None, None, None, None),
        ("Singapore", "Singapore", None, "SG", None, None),
    ],
)
def test_a_place_is_taken_apart(
    written: str, city: str, region: str | None, country: str | None, postal: str | None, address: str | None
) -> None:
    """City, state, country, postal code and street, by form and by what is known of places."""
    place = parse_place(Span(written, 0))
    parts = [part.text if part else None for part in (place.city, place.region, place.postal_code, place.address)]
    assert [*parts, place.country_code] == [city, region, postal, address, country]


@pytest.mark.parametrize(
    "text", ["Senior Clerk", "English, Polish", "ansel@example.com", "Skills: knots", "Ropes were tied."]
)
def test_other_pieces_are_no_places(text: str) -> None:
    """Roles, languages, addresses and sentences score nothing."""
    assert place_score(text) == 0


def test_known_places_score_more_than_unknown_ones() -> None:
    """A city of the gazetteer needs no country beside it."""
    assert place_score("Poznań") > place_score("Hexham") > 0


def test_a_place_tells_its_country_if_only_one_has_it() -> None:
    """Accents and case do not matter; what several countries have tells several."""
    known = gazetteer()
    assert known.countries(["MALAGA"]) == {"ES"}
    assert known.countries(["Córdoba"]) == {"ES", "AR"}
    assert known.countries(["Columbus", "Ohio"]) == {"US"}
    assert known.countries(["Quibbtown"]) == frozenset()

"""Places as people write down where they want to work."""

from __future__ import annotations

import pytest

from domain.preferring import wanted_place


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Porto, PT", "porto", "PT"),
        ("Portugal", None, "PT"),
        ("Łódź", "lodz", None),
        ("Graz, Steiermark, Österreich", "graz", "AT"),
        ("Remote", None, None),
        (" , ", None, None),
    ],
)
def test_places(text: str, city: str | None, country: str | None) -> None:
    """City, country or both; remote is no place."""
    assert wanted_place(text) == (city, country)

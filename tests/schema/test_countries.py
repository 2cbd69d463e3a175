"""Country names in the languages of résumés and postings."""

from __future__ import annotations

import pytest

from schema.countries import country_code, folded


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Portugal", "PT"), ("Deutschland", "DE"), ("Việt Nam", "VN"), ("vietnam", "VN"), ("USA", "US"),
        ("GBR", "GB"),
        ("PT", "PT"), ("UK", "GB"), ("中国", "CN"), ("Polska", "PL"), ("ESPAÑA", "ES"), ("The Moon", None),
        ("in", None), ("EU", None), ("", None), ("XYZ", None),
    ],
)  # fmt: skip
def test_names_and_codes(name: str, code: str | None) -> None:
    """Names, alpha-2 and alpha-3 give alpha-2; words that only look like a code give nothing."""
    assert country_code(name) == code


def test_folding_makes_spellings_equal() -> None:
    """Case, accents and spaces do not tell places apart."""
    assert folded("  Đà   Nẵng ") == folded("da nang")
    assert folded("ŁÓDŹ") == "lodz"

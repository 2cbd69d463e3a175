"""Telephone numbers: which digits are one, and whose country they are of."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.phones import countries_of_language, phones_in
from domain.reading.spans import Span


def numbers(text: str, certain: list[str] | None = None, language: str | None = None) -> list[str | None]:
    """The E.164 forms of the numbers in a text."""
    return [p.e164 for p in phones_in(Span(text, 0), certain or [], countries_of_language(language))]


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("+49 (0)30 5550142", "+49305550142"),
        ("0049 30 5550142", "+49305550142"),
        ("+1 (415) 555-0142", "+14155550142"),
        ("+33.6.39.98.00.07", "+33639980007"),
        ("+81 90-6415-4913", "+819064154913"),
    ],
)
def test_a_number_with_its_country_code_needs_nothing_else(written: str, e164: str) -> None:
    """Trunk zeros in brackets, dots, dashes and the prefix 00 are normalised."""
    assert numbers(f"Call {written} today") == [e164]


@pytest.mark.parametrize(
    ("written", "country", "e164"),
    [
        ("030 5550142", "DE", "+49305550142"),
        ("07700 900812", "GB", "+447700900812"),
        ("(503) 555-0162", "US", "+15035550162"),
        ("06 39 98 00 07", "FR", "+33639980007"),
    ],
)
def test_the_country_of_the_place_completes_a_number(written: str, country: str, e164: str) -> None:
    """A national number is read as at home."""
    assert numbers(written, [country]) == [e164]


@pytest.mark.parametrize(
    ("written", "language", "e164"),
    [
        ("0170 1234567", "de", "+491701234567"),
        ("090-1234-5678", "ja", "+819012345678"),
        ("0912 345 678", "vi", "+84912345678"),
        ("138 1234 5678", "zh", "+8613812345678"),
        ("(503) 555-0162", "en", "+15035550162"),
        ("030 5550142", "en", None),
        ("512 345 678", None, None),
    ],
)
def test_a_language_completes_a_number_only_if_one_country_fits(
    written: str, language: str | None, e164: str | None
) -> None:
    """English is spoken where many numbers fit: then the number stays without a country."""
    assert numbers(written, language=language) == [e164]


@pytest.mark.parametrize(
    "text",
    [
        "2019 – 2021",
        "03/2019 - 04/2021",
        "2019-03 – 2021-04",
        "12.03.1985",
        "12.03.2019 – 30.04.2021",
        "GPA 3.52",
        "12345",
    ],
)
def test_dates_and_figures_are_no_numbers(text: str) -> None:
    """Years, days and spans of time have many digits too."""
    assert numbers(text, ["DE"]) == []


@given(st.sampled_from(["US", "GB", "DE", "FR", "ES", "BR", "PL", "VN", "JP", "CN"]), st.sampled_from(list(range(3))))
def test_every_form_of_a_number_is_the_same_number(region: str, form: int) -> None:
    """International, national and E.164 writing of one number meet, and the quote is in the text."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    written = phonenumbers.format_number(example, form)
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    text = f"x | {written} | y"
    found = list(phones_in(Span(text, 5), [region], ()))
    assert [p.e164 for p in found] == [e164]
    assert text[found[0].span.start - 5 : found[0].span.end - 5] == found[0].span.text

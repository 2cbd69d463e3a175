"""Telephone numbers to E.164; the country of a number without its code is read from the rest of the résumé."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import phonenumbers

from domain.reading.spans import Span

PHONE = re.compile(r"(?<![\w@/.\-])(?:\+|00)?\s?\(?\+?\d[\d\s().\-/\u00a0‐–]{5,21}\d(?![\w@])")
_DATES = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?|"
    r"(?:\d{1,2}[./])?(?:19|20)\d\d)(?!\d)"
)

_SPOKEN_IN = {
    "en": ("US", "CA", "GB"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "CA", "LU", "MA", "TN", "SN", "CI"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE", "EC", "UY", "VE"),
    "pt": ("BR", "PT", "AO", "MZ"),
    "zh": ("CN", "TW", "HK", "SG"),
}
"""Where a number in a résumé of this language is most often from; any other language names one country by itself.
English ones come from everywhere, so only forms that few countries share are read."""


_MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
"""What résumés give most often: it decides where a number would do in two countries."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as written; `e164` is None where its country is not known."""

    span: Span
    e164: str | None


def countries_of_language(language: str | None) -> Sequence[str]:
    """Countries whose numbers may stand in a résumé of this language without a country code."""
    if language is None:
        return ()
    alone = {"ja": "JP", "vi": "VN", "pl": "PL", "sv": "SE", "da": "DK", "cs": "CZ", "uk": "UA", "ko": "KR", "el": "GR"}
    return _SPOKEN_IN.get(language) or (alone.get(language, language.upper()),)


def _parsed(raw: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None


def _e164(raw: str, certain: Iterable[str], possible: Iterable[str]) -> str | None:
    """The one international form: by its own code, by the country of the place, else if only one country fits."""
    if raw.startswith("+"):
        number = _parsed(raw, None)
        return _format(number) if number and _is_whole(number) else None
    for region in certain:
        number = _parsed(raw, region)
        if number and _is_whole(number):
            return _format(number)
    numbers = [number for region in possible if _is_national(raw, region) and (number := _parsed(raw, region))]
    valid = [number for number in numbers if phonenumbers.is_valid_number(number)]
    mobile = [number for number in valid if phonenumbers.number_type(number) in _MOBILE]
    forms = {_format(number) for number in mobile or valid}
    return forms.pop() if len(forms) == 1 else None


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Long enough to be called from everywhere, not only from the same town."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE


def _is_national(raw: str, region: str) -> bool:
    """Written as numbers are at home: with the trunk zero where there is one; Chinese mobile numbers have none."""
    digits = re.sub(r"\D", "", raw)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.national_prefix != "0" or (region == "CN" and len(digits) == 11):
        return not digits.startswith("0")
    return digits.startswith("0")


def _format(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phones_in(span: Span, certain: Sequence[str], possible: Sequence[str]) -> Iterator[Phone]:
    """All telephone numbers of a span. `certain`: countries of the person's place; `possible`: of the language."""
    for found in PHONE.finditer(span.text):
        digits = re.sub(r"\D", "", found[0])
        if not 7 <= len(digits) <= 17 or not re.search(r"\d", _DATES.sub("", found[0])):
            continue
        written = span.cut(found.start(), found.end()).strip()
        raw = re.sub(r"^\(?\+|^00", "+", written.value).replace("(0)", "")
        e164 = _e164(raw, certain, possible)
        if e164 or (len(digits) >= 8 and not raw.startswith("+")):
            yield Phone(written, e164)

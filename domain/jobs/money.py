"""Amounts of money in prose: `60–75k €`, `£45,000`, `R$ 5.000,50`, `15-20 triệu`, `25万円`."""

from __future__ import annotations

import re
from typing import NamedTuple

_SYMBOLS = {
    "€": "EUR", "£": "GBP", "₫": "VND", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS",
    "฿": "THB", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD",
    "hk$": "HKD", "r$": "BRL", "mx$": "MXN", "zł": "PLN", "zl": "PLN", "kč": "CZK", "円": "JPY", "日元": "JPY",
    "元": "CNY", "人民币": "CNY", "rmb": "CNY", "cn¥": "CNY", "jp¥": "JPY", "đ": "VND", "đồng": "VND", "vnđ": "VND",
    "lei": "RON", "rs.": "INR", "rs": "INR", "fr.": "CHF", "sfr.": "CHF", "euro": "EUR", "euros": "EUR",
}  # fmt: skip
_CODES = frozenset(
    re.findall(
        "[A-Z]{3}",
        "EUR GBP USD CHF PLN CZK HUF RON BGN SEK NOK DKK ISK UAH RUB TRY ILS AED SAR QAR EGP ZAR NGN KES INR PKR CNY "
        "JPY KRW TWD HKD SGD MYR THB VND IDR PHP AUD NZD CAD MXN BRL ARS CLP COP PEN",
    )
)
_SHARED_SIGNS = {
    "$": {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN"},
    "¥": {"JP": "JPY", "CN": "CNY"},
    "￥": {"JP": "JPY", "CN": "CNY"},
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
}
_MULTIPLES = {
    "k": 1e3, "tsd": 1e3, "tsd.": 1e3, "tys": 1e3, "tys.": 1e3, "mil": 1e3, "千": 1e3, "triệu": 1e6, "tr": 1e6,
    "trieu": 1e6, "万": 1e4, "萬": 1e4, "w": 1e4, "lakh": 1e5, "lakhs": 1e5, "lpa": 1e5, "lac": 1e5,
}  # fmt: skip
_OWN_CURRENCY = {"triệu": "VND", "trieu": "VND", "lpa": "INR", "lakh": "INR", "lakhs": "INR", "lac": "INR"}
"""Multiples that only one country counts in."""

_LETTER_SIGNS = sorted(
    (re.escape(sign) for sign in [*_SYMBOLS, *_SHARED_SIGNS] if sign[-1].isascii() and sign[-1].isalpha()), key=len
)[::-1]
_OTHER_SIGNS = sorted(
    (re.escape(sign) for sign in [*_SYMBOLS, *_SHARED_SIGNS] if not (sign[-1].isascii() and sign[-1].isalpha())),
    key=len,
)[::-1]
_CURRENCY = (
    rf"(?:(?<![^\W\d_])(?:{'|'.join([*_LETTER_SIGNS, *(code.lower() for code in sorted(_CODES))])})(?![^\W\d_])"
    rf"|{'|'.join(_OTHER_SIGNS)})"
)
_NUMBER = r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_MULTIPLE = (
    rf"(?:{'|'.join(sorted((re.escape(m) for m in _MULTIPLES if m[-1].isascii()), key=len)[::-1])})(?![^\W\d_])"
    r"|triệu|[万萬千]"
)
_BETWEEN = r"\s*(?:-|–|—|~|〜|～|to|bis|bis zu|à|et|a|até|hasta|y|do|i|đến|tới|and|至|到|から)\s*"


def _amount(n: int) -> str:
    return (
        rf"(?:(?P<before{n}>{_CURRENCY})\s*)?(?P<number{n}>{_NUMBER})\s*(?P<multiple{n}>{_MULTIPLE})?"
        rf"(?:\s*(?P<after{n}>{_CURRENCY}))?"
    )


_MONEY = re.compile(rf"(?<![\w.,])(?:{_amount(1)}{_BETWEEN}{_amount(2)}|{_amount(3)})", re.IGNORECASE)
_CURRENCY_WORD = re.compile(_CURRENCY, re.IGNORECASE)


class Money(NamedTuple):
    """One amount or a span of them at `start:end` of a text; equal bounds for a single amount."""

    low: float
    high: float
    currency: str | None
    start: int
    end: int
    shortened: bool
    """Written with a `k` or its like: small change is not meant."""


def find_money(text: str, country: str | None = None) -> list[Money]:
    """All amounts in order. `country` decides what a sign that several currencies share stands for."""
    return [money for found in _MONEY.finditer(text) if (money := _money(found, country))]


def currency_in(text: str, country: str | None = None) -> str | None:
    """The first currency that a text names, as ISO 4217."""
    return next((code for f in _CURRENCY_WORD.finditer(text) if (code := _code(f[0], country))), None)


def _money(found: re.Match[str], country: str | None) -> Money | None:
    groups = found.groupdict()
    single = groups["number3"] is not None
    signs = [groups[f"{side}{n}"] for n in ((3,) if single else (1, 2)) for side in ("before", "after")]
    sign = next((sign for sign in signs if sign), None)
    if single:
        low = high = _value(groups["number3"], groups["multiple3"])
        multiple = groups["multiple3"]
    else:
        first, multiple = groups["multiple1"], groups["multiple2"]
        low, high = _value(groups["number1"], first), _value(groups["number2"], multiple)
        if multiple and not first and low < high / 10:
            low = _value(groups["number1"], multiple)  # "60–75k": what stands once is meant for both
    if not high or low > high or (re.search(r"401\s*\(?$", found[0]) is not None):
        return None
    currency = _code(sign, country) if sign else _OWN_CURRENCY.get((multiple or "").lower())
    return Money(low, high, currency, found.start(), found.end(), bool(multiple))


def _value(number: str, multiple: str | None) -> float:
    digits = re.sub(r"['’ \u00a0\u202f]", "", number)
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0 and len(digits) - last - 1 == 3:
        digits = re.sub(r"[.,]", "", digits)
    elif last >= 0:
        digits = re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :]
    return float(digits) * _MULTIPLES.get((multiple or "").lower(), 1)


def _code(sign: str, country: str | None) -> str | None:
    low = sign.lower()
    if low.upper() in _CODES:
        return low.upper()
    if low in _SHARED_SIGNS:
        return _SHARED_SIGNS[low].get(country or "", "USD" if low == "$" else None)
    return _SYMBOLS.get(low)

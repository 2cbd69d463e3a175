"""When two values mean the same: normal forms and comparisons that the scorer rests on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

_DASHES = re.compile(r"[‐-―−]")
_APOSTROPHES = re.compile(r"[’‘`´]")
_SPACES = re.compile(r"[\s\u00a0]+")
_EDGES = " \t\n.,;:|·•-–—*/()"
_WORD = re.compile(r"[^\W_]+")
_YEAR_MONTH = re.compile(r"^\s*(\d{4})(?:[-/.](\d{1,2}))?")

PRESENT = frozenset(
    ["", "present", "current", "now", "today", "heute", "aktuell", "nay", "hiện tại", "actualidad", "presente", "atual",
     "obecnie", "nadal", "aujourd'hui", "présent", "現在", "至今", "ongoing", "none"]
)  # fmt: skip
"""Normal forms of an end date that say "not ended"; an absent one is the empty text."""


def norm(value: object) -> str:
    """NFKC, case-folded, dashes and apostrophes of one kind, single spaces, no punctuation at the ends."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    text = _APOSTROPHES.sub("'", _DASHES.sub("-", text))
    return _SPACES.sub(" ", text).strip(_EDGES)


def tokens(value: object) -> list[str]:
    """Words of the normal form; in Chinese and Japanese every character is a word."""
    found: list[str] = []
    for word in _WORD.findall(norm(value)):
        found += list(word) if any(map(_is_cjk, word)) else [word]
    return found


def _is_cjk(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff"


def unique(values: Iterable[str]) -> list[str]:
    """The first of each normal form, without those that are empty."""
    kept: dict[str, str] = {}
    for value in values:
        if key := norm(value):
            kept.setdefault(key, value)
    return list(kept.values())


def same(left: object, right: object) -> bool:
    """Equal normal forms."""
    return norm(left) == norm(right)


def similarity(left: object, right: object) -> float:
    """0–1: the better of the edit ratio and the ratio of sorted words; 0 when one is empty."""
    a, b = norm(left), norm(right)
    return max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b)) / 100 if a and b else 0.0


def similar(left: object, right: object) -> bool:
    """Free text that says the same: a similarity of 0.85 or more."""
    return similarity(left, right) >= 0.85


def nearly(left: object, right: object) -> bool:
    """Items of a list that are the same: equal, or a similarity of 0.9 or more."""
    return same(left, right) or similarity(left, right) >= 0.9


def same_degree(truth: object, predicted: object) -> bool:
    """Similar, or one inside the other when the inner one has three letters or more."""
    if similar(truth, predicted):
        return True
    a, b = (re.sub(r"[^\w]", "", norm(each)) for each in (truth, predicted))
    return bool(a and b and (a == b or (len(a) >= 3 and a in b) or (len(b) >= 3 and b in a)))


def same_phone(truth: object, predicted: object) -> bool:
    """Equal digits; a number without country code equals the truth that ends in it."""
    wanted, _ = _digits(truth)
    found, international = _digits(predicted)
    if not wanted or not found:
        return False
    if wanted == found:
        return True
    national = found.lstrip("0")
    fits = wanted.endswith(national) and 1 <= len(wanted) - len(national) <= 3
    return not international and len(national) >= 7 and fits


def _digits(value: object) -> tuple[str, bool]:
    """Digits without "(0)" and a leading 00, and whether they begin with the country code."""
    text = str(value or "").replace("(0)", "")
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+"):
        return digits, True
    return (digits[2:], True) if digits.startswith("00") else (digits, False)


def link(url: object) -> str:
    """An address without scheme, `www.` and the slash at its end."""
    return re.sub(r"^www\.", "", re.sub(r"^https?://", "", norm(url))).rstrip("/")


def year_month(value: object) -> tuple[int, int | None] | None:
    """Year and, if there is a real one, month of `YYYY[-MM…]` or of `{"year", "month"}`."""
    if isinstance(value, dict):
        value = f"{value.get('year', '')}-{value.get('month', '')}"
    found = None if value is None else _YEAR_MONTH.match(str(value))
    if not found:
        return None
    month = int(found[2]) if found[2] else 0
    return int(found[1]), month if 1 <= month <= 12 else None


def same_date(truth: object, predicted: object) -> bool:
    """The same year, and the same month where the truth has one."""
    a, b = year_month(truth), year_month(predicted)
    return a is not None and b is not None and a[0] == b[0] and (a[1] is None or a[1] == b[1])

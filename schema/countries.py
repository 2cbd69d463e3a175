"""Country names as résumés and postings write them → ISO 3166-1 alpha-2, from the CLDR tables that Babel ships."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

LOCALES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "vi", "zh", "ja", "ru", "sv", "tr", "uk", "cs")
_NOT_COUNTRIES = frozenset({"EU", "UN", "EZ", "ZZ", "XA", "XB", "QO"})
_COMMON = {"usa": "US", "u.s.": "US", "u.s.a.": "US", "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB",
           "scotland": "GB", "wales": "GB", "holland": "NL", "viet nam": "VN", "czech republic": "CZ", "korea": "KR",
           "uae": "AE", "united states of america": "US"}  # fmt: skip


def folded(text: str) -> str:
    """Case, accents and surplus spaces removed, so that spellings compare equal."""
    if text.isascii():
        return " ".join(text.casefold().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").replace("ł", "l").replace("Ł", "L").casefold().split())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in LOCALES:
        for code, name in Locale(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:
                names.setdefault(folded(name), code)
    return names | _COMMON


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """The alpha-2 code for a name in many languages, an alpha-2 or an alpha-3 code; None when it is no country.

    Bare two-letter codes must be upper case: `in` and `de` are words.
    """
    name = name.strip(" .,;()")
    if len(name) == 2 and name.isupper() and name in Locale("en").territories:
        return None if name in _NOT_COUNTRIES else name
    known = _names().get(folded(name))
    if known or not (len(name) == 3 and name.isupper()):
        return known
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    found = aliases.get(name)
    return found[0] if found and len(found[0]) == 2 else None

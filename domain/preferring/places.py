"""Places as people write down where they want to work."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from schema.countries import country_code, folded


class WantedPlace(NamedTuple):
    """How a place was understood: `city` as cities are compared, `country` ISO 3166-1 alpha-2. Both None: no place."""

    city: str | None
    country: str | None


@lru_cache(maxsize=10_000)
def wanted_place(text: str) -> WantedPlace:
    """`Porto, PT`, `Portugal` or `Porto`. `Remote` names no place."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or folded(text) == "remote":
        return WantedPlace(None, None)
    country = country_code(parts[-1])
    return WantedPlace(None if country and len(parts) == 1 else folded(parts[0]), country)

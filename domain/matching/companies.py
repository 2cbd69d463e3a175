"""Names of companies as they are compared."""

from __future__ import annotations

from functools import lru_cache

from domain.matching.cues import plain

_LEGAL_FORMS = frozenset(
    ["inc", "ltd", "llc", "gmbh", "ag", "sa", "sas", "sarl", "srl", "spa", "bv", "plc", "llp", "co", "corp", "kg"]
)


@lru_cache(maxsize=50_000)
def company_key(name: str) -> str:
    """A company's name without case, accents, punctuation and legal form."""
    words = plain(name).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)

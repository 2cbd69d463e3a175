"""Filters of matches as the statement that lists them takes them."""

from __future__ import annotations

from typing import Any

from domain.preferring.places import wanted_place
from schema.tracking import MatchFilter


def filter_parameters(wanted: MatchFilter) -> dict[str, Any]:
    """The parameters of `list_matches` that a filter sets. Places that name none (`Remote`) do not count."""
    places = [place for text in wanted.places if any(place := wanted_place(text))]
    names = {"min_score", "titles", "words", "companies", "remote", "employment", "least_pay", "currency"}
    return wanted.model_dump(include=names) | {
        "place_cities": [place.city for place in places],
        "place_countries": [place.country for place in places],
        "drop_unknown": wanted.unknown == "drop",
    }

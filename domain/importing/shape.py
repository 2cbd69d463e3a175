"""The shape of JSON Resume 1.x: which type each of its fields has. Other fields may hold anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Shape = str | list[Any] | dict[str, Any]
"""`TEXT`, a list of one shape, or an object of named shapes."""

TEXT = "text"
DATE = "date"
"""A text that should be `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""

_PERIOD: dict[str, Shape] = {"startDate": DATE, "endDate": DATE, "url": TEXT}

SHAPE: dict[str, Shape] = {
    "$schema": TEXT,
    "basics": {
        **dict.fromkeys(("name", "label", "image", "email", "phone", "url", "summary"), TEXT),
        "location": dict.fromkeys(("address", "postalCode", "city", "countryCode", "region"), TEXT),
        "profiles": [dict.fromkeys(("network", "username", "url"), TEXT)],
    },
    "work": [
        {**_PERIOD, **dict.fromkeys(("name", "location", "description", "position", "summary"), TEXT)}
        | {"highlights": [TEXT]}
    ],
    "volunteer": [{**_PERIOD, **dict.fromkeys(("organization", "position", "summary"), TEXT), "highlights": [TEXT]}],
    "education": [{**_PERIOD, **dict.fromkeys(("institution", "area", "studyType", "score"), TEXT), "courses": [TEXT]}],
    "awards": [{**dict.fromkeys(("title", "awarder", "summary"), TEXT), "date": DATE}],
    "certificates": [{**dict.fromkeys(("name", "url", "issuer"), TEXT), "date": DATE}],
    "publications": [{**dict.fromkeys(("name", "publisher", "url", "summary"), TEXT), "releaseDate": DATE}],
    "skills": [{**dict.fromkeys(("name", "level"), TEXT), "keywords": [TEXT]}],
    "languages": [dict.fromkeys(("language", "fluency"), TEXT)],
    "interests": [{"name": TEXT, "keywords": [TEXT]}],
    "references": [dict.fromkeys(("name", "reference"), TEXT)],
    "projects": [
        {**_PERIOD, **dict.fromkeys(("name", "description", "entity", "type"), TEXT)}
        | {"highlights": [TEXT], "keywords": [TEXT], "roles": [TEXT]}
    ],
    "meta": dict.fromkeys(("canonical", "version", "lastModified"), TEXT),
}

_NAMES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    (str, "a text"),
    ((int, float), "a number"),
    (list, "a list"),
    (dict, "an object"),
)


@dataclass(frozen=True, slots=True)
class WrongType:
    """A value of another type than its field has. `field` is a path of JSON Resume's own names and indices."""

    field: str
    message: str


def wrong_types(value: Any, shape: Shape, field: str = "") -> Iterator[WrongType]:
    """Every known field below `value` that has another type than `shape` says; null in an object is no value at all."""
    if isinstance(shape, str):
        if not isinstance(value, str):
            yield WrongType(field, f"must be a text, not {_name(value)}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield WrongType(field, f"must be a list, not {_name(value)}")
            return
        for index, inner in enumerate(value):
            yield from wrong_types(inner, shape[0], f"{field}.{index}")
    elif not isinstance(value, Mapping):
        yield WrongType(field, f"must be an object, not {_name(value)}")
    else:
        for key, inner in shape.items():
            if value.get(key) is not None:
                yield from wrong_types(value[key], inner, f"{field}.{key}" if field else key)


def dates_in(value: Any, shape: Shape, pointer: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """(JSON Pointer, the object, its key) of every date of a document that has this shape."""
    if isinstance(shape, list):
        for index, inner in enumerate(value or []):
            yield from dates_in(inner, shape[0], f"{pointer}/{index}")
    elif isinstance(shape, dict):
        for key, inner in shape.items():
            if value.get(key) is None:
                continue
            if inner == DATE:
                yield f"{pointer}/{key}", value, key
            elif not isinstance(inner, str):
                yield from dates_in(value[key], inner, f"{pointer}/{key}")


def _name(value: object) -> str:
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "null")

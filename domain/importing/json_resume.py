"""JSON Resume in: any version, any writer. Unknown keys stay; known ones must have the type the schema gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from domain.importing.imported import Imported
from domain.importing.shape import SHAPE, Shape, dates_in, wrong_types
from schema.bounded_json import load_object
from schema.errors import InvalidResumeData
from schema.visible_text import clean_line

_CHECKED_AT_ONCE = 1024 * 1024
_SHOWN_ERRORS = 20
_STAMPS = ("vitaeflow", "vitaeflowExport")
"""What we write into `meta`. Of a file that somebody sends it is no more than a claim."""

# Version 0 of the schema called these otherwise.
_FORMER_NAMES: dict[str, dict[str, str]] = {
    "basics": {"website": "url", "picture": "image"},
    "work": {"company": "name", "website": "url"},
    "volunteer": {"website": "url"},
    "education": {"gpa": "score"},
    "publications": {"website": "url"},
}
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")


def read_json_resume(data: dict[str, Any]) -> Imported:
    """The document with today's names, without our own stamps. Raises InvalidResumeData with the fields' paths."""
    resume = deepcopy(data)
    check_shape(resume)
    imported = Imported(resume)
    if isinstance(resume.get("meta"), dict):
        for stamp in _STAMPS:
            resume["meta"].pop(stamp, None)
    imported.warnings += _without_nulls(resume, SHAPE)
    _rename(imported)
    imported.warnings += [
        f"{pointer}: not a date of the form YYYY, YYYY-MM or YYYY-MM-DD; kept as it is, and not counted"
        for pointer, entry, key in dates_in(resume, SHAPE)
        if not is_date(entry[key])
    ]
    return imported


def check_shape(data: dict[str, Any]) -> None:
    """Raises InvalidResumeData when no field of JSON Resume is there, or one has a wrong type."""
    if not any(data.get(key) for key in SHAPE if key not in ("$schema", "meta")):
        raise InvalidResumeData(
            "The file is no JSON Resume document: it has none of basics, work, education, skills, …"
        )
    wrong = list(wrong_types(data, SHAPE))
    if wrong:
        errors = [{"field": each.field, "message": each.message} for each in wrong[:_SHOWN_ERRORS]]
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise InvalidResumeData(
            f"The file is no JSON Resume document: {wrong[0].field} {wrong[0].message}{more}",
            field=wrong[0].field,
            errors=errors,
        )


def check_upload(content: bytes) -> None:
    """Refuse at once what an import would refuse later. Large files and other encodings are left to the import.

    Raises InvalidResumeData and DocumentTooComplex. CPU-bound: up to some ten milliseconds.
    """
    if len(content) > _CHECKED_AT_ONCE:
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    check_shape(load_object(text)[0])


def is_date(value: str) -> bool:
    """Whether a text is a day, a month or a year as JSON Resume writes them, of a time in which people live."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def as_seen(resume: dict[str, Any]) -> dict[str, Any]:
    """A copy to compute with: texts as a reader sees them, without what is invisible, and no date that is none."""
    copy: dict[str, Any] = _visible(resume)
    for _, entry, key in list(dates_in(copy, SHAPE)):
        if not is_date(entry[key]):
            del entry[key]
    return copy


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(clean_line(line)[0] for line in value.splitlines())
    if isinstance(value, dict):
        return {key: _visible(inner) for key, inner in value.items()}
    return [_visible(inner) for inner in value] if isinstance(value, list) else value


def _without_nulls(value: Any, shape: Shape, pointer: str = "") -> Iterator[str]:
    """Drop null where a list or an object belongs; it says the same as leaving the field out."""
    if isinstance(shape, list):
        for index, inner in enumerate(value):
            yield from _without_nulls(inner, shape[0], f"{pointer}/{index}")
    elif isinstance(shape, dict):
        for key, inner in shape.items():
            if isinstance(inner, str) or key not in value:
                continue
            if value[key] is None:
                del value[key]
                yield f"{pointer}/{key}: null was left out"
            else:
                yield from _without_nulls(value[key], inner, f"{pointer}/{key}")


def _rename(imported: Imported) -> None:
    """Give the fields of the schema's first version their name of today, unless that is taken."""
    for section, names in _FORMER_NAMES.items():
        part = imported.resume.get(section, [])
        entries = [("", part)] if isinstance(part, dict) else [(f"/{index}", entry) for index, entry in enumerate(part)]
        for at, entry in entries:
            for former, name in names.items():
                if isinstance(entry.get(former), str) and name not in entry:
                    entry[name] = entry.pop(former)
                    imported.came_from(f"/{section}{at}/{name}", f"/{section}{at}/{former}")

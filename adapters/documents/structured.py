"""Data in place of a document: JSON Resume, and how data of any kind becomes text.

What a file says is kept as it is (`Draft.data`), and every value is a line that points to it, so that an import has
the same text, the same evidence and the same limits as everything that is read. What a value means is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from adapters.documents import plain
from adapters.documents.draft import Draft
from schema.bounded_json import MAX_JSON_BYTES, load_object, pointer_token
from schema.document import Flag
from schema.errors import DocumentTooComplex

_DATA_URI = "data:"
# Sections and fields as people read them: who, then what, where and when. Fields of another name follow.
_ORDER = {
    key: place
    for place, key in enumerate(
        (
            "basics", "work", "volunteer", "education", "projects", "skills", "languages", "certificates", "awards",
            "publications", "interests", "references", "name", "position", "title", "language", "organization",
            "institution", "label", "studyType", "area", "degree", "email", "phone", "location", "address",
            "postalCode", "city", "region", "countryCode", "url", "profiles", "network", "username", "startDate",
            "endDate", "date", "releaseDate", "issuer", "awarder", "publisher", "fluency", "level", "score",
            "description", "summary", "reference", "highlights", "keywords", "courses", "roles",
        )
    )
}  # fmt: skip


def read_json(data: bytes) -> Draft:
    """A JSON object. Raises InvalidResumeData, DocumentTooComplex."""
    if len(data) > MAX_JSON_BYTES:
        raise DocumentTooComplex("The file is larger than any résumé; send the résumé alone")
    text, repaired = plain.decode(data)
    draft = Draft()
    draft.data, repairs = load_object(text)
    if repaired:
        repairs.append("Bytes that are no characters were dropped")
    draft.flags += [Flag(kind="repaired", detail=repair) for repair in repairs]
    ValueLines(draft).add_all({key: value for key, value in _in_order(draft.data).items() if key != "meta"})
    draft.modified = _json_date(draft.data.get("meta"))
    return draft


class ValueLines:
    """Writes values as lines: one heading per part, an empty line between entries, no names of keys."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def add_all(self, data: dict[str, Any]) -> None:
        """Every member of the whole under its name."""
        for key, value in data.items():
            pointer = f"/{pointer_token(key)}"
            if value in (None, "", [], {}):
                continue
            if isinstance(value, dict | list):
                self._draft.add(PurePosixPath(key).stem, heading=True)
            self._walk(value, pointer)

    def _walk(self, value: Any, pointer: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                self._walk(inner, f"{pointer}/{pointer_token(key)}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                self._walk(inner, f"{pointer}/{index}")
                if isinstance(inner, dict):
                    self._draft.add("")
        elif value is not None:
            self.add(str(value).lower() if isinstance(value, bool) else str(value), pointer)

    def add(self, text: str, pointer: str) -> None:
        """A value; a picture inside the file is none."""
        if text.startswith(_DATA_URI) and ";base64," in text[:100]:
            return
        for line in text.splitlines():
            self._draft.add(line)
            self._draft.lines[-1] = self._draft.lines[-1].model_copy(update={"pointer": pointer})


def _in_order(value: Any) -> Any:
    """Members in the order of JSON Resume, others behind them by name: their order in the file says nothing."""
    if isinstance(value, list):
        return [_in_order(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {key: _in_order(value[key]) for key in sorted(value, key=lambda key: (_ORDER.get(key, len(_ORDER)), key))}


def _json_date(meta: object) -> str | None:
    """The day the data says it is of: JSON Resume's own, then that of our export."""
    if not isinstance(meta, dict):
        return None
    return next(filter(None, map(iso_date, _candidates(meta))), None)


def _candidates(meta: dict[str, Any]) -> Iterator[object]:
    yield meta.get("lastModified")
    for part, key in (("vitaeflow", "as_of"), ("vitaeflowExport", "generatedAt")):
        inner = meta.get(part)
        yield inner.get(key) if isinstance(inner, dict) else None


def iso_date(value: object) -> str | None:
    """The day that a text begins with as YYYY-MM-DD, None if it does not."""
    try:
        return date.fromisoformat(str(value or "")[:10]).isoformat()
    except ValueError:
        return None

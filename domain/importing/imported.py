"""What an import hands on: a JSON Resume document, and which values of the file each of its values came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schema.bounded_json import pointer_token
from schema.document import Document, Line
from schema.profile import Evidence

METHOD = "import"


class Source(NamedTuple):
    """A value of the file: JSON Pointer into `Document.data`, and which of its lines if it is only one of them."""

    pointer: str
    line: int | None = None


@dataclass(slots=True)
class Imported:
    """`resume` is JSON Resume. `sources`: JSON Pointer into it → where it came from; a value without one came as is."""

    resume: dict[str, Any]
    sources: dict[str, tuple[Source, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    """JSON Pointers and words about them, never values."""

    def came_from(self, pointer: str, *sources: str) -> None:
        """Note which values of the file a value of the résumé is made of."""
        self.sources[pointer] = tuple(map(Source, sources))


def evidence_of(imported: Imported, document: Document) -> dict[str, Evidence]:
    """Where in the document's text each value of the résumé stands; what no line shows has none."""
    shown: dict[str, list[Line]] = {}
    for line in document.lines:
        if line.pointer and line.text:
            shown.setdefault(line.pointer, []).append(line)
    found: dict[str, Evidence] = {}
    for pointer in leaf_pointers(imported.resume):
        lines: list[Line] = []
        for source in imported.sources.get(pointer, (Source(pointer),)):
            stands = shown.get(source.pointer, [])
            lines += stands if source.line is None else stands[source.line : source.line + 1]
        if lines:
            start, end = min(line.start for line in lines), max(line.end for line in lines)
            quote = document.text[start:end]
            found[pointer] = Evidence(start=start, end=end, quote=quote, method=METHOD, confidence=1.0)
    return found


def leaf_pointers(value: Any, pointer: str = "") -> Iterator[str]:
    """JSON Pointers of everything that is neither object nor list, `meta` left out."""
    members: Iterator[tuple[str, Any]]
    if isinstance(value, Mapping):
        members = ((pointer_token(key), inner) for key, inner in value.items())
    elif isinstance(value, list):
        members = ((str(index), inner) for index, inner in enumerate(value))
    else:
        yield pointer
        return
    for key, inner in members:
        if pointer or key != "meta":
            yield from leaf_pointers(inner, f"{pointer}/{key}")

"""Whether every value of a profile is borne out by the text it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.document import Document
from schema.profile import Evidence, Profile

_GIVEN = re.compile(r"/skills/\d+/name|/basics/profiles/\d+/network|/basics/location/countryCode")
"""Our words for what was read: a category, a network, a code. Their quote is what they were chosen by."""

_WRITTEN_ANEW = re.compile(r"/basics/phone|.*/(startDate|endDate|date|releaseDate)")
"""Values in a form of our own: E.164, ISO 8601. Their quote is the text in the writer's form."""


@dataclass
class EvidenceCheck:
    """Counts over all values of all profiles; the lists name `file pointer`, never words."""

    values: int = 0
    own: int = 0
    """With a quote under their own pointer."""
    shared: int = 0
    """Part of a value that was read as one: the user name in an address."""
    without: list[str] = field(default_factory=list)
    """Neither: a value that may have been invented."""
    misquoted: list[str] = field(default_factory=list)
    """The quote is not the text at its span."""
    unlike: list[str] = field(default_factory=list)
    """The quote does not hold the value's letters, though it is neither of our words nor in a form of our own."""

    def add(self, file: str, document: Document, profile: Profile) -> None:
        """Check one profile against the document it was read from."""
        ours = profile.meta.vitaeflow
        evidence = ours.evidence if ours else {}
        content = {key: part for key, part in profile.to_json_resume().items() if key != "meta"}
        for pointer, value in leaves(content):
            self._check(f"{file} {pointer}", pointer, value, evidence)
        wrong = (p for p, e in evidence.items() if not e.quote or document.text[e.start : e.end] != e.quote)
        self.misquoted += [f"{file} {pointer}" for pointer in wrong]

    def _check(self, place: str, pointer: str, value: object, evidence: Mapping[str, Evidence]) -> None:
        self.values += 1
        found = evidence.get(pointer)
        if found:
            self.own += 1
        elif found := evidence.get(pointer.rpartition("/")[0]):
            self.shared += 1
        else:
            self.without.append(place)
            return
        ours = bool(_GIVEN.fullmatch(pointer) or _WRITTEN_ANEW.fullmatch(pointer))
        if found.method.endswith("-reordered"):
            ours = sorted(_words(value)) == sorted(_words(found.quote))
        if not ours and _letters(value) not in _letters(found.quote):
            self.unlike.append(place)


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """(JSON Pointer, value) of everything in a document that is not an object, a list or empty."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{index}")
    elif value not in (None, ""):
        yield pointer, value


def _words(value: object) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", str(value)).casefold())


def _letters(value: object) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", str(value)).casefold())

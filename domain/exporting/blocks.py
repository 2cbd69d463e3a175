"""What a page is made of: blocks of clean text, drawn by the PDF and the DOCX renderer alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "label", "contact", "section", "entry", "dates", "text", "bullet", "note"]

# What XML 1.0 cannot hold and no page shows: controls, lone surrogates, non-characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Block:
    """One paragraph: `lead` is its bold beginning, `url` what the whole of it links to."""

    kind: Kind
    text: str
    lead: str = ""
    url: str | None = None


def clean(value: object) -> str:
    """One line of printable text: line breaks and runs of blanks become one space. None gives an empty string."""
    return " ".join(_UNPRINTABLE.sub("", str(value)).split()) if value is not None else ""


def joined(separator: str, *parts: object) -> str:
    """The parts that say something, cleaned, with `separator` between."""
    return separator.join(text for text in map(clean, parts) if text)


def bullets(values: object) -> Iterator[Block]:
    """One bullet per value of a list; anything else an imported document may hold there is one bullet."""
    for value in values if isinstance(values, list) else [values]:
        yield Block("bullet", clean(value))

"""What a page is made of: blocks of clean text, drawn by the PDF and the DOCX renderer alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.page.look import Kind
from schema.visible_text import clean_line

# What XML 1.0 cannot hold and no page shows: controls, lone surrogates, non-characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Block:
    """One paragraph: `lead` is its bold beginning, `url` what the whole of it links to.

    `first` is false for a paragraph that goes on with the value of the one before.
    """

    kind: Kind
    text: str
    lead: str = ""
    url: str | None = None
    first: bool = True


def clean(value: object) -> str:
    """One line of printable text, None as an empty one.

    Line breaks and runs of blanks become one space; controls, invisible and private characters go; letters are
    composed, ligatures taken apart, round and triangular bullets become one (`clean_line`). What is left is what a
    reader of the page will find there again.
    """
    if value is None:
        return ""
    text = str(value)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return clean_line(" ".join(_UNPRINTABLE.sub("", text).split()))[0]


def joined(separator: str, *parts: object) -> str:
    """The parts that say something, cleaned, with `separator` between."""
    return separator.join(text for text in map(clean, parts) if text)


def bullets(values: object) -> Iterator[Block]:
    """One bullet per value of a list; anything else an imported document may hold there is one bullet."""
    for value in values if isinstance(values, list) else [values]:
        yield Block("bullet", clean(value))

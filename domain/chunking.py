"""Cut a text into overlapping pieces that fit an embedding model, at places where a reader would pause."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

CHUNK_SIZE = 1000
CHUNK_OVERLAP = 200

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’)\]]*\s+|[。！？]+")
_WORD = re.compile(r"\s+")
_JOINERS = "\u200d\ufe0f"
_PAUSES = (_PARAGRAPH, _LINE, _SENTENCE, _WORD)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a text: `text` is `whole[start:end]`, offsets count characters, `ordinal` counts from 0."""

    ordinal: int
    start: int
    end: int
    text: str


def chunk_text(text: str, size: int = CHUNK_SIZE, overlap: int = CHUNK_OVERLAP) -> list[Chunk]:
    """Cut `text` into chunks of at most `size` characters, neighbours sharing up to `overlap` of them.

    A chunk ends after a paragraph, else a line, a sentence or a word, else wherever `size` is reached; the next one
    starts at a line or word within the shared part. Every character that is not white space is in a chunk; stretches
    of nothing but white space make none, so a blank text gives an empty list. The same text gives the same chunks.

    Raises `ValueError` unless `0 <= overlap < size`.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"overlap must be at least 0 and below size, not {overlap} of {size}")
    chunks: list[Chunk] = []
    start = 0
    while start < len(text):
        end = _end_of_chunk(text, start, size, overlap)
        piece = text[start:end]
        if not piece.isspace():
            chunks.append(Chunk(len(chunks), start, end, piece))
        if end == len(text):
            break
        start = _start_of_next(text, end, overlap)
    return chunks


def _end_of_chunk(text: str, start: int, size: int, overlap: int) -> int:
    limit = start + size
    if limit >= len(text):
        return len(text)
    # Past the middle: no tiny chunks. Past the overlap: the next chunk starts later than this one.
    lowest = start + max(size // 2, overlap)
    for pause in _PAUSES:
        ends = [match.end() for match in pause.finditer(text, lowest, limit)]
        if ends:
            return ends[-1]
    return next((at for at in range(limit, lowest, -1) if not _clings(text[at])), limit)


def _start_of_next(text: str, end: int, overlap: int) -> int:
    earliest = end - overlap
    if not overlap or text[earliest - 1].isspace():
        return earliest
    line = _LINE.search(text, earliest, end - overlap // 2)
    if line:
        return line.end()
    word = _WORD.search(text, earliest, end)
    if word:
        return word.end()
    return next((at for at in range(earliest, end) if not _clings(text[at])), end)


def _clings(character: str) -> bool:
    """An accent, vowel sign or joiner: it belongs to the letter before it."""
    return character in _JOINERS or unicodedata.category(character).startswith("M")

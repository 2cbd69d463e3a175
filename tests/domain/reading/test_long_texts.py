"""Texts as long as any that are let in, made of what a reader by rules finds hard: seconds, not minutes."""

from __future__ import annotations

import time
from datetime import date

import pytest

from domain.reading import read_resume
from schema.document import Line, document_of

TEXTS = {
    "one long number": "1234567890" * 1_900,
    "numbers": "\n".join(["1234567890" * 600] * 12),
    "dates": "\n".join(f"{n % 12 + 1:02}/{1980 + n % 40} - present" for n in range(1_500)),
    "signs of addresses": "\n".join(["a@" * 6_000] * 4),
    "addresses": "\n".join(f"a{n}@example.org https://example.org/{n}" for n in range(800)),
    "marks": "\n".join(["- – — | " * 2_000] * 4),
    "headings": "Experience\n" * 3_000,
    "entries": "\n".join(f"Engineer, Kontor {n} GmbH, 0{n % 9 + 1}/2010 - 03/2011" for n in range(500)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_long_texts_are_read_in_seconds(name: str) -> None:
    """No rule takes time that grows with the square of a line or of the rows."""
    lines = [Line(text=line, start=0, end=0) for line in TEXTS[name].split("\n")]
    document = document_of(lines, format="txt", engine="plain")
    begun = time.process_time()
    read_resume(document, as_of=date(2026, 1, 1))
    assert time.process_time() - begun < 4

"""Tesseract: its table of words, and the library itself where it is installed."""

from __future__ import annotations

import ctypes.util

import numpy as np
import pytest

from adapters.documents.ocr_tesseract import TesseractRecogniser, load_tesseract, pieces_of
from tests.adapters.documents.pictured import cropped

_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(line: int, word: int, left: int, text: str, confidence: float = 90, level: int = 5) -> str:
    """A row of the table, each word 60 × 20 pixels."""
    return f"{level}\t1\t1\t1\t{line}\t{word}\t{left}\t{100 * line}\t60\t20\t{confidence}\t{text}"


def test_words_of_a_line_are_pieces_divided_at_wide_gaps() -> None:
    """A title, and a date at the other end of the row; confidence by length, places around all words."""
    table = "\n".join(
        [_HEAD, row(1, 0, 0, "", -1, level=4), row(1, 1, 50, "Chef", 96), row(1, 2, 120, "de", 90),
         row(1, 3, 190, "partie", 60), row(1, 4, 800, "2019"), row(2, 1, 50, "Lyon"), row(2, 2, 120, " ")]
    )  # fmt: skip
    first, date, below = pieces_of(table)
    assert [first.text, date.text, below.text] == ["Chef de partie", "2019", "Lyon"]
    assert first.confidence == pytest.approx((0.96 * 4 + 0.9 * 2 + 0.6 * 6) / 12)
    assert first.corners.tolist() == [[50, 100], [250, 100], [250, 120], [50, 120]]
    assert pieces_of(_HEAD) == []


def test_a_library_without_its_functions_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or one that is not there at all: the other engine goes on alone."""
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    assert load_tesseract() == []
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: "libc.so.6")
    assert load_tesseract() == []


@pytest.mark.skipif(ctypes.util.find_library("tesseract") is None, reason="Tesseract is not installed")
def test_the_library_reads_a_picture() -> None:
    """In this process, without starting a program."""
    (engine,) = load_tesseract()
    assert isinstance(engine, TesseractRecogniser)
    pieces = engine.read(np.asarray(cropped("Warehouse operative since 2014", "Forklift licence and first aid")))
    assert [piece.text for piece in pieces] == ["Warehouse operative since 2014", "Forklift licence and first aid"]
    assert min(piece.confidence for piece in pieces) > 0.8

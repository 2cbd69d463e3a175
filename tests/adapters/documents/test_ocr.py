"""What is read of a file's pictures, by which engine, which way up, and when it is too little."""

from __future__ import annotations

import numpy as np
import pytest

from adapters.documents.ocr import PictureReader
from adapters.documents.ocr_piece import Grey
from schema.errors import IllegibleDocument
from tests.adapters.documents.pictured import ScriptedRecogniser, piece

PAGE: Grey = np.full((1000, 700), 255, np.uint8)
WORDS = [piece("Hauswirtschafterin seit 2014", 50, 100)]
DOUBTFUL = [piece("Hauswirtschafterin seit 2014", 50, 100, confidence=0.55)]


def reader(*engines: ScriptedRecogniser, pages: int = 8, seconds: float = 60) -> PictureReader:
    """A budget for one file."""
    return PictureReader(engines, pages, seconds)


def test_pages_over_the_budget_are_named() -> None:
    """They are not looked at, and the flag says which."""
    engine = ScriptedRecogniser(WORDS)
    pictures = reader(engine, pages=2)
    found = [pictures.lines(PAGE, points=1, page=number) for number in (1, 3, 4, 5)]
    assert [lines is not None for lines in found] == [True, True, False, False]
    assert len(engine.seen) == 2
    assert pictures.unread().kind == "truncated"
    assert pictures.unread().detail.endswith(": 4, 5")


def test_a_slow_machine_reads_the_first_page_all_the_same() -> None:
    """No time at all is left, and the first page is not given up."""
    pictures = reader(ScriptedRecogniser(WORDS), seconds=-1)
    assert pictures.lines(PAGE, points=1, page=1)
    assert pictures.lines(PAGE, points=1, page=2) is None


@pytest.mark.parametrize("turn", [0, 1])
def test_a_page_on_its_side_is_turned(turn: int) -> None:
    """Words that stand upright are read again both ways, and the better one is kept."""
    tall = [piece("Wort", 100 + 50 * n, 100, height=300, confidence=0.9) for n in range(4)]
    answers = [tall, [], []]
    answers[1 + turn] = WORDS
    engine = ScriptedRecogniser(*answers)
    lines = reader(engine).lines(PAGE, points=1, page=1)
    assert lines is not None
    assert [line.text for line in lines] == ["Hauswirtschafterin seit 2014"]
    assert engine.seen == [(1000, 700), (700, 1000), (700, 1000)]


def test_a_page_upside_down_is_turned() -> None:
    """Words that make no sense are tried the other way up."""
    engine = ScriptedRecogniser(DOUBTFUL, WORDS)
    pictures = reader(engine)
    lines = pictures.lines(PAGE, points=1, page=1)
    assert lines is not None
    assert lines[0].confidence == 0.95
    pictures.require_legible()


def test_the_second_engine_reads_what_the_first_is_unsure_of() -> None:
    """And nothing else, since it costs time."""
    first, second = ScriptedRecogniser(DOUBTFUL), ScriptedRecogniser(WORDS, name="second")
    pictures = reader(first, second)
    pictures.lines(PAGE, points=1, page=1)
    assert pictures.used == ["second"]
    sure = reader(ScriptedRecogniser(WORDS), second)
    sure.lines(PAGE, points=1, page=1)
    assert (sure.used, len(second.seen)) == (["scripted"], 1)


def test_vietnamese_is_read_by_an_engine_that_knows_its_tones() -> None:
    """The first engine drops tone marks without doubt; letters that only Vietnamese has give it away."""
    toneless = [piece("Kỹ sư cơ khí, Đà Nẵng", 50, 100, confidence=0.97)]
    toned = [piece("Kỹ sư cơ khí, Đà Nẵng", 50, 100, confidence=0.85)]
    pictures = reader(ScriptedRecogniser(toneless), ScriptedRecogniser(toned, name="second", marks_tones=True))
    pictures.lines(PAGE, points=1, page=1)
    assert pictures.used == ["second"]
    without = reader(ScriptedRecogniser(toneless), ScriptedRecogniser(toned, name="second"))
    lines = without.lines(PAGE, points=1, page=1)
    assert lines is not None
    assert without.used == ["scripted"]
    assert lines[0].confidence == pytest.approx(0.97 * 0.8, abs=1e-3)


@pytest.mark.parametrize("pieces", [[], [piece("Seite 1", 50, 100)], DOUBTFUL])
def test_too_little_or_too_doubtful_is_no_text(pieces: list[object]) -> None:
    """Nobody is invented from a photo of a cat, nor from guesses."""
    pictures = reader(ScriptedRecogniser(pieces))  # type: ignore[arg-type]
    pictures.lines(PAGE, points=1, page=1)
    with pytest.raises(IllegibleDocument):
        pictures.require_legible()

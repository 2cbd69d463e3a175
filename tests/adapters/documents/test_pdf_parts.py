"""Pieces of writing that touch or overlap: a reader of the page sees where one ends."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.documents import pdf
from tests.adapters.documents import samples

SIZE = 10.5


def _read(*pieces: tuple[float, str, str]) -> list[str]:
    """The lines of pieces drawn on one baseline one after the other, each from its x in its font."""

    def draw(canvas: Canvas) -> None:
        for x, font, text in pieces:
            canvas.setFont(font, SIZE)
            canvas.drawString(x, 780, text)

    return [line.text for line in pdf.read(samples.pdf(draw)).lines]


def _width(canvas_text: str, font: str = "Helvetica") -> float:
    return float(Canvas("unused.pdf").stringWidth(canvas_text, font, SIZE))


def _set(word: str, gap: float, x: float = 50.0) -> list[tuple[float, str, str]]:
    """Letters set one by one, each so many points after the last; a blank takes its room and is not drawn."""
    pieces = []
    for letter in word:
        if letter != " ":
            pieces.append((x, "Helvetica", letter))
        x += _width(letter) + gap
    return pieces


@pytest.mark.parametrize("room", [0.6, 1.1, 4.0])
def test_a_date_behind_a_tab_without_room_is_a_word_of_its_own(room: float) -> None:
    """Word processors leave half a point there, which is less than any blank."""
    title = "Head of the nursery"
    assert _read((50, "Helvetica", title), (50 + _width(title) + room, "Helvetica", "2022 - 2024")) in (
        [f"{title} 2022 - 2024"],
        [f"{title}\t2022 - 2024"],
    )


def test_a_date_behind_a_word_with_letters_of_a_fallback_font_is_one_too() -> None:
    """The date follows in the stream only after the accented letter, and the word stays whole."""
    end = 50 + _width("Chuyên môn")
    hole = 50 + _width("Chuyên m")
    pieces = [
        (50.0, "Helvetica", "Chuyên m"),
        (hole + _width("ô"), "Helvetica", "n và"),
        (hole, "Times-Roman", "ô"),
        (end + _width(" và") + 1.1, "Helvetica", "2022"),
    ]
    assert _read(*pieces) == ["Chuyên môn và 2022"]


@pytest.mark.parametrize(("drawn", "gap"), [("Gardener", 1.4), ("Gardener", 0.0), ("Gardener", -0.6)])
def test_a_word_set_letter_by_letter_stays_whole(drawn: str, gap: float) -> None:
    """However wide or close its letters stand."""
    assert _read(*_set(drawn, gap)) == [drawn]


def test_pieces_of_a_letter_spaced_word_stay_together() -> None:
    """Between them is no more room than between the letters of each."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", SIZE)
        canvas.drawString(50, 780, "Gard", charSpace=1.2)
        canvas.drawString(50 + _width("Gard") + 4 * 1.2, 780, "ening", charSpace=1.2)

    assert [line.text for line in pdf.read(samples.pdf(draw)).lines] == ["Gardening"]


def test_a_ligature_that_was_set_alone_stays_in_its_word() -> None:
    """Its box is narrower than its room."""
    ligature = 50 + _width("speci") + 0.8
    after = ligature + _width("fi") + 0.8
    pieces = [(50.0, "Helvetica", "speci"), (ligature, "Helvetica", "fi"), (after, "Helvetica", "c writing")]
    assert _read(*pieces) == ["specific writing"]


def test_words_of_a_closely_set_heading_are_parted() -> None:
    """The blank between them has shrunk with the room between the letters, and is not drawn."""
    assert _read(*_set("HEAD GARDENER", -1.0)) == ["HEAD GARDENER"]


def test_lines_printed_over_each_other_are_two_lines() -> None:
    """A date that runs over its cell does not mix with the address that stands there."""
    pieces = [
        (50.0, "Helvetica", "Royal Orchard"),
        (180.0, "Helvetica", "from March 2019 until today"),
        (210.0, "Helvetica", "Address: 12 Orchard Lane, Kew"),
    ]
    assert _read(*pieces) == ["Royal Orchard\tfrom March 2019 until today", "Address: 12 Orchard Lane, Kew"]


def test_marks_over_letters_are_no_second_line() -> None:
    """Accents of a fallback font lie on their letters."""
    e = 50 + _width("R")
    pieces = [
        (50.0, "Helvetica", "Resume of an expert"),
        (e, "Times-Roman", "\u00b4"),
        (e + 9, "Times-Roman", "\u00b4"),
    ]
    assert len(_read(*pieces)) == 1

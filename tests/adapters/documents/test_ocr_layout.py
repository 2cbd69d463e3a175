"""Recognised pieces to lines: order, places, sizes, and what recognition gets wrong."""

from __future__ import annotations

import numpy as np
import pytest

from adapters.documents.ocr_layout import lines_of
from adapters.documents.ocr_piece import Grey
from tests.adapters.documents import pictured
from tests.adapters.documents.pictured import piece

BLANK: Grey = np.full((1000, 1200), 255, np.uint8)


def texts(*pieces: object, grey: Grey = BLANK) -> list[str]:
    """The lines of these pieces."""
    return [line.text for line in lines_of(grey, list(pieces), points=0.5, page=2)]  # type: ignore[arg-type]


def test_lines_have_places_in_points_and_the_confidence_of_their_words() -> None:
    """Pieces on one row are one line with a gap, and long pieces count more."""
    (line,) = lines_of(
        BLANK, [piece("Lagerist", 100, 200), piece("2019", 800, 202, confidence=0.8)], points=0.5, page=2
    )
    assert (line.text, line.page) == ("Lagerist\t2019", 2)
    assert (line.x0, line.x1) == (50.0, 430.0)
    assert line.confidence == pytest.approx((0.95 * 8 + 0.8 * 4) / 12, abs=1e-3)


def test_columns_are_read_one_after_the_other() -> None:
    """As in a PDF: recognition hands them over row by row."""
    left = [piece(f"left side line {n}", 50, 100 + 40 * n) for n in range(6)]
    right = [piece(f"right side line {n}", 700, 112 + 40 * n) for n in range(6)]
    rows = [each for pair in zip(left, right, strict=True) for each in pair]
    assert texts(*rows) == [each.text for each in left + right]


def test_a_slanted_page_is_straightened() -> None:
    """Without that the date at the right end would stand beside the line below."""
    slant = 14.0 / 600  # of a pixel to the right, down
    rows = [piece("x" * 40, 50, 100 + 40 * n, slant=slant * 600) for n in range(5)]
    date = piece("2019", 1000, 180 + slant * 950, slant=slant * 60)
    assert texts(*rows, date) == ["x" * 40, "x" * 40, f"{'x' * 40}\t2019", "x" * 40, "x" * 40]


def test_guesses_are_left_out() -> None:
    """What is less likely than not is no text."""
    assert texts(piece("Hebamme", 50, 100), piece("~;.", 50, 200, confidence=0.3)) == ["Hebamme"]


@pytest.mark.parametrize(
    ("recognised", "line"),
    [
        ("·Kassenführung", "• Kassenführung"),
        ("。 Kassenführung", "• Kassenführung"),
        ("4Kassenführung", "• Kassenführung"),
        ("盒Ausbildung", "Ausbildung"),
        ("© Kontakt", "Kontakt"),
        ("Kasse|Lager |Verkauf", "Kasse | Lager | Verkauf"),
        ("Backstube· Trier", "Backstube · Trier"),
        ("2019-heute", "2019 – heute"),
        ("2017-10-2020-07", "2017-10 – 2020-07"),
        ("03/2017–04/2020", "03/2017 – 04/2020"),
        ("2019-05", "2019-05"),
        ("第一事業部", "第一事業部"),
        ("老人ホ一ム", "老人ホーム"),
        ("保育士-中央園", "保育士 – 中央園"),
        ("C# und F#", "C# und F#"),
        ("3D-Druck", "3D-Druck"),
    ],
)
def test_small_marks_are_put_right(recognised: str, line: str) -> None:
    """Bullets, icons, separators and ranges; words that look a little like them stay."""
    assert texts(piece(recognised, 50, 100)) == [line]


def test_sizes_and_weight_are_measured_from_the_ink() -> None:
    """A heading is as large as it was printed, whatever letters it has; bold is told from plain."""

    def draw(canvas: object) -> None:
        canvas.setFont("Helvetica-Bold", 20)  # type: ignore[attr-defined]
        canvas.drawString(50, 780, "acne")  # type: ignore[attr-defined]
        canvas.setFont("Helvetica", 10)  # type: ignore[attr-defined]
        canvas.drawString(50, 740, "Plain words with gj and HTL")  # type: ignore[attr-defined]
        canvas.drawString(50, 720, "Plain words again")  # type: ignore[attr-defined]
        canvas.setFont("Helvetica-Bold", 10)  # type: ignore[attr-defined]
        canvas.drawString(50, 700, "Heavy words here")  # type: ignore[attr-defined]

    (page,) = pictured.photographed(draw, dpi=144)

    def at(text: str, top: float, width: float, height: float) -> object:
        found = piece(text, 96, top * 2, height=height * 2)
        found.corners[1:3, 0] = 96 + width * 2
        return found

    found = [
        at("acne", 45, 60, 24),
        at("Plain words with gj and HTL", 91, 140, 17),
        at("Plain words again", 111, 90, 17),
        at("Heavy words here", 131, 90, 17),
    ]
    lines = lines_of(np.asarray(page), found, points=0.5, page=1)  # type: ignore[arg-type]
    sizes = [line.size or 0 for line in lines]
    assert sizes[0] == pytest.approx(20, abs=2)
    assert sizes[1:] == [pytest.approx(10, abs=1)] * 3
    assert [line.bold for line in lines] == [True, False, False, True]


def test_a_piece_over_a_gutter_is_cut_and_a_ruling_is_no_letter() -> None:
    """Detection takes a label and what stands beside it for one line; a table's frame lies across both."""
    grey = BLANK.copy()
    for x in (*range(100, 200, 20), *range(300, 500, 20)):
        grey[100:130, x : x + 8] = 0
    grey[96:98, 90:600] = 0
    whole = piece("Label and the value", 95, 90, height=45)
    whole.corners[1:3, 0] = 505
    lines = lines_of(grey, [whole], points=0.5, page=1)
    assert [line.text for line in lines] == ["Label\tand the value"]
    assert (lines[0].x0, lines[0].y0) == (50.0, 50.0)


def test_a_bullet_that_recognition_left_out_is_seen() -> None:
    """A dot on its own before the words."""
    grey = BLANK.copy()
    grey[112:120, 100:108] = 0
    for x in range(130, 400, 18):
        grey[100:130, x : x + 8] = 0
    whole = piece("Words of the line", 95, 95, height=40)
    whole.corners[1:3, 0] = 410
    assert texts(whole, grey=grey) == ["• Words of the line"]

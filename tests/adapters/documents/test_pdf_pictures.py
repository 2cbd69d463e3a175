"""PDF pages that are pictures, or hide what they show, and how their text and their picture are brought together."""

from __future__ import annotations

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from adapters.documents import pdf
from adapters.documents.draft import Draft
from adapters.documents.extract import extract
from adapters.documents.ocr import PictureReader
from adapters.documents.ocr_piece import Piece
from schema.errors import EmptyDocument, IllegibleDocument, NeedsOcr
from schema.media import MediaKind
from tests.adapters.documents import samples
from tests.adapters.documents.pictured import ScriptedRecogniser, layered, pasted, piece

PAPER = Image.new("L", (60, 80), 200)
SEEN = [piece("Filialleiterin, Bäckerei am Markt", 100, 100), piece("Seit März 2017 in Trier", 100, 160)]
LAYER = ("Filialleiterin, Backerei am Markt", "Seit Marz 2017 in Trier")


def eyes(*answers: list[Piece], pages: int = 8) -> PictureReader:
    """A reader that sees these things, page after page."""
    return PictureReader([ScriptedRecogniser(*answers or [SEEN])], pages, 60)


def kinds(draft: Draft) -> list[str]:
    """What is odd about it."""
    return [flag.kind for flag in draft.flags]


def test_a_scan_is_read_from_its_picture() -> None:
    """With places on the page; without a reader it is refused as before."""
    data = samples.pdf(pasted(PAPER))
    document = extract(data, MediaKind.PDF, eyes())
    assert document.text == "Filialleiterin, Bäckerei am Markt\nSeit März 2017 in Trier"
    assert document.engine == "ocr:scripted"
    assert [(attempt.engine, attempt.error) for attempt in document.attempts] == [
        ("pdfium", "needs_ocr"),
        ("ocr:scripted", None),
    ]
    assert [flag.kind for flag in document.flags] == ["recognised_text"]
    assert document.lines[0].x0 == pytest.approx(100 * 72 / 200, abs=0.2)
    with pytest.raises(NeedsOcr):
        extract(data, MediaKind.PDF)


def test_one_picture_among_pages_of_text_is_read_in_its_place() -> None:
    """The others keep their own text; without a reader the page is noted and flagged."""
    page = samples.lines("An ordinary line of a page of text")
    data = samples.pdf(page, pasted(PAPER), page)
    document = extract(data, MediaKind.PDF, eyes())
    assert [line.page for line in document.lines] == [1, 2, 2, 3]
    assert [line.confidence is None for line in document.lines] == [True, False, False, True]
    assert document.engine == "pdfium+ocr:scripted"
    plain = extract(data, MediaKind.PDF)
    assert (plain.pictures, [flag.kind for flag in plain.flags]) == ([2], ["truncated"])


def test_a_page_of_text_over_a_background_is_not_looked_at() -> None:
    """It would cost seconds and gain nothing."""
    engine = ScriptedRecogniser(SEEN)

    def draw(canvas: Canvas) -> None:
        pasted(PAPER)(canvas)
        samples.lines(*["Words enough to say that this page has its own text"] * 4)(canvas)

    document = extract(samples.pdf(draw), MediaKind.PDF, PictureReader([engine], 8, 60))
    assert (document.engine, document.pictures, engine.seen) == ("pdfium", [], [])


def test_a_layer_that_the_picture_confirms_is_kept() -> None:
    """It is the scanner's own text; recognition only looks whether it is true."""
    draft = pdf.read(samples.pdf(layered(PAPER, *LAYER)), eyes())
    assert [line.text for line in draft.lines] == list(LAYER)
    assert kinds(draft) == ["scan_text_layer"]


def test_words_of_a_layer_that_the_picture_does_not_show_are_hidden() -> None:
    """The reader of the page does not see them, so nobody gets them."""
    draft = pdf.read(samples.pdf(layered(PAPER, *LAYER, "Chief Executive of everything since 1999")), eyes())
    assert [line.text for line in draft.lines] == list(LAYER)
    assert kinds(draft) == ["scan_text_layer", "hidden_text"]
    assert draft.flags[-1].quote == "Chief Executive of everything since 1999"


def test_a_layer_that_says_something_else_gives_way_to_the_picture() -> None:
    """What is read is what is seen."""
    draft = pdf.read(samples.pdf(layered(PAPER, "Quite another person with quite another life")), eyes())
    assert [line.text for line in draft.lines] == [each.text for each in SEEN]
    assert "hidden_text" in kinds(draft)


def test_words_drawn_as_outlines_are_a_picture() -> None:
    """A design program turned its letters into shapes; a page with a few rules on it is just empty."""

    def outlines(canvas: Canvas, count: int) -> None:
        for n in range(count):
            path = canvas.beginPath()
            path.moveTo(50 + 8 * n, 700)
            path.curveTo(52 + 8 * n, 705, 54 + 8 * n, 690, 56 + 8 * n, 700)
            path.curveTo(53 + 8 * n, 710, 52 + 8 * n, 715, 52 + 8 * n, 720)
            canvas.drawPath(path, fill=1)

    assert pdf.read(samples.pdf(lambda canvas: outlines(canvas, 60)), eyes()).lines
    with pytest.raises(NeedsOcr):
        pdf.read(samples.pdf(lambda canvas: outlines(canvas, 60)))
    with pytest.raises(EmptyDocument):
        pdf.read(samples.pdf(lambda canvas: outlines(canvas, 3)), eyes())


def test_pages_over_the_budget_are_flagged() -> None:
    """Two of three pictures are read."""
    draft = pdf.read(samples.pdf(*[pasted(PAPER)] * 3), eyes(SEEN, pages=2))
    assert sorted({line.page for line in draft.lines}) == [1, 2]
    assert kinds(draft) == ["truncated"]


def test_a_picture_without_words_is_illegible() -> None:
    """And not an empty document, which would send its owner to the wrong remedy."""
    with pytest.raises(IllegibleDocument):
        pdf.read(samples.pdf(pasted(PAPER)), eyes([]))

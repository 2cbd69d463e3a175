"""Ways to hide words in a PDF, each found; the same ways used honestly, each left alone."""

from __future__ import annotations

import numpy as np
import pytest

from adapters.documents import DocumentReader, pdf_render, pdf_shapes
from adapters.documents.extract import extract
from eval.hidden_pdf import HIDDEN, RESUME, SECRET, SEEN, WORDS, Page, alias, shown, written
from schema.errors import DocumentTooComplex
from schema.media import MediaKind


def _words(text: str) -> set[str]:
    return {word for word in WORDS if word in text.lower()}


@pytest.mark.parametrize("way", HIDDEN)
async def test_words_that_nobody_sees_are_no_text(reader: DocumentReader, way: str) -> None:
    """Whatever hides them: they are out of the text, what is seen stays, and a flag tells."""
    document = await reader.read(written(HIDDEN[way]), "cv.pdf")
    assert document.text.split("\n") == [*RESUME, *filter(None, [HIDDEN[way].seen])]
    kinds = {"file inside the file": "active_content", "only in the properties": "metadata_only"}
    assert {flag.kind for flag in document.flags} == {kinds.get(way, "hidden_text")}
    if way != "file inside the file":
        assert _words(" ".join(flag.quote for flag in document.flags)) == WORDS


@pytest.mark.parametrize("way", SEEN)
async def test_words_that_everybody_sees_stay(reader: DocumentReader, way: str) -> None:
    """The same means, used for design, cost no word and raise no flag."""
    document = await reader.read(written(SEEN[way]), "cv.pdf")
    assert (document.text.split("\n"), document.flags) == ([*RESUME, SECRET], [])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_are_judged_as_they_are_shown(turn: int) -> None:
    """A page's rotation moves neither its covers nor what is hidden under them."""
    page = HIDDEN["covered by a photo"]
    turned = Page(page.content, page.resources, page.objects, page=f"/Rotate {turn}")
    document = extract(written(turned), MediaKind.PDF)
    assert not _words(document.text)
    assert RESUME[0] in document.text


def test_light_words_under_dark_ones_are_hidden() -> None:
    """White words in the same place as black ones are not seen, though there is ink where they stand."""
    over = shown("Berthing and pilotage of tankers", before="0 g")
    document = extract(written(Page(shown(before="1 g") + over)), MediaKind.PDF)
    assert document.text.split("\n") == [*RESUME, "Berthing and pilotage of tankers"]
    assert [flag.quote for flag in document.flags] == [SECRET]


def test_white_words_on_a_ruling_are_hidden() -> None:
    """The contrast of a line drawn through their place is not theirs."""
    ruled = Page("0 G 1 w 50 603 m 500 603 l S " + shown(before="1 g"))
    assert not _words(extract(written(ruled), MediaKind.PDF).text)
    hatched = "".join(f"{x} 598 m {x + 8} 612 l S " for x in range(56, 400, 9))
    assert not _words(extract(written(Page(shown(before="1 g") + hatched)), MediaKind.PDF).text)


def test_thin_pale_letters_are_looked_at_closely() -> None:
    """What almost vanishes in a small picture of the page is seen in a larger one, and stays."""
    pale = Page(shown(size=4, before="0.85 g"))
    assert SECRET in extract(written(pale), MediaKind.PDF).text


def test_many_words_said_of_one_letter_are_no_text() -> None:
    """An alias may name an icon; it may not put a paragraph on it."""
    paragraph = " ".join([SECRET] * 4)
    document = extract(written(Page(alias(paragraph, "o"))), MediaKind.PDF)
    assert not _words(document.text)
    assert _words(document.flags[0].quote)
    short = extract(written(Page(alias("Phone", "o"))), MediaKind.PDF)
    assert (short.text.split("\n")[-1], short.flags) == ("Phone", [])


def test_a_page_that_takes_long_to_draw_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing is stopped in the middle when its time is over; the file is too complex, not visible by default."""
    monkeypatch.setattr(pdf_render, "_MAX_CPU_SECONDS", 0.0)
    many = "".join(f"0 {n % 9 / 10} 0 rg {n % 500} {n % 700} 40 40 re f " for n in range(5000))
    with pytest.raises(DocumentTooComplex):
        extract(written(Page(many)), MediaKind.PDF)


def test_pictures_too_large_to_draw_give_the_benefit_of_the_doubt() -> None:
    """A declared size is believed before anything is decoded: too large a picture is refused, a large one left out."""
    huge = {10: b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceGray"}
    placed = "q 400 0 0 60 50 580 cm /I Do Q "
    data = b"/Length 1>>stream\n0\nendstream"
    in_form = {
        11: huge[10] + data,
        10: b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</I 11 0 R>>>>/Length %d>>stream\n%s\n"
        b"endstream" % (len(placed), placed.encode()),
    }
    with pytest.raises(DocumentTooComplex):
        extract(written(Page("/X Do", "/XObject<</X 10 0 R>>", in_form)), MediaKind.PDF)
    large = {10: huge[10].replace(b"30000/Height 30000", b"9000/Height 9000") + data}
    page = Page(placed + shown(before="1 g"), "/XObject<</I 10 0 R>>", large)
    assert SECRET in extract(written(page), MediaKind.PDF).text


def test_pictures_are_only_drawn_as_often_as_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary page is drawn once; with words over a picture, once more without its words."""
    drawn: list[float] = []
    render = pdf_render.render

    def counted(page: int, glyphs: object, dpi: float, *, grey: bool) -> object:
        drawn.append(dpi)
        return render(page, glyphs, dpi, grey=grey)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr("adapters.documents.pdf_visibility.render", counted)
    extract(written(), MediaKind.PDF)
    assert len(drawn) == 1
    extract(written(SEEN["over a picture"]), MediaKind.PDF)
    assert len(drawn) == 1 + 2


def _foreign(content: str) -> bytes:
    """Words in a font that every reader of the script has, and that is not in the file."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    return written(Page(content, "/Font<</F1 5 0 R/F3 10 0 R>>", {10: font}))


FOREIGN = "软件工程师"


def _words_in_a_foreign_font(before: str = "") -> str:
    return f"BT /F3 11 Tf {before} 1 0 0 1 60 600 Tm <{FOREIGN.encode('utf-16-be').hex()}> Tj ET "


def test_words_in_fonts_that_are_not_in_the_file_stay() -> None:
    """Whichever fonts this machine has: the reader's has one."""
    document = extract(_foreign(_words_in_a_foreign_font()), MediaKind.PDF)
    assert (document.text.split("\n")[-1], document.flags) == (FOREIGN, [])


def test_a_machine_without_fonts_calls_nothing_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters that it cannot draw may be seen elsewhere, unless they are as light as their paper."""
    covered = _words_in_a_foreign_font() + "1 g 50 580 400 60 re f "
    monkeypatch.setattr(pdf_shapes, "_ink", lambda page, glyphs, letters, top: np.ones((len(letters), 2)))
    assert FOREIGN not in extract(_foreign(covered), MediaKind.PDF).text
    monkeypatch.setattr(pdf_shapes, "_ink", lambda page, glyphs, letters, top: np.zeros((len(letters), 2)))
    assert FOREIGN in extract(_foreign(covered), MediaKind.PDF).text
    assert FOREIGN not in extract(_foreign(covered + _words_in_a_foreign_font("1 g")), MediaKind.PDF).text.replace(
        FOREIGN, "", 1
    )

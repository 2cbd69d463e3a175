"""The quality report measures what it says, and its state follows from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.reading import measure_document, quality_of, read_resume, require_readable
from domain.reading.quality import covered_share
from schema.document import Document, EngineAttempt, Line, document_of
from schema.errors import NeedsOcr, UnreadableDocument
from schema.profile import Evidence, Profile
from tests.domain.reading.conftest import AS_OF
from tests.domain.reading.kinds import NEAR, soup


def placed(boxes: list[tuple[float, float]], rows: int = 12) -> Document:
    """A page of rows, each with a line per (left, right)."""
    lines = [
        Line(text="Words of a line", start=0, end=0, x0=left, x1=right, y0=20.0 * row, y1=20.0 * row + 12)
        for row in range(rows)
        for left, right in boxes
    ]
    return document_of(lines, format="pdf", engine="pdfium")


def test_characters_are_counted_page_by_page() -> None:
    """Blanks do not count, and an empty page shows."""
    lines = [Line(text="three words here", start=0, end=0), Line(text="four", start=0, end=0, page=3)]
    assert measure_document(document_of(lines, format="pdf", engine="x", pages=3)).characters_per_page == [14, 0, 4]


def test_columns_are_lines_beside_each_other() -> None:
    """One, two and three columns; a heading across them and a date on the right make none."""
    assert measure_document(placed([(40, 500)])).columns == 1
    assert measure_document(placed([(40, 200), (260, 500)])).columns == 2
    assert measure_document(placed([(40, 150), (200, 300), (350, 500)])).columns == 3
    single, dated = placed([(40, 500)], rows=20), placed([(40, 200), (450, 500)], rows=2)
    assert measure_document(document_of([*single.lines, *dated.lines], format="pdf", engine="x")).columns == 1


def test_columns_are_unknown_without_places(document: Callable[[str], Document]) -> None:
    """A text file does not say where its lines stand."""
    assert measure_document(document("Words")).columns is None


def test_tables_are_rows_of_three_cells(document: Callable[[str], Document]) -> None:
    """A date behind a tab is no table."""
    assert measure_document(document("a\tb\tc\na\tb\na\na")).table_share == 0.25


def test_confidence_is_weighted_by_length() -> None:
    """A long line counts more than a short one; a file with text has none."""
    lines = [Line(text="x" * 30, start=0, end=0, confidence=0.9), Line(text="x" * 10, start=0, end=0, confidence=0.5)]
    assert measure_document(document_of(lines, format="png", engine="ocr")).ocr_confidence == 0.8
    assert measure_document(placed([(40, 500)])).ocr_confidence is None


def test_coverage_counts_each_character_once() -> None:
    """Two values read from the same words cover them once."""
    document = document_of([Line(text="abcd efgh", start=0, end=0)], format="txt", engine="x")
    seen = [Evidence(start=0, end=4, quote="abcd", method="m", confidence=1) for _ in range(2)]
    assert covered_share(document, seen) == 0.5
    assert covered_share(document, []) == 0.0


def test_the_report_of_a_resume_names_the_engine_and_what_was_covered(
    document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """Most of an ordinary résumé ends in its profile."""
    attempts = [EngineAttempt(engine="first", error="unreadable_document"), EngineAttempt(engine="second")]
    read = document(texts["en"]).model_copy(update={"engine": "second", "attempts": attempts})
    quality = quality_of(read_resume(read, as_of=AS_OF))
    assert (quality.state, quality.engine, quality.attempts) == ("ok", "second", attempts)
    assert quality.covered > 0.7


def empty(profile: Profile) -> bool:
    """Nothing in it but `meta`."""
    document = profile.to_json_resume()
    return {key: value for key, value in document.items() if key != "meta" and value != {"profiles": []}} == {}


@pytest.mark.parametrize("name", [name for name in NEAR if name != "korean"])
def test_letter_soup_is_unreadable(name: str, document: Callable[[str], Document]) -> None:
    """No profile is made of it, and the error says what to do without a word of the text."""
    profile = read_resume(document(soup(NEAR[name])), as_of=AS_OF)
    assert quality_of(profile).state == "unreadable"
    assert empty(profile)
    with pytest.raises(UnreadableDocument, match=r"does not consist of words .* export the résumé again"):
        require_readable(quality_of(profile))


@pytest.mark.parametrize("glyph", ["\ufffd", "\ue012", "\U000f0012", "(cid:17)"])
def test_characters_without_meaning_are_unreadable(
    glyph: str, document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """Replacement characters, private use and character numbers in place of a third of the letters."""
    text = "".join(glyph if c in "aeiou" else c for c in texts["en"])
    assert measure_document(document(text)).state == "unreadable"
    assert measure_document(document(text)).unmapped > 0.25


def test_a_few_icons_are_no_soup(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """Icon fonts put private use characters before phone and e-mail."""
    quality = measure_document(document("\ue012 \uf0e0 \uf095\n" + texts["en"]))
    assert quality.state == "ok"
    assert 0 < quality.unmapped < 0.02


def test_a_page_with_nothing_but_a_stamp_needs_ocr() -> None:
    """A PDF whose text is a page number is a picture; a short text file is a short text."""
    line = [Line(text="Page 1 of 1", start=0, end=0)]
    quality = measure_document(document_of(line, format="pdf", engine="pdfium"))
    assert quality.state == "needs_ocr"
    with pytest.raises(NeedsOcr, match="run text recognition"):
        require_readable(quality)
    assert measure_document(document_of(line, format="txt", engine="plain")).state == "ok"


def test_unsure_recognition_is_unreadable(texts: dict[str, str]) -> None:
    """What text recognition itself does not believe is not read."""
    lines = [Line(text=line, start=0, end=0, confidence=0.3) for line in texts["en"].split("\n")]
    assert measure_document(document_of(lines, format="png", engine="ocr")).state == "unreadable"
    sure = [line.model_copy(update={"confidence": 0.9}) for line in lines]
    assert measure_document(document_of(sure, format="png", engine="ocr")).state == "ok"


def test_a_profile_that_holds_little_of_the_text_warns(
    document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """What was not understood is no secret; an ordinary résumé has no such warning."""
    strange = "\n".join(f"{n}) lantern copper willow {n * 7} thimble saddle harbour" for n in range(60))
    for text, warned in ((texts["en"], False), (f"{texts['en']}\nReferences\n{strange}", True)):
        meta = read_resume(document(text), as_of=AS_OF).meta.vitaeflow
        assert meta is not None
        assert any("ended in the profile" in warning for warning in meta.warnings) is warned

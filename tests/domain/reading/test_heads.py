"""Head rows and their pieces; rows that belong together."""

from __future__ import annotations

import pytest

from domain.reading.continuation import rejoin
from domain.reading.heads import Head, is_headlike, pieces_of
from domain.reading.sections import Row, rows_of
from schema.document import Line, document_of


def rows(*texts: str) -> list[Row]:
    """Rows without places or type."""
    return rows_of(document_of([Line(text=t, start=0, end=0) for t in texts], format="txt", engine="test"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clerk / Marchpane Trading | Hull", ["Clerk", "Marchpane Trading", "Hull"]),
        ("Clerk at Marchpane Trading, Inc.", ["Clerk", "Marchpane Trading, Inc."]),
        ("Quillmark Ltd (Hull, United Kingdom), Clerk", ["Quillmark Ltd", "Hull, United Kingdom", "Clerk"]),
        ("Enfermeira na Clínica Alva", ["Enfermeira", "Clínica Alva"]),
        ("Pielęgniarka w Szpital Orla", ["Pielęgniarka", "Szpital Orla"]),
        ("Técnico en Mantenimiento", ["Técnico en Mantenimiento"]),
        ("Encargada de tienda en Valdemora Moda", ["Encargada de tienda", "Valdemora Moda"]),
        ("Analista de logística na Quillmark Ltda.", ["Analista de logística", "Quillmark Ltda."]),
        ("BA (Hons), History", ["BA (Hons)", "History"]),
        ("経理担当 株式会社ひばり商事", ["経理担当", "株式会社ひばり商事"]),
    ],
)
def test_pieces_of_a_head(text: str, expected: list[str]) -> None:
    """Signs, words such as `at`, and blanks between characters part; legal forms, praise and subjects stay."""
    assert [piece.text for piece in pieces_of(Head(rows(text)[0].span, rows(text)[0]))] == expected


@pytest.mark.parametrize("text", ["magister, Fizyka", "Ward Clerk", "Sonnental GmbH & Co. KG"])
def test_heads(text: str) -> None:
    """A degree may begin small; an abbreviation ends no sentence."""
    assert is_headlike(rows(text)[0])


@pytest.mark.parametrize(
    "text", ["• Clerk", "Sorted the mail of three districts.", "and the largest table", "後輩の指導を担当。"]
)
def test_no_heads(text: str) -> None:
    """Bullets, sentences and rests of lines above."""
    assert not is_headlike(rows(text)[0])


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (("Marlowe Institute", "of Technology"), 1),
        (("Head of Purchasing and", "Stock"), 1),
        (("Clerk, Hull (United", "Kingdom)"), 1),
        (("Liceum Orla", "magister, Fizyka"), 2),
        (("Spawacz — Marchpane", "sty 2015 – maj 2019"), 2),
        (("Clerk", "Marchpane Trading"), 2),
    ],
)
def test_rows_that_belong_together(texts: tuple[str, ...], count: int) -> None:
    """Small letters, words that want another and open brackets join; degrees and dates begin rows of their own."""
    assert len(rejoin(rows(*texts))) == count

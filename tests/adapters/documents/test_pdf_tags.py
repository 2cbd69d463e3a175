"""PDF: the order of a file's tags, the looks of stretches, and letters inside forms."""

from __future__ import annotations

from typing import Any

from reportlab.pdfgen.canvas import Canvas

from adapters.documents import pdf
from adapters.documents.extract import extract
from adapters.documents.pdf_looks import most_common
from schema.media import MediaKind
from tests.adapters.documents import samples

_HEAD = (
    "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/StructParents 0"
    "/Resources<</Font<</F 5 0 R>>/XObject<</X 9 0 R>>>>>>endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n"
)


Element = tuple[str, list[Any]]
"""Its type; the numbers of its pieces and the elements within."""


def tagged(pieces: list[tuple[int, int, str]], elements: list[Element], *, form: str = "", loop: bool = False) -> bytes:
    """A page of marked pieces (x, y from below, text) in the order of the stream, and the tags of the document.

    `loop` makes the document an element within its first element.
    """
    content = "\n".join(
        f"/Span <</MCID {number}>> BDC BT /F 10 Tf {x} {y} Td ({text}) Tj ET EMC"
        for number, (x, y, text) in enumerate(pieces)
    )
    if form:
        content += "\nq 0.5 0 0 0.5 0 0 cm /X Do Q"
    objects: dict[int, str] = {}
    parents: dict[int, int] = {}
    kids = [_add(element, 7, objects, parents) for element in elements]
    if loop:
        objects[kids[0]] = objects[kids[0]].replace("/K[", "/K[7 0 R ")
    owners = " ".join(f"{parents[number]} 0 R" if number in parents else "null" for number in range(len(pieces)))
    objects |= {
        4: f"<</Length {len(content)}>>stream\n{content}\nendstream",
        6: f"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[{owners}]]>>>>",
        7: f"<</Type/StructElem/S/Document/P 6 0 R/Pg 3 0 R/K[{' '.join(f'{kid} 0 R' for kid in kids)}]>>",
        9: f"<</Type/XObject/Subtype/Form/BBox[0 0 2000 2000]/Resources<</Font<</F 5 0 R>>>>/Length {len(form)}>>"
        f"stream\n{form}\nendstream",
    }
    body = "".join(f"{number} 0 obj{text}\nendobj\n" for number, text in sorted(objects.items()))
    return f"{_HEAD}{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode("latin-1")


def _add(element: Element, parent: int, objects: dict[int, str], parents: dict[int, int]) -> int:
    kind, contents = element
    number = 20 + len(objects)
    objects[number] = ""
    kids = []
    for each in contents:
        if isinstance(each, int):
            parents[each] = number
            kids.append(str(each))
        else:
            kids.append(f"{_add(each, number, objects, parents)} 0 R")
    objects[number] = f"<</Type/StructElem/S/{kind}/P {parent} 0 R/Pg 3 0 R/K[{' '.join(kids)}]>>"
    return number


def texts(data: bytes) -> list[str]:
    """The lines that are read."""
    return [line.text for line in pdf.read(data).lines]


def test_tags_say_the_order() -> None:
    """Two columns in lockstep, drawn row by row, are read as the tags have them; without tags they are rows."""
    pieces = [(40, 700, "Clerk"), (300, 700, "Danish"), (40, 686, "Northport"), (300, 686, "English")]
    elements: list[Element] = [("H1", [0]), ("P", [2]), ("P", [1]), ("P", [3])]
    assert texts(tagged(pieces, elements)) == ["Clerk", "Northport", "Danish", "English"]
    assert texts(tagged(pieces, [])) == ["Clerk\tDanish", "Northport\tEnglish"]


def test_the_first_item_of_a_list_is_not_a_cell_of_the_row_before() -> None:
    """A list that begins beside a date is a list."""
    pieces = [(40, 700, "2019 to 2021"), (300, 700, "Kept the books"), (40, 686, "of the port")]
    read = texts(tagged(pieces, [("P", [0]), ("L", [("LI", [1, 2])])]))
    assert read == ["2019 to 2021", "Kept the books", "of the port"]


def test_pieces_without_a_tag_go_with_what_is_above_them() -> None:
    """A form numbers its pieces itself: they are placed by where they stand, and measured as they are shown."""
    pieces = [(40, 700, "Clerk"), (40, 660, "Wrote many letters"), (40, 600, "Cook of the northern harbour office")]
    form = "/Span <</MCID 2>> BDC BT /F 18 Tf 80 1376 Td (2019 to 2021) Tj ET EMC"
    lines = pdf.read(tagged(pieces, [("P", [2]), ("P", [0]), ("P", [1])], form=form)).lines
    assert [line.text for line in lines] == [pieces[2][2], "Clerk", "2019 to 2021", "Wrote many letters"]
    assert lines[2].size == 9.0


def test_a_loop_in_the_tags_ends() -> None:
    """An element within itself does not hang the reader."""
    pieces = [(40, 700, "Clerk"), (40, 680, "Cook")]
    assert sorted(texts(tagged(pieces, [("P", [1]), ("P", [0])], loop=True))) == ["Clerk", "Cook"]


def _styled(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(50, 780, "Clerk,")
    width = canvas.stringWidth("Clerk, ", "Helvetica-Bold", 10)
    canvas.setFont("Helvetica-Oblique", 10)
    canvas.setFillColorRGB(0, 0.4, 0.8)
    canvas.drawString(50 + width, 780, "Northport harbour office")
    canvas.setFont("Helvetica", 8)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(400, 780, "2019\u00a0  \u2013 2021")
    canvas.drawString(50, 760, "All of one look")


def test_stretches_keep_their_looks() -> None:
    """Weight, slant, colour and size where they change in a line, at their words, also after cleaning; else nothing."""
    entry, plain = extract(samples.pdf(_styled), MediaKind.PDF).lines
    looks = [(entry.text[run.start : run.end].strip(), run.bold, run.italic, run.color, run.size) for run in entry.runs]
    assert looks == [
        ("Clerk,", True, False, None, 10.0),
        ("Northport harbour office", False, True, "#0066cc", 10.0),
        ("2019 – 2021", False, False, None, 8.0),
    ]
    assert (entry.color, entry.italic, entry.bold) == ("#0066cc", True, False)
    assert (plain.runs, plain.color) == ([], None)


def test_of_looks_that_are_as_common_the_first_counts() -> None:
    """Their numbers come from addresses in memory, which differ from process to process."""
    assert most_common([7, 3, 3, 7]) == 7
    assert most_common([3, 7, 7, 3]) == 3
    assert most_common([3, 7, 7]) == 7

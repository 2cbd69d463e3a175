"""Whatever bytes come in, an answer comes out within the limits: a document or an error that says what the file is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.documents import DocumentReader
from domain.reading import read_resume
from eval.hidden_pdf import HIDDEN, SECRET, SEEN, written
from schema.document import Document
from schema.errors import VitaeflowError
from tests.adapters.documents import samples
from tests.adapters.documents.test_html_hidden import page
from tests.adapters.documents.test_office_hidden import DOCX_HIDDEN, ODT_HIDDEN, RTF_HIDDEN

MEMORY_MB, CPU_SECONDS, WALL_SECONDS = 256, 3, 8.0
BOUNDED = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

PLAIN: dict[str, list[bytes]] = {
    "cv.pdf": [written(each) for each in (*HIDDEN.values(), *SEEN.values())],
    "cv.rtf": list(RTF_HIDDEN.values()),
    "cv.html": [
        page(f'<p style="color:#fff">{SECRET}</p>', "p{color:red}"),
        page("<ul><li>a<table><tr><td>b</table></ul>"),
    ],
    "cv.md": [f"# Runa\n\n- {SECRET}\n\n|a|b|\n|-|-|\n|1|2|\n".encode()],
    "cv.txt": ["Zoë Müller\nHafenlotsin\n2011 – heute".encode(code) for code in ("utf-8", "utf-16", "cp1252")],
    "cv.doc": [samples.doc("Runa Tessmar\nHarbour pilot")],
    "cv.json": [json.dumps({"basics": {"name": "Runa Tessmar"}, "work": [{"name": "Kontor"}]}).encode()],
    "cv.csv": [b"section,field,value\nbasics,name,Runa Tessmar\n"],
}
ZIPPED: dict[str, list[bytes]] = {
    "cv.docx": list(DOCX_HIDDEN.values()),
    "cv.odt": list(ODT_HIDDEN.values()),
    "cv.zip": [samples.zipped({"Profile.csv": "First Name,Last Name\nRuna,Tessmar\n", "Skills.csv": "Name\nRadar\n"})],
}
TOKENS = [
    b"", b"\x00", b"\xff\xfe", b"9" * 40, b"-1", b"<<", b">>", b"[" * 50, b"(" * 50, b"endstream", b"/Length 99999999",
    b"3 0 R", b"/Kids[2 0 R]", b"{" * 60, b"\\u-32768?", b"\\'ff", b"\\bin99999 ", b"<w:p>" * 20, b"</w:p>", b"&#x0;",
    b"<", b"<table><tr>" * 20, b"<!--", b"{{", b"}", b":" * 30, b"\xf0\x9f", "\u202e\U000e0041".encode(), b"/W 65535",
    b"1e308",
]  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A file with a few places overwritten, cut out, doubled or filled with what its format finds hard."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 40))
        match draw(st.integers(0, 4)):
            case 0:
                data[at : at + length] = draw(st.binary(max_size=20))
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length * 20] * draw(st.integers(1, 30))
            case 3:
                data[at : at + length] = draw(st.sampled_from(TOKENS))
            case _:
                del data[at:]
    return bytes(data)


@st.composite
def rezipped(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """An archive of which one member is changed and packed again, so that the change reaches the parser."""
    data = draw(st.sampled_from(files))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = draw(st.sampled_from(archive.namelist()))
        member = archive.read(name)
    return samples.respell(data, name, draw(changed([member])))


@pytest.fixture(scope="module")
async def bounded() -> AsyncIterator[DocumentReader]:
    """One process with small limits."""
    limits = {"memory_mb": MEMORY_MB, "cpu_seconds": CPU_SECONDS, "wall_seconds": WALL_SECONDS}
    async with DocumentReader(processes=1, **limits) as reader:  # type: ignore[arg-type]  # names and types match
        yield reader


async def _answer(reader: DocumentReader, data: bytes, name: str) -> None:
    """Any error but ours fails the test; so does a profile that cannot be made, or written."""
    answer: Document | VitaeflowError
    try:
        answer = await reader.read(data, name)
    except VitaeflowError as error:
        answer = error
    if isinstance(answer, VitaeflowError):
        assert (answer.code != VitaeflowError.code, bool(answer.detail)) == (True, True)
        return
    profile = read_resume(answer, as_of=date(2026, 1, 1))
    json.dumps(profile.to_json_resume(), ensure_ascii=False).encode()


@pytest.mark.parametrize("name", PLAIN)
@BOUNDED
@given(st.data())
async def test_changed_files_get_an_answer(bounded: DocumentReader, name: str, data: st.DataObject) -> None:
    """Files of every kind with damage of every kind."""
    await _answer(bounded, data.draw(changed(PLAIN[name])), name)


@pytest.mark.parametrize("name", ZIPPED)
@BOUNDED
@given(st.data())
async def test_changed_archives_get_an_answer(bounded: DocumentReader, name: str, data: st.DataObject) -> None:
    """Whole archives with a damaged part, and damaged archives."""
    whole = data.draw(st.booleans())
    await _answer(bounded, data.draw((rezipped if whole else changed)(ZIPPED[name])), name)


@BOUNDED
@given(st.binary(max_size=400), st.sampled_from([*PLAIN, *ZIPPED, "cv", "cv.exe", "cv.png"]))
async def test_any_bytes_get_an_answer(bounded: DocumentReader, data: bytes, name: str) -> None:
    """Bytes that are no file at all, under any name."""
    await _answer(bounded, data, name)

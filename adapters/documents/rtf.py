"""RTF to lines by its own tokens: text, weight, size, hidden text, table rows, hyperlinks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from adapters.documents.draft import Draft
from adapters.documents.ink import UNKNOWN, WHITE, Color, unseen
from adapters.documents.links import shown_target
from adapters.documents.rtf_header import codec, colors, font_encodings, modified, properties
from adapters.documents.suspicion import orders_in_properties
from schema.document import Flag
from schema.errors import DocumentTooComplex, UnreadableDocument

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
# Groups that hold no text of the page.
_SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "themedata", "colorschememapping",
    "datastore", "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "mmathPr",
    "filetbl",
    "revtbl", "nonshppict", "listtext", "pntext", "pntxta", "pntxtb", "bkmkstart", "bkmkend", "annotation", "atnid",
    "atnauthor", "atnref", "atndate", "atnparent", "template",
    "comment", "sp", "userprops", "falt", "panose", "blipuid", "picprop", "wgrffmtfilter",
    "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "private", "pgptbl", "defchp", "defpap",
})  # fmt: skip
_SYMBOLS = {
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"tab": "\t", b"cell": "\t", b"nestcell": "\t",
}  # fmt: skip
_COLORS = frozenset({
    b"cf", b"highlight", b"cb", b"chcbpat", b"cbpat", b"shading", b"clcbpat", b"clcbpatraw", b"clshdng",
})  # fmt: skip
_SWITCHES = {b"b": "bold", b"v": "hidden", b"deleted": "deleted", b"intbl": "in_table"}
_BREAKS = frozenset({b"par", b"line", b"row", b"nestrow", b"sect", b"page", b"column"})
_MAX_DEPTH = 500
_MAX_TOKENS = 3_000_000
_TINY = 2.0
_MIN_SCALE = 10
"""Per cent of a letter's width: what is narrower cannot be read."""
_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)')


@dataclass(slots=True)
class _State:
    """Formatting that a group inherits and its end restores."""

    bold: bool = False
    size: float = 12.0
    hidden: bool = False
    deleted: bool = False
    color: Color = UNKNOWN
    skip: bool = False
    instruction: bool = False
    unicode_skip: int = 1
    encoding: str = "cp1252"
    heading: bool = False
    listed: bool = False
    narrow: bool = False
    in_table: bool = False
    paper: Color | None = None
    paragraph_paper: Color | None = None

    def conceals(self, behind: Color) -> bool:
        """Text of this state cannot be seen on what is painted behind its paragraph."""
        paper = next((each for each in (self.paper, self.paragraph_paper) if each is not None), behind)
        return self.hidden or self.deleted or self.narrow or self.size < _TINY or unseen(self.color, paper)


@dataclass(slots=True)
class _Reader:
    draft: Draft
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    line: list[tuple[str, bool, float]] = field(default_factory=list)
    concealed: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    instruction: str = ""
    skip_next: int = 0
    fonts: dict[int, str] = field(default_factory=dict)
    colors: list[Color] = field(default_factory=list)
    encoding: str = "cp1252"
    paragraphs_in_cell: int = 0
    cells_painted: bool = False
    """Cells of this row have colours behind them; which of them is not followed."""
    page: int = 1

    def put(self, text: str) -> None:
        if self.state.instruction:
            self.instruction += text
        elif self.state.skip:
            return
        elif self.state.conceals(UNKNOWN if self.state.in_table and self.cells_painted else WHITE):
            self.concealed.append(text)
        else:
            if self.state.listed and not self.line:
                self.line.append(("• ", False, self.state.size))
            self.line.append((text, self.state.bold, self.state.size))

    def color(self, number: int | None) -> Color:
        """An entry of the colour table; the first one, and one that is not there, is the program's choice."""
        return self.colors[number] if number and 0 < number < len(self.colors) else UNKNOWN

    def flush(self) -> None:
        """Bytes of 8-bit text become characters only together: an Asian letter has two."""
        if self.pending:
            self.put(self.pending.decode(self.state.encoding, "ignore"))
            self.pending.clear()

    def end_line(self) -> None:
        text = _joined([part for part, _, _ in self.line]).strip(" \t")
        if text.strip("• "):
            letters = sum(len(part.strip()) for part, _, _ in self.line)
            bold = sum(len(part.strip()) for part, is_bold, _ in self.line if is_bold) * 2 > letters
            size = max(self.line, key=lambda part: len(part[0]))[2]
            self.draft.add(text, page=self.page, bold=bold, size=size, heading=self.state.heading, pieces=self.line)
        self.line.clear()
        self.end_hidden()

    def end_hidden(self) -> None:
        if self.concealed:
            self.draft.hide(_joined(self.concealed), "Text that the document hides", self.page)
            self.concealed.clear()


def read(data: bytes) -> Draft:
    """The visible lines of an RTF file. Raises UnreadableDocument (no text) and DocumentTooComplex."""
    draft = Draft()
    reader = _Reader(draft, colors=colors(data), fonts=font_encodings(data))
    if code_page := re.search(rb"\\ansicpg(\d+)", data[:2000]):
        reader.encoding = codec(f"cp{code_page[1].decode()}")
        reader.state.encoding = reader.encoding
    for count, match in enumerate(_TOKEN.finditer(data)):
        if count > _MAX_TOKENS or len(reader.stack) > _MAX_DEPTH:
            raise DocumentTooComplex("The document is nested or long beyond any résumé; export it as PDF")
        _token(reader, match)
    reader.flush()
    reader.end_line()
    if not draft.lines:
        raise UnreadableDocument("The file holds no text that can be found")
    if b"\\objdata" in data or b"\\object" in data:
        draft.flags.append(Flag(kind="active_content", detail="The document embeds an object; it was not opened"))
    draft.modified = modified(data)
    draft.flags += orders_in_properties(properties(data))
    return draft


def _token(reader: _Reader, match: re.Match[bytes]) -> None:
    word, number, byte, symbol, brace, text = match.groups()
    if byte is not None:
        if reader.skip_next:
            reader.skip_next -= 1
        else:
            reader.pending.append(int(byte, 16))
        return
    if text is not None:
        skipped = min(reader.skip_next, len(text))
        reader.skip_next -= skipped
        reader.pending += text[skipped:]
        return
    reader.flush()
    if brace == b"{":
        reader.stack.append(replace(reader.state))
        reader.skip_next = 0
    elif brace == b"}":
        _end_group(reader)
    elif symbol is not None:
        _symbol(reader, symbol)
    elif word is not None:
        _control(reader, word, int(number) if number is not None else None)


def _end_group(reader: _Reader) -> None:
    reader.skip_next = 0
    was_instruction = reader.state.instruction
    if reader.stack:
        reader.state = reader.stack.pop()
    if was_instruction and not reader.state.instruction:
        return
    if reader.instruction and not reader.state.skip and not was_instruction:
        _end_field(reader)


def _end_field(reader: _Reader) -> None:
    """After a field's result: its address, where the result does not show it."""
    link = _LINK.search(reader.instruction)
    reader.instruction = ""
    if link and (target := shown_target(link[1], "".join(part for part, _, _ in reader.line))):
        reader.put(f" ({target})")


def _symbol(reader: _Reader, symbol: bytes) -> None:
    if symbol == b"*":
        reader.state.skip = True
    elif symbol == b"~":
        reader.put(" ")
    elif symbol == b"_":
        reader.put("-")
    elif symbol in {b"\\", b"{", b"}"}:
        reader.put(symbol.decode())
    elif symbol in {b"\r", b"\n"}:
        reader.end_line()


def _control(reader: _Reader, word: bytes, number: int | None) -> None:
    state = reader.state
    on = number != 0
    if word == b"u" and number is not None:
        reader.put(chr(number & 0xFFFF))  # written signed
        reader.skip_next = state.unicode_skip
    elif word in _BREAKS:
        if not state.skip:
            reader.end_line()
            reader.paragraphs_in_cell = 0 if word in {b"row", b"nestrow"} else reader.paragraphs_in_cell + 1
            reader.page += word == b"page"
    elif word in {b"cell", b"nestcell"} and reader.paragraphs_in_cell:
        # A cell of several paragraphs is a column of the page, not a value in a row.
        reader.end_line()
        reader.paragraphs_in_cell = 0
    elif word == b"trowd":
        reader.paragraphs_in_cell, reader.cells_painted = 0, False
    elif word in _SYMBOLS:
        reader.put(_SYMBOLS[word])
    elif word == b"fldinst":
        state.instruction, state.skip = True, True
        reader.instruction = ""
    elif word.decode() in _SKIPPED:
        state.skip = True
    else:
        _format(reader, word, number, on)


def _format(reader: _Reader, word: bytes, number: int | None, on: bool) -> None:
    state = reader.state
    if word in _COLORS:
        _color(reader, word, number)
    elif word in _SWITCHES:
        setattr(state, _SWITCHES[word], on)
    elif word == b"fs" and number:
        state.size = number / 2
    elif word == b"charscalex" and number is not None:
        state.narrow = number < _MIN_SCALE
    elif word == b"f" and number is not None:
        state.encoding = reader.fonts.get(number, reader.encoding)
    elif word == b"uc" and number is not None:
        state.unicode_skip = number
    elif word == b"plain":
        state.bold, state.hidden, state.narrow, state.color, state.size = False, False, False, UNKNOWN, 12.0
        state.paper = None
    elif word == b"pard":
        state.heading, state.listed, state.in_table, state.paragraph_paper = False, False, False, None
    elif word == b"outlinelevel":
        state.heading = number is not None and number < 9
    elif word == b"ls":
        state.listed = bool(number)


def _color(reader: _Reader, word: bytes, number: int | None) -> None:
    """Ink, and what is painted behind letters, paragraphs and cells. A pattern may have any colour."""
    state, color = reader.state, reader.color(number)
    if word == b"cf":
        state.color = color
    elif word in {b"highlight", b"cb", b"chcbpat"}:
        state.paper = color if number else None
    elif word in {b"cbpat", b"shading"}:
        state.paragraph_paper = (UNKNOWN if word == b"shading" else color) if number else None
    elif number:
        reader.cells_painted = True


def _joined(parts: list[str]) -> str:
    """The parts as one string; UTF-16 halves, which RTF writes one by one, become characters."""
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")

"""What the head of an RTF file says: fonts and their encodings, colours, dates."""

from __future__ import annotations

import re

from adapters.documents.ink import UNKNOWN, Color

_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


def codec(name: str) -> str:
    """The name if Python knows the code page, Windows-1252 otherwise."""
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def font_encodings(data: bytes) -> dict[int, str]:
    """Encodings by font number, for fonts that name a character set other than the file's."""
    table = data[: data.find(b"\\colortbl")] if b"\\colortbl" in data else data[:65536]
    pairs = re.findall(rb"\\f(\d+)(?:\\[a-eg-z]\w*\s?){0,6}?\\fcharset(\d+)", table)
    return {int(font): _CHARSETS[int(charset)] for font, charset in pairs if int(charset) in _CHARSETS and int(charset)}


def colors(data: bytes) -> list[Color]:
    """The colour table; an entry without numbers is the program's choice."""
    table = re.search(rb"\\colortbl\s*([^{}]*)\}", data)
    found: list[Color] = []
    for entry in table[1].split(b";") if table else ():
        parts = [min(int(value), 255) for value in re.findall(rb"\\(?:red|green|blue)(\d{1,4})", entry)]
        found.append(tuple(parts) if len(parts) == 3 else UNKNOWN)
    return found


def properties(data: bytes) -> dict[str, str]:
    """Subject, keywords and comments that the file carries in its head."""
    pairs = re.findall(rb"\{\\(title|subject|keywords|doccomm|author) ([^{}]{1,2000})\}", data[:65536])
    return {name.decode(): value.decode("latin-1") for name, value in pairs}


def modified(data: bytes) -> str | None:
    """ISO date of the last revision, or of creation."""
    found = re.search(rb"\\revtim\s*\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})", data) or re.search(
        rb"\\creatim\s*\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})", data
    )
    return f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}" if found else None

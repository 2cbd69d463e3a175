"""Plain text in whatever encoding it comes."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from adapters.documents.draft import MAX_CHARACTERS, Draft
from schema.document import Flag
from schema.errors import DocumentTooComplex

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What people's editors wrote before Unicode, for the scripts résumés come in. Fewer candidates guess better.
_LEGACY = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r", "iso8859_2",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
ENCODINGS = [
    *_LEGACY, "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "latin-1", "cp437", "cp850", "cp852",
    "cp866", "cp874", "cp932", "cp936", "cp949", "cp950", "mac_roman", "idna", "unicode_escape",
]  # fmt: skip
"""Every encoding that any engine may meet."""
_ALIKE = 0.02
# A currency sign, superscript or fraction that touches a letter is a letter of another code page.
_MISREAD = re.compile(r"(?<=[^\W\d_])[\u00a1-\u00bf]|[\u00a1-\u00bf](?=[^\W\d_])(?<![¿¡«»])|[Ÿ×÷](?![A-Z])")
_SAMPLE = 20_000
_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def read(data: bytes) -> Draft:
    """The lines of a text file. A few undecodable bytes are dropped and flagged."""
    if len(data) > 4 * MAX_CHARACTERS:
        raise DocumentTooComplex(f"The file holds more than {MAX_CHARACTERS} characters; send the résumé alone")
    draft = Draft()
    text, repaired = decode(data)
    if repaired or "\x00" in text:
        draft.flags.append(Flag(kind="repaired", detail="Bytes that are no characters were dropped"))
    for line in _LINE_ENDS.split(text):
        draft.add(line)
    return draft


def decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether bytes had to be dropped. Never fails: the last resort is Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").removeprefix("\ufeff")
            return text.replace("\ufffd", ""), "\ufffd" in text
    if wide := _unmarked_utf16(data):
        text = data.decode(wide, "replace")
        return text.replace("\ufffd", ""), "\ufffd" in text
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    # Mostly valid multi-byte sequences: UTF-8 with a few stray bytes, and no legacy encoding looks like that.
    if sum(ord(c) > 127 for c in text) > 2 * broken:
        return text.replace("\ufffd", ""), True
    text = data.decode(_legacy_encoding(data[:_SAMPLE]), "replace")
    return text.replace("\ufffd", ""), "\ufffd" in text


def _legacy_encoding(sample: bytes) -> str:
    """The likeliest code page. Of those that look alike, the one that puts fewest symbols inside words."""
    matches = list(from_bytes(sample, cp_isolation=_LEGACY))
    if not matches:
        return "cp1252"
    alike = [match.encoding for match in matches if match.chaos <= matches[0].chaos + _ALIKE]
    return min(alike, key=lambda name: (len(_MISREAD.findall(sample.decode(name, "replace"))), name != "cp1252"))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in zeros on one side only."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if half and even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None

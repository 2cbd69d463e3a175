"""The kinds of file a résumé may come in, told by content first: name and declared type may only agree with it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from schema.errors import EmptyDocument, EncryptedDocument, UnreadableDocument, UnsupportedMedia


class MediaKind(StrEnum):
    """A supported kind of file; the value is its usual extension without the dot."""

    PDF = "pdf"
    DOC = "doc"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    TXT = "txt"
    MD = "md"
    HTML = "html"
    JSON = "json"
    """JSON Resume, our own export included."""
    CSV = "csv"
    """Our own export."""
    ZIP = "zip"
    """The archive in which LinkedIn hands out a member's data."""
    PNG = "png"
    JPEG = "jpg"
    TIFF = "tiff"
    WEBP = "webp"

    @property
    def is_picture(self) -> bool:
        """A photo or a scan: only text recognition reads it."""
        return self in _PICTURES


_PICTURES = frozenset({MediaKind.PNG, MediaKind.JPEG, MediaKind.TIFF, MediaKind.WEBP})


@dataclass(frozen=True, slots=True)
class MediaType:
    """What a kind may be called. The first extension and the first MIME type are the usual ones."""

    extensions: tuple[str, ...]
    mime_types: tuple[str, ...]


_ZIPPED = ("application/zip", "application/x-zip-compressed")

MEDIA_TYPES: dict[MediaKind, MediaType] = {
    MediaKind.PDF: MediaType((".pdf",), ("application/pdf", "application/x-pdf")),
    MediaKind.DOC: MediaType(
        (".doc", ".dot"), ("application/msword", "application/vnd.ms-word", "application/x-ole-storage")
    ),
    MediaKind.DOCX: MediaType(
        (".docx", ".dotx"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
            *_ZIPPED,
        ),
    ),
    MediaKind.ODT: MediaType(
        (".odt", ".ott"),
        ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template", *_ZIPPED),
    ),
    MediaKind.RTF: MediaType((".rtf",), ("application/rtf", "text/rtf", "application/msword", "text/plain")),
    MediaKind.TXT: MediaType((".txt", ".text"), ("text/plain",)),
    MediaKind.MD: MediaType((".md", ".markdown"), ("text/markdown", "text/x-markdown", "text/plain")),
    MediaKind.HTML: MediaType((".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml")),
    MediaKind.JSON: MediaType((".json",), ("application/json", "text/json", "text/plain")),
    MediaKind.CSV: MediaType((".csv",), ("text/csv", "application/csv", "application/vnd.ms-excel", "text/plain")),
    MediaKind.ZIP: MediaType((".zip",), _ZIPPED),
    MediaKind.PNG: MediaType((".png",), ("image/png", "image/x-png", "image/apng")),
    MediaKind.JPEG: MediaType((".jpg", ".jpeg", ".jpe", ".jfif"), ("image/jpeg", "image/jpg", "image/pjpeg")),
    MediaKind.TIFF: MediaType((".tiff", ".tif"), ("image/tiff", "image/x-tiff")),
    MediaKind.WEBP: MediaType((".webp",), ("image/webp",)),
}

EXTENSIONS: dict[str, MediaKind] = {
    extension: kind for kind, media in MEDIA_TYPES.items() for extension in media.extensions
}

_SAYS_NOTHING = {
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-download",
    "application/force-download",
}
_TEXT_KINDS = {MediaKind.TXT, MediaKind.MD, MediaKind.HTML}

# Magic numbers of kinds that people send by mistake or on purpose, so that the message can name them.
_FORBIDDEN: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"GIF8", "a picture of a kind that is not read"),
    (b"BM", "a picture of a kind that is not read"),
    (b"RIFF", "sound or video"),
    (b"\x1f\x8b", "an archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"%!PS", "a PostScript file"),
)
_PICTURE_STARTS: tuple[tuple[bytes, MediaKind], ...] = (
    (b"\x89PNG\r\n\x1a\n", MediaKind.PNG),
    (b"\xff\xd8\xff", MediaKind.JPEG),
    (b"II*\x00", MediaKind.TIFF),
    (b"MM\x00*", MediaKind.TIFF),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# A member of an object that only a résumé in JSON has beside others of its kind, near the beginning of the text.
_JSON_RESUME = re.compile(rb'"(?:basics|work|education|skills|volunteer|languages|certificates)"\s*:\s*[\[{]')
_MARKDOWN_HEADING = re.compile(rb"^#{1,4} \S", re.MULTILINE)
_MARKDOWN_HEADINGS = 2
"""One line may begin so by chance."""
_LINKEDIN_FILES = (b"Profile.csv", b"Positions.csv", b"Education.csv", b"Skills.csv")
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27})


def identify(data: bytes, filename: str, declared: str | None = None) -> MediaKind:
    """Say what kind of file this is, from its content, its name and the MIME type it was sent with.

    Raises EmptyDocument (no bytes), UnreadableDocument (a PDF without any object), EncryptedDocument (an Office file
    in a password container) and UnsupportedMedia (a kind we do not read, or a name or declared type that contradicts
    the content).
    """
    if not data.strip(b"\x00\t\n\r "):
        raise EmptyDocument("The file is empty; export it again and upload the new file")
    suffix = PurePosixPath(filename.replace("\\", "/").replace("\x00", "")).suffix.lower()
    named = EXTENSIONS.get(suffix)
    if named is None and suffix and len(suffix) <= 6 and suffix[1:].isalnum() and not suffix[1:].isdigit():
        raise UnsupportedMedia(f"Files named {suffix} are not read; send one of {_supported()}", extension=suffix)
    kind = _by_content(data, named)
    if named is not None and kind is not named:
        raise UnsupportedMedia(
            f"The name says {named.value}, but the content is {kind.value}; rename the file or export it again",
            extension=suffix,
            content=kind.value,
        )
    mime = (declared or "").split(";")[0].strip().lower()
    if mime not in _SAYS_NOTHING and mime not in MEDIA_TYPES[kind].mime_types:
        raise UnsupportedMedia(
            f"The file was sent with a type that does not fit its content ({kind.value}); "
            f"send {MEDIA_TYPES[kind].mime_types[0]}",
            content=kind.value,
        )
    return kind


def _by_content(data: bytes, named: MediaKind | None) -> MediaKind:
    head = data[:1024]
    if (told := _by_magic(data, head)) is not None:
        return told
    for magic, what in _FORBIDDEN:
        # Two letters are weak evidence: "BMW" may begin a text.
        if head.startswith(magic) and (len(magic) > 2 or not _is_text(data)):
            raise UnsupportedMedia(f"The content is {what}; send one of {_supported()}")
    if b"%PDF-" in head and (named is not MediaKind.TXT or head.startswith(b"%PDF-")):
        if b" obj" not in data:
            raise UnreadableDocument("The file is damaged: it begins like a PDF and holds nothing; export it again")
        return MediaKind.PDF
    if not _is_text(data):
        raise UnsupportedMedia(f"The content is binary data of no known kind; send one of {_supported()}")
    if named in {MediaKind.TXT, MediaKind.MD, MediaKind.CSV}:
        return named
    if _is_json(data, named):
        return MediaKind.JSON
    if named is MediaKind.HTML or _HTML_START.match(_narrow(data[:4096])):
        return MediaKind.HTML
    if named is None and len(_MARKDOWN_HEADING.findall(_narrow(data[:65536]))) >= _MARKDOWN_HEADINGS:
        return MediaKind.MD
    return MediaKind.TXT


def _is_json(data: bytes, named: MediaKind | None) -> bool:
    """What is named so must begin like JSON; without a name it must also look like a résumé in JSON."""
    text = _narrow(data[:65536]).lstrip(b"\xef\xbb\xbf\r\n\t ")
    if named is MediaKind.JSON:
        return text.startswith((b"{", b"["))
    return named is None and text.startswith(b"{") and _JSON_RESUME.search(text) is not None


def _by_magic(data: bytes, head: bytes) -> MediaKind | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    if head.startswith(_OLE):
        return _inside_ole(data)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf"):
        return MediaKind.RTF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaKind.WEBP
    return next((kind for magic, kind in _PICTURE_STARTS if head.startswith(magic)), None)


def _inside_zip(data: bytes) -> MediaKind:
    """Member names stand uncompressed in a zip, so a search tells the kind without unpacking anything."""
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return MediaKind.ODT
    if b"word/vbaProject.bin" in data or b"word/vbaData.xml" in data:
        raise UnsupportedMedia("The document contains macros; save it as .docx without macros or as PDF")
    if b"[Content_Types].xml" in data and b"word/" in data:
        return MediaKind.DOCX
    if any(name in data for name in _LINKEDIN_FILES):
        return MediaKind.ZIP
    raise UnsupportedMedia(f"The content is an archive, not a text document; send one of {_supported()}")


def _inside_ole(data: bytes) -> MediaKind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedDocument("The document is protected with a password; save it without one and upload it again")
    if "WordDocument".encode("utf-16-le") in data:
        return MediaKind.DOC
    raise UnsupportedMedia(f"The content is an Office file, but not a text document; send one of {_supported()}")


def _is_text(data: bytes) -> bool:
    """Few control characters, in any 8-bit encoding, UTF-8 or UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return bool(data[: len(data) & ~1].decode("utf-16"))
        except UnicodeDecodeError:
            return False
    sample = _narrow(data[:65536])
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    high = sum(byte > 126 for byte in sample)
    if controls * 100 > max(len(sample), 100) * 5:
        return False
    # Random bytes are as often high as not; text whose letters are mostly high is valid UTF-8 or has hardly a control.
    return controls * 100 <= len(sample) or high * 4 < len(sample)


def _narrow(sample: bytes) -> bytes:
    """Drop the zero half of UTF-16 so that the same tests fit it."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample[2:].replace(b"\x00", b"")
    zeros = sample.count(0)
    return sample.replace(b"\x00", b"") if zeros * 5 > len(sample) * 2 and zeros * 5 < len(sample) * 3 else sample


def _supported() -> str:
    return ", ".join(kind.value for kind in MediaKind)


_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_MAX_STEM = 100


def safe_filename(filename: str, kind: MediaKind) -> str:
    """A name that is safe to store, to show and to put into a header; letters of all scripts stay.

    No folders, control or direction characters, characters that shells, HTML or Windows give a meaning, leading
    dots or reserved device names; at most 100 characters before the extension, which is always that of `kind`.
    """
    name = unicodedata.normalize("NFC", filename.replace("\\", "/")).rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
    stem = re.sub(r"""[<>:"|?*;&$`'%#{}=^~!\\]""", "_", name)
    for extension in EXTENSIONS:
        if stem.lower().endswith(extension):
            stem = stem[: -len(extension)]
            break
    stem = re.sub(r"\s+", " ", stem)[:_MAX_STEM].strip(" .")
    if not stem or stem.split(".")[0].lower() in _RESERVED:
        stem = f"resume_{stem}".rstrip("_")
    return f"{stem}{MEDIA_TYPES[kind].extensions[0]}"

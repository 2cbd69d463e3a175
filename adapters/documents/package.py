"""Zipped XML documents, opened with caps: a résumé needs a few hundred parts and a few megabytes, a bomb needs more."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from lxml import etree

from schema.errors import DocumentTooComplex, EncryptedDocument, UnreadableDocument, UnsafeDocument

_MAX_MEMBERS = 2_000
_MAX_CLAIMED = 100 * 1024 * 1024
_MAX_PART = 20 * 1024 * 1024
_ENCRYPTED = 0x1


class Package:
    """The parts of a DOCX or ODT by name. Nothing is ever written to disk, so member names cannot do harm."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadableDocument (no whole zip), EncryptedDocument, DocumentTooComplex (too many or large parts)."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableDocument("The file is cut off or damaged; save it again and upload the new file") from error
        members = self._zip.infolist()
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_CLAIMED:
            raise DocumentTooComplex("The document is far larger inside than any résumé; send the résumé alone")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise EncryptedDocument("The document is protected with a password; save it without one")
        self.names = {member.filename for member in members}

    @property
    def has_twins(self) -> bool:
        """Two members have one name: what is in the package depends on who reads it."""
        return len(self.names) < len(self._zip.infolist())

    @property
    def modified(self) -> str | None:
        """ISO date of the youngest member; None where no date makes sense."""
        days = []
        for member in self._zip.infolist():
            with suppress(ValueError):
                days.append(date(*member.date_time[:3]))
        return max(days).isoformat() if days else None

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None if there is no such part. Sizes that members claim are not believed."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as part:
                content = part.read(_MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadableDocument("A part of the document is damaged; save it again") from error
        if len(content) > _MAX_PART:
            raise DocumentTooComplex("A part of the document is far larger than any résumé; send the résumé alone")
        return content

    def parse(self, name: str) -> etree._Element | None:
        """A part as XML, None if missing. Entities, external or nested, are refused with their declaration."""
        content = self.read(name)
        return None if content is None else parse_xml(content)


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML. Raises UnsafeDocument (entities), DocumentTooComplex (depth) and UnreadableDocument (damaged)."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or "<!DOCTYPE".encode("utf-16-le") in content:
        raise UnsafeDocument("The document declares XML entities, which no word processor writes; save it again")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise DocumentTooComplex("The document is nested beyond any résumé; export it as PDF") from error
        raise UnreadableDocument("The document's XML is damaged; save it again") from error


def local(element: etree._Element) -> str:
    """The name without its namespace: strict and transitional files differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by local name."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    if element is None:
        return None
    return next(children(element, name), None)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that local name."""
    return (item for item in element if local(item) == name)

"""XML from strangers: no DTD, no entities but the five, no network, bounded depth and size."""

from __future__ import annotations

from typing import Any

from lxml import etree

from schema.errors import SourceError

Element = Any
"""An lxml element; lxml ships no types."""


def parse_xml(body: bytes) -> Element:
    """The root element. Raises SourceError for anything that is no plain XML document.

    A document type is refused as a whole: that is where entity bombs and local files come from, and no feed needs one.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, strip_cdata=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SourceError("The source's answer is not valid XML. Check the address.") from None
    if root.getroottree().docinfo.doctype:
        raise SourceError("The source answered with a document that declares a type, such as a web page, not a feed.")
    return root


def as_data(element: Element, depth: int = 0) -> Any:
    """An element as JSON data, to be kept untouched: text, or children by local name in lists."""
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or depth > 5:
        return "".join(element.itertext()).strip()
    data: dict[str, list[Any]] = {}
    for child in children:
        data.setdefault(etree.QName(child).localname, []).append(as_data(child, depth + 1))
    return data

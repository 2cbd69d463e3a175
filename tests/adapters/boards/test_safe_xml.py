"""XML from strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.boards.safe_xml import as_data, parse_xml
from schema.errors import SourceError

BOMB = b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;&c;</a>'


@pytest.mark.parametrize(
    "body",
    [BOMB, b"<!DOCTYPE html><html/>", b"<a><b></a>", b"", b"words", b'{"a": 1}', b"<a>&undefined;</a>", b"\xff\xfe<"],
)
def test_what_is_no_plain_document_is_refused(body: bytes) -> None:
    """Entities, document types, broken marks and other formats."""
    with pytest.raises(SourceError):
        parse_xml(body)


def test_no_file_is_read(tmp_path: Path) -> None:
    """The classic way to a server's files."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret-4711")
    body = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>'.encode()
    with pytest.raises(SourceError) as caught:
        parse_xml(body)
    assert "4711" not in str(caught.value)


def test_a_depth_without_end_is_refused() -> None:
    """No feed nests hundreds of elements."""
    with pytest.raises(SourceError):
        parse_xml(b"<a>" * 5000 + b"</a>" * 5000)


def test_text_and_data_are_read() -> None:
    """CDATA is text, comments are nothing, children by local name in lists; a mark before the document is skipped."""
    root = parse_xml(
        b"\xef\xbb\xbf <r xmlns:t='urn:t'><!-- no --><t:a><![CDATA[<b>]]></t:a><t:a>&amp;</t:a><c><d/></c></r>"
    )
    assert as_data(root) == {"a": ["<b>", "&"], "c": [{"d": [""]}]}

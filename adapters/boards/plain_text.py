"""Descriptions as boards send them — HTML, escaped HTML, or text with entities — as plain text."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser

MAX_CHARACTERS = 50_000
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_BLOCKS = "p, div, ul, ol, tr, section, article, header, footer, blockquote, h1, h2, h3, h4, h5, h6, hr, table"


def plain_text(raw: str) -> str:
    """Text with one line per block and `- ` before list items; at most MAX_CHARACTERS.

    Some boards escape their HTML once or twice, so that is undone before tags are looked for.
    """
    text = raw[: 4 * MAX_CHARACTERS]
    for _ in range(2):
        if not _TAG.search(text) and "&lt;" in text:
            text = html.unescape(text)
        elif not _TAG.search(text) and "&amp;" in text:
            text = text.replace("&amp;", "&")
    text = _without_tags(text) if _TAG.search(text) else html.unescape(text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != "-"))
    return tidy.strip()[:MAX_CHARACTERS]


def _without_tags(markup: str) -> str:
    tree = LexborHTMLParser(markup)
    for node in tree.css("script, style, template, noscript, iframe, object"):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css("li"):
        node.insert_before("\n- ")
    for node in tree.css("br"):
        node.insert_before("\n")
    for node in tree.css("td, th"):
        node.insert_after(" ")
    return tree.body.text() if tree.body else ""

"""The profile as a page of text: one list of blocks that the PDF and the DOCX renderer both draw.

The wording is that of `domain.page`: natural to people and to other résumé readers, and never ambiguous, so that
`domain.reading.own_export` reads the same profile back. What changes on the way is spacing alone (line breaks and runs
of blanks in values that are one line, empty lines in prose), characters that cannot be seen, and empty entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from domain.exporting.analysis_outline import analysis_blocks
from domain.exporting.blocks import Block, clean
from domain.page.forms import NOTHING, WHEN
from domain.page.header import LOCATION_KEYS, PAGE_PARTS, UPLOADED, page_lines, reach_lines, website_lines
from domain.page.sections import ANALYSIS, SECTIONS, SUMMARY, Extra, Section
from schema.profile import Profile

Printable = Callable[[object], str]
"""Turns a value into one line of characters that can be shown; an empty one if nothing is left."""

_WEB = re.compile(r"https?://[^\s\"]+", re.IGNORECASE)


def outline(profile: Profile, printable: Printable = clean) -> list[Block]:
    """All blocks in reading order; a section without content has no heading."""
    document = profile.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"meta"})
    basics = document.get("basics", {})
    uploaded = profile.meta.vitaeflow.linkedin_url if profile.meta.vitaeflow else None
    blocks = [
        *filter(_says_something, _header(basics, uploaded, printable)),
        *_titled(SUMMARY, _paragraphs(basics.get("summary"), printable)),
    ]
    for section in SECTIONS:
        entries = document.get(section.key, [])
        blocks += _titled(section.title, (b for entry in entries for b in _entry(section, entry, printable)))
    return blocks + _titled(ANALYSIS, analysis_blocks(profile.meta.vitaeflow))


def _titled(title: str, blocks: Iterable[Block]) -> list[Block]:
    content = list(filter(_says_something, blocks))
    return [Block("section", title), *content] if content else []


def _values(source: Mapping[str, Any], keys: Iterable[str], printable: Printable) -> dict[str, str]:
    shown = {key: printable(source.get(key)) for key in keys}
    return {key: text for key, text in shown.items() if text}


def _paragraphs(text: object, printable: Printable) -> Iterator[Block]:
    """A value with line breaks is several paragraphs; those after the first start with an indent."""
    shown = filter(None, map(printable, str(text or "").splitlines()))
    for number, line in enumerate(shown):
        yield Block("text", line, first=number == 0)


def _listed(values: object, printable: Printable) -> list[str]:
    """The printable values of a list; anything else that an imported document may hold there is one value."""
    listed = values if isinstance(values, list) else [values]
    return [text for text in map(printable, listed) if text]


def _in_line(values: list[str]) -> str | None:
    """`a, b` if that can be taken apart again."""
    text = ", ".join(values)
    return text if values and text.split(", ") == values else None


def _link(text: str, url: str | None) -> Block:
    """A line of its own with the full address, so that it survives printing; only web addresses are live."""
    return Block("contact", text, url=url if url and _WEB.fullmatch(url) else None)


def _header(basics: Mapping[str, Any], uploaded: str | None, printable: Printable) -> Iterator[Block]:
    yield Block("name", printable(basics.get("name")))
    yield Block("label", printable(basics.get("label")))
    place = basics.get("location") or {}
    reach = _values({**place, **basics}, ("email", "phone", *LOCATION_KEYS), printable)
    for line in reach_lines(reach):
        yield Block("contact", line)
    pages = [_values(page, PAGE_PARTS, printable) for page in basics.get("profiles", [])]
    if url := printable(basics.get("url")):
        for line in website_lines(url):
            yield _link(line, url)
    for number, page in enumerate(filter(None, pages), 1):
        for line in page_lines(page, number):
            address = page.get("url")
            yield _link(line, address if address and line.endswith(address) else None)
    if (given := printable(uploaded)) and given not in [url, *(page.get("url") for page in pages)]:
        for line in UPLOADED.labelled({"url": given}):
            yield _link(line, given)


def _entry(section: Section, entry: Mapping[str, Any], printable: Printable) -> Iterator[Block]:
    """The blocks of one entry, nothing for an empty one."""
    rest = list(filter(_says_something, _below(section, entry, printable)))
    first, *others = _head(section, entry, printable) or [Block(section.kind, "")]
    if rest or _says_something(first):
        yield first if _says_something(first) else Block(section.kind, NOTHING)
        yield from others
        yield from rest


def _says_something(block: Block) -> bool:
    return bool(block.text or block.lead)


def _head(section: Section, entry: Mapping[str, Any], printable: Printable) -> list[Block]:
    keys = [key for key in section.head.labels if key != section.many]
    values = _values(entry, keys, printable)
    if section.many and (listed := _in_line(_listed(entry.get(section.many), printable))):
        values[section.many] = listed
    lines = section.head.lines(values)
    blocks = [Block(section.kind, line) for line in lines[:1]] + [Block("dates", line) for line in lines[1:]]
    if section.many in values and len(lines) == 1:
        text, listed = lines[0], values[section.many]
        blocks = [Block(section.kind, listed, lead=text.removesuffix(listed))]
    return blocks


def _below(section: Section, entry: Mapping[str, Any], printable: Printable) -> Iterator[Block]:
    """What stands under the heading of an entry, in the order of `Section`."""
    if section.dated:
        for line in WHEN.lines(_values(entry, WHEN.labels, printable)):
            yield Block("dates", line)
    if section.url and (url := printable(entry.get("url"))):
        yield _link(url, url)
    if section.prose:
        yield from _paragraphs(entry.get(section.prose), printable)
    bullets = _listed(entry.get(section.bullets), printable) if section.bullets else []
    if section.many and not _in_line(listed := _listed(entry.get(section.many), printable)):
        bullets = listed
    yield from (Block("bullet", text) for text in bullets)
    for extra in section.extras:
        yield from _extra(extra, entry.get(extra.key), printable)


def _extra(extra: Extra, value: object, printable: Printable) -> Iterator[Block]:
    """`Label: a, b`, or the label alone and a bullet each where a comma in a value would make two of it."""
    values = _listed(value, printable) if extra.many else [printable(value)]
    text = _in_line(values) if extra.many else values[0]
    if text:
        yield Block("item", text, lead=f"{extra.label}: ")
    elif any(values):
        yield Block("item", "", lead=extra.label)
        yield from (Block("bullet", line) for line in values)

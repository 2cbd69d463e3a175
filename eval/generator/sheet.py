"""What a page says before it is set: rows, bullets and lists under headings, the same for every file format."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A line of an entry. `label` stands in a column of its own, `right` at the far edge; both may be empty."""

    text: str
    right: str = ""
    label: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Bullet:
    """A point of a list; `mark` is its sign with the blank behind it, or empty."""

    text: str
    mark: str


@dataclass(frozen=True)
class Paragraph:
    """Prose that wraps."""

    text: str


@dataclass(frozen=True)
class Grid:
    """Short items side by side, `columns` to a row."""

    items: tuple[str, ...]
    columns: int


@dataclass(frozen=True)
class Gap:
    """Space between two entries."""


Block = Row | Bullet | Paragraph | Grid | Gap


@dataclass
class Section:
    """A heading, or none, and what stands under it. `kind` says what it is."""

    kind: str
    heading: str
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Sheet:
    """A whole résumé: the lines at its head and its sections in order."""

    name: str
    label: str
    contact: list[str]
    sections: list[Section]


def reading_text(sheet: Sheet) -> str:
    """What a reader sees, one block a line."""
    lines = [sheet.name, sheet.label, *sheet.contact]
    for section in sheet.sections:
        lines += ["", section.heading]
        for block in section.blocks:
            lines.append(_said(block))
    return "\n".join(lines).strip() + "\n"


def _said(block: Block) -> str:
    match block:
        case Row():
            return "  ".join(part for part in (block.label, block.text, block.right) if part)
        case Bullet():
            return block.mark + block.text
        case Paragraph():
            return block.text
        case Grid():
            return "  ".join(block.items)
        case Gap():
            return ""


_OTHER = ("interests", "references", "publications", "awards", "volunteering")


def roles(sheet: Sheet) -> list[tuple[str, str]]:
    """What each block is, and its words, in order: `header`, `contact`, `heading`, or the kind of its section."""
    found = [("header", sheet.name), ("header", sheet.label), *(("contact", line) for line in sheet.contact)]
    for section in sheet.sections:
        found.append(("heading", section.heading))
        kind = "other" if section.kind in _OTHER else section.kind
        found += [(kind, _said(block)) for block in section.blocks]
    return [(role, text) for role, text in found if text]

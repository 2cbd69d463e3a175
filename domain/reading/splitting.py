"""Rows into sections: by what a heading says, how headings look in this document, and what stands under them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from domain.reading.labels import Shares, label_rows
from domain.reading.lexicon import heading_key, lexicon, words
from domain.reading.openings import end_of, heading_share, is_unknown_heading, kind_of, tells_reach
from domain.reading.sections import Row, Section, SectionKind, language_at_start
from domain.reading.settling import stretches
from domain.reading.spans import Span


def _is_heading(row: Row, following: Row | None, inside: SectionKind, strict: bool) -> str | None:
    """The kind of section a row opens. A heading with body type is not believed where headings stand out."""
    text = row.text
    if len(text) > 60 or (kind := lexicon().heading(text)) is None:
        return None
    if row.is_sentence or text.endswith(",") or (row.bullet and not row.line.heading):
        return None
    if kind == "other" and inside == "skills" and heading_key(row.text) in lexicon().groups:
        return None
    if strict and not row.emphasis and not row.text.isupper():
        return None
    if kind == "languages" and inside == "skills" and (following is None or not language_at_start(following.text)):
        return None
    return kind


def _inline(row: Row, inside: SectionKind) -> tuple[str, Span] | None:
    """`Languages: English, French` on one line: the kind and what follows the colon."""
    head, colon, rest = row.text.partition(":")
    if not colon:
        head, colon, rest = row.text.partition("：")
    if not rest.strip() or row.bullet or len(head) > 40:
        return None
    kind = lexicon().headings.get(heading_key(head))
    if kind not in ("skills", "languages", "summary", "certificates") or kind == inside:
        return None
    if kind == "languages" and not language_at_start(rest):
        return None
    if kind != "languages" and inside not in ("header", "languages", "education", "other", "summary"):
        return None
    return kind, row.span.cut(len(head) + 1).strip()


def _stands_out(rows: list[Row]) -> bool:
    """Headings of this document differ from its body text, so a plain row is none."""
    known = [row for row in rows if not row.bullet and lexicon().heading(row.text)]
    marked = sum(1 for row in known if row.emphasis or row.text.isupper())
    return marked >= 3 and any(not row.emphasis for row in rows)


def split_sections(rows: list[Row]) -> list[Section]:
    """The header and the sections in reading order; an unknown heading in the style of the known ones opens `other`.

    An `analysis` section ends the résumé: it is what an export of ours says about the person, and our judgements must
    never come back as facts.
    """
    if not rows:
        return [Section("header")]
    page = _Page.of(rows)
    sections, wrapped = [Section("header")], -1
    places: list[list[int]] = [[]]
    for i, row in enumerate(rows):
        current = sections[-1]
        kind = None if i == wrapped else page.opened(i, current)
        if i == wrapped or kind == _LABEL:
            continue
        if kind == "analysis":
            break
        if kind is not None:
            wrapped = i + 1 if page.wraps(i) else -1
            sections.append(Section(_kind(kind), row))
            places.append([])
        elif inline := _inline(row, current.kind):
            sections.append(Section(_kind(inline[0]), row, [Row(inline[1], row.line)]))
            places.append([i])
        else:
            current.rows.append(row)
            places[-1].append(i)
    reach = _reach_elsewhere(sections, [page.shares[at] for at in places])
    cut = [_settled(section, page.shares[at], reach) for section, at in zip(sections, places, strict=True)]
    return [part for parts in cut for part in parts]


_LISTS = ("skills", "languages", "certificates")
_SMALLER = 0.94
_LONGEST_HALF = 40
"""Characters of the first row of a heading over two."""


def _is_part_of_list(row: Row, section: Section, following: Row | None, kind: str | None) -> bool:
    """The row names a group of a list, or is one of its items, whatever its words could name elsewhere.

    It is set smaller than the heading of the list, and comes first or as another row of that list. The plain name of
    another section is believed all the same, so is a heading above names of languages.
    """
    heading = section.heading
    if section.kind not in _LISTS or heading is None or not heading.line.size or not row.line.size:
        return False
    if row.line.size >= _SMALLER * heading.line.size:
        return False
    if section.rows and all(row.style != other.style for other in section.rows):
        return False
    if following is not None and language_at_start(following.text):
        return section.kind == "languages"
    exact = lexicon().headings.get(heading_key(row.text))
    return kind is None or exact in (None, "other", section.kind, "languages")


_LABEL = "label"
"""Of a row that names a part of the section it stands in: `Achievements` above the points of a role."""


@dataclass(frozen=True)
class _Page:
    """What is known of a document before it is divided: see `of`."""

    rows: list[Row]
    shares: Shares
    strict: bool
    """A heading in body type is not believed."""
    known: frozenset[int]
    """Rows that the lexicon takes for headings."""
    named: int
    """The first row that can be a heading: those in the look of the first row are a name."""
    house_style: tuple[object, ...] | None
    """The look of three headings or more that hardly anything but headings has."""

    @classmethod
    def of(cls, rows: list[Row]) -> _Page:
        """Measure the rows of a document."""
        strict = _stands_out(rows)
        styles = Counter(row.style for row in rows if row.emphasis >= 1 and lexicon().heading(row.text))
        house_style = next((style for style, n in styles.most_common(1) if n >= 3), None)
        if house_style and sum(1 for row in rows if row.style == house_style) > styles[house_style] + 2:
            house_style = None
        known = frozenset(i for i, row in enumerate(rows) if _is_heading(row, None, "header", strict))
        first = rows[0].style
        named = next((i for i, row in enumerate(rows) if row.style != first), 1)
        return cls(rows, label_rows(rows), strict, known, named, house_style)

    def opened(self, at: int, section: Section) -> str | None:
        """The kind of section that a row opens inside another, `_LABEL`, or None."""
        row, following = self.rows[at], self.rows[at + 1] if at + 1 < len(self.rows) else None
        inside = section.kind
        kind = _is_heading(row, following, inside, self.strict)
        if _is_part_of_list(row, section, following, kind):
            return None
        if kind is None and following is not None:
            kind = _wrapped_heading(row, following)
        if kind == "other" and inside == self._under(at):
            kind = _LABEL if inside == "work" else None
        elif kind is None and at >= self.named:
            kind = self._guessed(at)
            kind = lexicon().heading_by_cue(row.text) or kind if kind == "other" else kind
            if kind == inside:
                kind = None
                if inside == "skills" and section.heading and lexicon().heading(section.heading.text) != "skills":
                    return None  # groups of skills without a heading above them all
        if kind is None and at and self._in_house_style(at):
            return lexicon().heading_by_cue(row.text) or "other"
        return kind

    def _in_house_style(self, at: int) -> bool:
        """Whether a row looks as the headings of this document do."""
        row = self.rows[at]
        return self.house_style is not None and row.style == self.house_style and _is_short(row)

    def wraps(self, at: int) -> bool:
        """Whether a heading goes on in the next row."""
        if at in self.known or at + 1 >= len(self.rows):
            return False
        return _wrapped_heading(self.rows[at], self.rows[at + 1]) is not None

    def _guessed(self, at: int) -> str | None:
        """The kind of section that a heading opens which the lexicon does not know."""
        if not is_unknown_heading(self.rows[at], heading_share(self.shares, at)):
            return None
        kind = self._under(at)
        return "contact" if kind == "header" else kind

    def _under(self, at: int) -> str | None:
        """What the rows under a heading are together."""
        return kind_of(self.shares[at + 1 : end_of(at + 1, self.rows, self.shares, self.known)])


def _reach_elsewhere(sections: list[Section], shares: list[Shares]) -> SectionKind:
    """What rows that look like a header are elsewhere: another person's, if the document has told how to be reached."""
    told = any(
        section.kind == "contact" or (section.kind == "header" and any(tells_reach(own)))
        for section, own in zip(sections, shares, strict=True)
    )
    return "other" if told else "contact" if sections[0].rows else "header"


def _settled(section: Section, shares: Shares, reach: SectionKind) -> list[Section]:
    """The section, cut where its rows are of another kind; the first part keeps the heading.

    `reach` is what rows of a header are called outside of the header.
    """
    found = stretches(shares, section.kind)
    kinds = [reach if kind == "header" != section.kind else _kind(kind) for kind, _, _ in found]
    parts = [Section(kind, None, section.rows[first:end]) for kind, (_, first, end) in zip(kinds, found, strict=True)]
    if not parts:
        return [section]
    parts[0].heading = section.heading
    return parts


def _wrapped_heading(row: Row, following: Row) -> str | None:
    """The kind that two rows of one look name together, as a narrow column breaks a heading."""
    if not row.emphasis or row.bullet or following.bullet or following.gap or len(row.text) > _LONGEST_HALF:
        return None
    return lexicon().heading(f"{row.text} {following.text}") if row.style == following.style else None


def _is_short(row: Row) -> bool:
    """A few words and no number."""
    return len(words(row.text)) <= 4 and not any(c.isdigit() for c in row.text)


def _kind(name: str) -> SectionKind:
    return name  # type: ignore[return-value]  # the lexicon's keys are the kinds

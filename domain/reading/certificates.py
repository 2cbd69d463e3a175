"""Certificates and publications: one an item, with a date and what stands apart from the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.reading.dates import DateRange, find_range
from domain.reading.evidence import Ledger
from domain.reading.items import joined_rows
from domain.reading.lexicon import heading_key, lexicon
from domain.reading.roles import company_score
from domain.reading.sections import Row
from domain.reading.spans import Span
from schema.profile import Certificate, Publication

_PARTS = re.compile(r"\s+[|·–—]\s+|\t+|\s*\|\s*")
_COMMA = re.compile(r"\s*[,，]\s+")
_TAIL = re.compile(r"\s*[,;(|·–—-]\s*([^,;|·–—]{3,30})$")
_LAST_WORD = re.compile(r"\s+([^\s,;|]+)$")
_MOSTLY = 0.5
_NO_NAME = re.compile(r"[\W\d_]*")


@dataclass(slots=True)
class _Item:
    """One entry of a list: the pieces around its date."""

    row: Row
    span: Span
    pieces: list[Span]
    dates: DateRange | None

    @property
    def value(self) -> str | None:
        """The ISO date: the end of a span of time."""
        return (self.dates.end or self.dates.start) if self.dates else None

    @property
    def words_of_date(self) -> Span | None:
        """The date as written."""
        return (self.dates.end_span or self.dates.start_span) if self.dates else None


def _item(row: Row, span: Span) -> _Item:
    dates = find_range(span)
    pieces = span.without(dates.span) if dates else [span.strip()]
    return _Item(
        row, span, [piece for piece in map(_unlabelled, pieces) if _is_name(piece)] if dates else pieces, dates
    )


def _items(rows: list[Row], text: str) -> list[_Item]:
    """The items of a list. Where most carry a date, a row without one is the rest of its neighbour."""
    items: list[_Item] = []
    for row, span in joined_rows(rows, text):
        item = _item(row, span)
        if items and _is_rank(item) and items[-1].row.style == row.style and not items[-1].dates:
            items[-1] = _joined(items[-1], item, text)
        else:
            items.append(item)
    if rows and any(item.row.bullet for item in items):
        return _by_bullet(items, text)
    dated = [item for item in items if item.dates and item.pieces]
    if len(dated) < max(_MOSTLY * len(items), 1):
        return _below(items, rows)
    leading = sum(1 for item in dated if item.dates and _leads(item.span, item.dates))
    return _merge(items, text, leads=items[0].dates is not None and leading > len(dated) / 2)


def _is_rank(item: _Item) -> bool:
    """`Developer` alone: a narrow column broke the name of which it is the end."""
    alone = len(item.span.text.split()) == 1 and not (item.row.bullet or item.row.gap or item.dates)
    return alone and lexicon().words["titles"].count(item.span.text) == 1


def _leads(span: Span, dates: DateRange) -> bool:
    """The date stands at the beginning, or in a column of its own beside the first line."""
    at = dates.span.start - span.start
    return at <= 1 or "\t" in span.text[:at]


def _by_bullet(items: list[_Item], text: str) -> list[_Item]:
    """A row without a bullet belongs to the bullet above it."""
    found: list[_Item] = []
    for item in items:
        if found and not item.row.bullet and not item.row.gap and found[-1].row.bullet:
            found[-1] = _joined(found[-1], item, text)
        else:
            found.append(item)
    return found


def _joined(above: _Item, below: _Item, text: str) -> _Item:
    span = Span(text[above.span.start : below.span.end], above.span.start, above.span.page)
    between = text[above.span.end : below.span.start]
    if between.strip() or (above.dates and below.dates):
        return above
    if above.dates and below.pieces and above.dates.span.end >= above.span.end:
        return above
    return _item(above.row, span)


def _merge(items: list[_Item], text: str, *, leads: bool) -> list[_Item]:
    """Rows without a date joined to the one above (dates lead their items) or below (dates end them)."""
    found: list[_Item] = []
    for item in items:
        before = found[-1] if found else None
        open_before = before is not None and before.dates is None
        rest_of_above = leads and not item.dates
        end_of_above = open_before and (not leads or not item.pieces)
        if before and (not item.row.gap or not item.pieces) and (rest_of_above or end_of_above):
            found[-1] = _joined(before, item, text)
        else:
            found.append(item)
    return found


def _below(items: list[_Item], rows: list[Row]) -> list[_Item]:
    """A row of dates alone belongs to the row above, or to the one below where dates come first.

    A plainer row below a name tells more about it.
    """
    found: list[_Item] = []
    waiting = bool(items) and items[0].dates is not None and not items[0].pieces
    dates: DateRange | None = None
    for item in items:
        if waiting and not item.pieces:
            dates = item.dates
        elif waiting and dates and not item.dates:
            found.append(_Item(item.row, item.span, item.pieces, dates))
            dates = None
        elif not item.pieces and found:
            found[-1].dates = item.dates
        elif found and not item.dates and found[-1].dates is None and rows[0].emphasis > item.row.emphasis:
            found[-1].pieces.extend(item.pieces)
        elif item.pieces:
            found.append(item)
    return found


def _name_and_issuer(piece: Span) -> list[Span]:
    """Cut at a bar or long dash, but not before a rank (`– Associate`); at a comma only before an organisation."""
    parts = piece.split(_PARTS)
    if len(parts) == 2 and lexicon().words["titles"].count(parts[1].text):
        return [piece]
    if len(parts) == 1:
        commas = piece.split(_COMMA)
        if len(commas) == 2 and company_score(commas[1].text) > 0:
            return commas
    return parts


def _unlabelled(piece: Span) -> Span:
    """Without a label behind it, whose date was cut off: `First Aid, issued on`, `First Aid Issued`."""
    found = _TAIL.search(piece.text)
    if found and heading_key(found[1]) in lexicon().labels:
        return piece.cut(0, found.start()).strip()
    last = _LAST_WORD.search(piece.text)
    return (
        piece.cut(0, last.start()).strip() if last and lexicon().labels.get(heading_key(last[1])) == "issued" else piece
    )


def _is_name(span: Span) -> bool:
    """More than a number, and neither a label nor a heading by itself."""
    return not _NO_NAME.fullmatch(span.text) and heading_key(span.text) not in lexicon().labels


def read_certificates(rows: list[Row], text: str, ledger: Ledger) -> list[Certificate]:
    """Certificates: name, issuer where one is set apart, date."""
    found: list[Certificate] = []
    for item in _items([row for row in rows if not (row.is_sentence or row.text.endswith("。"))], text):
        pointer = f"/certificates/{len(found)}"
        fields = [field for piece in item.pieces for field in _name_and_issuer(_unlabelled(piece)) if _is_name(field)]
        certificate = Certificate(name=ledger.read(f"{pointer}/name", fields[0] if fields else None, 0.85))
        if not certificate.name:
            continue
        certificate.issuer = ledger.read(f"{pointer}/issuer", fields[1] if len(fields) > 1 else None, 0.7)
        if item.value and item.words_of_date:
            certificate.date = item.value
            ledger.put(f"{pointer}/date", item.words_of_date, 0.9)
        found.append(certificate)
    return found


def read_publications(rows: list[Row], text: str, ledger: Ledger) -> list[Publication]:
    """Publications: one per row or bullet, with the date if there is one."""
    found: list[Publication] = []
    for item in _items(rows, text):
        pointer = f"/publications/{len(found)}"
        name = ledger.read(f"{pointer}/name", item.pieces[0] if item.pieces else None, 0.7)
        if not name:
            continue
        publication = Publication(name=name)
        if item.value and item.words_of_date:
            publication.release_date = item.value
            ledger.put(f"{pointer}/releaseDate", item.words_of_date, 0.9)
        found.append(publication)
    return found

"""Who it is and how to reach them: name, label, e-mail, phone, place and links, from the header and contact rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.reading.gazetteer import gazetteer
from domain.reading.lexicon import lexicon
from domain.reading.links import Link, emails_in, network_of, read_links, urls_in
from domain.reading.names import find_name, find_name_elsewhere
from domain.reading.phones import PHONE, Phone, countries_of_language, phones_in
from domain.reading.pieces import PIECES, Piece, pieces_of
from domain.reading.places import Place, read_place
from domain.reading.sections import Row, Section, SectionKind
from domain.reading.spans import Span
from domain.reading.wrapping import Columns, mend

_NOT_MINE = frozenset({"fax", "private", "score"})
"""Labels whose values are digits, and no telephone number."""
_LABEL_LENGTH = 80


@dataclass(slots=True)
class Contact:
    """What the header and contact rows say; what they do not say stays None."""

    name: Span | None = None
    label: Span | None = None
    email: Span | None = None
    phone: Span | None = None
    e164: str | None = None
    place: Place | None = None
    links: list[Link] = field(default_factory=list)


def _find_label(rows: Sequence[Row], name: Span | None) -> Span | None:
    """The professional headline: a role named beside the name or within the three rows below it."""
    at = next((i for i, row in enumerate(rows) if name and row.span.start <= name.start < row.span.end), None)
    if at is None or name is None:
        return None
    titles = lexicon().words["titles"]
    beside = rows[at].span.cut(name.end - rows[at].span.start).strip(" ,|–—-")
    for span in (beside, *(row.span for row in rows[at + 1 : at + 4] if not row.is_sentence)):
        reach = any(emails_in(span)) or any(c.isdigit() for c in span.text)
        if span and len(span.text) <= _LABEL_LENGTH and titles.count(span.text) and not reach:
            return span.split(PIECES)[0]
    return None


def _is_reach(piece: Span) -> bool:
    """A number, an address or a network's name: no place."""
    text = piece.text
    return bool(PHONE.search(text) or "@" in text or network_of(text) or "(http" in text or any(urls_in(piece)))


def _read_phone(
    pieces: Sequence[Piece], elsewhere: Sequence[Span], place: Place | None, language: str | None
) -> Phone | None:
    """The first number that a label or the header names; one whose country is known before one that has none."""
    certain = [place.country_code] if place and place.country_code else []
    if place and not certain:
        known = gazetteer().countries(part.text for part in (place.region, place.city) if part)
        certain = sorted(known) if len(known) == 1 else []
    spans = [p.span for p in pieces if p.label == "phone"]
    spans += [p.span for p in pieces if p.label not in _NOT_MINE and p.label != "phone"]
    unknown: Phone | None = None
    for n, span in enumerate([*spans, *elsewhere]):
        for phone in phones_in(span, certain, countries_of_language(language)):
            if phone.e164:
                return phone
            unknown = unknown or (phone if n < len(spans) else None)
    return unknown


def _place_pieces(pieces: Sequence[Piece], taken: Sequence[Span]) -> list[Piece]:
    """What may be a place: neither the name nor the headline, no number, no address."""
    return [
        piece
        for piece in pieces
        if not any(t.start <= piece.span.start < t.end for t in taken) and not _is_reach(piece.span)
    ]


def read_contact(sections: Sequence[Section], text: str, *, language: str | None = None) -> Contact:
    """Read the header and the contact sections; name, e-mail and phone may also stand further down.

    `text` is the document's; `language` its ISO code, by which a telephone number without country code is read.
    """
    columns = Columns.of(row for section in sections for row in section.rows)

    def rows_in(*kinds: SectionKind) -> list[Row]:
        return mend([row for section in sections if section.kind in kinds for row in section.rows], text, columns)

    header, contact = rows_in("header"), rows_in("contact", "profiles")
    whole = rows_in("other", "summary", "skills")
    rows = header + contact
    pieces = pieces_of(rows, text, columns)
    result = Contact()
    mails = (mail for row in [*rows, *whole] for mail in emails_in(row.span))
    result.email = next(mails, None)
    top = [piece for piece in pieces if piece.row < len(header)]
    result.name = find_name(header, top, result.email) or find_name(rows, pieces, result.email)
    if result.name is None:
        headings = [s.heading for s in sections if s.heading and lexicon().heading(s.heading.text) is None]
        addresses = [span.tight for p in pieces for span in (*emails_in(p.span), *urls_in(p.span))]
        lists = rows_in("languages", "certificates")
        result.name = find_name_elsewhere([*headings, *whole, *lists], addresses) or find_name(
            headings, [], result.email
        )
    result.label = _find_label(rows, result.name)
    taken = [s for s in (result.name, result.label, result.email) if s]
    result.place = read_place(pieces, _place_pieces(pieces, taken))
    phone = _read_phone(pieces, [row.span for row in whole], result.place, language)
    if phone:
        result.phone, result.e164 = phone.span, phone.e164
    result.links = read_links([(piece.label, piece.span) for piece in pieces], result.name)
    return result

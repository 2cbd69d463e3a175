"""Who it is and how to reach them: name, label, e-mail, phone, place and links, from the header and contact rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import phonenumbers

from domain.reading.lexicon import fold, heading_key, is_cjk, lexicon, words
from domain.reading.links import EMAIL, ICONS, NETWORKS, Link, network_of, read_links, without_accents
from domain.reading.places import Place, read_place
from domain.reading.sections import Row
from domain.reading.spans import Span

_PHONE = re.compile(r"(?<![\w@/.-])(?:\+|00)?\(?\d[\d\s().\-/\u00a0‐–]{6,20}\d(?![\w@])")
_PIECES = re.compile(r"\s*[|•·⋅]\s*|\t+|\s{3,}|\s+[–—]\s+")


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
    prose: list[Row] = field(default_factory=list)
    """Sentences of the header: a summary without a heading."""


def _labelled(piece: Span) -> tuple[str | None, Span]:
    """A piece without its label or icon, and the label's kind: `Phone: 0170…` → (`phone`, `0170…`)."""
    if piece.text[:1] in ICONS and piece.text[:1]:
        rest = piece.strip(ICONS + " \ufe0f")
        return {"⌂": "location", "📍": "location", "🏠": "location", "🏡": "location"}.get(piece.text[0]), rest
    head, colon, rest_text = piece.text.replace("：", ":").partition(":")
    if colon and not rest_text.startswith("//"):
        kind = lexicon().labels.get(heading_key(head))
        if kind:
            return kind, piece.cut(len(head) + 1).strip()
    first = piece.text.split(None, 1)[0] if piece.text.split() else ""
    kind = lexicon().labels.get(heading_key(first)) if len(first) < len(piece.text) else None
    if kind in ("phone", "email"):
        return kind, piece.cut(len(first)).strip()
    return None, piece


def _pieces(rows: list[Row]) -> list[tuple[str | None, Span, int]]:
    """Labelled pieces with the index of their row; a row that is only a label names the row below."""
    found: list[tuple[str | None, Span, int]] = []
    pending: str | None = None
    for index, row in enumerate(rows):
        for piece in row.span.split(_PIECES):
            if (kind := lexicon().labels.get(heading_key(piece.text))) and not any(c.isdigit() for c in piece.text):
                pending = kind
                continue
            label, value = _labelled(piece)
            if value:
                found.append((label or pending, value, index))
            pending = None
    return found


def _phone(text: Span, region: str | None) -> tuple[Span, str] | None:
    """The first run of digits that can be a telephone number, with its E.164 form if the country is known."""
    for found in _PHONE.finditer(text.text):
        if len(re.sub(r"\D", "", found[0])) > 15 or re.fullmatch(
            r"\s*(?:19|20)\d\d\s*[-–/.]\s*(?:19|20)?\d\d\s*", found[0]
        ):
            continue
        raw = re.sub(r"^00", "+", found[0].strip())
        try:
            number = phonenumbers.parse(raw, None if raw.startswith("+") else region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return text.cut(found.start(), found.end()).strip(), e164
    return None


def _name_score(name: Span, index: int, large: bool, email: Span | None) -> float:
    """How much a piece of the header looks like a person's name; below 0 it is none."""
    text, lex = name.value, lexicon()
    tokens = text.split()
    if any(c.isdigit() or c in "@:/|,;•()" for c in text) or len(text) > 50 or heading_key(text) in lex.banners:
        return -1
    if heading_key(text) in lex.labels or lex.heading(text) or fold(text) in NETWORKS:
        return -1
    if is_cjk(text):
        return 2 - index * 0.2 if 2 <= len(text.replace(" ", "")) <= 6 and not lex.words["titles"].count(text) else -1
    if not 1 < len(tokens) <= 6 or not all(t[0].isupper() or fold(t) in _PARTICLES for t in tokens):
        return -1
    score = 2 - index * 0.3 + 1.5 * large - 2 * (lex.words["titles"].count(text) > 0)
    score -= 3 * (lex.words["organisations"].count(text) > 0)
    local = re.sub(r"[^a-z]", "", without_accents(email.text.split("@")[0]).casefold()) if email else ""
    return score + sum(1.5 for w in words(without_accents(text)) if len(w) > 2 and w in local)


_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "zu",
        "zur",
        "y",
        "e",
        "bin",
        "ibn",
        "al",
        "el",
        "ten",
        "ter",
    ]
)


def _find_name(rows: list[Row], pieces: list[tuple[str | None, Span, int]], email: Span | None) -> Span | None:
    for label, piece, _ in pieces:
        if label == "name" and not any(c.isdigit() for c in piece.text):
            return piece
    largest = max((row.line.size or 0 for row in rows), default=0)
    best: tuple[float, Span] | None = None
    for i, row in enumerate(rows[:40]):
        large = bool(row.line.size and row.line.size >= largest)
        for candidate in [*row.span.split(_PIECES)[:2], *_with_row_below(row, rows[i + 1 : i + 2])]:
            name = candidate.strip(" *#")
            score = -1 if row.bullet else _name_score(name, min(i, 6), large, email)
            if score > 0 and (best is None or score > best[0]):
                best = (score, name)
    return best[1] if best else None


def _with_row_below(row: Row, below: list[Row]) -> list[Span]:
    """A name that a narrow column broke in two: the same type, larger than the rest, in the next row."""
    if not below or not row.line.size or row.style != below[0].style or row.emphasis < 1 or row.line.y0 is None:
        return []
    if below[0].span.start != row.span.end + 1 or len(f"{row.text} {below[0].text}".split()) > 5:
        return []
    return [Span(f"{row.text}\n{below[0].text}", row.span.start, row.span.page)]


def _find_label(rows: list[Row], name: Span | None) -> Span | None:
    """The professional headline: a role named within the three rows below the name."""
    at = next((i for i, row in enumerate(rows) if name and row.span.start <= name.start < row.span.end), None)
    if at is None:
        return None
    titles = lexicon().words["titles"]
    for row in rows[at + 1 : at + 4]:
        text = row.text
        if (
            not row.is_sentence
            and len(text) <= 80
            and not EMAIL.search(text)
            and titles.count(text)
            and not any(c.isdigit() for c in text)
        ):
            return row.span.split(_PIECES)[0]
    return None


def _is_reach(piece: Span) -> bool:
    """A number, an address or a network's name: no place."""
    return bool(
        _PHONE.search(piece.text) or EMAIL.search(piece.text) or network_of(piece.text) or "(http" in piece.text
    )


def read_contact(header: list[Row], contact: list[Row], whole: list[Row]) -> Contact:
    """Read the header and contact rows; e-mail and phone are looked for in the whole document if they are not there."""
    rows = header + contact
    pieces = _pieces(rows)
    result = Contact()
    everywhere = [row.span for row in rows] + [row.span for row in whole]
    for span in everywhere:
        if found := EMAIL.search(span.text):
            result.email = span.cut(found.start(), found.end())
            break
    result.name = _find_name(header, pieces, result.email) or _find_name(rows, pieces, result.email)
    result.label = _find_label(rows, result.name)
    taken = [s for s in (result.name, result.label, result.email) if s]
    result.place = read_place(
        [
            (kind, p, i)
            for kind, p, i in pieces
            if not any(t.start <= p.start < t.end for t in taken) and not _is_reach(p)
        ],
        header_rows=len(header),
    )
    region = result.place.country_code if result.place else None
    for span in [p for label, p, _ in pieces if label == "phone"] + everywhere:
        if phone := _phone(span, region):
            result.phone, result.e164 = phone
            break
    result.links = read_links(pieces, rows, result.name)
    result.prose = [row for row in header if row.is_sentence and len(words(row.text)) >= 6]
    return result

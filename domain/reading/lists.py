"""Sections that are lists: skills, languages, certificates, publications."""

from __future__ import annotations

import re

from domain.reading.dates import find_range
from domain.reading.evidence import Ledger
from domain.reading.lexicon import fold, heading_key, lexicon, words
from domain.reading.roles import company_score
from domain.reading.sections import Row, is_wrapped, right_edge
from domain.reading.spans import Span, unwrap
from domain.skills import canonical_skill, category_of, find_skills
from schema.profile import Certificate, Language, Publication, Skill

_SEPARATOR = re.compile(r"\s*[|;•·▪●,，、；]\s*(?![^()（）]*[)）])|\t+|\s{3,}|\s+/\s+")
_ITEMS = re.compile(r"\s*[|;•·,，；、]\s*(?![^()（）]*[)）])|\t+|\s{3,}")
_FIELD = re.compile(r"\s+[|·]\s+|\s+[–—]\s+|\t+|\s*[,，]\s+")
_LABEL = re.compile(r"^([^:：,;|]{2,40}?)\s*[:：]\s*(?=\S)")
_DASHES = " \t–—-:：|()（）"
_RATING = re.compile(r"[\s★☆●○◉◯■□▪▫*]{2,}$|\s*\(?\b\d{1,3}\s*(?:%|/\s*(?:5|10))\)?$")
_CEFR = re.compile(r"\b[ABC][12][+]?\b")
_MOST_WORDS = 7

_Group = tuple[Span | None, list[Span]]


def _wrapped(row: Row, before: Row, right: float) -> bool:
    """The row goes on with the list of the row above."""
    if row.bullet or row.gap or _LABEL.match(row.text):
        return False
    listed = bool(_SEPARATOR.search(before.text)) or before.text.endswith((",", "|", "·"))
    wrapped = is_wrapped(row, before, right)
    if wrapped is not None:
        return wrapped and (listed or before.bullet or bool(_LABEL.match(before.text)))
    return listed and (before.text.endswith((",", "|", "·")) or row.text[:1].islower())


def _joined(rows: list[Row], text: str) -> list[tuple[Row, Span]]:
    right = right_edge(rows)
    found: list[tuple[Row, Span]] = []
    for i, row in enumerate(rows):
        if found and _wrapped(row, rows[i - 1], right):
            first, span = found[-1]
            found[-1] = (first, Span(text[span.start : row.span.end], span.start, span.page))
        else:
            found.append((row, row.span))
    return found


def _is_group_name(row: Row, following: Row | None, plain: int) -> bool:
    """A row that names the skills below it: by its words, or because it stands out among plain rows."""
    if (
        following is None
        or row.bullet
        or _LABEL.match(row.text)
        or _SEPARATOR.search(row.text)
        or len(words(row.text)) > 4
    ):
        return False
    if row.text.endswith((":", "：")):
        return True
    return heading_key(row.text) in lexicon().groups or (row.emphasis > plain and following.emphasis <= plain)


def _skill_spans(span: Span) -> list[Span]:
    """The items of one row. Words without separators are cut at the skills that the table knows."""
    items = [unwrap(item) for item in span.split(_SEPARATOR)]
    if len(items) == 1 and len(items[0].text.split()) > 3:
        return _known_runs(items[0])
    return [cleaned for item in items if (cleaned := _cleaned(item))]


def _cleaned(item: Span) -> Span | None:
    """Without a rating or a level behind it; None for what is a sentence and no skill."""
    if rating := _RATING.search(item.text):
        item = item.cut(0, rating.start()).strip()
    bracket = re.search(r"\s*[(（]([^()（）]+)[)）]$", item.text)
    if bracket and bracket.start() and bracket[1] in lexicon().words["levels"]:
        item = item.cut(0, bracket.start())
    item = item.strip(" .,;:–—-*")
    return item if item and len(words(item.text)) <= _MOST_WORDS and len(item.text) <= 60 else None


def _known_runs(item: Span) -> list[Span]:
    """`Docker Git Kotlin`: cut at known skills if they make up most of the row, else the row is one item."""
    mentions = find_skills(item.text, skills_context=True)
    if sum(m.end - m.start for m in mentions) < 0.5 * len(item.text) or len(mentions) < 2:
        cleaned = _cleaned(item)
        return [cleaned] if cleaned else []
    found: list[Span] = []
    at = 0
    for mention in mentions:
        between = item.cut(at, mention.start).strip()
        found += [between] if between else []
        found.append(item.cut(mention.start, mention.end))
        at = mention.end
    rest = item.cut(at).strip()
    return found + ([rest] if rest else [])


def _groups(rows: list[Row], text: str) -> list[_Group]:
    plain = min((row.emphasis for row in rows), default=0)
    joined = _joined(rows, text)
    groups: list[_Group] = [(None, [])]
    for i, (row, span) in enumerate(joined):
        following = joined[i + 1][0] if i + 1 < len(joined) else None
        if _is_group_name(row, following, plain):
            groups.append((span.strip(" :："), []))
        elif label := _LABEL.match(span.text):
            groups.append((span.cut(0, label.end(1)).strip(), _skill_spans(span.cut(label.end()))))
            groups.append((None, []))
        else:
            groups[-1][1].extend(_skill_spans(span))
    return [group for group in groups if group[1]]


def read_skills(rows: list[Row], text: str, ledger: Ledger) -> list[Skill]:
    """Skills under the résumé's own categories; those without one under the category that the skills table gives."""
    groups = _groups(rows, text)
    named = [(label, items) for label, items in groups if label]
    by_category: dict[str, list[Span]] = {}
    for item in (item for label, items in groups if not label for item in items):
        by_category.setdefault(category_of(canonical_skill(item.value)) or "Other", []).append(item)
    return _write_skills([(label.value, label, items) for label, items in named if label], by_category, ledger)


def skills_in_prose(spans: list[Span], ledger: Ledger) -> list[Skill]:
    """Known skills named in running text, for a résumé that lists none."""
    by_category: dict[str, list[Span]] = {}
    for span in spans:
        for mention in find_skills(span.text):
            by_category.setdefault(mention.category, []).append(span.cut(mention.start, mention.end))
    return _write_skills([], by_category, ledger)


def _write_skills(
    named: list[tuple[str, Span, list[Span]]], by_category: dict[str, list[Span]], ledger: Ledger
) -> list[Skill]:
    """Skill groups with evidence; a category that we gave rests on its first skill, and says so by its method."""
    found: list[Skill] = []
    seen: set[str] = set()
    for name, label, items in [*named, *((name, None, items) for name, items in by_category.items())]:
        place = next((n for n, group in enumerate(found) if group.name == name), len(found))
        pointer, keywords = f"/skills/{place}", found[place].keywords if place < len(found) else []
        for item in items:
            if fold(item.value) not in seen:
                seen.add(fold(item.value))
                ledger.put(f"{pointer}/keywords/{len(keywords)}", item, 0.9)
                keywords.append(item.value)
        if keywords and place == len(found):
            method = ledger.method if label else "skills-table"
            ledger.put(f"{pointer}/name", label or items[0], 0.9 if label else 0.5, method=method)
            found.append(Skill(name=name, keywords=keywords))
    return found


def _level(span: Span) -> Span | None:
    """A level of fluency: CEFR, or words of the lexicon."""
    stripped = span.strip(_DASHES)
    if not stripped:
        return None
    return stripped if _CEFR.search(stripped.text) or lexicon().words["levels"].count(stripped.text) else None


def _language(item: Span) -> tuple[Span, Span | None] | None:
    """`Deutsch (C1)` into the language and its level; None if the item names no language."""
    names = lexicon().languages
    tokens = list(re.finditer(r"[^\s(（:：–—|]+", item.text))
    for size in (3, 2, 1):
        if len(tokens) >= size:
            head = item.cut(tokens[0].start(), tokens[size - 1].end()).strip(_DASHES + ",")
            if fold(head.text) in names:
                return head, _level(item.cut(tokens[size - 1].end()))
    for name in sorted((n for n in names if not n.isascii() and fold(item.text).startswith(n)), key=len, reverse=True):
        return item.cut(0, len(name)), _level(item.cut(len(name)))
    return None


def read_languages(rows: list[Row], ledger: Ledger) -> list[Language]:
    """Languages with the words for their level; a level may stand in the row below."""
    found: list[Language] = []
    for row in rows:
        for item in row.span.split(_ITEMS):
            pointer = f"/languages/{len(found)}"
            if read := _language(item):
                language = ledger.read(f"{pointer}/language", read[0], 0.95)
                found.append(Language(language=language, fluency=ledger.read(f"{pointer}/fluency", read[1], 0.9)))
            elif found and found[-1].fluency is None and (level := _level(item)):
                found[-1].fluency = ledger.read(f"/languages/{len(found) - 1}/fluency", level, 0.85)
    return found


def _dated(rows: list[Row], text: str) -> list[tuple[list[Span], str | None, Span | None]]:
    """Items of a list with their date: (pieces, ISO date, its words); a row of dates alone belongs to the row above."""
    found: list[tuple[list[Span], str | None, Span | None]] = []
    for row, span in _joined(rows, text):
        dates = find_range(span)
        pieces = span.without(dates.span) if dates else [span.strip()]
        value = (dates.end or dates.start) if dates else None
        words_of = (dates.end_span or dates.start_span) if dates else None
        if not pieces and found:
            found[-1] = (found[-1][0], value, words_of)
        elif found and not row.bullet and not dates and found[-1][1] is None and rows[0].emphasis > row.emphasis:
            found[-1][0].extend(pieces)
        elif pieces:
            found.append((pieces, value, words_of))
    return found


def read_certificates(rows: list[Row], text: str, ledger: Ledger) -> list[Certificate]:
    """Certificates: name, issuer where one is set apart, date."""
    found: list[Certificate] = []
    for pieces, value, words_of in _dated(rows, text):
        pointer = f"/certificates/{len(found)}"
        fields = [field for piece in pieces for field in _name_and_issuer(piece)]
        certificate = Certificate(name=ledger.read(f"{pointer}/name", fields[0] if fields else None, 0.85))
        if not certificate.name:
            continue
        certificate.issuer = ledger.read(f"{pointer}/issuer", fields[1] if len(fields) > 1 else None, 0.7)
        if value and words_of:
            certificate.date = value
            ledger.put(f"{pointer}/date", words_of, 0.9)
        found.append(certificate)
    return found


def _name_and_issuer(piece: Span) -> list[Span]:
    """Cut at a bar or long dash, and at a comma only before something that looks like an organisation."""
    parts = piece.split(re.compile(r"\s+[|·–—]\s+|\t+|\s*\|\s*"))
    if len(parts) == 1:
        commas = piece.split(_FIELD)
        if len(commas) == 2 and company_score(commas[1].text) > 0:
            return commas
    return parts


def read_publications(rows: list[Row], text: str, ledger: Ledger) -> list[Publication]:
    """Publications: one per row or bullet, with the date if there is one."""
    found: list[Publication] = []
    for pieces, value, words_of in _dated(rows, text):
        pointer = f"/publications/{len(found)}"
        publication = Publication(name=ledger.read(f"{pointer}/name", pieces[0], 0.7))
        if value and words_of:
            publication.release_date = value
            ledger.put(f"{pointer}/releaseDate", words_of, 0.9)
        found.append(publication)
    return found

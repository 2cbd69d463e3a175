"""Skills: the lists of a skills section with their groups, or skills named in prose where there is no list."""

from __future__ import annotations

import re

from domain.reading.dates import find_range
from domain.reading.evidence import Ledger
from domain.reading.items import LABEL, SEPARATOR, joined_rows
from domain.reading.lexicon import fold, heading_key, lexicon, words
from domain.reading.sections import Row
from domain.reading.spans import Span, unwrap
from domain.skills import canonical_skill, category_of, find_skills
from schema.profile import Skill

_RATED = re.compile(
    r"[\s★☆●○◉◯■□▪▫*⬤█░]{2,}$|\s*[-–—:(]?\s*\b\d{1,3}\s*(?:%|/\s*(?:5|10)\b)\)?$|"
    r"\s*[(–—-]\s*\d{1,2}\+?\s*(?:years?|yrs?|jahre?|ans?|años?|anos?|lat|lata|năm|年)\b[^()]{0,20}\)?$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(（]([^()（）]+)[)）]$")
_BEHIND = re.compile(r"\s*[:–—-]\s+([^:–—]+)$|\s*[:：]\s*([^:：]+)$")
_MOST_WORDS, _LONGEST = 7, 60
_FEWEST_IN_PROSE = 3
_INDENT = 8.0
"""Points by which the skills of a group begin to the right of its name."""

_Group = tuple[Span | None, list[Span]]


def _is_group_name(row: Row, following: Row | None, plain: int) -> bool:
    """A row that names the skills below it: by its words, or because it stands out among plain rows."""
    if following is None or row.bullet or LABEL.match(row.text) or SEPARATOR.search(row.text):
        return False
    if len(words(row.text)) > 4:
        return False
    if row.text.endswith((":", "：")):
        return True
    if _is_outdented(row, following) or heading_key(row.text) in lexicon().groups:
        return True
    return row.emphasis > plain and following.emphasis <= plain


def _is_outdented(row: Row, following: Row) -> bool:
    """It begins to the left of what follows with white space between, and neither centred nor set to the right."""
    a, b = row.line, following.line
    if a.x0 is None or a.x1 is None or b.x0 is None or b.x1 is None or a.page != b.page or not following.gap:
        return False
    below = (b.y0 or 0.0) > (a.y0 or 0.0)
    return below and b.x0 - a.x0 > _INDENT and b.x1 - a.x1 > _INDENT and abs(a.x0 + a.x1 - b.x0 - b.x1) > _INDENT


def _skill_spans(span: Span) -> list[Span]:
    """The items of one row. Words without separators are cut at the skills that the table knows."""
    items = [unwrap(item) for item in span.split(SEPARATOR)]
    if len(items) == 1 and len(items[0].text.split()) > 3:
        return _known_runs(items[0])
    return [cleaned for item in items if (cleaned := _cleaned(item))]


def _cleaned(item: Span) -> Span | None:
    """Without a rating or a level behind it; None for what is a sentence or a date and no skill."""
    if rating := _RATED.search(item.text):
        item = item.cut(0, rating.start()).strip()
    levels = lexicon().words["levels"]
    bracket = _BRACKET.search(item.text)
    if bracket and bracket.start() and bracket[1] in levels:
        item = item.cut(0, bracket.start())
    behind = _BEHIND.search(item.text)
    if behind and behind.start() and (behind[1] or behind[2]).strip() in levels:
        item = item.cut(0, behind.start())
    item = item.strip(" .,;:–—-*›»→")
    if not item or len(words(item.text)) > _MOST_WORDS or len(item.text) > _LONGEST:
        return None
    dates = find_range(item)
    return None if dates and not item.without(dates.span) else item


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
    joined = joined_rows(rows, text)
    groups: list[_Group] = [(None, [])]
    for i, (row, span) in enumerate(joined):
        following = joined[i + 1][0] if i + 1 < len(joined) else None
        label = LABEL.match(span.text)
        if _is_group_name(row, following, plain):
            groups.append((span.strip(" :："), []))
        elif label and span.text[label.end() :].strip(" .") not in lexicon().words["levels"]:
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
    return _write([(label.value, label, items) for label, items in named if label], by_category, ledger)


def skills_in_prose(spans: list[Span], ledger: Ledger) -> list[Skill]:
    """Known skills named in running text, for a résumé that lists none; one or two say too little."""
    by_category: dict[str, list[Span]] = {}
    for span in spans:
        for mention in find_skills(span.text):
            by_category.setdefault(mention.category, []).append(span.cut(mention.start, mention.end))
    if len({fold(s.text) for items in by_category.values() for s in items}) < _FEWEST_IN_PROSE:
        return []
    return _write([], by_category, ledger)


def _write(
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

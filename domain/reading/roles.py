"""Which piece of an entry's head is the role, which the employer, which the place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations

from domain.reading.clues import company_score, title_score
from domain.reading.entries import Entry
from domain.reading.heads import Piece, pieces_of
from domain.reading.lexicon import lexicon, words
from domain.reading.places import place_score
from domain.reading.spans import Span

__all__ = ["Role", "assign_roles", "by_slot", "company_score"]

_MOST_PIECES = 7
Scores = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Role:
    """What the head of a work entry says."""

    title: Span | None = None
    company: Span | None = None
    place: Span | None = None
    sure: bool = False
    """A role or employer word, or a legal form, decided; else only the position did."""


def by_slot(rows: list[list[Piece]], scored: list[list[tuple[float, ...]]]) -> Callable[[Piece], tuple[float, ...]]:
    """Mean scores of the pieces that stand in the same slot of their entries: row and column."""
    sums: dict[tuple[int, int], list[tuple[float, ...]]] = defaultdict(list)
    for pieces, scores in zip(rows, scored, strict=True):
        for piece, score in zip(pieces, scores, strict=True):
            sums[piece.line, piece.column].append(score)
    means = {
        slot: tuple(sum(s[k] for s in found) / len(found) for k in range(len(found[0]))) for slot, found in sums.items()
    }
    return lambda piece: means[piece.line, piece.column]


def _split_unseparated(piece: Piece) -> list[Piece]:
    """`Ward Clerk Northfield Hospital`: cut behind the last role word if capitals go on."""
    span = piece.span
    tokens = list(re.finditer(r"\S+", span.text))
    found = lexicon().words["titles"].positions([w[0] if (w := words(t[0])) else "" for t in tokens])
    if not found or found[-1][1] >= len(tokens):
        return [piece]
    rest = span.cut(tokens[found[-1][1]].start())
    if company_score(rest.text) >= 1 and rest.text[0].isupper():
        first = replace(piece, span=span.cut(0, tokens[found[-1][1] - 1].end()), before_comma=False)
        return [first, replace(piece, span=rest, column=piece.column + 1)]
    return [piece]


def _scores(piece: Piece, entry: Entry, pieces: list[Piece]) -> Scores:
    title, company = title_score(piece.text), company_score(piece.text)
    if piece.after_at:
        title, company = 0.0, company + 1.0
    place = place_score(piece.text) * 0.4
    apart = sum(other.line != 0 for other in pieces) >= 2
    if place and piece.line == 0 and entry.dates and piece.span.start > entry.dates.span.start and apart:
        place += 0.6  # `2019 – 2021 · Hull`, with name and role in rows of their own
    return title, company, place


def _cut(entry: Entry) -> list[Piece]:
    pieces = [piece for head in entry.heads for piece in pieces_of(head)][:_MOST_PIECES]
    return _merge_places(_split_unseparated(pieces[0]) if len(pieces) == 1 else pieces)


def _merge_places(pieces: list[Piece]) -> list[Piece]:
    """A country or region behind a city belongs to it: the last two pieces become one place."""
    if (
        len(pieces) < 4
        or not pieces[-2].before_comma
        or place_score(pieces[-1].text) < 2
        or title_score(pieces[-2].text) >= 1
        or company_score(pieces[-2].text) >= 1
    ):
        return pieces
    gap = pieces[-1].span.start - pieces[-2].span.end
    if not 0 < gap <= 3:
        return pieces
    span = pieces[-2].span
    whole = Span(span.text + " " * gap + pieces[-1].text, span.start, span.page)
    return [*pieces[:-2], replace(pieces[-2], span=whole, before_comma=False)]


def assign_roles(entries: list[Entry]) -> list[Role]:
    """One role per entry. Pieces in equal slots vote together on what they are; an employer named once is kept."""
    cut = [_cut(entry) for entry in entries]
    scored = [[_scores(piece, entry, pieces) for piece in pieces] for entry, pieces in zip(entries, cut, strict=True)]
    mean = by_slot(cut, [list(row) for row in scored])
    roles: list[Role] = []
    for entry, pieces, own in zip(entries, cut, scored, strict=True):
        role = _choose(pieces, own, mean)
        if role.title and not role.company and roles and roles[-1].company and entry.above == 0:
            role = Role(role.title, roles[-1].company, role.place or roles[-1].place, role.sure)
        roles.append(role)
    return roles


def _choose(pieces: list[Piece], own: list[Scores], mean: Callable[[Piece], tuple[float, ...]]) -> Role:
    """The assignment of pieces that agrees best with the words of this entry and of its equals."""
    if not pieces:
        return Role()
    if len(pieces) == 1:
        title, company, _ = (a + b for a, b in zip(own[0], mean(pieces[0]), strict=True))
        if title >= company and title > 0:
            return Role(title=pieces[0].span, sure=own[0][0] >= 1)
        return Role(company=pieces[0].span, sure=own[0][1] >= 1)

    def worth(title: int, company: int) -> float:
        value = 0.0
        for scores in ((own[title], own[company]), (mean(pieces[title]), mean(pieces[company]))):
            value += scores[0][0] - 0.4 * scores[0][1] + scores[1][1] - 0.4 * scores[1][0]
        value -= own[title][2] + own[company][2] + 0.12 * (title + company)
        behind = company + 1
        if pieces[company].before_comma and behind < len(own) and own[behind][2] > 0 and behind != title:
            value += 0.25
        return value + (0.1 if title < company else 0.0)

    title, company = max(permutations(range(len(pieces)), 2), key=lambda pair: (worth(*pair), -pair[0], -pair[1]))
    rest = [p.span for i, p in enumerate(pieces) if i not in (title, company) and _may_be_place(p.text)]
    place = max(rest, key=lambda p: (place_score(p.text), p.start), default=None)
    return Role(pieces[title].span, pieces[company].span, place, own[title][0] >= 1 or own[company][1] >= 1)


def _may_be_place(text: str) -> bool:
    return not any(c.isdigit() for c in text) and len(text) <= 60

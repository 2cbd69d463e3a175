"""Which piece of an entry's head is the role, which the employer, which the place."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import permutations

from domain.reading.entries import Entry
from domain.reading.lexicon import lexicon, words
from domain.reading.places import place_score
from domain.reading.spans import Span

_STRONG = re.compile(r"\s*[|•]\s*|\s+·\s+|\t+|\s+[–—]\s+|\s+-\s+|\s{3,}|\s*[｜／]\s*")
_AT = re.compile(r"\s+(?:at|@|bei|chez|tại)\s+(?=\S)")
_COMMA = re.compile(r",\s+|[，、]\s*")
_BRACKET = re.compile(r"\s*[(（]([^()（）]{2,40})[)）]\s*$")
_LEGAL = re.compile(
    r"(?:^|[\s,])(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|gmbh|ag|kg|kgaa|ug|ohg|gbr|e\.\s?v|se|s\.?a\.?s|s\.?a\.?r\.?l|"
    r"sarl|sas|sasu|eurl|sa|s\.?a|s\.?l|s\.?l\.?u|srl|s\.?r\.?l|s\.?p\.?a|ltda|lda|eireli|me|sp\.\s?z\s?o\.\s?o|sp\.\s?j|s\.?c|b\.?v|n\.?v|ab|oy|as|"
    r"a/s|pty|pte|jsc|tnhh|k\.?k)\.?$|株式会社|有限会社|合同会社|有限公司|集团|công ty|gmbh\s*&\s*co",
    re.IGNORECASE,
)  # fmt: skip
_ONLY_LEGAL = re.compile(
    r"(?:inc|ltd|llc|llp|plc|corp|gmbh|ag|s\.?a|s\.?l|s\.?r\.?l|sarl|sas|ltda|lda|s\.?p\.?a|sp\. z o\.\s?o|b\.?v)\.?",
    re.IGNORECASE,
)
_MOST_PIECES = 6


@dataclass(frozen=True, slots=True)
class Role:
    """What the head of a work entry says."""

    title: Span | None = None
    company: Span | None = None
    place: Span | None = None
    sure: bool = False
    """A role or employer word, or a legal form, decided; else only the position did."""


def pieces_of(head: Span) -> list[Span]:
    """A head row cut at its separators; commas count only where nothing stronger separates."""
    strong = [part for piece in head.split(_STRONG) for part in piece.split(_AT)]
    if len(strong) >= 3:
        return strong
    pieces: list[Span] = []
    for part in strong:
        bracket = _BRACKET.search(part.text)
        if bracket and bracket.start() and place_score(bracket[1]) > 0:
            pieces += [*_at_commas(part.cut(0, bracket.start())), part.cut(bracket.start(1), bracket.end(1))]
        else:
            pieces += _at_commas(part)
    return pieces


def _at_commas(part: Span) -> list[Span]:
    """Cut at commas, but keep `Name, Inc.` whole."""
    joined: list[Span] = []
    for piece in part.split(_COMMA):
        if joined and _ONLY_LEGAL.fullmatch(piece.text):
            start = joined[-1].start - part.start
            joined[-1] = part.cut(start, piece.end - part.start)
        else:
            joined.append(piece)
    return joined


def title_score(text: str) -> float:
    """How much a piece looks like a role (0 to 1.5)."""
    found = lexicon().words["titles"]
    if not found.count(text) or _LEGAL.search(text):
        return 0.0
    tokens = words(text)
    edges = found.positions(tokens)
    return 1.5 if not edges or edges[-1][1] == len(tokens) or edges[0][0] == 0 else 1.0


def company_score(text: str) -> float:
    """How much a piece looks like an employer (0 to 1.5)."""
    if _LEGAL.search(text):
        return 1.5
    lex = lexicon()
    return 1.0 if lex.words["organisations"].count(text) or lex.words["schools"].count(text) else 0.0


def _split_unseparated(piece: Span) -> list[Span]:
    """`Ward Clerk Northfield Hospital`: cut behind the last role word if capitals go on."""
    tokens = list(re.finditer(r"\S+", piece.text))
    found = lexicon().words["titles"].positions([w[0] if (w := words(t[0])) else "" for t in tokens])
    if not found or found[-1][1] >= len(tokens):
        return [piece]
    rest = piece.cut(tokens[found[-1][1]].start())
    if company_score(rest.text) > 0 and rest.text[0].isupper():
        return [piece.cut(0, tokens[found[-1][1] - 1].end()), rest]
    return [piece]


def _scores(piece: Span) -> tuple[float, float, float]:
    return title_score(piece.text), company_score(piece.text), place_score(piece.text) * 0.4


def assign_roles(entries: list[Entry]) -> list[Role]:
    """One role per entry. Entries with equally many pieces vote together on which position is what."""
    cut = [[piece for head in entry.heads for piece in pieces_of(head)][:_MOST_PIECES] for entry in entries]
    cut = [_split_unseparated(pieces[0]) if len(pieces) == 1 else pieces for pieces in cut]
    cut = [_merge_places(pieces) for pieces in cut]
    scored = [[_scores(piece) for piece in pieces] for pieces in cut]
    votes: dict[int, list[list[tuple[float, float, float]]]] = defaultdict(list)
    for row in scored:
        votes[len(row)].append(row)
    roles: list[Role] = []
    for entry, pieces, own in zip(entries, cut, scored, strict=True):
        role = _choose(pieces, own, votes[len(pieces)])
        if role.title and not role.company and roles and roles[-1].company and entry.above == 0:
            role = Role(role.title, roles[-1].company, role.place or roles[-1].place, role.sure)
        roles.append(role)
    return roles


def _merge_places(pieces: list[Span]) -> list[Span]:
    """A country or region behind a city belongs to it: the last two pieces become one place."""
    if (
        len(pieces) < 4
        or place_score(pieces[-1].text) < 2
        or title_score(pieces[-2].text)
        or company_score(pieces[-2].text)
    ):
        return pieces
    gap = pieces[-1].start - pieces[-2].end
    if not 0 < gap <= 3:
        return pieces
    return [*pieces[:-2], Span(pieces[-2].text + " " * gap + pieces[-1].text, pieces[-2].start, pieces[-2].page)]


def _choose(
    pieces: list[Span], own: list[tuple[float, float, float]], votes: list[list[tuple[float, float, float]]]
) -> Role:
    """The assignment of pieces that agrees best with the words of this entry and of its equals."""
    if not pieces:
        return Role()
    if len(pieces) == 1:
        is_title = own[0][0] >= own[0][1] and own[0][0] > 0
        return Role(title=pieces[0], sure=True) if is_title else Role(company=pieces[0], sure=own[0][1] > 0)
    n = len(votes)
    mean = [tuple(sum(row[i][k] for row in votes) / n for k in range(3)) for i in range(len(pieces))]

    def worth(title: int, company: int) -> float:
        value = own[title][0] - 0.4 * own[title][1] + own[company][1] - 0.4 * own[company][0]
        value += mean[title][0] - 0.4 * mean[title][1] + mean[company][1] - 0.4 * mean[company][0]
        value -= own[title][2] + own[company][2] + 0.12 * (title + company)
        return value + (0.1 if title < company else 0.0)

    title, company = max(permutations(range(len(pieces)), 2), key=lambda pair: (worth(*pair), -pair[0], -pair[1]))
    rest = [
        p
        for i, p in enumerate(pieces)
        if i not in (title, company) and not any(c.isdigit() for c in p.text) and len(p.text) <= 60
    ]
    place = max(rest, key=lambda p: (place_score(p.text), p.start), default=None)
    return Role(pieces[title], pieces[company], place, own[title][0] > 0 or own[company][1] > 0)

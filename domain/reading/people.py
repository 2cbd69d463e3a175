"""Several résumés in one file: where the second one begins.

A second person has a name and a way to reach them of their own, and after that the sections begin anew. People who are
named for a reference, co-authors and a second address of the same person have no sections of their own; the same
résumé in a second language has the same name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from domain.reading.lexicon import heading_key, is_cjk, lexicon, words
from domain.reading.links import EMAIL
from domain.reading.recognition import dated_entries
from domain.reading.sections import Row, Section

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\+?\(?\d[\d\s().\-/]{6,20}\d")
_DATES = re.compile(
    r"(?:19|20)\d\d\s?[-./]\s?\d\d?(?!\d)|\d\d?\s?[-./]\s?(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d(?!\d)"
)
_ABOVE = 5
"""Rows above an address in which its owner's name must stand."""
_BELOW = 2
_TOP = 12
"""Rows at the top of a later page in which a new person's name may stand."""
_REPEATED = 2
"""Sections that must come again, or dated entries where nobody knows the headings."""
_TITLE, _TITLES = 1.3, 3
"""Times the size of the body from which a row is set as a title, and how many such rows there are at most."""
_NAME_LETTERS = 3
_FEWEST_DIGITS = 9
"""Of a telephone number with its area code."""
_LINE = 500
"""Characters of a row in which an address is looked for: a longer one is no line of a header."""
_MAIN = {"work", "education"}


def second_person(sections: list[Section], first: str | None) -> int | None:
    """Index of the character where a second person's résumé begins; None if the file is of one person.

    `first` is the name that was read. A file whose first name is unknown is never divided: nobody could say whose the
    parts are.
    """
    if not first:
        return None
    rows = [row for section in sections for row in ([section.heading] if section.heading else []) + section.rows]
    known: set[str] = set()
    new: dict[int, set[str]] = {}
    for at, row in enumerate(rows):
        if (reach := _reach(row.text) - known) and known:
            new[at] = reach
        known |= reach
    for at in new:
        if (begin := _owner(rows, at, first)) is not None and _begins_anew(rows, begin):
            return rows[begin].line.start
    begin = _titled(rows, first, new)
    return None if begin is None else rows[begin].line.start


def _reach(text: str) -> set[str]:
    """E-mail addresses and the last eight digits of telephone numbers."""
    text = text[:_LINE]
    found = {match[0].casefold() for match in EMAIL.finditer(text)} if "@" in text else set()
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return found
    plain = _DATES.sub(" ", text)
    numbers = (re.sub(r"\D", "", match[0]) for match in _DIGITS.finditer(plain))
    return found | {number[-8:] for number in numbers if _FEWEST_DIGITS <= len(number) <= 15}


def _owner(rows: list[Row], at: int, first: str) -> int | None:
    """The row with which the owner of an address begins; None if that is the first person, or if nobody is named.

    On a later page that is the page's first row, wherever on the page the name stands; else the name is close by, and
    a title such as `Curriculum vitae` above it belongs to it.
    """
    page = rows[at].line.page
    top = next(i for i, row in enumerate(rows) if row.line.page == page)
    near = [*range(at, max(-1, at - _ABOVE - 1), -1), *range(at + 1, min(len(rows), at + 1 + _BELOW))]
    if top > 0:
        near = sorted({*near, *range(top, max(at, min(top + _TOP, len(rows))))})
    names = [i for i in near if rows[i].line.page == page and _is_name(rows[i])]
    if not names or any(_same(rows[i].text, first) for i in names):
        return None
    if top > 0:
        return top
    begin: int = max((i for i in names if i <= at), default=min(names))
    return begin - int(begin > 0 and heading_key(rows[begin - 1].text) in lexicon().banners)


def _is_name(row: Row, *, inverted: bool = False) -> bool:
    """Two to five capitalised words alone in a row (two to six characters in CJK); a label `Name:` may stand before.

    `inverted` also takes the family name first with a comma behind it.
    """
    text = _unlabelled(row.text)
    key = heading_key(text)
    lex = lexicon()
    if row.bullet or not key or key in lex.banners or lex.heading(text) or any(c.isdigit() or c in "@/|" for c in text):
        return False
    if lex.words["titles"].count(text) or lex.words["organisations"].count(text) or lex.words["schools"].count(text):
        return False
    if is_cjk(text):
        return 2 <= len("".join(text.split())) <= 6
    tokens = text.split()
    whole = text.count(",") <= int(inverted) and not text.endswith(",")
    return 2 <= len(tokens) <= 5 and whole and tokens[-1][0].isupper() and (tokens[0][0].isupper() or inverted)


def _unlabelled(text: str) -> str:
    head, colon, rest = text.replace("：", ":").partition(":")
    return rest.strip() if colon and lexicon().labels.get(heading_key(head)) == "name" else text.strip()


def _same(one: str, other: str) -> bool:
    """The same person: all words of the shorter name are in the longer, in any order, accents and case aside."""
    left, right = _name_words(one), _name_words(other)
    return bool(left & right) and (left <= right or right <= left)


def _name_words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", _unlabelled(name))
    joined = "".join(c for c in plain if not unicodedata.combining(c))
    return set(joined.split()) if is_cjk(joined) else set(words(joined))


def _titled(rows: list[Row], first: str, new: dict[int, set[str]]) -> int | None:
    """Where headings tell nothing: the row of a second name that is set like a title, or that its own address repeats.

    A new address (`new`: row → addresses) must stand below it, and dated entries on both sides: people who are named
    for a reference have none.
    """
    sizes = Counter(round(row.line.size, 1) for row in rows if row.line.size)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    near = sorted({above for at in new for above in range(max(_TOP, at - _TOP), at + 1)})
    for at in near:
        row = rows[at]
        below = {address for place, addresses in new.items() if at <= place < at + _TOP for address in addresses}
        size = round(row.line.size or 0, 1)
        title = size >= _TITLE * body > 0 and sizes[size] <= _TITLES
        if not (title or _belongs(below, row.text)) or not _is_name(row, inverted=True) or _same(row.text, first):
            continue
        if _dated_twice(rows[:at]) and _dated_twice(rows[at:]):
            top = next(i for i, each in enumerate(rows) if each.line.page == row.line.page)
            return top or at
    return None


def _belongs(addresses: set[str], name: str) -> bool:
    """An e-mail address repeats a word of the name."""
    told = {word for word in _name_words(name) if len(word) >= _NAME_LETTERS}
    return any(word in address.partition("@")[0] for address in addresses if "@" in address for word in told)


def _dated_twice(rows: list[Row]) -> bool:
    return dated_entries(rows) >= _REPEATED


def _begins_anew(rows: list[Row], begin: int) -> bool:
    """Two sections that stand before the name, work or education among them, come again after it.

    Headings are taken by their words alone: those of another person may look like nothing in the first one's layout.
    """
    before, after = _headings(rows[:begin]), _headings(rows[begin:])
    return len(before & after) >= _REPEATED and bool(before & after & _MAIN)


def _headings(rows: Iterable[Row]) -> set[str]:
    kinds = {lexicon().heading(row.text) for row in rows if not row.bullet}
    return {kind for kind in kinds if kind} - {"other", "contact", "profiles"}

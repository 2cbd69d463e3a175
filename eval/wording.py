"""Whether the text that was read holds the words of the page, and in an order in which they can be understood.

Recall counts words wherever they stand. A phrase is a value of the truth of two words or more (a name, a title, a
company, a school, a sentence) that stands in one piece in what a reader sees; it is broken when its words do not follow
one another in the text that was read: columns mixed, a date within a title, a word torn apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval import normal
from eval.corpus import Corpus
from eval.figures import Figure, Part, Table
from eval.reading import Reading

MAX_BROKEN = 10
_SLACK = 0.01
_WHOLE = ("pdf",)
"""The formats whose order of words is a matter of finding it."""
_VALUES: Mapping[str, tuple[str, ...]] = {
    "work": ("name", "position", "summary"),
    "education": ("institution", "area", "studyType"),
    "projects": ("name", "description"),
    "certificates": ("name",),
}


@dataclass(slots=True)
class _Count:
    """Of one format."""

    files: int = 0
    seen: int = 0
    found: int = 0
    phrases: int = 0
    broken: int = 0


def add_text(part: Part, corpus: Corpus, readings: Sequence[Reading]) -> None:
    """Word recall and broken phrases per format, of the files that were read."""
    counts: dict[str, _Count] = {}
    for each in readings:
        count = counts.setdefault("scan" if each.is_recognised else each.row.format, _Count())
        if each.document:
            seen, read = normal.tokens(corpus.text(each.row)), normal.tokens(each.document.text)
            count.files += 1
            count.seen += len(seen)
            count.found += sum((Counter(seen) & Counter(read)).values())
            broken = broken_phrases(corpus.truth(each.row), seen, read)
            count.phrases += len(broken)
            count.broken += sum(broken.values())
    rows: list[tuple[str, int, float, int, int]] = []
    for name, count in sorted(counts.items()):
        recall = round(count.found / max(1, count.seen), 4)
        part.figures.append(Figure(f"text recall {name}", recall, slack=_SLACK))
        if name in _WHOLE:
            part.figures.append(Figure(f"broken phrases {name}", count.broken, better="less", limit=MAX_BROKEN))
        rows.append((name, count.files, recall, count.phrases, count.broken))
    columns = ("format", "files read", "word recall", "phrases", "broken")
    note = "A phrase: a value of the truth of two words or more. Broken: its words do not follow one another."
    part.tables.append(Table("Text found", columns, rows, note))


def broken_phrases(truth: Mapping[str, Any], seen: Sequence[str], read: Sequence[str]) -> dict[str, bool]:
    """Phrase → whether it is broken, of those that stand in what a reader sees. `seen` and `read` are words."""
    page, text = f" {' '.join(seen)} ", f" {' '.join(read)} "
    phrases = {" ".join(words) for value in _values(truth) if len(words := normal.tokens(value)) > 1}
    return {phrase: f" {phrase} " not in text for phrase in phrases if f" {phrase} " in page}


def _values(truth: Mapping[str, Any]) -> Iterator[object]:
    basics = truth.get("basics", {})
    yield from (basics.get(key) for key in ("name", "label", "summary"))
    for section, keys in _VALUES.items():
        for entry in truth.get(section, []):
            yield from (entry.get(key) for key in keys)
            yield from entry.get("highlights", [])

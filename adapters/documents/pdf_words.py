"""Words to segments. A segment is a piece of a row without a column gap in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median

import numpy as np

from adapters.documents.pdf_bidi import as_drawn, as_written, has_right_to_left
from adapters.documents.pdf_glyphs import Bools, Glyphs
from adapters.documents.pdf_looks import IDEOGRAPHS, Look, Looks, most_common, runs_of
from adapters.documents.pdf_rows import Letters, letters_of
from adapters.documents.pdf_tags import Tag
from schema.document import Run

_SEGMENT_GAP = 1.2
_RESTYLED_GAP = 0.7
_SPACED = 3
_ALPHABETIC = 0.7
_RIGHT_TO_LEFT = 0x590
"""No script that is written so lies below."""
_UNTAGGED = 1 << 30
_BULLETS = frozenset("•◦▪▫●○■□‣∙·–-*➢➤►▶✓✔❖§o\uf0b7\uf0a7")


@dataclass(slots=True)
class Segment:
    """Words side by side on one row. `order` is where its first character stands in the stream."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    order: int
    last: int
    look: Look | None = None
    """That of most of its letters."""
    ends: tuple[Look, Look] | None = None
    """Those of its first and its last letter."""
    runs: list[Run] = field(default_factory=list)
    tag: Tag | None = None


def segments_of(glyphs: Glyphs, keep: Bools, tags: Sequence[Tag | None]) -> list[Segment]:
    """The segments of the kept characters, row by row from the top; `tags` of the text objects, if there are any."""
    if not keep.any():
        return []
    page = _Page(glyphs, letters_of(glyphs, keep))
    groups = page.groups()
    starts = [page.words[group.start] for group in groups]
    segments = [page.segment(group, box) for group, box in zip(groups, page.boxes(starts), strict=True)]
    if tags:
        for segment, tag in zip(segments, page.tags(starts, tags), strict=True):
            segment.tag = tag
    return segments


class _Page:
    """A page's letters in the order of rows, as lists: segments are too short for arrays."""

    def __init__(self, glyphs: Glyphs, letters: Letters) -> None:
        looks = Looks(glyphs)
        self._glyphs, self._letters, self._looks = glyphs, letters, looks.kinds
        self._kinds: list[int] = looks.of(letters.members).tolist()
        self._sizes: list[float] = letters.sizes.tolist()
        self._bases: list[float] = glyphs.base[letters.members].tolist()
        self.words: list[int] = letters.words.tolist()
        text = "".join(letters.texts)
        if len(text) == len(letters.texts):
            self._texts = [text[a:b] for a, b in pairwise(self.words)]
        else:  # Halves of pairs are no characters.
            self._texts = ["".join(letters.texts[a:b]) for a, b in pairwise(self.words)]
        self._right_to_left = bool((glyphs.codes[letters.members] >= _RIGHT_TO_LEFT).any())

    def groups(self) -> list[range]:
        """The words of each segment, by number."""
        groups: list[range] = []
        first = 0
        for word, gap in enumerate(self._letters.gaps[1:], 1):
            at = self.words[word]
            limit = _SEGMENT_GAP if self._kinds[at - 1] == self._kinds[at] else _RESTYLED_GAP
            if gap > limit and (gap == inf or not self._is_bullet(first, word)):
                groups.append(range(first, word))
                first = word
        return [*groups, range(first, len(self.words) - 1)]

    def _is_bullet(self, first: int, end: int) -> bool:
        at = self.words[first]
        return end - first == 1 and self.words[end] - at == 1 and self._letters.texts[at] in _BULLETS

    def boxes(self, starts: list[int]) -> Iterable[tuple[float, ...]]:
        """x0, y0, x1, y1, the first and the last place in the stream of each segment."""
        glyphs, members = self._glyphs, self._letters.members
        least = [np.minimum.reduceat(values[members], starts).tolist() for values in (glyphs.x0, glyphs.y0)]
        most = [np.maximum.reduceat(values[members], starts).tolist() for values in (glyphs.x1, glyphs.y1)]
        stream = [edge.reduceat(members, starts).tolist() for edge in (np.minimum, np.maximum)]
        return zip(*least, *most, *stream, strict=True)

    def tags(self, starts: list[int], tags: Sequence[Tag | None]) -> Iterator[Tag | None]:
        """Of each segment the first of its pieces' tags."""
        ranks = [tag.rank if tag else _UNTAGGED for tag in tags]
        by_letter = np.array([*ranks, _UNTAGGED])[self._glyphs.object[self._letters.members]]
        by_rank = {tag.rank: tag for tag in tags if tag}
        return (by_rank.get(rank) for rank in np.minimum.reduceat(by_letter, starts).tolist())

    def segment(self, group: range, box: tuple[float, ...]) -> Segment:
        """The segment of these words in its box."""
        start, end = self.words[group.start], self.words[group.stop]
        texts = self._texts[group.start : group.stop]
        turned = self._right_to_left and any(map(has_right_to_left, texts))
        text = self._turned(group) if turned else self._joined(texts, group)
        kinds = self._kinds[start:end]
        mixed = kinds.count(kinds[0]) < len(kinds)
        look = self._looks[most_common(kinds) if mixed else kinds[0]]
        runs = self._runs(group, texts) if mixed and text == " ".join(texts) else []
        x0, y0, x1, y1, first, last = box
        return Segment(
            text, x0, y0, x1, y1,
            base=_middle(self._bases[start:end]),
            size=_middle(self._sizes[start:end]),
            bold=look.bold,
            order=int(first),
            last=int(last),
            look=look,
            ends=(self._looks[kinds[0]], self._looks[kinds[-1]]),
            runs=runs if len(runs) > 1 else [],
        )  # fmt: skip

    def _joined(self, texts: list[str], group: range) -> str:
        return _join(texts, self._letters.gaps[group.start + 1 : group.stop])

    def _spans(self, group: range) -> Iterator[tuple[int, int]]:
        """Where each of the words begins and ends."""
        return pairwise(self.words[group.start : group.stop + 1])

    def _runs(self, group: range, texts: list[str]) -> list[Run]:
        words = [(text, self._kinds[a:b]) for (a, b), text in zip(self._spans(group), texts, strict=True)]
        return runs_of(words, self._looks)

    def _turned(self, group: range) -> str:
        """Words side by side of which some run from right to left, in the order in which they are read."""
        glyphs, members = self._glyphs, self._letters.members
        drawn = [
            (int(members[at]), place, float(glyphs.x0[members[at]]), self._letters.texts[at])
            for place, (start, end) in enumerate(self._spans(group))
            for at in range(start, end)
        ]
        mine = members[self.words[group.start] : self.words[group.stop]]
        left, right = float(glyphs.x0[mine].min()), glyphs.width - float(glyphs.x1[mine].max())
        return as_written(as_drawn([letter[1:] for letter in sorted(drawn)]), left=left, right=right)


def _middle(values: list[float]) -> float:
    # Nearly always they are all the same.
    return values[0] if values.count(values[0]) == len(values) else sorted(values)[len(values) // 2]


def _join(words: list[str], gaps: list[float]) -> str:
    """Words with spaces between; letter-spaced headings (`S K I L L S`, `職 務 要 約`) become words again."""
    if len(words) < _SPACED:
        return " ".join(words)
    lengths = [len(word) for word in words if word[0].isalpha()]
    if len(lengths) < _ALPHABETIC * len(words) or sum(lengths) > 1.8 * len(lengths):
        return " ".join(words)
    if any(max(word) >= IDEOGRAPHS for word in words):
        return "".join(words) if max(map(len, words)) == 1 else " ".join(words)
    limit = max(1.6 * median(gaps), median(gaps) + 0.12)
    return words[0] + "".join((" " if gap > limit else "") + word for gap, word in zip(gaps, words[1:], strict=True))

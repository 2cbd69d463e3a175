"""What can be measured of a document: how much text it holds, how it is set, and whether it reads as words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from domain.reading.wordlikeness import word_likeness
from schema.document import Document, DocumentQuality, Line
from schema.errors import NeedsOcr, UnreadableDocument
from schema.profile import Evidence, Profile

_CID = re.compile(r"\(cid:\d+\)")
_UNMAPPED = re.compile(r"[\ufffd\x80-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MOST_UNMAPPED = 0.25
_LEAST_WORDLIKE = 0.45
_LEAST_CONFIDENT = 0.5
_FEW_CHARACTERS = 40
"""A page with fewer is a picture with a page number, a stamp or a link on it."""
_COLUMN_SHARE = 0.2
"""Share of a page's lines that must stand beside another for it to have a further column."""
_MOST_BOXES = 600
"""Lines of a page that are compared with each other: no page has more, but a file may."""
_CELLS = 3


def measure_document(document: Document) -> DocumentQuality:
    """The figures of a document and the state that follows from them: `ok`, `needs_ocr` or `unreadable`.

    Nothing is known of the profile yet: `covered` stays 0.
    """
    visible = "".join(document.text.split())
    unmapped = len(_UNMAPPED.findall(visible)) + sum(map(len, _CID.findall(visible)))
    likeness, by_script = word_likeness(_CID.sub(" ", document.text))
    lines = [line for line in document.lines if line.text.strip()]
    quality = DocumentQuality(
        engine=document.engine,
        attempts=document.attempts,
        pages=document.pages,
        characters_per_page=_characters(lines, document.pages),
        columns=_columns(lines),
        table_share=round(sum(1 for line in lines if _cells(line.text) >= _CELLS) / max(1, len(lines)), 3),
        unmapped=round(unmapped / max(1, len(visible)), 3),
        word_likeness=likeness,
        word_likeness_by_script=by_script,
        ocr_confidence=_confidence(lines),
    )
    if document.data is None:  # of data nothing has to be recognised: it says itself what its values are
        _decide(quality, document.format)
    return quality


def measured(document: Document) -> DocumentQuality:
    """The figures of a document, for the caller to add to: those it carries, or measured now."""
    return document.quality.model_copy(deep=True) if document.quality else measure_document(document)


def quality_of(profile: Profile) -> DocumentQuality:
    """The figures that a profile carries."""
    if profile.meta.vitaeflow is None or profile.meta.vitaeflow.quality is None:
        raise AssertionError("a profile that was read always says how well")
    return profile.meta.vitaeflow.quality


def require_readable(quality: DocumentQuality) -> None:
    """Raise NeedsOcr or UnreadableDocument for a document whose text says nothing; no profile may be made of it."""
    why = "; ".join(quality.reasons)
    if quality.state == "needs_ocr":
        raise NeedsOcr(f"The pages are pictures with hardly any text ({why}); run text recognition on the file")
    if quality.state == "unreadable":
        raise UnreadableDocument(
            f"The text of the file does not consist of words ({why}); export the résumé again from the program it was "
            "written in, with its fonts embedded"
        )


def covered_share(document: Document, evidence: Iterable[Evidence]) -> float:
    """Share of the letters and digits of a document that values were read from; what two values share counts once."""
    taken = bytearray(len(document.text))
    for seen in evidence:
        taken[seen.start : seen.end] = b"\x01" * (min(seen.end, len(taken)) - seen.start)
    counts = bytes(map(str.isalnum, document.text))
    # As two long numbers, whose common bits are counted at once; a loop over the characters takes twice as long.
    covered = (int.from_bytes(taken) & int.from_bytes(counts)).bit_count()
    return round(covered / counts.count(1), 3) if covered else 0.0


def _decide(quality: DocumentQuality, format_name: str) -> None:
    """Set the state by thresholds that real files of any language keep a wide distance from."""
    per_page = sum(quality.characters_per_page) / max(1, quality.pages)
    if quality.ocr_confidence is not None and quality.ocr_confidence < _LEAST_CONFIDENT:
        quality.reasons.append(f"text recognition is sure of {quality.ocr_confidence:.0%} of what it read")
    if quality.unmapped > _MOST_UNMAPPED:
        quality.reasons.append(f"{quality.unmapped:.0%} of the characters have no meaning outside their font")
    if quality.word_likeness is not None and quality.word_likeness < _LEAST_WORDLIKE:
        quality.reasons.append(f"{quality.word_likeness:.0%} of the letters stand in something formed as a word")
    if quality.reasons:
        quality.state = "unreadable"
    elif format_name == "pdf" and quality.ocr_confidence is None and per_page < _FEW_CHARACTERS:
        quality.state = "needs_ocr"
        quality.reasons.append(f"{per_page:.0f} characters a page")


def _characters(lines: list[Line], pages: int) -> list[int]:
    counts: Counter[int] = Counter()
    for line in lines:
        counts[line.page] += len("".join(line.text.split()))
    return [counts[page] for page in range(1, max(pages, 1) + 1)]


def _confidence(lines: list[Line]) -> float | None:
    weights = [(line.confidence, len(line.text)) for line in lines if line.confidence is not None]
    total = sum(weight for _, weight in weights)
    return round(sum(value * weight for value, weight in weights) / total, 3) if total else None


def _cells(text: str) -> int:
    return sum(1 for cell in text.split("\t") if cell.strip()) if "\t" in text else int(bool(text.strip()))


def _columns(lines: list[Line]) -> int | None:
    """Columns of the page with most of them: lines that stand beside others, further than a tab away."""
    pages: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    for line in lines:
        if line.x0 is not None and line.x1 is not None and line.y0 is not None and line.y1 is not None:
            pages[line.page].append((line.y0, line.y1, line.x0, line.x1))
    return max((_columns_of(boxes) for boxes in pages.values()), default=None)


def _columns_of(boxes: list[tuple[float, float, float, float]]) -> int:
    """1 plus the number of neighbours that a fifth of the lines have."""
    boxes = boxes[:_MOST_BOXES]
    beside = [0] * len(boxes)
    ordered = sorted(range(len(boxes)), key=lambda i: boxes[i])
    for at, i in enumerate(ordered):
        top, bottom, left, right = boxes[i]
        for j in ordered[at + 1 :]:
            if boxes[j][0] >= bottom:
                break
            overlap = min(bottom, boxes[j][1]) - boxes[j][0]
            apart = boxes[j][2] > right or boxes[j][3] < left
            if apart and overlap > (bottom - top) / 2:
                beside[i] += 1
                beside[j] += 1
    neighbours = sorted(beside, reverse=True)
    return 1 + (neighbours[int(len(neighbours) * _COLUMN_SHARE)] if neighbours else 0)

"""Whether files are taken for what they are: every résumé for one, two in one file for two, letter soup for soup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import mean, median

from domain.reading import measure_document, quality_of, read_resume
from domain.reading.lexicon import is_cjk
from eval.corpus import AS_OF
from eval.figures import Figure, Part, Table
from eval.reading import Reading
from schema.document import Document, DocumentQuality, document_of
from schema.profile import Profile

_PAIRS = 40
_SHOWN = 10
_SLACK = 0.03
_SHIFT = 3


def add_states(part: Part, readings: Sequence[Reading]) -> None:
    """Add figures and tables about the readings whose profile has a quality report."""
    read = [(each, each.profile, each.document) for each in readings if each.profile and each.document]
    reports = {each.row.file: (each, quality_of(profile)) for each, profile, _ in read if _has_report(profile)}
    if not reports:
        return
    odd = [file for file, (_, quality) in reports.items() if quality.state != "ok"]
    alphabetic = [(each.row.file, document) for each, _, document in read if not is_cjk(document.text)]
    unnoticed = [file for file, document in alphabetic if not _soup_noticed(document)]
    noticed, alone, pairs = _pairs_noticed([each for each, quality in reports.values() if quality.state == "ok"])
    part.figures += [
        Figure("résumés taken for something else", len(odd), better="less", limit=0),
        Figure("shifted letters that pass for words", len(unnoticed), better="less", limit=0),
    ]
    if pairs:
        part.figures.append(Figure("two résumés in one file noticed", round(noticed / pairs, 3), slack=_SLACK))
    rows = [
        ("résumés taken for something else", len(odd), len(reports), ", ".join(odd[:_SHOWN])),
        ("shifted letters that pass for words", len(unnoticed), len(alphabetic), ", ".join(unnoticed[:_SHOWN])),
        ("two résumés in one file noticed", noticed, pairs, "pairs of the same format, one behind the other"),
        ("of these, the first read as if alone", alone, noticed, ""),
    ]
    part.tables.append(Table("States", ("what", "files", "of", "which"), rows))
    part.tables.append(_report_table([quality for _, quality in reports.values()], [profile for _, profile, _ in read]))


def _has_report(profile: Profile) -> bool:
    return profile.meta.vitaeflow is not None and profile.meta.vitaeflow.quality is not None


def _report_table(reports: Sequence[DocumentQuality], profiles: Sequence[Profile]) -> Table:
    """Lowest, middle and mean of what the quality reports measure, and of the scores."""
    scores = [meta.resume_score.total for each in profiles if (meta := each.meta.vitaeflow) and meta.resume_score]
    measured: dict[str, list[float]] = {
        "share of the text in the profile": [each.covered for each in reports],
        "word-likeness": [each.word_likeness for each in reports if each.word_likeness is not None],
        "characters a page": [sum(each.characters_per_page) / max(1, each.pages) for each in reports],
        "score of the résumé": [float(score) for score in scores],
    }
    rows = [
        (name, round(min(values), 3), round(median(values), 3), round(mean(values), 3))
        for name, values in measured.items()
        if values
    ]
    columns = Counter(each.columns for each in reports if each.columns is not None)
    note = "Columns found: " + ", ".join(f"{n} in {files} files" for n, files in sorted(columns.items())) + "."
    return Table("Quality reports", ("what", "lowest", "median", "mean"), rows, note if columns else "")


def _soup_noticed(document: Document) -> bool:
    """Every letter a to z another one, as a font without a usable map gives them."""
    shifted = {first + i: first + (i + _SHIFT) % 26 for first in (ord("a"), ord("A")) for i in range(26)}
    lines = [line.model_copy(update={"text": line.text.translate(shifted)}) for line in document.lines]
    soup = document_of(lines, format=document.format, engine=document.engine, pages=document.pages)
    return measure_document(soup).state == "unreadable"


def _pairs_noticed(readings: Sequence[Reading]) -> tuple[int, int, int]:
    """How many pairs were noticed, how many of these were read as the first alone, and how many pairs there were."""
    noticed = alone = pairs = 0
    for first, second in _pairs(readings):
        if first.document is None or second.document is None or first.profile is None:
            continue
        profile = read_resume(_joined(first.document, second.document), as_of=AS_OF)
        pairs += 1
        if quality_of(profile).state == "several_people":
            noticed += 1
            alone += profile.model_dump(exclude={"meta"}) == first.profile.model_dump(exclude={"meta"})
    return noticed, alone, pairs


def _pairs(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Files of different people in the same format, spread evenly over the corpus."""
    ordered = sorted(readings, key=lambda each: (each.row.format, each.row.file))
    found = [
        (first, second)
        for _, group in groupby(ordered, key=lambda each: each.row.format)
        for members in [list(group)]
        for first, second in zip(members, members[len(members) // 2 :], strict=False)
        if first.row.person != second.row.person
    ]
    return iter(found[:: max(1, len(found) // _PAIRS)])


def _joined(first: Document, second: Document) -> Document:
    """One document behind the other; a PDF's pages go on, other formats have none."""
    pages = first.pages if first.format == "pdf" else 0
    behind = [line.model_copy(update={"page": line.page + pages}) for line in second.lines]
    whole = document_of([*first.lines, *behind], format=first.format, engine=first.engine)
    return whole.model_copy(update={"pages": first.pages + (second.pages if pages else 0)})

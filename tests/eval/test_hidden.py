"""The ways to hide words as the evaluation counts them, and what it would say if one were not found."""

from __future__ import annotations

import pytest

from eval import hidden
from eval.alarms import add_alarms
from eval.corpus import Corpus, ResumeFile
from eval.figures import Part
from eval.hidden_pdf import HIDDEN, SECRET, SEEN, shown
from eval.hidden_pdf import Page as Way
from eval.reading import Reading
from schema.document import Document, Flag, Line, document_of


async def test_every_way_is_found_and_every_twin_is_alike() -> None:
    """Read by the real reader, judged by the real matcher, against all postings."""
    twins = await hidden.read_twins(Corpus())
    assert len(twins) == len(HIDDEN) + len(SEEN) > 40
    assert [twin for twin in twins if twin.problems] == []


async def test_a_way_that_is_not_found_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that are seen although they should be hidden change text, profile and scores: all of it is said."""
    monkeypatch.setattr(hidden, "HIDDEN", {"in sight": Way(shown())})
    monkeypatch.setattr(hidden, "SEEN", {"out of sight": Way(shown(before="1 g"))})
    twins = await hidden.read_twins(Corpus())
    assert [twin.problems for twin in twins] == [
        ("stays in the text", "no flag", "another profile than the clean twin", "scores unlike the clean twin"),
        ("called hidden",),
    ]
    part = Part("hostile")
    hidden.add_ways(part, twins)
    assert [(figure.value, figure.limit) for figure in part.figures] == [(2, 0)]


def _reading(text: str, kind: str, *quotes: str) -> Reading:
    row = ResumeFile(
        file=f"a.{kind}", truth="", person="", theme="", format=kind, lang="en", columns=1, scanned=False
    )  # fmt: skip
    document: Document = document_of([Line(text=text, start=0, end=0)], format=kind, engine="")
    flags = [Flag(kind="hidden_text", detail="", quote=quote) for quote in quotes]
    return Reading(row, document.model_copy(update={"flags": flags}))


def test_false_alarms_are_counted_in_words_of_pdfs() -> None:
    """Per thousand words; single letters and other formats do not count."""
    part = Part("parse")
    add_alarms(part, [_reading("word " * 199 + "a b c", "pdf", "two words"), _reading("none", "docx", SECRET)])
    assert [figure.value for figure in part.figures] == [round(1000 * 2 / 199, 3)]
    assert part.tables[0].rows[1] == ("called hidden", 2, "a.pdf")

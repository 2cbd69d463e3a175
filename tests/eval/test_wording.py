"""Word recall and broken phrases."""

from __future__ import annotations

from eval import normal
from eval.corpus import Corpus
from eval.figures import Part
from eval.reading import Reading
from eval.wording import MAX_BROKEN, add_text, broken_phrases
from schema.document import Line, document_of

TRUTH = {
    "basics": {"name": "Oda Feldhaus", "label": "Gardener"},
    "work": [{"name": "Quillmark Nurseries", "position": "Head Gardener", "highlights": ["Planted the maze anew."]}],
    "education": [{"institution": "School of Horticulture", "area": "Botany"}],
}
PAGE = "Oda Feldhaus\nHead Gardener  Quillmark Nurseries\n2019 – 2021\nPlanted the maze anew."


def words(text: str) -> list[str]:
    """As the evaluation counts them."""
    return normal.tokens(text)


def test_phrases_that_are_cut_in_two_are_broken() -> None:
    """A date within a name breaks it; values of one word, and those that the page does not show, are no phrases."""
    read = "Oda Feldhaus Head Gardener Quillmark 2019 – 2021 Nurseries Planted the maze anew"
    assert broken_phrases(TRUTH, words(PAGE), words(read)) == {
        "oda feldhaus": False,
        "head gardener": False,
        "quillmark nurseries": True,
        "planted the maze anew": False,
    }


def test_broken_phrases_of_pdfs_have_a_bound(small_corpus: Corpus) -> None:
    """Text with all its words, but from the last to the first: recall is 1, and hardly a phrase is whole."""
    row = next(row for row in small_corpus.resumes if row.format == "pdf" and not row.scanned)
    text = " ".join(reversed(small_corpus.text(row).split()))
    document = document_of([Line(text=text, start=0, end=0)], format="pdf", engine="t")
    part = Part("parse")
    add_text(part, small_corpus, [Reading(row, document)])
    recall, broken = part.figures
    assert (recall.name, recall.value) == ("text recall pdf", 1)
    assert (broken.name, broken.better, broken.bound()) == ("broken phrases pdf", "less", MAX_BROKEN)
    phrases = part.tables[0].rows[0][3]
    assert isinstance(phrases, int)
    assert phrases >= broken.value > 5

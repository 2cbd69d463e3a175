"""Who is ranked, by which of their files."""

from __future__ import annotations

from eval.corpus import Corpus, ResumeFile
from eval.figures import Part
from eval.parsing import Scored
from eval.ranking import _add_others, _chosen, score_all, true_profiles
from eval.reading import Reading
from eval.tally import Tally
from schema.profile import Basics, Profile


def scored(person: str, ending: str, right: int, *, refused: bool = False) -> Scored:
    """A file of a person with so many of ten names right."""
    name = f"{person}-{right}.{ending}"
    row = ResumeFile(
        file=name, truth="", person=person, theme="", format=ending, lang="en", columns=1, scanned=refused
    )  # fmt: skip
    profile = None if refused else Profile(basics=Basics(name=name))
    return Scored(Reading(row, profile=profile), Tally({"name": (right, 0, 10 - right)}))


def test_each_person_is_ranked_by_one_file() -> None:
    """The best-read PDF or the worst-read file of any kind; who has none is absent, never an empty profile."""
    files = [
        scored("a", "pdf", 5), scored("a", "pdf", 7), scored("a", "txt", 9), scored("a", "txt", 2),
        scored("b", "txt", 4), scored("c", "pdf", 0, refused=True),
    ]  # fmt: skip
    best = _chosen(files, max, only_pdf=True)
    worst = _chosen(files, min)
    assert {person: profile.basics.name for person, profile in best.items()} == {"a": "a-7.pdf"}
    assert {person: profile.basics.name for person, profile in worst.items()} == {"a": "a-2.txt", "b": "b-4.txt"}


def test_every_pair_has_a_score() -> None:
    """Also those far below anybody's threshold, under the ids of jobs and people."""
    corpus = Corpus()
    people = dict(list(true_profiles(corpus).items())[:3])
    scores = score_all(people, corpus.postings)
    assert set(scores) == set(corpus.postings)
    assert all(set(row) == set(people) for row in scores.values())
    assert len({score for row in scores.values() for score in row.values()}) > 5


def test_other_professions_are_ranked_as_well() -> None:
    """What holds on the corpus holds on people and wordings that it does not have."""
    part = Part("match")
    _add_others(part)
    figures = {figure.name: figure.value for figure in part.figures}
    assert figures["other professions, people for a job, ndcg@10"] >= 0.93
    assert figures["other professions, people for a job, spearman_rel1"] >= 0.55
    assert figures["other professions, jobs for a person, ndcg@10"] >= 0.93

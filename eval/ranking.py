"""How well people are ranked for jobs, from what is true of them and from their files as read."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence

from domain.jobs import canonicalise
from domain.matching import job_facts, person_facts, score_table
from eval.corpus import AS_OF, Corpus
from eval.figures import Cell, Figure, Part, Table
from eval.generator.ranking import ranking_set
from eval.parsing import Scored
from eval.score_match import MEASURES, Grades, Scores, evaluate, flip
from schema.jobs import MatchPreferences, Posting
from schema.profile import Profile

NAME = "match"

_EVERYTHING = MatchPreferences(threshold=0)
_SLACK = 0.01
_NOTE = (
    "best PDF, worst file: the readable file of each person whose profile scores highest or lowest against its truth; "
    "somebody without one has no score and ranks last. Only jobs and people with a grade of 2 or 3 are ranked."
)
_SEEDS = (1, 2, 3)
_OTHERS = "other professions"
_OTHERS_NOTE = (
    f"means over {len(_SEEDS)} generated sets of people and postings: professions, wordings and kinds of postings that "
    "the corpus does not have, graded by the same rule from what is true of both."
)
_FLOORED = ("ndcg@10", "recall@10", "mrr", "spearman_rel1")


def measure(corpus: Corpus, scored: Sequence[Scored]) -> Part:
    """Figures and tables: the true profiles, the best-read PDF of each person, and the worst-read file."""
    sources = {
        "truth": true_profiles(corpus),
        "best PDF": _chosen(scored, max, only_pdf=True),
        "worst file": _chosen(scored, min),
    }
    part = Part(NAME)
    by_job = {source: score_all(profiles, corpus.postings) for source, profiles in sources.items()}
    by_person = {source: flip(scores) for source, scores in by_job.items()}
    _add(part, "people for a job", by_job, corpus.grades, _NOTE)
    _add(part, "jobs for a person", by_person, flip(corpus.grades))
    _add_others(part)
    return part


def _add_others(part: Part) -> None:
    """The figures of the generated sets: what is fitted to the corpus alone does not hold there."""
    found: dict[str, list[dict[str, float]]] = {"people for a job": [], "jobs for a person": []}
    for seed in _SEEDS:
        made = ranking_set(seed)
        scores = score_all(made.profiles, made.postings)
        found["people for a job"].append(evaluate(scores, made.grades))
        found["jobs for a person"].append(evaluate(flip(scores), flip(made.grades)))
    means = {order: {name: _mean(of_set[name] for of_set in sets) for name in sets[0]} for order, sets in found.items()}
    rows: list[list[Cell]] = [
        [measure, *(of_order[measure] for of_order in means.values())] for measure in (*MEASURES, "coverage", "queries")
    ]
    part.tables.append(Table(f"Ranking, {_OTHERS}", ("measure", *means), rows, _OTHERS_NOTE))
    part.figures += [
        Figure(f"{_OTHERS}, {order}, {name}", of_order[name], slack=_SLACK)
        for order, of_order in means.items()
        for name in _FLOORED
    ]


def _mean(values: Iterable[float]) -> float:
    return round(statistics.fmean(values), 4)


def _add(part: Part, order: str, rankings: Mapping[str, Scores], grades: Grades, note: str = "") -> None:
    """A table of measures × sources, and figures."""
    found = {source: evaluate(scores, grades) for source, scores in rankings.items()}
    rows: list[list[Cell]] = [
        [measure, *(of_source[measure] for of_source in found.values())] for measure in (*MEASURES, "coverage")
    ]
    queries = next(iter(found.values()))["queries"]
    part.tables.append(Table(f"Ranking {order} ({queries:g} of them)", ("measure", *found), rows, note))
    part.figures += [
        Figure(f"{source}, {order}, {name}", of_source[name], slack=_SLACK)
        for source, of_source in found.items()
        for name in _FLOORED
    ]


def true_profiles(corpus: Corpus) -> dict[str, Profile]:
    """Person → all that is true of them, as of the day of the corpus."""
    profiles = {person: Profile.model_validate(document) for person, document in corpus.people.items()}
    for profile in profiles.values():
        profile.meta.last_modified = AS_OF.isoformat()
    return profiles


def score_all(profiles: Mapping[str, Profile], postings: Mapping[str, Posting]) -> dict[str, dict[str, float]]:
    """Job → person → 0–100, as the fan-out scores them with no wishes and no threshold."""
    people = [(person_facts(profile), _EVERYTHING) for profile in profiles.values()]
    rows = score_table(people, [job_facts(canonicalise(posting)) for posting in postings.values()])
    return {
        job: {person: float(row[column]) for person, row in zip(profiles, rows, strict=True)}
        for column, job in enumerate(postings)
    }


def _chosen(scored: Sequence[Scored], pick: Callable[..., Scored], *, only_pdf: bool = False) -> dict[str, Profile]:
    """One readable file of each person, chosen by how well it was read."""
    files: dict[str, list[Scored]] = {}
    for each in scored:
        if each.reading.profile and (each.reading.row.format == "pdf" or not only_pdf):
            files.setdefault(each.reading.row.person, []).append(each)
    chosen = {person: pick(own, key=lambda each: each.macro_f1) for person, own in files.items()}
    return {person: each.reading.profile for person, each in chosen.items() if each.reading.profile}

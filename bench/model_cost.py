"""What a model's look at everybody's best matches costs a day: real prompts of the evaluation's people and postings.

Nothing is sent. Tokens are counted as BYTES_PER_TOKEN, which is on the dear side for the languages of the corpus; the
answer is one of full length, with as many reasons as are asked for.
"""

from __future__ import annotations

import json

from adapters.llm.answer import strict_schema
from adapters.llm.prompt import prompt_for
from adapters.llm.ranking import RANK_CANDIDATES, REASONED, RankingAnswer
from bench.figures import Figure, Size, median
from domain.jobs import canonicalise
from domain.matching import job_facts, person_facts, score_table
from domain.ranking import Candidate, brief, price_of
from eval.corpus import Corpus
from eval.ranking import true_profiles
from schema.jobs import MatchPreferences
from schema.settings import Settings

BYTES_PER_TOKEN = 3.5
PEOPLE, JOBS = 1_000, 500
_REASON = "You have built and run services of this kind with the same database for several years now."
_WISH = "A small team, four days a week if that can be arranged, and no travel beyond a day a month."


async def measure(size: Size) -> list[Figure]:
    """Dollars a day for PEOPLE with JOBS new postings each, one call a person."""
    prompts = [len(text.encode()) / BYTES_PER_TOKEN for text in _prompts()]
    settings = Settings.model_construct()
    answer = len(_answer(settings.ranking_candidates).encode()) / BYTES_PER_TOKEN
    price = price_of(settings.openai_model)
    dollars = PEOPLE * price.of(round(median(prompts)), round(answer)) / 1e6
    note = (
        f"{settings.openai_model}, one call a person over {settings.ranking_candidates} of {JOBS} postings, median of "
        f"{len(prompts)} prompts: {median(prompts):.0f} + {answer:.0f} tokens; computed, nothing was sent"
    )
    return [Figure(f"model cost, {PEOPLE:,} people × {JOBS} postings", dollars, "$ a day", 5, 1.5, note=note)]


def _prompts() -> list[str]:
    """What would be sent for each person of the evaluation, instructions and schema included."""
    corpus = Corpus()
    wishes = MatchPreferences(threshold=0)
    jobs = [job_facts(canonicalise(posting)) for posting in corpus.postings.values()]
    schema = json.dumps(strict_schema(RankingAnswer), separators=(",", ":"))
    texts = []
    for profile in true_profiles(corpus).values():
        person = person_facts(profile)
        scores = score_table([(person, wishes)], jobs)[0]
        best = sorted(range(len(jobs)), key=lambda number: -int(scores[number]))
        chosen = best[: Settings.model_construct().ranking_candidates]
        told = brief(person, _WISH, [Candidate(int(scores[number]), jobs[number]) for number in chosen])
        messages = prompt_for(RANK_CANDIDATES, told.text).messages(None)
        texts.append("".join(message["content"] for message in messages) + schema)
    return texts


def _answer(candidates: int) -> str:
    """An answer of full length."""
    places = [
        {
            "candidate": f"c{place}",
            "because": _REASON if place <= REASONED else "",
            "person": ["p1", "p12"] if place <= REASONED else [],
            "job": [f"c{place}.1", f"c{place}.3"] if place <= REASONED else [],
        }
        for place in range(1, candidates + 1)
    ]
    return json.dumps({"order": places}, separators=(",", ":"))

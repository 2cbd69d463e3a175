"""Ordering candidates by a model: one call for one person, the candidates as marked lines."""

from __future__ import annotations

from pydantic import Field

from adapters.llm.answer import AnswerPart

RANKING_VERSION = "1"
"""Part of what a frozen result is found by; raise it with any change of the words or the schema below."""

REASONED = 8
"""How many of the first get a reason: words are what an answer costs."""

RANK_CANDIDATES = f"""\
You put the candidates (job postings) into the order in which this person should look at them.

- Judge only by the marked lines, and by what stands under WISH. The scores are computed from the same lines: deviate \
from their order only where the lines or the wish say that it is wrong.
- `order` names every candidate once, best first.
- The first {REASONED} get one short sentence in `because` (in English, at most 20 words, addressed as "you"), with \
the marks of the lines that it rests on: at least one of the person (p…) and one of that candidate (c….…). For the \
others leave these three empty.
- Never judge by name, age, sex, origin, religion, health, family or address."""


class RankedAnswer(AnswerPart):
    """One candidate in its place."""

    candidate: str = Field(description="its mark, such as c3")
    because: str = ""
    person: list[str] = Field(default_factory=list, description="marks of lines of the person")
    job: list[str] = Field(default_factory=list, description="marks of lines of this candidate")


class RankingAnswer(AnswerPart):
    """The whole order."""

    order: list[RankedAnswer] = Field(default_factory=list)


def answer_tokens(candidates: int) -> int:
    """The most tokens that a full answer takes: a reason with its marks about 70, a bare place about 25."""
    return 40 + 70 * min(candidates, REASONED) + 25 * max(0, candidates - REASONED)

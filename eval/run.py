"""The parts of the evaluation, one after the other: what one part reads, another uses."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from eval import hostile, parsing, ranking
from eval.corpus import Corpus
from eval.figures import Part
from eval.hidden import add_ways, read_twins
from eval.parsing import Scored
from eval.reading import Progress, digests_elsewhere, read_files

PARTS = (parsing.NAME, hostile.NAME, ranking.NAME)


async def run(
    names: Sequence[str], corpus: Corpus, *, left_out: bool = False, twice: bool = True,
    progress: Progress = lambda _: None,
) -> list[Part]:  # fmt: skip
    """The named parts in the order of `PARTS`; `left_out` adds the leave-one-out tables. Raises ConfigurationError.

    `twice`: résumés are read by a second process as well, to compare the profiles.
    """
    parts: list[Part] = []
    scored: list[Scored] | None = None
    if parsing.NAME in names:
        begun = time.perf_counter()
        if twice:
            readings, elsewhere = await asyncio.gather(
                read_files(corpus, corpus.resumes, progress), digests_elsewhere(corpus, corpus.resumes)
            )
        else:
            readings, elsewhere = await read_files(corpus, corpus.resumes, progress), None
        scored = parsing.score_readings(corpus, readings)
        parts.append(_timed(parsing.measure(corpus, scored, elsewhere, left_out=left_out), begun))
    if hostile.NAME in names:
        begun = time.perf_counter()
        part = hostile.measure(await hostile.read_hostile(corpus, corpus.hostile, progress))
        add_ways(part, await read_twins(corpus))
        parts.append(_timed(part, begun))
    if ranking.NAME in names:
        begun = time.perf_counter()
        if scored is None:
            scored = parsing.score_readings(corpus, await read_files(corpus, corpus.resumes, progress))
        parts.append(_timed(ranking.measure(corpus, scored), begun))
    return parts


def _timed(part: Part, begun: float) -> Part:
    part.seconds = time.perf_counter() - begun
    return part


def steps(names: Sequence[str], corpus: Corpus) -> int:
    """How many files `progress` will be called for."""
    resumes = len(corpus.resumes) if {parsing.NAME, ranking.NAME} & set(names) else 0
    return resumes + (len(corpus.hostile) if hostile.NAME in names else 0)

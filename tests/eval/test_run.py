"""The whole evaluation on a few files, with the real reader in real processes."""

from __future__ import annotations

from eval.corpus import Corpus
from eval.figures import Part
from eval.run import PARTS, run, steps


def value(part: Part, name: str) -> float:
    """The value of a figure."""
    return next(figure.value for figure in part.figures if figure.name == name)


async def test_five_files_go_through_every_part(small_corpus: Corpus) -> None:
    """Read, scored, read again elsewhere, refused where they must be, ranked: with figures from each."""
    done: list[str] = []
    parts = await run(PARTS, small_corpus, left_out=True, progress=done.append)
    assert len(done) == steps(PARTS, small_corpus) == 8
    parse, hostile, match = parts
    assert [part.name for part in parts] == list(PARTS)
    assert 0.5 < value(parse, "macro F1 without scans") <= 1
    assert [figure.value > 0.75 for figure in parse.figures if figure.name.startswith("layout scan")] == [True]
    assert [table.rows[0][:2] for table in parse.tables if table.title == "Read by text recognition"] == [(1, 1)]
    assert value(parse, "format txt") > 0.9
    assert value(parse, "text recall pdf") > 0.9
    assert value(parse, "profiles that differ in a second process") == 0
    assert value(parse, "values without evidence") == 0
    assert value(hostile, "files not as expected") == 0
    assert 0 < value(hostile, "slowest file, s") < 3
    assert value(match, "truth, people for a job, ndcg@10") > 0.9
    assert 0 < value(match, "best PDF, people for a job, ndcg@10") < 0.9
    assert all(part.seconds > 0 for part in parts)
    assert [table.title for table in parse.tables if table.title.startswith("Leave")] == [
        "Leave one layout out",
        "Leave one language out",
    ]


async def test_ranking_alone_reads_the_files_itself(small_corpus: Corpus) -> None:
    """Parts can be asked for one by one."""
    (match,) = await run(["match"], small_corpus)
    assert value(match, "worst file, people for a job, mrr") > 0
    assert steps(["match"], small_corpus) == 5
    assert steps(["hostile"], small_corpus) == 3

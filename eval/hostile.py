"""Files made to break, fool or exhaust a reader: what becomes of each, in what time and memory."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cli.batch import Parser, ParseResult
from eval import normal
from eval.corpus import AS_OF, Corpus, HostileFile
from eval.evidence import leaves
from eval.figures import Figure, Part, Table
from eval.gauge import MemoryGauge
from eval.ranking import score_all
from eval.reading import Progress
from schema.profile import Profile
from schema.settings import Settings

NAME = "hostile"

_MAX_SECONDS, _SLACK_MB = 3.0, 50.0
_SLOW, _TRIES = 1.0, 3
_HEADINGS = ("file", "expected", "became", "why", "ms", "MB", "wrong")


@dataclass
class Answer:
    """What became of one file; `problems` is empty when it is what must become of it."""

    row: HostileFile
    result: ParseResult
    profile: Profile | None
    seconds: float
    peak_mb: float | None
    problems: list[str] = field(default_factory=list)

    @property
    def is_recognised(self) -> bool:
        """Text recognition read it, or a part of it."""
        return "ocr:" in (self.result.engine or "")


async def read_hostile(
    corpus: Corpus, rows: Sequence[HostileFile], progress: Progress = lambda _: None
) -> list[Answer]:
    """One file after the other, through the code of `vitaeflow parse` with the product's default limits."""
    answers = []
    # Not the settings of this machine: the figures are about the limits that a new installation has.
    async with Parser(Settings.model_construct(), processes=1, as_of=AS_OF) as parser:
        for row in rows[:1]:
            await parser.parse(corpus.hostile_file(row.file))  # the time to load the engines is not this file's
        for row in rows:
            answers.append(await _read(parser, corpus, row))
            progress(row.file)
    _judge(corpus, answers)
    return answers


async def _read(parser: Parser, corpus: Corpus, row: HostileFile) -> Answer:
    """Read a file; a slow one several times: the fastest is what it takes, the others what else the machine does."""
    tries = [await _read_once(parser, corpus, row)]
    while len(tries) < _TRIES and tries[-1].seconds > _SLOW and not tries[-1].is_recognised:
        tries.append(await _read_once(parser, corpus, row))
    fastest = min(tries, key=lambda answer: answer.seconds)
    fastest.peak_mb = max((each.peak_mb for each in tries if each.peak_mb is not None), default=None)
    if len({each.result.outcome for each in tries}) > 1:
        fastest.problems.append("another outcome when read again")
    return fastest


async def _read_once(parser: Parser, corpus: Corpus, row: HostileFile) -> Answer:
    async with MemoryGauge() as gauge:
        begun = time.perf_counter()
        result, profile = await parser.parse(corpus.hostile_file(row.file))
        seconds = time.perf_counter() - begun
    return Answer(row, result, profile, seconds, gauge.peak_mb)


def _judge(corpus: Corpus, answers: Sequence[Answer]) -> None:
    profiles = {answer.row.file: answer.profile for answer in answers if answer.profile}
    scores = score_all(profiles, corpus.postings)
    for answer in answers:
        answer.problems += _problems(answer)
        twin = answer.row.score_must_equal
        if twin and answer.profile and any(row.get(answer.row.file) != row.get(twin) for row in scores.values()):
            answer.problems.append(f"scores unlike {twin}")


def _problems(answer: Answer) -> Iterator[str]:
    row, document = answer.row, answer.profile.to_json_resume() if answer.profile else {}
    if answer.result.outcome not in (row.expect, *row.also_ok):
        yield f"not {' or '.join((row.expect, *row.also_ok))}"
    if not answer.result.answered:
        yield "not judged"
    if row.must_not_contain and row.must_not_contain in json.dumps(document):
        yield "holds what it must not"
    values = " ".join(str(value) for _, value in leaves({k: v for k, v in document.items() if k != "meta"}))
    if row.hidden_text and _words(row.hidden_text) in _words(values):
        yield "hidden text came into the profile"


def _words(text: str) -> str:
    return f" {' '.join(normal.tokens(text))} "


def measure(answers: Sequence[Answer]) -> Part:
    """Figures and tables."""
    wrong = [answer for answer in answers if answer.problems]
    parsed = [answer for answer in answers if not answer.is_recognised]
    pictures = [answer for answer in answers if answer.is_recognised]
    slowest = max(parsed, key=lambda answer: answer.seconds)
    largest = max(parsed, key=lambda answer: answer.peak_mb or 0.0)
    part = Part(NAME)
    part.figures = [
        Figure("files not as expected", len(wrong), better="less", limit=0),
        Figure("files", len(answers)),
        Figure("slowest file, s", round(slowest.seconds, 2), better="less", limit=_MAX_SECONDS),
    ]
    if largest.peak_mb is None:
        part.unmeasurable = ["most memory, MB"]
    else:
        part.figures.append(Figure("most memory, MB", largest.peak_mb, better="less", slack=_SLACK_MB))
    rows = [
        ("as expected", f"{len(answers) - len(wrong)} of {len(answers)}", ""),
        ("slowest", f"{slowest.seconds:.2f} s", slowest.row.file),
        ("all", f"{sum(answer.seconds for answer in answers):.1f} s", "one after the other"),
        ("most memory", "not measured" if largest.peak_mb is None else f"{largest.peak_mb:.0f} MB", largest.row.file),
    ]
    if pictures:
        rows.append(_pictures(pictures))
    note = (
        "Memory is the highest resident set of any one of our processes while the file was read. "
        f"A file that takes over {_SLOW:g} s is read up to {_TRIES} times, and the fastest counts."
    )
    part.tables = [Table("Hostile files", ("what", "measured", "where"), rows, note)]
    if wrong:
        part.tables.append(Table("Not as expected", _HEADINGS, [_cells(answer) for answer in wrong]))
    part.tables.append(Table("Each hostile file", _HEADINGS, [_cells(answer) for answer in answers], wide=True))
    return part


def _pictures(answers: Sequence[Answer]) -> tuple[str, str, str]:
    """Text recognition takes seconds and has limits of its own, so its files are told apart."""
    slowest = max(answers, key=lambda answer: answer.seconds)
    peaks = [answer.peak_mb for answer in answers if answer.peak_mb is not None]
    memory = f", {max(peaks):.0f} MB" if peaks else ""
    return f"read as pictures: {len(answers)}", f"at most {slowest.seconds:.2f} s{memory}", slowest.row.file


def _cells(answer: Answer) -> tuple[str, str, str, str, int, float | None, str]:
    result = answer.result
    why = result.reason or ", ".join(result.flags)
    return (
        answer.row.file, " or ".join((answer.row.expect, *answer.row.also_ok)), result.outcome, why,
        round(answer.seconds * 1000), answer.peak_mb, "; ".join(answer.problems),
    )  # fmt: skip

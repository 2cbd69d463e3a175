"""Strengths and weaknesses of a résumé, each with the lines it is about and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from domain.reading.dates import months_between
from domain.reading.judging import rubric
from domain.reading.judging.career import LEVELS, job_spans, title_level
from domain.reading.judging.contents import is_vague
from domain.reading.judging.facts import META, SHOWN, Facts
from domain.reading.judging.wording import length_in_words, measured
from schema.profile import Finding

_MOST = 8
_MUCH_EXPERIENCE = 3
_MANY_SKILLS = 5
_GAP_MONTHS = 6
_FEW = 2


def strengths(facts: Facts, years: float | None) -> list[Finding]:
    """What speaks for the résumé; every statement rests on values with evidence."""
    return _with_evidence(facts, _strengths(facts, years))


def weaknesses(facts: Facts) -> list[Finding]:
    """What to mend, most worth first: each says what to do, and names the lines or the place it is about."""
    return _with_evidence(facts, _weaknesses(facts))


def _with_evidence(facts: Facts, findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose values have evidence, cut to a number that somebody reads."""
    seen = (finding.model_copy(update={"evidence": facts.known(finding.evidence)}) for finding in findings)
    return [finding for finding in seen if finding.evidence][:_MOST]


def _strengths(facts: Facts, years: float | None) -> Iterator[Finding]:
    profile = facts.profile
    if years is not None and years >= _MUCH_EXPERIENCE:
        dated = [f"/work/{span.index}/startDate" for span in job_spans(facts)]
        yield Finding(text=f"{years:g} years of professional experience", evidence=dated)
    yield from _many(facts, measured, "achievements with numbers")
    if facts.wording is not None:
        yield from _many(facts, facts.wording.outcomes.found, "lines that say what changed")
    yield from _rise(facts)
    for i, group in enumerate(profile.skills):
        if len(group.keywords) >= _MANY_SKILLS and group.name and group.name != "Other":
            pointers = [f"/skills/{i}/keywords/{n}" for n in range(len(group.keywords))]
            yield Finding(text=f"{len(group.keywords)} skills in {group.name}", evidence=pointers)
    if len(profile.languages) >= _FEW:
        pointers = [f"/languages/{i}/language" for i in range(len(profile.languages))]
        yield Finding(text=f"Works in {len(profile.languages)} languages", evidence=pointers)
    if profile.certificates:
        pointers = [f"/certificates/{i}/name" for i in range(len(profile.certificates))]
        yield Finding(text=f"Certified: {len(profile.certificates)} certificate(s)", evidence=pointers)


def _many(facts: Facts, good: Callable[[str], bool], what: str) -> Iterator[Finding]:
    pointers = [pointer for pointer, text in facts.lines if good(text)]
    if len(pointers) >= _FEW:
        yield Finding(text=f"{len(pointers)} {what}", evidence=pointers[:SHOWN])


def _rise(facts: Facts) -> Iterator[Finding]:
    """A higher level in the latest job than in the first."""
    spans = job_spans(facts)
    if len(spans) < _FEW:
        return
    first, last = spans[0].index, spans[-1].index
    levels = [title_level(facts.profile.work[i].position or "") or "mid" for i in (first, last)]
    if LEVELS.index(levels[0]) < LEVELS.index(levels[1]):
        pointers = [f"/work/{first}/position", f"/work/{last}/position"]
        yield Finding(text=f"Rose from {levels[0]} to {levels[1]} level", evidence=pointers)


def _weaknesses(facts: Facts) -> Iterator[Finding]:
    yield from _missing(facts)
    yield from _plain_lines(facts)
    yield from _bare_jobs(facts)
    yield from _gaps(facts)
    yield from _layout(facts)


def _missing(facts: Facts) -> Iterator[Finding]:
    """Parts that readers look for; the finding points at the value beside which the part belongs."""
    profile = facts.profile
    top = facts.known(["/basics/name", "/basics/email", "/basics/phone", "/basics/label"])[:1] or facts.anchor(
        "/work/0"
    )
    if not profile.basics.email:
        yield Finding(text="No e-mail address", evidence=top, advice="Add one that you read daily, below your name.")
    if profile.work and not profile.basics.summary:
        advice = "Open with two or three sentences on what you do and for whom."
        yield Finding(text="No summary", evidence=top, advice=advice)
    if profile.work and not profile.skills:
        advice = "List the skills that the jobs you want ask for."
        yield Finding(text="No list of skills", evidence=facts.anchor("/work/0"), advice=advice)


def _plain_lines(facts: Facts) -> Iterator[Finding]:
    """Lines without a number where most have none, lines that open with a duty, and lines of a wrong length."""
    lines = facts.lines
    plain = [pointer for pointer, text in lines if not measured(text)]
    if len(plain) * 2 > len(lines):
        text = f"{len(plain)} of {len(lines)} achievements have no number"
        advice = "Say how much, how many or how fast in these lines."
        yield Finding(text=text, evidence=plain[:SHOWN], advice=advice)
    vague = [pointer for pointer, text in lines if is_vague(facts, text)]
    if vague:
        text = f"{len(vague)} of {len(lines)} lines name a duty and not what was done"
        advice = "Begin these lines with what you did, and end them with what came of it."
        yield Finding(text=text, evidence=vague[:SHOWN], advice=advice)
    long = [pointer for pointer, text in lines if length_in_words(text) > rubric.LINE_WORDS[1]]
    if long:
        text = f"{len(long)} of {len(lines)} lines are longer than {rubric.LINE_WORDS[1]} words"
        yield Finding(text=text, evidence=long[:SHOWN], advice="Cut these into lines of one thought each.")


def _bare_jobs(facts: Facts) -> Iterator[Finding]:
    for i, work in enumerate(facts.profile.work):
        if not work.highlights and not work.summary:
            advice = "Add two or three lines about what you did and what came of it."
            yield Finding(text="A job without a description", evidence=facts.anchor(f"/work/{i}"), advice=advice)
        if not work.start_date:
            evidence = facts.anchor(f"/work/{i}")
            yield Finding(text="A job without dates", evidence=evidence, advice="Add month and year.")


def _gaps(facts: Facts) -> Iterator[Finding]:
    """More than half a year between jobs, where both dates have months: a bare year cannot show a gap."""
    reached, owner = "", 0
    for span in job_spans(facts):
        months = months_between(reached, span.start) - 2 if reached and span.start > reached else 0.0
        if months > _GAP_MONTHS and len(span.start) >= 7 and len(reached) >= 7:
            pointers = [f"/work/{owner}/endDate", f"/work/{span.index}/startDate"]
            text = f"{months:.0f} months between two jobs"
            yield Finding(text=text, evidence=pointers, advice="Say in a line what you did in that time.")
        if span.end > reached:
            reached, owner = span.end, span.index


def _layout(facts: Facts) -> Iterator[Finding]:
    """What other programs may misread, by the measured figures of the file and its flags."""
    quality = facts.quality
    if quality is None:
        return
    if quality.columns is not None and quality.columns > 1:
        advice = "Set the text in one column: many programs read across columns."
        yield Finding(text=f"{quality.columns} columns", evidence=[f"{META}/quality/columns"], advice=advice)
    if quality.table_share >= rubric.TABLE_SHARE:
        text = f"{quality.table_share:.0%} of the lines are rows of a table"
        advice = "Write entries as lines: many programs lose the order of cells."
        yield Finding(text=text, evidence=[f"{META}/quality/table_share"], advice=advice)
    if quality.ocr_confidence is not None:
        advice = "Export the file with its text: a picture is read with mistakes or not at all."
        yield Finding(text="The text is a picture", evidence=[f"{META}/quality/ocr_confidence"], advice=advice)
    hidden = [f"{META}/flags/{i}" for i, flag in enumerate(facts.flags) if flag.get("kind") == "hidden_text"]
    if hidden:
        advice = "Remove it: it is not counted, and a reader who finds it will ask why it is there."
        yield Finding(text="Text that a reader does not see", evidence=hidden[:SHOWN], advice=advice)

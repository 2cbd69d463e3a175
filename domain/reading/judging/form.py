"""Criteria about how a résumé is made: its structure, and what in its layout other readers may stumble over."""

from __future__ import annotations

from itertools import pairwise

from domain.reading.judging import rubric
from domain.reading.judging.facts import META, Criteria, Facts, Judged
from domain.reading.judging.wording import length_in_words


def _dates(facts: Facts) -> Judged:
    entries = [(f"/work/{i}", work.start_date) for i, work in enumerate(facts.profile.work)]
    entries += [(f"/education/{i}", item.end_date or item.start_date) for i, item in enumerate(facts.profile.education)]
    if not entries:
        return Judged(None, "not judged: there are no entries to date")
    dated = sum(1 for _, when in entries if when)
    pointers = [pointer for entry, when in entries if not when for pointer in facts.anchor(entry)]
    return Judged(dated / len(entries), f"{dated} of {len(entries)} entries have dates", pointers)


def _order(facts: Facts) -> Judged:
    dated = [(i, work.start_date) for i, work in enumerate(facts.profile.work) if work.start_date]
    if len(dated) < 2:
        return Judged(None, "not judged: fewer than two dated jobs")
    rising = [i for (_, before), (i, start) in pairwise(dated) if start[:4] > before[:4]]
    falling = len(dated) - 1 - len(rising)
    reason = f"{falling} of {len(dated) - 1} jobs stand below a later one"
    return Judged(falling / (len(dated) - 1), reason, [f"/work/{i}/startDate" for i in rising])


def _sections(facts: Facts) -> Judged:
    profile = facts.profile
    parts = {
        "summary": profile.basics.summary, "work": profile.work, "education": profile.education,
        "skills": profile.skills, "languages": profile.languages, "certificates": profile.certificates,
        "projects": profile.projects, "publications": profile.publications,
    }  # fmt: skip
    found = [name for name, part in parts.items() if part]
    reason = f"{len(found)} kinds of sections" + (f": {', '.join(found)}" if found else "")
    return Judged(len(found) / rubric.SECTIONS, reason)


def _line_length(facts: Facts) -> Judged:
    if not facts.lines:
        return Judged(None, "not judged: no line says what was done")
    shortest, longest = rubric.LINE_WORDS
    odd = [pointer for pointer, text in facts.lines if not shortest <= length_in_words(text) <= longest]
    fine = len(facts.lines) - len(odd)
    return Judged(
        fine / len(facts.lines), f"{fine} of {len(facts.lines)} lines have {shortest} to {longest} words", odd
    )


def _columns(facts: Facts) -> Judged:
    columns = facts.quality.columns if facts.quality else None
    if columns is None:
        return Judged(None, "not judged: the format gives no places")
    share = 1.0 if columns == 1 else 0.5 if columns == 2 else 0.0
    return Judged(share, f"{columns} column{'s' if columns > 1 else ''}", [f"{META}/quality/columns"])


def _tables(facts: Facts) -> Judged:
    share = facts.quality.table_share if facts.quality else 0.0
    return Judged(
        float(share < rubric.TABLE_SHARE),
        f"{share:.0%} of the lines are rows of a table",
        [f"{META}/quality/table_share"],
    )


def _text(facts: Facts) -> Judged:
    recognised = facts.quality is not None and facts.quality.ocr_confidence is not None
    reason = "the text is a picture and had to be recognised" if recognised else "the text is text"
    return Judged(float(not recognised), reason, [f"{META}/quality/ocr_confidence"] if recognised else [])


def _glyphs(facts: Facts) -> Judged:
    unmapped = facts.quality.unmapped if facts.quality else 0.0
    return Judged(
        1.0 if unmapped < 0.01 else 0.0,
        f"{unmapped:.1%} of the characters have no meaning outside their font",
        [f"{META}/quality/unmapped"],
    )


def _hidden_text(facts: Facts) -> Judged:
    hidden = [f"{META}/flags/{i}" for i, flag in enumerate(facts.flags) if flag.get("kind") == "hidden_text"]
    return Judged(float(not hidden), f"{len(hidden)} pieces of text that a reader does not see", hidden)


STRUCTURE: Criteria = {"dates": _dates, "order": _order, "sections": _sections, "line length": _line_length}
LAYOUT: Criteria = {
    "columns": _columns, "tables": _tables, "text": _text, "glyphs": _glyphs, "hidden text": _hidden_text,
}  # fmt: skip

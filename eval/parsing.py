"""How well résumés are read: fields, layouts, formats, languages, evidence, text, and the same again elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.alarms import add_alarms
from eval.corpus import Corpus
from eval.evidence import EvidenceCheck
from eval.figures import Figure, Part, Table
from eval.labelling import labeller_table
from eval.reading import Reading
from eval.score_parse import score_profile, summarise_by
from eval.states import add_states
from eval.tally import Summary, Tally, summarise
from eval.wording import add_text

NAME = "parse"

_GROUPS = {"theme": "layout", "format": "format", "lang": "language", "columns": "columns", "scanned": "scanned"}
"""Key of the index → what the report calls it."""
_GENERATED = {"unusual_headings": "unusual headings"}
"""The same of the generated corpus alone."""
_FLOORED = ("theme", "format", "lang")
_SLACK = 0.01
_LEFT_OUT = {"theme": "layout", "lang": "language"}
_SHOWN = 10


@dataclass(frozen=True)
class Scored:
    """A reading with its counts."""

    reading: Reading
    tally: Tally

    @property
    def macro_f1(self) -> float:
        """Of this file alone."""
        return summarise([self.tally]).macro_f1


def score_readings(corpus: Corpus, readings: Sequence[Reading]) -> list[Scored]:
    """Counts of every file; one that was refused counts as an empty profile."""
    return [
        Scored(each, score_profile(corpus.truth(each.row), each.profile.to_json_resume() if each.profile else None))
        for each in readings
    ]


def measure(
    corpus: Corpus, scored: Sequence[Scored], elsewhere: Mapping[str, str] | None, *, left_out: bool = False
) -> Part:
    """Figures and tables; `left_out` adds the per-group means.

    `elsewhere`: file → digest of a second process; None: there was none.
    """
    part = Part(NAME)
    every = summarise(each.tally for each in scored)
    digital = summarise(each.tally for each in scored if not each.reading.row.scanned)
    part.figures += [_ratio("macro F1", every.macro_f1), _ratio("macro F1 without scans", digital.macro_f1)]
    part.tables += [_overview(every, digital, scored), _fields(every, digital)]
    part.figures += [_ratio(f"field {name}", score.f1) for name, score in every.fields.items()]
    rows = [(_index_row(each), each.tally) for each in scored]
    shown = _GROUPS | (_GENERATED if any(row["unusual_headings"] for row, _ in rows) else {})
    groups = {key: summarise_by(key, rows) for key in shown}
    for key, title in shown.items():
        part.tables.append(_group_table(title, groups[key]))
        if key in _FLOORED:
            part.figures += [_ratio(f"{title} {name}", each.macro_f1) for name, each in groups[key].items()]
    if left_out:
        part.tables += [_left_out(title, groups[key]) for key, title in _LEFT_OUT.items()]
        part.tables += [each for each in [labeller_table()] if each]
    add_text(part, corpus, [each.reading for each in scored])
    _add_recognition(part, scored)
    _add_evidence(part, scored)
    add_states(part, [each.reading for each in scored])
    add_alarms(part, [each.reading for each in scored])
    if elsewhere is not None:
        _add_repeat(part, scored, elsewhere)
    return part


def _index_row(scored: Scored) -> dict[str, Any]:
    """The index row of a file, with booleans in words."""
    row = scored.reading.row.model_dump()
    return row | {"scanned": "yes" if row["scanned"] else "no"}


def _ratio(name: str, value: float) -> Figure:
    return Figure(name, value, slack=_SLACK)


def _overview(every: Summary, digital: Summary, scored: Sequence[Scored]) -> Table:
    refused = Counter(each.reading.refused for each in scored if each.reading.refused)
    note = "Refused files count as empty profiles: " + ", ".join(f"{n} {code}" for code, n in refused.items()) + "."
    rows = [("all files", every.files, every.macro_f1), ("without scans", digital.files, digital.macro_f1)]
    return Table("Résumés read", ("what", "files", "macro F1"), rows, note if refused else "")


def _fields(every: Summary, digital: Summary) -> Table:
    rows = [
        (name, score.precision, score.recall, score.f1, digital.fields[name].f1 if name in digital.fields else None)
        for name, score in every.fields.items()
    ]
    return Table("By field", ("field", "precision", "recall", "F1", "F1 without scans"), rows)


def _group_table(title: str, groups: Mapping[str, Summary]) -> Table:
    rows = [(name, each.files, each.macro_f1, _weakest(each)) for name, each in groups.items()]
    return Table(f"By {title}", (title, "files", "macro F1", "weakest fields"), rows)


def _weakest(summary: Summary) -> str:
    worst = sorted(summary.fields.items(), key=lambda item: item[1].f1)[:3]
    return ", ".join(f"{name} {score.f1:.2f}" for name, score in worst if score.f1 < 1)


def _left_out(title: str, groups: Mapping[str, Summary]) -> Table:
    values = [each.macro_f1 for each in groups.values()]
    rows = [("mean", round(sum(values) / len(values), 4)), ("lowest", min(values)), ("highest", max(values))]
    note = (
        f"The plain figures per {title}: rules have nothing to leave out. How the line labeller, which these files "
        "helped to train, does on rows of layouts left out is a table of its own."
    )
    return Table(f"Leave one {title} out", (f"over {len(values)} {title}s", "macro F1"), rows, note)


def _add_recognition(part: Part, scored: Sequence[Scored]) -> None:
    """What text recognition did, if it is installed: it reads one file at a time while the others are parsed."""
    scans = [each.reading for each in scored if each.reading.is_recognised]
    pages = sum(len({line.page for line in scan.document.lines}) for scan in scans if scan.document)
    if scans:
        last = max(scan.at for scan in scans)
        rows = [(len(scans), pages, round(last, 1), round(last / pages, 1))]
        headings = ("files", "pages", "s until the last was read", "s a page")
        note = "Starting the engine and everything else that ran meanwhile are in the seconds."
        part.tables.append(Table("Read by text recognition", headings, rows, note))


def _add_evidence(part: Part, scored: Sequence[Scored]) -> None:
    check = EvidenceCheck()
    for each in scored:
        if each.reading.document and each.reading.profile:
            check.add(each.reading.row.file, each.reading.document, each.reading.profile)
    faults = {
        "values without evidence": check.without,
        "quotes that are not the text at their span": check.misquoted,
        "values whose quote does not hold them": check.unlike,
    }
    part.figures += [Figure(name, len(places), better="less", limit=0) for name, places in faults.items()]
    rows = [
        ("values", check.values, ""),
        ("with a quote of their own", check.own, ""),
        ("part of a quoted value", check.shared, ""),
        *((name, len(places), _listed(places)) for name, places in faults.items()),
    ]
    part.tables.append(Table("Evidence", ("what", "count", "where"), rows))


def _add_repeat(part: Part, scored: Sequence[Scored], elsewhere: Mapping[str, str]) -> None:
    differing = [
        each.reading.row.file for each in scored if elsewhere.get(each.reading.row.file) != each.reading.digest
    ]
    part.figures.append(Figure("profiles that differ in a second process", len(differing), better="less", limit=0))
    rows = [("read twice", len(scored), ""), ("differing", len(differing), _listed(differing))]
    note = "The second process has another hash seed, time zone and locale; profiles are compared byte by byte."
    part.tables.append(Table("The same again", ("what", "files", "which"), rows, note))


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return ", ".join(places[:_SHOWN]) + more

"""Score predicted JSON Resume documents against their truth.

Precision, recall and F1 are micro-averaged over files per field; `macro_f1` is the plain mean of the fields' F1.

- name, email, city: equal normal forms · phone: digits · links: `basics.url` and profiles as a set, by address or
  user name · summary: overlap of words
- work: entries are paired by company, title and start; in a pair company and title need a similarity of 0.85, dates
  the precision of the truth; an open end is its own value; highlights: overlap of words with the summary's
- education: paired by institution, degree and end; a degree may stand inside the other
- skills, languages, certificates: sets, with a similarity of 0.9

A prediction may be anything that JSON can say: what has the wrong shape counts as absent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from eval import normal
from eval.pairing import assign
from eval.tally import Summary, Tally, summarise

Json = dict[str, Any]

_WORK_PAIR, _EDUCATION_PAIR = 0.35, 0.3
"""Entries less similar than this are not the same entry."""

_EDUCATION = (
    ("edu_institution", "institution"), ("edu_degree", "studyType"), ("edu_area", "area"),
    ("edu_dates", "startDate"), ("edu_dates", "endDate"),
)  # fmt: skip


def score_profile(truth: Json, predicted: object) -> Tally:
    """Counts of one file. `predicted` None, or anything but an object, scores as an empty document."""
    found = predicted if isinstance(predicted, dict) else {}
    tally = Tally()
    basics = found.get("basics")
    _score_basics(tally, truth["basics"], basics if isinstance(basics, dict) else {})
    _score_work(tally, _filled(truth.get("work")), _objects(found.get("work")))
    _score_education(tally, _filled(truth.get("education")), _objects(found.get("education")))
    tally.members("skills", _keywords(truth), _keywords(found), normal.nearly)
    spoken = _names(truth, "languages", "language"), _names(found, "languages", "language", "name")
    tally.members("languages", *spoken, normal.nearly)
    certified = _names(truth, "certificates", "name"), _names(found, "certificates", "name", "title")
    tally.members("certificates", *certified, normal.nearly)
    return tally


def summarise_by(group: str, scored: Iterable[tuple[Mapping[str, Any], Tally]]) -> dict[str, Summary]:
    """A summary per value of one key of the index rows, in order of the values."""
    groups: dict[str, list[Tally]] = defaultdict(list)
    for row, tally in scored:
        groups[str(row.get(group))].append(tally)
    return {name: summarise(tallies) for name, tallies in sorted(groups.items())}


def _filled(value: object) -> list[Any]:
    return [each for each in value if each] if isinstance(value, list) else []


def _objects(value: object) -> list[Json]:
    return [each for each in _filled(value) if isinstance(each, dict)]


def _score_basics(tally: Tally, truth: Json, found: Json) -> None:
    tally.value("name", truth.get("name"), found.get("name"), normal.same)
    tally.value("email", truth.get("email"), found.get("email"), normal.same)
    tally.value("phone", truth.get("phone"), found.get("phone"), normal.same_phone)
    tally.value("city", _city(truth), _city(found), normal.same)
    predicted = [names for names in dict.fromkeys(_links(found)) if names]
    tally.members("links", list(_links(truth)), predicted, lambda a, b: bool(a & b))
    tally.overlap("summary", normal.tokens(truth.get("summary")), normal.tokens(found.get("summary")))


def _city(basics: Json) -> Any:
    """The city, or a location that is a plain text."""
    place = basics.get("location")
    return place.get("city") if isinstance(place, dict) else place


def _links(basics: Json) -> Iterable[frozenset[str]]:
    """Every link as the names it may be called by."""
    if basics.get("url"):
        yield frozenset({normal.link(basics["url"])})
    for profile in _objects(basics.get("profiles")):
        yield frozenset({normal.link(profile.get("url")), normal.norm(profile.get("username"))} - {""})


def _pairs(
    truth: list[Json], found: list[Json], alike: Callable[[Json, Json], float], least: float
) -> tuple[list[tuple[Json, Json]], list[Json], list[Json]]:
    """(pairs, entries of the truth without one, predicted entries without one); `alike` is 0–2.5."""
    table = [[alike(a, b) / 2.5 for b in found] for a in truth]
    chosen = [(i, j) for i, j in assign(table) if table[i][j] * 2.5 / 2 >= least]
    rows, columns = {i for i, _ in chosen}, {j for _, j in chosen}
    missed = [entry for i, entry in enumerate(truth) if i not in rows]
    invented = [entry for j, entry in enumerate(found) if j not in columns]
    return [(truth[i], found[j]) for i, j in chosen], missed, invented


def _company(entry: Json) -> Any:
    return entry.get("name") or entry.get("company") or ""


def _body(entry: Json) -> list[str]:
    lines = [str(entry.get("summary") or ""), *(str(line) for line in _filled(entry.get("highlights")))]
    return normal.tokens(" ".join(lines))


def _same_role(a: Json, b: Json) -> float:
    names = normal.similarity(_company(a), _company(b)) + normal.similarity(a.get("position"), b.get("position"))
    return names + 0.5 * normal.same_date(a.get("startDate"), b.get("startDate"))


def _score_work(tally: Tally, truth: list[Json], found: list[Json]) -> None:
    pairs, missed, invented = _pairs(truth, found, _same_role, _WORK_PAIR)
    for a, b in pairs:
        tally.value("work_company", _company(a), _company(b), normal.similar)
        tally.value("work_title", a.get("position"), b.get("position"), normal.similar)
        tally.value("work_start", a.get("startDate"), b.get("startDate"), normal.same_date)
        _score_end(tally, a, b)
        tally.overlap("work_highlights", _body(a), _body(b))
    for entry in missed:
        tally.add("work_end", missing=1)  # open or not, it has an end
        for name in _present(entry):
            tally.add(name, missing=1)
        tally.add("work_highlights", missing=len(_body(entry)))
    for entry in invented:
        for name in (*_present(entry), *(["work_end"] if entry.get("endDate") else [])):
            tally.add(name, wrong=1)
        tally.add("work_highlights", wrong=len(_body(entry)))


def _present(entry: Json) -> list[str]:
    """The fields of a role, without its end, that have a value."""
    values = {
        "work_company": _company(entry), "work_title": entry.get("position"), "work_start": entry.get("startDate")
    }  # fmt: skip
    return [name for name, value in values.items() if value]


def _score_end(tally: Tally, truth: Json, found: Json) -> None:
    """An open end is right as a word for it, or as nothing beside a start date."""
    wanted, end = truth.get("endDate"), normal.norm(found.get("endDate"))
    if wanted and wanted != "present":
        right = normal.same_date(wanted, found.get("endDate"))
        tally.add("work_end", right, bool(end) and not right, not right)
        return
    right = end in normal.PRESENT and bool(end or found.get("startDate"))
    tally.add("work_end", right, end not in normal.PRESENT, not right)


def _same_course(a: Json, b: Json) -> float:
    names = [normal.similarity(a.get(key), b.get(key)) for key in ("institution", "studyType")]
    return names[0] + names[1] + 0.5 * normal.same_date(a.get("endDate"), b.get("endDate"))


def _score_education(tally: Tally, truth: list[Json], found: list[Json]) -> None:
    pairs, missed, invented = _pairs(truth, found, _same_course, _EDUCATION_PAIR)
    for a, b in pairs:
        tally.value("edu_institution", a.get("institution"), b.get("institution"), normal.similar)
        tally.value("edu_degree", a.get("studyType"), b.get("studyType"), normal.same_degree)
        tally.value("edu_area", a.get("area"), b.get("area"), normal.similar)
        tally.value("edu_dates", a.get("startDate"), b.get("startDate"), normal.same_date)
        if a.get("endDate"):
            tally.value("edu_dates", a.get("endDate"), b.get("endDate"), normal.same_date)
        elif normal.norm(b.get("endDate")) not in normal.PRESENT:
            tally.add("edu_dates", wrong=1)
    for name, key in _EDUCATION:
        for entry in missed:
            if entry.get(key):
                tally.add(name, missing=1)
        for entry in invented:
            if entry.get(key):
                tally.add(name, wrong=1)


def _keywords(document: Json) -> list[str]:
    """All skills: plain ones, the keywords of groups, and the names of groups without keywords."""
    found: list[str] = []
    for skill in _filled(document.get("skills")):
        if isinstance(skill, str):
            found.append(skill)
        elif isinstance(skill, dict):
            named = [skill["name"]] if skill.get("name") else []
            found += [str(keyword) for keyword in _filled(skill.get("keywords")) or named]
    return normal.unique(found)


def _names(document: Json, part: str, *keys: str) -> list[str]:
    """The first of `keys` that an entry has, or the entry itself where it is a plain text."""
    found: list[str] = []
    for entry in _filled(document.get(part)):
        if isinstance(entry, str):
            found.append(entry)
        elif isinstance(entry, dict):
            found += [str(entry[key]) for key in keys if entry.get(key)][:1]
    return normal.unique(found)

"""A profile as a person reads it: the parts of a résumé in their usual order, then what the analysis says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.output import plain
from schema.profile import Basics, Education, Finding, Profile, ResumeScore, ScorePart, VitaeflowMeta, Work


def profile_view(profile: Profile) -> RenderableType:
    """The whole profile; sections without content do not appear."""
    parts: list[RenderableType] = [_header(profile.basics)]
    for title, lines in _sections(profile):
        if lines:
            parts += [Text(""), Text(title, style="bold blue"), Padding(Group(*lines), (0, 0, 0, 2))]
    return Group(*parts)


def _header(basics: Basics) -> Text:
    place = basics.location
    where = ", ".join(filter(None, (place.city, place.region, place.country_code))) if place else ""
    links = [link for link in (basics.url, *(item.url for item in basics.profiles)) if link]
    lines = [
        Text(plain(basics.name or "(no name found)"), style="bold"),
        _line(basics.label),
        _line(" · ".join(filter(None, (basics.email, basics.phone, where)))),
        _line(" · ".join(links)),
    ]
    return Text("\n").join(line for line in lines if line)


def _sections(profile: Profile) -> Iterator[tuple[str, list[Text]]]:
    meta = profile.meta.vitaeflow
    yield "Summary", [_line(profile.basics.summary)] if profile.basics.summary else []
    yield "Skills", [_labelled(skill.name, skill.keywords) for skill in profile.skills]
    yield "Experience", [line for work in profile.work for line in _work(work)]
    yield "Education", [_education(item) for item in profile.education]
    yield "Projects", [_titled(item.name, item.description) for item in profile.projects]
    yield "Certificates", [_titled(item.name, item.issuer, item.date) for item in profile.certificates]
    yield "Languages", [_titled(item.language, item.fluency) for item in profile.languages]
    if meta:
        yield from _analysis(meta)


def _analysis(meta: VitaeflowMeta) -> Iterator[tuple[str, list[Text]]]:
    yield "Score", _score(meta.resume_score)
    yield "Strengths", [line for item in meta.strengths for line in _finding(item, "+")]
    yield "Weaknesses", [line for item in meta.weaknesses for line in _finding(item, "-")]
    yield "Roles to look at", [_titled(item.title, item.reason) for item in meta.job_recommendations]
    flags = [_titled(str(flag.get("kind", "flag")), str(flag.get("detail", ""))) for flag in meta.flags]
    if meta.quality is not None and meta.quality.state != "ok":
        flags.insert(0, _titled(meta.quality.state, *meta.quality.reasons))
    yield "About the file", flags + [_line(warning) for warning in meta.warnings]
    read = f"{len(meta.evidence)} values with evidence, read by {meta.analyser.kind} ({meta.analyser.name})"
    if meta.years_of_experience is not None:
        read += f", {meta.years_of_experience:g} years of experience as of {meta.as_of or 'an unknown date'}"
    yield "Read", [_line(read)]


def _score(score: ResumeScore | None) -> list[Text]:
    """The total, and each part with its points of those that could be judged."""
    if score is None:
        return []
    parts = [f"{part.name} {_points(part)}" for part in score.parts]
    return [_line(f"{score.total} of 100 by rubric {score.rubric}: {', '.join(parts)}")]


def _points(part: ScorePart) -> str:
    if part.points is None:
        return "not judged"
    return f"{part.points:g}/{sum(each.weight for each in part.criteria if each.points is not None)}"


def _work(work: Work) -> list[Text]:
    head = _titled(work.position, work.name)
    head.stylize("bold")
    when = " · ".join(filter(None, (_span(work.start_date, work.end_date), work.location)))
    lines = [head, Text(plain(when), style="dim"), _line(work.summary)]
    return [line for line in lines if line] + [Text(f"• {plain(item)}") for item in work.highlights]


def _education(item: Education) -> Text:
    study = ", ".join(filter(None, (item.study_type, item.area)))
    return _titled(study or None, item.institution, _span(item.start_date, item.end_date) or None)


def _finding(finding: Finding, mark: str) -> list[Text]:
    lines = [Text(f"{mark} {plain(finding.text)}")]
    return [*lines, Text(f"  {plain(finding.advice)}", style="dim")] if finding.advice else lines


def _span(start: str | None, end: str | None) -> str:
    """Dates as the profile has them; only a start means that the entry is ongoing."""
    if start and not end:
        return f"{start} – present"
    return " – ".join(filter(None, (start, end)))


def _labelled(name: str | None, values: Sequence[str]) -> Text:
    return _line(f"{name or 'Other'}: {', '.join(values)}")


def _titled(*parts: str | None) -> Text:
    return _line(" — ".join(part for part in parts if part))


def _line(value: str | None) -> Text:
    return Text(plain(value or ""))

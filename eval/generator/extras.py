"""Skills in their many forms, and the sections beside the usual ones: their words belong to nothing that is scored."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from eval.generator.locale import Locale, numbers
from eval.generator.sheet import Block, Bullet, Grid, Paragraph, Row, Section
from eval.generator.style import Style

Json = dict[str, Any]

_LEVELS = (" ●●●○○", " ★★★★☆", " – 4/5", " (80%)", " ●●●●●")


def skill_blocks(rng: Random, locale: Locale, style: Style, words: list[str]) -> list[Block]:
    """Skills as the style has them."""
    match style.skills:
        case "points":
            mark = "" if style.mark == "prose" else style.mark
            return [Bullet(word, mark) for word in words]
        case "rows":
            return [Row(word) for word in words]
        case "grid":
            return [Grid(tuple(words), 2 if "sidebar" in style.layout else rng.choice([2, 3]))]
        case "groups":
            return _groups(rng, locale, words)
        case "stacked":
            return _stacked(rng, locale, style, words)
        case "levels":
            return [Row(word + rng.choice(_LEVELS)) for word in words]
    joint = {"comma": "、" if locale.lang in ("ja", "zh") else ", ", "pipes": " | ", "dots": " · "}[style.skills]
    return [Paragraph(joint.join(words))]


def _groups(rng: Random, locale: Locale, words: list[str]) -> list[Block]:
    """Two or three groups with a name each."""
    size = max(2, (len(words) + 1) // 2)
    names = rng.sample(locale.labels["groups"], 4)
    return [
        Paragraph(f"{name}: {', '.join(words[at : at + size])}")
        for name, at in zip(names, range(0, len(words), size), strict=False)
    ]


def _stacked(rng: Random, locale: Locale, style: Style, words: list[str]) -> list[Block]:
    """Groups with their name on a row of its own and a skill on each row below."""
    size = max(2, (len(words) + 1) // 2)
    blocks: list[Block] = []
    for name, at in zip(rng.sample(locale.labels["groups"], 4), range(0, len(words), size), strict=False):
        blocks += [Row(name, bold=style.bold), *(Row(word) for word in words[at : at + size])]
    return blocks


def sections(rng: Random, locale: Locale, style: Style, truth: Json, heading: Callable[[str], str]) -> list[Section]:
    """Further sections, each with the chance of the style; projects go into the truth."""
    made: dict[str, list[Block]] = {
        "interests": [Paragraph(", ".join(rng.sample(locale.interests, rng.randint(2, 4))))],
        "awards": [Bullet(_filled(rng, locale, each), "• ") for each in locale.awards[: rng.randint(1, 2)]],
        "volunteering": [Bullet(_filled(rng, locale, rng.choice(locale.volunteering)), "• ")],
        "publications": [Paragraph(_filled(rng, locale, rng.choice(locale.publications)))],
        "references": [Row(_filled(rng, locale, each)) for each in locale.referees[: rng.randint(1, 2)]],
    }
    chosen = [Section(kind, heading(kind), blocks) for kind, blocks in made.items() if rng.random() < style.rich]
    if rng.random() < style.rich:
        chosen.append(Section("projects", heading("projects"), _projects(rng, locale, style, truth)))
    rng.shuffle(chosen)
    return chosen


def _projects(rng: Random, locale: Locale, style: Style, truth: Json) -> list[Block]:
    blocks: list[Block] = []
    for name, about in rng.sample(locale.projects, rng.randint(1, len(locale.projects))):
        said = numbers(rng, about)
        truth["projects"].append({"name": name, "description": said, "highlights": [], "url": ""})
        blocks += [Row(name, bold=style.bold), Paragraph(said)]
    return blocks


def _filled(rng: Random, locale: Locale, template: str) -> str:
    """A template with another person's name and things that are not the owner's."""
    trade = locale.professions[rng.choice(sorted(locale.professions))]
    given, family = rng.choice(locale.given), rng.choice(locale.family)
    area = next((area for _, area in trade.fields if area), locale.stems[0])
    return template.format(
        Y=rng.randint(2008, 2025), area=area, company=rng.choice(trade.employers).format(rng.choice(locale.stems)),
        name=locale.name_space.join((family, given) if locale.family_first else (given, family)),
    )  # fmt: skip

"""Truth and style become a sheet: what is not written is taken out of the truth."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from random import Random
from typing import Any

from eval.generator import extras
from eval.generator.dating import Dating
from eval.generator.locale import Locale
from eval.generator.people import Person
from eval.generator.sheet import Block, Bullet, Gap, Paragraph, Row, Section, Sheet
from eval.generator.style import LABELLED, Style

Json = dict[str, Any]

_ORDERS = {
    "usual": ["summary", "work", "education", "skills", "languages", "certificates"],
    "study": ["summary", "education", "work", "certificates", "skills", "languages"],
    "skills": ["summary", "skills", "work", "education", "certificates", "languages"],
}


@dataclass
class Writer:
    """Writes one person in one style. `truth` ends as what the sheet says."""

    rng: Random
    person: Person
    locale: Locale
    style: Style
    dating: Dating

    def __post_init__(self) -> None:
        self.truth: Json = copy.deepcopy(self.person.truth)

    def sheet(self) -> Sheet:
        """The whole document."""
        contact = self._contact()
        made = {
            "summary": self._summary(),
            "work": self._work(),
            "education": self._education(),
            "skills": self._skills(),
            "languages": self._languages(),
            "certificates": self._certificates(),
        }
        order = _ORDERS.get(self.style.order) or self.rng.sample(_ORDERS["usual"], 6)
        sections = [self._section(kind, made[kind]) for kind in order if made[kind]]
        sections += extras.sections(self.rng, self.locale, self.style, self.truth, self._heading)
        if sections and sections[0].kind == "summary" and self.rng.random() < 0.25:
            sections[0].heading = ""
        if self.style.layout.startswith("sidebar") or self.rng.random() < 0.15:
            sections.insert(0, Section("contact", self._heading("contact"), [Row(line) for line in contact]))
            contact = []
        for entry in self.truth["work"]:
            entry.pop("location", None)
        return Sheet(self._name(), self.truth["basics"]["label"], contact, sections)

    def _section(self, kind: str, blocks: list[Block]) -> Section:
        return Section(kind, self._heading(kind), blocks)

    def _heading(self, kind: str) -> str:
        table = self.locale.unusual if self.rng.random() < self.style.unusual else self.locale.headings
        return self.rng.choice(table[kind])

    def _name(self) -> str:
        family, given, space = self.person.family, self.person.given, self.locale.name_space
        parts = [family, given] if self.locale.family_first else [given, family]
        match self.style.name:
            case "upper":
                return space.join(parts).upper()
            case "family-upper":
                return space.join(each.upper() if each == family else each for each in parts)
            case "family-first" if not self.locale.family_first:
                return f"{family}, {given}"
        return space.join(parts)

    def _contact(self) -> list[str]:
        basics, rng = self.truth["basics"], self.rng
        city, region = basics["location"]["city"], basics["location"]["region"]
        if rng.random() < 0.1:
            basics["email"] = ""
        place = rng.choice(
            [
                city,
                city,
                f"{city}, {region}" if region else city,
                f"{self.person.street}, {city}",
                f"{self.person.street}, {rng.randint(10000, 98999)} {city}",
            ]
        )
        basics["location"]["region"] = region if region and region in place else ""
        said = [("place", place), ("phone", self.person.phone), ("email", basics["email"])]
        said = [each for each in said if each[1]]
        rng.shuffle(said)
        if self.style.contact == "stacked":
            basics["profiles"] = []
            said += [("web", self._address(basics["url"]))] if basics["url"] else []
        if self.style.contact == "stacked":
            return [line for kind, value in said for line in (rng.choice(self.locale.labels[kind]), value)]
        lines = [self._labelled(*each) for each in said]
        if basics["url"]:
            lines.append(self._labelled("web", self._address(basics["url"])))
        for profile in basics["profiles"]:
            address = self._address(profile["url"])
            lines.append(f"{profile['network']}: {address}" if self.style.labelled else address)
        if rng.random() < 0.2:
            lines += [_dated(rng, each) for each in rng.sample(self.locale.ages, rng.randint(1, 2))]
        return lines if self.style.contact == "lines" else self._joined(lines)

    def _joined(self, lines: list[str]) -> list[str]:
        """Contact lines two to four on a row."""
        size, joint = self.rng.randint(2, 4), self.style.contact
        return [joint.join(lines[at : at + size]) for at in range(0, len(lines), size)]

    def _labelled(self, kind: str, value: str) -> str:
        return f"{self.rng.choice(self.locale.labels[kind])}: {value}" if self.style.labelled else value

    def _address(self, url: str) -> str:
        bare = url.removeprefix("https://")
        return self.rng.choice([url, bare, bare.removeprefix("www.")])

    def _summary(self) -> list[Block]:
        summary = self.truth["basics"]["summary"]
        return [Paragraph(summary)] if summary else []

    def _work(self) -> list[Block]:
        entries = self.truth["work"]
        if self.style.grouped and len(entries) > 1:
            entries[1]["name"], entries[1]["location"] = entries[0]["name"], entries[0]["location"]
        condensed = entries[-2:] if self.style.condensed and len(entries) > 3 else []
        blocks: list[Block] = []
        for index, entry in enumerate(entries[: len(entries) - len(condensed)]):
            blocks += self._role(entry, index)
            blocks += self._told(entry)
            blocks.append(Gap())
        if condensed:
            blocks.append(Paragraph(self._condensed(condensed)))
        self._keep_dates(entries)
        return blocks

    def _told(self, entry: Json) -> list[Block]:
        """What was done in a role, with a word or a sentence before it if the style has that."""
        blocks: list[Block] = []
        if self.style.described:
            about = self.rng.choice(self.locale.labels["about"])
            entry["summary"] = about.format(company=entry["name"], n=self.rng.randint(5, 900))
            blocks.append(Paragraph(entry["summary"]))
        if entry["highlights"]:
            if self.style.points_label:
                blocks.append(Row(self.rng.choice(self.locale.labels["tasks"]), bold=self.style.bold))
            blocks += self._points(entry["highlights"])
        return blocks

    def _role(self, entry: Json, index: int) -> list[Block]:
        span = self.dating.span(entry["startDate"], entry["endDate"])
        grouped = self.style.grouped and index < 2 and len(self.truth["work"]) > 1
        if not grouped:
            return self._entry(self.style.work, entry["position"], self._employer(entry), span)
        head: list[Block] = [Row(self._employer(entry), bold=True)] if index == 0 else []
        role = (
            Row(entry["position"], label=span) if self.style.layout in LABELLED else Row(entry["position"], right=span)
        )
        return [*head, role]

    def _employer(self, entry: Json) -> str:
        return str(entry["name"]) + self.style.city.format(entry["location"])

    def _condensed(self, entries: list[Json]) -> str:
        """The oldest roles in one sentence, years only, without their points."""
        said = []
        for entry in entries:
            entry["highlights"] = []
            entry["startDate"], entry["endDate"] = entry["startDate"][:4], entry["endDate"][:4]
            years = "–".join(dict.fromkeys([entry["startDate"], entry["endDate"]]))
            said.append(f"{entry['position']}, {entry['name']} ({years})")
        return f"{self.rng.choice(self.locale.also)}: {'; '.join(said)}"

    def _keep_dates(self, entries: list[Json]) -> None:
        for entry in entries:
            for key in ("startDate", "endDate"):
                entry[key] = self.dating.kept(entry[key])

    def _entry(self, arrangement: str, head: str, place: str, span: str) -> list[Block]:
        """The rows of a role or a course: `head` is title or degree, `place` employer or school."""
        bold, italic = self.style.bold, self.style.italic
        joint = self.style.separator.replace("@at", self.locale.at[0])
        one, turned = f"{head}{joint}{place}", f"{place}{joint}{head}"
        rows: dict[str, list[Block]] = {
            "title-right": [Row(head, right=span, bold=bold), Row(place, italic=italic)],
            "org-right": [Row(place, right=span, bold=bold), Row(head, italic=italic)],
            "one-right": [Row(one, right=span, bold=bold)],
            "org-one-right": [Row(turned, right=span, bold=bold)],
            "dates-first": [Row(span), Row(head, bold=bold), Row(place, italic=italic)],
            "brackets": [Row(f"{one} ({span})", bold=bold)],
            "piped": [Row(f"{head} | {place} | {span}", bold=bold)],
            "stacked": [Row(one, bold=bold), Row(span, italic=italic)],
            "stacked-three": [Row(place, bold=bold), Row(head, italic=italic), Row(span)],
            "dates-inline": [Row(f"{span}: {one}", bold=bold)],
            "org-stacked": [Row(f"{place} | {span}", bold=bold), Row(head, italic=italic)],
            "label-title": [Row(head, label=span, bold=bold), Row(place, italic=italic)],
            "label-org": [Row(place, label=span, bold=bold), Row(head, italic=italic)],
            "label-one": [Row(one, label=span, bold=bold)],
        }
        return rows[arrangement]

    def _points(self, lines: list[str]) -> list[Block]:
        if self.style.mark == "prose":
            whole = [line if line.endswith(self.locale.stop) else line + self.locale.stop for line in lines]
            return [Paragraph(("" if self.locale.stop == "。" else " ").join(whole))]
        return [Bullet(line, self.style.mark) for line in lines]

    def _education(self) -> list[Block]:
        blocks: list[Block] = []
        for entry in self.truth["education"]:
            degree = self._degree(entry["studyType"], entry["area"])
            blocks += self._entry(self.style.education, degree, entry["institution"], self._years(entry))
            if entry["score"]:
                blocks.append(Row(entry["score"]))
            blocks.append(Gap())
        self._keep_dates(self.truth["education"])
        return blocks

    def _years(self, entry: Json) -> str:
        """The span of a course, or its end alone."""
        if self.rng.random() < 0.2:
            entry["startDate"] = ""
            return self.dating.point(entry["endDate"])
        return self.dating.span(entry["startDate"], entry["endDate"])

    def _degree(self, degree: str, area: str) -> str:
        if not area:
            return degree
        if self.locale.lang in ("ja", "zh"):
            return f"{area} {degree}"
        inside = {"en": " in ", "fr": " en ", "es": " en ", "pt": " em "}.get(self.locale.lang, ", ")
        return f"{degree}{self.rng.choice([inside, ', ', ' – ', ': '])}{area}"

    def _skills(self) -> list[Block]:
        found = [word for group in self.truth["skills"] for word in group["keywords"]]
        return extras.skill_blocks(self.rng, self.locale, self.style, found) if found else []

    def _languages(self) -> list[Block]:
        forms = {
            "brackets": "{} ({})",
            "dash": "{} – {}",
            "colon": "{}: {}",
            "inline": "{} ({})",
            "inline-dash": "{} - {}",
        }
        spoken = [(each["language"], each["fluency"]) for each in self.truth["languages"]]
        if self.style.languages == "right":
            return [Row(name, right=level) for name, level in spoken]
        if self.style.languages == "stacked":
            return [row for name, level in spoken for row in (Row(name, bold=self.style.bold), Row(level))]
        said = [forms[self.style.languages].format(*each) for each in spoken]
        if self.style.languages.startswith("inline"):
            return [Paragraph(self.rng.choice([", ", "; ", " | "]).join(said))] if said else []
        return [Bullet(each, self.rng.choice(["", "• "])) for each in said]

    def _certificates(self) -> list[Block]:
        blocks: list[Block] = []
        for each in self.truth["certificates"]:
            name, year = each["name"], each["date"]
            match self.style.certificates:
                case "brackets":
                    blocks.append(Bullet(f"{name} ({year})", self._mark()))
                case "comma":
                    blocks.append(Bullet(f"{name}, {year}", self._mark()))
                case "year-first":
                    blocks.append(Row(name, label=year) if self.style.layout in LABELLED else Row(f"{year} {name}"))
                case "right":
                    blocks.append(Row(name, right=year))
                case _:
                    each["date"] = ""
                    blocks.append(Bullet(name, self._mark()))
        return blocks

    def _mark(self) -> str:
        return "" if self.style.mark == "prose" else self.style.mark


def _dated(rng: Random, template: str) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(62, 99)
    return template.format(D=day, MM=f"{month:02d}", yy=year)

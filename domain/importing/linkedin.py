"""LinkedIn's archive of a member's data: its tables as JSON Resume. Column names differ between years of exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from domain.importing.imported import Imported, Source
from domain.reading.dates import written_dates
from domain.reading.links import network_of
from domain.reading.places import parse_place
from domain.reading.spans import Span
from schema.bounded_json import pointer_token

Row = dict[str, str]

_BULLET = re.compile(r"\s*[•●▪◦‣·*\-–—✓➢►]\s+")
_LABELLED = re.compile(r"\s*\[?\s*(?:(?P<label>[A-Z_]+):)?(?P<url>[^\s,\]]+)\s*\]?")
_STARTED = ("Started On", "Start Date")
_FINISHED = ("Finished On", "End Date")


def read_linkedin(data: dict[str, Any]) -> Imported:
    """The tables of the archive by file name, each a list of rows by column name."""
    reader = _Reader(data)
    reader.basics()
    for file, section, read in _SECTIONS:
        reader.section(file, section, read)
    reader.skills()
    return reader.imported


class _Reader:
    """Writes JSON Resume and notes for each value from which cell it came."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._tables: dict[str, list[Row]] = data
        self.imported = Imported({})

    def basics(self) -> None:
        """Name, headline, reach; the files about reach have a row per address."""
        basics: dict[str, Any] = {}
        cells = _Cells(self, "Profile.csv", 0, "/basics", basics)
        cells.join("name", "First Name", "Last Name")
        cells.text("label", "Headline")
        cells.text("summary", "Summary")
        if "summary" not in basics:
            _Cells(self, "Profile Summary.csv", 0, "/basics", basics).text("summary", "Profile Summary")
        email = self._best("Email Addresses.csv", lambda row: (_yes(row, "Primary"), _yes(row, "Confirmed")))
        _Cells(self, "Email Addresses.csv", email, "/basics", basics).text("email", "Email Address")
        phone = self._best("PhoneNumbers.csv", lambda row: (row.get("Type", "").casefold() == "mobile", False))
        _Cells(self, "PhoneNumbers.csv", phone, "/basics", basics).text("phone", "Number")
        cells.place()
        cells.pages()
        if basics:
            self.imported.resume["basics"] = basics

    def section(self, file: str, section: str, read: Callable[[_Cells], None]) -> None:
        """An entry per row that says anything."""
        entries: list[dict[str, Any]] = []
        for index in range(len(self.rows(file))):
            entry: dict[str, Any] = {}
            read(_Cells(self, file, index, f"/{section}/{len(entries)}", entry))
            if entry:
                entries.append(entry)
        if entries:
            self.imported.resume[section] = entries

    def skills(self) -> None:
        """LinkedIn knows no categories: one group without a name."""
        keywords: list[str] = []
        for index, row in enumerate(self.rows("Skills.csv")):
            if name := row.get("Name", "").strip():
                self.imported.came_from(f"/skills/0/keywords/{len(keywords)}", f"/Skills.csv/{index}/Name")
                keywords.append(name)
        if keywords:
            self.imported.resume["skills"] = [{"keywords": keywords}]

    def rows(self, file: str) -> list[Row]:
        """The rows of a file, none if it is not there."""
        return self._tables.get(file, [])

    def _best(self, file: str, rank: Callable[[Row], tuple[bool, bool]]) -> int:
        """The row that ranks highest, of equal ones the first."""
        rows = self.rows(file)
        return max(range(len(rows)), key=lambda index: (rank(rows[index]), -index), default=0)


class _Cells:
    """One row on its way into one object."""

    def __init__(self, reader: _Reader, file: str, index: int, pointer: str, target: dict[str, Any]) -> None:
        rows = reader.rows(file)
        self._row = rows[index] if index < len(rows) else {}
        self._at = f"/{pointer_token(file)}/{index}"
        self._imported = reader.imported
        self._pointer = pointer
        self._target = target

    def text(self, key: str, *columns: str) -> None:
        """A value as it stands, of the first column that has one."""
        if found := self._first(columns):
            self._put(key, found[1], found[0])

    def join(self, key: str, *columns: str) -> None:
        """One value of several columns."""
        said = [(column, self._row.get(column, "").strip()) for column in columns]
        if text := " ".join(value for _, value in said if value):
            self._put(key, text, *(column for column, value in said if value))

    def date(self, key: str, *columns: str) -> None:
        """A date in the precision it was written in; what is none stays as it is, with a warning."""
        if not (found := self._first(columns)):
            return
        column, text = found
        dates = written_dates(Span(text, 0))
        if len(dates) == 1 and dates[0][1].text == text:
            self._put(key, dates[0][0], column)
        else:
            self._put(key, text, column)
            self._imported.warnings.append(f"{self._pointer}/{key}: not a date we can read; kept as it is")

    def period(self) -> None:
        """From and to; an empty end means that it goes on."""
        self.date("startDate", *_STARTED)
        self.date("endDate", *_FINISHED)

    def description(self, key: str, *columns: str, highlights: bool = True) -> None:
        """Lines with a bullet are highlights, the others prose."""
        if not (found := self._first(columns)):
            return
        column, text = found
        lines = [line for line in text.splitlines() if line.strip()]
        bullets = [(at, line) for at, line in enumerate(lines) if _BULLET.match(line)] if highlights else []
        prose = [(at, line.strip()) for at, line in enumerate(lines) if (at, line) not in bullets]
        if prose:
            self._target[key] = "\n".join(line for _, line in prose)
            self._note(key, column, [at for at, _ in prose])
        for number, (at, line) in enumerate(bullets):
            self._target.setdefault("highlights", []).append(_BULLET.sub("", line, count=1).strip())
            self._note(f"highlights/{number}", column, [at])

    def place(self) -> None:
        """`City, Region, Country`; street and postal code stand in columns of their own."""
        location: dict[str, str] = {}
        sources: dict[str, str] = {}
        if found := self._first(("Geo Location",)):
            place = parse_place(Span(found[1], 0))
            parts = {"city": place.city, "region": place.region}
            location = {key: part.value for key, part in parts.items() if part and part.value}
            if place.country_code:
                location["countryCode"] = place.country_code
            sources = dict.fromkeys(location, found[0])
        for key, column in (("address", "Address"), ("postalCode", "Zip Code")):
            if value := self._row.get(column, "").strip():
                location[key], sources[key] = value, column
        if location:
            self._target["location"] = location
        for key, column in sources.items():
            self._note(f"location/{key}", column)

    def pages(self) -> None:
        """Addresses as `[PERSONAL:example.com,OTHER:…]`; the first that is no network's is the person's own."""
        profiles: list[dict[str, str]] = []
        for url in _addresses(self._row.get("Websites", "")):
            network = network_of(url.split("//")[-1].split("/")[0])
            if network is None and "url" not in self._target:
                self._put("url", url, "Websites")
                continue
            profiles.append({"network": network, "url": url} if network else {"url": url})
            for key in profiles[-1]:
                self._note(f"profiles/{len(profiles) - 1}/{key}", "Websites")
        for handle in _addresses(self._row.get("Twitter Handles", "")):
            profiles.append({"network": "Twitter", "username": handle})
            for key in profiles[-1]:
                self._note(f"profiles/{len(profiles) - 1}/{key}", "Twitter Handles")
        if profiles:
            self._target["profiles"] = profiles

    def _first(self, columns: tuple[str, ...]) -> tuple[str, str] | None:
        said = ((column, self._row.get(column, "").strip()) for column in columns)
        return next(((column, text) for column, text in said if text), None)

    def _put(self, key: str, value: str, *columns: str) -> None:
        self._target[key] = value
        self._imported.came_from(f"{self._pointer}/{key}", *(f"{self._at}/{pointer_token(c)}" for c in columns))

    def _note(self, path: str, column: str, lines: list[int] | None = None) -> None:
        at = f"{self._at}/{pointer_token(column)}"
        sources = [Source(at)] if lines is None else [Source(at, line) for line in lines]
        self._imported.sources[f"{self._pointer}/{path}"] = tuple(sources)


def _work(cells: _Cells) -> None:
    cells.text("name", "Company Name")
    cells.text("position", "Title")
    cells.text("location", "Location")
    cells.period()
    cells.description("summary", "Description")


def _education(cells: _Cells) -> None:
    cells.text("institution", "School Name")
    cells.text("studyType", "Degree Name")
    cells.text("area", "Field Of Study")
    cells.period()
    cells.description("summary", "Notes", highlights=False)
    cells.text("activities", "Activities")


def _language(cells: _Cells) -> None:
    cells.text("language", "Name")
    cells.text("fluency", "Proficiency")


def _certificate(cells: _Cells) -> None:
    cells.text("name", "Name")
    cells.text("issuer", "Authority")
    cells.text("url", "Url")
    cells.text("licenseNumber", "License Number")
    cells.date("date", *_STARTED)
    cells.date("endDate", *_FINISHED)


def _project(cells: _Cells) -> None:
    cells.text("name", "Title")
    cells.text("url", "Url")
    cells.period()
    cells.description("description", "Description")


def _publication(cells: _Cells) -> None:
    cells.text("name", "Name")
    cells.text("publisher", "Publisher")
    cells.text("url", "Url")
    cells.date("releaseDate", "Published On")
    cells.description("summary", "Description", highlights=False)


def _award(cells: _Cells) -> None:
    cells.text("title", "Title")
    cells.date("date", "Issued On")
    cells.description("summary", "Description", highlights=False)


def _volunteering(cells: _Cells) -> None:
    cells.text("organization", "Company Name")
    cells.text("position", "Role")
    cells.period()
    cells.description("summary", "Description")


_SECTIONS: tuple[tuple[str, str, Callable[[_Cells], None]], ...] = (
    ("Positions.csv", "work", _work),
    ("Education.csv", "education", _education),
    ("Languages.csv", "languages", _language),
    ("Certifications.csv", "certificates", _certificate),
    ("Projects.csv", "projects", _project),
    ("Publications.csv", "publications", _publication),
    ("Honors.csv", "awards", _award),
    ("Volunteering.csv", "volunteer", _volunteering),
)


def _yes(row: Row, column: str) -> bool:
    return row.get(column, "").strip().casefold() in {"yes", "true", "1"}


def _addresses(cell: str) -> Iterator[str]:
    for piece in cell.strip().strip("[]").split(","):
        if (found := _LABELLED.fullmatch(piece)) and found["url"]:
            yield found["url"]

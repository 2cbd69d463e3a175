"""Tables in place of a document: the archive LinkedIn hands out to its members, and our own export."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import PurePosixPath

from adapters.documents import plain
from adapters.documents.draft import Draft
from adapters.documents.package import Package
from adapters.documents.structured import ValueLines, iso_date
from schema.errors import DocumentTooComplex, InvalidResumeData
from schema.profile import VitaeflowMeta

_MAX_TABLE_BYTES = 4 * 1024 * 1024
_MAX_ROWS = 10_000
_MAX_COLUMNS = 100
_HEADER_WITHIN = 10
_SEPARATORS = ",;\t"
_PERIOD = ("Started On", "Finished On", "Start Date", "End Date")

# The files of a LinkedIn archive that are about the person's career, with the columns that are. Others are not taken
# over: a date of birth or a maiden name helps nobody to judge a career.
LINKEDIN_FILES: dict[str, frozenset[str]] = {
    "Profile.csv": frozenset(
        {"First Name", "Last Name", "Headline", "Summary", "Address", "Zip Code", "Geo Location", "Websites"}
        | {"Twitter Handles"}
    ),
    "Profile Summary.csv": frozenset({"Profile Summary"}),
    "Positions.csv": frozenset({"Company Name", "Title", "Description", "Location", *_PERIOD}),
    "Education.csv": frozenset({"School Name", "Degree Name", "Field Of Study", "Notes", "Activities", *_PERIOD}),
    "Skills.csv": frozenset({"Name"}),
    "Languages.csv": frozenset({"Name", "Proficiency"}),
    "Certifications.csv": frozenset({"Name", "Url", "Authority", "License Number", *_PERIOD}),
    "Projects.csv": frozenset({"Title", "Description", "Url", *_PERIOD}),
    "Publications.csv": frozenset({"Name", "Published On", "Description", "Publisher", "Url"}),
    "Honors.csv": frozenset({"Title", "Description", "Issued On"}),
    "Volunteering.csv": frozenset({"Company Name", "Role", "Cause", "Description", *_PERIOD}),
    "Email Addresses.csv": frozenset({"Email Address", "Confirmed", "Primary", "Updated On"}),
    "PhoneNumbers.csv": frozenset({"Extension", "Number", "Type"}),
}
_BY_FOLDED = {name.casefold().replace(" ", "").replace("_", ""): name for name in LINKEDIN_FILES}
_CERTAIN = ("Profile.csv", "Positions.csv", "Education.csv", "Skills.csv")
_EXPORT_COLUMNS = frozenset({"section", "index", "field", "value"})
_NOT_THE_RESUME = frozenset({"export", "meta", "analysis", *VitaeflowMeta.model_fields})


def read_linkedin(data: bytes) -> Draft:
    """The career files of a LinkedIn archive, each as a list of rows by column name. Raises UnreadableDocument & co."""
    package = Package(data)
    if package.has_twins:
        raise InvalidResumeData("The archive holds a file twice; request your data again")
    draft, tables = Draft(), {}
    for member in sorted(package.names, key=lambda name: (name.count("/"), name)):
        path = PurePosixPath(member)
        name = _BY_FOLDED.get(path.name.casefold().replace(" ", "").replace("_", ""))
        # A twin in a deeper folder, what macOS adds, and names that lead out of the archive are no files of LinkedIn's.
        if name is None or name in tables or ".." in path.parts or member.startswith(("/", "__MACOSX")):
            continue
        tables[name] = _rows(package.read(member) or b"", LINKEDIN_FILES[name])
    if not any(tables.get(name) for name in _CERTAIN):
        raise InvalidResumeData("The archive holds none of LinkedIn's profile files; request your data again")
    draft.data = {name: tables[name] for name in LINKEDIN_FILES if tables.get(name)}
    ValueLines(draft).add_all(draft.data)
    draft.modified = package.modified
    return draft


def read_table(data: bytes) -> Draft:
    """The rows of a profile that we exported. Raises InvalidResumeData when it is another table."""
    rows = _rows(data, _EXPORT_COLUMNS)
    if not rows or not rows[0].keys() >= _EXPORT_COLUMNS:
        raise InvalidResumeData("The table is no export of a profile; send the exported file as it was")
    draft = Draft(data={"rows": rows})
    lines = ValueLines(draft)
    for index, row in enumerate(rows):
        if row["section"] not in _NOT_THE_RESUME:
            lines.add(row["value"], f"/rows/{index}/value")
    moment = {(row["section"], row["field"]): row["value"] for row in rows}
    draft.modified = iso_date(
        moment.get(("meta", "lastModified"))
        or moment.get(("analysis", "as_of"))
        or moment.get(("export", "generatedAt"))
    )
    return draft


def _rows(data: bytes, columns: Collection[str]) -> list[dict[str, str]]:
    """Rows by column name, known columns only; notes above the header and empty rows are skipped."""
    if len(data) > _MAX_TABLE_BYTES:
        raise _too_large()
    text, _ = plain.decode(data)
    table = _cells(text.replace("\x00", ""))
    header, body = _header(table, {column.casefold(): column for column in columns})
    named = ({column: cell for column, cell in zip(header, row, strict=False) if column} for row in body)
    return [row for row in named if any(cell.strip() for cell in row.values())]


def _cells(text: str) -> list[list[str]]:
    """The cells of a table in whichever separator its first lines have most of."""
    head = "".join(text.splitlines(keepends=True)[:_HEADER_WITHIN])
    separator = max(_SEPARATORS, key=head.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) > _MAX_ROWS or len(row) > _MAX_COLUMNS:
                raise _too_large()
    except csv.Error:
        # the only one in this mode: a cell over the module's limit of 131,072 characters
        raise _too_large() from None
    return rows


def _header(table: list[list[str]], known: dict[str, str]) -> tuple[list[str | None], list[list[str]]]:
    """Names of the known columns in their usual spelling, and the rows below; nothing without a header."""
    best, at = 0, 0
    for index, row in enumerate(table[:_HEADER_WITHIN]):
        hits = len({cell.strip().casefold() for cell in row} & known.keys())
        if hits > best:
            best, at = hits, index
    if best < min(2, len(known)):
        return [], []
    return [known.get(cell.strip().casefold()) for cell in table[at]], table[at + 1 :]


def _too_large() -> DocumentTooComplex:
    return DocumentTooComplex("A table in the file is far larger than any résumé; send the résumé alone")

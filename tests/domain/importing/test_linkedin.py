"""LinkedIn's archive: its tables as they are handed out, in the dialects of several years."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from schema.errors import DocumentTooComplex, EncryptedDocument, InvalidResumeData, UnreadableDocument
from schema.profile import Profile
from tests.domain.importing.conftest import Import, ToDocument
from tests.interchange import LINKEDIN, archive, as_table, linkedin


@pytest.fixture(scope="module")
def pia(bring: Import) -> Profile:
    """The whole archive."""
    return bring(linkedin(), "zip")


def test_every_table_comes_in(pia: Profile) -> None:
    """Each file has its section, each column its field."""
    document = pia.to_json_resume()
    del document["meta"]
    assert document == {
        "basics": {
            "name": "Pia Sandvik",
            "label": "Head Nurse",
            "email": "pia@example.com",
            "phone": "+46 70 123 45 67",
            "url": "https://pia.example.com",
            "summary": "Runs calm wards.\nTeaches.",
            "location": {"postalCode": "75310", "city": "Uppsala", "region": "Uppsala County", "countryCode": "SE"},
            "profiles": [
                {"network": "GitHub", "url": "https://github.com/pia"},
                {"network": "Twitter", "username": "piasandvik"},
            ],
        },
        "work": [
            {
                "name": "Norrviken Hospital",
                "position": "Head Nurse",
                "location": "Uppsala",
                "startDate": "2019-03",
                "summary": "Leads a ward",
                "highlights": ["Cut waiting time by 30 %", "Trained 12 nurses"],
            },
            {"name": "Östervik Clinic", "position": "Nurse", "startDate": "2012", "endDate": "2019-02"},
        ],
        "education": [
            {
                "institution": "Norrvik University",
                "studyType": "BSc Nursing",
                "startDate": "2009",
                "endDate": "2012",
                "activities": "Choir",
            }
        ],
        "languages": [{"language": "Swedish", "fluency": "Native or bilingual proficiency"}],
        "certificates": [
            {
                "name": "Advanced Life Support",
                "issuer": "Heart Society",
                "url": "https://example.org/als",
                "licenseNumber": "7",
                "date": "2020-06",
            }
        ],
        "projects": [
            {"name": "Night Rota", "startDate": "2021", "endDate": "2022", "description": "A fair rota."}
        ],
        "publications": [{"name": "Sleep on Wards", "publisher": "Care Journal", "releaseDate": "2020-01-05"}],
        "skills": [{"keywords": ["Triage", "Wound care"]}],
    }  # fmt: skip


def test_every_value_has_its_cell_as_evidence(pia: Profile) -> None:
    """A date quotes what was written, a highlight its own line, a name both of its cells."""
    ours = pia.meta.vitaeflow
    assert ours
    quotes = {pointer: each.quote for pointer, each in ours.evidence.items()}
    assert quotes["/work/0/startDate"] == "Mar 2019"
    assert quotes["/work/0/highlights/1"] == "• Trained 12 nurses"
    assert quotes["/work/0/summary"] == "Leads a ward"
    assert quotes["/basics/name"] == "Pia\nSandvik"
    assert quotes["/basics/location/countryCode"] == "Uppsala, Uppsala County, Sweden"
    assert quotes["/basics/email"] == "pia@example.com"
    assert ours.warnings == []


def test_what_no_career_needs_stays_outside(bring: Import, document: ToDocument) -> None:
    """Date of birth and maiden name come into neither profile nor text."""
    text = document(linkedin(), "zip").text
    assert "1985" not in text
    assert "Öberg" not in text
    assert "Öberg" not in str(bring(linkedin(), "zip").to_json_resume())


@pytest.mark.parametrize(
    "changed",
    [
        as_table(LINKEDIN["Positions.csv"], notes='Notes:\r\n"Some positions, of more than one page, are out"\r\n\r\n'),
        as_table(LINKEDIN["Positions.csv"], separator=";"),
        as_table(LINKEDIN["Positions.csv"], separator="\t"),
        as_table([{key.upper(): value for key, value in row.items()} for row in LINKEDIN["Positions.csv"]]),
        as_table(LINKEDIN["Positions.csv"]).replace("Started On", "Start Date").replace("Finished On", "End Date"),
        as_table([{"Kind": "x"} | row for row in LINKEDIN["Positions.csv"]]),
        "\ufeff" + as_table(LINKEDIN["Positions.csv"]),
        as_table(LINKEDIN["Positions.csv"]).encode("utf-16"),
        as_table(LINKEDIN["Positions.csv"]).replace("\r\n", "\n"),
        as_table(LINKEDIN["Positions.csv"]) + ",,,,,\r\n\r\n",
    ],
    ids=["notes", "semicolons", "tabs", "capitals", "names", "more columns", "mark", "utf-16", "unix", "empty rows"],
)  # fmt: skip
def test_dialects_of_the_export(changed: str | bytes, pia: Profile, bring: Import) -> None:
    """Notes above the header, other separators, names, encodings: the same jobs."""
    assert bring(linkedin(Positions=changed), "zip").work == pia.work


@pytest.mark.parametrize(
    ("written", "read"),
    [("Mar 2019", "2019-03"), ("March 2019", "2019-03"), ("2019", "2019"), ("3/2019", "2019-03"),
     ("2019-03", "2019-03"), ("Jan 5, 2020", "2020-01-05"), ("someday", None), ("2019 or 2020", None)],
)  # fmt: skip
def test_dates_keep_their_precision(written: str, read: str | None, bring: Import) -> None:
    """What is no single date stays as it is, with a warning."""
    rows = [{"Company Name": "A", "Title": "B", "Started On": written, "Finished On": ""}]
    profile = bring(linkedin(Positions=as_table(rows)), "zip")
    assert profile.work[0].start_date == (read or written)
    assert profile.meta.vitaeflow
    warned = [warning for warning in profile.meta.vitaeflow.warnings if warning.startswith("/work/0/startDate")]
    assert bool(warned) is (read is None)


def test_the_day_of_the_archive_ends_open_jobs(document: ToDocument) -> None:
    """The youngest member says when the data was handed out."""
    assert document(linkedin(), "zip").modified == "2025-11-20"


def test_files_in_a_folder_are_found_and_twins_are_not_taken_twice(bring: Import) -> None:
    """The folder of the archive is no obstacle; a deeper copy, what macOS adds and ways out of it are passed over."""
    skills = as_table(LINKEDIN["Skills.csv"])
    evil = as_table([{"Name": "Evil"}])
    names = ("x/y/Skills.csv", "__MACOSX/Skills.csv", "../Skills.csv", "/Skills.csv", "x/../../Skills.csv")
    profile = bring(archive({"x/Skills.csv": skills} | dict.fromkeys(names, evil)), "zip")
    assert profile.skills[0].keywords == ["Triage", "Wound care"]


def test_an_archive_may_hold_little(bring: Import) -> None:
    """One table is enough; underscores in names are blanks."""
    table = {"Email_Addresses.csv": as_table(LINKEDIN["Email Addresses.csv"]), "Skills.csv": "Name\r\nTriage\r\n"}
    profile = bring(archive(table), "zip")
    assert (profile.basics.email, profile.skills[0].keywords) == ("pia@example.com", ["Triage"])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (archive({"Profile.csv": ""}), InvalidResumeData),
        (archive({"notes/Profile.csv.txt": "x"}), InvalidResumeData),
        (archive({"Profile.csv": b"\x00" * 30_000_000}), DocumentTooComplex),
        (archive({"Skills.csv": "Name\n" + "a\n" * 50_000}), DocumentTooComplex),
        (archive({"Skills.csv": "Name\n" + "a," * 500}), DocumentTooComplex),
        (archive({"Skills.csv": 'Name\n"' + "a" * 200_000}), DocumentTooComplex),
        (archive({f"{n}.csv": "x" for n in range(2_100)}), DocumentTooComplex),
        (linkedin()[:600], UnreadableDocument),
    ],
    ids=["empty", "none of them", "bomb", "rows", "columns", "cell", "members", "cut off"],
)
def test_hostile_archives_are_refused(content: bytes, error: type[Exception], document: ToDocument) -> None:
    """By the limits of all zipped documents, and by those of tables."""
    with pytest.raises(error):
        document(content, "zip")


def test_a_member_that_stands_twice_is_refused(document: ToDocument) -> None:
    """Two readers would read two people."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        zipped.writestr("Skills.csv", "Name\nA\n")
        zipped.writestr("Skills.csv", "Name\nB\n")
    with pytest.raises(InvalidResumeData, match="twice"):
        document(out.getvalue(), "zip")


def test_a_locked_archive_says_so(document: ToDocument) -> None:
    """A password on a member is a password on the document."""
    content = bytearray(linkedin())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 4)
    with pytest.raises(EncryptedDocument):
        document(bytes(content), "zip")

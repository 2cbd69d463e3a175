"""Data that people bring: one invented person as JSON Resume and as LinkedIn hands her out, and zips in general."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

JSON_RESUME: dict[str, Any] = {
    "$schema": "https://example.org/schema.json",
    "basics": {
        "name": "Pia Sandvik",
        "label": "Head Nurse",
        "image": "",
        "email": "pia@example.com",
        "phone": "+46 70 123 45 67",
        "url": "https://pia.example.com",
        "summary": "Runs calm wards.\n\nTeaches.",
        "location": {"city": "Uppsala", "countryCode": "SE", "altitude": 12},
        "profiles": [{"network": "GitHub", "username": "pia", "url": "https://github.com/pia"}],
        "pronouns": None,
    },
    "work": [
        {
            "name": "Norrviken Hospital",
            "position": "Head Nurse",
            "startDate": "2019-03",
            "highlights": ["Cut waiting time by 30 %", "Trained 12 nurses"],
            "teamSize": 14,
        },
        {"name": "Östervik Clinic", "position": "Nurse", "startDate": "2012", "endDate": "2019-02", "highlights": []},
    ],
    "volunteer": [{"organization": "Red Tent", "position": "First aid", "hours": [1, 2.5]}],
    "education": [{"institution": "Norrvik University", "studyType": "BSc", "area": "Nursing", "endDate": "2012"}],
    "skills": [{"name": "Care", "keywords": ["Triage", "Wound care"], "level": "Expert"}],
    "languages": [{"language": "Swedish", "fluency": "Native"}],
    "projects": [],
    "x-hobby": {"boat": {"sails": True, "length": 7.25}},
    "meta": {"version": "v1.0.0", "theme": "plain", "lastModified": "2025-11-20T10:00:00"},
}

LINKEDIN: dict[str, list[dict[str, str]]] = {
    "Profile.csv": [
        {
            "First Name": "Pia",
            "Last Name": "Sandvik",
            "Maiden Name": "Öberg",
            "Address": "",
            "Birth Date": "Jan 1, 1985",
            "Headline": "Head Nurse",
            "Summary": "Runs calm wards.\nTeaches.",
            "Industry": "Health",
            "Zip Code": "75310",
            "Geo Location": "Uppsala, Uppsala County, Sweden",
            "Twitter Handles": "[piasandvik]",
            "Websites": "[PERSONAL:https://pia.example.com,OTHER:https://github.com/pia]",
        }
    ],
    "Positions.csv": [
        {
            "Company Name": "Norrviken Hospital",
            "Title": "Head Nurse",
            "Description": "Leads a ward\n• Cut waiting time by 30 %\n• Trained 12 nurses",
            "Location": "Uppsala",
            "Started On": "Mar 2019",
            "Finished On": "",
        },
        {
            "Company Name": "Östervik Clinic",
            "Title": "Nurse",
            "Description": "",
            "Location": "",
            "Started On": "2012",
            "Finished On": "Feb 2019",
        },
    ],
    "Education.csv": [
        {
            "School Name": "Norrvik University",
            "Start Date": "2009",
            "End Date": "2012",
            "Notes": "",
            "Degree Name": "BSc Nursing",
            "Activities": "Choir",
        }
    ],
    "Skills.csv": [{"Name": "Triage"}, {"Name": "Wound care"}],
    "Languages.csv": [{"Name": "Swedish", "Proficiency": "Native or bilingual proficiency"}],
    "Certifications.csv": [
        {
            "Name": "Advanced Life Support",
            "Url": "https://example.org/als",
            "Authority": "Heart Society",
            "Started On": "Jun 2020",
            "Finished On": "",
            "License Number": "7",
        }
    ],
    "Projects.csv": [
        {"Title": "Night Rota", "Description": "A fair rota.", "Url": "", "Started On": "2021", "Finished On": "2022"}
    ],
    "Publications.csv": [
        {
            "Name": "Sleep on Wards",
            "Published On": "Jan 5, 2020",
            "Description": "",
            "Publisher": "Care Journal",
            "Url": "",
        }
    ],
    "Email Addresses.csv": [
        {"Email Address": "old@example.com", "Confirmed": "Yes", "Primary": "No", "Updated On": "1/1/2020"},
        {"Email Address": "pia@example.com", "Confirmed": "Yes", "Primary": "Yes", "Updated On": "1/1/2021"},
    ],
    "PhoneNumbers.csv": [
        {"Extension": "", "Number": "+46 18 000 00 00", "Type": "Work"},
        {"Extension": "", "Number": "+46 70 123 45 67", "Type": "Mobile"},
    ],
}


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document as a file."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def as_table(rows: list[dict[str, str]], *, separator: str = ",", notes: str = "") -> str:
    """Rows as a table, with notes above its header if wanted."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return notes + out.getvalue()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of files; all members carry one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name, (2025, 11, 20, 10, 0, 0)), content)
    return out.getvalue()


def linkedin(**changed: str | bytes) -> bytes:
    """LinkedIn's archive; keyword arguments replace or add tables by stem, a blank in it written as `_`."""
    tables: dict[str, str | bytes] = {name: as_table(rows) for name, rows in LINKEDIN.items()}
    return archive(tables | {f"{stem.replace('_', ' ')}.csv": content for stem, content in changed.items()})

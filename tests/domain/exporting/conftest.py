"""Profiles invented for these tests: one full, one empty, one in each script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from domain.exporting import ExportFormat, export
from schema.profile import Profile

JOB_ID = UUID("01931f2e-7a00-7c00-8000-00000000abcd")
GENERATED_AT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


def full_document() -> dict[str, Any]:
    """JSON Resume with every section, unknown keys at three levels and our meta."""
    return {
        "$schema": "https://example.org/schema.json",
        "basics": {
            "name": "Mara Quillfeather",
            "label": "Platform Engineer",
            "email": "mara@example.org",
            "phone": "+351 900 000 000",
            "url": "https://mara.example.org",
            "summary": "Builds internal platforms that other teams like to use.\nWrites things down.",
            "location": {"city": "Porto", "region": "Norte", "countryCode": "PT", "altitude": 104},
            "profiles": [{"network": "GitHub", "username": "maraq", "url": "https://github.com/maraq"}],
            "pronouns": "she/her",
        },
        "work": [
            {
                "name": "Tidewater Systems",
                "position": "Senior Platform Engineer",
                "location": "Porto",
                "startDate": "2021-03",
                "summary": "Owns the delivery platform of 40 teams.",
                "highlights": [
                    "Cut the median build from 22 to 6 minutes by caching layers, saving 300 engineer hours a month",
                    "Moved 120 services to Kubernetes without a maintenance window",
                ],
                "teamSize": 7,
            },
            {
                "name": "Lantern & Sons",
                "position": "DevOps Engineer",
                "location": "Remote",
                "url": "https://lantern.example.org",
                "startDate": "2018",
                "endDate": "2021-02",
                "highlights": ["Introduced infrastructure as code", "On-call rotation with written runbooks"],
            },
        ],
        "education": [
            {
                "institution": "Atlantic Institute of Technology",
                "studyType": "MSc",
                "area": "Distributed Systems",
                "startDate": "2014",
                "endDate": "2016-07",
                "score": "17/20",
                "courses": ["Consensus", "Queueing Theory"],
            }
        ],
        "skills": [
            {"name": "Languages", "keywords": ["Go", "Python", "SQL", "C++"]},
            {"name": "Platform", "level": "Expert", "keywords": ["Kubernetes", "Terraform", "PostgreSQL"]},
        ],
        "projects": [
            {
                "name": "Ferry",
                "description": "A queue that survives restarts.",
                "highlights": ["2,000 messages a second on one core"],
                "keywords": ["Go", "SQLite"],
                "startDate": "2022-05",
                "endDate": "2022-11",
                "url": "https://ferry.example.org",
            }
        ],
        "certificates": [{"name": "Cluster Administrator", "date": "2023-05", "issuer": "Cloud Guild"}],
        "languages": [{"language": "Portuguese", "fluency": "native"}, {"language": "German", "fluency": "C1"}],
        "publications": [{"name": "Small Queues", "publisher": "Systems Letters", "releaseDate": "2020"}],
        "volunteer": [{"organization": "Code Harbour", "position": "Mentor", "startDate": "2019"}],
        "awards": [{"title": "Best Talk", "awarder": "Ops Days", "date": "2022"}],
        "interests": [{"name": "Sailing", "keywords": ["dinghies"]}],
        "references": [{"name": "A. Colleague", "reference": "Always leaves a system simpler."}],
        "meta": {
            "version": "v1.0.0",
            "theme": "plain",
            "vitaeflow": {
                "analyser": {"kind": "rules", "name": "reading", "version": "1.0"},
                "as_of": "2026-11-01",
                "years_of_experience": 8.5,
                "seniority": "senior",
                "evidence": {
                    "/basics/email": {
                        "page": 1, "start": 40, "end": 56, "quote": "mara@example.org", "method": "pattern",
                        "confidence": 0.99,
                    },
                    "/work/0/startDate": {
                        "page": 1, "start": 210, "end": 218, "quote": "Mar 2021", "method": "dates", "confidence": 0.95,
                    },
                },
                "strengths": [{"text": "Measured results in most roles", "evidence": ["/work/0/highlights/0"]}],
                "weaknesses": [{"text": "No testing skills named", "evidence": [], "advice": "Name your test tools"}],
                "job_recommendations": [{"title": "Site Reliability Engineer", "reason": "Kubernetes and on-call"}],
            },
        },
    }  # fmt: skip


SCRIPTS = {
    "vietnamese": ("Nguyễn Thị Ánh Tuyết", "Kỹ sư dữ liệu", "Xây dựng hệ thống xử lý dữ liệu lớn cho ngân hàng"),
    "polish": ("Żaneta Wąsłowska-Ćwięk", "Inżynierka oprogramowania", "Zażółć gęślą jaźń i pchnij w tę łódź"),
    "russian": ("Светлана Ёжикова", "Инженер данных", "Построила хранилище данных и ускорила отчёты"),
    "greek": ("Ελένη Παπαδοπούλου", "Μηχανικός λογισμικού", "Σχεδίασε υπηρεσίες υψηλής διαθεσιμότητας"),
    "chinese": ("欧阳明月", "数据工程师", "负责搭建实时数据平台，并将查询时间缩短了一半。"),
    "japanese": ("山田さくら", "データエンジニア", "リアルタイム基盤を設計し、障害を半分に減らした。"),
    "korean": ("김하늘", "데이터 엔지니어", "실시간 데이터 플랫폼을 구축했습니다"),
    "georgian": ("ნინო ბერიძე", "პროგრამისტი", "შექმნა მონაცემთა პლატფორმა"),
}


@pytest.fixture
def document() -> dict[str, Any]:
    """The full document as parsed JSON."""
    return full_document()


@pytest.fixture
def profile(document: dict[str, Any]) -> Profile:
    """The full document as a profile."""
    return Profile.model_validate(document)


@pytest.fixture(params=SCRIPTS.values(), ids=list(SCRIPTS))
def script(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """Name, label and a sentence in one script."""
    values: tuple[str, str, str] = request.param
    return values


@pytest.fixture
def job_id() -> UUID:
    """The job of every export here."""
    return JOB_ID


@pytest.fixture
def generated_at() -> datetime:
    """The time of every export here."""
    return GENERATED_AT


Render = Callable[[Profile | dict[str, Any], ExportFormat], bytes]


@pytest.fixture
def render() -> Render:
    """Export a profile or a JSON Resume document and hand back the bytes."""

    def call(source: Profile | dict[str, Any], fmt: ExportFormat) -> bytes:
        profile = source if isinstance(source, Profile) else Profile.model_validate(source)
        return export(profile, fmt, job_id=JOB_ID, generated_at=GENERATED_AT).content

    return call


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    """The text of a PDF as a reader extracts it, one line feed between lines."""

    def call(content: bytes) -> str:
        with closing(pypdfium2.PdfDocument(content)) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "\n")

    return call

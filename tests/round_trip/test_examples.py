"""Difficult profiles, invented one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapters.documents import DocumentReader
from domain.exporting import ExportFormat
from domain.reading import read_resume
from schema.profile import Profile
from tests.round_trip.conftest import ReadBack, facts

SAMPLE = Path(__file__).parents[2] / "examples" / "resume" / "sample-resume.pdf"
PAGES = pytest.mark.parametrize("fmt", ["pdf", "docx"])


def person(name: str, role: str, firm: str, place: str, line: str, skill: str) -> dict[str, Any]:
    """One profile in one language: the line is a highlight, and eight of it are a summary over several lines."""
    return {
        "basics": {
            "name": name, "label": role, "summary": f"{' '.join([line] * 8)}\n{line}", "email": "a@b.example",
            "location": {"city": place},
        },
        "work": [{"position": role, "name": firm, "location": place, "startDate": "2020-03", "highlights": [line] * 3}],
        "education": [{"institution": firm, "studyType": role, "endDate": "2016"}],
        "skills": [{"name": skill, "keywords": ["Python", skill]}],
        "languages": [{"language": skill, "fluency": "C1"}],
    }  # fmt: skip


LANGUAGES = {
    "vietnamese": person(
        "Đặng Thị Quỳnh Hương", "Kỹ sư phần mềm", "Công ty Sông Biếc", "Đà Nẵng",
        "Giảm thời gian xử lý đơn hàng từ 9 xuống 2 phút", "Lập trình",
    ),
    "polish": person(
        "Żaneta Źrebięć-Łąkowska", "Główna księgowa", "Świerk i Wspólnicy", "Łódź",
        "Skróciła zamknięcie miesiąca z 12 do 5 dni", "Księgowość",
    ),
    "russian": person(
        "Фёдор Щукин", "Инженер-проектировщик", "Завод «Полярная звезда»", "Тверь",
        "Сократил брак на 18 % за два года", "Черчение",
    ),
    "japanese": person(
        "早乙女 つばさ", "品質管理部長", "株式会社みなも製作所", "札幌市",
        "不良率を半年で三割減らし、検査工程を自動化した。", "統計解析",
    ),
    "chinese": person(
        "上官若溪", "高级测试工程师", "云岭软件有限公司", "成都",
        "负责自动化测试平台，把回归时间从三天缩短到四小时。", "自动化测试",
    ),
    "arabic": person(
        "ليلى منصور الحداد", "مهندسة شبكات (أولى)", "شركة النورس للاتصالات", "الإسكندرية",
        "خفضت أعطال الشبكة بنسبة 40% خلال عامين", "إدارة الشبكات",
    ),
}  # fmt: skip


async def same(document: dict[str, Any], fmt: ExportFormat, read_back: ReadBack) -> Profile:
    """The profile read back, which must be the one that was printed."""
    profile = Profile.model_validate(document)
    _, again = await read_back(profile, fmt)
    assert facts(again) == facts(profile)
    return again


@PAGES
@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_a_profile_in_any_language_comes_back(language: str, fmt: ExportFormat, read_back: ReadBack) -> None:
    """Long lines are broken as the language breaks them and joined again, from whichever side they run."""
    await same(LANGUAGES[language], fmt, read_back)


@PAGES
async def test_the_sample_resume_comes_back(fmt: ExportFormat, reader: DocumentReader, read_back: ReadBack) -> None:
    """From a file to a profile, to a file, to the same profile, years and strengths included."""
    document = await reader.read(SAMPLE.read_bytes(), SAMPLE.name)
    first = read_resume(document, as_of=date(2026, 11, 20))
    again = await same(facts(first), fmt, read_back)
    assert first.meta.vitaeflow is not None
    assert again.meta.vitaeflow is not None
    assert again.meta.vitaeflow.years_of_experience == first.meta.vitaeflow.years_of_experience
    assert again.meta.vitaeflow.strengths == first.meta.vitaeflow.strengths
    assert again.meta.vitaeflow.weaknesses == first.meta.vitaeflow.weaknesses


@PAGES
@pytest.mark.parametrize(
    "work",
    [
        {"position": "Head of Sales — Nordics", "name": "Brück, Ahlgren & Co., at Pier 4"},
        {"position": "Engineer at Lantern", "name": "Studio 2020 – present"},
        {"name": "2019-05"},
        {"position": "—", "location": "Remote · Europe"},
        {"position": "Employer: none", "location": "2020", "endDate": "2021"},
        {"position": "Analyst", "location": "Old Town, 2nd floor"},
        {"startDate": "2020"},
        {"summary": "No heading at all.\nAnd a second paragraph."},
        {"position": "P" * 300, "name": "very long " * 40 + "name", "url": "https://a.example/" + "path-" * 80},
        {"highlights": ["• marked", "- dashed", "ends with a hyphen-", "Education", "2020 – present"]},
    ],
)
async def test_odd_jobs_come_back(work: dict[str, Any], fmt: ExportFormat, read_back: ReadBack) -> None:
    """A value that holds a separator, looks like a date, a label or a heading, or fills several lines."""
    document = {"work": [work, {"position": "Clerk", "name": "Office"}, work], "basics": {"name": "Edda Quist"}}
    cleaned = Profile.model_validate(document)
    for job in cleaned.work:
        job.name = job.name.strip() if job.name else None
    await same(facts(cleaned), fmt, read_back)


@PAGES
async def test_odd_lists_and_pages_come_back(fmt: ExportFormat, read_back: ReadBack) -> None:
    """Skills with commas and colons, keywords without a name, pages without a network, a street, a lone country."""
    document = {
        "basics": {
            "url": "quist.example",
            "location": {"address": "Quay 4, 2nd floor", "postalCode": "11-222", "countryCode": "SE"},
            "profiles": [
                {"network": "Git: Hub", "username": "edda", "url": "https://git.example/edda"},
                {"username": "edda"}, {"url": "https://a.example/edda"}, {"network": "Chat"},
                {"network": "LinkedIn", "username": "edda-q", "url": "linkedin.example/in/edda-q"},
            ],
        },
        "skills": [
            {"name": "Tools: all of them", "keywords": ["Excel, Word", "SQL"]}, {"keywords": ["C", "R"]},
            {"name": "Writing", "level": "good (very)"}, {"keywords": ["one, two"]}, {"name": "A B C D E F"},
        ],
        "education": [{"studyType": "B.A., M.A.", "area": "Law — Tax", "courses": ["Torts, I", "Torts, II"]}],
        "certificates": [{"name": "Basics (2019)"}, {"issuer": "Guild"}, {"name": "Rope", "date": "2020-02-03"}],
        "references": [{"reference": "Never late: not once."}],
    }  # fmt: skip
    await same(document, fmt, read_back)


@PAGES
async def test_every_section_over_many_pages_comes_back(fmt: ExportFormat, read_back: ReadBack) -> None:
    """Paragraphs, bullets and headings are cut by page ends; page footers stand between their lines."""
    lines = [f"Line {n} says what was done, for whom, and what came of it. " * (n % 7 + 1) for n in range(40)]
    lines = [line.strip() for line in lines]
    summary = "\n".join(lines)
    common = {"startDate": "2019", "endDate": "2020-05", "url": "https://a.example", "highlights": lines}
    await same(
        {
            "basics": {"summary": summary},
            "work": [{"position": "Clerk", "summary": summary, **common}],
            "volunteer": [{"organization": "Harbour", "summary": summary, **common}],
            "projects": [{"name": "Ferry", "description": summary, "keywords": ["Go"], **common}],
            "publications": [{"name": "Queues", "publisher": "Letters", "releaseDate": "2020", "url": "https://b.example"}],
            "awards": [{"title": "Talk", "awarder": "Days", "date": "2022-01", "summary": summary}],
            "interests": [{"name": "Sailing", "keywords": ["knots"]}, {"name": "Chess"}],
            "references": [{"name": "A. Colleague", "reference": summary}],
        },
        fmt, read_back,
    )  # fmt: skip


async def test_an_address_cut_by_the_end_of_a_page_comes_back(read_back: ReadBack) -> None:
    """Half a link on each page: its target is not written again. One of the headings ends where it must."""
    url = "https://long.example/" + "path/" * 50
    for words in range(770, 830, 5):
        await same({"work": [{"position": " ".join(["word"] * words), "url": url}]}, "pdf", read_back)


@PAGES
async def test_our_judgement_is_not_read_as_a_fact(fmt: ExportFormat, read_back: ReadBack) -> None:
    """Strengths, advice and recommended roles stand on the page and are nobody's experience."""
    meta = {
        "analyser": {"kind": "rules", "name": "r", "version": "1"},
        "linkedin_url": "https://linkedin.example/in/given",
        "strengths": [{"text": "Speaks Klingon"}],
        "job_recommendations": [{"title": "Harbour Master", "reason": "Knows boats"}],
    }
    plain = {"basics": {"name": "Edda Quist"}, "work": [{"position": "Clerk", "startDate": "2020"}]}
    document, again = await read_back(Profile.model_validate({**plain, "meta": {"vitaeflow": meta}}), fmt)
    assert "Speaks Klingon" in document.text
    assert "linkedin.example" in document.text
    assert facts(again) == facts(Profile.model_validate(plain))

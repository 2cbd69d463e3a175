"""The wording that résumé readers rely on."""

from __future__ import annotations

from typing import Any

import pytest

from domain.exporting.blocks import Block
from domain.exporting.outline import outline
from schema.profile import Profile


def blocks_of(document: dict[str, Any]) -> list[Block]:
    """The outline of a JSON Resume document."""
    return outline(Profile.model_validate(document))


def lines_of(document: dict[str, Any]) -> list[str]:
    """Kind and text of each block."""
    return [f"{block.kind}: {block.lead}{block.text}" for block in blocks_of(document)]


def test_the_sections_come_in_the_fixed_order(profile: Profile) -> None:
    """Header first, judgement last."""
    blocks = outline(profile)
    assert [block.text for block in blocks if block.kind == "section"] == [
        "Summary", "Skills", "Experience", "Education", "Projects", "Certificates", "Languages",
        "Volunteering", "Publications", "Awards", "Interests", "References", "AI Analysis",
    ]  # fmt: skip
    assert [block.kind for block in blocks[:5]] == ["name", "label", "contact", "contact", "contact"]


def test_the_header_is_name_label_contact_and_links(document: dict[str, Any]) -> None:
    """One contact line; each link in full on its own line."""
    assert lines_of({"basics": document["basics"] | {"summary": None}}) == [
        "name: Mara Quillfeather",
        "label: Platform Engineer",
        "contact: mara@example.org · +351 900 000 000 · Porto, Norte, PT",
        "contact: https://mara.example.org",
        "contact: GitHub: maraq · https://github.com/maraq",
    ]


def test_a_link_is_shown_once() -> None:
    """The LinkedIn address given at upload may also be in the résumé."""
    url = "https://linkedin.example.org/in/a"
    meta = {"vitaeflow": {"analyser": {"kind": "rules", "name": "r", "version": "1"}, "linkedin_url": url}}
    document = {"basics": {"profiles": [{"url": url}, {"network": "Chat", "username": "ada"}]}, "meta": meta}
    assert lines_of(document) == [f"contact: Profile: {url}", "contact: Chat: ada"]


def test_a_work_entry_reads_as_agreed(document: dict[str, Any]) -> None:
    """Position — Company, dates · place, summary, bullets."""
    entry = document["work"][0] | {"highlights": ["Did a thing"]}
    assert lines_of({"work": [entry]}) == [
        "section: Experience",
        "entry: Senior Platform Engineer — Tidewater Systems",
        "dates: 2021-03 – present · Porto",
        "text: Owns the delivery platform of 40 teams.",
        "bullet: Did a thing",
    ]


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({"startDate": "2018", "endDate": "2021-02"}, "2018 – 2021-02"),
        ({"startDate": "2021-03-15"}, "2021-03-15 – present"),
        ({"endDate": "2016"}, "2016"),
    ],
)
def test_dates_keep_the_precision_that_is_known(dates: dict[str, str], shown: str) -> None:
    """No month is made up, and only an entry with a start can be ongoing."""
    assert f"dates: {shown}" in lines_of({"education": [{"institution": "I", **dates}]})


def test_an_entry_without_dates_has_no_date_line() -> None:
    """Unknown is not present."""
    assert lines_of({"work": [{"name": "Solo"}]}) == ["section: Experience", "entry: Employer: Solo"]


def test_education_reads_as_agreed(document: dict[str, Any]) -> None:
    """Study type, area — institution; then dates, score, courses."""
    assert lines_of({"education": document["education"]}) == [
        "section: Education",
        "entry: MSc, Distributed Systems — Atlantic Institute of Technology",
        "dates: 2014 – 2016-07",
        "item: Score: 17/20",
        "item: Courses: Consensus, Queueing Theory",
    ]


def test_skills_take_one_line_a_category() -> None:
    """With a level, without keywords, without a name."""
    skills = [{"name": "Data", "level": "Expert", "keywords": ["SQL", "C#"]}, {"name": "Go"}, {"keywords": ["Rust"]}]
    assert lines_of({"skills": skills}) == [
        "section: Skills", "item: Data (Expert): SQL, C#", "item: Go", "item: Keywords: Rust",
    ]  # fmt: skip


def test_languages_and_certificates_read_as_agreed() -> None:
    """Language — level; name — issuer (date)."""
    document = {
        "languages": [{"language": "German", "fluency": "C1"}, {"language": "Thai"}],
        "certificates": [{"name": "Admin", "issuer": "Guild", "date": "2023-05"}, {"name": "Pilot"}],
    }
    assert lines_of(document) == [
        "section: Certificates", "item: Admin — Guild (2023-05)", "item: Pilot",
        "section: Languages", "item: German — C1", "item: Thai",
    ]  # fmt: skip


def test_free_sections_of_any_shape_do_not_break_the_page() -> None:
    """Volunteering, awards, interests and references are free-form in an imported document."""
    document = {
        "volunteer": [{"organization": 5, "highlights": "one"}],
        "awards": [{}],
        "interests": [{"name": "Chess", "keywords": "blitz"}, {"keywords": None}],
        "references": [{"reference": ["odd"]}],
    }
    lines = lines_of(document)
    assert {"entry: For: 5", "bullet: one", "item: Chess: blitz"} <= set(lines)
    assert "section: Awards" not in lines


def test_only_web_addresses_become_links() -> None:
    """A script in a link would run in the reader's name."""
    urls = ["javascript:alert(1)", "https://ok.example.org", "file:///etc/passwd", "https://a b"]
    blocks = blocks_of({"basics": {"profiles": [{"url": url} for url in urls]}})
    assert [block.url for block in blocks] == [None, "https://ok.example.org", None, None]


def test_an_empty_profile_has_no_blocks() -> None:
    """No heading without content."""
    assert outline(Profile()) == []

"""What a company's own pages say, with the words; and nothing else."""

from __future__ import annotations

import pytest

from domain.jobs.company_facts import about_links, company_facts
from schema.companies import CompanyPage

HOME = "https://pipeworks.example/"
STRUCTURED = """<html><head><meta name="description" content="We build and restore pipe organs.">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": ["Corporation", "Thing"],
"name": "Pipeworks GmbH", "foundingDate": "1911-04-01", "numberOfEmployees": {"value": 64},
"address": {"@type": "PostalAddress", "addressLocality": "Bonn", "addressCountry": "DE"}, "url": "javascript:alert(1)",
"sameAs": ["https://social.example/pipeworks", "javascript:alert(2)"]}]}</script></head><body>Welcome</body></html>"""


def facts_of(html: str, url: str = HOME) -> dict[str, str]:
    """Values by kind of one page."""
    return {fact.kind: fact.value for fact in company_facts([CompanyPage(url=url, html=html)])}


def test_structured_data_is_read() -> None:
    """Name, year, size, place and profiles; an address that is none stays out."""
    assert facts_of(STRUCTURED) == {
        "name": "Pipeworks GmbH",
        "founded": "1911",
        "employees": "64",
        "place": "Bonn, DE",
        "profile": "https://social.example/pipeworks",
        "description": "We build and restore pipe organs.",
    }


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("Our workshop was founded in 1911 by two brothers.", "founded", "1911"),
        ("Gegründet 1911, heute in dritter Generation", "founded", "1911"),
        ("Fondée en 1911, la maison restaure des orgues", "founded", "1911"),
        ("Thành lập năm 1998 tại Huế", "founded", "1998"),
        ("公司于1998年成立", "founded", "1998"),
        ("Today 1,200 employees work in four countries.", "employees", "1200"),
        ("Über 300 Mitarbeiterinnen und Mitarbeiter", "employees", "300"),
        ("Somos 45 empleados", "employees", "45"),
    ],
)
def test_prose_is_read_in_several_languages(line: str, kind: str, value: str) -> None:
    """Year and size, each with the words around it and its page."""
    (fact,) = company_facts([CompanyPage(url=HOME, html=f"<body><p>{line}</p></body>")])
    assert (fact.kind, fact.value, fact.source_url) == (kind, value, HOME)
    assert fact.quote in line


def test_nothing_is_known_that_no_page_says() -> None:
    """Scripts, broken data and text without statements give no facts, nor does no page."""
    page = '<script>"founded in 1911"</script><script type="application/ld+json">{broken</script><p>Hello</p>'
    assert company_facts([CompanyPage(url=HOME, html=page)]) == []
    assert company_facts([]) == []


def test_the_first_page_that_says_it_counts() -> None:
    """One name, one year, one size; places may be several."""
    pages = [
        CompanyPage(url=HOME, html="<p>Founded in 1911</p>"),
        CompanyPage(url=HOME + "about", html="<p>Founded in 1912</p>"),
    ]
    (fact,) = company_facts(pages)
    assert (fact.value, fact.source_url) == ("1911", HOME)


def test_only_pages_about_the_company_on_its_own_site_are_followed() -> None:
    """By path or by words, without fragments and other hosts, no more than asked for."""
    html = """<a href="/about-us#team">About</a><a href="https://elsewhere.example/about">About</a>
    <a href="/shop">Shop</a><a href="/c/17">Über uns: das Unternehmen</a>
    <a href="mailto:x@pipeworks.example">About</a><a href="/impressum">I</a>"""
    page = CompanyPage(url=HOME, html=html)
    assert about_links(page, 5) == [HOME + "about-us", HOME + "c/17", HOME + "impressum"]
    assert len(about_links(page, 2)) == 2

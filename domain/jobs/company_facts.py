"""Facts of a company out of its own pages: structured data first, then what the head of the page says, then prose.

Nothing is known that does not stand on a page; each fact carries the words it was read from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from domain.jobs.description import clean_description
from schema.companies import CompanyFact, CompanyPage, FactKind

MOST_FACTS = 40
_LONGEST_VALUE = 600
_ORGANISATIONS = frozenset(
    {
        "Organization", "Corporation", "LocalBusiness", "EducationalOrganization", "GovernmentOrganization", "NGO",
        "MedicalOrganization", "Hospital", "CollegeOrUniversity", "School", "Restaurant", "Hotel", "Store",
        "ProfessionalService", "OnlineBusiness", "LegalService", "FinancialService",
    }
)  # fmt: skip
_ABOUT = re.compile(
    r"about|company|who-we-are|our-story|ueber-uns|uber-uns|unternehmen|impressum|imprint|a-propos|qui-sommes|"
    r"entreprise|quienes-somos|sobre|nosotros|empresa|chi-siamo|azienda|o-nas|o-firmie|gioi-thieu|ve-chung-toi|"
    r"关于|企業情報|会社",
    re.IGNORECASE,
)
_FOUNDED = re.compile(
    r"\b(?:founded|established|since|started|gegründet|seit|fondée? en|depuis|créée? en|fundada? en|desde|"
    r"fundad[oa] em|fondata nel|dal|założon\w+ w|od|thành lập(?: năm)?)\s+(?:in\s+|im\s+(?:jahr\s+)?|en\s+|em\s+|w\s+)?"
    r"(?P<year>1[6-9]\d\d|20[0-4]\d)\b|(?P<cjk>1[6-9]\d\d|20[0-4]\d)年(?:成立|创立|創業|設立)",
    re.IGNORECASE,
)
_EMPLOYEES = re.compile(
    r"(?P<count>\d{1,3}(?:[.,'\u00a0 ]\d{3})+|\d{1,6})\s*\+?\s*(?:employees|people work|staff members|colleagues|"
    r"mitarbeite\w*|beschäftigte\w*|salarié\w*|collaborateur\w*|empleados|trabajadores|colaboradores|funcionários|"
    r"dipendenti|pracowników|nhân viên|名员工|名の社員|人の従業員)",
    re.IGNORECASE,
)


def company_facts(pages: Iterable[CompanyPage]) -> list[CompanyFact]:
    """Facts of the pages, each kind and value once, at the first page that says it."""
    found: dict[tuple[FactKind, str], CompanyFact] = {}
    for page in pages:
        for fact in _of_page(page):
            found.setdefault((fact.kind, fact.value.casefold()), fact)
    single: set[FactKind] = set()
    kept = []
    for fact in found.values():
        if fact.kind in ("name", "description", "founded", "employees", "website"):
            if fact.kind in single:
                continue
            single.add(fact.kind)
        kept.append(fact)
    return kept[:MOST_FACTS]


def about_links(page: CompanyPage, most: int) -> list[str]:
    """Addresses of the same site that a page links to and that seem to be about the company, in order."""
    home = urlsplit(page.url)
    found: dict[str, None] = {}
    for link in LexborHTMLParser(page.html).css("a[href]"):
        target = urlsplit(urljoin(page.url, link.attributes.get("href") or ""))
        is_own = target.scheme in ("http", "https") and target.netloc == home.netloc
        if is_own and (_ABOUT.search(target.path) or _ABOUT.search(link.text()[:60])):
            found.setdefault(target._replace(fragment="", query="").geturl())
    return [url for url in found if url.rstrip("/") != page.url.rstrip("/")][:most]


def _of_page(page: CompanyPage) -> Iterator[CompanyFact]:
    tree = LexborHTMLParser(page.html)
    for script in tree.css('script[type="application/ld+json"]'):
        for node in _organisations(script.text()):
            yield from _of_node(node, page.url)
    yield from _of_head(tree, page.url)
    for unread in tree.css("script, style, noscript, template"):
        unread.decompose()
    text = clean_description(tree.body.text(separator="\n")) if tree.body else ""
    yield from _of_prose(text, page.url)


def _fact(kind: FactKind, value: object, url: str, quote: object = None) -> Iterator[CompanyFact]:
    text = clean_description(str(value)).replace("\n", " ")[:_LONGEST_VALUE].strip() if value else ""
    if text:
        quoted = clean_description(str(quote or value)).replace("\n", " ")[:_LONGEST_VALUE]
        yield CompanyFact(kind=kind, value=text, source_url=url, quote=quoted)


def _organisations(source: str) -> Iterator[dict[str, Any]]:
    try:
        data = json.loads(source)
    except (ValueError, RecursionError):
        return
    queue = [data]
    for _ in range(200):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            queue += [node[key] for key in ("@graph", "publisher", "about", "mainEntity") if key in node]
            kinds = node.get("@type")
            if _ORGANISATIONS & {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}:
                yield node


def _of_node(node: dict[str, Any], url: str) -> Iterator[CompanyFact]:
    yield from _fact("name", _text(node.get("legalName") or node.get("name")), url)
    yield from _fact("description", _text(node.get("description") or node.get("slogan")), url)
    yield from _fact("industry", _text(node.get("industry") or node.get("knowsAbout")), url)
    founded = re.match(r"\d{4}", str(node.get("foundingDate") or ""))
    yield from _fact("founded", founded[0] if founded else None, url, node.get("foundingDate"))
    yield from _fact("employees", _count(node.get("numberOfEmployees")), url)
    places = node.get("address")
    for place in places if isinstance(places, list) else [places]:
        yield from _fact("place", _place(place), url)
    profiles = node.get("sameAs")
    for profile in profiles if isinstance(profiles, list) else [profiles]:
        if _is_web_address(profile):
            yield from _fact("profile", profile, url)
    if _is_web_address(node.get("url")):
        yield from _fact("website", node["url"], url)


def _is_web_address(value: object) -> bool:
    return isinstance(value, str) and re.match(r"https?://[^\s/]+", value) is not None


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return value if isinstance(value, str) else None


def _count(value: object) -> str | None:
    if isinstance(value, dict):
        low, high = value.get("minValue"), value.get("maxValue")
        value = value.get("value") or (f"{low}-{high}" if low and high else low)
    return str(value) if isinstance(value, (int, str)) and re.search(r"\d", str(value)) else None


def _place(value: object) -> str | None:
    if isinstance(value, dict):
        country = _text(value.get("addressCountry"))
        parts = [_text(value.get("addressLocality")), _text(value.get("addressRegion")), country]
        return ", ".join(part for part in parts if part) or None
    return value if isinstance(value, str) else None


def _of_head(tree: LexborHTMLParser, url: str) -> Iterator[CompanyFact]:
    said = dict.fromkeys(("og:site_name", "description", "og:description"), "")
    for meta in tree.css("meta[content]"):
        name = meta.attributes.get("property") or meta.attributes.get("name") or ""
        if name in said and not said[name]:
            said[name] = meta.attributes.get("content") or ""
    yield from _fact("name", said["og:site_name"], url)
    yield from _fact("description", said["description"] or said["og:description"], url)


def _of_prose(text: str, url: str) -> Iterator[CompanyFact]:
    for line in text.splitlines():
        if len(line) > 1000:
            continue
        if founded := _FOUNDED.search(line):
            yield from _fact("founded", founded["year"] or founded["cjk"], url, _around(line, founded))
        if employees := _EMPLOYEES.search(line):
            count = re.sub(r"\D", "", employees["count"])
            yield from _fact("employees", count, url, _around(line, employees))


def _around(line: str, found: re.Match[str]) -> str:
    return line[max(0, found.start() - 80) : found.end() + 80].strip()

"""What a profile is expected to be after it was printed, and profiles that are hard to print."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.exporting import ExportFormat
from domain.exporting.blocks import clean
from domain.exporting.fonts import Fonts

PROSE = {"summary", "description", "reference"}


def expected(document: dict[str, Any], fmt: ExportFormat) -> Any:
    """Values as printed: one line each (prose: a line per paragraph), without what has no ink, nothing empty."""
    fonts = Fonts(json.dumps(document, ensure_ascii=False))

    def shown(value: object) -> str:
        return fonts.drawn(clean(value)).strip() if fmt == "pdf" else clean(value)

    return _printed(document, "", shown)


def _printed(value: Any, key: str, shown: Callable[[object], str]) -> Any:
    if isinstance(value, dict):
        return {k: v for k, v in ((k, _printed(v, k, shown)) for k, v in value.items()) if v not in (None, "", [], {})}
    if isinstance(value, list):
        return [v for v in (_printed(v, "", shown) for v in value) if v not in ("", {})]
    if value is None:
        return None
    return "\n".join(filter(None, map(shown, value.splitlines()))) if key in PROSE else shown(value)


_PIECES = [
    # every separator, label, heading and footer of the page, as a value or inside of one
    "—", "–", "-", "·", "•", ",", ";", ":", "x, y", "x,y", "(2020)", "2020", "2020-01", "2020 – present", "present",
    "Position: x", "Employer: x", "Name:", "Keywords", "Keywords: a", "Score: 1", "Email: a", "City: b", "Profile: q",
    "Profile 2 network: x", "GitHub: a", "LinkedIn address given with the file: b", "Experience", "Skills", "Summary",
    "AI Analysis", "Page 1 of 2", "vitaeflow", "https://a.example/x", "a@b.example", "\u00a0", "\n",
    # words of many kinds
    "at", "Engineer", "Lantern & Sons", "C++", "C#", ".NET", "50%", "$1,000", "/", "|", "“q”", "…", "™", "½", "✓", "é",
    "f", "fi", "12", "(x)", "[y]", "<b>", "&amp;", "\\", "~", "_", "*", "well-known", "end-", "o", "S", "K", "I", "🙂",
    "W" * 70, "x-y-z-" * 25, "a\u00adb", "e\u0301",
    "Nguyễn Thị Ánh", "Łódź", "Żółć", "Светлана", "Ёж", "Ελένη", "ქართული", "ไทย น้ำ", "데이터 엔지니어",
    "東京", "山田太郎", "データ、基盤。", "「株式」", "（株）", "数据工程师", "。",
]  # fmt: skip


def profiles() -> SearchStrategy[dict[str, Any]]:
    """JSON Resume documents whose values are made of what the page is made of."""
    pieces = st.sampled_from(_PIECES)
    short = st.lists(pieces, min_size=1, max_size=4)
    value = st.one_of(
        short.map(" ".join),
        short.map("".join),
        st.text(st.characters(codec="cp1258", exclude_categories=["Cc"]), min_size=1, max_size=12),
        st.lists(pieces, min_size=20, max_size=60).map(" ".join),
    )
    text = st.none() | value
    date = st.sampled_from([None, "2020", "2021-03", "2019-12-31", "1998"])
    listed = st.lists(value, max_size=4)
    address = st.sampled_from([None, "https://a.example/b", "github.com/x", 'https://q"u.example/(a', "no address"])
    url = address | st.just("https://long.example/" + "path/" * 60)
    prose = st.lists(value, max_size=3).map("\n".join)

    def some(**fields: SearchStrategy[Any]) -> SearchStrategy[list[dict[str, Any]]]:
        return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=2)

    span = {"startDate": date, "endDate": date}
    body = {"url": url, "summary": prose, "highlights": listed, **span}
    place = st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("address", "postalCode", "city", "region", "countryCode"), text)
    )
    basics = {
        "name": text, "label": text, "phone": text | st.just("+48123456789"), "url": url, "summary": prose,
        "email": text | st.just("a.b@c.example"), "location": place,
        "profiles": some(network=text | st.just("GitHub"), username=text | st.just("ada"), url=url),
    }  # fmt: skip
    return st.fixed_dictionaries({}, optional={
        "basics": st.fixed_dictionaries({}, optional=basics),
        "work": some(name=text, position=text, location=text, **body),
        "education": some(institution=text, studyType=text, area=text, score=text, courses=listed, **span),
        "skills": some(name=text, level=text, keywords=listed),
        "projects": some(name=text, description=prose, highlights=listed, keywords=listed, url=url, **span),
        "certificates": some(name=text, issuer=text, date=date, url=url),
        "languages": some(language=text, fluency=text),
        "volunteer": some(position=text, organization=text, **body),
        "publications": some(name=text, publisher=text, releaseDate=date, url=url),
        "awards": some(title=text, awarder=text, date=date, summary=prose),
        "interests": some(name=text, keywords=listed),
        "references": some(name=text, reference=prose),
    })  # fmt: skip

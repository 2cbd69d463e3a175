"""The lines under the name."""

from __future__ import annotations

import pytest

from domain.page.forms import taken
from domain.page.header import page_lines, reach_lines, read_header_line, website_lines


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (
            {"email": "a@b.example", "phone": "+351 900 000", "city": "Porto", "region": "Norte", "countryCode": "PT"},
            ["a@b.example · +351 900 000 · Porto, Norte, PT"],
        ),
        ({"email": "a@b.example", "countryCode": "PT"}, ["a@b.example", "Country: PT"]),
        ({"city": "Porto", "address": "Quay 4"}, ["Porto", "Address: Quay 4"]),
        ({"city": "GitHub: a"}, ["City: GitHub: a"]),
        ({"phone": "by pigeon", "city": "Porto"}, ["Phone: by pigeon", "City: Porto"]),
        ({}, []),
    ],
)  # fmt: skip
def test_ways_to_reach_the_person_are_read_back(values: dict[str, str], lines: list[str]) -> None:
    """In one line if that is clear, with labels if not."""
    assert reach_lines(values) == lines
    found: dict[str, str] = {}
    for text in lines:
        line = read_header_line(text)
        assert line is not None
        assert line.what == "reach"
        found |= taken(line.spans, text) or {}
    assert found == values


def test_addresses_and_pages_are_told_apart() -> None:
    """An address alone is the website; a page has its network, a number, or the word profile before it."""
    assert website_lines("https://a.example") == ["https://a.example"]
    assert website_lines("somewhere nice") == ["Website: somewhere nice"]
    page = {"network": "GitHub", "username": "ada", "url": "https://git.example/ada"}
    assert page_lines(page, 1) == ["GitHub: ada · https://git.example/ada"]
    assert page_lines({"url": "https://a.example"}, 1) == ["Profile: https://a.example"]
    assert page_lines({"network": "Email", "username": "ada"}, 3) == [
        "Profile 3 network: Email", "Profile 3 username: ada",
    ]  # fmt: skip
    line = read_header_line("Profile 3 username: ada")
    assert line is not None
    assert (line.what, line.number) == ("part", 3)

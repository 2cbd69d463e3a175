"""The lines under the name: how to reach the person, and their pages."""

from __future__ import annotations

import re
from typing import NamedTuple

from domain.page.forms import Form, Spans, Values, joined, single, taken
from domain.page.look import reads_one_way

_ADDRESS = r"https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?"


def _reach(values: Values) -> str:
    place = joined(", ", values.get("city"), values.get("region"), values.get("countryCode"))
    return joined(" · ", values.get("email"), values.get("phone"), place)


REACH = Form(
    {
        "email": "Email", "phone": "Phone", "address": "Address", "postalCode": "Postal code", "city": "City",
        "region": "Region", "countryCode": "Country",
    },
    _reach,
    (
        re.compile(
            r"(?:(?P<email>[^\s·]+@[^\s·]+)(?: · (?!$)|$))?(?:(?P<phone>\+?[\d() ./-]{5,})(?: · (?!$)|$))?"
            r"(?:(?P<city>[^,·@]+)(?:, (?P<region>[^,·]+?))?(?:, (?P<countryCode>[A-Z]{2}))?)?"
        ),
    ),
)  # fmt: skip
"""`a@example.org · +351 900 000 000 · Porto, Norte, PT`."""

LOCATION_KEYS = ("address", "postalCode", "city", "region", "countryCode")

WEBSITE = Form({"url": "Website"}, lambda values: values.get("url", ""), (re.compile(rf"(?P<url>{_ADDRESS})"),))
"""An address alone."""


def _page(values: Values) -> str:
    network = values.get("network")
    return f"{network}: " + joined(" · ", values.get("username"), values.get("url")) if network else ""


_NETWORK = r"(?P<network>(?:(?!: ).)+): "
PAGE = Form(
    {"url": "Profile"},
    _page,
    (
        re.compile(_NETWORK + r"(?P<username>(?:(?! · ).)+) · (?P<url>\S+)"),
        re.compile(_NETWORK + rf"(?P<url>{_ADDRESS})"),
        re.compile(_NETWORK + r"(?P<username>.+)"),
    ),
)
"""`GitHub: ada · https://github.com/ada`, a page about the person."""

PAGE_PARTS = {"network": "network", "username": "username", "url": "address"}
_NUMBERED = re.compile(r"Profile (?P<number>[1-9]\d*) (?P<part>network|username|address): (?P<value>.+)")

UPLOADED = single("url", "LinkedIn address given with the file")
"""What the user typed, not what the résumé says; always with its label."""

_FORMS = {"uploaded": UPLOADED, "reach": REACH, "website": WEBSITE, "page": PAGE}


class HeaderLine(NamedTuple):
    """What a line is (a key of the forms, or `part` of the page with this number) and where its values stand."""

    what: str
    spans: Spans
    number: int = 0


def read_header_line(text: str) -> HeaderLine | None:
    """A label decides; without one an address alone is the website, then pages, then ways to reach the person."""
    for what, form in _FORMS.items():
        if spans := form.read_label(text):
            return HeaderLine(what, spans)
    if found := _NUMBERED.fullmatch(text):
        key = next(key for key, part in PAGE_PARTS.items() if part == found["part"])
        return HeaderLine("part", {key: found.span("value")}, int(found["number"]))
    for what in ("website", "page", "reach"):
        if spans := _FORMS[what].read(text):
            return HeaderLine(what, spans)
    return None


def _natural(what: str, values: Values) -> list[str]:
    """The natural line if a reader of headers takes it for what it is."""
    text = _FORMS[what].show(values)
    line = read_header_line(text) if text and reads_one_way(text) else None
    return [text] if line and line.what == what and taken(line.spans, text) == values else []


def reach_lines(values: Values) -> list[str]:
    """One line if possible; a place that cannot be part of it, or a street, gets lines with labels."""
    rest = {key: value for key, value in values.items() if key in ("address", "postalCode")}
    short = {key: value for key, value in values.items() if key not in rest}
    for shown in (short, {key: value for key, value in short.items() if key in ("email", "phone")}):
        if lines := _natural("reach", shown):
            return lines + REACH.labelled({key: value for key, value in values.items() if key not in shown})
    return REACH.labelled(values)


def website_lines(url: str) -> list[str]:
    """The address alone, with a label where it does not look like one."""
    return _natural("website", {"url": url}) or WEBSITE.labelled({"url": url})


def page_lines(values: Values, number: int) -> list[str]:
    """Network, name and address in one line; else one line each, with the page's number (from 1)."""
    if lines := _natural("page", values):
        return lines
    if values.keys() == {"url"}:
        return PAGE.labelled(values)
    return [f"Profile {number} {part}: {values[key]}" for key, part in PAGE_PARTS.items() if key in values]

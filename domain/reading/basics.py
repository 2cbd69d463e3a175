"""The first part of a profile: who it is, how to reach them, and the summary, with evidence."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.contact import Contact
from domain.reading.dates import find_range
from domain.reading.entries import paragraphs
from domain.reading.evidence import Ledger
from domain.reading.lexicon import is_cjk
from domain.reading.names import natural_order
from domain.reading.sections import Section
from domain.reading.spans import Span, cover
from schema.profile import Basics, Location, SocialProfile


def read_basics(contact: Contact, sections: Sequence[Section], text: str, ledger: Ledger) -> Basics:
    """Name, reach and summary; the phone number is written as E.164 where its country is known."""
    basics = Basics(
        label=ledger.read("/basics/label", contact.label, 0.8),
        summary=ledger.read("/basics/summary", _summary(sections, contact, text), 0.9),
    )
    if contact.name:
        basics.name = natural_order(contact.name)
        anew = basics.name != contact.name.value
        ledger.put("/basics/name", contact.name, 0.85, method=f"{ledger.method}-reordered" if anew else None)
    if contact.email:
        ledger.put("/basics/email", contact.email, 0.99)
        basics.email = contact.email.tight
    if contact.phone:
        ledger.put("/basics/phone", contact.phone, 0.95 if contact.e164 else 0.7)
        basics.phone = contact.e164 or contact.phone.value
    _place(basics, contact, ledger)
    _links(basics, contact, ledger)
    return basics


def _links(basics: Basics, contact: Contact, ledger: Ledger) -> None:
    """The first page of their own is the URL; pages and user names in networks are profiles."""
    for link in contact.links:
        if link.is_url and link.network is None:
            if basics.url is None:
                ledger.put("/basics/url", link.span, 0.9)
                basics.url = link.url
            continue
        pointer = f"/basics/profiles/{len(basics.profiles)}"
        ledger.put(pointer, link.span, 0.9)
        if link.is_url:
            ledger.put(f"{pointer}/url", link.span, 0.9)
        basics.profiles.append(SocialProfile(network=link.network, username=link.username, url=link.url))


def _place(basics: Basics, contact: Contact, ledger: Ledger) -> None:
    place, at = contact.place, "/basics/location"
    if place is None:
        return
    location = Location(
        address=ledger.read(f"{at}/address", place.address, 0.7),
        postal_code=ledger.read(f"{at}/postalCode", place.postal_code, 0.8),
        city=ledger.read(f"{at}/city", place.city, 0.8),
        region=ledger.read(f"{at}/region", place.region, 0.7),
        country_code=place.country_code,
    )
    if place.country and place.country_code:
        ledger.put(f"{at}/countryCode", place.country, 0.9)
    if location != Location():
        basics.location = location


def _summary(sections: Sequence[Section], contact: Contact, text: str) -> Span | None:
    """The prose of the summary section, up to the first row that is none; without one, sentences of the header."""
    section = next((section for section in sections if section.kind == "summary" and section.rows), None)
    prose: list[Span] = []
    for span, _ in paragraphs(section.rows if section else [], text):
        dates = find_range(span)
        begins_entry = dates is not None and not dates.single and len(span.text) < 60
        if begins_entry or (len(span.text.split()) < 4 and not is_cjk(span.text)):
            break
        prose.append(span)
    prose = prose or [row.span for row in contact.prose]
    return cover(text, prose) if prose else None

"""The first part of a profile: who it is, how to reach them, and the summary, with evidence."""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.contact import Contact
from domain.reading.evidence import Ledger
from domain.reading.names import natural_order
from domain.reading.sections import Section
from domain.reading.summary import read_summary
from schema.profile import Basics, Location, SocialProfile


def read_basics(contact: Contact, sections: Sequence[Section], text: str, ledger: Ledger) -> Basics:
    """Name, reach and summary; the phone number is written as E.164 where its country is known."""
    basics = Basics(
        label=ledger.read("/basics/label", contact.label, 0.8),
        summary=ledger.read("/basics/summary", read_summary(sections, text), 0.9),
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

"""One invented person: a JSON Resume document without the parts that a layout may leave out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from eval.generator.locale import Locale, Profession, numbers

Json = dict[str, Any]

TODAY = 2026, 5
"""Year and month of the last start of a role."""

_PHONES = {
    "GB": ("+44", "0", "7700 900###"), "US": ("+1", "", "2## 555 01##"), "CA": ("+1", "", "902 555 01##"),
    "AU": ("+61", "0", "491 570 1##"), "IE": ("+353", "0", "85 ### ####"), "ZA": ("+27", "0", "82 ### ####"),
    "NZ": ("+64", "0", "21 ### ####"), "DE": ("+49", "0", "151 2#######"), "AT": ("+43", "0", "664 #######"),
    "CH": ("+41", "0", "79 ### ## ##"), "FR": ("+33", "0", "6 ## ## ## ##"), "BE": ("+32", "0", "470 ## ## ##"),
    "ES": ("+34", "", "6## ### ###"), "MX": ("+52", "", "55 #### ####"), "CO": ("+57", "", "310 ### ####"),
    "AR": ("+54", "", "11 4### ####"), "CL": ("+56", "", "9 8### ####"), "PT": ("+351", "", "912 ### ###"),
    "BR": ("+55", "", "11 98###-####"), "PL": ("+48", "", "50# ### ###"), "VN": ("+84", "0", "91 ### ## ##"),
    "JP": ("+81", "0", "90-####-####"), "CN": ("+86", "", "138 #### ####"), "TW": ("+886", "0", "912 ### ###"),
}  # fmt: skip
"""Country → (country code, trunk prefix, national number; # is a digit)."""

_OTHER_PREFIX = ("US", "CA", "AU", "JP", "BR", "CO")
"""Countries from which 00 does not call abroad."""

_SITES = ("{}.example.org", "www.{}.example.com", "{}.example.net/cv")
_NETWORKS = (("LinkedIn", "linkedin.com/in/{}"), ("GitHub", "github.com/{}"), ("Xing", "xing.com/profile/{}"))


@dataclass(frozen=True)
class Person:
    """`truth` is what may be said of the person; `phone` how the number may be written; `profession` is its key."""

    truth: Json
    phone: str
    family: str
    given: str
    country: str
    profession: str
    street: str


def draw(rng: Random, locale: Locale) -> Person:
    """A person of a random profession, 0–7 roles, 0–3 courses."""
    key = rng.choice(sorted(locale.professions))
    trade = locale.professions[key]
    city, region, country = rng.choice(locale.places)
    given, family = _given(rng, locale), rng.choice(locale.family)
    name = locale.name_space.join((family, given) if locale.family_first else (given, family))
    code, trunk, number = _PHONES[country]
    digits = re.sub("#", lambda _: str(rng.randint(0, 9)), number)
    work = _work(rng, locale, trade)
    basics: Json = {
        "name": name, "label": work[0]["position"] if work and rng.random() < 0.5 else "",
        "email": _email(rng, given, family), "phone": code + re.sub(r"\D", "", digits),
        "url": "", "summary": _summary(rng, locale, trade) if rng.random() < 0.7 else "",
        "location": {"city": city, "region": region, "countryCode": country}, "profiles": [],
    }  # fmt: skip
    _link(rng, basics, _slug(f"{given} {family}"))
    truth = {
        "basics": basics, "work": work, "education": _education(rng, locale, trade),
        "skills": _skills(rng, trade), "languages": _spoken(rng, locale), "certificates": _certificates(rng, trade),
        "projects": [],
    }  # fmt: skip
    forms = [f"{code} {digits}", f"{trunk}{digits}", code + re.sub(r"[^0-9]", "", digits)]
    forms += [f"{code} (0){digits}"] if trunk else []
    forms += [] if country in _OTHER_PREFIX else [f"00{code[1:]} {digits}"]
    written = rng.choice(forms)
    street = rng.choice(locale.streets).format(rng.randint(1, 180))
    return Person(truth, written, family, given, country, key, street)


def _given(rng: Random, locale: Locale) -> str:
    given = rng.choice(locale.given)
    return f"{rng.choice(locale.middle)}{locale.name_space}{given}" if locale.middle and rng.random() < 0.8 else given


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(str.maketrans("łŁđĐøßı", "lLdDosi")))
    return "-".join(re.findall("[a-z]+", plain.encode("ascii", "ignore").decode().lower())) or "me"


def _email(rng: Random, given: str, family: str) -> str:
    first, last = _slug(given), _slug(family)
    user = rng.choice([f"{first}.{last}", f"{first[0]}{last}", f"{last}_{first}", f"{first}{rng.randint(60, 99)}"])
    host = rng.choice(["mail", "post", "inbox"]) + ".example." + rng.choice(["com", "org", "net"])
    return f"{user.replace('-', rng.choice(['', '-']))}@{host}"


def _link(rng: Random, basics: Json, slug: str) -> None:
    if rng.random() < 0.3:
        basics["url"] = "https://" + rng.choice(_SITES).format(slug.replace("-", ""))
    for network, pattern in rng.sample(_NETWORKS, rng.choice([0, 0, 1, 1, 2])):
        user = f"{slug}-{rng.randint(10, 999)}" if rng.random() < 0.5 else slug
        basics["profiles"].append({"network": network, "username": user, "url": f"https://www.{pattern.format(user)}"})


def _months_back(year: int, month: int, months: int) -> tuple[int, int]:
    total = year * 12 + month - 1 - months
    return total // 12, total % 12 + 1


def _iso(at: tuple[int, int]) -> str:
    return f"{at[0]}-{at[1]:02d}"


def _work(rng: Random, locale: Locale, trade: Profession) -> list[Json]:
    """Newest first; the newest is open two times in three."""
    entries: list[Json] = []
    end = TODAY if rng.random() < 0.65 else _months_back(*TODAY, rng.randint(1, 30))
    stems = rng.sample(locale.stems, len(locale.stems))
    for index in range(rng.choice([0, 1, 2, 2, 3, 3, 3, 4, 4, 5, 6])):
        start = _months_back(*end, rng.randint(5, 60))
        entries.append({
            "name": rng.choice(trade.employers).format(stems[index]), "position": rng.choice(trade.titles),
            "startDate": _iso(start), "endDate": "" if end == TODAY else _iso(end), "summary": "",
            "highlights": _points(rng, locale, trade),
            "location": rng.choice(locale.places)[0],
        })  # fmt: skip
        end = _months_back(*start, rng.choice([1, 1, 1, 2, 8]))
    return entries


def _points(rng: Random, locale: Locale, trade: Profession) -> list[str]:
    """What was done in a role: of the own trade, seldom of another; one point in four is two sentences."""
    pool = [*trade.highlights, *rng.choice(sorted(locale.professions.items()))[1].highlights[:2]]
    points = [numbers(rng, each) for each in rng.sample(pool, rng.randint(0, len(pool)))]
    joint = locale.stop + ("" if locale.stop == "。" else " ")
    if len(points) > 2 and rng.random() < 0.6:
        points[:2] = [points[0].removesuffix(locale.stop) + joint + points[1]]
    return points


def _summary(rng: Random, locale: Locale, trade: Profession) -> str:
    """One to three sentences."""
    more = rng.sample(trade.highlights, rng.choice([0, 0, 1, 2]))
    said = [numbers(rng, each).removesuffix(locale.stop) + locale.stop for each in [rng.choice(trade.summaries), *more]]
    return ("" if locale.stop == "。" else " ").join(said)


def _education(rng: Random, locale: Locale, trade: Profession) -> list[Json]:
    entries: list[Json] = []
    end = _months_back(*TODAY, rng.randint(0, 200))
    fields = rng.sample(trade.fields, min(len(trade.fields), rng.choice([0, 1, 1, 2, 2, 3])))
    for (degree, area), stem in zip(fields, rng.sample(locale.stems, len(fields)), strict=True):
        start = _months_back(*end, rng.randint(9, 60))
        entries.append({
            "institution": rng.choice(locale.schools).format(stem), "area": area, "studyType": degree,
            "startDate": _iso(start), "endDate": _iso(end),
            "score": rng.choice(locale.grade).format(n=rng.randint(1, 9)) if rng.random() < 0.25 else "",
        })  # fmt: skip
        end = _months_back(*start, rng.randint(1, 24))
    return entries


def _skills(rng: Random, trade: Profession) -> list[Json]:
    chosen = rng.sample(trade.skills, rng.randint(3, len(trade.skills)))
    return [] if rng.random() < 0.08 else [{"name": "", "keywords": chosen}]


def _spoken(rng: Random, locale: Locale) -> list[Json]:
    if rng.random() < 0.3:
        return []
    others = rng.sample(locale.tongues[1:], rng.randint(0, 3))
    spoken = [{"language": locale.tongues[0], "fluency": rng.choice(locale.native)}]
    return spoken + [{"language": each, "fluency": rng.choice(locale.levels)} for each in others]


def _certificates(rng: Random, trade: Profession) -> list[Json]:
    if rng.random() < 0.4:
        return []
    chosen = rng.sample(trade.certificates, rng.randint(1, len(trade.certificates)))
    return [{"name": each, "date": str(rng.randint(2005, 2025)), "issuer": ""} for each in chosen]

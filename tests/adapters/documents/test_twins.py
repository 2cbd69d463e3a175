"""A file that hides words is worth as much as the same file without them: profile, quality and match score."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.documents.extract import extract
from domain.matching import job_facts, person_facts, score_page
from domain.reading import read_resume
from eval.hidden import judged
from eval.hidden_pdf import HIDDEN, RESUME, SECRET, clean_twin, written
from schema.jobs import MatchPreferences, Posting
from schema.media import MediaKind
from schema.profile import Profile
from tests.adapters.documents.test_html_hidden import INLINE, page
from tests.adapters.documents.test_office_hidden import DOCX_HIDDEN, ODT_HIDDEN, RTF_HIDDEN, docx, odt, rtf

AS_OF = date(2026, 1, 1)
POSTING = Posting(
    external_id="1",
    title="Platform engineer",
    company="Kontor",
    description="We look for somebody who knows Kubernetes, Terraform, Java and PostgreSQL.",
    skills=["Kubernetes", "Terraform", "Java", "PostgreSQL"],
)


def _plain(text: str) -> bytes:
    return "\n".join([*RESUME[:-1], *([text] if text else []), RESUME[-1]]).encode()


def _tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(c)) for c in text)


Twins = tuple[MediaKind, bytes, bytes]
TWINS: dict[str, Twins] = {
    **{f"pdf: {way}": (MediaKind.PDF, written(each), written(clean_twin(each))) for way, each in HIDDEN.items()},
    **{f"docx: {way}": (MediaKind.DOCX, data, docx("")) for way, data in DOCX_HIDDEN.items()},
    **{f"odt: {way}": (MediaKind.ODT, data, odt("")) for way, data in ODT_HIDDEN.items()},
    **{f"rtf: {way}": (MediaKind.RTF, data, rtf("")) for way, data in RTF_HIDDEN.items()},
    **{f"html: {way}": (MediaKind.HTML, page(f'<p style="{way}">{SECRET}</p>'), page("")) for way in INLINE},
    "txt: tags": (MediaKind.TXT, _plain(_tags(SECRET)), _plain("")),
    "md: tags": (MediaKind.MD, _plain(_tags(SECRET)), _plain("")),
    "md: vanished": (MediaKind.MD, _plain(f'<p style="display:none">{SECRET}</p>'), _plain("")),
}


def _read(data: bytes, kind: MediaKind) -> Profile:
    return read_resume(extract(data, kind), as_of=AS_OF)


def _score(profile: Profile) -> float:
    facts = [(person_facts(profile), MatchPreferences(threshold=0))]
    return next(iter(score_page(facts, [job_facts(POSTING)]))).result.score


@pytest.mark.parametrize("way", TWINS)
def test_hidden_words_change_nothing(way: str) -> None:
    """Profile, evidence, quality and the score for a job that asks for just these words are those of the clean twin."""
    kind, hidden, clean = TWINS[way]
    secret, twin = _read(hidden, kind), _read(clean, kind)
    assert judged(secret) == judged(twin)
    assert _score(secret) == _score(twin)


def test_the_same_words_in_sight_do_change_it() -> None:
    """What is compared would show it if they were read."""
    seen, twin = _read(_plain(SECRET), MediaKind.TXT), _read(_plain(""), MediaKind.TXT)
    assert judged(seen) != judged(twin)
    assert _score(seen) > _score(twin)

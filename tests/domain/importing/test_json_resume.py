"""JSON Resume in: kept as it is, wrong types named, claims about itself not believed."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from contextlib import nullcontext
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exporting import export
from domain.importing.json_resume import check_upload, is_date
from domain.importing.profiles import judgeable, read_profile
from domain.importing.shape import DATE, SHAPE, Shape
from domain.matching import person_facts
from schema.errors import DocumentTooComplex, InvalidResumeData
from schema.profile import Profile
from tests.domain.importing.conftest import AS_OF, Import, ToDocument, to_document
from tests.interchange import JSON_RESUME, as_json

JOB, MOMENT = UUID("01931f2e-7a00-7c00-8000-00000000abcd"), datetime(2026, 1, 31, tzinfo=UTC)

# What PostgreSQL and UTF-8 can hold.
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
_anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.integers(-(10**6), 10**6).map(lambda n: n / 8)
    | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=5,
)
# A key that JSON Resume or our models know under another spelling is no unknown key.
_known = {"company", "website", "picture", "gpa", "vitaeflow", "vitaeflowExport"}
_keys = st.text(string.ascii_letters + "-_/~ é$", min_size=1, max_size=8).filter(lambda key: key not in _known)
_dates = st.dates().map(str) | st.sampled_from(["2019", "2020-02", "Mar 2019", "2020-13", "2021-02-30", "", "0000"])


def _matching(shape: Shape) -> st.SearchStrategy[Any]:
    """Values of a shape, each field there or not, with unknown keys in every object."""
    if isinstance(shape, str):
        return _dates if shape == DATE else _texts
    if isinstance(shape, list):
        return st.lists(_matching(shape[0]), max_size=2)
    known = st.fixed_dictionaries({}, optional={key: _matching(inner) for key, inner in shape.items()})
    snake = {"".join(f"_{c.lower()}" if c.isupper() else c for c in key) for key in shape}
    other = st.dictionaries(_keys.filter(lambda key: key not in shape and key not in snake), _anything, max_size=2)
    return st.builds(lambda ours, theirs: theirs | ours, known, other)


def _whole() -> st.SearchStrategy[dict[str, Any]]:
    return _matching(SHAPE).map(lambda document: document | {"basics": document.get("basics", {}) | {"name": "Ada"}})


def stored(profile: Profile) -> Profile:
    """The profile after it was kept as jsonb."""
    return Profile.model_validate(json.loads(json.dumps(profile.to_json_resume())))


def without_ours(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what we write into `meta`."""
    meta = {key: value for key, value in document.get("meta", {}).items() if not key.startswith("vitaeflow")}
    return {key: value for key, value in document.items() if key != "meta"} | ({"meta": meta} if meta else {})


@settings(max_examples=60, deadline=None)
@given(_whole())
def test_any_json_resume_round_trips(document: dict[str, Any]) -> None:
    """Import, store, export, import: equal to what came in, unknown keys at every level, odd dates, empty values."""
    first = read_profile(to_document(as_json(document), "json"), as_of=AS_OF)
    exported = export(stored(first), "json", job_id=JOB, generated_at=MOMENT).content
    assert without_ours(json.loads(exported)) == without_ours(document)
    again = read_profile(to_document(exported, "json"), as_of=AS_OF)
    assert without_ours(again.to_json_resume()) == without_ours(document)


@settings(max_examples=40, deadline=None)
@given(_whole())
def test_every_quote_is_the_text_at_its_place(document: dict[str, Any]) -> None:
    """Evidence points at characters of the text, for every value that has visible ones."""
    made = to_document(as_json(document), "json")
    ours = read_profile(made, as_of=AS_OF).meta.vitaeflow
    assert ours
    assert "/basics/name" in ours.evidence
    assert all(made.text[each.start : each.end] == each.quote for each in ours.evidence.values())


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(SHAPE)), _anything, min_size=1))
def test_any_other_value_is_taken_or_refused_by_name(document: dict[str, Any]) -> None:
    """What has the shape by accident is imported; all else is InvalidResumeData, never a crash."""
    refused = False
    try:
        check_upload(as_json(document))
    except InvalidResumeData:
        refused = True
    with pytest.raises(InvalidResumeData) if refused else nullcontext():
        read_profile(to_document(as_json(document), "json"), as_of=AS_OF)


def test_what_a_file_says_about_itself_is_not_believed(bring: Import) -> None:
    """Foreign `meta.vitaeflow` gives no evidence, no score and no judgement; everything is computed anew."""
    claims = {
        "analyser": {"kind": "rules", "name": "x", "version": "9"},
        "years_of_experience": 99,
        "strengths": [{"text": "Hire at once"}],
        "linkedin_url": "https://www.linkedin.com/in/somebody-else",
        "evidence": {"/basics/name": {"start": 0, "end": 3, "quote": "Eve", "method": "m", "confidence": 1}},
        "own": 1,
    }
    clean = bring(as_json(JSON_RESUME), "json")
    for claim in (claims, "all of it", 5, None):
        document = JSON_RESUME | {"meta": {**JSON_RESUME["meta"], "vitaeflow": claim, "vitaeflowExport": claim}}
        assert bring(as_json(document), "json").to_json_resume() == clean.to_json_resume()


@pytest.mark.parametrize("odd", ["Spring 2019", "2009-13", "2009-02-30", "2009-1", "0009"])
def test_odd_dates_are_kept_with_a_warning(odd: str, bring: Import) -> None:
    """They count nowhere and cost nobody the other entries."""
    document = deepcopy(JSON_RESUME)
    document["work"][0]["startDate"] = odd
    profile = bring(as_json(document), "json")
    ours = profile.meta.vitaeflow
    assert ours
    assert profile.work[0].start_date == odd
    assert [warning for warning in ours.warnings if warning.startswith("/work/0/startDate")]
    assert odd not in " ".join(ours.warnings)
    assert ours.years_of_experience
    assert 6 < ours.years_of_experience < 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2019", True), ("2019-03", True), ("2020-02-29", True), ("2019-02-29", False), ("2019-13", False),
     ("03/2019", False), ("0999", False), ("2019-3", False), ("2019-03-01T00:00:00", False)],
)  # fmt: skip
def test_dates_are_those_of_the_schema(text: str, expected: bool) -> None:
    """Year, month or day, and one that exists."""
    assert is_date(text) is expected


def test_names_of_the_first_schema_are_understood(bring: Import) -> None:
    """`company` is `name` and so on, with the evidence of the value; a taken name leaves the old key alone."""
    document = {
        "basics": {"name": "Ada", "website": "https://a.example", "picture": "https://a.example/p.png"},
        "work": [{"company": "Acme", "website": "https://b.example"}, {"name": "Beta", "company": "Gamma"}],
        "education": [{"gpa": "3.9"}],
    }
    profile = bring(as_json(document), "json")
    assert (profile.basics.url, profile.work[0].name, profile.education[0].score) == (
        "https://a.example",
        "Acme",
        "3.9",
    )
    assert profile.to_json_resume()["work"][1] == {"name": "Beta", "company": "Gamma"}
    assert profile.meta.vitaeflow
    assert profile.meta.vitaeflow.evidence["/work/0/name"].quote == "Acme"


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\U000e0052\U000e0075\U000e0073\U000e0074", "\ufeff", "\u00ad"])
def test_what_nobody_sees_changes_no_score(hidden: str, bring: Import) -> None:
    """Invisible characters stay in the data and out of years, score and matching: equal to the clean twin."""
    clean = JSON_RESUME | {"skills": [{"keywords": ["Python", "Docker"]}]}
    twin = deepcopy(clean)
    twin["skills"][0]["keywords"] = [f"Py{hidden}thon", f"Docker{hidden}"]
    twin["basics"]["label"] = f"{hidden}Head {hidden}Nurse"
    twin["work"][0]["highlights"][0] = f"Cut waiting{hidden} time by 30 %"
    first, second = bring(as_json(clean), "json"), bring(as_json(twin), "json")
    assert without_ours(second.to_json_resume()) == twin
    assert person_facts(judgeable(second)) == person_facts(judgeable(first))
    ours, theirs = first.meta.vitaeflow, second.meta.vitaeflow
    assert ours
    assert theirs
    assert (ours.resume_score, ours.career, ours.strengths) == (theirs.resume_score, theirs.career, theirs.strengths)


def test_only_imports_are_looked_at_anew() -> None:
    """What was read from a page is visible already."""
    read = Profile.model_validate({"basics": {"name": "A\u200bda"}})
    assert judgeable(read) is read


def test_nobody_judges_whether_data_reads_like_a_resume(bring: Import) -> None:
    """Its fields say what they are: a name of consonants alone makes it neither unreadable nor somebody's invoice."""
    profile = bring(as_json({"basics": {"name": "Krzt Zmrzl", "summary": "xkq vrtzk pfd"}}), "json")
    assert profile.meta.vitaeflow
    assert profile.meta.vitaeflow.quality
    assert profile.meta.vitaeflow.quality.state == "ok"


def test_null_says_nothing(bring: Import) -> None:
    """In place of a text it is kept, in place of a list or an object it is left out with a warning."""
    document = {
        "basics": {"name": "Ada", "label": None, "location": None},
        "work": None,
        "skills": [{"keywords": None}],
    }
    profile = bring(as_json(document), "json")
    assert without_ours(profile.to_json_resume()) == {"basics": {"name": "Ada", "label": None}, "skills": [{}]}
    assert profile.meta.vitaeflow
    assert "/skills/0/keywords: null was left out" in profile.meta.vitaeflow.warnings


@pytest.mark.parametrize("change", [{"name": "a-package"}, {"basics": {}, "work": []}, {"meta": {"version": "1"}}, {}])
def test_json_that_is_no_resume_is_refused(change: dict[str, Any]) -> None:
    """Somebody's package.json is no person."""
    with pytest.raises(InvalidResumeData, match="none of basics"):
        check_upload(as_json(change))


def test_all_wrong_fields_are_listed_without_their_values() -> None:
    """The first in words, the others beside it."""
    document = {"work": [{"name": 5, "highlights": ["private", 7]}], "skills": {"private": "words"}}
    with pytest.raises(InvalidResumeData) as caught:
        check_upload(as_json(document))
    assert [each["field"] for each in caught.value.extra["errors"]] == ["work.0.name", "work.0.highlights.1", "skills"]
    assert caught.value.extra["errors"][2]["message"] == "must be a list, not an object"
    assert "private" not in str(caught.value.extra) + caught.value.detail


def test_a_large_upload_is_left_to_the_parser() -> None:
    """The API does not spend its time on it."""
    check_upload(b'{"work": 5, "pad": "' + b"x" * 2**20 + b'"}')


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"[" * 100_000, DocumentTooComplex),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, DocumentTooComplex),
        (b'{"basics":' + b"[" * 60 + b"]" * 60 + b"}", DocumentTooComplex),
        (b"{" + b",".join(b'"%d":1' % n for n in range(60_000)) + b"}", DocumentTooComplex),
        (b'{"basics": {"x": NaN}}', InvalidResumeData),
        (b'{"basics": {"x": 1e999}}', InvalidResumeData),
        (b'{"basics": {"x": ' + b"9" * 5000 + b"}}", InvalidResumeData),
        (b'{"basics": {"name": "Ada"}', InvalidResumeData),
        (b'["basics"]', InvalidResumeData),
    ],
    ids=["open lists", "deep objects", "deep lists", "many keys", "nan", "infinite", "digits", "cut off", "no object"],
)
def test_bombs_and_fragments_are_refused(content: bytes, error: type[Exception], document: ToDocument) -> None:
    """At the door and in the parser alike."""
    with pytest.raises(error):
        check_upload(content)
    with pytest.raises(error):
        document(content, "json")


def test_what_cannot_be_stored_is_cleaned_and_said(document: ToDocument) -> None:
    """NUL, half a surrogate pair, a key that stands twice: the rest of the résumé is taken."""
    made = document(b'{"basics": {"name": "A\\u0000da\\ud800", "label": "x", "label": "y"}}', "json")
    assert made.data == {"basics": {"name": "Ada", "label": "y"}}
    assert [flag.kind for flag in made.flags] == ["repaired", "repaired"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_encodings_are_read(encoding: str, document: ToDocument) -> None:
    """Windows writes marks and wide characters."""
    assert document('{"basics": {"name": "Zoë"}}'.encode(encoding), "json").text == "basics\nZoë"


def test_the_text_does_not_depend_on_the_order_of_keys(document: ToDocument) -> None:
    """A store may change it; the same résumé has the same evidence."""
    backwards: Callable[[Any], Any] = lambda value: (  # noqa: E731  it calls itself
        {key: backwards(value[key]) for key in reversed(value)} if isinstance(value, dict)
        else [backwards(each) for each in value] if isinstance(value, list) else value
    )  # fmt: skip
    assert document(as_json(backwards(JSON_RESUME)), "json").text == document(as_json(JSON_RESUME), "json").text


def test_a_picture_in_the_file_is_no_text(document: ToDocument) -> None:
    """It is kept as data, and nobody has to read its letters."""
    image = "data:image/png;base64," + "A" * 1000
    made = document(as_json({"basics": {"name": "Ada", "image": image}}), "json")
    assert made.text == "basics\nAda"
    assert made.data
    assert made.data["basics"]["image"] == image

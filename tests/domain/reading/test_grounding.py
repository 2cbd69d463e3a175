"""What a model proposes is checked against the text."""

from __future__ import annotations

from collections.abc import Callable

from domain.reading import ground
from schema.document import Document
from schema.profile import (
    Analyser,
    Basics,
    Finding,
    JobRecommendation,
    Location,
    Meta,
    Profile,
    Skill,
    VitaeflowMeta,
    Work,
)


def proposal(**parts: object) -> Profile:
    """A profile as a model would send it."""
    meta = VitaeflowMeta(analyser=Analyser(kind="model", name="test", version="1"), as_of="2026-03-01")
    return Profile.model_validate({**parts, "meta": Meta(vitaeflow=meta)})


def our_meta(profile: Profile) -> VitaeflowMeta:
    """Our part of meta."""
    assert profile.meta.vitaeflow is not None
    return profile.meta.vitaeflow


def test_what_the_rules_read_stands_the_check(
    read: Callable[[str], Profile], document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """Grounding loses nothing of a true profile, in any of the languages."""
    for text in texts.values():
        true = read(text)
        assert ground(true, document(text)).model_dump(exclude={"meta"}) == true.model_dump(exclude={"meta"})


def test_what_is_not_in_the_text_is_dropped_and_counted(
    document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """Invented employers, skills, dates and numbers go; the warning names pointers and no words."""
    proposed = proposal(
        basics=Basics(
            name="ROWENA  tidewell", phone="+447700900999", location=Location(city="Hexham", country_code="FR")
        ),
        work=[
            Work(name="Brindlemoor Holdings", position="Astronaut"),
            Work(name="Pellworth Labs", position="Junior Developer", start_date="2018-05", end_date="2021-01"),
        ],
        skills=[Skill(name="Code", keywords=["Python", "Rust"])],
    )
    grounded = ground(proposed, document(texts["en"]))
    assert grounded.basics.name == "ROWENA  tidewell"
    assert grounded.basics.phone is None
    assert grounded.basics.location is not None
    assert grounded.basics.location.country_code is None
    assert [w.name for w in grounded.work] == ["Pellworth Labs"]
    assert (grounded.work[0].start_date, grounded.work[0].end_date) == (None, "2021-01")
    assert grounded.skills[0].keywords == ["Python"]
    warning = our_meta(grounded).warnings[0]
    assert "/work/0/name" in warning
    assert "Brindlemoor" not in warning
    assert "6 of" in warning


def test_evidence_points_at_the_new_places_and_quotes_the_text(
    document: Callable[[str], Document], texts: dict[str, str]
) -> None:
    """Entries that go do not shift the evidence of those that stay."""
    source = document(texts["en"])
    proposed = proposal(
        work=[
            Work(name="Nowhere Inc", location="Durham"),
            Work(name="quillmark freight ltd", position="data engineer"),
        ]
    )
    evidence = our_meta(ground(proposed, source)).evidence
    assert set(evidence) == {"/work/0/name", "/work/0/position"}
    for proof in evidence.values():
        assert proof.method == "model"
        assert source.text[proof.start : proof.end] == proof.quote


def test_a_value_inside_another_word_is_not_found(document: Callable[[str], Document]) -> None:
    """Whole words only: `Java` is not in `JavaScript`, `C` not in `C++`."""
    source = document("Skills\nJavaScript, C++")
    grounded = ground(proposal(skills=[Skill(name="x", keywords=["Java", "C", "C++", "JavaScript"])]), source)
    assert grounded.skills[0].keywords == ["C++", "JavaScript"]


def test_accents_and_line_breaks_do_not_hide_a_value(document: Callable[[str], Document]) -> None:
    """A model that drops accents or joins lines still quotes the text."""
    source = document("Łucja Żarnowiec\nWrote the long\nreport.")
    grounded = ground(proposal(basics=Basics(name="Lucja Zarnowiec", summary="Wrote the long report.")), source)
    evidence = our_meta(grounded).evidence
    assert evidence["/basics/name"].quote == "Łucja Żarnowiec"
    assert evidence["/basics/summary"].quote == "Wrote the long\nreport."


def test_broken_dates_and_short_country_names_are_found(document: Callable[[str], Document]) -> None:
    """A date over two lines and a country of two characters are in the text."""
    source = document("森野 葵\n東京, 日本\nClerk since May\n2021")
    proposed = proposal(
        basics=Basics(location=Location(country_code="JP")), work=[Work(position="Clerk", start_date="2021-05")]
    )
    grounded = ground(proposed, source)
    assert grounded.basics.location is not None
    assert grounded.basics.location.country_code == "JP"
    assert grounded.work[0].start_date == "2021-05"


def test_judgements_stay_only_on_what_survived(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """A strength on an invented job goes, one on a true job stays and points at its new place."""
    proposed = proposal(work=[Work(name="Nowhere Inc"), Work(name="Pellworth Labs")])
    ours = our_meta(proposed)
    ours.strengths = [Finding(text="a", evidence=["/work/0/name"]), Finding(text="b", evidence=["/work/1/name"])]
    ours.weaknesses = [Finding(text="c")]
    ours.job_recommendations = [JobRecommendation(title="t", reason="r", evidence=["/work/1/name", "/work/0/name"])]
    meta = our_meta(ground(proposed, document(texts["en"])))
    assert meta.strengths == [Finding(text="b", evidence=["/work/0/name"])]
    assert meta.weaknesses == []
    assert meta.job_recommendations == []


def test_years_are_computed_and_not_believed(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """The number of years comes from grounded dates, whatever the model claims."""
    proposed = proposal(work=[Work(name="Pellworth Labs", start_date="2018", end_date="2021-01")])
    our_meta(proposed).years_of_experience = 40.0
    assert our_meta(ground(proposed, document(texts["en"]))).years_of_experience == 2.6

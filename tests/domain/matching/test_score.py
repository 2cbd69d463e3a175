"""Scores: one rubric, three-valued gates, and pages that say what single pairs say."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching import PageHit, score, score_page, score_table
from domain.matching.facts import (
    JobFacts,
    Pay,
    PersonFacts,
    Seen,
    SkillAsked,
    SkillFact,
    TitleFact,
    load_job_facts,
    load_person_facts,
)
from domain.matching.rubric import EARLIER, NOT_MET, OLD, RUBRIC, WEIGHTS, Gate
from schema.errors import BadFacts
from schema.jobs import MatchPreferences, MatchResult, Quote, SalaryFloor

SKILLS = ("Python", "SQL", "Docker", "Welding", "Nursing", "kelp grading")
ANY = MatchPreferences(threshold=0)


def shown(names: Any) -> dict[str, SkillFact]:
    """Skills of somebody, with some place."""
    return {name: SkillFact(text=name.lower(), at=f"/skills/0/keywords/{at}") for at, name in enumerate(names)}


def asked(names: Any) -> dict[str, SkillAsked]:
    """Skills that a posting names."""
    return {name: SkillAsked(text=name.lower(), at="must") for name in names}


def person(**changes: Any) -> PersonFacts:
    """Somebody who fits `job()` fully."""
    title = TitleFact(title="Data Engineer", family="data_engineer", at="/work/0/position", weight=1000)
    return PersonFacts(
        **{
            "skills": shown(["Python", "SQL", "Docker"]), "titles": [title], "level": 2, "months": 72, "country": "PT",
            "city": "evora", "languages": {"en": 3, "pt": 4},
        } | changes
    )  # fmt: skip


def job(**changes: Any) -> JobFacts:
    """A vacancy that states everything."""
    return JobFacts(
        **{
            "title": "Senior Data Engineer", "company": "Kelp Works GmbH", "family": "data_engineer", "level": 2,
            "months": 60, "must": asked(["Python", "SQL"]), "nice": asked(["Docker"]), "languages": {"en": 3},
            "workplace": "onsite", "countries": ["PT"], "cities": ["evora"], "employment_types": ["full_time"],
        } | changes
    )  # fmt: skip


def points(someone: PersonFacts, vacancy: JobFacts, wishes: MatchPreferences = ANY) -> int:
    """Only the number."""
    return score(someone, vacancy, wishes).score


def test_a_full_fit_has_all_points_and_every_part_counts() -> None:
    """100 for everything; the weights sum to 100; each part taken away costs."""
    assert points(person(), job()) == 100
    assert sum(WEIGHTS.values()) == 100
    poorer: list[dict[str, Any]] = [
        {"skills": {}}, {"skills": shown(["Python", "SQL"])}, {"titles": []}, {"level": 1}, {"months": 12},
        {"city": "faro"}, {"languages": {"en": 1}}, {"country": "DE", "city": None},
    ]  # fmt: skip
    for less in poorer:
        assert points(person(**less), job()) < 100, less


def test_the_same_facts_give_the_same_score_with_its_rubric() -> None:
    """Repeatable, and labelled by what computed it."""
    assert score(person(), job(), ANY) == score(person(), job(), ANY)
    assert score(person(), job(), ANY).rubric == RUBRIC


GATES: list[tuple[Gate, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (Gate.LANGUAGE, {"languages": {"pt": 4}}, {}, {}),
    (Gate.LANGUAGE, {"languages": {"en": 1}}, {}, {}),
    (Gate.PLACE, {"country": "DE", "city": "bonn"}, {}, {}),
    (Gate.PLACE, {"country": "DE"}, {"workplace": "remote", "remote_scope": ["PT"]}, {}),
    (Gate.PLACE, {}, {}, {"locations": ["Bonn, Germany"]}),
    (Gate.OCCUPATION, {}, {"family": "nurse"}, {}),
    (Gate.LEVEL, {"level": 0}, {}, {}),
    (Gate.EMPLOYMENT, {}, {}, {"employment_types": ["part_time"]}),
    (Gate.REMOTE, {}, {}, {"remote": True}),
    (Gate.REMOTE, {}, {"workplace": "remote"}, {"remote": False}),
    (Gate.COMPANY, {}, {}, {"excluded_companies": ["KELP works"]}),
]


@pytest.mark.parametrize(("gate", "of_person", "of_job", "wishes"), GATES)
def test_a_requirement_that_is_not_met_caps_the_score(
    gate: Gate, of_person: dict[str, Any], of_job: dict[str, Any], wishes: dict[str, Any]
) -> None:
    """Whatever else fits, the score stays under the gate's share, the reasons say so, and nobody is told to apply."""
    result = score(person(**of_person), job(**of_job), MatchPreferences(threshold=0, **wishes))
    assert result.score <= NOT_MET[gate]
    assert "not met" in result.analysis.explanation
    assert result.analysis.cons
    assert result.analysis.recommendation != "apply"


UNKNOWNS: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = [
    ({"languages": {}}, {}, {}, "languages"),
    ({"country": None, "city": None}, {}, {}, "place of work"),
    ({}, {"countries": [], "cities": []}, {}, "place of work"),
    ({"country": None}, {"workplace": "remote", "remote_scope": ["PT"]}, {}, "place of work"),
    ({"titles": []}, {}, {}, "occupation"),
    ({}, {"family": None}, {}, "occupation"),
    ({}, {"family": "a_family_of_tomorrow"}, {}, "occupation"),
    ({"level": None, "months": None}, {}, {}, "seniority"),
    ({}, {"employment_types": []}, {"employment_types": ["full_time"]}, "employment type"),
    ({}, {"workplace": "unknown"}, {"remote": True}, "remote preference"),
    ({}, {"licence": Seen(text="Diving licence", at="must"), "licence_words": ["diving"]}, {}, "licence"),
]


@pytest.mark.parametrize(("of_person", "of_job", "wishes", "name"), UNKNOWNS)
def test_unknown_is_not_false_and_is_said(
    of_person: dict[str, Any], of_job: dict[str, Any], wishes: dict[str, Any], name: str
) -> None:
    """What one side does not say costs less than a miss, and the explanation names it."""
    result = score(person(**of_person), job(**of_job), MatchPreferences(threshold=0, **wishes))
    assert result.score >= 70
    assert name in result.analysis.explanation.split("cannot be told")[1]
    assert "not met" not in result.analysis.explanation


def test_a_licence_shows_among_the_credentials() -> None:
    """The evidence of both sides stands in the reasons."""
    wanted = {"licence": Seen(text="Valid diving licence", at="must"), "licence_words": ["diving"]}
    card = Seen(text="Diving Level 3", at="/certificates/0/name")
    result = score(person(credentials={"diving": card}), job(**wanted), ANY)
    assert result.score == 100
    assert any("Valid diving licence" in line and "Diving Level 3" in line for line in result.analysis.pros)


def test_remote_work_is_in_reach_from_allowed_countries() -> None:
    """Without a list from anywhere; with one from its countries."""
    assert points(person(country="NZ"), job(workplace="remote")) == 100
    assert points(person(), job(workplace="remote", remote_scope=["PT", "ES"])) == 100


def test_places_that_are_wished_for_replace_home() -> None:
    """Who wants to move is matched there; a city of that name in another country is another city."""
    moving = MatchPreferences(threshold=0, locations=["Bonn, DE", "Remote"])
    assert points(person(), job(countries=["DE"], cities=["bonn"]), moving) == 100
    assert points(person(), job(), moving) < 100
    assert points(person(country="US"), job()) < 100


def test_titles_that_are_wished_for_come_first() -> None:
    """A wished occupation counts in full, the own one then counts less."""
    nurse = job(title="Nurse", family="nurse")
    wish = MatchPreferences(threshold=0, titles=["Nurse"])
    assert points(person(), nurse, wish) > points(person(), nurse)
    assert points(person(), job(), wish) < points(person(), job())


def test_titles_of_unknown_family_are_compared_by_words() -> None:
    """Shared words lift a title that no table knows."""
    reef = job(title="Reef Surveyor", family=None, words=["reef", "surveyor"])
    diver = person(titles=[], words=["reef", "surveyor"])
    assert points(diver, reef) > points(person(titles=[], words=["paper"]), reef)


def test_reasons_name_evidence_on_both_sides() -> None:
    """A line about a skill quotes the posting and the résumé, with the place in the profile."""
    vacancy = job(
        must={"Python": SkillAsked(text="solid Python", at="must"), "Rust": SkillAsked(text="Rust 2024", at="must")}
    )
    analysis = score(person(), vacancy, ANY).analysis
    line = next(line for line in analysis.pros if "Python" in line)
    assert "“solid Python”" in line
    assert "“python”" in line
    assert "/skills/0/keywords/0" in line
    assert any("“Rust 2024”" in line for line in analysis.cons)
    assert "1 of 2 required skills" in analysis.explanation


@pytest.mark.parametrize(
    ("skill", "worth"),
    [
        (SkillFact(text="React", at="/skills/0/keywords/0"), 1000),
        (SkillFact(text="React", at="/work/1/highlights/0", weight=EARLIER), EARLIER),
        (SkillFact(text="React", at="/work/4/highlights/0", weight=OLD), OLD),
    ],
)
def test_skills_of_recent_roles_count_more(skill: SkillFact, worth: int) -> None:
    """The share of a required skill is what the newest role that shows it makes it worth."""
    vacancy = job(must=asked(["React"]), nice={})
    lost = points(person(skills={"React": SkillFact(text="React", at="/x")}), vacancy) - points(
        person(skills={"React": skill}), vacancy
    )
    assert lost == pytest.approx((1000 - worth) * WEIGHTS["skills"] / 1000, abs=0.5)


def test_a_neighbour_counts_in_part_and_is_called_one() -> None:
    """More than nothing, less than the skill; the reasons say near, not have, and quote both."""
    vacancy = job(must=asked(["React"]))
    near, none, full = (points(person(skills=shown([name])), vacancy) for name in ("Vue.js", "Welding", "React"))
    assert none < near < full
    analysis = score(person(skills=shown(["Vue.js"])), vacancy, ANY).analysis
    (requirement,) = [each for each in analysis.requirements if each.kind == "must"]
    assert requirement.found == "adjacent"
    assert any("Near what is asked for" in line and "vue.js" in line for line in analysis.cons)
    assert "0 of 1 required skills" in analysis.explanation


def test_requirements_are_classed_with_the_words_of_both_sides() -> None:
    """Have, alias, missing; each with its quotes."""
    mine = {
        "Python": SkillFact(text="Python", at="/skills/0/keywords/0"),
        "Kubernetes": SkillFact(text="k8s", at="/skills/0/keywords/1"),
    }
    vacancy = job(must=asked(["Python", "Kubernetes", "Welding"]), nice={})
    found = {each.name: each for each in score(person(skills=mine), vacancy, ANY).analysis.requirements}
    assert {name: each.found for name, each in found.items()} == {
        "Python": "have", "Kubernetes": "alias", "Welding": "missing",
    }  # fmt: skip
    assert found["Kubernetes"].resume == Quote(text="k8s", at="/skills/0/keywords/1")
    assert found["Welding"].resume is None


def test_months_of_a_single_skill_are_compared_where_both_sides_know_them() -> None:
    """Less time than asked for costs, and is said; unknown months cost less than none."""
    vacancy = job(must={"Python": SkillAsked(text="Python", at="must", months=60)}, months=None)
    mine = {
        name: {"Python": SkillFact(text="Python", at="/work/0/summary", months=months)}
        for name, months in {"enough": 72, "little": 12, "unknown": None}.items()
    }
    enough, little, unknown = (points(person(skills=mine[name]), vacancy) for name in ("enough", "little", "unknown"))
    assert little < unknown < enough
    cons = score(person(skills=mine["little"]), vacancy, ANY).analysis.cons
    assert any("60 months" in line and "12" in line for line in cons)


SALARIES: list[tuple[Pay | None, int]] = [
    (Pay(low=40_000, high=60_000, currency="EUR"), 1),
    (Pay(low=55_000, currency="EUR"), 1),
    (Pay(low=30_000, high=40_000, currency="EUR"), -1),
    (Pay(low=30_000, currency="EUR"), 0),
    (Pay(low=30_000, high=40_000, currency="USD"), 0),
    (None, 0),
]


@pytest.mark.parametrize(("pay", "state"), SALARIES)
def test_the_salary_floor_is_three_valued(pay: Pay | None, state: int) -> None:
    """Reached, missed, or unknown: no pay, another currency, an open end. Unknown is never a miss."""
    wish = MatchPreferences(threshold=0, salary_floor=SalaryFloor(amount=4_000, currency="EUR", period="month"))
    result = score(person(), job(pay=pay), wish)
    assert (result.score <= NOT_MET[Gate.SALARY]) == (state < 0)
    assert ("salary" in result.analysis.explanation) == (state <= 0)
    assert any(line.startswith("Salary: you want 48,000 EUR") for line in result.analysis.pros) == (state > 0)


def test_both_directions_are_shown() -> None:
    """A clash of wishes leaves the person's fit alone, and a missing skill the job's."""
    wish = MatchPreferences(threshold=0, employment_types=["part_time"])
    clash, poor = score(person(), job(), wish).analysis, score(person(skills={}), job(), ANY).analysis
    assert clash.person_fits_job == 100
    assert clash.job_fits_person is not None
    assert clash.job_fits_person < 50
    assert poor.job_fits_person == 100
    assert poor.person_fits_job is not None
    assert poor.person_fits_job < 70


def test_a_favourite_company_is_said_and_fulfils_the_wishes() -> None:
    """Whatever the posting leaves open of them."""
    wish = MatchPreferences(threshold=0, remote=False, employment_types=["full_time"])
    open_job = job(employment_types=[])
    favourite = wish.model_copy(update={"favourite_companies": ["Kelp Works"]})
    assert points(person(), open_job, favourite) > points(person(), open_job, wish)
    assert any("favourite" in line for line in score(person(), open_job, favourite).analysis.pros)


def test_a_language_one_step_below_is_no_miss() -> None:
    """People grade themselves: a step costs the share, two steps the gate."""
    vacancy = job(languages={"en": 3})
    one, two = (score(person(languages={"en": level}), vacancy, ANY) for level in (2, 1))
    assert "not met" not in one.analysis.explanation
    assert two.score < one.score < 100


def test_languages_that_somebody_wishes_to_work_in_count() -> None:
    """Beside those that the résumé names."""
    vacancy = job(languages={"de": 3})
    wish = MatchPreferences(threshold=0, languages=["de"])
    assert points(person(), vacancy, wish) > points(person(), vacancy)


def test_a_cut_posting_gives_a_provisional_score() -> None:
    """And says so."""
    analysis = score(person(), job(complete=False), ANY).analysis
    assert analysis.provisional
    assert "provisional" in analysis.explanation


def test_every_line_has_its_quotes() -> None:
    """The evidence stands in the order of the lines, and each has words of one side at least."""
    wish = MatchPreferences(threshold=0, remote=True, excluded_companies=["Kelp Works"])
    vacancy = job(must=asked(["Python", "Rust", "Welding"]), licence=Seen(text="Diving licence", at="must"))
    analysis = score(person(), vacancy, wish).analysis
    assert [reason.text for reason in analysis.evidence] == [*analysis.pros, *analysis.cons]
    assert all(reason.resume or reason.posting for reason in analysis.evidence)


def test_pages_keep_only_pairs_at_or_over_the_threshold() -> None:
    """Each person's own threshold; the pair exactly at it is in."""
    exact = points(person(level=1), job())
    people = [(person(level=1), MatchPreferences(threshold=exact + add)) for add in (0, 1)]
    assert [(hit.person_index, hit.job_index) for hit in score_page(people, [job()])] == [(0, 0)]


def test_an_empty_page_has_no_hits() -> None:
    """No people or no jobs is no error."""
    assert score_page([], [job()]) == []
    assert score_page([(person(), ANY)], []) == []


shown_skills = st.dictionaries(
    st.sampled_from(SKILLS),
    st.builds(
        SkillFact,
        text=st.just("x"),
        at=st.just("/work/0"),
        weight=st.sampled_from([700, 900, 1000]),
        months=st.none() | st.integers(0, 200),
    ),
)
asked_skills = st.dictionaries(
    st.sampled_from(SKILLS),
    st.builds(SkillAsked, text=st.just("x"), at=st.just("must"), months=st.none() | st.sampled_from([0, 12, 60])),
)
families = st.sampled_from([None, "data_engineer", "software_engineer", "nurse", "gone"])
countries = st.lists(st.sampled_from(["PT", "DE", "US"]), unique=True, max_size=2)
cities = st.lists(st.sampled_from(["evora", "bonn"]), unique=True, max_size=2)
kinds = st.lists(st.sampled_from(["full_time", "part_time"]), unique=True, max_size=2)
spoken = st.dictionaries(st.sampled_from(["en", "de"]), st.none() | st.integers(1, 4))
currencies = st.sampled_from(["EUR", "USD"])
words = st.lists(st.sampled_from(["reef", "data", "night"]), unique=True, max_size=2)
people_facts = st.builds(
    PersonFacts,
    skills=shown_skills,
    titles=st.lists(
        st.builds(
            TitleFact, title=st.just("T"), family=families, at=st.just("/x"), weight=st.sampled_from([500, 800, 1000])
        ),
        max_size=3,
    ),
    words=words,
    level=st.none() | st.integers(0, 3),
    months=st.none() | st.integers(0, 400),
    country=st.none() | st.sampled_from(["PT", "DE"]),
    city=st.none() | st.sampled_from(["evora", "bonn"]),
    languages=spoken,
    credentials=st.dictionaries(
        st.sampled_from(["diving", "crane"]), st.just(Seen(text="C", at="/certificates/0/name"))
    ),
)
jobs_facts = st.builds(
    JobFacts,
    title=st.just("J"),
    company=st.sampled_from(["A Inc", "B"]),
    family=families,
    words=words,
    level=st.none() | st.integers(0, 3),
    months=st.none() | st.integers(0, 120),
    must=asked_skills,
    nice=asked_skills,
    languages=spoken,
    licence_words=st.lists(st.sampled_from(["diving", "Welding"]), unique=True, max_size=1),
    workplace=st.sampled_from(["onsite", "hybrid", "remote", "unknown"]),
    countries=countries,
    cities=cities,
    remote_scope=countries,
    employment_types=kinds,
    family_weight=st.sampled_from([600, 1000]),
    pay=st.none()
    | st.builds(
        Pay, low=st.none() | st.integers(0, 90_000), high=st.none() | st.integers(0, 90_000), currency=currencies
    ),
)
wishes_of = st.builds(
    MatchPreferences,
    threshold=st.integers(0, 100),
    titles=st.lists(st.sampled_from(["Nurse", "Data Engineer", "Reef"]), max_size=2),
    locations=st.lists(st.sampled_from(["Bonn, DE", "Portugal", "Remote"]), max_size=2),
    remote=st.none() | st.booleans(),
    employment_types=kinds,
    excluded_companies=st.lists(st.sampled_from(["a", "B"]), max_size=1),
    favourite_companies=st.lists(st.sampled_from(["a", "B"]), max_size=1),
    languages=st.lists(st.sampled_from(["de", "fr"]), unique=True, max_size=1),
    salary_floor=st.none() | st.builds(SalaryFloor, amount=st.integers(1, 90_000), currency=currencies),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(people_facts, wishes_of), min_size=1, max_size=5),
    st.lists(jobs_facts, min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_a_page_says_what_single_pairs_say_in_any_order(
    people: list[tuple[PersonFacts, MatchPreferences]], jobs: list[JobFacts], shuffler: random.Random
) -> None:
    """Exactly the pairs at or over the threshold, with the very results of `score`, whatever else is in the page."""
    expected: dict[tuple[int, int], MatchResult] = {}
    for i, (someone, wishes) in enumerate(people):
        for j, vacancy in enumerate(jobs):
            result = score(someone, vacancy, wishes)
            if result.score >= wishes.threshold:
                expected[i, j] = result
    assert {(hit.person_index, hit.job_index): hit.result for hit in score_page(people, jobs)} == expected
    rows, columns = list(range(len(people))), list(range(len(jobs)))
    shuffler.shuffle(rows)
    shuffler.shuffle(columns)
    hits: list[PageHit] = score_page([people[i] for i in rows], [jobs[j] for j in columns])
    assert {(rows[hit.person_index], columns[hit.job_index]): hit.result for hit in hits} == expected


CORRUPT: list[dict[str, Any]] = [
    {"skills": None}, {"skills": "Python"}, {"level": "high"}, {"level": -7}, {"languages": 5}, {"titles": [None]},
    {"months": 10**12}, {"credentials": ["a", "a"]}, {"words": 3}, {"skills": {"Python": 5}},
]  # fmt: skip


@pytest.mark.parametrize("broken", CORRUPT)
def test_corrupt_facts_name_the_person(broken: dict[str, Any]) -> None:
    """A row that cannot be used is named by its index, so that the rest of the page can go on without it."""
    bad = person().model_copy(update=broken)
    with pytest.raises(BadFacts) as caught:
        score_page([(person(), ANY), (bad, ANY)], [job()])
    assert caught.value.extra == {"side": "person", "index": 1}


@pytest.mark.parametrize(
    "broken", [{"must": None}, {"level": 99999999}, {"countries": "PT"}, {"company": 5}, {"must": {"Python": 5}}]
)
def test_corrupt_facts_name_the_job(broken: dict[str, Any]) -> None:
    """The same for a posting."""
    bad = job().model_copy(update=broken)
    with pytest.raises(BadFacts) as caught:
        score_page([(person(), ANY)], [job(), job(), bad])
    assert caught.value.extra == {"side": "job", "index": 2}


def test_stored_facts_are_checked_while_loading() -> None:
    """Rows come back as facts from text or from decoded JSON; a broken one is named, without its content."""
    assert load_person_facts([person().model_dump_json(), person().model_dump()]) == [person(), person()]
    assert load_job_facts([job().model_dump_json()]) == [job()]
    with pytest.raises(BadFacts) as caught:
        load_person_facts([person().model_dump(), '{"skills": "canary"}'])
    assert caught.value.extra == {"side": "person", "index": 1}
    assert "canary" not in str(caught.value)
    with pytest.raises(BadFacts):
        load_job_facts([{"title": "no company"}])


def test_a_page_is_fast() -> None:
    """Far over fifty thousand pairs a second of processor time; reasons in 2 ms, when somebody reads them."""
    chooser = random.Random(7)
    pool = [f"skill {number}" for number in range(400)]
    people = [(person(skills=shown(chooser.sample(pool, 25)), level=chooser.randrange(4)), ANY) for _ in range(500)]
    jobs = [job(must=asked(chooser.sample(pool, 6)), level=chooser.randrange(4)) for _ in range(100)]
    score_table(people[:5], jobs[:5])
    started = time.process_time()
    score_table(people, jobs)
    assert 50_000 / (time.process_time() - started) > 50_000
    started = time.process_time()
    assert len(score_page(people[:10], jobs)) == 1000
    assert time.process_time() - started < 2

"""What the evidence check finds, and what it lets pass."""

from __future__ import annotations

from typing import Any

import pytest

from eval.evidence import EvidenceCheck, leaves
from schema.document import Document, Line, document_of
from schema.profile import Analyser, Basics, Evidence, Meta, Profile, SocialProfile, VitaeflowMeta, Work

TEXT = "Ines Seagrass\n0351 210 000\nDiver since March 2020\nfjord.example/ines"
DOCUMENT: Document = document_of([Line(text=line, start=0, end=0) for line in TEXT.split("\n")], format="t", engine="t")


def quote(words: str, **changes: Any) -> Evidence:
    """Evidence for words of the text."""
    start = TEXT.find(words)
    whole: dict[str, Any] = {"start": start, "end": start + len(words), "quote": words, "method": "t", "confidence": 1}
    return Evidence(**(whole | changes))


GOOD = {
    "/basics/name": quote("Ines Seagrass"),
    "/basics/phone": quote("0351 210 000"),
    "/basics/profiles/0": quote("fjord.example/ines"),
    "/work/0/position": quote("Diver"),
    "/work/0/startDate": quote("March 2020"),
}


def check(evidence: dict[str, Evidence]) -> EvidenceCheck:
    """Check one small profile with this evidence."""
    profile = Profile(
        basics=Basics(
            name="Ines Seagrass",
            phone="+351210000",
            profiles=[SocialProfile(network="Fjord", username="ines")],
        ),
        work=[Work(position="diver", start_date="2020-03")],
        meta=Meta(vitaeflow=VitaeflowMeta(analyser=Analyser(kind="rules", name="t", version="1"), evidence=evidence)),
    )
    found = EvidenceCheck()
    found.add("cv.txt", DOCUMENT, profile)
    return found


def test_a_borne_out_profile_has_no_faults() -> None:
    """Case, codes and dates in our own form are fine; parts share the quote of the whole."""
    found = check(GOOD)
    assert (found.values, found.own, found.shared) == (6, 4, 2)
    assert found.without == found.misquoted == found.unlike == []


def test_a_value_without_evidence_is_named_by_place() -> None:
    """File and pointer, never the words."""
    evidence = {pointer: each for pointer, each in GOOD.items() if pointer != "/basics/name"}
    assert check(evidence).without == ["cv.txt /basics/name"]


@pytest.mark.parametrize("wrong", [quote("Ines", start=1), quote("Ines", quote="Inez"), quote("", start=0, end=0)])
def test_a_quote_that_is_not_the_text_at_its_span_is_named(wrong: Evidence) -> None:
    """Moved, altered or empty."""
    assert check(GOOD | {"/work/0/position": wrong}).misquoted == ["cv.txt /work/0/position"]


def test_a_quote_about_something_else_is_named() -> None:
    """It is in the text, but it is not this value."""
    assert check(GOOD | {"/basics/name": quote("Diver")}).unlike == ["cv.txt /basics/name"]


def test_leaves_are_values_under_their_pointers() -> None:
    """What is empty is no value; 0 and false are."""
    document = {"a": [{"b": "x"}, {"b": ""}], "c": None, "d": 0, "e": False}
    assert list(leaves(document)) == [("/a/0/b", "x"), ("/d", 0), ("/e", False)]

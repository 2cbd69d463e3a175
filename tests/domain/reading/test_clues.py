"""What tells an employer from other pieces of a head."""

from __future__ import annotations

import pytest

from domain.reading.clues import company_score, title_score


@pytest.mark.parametrize(
    "name",
    [
        "Marchpane and Daughters Trading of the Northern Isles Incorporated",
        "Przedsiębiorstwo Handlowe Jaskółka Sp. z o.o.",
        "Quillmark Corporation.",
        "日本海運株式会社",
        "GmbH & Co KG Nordlicht",
        "Inc",
    ],
)
def test_a_legal_form_makes_an_employer(name: str) -> None:
    """At the end of a name of any length, or as a whole; what bears one is no role."""
    assert company_score(name) == 1.5
    assert title_score(name) == 0.0


def test_a_legal_form_inside_a_name_is_a_word() -> None:
    """Only the end of a name says how a firm is made up."""
    assert company_score("Incorporated Guild of the Lamplighters") == 0.0

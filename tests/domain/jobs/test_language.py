"""The language of a text, or that it cannot be told."""

from __future__ import annotations

import pytest

from domain.jobs.language import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You will tune organs with our team and travel to churches in three countries."),
        ("de", "Du stimmst mit unserem Team Orgeln und reist zu Kirchen in drei Ländern. Wir bieten dir viel."),
        ("fr", "Vous accordez des orgues avec notre équipe et voyagez dans les églises de trois pays."),
        ("es", "Afinarás los órganos con nuestro equipo y viajarás por las iglesias de tres países para el taller."),
        (
            "pt",
            "Você vai afinar os órgãos com a nossa equipa e viajar para as igrejas de três países. São dias longos.",
        ),
        ("it", "Accorderai gli organi con il nostro gruppo e viaggerai per le chiese di tre paesi. Sono anche belle."),
        ("nl", "Je stemt orgels met ons team en reist naar kerken in drie landen. Wij bieden jou een opleiding."),
        (
            "pl",
            "Będziesz stroić organy z naszym zespołem oraz podróżować do kościołów w trzech krajach..",
        ),
        ("vi", "Bạn sẽ lên dây đàn cùng với đội ngũ của chúng tôi và đi đến các nhà thờ trong ba nước."),
        ("ja", "私たちのチームと一緒にオルガンを調律し、三か国の教会を訪れます。"),
        ("zh", "您将与我们的团队一起为管风琴调音，并前往三个国家的教堂。熟悉 Python 和 PostgreSQL 者优先。"),
        ("ko", "우리 팀과 함께 오르간을 조율하고 세 나라의 교회를 방문합니다."),
        ("uk", "Ви будете налаштовувати органи разом із нашою командою та їздити до церков."),
        ("ru", "Вы будете настраивать органы вместе с нашей командой."),
    ],
)
def test_the_language_is_told(language: str, text: str) -> None:
    """By script and by small words, English names of products inside included."""
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Python, PostgreSQL, Docker", "12345 !!", "OK"])
def test_too_little_is_not_guessed(text: str) -> None:
    """Names of products are of no language."""
    assert language_of(text) is None

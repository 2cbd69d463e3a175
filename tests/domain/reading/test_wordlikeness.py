"""Letter soup is told from words in every script."""

from __future__ import annotations

import random

import pytest

from domain.reading.wordlikeness import script_of, word_likeness
from tests.domain.reading.kinds import NEAR, OTHERS, soup

FOREIGN = {
    "nl": "Verantwoordelijk voor het beheer van de voorraad en het inwerken van twaalf nieuwe medewerkers in de winkel",
    "tr": "Depo yönetiminden sorumlu olarak on iki çalışanın eğitimini üstlendim ve teslimat hatalarını azalttım",
    "hu": "Felelős voltam a raktár irányításáért és tizenkét munkatárs betanításáért a szállítási osztályon",
    "cs": "Odpovědnost za řízení skladu a zaškolení dvanácti zaměstnanců, chyby v dodávkách klesly o pětinu",
    "ru": "Ответственный за управление складом и обучение двенадцати сотрудников",
    "el": "Υπεύθυνος για τη διαχείριση της αποθήκης και την εκπαίδευση δώδεκα εργαζομένων",
    "ko": "창고 관리를 담당하고 열두 명의 직원을 교육했습니다 배송 오류를 이십 퍼센트 줄였습니다",
    "ar": "مسؤول عن إدارة المستودع وتدريب اثني عشر موظفا وتقليل أخطاء التسليم",
    "hi": "गोदाम प्रबंधन के लिए जिम्मेदार और बारह कर्मचारियों का प्रशिक्षण",
}


@pytest.mark.parametrize("text", [*FOREIGN.values(), *NEAR.values(), *OTHERS.values()])
def test_words_of_any_language_are_words(text: str) -> None:
    """Languages outside the lexicon, too, keep their distance from the threshold of .45."""
    found, _ = word_likeness(text)
    assert found is None or found > 0.55


@pytest.mark.parametrize("by", [1, 3, 7, 13])
@pytest.mark.parametrize("name", ["lawyer", "prose", "without-contact", "dutch"])
def test_other_letters_in_place_of_the_right_ones_are_soup(name: str, by: int) -> None:
    """A font whose map is shifted gives letters, and still no words."""
    found, _ = word_likeness(soup(NEAR[name], by))
    assert found is not None
    assert found < 0.35


def test_symbols_among_letters_are_soup() -> None:
    """A shift by a fixed number of code points turns letters into brackets and digits."""
    shifted = "".join(chr(ord(c) - 29) if ord(c) > 61 else c for c in NEAR["lawyer"])
    found, _ = word_likeness(shifted)
    assert found is not None
    assert found < 0.35


def test_random_chinese_characters_are_soup() -> None:
    """Text is made of the characters that the national standards list as common."""
    choose = random.Random(7)
    rare = "".join(chr(choose.randint(0x4E00, 0x9FFF)) for _ in range(200))
    assert (word_likeness(rare)[0] or 1) < 0.45
    assert word_likeness(OTHERS["essay-zh"])[0] == 1.0


def test_scripts_are_judged_apart_and_too_few_letters_not_at_all() -> None:
    """Each script with enough letters has its own figure; addresses count for none."""
    _, by_script = word_likeness("Responsible for the warehouse of the harbour " + FOREIGN["ru"])
    assert set(by_script) == {"latin", "cyrillic"}
    assert word_likeness("Xqzt 2020") == (None, {})
    assert word_likeness("xqzt.bcdf@wrtk.example.org https://wrtk.example.org/bcdfgh www.bcdfghjk.example") == (
        None,
        {},
    )
    assert [script_of(c) for c in "aé我のжω"] == ["latin", "latin", "han", "kana", "cyrillic", "greek"]


def test_a_picture_written_as_letters_is_one_word() -> None:
    """An embedded image in base64 does not outweigh the words around it."""
    blob = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ" * 200
    found, _ = word_likeness(f"{NEAR['lawyer']}\n{blob}")
    assert found is not None
    assert found > 0.8

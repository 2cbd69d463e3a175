"""The score follows the rubric, is blind to who it is, and the same every time."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from domain.reading import read_resume
from domain.reading.judging import rubric
from schema.document import Document, DocumentQuality, Flag
from schema.profile import Profile, ResumeScore, ScoreCriterion, Work
from tests.domain.reading.judging.conftest import AS_OF, judged

GOOD = [
    "Cut the time to close the books from 12 to 5 days",
    "Trained 14 colleagues in two branches",
    "Reduced unpaid invoices by 30 % within a year",
]
POOR = ["Responsible for the office", "Various tasks and duties", "Helped with the archive"]


def score(profile: Profile, quality: DocumentQuality | None = None) -> ResumeScore:
    """The score of a profile with evidence everywhere."""
    found = judged(profile, quality=quality).resume_score
    assert found is not None
    return found


def criterion(found: ResumeScore, name: str) -> ScoreCriterion:
    """One criterion of a score."""
    return next(each for part in found.parts for each in part.criteria if each.name == name)


def jobs(lines: list[str]) -> Profile:
    """One job with these lines."""
    return Profile(work=[Work(position="Clerk", name="Court", start_date="2020", highlights=lines)])


def test_the_rubric_adds_up_to_a_hundred_and_the_parts_to_the_total() -> None:
    """Weights are points of a hundred; what could not be judged takes its weight with it."""
    assert sum(sum(weights.values()) for weights in rubric.WEIGHTS.values()) == 100
    found = score(jobs(GOOD))
    criteria = [each for part in found.parts for each in part.criteria if each.points is not None]
    points, weight = sum(each.points or 0 for each in criteria), sum(each.weight for each in criteria)
    assert criterion(found, "columns").points is None
    assert found.total == round(100 * points / weight)
    assert found.rubric == rubric.VERSION


def test_specific_lines_score_more_than_duties() -> None:
    """Numbers, outcomes and deeds are what the first part counts, each with the lines that have them."""
    good, poor = score(jobs(GOOD)), score(jobs(POOR))
    for name in ("numbers", "outcomes", "deeds"):
        assert criterion(good, name).points == criterion(good, name).weight
        assert criterion(poor, name).points == 0
    assert criterion(good, "numbers").evidence == [f"/work/0/highlights/{n}" for n in range(3)]
    assert good.total > poor.total + 20


LINES = {
    "en": (GOOD, POOR),
    "de": (
        ["Senkung der Kosten um 12 % in zwei Jahren", "Aufbau und Führung von einem Team mit 9 Mitarbeitern"],
        ["Zuständig für die Ablage und das Archiv", "Verantwortlich für diverse Aufgaben in der Verwaltung"],
    ),
    "fr": (
        ["Réduction de 20 % des délais de livraison dans la région", "Mise en place d'un atelier pour 12 personnes"],
        ["Responsable de l'accueil et du courrier", "Participation à la vie de l'équipe et des projets"],
    ),
    "es": (
        ["Reducción del 15 % de los costes en dos años", "Gestión de un equipo de 8 personas en la tienda"],
        ["Responsable de la limpieza y del almacén", "Participación en diversas tareas de la empresa"],
    ),
    "pt": (
        ["Redução de 15 % dos custos em dois anos", "Criação de uma oficina com 6 pessoas no bairro"],
        ["Responsável por tarefas da empresa", "Participação em projetos da equipe"],
    ),
    "pl": (
        ["Zmniejszenie kosztów o 12 % w ciągu roku", "Prowadzenie zespołu i szkolenie 9 osób w firmie"],
        ["Odpowiedzialny za archiwum i pocztę w firmie", "Udział w pracach zespołu i na targach"],
    ),
    "vi": (
        ["Giảm 15 % chi phí vận chuyển trong hai năm", "Xây dựng quy trình mới cho 6 cửa hàng"],
        ["Chịu trách nhiệm về kho và các giấy tờ", "Tham gia các công việc của cửa hàng"],
    ),
    "ja": (
        ["在庫を20%削減し、納期を3日短縮", "12名の研修を企画し、手順書を作成"],
        ["倉庫の業務全般", "受付の補助など"],
    ),
    "zh": (
        ["将库存成本降低20%，交货时间缩短3天", "搭建新的培训流程，培训12名员工"],
        ["负责仓库的日常工作", "参与各类活动"],
    ),
}


@pytest.mark.parametrize("language", LINES)
def test_nine_languages_are_judged_by_their_words(language: str) -> None:
    """In each language deeds and outcomes are told from duties."""
    good, poor = (score(jobs(lines)) for lines in LINES[language])
    assert criterion(good, "deeds").points == criterion(good, "deeds").weight
    assert (criterion(good, "outcomes").points or 0) > 0
    assert criterion(poor, "deeds").points == 0
    assert good.total > poor.total


@pytest.mark.parametrize(
    "lines",
    [
        ["Verantwoordelijk voor het magazijn", "Leiding over negen medewerkers in de winkel en op kantoor"],
        ["Responsabile della gestione del magazzino", "Formazione di dodici colleghi con il direttore"],
        ["Depo yönetimi ve sevkiyat için sorumlu", "On iki çalışanın eğitimi ile yeni bir düzen"],
        ["창고 관리를 담당하고 직원 교육", "배송 오류를 줄임"],
    ],
)
def test_a_language_without_words_is_not_judged_by_them(lines: list[str]) -> None:
    """Dutch, Italian, Turkish and Korean lose nothing for words that nobody has listed; numbers still count."""
    found = score(jobs(lines))
    for name in ("outcomes", "deeds"):
        assert criterion(found, name).points is None
        assert "not judged" in criterion(found, name).reason
    assert criterion(found, "numbers").points == 0


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Sold 40 boats", True), ("Grew sales by 3%", True), ("Saved €2.5m", True), ("Budget von 1.200.000 Euro", True),
        ("Hecho en 12 meses", True),
        ("Team of 2020 people", False), ("Since 2019 in charge", False), ("From 03/2021 to 12.05.2022", False),
        ("Certified to ISO 9001", False), ("Moved to Python 3.11.2", False), ("English B2", False),
        ("S3 and EC2", False),
    ],
)  # fmt: skip
def test_only_numbers_that_measure_count(line: str, counts: bool) -> None:
    """Years, dates, norms, versions and names with digits are no achievements."""
    assert bool(criterion(score(jobs([line])), "numbers").points) is counts


def test_what_is_missing_costs_points() -> None:
    """Reach, name, summary, education and skills each have their own."""
    found = score(jobs(GOOD))
    for name in ("reach", "name", "summary", "education", "skills"):
        assert criterion(found, name).points == 0
    assert criterion(found, "work").points == criterion(found, "work").weight


def test_the_layout_costs_points() -> None:
    """Columns, tables, pictures of text and fonts without a map are risks for whoever reads the file next."""
    risky = DocumentQuality(columns=3, table_share=0.5, ocr_confidence=0.9, unmapped=0.1)
    for name in ("columns", "tables", "text", "glyphs"):
        assert criterion(score(jobs(GOOD), DocumentQuality(columns=1)), name).points
        assert criterion(score(jobs(GOOD), risky), name).points == 0


def test_hidden_text_neither_helps_nor_harms(document: Callable[[str], Document], texts: dict[str, str]) -> None:
    """A file with hidden text scores what its clean twin scores, and the rubric still names the risk."""
    clean = document(texts["en"])
    hidden = clean.model_copy(update={"flags": [Flag(kind="hidden_text", detail="white", quote="Python Java")]})
    scores = []
    for each in (clean, hidden):
        meta = read_resume(each, as_of=AS_OF).meta.vitaeflow
        assert meta is not None
        assert meta.resume_score is not None
        scores.append(meta.resume_score)
    assert scores[0].total == scores[1].total
    assert criterion(scores[1], "hidden text").evidence == ["/meta/vitaeflow/flags/0"]


SWAPS = {
    "name": ("en", {"Rowena Tidewell": "Mohamed Adeyemi-Oyelaran", "rowena@": "mohamed@", "rtidewell": "madeyemi"}),
    "school": ("en", {"University of Arvendale": "Little Snoring Evening College"}),
    "gender": ("de", {"Jorinde": "Vincent", "j.aalmann": "v.aalmann", "Teamleiterin": "Teamleiter"}),
    "age": ("de", {"Telefon:": "Geburtsdatum: 03.05.1961\nTelefon:"}),
    "young": ("de", {"Telefon:": "Geburtsdatum: 03.05.1999, ledig\nTelefon:"}),
    "photo": ("de", {"LEBENSLAUF": "LEBENSLAUF\nFoto"}),
    "family name": ("vi", {"Lương Khánh Vy": "Trần Đức Minh", "vy.luong": "minh.tran"}),
    "other script": ("ja", {"森野 葵": "大河内 健太郎", "aoi.morino": "kentaro.okochi"}),
}


@pytest.mark.parametrize("swap", SWAPS)
def test_the_score_is_blind_to_who_it_is(swap: str, read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Another name, gender, age, photo or school changes no point of any criterion."""
    language, changes = SWAPS[swap]
    text = texts[language]
    other = text
    for old, new in changes.items():
        assert old in other
        other = other.replace(old, new)
    scores = []
    for each in (text, other):
        meta = read(each).meta.vitaeflow
        assert meta is not None
        assert meta.resume_score is not None
        scores.append([(c.name, c.points) for part in meta.resume_score.parts for c in part.criteria])
        assert meta.seniority == (read(text).meta.vitaeflow or meta).seniority
    assert scores[0] == scores[1]


def test_the_same_profile_gives_the_same_bytes(read: Callable[[str], Profile], texts: dict[str, str]) -> None:
    """Twice the same document, twice the same judgement to the byte."""
    for text in texts.values():
        first, second = (json.dumps(read(text).to_json_resume(), ensure_ascii=False) for _ in range(2))
        assert first == second

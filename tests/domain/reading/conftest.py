"""Small documents of invented people, shared by the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.reading import read_resume
from schema.document import Document, Line, document_of
from schema.profile import Profile

AS_OF = date(2026, 3, 1)

ENGLISH = """Rowena Tidewell
Data Engineer
rowena@tidewell.example.com · +44 7700 900812 · Hexham, Northumberland, GB
github.com/rtidewell
Summary
Builds pipelines that people trust.
Experience
Data Engineer — Quillmark Freight Ltd
2021-03 – present · Hexham
• Cut the nightly load from 6 hours to 40 minutes by partitioning
the largest table.
• Wrote the handbook for nights on call.
Junior Developer — Pellworth Labs
2018 – 2021-01 · Durham
• Kept the billing reports running.
Education
MSc, Computer Science — University of Arvendale
2015-10 – 2018
Skills
Programming Languages: Python, SQL, Scala
Cloud: Terraform, Docker
Languages
English — native
German — C1
Certificates
Certified Data Steward — Data Guild (2022-05)"""

GERMAN = """LEBENSLAUF
Jorinde Aalmann
Telefon: 0341 5550142
E-Mail: j.aalmann@example.org
Anschrift: Lindenweg 4, 04103 Leipzig, Deutschland
BERUFSERFAHRUNG
März 2019 – heute
Teamleiterin Lager
Flechtbach Spedition GmbH, Leipzig
• Führung von 14 Mitarbeitern im Schichtbetrieb
10/2014 – 02/2019
Lagerfachkraft
Hornbrück Handel KG, Halle
• Kommissionierung und Inventur
AUSBILDUNG
2011 – 2014
Ausbildung: Fachkraft für Lagerlogistik
Berufsschule Muldental
KENNTNISSE
SAP, Staplerschein, Inventur
SPRACHKENNTNISSE
Deutsch (Muttersprache), Englisch (B1)"""

VIETNAMESE = """Lương Khánh Vy
Địa chỉ: Đà Lạt, Việt Nam
Điện thoại: +84 912 555 014
Email: vy.luong@example.org
KINH NGHIỆM LÀM VIỆC
Kế toán viên | Công ty TNHH Sao Thông | Đà Lạt
T3/2020 - nay
• Lập báo cáo thuế hằng tháng.
HỌC VẤN
Cử nhân, Kế toán
Đại học Lâm Sơn
2015 - 2019
KỸ NĂNG
Excel, Kiểm toán
NGOẠI NGỮ
Tiếng Anh - B2"""

JAPANESE = """履歴書
氏名: 森野 葵
メール: aoi.morino@example.org
職歴
2019年4月～現在
経理担当
株式会社ひばり商事
学歴
2015年4月～2019年3月
学士, 経営学
みどり野大学
スキル
Excel、会計"""


def as_document(text: str) -> Document:
    """A document without places or type, as a plain text file gives it."""
    lines = [Line(text=line, start=0, end=0) for line in text.split("\n")]
    return document_of(lines, format="txt", engine="test")


@pytest.fixture(scope="session")
def read() -> Callable[[str], Profile]:
    """Read a text with the as-of date of these tests."""
    return lambda text: read_resume(as_document(text), as_of=AS_OF)


@pytest.fixture(scope="session")
def document() -> Callable[[str], Document]:
    """Make a document of a text."""
    return as_document


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The small documents by language."""
    return {"en": ENGLISH, "de": GERMAN, "vi": VIETNAMESE, "ja": JAPANESE}

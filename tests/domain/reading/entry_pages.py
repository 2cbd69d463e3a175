"""Pages of invented jobs: random entries, forms of dates and arrangements of rows, with what each entry says."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from schema.document import Document, Line, document_of

_TITLES = {
    "en": ["Loss Adjuster", "Phlebotomist", "Ward Clerk", "Fleet Coordinator", "Lift Engineer", "Quality Inspector II"],
    "de": ["Bauleiterin", "Disponent", "Leiter Einkauf", "Augenoptiker", "Dachdecker", "Schichtführer"],
    "fr": ["Chef de rang", "Assistant de direction", "Responsable des stocks", "Chargée de clientèle"],
    "es": ["Jefe de obra", "Auxiliar de enfermería", "Encargada de tienda", "Técnico de mantenimiento"],
    "pt": ["Gerente de loja", "Técnica de enfermagem", "Soldador", "Encarregada de obra"],
    "pl": ["Kierownik zmiany", "Magazynier", "Pielęgniarka", "Księgowa"],
    "vi": ["Trưởng phòng kinh doanh", "Kế toán viên", "Điều dưỡng", "Kỹ sư xây dựng"],
    "ja": ["営業担当", "看護師", "主任技術者", "店長"],
    "zh": ["销售经理", "护士长", "仓库管理员", "会计"],
}
_NAMES = ["Quillmark", "Pellworth", "Tarnwick", "Oskelund", "Bramholt", "Vexley", "Lintel & Moss", "Stavik", "Corvane"]
_ENDS = ["", "", " Ltd", " Group", " GmbH", " Hospital", " & Sons", " Partners", " Foods", " S.A."]
_CITIES = ["Hexham", "Leipzig", "Lyon", "Granada", "Gdynia", "Porto"]
_BODY = [
    "Cut the waiting time at the counter from nine to four minutes",
    "Kept the books of three branches and closed them on time",
    "Planned tours for eleven vans in the north of the county, with two spare drivers on call",
    "Rewrote the handbook",
    "Negotiated a new contract with the largest supplier and saved 14 % of the yearly cost",
]
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
}
_NOW = {
    "en": ["Present", "Now", "ongoing"], "de": ["heute", "bis heute"], "fr": ["aujourd'hui", "actuellement"],
    "es": ["actualidad", "presente"], "pt": ["atual", "presente"], "pl": ["obecnie", "nadal"],
    "vi": ["nay", "hiện tại"], "ja": ["現在"], "zh": ["至今"],
}  # fmt: skip
_TO = {"en": " to ", "de": " bis ", "es": " a ", "pt": " a ", "pl": " do ", "vi": " đến ", "ja": "～", "zh": "至"}
_SINCE = {"en": "since", "de": "seit", "fr": "depuis", "es": "desde", "pt": "desde", "pl": "od"}
_SEASONS = {"en": ["Spring", "Summer"], "de": ["Herbst", "WS"], "fr": ["Automne"], "es": ["Verano"], "pl": ["Lato"]}
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_FORMS = ["year", "name", "short name", "01/2020", "1/2020", "01.2020", "2020-01", "01.01.2020", "2020.01", "I 2020",
          "01/20", "Q1 2020", "season"]  # fmt: skip
_PLACES_OF_DATES = ["above", "between", "below", "right", "bracket", "pipe", "comma", "left column", "lead"]


@dataclass(frozen=True)
class Job:
    """What an entry says; dates are ISO in written precision, `end` None for one that goes on."""

    title: str
    company: str
    start: str
    end: str | None
    lines: int


@dataclass
class Page:
    """A document and the jobs on it, in order."""

    document: Document
    jobs: list[Job]


@dataclass
class _Sheet:
    """Collects lines; `places` gives them boxes as a PDF has them, None only type as a word processor's file has."""

    places: bool | None
    lines: list[Line] = field(default_factory=list)
    top: float = 40.0

    def add(self, text: str, *, left: float = 40.0, bold: bool = False, gap: float = 0.0) -> None:
        if not self.places:
            if gap and self.places is False:
                self.lines.append(Line(text="", start=0, end=0))
            self.lines.append(Line(text=text, start=0, end=0, bold=bold and self.places is None))
            return
        self.top += gap
        right = 555.0 if "\t" in text else left + 5.0 * len(text)
        box = {"x0": left, "x1": right, "y0": self.top, "y1": self.top + 11}
        self.lines.append(Line(text=text, start=0, end=0, size=10, bold=bold, **box))
        self.top += 13.5

    def bullet(self, text: str, left: float) -> None:
        """A bullet, in a page with places broken where the line is full."""
        width, row = int((555 - left) / 5) if self.places else 10_000, ""
        first = True
        for word in text.split(" "):
            if row and len(row) + 1 + len(word) > width:
                self.add(row, left=left if first else left + 8)
                row, first = word, False
            else:
                row = f"{row} {word}" if row else word
        self.add(row, left=left if first else left + 8)


def _date(form: str, language: str, year: int, month: int, random: Random) -> tuple[str, str]:
    """A date as it is written, and its ISO value."""
    names = _MONTHS.get(language, "").split()
    to_month = f"{year}-{month:02d}"
    if form == "year":
        return str(year), str(year)
    if form == "Q1 2020":
        return f"Q{(month + 2) // 3} {year}", str(year)
    if form == "season" and language in _SEASONS:
        return f"{random.choice(_SEASONS[language])} {year}", str(year)
    if form == "01.01.2020":
        return f"01.{month:02d}.{year}", f"{to_month}-01"
    if language in ("ja", "zh"):
        return f"{year}年{month}月", to_month
    if form == "name" and names:
        return f"{names[month - 1]} {'de ' if language in ('es', 'pt') else ''}{year}", to_month
    if form == "short name" and names and language != "fr":
        return f"{names[month - 1][:3]} {year}", to_month
    written = {
        "1/2020": f"{month}/{year}", "01.2020": f"{month:02d}.{year}", "2020-01": to_month,
        "2020.01": f"{year}.{month:02d}", "I 2020": f"{_ROMAN[month - 1]} {year}",
        "01/20": f"{month:02d}/{year % 100:02d}",
    }  # fmt: skip
    return written.get(form, f"{month:02d}/{year}"), to_month


def _range(
    form: str, language: str, months: tuple[int, int | None], joint: str, random: Random
) -> tuple[str, str, str | None]:
    """A range as it is written, its start and its end."""
    first, last = months
    start, begins = _date(form, language, first // 12, first % 12 + 1, random)
    if last is None:
        if form != "01/20" and language in _SINCE and random.random() < 0.2:
            return f"{_SINCE[language]} {start}", begins, None
        return f"{start}{joint}{random.choice(_NOW[language])}", begins, None
    end, ends = _date(form, language, last // 12, last % 12 + 1, random)
    return f"{start}{joint}{end}", begins, ends


def _careers(random: Random) -> list[tuple[int, int | None]]:
    """Months since year 0 of one to five jobs, the last one first."""
    at, found = 2025 * 12 + random.randrange(12), []
    for n in range(random.randint(1, 5)):
        length = random.randrange(8, 60)
        found.append((at - length, None if n == 0 and random.random() < 0.6 else at))
        at -= length + random.choice([0, 1, 1, 3, 14])
    return found


@dataclass(frozen=True)
class _Style:
    """How one résumé sets all its entries."""

    language: str
    form: str
    joint: str
    dates: str
    title_first: bool
    rows: int
    separator: str
    city: str
    bold: int | None
    bullet: str
    gap: float


def _style(random: Random) -> _Style:
    language = random.choice(sorted(_TITLES))
    form = random.choice(_FORMS)
    joint = random.choice([" – ", " - ", "–", " — ", _TO.get(language, " – ")])
    return _Style(
        language=language,
        form=form,
        joint=" - " if form == "2020-01" and joint == "-" else joint,
        dates=random.choice(_PLACES_OF_DATES),
        title_first=random.random() < 0.5,
        rows=random.choice([1, 2]),
        separator=random.choice([", ", " — ", " | ", " · ", " – ", " / "]),
        city=random.choice(["", "", "comma", "row", "bracket"]),
        bold=random.choice([0, 0, 1, None]),
        bullet=random.choice(["• ", "- ", "▪ ", "* "]),
        gap=random.choice([0.0, 8.0]),
    )


def _heads(style: _Style, title: str, company: str, city: str) -> list[str]:
    """The head rows of an entry without its dates."""
    place = {"comma": f", {city}", "bracket": f" ({city}, UK)"}.get(style.city, "")
    names = [title, company + place] if style.title_first else [company + place, title]
    rows = names if style.rows == 2 else [style.separator.join(names)]
    return [*rows, city] if style.city == "row" else rows


def _dated(style: _Style, heads: list[str], dates: str) -> list[str]:
    """Head rows with the dates where this résumé has them."""
    first, *others = heads
    placed = {
        "above": [dates, *heads], "between": [first, dates, *others], "below": [*heads, dates],
        "right": [f"{first}\t{dates}", *others], "bracket": [f"{first} ({dates})", *others],
        "pipe": [f"{first} | {dates}", *others], "comma": [f"{first}, {dates}", *others],
        "left column": [f"{dates}\t{first}", *others], "lead": [f"{dates}  {first}", *others],
    }  # fmt: skip
    return placed[style.dates]


def page_of_jobs(random: Random) -> Page:
    """One page; the same state of `random` gives the same page."""
    style = _style(random)
    sheet = _Sheet(random.choice([True, True, False, None]))
    left = 150.0 if style.dates == "left column" and sheet.places else 40.0
    names = random.sample(_NAMES, 5)
    jobs: list[Job] = []
    for n, months in enumerate(_careers(random)):
        dates, start, end = _range(style.form, style.language, months, style.joint, random)
        title, company = random.choice(_TITLES[style.language]), names[n] + random.choice(_ENDS)
        rows = _dated(style, _heads(style, title, company, random.choice(_CITIES)), dates)
        bolds = [style.bold == k for k in range(len(rows))]
        for k, (row, bold) in enumerate(zip(rows, bolds, strict=True)):
            begins = 40.0 if k == 0 and style.dates == "left column" else left
            sheet.add(row, left=begins, bold=bold, gap=style.gap if k == 0 and n else 0.0)
        body = random.sample(_BODY, random.randint(0 if n else 1, 4))
        for text in body:
            sheet.bullet(style.bullet + text, left + 14)
        jobs.append(Job(title, company, start, end, len(body)))
    return Page(document_of(sheet.lines, format="test", engine="test"), jobs)

"""Many made-up files in the folders of a corpus: files, truth, text, what each line is, index, people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from eval.generator import dating, pdf, people, style, web, word
from eval.generator.locale import languages, load
from eval.generator.sheet import Sheet, reading_text, roles
from eval.generator.writing import Writer

Json = dict[str, Any]

FORMATS = tuple(style.LAYOUTS)
_WEIGHTS = {"pdf": 10, "docx": 3, "html": 2, "txt": 1, "md": 1}


def generate(out: Path, count: int, seed: int, formats: Sequence[str] = FORMATS, langs: Sequence[str] = ()) -> None:
    """Write `count` files; the same for the same arguments. Existing files of the same names are replaced."""
    folder = out / "resumes"
    for part in ("files", "truth", "text", "roles"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    index, known = [], []
    for number in range(count):
        rng = Random(f"{seed}/{number}")
        row, truth = _one(rng, folder, f"g{seed}-{number:04d}", formats, langs or languages())
        index.append(row)
        known.append({"id": row["person"], "doc": truth})
    _write(folder / "index.json", index)
    _write(folder / "people.json", known)


def _one(rng: Random, folder: Path, name: str, formats: Sequence[str], langs: Sequence[str]) -> tuple[Json, Json]:
    kind = rng.choices(formats, [_WEIGHTS[each] for each in formats])[0]
    layout = rng.choice(style.LAYOUTS[kind])
    lang = rng.choices(langs, [3 if each == "en" else 1 for each in langs])[0]
    locale = load(lang)
    person = people.draw(rng, locale)
    writer = Writer(rng, person, locale, style.draw(rng, layout), dating.draw(rng, locale))
    sheet = writer.sheet()
    (folder / "files" / f"{name}.{kind}").write_bytes(_file(rng, kind, sheet, layout, lang))
    (folder / "text" / f"{name}.txt").write_text(reading_text(sheet), "utf-8")
    _write(folder / "truth" / f"{name}.json", writer.truth)
    _write(folder / "roles" / f"{name}.json", roles(sheet))
    share = writer.style.unusual
    unusual = "none" if share == 0 else "all" if share == 1 else "some"
    row = {
        "file": f"{name}.{kind}", "truth": f"{name}.json", "person": name, "theme": f"{kind}:{layout}", "format": kind,
        "lang": lang, "columns": 1 if layout == "column" else 2, "scanned": False, "country": person.country,
        "profession": person.profession, "unusual_headings": unusual, "work": writer.style.work,
        "headings": [[section.kind, section.heading] for section in sheet.sections],
    }  # fmt: skip
    return row, writer.truth


def _file(rng: Random, kind: str, sheet: Sheet, layout: str, lang: str) -> bytes:
    match kind:
        case "pdf":
            return pdf.render(rng, sheet, layout, lang)
        case "docx":
            return word.render(rng, sheet, layout)
        case "html":
            return web.html(rng, sheet, layout, lang)
        case "md":
            return web.markdown(rng, sheet)
    return web.text(rng, sheet)


def _write(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")

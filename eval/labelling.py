"""How well the line labeller does on layouts it was not trained on, as `python -m eval.training --report` recorded it.

Training anew with each layout left out takes minutes and its own library, so a run of the evaluation shows the record.
"""

from __future__ import annotations

from pathlib import Path

from eval.figures import Cell, Table

REPORT = Path(__file__).parent / "training" / "report.md"


def labeller_table(file: Path = REPORT) -> Table | None:
    """The first table of the record; None without a record."""
    if not file.is_file():
        return None
    lines = file.read_text("utf-8").split("\n")
    table = [line for line in lines if line.startswith("|")]
    end = lines.index("", lines.index(table[0]))
    rows: list[list[Cell]] = []
    for line in table[2 : end - lines.index(table[0])]:
        name, *values = (cell.strip() for cell in line.strip("|").split("|"))
        rows.append([name, *map(float, values)])
    note = "As `python -m eval.training --report` recorded it in eval/training/report.md, which has every layout."
    return Table("Line labeller", ("rows of", "accuracy", "macro F1"), rows, note)

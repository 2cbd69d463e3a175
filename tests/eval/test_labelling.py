"""The recorded figures of the line labeller."""

from __future__ import annotations

from pathlib import Path

from eval.labelling import REPORT, labeller_table

RECORD = """# The line labeller

About.

| rows of | accuracy | macro F1 |
|---|---:|---:|
| generated | 0.980 | 0.970 |
| corpus, its layout left out | 0.950 | 0.900 |

By layout left out:

| layout | accuracy | lexicon off |
|---|---:|---:|
| wide | 0.900 | 0.800 |
"""


def test_the_first_table_of_the_record_is_shown(tmp_path: Path) -> None:
    """Its rows with their numbers; those of other tables stay in the record."""
    file = tmp_path / "report.md"
    file.write_text(RECORD, "utf-8")
    table = labeller_table(file)
    assert table is not None
    assert [list(row) for row in table.rows] == [
        ["generated", 0.98, 0.97],
        ["corpus, its layout left out", 0.95, 0.9],
    ]


def test_no_record_no_table(tmp_path: Path) -> None:
    """A checkout without one is measured all the same."""
    assert labeller_table(tmp_path / "report.md") is None


def test_the_record_reaches_what_the_labeller_is_used_for() -> None:
    """Layouts that it has not seen: 0.88 at least, so that its shares are evidence."""
    table = labeller_table(REPORT)
    assert table is not None
    left_out = next(row for row in table.rows if row[0] == "corpus, its layout left out")
    assert isinstance(left_out[1], float)
    assert left_out[1] >= 0.88

"""Measuring on another corpus than the recorded one."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from cli.evaluate import evaluate
from eval.generator.corpus import generate

app = typer.Typer()
app.command()(evaluate)


def test_a_generated_corpus_is_measured_without_floors(tmp_path: Path) -> None:
    """Fields and groups are there, one of them the share of unusual headings; nothing is out of bounds."""
    generate(tmp_path, 6, seed=3, formats=["txt", "docx"], langs=["en"])
    done = CliRunner().invoke(app, ["--corpus", str(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["out_of_bounds"] == []
    assert answer["parts"].keys() == {"parse"}
    tables = answer["parts"]["parse"]["tables"]
    assert tables["By unusual headings"]
    assert "The same again" not in tables


def test_a_folder_without_a_corpus_says_so(tmp_path: Path) -> None:
    """A message, not a traceback."""
    done = CliRunner().invoke(app, ["--corpus", str(tmp_path)])
    assert done.exit_code != 0
    assert "index.json" in done.output

"""Generated corpora: complete, repeatable, readable, and true to what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.documents import DocumentReader
from eval import normal
from eval.corpus import Corpus
from eval.generator.corpus import FORMATS, generate
from eval.generator.locale import languages

COUNT = 30


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Some files of each format."""
    root = tmp_path_factory.mktemp("generated")
    generate(root, COUNT, seed=5)
    return Corpus(root)


def test_the_same_seed_makes_the_same_files(made: Corpus, tmp_path: Path) -> None:
    """Byte for byte, packages of documents included; another seed makes other people."""
    generate(tmp_path / "again", COUNT, seed=5)
    generate(tmp_path / "other", COUNT, seed=6)
    again, other = Corpus(tmp_path / "again"), Corpus(tmp_path / "other")
    assert [again.resume(row).read_bytes() for row in again.resumes] == [
        made.resume(row).read_bytes() for row in made.resumes
    ]
    names = [{made_of.people[row.person]["basics"]["name"] for row in made_of.resumes} for made_of in (made, other)]
    assert names[0] != names[1]


def test_all_formats_and_languages_come(made: Corpus) -> None:
    """A few dozen files hold most of what there is."""
    assert len({row.format for row in made.resumes}) >= len(FORMATS) - 1
    assert len({row.lang for row in made.resumes}) >= len(languages()) - 2
    assert len({row.unusual_headings for row in made.resumes}) >= 2


def test_the_truth_stands_in_the_text(made: Corpus) -> None:
    """What a file is said to say, a reader of it sees."""
    for row in made.resumes:
        truth, text = made.truth(row), normal.norm(made.text(row))
        values = [entry[key] for entry in truth["work"] for key in ("name", "position")]
        values += [entry["institution"] for entry in truth["education"]]
        values += [word for group in truth["skills"] for word in group["keywords"]]
        values += [entry["language"] for entry in truth["languages"]]
        values += [entry["name"] for entry in truth["certificates"]] + [truth["basics"]["email"]]
        missing = [value for value in values if normal.norm(value) not in text]
        assert not missing, (row.file, missing)


def test_years_that_are_not_written_are_not_in_the_truth(made: Corpus) -> None:
    """A date of the truth has no more precision than the text: its year stands there."""
    for row in made.resumes:
        text = made.text(row)
        for entry in made.truth(row)["work"]:
            for date in filter(None, (entry["startDate"], entry["endDate"])):
                assert date[:4] in text or f"'{date[2:4]}" in text, row.file


async def test_the_reader_finds_the_words(made: Corpus) -> None:
    """Nine tenths of the words of every file are in its extracted text."""
    async with DocumentReader(processes=2) as reader:
        for row in made.resumes:
            document = await reader.read(made.resume(row).read_bytes(), row.file)
            seen, found = (set(normal.tokens(text)) for text in (made.text(row), document.text))
            assert len(seen & found) >= 0.9 * len(seen), row.file


def test_roles_tell_headings_apart(made: Corpus) -> None:
    """Every heading of the index is a heading among the roles, and every role is one the labeller knows."""
    index = json.loads((made.root / "resumes/index.json").read_text("utf-8"))
    for row in index:
        roles = json.loads((made.root / "resumes/roles" / row["truth"]).read_text("utf-8"))
        headings = [text for role, text in roles if role == "heading"]
        assert headings == [text for _, text in row["headings"] if text]


def test_formats_and_languages_can_be_chosen(tmp_path: Path) -> None:
    """Only what was asked for is made."""
    generate(tmp_path, 6, seed=1, formats=["txt", "md"], langs=["pl"])
    rows = Corpus(tmp_path).resumes
    assert {row.format for row in rows} <= {"txt", "md"}
    assert {row.lang for row in rows} == {"pl"}

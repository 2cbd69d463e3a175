"""Verdicts as bytes and back, and reasons from stored rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from domain.matching import judge, pack_jobs, pack_people, render, score
from domain.matching.codes import PARTS, decode, encode
from domain.matching.rubric import WEIGHTS, Gate
from domain.matching.sides import Jobs
from domain.matching.verdicts import Verdicts
from schema.errors import BadFacts
from schema.jobs import MatchPreferences
from tests.domain.matching.test_score import job, person

ANY = MatchPreferences(threshold=0)


def _verdicts(shares: list[int], gates: list[int]) -> Verdicts:
    none = np.zeros(1, dtype=np.int64)
    return Verdicts(
        none, none, np.array([61], dtype=np.int32), np.array([shares], np.int16), np.array([gates], np.int8)
    )


def test_codes_come_back_as_the_verdict() -> None:
    """Every share and every gate, in the order of the rubric."""
    shares = [1000 - 7 * number for number in range(len(WEIGHTS))]
    gates = [(number % 3) - 1 for number in range(len(Gate))]
    (row,) = encode(_verdicts(shares, gates))
    verdict = decode(row.tobytes(), 61)
    assert (verdict.score, list(verdict.shares), list(verdict.gates)) == (61, shares, gates)


def test_the_order_of_stored_parts_is_for_ever() -> None:
    """Rows of today must be read tomorrow: parts may be added at the end, nothing else."""
    assert PARTS[:8] == ("skills", "title", "level", "welcome", "experience", "languages", "place", "wishes")
    assert set(WEIGHTS) <= set(PARTS)


def test_codes_of_a_rubric_with_fewer_gates_are_read() -> None:
    """What it did not know is unknown."""
    (row,) = encode(_verdicts([500] * len(WEIGHTS), [1] * len(Gate)))
    codes = bytearray(row.tobytes())
    codes[2] -= 2
    verdict = decode(bytes(codes[:-2]), 61)
    assert verdict.gates == (*[1] * (len(Gate) - 2), 0, 0)


@pytest.mark.parametrize("codes", [b"", b"\x01", b"\x02\x00\x00", b"\x01\x08\x09short"])
def test_bytes_that_are_no_codes_are_refused(codes: bytes) -> None:
    """Cut, of another format, or nothing."""
    with pytest.raises(BadFacts):
        decode(codes, 50)


def _row(**changes: Any) -> dict[str, Any]:
    (codes,) = encode(judge(pack_people([(person(), ANY)]), Jobs(pack_jobs([job()]))))
    return {
        "score": 100, "analysis": None, "codes": codes.tobytes(), "person_facts": person().model_dump(mode="json"),
        "job_facts": job().model_dump(mode="json"), "preferences": {"threshold": 0},
    } | changes  # fmt: skip


def test_reasons_are_written_from_codes_and_facts() -> None:
    """The very analysis that scoring gives."""
    assert render(_row()) == score(person(), job(), ANY).analysis


def test_a_written_analysis_stands() -> None:
    """Rows of the first version keep their words."""
    written = {"explanation": "as it was", "recommendation": "skip"}
    assert render(_row(analysis=written, codes=None)).explanation == "as it was"


@pytest.mark.parametrize(
    "gone", [{"person_facts": None}, {"codes": b"?"}, {"job_facts": {}}, {"person_facts": {"skills": 3}}]
)
def test_without_its_facts_the_score_is_what_is_left(gone: dict[str, Any]) -> None:
    """A deleted version of a résumé, or facts that cannot be read, are said and break nothing."""
    analysis = render(_row(**gone))
    assert "no longer stored" in analysis.explanation
    assert (analysis.pros, analysis.recommendation) == ([], "apply")

"""The engine whose models come with its wheel."""

from __future__ import annotations

import pytest

pytest.importorskip("rapidocr")


def test_all_models_are_loaded_at_once() -> None:
    """What is loaded with the first word would be looked for by a confined process, which may not see it any more."""
    from adapters.documents.ocr_rapid import RapidRecogniser

    engine = RapidRecogniser()._engine
    assert engine.text_det is not None
    assert engine.text_rec is not None

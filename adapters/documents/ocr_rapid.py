"""RapidOCR: detection and recognition by the PP-OCR models that its wheel ships. Nothing is downloaded."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.inference_engine.onnxruntime import ONNXRuntimeError
from rapidocr.utils.output import RapidOCROutput

from adapters.documents.ocr_piece import Grey, Piece

_GREEK = re.compile(r"[α-ω]{2}")
_LONG, _LEAST_DENSITY = 4, 0.5
"""Heights of a box: latin letters take a third of one, ideographs three quarters, spaced capitals one."""
_NO_MEMORY = ("bad_alloc", "Failed to allocate")
"""How the libraries below say that there was none left; they have no class of error for it."""
_DETECTION_SIDE = 1280
"""Detection, the slower half, looks at a picture of at most so many pixels a side: half the time, no word lost."""


class RapidRecogniser:
    """Chinese, Japanese, English and languages with Latin letters; Vietnamese without its tone marks.

    Other scripts (Cyrillic, Greek, Hangul, Arabic, …) are not in the model and come out with low confidence. One
    thread: it must survive the fork of a reader process, whose system-call filter covers no thread from before.
    """

    name = "rapidocr"
    marks_tones = False

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.text_score": 0.0,
                "Global.max_side_len": 4000,
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        # Recognition is loaded with the first word that is found: later, a confined process could not find it.
        word = cv2.putText(np.full((96, 320), 255, np.uint8), "ready", (24, 64), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 4)
        self.read(word.astype(np.uint8))

    def read(self, grey: Grey) -> list[Piece]:
        """All pieces found. MemoryError: the process may not have what the picture takes."""
        try:
            result = self._engine(np.repeat(grey[:, :, None], 3, axis=2), use_cls=False)
        except (ONNXRuntimeError, cv2.error) as error:
            if any(sign in str(error) for sign in _NO_MEMORY):
                raise MemoryError from error
            raise
        if not isinstance(result, RapidOCROutput) or not result.txts or result.boxes is None or result.scores is None:
            return []
        found = zip(result.boxes, result.txts, result.scores, strict=True)
        pieces = [Piece(text, float(score), np.asarray(box, np.float64)) for box, text, score in found]
        return [_doubted(piece) for piece in pieces if piece.text.strip()]


def _doubted(piece: Piece) -> Piece:
    """The model leaves letters out that it does not know, and is as sure of the rest as ever: say what that is worth.

    Greek has some letters in the model, but neither those with accents nor the final sigma.
    """
    lengths = np.linalg.norm(piece.corners - np.roll(piece.corners, -1, axis=0), axis=1)
    width, height = max(lengths), max(min(lengths), 1.0)
    letters = sum(not c.isspace() for c in piece.text)
    sparse = width > _LONG * height and letters * height < _LEAST_DENSITY * width
    return replace(piece, confidence=piece.confidence * 0.3) if sparse or _GREEK.search(piece.text) else piece

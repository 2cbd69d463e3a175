"""Which engines of text recognition are installed, and loading them. Light to import: the worker asks as well."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.documents.ocr_piece import Recogniser


def installed() -> list[str]:
    """Names of the engines that this environment has, the preferred one first; nothing is loaded for the answer."""
    names = ["rapidocr"] if all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2")) else []
    return [*names, "tesseract"] if shutil.which("tesseract") else names


def load_engines() -> list[Recogniser]:
    """Load what is installed, models included: a second or two."""
    engines: list[Recogniser] = []
    names = installed()
    if "rapidocr" in names:
        from adapters.documents.ocr_rapid import RapidRecogniser

        engines.append(RapidRecogniser())
    if "tesseract" in names:
        from adapters.documents.ocr_tesseract import load_tesseract

        engines += load_tesseract()
    return engines

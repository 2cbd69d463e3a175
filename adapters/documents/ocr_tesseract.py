"""Tesseract, where it is installed: its C library inside the reader process, which may start no program."""

from __future__ import annotations

import atexit
import ctypes
import ctypes.util
from ctypes import c_char_p, c_int, c_void_p
from itertools import groupby
from typing import Any

import numpy as np

from adapters.documents.ocr_piece import Grey, Piece

_SOURCE_DPI = 200
_MAX_LANGUAGES = 8
_NOT_LANGUAGES = ("osd", "equ")
_WHOLE_PAGES = 3
_WORD_LEVEL = "5"
_COLUMN_GAP = 1.5
"""In heights of a word: a wider gap divides a line into pieces."""

Word = tuple[str, float, float, float, float, float]
"""Text, confidence, left, top, right, bottom."""


def load_tesseract() -> list[TesseractRecogniser]:
    """The engine with all languages installed for it; none if its library cannot be used."""
    name = ctypes.util.find_library("tesseract")
    if name is None:
        return []
    try:
        return [TesseractRecogniser(ctypes.CDLL(name))]
    except (OSError, AttributeError):
        return []


class TesseractRecogniser:
    """Whatever scripts are installed. Raises OSError when no language is."""

    name = "tesseract"

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._api = self._call("TessBaseAPICreate", c_void_p)
        atexit.register(self._call, "TessBaseAPIDelete", None, c_void_p(self._api))
        if self._call("TessBaseAPIInit3", c_int, c_void_p(self._api), None, None):
            raise OSError("Tesseract has no language data")
        found = self._available()
        languages = [each for each in found if each not in _NOT_LANGUAGES and "/" not in each][:_MAX_LANGUAGES]
        if self._call("TessBaseAPIInit3", c_int, c_void_p(self._api), None, c_char_p("+".join(languages).encode())):
            raise OSError("Tesseract cannot load its language data")
        self._call("TessBaseAPISetPageSegMode", None, c_void_p(self._api), _WHOLE_PAGES)
        self.marks_tones = "vie" in languages

    def read(self, grey: Grey) -> list[Piece]:
        """All lines found, divided at column gaps."""
        height, width = grey.shape
        pixels = np.ascontiguousarray(grey)
        api = c_void_p(self._api)
        self._call("TessBaseAPISetImage", None, api, c_void_p(pixels.ctypes.data), width, height, 1, width)
        self._call("TessBaseAPISetSourceResolution", None, api, _SOURCE_DPI)
        address = self._call("TessBaseAPIGetTsvText", c_void_p, api, 0)
        if not address:
            return []
        try:
            table = ctypes.string_at(address).decode("utf-8", "replace")
        finally:
            self._call("TessDeleteText", None, c_void_p(address))
            self._call("TessBaseAPIClear", None, api)
        return pieces_of(table)

    def _available(self) -> list[str]:
        vector = self._call("TessBaseAPIGetAvailableLanguagesAsVector", ctypes.POINTER(c_char_p), c_void_p(self._api))
        names: list[str] = []
        while vector and (name := vector[len(names)]):
            names.append(name.decode())
        # What is asked for first is preferred in doubt: English is the usual neighbour of every other language.
        return sorted(names, key=lambda name: (name != "eng", name))

    def _call(self, name: str, result: Any, *arguments: Any) -> Any:
        function = getattr(self._library, name)
        function.restype = result
        return function(*arguments)


def pieces_of(table: str) -> list[Piece]:
    """Tesseract's table of words (level, page, block, paragraph, line, word, box, confidence, text) as pieces."""
    rows = [row for line in table.splitlines() if len(row := line.split("\t")) == 12]
    words = [row for row in rows if row[0] == _WORD_LEVEL and row[11].strip()]
    pieces: list[Piece] = []
    for _, line in groupby(words, key=lambda row: row[1:5]):
        run: list[Word] = []
        for row in line:
            left, top, width, height = map(float, row[6:10])
            if run and left - run[-1][4] > _COLUMN_GAP * max(height, run[-1][5] - run[-1][3]):
                pieces.append(_piece(run))
                run = []
            run.append((row[11], max(float(row[10]), 0.0) / 100, left, top, left + width, top + height))
        pieces.append(_piece(run))
    return pieces


def _piece(words: list[Word]) -> Piece:
    letters = sum(len(word[0]) for word in words)
    left, top = min(word[2] for word in words), min(word[3] for word in words)
    right, bottom = max(word[4] for word in words), max(word[5] for word in words)
    return Piece(
        " ".join(word[0] for word in words),
        sum(word[1] * len(word[0]) for word in words) / letters,
        np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64),
    )

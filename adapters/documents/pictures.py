"""Uploaded photos and scans: bytes to upright grey pictures, and those to lines."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from adapters.documents.draft import Draft
from adapters.documents.ocr import PictureReader
from adapters.documents.ocr_piece import Grey
from schema.errors import DocumentTooComplex, NeedsOcr, UnreadableDocument

MAX_PIXELS = 40_000_000
MAX_FRAMES = 100
_MAX_SIDE = 2_600
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_PAPER = 842.0
"""Points along the longer side: what the file says about its resolution is mostly wrong, so it counts as A4."""

NO_READER = (
    "The file is a picture, and no text recognition is installed here: install the package with its extra `ocr`, "
    "or send the résumé as PDF or DOCX with its text"
)


def read(data: bytes, reader: PictureReader | None) -> Draft:
    """The lines of a picture, page by page for a TIFF of several.

    Raises NeedsOcr (nobody here can read pictures), DocumentTooComplex (more pixels than a scan has),
    IllegibleDocument and UnreadableDocument (damaged).
    """
    if reader is None:
        raise NeedsOcr(NO_READER)
    draft = Draft(pages=0)
    for number, grey in enumerate(frames(data), 1):
        draft.pages = number
        lines = reader.lines(grey, points=_PAPER / max(grey.shape), page=number)
        draft.lines += lines or []
    reader.require_legible()
    if reader.skipped:
        draft.flags.append(reader.unread())
    return draft


def frames(data: bytes) -> Iterator[Grey]:
    """The pictures of a file, upright as its camera says, on white where they are transparent."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if getattr(picture, "n_frames", 1) > MAX_FRAMES:
                raise DocumentTooComplex("The file holds more pictures than any résumé has pages")
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if frame.width * frame.height > MAX_PIXELS:
                    raise DocumentTooComplex("The picture is far too large; send a scan of 200 to 300 dpi")
                if number and picture.format != "TIFF":
                    return  # an animation: the first picture is what a viewer shows
                yield _grey(frame)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning):
        raise UnreadableDocument("The picture is damaged and cannot be opened; scan or export it again") from None


def _grey(frame: Image.Image) -> Grey:
    frame.draft("L", (_MAX_SIDE, _MAX_SIDE))  # lets a JPEG be decoded at half its size or less
    upright = ImageOps.exif_transpose(frame)
    if upright.has_transparency_data:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    grey = upright.convert("L") if upright.mode != "I;16" else upright.point(lambda value: value / 256).convert("L")
    grey.thumbnail((_MAX_SIDE, _MAX_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(grey, np.uint8)


def warm_up() -> None:
    """Load the decoders: a reader process may be unable to load anything later."""
    for name in _FORMATS:
        buffer = io.BytesIO()
        Image.new("L", (32, 32), 255).save(buffer, name)
        list(frames(buffer.getvalue()))

"""Picture files: which way up they are, what lies behind them, how large they may be."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from adapters.documents import pictures
from adapters.documents.ocr import PictureReader
from schema.errors import DocumentTooComplex, IllegibleDocument, NeedsOcr, UnreadableDocument
from tests.adapters.documents.pictured import ScriptedRecogniser, encoded, piece

FORMS = ("PNG", "JPEG", "TIFF", "WEBP")
CORNER = Image.new("L", (400, 200), 255)
CORNER.paste(0, (0, 0, 100, 50))


@pytest.mark.parametrize("form", FORMS)
def test_every_kind_is_decoded(form: str) -> None:
    """Grey, at its own size, with the dark corner where it was."""
    (grey,) = pictures.frames(encoded(CORNER, form))
    assert grey.shape == (200, 400)
    assert grey[:40, :90].max() < 40
    assert grey[60:, 110:].min() > 215


def test_a_camera_held_upright_is_turned() -> None:
    """Orientation 6: the picture's left edge is its top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (grey,) = pictures.frames(encoded(CORNER, "JPEG", exif=exif))
    assert grey.shape == (400, 200)
    assert grey[:90, 160:].max() < 40


def test_transparency_is_white_paper() -> None:
    """Black letters on nothing would else be black on black."""
    picture = Image.new("RGBA", (100, 50), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 20, 50))
    (grey,) = pictures.frames(encoded(picture, "PNG"))
    assert (grey[:, :20].max(), grey[:, 20:].min()) == (0, 255)


def test_sixteen_bits_are_brought_to_eight() -> None:
    """As scanners write them."""
    deep = Image.fromarray(np.full((20, 30), 40_000, np.uint16))
    (grey,) = pictures.frames(encoded(deep, "TIFF"))
    assert abs(int(grey.mean()) - 156) <= 1


def test_large_photos_are_made_smaller_and_enormous_ones_refused() -> None:
    """A phone's twelve megapixels are fine; what no scanner makes is not even decoded."""
    (grey,) = pictures.frames(encoded(Image.new("L", (4000, 3000), 255), "JPEG"))
    assert max(grey.shape) <= 2600
    with pytest.raises(DocumentTooComplex):
        list(pictures.frames(encoded(Image.new("L", (9000, 9000), 255), "PNG")))


@pytest.mark.parametrize("form", FORMS)
def test_damaged_files_are_named_so(form: str) -> None:
    """Cut in the middle, or only a head."""
    data = encoded(Image.effect_noise((300, 300), 90), form)
    for broken in (data[: len(data) // 2], data[:30]):
        with pytest.raises(UnreadableDocument):
            list(pictures.frames(broken))


def test_pages_of_a_tiff_are_pages() -> None:
    """Each with its number; an animation is its first picture."""
    words = [piece("Fachkraft für Lagerlogistik", 10, 10)]
    reader = PictureReader([ScriptedRecogniser(words)], max_pages=8, seconds=60)
    data = encoded(CORNER, "TIFF", save_all=True, append_images=[CORNER, CORNER])
    draft = pictures.read(data, reader)
    assert (draft.pages, [line.page for line in draft.lines]) == (3, [1, 2, 3])
    turned = CORNER.transpose(Image.Transpose.ROTATE_180)
    assert len(list(pictures.frames(encoded(CORNER, "WEBP", save_all=True, append_images=[turned])))) == 1


def test_without_a_reader_or_words_there_is_no_document() -> None:
    """Two different reasons, neither of them an empty profile."""
    with pytest.raises(NeedsOcr, match="extra `ocr`"):
        pictures.read(encoded(CORNER, "PNG"), None)
    with pytest.raises(IllegibleDocument):
        pictures.read(encoded(CORNER, "PNG"), PictureReader([ScriptedRecogniser([])], max_pages=8, seconds=60))

"""The few pdfium calls that reading needs, bound for speed.

`ctypes.PyDLL` does not release the interpreter lock and `c_void_p` takes plain integers: about 300 ns a call instead of
500, and 130 where no argument has to be turned into C (`_bind_bare`). That counts, as a page needs thousands of calls.
pypdfium2 ships the library and has initialised it on import.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable
from ctypes import c_char_p, c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2  # noqa: F401  initialises the library
import pypdfium2_raw.bindings as _bindings  # type: ignore[import-untyped]
from numpy.typing import NDArray

# The loader keeps the library under its name; opening the same path again gives the same library.
_library = ctypes.PyDLL(_bindings._libs["pdfium"]._name)  # noqa: SLF001

ERROR_PASSWORD = 4
TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""The kinds of page objects."""
ACTION_URI = 3
_SHORT = 256


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    function = getattr(_library, name)
    function.restype, function.argtypes = result, arguments
    return function


def _bind_bare(name: str, result: Any) -> Any:
    """For calls by the thousand: nothing is checked. Plain integers are C ints; an address must come as a `pointer`."""
    function = _library[name]
    function.restype = result
    return function


load_document = _bind("FPDF_LoadMemDocument64", c_void_p, c_char_p, c_size_t, c_char_p)
close_document = _bind("FPDF_CloseDocument", None, c_void_p)
last_error = _bind("FPDF_GetLastError", c_ulong)
page_count = _bind("FPDF_GetPageCount", c_int, c_void_p)
meta_text = _bind("FPDF_GetMetaText", c_ulong, c_void_p, c_char_p, c_void_p, c_ulong)
attachment_count = _bind("FPDFDoc_GetAttachmentCount", c_int, c_void_p)
javascript_count = _bind("FPDFDoc_GetJavaScriptActionCount", c_int, c_void_p)

load_page = _bind("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _bind("FPDF_ClosePage", None, c_void_p)
page_box = _bind("FPDF_GetPageBoundingBox", c_int, c_void_p, c_void_p)
page_rotation = _bind("FPDFPage_GetRotation", c_int, c_void_p)
object_count = _bind("FPDFPage_CountObjects", c_int, c_void_p)
get_object = _bind("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
object_type = _bind("FPDFPageObj_GetType", c_int, c_void_p)
object_bounds = _bind("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
object_matrix = _bind_bare("FPDFPageObj_GetMatrix", c_int)
fill_color = _bind_bare("FPDFPageObj_GetFillColor", c_int)
set_active = _bind("FPDFPageObj_SetIsActive", c_int, c_void_p, c_int)
form_count = _bind("FPDFFormObj_CountObjects", c_int, c_void_p)
form_object = _bind("FPDFFormObj_GetObject", c_void_p, c_void_p, c_ulong)
path_segments = _bind("FPDFPath_CountSegments", c_int, c_void_p)
mark_count = _bind("FPDFPageObj_CountMarks", c_int, c_void_p)
get_mark = _bind("FPDFPageObj_GetMark", c_void_p, c_void_p, c_ulong)
remove_mark = _bind("FPDFPageObj_RemoveMark", c_int, c_void_p, c_void_p)
mark_text = _bind("FPDFPageObjMark_GetParamStringValue", c_int, c_void_p, c_char_p, c_void_p, c_ulong, c_void_p)
image_pixels = _bind("FPDFImageObj_GetImagePixelSize", c_int, c_void_p, c_void_p, c_void_p)

load_text = _bind("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _bind("FPDFText_ClosePage", None, c_void_p)
char_count = _bind("FPDFText_CountChars", c_int, c_void_p)
page_text = _bind("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
unicode_at = _bind_bare("FPDFText_GetUnicode", c_uint)
loose_box = _bind_bare("FPDFText_GetLooseCharBox", c_int)
unmapped = _bind("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
ink_box = _bind("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
origin = _bind_bare("FPDFText_GetCharOrigin", c_int)
char_matrix = _bind_bare("FPDFText_GetMatrix", c_int)
text_object = _bind_bare("FPDFText_GetTextObject", c_size_t)
font_size = _bind_bare("FPDFTextObj_GetFontSize", c_int)
render_mode = _bind_bare("FPDFTextObj_GetTextRenderMode", c_int)
font_of = _bind_bare("FPDFTextObj_GetFont", c_size_t)
font_name = _bind("FPDFFont_GetBaseFontName", c_size_t, c_void_p, c_void_p, c_size_t)
font_embedded = _bind("FPDFFont_GetIsEmbedded", c_int, c_void_p)
font_weight = _bind("FPDFFont_GetWeight", c_int, c_void_p)
font_flags = _bind("FPDFFont_GetFlags", c_int, c_void_p)

marked_content = _bind_bare("FPDFPageObj_GetMarkedContentID", c_int)
load_tags = _bind("FPDF_StructTree_GetForPage", c_void_p, c_void_p)
close_tags = _bind("FPDF_StructTree_Close", None, c_void_p)
tag_roots = _bind("FPDF_StructTree_CountChildren", c_int, c_void_p)
tag_root = _bind("FPDF_StructTree_GetChildAtIndex", c_size_t, c_void_p, c_int)
tag_children = _bind_bare("FPDF_StructElement_CountChildren", c_int)
tag_child = _bind_bare("FPDF_StructElement_GetChildAtIndex", c_size_t)
tag_content = _bind_bare("FPDF_StructElement_GetChildMarkedContentID", c_int)
tag_type = _bind_bare("FPDF_StructElement_GetType", c_ulong)

enumerate_links = _bind("FPDFLink_Enumerate", c_int, c_void_p, c_void_p, c_void_p)
link_box = _bind("FPDFLink_GetAnnotRect", c_int, c_void_p, c_void_p)
link_action = _bind("FPDFLink_GetAction", c_void_p, c_void_p)
action_type = _bind("FPDFAction_GetType", c_ulong, c_void_p)
action_uri = _bind("FPDFAction_GetURIPath", c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)

annotation_count = _bind("FPDFPage_GetAnnotCount", c_int, c_void_p)
get_annotation = _bind("FPDFPage_GetAnnot", c_void_p, c_void_p, c_int)
close_annotation = _bind("FPDFPage_CloseAnnot", None, c_void_p)
annotation_flags = _bind("FPDFAnnot_GetFlags", c_int, c_void_p)
annotation_text = _bind("FPDFAnnot_GetStringValue", c_ulong, c_void_p, c_char_p, c_void_p, c_ulong)

create_bitmap = _bind("FPDFBitmap_CreateEx", c_void_p, c_int, c_int, c_int, c_void_p, c_int)
destroy_bitmap = _bind("FPDFBitmap_Destroy", None, c_void_p)
fill_bitmap = _bind("FPDFBitmap_FillRect", c_int, c_void_p, c_int, c_int, c_int, c_int, c_uint)
render_page = _bind("FPDF_RenderPageBitmap", None, c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_int, c_int)
start_rendering = _bind(
    "FPDF_RenderPageBitmap_Start",
    c_int, c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_int, c_int, c_void_p,
)  # fmt: skip
end_rendering = _bind("FPDF_RenderPage_Close", None, c_void_p)
RENDERING_PAUSED = 1
PauseCallback = ctypes.CFUNCTYPE(c_int, c_void_p)


class Pause(ctypes.Structure):
    """Asks now and then whether rendering should pause."""

    _fields_ = (("version", c_int), ("need_to_pause", PauseCallback), ("user", c_void_p))


FloatBox = c_float * 4
"""left, top, right, bottom in page units, y upwards."""
Matrix = c_float * 6
Float = c_float
Double = c_double
UInt = c_uint
Int = c_int
pointer = c_void_p.from_param
"""An address made ready to be handed over, once for many calls."""


def text_of(call: Any, *arguments: Any, encoding: str = "utf-8") -> str:
    """The string of a call that fills a buffer and returns its length in bytes, terminator included."""
    buffer = ctypes.create_string_buffer(_SHORT)
    length = call(*arguments, buffer, _SHORT)
    if not 0 < length < 1 << 16:
        return ""
    if length > _SHORT:
        buffer = ctypes.create_string_buffer(length)
        call(*arguments, buffer, length)
    return buffer.raw[:length].decode(encoding, "replace").rstrip("\x00")


def run(calls: Iterable[Any]) -> None:
    """Make the calls of a `map`: a loop without any Python between two calls."""
    deque(calls, maxlen=0)


def addresses(array: NDArray[Any], offset: int = 0) -> range:
    """Where each row of an array lies in memory, for calls that write into it; `offset` in bytes."""
    start, stride = array.ctypes.data + offset, array.strides[0]
    return range(start, start + stride * len(array), stride or 1)

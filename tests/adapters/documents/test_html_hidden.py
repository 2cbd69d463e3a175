"""What a browser would not show is no text of the page; what it would show is."""

from __future__ import annotations

import pytest

from adapters.documents.extract import extract
from adapters.documents.html_look import parse_color
from eval.hidden_pdf import RESUME, SECRET
from schema.document import Document
from schema.errors import DocumentTooComplex
from schema.media import MediaKind

LINES = [*RESUME]


def page(body: str, css: str = "", head: str = "") -> bytes:
    """A résumé with this before its last line."""
    lines = [f"<p>{line}</p>" for line in LINES]
    content = "".join([*lines[:-1], body, lines[-1]])
    return f"<html><head>{head}<style>{css}</style></head><body>{content}</body></html>".encode()


def read(body: str, css: str = "", head: str = "") -> Document:
    """The page as read."""
    return extract(page(body, css, head), MediaKind.HTML)


INLINE = [
    "display:none", "visibility: hidden", "visibility:collapse", "opacity:0", "opacity:.01", "font-size:0",
    "font-size:1px", "font-size: 0.1em", "color:white", "color:#FEFEFE", "color:rgb(255 255 255)", "color:transparent",
    "color:rgba(0,0,0,0)", "color:#00000000", "color:hsl(0,0%,100%)", "background:#123456;color:#123456",
    "color:white;background-color:#fff", "position:absolute;left:-9999px", "position:fixed; top:-200vh",
    "text-indent:-9999px", "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(50%)", "transform:scale(0)",
    "height:0;overflow:hidden", "max-height:1px; overflow: hidden", "width:1px;height:1px;overflow:hidden",
    "filter:opacity(0)", "font:1px/1 serif", "color:white !important", "DISPLAY:NONE",
]  # fmt: skip


@pytest.mark.parametrize("style", INLINE)
@pytest.mark.parametrize("way", ["attribute", "rule"])
def test_hiding_styles_hide(style: str, way: str) -> None:
    """In an attribute or by a rule, the words go out of the text and into a flag."""
    words = f'<div style="{style}">{SECRET}</div>' if way == "attribute" else f'<div class="a x">{SECRET}</div>'
    document = read(words, f"p, .x {{ {style} }} p {{ all: initial }}".replace("p, ", "") if way == "rule" else "")
    assert document.text.split("\n") == LINES
    assert [(flag.kind, flag.quote) for flag in document.flags] == [("hidden_text", SECRET)]


SEEN = [
    "color:white;background:#123456", "color:white;background:url(a.png)",
    "color:white;background:linear-gradient(red,#111)",
    "color:var(--ink)", "opacity:.6", "font-size:8px", "position:relative;left:-4px", "overflow:hidden;height:40px",
    "color:#777", "visibility:visible", "display:block", "color:rgba(0,0,0,.7)", "left:-9999px",
]  # fmt: skip


@pytest.mark.parametrize("style", SEEN)
def test_designs_hide_nothing(style: str) -> None:
    """Styles of the same properties that leave the words in sight cost nothing."""
    document = read(f'<p style="{style}">{SECRET}</p>')
    assert (document.text.split("\n"), document.flags) == ([*LINES[:-1], SECRET, LINES[-1]], [])


@pytest.mark.parametrize(
    "css",
    [
        "#s { display: none }",
        "div > .x { display: none }",
        "section p:not(.y) { visibility: hidden }",
        "/* p{} */ .x{color:red} .x { color : #fff ; }",
        "@media screen { .x { display: none } }",
        "@supports (display: grid) { .x { display: none } }",
        ".x { display: none !important } #s { display: block }",
        ".x::after { content: '}' } .x { opacity: 0 }",
        "section { color: #fff }",
        "section { font-size: 1px }",
    ],
)
def test_rules_are_matched_as_a_browser_does(css: str) -> None:
    """Ids, children, negation, media, importance, inheritance."""
    document = read(f'<section><div><p id="s" class="x">{SECRET}</p></div></section>', css)
    assert document.text.split("\n") == LINES


@pytest.mark.parametrize(
    "css",
    [
        "@media print { .x { display: none } }",
        "@media (max-width: 300px) { .x { display: none } }",
        ".x:hover { display: none }",
        "#s { display: block } .x { display: none }",
        ".x { display: none } .x { display: block }",
        "section { visibility: hidden } .x { visibility: visible }",
        "section { font-size: 0 } .x { font-size: 14px }",
        "section { background: #000 } .x { color: #fff }",
        ".y .x { display: none }",
        "} { .x { color",
        "@import 'a.css'; .y { display: none }",
    ],
)
def test_rules_that_do_not_hold_hide_nothing(css: str) -> None:
    """Print, narrow screens, pointers, weaker and earlier rules, children that show themselves again."""
    document = read(f'<section><p id="s" class="x">{SECRET}</p></section>', css)
    assert document.text.split("\n") == [*LINES[:-1], SECRET, LINES[-1]]


def test_a_sheet_from_elsewhere_may_paint_the_paper() -> None:
    """White words on a page whose styles are not all known are not called hidden; vanished ones are."""
    sheet = '<link rel="stylesheet" href="site.css">'
    assert SECRET in read(f'<p style="color:#fff">{SECRET}</p>', head=sheet).text
    assert SECRET not in read(f'<p style="display:none">{SECRET}</p>', head=sheet).text


def test_attributes_and_items() -> None:
    """`hidden` and old colour attributes count, and the bullet of an item that shows nothing goes with it."""
    document = read(
        f'<p hidden>{SECRET}</p><font color="#FFFFFF">{SECRET}</font><ul><li style="color:#fff">{SECRET}</ul>'
    )
    assert document.text.split("\n") == LINES
    assert len(document.flags) == 3
    assert SECRET in read(f'<table bgcolor="#203040"><tr><td><font color="white">{SECRET}</font></table>').text


def test_many_rules_are_refused() -> None:
    """A page that would match for minutes is too complex."""
    with pytest.raises(DocumentTooComplex):
        read("<i>x</i>" * 3000, "i { color: red } " * 300)


@pytest.mark.parametrize(
    ("value", "color", "alpha"),
    [
        ("#abc", (170, 187, 204), 1.0),
        ("#11223380", (17, 34, 51), 128 / 255),
        ("rgb(100%, 0%, 50%)", (255, 0, 128), 1.0),
        ("rgba(1 2 3 / 25%)", (1, 2, 3), 0.25),
        ("navy", (0, 0, 128), 1.0),
        ("rgb(x)", (), 1.0),
        ("color-mix(in srgb, red, blue)", (), 1.0),
    ],
)
def test_colors(value: str, color: object, alpha: float) -> None:
    """The forms of CSS; what cannot be known is empty."""
    assert parse_color(value) == (color, alpha)

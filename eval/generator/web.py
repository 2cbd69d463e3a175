"""A sheet as HTML, Markdown or plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from html import escape
from random import Random

from eval.generator.sheet import Block, Bullet, Gap, Grid, Paragraph, Row, Section, Sheet

_SIDE = ("contact", "skills", "languages", "certificates", "interests")
_INK = ("#222", "#1f4e79", "#7a1f2b", "#0b6b5d")


def html(rng: Random, sheet: Sheet, layout: str, lang: str) -> bytes:
    """A page with its own style sheet; headings are <h2>, or plain elements with a class."""
    tag = rng.choice(["h2", "h2", "h3", "p", "div"])
    caps = "text-transform:uppercase;" if rng.random() < 0.3 else ""
    style = (f".t{{font-weight:bold;{caps}color:{rng.choice(_INK)};border-bottom:1px solid #999}} .r{{float:right}} "
             ".side{float:left;width:30%} .main{margin-left:33%}")  # fmt: skip

    def part(section: Section) -> str:
        head = f'<{tag} class="t">{escape(section.heading)}</{tag}>' if section.heading else ""
        return f"<section>{head}{_html_blocks(section.blocks, layout)}</section>"

    body = "".join(map(part, sheet.sections))
    if layout.startswith("sidebar"):
        side = "".join(part(each) for each in sheet.sections if each.kind in _SIDE)
        main = "".join(part(each) for each in sheet.sections if each.kind not in _SIDE)
        body = f'<div class="side">{side}</div><div class="main">{main}</div>'
    contact = "".join(f"<div>{escape(line)}</div>" for line in sheet.contact)
    label = f"<p>{escape(sheet.label)}</p>" if sheet.label else ""
    page = f"<header><h1>{escape(sheet.name)}</h1>{label}{contact}</header>{body}"
    return (f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(sheet.name)}</title>'
            f"<style>{style}</style></head><body>{page}</body></html>").encode()  # fmt: skip


def _html_blocks(blocks: list[Block], layout: str) -> str:
    out: list[str] = []
    listing = False
    for block in blocks:
        marked = isinstance(block, Bullet)
        if marked != listing:
            out.append("<ul>" if marked else "</ul>")
            listing = marked
        out.append(_html_block(block, layout))
    return "".join(out) + ("</ul>" if listing else "")


def _html_block(block: Block, layout: str) -> str:
    match block:
        case Row():
            text = f"<b>{escape(block.text)}</b>" if block.bold else escape(block.text)
            text = f"<i>{text}</i>" if block.italic else text
            if block.label and layout == "table":
                return f"<table><tr><td>{escape(block.label)}</td><td>{text}</td></tr></table>"
            right = f' <span class="r">{escape(block.right)}</span>' if block.right else ""
            return f"<div>{text}{right}</div>"
        case Bullet():
            return f"<li>{escape(block.text)}</li>"
        case Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case Grid():
            return "".join(f"<div>{escape(item)}</div>" for item in block.items)
        case Gap():
            return "<br>"


def markdown(rng: Random, sheet: Sheet) -> bytes:
    """Headings by #, or as bold lines."""
    head: Callable[[str], str] = (lambda text: f"## {text}") if rng.random() < 0.7 else (lambda text: f"**{text}**")
    lines = [f"# {sheet.name}", "", sheet.label, ""]
    lines += [f"{line}  " for line in sheet.contact]
    for section in sheet.sections:
        lines += ["", head(section.heading) if section.heading else "", ""]
        for block in section.blocks:
            lines += _markdown_block(block)
    return ("\n".join(lines) + "\n").encode()


def _markdown_block(block: Block) -> list[str]:
    match block:
        case Row():
            text = f"**{block.text}**" if block.bold else f"*{block.text}*" if block.italic else block.text
            return [f"{text} {block.right}".rstrip() + "  "]
        case Bullet():
            return [f"- {block.text}"]
        case Paragraph():
            return [block.text, ""]
        case Grid():
            return [f"- {item}" for item in block.items]
        case Gap():
            return [""]


def text(rng: Random, sheet: Sheet) -> bytes:
    """Plain text: headings in capitals, underlined, with a colon or bare; lines wrapped or not."""
    width = rng.choice([72, 80, 100, 10_000])
    form = rng.choice(["caps", "underlined", "colon", "bare", "dashes"])
    tab = rng.choice(["\t", "    ", "  |  "])
    lines = [sheet.name, *filter(None, [sheet.label]), *sheet.contact]
    for section in sheet.sections:
        lines += ["", *(_text_heading(section.heading, form) if section.heading else [])]
        for block in section.blocks:
            lines += _text_block(block, width, tab)
    return ("\n".join(lines) + "\n").encode()


def _text_heading(heading: str, form: str) -> list[str]:
    match form:
        case "caps":
            return [heading.upper()]
        case "underlined":
            return [heading, "=" * len(heading)]
        case "colon":
            return [f"{heading}:"]
        case "dashes":
            return [f"--- {heading} ---"]
    return ["", heading]


def _text_block(block: Block, width: int, tab: str) -> list[str]:
    match block:
        case Row():
            return [f"{block.text}{tab}{block.right}" if block.right else block.text]
        case Bullet():
            return textwrap.wrap(block.mark + block.text, width, subsequent_indent=" " * len(block.mark))
        case Paragraph():
            return textwrap.wrap(block.text, width)
        case Grid():
            return [tab.join(block.items[at : at + block.columns]) for at in range(0, len(block.items), block.columns)]
        case Gap():
            return [""]

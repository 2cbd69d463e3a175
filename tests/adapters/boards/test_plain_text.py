"""Descriptions as text."""

from __future__ import annotations

import pytest

from adapters.boards.plain_text import MAX_CHARACTERS, plain_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Build things.</p><ul><li>Python</li><li>SQL</li></ul>", "Build things.\n\n- Python\n- SQL"),
        ("&lt;p&gt;Build &amp;amp; run.&lt;/p&gt;", "Build & run."),
        ("&amp;lt;b&amp;gt;Twice&amp;lt;/b&amp;gt;", "Twice"),
        ("R&amp;D, C &lt; D, 5&nbsp;years", "R&D, C < D, 5 years"),
        ("Plain\ntext < 5 and > 3", "Plain\ntext < 5 and > 3"),
        ("<script>alert(1)</script><style>p{}</style>Hello<br>you", "Hello\nyou"),
        ("<p>Open <b>tag", "Open tag"),
        ("", ""),
    ],
)
def test_markup_and_entities_are_undone(raw: str, text: str) -> None:
    """HTML, HTML escaped once or twice, entities, and text that only looks like markup."""
    assert plain_text(raw) == text


def test_a_huge_description_is_cut() -> None:
    """No posting fills the memory."""
    assert len(plain_text("<p>" + "word " * 1_000_000)) <= MAX_CHARACTERS

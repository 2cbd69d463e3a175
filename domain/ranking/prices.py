"""What a call costs, in millionths of a dollar: reserved before it from its size, settled after it from its tokens."""

from __future__ import annotations

from typing import NamedTuple

_BYTES_PER_TOKEN = 2
"""Fewer than any tokeniser makes of prose (English about 4, Vietnamese and Japanese about 3): a bound, not a guess."""


class Price(NamedTuple):
    """Dollars per million tokens of prompt and of answer."""

    prompt: float
    answer: float

    def of(self, prompt_tokens: int, answer_tokens: int) -> int:
        """Millionths of a dollar, rounded up."""
        return -int(-(prompt_tokens * self.prompt + answer_tokens * self.answer) // 1)


PRICES: dict[str, Price] = {
    "gpt-4.1": Price(2.00, 8.00),
    "gpt-4.1-mini": Price(0.40, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.40),
    "gpt-4o": Price(2.50, 10.00),
    "gpt-4o-mini": Price(0.15, 0.60),
}
"""List prices of November 2026; `MODEL_PRICE_PROMPT` and `MODEL_PRICE_ANSWER` say others."""

_DEAREST = Price(max(p.prompt for p in PRICES.values()), max(p.answer for p in PRICES.values()))


def price_of(model: str, prompt: float | None = None, answer: float | None = None) -> Price:
    """The price of a model by its name or the start of it; an unknown one costs as much as the dearest known."""
    known = max((name for name in PRICES if model.startswith(name)), key=len, default=None)
    listed = PRICES[known] if known else _DEAREST
    return Price(listed.prompt if prompt is None else prompt, listed.answer if answer is None else answer)


def reservation(price: Price, prompt: str, answer_tokens: int) -> int:
    """The most that a call can cost, with one request to repair its answer: millionths of a dollar."""
    prompt_tokens = len(prompt.encode()) // _BYTES_PER_TOKEN + 1
    return price.of(2 * prompt_tokens + answer_tokens, 2 * answer_tokens)

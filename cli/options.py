"""Options that several commands share, so that they read and behave the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

DEFAULT_API = "http://127.0.0.1:8000"

Api = Annotated[str, typer.Option("--api", envvar="VITAEFLOW_API", metavar="URL", help="Address of the API.")]
Key = Annotated[
    str | None,
    typer.Option(
        "--api-key",
        "--token",
        envvar="VITAEFLOW_API_KEY",
        metavar="KEY",
        help="API key or access token; without it the login of `vitaeflow login` counts.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout; errors as JSON on stderr.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many rows.")]
Patience = Annotated[float, typer.Option("--timeout", min=1, metavar="SECONDS", help="Stop following after this.")]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help="Write the whole list as CSV, without filters; - is stdout."),
]
LeastPay = Annotated[int | None, typer.Option("--least-pay", min=1, help="Least pay of a year, with --currency.")]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Of --least-pay; nothing is converted.")
]
Unknown = Annotated[
    Literal["keep", "drop"], typer.Option("--unknown", help="What to do with postings that do not answer a filter.")
]

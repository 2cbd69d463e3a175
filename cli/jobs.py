"""`vitaeflow jobs`: the postings that the service knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from cli.client import ApiClient
from cli.listing import Item, save_list, show_items
from cli.options import DEFAULT_API, Api, Csv, Currency, Json, Key, LeastPay, Limit, Unknown
from cli.output import reported
from schema.jobs import EmploymentType, Workplace


def jobs(
    query: Annotated[str | None, typer.Option("--query", "-q", help="Words in title or company.")] = None,
    company: Annotated[str | None, typer.Option("--company", help="Only of this company.")] = None,
    workplace: Annotated[Workplace | None, typer.Option("--workplace", help="Only such a place of work.")] = None,
    employment: Annotated[EmploymentType | None, typer.Option("--employment", help="Only such employment.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="CC", help="Only there, e.g. PT.")] = None,
    least_pay: LeastPay = None,
    currency: Currency = None,
    posted_after: Annotated[str | None, typer.Option("--posted-after", metavar="DATE", help="Only newer ones.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="ID", help="Only of this source.")] = None,
    status: Annotated[Literal["open", "closed"], typer.Option("--status", help="Open or closed ones.")] = "open",
    unknown: Unknown = "keep",
    out: Csv = None,
    limit: Limit = 50,
    api: Api = DEFAULT_API,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """List job postings, newest first. A posting that does not answer a filter is kept and marked."""
    wanted: dict[str, Any] = {
        "q": query, "company": company, "workplace": workplace, "employment": employment, "country": country,
        "least_pay": least_pay, "currency": currency, "posted_after": posted_after, "source_id": source,
        "status": status, "unknown": unknown,
    }  # fmt: skip
    with reported(as_json=as_json), ApiClient(api, api_key=key) as client:
        if out is not None:
            save_list(client, "jobs", Path(out), {"status": status}, as_json=as_json)
            return
        found = list(client.items("/jobs", wanted, limit=limit))
        columns = ("title", "company", "place", "posted", "not said", "url")
        show_items("Jobs", columns, found, _job_row, as_json=as_json)


def _job_row(item: Item) -> Sequence[object]:
    posting = item.get("posting") or item
    unsaid = ", ".join(item.get("unknown") or [])
    return (
        item.get("title"),
        item.get("company"),
        _place(posting),
        str(posting.get("posted_at") or "")[:10],
        unsaid,
        item.get("url"),
    )


def _place(posting: Item) -> str:
    """Where the job is, as the posting says it, and whether it can be done from elsewhere."""
    places = [place.get("raw") or place.get("city") or "" for place in posting.get("locations") or []]
    workplace = posting.get("workplace")
    return " / ".join(filter(None, [*places, workplace if workplace != "unknown" else None]))

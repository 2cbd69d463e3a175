"""Kind `adzuna`: the newest of one country's postings. `location` is `all`, or words to search for.

Needs the settings ADZUNA_APP_ID and ADZUNA_APP_KEY, and the option `country`: two letters, such as `gb` or `de`.

| ours | theirs |
|---|---|
| external_id, url | `id`, `redirect_url` |
| title, company, department | `title`, `company.display_name`, `category.label` |
| locations | `location.display_name`; region and city from `location.area[]`; the country is the one asked for |
| employment_type | `contract_time`, `contract_type` |
| salary | `salary_min`, `salary_max` a year in the country's currency; predicted where `salary_is_predicted` is 1 |
| description | `description`: only its beginning, so it is never complete |
| posted_at | `created` |
"""

from __future__ import annotations

from typing import Any

from adapters.boards.base import read_rows
from adapters.boards.feed_calls import Feed, FeedCalls
from adapters.boards.fields import (
    Json,
    an_object,
    at,
    company_at,
    described,
    identifier,
    rows_at,
    text_at,
    texts_at,
    title_at,
)
from adapters.boards.jsonld_values import as_moment, as_text, as_web_address
from adapters.boards.keys import SourceKeys, needed
from adapters.boards.paging import all_pages
from adapters.boards.vocabulary import employment_types, stated_salary
from adapters.call_policy import CallPolicy
from adapters.outbound import OutboundClient
from schema.errors import Unprocessable
from schema.jobs import FetchResult, FetchState, JobLocation, Posting, Salary, SourceConfig
from schema.source_terms import terms_of

PAGE = 50
FEED = Feed(
    "https://api.adzuna.com",
    "/v1/api/jobs",
    CallPolicy(hosts=("api.adzuna.com",), every=3.0, seconds=60.0),
    search="what",
    options={"place": "where", "days": "max_days_old"},
    pages=4,
)
CURRENCIES = {
    "at": "EUR", "au": "AUD", "be": "EUR", "br": "BRL", "ca": "CAD", "ch": "CHF", "de": "EUR", "es": "EUR",
    "fr": "EUR", "gb": "GBP", "in": "INR", "it": "EUR", "mx": "MXN", "nl": "EUR", "nz": "NZD", "pl": "PLN",
    "sg": "SGD", "us": "USD", "za": "ZAR",
}  # fmt: skip


class AdzunaBoard:
    """Pages up to a limit, newest first."""

    def __init__(self, keys: SourceKeys) -> None:
        self._keys = keys

    async def fetch(self, source: SourceConfig, http: OutboundClient, conditional: FetchState) -> FetchResult:
        """See `Board.fetch`."""
        country = source.options.get("country", "").strip().lower()
        if country not in CURRENCIES:
            raise Unprocessable(
                f"An adzuna source needs the option `country`: one of {', '.join(CURRENCIES)}.",
                field="options.country",
            )
        rest = {name: value for name, value in source.options.items() if name != "country"}
        calls = FeedCalls(http, source.model_copy(update={"options": rest}), FEED)
        own, key = needed(source.kind, adzuna_app_id=self._keys.adzuna_app_id, adzuna_app_key=self._keys.adzuna_app_key)
        query = {"app_id": own, "app_key": key, "results_per_page": PAGE, "sort_by": "date"}

        async def ask(offset: int) -> tuple[list[Any], object]:
            payload = await calls.get_json(f"/{country}/search/{offset // PAGE + 1}", query)
            return rows_at(payload, "results"), at(payload, "count")

        pages = await all_pages(ask, most=calls.pages, size=PAGE)
        return await read_rows(
            pages.rows,
            lambda row: posting_of(row, country),
            conditional,
            FetchState(),
            complete=pages.complete,
            notes=pages.notes,
        )


def posting_of(entry: Any, country: str) -> Posting:
    """The posting of an entry. Raises EntryError without an id, a title or an employer."""
    row = an_object(entry)
    kinds = employment_types(text_at(row, "contract_time"), text_at(row, "contract_type"))
    return Posting(
        external_id=identifier(row, "id"),
        title=title_at(row, "title"),
        company=company_at(row, "company", "display_name"),
        url=as_web_address(row.get("redirect_url")),
        department=text_at(row, "category", "label") or None,
        locations=_locations(row, country),
        employment_type=kinds[0] if kinds else "unknown",
        employment_types=kinds,
        salary=_salary(row, CURRENCIES[country]),
        description=described([("", as_text(row.get("description")) or "")])[0],
        description_complete=False,
        posted_at=as_moment(row.get("created")),
        credit=terms_of("adzuna").credit,
        raw=row,
    )


def _locations(row: Json, country: str) -> list[JobLocation]:
    """`area` leads from the country to the town: a value alone is the country."""
    shown, area = text_at(row, "location", "display_name"), texts_at(row, "location", "area")
    if not shown and not area:
        return []
    return [
        JobLocation(
            raw=(shown or ", ".join(reversed(area)))[:300],
            region=area[1] if len(area) > 1 else None,
            city=area[-1] if len(area) > 2 else None,
            country=country.upper(),
        )
    ]


def _salary(row: Json, currency: str) -> Salary | None:
    found = stated_salary(row.get("salary_min"), row.get("salary_max"), currency, "year")
    guessed = text_at(row, "salary_is_predicted") == "1" or row.get("salary_is_predicted") is True
    return found.model_copy(update={"source": "predicted"}) if found and guessed else found

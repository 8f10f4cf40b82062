"""How old each agency's data is as of a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from mash import warehouse
from mash.configuration import AgencyConfig
from mash.extracts.current import Standing, count_current, is_by
from mash.extracts.drop import extract_date
from mash.extracts.landing import refusals
from mash.hub import Hub
from mash.retention import Terms, terms_of


@dataclass(frozen=True, slots=True)
class DatasetFreshness:
    """One row of the table ``source_freshness``."""

    agency: str
    dataset: str
    contract: str
    required: bool
    """Without this agency the hub cannot rate."""
    latest_extract: str | None
    received_on: dt.date | None
    """The date of the latest extract."""
    age_days: int | None
    fresh_within_days: int
    state: str
    """``fresh``, ``stale`` or ``missing``."""
    refused_since: bool
    """A delivery of the agency was refused that is no older than what is in use."""
    rows_current: int


def freshness(hub: Hub, as_of: dt.date, terms: Terms | None = None) -> list[DatasetFreshness]:
    """One row per configured agency and dataset of its contract, as of the date.

    Rows are counted as ``load_current`` reads them.
    """
    terms = terms_of(hub, as_of) if terms is None else terms
    with warehouse.connect(reach=hub.reach) as con:
        return [row for agency in hub.config.agencies for row in _of_agency(con, hub, agency, as_of, terms)]


def _of_agency(
    con: duckdb.DuckDBPyConnection, hub: Hub, agency: AgencyConfig, as_of: dt.date, terms: Terms
) -> Iterator[DatasetFreshness]:
    standing = Standing(con, hub, agency, as_of)
    contract = standing.contract
    refused = [each.extract for each in refusals(hub.landing / agency.name) if is_by(each.extract, as_of)]
    for dataset in contract.datasets:
        files = standing.files(dataset.name)
        latest = files[-1].extract if files else None
        received_on = extract_date(latest) if latest else None
        age_days = (as_of - received_on).days if received_on else None
        yield DatasetFreshness(
            agency=agency.name,
            dataset=dataset.name,
            contract=contract.name,
            required=agency.required,
            latest_extract=latest,
            received_on=received_on,
            age_days=age_days,
            fresh_within_days=dataset.fresh_within_days,
            state=_state(age_days, dataset.fresh_within_days),
            refused_since=any(latest is None or extract >= latest for extract in refused),
            rows_current=count_current(standing, dataset, terms),
        )


def _state(age_days: int | None, fresh_within_days: int) -> str:
    if age_days is None:
        return "missing"
    return "fresh" if age_days <= fresh_within_days else "stale"

"""A shop's month, as it was made from its reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlops.workbook.own_names import holds_name

if TYPE_CHECKING:
    from xlops.audit.findings import Audit
    from xlops.grading.results import Graded
    from xlops.hosts.batch import NotGraded
    from xlops.hosts.received import FileRead
    from xlops.reports.join import Imported, Replaced
    from xlops.reports.report import Report
    from xlops.shop.ledger import Facts, Key, Ledger, Pair

OWN_WORKBOOK = "_xlops_shop"  # hidden name by which a workbook of ours is known again
# What is told of a product's stock.
STOCK = (
    "stock",
    "inbound_stock",
    "days_of_supply",
    "sell_through",
    "aged_0_90",
    "aged_91_180",
    "aged_181_270",
    "aged_271_365",
    "aged_366_455",
    "aged_456_plus",
    "aged_surcharge_estimate",
    "storage_next_month_estimate",
    "recommended_removal",
    "low_inventory_fee_applied",
)
AGE_BANDS = STOCK[4:10]


@dataclass(frozen=True)
class Outside:
    """Rows of a report that are not of the month: how many, their net proceeds where told, and why.

    ``told`` is set where an operator should see it first: the whole report, or rows that span more than the month.
    """

    report: str
    rows: int
    told: bool
    net: float | None
    why: Pair


@dataclass(frozen=True)
class StockLine:
    """What a report of inventory tells of one product; figures that it does not tell are not in ``values``."""

    facts: Facts
    key: Key
    market: str | None
    currency: str | None
    day: date | None
    values: Mapping[str, Any]
    units: float | None
    source: str


@dataclass(frozen=True)
class Shop:
    """A shop's month.

    ``files`` are all that were read, ``passed`` files that are neither a report nor the product sheet and why.
    ``outside`` are the rows of reports that do not belong to the month.
    ``first`` and ``last`` are None where no report says its period.
    """

    folder: Path
    book: Path
    lang: str
    first: date | None
    last: date | None
    ledgers: tuple[Ledger, ...]
    stock: tuple[StockLine, ...]
    audit: Audit | None
    files: tuple[FileRead, ...]
    passed: tuple[tuple[Path, Pair], ...]
    outside: tuple[Outside, ...]
    replaced: tuple[Replaced, ...]
    alone: tuple[tuple[str, tuple[str, ...]], ...]
    graded: Mapping[str, Graded]
    left: tuple[NotGraded, ...]
    notes: tuple[Pair, ...]
    target: Path

    @property
    def month(self) -> str:
        """The month as text; empty where it is not known."""
        return f"{self.first:%Y-%m}" if self.first else ""

    @property
    def reports(self) -> list[tuple[Report, Imported]]:
        """Every report that was read, with how it is kept."""
        return [pair for file in self.files for pair in zip(file.reports, file.imported, strict=True)]


def is_shop(path: Path) -> bool:
    """Whether a file is a workbook that ``xlops shop`` wrote."""
    return holds_name(path, OWN_WORKBOOK)

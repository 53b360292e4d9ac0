"""A report as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from xlops.reports.files import Refused
from xlops.reports.layout import Layout
from xlops.reports.measures import measures
from xlops.reports.values import Unread

_CENT = 0.005


@dataclass(frozen=True)
class Tie:
    """A total of the report's own beside the sum of the rows taken."""

    measure: str
    stated: float
    summed: float
    currency: str | None

    def holds(self) -> bool:
        """Whether both are the same to the cent."""
        return bool(abs(self.stated - self.summed) < _CENT)

    def label(self, lang: str) -> str:
        """Return what people call the figure in ``lang`` (``"en"`` or ``"zh"``)."""
        return measures()[self.measure].label(lang)


@dataclass(frozen=True)
class Report:
    """One table of one file, read.

    ``lines`` has one row for each row taken: ``line`` (its line or row in the file), the identity columns that the
    report has (sku, asin, parent_asin, product_id, order_id, market, currency: text or None; first_day, last_day:
    datetime64, NaT where it is not told), and a column for each measure that the report tells, NaN or None where the
    row does not. Markets are codes in capitals (US, UK, DE), currencies ISO codes.

    ``sign`` is a currency mark that several currencies share ($), where the report tells no more. ``rows_read`` is the
    number of rows taken, refused and skipped. ``unread`` lists cells that could not be read; their rows are taken.
    ``first_day`` and ``last_day`` are the period covered, None where the report does not say. ``attribution_days`` is
    how long after a click its sales are still counted. ``documents`` are the numbers of the documents in the file (a
    settlement's), empty where the report has none: two reports with different ones are two.
    """

    layout: Layout
    file: Path
    sheet: str | None
    encoding: str | None
    lines: pd.DataFrame
    unknown_columns: tuple[str, ...]
    rows_read: int
    refused: tuple[Refused, ...]
    skipped: tuple[Refused, ...]
    unread: tuple[Unread, ...]
    ties: tuple[Tie, ...]
    first_day: date | None
    last_day: date | None
    sign: str | None
    notes: tuple[tuple[str, str], ...]
    attribution_days: int | None
    documents: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The file's name, with the sheet of a workbook."""
        return f"{self.file.name} / {self.sheet}" if self.sheet else self.file.name

    def line_of(self, cell: Unread) -> int:
        """Return the line or row of the first cell that an entry of ``unread`` is about."""
        return int(self.lines["line"].iloc[cell.position])

    def open_window(self, today: date) -> tuple[str, str] | None:
        """Return why the sales of ads may still grow (English, Chinese), None where they are final.

        Args:
            today: the day that counts as today.
        """
        if self.attribution_days is None:
            return None
        days_after = self.attribution_days
        if self.last_day is None:
            return (
                f"the report does not tell its period; sales of its last {days_after} days may still grow",
                f"报表未注明日期范围；最近 {days_after} 天的广告销售额可能仍会增加",
            )
        final = self.last_day + timedelta(days=days_after)
        if today > final:
            return None
        return (
            f"sales are counted up to {days_after} days after the click: ad sales may still grow until {final}",
            f"广告归因期为点击后 {days_after} 天：截至 {final} 广告销售额可能仍会增加",
        )

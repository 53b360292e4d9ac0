"""What another day's fees do to the rows of a sheet: the same sheet graded for two days, row beside row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from xlops.errors import Reason
from xlops.fees.units import Floats
from xlops.grading.letters import RowGrade
from xlops.grading.results import FEES, Graded, grade, row_name, why_unknown

# A figure on the first and on the second day; None where it is unknown.
Pair = tuple[float | None, float | None]

_SHOWN_ONLY = ("storage_fee",)  # shown per month, and no part of the profit
_COMES_BACK = ("reclaimed_vat",)  # lowers what the row pays
_BANDS = ("good", "ok", "watch", "bad")
_BAND_NAMES = {"good": ("good", "优"), "ok": ("ok", "良"), "watch": ("watch", "关注"), "bad": ("bad", "差")}


@dataclass(frozen=True)
class RowImpact:
    """One row on two days. Money is per unit in ``currency``; ``row`` counts as the sheet does.

    ``fees`` has each kind of fee of the row by its result column; ``change`` is what a unit's profit gains (negative:
    loses), ``period_change`` the same for the units sold in the sheet. ``limits`` says which lines the row falls
    below, ``unknown`` why there is no comparison; both in English and Chinese.
    """

    row: int
    name: str | None
    title: str | None
    currency: str | None
    fees: Mapping[str, Pair]
    profit: Pair
    margin_rate: Pair
    letter: tuple[str | None, str | None]
    change: float | None
    units: float | None
    period_change: float | None
    limits: tuple[tuple[str, str], ...]
    unknown: tuple[str, str] | None

    @property
    def same(self) -> bool:
        """Whether no fee of the row is another on the second day."""
        return all(before == after for before, after in self.fees.values())

    @property
    def unmoved(self) -> bool:
        """Whether the profit stays as it is; what is not in it (storage) may be another."""
        return self.change == 0 and not self.limits

    @property
    def told(self) -> bool:
        """Whether there is something to tell of the row by itself."""
        return not self.unmoved and (not self.same or bool(self.limits))


@dataclass(frozen=True)
class Total:
    """The rows of one currency.

    ``period_change`` is for the units sold of the ``rows_counted`` rows that have them, ``period_profit`` of those
    among them whose profit is known; None where there is no such row.
    """

    currency: str
    rows: int
    dearer: int
    cheaper: int
    same: int
    unknown: int
    below_zero: int
    below_band: int
    rows_counted: int
    period_profit: Pair
    period_change: float | None


@dataclass(frozen=True)
class Impact:
    """A sheet on two days: its rows, the worst first, its totals, and the tables that are others on the second day.

    ``tables`` has (English title, Chinese title, edition before, edition after); an edition is None where no table
    is in force.
    """

    before: Graded
    after: Graded
    rows: tuple[RowImpact, ...]
    totals: tuple[Total, ...]
    tables: tuple[tuple[str, str, str | None, str | None], ...]

    @property
    def unknown(self) -> list[tuple[int, tuple[str, str]]]:
        """Return why rows cannot be compared, in English and Chinese, and how many; the most frequent first."""
        counted = Counter(row.unknown for row in self.rows if row.unknown is not None)
        return [(count, why) for why, count in counted.most_common()]

    @property
    def unmoved(self) -> tuple[int, int]:
        """Return how many rows keep their profit, and of how many of these a fee outside the profit changes."""
        kept = [row for row in self.rows if row.unmoved]
        return len(kept), sum(not row.same for row in kept)

    @property
    def days(self) -> tuple[date, date]:
        """Return the two days."""
        return self.before.settings.as_of, self.after.settings.as_of


def impact(before: Graded, day: date) -> Impact:
    """Grade a graded sheet once more, with the fees of ``day``, and hold the two side by side.

    A row of which a fee is unknown on either day is told as unknown, with the reason, and counted in no total.
    """
    after = grade(before.sheet, replace(before.settings, as_of=day))
    rows = [_row(before, after, n) for n in range(len(before.grades))]
    # What a row loses in the period counts where the sheet has units; else what one unit loses. Then the unknown rows,
    # and last those without a change.
    order = sorted(rows, key=lambda row: (row.unmoved, row.change is None, _worth(row)))
    return Impact(before, after, tuple(order), tuple(_totals(rows)), tuple(_tables(before, after)))


def _worth(row: RowImpact) -> float:
    worth = row.change if row.period_change is None else row.period_change
    return 0.0 if worth is None else worth


def _row(before: Graded, after: Graded, n: int) -> RowImpact:
    days = (before, after)
    columns = [{c.key: c for c in graded.columns} for graded in days]

    def pair(key: str) -> Pair:
        first, second = (_value(found[key].values, n) if key in found else None for found in columns)
        return first, second

    sheet = before.sheet
    fees: dict[str, Pair] = {}
    open_fees: list[tuple[str, Reason]] = []
    for key in FEES:
        # A fee without a column is one that no row pays.
        reasons = [Reason(int(found[key].reasons[n])) if key in found else Reason.NOT_APPLICABLE for found in columns]
        none = [reason == Reason.NOT_APPLICABLE for reason in reasons]
        if all(none):
            continue
        first, second = (0.0 if free else amount for free, amount in zip(none, pair(key), strict=True))
        fees[key] = first, second
        if key not in _SHOWN_ONLY:
            open_fees += [(key, why) for why in reversed(reasons) if why not in (Reason.OK, Reason.NOT_APPLICABLE)]
    profit = pair("profit")
    change = None
    if profit[0] is not None and profit[1] is not None:
        change = round(profit[1] - profit[0], 6)
    elif fees and not open_fees:  # a row without a cost has no profit, and pays its fees all the same
        moved = {key: (b or 0.0) - (a or 0.0) for key, (a, b) in fees.items() if key not in _SHOWN_ONLY}
        change = round(sum(more if key in _COMES_BACK else -more for key, more in moved.items()), 6)
    why = open_fees[0] if open_fees else ("profit", Reason(int(columns[1]["profit"].reasons[n])))
    units = _value(before.units, n)
    title = sheet.data["product_name"][n] if "product_name" in sheet.data else None
    return RowImpact(
        row=int(sheet.rows[n]) + 1,
        name=row_name(sheet, n),
        title=title,
        currency=before.currency[n],
        fees=fees,
        profit=profit,
        margin_rate=pair("margin_rate"),
        letter=(before.grades[n].letter, after.grades[n].letter),
        change=change,
        units=units,
        period_change=None if change is None or units is None else round(change * units, 2),
        limits=tuple(_limits(profit, before.grades[n], after.grades[n])),
        unknown=None if change is not None else why_unknown(*why),
    )


def _value(column: Floats, n: int) -> float | None:
    value = float(column[n])
    return None if np.isnan(value) else round(value, 6)


def _limits(profit: Pair, before: RowGrade, after: RowGrade) -> Iterable[tuple[str, str]]:
    if profit[0] is not None and profit[1] is not None and profit[1] < 0 <= profit[0]:
        yield "now loses money", "由盈转亏"
    bands = [_margin_band(graded) for graded in (before, after)]
    if bands[0] and bands[1] and _BANDS.index(bands[1]) > _BANDS.index(bands[0]):
        names = [_BAND_NAMES[band] for band in bands if band]
        yield f"margin {names[0][0]} -> {names[1][0]}", f"利润率 {names[0][1]} -> {names[1][1]}"


def _margin_band(graded: RowGrade) -> str | None:
    return next((f.band for f in graded.findings if f.role == "grade" and f.metric == "margin_rate"), None)


def _totals(rows: list[RowImpact]) -> Iterable[Total]:
    for currency in dict.fromkeys(row.currency for row in rows if row.currency is not None):
        own = [row for row in rows if row.currency == currency]
        counted = [row for row in own if row.period_change is not None]
        known = [row for row in counted if None not in row.profit]
        profits = [round(sum((row.profit[day] or 0.0) * (row.units or 0.0) for row in known), 2) for day in (0, 1)]
        yield Total(
            currency=currency,
            rows=len(own),
            dearer=sum(row.change is not None and row.change < 0 for row in own),
            cheaper=sum(row.change is not None and row.change > 0 for row in own),
            same=sum(row.change == 0 for row in own),
            unknown=sum(row.change is None for row in own),
            below_zero=sum(any(en == "now loses money" for en, _ in row.limits) for row in own),
            below_band=sum(any(en.startswith("margin") for en, _ in row.limits) for row in own),
            rows_counted=len(counted),
            period_profit=(profits[0], profits[1]) if known else (None, None),
            period_change=round(sum(row.period_change or 0.0 for row in counted), 2) if counted else None,
        )


def _tables(before: Graded, after: Graded) -> Iterable[tuple[str, str, str | None, str | None]]:
    """Return the fee tables that the rows rest on and that are others on the second day."""
    sides = [{source["edition"].rsplit("/", 1)[0]: source for source in graded.sources} for graded in (before, after)]
    for programme in dict.fromkeys([*sides[0], *sides[1]]):
        old, new = (side.get(programme) for side in sides)
        names = [source["edition"] if source else None for source in (old, new)]
        if names[0] != names[1]:
            title = new or old
            assert title is not None
            yield title["title_en"], title["title_zh"], names[0], names[1]

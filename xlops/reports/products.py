"""A report per product: its lines combined as each measure says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from xlops.reports.measures import Measure, measures
from xlops.reports.report import Report

_DIGITS = 6
BY = ("sku", "asin", "product_id", "market", "currency")
CHARGES = ("charged_referral_fee", "charged_fba_fee")
# What tells of a single order and what was charged for it.
SALE = (
    "units_sold", "total_sales", "promotions", "shipping_income", "tax_collected", *CHARGES, "charged_fba_units",
    "charged_low_inventory_fee",
)  # fmt: skip
_SAME_PRICE = 0.005
ORDER = ("order_id", "market", "currency")
# Rates really paid: what was charged, as a share of what was paid; and whether an order that was paid counts also when
# no charge is told of it (not every order has an affiliate fee, but every one has a commission).
RATES = {"real_commission_rate": ("charged_commission", False), "real_affiliate_rate": ("charged_affiliate_fee", True)}


def products(report: Report) -> pd.DataFrame:
    """Return one row for each product of a report, in the order of their first lines.

    Args:
        report: a report as it was read.

    Returns:
        The identity columns that the report has (sku, asin, product_id, market, currency; parent_asin where a product
        has one only), each measure, ``lines`` (how many lines were combined), first_day and last_day. A measure that no
        line of a product tells is NaN or None. The rates that AliExpress really charged are reckoned from the orders of
        which the report tells what was paid; orders that were paid back are left out. Amounts that belong to no product
        (fees of the account) stand in rows without sku, asin and product_id.
    """
    return _per(report.lines, BY)


def orders(report: Report) -> pd.DataFrame:
    """Return one row for each order of a report, in the order of their first lines.

    Args:
        report: a report with order numbers, such as AliExpress's fund flow.

    Returns:
        As :func:`products`, by order_id, market and currency; lines that belong to no order are left out.
    """
    lines = report.lines
    return _per(lines[lines["order_id"].notna()] if "order_id" in lines else lines[:0], ORDER)


def sales(report: Report) -> pd.DataFrame | None:
    """Return one row for each product of each order and day, where a report has its orders one by one.

    Args:
        report: a report as it was read.

    Returns:
        None where the report has sums of many orders only. Else ``product`` (the row of :func:`products`), ``order``
        (None where it is not told), ``first_day`` (datetime64, NaT likewise), ``one_price`` (whether all units were
        sold at one price) and the sums of the measures in ``SALE``. What was paid back stands in rows of its own,
        without units sold; so do fees of no order.
    """
    lines = report.lines.reset_index(drop=True)
    told = [name for name in SALE if name in lines.columns]
    if not {"order_id", "units_sold", "total_sales"} <= set(lines.columns) or not set(CHARGES) & set(told):
        return None
    columns = {name: lines[name].to_numpy() for name in told}
    units, amount = columns["units_sold"], columns["total_sales"]
    charges = [columns[name] for name in CHARGES if name in columns]
    back = np.logical_or.reduce([amount < 0, *(values < 0 for values in charges)])
    if "refunds" in lines:
        back |= np.nan_to_num(lines["refunds"].to_numpy()) != 0
    # A line that has both its sale and its fees is complete; else the lines of an order and day belong together.
    whole = (units > 0) & np.logical_or.reduce([~np.isnan(values) for values in charges])
    order = pd.factorize(lines["order_id"])[0].astype(np.int64)
    order = np.where(whole, order.max(initial=0) + 1 + np.arange(len(lines)), order)
    day = pd.factorize(lines["first_day"])[0] if "first_day" in lines else np.zeros(len(lines), dtype=np.int64)
    product = _grouped([pd.factorize(lines[name])[0] for name in BY if name in lines.columns])[0]
    group, first = _grouped([product, order, day, back.astype(np.int64)])
    size = len(first)
    with np.errstate(divide="ignore", invalid="ignore"):
        price = np.where(units > 0, amount / units, np.nan)
    least, most = np.full(size, np.inf), np.full(size, -np.inf)
    sold = np.isfinite(price)
    np.minimum.at(least, group[sold], price[sold])
    np.maximum.at(most, group[sold], price[sold])
    out: dict[str, object] = {
        "product": product[first],
        "order": lines["order_id"].to_numpy()[first],
        "one_price": most - least < _SAME_PRICE,
    }
    if "first_day" in lines:
        out["first_day"] = lines["first_day"].to_numpy()[first]
    return pd.DataFrame(out | {name: _sum(values, group, size) for name, values in columns.items()})


def _grouped(keys: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return the group of each line by some numbers, in the order of first lines, and each group's first line."""
    code = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        code = pd.factorize(code * (int(key.max(initial=-1)) + 2) + key + 1)[0]
    group, distinct = pd.factorize(code)
    first = np.zeros(len(distinct), dtype=np.intp)
    first[group[::-1]] = np.arange(len(group))[::-1]
    return group, first


def _per(lines: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    lines = lines.reset_index(drop=True)
    by = [name for name in columns if name in lines.columns]
    group, first = _grouped([np.zeros(len(lines), dtype=np.int64), *(pd.factorize(lines[name])[0] for name in by)])
    size = len(first)
    out: dict[str, object] = {name: lines[name].to_numpy()[first] for name in by}
    grouped = lines.groupby(group, sort=True)
    if "parent_asin" in lines:
        out["parent_asin"] = _only(lines["parent_asin"], group, size)
    latest = _by_day(lines)
    for name, measure in measures().items():
        if name in lines.columns:
            out[name] = _combined(measure, lines, group, size, latest)
        elif name in RATES and {RATES[name][0], "paid_amount"} <= set(lines.columns):
            out[name] = _rate(lines, *RATES[name], group, size)
    out["lines"] = np.bincount(group, minlength=size)
    if "first_day" in lines:
        out["first_day"] = grouped["first_day"].min().to_numpy()
        out["last_day"] = grouped["last_day"].max().to_numpy()
    texts = {*by, "parent_asin", *(name for name, measure in measures().items() if not measure.is_number)}
    return pd.DataFrame({name: pd.Series(v, dtype=object) if name in texts else v for name, v in out.items()})


def _rate(lines: pd.DataFrame, charge: str, every: bool, group: NDArray[Any], size: int) -> NDArray[Any]:
    """Return what was charged divided by what was paid; NaN where no order tells both."""
    order = pd.factorize(lines["order_id"])[0] if "order_id" in lines else np.full(len(lines), -1)
    order = np.where(order < 0, len(lines) + np.arange(len(lines)), order)
    each, first = np.unique(group.astype(np.int64) * (2 * len(lines) + 1) + order, return_index=True)
    place = np.searchsorted(each, group.astype(np.int64) * (2 * len(lines) + 1) + order)
    charged, paid = (_sum(lines[name].to_numpy(), place, len(each)) for name in (charge, "paid_amount"))
    # An order that was paid back, in part or whole, has its charge back too, and what was paid still stands in it.
    back = lines[charge].to_numpy() < 0
    if "refunds" in lines:
        back |= np.nan_to_num(lines["refunds"].to_numpy()) != 0
    stands = (paid > 0) & (np.bincount(place, back, len(each)) == 0)
    told = ~np.isnan(charged) & stands
    counted = stands if every else told
    owner = group[first]
    part, whole = (np.bincount(owner[counted], np.nan_to_num(v[counted]), size) for v in (charged, paid))
    known = np.bincount(owner[told], minlength=size) > 0
    return np.where(known, part / np.where(known, whole, 1.0), np.nan)


def _by_day(lines: pd.DataFrame) -> NDArray[Any]:
    """Return the order of the lines by their last day; lines without one come first, in their order."""
    if "last_day" not in lines:
        return np.arange(len(lines))
    return np.argsort(lines["last_day"].to_numpy().astype("datetime64[D]").astype(np.int64), kind="stable")


def _combined(measure: Measure, lines: pd.DataFrame, group: NDArray[Any], size: int, latest: NDArray[Any]) -> object:
    column = lines[measure.name]
    if measure.combine == "sum":
        return without_dust(_sum(column.to_numpy(), group, size))
    if measure.combine == "only":
        return _only(column, group, size)
    if measure.combine == "last":
        return _last(column, group, size, latest)
    values = column.to_numpy()
    if measure.combine == "sum_last":
        return without_dust(_sum(np.where(_is_latest(lines, values, group, size), values, np.nan), group, size))
    weights = lines[measure.weight].to_numpy() if measure.weight in lines else np.full(len(values), np.nan)
    told = ~np.isnan(values)
    # one line needs no weight; several lines of which one has no weight have no mean
    weighted = _sum(np.where(told, values * weights, np.nan), group, size) / _sum(
        np.where(told, weights, np.nan), group, size
    )
    complete = np.bincount(group, told & ~(weights > 0), size) == 0
    single = np.bincount(group, told, size) == 1
    return np.where(single, _sum(values, group, size), np.where(complete, weighted, np.nan))


def _is_latest(lines: pd.DataFrame, values: NDArray[Any], group: NDArray[Any], size: int) -> NDArray[Any]:
    """Return which lines are of the latest day on which their product has the value."""
    if "last_day" not in lines:
        return np.ones(len(lines), dtype=bool)
    days = lines["last_day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    days = np.where(np.isnan(values), np.iinfo(np.int64).min, days)
    last = np.full(size, np.iinfo(np.int64).min)
    np.maximum.at(last, group, days)
    return np.asarray(days == last[group])


def without_dust(value: Any) -> Any:
    """Return sums without the dust of binary fractions (449.44999999999993); money has no digit there."""
    return np.round(value, _DIGITS)


def _sum(values: NDArray[Any], group: NDArray[Any], size: int) -> NDArray[Any]:
    told = ~np.isnan(values)
    summed = np.bincount(group, np.where(told, values, 0.0), size)
    return np.where(np.bincount(group, told, size) > 0, summed, np.nan)


def _only(column: pd.Series, group: NDArray[Any], size: int) -> NDArray[Any]:
    """Return the one value of each product, nothing where its lines differ."""
    codes, values = pd.factorize(column)
    told = codes >= 0
    least, most = np.full(size, len(values)), np.full(size, -1)
    np.minimum.at(least, group[told], codes[told])
    np.maximum.at(most, group[told], codes[told])
    out = _nothing(column, size)
    same = (least == most) & (most >= 0)
    out[same] = np.asarray(values)[most[same]]
    return out


def _last(column: pd.Series, group: NDArray[Any], size: int, latest: NDArray[Any]) -> NDArray[Any]:
    told = column.notna().to_numpy()[latest]
    out = _nothing(column, size)
    out[group[latest[told]]] = column.to_numpy()[latest[told]]  # of several the last assignment stays
    return out


def _nothing(column: pd.Series, size: int) -> NDArray[Any]:
    return np.full(size, np.nan) if column.dtype == float else np.full(size, None, dtype=object)

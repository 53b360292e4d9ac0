"""Reports and sheets made by hand for the audit: invented products, fees worked out from the published tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from xlops.audit.charges import Source
from xlops.reports.products import SALE, products, sales
from xlops.sheets import Grid, Sheet, read_sheet

TODAY = date(2026, 8, 1)
JUNE = {"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 30)}


def averages(rows: list[dict[str, Any]], name: str = "economics.csv", **period: Any) -> Source:
    """Return a report of sums; ``market``, ``currency`` and 100 units sold at 24.99 stand in for what is not said."""
    usual = {"market": "US", "currency": "USD", "units_sold": 100.0, "total_sales": 2499.0}
    frame = pd.DataFrame([{**usual, **row} for row in rows])
    return Source.of(frame, name, ("SKU economics", "SKU 经济学报表"), **(period or JUNE))


def report(rows: list[dict[str, Any]], name: str = "settlement.txt", **period: Any) -> Source:
    """Return a report of orders: each row is a product whose units were all sold and charged alike."""
    sums = averages(rows, name, **period)
    sales = {column: values for column, values in sums.columns.items() if column in SALE}
    size = len(rows)
    sales |= {"product": np.arange(size), "order": np.full(size, None, dtype=object)}
    sales["one_price"] = np.ones(size, dtype=np.bool_)
    return replace(sums, title=("settlement", "结算报告"), sales=sales)


def orders(rows: list[dict[str, Any]], name: str = "settlement.txt", **period: Any) -> Source:
    """Return a report of orders: each row is one, of one unit at 24.99 if it does not say otherwise.

    ``each_fba`` and ``each_referral`` are what was charged for a unit, ``price`` what it was sold at.
    """
    lines = []
    for number, row in enumerate(rows):
        units = row.get("units", 1)
        line = {"sku": row.get("sku", "BOX-1"), "market": "US", "currency": "USD", "order_id": f"700-{number}"}
        line |= {"units_sold": float(units), "total_sales": row.get("price", 24.99) * units}
        for fee, each in (("charged_fba_fee", "each_fba"), ("charged_referral_fee", "each_referral")):
            line[fee] = row[each] * units if each in row else np.nan
        line |= {name: value for name, value in row.items() if name in {*line, "first_day", "refunds", "promotions"}}
        lines.append(line)
    frame = pd.DataFrame(lines)
    if "first_day" in frame:
        frame["first_day"] = frame["first_day"].astype("datetime64[ns]")
        frame["last_day"] = frame["first_day"]
    told = SimpleNamespace(lines=frame)
    title = ("settlement", "结算报告")
    return Source.of(products(told), name, title, **(period or JUNE), sales=sales(told))  # type: ignore[arg-type]


def preview(rows: list[dict[str, Any]], name: str = "preview.txt") -> Source:
    """Return a fee preview."""
    usual = {"market": "US", "currency": "USD", "preview_price": 24.99}
    frame = pd.DataFrame([{**usual, **row} for row in rows])
    return Source.of(frame, name, ("FBA fee preview", "FBA 费用预览"))


def sheet(rows: list[dict[str, Any]]) -> Sheet:
    """Return a product sheet; sides in cm, weight in g."""
    headers = {
        "sku": "SKU",
        "asin": "ASIN",
        "name": "Product name",
        "category": "Category",
        "price": "Price (USD)",
        "length": "Length (cm)",
        "width": "Width (cm)",
        "height": "Height (cm)",
        "weight": "Weight (g)",
        "programme": "Fulfilment programme",
        "market": "Marketplace",
    }
    usual = {"category": "Home and Kitchen", "price": 24.99}
    used = [key for key in headers if any(key in {**usual, **row} for row in rows)]
    cells = [[headers[key] for key in used], *([{**usual, **row}.get(key) for key in used] for row in rows)]
    return read_sheet(Grid("Products", cells))


def measured(longest: float, median: float, shortest: float, weight: float) -> dict[str, float]:
    """Return what Amazon measured: sides in cm, weight in g."""
    return {
        "preview_longest_side": longest,
        "preview_median_side": median,
        "preview_shortest_side": shortest,
        "preview_weight": weight,
    }


# 10 x 6 x 4 in, 2.01 lb: large standard, 32 to 36 oz, 5.92 from 10 to 50 USD; with 3.5 % of surcharge (0.21) 6.13.
BOX = {"sku": "BOX-1", "length": 25.4, "width": 15.24, "height": 10.16, "weight": 911.72}

"""Lines per product: each measure is combined as measures.toml says, and nothing becomes 0 that nobody told."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd

from xlops.reports.products import products
from xlops.reports.read import read_report


def combined(folder: Path, text: str) -> dict[str, dict]:
    path = folder / "report.csv"
    path.write_text(text, encoding="utf-8")
    (report,) = read_report(path)
    return {row["sku"]: row for row in products(report).to_dict("records")}


def test_stock_is_that_of_the_latest_day(tmp_path: Path) -> None:
    head = "snapshot-date,sku,available,inv-age-0-to-90-days,inv-age-91-to-180-days,sell-through,marketplace\n"
    rows = [
        "2026-07-08,LAMP,7,7,0,1.5,US",  # sellable and unsellable units of one day
        "2026-07-08,LAMP,2,2,0,,US",
        "2026-07-01,LAMP,50,40,10,0.5,US",  # an older day further down
        "2026-07-08,MUG,--,,,,US",
        "2026-07-01,MUG,3,3,0,,US",
    ]
    found = combined(tmp_path, head + "\n".join(rows) + "\n")
    assert found["LAMP"]["stock"] == 9.0
    assert found["LAMP"]["aged_91_180"] == 0.0
    assert found["LAMP"]["sell_through"] == 1.5
    assert found["MUG"]["stock"] == 3.0, "the latest day that tells it"
    assert found["LAMP"]["lines"] == 3
    assert found["LAMP"]["first_day"] == pd.Timestamp("2026-07-01")


def test_a_share_is_weighted_and_unknown_without_a_weight(tmp_path: Path) -> None:
    head = "(Child) ASIN,SKU,Sessions - Total,Page Views - Total,Units Ordered,Featured Offer (Buy Box) Percentage\n"
    rows = ["A,LAMP,1,300,1,100%", "A,LAMP,1,100,1,20%", "B,MUG,1,,1,50%", "B,MUG,1,100,1,20%", "C,CUP,1,,1,60%"]
    found = combined(tmp_path, head + "\n".join(rows) + "\n")
    assert math.isclose(found["LAMP"]["buy_box"], (300 * 1.0 + 100 * 0.2) / 400)
    assert math.isnan(found["MUG"]["buy_box"])
    assert found["CUP"]["buy_box"] == 0.6, "one line needs no weight"


def test_what_lines_tell_differently_is_unknown(tmp_path: Path) -> None:
    head = "sku,asin,your-price,longest-side,unit-of-dimension,estimated-referral-fee-per-unit,product-size-tier\n"
    rows = ["LAMP,A,20.00,10,inches,3.00,UsSmall", "LAMP,A,20.00,11,inches,--,UsLarge", "MUG,B,9,5,,1.00,UsSmall"]
    found = combined(tmp_path, head + "\n".join(rows) + "\n")
    assert found["LAMP"]["preview_price"] == 20.0
    assert math.isnan(found["LAMP"]["preview_longest_side"])
    assert found["LAMP"]["preview_size_tier"] is None
    assert found["LAMP"]["preview_referral_fee"] == 3.0
    assert math.isnan(found["MUG"]["preview_longest_side"]), "a length without its unit is unknown"


def test_a_product_that_tells_nothing_of_a_measure_has_no_zero(tmp_path: Path) -> None:
    head = "return-date,sku,quantity,detailed-disposition\n"
    rows = ["2026-07-01,LAMP,2,SELLABLE", "2026-07-02,MUG,,SELLABLE", "2026-07-03,LAMP,1,DEFECTIVE"]
    found = combined(tmp_path, head + "\n".join(rows) + "\n")
    assert found["LAMP"]["units_returned"] == 3.0
    assert math.isnan(found["MUG"]["units_returned"])
    assert found["LAMP"]["return_disposition"] is None

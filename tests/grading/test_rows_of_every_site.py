"""Rows of other Amazon sites: tax inside the price, the digital services fee, programmes, yen."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from xlops.errors import Reason
from xlops.formulas.unit_economics import amz_unit_economics
from xlops.grading.economics import Economics, economics
from xlops.grading.results import Settings, grade
from xlops.sheets import Grid, Sheet, read_sheet

DAY = date(2026, 6, 1)
HEADER = ["MSKU", "亚马逊类目", "站点", "售价", "到岸成本", "长(cm)", "宽(cm)", "高(cm)", "重量(g)", "销量"]
BOX = [34, 24, 12.4, 420, 100]


def sheet(header: list[str], *rows: list[Any]) -> Sheet:
    return read_sheet(Grid("Sheet1", [header, *rows]))


def of(header: list[str], *rows: list[Any], as_of: date = DAY) -> Economics:
    read = sheet(header, *rows)
    return economics(read.data, read.currency, len(read.rows), as_of, platform="amazon")


def figures(found: Economics, row: int = 0) -> dict[str, float]:
    return {key: float(column.value[row]) for key, column in found.columns.items()}


def test_united_kingdom() -> None:
    """34 x 24 x 12.4 cm, 420 g, at 20.50: see the same unit among the near misses.

    Referral 15 % 3.08; standard parcel of 2.02 kg 3.49 and 1.5 % 0.05; digital services 2 %: 0.06 and 0.07; VAT
    20.50 / 6 = 3.42. Left of 17.08: 17.08 - 6.75 - 8.00 = 2.33, which is 13.6 % of 17.08.
    """
    found = of([*HEADER[:3], "售价(GBP)", "到岸成本(GBP)", *HEADER[5:]], ["A", "Home", "英国", 20.50, 8, *BOX])
    shown = figures(found)
    assert shown["referral_fee"] == 3.08 and shown["fba_fee"] == 3.54 and shown["digital_fee"] == 0.13
    assert shown["vat"] == 3.42 and shown["fees_total"] == pytest.approx(6.75)
    assert shown["profit"] == pytest.approx(2.33)
    assert shown["margin_rate"] == pytest.approx(2.33 / 17.08, abs=1e-4)
    assert found.period["price"][0] == pytest.approx(17.08)
    assert any("registered" in en for en, _ in found.assumed)
    assert any("reclaim" in en for en, _ in found.omitted)


@pytest.mark.parametrize(
    ("market", "currency", "price", "cost"),
    [
        ("UK", "GBP", 20.50, 8.0),
        ("DE", "EUR", 25.99, 6.0),
        ("FR", "EUR", 25.99, 6.0),
        ("IT", "EUR", 25.99, 6.0),
        ("SE", "SEK", 299.0, 60.0),
        ("PL", "PLN", 99.0, 20.0),
        ("JP", "JPY", 2980.0, 500.0),
        ("CA", "CAD", 25.99, 6.0),
        ("US", "USD", 25.99, 6.0),
    ],
)
def test_the_sheet_and_the_formula_say_the_same(market: str, currency: str, price: float, cost: float) -> None:
    header = [*HEADER[:3], f"售价({currency})", f"到岸成本({currency})", *HEADER[5:]]
    found = of(header, ["A", "Toys and Games", market, price, cost, 20, 15, 5, 300, 100])
    told = amz_unit_economics(
        length=20,
        width=15,
        height=5,
        weight=300,
        price=price,
        category="Toys and Games",
        landed_cost=cost,
        market=market,
        as_of=DAY,
    )
    lines = {str(row[0]): row[1] for row in told}
    profit = next(amount for label, amount in lines.items() if "= profit =" in label)
    margin = next(amount for label, amount in lines.items() if "= margin" in label)
    if np.isnan(profit):
        assert found.columns["profit"].reason[0] != Reason.OK
    else:
        assert figures(found)["profit"] == pytest.approx(profit)
        assert figures(found)["margin_rate"] == pytest.approx(margin, abs=1e-6)


def test_programme_and_tax_rate_of_the_row() -> None:
    header = [*HEADER[:3], "售价(EUR)", "到岸成本(EUR)", *HEADER[5:], "配送计划", "增值税率"]
    row = ["A", "Toys", "DE", 25.99, 6, 20, 15, 5, 300, 100]
    found = of(header, [*row, None, None], [*row, "local", 0], [*row, "no such programme", None])
    # 25.99 x 19 / 119 = 4.1497; a seller who pays none owes none.
    assert found.columns["vat"].value[:2].tolist() == [4.15, 0.0]
    fees = found.columns["fba_fee"].value
    assert fees[1] > fees[0]  # Germany alone costs more than the Central Europe programme
    assert found.columns["fba_fee"].reason[2] == Reason.UNKNOWN_PROGRAMME


def test_columns_and_sources_of_a_graded_sheet() -> None:
    header = [*HEADER[:3], "售价(GBP)", "到岸成本(GBP)", *HEADER[5:]]
    graded = grade(sheet(header, ["A", "Home", "UK", 20.50, 8, *BOX]), Settings(as_of=DAY, platform="amazon"))
    keys = [column.key for column in graded.columns]
    assert {"vat", "digital_fee"} <= set(keys) and "packaging_fee" not in keys
    assert graded.column("vat").label("zh") == "售价内增值税 GBP"
    editions = {source["edition"].rsplit("/", 1)[0] for source in graded.sources}
    assert {"amazon/uk/vat", "amazon/uk/fba_low_price", "amazon/global/digital_services"} <= editions
    american = grade(
        sheet([*HEADER[:3], "售价(USD)", "到岸成本(USD)", *HEADER[5:]], ["A", "Home", "US", 20.50, 8, *BOX]),
        Settings(as_of=DAY, platform="amazon"),
    )
    assert not {"vat", "digital_fee", "packaging_fee"} & {column.key for column in american.columns}
    assert "amazon/us/vat" not in {source["edition"].rsplit("/", 1)[0] for source in american.sources}

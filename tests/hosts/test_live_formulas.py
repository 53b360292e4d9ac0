"""Live formulas for the result columns: proved by their own text, right when recalculated, never flattering."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xlops.grading.results import Graded, Settings, grade
from xlops.hosts.excel.cells import ERRORS
from xlops.hosts.formula_text import evaluate
from xlops.hosts.live_formulas import LiveColumn, Run, live_columns
from xlops.sheets import CellError, Grid, column_letters, read_sheet
from xlops.workbook.opening import open_book

BOOKS = Path(__file__).parents[2] / "workbooks"
DAY, TODAY = date(2026, 11, 22), date(2026, 11, 25)
SETTINGS = Settings(as_of=DAY)
AMAZON = ["MSKU", "Amazon category", "Market", "Price (USD)", "Product cost (CNY)", "First leg (CNY)", "Exchange rate"]
AMAZON += ["Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)", "Ad spend (USD)", "Ad sales (USD)", "Units sold"]
GOODS: list[list[Any]] = [
    ["A-1", "Home & Kitchen", "US", 25.99, 30, 6, 7.1, 20, 15, 5, 300, 120, 800, 60],
    ["A-2", "Pet Supplies", "US", 9.99, 40, 9, 7.1, 25, 20, 10, 900, 300, 500, 80],
    ["A-3", "Home & Kitchen", "US", 12.5, None, 3, 7.1, 10, 8, 2, 60, 40, 300, 100],
    ["A-4", "Toys & Games", "US", 45, 80, 22, 7.1, 62, 31, 14, 4300, 0, None, 40],
]
ALI = [
    "商品ID",
    "类目",
    "收货国家",
    "物流方式",
    "售价(USD)",
    "采购成本(RMB)",
    "汇率",
    "重量(g)",
    "佣金率",
    "联盟佣金率",
]
ALI += ["广告费(USD)", "订单数"]
PARCELS: list[list[Any]] = [
    ["1005000000000101", "消费电子", "法国", "无忧标准", 19.9, 65.1, 7.12, 110, 0.08, 0.05, 630, 420],
    ["1005000000000102", "消费电子", "西班牙", "无忧特惠", 13.99, 43.4, 7.12, 85, 0.08, 0.05, 332.5, 610],
    ["1005000000000103", "消费电子", "法国", "无忧标准", 16.5, None, 7.12, 140, 0.08, 0.03, 420, 240],
    ["1005000000000104", "消费电子", "波兰", "无忧标准", 4.59, 10.1, 7.12, 55, 0.05, 0.03, 122.5, 980],
]


@dataclass(frozen=True)
class Live:
    """A graded sheet with its formulas."""

    grid: Grid
    graded: Graded
    places: dict[str, int]
    columns: tuple[LiveColumn, ...]

    def column(self, key: str) -> LiveColumn:
        return next(column for column in self.columns if column.key == key)

    def runs(self, key: str) -> tuple[Run, ...]:
        return self.column(key).runs

    def counts(self) -> dict[str, int]:
        """Rows that keep their value, of each live column."""
        return {column.key: len(column.left) for column in self.columns if column.runs}


def graded(grid: Grid, settings: Settings = SETTINGS) -> Graded:
    return grade(read_sheet(grid), settings)


def live(grid: Grid, settings: Settings = SETTINGS, today: date = TODAY, in_table: bool = False) -> Live:
    found = graded(grid, settings)
    width = max(map(len, grid.cells))
    places = {column.key: width + n for n, column in enumerate(found.columns)}
    return Live(grid, found, places, live_columns(found, grid, places, today, in_table))


def sheet(header: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "Amazon") -> Grid:
    return Grid(name, [[name], list(header), *map(list, rows)])


def demo(name: str) -> Grid:
    book = open_book(BOOKS / name)
    cells = book.read(book.visible[0], CellError)
    return Grid(cells.name, cells.cells, cells.merged, cells.own_columns)


def recalculated(of: Live, cells: Sequence[Sequence[Any]]) -> dict[tuple[str, int], object]:
    """What Excel would show in each live cell, one cell after the other, when the sheet holds ``cells``."""
    runs = {
        (of.places[column.key], row): (run, column.key)
        for column in of.columns
        for run in column.runs
        for row in range(run.first_row, run.last_row + 1)
    }
    values = {
        (of.places[column.key], row): None if value is None or value != value else value
        for column in of.graded.columns
        for row, value in zip(of.graded.sheet.rows.tolist(), column.values, strict=True)
    }

    @cache
    def read(row: int, index: int) -> object:
        if (index, row) in runs:
            run, _ = runs[index, row]
            return evaluate(run.text, read, run.first_row, run.last_row, TODAY).values[row - run.first_row]
        if (index, row) in values:
            return values[index, row]
        cell = cells[row][index] if row < len(cells) and index < len(cells[row]) else None
        return cell.text if isinstance(cell, CellError) else cell

    return {(key, row): read(row, index) for (index, row), (_, key) in runs.items()}


def assert_same(shown: dict[tuple[str, int], object], found: Graded) -> None:
    """Live cells show what grading says: the number, an error where it is unknown."""
    rows = found.sheet.rows.tolist()
    for (key, row), value in shown.items():
        # A fee that no row pays has no column.
        there = any(column.key == key for column in found.columns)
        wanted = found.column(key).values[rows.index(row)] if there else 0.0
        if wanted != wanted:
            assert value in ERRORS, (key, row, value)
        else:
            assert value == pytest.approx(wanted, abs=1e-9), (key, row)


def changed(grid: Grid, row: int, index: int, value: object) -> Grid:
    cells = [list(line) for line in grid.cells]
    cells[row][index] = value
    return replace(grid, cells=cells)


def test_the_amazon_demo() -> None:
    of = live(demo("demo_amazon_us.xlsx"))
    assert of.counts() == {
        "referral_fee": 1, "fba_fee": 4, "packaging_fee": 3, "storage_fee": 4, "fees_total": 0,
        "profit": 9, "margin_rate": 9, "break_even_acos": 8, "acos": 1,
    }  # fmt: skip
    assert_same(recalculated(of, of.grid.cells), of.graded)
    fba = of.column("fba_fee")
    assert fba.en == "4 of 60 rows keep their values; the first is row 10: N10 holds the text '4300g', not a number"
    assert fba.zh == "60 行中有 4 行保留数值；首个为第 10 行：N10 是文本“4300g”，不是数字"
    assert of.column("grade").runs == () and of.column("grade").zh
    rows = of.graded.sheet.rows.tolist()
    for column in of.columns:
        for run in column.runs:
            assert set(range(run.first_row, run.last_row + 1)) <= set(rows), "never over a caption"
            assert not run.text.startswith("=") and len(run.text) < 255


def test_the_aliexpress_demo_is_mostly_written_as_text() -> None:
    of = live(demo("demo_aliexpress.xlsx"))
    assert of.counts() == {"commission": 2, "affiliate_fee": 1, "fees_total": 0}
    assert_same(recalculated(of, of.grid.cells), of.graded)
    assert of.column("freight_fee").en == "row 6: L6 holds the text '110g', not a number"
    assert of.column("profit").en == "row 6: K6 holds the text '¥65.10', not a number"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("template_amazon_us.xlsx", {"referral_fee", "fba_fee", "storage_fee", "fees_total", "profit", "margin_rate"}),
        ("template_aliexpress.xlsx", {"commission", "affiliate_fee", "fees_total"}),
    ],
)
def test_the_templates(name: str, keys: set[str]) -> None:
    of = live(demo(name), replace(SETTINGS, rates={"USD": 7.12}))
    assert keys <= set(of.counts())
    assert_same(recalculated(of, of.grid.cells), of.graded)
    rate = of.column("profit" if name.startswith("template_a") and "profit" in keys else "fees_total")
    assert ("the exchange rate 7.12 stands in the formulas" in rate.en) == ("profit" in keys)


def test_the_texts_of_a_clean_sheet() -> None:
    of = live(sheet(AMAZON, GOODS))
    assert of.runs("referral_fee") == (Run(2, 5, 'AMZ_REFERRAL_FEE($D$3:$D$6,$B$3:$B$6,$C$3:$C$6,"2026-11-22")', True),)
    assert of.counts() == dict.fromkeys(of.counts(), 0) and len(of.counts()) == 9
    assert all(column.en == column.zh == "" for column in of.columns if column.runs)
    today = live(sheet(AMAZON, GOODS), today=DAY)
    assert today.runs("referral_fee")[0].text == "AMZ_REFERRAL_FEE($D$3:$D$6,$B$3:$B$6,$C$3:$C$6)"


def test_one_formula_a_row_in_a_table() -> None:
    of = live(sheet(AMAZON, GOODS), in_table=True)
    (run,) = of.runs("margin_rate")
    assert (run.array, run.first_row, run.last_row) == (False, 2, 5)
    assert run.text == f"OPS_MARGIN_RATE({column_letters(of.places['profit'])}3,D3)"
    assert_same(recalculated(of, of.grid.cells), of.graded)


def test_a_text_that_is_too_long_for_an_array() -> None:
    # Costs far to the right of a long sheet: long references.
    wide = [*AMAZON[:4], *[f"备注{n}" for n in range(700)], *AMAZON[4:]]
    rows = [[*row[:4], *[None] * 700, *row[4:]] for row in GOODS * 300]
    of = live(sheet(wide, rows))
    (run,) = of.runs("profit")
    assert not run.array and (run.first_row, run.last_row) == (2, 1201)
    assert "one formula in each cell" in of.column("profit").en and "每个单元格一个公式" in of.column("profit").zh
    assert of.runs("referral_fee")[0].array and of.column("referral_fee").en == ""


def test_a_cost_that_goes_away_is_an_error() -> None:
    of = live(sheet(AMAZON, GOODS))
    for term, index in (("product cost", 4), ("first leg", 5), ("rate", 6), ("ad spend", 11), ("price", 3)):
        for gone in (None, "", "待定", *((0,) if index in (4, 5, 6) else ())):
            grid = changed(of.grid, 2, index, gone)
            shown = recalculated(of, grid.cells)
            assert shown["profit", 2] in ERRORS and shown["margin_rate", 2] in ERRORS, (term, gone)
            assert_same(shown, graded(grid))


@pytest.mark.parametrize(
    ("grid", "settings"),
    [
        (demo("demo_amazon_us.xlsx"), SETTINGS),
        (sheet(AMAZON, GOODS), SETTINGS),
        (sheet(ALI, PARCELS, "速卖通"), SETTINGS),
    ],
    ids=["demo", "amazon", "aliexpress"],
)
def test_recalculation_is_grading_again(grid: Grid, settings: Settings) -> None:
    of = live(grid, settings)
    dice = random.Random(4)
    factors = {"price": (0.5, 0.97, 1.3), "product_cost": (0.6, 1.4), "first_leg": (0.6, 2.5), "weight": (0.4, 1.5, 3)}
    factors |= {"length": (0.7, 1.9), "height": (0.5, 2), "ad_spend": (0.5, 2), "units_sold": (0.5, 2)}
    factors |= {"orders": (0.5, 2), "commission_rate": (0.5, 1.5), "exchange_rate": (0.98, 1.02), "ad_sales": (0.5,)}
    changes = 0
    for _ in range(60):
        column = dice.choice([c for c in of.graded.sheet.columns if c.term in factors])
        row = int(dice.choice(of.graded.sheet.rows.tolist()))
        cell = grid.cells[row][column.index]
        if not isinstance(cell, int | float):
            continue
        value = round(cell * dice.choice(factors[str(column.term)]), 4)
        again = changed(grid, row, column.index, value)
        shown = recalculated(of, again.cells)
        # Of the row alone: a column of rates or sizes is read as a whole, and others may be read anew.
        assert_same({place: v for place, v in shown.items() if place[1] == row}, graded(again, settings))
        changes += 1
    assert changes > 30


def test_a_new_category_brings_its_fee() -> None:
    of = live(sheet(AMAZON, GOODS))
    assert "closing_fee" not in of.places
    books = changed(of.grid, 2, 1, "Media - Books, DVD, Music, Software, Video")
    shown = recalculated(of, books.cells)
    assert shown["fees_total", 2] == pytest.approx(graded(books).column("fees_total").values[0])


MARKETS = {
    "UK": ("GBP", ["UK", "UK", "UK", "UK"], {"vat"}),
    "DE": ("EUR", ["DE", "FR", "IT", "DE"], {"vat"}),
    "JP": ("JPY", ["JP", "JP", "JP", "JP"], {"vat", "reclaimed_vat"}),
}


@pytest.mark.parametrize("market", MARKETS)
def test_markets_with_tax_in_the_price(market: str) -> None:
    currency, codes, keys = MARKETS[market]
    header = [name.replace("USD", currency) for name in AMAZON]
    rate = 0.048 if currency == "JPY" else 8.1
    scale = 120 if currency == "JPY" else 1
    rows = [
        [
            *row[:2],
            code,
            round(row[3] * scale),
            *row[4:6],
            rate,
            *row[7:11],
            row[11] * scale,
            (row[12] or 0) * scale,
            row[13],
        ]
        for row, code in zip(GOODS, codes, strict=True)
    ]
    of = live(sheet(header, rows))
    assert {*keys, "referral_fee", "fba_fee", "fees_total", "profit", "margin_rate"} <= set(of.counts())
    assert_same(recalculated(of, of.grid.cells), of.graded)
    dearer = changed(of.grid, 2, 3, rows[0][3] * 2)
    assert_same(recalculated(of, dearer.cells), graded(dearer))
    # Without its market a row in pounds is no row of the US.
    nowhere = recalculated(of, changed(of.grid, 2, 2, None).cells)
    gone = {key: value for (key, row), value in nowhere.items() if row == 2 and key != "acos"}
    assert {"referral_fee", "fba_fee", "fees_total", "vat"} <= set(gone) and set(gone.values()) <= ERRORS, gone
    if market == "UK":
        assert "AMZ_SIZE_TIER(" in of.runs("referral_fee")[0].text


def test_the_market_of_the_settings_stands_in_the_formula() -> None:
    header = [name.replace("USD", "GBP") for name in AMAZON if name != "Market"]
    of = live(sheet(header, [[*row[:2], *row[3:]] for row in GOODS]), replace(SETTINGS, market="UK"))
    assert '"UK","2026-11-22"' in of.runs("fba_fee")[0].text
    assert_same(recalculated(of, of.grid.cells), of.graded)


def test_aliexpress_freight_is_in_the_currency_of_the_line() -> None:
    of = live(sheet(ALI, PARCELS, "速卖通"))
    assert of.counts() == dict.fromkeys(("commission", "affiliate_fee", "freight_fee", "fees_total", "profit",
                                         "margin_rate", "break_even_acos"), 0)  # fmt: skip
    other = changed(of.grid, 2, 3, "无忧特惠")
    assert_same(recalculated(of, other.cells), graded(other))


def test_inches_and_pounds_are_named_and_millimetres_refused() -> None:
    header = [name.replace("(cm)", "(in)").replace("(g)", "(lb)") for name in AMAZON]
    of = live(sheet(header, [[*row[:7], 12.0, 6.5, 2.0, 1.25, *row[11:]] for row in GOODS]))
    assert of.runs("fba_fee")[0].text.endswith(',"in,lb")')
    header = [name.replace("(cm)", "(mm)") for name in AMAZON]
    of = live(sheet(header, [[*row[:7], 200, 150, 50, *row[10:]] for row in GOODS]))
    assert of.runs("fba_fee") == () and "units" in of.column("fba_fee").en and "单位" in of.column("fba_fee").zh
    assert of.runs("referral_fee")


SEPARATE: list[tuple[str, Callable[[list[Any]], object], str]] = [
    ("Dangerous goods", lambda row: "是" if row[0] == "A-1" else None, "fba_fee"),
    ("VAT rate", lambda row: 0.2 if row[0] == "A-1" else None, "vat"),
    ("FBA programme", lambda row: "SIPP" if row[0] == "A-1" else None, "packaging_fee"),
    ("Fulfilment", lambda row: "FBM" if row[0] == "A-1" else None, "referral_fee"),
]


@pytest.mark.parametrize(("name", "cell", "key"), SEPARATE, ids=[name for name, *_ in SEPARATE])
def test_rows_that_a_formula_would_only_meet_by_chance(
    name: str, cell: Callable[[list[Any]], object], key: str
) -> None:
    market = ("UK", "GBP") if key == "vat" else ("US", "USD")
    header = [*(h.replace("USD", market[1]) for h in AMAZON), name]
    of = live(sheet(header, [[*row[:2], market[0], *row[3:], cell(row)] for row in GOODS]))
    assert of.column(key).left == (2,) and "row 3" in of.column(key).en and "第 3 行" in of.column(key).zh
    assert_same(recalculated(of, of.grid.cells), of.graded)
    if key in ("fba_fee", "vat", "referral_fee"):
        assert 2 not in _live_rows(of, "profit")


def _live_rows(of: Live, key: str) -> set[int]:
    return {row for run in of.runs(key) for row in range(run.first_row, run.last_row + 1)}


def test_an_old_fee_under_a_new_price_is_no_profit() -> None:
    # The price of the third row is a text with a sign: its fee keeps its value, so its margin must not move either.
    of = live(changed(sheet(AMAZON, GOODS), 3, 3, "$9.99"))
    assert of.column("referral_fee").left == (3,)
    assert 3 not in _live_rows(of, "profit") | _live_rows(of, "margin_rate") | _live_rows(of, "break_even_acos")


def test_a_rate_above_the_header_is_referred_to() -> None:
    header, rows = [h for h in AMAZON if h != "Exchange rate"], [[*row[:6], *row[7:]] for row in GOODS]
    cells = [["Amazon", None, "汇率", 7.1], header, *rows]
    of = live(Grid("Amazon", cells))
    assert "/$D$1," in of.runs("profit")[0].text and of.column("profit").en == ""
    again = changed(of.grid, 0, 3, 6.9)
    assert_same(recalculated(of, again.cells), graded(again))


def test_a_column_that_few_rows_could_have_stays_a_value() -> None:
    rows = [[*row[:10], f"{row[10]}g", *row[11:]] for row in GOODS]
    rows[1][10] = 900
    of = live(sheet(AMAZON, rows))
    assert of.runs("fba_fee") == () and of.column("fba_fee").left == (2, 3, 4, 5)
    assert of.column("fba_fee").en == "row 3: K3 holds the text '300g', not a number"


def cells_of(**cells: object) -> Callable[[int, int], object]:
    return lambda row, index: cells.get(f"{'ABCDEF'[index]}{row + 1}")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A1+1", [3.0, 1.0, "#VALUE!", "#N/A"]),
        ("$A$1:$A$4*2", [4.0, 0.0, "#VALUE!", "#N/A"]),
        ('IF(A1="",NA(),A1)', [2.0, "#N/A", "x", "#N/A"]),
        ("IF(A1>0,A1/$B$1,NA())", [0.5, "#N/A", "#VALUE!", "#N/A"]),
        ("1/A1", [0.5, "#DIV/0!", "#VALUE!", "#N/A"]),
        ("ROUND(A1+0.125,2)-(1+1)", [0.13, -1.87, "#VALUE!", "#N/A"]),
        ("OPS_MARGIN(A1,1)", [1.0, "#N/A", "#VALUE!", "#N/A"]),
        ('"a"="A"', [True] * 4),
    ],
)
def test_the_evaluator_is_excel_where_it_matters(text: str, values: list[object]) -> None:
    found = evaluate(text, cells_of(A1=2.0, A3="x", A4="#N/A", B1=4.0), 0, 3, TODAY)
    assert [pytest.approx(v) if isinstance(v, float) else v for v in values] == found.values


def test_texts_in_arithmetic_are_doubtful() -> None:
    found = evaluate("A1*1", cells_of(A1="12/15", A2="待定", A3=1.0), 0, 2, TODAY)
    assert found.doubtful == {0}
    assert evaluate("OPS_MARGIN(A1,0)", cells_of(A1="12.5"), 0, 0, TODAY).values == [12.5]


@pytest.mark.parametrize("text", ["SUM(A1)", "A1^2", "$A$1:$A$3", "IF(A1", "A1 A2", "1+"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        evaluate(text, cells_of(A1=1.0), 0, 3, TODAY)

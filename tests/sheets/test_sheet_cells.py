"""One cell: every spelling that operators' sheets hold."""

import math
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlops.sheets import CellError
from xlops.sheets.cells import (
    column_decimals,
    parse_cell,
    parse_column,
    parse_dates,
    parse_sides,
    parse_text,
    text_value,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("¥12.50", 12.5),
        ("￥12.50", 12.5),
        ("12,50 €", 12.5),
        ("£15.00", 15),
        ("$1,234.50", 1234.5),
        ("-$3.00", -3),
        ("$-3.00", -3),
        ("1.234,56", 1234.56),
        ("1,13,529.99", 113529.99),
        ("1,234,567", 1234567),
        ("16,62", 16.62),
        ("(2.00)", -2),
        ("($2.00)", -2),
        ("１２．５０", 12.5),
        ("１，２３４．５", 1234.5),
        ("12.5元", 12.5),
        ("12.5元/件", 12.5),
        ("RMB 12.5", 12.5),
        ("USD12.5", 12.5),
        ("12.5 美元", 12.5),
        ("1 234,50", 1234.5),
        ("1'234.50", 1234.5),
        ("0,5", 0.5),
        ("0.543", 0.543),
        ("0,543", 0.543),
        (".5", 0.5),
        ("+7", 7),
        ('="12.5"', 12.5),
        ("'12.5", 12.5),
        ("1e3", 1000),
        ("Rs. 1,13,529.99", 113529.99),
    ],
)
def test_spellings_of_numbers(text, value):
    number = parse_text(text)
    assert number.problem == ""
    assert number.value == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [
        ("¥12", "CNY", "¥"),
        ("$12", "USD", "$"),
        ("12 €", "EUR", None),
        ("£12", "GBP", None),
        ("C$12", "CAD", None),
        ("12美元", "USD", None),
        ("12 元", "CNY", None),
        ("RMB12", "CNY", None),
        ("₹12", "INR", None),
        ("12 zł", "PLN", None),
        ("12", None, None),
    ],
)
def test_currency_marks(text, code, sign):
    number = parse_text(text)
    assert (number.currency, number.sign, number.value) == (code, sign, 12)


@pytest.mark.parametrize(
    ("text", "value"), [("30%", 0.3), ("0,54%", 0.0054), ("20.0000%", 0.2), ("30％", 0.3), ("-5 %", -0.05)]
)
def test_percent_sign_gives_fraction(text, value):
    number = parse_text(text)
    assert number.percent
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "blank"),
        ("  ", "blank"),
        ("--", "placeholder"),
        ("—", "placeholder"),
        ("-", "placeholder"),
        ("N/A", "placeholder"),
        ("N/R", "placeholder"),
        ("无", "placeholder"),
        ("有花费无销售额", "placeholder"),
        (">1000", "bound"),
        ("<5", "bound"),
        ("＜5", "bound"),
        ("12.5/15.8", "several"),
        ("12/15/20", "several"),
        ("7-9", "several"),
        ("¥12 / ¥15", "several"),
        ("待定价", "text"),
        ("约", "bound"),
        ("12 abc", "text"),
        ("1.2.3", "text"),
        ("1,23,4", "text"),
        ("=C135+A135", "text"),
        ("12.5元/kg", "text"),
        ("2024-01-05", "several"),
    ],
)
def test_not_a_number(text, problem):
    number = parse_text(text)
    assert number.problem == problem
    assert math.isnan(number.value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("200g", 200, "g"),
        ("0.05 kg", 0.05, "kg"),
        ("1 lb", 1, "lb"),
        ("3 Ounces", 3, "oz"),
        ("1 lb 4 oz", 1.25, "lb"),
        ("200克", 200, "g"),
        ("0.2公斤", 0.2, "kg"),
        ("12cm", 12, "cm"),
        ('5"', 5, "in"),
        ("5 inches", 5, "in"),
        ("25 件", 25, "count"),
    ],
)
def test_units_in_the_cell(text, value, unit):
    number = parse_text(text)
    assert (number.value, number.unit, number.problem) == (value, unit, "")


def test_other_cell_types():
    assert parse_cell(3).value == 3
    assert parse_cell(np.int64(3)).value == 3
    assert parse_cell(Decimal("2.5")).value == 2.5
    assert parse_cell(None).problem == "blank"
    assert parse_cell(float("nan")).problem == "blank"
    assert parse_cell(True).problem == "text"
    assert parse_cell(datetime(2026, 1, 1)).problem == "text"
    assert parse_cell(CellError("#N/A")).problem == "error"


def test_a_comma_with_three_digits_is_what_the_column_proves():
    assert parse_column(["1,234", "5,678"]).values.tolist() == [1234, 5678]
    assert parse_column(["1,234", "12,5"]).values.tolist() == [1.234, 12.5]
    assert parse_column(["1.234", "12,5"]).values.tolist() == [1234, 12.5]
    mixed = parse_column(["1,234", "12,5", "12.5"])
    assert mixed.values[1:].tolist() == [12.5, 12.5]
    assert mixed.problems == [(0, "ambiguous")]


def test_thousands_make_no_sense_in_a_rate():
    assert parse_column(["7,123"], small=True).values.tolist() == [7.123]


# The spellings of one number, as people and programs write it.
_SPELLINGS = {
    "plain": lambda x: f"{x:.2f}",
    "thousands": lambda x: f"{x:,.2f}",
    "german": lambda x: f"{x:,.2f}".translate(str.maketrans(",.", ".,")),
    "french": lambda x: f"{x:,.2f}".replace(",", "\u202f").replace(".", ","),
    "dollars": lambda x: f"${x:,.2f}",
    "euros": lambda x: f"{x:.2f} €".replace(".", ","),
    "yuan": lambda x: f"￥{x:.2f}",
    "full width": lambda x: f"{x:.2f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    "brackets": lambda x: f"({x:,.2f})",
    "guarded": lambda x: f'="{x:.2f}"',
    "pounds": lambda x: f"{x:.2f} lb",
}


@settings(deadline=None)
@given(st.integers(0, 99_999_999), st.sampled_from(sorted(_SPELLINGS)))
def test_every_spelling_gives_the_number_back(cents, spelling):
    value = cents / 100
    read = parse_text(_SPELLINGS[spelling](value))
    assert read.problem == ""
    assert abs(read.value) == value
    assert (read.value < 0) == (spelling == "brackets" and cents > 0)


_CELLS = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=True, allow_infinity=False, width=32),
    st.booleans(),
    st.sampled_from(["--", "30%", "1,234", "12,5", "12.5", "200g", "¥3", "x", "", ">5", "1/2", CellError("#REF!")]),
    st.builds(lambda c, s: _SPELLINGS[s](c / 100), st.integers(0, 10**7), st.sampled_from(sorted(_SPELLINGS))),
)


@settings(deadline=None)
@given(st.lists(_CELLS, max_size=12))
def test_a_column_is_its_cells(cells):
    column = parse_column(cells)
    decimals = column_decimals([c for c in cells if isinstance(c, str)])
    single = [parse_cell(c, decimals) for c in cells]
    np.testing.assert_array_equal(column.values, [n.value for n in single])
    assert column.problems == [(i, n.problem) for i, n in enumerate(single) if n.problem not in ("", "blank")]
    units = [n.unit for n in single]
    assert (column.units.tolist() if column.units is not None else [None] * len(cells)) == units
    marks = [n.currency for n in single]
    assert (column.currencies.tolist() if column.currencies is not None else [None] * len(cells)) == marks


@pytest.mark.parametrize(
    ("text", "sides", "unit"),
    [
        ("10x20x30cm", (10, 20, 30), "cm"),
        ("10*20*30", (10, 20, 30), None),
        ("10×20×30 CM", (10, 20, 30), "cm"),
        ("10cm*20cm*30cm", (10, 20, 30), "cm"),
        ("10 X 20 X 30mm", (10, 20, 30), "mm"),
        ("4 x 2 x 2 in", (4, 2, 2), "in"),
        ('4" x 2" x 2"', (4, 2, 2), "in"),
        ("44L x 14W x 2H", (44, 14, 2), None),
        ("2H x 14W x 44L", (44, 14, 2), None),
        ("12.9,5.5,3.6", (12.9, 5.5, 3.6), None),
        ("12.9，5.5，3.6", (12.9, 5.5, 3.6), None),
        ("12,9 x 5,5 x 3,6 cm", (12.9, 5.5, 3.6), "cm"),
        ("12-5-3", (12, 5, 3), None),
        ("20x14x5cm（含吸塑）", (20, 14, 5), "cm"),
        ("长10宽5高3", None, None),
    ],
)
def test_sides_in_one_cell(text, sides, unit):
    read = parse_sides(text)
    if sides is None:
        assert read.problem == "text"
        return
    assert (read.length, read.width, read.height) == sides
    assert (read.unit, read.problem) == (unit, "")


def test_the_weight_may_stand_last_only_when_the_header_says_so():
    read = parse_sides("1.00-1.00-1.00-0.20", with_weight=True)
    assert (read.length, read.width, read.height, read.weight) == (1, 1, 1, 0.2)
    assert parse_sides("1.00-1.00-1.00-0.20").problem == "text"
    assert parse_sides("10x20x30x200g", with_weight=True).weight_unit == "g"


@pytest.mark.parametrize("text", ["10x20", "S/M/L", "约10", "10x20x30kg", "10Lx20Lx30H", "10cm x 20in x 3cm"])
def test_sides_that_cannot_be_read(text):
    assert parse_sides(text).problem == "text"


@pytest.mark.parametrize(
    "cell",
    [
        "2026-07-01",
        "2026/7/1",
        "2026.7.1",
        "20260701",
        20260701,
        "2026年7月1日",
        "Jul 1, 2026 12:06:05 AM PDT",
        "1 July 2026",
        "2026-07-01 00:00:00 UTC",
        "01.07.2026",
        datetime(2026, 7, 1, 12),
        date(2026, 7, 1),
        46204,
    ],
)
def test_shapes_of_dates(cell):
    days, problems, _ = parse_dates([cell])
    assert problems == []
    assert days[0] == np.datetime64("2026-07-01")


def test_blank_days():
    days, problems, _ = parse_dates([None, float("nan"), "--", CellError("#N/A")])
    assert np.isnat(days).all()
    assert problems == [(2, "placeholder"), (3, "error")]


def test_day_or_month_first_is_proved_by_the_column_or_left_open():
    days, problems, _ = parse_dates(["03/04/2026", "25/04/2026"])
    assert [str(d) for d in days] == ["2026-04-03", "2026-04-25"] and not problems
    days, problems, _ = parse_dates(["03/04/2026", "04/25/2026"])
    assert [str(d) for d in days] == ["2026-03-04", "2026-04-25"] and not problems
    days, problems, _ = parse_dates(["03/04/2026"])
    assert np.isnat(days[0]) and problems == [(0, "ambiguous_date")]


@pytest.mark.parametrize("cell", ["Jul 06, 2026 - Jul 29, 2026", "2024-01", "下周", "2026-02-30", 12.0])
def test_not_a_day(cell):
    days, problems, _ = parse_dates([cell])
    assert np.isnat(days[0]) and problems == [(0, "date")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="170574860392093"', "170574860392093"),
        ("=C135+A135", "=C135+A135"),
        (1705.0, "1705"),
        (1705, "1705"),
        ("--", None),
        (" 杯子 ", "杯子"),
        (None, None),
        (CellError("#N/A"), None),
    ],
)
def test_texts(cell, text):
    assert text_value(cell) == text

"""The functions as Excel calls them: through xlwings' own, unmodified dispatch, with arguments as COM delivers them."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import inspect
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import windows_xlwings as windows

from xlops.catalog import catalogue
from xlops.errors import REASONS, Reason

UDFS = "xlops.hosts.excel.udfs"
VECTORS = Path(__file__).parents[2] / "data" / "vectors.csv"
NA, VALUE = "#N/A", "#VALUE!"
DAY = (dt.date(2026, 6, 1) - dt.date(1899, 12, 30)).days


@pytest.fixture(scope="module")
def udfs() -> Any:
    windows.load()
    from xlwings.udfs import get_udf_module

    return get_udf_module(UDFS, None)


def ask(name: str, *arguments: object) -> Any:
    return windows.call_udf(UDFS, name, *arguments)


def vectors() -> list[Any]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(row["formula"], json.loads(row["arguments"]), row["expected"], id=f"{line}-{row['formula']}")
        for line, row in enumerate(rows, 2)
    ]


def as_com(value: object) -> object:
    """Return a vector's value as a cell holds it: a day is a number to ``.Value2``."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def in_order(name: str, arguments: dict[str, Any]) -> list[object]:
    given = [as_com(arguments[a.name]) if a.name in arguments else windows.MISSING for a in catalogue()[name].arguments]
    while given and given[-1] == windows.MISSING:
        given.pop()
    return given


def shown(expected: str) -> object:
    if expected in Reason.__members__:
        return VALUE if REASONS[Reason[expected]].kind == "invalid" else NA
    try:
        return float(expected)
    except ValueError:
        return expected


def test_every_formula_is_registered_with_its_arguments_and_help(udfs: Any) -> None:
    for name, formula in catalogue().items():
        registered = getattr(udfs, name).__xlfunc__
        assert registered["name"] == name
        assert registered["category"] == "xlops"
        assert not registered["volatile"]
        assert [a["name"] for a in registered["args"]] == [a.name for a in formula.arguments]
        assert [a["name"] for a in registered["args"] if "optional" in a] == [
            a.name for a in formula.arguments if not a.required
        ]
        assert 0 < len(registered["ret"]["doc"]) <= 255
        for argument in registered["args"]:
            assert 0 < len(argument["doc"]) <= 255
            assert argument["options"] == {"ndim": 2, "err_to_str": True}
    extra = {n for n, f in vars(udfs).items() if inspect.isfunction(f) and n.isupper()} - set(catalogue())
    assert extra == set()


@pytest.mark.parametrize(("name", "arguments", "expected"), vectors())
def test_a_single_cell(name: str, arguments: dict[str, Any], expected: str) -> None:
    assert ask(name, *in_order(name, arguments)) == shown(expected)


@pytest.mark.parametrize(("name", "arguments", "expected"), vectors())
def test_a_range(name: str, arguments: dict[str, Any], expected: str) -> None:
    given = [a if a == windows.MISSING else ((a,), (a,), (a,)) for a in in_order(name, arguments)]
    found = ask(name, *given)
    if all(a == windows.MISSING for a in given):
        assert found == shown(expected)
    else:
        assert found == [[shown(expected)]] * 3


@pytest.mark.parametrize("error", windows.ERRORS)
def test_an_error_in_stays_that_error(error: str) -> None:
    code = windows.ERRORS[error]
    assert ask("OPS_ACOS", code, 40.0) == error
    assert ask("OPS_PROFIT", 20.0, code, 3.0) == error, "a broken cost must not become a missing one"
    assert ask("OPS_ACOS", ((10.0,), (code,)), ((40.0,), (40.0,))) == [[0.25], [error]]
    assert ask("AMZ_REFERRAL_FEE", 25.0, code, windows.MISSING, float(DAY)) == error
    assert ask("AMZ_REFERRAL_FEE", ((25.0,), (25.0,)), (("Toys",), (code,)), "US", float(DAY)) == [[3.75], [error]]
    assert ask("AMZ_REFERRAL_FEE", ((25.0,), (30.0,)), code) == [[error], [error]]
    assert ask("AMZ_FEES", 10.0, 8.0, code, 200.0, 25.0, "Toys") == error


def test_the_first_argument_with_an_error_counts() -> None:
    first, second = windows.ERRORS["#REF!"], windows.ERRORS["#NUM!"]
    assert ask("OPS_ACOS", first, second) == "#REF!"
    assert ask("OPS_ACOS", ((first,), (1.0,)), ((second,), (second,))) == [["#REF!"], ["#NUM!"]]


@pytest.mark.parametrize(
    ("given", "means"),
    [("25", 25), (" 1,025.50 ", 1025.5), ("２５", 25), (".5", 0.5), ("1e3", VALUE), ("$25", VALUE), ("25 USD", VALUE)],
)
def test_numbers_written_as_text(given: str, means: object) -> None:
    assert ask("OPS_MARGIN", given, 0.0) == means
    assert ask("OPS_MARGIN", ((given,), (7.0,)), 0.0) == [[means], [7.0]]


def test_percents_as_text_are_fractions() -> None:
    assert ask("OPS_TARGET_ACOS", "30%", 0.1) == pytest.approx(0.2)


def test_currency_cells_are_decimals() -> None:
    assert ask("OPS_MARGIN", decimal.Decimal("25.10"), decimal.Decimal("5")) == pytest.approx(20.1)


def test_true_is_no_number() -> None:
    assert ask("OPS_ACOS", True, 40.0) == VALUE
    assert ask("OPS_ACOS", ((True,), (10.0,)), 40.0) == [[VALUE], [0.25]]


@pytest.mark.parametrize(
    "day",
    [
        float(DAY),
        float(DAY) + 0.73,
        dt.datetime(2026, 6, 1, 14, 30),
        "2026-06-01",
        "2026/6/1",
        "2026年6月1日",
    ],
)
def test_days_in_every_form(day: object) -> None:
    # Apparel up to 15.00 pays 5 % since 2024-01-15 and 17 % before.
    assert ask("AMZ_REFERRAL_FEE", 14.0, "Clothing and Accessories", "US", day) == 0.7
    assert ask("AMZ_REFERRAL_FEE", 14.0, "Clothing and Accessories", "US", ((day,), (36000.0,))) == [[0.7], [NA]]


def test_the_first_days_of_excels_calendar() -> None:
    from xlops.hosts.excel.cells import _day

    assert _day(1.0) == dt.date(1900, 1, 1)
    assert _day(59.0) == dt.date(1900, 2, 28)
    assert _day(61.0) == dt.date(1900, 3, 1)


@pytest.mark.parametrize("day", ["tomorrow", -3.0, 3e6, True])
def test_no_days(day: object) -> None:
    assert ask("AMZ_REFERRAL_FEE", 14.0, "Toys", "US", day) == VALUE
    assert ask("AMZ_REFERRAL_FEE", 14.0, "Toys", "US", ((day,), (float(DAY),))) == [[VALUE], [2.1]]


@pytest.mark.parametrize("blank", [None, "", "  ", 0.0, windows.MISSING])
def test_a_blank_day_is_today(blank: object) -> None:
    from xlops.hosts.python import functions

    assert ask("AMZ_REFERRAL_FEE", 14.0, "Toys", "US", blank) == functions()["amz_referral_fee"](14.0, "Toys", "US")


@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_number_is_unknown_and_not_zero(blank: object) -> None:
    assert ask("AMZ_REFERRAL_FEE", blank, "Toys", "US", float(DAY)) == NA
    assert ask("OPS_ACOS", 3.0, blank) == NA


def test_shapes() -> None:
    price, category = ((25.0,), (30.0,)), (("Toys", "Books", "Watches"),)
    day = float(DAY)
    assert ask("AMZ_REFERRAL_FEE", ((25.0,),), "Toys", "US", day) == 3.75, "one cell stays one cell"
    table = ask("AMZ_REFERRAL_FEE", price, category, "US", day)
    assert np.array(table).shape == (2, 3), "a column and a row span a table"
    for row, (p,) in enumerate(price):
        for place, c in enumerate(category[0]):
            assert table[row][place] == ask("AMZ_REFERRAL_FEE", p, c, "US", day)
    assert ask("AMZ_REFERRAL_FEE", ((25.0, 30.0),), "Toys", "US", day) == [3.75, 4.5], "a row stays a row"
    assert ask("AMZ_REFERRAL_FEE", (25.0, 30.0), "Toys", "US", day) == [3.75, 4.5], "{25,30} is a row"
    longer = ((25.0,), (30.0,), (40.0,))
    assert ask("AMZ_REFERRAL_FEE", longer, (("Toys",), ("Toys",)), "US", day) == [[3.75], [4.5], [NA]]
    assert ask("AMZ_REFERRAL_FEE", ((25.0, 30.0), (35.0, 40.0)), (("Toys",), ("Toys",), ("Toys",)), "US", day) == [
        [3.75, 4.5],
        [5.25, 6.0],
        [NA, NA],
    ]


def test_a_whole_column_is_read_to_its_last_filled_row() -> None:
    from xlops.hosts.excel.cells import call

    column = [("售价",), (25.0,), (None,), (30.0,)] + [(None,)] * (1_048_576 - 4)
    assert call("OPS_MARGIN", [column, 5.0]) == [[VALUE], [20.0], [NA], [25.0]]


def test_tables_spill() -> None:
    one = ask("AMZ_FEES", 10.0, 8.0, 2.0, 200.0, 25.0, "Toys", "US", float(DAY))
    assert one[0][0].startswith("referral")
    assert one[0][1] == 3.75
    two = ask("AMZ_FEES", ((10.0,), (10.0,)), 8.0, 2.0, ((200.0,), (windows.ERRORS["#DIV/0!"],)), 25.0, "Toys", "US")
    assert len(two) == 3
    assert set(two[2]) == {"#DIV/0!"}
    assert ask("AMZ_FEES", 10.0, 8.0, 2.0, "heavy", 25.0, "Toys") == VALUE
    unknown = ask("AMZ_FEES", 10.0, 8.0, 2.0, 200.0, 25.0, "Toys", "PL", float(DAY))
    assert unknown[0][1] == NA
    markets = ask("OPS_MARKETS")
    assert markets[0][0].endswith("code")


def test_twins_say_why() -> None:
    day = float(DAY)
    unknown = ask("AMZ_REFERRAL_FEE_EXPLAIN", 25.0, "Toys", "PL", day)
    assert "not known" in unknown
    assert "未知" in ask("AMZ_REFERRAL_FEE_EXPLAIN", 25.0, "Toys", "PL", day, "", "", "", "zh") or "无法" in ask(
        "AMZ_REFERRAL_FEE_EXPLAIN", 25.0, "Toys", "PL", day, "", "", "", "zh"
    )
    impossible = ask("AMZ_REFERRAL_FEE_EXPLAIN", "cheap", "Toys", "US", day)
    assert "'cheap'" in impossible
    assert "应为数字" in impossible
    assert ask("AMZ_REFERRAL_FEE_EXPLAIN", windows.ERRORS["#REF!"], "Toys") == "#REF!"


def test_rows_of_every_kind_in_one_range() -> None:
    """One bad row loses itself only, and every row is as it is alone."""
    prices = [25.0, None, "x", "30", windows.ERRORS["#N/A"], decimal.Decimal("25"), -1.0, 0.0, True]
    categories = ["Toys", "Toys", "Toys", "Toys", "Toys", "玩具", "Toys", "Toys", "Toys"]
    column = ask(
        "AMZ_REFERRAL_FEE", tuple((p,) for p in prices), tuple((c,) for c in categories), "US", float(DAY)
    )
    alone = [ask("AMZ_REFERRAL_FEE", p, c, "US", float(DAY)) for p, c in zip(prices, categories, strict=True)]
    assert [row[0] for row in column] == alone == [3.75, NA, VALUE, 4.5, NA, 3.75, VALUE, 0.3, VALUE]


def test_the_module_is_plain_python_without_windows() -> None:
    import subprocess
    import sys

    code = "from xlops.hosts.excel.udfs import OPS_ACOS; print(OPS_ACOS([[10.0]], [[40.0]]))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "0.25", result.stderr


def test_twins_say_the_same_in_a_column() -> None:
    day = float(DAY)
    broken = windows.ERRORS["#REF!"]
    rows = [("$12", "Books", "US"), (25.0, "Toys", "PL"), (25.0, "Toys", "火星"), (broken, "Toys", "US")]
    column = ask("AMZ_REFERRAL_FEE_EXPLAIN", *(tuple((row[n],) for row in rows) for n in range(3)), day)
    assert [cell for (cell,) in column] == [ask("AMZ_REFERRAL_FEE_EXPLAIN", *row, day) for row in rows]


@pytest.mark.parametrize("weight", [6_901_234_567_890.0, 1e9])
def test_a_bar_code_in_the_weight_column(weight: float) -> None:
    """It is answered at once, and stops no other row."""
    assert ask("AMZ_NEAR_MISS_SAVING", 10.0, 8.0, 2.0, weight, 25.0, "Toys", "US", float(DAY)) == 0.0
    light = ((200.0,), (weight,))
    found = ask("AMZ_NEAR_MISS_SAVING", 10.0, 8.0, 2.0, light, 25.0, "Toys", "US", float(DAY))
    assert found[0] == [ask("AMZ_NEAR_MISS_SAVING", 10.0, 8.0, 2.0, 200.0, 25.0, "Toys", "US", float(DAY))]

"""Header words, columns that are not counted, single odd rates, formulas without a result, units not stated."""

from __future__ import annotations

import math

import pytest

from xlops.sheets import CellError, Grid, Issue, Sheet, read_sheet
from xlops.sheets.headers import match


def read(*rows: list[object]) -> Sheet:
    return read_sheet(Grid("Sheet1", rows))


def issues(sheet: Sheet, code: str) -> list[Issue]:
    return [i for i in sheet.issues if i.code == code]


@pytest.mark.parametrize(
    ("header", "term"),
    [
        ("PPC Spend", "ad_spend"),
        ("PPC Spend (30d)", "ad_spend"),
        ("广告费（近30天）", "ad_spend"),
        ("广告费(30天)", "ad_spend"),
        ("PPC Cost", "ad_spend"),
        ("PPC Sales", "ad_sales"),
        ("Units/Month", "units_sold"),
        ("Units per month", "units_sold"),
        ("Monthly units", "units_sold"),
        ("Return %", "return_rate"),
        ("Package Dimensions (in)", "dimensions"),
        ("Package dimensions", "dimensions"),
        ("Shipping to FBA", "first_leg"),
        ("Inbound shipping", "first_leg"),
        ("Freight to FBA", "first_leg"),
        ("进货成本", "product_cost"),
        ("进货成本（元）", "product_cost"),
        ("月订单", "orders"),
        ("月订单数", "orders"),
        ("关税", "unit_duty"),
        ("关税(USD)", "unit_duty"),
        ("进口关税", "unit_duty"),
        ("单件关税", "unit_duty"),
        ("Import duty", "unit_duty"),
        ("Duty per unit", "unit_duty"),
        ("Duty", "unit_duty"),
    ],
)
def test_header_words(header: str, term: str) -> None:
    assert [m.term for m in match(header)] == [term]


def test_a_window_in_brackets_takes_nothing_away() -> None:
    assert match("PPC Spend (30d)")[0].confidence == match("PPC Spend")[0].confidence


@pytest.mark.parametrize("header", ["关税税率", "关税率", "关税(%)", "Duty rate", "Duty %"])
def test_a_duty_rate_is_no_duty(header: str) -> None:
    assert "unit_duty" not in [m.term for m in match(header)]


def test_the_number_of_a_product_is_a_product_id_beside_a_sku() -> None:
    assert "product_id" in read(["SKU", "商品编号", "售价"], ["A", "1005001", 9]).data
    assert "sku" in read(["商品编号", "售价"], ["A", 9]).data


def test_zero_duty_is_meant() -> None:
    assert read(["SKU", "Price", "Duty(USD)"], ["A", 9, 0], ["B", 9, 1]).data["unit_duty"].tolist() == [0, 1]


def test_a_column_of_numbers_that_is_not_counted_is_said() -> None:
    sheet = read(
        ["序号", "SKU", "售价(USD)", "贴纸费", "毛利", "竞品售价", "UPC", "颜色", "箱规"],
        [1, "A", 9, 0.5, 3, 8, 123456789012, "红", 24],
        [2, "B", 9, 0.7, 3, 8, 123456789013, "白", 24],
        [3, "C", 9, None, 3, 8, 123456789014, "白", 24],
    )
    [said] = issues(sheet, "column_not_used")
    assert (said.column, said.severity) == (3, "warning")
    assert "贴纸费" in said.zh and "D 列" in said.zh and "column D" in said.en and "--save" in said.en


def test_many_such_columns_are_said_at_once() -> None:
    names = [f"费用项{c}" for c in "甲乙丙丁戊己庚"]
    sheet = read(["SKU", "售价(USD)", *names], ["A", 9, *([0.5] * 7)], ["B", 9, *([0.7] * 7)])
    assert len(issues(sheet, "columns_not_used")) == 1 and not issues(sheet, "column_not_used")


@pytest.mark.parametrize("odd", [71, 0.14, 1])
def test_one_odd_exchange_rate_is_blank(odd: float) -> None:
    rates = [7.1, 7.2, odd, 7.15]
    sheet = read(["SKU", "售价(USD)", "汇率"], *([f"A-{i}", 9, r] for i, r in enumerate(rates)))
    [said] = issues(sheet, "rate_off")
    assert "C4" in said.en and "C4" in said.zh
    assert [math.isnan(v) for v in sheet.data["exchange_rate"]] == [False, False, True, False]


def test_rates_of_other_currencies_are_not_odd() -> None:
    rows = [["USD", 7.1], ["USD", 7.1], ["JPY", 0.048], ["JPY", 0.047], ["JPY", 0.047]]
    sheet = read(["SKU", "售价", "币种", "汇率"], *([f"A-{i}", 9, *r] for i, r in enumerate(rows)))
    assert sheet.data["exchange_rate"].tolist() == [r[1] for r in rows]


@pytest.mark.parametrize(
    ("rate", "code"), [(71, "rate_implausible"), (1, "rate_implausible"), (0.14, "rate_upside_down")]
)
def test_a_single_rate_must_be_plausible(rate: float, code: str) -> None:
    sheet = read(["SKU", "售价(USD)", "汇率"], ["A", 9, rate])
    assert math.isnan(sheet.data["exchange_rate"][0]) and issues(sheet, code)


def test_formulas_without_a_stored_result_are_said_once() -> None:
    rows = [[f"A-{i}", 9, CellError(f"=N{i}/O{i}")] for i in range(24)]
    sheet = read(["SKU", "售价(USD)", "采购成本(CNY)"], *rows)
    [said] = issues(sheet, "no_stored_result")
    assert (said.found, said.severity) == (24, "warning") and not issues(sheet, "error_cell")
    assert "WPS" in said.en and "C2" in said.zh


ENGLISH = ["ASIN", "Price", "Length", "Width", "Height", "Weight"]


def test_units_that_an_english_sheet_of_amazon_us_does_not_state() -> None:
    rows: list[list[object]] = [
        ["B0TEST0001", 9, 8, 5, 3, 6.5],
        ["B0TEST0002", 9, 7, 4, 3, 5],
        ["B0TEST0003", 9, 6, 4, 3, 4],
    ]
    sheet = read(ENGLISH, *rows)
    [said] = issues(sheet, "units_not_stated")
    assert said.severity == "warning" and "inches and pounds" in said.en and "英寸、磅" in said.zh
    assert sheet.data["length"].tolist() == [8, 7, 6]
    metric = [*ENGLISH[:2], "Length (cm)", "Width (cm)", "Height (cm)", "Weight (kg)"]
    assert not issues(read(metric, *rows), "units_not_stated")
    assert not issues(read([*ENGLISH, "Marketplace"], *([*r, "DE"] for r in rows)), "units_not_stated")


def test_inches_and_pounds_are_named_together() -> None:
    rows = [[f"B0TEST000{i}", 9, 8, 5, 3, w] for i, w in enumerate((2.5, 3.0, 3.5))]
    [said] = issues(read(ENGLISH, *rows), "inches_suspected")
    assert "pounds" in said.en and "磅" in said.zh and said.severity == "warning"


def test_a_bare_fraction_among_percents() -> None:
    sheet = read(["SKU", "退货率"], ["A", "8%"], ["B", "9%"], ["C", "8%"], ["D", 8], ["E", 0.05])
    assert sheet.data["return_rate"].tolist() == pytest.approx([0.08, 0.09, 0.08, 0.08, 0.05])
    [said] = issues(sheet, "fraction_among_percents")
    assert "B6" in said.en

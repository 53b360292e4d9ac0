"""The economics of rows: figures worked by hand, and what an unknown cell may never become."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlops.errors import Reason
from xlops.grading.economics import economics
from xlops.sheets import Grid, read_sheet

DAY = date(2026, 11, 22)
ZH = ["MSKU", "亚马逊类目", "站点", "售价(USD)", "采购成本(CNY)", "头程(CNY)", "汇率"]
ZH += ["长(cm)", "宽(cm)", "高(cm)", "重量(g)", "广告费(USD)", "广告销售额(USD)", "销量"]
EN = ["MSKU", "Amazon category", "Marketplace", "Price (USD)", "Product cost (CNY)", "First leg (CNY)", "Exchange rate"]
EN += ["Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)", "Ad spend (USD)", "Ad sales (USD)", "Units sold"]
ROW = ["A-1", "家居厨房", "美国", 25.99, 30, 6, 7.2, 20, 15, 5, 300, 120, 800, 60]


def of(header, *rows, **kwargs):
    """Read a sheet and work out its economics, as a run does."""
    sheet = read_sheet(Grid("Sheet1", [header, *rows]))
    kwargs.setdefault("platform", sheet.platform)
    return economics(
        sheet.data,
        sheet.currency,
        len(sheet.rows),
        kwargs.pop("as_of", DAY),
        chinese=kwargs.pop("chinese", sheet.language == "zh"),
        **kwargs,
    )


def direct(rows=1, currency=None, **data):
    """Ask economics() itself: numbers and texts by term, one value for all rows or a list."""
    options = {k: data.pop(k) for k in ("as_of", "platform", "market", "rates", "chinese") if k in data}
    options |= {k: data.pop(f"default_{k}") for k in ("commission_rate", "affiliate_rate") if f"default_{k}" in data}
    columns = {}
    for term, value in data.items():
        values = list(value) if isinstance(value, list) else [value] * rows
        text = any(isinstance(v, str) or v is None for v in values)
        columns[term] = np.array(values, dtype=object if text else np.float64)
    length = len(next(iter(columns.values())))
    marks = {term: np.array([mark] * length, dtype=object) for term, mark in (currency or {}).items()}
    return economics(columns, marks, length, options.pop("as_of", DAY), **options)


def changed(**cells):
    """ROW with other cells, by the header's first words."""
    places = {"category": 1, "market": 2, "price": 3, "cost": 4, "first_leg": 5, "rate": 6, "weight": 10}
    places |= {"spend": 11, "sales": 12, "units": 13}
    row = list(ROW)
    for name, value in cells.items():
        row[places[name]] = value
    return row


def value(found, key, row=0):
    return float(found.columns[key].value[row])


def why(found, key, row=0):
    """The reason, with the proof that a reason and a value never stand together."""
    column = found.columns[key]
    assert np.isnan(column.value[row]) == (column.reason[row] != 0)
    return Reason(int(column.reason[row]))


# ---- one row of Amazon, by hand ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row"),
    [(ZH, ROW), (EN, ["A-1", "Home & Kitchen", "amazon.com", *ROW[3:]])],
    ids=["zh", "en"],
)
def test_an_amazon_row_to_the_cent(header, row):
    found = of(header, row)
    # 15 % of 25.99 = 3.8985
    assert value(found, "referral_fee") == 3.90
    # 20 x 15 x 5 cm is large standard; 300 g = 10.58 oz, more than 1500 cm3 / 139 = 10.54 oz: the row above 8 up
    # to 12 oz of the season from 15 October, 4.48; 3.5 % of it is 0.1568.
    assert value(found, "fba_fee") == 4.64
    assert found.size_tier[0] == "large_standard"
    # 1500 cm3 = 0.05297 ft3 at 2.40 in November
    assert value(found, "storage_fee") == pytest.approx(0.12713, abs=1e-5)
    assert value(found, "fees_total") == 8.54
    # (30 + 6) / 7.2 = 5.00 of cost and 120 / 60 = 2.00 of ads: 25.99 - 5.00 - 8.54 - 2.00
    assert value(found, "profit") == 10.45
    assert value(found, "margin_rate") == pytest.approx(10.45 / 25.99, abs=1e-12)
    assert value(found, "break_even_acos") == pytest.approx(12.45 / 25.99, abs=1e-12)
    assert value(found, "acos") == 0.15
    assert found.facts["acos_to_break_even"][0] == pytest.approx(0.15 / (12.45 / 25.99), abs=1e-12)
    assert found.facts["roi"][0] == pytest.approx(10.45 / 5.00)
    assert found.facts["price_to_cost"][0] == pytest.approx(25.99 / (30 / 7.2))
    assert found.currency[0] == "USD"
    # AliExpress' charges are no business of this row.
    assert {why(found, key) for key in ("commission", "affiliate_fee", "freight_fee")} == {Reason.NOT_APPLICABLE}


def test_the_day_chooses_the_tables():
    july, november = of(ZH, ROW, as_of=date(2026, 7, 16)), of(ZH, ROW)
    assert value(july, "fba_fee") == 4.35  # 4.20 and 3.5 % of it, 0.147
    assert value(november, "fba_fee") == 4.64
    assert value(july, "storage_fee") == pytest.approx(1500 / 28316.846592 * 0.78, abs=1e-6)
    assert value(july, "referral_fee") == value(november, "referral_fee")


def test_other_cost_is_taken_off_and_a_blank_one_is_none():
    header = [*ZH, "其他成本(USD)"]
    found = of(header, [*ROW, 1.25], [*ROW, None])
    assert value(found, "profit", 0) == pytest.approx(9.20)
    assert value(found, "profit", 1) == pytest.approx(10.45)


def test_media_pays_the_closing_fee_and_others_do_not():
    found = of(ZH, changed(category="Books"), ROW)
    # 3.90 + 4.64 + 1.80
    assert value(found, "fees_total", 0) == pytest.approx(10.34)
    assert value(found, "profit", 0) == pytest.approx(8.65)
    assert value(found, "fees_total", 1) == pytest.approx(8.54)


def test_dangerous_goods_change_the_delivery_and_not_the_referral():
    row = changed(category="Baby Products", price=9.99)
    found = of([*ZH, "危险品"], [*row, "是"], [*row, None])
    # Baby products up to 10.00: 8 % of 9.99 = 0.7992
    assert [value(found, "referral_fee", n) for n in (0, 1)] == [0.80, 0.80]
    assert value(found, "fba_fee", 1) == 3.79  # 3.66 and 0.1281
    # 4.82 and 3.5 % of it, 0.1687
    assert value(found, "fba_fee", 0) == 4.99
    # No storage rate of dangerous goods is published in the US, and that of ordinary goods is not theirs.
    assert why(found, "storage_fee", 0) == Reason.NOT_PUBLISHED
    assert value(found, "storage_fee", 1) == 0.127133


# ---- currencies -------------------------------------------------------------------------------------------


def test_the_rate_of_the_row_goes_before_the_setting():
    found = of(ZH, ROW, changed(rate=None), rates={"USD": 6.0})
    # 36 / 7.2 = 5 and 36 / 6 = 6
    assert [value(found, "profit", n) for n in (0, 1)] == pytest.approx([10.45, 9.45])


def test_without_a_rate_the_profit_is_unknown_and_the_fees_are_not():
    found = of(ZH, changed(rate=None))
    assert why(found, "profit") == why(found, "margin_rate") == Reason.MISSING_EXCHANGE_RATE
    assert why(found, "break_even_acos") == Reason.MISSING_EXCHANGE_RATE
    assert value(found, "fees_total") == 8.54
    # A rate of some other currency is no help.
    assert why(of(ZH, changed(rate=None), rates={"EUR": 7.8}), "profit") == Reason.MISSING_EXCHANGE_RATE


def test_an_unmarked_cost_is_unknown_in_chinese_and_a_stated_assumption_in_english():
    zh = ["MSKU", "亚马逊类目", "站点", "售价", "采购成本", "汇率", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]
    en = ["MSKU", "Amazon category", "Market", "Price", "Product cost", "Exchange rate"]
    en += ["Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)"]
    row = ["A-1", "家居厨房", "US", 25.99, 5, 7.2, 20, 15, 5, 300]
    no_rate = [n for n, header in enumerate(zh) if header != "汇率"]
    found = of([zh[n] for n in no_rate], [row[n] for n in no_rate])
    assert why(found, "profit") == Reason.MISSING_CURRENCY
    assert value(found, "fees_total") == 8.54
    assert found.assumed == ()
    # With an exchange rate the reader takes the cost for CNY, which it says among the sheet's issues.
    assert value(of(zh, row), "profit") == pytest.approx(25.99 - 8.54 - round(5 / 7.2, 6))
    found = of(en, row)
    assert value(found, "profit") == pytest.approx(25.99 - 8.54 - 5)
    assert any("product_cost" in en for en, _ in found.assumed)


def test_a_price_in_another_currency_is_converted_before_the_fees_are_asked():
    header = [h.replace("售价(USD)", "售价(CNY)") for h in ZH]
    # 71.93 / 7.2 = 9.990278: below 10.00, so 8 % of baby products and the cheap column of the FBA table.
    found = of(header, changed(category="Baby Products", price=71.93), changed(category="Baby Products", price=187.128))
    assert value(found, "referral_fee", 0) == 0.80
    assert value(found, "fba_fee", 0) == 3.79
    # 187.128 / 7.2 = 25.99
    assert value(found, "referral_fee", 1) == 3.90
    assert value(found, "profit", 1) == pytest.approx(10.45)
    no_rate = of(header, changed(rate=None))
    assert why(no_rate, "referral_fee") == why(no_rate, "fba_fee") == Reason.MISSING_EXCHANGE_RATE


def test_a_euro_price_in_a_dollar_market_needs_both_rates():
    marks = {"price": "EUR", "product_cost": "USD"}
    row = {"price": 20.0, "product_cost": 5.0, "category": "Home & Kitchen", "market": "US", "platform": "amazon"}
    # 20 EUR x 7.8 / 7.2 = 21.666667 USD: 3.25
    assert value(direct(currency=marks, rates={"USD": 7.2, "EUR": 7.8}, **row), "referral_fee") == 3.25
    assert why(direct(currency=marks, rates={"USD": 7.2}, **row), "referral_fee") == Reason.MISSING_EXCHANGE_RATE


def test_freight_of_a_table_in_yuan_is_converted_and_one_in_dollars_is_not():
    header = ["SKU", "平台", "售价(USD)", "采购成本(CNY)", "汇率", "重量(g)", "收货国家", "物流线路", "佣金率"]
    found = of(
        header,
        ["A", "速卖通", 20, 36, 7.2, 100, "法国", "无忧标准", 0.08],
        ["B", "速卖通", 20, 36, 7.2, 100, "西班牙", "无忧简易", 0.08],
        ["C", "速卖通", 20, 36, None, 100, "法国", "无忧标准", 0.08],
    )
    # 0.1 kg x 91.74 + 17.02 = 26.194 yuan
    assert value(found, "freight_fee", 0) == pytest.approx(26.194 / 7.2, abs=1e-6)
    assert value(found, "profit", 0) == pytest.approx(20 - 5 - 1.6 - 26.194 / 7.2, abs=1e-5)
    assert value(found, "freight_fee", 1) == pytest.approx(2.718)
    assert why(found, "freight_fee", 2) == Reason.MISSING_EXCHANGE_RATE
    assert value(found, "commission", 2) == 1.6


def test_a_euro_price_on_aliexpress_stays_in_euros():
    header = ["SKU", "平台", "售价(EUR)", "采购成本(CNY)", "汇率", "重量(g)", "收货国家", "物流线路", "佣金率"]
    rows = [
        ["A", "速卖通", 20, 39, 7.8, 100, "法国", "无忧标准", 0.08],
        ["B", "速卖通", 20, 39, 7.8, 100, "西班牙", "特惠", 0.08],
    ]
    found = of(header, *rows)
    assert list(found.currency) == ["EUR", "EUR"]
    assert value(found, "commission", 0) == 1.6
    assert value(found, "profit", 0) == pytest.approx(20 - 5 - 1.6 - 26.194 / 7.8, abs=1e-5)
    # The saver line is priced in dollars: the row's rate tells yuan per euro and not yuan per dollar.
    assert why(found, "freight_fee", 1) == Reason.MISSING_EXCHANGE_RATE
    found = of(header, *rows, rates={"USD": 7.2})
    assert value(found, "freight_fee", 1) == pytest.approx(2.718 * 7.2 / 7.8, abs=1e-6)


def test_an_unmarked_aliexpress_price_is_dollars_and_said_to_be():
    found = direct(price=20.0, platform="aliexpress")
    assert found.currency[0] == "USD"
    assert any("USD" in en for en, _ in found.assumed)


# ---- unknown is not zero ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "reason", "unknown", "known"),
    [
        ({"first_leg": None}, "MISSING_FIRST_LEG", ["profit", "break_even_acos"], ["fees_total", "acos"]),
        ({"cost": None}, "MISSING_COST", ["profit", "break_even_acos"], ["fees_total", "acos"]),
        ({"weight": None}, "MISSING_WEIGHT", ["fba_fee", "fees_total", "profit", "break_even_acos"], ["referral_fee"]),
        ({"category": None}, "MISSING_CATEGORY", ["referral_fee", "fees_total", "profit"], ["fba_fee"]),
        ({"category": "不存在的类目"}, "UNKNOWN_CATEGORY", ["referral_fee", "fees_total", "profit"], ["storage_fee"]),
        (
            {"price": None},
            "MISSING_PRICE",
            ["referral_fee", "fba_fee", "fees_total", "profit"],
            ["storage_fee", "acos"],
        ),
        ({"spend": None}, "MISSING_AD_SPEND", ["profit", "margin_rate", "acos"], ["break_even_acos", "fees_total"]),
        ({"units": None}, "MISSING_UNITS", ["profit", "margin_rate"], ["break_even_acos", "acos"]),
        ({"units": 0}, "NO_UNITS", ["profit", "margin_rate"], ["break_even_acos", "acos"]),
        ({"sales": None}, "NO_SALES", ["acos"], ["profit", "break_even_acos"]),
        ({"sales": 0}, "NO_SALES", ["acos"], ["profit", "break_even_acos"]),
    ],
)
def test_what_is_missing_makes_unknown_what_rests_on_it_and_nothing_else(cells, reason, unknown, known):
    found = of(ZH, changed(**cells), ROW)
    assert {key: why(found, key).name for key in unknown} == dict.fromkeys(unknown, reason)
    assert [key for key in known if why(found, key) != Reason.OK] == []
    # The row below is not touched.
    assert value(found, "profit", 1) == 10.45


def test_no_spend_is_a_true_zero():
    found = of(ZH, changed(spend=0), changed(spend=0, sales=0, units=0))
    # 10.45 + 2.00 of ads
    assert [value(found, "profit", n) for n in (0, 1)] == pytest.approx([12.45, 12.45])
    assert value(found, "acos", 0) == 0.0
    assert why(found, "acos", 1) == Reason.NO_SALES


def test_a_sheet_without_a_column_of_ads_says_that_ads_are_left_out():
    found = of(ZH[:11], ROW[:11])
    assert value(found, "profit") == pytest.approx(12.45)
    assert "acos" not in found.columns
    assert "advertising" in [en for en, _ in found.omitted]
    assert "advertising" not in [en for en, _ in of(ZH, ROW).omitted]


def test_a_sheet_without_first_leg_says_so_and_a_landed_cost_holds_it():
    header = ["MSKU", "亚马逊类目", "站点", "售价(USD)", "采购成本(USD)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]
    row = ["A-1", "家居厨房", "美国", 25.99, 4, 20, 15, 5, 300]
    assert "first-leg freight" in [en for en, _ in of(header, row).omitted]
    both = of([*header, "到岸成本(USD)"], [*row, 5], [*row, None])
    assert "first-leg freight" not in [en for en, _ in both.omitted]
    assert value(both, "profit", 0) == pytest.approx(25.99 - 8.54 - 5)
    # Product cost alone would leave the way out, with nobody told.
    assert why(both, "profit", 1) == Reason.MISSING_FIRST_LEG


def test_a_blank_landed_cost_is_made_from_product_cost_and_first_leg():
    found = of([*ZH, "到岸成本(USD)"], [*ROW, 7], [*ROW, None], [*changed(first_leg=None), None])
    assert [value(found, "profit", n) for n in (0, 1)] == pytest.approx([8.45, 10.45])
    assert why(found, "profit", 2) == Reason.MISSING_FIRST_LEG


def test_orders_stand_in_for_units_and_it_is_said():
    found = of([*ZH[:13], "订单数"], ROW)
    assert value(found, "profit") == pytest.approx(10.45)
    assert any("per order" in en for en, _ in found.assumed)
    assert not any("per order" in en for en, _ in of(ZH, ROW).assumed)


def test_losing_before_ads_is_told_even_where_acos_is_unknown():
    found = of(ZH, changed(price=9.0, sales=0, units=None))
    assert why(found, "break_even_acos") == Reason.LOSES_BEFORE_ADS
    assert found.reasons["acos_to_break_even"][0] == Reason.LOSES_BEFORE_ADS
    assert why(found, "profit") == Reason.MISSING_UNITS


# ---- the sheet's own fees ---------------------------------------------------------------------------------


def test_own_fees_stand_in_only_where_ours_are_unknown():
    header = [*ZH, "亚马逊佣金率", "FBA费(USD)"]
    found = of(
        header,
        [*ROW, 0.12, 9.0],  # ours are known
        [*changed(category=None, weight=None), 0.12, 9.0],  # both unknown
        [*changed(category="不存在的类目"), 0.12, 9.0],
        [*changed(category=None, weight=None), None, None],
    )
    assert [value(found, "referral_fee", n) for n in (0, 1, 2)] == [3.90, 3.12, 3.12]
    assert [value(found, "fba_fee", n) for n in (0, 1, 2)] == [4.64, 9.0, 9.0]
    assert value(found, "fees_total", 1) == value(found, "fees_total", 2) == pytest.approx(12.12)
    assert list(found.own["referral_fee"]) == [False, True, True, False]
    assert list(found.own["fba_fee"]) == [False, True, True, False]
    assert why(found, "referral_fee", 3) == Reason.MISSING_CATEGORY
    assert why(found, "fba_fee", 3) == Reason.MISSING_WEIGHT


# ---- AliExpress -------------------------------------------------------------------------------------------

ALI = ["商品ID", "平台", "售价(USD)", "采购成本(USD)", "佣金率", "运费(USD)", "重量(g)", "收货国家"]
ALI_ROW = ["1005001", "速卖通", 20, 5, 0.08, 3, 100, "法国"]


def test_commission_is_the_rows_own_then_the_setting_then_unknown():
    rows = [ALI_ROW, [*ALI_ROW[:4], None, *ALI_ROW[5:]]]
    found = of(ALI, *rows, commission_rate=0.05)
    assert [value(found, "commission", n) for n in (0, 1)] == pytest.approx([1.60, 1.00])
    assert [value(found, "profit", n) for n in (0, 1)] == pytest.approx([10.40, 11.00])
    found = of(ALI, *rows)
    assert value(found, "commission", 0) == 1.60
    assert why(found, "commission", 1) == why(found, "fees_total", 1) == why(found, "profit", 1) == Reason.MISSING_RATE


def test_no_affiliate_column_is_left_out_and_a_blank_cell_is_unknown():
    found = of(ALI, ALI_ROW)
    assert value(found, "profit") == pytest.approx(10.40)
    assert "affiliate commission" in [en for en, _ in found.omitted]
    found = of([*ALI, "联盟佣金率"], [*ALI_ROW, 0.05], [*ALI_ROW, None])
    assert value(found, "affiliate_fee", 0) == pytest.approx(1.00)
    assert value(found, "profit", 0) == pytest.approx(9.40)
    assert why(found, "affiliate_fee", 1) == why(found, "profit", 1) == Reason.MISSING_RATE
    assert "affiliate commission" not in [en for en, _ in found.omitted]
    # A rate for the run fills the blank one.
    found = of([*ALI, "联盟佣金率"], [*ALI_ROW, 0.05], [*ALI_ROW, None], affiliate_rate=0.03)
    assert [value(found, "affiliate_fee", n) for n in (0, 1)] == pytest.approx([1.00, 0.60])


def test_own_freight_goes_before_the_list_price():
    rates = {"USD": 7.2}
    found = of(ALI, ALI_ROW, [*ALI_ROW[:5], None, *ALI_ROW[6:]], rates=rates)
    assert value(found, "freight_fee", 0) == 3.0
    assert value(found, "freight_fee", 1) == pytest.approx(26.194 / 7.2, abs=1e-6)
    assert list(found.own["freight_fee"]) == [True, False]


@pytest.mark.parametrize(
    ("weight", "country", "reason"),
    [
        (150, "法国", "OK"),
        (150.001, "法国", "OUTSIDE_TABLE"),
        (None, "法国", "MISSING_WEIGHT"),
        (100, None, "MISSING_COUNTRY"),
        (100, "阿特兰蒂斯", "UNKNOWN_COUNTRY"),
    ],
)
def test_freight_is_never_stretched(weight, country, reason):
    found = of(ALI, [*ALI_ROW[:5], None, weight, country], ALI_ROW, rates={"USD": 7.2})
    assert why(found, "freight_fee").name == reason
    assert why(found, "profit").name == reason
    assert value(found, "commission") == 1.60


def test_a_line_without_a_table_has_no_price():
    header, row = [*ALI, "物流线路"], [*ALI_ROW[:5], None, 100, "法国"]
    found = of(header, [*row, "无忧优先"], [*row, "某某专线"], rates={"USD": 7.2})
    assert why(found, "freight_fee", 0) == Reason.NO_TABLE
    assert why(found, "freight_fee", 1) == Reason.UNKNOWN_LINE


MANAGED = ["商品ID", "平台", "业务模式", "售价(USD)", "供货价(CNY)", "采购成本(CNY)", "汇率", "重量(g)", "收货国家"]


def test_a_fully_managed_row_starts_from_its_supply_price_and_bears_no_platform_charges():
    rows = [
        ["1", "速卖通", "全托管", 99, 72, 36, 7.2, None, None],
        ["2", "速卖通", "全托管", 99, None, 36, 7.2, None, None],
        ["3", "速卖通", "全托管", None, 72, 36, 7.2, 2000, "法国"],
    ]
    found = of([*MANAGED, "佣金率"], *[[*row, 0.08] for row in rows], affiliate_rate=0.05)
    # 72 / 7.2 - 36 / 7.2: neither the consumer price nor the missing weight matters.
    assert value(found, "profit", 0) == value(found, "profit", 2) == pytest.approx(5.00)
    assert value(found, "margin_rate", 0) == pytest.approx(0.5)
    for key in ("commission", "affiliate_fee", "freight_fee", "fees_total"):
        assert [why(found, key, n) for n in range(3)] == [Reason.NOT_APPLICABLE] * 3
    assert why(found, "profit", 1) == why(found, "margin_rate", 1) == Reason.MISSING_SUPPLY_PRICE


def test_a_fully_managed_row_pays_the_freight_that_it_states():
    found = of([*MANAGED, "运费(CNY)"], ["1", "速卖通", "全托管", 99, 72, 36, 7.2, None, None, 7.2])
    assert value(found, "freight_fee") == pytest.approx(1.0)
    assert value(found, "profit") == pytest.approx(4.0)


def test_a_fully_managed_row_without_a_column_of_supply_prices_is_unknown():
    header = [h for h in MANAGED if h != "供货价(CNY)"]
    found = of(header, ["1", "速卖通", "全托管", 99, 36, 7.2, 100, "法国"], commission_rate=0.08)
    assert why(found, "profit") == Reason.MISSING_SUPPLY_PRICE


def test_the_business_model_of_an_amazon_row_changes_nothing():
    plain, named = of(ZH, ROW), of([*ZH, "业务模式"], [*ROW, "全托管"])
    assert value(named, "profit") == value(plain, "profit")
    assert value(named, "fees_total") == value(plain, "fees_total")


def test_freight_in_the_semi_managed_model_is_not_published():
    header, row = [*ALI, "业务模式"], [*ALI_ROW[:5], None, 100, "法国"]
    found = of(header, [*row, "半托管"], [*row[:6], None, None, "半托管"], [*ALI_ROW, "半托管"], rates={"USD": 7.2})
    assert [why(found, "freight_fee", n) for n in (0, 1)] == [Reason.NOT_PUBLISHED] * 2
    assert why(found, "profit", 0) == Reason.NOT_PUBLISHED
    assert value(found, "freight_fee", 2) == 3.0


# ---- which platform, which market -------------------------------------------------------------------------


def test_the_setting_fills_rows_without_a_platform_and_moves_no_other():
    for setting, expected in (("amazon", ["amazon", "aliexpress"]), ("aliexpress", ["aliexpress", "aliexpress"])):
        found = of(ALI, [ALI_ROW[0], None, *ALI_ROW[2:]], ALI_ROW, platform=setting)
        assert list(found.texts["platform"]) == expected


def test_no_platform_is_said_and_no_fee_is_guessed():
    found = direct(price=20.0, category="Home & Kitchen", product_cost=5.0)
    assert found.texts["platform"][0] is None
    assert why(found, "fees_total") == why(found, "profit") == why(found, "break_even_acos") == Reason.MISSING_PLATFORM
    assert why(found, "referral_fee") == why(found, "commission") == Reason.NOT_APPLICABLE


def test_a_market_of_amazon_names_the_platform():
    header = ["SKU", "平台", "站点", "类目", "售价(USD)", "采购成本(USD)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]
    package = ["家居厨房", 25.99, 5, 20, 15, 5, 300]
    found = of(
        header,
        ["A", None, "美国", *package],
        ["B", "Shopee", "美国", *package],
        ["C", "亚马逊", None, *package],
        ["D", None, None, *package],
        platform=None,
    )
    assert list(found.texts["platform"]) == ["amazon", None, "amazon", None]
    assert [value(found, "profit", n) for n in (0, 2)] == pytest.approx([12.45, 12.45])
    # Another platform's American shop pays none of Amazon's fees.
    assert why(found, "profit", 1) == why(found, "fees_total", 1) == Reason.UNKNOWN_PLATFORM
    assert why(found, "profit", 3) == Reason.MISSING_PLATFORM
    assert any("Amazon" in en for en, _ in found.assumed)


def test_one_sheet_of_both_platforms():
    header = ["SKU", "平台", "类目", "售价(USD)", "采购成本(USD)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]
    header += ["交易佣金率", "运费(USD)", "收货国家"]
    found = of(
        header,
        ["A", "Amazon", "家居厨房", 25.99, 5, 20, 15, 5, 300, None, None, None],
        ["B", "AliExpress", "家居厨房", 20, 5, 20, 15, 5, 100, 0.08, 3, "法国"],
        ["C", "Amazon", "家居厨房", 25.99, 5, 20, 15, 5, 300, None, 2, None],
        platform=None,
    )
    # Blank freight on an Amazon row is no freight: the FBA fee is the delivery.
    assert [value(found, "profit", n) for n in range(3)] == pytest.approx([12.45, 10.40, 10.45])
    for key in ("referral_fee", "fba_fee", "storage_fee"):
        assert [why(found, key, n) for n in range(3)] == [Reason.OK, Reason.NOT_APPLICABLE, Reason.OK]
    for key in ("commission", "freight_fee"):
        assert [why(found, key, n) for n in range(3)] == [Reason.NOT_APPLICABLE, Reason.OK, Reason.NOT_APPLICABLE]
    assert list(found.size_tier) == ["large_standard", None, "large_standard"]


@pytest.mark.parametrize(
    ("market", "reason"),
    [("纳尼亚", "UNKNOWN_MARKET"), ("global", "NO_TABLE")],
)
@pytest.mark.parametrize("by", ["cell", "setting"])
def test_a_market_without_tables_never_gets_american_numbers(market, reason, by):
    header = [h.replace("售价(USD)", "售价") for h in ZH]
    row = changed(market=market if by == "cell" else None)
    found = of(header, row, ROW, platform="amazon", market=market if by == "setting" else None)
    for key in ("referral_fee", "fba_fee", "storage_fee", "fees_total"):
        assert why(found, key).name == reason, key
    assert why(found, "profit") != Reason.OK
    assert found.size_tier[0] is None
    # The row that names its own market is not moved by the setting.
    assert value(found, "fees_total", 1) == 8.54


def test_a_blank_market_is_the_us_and_said_to_be():
    found = of([h for h in ZH if h != "站点"], [c for n, c in enumerate(ROW) if n != 2])
    assert value(found, "profit") == 10.45
    assert any("US" in en for en, _ in found.assumed)
    assert not any("market" in en for en, _ in of(ZH, ROW).assumed)


@pytest.mark.parametrize("day", [date(2028, 1, 1), date(2023, 1, 1)])
def test_a_day_without_tables_has_no_fees(day):
    found = of(ZH, ROW, as_of=day)
    assert why(found, "fba_fee") == why(found, "fees_total") == why(found, "profit") == Reason.NO_EDITION
    assert value(found, "acos") == 0.15


# ---- what always holds ------------------------------------------------------------------------------------

_BLANK = float("nan")


def _money(low, high):
    return st.one_of(st.just(_BLANK), st.integers(low, high).map(lambda cents: cents / 100))


_ROWS = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["amazon", "aliexpress", None, "Shopee"]),
        "market": st.sampled_from(["US", "UK", None]),
        "category": st.sampled_from(["Home & Kitchen", "Books", "Jewelry", "Clothing", None, "???"]),
        "business_model": st.sampled_from([None, "POP", "半托管", "全托管"]),
        "country": st.sampled_from(["FR", "US", None]),
        "price": _money(0, 40000),
        "supply_price": _money(0, 40000),
        "product_cost": _money(0, 20000),
        "first_leg": _money(0, 3000),
        "freight": _money(0, 3000),
        "other_cost": _money(0, 500),
        "ad_spend": _money(0, 50000),
        "ad_sales": _money(0, 90000),
        "units_sold": st.one_of(st.just(_BLANK), st.integers(0, 500).map(float)),
        "exchange_rate": st.sampled_from([_BLANK, 7.2]),
        "commission_rate": st.sampled_from([_BLANK, 0.08]),
        "affiliate_rate": st.sampled_from([_BLANK, 0.0, 0.05]),
        "length": st.sampled_from([_BLANK, 20.0, 60.0]),
        "width": st.sampled_from([15.0, 40.0]),
        "height": st.sampled_from([5.0, 30.0]),
        "weight": st.sampled_from([_BLANK, 100.0, 300.0, 9000.0]),
    }
)
_TEXTS = ("platform", "market", "category", "business_model", "country")


@settings(max_examples=50, deadline=None)
@given(st.lists(_ROWS, min_size=1, max_size=6))
def test_profit_and_every_cost_make_the_price(rows):
    data = {
        term: np.array([row[term] for row in rows], dtype=object if term in _TEXTS else np.float64) for term in rows[0]
    }
    marks = {"price": "USD", "supply_price": "CNY", "product_cost": "CNY", "first_leg": "CNY", "freight": "CNY"}
    marks |= {"other_cost": "USD", "ad_spend": "USD", "ad_sales": "USD"}
    currency = {term: np.array([mark] * len(rows), dtype=object) for term, mark in marks.items()}
    found = economics(data, currency, len(rows), DAY)
    for key in found.columns:
        assert all(why(found, key, n) is not None for n in range(len(rows)))
    for n, row in enumerate(rows):
        profit = value(found, "profit", n)
        if np.isnan(profit):
            continue
        platform = found.texts["platform"][n]
        managed = platform == "aliexpress" and row["business_model"] == "全托管"
        rate = row["exchange_rate"]

        def in_dollars(term, row=row, rate=rate):
            amount = row[term]
            return 0.0 if np.isnan(amount) else amount if marks[term] == "USD" else amount / rate

        # What may not be blank where a profit is told.
        assert not np.isnan(row["product_cost"]) and not np.isnan(row["first_leg"])
        assert not np.isnan(row["ad_spend"])
        assert not np.isnan(row["supply_price" if managed else "price"])
        ads = 0.0 if row["ad_spend"] == 0 else row["ad_spend"] / row["units_sold"]
        fees = 0.0 if managed else value(found, "fees_total", n)
        freight = in_dollars("freight") if platform == "amazon" or managed else value(found, "freight_fee", n)
        price = in_dollars("supply_price") if managed else row["price"]
        costs = in_dollars("product_cost") + in_dollars("first_leg") + in_dollars("other_cost")
        assert profit + costs + fees + freight + ads == pytest.approx(price, abs=1e-4)
        if platform == "amazon":
            parts = value(found, "referral_fee", n) + value(found, "fba_fee", n)
            closing = 1.80 if row["category"] == "Books" else 0.0
            # Bulky units outside SIPP pay for their packaging.
            packaging = value(found, "packaging_fee", n) if "packaging_fee" in found.columns else 0.0
            assert fees == pytest.approx(parts + closing + packaging, abs=1e-6)
        elif not managed:
            assert fees == pytest.approx(value(found, "commission", n) + value(found, "affiliate_fee", n), abs=1e-6)
        if price > 0:
            # Money is converted to the millionth; so is the price that the rate is taken on.
            assert value(found, "margin_rate", n) == pytest.approx(profit / round(price, 6), abs=1e-6)


# ---- who delivers, and what the buyer pays ----------------------------------------------------------------------


def test_an_order_that_the_seller_ships_pays_no_fba_fee_and_needs_a_freight():
    header = [*ZH, "配送方式", "运费(USD)"]
    found = of(header, [*ROW, "FBM", 4.50], [*ROW, "自发货", None], [*ROW, "FBA", None])
    assert [why(found, "fba_fee", n) for n in (0, 1)] == [Reason.NOT_APPLICABLE] * 2
    assert why(found, "storage_fee") == Reason.NOT_APPLICABLE
    # 25.99 - 5.00 - 3.90 - 4.50 - 2.00
    assert value(found, "profit", 0) == 10.59
    assert why(found, "profit", 1) == Reason.MISSING_FREIGHT
    assert value(found, "profit", 2) == 10.45


def test_a_last_mile_is_amazons_delivery_and_is_not_counted_twice():
    header = [*ZH, "尾程(USD)"]
    no_weight = changed(weight=None)
    found = of(header, [*ROW, 4.64], [*no_weight, 4.64])
    assert value(found, "profit", 0) == 10.45
    # Where ours is not known the sheet's own stands in, and is marked.
    assert value(found, "fba_fee", 1) == 4.64
    assert list(found.own["fba_fee"]) == [False, True]


def test_shipping_that_the_buyer_pays_is_revenue_and_part_of_the_referral_base():
    found = of([*ZH, "买家运费(USD)"], [*ROW, 5.00], [*ROW, None])
    # 15 % of 30.99 = 4.6485; 30.99 - 5.00 - 4.65 - 4.64 - 2.00
    assert value(found, "referral_fee", 0) == 4.65
    assert value(found, "profit", 0) == 14.70
    assert value(found, "margin_rate", 0) == pytest.approx(14.70 / 30.99, abs=1e-12)
    assert value(found, "profit", 1) == 10.45


def test_an_own_referral_fee_is_the_whole_share_of_the_platform():
    header = [*ZH, "销售佣金(USD)", "FBA费(USD)"]
    found = of(header, [*changed(category="不存在的类目"), 4.00, 3.00])
    assert value(found, "fees_total") == 7.00


def test_duty_per_unit_is_a_cost_and_a_blank_one_is_unknown():
    found = of([*ZH, "关税(USD)"], [*ROW, 3.00], [*ROW, None])
    assert value(found, "profit", 0) == 7.45
    assert why(found, "profit", 1) == Reason.MISSING_DUTY


def test_dangerous_goods_that_are_not_clear_are_not_taken_for_harmless():
    found = of([*ZH, "危险品"], [*ROW, "含电池"], [*ROW, "否"], [*ROW, None])
    assert why(found, "fba_fee", 0) == Reason.UNCLEAR_DANGEROUS_GOODS
    assert [value(found, "fba_fee", n) for n in (1, 2)] == [4.64, 4.64]


def test_a_closing_fee_has_a_column_of_its_own_where_a_row_pays_it():
    found = of(ZH, changed(category="图书"), ROW)
    assert [value(found, "closing_fee", n) for n in (0, 1)] == [1.80, 0.0]
    assert "closing_fee" not in of(ZH, ROW).columns

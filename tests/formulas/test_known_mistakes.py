"""Mistakes that other calculators make, each with a case that would show it here.

One known mistake has no case yet: importers of fee reports that sum parent and child columns or lose the sign of
credits. xlops reads no fee reports so far.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

import xlops
from xlops.errors import InvalidInput
from xlops.grading.economics import economics
from xlops.sheets import Grid, read_sheet

DAY = {"as_of": "2026-06-01"}
INCHES = {"units": "in,lb", **DAY}
# A day out of the peak season and before the surcharges.
CARD = {"category": "Everything Else", "units": "cm,kg", "as_of": "2026-03-01"}


def lines(table: np.ndarray) -> dict[str, Any]:
    """The lines of a spilled table by their English words."""
    return {str(row[0]).split(" (")[0]: row[1] for row in table}


def test_sides_are_not_sorted_as_text() -> None:
    # as texts "9" comes after "10": 10 x 9 x 2 would have 9 as its longest side
    assert xlops.amz_size_tier(9, 15, 0.7, 0.5, **INCHES) == "small_standard"
    # 64.7 lb dimensional; as texts the order would be 9, 100, 10
    assert xlops.amz_size_tier(10, 9, 100, 1, **INCHES) == "extra_large_50_70"
    every = {
        xlops.amz_fba_base_fee(*sides, 3, 25, **INCHES)
        for sides in ((18, 14, 8), (8, 18, 14), (14, 8, 18), (8, 14, 18), (18, 8, 14), (14, 18, 8))
    }
    assert len(every) == 1


def test_the_divisor_is_139_and_nothing_is_added_for_packing() -> None:
    # 18 x 14 x 8 / 139 = 14.504 lb: 6.97 + 47 steps of 4 oz; by 166 it were 12.145 lb
    assert xlops.amz_fba_base_fee(18, 14, 8, 5, 24.99, **INCHES) == 10.73
    # 16 oz stays 16 oz: with 0.25 lb of packing it were the next row
    assert xlops.amz_fba_base_fee(15, 12, 0.75, 1, 20, **INCHES) == 3.96


def test_a_minimum_is_not_added() -> None:
    assert xlops.amz_referral_fee(25, "Home & Kitchen", **DAY) == 3.75  # not 4.05
    assert xlops.amz_referral_fee(1, "Home & Kitchen", **DAY) == 0.30  # not 0.15, not 0.45


def test_apparel_above_three_pounds_steps_by_half_a_pound() -> None:
    # 4 lb: two started half pounds; by 4 oz it were 7.61
    assert xlops.amz_fba_base_fee(10, 6, 4, 4, 29.99, category="apparel", **INCHES) == 7.29


def test_clothing_is_not_always_17_per_cent() -> None:
    prices = [15.00, 15.01, 20.00, 20.01]
    assert xlops.amz_referral_fee(prices, "Clothing", **DAY).tolist() == [0.75, 1.50, 2.00, 3.40]


def test_portion_rates_are_not_taken_on_the_whole_price() -> None:
    assert xlops.amz_referral_fee(400, "Jewelry", **DAY) == 57.50  # not 20.00, not 80.00


@pytest.mark.parametrize(("day", "fee"), [("2026-04-16", 7.05), ("2026-04-17", 7.30)])
def test_the_surcharge_has_a_date(day: str, fee: float) -> None:
    assert xlops.amz_fba_fee(10, 6, 4, 3.25, 25, units="in,lb", as_of=day) == fee


@pytest.mark.parametrize(
    ("market", "before", "after"),
    [
        ("UK", 3.05, 3.10),  # 1.5 % of 3.05
        ("DE", 3.15, 3.20),  # 1.5 % of 3.15
        ("CA", 8.84, 9.15),  # 3.5 % of 8.84
    ],
)
def test_the_surcharge_has_a_date_elsewhere_too(market: str, before: float, after: float) -> None:
    # 30 x 20 x 10 cm: 1.2 kg dimensional
    fees = xlops.amz_fba_fee(30, 20, 10, 500, 25, "Toys and Games", market, ["2026-04-16", "2026-04-17"])
    assert fees.tolist() == [before, after]


def test_the_surcharge_is_not_in_the_table_fee() -> None:
    base = xlops.amz_fba_base_fee(10, 6, 4, 2, 25, **INCHES)
    assert base == 5.82
    assert xlops.amz_fuel_surcharge(10, 6, 4, 2, 25, **INCHES) == 0.20
    assert xlops.amz_fba_fee(10, 6, 4, 2, 25, **INCHES) == 6.02


def test_odd_extra_large_items_do_not_fall_through_to_the_heaviest_row() -> None:
    # 54 x 35 x 3.5 in, 41 lb: 47.6 lb dimensional; 37 x 28 x 20 in, 5 lb: 149.06 lb dimensional
    assert xlops.amz_fba_base_fee(54, 35, 3.5, 41, 100, **INCHES) == 44.19
    assert xlops.amz_fba_base_fee(37, 28, 20, 5, 100, **INCHES) == 110.57


def test_uk_small_oversize_pays_25_pence_a_kilogram() -> None:
    # 61 x 46 x 46 / 5000 = 25.8152 kg: 3.49 + 25.0552 x 0.25 = 9.7538; at 0.22 it were 9.00
    assert xlops.amz_size_tier(61, 46, 46, 1.7, "UK", "2026-03-01", "cm,kg") == "small_oversize"
    assert xlops.amz_fba_base_fee(61, 46, 46, 1.7, 50, market="UK", **CARD) == 9.75


def test_uk_special_oversize_of_exactly_50_kg_is_in_the_lower_band() -> None:
    fees = xlops.amz_fba_base_fee(150, 50, 30, [49.99, 50, 50.01, 60], 90, market="UK", **CARD)
    assert fees.tolist() == [34.38, 34.38, 42.04, 42.04]  # 7.66 lie between the bands


def test_half_a_penny_of_a_uk_fee_rounds_up() -> None:
    # 120 x 70 x 50 / 5000 = 84 kg: 13.04 + 52.5 x 0.09 = 17.765, which binary numbers hold as a little less
    assert xlops.amz_size_tier(120, 70, 50, 25, "UK", "2026-03-01", "cm,kg") == "heavy_oversize"
    assert xlops.amz_fba_base_fee(120, 70, 50, 25, 90, market="UK", **CARD) == 17.77


def test_canadian_limits_are_held_against_the_shipping_weight() -> None:
    # 95 x 80 x 60 / 5000 = 91.2 kg, over the 68 kg of large oversize, though the unit weighs 20 kg only:
    # 150.78 + 182 half kilograms at 0.58. As large oversize it were 82.20 + 182 x 0.58 = 187.76.
    assert xlops.amz_size_tier(95, 80, 60, 20, "CA", "2026-03-01", "cm,kg") == "special_oversize"
    assert xlops.amz_fba_base_fee(95, 80, 60, 20, 90, market="CA", **CARD) == 256.34


def test_germany_with_and_without_the_central_europe_programme() -> None:
    # light envelope of 100 g 2.28, small parcel of 1.2 kg 3.15, small oversize of 10.8 kg 4.30 + 10.04 x 0.18
    sides = {"length": [30, 30, 60], "width": [20, 20, 30], "height": [2, 10, 30], "weight": [0.1, 0.5, 1.0]}
    usual, enrolled, local = (
        xlops.amz_fba_base_fee(**sides, price=40, market="DE", programme=programme, **CARD)
        for programme in (None, "cep", "local")
    )
    assert usual.tolist() == enrolled.tolist() == [2.28, 3.15, 6.11]
    assert local.tolist() == [2.54, 3.41, 6.37]  # 0.26 more, per unit
    text = xlops.amz_fba_base_fee_explain(30, 20, 2, 0.1, 40, market="DE", **CARD)
    assert "Central Europe Programme" in text


@pytest.mark.parametrize(
    ("market", "price", "tax", "wrong"),
    [
        ("AE", 100.0, 4.76, 5.00),  # 5 %
        ("UK", 100.0, 16.67, 20.00),
        ("DE", 100.0, 15.97, 19.00),
        ("MX", 100.0, 13.79, 16.00),
        ("AU", 100.0, 9.09, 10.00),
        ("JP", 1000, 91, 100),
    ],
)
def test_tax_is_in_the_price_and_not_on_top(market: str, price: float, tax: float, wrong: float) -> None:
    assert xlops.amz_vat(price, market, "2026-06-01") == tax != wrong


def test_15_per_cent_of_tax_in_a_price_of_100_are_13_04() -> None:
    # No market of the tables has 15 %; a rate of one's own comes in the same way.
    table = xlops.amz_unit_economics(
        None, None, None, None, 100, "Office Products", 5, "AE", "2026-06-01", None, "fbm", freight=3, vat_rate=0.15
    )
    assert lines(table)["VAT, GST or consumption tax in it 其中的增值税"] == -13.04
    assert lines(table)["= net revenue = 净收入"] == 86.96


def test_the_margin_is_of_the_net_revenue_and_not_of_the_price_with_tax() -> None:
    # 24.00 with 4.00 of VAT: 20.00 - 3.60 referral - 0.07 digital services - 3.00 freight - 5.00 = 8.33
    table = xlops.amz_unit_economics(
        None, None, None, None, 24, "Everything Else", 5, "UK", "2026-03-01", None, "fbm", freight=3
    )
    assert lines(table)["= profit = 利润"] == 8.33
    assert lines(table)["= margin"] == pytest.approx(8.33 / 20)  # not 8.33 / 24
    # The price for that margin is the price that it came from.
    asked = {"category": "Everything Else", "landed_cost": 5, "market": "UK", "as_of": "2026-03-01"}
    asked |= {"programme": "fbm", "freight": 3, "length": None, "width": None, "height": None, "weight": None}
    price = xlops.amz_target_price(**asked, target_margin_rate=0.4165)
    assert price == 24.00


def test_the_margin_of_a_graded_row_is_of_the_net_revenue() -> None:
    header = ["MSKU", "亚马逊类目", "站点", "售价(GBP)", "到岸成本(GBP)", "包装尺寸(cm)", "重量(g)", "销量"]
    read = read_sheet(Grid("Sheet1", [header, ["A", "Toys and Games", "英国", 24, 5, "20x15x2", 90, 100]]))
    found = economics(read.data, read.currency, len(read.rows), date(2026, 3, 1), platform="amazon")
    shown = {key: float(column.value[0]) for key, column in found.columns.items()}
    # 20.00 - 3.60 referral - 2.08 light envelope - 0.07 and 0.04 digital services - 5.00
    assert shown["vat"] == 4.00 and shown["profit"] == pytest.approx(9.21)
    assert shown["margin_rate"] == pytest.approx(9.21 / 20, abs=1e-4)


def test_the_break_even_price_is_more_than_one_number() -> None:
    asked = {"length": 6, "width": 4, "height": 0.7, "weight": 8, "units": "in,oz", "category": "Toys and Games"}
    asked |= {"landed_cost": 5.20, "market": "US", "as_of": "2026-10-01"}
    # 9.35 - 1.40 - 2.66 - 0.09 - 5.20 = 0.00; at 10.00 the fee is 3.54: 10.00 - 1.50 - 3.54 - 0.12 - 5.20 = -0.36
    assert xlops.amz_breakeven_price(**asked) == 9.35
    assert lines(xlops.amz_unit_economics(**asked, price=10.00))["= profit = 利润"] == -0.36
    assert [tuple(row[:2]) for row in xlops.amz_price_ranges(**asked)[1:]] == [(9.35, 9.99), (10.42, None)]
    assert xlops.amz_safe_price(**asked) == 10.42
    zones = xlops.amz_dead_zones(**asked)[1:]
    assert [row[0] for row in zones] == [10.00, 50.01]  # where Amazon's price bands begin
    # A sale from October on must stand the peak fees too.
    assert xlops.amz_breakeven_price(**asked, last_day="2026-10-31") == 9.60


def test_bulky_items_pay_by_weight_and_small_bulky_exists() -> None:
    light = xlops.amz_fba_base_fee(30, 20, 2, 5, 25, **INCHES)
    heavy = xlops.amz_fba_base_fee(30, 20, 2, 45, 25, **INCHES)
    assert xlops.amz_size_tier(30, 20, 2, 5, **INCHES) == "small_bulky"
    assert xlops.amz_size_tier(30, 20, 2, 5, units="in,lb", as_of="2025-06-01") == "large_bulky"
    assert (light, heavy) == (10.59, 24.27)  # 9 and 45 billed pounds: 7.55 + 8 x 0.38, 7.55 + 44 x 0.38


def test_storage_is_by_cubic_feet() -> None:
    # a cubic foot is 1,728 cubic inches, not 36
    fee = xlops.amz_storage_fee(12, 12, 6, units="in,lb", as_of="2026-06-01")
    assert fee == pytest.approx(0.39, abs=1e-9)


def test_money_is_rounded_half_up_not_by_binary_luck() -> None:
    assert xlops.amz_referral_fee(17.70, "Toys", **DAY) == 2.66  # 2.655
    assert xlops.amz_refund_fee(5.125, **DAY) == 1.03  # 1.025


def test_a_missing_fee_is_never_free() -> None:
    for found in (
        xlops.amz_fba_fee(10, 6, 4, None, 25, **INCHES),
        xlops.amz_fba_fee(10, 6, 4, 2, None, **INCHES),
        xlops.amz_fba_fee(10, 6, 4, 2, 25, units="in,lb", as_of="2028-01-01"),
        xlops.amz_referral_fee(25, None, **DAY),
        xlops.amz_referral_fee(25, "Toys", market="NL", **DAY),
        xlops.ali_freight(100, "US", "saver", **DAY),
        xlops.amz_closing_fee(None, **DAY),
    ):
        assert np.isnan(found)


def test_a_missing_fee_leaves_the_profit_unknown() -> None:
    # A category that is not known: profit and margin stay blank, and the fees that are known are shown.
    table = lines(xlops.amz_unit_economics(20, 15, 2, 90, 25, None, 5, "US", "2026-06-01"))
    assert np.isnan(table["referral fee 销售佣金"]) and table["FBA fulfilment fee FBA 基础配送费"] < 0
    assert np.isnan(table["= profit = 利润"]) and np.isnan(table["= margin"])
    assert np.isnan(xlops.ops_profit(25, 5, float("nan")))
    assert np.isnan(xlops.amz_breakeven_price(20, 15, 2, 90, None, 5, "US", "2026-06-01"))


@pytest.mark.parametrize("name", ["template_amazon_us", "template_aliexpress"])
def test_no_formula_of_ours_turns_an_unknown_fee_into_0(name: str) -> None:
    book = openpyxl.load_workbook(Path(__file__).parents[2] / "workbooks" / f"{name}.xlsx")
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) > 1000
    assert not [text for text in formulas if "IFERROR" in text or "IFNA" in text]


def test_a_rate_is_not_read_as_a_percentage() -> None:
    with pytest.raises(InvalidInput, match=r"8 % is 0\.08"):
        xlops.ali_commission(25, 8)
    for wrong in (
        lambda: xlops.ops_target_price(5, 15, 0.2),
        lambda: xlops.ops_target_price(5, 0.15, 20),
        lambda: xlops.ali_affiliate(25, 5),
        lambda: xlops.amz_target_price(20, 15, 2, 90, "Toys and Games", 5, 30),
        lambda: xlops.amz_unit_economics(20, 15, 2, 90, 25, "Toys and Games", 5, tacos=10),
    ):
        with pytest.raises(InvalidInput, match="a rate is a fraction"):
            wrong()


def test_a_rate_of_one_or_less_means_what_it_says() -> None:
    # There is no size at which a number turns from a percentage into a fraction: 0.5 is 50 %, 1 is 100 %.
    assert xlops.ali_commission(25, [0.01, 0.08, 0.5, 1]).tolist() == [0.25, 2.00, 12.50, 25.00]


def test_a_blank_weight_or_tier_in_a_column_of_storage_fees_is_worked_out() -> None:
    one = xlops.amz_storage_fee(12, 12, 12, units="in,lb", as_of="2026-06-01")
    assert one == pytest.approx(0.56, abs=1e-9)  # 12 inches are too high for standard
    weights = xlops.amz_storage_fee(12, 12, 12, units="in,lb", as_of="2026-06-01", weight=[None, 2])
    assert weights.tolist() == [one, one]
    tiers = xlops.amz_storage_fee(12, 12, 12, units="in,lb", as_of="2026-06-01", size_tier=[None, "standard"])
    assert tiers == pytest.approx([0.56, 0.78], abs=1e-9)
    # the tiers of January 2024 had other names
    early = xlops.amz_storage_fee(12, 12, 12, units="in,lb", as_of="2024-01-05", size_tier=[None, "standard"])
    assert early == pytest.approx([0.56, 0.87], abs=1e-9)

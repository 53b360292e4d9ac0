"""Advertising, margin, inventory and scores: the published test vectors, and what a zero or a blank gives."""

from __future__ import annotations

import numpy as np
import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import Reason


def why(name: str, *args: object, **kwargs: object) -> Reason:
    outcome = catalogue()[name].outcome(*args, **kwargs)
    assert np.isnan(outcome.value[0]) == (outcome.reason[0] != 0)
    return Reason(int(outcome.reason[0]))


def test_vector_acos_roas_tacos() -> None:
    assert xlops.ops_acos(100, 500) == 0.20
    assert xlops.ops_roas(500, 100) == 5.0
    assert xlops.ops_tacos(5_000, 50_000) == 0.10


def test_vector_break_even_target_and_bid() -> None:
    referral = xlops.amz_referral_fee(price=25, category="Home & Kitchen", as_of="2026-06-01")
    before_ads = xlops.ops_profit(price=25, landed_cost=6, fees=referral + 4.60)
    assert before_ads == 10.65
    break_even = xlops.ops_breakeven_acos(before_ads, 25)
    assert break_even == 0.426
    assert 1 / break_even == pytest.approx(2.347, abs=0.0005)
    target = xlops.ops_target_acos(break_even, 0.10)
    assert target == 0.326
    assert xlops.ops_max_bid(25, 0.10, break_even) == 1.065
    assert xlops.ops_max_bid(25, 0.10, target) == 0.815


def test_vector_freight() -> None:
    # France: 91.74 a kilogram and 17.02 a parcel
    assert xlops.ali_freight(100, "FR", as_of="2026-06-01") == 26.194


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("OPS_ACOS", (100, 0), Reason.NO_SALES),  # spend without sales is neither 0 nor endless
        ("OPS_ACOS", (0, 0), Reason.NO_SALES),
        ("OPS_ACOS", (100, None), Reason.NO_SALES),
        ("OPS_ACOS", (None, 500), Reason.MISSING_INPUT),
        ("OPS_TACOS", (100, 0), Reason.NO_SALES),
        ("OPS_CPC", (60, 0), Reason.NO_CLICKS),
        ("OPS_CTR", (0, 0), Reason.NO_IMPRESSIONS),
        ("OPS_CVR", (0, 0), Reason.NO_CLICKS),
        ("OPS_MARGIN_RATE", (5, 0), Reason.NO_SALES),
        ("OPS_MARGIN_RATE", (5, None), Reason.MISSING_PRICE),
        ("OPS_ROI", (5, 0), Reason.MISSING_COST),
        ("OPS_LANDED_COST", (1000, 300, 0), Reason.NO_UNITS),
        ("OPS_LANDED_COST", (1000, None, 100), Reason.MISSING_INPUT),
        ("OPS_DAYS_OF_COVER", (300, 0), Reason.NO_UNITS),
        ("OPS_DAYS_OF_COVER", (0, 0), Reason.NO_UNITS),
        ("OPS_BREAKEVEN_ACOS", (10, 0), Reason.NO_SALES),
        ("OPS_BREAKEVEN_ACOS", (0, 25), Reason.LOSES_BEFORE_ADS),
        ("OPS_BREAKEVEN_ACOS", (-3, 25), Reason.LOSES_BEFORE_ADS),
        ("OPS_PROFIT", (25, None, 8), Reason.MISSING_COST),
        ("OPS_PROFIT", (25, 6, None), Reason.MISSING_INPUT),
        ("OPS_PROFIT", (None, 6, 8), Reason.MISSING_PRICE),
        ("OPS_MARGIN", (25, None), Reason.MISSING_COST),
        ("OPS_DSR", (4.8, None, 4.7), Reason.MISSING_INPUT),
    ],
)
def test_a_ratio_without_its_base_has_no_number(name: str, arguments: tuple[object, ...], reason: Reason) -> None:
    assert why(name, *arguments) == reason


def test_nothing_spent_is_a_true_zero() -> None:
    assert xlops.ops_acos(0, 500) == 0.0
    assert xlops.ops_tacos(0, 500) == 0.0
    assert xlops.ops_ctr(0, 500) == 0.0
    assert xlops.ops_days_of_cover(0, 5) == 0.0
    assert np.isnan(xlops.ops_roas(0, 0))


def test_no_ratio_is_ever_endless() -> None:
    over, under = np.meshgrid([0.0, 1.0, np.nan], [0.0, 2.0, np.nan])
    for name in ("ops_acos", "ops_tacos", "ops_roas", "ops_cpc", "ops_ctr", "ops_cvr", "ops_roi", "ops_margin_rate"):
        found = getattr(xlops, name)(over, under)
        assert not np.isinf(found).any(), name
        assert np.isnan(found).tolist() == (np.isnan(over) | np.isnan(under) | (under == 0)).tolist(), name


def test_a_loss_keeps_its_sign() -> None:
    assert xlops.ops_profit(10, 6, 8) == -4.0
    assert xlops.ops_margin_rate(-4, 10) == -0.4
    assert xlops.ops_roi(-4, 8) == -0.5
    assert xlops.ops_margin(5, 8) == -3.0


def test_profit_takes_off_every_cost_once() -> None:
    assert xlops.ops_profit(100, 20, 15, freight=7, ad_spend=5, other_cost=3) == 50.0
    assert xlops.ops_profit(100, 20, 15, freight=None, ad_spend=5) == 60.0
    assert xlops.ops_profit(0.3, 0.1, 0.1) == 0.1


def test_landed_cost_is_by_units_received() -> None:
    assert xlops.ops_landed_cost(1000, 300, 200) == 6.5
    assert xlops.ops_landed_cost(1000, 300, 200, duty=60, prep=40) == 7.0


def test_cover_counts_stock_on_the_way_only_when_given() -> None:
    assert xlops.ops_days_of_cover(300, 10) == 30.0
    assert xlops.ops_days_of_cover(300, 10, 150) == 45.0
    assert xlops.ops_days_of_cover([300, 300], 10, [None, 150]).tolist() == [30.0, 45.0]


def test_dsr_is_not_rounded() -> None:
    assert xlops.ops_dsr(4.7, 4.8, 4.75) == 4.75
    assert xlops.ops_dsr(4.8, 4.8, 4.6) == pytest.approx(4.733333333, abs=1e-9)
    assert xlops.ops_dsr(4.7, 4.8, 4.75) < 4.8


def test_ali_commission_takes_your_rate_in_any_spelling() -> None:
    rates = np.array([0.08, "0.08", "8%", "8％", "８%", " 8 % ", "0"], dtype=object)
    assert xlops.ali_commission(25, rates).tolist() == [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 0.0]


@pytest.mark.parametrize("given", ["Toys", "Home & Kitchen", "家居", None, ""])
def test_ali_commission_of_a_category_is_not_published(given: object) -> None:
    assert why("ALI_COMMISSION", 25, given, as_of="2026-06-01") == Reason.MISSING_RATE


def test_ali_commission_on_shipping_has_its_own_rate() -> None:
    assert xlops.ali_commission(25, 0.08, shipping=5, shipping_rate=0) == 2.0
    assert xlops.ali_commission(25, 0.08, shipping=5, shipping_rate=0.05) == 2.25
    # shipping is not charged at the item's rate in silence
    assert why("ALI_COMMISSION", 25, 0.08, as_of="2026-06-01", shipping=5) == Reason.MISSING_RATE
    assert why("ALI_COMMISSION", 25, "1.5", as_of="2026-06-01") == Reason.RATE_OUT_OF_RANGE


def test_ali_freight_units_countries_and_lines() -> None:
    day = {"as_of": "2026-06-01"}
    assert xlops.ali_freight(0.1, "France", units="cm,kg", **day) == 26.194
    assert xlops.ali_freight(100, "法国", "无忧标准", **day) == 26.194
    assert xlops.ali_freight(100, "ES", "saver", **day) == 2.718
    assert xlops.ali_freight(150, "FR", **day) == 30.781
    assert why("ALI_FREIGHT", 150.0001, "FR", **day) == Reason.OUTSIDE_TABLE
    assert why("ALI_FREIGHT", 2000.01, "ES", "saver", **day) == Reason.OUTSIDE_TABLE
    assert why("ALI_FREIGHT", 100, None, **day) == Reason.MISSING_COUNTRY
    assert why("ALI_FREIGHT", None, "FR", **day) == Reason.MISSING_WEIGHT
    assert why("ALI_FREIGHT", 100, "Narnia", **day) == Reason.UNKNOWN_COUNTRY
    found = xlops.ali_freight_currency(np.array(["standard", "saver"], dtype=object), **day)
    assert found.tolist() == ["CNY", "USD"]

"""Mistakes that other calculators make, each with a case that would show it here."""

from __future__ import annotations

import numpy as np
import pytest

import xlops
from xlops.errors import InvalidInput

DAY = {"as_of": "2026-06-01"}
INCHES = {"units": "in,lb", **DAY}


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


def test_the_surcharge_is_not_in_the_table_fee() -> None:
    base = xlops.amz_fba_base_fee(10, 6, 4, 2, 25, **INCHES)
    assert base == 5.82
    assert xlops.amz_fuel_surcharge(10, 6, 4, 2, 25, **INCHES) == 0.20
    assert xlops.amz_fba_fee(10, 6, 4, 2, 25, **INCHES) == 6.02


def test_odd_extra_large_items_do_not_fall_through_to_the_heaviest_row() -> None:
    # 54 x 35 x 3.5 in, 41 lb: 47.6 lb dimensional; 37 x 28 x 20 in, 5 lb: 149.06 lb dimensional
    assert xlops.amz_fba_base_fee(54, 35, 3.5, 41, 100, **INCHES) == 44.19
    assert xlops.amz_fba_base_fee(37, 28, 20, 5, 100, **INCHES) == 110.57


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


def test_a_rate_is_not_read_as_a_percentage() -> None:
    with pytest.raises(InvalidInput, match=r"8 % is 0\.08"):
        xlops.ali_commission(25, 8)


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

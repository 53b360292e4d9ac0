"""Fees of stock, returns and removal, and selling plans: published examples, table edges by hand, what is not known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import InvalidInput, Reason
from xlops.fees.library import active_library, using
from xlops.fees.own import own_edition, with_own

FOOT = {"length": 12, "width": 12, "height": 12, "units": "in,lb"}  # one cubic foot
SLIP = {"length": 12, "width": 1.44, "height": 1, "units": "in,lb"}  # a hundredth of it
CUBE = {"length": 10, "width": 10, "height": 10}  # a cubic decimetre
BOX = {"length": 10, "width": 6, "height": 4, "units": "in,lb"}  # 1.73 lb dimensional
FLAT = {"length": 10, "width": 6, "height": 0.5, "units": "in,oz"}


def why(name: str, **arguments: Any) -> Reason:
    outcome = catalogue()[name].outcome(**arguments)
    assert np.isnan(outcome.value[0]) == (outcome.reason[0] != 0)
    return Reason(int(outcome.reason[0]))


def explain(name: str, lang: str = "en", **arguments: Any) -> str:
    text = catalogue()[f"{name}_EXPLAIN"](**{"as_of": "2026-06-15", **arguments}, lang=lang)
    assert isinstance(text, str)
    return text


# Aged inventory.


@pytest.mark.parametrize(
    ("day", "age", "sides", "fee"),
    [
        ("2025-06-15", 280, FOOT, 5.45),
        ("2025-06-15", 400, SLIP, 0.15),  # 0.069 by volume
        ("2026-06-15", 400, SLIP, 0.30),
        ("2026-06-15", 400, FOOT, 6.90),
        ("2026-06-15", 500, SLIP, 0.35),
        ("2026-06-15", 500, FOOT, 7.90),
        ("2026-06-15", 200, FOOT, 0.50),
        ("2023-06-15", 300, FOOT, 3.80),  # the rates before 2024
        ("2024-06-15", 200, FOOT, 0.50),  # the same before and after the change of 2024
    ],
)
def test_aged_stock_pays_by_volume_or_by_unit(day: str, age: float, sides: dict[str, Any], fee: float) -> None:
    assert xlops.amz_aged_fee(stock_age=age, as_of=day, **sides) == pytest.approx(fee, abs=1e-9)


def test_aged_stock_at_the_edges_of_its_bands() -> None:
    ages = [0, 180, 181, 210, 210.9, 211, 270, 271, 365, 366, 455, 456]
    fees = xlops.amz_aged_fee(12, 12, 12, ages, units="in,lb", as_of="2026-06-15")
    assert fees.tolist() == [0, 0, 0.5, 0.5, 0.5, 1.0, 1.5, 5.45, 5.9, 6.9, 6.9, 7.9]


@pytest.mark.parametrize("category", ["Clothing", "Footwear", "backpacks_and_handbags", "Jewelry", "Watches"])
def test_some_categories_are_exempt_until_day_270(category: str) -> None:
    fees = xlops.amz_aged_fee(12, 12, 12, [181, 270, 271], category, units="in,lb", as_of="2026-06-15")
    assert fees.tolist() == [0, 0, 5.45]


@pytest.mark.parametrize(
    ("market", "age", "sides", "fee"),
    [
        ("UK", 240, FOOT, 0.0),
        ("UK", 241, FOOT, 1.18),
        ("UK", 400, SLIP, 0.20),  # 0.0571 by volume
        ("DE", 400, CUBE, 0.22763),  # more than 0.20
        ("DE", 456, {"length": 9, "width": 9, "height": 9}, 0.25),  # 0.191 by volume
        ("FR", 300, {"length": 100, "width": 100, "height": 100}, 125.16),
        ("CA", 200, {"length": 100, "width": 100, "height": 100}, 24.00),
        ("MX", 400, CUBE, 4.76),
        ("MX", 400, {"length": 5, "width": 5, "height": 5}, 2.32),  # 0.595 by volume
        ("JP", 270, CUBE, 0.0),
    ],
)
def test_aged_stock_outside_the_us(market: str, age: float, sides: dict[str, Any], fee: float) -> None:
    assert xlops.amz_aged_fee(stock_age=age, market=market, as_of="2026-06-15", **sides) == pytest.approx(fee, abs=1e-9)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"stock_age": 300, "as_of": "2024-06-15"}, Reason.NOT_PUBLISHED),  # which day of 2024 changed it is not known
        ({"stock_age": 200, "as_of": "2026-06-15", "category": "箱包"}, Reason.NOT_PUBLISHED),  # bags yes, luggage?
        ({"stock_age": 300, "as_of": "2023-04-14"}, Reason.NO_EDITION),
        ({"stock_age": 271, "as_of": "2026-06-15", "market": "JP"}, Reason.NOT_PUBLISHED),
        ({"stock_age": 300, "as_of": "2026-06-15", "market": "AU"}, Reason.NO_TABLE),
        ({"stock_age": None, "as_of": "2026-06-15"}, Reason.MISSING_INPUT),
        ({"stock_age": 300, "height": None, "as_of": "2026-06-15"}, Reason.MISSING_DIMENSIONS),
        ({"stock_age": 300, "as_of": None}, Reason.MISSING_INPUT),
    ],
)
def test_aged_stock_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("AMZ_AGED_FEE", **{**FOOT, **arguments}) == reason


def test_explain_tells_age_volume_and_the_greater_amount() -> None:
    text = explain("AMZ_AGED_FEE", stock_age=400, **SLIP)
    assert "days 400 (366–455): 6.90 × 0.01 ft3, or 0.30 if that is greater = 0.30" in text
    assert "an ordinary category, not exempt" in text
    assert "; not rounded" in text
    zh = explain("AMZ_AGED_FEE", "zh", stock_age=400, **SLIP)
    assert "天数 400（366–455）：6.90 × 0.01 立方英尺，与 0.30 取较大者" in zh
    assert "；不取整" in zh
    assert "charged, amount not known" in explain("AMZ_AGED_FEE", stock_age=300, market="JP", **CUBE)


# Low inventory level.


def test_low_inventory_in_amazons_own_examples() -> None:
    day = {"as_of": "2024-04-10", "units": "in,oz"}
    item = {"length": 9, "width": 6, "height": 0.9, "weight": 6}  # large standard, 4 to 8 oz
    fee = xlops.amz_low_inventory_fee(**item, days_of_supply_30=18, days_of_supply_90=24, **day)
    assert fee == 0.36
    assert round(fee + xlops.amz_fba_base_fee(**item, price=25, **day), 2) == 4.44
    small = {"length": 10, "width": 6, "height": 0.5, "weight": 8}
    assert xlops.amz_low_inventory_fee(**small, days_of_supply_30=40, days_of_supply_90=20, **day) == 0.0
    heavy = {"length": 10, "width": 6, "height": 4, "weight": 36}
    assert xlops.amz_low_inventory_fee(**heavy, days_of_supply_30=12, days_of_supply_90=35, **day) == 0.0


def test_low_inventory_at_the_edges_of_its_bands() -> None:
    longer = [0, 13.99, 14, 20.99, 21, 27.99, 28]
    fees = xlops.amz_low_inventory_fee(10, 6, 4, 2, 0, longer, units="in,lb", as_of="2026-06-15")
    assert fees.tolist() == [0.97, 0.97, 0.70, 0.70, 0.36, 0.36, 0.0]


@pytest.mark.parametrize(
    ("day", "sides", "weight", "fee"),
    [
        ("2026-06-15", (10, 6, 0.5), 0.9, 0.89),
        ("2026-06-15", (10, 6, 4), 3.0, 0.97),
        ("2026-06-15", (10, 6, 4), 3.01, 1.11),
        ("2026-06-15", (20, 15, 10), 10, 1.85),  # small bulky
        ("2026-06-15", (50, 30, 20), 40, 0.0),  # extra-large: 215 lb dimensional
        ("2025-06-15", (20, 15, 10), 10, 0.0),  # bulky items pay from 2026 only
    ],
)
def test_low_inventory_by_size_and_weight(day: str, sides: tuple[float, ...], weight: float, fee: float) -> None:
    assert xlops.amz_low_inventory_fee(*sides, weight, 10, 10, as_of=day, units="in,lb") == fee


def test_grocery_is_exempt_from_2026() -> None:
    item = {**BOX, "weight": 2, "days_of_supply_30": 10, "days_of_supply_90": 10, "category": "Grocery"}
    assert xlops.amz_low_inventory_fee(**item, as_of="2025-06-15") == 0.97
    assert xlops.amz_low_inventory_fee(**item, as_of="2026-06-15") == 0.0


def test_in_europe_only_pan_european_units_pay() -> None:
    parcel = {"length": 20, "width": 15, "height": 5, "weight": 200, "days_of_supply_30": 5, "days_of_supply_90": 20}
    day = {"as_of": "2026-06-15", "market": "DE"}
    assert xlops.amz_low_inventory_fee(**parcel, **day) == 0.0
    assert xlops.amz_low_inventory_fee(**parcel, **day, programme="local") == 0.0
    assert xlops.amz_low_inventory_fee(**parcel, **day, programme="pan_eu", price=30) == 0.27
    # as a Low-Price unit it pays nothing
    assert xlops.amz_low_inventory_fee(**parcel, **day, programme="泛欧", price=15) == 0.0
    assert why("AMZ_LOW_INVENTORY_FEE", **parcel, **day, programme="pan_eu") == Reason.MISSING_PRICE
    prices = np.array([30, 15, None], dtype=object)
    column = catalogue()["AMZ_LOW_INVENTORY_FEE"].outcome(**parcel, **day, programme="pan_eu", price=prices)
    np.testing.assert_array_equal(column.value, [0.27, 0.0, np.nan])
    assert xlops.amz_low_inventory_fee(**parcel, as_of="2026-06-15", market="UK") == 0.0
    # nobody pays it in the Netherlands, so no price is needed
    assert xlops.amz_low_inventory_fee(**parcel, as_of="2026-06-15", market="NL", programme="pan_eu") == 0.0
    # backpacks are fulfilled by shape: a medium parcel
    bag = {"length": 40, "width": 30, "height": 6, "weight": 900, "days_of_supply_30": 5, "days_of_supply_90": 10}
    bags = {"category": "backpacks_and_handbags", "programme": "pan_eu", "price": 60, "market": "IT"}
    assert xlops.amz_low_inventory_fee(**bag, **bags, as_of="2026-06-15") == 0.67
    steps = explain("AMZ_LOW_INVENTORY_FEE", **bag, **bags).splitlines()[1:3]
    assert "Medium parcel 1: 40 × 30 × 6 cm, unit weight 0.9 kg" in steps[0]
    assert "Pan-European FBA, Medium parcel 1 days 10 (0–14): 0.67" in steps[1]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"days_of_supply_30": None}, Reason.MISSING_INPUT),
        ({"days_of_supply_90": None}, Reason.MISSING_INPUT),
        ({"weight": None}, Reason.MISSING_WEIGHT),
        ({"as_of": "2024-03-31"}, Reason.NO_EDITION),
        ({"market": "JP"}, Reason.NO_TABLE),
        ({"programme": "no such programme"}, Reason.UNKNOWN_PROGRAMME),
    ],
)
def test_low_inventory_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    item = {**BOX, "weight": 2, "days_of_supply_30": 10, "days_of_supply_90": 10, "as_of": "2026-06-15"}
    assert why("AMZ_LOW_INVENTORY_FEE", **{**item, **arguments}) == reason


def test_explain_names_the_exemptions_it_cannot_see() -> None:
    item = {**BOX, "weight": 2, "days_of_supply_30": 10, "days_of_supply_90": 20}
    text = explain("AMZ_LOW_INVENTORY_FEE", **item)
    assert "billed 2 lb (the greater of unit and dimensional weight)" in text
    assert "Large standard-size up to 3 lb days 20 (14–21): 0.70" in text
    assert "not exempt: no new seller" in text
    assert "非新卖家" in explain("AMZ_LOW_INVENTORY_FEE", "zh", **item)


# Inbound placement.


@pytest.mark.parametrize(
    ("day", "weight", "placement", "fee"),
    [
        ("2024-06-01", 8, "minimal_lowest", 0.16),
        ("2024-06-01", 8, "minimal_highest", 0.30),
        ("2024-06-01", 8, "partial_highest", 0.21),
        ("2026-06-01", 8, "minimal_lowest", 0.14),
        ("2026-06-01", 8.1, "minimal_lowest", 0.16),
        ("2026-06-01", 8, "minimal_highest", 0.32),
        ("2024-06-01", 8, "optimised", 0.0),
        ("2025-06-01", 8, "Optimized", 0.0),
        ("2026-06-01", 8, "亚马逊优化分仓", 0.0),
    ],
)
def test_inbound_placement_of_a_small_unit(day: str, weight: float, placement: str, fee: float) -> None:
    assert xlops.amz_inbound_fee(**FLAT, weight=weight, placement=placement, as_of=day) == fee


def test_europe_has_no_inbound_placement_fee() -> None:
    assert xlops.amz_inbound_fee(**FLAT, weight=8, market="DE", as_of="2026-06-01") == 0.0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({}, Reason.NOT_PUBLISHED),  # blank is minimal, whose amount depends on the region
        ({"placement": "minimal"}, Reason.NOT_PUBLISHED),
        ({"placement": "partial", "as_of": "2024-06-01"}, Reason.NOT_PUBLISHED),
        ({"placement": "partial"}, Reason.NOT_IN_TABLE),  # not offered for standard sizes any more
        ({"placement": "minimal_highest", "as_of": "2025-06-01"}, Reason.NOT_PUBLISHED),
        ({"placement": "minimal_highest", "weight": 161}, Reason.NOT_PUBLISHED),
        ({"placement": "minimal_highest", "as_of": "2024-02-29"}, Reason.NO_EDITION),
        ({"placement": "minimal_highest", "market": "JP"}, Reason.NO_TABLE),
        ({"placement": "by parcel"}, Reason.NOT_IN_TABLE),
    ],
)
def test_inbound_placement_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    item = {**FLAT, "height": 2, "weight": 10, "as_of": "2026-06-01"}
    assert why("AMZ_INBOUND_FEE", **{**item, **arguments}) == reason


def test_explain_tells_the_range_that_is_published() -> None:
    text = explain("AMZ_INBOUND_FEE", **BOX, weight=2)
    assert text.startswith("Inbound placement fee is not known: this figure is not published")
    assert "published range 0.34 to 0.60" in text.splitlines()[0]
    assert "minimal splits, lowest region 24–48 oz (billed weight 32 oz): 0.34" in text
    assert "minimal splits, highest region 24–48 oz (billed weight 32 oz): 0.60" in text
    assert "not published: the regional steps inside each range" in text


OWN_REGION = """
schema = 1
[edition]
platform = "amazon"
market = "us"
programme = "inbound_placement"
title = { en = "Our inbound placement, west", zh = "本公司入库配置费（西部）" }
kind = "lookup"
effective = 2026-01-15
currency = "USD"
base = "unit received"
rounding = { step = 0.01, mode = "half_up" }
confidence = "high"
checked = 2026-11-22
[[source]]
id = "invoice"
kind = "observed"
title = "Our invoice"
url = ""
url_note = "in our books"
retrieved = 2026-11-22
says = "0.51 for a large standard unit of 24 to 48 oz."
[table]
keys = ["size_tier", "option"]
range = "weight"
bounds = "over_upto"
units = { weight = "oz" }
columns = ["size_tier", "option", "over", "upto", "fee"]
rows = [["large_standard", "minimal", 24, 48, 0.51]]
"""


def test_an_own_table_gives_the_amount_of_its_region() -> None:
    item = {**BOX, "weight": 2, "as_of": "2026-06-01"}
    with using(with_own(active_library(), [own_edition(OWN_REGION, "west.toml")])):
        assert xlops.amz_inbound_fee(**item) == 0.51
        assert xlops.amz_inbound_fee(**item, placement="optimised") == 0.0
    assert np.isnan(xlops.amz_inbound_fee(**item))


# Returns.


@pytest.mark.parametrize(
    ("category", "shipped", "returned", "units"),
    [
        ("Home & Kitchen", 1000, 120, 39),  # 8.1 % of 1000 are free
        ("Home & Kitchen", 1000, 81, 0),
        ("Toys", 1000, 60, 13),
        ("Clothing", 1000, 60, 60),  # every unit
        ("Footwear", 25, 3, 3),
        ("Clothing", 24, 20, 0),  # fewer than 25 shipped
        ("Sports and Outdoors", 24, 20, 0),
        ("Home & Kitchen", 25, 5, 2.975),
    ],
)
def test_returned_units_above_the_free_share(category: str, shipped: float, returned: float, units: float) -> None:
    assert xlops.amz_return_units(category, shipped, returned, as_of="2026-06-15") == units


def test_returns_that_cost_nothing_are_known_though_the_rate_is_not() -> None:
    item = {**BOX, "weight": 1, "category": "Home & Kitchen", "units_shipped": 1000, "as_of": "2026-06-15"}
    assert xlops.amz_return_fee(**item, units_returned=81) == 0.0
    assert why("AMZ_RETURN_FEE", **item, units_returned=82) == Reason.NOT_PUBLISHED
    column = catalogue()["AMZ_RETURN_FEE"].outcome(**item, units_returned=[81, 82, 0])
    np.testing.assert_array_equal(column.value, [0.0, np.nan, 0.0])


def test_returns_of_the_one_german_tier_that_is_published() -> None:
    # 5.65 % of 1000 are free, 3.5 pay 2.22 each: a light envelope of up to 20 g
    item = {"length": 20, "width": 15, "height": 1, "category": "Beauty, Health and Personal Care", "market": "DE"}
    counts = {"units_shipped": 1000, "units_returned": 60, "as_of": "2026-06-15"}
    assert xlops.amz_return_fee(**item, **counts, weight=20) == 7.77
    assert why("AMZ_RETURN_FEE", **item, **counts, weight=21) == Reason.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"category": "Sports and Outdoors"}, Reason.NOT_IN_TABLE),  # its share is not published
        ({"category": None}, Reason.MISSING_CATEGORY),
        ({"units_shipped": None}, Reason.MISSING_UNITS),
        ({"units_returned": None}, Reason.MISSING_INPUT),
        ({"as_of": "2024-05-31"}, Reason.NO_EDITION),
        ({"market": "JP"}, Reason.NO_TABLE),
    ],
)
def test_returns_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    given = {"category": "Toys", "units_shipped": 1000, "units_returned": 60, "as_of": "2026-06-15"}
    assert why("AMZ_RETURN_UNITS", **{**given, **arguments}) == reason


def test_explain_tells_the_units_that_pay() -> None:
    text = explain("AMZ_RETURN_UNITS", category="Home & Kitchen", units_shipped=1000, units_returned=120)
    assert "8.1% of 1000 = 81" in text
    assert "max(0, 120 − 81) = 39" in text


# Removal.


@pytest.mark.parametrize(
    ("day", "group", "pounds", "fee"),
    [
        ("2025-12-01", None, 0.5, 1.04),
        ("2026-02-01", None, 0.5, 0.84),
        ("2025-12-01", None, 1, 1.53),
        ("2026-02-01", None, 1, 1.53),
        ("2026-02-01", None, 2, 2.27),
        ("2026-02-01", None, 2.01, 3.95),  # 3 lb billed
        ("2026-02-01", None, 3, 3.95),
        ("2026-02-01", "bulky_or_special", 1, 3.12),
        ("2026-02-01", "bulky_or_special", 2, 4.30),
        ("2026-02-01", "bulky_or_special", 4, 6.36),
        ("2026-02-01", "bulky_or_special", 10, 10.04),
        ("2026-02-01", "bulky_or_special", 12.4, 17.50),  # 13 lb billed
    ],
)
def test_removal_in_the_us(day: str, group: str | None, pounds: float, fee: float) -> None:
    assert xlops.amz_removal_fee(10, 6, 1, pounds, as_of=day, units="in,lb", size_tier=group) == fee


@pytest.mark.parametrize(("market", "fee"), [("UK", 2.43), ("DE", 2.76), ("CA", 3.85)])
def test_removal_by_kilograms(market: str, fee: float) -> None:
    # 1.5 kg: 2.03 + 0.5 x 0.80; 2.32 + 0.5 x 0.87 = 2.755; 2.31 + one started kilogram of 1.54
    assert xlops.amz_removal_fee(20, 15, 10, 1.5, market, "2026-06-15", "cm,kg") == fee


def test_removal_sees_a_bulky_item_itself() -> None:
    assert xlops.amz_removal_fee(20, 15, 10, 30, as_of="2026-02-01", units="in,lb") == 35.52  # 14.32 + 20 x 1.06
    assert why("AMZ_REMOVAL_FEE", **BOX, weight=2, market="FR", as_of="2026-06-15") == Reason.NO_TABLE
    assert why("AMZ_REMOVAL_FEE", **BOX, weight=None, as_of="2026-06-15") == Reason.MISSING_WEIGHT


def test_explain_names_the_step_of_a_removal() -> None:
    text = explain("AMZ_REMOVAL_FEE", **BOX, weight=3)
    assert "Standard size from 2 lb (billed weight 3 lb): 2.89 + 1 × 1.06 (per 1 lb) = 3.95" in text
    assert "worked out, no special handling" in text


# Selling plans.


@pytest.mark.parametrize(
    ("plan", "market", "fee"),
    [
        (None, "US", 39.99),
        ("individual", "US", 0.99),
        ("Professional", "UK", 25.00),
        ("个人", "UK", 0.75),
        ("专业", "DE", 39.00),
        ("professional", "JP", 4900),
        ("individual", "SE", 10.00),
        ("professional", "MX", 600),
    ],
)
def test_selling_plans(plan: str | None, market: str, fee: float) -> None:
    assert xlops.amz_plan_fee(plan, market, "2026-06-15") == fee


def test_selling_plans_unknown() -> None:
    assert why("AMZ_PLAN_FEE", plan="individual", market="MX", as_of="2026-06-15") == Reason.NOT_PUBLISHED
    assert why("AMZ_PLAN_FEE", plan="gold", as_of="2026-06-15") == Reason.NOT_IN_TABLE
    assert why("AMZ_PLAN_FEE", market="PL", as_of="2026-06-15") == Reason.NO_TABLE


def test_many_rows_of_many_markets_are_as_single_calls() -> None:
    markets = np.array(["US", "UK", "DE", "CA", "MX", "JP", "AU", None], dtype=object)
    ages = np.array([100, 200, 300, 400, 500, None], dtype=object)
    rows = [(market, age) for market in markets for age in ages]
    columns = {"market": [m for m, _ in rows], "stock_age": [a for _, a in rows]}
    found = catalogue()["AMZ_AGED_FEE"].outcome(30, 20, 10, **columns, as_of="2026-06-15")
    weights = catalogue()["AMZ_REMOVAL_FEE"].outcome(30, 20, 10, 1500, columns["market"], "2026-06-15")
    for n, (market, age) in enumerate(rows):
        one = catalogue()["AMZ_AGED_FEE"].outcome(30, 20, 10, age, market=market, as_of="2026-06-15")
        assert (one.reason[0], str(one.value[0])) == (found.reason[n], str(found.value[n]))
        removal = catalogue()["AMZ_REMOVAL_FEE"].outcome(30, 20, 10, 1500, market, "2026-06-15")
        assert (removal.reason[0], str(removal.value[0])) == (weights.reason[n], str(weights.value[n]))


def test_an_impossible_age_is_refused() -> None:
    with pytest.raises(InvalidInput, match="stock_age"):
        xlops.amz_aged_fee(**FOOT, stock_age=-1)

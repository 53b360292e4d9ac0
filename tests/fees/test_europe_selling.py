"""Selling fees outside the US by hand: referral, closing, plans, refunds, VAT, digital services, storage, old stock."""

from __future__ import annotations

import numpy as np
import pytest
from asking import ask

import xlops
from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.library import packaged_library

LIBRARY = packaged_library()
NOW = "2026-08-01"


def told(name: str, **arguments: object) -> float | Reason:
    """Ask a formula: the amount, or why there is none."""
    outcome = catalogue()[name].outcome(**arguments)
    reason = Reason(int(outcome.reason[0]))
    return reason if reason else round(float(outcome.value[0]), 6)


def referral(market: str, category: str, price: float, day: str = NOW, **more: object) -> float | Reason:
    return told("AMZ_REFERRAL_FEE", price=price, category=category, market=market, as_of=day, **more)


@pytest.mark.parametrize(
    ("market", "category", "price", "fee"),
    [
        # one rate on the whole price; the bound belongs to the lower band
        ("UK", "Home products", 20.00, 1.60),
        ("UK", "Home products", 20.01, 3.00),  # 3.0015
        ("UK", "Beauty, health and personal care", 10.00, 0.80),
        ("UK", "美妆", 10.01, 1.50),  # 1.5015
        ("UK", "Clothing", 15.00, 0.75),
        ("UK", "Clothing", 15.01, 1.50),  # 1.501
        ("UK", "Clothing", 20.00, 2.00),
        ("UK", "Clothing", 20.01, 3.00),  # 3.0015
        ("DE", "Pet food", 10.00, 0.50),
        ("DE", "Pet food", 10.01, 1.50),  # 1.5015
        ("DE", "Kitchen", 10.00, 1.50),
        ("FR", "Vitamins", 10.00, 0.50),
        # each slice its own rate; the bounds in pounds are not those in euros
        ("UK", "Automotive", 45.00, 6.75),
        ("UK", "Automotive", 145.00, 15.75),  # 6.75 + 9 % of 100
        ("DE", "Automotive", 50.00, 7.50),
        ("DE", "Automotive", 150.00, 16.50),  # 7.50 + 9.00
        ("UK", "Furniture", 175.00, 26.25),
        ("UK", "Furniture", 275.00, 36.25),  # 26.25 + 10.00
        ("DE", "Furniture", 300.00, 40.00),  # 30.00 + 10.00
        ("IT", "Watches", 350.00, 42.50),  # 37.50 + 5 % of 100
        ("ES", "Electronics accessories", 150.00, 19.00),  # 15.00 + 4.00
        # the sums of published examples of other years, by the same rules
        ("DE", "Clothing", 75.00, 8.85),  # 15 % of 45 and 7 % of 30, as in 2020
        ("UK", "Jewellery", 700.00, 68.75),  # 20 % of 225 and 5 % of 475, as in 2019
        ("UK", "Everything else", 100.00, 15.00),  # as in 2020
        # clothing above the limit, fulfilled by Amazon
        ("UK", "Clothing", 40.00, 6.00),
        ("UK", "Clothing", 100.00, 10.20),  # 6.00 + 7 % of 60
        ("DE", "Clothing", 45.00, 6.75),
        ("DE", "Clothing", 45.10, 6.76),  # 6.757
        # not below the minimum
        ("UK", "Toys", 1.00, 0.25),
        ("UK", "Toys", 1.70, 0.26),  # 0.255, half up
        ("DE", "Toys", 1.00, 0.30),
        ("DE", "Books", 1.00, 0.30),  # the newest card names the minimum for all categories
        # one word for several published groups that pay the same
        ("UK", "Luggage & Travel Gear", 20.00, 3.00),
        ("DE", "Media", 20.00, 3.00),
        # and where they do not, she has to say which
        ("UK", "Home & Kitchen", 15.00, Reason.MIXED_CATEGORY),
        ("DE", "Small and large appliances", 15.00, Reason.MIXED_CATEGORY),
        ("DE", "Gift cards", 15.00, Reason.NOT_IN_TABLE),
        ("NL", "Toys", 15.00, Reason.NO_TABLE),
    ],
)
def test_referral_fees_of_the_day(market: str, category: str, price: float, fee: object) -> None:
    assert referral(market, category, price) == fee


@pytest.mark.parametrize(
    ("category", "price", "day", "fee"),
    [
        ("Clothing", 15.00, "2025-02-01", 1.20),  # 8 %
        ("Clothing", 15.00, "2025-12-14", 1.20),
        ("Clothing", 15.00, "2025-12-15", 0.75),
        ("Clothing", 20.00, "2025-12-14", 3.00),
        ("Clothing", 20.00, "2025-12-15", 2.00),
        ("Clothing", 100.00, "2025-06-01", 10.60),  # 6.75 + 7 % of 55
        ("Home products", 20.00, "2026-01-04", 3.00),
        ("Home products", 20.00, "2026-01-05", 1.60),
        ("Home & Kitchen", 20.00, "2026-01-04", 3.00),  # both at 15 % then
        ("Home & Kitchen", 20.00, "2026-01-05", Reason.MIXED_CATEGORY),
        ("Grocery", 10.00, "2026-01-04", 0.80),
        ("Grocery", 10.00, "2026-01-05", 0.50),
        ("Clothing", 75.00, "2025-01-31", Reason.NO_EDITION),
        ("Clothing", 75.00, "2020-04-01", Reason.NO_EDITION),  # one example is published, the schedule is not known
    ],
)
def test_referral_fees_by_the_day_in_germany(category: str, price: float, day: str, fee: object) -> None:
    assert referral("DE", category, price, day) == fee


def test_the_high_price_rule_of_clothing_is_for_fba() -> None:
    assert referral("DE", "Clothing", 75.00, programme="fbm") == 11.25  # 15 % of all
    assert referral("UK", "Clothing", 40.01, programme="fbm") == 6.00  # 6.0015
    assert referral("UK", "Clothing", 15.00, "2025-06-01", programme="fbm") == 1.20
    assert referral("UK", "Clothing", 100.00, "2025-06-01", programme="fbm") == 15.00
    # every other category pays the same, whoever ships it
    assert referral("DE", "Automotive", 150.00, programme="fbm") == 16.50
    assert referral("DE", "Pet food", 10.00, programme="fbm") == 0.50


def test_heavy_and_special_oversize_have_a_least_referral_fee() -> None:
    assert referral("DE", "Toys", 50.00) == 7.50
    assert referral("DE", "Toys", 50.00, size_tier="heavy_oversize") == 20.00
    assert referral("UK", "Toys", 50.00, size_tier="special_oversize") == 25.00
    assert referral("UK", "Toys", 200.00, size_tier="special_oversize") == 30.00
    assert referral("DE", "Toys", 50.00, size_tier="standard_parcel") == 7.50


@pytest.mark.parametrize(
    ("market", "category", "day", "fee"),
    [
        ("UK", "Books", NOW, 0.50),
        ("UK", "Video games", NOW, 0.50),
        ("UK", "Toys", NOW, 0.00),
        ("DE", "图书", NOW, 1.01),
        ("IT", "DVD", NOW, 0.81),
        ("ES", "Media", NOW, Reason.NOT_PUBLISHED),  # books pay more than other media
        ("DE", "Video game consoles", NOW, Reason.NOT_PUBLISHED),
        ("FR", "Books", "2026-01-31", Reason.NOT_PUBLISHED),
        ("FR", "Toys", "2026-01-31", 0.00),
        ("FR", "Books", "2026-02-01", 0.61),
        ("JP", "Music", "2025-04-14", 140.0),
        ("JP", "Software", "2025-04-14", Reason.NOT_PUBLISHED),
        ("JP", "Software", "2025-04-15", 140.0),
        ("AU", "Video game consoles", NOW, 1.00),
        ("US", "Books", NOW, 1.80),
        ("US", "Kitchen", NOW, 0.00),
    ],
)
def test_closing_fees(market: str, category: str, day: str, fee: object) -> None:
    assert told("AMZ_CLOSING_FEE", category=category, market=market, as_of=day) == fee


@pytest.mark.parametrize(
    ("market", "month", "item"),
    [
        ("uk", 25.00, 0.75),
        ("de", 39.00, 0.99),
        ("se", 410.00, 10.00),
        ("be", 25.00, 0.75),
        ("jp", 4900.0, 100.0),
        ("au", 49.95, 0.99),
        ("mx", 600.00, Reason.NOT_PUBLISHED),
    ],
)
def test_selling_plans(market: str, month: float, item: object) -> None:
    assert ask(LIBRARY, f"amazon/{market}/plan", NOW, item="professional_month") == month
    assert ask(LIBRARY, f"amazon/{market}/plan", NOW, item="individual_item") == item


def test_what_is_kept_of_a_refunded_referral_fee() -> None:
    assert told("AMZ_REFUND_FEE", referral_fee=3.00, market="UK", as_of=NOW) == 0.60
    assert told("AMZ_REFUND_FEE", referral_fee=25.00, market="UK", as_of=NOW) == 5.00
    assert told("AMZ_REFUND_FEE", referral_fee=25.05, market="UK", as_of=NOW) == 5.00
    assert told("AMZ_REFUND_FEE", referral_fee=100.0, market="AU", as_of=NOW) == 20.00  # no cap is named
    assert told("AMZ_REFUND_FEE", referral_fee=3.00, market="DE", as_of=NOW) == Reason.NO_TABLE


@pytest.mark.parametrize(
    ("market", "price", "tax"),
    [
        ("UK", 120.00, 20.00),
        ("DE", 119.00, 19.00),
        ("FR", 19.99, 3.33),  # 3.3317
        ("IT", 122.00, 22.00),
        ("ES", 121.00, 21.00),
        ("NL", 121.00, 21.00),
        ("SE", 125.00, 25.00),
        ("PL", 123.00, 23.00),
        ("IE", 123.00, 23.00),
        ("JP", 1100.0, 100.0),
        ("MX", 116.00, 16.00),
        ("AU", 110.00, 10.00),
        ("AE", 105.00, 5.00),
        ("CA", 100.00, 0.00),  # added to the list price
        ("US", 100.00, 0.00),
    ],
)
def test_tax_inside_a_price(market: str, price: float, tax: float) -> None:
    assert told("AMZ_VAT", price=price, market=market, as_of=NOW) == tax


@pytest.mark.parametrize(
    ("seller", "store", "day", "selling", "fba"),
    [
        # sellers from elsewhere pay by the store, sellers in the five countries by their own, on fees of 3.00
        ("CN", "uk", NOW, 0.06, 0.06),
        ("CN", "de", NOW, 0.00, 0.00),
        ("CN", "us", NOW, 0.00, 0.00),
        ("CN", "fr", "2026-03-19", 0.06, 0.06),
        ("CN", "fr", "2026-03-20", 0.09, 0.09),
        ("CN", "it", "2026-03-19", 0.06, 0.00),
        ("CN", "es", "2026-03-20", 0.09, 0.00),
        ("GB", "de", NOW, 0.06, 0.06),
        ("GB", "fr", NOW, 0.06, 0.06),  # the seller's country goes before the store
        ("FR", "uk", NOW, 0.09, 0.09),
        ("IT", "uk", NOW, 0.09, 0.00),
        ("ES", "us", NOW, 0.09, 0.00),
        ("CA", "us", "2025-08-14", 0.09, 0.00),
        ("CA", "us", "2025-08-15", 0.00, 0.00),
        ("CA", "uk", "2025-08-15", 0.06, 0.06),  # as from elsewhere
        ("CN", "ca", "2025-08-14", 0.06, 0.00),
        ("CN", "ca", "2025-08-15", 0.00, 0.00),
        # until 2024-09-30 the store alone decided
        ("FR", "uk", "2024-09-30", 0.06, 0.06),
        ("GB", "de", "2024-09-30", 0.00, 0.00),
        ("CN", "fr", "2024-09-30", 0.09, Reason.NOT_IN_TABLE),
        ("CN", "uk", "2020-08-31", Reason.NO_EDITION, Reason.NO_EDITION),
    ],
)
def test_digital_services_fee(seller: str, store: str, day: str, selling: object, fba: object) -> None:
    for fee, amount in (("selling", selling), ("fba", fba)):
        found = ask(LIBRARY, "amazon/global/digital_services", day, seller_country=seller, store=store, fee=fee, base=3)
        assert found == amount


def test_published_sums_of_the_digital_services_fee() -> None:
    fee = told("AMZ_DIGITAL_FEE", referral_fee=2.25, market="CA", as_of="2024-10-01", seller_country="CA")
    assert round(2.25 + float(fee), 2) == 2.32
    fee = told("AMZ_DIGITAL_FEE", referral_fee=0, fba_fee=2.27, market="UK", as_of="2020-09-01", seller_country="CN")
    assert round(2.27 + float(fee), 2) == 2.32


CUBIC_METRE = {"length": 100, "width": 100, "height": 100}
CUBIC_FOOT = {"length": 12, "width": 12, "height": 12, "units": "in,lb"}


@pytest.mark.parametrize(
    ("market", "category", "size_tier", "day", "fee"),
    [
        ("DE", "Clothing", "standard", "2026-07-01", 19.99),
        ("FR", "Shoes", "standard_parcel", "2026-11-01", 29.23),
        ("IT", "Toys", "standard", "2026-09-01", 27.54),
        ("NL", "Toys", "standard", "2026-10-01", 52.20),
        ("ES", "Clothing", "oversize", "2026-07-01", 21.78),  # no reduced rate for oversize
        ("DE", "Toys", "bulky_oversize", "2026-12-01", 34.49),
        ("DE", "Dangerous goods", "standard", "2026-07-01", 30.00),
        ("DE", "Dangerous goods", "oversize", "2026-12-01", 43.89),
        ("DE", "Luggage", "standard", "2026-07-01", Reason.NOT_PUBLISHED),
        ("DE", "Luggage", "oversize", "2026-07-01", 21.78),
        ("SE", "Toys", "standard", "2026-07-01", Reason.NOT_PUBLISHED),
        ("DE", "Toys", "standard", "2026-01-31", Reason.NO_EDITION),
        ("DE", "Toys", "standard", "2022-12-31", 38.52),
        ("FR", "Clothing", "standard", "2021-01-01", 17.19),
        ("PL", "Toys", "oversize", "2022-03-01", 18.00),  # in euros then
    ],
)
def test_storage_of_a_cubic_metre(market: str, category: str, size_tier: str, day: str, fee: object) -> None:
    given = {"market": market, "category": category, "size_tier": size_tier, "as_of": day}
    assert told("AMZ_STORAGE_FEE", **CUBIC_METRE, **given) == fee


@pytest.mark.parametrize(
    ("category", "size_tier", "day", "fee"),
    [
        ("Clothing", "standard", "2026-07-01", 0.62),
        ("Sunglasses", "standard", "2026-11-01", 0.82),
        ("Toys", "standard", "2026-07-01", 0.76),
        ("Toys", "standard", "2026-12-01", 1.51),
        ("Toys", "oversize", "2026-07-01", 0.55),
        ("Clothing", "standard", "2025-07-01", 0.56),
        ("Sunglasses", "standard", "2025-07-01", 0.76),  # eyewear joined the group in 2026
        ("Toys", "standard", "2025-11-01", 1.37),
        ("Dangerous goods", "standard", "2025-07-01", Reason.NOT_PUBLISHED),
        ("Toys", "standard", "2024-07-01", Reason.NO_EDITION),
        ("Shoes", "standard", "2022-07-01", Reason.NOT_PUBLISHED),
        ("Toys", "standard", "2022-12-01", 1.00),
    ],
)
def test_storage_of_a_cubic_foot_in_the_uk(category: str, size_tier: str, day: str, fee: object) -> None:
    given = {"market": "UK", "category": category, "size_tier": size_tier, "as_of": day}
    assert told("AMZ_STORAGE_FEE", **CUBIC_FOOT, **given) == fee


def test_storage_over_the_turn_of_the_season_and_by_the_sides() -> None:
    two = told("AMZ_STORAGE_FEE", **CUBIC_FOOT, months=2, market="UK", as_of="2026-09-10", size_tier="standard")
    assert two == 2.27  # 0.76 + 1.51
    sides = {"length": 25.4, "width": 17.8, "height": 7.6, "market": "DE", "category": "Everything else"}
    for day, cents in (("2026-03-15", 0.09), ("2026-11-15", 0.18)):
        assert round(float(told("AMZ_STORAGE_FEE", **sides, as_of=day)), 2) == cents


def test_the_cubic_feet_of_amazons_t_shirt() -> None:
    # 30 x 22 x 4.5 cm are 0.10488 cubic feet, at 0.43 each
    shirt = {"length": 30, "width": 22, "height": 4.5, "market": "UK", "category": "Clothing", "size_tier": "standard"}
    fee = told("AMZ_STORAGE_FEE", **shirt, as_of="2021-03-01")
    assert float(fee) / 0.43 == pytest.approx(0.10488, abs=0.00001)


def test_storage_over_the_limit() -> None:
    assert ask(LIBRARY, "amazon/uk/storage_overage", "2020-08-01", volume=100) == 780.00
    assert ask(LIBRARY, "amazon/de/storage_overage", "2021-08-01", volume=0.5) == 160.00
    assert ask(LIBRARY, "amazon/de/storage_overage", "2023-01-01", volume=1) == Reason.NO_EDITION
    assert ask(LIBRARY, "amazon/fr/storage_utilisation", NOW, ratio=22) == 0.00
    assert ask(LIBRARY, "amazon/fr/storage_utilisation", NOW, ratio=22.01) == Reason.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("market", "days", "volume", "fee"),
    [
        ("uk", 240, 1, 0.00),
        ("uk", 241, 1, 1.18),
        ("uk", 270, 1, 1.18),
        ("uk", 271, 1, 3.14),
        ("uk", 365, 2, 6.82),
        ("uk", 366, 1, 5.71),
        ("uk", 366, 0.01, 0.20),  # 0.0571 by volume
        ("uk", 456, 0.04, 0.25),  # 0.2456
        ("uk", 456, 0.05, 0.307),
        ("de", 241, 1, 47.99),
        ("fr", 455, 0.0005, 0.20),  # 0.1138
        ("es", 456, 1, 261.97),
    ],
)
def test_aged_inventory(market: str, days: int, volume: float, fee: float) -> None:
    assert ask(LIBRARY, f"amazon/{market}/aged_inventory", NOW, days=days, volume=volume) == fee
    assert ask(LIBRARY, f"amazon/{market}/aged_inventory", "2025-12-31", days=days, volume=1) == Reason.NO_EDITION


@pytest.mark.parametrize(
    ("market", "size_tier", "weight", "fee"),
    [
        ("uk", "standard_parcel", 0.2, 0.49),
        ("uk", "standard_parcel", 0.201, 0.71),
        ("uk", "standard", 1, 1.57),
        ("uk", "standard", 3, 3.63),  # 2.03 + 2 x 0.80
        ("uk", "oversize", 5, 7.33),
        ("de", "light_envelope", 0.1, 0.50),
        ("de", "standard", 1.5, 2.76),  # 2.32 + 0.435 for half a kilogram, half up
        ("de", "bulky_oversize", 6, 11.35),  # 10.49 + 0.86
    ],
)
def test_removal(market: str, size_tier: str, weight: float, fee: float) -> None:
    assert ask(LIBRARY, f"amazon/{market}/removal", NOW, size_tier=size_tier, weight=weight) == fee


def test_returns() -> None:
    def fee(market: str, size_tier: str, weight: float) -> float | Reason:
        return ask(LIBRARY, f"amazon/{market}/returns_processing", "2025-02-01", size_tier=size_tier, weight=weight)

    assert fee("de", "light_envelope", 0.02) == 2.22
    assert fee("de", "light_envelope", 0.021) == Reason.NOT_PUBLISHED
    assert fee("de", "standard_parcel", 11.9) == Reason.NOT_PUBLISHED  # 5.64, but its band is not known
    assert fee("uk", "light_envelope", 0.02) == Reason.NOT_PUBLISHED
    assert ask(LIBRARY, "amazon/uk/returns_processing", "2021-03-01", size_tier="small_parcel", weight=0.17) == (
        Reason.NO_EDITION
    )
    free = "amazon/de/returns_threshold"
    assert ask(LIBRARY, free, NOW, category="consumer_electronics", base=1000) == 146.7
    assert ask(LIBRARY, free, NOW, category="footwear", base=1000) == 0.0
    assert ask(LIBRARY, free, NOW, category="backpacks_and_handbags", base=1000) == Reason.NOT_IN_TABLE


def test_a_column_of_markets_and_days() -> None:
    fees = xlops.amz_referral_fee(
        price=[15.0, 15.0, 75.0, 75.0, 20.0],
        category=["Clothing", "Clothing", "服装", "服装", "Home products"],
        market=["UK", "DE", "DE", "DE", "US"],
        as_of=["2026-08-01", "2025-06-01", "2026-08-01", "2026-08-01", "2026-08-01"],
        programme=["", "", "fbm", "", ""],
    )
    np.testing.assert_array_equal(fees, [0.75, 1.20, 11.25, 8.85, 3.00])

"""Japan, Canada, Mexico, Australia and the Emirates: figures worked out by hand, edges, and what is not known."""

from __future__ import annotations

import pytest
from asking import ask as ask_table

from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.library import packaged_library

AUGUST, JUNE, APRIL = "2026-08-01", "2026-06-10", "2026-04-10"
# Sides in cm, weight in g.
BOX = (30, 20, 10, 500)
CUBE = (10, 10, 10, 500)


def ask(name: str, **given: object) -> object:
    """The answer of one formula, or the reason why there is none."""
    outcome = catalogue()[name].outcome(**given)
    reason = Reason(int(outcome.reason[0]))
    return outcome.value[0] if reason == Reason.OK else reason


def sized(item: tuple[float, ...]) -> dict[str, object]:
    return dict(zip(("length", "width", "height", "weight"), item, strict=True)) | {"units": "cm,g"}


def base(item: tuple[float, ...], price: float, market: str, day: str, **given: object) -> object:
    return ask("AMZ_FBA_BASE_FEE", **sized(item), price=price, market=market, as_of=day, **given)


def referral(price: float, category: str, market: str, day: str) -> object:
    return ask("AMZ_REFERRAL_FEE", price=price, category=category, market=market, as_of=day)


def storage(sides: tuple[float, ...], market: str, day: str, **given: object) -> object:
    length, width, height = sides[:3]
    return ask(
        "AMZ_STORAGE_FEE", length=length, width=width, height=height, market=market, as_of=day, units="cm,g", **given
    )


def aged(sides: tuple[float, ...], days: int, market: str) -> object:
    length, width, height = sides[:3]
    return ask(
        "AMZ_AGED_FEE", length=length, width=width, height=height, stock_age=days, market=market, as_of="2026-08-01"
    )


@pytest.mark.parametrize(
    ("item", "price", "expected"),
    [
        ((25, 18, 2, 250), 1500, 288),  # small, on all its limits
        ((25, 18, 2, 251), 1500, 318),  # standard 1
        ((20, 10, 10, 200), 1000, 371),  # 1000 yen are still the low-price column
        ((20, 10, 10, 200), 1000.01, 420),
        ((30, 20, 10, 2000), 3000, 430),  # 60 cm and 2 kg
        ((30, 20, 10, 2001), 3000, 472),
        ((45, 35, 20, 9000), 3000, 532),  # the largest standard unit, whichever way its limits are read
        ((45, 35, 20, 9001), 3000, 675),
        ((46, 10, 10, 1000), 3000, Reason.NOT_PUBLISHED),  # standard by its sum, beyond the old outer limit
        ((50, 40, 30, 15000), 1000, 715),
        ((100, 60, 40, 40000), 3000, 1756),
        ((100, 60, 40, 40001), 3000, 2755),
        ((100, 60, 40, 50001), 3000, Reason.OUTSIDE_TABLE),
        ((130, 65, 65, 50000), 3000, 5625),  # 260 cm
        ((130, 65, 65.1, 50000), 3000, Reason.NOT_PUBLISHED),  # taken, at a fee that is not known
        ((200, 100, 100, 50000), 3000, Reason.OUTSIDE_TABLE),  # 400 cm
    ],
)
def test_japan_fulfilment(item: tuple[float, ...], price: float, expected: object) -> None:
    assert base(item, price, "jp", "2026-05-01") == expected
    # No surcharge is published for Japan.
    assert ask("AMZ_FBA_FEE", **sized(item), price=price, market="jp", as_of="2026-05-01") == expected


def test_japan_has_no_fulfilment_table_before_2026() -> None:
    assert base(BOX, 3000, "jp", "2025-12-31") == Reason.NO_EDITION


@pytest.mark.parametrize(
    ("price", "category", "day", "expected"),
    [
        (750, "Furniture", "2026-05-01", 37.5),
        (751, "Furniture", "2026-05-01", 115.654),
        (3000, "Home and Kitchen", "2026-04-01", 462),
        (3000, "Home and Kitchen", "2026-03-31", 450),
        (3000, "Home and Kitchen", "2025-04-14", Reason.NO_EDITION),
        (2000, "Gardening", "2025-05-01", 300),  # Amazon's post names 15 %
        (1500, "Health and Personal Care", "2025-12-01", 120),  # and 8 % here
        (1501, "Beauty", "2025-12-01", 150.1),
        (2500, "Clothing", "2026-05-01", 210),
        (2501, "Clothing", "2026-05-01", 310.124),
        (3001, "Clothing", "2026-05-01", 372.084),
        (7501, "Shoes", "2026-05-01", 930.064),
        (100, "Books", "2026-05-01", 15.4),  # media has no minimum
        (100, "Toys", "2026-05-01", 30),
        (100, "Handmade", "2026-05-01", Reason.NOT_IN_TABLE),
    ],
)
def test_japan_referral(price: float, category: str, day: str, expected: object) -> None:
    assert referral(price, category, "jp", day) == expected


@pytest.mark.parametrize(
    ("sides", "day", "given", "expected"),
    [
        (CUBE, "2026-10-01", {}, 10.087),
        (CUBE, "2026-10-01", {"months": 0.5}, 5.0435),
        (CUBE, "2026-09-01", {"months": 2}, 15.763),  # 5.676 and 10.087
        (CUBE, "2026-09-01", {"category": "Shoes"}, 3.1),
        ((60, 40, 30), "2026-03-01", {}, 236.016),  # 72 times 3.278
        ((46, 10, 10), "2026-03-01", {}, Reason.NOT_PUBLISHED),
        ((46, 10, 10), "2026-11-01", {"category": "Clothing"}, 25.3),  # any size pays 5.50
        (CUBE, "2023-11-01", {"size_tier": "standard_1"}, 9.17),
        (CUBE, "2023-11-01", {"size_tier": "large_1"}, Reason.NOT_PUBLISHED),
        (CUBE, "2025-03-31", {"size_tier": "large_1"}, 4.37),
        (CUBE, "2025-04-01", {"size_tier": "large_1"}, 3.278),
        (CUBE, "2018-05-01", {"size_tier": "small"}, Reason.NO_EDITION),
    ],
)
def test_japan_storage(sides: tuple[float, ...], day: str, given: dict[str, object], expected: object) -> None:
    assert storage(sides, "jp", day, **given) == expected


@pytest.mark.parametrize(
    ("item", "price", "expected"),
    [
        ((38, 27, 2, 100), 30, 5.62),  # 0.4104 kg by volume
        ((20, 15, 2, 100), 30, 4.71),  # 0.12 kg by volume
        (BOX, 30, 8.84),  # 1.2 kg by volume
        (BOX, 14, 8.04),
        (BOX, 14.01, 8.84),
        ((30, 20, 10, 1500), 30, 9.60),
        ((30, 20, 10, 1501), 30, 10.41),
        ((30, 20, 10, 9000), 30, 17.07),  # 75 times 0.09 on 10.32
        ((30, 20, 10, 9001), 30, 23.71),  # small oversize, 18 started 500 g on 15.43
        ((300, 50, 50, 5000), 30, 324.20),  # special oversize, 150 kg by volume: 299 times 0.58 on 150.78
    ],
)
def test_canada_fulfilment(item: tuple[float, ...], price: float, expected: object) -> None:
    assert base(item, price, "ca", "2026-03-01") == expected


@pytest.mark.parametrize(
    ("day", "ordinary", "low_price", "sipp"),
    [
        ("2026-10-14", 8.84, 8.04, 8.66),  # 1.2 kg by volume; 0.80 less up to 14.00; 0.18 less in its own packaging
        ("2026-10-15", *[Reason.NOT_PUBLISHED] * 3),  # Canada has peak fees, whose amounts were not found
        ("2027-01-14", *[Reason.NOT_PUBLISHED] * 3),
        ("2027-01-15", 8.84, 8.04, 8.66),
    ],
)
def test_canada_peak_season(day: str, ordinary: object, low_price: object, sipp: object) -> None:
    assert base(BOX, 30, "ca", day) == ordinary
    assert base(BOX, 14, "ca", day) == low_price
    assert base(BOX, 30, "ca", day, programme="sipp") == sipp


def test_canada_surcharge_packaging_and_older_rows() -> None:
    assert ask("AMZ_FBA_FEE", **sized(BOX), price=30, market="ca", as_of="2026-04-16") == 8.84
    assert ask("AMZ_FBA_FEE", **sized(BOX), price=30, market="ca", as_of="2026-04-17") == 9.15  # 0.3094 more
    assert base(BOX, 30, "ca", "2026-03-01", programme="sipp") == 8.66
    assert base((60, 40, 40, 1000), 30, "ca", "2026-03-01", programme="sipp") == 31.23  # 19.2 kg: 38 steps, less 1.68
    assert base(BOX, 14, "ca", "2026-03-01", programme="sipp") == Reason.NOT_PUBLISHED
    # The rows of 2024 and 2025 are known, the size limits of that time are not.
    assert base(BOX, 30, "ca", "2026-01-14") == Reason.NO_EDITION
    assert ask_table(packaged_library(), "amazon/ca/fba", "2026-01-14", size_tier="envelope", weight=0.1) == 4.32


@pytest.mark.parametrize(
    ("price", "category", "expected"),
    [
        (19.99, "Clothing", 2.00),
        (19.9999, "Clothing", 2.00),
        (20, "Clothing", 3.40),
        (15, "Baby", 1.20),
        (15.01, "Baby", 2.25),
        (200, "Electronics Accessories", 23.00),
        (300, "Furniture", 42.50),
        (1, "Books", 0.15),
        (1, "Toys", 0.40),
        (50, "Shoes", Reason.NOT_IN_TABLE),
    ],
)
def test_canada_referral(price: float, category: str, expected: object) -> None:
    assert referral(price, category, "ca", "2026-03-01") == expected


# Removal in Canada: two bands, then one started kilogram over the last bound of each size.
REMOVED = [("envelope", 0.2), ("standard", 1), ("standard", 1.2), ("small_oversize", 6)]


def test_storage_and_age_in_canada_and_mexico() -> None:
    assert storage((100, 50, 40), "ca", "2026-11-01") == 9.8  # 0.2 m3 of small oversize
    assert storage(CUBE, "ca", "2026-09-01") == 0.04
    assert aged(CUBE, 180, "ca") == 0
    assert aged(CUBE, 181, "ca") == 0.024
    assert aged(CUBE, 366, "ca") == 0.33
    assert aged((5, 5, 5), 366, "ca") == 0.15  # the least per unit
    removal = [ask_table(packaged_library(), "amazon/ca/removal", AUGUST, size_tier=s, weight=w) for s, w in REMOVED]
    assert removal == [0.36, 1.62, 3.85, 6.67]
    assert storage(CUBE, "mx", "2026-11-01") == 0.53
    assert aged(CUBE, 300, "mx") == 2.56
    assert aged((5, 5, 5), 400, "mx") == 2.32
    assert aged(CUBE, 270, "jp") == 0
    assert aged(CUBE, 271, "jp") == Reason.NOT_PUBLISHED


SMALL = (20, 10, 5, 150)  # 0.2 kg by volume
LARGE = (50, 40, 30, 5000)  # 12 kg by volume


@pytest.mark.parametrize(
    ("item", "price", "day", "category", "expected"),
    [
        (SMALL, 149.99, AUGUST, "toys", 28.05),
        (SMALL, 150, AUGUST, "toys", 34.00),
        (SMALL, 298.99, AUGUST, "toys", 34.00),
        (SMALL, 299, AUGUST, "toys", 51.00),
        (SMALL, 499, AUGUST, "toys", 63.00),
        (SMALL, 200, APRIL, "toys", 38.20),
        (SMALL, 200, AUGUST, "grocery", 6.10),
        (SMALL, 200, AUGUST, "Personal Care", 6.10),
        (SMALL, 200, AUGUST, "Beauty", 34.00),
        (SMALL, 200, AUGUST, "Beauty, Health and Personal Care", Reason.NOT_PUBLISHED),  # one or the other
        (SMALL, 200, AUGUST, "Alcohol", 6.10),
        (SMALL, 200, APRIL, "Alcohol", Reason.NOT_PUBLISHED),
        ((30, 20, 2, 450), 200, AUGUST, "toys", 37.00),
        ((20, 10, 10, 1000), 200, AUGUST, "toys", 39.50),
        ((20, 10, 10, 1250), 200, AUGUST, "toys", 41.15),
        ((20, 10, 10, 1251), 200, AUGUST, "toys", 42.30),
        ((20, 10, 10, 1251), 200, APRIL, "toys", 43.48),  # twice 1.74 on 40
        ((20, 10, 10, 1251), 300, AUGUST, "toys", 63.50),
        ((20, 10, 10, 1251), 300, JUNE, "toys", Reason.NOT_PUBLISHED),  # changed on 2026-07-06
        ((20, 10, 10, 1000), 300, JUNE, "toys", 59.00),
        ((20, 10, 10, 1251), 200, JUNE, "grocery", 7.60),
        (LARGE, 500, AUGUST, "toys", 157.90),  # 22 times 3.75 on 75.40
        (LARGE, 500, AUGUST, "grocery", Reason.NOT_PUBLISHED),
        ((50, 40, 30, 50001), 500, AUGUST, "toys", Reason.NOT_PUBLISHED),
        ((50, 40, 30, 51000), 200, APRIL, "toys", 315.60),  # twice 1.50 on 312.60
        ((50, 40, 30, 51000), 100, APRIL, "grocery", 30.20),
    ],
)
def test_mexico_fulfilment(item: tuple[float, ...], price: float, day: str, category: str, expected: object) -> None:
    assert base(item, price, "mx", day, category=category) == expected


def test_mexico_discount_ends_with_the_weight() -> None:
    assert base(LARGE, 500, "mx", AUGUST, programme="sipp") == 154.98
    heavy = (50, 40, 30, 23000)
    assert base(heavy, 500, "mx", AUGUST, programme="sipp") == base(heavy, 500, "mx", AUGUST) == 240.40


@pytest.mark.parametrize(
    ("price", "category", "expected"),
    [
        (20, "Home", 8.00),
        (300, "Toys", 24.00),
        (300.01, "Toys", 45.00),
        (200, "Beauty", 24.00),
        (200.10, "Health and Personal Care", 30.02),
        (2500, "Electronics Accessories", 340.00),
        (6000, "Watches", 850.00),
        (100, "Handmade", Reason.NOT_IN_TABLE),
    ],
)
def test_mexico_referral(price: float, category: str, expected: object) -> None:
    assert referral(price, category, "mx", AUGUST) == expected


@pytest.mark.parametrize(
    ("item", "price", "expected"),
    [
        ((20, 15, 1, 75), 20, 4.55),
        ((20, 15, 1, 76), 20, 5.26),
        ((33, 23, 5, 100), 20, 6.78),  # envelopes weigh themselves; 0.949 kg by volume
        ((33, 23, 5, 976), 20, 9.22),  # a parcel
        (BOX, 20, 9.68),  # 1.5 kg by volume
        (BOX, 13, 9.68),
        (BOX, 12.99, 8.77),
        ((60, 40, 40, 1000), 20, 10.90),  # 24 kg by volume: 22 times 0.01
        ((60, 40, 40, 1000), 12, 9.99),
        ((105, 60, 60, 22000), 20, 17.16),  # 94.5 kg by volume: 72.5 times 0.01 on 16.43
        ((105, 60, 60, 22001), 20, Reason.NOT_PUBLISHED),  # large oversize or extra-large
        ((106, 60, 60, 10000), 12, Reason.NOT_PUBLISHED),
    ],
)
def test_australia_fulfilment(item: tuple[float, ...], price: float, expected: object) -> None:
    assert base(item, price, "au", AUGUST) == expected


@pytest.mark.parametrize(
    ("price", "category", "day", "expected"),
    [
        (300, "Sports", AUGUST, 38.00),
        (100, "Kitchen", AUGUST, 13.00),
        (100, "Toys", AUGUST, Reason.NOT_IN_TABLE),
        (100, "Beauty", "2019-06-01", 15.00),
        (100, "Health", "2019-06-01", 9.00),
        (100, "Beauty, Health and Personal Care", "2019-06-01", Reason.MIXED_CATEGORY),
        (100, "Toys", "2022-12-31", 9.00),
        (100, "Toys", "2023-01-01", Reason.NO_EDITION),
    ],
)
def test_australia_referral(price: float, category: str, day: str, expected: object) -> None:
    assert referral(price, category, "au", day) == expected


@pytest.mark.parametrize(
    ("item", "price", "expected"),
    [
        ((40, 30, 20, 1200), 25, 9.00),
        ((40, 30, 20, 1200), 25.01, 11.00),
        ((40, 30, 20, 1000), 25, Reason.NOT_PUBLISHED),  # may be an envelope
        ((45, 34, 26, 12000), 25, 19.50),
        ((45, 34, 26, 12001), 25, 22.50),
        ((46, 34, 26, 1000), 30, 12.50),
        ((60, 50, 40, 30000), 30, 41.50),
        ((60, 50, 40, 31000), 30, 42.50),
    ],
)
def test_emirates_fulfilment(item: tuple[float, ...], price: float, expected: object) -> None:
    assert base(item, price, "ae", AUGUST) == expected


def test_emirates_referral_and_storage() -> None:
    assert referral(50, "Pets", "ae", AUGUST) == 4.00
    assert referral(50.01, "Pets", "ae", AUGUST) == 7.50
    assert referral(5, "Home", "ae", AUGUST) == 1.00
    assert referral(50, "Toys", "ae", AUGUST) == Reason.NOT_IN_TABLE
    assert storage((30.48, 30.48, 30.48), "ae", "2026-11-01") == 2.00
    assert storage((30.48, 30.48, 30.48), "au", "2026-11-01") == 1.359209  # oversize: 48.00 per m3


def test_the_surcharge_is_taken_on_the_fee_of_the_table_also_with_the_sipp_discount() -> None:
    # 19.2 kg dimensional: 15.43 + 38 x 0.46 = 32.91, less 1.68; 3.5 % of 32.91 = 1.15185
    crate = {"length": 60, "width": 40, "height": 40, "weight": 1000, "price": 30, "as_of": "2026-06-01"}
    sipp = {**crate, "market": "CA", "programme": "sipp"}
    assert catalogue()["AMZ_FBA_BASE_FEE"](**sipp) == 31.23
    assert catalogue()["AMZ_FUEL_SURCHARGE"](**sipp) == 1.15
    assert catalogue()["AMZ_FBA_FEE"](**sipp) == 32.38

"""US fees beside referral and fulfilment, and AliExpress' other tables, by figures worked out by hand.

Sides in inches, weight in pounds; amounts in the currency of the table.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from asking import ask, ask_edition, compiled, ticks

from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.edition import Lookup, PublishedRange
from xlops.fees.library import packaged_library
from xlops.fees.tables import CompiledSizeTiers
from xlops.fees.units import MICROMETRES, NANOGRAMS

LIBRARY = packaged_library()
SMALL = (10, 6, 0.5, 0.25)  # small standard
BOX = (10, 6, 4, 1)  # large standard, 1.73 lb dimensional weight
HEAVY_BOX = (10, 6, 4, 3.01)
CRATE = (20, 15, 10, 4)  # bulky, 21.6 lb dimensional weight
DENSE = (20, 10, 9, 25)  # bulky, 12.9 lb dimensional weight
POLE = (97, 5, 5, 20)  # extra-large, 117 inches of length plus girth, 17.4 lb dimensional weight
TUBE = (90, 12, 9, 30)  # extra-large, 132 inches of length plus girth, 69.9 lb dimensional weight


def of_unit(programme: str, day: str, item: tuple[float, ...], **given: object) -> float | Reason:
    """Ask a table for a packed unit, by the tier and the billed weight of the tier table that it names."""
    edition, table = compiled(LIBRARY, "amazon", "us", programme, date.fromisoformat(day))
    if edition is None:
        return Reason.NO_EDITION
    if table is None:
        return 0.0
    assert isinstance(edition.table, Lookup)
    _, tiers = compiled(LIBRARY, "amazon", "us", edition.table.size_tiers, date.fromisoformat(day))
    assert isinstance(tiers, CompiledSizeTiers)
    *sides, weight = item
    columns = [ticks(side, MICROMETRES["in"]) for side in sorted(sides, reverse=True)]
    found = tiers.evaluate(*columns, ticks(weight, NANOGRAMS["lb"]))
    given["size_tier"] = LIBRARY.codes.name(int(found.tier[0]))
    if edition.table.range == "weight":
        given["weight"] = float(found.billed[0]) / NANOGRAMS[edition.table.units["weight"]]
    answer = ask_edition(LIBRARY, edition, table, given)
    return float(answer.value[0]) if answer.reason[0] == Reason.OK else Reason(int(answer.reason[0]))


@pytest.mark.parametrize(
    ("item", "days", "day", "fee"),
    [
        (SMALL, 0, "2024-04-01", 0.89),
        (SMALL, 13.9, "2025-06-01", 0.89),
        (SMALL, 14, "2025-06-01", 0.63),  # the lower limit of a band belongs to it
        (SMALL, 20.99, "2025-06-01", 0.63),
        (SMALL, 28, "2025-06-01", 0.00),
        (BOX, 21, "2025-06-01", 0.36),
        ((10, 6, 4, 3), 5, "2025-06-01", 0.97),
        (HEAVY_BOX, 5, "2025-06-01", 1.11),
        ((18, 14, 4, 1), 5, "2025-06-01", 1.11),  # 7.25 lb by its volume
        (CRATE, 5, "2026-01-14", 0.00),  # bulky pays from 2026 only
        (CRATE, 5, "2026-01-15", 1.85),
        ((40, 15, 10, 4), 15, "2026-06-01", 1.15),
        (POLE, 5, "2026-06-01", 0.00),
        (SMALL, 5, "2024-03-31", Reason.NO_EDITION),
    ],
)
def test_low_inventory_level(item: tuple[float, ...], days: float, day: str, fee: object) -> None:
    category = {"category": "home_and_kitchen"} if day >= "2026-01-15" else {}
    assert of_unit("low_inventory", day, item, days=days, **category) == fee


def test_grocery_has_no_low_inventory_level_fee_from_2026() -> None:
    assert of_unit("low_inventory", "2026-06-01", SMALL, days=5, category="grocery_and_gourmet") == 0.00


@pytest.mark.parametrize(
    ("item", "option", "day", "fee"),
    [
        (SMALL, "optimised", "2025-06-01", 0.00),
        (SMALL, "minimal", "2026-06-01", Reason.NOT_PUBLISHED),
        (SMALL, "minimal_highest", "2024-06-01", 0.30),
        (BOX, "partial_lowest", "2024-06-01", 0.17),  # 27.6 oz by its volume
        (CRATE, "minimal_highest", "2024-06-01", 3.50),  # 345 oz
        (CRATE, "minimal_lowest", "2024-06-01", Reason.NOT_PUBLISHED),
        (CRATE, "minimal_highest", "2025-01-15", Reason.NOT_PUBLISHED),
        (SMALL, "minimal_highest", "2025-02-19", 0.30),
        (SMALL, "minimal_highest", "2025-02-20", Reason.NOT_PUBLISHED),
        (SMALL, "partial_lowest", "2025-02-20", Reason.NOT_IN_TABLE),  # no longer offered
        ((10, 6, 4, 10), "minimal_lowest", "2026-06-01", 0.42),
        ((10, 6, 4, 10.01), "minimal_lowest", "2026-06-01", Reason.NOT_PUBLISHED),
        (SMALL, "minimal", "2024-02-29", Reason.NO_EDITION),
    ],
)
def test_inbound_placement(item: tuple[float, ...], option: str, day: str, fee: object) -> None:
    assert of_unit("inbound_placement", day, item, option=option) == fee


@pytest.mark.parametrize(
    ("item", "day", "fee"),
    [
        (POLE, "2026-06-01", 17.00),  # longer than 96 inches
        (TUBE, "2026-06-01", 21.00),
        ((96, 5, 5, 20), "2026-06-01", 0.00),  # the limits are inclusive: 116 inches of length plus girth
        ((130, 40, 40, 149), "2026-06-01", 0.00),  # above 150 lb by its volume
        ((100, 10, 10, 100), "2026-06-01", 25.00),
        (CRATE, "2026-06-01", 0.00),
        (POLE, "2026-01-14", 0.00),
    ],
)
def test_overmax(item: tuple[float, ...], day: str, fee: float) -> None:
    assert of_unit("overmax", day, item) == fee


@pytest.mark.parametrize(
    ("item", "day", "fee"),
    [
        (CRATE, "2026-06-01", 2.92),  # 21.6 lb by its volume
        (DENSE, "2026-06-01", 1.97),  # 12.9 lb, although it weighs 25
        ((20, 15, 1, 1), "2026-06-01", 1.51),  # counts as 2 inches high: 4.3 lb
        (BOX, "2026-06-01", 0.00),
        (POLE, "2026-06-01", 0.00),
        (CRATE, "2026-01-14", 0.00),
    ],
)
def test_packaging_of_bulky_units(item: tuple[float, ...], day: str, fee: float) -> None:
    assert of_unit("oversize_packaging", day, item) == fee


@pytest.mark.parametrize(
    ("item", "category", "day", "discount"),
    [
        (SMALL, "toys_and_games", "2026-06-01", 0.04),  # 4 oz
        ((10, 6, 0.5, 0.26), "toys_and_games", "2026-06-01", 0.05),
        (SMALL, "clothing_and_accessories", "2026-06-01", 0.06),
        ((10, 6, 4, 5), "clothing_and_accessories", "2026-06-01", 0.22),
        (SMALL, "dangerous_goods", "2026-06-01", Reason.NOT_PUBLISHED),
        (CRATE, "toys_and_games", "2026-01-14", 1.32),
        (CRATE, "toys_and_games", "2026-01-15", 0.00),
        (CRATE, "clothing_and_accessories", "2025-06-01", Reason.NOT_PUBLISHED),
        (POLE, "toys_and_games", "2025-06-01", 0.00),
    ],
)
def test_sipp_discount(item: tuple[float, ...], category: str, day: str, discount: object) -> None:
    assert of_unit("sipp_discount", day, item, category=category) == discount


@pytest.mark.parametrize(
    ("tier", "weight", "day", "fee"),
    [
        ("small_standard", 0.51, "2026-06-01", 1.53),
        ("large_standard", 2.01, "2026-06-01", 3.95),  # 3 lb: 2.89 + 1.06
        ("large_standard", 20, "2026-06-01", 21.97),  # 2.89 + 18 x 1.06
        ("small_bulky", 10.1, "2026-06-01", 15.38),  # 11 lb: 14.32 + 1.06
        ("small_standard", 0.4, "2026-01-14", 1.04),
        ("small_standard", 0.4, "2026-01-15", 0.84),
        ("bulky_or_special", 1, "2026-06-01", 3.12),  # special handling of a small item
        ("small_oversize", 3, "2024-01-20", 6.36),
    ],
)
def test_removal(tier: str, weight: float, day: str, fee: float) -> None:
    assert ask(LIBRARY, "amazon/us/removal", day, size_tier=tier, weight=weight) == fee


@pytest.mark.parametrize(
    ("days", "volume", "category", "day", "fee"),
    [
        (180, 1, "toys_and_games", "2026-06-15", 0.00),
        (181, 0.5, "toys_and_games", "2026-06-15", 0.25),
        (280, 1, "toys_and_games", "2023-12-31", 3.80),
        (280, 1, "toys_and_games", "2024-06-15", Reason.NOT_PUBLISHED),  # raised on a day that is not documented
        (200, 1, "toys_and_games", "2024-06-15", 0.50),
        (400, 1, "toys_and_games", "2024-06-15", 6.90),
        (455, 0.04, "toys_and_games", "2026-06-15", 0.30),  # more than 0.04 x 6.90 = 0.276
        (456, 0.05, "toys_and_games", "2026-06-15", 0.395),  # 0.05 x 7.90, more than 0.35
        (500, 0.01, "toys_and_games", "2026-01-14", 0.15),
        (270, 1, "watches", "2026-06-15", 0.00),
        (271, 1, "watches", "2026-06-15", 5.45),
        (200, 1, "luggage", "2026-06-15", Reason.NOT_PUBLISHED),  # is luggage a bag?
        (400, 1, "toys_and_games", "2023-04-14", Reason.NO_EDITION),
    ],
)
def test_aged_inventory(days: float, volume: float, category: str, day: str, fee: object) -> None:
    assert ask(LIBRARY, "amazon/us/aged_inventory", day, days=days, volume=volume, category=category) == fee


@pytest.mark.parametrize(
    ("tier", "ratio", "day", "fee"),
    [
        ("small_standard", 22, "2026-06-01", 0.00),
        ("small_standard", 22.1, "2026-06-01", 0.88),  # 2 cubic feet at 0.44
        ("small_standard", 29, "2026-06-01", Reason.NOT_PUBLISHED),
        ("small_bulky", 25, "2026-06-01", Reason.NOT_PUBLISHED),
        ("small_standard", 26, "2024-03-31", 0.00),
        ("small_standard", 26.1, "2024-03-31", Reason.NOT_PUBLISHED),
    ],
)
def test_storage_utilisation(tier: str, ratio: float, day: str, fee: object) -> None:
    assert ask(LIBRARY, "amazon/us/storage_utilisation", day, size_tier=tier, ratio=ratio, volume=2) == fee


def test_storage_of_dangerous_goods_is_not_that_of_other_goods() -> None:
    given = {"size_tier": "small_standard", "month": 6, "volume": 1}
    assert ask(LIBRARY, "amazon/us/storage", "2026-06-01", **given, category="toys_and_games") == 0.78
    assert ask(LIBRARY, "amazon/us/storage", "2026-06-01", **given, category="dangerous_goods") == Reason.NOT_PUBLISHED


@pytest.mark.parametrize(("skus", "fee"), [(1_500_000, 0.0), (1_500_001, 0.001), (2_000_000, 500.0)])
def test_high_volume_listing(skus: int, fee: float) -> None:
    assert ask(LIBRARY, "amazon/us/high_volume_listing", "2026-06-01", count=skus) == fee


@pytest.mark.parametrize(
    ("programme", "day", "given", "fee"),
    [
        ("awd_storage", "2025-03-31", {"plan": "integrated", "volume": 10}, 3.60),
        ("awd_storage", "2026-06-01", {"plan": "smart_storage", "volume": 10}, 4.30),
        ("awd_processing", "2025-03-31", {"item": "processing", "plan": "integrated", "count": 3}, 6.39),
        ("awd_processing", "2026-06-01", {"item": "outbound_processing", "plan": "amazon_managed", "count": 3}, 4.05),
        ("awd_transportation", "2026-06-01", {"item": "transportation", "plan": "amazon_managed", "volume": 50}, 52.00),
        ("lithium_battery", "2025-06-01", {"item": "unit"}, 0.11),
        ("lithium_battery", "2026-06-01", {"item": "unit"}, Reason.NO_EDITION),
    ],
)
def test_warehousing_and_battery(programme: str, day: str, given: dict[str, object], fee: object) -> None:
    assert ask(LIBRARY, f"amazon/us/{programme}", day, **given) == fee


def test_returns_that_are_free() -> None:
    where, day = "amazon/us/returns_threshold", "2026-06-01"
    assert ask(LIBRARY, where, day, category="toys_and_games", base=1000) == 47.0
    assert ask(LIBRARY, where, day, category="footwear", base=1000) == 0.0
    assert ask(LIBRARY, where, day, category="jewelry", base=1000) == Reason.NOT_IN_TABLE
    fee = ask(LIBRARY, "amazon/us/returns_processing", day, category="footwear", size_tier="small_standard")
    assert fee == Reason.NOT_PUBLISHED


@pytest.mark.parametrize(
    ("item", "day", "fee"),
    [
        ((10, 6, 0.5, 0.4), "2024-01-15", 3.40),  # 4 to 8 oz
        ((10, 6, 4, 3.2), "2024-01-15", 7.33),  # one half pound above 3 lb: 7.17 + 0.16
        ((25, 6, 4, 40), "2024-02-04", 26.11),  # small oversize: 9.73 + 39 x 0.42
        ((70, 20, 10, 40), "2024-02-04", Reason.NOT_PUBLISHED),  # medium oversize
        ((25, 6, 4, 40), "2024-02-05", 26.11),  # large bulky: the same formula
        ((10, 6, 4, 3.2), "2024-04-14", 7.33),  # 7.25 + 0.08
    ],
)
def test_fulfilment_of_early_2024(item: tuple[float, ...], day: str, fee: object) -> None:
    assert of_unit("fba", day, item, price=20) == fee


@pytest.mark.parametrize(
    ("line", "country", "weight", "cost"),
    [
        ("菜鸟超级经济Global", "KR", 100, 11.657),  # 0.1 x 49.47 + 6.71
        ("菜鸟超级经济Global", "PL", 101, 15.73063),  # 0.101 x 47.63 + 10.92
        ("菜鸟超级经济Global", "PL", 100, Reason.NOT_PUBLISHED),  # the light tier has other rates
        ("菜鸟超级经济Global", "US", 500, 56.72),  # 0.5 x 91.04 + 11.20
        ("菜鸟超级经济Global", "US", 80, Reason.NOT_PUBLISHED),
        ("菜鸟超级经济Global", "DE", 100, Reason.NOT_IN_TABLE),
        ("菜鸟超级经济Global", "KR", 2001, Reason.OUTSIDE_TABLE),
        ("菜鸟超级经济", "RU", 200, 4.914),  # 0.2 x 23.47 + 0.22
        ("菜鸟超级经济", "RU", 100, Reason.NOT_PUBLISHED),
    ],
)
def test_super_economy_freight(line: str, country: str, weight: float, cost: object) -> None:
    outcome = catalogue()["ALI_FREIGHT"].outcome(weight=weight, country=country, line=line, as_of="2026-06-01")
    reason = Reason(int(outcome.reason[0]))
    assert (outcome.value[0] if reason == Reason.OK else reason) == cost


def test_super_economy_lines_have_currencies_of_their_own() -> None:
    found = catalogue()["ALI_FREIGHT_CURRENCY"].outcome(line=["菜鸟超级经济", "超级经济Global"], as_of="2026-06-01")
    np.testing.assert_array_equal(found.value, ["USD", "CNY"])


def test_other_tables_of_aliexpress() -> None:
    def flat(programme: str, item: str, day: str) -> float | Reason:
        return ask(LIBRARY, f"aliexpress/global/{programme}", day, item=item)

    assert flat("deposit", "human_hair", "2026-06-01") == 50000
    assert flat("import_fee_ro", "parcel", "2026-01-01") == 25
    assert flat("import_fee_fr", "tariff_line", "2026-03-01") == 2
    assert flat("import_fee_fr", "tariff_line", "2026-02-28") == Reason.NO_EDITION
    duty, _ = compiled(LIBRARY, "aliexpress", "global", "us_postal_duty", date(2026, 7, 23))
    assert isinstance(duty.table, PublishedRange)
    assert [float(rate) for rate in duty.table.items["us_postal_duty"]] == [0.10, 0.15]
    assert compiled(LIBRARY, "aliexpress", "global", "us_postal_duty", date(2026, 7, 24)) == (None, None)

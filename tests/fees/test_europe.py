"""Europe's FBA fees: tiers, edges, programmes, seasons, and what is not known, by figures worked out by hand."""

from __future__ import annotations

import pytest

from xlops.catalog import catalogue
from xlops.errors import Reason

ORDINARY = "2026-08-01"
PEAK = "2026-11-01"
# Sides in cm, weight in g.
LIGHT = (20, 15, 2, 80)  # light envelope
BOX = (30, 20, 10, 500)  # small parcel, 1.2 kg dimensional weight
SHIRT = (30, 20, 6.5, 250)  # too thick for an envelope: small parcel 1 by shape; 0.78 kg dimensional weight
BULK = (60, 40, 40, 1500)  # small oversize, 19.2 kg dimensional weight


def ask(name: str, item: tuple[float, ...], **given: object) -> object:
    """The answer of one formula, or the reason why there is none."""
    length, width, height, weight = item
    outcome = catalogue()[name].outcome(
        length=length, width=width, height=height, weight=weight, units="cm,g", **given
    )
    reason = Reason(int(outcome.reason[0]))
    return outcome.value[0] if reason == Reason.OK else reason


def base(item: tuple[float, ...], market: str, day: str = ORDINARY, price: float = 0, **given: object) -> object:
    """The table fee; without a price, at one above the Low-Price limit of any store."""
    price = price or 300
    return ask("AMZ_FBA_BASE_FEE", item, price=price, market=market, as_of=day, **given)


@pytest.mark.parametrize(
    ("item", "market", "day", "tier"),
    [
        ((33, 23, 2.5, 100), "uk", ORDINARY, "light_envelope"),
        ((33, 23, 2.5, 101), "uk", ORDINARY, "standard_envelope"),
        ((33, 23, 2.6, 100), "uk", ORDINARY, "large_envelope"),
        ((33, 23, 2.5, 100), "uk", "2025-01-31", "standard_envelope"),  # no light envelope before 2025-02-01
        ((20, 15, 1, 80), "se", "2023-06-01", "small_envelope"),
        ((35, 25, 12, 3900), "de", ORDINARY, "small_parcel"),  # its dimensional weight is the limit, 2.1 kg
        ((35, 25, 12, 3901), "de", ORDINARY, "standard_parcel"),
        ((45, 34, 26, 12000), "fr", ORDINARY, "standard_oversize_light"),  # over 11.9 kg, and over 1.76 kg
        ((101, 60, 60, 15000), "it", ORDINARY, "standard_oversize_light"),
        ((101, 60, 60, 15001), "it", ORDINARY, "standard_oversize_heavy"),
        ((120, 60, 60, 23000), "es", ORDINARY, "standard_oversize_large"),
        ((150, 50, 50, 20000), "es", ORDINARY, "bulky_oversize"),  # length and girth are 350 cm
        ((150, 50, 50, 23001), "es", ORDINARY, "heavy_oversize"),
        ((150, 53, 53, 20000), "es", ORDINARY, "special_oversize"),  # 362 cm
        ((176, 10, 10, 1000), "pl", ORDINARY, "special_oversize"),
        ((30, 20, 10, 31501), "be", ORDINARY, "special_oversize"),
        ((20, 15, 1, 80), "ie", ORDINARY, "small_envelope"),  # Ireland keeps the older tiers
        ((120, 60, 60, 20000), "ie", ORDINARY, "standard_oversize"),
        ((30, 20, 10, 500), "ie", "2025-06-01", Reason.NO_EDITION),
    ],
)
def test_size_tiers(item: tuple[float, ...], market: str, day: str, tier: object) -> None:
    assert ask("AMZ_SIZE_TIER", item, market=market, as_of=day) == tier


@pytest.mark.parametrize(
    ("market", "price", "category", "day", "fee"),
    [
        ("uk", 20.00, None, ORDINARY, 1.67),
        ("uk", 20.01, None, ORDINARY, 2.07),
        ("uk", 10.00, "office_products", ORDINARY, 1.67),
        ("uk", 10.01, "office_products", ORDINARY, 2.07),
        ("uk", 10.01, "beauty", ORDINARY, 2.07),
        ("de", 11.00, "books", ORDINARY, 1.80),
        ("de", 11.01, "books", ORDINARY, 2.26),
        ("se", 230, None, ORDINARY, 30.56),
        ("se", 230.01, None, ORDINARY, 35.08),
        ("pl", 85, None, ORDINARY, 1.72),
        ("uk", 20.00, None, PEAK, 1.67),  # no peak for Low-Price FBA
        ("uk", 20.00, None, "2026-01-04", 2.07),  # the limit was 10 until that day
        ("uk", 10.00, None, "2026-01-04", Reason.NOT_PUBLISHED),
        ("uk", 10.01, None, "2025-06-01", 2.07),
    ],
)
def test_low_price_limit(market: str, price: float, category: str | None, day: str, fee: object) -> None:
    assert base(LIGHT, market, day, price, category=category) == fee


@pytest.mark.parametrize(
    ("weight", "fee"),
    # By unit weight up to 400 g; heavier goods pay for the 1.2 kg of their volume.
    [(150, 2.67), (151, 2.70), (400, 2.70), (401, 3.05)],
)
def test_low_price_bills_unit_weight(weight: float, fee: float) -> None:
    assert base((30, 20, 10, weight), "uk", price=15) == fee


@pytest.mark.parametrize(
    ("height", "day", "fee"),
    [
        (8, ORDINARY, 3.15),  # 35 x 25 x 8 / 5000 = 1.4 kg: the band's own bound
        (8.01, ORDINARY, 3.17),
        (8, "2025-06-01", 4.03),
        (8.01, "2025-06-01", 4.23),
    ],
)
def test_dimensional_weight_edge(height: float, day: str, fee: float) -> None:
    assert base((35, 25, height, 500), "de", day) == fee


@pytest.mark.parametrize(
    ("item", "market", "category", "day", "fee"),
    [
        (SHIRT, "uk", "clothing_and_accessories", ORDINARY, 2.87),  # 2.83 + 2 x 0.02
        ((30, 20, 6.5, 200), "uk", "clothing_and_accessories", ORDINARY, 2.85),
        ((30, 20, 6.5, 100), "uk", "clothing_and_accessories", ORDINARY, 2.83),
        (SHIRT, "uk", "toys_and_games", ORDINARY, 3.04),
        ((35, 25, 9, 1000), "fr", "footwear", ORDINARY, 5.46),  # 5.01 + 9 x 0.05
        ((35, 25, 9, 1000), "fr", "footwear", "2025-10-15", 5.46),
        ((35, 25, 9, 1000), "fr", "footwear", "2025-10-14", 6.10),  # 1.575 kg in the general table
        (SHIRT, "uk", "clothing_and_accessories", "2025-05-14", 3.04),
        (SHIRT, "uk", "clothing_and_accessories", "2025-05-15", 2.87),
        (SHIRT, "uk", "clothing_and_accessories", "2025-10-15", Reason.NOT_PUBLISHED),
        (SHIRT, "uk", "clothing_and_accessories", "2026-01-15", 2.87),
        (SHIRT, "de", "clothing_and_accessories", ORDINARY, 3.14),  # 3.04 + 2 x 0.05
        (SHIRT, "de", "clothing_and_accessories", PEAK, 3.35),  # 3.25 + 2 x 0.05
        (SHIRT, "se", "clothing_and_accessories", "2025-12-01", Reason.NOT_PUBLISHED),
        (SHIRT, "se", "clothing_and_accessories", ORDINARY, 42.45),  # 40.91 + 2 x 0.77
        ((45, 34, 26, 2000), "ie", "footwear", ORDINARY, 3.19),  # 2.43 + 19 x 0.04
        (LIGHT, "it", "clothing_and_accessories", ORDINARY, 3.39),  # an envelope pays the general table
        (BULK, "it", "mattresses", ORDINARY, 8.69),  # and so does oversize: 7.21 + 0.08 x 18.44
    ],
)
def test_selected_categories(item: tuple[float, ...], market: str, category: str, day: str, fee: object) -> None:
    assert base(item, market, day, category=category) == fee


@pytest.mark.parametrize(
    ("item", "market", "programme", "day", "fee"),
    [
        (BOX, "de", None, ORDINARY, 3.15),  # the Central Europe Programme is the German default
        (BOX, "de", "cep", ORDINARY, 3.15),
        (BOX, "de", "pan_eu", ORDINARY, 3.15),
        (BOX, "de", "local", ORDINARY, 3.41),
        (BOX, "fr", "local", ORDINARY, 5.87),
        (BOX, "fr", "efn", ORDINARY, 9.28),
        (BOX, "de", "efn", ORDINARY, 9.28),
        (BOX, "de", "efn_no_cep", ORDINARY, 9.54),
        (BOX, "nl", "efn", ORDINARY, 9.49),
        (BOX, "pl", "efn", ORDINARY, 42.11),
        (BOX, "uk", "remote", ORDINARY, 4.86),
        (BOX, "de", "remote", ORDINARY, 8.72),
        (BOX, "se", "remote", ORDINARY, 106.82),
        (BOX, "ie", None, ORDINARY, 2.33),
        (BOX, "ie", "efn", ORDINARY, 5.21),
        (BOX, "uk", "efn", ORDINARY, Reason.NO_TABLE),
        (BOX, "fr", "efn", "2025-06-01", Reason.NO_EDITION),
        (BOX, "fr", "sipp", ORDINARY, 5.79),  # 5.87 less 0.08
        (BULK, "fr", "sipp", ORDINARY, 10.74),  # no discount: 7.05 + 0.20 x 18.44
    ],
)
def test_programmes(item: tuple[float, ...], market: str, programme: str | None, day: str, fee: object) -> None:
    assert base(item, market, day, programme=programme) == fee


def test_cross_border_fees_know_no_low_price_but_in_ireland() -> None:
    small = (20, 10, 7, 300)
    assert base(small, "fr", price=15, programme="efn") == 7.05
    assert base(small, "ie", price=15, programme="efn") == 4.03
    assert base((30, 20, 10, 300), "ie", price=15, programme="efn") == 4.03  # by unit weight
    assert base((30, 20, 10, 300), "ie", price=20.01, programme="efn") == 5.21


def test_selected_parcels_across_borders() -> None:
    clothing = {"category": "clothing_and_accessories", "programme": "efn"}
    assert base(SHIRT, "pl", **clothing) == 30.98  # 30.56 + 2 x 0.21
    # The Swedish increments are in doubt, the first 100 g are not.
    assert base(SHIRT, "se", **clothing) == Reason.NOT_PUBLISHED
    assert base((30, 20, 6.5, 100), "se", **clothing) == 73.57


@pytest.mark.parametrize(
    ("item", "market", "programme", "fee"),
    [
        (BULK, "uk", None, 8.10),  # 3.49 + 0.25 x 18.44
        (BULK, "ie", None, 4.42),  # 4.25 + 0.01 x 17.44
        ((100, 60, 60, 25000), "de", None, 18.82),  # 12.74 + 0.15 x 40.5 = 18.815
        ((60, 50, 50, 25000), "de", None, 12.74),  # below the 31.5 kg of the base
        ((100, 60, 60, 10000), "nl", None, 22.79),  # 7.12 + 0.22 x 71.24 = 22.7928
        ((180, 20, 20, 9000), "fr", None, 24.88),
        ((50, 50, 50, 40000), "fr", None, 28.77),  # special oversize bills the unit weight
        ((50, 50, 50, 70000), "fr", None, 55.44),  # 50.54 + 0.49 x 10
        ((50, 50, 50, 40000), "de", "local", 24.19),
        ((50, 50, 50, 40000), "de", None, Reason.NOT_PUBLISHED),
        ((50, 50, 50, 40000), "pl", None, Reason.NOT_PUBLISHED),
        ((50, 50, 50, 32000), "ie", None, Reason.OUTSIDE_TABLE),
    ],
)
def test_oversize(item: tuple[float, ...], market: str, programme: str | None, fee: object) -> None:
    assert base(item, market, programme=programme) == fee


@pytest.mark.parametrize(
    ("item", "market", "programme", "day", "fee"),
    [
        (BOX, "uk", None, "2023-03-01", 3.02),
        (BOX, "uk", None, "2024-02-04", 3.02),
        (BOX, "uk", None, "2024-02-05", Reason.NO_EDITION),
        (BOX, "fr", None, "2025-01-31", 6.16),
        (BULK, "fr", None, "2025-01-31", Reason.NOT_PUBLISHED),
        (BULK, "uk", None, "2024-01-01", Reason.OUTSIDE_TABLE),  # the table ends at 1.76 kg
        (BOX, "uk", None, "2025-02-01", 3.05),
        (BOX, "uk", None, "2025-10-15", 3.14),
        (BOX, "de", None, "2025-10-14", 4.03),
        (BOX, "de", None, "2025-10-15", Reason.NOT_PUBLISHED),
        (BOX, "fr", None, "2025-12-14", 5.87),
        (BOX, "it", None, "2025-12-14", 5.51),
        (BOX, "it", None, "2025-12-15", 5.11),
        (BOX, "uk", None, "2025-12-15", Reason.NOT_PUBLISHED),  # peak fees and the cut together
        ((33, 23, 4, 500), "uk", None, "2026-01-14", 2.77),  # envelopes were not cut
        (BOX, "uk", None, "2026-01-15", 3.05),
        (BOX, "de", None, "2026-01-15", 3.15),
        (BULK, "fr", None, "2026-01-10", Reason.NOT_PUBLISHED),  # 2025 and 2026 differ
        ((60, 50, 50, 25000), "es", None, "2026-01-10", 14.00),  # and here agree
        (BOX, "se", None, "2025-12-14", 51.10),
        (BOX, "se", None, "2025-12-15", Reason.NO_EDITION),
        (BOX, "se", None, "2026-02-01", 52.68),
        (BOX, "nl", None, "2026-01-31", Reason.NO_EDITION),
        (BOX, "uk", None, "2026-10-14", 3.05),
        (BOX, "uk", None, "2026-10-15", 3.16),
        (BOX, "uk", None, "2027-01-14", 3.16),
        (BOX, "uk", None, "2027-01-15", 3.05),
        (BOX, "de", None, PEAK, 3.37),
        (BOX, "de", "local", PEAK, Reason.NOT_PUBLISHED),
        (LIGHT, "de", "local", PEAK, 2.52),
        (BOX, "fr", None, PEAK, 5.87),
        ((20, 10, 7, 300), "fr", "efn", PEAK, 7.53),
        (BOX, "fr", "efn", PEAK, Reason.NOT_PUBLISHED),
        (BULK, "uk", None, PEAK, 8.10),
    ],
)
def test_dates(item: tuple[float, ...], market: str, programme: str | None, day: str, fee: object) -> None:
    assert base(item, market, day, programme=programme) == fee


@pytest.mark.parametrize(
    ("item", "market", "day", "fee"),
    [
        (BULK, "uk", ORDINARY, 0.77),  # 0.59 + 0.01 x 18.44
        (BULK, "de", ORDINARY, 0.85),  # 0.67 + 0.01 x 18.44
        (BOX, "uk", ORDINARY, 0.00),
        (BULK, "uk", "2025-06-01", Reason.NOT_PUBLISHED),
        (BULK, "pl", ORDINARY, Reason.NO_TABLE),
    ],
)
def test_packaging_fee(item: tuple[float, ...], market: str, day: str, fee: object) -> None:
    assert ask("AMZ_PACKAGING_FEE", item, market=market, as_of=day) == fee


@pytest.mark.parametrize(
    ("item", "market", "given", "day", "fee"),
    [
        (BOX, "uk", {}, "2026-04-16", 3.05),
        (BOX, "uk", {}, "2026-04-17", 3.10),  # 3.05 x 0.015 = 0.04575
        (BOX, "uk", {"category": "dangerous_goods"}, ORDINARY, 3.20),
        (BOX, "pl", {"category": "dangerous_goods"}, ORDINARY, 4.22),  # 3.76 + 0.40 + 0.06
        (BULK, "uk", {}, ORDINARY, 8.22),  # 8.10 + 0.12
        (BULK, "uk", {}, "2025-06-01", 8.26),  # 3.65 + 0.25 x 18.44, no surcharge yet
        (SHIRT, "uk", {"category": "clothing_and_accessories"}, ORDINARY, 2.91),  # 2.87 + 0.04
    ],
)
def test_whole_fee(item: tuple[float, ...], market: str, given: dict[str, object], day: str, fee: object) -> None:
    assert ask("AMZ_FBA_FEE", item, price=30, market=market, as_of=day, **given) == fee


def test_selected_parcels_have_a_discount_of_their_own() -> None:
    clothing = {"category": "clothing_and_accessories", "programme": "sipp"}
    assert base(SHIRT, "es", **clothing) == 3.54  # 3.55 + 2 x 0.04, less 0.09
    assert base((30, 20, 10, 300), "uk", price=15, programme="sipp") == 2.64  # 2.70 of Low-Price FBA, less 0.06


def test_one_column_of_many_stores_and_programmes() -> None:
    length, width, height, _ = BOX
    outcome = catalogue()["AMZ_FBA_BASE_FEE"].outcome(
        length=[length] * 6,
        width=[width] * 6,
        height=[height] * 6,
        weight=[500, 400, 500, 500, 500, 500],
        price=[30, 15, 30, 30, 30, 30],
        category=["toys_and_games", "toys_and_games", "footwear", "toys_and_games", "toys_and_games", "toys_and_games"],
        market=["uk", "uk", "fr", "de", "fr", "nl"],
        as_of=[ORDINARY, ORDINARY, ORDINARY, PEAK, ORDINARY, "2025-06-01"],
        units="cm,g",
        programme=["local", "local", "local", "local", "efn", "local"],
    )
    # 5.37 is 5.05 + 4 x 0.08: small parcel 3 of the selected categories.
    assert [None if v != v else float(v) for v in outcome.value] == [3.05, 2.70, 5.37, None, 9.28, None]
    assert [Reason(int(r)) for r in outcome.reason[[3, 5]]] == [Reason.NOT_PUBLISHED, Reason.NO_EDITION]

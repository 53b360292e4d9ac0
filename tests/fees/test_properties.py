"""What must hold for every input: columns equal single calls, and both equal a reckoning in decimals from the rows."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.edition import Lookup, RateBands, SizeTiers
from xlops.fees.library import packaged_library
from xlops.fees.names import name_list
from xlops.fees.units import round_ticks
from xlops.terms import term

LIBRARY = packaged_library()
CENT = Decimal("0.01")
POUND_IN_GRAMS = Decimal("453.59237")
INCH_IN_CM = Decimal("2.54")
FEES = [f for f in catalogue().values() if f.explains]
quick = settings(max_examples=60, deadline=None, derandomize=True)
thorough = settings(max_examples=300, deadline=None, derandomize=True)

REFERRAL = LIBRARY.timeline("amazon", "us", "referral").editions[0]  # type: ignore[union-attr]
BANDS = REFERRAL.table
assert isinstance(BANDS, RateBands)
CATEGORIES = sorted({band.keys[0] for band in BANDS.bands})
EDGES = sorted({band.upto for band in BANDS.bands if band.upto is not None})
cents = st.integers(0, 700_000).map(lambda n: Decimal(n) / 100)
near_edges = st.tuples(st.sampled_from(EDGES), st.sampled_from([-1, 0, 1])).map(lambda e: e[0] + e[1] * CENT)
prices = st.one_of(cents, near_edges)


def percentage(table: RateBands, key: str, base: Decimal) -> Decimal:
    """Reckon a percentage fee from its rows, one slice after the other."""
    fee, floor = Decimal(0), Decimal(0)
    for band in [b for b in table.bands if b.keys[0] == key]:
        inside = band.upto is None or base <= band.upto
        top = base if inside else band.upto
        assert top is not None
        fee = band.rate * top if band.applies == "whole" else fee + band.rate * (top - floor)
        if inside:
            return max(fee, band.minimum or Decimal(0)).quantize(CENT, ROUND_HALF_UP)
        floor = top
    raise AssertionError("no open band")


@thorough
@given(price=prices, category=st.sampled_from(CATEGORIES))
def test_referral_fee_equals_a_reckoning_in_decimals(price: Decimal, category: str) -> None:
    found = catalogue()["AMZ_REFERRAL_FEE"](float(price), category, as_of="2026-06-01")
    assert Decimal(repr(found)) == percentage(BANDS, category, price)


@quick
@given(price=prices, shipping=cents, category=st.sampled_from(CATEGORIES))
def test_shipping_is_part_of_the_base(price: Decimal, shipping: Decimal, category: str) -> None:
    fee = catalogue()["AMZ_REFERRAL_FEE"]
    found = fee(float(price), category, as_of="2026-06-01", shipping=float(shipping))
    assert Decimal(repr(found)) == percentage(BANDS, category, price + shipping)


@quick
@given(category=st.sampled_from(CATEGORIES), amounts=st.lists(cents, min_size=1, max_size=40))
def test_a_fee_is_never_below_its_minimum(category: str, amounts: list[Decimal]) -> None:
    minimum = next(b.minimum for b in BANDS.bands if b.keys[0] == category) or Decimal(0)
    found = catalogue()["AMZ_REFERRAL_FEE"](np.array(amounts, dtype=float), category, as_of="2026-06-01")
    assert (found >= float(minimum)).all()


@pytest.mark.parametrize("category", CATEGORIES)
def test_whole_price_fees_jump_only_at_their_bounds(category: str) -> None:
    bands = [b for b in BANDS.bands if b.keys[0] == category]
    price = np.arange(1, 60_000) / 100
    fee = catalogue()["AMZ_REFERRAL_FEE"](price, category, as_of="2026-06-01")
    # a cent of price moves a fee by at most a cent, but at the bound of a whole-price rate
    jumps = {round(p, 2) for p in price[:-1][np.abs(np.diff(fee)) > 0.0101]}
    bounds = {float(b.upto) for b in bands if b.applies == "whole" and b.upto is not None and b.upto < 600}
    assert jumps == bounds
    if not bounds:
        assert (np.diff(fee) > -1e-9).all()


@thorough
@given(amount=st.integers(0, 10**9), step=st.sampled_from([1, 5, 10, 100, 500, 10_000]))
def test_half_up_equals_decimal(amount: int, step: int) -> None:
    found = round_ticks(np.array([float(amount)]), float(step), "half_up")[0]
    assert found == int((Decimal(amount) / step).quantize(Decimal(1), ROUND_HALF_UP)) * step


@pytest.mark.parametrize(
    ("price", "fee"),
    [(0.1, 0.3), (17.70, 2.66), (5.90, 0.89), (12.30, 1.85), (4.10, 0.62)],
)
def test_an_exact_half_cent_goes_up(price: float, fee: float) -> None:
    # binary fractions put many of these halves a hair below
    assert catalogue()["AMZ_REFERRAL_FEE"](price, "Toys", as_of="2026-06-01") == fee


def size_tier(table: SizeTiers, sides: list[Decimal], weight: Decimal) -> tuple[str | None, Decimal]:
    """Reckon the tier and the billed weight in the table's units, side by side from its rows."""
    longest, median, shortest = sorted(sides, reverse=True)
    for row in table.tiers:
        wide = max(median, row.min_median or Decimal(0)), max(shortest, row.min_shortest or Decimal(0))
        dimensional = longest * wide[0] * wide[1] / table.divisor
        billed = {"unit": weight, "dimensional": dimensional, "greater": max(weight, dimensional)}[row.weighs]
        measured = (
            (longest, row.longest),
            (median, row.median),
            (shortest, row.shortest),
            (longest + 2 * (median + shortest), row.length_plus_girth),
            (longest + median + shortest, row.sum_of_sides),
            (billed, row.max_weight),
        )
        if all(limit is None or value <= limit for value, limit in measured):
            return row.tier, billed
    return None, Decimal(0)


def fulfilment(table: Lookup, tier: str, ounces: Decimal, price: Decimal) -> Decimal | None:
    """Reckon a fulfilment fee from the rows of the published table; None where it has no row."""
    for row in table.rows:
        if row.keys != (tier,) or (row.low is not None and ounces <= row.low):
            continue
        if row.high is not None and ounces > row.high:
            continue
        for band, fee in zip(table.price_bands, row.fees, strict=True):
            inside = (band.below is None or price < band.below) and (band.upto is None or price <= band.upto)
            if inside and fee is not None:
                if row.step_fees[0] is not None and ounces > row.above:  # type: ignore[operator]
                    started = ((ounces - row.above) / row.step).to_integral_value(ROUND_CEILING)  # type: ignore[operator]
                    fee += row.step_fees[0] * started
                return fee.quantize(CENT, ROUND_HALF_UP)
    return None


hundredths = st.integers(5, 7000).map(lambda n: Decimal(n) / 100)
lengths = st.one_of(
    hundredths,
    st.sampled_from([Decimal(n) for n in ("0.75", "8", "12", "14", "15", "18", "20", "28", "33", "37", "59")]),
)
weights = st.one_of(
    st.integers(1, 16_000).map(lambda n: Decimal(n) / 100),
    st.sampled_from(
        [Decimal(n) / 16 for n in (1, 2, 4, 6, 8, 14, 16, 20, 48, 52, 320, 800, 816, 1120, 1136, 2400, 2416)]
    ),
)
days = st.sampled_from(
    ["2024-04-15", "2024-10-15", "2025-06-01", "2025-12-31", "2026-01-15", "2026-10-14", "2027-01-14"]
)
fba_prices = st.sampled_from([Decimal(p) for p in ("9.99", "10.00", "10.01", "49.99", "50.00", "50.01", "25")])


@thorough
@given(
    sides=st.tuples(lengths, lengths, lengths),
    weight=weights,
    price=fba_prices,
    day=days,
    category=st.sampled_from([None, "apparel", "dangerous_goods"]),
    metric=st.booleans(),
)
def test_fba_base_fee_equals_a_reckoning_in_decimals(
    sides: tuple[Decimal, Decimal, Decimal],
    weight: Decimal,
    price: Decimal,
    day: str,
    category: str | None,
    metric: bool,
) -> None:
    programme = {None: "fba", "apparel": "fba_apparel", "dangerous_goods": "fba_dangerous_goods"}[category]

    def table(name: str) -> Any:
        timeline = LIBRARY.timeline("amazon", "us", name)
        assert timeline is not None
        own = [e for e in timeline.editions if e.effective <= date.fromisoformat(day) <= (e.until or date.max)]
        return own[0].table

    tier, billed = size_tier(table("size_tiers"), list(sides), weight)
    expected = fulfilment(table(programme), tier, billed * 16, price) if tier else None
    factor, heavy, units = (INCH_IN_CM, POUND_IN_GRAMS, "cm,g") if metric else (Decimal(1), Decimal(1), "in,lb")
    numbers = [*(float(side * factor) for side in sides), float(weight * heavy), float(price)]
    # by a single call, and in a column
    for cells in (numbers, [np.array([number, number]) for number in numbers]):
        found = catalogue()["AMZ_FBA_BASE_FEE"].outcome(*cells, category=category, as_of=day, units=units)
        if expected is None:
            assert np.isnan(found.value).all()
            reasons = {Reason(int(r)) for r in found.reason}
            assert reasons <= {Reason.OUTSIDE_TABLE, Reason.NOT_IN_TABLE, Reason.NOT_PUBLISHED}
        else:
            assert {Decimal(repr(float(value))) for value in found.value} == {expected}


# Every limit of the newest tiers, met exactly in centimetres and grams.
LIMITS = [
    ((15, 12, 0.75), 1, "small_standard", (15, 12, 0.75), "large_standard"),
    ((18, 14, 8), 1, "large_standard", (18, 14, 8), "small_bulky"),
    ((37, 28, 2), 1, "small_bulky", (37, 0, 0), "large_bulky"),
    ((59, 33, 2), 1, "large_bulky", (59, 0, 0), "extra_large_0_50"),
]


@pytest.mark.parametrize(("sides", "pounds", "inside", "limits", "outside"), LIMITS)
def test_centimetres_meet_every_limit_exactly(
    sides: tuple[float, ...], pounds: float, inside: str, limits: tuple[float, ...], outside: str
) -> None:
    tier = catalogue()["AMZ_SIZE_TIER"]
    centimetres = [float(Decimal(str(s)) * INCH_IN_CM) for s in sides]
    assert tier(*centimetres, 100, as_of="2026-06-01") == inside
    for place, limit in enumerate(limits):
        if limit:
            over = [c + 0.0001 if place == n else c for n, c in enumerate(centimetres)]
            assert tier(*over, 100, as_of="2026-06-01") == outside
            # the order of the sides says nothing
            assert tier(*reversed(over), 100, as_of="2026-06-01") == outside


@pytest.mark.parametrize(
    ("sides", "pounds", "inside", "outside"),
    [
        ((10, 5, 0.5), 1, "small_standard", "large_standard"),
        ((10, 5, 5), 20, "large_standard", "small_bulky"),
        ((20, 5, 5), 50, "small_bulky", "extra_large_50_70"),
        ((20, 5, 5), 70, "extra_large_50_70", "extra_large_70_150"),
        ((20, 5, 5), 150, "extra_large_70_150", "extra_large_150_plus"),
    ],
)
def test_grams_meet_every_limit_exactly(sides: tuple[float, ...], pounds: int, inside: str, outside: str) -> None:
    tier = catalogue()["AMZ_SIZE_TIER"]
    grams = float(POUND_IN_GRAMS * pounds)
    centimetres = [s * 2.54 for s in sides]
    for units, weight, hair in (("cm,g", grams, 0.0001), ("cm,kg", grams / 1000, 1e-7)):
        assert tier(*centimetres, weight, as_of="2026-06-01", units=units) == inside
        assert tier(*centimetres, weight + hair, as_of="2026-06-01", units=units) == outside
    for units, weight, hair in (("in,lb", pounds, 1e-6), ("in,oz", pounds * 16, 1e-5)):
        assert tier(*sides, weight, as_of="2026-06-01", units=units) == inside
        assert tier(*sides, weight + hair, as_of="2026-06-01", units=units) == outside


def test_girth_and_dimensional_weight_meet_their_limits_exactly() -> None:
    def tier(length: float, width: float, height: float, weight: float, units: str = "in,lb") -> str:
        formula = catalogue()["AMZ_SIZE_TIER"]
        found: str = formula(length, width, height, weight, as_of="2026-06-01", units=units)
        assert formula([length] * 2, width, height, weight, as_of="2026-06-01", units=units).tolist() == [found] * 2
        return found

    # 59 + 2 x (33 + 2.5) = 130 inches
    assert tier(59 * 2.54, 33 * 2.54, 2.5 * 2.54, 100, "cm,g") == "large_bulky"
    assert tier(59 * 2.54, 33 * 2.54, 2.5 * 2.54 + 0.0001, 100, "cm,g") == "extra_large_0_50"
    # 139 cubic inches are one pound exactly: 27.8 x 25 x 10 / 139 = 50
    assert tier(27.8, 25, 10, 1) == "small_bulky"
    assert tier(27.8001, 25, 10, 1) == "extra_large_50_70"


# Columns and single calls are one path to the user, so they must be one number.

TEXTS: dict[str, list[str | None]] = {
    "category": [*name_list("categories").names, "apparel", "服装", "Toys & Games", None, "no such category"],
    "rate_or_category": ["0.05", "8%", "Toys", None, "1.5", "-1"],
    "market": ["US", None, "美国", "UK", "DE", "FR", "IE", "SE", "JP", "CA", "MX", "AU", "AE", "Atlantis"],
    "programme": [None, *name_list("programmes").names, "中欧计划", "no such programme"],
    "country": ["FR", "西班牙", "US", "XX", None, *list(name_list("countries").names)[:20]],
    "line": ["standard", "saver", None, "premium", "no such line"],
    "units": ["cm,g", "in,lb", "in,oz", "cm,kg", None, "ells"],
    "seller_country": ["CN", "GB", "FR", None, "nowhere"],
    "placement": ["minimal", "partial", "optimised", None, "nowhere"],
    "plan": ["professional", "individual", None, "no such plan"],
    "tax_kind": ["standard", "reduced_food", None, "no such rate"],
    "size_tier": ["standard", "oversize", "small_standard", "小号标准尺寸", None, "huge"],
}
DAYS = [
    None,
    "2023-12-31",
    "2024-01-14",
    "2024-03-31",
    "2024-04-15",
    "2024-12-31",
    "2025-06-01",
    "2025-10-15",
    "2026-01-14",
    "2026-04-16",
    "2026-04-17",
    "2026-11-22",
    "2027-01-14",
    "2027-01-15",
]
BOUNDS: dict[str, list[float | None]] = {
    "price": [None, 0, 9.99, 10, 10.01, 15, 15.01, 20, 45, 50, 50.01, 250, 1500, 7000, -1, float("nan")],
    "shipping": [None, 0, 0.01, 5, float("inf")],
    "shipping_rate": [None, 0, 0.05, 2],
    "months": [None, 0, 0.5, 1, 2.25, 12, 61],
    "weight": [None, 0.5, 1, 2, 16, 20, 50, 100, 150, 150.01, 453.59237, 2000, 9071.8474, 40_000, 0, -3],
    "length": [None, 0.5, 5, 15, 18, 38.1, 45.72, 59, 93.98, 150, 0, -1],
    "referral_fee": [None, 0, 1.5, 25, 24.99, 51.75, -2],
}
BOUNDS["width"] = BOUNDS["height"] = BOUNDS["length"]


def rows_of(formula: Any) -> Any:
    def cell(name: str) -> Any:
        if term(name).kind == "date":
            return st.sampled_from(DAYS)
        if not term(name).is_number:
            return st.sampled_from(TEXTS.get(name, [None, "no such word"]))
        number = st.floats(0.01, 120).map(lambda x: round(x, 3))
        return st.one_of(st.sampled_from(BOUNDS.get(name, [None, 0, 0.05, 1, 30, -1])), number)

    return st.lists(st.fixed_dictionaries({a.name: cell(a.name) for a in formula.arguments}), min_size=2, max_size=25)


@pytest.mark.parametrize("formula", FEES, ids=lambda f: f.name)
def test_a_column_equals_its_single_calls(formula: Any) -> None:
    # Prices and near misses ask the fee formulas hundreds of times for one row.
    slow = "PRICE" in formula.name or "NEAR_MISS" in formula.name

    @settings(quick, max_examples=8 if slow else quick.max_examples)
    @given(rows=rows_of(formula))
    def equal(rows: list[dict[str, Any]]) -> None:
        columns = {name: np.array([row[name] for row in rows], dtype=object) for name in rows[0]}
        found = formula.outcome(**columns)
        single = [formula.outcome(**row) for row in rows]
        assert [Reason(int(r)) for r in found.reason] == [Reason(int(o.reason[0])) for o in single]
        assert [repr(v) for v in found.value] == [repr(o.value[0]) for o in single]

    equal()


@quick
@given(
    price=st.integers(100, 20_000).map(lambda n: n / 100),
    cost=st.integers(0, 9_000).map(lambda n: n / 100),
    fees=st.integers(0, 9_000).map(lambda n: n / 100),
)
def test_the_profit_at_break_even_acos_is_zero_to_the_cent(price: float, cost: float, fees: float) -> None:
    formulas = catalogue()
    before = formulas["OPS_PROFIT"](price, cost, fees)
    acos = formulas["OPS_BREAKEVEN_ACOS"].outcome(before, price)
    if before <= 0:
        assert acos.reason[0] == Reason.LOSES_BEFORE_ADS
        return
    after = formulas["OPS_PROFIT"](price, cost, fees, ad_spend=float(acos.value[0]) * price)
    assert abs(after) < 0.005
    assert abs(formulas["OPS_MARGIN_RATE"](after, price)) < 0.005

"""Prices against brute force: every cent from 0.01 to 500, with fees asked of the public fee formulas one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import xlops
from xlops.catalog import catalogue
from xlops.errors import InvalidInput, Reason
from xlops.formulas import solver
from xlops.formulas.solver import DeadZone, Points, Range

Ticks = NDArray[np.float64]
TICKS = 10_000
COUNT = 50_000  # prices tried: 0.01 to 500.00, or 1 to 50,000 yen
DUST = 1e-3


# --- The search itself, on curves with every kind of step


class Curve:
    """Random curves: a whole-price rate, its minimum, a price band, VAT and advertising, each rounded."""

    def __init__(self, count: int, random: np.random.Generator) -> None:
        self.step = np.full(count, 100.0)
        self.limit, self.band = (random.integers(200, 6000, count) * 100.0 for _ in range(2))
        self.low, self.high = (random.integers(2, 30, count) / 100 for _ in range(2))
        self.vat = random.choice([0.0, 0.2, 0.19, 0.25], count)
        self.below, self.above = (random.integers(0, 600, count) * 100.0 for _ in range(2))
        self.minimum = random.choice([0, 25, 30, 100], count) * 100.0
        self.cost = random.integers(1, 3000, count) * 100.0
        self.ads = random.integers(0, 300, count) / 1000
        # Half a cent of the fee, and of the tax twice: in the profit and in the revenue.
        self.noise = np.full(count, 152.0)
        breaks = (self.limit, self.band, self.minimum / self.low, self.minimum / self.high)
        self.breaks = np.concatenate(breaks)
        self.breaks_of = np.tile(np.arange(count), len(breaks))

    def at(self, rows: NDArray[np.intp], price: Ticks) -> Points:
        rate = np.where(price <= self.limit[rows], self.low[rows], self.high[rows])
        fee = np.maximum(cents(rate * price), self.minimum[rows])
        tax = cents(price * self.vat[rows] / (1 + self.vat[rows]))
        fixed = np.where(price < self.band[rows], self.below[rows], self.above[rows]) + self.cost[rows]
        profit = price - tax - fee - np.rint(self.ads[rows] * price) - fixed
        return Points(profit[np.newaxis], (price - tax)[np.newaxis], np.zeros((1, len(rows)), dtype=np.uint8))


@dataclass
class One:
    """One product of a curve."""

    curve: Any
    row: int
    breaks_of: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        mine = self.curve.breaks_of == self.row
        self.breaks = self.curve.breaks[mine]
        self.breaks_of = np.zeros(int(mine.sum()), dtype=np.intp)
        self.step = self.curve.step[[self.row]]
        self.noise = self.curve.noise[[self.row]]

    def at(self, rows: NDArray[np.intp], price: Ticks) -> Points:
        return self.curve.at(rows + self.row, price)


def cents(ticks: Ticks) -> Ticks:
    return np.floor(np.round(ticks, 6) / 100 + 0.5) * 100


def first_good(profit: Ticks, revenue: Ticks, margin: float, step: float) -> float:
    good = np.flatnonzero(profit - margin * revenue >= -DUST)
    return (good[0] + 1) * step if len(good) else np.nan


def agrees(found: float, price: float, step: float) -> bool:
    """Whether an answer is the first good price; where none was tried that is, it must be none or a higher one."""
    return not found <= COUNT * step / TICKS if np.isnan(price) else found == price / TICKS


def all_ranges(surplus: Ticks, step: float, noise: float) -> list[Range]:
    """Runs of good prices; a hole in which nothing misses by more than rounding does not part them."""
    good = np.flatnonzero(surplus >= -DUST)
    if not len(good):
        return []
    runs = [(run[0], run[-1]) for run in np.split(good, np.flatnonzero(np.diff(good) > 1) + 1)]
    joined = [list(runs[0])]
    for start, end in runs[1:]:
        if surplus[joined[-1][1] + 1 : start].min() + DUST >= -2 * noise:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    last = len(surplus) - 1
    return [Range((a + 1) * step, np.inf if b == last else (b + 1) * step) for a, b in joined]


def all_zones(profit: Ticks, step: float, noise: float) -> list[DeadZone]:
    """A zone starts more than rounding below the best so far, and ends before that is earned again."""
    zones: list[DeadZone] = []
    best = np.maximum.accumulate(profit)
    fallen = np.flatnonzero(best - profit > 2 * noise)
    here = 0
    while len(fallen := fallen[fallen >= here]):
        start = int(fallen[0])
        back = np.flatnonzero(profit[start:] >= best[start])
        if not len(back):
            break
        here = start + int(back[0])
        loss = best[start] - profit[start:here].min()
        zones.append(DeadZone((start + 1) * step, here * step, loss, (int(np.argmax(profit[:start])) + 1) * step))
    return zones


@pytest.mark.parametrize("seed", [1, 2])
def test_lowest_price_of_random_curves(seed: int) -> None:
    random = np.random.default_rng(seed)
    count, prices = 600, np.arange(1, 20_001) * 100.0
    curve = Curve(count, random)
    margin = random.integers(0, 60, count) / 100
    found, reason = solver.lowest(curve, margin)
    for row in range(count):
        points = curve.at(np.full(len(prices), row), prices)
        wanted = first_good(points.profit[0], points.revenue[0], margin[row], 100)
        if np.isnan(wanted):
            assert reason[row] == Reason.NO_VALID_PRICE or found[row] > prices[-1]
        else:
            assert found[row] == wanted


def first_safe(surplus: Ticks, noise: float, step: float) -> float:
    """Return the first good price above the last one that misses by more than rounding does."""
    bad = np.flatnonzero(surplus + DUST < -2 * noise)
    above = int(bad[-1]) + 1 if len(bad) else 0
    good = np.flatnonzero(surplus[above:] >= -DUST)
    return (above + good[0] + 1) * step if len(good) else np.nan


def test_safe_price_of_random_curves() -> None:
    random = np.random.default_rng(4)
    count, prices = 400, np.arange(1, 20_001) * 100.0
    curve = Curve(count, random)
    margin = random.integers(0, 60, count) / 100
    found, _ = solver.safe(curve, margin)
    above = 0
    for row in range(count):
        points = curve.at(np.full(len(prices), row), prices)
        price = first_safe(points.profit[0] - margin[row] * points.revenue[0], curve.noise[row], 100)
        assert not found[row] <= prices[-1] if np.isnan(price) else found[row] == price
        above += found[row] > solver.lowest(One(curve, row), margin[[row]])[0][0]
    assert above > 15


def test_ranges_and_dead_zones_of_random_curves() -> None:
    random = np.random.default_rng(3)
    count, prices = 250, np.arange(1, 20_001) * 100.0
    curve = Curve(count, random)
    margins = random.integers(0, 50, count) / 100
    several = zones = 0
    for row in range(count):
        one = One(curve, row)
        points = one.at(np.zeros(len(prices), dtype=np.intp), prices)
        surplus = points.profit[0] - margins[row] * points.revenue[0]
        wanted = all_ranges(surplus, 100, curve.noise[row])
        found, reason = solver.ranges(one, margins[row])
        assert [r for r in found if r.start <= prices[-1]] == wanted
        assert reason == (Reason.OK if found else Reason.NO_VALID_PRICE)
        several += len(wanted) > 1
        dead, _ = solver.dead_zones(one)
        assert [z for z in dead if z.end <= prices[-1]] == all_zones(points.profit[0], 100, curve.noise[row])
        zones += len(dead)
    assert several > 10
    assert zones > 200


# --- Real fees


@dataclass(frozen=True)
class Kind:
    """A packed product in a market on a day; every cost and wish comes on top."""

    market: str
    category: str
    sides: tuple[float, float, float]
    weight: float
    as_of: str
    programme: str | None = None
    returned: float = 0.0
    shipping: float = 0.0
    packaged: bool = False  # a bulky unit that pays for packaging

    @property
    def step(self) -> float:
        return TICKS if self.market == "JP" else 100

    @property
    def freight(self) -> float:
        return 3.21 if self.programme == "fbm" else 0.0

    @property
    def asked(self) -> dict[str, Any]:
        length, width, height = self.sides
        box = {"length": length, "width": width, "height": height, "weight": self.weight, "programme": self.programme}
        return {**box, "category": self.category, "market": self.market, "as_of": self.as_of}

    def fees(self) -> tuple[Ticks, Ticks, Ticks, Ticks, Ticks]:
        """Ask the public formulas at every price: prices, VAT, selling fees, fulfilment, what a refund keeps."""
        prices = np.arange(1, COUNT + 1) * self.step / TICKS
        at = {"market": self.market, "as_of": self.as_of}
        box = {k: v for k, v in self.asked.items() if k != "category"}
        by_seller = self.programme == "fbm"
        tier = xlops.amz_size_tier(*self.sides, self.weight, **at)
        selling = {"programme": "fbm"} if by_seller else {"size_tier": tier}
        referral = xlops.amz_referral_fee(prices, self.category, shipping=self.shipping, **selling, **at)
        closing = xlops.amz_closing_fee(self.category, **at)
        fba = np.zeros(COUNT) if by_seller else xlops.amz_fba_fee(**box, price=prices, category=self.category)
        if self.packaged:
            packaging = xlops.amz_packaging_fee(*self.sides, self.weight, **at)
            assert packaging > 0
            fba = fba + packaging
        digital = xlops.amz_digital_fee(np.round(referral + closing, 4), fba, **at)
        selling_part = xlops.amz_digital_fee(np.round(referral + closing, 4), **at)
        tax = xlops.amz_vat(np.round(prices + self.shipping, 4), **at)
        if self.market in ("JP", "MX"):
            # The fulfilment fee is published with tax inside, which a registered seller gets back.
            fba = fba - np.round(xlops.amz_vat(fba, **at), 4)
        kept = np.zeros(1)
        if self.returned:
            kept = xlops.amz_refund_fee(referral, self.category, **at)
        return tuple(  # type: ignore[return-value]
            np.rint(amount * TICKS)
            for amount in (prices, tax, referral + closing + selling_part, fba + digital - selling_part, kept)
        )


US = [
    Kind("US", "Toys & Games", (20, 12, 1.5), 150, "2026-06-01"),
    Kind("US", "Beauty, Health and Personal Care", (20, 12, 1.5), 90, "2026-06-01"),
    Kind("US", "Beauty, Health and Personal Care", (25, 18, 9), 700, "2026-11-22", returned=0.08),
    Kind("US", "Clothing and Accessories", (30, 25, 3), 300, "2026-11-22"),
    Kind("US", "Clothing and Accessories", (30, 25, 3), 300, "2025-06-01", returned=0.15),
    Kind("US", "Jewelry", (10, 8, 4), 60, "2026-06-01", returned=0.05),
    Kind("US", "Furniture", (60, 45, 30), 9_000, "2026-11-22", packaged=True),
    Kind("US", "Grocery and Gourmet Food", (15, 10, 8), 450, "2026-06-01", shipping=4.99),
    Kind("US", "Electronics Accessories", (15, 10, 2), 120, "2026-11-22", programme="sipp"),
    Kind("US", "Media - Books, DVD, Music, Software, Video", (21, 14, 2), 350, "2026-06-01", returned=0.1),
    Kind("US", "Amazon Device Accessories", (15, 10, 2), 120, "2025-12-01"),
]
EUROPE = [
    Kind("UK", "Toys", (25, 15, 5), 300, "2026-06-01"),
    Kind("UK", "Clothing and Accessories", (32, 22, 3.5), 400, "2026-06-01", returned=0.2),
    Kind("UK", "Grocery", (15, 10, 8), 450, "2026-11-22"),
    Kind("DE", "Toys", (25, 15, 5), 300, "2026-06-01"),
    Kind("DE", "Clothing and Accessories", (32, 22, 3.5), 400, "2026-06-01"),
    Kind("DE", "Toys", (25, 15, 5), 300, "2026-06-01", programme="efn"),
    Kind("DE", "Toys", (25, 15, 5), 300, "2026-06-01", programme="local"),
    Kind("FR", "Beauty, Health and Personal Care", (20, 12, 2), 90, "2026-06-01"),
    Kind("IT", "Grocery", (15, 10, 8), 450, "2026-06-01", shipping=3.5),
    Kind("ES", "Jewelry", (10, 8, 4), 60, "2026-06-01"),
    Kind("UK", "Clothing and Accessories", (32, 22, 3), 400, "2026-06-01", programme="fbm", returned=0.2, shipping=2.5),
    Kind("DE", "Toys", (100, 60, 20), 25_000, "2026-06-01", programme="sipp"),
]
ELSEWHERE = [
    Kind("CA", "Toys", (25, 15, 5), 300, "2026-06-01"),
    Kind("JP", "Toys", (25, 15, 5), 300, "2026-06-01"),
    Kind("JP", "Clothing and Accessories", (32, 22, 3), 300, "2026-11-22"),
    Kind("MX", "Toys", (25, 15, 5), 300, "2026-11-22"),
    Kind("AU", "Home and Kitchen", (25, 15, 5), 300, "2026-11-22"),
    Kind("AE", "Office Products", (30, 20, 10), 1500, "2026-11-22"),
]
KINDS = [*US, *EUROPE, *ELSEWHERE]
IDS = [f"{k.market}-{k.category[:6]}-{k.programme or ''}{k.as_of}" for k in KINDS]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=IDS)


@dataclass(frozen=True)
class Wish:
    """Costs of a product, and the margin that is wanted."""

    landed: float
    margin: float
    ads: float
    other: float
    resale: float


def wishes(kind: Kind, random: np.random.Generator, count: int) -> list[Wish]:
    scale = 100 if kind.market == "JP" else 10 if kind.market == "MX" else 1
    digits = 0 if kind.market == "JP" else 2
    return [
        Wish(
            round(float(random.choice([random.uniform(0.1, 12), random.uniform(0.1, 150)])) * scale, digits),
            float(random.choice([0.0, random.integers(1, 45) / 100, random.uniform(0, 0.4)])),
            float(random.choice([0.0, random.integers(1, 30) / 100, random.uniform(0, 0.25)])),
            round(float(random.uniform(0, 2)) * scale, digits),
            float(random.choice([0.0, 0.5, 1.0])),
        )
        for _ in range(count)
    ]


def profits(kind: Kind, fees: tuple[Ticks, ...], wish: Wish) -> tuple[Ticks, Ticks]:
    """Reckon profit and net revenue at every price, from the fees and by the definitions alone."""
    prices, tax, selling, fulfilment, kept = fees
    landed, other, shipping = (np.rint(x * TICKS) for x in (wish.landed, wish.other + kind.freight, kind.shipping))
    revenue = prices + shipping - tax
    if_kept = revenue - selling - fulfilment - np.rint(wish.ads * prices) - landed - other
    # What a return takes away again: the money and the goods that are lost; the selling fees come back but for a part.
    returned = np.rint(kind.returned * (revenue - selling + kept - wish.resale * landed)) if kind.returned else 0
    return if_kept - returned, revenue


def asked_of_all(kind: Kind, wanted: list[Wish]) -> dict[str, Any]:
    return {
        **kind.asked,
        "landed_cost": np.array([w.landed for w in wanted]),
        "tacos": np.array([w.ads for w in wanted]),
        "other_cost": np.array([w.other for w in wanted]),
        "return_rate": kind.returned,
        "resale_share": np.array([w.resale for w in wanted]),
        "shipping": kind.shipping,
        "freight": kind.freight,
    }


@each_kind
def test_lowest_price_against_every_cent(kind: Kind) -> None:
    """The full fee formulas give the wanted margin at the price found, and at no lower price."""
    random = np.random.default_rng(KINDS.index(kind))
    wanted = wishes(kind, random, 160)
    margins = np.array([w.margin for w in wanted])
    target = catalogue()["AMZ_TARGET_PRICE"].outcome(**asked_of_all(kind, wanted), target_margin_rate=margins)
    break_even = catalogue()["AMZ_BREAKEVEN_PRICE"].outcome(**asked_of_all(kind, wanted))
    fees = kind.fees()
    assert not np.isnan(np.concatenate([np.ravel(fee) for fee in fees])).any(), "every fee is known at every price"
    found = 0
    for n, wish in enumerate(wanted):
        profit, revenue = profits(kind, fees, wish)
        for outcome, margin in ((target, wish.margin), (break_even, 0.0)):
            price = first_good(profit, revenue, margin, kind.step)
            assert agrees(outcome.value[n], price, kind.step), wish
            assert outcome.reason[n] == (Reason.NO_VALID_PRICE if np.isnan(outcome.value[n]) else Reason.OK)
            found += not np.isnan(price)
    assert found > 100


@each_kind
def test_ranges_and_dead_zones_against_every_cent(kind: Kind) -> None:
    random = np.random.default_rng(100 + KINDS.index(kind))
    fees = kind.fees()
    for wish in wishes(kind, random, 4):
        profit, revenue = profits(kind, fees, wish)
        asked = {k: v[0] if isinstance(v, np.ndarray) else v for k, v in asked_of_all(kind, [wish]).items()}
        top = fees[0][-1] / TICKS
        noise = noise_of(kind)

        safe = xlops.amz_safe_price(**asked, target_margin_rate=wish.margin)
        assert agrees(safe, first_safe(profit - wish.margin * revenue, noise, kind.step), kind.step)

        found = xlops.amz_price_ranges(**asked, target_margin_rate=wish.margin)[1:]
        spans = [(a, None if b is None or b >= top else b) for a, b, *_ in found if not isinstance(a, str) and a <= top]
        surplus = profit - wish.margin * revenue
        expected = all_ranges(surplus, kind.step, noise)
        assert spans == [(r.start / TICKS, None if r.end == np.inf else r.end / TICKS) for r in expected]

        zones = xlops.amz_dead_zones(**asked)[1:]
        if isinstance(zones[0][0], str):
            zones = zones[:0]
        step = kind.step / TICKS
        expected_zones = all_zones(profit, kind.step, noise)
        assert [tuple(row) for row in zones if row[1] is not None and row[1] <= top - 1] == [
            pytest.approx(
                (z.start / TICKS, z.end / TICKS, z.loss / TICKS, z.instead / TICKS, z.end / TICKS + step), abs=1e-9
            )
            for z in expected_zones
            if z.end / TICKS <= top - 1
        ]


def noise_of(kind: Kind) -> float:
    """How far rounding moves the profit: half a step of each amount that is rounded and changes with the price."""
    from xlops.catalog import Texts
    from xlops.formulas.unit_economics import Unit, amazon_curve

    def text(value: str | None) -> Texts | None:
        return None if value is None else Texts(np.zeros(1, dtype=np.intp), (value,))

    sides = (np.array([float(side)]) for side in (*kind.sides, kind.weight))
    nothing = (None,) * 4
    unit = Unit(
        *sides,
        text(kind.category),  # type: ignore[arg-type]
        np.zeros(1),
        text(kind.market),
        None,
        text(kind.programme),
        None,
        None,
        np.array([kind.returned]),
        *nothing,
        None,
    )
    return float(amazon_curve(unit, np.array([kind.as_of], dtype="datetime64[D]")).noise[0])


SMALL = {"length": 6, "width": 4, "height": 0.7, "weight": 8, "units": "in,oz", "category": "Toys & Games"}
BY_SELLER = {"length": None, "width": None, "height": None, "weight": None, "programme": "fbm", "freight": 0}


def reason_of(name: str, **arguments: Any) -> Reason:
    return Reason(int(catalogue()[name].outcome(**arguments).reason[0]))


def line_of(table: NDArray[Any], label: str) -> float:
    return float(next(amount for name, amount in table if label in name))


# --- One product after the other, through the lines of AMZ_UNIT_ECONOMICS


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from([k for k in KINDS if k.programme is None]),
    landed=st.integers(50, 6000).map(lambda n: n / 100),
    margin=st.integers(0, 40).map(lambda n: n / 100),
    ads=st.integers(0, 25).map(lambda n: n / 100),
    returned=st.sampled_from([0.0, 0.0, 0.1]),
)
def test_the_lines_give_the_margin_and_one_step_lower_they_do_not(
    kind: Kind, landed: float, margin: float, ads: float, returned: float
) -> None:
    if kind.market in ("JP", "MX"):
        landed = round(landed * 30)
    returned = returned if kind.market in ("US", "UK") else 0.0  # elsewhere what a refund keeps is not published
    asked = {**kind.asked, "landed_cost": landed, "tacos": ads, "return_rate": returned}
    price = xlops.amz_target_price(**asked, target_margin_rate=margin)
    if np.isnan(price):
        assert margin + ads > 0.5
        return
    at = xlops.amz_unit_economics(**asked, price=price)
    below = xlops.amz_unit_economics(**asked, price=round(price - kind.step / TICKS, 2))
    assert line_of(at, "= profit") >= margin * line_of(at, "= net revenue") - 1e-7
    assert line_of(below, "= profit") < margin * line_of(below, "= net revenue")
    # every line is there: they add up
    amounts = [amount for name, amount in at if not name.startswith(("=", "not counted", "assumed"))]
    assert sum(amounts) == pytest.approx(line_of(at, "= profit"), abs=1e-9)


# --- Published vectors, and the case of a peer


@pytest.mark.parametrize(
    ("category", "cost", "margin", "ranges"),
    [
        # In fractions of a cent these are 9.7015 and 10.8333, 9.7403 and 10.7143, 11.1429, 316.667. A fee that is
        # rounded to the cent may give a cent back (1.6245 is charged as 1.62) or take one.
        ("beauty", 6.50, 0.25, [(9.71, 10.00), (10.83, None)]),
        ("beauty", 7.50, 0.15, [(9.75, 10.00), (10.72, None)]),
        ("beauty", 7.80, 0.15, [(11.15, None)]),
        ("jewelry", 200.0, 0.20, [(316.67, None)]),
    ],
)
def test_vectors_with_tiers(category: str, cost: float, margin: float, ranges: list[tuple[float, Any]]) -> None:
    asked = {**BY_SELLER, "category": category, "landed_cost": cost, "as_of": "2026-06-01"}
    found = xlops.amz_price_ranges(**asked, target_margin_rate=margin)
    assert [tuple(row[:2]) for row in found[1:]] == ranges
    assert xlops.amz_target_price(**asked, target_margin_rate=margin) == ranges[0][0]


def test_vector_with_a_minimum_fee() -> None:
    # 1.30 / 0.80 = 1.625: the minimum of 0.30 binds, as 15 % of it is 0.24
    assert xlops.ops_target_price(1.00, 0.15, 0.20, minimum_fee=0.30) == 1.63


def test_aliexpress_price_of_the_operators_own_form() -> None:
    # (13.5 + 26.194) / 7.25 / (1 - 0.20 - 0.08 - 0.05) = 8.1717
    parcel = {"weight": 100, "country": "FR", "exchange_rate": 7.25, "affiliate_rate": 0.05, "as_of": "2026-06-01"}
    assert xlops.ali_target_price(0.08, 13.5 / 7.25, 0.20, **parcel) == 8.18


def test_break_even_is_not_monotone() -> None:
    """A published case: at a cost of 5.20 a small item breaks even from 9.36, 10.00 loses 0.36, 10.43 is safe again.

    It leaves the referral fee unrounded; charged to the cent (1.40 of 9.35, 1.56 of 10.42), both come a cent earlier.
    """
    asked = {**SMALL, "landed_cost": 5.20, "as_of": "2026-10-01"}
    assert xlops.amz_breakeven_price(**asked) == 9.35
    assert [tuple(row[:2]) for row in xlops.amz_price_ranges(**asked)[1:]] == [(9.35, 9.99), (10.42, None)]
    assert xlops.amz_safe_price(**asked) == 10.42
    assert line_of(xlops.amz_unit_economics(**asked, price=10.00), "= profit") == -0.36
    zones = xlops.amz_dead_zones(**asked)
    # 9.99 keeps 0.54: 9.99 - 5.20 - 1.50 - 2.66 - 0.09; 10.00 pays 3.54 and 0.12 instead of 2.66 and 0.09
    assert line_of(xlops.amz_unit_economics(**asked, price=9.99), "= profit") == 0.54
    assert tuple(zones[1]) == (10.00, 11.05, 0.90, 9.99, 11.06)
    # above 50.00 the third price band costs 0.26 more: 3.80 + 0.13 for 3.54 + 0.12, less the cent
    assert tuple(zones[2]) == (50.01, 50.31, 0.26, 50.00, 50.32)


# --- A window of days


def test_a_window_holds_on_its_worst_day() -> None:
    """From 2026-10-15 to 2027-01-14 the fulfilment fee of the peak season is higher."""
    asked = {**SMALL, "landed_cost": 5.20}
    before, peak = (xlops.amz_breakeven_price(**asked, as_of=day) for day in ("2026-10-01", "2026-10-20"))
    assert (before, peak) == (9.35, 9.60)
    guarded = {"as_of": "2026-10-01"}
    assert xlops.amz_breakeven_price(**asked, **guarded, last_day="2026-10-14") == before
    assert xlops.amz_breakeven_price(**asked, **guarded, last_day="2026-10-15") == peak
    assert xlops.amz_breakeven_price(**asked, **guarded, last_day="2027-01-14") == peak
    # no table is published for the days after
    assert reason_of("AMZ_BREAKEVEN_PRICE", **asked, **guarded, last_day="2027-01-15") == Reason.NO_EDITION
    with pytest.raises(InvalidInput, match="last day is before the first"):
        xlops.amz_breakeven_price(**asked, **guarded, last_day="2026-09-30")


@pytest.mark.parametrize("kind", [US[1], US[5]], ids=["beauty", "jewelry"])
def test_a_window_against_every_cent(kind: Kind) -> None:
    random = np.random.default_rng(7)
    wanted = wishes(kind, random, 60)
    margins = np.array([w.margin for w in wanted])
    asked = {**asked_of_all(kind, wanted), "as_of": "2026-04-01", "last_day": "2026-11-01"}
    outcome = catalogue()["AMZ_TARGET_PRICE"].outcome(**asked, target_margin_rate=margins)
    # the surcharge starts on 2026-04-17, the peak season on 2026-10-15
    days = [Kind(**{**vars(kind), "as_of": day}).fees() for day in ("2026-04-01", "2026-04-17", "2026-10-15")]
    for n, wish in enumerate(wanted):
        surplus = np.min([p - wish.margin * r for p, r in (profits(kind, fees, wish) for fees in days)], axis=0)
        price = first_good(surplus, np.zeros(1), 0.0, kind.step)
        assert agrees(outcome.value[n], price, kind.step)


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        (US[3], "2026-12-07"),
        (EUROPE[1], "2026-12-07"),
        (EUROPE[4], "2026-12-07"),
        (ELSEWHERE[0], "2026-10-15"),  # Canada's peak fees are not known
    ],
    ids=["us", "uk", "de", "ca"],
)
def test_a_window_is_as_good_as_its_worst_day(kind: Kind, end: str) -> None:
    """Break-even over most of a year is the highest of what each day asks for, where no hole lies in between."""
    days = np.arange(np.datetime64("2026-02-10"), np.datetime64(end))
    asked = {**kind.asked, "landed_cost": 60.0}
    alone = catalogue()["AMZ_SAFE_PRICE"].outcome(**{**asked, "as_of": days})
    guarded = xlops.amz_safe_price(**{**asked, "as_of": days[0]}, last_day=days[-1])
    assert not alone.reason.any()
    assert guarded == alone.value.max()


def test_a_window_for_a_column() -> None:
    asked = {**SMALL, "landed_cost": 5.20, "as_of": "2026-10-01"}
    days = np.array(["2026-10-14", "2026-10-20", None, "2027-06-01"], dtype=object)
    found = catalogue()["AMZ_BREAKEVEN_PRICE"].outcome(**asked, last_day=days)
    assert found.value[:3].tolist() == [9.35, 9.60, 9.35]
    assert found.reason.tolist() == [0, 0, 0, Reason.NO_EDITION]


# --- What is not known


def test_an_unknown_fee_matters_only_where_it_could_decide() -> None:
    """German Low-Price rates of 2025 are not known to us, up to a price of 11; a product above that needs none."""
    box = {"length": 25, "width": 15, "height": 5, "weight": 300, "category": "Toys", "market": "DE"}
    asked = {**box, "as_of": "2025-06-01"}
    assert reason_of("AMZ_BREAKEVEN_PRICE", **asked, landed_cost=3) == Reason.NOT_PUBLISHED
    assert xlops.amz_breakeven_price(**asked, landed_cost=30) == xlops.amz_safe_price(**asked, landed_cost=30) == 48.03
    dutch = {**asked, "market": "NL", "as_of": "2026-06-01"}  # no referral fees of that store are known to us
    assert reason_of("AMZ_BREAKEVEN_PRICE", **dutch, landed_cost=30) == Reason.NO_TABLE


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"landed_cost": None}, Reason.MISSING_COST),
        ({"category": None}, Reason.MISSING_CATEGORY),
        ({"weight": None}, Reason.MISSING_WEIGHT),
        ({"as_of": None}, Reason.MISSING_INPUT),
        ({"tacos": 0.9}, Reason.NO_VALID_PRICE),
        ({"tacos": 9}, Reason.RATE_OUT_OF_RANGE),
        ({"programme": "fbm"}, Reason.MISSING_FREIGHT),
        ({"programme": "drone"}, Reason.UNKNOWN_PROGRAMME),
        ({"return_rate": 0.1, "market": "DE"}, Reason.NO_TABLE),
        ({"vat_rate": 20}, Reason.RATE_OUT_OF_RANGE),
    ],
)
def test_reasons(change: dict[str, Any], reason: Reason) -> None:
    asked = {**SMALL, "landed_cost": 5.20, "as_of": "2026-10-01", **change}
    assert reason_of("AMZ_BREAKEVEN_PRICE", **asked) == reason
    if change != {"tacos": 0.9}:
        table = catalogue()["AMZ_DEAD_ZONES"]
        if reason.value < Reason.NOT_A_NUMBER:
            assert table(**asked).shape == (1, 1)
        else:
            with pytest.raises(InvalidInput):
                table(**asked)


@pytest.mark.parametrize("name", ["AMZ_BREAKEVEN_PRICE", "AMZ_SAFE_PRICE"])
def test_a_table_that_is_missing_altogether_comes_before_no_valid_price(name: str) -> None:
    asked = {**SMALL, "landed_cost": 5.20}
    # No table of the VAT reaches back so far, so the net revenue is unknown at every price.
    assert reason_of(name, **asked, market="UK", as_of="2019-06-01") == Reason.NO_EDITION
    assert reason_of(name, **asked, market="UK", as_of="2019-06-01", tacos=0.9) == Reason.NO_EDITION
    table = catalogue()["AMZ_PRICE_RANGES"](**asked, market="UK", as_of="2019-06-01")
    assert "no published table covers this date" in table[0, 0]
    # No fee of the Dutch store is known, whatever the advertising takes.
    assert reason_of(name, **asked, market="NL", as_of="2026-06-01", tacos=0.9) == Reason.NO_TABLE


def test_a_bad_row_stops_no_other_and_columns_equal_single_calls() -> None:
    random = np.random.default_rng(5)
    rows = [kind for kind in KINDS if kind.programme is None] * 3
    columns: dict[str, Any] = {
        "length": np.array([k.sides[0] for k in rows]),
        "width": np.array([k.sides[1] for k in rows]),
        "height": np.array([k.sides[2] for k in rows]),
        "weight": np.array([k.weight for k in rows]),
        "category": np.array([k.category for k in rows], dtype=object),
        "landed_cost": np.round(random.uniform(1, 60, len(rows)), 2),
        "market": np.array([k.market for k in rows], dtype=object),
        "as_of": np.array([k.as_of for k in rows], dtype=object),
        "tacos": np.round(random.uniform(0, 0.2, len(rows)), 3),
        "target_margin_rate": np.round(random.uniform(0, 0.3, len(rows)), 3),
    }
    columns["landed_cost"][4], columns["market"][9], columns["category"][11] = np.nan, "nowhere", None
    found = catalogue()["AMZ_TARGET_PRICE"].outcome(**columns)
    assert [Reason(r).name for r in found.reason[[4, 9, 11]]] == ["MISSING_COST", "UNKNOWN_MARKET", "MISSING_CATEGORY"]
    for n in range(len(rows)):
        single = catalogue()["AMZ_TARGET_PRICE"].outcome(**{name: column[n] for name, column in columns.items()})
        assert single.reason[0] == found.reason[n]
        np.testing.assert_array_equal(single.value[0], found.value[n])
    order = random.permutation(len(rows))
    shuffled = catalogue()["AMZ_TARGET_PRICE"].outcome(**{name: column[order] for name, column in columns.items()})
    np.testing.assert_array_equal(shuffled.value, found.value[order])


def test_tables_are_for_one_product() -> None:
    several = {**SMALL, "weight": np.array([8, 9]), "landed_cost": 5.20, "as_of": "2026-10-01"}
    for name in ("AMZ_DEAD_ZONES", "AMZ_PRICE_RANGES"):
        assert "one product at a time" in catalogue()[name](**several)[0, 0]
    # the lines also take columns
    assert catalogue()["AMZ_UNIT_ECONOMICS"](**several, price=12.0).shape[0] == 3


def test_no_range_and_no_dead_zone_say_so() -> None:
    asked = {**BY_SELLER, "category": "Toys & Games", "landed_cost": 5.0, "as_of": "2026-10-01"}
    assert "no price earns less" in xlops.amz_dead_zones(**asked)[1, 0]
    assert "no price reaches" in xlops.amz_price_ranges(**asked, target_margin_rate=0.9)[1, 0]


# --- Taxes, other markets, other forms


def test_prices_in_yen_are_whole() -> None:
    asked = {"length": 25, "width": 15, "height": 5, "weight": 300, "category": "Toys", "market": "JP"}
    price = xlops.amz_breakeven_price(**asked, landed_cost=900, as_of="2026-06-01")
    assert price == round(price)


def test_who_pays_no_tax_keeps_the_whole_price() -> None:
    # UK toys at 15 %, 2 % of it for digital services, by the seller: P - 0.15 P - 0.003 P = 8, 9.4451
    asked = {**BY_SELLER, "category": "Toys", "market": "UK", "landed_cost": 8.0, "as_of": "2026-06-01"}
    assert xlops.amz_breakeven_price(**asked, vat_rate=0) == 9.45
    # with 20 % inside: P / 1.2 - 0.153 P = 8, 11.7590
    assert xlops.amz_breakeven_price(**asked) == xlops.amz_breakeven_price(**asked, vat_rate=0.2) == 11.76
    # established in Germany or in China, the store decides; in France it is 3 % of the selling fees
    assert xlops.amz_breakeven_price(**asked, seller_country="DE") == 11.76
    # P / 1.2 - 0.1545 P = 8: 11.7850; at 11.78 the cents help: 11.78 - 1.96 - 1.77 - 0.05 - 8.00 = 0
    assert xlops.amz_breakeven_price(**asked, seller_country="FR") == 11.78


def test_unit_economics_by_hand() -> None:
    # 19.99 in the UK: VAT 3.33, referral 15 % = 3.00, digital 2 % of 3.00 = 0.06; a tenth comes back, half sold again:
    # 0.1 x (16.66 - 3.00 - 0.06 + 0.60 - 0.5 x 5.00) = 1.17
    table = xlops.amz_unit_economics(
        **BY_SELLER, price=19.99, category="Toys", landed_cost=5.0, market="UK", as_of="2026-06-01", tacos=0.1,
        return_rate=0.1, resale_share=0.5, other_cost=0.25,
    )  # fmt: skip
    expected = {
        "VAT": -3.33,
        "= net revenue": 16.66,
        "referral fee": -3.00,
        "digital services fee": -0.06,
        "advertising": -1.999,
        "landed cost": -5.00,
        "other cost": -0.25,
        "returns": -1.17,
        "= profit": 5.181,
    }
    for label, amount in expected.items():
        assert line_of(table, label) == pytest.approx(amount, abs=1e-9), label
    assert line_of(table, "= margin") == pytest.approx(5.181 / 16.66)


def test_what_is_not_counted_or_assumed_is_named() -> None:
    asked = {**SMALL, "price": 12.0, "landed_cost": 5.0, "as_of": "2026-06-01"}
    table = xlops.amz_unit_economics(**asked)
    labels = "\n".join(table[:, 0])
    for words in ("not counted: advertising", "未计入：退货退款损失", "subscription", "seller's country: China"):
        assert words in labels
    told = xlops.amz_unit_economics(**asked, tacos=0.1, return_rate=0.1)
    assert "not counted: advertising" not in "\n".join(told[:, 0])
    unknown = xlops.amz_unit_economics(**{**asked, "landed_cost": None})
    assert np.isnan(line_of(unknown, "landed cost")) and np.isnan(line_of(unknown, "= profit"))
    assert line_of(unknown, "referral fee") == -1.80


def test_aliexpress_lines_by_hand() -> None:
    table = xlops.ali_unit_economics(
        price=10.0, rate_or_category="8%", landed_cost=2.0, weight=100, country="FR", as_of="2026-06-01",
        exchange_rate=7.25, affiliate_rate=0.05, tacos=0.1, unit_duty=3.0,
    )  # fmt: skip
    # freight 26.194 CNY / 7.25 = 3.6130
    for label, amount in {"commission": -0.8, "affiliate": -0.5, "advertising": -1.0, "freight": -3.613}.items():
        assert line_of(table, label) == amount
    assert line_of(table, "= profit") == pytest.approx(10 - 0.8 - 0.5 - 1 - 3.613 - 3 - 2)
    # a freight of your own needs no rate, a saver line in dollars neither
    own = {"rate_or_category": 0.08, "landed_cost": 2.0, "as_of": "2026-06-01"}
    assert xlops.ali_breakeven_price(**own, freight=3.0) == 5.44  # 5 / 0.92 = 5.4348
    saver = {"weight": 100, "country": "ES", "line": "saver"}
    assert xlops.ali_breakeven_price(**own, **saver) == 5.13  # (2 + 2.718) / 0.92 = 5.1283
    assert reason_of("ALI_BREAKEVEN_PRICE", **own, **saver, selling_currency="EUR") == Reason.MISSING_EXCHANGE_RATE


def test_flat_commissions_against_every_cent() -> None:
    random = np.random.default_rng(11)
    count, prices = 400, np.arange(1, COUNT + 1) * 100.0
    asked = {
        "landed_cost": np.round(random.uniform(0.1, 60, count), 2),
        "platform_rate": np.round(random.uniform(0, 0.4, count), 3),
        "target_margin_rate": np.round(random.uniform(0, 0.4, count), 3),
        "fees": np.round(random.uniform(0, 9, count), 2),
        "minimum_fee": random.choice([0.0, 0.3, 1.0], count),
        "tacos": np.round(random.uniform(0, 0.2, count), 4),
        "vat_rate": random.choice([0.0, 0.19, 0.2, 0.077], count),
    }
    found = xlops.ops_target_price(**asked)
    for n in range(count):
        rate, ads, vat = (asked[name][n] for name in ("platform_rate", "tacos", "vat_rate"))
        revenue = prices - cents(prices * vat / (1 + vat))
        fee = np.maximum(np.rint(rate * prices), asked["minimum_fee"][n] * TICKS)
        fixed = np.rint((asked["landed_cost"][n] + asked["fees"][n]) * TICKS)
        price = first_good(revenue - fee - np.rint(ads * prices) - fixed, revenue, asked["target_margin_rate"][n], 100)
        assert agrees(found[n], price, 100)


def test_whole_columns_are_quick() -> None:
    import time

    random = np.random.default_rng(13)
    count = 800
    kinds = [US[n] for n in random.integers(0, 7, count)]
    asked = {
        "length": np.array([k.sides[0] for k in kinds]),
        "width": np.array([k.sides[1] for k in kinds]),
        "height": np.array([k.sides[2] for k in kinds]),
        "weight": np.array([k.weight for k in kinds]),
        "category": np.array([k.category for k in kinds], dtype=object),
        "landed_cost": np.round(random.uniform(1, 60, count), 2),
    }
    solve = catalogue()["AMZ_TARGET_PRICE"].outcome
    solve(**asked, target_margin_rate=0.2, as_of="2026-06-01")
    started = time.perf_counter()
    solve(**asked, target_margin_rate=0.2, as_of="2026-06-01")
    # 0.03 s on a quiet machine
    assert time.perf_counter() - started < 1.5


# --- Explain


def test_explain_tells_lines_the_price_below_and_the_ranges() -> None:
    asked = {**SMALL, "landed_cost": 5.20, "as_of": "2026-10-01"}
    text = catalogue()["AMZ_BREAKEVEN_PRICE_EXPLAIN"](**asked)
    assert text.startswith("Break-even price on 2026-10-01 = 9.35 USD: per unit at this price: price 9.35, ")
    assert "price 9.35, referral fee -1.40, FBA fulfilment fee -2.66" in text
    assert "at 9.34 the profit misses the target by 0.01" in text
    assert "9.35 to 9.99; 10.42 and every price above" in text
    assert "seller's country: China" in text
    chinese = catalogue()["AMZ_BREAKEVEN_PRICE_EXPLAIN"](**asked, lang="zh")
    assert "9.35 至 9.99；10.42 及以上" in chinese
    assert "9.34 时利润比目标少 0.01" in chinese


def test_explain_tells_a_step_a_worst_day_and_an_unknown_one() -> None:
    asked = {**SMALL, "landed_cost": 5.20, "as_of": "2026-10-01"}
    assert "2026-10-15, the worst day" in catalogue()["AMZ_BREAKEVEN_PRICE_EXPLAIN"](**asked, last_day="2026-11-01")
    assert "unknown on: 2027-01-15" in catalogue()["AMZ_BREAKEVEN_PRICE_EXPLAIN"](**asked, last_day="2027-02-01")
    no_price = catalogue()["AMZ_BREAKEVEN_PRICE_EXPLAIN"](**asked, tacos=0.9)
    assert "no price reaches this margin" in no_price
    assert "for example at 100.00" in no_price


# --- An operator's own tables have breaks of their own

OWN = """schema = 1

[edition]
platform = "{platform}"
market = "{market}"
programme = "{programme}"
title = {{ en = "Own", zh = "自有" }}
kind = "rate_bands"
effective = 2026-05-01
currency = "USD"
base = "price"
rounding = {{ step = 0.01, mode = "{mode}" }}
confidence = "own"
checked = 2026-11-22
owner = "Shop A"

[[source]]
id = "contract"
kind = "own"
title = "contract"
url = ""
url_note = "on paper"
retrieved = 2026-11-22
says = "the rates"

[table]
keys = ["category"]
columns = ["category", "applies", "upto", "rate", "minimum", "cap"]
rows = [
  ["{category}", "whole", 12.34, 0.05, 1.00, ""],
  ["{category}", "whole", 40.00, 0.25, "", 7.50],
  ["{category}", "whole", "", 0.10, "", ""],
]
"""


def own_library(**named: str) -> Any:
    from xlops.fees.library import packaged_library
    from xlops.fees.own import own_edition, with_own

    return with_own(packaged_library(), [own_edition(OWN.format(**named), "mine.toml")])


@pytest.mark.parametrize("mode", ["half_up", "up"])
def test_own_referral_fees_against_every_cent(mode: str) -> None:
    from xlops.fees.library import using

    kind = US[0]
    named = {"platform": "amazon", "market": "us", "programme": "referral", "category": "toys_and_games"}
    wanted = wishes(kind, np.random.default_rng(17), 120)
    margins = np.array([w.margin for w in wanted])
    with using(own_library(**named, mode=mode)):
        found = catalogue()["AMZ_TARGET_PRICE"].outcome(**asked_of_all(kind, wanted), target_margin_rate=margins)
        # a guarded window meets the day on which the own table starts
        guarded = catalogue()["AMZ_TARGET_PRICE"].outcome(
            **{**asked_of_all(kind, wanted), "as_of": "2026-04-20"}, target_margin_rate=margins, last_day="2026-06-01"
        )
        fees = kind.fees()
    published = Kind(**{**vars(kind), "as_of": "2026-04-20"}).fees()
    for n, wish in enumerate(wanted):
        price = first_good(*profits(kind, fees, wish), wish.margin, kind.step)
        assert agrees(found.value[n], price, kind.step)
        surplus = np.min([p - wish.margin * r for p, r in (profits(kind, f, wish) for f in (published, fees))], axis=0)
        price = first_good(surplus, np.zeros(1), 0.0, kind.step)
        assert agrees(guarded.value[n], price, kind.step)


def test_own_commissions_on_aliexpress_against_every_cent() -> None:
    from xlops.fees.library import using

    named = {"platform": "aliexpress", "market": "global", "programme": "commission", "category": "女鞋"}
    random = np.random.default_rng(19)
    count, prices = 150, np.arange(1, COUNT + 1) * 100.0
    cost = np.round(random.uniform(0.5, 60, count), 2)
    margins = np.round(random.uniform(0, 0.4, count), 2)
    asked = {"rate_or_category": "女鞋", "landed_cost": cost, "freight": 2.5, "as_of": "2026-06-01"}
    with using(own_library(**named, mode="half_up")):
        found = xlops.ali_target_price(**asked, target_margin_rate=margins, affiliate_rate=0.07)
        commission = xlops.ali_commission(prices / TICKS, "女鞋", as_of="2026-06-01")
    assert commission[1233] == 1.00 and commission[1234] == 3.09
    for n in range(count):
        profit = prices - np.rint(commission * TICKS) - np.rint(0.07 * prices) - np.rint((cost[n] + 2.5) * TICKS)
        price = first_good(profit, prices, margins[n], 100)
        assert agrees(found[n], price, 100)

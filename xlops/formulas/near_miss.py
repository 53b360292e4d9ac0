"""Near misses: how little smaller, lighter or cheaper a unit must be to pay less, and how little larger to pay more.

The tables only say where to look: every bound of a size tier, weight step and price band near the unit becomes a point,
and the fee functions themselves are asked what is left of the price there. A point counts only by their answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Outcome, Table, Texts, formula
from xlops.errors import Reason
from xlops.fees.charge import Days, Part, Step, Trace, parts
from xlops.fees.edition import Lookup, RateBands, SizeTier, SizeTiers
from xlops.fees.library import Library
from xlops.fees.names import name_list
from xlops.fees.tables import Ints
from xlops.fees.units import MICROMETRES, NANOGRAMS, UNIT_PAIRS, Floats, exact_ticks
from xlops.formulas.amazon import (
    Fulfilment,
    ask_closing,
    ask_fulfilment,
    ask_handling,
    ask_referral,
    ask_surcharge,
    take_market,
    take_programme,
)
from xlops.formulas.asking import Package, ask_by_tier, ask_size_tier, markets_with, plus, take_package
from xlops.formulas.rows import Rows
from xlops.formulas.tax import amz_digital_fee, amz_vat

_SIZE, _WEIGHT, _PRICE = 0, 1, 2
_TIER_TABLES = ("size_tiers", "size_tiers_selected", "size_tiers_oversize_packaging")
_NEAR = 0.1  # how far a side, the weight or the price may move to be near, as a fraction
_SHOWN = 3  # points of a kind in the table
_FAR = 0.5  # a change by more than this is another product, and no saving of the table
_HALF_CENT = 0.005
_MOST_STEPS = 40  # weight steps that are looked at below a unit


class _Units(NamedTuple):
    """Packed units with what their fees depend on: sides and weight in ticks, price in money."""

    package: Package
    price: Floats
    category: Texts
    market: Texts | None
    as_of: Days | None
    programme: Texts | None

    def take(self, rows: Ints) -> _Units:
        """Return the units at some places."""
        return _Units(
            Package(*(_taken(column, rows) for column in self.package)),
            _taken(self.price, rows),
            _taken(self.category, rows),
            _taken(self.market, rows),
            _taken(self.as_of, rows),
            _taken(self.programme, rows),
        )


def _taken(column: Any, rows: Ints) -> Any:
    if column is None:
        return None
    if isinstance(column, Texts):
        return column if len(column.index) == 1 else Texts(column.index[rows], column.values)
    return column if len(column) == 1 else column[rows]


class _Money(NamedTuple):
    """What a unit pays, in money; NaN with a reason where it is unknown.

    The digital services fee stands apart, because in some stores its rule for FBA fees is not known; it is NaN there.
    """

    fees: Floats
    digital: Floats
    vat: Floats
    reason: NDArray[np.uint8]
    tiers: Ints
    billed: Floats


def _money(units: _Units, trace: Trace | None = None) -> _Money:
    """Ask for every fee per unit: referral, closing, fulfilment with its surcharges, digital services; and the VAT."""
    rows = Rows(trace)
    market, days = take_market(rows, units.market), rows.days(units.as_of)
    rows.number(units.price, Reason.MISSING_PRICE)
    base = ask_fulfilment(rows, units.package, units.price, units.category, market, days, units.programme)
    programme = take_programme(rows, units.programme, market)
    referral = ask_referral(rows, units.price, units.category, market, days, None, programme, base.tiers)
    delivery = plus(base.fee, ask_handling(rows, base), ask_surcharge(rows, base), _packaging(rows, units, base))
    selling = plus(referral, ask_closing(rows, units.category, market, days))
    fees = plus(selling, delivery)
    digital = amz_digital_fee.function(selling, delivery, units.market, units.as_of, trace=trace)
    vat = amz_vat.function(units.price, units.market, units.as_of)
    found = rows.outcome(np.broadcast_to(fees, rows.length))
    return _Money(found.value, digital.value, vat.value, found.reason, base.tiers, base.billed)


def _packaging(rows: Rows, units: _Units, base: Fulfilment) -> Floats:
    """Ask for what bulky units pay that do not ship in their own packaging; 0 in markets without the fee."""
    market = np.where(base.sipp, -1, markets_with(rows, "amazon", "oversize_packaging", base.market))
    if (market < 0).all():
        return np.zeros(1)
    return np.where(market < 0, 0.0, ask_by_tier(rows, "oversize_packaging", units.package, market, base.as_of, {}))


class _Points(NamedTuple):
    """Points near units: whose they are, what kind of bound they lie at, and the unit as it is there."""

    row: Ints
    kind: Ints
    longest: Floats
    median: Floats
    shortest: Floats
    weight: Floats
    price: Floats


@dataclass
class _Search:
    """Collects the points that the bounds of the tables name."""

    units: _Units
    market: Ints
    as_of: Days
    length: int
    library: Library
    reach: Floats

    def __post_init__(self) -> None:
        every = np.arange(self.length)
        full = self.units.take(every)
        self.sides = [np.broadcast_to(side, self.length) for side in full.package[:3]]
        self.weight = np.broadcast_to(full.package.weight, self.length)
        self.price = np.broadcast_to(full.price, self.length)
        self.reach = np.broadcast_to(self.reach, self.length)
        self._found: list[_Points] = []

    def points(self) -> _Points:
        """Return all points, each once."""
        joined = [np.concatenate(columns) for columns in zip(*self._found, strict=True)] if self._found else []
        if not joined:
            none = np.zeros(0)
            return _Points(none.astype(np.intp), none.astype(np.intp), none, none, none, none, none)
        distinct = np.unique(np.array(joined), axis=1)
        return _Points(distinct[0].astype(np.intp), distinct[1].astype(np.intp), *distinct[2:])

    def add(
        self,
        rows: Ints,
        kind: int,
        sides: list[Floats] | None = None,
        weight: Floats | None = None,
        price: Floats | None = None,
    ) -> None:
        """Add points; what is not given stays as it is. Impossible and far ones and the unit itself are left out."""
        here = [side[rows] for side in self.sides]
        now = [*here, self.weight[rows], self.price[rows]]
        then = [
            *(here if sides is None else sides),
            now[3] if weight is None else weight,
            now[4] if price is None else price,
        ]
        reach = self.reach[rows]
        good = np.logical_or.reduce([a != b for a, b in zip(now, then, strict=True)])
        for was, column in zip(now, then, strict=True):
            good &= np.isfinite(column) & (column > 0) & (np.abs(column - was) <= reach * was)
        if good.any():
            self._found.append(_Points(rows[good], np.full(int(good.sum()), kind), *(c[good] for c in then)))

    def parts(self, programme: str) -> Iterator[tuple[Part, Ints]]:
        """Yield the editions of a programme in force, each with the places of its units."""
        code = self.library.codes.column(programme)
        for depth in range(self.library.depth):
            for part in parts(self.library, "amazon", self.market, code, self.as_of, self.length, depth):
                if part.edition is not None and part.edition.table is not None:
                    yield part, np.arange(self.length) if part.rows is None else part.rows

    def with_prefix(self, prefix: str) -> list[str]:
        """Return the programmes of the units' markets whose names begin with ``prefix``."""
        markets = {self.library.codes.name(int(code)) for code in np.unique(self.market) if code >= 0}
        found = (p for platform, m, p in self.library.programmes() if platform == "amazon" and m in markets)
        return sorted({programme for programme in found if programme.startswith(prefix)})

    # Size tiers

    def size_tiers(self) -> None:
        """Add for each tier the nearest shapes inside it, and for each bound of a side or weight what lies beyond."""
        for programme in _TIER_TABLES:
            for part, rows in self.parts(programme):
                assert part.edition is not None and isinstance(part.edition.table, SizeTiers)
                for tier in part.edition.table.tiers:
                    bounds = _Bounds.of(part.edition.table, tier)
                    self._into(rows, bounds)
                    self._beyond(rows, bounds)

    def _into(self, rows: Ints, bounds: _Bounds) -> None:
        """Cut each side to the tier's bound; where the sides together are too large, cut one of them further."""
        clipped = [np.minimum(side[rows], top) for side, top in zip(self.sides, bounds.sides, strict=True)]
        weight = np.minimum(self.weight[rows], bounds.unit_weight)
        for place in range(3):
            cut = np.minimum(clipped[place], bounds.room(place, clipped, bounds.dimensional_weight))
            sides = [*clipped]
            sides[place] = cut
            self.add(rows, _SIZE, sides, weight)

    def _beyond(self, rows: Ints, bounds: _Bounds) -> None:
        """Let one side, or the weight, grow just beyond the tier's bound."""
        here = [side[rows] for side in self.sides]
        for place in range(3):
            tops = [bounds.sides[place], bounds.room(place, here, bounds.dimensional_weight)]
            for top in tops:
                beyond = np.broadcast_to(np.asarray(top, dtype=np.float64) + 1, len(rows))
                sides = [*here]
                sides[place] = np.where(beyond > here[place], beyond, np.nan)
                self.add(rows, _SIZE, sides)
        beyond = np.full(len(rows), bounds.unit_weight + 1)
        self.add(rows, _WEIGHT, weight=np.where(beyond > self.weight[rows], beyond, np.nan))

    # Weight steps

    def weight_steps(self) -> None:
        """Add the nearest steps of the fulfilment tables below and above the billed weight."""
        for programme in (*self.with_prefix("fba"), "oversize_packaging"):
            for part, rows in self.parts(programme):
                assert part.edition is not None
                table = part.edition.table
                if isinstance(table, Lookup) and table.range == "weight":
                    self._steps(table, rows)

    def _steps(self, table: Lookup, rows: Ints) -> None:
        tiers, billed, bounds = self._tiers(table.size_tiers)
        counted = self.weight if table.billed == "unit" else billed
        for code in np.unique(tiers[rows]):
            if code < 0:
                continue
            chosen = rows[tiers[rows] == code]
            weight = counted[chosen]
            tops = _step_tops(table, self.library.codes.name(int(code)), min(float(weight.max()), _HEAVIEST))
            here = np.searchsorted(tops[:-1], weight, side="left")
            above = tops[here] + 1
            # What one side or the weight may give within the reach bounds how far down a step may lie.
            least = (1 - self.reach[chosen]) * weight
            for down in range(1, _MOST_STEPS + 1):
                below = np.where(here >= down, tops[np.maximum(here - down, 0)], np.nan)
                below = np.where(below >= least, below, np.nan)
                if table.billed == "unit":
                    self.add(chosen, _WEIGHT, weight=below)
                else:
                    self._down_to(chosen, bounds[int(code)], below)
                if np.isnan(below).all():
                    break
            if table.billed == "unit":
                self.add(chosen, _WEIGHT, weight=above)
            else:
                self._up_to(chosen, bounds[int(code)], above)

    def _down_to(self, rows: Ints, tier: _Bounds, weight: Floats) -> None:
        """Bring the billed weight down to ``weight``, by the unit's own weight and one of its sides."""
        here = [side[rows] for side in self.sides]
        own = np.minimum(self.weight[rows], weight) if tier.by_unit_weight else self.weight[rows]
        for place in range(3):
            sides = [*here]
            if tier.by_dimensions:
                sides[place] = np.minimum(here[place], tier.dimensional_room(place, here, weight))
            self.add(rows, _WEIGHT, sides, np.where(np.isnan(weight), np.nan, own))

    def _up_to(self, rows: Ints, tier: _Bounds, weight: Floats) -> None:
        """Let the billed weight grow to ``weight``, by the unit's own weight or by one of its sides."""
        here = [side[rows] for side in self.sides]
        if tier.by_unit_weight:
            self.add(rows, _WEIGHT, weight=weight)
        for place in range(3 if tier.by_dimensions else 0):
            beyond = tier.dimensional_room(place, here, weight - 1) + 1
            sides = [*here]
            sides[place] = np.where(beyond > here[place], beyond, np.nan)
            self.add(rows, _SIZE, sides)

    def _tiers(self, table: str) -> tuple[Ints, Floats, dict[int, _Bounds]]:
        """Return the units' tiers by one tier table, their billed weights, and the bounds of each tier."""
        rows = Rows(None)
        package = Package(self.sides[0], self.sides[1], self.sides[2], self.weight)
        tiers, billed = ask_size_tier(rows, package, self.market, self.as_of, table)
        bounds: dict[int, _Bounds] = {}
        for part, _ in self.parts(table):
            assert part.edition is not None and isinstance(part.edition.table, SizeTiers)
            for tier in part.edition.table.tiers:
                bounds[self.library.codes.id(tier.tier)] = _Bounds.of(part.edition.table, tier)
        return tiers, billed, bounds

    # Price bands

    def price_bands(self) -> None:
        """Add the prices on both sides of every bound: of the referral rates, the price bands, the price limits."""
        for programme in ("referral", "referral_fbm", *self.with_prefix("fba")):
            for part, rows in self.parts(programme):
                assert part.edition is not None
                coin = 1.0 if part.edition.currency == "JPY" else 0.01
                for bound, belongs_above in _price_edges(part.edition.table):
                    below, above = (bound - coin, bound) if belongs_above else (bound, bound + coin)
                    price = self.price[rows]
                    down = np.where(price > below, round(below, 2), np.nan)
                    up = np.where(price < above, round(above, 2), np.nan)
                    self.add(rows, _PRICE, price=down)
                    self.add(rows, _PRICE, price=up)


@dataclass(frozen=True)
class _Bounds:
    """The bounds of a size tier, in ticks; infinite where it has none."""

    sides: tuple[float, float, float]
    girth: float
    sum_of_sides: float
    unit_weight: float
    dimensional_weight: float
    by_unit_weight: bool
    by_dimensions: bool
    floors: tuple[float, float, float]
    weight_per_volume: float

    @staticmethod
    def of(table: SizeTiers, tier: SizeTier) -> _Bounds:
        """Read the bounds of one tier."""
        micrometres, nanograms = MICROMETRES[table.length_unit], NANOGRAMS[table.weight_unit]

        def limit(name: str, ticks: int) -> float:
            value = getattr(tier, name)
            return np.inf if value is None else exact_ticks(value, ticks)

        most = limit("max_weight", nanograms)
        by_unit, by_size = tier.weighs in ("unit", "greater"), tier.weighs in ("dimensional", "greater")
        return _Bounds(
            sides=tuple(limit(name, micrometres) for name in ("longest", "median", "shortest")),  # type: ignore[arg-type]
            girth=limit("length_plus_girth", micrometres),
            sum_of_sides=limit("sum_of_sides", micrometres),
            unit_weight=min(limit("max_unit_weight", nanograms), most if by_unit else np.inf),
            dimensional_weight=min(limit("max_dimensional_weight", nanograms), most if by_size else np.inf),
            by_unit_weight=by_unit,
            by_dimensions=by_size,
            floors=(
                0.0,
                exact_ticks(tier.min_median or 0, micrometres),
                exact_ticks(tier.min_shortest or 0, micrometres),
            ),
            weight_per_volume=0.0 if table.divisor is None else nanograms / (float(table.divisor) * micrometres**3),
        )

    def room(self, place: int, sides: list[Floats], dimensional_weight: float) -> Floats:
        """Return how long one side may be for girth, sum and dimensional weight to hold beside the other two."""
        longest, median, shortest = sides
        others = longest + median + shortest - sides[place]
        by_girth = self.girth - 2 * others if place == 0 else (self.girth - longest) / 2 - (others - longest)
        by_weight = self.dimensional_room(place, sides, np.full(len(longest), dimensional_weight))
        return np.floor(np.minimum(np.minimum(by_girth, self.sum_of_sides - others), by_weight))

    def dimensional_room(self, place: int, sides: list[Floats], weight: Floats) -> Floats:
        """Return how long one side may be for the dimensional weight not to exceed ``weight``."""
        if not self.weight_per_volume:
            return np.full(len(weight), np.inf)
        others = [
            np.maximum(side, floor)
            for n, (side, floor) in enumerate(zip(sides, self.floors, strict=True))
            if n != place
        ]
        return np.floor(weight / (self.weight_per_volume * others[0] * others[1]))


# No table has steps for heavier goods; a weight beyond it, such as a bar code in a wrong column, would make millions.
_HEAVIEST = 1_000 * NANOGRAMS["kg"]


def _step_tops(table: Lookup, tier: str, heaviest: float) -> Floats:
    """Return the heaviest weight of each step of a tier, rising; the last is infinite.

    Kilograms that are multiplied exactly make no steps.
    """
    ticks = NANOGRAMS[table.units["weight"]]
    tops = {np.inf}
    place = table.keys.index("size_tier") if "size_tier" in table.keys else -1
    for row in table.rows:
        name = row.keys[place] if place >= 0 else "*"
        if name not in ("*", tier) and tier not in table.groups.get(name, ()):
            continue
        high = np.inf if row.high is None else exact_ticks(row.high, ticks)
        tops.add(high if table.bounds == "over_upto" else high - 1)
        if row.low:
            tops.add(exact_ticks(row.low, ticks) - (table.bounds != "over_upto"))
        if row.step is not None and row.above is not None and table.step_rounding == "up":
            start, step = exact_ticks(row.above, ticks), exact_ticks(row.step, ticks)
            tops.update(np.arange(start, min(high, heaviest + step), step).tolist())
    return np.array(sorted(tops))


def _price_edges(table: object) -> set[tuple[float, bool]]:
    """Return the prices at which a table steps, and whether the bound itself belongs above."""
    edges: set[tuple[float, bool]] = set()
    if isinstance(table, RateBands):
        edges |= {(float(band.upto), False) for band in table.bands if band.upto is not None}
    if isinstance(table, Lookup):
        for band in table.price_bands:
            if band.below is not None:
                edges.add((float(band.below), True))
            elif band.upto is not None:
                edges.add((float(band.upto), False))
        if table.applies is not None:
            limits = [table.applies.price_upto, *(limit for limit, _ in table.applies.price_upto_for)]
            edges |= {(float(limit), False) for limit in limits if limit is not None}
    return edges


class _Near(NamedTuple):
    """Points with what they are worth. ``gain`` is what a unit keeps more there at least, ``loss`` what less."""

    units: _Units
    moved: _Units
    points: _Points
    share: Floats
    gain: Floats
    loss: Floats
    now: _Money
    then: _Money


def _within(points: _Points, before: list[Floats], nearest: Floats) -> tuple[_Points, Floats]:
    """Return the points within reach of the units as they are, and the greatest share that a measure moves."""
    share = np.zeros(len(points.row))
    for was, now in zip(before, points[2:], strict=True):
        share = np.maximum(share, np.abs(now - was[points.row]) / was[points.row])
    chosen = share <= nearest[points.row]
    return _Points(*(column[chosen] for column in points)), share[chosen]  # type: ignore[arg-type]


def _near(units: _Units, market: Ints, as_of: Days, length: int, now: _Money, nearest: Floats) -> _Near:
    """Find the points within ``nearest`` (a fraction per unit) and ask what is left of the price there."""
    search = _Search(units, market, as_of, length, Rows(None).library, nearest)
    search.size_tiers()
    search.weight_steps()
    search.price_bands()
    before = [*search.sides, search.weight, search.price]
    points, share = _within(search.points(), before, np.broadcast_to(nearest, length))
    # A smaller size tier has weight steps of its own.
    smaller = (points.kind == _SIZE) & (points.longest >= points.median) & (points.median >= points.shortest)
    longest, median, shortest = search.sides
    smaller &= points.longest + points.median + points.shortest < (longest + median + shortest)[points.row]
    if smaller.any():
        first = _Points(*(column[smaller] for column in points))
        shape = Package(first.longest, first.median, first.shortest, first.weight)
        count = len(first.row)
        further = _Search(
            units.take(first.row)._replace(package=shape),
            np.broadcast_to(market, length)[first.row],
            np.broadcast_to(as_of, length)[first.row],
            count,
            search.library,
            np.broadcast_to(nearest, length)[first.row],
        )
        further.weight_steps()
        found = further.points()
        both = [
            np.concatenate(columns) for columns in zip(points, found._replace(row=first.row[found.row]), strict=True)
        ]
        points, share = _within(_Points(*both), before, np.broadcast_to(nearest, length))
    sides = np.sort(np.array(points[2:5]), axis=0)
    moved = units.take(points.row)._replace(
        package=Package(sides[2], sides[1], sides[0], points.weight), price=points.price
    )
    if not len(points.row):
        return _Near(units, moved, points, share, share, share, now, now)
    then = _money(moved)

    def of_unit(column: Floats) -> Floats:
        return np.broadcast_to(column, length)[points.row]

    # Where the digital services fee is not known, it is left out on both sides; it would only add to the difference.
    digital = np.nan_to_num(of_unit(now.digital) - then.digital)
    cheaper = of_unit(now.fees) - then.fees + digital
    more = cheaper + (moved.price - of_unit(units.price)) - (then.vat - of_unit(now.vat))
    # A higher price leaves more by itself: only what the fees fall by is gained at the bound. And a lower price must
    # leave more than it gives away.
    gain, loss = np.minimum(cheaper, more), -np.maximum(cheaper, more)
    clean = [np.where(column > _HALF_CENT, np.round(column, 4), 0.0) for column in (gain, loss)]
    return _Near(units, moved, points, share, clean[0], clean[1], now, then)


def _ask(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None,
    as_of: Days | None,
    units: Texts | None,
    programme: Texts | None,
    nearest: Floats,
) -> tuple[Rows, _Near | None]:
    """Ask about units as the formulas take them; None where nothing is known of any of them."""
    rows = Rows(None)
    markets, days = take_market(rows, market), rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    rows.number(price, Reason.MISSING_PRICE)
    given = _Units(package, price, category, market, as_of, programme)
    for column in (*package, nearest, category.index, *(t.index for t in (market, programme) if t is not None)):
        rows.seen(column)
    if rows.length == 1 and rows.reason[0]:
        return rows, None
    now = _money(given)
    rows.seen(now.fees)
    for reason in np.unique(now.reason):
        rows.refuse(now.reason == reason, Reason(int(reason)))
    if (rows.reason != 0).all():
        return rows, None
    return rows, _near(given, markets, days, rows.length, now, nearest)


def _told(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None,
    as_of: Days | None,
    units: Texts | None,
    programme: Texts | None,
    tolerance: Floats | None,
) -> tuple[Rows, _Near | None, _Told | None]:
    """Ask within a tolerance, and return what can be said of the points."""
    nearest = np.array([_NEAR]) if tolerance is None else np.where(np.isnan(tolerance), _NEAR, tolerance)
    rows, near = _ask(length, width, height, weight, price, category, market, as_of, units, programme, nearest)
    if near is None:
        return rows, None, None
    return rows, near, _Told(near, _order(length, width, height, rows.length), units, rows.length)


def _best(near: _Near, length: int) -> Ints:
    """Return for each unit the place of the point with the greatest gain, the nearest of equals; -1 for none."""
    best = np.full(length, -1, dtype=np.intp)
    order = np.lexsort((near.share, -near.gain))
    order = order[near.gain[order] > 0][::-1]
    best[near.points.row[order]] = order
    return best


_EXAMPLE = {
    "length": 30.0,
    "width": 20.0,
    "height": 2.0,
    "weight": 200.0,
    "price": 19.99,
    "category": "Home and Kitchen",
    "market": "US",
    "as_of": "2026-06-01",
}


@formula(
    "amazon",
    returns="money",
    zh="差一点就能省的钱：尺寸、重量或售价在允许幅度内调整时，单件最多可省（逐一按完整费用计算）。",
    examples=[(_EXAMPLE, 0.69)],
    explains=True,
)
def amz_near_miss_saving(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    tolerance: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The most that a unit saves by a small change: a shorter side, less weight, or a price across a bound.

    Every bound within the tolerance is asked for its full fees (referral, closing, fulfilment with surcharges, digital
    services). A lower price counts only what is left over after the price given up; a higher one only what the fees
    fall by. AMZ_NEAR_MISS_CHANGE says which change it is.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is what most sellers of the market use.
        tolerance: how far each side, the weight or the price may move, as a fraction; blank is 0.1.

    Returns:
        Money per unit; 0 where no change within the tolerance saves anything. Unknown where today's fees are.

    Source: the tables behind AMZ_REFERRAL_FEE, AMZ_FBA_FEE and AMZ_DIGITAL_FEE.
    """
    rows, near, told = _told(length, width, height, weight, price, category, market, as_of, units, programme, tolerance)
    saving = np.zeros(rows.length)
    if near is not None and told is not None:
        np.maximum.at(saving, near.points.row, near.gain)
        _trace(near, told, trace)
    return rows.outcome(saving)


@formula(
    "amazon",
    returns="text",
    zh="差一点就能省钱时该改什么：哪一边、多少重量或什么售价，以及改后的分段。",
    examples=[(_EXAMPLE, "高 height -0.10 cm → 小号标准尺寸 Small standard-size")],
    explains=True,
)
def amz_near_miss_change(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    tolerance: Floats | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """The change behind AMZ_NEAR_MISS_SAVING, in words: what to cut and by how much, and where that leads.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is what most sellers of the market use.
        tolerance: how far each side, the weight or the price may move, as a fraction; blank is 0.1.

    Returns:
        Chinese and English text; blank where nothing within the tolerance saves, or today's fees are unknown.

    Source: as AMZ_NEAR_MISS_SAVING.
    """
    rows, near, told = _told(length, width, height, weight, price, category, market, as_of, units, programme, tolerance)
    said = np.full(rows.length, None, dtype=object)
    if near is not None and told is not None:
        for row, place in enumerate(_best(near, rows.length)):
            if place >= 0:
                said[row] = told.sentence(int(place))
        _trace(near, told, trace)
    return rows.outcome(said)


def _trace(near: _Near, told: _Told, trace: Trace | None) -> None:
    """Let explain tell the fees as they are, the change, and the fees after it."""
    place = -1 if trace is None else int(_best(near, 1)[0])
    if trace is None or place < 0:
        return
    _money(near.units, trace)
    text = told.sentence(place)
    trace.steps.append(Step(None, "change", "改动", text, text))
    _money(near.moved.take(np.array([place])), trace)


def _order(length: Floats, width: Floats, height: Floats, count: int) -> Ints:
    """Return which argument each unit's longest, median and shortest side is."""
    sides = np.array([np.broadcast_to(side, count) for side in (length, width, height)])
    return np.argsort(-sides, axis=0, kind="stable")


_SIDE_NAMES = (("length", "长"), ("width", "宽"), ("height", "高"))
# Decimals that a change is told with; a cut is rounded up, what is left to a bound is rounded down.
_DECIMALS = {"cm": 2, "in": 2, "g": 1, "kg": 4, "lb": 3, "oz": 2}


@dataclass(frozen=True)
class _Told:
    """Says in words what changes at a point, and what the unit is there."""

    near: _Near
    order: Ints
    written: Texts | None
    length: int

    def _pair(self, row: int) -> tuple[str, str]:
        text = (
            None
            if self.written is None
            else self.written.values[self.written.index[min(row, len(self.written.index) - 1)]]
        )
        return UNIT_PAIRS["cm,g" if text is None else text.replace(" ", "").lower()]

    def change(self, place: int) -> str:
        """Return what moves, and by how much."""
        points, row = self.near.points, int(self.near.points.row[place])
        length_unit, weight_unit = self._pair(row)
        beyond = self.near.loss[place] > 0
        moves = []
        names = [_SIDE_NAMES[self.order[n, row]] for n in range(3)]
        for (en, zh), was, now, unit in (
            *zip(names, self.near.units.package[:3], points[2:5], (length_unit,) * 3, strict=True),
            (("weight", "重量"), self.near.units.package.weight, points.weight, weight_unit),
        ):
            ticks = MICROMETRES.get(unit) or NANOGRAMS[unit]
            moved = (now[place] - np.broadcast_to(was, self.length)[row]) / ticks
            if moved:
                scale = 10.0 ** _DECIMALS[unit]
                shown = (np.trunc if beyond else _away)(moved * scale) / scale
                moves.append(f"{zh} {en} {'> ' if beyond else ''}{shown:+.{_DECIMALS[unit]}f} {unit}")
        price = np.broadcast_to(self.near.units.price, self.length)[row]
        if points.price[place] != price:
            moves.append(f"售价 price {points.price[place] - price:+.2f}")
        return " + ".join(moves)

    def sentence(self, place: int) -> str:
        """Return the change and where it leads."""
        return f"{self.change(place)} → {self.reached(place)}"

    def reached(self, place: int) -> str:
        """Return the price, the size tier or the billed weight that the point has."""
        near, row = self.near, int(self.near.points.row[place])
        if near.points.kind[place] == _PRICE:
            return f"售价 price {near.points.price[place]:.2f}"
        tier = int(near.then.tiers[place])
        if tier != np.broadcast_to(near.now.tiers, self.length)[row]:
            name = name_list("size_tiers").names.get(code := Rows(None).library.codes.name(tier))
            return f"{name.zh} {name.en}" if name else code
        unit = self._pair(row)[1]
        billed = np.broadcast_to(near.now.billed, self.length)[row]
        binds = (
            "实重 unit weight"
            if billed == np.broadcast_to(self.near.units.package.weight, self.length)[row]
            else "体积重 dimensional weight"
        )
        return (
            f"计费重量 billed weight {near.then.billed[place] / NANOGRAMS[unit]:.{_DECIMALS[unit]}f} {unit} ({binds})"
        )


def _away(amount: Floats) -> Floats:
    """Round away from 0, but not because of the last binary digit."""
    return np.copysign(np.ceil(np.abs(amount) - 1e-6), amount)


_HEADINGS = (
    "方向 direction",
    "改动 change",
    "到达 reaches",
    "幅度 share",
    "现费用 fees now",
    "改后费用 fees then",
    "单件差额 per unit",
    "每月差额 per month",
)


@formula(
    "amazon",
    returns="money",
    zh="差一点就能少付的费用：离更低尺寸分段、重量档、价格档还差多少，单件与每月可省多少；以及离更贵一档有多近（溢出为表格）。",
    spills=True,
)
def amz_near_miss(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    units_sold: Floats | None = None,
) -> Table:
    """How near a unit is to paying less, and to paying more: size tiers, weight steps and price bands around it.

    For one product. The first rows save, the nearest first: a shorter side (which, and by how much), less weight (of
    the weight that is billed: unit or dimensional), a price across a bound; each changes no measure by more than half.
    Each is asked for its full fees, so a step that saves nothing is not told. The last rows are the margin of safety:
    how far a side, the weight or the price may grow before the unit pays more, for the day Amazon measures it again.

    Args:
        length: one packed side, in any order.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is what most sellers of the market use.
        units_sold: units sold in a month; blank leaves the last column blank.

    Returns:
        A heading and one row per change: direction, change, where it leads, its share of the measure, fees per unit
        now and then (referral, closing, FBA, digital services where known), the difference per unit and per month. For
        a lower price the difference is what is left over after the price given up (VAT counted), for a higher price
        what the fees fall by.

    Source: the tables behind AMZ_REFERRAL_FEE, AMZ_FBA_FEE and AMZ_DIGITAL_FEE.
    """
    nearest = np.array([np.inf])
    rows, near = _ask(length, width, height, weight, price, category, market, as_of, units, programme, nearest)
    if near is None or rows.reason[0]:
        return Table(np.empty((0, 0), dtype=object), Reason(int(rows.reason[0])))
    told = _Told(near, _order(length, width, height, 1), units, 1)
    month = np.nan if units_sold is None else units_sold.item()
    cells: list[list[object]] = [list(_HEADINGS)]
    for places, worth, sign, direction in (
        (_frontier(near, np.where(near.share <= _FAR, near.gain, 0.0), _SHOWN), near.gain, 1, "可省 saves"),
        (_frontier(near, near.loss, 1), near.loss, -1, "风险 risk"),
    ):
        for place in places:
            amount = sign * float(worth[place])
            fees = [
                float(money.fees[n] + np.nan_to_num(money.digital)[n])
                for money, n in ((near.now, 0), (near.then, place))
            ]
            monthly = "" if np.isnan(month) else round(amount * month, 2)
            where = [told.change(place), told.reached(place), round(float(near.share[place]), 4)]
            cells.append([direction, *where, *(round(fee, 4) for fee in fees), amount, monthly])
    return Table(np.array(cells, dtype=object))


def _frontier(near: _Near, worth: Floats, shown: int) -> list[int]:
    """Return the points worth telling, the nearest first: at most ``shown`` of a kind, each worth more than the last.

    A point is left out where less of the same change is worth as much.
    """
    measures = np.array([*near.points[2:]])
    unit = np.array([*near.units.package, near.units.price])
    moved = measures != np.broadcast_to(unit, measures.shape)
    found: list[int] = []
    counts: dict[int, int] = {}
    best: dict[int, float] = {}
    for place in np.lexsort((-worth, near.share)):
        kind = int(near.points.kind[place])
        if worth[place] <= best.get(kind, 0.0) + _HALF_CENT or counts.get(kind, 0) == shown:
            continue
        if any((moved[:, place] | ~moved[:, n]).all() and worth[n] >= worth[place] - _HALF_CENT for n in found):
            continue
        found.append(int(place))
        best[kind], counts[kind] = float(worth[place]), counts.get(kind, 0) + 1
    return found

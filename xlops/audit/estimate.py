"""What the fee tables say of a charge, over all days of its period and all prices that are known of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.audit.charges import SIDES, Charges, Days, Ints, Mask, Objects, Products
from xlops.audit.editions import FBA, editions, price_points, turns
from xlops.catalog import Outcome
from xlops.fees.edition import Lookup, RateBands, SizeTiers
from xlops.fees.names import name_list
from xlops.fees.units import Floats
from xlops.formulas import amazon, tax

_DAY = np.timedelta64(1, "D")
# How far from the average price single units may have been sold: from a fifth of it to five times as much.
_SPREAD = 5.0
# Amounts below this are the dust of binary fractions.
_DUST = 1e-6


class Grid(NamedTuple):
    """The questions about some charges: each of its days with each of its prices.

    ``at`` is the place of the charge, in rising order without gaps; ``starts`` is where each charge's questions begin.
    ``base`` is what a percentage is taken on.
    """

    at: Ints
    starts: Ints
    product: Ints
    day: Days
    price: Floats
    base: Floats

    def charges(self, places: Ints) -> Grid:
        """Return the questions about some of the charges, given in rising order."""
        rank = np.full(len(self.starts), -1, dtype=np.intp)
        rank[places] = np.arange(len(places))
        kept = np.flatnonzero(rank[self.at] >= 0)
        at = rank[self.at[kept]]
        starts = np.flatnonzero(np.diff(at, prepend=-1))
        return Grid(at, starts, self.product[kept], self.day[kept], self.price[kept], self.base[kept])

    def questions(self, numbers: Ints) -> Grid:
        """Return some of the questions, each as one of its own."""
        alone = np.arange(len(numbers))
        return Grid(alone, alone, self.product[numbers], self.day[numbers], self.price[numbers], self.base[numbers])

    def low(self, values: Floats) -> Floats:
        """Return the least answer to each charge; NaN where one is unknown."""
        return np.minimum.reduceat(values, self.starts) if len(self.starts) else values[:0]

    def high(self, values: Floats) -> Floats:
        """Return the greatest answer to each charge; NaN where one is unknown."""
        return np.maximum.reduceat(values, self.starts) if len(self.starts) else values[:0]

    def near(self, values: Floats, charged: Floats, within: Floats) -> Mask:
        """Whether any answer to each charge is the charge itself, to ``within``."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.bool_)
        hit = np.abs(values - charged[self.at]) <= within[self.at] + _DUST
        return np.logical_or.reduceat(hit, self.starts)


class Estimate(NamedTuple):
    """The fee per unit by our tables: its least and greatest amount, and the reason where it is unknown.

    ``usual_low`` and ``usual_high`` are the same if all units were sold at their average price.
    """

    low: Floats
    high: Floats
    reason: NDArray[np.uint8]
    usual_low: Floats
    usual_high: Floats

    def take(self, places: Ints) -> Estimate:
        """Return the estimates of some of the charges."""
        return Estimate._make(column[places] for column in self)


def coin(market: Objects) -> Floats:
    """Return the smallest coin of each market."""
    names = name_list("markets").names
    coins = {code: 1.0 if name.extra.get("currency") == "JPY" else 0.01 for code, name in names.items()}
    return np.array([coins[code] for code in market.tolist()], dtype=np.float64)


class Asker:
    """Asks the fee formulas about charges.

    Args:
        products: the products.
        as_of: the day that counts for reports without dates.
    """

    def __init__(self, products: Products, as_of: date) -> None:
        self.products = products
        self.as_of = np.datetime64(as_of, "D")
        own = [np.isfinite(side) for side in products.sides]
        self.from_sheet = np.logical_and.reduce(own) if own else np.zeros(0, dtype=np.bool_)
        self.measured = np.logical_and.reduce([np.isfinite(side) for side in products.measured])
        self.sides = tuple(
            np.where(self.from_sheet, mine, theirs)
            for mine, theirs in zip(products.sides, products.measured, strict=True)
        )
        self.category = _either(products.category, products.measured_category)
        fba_category = self.category.copy()
        fba_category[products.dangerous] = "dangerous_goods"
        self.fba_category = fba_category
        self._turns: dict[tuple[str, str], list[np.datetime64]] = {}

    def grid(self, charges: Charges, fee: str) -> Grid:
        """Return the questions about charges of one fee."""
        market = self.products.market[charges.of]
        first, last = self.period(charges)
        vat = self.vat_rate(market, first)
        # What was paid for a single order may be told with the discount in it or without; so may a preview's sale.
        single = charges.averaged == 1
        prices = [charges.price, np.where(single, charges.price_low, np.nan)]
        prices.append(np.where(charges.previewed, charges.price_high, np.nan))
        # A price may be stated without the tax that is in it; it then lies in another price band.
        prices.append(np.where(charges.previewed | (vat == 0), np.nan, charges.price * (1 + vat)))
        bases = [charges.price] if fee == FBA else [charges.price, charges.price_low, charges.price_high]
        prices, bases = _distinct(prices), _distinct(bases)
        days = self._days(market, first, last, fee)
        at, day, price, base = [], [], [], []
        for when in days:
            for amount in prices:
                for of in bases:
                    asked = np.flatnonzero(~np.isnat(when) & ~np.isnan(amount) & ~np.isnan(of))
                    at.append(asked)
                    day.append(when[asked])
                    price.append(amount[asked])
                    base.append(of[asked])
        # Where no price is known the question is asked all the same: its answer is the reason.
        without = np.setdiff1d(np.arange(len(market)), np.concatenate([*at, np.zeros(0, dtype=np.intp)]))
        at, day = [*at, without], [*day, first[without]]
        # A price of the sheet or preview may say the price band, but not what the units were sold at.
        own, preview = (column[charges.of[without]] for column in (self.products.price, self.products.preview_price))
        price, base = [*price, np.where(np.isnan(own), preview, own)], [*base, np.full(len(without), np.nan)]
        places = np.concatenate(at).astype(np.intp)
        order = np.argsort(places, kind="stable")
        places = places[order]
        return Grid(
            places,
            np.flatnonzero(np.diff(places, prepend=-1)),
            charges.of[places],
            np.concatenate(day)[order],
            np.concatenate(price)[order],
            np.concatenate(base)[order],
        )

    def period(self, charges: Charges) -> tuple[Days, Days]:
        """Return first and last day of each charge; the day of the audit where the report does not say."""
        first = np.where(np.isnat(charges.first), self.as_of, charges.first)
        return first, np.where(np.isnat(charges.last), first, np.maximum(charges.last, first))

    def turns(self, market: str, fee: str) -> list[np.datetime64]:
        """Return the days on which any table of a fee changed in a market, in order."""
        key = (market, fee)
        if key not in self._turns:
            self._turns[key] = turns(market, fee)
        return self._turns[key]

    def _days(self, market: Objects, first: Days, last: Days, fee: str) -> list[Days]:
        """Return columns of days: the first of each period, and each day inside it on which a table changed."""
        columns = [first]
        keys = list(zip(market.tolist(), first.tolist(), last.tolist(), strict=True))
        inside: dict[object, list[np.datetime64]] = {}
        for key in dict.fromkeys(keys):
            place, start, end = key
            after = [day for day in self.turns(place, fee) if np.datetime64(start) < day <= np.datetime64(end)]
            inside[key] = after
        for number in range(max(map(len, inside.values()), default=0)):
            column = [turns[number] if number < len(turns) else None for turns in map(inside.__getitem__, keys)]
            columns.append(np.array(column, dtype="datetime64[D]"))
        return columns

    # Fees

    def ask(
        self,
        fee: str,
        grid: Grid,
        *,
        sides: tuple[Floats, ...] | None = None,
        category: Objects | None = None,
        programme: Objects | None = None,
        price: Floats | None = None,
        day: Days | None = None,
        base_only: bool = False,
    ) -> Outcome:
        """Return the fee for each question. What is not given is what the sheet says, else the preview."""
        given = self._common(grid, category, programme, price, day, fee)
        if fee == FBA:
            own = self.sides if sides is None else sides
            given |= {name: side[grid.product] for name, side in zip(SIDES, own, strict=True)}
            formula = amazon.amz_fba_base_fee if base_only else amazon.amz_fba_fee
            return formula.outcome(**given)
        found = amazon.amz_referral_fee.outcome(**given)
        # The share of the fee in its price, taken on what was sold: an average price has no fee of its own.
        with np.errstate(divide="ignore", invalid="ignore"):
            share = found.value / np.asarray(given["price"], dtype=np.float64)
        whole = np.asarray(given["price"]) == grid.base
        return Outcome(np.where(whole, found.value, share * grid.base), found.reason)

    def _common(
        self,
        grid: Grid,
        category: Objects | None,
        programme: Objects | None,
        price: Floats | None,
        day: Days | None,
        fee: str,
    ) -> dict[str, object]:
        own = self.fba_category if fee == FBA else self.category
        return {
            "price": grid.price if price is None else price,
            "category": (own if category is None else category)[grid.product],
            "market": self.products.market[grid.product],
            "as_of": grid.day if day is None else day,
            "programme": (self.products.programme if programme is None else programme)[grid.product],
        }

    def of_tier(self, grid: Grid, tier: Objects, grams: Floats) -> Floats:
        """Return the fulfilment fee of each question's product as if billed as a tier by a weight in grams."""
        given = self._common(grid, None, None, None, None, FBA)
        return amazon.fba_fee_of_tier.outcome(size_tier=tier, weight=grams, **given).value

    def billed_weight(self, grid: Grid) -> Floats:
        """Return the weight in grams that each question's product is billed by; NaN where it is unknown."""
        given = self._common(grid, None, None, None, None, FBA)
        given |= {name: side[grid.product] for name, side in zip(SIDES, self.sides, strict=True)}
        return np.asarray(amazon.fba_billed_weight.outcome(**given).value, dtype=np.float64)

    def tier(self, grid: Grid, sides: tuple[Floats, ...]) -> Objects:
        """Return the size tier of each question's product by some sides."""
        given = self._common(grid, None, None, None, None, FBA)
        given |= {name: side[grid.product] for name, side in zip(SIDES, sides, strict=True)}
        found: Objects = amazon.fba_tier.outcome(**given).value
        return found

    def estimate(self, fee: str, grid: Grid, charges: Charges) -> Estimate:
        """Return the bounds of the fee for each charge, over all prices that may have given its average price."""
        found = self.ask(fee, grid)
        reason = np.maximum.reduceat(found.reason, grid.starts) if len(grid.starts) else found.reason[:0]
        usual = grid.low(found.value), grid.high(found.value)
        low, high = (bound.copy() for bound in usual)
        wide = np.flatnonzero((charges.averaged > 1) & np.isfinite(low) & np.isfinite(charges.price))
        if len(wide):
            least, most = self._of_averages(fee, charges.take(wide))
            # What rounding at single prices adds is no other fee.
            cent = coin(self.products.market[charges.of[wide]]) / 2 + _DUST
            low[wide] = np.where(low[wide] - least > cent, least, low[wide])
            high[wide] = np.where(most - high[wide] > cent, most, high[wide])
        return Estimate(low, high, reason, *usual)

    def _of_averages(self, fee: str, charges: Charges) -> tuple[Floats, Floats]:
        """Return the least and the greatest average fee of units that were sold at prices of a known average.

        Between two bounds of price bands a fee is a straight line; so the average fee of any prices lies in the hull
        of the fees at these bounds.
        """
        market = self.products.market[charges.of]
        first, last = self.period(charges)
        at, day = [], []
        for when in self._days(market, first, last, fee):
            asked = np.flatnonzero(~np.isnat(when))
            at.append(asked)
            day.append(when[asked])
        places = np.concatenate(at)
        order = np.argsort(places, kind="stable")
        places, days = places[order], np.concatenate(day)[order]
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        vat = self.vat_rate(market, first)
        least, most = np.full(len(market), np.inf), np.full(len(market), -np.inf)
        bases = np.array([charges.price, charges.price_low, charges.price_high])
        for average in (charges.price, charges.price * (1 + vat)):
            units = charges.averaged
            lowest = np.maximum(average / _SPREAD, average * (units - _SPREAD * (units - 1)))
            highest = np.minimum(average * _SPREAD, average * (units - (units - 1) / _SPREAD))
            points = [lowest, average, highest]
            for edge in self._edges(set(zip(market[places].tolist(), days.tolist(), strict=True)), market, fee):
                inside = (edge > lowest) & (edge < highest)
                if inside.any():
                    points.append(np.where(inside, edge, average))
            fees = []
            for point in points:
                asked_at = Grid(places, starts, charges.of[places], days, point[places], point[places])
                values = self.ask(fee, asked_at).value
                fees.append((asked_at.low(values), asked_at.high(values)))
            below, above = _hull(np.array(points), np.array(fees), average)
            if fee != FBA:  # a share of what was paid
                below, above = below / average * bases.min(axis=0), above / average * bases.max(axis=0)
            least, most = np.fmin(least, below), np.fmax(most, above)
        return least, most

    def _edges(self, occasions: set[tuple[str, date]], market: Objects, fee: str) -> list[Floats]:
        """Return columns of prices at the bounds of each charge's price bands, NaN beyond the last."""
        met: dict[str, set[float]] = {}
        for place, day in occasions:
            met.setdefault(place, set()).update(price_points(place, np.datetime64(day, "D"), fee))
        edges = {place: sorted(price for price in points if price > 0) for place, points in met.items()}
        columns = []
        for number in range(max(map(len, edges.values()), default=0)):
            told = {place: points[number] if number < len(points) else np.nan for place, points in edges.items()}
            columns.append(np.array([told[place] for place in market.tolist()], dtype=np.float64))
        return columns

    def vat_rate(self, market: Objects, day: Days) -> Floats:
        """Return the VAT that is added to a net amount; 0 where prices are without tax, and where it is unknown."""
        held = tax.amz_vat.outcome(price=np.full(len(market), 1000.0), market=market, as_of=day).value
        return np.nan_to_num(np.round(held / (1000.0 - held), 4))

    def surcharge_rate(self, market: str, day: np.datetime64) -> float:
        """Return the fuel and logistics surcharge of a day as a share of the fulfilment fee; 0 where there is none."""
        for edition in editions(market, ("fuel_surcharge",), day):
            if isinstance(edition.table, RateBands):
                return float(edition.table.bands[0].rate)
        return 0.0

    # What the tables hold

    def rows_of_tiers(self, market: str, day: np.datetime64) -> list[tuple[str, float]]:
        """Return a size tier and a billed weight in grams for every fee that the general table lists."""
        grams = {"g": 1.0, "kg": 1000.0, "oz": 28.349523125, "lb": 453.59237}
        found: list[tuple[str, float]] = []
        for edition in editions(market, ("fba",), day):
            table = edition.table
            if edition.programme != "fba" or not isinstance(table, Lookup) or table.keys != ("size_tier",):
                continue
            unit = grams.get(table.units.get("weight", ""), 0.0)
            for row in table.rows:
                if row.step is None or row.above is None:
                    weights = [row.high if row.high is not None else row.low]
                elif table.step_rounding == "up":
                    most = row.high if row.high is not None else row.above + 100 * row.step
                    weights = [row.above]
                    while weights[-1] + row.step <= most and len(weights) < 100:  # type: ignore[operator]
                        weights.append(weights[-1] + row.step)  # type: ignore[operator]
                else:
                    continue  # any charge is the fee of some weight there, which explains nothing
                found += [(row.keys[0], float(weight) * unit) for weight in weights if weight is not None]
        return found

    def tiers(self, market: str, day: np.datetime64) -> tuple[list[str], float]:
        """Return the size tiers of a market, and its grams of dimensional weight per cm3 (NaN without such)."""
        for edition in editions(market, ("size_tiers",), day):
            if edition.programme == "size_tiers" and isinstance(edition.table, SizeTiers):
                table = edition.table
                per = np.nan
                if table.divisor is not None:
                    side = 2.54 if table.length_unit == "in" else 1.0
                    weight = {"g": 1.0, "kg": 1000.0, "oz": 28.349523125, "lb": 453.59237}[table.weight_unit]
                    per = weight / (float(table.divisor) * side**3)
                return [tier.tier for tier in table.tiers], per
        return [], np.nan

    def season(self, market: str, day: np.datetime64) -> str:
        """Return what the fulfilment table of a day says of its season; empty where it says nothing."""
        found = [e.season for e in editions(market, ("fba",), day) if e.programme == "fba"]
        return found[0] if found else ""


def _either(first: Objects, second: Objects) -> Objects:
    return np.array([b if a is None else a for a, b in zip(first.tolist(), second.tolist(), strict=True)], dtype=object)


def _distinct(columns: list[Floats]) -> list[Floats]:
    """Return the columns, blank where an earlier one says the same."""
    found: list[Floats] = []
    for column in columns:
        for earlier in found:
            column = np.where(np.abs(column - earlier) < 0.005, np.nan, column)
        found.append(column)
    return found


def _hull(points: Floats, fees: Floats, average: Floats) -> tuple[Floats, Floats]:
    """Return the least and greatest mean of fees at prices whose mean is the average.

    Args:
        points: prices, one row for each; a column for each charge.
        fees: the least and the greatest fee at each of them: points, 2, charges. NaN = there is none.
        average: the average price of each charge.
    """
    least, most = np.full(len(average), np.inf), np.full(len(average), -np.inf)
    for one, (low, high) in zip(points, fees, strict=True):
        for other, (other_low, other_high) in zip(points, fees, strict=True):
            width = other - one
            between = (one <= average) & (other >= average)
            share = np.where(width > 0, (average - one) / np.where(width > 0, width, 1.0), 0.0)
            least = np.where(between, np.fmin(least, low + share * (other_low - low)), least)
            most = np.where(between, np.fmax(most, high + share * (other_high - high)), most)
    return least, most

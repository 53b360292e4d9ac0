"""Why a charge is not the fee by our tables: other inputs are tried, and only what gives the charge to the cent counts.

Every trial asks the same tables with one thing changed. A trial that gives the charge is a cause; several may, and all
of them are then named. Where none does, the difference is not explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from xlops.audit.charges import Charges, Ints, Mask, Objects
from xlops.audit.editions import FBA, price_points
from xlops.audit.estimate import Asker, Estimate, Grid, coin
from xlops.fees.names import name_list
from xlops.fees.units import Floats
from xlops.formulas import amazon, amazon_stock, tax

# Days of supply inside every band that any market's low-inventory tables have.
_SUPPLY = (0.5, 7.5, 14.5, 17.5, 21.5, 24.5, 27.5)
# Wrong readings of a sheet: what its sides and its weight have to be multiplied by.
_UNITS = tuple(
    (side, weight, name)
    for side, side_name in ((1.0, ""), (2.54, "in"), (1 / 2.54, "cm"))
    for weight, weight_name in ((1.0, ""), (28.349523125, "oz"), (453.59237, "lb"), (1000.0, "kg"), (0.001, "g"))
    if (name := " ".join(filter(None, (side_name, weight_name))))
)
_SIDE_OFF, _WEIGHT_OFF = 0.05, 1.0  # cm and g by which two measurements may differ and be the same
_TWO_INCHES = 5.08


class Cause(NamedTuple):
    """One explanation: its code and what it needs to be told in words.

    ``about`` holds codes of names (a programme, categories, a tier with its weight in grams, a unit, a day).
    """

    code: str
    about: tuple[object, ...] = ()


def find_causes(asker: Asker, charges: Charges, grid: Grid, estimate: Estimate, fee: str) -> list[list[Cause]]:
    """Return what explains each of some charges that lie outside the estimate, the likeliest first.

    Args:
        asker: the tables.
        charges: the charges, all of one fee.
        grid: the questions about them.
        estimate: the bounds of their fees.
        fee: which fee.
    """
    found: list[list[Cause]] = [[] for _ in charges.of]
    if not found:
        return found
    trials = _Fulfilment(asker, charges, grid, estimate) if fee == FBA else _Referral(asker, charges, grid, estimate)
    for hits, cause in trials.run():
        for place in np.flatnonzero(hits).tolist():
            told = cause if isinstance(cause, Cause) else cause[place]
            if told not in found[place]:
                found[place].append(told)
    # The long search goes last, and only for what nothing else explains.
    left = np.array([not causes for causes in found])
    if left.any():
        for hits, causes in trials.search(left):
            for place in np.flatnonzero(hits).tolist():
                found[place].append(causes[place])
    return found


Hits = tuple[Mask, "Cause | dict[int, Cause]"]


class _Trials:
    """What both fees try."""

    fee: str

    def __init__(self, asker: Asker, charges: Charges, grid: Grid, estimate: Estimate) -> None:
        self.asker = asker
        self.charges = charges
        self.grid = grid
        self.estimate = estimate
        self.products = asker.products
        self.market = self.products.market[charges.of]
        self.coin = coin(self.market)
        self.first, self.last = asker.period(charges)
        self.vat = asker.vat_rate(self.market, self.first)
        self.usual = self.ask()

    def ask(self, **changed: object) -> Floats:
        """Return the fee for every question, with something changed."""
        return self.asker.ask(self.fee, self.grid, **changed).value  # type: ignore[arg-type]

    def run(self) -> Iterator[Hits]:
        """Yield which charges each trial explains."""
        raise NotImplementedError

    def search(self, left: Mask) -> Iterator[tuple[Mask, dict[int, Cause]]]:
        """Yield what only a search through whole tables explains, among ``left``."""
        yield from ()

    def within(self) -> Floats:
        """Return how near an answer in whole cents must be to count as the charge."""
        raise NotImplementedError

    def near(self, values: Floats, whole: bool = True) -> Mask:
        """Return which charges an answer hits, where the usual inputs do not give the same.

        Args:
            values: the answers.
            whole: whether the fee of a unit is charged in whole cents.
        """
        within = self.within() if whole else np.maximum(self.within(), self.coin / 2)
        return self.grid.near(np.where(values == self.usual, np.nan, values), self.charges.charged, within)

    def occasions(self) -> Iterator[tuple[str, np.datetime64, Mask]]:
        """Yield each market with a day on which its tables are those of some charges' first days, and these charges."""
        for market in sorted({str(code) for code in self.market}):
            here = self.market == market
            turns = np.array(self.asker.turns(market, self.fee), dtype="datetime64[D]")
            since = np.searchsorted(turns, self.first, side="right")
            for turn in np.unique(since[here]).tolist():
                same = here & (since == turn)
                yield market, self.first[same].min(), same

    def every(self, column: Objects, value: object) -> Objects:
        """Return a column of the products with one value for all."""
        changed = np.empty(len(column), dtype=object)
        changed[:] = value
        return changed

    def other_editions(self) -> Iterator[Hits]:
        """Try the tables in force before and after the period."""
        for after in (False, True):
            days = np.full(len(self.market), np.datetime64("NaT", "D"))
            for market in {str(code) for code in self.market}:
                here = np.flatnonzero(self.market == market)
                turns = np.array(self.asker.turns(market, self.fee), dtype="datetime64[D]")
                ends = self.last if after else self.first
                turn = np.searchsorted(turns, ends[here], side="right") - (not after)
                there = (turn >= 0) & (turn < len(turns))
                days[here[there]] = turns[turn[there]] - (0 if after else 1)
            asked = np.where(np.isnat(days[self.grid.at]), self.grid.day, days[self.grid.at])
            told = {(str(m), d) for m, d in zip(self.market, days, strict=True) if not np.isnat(d)}
            season = {(market, day): self.asker.season(market, day) for market, day in told}
            causes = {
                place: Cause("edition", (str(day), after, season[str(self.market[place]), day]))
                for place, day in enumerate(days)
                if not np.isnat(day)
            }
            yield self.near(self.ask(day=asked)) & ~np.isnat(days), causes

    def other_prices(self) -> Iterator[Hits]:
        """Try each price band of the tables in force; of several that fit the lowest is told."""
        for market, day, here in self.occasions():
            for price in price_points(market, day, self.fee):
                if price > 0:
                    values = self.ask(price=np.full(len(self.grid.at), price))
                    hits = self.near(values) & here
                    yield hits, Cause("price_band", (price,))
                    here = here & ~hits

    def with_vat(self) -> Iterator[Hits]:
        """Try the fee with VAT on top."""
        rate = self.vat[self.grid.at]
        causes = {place: Cause("vat", (float(rate),)) for place, rate in enumerate(self.vat)}
        yield self.near(np.where(rate > 0, self.usual * (1 + rate), np.nan), whole=False), causes

    def with_digital(self, fulfilment: bool) -> Iterator[Hits]:
        """Try the fee with the digital services fee on it."""
        known = np.nan_to_num(self.usual)
        zero = np.zeros(len(known))
        extra = tax.amz_digital_fee.outcome(
            referral_fee=zero if fulfilment else known,
            fba_fee=known if fulfilment else zero,
            market=self.products.market[self.grid.product],
            as_of=self.grid.day,
        ).value
        yield self.near(np.where(extra > 0, self.usual + extra, np.nan), whole=False), Cause("digital")


class _Referral(_Trials):
    """Why a referral fee differs."""

    fee = "referral_fee"

    def within(self) -> Floats:
        """Return a cent: the fee of every order is rounded by itself, so their average has no exact cent."""
        return np.where(self.charges.previewed, self.coin / 2, self.coin)

    def run(self) -> Iterator[Hits]:
        """Yield which charges each trial explains."""
        products = self.products
        told = self.ask(category=products.measured_category)
        of_preview = {
            place: Cause("preview_category", (products.category[of], products.measured_category[of]))
            for place, of in enumerate(self.charges.of)
        }
        yield self.near(told) & (products.category[self.charges.of] != None), of_preview  # noqa: E711
        yield from self.other_prices()
        yield from self._categories()
        yield from self.other_editions()
        yield from self.with_vat()
        closing = amazon.amz_closing_fee.outcome(
            category=self.asker.category[self.grid.product],
            market=products.market[self.grid.product],
            as_of=self.grid.day,
        ).value
        yield self.near(np.where(closing > 0, self.usual + closing, np.nan)), Cause("closing")
        yield from self.with_digital(fulfilment=False)
        yield self.near(self.ask(programme=self.every(products.programme, "fbm"))), Cause("fbm")

    def _categories(self) -> Iterator[Hits]:
        """Try every category, and name all that have the rate of the charge together."""
        met: dict[int, list[str]] = {}
        for code in name_list("categories").names:
            values = self.ask(category=self.every(self.products.category, code))
            for place in np.flatnonzero(self.near(values)):
                met.setdefault(int(place), []).append(code)
        hits = np.zeros(len(self.market), dtype=np.bool_)
        hits[list(met)] = True
        yield hits, {place: Cause("category", tuple(codes)) for place, codes in met.items()}


class _Fulfilment(_Trials):
    """Why a fulfilment fee differs."""

    fee = FBA

    def within(self) -> Floats:
        """Return half a cent on all units: each one is charged in whole cents, so their average proves more."""
        counted = (self.charges.units >= 1) & ~self.charges.restated
        return self.coin / 2 / np.where(counted, self.charges.units, 1.0)

    def run(self) -> Iterator[Hits]:
        """Yield which charges each trial explains."""
        yield from self._measured()
        yield from self._stated_low_inventory()
        yield from self._programmes()
        yield from self._own_tables()
        yield from self.other_prices()
        bare = self.near(self.asker.ask(FBA, self.grid, base_only=True).value)
        yield bare, Cause("no_surcharge")
        for hits, causes in self.other_editions():
            yield hits & ~bare, causes  # the table before the surcharge began would say the same
        yield from self.with_vat()
        yield from self.with_digital(fulfilment=True)
        yield from self._packaging()
        yield from self._low_inventory()
        yield from self._units()

    def _differ(self) -> Mask:
        """Whether the sheet's and Amazon's measurement of each charge's product are two."""
        products, of = self.products, self.charges.of
        mine = np.sort(np.array([side[of] for side in products.sides[:3]]), axis=0)
        theirs = np.sort(np.array([side[of] for side in products.measured[:3]]), axis=0)
        sides = (np.abs(mine - theirs) > _SIDE_OFF).any(axis=0)
        weight = np.abs(products.sides[3][of] - products.measured[3][of]) > _WEIGHT_OFF
        both = self.asker.from_sheet[of] & self.asker.measured[of]
        return both & (sides | weight)

    def _measured(self) -> Iterator[Hits]:
        """Try what Amazon measured; over a period with several fees a charge between them counts too."""
        differ = self._differ()
        if not differ.any():
            return
        values = self.ask(sides=self.products.measured)
        charged = self.charges.charged
        low, high = self.grid.low(values), self.grid.high(values)
        between = (low < high) & (charged > low) & (charged < high)
        yield differ & (self.near(values) | between), Cause("measured")
        # Some units before, some after the new measurement: a whole number of each gives the total.
        units, usual = self.charges.units, self.estimate.usual_low
        alone = (low == high) & (usual == self.estimate.usual_high) & (np.abs(low - usual) >= 5 * self.coin)
        with np.errstate(divide="ignore", invalid="ignore"):
            count = (charged - usual) * units / (low - usual)
            whole = np.round(count)
            off = np.abs(whole * (low - usual) + usual * units - charged * units)
        mixed = differ & alone & (whole >= 1) & (whole < units) & (off <= self.coin / 2)
        causes = {int(p): Cause("measured_part", (int(whole[p]), int(units[p]))) for p in np.flatnonzero(mixed)}
        yield mixed, causes

    def _stated_low_inventory(self) -> Iterator[Hits]:
        part = self.charges.low_inventory
        rest = self.charges.charged - part
        fits = (rest >= self.estimate.low - self.coin) & (rest <= self.estimate.high + self.coin) & (part > 0)
        yield fits, {int(p): Cause("low_inventory_stated", (float(part[p]),)) for p in np.flatnonzero(fits)}

    def _programmes(self) -> Iterator[Hits]:
        for code in name_list("programmes").names:
            if code != "fbm":
                yield self.near(self.ask(programme=self.every(self.products.programme, code))), Cause(
                    "programme", (code,)
                )

    def _own_tables(self) -> Iterator[Hits]:
        """Try the tables of other categories: apparel, dangerous goods, the preview's category, and the general."""
        products = self.products
        own = self.asker.fba_category
        for code, category in (
            ("apparel", self.every(own, "clothing_and_accessories")),
            ("dangerous_goods", self.every(own, "dangerous_goods")),
            ("preview_table", products.measured_category),
            ("general_table", self.every(own, None)),
        ):
            yield self.near(self.ask(category=category)), Cause(code)

    def _packaging(self) -> Iterator[Hits]:
        extra = amazon.amz_packaging_fee.outcome(**self._package(), market=self._places(), as_of=self.grid.day).value
        yield self.near(np.where(extra > 0, self.usual + extra, np.nan)), Cause("packaging")

    def _low_inventory(self) -> Iterator[Hits]:
        for days in _SUPPLY:
            extra = amazon_stock.amz_low_inventory_fee.outcome(
                **self._package(),
                days_of_supply_30=days,
                days_of_supply_90=days,
                category=self.asker.category[self.grid.product],
                market=self._places(),
                as_of=self.grid.day,
                programme=self.products.programme[self.grid.product],
                price=self.grid.price,
            ).value
            # A report that tells this fee apart says where it is 0.
            hits = self.near(np.where(extra > 0, self.usual + extra, np.nan)) & ~(self.charges.low_inventory == 0)
            yield hits, Cause("low_inventory")

    def _package(self) -> dict[str, object]:
        names = ("length", "width", "height", "weight")
        return {name: side[self.grid.product] for name, side in zip(names, self.asker.sides, strict=True)}

    def _places(self) -> Objects:
        return self.products.market[self.grid.product]

    def _units(self) -> Iterator[Hits]:
        """Try other readings of the sheet's sides and weight, where no measurement of Amazon's speaks against them."""
        of = self.charges.of
        for side, weight, name in _UNITS:
            read = tuple(column * (weight if n == 3 else side) for n, column in enumerate(self.asker.sides))
            agrees = np.ones(len(of), dtype=np.bool_)
            for mine, theirs in zip(_in_order(read), _in_order(self.products.measured), strict=True):
                agrees &= ~(np.abs(mine[of] / theirs[of] - 1) > 0.05)
            yield self.near(self.ask(sides=read)) & self.asker.from_sheet[of] & agrees, Cause("units", (name,))

    def _tiers(self) -> Iterator[tuple[Mask, dict[int, Cause]]]:
        """Try every size tier at the unit's own weight and at its dimensional weight."""
        for market, day, here in self.occasions():
            tiers, per = self.asker.tiers(market, day)
            own = self.asker.tier(self.grid, self.asker.sides)
            first = {place: own[start] for place, start in enumerate(self.grid.starts)}
            billed = self.asker.billed_weight(self.grid)[self.grid.starts]
            sides = np.sort(np.array([side[self.grid.product] for side in self.asker.sides[:3]]), axis=0)
            weights = {
                "unit_weight": self.asker.sides[3][self.grid.product],
                "dimensional": sides[0] * sides[1] * sides[2] * per,
                "two_inches": np.maximum(sides[0], _TWO_INCHES) * np.maximum(sides[1], _TWO_INCHES) * sides[2] * per,
            }
            for how, grams in weights.items():
                for tier in tiers:
                    column = self.every(own, tier)
                    hits = self.near(self.asker.of_tier(self.grid, column, grams)) & here
                    causes = {}
                    for place in map(int, np.flatnonzero(hits)):
                        weight = float(grams[self.grid.starts[place]])
                        code = how if tier == first[place] else "tier"
                        causes[place] = Cause(code, (tier, weight, first[place], float(billed[place])))
                    yield hits, causes

    def search(self, left: Mask) -> Iterator[tuple[Mask, dict[int, Cause]]]:
        """Look among the size tiers at the unit's own weights, then among all fees of the general table."""
        for hits, causes in self._tiers():
            yield hits & left, causes
            left = left & ~hits
        yield from self._rows_of_tables(left)

    def _rows_of_tables(self, left: Mask) -> Iterator[tuple[Mask, dict[int, Cause]]]:
        products = self.products
        for market, day, here in self.occasions():
            places = np.flatnonzero(here & left)
            rows = self.asker.rows_of_tiers(market, day)
            if not rows or not len(places):
                continue
            tiers, grams = np.array([tier for tier, _ in rows], dtype=object), np.array([weight for _, weight in rows])
            first = self.grid.starts[places]
            product = self.grid.product[first]
            # Products of the same tables and price band share one list of fees.
            band = np.searchsorted(price_points(market, day, FBA), self.grid.price[first], side="right")
            groups: dict[tuple[object, ...], list[int]] = {}
            for number, key in enumerate(
                zip(
                    band.tolist(),
                    self.asker.fba_category[product].tolist(),
                    products.programme[product].tolist(),
                    strict=True,
                )
            ):
                groups.setdefault(key, []).append(number)
            alone = self.grid.questions(first)
            own, billed = self.asker.tier(alone, self.asker.sides), self.asker.billed_weight(alone)
            for numbers in groups.values():
                asked = self.grid.questions(np.repeat(first[numbers[0]], len(rows)))
                fees = self.asker.of_tier(asked, tiers, grams)
                yield self._among(fees, tiers, grams, places[numbers], own[numbers], billed[numbers])

    def _among(
        self, fees: Floats, tiers: Objects, grams: Floats, places: Ints, own: Objects, billed: Floats
    ) -> tuple[Mask, dict[int, Cause]]:
        """Return which charges are one of some fees; of the product's own tier where one is."""
        off = np.abs(fees[np.newaxis, :] - self.charges.charged[places][:, np.newaxis])
        fits = off <= self.within()[places][:, np.newaxis] + 1e-6
        hits = np.zeros(len(self.market), dtype=np.bool_)
        causes = {}
        for number in np.flatnonzero(fits.any(axis=1)).tolist():
            rows = np.flatnonzero(fits[number])
            same = rows[tiers[rows] == own[number]]
            row = int(same[0] if len(same) else rows[0])
            hits[places[number]] = True
            about = (tiers[row], float(grams[row]), own[number], float(billed[number]))
            causes[int(places[number])] = Cause("table_row", about)
        return hits, causes


def _in_order(sides: tuple[Floats, ...]) -> list[Floats]:
    """Return the sides from the longest to the shortest, and the weight."""
    sorted_sides = np.sort(np.array(sides[:3]), axis=0)
    return [sorted_sides[2], sorted_sides[1], sorted_sides[0], sides[3]]


def without_vat(asker: Asker, charges: Charges, estimate: Estimate) -> tuple[Floats, Mask]:
    """Return the charges without VAT, and which were stated with it, as most of the same report show."""
    market = asker.products.market[charges.of]
    rate = asker.vat_rate(market, asker.period(charges)[0])
    net = charges.charged / (1 + rate)
    stated = _as_most(asker, charges, estimate, net, rate > 0)
    return np.where(stated, net, charges.charged), stated


def with_surcharge(asker: Asker, charges: Charges, estimate: Estimate) -> tuple[Floats, Mask]:
    """Return fulfilment fees with the fuel surcharge, and which were stated without it, as most of a report show."""
    market = asker.products.market[charges.of]
    days = asker.period(charges)[0]
    told = list(zip(market.tolist(), days.tolist(), strict=True))
    rates = {key: asker.surcharge_rate(key[0], np.datetime64(key[1], "D")) for key in dict.fromkeys(told)}
    rate = np.array([rates[key] for key in told], dtype=np.float64)
    step = coin(market)
    full = charges.charged + np.floor(charges.charged * rate / step + 0.5 + 1e-9) * step
    stated = _as_most(asker, charges, estimate, full, rate > 0)
    return np.where(stated, full, charges.charged), stated


def _as_most(asker: Asker, charges: Charges, estimate: Estimate, read: Floats, may_be: Mask) -> Mask:
    """Return which charges are to be read another way: all of a report and market where more fit so, and most do."""
    market = asker.products.market[charges.of]
    step = coin(market)
    known = np.isfinite(estimate.low) & may_be

    def fits(amounts: Floats) -> Mask:
        return known & (amounts >= estimate.usual_low - step) & (amounts <= estimate.usual_high + step)

    # A cent of tolerance must not make both readings fit.
    apart = np.abs(read - charges.charged) > 2 * step
    as_is, other = fits(charges.charged) & apart, fits(read) & apart
    stated = np.zeros(len(market), dtype=np.bool_)
    for source, place in {(int(s), str(m)) for s, m in zip(charges.source, market, strict=True)}:
        here = (charges.source == source) & (market == place)
        count = int((other & here).sum())
        if count >= max(2, (known & here).sum() / 2) and count > (as_is & here).sum():
            stated |= here & may_be
    return stated

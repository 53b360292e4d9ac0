"""Evaluate a published table over whole columns.

Each table of an edition is compiled once into flat arrays. A row is then found with one binary search and one look-up,
however many keys, bands and gaps the table has, and the amount follows in whole-number arithmetic (see ``units``).
A single row goes through the same steps in plain Python (the ``_one`` methods), because for one number NumPy's cost per
call is forty times the work itself; a test holds the two equal.

Columns that come in are float64 arrays or code arrays, of length 1 or n; blanks are NaN or -1. What comes out is money
in currency units, a reason per row, and the place of the table row that was used (-1 for none).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import le
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.errors import EditionError, Reason
from xlops.fees.edition import Applies, Edition, Lookup, PublishedRange, RateBands, Rounding, SizeTier, SizeTiers
from xlops.fees.units import (
    CUBIC_MICROMETRES,
    MICROMETRES,
    MONEY_TICKS,
    NANOGRAMS,
    Floats,
    constant,
    exact_ticks,
    millionths,
    round_ticks,
)

Ints = NDArray[np.intp]
Reasons = NDArray[np.uint8]
CodeOf = Callable[[str], int]

# Whole numbers stay exact in float64 below this; an amount beyond it is refused, not approximated.
_EXACT = 2.0**52


class Evaluation(NamedTuple):
    """Amounts, the reason where there is none, and the table row used."""

    value: Floats
    reason: Reasons
    row: Ints


# One column per reason, so that a single row's answer makes none.
_REASON = {reason: constant(reason, np.uint8) for reason in Reason}


def one_answer(value: float, reason: Reason, row: int) -> Evaluation:
    """Return the answer for one row; without a reason it is ``value``."""
    return Evaluation(np.array([value if reason == Reason.OK else np.nan]), _REASON[reason], np.array([row]))


class _Keys:
    """Key columns of a table as one number per combination."""

    def __init__(
        self, names_of_rows: Sequence[Sequence[str]], code_of: CodeOf, groups: dict[str, tuple[str, ...]]
    ) -> None:
        columns = list(zip(*names_of_rows, strict=True)) if names_of_rows and names_of_rows[0] else []
        self._maps: list[Ints] = []
        self._sizes: list[int] = []
        self._numbers: list[dict[str, int]] = []
        for column in columns:
            numbers = {name: i for i, name in enumerate(dict.fromkeys(column))}
            codes: dict[int, int] = {}
            for group, members in groups.items():
                if group in numbers:
                    codes |= {code_of(member): numbers[group] for member in members}
            codes |= {code_of(name): i for name, i in numbers.items() if name != "*"}
            other = numbers.get("*", -1)
            # The last place answers for every code that the table does not know, also for later ones.
            mapped = np.full(max(codes, default=0) + 2, other, dtype=np.intp)
            for code, number in codes.items():
                mapped[code] = number
            self._maps.append(mapped)
            self._sizes.append(len(numbers))
            self._numbers.append(numbers)
        self.count = int(np.prod(self._sizes)) if self._sizes else 1
        self._map_lists = [mapped.tolist() for mapped in self._maps]

    def places(self, names: Sequence[str]) -> list[int]:
        """Return the numbers of all combinations that a row may answer for: "*" stands for every name of its column."""
        found = [0]
        for numbers, size, name in zip(self._numbers, self._sizes, names, strict=True):
            own = range(size) if name == "*" else [numbers[name]]
            found = [place * size + number for place in found for number in own]
        return found

    def owners(self, rows: Sequence[tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
        """Return whose each listed combination is: the row that leaves the least to "*", the first of equals."""
        owner: dict[int, tuple[str, ...]] = {}
        for names in sorted(dict.fromkeys(rows), key=lambda names: names.count("*")):
            for place in self.places(names):
                owner.setdefault(place, names)
        return owner

    def one(self, codes: Sequence[Ints]) -> int:
        """Return the number of one row's combination, -1 where the table does not list it."""
        place = 0
        for mapped, size, column in zip(self._map_lists, self._sizes, codes, strict=True):
            number = _number(mapped, column.item())
            if number < 0:
                return -1
            place = place * size + number
        return place

    def of(self, codes: Sequence[Ints]) -> Ints:
        """Return the number of each row's combination, -1 where the table does not list it."""
        if not self._maps:
            return np.zeros(1, dtype=np.intp)
        if len(self._maps) == 1:
            return _take(self._maps[0], codes[0])
        place: Ints = np.zeros(1, dtype=np.intp)
        known: NDArray[np.bool_] = np.ones(1, dtype=np.bool_)
        for mapped, size, column in zip(self._maps, self._sizes, codes, strict=True):
            number = _take(mapped, column)
            place = place * size + number
            known = known & (number >= 0)
        return np.where(known, place, -1)


def _short(codes: Sequence[Ints]) -> bool:
    """Whether the codes are those of a single row."""
    for column in codes:  # noqa: SIM110 - a generator costs more than the work itself
        if len(column) != 1:
            return False
    return True


def _number(mapped: Sequence[int], code: int) -> int:
    return -1 if code < 0 else mapped[min(code, len(mapped) - 1)]


def _take(mapped: Ints, codes: Ints) -> Ints:
    # A blank code is -1 and means "none"; clip sends unknown codes to the last place.
    return np.where(codes < 0, -1, mapped.take(codes, mode="clip"))


def _whole(rounded: Callable[[float], int], number: float) -> float:
    """Return a number rounded to a whole one; what is beyond all numbers stays so, as in NumPy."""
    return number if math.isinf(number) else float(rounded(number))


def _ticks(amounts: Sequence[Decimal | None], ticks: int) -> Floats:
    return np.array([np.nan if a is None else exact_ticks(a, ticks) for a in amounts])


class _Rounded:
    """The rounding of an edition, on whole ticks of ``scale`` per currency unit."""

    def __init__(self, rounding: Rounding, scale: int) -> None:
        self._mode = rounding.mode
        self._scale = scale
        self._step = exact_ticks(rounding.step, scale) if rounding.step is not None else 0.0

    def __call__(self, ticks: Floats) -> Floats:
        if self._mode == "none":
            return millionths(ticks / self._scale)
        return round_ticks(ticks, self._step, self._mode) / self._scale

    def one(self, ticks: float) -> float:
        """Round one amount."""
        if self._mode == "half_up":
            return _whole(math.floor, (ticks + self._step / 2) / self._step) * self._step / self._scale
        if self._mode == "none":
            # Python's own rounding to six decimals would be another one.
            return _whole(round, ticks / self._scale * 1e6) / 1e6
        return float(self(np.array([ticks]))[0])


class CompiledRateBands:
    """Percentages of a base in bands: whole-price, portion, with minimum and cap."""

    def __init__(self, edition: Edition, table: RateBands, code_of: CodeOf) -> None:
        self.bands = table.bands
        self.currency = edition.currency
        self.key_names = table.keys
        self._keys = _Keys([band.keys for band in table.bands], code_of, {})
        # Rates as whole numbers, with just as many digits as the table needs.
        digits = max(-int(b.rate.normalize().as_tuple().exponent) for b in table.bands)
        rate_scale = 10 ** max(digits, 0)
        self._scale = MONEY_TICKS * rate_scale
        self._rounded = _Rounded(edition.rounding, self._scale)
        edges = sorted({exact_ticks(b.upto, MONEY_TICKS) for b in table.bands if b.upto is not None})
        self._edges = np.array(edges)
        count = len(table.bands)
        self._rate = np.array([exact_ticks(b.rate, rate_scale) for b in table.bands])
        self._start = np.zeros(count)
        self._before = np.zeros(count)
        self._row_of = np.full((self._keys.count, len(edges) + 1), -1, dtype=np.intp)
        floors: dict[tuple[str, ...], float] = {}
        fees: dict[tuple[str, ...], float] = {}
        owner = self._keys.owners([band.keys for band in table.bands])
        for n, band in enumerate(table.bands):
            floor, fee = floors.get(band.keys, 0.0), fees.get(band.keys, 0.0)
            top = exact_ticks(band.upto, MONEY_TICKS) if band.upto is not None else None
            if band.applies == "portion":
                self._start[n], self._before[n] = floor, fee
            low = int(np.searchsorted(self._edges, floor, side="right")) if floor else 0
            high = edges.index(top) if top is not None else len(edges)
            for place in self._keys.places(band.keys):
                if owner[place] == band.keys:
                    self._row_of[place, low : high + 1] = n
            if top is not None:
                floors[band.keys] = top
                fees[band.keys] = self._before[n] + self._rate[n] * (top - self._start[n])
        # Combinations of known names that no row lists.
        self._gaps = np.array([place not in owner for place in range(self._keys.count)])
        self._any_gap = bool(self._gaps.any())
        self._gap_list = self._gaps.tolist()
        self._minimum = self._limits([b.minimum for b in table.bands], -np.inf)
        self._cap = self._limits([b.cap for b in table.bands], np.inf)
        self._edge_list = edges
        self._row_lists = self._row_of.tolist()
        self._band_list = list(zip(self._before.tolist(), self._rate.tolist(), self._start.tolist(), strict=True))

    def _limits(self, amounts: Sequence[Decimal | None], none: float) -> Floats | None:
        if all(amount is None for amount in amounts):
            return None
        return np.array([none if a is None else exact_ticks(a, self._scale) for a in amounts])

    def evaluate(self, base: Floats, codes: Sequence[Ints]) -> Evaluation:
        """Return the fee on ``base`` (money ticks). A NaN base gives NaN without a reason of its own."""
        if len(base) == 1 and _short(codes):
            return self._one(base.item(), codes)
        place = self._keys.of(codes)
        if self._any_gap:
            place = np.where((place >= 0) & ~self._gaps[place], place, -1)
        band = np.searchsorted(self._edges, base, side="left")
        row = self._row_of[place, band]
        listed = place >= 0
        row = np.where(listed, row, -1)
        fee = self._before[row] + self._rate[row] * (base - self._start[row])
        if self._minimum is not None:
            fee = np.maximum(fee, self._minimum[row])
        if self._cap is not None:
            fee = np.minimum(fee, self._cap[row])
        reason = np.where(listed, _REASON[Reason.OK], _REASON[Reason.NOT_IN_TABLE])
        reason = np.where(listed & ((row < 0) | (fee > _EXACT)), _REASON[Reason.OUTSIDE_TABLE], reason)
        return Evaluation(np.where(reason == 0, self._rounded(fee), np.nan), reason, row)

    def _one(self, base: float, codes: Sequence[Ints]) -> Evaluation:
        place = self._keys.one(codes) if codes else 0
        if place < 0 or self._gap_list[place]:
            return one_answer(np.nan, Reason.NOT_IN_TABLE, -1)
        if base != base:
            return one_answer(np.nan, Reason.OK, -1)
        row = self._row_lists[place][bisect_left(self._edge_list, base)]
        before, rate, start = self._band_list[row]
        fee = before + rate * (base - start)
        if self._minimum is not None:
            fee = max(fee, float(self._minimum[row]))
        if self._cap is not None:
            fee = min(fee, float(self._cap[row]))
        if row < 0 or fee > _EXACT:
            return one_answer(np.nan, Reason.OUTSIDE_TABLE, row)
        return one_answer(self._rounded.one(fee), Reason.OK, row)


class _CompiledApplies:
    """Which units a table is for: categories, and prices up to a limit."""

    def __init__(self, applies: Applies, code_of: CodeOf) -> None:
        self._categories = np.array([code_of(name) for name in applies.categories], dtype=np.intp)
        # The categories that the table itself names.
        self.named = frozenset(
            code_of(name) for names in (applies.categories, *(n for _, n in applies.price_upto_for)) for name in names
        )
        none = applies.price_upto is None
        self._limit = np.inf if none else exact_ticks(applies.price_upto, MONEY_TICKS)  # type: ignore[arg-type]
        self._limits = [
            (exact_ticks(limit, MONEY_TICKS), np.array([code_of(name) for name in names], dtype=np.intp))
            for limit, names in applies.price_upto_for
        ]

    def limit(self, category: Ints) -> Floats:
        """Return the highest price (money ticks) at which each category is answered; -1 where the table is not its."""
        limit = np.full(len(category), self._limit)
        for lower, names in self._limits:
            limit = np.where(np.isin(category, names), lower, limit)
        return np.where(np.isin(category, self._categories), limit, -1.0) if len(self._categories) else limit


class CompiledLookup:
    """Amounts by keys and one range: fulfilment tables, storage, freight, flat fees."""

    def __init__(self, edition: Edition, table: Lookup, code_of: CodeOf) -> None:
        self.rows = table.rows
        self.currency = edition.currency
        self.key_names = table.keys
        self.size_tiers = table.size_tiers
        self.by_unit_weight = table.billed == "unit"
        self.applies = None if table.applies is None else _CompiledApplies(table.applies, code_of)
        self.range = table.range
        self.range_unit = table.units.get(table.range, "")
        self.per_unit = table.per_unit
        self._keys = _Keys([row.keys for row in table.rows], code_of, dict(table.groups))
        self._rounded = _Rounded(edition.rounding, MONEY_TICKS)
        self._quantity_ticks = {
            "weight": NANOGRAMS.get(self.range_unit, 1),
            "volume": CUBIC_MICROMETRES.get(self.range_unit, 1),
            "price": MONEY_TICKS,
        }.get(table.range, 1)
        self._floor_quantity = table.bounds == "from_to"
        lows, highs = self._bounds(table)
        edges = sorted({b for b in [*lows, *highs] if np.isfinite(b)})
        self._edges = np.array(edges)
        # A bound belongs to the row below it ("over .. up to") or to the row above it ("from .. below").
        self._side = "left" if table.bounds == "over_upto" else "right"
        self._row_of = np.full((self._keys.count, len(edges) + 1), -1, dtype=np.intp)
        owner = self._keys.owners([row.keys for row in table.rows])
        for n, (row, low, high) in enumerate(zip(table.rows, lows, highs, strict=True)):
            first = edges.index(low) + 1 if np.isfinite(low) else 0
            last = edges.index(high) if np.isfinite(high) else len(edges)
            for place in self._keys.places(row.keys):
                if owner[place] == row.keys:
                    self._row_of[place, first : last + 1] = n
        # Combinations of known names that no row lists.
        self._gaps = np.array([place not in owner for place in range(self._keys.count)])
        self._any_gap = bool(self._gaps.any())
        self._gap_list = self._gaps.tolist()
        bands = table.price_bands
        self.price_edges = [
            (exact_ticks(b.below if b.below is not None else b.upto, MONEY_TICKS), b.below is not None)  # type: ignore[arg-type]
            for b in bands[:-1]
        ]
        self._band_count = max(len(bands), 1)
        self._fee = _ticks([fee for row in table.rows for fee in row.fees], MONEY_TICKS)
        self._per_only = np.array([row.fees[0] is None and row.per is not None for row in table.rows])
        self._step_fee = self._optional([fee for row in table.rows for fee in row.step_fees], MONEY_TICKS)
        self._step = self._optional([r.step for r in table.rows], self._quantity_ticks)
        self._above = self._optional([r.above for r in table.rows], self._quantity_ticks)
        self._steps_up = table.step_rounding == "up"
        self._per = self._optional([r.per for r in table.rows], MONEY_TICKS)
        if table.per_unit in NANOGRAMS:
            self._per_ticks = float(NANOGRAMS[table.per_unit])
        else:
            self._per_ticks = float(CUBIC_MICROMETRES.get(table.per_unit, 1))
        self._minimum = self._optional([r.minimum for r in table.rows], MONEY_TICKS)
        self._unlisted = None if table.unlisted is None else float(table.unlisted)
        self._bare_range = not table.range
        self._edge_list = edges
        self._row_lists = self._row_of.tolist()
        self._fee_list = self._fee.tolist()

    def _bounds(self, table: Lookup) -> tuple[list[float], list[float]]:
        lows, highs = [], []
        for row in table.rows:
            lows.append(-np.inf if row.low is None else exact_ticks(row.low, self._quantity_ticks))
            high = np.inf if row.high is None else exact_ticks(row.high, self._quantity_ticks)
            # Inclusive whole days and months end where the next whole number starts.
            highs.append(high + 1 if self._floor_quantity else high)
        return lows, highs

    @staticmethod
    def _optional(amounts: Sequence[Decimal | None], ticks: int) -> Floats | None:
        return None if all(a is None for a in amounts) else _ticks(amounts, ticks)

    def evaluate(
        self, codes: Sequence[Ints], quantity: Floats, price: Floats | None = None, measure: Floats | None = None
    ) -> Evaluation:
        """Return the amounts.

        ``quantity`` is what the range compares, in its ticks; ``price`` picks the price band (money ticks);
        ``measure`` is what ``per`` multiplies where it is not the quantity itself (cubic micrometres).
        """
        per_measure = quantity if measure is None else measure
        if (
            len(quantity) == len(per_measure) == 1
            and _short(codes)
            and (price is None or len(price) == 1)
        ):
            return self._one(
                codes, quantity.item(), math.nan if price is None else price.item(), per_measure.item()
            )
        place = self._keys.of(codes)
        if self._any_gap:
            place = np.where((place >= 0) & ~self._gaps[place], place, -1)
        listed = place >= 0
        if self._bare_range:
            row = self._row_of[place, 0]
        else:
            whole = np.floor(quantity) if self._floor_quantity else quantity
            row = self._row_of[place, np.searchsorted(self._edges, whole, side=self._side)]  # type: ignore[call-overload]
        row = np.where(listed, row, -1)
        cell = row
        if self.price_edges:
            # Without a price there is no band to choose; the formula that needs it says so before.
            band = np.zeros(1, dtype=np.intp)
            for edge, belongs_above in self.price_edges:
                band = band + ((price >= edge) if belongs_above else (price > edge))  # type: ignore[operator]
            cell = row * self._band_count + band
        amount = self._fee[cell]
        if self._per is not None:
            part = self._per[row] * (per_measure / self._per_ticks)
            amount = np.where(self._per_only[row], 0.0, amount) + np.where(np.isnan(part), 0.0, part)
        if self._step_fee is not None:
            amount = self._add_steps(amount, row, cell, quantity)
        if self._minimum is not None:
            amount = np.fmax(amount, self._minimum[row])
        reason = np.where(listed, _REASON[Reason.OK], _REASON[Reason.NOT_IN_TABLE])
        reason = np.where(listed & (row < 0), _REASON[Reason.OUTSIDE_TABLE], reason)
        reason = np.where((reason == 0) & np.isnan(amount), _REASON[Reason.NOT_PUBLISHED], reason)
        value = np.where(reason == 0, self._rounded(amount), np.nan)
        if self._unlisted is not None:
            value = np.where(listed, value, self._unlisted)
            reason = np.where(listed, reason, _REASON[Reason.OK])
        return Evaluation(value, reason, row)

    def _one(self, codes: Sequence[Ints], quantity: float, price: float, measure: float) -> Evaluation:
        place = self._keys.one(codes) if codes else 0
        if place < 0 or self._gap_list[place]:
            if self._unlisted is not None:
                return one_answer(self._unlisted, Reason.OK, -1)
            return one_answer(np.nan, Reason.NOT_IN_TABLE, -1)
        if quantity != quantity:
            return one_answer(np.nan, Reason.OK, -1)
        # Bounds of whole days and months are whole numbers, so the part of one above the last counts by itself.
        find = bisect_left if self._side == "left" else bisect_right
        row = self._row_lists[place][find(self._edge_list, quantity)]
        if row < 0:
            return one_answer(np.nan, Reason.OUTSIDE_TABLE, -1)
        cell = row * self._band_count
        for edge, belongs_above in self.price_edges:
            cell += price >= edge if belongs_above else price > edge
        amount: float = self._fee_list[cell]
        if self._per is not None:
            part = float(self._per[row]) * (measure / self._per_ticks)
            amount = (0.0 if self._per_only[row] else amount) + (0.0 if part != part else part)
        if self._step_fee is not None:
            extra = float(self._step_fee[cell]) * self.steps(row, quantity)
            amount += 0.0 if extra != extra else extra
        if self._minimum is not None:
            least = float(self._minimum[row])
            amount = least if amount != amount or amount < least else amount
        if amount != amount:
            return one_answer(np.nan, Reason.NOT_PUBLISHED, row)
        return one_answer(self._rounded.one(amount), Reason.OK, row)

    def _add_steps(self, amount: Floats, row: Ints, cell: Ints, quantity: Floats) -> Floats:
        step_fee = self._step_fee[cell]  # type: ignore[index]
        over = quantity - self._above[row]  # type: ignore[index]
        steps = np.maximum(over / self._step[row], 0.0)  # type: ignore[index]
        if self._steps_up:
            steps = np.ceil(steps)
        extra = step_fee * steps
        return amount + np.where(np.isnan(extra), 0.0, extra)

    def steps(self, row: int, quantity: float) -> float:
        """Return how many steps above the start a quantity is billed in one row; 0 where the row has none."""
        if self._step is None or math.isnan(self._step[row]):
            return 0.0
        steps = max((quantity - float(self._above[row])) / float(self._step[row]), 0.0)  # type: ignore[index]
        return _whole(math.ceil, steps) if self._steps_up else steps


class TierEvaluation(NamedTuple):
    """Tier codes (-1 for none), billed weight in nanograms, the reason, and the tier's place in the table."""

    tier: Ints
    billed: Floats
    reason: Reasons
    row: Ints


@dataclass(frozen=True)
class _Weighing:
    """One way to weigh: unit, dimensional or the greater, with the least sides that count."""

    weighs: str
    min_median: float
    min_shortest: float


class CompiledSizeTiers:
    """Size tiers by sorted sides, girth, sum of sides and weight."""

    def __init__(self, table: SizeTiers, code_of: CodeOf) -> None:
        self.tiers = table.tiers
        self.length_unit, self.weight_unit = table.length_unit, table.weight_unit
        self.divisor = table.divisor
        length, weight = MICROMETRES[table.length_unit], NANOGRAMS[table.weight_unit]
        self._codes = np.array([code_of(t.tier) for t in table.tiers] + [-1], dtype=np.intp)
        self._weight_per_volume = (
            float(Decimal(weight) / (table.divisor * Decimal(length) ** 3)) if table.divisor is not None else np.nan
        )

        def weighing(tier: SizeTier, weighs: str) -> _Weighing:
            return _Weighing(
                weighs, exact_ticks(tier.min_median or 0, length), exact_ticks(tier.min_shortest or 0, length)
            )

        # How each tier's weight limits are met: the billed weight's, the unit weight's, the dimensional weight's.
        by_limit = {
            "max_weight": [weighing(t, t.weighs) for t in table.tiers],
            "max_unit_weight": [weighing(t, "unit") for t in table.tiers],
            "max_dimensional_weight": [weighing(t, "dimensional") for t in table.tiers],
        }
        used = [
            way
            for name, ways in by_limit.items()
            for tier, way in zip(table.tiers, ways, strict=True)
            if name == "max_weight" or getattr(tier, name) is not None
        ]
        self._weighings = list(dict.fromkeys(used))
        billed = by_limit["max_weight"]
        self._weighing_of = np.array([self._weighings.index(w) for w in billed] + [0], dtype=np.intp)

        def limits(name: str, ticks: int) -> Floats:
            values = [getattr(t, name) for t in table.tiers]
            return np.array([np.inf if v is None else exact_ticks(v, ticks) for v in values])

        sizes = [
            limits(name, length) for name in ("longest", "median", "shortest", "length_plus_girth", "sum_of_sides")
        ]
        self._size_attributes = [n for n, limit in enumerate(sizes) if np.isfinite(limit).any()]
        by_weighing = [np.full(len(table.tiers), np.inf) for _ in self._weighings]
        for name, ways in by_limit.items():
            for n, (limit, way) in enumerate(zip(limits(name, weight), ways, strict=True)):
                if np.isfinite(limit):
                    own = by_weighing[self._weighings.index(way)]
                    own[n] = min(own[n], limit)
        self._weight_attributes = [n for n, limit in enumerate(by_weighing) if np.isfinite(limit).any()]
        self._limits = np.array(
            [sizes[n] for n in self._size_attributes] + [by_weighing[n] for n in self._weight_attributes]
        )[:, :, np.newaxis]
        self._last = len(table.tiers)
        self._limit_rows = self._limits[:, :, 0].T.tolist()
        self._weighing_list = self._weighing_of.tolist()

    def evaluate(self, longest: Floats, median: Floats, shortest: Floats, weight: Floats) -> TierEvaluation:
        """Return each item's tier and billed weight. Sides are sorted, in micrometres; weight in nanograms."""
        if len(longest) == len(weight) == 1:
            return self._one(longest.item(), median.item(), shortest.item(), weight.item())
        sizes = (longest, median, shortest)
        weights = [self._weigh(w, longest, median, shortest, weight) for w in self._weighings]
        columns = []
        for n in self._size_attributes:
            if n < 3:
                columns.append(sizes[n])
            elif n == 3:
                columns.append(longest + 2 * (median + shortest))
            else:
                columns.append(longest + median + shortest)
        columns += [weights[n] for n in self._weight_attributes]
        fits = np.ones((self._last, max(len(longest), len(weight))), dtype=np.bool_)
        for column, limits in zip(columns, self._limits, strict=True):
            fits &= column <= limits
        row = np.where(fits.any(axis=0), fits.argmax(axis=0), -1)
        billed = weights[0]
        for n in range(1, len(weights)):
            billed = np.where(self._weighing_of[row] == n, weights[n], billed)
        reason = np.where(row >= 0, _REASON[Reason.OK], _REASON[Reason.OUTSIDE_TABLE])
        return TierEvaluation(self._codes[row], billed, reason, row)

    def _one(self, longest: float, median: float, shortest: float, weight: float) -> TierEvaluation:
        sizes = (
            longest,
            median,
            shortest,
            longest + 2 * (median + shortest),
            longest + median + shortest,
        )
        weights = []
        for way in self._weighings:
            if way.weighs == "unit":
                weights.append(weight)
                continue
            volume = longest * max(median, way.min_median) * max(shortest, way.min_shortest)
            if volume != volume or weight != weight:
                weights.append(np.nan)
                continue
            dimensional = _whole(round, volume * self._weight_per_volume)
            weights.append(dimensional if way.weighs == "dimensional" else max(weight, dimensional))
        columns = [sizes[n] for n in self._size_attributes] + [weights[n] for n in self._weight_attributes]
        for row, limits in enumerate(self._limit_rows):
            if all(map(le, columns, limits)):
                billed = weights[self._weighing_list[row]]
                return TierEvaluation(
                    self._codes[row : row + 1], np.array([billed]), _REASON[Reason.OK], np.array([row])
                )
        return TierEvaluation(self._codes[-1:], np.array([np.nan]), _REASON[Reason.OUTSIDE_TABLE], np.array([-1]))

    def _weigh(self, way: _Weighing, longest: Floats, median: Floats, shortest: Floats, weight: Floats) -> Floats:
        if way.weighs == "unit":
            return weight
        dimensional = self.dimensional(way.min_median, way.min_shortest, longest, median, shortest)
        return dimensional if way.weighs == "dimensional" else np.maximum(weight, dimensional)

    def dimensional_of(self, row: int, longest: float, median: float, shortest: float) -> float:
        """Return one item's dimensional weight as its tier reckons it; NaN where the table has none."""
        way = self._weighings[int(self._weighing_of[row])]
        sides = (np.array([longest]), np.array([median]), np.array([shortest]))
        return float(self.dimensional(way.min_median, way.min_shortest, *sides)[0])

    def dimensional(
        self, min_median: float, min_shortest: float, longest: Floats, median: Floats, shortest: Floats
    ) -> Floats:
        """Return the dimensional weight in whole nanograms, so that 139 cubic inches are one pound exactly."""
        median = np.maximum(median, min_median) if min_median else median
        shortest = np.maximum(shortest, min_shortest) if min_shortest else shortest
        return np.rint(longest * median * shortest * self._weight_per_volume)


class CompiledRange:
    """A published band: nothing to compute, only bounds to compare with."""

    def __init__(self, table: PublishedRange) -> None:
        self.items = table.items


CompiledTable = CompiledRateBands | CompiledLookup | CompiledSizeTiers | CompiledRange


def compile_table(edition: Edition, code_of: CodeOf) -> CompiledTable:
    """Return the table of an edition in the form that is evaluated.

    Raises:
        EditionError: a number of the table has more digits than the engine can hold exactly.
    """
    try:
        return _compiled(edition, code_of)
    except ValueError as error:
        raise EditionError(
            edition.file,
            "[table]",
            str(error),
            "at most 4 decimals in money, and weights and lengths that whole units can hold",
            "Write the number as published.",
        ) from error


def _compiled(edition: Edition, code_of: CodeOf) -> CompiledTable:
    table = edition.table
    if isinstance(table, RateBands):
        return CompiledRateBands(edition, table, code_of)
    if isinstance(table, Lookup):
        return CompiledLookup(edition, table, code_of)
    if isinstance(table, SizeTiers):
        return CompiledSizeTiers(table, code_of)
    if isinstance(table, PublishedRange):
        return CompiledRange(table)
    raise TypeError(f"{edition.name} has no table")

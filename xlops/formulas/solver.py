"""Find prices exactly: the lowest that reaches a margin, all ranges that do, and those where a higher price earns less.

Profit as a function of price has steps: a rate that changes for the whole price, a fulfilment fee with price bands. So
the curve is cut at its *breaks*. Between two neighbouring breaks every line of the profit is a straight line of the
price, rounded; so the profit stays within a known distance, the *noise*, of the straight line through its values at
both ends. Where that line says that a price cannot reach the margin, no price there is tried; every price that it
leaves open is tried in the curve itself, which is the fee functions that the other formulas use. Nothing is repeated
until it is "close enough", and no answer is taken that the fee functions have not given themselves.

Prices are counted in steps of the currency (cents, yen) from 1 to ``HIGHEST``; amounts are money ticks (see ``units``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from xlops.errors import Reason
from xlops.fees.tables import Ints, Reasons
from xlops.fees.units import Floats

# The highest price that is looked at, in steps: a million in dollars, a hundred million in yen.
HIGHEST = 10**8
# Binary dust in wanted margin times revenue, in ticks.
_DUST = 1e-3
# A curve so flat that more prices than this lie within the noise of the target reaches it by chance of rounding only.
_LONGEST_SCAN = 2 * 10**5
_FIRST_BLOCK = 16


class Points(NamedTuple):
    """A curve at some prices: one row per day of the guarded window, one column per price.

    An unknown line counts 0 in ``profit``, the best that it could be, and ``reason`` says so.
    """

    profit: Floats
    revenue: Floats
    reason: Reasons

    def surplus(self, margin: Floats) -> Floats:
        """Return the profit above the wanted share of the revenue; not below 0 where the price is good."""
        return self.profit - margin * self.revenue + _DUST


class Curve(Protocol):
    """Profit and net revenue of some products as functions of their prices."""

    @property
    def step(self) -> Floats:
        """Ticks of one price step, by product."""
        ...

    @property
    def noise(self) -> Floats:
        """How far rounding can move the surplus from a straight line, in ticks, by product."""
        ...

    @property
    def breaks(self) -> Floats:
        """Prices (ticks, not always whole steps) where the curve may step or bend."""
        ...

    @property
    def breaks_of(self) -> Ints:
        """Whose the breaks are."""
        ...

    def at(self, rows: Ints, price: Floats) -> Points:
        """Return product ``rows[i]`` at ``price[i]`` (ticks)."""
        ...


@dataclass(frozen=True)
class _Pieces:
    """Single prices and stretches between breaks, by product and price; bounds are inclusive steps."""

    row: Ints
    low: Floats
    high: Floats


def _pieces(curve: Curve) -> _Pieces:
    """Cut the prices at the breaks. A break is a piece of its own, so which side it belongs to does not matter."""
    count = len(curve.step)
    steps = np.clip(curve.breaks / curve.step[curve.breaks_of], 1, HIGHEST)
    everyone = np.arange(count)
    row = np.concatenate([everyone, everyone, curve.breaks_of, curve.breaks_of])
    step = np.concatenate([np.ones(count), np.full(count, HIGHEST), np.floor(steps), np.ceil(steps)])
    place = np.unique(row * (HIGHEST + 1) + step.astype(np.int64))
    row, step = place // (HIGHEST + 1), (place % (HIGHEST + 1)).astype(np.float64)
    between = (row[:-1] == row[1:]) & (step[1:] - step[:-1] > 1)
    low = np.concatenate([step, step[:-1][between] + 1])
    high = np.concatenate([step, step[1:][between] - 1])
    row = np.concatenate([row, row[:-1][between]])
    order = np.lexsort((low, row))
    return _Pieces(row[order], low[order], high[order])


class _Ends(NamedTuple):
    """A surplus at both ends of each piece, and how far rounding can bend it in between."""

    low: Floats
    high: Floats
    slack: Floats


def _open(pieces: _Pieces, ends: _Ends) -> tuple[Floats, Floats]:
    """Return the first and the last price of each piece where a value may reach 0, by day; none: first is greater."""
    length = pieces.high - pieces.low
    rise = ends.high - ends.low
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = (-ends.slack - ends.low) * length / rise
    # One step more on both sides, for the division's own rounding.
    first = np.where(rise > 0, np.maximum(np.floor(cross) - 1, 0), 0.0)
    last = np.where(rise < 0, np.minimum(np.ceil(cross) + 1, length), length)
    none = np.maximum(ends.low, ends.high) < -ends.slack
    return pieces.low + np.where(none, length + 1, first), pieces.low + np.where(none, -1, last)


def _ends(curve: Curve, pieces: _Pieces, value: Callable[[Ints, Points], Floats]) -> _Ends:
    stretch = pieces.high > pieces.low
    step = curve.step[pieces.row]
    low = value(pieces.row, curve.at(pieces.row, pieces.low * step))
    high = low.copy()
    rows = pieces.row[stretch]
    high[:, stretch] = value(rows, curve.at(rows, pieces.high[stretch] * step[stretch]))
    # Between two neighbouring prices there is nothing that rounding could bend.
    slack = np.where(pieces.high - pieces.low > 1, 2 * curve.noise[pieces.row], 0.0)
    return _Ends(low, high, slack)


def _first_hit(
    curve: Curve, row: Ints, start: Floats, end: Floats, good: Callable[[Ints, Points], Any]
) -> tuple[Floats, Reasons]:
    """Try the prices of stretches until one is good, for all products at once.

    ``row`` says whose a stretch is; it rises, and a product's stretches stand in the order in which they are tried,
    each from ``start`` to ``end``. Returns the first good price of each product in steps, NaN where there is none,
    and why a line of it is not known.
    """
    count = len(curve.step)
    direction = np.where(end >= start, 1.0, -1.0)
    length = np.minimum(np.abs(end - start) + 1, _LONGEST_SCAN)
    place = np.searchsorted(row, np.arange(count))
    behind = np.searchsorted(row, np.arange(count), side="right")
    answer = np.full(count, np.nan)
    reason = np.zeros(count, dtype=np.uint8)
    done = np.zeros(count)
    left = np.flatnonzero(place < behind)
    block = _FIRST_BLOCK
    while len(left):
        stretch = place[left]
        sizes = np.minimum(length[stretch] - done[left], block).astype(np.intp)
        of = np.repeat(np.arange(len(left)), sizes)
        offset = np.arange(len(of)) - (np.cumsum(sizes) - sizes)[of]
        tried = start[stretch][of] + direction[stretch][of] * (done[left][of] + offset)
        rows = left[of]
        points = curve.at(rows, tried * curve.step[rows])
        hits = np.flatnonzero(good(rows, points))
        hit, where = np.unique(of[hits], return_index=True)
        answer[left[hit]] = tried[hits[where]]
        reason[left[hit]] = _first_reason(points.reason[:, hits[where]])
        done[left] += sizes
        left = np.delete(left, hit)
        over = left[done[left] >= length[place[left]]]
        place[over] += 1
        done[over] = 0
        left = left[place[left] < behind[left]]
        block = min(block * 2, 1 << 13)
    return answer, reason


def lowest(curve: Curve, margin: Floats, above: Floats | None = None) -> tuple[Floats, Reasons]:
    """Return each product's lowest price (ticks) whose profit is at least ``margin`` times its net revenue.

    ``above`` are prices (steps) that it must exceed. A product without such a price gets NaN and ``NO_VALID_PRICE``,
    or the reason of a line where one is unknown at every price: then no price can be known to miss the margin.
    Where a line is unknown at the lowest price that could be good, the answer is unknown for the reason of that line,
    and the price is the one where it is missing.
    """
    pieces = _pieces(curve)
    ends = _ends(curve, pieces, lambda rows, points: points.surplus(margin[rows]))
    first, last = _open(pieces, ends)
    # Good on every day of the window.
    start, end = first.max(axis=0), last.min(axis=0)
    if above is not None:
        start = np.maximum(start, above[pieces.row] + 1)
    some = start <= end
    found, reason = _first_hit(
        curve,
        pieces.row[some],
        start[some],
        end[some],
        lambda rows, points: (points.surplus(margin[rows]) >= 0).all(axis=0),
    )
    none = np.flatnonzero(np.isnan(found))
    if len(none):
        reason[none] = _why_none(curve, pieces, none)
    return found * curve.step, reason


def _why_none(curve: Curve, pieces: _Pieces, products: Ints) -> Reasons:
    """Return why some products have no price: a line that is unknown at both ends of every piece, else no valid one."""
    mine = np.isin(pieces.row, products)
    row = pieces.row[mine]
    step = curve.step[row]
    reason = np.zeros(len(curve.step), dtype=np.uint8)
    known = np.zeros(len(curve.step), dtype=np.bool_)
    for price in (pieces.high[mine] * step, pieces.low[mine] * step):
        why = _first_reason(curve.at(row, price).reason)
        known[row[why == 0]] = True
        # Backwards, so that the lowest price has the last word.
        reason[row[::-1]] = why[::-1]
    return np.where(known, np.uint8(Reason.NO_VALID_PRICE), reason)[products]


def safe(curve: Curve, margin: Floats) -> tuple[Floats, Reasons]:
    """Return the price (ticks) from which on every higher one reaches the margin: the start of the last range.

    A product whose highest prices do not reach it gets ``NO_VALID_PRICE``. Where a line is unknown at some price
    above, so is the answer.
    """
    pieces = _pieces(curve)
    # Above 0 where the margin is missed by more than rounding does.
    ends = _ends(curve, pieces, lambda rows, points: -points.surplus(margin[rows]) - 2 * curve.noise[rows])
    first, last = _open(pieces, ends)
    # Missed on any day of the window; tried from the highest price down.
    start, end = last.max(axis=0), first.min(axis=0)
    some = np.flatnonzero(start >= end)
    some = some[np.lexsort((-start[some], pieces.row[some]))]
    bad, _ = _first_hit(
        curve,
        pieces.row[some],
        start[some],
        end[some],
        lambda rows, points: (points.surplus(margin[rows]) < -2 * curve.noise[rows]).any(axis=0),
    )
    found, reason = lowest(curve, margin, np.where(np.isnan(bad), 0.0, bad))
    step = curve.step[pieces.row]
    above = np.flatnonzero(pieces.high * step >= found[pieces.row])
    rows = pieces.row[above]
    for price in (np.maximum(pieces.low[above] * step[above], found[rows]), pieces.high[above] * step[above]):
        why = _first_reason(curve.at(rows, price).reason)
        unknown = np.flatnonzero(why)
        reason[rows[unknown]] = why[unknown]
    return found, reason


def _first_reason(reason: Reasons) -> Reasons:
    """Return one reason per price out of those of several days."""
    found: Reasons = reason[0]
    for other in reason[1:]:
        found = np.where(found == 0, other, found)
    return found


class Range(NamedTuple):
    """Prices in ticks, both included; ``end`` is infinite where every higher price belongs to it."""

    start: float
    end: float


class DeadZone(NamedTuple):
    """Prices (ticks, both included) that earn less than ``instead``, a lower price; ``loss`` is the most they lose."""

    start: float
    end: float
    loss: float
    instead: float


class _Single:
    """The curve of one product, by price steps."""

    def __init__(self, curve: Curve, value: Callable[[Points], Floats]) -> None:
        self._curve = curve
        self._value = value
        self._row = np.zeros(1, dtype=np.intp)
        self.step = float(curve.step[0])
        self.slack = 2 * float(curve.noise[0])
        self.pieces = _pieces(curve)

    def ends(self) -> _Ends:
        """Return the value at both ends of each piece."""
        return _ends(self._curve, self.pieces, lambda _, points: self._value(points))

    def at(self, steps: Floats) -> Floats:
        """Return the value at some prices, the worst of the days."""
        return self._value(self._points(steps)).min(axis=0)

    def reason(self, steps: Floats) -> Reason:
        """Return why the value is not known at the first of some prices where it is not."""
        found = _first_reason(self._points(steps).reason)
        return Reason(int(found[np.argmax(found > 0)]))

    def _points(self, steps: Floats) -> Points:
        return self._curve.at(np.broadcast_to(self._row, steps.shape), steps * self.step)

    def first(self, start: float, end: float, good: Callable[[Floats], NDArray[np.bool_]]) -> float | None:
        """Return the first price from ``start`` towards ``end`` whose value is good."""
        direction = 1.0 if end >= start else -1.0
        left = min(abs(end - start) + 1, _LONGEST_SCAN)
        block = _FIRST_BLOCK
        while left > 0:
            tried = start + direction * np.arange(min(block, left))
            hits = np.flatnonzero(good(self.at(tried)))
            if len(hits):
                return float(tried[hits[0]])
            start += direction * block
            left -= block
            block *= 2
        return None

    def crossing(self, start: float, end: float, level: float, sign: float) -> float | None:
        """Return the first price of a stretch where ``sign`` times the value reaches ``sign`` times the level."""
        values = self.at(np.array([start, end]))
        piece = _Pieces(np.zeros(1, dtype=np.intp), np.array([start]), np.array([end]))
        low, high = sign * (values - level)
        slack = np.array([self.slack if end - start > 1 else 0.0])
        first, last = _open(piece, _Ends(np.array([[low]]), np.array([[high]]), slack))
        if first.item() > last.item():
            return None
        return self.first(first.item(), last.item(), lambda found: sign * (found - level) >= 0)

    def greatest(self, start: float, end: float, sign: float) -> tuple[float, float]:
        """Return the lowest price of a stretch where ``sign`` times the value is greatest, and the value there."""
        values = sign * self.at(np.array([start, end]))
        rise = abs(values[1] - values[0])
        wide = end - start if rise == 0 else min(np.ceil(self.slack * (end - start) / rise) + 1, end - start)
        wide = min(wide, _LONGEST_SCAN)
        tried = (end - wide if values[1] > values[0] else start) + np.arange(wide + 1)
        found = sign * self.at(tried)
        place = int(np.argmax(found))
        return float(tried[place]), sign * float(found[place])


def ranges(curve: Curve, margin: float) -> tuple[list[Range], Reason]:
    """Return all prices of one product that reach a margin, as ranges from the lowest up.

    Each range begins and ends with a price that reaches it, and the prices next to its ends do not. A hole between
    good prices that rounding alone makes (no price in it misses by more than twice the noise) does not part a range.
    """
    wanted = np.array([margin])
    one = _Single(curve, lambda points: points.surplus(wanted))
    pieces = one.pieces
    first, last = _open(pieces, one.ends())
    found: list[list[float]] = []
    for start, end in zip(first.max(axis=0), last.min(axis=0), strict=True):
        low = one.first(start, end, lambda value: value >= 0) if start <= end else None
        if low is None:
            continue
        high = one.first(end, start, lambda value: value >= 0)
        assert high is not None
        if found and _is_bridged(one, found[-1][1] + 1, low - 1):
            found[-1][1] = high
        else:
            found.append([low, high])
    if not found:
        return [], Reason(int(_why_none(curve, pieces, np.zeros(1, dtype=np.intp))[0]))
    reason = one.reason(np.array([price for pair in found for price in pair]))
    if reason:
        return [], reason
    return [Range(low * one.step, np.inf if high >= HIGHEST else high * one.step) for low, high in found], Reason.OK


def _is_bridged(one: _Single, start: float, end: float) -> bool:
    """Whether the hole between two good prices is one of rounding."""
    if start > end:
        return True
    if end - start > _LONGEST_SCAN or (one.at(np.array([start, end])) < -one.slack).any():
        return False
    return bool((one.at(np.arange(start, end + 1)) >= -one.slack).all())


def dead_zones(curve: Curve) -> tuple[list[DeadZone], Reason]:
    """Return the prices of one product that earn less than a lower price does, as zones from the lowest up.

    A zone begins where the profit falls below the best of the lower prices by more than rounding can explain (twice
    the noise), and ends before the first price that earns as much as that best one again.
    """
    one = _Single(curve, lambda points: points.profit)
    pieces = one.pieces
    # A zone may hang on any price, so one that is not known leaves them all unknown.
    for bounds in (pieces.low, pieces.high):
        reason = one.reason(bounds)
        if reason:
            return [], reason
    ends = one.ends()
    zones: list[DeadZone] = []
    best, best_at = float(ends.low[0, 0]), float(pieces.low[0])
    fallen_at: float | None = None
    worst = np.inf
    falling = ends.high[0] < ends.low[0]
    for low, high, falls in zip(pieces.low, pieces.high, falling, strict=True):
        here = float(low)
        while here <= high:
            if fallen_at is None:
                if falls:
                    # The best price of a falling stretch is near its start; the fall is measured from there.
                    at, value = one.greatest(here, high, 1.0)
                    best, best_at = (value, at) if value > best else (best, best_at)
                fallen_at = one.crossing(here, high, best - one.slack - _DUST, -1.0)
                upto = high if fallen_at is None else fallen_at - 1
                if upto >= here:
                    at, value = one.greatest(here, upto, 1.0)
                    best, best_at = (value, at) if value > best else (best, best_at)
                if fallen_at is None:
                    break
                here, worst = fallen_at, np.inf
            back = one.crossing(here, high, best, 1.0)
            upto = high if back is None else back - 1
            if upto >= here:
                worst = min(worst, one.greatest(here, upto, -1.0)[1])
            if back is None:
                break
            zones.append(DeadZone(fallen_at * one.step, upto * one.step, best - worst, best_at * one.step))
            fallen_at, here = None, back
    if fallen_at is not None:
        zones.append(DeadZone(fallen_at * one.step, np.inf, best - worst, best_at * one.step))
    return zones, Reason.OK

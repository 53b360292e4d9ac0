"""Sizes, weights and money as whole numbers, so that a bound is met exactly or not at all.

Everything inside the engine is a float64 that holds a whole number: lengths in micrometres, weights in nanograms,
money in ten-thousandths of the currency unit. One inch is 25,400 micrometres, one pound 453,592,370,000 nanograms and
one ounce 28,349,523,125, all exact, so 38.1 cm is 15 inches and not a hair more. float64 holds whole numbers exactly
up to 9.0e15, which is 19 metric tons and 900 billion money units.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MICROMETRES = {"cm": 10_000, "in": 25_400}
NANOGRAMS = {"g": 10**9, "kg": 10**12, "oz": 28_349_523_125, "lb": 453_592_370_000}
CUBIC_MICROMETRES = {"cm3": 10**12, "dm3": 10**15, "ft3": (12 * 25_400) ** 3, "m3": 10**18}
MONEY_TICKS = 10_000

# What a caller may write for `units`, as (length unit, weight unit).
UNIT_PAIRS = {"cm,g": ("cm", "g"), "cm,kg": ("cm", "kg"), "in,lb": ("in", "lb"), "in,oz": ("in", "oz")}


def constant(value: float, dtype: type[np.generic] = np.float64) -> NDArray[Any]:
    """Return a value as a column of length 1 that many calls share; writing to it is an error.

    NumPy takes as long to turn a Python number into such a column as for the reckoning with it.
    """
    column = np.array([value], dtype=dtype)
    column.flags.writeable = False
    return column


_MONEY_TICKS, _MILLION = constant(MONEY_TICKS), constant(1e6)


def money_ticks(amount: Floats) -> Floats:
    """Return money as whole ten-thousandths. Finer digits are noise of binary arithmetic and are rounded away."""
    return np.rint(amount * _MONEY_TICKS)


def millionths(amount: Floats) -> Floats:
    """Round money that no schedule rounds to six decimals: np.round's own steps, without what it costs per call."""
    return np.rint(amount * _MILLION) / _MILLION


def exact_ticks(amount: Decimal | int, ticks: int) -> float:
    """Return a published number as a whole number of ticks; a number that does not fit is a ValueError."""
    product = Decimal(amount) * ticks
    if product != product.to_integral_value():
        raise ValueError(f"{amount} has more digits than 1/{ticks} can hold")
    return float(product)


def round_ticks(amount: Floats, step: float, mode: str) -> Floats:
    """Round whole ticks to whole multiples of ``step``; ``mode`` is half_up, up, down or half_even.

    Both arguments are whole numbers, so the half is recognised exactly.
    """
    if mode == "half_up":
        return np.floor((amount + step / 2) / step) * step
    if mode == "up":
        return np.ceil(amount / step) * step
    if mode == "down":
        return np.floor(amount / step) * step
    return np.rint(amount / step) * step


def tax_inside(gross: Floats, rate: Floats, step: Floats) -> Floats:
    """Return the tax at a fraction ``rate`` inside money ticks: gross - gross / (1 + rate), half up to ``step`` ticks.

    The rate counts in millionths, so that no binary fraction decides a half.
    """
    rates = np.rint(rate * _MILLION)
    parts = _MILLION + rates
    return round_ticks(gross * rates, step * parts, "half_up") / parts

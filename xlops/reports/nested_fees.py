"""Fees that come in several columns, of which some already contain others. The rows' own arithmetic decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlops.reports.layout import Fee, Fees, header_key
from xlops.reports.measures import measures

Floats = NDArray[np.float64]

_CENT = 0.005
_MOST_SUBSETS = 20  # columns of which every subset is tried: a million subsets
_MOST_ROWS = 50  # rows that every subset is tried on; the answers left are checked on all rows
_MOST_ANSWERS = 100


@dataclass(frozen=True)
class FeeColumns:
    """One fee of a report: its name as written, its layout (None when no layout names it), and its columns' places."""

    name: str
    fee: Fee | None
    total: int
    quantity: int | None


def find_fees(headers: Sequence[str], taken: frozenset[int], fees: Fees) -> list[FeeColumns]:
    """Return the fees of a report, found by the endings of its headers; ``taken`` are columns of other meaning."""
    keys = [header_key(header) for header in headers]
    named = {key: fee for fee in fees.named for key in fee.keys}
    found = []
    for place, key in enumerate(keys):
        ending = next((e for e in fees.total if key.endswith(e) and key != e), None)
        if ending is None or place in taken:
            continue
        bare = key.removesuffix(ending)
        quantity = next((keys.index(bare + e) for e in fees.quantity if bare + e in keys), None)
        found.append(FeeColumns(_without(headers[place], ending), named.get(bare), place, quantity))
    return found


def other_places(headers: Sequence[str], found: Sequence[FeeColumns], fees: Fees) -> set[int]:
    """Return the places of all columns of these fees, also of their per-unit averages."""
    keys = [header_key(header) for header in headers]
    stems = {keys[fee.total].removesuffix(e) for fee in found for e in fees.total}
    known = {stem + e for stem in stems for e in (*fees.total, *fees.quantity, *fees.per_unit)}
    return {place for place, key in enumerate(keys) if key in known}


def _without(header: str, ending: str) -> str:
    words = header.split()
    while words and header_key("".join(words[-1:])) and ending.endswith(header_key(words[-1])):
        ending = ending.removesuffix(header_key(words.pop()))
        if not ending:
            break
    return " ".join(words)


def nested(found: Sequence[FeeColumns], totals: Mapping[int, Floats], excess: Floats | None) -> tuple[set[int], bool]:
    """Return which fee columns are contained in others (by place), and whether the rows prove it.

    Args:
        found: the fees.
        totals: the total column of each, by place; NaN counts as nothing.
        excess: for each row, what all columns together come to beyond what the report itself took off; None when the
            report does not tell it. Rows with NaN prove nothing.

    Of several answers that fit all rows, the one nearest to the known nesting is taken.
    """
    present = {key for fee in found if fee.fee for key in fee.fee.keys}
    known = {fee.total for fee in found if fee.fee and fee.fee.inside in present}
    if excess is None:
        return known, False
    rows = ~np.isnan(excess)
    places = [fee.total for fee in found if np.nan_to_num(totals[fee.total][rows]).any()]
    if not rows.any():
        return known, False
    table = np.nan_to_num(np.array([totals[place][rows] for place in places], dtype=float)).reshape(len(places), -1)
    wanted = excess[rows]
    if _fits(table, [place in known for place in places], wanted):
        return known, True
    if len(places) > _MOST_SUBSETS:
        return known, False
    candidates = np.arange(1 << len(places))
    for row in np.argsort(-np.abs(wanted), kind="stable")[:_MOST_ROWS]:
        sums = np.zeros(len(candidates))
        for bit, value in enumerate(table[:, row]):
            if value:
                sums += np.where(candidates >> bit & 1, value, 0.0)
        candidates = candidates[np.abs(sums - wanted[row]) < _CENT]
    expected = sum(1 << bit for bit, place in enumerate(places) if place in known)
    nearest = sorted(candidates.tolist(), key=lambda subset: ((subset ^ expected).bit_count(), subset))
    for subset in nearest[:_MOST_ANSWERS]:
        chosen = [bool(subset >> bit & 1) for bit in range(len(places))]
        if _fits(table, chosen, wanted):
            return {place for place, inside in zip(places, chosen, strict=True) if inside}, True
    return known, False


def _fits(table: Floats, inside: Sequence[bool], wanted: Floats) -> bool:
    mask = np.array(inside, dtype=bool).reshape(-1)
    sums = table[mask].sum(axis=0) if len(table) else np.zeros(len(wanted))
    return bool((np.abs(sums - wanted) < _CENT).all())


def fee_measures(
    found: Sequence[FeeColumns], totals: Mapping[int, Floats], quantities: Mapping[int, Floats], inside: set[int],
    other: str,
) -> dict[str, Floats]:
    """Return the measures: every fee once, and its part of another measure in that one too.

    A fee that the report charges beside the measure it is part of (fuel beside fulfilment) is added to both.
    """
    out: dict[str, Floats] = {}

    def add(name: str, values: Floats) -> None:
        before = out.get(name)
        if before is None:
            out[name] = values.copy()
        else:
            out[name] = np.where(np.isnan(before), values, before + np.nan_to_num(values))

    for fee in found:
        to = fee.fee.to if fee.fee else other
        part_of = measures()[to].part_of
        if fee.total not in inside:
            add(part_of or to, totals[fee.total])
            if fee.fee and fee.fee.units and fee.quantity is not None:
                add(fee.fee.units, quantities[fee.quantity])
        if part_of:
            add(to, totals[fee.total])
    return out

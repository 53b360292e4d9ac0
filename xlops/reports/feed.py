"""Imported numbers take part in grading where the sheet does not speak.

The operator's own cell goes first. Figures of sales and of advertising are taken by a row together or not at all: where
one of the operator's own differs from the report's, it is of another period or counts something else, and what grading
divides one by the other, such as ad cost per unit, would be of nothing. The same holds for units and ad spend of
different periods.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.reports.join import Joined
from xlops.reports.measures import Measure, measures
from xlops.sheets import Sheet
from xlops.sheets.cells import missing

# Sides and weight that Amazon charges by, from the longest side on: measure -> the term that they may fill.
MEASURED = {
    "preview_longest_side": "length",
    "preview_median_side": "width",
    "preview_shortest_side": "height",
    "preview_weight": "weight",
}
_SIDES = tuple(MEASURED)[:3]

_TOGETHER = ("sales", "ads")  # groups of which a row takes all figures or none
_NEAR = 0.01  # own and imported figures within 1 % are the same, rounded
_CENT = 0.01

# The rates that AliExpress really charged: term -> measure.
REAL_RATES = {"commission_rate": "real_commission_rate", "affiliate_rate": "real_affiliate_rate"}
_OWN_RATES = {"commission_rate": ("commission_rate", "platform_rate"), "affiliate_rate": ("affiliate_rate",)}
_RATE_APART = 0.001
_MILLIMETRE = 0.1  # of which no measured side is surer

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Fed:
    """What became of a measure that grading can use.

    Places of rows: ``filled`` take the imported figure, ``differ`` have one of their own that is another, ``left`` are
    blank and stay so, because another figure of sales or ads is the operator's own and differs; ``other_period`` stay
    so because ad spend and units of the row are not of the same period. ``own`` counts the rows that have a figure of
    their own beside the imported one.
    """

    measure: str
    term: str
    filled: tuple[int, ...]
    own: int
    differ: tuple[int, ...]
    left: tuple[int, ...]
    other_period: tuple[int, ...] = ()


def feed(sheet: Sheet, joined: Joined) -> tuple[Sheet, tuple[Fed, ...]]:
    """Return the sheet with imported figures where it has none of its own, and what became of each measure."""
    usable = {name: m for name, m in measures().items() if m.term is not None and name in joined.values}
    differs = {name: _differs(sheet, joined, measure) for name, measure in usable.items()}
    apart = _any([differs[name] for name, measure in usable.items() if measure.group in _TOGETHER], sheet)
    data, currency, fed = dict(sheet.data), dict(sheet.currency), _feed_measured(sheet, joined)
    for entry in fed:
        if entry.filled:
            told = joined.column(entry.measure)
            data[entry.term] = np.where(
                _rows(entry.filled, sheet), told, data.get(entry.term, _only(told, _none(sheet)))
            )
    beside_own = _ads_beside_own_units(sheet, joined)
    for name, measure in usable.items():
        term = str(measure.term)
        imported = joined.column(name)
        told = ~_blank(imported)
        own = ~_blank(sheet.data[term]) if term in sheet.data else _none(sheet)
        free = _blank(data[term]) if term in data else ~_none(sheet)
        barred = _units_beside_orders(sheet, term, told)
        if measure.group in _TOGETHER:
            barred = barred | apart
        other = _rows(joined.apart.get(name, ()), sheet) | (beside_own if measure.group == "ads" else False)
        take = told & free & ~barred & ~other
        if take.any():
            data[term] = np.where(take, imported, data[term]) if term in data else _only(imported, take)
            if measure.kind == "money":
                marks = currency.get(term, np.full(len(told), None, dtype=object))
                currency[term] = np.where(take, joined.currencies(name), marks)
        left, late = told & ~own & barred, told & ~own & ~barred & other
        places = _places(take), int((told & own).sum()), _places(differs[name]), _places(left), _places(late)
        fed.append(Fed(name, term, *places))
    for term, name in REAL_RATES.items():
        if name in joined.values:
            fed.append(_feed_rate(sheet, term, joined.column(name), data))
    untold = dict(sheet.untold)
    if "ad_spend" not in sheet.data:
        # A row that has ads and no figure of them is not a row without ads.
        nothing = np.full(len(sheet.rows), np.nan)
        not_taken = (joined.column("ad_spend") > 0) & _blank(data.get("ad_spend", nothing))
        unknown = not_taken | _rows(joined.unshared("ad_spend"), sheet)
        if unknown.any():
            data.setdefault("ad_spend", nothing)
        if "ad_spend" in data:
            untold["ad_spend"] = _blank(data["ad_spend"]) & ~unknown
    return replace(sheet, data=data, currency=currency, untold=untold), tuple(fed)


def _feed_measured(sheet: Sheet, joined: Joined) -> list[Fed]:
    """Return what becomes of the sides and the weight as Amazon measured them.

    Sides are one thing: a row takes all three, or none where it has one of its own, and the order in which the sheet
    writes them does not count.
    """
    blank = np.full(len(sheet.rows), np.nan)
    told = {name: joined.column(name) for name in MEASURED if name in joined.values}
    fed = []
    if set(_SIDES) <= set(told):
        theirs = np.array([told[name] for name in _SIDES])
        own = np.array([sheet.data.get(MEASURED[name], blank) for name in _SIDES])
        whole = (theirs > 0).all(axis=0)
        take = whole & np.isnan(own).all(axis=0)
        own = -np.sort(-own, axis=0)  # a side that is not known comes last
        differ = whole & ~np.isnan(own).any(axis=0) & (np.abs(own - theirs) > np.maximum(_MILLIMETRE, _NEAR * own))
        some = whole & ~take
        for place, name in enumerate(_SIDES):
            other = _places(differ[place, :])
            fed.append(Fed(name, MEASURED[name], _places(take), int(some.sum()), other, ()))
    if "preview_weight" in told:
        theirs, own = told["preview_weight"], sheet.data.get("weight", blank)
        differ = (theirs > 0) & (np.abs(own - theirs) > _NEAR * own)
        both = (theirs > 0) & ~np.isnan(own)
        take = (theirs > 0) & np.isnan(own)
        fed.append(Fed("preview_weight", "weight", _places(take), int(both.sum()), _places(differ), ()))
    return fed


def _ads_beside_own_units(sheet: Sheet, joined: Joined) -> Mask:
    """Return the rows whose ad spend is that of several periods, beside units of the operator's own that may be of one.

    Where reports tell units of these periods, the operator's own are compared with them instead.
    """
    several = [row for row, spent in joined.values.get("ad_spend", {}).items() if len(spent.reports) > 1]
    found = _none(sheet)
    for term in ("units_sold", "orders"):
        if term in sheet.data:
            told = joined.values.get(term, {}).keys() - joined.apart.get(term, frozenset())
            found = found | (~_blank(sheet.data[term]) & ~_rows(told, sheet))
    return found & _rows(several, sheet)


def _feed_rate(sheet: Sheet, term: str, rate: NDArray[np.float64], data: dict[str, NDArray[Any]]) -> Fed:
    """Put a real rate where the sheet has none of its own."""
    blank = np.full(len(rate), np.nan)
    own = blank
    for name in _OWN_RATES[term]:
        own = np.where(np.isnan(own), sheet.data.get(name, blank), own)
    told = ~np.isnan(rate)
    take = told & np.isnan(own)
    # A sheet without the column leaves affiliate fees out; told of some rows only, they would be unknown in the rest.
    if term == "affiliate_rate" and term not in sheet.data and not told.all():
        take[:] = False
    if take.any():
        data[term] = np.where(take, rate, sheet.data.get(term, blank))
    differ = told & ~np.isnan(own) & (np.abs(rate - np.nan_to_num(own)) > _RATE_APART)
    return Fed(REAL_RATES[term], term, _places(take), int((told & ~np.isnan(own)).sum()), _places(differ), ())


def _blank(values: NDArray[Any]) -> Mask:
    return missing(values) if values.dtype == object else np.isnan(values)


def _only(values: NDArray[Any], rows: Mask) -> NDArray[Any]:
    blank: Any = None if values.dtype == object else np.nan
    return np.where(rows, values, blank)


def _none(sheet: Sheet) -> Mask:
    return np.zeros(len(sheet.rows), dtype=np.bool_)


def _rows(places: Iterable[int], sheet: Sheet) -> Mask:
    rows = _none(sheet)
    rows[list(places)] = True
    return rows


def _places(rows: Mask) -> tuple[int, ...]:
    return tuple(np.flatnonzero(rows).tolist())


def _any(masks: list[Mask], sheet: Sheet) -> Mask:
    found = _none(sheet)
    for mask in masks:
        found = found | mask
    return found


def _differs(sheet: Sheet, joined: Joined, measure: Measure) -> Mask:
    """Return the rows in which the operator's own figure is another than the imported one."""
    term = str(measure.term)
    rows = _none(sheet)
    if term not in sheet.data or not measure.is_number:
        return rows
    own, imported = sheet.data[term], joined.column(measure.name)
    both = ~np.isnan(own) & ~np.isnan(imported)
    rows = both & (np.abs(own - imported) > np.maximum(_CENT, _NEAR * np.abs(own)))
    if measure.kind == "money":
        marks, theirs = sheet.currency.get(term, np.full(len(own), None, dtype=object)), joined.currencies(measure.name)
        other = np.array([bool(a and b and a != b) for a, b in zip(marks, theirs, strict=True)], dtype=np.bool_)
        rows |= both & other
    return rows


def _units_beside_orders(sheet: Sheet, term: str, told: Mask) -> Mask:
    """Return all rows where imported units would push the sheet's own orders aside without standing in every row."""
    aside = term == "units_sold" and "orders" in sheet.data and term not in sheet.data and not told.all()
    return np.full(len(told), aside, dtype=np.bool_)

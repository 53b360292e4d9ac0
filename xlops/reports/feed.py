"""Imported numbers take part in grading where the sheet does not speak.

The operator's own cell goes first. Figures of sales and of advertising are taken by a row together or not at all: where
one of the operator's own differs from the report's, it is of another period or counts something else, and what grading
divides one by the other, such as ad cost per unit, would be of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.reports.join import Joined
from xlops.reports.measures import Measure, measures
from xlops.sheets import Sheet
from xlops.sheets.cells import missing

_TOGETHER = ("sales", "ads")  # groups of which a row takes all figures or none
_NEAR = 0.01  # own and imported figures within 1 % are the same, rounded
_CENT = 0.01

# The rates that AliExpress really charged: term -> measure.
REAL_RATES = {"commission_rate": "real_commission_rate", "affiliate_rate": "real_affiliate_rate"}
_OWN_RATES = {"commission_rate": ("commission_rate", "platform_rate"), "affiliate_rate": ("affiliate_rate",)}
_RATE_APART = 0.001

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Fed:
    """What became of a measure that grading can use.

    Places of rows: ``filled`` take the imported figure, ``differ`` have one of their own that is another, ``left`` are
    blank and stay so, because another figure of sales or ads is the operator's own and differs. ``own`` counts the rows
    that have a figure of their own beside the imported one.
    """

    measure: str
    term: str
    filled: tuple[int, ...]
    own: int
    differ: tuple[int, ...]
    left: tuple[int, ...]


def feed(sheet: Sheet, joined: Joined) -> tuple[Sheet, tuple[Fed, ...]]:
    """Return the sheet with imported figures where it has none of its own, and what became of each measure."""
    usable = {name: m for name, m in measures().items() if m.term is not None and name in joined.values}
    differs = {name: _differs(sheet, joined, measure) for name, measure in usable.items()}
    apart = _any([differs[name] for name, measure in usable.items() if measure.group in _TOGETHER], sheet)
    data, currency, fed = dict(sheet.data), dict(sheet.currency), []
    for name, measure in usable.items():
        term = str(measure.term)
        imported = joined.column(name)
        told = ~_blank(imported)
        own = ~_blank(sheet.data[term]) if term in sheet.data else np.zeros(len(told), dtype=np.bool_)
        barred = _units_beside_orders(sheet, term, told)
        if measure.group in _TOGETHER:
            barred = barred | apart
        take = told & ~own & ~barred
        if take.any():
            data[term] = np.where(take, imported, sheet.data[term]) if term in sheet.data else _only(imported, take)
            if measure.kind == "money":
                marks = sheet.currency.get(term, np.full(len(told), None, dtype=object))
                currency[term] = np.where(take, joined.currencies(name), marks)
        left = told & ~own & barred
        fed.append(Fed(name, term, _places(take), int((told & own).sum()), _places(differs[name]), _places(left)))
    for term, name in REAL_RATES.items():
        if name in joined.values:
            fed.append(_feed_rate(sheet, term, joined.column(name), data))
    untold = dict(sheet.untold)
    if "ad_spend" in data and "ad_spend" not in sheet.data:
        untold["ad_spend"] = _blank(data["ad_spend"])
    return replace(sheet, data=data, currency=currency, untold=untold), tuple(fed)


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


def _places(rows: Mask) -> tuple[int, ...]:
    return tuple(np.flatnonzero(rows).tolist())


def _any(masks: list[Mask], sheet: Sheet) -> Mask:
    found: Mask = np.zeros(len(sheet.rows), dtype=np.bool_)
    for mask in masks:
        found = found | mask
    return found


def _differs(sheet: Sheet, joined: Joined, measure: Measure) -> Mask:
    """Return the rows in which the operator's own figure is another than the imported one."""
    term = str(measure.term)
    rows: Mask = np.zeros(len(sheet.rows), dtype=np.bool_)
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

"""Amounts whose meaning stands in other columns: the rules of a layout, decided once for each combination of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from xlops.reports.files import Cells
from xlops.reports.layout import Item, Rule
from xlops.reports.measures import measures
from xlops.sheets.headers import fold

Floats = NDArray[np.float64]


@dataclass
class Measured:
    """What the rules made of the amounts: measures, and the texts that went to a rule which names them."""

    measures: dict[str, Floats] = field(default_factory=dict)
    named: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)  # text, measure: rows, sum

    def add(self, name: str, rows: NDArray[np.bool_], values: Floats) -> None:
        """Add values to a measure in some rows."""
        column = self.measures.setdefault(name, np.full(len(rows), np.nan))
        column[rows] = np.where(np.isnan(column[rows]), 0.0, column[rows]) + values[rows]


def apply_rules(
    rules: Sequence[Rule], amounts: Mapping[str, Floats], texts: Mapping[str, Cells], item: Item | None, units: Floats
) -> Measured:
    """Turn amounts into measures.

    Args:
        rules: the layout's rules.
        amounts: the amount columns of the report; NaN is no amount.
        texts: the columns that the rules ask for; one that the report lacks is not there and counts as blank.
        item: how the quantity of a row's item is found.
        units: the quantity column, NaN where it is blank; empty without ``item``.
    """
    out = Measured()
    for name, values in amounts.items():
        mine = [rule for rule in rules if name in rule.of]
        which, described = _decide(mine, texts, len(values))
        given = ~np.isnan(values)
        for place, rule in enumerate(mine):
            rows = (which == place) & given
            if not rows.any():
                continue
            out.add(rule.to, rows, values * rule.sign)
            if part_of := measures()[rule.to].part_of:
                out.add(part_of, rows, values * rule.sign)
            if rule.units and item is not None:
                out.add(rule.units, *_units(rows & (values != 0), units, item, texts, which, mine))
            if rule.named:
                _name(out, name, rule.to, described, rows & (values != 0), values)
    return out


def _decide(
    rules: Sequence[Rule], texts: Mapping[str, Cells], size: int
) -> tuple[NDArray[np.intp], tuple[NDArray[np.intp], list[str]]]:
    """Return the rule of each row, and for each row the number of its combination of texts, with how it reads."""
    conditions = {name for rule in rules for name in rule.when}
    asked = [name for name in texts if name in conditions]
    combination = np.zeros(size, dtype=np.int64)
    for name in asked:
        combination = combination * len(texts[name].values) + texts[name].codes
    codes, first = _distinct(combination)
    decided, described = [], []
    for row in first:
        written = {name: str(texts[name].values[texts[name].codes[row]] or "").strip() for name in asked}
        folded = {name: fold(text) for name, text in written.items()}
        decided.append(
            next(
                place
                for place, rule in enumerate(rules)
                if all(wanted.fit(folded.get(name, "")) for name, wanted in rule.when.items())
            )
        )
        described.append(" / ".join(dict.fromkeys(text for text in written.values() if text)))
    return np.array(decided, dtype=np.intp)[codes] if size else np.zeros(0, dtype=np.intp), (codes, described)


def _distinct(values: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which distinct value each row has, and a row for each of them."""
    codes, distinct = pd.factorize(values)
    first = np.zeros(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first


def _units(
    rows: NDArray[np.bool_],
    units: Floats,
    item: Item,
    texts: Mapping[str, Cells],
    which: NDArray[np.intp],
    rules: Sequence[Rule],
) -> tuple[NDArray[np.bool_], Floats]:
    """Return the units that amounts were charged on: those of the row, or else those sold of the same item.

    Where several rows share an item, its units count once, in the first of them.
    """
    own = rows & (units > 0)
    found = np.where(own, units, 0.0)
    lacking = rows & ~own
    if lacking.any():
        key = np.zeros(len(rows), dtype=np.int64)
        for name in item.same:
            if name in texts:
                key = key * len(texts[name].values) + texts[name].codes
        codes, _ = _distinct(key)
        sale = np.isin(which, [place for place, rule in enumerate(rules) if rule.to == "total_sales"])
        sold = np.bincount(codes, weights=np.where(sale & (units > 0), units, 0.0))
        first = np.zeros(len(rows), dtype=bool)
        places = np.flatnonzero(lacking)
        first[places[np.unique(codes[places], return_index=True)[1]]] = True
        found[first] = sold[codes[first]]
        known = sold[codes] > 0
        return own | (lacking & known), found
    return own, found


def _name(
    out: Measured,
    column: str,
    to: str,
    described: tuple[NDArray[np.intp], list[str]],
    rows: NDArray[np.bool_],
    values: Floats,
) -> None:
    codes, texts = described
    for code in np.unique(codes[rows]):
        mine = rows & (codes == code)
        key = texts[code] or column, to
        count, total = out.named.get(key, (0, 0.0))
        out.named[key] = (count + int(mine.sum()), total + float(values[mine].sum()))

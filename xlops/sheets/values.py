"""The cells of a mapped column to canonical values, with an issue for each cell that is not taken as it stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.sheets.cells import (
    CURRENCY_WORDS,
    LENGTH_UNITS,
    SHARED_SIGNS,
    UNIT_WORDS,
    WEIGHT_UNITS,
    Numbers,
    Sides,
    changed_texts,
    missing,
    parse_column,
    parse_dates,
    parse_sides,
    plain,
    text_value,
)
from xlops.sheets.columns import COST_TERMS, Assigned, label_pair
from xlops.sheets.grid import CellError, Issue, cell_name
from xlops.sheets.messages import issue
from xlops.terms import terms

Floats = NDArray[np.float64]
Objects = NDArray[np.object_]

_PROBLEM_CODES = {
    "error": "error_cell",
    "text": "not_a_number",
    "several": "several_numbers",
    "ambiguous": "ambiguous_number",
    "placeholder": "placeholder",
    "bound": "bound",
    "date": "not_a_date",
    "ambiguous_date": "ambiguous_date",
}
_EXPECTED = {
    "money": ("an amount such as 12.50", "金额，如 12.50"),
    "rate": ("a rate such as 30%", "比率，如 30%"),
    "length": ("a length such as 10 or 10cm", "长度，如 10 或 10cm"),
    "weight": ("a weight such as 200 or 200g", "重量，如 200 或 200g"),
}
_NUMBER = ("a number", "数字")
# What people write for a cost that they do not know yet. 其他成本 0 is a true zero, and so is ad spend 0.
_PLACEHOLDER_COSTS = frozenset({0.0, 1.0, 0.01})
_PLACEHOLDER_TERMS = COST_TERMS - {"other_cost", "unit_duty"}
_POSITIVE = frozenset(
    [
        "price",
        "list_price",
        "campaign_price",
        "length",
        "width",
        "height",
        "weight",
        "exchange_rate",
        "rating",
        "dsr",
    ]
) | {
    "dsr_described",
    "dsr_service",
    "dsr_logistics",
}
# Rates that can pass 100 %: their middle value must be higher before it is taken for percent points.
_OPEN_RATES = frozenset({"acos", "tacos", "break_even_acos"})
_FRACTION_TOP = {"ctr": 0.2}  # a click rate above 20 % is rarer than one written 0.5 for 0.5 %


class Columns:
    """The product rows of a sheet, column by column, collecting what the operator should know."""

    def __init__(self, rows: Sequence[int], issues: list[Issue]) -> None:
        self.rows = rows
        self.issues = issues
        self._unstored: dict[int, tuple[Assigned, list[int]]] = {}

    def cell_issue(self, a: Assigned, i: int, code: str, found: object, **words: Any) -> None:
        """Report one cell: ``i`` is its place among the product rows."""
        row = self.rows[i]
        if code == "error_cell" and isinstance(found, CellError) and found.text.startswith("="):
            self._unstored.setdefault(a.index, (a, []))[1].append(row)  # said once for the column
            return
        if code == "error_cell" and isinstance(found, CellError) and found.text == "#NAME?":
            code = "unknown_function"  # not the operator's mistake: the add-in is not there
        pairs = {k: v for k, v in words.items() if isinstance(v, tuple)}
        rest = {k: v for k, v in words.items() if not isinstance(v, tuple)}
        self.issues.append(
            issue(code, row, a.index, found, pairs, cell=cell_name(row, a.index), header=a.header, **rest)
        )

    def unstored_issues(self, dropped: set[int]) -> None:
        """Report the formulas without a stored result, once for each column."""
        for a, rows in self._unstored.values():
            if kept := [row for row in rows if row not in dropped]:
                self.column_issue(a, "no_stored_result", len(kept), cell=cell_name(kept[0], a.index))

    def assume(self, a: Assigned, code: str, found: object = None, **words: Any) -> None:
        """Report an assumption about a column, once."""
        if code in a.assumed:
            return
        a.assumed.append(code)
        self.column_issue(a, code, found, **words)

    def column_issue(self, a: Assigned, code: str, found: object = None, **words: Any) -> None:
        """Report something about a column."""
        pairs = {k: v for k, v in words.items() if isinstance(v, tuple)}
        rest = {k: v for k, v in words.items() if not isinstance(v, tuple)}
        self.issues.append(issue(code, None, a.index, found, pairs, header=a.header, **rest))

    # Numbers
    # ------------------------------------------------------------------------------------------------------

    def numbers(self, a: Assigned, cells: Sequence[object], zero_is_true: bool = False) -> Numbers:
        """Read a column of numbers; what cannot be meant is blank and reported.

        ``zero_is_true``: a 0 in a cost column is meant (freight that the product cost already includes).
        """
        term = terms()[str(a.term)]
        expected = _EXPECTED.get(term.kind, _NUMBER)
        n = parse_column(cells, small=term.kind in ("rate", "ratio", "stars"))
        for i, problem in n.problems:
            self.cell_issue(a, i, _PROBLEM_CODES[problem], cells[i], expected=expected)
        self._refuse_marks(a, n, cells, term.kind, expected)
        if term.kind == "rate":
            self._scale_rate(a, n, cells)
        self._refuse_impossible(a, n, cells, term.signed, zero_is_true)
        return n

    def _blank(
        self,
        a: Assigned,
        n: Numbers,
        cells: Sequence[object],
        where: NDArray[np.bool_],
        code: str,
        **words: Any,
    ) -> None:
        for i in np.flatnonzero(where).tolist():
            self.cell_issue(a, i, code, cells[i], **words)
        n.values[where] = math.nan

    def _refuse_marks(
        self, a: Assigned, n: Numbers, cells: Sequence[object], kind: str, expected: tuple[str, str]
    ) -> None:
        """Blank a cell whose sign or unit belongs to another kind of quantity: 30 % as a price, 35 kg as a length."""
        if n.percent is not None and kind not in ("rate", "ratio"):
            self._blank(a, n, cells, n.percent, "not_a_number", expected=expected)
        if n.currencies is not None and kind != "money":
            self._blank(a, n, cells, ~missing(n.currencies), "not_a_number", expected=expected)
        if n.units is not None:
            fits = {
                "length": set(LENGTH_UNITS),
                "weight": set(WEIGHT_UNITS),
                "count": {"count"},
                "days": {"count"},
                "stars": {"count"},
            }
            good = fits.get(kind, set()) | {None}
            wrong = np.array([u not in good for u in n.units], dtype=bool)
            self._blank(a, n, cells, wrong, "wrong_unit", term=label_pair(str(a.term)))

    def _refuse_impossible(
        self, a: Assigned, n: Numbers, cells: Sequence[object], signed: bool, zero_is_true: bool
    ) -> None:
        name = str(a.term)
        if not signed and bool((n.values < 0).any()):
            self._blank(a, n, cells, n.values < 0, "negative", term=label_pair(name))
        if name in _POSITIVE and bool((n.values == 0).any()):
            self._blank(a, n, cells, n.values == 0, "not_positive", term=label_pair(name))
        if name in _PLACEHOLDER_TERMS:
            odd = np.isin(n.values, list(_PLACEHOLDER_COSTS))
            if zero_is_true:
                odd &= n.values != 0
            if n.currencies is not None:  # ¥1 with its currency was written on purpose; ¥0 still tells nothing
                odd &= (n.values == 0) | missing(n.currencies)
            self._blank(a, n, cells, odd, "placeholder_number")

    def _scale_rate(self, a: Assigned, n: Numbers, cells: Sequence[object]) -> None:
        """Turn unsigned rates into fractions by the column's middle value; cells with % have their own scale."""
        signed = n.percent if n.percent is not None else np.zeros(len(cells), dtype=bool)
        unsigned = ~signed & np.isfinite(n.values)
        if a.unit is None:
            unsigned &= ~self._fractions_among_percents(a, n, signed, unsigned)
        some = np.abs(n.values[unsigned & (n.values != 0)])
        if not some.size:
            return
        middle = float(np.median(some))
        name = str(a.term)
        if a.unit in ("percent", "fraction"):
            points = a.unit == "percent"
        else:
            points = middle > _FRACTION_TOP.get(name, 1.5 if name in _OPEN_RATES else 1.0)
            self.assume(a, "percent_points" if points else "percent_fraction", float(f"{middle:.6g}"))
            a.unit = "percent" if points else "fraction"
        raw = n.values.copy()
        if points:
            n.values[unsigned] /= 100
        self._other_scale(a, n, cells, raw, unsigned, points)

    def _fractions_among_percents(
        self, a: Assigned, n: Numbers, signed: NDArray[np.bool_], unsigned: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Find bare fractions beside explicit percents: 0.05 among 8 %, 9 % is 5 %, for 0.05 % would be far off."""
        sure = np.zeros(len(n.values), dtype=bool)
        explicit = np.abs(n.values[signed & np.isfinite(n.values) & (n.values != 0)])
        if explicit.size <= np.count_nonzero(unsigned & (n.values != 0)):  # most rows must show the size
            return sure
        size = np.abs(n.values) / float(np.median(explicit))
        sure = unsigned & (np.abs(n.values) <= 1) & (size >= 0.2) & (size <= 5) & (size / 100 < 0.2)
        if sure.any():
            first = int(np.flatnonzero(sure)[0])
            cell = cell_name(self.rows[first], a.index)
            self.assume(a, "fraction_among_percents", float(n.values[first]), cell=cell)
        return sure

    def _other_scale(
        self,
        a: Assigned,
        n: Numbers,
        cells: Sequence[object],
        raw: Floats,
        unsigned: NDArray[np.bool_],
        points: bool,
    ) -> None:
        """Settle the cells that were surely written on the other scale.

        8 among 0.08, 0.05 can only be 8 %, where the rate cannot pass 100 %. 0.3 among 25, 30 may be 0.3 %
        or 30 %: which one is meant would be a guess.
        """
        if not points and str(a.term) not in _OPEN_RATES:
            sure = unsigned & (raw > 1)
            for i in np.flatnonzero(sure).tolist():
                n.values[i] = raw[i] / 100
                self.cell_issue(a, i, "percent_cell", cells[i])
            unsigned = unsigned & ~sure
        other = raw if points else raw / 100
        nonzero = np.abs(n.values[np.isfinite(n.values) & (n.values != 0)])
        middle = float(np.median(nonzero)) if nonzero.size else math.nan
        with np.errstate(divide="ignore", invalid="ignore"):
            far = np.abs(np.log(np.abs(n.values) / middle))
            far_other = np.abs(np.log(np.abs(other) / middle))
            doubtful = (np.abs(raw) <= 1) if points else (np.abs(raw) > 1)
            wrong = unsigned & doubtful & (raw != 0) & (far > math.log(10)) & (far_other < far)
        scale = ("percent", "百分数") if points else ("fractions", "小数")
        self._blank(a, n, cells, wrong, "unclear_percent", scale=scale)

    # Units
    # --------------------------------------------------------------------------------------------------------

    def unit_words(self, a: Assigned, cells: Sequence[object]) -> Objects:
        """Read a unit column (尺寸单位, 重量单位): one unit per row, None when blank, "?" when not known."""
        out = np.full(len(cells), None, dtype=object)
        for i, cell in enumerate(cells):
            text = text_value(cell)
            if text is None:
                continue
            unit = UNIT_WORDS.get(plain(text))
            if unit is None or unit == "count":
                self.cell_issue(a, i, "unknown_unit", cell)
                out[i] = "?"
            else:
                out[i] = unit
        return out

    def sides(self, a: Assigned, cells: Sequence[object]) -> list[Sides]:
        """Read a column of composite sizes."""
        text = a.cell.text.casefold()
        with_weight = "重" in text or "weight" in text
        cache: dict[str, Sides] = {}
        out = []
        for i, cell in enumerate(cells):
            if isinstance(cell, str):
                sides = cache.get(cell) or cache.setdefault(cell, parse_sides(cell, with_weight))
            else:
                sides = parse_sides(cell, with_weight)
            if sides.problem not in ("", "blank"):
                expected = ("three sides such as 10x20x30cm", "三边，如 10x20x30cm")
                self.cell_issue(a, i, _PROBLEM_CODES[sides.problem], cell, expected=expected)
            elif not sides.problem and min(sides.length, sides.width, sides.height) <= 0:
                self.cell_issue(a, i, "not_positive", cell, term=label_pair("dimensions"))
                sides = Sides(math.nan, math.nan, math.nan, problem="text")
            out.append(sides)
        return out

    # Texts and dates
    # ----------------------------------------------------------------------------------------------

    def texts(self, a: Assigned, cells: Sequence[object]) -> Objects:
        """Read a column of text; blanks and placeholders are None."""
        listed = list(cells)
        out: Objects = np.full(len(listed), None, dtype=object)
        out[:] = listed
        all_texts = set(map(type, listed)) == {str}
        written: list[Any] = listed if all_texts else [cell for cell in listed if type(cell) is str]
        changed = changed_texts(written)
        for i, cell in enumerate(listed) if changed or not all_texts else ():
            if type(cell) is str:
                out[i] = changed.get(cell, cell)
            else:
                if isinstance(cell, CellError):
                    self.cell_issue(a, i, "error_cell", cell)
                out[i] = text_value(cell)
        return out

    def dates(self, a: Assigned, cells: Sequence[object]) -> NDArray[np.datetime64]:
        """Read a column of days."""
        days, problems, serials = parse_dates(cells)
        for i, problem in problems:
            self.cell_issue(a, i, _PROBLEM_CODES[problem], cells[i])
        if serials:
            shown = next(c for c in cells if isinstance(c, (int, float)) and 20000 <= c < 80000)
            self.assume(a, "excel_day_numbers", shown)
        return days

    def currency_codes(self, a: Assigned, cells: Sequence[object]) -> tuple[Objects, Objects]:
        """Read a currency column: codes, and the sign as written where several currencies share it."""
        codes = np.full(len(cells), None, dtype=object)
        signs = np.full(len(cells), None, dtype=object)
        known: dict[str, str | None] = {}
        for i, cell in enumerate(cells):
            text = text_value(cell)
            if text is None:
                continue
            if text not in known:
                known[text] = CURRENCY_WORDS.get(plain(text))
            if known[text] is None:
                self.cell_issue(a, i, "unknown_currency", cell)
            codes[i] = known[text]
            signs[i] = plain(text) if plain(text) in SHARED_SIGNS else None
        return codes, signs


def to_canonical(
    values: Floats, units: Sequence[str | None] | Objects, table: dict[str, float]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Convert by a unit per row; returns the values and where no unit was known (those are NaN)."""
    factors = {unit: table.get(unit, math.nan) if unit else math.nan for unit in set(units)}
    factor = np.fromiter(map(factors.__getitem__, units), float, len(units))
    return values * factor, np.isnan(factor) & np.isfinite(values)


def first_known(size: int, *sources: Objects | str | None) -> Objects:
    """Return per row the first unit that a source names; each source is one for all rows, one per row, or None."""
    out = np.full(size, None, dtype=object)
    for source in reversed(sources):
        if isinstance(source, str):
            out[:] = source
        elif source is not None:
            out = np.where(missing(source), out, source)
    return out

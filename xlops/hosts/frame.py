"""The DataFrame door: the formulas on columns, and the grades of a whole frame. The same numbers as everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from xlops.catalog import catalogue, with_today
from xlops.grading.results import Settings, grade
from xlops.hosts.batch import require_products
from xlops.hosts.own_tables import take_own_tables
from xlops.hosts.python import near_formulas
from xlops.hosts.report import receipt
from xlops.sheets import Grid, SavedMapping, SheetMapping, read_sheet

_NAME = "frame"
_PREFIX = "xlops_"
_NUMBER = re.compile(r"[+-]?(\d[\d,]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*%?", re.IGNORECASE)


def apply(frame: pd.DataFrame, formula: str, **arguments: Any) -> pd.Series | pd.DataFrame:
    """Compute a formula for every row of a frame.

    Args:
        frame: the rows.
        formula: its name, such as ``AMZ_REFERRAL_FEE``.
        arguments: the formula's arguments: the name of a column, or one value for all rows; ``as_of`` left out is
            today.

    Returns:
        A series named as the formula, on the frame's index, NaN (None for texts) where the result is unknown; for a
        formula that spills, a frame with a column per line.

    Raises:
        KeyError: if there is no formula of that name, or a number argument names no column.
        TypeError: if an argument is missing or not one of the formula's.
    """
    take_own_tables()
    chosen = catalogue().get(formula.upper())
    if chosen is None:
        near = " / ".join(near_formulas(formula))
        raise KeyError(f"{formula}: there is no such formula. 没有该公式。" + (f" {near} ?" if near else ""))
    numbers = {argument.name for argument in chosen.arguments if argument.term.is_number}
    for name in numbers.intersection(arguments):
        _require_column(frame, name, arguments[name])
    given = {name: _column(frame, value) for name, value in arguments.items()}
    bound = with_today(chosen.bind(**given), date.today())
    if chosen.spills:
        size = len(frame)
        rows = {k: np.resize(np.asarray(v, dtype=object), size) for k, v in bound.items() if v is not None}
        table = chosen.table(**rows)
        return pd.DataFrame(table[1:], columns=table[0], index=frame.index).astype(float)
    value = chosen.outcome(**bound).value
    return pd.Series(np.resize(value, len(frame)), index=frame.index, name=chosen.name)


def _require_column(frame: pd.DataFrame, argument: str, value: Any) -> None:
    """Make sure that a text given for a number is a column, or a number written as text."""
    if not isinstance(value, str) or value in frame.columns or _NUMBER.fullmatch(value.strip()):
        return
    from rapidfuzz import fuzz, process  # here, because only errors need it

    found = process.extract(value, list(map(str, frame.columns)), scorer=fuzz.WRatio, limit=3, score_cutoff=50)
    near = f" {' / '.join(match for match, _, _ in found)} ?" if found else ""
    raise KeyError(f"{argument}: there is no column {value!r}. 没有名为“{value}”的列。{near}")


def _column(frame: pd.DataFrame, value: Any) -> Any:
    """Return the column of that name as an array with None for blanks, or the value itself."""
    if not isinstance(value, str) or value not in frame.columns:
        return value
    column = frame[value]
    if column.dtype.kind == "f":
        return column.to_numpy()
    return column.astype(object).where(column.notna(), None).to_numpy(dtype=object)


def grade_frame(
    frame: pd.DataFrame, settings: Settings | None = None, columns: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Grade the products of a frame, whose column names are read like the header of a sheet.

    Args:
        frame: one product per row; subtotals and notes among the rows are left alone.
        settings: as for the batch; left out: today, and the market that the frame tells.
        columns: corrections, column name -> term (or ``"ignore"``).

    Returns:
        A copy with the columns ``xlops_<key>`` appended (``xlops_profit``, ``xlops_grade``, ...). Rows that are no
        products have no values there. ``attrs["xlops"]`` holds the receipt.

    Raises:
        SheetError: if the columns are not understood as a product sheet.
    """
    header = [" ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in frame.columns]
    rows = frame.astype(object).where(frame.notna(), None).to_numpy(dtype=object).tolist()
    own = frozenset(place for place, name in enumerate(header) if name.startswith(_PREFIX))
    saved = SavedMapping({_NAME: SheetMapping(header_row=1, columns=dict(columns or {}))})
    sheet = read_sheet(Grid(_NAME, [header, *rows], skip_columns=own), saved)
    require_products(sheet)
    take_own_tables()
    graded = grade(sheet, settings or Settings(as_of=date.today()))
    places = sheet.rows - 1
    result = frame.drop(columns=frame.columns[sorted(own)])
    for column in graded.columns:
        text = column.values.dtype == object
        values = np.full(len(frame), None if text else np.nan, dtype=object if text else np.float64)
        values[places] = column.values
        result[_PREFIX + column.key] = values
    result.attrs["xlops"] = receipt(graded, rows=False)
    return result

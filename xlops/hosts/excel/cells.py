"""Values in and out of Excel cells: what a cell holds becomes what a formula takes, and its answer what a cell shows.

Arguments come as xlwings hands them over with ``ndim=2`` and ``err_to_str=True``: a list of rows, or None where the
argument is left out. Excel, xlwings Lite and LibreOffice differ in small things (a date is a number, a datetime or a
text; a currency cell is a Decimal; a blank is None, or 0 for a date), so everything is told apart here by the kind of
the argument, and nowhere else.

An unknown result is the text ``#N/A`` and an impossible input ``#VALUE!``; the add-in turns these texts into Excel's
own errors. An error in an argument is the answer of its row: a broken cost never becomes a blank one. Why a result is
``#N/A`` is told by the formula's ``_EXPLAIN`` twin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Formula, catalogue, with_today
from xlops.errors import REASONS, InvalidInput, Reason
from xlops.fees.library import Library, active_library

UNKNOWN, IMPOSSIBLE = "#N/A", "#VALUE!"
ERRORS = frozenset({UNKNOWN, IMPOSSIBLE, "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#SPILL!", "#CALC!"})

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+)(%?)")
_EXCEL_ROWS = 1_048_576
# Excel's days: number 60 is 29 February 1900, which never was; all earlier numbers are a day less.
_EPOCH, _NO_SUCH_DAY, _LAST_DAY = date(1899, 12, 30), 60, 2_958_465
_EXCEL_OF = {reason: IMPOSSIBLE if text.kind == "invalid" else UNKNOWN for reason, text in REASONS.items()}
_PLAIN = {float, int, type(None)}

Block = Sequence[Sequence[object]]
# The cells of an argument in reading order, and the error texts among them by place.
Errors = dict[int, str]


def call(name: str, arguments: Sequence[object], today: date | None = None) -> object:
    """Evaluate a formula as a cell does.

    Args:
        name: its Excel name, such as ``AMZ_REFERRAL_FEE``.
        arguments: the arguments in order, each a list of rows, a single value, or None where it is left out. Ranges of
            several shapes meet as in Excel: a single cell counts for every row, a row and a column span a table, and
            where one range is shorter than another the rows beyond its end are ``#N/A``.
        today: the day that a blank ``as_of`` means; left out, the day it is.

    Returns:
        One value where every argument is a single cell, else a list of rows. Tables are always a list of rows.
    """
    formula = catalogue()[name]
    day = today or date.today()
    if not formula.spills and (cells := _single_cells(arguments)) is not None:
        return _single(name, day, active_library(), *cells)
    blocks = [_block(argument) for argument in arguments]
    height, width = max(map(len, blocks), default=1), max((len(b[0]) for b in blocks), default=1)
    if height == _EXCEL_ROWS:
        height = _filled(blocks)
        blocks = [b[:height] for b in blocks]
    if formula.spills:
        return _table(formula, blocks, day)
    columns = [b[0][0] if len(b) == len(b[0]) == 1 else _stretched(b, height, width) for b in blocks]
    values = _column(formula, columns, height * width, day)
    return [values[row : row + width] for row in range(0, len(values), width)]


def _single_cells(arguments: Sequence[object]) -> list[object] | None:
    """Return the value of each argument where all are single cells."""
    cells = []
    for argument in arguments:
        if isinstance(argument, list | tuple):
            if len(argument) != 1:
                return None
            (argument,) = argument
            if isinstance(argument, list | tuple):
                if len(argument) != 1:
                    return None
                (argument,) = argument
        cells.append(argument)
    return cells


def _block(argument: object) -> Block:
    """Return an argument as a list of rows."""
    if isinstance(argument, list | tuple):
        return argument if argument and isinstance(argument[0], list | tuple) else [argument or [None]]
    return [[argument]]


def _filled(blocks: Sequence[Block]) -> int:
    """Return how many rows of whole columns are used; Excel hands over every row of A:A."""
    last = 1
    for block in blocks:
        if len(block) == _EXCEL_ROWS:
            used = (n for n in range(_EXCEL_ROWS, last, -1) if any(cell not in (None, "") for cell in block[n - 1]))
            last = next(used, last)
        else:
            last = max(last, len(block))
    return last


def _stretched(block: Block, height: int, width: int) -> list[object]:
    """Return the cells of a range over the whole table, row by row."""
    if len(block) == height and len(block[0]) == width == 1:
        return [row[0] for row in block]
    rows = list(block) * height if len(block) == 1 else list(block)
    wide = [list(row) * width if len(row) == 1 else list(row) for row in rows]
    missing = [UNKNOWN] * width
    return [cell for row in (*wide, *[missing] * (height - len(wide))) for cell in (*row, *missing[len(row) :])]


@lru_cache(maxsize=1 << 16, typed=True)
def _single(name: str, day: date, library: Library, *cells: object) -> object:
    """Evaluate one row. Excel asks the same again at each recalculation, so answers are remembered.

    An answer is the same for as long as the inputs (a number and a text that looks like it are two), the day and the
    fee tables are.
    """
    formula = catalogue()[name]
    read = []
    for reader, cell in zip(_readers(name), cells, strict=False):
        if type(cell) is str and cell in ERRORS:
            return cell
        read.append(reader(cell))
    bound = with_today(formula.bind(*read), day)
    result, reason = formula.single(bound)
    if reason == Reason.OK:
        return UNKNOWN if result is None or result != result else result
    if name.endswith("_EXPLAIN") and _EXCEL_OF[reason] == IMPOSSIBLE:
        return str(formula.invalid(reason, bound))  # a twin is asked for words
    return _EXCEL_OF[reason]


def _column(formula: Formula, columns: Sequence[object], length: int, day: date) -> list[object]:
    """Evaluate rows; a row with an error in it is that error."""
    if formula.name.endswith("_EXPLAIN"):  # words differ from row to row, also those for an impossible input
        rows = zip(*(given if isinstance(given, list) else [given] * length for given in columns), strict=True)
        return [_single(formula.name, day, active_library(), *row) for row in rows]
    errors: Errors = {}
    read: list[object] = []
    for argument, reader, given in zip(formula.arguments, _readers(formula.name), columns, strict=False):
        if isinstance(given, list):
            read.append(_read(given, reader, argument.term.kind, argument.term.is_number, errors))
        elif isinstance(given, str) and given in ERRORS:
            return [given] * length
        else:
            read.append(reader(given))
    value, reason = formula.outcome(**with_today(formula.bind(*read), day))
    shown = _shown(value, reason)
    for place, error in errors.items():
        shown[place] = error
    return shown


def _read(cells: list[object], reader: Callable[[object], object], kind: str, number: bool, errors: Errors) -> object:
    """Return a column as the formula takes it, and note the errors in it; the first argument's error counts."""
    if (number or kind == "date") and _PLAIN.issuperset(map(type, cells)):
        return np.array(cells, dtype=np.float64) if number else _days(cells)
    found = {place: cell for place, cell in enumerate(cells) if type(cell) is str and cell in ERRORS}
    if found:
        cells = list(cells)
        for place, error in found.items():
            cells[place] = None
            errors.setdefault(place, error)
    column = np.empty(len(cells), dtype=object)
    column[:] = [reader(cell) for cell in cells] if number or kind == "date" else cells
    return column


def _days(cells: Sequence[object]) -> object:
    """Return Excel's day numbers as days, at once where each is one; a blank is no day."""
    numbers = np.array(cells, dtype=np.float64)
    given = ~np.isnan(numbers) & (numbers != 0)
    if not ((numbers > _NO_SUCH_DAY) & (numbers < _LAST_DAY + 1))[given].all():
        return np.array([_day(cell) for cell in cells], dtype=object)
    offset = np.where(given, np.floor(numbers), 0).astype("timedelta64[D]")
    return np.where(given, np.datetime64(_EPOCH, "D") + offset, np.datetime64("NaT", "D"))


@cache
def _readers(name: str) -> tuple[Callable[[object], object], ...]:
    """Return, for each argument of a formula, what makes its value of a cell's."""
    kinds = {"date": _day}
    return tuple(
        _figure if argument.term.is_number else kinds.get(argument.term.kind, _as_it_is)
        for argument in catalogue()[name].arguments
    )


def _as_it_is(cell: object) -> object:
    return cell


def _figure(cell: object) -> object:
    """Return a number that is written as text as a number; any other text stays, and the formula refuses it."""
    if not isinstance(cell, str):
        return cell
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None:
        return cell.strip() or None
    number = float(found[1].replace(",", ""))
    return number / 100 if found[2] else number


def _day(cell: object) -> object:
    """Return Excel's number of a day as the day. 0 is a blank: xlwings Lite hands over blanks so."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    if cell == 0:
        return None
    if not 0 < cell < _LAST_DAY + 1:
        return str(cell)  # no day: the formula refuses it as it refuses any text
    return _EPOCH + timedelta(days=int(cell) + (cell < _NO_SUCH_DAY))


def _shown(value: NDArray[Any], reason: NDArray[np.uint8]) -> list[object]:
    """Return what the cells show."""
    shown: list[object] = value.tolist()
    for place in np.flatnonzero(reason).tolist():
        shown[place] = _EXCEL_OF[Reason(int(reason[place]))]
    blank = np.flatnonzero(np.isnan(value)) if value.dtype.kind == "f" else ()
    for place in blank:
        if reason[place] == Reason.OK:
            shown[place] = UNKNOWN
    return [UNKNOWN if cell is None else cell for cell in shown] if value.dtype == object else shown


def _table(formula: Formula, blocks: Sequence[Block], day: date) -> object:
    """Evaluate a formula that spills: a table of one product, or a heading and a row per product."""
    errors: Errors = {}
    read: list[object] = []
    for argument, reader, block in zip(formula.arguments, _readers(formula.name), blocks, strict=False):
        cells = [cell for row in block for cell in row]
        if len(cells) == 1:
            if isinstance(cells[0], str) and cells[0] in ERRORS:
                return cells[0]
            read.append(reader(cells[0]))
        else:
            read.append(_read(cells, reader, argument.term.kind, argument.term.is_number, errors))
    try:
        table = formula.table(**with_today(formula.bind(*read), day))
    except InvalidInput:
        return IMPOSSIBLE
    except ValueError:  # columns of several lengths
        return IMPOSSIBLE
    rows = [["" if cell is None else UNKNOWN if cell != cell else cell for cell in row] for row in table.tolist()]
    for place, error in errors.items():
        rows[place + 1] = [error for _ in rows[place + 1]]
    return rows

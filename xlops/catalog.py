"""The one list of public formulas.

A formula is a function over whole columns, registered with :func:`formula`. Its argument names are terms of the
vocabulary, so units, help and header words come from there; Excel, the commands, the DataFrame door and the reference
are generated from this list.

Every formula takes scalars or arrays, which broadcast, and gives a scalar or an array back. One path serves both.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from os import cpu_count
from time import perf_counter
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.errors import REASONS, InvalidInput, Reason
from xlops.terms import Term, term, terms

Reasons = NDArray[np.uint8]
Group = Literal["amazon", "aliexpress", "advertising", "margin", "inventory", "grading", "lists"]

# Where formulas are registered, in the order of the reference.
_MODULES = (
    "xlops.formulas.amazon",
    "xlops.formulas.amazon_stock",
    "xlops.formulas.amazon_plan",
    "xlops.formulas.tax",
    "xlops.formulas.near_miss",
    "xlops.formulas.fee_change",
    "xlops.formulas.aliexpress",
    "xlops.formulas.margin",
    "xlops.formulas.unit_economics",
    "xlops.formulas.pricing",
    "xlops.formulas.advertising",
    "xlops.formulas.inventory",
    "xlops.formulas.store",
    "xlops.grading.formulas",
    "xlops.formulas.lists",
    "xlops.formulas.explain",
)
# A day as people write it: 2026-11-22, 2026/1/5, 2026.1.5, 2026年1月5日; a time behind it does not matter.
_WRITTEN_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")
# Rows per chunk: small enough that a chunk's columns stay in the processor's cache.
_CHUNK = 1 << 15
# Seconds of work from which threads win more than they cost by waiting for each other: the search for a price has it,
# a fee of a hundred thousand rows has not.
_WORTH_THREADS = 0.5
_OK = np.zeros(1, dtype=np.uint8)
# The rows of a chunk, and the market that they share; _SAME where each row keeps its own.
Places = tuple[Any, Any]
_SAME = object()
# What a blank is among texts and among numbers.
_NONE: Any = None
_SCALARS = (str, int, float, type(None), Decimal, date, np.generic)


class Outcome(NamedTuple):
    """What a formula gives: a value per row, and the reason where there is none.

    ``value`` is float64 with NaN, or objects (text) with None; ``reason`` holds :class:`~xlops.errors.Reason` codes.
    """

    value: NDArray[Any]
    reason: Reasons


class Table(NamedTuple):
    """What a spilling formula of one product gives: a heading row and its rows; empty with a reason where unknown."""

    cells: NDArray[np.object_]
    reason: Reason = Reason.OK


# What a spilling formula gives otherwise: pairs of (English label, Chinese label) and the column under it.
Spill = tuple[tuple[tuple[str, str], Outcome], ...]


class Why(NamedTuple):
    """Why a call has no answer: the reason (OK where it has one), and the line of a table that it is about."""

    reason: Reason
    line: tuple[str, str] = ("", "")

    @property
    def text(self) -> str:
        """Return the reason in both languages, behind the line that it is about."""
        en, zh = self.line
        told = REASONS[self.reason]
        return f"{en}: {told.en} | {zh}：{told.zh}" if en else f"{told.en} | {told.zh}"


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of names, each distinct one kept once. Blank is None in ``values``.

    Formulas take it where they take a column, so that a column which several of them ask is read once.
    """

    index: NDArray[np.intp]
    values: tuple[str | None, ...]

    @staticmethod
    def of(cells: Iterable[object]) -> Texts:
        """Read a column; None, NaN and blank texts are blank, and other cells are kept as their text."""
        numbering = _Numbering()
        listed = cells.tolist() if isinstance(cells, np.ndarray) else list(cells)
        if listed and listed[0] is listed[-1] and listed.count(listed[0]) == len(listed):  # one for all, as often
            return Texts(np.zeros(len(listed), dtype=np.intp), (_text(listed[0]),))
        try:
            # Few names are the rule, and a byte for each is the fastest thing that Python makes of them.
            index = np.frombuffer(bytes(map(numbering.__getitem__, listed)), dtype=np.uint8).astype(np.intp)
        except ValueError:  # more than 256 names
            index = np.fromiter(map(numbering.__getitem__, listed), dtype=np.intp, count=len(listed))
        return Texts(index, tuple(_text(key) for key in numbering))

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the column."""
        return self.index.shape

    def __len__(self) -> int:
        return len(self.index)

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Which rows have no text."""
        return self.each(lambda value: value is None, np.bool_)

    def each(self, make: Callable[[str | None], Any], dtype: Any = object) -> NDArray[Any]:
        """Return for each row what ``make`` makes of its text, asked once for each distinct one."""
        return np.array([make(value) for value in self.values], dtype=dtype)[self.index]

    def map(self, number: Callable[[str], int]) -> NDArray[np.intp]:
        """Return a number for each row: ``number`` of its text, -1 where it is blank."""
        return self.each(lambda value: -1 if value is None else number(value), np.intp)


@dataclass(frozen=True)
class Argument:
    """One argument of a formula: a term, and whether it may be left out."""

    term: Term
    required: bool
    optional_text: str

    @property
    def name(self) -> str:
        """The argument's name, which is its term."""
        return self.term.name


@dataclass(frozen=True)
class Example:
    """A call and its result, shown in the reference and run as a test."""

    arguments: Mapping[str, object]
    result: object


class Formula:
    """One public formula: its names, arguments, help, and the function behind it."""

    def __init__(
        self,
        function: Callable[..., Outcome],
        group: Group,
        returns: str,
        summary_zh: str,
        examples: Sequence[Example],
        explains: bool,
        spills: bool,
    ) -> None:
        self.function = function
        self.python_name = function.__name__
        self.name = function.__name__.upper()
        self.group = group
        self.returns = returns
        self.doc = inspect.cleandoc(function.__doc__ or "")
        self.summary_en = self.doc.splitlines()[0]
        self.summary_zh = summary_zh
        self.examples = tuple(examples)
        self.explains = explains
        self.spills = spills
        self.__doc__ = self.doc
        self.__name__ = self.python_name
        parameters = inspect.signature(function).parameters
        for name in parameters:
            if name not in terms() and name != "trace":
                raise ValueError(f"{self.name}: {name!r} is no term: add [term.{name}] to xlops/terms.toml")
        self.arguments = tuple(
            Argument(
                term(p.name),
                p.default is inspect.Parameter.empty,
                "" if p.default in (None, p.empty) else str(p.default),
            )
            for p in parameters.values()
            if p.name != "trace"
        )
        self._defaults = {a.name: None for a in self.arguments if not a.required}
        self._names = tuple(a.name for a in self.arguments)
        self._required = tuple((a.name, a.term) for a in self.arguments if a.required)
        self._readers = tuple((a.name, _READERS.get(a.term.kind, _texts), a.term.signed) for a in self.arguments)

    def bind(self, *args: object, **kwargs: object) -> dict[str, object]:
        """Return the arguments by name, optional ones as None. Raises TypeError as a function would."""
        if len(args) > len(self._names):
            raise TypeError(f"{self.python_name}() takes {len(self._names)} arguments, not {len(args)}")
        bound = {**self._defaults, **dict(zip(self._names, args, strict=False))}
        for name, value in kwargs.items():
            if name not in self._names:
                raise TypeError(f"{self.python_name}() has no argument {name!r}; it has {', '.join(self._names)}")
            if name in self._names[: len(args)]:
                raise TypeError(f"{self.python_name}() got {name!r} twice")
            bound[name] = value
        for argument in self.arguments:
            if argument.name not in bound:
                of = argument.term
                raise TypeError(f"{self.python_name}() needs {of.name!r}: {of.help_en} | 缺少 {of.name}：{of.help_zh}")
        return bound

    def outcome(self, *args: object, **kwargs: object) -> Outcome:
        """Return values and reasons for every row. Nothing in the rows raises; a bad row only loses itself.

        Scalars give arrays of length 1. Arrays of several dimensions broadcast and keep their shape.
        """
        return self._outcome(self.bind(*args, **kwargs))

    def _outcome(self, bound: Mapping[str, object]) -> Outcome:
        shape = _shape(bound)
        if len(shape) > 1:
            flat = {
                n: v if isinstance(v, _SCALARS) else np.broadcast_to(np.asarray(v, dtype=object), shape).ravel()
                for n, v in bound.items()
            }
            value, reason = self._columns(flat, int(np.prod(shape)))
            return Outcome(value.reshape(shape), reason.reshape(shape))
        return self._columns(bound, shape[0] if shape else 1)

    def _columns(self, bound: Mapping[str, object], length: int) -> Outcome:
        if length <= 2 * _CHUNK:
            return self._chunk(bound, length)
        columns: dict[str, object] = {}
        for name, read, _ in self._readers:
            given = bound[name]
            long = not isinstance(given, _SCALARS) and len(given) > 1  # type: ignore[arg-type]
            # Names are read here, once for all chunks, so that no chunk handles objects.
            columns[name] = _texts(given, False)[0] if long and read is _texts else _cells(given) if long else given

        def piece(places: Places) -> Outcome:
            rows, market = places
            own = {name: _part(column, rows) for name, column in columns.items()}
            count = len(rows) if isinstance(rows, np.ndarray) else rows.stop - rows.start
            return self._chunk(own if market is _SAME else {**own, "market": market}, count)

        pieces = list(_pieces(columns.get("market"), length))
        # Any term's first use compiles its tables; do that once before several threads ask for them.
        begun = perf_counter()
        done = [piece(pieces[0])]
        if (perf_counter() - begun) * len(pieces) < _WORTH_THREADS:
            done += map(piece, pieces[1:])
        else:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(min(cpu_count() or 1, 8)) as pool:
                done += pool.map(piece, pieces[1:])
        value = np.empty(length, dtype=done[0].value.dtype)
        reason = np.empty(length, dtype=np.uint8)
        for (rows, _), outcome in zip(pieces, done, strict=True):
            value[rows], reason[rows] = outcome.value, outcome.reason
        return Outcome(value, reason)

    def _read(self, bound: Mapping[str, object]) -> tuple[dict[str, Any], Reasons]:
        """Return the columns as the function takes them, and the reason of every cell that is no value."""
        bad = _OK
        columns: dict[str, Any] = {}
        for name, read, signed in self._readers:
            given = bound[name]
            if given is None:
                columns[name] = None
                continue
            column, reason = read(given, signed)
            columns[name] = column
            if reason is not None:
                bad = np.where(bad == 0, reason, bad)
        for name, of in self._required:
            if columns[name] is None:
                columns[name] = _blank(of)
        return columns, bad

    def _chunk(self, bound: Mapping[str, object], length: int) -> Outcome:
        columns, bad = self._read(bound)
        value, reason = self.function(**columns)
        if bad is not _OK:
            reason = np.where(bad == 0, reason, bad)
            value = np.where(reason == 0, value, np.nan if value.dtype != object else _NONE)
        if len(value) != length:
            value = np.broadcast_to(value, (length,)).copy()
        if len(reason) != length:
            reason = np.broadcast_to(reason, (length,)).copy()
        return Outcome(value, reason)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Return the result: a scalar for scalars, an array for arrays.

        An unknown result is NaN (None for texts). Raises InvalidInput when a single call's input is impossible; in an
        array that row is NaN and the others stand.
        """
        if self.spills:
            return self.table(*args, **kwargs)
        bound = self.bind(*args, **kwargs)
        if not all(isinstance(value, _SCALARS) for value in bound.values()):
            return self._outcome(bound).value
        result, code = self.single(bound)
        if REASONS[code].kind == "invalid":
            raise self.invalid(code, bound)
        return result

    def single(self, bound: Mapping[str, object]) -> tuple[Any, Reason]:
        """Return the result of one call, NaN (None for a text) where it is unknown, and the reason.

        Args:
            bound: single values by argument, as :meth:`bind` gives them.
        """
        value, reason = self._chunk(bound, 1)
        result = value[0]
        return (result.item() if isinstance(result, np.generic) else result), Reason(int(reason[0]))

    def table(self, *args: object, **kwargs: object) -> NDArray[Any]:
        """Return the table of a spilling formula: label and amount per line, or a heading and a row per product.

        Labels are in English and Chinese. Unknown amounts are NaN.
        """
        bound = self.bind(*args, **kwargs)
        shape = _shape(bound)
        columns, bad = self._read({n: v if np.ndim(v) == 0 else np.ravel(_cells(v)) for n, v in bound.items()})  # type: ignore[arg-type]
        lines: Any = self.function(**columns)
        if isinstance(lines, Table):
            return self._one_table(lines, bad, bound)
        length = int(np.prod(shape)) if shape else 1
        amounts = []
        for _, outcome in lines:
            reason = np.where(bad == 0, outcome.reason, bad)
            first = Reason(int(reason[0]))
            if not shape and REASONS[first].kind == "invalid":
                raise self.invalid(first, bound)
            amounts.append(np.broadcast_to(np.where(reason == 0, outcome.value, np.nan), (length,)))
        labels = [f"{en} {zh}" for (en, zh), _ in lines]
        if not shape:
            return np.array([[label, float(a[0])] for label, a in zip(labels, amounts, strict=True)], dtype=object)
        return np.vstack([np.array(labels, dtype=object), np.array(amounts, dtype=object).T])

    def why(self, *args: object, **kwargs: object) -> Why:
        """Return why a single call has no answer; of a table of lines, why its first unknown line has none."""
        bound = self.bind(*args, **kwargs)
        if not self.spills:
            return Why(Reason(int(self._chunk(bound, 1).reason[0])))
        columns, bad = self._read(bound)
        found: Any = self.function(**columns)
        if bad.any():
            return Why(Reason(int(bad[0])))
        if isinstance(found, Table):
            return Why(found.reason)
        unknown = (Why(Reason(int(outcome.reason[0])), line) for line, outcome in found if outcome.reason[0])
        return next(unknown, Why(Reason.OK))

    def _one_table(self, table: Table, bad: Reasons, bound: Mapping[str, object]) -> NDArray[Any]:
        """Return a table as it is; where it is unknown, its one cell says why."""
        reason = Reason(int(bad[0])) if bad.any() else table.reason
        if REASONS[reason].kind == "invalid":
            raise self.invalid(reason, bound)
        if reason != Reason.OK:
            return np.array([[f"{REASONS[reason].zh} {REASONS[reason].en}"]], dtype=object)
        return table.cells

    def invalid(self, code: Reason, bound: Mapping[str, object]) -> InvalidInput:
        """Return the error that says which argument is impossible, with suggestions for a misspelt name."""
        for argument in self.arguments:
            found = bound[argument.name]
            if _explains_reason(argument.term, code, found):
                return InvalidInput(code, argument.name, found, _suggestions(argument.term, found))
        return InvalidInput(code, self.name, dict(bound))

    def __repr__(self) -> str:
        return f"<formula {self.name}({', '.join(self._names)})>"


def _pieces(market: object, length: int) -> Iterator[Places]:
    """Split the rows of a long call into chunks, of one market each: a chunk then asks few tables."""
    if not isinstance(market, Texts) or len(market.values) == 1:
        for start in range(0, length, _CHUNK):
            yield slice(start, min(start + _CHUNK, length)), _SAME
        return
    # Few names, so a radix sort.
    order = np.argsort(market.index.astype(np.uint16) if len(market.values) < 1 << 16 else market.index, kind="stable")
    ends = np.cumsum(np.bincount(market.index)).tolist()
    for value, start, end in zip(market.values, [0, *ends[:-1]], ends, strict=True):
        for first in range(start, end, _CHUNK):
            yield order[first : min(first + _CHUNK, end)], value


def _part(column: object, rows: Any) -> object:
    """Return the rows of a long column; anything else is the same for all rows."""
    if isinstance(column, Texts):
        return Texts(_rows_of(column.index, rows), column.values)
    return _rows_of(column, rows) if isinstance(column, np.ndarray) and len(column) > 1 else column


def _rows_of(column: NDArray[Any], rows: Any) -> NDArray[Any]:
    return column[rows] if isinstance(rows, slice) else column.take(rows)


def _shape(bound: Mapping[str, object]) -> tuple[int, ...]:
    """Return the shape that the arguments broadcast to."""
    arrays: list[Any] = [value for value in bound.values() if not isinstance(value, _SCALARS)]
    return np.broadcast_shapes(*{np.shape(array) for array in arrays})


_NAME_REASONS = {
    Reason.UNKNOWN_CATEGORY: ("category",),
    Reason.UNKNOWN_MARKET: ("market",),
    Reason.UNKNOWN_COUNTRY: ("country",),
    Reason.UNKNOWN_LINE: ("line",),
    Reason.UNKNOWN_PROGRAMME: ("programme",),
    Reason.UNKNOWN_UNITS: ("units",),
    Reason.UNKNOWN_METRIC: ("metric",),
    Reason.UNKNOWN_PLATFORM: ("platform",),
    Reason.BAD_DATE: ("date",),
    Reason.DAYS_REVERSED: ("date",),
    Reason.RATE_OUT_OF_RANGE: ("rate", "text"),
}
# Set by the layer that knows the names, which gives pairs (English, Chinese); the catalogue itself knows none.
suggesters: dict[str, Callable[[str], tuple[tuple[str, str], ...]]] = {}


def _explains_reason(of: Term, code: Reason, found: object) -> bool:
    number = isinstance(found, (int, float, Decimal, np.number)) and not isinstance(found, bool)
    if code == Reason.RATE_OUT_OF_RANGE and number:
        return of.kind in _NAME_REASONS[code] and not 0 <= float(found) <= 1  # type: ignore[arg-type]
    if code == Reason.SCORE_OUT_OF_RANGE:
        return of.kind == "stars" and number and not 1 <= float(found) <= 5  # type: ignore[arg-type]
    if code in _NAME_REASONS:
        return of.kind in _NAME_REASONS[code] and found is not None
    if code == Reason.NOT_A_NUMBER:
        return of.is_number and bool(
            isinstance(found, (str, bool))
            or not isinstance(found, (int, float, Decimal, np.number, type(None)))
            or (number and (found >= 2**63 or found <= -(2**63)))  # type: ignore[operator]
        )
    if code in (Reason.NEGATIVE, Reason.NOT_POSITIVE):
        limit = 0 if code == Reason.NOT_POSITIVE else -1e-300
        return of.is_number and isinstance(found, (int, float, Decimal, np.number)) and float(found) <= limit
    return False


def _suggestions(of: Term, found: object) -> tuple[tuple[str, str], ...]:
    suggest = suggesters.get(of.kind)
    return suggest(found) if suggest and isinstance(found, str) else ()


def _blank(of: Term) -> object:
    if of.is_number:
        return np.array([np.nan])
    if of.kind == "date":
        return np.array(["NaT"], dtype="datetime64[D]")
    return Texts(np.zeros(1, dtype=np.intp), (None,))


def _numbers(given: object, signed: bool) -> tuple[NDArray[np.float64], Reasons | None]:
    """Read numbers: int, float, Decimal; None and "" are blank; any other thing is not a number."""
    if type(given) is float or (type(given) is int and abs(given) < 2**63):
        column = np.array([given], dtype=np.float64)
        if 0 <= given < np.inf:
            return column, None
    else:
        array = _cells(given)
        if array.dtype.kind in "fiu":
            column = np.atleast_1d(array).astype(np.float64, copy=False)
        else:
            return _odd_numbers(np.atleast_1d(np.asarray(array, dtype=object)), signed)
    reason = None
    if not np.isfinite(column).all():
        infinite = np.isinf(column)
        if infinite.any():
            reason = np.where(infinite, np.uint8(Reason.NOT_A_NUMBER), np.uint8(0))
            column = np.where(infinite, np.nan, column)
    if not signed and (negative := column < 0).any():
        reason = np.where(negative, np.uint8(Reason.NEGATIVE), np.uint8(0) if reason is None else reason)
        column = np.where(negative, np.nan, column)
    return column, reason


def _cells(given: object) -> NDArray[Any]:
    """Return a column as an array in which mixed cells stay what they are: no number becomes a text, no bool a 1."""
    array = np.asarray(given)
    if array.dtype.kind in "fiuMO" and not (isinstance(given, list) and any(type(cell) is bool for cell in given)):
        return array
    return np.asarray(given, dtype=object)


def _odd_numbers(cells: NDArray[Any], signed: bool) -> tuple[NDArray[np.float64], Reasons | None]:
    if set(map(type, cells.tolist())) <= _PLAIN:
        # Numbers and empty cells, as a sheet gives them: None becomes NaN.
        return _numbers(cells.astype(np.float64), signed)
    column = np.full(len(cells), np.nan)
    reason = np.zeros(len(cells), dtype=np.uint8)
    for n, cell in enumerate(cells):
        if _text(cell) is None:
            continue
        if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, (int, float, Decimal, np.integer, np.floating)):
            reason[n] = Reason.NOT_A_NUMBER
            continue
        try:
            column[n] = float(cell)
        except (OverflowError, ValueError):  # a whole number beyond float64, a signalling NaN
            reason[n] = Reason.NOT_A_NUMBER
    good, odd = _numbers(column, signed)
    return good, (reason if odd is None else np.where(reason == 0, odd, reason))


_PLAIN = {float, type(None)}


class _Numbering(dict[object, int]):
    """Gives each new key the next number."""

    def __missing__(self, key: object) -> int:
        number = self[key] = len(self)
        return number


_ZERO = np.zeros(1, dtype=np.intp)


def _texts(given: object, _signed: bool) -> tuple[Texts, None]:
    """Read names; None, NaN and blank texts are blank. Numbers are kept as their text (a rate among categories)."""
    if isinstance(given, Texts):
        return given, None
    if isinstance(given, str) or np.ndim(given) == 0:  # type: ignore[arg-type]
        return Texts(_ZERO, (_text(given),)), None
    return Texts.of(given), None  # type: ignore[arg-type]


def _text(cell: object) -> str | None:
    try:
        blank = cell is None or bool(cell != cell)  # NaN and NaT differ from themselves
    except TypeError:  # pandas' NA refuses to be compared
        blank = True
    return None if blank else str(cell).strip() or None


def _dates(given: object, _signed: bool) -> tuple[NDArray[np.datetime64], Reasons | None]:
    """Read days: date, datetime, numpy and pandas dates, and texts such as 2026-11-22."""
    if type(given) is date or isinstance(given, np.datetime64):
        return np.array([given], dtype="datetime64[D]"), None
    array = np.asarray(given)
    if array.dtype.kind == "M":
        return np.atleast_1d(array).astype("datetime64[D]"), None
    cells = np.atleast_1d(np.asarray(given, dtype=object)).tolist()
    # A column has few days: each distinct cell is read once.
    numbering = _Numbering()
    index = np.fromiter(map(numbering.__getitem__, cells), dtype=np.intp, count=len(cells))
    column = np.full(len(numbering), "NaT", dtype="datetime64[D]")
    reason = np.zeros(len(numbering), dtype=np.uint8)
    for n, cell in enumerate(numbering):
        if _text(cell) is None:
            continue
        try:
            column[n] = np.datetime64(as_day(cell))
        except (ValueError, TypeError):
            reason[n] = Reason.BAD_DATE
    return column[index], reason[index] if reason.any() else None


def as_day(cell: object) -> date:
    """Return a day that is a date, or a text such as 2026-11-22, 2026/1/5 or 2026年1月5日.

    Raises:
        ValueError, TypeError: if it is none.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, np.datetime64):
        return cell.astype("datetime64[D]").item()
    if isinstance(cell, str):
        found = _WRITTEN_DAY.fullmatch(cell.strip())
        if found is None:
            raise ValueError(f"not a date: {cell!r}")
        return date(*map(int, found.groups()))
    raise TypeError(f"not a date: {cell!r}")


_READERS: dict[str, Callable[[object, bool], tuple[Any, Reasons | None]]] = {
    "date": _dates,
    **dict.fromkeys(("money", "rate", "ratio", "length", "weight", "count", "days", "stars"), _numbers),
}

_registered: dict[str, Formula] = {}


def formula(
    group: Group,
    returns: str,
    zh: str,
    examples: Iterable[tuple[Mapping[str, object], object]] = (),
    explains: bool = False,
    spills: bool = False,
) -> Callable[[Callable[..., Any]], Formula]:
    """Register a function as a public formula. Its name in capitals is the Excel name.

    ``returns`` is the kind of the result (money, rate, ratio, text, ...); ``zh`` the Chinese summary; ``examples``
    pairs of arguments and result, which are tests; ``explains`` says that the function takes a ``trace`` and has an
    explain twin; ``spills`` that it gives a table instead of a column.
    """

    def register(function: Callable[..., Any]) -> Formula:
        made = Formula(function, group, returns, zh, [Example(a, r) for a, r in examples], explains, spills)
        if made.name in _registered:
            raise ValueError(f"{made.name} is registered twice")
        _registered[made.name] = made
        return made

    return register


def explained() -> tuple[Formula, ...]:
    """Return the formulas registered so far that can be explained."""
    return tuple(f for f in _registered.values() if f.explains)


def with_today(bound: dict[str, object], today: date) -> dict[str, object]:
    """Return arguments whose blank ``as_of`` is ``today``. Only hosts know what day it is."""
    if "as_of" not in bound:
        return bound
    given = bound["as_of"]
    if given is None or isinstance(given, _SCALARS):
        return {**bound, "as_of": today if _text(given) is None else given}
    cells = _cells(given)
    if cells.dtype.kind == "M":
        return {**bound, "as_of": np.where(np.isnat(cells), np.datetime64(today), cells)}
    filled = np.array([today if _text(cell) is None else cell for cell in cells.ravel().tolist()], dtype=object)
    return {**bound, "as_of": filled.reshape(cells.shape)}


@cache
def catalogue() -> dict[str, Formula]:
    """Return every public formula by its Excel name, in the order of the reference, whatever was imported first."""
    for module in _MODULES:
        import_module(module)
    own = [f for module in _MODULES for f in _registered.values() if f.function.__module__ == module]
    place = {formula.name: n for n, formula in enumerate(own)}
    twins = len(own)  # twins come last, in the order of what they explain
    own.sort(key=lambda f: twins + place.get(f.name.removesuffix("_EXPLAIN"), 0) if _is_twin(f) else place[f.name])
    return {formula.name: formula for formula in own}


def _is_twin(of: Formula) -> bool:
    return of.name.endswith("_EXPLAIN")

"""What a host hands in, and what the reader gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class CellError:
    """A cell that holds an Excel error such as ``#N/A``: unknown, never zero."""

    text: str

    def __str__(self) -> str:
        return self.text


NOTHING, FLOAT, WHOLE, OBJECT = range(4)  # what a cell holds
_AT_ONCE = 1000  # rows whose objects are made together


class CellColumn(Sequence[object]):
    """Cells of one column. Their objects are made when somebody asks for them; of numbers mostly nobody does."""

    def __init__(self, kinds: NDArray[np.uint8], values: NDArray[np.float64], objects: NDArray[np.object_]) -> None:
        """Take the cells, as :class:`Cells`."""
        self._kinds, self._values, self._objects = kinds, values, objects

    @cached_property
    def numbers(self) -> NDArray[np.float64] | None:
        """The cells as numbers, NaN for blanks; None where one is neither."""
        if (self._kinds == OBJECT).any():
            return None
        return np.where(self._kinds == NOTHING, np.nan, self._values)

    @cached_property
    def objects(self) -> NDArray[np.object_]:
        """The cells as objects."""
        return _made(self._kinds, self._values, self._objects)

    def __len__(self) -> int:
        return self._kinds.size

    @overload
    def __getitem__(self, place: int) -> object: ...
    @overload
    def __getitem__(self, place: slice) -> list[object]: ...
    def __getitem__(self, place: int | slice) -> object:
        found = self.objects[place]
        return found.tolist() if isinstance(place, slice) else found

    def __iter__(self) -> Iterator[object]:
        return iter(self.objects.tolist())


class Cells(Sequence[list[object]]):
    """The cells of a sheet as rows of equal length, held by columns and without an object for each number."""

    def __init__(self, kinds: NDArray[np.uint8], values: NDArray[np.float64], objects: NDArray[np.object_]) -> None:
        """Take the cells.

        Args:
            kinds: what each cell holds; one line of the array is a column of the sheet.
            values: of the same shape, the number of a cell, or the place of its object.
            objects: texts and all else that is no number.
        """
        self.kinds, self.values, self.objects = kinds, values, objects

    @classmethod
    def of_objects(cls, columns: NDArray[np.object_]) -> Cells:
        """Return cells that are objects; one line of the array is a column."""
        kinds = np.where(np.not_equal(columns, np.array(None, dtype=object)), OBJECT, NOTHING).astype(np.uint8)
        return cls(kinds, np.arange(columns.size, dtype=np.float64).reshape(columns.shape), columns.ravel())

    def column(self, index: int, rows: NDArray[np.int64]) -> CellColumn:
        """Return the cells of a 0-based column in some rows."""
        return CellColumn(self.kinds[index, rows], self.values[index, rows], self.objects)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __len__(self) -> int:
        return self.kinds.shape[1]

    @overload
    def __getitem__(self, row: int) -> list[object]: ...
    @overload
    def __getitem__(self, row: slice) -> list[list[object]]: ...
    def __getitem__(self, row: int | slice) -> list[Any]:
        found: list[Any] = _made(self.kinds[:, row].T, self.values[:, row].T, self.objects).tolist()
        return found

    def __iter__(self) -> Iterator[list[object]]:
        for top in range(0, len(self), _AT_ONCE):
            yield from self[top : top + _AT_ONCE]


def _made(
    kinds: NDArray[np.uint8], values: NDArray[np.float64], objects: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Return cells as objects."""
    some = kinds == OBJECT
    if some.all():
        return objects[values.astype(np.intp)]
    made = np.full(kinds.shape, None, dtype=object)
    made[some] = objects[values[some].astype(np.intp)]
    some = kinds == FLOAT
    made[some] = values[some]
    some = kinds == WHOLE
    made[some] = values[some].astype(np.int64)
    return made


@dataclass(frozen=True)
class Grid:
    """One sheet as plain values.

    ``cells`` is row-major; rows may have different lengths. A cell is None (empty), str, int, float, bool,
    Decimal, datetime, date or :class:`CellError`. ``merged`` holds 0-based inclusive rectangles (first row,
    first column, last row, last column). ``skip_columns`` are xlops's own result columns, which are not
    read.
    """

    name: str
    cells: Sequence[Sequence[object]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    skip_columns: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """The length of the longest row."""
        return len(self.cells.kinds) if isinstance(self.cells, Cells) else max(map(len, self.cells), default=0)

    def column(self, index: int, rows: NDArray[np.int64]) -> Sequence[object]:
        """Return the cells of a 0-based column in some rows; None where a row is too short."""
        if isinstance(self.cells, Cells) and index < self.width:
            return self.cells.column(index, rows)
        lines = (self.cells[row] for row in rows.tolist())
        return [line[index] if index < len(line) else None for line in lines]


@dataclass(frozen=True)
class Column:
    """One column under the header, mapped or not.

    ``term`` is None when the column is not used. ``how`` is exact, synonym, group (told by the cell above), fuzzy,
    saved, unused (understood, but another column is the better one) or none. ``unit`` is the unit that the numbers
    were read in (cm, g, in, ..., percent, fraction); ``currency`` the header's own mark. ``assumed`` holds issue codes:
    for each there is an :class:`Issue` of this column that says it in words.
    """

    index: int
    header: str
    term: str | None
    confidence: float
    how: str
    unit: str | None = None
    currency: str | None = None
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issue:
    """Something the operator should know. ``row`` and ``column`` are 0-based; None = the whole column or sheet."""

    code: str
    row: int | None
    column: int | None
    found: object
    en: str
    zh: str
    severity: Severity

    def text(self, lang: str) -> str:
        """Return the message in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class SkippedRow:
    """A row under the header that is not a product: 0-based row and why."""

    row: int
    why: str
    en: str
    zh: str


@dataclass(frozen=True)
class Sheet:
    """A sheet that was understood.

    ``data`` holds one array per term that the sheet has, one entry per product row: float64 with NaN for
    numbers (lengths in cm, weights in g, rates as fractions, money in ``currency``), object arrays of str
    and None for text and names, datetime64[D] with NaT for dates. ``currency`` holds, for each money term,
    the ISO code per row; None = the sheet does not say. ``rows`` are 0-based row numbers. ``untold`` has,
    for a term that came from reports alone, the rows of which no report speaks: they are rows of a sheet
    without such a column.
    """

    name: str
    header_rows: tuple[int, int]
    columns: tuple[Column, ...]
    rows: NDArray[np.int64]
    skipped: tuple[SkippedRow, ...]
    data: Mapping[str, NDArray[Any]]
    currency: Mapping[str, NDArray[np.object_]]
    issues: tuple[Issue, ...]
    language: Literal["zh", "en"]
    platform: str | None
    untold: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    @cached_property
    def unread(self) -> Mapping[tuple[str, int], Issue]:
        """Return the cells that are filled and could not be read, by term and row."""
        terms = {column.index: column.term for column in self.columns if column.term}
        return {
            (str(terms[found.column]), found.row): found
            for found in self.issues
            if found.severity == "error" and found.row is not None and found.column in terms
        }


def column_letters(index: int) -> str:
    """Return Excel's letters of a 0-based column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return Excel's name of a 0-based cell, such as E3."""
    return f"{column_letters(column)}{row + 1}"

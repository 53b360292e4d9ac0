"""The cells of a sheet as the fast reader hands them over: by columns, without a Python object for each number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

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

    def apart(self) -> tuple[NDArray[np.float64], list[tuple[int, object]]]:
        """Return the cells as numbers, NaN for all else, and place and object of each that is an object."""
        other = np.flatnonzero(self._kinds == OBJECT)
        values = np.where((self._kinds == FLOAT) | (self._kinds == WHOLE), self._values, np.nan)
        objects = self._objects[self._values[other].astype(np.intp)]
        return values, list(zip(other.tolist(), objects.tolist(), strict=True))

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
        return self.rows(row)

    def rows(self, rows: int | slice | NDArray[np.int64]) -> list[Any]:
        """Return one row, or several."""
        found: list[Any] = _made(self.kinds[:, rows].T, self.values[:, rows].T, self.objects).tolist()
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

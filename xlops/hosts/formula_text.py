"""Evaluating the text of our own live formulas on the cells of a sheet, to prove them before they are written.

This is no spreadsheet: it knows what :mod:`xlops.hosts.live_formulas` writes and refuses anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from xlops.hosts.excel import cells

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)|(?P<text>\"(?:[^\"]|\"\")*\")|(?P<name>[A-Z][A-Z0-9_]*)(?=\()|"
    r"(?P<cell>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<mark>[-+*/=<>(),]))",
    re.I,
)
_CELL = re.compile(r"\$?([A-Z]+)(\$?)(\d+)")


@dataclass(frozen=True)
class Evaluated:
    """The results of a formula over a run, and the places in it where Excel might read a text as a number."""

    values: list[object]
    doubtful: frozenset[int]


def evaluate(text: str, read: Callable[[int, int], object], first: int, last: int, today: date) -> Evaluated:
    """Evaluate a formula of a run as Excel does.

    Only what our own formulas hold is understood: cells and ranges, constants, ``+ - * / = >``, IF, NA, ROUND, N of a
    text, and calls of xlops formulas.

    Args:
        text: the formula without ``=``.
        read: gives a cell by 0-based row and column, as Range.Value2 has it; errors as their text.
        first: first row of the run.
        last: its last row.
        today: the day that a date left out means.

    Raises:
        ValueError: if the text is no such formula, or a range has other rows than the run.
    """
    evaluation = _Evaluation(text, read, first, last, today)
    return Evaluated(evaluation.column(evaluation.whole()), frozenset(evaluation.doubtful))


class _Column(list[object]):
    """One value for each row of the run; anything else is the same for all rows."""


class _Evaluation:
    def __init__(self, text: str, read: Callable[[int, int], object], first: int, last: int, today: date) -> None:
        self.read, self.first, self.length, self.today = read, first, last - first + 1, today
        self.doubtful: set[int] = set()
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"not understood: {text[at:]}")
            self.tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
            at = found.end()
        self.tokens.append(("end", ""))
        self.at = 0

    def column(self, value: object) -> list[object]:
        return list(value) if isinstance(value, _Column) else [value] * self.length

    def whole(self) -> object:
        value = self._compared()
        if self.tokens[self.at][0] != "end":
            raise ValueError(f"not understood: {self.tokens[self.at][1]}")
        return value

    def _takes(self, *marks: str) -> str:
        kind, token = self.tokens[self.at]
        if kind == "mark" and token in marks:
            self.at += 1
            return token
        return ""

    def _compared(self) -> object:
        value = self._sum()
        while mark := self._takes("=", ">"):
            value = self._each(_equal if mark == "=" else _greater, value, self._sum())
        return value

    def _sum(self) -> object:
        value = self._product()
        while mark := self._takes("+", "-"):
            value = self._arithmetic(mark, value, self._product())
        return value

    def _product(self) -> object:
        value = self._one()
        while mark := self._takes("*", "/"):
            value = self._arithmetic(mark, value, self._one())
        return value

    def _one(self) -> object:
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(token)
        if kind == "text":
            return token[1:-1].replace('""', '"')
        if kind == "cell":
            return self._cells(token)
        if kind == "name":
            return self._function(token.upper(), self._arguments())
        if token == "(":
            value = self._compared()
            if self._takes(")"):
                return value
        raise ValueError(f"not understood: {token}")

    def _arguments(self) -> list[object]:
        self._takes("(")
        found: list[object] = []
        while not self._takes(")"):
            if self._takes(","):
                found.append(None)
                continue
            found.append(self._compared())
            if not self._takes(","):
                if not self._takes(")"):
                    raise ValueError("a bracket is not closed")
                break
        return found

    def _cells(self, token: str) -> object:
        ends = [_CELL.fullmatch(end) for end in token.upper().split(":")]
        (letters, fixed, row), *rest = (end.groups() for end in ends if end)
        index = 0
        for letter in letters:
            index = index * 26 + ord(letter) - 64
        start = int(row) - 1
        if rest:
            if rest[0][0] != letters or int(rest[0][2]) - int(row) + 1 != self.length:
                raise ValueError(f"{token} has other rows than the run")
        elif fixed:
            return self.read(start, index - 1)
        return _Column(self.read(start + n, index - 1) for n in range(self.length))

    def _function(self, name: str, arguments: list[object]) -> object:
        if name == "NA":
            return cells.UNKNOWN
        if name == "N":
            return 0.0  # of a text, which is all that our formulas give it
        if name == "IF":
            return self._each(_if, *arguments)
        if name == "ROUND":
            number = self._arithmetic("+", 0.0, arguments[0])
            return self._each(lambda value: _rounded(value, arguments[1]), number)
        blocks = [[[cell] for cell in a] if isinstance(a, _Column) else a for a in arguments]
        found = cells.call(name, blocks, self.today)
        return _Column(row[0] for row in found) if isinstance(found, list) else found

    def _each(self, function: Callable[..., object], *values: object) -> object:
        if not any(isinstance(value, _Column) for value in values):
            return function(*values)
        return _Column(map(function, *(self.column(value) for value in values)))

    def _arithmetic(self, mark: str, left: object, right: object) -> object:
        for value in (left, right):
            for place, cell in enumerate(self.column(value)):
                # Excel may take such a text for a number or a day (12/15), as its language has it.
                if isinstance(cell, str) and cell not in cells.ERRORS and any(map(str.isdigit, cell)):
                    self.doubtful.add(place)
        return self._each(lambda a, b: _calculated(mark, a, b), left, right)


def _error(*values: object) -> str | None:
    return next((value for value in values if isinstance(value, str) and value in cells.ERRORS), None)


def _calculated(mark: str, left: object, right: object) -> object:
    if (error := _error(left, right)) is not None:
        return error
    if isinstance(left, str) or isinstance(right, str):
        return cells.IMPOSSIBLE
    a, b = float(left or 0), float(right or 0)  # type: ignore[arg-type]  # a blank is 0
    if mark == "/":
        return a / b if b else "#DIV/0!"
    return a + b if mark == "+" else a - b if mark == "-" else a * b


def _rounded(value: object, digits: object) -> object:
    """Round as Excel does: a half goes away from 0."""
    if isinstance(value, str):
        return value
    step = Decimal(1).scaleb(-int(digits))  # type: ignore[call-overload]
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))


def _equal(left: object, right: object) -> object:
    if (error := _error(left, right)) is not None:
        return error
    if left is None or right is None:
        return (left or right) in (None, "", 0)
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return isinstance(left, str) == isinstance(right, str) and left == right


def _greater(left: object, right: object) -> object:
    if (error := _error(left, right)) is not None:
        return error
    if isinstance(left, str) != isinstance(right, str):
        return isinstance(left, str)  # any text is greater than any number
    return (left or 0) > (right or 0)  # type: ignore[operator]


def _if(condition: object, yes: object, no: object) -> object:
    if isinstance(condition, str):
        return condition if _error(condition) else cells.IMPOSSIBLE
    chosen = yes if condition else no
    return 0.0 if chosen is None else chosen

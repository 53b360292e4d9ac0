"""Evaluates the formula texts of the self-check as a sheet would: our functions, and the few of Excel that they use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xlops.hosts.excel.cells import ERRORS, call

_TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?|[A-Z_]+\(|\d+\.?\d*|[-,;(){}/])')


class Sheet:
    """Cells by address, and formulas over them. Blank cells are None, errors their texts."""

    def __init__(self, cells: Mapping[str, object]) -> None:
        self.cells = {
            place: self.value(text[1:]) if isinstance(text, str) and text.startswith("=") else text
            for place, text in cells.items()
        }

    def value(self, formula: str) -> Any:
        """Return what a formula gives: a value, or a list of rows."""
        tokens, end = [], 0
        while end < len(formula):
            found = _TOKEN.match(formula, end)
            assert found, f"not read: {formula[end:]}"
            tokens.append(found[1])
            end = found.end()
        self._rest = tokens
        value = self._expression()
        assert not self._rest, f"left over: {self._rest}"
        return value

    def _expression(self) -> Any:
        value = self._term()
        while self._rest[:1] == ["/"]:
            self._rest.pop(0)
            divisor = self._term()
            value = "#DIV/0!" if divisor == 0 else value / divisor
        return value

    def _term(self) -> Any:
        token = self._rest.pop(0)
        if token == "-":
            return -self._term()
        if token.startswith('"'):
            return token[1:-1].replace('""', '"')
        if token.startswith("$"):
            return self._range(token.replace("$", ""))
        if token == "{":
            return self._constants()
        if token.endswith("("):
            return self._call(token[:-1])
        return float(token)

    def _constants(self) -> list[list[Any]]:
        rows: list[list[Any]] = [[]]
        while True:
            rows[-1].append(self._term())
            mark = self._rest.pop(0)
            if mark == "}":
                return rows
            if mark == ";":
                rows.append([])

    def _range(self, address: str) -> Any:
        first, _, last = address.partition(":")
        if not last:
            return self.cells.get(first)
        assert first[0] == last[0], "ranges of one column"
        return [[self.cells.get(f"{first[0]}{row}")] for row in range(int(first[1:]), int(last[1:]) + 1)]

    def _call(self, name: str) -> Any:
        given: list[Any] = []
        while self._rest[0] != ")":
            given.append(None if self._rest[0] == "," else self._expression())
            if self._rest[0] == ",":
                self._rest.pop(0)
                if self._rest[0] == ")":
                    given.append(None)
        self._rest.pop(0)
        return _EXCEL[name](*given) if name in _EXCEL else call(name, given, date(2030, 1, 1))


def _index(rows: Any, row: float, column: float = 1) -> Any:
    return rows if isinstance(rows, str) else rows[int(row) - 1][int(column) - 1]


def _total(rows: list[list[Any]]) -> Any:
    cells = [cell for row in rows for cell in row]
    return next((cell for cell in cells if cell in ERRORS), None) or sum(cells)


_EXCEL: dict[str, Callable[..., Any]] = {
    "NA": lambda: "#N/A",
    "DATE": lambda year, month, day: float((date(int(year), int(month), int(day)) - date(1899, 12, 30)).days),
    "INDEX": _index,
    "SUM": _total,
}

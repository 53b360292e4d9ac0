"""The add-in's own VBA in LibreOffice: wrappers and conversions as built, only the connection replaced.

LibreOffice's Basic knows no ``.Value2`` and no ``.Date1904`` (in 7.4), and no DLL. So ``.Value2`` becomes ``.Value``,
the calendar is said to the module, and the module XlopsConnection is replaced by one that calls xlwings' own server
object in this process.
"""

from __future__ import annotations

import re
from typing import Any

import windows_xlwings as windows

from xlops.hosts.excel.addin_build import SOURCES

CONNECTION = """\
Function XlopsServerCall(formula, arguments)
  XlopsServerCall = XLPy.CallUDF("xlops.hosts.excel.udfs", formula, arguments)
End Function
"""
BROKEN = """\
Function XlopsServerCall(formula, arguments)
  Err.Raise 462, "xlops", "{reason}"
End Function
"""
# What a cell shows for CVErr, and LibreOffice's own numbers of errors.
ERRORS = {
    "Error 2000": "#NULL!",
    "Error 2007": "#DIV/0!",
    "Error 2015": "#VALUE!",
    "Error 2023": "#REF!",
    "Error 2029": "#NAME?",
    "Error 2036": "#NUM!",
    "Error 2042": "#N/A",
}
OWN_ERRORS = {532: "#DIV/0!", 519: "#VALUE!", 32767: "#N/A", 525: "#NAME?"}
NUMBER = 1


class Office:
    """One LibreOffice with one document, in which cells call the wrappers of the add-in.

    ``received`` is what the server got at the last call; a ``mistake`` is raised instead of an answer.
    """

    def __init__(self) -> None:
        windows.load()
        from rigcom import session, udf

        self.session = session.Session()
        self.session.open(None)
        self._server = udf.Bridge(self.session)
        self.session.host.bridge.handler = self._serve
        self.received: list[Any] = []
        self.mistake: Exception | None = None
        self.mend_connection()
        self.install("XlopsFormulas", source("XlopsFormulas"))
        self.calendar_of_1904(False)

    def calendar_of_1904(self, answer: bool) -> None:
        """Say which calendar the workbooks have: LibreOffice's VBA cannot be asked."""
        core = source("XlopsCore").replace(".Value2", ".Value")
        assert core.count("cells.Worksheet.Parent.Date1904") == 1
        self.install("XlopsCore", core.replace("cells.Worksheet.Parent.Date1904", str(answer)))

    def _serve(self, name: str, given: Any) -> Any:
        if self.mistake is not None:
            raise self.mistake
        self.received = [self._server.arg(argument) for argument in given[2]]
        return self._server(name, given)

    def install(self, name: str, source: str) -> None:
        self.session.install_vba(name, source)

    def break_connection(self, reason: str) -> None:
        self.install("XlopsConnection", BROKEN.format(reason=reason))

    def mend_connection(self) -> None:
        self.install("XlopsConnection", CONNECTION)

    def last_failure(self) -> str:
        return str(self.ask("XlopsCore", "XlopsLastFailure"))

    def ask(self, module: str, function: str, *arguments: object) -> Any:
        """Call a Basic function; None is also what a module gives that does not compile."""
        self.session.host.scripts.clear()
        return self.session.host.basic(module, function, *arguments)

    @property
    def document(self) -> Any:
        return self.session.books[0].doc

    def sheet(self, name: str) -> Any:
        sheets = self.document.Sheets
        sheets.insertNewByName(name, sheets.Count)
        return sheets.getByName(name)

    def close(self) -> None:
        self.session.close()


def source(name: str) -> str:
    return (SOURCES / f"{name}.bas").read_text(encoding="ascii")


def connection_for_windows() -> str:
    """Return XlopsConnection as Windows compiles it: LibreOffice runs both branches of an ``#If``."""
    windows_only, places = re.subn(
        r"    #If Mac Then\n.*?    #Else\n(.*?)    #End If\n", r"\1", source("XlopsConnection"), flags=re.S
    )
    assert places == 1
    return windows_only


def put(sheet: Any, row: int, column: int, value: object) -> None:
    """Write one value into a cell (counted from 0) as what it is: a text stays a text."""
    cell = sheet.getCellByPosition(column, row)
    if isinstance(value, str):
        cell.String = value
    elif value is not None:
        cell.Value = value


def shown(cell: Any) -> object:
    """Return what a cell shows: a number, a text, or an error by Excel's name."""
    if error := cell.getError():
        return OWN_ERRORS.get(error, f"error {error} of LibreOffice")
    if cell.FormulaResultType2 == NUMBER:
        return cell.Value
    return ERRORS.get(cell.String, cell.String)


def address(row: int, column: int) -> str:
    """Return the address of a cell counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"

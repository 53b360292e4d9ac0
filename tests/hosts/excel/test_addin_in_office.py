"""The parts of the add-in's VBA that cells do not reach, run in LibreOffice against a server that is made to fail.

The connection is ours as Windows compiles it; xlwings' module and the server behind it are stand-ins that count.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import windows_xlwings as windows
from addin_files import OURS
from addin_in_office import Office, connection_for_windows, source

GONE = {462, -2147023174, -2147023170, -2147417848, -2147418105, -2147418094}

# The server: numbered by its start; dead up to a number; answers BAD with an error of its own.
SERVER = """\
Option VBASupport 1
Option ClassModule
Public Number As Long
Public Function CallUDF(m, f, args)
  Note "call"
  If f = "BAD" Then Err.Raise 1004, "python", "ValueError: no"
  CallUDF = m & " " & f & " " & UBound(args)
End Function
Public Function Module(n)
  Module = n
End Function
Public Sub SetAttr(m, n, v)
  Note "hand" & TypeName(v)
End Sub
Public Sub Exec(s)
  Lab.Steps = Lab.Steps & "exec" & Number & " "
  If Lab.DiesAtWork Then Err.Raise Lab.ErrorNumber, "com", "gone"
End Sub
Private Sub Note(what)
  Lab.Steps = Lab.Steps & what & Number & " "
  If Number <= Lab.DeadUpTo Then Err.Raise Lab.ErrorNumber, "com", "gone"
End Sub
"""
XLWINGS = """\
Option VBASupport 1
Public Const PROJECT_NAME As String = "xlops"
Function XLPy()
  Dim made As Object
  Lab.Starts = Lab.Starts + 1
  Lab.Steps = Lab.Steps & "start "
  If Lab.NoStart Then Err.Raise 1000, "dll", "Could not activate Python COM server"
  Set made = New Server
  made.Number = Lab.Starts
  Set XLPy = made
End Function
Sub KillPy()
  Lab.Steps = Lab.Steps & "kill "
End Sub
Function SheetExists(book, name)
  SheetExists = (Lab.Foreign = "sheet " & name)
End Function
Function FileExists(name)
  FileExists = (Lab.Foreign = "file " & name)
End Function
Function GetFullName(book)
  GetFullName = "book"
End Function
Function GetDirectoryConfigFilePath()
  GetDirectoryConfigFilePath = "beside"
End Function
Function XLPyCommand()
  XLPyCommand = "pythonw"
End Function
"""
LAB = """\
Option VBASupport 1
Public Steps As String
Public DeadUpTo As Long
Public ErrorNumber As Long
Public Starts As Long
Public NoStart As Boolean
Public DiesAtWork As Boolean
Public Foreign As String
Function Prepare(dead, number, nostart_, dies, foreign_)
  Steps = ""
  DeadUpTo = dead
  ErrorNumber = number
  NoStart = nostart_
  DiesAtWork = dies
  Foreign = foreign_
  Prepare = Starts
End Function
Function Cell(f)
  On Error GoTo failed
  Cell = XlopsServerCall(f, Array(1, 2))
  Exit Function
failed:
  Cell = "error: " & Err.Description
End Function
Function Command(s)
  On Error GoTo failed
  XlopsServerRun s
  Command = "done"
  Exit Function
failed:
  Command = "error: " & Err.Description
End Function
Function Told()
  Told = Steps
End Function
"""
TEXTS = """\
Function XlopsText(key)
  XlopsText = key
End Function
"""


def needs_office() -> None:
    missing = windows.rig_missing()
    if missing:
        if os.environ.get("XLOPS_REQUIRE_LIBREOFFICE") == "1" and "LibreOffice" in missing and windows.RIG.is_dir():
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    needs_office()
    started = Office()
    yield started
    started.close()


class Bench:
    """The connection of the add-in on stand-ins."""

    def __init__(self, office: Office) -> None:
        self.office = office
        for name, text in {"Lab": LAB, "Server": SERVER, "xlwings": XLWINGS}.items():
            office.session.host.put_module(name, text)
        office.install("XlopsTexts", TEXTS)
        office.install("XlopsConnection", connection_for_windows())
        self.started = 0

    def prepare(
        self,
        *,
        dead: int = 0,
        number: int = 462,
        no_start: bool = False,
        dies: bool = False,
        foreign: str = "",
    ) -> None:
        """Set how the stand-ins behave; ``dead`` counts the servers that are gone from here on."""
        self.started = int(self.office.ask("Lab", "Prepare", 0, number, no_start, dies, foreign))
        self.office.ask("Lab", "Prepare", self.started + dead if dead else 0, number, no_start, dies, foreign)

    def cell(self, formula: str = "OPS_ACOS") -> str:
        return str(self.office.ask("Lab", "Cell", formula))

    def command(self) -> str:
        return str(self.office.ask("Lab", "Command", "work"))

    def steps(self) -> str:
        return str(self.office.ask("Lab", "Told")).strip()


@pytest.fixture
def bench(office: Office) -> Iterator[Bench]:
    yield Bench(office)
    office.mend_connection()


ANSWER = "xlops.hosts.excel.udfs OPS_ACOS 1"


def test_the_server_is_started_once_and_kept(bench: Bench) -> None:
    bench.prepare()
    assert [bench.cell(), bench.cell(), bench.command()] == [ANSWER, ANSWER, "done"]
    n = bench.started + 1
    assert bench.steps() == f"start call{n} call{n} handWorkbook{n} exec{n}"


@pytest.mark.parametrize("number", sorted(GONE))
def test_a_server_that_died_is_replaced_once_for_a_cell(bench: Bench, number: int) -> None:
    bench.prepare(number=number)
    assert bench.cell() == ANSWER
    bench.prepare(dead=0, number=number)
    n = bench.started
    bench.office.ask("Lab", "Prepare", n, number, False, False, "")
    assert bench.cell() == ANSWER
    assert bench.steps() == f"call{n} kill start call{n + 1}"


def test_an_error_of_the_function_itself_starts_nothing_anew(bench: Bench) -> None:
    bench.prepare()
    assert bench.cell("BAD") == "error: ValueError: no"
    assert bench.cell() == ANSWER
    n = bench.started + 1
    assert bench.steps() == f"start call{n} call{n}"


def test_a_server_that_dies_twice_is_given_up_with_a_message_and_a_pause(bench: Bench) -> None:
    bench.prepare(dead=99)
    assert bench.cell() == "error: no_server"
    n = bench.started + 1
    assert bench.steps() == f"start call{n} kill start call{n + 1} kill"
    assert bench.cell() == "error: no_server"
    assert bench.steps() == f"start call{n} kill start call{n + 1} kill"


def test_cells_wait_after_a_start_that_failed_and_a_button_does_not(bench: Bench) -> None:
    bench.prepare(no_start=True)
    said = "error: no_server\n\nCould not activate Python COM server"
    assert [bench.cell().replace("\r\n", "\n"), bench.cell().replace("\r\n", "\n")] == [said, said]
    assert bench.steps() == "start"
    assert bench.command().replace("\r\n", "\n") == said
    assert bench.steps() == "start start"
    bench.prepare()
    assert bench.command() == "done"
    assert bench.cell() == ANSWER


def test_a_dead_server_is_noticed_before_a_command_begins(bench: Bench) -> None:
    bench.prepare()
    assert bench.cell() == ANSWER
    n = bench.started + 1
    bench.office.ask("Lab", "Prepare", n, 462, False, False, "")
    assert bench.command() == "done"
    assert bench.steps() == f"handWorkbook{n} kill start handWorkbook{n + 1} exec{n + 1}"


def test_a_command_that_has_begun_is_never_run_again(bench: Bench) -> None:
    bench.prepare(dies=True)
    assert bench.command() == "error: gone"
    n = bench.started + 1
    assert bench.steps() == f"start handWorkbook{n} exec{n}"


@pytest.mark.parametrize("foreign", ["sheet xlops.conf", "file beside"])
def test_a_workbook_that_would_steer_the_start_is_refused(bench: Bench, foreign: str) -> None:
    bench.prepare(foreign=foreign)
    assert bench.command().startswith("error: foreign_config")
    assert bench.steps() == ""
    bench.prepare()
    assert bench.command() == "done"


# Texts, days, and compiling.


def with_function(text: str, function: str) -> str:
    return f"{text}\n{function}\n"


@pytest.mark.parametrize("module", OURS)
def test_every_module_compiles(office: Office, module: str) -> None:
    text = connection_for_windows() if module == "XlopsConnection" else source(module)
    probe = "Function Compiled()\n  Compiled = 1\nEnd Function"
    try:
        office.install("Probe", with_function(text.replace("Public ", "Private "), probe))
        assert office.ask("Probe", "Compiled") == 1
        office.install("Probe", with_function(text.replace("End If", "", 1) + "If 1 Then\n", probe))
        assert office.ask("Probe", "Compiled") is None
    finally:
        office.install("Probe", "")


@pytest.mark.parametrize(
    ("typed", "passed"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-1"),
        ("2026年12月1日", "2026-12-1"),
        (' 2026.12.1") or print("x', "2026-12-1"),
        ("tomorrow", ""),
    ],
)
def test_a_typed_day_is_digits_and_hyphens(office: Office, typed: str, passed: str) -> None:
    ask = "Function Asked(typed)\n  Asked = DigitsAndHyphens(typed)\nEnd Function"
    office.install("Probe", with_function(source("XlopsRibbon").replace("Public ", "Private "), ask))
    try:
        assert office.ask("Probe", "Asked", typed) == passed
    finally:
        office.install("Probe", "")


@pytest.mark.parametrize(("language", "column"), [(2052, 2), (1028, 2), (1033, 1), (1041, 1)])
def test_texts_are_read_in_the_language_of_office(office: Office, language: int, column: int) -> None:
    # LibreOffice's VBA gives the first sheet for the name of one that was inserted later.
    sheet = office.document.Sheets.getByIndex(0)
    sheet.Name = "xlops.text"
    rows = [("a.label", "Grade", "评级"), ("failed", "no", "没有")]
    for row, texts in enumerate(rows):
        for place, text in enumerate(texts):
            sheet.getCellByPosition(place, row).String = text
    text = source("XlopsTexts").replace(".Value2", ".Value")
    asked = "Application.LanguageSettings.LanguageID(UI_LANGUAGE)"
    assert text.count(asked) == 1
    probe = "Function Asked(key)\n  Asked = XlopsText(key) & XlopsBoxText(key)\nEnd Function"
    office.install("XlopsTexts", with_function(text.replace(asked, str(language)), probe))
    for row in rows:
        both = row[column] + ("\n\n" + row[1] if column == 2 else "")
        assert office.ask("XlopsTexts", "Asked", row[0]).replace("\r\n", "\n") == row[column] + both

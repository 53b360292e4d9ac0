"""Run by test_selfcheck in a process of its own: the self-check workbook in LibreOffice, through the add-in's wrappers
and xlwings' own Windows code. Prints JSON: the big cell, and what each row shows.

    python rig_selfcheck.py RIG WORKBOOK ADDIN

What LibreOffice 7.4 cannot do is put in its place, and nothing else: it has no true errors and no Value2 in Basic, an
argument left out between others arrives as 0, and so it is written as "".
"""

from __future__ import annotations

import json
import re
import struct
import sys
from pathlib import Path
from typing import Any

RIG, WORKBOOK, ADDIN = map(Path, sys.argv[1:4])
sys.path[:0] = [str(RIG), str(RIG / "shim")]

from rigcom import activate, session, udf  # noqa: E402

activate.load_xlwings()

CONNECTION = """
Public Function XlopsServerCall(ByVal formula, ByVal arguments)
    XlopsServerCall = XLPy.CallUDF("xlops.hosts.excel.udfs", formula, arguments, Nothing, Empty)
End Function
Public Function RigValue(cells)
    Dim told
    told = gBr.directInvoke("Values", Array(cells))
    If IsArray(told(1)) Then
        RigValue = Rig2D(told(1))
    Else
        RigValue = told(1)
    End If
End Function
Public Function RigError(code)
    Dim told
    told = gBr.directInvoke("Error", Array(code))
    RigError = told(1)
End Function
"""
# Excel's numbers of errors, and LibreOffice's, which are errors in its cells as the low half of a NaN.
_ERRORS = {2000: 521, 2007: 532, 2015: 519, 2023: 524, 2029: 525, 2036: 503, 2042: 32767}


class Bridge(udf.Bridge):  # type: ignore[misc]
    """The rig's way from Basic to xlwings, and besides: the values of a range, and errors."""

    def __call__(self, name: str, params: Any) -> Any:
        if name == "Error":
            return struct.unpack("<d", struct.pack("<II", _ERRORS[int(params[0])], 0x7FF80000))[0]
        if name == "Values":
            return udf.to_variant(self.s.adopt(params[0], "Range").Value)
        return super().__call__(name, params)


def for_basic(text: str) -> str:
    """Return a module of the add-in as LibreOffice can run it."""
    text = re.sub(r"(\w+)\.Value2", r"RigValue(\1)", text)
    text = re.sub(r"\w+\.Worksheet\.Parent\.Date1904", "False", text)
    return text.replace("CVErr(", "RigError(")


def for_calc(formula: str) -> str:
    """Return a formula as LibreOffice's own language has it, with "" for an argument left out."""
    parts = re.split(r'("(?:[^"]|"")*")', formula)
    for n in range(0, len(parts), 2):
        parts[n] = re.sub(r"\{[^}]*\}", lambda found: found[0].replace(";", "|"), parts[n]).replace(",", ";")
    return re.sub(r"(?<=[(;])(?=;)", '""', "".join(parts))


def main() -> None:
    from xlops.hosts.excel.examples import checks, placements

    rig = session.Session()
    try:
        rig.open(str(WORKBOOK))
        Bridge(rig)
        for name in ("XlopsCore", "XlopsFormulas"):
            rig.install_vba(name, for_basic((ADDIN / f"{name}.bas").read_text(encoding="utf-8")))
        rig.install_vba("XlopsConnection", CONNECTION)
        document = rig.books[0].doc
        sheet = document.Sheets.getByIndex(0)
        for place, formula in placements(5, "E"):
            cells = sheet.getCellRangeByName(place)
            if ":" in place:
                cells.setArrayFormula(for_calc(formula))
            else:
                cells.getCellByPosition(0, 0).setFormula(for_calc(formula))
        document.calculate()
        rows = range(5, 5 + len(checks()))
        found = {f"E{row}": sheet.getCellRangeByName(f"E{row}").String for row in rows}
        right = [int(sheet.getCellRangeByName(f"G{row}").Value) for row in rows]
        print(json.dumps({"headline": sheet.getCellRangeByName("A2").String, "found": found, "right": right}))
    finally:
        rig.close()


main()

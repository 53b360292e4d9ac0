"""Run by test_selfcheck in a process of its own: the self-check workbook in LibreOffice, through the add-in's wrappers
and xlwings' own Windows code. Prints JSON: the big cell, and what each row shows.

    python rig_selfcheck.py RIG WORKBOOK ADDIN

What LibreOffice 7.4 cannot do is put in its place, and nothing else: see ``rig_wrappers``; and an argument left out
between others arrives as 0, and so it is written as "".
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

RIG, WORKBOOK, ADDIN = map(Path, sys.argv[1:4])
sys.path[:0] = [str(RIG), str(RIG / "shim")]

from rigcom import activate, session  # noqa: E402

activate.load_xlwings()
from rig_wrappers import CONNECTION, Bridge, for_basic  # noqa: E402


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

"""Putting right what openpyxl writes differently from what a cell holds: last digits of numbers, lone blanks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from openpyxl.worksheet.worksheet import Worksheet

# openpyxl writes 16 digits of a number; a few numbers need 17 to come back the same.
_NUMBER_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><v>([0-9.e+-]+)</v>')
# A text, or a run of a rich text, of blanks only: without the mark Excel drops it.
_BLANK_TEXT = re.compile(r"<t>(\s+)</t>")


def mend_cells(saved: bytes, sheets: Mapping[str, Worksheet]) -> bytes:
    """Return the package ``saved`` by openpyxl with whole cells.

    Args:
        saved: a package as openpyxl wrote it.
        sheets: part name of a worksheet in that package -> the sheet that was saved.
    """
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(saved)) as old, zipfile.ZipFile(result, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename in sheets:
                data = _mended(data.decode("utf-8"), sheets[info.filename]).encode("utf-8")
            new.writestr(info, data)
    return result.getvalue()


def _mended(xml: str, written: Worksheet) -> str:
    def digits(match: re.Match[str]) -> str:
        value = written[match[1]].value
        if not isinstance(value, float) or float(match[3]) == value:
            return match[0]
        return f'<c r="{match[1]}"{match[2]}><v>{value!r}</v>'

    return _NUMBER_CELL.sub(digits, _BLANK_TEXT.sub(r'<t xml:space="preserve">\1</t>', xml))

"""Putting back what openpyxl leaves out of the cells it writes: calculated values of formulas, and lone
blanks.

Excel calculates again on opening, but previews, phones, pandas and other readers show the values that are
stored.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

# The one form in which openpyxl writes a formula cell.
_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*/>|<f[^>]*>[^<]*</f>)<v\s*(?:/>|></v>)')
# openpyxl writes 16 digits of a number; a few numbers need 17 to come back the same.
_NUMBER_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><v>([0-9.e+-]+)</v>')
# A text, or a run of a rich text, of blanks only: without the mark Excel drops it.
_BLANK_TEXT = re.compile(r"<t>(\s+)</t>")


def mend_cells(saved: bytes, sheets: Mapping[str, tuple[Worksheet, Worksheet | None]]) -> bytes:
    """Return the package ``saved`` by openpyxl with whole cells.

    Args:
        saved: a package as openpyxl wrote it.
        sheets: part name of a worksheet in that package -> the sheet that was saved, and the same sheet loaded with the
            calculated values of its formulas (None for a sheet without formulas).
    """
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(saved)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename in sheets:
                data = _mended(data.decode("utf-8"), *sheets[info.filename]).encode("utf-8")
            new.writestr(info, data)
    return result.getvalue()


def _mended(xml: str, written: Worksheet, calculated: Worksheet | None) -> str:
    def digits(match: re.Match[str]) -> str:
        value = written[match[1]].value
        if not isinstance(value, float) or float(match[3]) == value:
            return match[0]
        return f'<c r="{match[1]}"{match[2]}><v>{value!r}</v>'

    def result(match: re.Match[str]) -> str:
        cell = calculated[match[1]]  # type: ignore[index]
        kind, text = _stored(cell.value, cell.data_type, cell.parent.parent.epoch)
        if text is None:
            return match[0]
        return f'<c r="{match[1]}"{match[2]}{kind}>{match[3]}<v>{escape(text)}</v>'

    xml = _NUMBER_CELL.sub(digits, _BLANK_TEXT.sub(r'<t xml:space="preserve">\1</t>', xml))
    return _FORMULA_CELL.sub(result, xml) if calculated else xml


def _stored(value: object, data_type: str, epoch: dt.datetime) -> tuple[str, str | None]:
    """Return the type attribute and the text under which a value is stored; None if there is none."""
    if value is None:
        return (' t="str"', "") if data_type == "str" else ("", None)
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return "", repr(to_excel(value, epoch))
    return (' t="e"' if data_type == "e" else ' t="str"'), str(value)

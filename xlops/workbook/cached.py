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
# A text, or a run of a rich text, of blanks only: without the mark Excel drops it.
_BLANK_TEXT = re.compile(r"<t>(\s+)</t>")


def with_cached_values(saved: bytes, sheets: Mapping[str, Worksheet]) -> bytes:
    """Return the package ``saved`` by openpyxl with cached values in its formula cells.

    Args:
        saved: a package as openpyxl wrote it.
        sheets: part name of a worksheet in that package -> the same sheet, loaded with its values.
    """
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(saved)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename in sheets:
                data = _patched(data.decode("utf-8"), sheets[info.filename]).encode("utf-8")
            new.writestr(info, data)
    return result.getvalue()


def _patched(xml: str, sheet: Worksheet) -> str:
    def put(match: re.Match[str]) -> str:
        cell = sheet[match[1]]
        kind, text = _stored(cell.value, cell.data_type, sheet.parent.epoch)
        if text is None:
            return match[0]
        return f'<c r="{match[1]}"{match[2]}{kind}>{match[3]}<v>{escape(text)}</v>'

    return _FORMULA_CELL.sub(put, _BLANK_TEXT.sub(r'<t xml:space="preserve">\1</t>', xml))


def _stored(value: object, data_type: str, epoch: dt.datetime) -> tuple[str, str | None]:
    """Return the type attribute and the text under which a value is stored; None if there is none."""
    if value is None:
        return "", None
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return "", repr(to_excel(value, epoch))
    return (' t="e"' if data_type == "e" else ' t="str"'), str(value)

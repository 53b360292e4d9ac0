"""The add-in's VBA wrappers as LibreOffice's Basic can run them in the rig, with true errors in cells.

LibreOffice 7.4 has no Value2 and no errors as values in Basic: the values of a range come through the rig, which knows
both, and CVErr gives a number that LibreOffice shows as the error.
"""

from __future__ import annotations

import re
import struct
from typing import Any

from rigcom import udf

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

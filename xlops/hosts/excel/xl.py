"""The one place that imports xlwings, so that the next xlwings is met in one place.

On Windows its decorators register functions for xlwings' COM server, in xlwings Lite for Excel on the Mac and the web.
Elsewhere its own stand-ins do nothing, and the functions are plain Python.
"""

from __future__ import annotations

from typing import Any

import xlwings
from xlwings import arg, func

__all__ = ["arg", "calling_book", "func", "serve", "version"]

# While Excel is busy xlwings tries again for ever; after so many tries the operator is told.
_ATTEMPTS = 200


def calling_book() -> Any:
    """Return the workbook whose macro runs now."""
    xlwings._xlwindows.N_COM_ATTEMPTS = _ATTEMPTS
    return xlwings.Book.caller()


def version() -> str:
    """Return the version of xlwings."""
    return str(xlwings.__version__)


def serve(class_id: str) -> None:
    """Answer Excel under a COM class id until the process is told to end."""
    xlwings.serve(class_id)

"""The hidden names by which columns and sheets of ours are known again, and where results may stand."""

from __future__ import annotations

from collections.abc import Sequence

# Hidden name inside each sheet that xlops adds, by what the sheet is; its value is the sheet's title, so that a copy or
# a renamed sheet, which an operator wants to keep, is no longer ours.
OWN_SHEET = "_xlops_sheet"
OWN_SHEETS: dict[str, str] = {"report": OWN_SHEET, "settings": "_xlops_settings", "columns": "_xlops_columns"}
# Hidden name inside a sheet of ours: a cell of the product sheet that it belongs to, so that it follows a new name.
OWN_ABOUT = "_xlops_about"
OWN_COLUMNS = "_xlops_results"  # sheet-scoped hidden name: the block of our columns, header row to last row
OWN_WIDTHS = "_xlops_widths"  # sheet-scoped hidden name: the operator's column widths that our columns replaced
# Formatted empty cells right of the table are the operator's; but a format drawn over hundreds of columns is not a
# reason to put the results where nobody looks.
FORMATTED_MARGIN = 30
# Headers like ours, side by side, by which our columns are known where the hidden name was lost.
LEAST_WITHOUT_NAME = 3


def named_columns(headers: Sequence[int], left: int, right: int) -> tuple[int, ...]:
    """Return the columns of ours among those with a header like ours, where our name spans ``left`` to ``right``.

    Where there are more such headers than the name has columns, those outside of it are the operator's.
    """
    inside = tuple(column for column in headers if left <= column <= right)
    return inside if len(headers) > right - left + 1 or not inside else tuple(headers)

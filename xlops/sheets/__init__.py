"""Reading operators' own sheets: find the header, map headers to terms, read messy cells, list the issues."""

from xlops.sheets.grid import CellError, Column, Grid, Issue, Sheet, SkippedRow, cell_name, column_letters
from xlops.sheets.mapping import (
    SavedMapping,
    SheetMapping,
    load_mapping,
    mapping_path,
    mapping_to_toml,
    parse_mapping,
)
from xlops.sheets.read import read_sheet

__all__ = [
    "CellError",
    "Column",
    "Grid",
    "Issue",
    "SavedMapping",
    "Sheet",
    "SheetMapping",
    "SkippedRow",
    "cell_name",
    "column_letters",
    "load_mapping",
    "mapping_path",
    "mapping_to_toml",
    "parse_mapping",
    "read_sheet",
]

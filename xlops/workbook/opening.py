"""Open an operator's file as a book, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

from xlops.workbook.archive_safety import ZIP_SUFFIXES, check_kind
from xlops.workbook.book import Book
from xlops.workbook.delimited import CsvBook
from xlops.workbook.lossless import LosslessBook
from xlops.workbook.problems import problem


def open_book(path: Path) -> Book:
    """Open an operator's .xlsx, .xlsm, .xltx, .xltm or .csv.

    Args:
        path: the file.

    Raises:
        WorkbookError: not_found, folder, unsupported, text_report, locked, and everything that a damaged or
            foreign file may be.
    """
    if path.is_dir():
        raise problem("folder", path)
    if not path.is_file():
        raise problem("not_found", path)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return CsvBook(path)
    if suffix in ZIP_SUFFIXES:
        return LosslessBook(path)
    if suffix in {".xls", ".xlsb", ".et", ".ods"}:
        check_kind(path)
    raise problem("text_report" if suffix in {".txt", ".tsv"} else "unsupported", path)

"""Importing reports into a workbook: read the files, keep their numbers, join them to the product sheets, and grade.

``xlops import`` and the ribbon's button run the same lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from xlops.errors import SheetError
from xlops.fees.library import using
from xlops.hosts import report
from xlops.hosts.batch import (
    Options,
    grade_book,
    graded_path,
    keep_imports,
    out_column,
    put_imports,
    put_results,
    read_grid,
    saved_mapping,
    sheet_settings,
)
from xlops.hosts.import_receipt import put_receipt
from xlops.hosts.imports import take
from xlops.hosts.own_tables import own_library
from xlops.hosts.received import FileRead, Received, SheetTaken
from xlops.hosts.shop_month import is_shop
from xlops.reports.join import IDENTITY, Imported, Remark, Replaced, attribution_end, in_one_only, taken_in
from xlops.reports.measures import measures
from xlops.reports.products import products
from xlops.reports.read import Report, read_report
from xlops.sheets import read_sheet
from xlops.workbook.book import Book
from xlops.workbook.opening import open_book
from xlops.workbook.save import make_folder

Period = tuple[date, date]  # first and last day
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")  # of files that may be reports


@dataclass(frozen=True)
class ImportResult:
    """What became of ``xlops import``: ``status`` imported, refused (the reason in ``code``, ``en``, ``zh``)."""

    into: Path
    status: Literal["imported", "refused"]
    target: Path | None = None
    received: Received | None = None
    files: tuple[FileRead, ...] = ()
    code: str = ""
    en: str = ""
    zh: str = ""

    @property
    def complete(self) -> bool:
        """Whether every file was taken and at least one product found its row."""
        taken = self.received
        return taken is not None and not any(f.refused for f in taken.files) and any(s.joined for s in taken.sheets)


def read_files(sources: Sequence[Path], today: date, period: Period | None = None) -> tuple[FileRead, ...]:
    """Read reports; a file that is none is refused by name and never stops the others.

    Args:
        sources: the files.
        today: the day of the import.
        period: of reports that sum up a period and do not say theirs, such as the Business Report; blank = it stays
            unknown.
    """
    found = []
    for path in sources:
        try:
            reports = tuple(read_report(path))
            found.append(FileRead(path, reports, tuple(imported_from(one, today, period) for one in reports)))
        except SheetError as error:
            found.append(FileRead(path, refused=error))
    return tuple(found)


def imported_from(report: Report, today: date, period: Period | None = None) -> Imported:
    """Return what a report tells of products as it is kept; the arguments are those of :func:`read_files`."""
    table = products(report)
    for name in IDENTITY:
        if name not in table:
            table[name] = pd.NaT if name.endswith("_day") else None
    if report.sign is not None:
        table["currency"] = table["currency"].astype(object).where(table["currency"].notna(), report.sign)
    # A total is of the whole report, also of a product that was sold on one day of it.
    said = report.first_day, report.last_day
    of_a_period = any(name in table for name, measure in measures().items() if measure.combine == "sum")
    if period is not None and of_a_period and said == (None, None) and table["last_day"].isna().all():
        said = period
    for name, day in zip(("first_day", "last_day"), said, strict=True):
        days = table[name] if day is None else day
        table[name] = pd.Series(pd.to_datetime(days), index=table.index, dtype="datetime64[ns]")
    layout = report.layout
    return Imported(
        layout=layout.id,
        title_en=layout.title_en,
        title_zh=layout.title_zh,
        kind=layout.kind,
        platform=layout.platform,
        file=report.file.name + (f" [{report.sheet}]" if report.sheet else ""),
        imported=today,
        products=table,
        open_until=attribution_end(said[1], report.attribution_days),
        documents=report.documents,
    )


def import_reports(
    sources: Sequence[Path], into: Path, options: Options, fresh: bool = False, period: Period | None = None
) -> ImportResult:
    """Import reports into a copy of a workbook, and grade it where that can be done.

    Never raises for what is wrong with a file. The workbook stays as it is; a graded copy is updated.

    Args:
        sources: the reports.
        into: the workbook with the product sheets.
        options: how it is graded.
        fresh: forget what was imported before.
        period: as in :func:`read_files`.
    """
    target = graded_path(into, options.out_dir)
    files: tuple[FileRead, ...] = ()
    try:
        book = open_book(into)
        own = (into.resolve(), target.resolve())
        others = [path for path in sources if path.resolve() not in own and not is_shop(path)]
        files = read_files(others, options.settings.as_of, period)
        files += tuple(FileRead(path, refused=_own_sheet(path)) for path in sources if path not in others)
        if not any(file.imported for file in files):
            raise SheetError(
                "no_report",
                f"none of the files could be read as a report; {into.name} was left as it is.",
                f"没有一个文件能识别为报表；{into.name} 未作改动。",
            )
        earlier = () if fresh else keep_imports(book, target)
        with using(own_library(into)):
            received = receive(book, files, earlier, options)
        if book.has_sheets:
            book.remove_sheets()
        put_received(book, received, alone=len(received.sheets) == 1)
        make_folder(target)
        book.save(target, backup=options.backup)
    except SheetError as error:
        return ImportResult(into, "refused", files=files, code=error.code, en=error.en, zh=error.zh)
    return ImportResult(into, "imported", target, received, files)


def _own_sheet(path: Path) -> SheetError:
    return SheetError(
        "own_sheet",
        f"{path.name}: this is the product sheet that reports are imported into, or a workbook that xlops wrote, "
        "not a report.",
        f"{path.name}：这是要导入到的商品表，或 xlops 写出的文件，不是报表。",
    )


def receive(book: Book, files: Sequence[FileRead], earlier: Sequence[Imported], options: Options) -> Received:
    """Join the reports to the product sheets of a book in memory; nothing is written.

    Raises:
        SheetError: if no sheet can be read as a product sheet with keys.
    """
    kept, replaced = taken_in(earlier, [one for file in files for one in file.imported])
    try:
        graded, left = grade_book(book, replace(options, imports=kept))
        sheets = [SheetTaken(name, result.receipt["imports"], result) for name, result in graded.items()]
    except SheetError as error:
        sheets, left = _ungraded(book, kept, options, error), []
    alone = in_one_only([one for file in files for one in file.imported])
    said = (*_remarks(files, replaced, options.settings.as_of), *_in_several(sheets))
    return Received(tuple(files), kept, replaced, tuple(sheets), tuple(left), said, alone)


def _ungraded(book: Book, kept: Sequence[Imported], options: Options, why: SheetError) -> list[SheetTaken]:
    """Return the sheets that cannot be graded and still have products of the reports.

    Raises:
        SheetError: why grading refused them, where no sheet has any.
    """
    saved, settings = saved_mapping(book), sheet_settings(book, options.settings)
    found = []
    for name in [options.sheet] if options.sheet else book.visible:
        try:
            sheet = read_sheet(read_grid(book, name), saved)
        except SheetError:
            continue
        entry = SheetTaken(name, take(sheet, kept, settings), why=why)
        if entry.joined:
            found.append(entry)
    if not found:
        raise why
    return found


def _remarks(files: Sequence[FileRead], replaced: Sequence[Replaced], today: date) -> tuple[Remark, ...]:
    said = []
    for entry in replaced:
        old, new = entry.old, entry.new
        said.append(
            Remark(
                "replaced",
                f"{new.file} takes the place of {old.file} (imported {old.imported}): the same report of an "
                "overlapping period. The two were not added up.",
                f"{new.file} 替换了 {old.file}（{old.imported} 导入）：同一种报表且期间重叠，没有重复相加。",
            )
        )
    for file in files:
        name = file.path.name
        for read, imported in zip(file.reports, file.imported, strict=True):
            # An open window of a known period is told with the sheets, by every grading anew.
            if imported.open_until is None and (window := read.open_window(today)):
                said.append(Remark("window_open", f"{name}: {window[0]}.", f"{name}：{window[1]}。"))
            if read.unread:
                cells = sum(cell.rows for cell in read.unread)
                said.append(
                    Remark(
                        "cells_unread",
                        f"{name}: {cells} {'cell' if cells == 1 else 'cells'} could not be read; see the receipt.",
                        f"{name}：{cells} 个单元格无法识别，按未知处理；见回执。",
                    )
                )
            said += [Remark("report_note", f"{name}: {en}", f"{name}：{zh}", "info") for en, zh in read.notes]
            said += [
                Remark(
                    "tie_broken",
                    f"{name}: the rows sum to {tie.summed:,.2f} ({tie.label('en')}), the report's own total is "
                    f"{tie.stated:,.2f}. Is the file complete?",
                    f"{name}：各行合计 {tie.summed:,.2f}（{tie.label('zh')}），报表总计 {tie.stated:,.2f}。"
                    "文件是否完整？",
                )
                for tie in read.ties
                if not tie.holds()
            ]
    return tuple(dict.fromkeys(said))


def _in_several(sheets: Sequence[SheetTaken]) -> list[Remark]:
    """Say where one product of a report gave its whole sums to several product sheets."""
    given: dict[tuple[int, int], list[str]] = {}
    for entry in sheets:
        reports = entry.taken.joined.reports
        for fate in entry.taken.joined.fates:
            sums = [
                n for n in reports[fate.report].told if n not in fate.left and measures()[n].combine.startswith("sum")
            ]
            if fate.rows and sums:
                given.setdefault((fate.report, fate.place), []).append(entry.name)
    counted = Counter((number, tuple(names)) for (number, _), names in given.items() if len(names) > 1)
    said = []
    for (number, names), count in counted.items():
        file = sheets[0].taken.joined.reports[number].file
        said.append(
            Remark(
                "in_several_sheets",
                f"{file}: {count} {'product stands' if count == 1 else 'products stand'} in the sheets "
                f"{', '.join(names)}; each has the whole figures, so the sheets are not to be added up.",
                f"{file}：{count} 个商品同时在工作表 {'、'.join(names)} 中，每张表都采用了全部数字，请勿相加。",
            )
        )
    return said


def put_received(book: Book, received: Received, alone: bool) -> None:
    """Put the imported numbers, the receipt of the import, and the result columns into a book.

    A sheet that cannot be graded gets the imported columns alone.

    Args:
        book: the book; its old reports are removed by the caller.
        received: what the import came to.
        alone: whether the reports of a graded sheet need no sheet name in their titles.

    Raises:
        SheetError: sheet_full, merged_target.
    """
    if book.has_sheets:
        lang = received.sheets[0].lang
        put_imports(book, received.kept, lang)
        put_receipt(book, received, lang)
    graded = {entry.name: entry.graded for entry in received.sheets if entry.graded is not None}
    put_results(book, graded, received.left, alone)
    for entry in received.sheets:
        if entry.graded is None:
            sheet = entry.taken.sheet
            columns = [out_column(c, report.plain(c.values), sheet.language) for c in entry.taken.columns]
            book.write_results(entry.name, sheet.header_rows, list(sheet.rows), columns)


def file_json(file: FileRead) -> dict[str, Any]:
    """Return what was read from one file, as plain values with stable keys."""
    return {
        "file": str(file.path),
        "refused": {"code": file.refused.code, "en": file.refused.en, "zh": file.refused.zh} if file.refused else None,
        "reports": [
            {
                "layout": report.layout.id,
                "title_en": report.layout.title_en,
                "title_zh": report.layout.title_zh,
                "sheet": report.sheet,
                "encoding": report.encoding,
                "rows_read": report.rows_read,
                "rows_taken": len(report.lines),
                "refused": [{"line": row.line, "en": row.en, "zh": row.zh} for row in report.refused],
                "skipped": [{"line": row.line, "en": row.en, "zh": row.zh} for row in report.skipped],
                "unknown_columns": list(report.unknown_columns),
                "ties": [
                    {
                        "measure": tie.measure,
                        "stated": tie.stated,
                        "summed": tie.summed,
                        "currency": tie.currency,
                        "holds": tie.holds(),
                    }
                    for tie in report.ties
                ],
                "first_day": report.first_day.isoformat() if report.first_day else None,
                "last_day": report.last_day.isoformat() if report.last_day else None,
                "products": len(imported.products),
            }
            for report, imported in zip(file.reports, file.imported, strict=True)
        ],
    }

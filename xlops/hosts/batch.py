"""Grading workbooks and .csv files without Excel: one file, or many at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from xlops.errors import EditionError, SheetError
from xlops.fees.library import using
from xlops.grading.benchmarks import apply_overrides, benchmarks
from xlops.grading.impact import Impact, impact
from xlops.grading.results import Graded, ResultColumn, Settings
from xlops.hosts import report
from xlops.hosts.import_sheets import fill_imports, imports_title, read_imports
from xlops.hosts.imports import grade_with
from xlops.hosts.own_tables import own_library
from xlops.hosts.setting_sheets import (
    SheetSettings,
    columns_title,
    fill_columns,
    fill_settings,
    parse_columns,
    parse_settings,
    read_headers,
    settings_title,
)
from xlops.reports.join import Imported
from xlops.sheets import CellError, Grid, SavedMapping, Sheet, load_mapping, mapping_path, read_sheet
from xlops.terms import term
from xlops.workbook.book import PREFIX, SHEET_KINDS, Book, OutColumn, SheetKind, shown_width
from xlops.workbook.opening import open_book
from xlops.workbook.own_names import OWN_SHEETS, holds_name
from xlops.workbook.problems import problem
from xlops.workbook.save import make_folder

if TYPE_CHECKING:
    from xlops.hosts.live_formulas import LiveColumn

MARK = ".graded"  # what is added to the name of a graded copy
_LEAST_TERMS = 3  # columns that must be understood, the price among them, before a sheet counts as a product sheet
_LEAST_WIDTH, _TEXT_WIDTH, _REASONS_WIDTH = 11.0, 30.0, 95.0


@dataclass(frozen=True)
class Options:
    """How files are graded.

    ``out_dir`` blank = beside the source; ``sheet`` blank = every visible product sheet; ``backup`` keeps a file that
    is replaced as ``<name>.bak``; ``rows`` adds every row to the receipt (for ``--json``); ``changes_to`` adds a sheet
    of what the fees of that day change; ``formulas`` puts live formulas into the result cells that they can reproduce;
    ``imports`` are reports to grade with, blank = those that the workbook keeps.
    """

    settings: Settings
    out_dir: Path | None = None
    sheet: str | None = None
    backup: bool = False
    rows: bool = False
    changes_to: date | None = None
    formulas: bool = False
    imports: tuple[Imported, ...] | None = None


@dataclass(frozen=True)
class NotGraded:
    """A sheet of the workbook that was left alone, and why."""

    sheet: str
    code: str
    en: str
    zh: str


@dataclass(frozen=True)
class FileResult:
    """What became of one file.

    ``status`` is graded, ungraded, refused (the reason is in ``code``, ``en``, ``zh``) or failed (an error
    of ours).
    ``sheets`` holds one receipt per graded sheet.
    """

    source: Path
    status: Literal["graded", "ungraded", "refused", "failed"]
    target: Path | None = None
    code: str = ""
    en: str = ""
    zh: str = ""
    sheets: tuple[dict[str, Any], ...] = ()
    not_graded: tuple[NotGraded, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the file was written."""
        return self.status in {"graded", "ungraded"}


def graded_path(source: Path, out_dir: Path | None = None) -> Path:
    """Return where the graded copy goes: ``<name>.graded.xlsx``; a graded copy keeps its name."""
    name = source.name if source.stem.endswith(MARK) else f"{source.stem}{MARK}{source.suffix}"
    return (out_dir or source.parent) / name


def grade_file(source: Path, options: Options) -> FileResult:
    """Grade one workbook or .csv into a copy; the source stays as it is.

    Never raises for what is wrong with the file: the result then has status refused and says why in both
    languages.
    """
    target = graded_path(source, options.out_dir)
    try:
        book = open_book(source)
        if options.imports is None:
            options = replace(options, imports=keep_imports(book, target))
        with using(own_library(source)):
            graded, left = grade_book(book, options)
        if book.has_sheets:
            book.remove_sheets()
        live = {sheet: _live(book, result) for sheet, result in graded.items()} if options.formulas else {}
        put_results(book, graded, left, len(graded) == 1, live)
        if book.has_sheets and options.changes_to is not None:
            for sheet, result in graded.items():
                with using(own_library(source)):
                    changes = impact(result, options.changes_to)
                report.put_changes(book, changes, sheet, len(graded) == 1)
        receipts = tuple(report.receipt(result, options.rows, live.get(sheet, ())) for sheet, result in graded.items())
        graded.clear()  # saving takes the room that the numbers of a long sheet held
        live.clear()
        make_folder(target)
        book.save(target, backup=options.backup)
    except SheetError as error:
        return refused(source, error)
    return FileResult(source, "graded", target, sheets=receipts, not_graded=tuple(left))


def _live(book: Book, graded: Graded) -> tuple[LiveColumn, ...]:
    """Return which results of a sheet become formulas; of a .csv none does.

    They are proved with the tables that Excel's cells know: the user's own, not those beside the workbook.
    """
    if not book.has_sheets:
        return ()
    from xlops.hosts.live_formulas import live_columns

    sheet = graded.sheet
    columns = book.places(sheet.name, sheet.header_rows, len(graded.columns))
    places = {column.key: place for column, place in zip(graded.columns, columns, strict=True)}
    with using(own_library()):
        return live_columns(graded, read_grid(book, sheet.name), places, date.today(), True)


def keep_imports(book: Book, target: Path) -> tuple[Imported, ...]:
    """Return the imported reports of a workbook; where it has none, those of the graded copy that is to be replaced.

    An operator corrects the workbook and grades it again: what was imported into its copy then comes along.

    Raises:
        SheetError: bad_imports.
    """
    kept = read_imports(book)
    elsewhere = book.has_sheets and target.resolve() != book.path.resolve()
    if not kept and elsewhere and holds_name(target, OWN_SHEETS["imports"]):
        copy = open_book(target)
        kept = read_imports(copy)
        if kept:
            put_imports(book, kept, "en" if copy.own_sheets("imports")[0].isascii() else "zh")
    return kept


def put_imports(book: Book, reports: Sequence[Imported], lang: str) -> None:
    """Put the sheet of imported numbers into a workbook, in place of the one that it has."""
    kind: SheetKind = "imports"
    book.remove_sheets((kind,))
    if reports:
        book.put_sheet(imports_title(lang), lambda ws: fill_imports(ws, reports, lang), kind)


def put_results(
    book: Book,
    graded: Mapping[str, Graded],
    left: Sequence[NotGraded],
    alone: bool,
    live: Mapping[str, Sequence[LiveColumn]] | None = None,
) -> None:
    """Put the result columns of graded sheets, their summaries and their receipts into a book.

    Args:
        book: the book; its old reports are removed by the caller.
        graded: the graded sheets by name.
        left: sheets that were left alone, for the receipt.
        alone: whether the reports need no sheet name in their titles.
        live: by sheet what becomes a formula, one in each cell; blank = plain values.

    Raises:
        SheetError: sheet_full, merged_target.
    """
    live = live or {}
    for sheet, result in graded.items():
        columns = out_columns(result, notes=book.has_sheets)
        if sheet in live:
            _put_formulas(columns, live[sheet], result.sheet.rows.tolist())
        book.write_results(sheet, result.sheet.header_rows, list(result.sheet.rows), columns)
    if book.has_sheets:
        for sheet, result in graded.items():
            report.put_sheets(book, result, sheet, alone, left, live.get(sheet, ()))


def _put_formulas(columns: list[OutColumn], live: Sequence[LiveColumn], rows: Sequence[int]) -> None:
    """Put live formulas into the cells of result columns."""
    from xlops.hosts.live_formulas import in_each_cell

    for n, column in enumerate(live):
        if column.runs:
            columns[n] = replace(columns[n], formulas=in_each_cell(column, rows))


def grade_book(book: Book, options: Options) -> tuple[dict[str, Graded], list[NotGraded]]:
    """Grade the product sheets of an opened book in memory.

    Returns:
        The graded sheets by name, and the sheets left alone with the reason.

    Raises:
        SheetError: if the sheet asked for, or every sheet, is no product sheet.
    """
    saved = saved_mapping(book)
    settings = sheet_settings(book, options.settings)
    imports = read_imports(book) if options.imports is None else options.imports
    graded: dict[str, Graded] = {}
    left: list[NotGraded] = []
    errors: list[SheetError] = []
    for name in [options.sheet] if options.sheet else book.visible:
        try:
            graded[name] = grade_with(read_product_sheet(book, name, saved), imports, settings)
        except SheetError as error:
            errors.append(error)
            left.append(NotGraded(name, error.code, error.en, error.zh))
    if not graded:
        raise errors[0] if len(errors) == 1 else _no_product_sheet(book, errors, left)
    if not options.sheet:
        left += [NotGraded(name, "hidden", "the sheet is hidden", "工作表已隐藏") for name in book.hidden]
    return graded, left


def file_impacts(source: Path, options: Options) -> list[Impact]:
    """Return what the fees of another day change in the product sheets of a file; nothing is written.

    Raises:
        SheetError: if the file cannot be read, or holds no product sheet.
    """
    with using(own_library(source)):
        graded, _ = grade_book(open_book(source), options)
        return [impact(result, options.changes_to or options.settings.as_of) for result in graded.values()]


def read_settings(book: Book) -> tuple[str, SheetSettings] | None:
    """Return the name of the workbook's settings sheet and what it says; None where it has none.

    Raises:
        SheetError: bad_setting.
    """
    names = book.own_sheets("settings")
    return (names[0], parse_settings(book.read_own(names[0]))) if names else None


def sheet_settings(book: Book, base: Settings) -> Settings:
    """Return the settings of a run over a workbook.

    What ``base`` says (options of the command line) goes first, then the settings sheet, then the benchmark lines kept
    beside the workbook, then the defaults. Exchange rates and benchmarks are settled one by one.

    Raises:
        SheetError: bad_setting, bad_mapping or bad_benchmark.
    """
    found = read_settings(book)
    beside = find_mapping(book.path)
    own: dict[str, tuple[str, Any]] = {}  # benchmark id -> where it is said, what is said
    if beside is not None:
        own |= {name: (mapping_path(book.path).name, line) for name, line in beside.benchmarks.items()}
    if found is not None:
        name, said = found
        own |= {id_: (name, line) for id_, line in said.benchmarks.items()}
        base = replace(
            base,
            platform=base.platform or said.platform,
            market=base.market or said.market,
            currency=base.currency or said.currency,
            lang=base.lang or said.lang,
            rates={**said.rates, **base.rates},
            commission_rate=said.commission_rate if base.commission_rate is None else base.commission_rate,
            affiliate_rate=said.affiliate_rate if base.affiliate_rate is None else base.affiliate_rate,
            from_sheet=name if said != SheetSettings() else None,
        )
    if not own or base.benchmarks is not None:
        return base
    records = benchmarks()
    try:
        for id_, (place, line) in own.items():
            records = apply_overrides(records, {id_: line}, place)
    except EditionError as error:
        raise SheetError("bad_benchmark", str(error), f"基准设置有误：{error}") from error
    return replace(base, benchmarks=records)


def find_mapping(source: Path) -> SavedMapping | None:
    """Return the corrections kept beside a workbook; a graded copy uses those of its original."""
    original = source.with_name(source.stem.removesuffix(MARK) + source.suffix)
    own = load_mapping(mapping_path(source))
    return load_mapping(mapping_path(original)) if own is None else own


def saved_mapping(book: Book) -> SavedMapping | None:
    """Return the operator's corrections: of each product sheet those of its columns sheet, else those kept beside.

    Raises:
        SheetError: bad_setting or bad_mapping.
    """
    beside = find_mapping(book.path)
    sheets = dict(beside.sheets) if beside else {}
    names = book.own_sheets("columns")
    for name in names:
        said, mapping = parse_columns(book.read_own(name))
        sheets[book.about(name) or said] = mapping
    if not names:
        return beside
    return SavedMapping(sheets, beside.benchmarks if beside else {})


def put_columns(book: Book, name: str, lang: str | None = None) -> Sheet:
    """Put the columns sheet of a product sheet into a workbook, in place of the one that it has.

    Where two headers claim one input, the sheet shows what each of them reads as, for the operator to choose; it has no
    product rows then.

    Args:
        book: the workbook.
        name: the product sheet.
        lang: language of the columns sheet; blank = the product sheet's.

    Returns:
        The product sheet as it was read.

    Raises:
        SheetError: as read_sheet, and bad_setting.
    """
    mine = (saved_mapping(book) or SavedMapping()).sheet(name)
    cells = book.read(name, CellError)
    grid = Grid(cells.name, cells.cells, cells.merged, cells.own_columns)
    try:
        sheet = read_sheet(grid, SavedMapping({name: mine}))
    except SheetError as error:
        if error.code != "two_headers":
            raise
        sheet = read_headers(grid, mine)
    lang = lang or sheet.language
    kind: SheetKind = "columns"
    book.remove_sheets((kind,), name)
    book.put_sheet(columns_title(lang, name), lambda ws: fill_columns(ws, sheet, cells, mine, lang), kind, name)
    return sheet


def put_settings(book: Book, lang: str) -> str:
    """Put a settings sheet into a workbook that has none; return the name of its settings sheet."""
    if not book.own_sheets("settings"):
        book.put_sheet(
            settings_title(lang), lambda ws: fill_settings(ws, SheetSettings(), benchmarks(), lang), "settings"
        )
    return book.own_sheets("settings")[0]


def checklist_file(
    source: Path, target: Path, as_of: date, names: Sequence[str] = (), lang: str | None = None, backup: bool = False
) -> tuple[list[str], list[str], int]:
    """Put checklist sheets into a workbook; the plan of action begins with the rows that have a warning.

    A workbook without a product sheet gets the sheets too.

    Args:
        source: the workbook.
        target: where it is saved; may be the source.
        as_of: the day to which checks grow old.
        names: which sheets; blank = all.
        lang: their language; blank = the product sheet's, Chinese where there is none.
        backup: as in :class:`Options`.

    Returns:
        The titles that were made, those that were there and stay as they are, and how many rows have a warning.

    Raises:
        SheetError: whatever is wrong with the file, and no_sheets for a .csv.
    """
    from xlops.hosts.checklists import flagged_rows, put_checklists

    book = open_book(source)
    try:
        with using(own_library(source)):
            graded, _ = grade_book(book, Options(Settings(as_of=as_of)))
    except SheetError:
        graded = {}
    flagged = flagged_rows(graded.values())
    lang = lang or next((result.lang for result in graded.values()), "zh")
    made, there = put_checklists(book, lang, flagged, names)
    if made:
        make_folder(target)
        book.save(target, backup=backup)
    return made, there, len(flagged)


def read_product_sheet(book: Book, name: str, saved: SavedMapping | None) -> Sheet:
    """Read one sheet and make sure that it is a product sheet.

    Raises:
        SheetError: as read_sheet, and not_products if too little of its header is understood.
    """
    sheet = read_sheet(read_grid(book, name), saved)
    require_products(sheet)
    return sheet


def read_grid(book: Book, name: str) -> Grid:
    """Return the cells of a sheet of a book as they are read as a sheet of products.

    Raises:
        SheetError: as :meth:`Book.read`.
    """
    cells = book.read(name, CellError)
    return Grid(cells.name, cells.cells, cells.merged, cells.own_columns)


def require_products(sheet: Sheet) -> None:
    """Make sure that enough of a sheet was understood to grade products.

    Raises:
        SheetError: not_products.
    """
    found = {column.term for column in sheet.columns} - {None}
    if "price" not in found or len(found) < _LEAST_TERMS:
        labels = [term(name) for name in sorted(map(str, found))]
        en, zh = (
            mark.join(label.label(lang) for label in labels) or "-" for mark, lang in ((", ", "en"), ("、", "zh"))
        )
        raise SheetError(
            "not_products",
            f"Sheet '{sheet.name}': a price column and two more known columns are needed; understood: {en}. "
            "See 'xlops map' (in Excel: Check columns).",
            f"工作表“{sheet.name}”：需要售价列和另外至少两个可识别的列；已识别：{zh}。"
            "可用 xlops map（Excel 中用“核对列”）查看。",
        )


def _no_product_sheet(book: Book, errors: Sequence[SheetError], left: Sequence[NotGraded]) -> SheetError:
    """Say for every sheet why it is none; a conflict that the operator must solve comes first."""
    conflict = next((error for error in errors if error.code == "two_headers"), None)
    if conflict:
        return conflict
    if not left:
        return SheetError(
            "no_product_sheet",
            f"{book.path.name}: no visible sheet.",
            f"{book.path.name}：没有可见的工作表。",
        )
    return SheetError(
        "no_product_sheet",
        f"{book.path.name}: no product sheet found. " + " ".join(f"[{entry.sheet}] {entry.en}" for entry in left),
        f"{book.path.name}：没有找到商品表。" + "".join(f"【{entry.sheet}】{entry.zh}" for entry in left),
    )


def result_header(graded: Graded, column: ResultColumn) -> str:
    """Return the heading of a result column in the sheet."""
    return PREFIX + column.label(graded.lang)


def out_columns(graded: Graded, notes: bool = True) -> list[OutColumn]:
    """Return the result columns as the workbook layer writes them: NaN as None, headers with our prefix.

    Without ``notes`` (a .csv has none) the reasons say which results are blank, and why.
    """
    columns = []
    for column in graded.columns:
        values = report.plain(column.values)
        if column.key == "reasons" and not notes:
            values = _with_blanks(graded, values)
        columns.append(out_column(column, values, graded.lang))
    return columns


def out_column(column: ResultColumn, values: Sequence[Any], lang: str) -> OutColumn:
    """Return one result column as the workbook layer writes it."""
    header = PREFIX + column.label(lang)
    most = _REASONS_WIDTH if column.key == "reasons" else _TEXT_WIDTH
    texts = filter(None, values) if column.values.dtype == object else ()
    width = _width(chain([header], texts), most)
    return OutColumn(header, column.kind, values, column.notes, width)


def _width(texts: Iterable[str], most: float) -> float:
    """Return the width of a column for its texts; of long ones few are looked at."""
    width = _LEAST_WIDTH
    measured: set[str] = set()
    for text in texts:
        if text not in measured:
            measured.add(text)
            width = max(width, shown_width(text) + 3.0)
            if width >= most:
                return most
    return width


def _with_blanks(graded: Graded, reasons: list[str | None]) -> list[str | None]:
    """Return the reasons of the rows with the blank results of each row and why they are blank."""
    zh = graded.lang == "zh"
    columns = [column for column in graded.columns if column.kind in {"money", "rate"} and any(column.notes)]
    if not columns:
        return reasons

    def told(notes: Iterable[str | None]) -> str | None:
        blank: dict[str, list[str]] = {}
        for column, note in zip(columns, notes, strict=True):
            if note:
                blank.setdefault(note, []).append(column.label(graded.lang))
        if zh:
            texts = "；".join(f"{'、'.join(labels)}—{why}" for why, labels in blank.items())
        else:
            texts = "; ".join(f"{', '.join(labels)} - {why}" for why, labels in blank.items())
        return ("空白：" if zh else "blank: ") + texts if texts else None

    none = np.array(None, dtype=object)
    of_blanks = (np.where(np.isnan(c.values), np.array(c.notes, dtype=object), none).tolist() for c in columns)
    rows = list(zip(*of_blanks, strict=True))
    texts = {notes: told(notes) for notes in set(rows)}  # many rows lack the same for the same reasons
    stop = "；" if zh else "; "
    return [stop.join(filter(None, (said, texts[notes]))) or None for said, notes in zip(reasons, rows, strict=True)]


def ungrade_file(source: Path, target: Path | None = None, backup: bool = False) -> FileResult:
    """Remove everything that xlops added, in place or into ``target``; ``backup`` as in :class:`Options`."""
    target = target or source
    try:
        book = open_book(source)
        found = [book.remove_results(sheet) for sheet in (*book.visible, *book.hidden)]
        if not (book.remove_sheets(SHEET_KINDS) or any(found)):
            raise problem("nothing_to_remove", source)
        make_folder(target)
        book.save(target, backup=backup)
    except SheetError as error:
        return refused(source, error)
    return FileResult(source, "ungraded", target)


def refused(source: Path, error: SheetError) -> FileResult:
    """Return the result of a file that was not written."""
    return FileResult(source, "refused", code=error.code, en=error.en, zh=error.zh)


def grade_files(
    sources: Sequence[Path],
    options: Options,
    jobs: int | None = None,
    done: Callable[[FileResult], None] = lambda _: None,
) -> list[FileResult]:
    """Grade many files, several at a time. One bad file never stops the others.

    Args:
        sources: the files.
        options: how.
        jobs: processes at a time; blank = one per processor, at most one per file.
        done: called with each result as it comes.

    Returns:
        One result per file, in the order given.
    """
    results: dict[int, FileResult] = {}
    work: dict[int, Path] = {}
    targets: set[Path] = set()
    for index, source in enumerate(sources):
        target = graded_path(source, options.out_dir).resolve()
        if target in targets:
            results[index] = refused(source, problem("same_target", source, detail=target.name))
            done(results[index])
        else:
            targets.add(target)
            work[index] = source

    def finish(index: int, result: FileResult) -> None:
        results[index] = result
        done(result)

    jobs = min(jobs or os.cpu_count() or 1, len(work))
    if jobs <= 1:
        for index, source in work.items():
            finish(index, _guarded(source, options))
    else:
        _in_pool(work, options, jobs, finish)
    return [results[index] for index in range(len(sources))]


def _in_pool(work: dict[int, Path], options: Options, jobs: int, finish: Callable[[int, FileResult], None]) -> None:
    """Grade in several processes. A process that dies takes the pool along; its file then fails alone."""
    from concurrent.futures import Future, ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    run = partial(_guarded, options=options)
    left = dict(work)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures: dict[Future[FileResult], int] = {pool.submit(run, source): i for i, source in left.items()}
        for future in as_completed(futures):
            if not isinstance(future.exception(), BrokenProcessPool):
                finish(futures[future], future.result())
                del left[futures[future]]
    for index, source in left.items():
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            try:
                finish(index, pool.submit(run, source).result())
            except BrokenProcessPool:
                finish(
                    index,
                    _failed(source, "the process ended (out of memory?)", "处理进程意外结束（内存不足？）"),
                )


def _guarded(source: Path, options: Options) -> FileResult:
    """Grade one file; an error of ours fails this file only."""
    # A sheet is millions of objects that all live until it is written. Python would look through them for cycles again
    # and again, which takes a tenth of the time; once, before the next file, is enough. Tables and receipts stay, so
    # that look need not go through them.
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        return grade_file(source, options)
    except Exception as error:
        return _failed(source, f"{type(error).__name__}: {error}", f"{type(error).__name__}: {error}")
    finally:
        gc.enable()


def _failed(source: Path, en: str, zh: str) -> FileResult:
    return FileResult(
        source,
        "failed",
        code="internal",
        en=f"{source.name}: an error inside xlops, please report it ({en}). Nothing was written.",
        zh=f"{source.name}：xlops 内部错误，请反馈（{zh}）。没有写入任何文件。",
    )

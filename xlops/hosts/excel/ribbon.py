"""The macros behind the ribbon tab. VBA calls each by its name; each ends with one message that says what it did.

What is read, computed and written is the batch's code on a book that is open in Excel, so that the macro and
``xlops grade`` give the same cells. Everything is computed before anything is written.
"""

from __future__ import annotations

import json
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from xlops.audit import words
from xlops.audit.findings import Audit, audit
from xlops.catalog import as_day
from xlops.errors import SheetError
from xlops.fees.library import use_always, using
from xlops.grading.impact import impact
from xlops.grading.results import Graded, Settings
from xlops.hosts import report
from xlops.hosts.auditing import put_audit, read_reports
from xlops.hosts.batch import (
    Options,
    grade_book,
    put_columns,
    put_results,
    put_settings,
    read_grid,
    read_product_sheet,
    read_settings,
    result_header,
    saved_mapping,
    sheet_settings,
)
from xlops.hosts.checklists import flagged_rows, put_checklists
from xlops.hosts.excel import examples, help_pages
from xlops.hosts.excel.book import ExcelBook
from xlops.hosts.excel.explain import MADE_OF_PARTS, explain_formula, explain_input, explain_result, parts_of_row
from xlops.hosts.excel.links import repaired
from xlops.hosts.import_files import SUFFIXES, put_received, read_files, receive
from xlops.hosts.import_sheets import read_imports
from xlops.hosts.live_formulas import LiveColumn, live_columns
from xlops.hosts.own_tables import own_library, user_folder
from xlops.hosts.received import Received
from xlops.sheets import CellError, column_letters
from xlops.workbook.book import OWN_FORMULA

_TITLE = "xlops"
_MANY_ROWS = 2_000  # a further sheet with more rows is graded only when the operator says so
_LONGEST_MESSAGE = 1_800  # characters that a message box shows on a small screen
_MOST_REASONS = 3
_MOST_ARRAYS = 40  # array formulas in a column; a sheet of many gaps gets a formula in each cell instead
# Excel's languages that are shown in Chinese: simplified, Taiwan, Hong Kong, Singapore, Macao.
_CHINESE = (2052, 1028, 3076, 4100, 5124)
# What Excel answers while a cell is being edited or a dialog is open.
_BUSY = (-2147418111, -2146777998)
# Windows' numbers of a message box: its sign, and in front of all windows, as Excel cannot own it.
_WARNING, _IN_FRONT = 0x30, 0x50000


class Office:
    """One run of a macro: the workbook, Excel, and the language in which the operator is spoken to."""

    def __init__(self, caller: Any) -> None:
        self.app = caller.app
        self.zh = int(self.app.api.LanguageSettings.LanguageID(2)) in _CHINESE
        self.caller = caller
        self.book = ExcelBook(caller)

    @property
    def lang(self) -> str:
        """``"zh"`` or ``"en"``: the language of Office."""
        return "zh" if self.zh else "en"

    def say(self, en: str, zh: str) -> str:
        """Return the text in the operator's language."""
        return zh if self.zh else en

    def status(self, en: str, zh: str) -> None:
        """Show in the status bar what is being done."""
        self.app.status_bar = f"xlops: {self.say(en, zh)}"

    def ask(self, en: str, zh: str) -> bool:
        """Ask a question that is answered by yes or no."""
        return bool(self.app.alert(self.say(en, zh), _TITLE, "yes_no") == "yes")

    def front(self) -> str:
        """Return the name of the sheet that is in front, of whatever kind."""
        return str(self.caller.api.ActiveSheet.Name)

    def active(self) -> str:
        """Return the name of the worksheet that is in front.

        Raises:
            SheetError: no_cells, for a chart sheet.
        """
        name = self.front()
        if name not in {ws.name for ws in self.caller.sheets}:
            raise SheetError(
                "no_cells",
                f"'{name}' is a chart sheet without cells. Click the tab of your product sheet and try again.",
                f"“{name}”是图表工作表，没有单元格。请先点击产品表的标签，再试一次。",
            )
        return name

    def selected(self) -> list[str]:
        """Return the names of the sheets whose tabs are selected."""
        return [str(ws.Name) for ws in self.caller.api.Windows(1).SelectedSheets]

    def chosen(self) -> list[str]:
        """Return the product sheets that are meant, the active one first; a sheet of ours means the one it is about."""
        cells = {ws.name for ws in self.caller.sheets}
        meant = [self.product_of(name) for name in (self.active(), *self.selected()) if name in cells]
        return list(dict.fromkeys(meant))

    def product_of(self, name: str) -> str:
        """Return the product sheet that a sheet belongs to; the operator's own sheets are meant themselves.

        Raises:
            SheetError: own_sheet, for a sheet of ours that belongs to none.
        """
        if self.book.kind(name) is None:
            return name
        about = self.book.about(name)
        if about is None:
            raise SheetError(
                "own_sheet",
                f"'{name}' is a sheet of xlops. Click the tab of your product sheet and try again.",
                f"“{name}”是 xlops 自己的工作表。请先点击产品表的标签，再试一次。",
            )
        return about

    def settings(self, as_of: date | None = None) -> Settings:
        """Return the settings of a run: the workbook's settings sheet, and today."""
        return sheet_settings(self.book, Settings(as_of=as_of or date.today()))

    def graded(self, name: str, as_of: date | None = None) -> Graded:
        """Read and grade one sheet in memory."""
        self.status(f"reading '{name}' ...", f"正在读取“{name}”……")
        self.book.read(name, CellError)
        self.status(f"computing '{name}' ...", f"正在计算“{name}”……")
        beside = self.book.path if self.book.path.is_absolute() else None
        with using(own_library(beside)):
            graded, _ = grade_book(self.book, Options(Settings(as_of=as_of or date.today()), sheet=name))
        return graded[name]

    def files(self) -> list[Path]:
        """Ask for files to import; none where the operator thinks better of it."""
        found = self.app.api.GetOpenFilename(
            self.say("Reports", "报表") + f",{';'.join(f'*{suffix}' for suffix in SUFFIXES)}",
            1,
            self.say("xlops: choose the reports to import", "xlops：选择要导入的报表"),
            "",
            True,
        )
        return [Path(str(path)) for path in found] if isinstance(found, tuple | list) else []

    def stands_alone(self, name: str) -> bool:
        """Whether no other sheet has result columns, so that reports need no sheet name in their titles."""
        others = [ws for ws in (*self.book.visible, *self.book.hidden) if ws != name]
        return not any(self.book.result_places(ws)[0] for ws in others)

    def write(self, graded: Graded, name: str) -> None:
        """Put result columns, summary and receipt of one sheet into the workbook."""
        self.book.require_writable(name)
        self.status(f"writing '{name}' ...", f"正在写入“{name}”……")
        alone = self.stands_alone(name)
        self.book.remove_sheets(about=name)
        put_results(self.book, {name: graded}, [], alone)
        self.book.save()


def macro(work: Callable[..., str | None]) -> Callable[..., None]:
    """Make a macro of a function that does the work and returns what to tell.

    Screen, status bar and keyboard are given back whatever happens. What is wrong with the sheet, a busy Excel and an
    error of ours each end in a message in the operator's language.
    """

    @wraps(work)
    def run(*arguments: Any, **options: Any) -> None:
        from xlops.hosts.excel.xl import calling_book

        caller = calling_book()
        app = caller.app
        try:
            office = Office(caller)
        except Exception as error:
            _tell_busy(error)
            return
        said, bad = None, False
        events = app.enable_events
        try:
            app.screen_updating = app.enable_events = False
            use_always(own_library())
            said = work(office, *arguments, **options)
        except SheetError as error:
            said, bad = office.say(error.en, error.zh), True
        except Exception as error:
            if _is_busy(error):
                _tell_busy(error)
            else:
                said, bad = _internal(office, error), True
        finally:
            app.status_bar = False
            app.screen_updating, app.enable_events = True, events
        if said:
            app.alert(_fitted(said), _TITLE, mode="critical" if bad else "info")

    return run


def _is_busy(error: Exception) -> bool:
    codes = [getattr(error, "hresult", None), *((getattr(error, "excepinfo", None) or ())[5:6])]
    return type(error).__name__ == "ExcelBusyError" or any(code in _BUSY for code in codes)


def _tell_busy(error: Exception) -> None:
    """Tell that Excel takes no commands now; Excel itself cannot be asked for a message box then."""
    if not _is_busy(error):
        raise error
    import win32api

    win32api.MessageBox(
        0,
        "Excel 正忙：可能正在编辑单元格，或有对话框未关闭。请按 Enter 或 Esc 结束编辑，再试一次。没有写入任何内容。\n\n"
        "Excel is busy: a cell is being edited or a dialog is open. Press Enter or Esc and try again. Nothing was "
        "written.",
        _TITLE,
        _WARNING | _IN_FRONT,
    )


def _internal(office: Office, error: Exception) -> str:
    """Return the message of an error of ours; its details go to a file for whoever mends it."""
    path = user_folder().parent / "last_error.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        path = Path("-")
    what = f"{type(error).__name__}: {error}"
    return office.say(
        f"An error inside xlops ({what}). What it had begun to write was taken away again. Please report it with the "
        f"file {path}.",
        f"xlops 内部错误（{what}）。已写入的部分已撤回。请反馈并附上文件 {path}。",
    )


def _fitted(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


# Grading


@macro
def grade_sheet(office: Office, as_of: date | None = None) -> str:
    """Grade the selected product sheets, the active one first. ``as_of`` is the day whose fees count; blank = today."""
    said = []
    for n, name in enumerate(office.chosen()):
        rows = len(office.book.read(name, CellError).cells)
        if n and rows > _MANY_ROWS and not office.ask(
            f"Sheet '{name}' has {rows:,} rows. Grade it too?", f"工作表“{name}”有 {rows:,} 行，也要评级吗？"
        ):
            said.append(office.say(f"Sheet '{name}' was left alone.", f"工作表“{name}”未处理。"))
            continue
        graded = office.graded(name, as_of)
        office.write(graded, name)
        said.append("\n".join(_graded_words(office, graded, name)))
    return "\n\n".join(said)


def _graded_words(office: Office, graded: Graded, name: str) -> Iterator[str]:
    """Yield what was done with a sheet, and what could not be read or computed."""
    told = report.receipt(graded, rows=False)
    _, places = office.book.result_places(name)
    first, last = column_letters(min(places.values()) - 1), column_letters(max(places.values()) - 1)
    letters = "  ".join(f"{letter} {count}" for letter, count in told["distribution"].items() if count)
    rows, left = told["rows_taken"], len(told["rows_skipped"])
    yield office.say(
        f"Sheet '{name}': {rows} product rows graded: {letters}. Results in columns {first} to {last}.",
        f"工作表“{name}”：已评级 {rows} 行商品：{letters}。结果在 {first} 至 {last} 列。",
    )
    if left:
        yield office.say(f"{left} rows are no products and were left alone.", f"{left} 行不是商品，未处理。")
    for entry in told["not_graded_because"][:_MOST_REASONS]:
        rows, why = entry["rows"], entry["why"]
        yield office.say(f"No grade in {rows} rows: {why}", f"{rows} 行没有评级：{why}")
    for severity, en, zh in (("error", "cells to correct", "处需要修正"), ("warning", "cells to check", "处请核对")):
        if count := sum(issue["severity"] == severity for issue in told["issues"]):
            yield office.say(f"{count} {en}, see the receipt sheet.", f"{count} {zh}，见“xlops 记录”。")
    for entry in told["rates_not_used"]:
        yield office.say(entry["en"], entry["zh"])


@macro
def import_reports(office: Office, as_of: date | None = None) -> str | None:
    """Ask for reports, join them to the active product sheet, and grade it with them."""
    name = office.product_of(office.active())
    office.book.require_writable(name)
    paths = office.files()
    if not paths:
        return None
    office.status("reading reports ...", "正在读取报表……")
    day = as_of or date.today()
    files = read_files(paths, day)
    told = [office.say(f"✗ {f.refused.en}", f"✗ {f.refused.zh}") for f in files if f.refused]
    if not any(file.imported for file in files):
        return "\n".join([*told, office.say("Nothing was written.", "没有写入任何内容。")])
    office.status(f"computing '{name}' ...", f"正在计算“{name}”……")
    beside = office.book.path if office.book.path.is_absolute() else None
    with using(own_library(beside)):
        received = receive(office.book, files, read_imports(office.book), Options(Settings(as_of=day), sheet=name))
    office.status(f"writing '{name}' ...", f"正在写入“{name}”……")
    alone = office.stands_alone(name)
    office.book.remove_sheets(about=name)
    put_received(office.book, received, alone)
    office.book.save()
    return "\n".join([*_received_words(office, received), *told])


def _received_words(office: Office, received: Received) -> Iterator[str]:
    """Yield what an import did with the sheet, and what to look at."""
    for file in received.files:
        for read, imported in zip(file.reports, file.imported, strict=True):
            taken, rows = len(read.lines), read.rows_read
            yield office.say(
                f"{imported.file}: {imported.title_en}, {taken} of {rows} rows taken.",
                f"{imported.file}：{imported.title_zh}，{rows} 行中采用 {taken} 行。",
            )
    for entry in received.sheets:
        left = sum(bool(fate.code) for fate in entry.taken.joined.fates)
        yield office.say(
            f"Sheet '{entry.name}': {entry.joined} products joined, {left} not or not wholly, see the import receipt.",
            f"工作表“{entry.name}”：对应 {entry.joined} 个商品，{left} 个未全部采用，见“xlops 导入回执”。",
        )
        for remark in (*received.remarks, *entry.taken.remarks)[:_MOST_REASONS]:
            yield office.say(remark.en, remark.zh)
        if entry.graded is not None:
            yield from _graded_words(office, entry.graded, entry.name)
        elif entry.why is not None:
            yield office.say(f"Not graded: {entry.why.en}", f"未评级：{entry.why.zh}")


@macro
def audit_fees(office: Office, as_of: date | None = None) -> str | None:
    """Ask for reports of what Amazon charged, and hold them against the active product sheet and the fee tables."""
    name = office.product_of(office.active())
    paths = office.files()
    if not paths:
        return None
    office.status("reading reports ...", "正在读取报表……")
    read = read_reports(paths)
    office.status(f"computing '{name}' ...", f"正在计算“{name}”……")
    settings = office.settings(as_of)
    sheet = read_product_sheet(office.book, name, saved_mapping(office.book))
    with using(own_library(office.book.path if office.book.path.is_absolute() else None)):
        found = audit(read.used, sheet, settings.as_of, settings.market)
        put_audit(office.book, found, settings.lang or sheet.language, sheet)
    office.book.save()
    told = [office.say(f"✗ {error.en}", f"✗ {error.zh}") for _, error in read.refused]
    return "\n".join([*_audit_words(office, found), *told])


def _audit_words(office: Office, found: Audit) -> Iterator[str]:
    """Yield what an audit found, and the money."""
    count = len(found.findings)
    yield words.checked(found, "zh" if office.zh else "en") + office.say(f", {count} findings.", f"，{count} 条发现。")
    if not found.checked:
        yield words.no_findings(found, "zh" if office.zh else "en")
    for total in found.totals:
        if total.previewed:
            continue
        money = "?" if total.money is None else f"{total.money:+,.2f}"
        yield f"{words.DIRECTION_WORDS[total.direction][office.zh]}: {money} {total.currency} ({total.findings})"
    if found.unknown:
        count = len(found.unknown)
        yield office.say(f"{count} charges could not be checked.", f"{count} 笔费用未能核对。")
    for note in found.notes[:_MOST_REASONS]:
        yield note[office.zh]


@macro
def clear_grades(office: Office) -> str:
    """Take the result columns and reports of the selected product sheets away; settings and columns sheets stay."""
    said = []
    for name in office.chosen():
        office.book.require_writable(name)
        columns = office.book.remove_results(name)
        sheets = office.book.remove_sheets(about=name)
        office.book.save()
        said.append(
            office.say(f"Sheet '{name}': what xlops had added is gone.", f"工作表“{name}”：已清除 xlops 添加的内容。")
            if columns or sheets
            else office.say(f"Sheet '{name}': there is nothing of xlops in it.", f"工作表“{name}”：没有 xlops 的内容。")
        )
    return "\n".join(said)


# Columns and settings


@macro
def check_columns(office: Office) -> str:
    """Show on a sheet how each column was understood, with the operator's corrections taken in."""
    name = office.product_of(office.active())
    office.book.require_writable(name)
    office.status(f"reading '{name}' ...", f"正在读取“{name}”……")
    sheet = put_columns(office.book, name, office.lang)
    office.book.save()
    shown = next(own for own in office.book.own_sheets("columns") if office.book.about(own) == name)
    office.caller.sheets[shown].activate()
    known = sum(column.term is not None for column in sheet.columns)
    return office.say(
        f"Sheet '{name}': {known} of {len(sheet.columns)} columns are understood. Correct the yellow cells of "
        f"'{shown}' where needed, then Grade sheet.",
        f"工作表“{name}”：{len(sheet.columns)} 列中识别了 {known} 列。"
        f"如有误，请在“{shown}”的黄色单元格中更正，再点“评级本表”。",
    )


@macro
def settings(office: Office) -> str:
    """Show the workbook's settings sheet; make one where there is none; say whether what it holds is understood."""
    if not office.book.own_sheets("settings"):
        if office.caller.api.ProtectStructure:
            office.book.require_writable(office.caller.sheets[0].name)
        put_settings(office.book, office.lang)
        office.book.save()
    shown = office.book.own_sheets("settings")[0]
    office.caller.sheets[shown].activate()
    read_settings(office.book)
    return office.say(
        f"The yellow cells of '{shown}' hold the settings of this workbook; blank cells keep the default. They count "
        "from the next grading on.",
        f"“{shown}”的黄色单元格是本工作簿的设置，留空则用默认值，下次评级时生效。",
    )


@macro
def checklists(office: Office) -> str:
    """Add the checklist sheets that the workbook does not have; the plan of action begins with rows with a warning."""
    if office.caller.api.ProtectStructure:
        office.book.require_writable(office.caller.sheets[0].name)
    office.status("reading ...", "正在读取……")
    try:
        graded, _ = grade_book(office.book, Options(Settings(as_of=date.today())))
    except SheetError:  # a workbook without a product sheet gets the sheets too
        graded = {}
    made, there = put_checklists(office.book, office.lang, flagged_rows(graded.values()))
    if made:
        office.book.save()
    office.caller.sheets[(made or there)[0]].activate()
    said = []
    if made:
        said.append(office.say(f"Added: {', '.join(made)}.", f"已添加：{'、'.join(made)}。"))
    if there:
        said.append(
            office.say(f"Left as they are: {', '.join(there)}.", f"已有，保持不变：{'、'.join(there)}。")
        )
    return "\n".join(said)


# Formulas


@macro
def insert_formulas(office: Office, as_of: date | None = None) -> str:
    """Grade the active product sheet and put live formulas into the result columns that they can reproduce."""
    name = office.product_of(office.active())
    found = read_settings(office.book)
    graded = office.graded(name, as_of)
    grid = read_grid(office.book, name)
    office.write(graded, name)
    places = _places(office, graded, name)
    in_table = office.book.in_table(name, [place + 1 for place in places.values()])
    by_cell = in_table or (found is not None and found[1].form == "cell")
    office.status("writing formulas ...", "正在写入公式……")
    calculation = office.app.calculation
    live = live_columns(graded, grid, places, date.today(), by_cell)
    if any(sum(run.array for run in column.runs) > _MOST_ARRAYS for column in live):
        live = live_columns(graded, grid, places, date.today(), True)
    areas = [
        ((run.first_row + 1, places[column.key] + 1, run.last_row + 1, places[column.key] + 1), run)
        for column in live
        for run in column.runs
    ]
    office.app.calculation = "manual"  # or each formula is a calculation of the whole workbook
    try:
        for area, run in areas:
            office.book.put_formula(name, area, f"={run.text}", array=run.array)
    finally:
        office.app.calculation = calculation
    broken = sum(office.book.not_loaded(name, area) for area, _ in areas)
    return "\n".join(_formula_words(office, graded, name, live, broken))


def _places(office: Office, graded: Graded, name: str) -> dict[str, int]:
    """Return the 0-based column of each result column."""
    _, headers = office.book.result_places(name)
    return {column.key: headers[result_header(graded, column)] - 1 for column in graded.columns}


def _formula_words(
    office: Office, graded: Graded, name: str, live: Sequence[LiveColumn], broken: int
) -> Iterator[str]:
    label = {column.key: column.label(office.lang) for column in graded.columns}
    made = [label[column.key] for column in live if column.runs]
    if made:
        yield office.say(
            f"Sheet '{name}': live formulas in {len(made)} result columns: {', '.join(made)}.",
            f"工作表“{name}”：{len(made)} 个结果列已写入实时公式：{'、'.join(made)}。",
        )
    else:
        yield office.say(f"Sheet '{name}': no column can be a formula.", f"工作表“{name}”：没有可写公式的列。")
    if broken:
        yield office.say(
            f"{broken} formulas show #NAME?: the add-in is not loaded. Double-click doctor.cmd in the folder you "
            "installed from, or run 'xlops doctor'.",
            f"{broken} 个公式显示 #NAME?：加载项未加载。请双击安装文件夹中的 doctor.cmd，或运行 xlops doctor。",
        )
    if any(run.array for column in live for run in column.runs):
        yield office.say(
            "Rows of one array formula cannot be sorted, inserted or deleted singly. For a formula in each cell choose "
            "so in Settings.",
            "数组公式所在的行不能单独排序、插入或删除。如需每格一个公式，请在“设置”中选择。",
        )
    for column in live:
        if column.en and (column.runs or column.key not in ("grade", "coverage", "reasons")):
            yield f"{label[column.key]}: {column.en}" if office.lang == "en" else f"{label[column.key]}：{column.zh}"


@macro
def explain_cell(office: Office, as_of: date | None = None) -> str:
    """Say where the number in the active cell comes from, or why it is blank, and how an input was understood."""
    name = office.active()
    cell = office.app.api.ActiveCell
    row, column = int(cell.Row) - 1, int(cell.Column) - 1
    formula = str(cell.Formula or "")
    lang, today = office.lang, date.today()
    _, headers = office.book.result_places(name)
    ours = {place - 1: header for header, place in headers.items()}
    if column not in ours and formula.startswith("="):
        said = explain_formula(formula[1:], _reader(office, name), (row, row), row, lang, today)
        if said:
            return "\n\n".join(said)
        if OWN_FORMULA.search(formula):
            return office.say(
                "The functions in this formula have no explanation, or it refers to other sheets, which are not read "
                "here.",
                "该公式中的函数没有解释，或引用了其他工作表（此处不读取）。",
            )
    graded = office.graded(office.product_of(name), as_of)
    keys = {result_header(graded, c): c.key for c in graded.columns}
    key = keys.get(ours.get(column, ""))
    if key is None or name != graded.sheet.name or row not in graded.sheet.rows.tolist():
        return "\n\n".join(explain_input(graded.sheet, row, column, lang))
    said = explain_result(graded, key, row, lang)
    if key in MADE_OF_PARTS:
        return "\n\n".join([*said, "\n".join(parts_of_row(graded, row, lang))])
    places = {keys[header]: place for place, header in ours.items() if header in keys}
    live = {c.key: c for c in live_columns(graded, read_grid(office.book, name), places, today)}[key]
    run = next((r for r in live.runs if r.first_row <= row <= r.last_row), None)
    if run is not None:
        read = _reader(office, name)
        said += explain_formula(run.text, read, (run.first_row, run.last_row), row, lang, today)
    return "\n\n".join(said)


def _reader(office: Office, name: str) -> Callable[[int, int], object]:
    """Return what gives the cells of a sheet as Excel hands them to a formula."""
    cells = office.book.read(name, str).cells

    def read(row: int, column: int) -> object:
        return cells[row][column] if row < len(cells) and column < len(cells[row]) else None

    return read


@macro
def what_changes(office: Office, day: str) -> str:
    """Add a sheet of what the fees of another day do to each row of the active product sheet.

    ``day`` is a day as people write it, such as 2026-12-01.
    """
    name = office.product_of(office.active())
    try:
        then = as_day(day)
    except (ValueError, TypeError):
        raise SheetError(
            "bad_day",
            f"'{day}' is not a day. Write year-month-day, for example 2026-12-01.",
            f"“{day}”不是日期，请写成 年-月-日，例如 2026-12-01。",
        ) from None
    office.book.require_writable(name)
    graded = office.graded(name)
    with using(own_library(office.book.path if office.book.path.is_absolute() else None)):
        found = impact(graded, then)
    office.status("writing ...", "正在写入……")
    title = report.changes_title(graded.lang, name, alone=True)
    alone = office.book.about(title) in (None, name)  # or another product sheet has the plain name
    title = report.changes_title(graded.lang, name, alone)
    office.book.drop_sheet(title)
    report.put_changes(office.book, found, name, alone)
    office.book.save()
    office.caller.sheets[title].activate()
    said = [office.say(f"Fees of {then} compared with those of today:", f"{then} 与今天的费用对比：")]
    for total in found.totals:
        said.append(
            office.say(
                f"{total.currency}: {total.rows} rows; {total.dearer} earn less, {total.cheaper} earn more, "
                f"{total.same} the same, {total.unknown} unknown, {total.below_zero} now lose money.",
                f"{total.currency}：{total.rows} 行；{total.dearer} 行利润减少，{total.cheaper} 行增加，"
                f"{total.same} 行不变，{total.unknown} 行无法计算，{total.below_zero} 行由盈转亏。",
            )
        )
    return "\n".join(said)


@macro
def repair_links(office: Office) -> str:
    """Bring formulas that look for the add-in elsewhere back to the bare names, in every sheet of the workbook."""
    mended = 0
    protected = []
    for ws in office.caller.sheets:
        office.status(f"looking through '{ws.name}' ...", f"正在检查“{ws.name}”……")
        found = office.book.formulas(ws.name)
        wrong = {place: better for place, text in found.items() if (better := repaired(text)) != text}
        if wrong and ws.api.ProtectContents:
            protected.append(ws.name)
        else:
            mended += office.book.replace_formulas(ws.name, wrong)
    said = office.say(f"{mended} formulas were repaired.", f"已修复 {mended} 个公式。")
    if protected:
        said += office.say(
            f"\nNot repaired, because the sheet is protected: {', '.join(protected)}.",
            f"\n工作表受保护，未修复：{'、'.join(protected)}。",
        )
    return said


# Help


@macro
def help_sheet(office: Office) -> None:
    """Add a sheet with the steps and every function, and show it."""
    if office.caller.api.ProtectStructure:
        office.book.require_writable(office.caller.sheets[0].name)
    title = help_pages.help_title(office.lang)
    office.book.drop_sheet(title)
    office.book.put_sheet(title, lambda ws: help_pages.fill_help(ws, office.lang))
    office.book.save()
    office.caller.sheets[title].activate()


@macro
def about(office: Office) -> str:
    """Tell versions and the age of the fee tables."""
    return "\n".join(help_pages.about_lines(str(office.app.api.Version), date.today(), office.lang))


@macro
def self_test(office: Office) -> str:
    """Evaluate every check in a new workbook; write the results on a sheet and into a JSON file."""
    office.status("self-test ...", "正在自检……")
    book = office.app.books.add()
    ws = book.sheets[0]
    for address, value in examples.INPUTS.items():
        ws.range(address).value = value
    first = 5
    for address, text in examples.placements(first, "D"):
        cells = ws.range(address)
        if ":" in address:
            cells.formula_array = text
        else:
            cells.formula = text
    every = examples.checks()
    column = ws.range(f"D{first}:D{first + len(every) - 1}").options(ndim=1, err_to_str=True).value
    found = examples.self_test_report(
        list(zip(every, column, strict=True)), help_pages.facts(str(office.app.api.Version))
    )
    rows = examples.self_test_rows(found)
    results = book.sheets.add("xlops self-test", before=ws)
    results.range((1, 1), (len(rows), len(rows[0]))).value = [
        [f"'{cell}" if isinstance(cell, str) else cell for cell in row] for row in rows
    ]
    results.range("A:A").column_width, results.range("B:E").column_width = 16, 44
    results.activate()
    path = user_folder().parent / "selftest.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        path = Path(tempfile.gettempdir()) / "xlops-selftest.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    right, count = found["right"], found["checks"]
    return found["headline"] + office.say(
        f"\n{right} of {count} right. Details: sheet 'xlops self-test' and {path}",
        f"\n{count} 项中 {right} 项正确。详情见工作表“xlops self-test”和 {path}",
    )

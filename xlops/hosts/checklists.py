"""Checklist sheets that an operator fills in: opening documents, account health, and a plan of action (POA).

They stay in the workbook like the settings sheet; a sheet that is there is never written again. Nothing is sent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlops.errors import SheetError
from xlops.grading import wording
from xlops.grading.benchmarks import Benchmark, benchmarks
from xlops.grading.results import Graded, row_name
from xlops.hosts.report import Page
from xlops.workbook.book import Book

Pair = tuple[str, str]  # the same words in English and in Chinese

_FILE = Path(__file__).parents[1] / "data" / "checklists.toml"
_YELLOW = PatternFill("solid", fgColor="FFF6C8")
_WIDTHS = (5, 46, 22, 16, 16, 14, 70)
_BLANK_ROWS = 8  # rows to fill in below the prefilled ones
_MOST_ROWS = 60
# What a plan of action can be about; other warnings are about money, or rest on figures that nobody confirmed.
_FOR_A_PLAN = (
    "infringement_found",
    "infringement_check_age",
    "trademark_check_age",
    "early_reviewer",
    "stores_of_item",
    "return_rate",
    "days_over_transit",
)
_ISSUE_TYPES: tuple[Pair, ...] = (
    ("performance warning", "绩效警告"),
    ("intellectual property complaint", "知识产权投诉"),
    ("other policy", "其他政策"),
)
_PLAN: tuple[tuple[Pair, Pair], ...] = (
    (
        ("1 Root cause", "1 根本原因"),
        ("What went wrong, where and since when, and why.", "问题是什么、发生在哪里、从何时起、为什么。"),
    ),
    (
        ("2 What was done", "2 已采取的措施"),
        ("What is already done about it, with the day of each step.", "已经完成的纠正措施，逐项写明日期。"),
    ),
    (
        ("3 Prevention", "3 预防措施"),
        ("What makes sure that it does not happen again, and who checks it.", "如何确保不再发生，由谁检查。"),
    ),
)
_ORDERS: Pair = ("Orders, last 60 days", "近 60 天订单数")
_DEFECTS: tuple[Pair, ...] = (
    ("Orders with an A-to-Z claim", "A-to-Z 索赔订单数"),
    ("Further orders with one or two stars of feedback", "另有 1–2 星反馈的订单数"),
    ("Further orders with a chargeback", "另有拒付的订单数"),
)
# Account figures that are typed in, by the benchmark that tells their lines.
_FIGURES = ("amz_ipi", "amz_cancel_rate", "amz_late_shipment", "amz_valid_tracking", "amz_otdr")
_DEFECT_RATE = "amz_odr"
_WORDS: Mapping[str, Pair] = {
    "good": ("good", "好"),
    "ok": ("ok", "合格"),
    "watch": ("watch", "注意"),
    "bad": ("bad", "差"),
}


@dataclass(frozen=True)
class Flagged:
    """A row of a product sheet with something that a plan of action can be about; ``row`` is counted from 1."""

    sheet: str
    row: int
    name: str
    said: tuple[Pair, ...]


@cache
def _texts() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(_FILE.read_text(encoding="utf-8"))["sheet"])


def checklist_names() -> tuple[str, ...]:
    """Return the names by which the sheets are asked for."""
    return tuple(text["id"] for text in _texts())


def checklist_title(name: str, lang: str) -> str:
    """Return the title of a checklist sheet. Raises KeyError for a name that is not in :func:`checklist_names`."""
    titles: dict[str, str] = {text["id"]: text["title"][lang] for text in _texts()}
    return titles[name]


def flagged_rows(graded: Iterable[Graded]) -> list[Flagged]:
    """Return the rows that a plan of action can be about, in the order of the sheets."""
    found = []
    for result in graded:
        for group in result.grades.groups:
            slots = [
                slot
                for finding, slot in zip(group.grade.findings, group.slots, strict=True)
                if finding.metric in _FOR_A_PLAN and finding.outcome == "no" and finding.role != "second"
            ]
            if not slots:
                continue
            sentences = [
                list(zip(slot.texts(group.rows, "en"), slot.texts(group.rows, "zh"), strict=True)) for slot in slots
            ]
            for place, row in enumerate(group.rows.tolist()):
                number = int(result.sheet.rows[row]) + 1
                name = row_name(result.sheet, row) or f"{result.sheet.name} {number}"
                found.append(Flagged(result.sheet.name, number, name, tuple(said[place] for said in sentences)))
    order = {result: n for n, result in enumerate(dict.fromkeys(entry.sheet for entry in found))}
    return sorted(found, key=lambda entry: (order[entry.sheet], entry.row))


def put_checklists(
    book: Book, lang: str, flagged: Sequence[Flagged], names: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Put checklist sheets into a workbook that does not have them.

    Args:
        book: the workbook.
        lang: language of the sheets, "zh" or "en".
        flagged: rows with which the plan of action begins.
        names: which sheets, out of :func:`checklist_names`; blank = all.

    Returns:
        The titles of the sheets that were made, and of those that were there already and stay as they are.

    Raises:
        SheetError: no_sheets, for a .csv.
    """
    if not book.has_sheets:
        raise SheetError(
            "no_sheets",
            f"{book.path.name}: a .csv holds one table and no further sheets. Save it as .xlsx and try again.",
            f"{book.path.name}：.csv 只有一张表，不能添加工作表。请另存为 .xlsx 后再试。",
        )
    made, there = [], []
    for text in _texts():
        if names and text["id"] not in names:
            continue
        title = text["title"][lang]
        old = [own for own in book.own_sheets("checklist") if own in text["title"].values()]
        if old:
            there += old
            continue
        book.put_sheet(title, lambda ws, text=text: _fill(ws, text, lang, flagged), "checklist")  # type: ignore[misc]
        made.append(title)
    return made, there


def _fill(ws: Worksheet, text: Mapping[str, Any], lang: str, flagged: Sequence[Flagged]) -> None:
    page = Page(ws, lang == "zh", _WIDTHS)
    page.title(text["title"][lang], text["about"][lang])
    if "document" in text:
        page.row += 1
        _documents(page, text["document"], lang)
    for name in text.get("tables", ()):
        _TABLES[name](page, lang, flagged)
    page.heading(page.say("Good to know", "须知"))
    for line in text.get("line", ()):
        page.line(line[lang])


def _documents(page: Page, documents: Sequence[Mapping[str, Any]], lang: str) -> None:
    heads = (
        ("No.", "序号"),
        ("Document", "资料"),
        ("Who has it", "负责人"),
        ("Ready", "已备好"),
        ("Valid until", "有效期至"),
        ("Days left", "剩余天数"),
        ("Note", "说明"),
    )
    rows = [[n, entry["name"][lang], "", "", "", "", entry["note"][lang]] for n, entry in enumerate(documents, 1)]
    top = page.table([page.say(*head) for head in heads], rows)
    for row in range(top + 1, page.row):
        _to_fill_in(page, row, 3, 4, 5)
        page.ws.cell(row, 5).number_format = "yyyy-mm-dd"
        _formula(page, row, 6, f'=IF(ISNUMBER(E{row}),E{row}-TODAY(),"")', "0")
    _offer(page, ("Y", "N"), f"D{top + 1}:D{page.row - 1}")


def _figures(page: Page, lang: str, flagged: Sequence[Flagged]) -> None:
    say, place = page.say, int(page.zh)
    page.heading(say("Figures", "指标"))
    heads = [
        "",
        say("Figure", "指标"),
        say("Yours", "您的数值"),
        say("Verdict", "判断"),
        "",
        "",
        say("Lines and source", "标准与来源"),
    ]
    records = benchmarks()
    asked = [wording.label(records[name])[place] for name in _FIGURES]
    lines = [wording.lines(records[name])[place] for name in (*_FIGURES, _DEFECT_RATE)]
    counts = [pair[place] for pair in (_ORDERS, *_DEFECTS)]
    rate = wording.label(records[_DEFECT_RATE])[place]
    held = say("Payout on hold", "被冻结的款项")
    rows = [
        *(["", label, "", "", "", "", line] for label, line in zip(asked, lines, strict=False)),
        *(["", label, "", "", "", "", say("count each order once", "一个订单只计一次")] for label in counts),
        ["", rate, "", "", "", "", lines[-1]],
        ["", held, "", "", "", "", say("money that you cannot count on now", "目前不能动用的资金")],
    ]
    top = page.table(heads, rows)
    first = top + 1
    for row, name in enumerate(_FIGURES, first):
        _to_fill_in(page, row, 3)
        page.ws.cell(row, 3).number_format = "0.0%" if records[name].unit == "fraction" else "0"
        _formula(page, row, 4, _verdict(records[name], f"C{row}", place), "General")
    orders = first + len(_FIGURES)
    defect = orders + 1 + len(_DEFECTS)
    for row in (*range(orders, defect), defect + 1):
        _to_fill_in(page, row, 3)
        page.ws.cell(row, 3).number_format = "#,##0.00" if row > defect else "0"
    counted = f"AND(N(C{orders})>0,ISNUMBER(C{orders + 1}))"
    _formula(page, defect, 3, f'=IF({counted},SUM(C{orders + 1}:C{defect - 1})/C{orders},"")', "0.00%")
    _formula(page, defect, 4, _verdict(records[_DEFECT_RATE], f"C{defect}", place), "General")


def _verdict(record: Benchmark, cell: str, place: int) -> str:
    """Return a formula that says in a word in which band a cell lies; blank where the cell is."""
    formula = '""'
    for band in reversed(record.thresholds):
        word = f'"{_WORDS[band.grade][place]}"'
        if band.high is None:
            formula = word
        else:
            formula = f"IF({cell}{'<=' if band.high_included else '<'}{band.high},{word},{formula})"
    return f'=IF(ISNUMBER({cell}),{formula},"")'


def _issues(page: Page, lang: str, flagged: Sequence[Flagged]) -> None:
    page.heading(page.say("Issues", "账户问题"))
    heads = (
        ("No.", "序号"),
        ("What the notice says", "通知内容"),
        ("Kind", "类型"),
        ("Received on", "收到日期"),
        ("Answer by", "答复期限"),
        ("Days left", "剩余天数"),
        ("What was done", "处理情况"),
    )
    rows = [[n, "", "", "", "", "", ""] for n in range(1, _BLANK_ROWS + 1)]
    top = page.table([page.say(*head) for head in heads], rows)
    for row in range(top + 1, page.row):
        _to_fill_in(page, row, 2, 3, 4, 5, 7)
        for column in (4, 5):
            page.ws.cell(row, column).number_format = "yyyy-mm-dd"
        _formula(page, row, 6, f'=IF(ISNUMBER(E{row}),E{row}-TODAY(),"")', "0")
    _offer(page, [page.say(*kind) for kind in _ISSUE_TYPES], f"C{top + 1}:C{page.row - 1}")


def _poa(page: Page, lang: str, flagged: Sequence[Flagged]) -> None:
    place = int(page.zh)
    for number, (heading, hint) in enumerate(_PLAN):
        page.heading(page.say(*heading))
        page.line(page.say(*hint))
        first = flagged[:_MOST_ROWS] if number == 0 else ()
        stop = page.say("; ", "；")
        rows = [
            *(
                [n, f"{of.name} ({of.sheet} {of.row})", "", "", "", "", stop.join(said[place] for said in of.said)]
                for n, of in enumerate(first, 1)
            ),
            *([n, "", "", "", "", "", ""] for n in range(len(first) + 1, len(first) + _BLANK_ROWS // 2 + 1)),
        ]
        heads = [
            page.say("No.", "序号"),
            page.say("About", "涉及商品或环节"),
            page.say("Who", "负责人"),
            page.say("Day", "日期"),
            page.say("Proof", "证据"),
            "",
            page.say("Text", "内容"),
        ]
        top = page.table(heads, rows)
        for row in range(top + 1, page.row):
            _to_fill_in(page, row, 2, 3, 4, 5, 7)
            page.ws.cell(row, 4).number_format = "yyyy-mm-dd"
        if len(flagged) > _MOST_ROWS and number == 0:
            more = len(flagged) - _MOST_ROWS
            page.line(page.say(f"… and {more} more rows with warnings.", f"……另有 {more} 行有提示。"))


_TABLES = {"figures": _figures, "issues": _issues, "poa": _poa}


def _to_fill_in(page: Page, row: int, *columns: int) -> None:
    for column in columns:
        cell = page.ws.cell(row, column)
        cell.fill = _YELLOW
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)


def _formula(page: Page, row: int, column: int, text: str, form: str) -> None:
    cell = page.ws.cell(row, column)
    cell.value = text
    cell.number_format = form


def _offer(page: Page, words: Iterable[str], area: str) -> None:
    offered = DataValidation("list", '"' + ",".join(words) + '"', allow_blank=True, showErrorMessage=False)
    offered.add(area)
    page.ws.add_data_validation(offered)

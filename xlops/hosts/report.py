"""What a graded sheet comes to: the summary and receipt sheets of a workbook, and the receipt for
machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from openpyxl.cell.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import DataPoint
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xlops._version import __version__
from xlops.errors import Reason
from xlops.fees.edition import CONFIDENCES as CONFIDENCES
from xlops.grading.benchmarks import metric_label
from xlops.grading.findings import Slot
from xlops.grading.guide import guide_claims
from xlops.grading.impact import Impact, Pair, RowImpact, Total
from xlops.grading.results import LETTERS, NOT_GRADED, Graded
from xlops.sheets import Issue, Sheet, cell_name, column_letters
from xlops.terms import term
from xlops.workbook.book import Book, shown_width
from xlops.workbook.looks import HEADER_GROUND, HEADER_LETTERS, LETTER_COLOURS, put_text

if TYPE_CHECKING:
    from xlops.hosts.live_formulas import LiveColumn

_MOST_ISSUES = 500
_FURTHER_WIDTH = 13.0
_RULE = Border(bottom=Side(style="thin", color="D0D7DB"))
_GREY = "5F6B72"


class _Named(Protocol):
    """A sheet left alone: its name and why, as in batch.NotGraded."""

    @property
    def sheet(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def zh(self) -> str: ...


def plain(values: NDArray[Any]) -> list[Any]:
    """Return an array as Python values; NaN, NaT and None as None."""
    blank = values != values  # NaN and NaT differ from themselves
    if blank.any():
        values = values.astype(object)
        values[blank] = None
    return values.tolist()


# For machines


def receipt(graded: Graded, rows: bool, live: Sequence[LiveColumn] = ()) -> dict[str, Any]:
    """Return what was read, understood and found in one sheet, as plain values with stable keys.

    Args:
        graded: the graded sheet.
        rows: whether to add every row with all its results.
        live: what became a live formula.
    """
    sheet, settings = graded.sheet, graded.settings
    document: dict[str, Any] = {
        "sheet": sheet.name,
        "language": graded.lang,
        "settings": {
            "as_of": settings.as_of.isoformat(),
            "platform": settings.platform,
            "market": settings.market,
            "rates": dict(settings.rates),
            "commission_rate": settings.commission_rate,
            "affiliate_rate": settings.affiliate_rate,
            "currency": settings.currency,
            "from_sheet": settings.from_sheet,
        },
        "header_row": sheet.header_rows[1] + 1,
        "rows_read": graded.receipt["rows_read"],
        "rows_taken": graded.receipt["rows_taken"],
        "rows_skipped": [
            {"row": skipped.row + 1, "code": skipped.why, "en": skipped.en, "zh": skipped.zh}
            for skipped in sheet.skipped
        ],
        "columns": columns_json(sheet),
        "issues": [
            {"code": issue.code, "severity": issue.severity, "cell": _address(issue), "en": issue.en, "zh": issue.zh}
            for issue in sheet.issues
        ],
        "assumed": list(graded.receipt["assumed"]),
        "left_out": list(graded.receipt["omitted"]),
        "unknown": _jsonable(graded.receipt["unknown"]),
        "distribution": dict(graded.distribution),
        "totals": _jsonable(graded.totals),
        "worst": _jsonable(graded.worst),
        "sources": _jsonable(graded.sources),
        "not_graded_because": _not_graded_because(graded),
        "imported_from": [one.file for one in graded.receipt["imports"].joined.reports]
        if "imports" in graded.receipt
        else [],
        "rates_not_used": [{"currency": code, "en": en, "zh": zh} for code, en, zh in rates_not_used(graded)],
        "formulas": [
            {
                "column": column.key,
                "label": graded.column(column.key).label(graded.lang),
                "rows_live": column.live_rows,
                "rows_value": len(sheet.rows) - column.live_rows,
                "en": column.en,
                "zh": column.zh,
            }
            for column in live
        ],
    }
    if rows:
        columns = {column.key: plain(column.values) for column in graded.columns}
        reasons = {column.key: [Reason(int(code)).name.lower() for code in column.reasons] for column in graded.columns}
        document["rows"] = [
            {
                "row": int(row) + 1,
                "values": {key: values[n] for key, values in columns.items()},
                "blank_because": {key: codes[n] for key, codes in reasons.items() if codes[n] != "ok"},
            }
            for n, row in enumerate(sheet.rows)
        ]
    return document


def _not_graded_because(graded: Graded) -> list[dict[str, Any]]:
    """Return what leaves the profit of the rows without a letter unknown, and in how many; the most frequent first."""
    letters = graded.grades.letters
    bare = {row + 1 for row, letter in zip(graded.sheet.rows.tolist(), letters, strict=True) if letter is None}
    counted = [(len(bare.intersection(entry["no_profit"])), entry["why"]) for entry in graded.receipt["unknown"]]
    counted.sort(key=lambda entry: -entry[0])
    return [{"rows": count, "why": why} for count, why in counted if count]


def rates_not_used(graded: Graded) -> list[tuple[str, str, str]]:
    """Return the exchange rates given for the run that the sheet's own rates replace: currency, English, Chinese."""
    own = graded.sheet.data.get("exchange_rate")
    if own is None or not graded.settings.rates:
        return []
    has_own = np.asarray(own, dtype=np.float64) > 0
    if not has_own.any():
        return []
    selling = {total["currency"] for total in graded.totals}
    said = []
    for code in graded.settings.rates:
        if code not in selling or code == "CNY":
            continue
        if has_own.all():
            en = f"--rate {code} not used: the sheet has its own exchange rate"
            zh = f"未使用 --rate {code}：表内已有汇率"
        else:
            en = f"--rate {code} used only for rows without an exchange rate of their own"
            zh = f"--rate {code} 仅用于没有自带汇率的行"
        said.append((code, en, zh))
    return said


def columns_json(sheet: Sheet) -> list[dict[str, Any]]:
    """Return how each column of a sheet was understood, as plain values with stable keys."""
    return [
        {
            "column": column_letters(column.index),
            "header": column.header,
            "term": column.term,
            "confidence": round(column.confidence, 3),
            "how": column.how,
            "unit": column.unit,
            "currency": column.currency,
            "assumed": list(column.assumed),
        }
        for column in sheet.columns
    ]


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.generic):
        return _jsonable(value.item())
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, int):
        return value
    if isinstance(value, Iterable):
        return [_jsonable(item) for item in value]
    return str(value)


def _address(issue: Issue) -> str | None:
    if issue.row is not None and issue.column is not None:
        return cell_name(issue.row, issue.column)
    if issue.column is not None:
        return column_letters(issue.column)
    return None if issue.row is None else str(issue.row + 1)


# For people


def put_sheets(
    book: Book,
    graded: Graded,
    sheet: str,
    alone: bool,
    not_graded: Sequence[_Named],
    live: Sequence[LiveColumn] = (),
) -> None:
    """Add the summary sheet and the receipt sheet of one graded sheet.

    Args:
        book: the workbook.
        graded: the result.
        sheet: the graded sheet's name.
        alone: whether it is the only graded sheet; else its name stands in the titles.
        not_graded: sheets that were left alone.
        live: what became a live formula.
    """
    zh = graded.lang == "zh"
    tail = "" if alone else f" {sheet}"
    summary, record = ("xlops 汇总", "xlops 记录") if zh else ("xlops summary", "xlops receipt")
    book.put_sheet(
        (summary + tail)[:31].strip("' "),
        lambda ws: _summary(Page(ws, zh, (9, 26, 34, 12, 13, 13, 80)), graded),
        about=sheet,
    )
    book.put_sheet(
        (record + tail)[:31].strip("' "),
        lambda ws: _record(Page(ws, zh, (9, 24, 24, 11, 11, 14, 90)), graded, not_graded, live),
        about=sheet,
    )


def changes_title(lang: str, sheet: str, alone: bool) -> str:
    """Return the name of the sheet of what another day's fees change."""
    title = ("xlops 费用变化" if lang == "zh" else "xlops fee changes") + ("" if alone else f" {sheet}")
    return title[:31].strip("' ")


def put_changes(book: Book, found: Impact, sheet: str, alone: bool) -> None:
    """Add the sheet of what another day's fees change, as :func:`put_sheets`."""
    lang = found.before.lang
    widths = (9, 26, 34, *(12 for _ in range(8)), 60)
    book.put_sheet(
        changes_title(lang, sheet, alone), lambda ws: _changes(Page(ws, lang == "zh", widths), found), about=sheet
    )


class Page:
    """A sheet written from top to bottom, :data:`_WIDTH` columns wide."""

    def __init__(self, ws: Worksheet, zh: bool, widths: Sequence[float]) -> None:
        self.ws = ws
        self.zh = zh
        self.row = 1
        self._widths = widths
        self._font = ws.parent._named_styles["Normal"].font.name  # the operator's own
        self._looks: dict[tuple[str, str, bool, bool], StyleArray] = {}
        for index, width in enumerate(widths, 1):
            ws.column_dimensions[get_column_letter(index)].width = width
        ws.sheet_view.showGridLines = False
        ws.page_setup.orientation = "landscape"
        ws.page_setup.fitToHeight = 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True

    def say(self, en: str, zh: str) -> str:
        """Return the text in the page's language."""
        return zh if self.zh else en

    def font(self, **how: Any) -> Font:
        """Return a font of the operator's family."""
        return Font(name=self._font, **{"sz": 10, **how})

    def title(self, text: str, under: str) -> None:
        """Write the title and a small line under it."""
        self._put(1, text).font = self.font(sz=16, bold=True, color=HEADER_GROUND)
        self.row += 1
        self.line(under)

    def heading(self, text: str) -> None:
        """Write the heading of a section."""
        self.row += 1
        self._put(1, text).font = self.font(sz=13, bold=True, color=HEADER_GROUND)
        self.row += 1

    def line(self, text: str) -> None:
        """Write one line of text."""
        self._put(1, text).font = self.font(color=_GREY)
        self.row += 1

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[Any]], stretch: bool = False) -> int:
        """Write a table and return the row of its header.

        A cell is a value, or a value with its number format, or these and the place that a click leads to.
        ``stretch`` lets the last column reach the right edge of the page.
        """
        top = self.row
        for place in range(len(self._widths) + 1, len(headers) + 1):  # a table wider than the page, of many currencies
            self._widths = (*self._widths, _FURTHER_WIDTH)
            self.ws.column_dimensions[get_column_letter(place)].width = _FURTHER_WIDTH
        self._line(headers, stretch)
        for place in range(1, (len(self._widths) if stretch else len(headers)) + 1):
            cell = self.ws.cell(top, place)
            cell.font = self.font(bold=True, color=HEADER_LETTERS)
            cell.fill = PatternFill("solid", fgColor=HEADER_GROUND)
        for values in rows:
            self._line(values, stretch)
        return top

    def _line(self, values: Sequence[Any], stretch: bool) -> None:
        lines = 1
        for place, given in enumerate(values, 1):
            value, form, link = (*given, None)[:3] if isinstance(given, tuple) else (given, "General", None)
            cell = self._put(place, value)
            text = isinstance(value, str)
            across = "center" if place == 1 else "left" if text else "right"
            if link:
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link)
            self._style(cell, form, across, text, bool(link))
            last = stretch and place == len(values)
            width = sum(self._widths[place - 1 :]) if last else self._widths[place - 1]
            if isinstance(value, str):
                lines = max(lines, sum(ceil(shown_width(part) * 1.2 / width) or 1 for part in value.split("\n")))
            if last:
                for column in range(place + 1, len(self._widths) + 1):
                    self.ws.cell(self.row, column)._style = copy(cell._style)
                # merge_cells compares every new area with all others, and sets each of its borders anew.
                area = CellRange(min_col=place, min_row=self.row, max_col=len(self._widths), max_row=self.row)
                self.ws.merged_cells.ranges.add(area)
        if lines > 1:  # programs do not agree on whether to make room for wrapped text when they open a file
            self.ws.row_dimensions[self.row].height = 13.5 * lines + 2
        self.row += 1

    def _style(self, cell: Cell, form: str, across: str, text: bool, link: bool) -> None:
        """Give a cell of a table its look; setting a style anew in every cell takes longer than all the rest."""
        look = (form, across, text, link)
        if look not in self._looks:
            cell.font = self.font(underline="single", color="0B5CAD") if link else self.font()
            cell.border = _RULE
            cell.number_format = form
            cell.alignment = Alignment(across, "top", wrap_text=text, indent=int(across == "left"))
            self._looks[look] = cell._style
        cell._style = copy(self._looks[look])

    def _put(self, column: int, value: Any) -> Cell:
        cell = self.ws.cell(self.row, column)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value
        return cell


def _settings_line(page: Page, graded: Graded) -> str:
    settings = graded.settings
    rates = ", ".join(f"{code} = {rate:g} CNY" for code, rate in settings.rates.items())
    parts = [
        page.say(f"Fees in force on {settings.as_of}", f"按 {settings.as_of} 有效的费率"),
        page.say("market ", "站点 ") + settings.market if settings.market else "",
        page.say("exchange rate ", "汇率 ") + rates if rates else "",
        page.say(f"settings of the sheet '{settings.from_sheet}'", f"采用工作表“{settings.from_sheet}”的设置")
        if settings.from_sheet
        else "",
        f"xlops {__version__}",
    ]
    return page.say(" · ", " · ").join(part for part in parts if part)


def _tell_rates(page: Page, graded: Graded) -> None:
    for _, en, zh in rates_not_used(graded):
        page.line(page.say(en, zh))


def _summary(page: Page, graded: Graded) -> None:
    say = page.say
    page.title(f"{say('xlops summary', 'xlops 汇总')} · {graded.sheet.name}", _settings_line(page, graded))
    _tell_rates(page, graded)

    page.heading(say("Grades", "评级分布"))
    count = len(graded.sheet.rows)
    rows = [
        [
            say("not graded", "未评级") if letter == NOT_GRADED else letter,
            graded.distribution[letter],
            (graded.distribution[letter] / count if count else None, "0%"),
        ]
        for letter in LETTERS
    ]
    top = page.table([say("Grade", "评级"), say("Rows", "行数"), say("Share", "占比")], rows)
    _colour(page, top, 1)
    _chart(page, top)
    page.row = max(page.row, top + 15)  # the chart hangs beside and below the table

    page.heading(say("Totals (sums divided, never averaged ratios)", "合计（用总额相除，不对比率取平均）"))
    page.table(
        ["", say("Currency", "币种"), *(total["currency"] for total in graded.totals)],
        [["", say(en, zh), *((t[key], form) for t in graded.totals)] for key, form, en, zh in _TOTALS],
    )

    page.heading(say("Look at these first", "优先处理"))
    if graded.worst:
        top = page.table(
            [say(en, zh) for en, zh in _WORST_HEADERS],
            [
                [
                    (row["row"], "0", _place(graded, f"A{row['row']}")),
                    row["name"],
                    row["title"],
                    row["letter"],
                    (row["profit"], _MONEY),
                    (row["period_profit"], _MONEY),
                    row["reasons"],
                ]
                for row in graded.worst
            ],
        )
        _colour(page, top, 4)
    else:
        page.line(say("No row loses money or is graded D or F.", "没有亏损或评级为 D、F 的行。"))

    if told := _warnings(graded):
        page.heading(say("Warnings, which never change a grade", "提示（不影响评级）"))
        page.table(
            [say(en, zh) for en, zh in _WARNING_HEADERS],
            [[len(rows), label, _row_numbers(rows), "", "", "", example] for label, rows, example in told],
        )

    page.heading(say("Where the numbers come from", "数据来源"))
    page.table(
        [say(en, zh) for en, zh in _SOURCE_HEADERS],
        [
            [
                "",
                source["title_zh"] if page.zh else source["title_en"],
                CONFIDENCES[source["confidence"]][page.zh],
                str(source["effective"]),
                str(source["until"] or ""),
                str(source["checked"]),
                f"{source['source']}  {source['url']}",
            ]
            for source in graded.sources
        ],
    )


def _warnings(graded: Graded) -> list[tuple[str, list[int], str]]:
    """Return each warning with its rows and what it says of the first; the most frequent in front."""
    rows: dict[Slot, list[int]] = {}
    metrics: dict[Slot, str] = {}
    for group in graded.grades.groups:
        for finding, slot in zip(group.grade.findings, group.slots, strict=True):
            if finding.role == "flag":
                rows.setdefault(slot, []).extend(group.rows.tolist())
                metrics[slot] = finding.metric
    told = []
    for slot, of in rows.items():
        of.sort()
        [example] = slot.texts(np.array(of[:1]), graded.lang)
        told.append((metric_label(metrics[slot], graded.lang), (graded.sheet.rows[of] + 1).tolist(), example))
    return sorted(told, key=lambda entry: -len(entry[1]))


def _changes(page: Page, found: Impact) -> None:
    say, lang = page.say, found.before.lang
    first, second = found.days
    page.title(
        f"{say('xlops fee changes', 'xlops 费用变化')} · {found.before.sheet.name}",
        say(f"Fees of {first} against fees of {second}", f"{first} 与 {second} 的费用对比"),
    )
    page.heading(say("Totals", "合计"))
    page.table(
        ["", say("Currency", "币种"), *(total.currency for total in found.totals)],
        [["", say(en, zh), *((value(t), form) for t in found.totals)] for value, form, en, zh in _CHANGE_TOTALS],
    )
    page.heading(say("Fee tables that differ", "有变化的费用表"))
    none = say("no table in force", "无有效费用表")
    if found.tables:
        page.table(
            ["", "", say("Fee table", "费用表"), str(first), "", str(second)],
            [
                ["", "", zh if page.zh else en, _effective(old, none), "", _effective(new, none)]
                for en, zh, old, new in found.tables
            ],
        )
    else:
        page.line(say("The same tables are in force on both days.", "两个日期的费用表相同。"))
    page.heading(say("Rows, the worst first", "各行变化，影响最大的在前"))
    page.table(
        [say(en, zh) for en, zh in _CHANGE_HEADERS],
        [
            [
                (row.row, "0", _place(found.before, f"A{row.row}")),
                row.name,
                row.title,
                row.currency,
                (row.profit[0], _MONEY),
                (row.profit[1], _MONEY),
                (row.change, _MONEY),
                (row.margin_rate[0], _RATE),
                (row.margin_rate[1], _RATE),
                (row.period_change, _MONEY),
                " -> ".join(letter or "?" for letter in row.letter),
                changed_fees(found, row, lang),
            ]
            for row in found.rows
            if row.told
        ],
    )
    for count, (en, zh) in found.unknown:
        page.line(say(f"Unknown in {count} rows: {en}", f"{count} 行无法计算：{zh}"))
    if found.unmoved[0]:
        page.line(unmoved_rows(found, lang))


def changed_fees(found: Impact, row: RowImpact, lang: str) -> str:
    """Return the fees of a row that are others on the second day, and the lines it falls below, as one sentence."""
    stop = "；" if lang == "zh" else "; "
    labels = {c.key: c.label(lang) for graded in (found.after, found.before) for c in graded.columns}
    fees = [f"{labels[key]} {_pair(pair)}" for key, pair in row.fees.items() if pair[0] != pair[1]]
    limits = [zh if lang == "zh" else en for en, zh in row.limits]
    unknown = [row.unknown[lang == "zh"]] if row.unknown else []
    return stop.join([*limits, *unknown, *fees])


def unmoved_rows(found: Impact, lang: str) -> str:
    """Return how many rows keep their profit, as one line."""
    kept, storage = found.unmoved
    if lang == "zh":
        return f"{kept} 行利润不变" + (f"（其中 {storage} 行仅月仓储费变化，未计入利润）" if storage else "")
    only = f" (in {storage} only the monthly storage changes, which is not in the profit)" if storage else ""
    return f"{kept} {'row keeps its' if kept == 1 else 'rows keep their'} profit{only}"


def _pair(pair: Pair) -> str:
    return " -> ".join("?" if amount is None else f"{amount:,.2f}" for amount in pair)


def _effective(edition: str | None, none: str) -> str:
    return edition.rsplit("/", 1)[1] if edition else none


def impact_json(found: Impact) -> dict[str, Any]:
    """Return what another day's fees change in one sheet, as plain values with stable keys."""
    first, second = found.days
    return {
        "sheet": found.before.sheet.name,
        "language": found.before.lang,
        "from": str(first),
        "to": str(second),
        "totals": [
            {
                "currency": total.currency,
                "rows": total.rows,
                "dearer": total.dearer,
                "cheaper": total.cheaper,
                "same": total.same,
                "unknown": total.unknown,
                "now_losing": total.below_zero,
                "margin_band_lower": total.below_band,
                "rows_with_units": total.rows_counted,
                "period_profit": list(total.period_profit),
                "period_change": total.period_change,
            }
            for total in found.totals
        ],
        "tables": [{"en": en, "zh": zh, "before": old, "after": new} for en, zh, old, new in found.tables],
        "rows": [
            {
                "row": row.row,
                "name": row.name,
                "title": row.title,
                "currency": row.currency,
                "fees": {key: list(pair) for key, pair in row.fees.items()},
                "profit": list(row.profit),
                "margin_rate": list(row.margin_rate),
                "letter": list(row.letter),
                "change": row.change,
                "units": row.units,
                "period_change": row.period_change,
                "limits": [{"en": en, "zh": zh} for en, zh in row.limits],
                "unknown": {"en": row.unknown[0], "zh": row.unknown[1]} if row.unknown else None,
            }
            for row in found.rows
        ],
    }


_MONEY, _RATE, _COUNT = "#,##0.00;[Red]-#,##0.00", "0.0%;[Red]-0.0%", "#,##0"
_TOTALS = (
    ("rows", _COUNT, "Rows", "行数"),
    ("rows_with_profit", _COUNT, "Rows with a known profit", "可计算利润的行"),
    ("losing_rows", _COUNT, "Rows that lose money", "亏损的行"),
    ("rows_counted", _COUNT, "Rows with profit and units", "有利润且有销量的行"),
    ("revenue", _MONEY, "Revenue of these", "这些行的销售额"),
    ("profit", _MONEY, "Profit of these", "这些行的利润"),
    ("margin_rate", _RATE, "Margin", "利润率"),
    ("ad_spend", _MONEY, "Ad spend", "广告花费"),
    ("acos", _RATE, "ACoS", "ACoS"),
    ("tacos", _RATE, "TACoS", "TACoS"),
)
_CHANGE_TOTALS: tuple[tuple[Callable[[Total], Any], str, str, str], ...] = (
    (lambda t: t.rows, _COUNT, "Rows", "行数"),
    (lambda t: t.dearer, _COUNT, "Rows that earn less", "利润减少的行"),
    (lambda t: t.cheaper, _COUNT, "Rows that earn more", "利润增加的行"),
    (lambda t: t.same, _COUNT, "Rows without a change", "无变化的行"),
    (lambda t: t.unknown, _COUNT, "Rows that are unknown on one of the days", "其中一日无法计算的行"),
    (lambda t: t.below_zero, _COUNT, "Rows that now lose money", "由盈转亏的行"),
    (lambda t: t.below_band, _COUNT, "Rows whose margin falls to a lower band", "利润率降档的行"),
    (lambda t: t.rows_counted, _COUNT, "Rows with units", "有销量的行"),
    (lambda t: t.period_change, _MONEY, "What these earn more or less", "这些行的利润变化（按表内销量）"),
    (lambda t: t.period_profit[0], _MONEY, "Profit before, where it is known", "原利润（可计算的行）"),
    (lambda t: t.period_profit[1], _MONEY, "Profit after", "之后的利润"),
)
_CHANGE_HEADERS = (
    ("Row", "行"),
    ("Product", "商品"),
    ("Name", "名称"),
    ("Currency", "币种"),
    ("Profit before", "原单件利润"),
    ("after", "之后"),
    ("Change", "变化"),
    ("Margin before", "原利润率"),
    ("after", "之后"),
    ("Change of the period", "期间变化"),
    ("Grade", "评级"),
    ("What changes", "变化内容"),
)
_SOURCE_HEADERS = (
    ("", ""),
    ("Fee table", "费用表"),
    ("Confidence", "可信度"),
    ("In force from", "生效"),
    ("until", "至"),
    ("Checked", "核对日期"),
    ("Source", "来源"),
)
_WARNING_HEADERS = (
    ("Rows", "行数"),
    ("Warning", "提示"),
    ("Row numbers", "行号"),
    ("", ""),
    ("", ""),
    ("", ""),
    ("What it says of the first row", "首行的提示内容"),
)
_WORST_HEADERS = (
    ("Row", "行"),
    ("Product", "商品"),
    ("Name", "名称"),
    ("Grade", "评级"),
    ("Profit per unit", "单件利润"),
    ("Profit of the period", "期间利润"),
    ("Main reasons", "主要原因"),
)


def _colour(page: Page, top: int, column: int) -> None:
    """Colour the letters in one column of the table that was written last."""
    for row in range(top + 1, page.row):
        cell = page.ws.cell(row, column)
        cell.alignment = Alignment(horizontal="center", vertical="top")
        if cell.value in LETTER_COLOURS:
            ground, letters = LETTER_COLOURS[cell.value]
            cell.fill = PatternFill("solid", fgColor=ground)
            cell.font = page.font(bold=True, color=letters)


def _place(graded: Graded, cell: str) -> str:
    """Return the link target of a cell in the operator's sheet."""
    title = graded.sheet.name.replace("'", "''")
    return f"'{title}'!{cell}"


def _chart(page: Page, top: int) -> None:
    chart = BarChart()
    chart.type = "col"
    chart.title = page.say("Rows by grade", "各评级行数")
    chart.add_data(Reference(page.ws, min_col=2, min_row=top + 1, max_row=top + len(LETTERS)))
    chart.set_categories(Reference(page.ws, min_col=1, min_row=top + 1, max_row=top + len(LETTERS)))
    chart.legend = None
    chart.gapWidth = 40
    chart.roundedCorners = False
    chart.x_axis.delete = chart.y_axis.delete = False  # newer Excel hides axes that do not say so
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = True
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    series = chart.series[0]
    for index, letter in enumerate(LETTERS):
        point = DataPoint(idx=index)
        point.graphicalProperties.solidFill = _BARS[letter]
        point.graphicalProperties.line.solidFill = _BARS[letter]
        series.dPt.append(point)
    chart.width, chart.height = 17, 7.2
    page.ws.add_chart(chart, f"E{top}")


_BARS = {"A": "3C9D5B", "B": "8CBF5A", "C": "E0B93F", "D": "E58A45", "F": "CF4A4A", NOT_GRADED: "9AA5AB"}


def _record(page: Page, graded: Graded, not_graded: Sequence[_Named], live: Sequence[LiveColumn]) -> None:
    say, sheet, lang = page.say, graded.sheet, graded.lang
    page.title(f"{say('xlops receipt', 'xlops 记录')} · {sheet.name}", _settings_line(page, graded))
    _tell_rates(page, graded)

    page.heading(say("Rows", "行"))
    read, taken, skipped = (graded.receipt[key] for key in ("rows_read", "rows_taken", "rows_skipped"))
    page.line(
        say(
            f"{read} rows read under the header, {taken} taken as products, {skipped} left alone.",
            f"表头以下共 {read} 行，识别为商品 {taken} 行，未处理 {skipped} 行。",
        )
    )
    if sheet.skipped:
        why = Counter(entry.zh if page.zh else entry.en for entry in sheet.skipped)
        where = {text: [e.row + 1 for e in sheet.skipped if (e.zh if page.zh else e.en) == text][:12] for text in why}
        page.table(
            [say("Count", "行数"), say("Rows", "行号"), say("Why left alone", "原因")],
            [
                [count, ", ".join(map(str, where[text])) + (" …" if count > 12 else ""), text]
                for text, count in why.items()
            ],
            stretch=True,
        )
    if not_graded:
        page.heading(say("Sheets left alone", "未处理的工作表"))
        page.table(
            ["", say("Sheet", "工作表"), say("Why", "原因")],
            [["", entry.sheet, entry.zh if page.zh else entry.en] for entry in not_graded],
            stretch=True,
        )

    for heading, texts in (
        (say("Assumed", "计算时的假设"), graded.receipt["assumed"]),
        (
            say("Left out of the profit because the sheet does not have it", "表中没有、因此未计入利润的费用"),
            graded.receipt["omitted"],
        ),
    ):
        if texts:
            page.heading(heading)
            for text in texts:
                page.line(text)
    if graded.receipt["unknown"]:
        labels = {column.key: column.label(lang) for column in graded.columns}
        page.heading(say("Blank results, and why", "空白结果及原因"))
        page.table(
            [
                say("Rows", "行数"),
                say("Row numbers", "行号"),
                say("Why, and which results are blank", "原因与空白的结果列"),
            ],
            [
                [len(entry["rows"]), _row_numbers(entry["rows"]), _blank_results(entry, labels, lang)]
                for entry in graded.receipt["unknown"]
            ],
            stretch=True,
        )

    if live:
        _formulas(page, graded, live)

    page.heading(
        say(
            "How your columns were understood (correct with: xlops map; in Excel: Check columns)",
            "列的识别结果（可用 xlops map 更正；Excel 中用“核对列”）",
        )
    )
    assumed = {(issue.column, issue.code): issue.text(lang) for issue in sheet.issues}
    page.table(
        [say(en, zh) for en, zh in _COLUMN_HEADERS],
        [
            [
                column_letters(column.index),
                column.header,
                term(column.term).label(lang) if column.term else say("not used", "未使用"),
                (column.confidence if column.term else None, "0%"),
                HOW_COLUMNS_WERE_FOUND.get(column.how, (column.how, column.how))[page.zh],
                " ".join(text for text in (column.unit, column.currency) if text),
                " ".join(assumed.get((column.index, code), code) for code in column.assumed),
            ]
            for column in sheet.columns
        ],
    )

    page.heading(say("What to look at in the sheet", "表格中的问题"))
    issues = sorted(sheet.issues, key=lambda issue: _SEVERITY[issue.severity][0])
    if issues:
        page.table(
            [say("Cell", "单元格"), say("Kind", "级别"), say("What", "说明")],
            [
                [_link(graded, issue), _SEVERITY[issue.severity][1 + page.zh], issue.text(lang)]
                for issue in issues[:_MOST_ISSUES]
            ],
            stretch=True,
        )
        if len(issues) > _MOST_ISSUES:
            more = len(issues) - _MOST_ISSUES
            page.line(say(f"… and {more} more; all of them with --json.", f"……另有 {more} 条，可用 --json 查看全部。"))
    else:
        page.line(say("Nothing.", "无。"))

    page.heading(say("Claims of the guide, and what became of them", "指南中的说法与核实结果"))
    page.table(
        [
            "",
            say("Claim", "说法"),
            say("Status", "核实结果"),
            "",
            "",
            "",
            say("What xlops does, and why", "xlops 的处理及说明"),
        ],
        [
            ["", claim.claim_zh, claim.status_zh, "", "", "", _sentence(claim.treatment_zh, claim.note_zh)]
            if page.zh
            else ["", claim.claim_en, claim.status_en, "", "", "", _sentence(claim.treatment_en, claim.note_en)]
            for claim in guide_claims()
        ],
    )


def _sentence(*parts: str) -> str:
    return " — ".join(part for part in parts if part)


def _link(graded: Graded, issue: Issue) -> Any:
    """Return an issue's cell, as a link where it is one cell."""
    address = _address(issue)
    if issue.row is None or issue.column is None:
        return address
    return address, "General", _place(graded, str(address))


_COLUMN_HEADERS = (
    ("Column", "列"),
    ("Header", "表头"),
    ("Understood as", "识别为"),
    ("Confidence", "可信度"),
    ("How", "方式"),
    ("Unit", "单位"),
    ("Assumed", "假设"),
)
HOW_COLUMNS_WERE_FOUND = {
    "exact": ("exact", "完全一致"),
    "synonym": ("synonym", "同义词"),
    "group": ("group cell", "上级表头"),
    "fuzzy": ("similar", "近似"),
    "saved": ("your mapping", "您的设置"),
    "unused": ("another column is better", "有更合适的列"),
    "none": ("", ""),
}
_SEVERITY = {"error": (0, "error", "错误"), "warning": (1, "check", "请核对"), "info": (2, "note", "提示")}


def _formulas(page: Page, graded: Graded, live: Sequence[LiveColumn]) -> None:
    say = page.say
    page.heading(say("Live formulas", "实时公式"))
    page.line(
        say(
            "They need the add-in in Excel; without it a cell shows its last result, or #NAME? once it is calculated.",
            "需要 Excel 加载项；没有加载项时显示上次结果，一经重算则为 #NAME?。",
        )
    )
    page.line(
        say(
            "A row keeps its value where no formula gives exactly what grading gave.",
            "公式结果与评级不完全相同的行保留数值。",
        )
    )
    page.table(
        [say("Formulas", "公式行"), say("Result column", "结果列"), say("Why, and what to know", "原因与说明")],
        [
            [column.live_rows, graded.column(column.key).label(graded.lang), column.zh if page.zh else column.en]
            for column in live
        ],
        stretch=True,
    )


def _row_numbers(rows: Sequence[int]) -> str:
    """Return the first dozen row numbers as text."""
    return ", ".join(map(str, rows[:12])) + (" …" if len(rows) > 12 else "")


def _blank_results(entry: Mapping[str, Any], labels: Mapping[str, str], lang: str) -> str:
    """Return a reason and the result columns that it left blank."""
    columns = [labels[key] for key in entry["columns"] if key in labels]
    return f"{entry['why']}（{'、'.join(columns)}）" if lang == "zh" else f"{entry['why']} ({', '.join(columns)})"

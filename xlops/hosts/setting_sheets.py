"""Two sheets in the operator's workbook, read back by every run: how the columns were understood, and the settings.

What may be changed is yellow, and a blank yellow cell means "as before": a column is read by itself, a setting has its
default. So what stands in yellow is what the operator said, and nothing else. The sheets are read by the words of their
table headers, because operators insert, move and delete rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlops.errors import SheetError
from xlops.fees.names import name_list
from xlops.grading import wording
from xlops.grading.benchmarks import Benchmark, Threshold, benchmarks, metric_label, read_thresholds
from xlops.hosts.console import LIKELY_RATES
from xlops.hosts.report import HOW_COLUMNS_WERE_FOUND, Page
from xlops.sheets import CellError, Column, Grid, Sheet, SheetMapping, cell_name, column_letters
from xlops.sheets.cells import CURRENCY_WORDS, LENGTH_UNITS, UNIT_WORDS, WEIGHT_UNITS, plain
from xlops.sheets.headers import fold, has_cjk, match, vocabulary
from xlops.sheets.locate import find_header
from xlops.sheets.mapping import IGNORE
from xlops.terms import terms
from xlops.workbook.book import SheetCells

Pair = tuple[str, str]  # the same words in English and in Chinese
FormulaForm = Literal["array", "cell"]

_YELLOW = PatternFill("solid", fgColor="FFF6C8")
_UNITS = (*LENGTH_UNITS, *WEIGHT_UNITS, "percent", "fraction")
# Currencies with a line of their own; any other may be added.
_CURRENCIES = ("USD", "EUR", "GBP", "JPY", "CAD", "AUD", "MXN", "AED", "SEK", "PLN")
_SPARE_RATES = 2  # blank rows for other currencies
_SAMPLE_LENGTH = 28
_MOST_LIKELY_FRACTION = 2  # a line of a rate above 200 % is a per cent figure whose sign was forgotten


@dataclass(frozen=True)
class SheetSettings:
    """What a settings sheet says; None and empty = it does not say.

    ``rates`` are CNY for 1 unit of a currency, ``benchmarks`` the operator's own lines as
    :func:`~xlops.grading.benchmarks.apply_overrides` takes them, ``form`` how formulas are put into a sheet.
    """

    platform: str | None = None
    market: str | None = None
    currency: str | None = None
    lang: str | None = None
    commission_rate: float | None = None
    affiliate_rate: float | None = None
    form: FormulaForm | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    benchmarks: Mapping[str, Any] = field(default_factory=dict)


def settings_title(lang: str) -> str:
    """Return the name of the settings sheet."""
    return "xlops 设置" if lang == "zh" else "xlops settings"


def columns_title(lang: str, sheet: str) -> str:
    """Return the name of the columns sheet of a product sheet."""
    return f"{'xlops 列' if lang == 'zh' else 'xlops columns'} {sheet}"[:31].strip("' ")


# ----------------------------------------------------------------------------------------------------------
# reading a sheet of ours: what every message names, and words that people write


class _Reader:
    """The cells of a sheet of ours, by the words of its table headers."""

    def __init__(self, cells: SheetCells, title: Pair) -> None:
        self.cells = cells
        self._title = title  # what to press to get a new sheet

    def at(self, row: int, column: int | None) -> object:
        """Return a cell; None where it is blank or there is no such column."""
        line = self.cells.cells[row]
        value = line[column] if column is not None and column < len(line) else None
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, column: int | None) -> str:
        """Return a cell as text, blank as an empty one."""
        value = self.at(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def header(self, *words: Pair) -> tuple[int, list[int]]:
        """Return the row that holds all these header words, and their columns.

        Raises:
            SheetError: bad_setting, if there is no such row.
        """
        wanted = [{fold(word) for word in pair} for pair in words]
        for row, line in enumerate(self.cells.cells):
            folded = [fold(str(value)) if isinstance(value, str) else "" for value in line]
            places = [next((c for c, text in enumerate(folded) if text and text in group), None) for group in wanted]
            if None not in places:
                return row, [place for place in places if place is not None]
        en, zh = (" | ".join(pair[place] for pair in words) for place in (0, 1))
        new_en, new_zh = self._title
        raise SheetError(
            "bad_setting",
            f"Sheet '{self.cells.name}': found no row with the table headers {en}; expected one. Put it back, or "
            f"delete the sheet and press {new_en} for a new one.",
            f"工作表“{self.cells.name}”：找不到表头行“{zh}”。请恢复该行，或删除本表后点“{new_zh}”重新生成。",
        )

    def column(self, row: int, words: Pair) -> int | None:
        """Return the column of a header word in a row, None if it was deleted."""
        group = {fold(word) for word in words}
        line = self.cells.cells[row]
        return next((c for c, value in enumerate(line) if isinstance(value, str) and fold(value) in group), None)

    def bad(self, row: int, column: int, expected: Pair, remedy: Pair) -> SheetError:
        """Return the error of a cell: where, what was found, what was expected, what to do."""
        place, found = cell_name(row, column), self.text(row, column) or "-"
        return SheetError(
            "bad_setting",
            f"Sheet '{self.cells.name}', {place}: found '{found}'; expected {expected[0]}. {remedy[0]}",
            f"工作表“{self.cells.name}”{place}：内容为“{found}”，应为{expected[1]}。{remedy[1]}",
        )

    def choice(self, row: int, column: int | None, choices: Mapping[str, Pair], what: Pair) -> str | None:
        """Return the code that a cell means: its label in a language, the code, both, or another known spelling."""
        if column is None or self.at(row, column) is None:
            return None
        text = self.text(row, column)
        spellings = _spellings(choices)
        found = spellings.get(fold(text))
        if found is not None:
            return found
        from rapidfuzz import process  # here, because only errors need it

        hits = process.extract(fold(text), spellings.keys(), limit=6, score_cutoff=50)
        near = list(dict.fromkeys(spellings[word] for word, _, _ in hits))[:3] or list(choices)[:3]
        en, zh = (" / ".join(f"{choices[code][place]} {code}" for code in near) for place in (0, 1))
        raise self.bad(
            row,
            column,
            (f"{what[0]}, such as {en}", f"{what[1]}，例如 {zh}"),
            ("Choose one from the list, or leave the cell blank.", "请从下拉列表选择，或留空。"),
        )

    def currency(self, row: int, column: int | None) -> str | None:
        """Return the code of the currency that a cell names."""
        if column is None or self.at(row, column) is None:
            return None
        code = CURRENCY_WORDS.get(plain(self.text(row, column)))
        if code is None:
            raise self.bad(
                row,
                column,
                ("a currency such as USD", "币种，例如 USD"),
                ("Write its code of three letters.", "请写三个字母的代码。"),
            )
        return code

    def number(self, row: int, column: int) -> float | None:
        """Return a number or a per cent text; None for anything else."""
        value = self.at(row, column)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return float(value)
        text = plain(str(value))
        if _NUMBER.fullmatch(text.removesuffix("%").strip()) is None:
            return None
        return float(Decimal(text[:-1].strip()) / 100) if text.endswith("%") else float(text)


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def _spellings(choices: Mapping[str, Pair]) -> dict[str, str]:
    """Return folded spelling -> code."""
    found: dict[str, str] = {}
    for code, labels in choices.items():
        for spelling in (code, *labels, *(f"{label} {code}" for label in labels)):
            found.setdefault(fold(spelling), code)
    if IGNORE in choices:  # terms: also a header word that only one of them has
        for word, entries in vocabulary().items():
            if len(entries) == 1:
                found.setdefault(word, entries[0][0].name)
    return found


@cache
def _terms() -> dict[str, Pair]:
    usable = {name: (term.label_en, term.label_zh) for name, term in terms().items() if term.headers}
    return {IGNORE: ("do not use", "忽略"), **usable}


def _shown(choices: Mapping[str, Pair], code: str | None, zh: bool) -> str | None:
    """Return a code as a list shows it: label and code."""
    if code is None:
        return None
    label = choices[code][zh]
    return label if fold(label) == fold(code) else f"{label} {code}"


def _list(ws: Worksheet, choices: Iterable[str] | str, *areas: str) -> None:
    """Offer a list in cells; anything else may be typed too. ``choices`` is a range, or the words themselves."""
    formula = choices if isinstance(choices, str) else '"' + ",".join(choices) + '"'
    offered = DataValidation("list", formula, allow_blank=True, showErrorMessage=False)
    for area in areas:
        offered.add(area)
    ws.add_data_validation(offered)


def _table(page: Page, headers: Sequence[Pair], rows: Sequence[Sequence[Any]], yellow: Sequence[int]) -> int:
    """Write a table with yellow columns (1-based); return the row of its header."""
    top = page.table([zh if page.zh else en for en, zh in headers], rows)
    for row in range(top, page.row):
        page.ws.cell(row, 1).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        for column in yellow if row > top else ():
            cell = page.ws.cell(row, column)
            cell.fill = _YELLOW
            cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    return top


def _beside(page: Page, top: int, column: int, texts: Sequence[str]) -> None:
    """Write explanations beside the rows of a table; they reach over the empty cells to their right."""
    for row, text in enumerate(texts, top):
        cell = page.ws.cell(row, column, text)
        cell.font = page.font()
        cell.alignment = Alignment(horizontal="left", vertical="top", indent=1)


# ----------------------------------------------------------------------------------------------------------
# the columns sheet

_COLUMNS_BUTTON = ("Check columns", "核对列")
_PRODUCT_SHEET = ("Product sheet", "商品表")
_HEADER_ROW = ("Header row", "表头所在行")
_SAYS, _MEANS = ("Change to", "改为"), ("Read as", "识别为")
_COLUMN, _HEADER, _SAMPLES = ("Column", "列"), ("Header", "表头"), ("First values", "前两行")
_UNIT, _CURRENCY = ("Unit: change to", "单位改为"), ("Currency: change to", "币种改为")
_COLUMN_HEADS = (
    _COLUMN,
    _HEADER,
    _SAMPLES,
    _MEANS,
    ("Unit, currency", "单位、币种"),
    _SAYS,
    _UNIT,
    _CURRENCY,
    ("Confidence", "可信度"),
    ("How", "方式"),
    ("Remarks", "说明"),
)
_COLUMN_WIDTHS = (14, 30, 26, 28, 12, 30, 15, 15, 12, 13, 80)


def fill_columns(ws: Worksheet, sheet: Sheet, cells: SheetCells, mine: SheetMapping, lang: str) -> None:
    """Write how the columns of a product sheet were understood, for correction.

    Args:
        ws: the empty sheet.
        sheet: the product sheet as it was read with ``mine``.
        cells: its cells, for the examples.
        mine: the operator's corrections so far; they stand in the yellow cells.
        lang: language of the sheet, "zh" or "en".
    """
    zh = lang == "zh"
    page = Page(ws, zh, _COLUMN_WIDTHS)
    said = _said(sheet, mine)
    page.title(
        f"{page.say('xlops columns', 'xlops 列')} · {sheet.name}",
        page.say(
            "Wrong? Choose the right meaning in the yellow cell, then press Check columns or grade again. "
            "A blank yellow cell = as read. Keep the name of this sheet.",
            "识别有误时，请在黄色单元格中选择正确含义，然后点“核对列”或重新评级。黄色留空＝按识别结果。请勿修改本表名称。",
        ),
    )
    page.row += 1
    found = page.say("read as row ", "识别为第 ") + str(sheet.header_rows[1] + 1) + page.say("", " 行")
    top = _table(
        page,
        (("", ""), _SAYS, ("", "")),
        [
            [page.say(*_PRODUCT_SHEET), sheet.name, ""],
            [page.say(*_HEADER_ROW), mine.header_row, found],
        ],
        (),
    )
    ws.cell(top + 2, 2).fill = _YELLOW
    ws.cell(top + 2, 2).alignment = Alignment(horizontal="left", vertical="top")
    page.row += 1
    rows = [
        [
            column_letters(column.index),
            _header_shown(sheet, column),
            _samples(sheet, cells, column.index),
            _shown(_terms(), column.term, zh) or page.say("not used", "未使用"),
            " ".join(text for text in (column.unit, column.currency) if text),
            _shown(_terms(), said["columns"].get(column.index), zh),
            said["units"].get(column.index),
            said["currency"].get(column.index),
            (column.confidence if column.term else None, "0%"),
            HOW_COLUMNS_WERE_FOUND["saved" if column.index in said["columns"] else column.how][zh],
            (" " if zh is False else "").join(
                issue.text(lang) for issue in sheet.issues if issue.column == column.index and issue.row is None
            ),
        ]
        for column in sheet.columns
    ]
    top = _table(page, _COLUMN_HEADS, rows, (6, 7, 8))
    first, last = top + 1, max(page.row - 1, top + 1)
    page.heading(page.say("All meanings", "全部含义"))
    start = page.row + 1
    page.table(
        ["", page.say("Meaning", "含义"), "", page.say("What it is", "解释")],
        [["", _shown(_terms(), code, zh), ""] for code in _terms()],
    )
    _beside(page, start, 4, [_term_help(code, lang) for code in _terms()])
    _list(ws, f"$B${start}:$B${page.row - 1}", f"F{first}:F{last}")
    _list(ws, _UNITS, f"G{first}:G{last}")
    _list(ws, dict.fromkeys(("CNY", *_CURRENCIES)), f"H{first}:H{last}")


def read_headers(grid: Grid, mine: SheetMapping) -> Sheet:
    """Return what each header of a sheet reads as by itself, without product rows.

    For a sheet in which two headers claim one input, so that the operator can say which one counts.

    Raises:
        SheetError: as :func:`~xlops.sheets.read_sheet`, without two_headers.
    """
    row = mine.header_row - 1 if mine.header_row else None
    header = find_header(grid, row, frozenset(fold(key) for key in mine.columns))
    columns = []
    for cell in header.cells:
        hits = match(cell.leaf, cell.group)
        best = hits[0] if len(hits) == 1 else None
        name = " ".join(cell.text.split())
        columns.append(
            Column(cell.column, name, best.term, best.confidence, best.how)
            if best
            else Column(cell.column, name, None, 0.0, "none")
        )
    chinese = 2 * sum(has_cjk(column.header) for column in columns) >= len(columns)
    return Sheet(
        name=grid.name,
        header_rows=(header.first, header.last),
        columns=tuple(columns),
        rows=np.zeros(0, dtype=np.int64),
        skipped=(),
        data={},
        currency={},
        issues=(),
        language="zh" if chinese else "en",
        platform=None,
    )


def _term_help(code: str, lang: str) -> str:
    if code == IGNORE:
        return "该列不参与计算" if lang == "zh" else "the column is not used"
    return terms()[code].help(lang)


def _header_shown(sheet: Sheet, column: Any) -> str:
    """Return a header; one that stands over several columns with its letters, by which such a column is named."""
    alike = sum(other.header == column.header for other in sheet.columns) > 1
    return f"{column.header} ({column_letters(column.index)})" if alike else column.header


def _samples(sheet: Sheet, cells: SheetCells, index: int) -> str:
    """Return what stands in a column in the first two product rows."""
    shown = []
    below = sheet.header_rows[1] + 1
    for row in sheet.rows[:2].tolist() or range(below, min(below + 2, len(cells.cells))):
        line = cells.cells[row]
        value = line[index] if index < len(line) else None
        if isinstance(value, float):
            value = f"{value:.6g}"
        elif isinstance(value, (date, datetime)):
            value = f"{value:%Y-%m-%d}"
        text = (
            " ".join(str(value.text if isinstance(value, CellError) else value).split()) if value is not None else "-"
        )
        shown.append(text if len(text) <= _SAMPLE_LENGTH else text[: _SAMPLE_LENGTH - 1] + "…")
    return " | ".join(shown)


def _said(sheet: Sheet, mine: SheetMapping) -> dict[str, dict[int, str]]:
    """Return the operator's corrections by column instead of by header."""
    tests: tuple[Callable[[Any, str], bool], ...] = (
        lambda column, key: column.header == " ".join(key.split()),
        lambda column, key: column.header.rsplit(" / ", 1)[-1] == " ".join(key.split()),
        lambda column, key: bool(fold(key)) and fold(column.header) == fold(key),
        lambda column, key: column_letters(column.index) == key.strip().upper(),
    )

    def places(entries: Mapping[str, str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for key, value in entries.items():
            hits = next((hit for test in tests if (hit := [c for c in sheet.columns if test(c, key)])), [])
            found |= {column.index: value for column in hits[:1]}
        return found

    return {"columns": places(mine.columns), "units": places(mine.units), "currency": places(mine.currency)}


def parse_columns(cells: SheetCells) -> tuple[str, SheetMapping]:
    """Read a columns sheet: the product sheet that it speaks of, and the operator's corrections.

    Raises:
        SheetError: bad_setting, naming sheet, cell, what was found, what was expected, and what to do.
    """
    reader = _Reader(cells, _COLUMNS_BUTTON)
    name, header_row = "", None
    for row, column, words in _labels(reader, (_PRODUCT_SHEET, _HEADER_ROW)):
        if words == _PRODUCT_SHEET:
            name = name or reader.text(row, column + 1)
        elif header_row is None and reader.at(row, column + 1) is not None:
            number = reader.number(row, column + 1)
            if number is None or number < 1 or number != int(number):
                raise reader.bad(
                    row,
                    column + 1,
                    ("the row number of the header, from 1", "表头所在行号，从 1 起"),
                    ("Correct it, or leave the cell blank.", "请更正，或留空。"),
                )
            header_row = int(number)
    top, (letters, header, use) = reader.header(_COLUMN, _HEADER, _SAYS)
    unit, currency = reader.column(top, _UNIT), reader.column(top, _CURRENCY)
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    currencies: dict[str, str] = {}
    taken: dict[str, int] = {}
    for row in range(top + 1, len(cells.cells)):
        said = [column for column in (use, unit, currency) if column is not None and reader.at(row, column) is not None]
        if not said:
            continue
        key = _key(reader.text(row, header), reader.text(row, letters))
        if not key:
            raise reader.bad(
                row,
                said[0],
                ("a row with a header or column letters", "该行应有表头或列字母"),
                ("Write the header beside it, or clear the cell.", "请在该行填写表头，或清空该单元格。"),
            )
        term = reader.choice(row, use, _terms(), ("a meaning of the list", "列表中的含义"))
        if term is not None:
            if term != IGNORE and term in taken:
                other = cell_name(taken[term], use)
                raise reader.bad(
                    row,
                    use,
                    (f"a meaning once; {other} has it too", f"每个含义只用一次，{other} 也是"),
                    ("Clear one of the two, or choose “do not use”.", "请清空其中一个，或选择“忽略”。"),
                )
            taken[term] = row
            columns[key] = term
        if (word := _unit(reader, row, unit)) is not None:
            units[key] = word
        if (code := reader.currency(row, currency)) is not None:
            currencies[key] = code
    return name, SheetMapping(header_row, columns, units, currencies)


def _labels(reader: _Reader, wanted: Sequence[Pair]) -> Iterator[tuple[int, int, Pair]]:
    """Yield where these labels stand."""
    spelled = {fold(word): pair for pair in wanted for word in pair}
    for row, line in enumerate(reader.cells.cells):
        for column, value in enumerate(line[:-1]):
            if isinstance(value, str) and fold(value) in spelled:
                yield row, column, spelled[fold(value)]


def _key(header: str, letters: str) -> str:
    """Return by what a mapping names a column: its header, or its letters where several have that header."""
    letters = letters.upper()
    return letters if not header or (letters and header.endswith(f"({letters})")) else header


def _unit(reader: _Reader, row: int, column: int | None) -> str | None:
    if column is None or reader.at(row, column) is None:
        return None
    text = plain(reader.text(row, column))
    word = UNIT_WORDS.get(text, text)
    if word not in _UNITS:
        names = ", ".join(_UNITS)
        raise reader.bad(
            row,
            column,
            (f"one of {names}", f"{names} 之一"),
            ("Choose one from the list, or leave the cell blank.", "请从下拉列表选择，或留空。"),
        )
    return word


# ----------------------------------------------------------------------------------------------------------
# the settings sheet

_SETTINGS_BUTTON = ("Settings", "设置")
_SETTING, _VALUE = ("Setting", "设置项"), ("Your choice", "您的选择")
_RATE_OF, _RATE = ("Currency", "币种"), ("CNY for 1 unit", "1 单位兑人民币")
_ID, _USE = ("Benchmark", "基准编号"), ("Your line", "您的标准")
_SETTING_WIDTHS = (36, 34, 44, 24, 32, 8, 22, 70)
_LANGUAGES: dict[str, Pair] = {"zh": ("Chinese", "中文"), "en": ("English", "英文")}
_FORMS: dict[str, Pair] = {
    "array": ("one formula for the whole column", "整列一个公式"),
    "cell": ("one formula per row", "每行一个公式"),
}
_IGNORE_WORDS = ("ignore", "忽略", "不采用", "不用", "忽略 ignore", "do not use")


@cache
def _platforms() -> dict[str, Pair]:
    return {code: (name.en, name.zh) for code, name in name_list("platforms").names.items()}


@cache
def _markets() -> dict[str, Pair]:
    names = name_list("markets").names
    return {code: (n.en, n.zh) for code, n in names.items() if n.extra.get("platform") == "amazon"}


# field, label, what it does
_FIELDS: tuple[tuple[str, Pair, Pair], ...] = (
    (
        "platform",
        ("Platform", "平台"),
        (
            "Of rows that do not say. Blank: what the words of the sheet suggest.",
            "行内未注明时采用；留空：按表内文字判断。",
        ),
    ),
    (
        "market",
        ("Market", "站点"),
        ("Amazon site of rows that do not say. Blank: US.", "亚马逊站点，行内未注明时采用；留空：美国。"),
    ),
    (
        "currency",
        ("Selling currency", "售卖币种"),
        (
            "AliExpress: of prices without a currency. Blank: USD. On Amazon the site has its currency.",
            "速卖通：售价未注明币种时采用；留空：USD。亚马逊按站点币种。",
        ),
    ),
    (
        "lang",
        ("Language", "语言"),
        ("Of the results. Blank: the language of the sheet.", "结果的语言；留空：与表格相同。"),
    ),
    (
        "commission_rate",
        ("Commission rate", "佣金率"),
        ("AliExpress: of rows without their own, such as 8%.", "速卖通：行内没有佣金率时采用，例如 8%。"),
    ),
    (
        "affiliate_rate",
        ("Affiliate rate", "联盟佣金率"),
        ("AliExpress: of rows without their own, such as 5%.", "速卖通：行内没有联盟佣金率时采用，例如 5%。"),
    ),
    (
        "form",
        ("Formula form", "公式形式"),
        ("For Insert formulas. Blank: one formula for the whole column.", "用于“插入公式”；留空：整列一个公式。"),
    ),
)
_CHOICES: dict[str, Callable[[], Mapping[str, Pair]]] = {
    "platform": _platforms,
    "market": _markets,
    "lang": lambda: _LANGUAGES,
    "form": lambda: _FORMS,
}


def fill_settings(ws: Worksheet, settings: SheetSettings, records: Mapping[str, Benchmark], lang: str) -> None:
    """Write the settings sheet.

    Args:
        ws: the empty sheet.
        settings: what the operator chose so far; it stands in the yellow cells.
        records: the benchmarks as shipped.
        lang: language of the sheet, "zh" or "en".
    """
    zh = lang == "zh"
    page = Page(ws, zh, _SETTING_WIDTHS)
    page.title(
        page.say("xlops settings", "xlops 设置"),
        page.say(
            "Fill in yellow cells; blank = default. They count from the next grading on. "
            "Keep the name of this sheet and the header rows.",
            "请填写黄色单元格；留空＝默认。下次评级时生效。请勿修改本表名称和各表的表头行。",
        ),
    )
    page.line(
        page.say(
            "What the sheet's own columns say goes first (exchange rate, market, commission). "
            "Options of the command line go before this sheet, and this sheet before the .xlops.toml file.",
            "商品表自带的列（汇率、站点、佣金率）优先。命令行选项优先于本表，本表优先于 .xlops.toml 文件。",
        )
    )
    page.heading(page.say("General", "常规"))
    top = _table(
        page,
        (_SETTING, _VALUE, ("What it does", "说明")),
        [[label[zh], _value(settings, name, zh)] for name, label, _ in _FIELDS],
        (2,),
    )
    _beside(page, top + 1, 3, [about[zh] for _, _, about in _FIELDS])
    for row, (name, _, _) in enumerate(_FIELDS, top + 1):
        if name in _CHOICES:
            choices = _CHOICES[name]()
            _list(ws, [str(_shown(choices, code, zh)) for code in choices], f"B{row}")
        elif name == "currency":
            _list(ws, ("CNY", *_CURRENCIES), f"B{row}")
    page.heading(page.say("Exchange rates", "汇率"))
    page.line(
        page.say(
            "CNY for 1 unit, such as 7.1 for USD. For another currency, write its code in a blank row.",
            "1 单位外币兑多少人民币，例如 USD 填 7.1。其他币种可在空行中填写代码。",
        )
    )
    codes = dict.fromkeys((*_CURRENCIES, *settings.rates))
    rates = [[code, (settings.rates.get(code), "General")] for code in codes]
    _table(page, (_RATE_OF, _RATE), [*rates, *([None, None] for _ in range(_SPARE_RATES))], (2,))
    for row in range(page.row - _SPARE_RATES, page.row):
        ws.cell(row, 1).fill = _YELLOW
    page.heading(page.say("Benchmarks", "评级标准"))
    for text in (
        page.say(
            "Blank: the line of xlops counts. “ignore”: the benchmark does not count. Or your own limits in rising or "
            "falling order: good <8% ok <15% bad",
            "留空：采用 xlops 的标准。填“忽略”：不采用该基准。也可填自己的界限，按大小顺序写：好 <8% 合格 <15% 差",
        ),
        page.say(
            "The words are good, ok, watch, bad; the signs < ≤ > ≥. Another example: good ≥25% ok ≥15% bad",
            "可用的词：好、合格、注意、差；符号：< ≤ > ≥。又如：好 ≥25% 合格 ≥15% 差",
        ),
    ):
        page.line(text)
    listed = sorted(
        (b for b in records.values() if (b.level == "row" and b.grades) or b.id in settings.benchmarks),
        key=lambda b: (b.platform, b.metric, b.rank),
    )
    top = _table(
        page,
        (
            _ID,
            _USE,
            ("What it says", "内容"),
            ("What it measures", "衡量的指标"),
            ("Line of xlops", "xlops 的标准"),
            ("Year", "年份"),
            ("Status", "状态"),
            ("Source", "来源"),
        ),
        [
            [
                b.id,
                _line_shown(settings.benchmarks.get(b.id), b, zh),
                b.title_zh if zh else b.title_en,
                metric_label(b.metric, lang),
                lines_text(b.thresholds, b.unit, lang, shipped=True),
                (b.year, "0"),
                wording.status(b)[zh] + (page.say(" (warns only)", "（仅提示）") if b.role == "flag" else ""),
                f"{b.sources[0].title_zh if zh else b.sources[0].title}  {b.sources[0].url}".strip(),
            ]
            for b in listed
        ],
        (2,),
    )
    _list(ws, ("忽略 ignore" if zh else "ignore",), f"B{top + 1}:B{max(page.row - 1, top + 1)}")


def _value(settings: SheetSettings, name: str, zh: bool) -> Any:
    value = getattr(settings, name)
    if name in _CHOICES:
        return _shown(_CHOICES[name](), value, zh)
    return (value, "0.##%") if name.endswith("_rate") else value


def _line_shown(own: Any, record: Benchmark, zh: bool) -> str | None:
    if own is None:
        return None
    if own.get("ignore"):
        return "忽略 ignore" if zh else "ignore"
    return lines_text(read_thresholds(record.id, own["thresholds"]), record.unit, "zh" if zh else "en")


def parse_settings(cells: SheetCells) -> SheetSettings:
    """Read a settings sheet.

    Raises:
        SheetError: bad_setting, naming sheet, cell, what was found, what was expected, and what to do.
    """
    reader = _Reader(cells, _SETTINGS_BUTTON)
    tables = [reader.header(*words) for words in ((_SETTING, _VALUE), (_RATE_OF, _RATE), (_ID, _USE))]
    tops = [top for top, _ in tables]

    def entries(table: int) -> Iterator[tuple[int, int, int]]:
        """Yield the filled rows of a table: row, column of the name, column of the value."""
        top, (name, value) = tables[table]
        end = min((other for other in tops if other > top), default=len(cells.cells))
        for row in range(top + 1, end):
            if reader.at(row, value) is not None:
                yield row, name, value

    return SheetSettings(
        **dict(_general(reader, entries(0))),
        rates=_rates(reader, entries(1)),
        benchmarks=_own_lines(reader, entries(2)),
    )


_Entries = Iterable[tuple[int, int, int]]


def _general(reader: _Reader, entries: _Entries) -> Iterator[tuple[str, Any]]:
    names = {name: label for name, label, _ in _FIELDS}
    for row, label, value in entries:
        name = None if reader.at(row, label) is None else reader.choice(row, label, names, ("a setting", "设置项名称"))
        if name is None:
            raise reader.bad(
                row,
                value,
                ("the name of a setting beside it", "左侧应有设置项名称"),
                ("Write the name, or clear the cell.", "请填写名称，或清空该单元格。"),
            )
        if name in _CHOICES:
            yield name, _name(reader, row, value, name, names[name])
        elif name == "currency":
            yield name, reader.currency(row, value)
        else:
            rate = reader.number(row, value)
            if rate is None or not 0 <= rate <= 1:
                raise reader.bad(
                    row,
                    value,
                    ("a rate between 0% and 100%", "0% 到 100% 之间的比率"),
                    ("Write 8% or 0.08.", "请写 8% 或 0.08。"),
                )
            yield name, rate


def _name(reader: _Reader, row: int, column: int, kind: str, label: Pair) -> str | None:
    """Return a choice; a platform or a market by any of its spellings."""
    choices = _CHOICES[kind]()
    if kind in ("platform", "market"):
        code = name_list(f"{kind}s").resolve(reader.text(row, column))
        if code in choices:
            return code
    return reader.choice(row, column, choices, (f"a {label[0].casefold()}", label[1]))


def _rates(reader: _Reader, entries: _Entries) -> dict[str, float]:
    rates: dict[str, float] = {}
    for row, name, value in entries:
        code = reader.currency(row, name)
        if code is None:
            raise reader.bad(
                row,
                value,
                ("the currency beside it", "左侧应有币种"),
                ("Write its code, such as USD, or clear the cell.", "请填写币种代码（如 USD），或清空该单元格。"),
            )
        rate = reader.number(row, value)
        low, high = LIKELY_RATES.get(code, (0.0, float("inf")))
        if rate is None or not max(low, 1e-9) <= rate <= min(high, 1e9):
            between = f" from {low:g} to {high:g}" if code in LIKELY_RATES else " above 0"
            between_zh = f"，在 {low:g} 到 {high:g} 之间" if code in LIKELY_RATES else "，大于 0"
            raise reader.bad(
                row,
                value,
                (f"CNY for 1 {code}{between}", f"1 {code} 兑人民币的数字{between_zh}"),
                ("Is it upside down? Correct it, or leave it blank.", "汇率是否写反？请更正，或留空。"),
            )
        if rates.setdefault(code, rate) != rate:
            raise reader.bad(
                row,
                value,
                (
                    f"one rate for {code}; above it is {rates[code]:g}",
                    f"{code} 只能有一个汇率，上面已填 {rates[code]:g}",
                ),
                ("Clear one of the two.", "请清空其中一个。"),
            )
    return rates


def _own_lines(reader: _Reader, entries: _Entries) -> dict[str, Any]:
    known = {name: (record.title_en, record.title_zh) for name, record in benchmarks().items()}
    lines: dict[str, Any] = {}
    for row, name, value in entries:
        found = reader.choice(row, name, known, ("the id of a benchmark", "基准编号"))
        if found is None:
            raise reader.bad(
                row,
                value,
                ("the id of a benchmark beside it", "左侧应有基准编号"),
                ("Write the id, or clear the cell.", "请填写编号，或清空该单元格。"),
            )
        text = reader.text(row, value)
        if fold(text) in {fold(word) for word in _IGNORE_WORDS}:
            lines[found] = {"ignore": True}
            continue
        given = reader.at(row, value)
        bands = read_lines(text if isinstance(given, str) else "", benchmarks()[found].unit)
        if bands is None:
            raise reader.bad(
                row,
                value,
                (
                    "“ignore”, or limits in order such as: good <8% ok <15% bad (a rate with %)",
                    "“忽略”，或按大小顺序写的界限，例如：好 <8% 合格 <15% 差（比率请带 %）",
                ),
                ("Correct it, or leave the cell blank.", "请更正，或留空。"),
            )
        lines[found] = {"thresholds": bands}
    return lines


# How an operator writes lines: words and limits in turn, "good <8% ok <15% bad", rising or falling.

_WORDS = {
    "good": ("good", "好", "优"),
    "ok": ("ok", "合格", "良", "可"),
    "watch": ("watch", "注意", "关注"),
    "bad": ("bad", "差"),
    "info": ("-",),  # says nothing
}
_BAND_OF = {word: band for band, words in _WORDS.items() for word in words}
_SHOWN: dict[str, Pair] = {
    "good": ("good", "好"),
    "ok": ("ok", "合格"),
    "watch": ("watch", "注意"),
    "bad": ("bad", "差"),
    "info": ("-", "-"),
}
_PIECE = re.compile(
    r"\s*(?:(?P<sign><=|>=|<|>|≤|≥|≦|≧)?\s*(?P<number>-?\d+(?:\.\d+)?)\s*(?P<percent>%)?|(?P<word>[a-z]+|[\u4e00-\u9fff]+|-))"
    r"[\s,;、/|]*"
)


@dataclass(frozen=True)
class _Limit:
    value: Decimal
    sign: str  # < <= > >= or "" where none is written

    @property
    def includes_below(self) -> bool:
        """Whether the value itself belongs to the lower band: "good <=8%", and "good >25%" for what is not good."""
        return self.sign in ("<=", ">")


def read_lines(text: str, unit: str) -> list[dict[str, Any]] | None:
    """Read bands such as ``good <8% ok <15% bad`` or ``good >=25% ok >=15% bad``; None where they cannot be read.

    A limit stands between two bands; its sign speaks of the band before it. Without a sign a value on the limit belongs
    to the higher band. Numbers rise or fall; a first or last number closes the band beside it.

    Args:
        text: what the operator wrote.
        unit: the benchmark's unit; a rate of more than 2 needs its %.
    """
    pieces = _pieces(plain(text), unit)
    if pieces is None or any(isinstance(a, _Limit) == isinstance(b, _Limit) for a, b in pairwise(pieces)):
        return None
    values = [piece.value for piece in pieces if isinstance(piece, _Limit)]
    # A number in front of all words has no band before it: its sign can only speak of the band behind it.
    first = pieces[0].sign[:1] if pieces and isinstance(pieces[0], _Limit) else ""
    signs = {piece.sign[:1] for piece in pieces[1:] if isinstance(piece, _Limit)} - {""}
    if not values or len(signs) > 1 or first == "<":
        return None
    falling = values[0] > values[-1] if len(values) > 1 else signs == {">"}
    if signs == {"<" if falling else ">"} or (first and (falling or len(values) == 1)):
        return None
    if falling:
        pieces.reverse()
        values.reverse()
    if any(a >= b for a, b in pairwise(values)):
        return None
    bands: list[dict[str, Any]] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, _Limit) or piece == "info":
            continue
        band: dict[str, Any] = {"grade": piece}
        below, above = (pieces[k] if 0 <= k < len(pieces) else None for k in (place - 1, place + 1))
        if isinstance(below, _Limit):
            band["over" if below.includes_below else "min"] = below.value
        if isinstance(above, _Limit):
            band["upto" if above.includes_below else "max"] = above.value
        bands.append(band)
    return bands or None


def _pieces(text: str, unit: str) -> list[str | _Limit] | None:
    """Return the words (as bands) and limits of a text in their order; None where something else stands in it."""
    found: list[str | _Limit] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            return None
        at = match.end()
        if match["word"]:
            if match["word"] not in _BAND_OF:
                return None
            found.append(_BAND_OF[match["word"]])
            continue
        value = Decimal(match["number"])
        if match["percent"]:
            value /= 100
        elif unit == "fraction" and abs(value) > _MOST_LIKELY_FRACTION:
            return None
        sign = (match["sign"] or "").translate({ord("≤"): "<=", ord("≦"): "<=", ord("≥"): ">=", ord("≧"): ">="})
        found.append(_Limit(value, sign))
    return found


def lines_text(bands: Sequence[Threshold], unit: str, lang: str, shipped: bool = False) -> str:
    """Return bands as an operator writes them.

    Args:
        bands: in rising order.
        unit: the benchmark's unit; rates are written with %.
        lang: language of the words.
        shipped: leave out a first limit of 0: nothing lies below it.
    """
    words = [_SHOWN[band.grade][lang == "zh"] for band in bands]
    first = bands[0]
    low = None if shipped and first.low == 0 else first.low
    if low is not None and len(bands) == 1 and first.high is None:
        return f"{words[0]} {'>' if first.low_excluded else '≥'}{_amount(low, unit)}"
    parts = [] if low is None else [(">" if first.low_excluded else "≥") + _amount(low, unit)]
    for word, band, after in zip(words, bands, [*bands[1:], None], strict=True):
        parts.append(word)
        if band.high is not None:
            parts.append(("≤" if band.high_included else "<") + _amount(band.high, unit))
            if after is not None and after.start > band.end and after.low is not None:
                parts += ["-", ("≤" if after.low_excluded else "<") + _amount(after.low, unit)]
    return " ".join(parts)


def _amount(value: Decimal, unit: str) -> str:
    return f"{(value * 100).normalize():f}%" if unit == "fraction" else f"{value.normalize():f}"

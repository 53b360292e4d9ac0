"""The receipt of an import: what was read from each file, what became of it, and what to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlops._version import __version__
from xlops.hosts.imports import OTHER_PERIOD, rows_en
from xlops.hosts.report import Page
from xlops.reports.join import KEYS, Fate, Imported, Joined, Remark, told_text
from xlops.reports.measures import measures
from xlops.workbook.book import Book, SheetKind

if TYPE_CHECKING:
    from xlops.hosts.received import FileRead, Received, SheetTaken
    from xlops.reports.feed import Fed

_MOST_PRODUCTS = 500  # of those without a row; all of them stand on the sheet of imported numbers
_FEW = 12
_DIGITS = 6
_WIDTHS = (9, 34, 34, 12, 12, 14, 90)
_FILE_HEADERS = (
    ("", ""),
    ("File", "文件"),
    ("Report", "报表"),
    ("Rows read", "读取行"),
    ("Taken", "采用"),
    ("Not taken", "未采用"),
    ("Details", "详情"),
)
_KEPT_HEADERS = (
    ("No.", "序号"),
    ("File", "文件"),
    ("Report", "报表"),
    ("Imported", "导入"),
    ("", ""),
    ("", ""),
    ("Period", "期间"),
)


def receipt_title(lang: str) -> str:
    """Return the name of the receipt of an import."""
    return "xlops 导入回执" if lang == "zh" else "xlops import receipt"


def put_receipt(book: Book, received: Received, lang: str) -> None:
    """Put the receipt of an import into a workbook, in place of an earlier one."""
    kind: SheetKind = "import_receipt"
    book.remove_sheets((kind,))
    book.put_sheet(receipt_title(lang), lambda ws: _fill(Page(ws, lang == "zh", _WIDTHS), received), kind)


def _fill(page: Page, received: Received) -> None:
    say = page.say
    day = next((one.imported for one in received.imported), "")
    under = f"{say('Imported on', '导入日期')} {day} · xlops {__version__}"
    page.title(receipt_title("zh" if page.zh else "en"), under)
    _remarks(page, received)
    tell_files(page, received.files)
    for sheet in received.sheets:
        _sheet(page, sheet)
    _alone(page, received)
    _kept(page, received.kept)


def tell_files(page: Page, files: Sequence[FileRead]) -> None:
    """Tell of files what was read: rows and periods, ties, rows not taken and why, cells not read, unused columns.

    The page is seven columns wide.
    """
    _files(page, files)
    _ties(page, files)
    _rows_not_taken(page, files)
    _unread(page, files)
    _unknown_columns(page, files)


def _remarks(page: Page, received: Received) -> None:
    say = page.say
    page.heading(say("What to look at", "请注意"))
    said: list[tuple[str, Remark]] = [("", remark) for remark in received.remarks]
    said += [(sheet.name, remark) for sheet in received.sheets for remark in sheet.taken.remarks]
    rows = [
        [say("check", "请核对") if r.severity == "warning" else say("note", "提示"), name, r.zh if page.zh else r.en]
        for name, r in said
    ]
    for sheet in received.sheets:
        if not sheet.taken.joined.rows.has_keys:
            rows.append(
                [
                    say("check", "请核对"),
                    sheet.name,
                    say(
                        "the sheet has no SKU, ASIN or product ID column, so no product could find its row",
                        "表中没有 SKU、ASIN 或商品 ID 列，无法对应商品",
                    ),
                ]
            )
        if sheet.why is not None:
            why = sheet.why.zh if page.zh else sheet.why.en
            rows.append([say("check", "请核对"), sheet.name, say("not graded: ", "未评级：") + why])
    if rows:
        page.table(["", say("Sheet", "工作表"), say("What", "说明")], rows, stretch=True)
    else:
        page.line(say("Nothing.", "无。"))


def _files(page: Page, files: Sequence[FileRead]) -> None:
    say = page.say
    page.heading(say("Files", "文件"))
    rows: list[list[Any]] = []
    for number, file in enumerate(files, 1):
        if file.refused is not None:
            why = file.refused.zh if page.zh else file.refused.en
            rows.append([number, file.path.name, say("refused", "未识别"), "", "", "", why])
        for report, imported in zip(file.reports, file.imported, strict=True):
            read, taken = report.rows_read, len(report.lines)
            rows.append(
                [
                    number,
                    imported.file,
                    imported.title("zh" if page.zh else "en"),
                    (read, "#,##0"),
                    (taken, "#,##0"),
                    (read - taken, "#,##0"),
                    " · ".join(_about(page, report, imported)),
                ]
            )
    page.table([say(en, zh) for en, zh in _FILE_HEADERS], rows)


def _about(page: Page, report: Any, imported: Imported) -> Iterator[str]:
    say = page.say
    named = int(imported.products[list(KEYS)].notna().any(axis=1).sum())
    yield say(f"{named:,} products", f"{named:,} 个商品")
    if named < len(imported.products):
        yield say("amounts of no product", "另有不属于某个商品的金额")
    yield told_text(report.first_day, report.last_day) or say("says no period", "未注明期间")
    if imported.markets:
        yield ", ".join(sorted(imported.markets))
    if imported.currencies:
        yield ", ".join(sorted(imported.currencies))
    if report.encoding:
        yield str(report.encoding)


def _ties(page: Page, files: Sequence[FileRead]) -> None:
    ties = [(file, tie) for file in files for report in file.reports for tie in report.ties]
    if not ties:
        return
    say = page.say
    page.heading(say("The report's own total beside the sum of its rows", "报表总计与各行合计"))
    page.table(
        ["", say("File", "文件"), say("Figure", "指标"), say("Total", "总计"), say("Sum", "合计"), say("Ties", "一致")],
        [
            [
                "",
                file.path.name,
                tie.label("zh" if page.zh else "en"),
                (round(tie.stated, _DIGITS), "#,##0.00"),
                (round(tie.summed, _DIGITS), "#,##0.00"),
                say("yes", "是") if tie.holds() else say("NO", "否"),
            ]
            for file, tie in ties
        ],
    )


def _rows_not_taken(page: Page, files: Sequence[FileRead]) -> None:
    grouped: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for file in files:
        for report in file.reports:
            for kind, rows in ((("refused", "未采用"), report.refused), (("passed over", "跳过"), report.skipped)):
                for row in rows:
                    grouped[file.path.name, page.say(*kind), row.zh if page.zh else row.en].append(row.line)
    if not grouped:
        return
    say = page.say
    page.heading(say("Rows of the files that were not taken, and why", "文件中未采用的行及原因"))
    page.table(
        [say("Rows", "行数"), say("File", "文件"), say("Line numbers", "行号"), "", "", "", say("Why", "原因")],
        [[len(lines), file, _few(map(str, lines)), kind, "", "", why] for (file, kind, why), lines in grouped.items()],
    )


def _unread(page: Page, files: Sequence[FileRead]) -> None:
    cells = [(file, report, cell) for file in files for report in file.reports for cell in report.unread]
    if not cells:
        return
    say, lang = page.say, "zh" if page.zh else "en"
    page.heading(say("Cells of the files that could not be read", "文件中无法识别的单元格"))
    page.table(
        [
            say("Cells", "个数"),
            say("File", "文件"),
            say("Column", "列"),
            say("First line", "首行"),
            "",
            say("Found", "内容"),
            say("Expected", "说明"),
        ],
        [
            [cell.rows, file.path.name, cell.header, report.line_of(cell), "", cell.found, cell.text(lang)]
            for file, report, cell in cells
        ],
    )


def _unknown_columns(page: Page, files: Sequence[FileRead]) -> None:
    unknown = [(file, report.unknown_columns) for file in files for report in file.reports if report.unknown_columns]
    if not unknown:
        return
    say = page.say
    page.heading(say("Columns that are not used", "未使用的列"))
    page.table(
        [say("Count", "列数"), say("File", "文件"), say("Columns", "列")],
        [[len(names), file.path.name, ", ".join(" ".join(n.split()) for n in names)] for file, names in unknown],
        stretch=True,
    )


def _sheet(page: Page, entry: SheetTaken) -> None:
    say, joined, lang = page.say, entry.taken.joined, "zh" if page.zh else "en"
    page.heading(say(f"Joined to the sheet '{entry.name}'", f"对应到工作表“{entry.name}”"))
    rows: list[list[Any]] = []
    for number, report in enumerate(joined.reports):
        count = joined.count(number)
        names = "、".join if page.zh else ", ".join
        told = names(measures()[name].label(lang) for name in report.told)
        some = say(f"{count.partly} not wholly · ", f"{count.partly} 个未全部采用 · ") if count.partly else ""
        rows.append(
            [
                "",
                report.file,
                report.title(lang),
                count.products,
                count.found,
                count.without_row,
                f"{some}{_span(report)}{told}",
            ]
        )
    page.table(
        [
            "",
            say("File", "文件"),
            say("Report", "报表"),
            say("Products", "商品"),
            say("Joined", "对应"),
            say("Left", "未对应"),
            say("Period and measures", "期间与指标"),
        ],
        rows,
    )
    _fed(page, entry)
    _without_row(page, joined)
    silent = joined.without_report()
    if silent:
        page.row += 1
        numbers = _few(str(joined.rows.numbers[row]) for row in silent)
        page.line(
            say(
                f"Rows of the sheet that no report speaks of: {len(silent)} ({numbers})",
                f"表中有 {len(silent)} 行商品不在任何报表中（行号 {numbers}）",
            )
        )


def _span(report: Imported) -> str:
    said = told_text(*report.period)
    return f"{said} · " if said else ""


def _fed(page: Page, entry: SheetTaken) -> None:
    used = [
        fed
        for fed in entry.taken.fed
        if fed.filled or fed.differ or fed.left or fed.other_period or measures()[fed.measure].is_number
    ]
    if not used:
        return
    say, numbers = page.say, entry.taken.joined.rows.numbers
    page.row += 1
    page.table(
        [
            "",
            say("Used in grading", "用于评级的指标"),
            say("Rows where yours differs", "与表内数字不同的行"),
            say("Imported", "采用导入"),
            say("Yours", "表内自有"),
            say("Differ", "不同"),
            say("Your own figure always counts first", "表内自有的数字优先"),
        ],
        [
            [
                "",
                measures()[fed.measure].label("zh" if page.zh else "en"),
                _few(str(numbers[row]) for row in fed.differ),
                len(fed.filled),
                fed.own,
                len(fed.differ),
                _not_taken(page, fed),
            ]
            for fed in used
        ],
    )


def _not_taken(page: Page, fed: Fed) -> str:
    say, parts = page.say, []
    if fed.left:
        parts.append(
            say(
                f"not taken in {rows_en(fed.left)} whose own sales or ad figures differ from the report",
                f"{len(fed.left)} 行未采用：表内的销量或广告数字与报表不一致",
            )
        )
    if fed.other_period:
        rows = rows_en(fed.other_period)
        parts.append(
            say(f"not taken in {rows}: {OTHER_PERIOD[0]}", f"{len(fed.other_period)} 行未采用：{OTHER_PERIOD[1]}")
        )
    return "; ".join(parts)


def _without_row(page: Page, joined: Joined) -> None:
    """List the products of the reports that no row took, or not with all their figures."""
    left = [fate for fate in joined.fates if fate.code]
    if not left:
        return
    say, lang = page.say, "zh" if page.zh else "en"
    page.row += 1
    page.table(
        [
            "",
            say("Product of a report without its row", "未对应的商品"),
            say("File", "文件"),
            say("Market", "站点"),
            say("Currency", "币种"),
            say("Rows", "行号"),
            say("Why, and what was left", "原因与未采用的指标"),
        ],
        [_left_line(fate, joined, lang) for fate in left[:_MOST_PRODUCTS]],
    )
    if len(left) > _MOST_PRODUCTS:
        more = len(left) - _MOST_PRODUCTS
        page.line(
            say(
                f"… and {more} more; all of them stand on the sheet of imported numbers and in --json.",
                f"……另有 {more} 个，均保留在“xlops 导入数据”表中，也可用 --json 查看。",
            )
        )


def _left_line(fate: Fate, joined: Joined, lang: str) -> list[Any]:
    report = joined.reports[fate.report]
    row = report.products.iloc[fate.place]
    name = next((str(row[key]) for key in ("sku", "asin", "product_id") if isinstance(row[key], str)), "-")
    amounts = []
    for name_left in fate.left[:_FEW]:
        value, measure = row[name_left], measures()[name_left]
        shown = f"{value:,.2f}".removesuffix(".00") if isinstance(value, float) else str(value)
        amounts.append(f"{measure.label(lang)} {shown} {measure.unit}".rstrip())
    stop, comma = ("；", "、") if lang == "zh" else ("; ", ", ")
    why = fate.zh if lang == "zh" else fate.en
    return [
        "",
        name,
        report.file,
        *(row[key] if isinstance(row[key], str) else "" for key in ("market", "currency")),
        _few(str(joined.rows.numbers[place]) for place in fate.rows),
        why + (stop + comma.join(amounts) if amounts else ""),
    ]


def _alone(page: Page, received: Received) -> None:
    if not received.alone:
        return
    say = page.say
    page.heading(say("SKUs that only one of the imported files has", "只出现在一个文件中的 SKU"))
    page.table(
        [say("Count", "个数"), say("File", "文件"), "SKU"],
        [[len(skus), received.imported[number].file, _few(skus)] for number, skus in received.alone.items()],
        stretch=True,
    )


def _kept(page: Page, kept: Sequence[Imported]) -> None:
    say, lang = page.say, "zh" if page.zh else "en"
    page.heading(say("Reports that count now", "目前采用的报表"))
    page.table(
        [say(en, zh) for en, zh in _KEPT_HEADERS],
        [
            [n, one.file, one.title(lang), one.imported.isoformat(), "", "", told_text(*one.period)]
            for n, one in enumerate(kept, 1)
        ],
    )


def _few(texts: Iterable[str]) -> str:
    listed = list(texts)
    return ", ".join(listed[:_FEW]) + (" …" if len(listed) > _FEW else "")

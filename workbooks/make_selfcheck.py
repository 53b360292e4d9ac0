"""Write selfcheck.xlsx: every formula of xlops as a live cell beside the answer that it must give.

The stored results are those of an Excel without the add-in: until Excel has calculated, nothing has been checked, and
a preview must not show green.

    python workbooks/make_selfcheck.py [DIR]
"""

from __future__ import annotations

import sys
from pathlib import Path

from fixed_save import save
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xlops.hosts.excel.examples import (
    ALL_GREEN,
    INPUTS,
    NOT_LOADED,
    checks,
    headline_formula,
    placements,
    verdict_formula,
)

HERE = Path(__file__).parent
FONT = "Microsoft YaHei"
HEAD, FIRST = 4, 5
# Heading, width.
COLUMNS = [
    ("编号 ID", 24),
    ("测什么 What", 46),
    ("函数 Function", 27),
    ("公式 Formula", 84),
    ("得到 Found", 34),
    ("应为 Expected", 34),
    ("结论 Verdict", 12),
]
FOUND, EXPECTED, VERDICT = "E", "F", "G"
THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREEN, RED, AMBER = "C6EFCE", "FFC7CE", "FFEB9C"
INPUT = PatternFill("solid", fgColor="DDEBF7")
HELP = [
    ("不是绿色怎么办", "What to do when it is not green"),
    (
        "先让 Excel 算完：上方有黄条时点“启用编辑”，再按 Ctrl+Alt+F9 全部重算。",
        "Let Excel calculate: if there is a yellow bar, click Enable Editing; then press Ctrl+Alt+F9.",
    ),
    (
        "“加载项未加载”（单元格为 #NAME?）：Excel 没有打开 xlops 加载项，功能区也没有 xlops 标签。"
        "请运行 xlops addin install，再重开 Excel。",
        "ADD-IN NOT LOADED (cells show #NAME?): Excel has not opened the xlops add-in, and there is no xlops tab. "
        "Run xlops addin install and restart Excel.",
    ),
    (
        "有 xlops 标签，单元格仍为 #NAME?：回到自检表，点 xlops 标签中的“修复链接”，它会重新录入公式。",
        "There is an xlops tab, yet cells show #NAME?: on the self-check sheet click Repair links in the xlops tab; "
        "it enters the formulas again.",
    ),
    (
        "“Python 没有应答”：双击安装文件夹中的 doctor.cmd，它逐项检查这台电脑，并说明每一项怎么修。",
        "PYTHON DOES NOT ANSWER: double-click doctor.cmd in the folder you installed from; it says what to mend.",
    ),
    (
        "只有几处不符：比较该行的“得到”和“应为”。如果您有自己的费用表（.xlops/fees 或工作簿旁的 xlops_fees），"
        "涉及的费用不同是正常的。",
        "Only a few are wrong: compare Found and Expected in the row. Where you have fee tables of your own "
        "(.xlops/fees, or xlops_fees beside a workbook), their fees are meant to differ.",
    ),
    (
        "版本要一致：请用与加载项同一版本的 selfcheck.xlsx。",
        "Versions must agree: use the selfcheck.xlsx of the same version as the add-in.",
    ),
    (
        "还是不对：按 Alt+F8，输入 XlopsSelfTest 并运行。它会写出结果表和一个 JSON 文件，提问时请一并附上。",
        "Still wrong: press Alt+F8, type XlopsSelfTest and run it. It writes a result sheet and a JSON file; "
        "send both with your question.",
    ),
]


def main(folder: Path) -> None:
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = "自检 Self-check"
    results = rows(sheet)
    results |= top(sheet)
    inputs(sheet)
    guide(book.create_sheet("怎么办 What to do"))
    book.calculation.fullCalcOnLoad = True
    save(book, folder / "selfcheck.xlsx", {sheet.title: results})


def top(sheet: Worksheet) -> dict[str, float | str]:
    last = FIRST + len(checks()) - 1
    for column, (text, width) in enumerate(COLUMNS, 1):
        cell = sheet.cell(HEAD, column, text)
        cell.font, cell.border = Font(name=FONT, size=10, bold=True), BOX
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet["A1"] = "xlops 自检 / xlops self-check"
    sheet["A1"].font = Font(name=FONT, size=14, bold=True)
    sheet["A2"] = headline_formula(f"{FOUND}{FIRST}", f"{VERDICT}{FIRST}:{VERDICT}{last}")
    sheet["A2"].font, sheet["A2"].border = Font(name=FONT, size=22, bold=True), BOX
    sheet["A2"].alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(f"A2:{VERDICT}2")
    sheet["A3"] = (
        f"{len(checks())} 个公式，每行一个：“得到”由加载项现算，“应为”是已知答案。不是绿色时，见工作表“怎么办”。 / "
        "One formula a row: the add-in computes Found, Expected is known. Not green? See the sheet What to do."
    )
    sheet["A3"].font = Font(name=FONT, size=10)
    for row, height in ((1, 26), (2, 48), (3, 20), (HEAD, 22)):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = f"A{FIRST}"
    for formula, colour in (
        (f'$A$2="{ALL_GREEN}"', GREEN),
        (f'$A$2="{NOT_LOADED}"', AMBER),
        (f'AND($A$2<>"{ALL_GREEN}",$A$2<>"{NOT_LOADED}")', RED),
    ):
        sheet.conditional_formatting.add("A2", FormulaRule([formula], fill=_fill(colour)))
    area = f"{VERDICT}{FIRST}:{VERDICT}{last}"
    for verdict, colour in ((1, GREEN), (0, RED)):
        sheet.conditional_formatting.add(area, FormulaRule([f"${VERDICT}{FIRST}={verdict}"], fill=_fill(colour)))
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:{VERDICT}{last}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    return {"A2": NOT_LOADED}


def _fill(colour: str) -> PatternFill:
    return PatternFill(bgColor=colour)


def rows(sheet: Worksheet) -> dict[str, float | str]:
    """Write a row for each check; return what Excel stores while there is no add-in."""
    results: dict[str, float | str] = {}
    for row, check in enumerate(checks(), FIRST):
        texts = (check.id, check.what, check.name, f"={check.formula_text}", None, check.expected)
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, text)
            if isinstance(text, str):  # a formula or an error that is shown, not computed
                cell.data_type, cell.number_format = "s", "@"
        found = f"{FOUND}{row}"
        sheet[f"{VERDICT}{row}"] = verdict_formula(check, found, f"{EXPECTED}{row}")
        sheet[f"{VERDICT}{row}"].number_format = '[=1]"正确 OK";[=0]"不符 WRONG";General'
        results[found], results[f"{VERDICT}{row}"] = "#NAME?", 0
        for column in range(1, len(COLUMNS) + 1):
            cell = sheet.cell(row, column)
            cell.font, cell.border = Font(name=FONT, size=10), BOX
            # At the top, so that the first line of an explanation is what is seen of it.
            cell.alignment = Alignment(horizontal="left" if column < len(COLUMNS) else "center", vertical="top")
        sheet.row_dimensions[row].height = 17
    for place, formula in placements(FIRST, FOUND):
        first = place.split(":")[0]
        sheet[first] = ArrayFormula(place, formula) if place != first else formula
    return results


def inputs(sheet: Worksheet) -> None:
    """Write the cells that some checks refer to, beside the list."""
    sheet["K3"], sheet["K4"], sheet["L4"] = "供引用的单元格 Cells that checks refer to", "售价 Price", "类目 Category"
    for place, value in INPUTS.items():
        sheet[place] = value
    for column, width in (("K", 14), ("L", 24)):
        sheet.column_dimensions[column].width = width
        for row in range(HEAD - 1, FIRST + 5):
            cell = sheet[f"{column}{row}"]
            cell.font = Font(name=FONT, size=10, bold=row == HEAD)
            if row >= HEAD:
                cell.border, cell.fill = BOX, INPUT


def guide(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 76, 86
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for row, pair in enumerate(HELP, 1):
        for column, text in enumerate(pair, 1):
            cell = sheet.cell(row, column, text)
            cell.font = Font(name=FONT, size=12 if row == 1 else 10, bold=row == 1)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[row].height = 22 if row == 1 else 34


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)

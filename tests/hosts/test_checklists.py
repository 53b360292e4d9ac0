"""The checklist sheets: put in once, kept as filled in, prefilled from warnings, and calculated by a spreadsheet."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from libreoffice import office
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sheets_for_hosts import DAY, HEADER_ZH, ROWS, product_book

from xlops.errors import SheetError
from xlops.hosts.batch import checklist_file, ungrade_file
from xlops.hosts.checklists import checklist_names, checklist_title
from xlops.hosts.cli import main

ZH = ["xlops 开店资料 速卖通", "xlops 开店资料 亚马逊", "xlops 账户健康", "xlops 申诉 POA"]


def texts(ws: Worksheet) -> list[str]:
    return [str(cell.value) for row in ws.iter_rows() for cell in row if cell.value is not None]


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def flagged_book(path: Path) -> Path:
    """A product sheet of which two rows call for a plan of action, one with a name that looks like a formula."""
    header = [*HEADER_ZH, "侵权检查", "侵权检查结果"]
    rows = [[*row, date(2026, 11, 1), "无"] for row in ROWS]
    rows[0][-1] = "图片疑似盗用"
    rows[1][0] = "=A-2"
    rows[1][-2] = date(2026, 1, 1)
    source = product_book(path, rows, header)
    book = load_workbook(source)
    book["Products"]["A4"].data_type = "s"
    book.save(source)
    return source


def row_of(ws: Worksheet, text: str, column: int = 2) -> int:
    return next(n for n in range(1, ws.max_row + 1) if str(ws.cell(n, column).value or "").startswith(text))


def test_the_four_sheets_are_added_behind_the_operator_s(tmp_path: Path) -> None:
    source = product_book(tmp_path / "a.xlsx")
    before = load_workbook(source).sheetnames
    made, there, flagged = checklist_file(source, tmp_path / "b.xlsx", DAY)
    assert (made, there, flagged) == (ZH, [], 0)
    assert load_workbook(tmp_path / "b.xlsx").sheetnames == [*before, *ZH]
    assert load_workbook(source).sheetnames == before


def test_a_sheet_that_is_there_is_left_as_it_was_filled_in(tmp_path: Path) -> None:
    source = product_book(tmp_path / "a.xlsx")
    checklist_file(source, source, DAY, ["poa"])
    book = load_workbook(source)
    book[ZH[3]]["G7"] = "供应商换了包装"
    book.save(source)
    made, there, _ = checklist_file(source, source, DAY)
    assert (made, there) == (ZH[:3], [ZH[3]])
    assert load_workbook(source)[ZH[3]]["G7"].value == "供应商换了包装"


def test_ungrade_takes_them_out_again(tmp_path: Path) -> None:
    source = product_book(tmp_path / "a.xlsx")
    before = parts(source)
    checklist_file(source, source, DAY)
    assert parts(source) != before
    assert ungrade_file(source).ok
    assert parts(source) == before


def test_the_plan_of_action_begins_with_the_rows_that_have_a_warning(tmp_path: Path) -> None:
    source = flagged_book(tmp_path / "a.xlsx")
    _, _, flagged = checklist_file(source, source, DAY, ["poa"], "zh")
    assert flagged == 2
    ws = load_workbook(source)[ZH[3]]
    first, second = row_of(ws, "A-1 (Products 3)"), row_of(ws, "=A-2 (Products 4)")
    assert ws.cell(first, 7).value == "侵权检查有问题，见该列"
    # 2026-01-01 to 2026-11-22 are 325 days.
    assert ws.cell(second, 7).value.startswith("距上次侵权检查已 325 天")
    assert ws.cell(second, 2).data_type == "s"
    headings = [ws.cell(n, 1).value for n in range(1, ws.max_row + 1)]
    assert [text for text in headings if str(text)[:2] in ("1 ", "2 ", "3 ")] == [
        "1 根本原因",
        "2 已采取的措施",
        "3 预防措施",
    ]


def test_a_workbook_without_products_gets_them_too(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["会议记录"])
    book.save(tmp_path / "notes.xlsx")
    made, _, flagged = checklist_file(tmp_path / "notes.xlsx", tmp_path / "notes.xlsx", DAY, lang="en")
    assert made == [checklist_title(name, "en") for name in checklist_names()]
    assert flagged == 0


def test_a_csv_has_no_sheets(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("SKU,售价(USD),采购成本(CNY)\nA,10,20\n", encoding="utf-8")
    with pytest.raises(SheetError, match=r"Save it as \.xlsx") as error:
        checklist_file(source, source, DAY)
    assert error.value.code == "no_sheets"


def test_nothing_quoted_by_the_guide_stands_there_as_a_fact(tmp_path: Path) -> None:
    source = product_book(tmp_path / "a.xlsx")
    checklist_file(source, source, DAY, lang="en")
    book = load_workbook(source)
    lines = [text for name in book.sheetnames if name.startswith("xlops") for text in texts(book[name])]
    for figure in ("1 to 3 working days", "70 %", "My Alibaba"):
        [line] = [text for text in lines if figure in text]
        assert "quoted by the guide, not re-checked" in line
    assert not any("Early Reviewer" in line for line in lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_spreadsheet_computes_verdicts_and_days(lang: str, tmp_path: Path) -> None:
    office()
    source = product_book(tmp_path / "a.xlsx")
    checklist_file(source, source, DAY, lang=lang)
    book = load_workbook(source)
    health, documents = (book[checklist_title(name, lang)] for name in ("account_health", "documents_amazon"))
    say = (lambda en, zh: zh) if lang == "zh" else (lambda en, zh: en)
    ipi, late = row_of(health, "IPI" if lang == "en" else "库存绩效"), row_of(health, say("Late shipment", "迟发率"))
    orders, rate = row_of(health, say("Orders, last", "近 60 天")), row_of(health, say("Order defect", "订单缺陷率"))
    health.cell(ipi, 3).value = 430
    health.cell(late, 3).value = 0.04
    for row, count in enumerate((800, 3, 4, 1), orders):
        health.cell(row, 3).value = count
    documents.cell(row_of(documents, say("Business licence", "公司营业执照")), 5).value = date(2030, 1, 1)
    book.save(source)
    profile = (tmp_path / "profile").as_uri()
    command = [office(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(tmp_path / "out"), str(source)], check=True, capture_output=True, timeout=180)
    done = load_workbook(tmp_path / "out" / source.name, data_only=True)
    health, documents = (done[checklist_title(name, lang)] for name in ("account_health", "documents_amazon"))
    verdict = {n: health.cell(n, 4).value for n in (ipi, late, rate)}
    # IPI 430 lies between 400 and 450; 4 % is not below 4 %; 8 of 800 orders are 1 %, not below 1 %.
    assert verdict == {ipi: say("watch", "注意"), late: say("bad", "差"), rate: say("bad", "差")}
    assert health.cell(rate, 3).value == pytest.approx(0.01)
    left = documents.cell(row_of(documents, say("Business licence", "公司营业执照")), 6).value
    assert left == (date(2030, 1, 1) - date.today()).days
    assert not any(str(text).startswith(("#", "Err:")) for ws in (health, documents) for text in texts(ws))


def run(*arguments: Any) -> Any:
    return CliRunner().invoke(main, ["checklist", *map(str, arguments)])


def test_the_command(tmp_path: Path) -> None:
    source = product_book(tmp_path / "a.xlsx")
    done = run(source, "poa", "-o", tmp_path / "out", "--json")
    assert done.exit_code == 0
    document = json.loads(done.output)
    assert document["made"] == ["xlops 申诉 POA"]
    assert load_workbook(tmp_path / "out" / "a.xlsx").sheetnames[-1] == "xlops 申诉 POA"
    wrong = run(source, "poe")
    assert wrong.exit_code == 2
    assert "account_health" in wrong.output
    missing = run(tmp_path / "none.xlsx")
    assert missing.exit_code == 3

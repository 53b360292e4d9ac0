"""Conditional formats that colour whole rows reach over our columns; all others stay, and all come back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from making import change_parts, product_sheet
from openpyxl import load_workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from test_lossless import SHEET, edit, grade, prefixed, text, there_and_back, ungrade

from xlops.workbook.row_formats import same_in_every_column

RED = PatternFill(bgColor="FFC7CE")
# The operator's columns are A to D, the header is row 3, products stand in rows 4, 5 and 7. Ours are E (profit),
# F (the letter) and G (reasons).
ROW_RULE = FormulaRule(formula=["$D4<10"], fill=RED)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return product_sheet(tmp_path / "s.xlsx")


def with_rules(path: Path, *rules: tuple[str, Rule]) -> Path:
    book = load_workbook(path)
    for area, rule in rules:
        book["产品"].conditional_formatting.add(area, rule)
    book.save(path)
    return path


def areas(path: Path) -> list[str]:
    return re.findall(r'conditionalFormatting [^>]*?sqref="([^"]*)"', text(path))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A4:D7", "A4:E7 G4:G7"),
        ("A3:D1000", "A3:D1000 E4:E1000 G4:G1000"),
        ("B4:D4", "B4:E4 G4"),
        ("A4:D5 A7:D7 B9:C9", "A4:E5 G4:G5 A7:E7 G7 B9:C9"),
        ("D4:D7", "D4:D7"),
        ("A4:C7", "A4:C7"),
        ("A1:D3", "A1:D3"),
        ("A6:D6", "A6:D6"),
    ],
    ids=["rows", "with header, prepared far down", "one row", "several", "one column", "short", "title", "a subtotal"],
)
def test_areas_of_a_rule_for_whole_rows(before: str, after: str, source: Path) -> None:
    graded = there_and_back(with_rules(source, (before, ROW_RULE)))
    assert areas(graded) == [after]
    assert "<formula>$D4&lt;10</formula>" in text(graded), "the same top left cell, so the same formula"


def test_half_of_the_columns_at_least(source: Path) -> None:
    assert areas(there_and_back(with_rules(source, ("C4:D7", ROW_RULE)))) == ["C4:E7 G4:G7"]
    wide = load_workbook(source)
    wide["产品"]["I3"] = "备注"
    wide["产品"].conditional_formatting = type(wide["产品"].conditional_formatting)()
    wide.save(source)
    assert areas(there_and_back(with_rules(source, ("G4:I7", ROW_RULE)))) == ["G4:I7"]


OTHERS = {
    "the cell's own value": CellIsRule(operator="lessThan", formula=["0"], fill=RED),
    "colours by size": ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="00FF00"),
    "bars": DataBarRule(start_type="min", end_type="max", color="638EC6"),
    "doubles": Rule(type="duplicateValues", dxf=DifferentialStyle(fill=RED)),
    "the largest": Rule(type="top10", rank=3, dxf=DifferentialStyle(fill=RED)),
    "a formula on the cell": FormulaRule(formula=["AND($A4<>\"\",B4<0)"], fill=RED),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_other_rules_would_judge_our_numbers_and_stay(what: str, source: Path) -> None:
    assert areas(there_and_back(with_rules(source, ("A4:D7", OTHERS[what])))) == ["A4:D7"]


def test_rules_of_one_area_stay_together(source: Path) -> None:
    mixed = with_rules(source, ("A4:D7", ROW_RULE), ("A4:D7", OTHERS["bars"]), ("A3:D7", ROW_RULE))
    assert areas(there_and_back(mixed)) == ["A4:D7", "A3:D7 E4:E7 G4:G7"]


def test_spellings(source: Path) -> None:
    with_rules(source, ("A4:D7", ROW_RULE))
    assert areas(there_and_back(prefixed(source))) == ["A4:E7 G4:G7"]


def test_a_pivot_table_s_format_stays(source: Path) -> None:
    with_rules(source, ("A4:D7", ROW_RULE))
    edit(source, '<conditionalFormatting sqref="A4:D7"', '<conditionalFormatting pivot="1" sqref="A4:D7"')
    assert areas(there_and_back(source)) == ["A4:D7"]


def test_they_are_cut_off_again_where_another_program_wrote_the_file(source: Path, tmp_path: Path) -> None:
    listed = ["A4:D5 A7:D7 B9:C9", "D4:D7", "A3:D60"]
    graded = grade(with_rules(source, *((area, ROW_RULE) for area in listed)), tmp_path / "graded.xlsx")
    book = load_workbook(graded)
    profit = book["产品"]
    profit.conditional_formatting.add("E4:E7", OTHERS["bars"])  # the operator's, on our column
    profit.conditional_formatting.add("A4:Z7", ROW_RULE)
    book.save(graded)
    back = ungrade(graded, tmp_path / "back.xlsx")
    assert sorted(areas(back)) == sorted([*listed, "E4:E7", "A4:Z7"])


def test_a_column_that_was_put_between_ours_keeps_its_colour(source: Path, tmp_path: Path) -> None:
    """What Excel makes of it: areas grow with the column, headers and the hidden name move along."""
    graded = grade(with_rules(source, ("A4:D7", ROW_RULE)), tmp_path / "graded.xlsx")
    xml = re.sub(r'<c r="G(\d+)"', r'<c r="H\1"', text(graded)).replace("A4:E7 G4:G7", "A4:E7 G4:H7")
    change_parts(graded, {SHEET: xml.encode()})
    edit(graded, "$E$3:$G$7", "$E$3:$H$7", "xl/workbook.xml")
    assert areas(ungrade(graded, tmp_path / "back.xlsx")) == ["A4:D7 G4:G7"]


@pytest.mark.parametrize(
    ("formula", "same"),
    [
        ("$D4<0", True),
        ("AND($A4<>\"\",MOD(ROW(),2)=0)", True),
        ("COUNTIF($A$4:$A$99,$A4)>1", True),
        ("'说 明'!$B$2=$A4", True),
        ("SUM(4:4)>9", True),
        ("TRUE", True),
        ("D4<0", False),
        ("$A4=B$3", False),
        ("SUM($A4:D4)>9", False),
        ("MOD(COLUMN(),2)=0", False),
        ("INDIRECT(\"RC\",FALSE)>1", False),
        ("$A4:INDEX($B:$B,4)>1", False),
        ("limit>$D4", False),
        ("$D4<\"", False),
    ],
)  # fmt: skip
def test_what_is_the_same_in_every_column(formula: str, same: bool) -> None:
    assert same_in_every_column(formula) is same


def test_the_letters_keep_their_colours_and_ours_take_the_rows(source: Path, tmp_path: Path) -> None:
    ws = load_workbook(grade(with_rules(source, ("A4:D7", ROW_RULE)), tmp_path / "graded.xlsx"))["产品"]
    coloured = next(iter(ws.conditional_formatting)).cells
    assert [cell for cell in ("D4", "E4", "F4", "G4", "H4", "E3") if cell in coloured] == ["D4", "E4", "G4"]
    assert ws["F4"].fill.fgColor.rgb.endswith("C6E7CE")

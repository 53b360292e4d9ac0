"""The operator's corrections: written, read back, and refused when they make no sense."""

from pathlib import Path

import pytest

from xlops.errors import SheetError
from xlops.sheets import Grid, load_mapping, mapping_path, mapping_to_toml, parse_mapping, read_sheet
from xlops.terms import terms

ROWS = [
    ["表头在第二行"],
    ["SKU", "甲", "采购价", "重量", "说\n明", '竞品"价"', "甲"],
    ["A-1", 9.5, 20, 0.3, "x", 5, 1],
    ["A-2", 8.5, 30, 0.4, "y", 6, 2],
]


def _read(text=None):
    return read_sheet(Grid("选品 2026", ROWS), parse_mapping(text) if text else None)


def test_the_proposal_reads_the_same_again(tmp_path):
    sheet = _read()
    path = mapping_path(tmp_path / "products.xlsx")
    assert path.name == "products.xlsx.xlops.toml"
    assert load_mapping(path) is None
    path.write_text(mapping_to_toml([sheet]), encoding="utf-8")
    again = read_sheet(Grid("选品 2026", ROWS), load_mapping(path))
    assert [c.term for c in again.columns] == [c.term for c in sheet.columns]
    assert {c.how for c in again.columns if c.term} == {"saved"}
    assert again.data["product_cost"].tolist() == sheet.data["product_cost"].tolist()
    assert again.header_rows == sheet.header_rows


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["SKU", "长", "宽", "高", "重量", "售价"],
            [None, "mm", "mm", "mm", "kg", "USD"],
            ["A-1", 100, 120, 80, 0.32, 9],
        ],
        [["商品ID", "国家名称", "国家/地区", "售价", "DSR"], ["1005", "法国", "FR", 9, 4.7]],
        [["SKU", "包装尺寸", "商品长度", "售价", "定价", "单价"], ["A-1", "10x20x30cm", 9, 9, 8, 7]],
        [["SKU", "售价", "净重(g)", "毛重(g)"], ["A-1", 9, 300, 350]],
    ],
)
def test_nothing_takes_another_place_when_the_proposal_is_used(rows):
    sheet = read_sheet(Grid("S", rows))
    again = read_sheet(Grid("S", rows), parse_mapping(mapping_to_toml([sheet])))
    assert [c.term for c in again.columns] == [c.term for c in sheet.columns]
    assert again.header_rows == sheet.header_rows
    for name, values in sheet.data.items():
        assert again.data[name].tolist() == values.tolist()


def test_a_new_proposal_keeps_what_was_said_before():
    text = """
        [sheet."选品 2026".columns]
        B = "price"
        [sheet."选品 2026".units]
        "重量" = "lb"
        [sheet."选品 2026".currency]
        B = "EUR"
        [sheet."别的表"]
        header_row = 5
        [sheet."别的表".columns]
        "甲" = "ignore"
        """
    saved = parse_mapping(text)
    again = parse_mapping(mapping_to_toml([read_sheet(Grid("选品 2026", ROWS), saved)], saved))
    assert again.sheet("别的表") == saved.sheet("别的表")
    assert again.sheet("选品 2026").units == {"重量": "lb"}
    assert again.sheet("选品 2026").currency == {"B": "EUR"}
    assert again.sheet("选品 2026").columns["B"] == "price"


def test_a_header_row_far_down_or_outside_the_sheet():
    rows = [["x"]] * 60 + [["SKU", "售价"], ["A-1", 9]]
    sheet = read_sheet(Grid("S", rows), parse_mapping("[sheet.S]\nheader_row = 61\n"))
    assert sheet.header_rows == (60, 60) and sheet.data["price"].tolist() == [9]
    with pytest.raises(SheetError, match="header_row is 99") as error:
        read_sheet(Grid("S", rows), parse_mapping("[sheet.S]\nheader_row = 99\n"))
    assert error.value.code == "no_header"


def test_the_proposal_shows_confidence_and_assumptions():
    text = mapping_to_toml([_read()])
    assert '[sheet."选品 2026"]' in text
    assert "header_row = 2" in text
    assert all(f"#   {t.name}  " in text for t in terms().values() if t.headers)
    assert "95%" in text and "按 kg 读取" in text
    assert '# "B" = "ignore"' in text  # two columns are called 甲: letters tell them apart


def test_corrections_win():
    sheet = _read(
        """
        [sheet."选品 2026".columns]
        B = "price"
        "采购价" = "ignore"
        [sheet."选品 2026".units]
        "重量" = "lb"
        [sheet."选品 2026".currency]
        B = "EUR"
        """
    )
    assert sheet.data["price"].tolist() == [9.5, 8.5]
    assert sheet.currency["price"].tolist() == ["EUR", "EUR"]
    assert "product_cost" not in sheet.data
    assert sheet.data["weight"][0] == pytest.approx(0.3 * 453.59237)


def test_header_row_and_percent_scale_can_be_said():
    rows = [["SKU", "售价", "重量"], ["SKU", "售价", "ACOS"], ["A-1", 9, 1.2]]
    saved = parse_mapping('[sheet.S]\nheader_row = 2\n[sheet.S.units]\nACOS = "fraction"\n')
    sheet = read_sheet(Grid("S", rows), saved)
    assert sheet.header_rows == (1, 1)
    assert sheet.data["acos"].tolist() == [1.2]


def test_a_column_that_is_gone_is_said():
    sheet = _read('[sheet."选品 2026".columns]\n"没有这列" = "price"\n')
    assert [i.code for i in sheet.issues].count("saved_header_gone") == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('[sheet.S.columns]\n"采购价" = "product_costs"\n', ("采购价", "product_costs", "product_cost")),
        ('[sheet.S.columns]\n"采购价" = "采购成本价"\n', ("product_cost",)),
        ('[sheet.S.units]\n"重量" = "stone"\n', ("stone", "kg")),
        ('[sheet.S.currency]\n"售价" = "贝壳"\n', ("贝壳", "USD")),
        ("[sheet.S]\nheader_row = 0\n", ("header_row", "0")),
        ("[sheet.S]\ncolums = 1\n", ("colums", "columns")),
        ("[sheets.S]\n", ("sheets",)),
        ("采购价 = product_cost", ("TOML",)),
    ],
)
def test_bad_files_say_where_and_what_to_write(tmp_path, text, parts):
    path = Path(tmp_path) / "p.xlsx.xlops.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SheetError) as error:
        load_mapping(path)
    assert error.value.code == "bad_mapping"
    for part in (path.name, *parts):
        assert part in error.value.en
    assert path.name in error.value.zh

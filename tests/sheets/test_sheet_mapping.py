"""The operator's corrections: written, read back, and refused when they make no sense."""

from pathlib import Path

import pytest

from xlops.errors import SheetError
from xlops.sheets import Grid, load_mapping, mapping_path, mapping_to_toml, parse_mapping, read_sheet

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


def test_the_proposal_shows_confidence_and_assumptions():
    text = mapping_to_toml([_read()])
    assert '[sheet."选品 2026"]' in text
    assert "header_row = 2" in text
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

"""Whole sheets: invented ones with the warts of real ones."""

import random
from datetime import datetime

import numpy as np
import pytest

from xlops.errors import SheetError
from xlops.sheets import CellError, Grid, locate, parse_mapping, read_sheet


def _read(rows, merged=(), name="Sheet1", saved=None, skip=frozenset()):
    return read_sheet(Grid(name, rows, merged, skip), saved)


def _codes(sheet, severity=None):
    return [i.code for i in sheet.issues if severity in (None, i.severity)]


def _column(sheet, term):
    return next(c for c in sheet.columns if c.term == term)


HEADER = ["SKU", "产品名称", "售价(USD)", "采购成本(CNY)", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]
ROW = ["A-1", "杯子", 19.99, 25.5, 10, 12, 8, 320]


# Where the header is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("above", range(10))
def test_title_and_note_rows_above_the_header(above):
    notes = [
        ["2026年 亚马逊美国站 产品利润核算表"],
        ["说明：售价为美元，成本为人民币；红色为待确认"],
        [None, "制表人：小王", None, "更新日期：2026-11-01"],
        [],
        ["1. 重量按克填写，尺寸按厘米填写"],
        ["2. 采购价含税"],
        [None, None, "SKU 数量", 2],
        ["Includes Amazon Marketplace transactions"],
        [None],
    ]
    sheet = _read([*notes[:above], HEADER, ROW, ["A-2", "碗", 9.99, 11, 10, 10, 6, 250]])
    assert sheet.header_rows == (above, above)
    assert sheet.rows.tolist() == [above + 1, above + 2]
    assert sheet.data["price"].tolist() == [19.99, 9.99]
    assert sheet.language == "zh"


def test_two_row_merged_header_takes_the_packed_group():
    top = [
        "SKU",
        "名称",
        "采购成本",
        "带包装",
        None,
        None,
        None,
        "净产品",
        None,
        None,
        None,
        "箱规",
        None,
        None,
        None,
        "单箱数量",
    ]
    sub = [None] * 3 + ["长(cm)", "宽(cm)", "高(cm)", "重量(kg)"] * 3 + [None]
    rows = [
        ["产品信息表"],
        top,
        sub,
        ["A-1", "杯子", 12.5, 10, 12, 8, 0.32, 9, 11, 7, 0.28, 60, 50, 40, 8.2, 24],
        ["A-2", "碗", 9, 14, 14, 6, 0.4, 13, 13, 5, 0.36, 60, 60, 40, 9.1, 20],
    ]
    merged = [(1, 3, 1, 6), (1, 7, 1, 10), (1, 11, 1, 14), *((1, c, 2, c) for c in (0, 1, 2, 15))]
    for spans in (merged, ()):  # a .csv has no merged cells
        sheet = _read(rows, spans)
        assert sheet.header_rows == (1, 2)
        assert sheet.data["length"].tolist() == [10, 14]
        assert sheet.data["weight"].tolist() == [320, 400]
        assert sheet.data["product_cost"].tolist() == [12.5, 9]
        assert [c.term for c in sheet.columns[7:]] == [None] * 9
        assert _column(sheet, "height").how == "group"
        assert _column(sheet, "height").header == "带包装 / 高(cm)"


def test_only_net_and_carton_sizes_are_not_taken():
    rows = [
        ["SKU", "售价", "净产品", None, None, None, "箱规", None, None, None],
        [None, None, "长", "宽", "高", "重量(g)", "长", "宽", "高", "重量(kg)"],
        ["A-1", 10, 9, 11, 7, 280, 60, 50, 40, 8.2],
    ]
    sheet = _read(rows, [(0, 2, 0, 5), (0, 6, 0, 9), (0, 0, 1, 0), (0, 1, 1, 1)])
    assert not {"length", "width", "height", "weight"} & set(sheet.data)
    assert "not_packed_size" in _codes(sheet, "warning")


def test_header_in_row_three_with_composite_packed_size():
    rows = [
        ["注：尺寸单位cm，重量单位kg"],
        [],
        [
            "SKU",
            "产品名称",
            "带包装长-宽-高-重量",
            "采购阶梯价",
            "类目",
            "箱规：长-宽-高-重量",
            "净产品长-宽-高-重量",
            "其他成本",
        ],
        [
            "A-1",
            "杯子",
            "10.00-12.00-8.00-0.32",
            "1-99:12;100+:10",
            "Kitchen",
            "60-50-40-8.2",
            "9-11-7-0.28",
            "0",
        ],
        [
            "A-2",
            "碗",
            "14.00-14.00-6.00-0.40",
            "1-99:12;100+:10",
            "Kitchen",
            "60-50-40-8.2",
            "9-11-7-0.28",
            "1.5",
        ],
    ]
    sheet = _read(rows)
    assert sheet.data["length"].tolist() == [10, 14]
    assert sheet.data["height"].tolist() == [8, 6]
    assert sheet.data["weight"].tolist() == [320, 400]
    assert sheet.data["other_cost"].tolist() == [0, 1.5]  # a 0 here is meant
    assert "product_cost" not in sheet.data
    assert "ambiguous_header" in _codes(sheet, "warning")  # 采购阶梯价


def test_upload_template_with_attribute_codes_in_row_five():
    rows = [
        ["settings=attributeRow=5&dataRow=7&labelRow=4", "Use ENGLISH to fill this template"],
        ["These columns are for you"],
        ["Listing identity", None, "Offer"],
        ["SKU", "Product name", "Your Price USD (Sell on Amazon, US)", "Sale Price USD"],
        [
            "contribution_sku#1.value",
            "item_name#1.value",
            "purchasable_offer[marketplace_id=X]#1.our_price#1.value",
            "purchasable_offer#1.discounted_price#1.value",
        ],
        [],
        ["A-1", "Cup", 19.99, None],
    ]
    saved = parse_mapping('[sheet.Template.columns]\n"Sale Price USD" = "campaign_price"\n')
    sheet = _read(rows, name="Template", saved=saved)
    assert sheet.header_rows == (3, 3)
    assert sheet.rows.tolist() == [6]
    assert [(s.row, s.why) for s in sheet.skipped] == [(4, "header_note"), (5, "blank")]
    assert sheet.currency["price"].tolist() == ["USD"]
    rows[0] = ["Template"]  # and without the settings text
    assert _read(rows, name="Template", saved=saved).rows.tolist() == [6]


def test_a_row_of_units_under_the_header():
    rows = [
        ["SKU", "长", "宽", "高", "重量", "售价"],
        [None, "mm", "mm", "mm", "kg", "USD"],
        ["A-1", 100, 120, 80, 0.32, 9],
    ]
    sheet = _read(rows)
    assert sheet.header_rows == (0, 1)
    assert [sheet.data[t][0] for t in ("length", "width", "height", "weight")] == [10, 12, 8, 320]
    assert sheet.currency["price"].tolist() == ["USD"]


def test_english_and_chinese_header_rows_one_under_the_other():
    rows = [
        ["SKU", "产品名称", "售价", "重量(g)"],
        ["SKU", "Product name", "Price", "Weight"],
        ["A-1", "杯子", 9.5, 320],
    ]
    sheet = _read(rows)
    assert sheet.rows.tolist() == [2]
    assert sheet.skipped[0].why == "repeated_header"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "empty_sheet"),
        ([[None, ""], ["  "]], "empty_sheet"),
        ([["就是一段话"], ["另一段话"]], "no_header"),
        ([[1, 2, 3], [4, 5, 6]], "no_header"),
        ([["甲", "乙", "丙", "丁"], ["x", 1, 2, 3]], "nothing_recognised"),
    ],
)
def test_sheets_without_a_header(rows, code):
    with pytest.raises(SheetError) as error:
        _read(rows)
    assert error.value.code == code
    assert "Sheet1" in error.value.en and "Sheet1" in error.value.zh


# Which column is which -------------------------------------------------------------------------------------------


def test_two_headers_for_one_input_name_both_cells_and_the_remedy():
    rows = [
        ["表"],
        [],
        ["SKU", "售价", "名称", "类目", "采购价", "库存", "备注", "进货价"],
        ["A-1", 9, "杯", "家居", 5, 1, "", 6],
    ]
    with pytest.raises(SheetError) as error:
        _read(rows)
    assert error.value.code == "two_headers"
    for text in (error.value.en, error.value.zh):
        for part in ("采购价", "E3", "进货价", "H3", "xlops map", ".xlops.toml"):
            assert part in text
    remedy = error.value.en.split("  ")[1]  # the line that the message tells works as it stands
    assert remedy == 'sheet."Sheet1".columns."进货价" = "ignore"'
    assert _read(rows, saved=parse_mapping(remedy)).data["product_cost"].tolist() == [5]


def test_a_clearly_better_header_wins_and_the_other_is_reported():
    rows = [["SKU", "售价", "定价", "预估采购成本", "采购成本"], ["A-1", 9, 12, 4, 5]]
    sheet = _read(rows)
    assert sheet.data["price"].tolist() == [9]
    assert sheet.data["product_cost"].tolist() == [5]
    reported = [i for i in sheet.issues if i.code == "second_column"]
    assert {i.column for i in reported} == {2, 3}
    assert "C1" in reported[0].en


def test_a_note_in_brackets_makes_a_header_less_sure():
    sheet = _read([["SKU", "售价", "运费(线路币种)", "运费(USD)"], ["A-1", 9, 30, 4]])
    assert sheet.data["freight"].tolist() == [4]


@pytest.mark.parametrize(
    "rows",
    [
        [["说明 / rules（不是产品数据）"], ["字段", "含义"], ["备注", "自由填写"]],
        [["售价", "美元"], ["SKU", "与后台 MSKU 一致"], ["库龄(天)", "最老一批"]],
        [["Margin = profit per unit / price (without tax)", None], ["There is one formula per row", "x"]],
    ],
)
def test_a_page_of_rules_is_no_product_sheet(rows):
    with pytest.raises(SheetError) as error:
        _read(rows)
    assert error.value.code == "no_header"


def test_same_header_twice():
    rows = [["SKU", "售价", "竞品单价", "竞品单价", "备注", "备注"], ["A-1", 9, 8, 7, "x", "y"]]
    sheet = _read(rows)  # competitor prices are nobody's price, and two notes are no conflict
    assert sheet.data["notes"].tolist() == ["x"]
    with pytest.raises(SheetError, match=r"B1.*C1"):
        _read([["SKU", "售价", "售价"], ["A-1", 9, 8]])
    saved = parse_mapping('[sheet."Sheet1".columns]\nC = "ignore"\n')
    assert _read([["SKU", "售价", "售价"], ["A-1", 9, 8]], saved=saved).data["price"].tolist() == [9]
    with pytest.raises(SheetError, match="B or C"):
        _read(
            [["SKU", "售价", "售价"], ["A-1", 9, 8]],
            saved=parse_mapping('[sheet."Sheet1".columns]\n"售价" = "ignore"\n'),
        )


def test_two_result_columns_are_left_out_not_refused():
    sheet = _read([["SKU", "售价", "毛利率", "净利率"], ["A-1", 9, "30%", "20%"]])
    assert "margin_rate" not in sheet.data
    assert "two_results" in _codes(sheet, "warning")


def test_two_loose_matches_for_one_input_are_left_out():
    sheet = _read([["SKU", "售价", "预估采购成本", "上批采购成本"], ["A-1", 9, 5, 6]])
    assert "product_cost" not in sheet.data
    assert "two_results" in _codes(sheet, "warning")


def test_a_word_for_rate_or_money_needs_a_sign():
    sheet = _read([["商品ID", "售价", "联盟佣金"], ["1005", 9, 5]])
    assert "affiliate_rate" not in sheet.data
    assert "ambiguous_header" in _codes(sheet, "warning")


def test_a_loose_match_is_used_and_said():
    sheet = _read([["SKU", "Selling prise", "Price trend", "Stock"], ["A-1", 9, 1, 5]])
    assert sheet.data["price"].tolist() == [9]
    column = _column(sheet, "price")
    assert column.how == "fuzzy" and column.confidence < 0.9 and "loose_match" in column.assumed


def test_a_number_column_full_of_words_is_not_taken():
    rows = [
        ["SKU", "售价", "其他"],
        *([f"A-{i}", 9, word] for i, word in enumerate(["易碎", "带电", "液体", "无牌"])),
    ]
    sheet = _read(rows)
    assert "other_cost" not in sheet.data
    assert _codes(sheet).count("text_column") == 1


def test_country_is_the_site_on_amazon_and_the_destination_on_aliexpress():
    assert "market" in _read([["ASIN", "国家", "售价"], ["B0TEST0001", "德国", 9]]).data
    assert "country" in _read([["商品ID", "国家", "售价", "DSR"], ["1005", "法国", 9, 4.7]]).data
    both = _read([["ASIN", "站点", "国家", "售价"], ["B0TEST0001", "DE", "德国", 9]]).data
    assert both["market"].tolist() == ["DE"] and both["country"].tolist() == ["德国"]


def test_commission_is_a_fee_or_a_rate_by_what_stands_there():
    assert _read([["ASIN", "售价", "佣金"], ["B0TEST0001", 20, 3]]).data["referral_fee"].tolist() == [3]
    assert _read([["ASIN", "售价", "佣金"], ["B0TEST0001", 20, "15%"]]).data["referral_rate"].tolist() == [0.15]
    sheet = _read([["商品ID", "售价", "佣金", "联盟佣金"], ["1005", 20, "8%", "5%"]], name="速卖通")
    assert sheet.platform == "aliexpress"
    assert sheet.data["commission_rate"].tolist() == [0.08]
    assert sheet.data["affiliate_rate"].tolist() == [0.05]


@pytest.mark.parametrize(
    ("rows", "platform"),
    [
        ([["ASIN", "售价", "FBA费"], ["B0TEST0001", 9, 3]], "amazon"),
        ([["商品ID", "售价", "DSR"], ["1005", 9, 4.7]], "aliexpress"),
        ([["SKU", "售价"], ["A", 9]], None),
        ([["平台", "SKU", "售价"], ["亚马逊", "A", 9], ["Amazon", "B", 9]], "amazon"),
        ([["平台", "SKU", "售价"], ["亚马逊", "A", 9], ["速卖通", "B", 9]], None),
    ],
)
def test_platform_of_the_sheet(rows, platform):
    sheet = _read(rows)
    assert sheet.platform == platform
    if rows[0][0] == "平台":
        assert sheet.data["platform"].tolist() == [r[0] for r in rows[1:]]


def test_own_result_columns_are_not_read():
    sheet = _read([["SKU", "售价", "售价"], ["A-1", 9, 8]], skip=frozenset({2}))
    assert sheet.data["price"].tolist() == [9]
    assert [c.index for c in sheet.columns] == [0, 1]


# Sizes -----------------------------------------------------------------------------------------------------------


def test_units_in_cells_headers_and_columns():
    rows = [
        ["SKU", "售价", "长", "宽", "高", "尺寸单位", "重量", "重量单位"],
        ["A-1", 9, 100, 120, 80, "mm", 0.32, "kg"],
        ["A-2", 9, 4, 2, "5cm", "inches", "200g", "pounds"],
        ["A-3", 9, 4, 2, 1, "箩", 1, "lb"],
    ]
    sheet = _read(rows)
    assert sheet.data["length"][:2].tolist() == pytest.approx([10, 10.16])
    assert sheet.data["height"][:2].tolist() == [8, 5]
    assert np.isnan(sheet.data["length"][2])
    assert sheet.data["weight"].tolist() == pytest.approx([320, 200, 453.59237])
    issue = next(i for i in sheet.issues if i.code == "unknown_unit")
    assert (issue.row, issue.column, issue.found) == (3, 5, "箩") and "F4" in issue.en


def test_composite_sizes_in_one_cell():
    sizes = ["10x20x30cm", "4 x 2 x 2 in", "44L x 14W x 2H", "12.9,5.5,3.6", "均码", "--"]
    sheet = _read([["SKU", "售价", "包装尺寸", "重量(g)"], *([f"A-{i}", 9, s, 300] for i, s in enumerate(sizes))])
    assert sheet.data["length"][:4].tolist() == pytest.approx([10, 10.16, 44, 12.9])
    assert sheet.data["width"][:4].tolist() == pytest.approx([20, 5.08, 14, 5.5])
    assert np.isnan(sheet.data["height"][4:]).all()
    assert "unit_assumed" in _column(sheet, "dimensions").assumed
    bad = next(i for i in sheet.issues if i.code == "not_a_number")
    assert bad.row == 5 and "C6" in bad.zh and "均码" in bad.zh


@pytest.mark.parametrize(
    ("weights", "grams"),
    [([320, 250, 1200], [320, 250, 1200]), ([0.32, 0.25, 1.2], [320, 250, 1200])],
)
def test_weight_without_unit_is_assumed_and_said(weights, grams):
    sheet = _read([["SKU", "售价", "重量"], *([f"A-{i}", 9, w] for i, w in enumerate(weights))])
    assert sheet.data["weight"].tolist() == pytest.approx(grams)
    assert "unit_assumed" in _column(sheet, "weight").assumed


def test_weight_without_unit_beside_sides_is_told_by_its_density():
    rows = [
        ["SKU", "售价", "长(cm)", "宽(cm)", "高(cm)", "重量"],
        ["A-1", 9, 40, 30, 20, 8],
        ["A-2", 9, 50, 40, 30, 12],
    ]
    assert _read(rows).data["weight"].tolist() == [8000, 12000]


def test_weight_that_may_be_grams_or_kilograms_stays_unknown():
    sheet = _read([["SKU", "售价", "重量"], ["A-1", 9, 8], ["A-2", 9, 12]])
    assert np.isnan(sheet.data["weight"]).all()
    assert "unit_unknown" in _codes(sheet, "warning")


def test_sides_beside_pounds_are_not_taken_for_centimetres():
    sheet = _read([["SKU", "Price", "Length", "Width", "Height", "Weight (lb)"], ["A-1", 9, 10, 6, 3, 1.2]])
    assert np.isnan(sheet.data["length"]).all()
    assert "unit_unknown" in _codes(sheet)


def test_inches_under_a_centimetre_header_are_suspected_never_changed():
    goods = [(8, 5, 3, 900), (10, 7, 2, 1100), (6, 6, 4, 1300), (12, 8, 3, 1900)]
    sheet = _read([HEADER, *([f"A-{i}", "x", 9, 5, *g] for i, g in enumerate(goods))])
    assert _codes(sheet, "warning") == ["inches_suspected"]
    assert sheet.data["length"].tolist() == [8, 10, 6, 12]
    metric = [(a * 2.54, b * 2.54, c * 2.54, w) for a, b, c, w in goods]
    assert _codes(_read([HEADER, *([f"A-{i}", "x", 9, 5, *g] for i, g in enumerate(metric))]), "warning") == []


def test_one_heavy_product_is_no_suspicion():
    goods = [(20, 15, 8, 900), (25, 18, 5, 700), (16, 15, 10, 600), (5, 5, 2, 390)]
    assert "inches_suspected" not in _codes(_read([HEADER, *([f"A-{i}", "x", 9, 5, *g] for i, g in enumerate(goods))]))


def test_kilograms_under_a_gram_header_are_suspected():
    goods = [(20, 15, 8, 0.9), (25, 18, 5, 0.7), (16, 15, 10, 0.6)]
    assert "too_light" in _codes(_read([HEADER, *([f"A-{i}", "x", 9, 5, *g] for i, g in enumerate(goods))]), "warning")


def test_product_size_is_taken_for_the_packed_size_only_when_there_is_no_other():
    sheet = _read([["SKU", "售价", "商品重量(g)"], ["A-1", 9, 300]])
    assert "item_size" in _column(sheet, "weight").assumed
    sheet = _read([["SKU", "售价", "商品重量(g)", "包裹重量(g)"], ["A-1", 9, 300, 350]])
    assert sheet.data["weight"].tolist() == [350]


# Money -----------------------------------------------------------------------------------------------------------


def test_money_spellings_in_one_column():
    cells = ["$1,234.50", "(2.00)", "１２．５", 9.5, "$7"]
    sheet = _read([["SKU", "单件利润"], *([f"A-{i}", c] for i, c in enumerate(cells))])
    assert sheet.data["profit"].tolist() == [1234.5, -2, 12.5, 9.5, 7]
    assert set(sheet.currency["profit"]) == {"USD"}
    assert {"sign_assumed", "sign_of_column"} <= set(_column(sheet, "profit").assumed)


def test_currency_order_header_then_cell_then_column():
    rows = [
        ["SKU", "币种", "售价", "销售额(CNY)", "采购成本"],
        ["A-1", "EUR", 9.5, 700, 20],
        ["A-2", "GBP", "$8", 600, 21],
        ["A-3", "CAD", "$7", 500, 22],
        ["A-4", "贝壳", 6, 400, 23],
    ]
    sheet = _read(rows)
    assert sheet.currency["price"].tolist() == ["EUR", "USD", "CAD", None]
    assert set(sheet.currency["total_sales"]) == {"CNY"}
    assert [i.row for i in sheet.issues if i.code == "unknown_currency"] == [4]
    assert set(sheet.currency["product_cost"]) == {"CNY"}  # Chinese cost word beside foreign prices
    assert "cny_assumed" in _column(sheet, "product_cost").assumed


def test_cost_currency_is_unknown_without_a_reason_to_assume_one():
    sheet = _read([["SKU", "售价", "采购成本"], ["A-1", 9, 20]])
    assert sheet.currency["product_cost"].tolist() == [None]
    assert sheet.currency["price"].tolist() == [None]
    assert _read([["SKU", "Price (USD)", "Cost"], ["A-1", 9, 2]]).currency["product_cost"].tolist() == [None]


def test_exchange_rate_column_makes_chinese_costs_cny():
    sheet = _read([["SKU", "售价", "采购价", "头程", "汇率"], ["A-1", 9, 20, 3.5, 7.1]])
    assert sheet.currency["product_cost"].tolist() == ["CNY"]
    assert sheet.currency["first_leg"].tolist() == ["CNY"]
    assert sheet.data["exchange_rate"].tolist() == [7.1]


def test_exchange_rate_and_currency_from_the_notes_above():
    rows = [["利润表", None, "汇率：7.15"], ["币种：USD"], ["SKU", "售价", "采购价"], ["A-1", 9, 20]]
    sheet = _read(rows)
    assert sheet.data["exchange_rate"].tolist() == [7.15]
    assert sheet.currency["price"].tolist() == ["USD"]
    assert {"rate_from_note", "currency_from_note"} <= set(_codes(sheet))
    assert _read([["汇率", 7.15], ["SKU", "售价", "采购价"], ["A-1", 9, 20]]).data["exchange_rate"].tolist() == [7.15]


def test_exchange_rate_upside_down_is_left_blank():
    sheet = _read([["SKU", "售价(USD)", "采购价", "汇率"], ["A-1", 9, 20, 0.14]])
    assert np.isnan(sheet.data["exchange_rate"]).all()
    assert "rate_upside_down" in _codes(sheet, "error")


def test_cell_that_contradicts_the_headers_currency():
    sheet = _read([["SKU", "售价(USD)"], ["A-1", "€12"], ["A-2", "$12"], ["A-3", 12]])
    assert np.isnan(sheet.data["price"][0]) and sheet.data["price"][1:].tolist() == [12, 12]
    assert _codes(sheet, "error") == ["currency_disagrees"]


def test_own_currency_column_of_the_first_leg():
    rows = [
        ["*SKU", "国家名称", "默认头程费用(含税)", "默认头程费用币种", "采购成本(CNY)"],
        ["A-1", "美国", 3.2, "USD", 20],
    ]
    sheet = _read(rows)
    assert sheet.currency["first_leg"].tolist() == ["USD"]
    assert "tax_included" in _column(sheet, "first_leg").assumed


def test_placeholders_of_costs_are_blank_and_zero_spend_is_zero():
    rows = [
        ["SKU", "售价", "采购成本", "头程", "广告费", "广告销售额"],
        ["A-1", 9, 0, 0.01, 0, 0],
        ["A-2", 9, 1, "--", "0", "有花费无销售额"],
        ["A-3", 9, 20, "N/A", 3, ">1000"],
        ["A-4", 9, "¥1", 2, 3, "<5"],
    ]
    sheet = _read(rows)
    np.testing.assert_array_equal(sheet.data["product_cost"], [np.nan, np.nan, 20, 1])
    np.testing.assert_array_equal(sheet.data["first_leg"], [np.nan, np.nan, np.nan, 2])
    np.testing.assert_array_equal(sheet.data["ad_spend"], [0, 0, 3, 3])
    np.testing.assert_array_equal(sheet.data["ad_sales"], [0, np.nan, np.nan, np.nan])
    found = {(i.row, i.column): i.code for i in sheet.issues if i.row is not None}
    assert found == {
        (1, 2): "placeholder_number",
        (2, 2): "placeholder_number",
        (1, 3): "placeholder_number",
        (2, 3): "placeholder",
        (3, 3): "placeholder",
        (2, 5): "placeholder",
        (3, 5): "bound",
        (4, 5): "bound",
    }


def test_cost_that_includes_freight():
    sheet = _read([["SKU", "售价", "采购成本(含运费)", "头程"], ["A-1", 9, 20, 0]])
    assert sheet.data["first_leg"].tolist() == [0]  # meant: nothing is to be added
    assert "cost_includes_freight" in _column(sheet, "product_cost").assumed
    sheet = _read([["SKU", "售价", "CIF价", "头程"], ["A-1", 9, 20, 3]])
    assert "freight_counted_twice" in _codes(sheet, "warning")
    assert "fob_cost" in _column(_read([["SKU", "售价", "FOB单价"], ["A-1", 9, 20]]), "product_cost").assumed


def test_bad_cells_name_cell_found_and_expected():
    rows = [
        ["SKU", "售价", "重量(g)", "成本"],
        ["A-1", "待定价", -5, CellError("#N/A")],
        ["A-2", "12.5/15.8", "30%", CellError("#REF!")],
        ["A-3", 0, True, 7],
    ]
    sheet = _read(rows)
    assert all(np.isnan(sheet.data["price"])) and all(np.isnan(sheet.data["weight"]))
    by_cell = {(i.row, i.column): i for i in sheet.issues if i.row is not None}
    assert by_cell[1, 1].code == "not_a_number" and "B2" in by_cell[1, 1].en and "待定价" in by_cell[1, 1].en
    assert "12.50" in by_cell[1, 1].zh
    assert by_cell[1, 2].code == "negative"
    assert by_cell[1, 3].code == "error_cell" and "#N/A" in by_cell[1, 3].zh
    assert by_cell[2, 1].code == "several_numbers"
    assert by_cell[2, 2].code == "not_a_number"
    assert by_cell[3, 1].code == "not_positive"
    assert by_cell[3, 2].code == "not_a_number"


def test_ad_cost_that_may_be_per_unit_is_said():
    sheet = _read([["SKU", "售价", "广告费"], ["A-1", 9, 1.2]])
    assert "ad_spend_period" in _codes(sheet, "warning")


def test_freight_per_kilogram_is_not_freight_per_unit():
    sheet = _read([["SKU", "售价", "头程单价(元/kg)", "头程单价"], ["A-1", 9, 35, 35]])
    assert "first_leg" not in sheet.data
    assert {"per_weight", "ambiguous_header"} <= set(_codes(sheet, "warning"))


# Rates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "rates", "assumed"),
    [
        (["30%", "12.5%"], [0.3, 0.125], []),
        ([0.3, 0.125], [0.3, 0.125], ["percent_fraction"]),
        ([30, 12.5], [0.3, 0.125], ["percent_points"]),
        (["30%", 30, 25, "0,54%"], [0.3, 0.3, 0.25, 0.0054], ["percent_points"]),
        (["30%", 0.3, 0], [0.3, 0.3, 0], ["percent_fraction"]),
    ],
)
def test_percent_scale_is_told_by_the_column(cells, rates, assumed):
    sheet = _read([["SKU", "ACOS"], *([f"A-{i}", c] for i, c in enumerate(cells))])
    assert sheet.data["acos"].tolist() == pytest.approx(rates)
    assert list(_column(sheet, "acos").assumed) == assumed


def test_one_cell_on_another_scale_is_not_guessed():
    sheet = _read([["SKU", "退货率"], ["A", 0.3], ["B", 30], ["C", "30%"], ["D", 28]])
    np.testing.assert_allclose(sheet.data["return_rate"], [np.nan, 0.3, 0.3, 0.28])
    assert [(i.code, i.row) for i in sheet.issues if i.row is not None] == [("unclear_percent", 1)]
    sheet = _read([["SKU", "退货率"], ["A", 0.3], ["B", 30], ["C", 0.25], ["D", 0.28]])
    np.testing.assert_allclose(sheet.data["return_rate"], [0.3, 0.3, 0.25, 0.28])  # 3000 % does not exist
    assert [(i.code, i.row) for i in sheet.issues if i.row is not None] == [("percent_cell", 2)]
    sheet = _read([["SKU", "ACOS"], ["A", 0.3], ["B", 30], ["C", 0.25], ["D", 0.28]])
    np.testing.assert_allclose(sheet.data["acos"], [0.3, np.nan, 0.25, 0.28])  # an ACoS of 3000 % does


def test_small_click_rates_are_percent():
    sheet = _read([["SKU", "点击率"], ["A", 0.54], ["B", 0.38]])
    assert sheet.data["ctr"].tolist() == pytest.approx([0.0054, 0.0038])


# Rows ------------------------------------------------------------------------------------------------------------


def test_rows_that_are_not_products():
    rows = [
        HEADER,
        ROW,
        ["小计", None, 19.99],
        [],
        HEADER,
        ["A-2", "Total Gym 家用", 9.99, 11, 10, 10, 6, 250],
        ["", None, " "],
        [None, "合计：", 29.98, 36.5],
        ["Grand Total", None, 29.98],
        ["注：以上价格均不含税，汇率按 7.1 计算"],
        [None, "数据来源：自家ERP"],
        [],
    ]
    sheet = _read(rows)
    assert sheet.rows.tolist() == [1, 5]
    assert [(s.row, s.why) for s in sheet.skipped] == [
        (2, "subtotal"),
        (3, "blank"),
        (4, "repeated_header"),
        (6, "blank"),
        (7, "subtotal"),
        (8, "subtotal"),
        (9, "note"),
        (10, "note"),
    ]
    assert all(s.en and s.zh for s in sheet.skipped)
    assert not _codes(sheet, "error")  # nothing is reported of rows that are no products


TEXTS = (
    *("合计", " 小 计", "小计：", "汇总", "平均", "总统套", "本页小计", "US 合计:", "合计 3", "总计（元）", "共"),
    *("Total", "ＴＯＴＡＬ", "total 12.5", "Total care", "Totals:", "Grand total", "sub-total", "Subtotal", "Sum"),
    *("avg", "Avocado", "Steel", "Metal", "to go", "SKU", "sku", "产品名称", "名称", "Name :", "备注", "收纳盒合计"),
    *("杯子", "x", "", " ", "\n"),
)


@pytest.mark.parametrize("seed", range(40))
def test_rows_that_are_spared_the_closer_look_would_pass_it(seed, monkeypatch):
    """Most rows of a long sheet are told to be products by their columns; row by row the same comes out."""
    dice = random.Random(seed)
    cells = ["A-{n}", *dice.choices(TEXTS, k=4), *([None, 12.5, "B0{n}"] * 3)]
    rows = [HEADER]
    for n in range(dice.randint(8, 80)):
        text = dice.choice(cells) if dice.random() < 0.2 else "瓶子{n}"
        sku = dice.choice(cells) if dice.random() < 0.2 else "A-{n}"
        row = [v.format(n=n) if isinstance(v, str) else v for v in (sku, text)]
        rows.append([*row, *dice.choices([19.99, None, "-", dice.choice(TEXTS)], [8, 1, 1, 1], k=6)])
    by_columns = _rows_of(rows)
    unsure = np.zeros(len(rows), dtype=bool)
    monkeypatch.setattr(locate, "_sure_products", lambda grid, start, *_: unsure[start:])
    assert _rows_of(rows) == by_columns


def _rows_of(rows):
    sheet = _read(rows)
    return sheet.rows.tolist(), [(skipped.row, skipped.why) for skipped in sheet.skipped]


def test_total_row_without_a_name():
    rows = [
        ["店铺", "SKU", "销量", "销售额"],
        ["S", "A", 3, 30],
        ["S", "B", 4, 50],
        ["S", "C", 5, 60],
        [None, None, 12, 140],
    ]
    sheet = _read(rows)
    assert sheet.rows.tolist() == [1, 2, 3]
    assert sheet.skipped[-1].why == "total_by_sum"
    rows[-1] = [None, None, 12.5, 11]
    assert _read(rows).rows.tolist() == [1, 2, 3, 4]


def test_parent_rows_only_where_a_parent_column_shows_them():
    rows = [
        ["父ASIN", "子ASIN", "品名", "售价", "成本"],
        ["B0PARENT01", "B0PARENT01", "杯子", None, None],
        ["B0PARENT01", "B0CHILD001", "杯子 红", 9, 3],
        ["B0PARENT01", "B0CHILD002", "杯子 蓝", None, 3],
        [None, "B0SINGLE01", "碗", None, 3],
    ]
    sheet = _read(rows)
    assert sheet.rows.tolist() == [2, 3, 4]
    assert [(s.row, s.why) for s in sheet.skipped] == [(1, "parent")]
    without = [row[1:] for row in rows]
    assert _read(without).rows.tolist() == [1, 2, 3, 4]


def test_a_name_merged_over_its_variants_counts_for_each():
    rows = [["品名", "SKU", "售价"], ["杯子", "A-1", 9], [None, "A-2", 10], ["碗", "B-1", 5]]
    sheet = _read(rows, [(1, 0, 2, 0)])
    assert sheet.data["product_name"].tolist() == ["杯子", "杯子", "碗"]


def test_names_and_codes_stay_text():
    rows = [
        ["SKU", "品名", "售价"],
        ['="170574860392093"', "=C135+A135", 9],
        [1705.0, "--", 8],
        ["007", " 杯 ", 7],
    ]
    sheet = _read(rows)
    assert sheet.data["sku"].tolist() == ["170574860392093", "1705", "007"]
    assert sheet.data["product_name"].tolist() == ["=C135+A135", None, "杯"]


def test_dates_and_day_numbers():
    rows = [
        ["SKU", "售价", "发货日期"],
        ["A", 9, "2026年7月1日"],
        ["B", 9, datetime(2026, 7, 2)],
        ["C", 9, 46206],
        ["D", 9, "下周"],
    ]
    sheet = _read(rows)
    assert [str(d) for d in sheet.data["as_of"]] == ["2026-07-01", "2026-07-02", "2026-07-03", "NaT"]
    assert "excel_day_numbers" in _column(sheet, "as_of").assumed
    assert "not_a_date" in _codes(sheet, "error")


def test_ragged_rows_are_read():
    sheet = _read([HEADER, ["A-1", "杯子", 9], ["A-2"], ROW])
    assert sheet.rows.tolist() == [1, 2, 3]
    np.testing.assert_array_equal(sheet.data["price"], [9, np.nan, 19.99])


def test_shuffled_rows_give_shuffled_results():
    rows = [[f"A-{i}", f"名{i}", f"${i + 5}.50", f"{i + 2},5", 10 + i, 12, 8, f"{300 + i}g"] for i in range(12)]
    order = [7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4]
    straight, mixed = _read([HEADER, *rows]), _read([HEADER, *(rows[k] for k in order)])
    assert set(straight.data) == set(mixed.data)
    for name, values in straight.data.items():
        np.testing.assert_array_equal(values[order], mixed.data[name])


def test_every_assumption_is_said_in_words():
    rows = [
        ["SKU", "售价($)", "采购价", "重量", "ACOS", "商品尺寸"],
        ["A", 9, 5, 300, 30, "10x10x10"],
        ["B", 9, 5, 300, 20, "10x10x10"],
    ]
    sheet = _read(rows)
    assumed = [(c.index, code) for c in sheet.columns for code in c.assumed]
    assert len(assumed) >= 5
    for index, code in assumed:
        said = [i for i in sheet.issues if i.column == index and i.code == code]
        assert len(said) == 1 and said[0].en and said[0].zh


def test_english_sheet():
    rows = [
        ["ASIN", "SellingPrice", "Weight", "Length", "Width", "Height", "Fulfillment", "StepLevel"],
        ["B0TEST0001", 499, 320, 10, 12, 8, "FBA", "Basic"],
    ]
    sheet = _read(rows)
    assert (sheet.language, sheet.platform) == ("en", "amazon")
    assert sheet.data["price"].tolist() == [499]
    assert sheet.data["fulfilment"].tolist() == ["FBA"]
    assert {"length", "width", "height", "weight"} <= set(sheet.data)

"""Warnings and figures of a row beside its fees: every expected number here is worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xlops.grading.results import Graded, Settings, grade
from xlops.sheets import Grid, read_sheet

DAY = date(2026, 11, 22)


def graded(header: list[str], *rows: list[Any], **settings: Any) -> Graded:
    sheet = read_sheet(Grid("Sheet", [header, *rows], []))
    return grade(sheet, Settings(as_of=DAY, lang="en", **settings))


def warnings(result: Graded, row: int = 0) -> dict[str, str]:
    return {f.benchmark: f.en for f in result.grades[row].findings if f.role == "flag"}


ALI = ["SKU", "平台", "售价(USD)", "采购成本(USD)", "运费(USD)", "佣金率", "联盟佣金率", "广告费(USD)", "销量"]


def ali(sku: str = "A", price: float = 10.0, cost: float = 4.0, freight: float = 2.0, ads: float = 0.0) -> list[Any]:
    return [sku, "速卖通", price, cost, freight, 0.08, 0.0, ads, 10]


# ---- campaigns -------------------------------------------------------------------------------------------


def test_the_margin_at_the_campaign_price_stands_beside_the_usual_one() -> None:
    # Usual: 10 - 4 - 2 - 8 % of 10 = 3.20, 32 %. Campaign at 8: 8 - 4 - 2 - 0.64 = 1.36, 17 %.
    result = graded([*ALI, "活动价(USD)"], [*ali(), 8.0])
    assert result.column("margin_rate").values[0] == pytest.approx(0.32)
    assert result.column("campaign_profit").values[0] == pytest.approx(1.36)
    assert result.column("campaign_margin_rate").values[0] == pytest.approx(0.17)
    assert "campaign_price_loses" not in warnings(result)


def test_a_campaign_that_turns_the_row_negative_is_warned_of() -> None:
    # 6.25 - 4 - 2 - 0.50 = -0.25, -4 %.
    result = graded([*ALI, "活动价(USD)"], [*ali(), 6.25])
    assert result.column("campaign_profit").values[0] == pytest.approx(-0.25)
    assert warnings(result)["campaign_price_loses"] == "at the campaign price the margin is -4.0 %"
    assert "-4.0 %" in result.column("reasons").values[0]


def test_a_row_that_loses_anyway_is_told_once() -> None:
    # Usual: 6 - 4 - 2 - 0.48 = -0.48, -8 % of the price.
    told = warnings(graded([*ALI, "活动价(USD)"], [*ali(price=6.0), 5.0]))
    assert told["price_below_break_even"] == "the price is below break-even: -8.0 % of it is left before ads"
    assert "campaign_price_loses" not in told


def test_a_row_without_a_campaign_price_has_blanks_and_is_told_so() -> None:
    result = graded([*ALI, "活动价(USD)"], [*ali(), None], [*ali("B"), 0])
    for row in (0, 1):
        assert result.column("campaign_profit").values[row] != result.column("campaign_profit").values[row]  # NaN
        assert result.column("campaign_profit").notes[row] is None
        assert warnings(result, row)["no_campaign_price"] == "no campaign price is set"


def test_a_fully_managed_row_has_no_campaign_of_its_own() -> None:
    header = [*ALI, "业务模式", "供货价(USD)", "活动价(USD)"]
    result = graded(header, [*ali(), "全托管", 6.0, None], [*ali("B"), "全托管", 6.0, 5.0], [*ali("C"), "", None, 8.0])
    values = result.column("campaign_profit").values
    assert [value == value for value in values] == [False, False, True]
    assert "no_campaign_price" not in warnings(result)


def test_without_a_campaign_column_nothing_is_asked() -> None:
    result = graded(ALI, ali())
    assert {"campaign_profit", "campaign_margin_rate"}.isdisjoint(column.key for column in result.columns)
    assert "no_campaign_price" not in warnings(result)


def test_the_sheet_s_own_referral_fee_is_not_taken_for_the_campaign() -> None:
    # A fee in money belongs to the usual price; without a table for the market both are unknown at the campaign price.
    header = ["SKU", "平台", "站点", "售价(USD)", "采购成本(USD)", "类目", "佣金(USD)", "FBA费(USD)", "活动价(USD)"]
    result = graded(header, ["A", "亚马逊", "美国", 20.0, 5.0, "没有这个类目", 3.0, 4.0, 15.0])
    assert result.column("profit").values[0] == pytest.approx(20 - 5 - 3 - 4)
    assert result.column("campaign_profit").values[0] != result.column("campaign_profit").values[0]  # NaN


@pytest.mark.parametrize(
    ("stock", "said"),
    [
        # 12 a day x 3 x 4 days = 144.
        (144, None),
        (90, "the stock covers 62.5 % of what the campaign needs"),
    ],
)
def test_campaign_stock_against_the_need(stock: int, said: str | None) -> None:
    header = [*ALI, "活动库存", "日均销量", "活动销量倍数", "活动天数"]
    assert warnings(graded(header, [*ali(), stock, 12, 3, 4])).get("campaign_stock_short") == said


def test_entry_limits_are_those_of_the_sheet() -> None:
    header = [*ALI, "活动价(USD)", "活动价上限(USD)", "活动库存", "活动最低库存", "评分", "活动最低评分"]
    result = graded(header, [*ali(), 9.0, 7.5, 100, 200, 4.5, 4.6], [*ali("B"), 7.5, 7.5, 200, 200, 4.6, 4.6])
    told = warnings(result)
    assert told["campaign_price_over_limit"] == "the campaign price is 120.0 % of the highest that the campaign admits"
    assert told["campaign_stock_below_least"] == "the stock is 50.0 % of the least that the campaign admits"
    assert "campaign_rating_below_least" in told
    assert not {name for name in warnings(result, 1) if name.startswith("campaign_")}


# ---- AliExpress ------------------------------------------------------------------------------------------


def test_freight_over_a_third_of_the_price() -> None:
    result = graded(ALI, ali(price=9.0, freight=3.0), ali("B", price=9.0, freight=3.6))
    assert "freight_over_a_third" not in warnings(result, 0)
    assert warnings(result, 1)["freight_over_a_third"].startswith("freight is 40.0 % of the price (line of xlops")


@pytest.mark.parametrize(
    ("name", "warned"),
    [("TWS 蓝牙耳机", True), ("20000mAh 充电宝", True), ("玩具车（不含电池）", False), ("收纳盒", False)],
)
def test_goods_that_may_hold_a_battery(name: str, warned: bool) -> None:
    told = warnings(graded([*ALI, "产品名称"], [*ali(), name]))
    assert ("battery_goods_freight" in told) == warned


def test_conversion_is_graded_against_the_median_of_the_sheet() -> None:
    header = [*ALI, "订单数", "访客数"]
    # Rates 1, 2, 3, 4, 5 %: the median is 3 %.
    result = graded(header, *([*ali(str(n)), n, 100] for n in range(1, 6)))
    outcomes = [{f.benchmark: f for f in grade.findings}["ae_conversion"] for grade in result.grades]
    assert [f.outcome for f in outcomes] == ["no", "no", "yes", "yes", "yes"]
    assert outcomes[0].value == pytest.approx(1 / 3)


def test_a_median_of_few_rows_says_nothing() -> None:
    result = graded([*ALI, "订单数", "访客数"], *([*ali(str(n)), n, 100] for n in range(1, 4)))
    assert {f.benchmark: f for f in result.grades[0].findings}["ae_conversion"].outcome == "unknown"


def test_ads_and_affiliate_on_one_row_are_noted_once() -> None:
    row = ali(ads=20.0)
    row[ALI.index("联盟佣金率")] = 0.05
    assert any("both can be charged on one order" in note for note in graded(ALI, row).receipt["assumed"])
    assert not any("both can be charged" in note for note in graded(ALI, ali(ads=20.0)).receipt["assumed"])


def test_the_freight_discount_takes_its_share_off_the_list_freight() -> None:
    header = ["SKU", "平台", "售价(USD)", "采购成本(USD)", "重量(g)", "收货国家", "物流方式", "佣金率", "汇率"]
    row = ["A", "速卖通", 10.0, 3.0, 100, "法国", "无忧标准", 0.08, 7.1]
    listed = graded(header, row).column("freight_fee").values[0]
    reduced = graded([*header, "运费优惠率"], [*row, 0.1]).column("freight_fee").values[0]
    assert listed > 0
    assert reduced == pytest.approx(0.9 * listed, abs=1e-6)


# ---- delivery, stores, checks ----------------------------------------------------------------------------


def test_delivery_slower_than_the_line_promises() -> None:
    header = [*ALI, "付款时间", "妥投时间", "线路时效"]
    result = graded(header, [*ali(), "2026-10-01", "2026-10-21", 15], [*ali("B"), "2026-10-01", "2026-10-16", 15])
    assert warnings(result)["slower_than_the_line"] == "delivery takes 5 days longer than the line promises"
    assert "slower_than_the_line" not in warnings(result, 1)


def test_the_same_item_in_several_stores_is_a_fact_and_no_accusation() -> None:
    result = graded([*ALI, "店铺"], [*ali("X"), "一店"], [*ali("X"), "二店"], [*ali("Y"), "一店"], [*ali("X"), "一店"])
    assert warnings(result)["same_item_in_stores"] == "same item in 2 stores"
    assert "same_item_in_stores" not in warnings(result, 2)
    finding = next(f for f in result.grades[0].findings if f.benchmark == "same_item_in_stores")
    assert finding.zh == "同一商品在2个店铺"


def test_old_checks_and_bad_results() -> None:
    header = [*ALI, "侵权检查", "侵权检查结果", "查标日期"]
    # 2026-08-24 is 90 days before the day, 2026-08-23 is 91.
    result = graded(
        header, [*ali(), "2026-08-23", "图片疑似盗用", "2026-11-01"], [*ali("B"), "2026-08-24", "无", "2026-01-01"]
    )
    told = warnings(result)
    assert told["infringement_check_old"].startswith("the infringement check is 91 days old")
    assert "infringement_found" in told
    assert "trademark_check_old" not in told
    assert set(warnings(result, 1)) & {"infringement_check_old", "infringement_found"} == set()
    assert warnings(result, 1)["trademark_check_old"].startswith("the trademark check is 325 days old")


# ---- Amazon ----------------------------------------------------------------------------------------------

AMZ = ["SKU", "平台", "站点", "售价(USD)", "采购成本(USD)", "类目", "长(cm)", "宽(cm)", "高(cm)", "重量(g)"]


def amz(sku: str = "A", price: float | None = 25.0) -> list[Any]:
    return [sku, "亚马逊", "美国", price, 5.0, "家居厨房", 20, 15, 5, 300]


def test_units_older_than_180_days() -> None:
    header = [*AMZ, "inv-age-91-to-180-days", "inv-age-181-to-270-days", "inv-age-271-to-365-days"]
    result = graded(header, [*amz(), 50, 7, 3], [*amz("B"), 50, 0, 0], [*amz("C"), 50, None, None])
    assert warnings(result)["aged_units"].startswith("10 units are older than 180 days")
    assert "aged_units" not in warnings(result, 1) | warnings(result, 2)


@pytest.mark.parametrize(("registered", "aplus", "warned"), [("Y", "", True), ("Y", "Y", False), ("N", "", False)])
def test_a_plus_is_missed_only_where_the_brand_is_registered(registered: str, aplus: str, warned: bool) -> None:
    result = graded([*AMZ, "品牌备案", "A+"], [*amz(), registered, aplus], [*amz("B"), "N", "Y"])
    assert ("aplus_missing" in warnings(result)) == warned


def test_a_price_above_the_90_day_average() -> None:
    result = graded([*AMZ, "Buy Box: 90 days avg."], [*amz(), 20.0], [*amz("B"), 23.0])
    assert warnings(result)["price_over_90_days"].startswith("the price is 125.0 % of the 90-day average")
    assert "price_over_90_days" not in warnings(result, 1)


def test_the_fba_fee_of_the_sheet_stands_beside_ours() -> None:
    ours = graded(AMZ, amz()).column("fba_fee").values[0]
    result = graded([*AMZ, "FBA费(USD)"], [*amz(), round(ours + 1.5, 2)], [*amz("B"), ours])
    assert result.column("fba_fee_difference").values.tolist() == pytest.approx([1.5, 0.0], abs=1e-6)
    assert warnings(result)["fba_fee_differs"] == "the FBA fee of the sheet is off by 1.50 from the table"
    assert "fba_fee_differs" not in warnings(result, 1)
    assert result.column("fba_fee").values[0] == ours  # ours still counts


def test_a_vendor_row_earns_its_supply_price_and_pays_no_seller_s_fee() -> None:
    header = [*AMZ, "账户类型", "供货价(USD)"]
    result = graded(header, [*amz(), "VC", 12.0], [*amz("B"), "SC", None])
    # 12 - 5.
    assert result.column("profit").values[0] == pytest.approx(7.0)
    assert result.column("margin_rate").values[0] == pytest.approx(7 / 12)
    assert result.column("fees_total").values[0] != result.column("fees_total").values[0]  # NaN
    assert result.column("fees_total").values[1] > 5
    assert "vc_sc_mixed" in warnings(result)
    assert "vc_sc_mixed" not in warnings(result, 1)
    assert any("14 days" in note for note in result.receipt["assumed"])


def test_a_sheet_of_vendor_rows_alone_is_not_mixed() -> None:
    result = graded([*AMZ, "账户类型", "供货价(USD)"], [*amz(), "VC", 12.0])
    assert "vc_sc_mixed" not in warnings(result)
    assert "digital_fee" not in {column.key for column in result.columns}


def test_a_vendor_row_without_a_supply_price_is_unknown() -> None:
    result = graded([*AMZ, "账户类型", "供货价(USD)"], [*amz(), "VC", None])
    assert result.column("profit").values[0] != result.column("profit").values[0]  # NaN


def test_returned_units_make_a_return_rate() -> None:
    result = graded([*AMZ, "退货件数", "出货件数"], [*amz(), 9, 120])
    rate = next(f for f in result.grades[0].findings if f.metric == "return_rate")
    assert rate.value == pytest.approx(0.075)


def test_keywords_that_the_title_lacks() -> None:
    header = [*AMZ, "产品名称", "关键词"]
    english = [*amz(), "Acme Dog-Leash, reflective", "dog leash, puppy; cat"]
    result = graded(header, english, [*amz("B"), "反光狗绳", "狗绳"])
    assert warnings(result)["title_lacks_keywords"] == "the title lacks 2 of your keywords"
    assert "title_lacks_keywords" not in warnings(result, 1)

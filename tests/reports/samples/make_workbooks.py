"""Write the samples that are workbooks. Run after a change: ``python tests/reports/samples/make_workbooks.py``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
DAY = datetime(2026, 11, 22)  # the only time in the files, so that they come out the same
Row = Sequence[object]


def book(name: str, sheets: dict[str, Sequence[Row]]) -> None:
    """Write one workbook with these sheets."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cell in (cell for row in sheet for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"  # a name that begins with "=" is no formula
    made.properties.created = made.properties.modified = DAY
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    made.save(path)


def campaigns() -> None:
    """Sponsored Products campaigns in Chinese: amounts as text with $, a row of sums, a header that ends in a blank."""
    head = [
        "开始日期", "结束日期", "广告组合名称", "广告活动类型", "广告活动名称", "零售商", "国家/地区", "状态", "货币",
        "预算", "定位类型", "竞价策略", "展示量", "点击量", "点击率 (CTR)", "花费", "单次点击成本 (CPC)",
        "7天总订单数(#)",
        "广告投入产出比 (ACOS) 总计", "总广告投资回报率 (ROAS)", "7天总销售额", "7天总销售量(#)", "7天内其他SKU销售额 ",
    ]  # fmt: skip
    first, last = datetime(2026, 7, 1), datetime(2026, 7, 31)
    us = ["United States", "ENABLED", "USD"]
    auto = [first, last, "无", "商品推广", "台灯-自动", "Amazon", *us, "$20.00", "自动", "动态竞价"]
    manual = [first, last, "无", "商品推广", "=台灯-手动", "Amazon", *us, "$10.00", "手动", "固定竞价"]
    sums = ["总计", *[None] * 11]
    rows: list[Row] = [
        head,
        [*auto, 12000, 240, 0.02, "$60.00", 0.25, 30, 0.05, 20, "$1,200.00", 31, "$0.00"],
        [*manual, 500, 5, 0.01, "$2.50", 0.5, 0, "--", None, "$0.00", 0, "$0.00"],
        [*sums, 12500, 245, None, "$62.50", None, 30, None, None, "$1,200.00", 31, None],
    ]
    book("amazon_ads_sp_campaign/cn.xlsx", {"Sponsored_Products_Campaigns": rows})


def bulk() -> None:
    """A bulk file: the same clicks stand in the campaign, the ad group, the keyword and the ad."""
    head = [
        "Product", "Entity", "Operation", "Campaign ID", "Ad Group ID", "Portfolio ID", "Ad ID", "Keyword ID",
        "Campaign Name", "Ad Group Name", "Start Date", "Targeting Type", "State", "Daily Budget", "SKU",
        "ASIN (Informational only)", "Bid", "Keyword Text", "Match Type", "Placement", "Percentage", "Impressions",
        "Clicks", "Click-through Rate", "Spend", "Sales", "Orders", "Units", "Conversion Rate", "ACOS", "CPC", "ROAS",
    ]  # fmt: skip

    def row(entity: str, **cells: object) -> Row:
        given = {"Product": "Sponsored Products", "Entity": entity, "Campaign ID": "254000000000001", **cells}
        return [given.get(name.replace(" (Informational only)", "")) for name in head]

    result = {"Impressions": 1000, "Clicks": 20, "Spend": 10.0, "Sales": 100.0, "Orders": 4, "Units": 5}
    small = {"Impressions": 50, "Clicks": 0, "Spend": 0, "Sales": 0, "Orders": 0, "Units": 0}
    rows = [
        head,
        row("Campaign", State="enabled", **{"Campaign Name": "Lamps", "Daily Budget": 20, "Impressions": 1050}),
        row("Bidding Adjustment", Placement="Placement Top", Percentage=50, Impressions=600),
        row("Ad Group", **{"Ad Group Name": "Group 1", "Impressions": 1050, "Clicks": 20, "Spend": 10.0}),
        row("Product Ad", SKU="LAMP-01", ASIN="B0CHILD001", **result),
        row("Product Ad", SKU="=LAMP+02", ASIN="B0CHILD002", **small),
        row("Keyword", **{"Keyword Text": "lamp", "Match Type": "exact", **result}),
    ]
    portfolios = [["Portfolio ID", "Entity", "Portfolio Name"], ["254000000000009", "Portfolio", "All"]]
    book(
        "amazon_ads_bulk_sponsored_products/bulk.xlsx",
        {"Portfolios": portfolios, "Sponsored Products Campaigns": rows},
    )


if __name__ == "__main__":
    campaigns()
    bulk()

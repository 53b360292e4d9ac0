"""Write the samples that are workbooks. Run after a change: ``python tests/reports/samples/make_workbooks.py``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
DAY = datetime(2026, 11, 22)  # the only time in the files, so that they come out the same
Row = Sequence[object]


def headers(*lines: str) -> list[str]:
    """Return headers that stand between blanks."""
    return " ".join(lines).split()


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


def aliexpress_orders_old() -> None:
    """Orders in the older form: a line break in a header, two products in one cell, buyers' data."""
    head = [
        *headers("订单号 订单状态 负责人 买家名称 下单时间 付款时间 产品总金额 物流费用 订单金额 满立减"),
        "产品信息\n（双击单元格展开所有产品信息！）",
        *headers("订单备注 收货地址 收货人名称 收货国家 联系电话"),
    ]
    buyer = [None, "12 Sample Street", "Ann Example", "Spain", "000-0000"]
    lamp = "【1】 Folding lamp\n(产品属性: Color:White)\n(商家编码: LAMP-01)\n(产品数量: 2 piece)"
    mug = "【1】 Mug\n(产品属性: Size:L)\n(商家编码: MUG-1)\n(产品数量: 1 piece)"
    both = lamp + "\n" + mug.replace("【1】", "【2】")
    no_code = "【1】 Spoon\n(产品数量: 1 piece)"

    def row(order: str, state: str, paid: str | None, amounts: Row, products: str) -> Row:
        day = f"2026-07-0{order[-1]} 08:00"
        return [order, state, "Wang", "buyer a", day, paid and f"{day[:-2]}{paid}", *amounts, products, *buyer]

    rows: list[Row] = [
        head,
        row("800001", "交易完成", "05", ["US $30.00", "US $2.00", "US $31.00", "US $1.00"], lamp),
        row("800002", "交易完成", "01", ["US $39.00", "US $0.00", "US $39.00", None], both),
        row("800003", "订单关闭", None, ["US $30.00", "US $2.00", "US $32.00", None], lamp),
        row("800004", "已取消", "02", ["US $9.00", None, "US $9.00", None], mug),
        row("800005", "等待发货", "10", ["US $9.00", "US $1.50", "US $10.50", None], mug),
        row("800006", "等待发货", "11", ["US $3.00", None, "US $3.00", None], no_code),
    ]
    book("aliexpress_orders_old/orders.xlsx", {"订单": rows})


def fund_flow() -> None:
    """AliExpress's fund flow: amounts with CN￥, spending with a minus, a payout, a fee that is not known."""
    head = headers(
        "结算时间 收支类型 费用项 商品描述 商品ID Sku编码 商品信息 变动金额 币种 订单号", "资金渠道 渠道账号 备注"
    )
    lamp = ["Folding lamp", "1005001", "LAMP-01", None]
    mug = ["Mug", "1005002", "MUG-1", None]

    def row(day: str, flow: str, item: str, product: Row, amount: str, order: str | None) -> Row:
        channel = ["Alipay", "a***@example.com", None]
        return [f"2026-07-{day} 10:00:00", flow, item, *product, f"CN￥ {amount}", "CNY", order, *channel]

    rows: list[Row] = [
        head,
        row("01", "收入", "订单货款", lamp, "200.00", "800001"),
        row("01", "支出", "交易佣金", lamp, "-16.00", "800001"),
        row("01", "支出", "联盟佣金", lamp, "-10.00", "800001"),
        row("02", "收入", "订单货款", lamp, "1,000.00", "800007"),
        row("02", "支出", "交易佣金", lamp, "-80.00", "800007"),
        row("02", "支出", "联盟佣金", lamp, "-50.00", "800007"),
        row("03", "支出", "交易佣金", mug, "-5.00", "800005"),
        row("03", "支出", "运费", mug, "-12.50", "800005"),
        row("04", "退款", "订单货款", lamp, "-200.00", "800001"),
        row("04", "收入", "交易佣金", lamp, "16.00", "800001"),
        row("05", "支出", "仓库操作费", mug, "-2.00", "800005"),
        row("06", "提现", "提现", [None] * 4, "-500.00", None),
    ]
    book("aliexpress_fund_flow/july.xlsx", {"收支流水": rows})


def lingxing() -> None:
    """领星's templates: costs, sizes and freight with placeholders."""
    head = headers(
        "*SKU 品名 采购成本(CNY) 采购交期 全部国家头程费用(含税) 包装规格长 包装规格宽 包装规格高 包装规格单位",
        "单品毛重 单品毛重单位",
    )
    products: list[Row] = [
        head,
        ["LAMP-01", "=A1+A2", "12.50", 7, "3.20", 100, 50, 20, "mm", 0.2, "kg"],
        ["MUG-1", "杯子", 1, 7, 0.01, 4, 3, 3, "inch", 10, "lb"],
        ["SPOON-1", "勺子", "--", "--", "--", 0, 0, 0, "cm", 0, "g"],
    ]
    freight: list[Row] = [
        ["*SKU", "国家名称", "默认头程费用(含税)", "默认头程费用币种"],
        ["LAMP-01", "美国", 3.2, "CNY"],
        ["LAMP-01", "德国", 4.1, "CNY"],
        ["MUG-1", "美国", 0.01, "CNY"],
        ["MUG-1", "火星", 2, "CNY"],
    ]
    book("lingxing_products/template.xlsx", {"产品": products})
    book("lingxing_first_leg/template.xlsx", {"按国家维护头程清关": freight})


def lingxing_listing() -> None:
    """领星's listings: one stands twice, one twice with another stock, and a row of sums without a shop."""
    head = headers(
        "店铺 MSKU 父ASIN ASIN 价格 币种 FBA可售 FBA预留 FBA计划入库 FBA标发在途 FBA入库中 7日销量 14日销量 30日销量",
        "30日广告费 预估FBA费（API） 平台费率 评分 Rating总数 大类排名",
    )
    lamp = ["A-US", "LAMP-01", "B0PARENT01", "B0CHILD001", "19.99", "USD", "1,234", 3, 0, 100, 20, 30, 65, 120]
    lamp += ["--", "5.12", "15%", 4.5, 321, "1,050"]
    mug = ["A-US", "MUG-1", "--", "B0CHILD004", "9.99", "USD", 10, 0, 0, "--", "--", 1, 1, 4, *["--"] * 6]
    sums = [*[None] * 6, "1,244", 3, 0, 100, 20, 31, 66, 124, *[None] * 6]
    rows: list[Row] = [head, lamp, lamp, mug, [*mug[:6], 11, *mug[7:]], sums]
    book("lingxing_listing/listing.xlsx", {"Listing": rows})


def lingxing_profit() -> None:
    """领星's profit report, with costs that have a minus and a row of sums, and once more without the minus."""
    head = headers(
        "店铺 国家 MSKU ASIN 品名 币种 销售额 销售退款 促销折扣 平台费 FBA发货费 SP广告费 SB广告费分摊 月仓储费 移除费",
        "销毁费 采购成本 头程费用 毛利润 毛利率",
    )
    lamp = ["A-US", "美国", "LAMP-01", "B0CHILD001", "台灯", "USD"]
    mug = ["A-US", "美国", "MUG-1", "B0CHILD004", "杯子", "USD"]
    costs = [-50, -10, -150, -200, -80, -20, -5, 0, -1, -120, -30]
    rows: list[Row] = [
        head,
        [*lamp, 1000, *costs, 334, "33.40%"],
        [*mug, "100", "--", 0, "-15", "-30", "-10", 0, "-1", 0, 0, "-20", "-4", "20", "20.00%"],
        [*[None] * 6, "1,100", -50, -10, -165, -230, -90, -20, -6, 0, -1, -140, -34, 354, "32.18%"],
    ]
    book("lingxing_profit/july.xlsx", {"MSKU": rows})
    plain: list[Row] = [head, [*lamp, 1000, *(-cost for cost in costs), 334, "33.40%"]]
    book("lingxing_profit/costs_without_minus.xlsx", {"MSKU": plain})


def sellersprite() -> None:
    """卖家精灵's products: a line break in a header, sizes with their units, a second sheet of notes."""
    head = headers(
        "# 图片 ASIN SKU 品牌 商品标题 父ASIN 大类目 大类BSR 小类目 小类BSR 月销量 月销量增长率 月销售额($)",
        "子体销量 变体数 价格($) 评分数 月新增评分数 评分 FBA($) 毛利率 上架时间 上架天数 LQS 卖家数 包装重量 包装尺寸",
    )
    head[18] = "月新增\n评分数"
    lamp = [1, None, "B0MARKET01", "Color: White", "Brand A", "Lamp", "B0MARKET00", "Home", 1050, "Lamps", 3, 3200]
    lamp += [0.12, 63968, 900, 4, 19.99, 4300, 120, 4.5, 5.4, 0.31, "2024-03-01", 997, 80, 2]
    lamp += ["0.5 pounds", "4 x 2 x 2 inches"]
    mug = [2, None, "B0MARKET02", "-", "Brand B", "=Mug", "-", "Kitchen", "N/A", "Mugs", None, "<10", None, None, None]
    mug += [1, "$9.99", 0, 0, None, None, None, "2026-11-01", 21, 40, 1, "-", "-"]
    book("sellersprite_products/us.xlsx", {"US": [head, lamp, mug], "Note": [["说明"], ["销量为估算"]]})


if __name__ == "__main__":
    campaigns()
    bulk()
    aliexpress_orders_old()
    fund_flow()
    lingxing()
    lingxing_listing()
    lingxing_profit()
    sellersprite()

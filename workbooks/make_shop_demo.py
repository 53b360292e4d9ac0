"""Write demo_shop/: a month of an invented shop, as ``xlops shop`` reads it.

A product sheet, three settlements that together cover October 2026 (and some days before and after it), the Sponsored
Products report, the Business Report, inventory planning, Fee Preview, returns, and a file that is no report. All is
invented, in the form of the real exports; the products are in demo_data/shop_us.csv. The files agree with each other:
the Business Report has the units of the settlements, ads are billed as the ad report spent, and the settlements come
to their own totals. What does not agree is meant: two fees charged too high, one cost that nobody knows yet, and one
SKU that is not in the product sheet.

    python workbooks/make_shop_demo.py [DIR]
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fixed_save import save
from make_demos import RATE, header_cell, number, products, put, title
from openpyxl import Workbook

import xlops

HERE = Path(__file__).parent
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
PERIODS = (
    (date(2026, 9, 24), date(2026, 10, 8)),
    (date(2026, 10, 8), date(2026, 10, 22)),
    (date(2026, 10, 22), date(2026, 11, 5)),
)
SETTLEMENT = [
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "merchant-order-id",
    "adjustment-id",
    "shipment-id",
    "marketplace-name",
    "amount-type",
    "amount-description",
    "amount",
    "fulfillment-id",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "merchant-order-item-id",
    "merchant-adjustment-item-id",
    "sku",
    "quantity-purchased",
    "promotion-id",
]
# Charged otherwise than the tables say: the size tier of one moved up, the category of another is a dearer one.
MOVED, DEARER = "KT-103", "TY-401"
NOT_IN_SHEET = {"sku": "OLD-900", "name": "旧款挂钩 Wall Hooks", "price": 9.99, "units": 3}
SUBSCRIPTION, STORAGE, RESERVE = 39.99, 61.37, 250.00


def asin(line: int) -> str:
    return f"B0SHOP{line:04d}"


def fees(item: dict[str, str], day: date) -> tuple[float, float]:
    """Referral and fulfilment fee of a unit on a day, as the shop was charged."""
    price = float(item["price_usd"])
    category = "Jewelry" if item["sku"] == DEARER else item["category"]
    grown = 1.45 if item["sku"] == MOVED else 1.0
    size = {key: float(item[f"{key}_cm"]) for key in ("length", "width", "height")}
    fba = xlops.amz_fba_fee(
        **size, weight=float(item["weight_g"]) * grown, price=price, category=item["category"], as_of=day
    )
    return float(xlops.amz_referral_fee(price=price, category=category, as_of=day)), float(fba)


class Month:
    """The orders of the shop, and what settlements, ads and the Business Report say of them."""

    def __init__(self) -> None:
        self.items = products("shop_us.csv")
        self.rows: dict[tuple[date, date], list[dict[str, Any]]] = {period: [] for period in PERIODS}
        self.units: dict[str, int] = {item["sku"]: 0 for item in self.items}
        self.orders: dict[str, int] = dict(self.units)
        self.returned: list[tuple[date, str, str]] = []
        self._orders = 0
        for item in self.items:
            self._sell(item)
        self._old()
        self._account()

    def _sell(self, item: dict[str, str]) -> None:
        chance, sku = random.Random(item["sku"]), item["sku"]
        price, left = float(item["price_usd"]), int(item["returns"])
        for _ in range(int(item["orders_month"]) + 12):
            day = PERIODS[0][0] + timedelta(chance.randrange((PERIODS[-1][1] - PERIODS[0][0]).days))
            count = chance.choice((1, 1, 1, 2))
            referral, fba = fees(item, day)
            order = self._order(day, sku, price, count, referral, fba)
            if FIRST <= day <= LAST:
                self.units[sku] += count
                self.orders[sku] += 1
                back = day + timedelta(9)
                if left and back <= LAST:
                    left -= 1
                    self._refund(back, order, sku, price, referral)

    def _order(self, day: date, sku: str, price: float, count: int, referral: float, fba: float) -> str:
        self._orders += 1
        order = f"701-{self._orders:07d}-0000001"
        base = {"transaction-type": "Order", "order-id": order, "order-item-code": str(self._orders), "sku": sku}
        tax = round(price * count * 0.07, 2)
        for kind, what, amount in (
            ("ItemPrice", "Principal", price * count),
            ("ItemPrice", "Tax", tax),
            ("ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", -tax),
            ("ItemFees", "Commission", -round(referral * count, 2)),
            ("ItemFees", "FBAPerUnitFulfillmentFee", -round(fba * count, 2)),
        ):
            quantity = str(count) if what == "Principal" else ""
            self._put(day, base, kind, what, amount, quantity=quantity)
        return order

    def _refund(self, day: date, order: str, sku: str, price: float, referral: float) -> None:
        self.returned.append((day, order, sku))
        base = {"transaction-type": "Refund", "order-id": order, "sku": sku}
        self._put(day, base, "ItemPrice", "Principal", -price)
        self._put(day, base, "ItemFees", "Commission", referral)
        self._put(day, base, "ItemFees", "RefundCommission", -round(min(5.0, referral * 0.2), 2))

    def _old(self) -> None:
        for number_of in range(NOT_IN_SHEET["units"]):
            day = FIRST + timedelta(5 + 7 * number_of)
            self._order(day, NOT_IN_SHEET["sku"], NOT_IN_SHEET["price"], 1, 1.50, 3.58)

    def _account(self) -> None:
        service = {"transaction-type": "ServiceFee"}
        spent = sum(ad["spend"] for ad in self.ads().values())
        parts = [round(spent * share, 2) for share in (0.3, 0.4)]
        for day, amount in zip(
            (date(2026, 10, 7), date(2026, 10, 21), date(2026, 10, 31)),
            (*parts, round(spent - sum(parts), 2)),
            strict=True,
        ):
            self._put(day, service, "Cost of Advertising", "TransactionTotalAmount", -amount)
        other = {"transaction-type": "other-transaction"}
        self._put(date(2026, 10, 2), other, "other-transaction", "Subscription Fee", -SUBSCRIPTION)
        self._put(date(2026, 10, 9), other, "other-transaction", "Storage Fee", -STORAGE)
        self._put(date(2026, 10, 8), other, "other-transaction", "Current Reserve Amount", -RESERVE)
        damaged = {**other, "sku": "KT-104"}
        self._put(date(2026, 10, 12), damaged, "FBA Inventory Reimbursement", "WAREHOUSE_DAMAGE", 28.40, quantity="1")

    def _put(self, day: date, base: dict[str, str], kind: str, what: str, amount: float, quantity: str = "") -> None:
        period = next(p for p in PERIODS if p[0] <= day < p[1])
        self.rows[period].append(
            dict.fromkeys(SETTLEMENT, "")
            | base
            | {
                "marketplace-name": "Amazon.com",
                "amount-type": kind,
                "amount-description": what,
                "amount": f"{amount:.2f}",
                "fulfillment-id": "AFN" if "sku" in base else "",
                "posted-date": day.isoformat(),
                "posted-date-time": f"{day} 08:15:00 UTC",
                "quantity-purchased": quantity,
            }
        )

    def ads(self) -> dict[str, dict[str, Any]]:
        """What was spent on and sold by ads, by SKU."""
        found = {}
        for item in self.items:
            chance = random.Random(f"ads {item['sku']}")
            sales = round(self.units[item["sku"]] * float(item["ad_share"])) * float(item["price_usd"])
            spend = round(sales * float(item["acos"]), 2)
            clicks = round(spend / chance.uniform(0.55, 0.95))
            sold = round(sales / float(item["price_usd"]))
            found[item["sku"]] = {"sales": round(sales, 2), "spend": spend, "clicks": clicks, "units": sold}
        return found

    def settlements(self, folder: Path) -> None:
        for number_of, ((begin, end), rows) in enumerate(self.rows.items(), 1):
            total = sum(float(row["amount"]) for row in rows)
            head = dict.fromkeys(SETTLEMENT, "") | {
                "settlement-start-date": f"{begin} 00:00:00 UTC",
                "settlement-end-date": f"{end} 00:00:00 UTC",
                "deposit-date": f"{end + timedelta(2)} 00:00:00 UTC",
                "total-amount": f"{total:.2f}",
                "currency": "USD",
            }
            rows = sorted(rows, key=lambda row: row["posted-date-time"])
            lines = [row | {"settlement-id": f"9000{number_of}"} for row in (head, *rows)]
            text = "\n".join(
                "\t".join(row[name] for name in SETTLEMENT) for row in ({n: n for n in SETTLEMENT}, *lines)
            )
            write(folder / f"settlement_{end}.txt", text + "\n")


def write(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.write_bytes(text.encode(encoding))


def table(path: Path, headers: list[str], rows: list[list[Any]], encoding: str = "utf-8-sig") -> None:
    lines = []
    for row in (headers, *rows):
        lines.append(",".join(f'"{cell}"' if any(c in str(cell) for c in ',"') else str(cell) for cell in row))
    write(path, "\n".join(lines) + "\n", encoding)


def ads_report(month: Month, path: Path) -> None:
    headers = [
        "开始日期",
        "结束日期",
        "广告组合名称",
        "货币",
        "广告活动名称",
        "广告组名称",
        "国家/地区",
        "广告SKU",
        "广告ASIN",
        "展示量",
        "点击量",
        "花费",
        "7天总销售额",
        "7天总订单数(#)",
        "7天总销售量(#)",
    ]
    rows = []
    for line, (sku, ad) in enumerate(month.ads().items(), 1):
        if ad["spend"]:
            rows.append(
                [
                    "2026/10/01",
                    "2026/10/31",
                    "无",
                    "USD",
                    f"{sku} 自动",
                    "组1",
                    "United States",
                    sku,
                    asin(line),
                    f"{ad['clicks'] * 210:,}",
                    ad["clicks"],
                    f"${ad['spend']:,.2f}",
                    f"${ad['sales']:,.2f}",
                    ad["units"],
                    ad["units"],
                ]
            )
    table(path, headers, rows)


def business_report(month: Month, path: Path) -> None:
    headers = [
        "（父）ASIN",
        "（子）ASIN",
        "标题",
        "SKU",
        "会话数 - 总计",
        "页面浏览量 - 总计",
        "推荐报价（推荐报价展示位）百分比",
        "已订购商品数量",
        "已订购商品销售额",
        "订单商品总数",
    ]
    rows = []
    for line, item in enumerate(month.items, 1):
        chance, units = random.Random(f"visits {item['sku']}"), month.units[item["sku"]]
        visits = round(units / chance.uniform(0.06, 0.14))
        rows.append(
            [
                f"B0SHOP9{line:03d}",
                asin(line),
                item["name"],
                item["sku"],
                f"{visits:,}",
                f"{round(visits * 1.3):,}",
                f"{chance.randint(88, 100)}%",
                units,
                f"US${units * float(item['price_usd']):,.2f}",
                month.orders[item["sku"]],
            ]
        )
    table(path, headers, rows, "gb18030")


def inventory(month: Month, path: Path) -> None:
    bands = ("0-to-90", "91-to-180", "181-to-270", "271-to-365", "366-to-455", "456-plus")
    headers = [
        "snapshot-date",
        "sku",
        "fnsku",
        "asin",
        "product-name",
        "condition",
        "available",
        *(f"inv-age-{band}-days" for band in bands),
        "currency",
        "units-shipped-t30",
        "your-price",
        "recommended-removal-quantity",
        "sell-through",
        "marketplace",
        "days-of-supply",
        "estimated-storage-cost-next-month",
        "inbound-quantity",
        "estimated-ais-181-210-days",
        "estimated-ais-271-300-days",
        "Low-Inventory-Level fee applied in current week?",
    ]
    rows = []
    for line, item in enumerate(month.items, 1):
        stock, age, units = int(item["stock"]), int(item["aged_days"]), month.units[item["sku"]]
        old = [0, 0, 0, 0, 0, 0]
        old[(age > 90) + (age > 180) + (age > 270)] = round(stock * 0.6)
        old[0] += stock - sum(old)
        volume = float(item["length_cm"]) * float(item["width_cm"]) * float(item["height_cm"]) / 28316.8
        supply = round(stock / units * 30)
        rows.append(
            [
                "2026-10-31",
                item["sku"],
                f"X00SHOP{line:03d}",
                asin(line),
                item["name"].split(" ", 1)[1],
                "New",
                stock,
                *old,
                "USD",
                units,
                item["price_usd"],
                round(stock * 0.3) if age > 180 else "",
                round(units / stock, 2),
                "US",
                supply,
                f"{volume * stock * 2.4:.2f}",
                300 if item["sku"] == "SP-301" else 0,
                f"{old[2] * volume * 0.5:.2f}",
                f"{old[3] * volume * 3.8:.2f}",
                "Yes" if supply < 28 else "No",
            ]
        )
    table(path, headers, rows)


def fee_preview(month: Month, path: Path) -> None:
    headers = [
        "sku",
        "fnsku",
        "asin",
        "amazon-store",
        "product-name",
        "product-group",
        "brand",
        "fulfilled-by",
        "your-price",
        "sales-price",
        "longest-side",
        "median-side",
        "shortest-side",
        "length-and-girth",
        "unit-of-dimension",
        "item-package-weight",
        "unit-of-weight",
        "product-size-tier",
        "currency",
        "estimated-fee-total",
        "estimated-referral-fee-per-unit",
        "estimated-variable-closing-fee",
        "expected-fulfillment-fee-per-unit",
    ]
    lines = ["\t".join(headers)]
    for line, item in enumerate(month.items, 1):
        referral, fba = fees(item, LAST)
        sides = sorted((float(item[f"{side}_cm"]) for side in ("length", "width", "height")), reverse=True)
        weight = float(item["weight_g"]) * (1.45 if item["sku"] == MOVED else 1.0)
        girth = sides[0] + 2 * (sides[1] + sides[2])
        lines.append(
            "\t".join(
                [
                    item["sku"],
                    f"X00SHOP{line:03d}",
                    asin(line),
                    "US",
                    item["name"].split(" ", 1)[1],
                    item["category"],
                    "Brandlos",
                    "Amazon",
                    item["price_usd"],
                    item["price_usd"],
                    *(f"{side:.2f}" for side in sides),
                    f"{girth:.2f}",
                    "centimeters",
                    f"{weight:.2f}",
                    "grams",
                    "UsLargeStandardSize",
                    "USD",
                    f"{referral + fba:.2f}",
                    f"{referral:.2f}",
                    "0.00",
                    f"{fba:.2f}",
                ]
            )
        )
    write(path, "\n".join(lines) + "\n")


def returns(month: Month, path: Path) -> None:
    headers = [
        "return-date",
        "order-id",
        "sku",
        "asin",
        "fnsku",
        "product-name",
        "quantity",
        "fulfillment-center-id",
        "detailed-disposition",
        "reason",
        "status",
        "license-plate-number",
        "customer-comments",
    ]
    places = {item["sku"]: line for line, item in enumerate(month.items, 1)}
    names = {item["sku"]: item["name"].split(" ", 1)[1] for item in month.items}
    lines = ["\t".join(headers)]
    for number_of, (day, order, sku) in enumerate(sorted(month.returned), 1):
        why = ("DEFECTIVE", "CUSTOMER_DAMAGED") if number_of % 3 else ("UNWANTED_ITEM", "SELLABLE")
        said = (
            '=HYPERLINK("http://example.org")' if number_of == 1 else ""
        )  # what a buyer types is text, never a formula
        lines.append(
            "\t".join(
                [
                    f"{day}T10:00:00+00:00",
                    order,
                    sku,
                    asin(places[sku]),
                    f"X00SHOP{places[sku]:03d}",
                    names[sku],
                    "1",
                    "AAA1",
                    why[1],
                    why[0],
                    "Unit returned to inventory",
                    f"LPN{number_of:09d}",
                    said,
                ]
            )
        )
    write(path, "\n".join(lines) + "\n")


def product_sheet(month: Month, path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "美国站产品表"
    columns = {
        "SKU": 11,
        "ASIN": 14,
        "产品名称": 36,
        "类目": 24,
        "站点": 7,
        "售价(USD)": 10,
        "采购成本(RMB)": 13,
        "头程(RMB)": 11,
        "汇率": 7,
        "长(cm)": 8,
        "宽(cm)": 8,
        "高(cm)": 8,
        "重量(g)": 9,
        "备注": 18,
    }
    title(sheet, "美国站产品表（演示数据，纯属虚构 / invented demo data）", [], len(columns))
    for column, (text, width) in enumerate(columns.items(), 1):
        header_cell(sheet, 3, column, text)
        sheet.column_dimensions[sheet.cell(3, column).column_letter].width = width
    for line, item in enumerate(month.items, 1):
        cells = [
            item["sku"],
            asin(line),
            item["name"],
            item["category"],
            "US",
            float(item["price_usd"]),
            number(item["cost_cny"]),
            number(item["first_leg_cny"]),
            RATE,
            *(number(item[key]) for key in ("length_cm", "width_cm", "height_cm", "weight_g")),
            item["note"] or None,
        ]
        for column, value in enumerate(cells, 1):
            put(sheet, 3 + line, column, value, "General" if column > 5 and column < 14 else None)
    sheet.freeze_panes = "C4"
    save(book, path)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    month = Month()
    product_sheet(month, folder / "产品表.xlsx")
    month.settlements(folder)
    ads_report(month, folder / "推广的商品_2026-10.csv")
    business_report(month, folder / "BusinessReport_2026-10.csv")
    inventory(month, folder / "inventory_planning_2026-10-31.csv")
    fee_preview(month, folder / "fee_preview.txt")
    returns(month, folder / "returns_2026-10.txt")
    table(
        folder / "发货记录.csv",
        ["日期", "快递单号", "收件仓"],
        [["2026-10-06", "YT000000001", "义乌仓"], ["2026-10-20", "YT000000002", "义乌仓"]],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "demo_shop")

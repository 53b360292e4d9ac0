"""What cannot be so is not taken; what stands twice counts once; totals, statuses and documents are read and told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from xlops.errors import EditionError, SheetError
from xlops.reports.measures import read_measures
from xlops.reports.products import products
from xlops.reports.read import Report, read_report

BUSINESS = [
    "(Child) ASIN", "SKU", "Sessions - Total", "Featured Offer (Buy Box) Percentage", "Units Ordered",
    "Ordered Product Sales",
]  # fmt: skip
ADS = ["Start Date", "End Date", "Currency", "Advertised SKU", "Impressions", "Clicks", "Spend", "7 Day Total Sales"]
ORDERS = ["订单号", "订单状态", "付款时间", "产品总金额", "商品 ID", "商品编码", "数量"]
FLOW = ["结算时间", "收支类型", "费用项", "商品ID", "变动金额", "币种", "订单号"]


def written(folder: Path, rows: Sequence[Sequence[object]], name: str = "report.csv") -> Path:
    path = folder / name
    path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows), encoding="utf-8")
    return path


def one(path: Path) -> Report:
    (report,) = read_report(path)
    return report


def unread(report: Report) -> list[tuple[str, str, str]]:
    return [(cell.header, cell.found, cell.text("en")) for cell in report.unread]


def test_what_cannot_be_is_not_taken_and_told(tmp_path: Path) -> None:
    rows = [["B0CHILD001", "LAMP-01", "-5", "190%", "(2.00)", "-3.00"], ["B0CHILD002", "MUG-1", "7", "100%", "0", "9"]]
    report = one(written(tmp_path, [BUSINESS, *rows]))
    lamp, mug = products(report).to_dict("records")
    assert [np.isnan(lamp[name]) for name in ("sessions", "buy_box", "units_sold")] == [True] * 3
    assert lamp["total_sales"] == -3.0, "an amount may be taken back"
    assert (mug["sessions"], mug["buy_box"], mug["units_sold"]) == (7.0, 1.0, 0.0)
    why = "this figure cannot be so"
    assert unread(report) == [
        ("Sessions - Total", "-5", why),
        ("Featured Offer (Buy Box) Percentage", "190%", why),
        ("Units Ordered", "(2.00)", why),
    ]


def test_an_own_table_is_asked_the_same(tmp_path: Path) -> None:
    report = one(written(tmp_path, [["SKU", "评分", "会话数"], ["LAMP-01", "7", "-5"], ["MUG-1", "4.5", "<5"]]))
    found = {(header, text): why for header, text, why in unread(report)}
    assert found == {
        ("评分", "7"): "this figure cannot be so",
        ("会话数", "-5"): "this figure cannot be so",
        ("会话数", "<5"): "only a limit is told",
    }
    assert products(report)["rating"].tolist()[1] == 4.5
    assert np.isnan(products(report)["rating"].tolist()[0])


def test_stock_of_an_erp_may_be_negative(tmp_path: Path) -> None:
    head = ["库存SKU编号", "可用库存量", "成本价(RMB)"]
    assert one(written(tmp_path, [head, ["LAMP-01", "-3", "12.50"]])).lines["stock"].tolist() == [-3.0]


def test_a_bound_that_is_no_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "measures.toml"
    entry = '[measure.x]\ngroup = "ads"\nkind = "text"\nlabel = { en = "x", zh = "x" }\ncombine = "last"\nleast = 0\n'
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(EditionError, match="measure x, least"):
        read_measures(path)


def test_a_percentage_that_excel_saved_is_a_fraction(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [BUSINESS, ["B0CHILD001", "LAMP-01", 10, 0.98, 3, 60.0], ["B0CHILD002", "MUG-1", 10, 1, 3, 60.0]]:
        book.active.append(row)
    book.save(tmp_path / "report.xlsx")
    assert one(tmp_path / "report.xlsx").lines["buy_box"].tolist() == [0.98, 1.0]


def test_a_row_that_stands_twice_counts_once_where_each_product_stands_once(tmp_path: Path) -> None:
    lamp, mug = ["B0CHILD001", "LAMP-01", "10", "90%", "3", "$60.00"], ["B0CHILD002", "MUG-1", "5", "90%", "1", "$9.00"]
    report = one(written(tmp_path, [BUSINESS, lamp, mug, lamp, [*lamp[:4], "4", "$80.00"]]))
    assert [row.line for row in report.skipped] == [4]
    assert products(report)["units_sold"].tolist() == [7.0, 1.0], "a row that differs is another"
    (note,) = report.notes
    assert note[0] == "the same row once more, taken once only (rows: 1)"
    assert "1 行" in note[1]


def test_rows_of_ads_that_are_alike_are_two(tmp_path: Path) -> None:
    row = ["2026-07-01", "2026-07-01", "USD", "LAMP-01", "10", "1", "0.50", "0"]
    report = one(written(tmp_path, [ADS, row, row]))
    assert products(report)["ad_spend"].tolist() == [1.0]
    assert report.notes == ()


@pytest.mark.parametrize(("spend", "holds"), [("$1.50", True), ("$9.99", False)])
def test_the_row_of_sums_of_an_ads_report_is_compared(tmp_path: Path, spend: str, holds: bool) -> None:
    rows = [["2026-07-01", "2026-07-01", "USD", "LAMP-01", "10", "1", cost, "8.00"] for cost in ("0.50", "1.00")]
    report = one(written(tmp_path, [ADS, *rows, ["总计", "", "", "", "20", "2", spend, "$16.00"]]))
    assert [(tie.measure, tie.summed, tie.holds()) for tie in report.ties] == [
        ("ad_spend", 1.5, holds),
        ("ad_sales", 16.0, True),
    ]
    assert report.ties[0].label("zh") == "广告花费"


def test_several_rows_of_sums_and_several_currencies_are_compared_with_nothing(tmp_path: Path) -> None:
    row = ["2026-07-01", "2026-07-01", "USD", "LAMP-01", "10", "1", "0.50", "8.00"]
    sums = ["总计", "", "", "", "10", "1", "0.50", "8.00"]
    assert one(written(tmp_path, [ADS, row, sums, sums])).ties == ()
    assert one(written(tmp_path, [ADS, row, [*row[:2], "EUR", *row[3:]], sums])).ties == ()


def test_the_row_of_sums_of_a_business_report_is_compared(tmp_path: Path) -> None:
    head = ["（子）ASIN", "SKU", "会话数 - 总计", "已订购商品数量", "已订购商品销售额"]
    rows = [["B0CHILD001", "LAMP-01", "10", "3", "US$60.00"], ["总计", "", "10", "4", "US$60.00"]]
    report = one(written(tmp_path, [head, *rows]))
    assert [(tie.measure, tie.stated, tie.summed, tie.holds()) for tie in report.ties] == [
        ("units_sold", 4.0, 3.0, False),
        ("total_sales", 60.0, 60.0, True),
    ]


def test_sums_have_no_dust_of_binary_fractions(tmp_path: Path) -> None:
    amounts = ["0.10"] * 3
    rows = [["2026-07-01", "2026-07-01", "USD", "LAMP-01", "1", "1", cost, "0"] for cost in amounts]
    assert sum(map(float, amounts)) != 0.3, "the sum as it comes has dust"
    assert products(one(written(tmp_path, [ADS, *rows])))["ad_spend"].tolist() == [0.3]


def order(number: int, status: str) -> list[str]:
    return [str(900 + number), status, "2026-07-01 08:00", "USD 5.20", "1005001", "LAMP-01", "1"]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("已关闭", "a cancelled order"),
        ("交易关闭", "a cancelled order"),
        ("买家申请取消", "a cancelled order"),
        ("Order cancelled", "a cancelled order"),
        ("等待买家付款", "an order that is not paid"),
        ("等待付款", "an order that is not paid"),
        ("已退款", "an order that was paid back"),
    ],
)
def test_orders_that_are_no_sales_are_left_out(tmp_path: Path, status: str, why: str) -> None:
    report = one(written(tmp_path, [ORDERS, order(1, status), order(2, "已完成")]))
    assert [row.en for row in report.skipped] == [why]
    assert products(report)["units_sold"].tolist() == [1.0]
    assert report.notes == ()


def test_a_status_that_is_not_known_is_counted_and_named(tmp_path: Path) -> None:
    statuses = ["等待您发货", "部分发货", "等待买家收货", "Finished", "平台审核中", "", "平台审核中"]
    report = one(written(tmp_path, [ORDERS, *(order(n, status) for n, status in enumerate(statuses))]))
    assert products(report)["units_sold"].tolist() == [7.0]
    assert report.notes == (
        (
            "订单状态: not known, and taken like the others: 平台审核中 (rows: 2), blank (rows: 1)",
            "订单状态：未能识别，照常计入：平台审核中（2 行）、空白（1 行）",
        ),
    )


def test_income_that_is_not_known_is_no_fee(tmp_path: Path) -> None:
    rows = [
        ["2026-07-01 10:00:00", "收入", "订单款", "1005001", "17.80", "USD", "800001"],
        ["2026-07-01 10:00:00", "支出", "平台佣金", "1005001", "-1.42", "USD", "800001"],
        ["2026-07-02 10:00:00", "收入", "活动补贴", "1005001", "3.00", "USD", "800001"],
        ["2026-07-02 10:00:00", "支出", "仓库操作费", "1005001", "-2.00", "USD", "800001"],
        ["2026-07-03 10:00:00", "收入", "平台佣金", "1005001", "0.42", "USD", "800001"],
    ]
    report = one(written(tmp_path, [FLOW, *rows]))
    (row,) = products(report).to_dict("records")
    assert (row["paid_amount"], row["other_income"], row["charged_other_fee"]) == (17.8, 3.0, 2.0)
    assert row["charged_commission"] == pytest.approx(1.0), "what is given back of a known fee is taken off it"
    assert [tie.holds() for tie in report.ties] == [True]
    assert [zh for _, zh in report.notes] == [
        "“收入 / 活动补贴”未能识别，计入其他收入（1 行，合计 3.00）",
        "“支出 / 仓库操作费”未能识别，计入实收其他费用（1 行，合计 -2.00）",
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "gb18030"])
def test_garbled_characters_are_named(tmp_path: Path, encoding: str) -> None:
    text = "父商品,子商品号,会话数,商品数量\nB0CHILD001,LAMP-01,10,3\n"
    path = tmp_path / "report.csv"
    path.write_bytes(text.encode().decode(encoding, "ignore").encode())
    with pytest.raises(SheetError) as caught:
        read_report(path)
    assert caught.value.code == "report_garbled"
    assert "商品" in caught.value.zh
    assert "乱码" in caught.value.zh
    assert caught.value.zh.isprintable()


def test_a_library_that_speaks_english_only_is_put_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "report.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    with pytest.raises(SheetError) as caught:
        read_report(path)
    english = caught.value.en.partition("cannot be read (")[2].partition(")")[0]
    assert english and english not in caught.value.zh
    assert "内容无法解析" in caught.value.zh

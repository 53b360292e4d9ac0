"""AliExpress: what was charged on each order, and buyers' data that no report keeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from xlops.reports.products import orders, products
from xlops.reports.read import read_report

SAMPLES = Path(__file__).parent / "samples"
ORDERS = ["aliexpress_orders/orders.csv", "aliexpress_orders_old/orders.xlsx", "dianxiaomi_orders/orders.txt"]
BUYERS = ("buyer", "Example", "example.com", "Sample", "Spain", "000", "X0")


def test_the_rates_of_each_order() -> None:
    (report,) = read_report(SAMPLES / "aliexpress_fund_flow" / "july.xlsx")
    found = orders(report).set_index("order_id")
    assert found.index.tolist() == ["800001", "800007", "800005"]
    assert found["lines"].tolist() == [5, 3, 3]
    # 800001 was paid back: its affiliate fee was not, and is a share of nothing. 800005's payment is not in the file.
    np.testing.assert_allclose(found["real_commission_rate"], [np.nan, 0.08, np.nan])
    np.testing.assert_allclose(found["real_affiliate_rate"], [np.nan, 0.05, np.nan])
    assert found["charged_affiliate_fee"].tolist()[:2] == [10.0, 50.0]
    assert found.loc["800001", "charged_commission"] == 0.0


def test_a_report_without_orders_has_none() -> None:
    (report,) = read_report(SAMPLES / "mabang_stock" / "stock.csv")
    assert orders(report).empty


@pytest.mark.parametrize("sample", ORDERS)
def test_no_buyer_is_kept(sample: str) -> None:
    for report in read_report(SAMPLES / sample):
        kept = report.lines.drop(columns=["line", "order_id"]).astype(str).to_csv(index=False)
        told = [row.en + row.zh for row in (*report.refused, *report.skipped)]
        told += [cell.found for cell in report.unread] + [en + zh for en, zh in report.notes]
        for word in BUYERS:
            assert word not in kept
            assert not any(word in text for text in told)


def test_an_order_whose_commission_came_back_tells_no_rate(tmp_path: Path) -> None:
    lines = [
        "2026-09-04 10:00:00,收入,订单款,x,1005000000000001,K-1,,20.00,USD,9001,国际支付宝,a@b,",
        "2026-09-04 10:00:00,支出,平台佣金,x,1005000000000001,K-1,,-1.60,USD,9001,国际支付宝,a@b,",
        "2026-09-05 10:00:00,支出,退款,x,1005000000000001,K-1,,-20.00,USD,9001,国际支付宝,a@b,",
        "2026-09-05 10:00:00,收入,平台佣金,x,1005000000000001,K-1,,1.60,USD,9001,国际支付宝,a@b,退佣",
    ]
    kept = [
        "2026-09-06 10:00:00,收入,订单款,x,1005000000000001,K-1,,20.00,USD,9002,国际支付宝,a@b,",
        "2026-09-06 10:00:00,支出,平台佣金,x,1005000000000001,K-1,,-1.60,USD,9002,国际支付宝,a@b,",
    ]
    header = "结算时间,收支类型,费用项,商品描述,商品ID,Sku编码,商品信息,变动金额,币种,订单号,资金渠道,渠道账号,备注"
    rates = []
    for name, rows in (("back.csv", lines), ("both.csv", [*lines, *kept])):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]), encoding="utf-8-sig")
        [report] = read_report(path)
        rates.append(float(products(report)["real_commission_rate"][0]))
    assert np.isnan(rates[0]) and rates[1] == pytest.approx(0.08)

"""``xlops audit``: a settlement and a product sheet in, findings on the console, as JSON and in a workbook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from xlops.hosts.cli import main

_HEADER = (
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type "
    "order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type amount-description amount "
    "fulfillment-id posted-date posted-date-time order-item-code merchant-order-item-id merchant-adjustment-item-id "
    "sku quantity-purchased promotion-id"
)
_COLUMNS = _HEADER.split()


def settlement(path: Path, orders: list[tuple[str, float]], prices: Sequence[float] = ()) -> Path:
    """Write a settlement of orders of one unit, each a SKU and its fulfilment fee; at 24.99 after ``prices``."""
    lines = [dict.fromkeys(_COLUMNS, "")]
    sold = [*prices, *[24.99] * len(orders)][: len(orders)]
    total = sum(price - 3.75 - fee for price, (_, fee) in zip(sold, orders, strict=True))
    lines[0] |= {
        "settlement-id": "70009",
        "settlement-start-date": "2026-06-01 00:00:00 UTC",
        "settlement-end-date": "2026-06-15 00:00:00 UTC",
        "deposit-date": "2026-06-17 00:00:00 UTC",
        "total-amount": f"{total:.2f}",
        "currency": "USD",
    }
    for number, (sku, fee) in enumerate(orders):
        for kind, what, amount in (
            ("ItemPrice", "Principal", sold[number]),
            ("ItemFees", "Commission", -3.75),
            ("ItemFees", "FBAPerUnitFulfillmentFee", -fee),
        ):
            lines.append(
                dict.fromkeys(_COLUMNS, "")
                | {
                    "settlement-id": "70009",
                    "transaction-type": "Order",
                    "order-id": f"700-000{number}",
                    "marketplace-name": "Amazon.com",
                    "amount-type": kind,
                    "amount-description": what,
                    "amount": f"{amount:.2f}",
                    "fulfillment-id": "AFN",
                    "posted-date": "2026-06-03",
                    "posted-date-time": "2026-06-03 08:15:00 UTC",
                    "order-item-code": str(number),
                    "sku": sku,
                    "quantity-purchased": "1" if kind == "ItemPrice" else "",
                }
            )
    rows = ["\t".join(_COLUMNS), *("\t".join(line.values()) for line in lines)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def products(tmp_path: Path) -> Path:
    """A product sheet: the box of 10 x 6 x 4 in and 2.01 lb, whose fulfilment fee in June 2026 is 6.13."""
    book = Workbook()
    book.active.title = "Products"
    book.active.append(["SKU", "Category", "Price (USD)", "Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)"])
    for sku in ("BOX-1", "=BOX-2"):
        book.active.append([sku, "Home and Kitchen", 24.99, 25.4, 15.24, 10.16, 911.72])
    book.active["A3"].data_type = "s"
    path = tmp_path / "products.xlsx"
    book.save(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, arguments), "--as-of", "2026-08-01"])


def texts(path: Path, sheet: str) -> list[str]:
    return [str(cell.value) for row in load_workbook(path)[sheet].iter_rows() for cell in row if cell.value is not None]


def test_findings_as_json_and_in_the_graded_copy(tmp_path: Path, products: Path) -> None:
    before = products.read_bytes()
    # Large bulky at 2 lb: 10.46.
    told = settlement(tmp_path / "settlement.txt", [("BOX-1", 10.46), ("BOX-1", 10.46), ("=BOX-2", 6.13)])
    result = run(told, "--into", products, "--json")
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    (finding,) = document["findings"]
    assert (finding["sku"], finding["fee"], finding["direction"]) == ("BOX-1", "fba_fee", "overcharged")
    assert (finding["estimate_low"], finding["charged"], finding["money"]) == (6.13, 10.46, 8.66)
    assert (finding["claim_by"], finding["days_left"]) == ("2026-09-01", 31)
    assert finding["cause"] == "tier" and finding["sheet_row"] == 2
    assert "amazon/us/fba/2026-01-15" in finding["explain_en"]
    assert document["checked"] == 4 and document["right"] == 3
    assert products.read_bytes() == before
    copy = tmp_path / "products.graded.xlsx"
    assert document["target"] == str(copy)
    assert load_workbook(copy).sheetnames == ["Products", "xlops fee audit"]
    assert any("Large bulky" in text for text in texts(copy, "xlops fee audit"))


def test_the_next_audit_takes_the_place_of_the_last_and_ungrade_removes_it(tmp_path: Path, products: Path) -> None:
    first = settlement(tmp_path / "june.txt", [("BOX-1", 10.46)])
    assert run(first, "--into", products).exit_code == 0
    second = settlement(tmp_path / "later.txt", [("BOX-1", 6.13)])
    assert run(second, "--into", products, "--lang", "zh").exit_code == 0
    copy = tmp_path / "products.graded.xlsx"
    assert load_workbook(copy).sheetnames == ["Products", "xlops 扣费核对"]
    assert any("全部正确" in text for text in texts(copy, "xlops 扣费核对"))
    assert CliRunner().invoke(main, ["ungrade", str(copy)]).exit_code == 0
    assert load_workbook(copy).sheetnames == ["Products"]


def test_a_graded_copy_keeps_its_grades(tmp_path: Path, products: Path) -> None:
    assert CliRunner().invoke(main, ["grade", str(products), "--as-of", "2026-06-10"]).exit_code == 0
    assert run(settlement(tmp_path / "june.txt", [("BOX-1", 10.46)]), "--into", products).exit_code == 0
    names = load_workbook(tmp_path / "products.graded.xlsx").sheetnames
    assert names == ["Products", "xlops summary", "xlops receipt", "xlops fee audit"]


def test_a_name_that_begins_like_a_formula_is_written_as_text(tmp_path: Path, products: Path) -> None:
    told = settlement(tmp_path / "june.txt", [("=BOX-2", 10.46)])
    out = tmp_path / "audit.xlsx"
    assert run(told, "--into", products, "--out", out).exit_code == 0
    cells = [cell for row in load_workbook(out)["xlops fee audit"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == "=BOX-2"} == {"s"}


def test_the_console_tells_the_reason_and_the_deadline(tmp_path: Path, products: Path) -> None:
    told = settlement(tmp_path / "june.txt", [("BOX-1", 10.46)])
    result = run(told, "--into", products)
    assert "6.13 -> 10.46 (+4.33) × 1 = +4.33 USD  overcharged" in result.stdout
    assert "claim by 2026-09-01" in result.stdout
    assert "多收" in run(told, "--into", products, "--lang", "zh").stdout


def test_without_a_product_sheet_what_is_missing_is_told(tmp_path: Path) -> None:
    told = settlement(tmp_path / "june.txt", [("BOX-1", 10.46)])
    out = tmp_path / "new" / "audit.xlsx"
    result = run(told, "-o", out)
    assert result.exit_code == 3 and "缺少长、宽或高" in result.stdout
    assert any("BOX-1" in text for text in texts(out, "xlops 扣费核对"))


def test_a_file_that_is_no_report_is_named(tmp_path: Path, products: Path) -> None:
    told = settlement(tmp_path / "june.txt", [("BOX-1", 6.13)])
    (tmp_path / "notes.csv").write_text("to do,who\ncall the factory,me\n", encoding="utf-8")
    result = run(told, tmp_path / "notes.csv", "--into", products)
    assert result.exit_code == 1 and "notes.csv" in result.stderr
    alone = run(tmp_path / "notes.csv", "--into", products)
    assert alone.exit_code == 3 and "FBA Fee Preview" in alone.stderr
    assert json.loads(run(tmp_path / "notes.csv", "--json").stdout)["code"] == "no_fees"


def test_an_audit_that_checked_nothing_says_so(tmp_path: Path, products: Path) -> None:
    told = settlement(tmp_path / "june.txt", [("BOX-9", 6.13)])
    result = run(told, "--into", products, "--lang", "zh")
    assert result.exit_code == 3
    assert "没有任何费用可以核对" in result.stdout and "商品表中没有这个商品" in result.stdout
    said = texts(tmp_path / "products.graded.xlsx", "xlops 扣费核对")
    assert any("没有任何费用可以核对" in text for text in said)
    assert not any("全部正确" in text for text in said)


def test_a_settlement_is_audited_price_by_price(tmp_path: Path, products: Path) -> None:
    # Below 10 dollars the fee is 5.28: once charged so, once as if above. The refund is no charge of a sale.
    told = settlement(tmp_path / "june.txt", [("BOX-1", 5.28), ("BOX-1", 6.13), ("BOX-1", 6.13)], prices=[9.5, 9.5])
    lines = told.read_text(encoding="utf-8").splitlines()
    back = lines[2].split("\t")
    for name, value in {
        "transaction-type": "Refund",
        "amount-type": "ItemFees",
        "amount-description": "Commission",
        "amount": "1.12",
        "posted-date": "2026-06-09",
        "quantity-purchased": "",
    }.items():
        back[_COLUMNS.index(name)] = value
    told.write_text("\n".join([*lines, "\t".join(back)]) + "\n", encoding="utf-8")
    result = run(told, "--into", products, "--json")
    document = json.loads(result.stdout)
    fees = {finding["fee"]: finding for finding in document["findings"]}
    assert (fees["fba_fee"]["difference"], fees["fba_fee"]["units"]) == (0.85, 1.0)
    # 15 % of 9.50 is 1.43; the settlement charges 3.75.
    assert (fees["referral_fee"]["difference"], fees["referral_fee"]["units"]) == (pytest.approx(2.32), 2.0)
    assert (document["checked"], document["right"], document["within_bounds"]) == (5, 3, 0)
    assert any("refunds, adjustments" in note["en"] for note in document["notes"])

"""``xlops shop``: a folder of exports and a product sheet become one workbook."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from xlops.grading.results import Settings
from xlops.hosts.batch import Options
from xlops.hosts.cli import main
from xlops.hosts.cli_reports import report_files
from xlops.hosts.import_files import import_reports
from xlops.hosts.shop import ShopOptions, make_shop
from xlops.hosts.shop_month import Shop
from xlops.hosts.shop_workbook import bridge

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "workbooks" / "demo_shop"
SAMPLES = ROOT / "tests" / "reports" / "samples"
TODAY = date(2026, 11, 22)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["shop", *map(str, arguments), "--as-of", str(TODAY)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEMO, tmp_path / "shop")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    out = tmp_path_factory.mktemp("month") / "month.xlsx"
    return make_shop(DEMO, ShopOptions(Settings(as_of=TODAY), out=out))


def cells(path: Path) -> dict[str, list[list[Any]]]:
    return {ws.title: [[cell.value for cell in row] for row in ws.iter_rows()] for ws in load_workbook(path)}


def row_of(rows: list[list[Any]], text: str) -> list[Any]:
    return next(row for row in rows if text in row)


def test_the_month_ties_to_the_settlements_and_to_a_count_of_its_own(demo: Shop) -> None:
    (ledger,) = demo.ledgers
    assert demo.month == "2026-10" and (ledger.market, ledger.currency) == ("US", "USD")
    # Every line of October of the three files, added here without xlops.
    net, units = 0.0, 0
    for file in DEMO.glob("settlement_*.txt"):
        header, _, *lines = (line.split("\t") for line in file.read_text().splitlines())
        for line in lines:
            row = dict(zip(header, line, strict=True))
            if row["posted-date"].startswith("2026-10"):
                net += float(row["amount"])
                units += int(row["quantity-purchased"] or 0) if row["amount-type"] == "ItemPrice" else 0
    assert ledger.total is not None and ledger.total.both == pytest.approx(net, abs=0.005)
    assert sum(line.units.value for line in ledger.lines if line.units) == units
    *steps, (_, profit) = bridge(ledger)
    assert profit == ledger.profit
    assert sum(value for _, value in steps) == pytest.approx(profit, abs=0.02)


def test_one_sku_by_hand(demo: Shop) -> None:
    (ledger,) = demo.ledgers
    line = next(one for one in ledger.lines if one.facts.sku == "PT-202")
    # 30 sold at 19.99; two refunded; goods 22.50 and first leg 14.00 CNY at 7.12
    assert line.units is not None and line.units.value == 30
    assert line.sales is not None and line.sales.value == pytest.approx(599.70)
    assert line.costs["refunds"].value == pytest.approx(39.98)
    assert line.costs["goods"].value == pytest.approx(94.80, abs=0.01)
    assert line.costs["first_leg"].value == pytest.approx(58.99, abs=0.01)
    named = sum(figure.value for figure in line.costs.values())
    assert line.profit == pytest.approx(599.70 - named, abs=0.01)
    assert line.acos == pytest.approx(0.71, abs=0.001)
    assert ledger.lines[0] is line  # it loses the most


def test_the_workbook_tells_what_was_computed(demo: Shop) -> None:
    sheets = cells(demo.target)
    assert list(sheets) == ["月度总览", "SKU利润", "库存与库龄", "xlops 扣费核对", "缺失与回执"]
    (ledger,) = demo.ledgers
    assert row_of(sheets["月度总览"], "利润")[2] == ledger.profit
    total = row_of(sheets["SKU利润"], "合计")
    assert total[5:7] == [ledger.known_sales, ledger.profit]
    # The numbers of the column above it, of the rows whose profit is told.
    rows = [row for row in sheets["SKU利润"] if isinstance(row[0], int)]
    told = [row for row in rows if row[6] is not None]
    assert len(told) == len(rows) - 2 and "不含 2 个" in total[2]
    for column in (4, 5):
        assert total[column] == pytest.approx(sum(row[column] or 0 for row in told), abs=0.005)
    header = row_of(sheets["SKU利润"], "盈亏平衡ACoS")
    worst = row_of(sheets["SKU利润"], "PT-202")
    assert worst[header.index("采购成本")] == pytest.approx(94.80, abs=0.01)
    assert worst[header.index("月度仓储费")] is None  # only the account is charged
    # A cost that nobody knows leaves the profit blank and says why.
    unknown = row_of(sheets["SKU利润"], "TL-501")
    assert unknown[3] in ("", None) and unknown[6] is None and unknown[7] is None and "缺少成本" in unknown[-1]
    assert row_of(sheets["SKU利润"], "KT-101")[3] in set("ABCDF")
    texts = "\n".join(str(cell) for row in sheets["缺失与回执"] for cell in row if cell is not None)
    for expected in ("发货记录.csv", "OLD-900", "TL-501", "BusinessReport_2026-10.csv", "2026-09-24~2026-09-30"):
        assert expected in texts
    assert demo.audit is not None
    assert {finding.sku for finding in demo.audit.findings} == {"TY-401", "KT-103"}
    assert any("TY-401" in row for row in sheets["xlops 扣费核对"])
    assert len(load_workbook(demo.target)["月度总览"]._charts) == 2


def test_a_month_leaves_out_the_rows_of_others(folder: Path) -> None:
    result = run(folder, "--month", "2026-09", "--json")
    document = json.loads(result.stdout)
    assert document["month"] == "2026-09"
    (market,) = document["markets"]
    assert market["charges_from"] == ["settlement_2026-10-08.txt"]
    assert any("2026-09-24 to 2026-09-30" in note["en"] for note in market["notes"])
    # Ads of October are no cost of September.
    assert all("ad_spend" not in product["costs"] for product in market["products"])
    assert any(entry["report"].startswith("推广") for entry in document["outside_the_month"])


def test_files_stay_as_they_are_and_the_result_replaces_only_its_own(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run(folder).exit_code == 0
    target = folder / "xlops_shop_2026-10.xlsx"
    assert target.is_file()
    again = run(folder, "--json")
    assert again.exit_code == 0 and json.loads(again.stdout)["passed_over"][0]["file"] == target.name
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path != target} == before
    own = folder / "产品表.xlsx"
    refused = run(folder, "--into", own, "-o", own)
    assert refused.exit_code == 3 and "was not made by xlops shop" in refused.output
    assert own.read_bytes() == before[own.name]


def test_two_product_sheets_are_a_question(folder: Path) -> None:
    shutil.copy(folder / "产品表.xlsx", folder / "产品表2.xlsx")
    result = run(folder)
    assert result.exit_code == 3
    assert "产品表.xlsx" in result.output and "产品表2.xlsx" in result.output and "--into" in result.output
    assert run(folder, "--into", folder / "产品表.xlsx").exit_code == 0
    (folder / "产品表2.xlsx").unlink()
    (folder / "产品表.xlsx").unlink()
    assert "no product sheet" in run(folder).output
    for path in folder.iterdir():
        path.unlink()
    shutil.copy(DEMO / "产品表.xlsx", folder)
    assert "no report found" in run(folder).output


def test_a_locked_product_sheet_is_no_missing_one_and_a_graded_copy_may_be_it(folder: Path) -> None:
    lock = folder / "~$产品表.xlsx"
    lock.touch()
    result = run(folder)
    assert result.exit_code == 3 and lock.name in result.output
    lock.unlink()
    shutil.copy(folder / "产品表.xlsx", folder / "产品表.graded.xlsx")
    document = json.loads(run(folder, "--json").stdout)
    assert document["product_sheet"] == str(folder / "产品表.xlsx")
    (folder / "产品表.xlsx").unlink()
    document = json.loads(run(folder, "--json").stdout)
    assert document["product_sheet"] == str(folder / "产品表.graded.xlsx")


def test_the_same_settlement_twice_counts_once(folder: Path) -> None:
    before = json.loads(run(folder, "--json").stdout)
    shutil.copy(folder / "settlement_2026-10-22.txt", folder / "settlement_copy.txt")
    after = json.loads(run(folder, "--json").stdout)
    assert after["markets"][0]["report_total"] == before["markets"][0]["report_total"]
    assert any("settlement_copy.txt" in note["en"] for note in after["notes"])


def test_a_report_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    ads = next(folder.glob("推广*.csv"))
    ads.write_text(ads.read_text(encoding="utf-8-sig").split("\n")[0], encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 1, result.output
    assert ads.name in result.output
    assert (folder / "xlops_shop_2026-10.xlsx").is_file()


def test_without_charges_fees_are_estimated(folder: Path) -> None:
    for path in [*folder.glob("settlement*"), *folder.glob("fee_preview*")]:
        path.unlink()
    document = json.loads(run(folder, "--lang", "en", "--json").stdout)
    (market,) = document["markets"]
    assert market["charges_from"] == [] and market["report_total"] is None
    assert any("our estimates" in note["en"] for note in document["notes"])
    product = next(one for one in market["products"] if one["sku"] == "KT-101")
    fee = product["costs"]["charged_fba_fee"]
    assert fee["estimated"] and fee["value"] > 0 and product["profit"] is not None
    rows = cells(Path(document["target"]))
    sheet = load_workbook(document["target"])["SKU profit"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == fee["value"])
    assert "≈" in cell.number_format
    total = next(row for row in sheet.iter_rows() if row[1].value == "Total")
    assert "≈" in total[6].number_format and "≈" in total[7].number_format
    overview = load_workbook(document["target"])["Overview"]
    profits = [row[2] for row in overview.iter_rows() if row[1].value == "Profit" and row[2].value is not None]
    assert profits and all("≈" in profit.number_format for profit in profits)
    assert "no report of charges" in " ".join(str(cell) for row in rows["SKU profit"] for cell in row)


def test_reports_of_other_markets_and_texts_like_formulas(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["SKU", "Market", "Price (USD)", "Product cost (USD)", "Category"])
    book.active.append(["LAMP-01", "US", 24.99, 5.0, "Home & Kitchen"])
    book.active.append(["KCHE-1", "DE", 1250, 400, "Home & Kitchen"])
    book.save(tmp_path / "products.xlsx")
    for name in ("us", "de"):
        shutil.copy(SAMPLES / "amazon_settlement_v2" / f"{name}.txt", tmp_path)
    result = run(tmp_path, "--lang", "en", "--json")
    document = json.loads(result.stdout)
    assert {(market["market"], market["currency"]) for market in document["markets"]} >= {("US", "USD"), ("DE", "EUR")}
    american = next(market for market in document["markets"] if market["market"] == "US")
    assert american["report_total"] == -36.63
    assert american["account_total"] == -56.20 and american["left_out"]["reserve"] == -10.0
    assert "ad_spend" in american["account"]  # billed for the account: no ad report tells it per product
    sheet = load_workbook(document["target"])["SKU profit"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=MUG+2")
    assert cell.data_type == "s"


def test_a_sheet_per_market(tmp_path: Path) -> None:
    book = Workbook()
    for market, sku, price in (("US", "LAMP-01", 24.99), ("DE", "KÜCHE-1", 1250)):
        ws = book.create_sheet(market)
        ws.append(["SKU", "Market", "Price", "Product cost (CNY)", "Exchange rate", "Category"])
        ws.append([sku, market, price, 35.5, 7.1, "Home & Kitchen"])
    del book["Sheet"]
    book.save(tmp_path / "products.xlsx")
    for name in ("us", "de"):
        shutil.copy(SAMPLES / "amazon_settlement_v2" / f"{name}.txt", tmp_path)
    document = json.loads(run(tmp_path, "--json").stdout)
    markets = {market["market"]: market for market in document["markets"]}
    german = next(product for product in markets["DE"]["products"] if product["sku"] == "KÜCHE-1")
    assert german["costs"]["goods"]["value"] == 5.0 and german["sheet_row"] == 2
    american = next(product for product in markets["US"]["products"] if product["sku"] == "LAMP-01")
    assert american["costs"]["goods"]["value"] == 10.0
    assert any("fee audit goes by the sheet" in note["en"] for note in document["notes"])


def test_sku_economics_and_no_folder(tmp_path: Path) -> None:
    assert run(tmp_path / "nowhere").exit_code == 3
    book = Workbook()
    book.active.append(["SKU", "Price (USD)", "Product cost (USD)", "Category"])
    book.active.append(["LAMP-01", 19.99, 3.0, "Home & Kitchen"])
    book.save(tmp_path / "products.xlsx")
    shutil.copy(SAMPLES / "amazon_sku_economics" / "nested.csv", tmp_path)
    document = json.loads(run(tmp_path, "--json").stdout)
    (market,) = document["markets"]
    assert market["report_total"] == 78.15
    lamp = next(product for product in market["products"] if product["sku"] == "LAMP-01")
    # 260 - 20 refunds - 36.60 - 62.40 - 3.10 - 1.50 + 5 - 20 ads - 13 x 3 (the sheet's cost, not the report's)
    assert lamp["profit"] == pytest.approx(82.40)
    mug = next(product for product in market["products"] if product["sku"] == "MUG-02")
    # Not in the sheet: the report's own cost of goods (10) is known.
    assert mug["profit"] == pytest.approx(8.50)


def test_what_shop_wrote_into_the_folder_is_no_report(demo: Shop, folder: Path, tmp_path: Path) -> None:
    made = shutil.copyfile(demo.target, folder / "xlops_shop_2026-10.xlsx")
    assert made not in report_files([str(folder)])
    result = import_reports([made], folder / "产品表.xlsx", Options(Settings(as_of=TODAY), out_dir=tmp_path))
    assert result.status == "refused" and result.files[0].refused is not None
    assert result.files[0].refused.code == "own_sheet"


def test_json_has_the_totals_and_no_dust(folder: Path) -> None:
    result = run(folder, "--json")
    (market,) = json.loads(result.stdout)["markets"]
    known = [product for product in market["products"] if product["profit"] is not None]
    totals = market["totals"]
    assert (totals["products"], totals["profit_unknown"]) == (len(known), len(market["products"]) - len(known))
    assert totals["units"] == sum(product["units"] or 0 for product in known)
    assert totals["sales"] == pytest.approx(sum(product["sales"] for product in known), abs=0.005)
    account = sum(market["account"].values())
    assert totals["profit"] == pytest.approx(sum(product["profit"] for product in known) - account, abs=0.005)
    assert totals["margin"] == pytest.approx(totals["profit"] / totals["sales"], abs=1e-6)
    assert totals["tacos"] == pytest.approx(totals["ads"] / totals["sales"], abs=1e-6)

    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [number for part in value.values() for number in numbers(part)]
        if isinstance(value, list):
            return [number for part in value for number in numbers(part)]
        return [value] if isinstance(value, float) else []

    assert all(number == round(number, 6) and str(number) != "-0.0" for number in numbers(market))
    assert "--period" not in result.output and "--fresh" not in result.output

"""What another day's fees do to an operator's rows. The unit of the rows pays 4.20 in spring 2026, and 3.5 % more from
17 April (0.15); in the autumn peak 4.48 and 0.16."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sheets_for_hosts import product_book

from xlops.grading.results import Settings
from xlops.hosts.batch import Options, file_impacts, ungrade_file
from xlops.hosts.cli import main
from xlops.hosts.console import NOTHING, OK, USAGE

HEADER = ["MSKU", "Product name", "Amazon category", "Market", "Price (USD)", "Product cost (USD)"]
HEADER += ["Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)", "Units sold"]
BOX = [20, 15, 5, 300]
# Left of 25.99 after 3.90 referral fee and 4.20: 17.89.
ROWS: list[list[Any]] = [
    ["fine", "Box", "Home & Kitchen", "US", 25.99, 6, *BOX, 10],
    ["thin", "Box", "Home & Kitchen", "US", 25.99, 13.89, *BOX, None],
    ["edge", "Box", "Home & Kitchen", "US", 25.99, 17.80, *BOX, 100],
    ["bare", "Box", "Home & Kitchen", "US", 25.99, None, *BOX, 5],
    ["open", "Box", "Home & Kitchen", "US", 25.99, 6, 20, 15, 5, None, 10],
]
SPRING, SUMMER, PEAK = date(2026, 3, 1), date(2026, 6, 1), date(2026, 11, 1)


def book(tmp_path: Path) -> Path:
    return product_book(tmp_path / "s.xlsx", ROWS, HEADER)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_rows_before_and_after_worst_first(tmp_path: Path) -> None:
    (found,) = file_impacts(book(tmp_path), Options(Settings(as_of=SPRING), changes_to=SUMMER))
    assert [row.name for row in found.rows] == ["edge", "fine", "bare", "thin", "open"]
    rows = {row.name: row for row in found.rows}
    edge = rows["edge"]
    assert edge.row == 5 and edge.fees["fba_fee"] == (4.20, 4.35) and edge.fees["referral_fee"] == (3.90, 3.90)
    assert edge.profit == (0.09, -0.06) and edge.change == -0.15 and edge.period_change == -15.00
    assert ("now loses money", "由盈转亏") in edge.limits
    assert edge.margin_rate == (round(0.09 / 25.99, 6), round(-0.06 / 25.99, 6))
    assert rows["fine"].limits == () and rows["fine"].period_change == -1.50
    # Without units a row stands by what one unit loses; without a cost it still pays its fees.
    assert rows["thin"].change == -0.15 and rows["thin"].period_change is None
    assert rows["bare"].change == -0.15 and rows["bare"].profit == (None, None)
    assert rows["open"].change is None and rows["open"].unknown == ("the weight is missing", "缺少重量")
    (total,) = found.totals
    assert (total.dearer, total.cheaper, total.same, total.unknown, total.below_zero) == (4, 0, 0, 1, 1)
    # 10 + 100 + 5 units at 0.15; profit of the two that have one: 118.90 + 9.00 before.
    assert total.period_change == -17.25 and total.period_profit == (127.90, 111.40)
    assert [table[2:] for table in found.tables] == [
        ("amazon/us/fuel_surcharge/2024-01-01", "amazon/us/fuel_surcharge/2026-04-17")
    ]


def test_the_same_day_changes_nothing_and_back_is_the_other_way_round(tmp_path: Path) -> None:
    (same,) = file_impacts(book(tmp_path), Options(Settings(as_of=SPRING), changes_to=SPRING))
    assert all(row.same and row.limits == () for row in same.rows) and same.tables == ()
    (back,) = file_impacts(book(tmp_path), Options(Settings(as_of=SUMMER), changes_to=SPRING))
    assert {row.change for row in back.rows} == {0.15, None}
    assert all(row.limits == () for row in back.rows)


def test_a_margin_that_falls_to_a_lower_band_is_told(tmp_path: Path) -> None:
    """4.00 of 25.99 is 15.4 % and above the line of 15 %, 3.56 is 13.7 % and below it."""
    (found,) = file_impacts(book(tmp_path), Options(Settings(as_of=SPRING), changes_to=PEAK))
    thin = next(row for row in found.rows if row.name == "thin")
    assert thin.fees["fba_fee"] == (4.20, 4.64) and thin.profit == (4.00, 3.56)
    assert thin.limits == (("margin ok -> watch", "利润率 良 -> 关注"),)
    assert thin.letter == ("C", "D") and found.totals[0].below_band == 2


def test_a_day_without_a_table_is_unknown_and_no_saving(tmp_path: Path) -> None:
    (found,) = file_impacts(book(tmp_path), Options(Settings(as_of=SPRING), changes_to=date(2027, 2, 1)))
    assert {row.change for row in found.rows} == {None}
    fine = next(row for row in found.rows if row.name == "fine")
    assert fine.unknown == (
        "FBA fee with surcharge: no published table covers this date",
        "FBA配送费(含附加费)：没有覆盖该日期的官方费用表",
    )
    assert found.totals[0].period_change is None


def test_the_command_and_the_sheet_in_the_workbook(tmp_path: Path) -> None:
    source = book(tmp_path)
    before = source.read_bytes()
    told = run("impact", source, "--from", SPRING, "--to", SUMMER, "--lang", "zh")
    assert told.exit_code == OK and not (tmp_path / "s.graded.xlsx").exists()
    assert "行 5 edge Box：利润 0.09 -> -0.06 USD (-0.15)" in told.stdout and "由盈转亏" in told.stdout
    english = run("impact", source, "--from", SPRING, "--to", SUMMER, "--rows", 1).stdout
    assert "row 5 edge Box: profit 0.09 -> -0.06 USD (-0.15)" in english and "and 3 more" in english
    saved = run("impact", source, "--from", SPRING, "--to", SUMMER, "--save", "--json")
    assert saved.exit_code == OK
    document = json.loads(saved.stdout_bytes)
    (sheet,) = document["sheets"]
    assert (sheet["from"], sheet["to"], sheet["rows"][0]["name"]) == ("2026-03-01", "2026-06-01", "edge")
    assert sheet["rows"][0]["fees"]["fba_fee"] == [4.20, 4.35]
    graded = Path(document["target"])
    changes = load_workbook(graded)["xlops fee changes"]
    cells = [[cell for cell in row if cell is not None] for row in changes.iter_rows(values_only=True)]
    worst = next(row for row in cells if row[:1] == [5])
    assert worst[1:7] == ["edge", "Box", "USD", 0.09, -0.06, -0.15] and "now loses money" in worst[-1]
    assert source.read_bytes() == before
    # The sheet goes with the rest of what xlops added.
    assert ungrade_file(graded).ok
    assert load_workbook(graded).sheetnames == load_workbook(source).sheetnames


def test_grading_may_add_the_sheet_too(tmp_path: Path) -> None:
    done = run("grade", book(tmp_path), "--as-of", SPRING, "--changes-to", SUMMER)
    assert done.exit_code == OK
    assert "xlops fee changes" in load_workbook(tmp_path / "s.graded.xlsx").sheetnames
    run("grade", book(tmp_path), "--as-of", SPRING)
    assert "xlops fee changes" not in load_workbook(tmp_path / "s.graded.xlsx").sheetnames


def test_wrong_use_and_refused_files(tmp_path: Path) -> None:
    assert run("impact", book(tmp_path)).exit_code == USAGE
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    refused = run("impact", bad, "--to", SUMMER)
    assert refused.exit_code == NOTHING and "文件为空" in refused.stderr
    assert json.loads(run("impact", bad, "--to", SUMMER, "--json").stdout_bytes)["refused"]["code"] == "empty_file"


MIXED = [
    ["us", "Box", "Toys", "US", 25.99, 6, *BOX, 10],
    ["de", "Box", "Toys", "DE", 25.99, 6, *BOX, 10],
    ["uk", "Box", "Toys", "UK", 25.99, 6, *BOX, 10],
]


def test_rows_whose_profit_stays_are_last_and_one_line(tmp_path: Path) -> None:
    """Storage changes in January, and is not in the profit."""
    header = [name.replace(" (USD)", "") for name in HEADER]
    path = product_book(tmp_path / "s.xlsx", MIXED, header)
    # On the later day Germany pays as before, the UK less, and the US has no table.
    (found,) = file_impacts(path, Options(Settings(as_of=date(2026, 11, 22)), changes_to=date(2027, 2, 1)))
    assert [row.name for row in found.rows] == ["uk", "us", "de"]
    assert found.unmoved == (1, 1) and [count for count, _ in found.unknown] == [1]
    # The digital services fee of a Chinese seller is 0 in the US, whatever the fees are.
    assert found.rows[1].fees["digital_fee"] == (0.0, 0.0) and found.rows[0].fees["digital_fee"][0] > 0
    told = run("impact", path, "--from", "2026-11-22", "--to", "2027-02-01").output
    assert "? 1 row: FBA fee with surcharge: no published table covers this date" in told
    assert "1 row keeps its profit (in 1 only the monthly storage changes, which is not in the profit)" in told
    assert "de Box" not in told and "digital" not in told


def test_a_fee_that_no_row_pays_on_one_day_is_0_there(tmp_path: Path) -> None:
    header = [name.replace(" (USD)", "") for name in HEADER]
    path = product_book(tmp_path / "s.xlsx", [MIXED[2]], header)
    (found,) = file_impacts(path, Options(Settings(as_of=date(2024, 5, 1)), changes_to=date(2026, 6, 1)))
    assert all(
        amount is not None for key, pair in found.rows[0].fees.items() if key == "digital_fee" for amount in pair
    )

"""The command: exit codes for scripts, JSON for machines, words for people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sheets_for_hosts import ROWS, product_book, table

from xlops import __version__
from xlops.hosts.cli import main
from xlops.hosts.console import NOTHING, OK, SOME, USAGE

ROOT = Path(__file__).parents[2]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def document(result: Result) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no JSON")

    return json.loads(result.stdout_bytes.decode("utf-8"), parse_constant=refuse)


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "xlops", *map(str, arguments)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


def test_exit_codes(tmp_path: Path) -> None:
    good, bad = product_book(tmp_path / "good.xlsx"), tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    assert run("grade", good, "--as-of", "2026-11-22").exit_code == OK
    mixed = run("grade", good, bad, "--as-of", "2026-11-22", "--jobs", 1)
    assert mixed.exit_code == SOME
    assert "bad.xlsx: the file is empty" in mixed.stderr and "文件为空" in mixed.stderr
    assert "good.graded.xlsx" in mixed.stdout and "3 行商品" in mixed.stdout
    assert run("grade", bad).exit_code == NOTHING
    for wrong in (["grade"], ["grade", good, "--as-of", "22/11/2026"], ["grade", good, "--rate", "USD"], ["nonsense"]):
        assert run(*wrong).exit_code == USAGE
    assert run("grade", tmp_path / "*.xlsm").exit_code == USAGE
    assert "没有找到" in run("grade", tmp_path / "*.xlsm").stderr


@pytest.mark.parametrize(
    "option", [["--commission", "8"], ["--rate", "USD=-1"], ["--market", "火星"], ["--affiliate", "x"]]
)
def test_impossible_options_are_explained_in_both_languages(option: list[str], tmp_path: Path) -> None:
    result = run("grade", product_book(tmp_path / "s.xlsx"), *option)
    assert result.exit_code == USAGE
    assert any("\u4e00" <= letter <= "\u9fff" for letter in result.stderr.replace("火星", ""))
    assert [p.name for p in tmp_path.iterdir()] == ["s.xlsx"]


def test_json_for_machines(tmp_path: Path) -> None:
    good, bad = product_book(tmp_path / "good.xlsx"), tmp_path / "bad.xls"
    bad.write_bytes(b"<html></html>")
    result = run("grade", good, bad, "--as-of", "2026-11-22", "--rate", "USD=7.1", "--json", "--jobs", 1)
    assert result.exit_code == SOME
    first, second = document(result)["files"]
    assert (first["status"], second["status"], second["code"]) == ("graded", "refused", "html")
    sheet = first["sheets"][0]
    assert sheet["settings"]["as_of"] == "2026-11-22" and sheet["settings"]["rates"] == {"USD": 7.1}
    assert sheet["rows_taken"] == 3 and sum(sheet["distribution"].values()) == 3
    row = sheet["rows"][2]
    assert row["row"] == 5 and row["values"]["profit"] is None and row["blank_because"]["profit"] == "missing_cost"
    fees = table(tmp_path / "good.graded.xlsx")["xlops 销售佣金 USD"]
    assert [entry["values"]["referral_fee"] for entry in sheet["rows"]] == fees


def test_folders_and_patterns_leave_out_locks_and_copies(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        product_book(tmp_path / name)
    (tmp_path / "~$c.xlsx").touch()
    (tmp_path / "notes.txt").touch()
    for argument in (tmp_path, tmp_path / "*.xlsx"):
        result = run("grade", argument, "--as-of", "2026-11-22", "--json", "--jobs", 1)
        assert [Path(f["source"]).name for f in document(result)["files"]] == ["a.xlsx", "b.xlsx"]
        assert result.exit_code == OK


def test_a_folder_names_the_spreadsheets_that_it_refuses(tmp_path: Path) -> None:
    product_book(tmp_path / "a.xlsx")
    for suffix in ("xlsb", "et", "ods"):
        product_book(tmp_path / f"a.{suffix}")
    (tmp_path / "a.xls").write_bytes(b"<html></html>")
    (tmp_path / "~$b.xls").touch()
    result = run("grade", tmp_path, "--as-of", "2026-11-22", "--json", "--jobs", 1)
    assert result.exit_code == SOME
    codes = {Path(f["source"]).name: f["code"] for f in document(result)["files"]}
    expected = {"a.xlsx": None, "a.xls": "html", "a.xlsb": "xlsb", "a.ods": "ods", "a.et": "wrong_suffix"}
    assert codes == expected


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("usd=0.14", ("upside down?", "USD=7.1", "写反")),
        ("GBP=91", ("2 to 20", "之间")),
        ("EUR=1.5", ("2 to 20",)),
        ("JPY=0", ("请写成",)),
    ],
)
def test_rates_that_cannot_be(rate: str, words: tuple[str, ...], tmp_path: Path) -> None:
    result = run("grade", product_book(tmp_path / "s.xlsx"), "--rate", rate)
    assert result.exit_code == USAGE and all(word in result.stderr for word in words)
    assert [p.name for p in tmp_path.iterdir()] == ["s.xlsx"]


def test_rates_of_small_currencies_are_taken(tmp_path: Path) -> None:
    given = ["--as-of", "2026-11-22", "--rate", "JPY=0.048"]
    assert run("grade", product_book(tmp_path / "s.xlsx"), *given).exit_code == OK


def test_a_rate_that_the_sheet_replaces_is_named(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    given = ["--as-of", "2026-11-22", "--rate", "USD=7.3"]
    assert "未使用 --rate USD" in run("grade", source, *given).stdout
    said = "--rate USD not used: the sheet has its own exchange rate"
    assert said in run("grade", source, *given, "--lang", "en").stdout
    book = load_workbook(tmp_path / "s.graded.xlsx")
    for title in ("xlops receipt", "xlops summary"):
        assert said in [cell.value for cell in book[title]["A"]]
    assert said not in run("grade", source, "--as-of", "2026-11-22", "--lang", "en").stdout
    rows = [[*row[:8], None, *row[9:]] if n == 1 else row for n, row in enumerate(ROWS)]
    partly = run("grade", product_book(tmp_path / "p.xlsx", rows), *given, "--lang", "en").stdout
    assert "--rate USD used only for rows without" in partly


def test_the_console_says_why_rows_have_no_letter(tmp_path: Path) -> None:
    bare = [[*row[:6], None, None, *row[8:13], None, None, None] for row in ROWS]
    source = product_book(tmp_path / "s.xlsx", [*bare, [*ROWS[0][:5], "面议", *ROWS[0][6:]]])
    told = run("grade", source, "--as-of", "2026-11-22").stdout
    result = document(run("grade", source, "--as-of", "2026-11-22", "--json"))["files"][0]["sheets"][0]
    assert result["distribution"]["?"] == 4
    first = result["not_graded_because"][0]
    assert f"? {first['rows']} 行：{first['why']}" in told
    assert told.count("  ? ") <= 2
    for severity, word in (("error", "处需要修正"), ("warning", "处请核对")):
        count = sum(issue["severity"] == severity for issue in result["issues"])
        assert (f"{count} {word}" in told) == (count > 0)
    assert "to correct" in run("grade", source, "--as-of", "2026-11-22", "--lang", "en").stdout


def test_ungrade_in_place_and_to_another_file(tmp_path: Path) -> None:
    run("grade", product_book(tmp_path / "s.xlsx"), "--as-of", "2026-11-22")
    graded = tmp_path / "s.graded.xlsx"
    assert run("ungrade", graded, "-o", tmp_path / "back.xlsx").exit_code == OK
    assert load_workbook(tmp_path / "back.xlsx").sheetnames == ["US产品", "说明"]
    (tmp_path / "folder").mkdir()
    assert run("ungrade", graded, "-o", tmp_path / "folder").exit_code == OK
    assert (tmp_path / "folder" / "s.graded.xlsx").exists()
    assert run("ungrade", graded).exit_code == OK
    assert run("ungrade", graded).exit_code == NOTHING


def test_map_shows_saves_and_takes_corrections(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    shown = run("map", source)
    assert shown.exit_code == OK
    assert "售价(USD) -> 售价 (price)" in shown.stdout and "100%" in shown.stdout
    assert "说明" in shown.stderr
    assert run("map", source, "--save").exit_code == OK
    saved = tmp_path / "s.xlsx.xlops.toml"
    text = saved.read_text(encoding="utf-8")
    assert '"头程(CNY)" = "first_leg"' in text
    saved.write_text(text.replace('"头程(CNY)" = "first_leg"', '"头程(CNY)" = "other_cost"'), encoding="utf-8")
    columns = document(run("map", source, "--json"))["sheets"][0]["columns"]
    found = next(column for column in columns if column["header"] == "头程(CNY)")
    assert (found["term"], found["how"]) == ("other_cost", "saved")
    (tmp_path / "bad.xlsx").write_bytes(b"")
    assert run("map", tmp_path / "bad.xlsx").exit_code == NOTHING


def test_one_fee_and_its_story() -> None:
    given = ["price=25", "category=家居厨房", "as_of=2026-11-22"]
    assert run("fee", "amz_referral_fee", *given).stdout.strip() == "3.75"
    assert document(run("fee", "AMZ_REFERRAL_FEE", *given, "--json"))["value"] == 3.75
    story = run("explain", "AMZ_REFERRAL_FEE", *given, "--lang", "zh").stdout
    assert "3.75" in story and "15%" in story and "https://" in story and "来源" in story
    unknown = run("fee", "AMZ_REFERRAL_FEE", "price=25", "category=家居厨房", "as_of=1999-01-01")
    assert unknown.exit_code == NOTHING and "没有覆盖该日期" in unknown.stderr
    assert unknown.stdout == "", "never a number"
    wrong = run("fee", "AMZ_REFERRAL_FEE", "price=25", "category=家居厨")
    assert wrong.exit_code == USAGE and "Home and Kitchen" in wrong.stderr
    assert "AMZ_REFERRAL_FEE" in run("fee", "AMZ_REFERAL_FEE").stderr, "a misspelt name gets a suggestion"
    assert run("fee", "AMZ_REFERRAL_FEE", "price").exit_code == USAGE
    spilled = run("fee", "AMZ_FEES", "price=25", "category=家居厨房", "length=20", "width=10", "height=5", "weight=200")
    assert spilled.stdout.splitlines()[0].split() == ["referral", "fee", "销售佣金", "3.75"]
    assert run("fee", "OPS_ACOS", "ad_spend=-5", "ad_sales=10").exit_code == USAGE
    lacking = run("fee", "ALI_WITHDRAWAL_FEE", "withdrawal_amount=5")
    assert lacking.exit_code == USAGE
    assert "needs 'withdrawal_route': bank" in lacking.stderr and "缺少 withdrawal_route：bank（美元" in lacking.stderr


def test_tables_of_one_product_are_printed_in_columns() -> None:
    item = ["length=20", "width=15", "height=2", "landed_cost=5.2", "weight=85", "category=美妆", "as_of=2026-11-22"]
    zones = run("fee", "AMZ_DEAD_ZONES", *item, "market=UK")
    heading, zone = zones.stdout.splitlines()
    # 15 % instead of 8 % above 10.00: 1.09 less at 10.01, made good again at 11.60
    assert zone.split() == ["10.01", "11.59", "1.09", "10", "11.6"]
    assert heading.index("use instead") > heading.index("lost per unit")
    told = document(run("fee", "AMZ_DEAD_ZONES", *item, "market=UK", "--json"))
    assert told["value"][1] == [10.01, 11.59, 1.09, 10, 11.6]
    unknown = run("fee", "AMZ_DEAD_ZONES", *item, "market=PL")
    assert unknown.exit_code == NOTHING and unknown.stdout == "" and "没有该站点" in unknown.stderr
    nothing = document(run("fee", "AMZ_DEAD_ZONES", *item, "market=PL", "--json"))
    assert (nothing["value"], nothing["blank_because"]) == (None, "no_table")


# A line table: the price of a unit down to its profit, with lines that have no amount (what is not counted).
ECONOMICS = ["fee", "AMZ_UNIT_ECONOMICS", "units=cm,kg", "landed_cost=20", "as_of=2026-11-22"]
SIZE = ["length=20", "width=15", "height=2", "weight=.05", "category=Toys", "price=20"]
TOY = [*ECONOMICS, *SIZE, "market=UK"]


def test_json_has_null_where_there_is_no_number() -> None:
    told = document(run(*TOY, "--json"))
    lines = dict(told["value"])
    assert lines["price 售价"] == 20.0
    assert lines["assumed: other cost: 0 按默认：其他成本：0"] is None
    assert document(run("fee", "OPS_ACOS", "ad_spend=nan", "ad_sales=10", "--json"))["arguments"]["ad_spend"] is None


RETURNED = [*ECONOMICS, "length=40", "width=30", "height=8", "weight=.9", "category=Clothing", "price=60", "market=FR"]


@pytest.mark.parametrize(
    ("command", "en", "zh", "code"),
    [
        ([*RETURNED, "return_rate=.1"], "returns: xlops has no table", "退货损失：xlops 没有该站点", "no_table"),
        (
            [*TOY, "length=", "category="],
            "referral fee: the category is missing",
            "销售佣金：缺少类目",
            "missing_category",
        ),
        ([*TOY, "length="], "FBA fulfilment fee: length, width", "FBA 基础配送费：缺少长", "missing_dimensions"),
        (
            ["fee", "AMZ_FEES", *SIZE, "units=cm,kg", "as_of=2027-02-01"],
            "FBA fulfilment fee: no published table",
            "FBA 基础配送费：没有覆盖该日期",
            "no_edition",
        ),
        (
            ["fee", "ALI_UNIT_ECONOMICS", "price=10", "rate_or_category=8%", "landed_cost=3"],
            "freight: the weight is missing",
            "运费：缺少重量",
            "missing_weight",
        ),
    ],
)
def test_a_line_table_names_its_first_unknown_line(command: list[str], en: str, zh: str, code: str) -> None:
    told = run(*command)
    assert told.exit_code == NOTHING
    assert en in told.stderr and zh in told.stderr
    assert told.stdout.count("\n") > 5 and " 0\n" in told.stdout, "the known lines stand"
    answer = run(*command, "--json")
    assert answer.exit_code == NOTHING and answer.stderr == ""
    written = document(answer)
    assert written["blank_because"] == code
    assert written["blank_line"].startswith(en.split(":")[0])
    assert dict(written["value"])[written["blank_line"]] is None


def test_a_line_table_with_a_known_profit_is_an_answer() -> None:
    told = run(*TOY, "price=0")
    assert told.exit_code == OK and told.stderr == "", "a margin of nothing is blank, the loss is known"
    assert run(*RETURNED).exit_code == OK


def test_list_of_formulas() -> None:
    listed = run("formulas").stdout
    assert "AMZ_REFERRAL_FEE(price, category, [market], [as_of], [shipping], [programme], [size_tier])" in listed
    names = [formula["name"] for formula in document(run("formulas", "--json"))["formulas"]]
    assert {"AMZ_FBA_FEE", "ALI_FREIGHT", "OPS_ACOS", "OPS_GRADE"} <= set(names)
    assert (
        "售价" in run("formulas", "AMZ_REFERRAL_FEE").stdout or "买家支付" in run("formulas", "AMZ_REFERRAL_FEE").stdout
    )


def test_version_loads_nothing_else() -> None:
    code = (
        "import sys; sys.argv = ['xlops', '--version']; from xlops.__main__ import main; main();"
        "print(sorted({'click', 'numpy', 'openpyxl', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split("\n")[:2] == [f"xlops {__version__}", "[]"]
    assert run("--version").stdout.strip() == f"xlops {__version__}"


def test_a_console_that_knows_no_chinese_does_not_stop_the_work(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    done = process("grade", source, "--as-of", "2026-11-22", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == OK, done.stderr
    assert b"s.graded.xlsx" in done.stdout
    as_json = process("grade", source, "--as-of", "2026-11-22", "--json", PYTHONIOENCODING="cp936", PYTHONUTF8="0")
    assert json.loads(as_json.stdout.decode("utf-8"))["files"][0]["sheets"][0]["sheet"] == "US产品"


def test_a_file_that_is_replaced_is_kept_once_as_a_backup(tmp_path: Path) -> None:
    source = product_book(tmp_path / "s.xlsx")
    graded, kept = tmp_path / "s.graded.xlsx", tmp_path / "s.graded.xlsx.bak"
    assert run("grade", source, "--backup", "--as-of", "2026-03-01").exit_code == OK
    first = graded.read_bytes()
    assert not kept.exists(), "nothing was replaced"
    assert run("grade", source, "--backup", "--as-of", "2026-11-22").exit_code == OK
    assert run("ungrade", graded, "--backup").exit_code == OK
    assert kept.read_bytes() == first != graded.read_bytes()


def test_a_file_name_where_a_folder_is_expected_is_refused(tmp_path: Path) -> None:
    result = run("grade", ROOT / "workbooks" / "demo_amazon_us.xlsx", "-o", tmp_path / "out.xlsx")
    assert result.exit_code == USAGE and "文件夹" in result.output and not (tmp_path / "out.xlsx").exists()

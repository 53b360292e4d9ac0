"""Fee tables at the command: own tables taken in, listed, shown, removed; coverage and age of all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from xlops.fees.edition import Edition
from xlops.fees.library import Library, packaged_library
from xlops.hosts import own_tables
from xlops.hosts.cli import main
from xlops.hosts.console import NOTHING, OK, USAGE

ROOT = Path(__file__).parents[2]
RATES = "平台：速卖通\n类目,费率,生效日期\n女装,5%,2026-01-01\n男装,8%,2026-01-01\n"
NAME = "aliexpress/global/commission/2026-01-01"
FEE = ("fee", "ALI_COMMISSION", "price=100", "as_of=2026-06-01")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XLOPS_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "fees"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def document(*arguments: object) -> Any:
    return json.loads(run(*arguments, "--json").stdout_bytes.decode("utf-8"))


def sheet(path: Path, text: str = RATES, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_add_takes_in_a_csv_of_rates(home: Path, tmp_path: Path, encoding: str) -> None:
    assert run(*FEE, "rate_or_category=女装").exit_code == NOTHING
    result = run("fees", "add", sheet(tmp_path / "佣金.csv", encoding=encoding), "--owner", "店铺A")
    assert result.exit_code == OK, result.output
    assert "from 2026-01-01 until you remove it or add a later one its 2 rows answer before" in result.stdout
    assert "自 2026-01-01 起" in result.stdout
    assert [path.relative_to(home).as_posix() for path in home.rglob("*.toml")] == [f"{NAME}.toml"]
    assert run(*FEE, "rate_or_category=女装").stdout == "5\n"
    assert run(*FEE, "rate_or_category=童装").exit_code == NOTHING
    explained = run("explain", *FEE[1:], "rate_or_category=女装", "--lang", "zh").stdout
    assert f"您自己的表 (店铺A)，文件 {NAME}.toml" in explained and "佣金.csv" in explained


def test_add_takes_in_a_workbook_with_a_sheet_of_notes(home: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["速卖通运费，与货代签订"])
    freight = book.create_sheet("运费")
    freight.append(["线路", "国家", "重量(g)", "每公斤(元)", "每票(元)", "生效日期"])
    freight.append(["无忧标准", "法国", 2000, 60.5, 15, date(2026, 5, 1)])
    rates = book.create_sheet("佣金")
    rates.append(["平台", "类目", "费率", "生效日期"])
    rates.append(["速卖通", "女装", 0.05, date(2026, 5, 1)])
    book.save(tmp_path / "own.xlsx")
    added = document("fees", "add", tmp_path / "own.xlsx")["tables"]
    names = [f"aliexpress/global/{name}/2026-05-01" for name in ("freight_standard", "commission")]
    assert [table["edition"] for table in added] == names
    # 1 kg x 60.50 + 15.00; the published table of the line ends at 150 g
    assert run("fee", "ALI_FREIGHT", "weight=1000", "country=FR", "as_of=2026-06-01").stdout == "75.5\n"
    assert run(*FEE, "rate_or_category=女装").stdout == "5\n"


def test_add_takes_what_the_sheet_does_not_say_from_the_options(home: Path, tmp_path: Path) -> None:
    file = workbook(tmp_path / "freight.xlsx", ["Country", "Weight (kg)", "Per kg"], ["France", 2, 9])
    refused = run("fees", "add", file)
    assert refused.exit_code == NOTHING and "row 2, line: found '-'; expected the shipping line" in refused.stderr
    options = ["--line", "yunexpress", "--currency", "CNY", "--from", "2026-05-01", "--until", "2026-12-31"]
    assert run("fees", "add", file, *options).exit_code == OK
    fee = ["fee", "ALI_FREIGHT", "weight=500", "country=FR", "line=YunExpress"]
    assert run(*fee, "as_of=2026-12-31").stdout == "4.5\n"
    assert run(*fee, "as_of=2027-01-01").exit_code == NOTHING


def test_add_takes_in_an_edition_whatever_its_file_is_called(home: Path, tmp_path: Path) -> None:
    text = (ROOT / "xlops/data/fees/amazon/us/plan/2024-01-01.toml").read_text(encoding="utf-8")
    text = text.replace("effective = 2024-01-01", 'effective = 2027-01-01\nowner = "us"').replace("39.99", "49.99")
    file = sheet(tmp_path / "next year.toml", "\ufeff" + text)
    assert run("fees", "add", file).exit_code == OK
    kept = (home / "amazon/us/plan/2027-01-01.toml").read_text(encoding="utf-8")
    assert kept == text
    shown = document("fees", "show", "us/plan", "2027-06-01")["tables"]
    assert [table["edition"][-10:] for table in shown] == ["2027-01-01", "2024-01-01"]
    assert shown[0]["owner"] == "us" and shown[0]["rows"][0][1] == "49.99"
    assert len(document("fees", "show", "us/plan", "2026-06-01")["tables"]) == 1


def test_add_refuses_and_copies_nothing(home: Path, tmp_path: Path) -> None:
    bad = run("fees", "add", sheet(tmp_path / "bad.csv", RATES.replace("8%", "8")))
    assert bad.exit_code == NOTHING
    assert "bad.csv: row 4, 费率: found '8'; expected a rate such as 8% or 0.08" in bad.stderr
    assert "第 4 行，费率：内容为“8”；应为费率" in bad.stderr
    edition = sheet(tmp_path / "bad.toml", "schema = 1\n[edition]\nplatform = 3\n")
    refused = document("fees", "add", edition)["refused"]
    assert refused["en"].startswith("bad.toml: [edition]: found 'nothing'; expected the key 'market'")
    assert refused["zh"].startswith("bad.toml：[edition]：内容为 'nothing'；应为键 'market'。")
    assert "no such file" in run("fees", "add", tmp_path / "none.csv").stderr
    assert "not UTF-8" in run("fees", "add", sheet(tmp_path / "gbk.toml", "# 表", "gbk")).stderr
    assert "Save it as .xlsx" in run("fees", "add", sheet(tmp_path / "old.ods", "PK")).stderr
    assert "xlops reads .xlsx, .xlsm and .csv" in run("fees", "add", sheet(tmp_path / "rates.docx")).stderr
    assert not home.exists()


def test_add_replaces_only_when_told(home: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path / "rates.csv")
    assert run("fees", "add", file).exit_code == OK
    sheet(file, RATES.replace("5%", "6%"))
    again = run("fees", "add", file)
    assert again.exit_code == NOTHING and "which you have already" in again.stderr and "已存在" in again.stderr
    assert run(*FEE, "rate_or_category=女装").stdout == "5\n"
    assert run("fees", "add", file, "--replace").exit_code == OK
    assert run(*FEE, "rate_or_category=女装").stdout == "6\n"


def test_add_checks_the_new_table_against_those_already_there(home: Path, tmp_path: Path) -> None:
    assert run("fees", "add", sheet(tmp_path / "a.csv"), "--until", "2026-12-31").exit_code == OK
    later = sheet(tmp_path / "b.csv", RATES.replace("2026-01-01", "2026-07-01"))
    refused = run("fees", "add", later)
    assert refused.exit_code == NOTHING and "expected a day before 2026-07-01" in refused.stderr
    assert len(list(home.rglob("*.toml"))) == 1


def test_list_own_tells_broken_tables_too_and_remove_takes_them_away(home: Path, tmp_path: Path) -> None:
    assert "none; xlops fees add takes one in" in run("fees", "list", "--own").stdout
    run("fees", "add", sheet(tmp_path / "rates.csv"))
    sheet(home / "dropped here.csv", RATES.replace("5%", ""))
    listed = {table["file"]: table for table in document("fees", "list", "--own")["tables"]}
    assert listed[f"{NAME}.toml"]["edition"] == NAME
    assert listed["dropped here.csv"]["refused"]["code"] == "own_table_rate"
    broken = run(*FEE, "rate_or_category=女装")
    assert broken.exit_code == 1 and "dropped here.csv: row 3" in broken.stderr and "第 3 行" in broken.stderr
    assert run("fees", "remove", "dropped here.csv").exit_code == OK
    assert run(*FEE, "rate_or_category=女装").stdout == "5\n"
    missing = run("fees", "remove", "dropped here.csv")
    assert missing.exit_code == NOTHING and f"expected one of {NAME}.toml" in missing.stderr
    assert run("fees", "remove", NAME).exit_code == OK
    assert run(*FEE, "rate_or_category=女装").exit_code == NOTHING


def test_list_counts_own_tables_beside_the_published(home: Path, tmp_path: Path) -> None:
    run("fees", "add", sheet(tmp_path / "rates.csv"))
    lines = run("fees", "list", "--platform", "aliexpress").stdout.splitlines()
    (line,) = (line for line in lines if line.startswith("aliexpress/global/commission "))
    assert "2024-01-01 – …  (1 + 1 own)" in line
    names = {table["name"] for table in document("fees", "list", "--market", "美国")["tables"]}
    assert "amazon/us/fba" in names and not any(name.startswith("aliexpress") for name in names)


def test_show_tells_a_table_as_published(home: Path) -> None:
    shown = run("fees", "show", "amazon/us/fba", "2026-10-20").stdout
    assert "Amazon US FBA fulfilment fees [amazon/us/fba/2026-10-15]" in shown
    assert "price bands: lt10 < 10.00, mid <= 50.00, gt50 the rest" in shown
    assert "small_standard" in shown and "2.62" in shown and "https://" in shown
    assert run("fees", "show", "amazon/us/fba/2026-10-15").stdout == shown
    assert "亚马逊" in run("fees", "show", "us/fba", "2026-10-20", "--lang", "zh").stdout
    assert "not charged" in run("fees", "show", "us/fuel_surcharge", "2025-01-01").stdout
    several = run("fees", "show", "referral")
    assert several.exit_code == USAGE and "several tables" in several.stderr and "amazon/ca/referral" in several.stderr
    titled = run("fees", "show", "us/销售佣金", "2026-06-01")
    assert titled.stdout == run("fees", "show", "us/referral", "2026-06-01").stdout != ""
    several = run("fees", "show", "佣金")
    assert several.exit_code == USAGE and "several tables 有多张表: aliexpress/global/" in several.stderr
    unknown = run("fees", "show", "us/fbaa")
    assert unknown.exit_code == USAGE and "no such table" in unknown.stderr and "amazon/us/fba" in unknown.stderr
    before = run("fees", "show", "us/fba", "2001-01-01")
    assert before.exit_code == NOTHING and before.stdout == ""
    assert "no edition covers 2001-01-01" in before.stderr and "没有覆盖 2001-01-01 的版本" in before.stderr
    refused = document("fees", "show", "us/fba", "2001-01-01")["refused"]
    assert refused["code"] == "no_edition" and "amazon/us/fba: no edition" in refused["en"]


def test_coverage_names_every_edition_and_every_gap(home: Path) -> None:
    markets = document("fees", "coverage")["markets"]
    editions = [edition["edition"] for market in markets for edition in market["editions"]]
    assert editions == [edition.name for edition in packaged_library().editions()]
    (us,) = (market for market in markets if market["market"] == "us")
    fba = [edition for edition in us["editions"] if edition["edition"].startswith("amazon/us/fba/")]
    days = {edition["effective"]: edition["last_day"] for edition in fba}
    assert days["2026-01-15"] == "2026-10-14" and days["2026-10-15"] == "2027-01-14"
    told = {(gap["programme"], gap["what"]) for gap in us["not_published"]}
    known = {(e.programme, gap) for e in packaged_library().editions() if e.market == "us" for gap in e.unknown}
    assert told == known and told
    text = run("fees", "coverage", "--market", "us").stdout
    assert "fba  2026-10-15  –  2027-01-14" in text and "not published: fba: fees from 2027-01-15 on" in text


def test_age_counts_from_the_day_that_is_given(home: Path) -> None:
    editions = list(packaged_library().editions())
    first = min(edition.checked for edition in editions)

    def old(as_of: str, days: int) -> list[str]:
        return [t["edition"] for t in document("fees", "age", "--as-of", as_of, "--days", days)["tables"]]

    assert old(str(first), 0) == []
    in_force: list[Edition] = [e for e in editions if e.until is None or e.until >= date(2030, 1, 1)]
    late = old("2030-01-01", 120)
    assert set(late) <= {edition.name for edition in in_force} and "amazon/us/fba/2024-04-15" not in late
    assert "amazon/us/referral/2024-01-15" in late
    assert "No table was checked more than 5 days ago" in run("fees", "age", "--as-of", first, "--days", 5).stdout


def test_diff_tells_own_tables_from_published_ones(home: Path, tmp_path: Path) -> None:
    run("fees", "add", sheet(tmp_path / "rates.csv"), "--owner", "店铺A", "--until", "2026-06-30")
    asked = ["fees", "diff", "2026-06-30", "2026-07-01", "--platform", "aliexpress"]
    lines = run(*asked, "--programme", "commission").stdout.splitlines()
    assert lines[1:] == [f"  your own table (店铺A), file {NAME}.toml", "  ended 2026-06-30"]
    lines = run(*asked, "--programme", "commission", "--lang", "zh").stdout.splitlines()
    assert lines[1:] == [f"  您自己的表 (店铺A)，文件 {NAME}.toml", "  已结束 2026-06-30"]
    own = {table["programme"]: (table["before"] or table["after"])["own"] for table in document(*asked)["tables"]}
    assert own.pop("commission") is True and own and not any(own.values())


ASKING = [
    ["fees", "age"],  # about the published tables only
    ["fees", "show", "amazon/us/fba", "2027-01-15"],
    ["fees", "list"],
    ["fees", "coverage"],
    ["fees", "diff", "2026-01-01", "2027-01-01"],
    ["fee", "AMZ_FBA_FEE", "length=20", "width=10", "height=5", "weight=200", "price=20", "category=Toys"],
]


@pytest.mark.parametrize(("command", "own"), [(c, False) for c in ASKING] + [(c, True) for c in ASKING[1:]])
def test_a_mistyped_table_is_told_without_a_traceback(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], own: bool
) -> None:
    root = home if own else tmp_path / "published"
    sheet(root / "amazon/us/fba/2027-01-15.toml", "schema = 1\n[edition]\nplatfrom = 3\n")
    if not own:
        library = Library(*packaged_library().roots, root)
        monkeypatch.setattr("xlops.fees.library.packaged_library", lambda: library)
        monkeypatch.setattr(own_tables, "packaged_library", lambda: library)
    result = run(*command)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ") and "2027-01-15.toml: [edition]" in result.stderr
    assert "platfrom" in result.stderr and "Traceback" not in result.stderr


# Tables beside a workbook, and the other doors.

PRODUCTS = ["产品名称", "平台", "类目", "售价(USD)", "采购成本(CNY)", "汇率", "重量(g)", "国家", "线路"]


def products(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    common = [20, 30, 7.1, 100, "法国", "无忧标准"]
    return workbook(
        folder / "products.xlsx", PRODUCTS, ["裙", "速卖通", "女装", *common], ["衫", "速卖通", "童装", *common]
    )


def commissions(path: Path, *options: str) -> list[float | None]:
    (file,) = document("grade", path, "--as-of", "2026-11-22", *options)["files"]
    assert file["status"] == "graded", file
    return [row["values"]["commission"] for row in file["sheets"][0]["rows"]]


def test_a_folder_beside_the_workbook_counts_for_it_alone(home: Path, tmp_path: Path) -> None:
    here, there = products(tmp_path / "here"), products(tmp_path / "there")
    sheet(here.parent / "xlops_fees" / "佣金.csv", encoding="gbk")
    assert commissions(here) == [1.00, None]
    assert commissions(here, "--commission", "8%") == [1.00, 1.60]  # the run's rate is for rows without their own
    assert commissions(there) == [None, None]


def test_a_file_beside_the_workbook_comes_before_the_users_folder(home: Path, tmp_path: Path) -> None:
    path = products(tmp_path / "here")
    users = RATES.replace("女装,5%", "女装,6%").replace("男装", "童装")
    run("fees", "add", sheet(tmp_path / "user.csv", users))
    assert commissions(path) == [1.20, 1.60]
    sheet(path.parent / "xlops_fees.csv")
    assert commissions(path) == [1.00, 1.60]
    graded = run("grade", path.parent, "--as-of", "2026-11-22")
    assert graded.exit_code == OK and "xlops_fees" not in graded.stdout  # it is no product sheet


def test_a_changed_table_is_read_again(home: Path, tmp_path: Path) -> None:
    path = products(tmp_path / "here")
    own = sheet(path.parent / "xlops_fees.csv")
    assert commissions(path) == [1.00, None]
    sheet(own, RATES.replace("女装,5%", "女装,12.5%"))
    assert commissions(path) == [2.50, None]


def test_a_bad_table_beside_one_workbook_stops_that_workbook_only(home: Path, tmp_path: Path) -> None:
    good, bad = products(tmp_path / "good"), products(tmp_path / "bad")
    sheet(bad.parent / "xlops_fees" / "rates.csv", RATES.replace("5%", "x"))
    files = document("grade", good, bad, "--as-of", "2026-11-22", "--jobs", 1)["files"]
    assert [file["status"] for file in files] == ["graded", "refused"]
    assert "xlops_fees/rates.csv: row 3, 费率: found 'x'" in files[1]["en"] and "第 3 行" in files[1]["zh"]
    assert not (bad.parent / "products.graded.xlsx").exists()


def test_python_asks_the_users_folder_too(home: Path, tmp_path: Path) -> None:
    run("fees", "add", sheet(tmp_path / "rates.csv"))
    code = (
        "import xlops, pandas\n"
        "from xlops.hosts.frame import apply\n"
        "f = pandas.DataFrame({'c': ['女装', '男装'], 'p': [100.0, 10.0]})\n"
        "print(xlops.ali_commission(100, '女装', as_of='2026-06-01'),\n"
        "      apply(f, 'ALI_COMMISSION', price='p', rate_or_category='c', as_of='2026-06-01').tolist())\n"
    )
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.stdout.decode("utf-8").split("\n")[0].strip() == "5.0 [5.0, 0.8]", done.stderr.decode("utf-8")


def test_the_users_folder_is_in_the_home_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XLOPS_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert own_tables.user_folder() == tmp_path / ".xlops" / "fees"

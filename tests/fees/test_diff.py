"""What changed between two editions: published figures, and made-up tables for every kind of difference."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from xlops.fees.diff import Change, changes, library_changes
from xlops.fees.library import Library, packaged_library
from xlops.hosts.cli import main

HEAD = """schema = 1
[edition]
platform = "testland"
market = "zz"
programme = "{programme}"
title = {{ en = "Test fees", zh = "测试费用" }}
kind = "{kind}"
effective = {day}
currency = "USD"
base = "per unit"
rounding = {{ step = 0.01, mode = "half_up" }}
confidence = "high"
checked = 2026-11-22
[[source]]
id = "made_up"
kind = "observed"
title = "Made up for a test"
url = ""
url_note = "made up"
retrieved = 2026-11-22
says = "Nothing."
"""
DAYS = (date(2030, 1, 1), date(2031, 1, 1))


def library(tmp_path: Path, kind: str, *tables: str, programme: str = "fee") -> Library:
    folder = tmp_path / "testland" / "zz" / programme
    folder.mkdir(parents=True)
    for day, table in zip(DAYS, tables, strict=True):
        head = HEAD.format(programme=programme, kind=kind, day=day)
        if not table:
            head = head.replace("[[source]]", "same_table_as = 2030-01-01\n[[source]]", 1)
        (folder / f"{day}.toml").write_text(head + table, encoding="utf-8")
    return Library(tmp_path)


def compared(tmp_path: Path, kind: str, *tables: str) -> list[Change]:
    (found,) = library_changes(library(tmp_path, kind, *tables), *DAYS)
    return list(found.changes)


def told(found: list[Change]) -> list[str]:
    return [change.text("en") for change in found]


def test_fulfilment_fees_of_two_years_across_new_price_bands() -> None:
    """2025 had no price bands; 2026 splits every row at 10 and 50 dollars. 2 oz: 3.06, then 2.43, 3.32 and 3.58."""
    (found,) = library_changes(packaged_library(), date(2025, 6, 1), date(2026, 6, 1), market="us", programmes=["fba"])
    assert (found.before and found.before.effective, found.after and found.after.effective) == (
        date(2025, 1, 15),
        date(2026, 1, 15),
    )
    lines = told(list(found.changes))
    assert lines[:3] == [
        "Small standard-size, ≤ 2 oz, price < 10 USD: fee 2.29 USD -> 2.43 USD (+6.1%)",
        "Small standard-size, ≤ 2 oz, price 10–50 USD: fee 3.06 USD -> 3.32 USD (+8.5%)",
        "Small standard-size, ≤ 2 oz, price > 50 USD: fee 3.06 USD -> 3.58 USD (+17.0%)",
    ]
    # Large standard below 10 dollars stayed where it was at 4 oz (2.91): no line.
    assert not any(line.startswith("Large standard-size, ≤ 4 oz, price < 10") for line in lines)
    assert any(change.kind == "added" and change.keys == (("size_tier", "small_bulky"),) for change in found.changes)


def test_storage_of_2024() -> None:
    """The rate of January to September fell from 0.87 to 0.78 on 1 April 2024, for standard sizes."""
    (found,) = library_changes(
        packaged_library(), date(2024, 3, 31), date(2024, 4, 1), market="us", programmes=["storage"]
    )
    assert [(c.before, c.after, c.ratio) for c in found.changes] == [
        (Decimal("0.87"), Decimal("0.78"), Decimal("-0.1034"))
    ]
    assert found.changes[0].text("zh") == "其他, 标准尺寸, 月份 1–9: 单位费用 0.87 USD/ft3 -> 0.78 USD/ft3 (-10.3%)"


def test_a_fee_that_starts_and_tables_that_stay() -> None:
    found = library_changes(packaged_library(), date(2026, 4, 16), date(2026, 4, 17), market="us")
    assert [table.edition.programme for table in found] == ["fuel_surcharge"]
    rate = next(change for change in found[0].changes if change.figure == "rate")
    assert (rate.kind, rate.before, rate.after, rate.ratio) == ("added", None, Decimal("0.035"), None)
    assert library_changes(packaged_library(), date(2026, 4, 17), date(2026, 4, 18), market="us") == []


def test_no_table_on_one_of_the_days(tmp_path: Path) -> None:
    """A day that no edition covers is told as no table, and not as fees of zero."""
    flat = '[table]\nkeys = ["item"]\ncolumns = ["item", "fee"]\nrows = [["a", 1.00], ["b", 2.00]]\n'
    found = library_changes(library(tmp_path, "lookup", flat, flat), date(2029, 1, 1), DAYS[0])
    assert found[0].before is None
    assert [(change.kind, change.after) for change in found[0].changes] == [
        ("added", Decimal("1.00")),
        ("added", Decimal("2.00")),
    ]
    (back,) = library_changes(library(tmp_path / "b", "lookup", flat, flat), DAYS[0], date(2029, 1, 1))
    assert {change.kind for change in back.changes} == {"removed"}


def test_an_edition_that_repeats_the_figures(tmp_path: Path) -> None:
    flat = '[table]\ncolumns = ["fee"]\nrows = [[1.00]]\n'
    assert compared(tmp_path, "lookup", flat, "") == []


def test_weight_steps_in_other_units_are_laid_over_each_other(tmp_path: Path) -> None:
    """Half a kilogram is 500 g: only 500 to 750 g changed, by the new row."""
    rows = '[table]\nrange = "weight"\nbounds = "over_upto"\ncolumns = ["over", "upto", "fee"]\n'
    found = compared(
        tmp_path,
        "lookup",
        rows + 'units = { weight = "kg" }\nrows = [[0, 0.5, 3.00], [0.5, 1, 4.00]]\n',
        rows
        + 'units = { weight = "g" }\nrows = [[0, 500, 3.00], [500, 750, 3.60], [750, 1000, 4.00], [1000, 2000, 5]]\n',
    )
    assert told(found) == [
        "> 500 ≤ 750 g: fee 4.00 USD -> 3.60 USD (-10.0%)",
        "> 1000 ≤ 2000 g: fee - -> 5.00 USD",
    ]


def test_steps_minimum_and_what_is_not_published(tmp_path: Path) -> None:
    head = (
        '[table]\nkeys = ["size_tier"]\nrange = "weight"\nbounds = "over_upto"\nunits = { weight = "lb" }\n'
        'columns = ["size_tier", "over", "upto", "fee", "step_fee", "step", "above", "mark"]\n'
    )
    found = compared(
        tmp_path,
        "lookup",
        head + 'rows = [["a", 3, 20, 6.62, 0.16, 0.5, 3, ""], ["b", 0, 20, 9.00, "", "", "", ""], '
        '["c", 0, 20, "", "", "", "", "unpublished"]]\n',
        head + 'rows = [["a", 3, 20, 6.92, 0.08, 0.25, 3, ""], ["b", 0, 20, "", "", "", "", "unpublished"], '
        '["d", 0, "", 7.00, "", "", "", ""]]\n',
    )
    assert told(found) == [
        "a, > 3 ≤ 20 lb: fee 6.62 USD -> 6.92 USD (+4.5%)",
        "a, > 3 ≤ 20 lb: fee per step 0.16 USD -> 0.08 USD (-50.0%)",
        "a, > 3 ≤ 20 lb: step 0.5 lb -> 0.25 lb (-50.0%)",
        "b, ≤ 20 lb: fee 9.00 USD -> not published",
        "d: fee - -> 7.00 USD",
    ]


def test_groups_and_others_stand_for_their_names(tmp_path: Path) -> None:
    """A row of its own that pays what the group paid is no change; the group alike in both stays a group."""
    head = '[table]\nkeys = ["size_tier"]\ncolumns = ["size_tier", "fee"]\n'
    groups = 'groups = {{ tiny = ["a", "b"], huge = [{}] }}\n'
    found = compared(
        tmp_path,
        "lookup",
        head + groups.format('"c", "d"') + 'rows = [["tiny", 1.00], ["huge", 2.00], ["*", 5.00]]\n',
        head
        + groups.format('"c"')
        + 'rows = [["tiny", 1.10], ["huge", 2.00], ["d", 2.50], ["e", 5.00], ["*", 5.00]]\n',
    )
    assert told(found) == [
        "tiny: fee 1.00 USD -> 1.10 USD (+10.0%)",
        "d: fee 2.00 USD -> 2.50 USD (+25.0%)",
    ]


def test_rate_bands(tmp_path: Path) -> None:
    """Jewelry-like portions, and a category that leaves "all other"."""
    head = '[table]\nkeys = ["category"]\ncolumns = ["category", "applies", "upto", "rate", "minimum"]\n'
    found = compared(
        tmp_path,
        "rate_bands",
        head + 'rows = [["watches", "portion", 1500, 0.16, 0.30], ["watches", "portion", "", 0.03, 0.30], '
        '["*", "whole", "", 0.15, 0.30]]\n',
        head + 'rows = [["watches", "portion", 1000, 0.16, 0.30], ["watches", "portion", "", 0.03, 0.30], '
        '["toys_and_games", "whole", "", 0.13, 0.30], ["*", "whole", "", 0.15, 0.30]]\n',
    )
    assert told(found) == [
        "Watches, base > 1000 ≤ 1500: rate 16% -> 3% (-81.2%)",
        "Toys and Games: rate 15% -> 13% (-13.3%)",
    ]


def test_size_tiers(tmp_path: Path) -> None:
    columns = '[table]\ncolumns = ["tier", "weighs", "longest", "max_weight"]\n'
    found = compared(
        tmp_path,
        "size_tiers",
        columns + 'units = { length = "in", weight = "lb" }\nrows = [["a", "unit", 15, 1], ["b", "unit", 18, 20]]\n',
        columns + 'units = { length = "cm", weight = "oz" }\n'
        'rows = [["b", "unit", 45.72, 320], ["a", "unit", 40, 16], ["c", "unit", "", ""]]\n',
    )
    assert told(found) == [
        "a: longest side up to 38.1 cm -> 40 cm (+5.0%)",
        "c: billed weight - -> unit",
        "order of the tiers a > b -> b > a",
    ]


def test_published_range_and_another_kind_of_table(tmp_path: Path) -> None:
    head = '[table]\ncolumns = ["item", "lowest", "highest"]\n'
    found = compared(
        tmp_path,
        "published_range",
        head + 'rows = [["commission", 0.05, 0.08]]\n',
        head + 'rows = [["commission", 0.05, 0.10]]\n',
    )
    assert told(found) == ["commission: highest 8% -> 10% (+25.0%)"]
    one = library(tmp_path / "x", "lookup", '[table]\ncolumns = ["fee"]\nrows = [[1.00]]\n', "")
    other = library(tmp_path / "y", "published_range", head + 'rows = [["commission", 0.05, 0.08]]\n', "")
    mixed = changes(next(one.editions()), next(other.editions()))
    assert [change.kind for change in mixed] == ["changed", "removed", "added", "added"]


def test_the_command_tells_people_and_machines() -> None:
    arguments = ["fees", "diff", "2024-03-31", "2024-04-01", "--market", "美国", "--programme", "storage"]
    said = CliRunner().invoke(main, [*arguments, "--lang", "zh"]).stdout
    assert "2024-01-01 -> 2024-04-01" in said
    assert "~ 其他, 标准尺寸, 月份 1–9: 单位费用 0.87 USD/ft3 -> 0.78 USD/ft3" in said
    (table,) = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout_bytes)["tables"]
    assert (table["programme"], table["before"]["effective"]) == ("storage", "2024-01-01")
    (change,) = table["changes"]
    assert (change["kind"], change["before"], change["after"], change["change"]) == ("changed", 0.87, 0.78, -0.1034)
    assert "same tables" in CliRunner().invoke(main, ["fees", "diff", "2026-05-01", "2026-05-02"]).stdout
    wrong = CliRunner().invoke(main, ["fees", "diff", "2026-05-01", "2026-05-02", "--programme", "storag"])
    assert wrong.exit_code == 2 and "storage" in wrong.stderr

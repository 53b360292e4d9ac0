"""Next year's table is one file: the steps of docs/add_a_fee_table.md, for a market that does not exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from asking import ask
from click.testing import CliRunner

from xlops.errors import Reason
from xlops.fees.diff import library_changes
from xlops.fees.library import Library
from xlops.hosts import own_tables
from xlops.hosts.cli import main

ROOT = Path(__file__).parent / "fictional"
FILE = "testland/zz/commission"
NEWEST = ROOT / FILE / "2031-07-01.toml"


def next_year() -> str:
    """Copy the newest file, give it the new day, sources read on another day, and the new figures."""
    text = NEWEST.read_text(encoding="utf-8")
    text = text.replace("2031-07-01", "2032-02-01").replace("retrieved = 2032-02-01", "retrieved = 2032-01-20")
    text = text.replace("checked = 2032-02-01", "checked = 2032-01-20")
    text = text.replace('["toys", "whole", "", 0.11]', '["toys", "whole", 20.00, 0.12],\n  ["toys", "whole", "", 0.13]')
    return text + EXAMPLE


EXAMPLE = """
[[example]]
id = "next_year"
origin = "hand"
source = "invented"
given = { category = "toys", base = 20.01 }
expect = 2.60
"""


def test_one_file_in_the_tree_is_all_it_takes(tmp_path: Path) -> None:
    path = tmp_path / FILE / "2032-02-01.toml"
    path.parent.mkdir(parents=True)
    path.write_text(next_year(), encoding="utf-8")
    library = Library(ROOT, tmp_path)
    assert ask(library, FILE, "2032-01-31", category="toys", base=20) == 2.20  # 11 %, the old table
    assert ask(library, FILE, "2032-02-01", category="toys", base=20) == 2.40
    assert ask(library, FILE, "2032-02-01", category="toys", base="20.01") == 2.60  # 13 % of 20.01 is 2.6013
    assert ask(library, FILE, "2040-01-01", category="toys", base=100) == 13.00
    (table,) = library_changes(library, date(2031, 12, 1), date(2032, 12, 1), programmes=["commission"])
    assert [change.text("en") for change in table.changes if change.ratio] == [
        "toys, base ≤ 20: rate 11% -> 12% (+9.1%)",
        "toys, base > 20: rate 11% -> 13% (+18.2%)",
    ]


def test_an_operator_takes_the_same_file_in_without_waiting_for_a_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = Library(ROOT)
    monkeypatch.setenv("XLOPS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(own_tables, "packaged_library", lambda: published)
    file = tmp_path / "next year.toml"
    file.write_text(next_year(), encoding="utf-8")
    result = CliRunner().invoke(main, ["fees", "add", str(file)])
    assert result.exit_code == 0, result.output
    assert "from 2032-02-01 until you remove it" in result.stdout
    library = own_tables.own_library()
    # In an own table a name becomes the code of the name list, as in the formulas.
    assert ask(library, FILE, "2032-02-01", category="toys_and_games", base=20) == 2.40
    assert ask(library, FILE, "2032-01-31", category="toys_and_games", base=20) == Reason.NO_EDITION  # not its days
    published_layer = library.timelines(*FILE.split("/"))[1]
    assert published_layer.editions[-1].effective == date(2031, 7, 1)


def test_a_slip_of_the_copyist_is_named_with_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLOPS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(own_tables, "packaged_library", lambda: Library(ROOT))
    file = tmp_path / "2032-02-01.toml"
    file.write_text(next_year().replace("0.13]", '"0.l3"]'), encoding="utf-8")
    result = CliRunner().invoke(main, ["fees", "add", str(file)])
    assert result.exit_code == 3
    assert (
        "2032-02-01.toml: [table], row 2 ['toys'], rate: found '0.l3'; expected a number. "
        "Write the published number without quotes." in result.stderr
    )
    assert "2032-02-01.toml：[table], row 2 ['toys'], rate：内容为 '0.l3'；应为数字。请填写数字" in result.stderr

"""The same numbers through every door: one file of vectors, and one sheet of products."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import REASONS, InvalidInput, Reason
from xlops.fees.names import name_list

DATA = Path(__file__).parent / "data"
DAY = date(2026, 6, 1)


def vectors() -> Iterator[Any]:
    with (DATA / "vectors.csv").open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            yield pytest.param(
                row["formula"], json.loads(row["arguments"]), expected(row["expected"]), id=f"{line}-{row['formula']}"
            )


def expected(text: str) -> float | str | Reason:
    if text in Reason.__members__:
        return Reason[text]
    try:
        return float(text)
    except ValueError:
        return text


VECTORS = list(vectors())
each = pytest.mark.parametrize(("name", "arguments", "result"), VECTORS)


def same(found: Any, result: float | str | Reason) -> bool:
    if isinstance(result, Reason):
        return found is None or bool(np.isnan(found))
    return bool(found == result)


def test_every_formula_is_among_the_vectors() -> None:
    told = {param.values[0] for param in VECTORS}
    missing = {n for n, f in catalogue().items() if n not in told and not n.endswith("_EXPLAIN") and not f.spills}
    assert missing <= {"OPS_BENCHMARK"}


@each
def test_a_single_call_from_python(name: str, arguments: dict[str, Any], result: Any) -> None:
    function = getattr(xlops, name.lower())
    if isinstance(result, Reason) and REASONS[result].kind == "invalid":
        with pytest.raises(InvalidInput) as error:
            function(**arguments)
        assert error.value.reason == result
    else:
        assert same(function(**arguments), result)
    reason = Reason(int(catalogue()[name].outcome(**arguments).reason[0]))
    assert reason == (result if isinstance(result, Reason) else Reason.OK)


@each
def test_a_column(name: str, arguments: dict[str, Any], result: Any) -> None:
    columns = {key: np.array([value] * 3, dtype=object) for key, value in arguments.items()}
    outcome = catalogue()[name].outcome(**columns)
    assert all(same(value, result) for value in outcome.value)
    assert {Reason(int(r)) for r in outcome.reason} == {result if isinstance(result, Reason) else Reason.OK}


@each
def test_a_data_frame(name: str, arguments: dict[str, Any], result: Any) -> None:
    import pandas as pd

    from xlops.hosts.frame import apply

    # Headings of their own, so that no value is taken for the name of a column.
    frame = pd.DataFrame({f"column {key}": [value, value] for key, value in arguments.items()}, index=[4, 9])
    found = apply(frame, name, **{key: f"column {key}" for key in arguments})
    assert found.index.tolist() == [4, 9]
    assert found.name == name
    assert all(same(value, result) for value in found)


def test_all_vectors_of_a_formula_in_one_column() -> None:
    """Rows of every kind side by side: one that is impossible stops none of the others."""
    for name in ("AMZ_REFERRAL_FEE", "AMZ_FBA_BASE_FEE", "AMZ_SIZE_TIER", "AMZ_STORAGE_FEE", "ALI_FREIGHT"):
        rows = [(p.values[1], p.values[2]) for p in VECTORS if p.values[0] == name]
        formula = catalogue()[name]
        columns = {
            a.name: np.array([arguments.get(a.name) for arguments, _ in rows], dtype=object) for a in formula.arguments
        }
        outcome = formula.outcome(**columns)
        for value, reason, (_, result) in zip(outcome.value, outcome.reason, rows, strict=True):
            assert same(value, result)
            assert Reason(int(reason)) == (result if isinstance(result, Reason) else Reason.OK)


# A sheet of products, graded by the batch and by the DataFrame door, against direct calls.


def products() -> list[dict[str, str]]:
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return float(text) if text else None


def by_hand(row: dict[str, str]) -> dict[str, Any]:
    """Ask the formulas one by one, as an operator would in cells."""
    price, landed = number(row["售价(USD)"]), number(row["到岸成本(USD)"])
    weight, units_sold = number(row["重量(g)"]), number(row["销量"])
    sides = [number(row[f"{side}(cm)"]) for side in "长宽高"]
    spend, sales = number(row["广告花费(USD)"]), number(row["广告销售额(USD)"])
    none = float("nan")
    found: dict[str, Any] = dict.fromkeys(
        ("referral_fee", "fba_fee", "storage_fee", "packaging_fee", "commission", "freight_fee"), none
    )
    found["size_tier"] = None
    if row["平台"] == "Amazon":
        package = {"length": sides[0], "width": sides[1], "height": sides[2], "weight": weight, "as_of": DAY}
        found["referral_fee"] = xlops.amz_referral_fee(price, row["类目"], as_of=DAY)
        found["fba_fee"] = xlops.amz_fba_fee(**package, price=price, category=row["类目"])
        found["storage_fee"] = xlops.amz_storage_fee(**package)
        tier = xlops.amz_size_tier(**package)
        # A Chinese sheet names the tier in Chinese.
        found["size_tier"] = None if tier is None else name_list("size_tiers").names[tier].zh
        found["packaging_fee"] = xlops.amz_packaging_fee(**package)
        fees, freight = found["referral_fee"] + found["fba_fee"] + found["packaging_fee"], 0.0
    else:
        found["commission"] = xlops.ali_commission(price, row["佣金率"] or None, as_of=DAY)
        freight = xlops.ali_freight(weight, row["收货国家"], row["物流线路"], as_of=DAY)
        found["freight_fee"], fees = freight, found["commission"]
    found["fees_total"] = fees
    # The sheet has a column for ad spend, so a blank in it is not a spend of 0.
    ads = spend / units_sold if spend is not None and units_sold else none
    known = freight == freight
    found["profit"] = xlops.ops_profit(price, landed, fees, freight, ads) if known and ads == ads else none
    found["margin_rate"] = xlops.ops_margin_rate(found["profit"], price)
    before_ads = xlops.ops_profit(price, landed, fees, freight) if known else none
    found["break_even_acos"] = xlops.ops_breakeven_acos(before_ads, price)
    found["acos"] = xlops.ops_acos(spend, sales)
    return found


def check(place: str, value: Any, wanted: Any) -> None:
    if wanted is None or wanted != wanted:
        assert value is None or value == "" or value != value, f"{place}: {value!r}, should be blank"
    elif isinstance(wanted, str):
        assert value == wanted, place
    else:
        assert value == pytest.approx(wanted, abs=1e-9), place


def settings() -> Any:
    from xlops.grading.results import Settings

    return Settings(as_of=DAY)


def test_grading_a_frame_gives_the_numbers_of_single_calls() -> None:
    import pandas as pd

    from xlops.hosts.frame import grade_frame

    frame = pd.DataFrame(products()).replace("", None)
    graded = grade_frame(frame, settings())
    assert len(graded) == len(frame)
    compared = 0
    for place, row in enumerate(products()):
        for key, wanted in by_hand(row).items():
            check(f"{row['SKU']} {key}", graded[f"xlops_{key}"].iloc[place], wanted)
            compared += 1
    assert compared == 13 * 12


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_grading_a_file_gives_the_numbers_of_single_calls(tmp_path: Path, kind: str) -> None:
    from openpyxl import Workbook, load_workbook

    from xlops.hosts.batch import Options, grade_book, grade_file
    from xlops.workbook.book import PREFIX
    from xlops.workbook.opening import open_book

    source = tmp_path / f"产品.{kind}"
    rows = products()
    if kind == "csv":
        source.write_text((DATA / "products.csv").read_text(encoding="utf-8"), encoding="utf-8-sig")
    else:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([_typed(text) for text in row.values()])
        book.save(source)
    graded, _ = grade_book(open_book(source), Options(settings()))
    (result,) = graded.values()
    assert len(result.sheet.rows) == len(rows)
    keys = {column.key: column for column in result.columns}
    for place, row in enumerate(rows):
        for key, wanted in by_hand(row).items():
            check(f"{row['SKU']} {key}", keys[key].values[place], wanted)

    written = grade_file(source, Options(settings()))
    assert written.status == "graded", written.en
    assert written.target is not None
    if kind == "csv":
        with written.target.open(encoding="utf-8-sig", newline="") as file:
            table: list[list[Any]] = list(csv.reader(file))
    else:
        table = [list(cells) for cells in load_workbook(written.target).worksheets[0].iter_rows(values_only=True)]
    assert [cell or "" for cell in table[0][: len(rows[0])]] == list(rows[0])
    for key, column in keys.items():
        if key in ("grade", "coverage", "reasons", "size_tier"):
            continue
        heading = PREFIX + column.label_zh
        place_of = table[0].index(heading)
        for place, row in enumerate(rows):
            cell = table[place + 1][place_of]
            wanted = by_hand(row).get(key, column.values[place])
            # A .csv holds numbers as text, with 6 decimals.
            value = float(cell) if cell not in (None, "") else None
            exact = kind == "xlsx" or value is None or wanted != wanted
            check(f"{row['SKU']} {heading}", value, wanted if exact else round(wanted, 6))


def _typed(text: str) -> Any:
    try:
        return float(text) if text else None
    except ValueError:
        return text

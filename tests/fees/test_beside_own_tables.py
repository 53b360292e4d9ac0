"""With an own table of another fee in force, every formula answers as it does without: for one row and for columns."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xlops.catalog import catalogue
from xlops.errors import InvalidInput
from xlops.fees.library import packaged_library, using
from xlops.fees.own import own_edition, with_own

COMMISSION = """schema = 1

[edition]
platform = "aliexpress"
market = "global"
programme = "commission"
title = { en = "Own", zh = "自有" }
kind = "rate_bands"
effective = 2020-01-01
currency = "USD"
base = "price"
rounding = { step = 0.01, mode = "half_up" }
confidence = "own"
checked = 2026-11-22
owner = "Shop A"

[[source]]
id = "contract"
kind = "own"
title = "contract"
url = ""
url_note = "on paper"
retrieved = 2026-11-22
says = "the rates"

[table]
keys = ["category"]
columns = ["category", "applies", "upto", "rate"]
rows = [["auto_tires", "whole", "", 0.08]]
"""
with (Path(__file__).parents[1] / "data" / "vectors.csv").open(encoding="utf-8") as file:
    ASKED = [(row["formula"], json.loads(row["arguments"])) for row in csv.DictReader(file)]


def answer(formula: Any, arguments: dict[str, Any]) -> Any:
    try:
        return formula(**arguments)
    except InvalidInput as error:
        return str(error)


def columns_of(name: str, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """The call as it is, each argument alone as a column of three, and all of them together."""
    if catalogue()[name].spills or name.endswith("_EXPLAIN"):
        return [{}]
    kinds = [{key: [value] * 3} for key, value in arguments.items() if value is not None]
    return [{}, *kinds, {key: value for kind in kinds for key, value in kind.items()}]


@pytest.mark.parametrize("name", sorted({name for name, _ in ASKED}))
def test_an_own_table_changes_no_other_fee(name: str) -> None:
    formula = catalogue()[name]
    calls = [arguments for asked, arguments in ASKED if asked == name][-3:]
    calls = [{**call, **kind} for call in calls for kind in columns_of(name, call)]
    library = with_own(packaged_library(), [own_edition(COMMISSION, "mine.toml")])
    for call in calls:
        expected = answer(formula, call)
        with using(library):
            found = answer(formula, call)
        assert np.array_equal(np.ravel(found).astype(str), np.ravel(expected).astype(str)), call


def test_near_bounds_are_found_beside_an_own_table() -> None:
    given = {"length": 20, "width": 15, "height": 2, "weight": 0.05, "units": "cm,kg", "category": "Toys"}
    given |= {"market": "UK", "price": 20.5, "as_of": "2026-11-22"}
    near = catalogue()["AMZ_NEAR_MISS"]
    with using(with_own(packaged_library(), [own_edition(COMMISSION, "mine.toml")])):
        found = near(**given)
    assert found.shape[0] > 1 and found.tolist() == near(**given).tolist()

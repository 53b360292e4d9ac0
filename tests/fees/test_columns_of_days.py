"""One product asked for many days and markets at once: the same answers as one call for each."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xlops.catalog import catalogue
from xlops.errors import InvalidInput

MARKETS = np.array(["us", "uk", "de", "se", "ie", "jp", "ca", "mx", "au", "ae"], dtype=object)
DAYS = np.array(
    ["2022-06-01", "2024-01-20", "2024-08-01", "2025-06-01", "2026-01-10", "2026-03-01", "2026-11-22", "2029-01-01"],
    dtype="datetime64[D]",
)
COLUMNS = {
    "days": {"as_of": DAYS},
    "markets": {"market": MARKETS},
    "days and markets": {"as_of": np.tile(DAYS, len(MARKETS)), "market": np.repeat(MARKETS, len(DAYS))},
}
with (Path(__file__).parents[1] / "data" / "vectors.csv").open(encoding="utf-8") as file:
    ASKED = {row["formula"]: json.loads(row["arguments"]) for row in csv.DictReader(file)}  # the last of each formula


def alone(formula: Any, arguments: dict[str, Any]) -> Any:
    try:
        return formula(**arguments)
    except InvalidInput:
        return None  # in a column that row is blank


def blank(value: Any) -> bool:
    return value is None or value != value


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_column_of_days_and_markets(name: str, kind: str) -> None:
    formula, columns = catalogue()[name], COLUMNS[kind]
    if formula.spills or not set(columns) <= {argument.name for argument in formula.arguments}:
        return
    found = formula(**{**ASKED[name], **columns})
    for row in range(0, len(found), 7 if len(columns) > 1 else 1):
        value = found[row]
        single = alone(formula, {**ASKED[name], **{key: column[row] for key, column in columns.items()}})
        assert (blank(value) and blank(single)) or value == pytest.approx(single), row

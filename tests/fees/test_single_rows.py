"""Single rows have a form of their own in plain Python: where it could part from the columns' form, it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from xlops.catalog import catalogue

DAY = "2026-11-22"
PACKAGE = {"length": 10.0, "width": 8.0, "height": 2.0, "weight": 200.0, "as_of": DAY}
CALLS: dict[str, dict[str, Any]] = {
    "AMZ_SIZE_TIER": PACKAGE,
    "AMZ_FBA_FEE": {**PACKAGE, "price": 25.0, "category": "Toys and Games"},
    "AMZ_STORAGE_FEE": PACKAGE,
    "AMZ_REMOVAL_FEE": PACKAGE,
    "AMZ_REFERRAL_FEE": {"price": 25.0, "category": "Toys and Games", "as_of": DAY},
    "ALI_FREIGHT": {"weight": 50.0, "country": "FR", "as_of": DAY},
}


@pytest.mark.parametrize("huge", [1e15, 1e300])
@pytest.mark.parametrize("market", ["US", "UK", "DE", "JP"])
@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_number_beyond_all_tables_answers_alone_as_in_a_column(name: str, market: str, huge: float) -> None:
    formula, given = catalogue()[name], CALLS[name]
    if "market" in {argument.name for argument in formula.arguments}:
        given = {**given, "market": market}
    for changed in given.keys() & {"length", "weight", "price"}:
        with np.errstate(over="ignore"):
            alone = formula.outcome(**{**given, changed: huge})
            column = formula.outcome(**{**given, changed: np.array([huge, given[changed]])})
        assert (repr(alone.value[0]), alone.reason[0]) == (repr(column.value[0]), column.reason[0])


@pytest.mark.parametrize("name", sorted(CALLS))
def test_no_caller_can_change_what_the_next_one_gets(name: str) -> None:
    formula, given = catalogue()[name], CALLS[name]
    first = formula.outcome(**given)
    expected = first.value[0]
    assert first.reason[0] == 0
    first.value[0] = 0
    with pytest.raises(ValueError, match="read-only"):  # most calls share it
        first.reason[0] = 1
    again = formula.outcome(**given)
    assert again.value[0] == expected
    assert again.reason[0] == 0

"""Fee columns that contain others are decided by the rows' own arithmetic, never by a fixed list."""

from __future__ import annotations

import numpy as np
import pytest

from xlops.reports.layout import header_key, layouts
from xlops.reports.nested_fees import FeeColumns, fee_measures, find_fees, nested, other_places

FEES = layouts()["amazon_sku_economics"].fees
NAMES = [
    "FBA fulfillment fees", "Base fulfillment fee", "Fuel and Logistics-related surcharge", "Referral fee",
    "Monthly inventory storage fee", "Base monthly storage fee", "Something new",
]  # fmt: skip
ROWS = np.array(
    [
        [62.4, 54.6, 7.8, 39.0, 3.1, 3.1, 0.0],
        [20.0, 19.5, 0.5, 7.5, 1.0, 1.0, 2.0],
        [0.0, 0.0, 0.0, 0.0, 0.75, 0.75, 0.5],
    ]
)


def columns() -> list[FeeColumns]:
    return find_fees([f"{name} total" for name in NAMES], frozenset(), FEES)


def decide(taken_off: list[str], rows: np.ndarray = ROWS) -> tuple[list[str], bool]:
    """Which columns are inside others when the report took off the named ones."""
    charged = rows[:, [NAMES.index(name) for name in taken_off]].sum(axis=1)
    inside, proved = nested(columns(), dict(enumerate(rows.T)), rows.sum(axis=1) - charged)
    return [NAMES[place] for place in sorted(inside)], proved


def test_the_fees_are_found_by_the_ends_of_their_headers() -> None:
    headers = ["Sales", "Referral fee per unit", "Referral fee quantity", "Referral fee total", "New total", "Total"]
    found = find_fees(headers, frozenset({0}), FEES)
    assert [(fee.name, fee.total, fee.quantity, fee.fee is not None) for fee in found] == [
        ("Referral fee", 3, 2, True),
        ("New", 4, None, False),
    ]
    assert other_places(headers, found, FEES) == {1, 2, 3, 4}


def test_the_known_nesting_is_proved() -> None:
    assert decide(["FBA fulfillment fees", "Referral fee", "Monthly inventory storage fee", "Something new"]) == (
        ["Base fulfillment fee", "Fuel and Logistics-related surcharge", "Base monthly storage fee"],
        True,
    )


def test_a_surcharge_that_stands_beside_is_counted() -> None:
    rows = ROWS.copy()
    rows[:, 1] = rows[:, 0]  # base is all of the fulfilment fee; fuel comes on top
    taken = ["FBA fulfillment fees", "Fuel and Logistics-related surcharge", "Referral fee", "Base monthly storage fee"]
    inside, proved = decide([*taken, "Something new"], rows)
    assert proved
    assert "Fuel and Logistics-related surcharge" not in inside
    assert "Base fulfillment fee" in inside


def test_a_nesting_that_nobody_knew_is_found() -> None:
    rows = ROWS.copy()
    rows[:, 6] = rows[:, 3]  # "Something new" repeats part of the referral fee
    inside, proved = decide(["FBA fulfillment fees", "Referral fee", "Monthly inventory storage fee"], rows)
    assert proved
    assert len({"Something new", "Referral fee"} & set(inside)) == 1


def test_rows_that_do_not_add_up_prove_nothing() -> None:
    inside, proved = nested(columns(), dict(enumerate(ROWS.T)), np.array([1000.0, 5.0, 0.0]))
    assert not proved
    assert sorted(inside) == [1, 2, 5]
    assert nested(columns(), dict(enumerate(ROWS.T)), None) == ({1, 2, 5}, False)


def test_a_part_without_its_whole_is_counted() -> None:
    found = find_fees(["Base fulfillment fee total", "Fuel and Logistics-related surcharge total"], frozenset(), FEES)
    totals = {0: np.array([5.0]), 1: np.array([0.4])}
    inside, _ = nested(found, totals, None)
    assert inside == set()
    measured = fee_measures(found, totals, {}, inside, "charged_other_fee")
    assert measured["charged_fba_fee"] == pytest.approx([5.4])
    assert measured["charged_fuel_surcharge"] == pytest.approx([0.4])


def test_many_rows_are_decided_quickly() -> None:
    rows = np.tile(ROWS, (20_000, 1))
    taken = ["FBA fulfillment fees", "Referral fee", "Monthly inventory storage fee"]
    rows[:, 6] = 0
    rows[:, 2] += 0.01  # the known nesting fails, so every subset is tried
    rows[:, 0] += 0.01
    inside, proved = decide(taken, rows)
    assert proved
    assert header_key("Base fulfillment fee") in {header_key(name) for name in inside}

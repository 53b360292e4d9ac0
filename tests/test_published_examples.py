"""Every published worked example that we know of: exact to the cent, or unknown for a reason. None is left out.

``tests/data/published_examples.csv`` lists them. Those that a table answers stand in its edition file and are run by
``tests/fees/test_every_edition.py``; what no single table answers is asked here.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.library import packaged_library

with (Path(__file__).parent / "data" / "published_examples.csv").open(encoding="utf-8", newline="") as file:
    PUBLISHED = {row["id"]: row for row in csv.DictReader(file)}
IN_EDITIONS = {example.id: edition.name for edition in packaged_library().editions() for example in edition.examples}

UNKNOWN: dict[str, tuple[str, dict[str, Any]]] = {
    # 120 of 1,000 units came back and the article charges 20: its 10 % threshold is of a category that it does not name
    "US089": (
        "AMZ_RETURN_UNITS",
        {"category": None, "units_shipped": 1000, "units_returned": 120, "as_of": "2025-06-01"},
    ),
    "ai039": ("AMZ_REFERRAL_FEE", {"price": 75, "category": "Clothing", "market": "DE", "as_of": "2020-04-01"}),
    "ai041": ("AMZ_REFERRAL_FEE", {"price": 700, "category": "Jewelry", "market": "UK", "as_of": "2019-06-05"}),
    "ai042": ("AMZ_REFERRAL_FEE", {"price": 100, "category": "Everything Else", "market": "UK", "as_of": "2020-09-01"}),
    "ai056": (
        "AMZ_RETURN_FEE",
        {
            "length": 30,
            "width": 22,
            "height": 4.5,
            "weight": 170,
            "category": "Clothing",
            "units_shipped": 100,
            "units_returned": 90,
            "market": "UK",
            "as_of": "2021-03-01",
        },
    ),
}


def test_every_example_is_exact_or_unknown() -> None:
    exact = {name for name, row in PUBLISHED.items() if row["status"] == "exact"}
    assert {name for name, row in PUBLISHED.items() if row["status"] == "unknown"} == set(UNKNOWN)
    assert exact - set(IN_EDITIONS) == {"ai055", "ai063", "ai065"}
    assert (len(PUBLISHED), len(exact)) == (157, 152)


def test_examples_stand_where_the_list_says() -> None:
    for name, row in PUBLISHED.items():
        if row["where"]:
            assert IN_EDITIONS[name] == row["where"]


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_unknown_says_why(name: str) -> None:
    formula, given = UNKNOWN[name]
    found = catalogue()[formula].outcome(**given)
    assert found.value[0] != found.value[0]
    assert Reason(int(found.reason[0])).name == PUBLISHED[name]["reason"]


def test_referral_fee_with_consumption_tax_in_japan() -> None:
    rate = xlops.amz_vat(1100, "JP", "2026-05-01") / 1000
    for price, category, expected in (
        (3000, "Home and Kitchen", 508.2),  # ai063
        (666, "Electronics (AV), camera, mobile", 36.63),  # ai065
    ):
        assert xlops.amz_referral_fee(price, category, "JP", "2026-05-01") * (1 + rate) == pytest.approx(expected)


def test_the_volume_that_storage_is_taken_on() -> None:
    fee = xlops.amz_storage_fee(
        30, 22, 4.5, market="UK", as_of="2021-03-01", category="Clothing", size_tier="standard"
    )
    assert fee / 0.43 == pytest.approx(0.10488, abs=1e-5)  # ai055, cubic feet

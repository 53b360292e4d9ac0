"""Fees of a unit on two days. The unit pays 4.20 in spring 2026, 4.35 from 17 April, 4.48 and 0.16 in the peak."""

from __future__ import annotations

import numpy as np
import pytest

from xlops.errors import InvalidInput, Reason
from xlops.formulas.fee_change import amz_fba_fee_change, amz_fee_change, amz_unit_fee_change

BOX = {"length": 20, "width": 15, "height": 5, "weight": 300, "price": 25.99, "category": "Home and Kitchen"}
SPRING, SUMMER, PEAK = "2026-03-01", "2026-06-01", "2026-11-01"


def test_side_by_side() -> None:
    told = amz_fee_change(**BOX, to_date=PEAK, as_of=SPRING).tolist()
    assert told[0] == ["费用 fee", "原费用 before", "新费用 after", "变化 change", "变化率 change rate"]
    rows = {row[0]: row[1:] for row in told[1:]}
    assert rows["销售佣金 referral fee"] == [3.90, 3.90, 0.0, 0.0]
    assert rows["FBA 基础配送费 FBA fulfilment fee"] == [4.20, 4.48, 0.28, 0.0667]
    assert rows["燃油与物流附加费 fuel and logistics surcharge"] == [0.0, 0.16, 0.16, ""]
    assert rows["每件合计 total per unit"] == [8.10, 8.54, 0.44, 0.0543]


def test_columns() -> None:
    outcome = amz_fba_fee_change.outcome(**BOX, to_date=[SUMMER, PEAK, SPRING, "2027-06-01"], as_of=SPRING)
    assert outcome.value[:3].tolist() == [0.15, 0.44, 0.0] and np.isnan(outcome.value[3])
    assert outcome.reason[3] == Reason.NO_EDITION
    assert amz_fba_fee_change(**BOX, to_date=SPRING, as_of=PEAK) == -0.44
    assert amz_unit_fee_change(**BOX, to_date=SUMMER, as_of=SPRING) == 0.15
    assert np.isnan(amz_unit_fee_change(**{**BOX, "category": None}, to_date=SUMMER, as_of=SPRING))


def test_a_day_without_a_table_says_so_and_a_wrong_name_is_refused() -> None:
    told = amz_fee_change(**BOX, to_date="2027-06-01", as_of=SPRING).tolist()
    fba = next(row for row in told if "fulfilment" in row[0])
    assert fba[1:] == [4.20, "没有覆盖该日期的官方费用表 no published table covers this date", "", ""]
    with pytest.raises(InvalidInput, match="category"):
        amz_fee_change(**{**BOX, "category": "no such thing"}, to_date=SUMMER, as_of=SPRING)

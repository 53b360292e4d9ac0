"""The reason of a blank names what is really missing."""

from __future__ import annotations

import pytest

from xlops.catalog import catalogue
from xlops.errors import Reason


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("OPS_ROAS", {"ad_sales": 500, "ad_spend": 0}, Reason.NO_SPEND),
        ("OPS_ROAS", {"ad_sales": None, "ad_spend": 5}, Reason.NO_SALES),
        ("OPS_TARGET_ACOS", {"break_even_acos": 0.2, "target_margin_rate": 0.2}, Reason.NOTHING_FOR_ADS),
        ("OPS_BREAKEVEN_ACOS", {"pre_ad_profit": -1, "price": 10}, Reason.LOSES_BEFORE_ADS),
    ],
)
def test_reason(name: str, arguments: dict[str, object], reason: Reason) -> None:
    assert Reason(int(catalogue()[name].outcome(**arguments).reason[0])) == reason


@pytest.mark.parametrize("day", ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "2026-01-05 00:00:00"])
def test_days_as_operators_write_them(day: str) -> None:
    fee = catalogue()["AMZ_REFERRAL_FEE"]
    assert fee(20, "Home and Kitchen", as_of=day) == 3.0


@pytest.mark.parametrize("day", ["2026-13-01", "05/01/2026", "soon", "20260105"])
def test_a_day_that_can_be_read_two_ways_or_none_is_refused(day: str) -> None:
    found = catalogue()["AMZ_REFERRAL_FEE"].outcome(20, "Home and Kitchen", as_of=day)
    assert Reason(int(found.reason[0])) == Reason.BAD_DATE


def test_explain_shows_the_step_that_had_no_answer() -> None:
    explain = catalogue()["AMZ_FBA_FEE_EXPLAIN"]
    text = explain(30, 20, 5, 1100, 25, category="apparel", as_of="2025-03-01", lang="en")
    assert "FBA fulfilment fees, apparel [amazon/us/fba_apparel/2025-01-15]: outside the published table" in text


def test_explain_of_a_commission_by_category_does_not_claim_a_rate() -> None:
    explain = catalogue()["ALI_COMMISSION_EXPLAIN"]
    assert "yours is needed" in explain(20, "Home and Kitchen", as_of="2026-11-22")
    assert "the rate used is yours" in explain(20, 0.08, as_of="2026-11-22")

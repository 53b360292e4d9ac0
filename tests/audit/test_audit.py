"""What is a finding and what is none, what it is worth, until when it can be claimed, and what stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from audits_by_hand import BOX, averages, measured, orders, preview, report, sheet

from xlops.audit import words
from xlops.audit.charges import Source
from xlops.audit.findings import Audit, Finding
from xlops.errors import Reason

Audited = Callable[..., Audit]
Found = Callable[..., Finding]


def row(fba: float | None = None, referral: float | None = None, units: float = 100.0, **more: Any) -> dict[str, Any]:
    told = {"charged_fba_fee": fba, "charged_referral_fee": referral}
    money = {name: each * units for name, each in told.items() if each is not None}
    return {"sku": "BOX-1", "units_sold": units, "total_sales": 24.99 * units, **money, **more}


def test_right_to_the_cent_is_no_finding(audited: Audited) -> None:
    result = audited(report([row(6.13, 3.75)]), of=sheet([BOX]))
    assert (result.checked, result.right, result.findings, result.unknown) == (2, 2, (), ())


@pytest.mark.parametrize(("each", "findings"), [(6.14, 0), (6.12, 0), (6.16, 1), (6.10, 1)])
def test_a_cent_is_rounding(audited: Audited, each: float, findings: int) -> None:
    assert len(audited(report([row(each)]), of=sheet([BOX])).findings) == findings


@pytest.mark.parametrize("each", [6.13, 6.30, 6.51])
def test_over_a_change_of_the_tables_any_mixture_is_right(audited: Audited, each: float) -> None:
    # 6.13 until 2026-10-14, 6.51 from then on.
    october = report([row(each)], first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))
    assert audited(october, of=sheet([BOX]), as_of=date(2026, 11, 2)).findings == ()


def test_a_charge_outside_of_the_bounds_is_held_against_the_nearer(found: Found) -> None:
    october = report([row(7.00)], first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))
    finding = found(october, of=sheet([BOX]), as_of=date(2026, 11, 2))
    assert (finding.estimate_low, finding.estimate_high, finding.difference) == (6.13, 6.51, 0.49)
    assert "6.13 to 6.51" in words.working(finding, "en")


def test_an_average_price_leaves_room_for_other_prices(audited: Audited) -> None:
    # 5.28 below 10 dollars, 6.13 above. Of units at 1.90 or more whose average is 9.50, at most (9.50 - 1.90) /
    # (10.00 - 1.90) = 93.8 % were sold at 10.00: 5.28 + 0.938 x 0.85 = 6.08.
    for each, within, findings in ((5.28, 1, 0), (5.70, 1, 0), (6.07, 1, 0), (6.13, 0, 1)):
        result = audited(averages([row(each, total_sales=950.0)]), of=sheet([{**BOX, "price": 12.00}]))
        assert (result.right, result.within, len(result.findings)) == (0, within, findings), each
    assert result.findings[0].difference == pytest.approx(6.13 - 5.28 - 0.85 * 7.60 / 8.10, abs=1e-6)


def test_the_price_that_was_paid_goes_before_that_of_the_sheet(audited: Audited) -> None:
    # Sold at 9.50: 5.28, whatever the sheet says.
    for price in (9.50, 12.00, 24.99):
        result = audited(orders([{"price": 9.50, "each_fba": 6.13}]), of=sheet([{**BOX, "price": price}]))
        assert [(f.difference, f.cause.code) for f in result.findings if f.cause] == [(0.85, "price_band")]


def test_refunds_and_discounts_may_lower_the_referral_fee(audited: Audited) -> None:
    # 2499 sold, 250 refunded: 15 % of 2249 to 2499 is 337.35 to 374.85.
    for total, findings in ((337.35, 0), (350.0, 0), (374.85, 0), (310.0, 1)):
        told = {"sku": "BOX-1", "charged_referral_fee": total, "refunds": -250.0}
        assert len(audited(averages([told]), of=sheet([BOX])).findings) == findings, total


def test_returned_units_may_lower_the_referral_fee(audited: Audited) -> None:
    # 100 sold, 10 returned: 15 % of 2249.10 to 2499.00.
    for total, findings in ((337.37, 0), (374.85, 0), (310.0, 1)):
        told = {"sku": "BOX-1", "charged_referral_fee": total, "units_returned": 10.0}
        assert len(audited(averages([told]), of=sheet([BOX])).findings) == findings, total


def test_the_fee_is_kept_on_price_with_tax_where_prices_hold_it(audited: Audited) -> None:
    # Germany, toys: 15 % of 20.00 a unit, which the report states as 16.81 and 3.19 of VAT. In the US tax is on top.
    toy = {"sku": "BOX-1", "category": "Toys", "price": None, "length": 20.0}
    told = {"sku": "BOX-1", "charged_referral_fee": 300.0, "total_sales": 1681.0, "tax_collected": 319.0}
    assert audited(report([{**told, "market": "DE", "currency": "EUR"}]), of=sheet([toy])).right == 1
    assert len(audited(report([told]), of=sheet([toy])).findings) == 1


def test_shipping_that_buyers_paid_may_be_in_the_base(audited: Audited) -> None:
    for total, findings in ((374.85, 0), (389.85, 0), (405.0, 1)):
        told = {"sku": "BOX-1", "charged_referral_fee": total, "shipping_income": 100.0}
        assert len(audited(report([told]), of=sheet([BOX])).findings) == findings, total


def test_the_same_money_in_two_reports_counts_once(found: Found) -> None:
    # The month of 100 units goes before the fortnight of 90.
    finding = found(
        averages([row(10.46, total_sales=2499.0)], "economics.csv"),
        report([row(10.46, units=90.0)], "settlement.txt", first_day=date(2026, 6, 5), last_day=date(2026, 6, 19)),
        of=sheet([BOX]),
    )
    assert finding.units == 100.0
    assert finding.money == pytest.approx(100 * finding.difference, abs=0.005)
    assert finding.reports == ("economics.csv", "settlement.txt")


def test_reports_of_different_weeks_are_added(found: Found) -> None:
    weeks = [
        report([row(10.46, units=units)], f"{first}.txt", first_day=date(2026, 6, first), last_day=date(2026, 6, last))
        for first, last, units in ((1, 14, 30.0), (15, 28, 20.0))
    ]
    finding = found(*weeks, of=sheet([BOX]))
    assert finding.units == 50.0 and finding.money == 216.5
    assert (finding.first_day, finding.last_day) == (date(2026, 6, 1), date(2026, 6, 28))


def test_a_preview_counts_the_recent_units_of_the_reports(found: Found) -> None:
    told = preview([{"sku": "BOX-1", "preview_fba_fee": 9.78, **measured(50.8, 25.4, 10.16, 911.72)}])
    finding = found(report([row(6.13)]), told, of=sheet([BOX]))
    assert finding.previewed and finding.counted_by == "reports"
    assert (finding.units, finding.money) == (100.0, 365.0)
    assert words.claim(finding, "en") == "previewed, not charged yet"


def test_a_preview_is_held_by_its_sale_price(audited: Audited) -> None:
    # 15 % of 19.99, not of 24.99; the price without the sale may be the one that counts by now.
    for each, findings in ((3.00, 0), (3.75, 0), (2.40, 1)):
        told = preview([{"sku": "BOX-1", "preview_sale_price": 19.99, "preview_referral_fee": each}])
        assert len(audited(told, of=sheet([BOX])).findings) == findings, each


def test_the_preview_alone_is_held_against_its_own_measurement(audited: Audited, found: Found) -> None:
    own = measured(50.8, 25.4, 10.16, 911.72)
    assert audited(preview([{"sku": "BOX-1", "preview_fba_fee": 9.78, **own}])).right == 1
    finding = found(preview([{"sku": "BOX-1", "preview_fba_fee": 10.16, **own}]))
    # One pound more: 9.45 + 0.38 = 9.83, + 0.34 = 10.17, so 10.16 would be rounding; 10.16 - 9.78 is 0.38.
    assert finding.difference == 0.38


@pytest.mark.parametrize(
    ("written", "tier"),
    [("UsLargeStandardSize", "large_standard"), ("SmallBulky", "small_bulky"), ("Band 7", "small_bulky")],
)
def test_the_tier_of_the_preview_is_read_as_it_is_written(found: Found, written: str, tier: str) -> None:
    # One that is not known is worked out of the measurement.
    own = measured(50.8, 25.4, 10.16, 911.72)
    told = preview([{"sku": "BOX-1", "preview_fba_fee": 9.78, "preview_size_tier": written, **own}])
    assert found(told, of=sheet([BOX])).amazons.tier == tier


def test_most_money_first_within_a_currency(audited: Audited) -> None:
    box = {**BOX}
    products = [{**box, "sku": sku} for sku in ("A", "B", "C")]
    lines = [
        {**row(7.77, units=10.0), "sku": "A"},
        {**row(6.83, units=500.0), "sku": "B"},
        {**row(5.92, units=900.0), "sku": "C"},
    ]
    result = audited(report(lines), of=sheet(products))
    assert [finding.sku for finding in result.findings] == ["B", "C", "A"]
    totals = {total.direction: (total.findings, total.money) for total in result.totals}
    assert totals == {"overcharged": (2, 366.4), "as_published": (1, -189.0)}


def test_what_is_only_previewed_is_no_money_to_claim_yet(audited: Audited) -> None:
    told = preview([{"sku": "BOX-1", "preview_fba_fee": 9.78, **measured(50.8, 25.4, 10.16, 911.72)}])
    result = audited(report([row(6.49)]), told, of=sheet([BOX]))
    totals = {(total.direction, total.previewed): total.money for total in result.totals}
    assert totals == {("as_published", False): 36.0, ("overcharged", True): 365.0}


@pytest.mark.parametrize(
    ("today", "left", "said"),
    [
        (date(2026, 8, 1), 29, "claim by 2026-08-30"),
        (date(2026, 8, 30), 0, "claim by 2026-08-30"),
        (date(2026, 9, 10), -11, "can be claimed until 2026-09-28"),
        (date(2026, 9, 29), -30, "older than 90 days"),
    ],
)
def test_ninety_days_from_the_charge(found: Found, today: date, left: int, said: str) -> None:
    finding = found(report([row(10.46)]), of=sheet([BOX]), as_of=today)
    assert finding.days_left == left
    assert said in words.claim(finding, "en")


def test_without_a_day_of_the_charge_there_is_no_deadline(audited: Audited) -> None:
    frame = pd.DataFrame([{"market": "US", "currency": "USD", **row(10.46)}])
    result = audited(Source.of(frame, "totals.csv", ("", "")), of=sheet([BOX]))
    (finding,) = result.findings
    assert (finding.claim_by, finding.days_left) == (None, None)
    assert "does not say" in words.claim(finding, "en")
    assert any("2026-08-01" in en for en, _ in result.notes)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"box": {"length": None}}, Reason.MISSING_DIMENSIONS),
        ({"box": {"weight": None}}, Reason.MISSING_DIMENSIONS),
        ({"line": {"market": "AU", "currency": "AUD"}}, Reason.NO_EDITION),
        ({"line": {"units_sold": None}}, Reason.NO_UNITS),
        ({"days": (date(2019, 1, 1), date(2019, 1, 31))}, Reason.NO_EDITION),
    ],
)
def test_unknown_stays_unknown(audited: Audited, changed: dict[str, Any], why: Reason) -> None:
    first, last = changed.get("days", (date(2026, 6, 1), date(2026, 6, 30)))
    line = {**row(7.77), **changed.get("line", {})}
    told = averages([line], first_day=first, last_day=last)
    result = audited(told, of=sheet([{**BOX, **changed.get("box", {})}, {**BOX, "sku": "BOX-2"}]))
    assert result.findings == ()
    assert [(unknown.sku, unknown.reason) for unknown in result.unknown] == [("BOX-1", why)]
    assert result.unknown[0].text("zh")


def test_an_unknown_category_leaves_the_referral_fee_unknown(audited: Audited) -> None:
    result = audited(report([row(referral=3.00)]), of=sheet([{**BOX, "category": None}, {**BOX, "sku": "OTHER"}]))
    assert [unknown.reason for unknown in result.unknown] == [Reason.MISSING_CATEGORY]


def test_a_referral_fee_without_its_sales_is_unknown(audited: Audited) -> None:
    # SKU Economics may be exported without sales; the price of the sheet is not what the units were sold at.
    result = audited(report([row(6.13, 3.75, total_sales=None)]), of=sheet([BOX]))
    assert [(unknown.fee, unknown.reason) for unknown in result.unknown] == [("referral_fee", Reason.MISSING_PRICE)]
    assert result.right == 1


def test_a_report_that_does_not_say_a_fee_is_no_charge_of_zero(audited: Audited) -> None:
    result = audited(report([row(6.13), {"sku": "OTHER", "units_sold": 5.0}]), of=sheet([BOX]))
    assert (result.checked, result.unknown) == (1, ())


def test_products_without_a_market_are_named(audited: Audited) -> None:
    told = report([{**row(6.13), "market": None, "currency": "EUR"}])
    result = audited(told, of=sheet([BOX]))
    assert result.checked == 0 and "--market" in result.notes[0][0]
    assert audited(told, of=sheet([BOX]), market="DE").checked + len(
        audited(told, of=sheet([BOX]), market="DE").unknown
    ) == 1


def test_a_report_that_states_its_fees_with_vat_is_taken_without_it(audited: Audited) -> None:
    # Germany, 20 x 15 x 8 cm, 800 g: 3.19; one of the products is charged 3.45 without VAT (not in the programme).
    boxes = [
        {"sku": sku, "length": 20.0, "width": 15.0, "height": 8.0, "weight": 800.0, "price": None}
        for sku in ("A", "B", "C")
    ]
    own = {"market": "DE", "currency": "EUR", "total_sales": 2000.0}
    lines = [
        {**row(each * 1.19), "sku": sku, **own} for sku, each in (("A", 3.19), ("B", 3.19), ("C", 3.45))
    ]
    result = audited(report(lines), of=sheet(boxes))
    assert result.right == 2 and "VAT" in result.notes[0][0]
    (finding,) = result.findings
    assert finding.sku == "C" and finding.cause is not None and finding.cause.code == "programme"
    assert finding.charged == pytest.approx(3.45)


def test_a_report_without_the_surcharge_is_taken_with_it(audited: Audited) -> None:
    # 5.92 without it, 6.13 with it; apparel 6.60 and 6.83.
    lines = [{**row(each), "sku": sku} for sku, each in (("A", 5.92), ("B", 5.92), ("C", 6.60))]
    result = audited(report(lines), of=sheet([{**BOX, "sku": sku} for sku in ("A", "B", "C")]))
    assert result.right == 2 and "surcharge" in result.notes[0][0]
    (finding,) = result.findings
    assert finding.cause is not None and finding.cause.code == "apparel"
    assert finding.charged == pytest.approx(6.83)


def test_a_currency_of_one_market_says_the_market(audited: Audited) -> None:
    told = report([{**row(6.13), "market": None}])
    assert audited(told, of=sheet([BOX]), market="DE").right == 1


def test_a_report_by_asin_meets_the_sheet(audited: Audited) -> None:
    told = report([{**row(10.46), "sku": None, "asin": "B0INVENT01"}])
    result = audited(told, of=sheet([{**BOX, "asin": "B0INVENT01"}]))
    assert len(result.findings) == 1 and result.findings[0].sheet_row == 0


def test_an_asin_of_two_skus_that_differ_meets_neither(audited: Audited) -> None:
    told = report([{**row(10.46), "sku": None, "asin": "B0INVENT01"}])
    boxes = [{**BOX, "sku": sku, "asin": "B0INVENT01", "weight": grams} for sku, grams in (("A", 900.0), ("B", 950.0))]
    assert [unknown.code for unknown in audited(told, of=sheet(boxes)).unknown] == ["several_rows"]


def test_no_reports_no_findings(audited: Audited) -> None:
    result = audited(of=sheet([BOX]))
    assert (result.checked, result.findings, result.notes) == (0, (), ())


def test_every_cause_is_told_in_both_languages(audited: Audited) -> None:
    codes = set()
    for each in (10.46, 5.92, 5.28, 6.83, 6.60, 6.49, 6.51, 8.60):
        for finding in audited(report([row(each)]), of=sheet([BOX])).findings:
            codes.update(cause.code for cause in (finding.cause, *finding.others) if cause)
            for lang in ("en", "zh"):
                assert words.reason(finding, lang) and words.evidence(finding, lang)
            assert "amazon/us/fba/2026-01-15" in words.working(finding, "zh")
    assert len(codes) >= 6

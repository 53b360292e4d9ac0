"""Reports that have their orders one by one: each price by its own fee. Fees are worked out by hand.

BOX of audits_by_hand in June 2026: 5.28 below 10 dollars (5.10 + 3.5 %), 6.13 from 10 to 50 dollars (5.92 + 3.5 %);
the surcharge of 3.5 % began on 2026-04-17. Clothing pays 5 % up to 15 dollars, 10 % up to 20, 17 % above.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from audits_by_hand import BOX, averages, measured, orders, preview, sheet

from xlops.audit import words
from xlops.audit.findings import Audit, Finding

Audited = Callable[..., Audit]
Found = Callable[..., Finding]

SHIRT = {**BOX, "category": "Clothing", "price": 18.00}


def referrals(*told: tuple[float, float, int]) -> list[dict[str, Any]]:
    """Return orders: price, referral fee of a unit, units."""
    return [{"price": price, "each_referral": fee, "units": units} for price, fee, units in told]


def fulfilments(*told: tuple[float, float, int]) -> list[dict[str, Any]]:
    return [{"price": price, "each_fba": fee, "units": units} for price, fee, units in told]


@pytest.mark.parametrize(
    "lines",
    [
        # 5 % of 14.50 and 17 % of 25.00
        referrals((14.50, 0.73, 1), (25.00, 4.25, 1)),
        # 10 % of 18.00 and 17 % of 21.00
        referrals((18.00, 1.80, 3), (21.00, 3.57, 1)),
    ],
)
def test_each_price_has_its_own_rate(audited: Audited, lines: list[dict[str, Any]]) -> None:
    result = audited(orders(lines), of=sheet([SHIRT]))
    assert (result.checked, result.right, result.within, result.findings) == (2, 2, 0, ())


def test_each_price_has_its_own_fulfilment_fee(audited: Audited) -> None:
    result = audited(orders(fulfilments((9.99, 5.28, 1), (14.99, 6.13, 1))), of=sheet([BOX]))
    assert (result.checked, result.right, result.findings) == (2, 2, ())


def test_a_wrong_fee_among_right_ones(found: Found) -> None:
    finding = found(orders(fulfilments((9.99, 6.13, 1), (14.99, 6.13, 4))), of=sheet([BOX]))
    assert (finding.direction, finding.difference, finding.units, finding.money) == ("overcharged", 0.85, 1.0, 0.85)
    assert finding.cause is not None and finding.cause.code == "price_band"


def test_a_wrong_rate_among_right_ones(found: Found) -> None:
    # 5 % of 14.50 is 0.725, charged by the 10 % of the next price band.
    finding = found(orders(referrals((14.50, 1.45, 1), (25.00, 4.25, 1))), of=sheet([SHIRT]))
    assert finding.difference == pytest.approx(1.45 - 0.73)
    assert (finding.units, finding.money) == (1.0, 0.72)
    assert finding.cause is not None and finding.cause.code == "price_band"
    assert words.reason(finding, "en").count("price band") == 1


def test_one_wrong_order_of_many_at_the_same_price(found: Found) -> None:
    finding = found(orders(fulfilments((24.99, 6.13, 9), (24.99, 10.46, 1))), of=sheet([BOX]))
    assert (finding.difference, finding.units) == (4.33, 1.0)


def test_the_price_paid_goes_before_the_price_of_the_sheet(found: Found) -> None:
    # 17 % of 14.50 is 2.47; the sheet's 18.00 would be another band.
    finding = found(orders(referrals((14.50, 2.47, 1))), of=sheet([SHIRT]))
    assert finding.money == 1.74
    twice = found(orders(fulfilments((9.99, 6.13, 2))), of=sheet([BOX]))
    assert twice.money == 1.70


def test_averages_of_the_same_sales_prove_nothing(audited: Audited) -> None:
    # 14.50 at 5 % and 25.00 at 17 %; 3 x 18.00 at 10 % and 21.00 at 17 %.
    for units, sales, fees in ((2.0, 39.50, 4.98), (4.0, 75.00, 8.97)):
        told = {"sku": "BOX-1", "units_sold": units, "total_sales": sales, "charged_referral_fee": fees}
        result = audited(averages([told]), of=sheet([SHIRT]))
        assert (result.right, result.within, result.findings) == (0, 1, ())
    # One unit has no other price than its average: 10 % of 18.00.
    single = {"sku": "BOX-1", "units_sold": 1.0, "total_sales": 18.00, "charged_referral_fee": 3.06}
    assert [f.difference for f in audited(averages([single]), of=sheet([SHIRT])).findings] == [1.26]


def test_an_average_beyond_any_prices_is_a_finding(audited: Audited) -> None:
    # 17 % is the highest rate of clothing: 3.40 at an average of 20.00 whatever the prices were, but not 4.00.
    for fees, findings in ((340.0, 0), (400.0, 1)):
        told = {"sku": "BOX-1", "total_sales": 2000.0, "charged_referral_fee": fees}
        assert len(audited(averages([told]), of=sheet([SHIRT])).findings) == findings


def test_units_of_one_order_at_two_prices_are_an_average(audited: Audited) -> None:
    order = {"order_id": "700-1", "first_day": "2026-06-03"}
    fee = {**order, "units_sold": None, "total_sales": None, "charged_referral_fee": 4.98}
    result = audited(orders([{**order, "price": 14.50}, {**order, "price": 25.00}, fee]), of=sheet([SHIRT]))
    assert (result.checked, result.within) == (1, 1)


def test_the_day_of_each_order_counts(audited: Audited) -> None:
    # The surcharge before it began, and no surcharge after.
    lines = [
        {"each_fba": 6.13, "first_day": "2026-04-10"},
        {"each_fba": 5.92, "first_day": "2026-04-20"},
    ]
    april = {"first_day": date(2026, 4, 8), "last_day": date(2026, 4, 22)}
    result = audited(orders(lines, **april), of=sheet([BOX]))
    assert sorted(round(finding.difference, 2) for finding in result.findings) == [-0.21, 0.21]
    lines = [{**line, "each_fba": fee} for line, fee in zip(lines, (5.92, 6.13), strict=True)]
    result = audited(orders(lines, **april), of=sheet([BOX]))
    assert (result.right, result.findings) == (2, ())


def test_what_is_paid_back_is_no_charge_of_a_sale(audited: Audited) -> None:
    back = {"units_sold": None, "total_sales": None, "charged_referral_fee": -3.00, "refunds": 24.99}
    lines = [{"each_referral": 3.75}, {"each_referral": 3.75}, {"order_id": "700-0", **back}]
    result = audited(orders(lines), of=sheet([BOX]))
    assert (result.checked, result.right, result.findings) == (1, 1, ())
    assert any("referral fees without a sale" in en and "1, together -3.00 USD" in en for en, _ in result.notes)


def test_a_discount_may_lower_the_rate_and_what_it_is_taken_on(audited: Audited) -> None:
    # 15.50 less 1.00: 5 % of 14.50, or 10 % of 15.50.
    for fee, findings in ((0.73, 0), (1.55, 0), (2.64, 1)):
        told = {"price": 15.50, "each_referral": fee, "promotions": 1.00}
        assert len(audited(orders([told]), of=sheet([SHIRT])).findings) == findings, fee


# The same money


def test_a_copy_of_a_report_counts_once(audited: Audited) -> None:
    told = orders(fulfilments((24.99, 10.46, 2)))
    result = audited(told, replace(told, name="copy.txt"), of=sheet([BOX]))
    assert result.checked == 1 and result.findings[0].money == 8.66
    assert "copy.txt" in result.notes[0][0]


def test_an_order_of_two_reports_counts_once(audited: Audited) -> None:
    both = fulfilments((24.99, 10.46, 2))
    result = audited(
        orders(both), orders([*both, *fulfilments((24.99, 10.46, 1))], "transactions.csv"), of=sheet([BOX])
    )
    assert [finding.units for finding in result.findings] == [3.0]
    assert any(en.startswith("transactions.csv: 1 order") for en, _ in result.notes)


def test_a_report_by_asin_and_one_by_sku_tell_of_one_product(found: Found) -> None:
    # 8 % of 100 x 25.50 is 204.00; charged 255.00 in the month, of which the settlement has 40 units.
    cable = {**BOX, "category": "Computers", "asin": "B0INVENT01", "price": 25.50}
    month = {"sku": None, "asin": "b0invent01", "total_sales": 2550.0, "charged_referral_fee": 255.0}
    fortnight = {"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 14)}
    settled = orders(referrals((25.50, 2.55, 40)), **fortnight)
    for told in ([averages([month]), settled], [settled, averages([month])]):
        finding = found(*told, of=sheet([cable]))
        assert (finding.sku, finding.units, finding.money) == ("BOX-1", 100.0, 51.0)


def test_an_asin_of_two_skus_is_neither_of_them(audited: Audited) -> None:
    both = [{**BOX, "sku": sku, "asin": "B0INVENT01"} for sku in ("BOX-1", "BOX-2")]
    month = {"sku": None, "asin": "B0INVENT01", "charged_fba_fee": 1046.0}
    result = audited(averages([month]), orders(fulfilments((24.99, 10.46, 40))), of=sheet(both))
    assert sorted(finding.sku or "" for finding in result.findings) == ["", "BOX-1"]


# Which row of the sheet


@pytest.mark.parametrize("written", ["ＢＯＸ－１", "box-1", " BOX-1 "])
def test_keys_are_compared_without_case_and_width(audited: Audited, written: str) -> None:
    result = audited(orders(fulfilments((24.99, 6.13, 1))), of=sheet([{**BOX, "sku": written}]))
    assert (result.right, result.unknown) == (1, ())


def test_one_product_in_two_cases_is_one_product(found: Found) -> None:
    told = preview([{"sku": "box-1", "preview_fba_fee": 10.46}])
    finding = found(told, orders(fulfilments((24.99, 6.13, 5))), of=sheet([BOX]))
    assert (finding.previewed, finding.units) == (True, 5.0)


def test_rows_that_say_the_same_are_as_good_as_one(audited: Audited) -> None:
    told = orders(fulfilments((24.99, 6.13, 1)))
    assert audited(told, of=sheet([BOX, BOX])).right == 1
    (unknown,) = audited(told, of=sheet([BOX, {**BOX, "weight": 1500.0}])).unknown
    assert unknown.code == "several_rows" and "多行" in unknown.text("zh")


def test_a_product_that_the_sheet_lacks_is_told_as_such(audited: Audited) -> None:
    told = orders([{"sku": "BOX-9", "each_fba": 6.13, "each_referral": 3.75}])
    result = audited(told, of=sheet([BOX]))
    assert [unknown.code for unknown in result.unknown] == ["not_in_sheet", "not_in_sheet"]
    assert "商品表中没有" in result.unknown[0].text("zh")
    assert (result.checked, words.no_findings(result, "en")) == (0, "Nothing could be checked; why is told below.")


# Reasons


def test_an_average_of_two_fees_is_not_the_fee_of_another_weight(found: Found) -> None:
    # 9.78 and twice 10.36: on average 10.1667, which three times 10.17 (a pound more than 9.78) is not.
    wide = {"sku": "BOX-1", "length": 50.8, "width": 25.4, "height": 7.62, "weight": 911.72}
    told = {"sku": "BOX-1", "units_sold": 3.0, "total_sales": 74.97, "charged_fba_fee": 9.78 + 2 * 10.36}
    finding = found(averages([told]), of=sheet([wide]))
    assert finding.cause is None or finding.cause.code != "table_row"


def test_another_weight_than_that_of_the_preview_is_named_with_both(found: Found) -> None:
    # 10 x 6 x 4 in: 240 / 139 = 1.727 lb by dimensions, 783.2 g. Charged is the fee of 32 to 36 oz, 5.92 + 0.21.
    told = preview([{"sku": "BOX-1", "preview_category": "Home", **measured(25.4, 15.24, 10.16, 357.0)}])
    finding = found(orders(fulfilments((24.99, 6.13, 2))), told)
    assert finding.cause is not None and finding.cause.code == "table_row"
    said = words.reason(finding, "zh")
    assert "1020.6 g" in said and "783.18 g" in said and "没有测量数据佐证" in said

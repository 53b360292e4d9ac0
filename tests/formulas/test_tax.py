"""VAT inside prices, and the digital services fee: by hand, with what each day and country changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import Reason

DAY = {"as_of": "2026-06-15"}


def why(name: str, **arguments: Any) -> Reason:
    outcome = catalogue()[name].outcome(**{**DAY, **arguments})
    assert np.isnan(outcome.value[0]) == (outcome.reason[0] != 0)
    return Reason(int(outcome.reason[0]))


def explain(name: str, lang: str = "en", **arguments: Any) -> str:
    text = catalogue()[f"{name}_EXPLAIN"](**{**DAY, **arguments}, lang=lang)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize(
    ("market", "price", "tax"),
    [
        ("UK", 120, 20.00),
        ("DE", 119, 19.00),
        ("FR", 120, 20.00),
        ("IT", 122, 22.00),
        ("ES", 121, 21.00),
        ("NL", 121, 21.00),
        ("BE", 121, 21.00),
        ("SE", 125, 25.00),
        ("PL", 123, 23.00),
        ("IE", 123, 23.00),
        ("JP", 1100, 100),
        ("MX", 116, 16.00),
        ("AU", 110, 10.00),
        ("AE", 105, 5.00),
        # inside the price, not on top of it: 5.00 would be wrong
        ("AE", 100, 4.76),
        # list prices without tax hold none
        ("CA", 100, 0.0),
        ("US", 100, 0.0),
    ],
)
def test_the_tax_inside_a_price(market: str, price: float, tax: float) -> None:
    assert xlops.amz_vat(price, market, **DAY) == tax


def test_a_half_cent_of_tax_goes_up_and_a_yen_is_whole() -> None:
    # 0.03 holds 0.005 at 20 %
    assert xlops.amz_vat([0.03, 0.02, 0.0, 19.99], "UK", **DAY).tolist() == [0.01, 0.0, 0.0, 3.33]
    assert xlops.amz_vat([1000, 1050, 1], "JP", **DAY).tolist() == [91, 95, 0]  # 90.9, 95.45, 0.09
    assert xlops.amz_vat(1080, "JP", tax_kind="食品", **DAY) == 80


def test_the_tax_is_exact_at_every_price() -> None:
    cents = np.arange(1, 20_000, 7)
    for market, percent in (("UK", 20), ("DE", 19), ("IT", 22), ("MX", 16)):
        exact = [Decimal(int(c)) * percent / (100 + percent) for c in cents]
        wanted = [float((tax + Decimal("0.5")).__floor__()) / 100 for tax in exact]
        np.testing.assert_array_equal(xlops.amz_vat(cents / 100, market, **DAY), wanted)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"price": None, "market": "UK"}, Reason.MISSING_PRICE),
        ({"price": 10, "market": "UK", "tax_kind": "reduced_food"}, Reason.NOT_IN_TABLE),
        ({"price": 10, "market": "UK", "as_of": "2023-12-31"}, Reason.NO_EDITION),
        ({"price": 10, "market": "nowhere"}, Reason.UNKNOWN_MARKET),
    ],
)
def test_vat_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("AMZ_VAT", **arguments) == reason


def test_explain_shows_the_division_or_says_that_the_price_has_no_tax() -> None:
    assert "20% inside 120.00: 120.00 - 120.00 / 1.2 = 20.00" in explain("AMZ_VAT", price=120, market="UK")
    assert "120.00 含税 20%：120.00 − 120.00 ÷ 1.2 = 20.00" in explain("AMZ_VAT", "zh", price=120, market="UK")
    assert "list prices are without tax" in explain("AMZ_VAT", price=120, market="CA")
    assert "标价不含税" in explain("AMZ_VAT", "zh", price=120, market="CA")


@pytest.mark.parametrize(
    ("day", "seller", "store", "referral", "fba", "fee"),
    [
        ("2024-10-01", "CA", "CA", 2.25, None, 0.07),  # published: 0.0675
        ("2024-10-01", "UK", "US", 0, 3.30, 0.07),  # published: 0.066
        ("2020-09-01", None, "UK", 0, 2.27, 0.05),  # published: 2.27 becomes 2.32
        ("2024-10-01", None, "CA", 2.25, None, 0.05),  # 2 % of another country's seller: 0.045
        ("2025-08-14", None, "CA", 2.25, None, 0.05),
        ("2025-08-15", None, "CA", 2.25, None, 0.0),  # Canada dropped out
        ("2025-08-15", "CA", "US", 2.25, None, 0.0),
        ("2026-03-19", None, "FR", 3.00, 5.00, 0.16),  # 2 % of both
        ("2026-03-20", None, "FR", 3.00, 5.00, 0.24),  # 3 % of both
        ("2026-03-19", None, "IT", 3.00, 5.00, 0.06),  # on selling fees only
        ("2026-03-20", None, "IT", 3.00, 5.00, 0.09),
        ("2026-06-15", None, "UK", 3.00, 3.04, 0.12),  # 0.06 and 0.0608
        ("2026-06-15", None, "DE", 3.00, 3.04, 0.0),
        ("2026-06-15", None, "US", 3.00, 3.04, 0.0),
        ("2026-06-15", "GB", "DE", 3.00, 3.04, 0.12),  # a British seller pays in every store
        ("2026-06-15", "FR", "UK", 3.00, 3.04, 0.18),  # and a French one the French rate: 0.09 and 0.0912
        ("2026-06-15", "西班牙", "US", 3.00, 3.04, 0.09),
    ],
)
def test_digital_services(
    day: str, seller: str | None, store: str, referral: float, fba: float | None, fee: float
) -> None:
    assert xlops.amz_digital_fee(referral, fba, store, day, seller) == fee


def test_digital_services_in_a_column() -> None:
    found = catalogue()["AMZ_DIGITAL_FEE"].outcome(
        [3.0, 3.0, 3.0, None],
        [3.04, None, 3.04, 3.04],
        np.array(["UK", "UK", "DE", "UK"], dtype=object),
        "2026-06-15",
        np.array([None, "CN", "FR", None], dtype=object),
    )
    np.testing.assert_array_equal(found.value, [0.12, 0.06, 0.18, np.nan])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        # whether FBA fees carried it in France before 2024-10-01 is not known; referral fees did
        ({"referral_fee": 15, "fba_fee": 3, "market": "FR", "as_of": "2022-01-01"}, Reason.NOT_IN_TABLE),
        ({"referral_fee": 15, "market": "UK", "as_of": "2020-08-31"}, Reason.NO_EDITION),
        ({"referral_fee": None, "market": "UK"}, Reason.MISSING_INPUT),
        ({"referral_fee": 15, "market": "UK", "seller_country": "Atlantis"}, Reason.UNKNOWN_COUNTRY),
    ],
)
def test_digital_services_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("AMZ_DIGITAL_FEE", **arguments) == reason


def test_referral_fees_in_france_before_2024() -> None:
    assert xlops.amz_digital_fee(15, market="FR", as_of="2022-01-01") == 0.45
    assert xlops.amz_digital_fee(15, 0, market="FR", as_of="2022-01-01") == 0.45


def test_explain_tells_which_rule_it_was() -> None:
    fees = {"referral_fee": 3, "fba_fee": 3.04}
    store = explain("AMZ_DIGITAL_FEE", **fees, market="UK")
    assert "by the store (Amazon.co.uk)" in store
    assert "seller's country: China" in store
    seller = explain("AMZ_DIGITAL_FEE", **fees, market="DE", seller_country="UK")
    assert "by the seller's country of establishment (United Kingdom)" in seller
    assert "seller's country: China" not in seller
    neither = explain("AMZ_DIGITAL_FEE", **fees, market="DE")
    assert "neither the seller's country China nor the store Amazon.de" in neither
    assert "按卖家所在国（英国）" in explain("AMZ_DIGITAL_FEE", "zh", **fees, market="DE", seller_country="英国")

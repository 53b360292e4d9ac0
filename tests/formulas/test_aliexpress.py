"""AliExpress: the cheapest line, affiliate commission, duty on small parcels, withdrawal. All figures by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import xlops
from xlops.catalog import catalogue
from xlops.errors import InvalidInput, Reason
from xlops.fees.library import active_library, using
from xlops.fees.names import name_list
from xlops.fees.own import own_edition, with_own

DAY = {"as_of": "2026-08-01"}


def why(name: str, **arguments: Any) -> Reason:
    outcome = catalogue()[name].outcome(**{**DAY, **arguments})
    unknown = outcome.value[0] is None or outcome.value[0] != outcome.value[0]
    assert unknown == (outcome.reason[0] != 0)
    return Reason(int(outcome.reason[0]))


def explain(name: str, lang: str = "en", **arguments: Any) -> str:
    text = catalogue()[f"{name}_EXPLAIN"](**{**DAY, **arguments}, lang=lang)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize(
    ("grams", "country", "rate", "line", "freight"),
    [
        # one currency: 17.02 + 9.174 = 26.194 against 6.67 + 6.93 = 13.60
        (100, "FR", None, "super_economy_global", 13.60),
        (100, "US", None, "super_economy_global", 20.304),
        (60, "FR", None, "standard", 22.5244),  # the light rates of the economy line are not known
        (100, "BR", None, "standard", 35.836),  # the only line
        # two lines in USD: 0.76 + 4.362 against 0.22 + 4.694; the standard table ends at 150 g
        (200, "RU", None, "super_economy", 4.914),
        # 17 + 9.72 CNY, 0.76 + 2.6172 USD, 0.22 + 2.8164 USD: the rate decides
        (120, "RU", 7.1, "super_economy", 3.0364),
        (120, "RU", 9.0, "standard", 26.72),
        # 20.278 CNY, 16.6356 CNY, 2.006 USD
        (120, "PL", 7.1, "saver", 2.006),
        (120, "PL", 9.0, "super_economy_global", 16.6356),
    ],
)
def test_the_cheapest_line_and_its_freight(
    grams: float, country: str, rate: float | None, line: str, freight: float
) -> None:
    parcel = {"weight": grams, "country": country, "exchange_rate": rate, **DAY}
    assert xlops.ali_best_line(**parcel) == line
    assert xlops.ali_best_freight(**parcel) == pytest.approx(freight, abs=1e-9)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"weight": 120, "country": "RU"}, Reason.MISSING_EXCHANGE_RATE),
        ({"weight": 3000, "country": "FR"}, Reason.OUTSIDE_TABLE),
        ({"weight": 100, "country": "CN"}, Reason.NOT_IN_TABLE),
        ({"weight": 100, "country": "FR", "as_of": "2025-12-31"}, Reason.NO_EDITION),
        ({"weight": None, "country": "FR"}, Reason.MISSING_WEIGHT),
        ({"weight": 100, "country": None}, Reason.MISSING_COUNTRY),
        ({"weight": 100, "country": "Narnia"}, Reason.UNKNOWN_COUNTRY),
        ({"weight": 100, "country": "RU", "exchange_rate": 0}, Reason.NOT_POSITIVE),
    ],
)
def test_no_cheapest_line(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("ALI_BEST_LINE", **arguments) == reason
    assert why("ALI_BEST_FREIGHT", **arguments) == reason


def test_no_line_is_cheaper_than_the_one_found() -> None:
    """Every country and several weights in one column, against each line asked by itself."""
    countries = list(name_list("countries").names)
    grams = [20, 90, 149, 151, 700, 2000, 2001]
    column = {
        "weight": np.tile(np.array(grams, dtype=float), len(countries)),
        "country": np.repeat(np.array(countries, dtype=object), len(grams)),
        **DAY,
    }
    best = catalogue()["ALI_BEST_LINE"].outcome(**column, exchange_rate=7.1)
    freight = catalogue()["ALI_BEST_FREIGHT"].outcome(**column, exchange_rate=7.1).value
    by_line = {}
    for line, in_cny in (("standard", 1), ("saver", 7.1), ("super_economy", 7.1), ("super_economy_global", 1)):
        by_line[line] = catalogue()["ALI_FREIGHT"].outcome(**column, line=line).value * in_cny
    least = np.fmin.reduce(list(by_line.values()))
    assert np.array_equal(np.isnan(least), best.reason != 0)
    found = {line: int((best.value == line).sum()) for line in by_line}
    assert min(found.values()) > 0, found
    for n in np.flatnonzero(best.reason == 0):
        line = best.value[n]
        assert by_line[line][n] == least[n]
        assert freight[n] * (7.1 if line in ("saver", "super_economy") else 1) == pytest.approx(least[n], abs=1e-9)


def test_explain_names_all_lines_compared_or_not() -> None:
    text = explain("ALI_BEST_LINE", weight=120, country="RU", exchange_rate=7.1)
    assert text.startswith("Cheapest line on 2026-08-01 = Cainiao Super Economy: ")
    assert "AliExpress Standard Shipping 26.72 CNY; AliExpress Saver Shipping 3.3772 USD × 7.1; " in text
    assert "Not compared, no freight table: AliExpress Premium Shipping" in text
    zh = explain("ALI_BEST_LINE", "zh", weight=120, country="RU", exchange_rate=7.1)
    assert "无忧物流-标准 26.72 元人民币" in zh
    assert "未参与比较（没有运费表）：无忧物流-优先" in zh
    light = explain("ALI_BEST_LINE", weight=60, country="FR")
    assert "charged, amount not known" in light


OWN_LINE = """
schema = 1
[edition]
platform = "aliexpress"
market = "global"
programme = "freight_ourcarrier"
title = { en = "Our carrier", zh = "我们的物流商" }
kind = "lookup"
effective = 2026-01-01
currency = "CNY"
base = "weight of the parcel"
rounding = { mode = "none" }
confidence = "high"
checked = 2026-11-22
[[source]]
id = "quote"
kind = "observed"
title = "Our quote"
url = ""
url_note = "in our books"
retrieved = 2026-11-22
says = "30 CNY per kg and 5 CNY per parcel to Brazil."
[table]
keys = ["country"]
range = "weight"
bounds = "over_upto"
units = { weight = "g" }
per_unit = "kg"
columns = ["country", "over", "upto", "per", "fee"]
rows = [["BR", 0, 5000, 30, 5]]
"""


def test_an_own_line_takes_part() -> None:
    parcel = {"weight": 100, "country": "BR", **DAY}
    with using(with_own(active_library(), [own_edition(OWN_LINE, "carrier.toml")])):
        assert xlops.ali_best_line(**parcel) == "ourcarrier"
        assert xlops.ali_best_freight(**parcel) == pytest.approx(8.0)
        assert xlops.ali_freight(100, "BR", "ourcarrier", **DAY) == pytest.approx(8.0)
    assert xlops.ali_best_line(**parcel) == "standard"


# Affiliate.


def test_affiliate_commission_is_at_your_own_rate() -> None:
    assert xlops.ali_affiliate(25, 0.05, **DAY) == 1.25
    assert xlops.ali_affiliate([25, 19.99], [0.03, 0.5], **DAY).tolist() == [0.75, 9.995]
    assert xlops.ali_affiliate(25, 0, **DAY) == 0.0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"price": 25}, Reason.MISSING_RATE),
        ({"price": None, "affiliate_rate": 0.05}, Reason.MISSING_PRICE),
        ({"price": 25, "affiliate_rate": 5}, Reason.RATE_OUT_OF_RANGE),
    ],
)
def test_affiliate_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("ALI_AFFILIATE", **arguments) == reason


def test_explain_tells_the_band_of_affiliate_rates() -> None:
    assert "published only as a band, 3% to 50%; the rate used is yours" in explain(
        "ALI_AFFILIATE", price=25, affiliate_rate=0.05
    )
    assert "官方仅公布区间 3%–50%" in explain("ALI_AFFILIATE", "zh", price=25)


# Duty.


@pytest.mark.parametrize(
    ("value", "country", "lines", "duty"),
    [
        (20, "DE", None, 3.0),
        (150, "西班牙", None, 3.0),
        (120, "France", 2, 6.0),
        (0.5, "RO", 4, 12.0),
    ],
)
def test_duty_is_for_each_tariff_line(value: float, country: str, lines: float | None, duty: float) -> None:
    assert xlops.ali_duty(value, country, lines, **DAY) == duty


def test_every_member_state_and_no_other_country() -> None:
    countries = name_list("countries").names
    found = catalogue()["ALI_DUTY"].outcome(20, np.array(list(countries), dtype=object), **DAY)
    members = {code for code, reason in zip(countries, found.reason, strict=True) if not reason}
    assert len(members) == 27
    assert {"DE", "IE", "HR", "CY"} <= members
    assert not members & {"GB", "CH", "NO", "US", "TR", "UA", "RU"}
    assert set(found.reason.tolist()) == {0, Reason.NOT_IN_TABLE}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"consignment_value": 150.01, "country": "DE"}, Reason.OUTSIDE_TABLE),  # the ordinary tariff, not here
        ({"consignment_value": 20, "country": "DE", "as_of": "2026-06-30"}, Reason.NO_EDITION),
        ({"consignment_value": 20, "country": "DE", "as_of": "2028-07-01"}, Reason.NO_EDITION),
        ({"consignment_value": 20, "country": "GB"}, Reason.NOT_IN_TABLE),
        ({"consignment_value": None, "country": "DE"}, Reason.MISSING_INPUT),
        ({"consignment_value": 20, "country": None}, Reason.MISSING_COUNTRY),
        ({"consignment_value": 20, "country": "DE", "tariff_lines": 0}, Reason.NOT_POSITIVE),
    ],
)
def test_duty_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("ALI_DUTY", **arguments) == reason


def test_explain_names_a_national_fee_that_is_not_in_the_duty() -> None:
    french = explain("ALI_DUTY", consignment_value=20, country="FR", tariff_lines=2)
    assert french.startswith("Customs duty on 2026-08-01 = 6.00 EUR: ")
    assert "3.00 × 2 = 6" in french
    assert "not in this sum: 2.00 EUR for each tariff line" in french
    assert "未计入：每个包裹 25.00 罗马尼亚列伊" in explain("ALI_DUTY", "zh", consignment_value=20, country="RO")
    assert "not in this sum" not in explain("ALI_DUTY", consignment_value=20, country="DE")


# Withdrawal.


@pytest.mark.parametrize(
    ("amount", "route", "fee"),
    [
        (50, "bank", 15.0),
        (100_000, "银行", 15.0),
        (1000, "alipay", 8.0),  # 3.00 at 0.3 %
        (2666.66, "alipay", 8.0),
        (5000, "支付宝", 15.0),
    ],
)
def test_withdrawal(amount: float, route: str, fee: float) -> None:
    assert xlops.ali_withdrawal_fee(amount, route, **DAY) == fee


def test_withdrawal_in_a_column_of_both_routes() -> None:
    routes = np.array(["bank", "alipay", None, "cheque"], dtype=object)
    found = catalogue()["ALI_WITHDRAWAL_FEE"].outcome(5000, routes, **DAY)
    np.testing.assert_array_equal(found.value, [15.0, 15.0, np.nan, np.nan])
    assert found.reason.tolist() == [0, 0, Reason.MISSING_INPUT, Reason.NO_TABLE]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"withdrawal_amount": None, "withdrawal_route": "bank"}, Reason.MISSING_INPUT),
        ({"withdrawal_amount": 5000, "withdrawal_route": "alipay", "as_of": "2021-11-30"}, Reason.NO_EDITION),
        ({"withdrawal_amount": 0, "withdrawal_route": "bank"}, Reason.NOT_POSITIVE),
    ],
)
def test_withdrawal_unknown(arguments: dict[str, Any], reason: Reason) -> None:
    assert why("ALI_WITHDRAWAL_FEE", **arguments) == reason
    if reason == Reason.NOT_POSITIVE:
        with pytest.raises(InvalidInput, match="withdrawal_amount"):
            xlops.ali_withdrawal_fee(**{**DAY, **arguments})

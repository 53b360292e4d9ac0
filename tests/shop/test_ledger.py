"""The profit of a month per product: cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from xlops.shop.ledger import Facts, Ledger, Line, Teller, ledgers

OCT = date(2026, 10, 1), date(2026, 10, 31)
LAMP = Facts(sku="LAMP", goods=4.0, first_leg=1.0, delivery=0.0)
MUG = Facts(sku="MUG", goods=2.0, first_leg=0.5, delivery=0.0)
FEES = {"charged_referral_fee": 1.5, "charged_fba_fee": 3.0}


def teller(
    name: str,
    kind: str,
    rows: list[dict[str, Any]],
    layout: str | None = None,
    span: tuple[date | None, date | None] = OCT,
) -> Teller:
    full = [{"key": None, "market": "US", "currency": "USD"} | row for row in rows]
    frame = pd.DataFrame(full)
    for column in ("key", "market", "currency"):
        frame[column] = pd.Series([row[column] for row in full], dtype=object)
    return Teller(name, (kind, kind), layout or kind, kind, "amazon", frame, *span)


SETTLEMENT = teller(
    "settlement.txt",
    "settlement",
    [
        # 100 - 15 - 30 - 10 refunded - (-5) paid back = 50
        {"key": "lamp", "units_sold": 10.0, "total_sales": 100.0, "charged_referral_fee": 15.0, "charged_fba_fee": 30.0,
         "charged_low_inventory_fee": 4.0, "refunds": 10.0, "reimbursements": -5.0, "net_proceeds": 50.0},
        {"key": "mug", "units_sold": 4.0, "total_sales": 40.0, "charged_referral_fee": 6.0, "charged_fba_fee": 12.0,
         "net_proceeds": 22.0},
        # 39.99 subscription, 20 storage, 30 of ads, 100 held back
        {"charged_other_fee": 39.99, "charged_storage_fee": 20.0, "ad_spend": 30.0, "reserve": 100.0,
         "net_proceeds": -189.99},
    ],
)  # fmt: skip
ADS = teller(
    "ads.csv",
    "ads",
    [
        {"key": "lamp", "ad_spend": 20.0, "ad_sales": 50.0},
        {"key": "mug", "ad_spend": 12.0, "ad_sales": 0.0},
    ],
    layout="amazon_ads_sp_advertised_product",
)


def one(tellers: list[Teller], facts: dict[str, Facts] | None = None) -> Ledger:
    (found,) = ledgers(tellers, {"lamp": LAMP, "mug": MUG} if facts is None else facts, *OCT)
    return found


def line(found: Ledger, key: str) -> Line:
    return next(one for one in found.lines if one.key == key)


def test_profit_of_charges_ads_and_costs() -> None:
    found = one([SETTLEMENT, ADS])
    lamp, mug = line(found, "lamp"), line(found, "mug")
    # 100 - 15 - 30 - 10 + 5 - 20 ads - 40 goods - 10 first leg
    assert lamp.profit == -20.0
    assert mug.profit == 40 - 6 - 12 - 12 - 8 - 2
    assert [entry.key for entry in found.lines] == ["lamp", "mug"]  # the least money first
    assert lamp.margin == pytest.approx(-0.20)
    assert lamp.break_even is None  # before ads it earned nothing
    assert mug.break_even == pytest.approx((0 + 12) / 40)
    assert lamp.acos == pytest.approx(0.4) and mug.acos is None  # spent, and nothing sold
    assert lamp.tacos == pytest.approx(0.2)
    # the account pays its fees; of its ads the report per product counts, and what is held back is no cost
    assert {name: figure.value for name, figure in found.account.items()} == {
        "charged_other_fee": 39.99,
        "charged_storage_fee": 20.0,
    }
    assert found.profit == round(-20.0 + 0.0 - 59.99, 2)


def test_products_and_account_come_to_the_report() -> None:
    found = one([SETTLEMENT, ADS])
    assert found.total is not None
    assert (found.total.products, found.total.account, found.total.both) == (72.0, -189.99, -117.99)
    # what is contained in another fee is no cost of its own
    assert "charged_low_inventory_fee" not in line(found, "lamp").costs
    assert {name: figure.value for name, figure in found.left_out.items()} == {
        "reserve": 100.0,
        "ad_spend_billed": 30.0,
    }


def test_two_reports_of_the_same_charges_count_once() -> None:
    economics = teller(
        "economics.csv",
        "economics",
        [{"key": "lamp", "units_sold": 10.0, "total_sales": 100.0, "charged_referral_fee": 15.0, "ad_spend": 20.0,
          "charged_storage_fee": 3.0, "net_proceeds": 62.0}],
    )  # fmt: skip
    both = one([economics, SETTLEMENT])
    assert both.sources["charges"] == ("settlement.txt",)
    assert line(both, "lamp").sales is not None and line(both, "lamp").sales.value == 100.0
    assert "charged_storage_fee" not in line(both, "lamp").costs
    assert any("economics.csv" in en and "settlement.txt" in en for en, _ in both.notes)
    # The one that covers more of the month goes first; its ads are its own.
    half = Teller(**{**vars(SETTLEMENT), "last": date(2026, 10, 14)})
    found = one([economics, half, ADS])
    assert found.sources["charges"] == ("economics.csv",)
    # SKU Economics has ads per product: they count, and the ad report tells the ACoS alone
    assert line(found, "lamp").costs["ad_spend"].value == 20.0
    assert line(found, "lamp").acos == pytest.approx(0.4)


def test_what_is_not_itemised_is_a_cost_of_its_own() -> None:
    odd = teller("odd.txt", "settlement", [{"key": "mug", "units_sold": 1.0, "total_sales": 10.0, "net_proceeds": 7.0}])
    found = one([odd])
    assert line(found, "mug").costs["not_itemised"].value == 3.0
    assert line(found, "mug").profit == 10 - 3 - 2 - 0.5


def test_unknown_costs_leave_the_profit_unknown_and_say_why() -> None:
    why = "missing cost", "缺少成本"
    found = one([SETTLEMENT, ADS], {"lamp": Facts(sku="LAMP", unknown={"goods": why}), "mug": MUG})
    lamp = line(found, "lamp")
    assert lamp.profit is None and lamp.why == [why] and lamp.margin is None
    assert found.unknown == [lamp] and found.lines[-1] is lamp
    # the known products' profit less the account's fees
    assert found.profit == round(0.0 - 59.99, 2)
    stranger = one([SETTLEMENT, ADS], {"mug": MUG})
    assert "product sheet" in line(stranger, "lamp").why[0][0]


def test_without_charges_fees_are_estimated_and_say_so() -> None:
    business = teller("business.csv", "business", [{"key": "lamp", "units_sold": 10.0, "total_sales": 100.0}])
    facts = {"lamp": Facts(sku="LAMP", goods=4.0, first_leg=1.0, delivery=0.0, fees=FEES, fees_known=True)}
    found = one([business], facts)
    lamp = line(found, "lamp")
    assert lamp.estimated and lamp.costs["charged_fba_fee"].estimated
    assert lamp.profit == 100 - 15 - 30 - 40 - 10
    assert found.total is None
    assert any("before advertising" in en for en, _ in found.notes)
    unknown = one([business], {"lamp": Facts(goods=4.0, unknown={"fees": ("no table", "无费用表")})})
    assert line(unknown, "lamp").profit is None
    assert line(unknown, "lamp").why == [("no table", "无费用表")]


def test_ads_of_other_days_are_not_taken_off_the_charges() -> None:
    late = Teller(**{**vars(ADS), "first": date(2026, 10, 20)})
    found = one([SETTLEMENT, late])
    assert "ad_spend" not in line(found, "lamp").costs
    assert found.account["ad_spend"].value == 30.0  # as billed, of the account
    assert line(found, "lamp").acos == pytest.approx(0.4)  # of the ad report alone
    assert any("19 days" in en for en, _ in found.notes)


def test_ads_of_another_report_of_the_same_clicks_count_once() -> None:
    campaigns = teller("campaigns.csv", "ads", [{"ad_spend": 32.0, "ad_sales": 50.0}], layout="amazon_ads_sp_campaign")
    brands = teller("brands.csv", "ads", [{"ad_spend": 7.0, "ad_sales": 9.0}], layout="amazon_ads_sb_sd_campaign")
    found = one([SETTLEMENT, campaigns, ADS, brands])
    assert line(found, "lamp").costs["ad_spend"].value == 20.0
    assert found.account["ad_spend"].value == 7.0  # Sponsored Brands name no product
    assert any("campaigns.csv" in en for en, _ in found.notes)


def test_storage_of_its_own_report_takes_the_place_of_the_accounts() -> None:
    storage = teller("storage.txt", "storage", [{"key": "lamp", "charged_storage_fee": 11.0}])
    found = one([SETTLEMENT, ADS, storage])
    assert line(found, "lamp").costs["charged_storage_fee"].value == 11.0
    assert "charged_storage_fee" not in found.account
    assert found.left_out["charged_storage_fee_billed"].value == 20.0


def test_tax_passed_on_is_no_income_and_tax_inside_the_price_is_a_cost() -> None:
    passed = teller(
        "de.txt", "settlement",
        [{"key": "mug", "units_sold": 1.0, "total_sales": 10.0, "tax_collected": 1.9, "net_proceeds": 11.9}],
    )  # fmt: skip
    vat = Facts(sku="MUG", goods=2.0, first_leg=0.0, delivery=0.0, vat_share=0.19 / 1.19)
    found = one([passed], {"mug": vat})
    assert line(found, "mug").profit == 8.0 and found.left_out["tax_collected"].value == -1.9
    inside = teller(
        "de.txt", "settlement", [{"key": "mug", "units_sold": 1.0, "total_sales": 11.9, "net_proceeds": 11.9}]
    )
    found = one([inside], {"mug": vat})
    assert line(found, "mug").costs["vat"].value == pytest.approx(1.9) and line(found, "mug").costs["vat"].estimated
    assert line(found, "mug").profit == 8.0


def test_markets_and_currencies_are_never_mixed() -> None:
    german = teller(
        "de.txt",
        "settlement",
        [{"key": "lamp", "market": "DE", "currency": "EUR", "total_sales": 12.0, "net_proceeds": 12.0}],
    )  # fmt: skip
    found = ledgers([SETTLEMENT, german], {"lamp": LAMP, "mug": MUG}, *OCT)
    assert [(entry.market, entry.currency, entry.sales) for entry in found] == [
        ("US", "USD", 140.0),
        ("DE", "EUR", 12.0),
    ]
    # A row that says no market is of none where several may be meant.
    silent = teller("visits.csv", "business", [{"key": "new", "market": None, "currency": None, "units_sold": 5.0}])
    found = ledgers([SETTLEMENT, german, silent], {"lamp": LAMP, "mug": MUG}, *OCT)
    assert all(entry.key != "new" for ledger in found for entry in ledger.lines)
    assert any("visits.csv" in en and "1 row" in en for en, _ in found[0].notes)
    assert any(entry.key == "new" for entry in one([SETTLEMENT, silent]).lines)


def test_delivery_that_no_report_charges_is_the_sellers() -> None:
    flow = teller(
        "flow.xlsx", "settlement", [{"key": "mug", "units_sold": 3.0, "total_sales": 30.0, "net_proceeds": 30.0}]
    )
    base = {"sku": "MUG", "goods": 2.0, "first_leg": 0.5}
    paid = one([flow], {"mug": Facts(**base, delivery=1.5)})
    assert line(paid, "mug").profit == 30 - 6 - 1.5 - 4.5
    estimated = one([flow], {"mug": Facts(**base, fees={"charged_freight": 2.0}, fees_known=True)})
    assert line(estimated, "mug").costs["charged_freight"].estimated and line(estimated, "mug").profit == 16.5
    unknown = one([flow], {"mug": Facts(**base, unknown={"delivery": ("no freight", "缺少运费")})})
    assert line(unknown, "mug").why == [("no freight", "缺少运费")]
    # what a report charges for it counts alone
    charged = teller(
        "flow.xlsx",
        "settlement",
        [{"key": "mug", "units_sold": 3.0, "total_sales": 30.0, "charged_freight": 5.0, "net_proceeds": 25.0}],
    )
    assert line(one([charged], {"mug": Facts(**base, delivery=1.5)}), "mug").profit == 30 - 5 - 6 - 1.5


def test_units_of_another_report_are_not_of_a_product_that_was_charged_without_a_sale() -> None:
    # lamp: a refund of 20 of an older order, 3 of its referral fee back. mug: a reimbursement of 9 alone.
    charges = teller(
        "settlement.txt",
        "settlement",
        [
            {"key": "lamp", "charged_referral_fee": -3.0, "refunds": 20.0, "net_proceeds": -17.0},
            {"key": "mug", "reimbursements": -9.0, "net_proceeds": 9.0},
            {"key": "pan", "units_sold": 2.0, "total_sales": 30.0, "net_proceeds": 30.0},
        ],
    )
    business = teller(
        "business.csv",
        "business",
        [
            {"key": "lamp", "units_sold": 6.0, "total_sales": 60.0},
            {"key": "mug", "units_sold": 5.0, "total_sales": 50.0},
            {"key": "pan", "units_sold": 3.0, "total_sales": 45.0},
        ],
    )
    pan = Facts(sku="PAN", goods=7.0, first_leg=0.0, delivery=0.0)
    found = one([charges, business], {"lamp": LAMP, "mug": MUG, "pan": pan})
    for key, profit, units in (("lamp", -17.0, 0.0), ("mug", 9.0, 0.0), ("pan", 16.0, 2.0)):
        entry = line(found, key)
        assert (entry.profit, entry.units and entry.units.value) == (profit, units)
    assert not {"goods", "first_leg"} & set(line(found, "lamp").costs)
    # A sale whose units the charges do not tell has those of the other report: 30 - 3 x 7.
    silent = teller("flow.xlsx", "settlement", [{"key": "pan", "total_sales": 30.0, "net_proceeds": 30.0}])
    assert line(one([silent, business], {"lamp": LAMP, "mug": MUG, "pan": pan}), "pan").profit == 9.0


def test_a_letter_stands_only_beside_the_profit_and_the_ads_that_it_goes_by() -> None:
    graded = {**vars(MUG), "letter": "A"}
    # The mug's ads of the month are 12.
    assert line(one([SETTLEMENT, ADS], {"lamp": LAMP, "mug": Facts(**graded)}), "mug").letter is None
    same = Facts(**{**graded, "graded_ads": 12.0})
    mug = line(one([SETTLEMENT, ADS], {"lamp": LAMP, "mug": same}), "mug")
    assert mug.letter == "A" and mug.no_letter is None
    other = line(one([SETTLEMENT, ADS], {"mug": Facts(**{**graded, "graded_ads": 40.0})}), "mug")
    assert other.letter is None and other.no_letter is not None and "other ads" in other.no_letter[0]
    late = Teller(**{**vars(ADS), "first": date(2026, 10, 20)})
    apart = line(one([SETTLEMENT, late], {"mug": Facts(**graded)}), "mug")
    assert apart.profit is not None and apart.letter is None
    billed = line(one([SETTLEMENT], {"mug": Facts(**graded)}), "mug")  # 30 of ads, of the account alone
    assert billed.profit is not None and billed.no_letter is not None and "account only" in billed.no_letter[0]
    unknown = Facts(**{**vars(same), "goods": None, "unknown": {"goods": ("no cost", "缺少成本")}})
    assert line(one([SETTLEMENT, ADS], {"mug": unknown}), "mug").letter is None
    refund = teller("r.txt", "settlement", [{"key": "mug", "refunds": 5.0, "net_proceeds": -5.0}])
    unsold = line(one([refund], {"mug": Facts(**graded)}), "mug")
    assert unsold.letter is None and unsold.no_letter is not None and "nothing was sold" in unsold.no_letter[0]
    said = Facts(**{**vars(same), "no_letter": ("shared", "共用")})
    assert line(one([SETTLEMENT, ADS], {"mug": said}), "mug").letter is None


def test_sums_are_of_the_same_rows() -> None:
    # The lamp's cost is unknown: the mug alone counts, and the account (59.99).
    sums = one(
        [SETTLEMENT, ADS], {"lamp": Facts(sku="LAMP", unknown={"goods": ("no cost", "缺少成本")}), "mug": MUG}
    ).sums
    assert (sums.units, sums.sales, sums.ads, sums.profit) == (4.0, 40.0, 12.0, -59.99)
    assert sums.margin == pytest.approx(-59.99 / 40)
    assert sums.tacos == pytest.approx(12 / 40) and sums.acos is None  # the mug's ads sold nothing
    assert sums.break_even is None and not sums.estimated
    # Both: 140 of sales, -20 + 0 - 59.99 of profit, 32 of ads for 50 of ad sales.
    sums = one([SETTLEMENT, ADS]).sums
    assert (sums.units, sums.sales, sums.ads, sums.profit) == (14.0, 140.0, 32.0, -79.99)
    assert sums.tacos == pytest.approx(32 / 140) and sums.acos == pytest.approx(32 / 50)
    # What the account was paid is in the sums as it is in the profit.
    paid = teller(
        "paid.txt",
        "settlement",
        [
            {"key": "mug", "units_sold": 4.0, "total_sales": 40.0, "net_proceeds": 40.0},
            {"total_sales": 10.0, "net_proceeds": 10.0},
        ],
    )
    sums = one([paid]).sums
    assert (sums.sales, sums.profit, sums.margin) == (50.0, 40.0, 0.8)  # 40 - 4 x 2.50 + 10
    nobody = one([paid], {}).sums
    assert (nobody.sales, nobody.units, nobody.profit, nobody.break_even) == (50.0, 4.0, None, None)


def test_reimbursements_are_no_part_of_the_break_even() -> None:
    charges = teller(
        "settlement.txt",
        "settlement",
        [
            {"key": "mug", "units_sold": 4.0, "total_sales": 40.0, "reimbursements": -8.0, "net_proceeds": 48.0},
            {"reimbursements": -2.0, "net_proceeds": 2.0},
        ],
    )
    found = one([charges])
    mug = line(found, "mug")
    assert mug.profit == 38.0  # 40 + 8 - 4 x 2.50
    assert mug.break_even == pytest.approx(30 / 40)
    assert found.sums.profit == 40.0 and found.sums.break_even == pytest.approx(30 / 40)

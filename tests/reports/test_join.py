"""Reports joined to rows: nothing is lost, nothing counts twice, and what could not be joined is named."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlops.reports.join import Imported, Rows, in_one_only, join, remarks, taken_in
from xlops.sheets.keys import fold_key

OCTOBER = ("2026-10-01", "2026-10-31")
NOVEMBER = ("2026-11-01", "2026-11-30")
TODAY = date(2026, 12, 20)


def report(
    lines: list[dict[str, Any]],
    period: tuple[str | None, str | None] = OCTOBER,
    layout: str = "ads",
    kind: str = "ads",
    platform: str | None = "amazon",
    **more: Any,
) -> Imported:
    base = {"sku": None, "asin": None, "product_id": None, "market": None, "currency": None}
    table = pd.DataFrame([base | line for line in lines])
    for key in base:
        table[key] = table[key].astype(object).where(table[key].notna(), None)
    for name, day in zip(("first_day", "last_day"), period, strict=True):
        table[name] = pd.Series(pd.to_datetime([day] * len(table)), dtype="datetime64[ns]")
    names = {"title_en": "Report", "title_zh": "报表", "file": f"{layout}.csv", "imported": TODAY} | more
    return Imported(layout=layout, kind=kind, platform=platform, products=table, **names)


def sheet(*rows: dict[str, Any]) -> Rows:
    keys = ("sku", "asin", "product_id", "market", "currency", "platform")
    columns = {key: [row.get(key) for row in rows] for key in keys}
    return Rows(numbers=[n + 2 for n in range(len(rows))], **columns)


def figures(joined: Any, measure: str) -> list[Any]:
    return [None if value != value else value for value in joined.column(measure).tolist()]


def test_keys_are_compared_as_people_write_them() -> None:
    rows = sheet({"sku": " ab-1 "}, {"sku": "ＡＢ－２"}, {"product_id": "1005001"}, {"sku": "007"})
    told = report(
        [
            {"sku": "AB-1", "ad_spend": 1.0},
            {"sku": "ab-2", "ad_spend": 2.0},
            {"product_id": "1005001.0", "ad_spend": 3.0},
            {"sku": '="007"', "ad_spend": 4.0},
        ]
    )
    assert figures(join(rows, [told]), "ad_spend") == [1, 2, 3, 4]
    assert fold_key("7") != fold_key("007"), "a leading zero is part of a SKU"
    assert fold_key("=A") != fold_key("A"), "a SKU that begins with = is one of its own"


def test_sku_goes_before_asin_and_a_parent_never_counts() -> None:
    rows = sheet({"sku": "A", "asin": "B01"}, {"sku": "C", "asin": "B02"}, {"asin": "B03"})
    told = report(
        [
            {"sku": "A", "asin": "B02", "units_sold": 1.0},
            {"sku": "Z", "asin": "B02", "units_sold": 10.0},
            {"sku": "Y", "asin": "B03", "units_sold": 100.0},
            {"parent_asin": "B01", "units_sold": 1000.0},
        ]
    )
    joined = join(rows, [told])
    # Z is another SKU of an ASIN that stands in the sheet under C: its units are not those of C.
    assert figures(joined, "units_sold") == [1, None, 100]
    assert [fate.code for fate in joined.fates] == ["", "other_sku", "", "no_key"]
    assert "row 3" in joined.fates[1].en and "第 3 行" in joined.fates[1].zh


def test_a_sheet_of_other_skus_is_joined_by_asin() -> None:
    rows = sheet({"sku": "warehouse-1", "asin": "B01"}, {"sku": "warehouse-2", "asin": "B02"})
    told = report([{"sku": "M-1", "asin": "B01", "ad_spend": 5.0}, {"sku": "M-2", "asin": "B02", "ad_spend": 6.0}])
    assert figures(join(rows, [told]), "ad_spend") == [5, 6]


def test_two_skus_of_one_asin_are_added_where_the_sheet_has_the_asin_alone() -> None:
    rows = sheet({"asin": "B01"})
    told = report(
        [
            {"sku": "A", "asin": "B01", "units_sold": 3.0, "stock": 5.0, "days_of_supply": 20.0},
            {"sku": "B", "asin": "B01", "units_sold": 4.0, "stock": 9.0, "days_of_supply": 30.0},
        ]
    )
    joined = join(rows, [told])
    assert (figures(joined, "units_sold"), figures(joined, "stock")) == ([7], [14])
    # What is no sum is unknown where two products disagree about it, and that is said.
    assert figures(joined, "days_of_supply") == [None]
    assert [r.code for r in remarks(joined, TODAY)] == ["products_disagree"]


def test_a_total_is_not_split_among_rows_of_one_product() -> None:
    rows = sheet({"sku": "A"}, {"sku": "a"}, {"sku": "B"})
    told = report([{"sku": "A", "ad_spend": 50.0, "rating": 4.5}, {"sku": "B", "ad_spend": 8.0}])
    joined = join(rows, [told])
    assert figures(joined, "ad_spend") == [None, None, 8]
    assert figures(joined, "rating") == [4.5, 4.5, None], "what is no total stands for both rows"
    fate = joined.fates[0]
    assert fate.code == "several_rows" and fate.left == ("ad_spend",) and "2, 3" in fate.en


def test_market_must_agree_where_both_say_it() -> None:
    rows = sheet({"sku": "A", "market": "us", "currency": "USD"}, {"sku": "A", "market": "de", "currency": "EUR"})
    told = report(
        [
            {"sku": "A", "market": "DE", "currency": "EUR", "ad_spend": 2.0},
            {"sku": "A", "market": "US", "currency": "USD", "ad_spend": 1.0},
            {"sku": "A", "market": "FR", "currency": "EUR", "ad_spend": 4.0},
        ]
    )
    joined = join(rows, [told])
    assert figures(joined, "ad_spend") == [1, 2]
    assert [fate.code for fate in joined.fates] == ["", "", "other_market"]


def test_the_currency_tells_two_markets_apart_where_the_report_does_not_name_them() -> None:
    rows = sheet({"sku": "A", "market": "us", "currency": "USD"}, {"sku": "A", "market": "de", "currency": "EUR"})
    told = report([{"sku": "A", "currency": "EUR", "ad_spend": 2.0}])
    assert figures(join(rows, [told]), "ad_spend") == [None, 2]


def test_several_markets_are_not_added_into_a_row_that_says_none() -> None:
    rows = sheet({"sku": "A", "currency": "EUR"})
    told = report(
        [
            {"sku": "A", "market": "DE", "currency": "EUR", "ad_spend": 2.0},
            {"sku": "A", "market": "FR", "currency": "EUR", "ad_spend": 4.0},
        ]
    )
    joined = join(rows, [told])
    assert figures(joined, "ad_spend") == [None]
    assert {fate.code for fate in joined.fates} == {"several_markets"}
    assert "DE, FR" in joined.fates[0].en and "--market" in joined.fates[0].zh


def test_several_currencies_are_not_added_into_a_row_that_says_none() -> None:
    told = report([{"sku": "A", "market": "US", "currency": coin, "ad_spend": 2.0} for coin in ("USD", "EUR")])
    joined = join(sheet({"sku": "A"}), [told])
    assert figures(joined, "ad_spend") == [None]
    assert [fate.code for fate in joined.fates] == ["several_markets"] * 2, "and none is lost without a word"


def test_another_currency_is_never_converted() -> None:
    rows = sheet({"sku": "A", "currency": "USD"})
    told = report([{"sku": "A", "currency": "GBP", "ad_spend": 2.0, "clicks": 7.0, "product_cost": 3.0}])
    joined = join(rows, [told])
    # A cost keeps its currency: grading converts it by the exchange rate that the operator gives.
    assert (figures(joined, "ad_spend"), figures(joined, "clicks")) == ([None], [None])
    assert figures(joined, "product_cost") == [3] and joined.currencies("product_cost").tolist() == ["GBP"]
    [said] = [r for r in remarks(joined, TODAY) if r.code == "currencies_differ"]
    assert "GBP" in said.en and "USD" in said.zh


def test_the_same_report_of_another_period_is_added_and_of_an_overlapping_one_replaced() -> None:
    october = report([{"sku": "A", "ad_spend": 10.0}], OCTOBER, file="october.csv")
    november = report([{"sku": "A", "ad_spend": 5.0}], NOVEMBER, file="november.csv")
    again = report([{"sku": "A", "ad_spend": 11.0}], ("2026-10-15", "2026-11-05"), file="again.csv")
    kept, gone = taken_in([october], [november])
    assert kept == (october, november) and not gone
    [value] = join(sheet({"sku": "A"}), kept).values["ad_spend"].values()
    assert (value.value, value.first, value.last) == (15, date(2026, 10, 1), date(2026, 11, 30))
    kept, gone = taken_in(kept, [again])
    assert kept == (again,) and [entry.old.file for entry in gone] == ["october.csv", "november.csv"]


def test_what_replaces_what() -> None:
    old = report([{"sku": "A", "market": "US", "ad_spend": 1.0}])
    for new, replaces in (
        (report([{"sku": "a", "market": "US", "ad_spend": 2.0}]), True),
        (report([{"sku": "A", "market": "US", "ad_spend": 2.0}], (None, None)), True),  # may be of the same days
        (report([{"sku": "A", "market": "DE", "ad_spend": 2.0}]), False),
        (report([{"sku": "B", "market": "US", "ad_spend": 2.0}]), False),  # another shop's products
        (report([{"sku": "A", "market": "US", "ad_spend": 2.0}], layout="economics"), False),
    ):
        kept, gone = taken_in([old], [new])
        assert (len(kept), bool(gone)) == ((1, True) if replaces else (2, False))


def test_settlements_with_other_numbers_are_two() -> None:
    def settled(number: str, units: float) -> Imported:
        lines, documents = [{"sku": "A", "units_sold": units}], frozenset({number})
        return report(lines, OCTOBER, "amazon_settlement_v2", "settlement", documents=documents)

    one, other = settled("70001", 3.0), settled("70002", 4.0)
    kept, gone = taken_in([one], [other])
    assert gone == ()
    assert figures(join(sheet({"sku": "A"}), kept), "units_sold") == [7.0]
    again = settled("70001", 5.0)
    assert taken_in(kept, [again])[0] == (other, again), "the same settlement once more takes its own place"


def test_settlements_that_follow_each_other_within_a_day_are_two() -> None:
    def settled(amount: float, first: str, last: str) -> Imported:
        lines = [{"sku": "A", "charged_fba_fee": amount}]
        return report(lines, (first, last), "amazon_settlement_v2", "settlement")

    first = settled(3, "2026-10-01", "2026-10-15")
    kept, gone = taken_in([first], [settled(4, "2026-10-15", "2026-10-29")])
    assert not gone
    assert figures(join(sheet({"sku": "A"}), kept), "charged_fba_fee") == [7]
    for again in (first, settled(4, "2026-10-02", "2026-10-02")):
        assert taken_in([first], [again])[1], "the same days are never counted twice"
    one_day = settled(4, "2026-10-02", "2026-10-02")
    assert taken_in([one_day], [settled(4, "2026-10-02", "2026-10-02")])[1]


def test_two_reports_that_tell_the_same_are_never_added() -> None:
    settled = report([{"sku": "A", "units_sold": 90.0}], OCTOBER, "settlement", "settlement")
    business = report([{"sku": "A", "units_sold": 100.0}], OCTOBER, "business", "business")
    for order in ([settled, business], [business, settled]):
        joined = join(sheet({"sku": "A"}), order)
        assert figures(joined, "units_sold") == [100], "the Business Report counts orders, whichever came first"
        [said] = remarks(joined, TODAY)
        assert said.code == "told_twice" and "settlement.csv" in said.en


def test_a_snapshot_is_the_newest() -> None:
    old = report([{"sku": "A", "stock": 9.0}], ("2026-10-31", "2026-10-31"), "planning", "inventory")
    new = report([{"sku": "A", "stock": 4.0}], ("2026-11-30", "2026-11-30"), "planning", "inventory")
    for order in ([old, new], [new, old]):
        assert figures(join(sheet({"sku": "A"}), order), "stock") == [4]


def test_open_windows_and_periods_are_told() -> None:
    ads = report([{"sku": "A", "ad_spend": 5.0}], NOVEMBER, open_until=date(2026, 12, 7))
    business = report([{"sku": "A", "units_sold": 5.0}], (None, None), "business", "business")
    joined = join(sheet({"sku": "A"}), [ads, business])
    assert {r.code for r in remarks(joined, date(2026, 12, 1))} == {"window_open", "periods_differ"}
    assert {r.code for r in remarks(joined, date(2026, 12, 8))} == {"periods_differ"}
    [said] = remarks(joined, date(2026, 12, 8))
    assert "2026-11-01~2026-11-30" in said.en and "未注明期间" in said.zh


def test_skus_of_one_file_only() -> None:
    one = report([{"sku": "A", "ad_spend": 1.0}, {"sku": "B", "ad_spend": 1.0}])
    two = report([{"sku": "a", "units_sold": 1.0}, {"sku": "C", "units_sold": 1.0}])
    assert in_one_only([one, two]) == {0: ["B"], 1: ["C"]}
    assert in_one_only([one]) == {}


TEXTS = st.sampled_from([None, "A", "a", "B", "C", "D", ""])
MARKETS = st.sampled_from([None, "US", "DE"])
COINS = st.sampled_from([None, "USD", "EUR"])
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "sku": TEXTS,
            "asin": TEXTS,
            "market": MARKETS,
            "currency": COINS,
            "units_sold": st.integers(0, 9).map(float),
            "ad_spend": st.integers(0, 9).map(float),
        }
    ),
    min_size=1,
    max_size=8,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "sku": TEXTS,
            "asin": TEXTS,
            "market": st.sampled_from([None, "us", "de"]),
            "currency": COINS,
        }
    ),
    max_size=8,
)


@settings(deadline=None)
@given(LINES, ROWS)
@pytest.mark.parametrize("measure", ["units_sold", "ad_spend"])
def test_what_is_joined_and_what_is_left_is_the_report(measure: str, lines: list[Any], rows: list[Any]) -> None:
    told = report(lines)
    joined = join(sheet(*rows), [told])
    assert [fate.place for fate in joined.fates] == list(range(len(lines))), "every product has its fate"
    left = sum(lines[fate.place][measure] for fate in joined.fates if measure in fate.left)
    taken = sum(value.value for value in joined.values.get(measure, {}).values())
    assert taken + left == sum(line[measure] for line in lines)
    assert all(bool(fate.code) == bool(fate.left) for fate in joined.fates)
    by_row: dict[int, set[str]] = defaultdict(set)
    for fate in joined.fates:
        market = lines[fate.place]["market"]
        for row in fate.rows if market is not None and measure not in fate.left else ():
            by_row[row].add(market)
    for row, markets in by_row.items():
        assert len(markets) <= 1
        assert rows[row]["market"] is None or markets <= {rows[row]["market"].upper()}


def test_a_mark_that_currencies_share_fits_any_of_them() -> None:
    rows = sheet({"sku": "A", "currency": "CAD"}, {"sku": "B", "currency": "GBP"})
    told = report([{"sku": "A", "currency": "$", "ad_spend": 2.0}, {"sku": "B", "currency": "$", "ad_spend": 3.0}])
    joined = join(rows, [told])
    assert figures(joined, "ad_spend") == [2, None]
    assert joined.currencies("ad_spend").tolist() == ["CAD", None]
    assert joined.fates[1].code == "other_currency"


def test_units_beside_ad_spend_are_of_its_period_where_a_report_has_them() -> None:
    economics = report([{"sku": "A", "units_sold": 13.0, "ad_spend": 26.0}], OCTOBER, "economics", "economics")
    business = report([{"sku": "A", "units_sold": 900.0}], (None, None), "business", "business")
    assert figures(join(sheet({"sku": "A"}), [economics, business]), "units_sold") == [13]
    same = report([{"sku": "A", "units_sold": 14.0}], OCTOBER, "business", "business")
    assert figures(join(sheet({"sku": "A"}), [economics, same]), "units_sold") == [14]


def sold(units: float, period: tuple[str | None, str | None], layout: str = "business") -> Imported:
    return report([{"sku": "A", "units_sold": units, "total_sales": 10 * units}], period, layout, layout)


def spent(amount: float, period: tuple[str | None, str | None]) -> Imported:
    return report([{"sku": "A", "ad_spend": amount, "clicks": 10 * amount}], period)


def test_sums_of_other_periods_are_left_out_where_ads_and_sales_have_one_in_common() -> None:
    december = ("2026-12-01", "2026-12-31")
    reports = [spent(10, OCTOBER), spent(5, NOVEMBER), sold(3, NOVEMBER), sold(9, december)]
    joined = join(sheet({"sku": "A"}), reports)
    names = ("ad_spend", "clicks", "units_sold", "total_sales")
    assert [figures(joined, name) for name in names] == [[5], [50], [3], [30]]
    assert (joined.narrowed, joined.apart) == ((0,), {})
    assert [r.code for r in remarks(joined, TODAY)] == ["other_periods_left"]
    both = join(sheet({"sku": "A"}), [*reports[:3], sold(8, OCTOBER)])
    assert [figures(both, name) for name in names] == [[15], [150], [11], [110]] and not both.narrowed


def test_units_of_other_days_are_not_those_of_the_ads() -> None:
    whole = ("2026-10-01", "2026-11-30")
    apart = {"units_sold": frozenset({0}), "total_sales": frozenset({0})}
    for reports in (
        [spent(10, OCTOBER), sold(3, NOVEMBER)],
        [spent(10, whole), sold(3, NOVEMBER)],
        [spent(10, OCTOBER), sold(3, whole)],
        [spent(10, OCTOBER), spent(5, NOVEMBER), sold(3, (None, None))],
        [spent(10, (None, None)), sold(3, OCTOBER), sold(4, NOVEMBER)],
        # August to October with nothing told of September is not three months.
        [spent(1, ("2026-08-01", "2026-08-31")), spent(1, OCTOBER), sold(3, ("2026-08-01", "2026-10-31"))],
    ):
        joined = join(sheet({"sku": "A"}), reports)
        assert joined.apart == apart and not joined.narrowed
        assert "units_of_other_period" in [r.code for r in remarks(joined, TODAY)]
    for reports in (
        [spent(10, (None, None)), sold(3, OCTOBER)],
        [spent(10, OCTOBER), sold(3, (None, None))],
        [spent(0, OCTOBER), sold(3, NOVEMBER)],
    ):
        assert join(sheet({"sku": "A"}), reports).apart == {}


def test_a_settlement_that_ends_within_the_next_day_is_of_the_same_period() -> None:
    # 2026-10-01 00:00 UTC to 2026-11-01 00:00 UTC
    settled = sold(3, ("2026-10-01", "2026-11-01"), "amazon_settlement_v2")
    joined = join(sheet({"sku": "A"}), [spent(10, OCTOBER), settled])
    assert joined.apart == {} and remarks(joined, TODAY) == []
    business = join(sheet({"sku": "A"}), [spent(10, OCTOBER), sold(3, ("2026-10-01", "2026-11-01"))])
    assert business.apart


def test_what_an_inventory_report_says_of_its_day_is_no_other_period() -> None:
    stock = report([{"sku": "A", "stock": 5.0, "units_shipped": 7.0}], (None, "2026-11-15"), "planning", "inventory")
    assert remarks(join(sheet({"sku": "A"}), [spent(10, OCTOBER), sold(3, OCTOBER), stock]), TODAY) == []


def test_products_are_counted_once_and_account_lines_not() -> None:
    rows = sheet({"sku": "A"}, {"sku": "A"}, {"sku": "B"})
    lines = [{"sku": "A"}, {"sku": "B"}, {"sku": "C"}, {}]
    joined = join(rows, [report([line | {"charged_fba_fee": 4.0} for line in lines])])
    count = joined.count(0)
    assert (count.products, count.found, count.partly, count.without_row) == (3, 2, 1, 1)
    assert joined.count() == count
    assert sorted(joined.unshared("charged_fba_fee")) == [0, 1]


def test_a_report_of_one_platform_stays_off_the_rows_of_another() -> None:
    rows = sheet({"sku": "A", "platform": "aliexpress"}, {"sku": "A", "platform": "amazon"})
    amazon = report([{"sku": "A", "ad_spend": 1.0}])
    assert figures(join(rows, [amazon]), "ad_spend") == [None, 1]
    erp = report([{"sku": "A", "rating": 4.0}], platform=None)
    assert figures(join(rows, [erp]), "rating") == [4, 4]
    assert [f.code for f in join(sheet({"sku": "A", "platform": "aliexpress"}), [amazon]).fates] == ["other_platform"]

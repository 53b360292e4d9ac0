"""An operator's own tables: they win on their days, row by row, and what they do not list stays as it was."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from asking import ask

import xlops
from xlops.catalog import catalogue
from xlops.errors import EditionError, Reason, SheetError
from xlops.fees.edition import RateBands
from xlops.fees.library import Library, OwnLibrary, packaged_library, using
from xlops.fees.load_zh import in_chinese
from xlops.fees.own import own_edition, with_own
from xlops.fees.own_sheet import sheet_editions

TODAY = date(2026, 11, 22)
FICTIONAL = Library(Path(__file__).parent / "fictional")

HEAD = """schema = 1

[edition]
platform = "{platform}"
market = "{market}"
programme = "{programme}"
title = {{ en = "Own", zh = "自有" }}
kind = "{kind}"
effective = {effective}
{until}
currency = "{currency}"
base = "price"
rounding = {{ step = 0.01, mode = "half_up" }}
confidence = "own"
checked = 2026-11-22
owner = "Shop A"

[[source]]
id = "contract"
kind = "own"
title = "contract"
url = ""
url_note = "on paper"
retrieved = 2026-11-22
says = "the rates"

[table]
"""


def own(
    table: str,
    effective: str = "2026-01-01",
    until: str = "",
    programme: str = "referral",
    kind: str = "rate_bands",
    platform: str = "amazon",
    market: str = "us",
    currency: str = "USD",
) -> str:
    until = f"until = {until}" if until else ""
    return HEAD.format(**{k: v for k, v in locals().items() if k != "table"}) + table


def rates(*rows: str) -> str:
    columns = '["category", "applies", "upto", "rate"]'
    return f'keys = ["category"]\ncolumns = {columns}\nrows = [\n{"".join(f"  [{row}]," for row in rows)}\n]\n'


def referral(price: float, category: str, day: str) -> float:
    return catalogue()["AMZ_REFERRAL_FEE"](price=price, category=category, market="US", as_of=day)


HOME_AND_TOYS = rates('"家居厨房", "whole", "", 0.10', '"toys_and_games", "whole", "", 0.11')


def test_an_own_row_wins_and_every_other_category_stays_published() -> None:
    with using(with_own(packaged_library(), [own_edition(own(HOME_AND_TOYS), "mine.toml")])):
        assert referral(100, "Home and Kitchen", "2026-06-01") == 10.00  # published: 15 %
        assert referral(100, "Toys and Games", "2026-06-01") == 11.00
        assert referral(100, "Jewelry", "2026-06-01") == 20.00  # published: 20 % up to 250
        column = xlops.amz_referral_fee(
            [100, 100, 100, None], ["Home and Kitchen", "Jewelry", "玩具", "Jewelry"], as_of="2026-06-01"
        )
    np.testing.assert_array_equal(column, [10.00, 20.00, 11.00, np.nan])
    assert referral(100, "Home and Kitchen", "2026-06-01") == 15.00


def test_an_own_table_holds_for_its_days_whatever_published_edition_starts_inside() -> None:
    # The published fulfilment table of 2026-10-15 starts inside the own one.
    table = """keys = ["size_tier"]
columns = ["size_tier", "fee"]
rows = [["small_standard", 1.11]]
"""
    text = own(table, "2026-09-01", "2026-12-31", programme="fba", kind="lookup")
    fee = catalogue()["AMZ_FBA_BASE_FEE"]
    small = {"length": 10, "width": 6, "height": 0.5, "weight": 2, "price": 20, "units": "in,oz"}
    large = {**small, "length": 17, "weight": 20}
    days = ["2026-08-31", "2026-09-01", "2026-10-14", "2026-10-15", "2026-12-31", "2027-01-01"]
    published = [fee(**small, as_of=day) for day in days]
    with using(with_own(packaged_library(), [own_edition(text, "mine.toml")])):
        assert [fee(**small, as_of=day) for day in days] == [published[0], 1.11, 1.11, 1.11, 1.11, published[-1]]
        np.testing.assert_array_equal(fee(**small, as_of=days), [published[0], 1.11, 1.11, 1.11, 1.11, published[-1]])
        with_table = [fee(**large, as_of=day) for day in days]
    assert with_table == [fee(**large, as_of=day) for day in days]  # the own table does not list that tier


def test_without_until_it_holds_until_the_next_own_edition() -> None:
    first = own_edition(own(HOME_AND_TOYS, "2025-01-01"), "first.toml")
    second = own_edition(own(rates('"jewelry", "whole", "", 0.01'), "2026-03-01"), "second.toml")
    with using(with_own(packaged_library(), [second, first])):
        assert referral(100, "Home and Kitchen", "2024-12-31") == 15.00
        assert referral(100, "Home and Kitchen", "2026-02-28") == 10.00
        assert referral(100, "Home and Kitchen", "2026-03-01") == 15.00  # the second does not list it
        assert referral(100, "Jewelry", "2026-02-28") == 20.00
        assert referral(100, "Jewelry", "2026-03-01") == 1.00


def test_an_own_table_answers_where_no_published_one_does() -> None:
    # The published schedule starts on 2024-01-15.
    with using(with_own(packaged_library(), [own_edition(own(HOME_AND_TOYS, "2020-01-01"), "mine.toml")])):
        assert referral(100, "Home and Kitchen", "2021-06-01") == 10.00
        assert np.isnan(referral(100, "Jewelry", "2021-06-01"))


def test_an_own_free_period_and_an_own_unpublished_row_are_answers() -> None:
    free = (
        own("", "2026-05-01", "2026-05-31")
        .replace("[table]\n", "")
        .replace('base = "price"', 'base = "price"\ncharged = false')
    )
    with using(with_own(packaged_library(), [own_edition(free, "free.toml")])):
        assert referral(100, "Jewelry", "2026-05-15") == 0.0
        assert referral(100, "Jewelry", "2026-06-01") == 20.0
    table = """keys = ["size_tier"]
columns = ["size_tier", "fee", "mark"]
rows = [["small_standard", "", "unpublished"]]
"""
    with using(with_own(packaged_library(), [own_edition(own(table, programme="fba", kind="lookup"), "x.toml")])):
        outcome = catalogue()["AMZ_FBA_BASE_FEE"].outcome(
            length=10, width=6, height=0.5, weight=2, price=20, units="in,oz", as_of="2026-06-01"
        )
    assert outcome.reason[0] == Reason.NOT_PUBLISHED


def test_a_row_of_an_own_table_ends_where_its_range_ends() -> None:
    table = """keys = ["country"]
range = "weight"
bounds = "over_upto"
units = { weight = "g" }
per_unit = "kg"
columns = ["country", "over", "upto", "per", "fee"]
rows = [["法国", 150, 2000, 60, 15.00]]
"""
    text = own(
        table, programme="freight_standard", kind="lookup", platform="aliexpress", market="global", currency="CNY"
    )
    with using(with_own(packaged_library(), [own_edition(text, "mine.toml")])):
        freight = catalogue()["ALI_FREIGHT"]
        assert freight(weight=100, country="FR", as_of="2026-06-01") == pytest.approx(26.194)  # published up to 150 g
        assert freight(weight=1000, country="FR", as_of="2026-06-01") == 75.00
        assert np.isnan(freight(weight=2001, country="FR", as_of="2026-06-01"))
        both = freight(weight=[100, 1000, 2001, 100], country=["FR", "FR", "FR", "RU"], as_of="2026-06-01")
    published = catalogue()["ALI_FREIGHT"](weight=100, country="RU", as_of="2026-06-01")
    np.testing.assert_allclose(both, [26.194, 75.00, np.nan, published])


def test_the_table_beside_the_workbook_is_asked_before_that_of_the_user() -> None:
    user = own_edition(own(HOME_AND_TOYS), "user.toml")
    beside = own_edition(own(rates('"toys_and_games", "whole", "", 0.05')), "beside.toml")
    library = with_own(packaged_library(), [user], [beside])
    with using(library):
        assert referral(100, "Toys and Games", "2026-06-01") == 5.00
        assert referral(100, "Home and Kitchen", "2026-06-01") == 10.00
        assert referral(100, "Jewelry", "2026-06-01") == 20.00
    timelines = library.timelines("amazon", "us", "referral")
    assert [t.editions[0].own_file for t in timelines] == ["beside.toml", "user.toml", ""]
    assert library.timelines("amazon", "us", "fba") == packaged_library().timelines("amazon", "us", "fba")


@pytest.mark.parametrize(
    ("lang", "whose"),
    [("en", "your own table (Shop A), file mine.toml"), ("zh", "您自己的表 (Shop A)，文件 mine.toml")],
)
def test_explain_says_whose_number_it_is(lang: str, whose: str) -> None:
    explain = catalogue()["AMZ_REFERRAL_FEE_EXPLAIN"]
    with using(with_own(packaged_library(), [own_edition(own(HOME_AND_TOYS), "mine.toml")])):
        text = explain(price=100, category="Home and Kitchen", as_of="2026-06-01", lang=lang)
        other = explain(price=100, category="Jewelry", as_of="2026-06-01", lang=lang)
    assert whose in text and "amazon/us/referral/2026-01-01" in text
    assert whose not in other and "amazon/us/referral/2024-01-15" in other


def test_no_own_table_leaves_the_library_as_it_is() -> None:
    assert with_own(packaged_library(), [], []) is packaged_library()
    assert isinstance(with_own(FICTIONAL, []), Library) and not isinstance(with_own(FICTIONAL, []), OwnLibrary)


def test_tables_below_are_not_compiled_again() -> None:
    library = with_own(packaged_library(), [own_edition(own(HOME_AND_TOYS), "mine.toml")])
    assert library.codes is packaged_library().codes
    assert library.timeline("amazon", "us", "fba") is packaged_library().timeline("amazon", "us", "fba")


def test_editions_are_listed_own_first() -> None:
    library = with_own(packaged_library(), [own_edition(own(HOME_AND_TOYS), "mine.toml")])
    listed = [e for e in library.editions() if (e.platform, e.market, e.programme) == ("amazon", "us", "referral")]
    assert [e.own_file for e in listed][:2] == ["mine.toml", ""]
    assert library.programmes() == packaged_library().programmes()


AMOUNTS = """keys = ["size_tier"]
columns = ["size_tier", "fee"]
rows = [["small_standard", 1.11]]
"""
MISFITS = {
    "platform": (own(HOME_AND_TOYS, platform="ebay"), "[edition], platform: found 'ebay'; expected one of"),
    "market": (own(HOME_AND_TOYS, market="atlantis"), "[edition], market: found 'atlantis'; expected one of"),
    "programme": (own(HOME_AND_TOYS, programme="referal"), "[edition], programme: found 'referal'; expected one of"),
    "kind": (own(AMOUNTS, kind="lookup"), "[edition], kind: found 'lookup'; expected rate_bands"),
    "keys": (
        own(AMOUNTS.replace("size_tier", "country"), programme="fba", kind="lookup").replace("small_standard", "FR"),
        "[table], keys: found 'country'; expected one of size_tier",
    ),
    "keys_of_commission": (
        own(
            HOME_AND_TOYS.replace('"category"', '"country"').replace("家居厨房", "FR").replace("toys_and_games", "DE"),
            programme="commission",
            platform="aliexpress",
            market="global",
        ),
        "[table], keys: found 'country'; expected one of category",
    ),
    "never_asked": (
        own(HOME_AND_TOYS, programme="affiliate", platform="aliexpress", market="global"),
        "[edition], programme: found 'affiliate'; expected a fee that is worked out from a table",
    ),
    "range": (
        own(
            AMOUNTS.replace('"fee"]', '"from", "to", "fee"]')
            .replace("1.11", "1, 30, 1.11")
            .replace("columns", 'range = "days"\nbounds = "from_to"\ncolumns'),
            programme="fba",
            kind="lookup",
        ),
        "[table], range: found 'days'; expected weight",
    ),
    "currency": (own(HOME_AND_TOYS, currency="CNY"), "[edition], currency: found 'CNY'; expected USD"),
    "category": (
        own(HOME_AND_TOYS.replace("家居厨房", "home and kichen")),
        "[table], category: found 'home and kichen'; expected a known name: Home and Kitchen",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_table_that_no_fee_would_ask_for_is_refused(case: str) -> None:
    text, message = MISFITS[case]
    with pytest.raises(EditionError) as error:
        with_own(packaged_library(), [own_edition(text, "mine.toml")])
    assert f"mine.toml: {message}" in str(error.value)
    chinese = in_chinese(error.value)
    assert re.search("应为.*[\u4e00-\u9fff].*。请.*。$", chinese), chinese


def test_an_own_line_in_another_currency_than_the_published_is_refused() -> None:
    cells = [["country", "per kg (USD)"], ["FR", 9]]
    given = FR
    (text,) = sheet_editions("f.csv", cells, given, TODAY).values()
    with pytest.raises(EditionError, match="found 'USD'; expected CNY, as the published table"):
        with_own(packaged_library(), [own_edition(text, "f.csv")])
    (text,) = sheet_editions("f.csv", cells, {**given, "line": "燕文专线"}, TODAY).values()
    with using(with_own(packaged_library(), [own_edition(text, "f.csv")])):
        fees = {"weight": 500, "country": "FR", "as_of": "2026-06-01"}
        assert catalogue()["ALI_FREIGHT"](line="燕文专线", **fees) == 4.50
        assert catalogue()["ALI_FREIGHT_CURRENCY"](line="燕文专线", as_of="2026-06-01") == "USD"
        assert np.isnan(catalogue()["ALI_FREIGHT"](line="燕文专线", **{**fees, "as_of": "2026-04-30"}))
    assert catalogue()["ALI_FREIGHT"].outcome(line="燕文专线", **fees).reason[0] == Reason.UNKNOWN_LINE


def test_two_own_tables_of_one_day_and_overlapping_ones_are_refused() -> None:
    one, same = (own_edition(own(HOME_AND_TOYS), name) for name in ("one.toml", "same.toml"))
    with pytest.raises(EditionError, match=r"a day of its own: .* starts on it too"):
        with_own(packaged_library(), [one, same])
    long = own_edition(own(HOME_AND_TOYS, until="2026-06-30"), "long.toml")
    later = own_edition(own(HOME_AND_TOYS, "2026-06-01"), "later.toml")
    with pytest.raises(EditionError, match="found '2026-06-30'; expected a day before 2026-06-01"):
        with_own(packaged_library(), [long, later])


def test_the_fictional_carrier_with_an_own_row() -> None:
    text = (Path(__file__).parent / "fictional/testland/zz/extras/2030-01-01.toml").read_text(encoding="utf-8")
    changed = text.replace("1.25", "9.99").replace(
        "effective = 2030-01-01", "effective = 2030-03-01\nuntil = 2030-03-31"
    )
    library = with_own(FICTIONAL, [own_edition(changed, "own.toml")])
    where = "testland/zz/extras"
    assert ask(library, where, "2030-03-31", item="gift_wrap") == 9.99
    assert ask(FICTIONAL, where, "2030-03-31", item="gift_wrap") == 1.25
    assert ask(library, where, "2030-04-01", item="gift_wrap") == Reason.NO_EDITION  # that is the own layer alone


# The simple sheet.


def editions(cells: list[list[object]], **given: str) -> dict[str, str]:
    return sheet_editions("佣金.xlsx", cells, given, TODAY)


def bands(text: str) -> list[tuple[str, Decimal | None, Decimal]]:
    table = own_edition(text, "佣金.xlsx").table
    assert isinstance(table, RateBands)
    return [(band.keys[0], band.upto, band.rate) for band in table.bands]


RATES: list[list[object]] = [["类目", "费率"], ["女装", "5%"], ["男装", 0.08], ["３Ｃ配件", "５％"]]


def test_rates_by_category() -> None:
    found = editions(RATES, platform="速卖通", effective="2026-01-01")
    assert list(found) == ["aliexpress/global/commission/2026-01-01"]
    assert bands(*found.values()) == [
        ("女装", None, Decimal("0.05")),
        ("男装", None, Decimal("0.08")),
        ("3c配件", None, Decimal("0.05")),
    ]
    own_table = own_edition(*found.values(), "佣金.xlsx")
    with using(with_own(packaged_library(), [own_table])):
        commission = catalogue()["ALI_COMMISSION"]
        assert commission(price=25, rate_or_category="女装", as_of="2026-06-01") == 1.25
        assert commission(price=25, rate_or_category="3C 配件", as_of="2026-06-01") == 1.25
        assert commission(price=25, rate_or_category="0.06", as_of="2026-06-01") == 1.50
        column = commission.outcome(price=25, rate_or_category=["男装", "童装", 0.1, None], as_of="2026-06-01")
        assert (
            commission.outcome(price=25, rate_or_category="女装", as_of="2025-12-31").reason[0] == Reason.MISSING_RATE
        )
    np.testing.assert_array_equal(column.value, [2.00, np.nan, 2.50, np.nan])
    assert column.reason.tolist() == [0, Reason.MISSING_RATE, 0, Reason.MISSING_RATE]


def test_labels_above_the_table_and_english_headings() -> None:
    cells: list[list[object]] = [
        ["Commission of our shops, agreed by mail"],
        ["Platform:", "AliExpress", None, "Owner: Shop A"],
        ["effective", date(2026, 3, 1), "until", "2026/12/31"],
        [None, None],
        ["Category", "Commission rate (%)", "Note"],
        ["Women's clothing", 5, "as of March"],
        ["others", "8", None],
    ]
    ((name, text),) = editions(cells).items()
    edition = own_edition(text, "佣金.xlsx")
    assert name == "aliexpress/global/commission/2026-03-01"
    assert (edition.effective, edition.until, edition.owner) == (date(2026, 3, 1), date(2026, 12, 31), "Shop A")
    assert bands(text) == [("womensclothing", None, Decimal("0.05")), ("*", None, Decimal("0.08"))]
    assert edition.sources[0].says == "rows 6 to 7 of 佣金.xlsx"


def test_rows_with_days_of_their_own_become_one_edition_per_period() -> None:
    cells: list[list[object]] = [
        ["类目", "费率", "生效日期", "截止日期"],
        ["女装", "5%", "2026年1月1日", None],
        ["男装", "6%", "2026-01-01", "2026-06-30"],
        ["男装", "7%", "2026-09-01", None],
        ["女装", "4%", "2027-01-01", None],
    ]
    found = editions(cells, platform="aliexpress")
    periods = {name[-10:]: own_edition(text, "x").until for name, text in found.items()}
    assert periods == {
        "2026-01-01": date(2026, 6, 30),
        "2026-07-01": date(2026, 8, 31),
        "2026-09-01": date(2026, 12, 31),
        "2027-01-01": None,
    }
    rates_of = {name[-10:]: {key: rate for key, _, rate in bands(text)} for name, text in found.items()}
    assert rates_of["2026-01-01"] == {"女装": Decimal("0.05"), "男装": Decimal("0.06")}
    assert rates_of["2026-07-01"] == {"女装": Decimal("0.05")}
    assert rates_of["2026-09-01"] == {"女装": Decimal("0.05"), "男装": Decimal("0.07")}
    assert rates_of["2027-01-01"] == {"女装": Decimal("0.04"), "男装": Decimal("0.07")}
    with using(with_own(packaged_library(), [own_edition(text, name) for name, text in found.items()])):
        days = [date(2026, 6, 30) + timedelta(n) for n in (0, 1, 62, 63)]
        fees = catalogue()["ALI_COMMISSION"](price=100, rate_or_category="男装", as_of=days)
    np.testing.assert_array_equal(fees, [6, np.nan, np.nan, 7])


def test_negotiated_referral_rates_with_price_bands() -> None:
    cells: list[list[object]] = [
        ["站点", "类目", "费率", "价格上限", "最低", "生效日期"],
        ["美国", "家居厨房", "12%", None, "$0.30", "2026-02-01"],
        ["美国", "家居厨房", "8%", 10, "0.30", "2026-02-01"],
        ["德国", "玩具", "10%", None, "0.30", "2026-02-01"],
    ]
    found = editions(cells)
    assert list(found) == ["amazon/us/referral/2026-02-01", "amazon/de/referral/2026-02-01"]
    with using(with_own(packaged_library(), [own_edition(found["amazon/us/referral/2026-02-01"], "r.csv")])):
        fees = [referral(price, "Home and Kitchen", "2026-06-01") for price in (1, 10, 10.01, 100)]
    assert fees == [0.30, 0.80, 1.20, 12.00]
    assert 'currency = "EUR"' in found["amazon/de/referral/2026-02-01"]


@pytest.mark.parametrize(
    "cells",
    [
        [
            ["线路", "国家", "重量至(g)", "每公斤(元)", "每票(元)"],
            ["无忧标准", "FR", 300, 90, 17],
            ["无忧标准", "法国", 2000, 80, 17],
        ],
        [
            ["Line", "Country", "Weight (kg)", "Per kg (CNY)", "Per parcel"],
            ["standard", "FR", "0-0.3", 90, 17],
            ["standard", "FR", "0.3-2", 80, 17],
        ],
        [
            ["国家", "重量从(g)", "重量至(g)", "元/kg", "处理费(元/票)", "备注"],
            ["法国", 0, 300, 90, 17, "x"],
            ["法国", 300, 2000, "￥80.00", 17, ""],
        ],
        [
            ["币种：人民币"],
            ["国家", "重量段", "运费(/kg)", "挂号费"],
            ["法国", "0-300g", "90", "17"],
            ["法国", "300g~2kg", "80", "17"],
        ],
    ],
    ids=["upto", "ranges in kg", "from and to", "ranges with units"],
)
def test_freight_by_country_and_weight(cells: list[list[object]]) -> None:
    cells = [[cell if cell != "运费(/kg)" else "每公斤" for cell in row] for row in cells]
    ((name, text),) = editions(cells, line="无忧标准", effective="2026-05-01").items()
    assert name == "aliexpress/global/freight_standard/2026-05-01"
    with using(with_own(packaged_library(), [own_edition(text, "f.csv")])):
        fees = catalogue()["ALI_FREIGHT"](weight=[100, 300, 301, 2000, 2001], country="FR", as_of="2026-06-01")
    # 0.1 x 90 + 17; 0.3 x 90 + 17; 0.301 x 80 + 17; 2 x 80 + 17; above both tables
    np.testing.assert_allclose(fees, [26.0, 44.0, 41.08, 177.0, np.nan])


def test_freight_by_first_and_additional_weight() -> None:
    cells: list[list[object]] = [
        ["国家", "重量至(kg)", "首重(g)", "首重费(元)", "续重(g)", "续重费(元)", "处理费"],
        ["法国", 2, 500, 40, 100, 6.5, 3],
    ]
    (text,) = editions(cells, line="燕文专线", effective="2026-05-01").values()
    with using(with_own(packaged_library(), [own_edition(text, "f.csv")])):
        fees = catalogue()["ALI_FREIGHT"](
            weight=[100, 500, 501, 600, 601, 2001], country="FR", line="燕文专线", as_of="2026-06-01"
        )
    # 40 + 3 up to 500 g, then 6.50 for every started 100 g
    np.testing.assert_array_equal(fees, [43.0, 43.0, 49.5, 49.5, 56.0, np.nan])
    for missing in (40, 100):
        broken = [[None if cell == missing else cell for cell in row] for row in cells]
        with pytest.raises(SheetError, match=r"expected first weight, its fee, additional weight and its fee"):
            editions(broken, line="燕文专线", effective="2026-05-01")


def test_the_lines_of_one_freight_sheet_are_tables_of_their_own() -> None:
    cells: list[list[object]] = [
        ["线路", "国家", "每公斤(元)"],
        ["无忧标准", "法国", 60],
        ["燕文专线", "法国", 70],
        ["燕文专线", "其他国家", 99],
    ]
    found = editions(cells, effective="2026-05-01")
    assert [name.split("/")[2] for name in found] == ["freight_standard", "freight_燕文专线"]
    own_tables = [own_edition(text, name) for name, text in found.items()]
    with using(with_own(packaged_library(), own_tables)):
        freight = catalogue()["ALI_FREIGHT"]
        assert freight(weight=1000, country="FR", as_of="2026-06-01") == 60
        assert freight(weight=1000, country="法国", line=" 燕文 专线", as_of="2026-06-01") == 70
        assert freight(weight=1000, country="US", line="燕文专线", as_of="2026-06-01") == 99


def test_the_tables_of_the_manual_are_read_as_it_says() -> None:
    text = (Path(__file__).parents[2] / "docs" / "own_tables.md").read_text(encoding="utf-8")
    tables: list[list[list[object]]] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        if lines:
            tables.append([[cell.strip() or None for cell in line.strip("|").split("|")] for line in lines])
    commission, freight = ([row for row in table if "---" not in str(row[0])] for table in tables)
    names = [name.split("/", 2)[2] for name in editions(commission)]
    assert names == ["commission/2026-01-01", "commission/2026-07-01"]
    found = editions(freight)
    assert sorted(found) == [
        "aliexpress/global/freight_standard/2026-05-01",
        "aliexpress/global/freight_燕文专线/2026-05-01",
    ]
    with using(with_own(packaged_library(), [own_edition(text, name) for name, text in found.items()])):
        # The call that the manual shows: half a kilogram at 70 per kilogram.
        assert catalogue()["ALI_FREIGHT"](500, "DE", "燕文专线", as_of="2026-06-01") == 35.0


def test_a_column_equals_its_single_calls_with_own_tables_on_top() -> None:
    user = own_edition(own(HOME_AND_TOYS, "2026-02-01", "2026-08-31"), "user.toml")
    beside = own_edition(own(rates('"toys_and_games", "whole", "", 0.05'), "2026-06-01"), "beside.toml")
    random = np.random.default_rng(20261122)
    names = np.array(["Home and Kitchen", "Toys and Games", "Jewelry", None], dtype=object)
    given = {
        "price": np.round(random.uniform(0.01, 400, 400), 2),
        "category": names[random.integers(0, 4, 400)],
        "as_of": np.datetime64("2026-01-01") + random.integers(0, 366, 400),
    }
    referral_fee = catalogue()["AMZ_REFERRAL_FEE"]
    with using(with_own(packaged_library(), [user], [beside])):
        column = referral_fee(**given)
        single = [referral_fee(price=float(p), category=c, as_of=d) for p, c, d in zip(*given.values(), strict=True)]
    np.testing.assert_array_equal(column, single)
    assert not np.array_equal(column, referral_fee(**given), equal_nan=True)


GOOD: list[list[object]] = [["类目", "费率", "生效日期"], ["女装", "5%", "2026-01-01"]]
ALI = {"platform": "aliexpress"}
FR = {"line": "standard", "effective": "2026-05-01"}
FREIGHT: list[list[object]] = [["国家", "重量至(g)", "每公斤(元)"], ["法国", 300, 90]]


def changed(cells: list[list[object]], old: object, new: object) -> list[list[object]]:
    assert any(old in row for row in cells), "the case breaks nothing"
    return [[new if cell == old else cell for cell in row] for row in cells]


BAD = {
    # cells, what the caller gives, code, English, Chinese
    "no_header": ([["a", "b"], [1, 2]], {}, "header", "found no heading row", "没有找到表头"),
    "said_twice": (
        [["平台：速卖通"], *GOOD],
        {"platform": "亚马逊"},
        "platform",
        "above row 2, platform: found '速卖通' in the sheet and '亚马逊' given",
        "第 2 行以上，平台：表中为“速卖通”",
    ),
    "no_rows": (GOOD[:1], ALI, "empty", "row 2: found no rows", "第 2 行：没有数据行"),
    "heading": (
        [[*GOOD[0], "折扣"], [*GOOD[1], 0.9]],
        {},
        "heading",
        "row 1: found the heading '折扣'",
        "看不懂表头“折扣”",
    ),
    "owner_column": ([[*GOOD[0], "店铺"], [*GOOD[1], "A"]], {}, "heading", "'店铺'", "看不懂表头“店铺”"),
    "heading_twice": ([[*GOOD[0], "佣金率"], [*GOOD[1], "6%"]], {}, "heading", "a second column '佣金率'", "列重复"),
    "no_platform": (GOOD, {}, "platform", "row 2, platform: found '-'; expected whose commission", "第 2 行，平台"),
    "no_market": (GOOD, {"platform": "亚马逊"}, "market", "row 2, market", "第 2 行，站点"),
    "platform": (GOOD, {"platform": "ebay"}, "platform", "found 'ebay'; expected a known name", "内容为“ebay”"),
    "no_day": (changed(GOOD, "2026-01-01", None), ALI, "effective", "the first day in force", "生效日期"),
    "day": (changed(GOOD, "2026-01-01", "明年"), ALI, "effective", "found '明年'", "应为日期"),
    "month_13": (changed(GOOD, "2026-01-01", "2026-13-01"), ALI, "effective", "a day such as", "应为日期"),
    "until": (
        GOOD,
        {"platform": "aliexpress", "until": "2025-12-31"},
        "until",
        "a day from 2026-01-01 on",
        "不早于 2026-01-01",
    ),
    "no_rate": (changed(GOOD, "5%", None), ALI, "rate", "row 2, 费率: found '-'", "第 2 行，费率"),
    "rate_5": (changed(GOOD, "5%", 5), ALI, "rate", "found '5'; expected a rate such as 8%", "写上百分号"),
    "rate_1": (changed(GOOD, "5%", "1"), ALI, "rate", "found '1'", "写上百分号"),
    "rate_600": (changed(GOOD, "5%", "600%"), ALI, "rate", "found '600%'", "请更正费率"),
    "rate_text": (changed(GOOD, "5%", "待定"), ALI, "rate", "found '待定'; expected a number", "请更正"),
    "rate_negative": (changed(GOOD, "5%", "-5%"), ALI, "rate", "a number, 0 or more", "请更正"),
    "percent_heading": (
        changed(changed(GOOD, "费率", "费率(%)"), "5%", 0.05),
        ALI,
        "rate",
        "found '0.05'",
        "写上百分号",
    ),
    "no_category": (changed(GOOD, "女装", None), ALI, "category", "a category", "合并单元格须逐行填写"),
    "category": (
        changed(GOOD, "女装", "火星用品"),
        {"market": "us"},
        "category",
        "found '火星用品'; expected a known name",
        "请更正名称",
    ),
    "same_row_twice": ([*GOOD, GOOD[1]], ALI, "twice", "rows 2 and 3", "第 2 行与第 3 行"),
    "rows_overlap": (
        [[*GOOD[0], "截止日期"], [*GOOD[1], "2026-06-30"], ["女装", "6%", "2026-06-30", None]],
        ALI,
        "overlap",
        "row 2: found in force until 2026-06-30, but another row of the same name starts on 2026-06-30",
        "第 2 行",
    ),
    "no_currency": (
        [["类目", "费率", "最低", "生效日期"], ["女装", "5%", 1, "2026-01-01"]],
        ALI,
        "currency",
        "the currency of the amounts",
        "金额的币种",
    ),
    "two_currencies": (
        FREIGHT,
        {"line": "standard", "effective": "2026-05-01", "currency": "USD"},
        "currency",
        "found 'CNY / USD'; expected one currency code",
        "一个币种代码",
    ),
    "no_line": (FREIGHT, {"effective": "2026-05-01"}, "line", "the shipping line", "物流线路名称"),
    "country": (changed(FREIGHT, "法国", "法兰西"), FR, "country", "found '法兰西'", "国家"),
    "no_price": (changed(FREIGHT, 90, None), FR, "per_kg", "a price per kilogram", "每公斤或每票"),
    "weight_unit": (
        changed(FREIGHT, "重量至(g)", "重量至"),
        FR,
        "weight_upto",
        "a weight with its unit",
        "带单位的重量",
    ),
    "formula_without_value": (
        changed(FREIGHT, 90, "=C1*2"),
        FR,
        "per_kg",
        "found '=C1*2'; expected a number",
        "不小于 0 的数字",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_sheet_that_may_mean_two_things_is_refused_in_both_languages(case: str) -> None:
    cells, given, code, en, zh = BAD[case]
    with pytest.raises(SheetError) as error:
        sheet_editions("佣金.csv", cells, given, TODAY)
    assert error.value.code == f"own_table_{code}"
    assert error.value.en.startswith("佣金.csv: ") and en in error.value.en
    assert error.value.zh.startswith("佣金.csv：") and zh in error.value.zh

"""Every shape of table, on a market that does not exist. All numbers are invented, all results worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from asking import ask, tier

import xlops
from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.library import Library, using

ROOT = Path(__file__).parent / "fictional"
LIBRARY = Library(ROOT)


@pytest.fixture
def fictional() -> Iterator[Library]:
    with using(Library(ROOT)) as library:
        yield library


@pytest.mark.parametrize(
    ("category", "base", "fee"),
    [
        # one rate for the whole price; the bound belongs to the lower band
        ("toys", "10.00", 0.80),
        ("toys", "10.01", 1.50),
        ("toys", "3.75", 0.30),  # 8 % is exactly the minimum
        ("toys", "0.01", 0.30),
        ("toys", "0", 0.30),
        # each rate on its own slice
        ("gems", "250.00", 50.00),
        ("gems", "251.00", 50.05),
        ("gems", "450.00", 60.00),
        ("gems", "1.00", 0.30),
        ("art", "100.00", 20.00),
        ("art", "1000.00", 155.00),  # 20 + 15 % of 900
        ("art", "5000.00", 355.00),  # 155 + 5 % of 4,000
        ("art", "0.04", 0.01),  # 0.008, no minimum
        # whole bands, then a portion on top of the last whole band
        ("coats", "15.00", 0.75),
        ("coats", "15.01", 1.50),
        ("coats", "20.00", 2.00),
        ("coats", "20.01", 3.00),
        ("coats", "45.00", 6.75),
        ("coats", "45.01", 6.75),
        ("coats", "100.00", 10.60),  # 6.75 + 7 % of 55
        # a cap
        ("books", "166.60", 24.99),
        ("books", "166.67", 25.00),
        ("books", "9999", 25.00),
        # no band above 50
        ("gone", "50.00", 5.00),
        ("gone", "50.01", Reason.OUTSIDE_TABLE),
        # every other category
        ("shoes", "100.00", 12.50),
        ("shoes", "4.00", 0.50),
        ("never heard of", "100.00", 12.50),
    ],
)
def test_percentages(category: str, base: str, fee: object) -> None:
    assert ask(LIBRARY, "testland/zz/commission", "2030-06-01", category=category, base=base) == fee


def test_a_percentage_table_without_a_key_in_whole_yen() -> None:
    found = [ask(LIBRARY, "testland/zz/yen", "2030-06-01", base=base) for base in (100, 610, 750, 751, 1000, 1004)]
    # 30.5 is half a yen and goes up; 37.5 too; 93.124 -> 93; 124; 124.496 -> 124
    assert found == [30, 31, 38, 93, 124, 124]


@pytest.mark.parametrize(
    ("day", "fee"),
    [
        ("2029-12-31", Reason.NO_EDITION),  # before the first edition
        ("2030-01-01", 0.80),
        ("2030-12-31", 0.80),  # until is the last day
        ("2031-01-01", Reason.NO_EDITION),  # a gap
        ("2031-02-28", Reason.NO_EDITION),
        ("2031-03-01", 0.80),  # same table as the first
        ("2031-05-31", 0.80),
        ("2031-06-01", 0.0),  # known not to be charged
        ("2031-06-30", 0.0),
        ("2031-07-01", 1.10),  # another rate, no end
        ("2099-01-01", 1.10),
    ],
)
def test_the_edition_of_the_day(day: str, fee: object) -> None:
    assert ask(LIBRARY, "testland/zz/commission", day, category="toys", base=10) == fee


def test_a_category_that_a_table_without_star_does_not_list() -> None:
    assert ask(LIBRARY, "testland/zz/commission", "2031-07-01", category="gems", base=10) == Reason.NOT_IN_TABLE


@pytest.mark.parametrize(
    ("sides_and_weight", "expected"),
    [
        ((15, 12, 0.75, 1), ("envelope", 1)),
        ((15, 12, 0.7501, 1), ("box", 1)),  # 0.971 lb dimensional, so the unit weight is billed
        ((15, 12, 0.75, 1.0001), ("box", 1.0001)),  # too heavy for an envelope
        ((15.0001, 12, 0.75, 1), ("box", 1)),
        ((18, 14, 8, 5), ("box", 2016 / 139)),  # dimensional weight billed
        ((18, 14, 8, 20), ("box", 20)),
        ((18.01, 14, 8, 5), ("bulky", 18.01 * 14 * 8 / 139)),
        ((20, 15, 1, 1), ("bulky", 20 * 15 * 2 / 139)),  # the shortest side counts as 2
        ((20, 1, 1, 0.1), ("bulky", 20 * 2 * 2 / 139)),  # so does the median
        ((58, 24, 12, 1), ("huge", 1)),  # 120 lb dimensional is too much for bulky; huge bills the unit weight
        ((50, 10, 10, 49), ("bulky", 49)),  # girth 90
        ((59, 20, 15.5, 1), ("huge", 1)),  # length + girth 130, and 131.6 lb dimensional
        ((59, 20, 15.6, 1), ("huge", 1)),
        ((60, 2, 2, 51), ("huge", 51)),
    ],
)
def test_size_tiers_by_sorted_sides(sides_and_weight: tuple[float, ...], expected: tuple[str, float]) -> None:
    name, billed = tier(LIBRARY, "testland/zz/tiers", *sides_and_weight)
    assert name == expected[0]
    assert billed == pytest.approx(expected[1], abs=1e-9)


def test_length_plus_girth_is_a_limit_of_its_own() -> None:
    # 59 + 2 x (33 + 2.5) = 130; the sides alone would allow more. 59 x 33 x 2.5 / 139 = 35 lb.
    assert tier(LIBRARY, "testland/zz/tiers", 59, 33, 2.5, 1)[0] == "bulky"
    assert tier(LIBRARY, "testland/zz/tiers", 59, 33, 2.501, 1)[0] == "huge"


@pytest.mark.parametrize(
    ("sides_and_weight", "expected"),
    [
        ((33, 23, 2.5, 0.1), ("letter", 0.1)),
        ((33, 23, 2.5, 0.1001), ("parcel_60", 33 * 23 * 2.5 / 5000)),
        ((20, 20, 20, 9), ("parcel_60", 1.6)),  # only the dimensional weight counts
        ((20.1, 20, 20, 0.5), ("parcel_100", 1.608)),  # sum 60.1
        ((30, 17.5, 12.5, 0.2), ("parcel_60", 1.3125)),  # sum exactly 60
        ((50, 30, 20, 4), ("parcel_100", 6)),
        ((50, 30, 20, 7), ("parcel_100", 7)),
        ((50, 30, 20.1, 4), (None, np.nan)),
        ((50, 30, 20, 10.001), (None, np.nan)),
    ],
)
def test_size_tiers_in_centimetres_by_the_sum_of_sides(
    sides_and_weight: tuple[float, ...], expected: tuple[str | None, float]
) -> None:
    name, billed = tier(LIBRARY, "testland/zz/tiers_metric", *sides_and_weight)
    assert name == expected[0]
    if name is not None:
        assert billed == pytest.approx(expected[1], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "weight", "price", "fee"),
    [
        ("envelope", 8, 9.99, 2.00),
        ("envelope", 8, 10.00, 3.00),  # below 10 excludes 10
        ("envelope", 8, 50.00, 3.00),  # up to 50 includes 50
        ("envelope", 8, 50.01, 3.50),
        ("envelope", 0, 20, Reason.OUTSIDE_TABLE),  # over 0 excludes 0
        ("envelope", 8.01, 20, Reason.OUTSIDE_TABLE),  # the hole between 8 and 12 oz
        ("envelope", 12, 20, Reason.OUTSIDE_TABLE),
        ("envelope", 12.01, 20, 4.00),
        ("envelope", 16.01, 20, Reason.OUTSIDE_TABLE),
        ("box", 16, 20, 5.00),
        ("box", 16.01, 20, 5.18),  # one started step
        ("box", 20, 20, 5.18),
        ("box", 20.01, 20, 5.26),
        ("box", 320, 60, 11.68),  # 5.60 + 76 x 0.08
        ("box", 320.01, 60, Reason.OUTSIDE_TABLE),
        ("huge", 1, 20, 90.00),
        ("huge", 2432, 20, 90.19),
        ("huge", 2433, 60, 91.38),
        ("huge", 1, 5, Reason.NOT_PUBLISHED),  # a cell that the page leaves open
        ("bulky", 1, 20, Reason.NOT_IN_TABLE),
    ],
)
def test_weight_steps_and_price_bands(name: str, weight: float, price: float, fee: object) -> None:
    assert ask(LIBRARY, "testland/zz/fulfilment", "2030-06-01", tier=name, weight=weight, price=price) == fee


def test_a_season_ends() -> None:
    def fee(day: str, **price: float) -> object:
        return ask(LIBRARY, "testland/zz/fulfilment", day, tier="envelope", weight=4, **price)

    assert fee("2030-01-14") == Reason.NO_EDITION
    assert fee("2030-10-14", price=20) == 3.00
    assert [fee("2030-10-15"), fee("2031-01-14")] == [7.77, 7.77]  # the season's table knows no price bands
    assert fee("2031-01-15") == Reason.NO_EDITION


def test_overage_in_proportion() -> None:
    def fee(weight: float, price: float) -> object:
        return ask(LIBRARY, "testland/zz/carrier", "2030-06-01", tier="parcel", weight=weight, price=price)

    assert fee(1, 20) == 5.00
    assert fee(1.25, 20) == 5.20  # half a step of 0.5 kg at 0.40
    assert fee(2, 20.01) == 6.80
    assert fee(1.01, 20) == 5.01  # 0.008 to the cent


@pytest.mark.parametrize(
    ("group", "goods", "days", "volume", "fee"),
    [
        ("standard", "plain", 180, 1, Reason.OUTSIDE_TABLE),
        ("standard", "plain", 181, 1, 0.50),  # from 181 on
        ("standard", "plain", 210, 2, 1.00),
        ("standard", "plain", 211, 2, 2.00),  # below 211 excludes 211
        ("standard", "plain", 181, 0.1, 0.10),  # the minimum of its row
        ("standard", "plain", 900, 0.1, 0.15),
        ("standard", "hazard", 200, 0.1, 0.20),  # no minimum in this row
        ("oversize", "hazard", 200, 4, 1.00),  # "*" in the second key
        ("oversize", "anything", 200, 4, 1.00),
        ("standard", "anything", 200, 4, Reason.NOT_IN_TABLE),  # "*" belongs to oversize only
        ("elsewhere", "plain", 200, 4, Reason.NOT_IN_TABLE),
    ],
)
def test_two_key_columns_and_days(group: str, goods: str, days: int, volume: float, fee: object) -> None:
    asked = {"group": group, "goods": goods, "days": days, "volume": volume}
    assert ask(LIBRARY, "testland/zz/aged", "2030-06-01", **asked) == fee


def test_months_both_inclusive_and_groups_of_tiers() -> None:
    def fee(group: str, month: int) -> object:
        return ask(LIBRARY, "testland/zz/stay", "2030-06-01", group=group, month=month, volume=0.01)

    assert [fee("envelope", m) for m in (1, 9, 10, 12)] == [0.20, 0.20, 0.30, 0.30]
    assert fee("small", 1) == 0.20
    assert fee("bulky", 9) == 0.10
    assert fee("bulky", 10) == Reason.OUTSIDE_TABLE
    assert fee("huge", 1) == Reason.NOT_IN_TABLE


def test_freight_per_kilogram_and_per_parcel() -> None:
    def fee(country: str, weight: float) -> object:
        return ask(LIBRARY, "testland/zz/parcel", "2030-06-01", country=country, weight=weight)

    assert fee("AA", 100) == 26.194
    assert fee("AA", 150) == 30.781
    assert fee("AA", 150.001) == 30.00008
    assert fee("AA", 2000.1) == Reason.OUTSIDE_TABLE
    assert fee("BB", 100) == 10.00  # 5.00 by weight, at least 10.00
    assert fee("BB", 300) == 15.00
    assert fee("CC", 100) == Reason.NOT_IN_TABLE


def test_a_range_of_volume() -> None:
    found = [ask(LIBRARY, "testland/zz/crate", "2030-06-01", volume=v) for v in (0.25, 0.5, 0.51, 4, 4.1)]
    assert found == [1.50, 2.00, 3.77, 9.00, Reason.OUTSIDE_TABLE]


def test_what_is_published_as_free_for_all_others() -> None:
    found = [ask(LIBRARY, "testland/zz/extras", "2030-06-01", item=item) for item in ("gift_wrap", "label", "ribbon")]
    assert found == [1.25, 0.55, 0.0]


def test_a_range_of_price() -> None:
    found = [ask(LIBRARY, "testland/zz/import_line", "2030-06-01", item="line", price=p) for p in (0, 150, 150.01, 501)]
    assert found == [3.0, 3.0, 7.5, Reason.OUTSIDE_TABLE]


def test_a_published_band_has_no_amount() -> None:
    timeline = LIBRARY.timeline("testland", "zz", "promise")
    assert timeline is not None
    low, high = timeline.editions[0].table.items["promise"]  # type: ignore[union-attr]
    assert (float(low), float(high)) == (0.05, 0.08)
    assert not hasattr(timeline.compiled(0), "evaluate")


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        ("half_up", [0.13, 0.13, 0.12, 0.14]),
        ("half_even", [0.12, 0.13, 0.12, 0.14]),
        ("up", [0.13, 0.13, 0.13, 0.14]),
        ("down", [0.12, 0.12, 0.12, 0.13]),
    ],
)
def test_rounding_modes(tmp_path: Path, mode: str, found: list[float]) -> None:
    text = (ROOT / "testland/zz/yen/2030-01-01.toml").read_text(encoding="utf-8")
    text = text.replace('{ step = 1, mode = "half_up" }', f'{{ step = 0.01, mode = "{mode}" }}')
    text = text.replace('["whole", 750, 0.05,  30],', "")
    text = text.replace('["whole", "",  0.124, 30]', '["whole", "", 0.125, ""]')
    file = tmp_path / "testland/zz/yen/2030-01-01.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    library = Library(tmp_path)
    # 12.5 % of these: 0.125, 0.12625, 0.12375, 0.135
    assert [ask(library, "testland/zz/yen", "2030-06-01", base=b) for b in ("1", "1.01", "0.99", "1.08")] == found


def test_rounding_to_five_cents_upwards_and_none_at_all(fictional: Library) -> None:
    freight = catalogue()["ALI_FREIGHT"]
    # 0.01 per gram + 2.00 = 3.01, next 0.05 upwards
    assert freight(weight=101, country="FR", as_of="2040-06-01") == 3.05
    assert freight(weight=100, country="FR", as_of="2040-06-01") == 3.00
    assert freight(weight=10, country="DE", as_of="2040-06-01") == 1.50
    assert np.isnan(freight(weight=501, country="FR", as_of="2040-06-01"))


def test_a_users_file_wins_over_ours(tmp_path: Path) -> None:
    own = tmp_path / "testland/zz/extras/2030-01-01.toml"
    own.parent.mkdir(parents=True)
    text = (ROOT / "testland/zz/extras/2030-01-01.toml").read_text(encoding="utf-8")
    own.write_text(text.replace("1.25", "9.99"), encoding="utf-8")
    both = Library(ROOT, tmp_path)
    assert ask(both, "testland/zz/extras", "2030-06-01", item="gift_wrap") == 9.99
    assert ask(both, "testland/zz/yen", "2030-06-01", base=1000) == 124
    assert ask(LIBRARY, "testland/zz/extras", "2030-06-01", item="gift_wrap") == 1.25


# The public formulas on an invented amazon/us: metric tables, a sum of sides, other numbers, other years.


def test_public_formulas_ask_the_library_in_use(fictional: Library) -> None:
    day = "2040-03-01"
    assert xlops.amz_referral_fee(price=10, category="Home & Kitchen", as_of=day) == 2.00
    assert xlops.amz_referral_fee(price=1, category="Home & Kitchen", as_of=day) == 1.00
    assert xlops.amz_referral_fee(price=100, category="服装", as_of=day) == 10.60
    assert xlops.amz_referral_fee(price=90, category="jewelry", as_of=day, shipping=20) == 31.00
    assert xlops.amz_closing_fee("media", as_of=day) == 3.33
    assert xlops.amz_closing_fee("jewelry", as_of=day) == 0.00
    assert xlops.amz_refund_fee(4, as_of=day) == 1.00
    assert xlops.amz_refund_fee(100, as_of=day) == 2.00
    assert xlops.amz_refund_fee(100, category="media", as_of=day) == 0.00
    assert np.isnan(xlops.amz_referral_fee(price=10, category="Home & Kitchen", as_of="2026-06-01"))


def test_fulfilment_on_a_metric_table(fictional: Library) -> None:
    def fee(*args: object, day: str = "2040-03-01", **more: object) -> float:
        return xlops.amz_fba_base_fee(*args, as_of=day, **more)

    assert fee(12, 35, 25, 200, 10.00) == 1.00  # sides in any order
    assert fee(12, 35, 25, 200, 10.01) == 2.00
    assert fee(12, 35, 25, 201, 10.00) == 4.25  # 10,500 / 5,000 = 2.1 kg billed: 3.50 + 3 started steps of 0.25
    assert fee(20, 45, 35, 100, 10) == 6.25  # every limit met exactly; 6.3 kg: 11 started steps
    assert np.isnan(fee(20, 45.1, 35, 100, 10))


def test_surcharge_and_storage_on_the_metric_table(fictional: Library) -> None:
    small = (35, 25, 12, 200)
    assert xlops.amz_fuel_surcharge(*small, price=20, as_of="2040-05-31") == 0.0
    assert xlops.amz_fuel_surcharge(*small, price=20, as_of="2040-06-01") == 0.10
    assert xlops.amz_fba_fee(*small, price=20, as_of="2040-06-01") == 2.10
    assert xlops.amz_fba_fee(*small, price=20, as_of="2040-10-01") == 2.33  # 2.22 + 0.111
    assert xlops.amz_fba_fee(*small, price=20, category="apparel", as_of="2040-10-01") == 2.63  # 2.50 + 0.125
    volume = 0.35 * 0.25 * 0.12
    assert xlops.amz_storage_fee(35, 25, 12, as_of="2040-09-15") == pytest.approx(volume * 100, abs=1e-6)
    assert xlops.amz_storage_fee(35, 25, 12, 2.5, as_of="2040-09-15") == pytest.approx(volume * 400, abs=1e-6)
    assert np.isnan(xlops.amz_storage_fee(35, 25, 12, 2, as_of="2040-12-15"))  # January 2041 has no edition


def test_reasons_of_the_fictional_market(fictional: Library) -> None:
    base = catalogue()["AMZ_FBA_BASE_FEE"]
    good = {"length": 35, "width": 25, "height": 12, "weight": 200, "price": 20, "as_of": "2040-03-01"}

    def why(**changes: object) -> Reason:
        return Reason(int(base.outcome(**{**good, **changes}).reason[0]))

    assert why() == Reason.OK
    assert why(as_of="2039-12-31") == Reason.NO_EDITION
    assert why(as_of="2041-01-01") == Reason.NO_EDITION
    assert why(market="UK") == Reason.NO_TABLE
    assert why(category="dangerous_goods") == Reason.NO_TABLE
    assert why(length=46) == Reason.OUTSIDE_TABLE
    assert why(weight=9001) == Reason.OUTSIDE_TABLE
    assert why(price=None) == Reason.MISSING_PRICE
    assert why(height=None) == Reason.MISSING_DIMENSIONS
    assert why(weight=None) == Reason.MISSING_WEIGHT
    assert why(as_of=None) == Reason.MISSING_INPUT
    assert why(height=0) == Reason.NOT_POSITIVE
    assert why(weight=-1) == Reason.NEGATIVE
    assert why(price="12") == Reason.NOT_A_NUMBER
    assert why(category="no such thing") == Reason.UNKNOWN_CATEGORY
    assert why(market="Atlantis") == Reason.UNKNOWN_MARKET
    assert why(units="ells,stones") == Reason.UNKNOWN_UNITS
    assert why(as_of="soon") == Reason.BAD_DATE

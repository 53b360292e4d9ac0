"""The list of public formulas: names, help, examples, and how values go in and out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import xlops
from xlops.catalog import Formula, Outcome, catalogue, formula
from xlops.errors import REASONS, InvalidInput, Reason
from xlops.fees.names import name_list
from xlops.hosts import python as python_door
from xlops.terms import terms

FORMULAS = list(catalogue().values())
each = pytest.mark.parametrize("chosen", FORMULAS, ids=lambda f: f.name)

# Words that no argument of a VBA function may have (MS-VBAL 3.3.5.2), in lower case.
_RESERVED = """
    abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec
    cdecl cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur defdate defdbl defdec defint deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents
    double each else elseif empty end endif enum eqv erase event exit false fix for friend function get global gosub
    goto if imp implements in input inputb int integer is lbound len lenb let like lock long longlong longptr loop lset
    me mod new next not nothing null on open option optional or paramarray preserve print private pset public put
    raiseevent redim rem resume return rset scale seek select set sgn shared single spc static stop string sub tab then
    to true type typeof ubound unlock until variant wend while with withevents write xor
    name error property step time now object text
"""
VBA = set(_RESERVED.split())

PRICES = {"category": "Home & Kitchen", "as_of": "2026-06-01"}
referral = catalogue()["AMZ_REFERRAL_FEE"]
tier = catalogue()["AMZ_SIZE_TIER"]


def test_the_formulas_of_the_first_release_are_there() -> None:
    promised = """AMZ_REFERRAL_FEE AMZ_SIZE_TIER AMZ_FBA_BASE_FEE AMZ_FUEL_SURCHARGE AMZ_FBA_FEE AMZ_STORAGE_FEE
    AMZ_REFUND_FEE AMZ_FEES ALI_COMMISSION ALI_FREIGHT OPS_ACOS OPS_TACOS OPS_ROAS OPS_CPC OPS_CTR OPS_CVR OPS_PROFIT
    OPS_MARGIN OPS_MARGIN_RATE OPS_ROI OPS_LANDED_COST OPS_BREAKEVEN_ACOS OPS_TARGET_ACOS OPS_MAX_BID OPS_DAYS_OF_COVER
    OPS_DSR OPS_GRADE OPS_BENCHMARK"""
    assert set(promised.split()) <= set(catalogue())


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("AMZ_REFERRAL_FEE", "price category [market] [as_of] [shipping]"),
        ("AMZ_SIZE_TIER", "length width height weight [market] [as_of] [units]"),
        ("AMZ_FBA_BASE_FEE", "length width height weight price [category] [market] [as_of] [units]"),
        ("AMZ_FBA_FEE", "length width height weight price [category] [market] [as_of] [units]"),
        ("AMZ_STORAGE_FEE", "length width height [months] [market] [as_of] [units]"),
        ("ALI_FREIGHT", "weight country [line] [as_of] [units]"),
        ("OPS_ACOS", "ad_spend ad_sales"),
    ],
)
def test_arguments_keep_their_order_for_ever(name: str, arguments: str) -> None:
    wanted = arguments.split()
    found = [a.name if a.required else f"[{a.name}]" for a in catalogue()[name].arguments]
    assert found[: len(wanted)] == wanted
    assert all(a.startswith("[") for a in found[len(wanted) :])


@each
def test_examples_are_right(chosen: Formula) -> None:
    for example in chosen.examples:
        assert chosen(**example.arguments) == example.result


def test_every_formula_but_tables_and_explanations_has_an_example() -> None:
    without = {f.name for f in FORMULAS if not f.examples and not f.spills}
    assert {name for name in without if not name.endswith("_EXPLAIN")} == set()


@each
def test_names(chosen: Formula) -> None:
    assert re.fullmatch(r"(AMZ|ALI|OPS)_[A-Z]+(_[A-Z]+)*", chosen.name)
    assert not re.fullmatch(r"[A-Z]{1,3}\d+|R\d*C\d*", chosen.name)
    assert len(chosen.arguments) <= 29
    for argument in chosen.arguments:
        assert argument.name in terms()
        assert argument.name.lower() not in VBA
        assert not re.fullmatch(r"[a-z]{1,3}\d+|r\d*c\d*|[rc]", argument.name)
    optional = [a.required for a in chosen.arguments]
    assert optional == sorted(optional, reverse=True), "required arguments come first"


@each
def test_help_fits_a_function_wizard(chosen: Formula) -> None:
    for summary in (chosen.summary_en, chosen.summary_zh):
        assert 8 <= len(summary) < 255
    assert re.search(r"[一-鿿]", chosen.summary_zh)
    assert not re.search(r"[一-鿿]", chosen.summary_en)
    for argument in chosen.arguments:
        assert 0 < len(argument.term.help_en) < 255
        assert 0 < len(argument.term.help_zh) < 255


@each
def test_docstring_tells_every_argument(chosen: Formula) -> None:
    assert "Args:" in chosen.doc
    told = re.findall(r"^ {4}(\w+): \S", chosen.doc, re.M)
    own = ["lang"] if chosen.name.endswith("_EXPLAIN") else [a.name for a in chosen.arguments]
    assert [name for name in told if name in own] == own


@each
def test_every_explained_formula_has_a_twin(chosen: Formula) -> None:
    twin = catalogue().get(f"{chosen.name}_EXPLAIN")
    assert (twin is not None) == chosen.explains
    if twin is not None:
        assert [a.name for a in twin.arguments] == [a.name for a in chosen.arguments] + ["lang"]


def test_every_fee_is_explained() -> None:
    fees = {f.name for f in FORMULAS if f.name.startswith(("AMZ_", "ALI_")) and not f.name.endswith("_EXPLAIN")}
    tables = {name for name in fees if catalogue()[name].spills}
    assert {name for name in fees - tables if not catalogue()[name].explains} == {"ALI_FREIGHT_CURRENCY"}


def test_a_name_can_be_registered_once() -> None:
    def ops_acos(ad_spend: Any) -> Outcome:
        """Twice."""
        raise NotImplementedError

    with pytest.raises(ValueError, match="OPS_ACOS is registered twice"):
        formula("advertising", returns="rate", zh="两次")(ops_acos)


@each
def test_python_name(chosen: Formula) -> None:
    function = getattr(xlops, chosen.python_name)
    assert function.__name__ == chosen.name.lower()
    assert function.__doc__
    assert chosen.python_name in dir(xlops)


def test_unknown_function() -> None:
    with pytest.raises(AttributeError, match="no attribute 'amz_referal_fee'"):
        xlops.amz_referal_fee  # noqa: B018


# Values in, values out.


def test_scalar_gives_a_python_scalar() -> None:
    assert type(referral(25, **PRICES)) is float
    assert type(referral(np.float64(25), **PRICES)) is float
    assert type(tier(30, 20, 1, 100, as_of="2026-06-01")) is str
    assert type(catalogue()["OPS_ACOS"](1, 3)) is float
    # unknown, not invalid
    assert np.isnan(referral(None, **PRICES))
    assert tier(30, 20, 1, 100, as_of="2020-01-01") is None


def test_array_gives_an_array_of_the_same_shape() -> None:
    assert referral([25.0], **PRICES).shape == (1,)
    assert referral([25.0, 1.0, 50.0], **PRICES).tolist() == [3.75, 0.30, 7.50]
    square = referral(np.array([[25.0, 1.0], [50.0, 100.0]]), **PRICES)
    assert square.tolist() == [[3.75, 0.30], [7.50, 15.00]]
    assert referral([], **PRICES).shape == (0,)


def test_broadcasting() -> None:
    prices = np.array([[10.0], [100.0]])
    categories = np.array(["Home & Kitchen", "电脑", None], dtype=object)
    found = referral(prices, categories, as_of="2026-06-01")
    assert found.shape == (2, 3)
    assert found[:, :2].tolist() == [[1.50, 0.80], [15.00, 8.00]]
    assert np.isnan(found[:, 2]).all()
    with pytest.raises(ValueError, match="broadcast"):
        referral([1.0, 2.0], ["Toys", "Toys", "Toys"], as_of="2026-06-01")


def test_lists_series_and_mixed_cells() -> None:
    frame = pd.DataFrame({"p": [25.0, None, 1.0], "c": ["Home & Kitchen", "Home & Kitchen", None]}, index=[7, 8, 9])
    days = pd.Series(pd.to_datetime(["2026-06-01", "2026-06-01", "2026-06-01"]), index=frame.index)
    found = referral.outcome(frame["p"], frame["c"], as_of=days)
    np.testing.assert_array_equal(found.value, [3.75, np.nan, np.nan])
    assert found.reason.tolist() == [0, Reason.MISSING_PRICE, Reason.MISSING_CATEGORY]
    whole = pd.Series([25, None], dtype="Int64").astype(object)
    assert referral.outcome(whole, **PRICES).reason.tolist() == [0, Reason.MISSING_PRICE]
    chosen = pd.Series(["Home & Kitchen", "Computers"], dtype="category")
    assert referral(25, chosen, as_of="2026-06-01").tolist() == [3.75, 2.00]


def test_blank_stays_blank_and_bad_rows_stop_nobody() -> None:
    cells = [25, None, "", float("nan"), "25", True, -1, float("inf"), 10**400, Decimal("1.005"), Decimal("NaN"), 50.0]
    found = referral.outcome(cells, **PRICES)
    names = [Reason(int(r)).name for r in found.reason]
    assert names == [
        "OK",
        "MISSING_PRICE",
        "MISSING_PRICE",
        "MISSING_PRICE",
        "NOT_A_NUMBER",
        "NOT_A_NUMBER",
        "NEGATIVE",
        "NOT_A_NUMBER",
        "NOT_A_NUMBER",
        "OK",
        "MISSING_PRICE",
        "OK",
    ]
    assert found.value[[0, 9, 11]].tolist() == [3.75, 0.30, 7.50]
    assert np.isnan(found.value[1:9]).all()
    np.testing.assert_array_equal(referral(cells, **PRICES), found.value)


def test_shuffled_rows_give_shuffled_results() -> None:
    random = np.random.default_rng(5)
    size = 400
    columns = {
        "length": random.uniform(1, 120, size),
        "width": random.uniform(1, 60, size),
        "height": random.uniform(0.5, 40, size),
        "weight": random.uniform(10, 30_000, size),
        "price": np.where(random.random(size) < 0.1, np.nan, random.uniform(1, 90, size)),
        "category": random.choice(np.array(["Toys", "服装", "dangerous_goods", None, "nonsense"], dtype=object), size),
        "as_of": random.choice(np.array(["2023-05-05", "2024-06-01", "2025-11-01", "2026-12-01"], dtype="M8[D]"), size),
    }
    order = random.permutation(size)
    straight = catalogue()["AMZ_FBA_FEE"].outcome(**columns)
    shuffled = catalogue()["AMZ_FBA_FEE"].outcome(**{n: c[order] for n, c in columns.items()})
    np.testing.assert_array_equal(shuffled.value, straight.value[order])
    np.testing.assert_array_equal(shuffled.reason, straight.reason[order])
    assert len(set(straight.reason.tolist())) >= 4, "the rows are too much alike"


@pytest.mark.parametrize("written", ["手机配件", "手机壳", "Cell Phone Accessories", "Phone Case", "数码配件"])
def test_accessories_of_phones_and_cameras_are_electronics_accessories(written: str) -> None:
    assert referral(20, written, as_of="2026-06-01") == 3.00
    assert referral(20, written, as_of="2026-06-01") == referral(20, "Electronics Accessories", as_of="2026-06-01")
    # A phone itself is not one, and what a word means that fits two categories stays open.
    for other in ("手机", "Mobile Phones", "数码", "耳机", "Cell Phones"):
        assert name_list("categories").resolve(other) != "electronics_accessories"


def test_long_columns_are_cut_in_pieces_without_a_seam() -> None:
    size = 70_001
    prices = np.linspace(0, 60, size)
    categories = np.resize(np.array(["Toys", "服装", "Jewelry", "nonsense"], dtype=object), size)
    whole = referral.outcome(prices, categories, as_of="2026-06-01")
    cuts = (slice(0, 30_000), slice(30_000, None))
    halves = [referral.outcome(prices[cut], categories[cut], as_of="2026-06-01") for cut in cuts]
    np.testing.assert_array_equal(whole.value, np.concatenate([h.value for h in halves]))
    np.testing.assert_array_equal(whole.reason, np.concatenate([h.reason for h in halves]))


def test_many_different_names_in_a_column() -> None:
    known = [None, "Toys", "玩具"]
    names = [name for n in range(300) for name in (f"no such category {n}", known[n % 3])]
    found = referral.outcome(25, names, as_of="2026-06-01")
    assert set(found.reason[::2].tolist()) == {Reason.UNKNOWN_CATEGORY}
    assert found.reason[1::2].tolist() == [Reason.MISSING_CATEGORY, Reason.OK, Reason.OK] * 100


def test_long_columns_of_several_markets_are_cut_by_market_and_put_back_in_order() -> None:
    size = 70_001
    prices = np.linspace(0, 60, size)
    markets = np.random.default_rng(3).choice(np.array(["UK", "de", None, "日本", "Atlantis"], dtype=object), size)
    whole = referral.outcome(prices, "Toys", markets, "2026-06-01")
    cuts = [slice(start, start + 20_000) for start in range(0, size, 20_000)]
    slices = [referral.outcome(prices[cut], "Toys", markets[cut], "2026-06-01") for cut in cuts]
    np.testing.assert_array_equal(whole.value, np.concatenate([s.value for s in slices]))
    np.testing.assert_array_equal(whole.reason, np.concatenate([s.reason for s in slices]))
    assert set(whole.reason.tolist()) == {Reason.OK, Reason.UNKNOWN_MARKET}


@pytest.mark.parametrize(
    ("arguments", "reason", "argument"),
    [
        ({"price": "25", "category": "Toys"}, Reason.NOT_A_NUMBER, "price"),
        ({"price": True, "category": "Toys"}, Reason.NOT_A_NUMBER, "price"),
        ({"price": float("inf"), "category": "Toys"}, Reason.NOT_A_NUMBER, "price"),
        ({"price": 25, "category": "Toys", "shipping": float("-inf")}, Reason.NOT_A_NUMBER, "shipping"),
        ({"price": -0.01, "category": "Toys"}, Reason.NEGATIVE, "price"),
        ({"price": 25, "category": "Toys", "shipping": -1}, Reason.NEGATIVE, "shipping"),
        ({"price": 25, "category": "Home and Kithcen"}, Reason.UNKNOWN_CATEGORY, "category"),
        ({"price": 25, "category": "Toys", "market": "Atlantis"}, Reason.UNKNOWN_MARKET, "market"),
        ({"price": 25, "category": "Toys", "as_of": "soon"}, Reason.BAD_DATE, "as_of"),
        ({"price": 25, "category": "Toys", "as_of": 45000}, Reason.BAD_DATE, "as_of"),
    ],
)
def test_an_impossible_single_call_raises_in_both_languages(
    arguments: dict[str, object], reason: Reason, argument: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        referral(**{"as_of": "2026-06-01", **arguments})
    assert (error.value.reason, error.value.argument) == (reason, argument)
    assert error.value.found == arguments[argument]
    message = str(error.value)
    assert REASONS[reason].en in message
    assert REASONS[reason].zh in message
    assert message.startswith(argument)
    # the same row in a column is only blank
    column = referral.outcome(**{"as_of": "2026-06-01", **arguments, "price": [arguments["price"], 25]})
    assert np.isnan(column.value[0])


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(InvalidInput) as error:
        referral(25, "Home and Kithcen", as_of="2026-06-01")
    assert "Home and Kitchen" in error.value.suggestions
    assert "Did you mean Home and Kitchen" in str(error.value)
    assert "是否指 家居厨房？" in str(error.value)
    with pytest.raises(InvalidInput) as error:
        catalogue()["ALI_FREIGHT"](100, "Frence", as_of="2026-06-01")
    assert "France" in error.value.suggestions
    with pytest.raises(InvalidInput) as error:
        referral(25, "qqqqqq", as_of="2026-06-01")
    assert error.value.suggestions == ()


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        ("categories", "Home and Kithcen", ["home_and_kitchen"]),
        ("categories", "Ofice Product", ["office_products"]),
        ("categories", "个护美妆", ["beauty_health_and_personal_care"]),
        ("categories", "家居厨", ["home_and_kitchen"]),
        ("countries", "Frence", ["FR"]),
        # A part of a name, a whole that has a name in it, and another short word are other things, at other fees.
        ("categories", "手机挂绳", []),
        ("categories", "手机支架", []),
        ("categories", "宠物服装配饰", []),
        ("categories", "Cell Phones & Accessories", []),
        ("categories", "Boots", []),
        ("categories", "Mugs", []),
        ("markets", "ZZ", []),
        ("markets", "Amazon.com.br", []),
        ("markets", "亚马逊韩国站", []),
        ("size_tiers", "Small parcel 4", []),
    ],
)
def test_only_a_close_spelling_is_suggested(names: str, text: str, expected: list[str]) -> None:
    assert name_list(names).resolve(text) is None
    assert [name.code for name in name_list(names).suggest(text)] == expected


@pytest.mark.parametrize(
    ("name", "arguments", "argument"),
    [
        ("AMZ_SIZE_TIER", {"length": 0, "width": 1, "height": 1, "weight": 1}, "length"),
        ("AMZ_SIZE_TIER", {"length": 1, "width": 1, "height": 1, "weight": 0}, "weight"),
        ("AMZ_SIZE_TIER", {"length": 1, "width": 1, "height": 1, "weight": 1, "units": "stone"}, "units"),
        ("ALI_FREIGHT", {"weight": 100, "country": "FR", "line": "no such line at all"}, "line"),
        ("ALI_COMMISSION", {"price": 10, "rate_or_category": 8}, "rate_or_category"),
        ("ALI_COMMISSION", {"price": 10, "rate_or_category": -1}, "rate_or_category"),
        ("ALI_COMMISSION", {"price": 10, "rate_or_category": 0.08, "shipping_rate": 8}, "shipping_rate"),
        ("OPS_DSR", {"dsr_described": 4, "dsr_service": 5.1, "dsr_logistics": 4}, "dsr_service"),
        ("OPS_DSR", {"dsr_described": 4, "dsr_service": 5, "dsr_logistics": 0.9}, "dsr_logistics"),
    ],
)
def test_the_error_names_the_argument_at_fault(name: str, arguments: dict[str, object], argument: str) -> None:
    days = {"as_of": "2026-06-01"} if any(a.name == "as_of" for a in catalogue()[name].arguments) else {}
    with pytest.raises(InvalidInput) as error:
        catalogue()[name](**arguments, **days)
    assert error.value.argument == argument


def test_decimals_are_met_exactly() -> None:
    # 15 % of 1.70 is 0.255; as binary fractions it lies below and would round down
    assert referral(Decimal("1.70"), "Toys", as_of="2026-06-01", shipping=0) == 0.30
    assert referral(Decimal("8.30"), "Toys", as_of="2026-06-01") == 1.25  # 1.245
    assert referral(8.30, "Toys", as_of="2026-06-01") == 1.25
    assert referral(Decimal("10.00"), "Beauty", as_of="2026-06-01") == 0.80
    assert referral(Decimal("10.0001"), "Beauty", as_of="2026-06-01") == 1.50


def test_calls_are_checked_like_function_calls() -> None:
    with pytest.raises(TypeError, match="needs 'category'"):
        referral(25)
    with pytest.raises(TypeError, match="no argument 'prize'"):
        referral(25, "Toys", prize=3)
    with pytest.raises(TypeError, match="'price' twice"):
        referral(25, "Toys", price=3)
    with pytest.raises(TypeError, match="takes 7 arguments, not 8"):
        referral(1, 2, 3, 4, 5, 6, 7, 8)


class _Day(date):
    @classmethod
    def today(cls) -> date:
        return date(2026, 11, 1)


@pytest.mark.parametrize("blank", [None, "", float("nan"), np.datetime64("NaT"), pd.NaT])
def test_a_blank_day_is_today_for_hosts_only(monkeypatch: pytest.MonkeyPatch, blank: object) -> None:
    item = {"length": 10, "width": 6, "height": 0.5, "weight": 2, "price": 20, "units": "in,oz"}
    fba = catalogue()["AMZ_FBA_BASE_FEE"]
    assert fba.outcome(**item, as_of=blank).reason.tolist() == [Reason.MISSING_INPUT]
    monkeypatch.setattr(python_door, "date", _Day)
    assert xlops.amz_fba_base_fee(**item, as_of=blank) == 3.51  # peak 2026
    assert xlops.amz_fba_base_fee(**item, as_of=[blank, "2026-06-01"]).tolist() == [3.51, 3.32]
    assert xlops.amz_fba_base_fee(**item) == 3.51
    days = np.array(["NaT", "2026-06-01"], dtype="datetime64[D]")
    assert xlops.amz_fba_base_fee(**item, as_of=days).tolist() == [3.51, 3.32]


@pytest.mark.parametrize(
    "day", ["2026-06-01", "2026/06/01", date(2026, 6, 1), pd.Timestamp("2026-06-01 23:59"), np.datetime64("2026-06-01")]
)
def test_days_in_every_form(day: object) -> None:
    item = {"length": 10, "width": 6, "height": 0.5, "weight": 2, "price": 20, "units": "in,oz"}
    assert catalogue()["AMZ_FBA_FEE"](**item, as_of=day) == 3.44
    assert catalogue()["AMZ_FBA_FEE"](**item, as_of=[day, day]).tolist() == [3.44, 3.44]


def test_units_may_differ_by_row() -> None:
    units = np.array(["in,lb", "in,oz", "cm,g", "cm,kg", "nothing"], dtype=object)
    fba = catalogue()["AMZ_FBA_BASE_FEE"]
    found = fba.outcome(10, 6, 4, 2.01, 24.99, units=units, as_of="2026-03-01")
    single = [fba(10, 6, 4, 2.01, 24.99, units=u, as_of="2026-03-01") for u in units[:4]]
    np.testing.assert_array_equal(found.value[:4], single)
    assert found.reason.tolist() == [0, 0, 0, 0, Reason.UNKNOWN_UNITS]
    heavy = fba.outcome(10, 6, 4, 500, 24.99, category="服装", units=["cm,g", "in,lb"], as_of="2025-06-01")
    assert heavy.reason.tolist() == [0, 0]


def test_a_table_of_fees_for_one_product_and_for_columns() -> None:
    item = {"length": 10, "width": 6, "height": 4, "weight": 2.01, "category": "Home & Kitchen", "units": "in,lb"}
    one = xlops.amz_fees(**item, price=24.99, as_of="2026-06-01")
    assert [label for label, _ in one] == [
        "referral fee 销售佣金",
        "closing fee 媒体类手续费",
        "FBA fulfilment fee FBA 基础配送费",
        "dangerous goods surcharge 危险品附加费",
        "fuel and logistics surcharge 燃油与物流附加费",
        "total per unit 每件合计",
    ]
    assert [amount for _, amount in one] == [3.75, 0.00, 5.92, 0.00, 0.21, 9.88]
    many = xlops.amz_fees(**item, price=[24.99, None, -1], as_of="2026-06-01")
    assert many.shape == (4, 6)
    assert many[0].tolist() == [label for label, _ in one]
    assert many[1].tolist() == [3.75, 0.00, 5.92, 0.00, 0.21, 9.88]
    assert np.isnan(many[2:, 5].astype(float)).all()
    with pytest.raises(InvalidInput, match="category"):
        xlops.amz_fees(**{**item, "category": "nonsense"}, price=24.99, as_of="2026-06-01")

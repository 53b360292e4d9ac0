"""Every edition that ships: it loads, its worked examples come out to the cent, its dates and names hold together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from asking import ask, ask_edition, compiled, ticks

from xlops.catalog import catalogue
from xlops.errors import Reason
from xlops.fees.edition import Edition, Example, Lookup, RateBands, SizeTiers
from xlops.fees.library import packaged_library
from xlops.fees.names import name_list
from xlops.fees.tables import CompiledSizeTiers
from xlops.fees.units import MICROMETRES, NANOGRAMS

LIBRARY = packaged_library()
EDITIONS = list(LIBRARY.editions())
EXAMPLES = [pytest.param(e, x, id=f"{e.name}/{x.id}") for e in EDITIONS for x in e.examples]
PROGRAMMES = LIBRARY.programmes()


def of(programme: str) -> list[Edition]:
    return [e for e in EDITIONS if e.programme == programme]


def test_the_first_set_of_editions_is_there() -> None:
    expected = {
        "amazon/us": "referral closing plan refund_administration size_tiers fba fba_apparel fba_dangerous_goods "
        "fuel_surcharge storage",
        "aliexpress/global": "commission affiliate withdrawal_bank withdrawal_alipay eu_low_value_duty "
        "freight_standard freight_saver",
    }
    for place, programmes in expected.items():
        assert {f"{place}/{p}" for p in programmes.split()} <= {"/".join(key) for key in PROGRAMMES}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.name)
def test_edition_is_traceable(edition: Edition) -> None:
    assert edition.checked <= date(2026, 12, 31)
    assert edition.sources and all(s.url.startswith("http") or s.url_note for s in edition.sources)
    assert all(s.retrieved <= edition.checked for s in edition.sources)
    assert (edition.table is None) == (not edition.charged)
    # A percentage of all stores together is in the currency of each.
    of_all_stores = edition.market == "global" and edition.kind == "rate_bands"
    assert edition.currency or of_all_stores or edition.kind in ("size_tiers", "published_range")
    if edition.table is not None:
        assert compiled(LIBRARY, edition.platform, edition.market, edition.programme, edition.effective)[1] is not None


@pytest.mark.parametrize(("edition", "example"), EXAMPLES)
def test_worked_example(edition: Edition, example: Example) -> None:
    as_of = example.as_of or edition.effective
    assert edition.effective <= as_of <= (edition.until or date.max), "the example lies outside its edition"
    found = answer(edition, example, as_of)
    if isinstance(example.expect, str):
        assert found == example.expect
    elif example.tolerance:
        assert abs(Decimal(repr(found)) - example.expect) <= example.tolerance
    else:
        assert found == float(example.expect)


def answer(edition: Edition, example: Example, as_of: date) -> float | str:
    if example.formula:
        return answer_of_formula(example, as_of)
    own, table = compiled(LIBRARY, edition.platform, edition.market, edition.programme, as_of)
    assert own is edition
    if example.what == "total":
        return total(f"{edition.platform}/{edition.market}", example.given, as_of)
    if example.what == "rate":
        assert isinstance(edition.table, RateBands)
        return float(edition.table.bands[int(ask_edition(LIBRARY, edition, table, example.given).row[0])].rate)
    if example.what == "dimensional_weight":
        assert isinstance(table, CompiledSizeTiers) and isinstance(edition.table, SizeTiers)
        row = next(n for n, t in enumerate(edition.table.tiers) if t.tier == example.given["size_tier"])
        sides = [
            float(ticks(example.given[s], MICROMETRES[edition.table.length_unit])[0])
            for s in ("longest", "median", "shortest")
        ]
        return table.dimensional_of(row, *sides) / NANOGRAMS[edition.table.weight_unit]
    assert not example.what, example.what
    found = ask_edition(LIBRARY, edition, table, example.given)
    assert found.reason[0] == Reason.OK, Reason(int(found.reason[0]))
    return float(found.value[0])


def answer_of_formula(example: Example, as_of: date) -> float | str:
    # The market is the edition's own; an operator may leave it out, so the examples do too.
    found = catalogue()[example.formula](**example.given, as_of=as_of)
    if example.what == "total":
        return float(money(*found))
    if example.what == "volume":
        # The storage fee is a rate per cubic foot: what a unit pays, in units of what a cubic foot pays.
        cube = dict.fromkeys(("length", "width", "height"), 12)
        return float(found / catalogue()[example.formula](**{**example.given, **cube}, as_of=as_of))
    assert not example.what, example.what
    return found  # type: ignore[no-any-return]


def money(*amounts: float) -> Decimal:
    return sum((Decimal(repr(float(amount))) for amount in amounts), Decimal(0))


def total(place: str, asked: Mapping[str, Any], as_of: date) -> float:
    """Add what several programmes of a market, or several formulas, answer."""
    amounts = []
    for name, given in asked.items():
        if name in catalogue():
            amounts.append(catalogue()[name](**given, as_of=as_of))
        else:
            edition, table = compiled(LIBRARY, *place.split("/"), name, as_of)
            amounts.append(ask_edition(LIBRARY, edition, table, given).value[0])
    return float(money(*amounts))


@pytest.mark.parametrize("family", ["referral", "fba", "fba_apparel", "storage", "fuel_surcharge", "size_tiers"])
def test_every_family_has_worked_examples(family: str) -> None:
    assert any(e.examples for e in of(family))


def test_example_ids_are_used_once() -> None:
    ids = [x.id for e in EDITIONS for x in e.examples]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("key", PROGRAMMES, ids="/".join)
def test_editions_of_a_programme_do_not_overlap(key: tuple[str, str, str]) -> None:
    timeline = LIBRARY.timeline(*key)
    assert timeline is not None
    for before, after in pairwise(timeline.editions):
        assert before.effective < after.effective
        assert before.until is None or before.until < after.effective


@pytest.mark.parametrize("key", PROGRAMMES, ids="/".join)
def test_no_edition_before_the_first_and_after_the_last(key: tuple[str, str, str]) -> None:
    timeline = LIBRARY.timeline(*key)
    assert timeline is not None
    first, last = timeline.editions[0], timeline.editions[-1]
    assert timeline.pick_one(np.datetime64(first.effective - timedelta(days=1))) == -1
    assert timeline.pick_one(np.datetime64(first.effective)) == 0
    if last.until:
        assert timeline.pick_one(np.datetime64(last.until)) == len(timeline.editions) - 1
        assert timeline.pick_one(np.datetime64(last.until + timedelta(days=1))) == -1


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.name)
def test_every_name_in_a_table_is_in_the_name_lists(edition: Edition) -> None:
    lists = {
        "category": "categories",
        "size_tier": "size_tiers",
        "country": "countries",
        "seller_country": "countries",
        "store": "markets",
    }
    table = edition.table
    used: list[tuple[str, str]] = []
    if isinstance(table, RateBands):
        used = [(k, name) for band in table.bands for k, name in zip(table.keys, band.keys, strict=True)]
    elif isinstance(table, Lookup):
        for row in table.rows:
            for key, name in zip(table.keys, row.keys, strict=True):
                used += [(key, member) for member in table.groups.get(name, (name,))]
        if table.applies is not None:
            own = [table.applies.categories, *(names for _, names in table.applies.price_upto_for)]
            used += [("category", name) for names in own for name in names]
    elif isinstance(table, SizeTiers):
        used = [("size_tier", t.tier) for t in table.tiers]
    unknown = {
        (key, name) for key, name in used if key in lists and name != "*" and name not in name_list(lists[key]).names
    }
    assert not unknown


def test_every_size_tier_has_a_fulfilment_row_and_a_storage_group() -> None:
    tiers = {t.tier for t in of("size_tiers")[-1].table.tiers}  # type: ignore[union-attr]
    for edition in of("fba")[-2:]:
        assert {row.keys[0] for row in edition.table.rows} == tiers  # type: ignore[union-attr]
    storage = of("storage")[-1].table
    assert isinstance(storage, Lookup)
    assert tiers <= {m for members in storage.groups.values() for m in members}


def test_every_category_has_a_referral_rate_somewhere() -> None:
    tables = [e.table for e in of("referral")]
    listed = {band.keys[0] for table in tables if isinstance(table, RateBands) for band in table.bands}
    # dangerous_goods names a fulfilment table only.
    assert set(name_list("categories").names) - {"dangerous_goods"} == listed


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.name)
def test_a_table_with_a_broad_category_has_its_parts(edition: Edition) -> None:
    """Else an operator who says more exactly what she sells would get less of an answer, or another row's.

    A broad name without an amount is no answer: there the parts have rows of their own, or the general ones.
    """
    table = edition.table
    lists: list[set[str]] = []
    if isinstance(table, RateBands) and "category" in table.keys:
        lists = [{band.keys[table.keys.index("category")] for band in table.bands}]
    elif isinstance(table, Lookup):
        if "category" in table.keys:
            names = {row.keys[table.keys.index("category")] for row in table.rows if row.mark != "unpublished"}
            lists = [{member for name in names for member in table.groups.get(name, (name,))}]
        if table.applies is not None:
            lists += [set(table.applies.categories), *(set(names) for _, names in table.applies.price_upto_for)]
    categories = name_list("categories").names
    for listed in lists:
        parts = {part for code in listed if code in categories for part in categories[code].extra.get("parts", ())}  # type: ignore[attr-defined]
        assert parts <= listed


# What follows from patterns but no source states must not have a number.
INFERRED = [
    ("fba_dangerous_goods", "small_standard", 15, "2024-06-01"),
    ("fba_dangerous_goods", "small_standard", 16, "2025-06-01"),
    ("fba_dangerous_goods", "large_standard", 4, "2024-06-01"),
    ("fba_dangerous_goods", "large_standard", 8, "2025-06-01"),
    ("fba_dangerous_goods", "large_standard", 12, "2025-06-01"),
    ("fba_dangerous_goods", "large_standard", 16, "2025-06-01"),
    ("fba_apparel", "large_standard", 49, "2024-06-01"),
    ("fba_apparel", "large_standard", 40, "2025-06-01"),
    ("fba_apparel", "large_standard", 320, "2025-06-01"),
]


@pytest.mark.parametrize(("programme", "tier", "weight", "day"), INFERRED)
@pytest.mark.parametrize("price", [9.0, 20.0])
def test_inferred_figures_are_not_in_the_tables(
    programme: str, tier: str, weight: float, day: str, price: float
) -> None:
    found = ask(LIBRARY, f"amazon/us/{programme}", day, size_tier=tier, weight=weight, price=price)
    assert found == Reason.OUTSIDE_TABLE


PARCEL = {"weight": 100, "country": "FR"}


def after(programme: str) -> str:
    """The day after the last table of a programme ends; the day before its first where the last has no end."""
    timeline = LIBRARY.timeline(*programme.split("/"))
    assert timeline is not None
    last = timeline.editions[-1].until
    return str(last + timedelta(1) if last else timeline.editions[0].effective - timedelta(1))


@pytest.mark.parametrize(
    ("name", "arguments", "day", "expected"),
    [
        ("AMZ_REFERRAL_FEE", {"price": 20, "category": "toys_and_games"}, "2024-01-14", Reason.NO_EDITION),
        ("AMZ_REFERRAL_FEE", {"price": 20, "category": "toys_and_games"}, "2024-01-15", 3.00),
        ("AMZ_FBA_BASE_FEE", {}, "2024-01-14", Reason.NO_EDITION),
        ("AMZ_FBA_BASE_FEE", {"weight": 7}, "2024-02-04", 3.40),
        ("AMZ_FBA_BASE_FEE", {"weight": 7}, "2024-04-14", 3.49),
        ("AMZ_FBA_BASE_FEE", {"price": 9.99}, "2024-04-14", Reason.NOT_PUBLISHED),  # what Low-Price FBA cost then
        ("AMZ_FBA_BASE_FEE", {"category": "apparel"}, "2024-04-14", Reason.NO_EDITION),
        ("AMZ_FBA_BASE_FEE", {}, "2026-10-14", 3.32),
        ("AMZ_FBA_BASE_FEE", {}, "2027-01-14", 3.51),
        ("AMZ_FBA_BASE_FEE", {}, after("amazon/us/fba"), Reason.NO_EDITION),  # the last table has ended
        ("AMZ_FBA_FEE", {}, after("amazon/us/fba"), Reason.NO_EDITION),
        ("AMZ_FBA_BASE_FEE", {"category": "apparel"}, after("amazon/us/fba_apparel"), Reason.NO_EDITION),
        ("AMZ_FBA_BASE_FEE", {"category": "dangerous_goods", "weight": 15}, "2025-06-01", Reason.OUTSIDE_TABLE),
        ("AMZ_FBA_BASE_FEE", {"category": "dangerous_goods", "weight": 14}, "2025-06-01", 4.41),
        ("AMZ_FBA_BASE_FEE", {"category": "dangerous_goods", "weight": 15}, "2026-06-01", 4.78),
        ("AMZ_FUEL_SURCHARGE", {}, "2026-04-16", 0.0),
        ("AMZ_FUEL_SURCHARGE", {}, "2026-04-17", 0.12),
        ("AMZ_STORAGE_FEE", {}, "2023-12-31", Reason.NO_EDITION),
        ("AMZ_SIZE_TIER", {}, "2023-12-31", Reason.NO_EDITION),
        ("AMZ_SIZE_TIER", {"length": 25}, "2024-02-04", "small_oversize"),
        ("AMZ_SIZE_TIER", {"length": 25}, "2024-02-05", "large_bulky"),
        ("ALI_FREIGHT", {"weight": 100, "country": "FR"}, "2025-12-31", Reason.NO_EDITION),
        ("ALI_FREIGHT", PARCEL, after("aliexpress/global/freight_standard"), Reason.NO_EDITION),
        ("ALI_FREIGHT", {"weight": 151, "country": "FR"}, "2026-06-01", Reason.OUTSIDE_TABLE),
        ("ALI_FREIGHT", {"weight": 100, "country": "FR", "line": "saver"}, "2026-06-01", Reason.NOT_IN_TABLE),
        ("ALI_FREIGHT", {"weight": 100, "country": "FR", "line": "premium"}, "2026-06-01", Reason.NO_TABLE),
    ],
)
def test_dates_and_gaps(name: str, arguments: dict[str, object], day: str, expected: object) -> None:
    formula = catalogue()[name]
    item = {"length": 10, "width": 6, "height": 0.5, "weight": 2, "price": 20, "units": "in,oz"}
    taken = {k: v for k, v in item.items() if k in {a.name for a in formula.arguments}} if name != "ALI_FREIGHT" else {}
    if name == "AMZ_REFERRAL_FEE":
        taken = {}
    outcome = formula.outcome(**{**taken, **arguments, "as_of": day})
    reason = Reason(int(outcome.reason[0]))
    if isinstance(expected, Reason):
        assert reason == expected
        assert outcome.value[0] is None or np.isnan(outcome.value[0])
    else:
        assert (outcome.value[0], reason) == (expected, Reason.OK)

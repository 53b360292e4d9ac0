"""What Amazon's fees of a unit become on another day."""

from __future__ import annotations

import numpy as np

from xlops.catalog import Outcome, Table, Texts, formula
from xlops.errors import REASONS, Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Step, Trace
from xlops.fees.units import Floats
from xlops.formulas.amazon import (
    amz_fba_fee,
    amz_fees,
    ask_closing,
    ask_fulfilment,
    ask_handling,
    ask_referral,
    ask_surcharge,
    take_market,
)
from xlops.formulas.asking import plus, take_package
from xlops.formulas.rows import Rows

_EXAMPLE = {
    "length": 20,
    "width": 15,
    "height": 5,
    "weight": 300,
    "price": 25.99,
    "category": "Home and Kitchen",
    "to_date": "2026-06-01",
    "market": "US",
    "as_of": "2026-03-01",
}
_HEADINGS = ("费用 fee", "原费用 before", "新费用 after", "变化 change", "变化率 change rate")


def _difference(before: Outcome, after: Outcome) -> Outcome:
    """Return what is more on the second day; unknown where either day is."""
    reason = np.where(before.reason == 0, after.reason, before.reason)
    return Outcome(np.where(reason == 0, plus(after.value, -before.value), np.nan), reason)


def _tell(trace: Trace | None, before: Outcome, after: Outcome, as_of: Days | None, to_date: Days) -> None:
    """Let explain name the fee on both days."""
    if trace is not None and as_of is not None and not (before.reason[0] or after.reason[0]):
        old, new = describe.money(before.value[0]), describe.money(after.value[0])
        trace.steps.append(
            Step(
                None,
                "the fee on both days",
                "两个日期的费用",
                f"{old} on {as_of[0]}, {new} on {to_date[0]}",
                f"{as_of[0]} 为 {old}，{to_date[0]} 为 {new}",
            )
        )


@formula(
    "amazon",
    returns="money",
    zh="FBA 每件配送费（含附加费）到另一日期的变化额：新费用 − 原费用。",
    examples=[(_EXAMPLE, 0.15)],
    explains=True,
)
def amz_fba_fee_change(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    to_date: Days,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon charges more (negative: less) to fulfil one unit on another day.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band.
        category: any category name, its code, or Chinese; blank is the general table.
        to_date: the second day.
        market: marketplace; blank is the US.
        as_of: the first day; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is what most sellers of the market use.

    Returns:
        Money in the market's currency: AMZ_FBA_FEE of the second day less that of the first. Unknown where either is.

    Source: as AMZ_FBA_FEE.
    """
    before, after = (
        amz_fba_fee.function(length, width, height, weight, price, category, market, day, units, programme, trace)
        for day in (as_of, to_date)
    )
    _tell(trace, before, after, as_of, to_date)
    return _difference(before, after)


@formula(
    "amazon",
    returns="money",
    zh="单件全部亚马逊费用到另一日期的变化额（佣金、媒体类手续费、FBA 配送费与附加费）。",
    examples=[(_EXAMPLE, 0.15)],
    explains=True,
)
def amz_unit_fee_change(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    to_date: Days,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What all per-unit Amazon fees of a product come to more (negative: less) on another day.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown result.
        to_date: the second day.
        market: marketplace; blank is the US.
        as_of: the first day; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is what most sellers of the market use.

    Returns:
        Money in the market's currency: the total of AMZ_FEES on the second day less that on the first. Unknown where
        either is.

    Source: as AMZ_FEES.
    """

    def total(day: Days | None) -> Outcome:
        rows = Rows(trace)
        markets, days = take_market(rows, market), rows.days(day)
        package = take_package(rows, length, width, height, weight, units)
        rows.number(price, Reason.MISSING_PRICE)
        base = ask_fulfilment(rows, package, price, category, markets, days, programme)
        referral = ask_referral(rows, price, category, markets, days, None, tiers=base.tiers)
        closing = ask_closing(rows, category, markets, days)
        return rows.outcome(plus(referral, closing, base.fee, ask_handling(rows, base), ask_surcharge(rows, base)))

    before, after = total(as_of), total(to_date)
    _tell(trace, before, after, as_of, to_date)
    return _difference(before, after)


@formula(
    "amazon",
    returns="money",
    zh="单件各项亚马逊费用在两个日期的对比：原费用、新费用、变化额与变化率（溢出为表格）。",
    spills=True,
)
def amz_fee_change(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    to_date: Days,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
) -> Table:
    """Every per-unit Amazon fee of one product on two days, side by side, with the change.

    Args:
        length: one packed side, in any order.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        to_date: the second day.
        market: marketplace; blank is the US.
        as_of: the first day; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme; blank is what most sellers of the market use.

    Returns:
        A heading and a row per fee: label, money on the first and on the second day, the difference, and the
        difference as a fraction of the first. Where a fee is unknown, its cell says why.

    Source: as AMZ_FEES.
    """
    before, after = (
        amz_fees.function(length, width, height, weight, price, category, market, day, units, None, programme)
        for day in (as_of, to_date)
    )
    cells: list[list[object]] = [list(_HEADINGS)]
    for ((en, zh), old), (_, new) in zip(before, after, strict=True):
        invalid = [reason for side in (old, new) if REASONS[reason := Reason(int(side.reason[0]))].kind == "invalid"]
        if invalid:
            return Table(np.empty((0, 0), dtype=object), invalid[0])
        change = _difference(old, new).value.item(0)
        known = change == change
        rate = round(change / old.value.item(0), 4) if known and old.value.item(0) else ""
        cells.append([f"{zh} {en}", _shown(old), _shown(new), change if known else "", rate])
    return Table(np.array(cells, dtype=object))


def _shown(outcome: Outcome) -> object:
    reason = REASONS[Reason(int(outcome.reason[0]))]
    return float(outcome.value[0]) if not outcome.reason[0] else f"{reason.zh} {reason.en}"

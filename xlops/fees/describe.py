"""Say in words how a table row became an amount. English and Chinese, for explain."""

from __future__ import annotations

from decimal import Decimal

from xlops.fees.edition import LookupRow, RateBand
from xlops.fees.tables import CompiledLookup, CompiledRateBands, CompiledSizeTiers
from xlops.fees.units import CUBIC_MICROMETRES, MICROMETRES, MONEY_TICKS, NANOGRAMS

_MARKS = {
    "": ("", ""),
    "single_source": (" [single source]", "〔单一来源〕"),
    "conflict": (" [sources disagree]", "〔来源有冲突〕"),
    "unconfirmed": (" [not confirmed]", "〔未经证实〕"),
    "unpublished": ("charged, amount not known", "收取，金额未知"),
}


def _plain(number: Decimal | float) -> str:
    """Return a number without trailing zeros or an exponent."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(rate: Decimal) -> str:
    return f"{_plain(rate * 100)}%"


def rate_row(table: CompiledRateBands, row: int, base_ticks: float) -> tuple[str, str]:
    """Describe one band of a percentage table at a base."""
    band: RateBand = table.bands[row]
    before = [b for b in table.bands[:row] if b.keys == band.keys]
    floor = before[-1].upto if before else None
    base = _plain(base_ticks / MONEY_TICKS)
    if floor is None and band.upto is None:
        where_en, where_zh = "", ""
    else:
        low = f"{_plain(floor)} < " if floor is not None else ""
        high = f" <= {_plain(band.upto)}" if band.upto is not None else ""
        where_en = f" (band {low}base{high})"
        where_zh = f"（区间 {low}基数{high}）"
    if band.applies == "portion" and before:
        lower = [(_percent(b.rate), _plain(b.upto)) for b in before if b.upto is not None]
        slices_en = ", ".join(f"{rate} up to {top}" for rate, top in lower)
        slices_zh = "；".join(f"至 {top} 为 {rate}" for rate, top in lower)
        en = f"{slices_en}, {_percent(band.rate)} of the portion above, on {base}{where_en}"
        zh = f"分段计费：{slices_zh}；超出部分 {_percent(band.rate)}，基数 {base}{where_zh}"
    else:
        en = f"{_percent(band.rate)} of {base}{where_en}"
        zh = f"{base} 的 {_percent(band.rate)}{where_zh}"
    if band.minimum is not None:
        en += f", at least {_plain(band.minimum)}"
        zh += f"，最低 {_plain(band.minimum)}"
    if band.cap is not None:
        en += f", at most {_plain(band.cap)}"
        zh += f"，最高 {_plain(band.cap)}"
    mark_en, mark_zh = _MARKS[band.mark]
    return en + mark_en, zh + mark_zh


def lookup_row(
    table: CompiledLookup,
    row: int,
    quantity: float,
    price_ticks: float | None = None,
    measure: float | None = None,
) -> tuple[str, str]:
    """Describe one row of an amount table.

    ``quantity`` is in the table's ticks; ``measure`` is what ``per`` multiplies, in the ticks of its unit, where
    that is not the quantity.
    """
    found: LookupRow = table.rows[row]
    place = 0
    if price_ticks is not None:
        for edge, belongs_above in table.price_edges:
            place += (price_ticks >= edge) if belongs_above else (price_ticks > edge)
    low = "" if found.low is None else _plain(found.low)
    high = "" if found.high is None else _plain(found.high)
    unit = table.range_unit
    bounds = f" {low}–{high} {unit or table.range}" if low or high else ""
    head = f"{', '.join(found.keys)}{bounds}: "
    parts = []
    fee = found.fees[place]
    if fee is not None:
        parts.append(_plain(fee))
    if found.per is not None:
        counted = quantity if measure is None else measure
        ticks = NANOGRAMS.get(table.per_unit) or CUBIC_MICROMETRES.get(table.per_unit, 1)
        parts.append(f"{_plain(found.per)} × {_plain(round(counted / ticks, 6))} {table.per_unit}")
    steps = table.steps(row, quantity)
    step_fee = found.step_fees[place]
    if steps and step_fee is not None and found.step is not None:
        parts.append(f"{_plain(steps)} × {_plain(step_fee)} ({_plain(found.step)} {unit})")
    mark_en, mark_zh = _MARKS[found.mark]
    body = head + " + ".join(parts)
    return body + mark_en, body + mark_zh


def tier_row(
    table: CompiledSizeTiers, row: int, sides: tuple[float, float, float], weight: float, billed: float
) -> tuple[str, str]:
    """Describe a size tier: the sorted sides, the weights, and which weight is billed."""
    tier = table.tiers[row]
    shown = " × ".join(_plain(round(s / MICROMETRES[table.length_unit], 2)) for s in sides)
    unit, dim, bill = (
        _plain(round(w / NANOGRAMS[table.weight_unit], 4)) for w in (weight, table.dimensional_of(row, *sides), billed)
    )
    length, pounds = table.length_unit, table.weight_unit
    how = {
        "unit": ("unit weight", "实重"),
        "dimensional": ("dimensional weight", "体积重"),
        "greater": ("the greater of unit and dimensional weight", "实重与体积重取大"),
    }[tier.weighs]
    return (
        f"{tier.tier}: {shown} {length}, unit {unit} {pounds}, dimensional {dim} {pounds}; "
        f"billed {bill} {pounds} ({how[0]})",
        f"{tier.tier}：{shown} {length}，实重 {unit} {pounds}，体积重 {dim} {pounds}；计费 {bill} {pounds}（{how[1]}）",
    )

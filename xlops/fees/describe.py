"""Say in words how a table row became an amount. English and Chinese, for explain."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlops.fees.edition import LookupRow, RateBand
from xlops.fees.names import name_list
from xlops.fees.tables import CompiledLookup, CompiledRateBands, CompiledSizeTiers
from xlops.fees.units import CUBIC_MICROMETRES, MICROMETRES, MONEY_TICKS, NANOGRAMS

_MARKS = {
    "": ("", ""),
    "single_source": (" [single source]", "〔单一来源〕"),
    "conflict": (" [sources disagree]", "〔来源有冲突〕"),
    "unconfirmed": (" [not confirmed]", "〔未经证实〕"),
    "unpublished": ("", ""),
}
_NOT_KNOWN = ("charged, amount not known", "收取，金额未知")
# Where the codes of a key column have names.
_LISTS = {
    "category": "categories",
    "size_tier": "size_tiers",
    "country": "countries",
    "seller_country": "countries",
    "store": "markets",
    "option": "programmes",
}
# What a range is of, where its unit does not say it.
_RANGES = {
    "days": ("days", "天数"),
    "month": ("month", "月份"),
    "price": ("price", "价格"),
    "ratio": ("ratio", "比率"),
    "count": ("count", "数量"),
}


def _plain(number: Decimal | float) -> str:
    """Return a number without trailing zeros or an exponent."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(rate: Decimal) -> str:
    return f"{_plain(rate * 100)}%"


def _keys(names: Sequence[str], codes: Sequence[str]) -> tuple[str, str]:
    """Return the key cells of a row, in Chinese by their names; "*" is left out."""
    en, zh = [], []
    for name, code in zip(names, codes, strict=True):
        if code == "*":
            continue
        listed = name_list(_LISTS[name]).names if name in _LISTS else {}
        en.append(code)
        zh.append(listed[code].zh if code in listed else code)
    return ", ".join(en), "，".join(zh)


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
    key_en, key_zh = _keys(table.key_names, band.keys)
    mark_en, mark_zh = _MARKS[band.mark]
    return f"{key_en}: {en}{mark_en}".removeprefix(": "), f"{key_zh}：{zh}{mark_zh}".removeprefix("：")


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
    keys, where = _keys(table.key_names, found.keys), _place(table, found, quantity)
    head = [f"{key} {range_}".strip() for key, range_ in zip(keys, where, strict=True)]
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
        unit = f" {table.range_unit}" if table.range_unit else ""
        parts.append(f"{_plain(steps)} × {_plain(step_fee)} ({_plain(found.step)}{unit})")
    amount = " + ".join(parts)
    en, zh = (amount, amount) if parts else _NOT_KNOWN
    if found.minimum is not None:
        en += f", or {_plain(found.minimum)} if that is greater"
        zh += f"，与 {_plain(found.minimum)} 取较大者"
    mark_en, mark_zh = _MARKS[found.mark]
    return f"{head[0]}: {en}{mark_en}".removeprefix(": "), f"{head[1]}：{zh}{mark_zh}".removeprefix("：")


def _place(table: CompiledLookup, row: LookupRow, quantity: float) -> tuple[str, str]:
    """Describe where in the range a row lies, with the quantity where the unit does not tell it."""
    if not table.range:
        return "", ""
    low, high = ("" if bound is None else _plain(bound) for bound in (row.low, row.high))
    unit = "" if table.range in _RANGES else f" {table.range_unit}"
    if low and high:
        bounds = (f"{low}–{high}{unit}", f"{low}–{high}{unit}")
    elif low:
        bounds = (f"from {low}{unit}", f"{low}{unit} 起")
    elif high:
        bounds = (f"up to {high}{unit}", f"至 {high}{unit}")
    else:
        bounds = ("", "")
    if unit:
        return bounds
    en, zh = _RANGES[table.range]
    counted = _plain(round(quantity / (MONEY_TICKS if table.range == "price" else 1), 6))
    shown_en = f"{en} {counted}" + (f" ({bounds[0]})" if bounds[0] else "")
    shown_zh = f"{zh} {counted}" + (f"（{bounds[1]}）" if bounds[1] else "")
    return shown_en, shown_zh


def tax_row(rate: Decimal, price_ticks: float, included: bool) -> tuple[str, str]:
    """Describe the tax that a price holds."""
    price, percent = _plain(price_ticks / MONEY_TICKS), _percent(rate)
    if not included:
        return (
            f"list prices are without tax, so {price} holds none; {percent} or more is added at the checkout",
            f"标价不含税，{price} 中没有税；结账时另加 {percent} 或更多",
        )
    divisor = _plain(1 + rate)
    return (
        f"{percent} inside {price}: {price} - {price} / {divisor}",
        f"{price} 含税 {percent}：{price} − {price} ÷ {divisor}",
    )


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
    zh = _keys(("size_tier",), (tier.tier,))[1]
    return (
        f"{tier.tier}: {shown} {length}, unit {unit} {pounds}, dimensional {dim} {pounds}; "
        f"billed {bill} {pounds} ({how[0]})",
        f"{zh}：{shown} {length}，实重 {unit} {pounds}，体积重 {dim} {pounds}；计费 {bill} {pounds}（{how[1]}）",
    )

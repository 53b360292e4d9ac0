"""Say in words how a table row became an amount. English and Chinese, for explain."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlops.fees.edition import LookupRow, RateBand, SizeTier
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
# Currencies without coins.
_WHOLE = frozenset({"JPY"})
_CURRENCIES_ZH = {
    "USD": "美元",
    "CNY": "元人民币",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "CAD": "加元",
    "MXN": "墨西哥比索",
    "AUD": "澳元",
    "AED": "迪拉姆",
    "SEK": "瑞典克朗",
    "PLN": "兹罗提",
    "RON": "罗马尼亚列伊",
}
_UNITS_ZH = {
    "in": "英寸",
    "cm": "厘米",
    "lb": "磅",
    "oz": "盎司",
    "g": "克",
    "kg": "千克",
    "ft3": "立方英尺",
    "m3": "立方米",
    "dm3": "立方分米",
    "cm3": "立方厘米",
}
# Keys of tables that are no names of a list: English, Chinese.
_WORDS = {
    "selling": ("selling fees", "销售费用"),
    "fba": ("FBA fees", "FBA 费用"),
    "optimised": ("splits that Amazon chooses", "亚马逊优化分仓"),
    "minimal": ("minimal splits", "最少分仓"),
    "partial": ("partial splits", "部分分仓"),
    "minimal_lowest": ("minimal splits, lowest region", "最少分仓（最低地区）"),
    "minimal_highest": ("minimal splits, highest region", "最少分仓（最高地区）"),
    "partial_lowest": ("partial splits, lowest region", "部分分仓（最低地区）"),
    "partial_highest": ("partial splits, highest region", "部分分仓（最高地区）"),
    "tariff_line": ("each tariff line", "每个税号"),
    "parcel": ("each parcel", "每个包裹"),
    "withdrawal": ("each withdrawal", "每次提现"),
    "minimum_withdrawal": ("least withdrawal", "最低提现额"),
    "month_rent": ("monthly rent", "月租"),
    "most_categories": ("most categories", "多数类目"),
    "mobile_phones": ("mobile phones", "手机"),
    "human_hair": ("human hair", "真人发"),
    "standard": ("standard rate", "标准税率"),
    "reduced_food": ("reduced rate for food", "食品低税率"),
    "professional_month": ("professional plan, per month", "专业销售计划，每月"),
    "individual_item": ("individual plan, per item sold", "个人销售计划，每件"),
    "clothing_group": ("clothing group", "服装大类"),
    "clothing_shoes_and_bags": ("clothing, shoes and bags", "服装、鞋靴、箱包"),
    "health_or_general": ("health and general", "健康与普通类目"),
    "health_and_grocery": ("health and grocery", "健康与食品杂货"),
    "health_grocery_and_alcohol": ("health, grocery and alcohol", "健康、食品杂货与酒类"),
    "apparel": ("apparel", "服装"),
    "exempt": ("exempt categories", "豁免类目"),
    "with_luggage": ("with luggage", "含箱包"),
    "small_and_standard": ("small and standard size", "小号与标准尺寸"),
    "large_and_extra_large": ("large and extra-large", "大号与超大号"),
    "oversize": ("oversize", "大件"),
    "bulky": ("bulky", "大件"),
    "bulky_or_special": ("bulky, or special handling", "大件或特殊处理"),
    "unit": ("each unit", "每件"),
}
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
    "price": ("amount", "金额"),
    "ratio": ("ratio", "比率"),
    "count": ("count", "数量"),
}


def _plain(number: Decimal | float) -> str:
    """Return a number without trailing zeros or an exponent."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal | float, currency: str = "") -> str:
    """Return an amount with the decimals of its currency, and with more where it has more."""
    text = _plain(round(float(amount), 6))
    whole, _, coins = text.partition(".")
    return whole if currency in _WHOLE and not coins else f"{whole}.{coins:0<2}"


def coin(currency: str) -> Decimal:
    """Return the smallest coin of a currency."""
    return Decimal(1) if currency in _WHOLE else Decimal("0.01")


def currency_name(code: str, lang: str) -> str:
    """Return what a currency is called."""
    return _CURRENCIES_ZH.get(code, code) if lang == "zh" else code


def key_name(key: str, code: str, lang: str) -> str:
    """Return what a cell of a key column is called; a word of an own table stays as it is."""
    zh = lang == "zh"
    if key in _LISTS and code in (listed := name_list(_LISTS[key]).names):
        return listed[code].label(lang)
    if code in _WORDS and not (code == "standard" and key == "size_tier"):
        return _WORDS[code][zh]
    if code == "standard":
        return "标准尺寸" if zh else "standard size"
    return code


def _unit(unit: str) -> str:
    return _UNITS_ZH.get(unit, unit)


def _percent(rate: Decimal) -> str:
    return f"{_plain(rate * 100)}%"


def _keys(names: Sequence[str], codes: Sequence[str]) -> tuple[str, str]:
    """Return the key cells of a row by their names; "*" is left out."""
    given = [pair for pair in zip(names, codes, strict=True) if pair[1] != "*"]
    en, zh = ([key_name(key, code, lang) for key, code in given] for lang in ("en", "zh"))
    return ", ".join(en), "，".join(zh)


def _between(low: str, high: str, over: bool = True) -> tuple[str, str]:
    """Say in words from where to where; ``over`` says that the lower end itself is outside and the upper inside."""
    if not (low or high):
        return "", ""
    first = (f"over {low}", f"{low} 以上") if over else (f"from {low}", f"{low} 起")
    last = (f"up to {high}", f"至 {high}") if over else (f"below {high}", f"不足 {high}")
    if low and high:
        return f"{first[0]}, {last[0]}", f"{first[1]}，{last[1]}"
    return first if low else last


def rate_row(table: CompiledRateBands, row: int, base_ticks: float) -> tuple[str, str]:
    """Describe one band of a percentage table at a base."""
    band: RateBand = table.bands[row]
    before = [b for b in table.bands[:row] if b.keys == band.keys]
    floor = before[-1].upto if before else None

    def shown(amount: Decimal | float | None) -> str:
        return "" if amount is None else money(amount, table.currency)

    base = shown(base_ticks / MONEY_TICKS)
    where = _between(shown(floor), shown(band.upto))
    where_en, where_zh = (f" (band: {where[0]})", f"（区间：{where[1]}）") if where[0] else ("", "")
    if band.applies == "portion" and before:
        lower = [(_percent(b.rate), shown(b.upto)) for b in before if b.upto is not None]
        slices_en = ", ".join(f"{rate} up to {top}" for rate, top in lower)
        slices_zh = "；".join(f"至 {top} 为 {rate}" for rate, top in lower)
        en = f"{slices_en}, {_percent(band.rate)} of the portion above, on {base}{where_en}"
        zh = f"分段计费：{slices_zh}；超出部分 {_percent(band.rate)}，基数 {base}{where_zh}"
    else:
        en = f"{_percent(band.rate)} of {base}{where_en}"
        zh = f"{base} 的 {_percent(band.rate)}{where_zh}"
    if band.minimum is not None:
        en += f", at least {shown(band.minimum)}"
        zh += f"，最低 {shown(band.minimum)}"
    if band.cap is not None:
        en += f", at most {shown(band.cap)}"
        zh += f"，最高 {shown(band.cap)}"
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
    if price_ticks is not None and table.price_edges:
        band = _price_band(table, place, price_ticks)
        where = (f"{where[0]}, {band[0]}".removeprefix(", "), f"{where[1]}，{band[1]}".removeprefix("，"))
    only = _payers(table, found)
    if only:
        nothing = money(0, table.currency)
        return f"only {only[0]} pays this fee: {nothing}", f"仅{only[1]}收取此费：{nothing}"
    head = [_joined(key, range_, comma) for key, range_, comma in zip(keys, where, (", ", "，"), strict=True)]
    parts: list[tuple[str, str]] = []
    fee = found.fees[place]
    if fee is not None:
        parts.append((money(fee, table.currency),) * 2)
    if found.per is not None:
        counted = quantity if measure is None else measure
        ticks = NANOGRAMS.get(table.per_unit) or CUBIC_MICROMETRES.get(table.per_unit, 1)
        product = f"{money(found.per, table.currency)} × {_plain(round(counted / ticks, 6))}"
        parts.append((f"{product} {table.per_unit}", f"{product} {_unit(table.per_unit)}"))
    steps = table.steps(row, quantity)
    step_fee = found.step_fees[place]
    if steps and step_fee is not None and found.step is not None:
        product = f"{_plain(steps)} × {money(step_fee, table.currency)}"
        each = _plain(found.step), table.range_unit
        parts.append((f"{product} (per {' '.join(each).strip()})", f"{product}（每 {each[0]} {_unit(each[1])}）"))
    en, zh = (" + ".join(part[n] for part in parts) for n in (0, 1)) if parts else _NOT_KNOWN
    if found.minimum is not None:
        least = money(found.minimum, table.currency)
        en += f", or {least} if that is greater"
        zh += f"，与 {least} 取较大者"
    mark_en, mark_zh = _MARKS[found.mark]
    return f"{head[0]}: {en}{mark_en}".removeprefix(": "), f"{head[1]}：{zh}{mark_zh}".removeprefix("：")


def _joined(key: str, range_: str, comma: str) -> str:
    """Put the range behind the key; a number at the end of the one is not one at the start of the other."""
    apart = comma if key[-1:].isdigit() and range_[:1].isdigit() else " "
    return f"{key}{apart}{range_}" if key and range_ else key + range_


def _payers(table: CompiledLookup, row: LookupRow) -> tuple[str, str] | None:
    """Return the programmes that alone pay a fee, where the row is the one of all others and free."""
    if "option" not in table.key_names or any(row.fees) or row.per is not None or any(row.step_fees):
        return None
    place = table.key_names.index("option")
    codes = list(dict.fromkeys(other.keys[place] for other in table.rows if other.keys[place] != "*"))
    if row.keys[place] != "*" or row.fees[0] is None or not codes:
        return None
    en, zh = ([key_name("option", code, lang) for code in codes] for lang in ("en", "zh"))
    return ", ".join(en), "、".join(zh)


def _price_band(table: CompiledLookup, place: int, price_ticks: float) -> tuple[str, str]:
    """Describe the price column of a table in which a price lies."""
    price = money(price_ticks / MONEY_TICKS, table.currency)
    edges = [(money(edge / MONEY_TICKS, table.currency), above) for edge, above in table.price_edges]
    low, high = (edges[place - 1] if place else None), (edges[place] if place < len(edges) else None)
    en, zh = [], []
    if low:
        en.append(f"{'from' if low[1] else 'over'} {low[0]}")
        zh.append(f"{low[0]} {'起' if low[1] else '以上'}")
    if high:
        en.append(f"{'below' if high[1] else 'up to'} {high[0]}")
        zh.append(f"{'不足' if high[1] else '至'} {high[0]}")
    return f"price {price} (column {', '.join(en)})", f"售价 {price}（价格栏 {'，'.join(zh)}）"


def _place(table: CompiledLookup, row: LookupRow, quantity: float) -> tuple[str, str]:
    """Describe where in the range a row lies, with the quantity."""
    if not table.range:
        return "", ""
    low, high = ("" if bound is None else _plain(bound) for bound in (row.low, row.high))
    ticks = {"weight": NANOGRAMS, "volume": CUBIC_MICROMETRES}.get(table.range, {}).get(table.range_unit, 1)
    unit, unit_zh = ("", "") if table.range in _RANGES else (f" {table.range_unit}", f" {_unit(table.range_unit)}")
    if low and high:
        bounds = (f"{low}–{high}{unit}", f"{low}–{high}{unit_zh}")
    elif low:
        bounds = (f"from {low}{unit}", f"{low}{unit_zh}起")
    elif high:
        bounds = (f"up to {high}{unit}", f"至 {high}{unit_zh}")
    else:
        bounds = ("", "")
    if unit:
        if table.range != "weight" or not table.size_tiers or not (low or high):
            return bounds
        counted = _plain(round(quantity / ticks, 2))
        kind = ("unit weight", "实重") if table.by_unit_weight else ("billed weight", "计费重量")
        return f"{bounds[0]} ({kind[0]} {counted}{unit})", f"{bounds[1]}（{kind[1]} {counted}{unit_zh}）"
    en, zh = _RANGES[table.range]
    counted = money(quantity / MONEY_TICKS, table.currency) if table.range == "price" else _plain(round(quantity, 6))
    shown_en = f"{en} {counted}" + (f" ({bounds[0]})" if bounds[0] else "")
    shown_zh = f"{zh} {counted}" + (f"（{bounds[1]}）" if bounds[1] else "")
    return shown_en, shown_zh


def tax_row(rate: Decimal, price_ticks: float, included: bool, currency: str = "") -> tuple[str, str]:
    """Describe the tax that a price holds."""
    price, percent = money(price_ticks / MONEY_TICKS, currency), _percent(rate)
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
    """Describe a size tier: the sorted sides, the weights, and which weight is billed. ``weight`` 0 is not given."""
    tier: SizeTier = table.tiers[row]
    named = [key_name("size_tier", tier.tier, lang) for lang in ("en", "zh")]
    shown = " × ".join(_plain(round(s / MICROMETRES[table.length_unit], 2)) for s in sides)
    unit, bill = (_plain(round(w / NANOGRAMS[table.weight_unit], 4)) for w in (weight, billed))
    en = f"{shown} {table.length_unit}, unit weight {unit} {table.weight_unit}"
    length_zh, weight_zh = _unit(table.length_unit), _unit(table.weight_unit)
    if not weight:
        # No weight was given: the sides alone decide.
        return f"{named[0]}: {shown} {table.length_unit}", f"{named[1]}：{shown} {length_zh}"
    zh = f"{shown} {length_zh}，实重 {unit} {weight_zh}"
    if table.divisor is not None:
        volume = table.dimensional_of(row, *sides)
        dim, divisor = _plain(round(volume / NANOGRAMS[table.weight_unit], 4)), _plain(table.divisor)
        least = [
            (name, bound)
            for name, bound, side in (
                (("median side", "中边"), tier.min_median, sides[1]),
                (("shortest side", "短边"), tier.min_shortest, sides[2]),
            )
            if bound is not None and side < float(bound) * MICROMETRES[table.length_unit]
        ]
        raised_en = "".join(f", {name[0]} taken as {_plain(bound)} {table.length_unit}" for name, bound in least)
        raised_zh = "".join(f"，{name[1]}按 {_plain(bound)} {length_zh}计" for name, bound in least)
        en += f", dimensional weight {dim} {table.weight_unit} (volume / {divisor}{raised_en})"
        zh += f"，体积重 {dim} {weight_zh}（体积 ÷ {divisor}{raised_zh}）"
    how = {
        "unit": ("unit weight", "实重"),
        "dimensional": ("dimensional weight", "体积重"),
        "greater": ("the greater of unit and dimensional weight", "实重与体积重取大"),
    }[tier.weighs]
    return (
        f"{named[0]}: {en}; billed {bill} {table.weight_unit} ({how[0]})",
        f"{named[1]}：{zh}；计费 {bill} {weight_zh}（{how[1]}）",
    )

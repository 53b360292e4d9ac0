"""Amazon's fees: referral, closing, size tier, FBA fulfilment, surcharge, storage, refund administration."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Formula, Outcome, Spill, Texts, formula
from xlops.errors import Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Part, Trace, numbered
from xlops.fees.names import name_list
from xlops.fees.tables import CompiledLookup, Evaluation, Ints, Reasons
from xlops.fees.units import Floats, constant, millionths, money_ticks
from xlops.formulas.asking import (
    NOTHING,
    Package,
    ask_amount,
    ask_by_tier,
    ask_extra,
    ask_rate,
    ask_rate_chain,
    ask_size_tier,
    ask_size_tier_of,
    blank_codes,
    blank_numbers,
    broad,
    key_codes,
    markets_with,
    plus,
    take_package,
    where_asked,
)
from xlops.formulas.rows import Mask, Rows, some

_DEFAULT_MARKET = "us"
# Longest storage that is added up month by month.
_MAX_MONTHS = 60
_FIRST, _NO_CODE = constant(0, np.intp), constant(-1, np.intp)


class Fulfilment(NamedTuple):
    """What the fulfilment tables say of each unit, and what its surcharges and least fees depend on."""

    fee: Floats
    # The fee of the table, without the SIPP discount: what the surcharge is taken on.
    of_table: Floats
    tiers: Ints
    billed: Floats
    low_price: Mask
    category: Ints
    dangerous: Mask
    sipp: Mask
    market: Ints
    as_of: Days


def take_market(rows: Rows, market: Texts | None) -> Ints:
    """Take the marketplace; blank is the US."""
    return rows.names("market", market, default=_DEFAULT_MARKET)[0]


def take_category(rows: Rows, category: Texts | None, missing: Reason = Reason.OK) -> Ints:
    """Take the category as a code; a blank one is the code that stands for no category in particular."""
    if category is None and missing == Reason.OK:
        return rows.library.codes.column("*")
    codes, _ = rows.names("category", category, missing=missing)
    blank = codes < 0
    return np.where(blank, rows.library.codes.id("*"), codes) if some(blank) else codes


def _tier_code(text: str) -> str:
    """Return the code of a size tier in any spelling; a group or an unknown word stays as it is."""
    return name_list("size_tiers").resolve(text) or text.strip().lower()


def take_tier(rows: Rows, size_tier: Texts | None) -> Ints | None:
    """Take a size tier as it is written, as a code; -1 where it is blank."""
    if size_tier is None:
        return None
    rows.seen(size_tier.index)
    return size_tier.map(lambda text: rows.library.codes.id(_tier_code(text)))


def take_programme(rows: Rows, programme: Texts | None, market: Ints) -> Ints:
    """Take the fulfilment programme; blank is what most sellers of the market use, which explain names."""
    codes = rows.library.codes
    usual: Ints | None = rows.library.remembered.get("usual programmes")
    if usual is None:
        by_market = {codes.id(code): codes.id(_usual_programme(code)) for code in name_list("markets").names}
        usual = np.full(max(by_market) + 2, -1, dtype=np.intp)
        usual[list(by_market)] = list(by_market.values())
        rows.library.remembered["usual programmes"] = usual
    # The last place is that of a blank market.
    default = usual[market]
    if programme is not None:
        given, _ = rows.names("programme", programme)
        default = np.where(given < 0, default, given)
    elif rows.trace is not None and default[0] >= 0:
        name = name_list("programmes").names[codes.name(int(default[0]))]
        rows.assume("programme", name.en, name.zh)
    return default


def _usual_programme(market: str) -> str:
    return str(name_list("markets").names[market].extra.get("programme", "local"))


def own_tables(rows: Rows, category: Texts | None) -> list[str]:
    """Return for each distinct category the word of its own fulfilment table (apparel), "" for none."""
    if category is None:
        return [""]
    listed = name_list("categories")

    def own(text: str | None) -> str:
        code = None if text is None else listed.resolve(text)
        return "" if code is None else str(listed.names[code].extra.get("fba_table", "")).removeprefix("fba_")

    return [own(value) for value in category.values]


@dataclass(frozen=True)
class Chains:
    """The tables that answer a fulfilment fee, first to last, by market, programme and the category's own table."""

    rows: Rows

    def of(self, market: int, programme: int, own: str) -> tuple[str, ...]:
        """Return the programmes to ask. A market's own table of a category (apparel) leaves nothing to the others."""
        key = ("fulfilment tables", market, programme, own)
        found: tuple[str, ...] | None = self.rows.library.remembered.get(key)
        if found is None:
            found = self.rows.library.remembered[key] = self._made(market, programme, own)
        return found

    def _made(self, market: int, programme: int, own: str) -> tuple[str, ...]:
        library = self.rows.library
        place, code = library.codes.name(market), library.codes.name(programme)
        other = name_list("programmes").names[code].extra.get("tables", code)
        tables = "default" if code == _usual_programme(place) else other
        if tables == "low_price":
            return ("fba_low_price",)
        prefix = "fba" if tables == "default" else f"fba_{tables}"

        def there(*names: str) -> tuple[str, ...]:
            return tuple(name for name in names if library.timeline("amazon", place, name) is not None)

        last = there(f"{prefix}_{own}") if own else ()
        if own == "dangerous_goods" and not last and not there("fba_dangerous_goods_surcharge"):
            # Where nothing is published for dangerous goods, the fee of ordinary goods is not their fee.
            return (f"{prefix}_{own}",)
        return there(f"{prefix}_low_price") + (last or (*there(f"{prefix}_selected"), prefix))

    def _reach(self, market: int, name: str) -> Floats:
        """Return the highest price at which a table has ever answered each category, by category code.

        The last place is that of codes which are newer. A row beyond it need not ask the table at all.
        """
        key = ("reach", market, name)
        found: Floats | None = self.rows.library.remembered.get(key)
        if found is None:
            library = self.rows.library
            categories = [library.codes.id(code) for code in ("*", *name_list("categories").names)]
            found = np.append(np.full(len(library.codes), -1.0), np.inf)
            for timeline in library.timelines("amazon", library.codes.name(market), name):
                for n in range(len(timeline.editions)):
                    table = timeline.compiled(n)
                    if isinstance(table, CompiledLookup) and table.applies is not None:
                        _, possible = _price_limits(self.rows, table)
                        found[categories] = np.maximum(found[categories], possible[categories])
                    else:
                        found[:] = np.inf
            library.remembered[key] = found
        return found

    def _beyond(self, market: int, name: str, category: Ints, price: Floats) -> bool:
        """Whether all rows lie beyond the reach of a table."""
        dear = price > self._reach(market, name).take(category, mode="clip")
        return bool(some(dear) == len(dear))

    def levels(
        self, market: Ints, programme: Ints, own: list[str], word_of: Ints, category: Ints, price: Floats
    ) -> list[Ints]:
        """Return the programmes to ask as code columns, first to last; -1 where a row has none to ask.

        ``word_of`` says for each row which of ``own`` it has, ``price`` is in money ticks. Most rows are too dear for
        the Low-Price table, or in no selected category: they go straight to the next.
        """
        codes = self.rows.library.codes
        if len(market) == len(programme) == len(word_of) == 1:
            place, code = market.item(), programme.item()
            names = self.of(place, code, own[word_of[0]]) if place >= 0 <= code else ()
            if self.rows.trace is None:  # explain also tells of the tables that are asked in vain
                asked = [name for name in names[:-1] if not self._beyond(place, name, category, price)]
                names = (*asked, *names[-1:])
            return [codes.column(name) for name in names] or [_NO_CODE]
        words = list(dict.fromkeys(own))
        word = np.array([words.index(text) for text in own])[word_of]
        markets, in_markets = numbered(market)
        programmes, in_programmes = numbered(programme)
        chains = [
            self.of(m, p, w) if m >= 0 <= p else () for m in markets for p in programmes for w in words
        ]
        longest = max(map(len, chains))
        padded = np.array(
            [[codes.id(name) for name in chain] + [-1] * (longest - len(chain)) for chain in chains], dtype=np.intp
        ).reshape(len(chains), longest)
        chain_of = (in_markets * len(programmes) + in_programmes) * len(words) + word
        levels = [padded[:, level][chain_of] for level in range(longest)]
        where = [m for m in markets for _ in programmes for _ in words]
        for level in range(longest - 1):
            reach = [
                self._reach(m, chain[level]) if len(chain) > level + 1 else np.array([np.inf])
                for m, chain in zip(where, chains, strict=True)
            ]
            width = min(len(column) for column in reach if len(column) > 1)
            table = np.array([column[-1:].repeat(width) if len(column) == 1 else column[:width] for column in reach])
            table[:, -1] = np.inf
            limit = table.ravel().take(chain_of * width + np.minimum(category, width - 1))
            levels[level] = np.where(price > limit, -1, levels[level])
        return levels or [np.array([-1])]


def _price_limits(rows: Rows, table: CompiledLookup) -> tuple[Floats, Floats]:
    """Return up to which price a table answers for sure, and at most (money ticks), by category code.

    The two differ for a broad category (home and kitchen) that the table does not name and whose parts it treats
    differently.
    """
    assert table.applies is not None
    key = ("price limits", table)
    found: tuple[Floats, Floats] | None = rows.library.remembered.get(key)
    if found is None:
        names = name_list("categories").names
        number = {code: rows.library.codes.id(code) for code in ("*", *names)}
        sure = table.applies.limit(np.arange(len(rows.library.codes)))
        possible = sure.copy()
        for code, name in names.items():
            if name.parts and number[code] not in table.applies.named:
                own = table.applies.limit(np.array([number[part] for part in name.parts]))
                if own.min() != own.max():
                    sure[number[code]], possible[number[code]] = own.min(), own.max()
        found = rows.library.remembered[key] = (sure, possible)
    return found


def ask_fulfilment(
    rows: Rows,
    package: Package,
    price: Floats,
    category: Texts | None,
    market: Ints,
    as_of: Days,
    programme: Texts | None,
    given: tuple[Ints, Floats] | None = None,
) -> Fulfilment:
    """Ask for the fulfilment fee as the tables have it: the Low-Price table first, then the category's, the general.

    ``price`` is in money; blank prices must have their reason already. ``given`` are tiers and billed weights
    (nanograms) to read the tables with, in place of those that the package has.
    """
    codes = rows.library.codes
    categories = take_category(rows, category)
    if category is None:
        rows.assume(
            "category", "the general table (neither apparel nor dangerous goods)", "按普通商品表（非服装、非危险品）"
        )
    which = _FIRST if category is None else category.index
    own = own_tables(rows, category)
    programmes = take_programme(rows, programme, market)
    ticks = money_ticks(price)
    levels = Chains(rows).levels(market, programmes, own, which, categories, ticks)
    rows.seen(which, market, as_of, programmes, price, *package)
    length = rows.length
    tiers, billed = blank_codes(length), blank_numbers(length)
    low_price = np.zeros(length, dtype=np.bool_)
    usual: list[tuple[Ints, Floats, Reasons]] = []

    def tiers_of(part: Part, table: str) -> tuple[Ints, Floats]:
        if given is not None:
            return part.take(given[0]), part.take(given[1])
        if table != "size_tiers":
            return ask_size_tier_of(rows, part, package, market, as_of, table)
        if not usual:
            # Asked aside: only rows whose fee depends on their tier have its reason for theirs.
            aside = Rows(rows.trace)
            usual.append((*ask_size_tier(aside, package, market, as_of), aside.reason))
        tier, weight, reason = (part.take(column) for column in usual[0])
        rows.refuse_at(part.rows, reason)
        return tier, weight

    def evaluate(part: Part) -> Evaluation:
        table = part.table
        assert isinstance(table, CompiledLookup) and part.edition is not None
        tier, weight = tiers_of(part, table.size_tiers)
        counted = part.take(package.weight) if table.by_unit_weight and given is None else weight
        own_category, own_price = part.take(categories), part.take(ticks)
        place = slice(None) if part.rows is None else part.rows
        tiers[place], billed[place] = tier, counted
        keys = {"size_tier": tiers, "category": categories}
        found = broad(rows, part, keys, table.evaluate(key_codes(part, keys), counted, own_price))
        low_price[place] = part.edition.programme.endswith("_low_price")
        if table.applies is None:
            return found
        sure, possible = _price_limits(rows, table)
        other = ~(own_price <= sure.take(own_category))
        if not some(other):
            return found
        # Where the parts of a broad category differ, the fee is that of neither.
        answered = (found.reason == Reason.OK) | (found.reason == Reason.NOT_PUBLISHED)
        mixed = (own_price <= possible.take(own_category)) & answered
        why = np.where(mixed, np.uint8(Reason.MIXED_CATEGORY), np.uint8(Reason.OUTSIDE_TABLE))
        return Evaluation(
            np.where(other, np.nan, found.value), np.where(other, why, found.reason).astype(np.uint8), found.row
        )

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledLookup)
        return describe.lookup_row(part.table, int(found.row[0]), float(billed[0]), float(ticks[0]))

    of_table = fee = rows.ask_chain("amazon", levels, market, as_of, evaluate, say)
    dangerous = categories == codes.column("dangerous_goods")
    sipp = programmes == codes.column("sipp")
    if some(sipp):
        keys = {"size_tier": tiers, "category": categories}
        low = ask_extra(rows, "sipp_discount_low_price", market, as_of, keys, billed, sipp & low_price)
        high = ask_extra(rows, "sipp_discount", market, as_of, keys, billed, sipp & ~low_price)
        fee = plus(fee, -low, -high)
    return Fulfilment(fee, of_table, tiers, billed, low_price, categories, dangerous, sipp, market, as_of)


def _base_fee(
    rows: Rows,
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None,
    market: Texts | None,
    as_of: Days | None,
    units: Texts | None,
    programme: Texts | None,
) -> Fulfilment:
    markets = take_market(rows, market)
    days = rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    rows.number(price, Reason.MISSING_PRICE)
    return ask_fulfilment(rows, package, price, category, markets, days, programme)


def amz_fba_tier(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
) -> Outcome:
    """The size tier that a unit's fulfilment fee is read with; selected categories have tiers of their own."""
    rows = Rows(None)
    base = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units, programme)
    return Outcome(_tier_codes(rows, base.tiers), np.zeros(1, dtype=np.uint8))


# For the grading only: it is no formula of the catalogue.
fba_tier = Formula(amz_fba_tier, "amazon", "text", "", (), False, False)


def amz_fba_billed_weight(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
) -> Outcome:
    """The weight that a unit's fulfilment fee is read with, in the unit of ``weight``."""
    rows = Rows(None)
    base = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units, programme)
    return Outcome(base.billed / rows.units(units)[1], np.zeros(1, dtype=np.uint8))


# For the audit only.
fba_billed_weight = Formula(amz_fba_billed_weight, "amazon", "weight", "", (), False, False)


def amz_fba_fee_of_tier(
    size_tier: Texts,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
) -> Outcome:
    """The fulfilment fee with its surcharges of a unit that is billed as ``size_tier`` by ``weight``."""
    rows = Rows(None)
    markets, days = take_market(rows, market), rows.days(as_of)
    billed = np.rint(rows.number(weight, Reason.MISSING_WEIGHT) * rows.units(units)[1])
    rows.number(price, Reason.MISSING_PRICE)
    tiers = take_tier(rows, size_tier)
    assert tiers is not None
    nowhere = np.full(1, np.nan)
    package = Package(nowhere, nowhere, nowhere, billed)
    base = ask_fulfilment(rows, package, price, category, markets, days, programme, (tiers, billed))
    return rows.outcome(plus(base.fee, ask_handling(rows, base), ask_surcharge(rows, base)))


# For the audit only.
fba_fee_of_tier = Formula(amz_fba_fee_of_tier, "amazon", "money", "", (), False, False)


def _tier_codes(rows: Rows, tiers: Ints) -> NDArray[np.object_]:
    codes = rows.library.codes
    return np.array([codes.name(n) for n in range(len(codes))] + [None], dtype=object)[tiers]


def ask_surcharge(rows: Rows, base: Fulfilment) -> Floats:
    """Ask for the fuel and logistics surcharge on the fulfilment fee; 0 in markets that publish none."""
    market = markets_with(rows, "amazon", "fuel_surcharge", base.market)
    return where_asked(
        market, lambda: ask_rate(rows, "amazon", "fuel_surcharge", market, base.as_of, base.of_table)
    )


def ask_handling(rows: Rows, base: Fulfilment) -> Floats:
    """Ask for what some markets add to the general fee for dangerous goods; 0 for other units."""
    if not some(base.dangerous):
        return NOTHING
    keys = {"size_tier": base.tiers, "category": base.category}
    own_table = markets_with(rows, "amazon", "fba_dangerous_goods", base.market) >= 0
    where = base.dangerous & ~own_table
    return ask_extra(rows, "fba_dangerous_goods_surcharge", base.market, base.as_of, keys, base.billed, where)


def ask_referral(
    rows: Rows,
    price: Floats,
    category: Texts,
    market: Ints,
    as_of: Days,
    shipping: Floats | None,
    programme: Ints | None = None,
    tiers: Ints | None = None,
) -> Floats:
    """Ask for the referral fee; ``tiers`` are size tiers, some of which have a least fee of their own."""
    rows.number(price, Reason.MISSING_PRICE)
    extra = rows.optional("shipping", shipping, 0.0, "0", "0")
    codes, _ = rows.names("category", category, missing=Reason.MISSING_CATEGORY)
    levels: list[str | Ints] = ["referral"]
    if programme is not None:
        own = programme == rows.library.codes.id("fbm")
        if some(own):
            levels.insert(0, np.where(own, rows.library.codes.id("referral_fbm"), rows.library.codes.id("referral")))
            levels[1] = np.where(own, rows.library.codes.id("referral"), -1)
    fee = ask_rate_chain(rows, "amazon", levels, market, as_of, plus(price, extra), {"category": codes})
    if tiers is None:
        return fee
    by_amazon = tiers >= 0 if programme is None else (tiers >= 0) & (programme != rows.library.codes.id("fbm"))
    least = ask_extra(rows, "referral_minimum", market, as_of, {"size_tier": tiers}, np.zeros(1), by_amazon)
    return np.maximum(fee, least)


def ask_closing(rows: Rows, category: Texts, market: Ints, as_of: Days) -> Floats:
    """Ask for the closing fee of media; 0 for everything else."""
    codes, _ = rows.names("category", category, missing=Reason.MISSING_CATEGORY)
    without = markets_with(rows, "amazon", "closing", market) < 0
    if not without.any():
        return ask_amount(rows, "amazon", "closing", market, as_of, {"category": codes})
    # By its definition nobody else pays it, so a market whose closing fees we do not have leaves only media unknown.
    media = [rows.library.codes.id(n.code) for n in name_list("categories").names.values() if n.extra.get("media")]
    free = without & (codes >= 0) & ~np.isin(codes, media)
    asked = np.where(free, -1, market)
    return np.where(free, 0.0, ask_amount(rows, "amazon", "closing", asked, as_of, {"category": codes}))


@formula(
    "amazon",
    returns="money",
    zh="亚马逊销售佣金（Referral fee）：按类目费率与最低佣金，取整按费用表（多为四舍五入到分，日本站不取整）。",
    examples=[
        ({"price": 25.0, "category": "Home and Kitchen", "market": "US", "as_of": "2026-11-22"}, 3.75),
        ({"price": 10.01, "category": "美妆个护", "market": "US", "as_of": "2026-11-22"}, 1.50),
    ],
    explains=True,
)
def amz_referral_fee(
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    shipping: Floats | None = None,
    programme: Texts | None = None,
    size_tier: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's referral fee per unit, rounded as the schedule does: to the cent, not at all in Japan.

    The rate of the category is taken on the total sales price (item, shipping and gift wrap; no sales tax), as a
    whole-price rate or in portions as the schedule says, and not below the category's minimum.

    Args:
        price: item price in the market's currency; scalar or array. Blank gives an unknown fee.
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown fee.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        shipping: shipping and gift wrap that the buyer pays; blank is 0.
        programme: ``fbm`` where the seller delivers: some markets have rates of their own for it; blank is FBA.
        size_tier: the unit's size tier, where a least fee depends on it (heavy and special oversize in Europe);
            blank: no such least fee is looked for.

    Returns:
        Money in the market's currency. Unknown (NaN, #N/A) where no edition covers the day or the market.

    Raises:
        InvalidInput: a single call with a name that is not known, or a negative price.

    Source: Amazon's selling fee schedule, one dated edition file per schedule (programmes ``referral``,
    ``referral_fbm``, ``referral_minimum``).
    """
    rows = Rows(trace)
    own = None if programme is None else rows.names("programme", programme)[0]
    tiers = take_tier(rows, size_tier)
    markets = take_market(rows, market)
    return rows.outcome(ask_referral(rows, price, category, markets, rows.days(as_of), shipping, own, tiers))


@formula(
    "amazon",
    returns="money",
    zh="亚马逊媒体类商品的可变交易手续费（Variable closing fee）；非媒体类为 0。",
    examples=[
        ({"category": "Media - Books, DVD, Music, Software, Video", "market": "US", "as_of": "2026-11-22"}, 1.80),
        ({"category": "家居厨房", "market": "US", "as_of": "2026-11-22"}, 0.0),
    ],
    explains=True,
)
def amz_closing_fee(
    category: Texts, market: Texts | None = None, as_of: Days | None = None, trace: Trace | None = None
) -> Outcome:
    """Amazon's variable closing fee per media unit; 0 for everything that is not media.

    Args:
        category: Amazon's category name, its code, or Chinese. Blank gives an unknown fee.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.

    Source: Amazon's selling fee schedule (programme ``closing``).
    """
    rows = Rows(trace)
    return rows.outcome(ask_closing(rows, category, take_market(rows, market), rows.days(as_of)))


@formula(
    "amazon",
    returns="text",
    zh="FBA 尺寸分段（Size tier）：按排序后的三边、围长与重量判断。",
    examples=[
        (
            {"length": 30, "width": 20, "height": 1, "weight": 100, "market": "US", "as_of": "2026-11-22"},
            "small_standard",
        ),
        (
            {
                "length": 20,
                "width": 15,
                "height": 1,
                "weight": 1,
                "market": "US",
                "as_of": "2026-11-22",
                "units": "in,lb",
            },
            "small_bulky",
        ),
    ],
    explains=True,
)
def amz_size_tier(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's FBA size tier, such as ``small_standard``.

    Sides may come in any order. Limits are inclusive and met exactly (38.1 cm is 15 inches).

    Args:
        length: one packed side; scalar or array, greater than 0.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        market: marketplace; blank is the US.
        as_of: day the unit ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        The tier's code; unknown (None, #N/A) where no edition covers the day or the market.

    Source: Amazon's product size tier page (programme ``size_tiers``).
    """
    rows = Rows(trace)
    markets = take_market(rows, market)
    days = rows.days(as_of)
    tiers, _ = ask_size_tier(rows, take_package(rows, length, width, height, weight, units), markets, days)
    return rows.outcome(_tier_codes(rows, tiers))


_FBA_EXAMPLE = {
    "length": 21.2598,
    "width": 10.7087,
    "height": 4.9213,
    "weight": 8.3776,
    "price": 65.99,
    "category": "Beauty, Health and Personal Care",
    "market": "US",
    "as_of": "2026-07-16",
    "units": "in,lb",
}


@formula(
    "amazon",
    returns="money",
    zh="FBA 配送费（表内基础费用，不含燃油附加费）。",
    examples=[(_FBA_EXAMPLE, 10.59)],
    explains=True,
)
def amz_fba_base_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's FBA fulfilment fee as the table has it, without the fuel and logistics surcharge.

    The table is chosen by programme and category (apparel, dangerous goods and Europe's selected categories have their
    own) and by price (the Low-Price table where the unit may have it), the row by size tier and billed weight, the
    column by price.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band. Blank gives an unknown fee.
        category: ``apparel``, ``dangerous_goods``, or any category name; blank is the general table.
        market: marketplace; blank is the US.
        as_of: day the unit leaves the fulfilment centre; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme, such as ``local``, ``cep``, ``efn``, ``low_price`` or ``sipp``; blank is what
            most sellers of the market use.

    Returns:
        Money in the market's currency. Unknown (NaN, #N/A) where the published table has no row or no edition.

    Source: Amazon's FBA fulfilment fee pages (programmes ``fba`` and those that begin with ``fba_``;
    ``sipp_discount``).
    """
    rows = Rows(trace)
    base = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units, programme)
    return rows.outcome(base.fee)


@formula(
    "amazon",
    returns="money",
    zh="FBA 燃油与物流附加费：基础配送费的百分比，自 2026-04-17 起。",
    examples=[(_FBA_EXAMPLE, 0.37)],
    explains=True,
)
def amz_fuel_surcharge(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's fuel and logistics surcharge on one unit's FBA fulfilment fee; 0 before it started.

    It is taken on the fee of the table, also where a unit gets the SIPP discount: no source says that the discount
    lowers it.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band of the fulfilment fee.
        category: ``apparel``, ``dangerous_goods``, or any category name; blank is the general table.
        market: marketplace; blank is the US.
        as_of: day the unit ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme, such as ``local``, ``cep``, ``efn``, ``low_price`` or ``sipp``; blank is what
            most sellers of the market use.

    Source: Amazon's announcement of the surcharge (programme ``fuel_surcharge``).
    """
    rows = Rows(trace)
    base = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units, programme)
    return rows.outcome(ask_rate(rows, "amazon", "fuel_surcharge", base.market, base.as_of, base.of_table))


@formula(
    "amazon",
    returns="money",
    zh="FBA 每件实际收取的配送费：基础费用加燃油附加费（及当地的危险品附加费）。",
    examples=[(_FBA_EXAMPLE, 10.96)],
    explains=True,
)
def amz_fba_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    programme: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon charges to fulfil one unit: the fulfilment fee of the table plus the surcharges of the day.

    These are the fuel and logistics surcharge and, where the market has one, the surcharge of dangerous goods. Not in
    it: what bulky units pay that do not ship in their own packaging (AMZ_PACKAGING_FEE).

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price; it picks the price band.
        category: ``apparel``, ``dangerous_goods``, or any category name; blank is the general table.
        market: marketplace; blank is the US.
        as_of: day the unit leaves the fulfilment centre; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        programme: fulfilment programme, such as ``local``, ``cep``, ``efn``, ``low_price`` or ``sipp``; blank is what
            most sellers of the market use.

    Returns:
        Money in the market's currency; unknown where either part is.

    Source: as AMZ_FBA_BASE_FEE and AMZ_FUEL_SURCHARGE (programme ``fba_dangerous_goods_surcharge`` beside them).
    """
    rows = Rows(trace)
    base = _base_fee(rows, length, width, height, weight, price, category, market, as_of, units, programme)
    return rows.outcome(plus(base.fee, ask_handling(rows, base), ask_surcharge(rows, base)))


@formula(
    "amazon",
    returns="money",
    zh="大件商品包装费：未以自身包装（SIPP）发货的大件，每件另收；其他尺寸为 0。",
    examples=[
        (
            {
                "length": 20,
                "width": 10,
                "height": 9,
                "weight": 25,
                "market": "US",
                "as_of": "2026-06-01",
                "units": "in,lb",
            },
            1.97,
        )
    ],
    explains=True,
)
def amz_packaging_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon adds for a bulky or oversize unit that does not ship in its own packaging; 0 for other sizes.

    It comes on top of AMZ_FBA_FEE. A unit enrolled in Ships in Product Packaging does not pay it.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        market: marketplace; blank is the US.
        as_of: day the unit ships; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.

    Returns:
        Money in the market's currency. Unknown where no such fee is published for the market, the day or the size.

    Source: rate cards with the packaging fee (programme ``oversize_packaging``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    package = take_package(rows, length, width, height, weight, units)
    return rows.outcome(ask_by_tier(rows, "oversize_packaging", package, markets, days, {}))


@formula(
    "amazon",
    returns="money",
    zh="FBA 月度仓储费（单件，按体积），可一次算多个月；10–12 月为旺季费率。",
    examples=[
        (
            {
                "length": 12,
                "width": 12,
                "height": 12,
                "months": 1,
                "market": "US",
                "as_of": "2026-11-15",
                "units": "in,lb",
                "size_tier": "standard",
            },
            2.40,
        )
    ],
    explains=True,
)
def amz_storage_fee(
    length: Floats,
    width: Floats,
    height: Floats,
    months: Floats | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    weight: Floats | None = None,
    size_tier: Texts | None = None,
    category: Texts | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's monthly storage fee for one unit that stays ``months`` months, not rounded.

    Amazon bills the average volume of all units of a month together, so one unit's share has no cents of its own.
    A stay over October pays each month's own rate; a part of a month pays that part. Dangerous goods have an answer
    only where their rate is published (not in the US for these years).

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        months: how long, counted from the month of ``as_of``; blank is 1.
        market: marketplace; blank is the US.
        as_of: day the storage starts; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        weight: packed weight, which can lift a small item into an oversize tier; blank: the sides alone decide.
        size_tier: size tier, or the group ``standard`` or ``oversize``, where you know it; blank: worked out.
        category: clothing, shoes and bags are stored cheaper in Europe and Japan; blank: none of these.

    Returns:
        Money in the market's currency for the whole stay.

    Source: Amazon's monthly inventory storage fee page (programme ``storage``).
    """
    rows = Rows(trace)
    markets = take_market(rows, market)
    days = rows.days(as_of)
    if category is None:
        rows.assume("category", "none with a storage rate of its own", "无单独仓储费率的类目")
    keys = {"category": take_category(rows, category)}
    stay = rows.optional("months", months, 1.0, "1", "1")
    rows.refuse(stay > _MAX_MONTHS, Reason.OUTSIDE_TABLE)
    package = take_package(rows, length, width, height, weight, units, weight_needed=False)
    given = take_tier(rows, size_tier)
    if given is None or some(given < 0):
        if weight is None or np.isnan(weight).all():
            rows.assume("weight", "the sides alone decide the storage group", "仅按尺寸判断仓储分组")
        # Rows that give their tier are not asked for it.
        tiers, _ = ask_size_tier(rows, package, markets if given is None else np.where(given < 0, markets, -1), days)
        if given is not None:
            tiers = np.where(given < 0, tiers, given)
    else:
        tiers = given
    keys["size_tier"] = tiers
    counted = np.where(rows.reason == 0, stay, 0.0) if some(rows.reason) else stay
    longest_stay = float(counted.max(initial=0.0))
    first = days.astype("datetime64[M]")
    month = first.astype(np.int64)
    total = NOTHING
    for n in range(max(math.ceil(longest_stay), 1)):
        share = np.minimum(np.maximum(stay - n, 0.0), 1.0)
        when = days if n == 0 else (first + n).astype("datetime64[D]")
        number = ((month + n) % 12 + 1).astype(np.float64)
        # Rows whose stay has ended ask again for their first month, which they may, and count nothing.
        over = share == 0
        if some(over):
            when = np.where(over, days, when)
        fee = ask_amount(rows, "amazon", "storage", markets, when, keys, number, measure=package.volume)
        if some(over):
            fee = np.where(over, 0.0, fee)
        total = total + fee * share
    return rows.outcome(millionths(total))


@formula(
    "amazon",
    returns="money",
    zh="退款时亚马逊保留的退款管理费：佣金的 20%，最高 5 美元。",
    examples=[({"referral_fee": 51.75, "market": "US", "as_of": "2025-06-01"}, 5.00)],
    explains=True,
)
def amz_refund_fee(
    referral_fee: Floats,
    category: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """What Amazon keeps of the referral fee when an order line is refunded (refund administration fee).

    Args:
        referral_fee: referral fee of the refunded line, including the part on shipping.
        category: media lines refunded in full pay nothing; blank is an ordinary category.
        market: marketplace; blank is the US.
        as_of: day of the refund; blank is today.

    Source: Amazon's refund administration fee page (programme ``refund_administration``).
    """
    rows = Rows(trace)
    markets = take_market(rows, market)
    days = rows.days(as_of)
    rows.number(referral_fee, Reason.MISSING_INPUT)
    if category is None:
        rows.assume("category", "not media", "非媒体类")
    # A blank category is an ordinary one.
    keys = {"category": take_category(rows, category)}
    return rows.outcome(ask_rate(rows, "amazon", "refund_administration", markets, days, referral_fee, keys))


_LINES: tuple[tuple[str, str], ...] = (
    ("referral fee", "销售佣金"),
    ("closing fee", "媒体类手续费"),
    ("FBA fulfilment fee", "FBA 基础配送费"),
    ("dangerous goods surcharge", "危险品附加费"),
    ("fuel and logistics surcharge", "燃油与物流附加费"),
    ("total per unit", "每件合计"),
)


@formula(
    "amazon",
    returns="money",
    zh="一次列出单件的各项亚马逊费用及合计（溢出为表格）。",
    spills=True,
)
def amz_fees(
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats,
    price: Floats,
    category: Texts,
    market: Texts | None = None,
    as_of: Days | None = None,
    units: Texts | None = None,
    shipping: Floats | None = None,
    programme: Texts | None = None,
) -> Spill:
    """All per-unit Amazon fees of a product, named, with their total.

    For one product the result is a table of label and amount; for columns it has a heading row and a row per product.
    Not in it: storage, advertising, inbound placement, returns, the selling plan.

    Args:
        length: one packed side, in any order; scalar or array.
        width: another packed side.
        height: the third packed side.
        weight: packed weight of one unit.
        price: item price in the market's currency.
        category: Amazon's category name, its code, or Chinese.
        market: marketplace; blank is the US.
        as_of: day of the sale; blank is today.
        units: ``"cm,g"`` (blank), ``"cm,kg"``, ``"in,lb"`` or ``"in,oz"``.
        shipping: shipping and gift wrap that the buyer pays; blank is 0.
        programme: fulfilment programme (see OPS_PROGRAMMES); blank is what most sellers of the market use.

    Returns:
        Labels and money. A fee that is unknown is blank, and so is the total then.

    Source: as AMZ_REFERRAL_FEE, AMZ_CLOSING_FEE and AMZ_FBA_FEE.
    """

    def line(compute: Callable[[Rows], Floats]) -> Outcome:
        rows = Rows(None)
        return rows.outcome(compute(rows))

    def base(rows: Rows) -> Fulfilment:
        return _base_fee(rows, length, width, height, weight, price, category, market, as_of, units, programme)

    tiers = base(Rows(None)).tiers
    fees = (
        line(
            lambda rows: ask_referral(
                rows, price, category, take_market(rows, market), rows.days(as_of), shipping, tiers=tiers
            )
        ),
        line(lambda rows: ask_closing(rows, category, take_market(rows, market), rows.days(as_of))),
        line(lambda rows: base(rows).fee),
        line(lambda rows: ask_handling(rows, base(rows))),
        line(lambda rows: ask_surcharge(rows, base(rows))),
    )
    reason = fees[0].reason
    for fee in fees[1:]:
        reason = np.where(reason == 0, fee.reason, reason)
    total = Outcome(plus(*(fee.value for fee in fees)), reason)
    return tuple(zip(_LINES, (*fees, total), strict=True))

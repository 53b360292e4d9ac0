"""Questions that fee formulas put to the tables: a percentage, an amount, a size tier, a chain of tables.

Key columns go by name (``category``, ``size_tier``, ...): a table takes those that its own ``keys`` name, so a new
market may key its table on whatever the formula knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from xlops.catalog import Texts
from xlops.errors import EditionError, Reason
from xlops.fees import describe
from xlops.fees.charge import Days, Part
from xlops.fees.edition import Lookup, RateBands
from xlops.fees.names import name_list
from xlops.fees.tables import CompiledLookup, CompiledRateBands, CompiledSizeTiers, Evaluation, Ints
from xlops.fees.units import MONEY_TICKS, Floats, constant, money_ticks
from xlops.formulas.rows import Mask, Rows, some

NOTHING = constant(0.0)
_NO_MARKET = constant(-1, np.intp)


def blank_numbers(length: int) -> Floats:
    """Return a column of blanks for the parts of a question to fill; np.full takes thrice as long for one row."""
    column = np.empty(length)
    column.fill(np.nan)
    return column


def blank_codes(length: int) -> Ints:
    """Return a column of blank codes for the parts of a question to fill."""
    column = np.empty(length, dtype=np.intp)
    column.fill(-1)
    return column


def plus(*amounts: Floats) -> Floats:
    """Add money without the dust of binary fractions."""
    total = money_ticks(amounts[0])
    for amount in amounts[1:]:
        total = total + money_ticks(amount)
    return total / MONEY_TICKS


def key_codes(part: Part, keys: Mapping[str, Ints]) -> list[Ints]:
    """Return the code columns that the part's table looks up, in its own order."""
    assert isinstance(part.table, (CompiledRateBands, CompiledLookup)) and part.edition is not None
    try:
        return [part.take(keys[name]) for name in part.table.key_names]
    except KeyError as error:
        raise EditionError(
            part.edition.file,
            "[table], keys",
            str(error.args[0]),
            f"keys that this fee is asked by: {', '.join(keys)}",
            "Correct the name of the key column.",
        ) from error


def broad(rows: Rows, part: Part, keys: Mapping[str, Ints], found: Evaluation) -> Evaluation:
    """Say of a broad category (home and kitchen) that a table does not list that it lists parts of it.

    An operator's own table hands such a row over to the published one below it.
    """
    if "category" not in keys or part.below or (len(found.reason) == 1 and not found.reason[0]):
        return found
    missing = found.reason == Reason.NOT_IN_TABLE
    if not some(missing):
        return found
    mixed = np.isin(part.take(keys["category"]), _listed_in_parts(rows, part)) & missing
    if not some(mixed):
        return found
    return found._replace(reason=np.where(mixed, np.uint8(Reason.MIXED_CATEGORY), found.reason))


def _listed_in_parts(rows: Rows, part: Part) -> list[int]:
    """Return the codes of the broad categories of which a table lists parts."""
    key = ("listed in parts", part.table)
    codes: list[int] | None = rows.library.remembered.get(key)
    if codes is None:
        table = None if part.edition is None else part.edition.table
        listed: set[str] = set()
        if isinstance(table, (RateBands, Lookup)) and "category" in table.keys:
            place = table.keys.index("category")
            listed = {row.keys[place] for row in (table.bands if isinstance(table, RateBands) else table.rows)}
            if isinstance(table, Lookup):
                listed |= {member for group, members in table.groups.items() if group in listed for member in members}
        names = name_list("categories").names.values()
        whole = [name.code for name in names if listed.intersection(name.parts) and name.code not in listed]
        codes = rows.library.remembered[key] = [rows.library.codes.id(code) for code in whole]
    return codes


def ask_rate(
    rows: Rows,
    platform: str,
    programme: str | Ints,
    market: Ints,
    as_of: Days,
    base: Floats,
    keys: Mapping[str, Ints] | None = None,
) -> Floats:
    """Ask a percentage table for the fee on ``base`` (money)."""
    return ask_rate_chain(rows, platform, [programme], market, as_of, base, keys)


def ask_rate_chain(
    rows: Rows,
    platform: str,
    programmes: Sequence[str | Ints],
    market: Ints,
    as_of: Days,
    base: Floats,
    keys: Mapping[str, Ints] | None = None,
) -> Floats:
    """Ask several percentage tables, each for the rows that the ones before it do not list."""
    ticks = money_ticks(base)
    rows.seen(ticks)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledRateBands)
        found = part.table.evaluate(part.take(ticks), key_codes(part, keys or {}))
        return broad(rows, part, keys or {}, found)

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledRateBands)
        return describe.rate_row(part.table, int(found.row[0]), float(ticks[0]))

    return rows.ask_chain(platform, programmes, market, as_of, evaluate, say)


def ask_amount(
    rows: Rows,
    platform: str,
    programme: str | Ints,
    market: Ints,
    as_of: Days,
    keys: Mapping[str, Ints],
    quantity: Floats | None = None,
    price: Floats | None = None,
    measure: Floats | None = None,
) -> Floats:
    """Ask an amount table.

    ``price`` is in money, ``quantity`` in the ticks of the table's range, ``measure`` (what ``per`` multiplies) in
    cubic micrometres or nanograms.
    """
    ticks = None if price is None else money_ticks(price)
    counted = NOTHING if quantity is None else quantity

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledLookup)
        found = part.table.evaluate(
            key_codes(part, keys),
            part.take(counted),
            None if ticks is None else part.take(ticks),
            None if measure is None else part.take(measure),
        )
        return broad(rows, part, keys, found)

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledLookup)
        return describe.lookup_row(
            part.table,
            int(found.row[0]),
            float(counted[0]),
            None if ticks is None else float(ticks[0]),
            None if measure is None else float(measure[0]),
        )

    return rows.ask(platform, programme, market, as_of, evaluate, say)


def _side(side: float) -> Floats:
    return np.array([side])


class Package(NamedTuple):
    """A packed unit: sorted sides in micrometres, weight in nanograms."""

    longest: Floats
    median: Floats
    shortest: Floats
    weight: Floats

    @property
    def volume(self) -> Floats:
        """Longest x median x shortest, in cubic micrometres."""
        return self.longest * self.median * self.shortest


def take_package(
    rows: Rows,
    length: Floats,
    width: Floats,
    height: Floats,
    weight: Floats | None,
    units: Texts | None,
    weight_needed: bool = True,
) -> Package:
    """Take three sides in any order and a weight, as whole micrometres and nanograms."""
    micrometres, nanograms = rows.units(units)
    a = np.rint(rows.number(length, Reason.MISSING_DIMENSIONS, positive=True) * micrometres)
    b = np.rint(rows.number(width, Reason.MISSING_DIMENSIONS, positive=True) * micrometres)
    c = np.rint(rows.number(height, Reason.MISSING_DIMENSIONS, positive=True) * micrometres)
    if len(a) == len(b) == len(c) == 1:
        shortest, median, longest = map(_side, sorted((a.item(), b.item(), c.item())))
    else:
        low, high = np.minimum(a, b), np.maximum(a, b)
        longest, shortest = np.maximum(high, c), np.minimum(low, c)
        median = np.maximum(low, np.minimum(high, c))
    if weight is None:
        return Package(longest, median, shortest, np.zeros(1))
    if weight_needed:
        rows.number(weight, Reason.MISSING_WEIGHT, positive=True)
    else:
        rows.seen(weight)
        rows.refuse(weight <= 0, Reason.NOT_POSITIVE)
        weight = np.where(np.isnan(weight), 0.0, weight)
    return Package(longest, median, shortest, np.rint(weight * nanograms))


def ask_size_tier(
    rows: Rows, package: Package, market: Ints, as_of: Days, table: str = "size_tiers"
) -> tuple[Ints, Floats]:
    """Ask Amazon's size tiers: tier codes and billed weights in nanograms. ``table`` names the tier table."""
    rows.seen(market, as_of, *package)
    tiers, billed = blank_codes(rows.length), blank_numbers(rows.length)

    def evaluate(part: Part) -> Evaluation:
        assert isinstance(part.table, CompiledSizeTiers)
        found = part.table.evaluate(*(part.take(column) for column in package))
        place = slice(None) if part.rows is None else part.rows
        tiers[place] = found.tier
        billed[place] = found.billed
        # The billed weight is no money, but it is what this question is asked for.
        return Evaluation(found.billed, found.reason, found.row)

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledSizeTiers)
        sides = (float(package.longest[0]), float(package.median[0]), float(package.shortest[0]))
        return describe.tier_row(part.table, int(found.row[0]), sides, float(package.weight[0]), float(billed[0]))

    rows.ask("amazon", table, market, as_of, evaluate, say)
    return tiers, billed


def ask_size_tier_of(
    rows: Rows, part: Part, package: Package, market: Ints, as_of: Days, table: str
) -> tuple[Ints, Floats]:
    """Ask a tier table for the rows of a part alone, which share a market: its tier codes and billed weights."""
    aside = Rows(rows.trace)
    place = market if part.rows is None or len(market) == 1 else market[part.rows[:1]]
    found = ask_size_tier(aside, Package(*map(part.take, package)), place, part.take(as_of), table)
    rows.refuse_at(part.rows, aside.reason)
    return found


def ask_by_tier(
    rows: Rows,
    programme: str,
    package: Package,
    market: Ints,
    as_of: Days,
    keys: Mapping[str, Ints],
    quantity: Floats | None = None,
    given: Ints | None = None,
) -> Floats:
    """Ask a table whose rows are by size tier, by category, by volume, or by several of them.

    Each edition says which tier table its rows are read with, and whether it bills the unit weight. ``quantity`` is
    what the range compares; without it that is the billed weight. ``given`` are size tiers that the caller knows.
    """
    rows.seen(*package, market, as_of, *keys.values())
    counted = blank_numbers(rows.length)

    def evaluate(part: Part) -> Evaluation:
        table = part.table
        assert isinstance(table, CompiledLookup)
        place = slice(None) if part.rows is None else part.rows
        found = dict(keys)
        weight = part.take(package.weight)
        by_weight = quantity is None and bool(table.range)
        known = given is not None and bool((part.take(given) >= 0).all())
        if known:
            assert given is not None
            found["size_tier"] = given
        if ("size_tier" in table.key_names and not known) or (by_weight and not table.by_unit_weight):
            tiers = blank_codes(rows.length)
            tiers[place], billed = ask_size_tier_of(rows, part, package, market, as_of, table.size_tiers)
            found["size_tier"] = tiers if given is None else np.where(given < 0, tiers, given)
            weight = weight if table.by_unit_weight else billed
        counted[place] = weight if quantity is None else part.take(quantity)
        return table.evaluate(key_codes(part, found), part.take(counted), None, part.take(package.volume))

    def say(part: Part, found: Evaluation) -> tuple[str, str]:
        assert isinstance(part.table, CompiledLookup)
        volume = float(package.volume[0])
        return describe.lookup_row(part.table, int(found.row[0]), float(counted[0]), None, volume)

    return rows.ask("amazon", programme, market, as_of, evaluate, say)


def markets_with(rows: Rows, platform: str, programme: str, market: Ints) -> Ints:
    """Return the market codes, -1 where the market has no table of ``programme`` at all."""
    codes = rows.library.codes

    def has(code: int) -> bool:
        return code >= 0 and rows.library.timeline(platform, codes.name(code), programme) is not None

    if len(market) == 1:
        key = ("market with", platform, programme, market.item())
        there: bool | None = rows.library.remembered.get(key)
        if there is None:
            there = rows.library.remembered[key] = has(market.item())
        return market if there else _NO_MARKET
    named = np.bincount(market + 1, minlength=len(codes) + 1)[1:].tolist()  # tables of other markets stay unread
    present = np.array([count > 0 and has(code) for code, count in enumerate(named)] + [False])
    return np.where(present[market], market, -1)


def ask_extra(
    rows: Rows,
    programme: str,
    market: Ints,
    as_of: Days,
    keys: Mapping[str, Ints],
    quantity: Floats,
    where: Mask | None = None,
) -> Floats:
    """Ask Amazon for an amount that only some markets charge: 0 where the market has no such table."""
    asked = markets_with(rows, "amazon", programme, market)
    if where is not None:
        asked = np.where(where, asked, -1)
    return where_asked(asked, lambda: ask_amount(rows, "amazon", programme, asked, as_of, keys, quantity))


def where_asked(asked: Ints, amount: Callable[[], Floats]) -> Floats:
    """Return an amount that only some markets charge: 0 where ``asked`` names no market."""
    free = asked < 0
    count = some(free)
    if count == len(free):
        return NOTHING
    return np.where(free, 0.0, amount()) if count else amount()

"""What changed from one edition of a fee table to another, figure by figure.

Two tables may cut the same thing differently: other weight steps, other price bands, a group of tiers where there was
one. They are compared where their pieces overlap, so a new price band shows up as the prices whose fee it changed, and
not as every row removed and added again. A row that one of the tables does not have is added or removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np

from xlops.fees.edition import Edition, Lookup, LookupRow, PublishedRange, RateBands, SizeTiers
from xlops.fees.library import Library
from xlops.fees.names import name_list
from xlops.fees.units import CUBIC_MICROMETRES, MICROMETRES, NANOGRAMS

Figure = Decimal | str
# A bound and the side that it falls to: 0 the value itself belongs above it, 1 below it.
Edge = tuple[Decimal, int]
Figures = Mapping[str, Figure]

UNPUBLISHED = "unpublished"
_OPEN_LOW, _OPEN_HIGH = (Decimal("-Infinity"), 0), (Decimal("Infinity"), 0)
# Figures that are fractions and read as percentages.
_RATES = frozenset({"rate", "lowest", "highest"})
_MONEY = frozenset({"fee", "per", "step_fee", "minimum", "cap"})
FIGURES = {
    "fee": ("fee", "费用"),
    "per": ("fee per unit of measure", "单位费用"),
    "step_fee": ("fee per step", "每续重费用"),
    "step": ("step", "续重单位"),
    "above": ("steps start above", "续重起点"),
    "minimum": ("at least", "最低收费"),
    "cap": ("at most", "最高收费"),
    "rate": ("rate", "费率"),
    "applies": ("the rate applies to", "费率作用于"),
    "lowest": ("lowest", "最低"),
    "highest": ("highest", "最高"),
    "weighs": ("billed weight", "计费重量"),
    "max_weight": ("billed weight up to", "计费重量上限"),
    "max_unit_weight": ("unit weight up to", "实重上限"),
    "max_dimensional_weight": ("dimensional weight up to", "体积重上限"),
    "longest": ("longest side up to", "最长边上限"),
    "median": ("median side up to", "次长边上限"),
    "shortest": ("shortest side up to", "最短边上限"),
    "length_plus_girth": ("length plus girth up to", "长度加围长上限"),
    "sum_of_sides": ("sum of sides up to", "三边之和上限"),
    "min_median": ("median side counts at least", "次长边至少按"),
    "min_shortest": ("shortest side counts at least", "最短边至少按"),
    "divisor": ("dimensional divisor", "体积重除数"),
    "order": ("order of the tiers", "分段判断顺序"),
    "kind": ("kind of table", "表格类型"),
    "currency": ("currency", "币种"),
    "charged": ("charged", "是否收取"),
    "tax_in_base": ("tax in the fee base", "计费基数含税"),
    "rounding": ("rounding", "取整"),
    "step_rounding": ("rounding of steps", "续重取整"),
    "unlisted": ("what is not listed pays", "未列出的按"),
    "size_tiers": ("size tiers read from", "尺寸分段表"),
    "billed": ("weight that counts", "计费重量"),
    "per_unit": ("unit of measure", "计量单位"),
    "applies_to": ("is for", "适用范围"),
}
_RANGES = {
    "base": ("base", "基数"),
    "price": ("price", "售价"),
    "days": ("days", "天数"),
    "month": ("month", "月份"),
    "ratio": ("ratio", "比率"),
    "count": ("count", "数量"),
}
_KEY_LISTS = {
    "category": "categories",
    "size_tier": "size_tiers",
    "country": "countries",
    "seller_country": "countries",
}


@dataclass(frozen=True)
class Span:
    """A stretch of a range, such as over 12 up to 16 oz. An open end is None."""

    of: str
    low: Decimal | None
    low_counts: bool
    high: Decimal | None
    high_counts: bool
    unit: str = ""

    def text(self, lang: str) -> str:
        """Return the stretch in ``lang``; blank where it is everything."""
        if self.low is None and self.high is None:
            return ""
        low_open = self.low is None or (self.low == 0 and not self.low_counts)  # nothing weighs 0
        head = _RANGES[self.of][lang == "zh"] + " " if self.of in _RANGES else ""
        if self.low is not None and self.high is not None and self.low_counts and self.high_counts:
            shown = plain(self.low) if self.low == self.high else f"{plain(self.low)}–{plain(self.high)}"
        else:
            low = "" if low_open else f"{'≥' if self.low_counts else '>'} {plain(self.low)}"  # type: ignore[arg-type]
            high = "" if self.high is None else f"{'≤' if self.high_counts else '<'} {plain(self.high)}"
            shown = " ".join(filter(None, (low, high)))
        return f"{head}{shown} {self.unit}".rstrip() if shown else ""


@dataclass(frozen=True)
class Change:
    """One figure of a table that is not what it was.

    ``keys`` are pairs of key and name that the row is listed under (category, size tier, ...; "*" is every other);
    ``spans`` the range and the prices it holds for; ``figure`` is a key of :data:`FIGURES`. ``before`` and ``after``
    are numbers in ``unit`` (rates are fractions) or words; None where the row was or is not there.
    """

    keys: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]
    figure: str
    before: Figure | None
    after: Figure | None
    unit: str = ""

    @property
    def kind(self) -> str:
        """Return added, removed or changed."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def ratio(self) -> Decimal | None:
        """Return the change as a fraction of what it was, rounded to 4 places; None where there is none."""
        if not isinstance(self.before, Decimal) or not isinstance(self.after, Decimal) or not self.before:
            return None
        return round((self.after - self.before) / self.before, 4)

    def row(self, lang: str) -> str:
        """Return what the figure is the figure of: names and stretch, in ``lang``; blank for the whole table."""
        names = [key_label(key, name, lang) for key, name in self.keys]
        return ", ".join([*names, *(text for span in self.spans if (text := span.text(lang)))])

    def value(self, figure: Figure | None, lang: str) -> str:
        """Return ``before`` or ``after`` as it is read."""
        if figure is None:
            return "-"
        if isinstance(figure, str):
            return ("官方未公布" if lang == "zh" else "not published") if figure == UNPUBLISHED else figure
        if self.figure in _RATES:
            return f"{plain(figure * 100)}%"
        text = plain(figure)
        if self.figure in _MONEY and not self.unit.startswith("JPY"):  # no yen has cents
            text = f"{figure:.{max(2, len(text.partition('.')[2]))}f}"
        return f"{text} {self.unit}".rstrip()

    def text(self, lang: str) -> str:
        """Return the change as one line in ``lang``."""
        label = FIGURES[self.figure][lang == "zh"]
        head = f"{row}: {label}" if (row := self.row(lang)) else label
        share = "" if self.ratio is None else f" ({self.ratio:+.1%})"
        return f"{head} {self.value(self.before, lang)} -> {self.value(self.after, lang)}{share}"


@dataclass(frozen=True)
class TableChange:
    """One programme of which another edition, or none, is in force on the second day.

    Without ``changes`` the new edition repeats the figures of the old one.
    """

    before: Edition | None
    after: Edition | None
    changes: tuple[Change, ...]

    @property
    def edition(self) -> Edition:
        """Return the later edition, or the earlier one where none follows."""
        found = self.after or self.before
        assert found is not None
        return found


def plain(number: Decimal) -> str:
    """Return a number without trailing zeros or an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def key_label(key: str, name: str, lang: str) -> str:
    """Return a key's name in words; a group, or a name that no list has, stays as it is."""
    if name == "*":
        return "其他" if lang == "zh" else "all other"
    listed = name_list(_KEY_LISTS[key]).names.get(name) if key in _KEY_LISTS else None
    return listed.label(lang) if listed else name


def library_changes(
    library: Library,
    day1: date,
    day2: date,
    *,
    platform: str | None = None,
    market: str | None = None,
    programmes: Sequence[str] = (),
) -> list[TableChange]:
    """Return the programmes whose edition in force on ``day2`` is another than on ``day1``.

    An operator's own tables are compared for themselves.

    Args:
        library: the editions.
        day1: the first day.
        day2: the second day; may be the earlier one.
        platform: only this platform.
        market: only this market.
        programmes: only these programmes.
    """
    found = []
    for key in library.programmes():
        wanted = (platform in (None, key[0])) and (market in (None, key[1]))
        if not wanted or (programmes and key[2] not in programmes):
            continue
        for depth in range(library.depth):
            timeline = library.timeline(*key, depth)
            if timeline is None:
                continue
            places = [timeline.pick_one(np.datetime64(day)) for day in (day1, day2)]
            if places[0] != places[1]:
                before, after = (timeline.editions[place] if place >= 0 else None for place in places)
                found.append(TableChange(before, after, tuple(changes(before, after))))
    return found


def changes(before: Edition | None, after: Edition | None) -> list[Change]:
    """Return every figure in which two editions differ; None stands for no edition."""
    found = list(_head_changes(before, after))
    old, new = (edition.table if edition else None for edition in (before, after))
    currency = (after or before).currency if after or before else ""  # type: ignore[union-attr]
    if type(old) is not type(new) and old is not None and new is not None:
        return [*found, *_table_changes(old, None, currency), *_table_changes(None, new, currency)]
    return [*found, *_table_changes(old, new, currency)]


def _table_changes(old: object, new: object, currency: str) -> Iterator[Change]:
    one = old if old is not None else new
    if isinstance(one, RateBands):
        return _compare(_rates(old), _rates(new), currency)  # type: ignore[arg-type]
    if isinstance(one, Lookup):
        return _lookup_changes(old, new, currency)  # type: ignore[arg-type]
    if isinstance(one, SizeTiers):
        return _tier_changes(old, new)  # type: ignore[arg-type]
    if isinstance(one, PublishedRange):
        return _compare(_items(old), _items(new), currency)  # type: ignore[arg-type]
    return iter(())


def _head_changes(before: Edition | None, after: Edition | None) -> Iterator[Change]:
    """Compare what holds for a whole table. A new table's head is no change."""
    if before is None or after is None:
        return

    def head(edition: Edition) -> dict[str, str]:
        rounding = edition.rounding
        said = {
            "kind": edition.kind,
            "currency": edition.currency,
            "charged": "yes" if edition.charged else "no",
            "tax_in_base": "yes" if edition.tax_in_base else "no",
            "rounding": rounding.mode if rounding.step is None else f"{rounding.mode} {plain(rounding.step)}",
        }
        if isinstance(edition.table, Lookup):
            said |= _options(edition.table)
        return said

    old, new = head(before), head(after)
    for figure in old:
        if figure in new and old[figure] != new[figure]:
            yield Change((), (), figure, old[figure], new[figure])


def _options(table: Lookup) -> dict[str, str]:
    options = {
        "step_rounding": table.step_rounding,
        "unlisted": "-" if table.unlisted is None else plain(table.unlisted),
        "size_tiers": table.size_tiers,
        "billed": table.billed,
        "per_unit": table.per_unit or "-",
        "applies_to": "-",
    }
    if table.applies is not None:
        limit = table.applies.price_upto
        lower = [f"<= {plain(top)}: {', '.join(names)}" for top, names in table.applies.price_upto_for]
        parts = [", ".join(table.applies.categories), f"<= {plain(limit)}" if limit is not None else "", *lower]
        options["applies_to"] = "; ".join(part for part in parts if part)
    return options


# A table as pieces: (keys, (low edge, high edge), (low price, high price)) -> figures.


@dataclass(frozen=True)
class _Piece:
    keys: tuple[str, ...]
    low: Edge
    high: Edge
    low_price: Edge
    high_price: Edge
    figures: Figures


@dataclass(frozen=True)
class _Pieces:
    """A table cut into pieces, its bounds in ``unit``."""

    keys: tuple[str, ...]
    range: str
    unit: str
    per_unit: str
    pieces: tuple[_Piece, ...]


def _rates(table: RateBands | None) -> _Pieces | None:
    if table is None:
        return None
    pieces = []
    last: tuple[tuple[str, ...], Edge] = ((), _OPEN_LOW)
    for band in table.bands:
        low = last[1] if last[0] == band.keys else _OPEN_LOW
        high = _OPEN_HIGH if band.upto is None else (band.upto, 1)
        figures: dict[str, Figure] = {"rate": band.rate, "applies": band.applies}
        figures |= {k: v for k, v in (("minimum", band.minimum), ("cap", band.cap)) if v is not None}
        pieces.append(_Piece(band.keys, low, high, _OPEN_LOW, _OPEN_HIGH, figures))
        last = (band.keys, high)
    return _Pieces(table.keys, "base", "", "", tuple(pieces))


def _items(table: PublishedRange | None) -> _Pieces | None:
    if table is None:
        return None
    pieces = [
        _Piece((item,), _OPEN_LOW, _OPEN_HIGH, _OPEN_LOW, _OPEN_HIGH, {"lowest": low, "highest": high})
        for item, (low, high) in table.items.items()
    ]
    return _Pieces(("item",), "", "", "", tuple(pieces))


_TICKS = {"weight": NANOGRAMS, "volume": CUBIC_MICROMETRES}


def _factor(range_: str, source: str, target: str) -> Decimal:
    """Return what a unit of ``source`` is in ``target``."""
    if source == target or not range_:
        return Decimal(1)
    return Decimal(_TICKS[range_][source]) / _TICKS[range_][target]


def _lookup_changes(old: Lookup | None, new: Lookup | None, currency: str) -> Iterator[Change]:
    ranged = [table for table in (new, old) if table is not None and table.range]
    if len({table.range for table in ranged}) > 1:  # days and weights cannot be laid over each other
        yield from _lookup_changes(old, None, currency)
        yield from _lookup_changes(None, new, currency)
        return
    unit = ranged[0].units.get(ranged[0].range, "") if ranged else ""
    yield from _compare(_amounts(old, new, unit), _amounts(new, old, unit), currency)


def _amounts(table: Lookup | None, other: Lookup | None, unit: str) -> _Pieces | None:
    """Cut an amount table into pieces, its bounds in ``unit``."""
    if table is None:
        return None
    factor = _factor(table.range, table.units.get(table.range, ""), unit)
    edges = _bound_edges(table.bounds)
    pieces = []
    for row in table.rows:
        low = _OPEN_LOW if row.low is None else (_number(row.low * factor), edges[0])
        high = _OPEN_HIGH if row.high is None else (_number(row.high * factor), edges[1])
        last = _OPEN_LOW
        for n, fee in enumerate(row.fees):
            band = table.price_bands[n] if table.price_bands else None
            top = _OPEN_HIGH
            if band is not None and (bound := band.below if band.below is not None else band.upto) is not None:
                top = (bound, 0 if band.below is not None else 1)
            figures = _figures(row, fee, row.step_fees[n], factor)
            pieces += [
                _Piece(keys, low, high, last, top, figures) for keys in _unfolded(row.keys, table, other) if figures
            ]
            last = top
    return _Pieces(table.keys, table.range, unit, table.per_unit, tuple(pieces))


def _bound_edges(bounds: str) -> tuple[int, int]:
    """Return the sides of a row's two bounds."""
    return {"over_upto": (1, 1), "from_below": (0, 0), "from_to": (0, 1), "": (0, 0)}[bounds]


def _number(value: Decimal) -> Decimal:
    """Return a converted number without the digits that only the division made."""
    return round(value, 6).normalize()


def _figures(row: LookupRow, fee: Decimal | None, step_fee: Decimal | None, factor: Decimal) -> Figures:
    if row.mark == UNPUBLISHED:
        return {"fee": UNPUBLISHED}
    figures: dict[str, Figure | None] = {"fee": fee, "per": row.per, "step_fee": step_fee, "minimum": row.minimum}
    if row.step is not None and row.above is not None:
        figures |= {"step": _number(row.step * factor), "above": _number(row.above * factor)}
    return {name: figure for name, figure in figures.items() if figure is not None}


def _unfolded(keys: tuple[str, ...], table: Lookup, other: Lookup | None) -> list[tuple[str, ...]]:
    """Return the names a row is for. A group that both tables have alike stays a group."""
    found: list[tuple[str, ...]] = [()]
    for name in keys:
        members = table.groups.get(name)
        alike = members is None or (other is None or set(other.groups.get(name, ())) == set(members))
        names = (name,) if alike else members or ()
        found = [(*before, one) for before in found for one in names]
    return found


def _compare(old: _Pieces | None, new: _Pieces | None, currency: str) -> Iterator[Change]:
    one = old if old is not None and (new is None or not new.range) else new
    assert one is not None
    # A key that only one table has is "*" in the other: its rows are for every name.
    key_names = list(dict.fromkeys([*(new.keys if new else ()), *(old.keys if old else ())]))
    by_keys = [_by_keys(pieces, key_names) for pieces in (old, new)]
    for keys in dict.fromkeys([*by_keys[1], *by_keys[0]]):
        sides = [_owned(listed, keys) for listed in by_keys]
        for low, high, price, figure, before, after in _differences(*sides):
            spans = (
                _span(low, high, one.range, one.unit),
                _span(*price, "price", currency),
            )
            unit = currency if figure in _MONEY else one.unit if figure in ("step", "above") else ""
            if figure == "per":
                unit += f"/{one.per_unit}"
            yield Change(
                tuple((k, n) for k, n in zip(key_names, keys, strict=True)),
                tuple(s for s in spans if s.low is not None or s.high is not None),
                figure,
                before,
                after,
                unit,
            )


_ByKeys = dict[tuple[str, ...], list[_Piece]]


def _by_keys(pieces: _Pieces | None, key_names: Sequence[str]) -> _ByKeys:
    found: _ByKeys = {}
    for piece in pieces.pieces if pieces else ():
        own = dict(zip(pieces.keys, piece.keys, strict=True)) if pieces else {}
        found.setdefault(tuple(own.get(name, "*") for name in key_names), []).append(piece)
    return found


def _owned(listed: _ByKeys, keys: tuple[str, ...]) -> list[_Piece]:
    """Return the rows that answer for ``keys``: its own, else those that leave the least to "*"."""
    fitting = [names for names in listed if all(name in (key, "*") for name, key in zip(names, keys, strict=True))]
    return listed[min(fitting, key=lambda names: names.count("*"))] if fitting else []


_Difference = tuple[Edge, Edge, tuple[Edge, Edge], str, Figure | None, Figure | None]


def _differences(old: list[_Piece], new: list[_Piece]) -> list[_Difference]:
    """Lay two sets of pieces over each other; neighbours with the same difference become one."""
    edges = sorted({edge for piece in (*old, *new) for edge in (piece.low, piece.high)})
    prices = sorted({edge for piece in (*old, *new) for edge in (piece.low_price, piece.high_price)})
    found: list[_Difference] = []
    growing: dict[tuple[object, ...], int] = {}
    for low, high in pairwise(edges):
        here: dict[tuple[object, ...], int] = {}
        for difference in _along_prices(old, new, low, high, prices):
            key = difference[2:]
            place = growing.get(key)
            if place is None:
                place = len(found)
                found.append(difference)
            else:
                found[place] = (found[place][0], high, *difference[2:])
            here[key] = place
        growing = here
    return found


def _along_prices(
    old: list[_Piece], new: list[_Piece], low: Edge, high: Edge, prices: Sequence[Edge]
) -> list[_Difference]:
    found: list[_Difference] = []
    for low_price, high_price in pairwise(prices):
        sides = [_at(pieces, low, low_price) for pieces in (old, new)]
        for figure in dict.fromkeys([*sides[1], *sides[0]]):
            before, after = (side.get(figure) for side in sides)
            # What was not known and is not listed any more has changed nothing that anybody could see.
            if before == after or (before == UNPUBLISHED and after is None):
                continue
            same = [n for n, d in enumerate(found) if d[2][1] == low_price and d[3:] == (figure, before, after)]
            if same:
                start = found[same[0]][2][0]
                found[same[0]] = (low, high, (start, high_price), figure, before, after)
            else:
                found.append((low, high, (low_price, high_price), figure, before, after))
    return found


def _at(pieces: list[_Piece], low: Edge, low_price: Edge) -> Figures:
    for piece in pieces:
        if piece.low <= low < piece.high and piece.low_price <= low_price < piece.high_price:
            return piece.figures
    return {}


def _span(low: Edge, high: Edge, of: str, unit: str) -> Span:
    """Return a stretch between two edges."""
    bottom = None if low == _OPEN_LOW else low[0]
    top = None if high == _OPEN_HIGH else high[0]
    return Span(of, bottom, low[1] == 0, top, high[1] == 1, unit)


def _tier_changes(old: SizeTiers | None, new: SizeTiers | None) -> Iterator[Change]:
    one = new or old
    assert one is not None
    limits = [name for name in FIGURES if name in one.tiers[0].__dataclass_fields__]

    def figures(table: SizeTiers | None) -> dict[str, dict[str, Figure]]:
        if table is None:
            return {}
        made: dict[str, dict[str, Figure]] = {}
        for tier in table.tiers:
            found = {name: getattr(tier, name) for name in limits if getattr(tier, name) is not None}
            made[tier.tier] = {
                name: value if isinstance(value, str) else _number(value * factor(table, name))
                for name, value in found.items()
            }
        return made

    def factor(table: SizeTiers, name: str) -> Decimal:
        weight = "weight" in name
        units: tuple[Mapping[str, int], str, str] = (
            (NANOGRAMS, table.weight_unit, one.weight_unit)
            if weight
            else (MICROMETRES, table.length_unit, one.length_unit)
        )
        ticks, source, target = units
        return Decimal(1) if source == target else Decimal(ticks[source]) / ticks[target]

    before, after = figures(old), figures(new)
    for tier in dict.fromkeys([*after, *before]):
        sides = before.get(tier, {}), after.get(tier, {})
        for name in limits:
            was, now = (side.get(name) for side in sides)
            if was != now:
                unit = "" if name == "weighs" else one.weight_unit if "weight" in name else one.length_unit
                yield Change((("size_tier", tier),), (), name, was, now, unit)
    if old is not None and new is not None:
        if old.divisor != new.divisor:
            yield Change((), (), "divisor", old.divisor, new.divisor)
        common = [[t.tier for t in table.tiers if t.tier in before and t.tier in after] for table in (old, new)]
        if common[0] != common[1]:
            yield Change((), (), "order", *(" > ".join(tiers) for tiers in common))

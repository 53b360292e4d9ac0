"""What reports tell of products, joined to the rows of a product sheet.

A product of a report finds its row by SKU, else by ASIN (never the parent's), else by AliExpress product ID. Where both
say a market it must be the same. Nothing is split and nothing is added twice: an amount that cannot be given to one row
alone is given to none, and every product that found no row is named with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlops.reports.measures import Measure, measures
from xlops.sheets.cells import SHARED_SIGNS
from xlops.sheets.keys import fold_key

if TYPE_CHECKING:
    import pandas as pd

Pair = tuple[str, str]  # the same words in English and in Chinese
Period = tuple[date, date]  # first and last day
KEYS = ("sku", "asin", "product_id")
IDENTITY = (*KEYS, "market", "currency", "first_day", "last_day")
# Which kind of report is believed first where several kinds tell a measure of a group; the others are told beside it.
_FIRST = {
    "sales": ("business", "products", "orders"),
    "ads": ("ads",),
    "stock": ("inventory",),
    "charged": ("settlement",),
    "aliexpress": ("settlement", "orders"),
}
_TOTALS = ("sum", "sum_last")  # ways to combine whose results cannot be split among rows
_OF_PERIOD = ("sales", "ads")  # groups of sums that are divided by each other
_SOLD = ("units_sold", "orders", "total_sales")  # what ad spend is divided by
_COSTS = "costs"  # the group of what the seller pays at home: its currency is not the market's
_NOT_SHARED = ("several_rows", "several_markets")
_NO_KEY = ("no_key", "belongs to no product (no SKU, ASIN or product ID)", "不属于某个商品（没有 SKU、ASIN 或商品 ID）")
_DAY = timedelta(days=1)
_FOLLOW_WITHIN_A_DAY = ("amazon_settlement_v2",)  # one ends at an hour of the day on which the next begins


@dataclass(frozen=True, eq=False)
class Imported:
    """What one report told of the products, as it is kept.

    ``products`` has one row per product: the columns of :data:`IDENTITY` (None and NaT where the report does not say)
    and one column per measure that the report tells, NaN or None where it does not tell it of the product. A currency
    is an ISO code, or a mark such as ``$`` that several share. ``open_until`` is the last day on which sales may still
    be added to the clicks of the report, None where that is no question. ``documents`` are the numbers of the documents
    in it, empty where it has none.
    """

    layout: str
    title_en: str
    title_zh: str
    kind: str
    platform: str | None
    file: str
    imported: date
    products: pd.DataFrame
    open_until: date | None = None
    documents: frozenset[str] = frozenset()

    def title(self, lang: str) -> str:
        """Return what people call the report."""
        return self.title_zh if lang == "zh" else self.title_en

    @property
    def told(self) -> tuple[str, ...]:
        """The measures that the report tells."""
        return tuple(name for name in measures() if name in self.products)

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day that the report speaks of; None where it does not say."""
        return _span(zip(_days(self.products["first_day"]), _days(self.products["last_day"]), strict=True))

    @property
    def markets(self) -> frozenset[str]:
        """The markets that the report names."""
        return frozenset(text for m in self.products["market"] if (text := _said(m)) is not None)

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies that the report names, also a mark that several share."""
        return frozenset(text for c in self.products["currency"] if (text := _said(c)) is not None)

    @property
    def products_named(self) -> frozenset[tuple[str, str]]:
        """Every key of every product, as it is compared."""
        return frozenset((key, folded) for key in KEYS for text in self.products[key] if (folded := fold_key(text)))


def _said(value: Any) -> str | None:
    """Return a text of a table; None for what stands there instead of one."""
    return value if isinstance(value, str) and value else None


def _days(column: Iterable[Any]) -> list[date | None]:
    return [None if day is None or day != day else day.date() for day in column]  # NaT is no day, not even itself


def _span(periods: Iterable[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    """Return the period that holds all that are known; None where one of its ends is not known of any."""
    known = list(periods)
    firsts, lasts = [a for a, _ in known if a], [b for _, b in known if b]
    return min(firsts, default=None), max(lasts, default=None)


def told_text(first: date | None, last: date | None) -> str:
    """Return a period as text; empty where it is not known."""
    if first is None or last is None:
        return str(last or first or "")
    return str(last) if first == last else f"{first}~{last}"


# Keeping reports


@dataclass(frozen=True)
class Replaced:
    """An earlier import that a new one took the place of."""

    old: Imported
    new: Imported


def replaces(new: Imported, old: Imported) -> bool:
    """Whether a report takes the place of an earlier one: adding both would count something twice.

    It does where both are the same report of a common market and product, and their periods overlap or one does not say
    its period. Settlements follow each other within a day, so two that share one day only are two, and so are those
    with other numbers.
    """
    if _two_documents(new, old):
        return False
    if new.layout != old.layout or (new.markets and old.markets and not new.markets & old.markets):
        return False
    return _overlap(new.period, old.period, new.layout) and bool(new.products_named & old.products_named)


def _two_documents(one: Imported, other: Imported) -> bool:
    """Whether both reports have numbers of documents and none in common."""
    return bool(one.documents and other.documents) and not one.documents & other.documents


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None], layout: str) -> bool:
    """Whether two periods of a report have a day in common that both count, or may have one."""
    (first, last), (begin, end) = one, other
    if first is None or last is None or begin is None or end is None:
        return True
    if layout in _FOLLOW_WITHIN_A_DAY and one != other and (last == begin or first == end):
        return False
    return max(first, begin) <= min(last, end)


def taken_in(earlier: Sequence[Imported], new: Sequence[Imported]) -> tuple[tuple[Imported, ...], tuple[Replaced, ...]]:
    """Return the reports that count after an import, in order, and which of them took the place of which.

    Of several new reports the later in the list counts, as a later import does.
    """
    kept = list(earlier)
    gone: list[Replaced] = []
    for report in new:
        out = [old for old in kept if replaces(report, old)]
        gone += [Replaced(old, report) for old in out]
        kept = [old for old in kept if old not in out]
        kept.append(report)
    return tuple(kept), tuple(gone)


# Joining


@dataclass(frozen=True)
class Rows:
    """The rows of a product sheet as reports find them.

    Texts or None per row. ``market`` is the market's code where the sheet or the operator says it, ``currency`` the
    currency in which the row sells, ``platform`` where. ``numbers`` are the row numbers of the sheet, from 1.
    """

    numbers: Sequence[int]
    sku: Sequence[str | None]
    asin: Sequence[str | None]
    product_id: Sequence[str | None]
    market: Sequence[str | None]
    currency: Sequence[str | None]
    platform: Sequence[str | None]

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def has_keys(self) -> bool:
        """Whether any row has a key at all."""
        return any(any(getattr(self, key)) for key in KEYS)


@dataclass(frozen=True)
class Fate:
    """What became of one product of one report.

    ``report`` and ``place`` are its report and its row there, ``rows`` the rows of the sheet that it found. ``left``
    are the measures that no row took, and ``code``, ``en``, ``zh`` say why; blank where every measure was taken.
    """

    report: int
    place: int
    rows: tuple[int, ...]
    left: tuple[str, ...] = ()
    code: str = ""
    en: str = ""
    zh: str = ""


class Value(NamedTuple):
    """One figure of one row: what it is, the reports that it comes from, and the period that it covers.

    ``first`` and ``last`` are the ends; ``periods`` are the days within, in order and without gaps in each, empty where
    a report does not say its period.
    """

    value: Any
    reports: tuple[int, ...]
    first: date | None
    last: date | None
    currency: str | None
    others: tuple[tuple[int, Any], ...] = ()  # reports that tell it as well and were not taken, and what they tell
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Count:
    """What became of the products of reports, account lines without a product left out.

    ``found`` of ``products`` have a row in the sheet; ``partly`` of these gave it not all of their figures.
    """

    products: int
    found: int
    partly: int

    @property
    def without_row(self) -> int:
        """How many have no row in the sheet."""
        return self.products - self.found


@dataclass(frozen=True)
class Joined:
    """Reports joined to the rows of a sheet.

    ``apart`` has, by measure of what was sold, the rows whose figure is of other days than their ad spend, or of days
    that nobody says beside ad spend of several periods: one is not to be divided by the other. In the rows of
    ``narrowed`` the sums of sales and ads are of the periods that both have; those of other periods were left out.
    """

    reports: tuple[Imported, ...]
    rows: Rows
    values: Mapping[str, Mapping[int, Value]]  # measure -> place of the row -> its figure
    fates: tuple[Fate, ...]
    conflicts: tuple[tuple[int, str, int], ...]  # report, measure, row: its products for that row do not agree
    apart: Mapping[str, frozenset[int]] = field(default_factory=dict)
    narrowed: tuple[int, ...] = ()

    def column(self, measure: str) -> NDArray[Any]:
        """Return a measure for every row: numbers with NaN, or texts with None."""
        number = measures()[measure].is_number
        out: NDArray[Any] = np.full(len(self.rows), np.nan) if number else np.full(len(self.rows), None, dtype=object)
        for row, found in self.values.get(measure, {}).items():
            out[row] = found.value
        return out

    def currencies(self, measure: str) -> NDArray[np.object_]:
        """Return the currency of a measure for every row, None where it is not said."""
        out = np.full(len(self.rows), None, dtype=object)
        for row, found in self.values.get(measure, {}).items():
            out[row] = found.currency
        return out

    def unmatched(self, report: int) -> list[Fate]:
        """Return the products of a report of which something was left."""
        return [fate for fate in self.fates if fate.report == report and fate.code]

    def count(self, report: int | None = None) -> Count:
        """Return what became of the products of a report; blank = of all."""
        fates = [fate for fate in self.fates if report in (None, fate.report) and fate.code != _NO_KEY[0]]
        found = [fate for fate in fates if fate.rows]
        return Count(len(fates), len(found), sum(bool(fate.code) for fate in found))

    def unshared(self, measure: str) -> dict[int, Fate]:
        """Return the rows to which a report tells a sum that could not be given to them alone, with what it is of."""
        return {
            row: fate
            for fate in self.fates
            if fate.code in _NOT_SHARED and measure in fate.left
            if self.reports[fate.report].products[measure].iloc[fate.place] != 0
            for row in fate.rows
        }

    def without_report(self) -> list[int]:
        """Return the rows that no report speaks of."""
        named = {row for fate in self.fates for row in fate.rows if fate.code != "other_currency"}
        return [row for row in range(len(self.rows)) if row not in named]


class _Piece(NamedTuple):
    """One figure that one product of one report gives to one row."""

    report: int
    place: int
    value: Any
    first: date | None
    last: date | None
    currency: str | None
    weight: float | None  # of a mean


@dataclass
class _Index:
    """The rows of a sheet by key."""

    rows: Rows
    places: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Rows) -> _Index:
        places: dict[str, dict[str, list[int]]] = {}
        for key in KEYS:
            by_text: dict[str, list[int]] = defaultdict(list)
            for row, text in enumerate(getattr(rows, key)):
                if folded := fold_key(text):
                    by_text[folded].append(row)
            places[key] = by_text
        return cls(rows, places)


def join(rows: Rows, reports: Sequence[Imported]) -> Joined:
    """Give the figures of reports to the rows of a sheet.

    Args:
        rows: the rows of the sheet.
        reports: the reports, in the order of their import.
    """
    index = _Index.of(rows)
    fates: list[Fate] = []
    pieces: dict[str, dict[int, list[_Piece]]] = defaultdict(lambda: defaultdict(list))
    for number, report in enumerate(reports):
        fates += _one_report(number, report, index, pieces)
    values: dict[str, dict[int, Value]] = defaultdict(dict)
    conflicts: list[tuple[int, str, int]] = []
    # Ad spend first: what it is divided by is best of its own period.
    for name in dict.fromkeys(("ad_spend", *measures())):
        measure = measures()[name]
        spent = values.get("ad_spend", {}) if measure.group == "sales" else {}
        for row, found in pieces[name].items() if name in pieces else ():
            beside = (spent[row].first, spent[row].last) if row in spent else None
            made, unclear = _combined(measure, found, reports, beside)
            conflicts += [(number, name, row) for number in unclear]
            if made is not None:
                values[name][row] = made
    narrowed = _narrow(values, pieces, reports)
    apart = _apart(values, reports)
    ordered = {name: values[name] for name in measures() if values.get(name)}
    return Joined(tuple(reports), rows, ordered, tuple(fates), tuple(conflicts), apart, narrowed)


def _one_report(
    number: int, report: Imported, index: _Index, pieces: Mapping[str, Mapping[int, list[_Piece]]]
) -> list[Fate]:
    """Find the rows of every product of a report and hand out its figures; return what became of each product."""
    table, rows = report.products, index.rows
    keys = {key: [fold_key(text) for text in table[key]] for key in KEYS}
    market = [None if (text := _said(m)) is None else text.casefold() for m in table["market"]]
    currency = [_said(c) for c in table["currency"]]
    by_sku = any(sku in index.places["sku"] for sku in keys["sku"] if sku)
    found = [
        _rows_of({key: keys[key][n] for key in KEYS}, market[n], currency[n], report.platform, index, by_sku)
        for n in range(len(table))
    ]
    mixed = _mixed(found, market, currency, rows)
    firsts, lasts = _days(table["first_day"]), _days(table["last_day"])
    columns = {name: table[name].tolist() for name in report.told}
    fates = []
    for n, (places, why) in enumerate(found):
        told = [name for name, values in columns.items() if not _blank(values[n])]
        if why is None and n in mixed:
            why = mixed[n]
        if why is not None:
            fates.append(Fate(number, n, places, tuple(told), *why))
            continue
        left: dict[str, tuple[str, str, str]] = {}
        for name in told:
            measure = measures()[name]
            if len(places) > 1 and measure.combine in _TOTALS:
                left[name] = _several(places, rows)
                continue
            for row in places:
                if _foreign(measure, report, currency[n], rows.currency[row]):
                    left[name] = _other_currency(str(currency[n]), str(rows.currency[row]))
                    continue
                amount = _coin(currency[n], rows.currency[row]) if measure.kind == "money" else None
                weight = columns[measure.weight][n] if measure.weight in columns else None
                pieces[name][row].append(_Piece(number, n, columns[name][n], firsts[n], lasts[n], amount, weight))
        whys = list(dict.fromkeys(left.values()))
        fates.append(Fate(number, n, places, tuple(left), *(whys[0] if whys else ("", "", ""))))
    return fates


def _blank(value: Any) -> bool:
    return value is None or value != value or value == ""


def _rows_of(
    keys: Mapping[str, str],
    market: str | None,
    currency: str | None,
    platform: str | None,
    index: _Index,
    by_sku: bool,
) -> tuple[tuple[int, ...], tuple[str, str, str] | None]:
    """Return the rows that a product stands for, or why there is none.

    ``by_sku``: the sheet writes the SKUs of this report; a row with another SKU is another product then, whatever its
    ASIN.
    """
    rows = index.rows
    if not any(keys.values()):
        return (), _NO_KEY
    hits: list[int] = []
    other_sku: list[int] = []
    for key in KEYS:
        hits = index.places[key].get(keys[key], []) if keys[key] else []
        if key != "sku" and by_sku and keys["sku"]:
            other_sku += [row for row in hits if fold_key(rows.sku[row])]
            hits = [row for row in hits if not fold_key(rows.sku[row])]
        if hits:
            break
    if not hits and other_sku:
        row = rows.numbers[other_sku[0]]
        return (), (
            "other_sku",
            f"row {row} of the sheet has its ASIN or product ID under another SKU",
            f"表中第 {row} 行的 ASIN 或商品 ID 相同，但 SKU 不同",
        )
    if not hits:
        return (), ("not_in_sheet", "not in the sheet", "表中没有该商品")
    if platform is not None:
        hits = [row for row in hits if rows.platform[row] in (None, platform)]
        if not hits:
            return (), ("other_platform", "the sheet has it for another platform", "表中该商品属于其他平台")
    if market is not None:
        there = [row for row in hits if rows.market[row] in (None, market)]
        if not there:
            said = ", ".join(dict.fromkeys(str(rows.market[row]).upper() for row in hits))
            return (), (
                "other_market",
                f"the report says market {market.upper()}, the sheet has it for {said}",
                f"报表站点为 {market.upper()}，表中该商品的站点为 {said}",
            )
        exact = [row for row in there if rows.market[row] == market]
        hits = exact or there
    if len(hits) > 1 and currency is not None:
        hits = [row for row in hits if rows.currency[row] is not None and _fits(currency, rows.currency[row])] or hits
    return tuple(hits), None


def _mixed(
    found: Sequence[tuple[tuple[int, ...], Any]],
    market: Sequence[str | None],
    currency: Sequence[str | None],
    rows: Rows,
) -> dict[int, tuple[str, str, str]]:
    """Return the products that several markets or currencies of one report give to a row that does not say its own."""
    by_row: dict[int, tuple[dict[str, list[int]], dict[str, list[int]]]] = {}
    for n, (places, _) in enumerate(found):
        for row in places:
            of = market[n] if rows.market[row] is None else None
            ours = rows.currency[row]
            if not _fits(currency[n], ours):
                continue  # told by its currency
            of_market, of_currency = by_row.setdefault(row, (defaultdict(list), defaultdict(list)))
            coin = currency[n] if ours is None else None
            if (said := of.upper() if of is not None else coin) is not None:
                of_market[said].append(n)
            if coin is not None:
                of_currency[coin].append(n)
    mixed = {}
    for row, several in by_row.items():
        for told in (each for each in several if len(each) > 1):
            names = ", ".join(sorted(told))
            why = (
                "several_markets",
                f"the report has it in the markets {names}, and row {rows.numbers[row]} does not say which; add a "
                "market column or give --market",
                f"报表中该商品有多个站点（{names}），而表中第 {rows.numbers[row]} 行未注明站点；"
                "请加站点列，或用 --market 指定",
            )
            mixed.update(dict.fromkeys((n for places in told.values() for n in places), why))
    return mixed


def _several(places: Sequence[int], rows: Rows) -> tuple[str, str, str]:
    named = ", ".join(str(rows.numbers[row]) for row in places[:6]) + (" …" if len(places) > 6 else "")
    return (
        "several_rows",
        f"rows {named} of the sheet are this product; a total cannot be split among them",
        f"表中第 {named} 行是同一商品，合计数无法分摊",
    )


def _other_currency(theirs: str, ours: str) -> tuple[str, str, str]:
    return (
        "other_currency",
        f"the report is in {theirs}, the row sells in {ours}; nothing is converted",
        f"报表币种为 {theirs}，该行售价币种为 {ours}；不作换算",
    )


def _foreign(measure: Measure, report: Imported, theirs: str | None, ours: str | None) -> bool:
    """Whether a figure is of another currency than the row's. Amazon's currency is its market's, so counts are too."""
    if _fits(theirs, ours) or measure.group == _COSTS:
        return False
    return measure.kind == "money" or report.platform == "amazon"


def _fits(theirs: str | None, ours: str | None) -> bool:
    """Whether a report's currency, or a mark that several currencies share, may be the row's; unknown ones may."""
    return theirs is None or ours is None or theirs == ours or ours in SHARED_SIGNS.get(theirs, ())


def _coin(theirs: str | None, ours: str | None) -> str | None:
    """Return the currency that an amount is in for a row: a shared mark is the row's, if it may be."""
    if theirs not in SHARED_SIGNS:
        return theirs
    return ours if _fits(theirs, ours) else None


# One figure out of several


def _combined(
    measure: Measure,
    pieces: Sequence[_Piece],
    reports: Sequence[Imported],
    beside: tuple[date | None, date | None] | None,
) -> tuple[Value | None, list[int]]:
    """Return the figure of a row, and the reports that contradict themselves about it.

    A report of the period ``beside`` goes first, then one of the kind that is believed most, then the newest.
    """
    if len(pieces) == 1:
        [one] = pieces
        return _value(one), []
    of_report: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        of_report[piece.report].append(piece)
    told = {number: made for number, found in of_report.items() if (made := _of_one(measure, found)) is not None}
    unclear = [number for number in of_report if number not in told]
    if not told:
        return None, unclear
    order = _FIRST.get(measure.group, ())

    def rank(number: int) -> tuple[bool, int, date, int]:
        kind = reports[number].kind
        trust = len(order) - order.index(kind) if kind in order else 0
        return _period(told[number]) == beside, trust, told[number].last or date.min, number

    best, *rest = sorted(told, key=rank, reverse=True)
    taken = [best]
    if measure.combine == "sum":
        for number in rest:
            if reports[number].layout != reports[best].layout or told[number].currency != told[best].currency:
                continue
            layout = reports[number].layout
            if all(
                _two_documents(reports[number], reports[other])
                or not _overlap(_period(told[number]), _period(told[other]), layout)
                for other in taken
            ):
                taken.append(number)
    parts = [told[number] for number in sorted(taken)]
    first, last = _span(_period(part) for part in parts) if len(parts) > 1 else _period(parts[0])
    value = sum(part.value for part in parts) if measure.combine == "sum" else parts[0].value
    others = tuple((number, told[number].value) for number in rest if number not in taken)
    days = _merged(map(_period, parts))
    return Value(_clean(value), tuple(sorted(taken)), first, last, told[best].currency, others, days), unclear


def _value(piece: _Piece) -> Value:
    days = _merged([_period(piece)])
    return Value(_clean(piece.value), (piece.report,), piece.first, piece.last, piece.currency, periods=days)


def _period(piece: _Piece) -> tuple[date | None, date | None]:
    return piece.first, piece.last


def _merged(periods: Iterable[tuple[date | None, date | None]]) -> tuple[Period, ...]:
    """Return periods as the days that they cover together; none where one of them is not known."""
    known: list[Period] = []
    for first, last in periods:
        if first is None or last is None:
            return ()
        known.append((first, last))
    merged: list[Period] = []
    for first, last in sorted(known):
        if merged and first <= merged[-1][1] + _DAY:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)


# Sums that are divided by each other


def _alike(one: Value, other: Value, reports: Sequence[Imported]) -> bool:
    """Whether two sums are of the same known days.

    A settlement begins and ends at an hour of a day of another time zone, so a day more or less is the same.
    """
    slack = _slack((*one.reports, *other.reports), reports)
    if not one.periods or len(one.periods) != len(other.periods):
        return False
    ends = [pair for a, b in zip(one.periods, other.periods, strict=True) for pair in zip(a, b, strict=True)]
    return all(abs(here - there) <= slack for here, there in ends)


def _slack(numbers: Iterable[int], reports: Sequence[Imported]) -> timedelta:
    return _DAY if any(reports[number].layout in _FOLLOW_WITHIN_A_DAY for number in numbers) else timedelta()


def _goes_with(one: Value, other: Value, reports: Sequence[Imported]) -> bool:
    """Whether one sum may be divided by the other.

    It may where both are of the same days. Of days that a report does not say nobody knows; they are taken to be those
    of the other report, but never those of several periods that were added up.
    """
    if one.periods and other.periods:
        return _alike(one, other, reports)
    return len(one.reports) == len(other.reports) == 1


def _narrow(
    values: dict[str, dict[int, Value]],
    pieces: Mapping[str, Mapping[int, list[_Piece]]],
    reports: Sequence[Imported],
) -> tuple[int, ...]:
    """Leave out of ads and sales that are of different days what the other has not; return the rows so narrowed.

    Ads of two months beside units of one of them become the ads of that month. A row whose reports have no period in
    common stays as it is.
    """
    sums = {g: [n for n in pieces if measures()[n].group == g and measures()[n].combine == "sum"] for g in _OF_PERIOD}
    narrowed = []
    for row, spent in list(values["ad_spend"].items()):
        name = next((name for name in _SOLD if row in values[name]), None)
        if name is None or not spent.periods or _goes_with(spent, values[name][row], reports):
            continue
        sold = _within(measures()[name], pieces[name][row], spent.periods, reports)
        ads = _within(measures()["ad_spend"], pieces["ad_spend"][row], sold.periods, reports) if sold else None
        if sold is None or ads is None or not _alike(ads, sold, reports):
            continue
        for group, days in (("ads", sold.periods), ("sales", ads.periods)):
            for other in sums[group]:
                made = _within(measures()[other], pieces[other].get(row, ()), days, reports)
                if made is not None:
                    values[other][row] = made
                elif group == "ads":
                    values[other].pop(row, None)
        narrowed.append(row)
    return tuple(narrowed)


def _within(
    measure: Measure, found: Sequence[_Piece], periods: Sequence[Period], reports: Sequence[Imported]
) -> Value | None:
    """Return a figure of a row out of the reports whose period lies within ``periods``; None where there is none."""

    def inside(piece: _Piece) -> bool:
        slack = _slack((piece.report,), reports)
        if piece.first is None or piece.last is None:
            return False
        return any(first - slack <= piece.first and piece.last <= last + slack for first, last in periods)

    kept = [piece for piece in found if inside(piece)]
    return _combined(measure, kept, reports, None)[0] if kept else None


def _apart(values: Mapping[str, Mapping[int, Value]], reports: Sequence[Imported]) -> dict[str, frozenset[int]]:
    """Return, by measure of what was sold, the rows in which it is not of the days of the ad spend."""
    spent = {row: value for row, value in values["ad_spend"].items() if value.value}
    rows = {
        name: frozenset(
            row for row, value in values[name].items() if row in spent and not _goes_with(spent[row], value, reports)
        )
        for name in _SOLD
    }
    return {name: found for name, found in rows.items() if found}


def _clean(value: Any) -> Any:
    """Return a sum without the dust of binary fractions; money has no digit there."""
    return round(value, 6) if isinstance(value, float) else value


def _of_one(measure: Measure, pieces: Sequence[_Piece]) -> _Piece | None:
    """Return what one report tells of a row out of all its products that stand for the row."""
    if len(pieces) == 1:
        return pieces[0]
    first, last = _span(_period(piece) for piece in pieces)
    values = [piece.value for piece in pieces]
    currencies = {piece.currency for piece in pieces if piece.currency is not None}
    value: Any
    if len(currencies) > 1:  # costs alone: other money is of the row's currency
        return None
    if measure.combine in _TOTALS:
        newest = [piece.value for piece in pieces if piece.last == last]
        value = sum(values if measure.combine == "sum" else newest)
    elif measure.combine == "mean_by" and all(piece.weight is not None and piece.weight > 0 for piece in pieces):
        value = sum(p.value * p.weight for p in pieces) / sum(p.weight for p in pieces)  # type: ignore[misc]
    else:
        # Several products of one report stand for the row: what is no sum is known only where they agree.
        newest = [piece.value for piece in pieces if piece.last == last] if measure.combine == "last" else values
        if len(set(newest)) > 1:
            return None
        value = newest[0]
    return _Piece(pieces[0].report, pieces[0].place, value, first, last, next(iter(currencies), None), None)


# What a run should say


@dataclass(frozen=True)
class Remark:
    """Something that an operator should know about imported numbers: ``severity`` warning or info."""

    code: str
    en: str
    zh: str
    severity: str = "warning"


def remarks(joined: Joined, today: date) -> list[Remark]:
    """Return what to mind about the numbers that were joined: open windows, periods, currencies."""
    said = [*_open_windows(joined.reports, today), *_periods(joined), *_currencies(joined)]
    said += [*_conflicts(joined), *_other_reports(joined)]
    return list(dict.fromkeys(said))


def _open_windows(reports: Sequence[Imported], today: date) -> list[Remark]:
    return [
        Remark(
            "window_open",
            f"{report.file}: sales are still being added to its clicks until {report.open_until}; ad sales and orders "
            "will rise. Export it again after that day.",
            f"{report.file}：广告归因窗口到 {report.open_until} 才结束，广告销售额和订单还会增加；"
            "请在该日之后重新导出。",
        )
        for report in reports
        if report.open_until is not None and report.open_until >= today
    ]


def _periods(joined: Joined) -> list[Remark]:
    """Say where the sums that are divided by each other are of different periods, or do not say theirs."""
    by_row: dict[int, list[Value]] = defaultdict(list)
    for name, found in joined.values.items():
        measure = measures()[name]
        if measure.combine == "sum" and measure.term and measure.group in _OF_PERIOD:
            for row, value in found.items():
                # What an inventory report says of the last months is a figure of its day.
                if joined.reports[value.reports[0]].kind != "inventory":
                    by_row[row].append(value)
    differing: dict[tuple[date | None, date | None], dict[str, None]] = defaultdict(dict)
    known: dict[tuple[Any, ...], bool] = {}
    for found_there in by_row.values():
        key = tuple(dict.fromkeys((value.reports, value.periods) for value in found_there))
        if key not in known:
            one, *rest = found_there
            known[key] = all(v.reports == one.reports or _alike(v, one, joined.reports) for v in rest)
        for value in () if known[key] else found_there:
            for number in value.reports:
                differing[value.first, value.last][joined.reports[number].file] = None
    said = []
    if differing:
        parts = [(", ".join(f), told_text(*span)) for span, f in sorted(differing.items(), key=lambda s: str(s[0]))]
        en = "; ".join(f"{files}: {span or 'no period said'}" for files, span in parts)
        zh = "；".join(f"{files}：{span or '未注明期间'}" for files, span in parts)
        said.append(
            Remark(
                "periods_differ",
                f"the numbers are of different periods ({en}). Ratios of them, such as ad cost per unit, are right "
                "only where the periods are the same: export all reports for one period.",
                f"导入数据的期间不一致（{zh}）。单件广告费等比值只有在期间相同时才准确，请按同一期间导出各报表。",
            )
        )
    if apart := sorted(frozenset().union(*joined.apart.values())):
        en, zh = _rows_text(apart, joined)
        said.append(
            Remark(
                "units_of_other_period",
                f"ad spend and sales are of different periods in {en}: they are not divided by each other, and without "
                "units of your own the profit is unknown there. Import ads and sales of the same period; --period "
                "FIRST LAST says that of a Business Report, --fresh forgets earlier imports.",
                f"{zh}的广告花费与销量期间不同，不作相除；表内没有销量的，利润为未知。请导入同一期间的广告与销售报表："
                "业务报告可用 --period 起 止 注明期间，--fresh 清除以前的导入。",
            )
        )
    if joined.narrowed:
        en, zh = _rows_text(joined.narrowed, joined)
        said.append(
            Remark(
                "other_periods_left",
                f"only the periods that both ads and sales have are counted in {en}; those of other periods are kept "
                "and not used.",
                f"{zh}只计广告与销售都有的期间；其他期间的数字保留但不采用。",
            )
        )
    return said


def _rows_text(places: Sequence[int], joined: Joined) -> Pair:
    listed = ", ".join(str(joined.rows.numbers[row]) for row in places[:6]) + (" …" if len(places) > 6 else "")
    return f"row{'' if len(places) == 1 else 's'} {listed}", f"第 {listed} 行"


def _currencies(joined: Joined) -> list[Remark]:
    counted: dict[tuple[int, str, str], int] = defaultdict(int)
    for fate in joined.fates:
        if fate.code == "other_currency":
            counted[fate.report, fate.en, fate.zh] += 1
    return [
        Remark(
            "currencies_differ",
            f"{joined.reports[number].file}: {count} products not used: {en}.",
            f"{joined.reports[number].file}：{count} 个商品未采用：{zh}。",
        )
        for (number, en, zh), count in counted.items()
    ]


def _conflicts(joined: Joined) -> list[Remark]:
    """Say where several products of a report stand for one row and disagree about what is no sum."""
    rows: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, name, row in joined.conflicts:
        rows[number, name].append(joined.rows.numbers[row])
    said = []
    for (number, name), numbers in rows.items():
        measure, file = measures()[name], joined.reports[number].file
        listed = ", ".join(map(str, numbers[:6])) + (" …" if len(numbers) > 6 else "")
        said.append(
            Remark(
                "products_disagree",
                f"{file}: several products stand for one row and tell different figures, so it is unknown: "
                f"{measure.label_en}, rows {listed}.",
                f"{file}：同一行对应多个商品且数值不同，因此未知：{measure.label_zh}，第 {listed} 行。",
            )
        )
    return said


def _other_reports(joined: Joined) -> list[Remark]:
    """Say which reports tell the same measure, and which of them counts."""
    counted: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, by_row in joined.values.items():
        for value in by_row.values() if measures()[name].is_number else ():
            for other, figure in value.others:
                if figure != value.value:
                    counted[value.reports[-1], other][name] += 1
    said = []
    for (used, other), names in counted.items():
        listed = measures()
        en = ", ".join(f"{listed[name].label_en} ({count})" for name, count in names.items())
        zh = "、".join(f"{listed[name].label_zh}（{count} 行）" for name, count in names.items())
        one, two = joined.reports[used], joined.reports[other]
        said.append(
            Remark(
                "told_twice",
                f"{one.file} ({one.title_en}) and {two.file} ({two.title_en}) tell the same measures and differ "
                f"(rows): {en}. Those of the first count; nothing was added twice.",
                f"{one.file}（{one.title_zh}）与 {two.file}（{two.title_zh}）有相同的指标且数值不同：{zh}。"
                "采用前者，没有重复相加。",
                "info",
            )
        )
    return said


def in_one_only(reports: Sequence[Imported]) -> dict[int, list[str]]:
    """Return the products that only one of several reports names, by report; none where there is one report alone.

    A report without SKUs is compared by its other keys with nothing, so it is left out.
    """
    named = {
        number: {fold_key(text): str(text) for text in report.products["sku"] if fold_key(text)}
        for number, report in enumerate(reports)
    }
    named = {number: skus for number, skus in named.items() if skus}
    if len(named) < 2:
        return {}
    alone = {}
    for number, skus in named.items():
        others = set().union(*(other for n, other in named.items() if n != number))
        if only := [shown for folded, shown in skus.items() if folded not in others]:
            alone[number] = sorted(only)
    return alone


def attribution_end(last_day: date | None, days: int | None) -> date | None:
    """Return the last day on which sales are added to clicks of ``last_day``; None where there is no such window."""
    return last_day + timedelta(days=days) if last_day is not None and days else None

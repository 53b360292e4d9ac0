"""The audit itself: charges held against the estimate, what explains them, what is at stake and until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np

from xlops.audit.causes import Cause, find_causes, with_surcharge, without_vat
from xlops.audit.charges import SEVERAL, SIDES, Aside, Charges, Collected, Ints, Mask, Products, Source, collect
from xlops.audit.editions import FBA, REFERRAL
from xlops.audit.estimate import Asker, Estimate, Grid, coin
from xlops.errors import REASONS, Reason
from xlops.fees.units import Floats
from xlops.sheets import Sheet

Direction = Literal["overcharged", "undercharged", "our_input", "as_published"]
DIRECTIONS: tuple[Direction, ...] = ("overcharged", "our_input", "as_published", "undercharged")

# How long after a charge Amazon takes a claim. Quoted from two of its help pages by their numbers; the pages
# were not read in full.
CLAIM_DAYS = 90
CLAIM_SOURCES = {
    FBA: "Seller Central (amazon.fr), GL7U4JFSDXUTQAJ",
    REFERRAL: "Seller Central (amazon.com), RRJCFXD6474GRLY",
}

# What is charged by the rules, and only missing in the estimate.
_BY_THE_RULES = frozenset(
    {"low_inventory", "low_inventory_stated", "vat", "digital", "packaging", "closing", "no_surcharge"}
)
# What rests on a word that a sheet may say: the charge is no mistake where the sheet is silent.
_BY_CATEGORY = frozenset({"apparel", "dangerous_goods", "preview_table", "general_table"})
_BY_MEASUREMENT = frozenset({"measured", "measured_part", "preview_category"})
# From so many days of supply on no market charges the low-inventory-level fee.
ENOUGH_SUPPLY = 28


class Measure(NamedTuple):
    """A measurement: three sides in cm, the weight in g, and the size tier that the tables give it; None = unknown."""

    sides: tuple[float, float, float] | None
    weight: float | None
    tier: str | None


@dataclass(frozen=True)
class Finding:
    """One product and fee that was not charged as the tables say, over one or more reports.

    Money is per unit in ``currency``. ``estimate_low`` and ``estimate_high`` are the least and the greatest fee over
    the days and prices of the period; ``difference`` is the charge less the nearer of the two. ``units`` and ``money``
    are None where no report and no sheet counts the units; ``counted_by`` says who did. ``cause`` is None where nothing
    explains the charge; ``others`` fit it as well. The claim days are None where the charge has no date.
    """

    sku: str | None
    asin: str | None
    title: str | None
    market: str
    currency: str | None
    fee: str
    estimate_low: float
    estimate_high: float
    charged: float
    difference: float
    units: float | None
    counted_by: Literal["charges", "reports", "sheet", "nobody"]
    money: float | None
    direction: Direction
    cause: Cause | None
    others: tuple[Cause, ...]
    previewed: bool
    reports: tuple[str, ...]
    agreeing: int
    moved: bool
    first_day: date | None
    last_day: date | None
    claim_by: date | None
    claim_until: date | None
    days_left: int | None
    own: Measure
    amazons: Measure
    category: str | None
    days_of_supply: float | None
    sheet_row: int | None
    asked: Mapping[str, Any] = field(repr=False, default_factory=dict)


# Why a product's fees are unknown when its row of the sheet is what is wanting.
_NO_ROW = {
    "not_in_sheet": ("the product sheet has no row of this product", "商品表中没有这个商品"),
    "several_rows": (
        "the product sheet has several rows of this product, with different figures",
        "商品表中有多行是这个商品，且数据不一致",
    ),
}
# The inputs that a sheet tells.
_OF_SHEET = frozenset({Reason.MISSING_DIMENSIONS, Reason.MISSING_WEIGHT, Reason.MISSING_CATEGORY})


@dataclass(frozen=True)
class Unknown:
    """A charge that could not be audited, and why.

    ``code`` is not_in_sheet or several_rows where the sheet has no one row of the product, else the reason's name.
    """

    sku: str | None
    asin: str | None
    market: str
    fee: str
    report: str
    reason: Reason
    code: str

    def text(self, lang: str) -> str:
        """Return why, in ``lang``."""
        if self.code in _NO_ROW:
            return _NO_ROW[self.code][lang == "zh"]
        return REASONS[self.reason].text(lang)


@dataclass(frozen=True)
class Total:
    """The money of all findings of one currency and direction that have units; None where none has.

    What a preview announces stands apart from what was charged.
    """

    currency: str
    direction: Direction
    previewed: bool
    findings: int
    money: float | None


@dataclass(frozen=True)
class Audit:
    """What an audit found, the most money first within each currency.

    ``checked`` counts the charges that the tables have a fee for: per report, product and fee, and of reports that
    have their orders one by one also per price and amount. ``right`` are those that agree to the cent, ``within``
    those that agree with one of several fees that may be due, as of an average price. ``notes`` say in English and
    Chinese what holds for whole reports.
    """

    as_of: date
    findings: tuple[Finding, ...]
    checked: int
    right: int
    within: int
    unknown: tuple[Unknown, ...]
    totals: tuple[Total, ...]
    notes: tuple[tuple[str, str], ...]


_Remark = Callable[[Source, str], tuple[str, str]]


class _Checked(NamedTuple):
    """One charge with what came of it."""

    place: int  # among the charges
    state: Literal["right", "off", "unknown"]
    low: float
    high: float
    reason: Reason
    causes: list[Cause]
    asked: dict[str, Any]


def audit(sources: Sequence[Source], sheet: Sheet | None, as_of: date, market: str | None = None) -> Audit:
    """Hold the fees of reports against the fee tables.

    Args:
        sources: the reports' products.
        sheet: the operator's product sheet, whose sides, weight, category and price are the inputs of the estimate;
            what it does not say is taken from the fee preview. Blank = the preview alone.
        as_of: today: fees of reports without dates, and days left to claim.
        market: market of rows that do not say.

    Raises:
        EditionError: if an operator's own fee table is refused.
    """
    sources, copies = _without_copies(sources)
    collected = collect(sources, sheet, market)
    charges = collected.charges
    asker = Asker(collected.products, as_of)
    notes = [*copies, *(_no_market(name, count) for name, count in collected.unread)]
    notes += [_told_twice(name, count) for name, count in collected.repeated]
    checks: list[_Checked] = []
    right, within = 0, 0
    for fee in (FBA, REFERRAL):
        places = np.flatnonzero(charges.fee == fee)
        if len(places):
            mine = charges.take(places)
            grid = asker.grid(mine, fee)
            estimate = asker.estimate(fee, grid, mine)
            mine, remarks = _read(asker, mine, estimate, fee)
            charges = _replaced(charges, places, mine)
            notes += [remark(sources[number], fee) for number, remark in remarks]
            judged = _judged(asker, mine, grid, estimate, places, fee)
            checks += judged.checks
            right, within = right + judged.right, within + judged.within
    if (np.isnat(charges.first) & ~charges.previewed).any():
        notes.append(_no_dates(as_of))
    notes += [_set_aside(sources[aside.source], aside) for aside in collected.aside]
    findings = _ranked(_findings(checks, charges, collected, asker, sources, as_of))
    unknown = [check for check in checks if check.state == "unknown"]
    return Audit(
        as_of,
        findings,
        right + within + sum(check.state == "off" for check in checks),
        right,
        within,
        tuple(_unknown(check, charges, collected.products, sources, sheet) for check in unknown),
        _totals(findings),
        tuple(dict.fromkeys(notes)),
    )


def _without_copies(sources: Sequence[Source]) -> tuple[list[Source], list[tuple[str, str]]]:
    """Leave out reports that say the same as an earlier one, and say so."""
    kept: list[Source] = []
    notes = []
    for source in sources:
        first = next((other for other in kept if _same_report(source, other)), None)
        if first is None:
            kept.append(source)
        else:
            notes.append(_copy_of(source, first))
    return kept, notes


def _same_report(one: Source, other: Source) -> bool:
    if (one.title, one.first_day, one.last_day) != (other.title, other.first_day, other.last_day):
        return False
    for mine, theirs in ((one.columns, other.columns), (one.sales or {}, other.sales or {})):
        if mine.keys() != theirs.keys():
            return False
        for name, column in mine.items():
            equal = column == theirs[name] if len(column) == len(theirs[name]) else np.zeros(1, dtype=np.bool_)
            # What is blank in both is not equal to itself.
            if not np.all(equal | ((column != column) & (theirs[name] != theirs[name]))):
                return False
    return True


def _read(
    asker: Asker, charges: Charges, estimate: Estimate, fee: str
) -> tuple[Charges, list[tuple[int, _Remark]]]:
    """Take the VAT out of charges that are stated with it, and put in the surcharge where they are stated without.

    Also returns the places of the reports that do so, each with the words for it.
    """
    remarks: list[tuple[int, _Remark]] = []
    readings: list[tuple[Callable[..., tuple[Floats, Mask]], _Remark]] = [(without_vat, _with_vat)]
    if fee == FBA:
        readings.append((with_surcharge, _without_surcharge))
    for read, remark in readings:
        amounts, stated = read(asker, charges, estimate)
        charges = charges._replace(charged=amounts, restated=charges.restated | stated)
        remarks += [(number, remark) for number in sorted({int(source) for source in charges.source[stated]})]
    return charges, remarks


def _replaced(charges: Charges, places: Ints, mine: Charges) -> Charges:
    charged, restated = charges.charged.copy(), charges.restated.copy()
    charged[places], restated[places] = mine.charged, mine.restated
    return charges._replace(charged=charged, restated=restated)


class _Judged(NamedTuple):
    """What came of the charges of one fee: those off or unknown, and the others of the same products; the counts."""

    checks: list[_Checked]
    right: int
    within: int


def _judged(
    asker: Asker, charges: Charges, grid: Grid, estimate: Estimate, places: Ints, fee: str
) -> _Judged:
    """Hold charges of one fee against their estimate, and look for the causes of those outside of it."""
    step = coin(asker.products.market[charges.of]) + 1e-6
    charged = charges.charged
    unknown = (estimate.reason != 0) | np.isnan(estimate.low) | np.isnan(charged)
    with np.errstate(invalid="ignore"):
        fits = ~unknown & (charged >= estimate.low - step) & (charged <= estimate.high + step)
        exact = fits & (estimate.high - estimate.low < step)
    off = np.flatnonzero(~unknown & ~fits)
    aside = charges.take(off)
    causes: dict[int, list[Cause]] = {}
    if len(off):
        causes = dict(
            zip(off.tolist(), find_causes(asker, aside, grid.charges(off), estimate.take(off), fee), strict=True)
        )
    checks = []
    for place in np.flatnonzero(~fits | np.isin(charges.of, charges.of[off])).tolist():
        state: Literal["right", "off", "unknown"] = (
            "unknown" if unknown[place] else "right" if fits[place] else "off"
        )
        reason = Reason(int(estimate.reason[place]))
        if state == "unknown" and reason == Reason.OK:
            reason = Reason.NO_UNITS if np.isnan(charged[place]) else Reason.MISSING_PRICE
        checks.append(
            _Checked(
                int(places[place]),
                state,
                float(estimate.low[place]),
                float(estimate.high[place]),
                reason,
                causes.get(place, []),
                _asked(asker, grid, place, fee) if state == "off" else {},
            )
        )
    return _Judged(checks, int(exact.sum()), int((fits & ~exact).sum()))


def _asked(asker: Asker, grid: Grid, place: int, fee: str) -> dict[str, Any]:
    """Return the arguments of the first question about a charge, for explain."""
    at = grid.starts[place]
    product = grid.product[at]
    given: dict[str, Any] = {
        "price": float(grid.price[at]),
        "category": (asker.fba_category if fee == FBA else asker.category)[product],
        "market": asker.products.market[product],
        "as_of": str(grid.day[at]),
        "programme": asker.products.programme[product],
    }
    if fee == FBA:
        given |= {name: float(side[product]) for name, side in zip(SIDES, asker.sides, strict=True)}
    return {name: value for name, value in given.items() if value is not None}


def _unknown(
    check: _Checked, charges: Charges, products: Products, sources: Sequence[Source], sheet: Sheet | None
) -> Unknown:
    of = charges.of[check.place]
    code, row = check.reason.name.lower(), int(products.sheet_row[of])
    if sheet is not None and row < 0 and check.reason in _OF_SHEET:
        code = "several_rows" if row == SEVERAL else "not_in_sheet"
    return Unknown(
        products.sku[of],
        products.asin[of],
        str(products.market[of]),
        str(charges.fee[check.place]),
        sources[charges.source[check.place]].name,
        check.reason,
        code,
    )


# Findings


def _findings(
    checks: list[_Checked],
    charges: Charges,
    collected: Collected,
    asker: Asker,
    sources: Sequence[Source],
    as_of: date,
) -> list[Finding]:
    by_product: dict[tuple[int, str], list[_Checked]] = {}
    for check in checks:
        by_product.setdefault((int(charges.of[check.place]), str(charges.fee[check.place])), []).append(check)
    maker = _Maker(checks, charges, collected.products, asker, sources, as_of)
    return [finding for group in by_product.values() for finding in maker.of(group)]


class _Maker:
    """Makes the findings of one product and fee out of all that the reports say of it."""

    def __init__(
        self,
        checks: Sequence[_Checked],
        charges: Charges,
        products: Products,
        asker: Asker,
        sources: Sequence[Source],
        as_of: date,
    ) -> None:
        self.charges = charges
        self.products = products
        self.asker = asker
        self.sources = sources
        self.as_of = as_of
        self._units = _recent_units(charges, len(products.sku))
        off = np.array([c.place for c in checks if c.state == "off" and charges.fee[c.place] == FBA], dtype=np.intp)
        self._tiers = self._tiers_of(off)

    def of(self, group: list[_Checked]) -> list[Finding]:
        """Return the findings; the same money in two reports counts once."""
        off = [check for check in group if check.state == "off"]
        if not off:
            return []
        previewed = self.charges.previewed
        paid = self._apart([check for check in off if not previewed[check.place]])
        told = [self._finding(same, group) for same in self._by_cause(paid)]
        for check in off:
            # A preview that says what the charges say is a witness, not a second loss.
            if previewed[check.place] and not any(_family(other.cause) == _family(_first(check)) for other in told):
                told.append(self._finding([check], group))
        return told

    def _by_cause(self, checks: list[_Checked]) -> list[list[_Checked]]:
        """Put charges that one cause explains together, that of the most units first; it goes first in each."""
        found: list[list[_Checked]] = []
        for over in (True, False):
            left = [check for check in checks if self._over(check) == over]
            while left:
                units: dict[Cause | None, float] = {}
                for check in left:
                    for cause in _wholes(check):
                        units[cause] = units.get(cause, 0.0) + self._count(check)
                best = max(units, key=lambda cause: units[cause])  # of equals the first, which is the likeliest
                found.append([_with_first(check, best) for check in left if best in _wholes(check)])
                left = [check for check in left if best not in _wholes(check)]
        return found

    def _apart(self, checks: list[_Checked]) -> list[_Checked]:
        """Return charges of which none is told twice.

        Orders told one by one are never the same. Averages of a period that another report tells as well are; the
        report with more money stays.
        """
        bundles: dict[int, list[_Checked]] = {}
        for check in checks:
            lined = self.charges.lined[check.place]
            bundles.setdefault(-1 if lined else int(self.charges.source[check.place]), []).append(check)
        kept: list[_Checked] = []
        for bundle in sorted(bundles.values(), key=lambda some: -sum(map(self._stake, some))):
            others = list(kept)
            kept += [c for c in bundle if all(self._separate(c.place, other.place) for other in others)]
        return kept

    def _stake(self, check: _Checked) -> float:
        charged = float(self.charges.charged[check.place])
        return abs(charged - (check.high if self._over(check) else check.low)) * self._count(check)

    def _count(self, check: _Checked) -> float:
        units = float(self.charges.units[check.place])
        return units if units > 0 else 0.0

    def _separate(self, one: int, other: int) -> bool:
        first, last = self.charges.first, self.charges.last
        return bool(last[one] < first[other] or last[other] < first[one])

    def _over(self, check: _Checked) -> bool:
        return bool(self.charges.charged[check.place] > check.high)

    def _finding(self, same: list[_Checked], group: list[_Checked]) -> Finding:
        charges, products = self.charges, self.products
        places = np.array([check.place for check in same])
        of = int(charges.of[places[0]])
        fee = str(charges.fee[places[0]])
        previewed = bool(charges.previewed[places[0]])
        units, counted_by = self._counted(of, fee, places, previewed)
        counts = charges.units[places]
        counts = np.where(np.isnan(counts), 0.0, counts)
        counts = counts if counts.sum() > 0 else np.ones(len(places))

        def average(values: Sequence[float] | Floats) -> float:
            if len(values) == 1:
                return float(values[0])
            return float(np.average(np.asarray(values, dtype=np.float64), weights=counts))

        charged = average(charges.charged[places])
        nearest = [check.high if self._over(check) else check.low for check in same]
        difference = round(average(charges.charged[places] - np.array(nearest)), 6)
        cause = same[0].causes[0] if same[0].causes else None
        agreeing, moved = self._witnesses(group, cause, places)
        claim = self._claim(places, previewed)
        reports = [self.sources[charges.source[c.place]].name for c in group if c in same or _agrees(c, cause)]
        row = int(products.sheet_row[of])
        tiers = self._tiers.get(int(places[0]), (None, None))
        return Finding(
            products.sku[of],
            products.asin[of],
            products.title[of],
            str(products.market[of]),
            products.currency[of],
            fee,
            round(average([check.low for check in same]), 4),
            round(average([check.high for check in same]), 4),
            charged,
            difference,
            units,
            counted_by,
            None if units is None else round(difference * units, 2),
            self._direction(of, cause, difference, agreeing, moved),
            cause,
            tuple(same[0].causes[1:]),
            previewed,
            tuple(dict.fromkeys(reports)),
            agreeing,
            moved,
            *claim,
            _measure(products.sides, of, tiers[0]),
            _measure(products.measured, of, products.measured_tier[of] or tiers[1]),
            self.asker.category[of],
            None if np.isnan(products.days_of_supply[of]) else float(products.days_of_supply[of]),
            None if row < 0 else row,
            same[0].asked,
        )

    def _counted(
        self, of: int, fee: str, places: Ints, previewed: bool
    ) -> tuple[float | None, Literal["charges", "reports", "sheet", "nobody"]]:
        counted = float(np.nansum(self.charges.units[places]))
        if not previewed and counted > 0:
            return counted, "charges"
        if (recent := float(self._units[fee][of])) > 0:
            return recent, "reports"
        own = float(self.products.sheet_units[of])
        return (own, "sheet") if own > 0 else (None, "nobody")

    def _witnesses(self, group: list[_Checked], cause: Cause | None, places: Ints) -> tuple[int, bool]:
        """Return how many reports the cause explains, and whether an earlier charge was still right."""
        agreeing = {int(self.charges.source[check.place]) for check in group if _agrees(check, cause)}
        first = self.charges.first[places].min()
        moved = any(
            check.state == "right"
            and not self.charges.previewed[check.place]
            and bool(self.charges.last[check.place] < first)
            for check in group
        )
        return len(agreeing), moved

    def _direction(self, of: int, cause: Cause | None, difference: float, agreeing: int, moved: bool) -> Direction:
        by_sign: Direction = "overcharged" if difference > 0 else "undercharged"
        code = cause.code if cause else ""
        if code.startswith("low_inventory") and self.products.days_of_supply[of] >= ENOUGH_SUPPLY:
            return by_sign
        if code in _BY_THE_RULES:
            return "as_published"
        in_sheet = self.products.sheet_row[of] >= 0
        silent = code in _BY_CATEGORY and self.products.category[of] is None
        if code in {"units", "fbm"} or silent or (code == "programme" and self.products.programme[of] is None):
            return "our_input"
        # Two reports on Amazon's side, and nothing that it was otherwise before: look at the own measurement first.
        return "our_input" if code in _BY_MEASUREMENT and in_sheet and agreeing >= 2 and not moved else by_sign

    def _claim(
        self, places: Ints, previewed: bool
    ) -> tuple[date | None, date | None, date | None, date | None, int | None]:
        """Return the period, the last day to claim all of it and any of it, and the days left for all."""
        first, last = self.charges.first[places].min(), self.charges.last[places].max()
        if np.isnat(first):
            return None, None, None, None, None
        start, end = first.astype(date), last.astype(date)
        if previewed:
            return start, end, None, None, None
        by = start + timedelta(days=CLAIM_DAYS)
        return start, end, by, end + timedelta(days=CLAIM_DAYS), (by - self.as_of).days

    def _tiers_of(self, places: Ints) -> dict[int, tuple[str | None, str | None]]:
        """Return the size tiers of charges' products, by the inputs of the estimate and by Amazon's measurement."""
        if not len(places):
            return {}
        grid = self.asker.grid(self.charges.take(places), FBA)
        first = grid.questions(grid.starts)
        own, amazons = (self.asker.tier(first, sides) for sides in (self.products.sides, self.products.measured))
        return dict(zip(places.tolist(), zip(own.tolist(), amazons.tolist(), strict=True), strict=True))


def _first(check: _Checked) -> Cause | None:
    return check.causes[0] if check.causes else None


def _wholes(check: _Checked) -> list[Cause | None]:
    """Return a charge's causes as they are compared, [None] where there is none."""
    return [_whole(cause) for cause in check.causes] or [None]


def _whole(cause: Cause) -> Cause:
    """Return a cause as it is compared: how many units were charged by a measurement makes no other cause."""
    return Cause("measured") if _family(cause) == "measured" else cause


def _with_first(check: _Checked, cause: Cause | None) -> _Checked:
    """Return a charge with the cause before its others."""
    return check._replace(causes=sorted(check.causes, key=lambda other: _whole(other) != cause))


def _family(cause: Cause | None) -> str:
    """Return what a cause is at heart: some units by Amazon's measurement are the same cause as all of them."""
    return cause.code.removesuffix("_part") if cause else ""


def _agrees(check: _Checked, cause: Cause | None) -> bool:
    return cause is not None and any(_family(other) == _family(cause) for other in check.causes)


def _measure(sides: tuple[Floats, ...], of: int, tier: str | None) -> Measure:
    longest, median, shortest = sorted((float(side[of]) for side in sides[:3]), reverse=True)
    weight = float(sides[3][of])
    known = not any(np.isnan(side[of]) for side in sides[:3])
    return Measure((longest, median, shortest) if known else None, None if np.isnan(weight) else weight, tier)


def _recent_units(charges: Charges, size: int) -> dict[str, Floats]:
    """Return by fee the units that the reports charged of each product; the largest count of one report."""
    found = {fee: np.zeros(size) for fee in (FBA, REFERRAL)}
    for fee, most in found.items():
        for source in np.unique(charges.source).tolist():
            here = (charges.fee == fee) & (charges.source == source)
            units = np.bincount(charges.of[here], np.nan_to_num(charges.units[here]), size)
            np.maximum(most, units, out=most)
    return found


def _ranked(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort by money: the currency with the most findings first, unknown money last."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.currency or ""] = counts.get(finding.currency or "", 0) + 1

    def rank(finding: Finding) -> tuple[int, str, float, float]:
        currency = finding.currency or ""
        money = -1.0 if finding.money is None else abs(finding.money)
        return -counts[currency], currency, -money, -abs(finding.difference)

    return tuple(sorted(findings, key=rank))


def _totals(findings: Sequence[Finding]) -> tuple[Total, ...]:
    groups: dict[tuple[str, bool, int], list[Finding]] = {}
    for finding in findings:
        key = (finding.currency or "", finding.previewed, DIRECTIONS.index(finding.direction))
        groups.setdefault(key, []).append(finding)
    currencies = list(dict.fromkeys(finding.currency or "" for finding in findings))
    found = []
    for (currency, previewed, place), mine in sorted(groups.items(), key=lambda g: (currencies.index(g[0][0]), g[0])):
        known = [finding.money for finding in mine if finding.money is not None]
        money = round(sum(known), 2) if known else None
        found.append(Total(currency, DIRECTIONS[place], previewed, len(mine), money))
    return tuple(found)


def _no_market(name: str, count: int) -> tuple[str, str]:
    return (
        f"{name}: {count} products without a marketplace were left out: give it with --market",
        f"{name}：{count} 个商品未注明站点，未核对：请用 --market 指定",
    )


def _copy_of(source: Source, first: Source) -> tuple[str, str]:
    return (
        f"{source.name}: says the same as {first.name}, and was left out",
        f"{source.name}：与 {first.name} 内容相同，未重复核对",
    )


def _told_twice(name: str, count: int) -> tuple[str, str]:
    return (
        f"{name}: {count} order lines stand in an earlier report as well, and count once",
        f"{name}：{count} 条订单记录在前面的报表中已有，只计一次",
    )


def _set_aside(source: Source, aside: Aside) -> tuple[str, str]:
    name_en, name_zh = ("fulfilment fees", "配送费") if aside.fee == FBA else ("referral fees", "佣金")
    return (
        f"{source.name}: {name_en} without a sale (refunds, adjustments) were not audited: {aside.lines}, together "
        f"{aside.money:+,.2f} {aside.currency or ''}".rstrip(),
        f"{source.name}：没有对应销售的{name_zh}（退款、调整）未核对：{aside.lines} 笔，"
        f"共 {aside.money:+,.2f} {aside.currency or ''}".rstrip(),
    )


def _no_dates(as_of: date) -> tuple[str, str]:
    return (
        f"A report does not say its period: its charges are held against the fees of {as_of}, "
        "and their claim day is unknown",
        f"有报表未注明期间：按 {as_of} 的费率核对，申诉截止日未知",
    )


def _with_vat(source: Source, fee: str) -> tuple[str, str]:
    name_en, name_zh = ("fulfilment fees", "配送费") if fee == FBA else ("referral fees", "佣金")
    return (
        f"{source.name}: the {name_en} are stated with VAT, as most of them show; they were taken without it",
        f"{source.name}：多数{name_zh}显示为含增值税金额，已按不含税核对",
    )


def _without_surcharge(source: Source, fee: str) -> tuple[str, str]:
    return (
        f"{source.name}: the fulfilment fees are stated without the fuel and logistics surcharge, as most of them "
        "show; it was added",
        f"{source.name}：多数配送费显示为不含燃油与物流附加费，已加上后核对",
    )

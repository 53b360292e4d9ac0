"""The profit of a month per product and market, each figure from one report, and nothing counted twice.

What was charged comes from one kind of report alone (settlements, or SKU Economics, ...): two of them tell the same
money. Where that report has advertising or storage only for the account as a whole, a report that has them per product
takes their place. What nobody tells stays unknown and says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isnan
from typing import Any

import pandas as pd

from xlops.reports.measures import measures
from xlops.sheets.cells import SHARED_SIGNS

Pair = tuple[str, str]  # the same words in English and in Chinese
Place = tuple[str | None, str | None]  # market and currency
Key = Any  # what a product is known by; None = the account
# Kinds of reports that tell what was charged, the most trusted first; and those that tell sales where no such one does.
_CHARGED = ("settlement", "economics")
_SALES = ("business", "orders", "products", "economics", "settlement")
# Costs that a report of their own tells per product, where the report of the charges has them for the account alone.
_OWN_REPORT = {"ad_spend": "ads", "charged_storage_fee": "storage", "charged_aged_surcharge": "storage"}
# Parts of net proceeds that are no cost and no income of the products: money kept or passed on, and the goods as the
# platform was told them.
_NOT_PROFIT = ("reserve", "tax_collected", "goods_cost")
# Sponsored Brands and Display stand beside a report of Sponsored Products; other ad reports tell the same clicks again.
_BESIDE = "amazon_ads_sb_sd_campaign"
_SPONSORED_PRODUCTS = ("amazon_ads_sp", "amazon_ads_bulk_sponsored_products")
_SLACK = 3  # days by which the period of ads may differ from that of the charges and still be taken off them
# Costs that no report tells: from the product sheet, or computed.
SHEET_COSTS: dict[str, Pair] = {
    "goods": ("goods", "采购成本"),
    "first_leg": ("first leg", "头程"),
    "delivery": ("own delivery", "自发货/物流运费"),
    "other_cost": ("other costs of the sheet", "表内其他成本"),
    "vat": ("VAT in the sales", "销售额内增值税"),
    "digital_fee": ("digital services fee", "数字服务费"),
    "packaging_fee": ("packaging fee outside SIPP", "大件包装费(未加入SIPP)"),
    "not_itemised": ("not itemised in the report", "报表未列明的差额"),
}


@dataclass(frozen=True)
class Teller:
    """One report as it takes part: only what belongs to the month.

    ``rows`` has one row per product: ``key`` (an object column: what the product is known by, None = the account),
    ``market`` and ``currency`` (text or None; a mark that several currencies share is one of them) and a column per
    measure. ``first`` and ``last`` are the period told, None = unknown.
    """

    name: str
    title: Pair
    layout: str
    kind: str
    platform: str | None
    rows: pd.DataFrame
    first: date | None = None
    last: date | None = None

    def tells(self, measure: str) -> bool:
        """Whether any of its rows has a figure of this measure."""
        return measure in self.rows and bool(self.rows[measure].notna().any())


@dataclass(frozen=True)
class Figure:
    """An amount: whether it is our estimate, and where it comes from."""

    value: float
    estimated: bool = False
    source: str = ""


@dataclass(frozen=True)
class Facts:
    """What the product sheet tells of one product, per unit in its selling currency; None = unknown.

    ``unknown`` says for a part that is unknown why; ``delivery`` is 0 where the platform delivers. ``fees`` are our
    estimates by the name of the measure or cost; ``vat_share`` is the part of the price that is tax. ``letter`` goes by
    ``graded_ads`` of ad spend; ``no_letter`` says why it cannot stand beside a month's profit.
    """

    sku: str | None = None
    asin: str | None = None
    name: str | None = None
    letter: str | None = None
    graded_ads: float | None = None
    no_letter: Pair | None = None
    row: int | None = None
    sheet: str | None = None
    goods: float | None = None
    first_leg: float | None = None
    delivery: float | None = None
    other_cost: float = 0.0
    vat_share: float = 0.0
    fees: Mapping[str, float] = field(default_factory=dict)
    fees_known: bool = False
    unknown: Mapping[str, Pair] = field(default_factory=dict)


@dataclass
class Line:
    """One product in a month. Costs are positive, credits negative; a cost that nobody tells is not there.

    ``why`` says what leaves the profit unknown; ``ads_apart`` why the ads are no product's in the month.
    """

    key: Key
    facts: Facts
    units: Figure | None = None
    sales: Figure | None = None
    shipping: Figure | None = None
    costs: dict[str, Figure] = field(default_factory=dict)
    ad_spend: float | None = None
    ad_sales: float | None = None
    ad_orders: float | None = None
    proceeds: float | None = None
    charged: bool = False
    ads_apart: Pair | None = None
    why: list[Pair] = field(default_factory=list)

    @property
    def letter(self) -> str | None:
        """The grade, where it goes by what the profit goes by."""
        return None if self.no_letter else self.facts.letter

    @property
    def no_letter(self) -> Pair | None:
        """Why a grade is not shown; None where it is, or where there is none."""
        if self.facts.letter is None:
            return None
        if self.profit is None:
            return "no grade: the profit is unknown", "不评级：利润未知"
        if not (self.units and self.units.value):
            return "no grade: nothing was sold in the month", "不评级：本月没有销量"
        if self.ads_apart:
            return self.ads_apart
        ads = self.costs["ad_spend"].value if "ad_spend" in self.costs else 0.0
        if abs(ads - (self.facts.graded_ads or 0.0)) >= 0.01:
            return "no grade: it would go by other ads than the profit", "不评级：评级所用的广告费与利润所用的不同"
        return self.facts.no_letter

    @property
    def estimated(self) -> bool:
        """Whether a cost or the sales of this line rest on our estimates."""
        return any(figure.estimated for figure in self.costs.values())

    @property
    def income(self) -> float | None:
        """Sales with what buyers paid for shipping."""
        if self.sales is None:
            return None
        return self.sales.value + (self.shipping.value if self.shipping else 0.0)

    @property
    def profit(self) -> float | None:
        """Income less all costs; None where a part is unknown."""
        if self.why or self.income is None:
            return None
        return round(self.income - sum(figure.value for figure in self.costs.values()), 2)

    @property
    def before_ads(self) -> float | None:
        """The profit before advertising."""
        if self.profit is None:
            return None
        return self.profit + (self.costs["ad_spend"].value if "ad_spend" in self.costs else 0.0)

    @property
    def margin(self) -> float | None:
        """Profit divided by sales."""
        return ratio(self.profit, self.sales.value if self.sales else None)

    @property
    def break_even(self) -> float | None:
        """The ACoS and TACoS at which nothing is left: profit before ads divided by sales; None if none is left.

        Reimbursements are not in it: they happen once, and the next sale brings none.
        """
        return _break_even(self.before_ads, [self.costs], self.sales.value if self.sales else None)

    @property
    def acos(self) -> float | None:
        """Ad spend divided by the sales of ads, of the ad report alone."""
        return ratio(self.ad_spend, self.ad_sales)

    @property
    def tacos(self) -> float | None:
        """The ad cost that counts in the profit, divided by all sales."""
        ads = self.costs.get("ad_spend")
        return ratio(ads.value if ads else None, self.sales.value if self.sales else None)


@dataclass(frozen=True)
class Sums:
    """The sums of some products and of the account, and what they come to: each figure of the same rows.

    ``ads`` is the ad cost that counts in the profit; ``acos`` is of the ad report alone. ``estimated``: a cost in it is
    our estimate.
    """

    units: float | None
    sales: float | None
    shipping: float | None
    ads: float | None
    profit: float | None
    margin: float | None
    acos: float | None
    tacos: float | None
    break_even: float | None
    estimated: bool


@dataclass(frozen=True)
class Total:
    """The net proceeds of the reports of charges in this market: of products, of the account, and both."""

    reports: tuple[str, ...]
    products: float
    account: float

    @property
    def both(self) -> float:
        """The whole."""
        return round(self.products + self.account, 2)


@dataclass
class Ledger:
    """One market's month. ``account`` are costs of no product (and income, negative), never spread over products.

    ``left_out`` are parts of the net proceeds that are neither cost nor income: reserves, taxes passed on, and amounts
    that a report per product took the place of. ``total`` is None where no report tells charges.
    """

    platform: str | None
    market: str | None
    currency: str | None
    lines: list[Line]
    account: dict[str, Figure]
    left_out: dict[str, Figure]
    total: Total | None
    covered: tuple[date | None, date | None]
    sources: dict[str, tuple[str, ...]]
    notes: list[Pair]
    net_of: dict[str, float] = field(default_factory=dict)  # net proceeds by report
    ads_apart: Pair | None = None  # why there is no grade: the ads are told, and are no product's in the month

    @property
    def name(self) -> str:
        """Market and currency."""
        return " ".join(text for text in (self.market or (self.platform or ""), self.currency or "") if text)

    @property
    def known(self) -> list[Line]:
        """The lines whose profit is known."""
        return [line for line in self.lines if line.profit is not None]

    @property
    def unknown(self) -> list[Line]:
        """The lines whose profit is not known."""
        return [line for line in self.lines if line.profit is None]

    @property
    def account_costs(self) -> float:
        """What the account pays beside the products."""
        return sum(figure.value for figure in self.account.values())

    @property
    def profit(self) -> float | None:
        """The profit of all lines whose profit is known, less the account's costs; None where no line's is."""
        if not self.known:
            return None
        return round(sum(line.profit or 0.0 for line in self.known) - self.account_costs, 2)

    @property
    def sales(self) -> float | None:
        """The sales of all lines that tell theirs."""
        told = [line.sales.value for line in self.lines if line.sales is not None]
        return round(sum(told), 2) if told else None

    @property
    def known_sales(self) -> float | None:
        """The sales of the lines whose profit is known."""
        told = [line.sales.value for line in self.known if line.sales is not None]
        return round(sum(told), 2) if told else None

    @property
    def summed(self) -> list[Line]:
        """The lines that the sums are of: those whose profit is known; where none is, all."""
        return self.known or self.lines

    @property
    def sums(self) -> Sums:
        """The sums of these lines and of the account."""
        lines = self.summed
        ads = [costs["ad_spend"].value for costs in (self.account, *(x.costs for x in lines)) if "ad_spend" in costs]
        spent, ad_cost = _added(ads), sum(ads)
        sales = _added([x.sales.value for x in lines if x.sales], self.account.get("total_sales"))
        shipping = _added([x.shipping.value for x in lines if x.shipping], self.account.get("shipping_income"))
        profit = self.profit
        return Sums(
            units=_added([x.units.value for x in lines if x.units]),
            sales=sales,
            shipping=shipping,
            ads=spent,
            profit=profit,
            margin=ratio(profit, sales),
            acos=ratio(sum(x.ad_spend or 0.0 for x in lines), sum(x.ad_sales or 0.0 for x in lines)),
            tacos=ratio(spent, sales),
            break_even=_break_even(
                None if profit is None else profit + ad_cost, [self.account, *(x.costs for x in lines)], sales
            ),
            estimated=any(x.estimated for x in lines) or any(figure.estimated for figure in self.account.values()),
        )

    def cost(self, name: str, lines: Sequence[Line] | None = None) -> float | None:
        """Return a cost of all lines (or of some); None where none of them has it."""
        told = [line.costs[name].value for line in (self.lines if lines is None else lines) if name in line.costs]
        return round(sum(told), 2) if told else None

    @property
    def cost_names(self) -> list[str]:
        """Every cost that a line or the account has and that is not 0 everywhere, in a fixed order."""
        met = {name for line in self.lines for name, figure in line.costs.items() if figure.value}
        met |= {name for name, figure in self.account.items() if figure.value}
        order = [*(m for m in measures() if m != "ad_spend" and m not in SHEET_COSTS), "ad_spend", *SHEET_COSTS]
        return [name for name in order if name in met]


def ratio(over: float | None, under: float | None) -> float | None:
    """Return a quotient; None where a part is unknown or there is nothing to divide by."""
    return None if over is None or under is None or under <= 0 else over / under


def _break_even(before_ads: float | None, costs: Iterable[Mapping[str, Figure]], sales: float | None) -> float | None:
    """Return the share of the sales that is left before ads and reimbursements; None if none is."""
    if before_ads is None:
        return None
    once = sum(of["reimbursements"].value for of in costs if "reimbursements" in of)  # negative: paid to the seller
    share = ratio(round(before_ads + once, 6), sales)
    return share if share is not None and share > 0 else None


def _added(values: Sequence[float], account: Figure | None = None) -> float | None:
    """Return the sum of products and of what the account was paid (negative as a cost is); None where none is told."""
    told = [*values, *([] if account is None else [-account.value])]
    return round(sum(told), 2) if told else None


def cost_label(name: str) -> Pair:
    """Return what a cost is called, in English and Chinese."""
    if name in SHEET_COSTS:
        return SHEET_COSTS[name]
    measure = measures()[name]
    return measure.label_en.removesuffix(" charged"), measure.label_zh.removeprefix("实收").strip()


def ledgers(
    tellers: Sequence[Teller], facts: Mapping[Key, Facts], first: date | None = None, last: date | None = None
) -> list[Ledger]:
    """Return the month of each market, the greatest sales first.

    Args:
        tellers: the reports.
        facts: what the product sheet tells of each product; a product that it does not tell of is not in here.
        first: the month's first day; None = no report says its period.
        last: the month's last day.
    """
    places: dict[Place, str | None] = {}
    for teller in tellers:
        if any(teller.tells(name) for name in ("total_sales", "ad_spend", "net_proceeds", "units_sold")):
            for market, currency in zip(teller.rows["market"], teller.rows["currency"], strict=True):
                place = (_text(market), _text(currency))
                if place != (None, None):
                    places[place] = places.get(place) or teller.platform
    # A report that names the currency alone, or a mark of several, is of the market that has it.
    for place in sorted(places, key=lambda p: (p[0] is not None) + (p[1] is not None and p[1] not in SHARED_SIGNS)):
        if any(place != other for other in _fits(*place, list(places))):
            del places[place]
    made = [_ledger(tellers, facts, place, platform, list(places), first, last) for place, platform in places.items()]
    made = sorted((one for one in made if one.lines or one.account), key=lambda one: -(one.sales or 0.0))
    if made:
        made[0].notes += _unplaced(tellers, list(places))
    return made


def _unplaced(tellers: Sequence[Teller], places: Sequence[Place]) -> list[Pair]:
    """Say which rows count nowhere, because they may be of several markets or are of one that tells no money."""
    said = []
    for teller in tellers:
        told = zip(teller.rows["market"], teller.rows["currency"], strict=True)
        if lost := sum(len(_fits(market, currency, places)) != 1 for market, currency in told):
            rows = f"{lost} {'row' if lost == 1 else 'rows'}"
            said.append(
                (
                    f"{teller.name}: {rows} not counted, whose market is not said or has no sales and charges here",
                    f"{teller.name}：{lost} 行未计入，未注明站点，或该站点没有销售和扣费数据",
                )
            )
    return said


def _fits(market: Any, currency: Any, places: Sequence[Place]) -> list[Place]:
    """Return the places that a row may be of; what it does not say may be any."""
    told, coin = _text(market), _text(currency)
    return [
        place
        for place in places
        if told in (None, place[0]) and (coin in (None, place[1]) or place[1] in SHARED_SIGNS.get(str(coin), ()))
    ]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _ledger(
    tellers: Sequence[Teller],
    facts: Mapping[Key, Facts],
    place: Place,
    platform: str | None,
    places: Sequence[Place],
    first: date | None,
    last: date | None,
) -> Ledger:
    here = [part for teller in tellers if (part := _part(teller, place, places)) is not None]
    found = Ledger(platform, *place, [], {}, {}, None, (None, None), {}, [])
    lines: dict[Key, Line] = {}

    def line(key: Key) -> Line:
        return lines.setdefault(key, Line(key, facts.get(key, Facts())))

    charges = _charges(here, first, last)
    found.covered = _span(charges)
    if charges:
        _take_charges(charges, line, found)
        _without_a_sale(charges, lines.values())
    else:
        found.notes.append(
            (
                "no report tells what was charged: fees are our estimates per unit; what the account pays "
                "(storage, subscription, inbound) is unknown and not in the profit",
                "没有扣费报表：费用按单件估算；账户费用（仓储、月租、入库配置等）未知，未计入利润",
            )
        )
    _warn_of_others(here, charges, found)
    _take_own_reports(here, charges, lines, line, found, first, last)
    _take_sales(here, lines, line, found)
    if "ad_spend" in found.account and not any("ad_spend" in one.costs for one in lines.values()):
        found.ads_apart = found.ads_apart or (_OF_THE_ACCOUNT if found.account["ad_spend"].value else None)
    for one in lines.values():
        _finish(one, found)
    found.lines = sorted(lines.values(), key=_worst_first)
    if found.total is not None and first is not None and last is not None:
        _tell_coverage(found, first, last)
    return found


def _part(teller: Teller, place: Place, places: Sequence[Place]) -> Teller | None:
    """Return what a report tells of one market; a row without a market or currency is of the only one that fits."""
    mine = []
    for market, currency in zip(teller.rows["market"], teller.rows["currency"], strict=True):
        mine.append(_fits(market, currency, places) == [place])
    if not any(mine):
        return None
    rows = teller.rows[mine].reset_index(drop=True)
    return Teller(
        teller.name, teller.title, teller.layout, teller.kind, teller.platform, rows, teller.first, teller.last
    )


def _charges(here: Sequence[Teller], first: date | None, last: date | None) -> list[Teller]:
    """Return the reports of one layout that tell what was charged: those that cover the most days of the month."""
    kinds: dict[str, list[Teller]] = defaultdict(list)
    for teller in here:
        if teller.kind in _CHARGED and (teller.tells("net_proceeds") or teller.tells("charged_fba_fee")):
            kinds[teller.layout].append(teller)

    def rank(layout: str) -> tuple[int, int, int, str]:
        of = kinds[layout]
        trust = len(_CHARGED) - _CHARGED.index(of[0].kind)
        return _days(of, first, last), trust, sum(len(t.rows) for t in of), layout

    return kinds[max(kinds, key=rank)] if kinds else []


def _days(tellers: Sequence[Teller], first: date | None, last: date | None) -> int:
    """Return how many days of the month the reports cover; a settlement's last day may be the next one's first."""
    days: set[date] = set()
    for teller in tellers:
        if teller.first is None or teller.last is None:
            continue
        start, end = max(teller.first, first or teller.first), min(teller.last, last or teller.last)
        days.update(start + timedelta(n) for n in range((end - start).days + 1))
    return len(days)


def _span(tellers: Sequence[Teller]) -> tuple[date | None, date | None]:
    firsts = [t.first for t in tellers if t.first is not None]
    lasts = [t.last for t in tellers if t.last is not None]
    return min(firsts, default=None), max(lasts, default=None)


def _amount(row: Any, name: str) -> float | None:
    value = row.get(name)
    return None if value is None or (isinstance(value, float) and isnan(value)) else float(value)


def _take_charges(charges: Sequence[Teller], line: Any, found: Ledger) -> None:
    """Take what was charged: per product, and for the account."""
    known = measures()
    costs = [m.name for m in known.values() if m.side == "cost" and m.part_of is None]
    incomes = [m.name for m in known.values() if m.side == "income" and m.part_of is None]
    sums = [0.0, 0.0]
    for teller in charges:
        for row in teller.rows.to_dict("records"):
            key = row["key"]
            told = {name: v for name in (*costs, *incomes) if (v := _amount(row, name)) is not None}
            net = _amount(row, "net_proceeds")
            itemised = sum(v * (1 if name in incomes else -1) for name, v in told.items())
            net = itemised if net is None else net
            sums[key is None] += net
            found.net_of[teller.name] = found.net_of.get(teller.name, 0.0) + net
            if abs(rest := round(itemised - net, 2)) >= 0.01:
                told["not_itemised"] = rest
            for name in _NOT_PROFIT:
                if name in told:
                    _add(found.left_out, name, told[name] * (-1 if name in incomes else 1), teller.name)
            if key is None:
                for name, value in told.items():
                    if name not in _NOT_PROFIT:
                        _add(found.account, name, -value if name in incomes else value, teller.name)
                continue
            one = line(key)
            one.charged = True
            one.proceeds = (one.proceeds or 0.0) + net
            for name, value in told.items():
                if name == "total_sales":
                    one.sales = _plus(one.sales, value, teller.name)
                elif name == "shipping_income":
                    one.shipping = _plus(one.shipping, value, teller.name)
                elif name == "goods_cost" or name not in _NOT_PROFIT:
                    _add(one.costs, name, value, teller.name)
            if (units := _amount(row, "units_sold")) is not None:
                one.units = _plus(one.units, units, teller.name)
    names = tuple(teller.name for teller in charges)
    found.total = Total(names, round(sums[0], 2), round(sums[1], 2))
    found.sources["charges"] = names


def _without_a_sale(charges: Sequence[Teller], lines: Iterable[Line]) -> None:
    """Say 0 units of the products whose charges tell no sale: refunds of older orders, reimbursements, removals.

    Units that another report counts by day of order are then of sales that these charges do not have. Where a part of
    the proceeds is not itemised, a sale may be in it.
    """
    if not any(teller.kind == "settlement" or teller.tells("total_sales") for teller in charges):
        return
    for one in lines:
        if one.charged and not (one.sales and one.sales.value) and "not_itemised" not in one.costs:
            one.sales = one.sales or Figure(0.0)
            one.units = one.units or Figure(0.0)


def _plus(figure: Figure | None, value: float, source: str, estimated: bool = False) -> Figure:
    if figure is None:
        return Figure(round(value, 6), estimated, source)
    both = figure.source if source in figure.source.split(" + ") else f"{figure.source} + {source}"
    return Figure(round(figure.value + value, 6), estimated or figure.estimated, both)


def _add(costs: dict[str, Figure], name: str, value: float, source: str, estimated: bool = False) -> None:
    costs[name] = _plus(costs.get(name), value, source, estimated)


def _warn_of_others(here: Sequence[Teller], charges: Sequence[Teller], found: Ledger) -> None:
    """Name the reports that tell the same charges again, which do not count."""
    for teller in here:
        if charges and teller.kind in _CHARGED and teller not in charges:
            used = charges[0]
            found.notes.append(
                (
                    f"{teller.name} ({teller.title[0]}) tells the same charges as {used.name} ({used.title[0]}); those "
                    "of the latter count, nothing was added twice",
                    f"{teller.name}（{teller.title[1]}）与 {used.name}（{used.title[1]}）是同一笔钱，采用后者",
                )
            )


def _take_own_reports(
    here: Sequence[Teller],
    charges: Sequence[Teller],
    lines: dict[Key, Line],
    line: Any,
    found: Ledger,
    first: date | None,
    last: date | None,
) -> None:
    """Take advertising and storage per product, from the charges or else from a report of their own."""
    for name, kind in _OWN_REPORT.items():
        tellers = [t for t in here if t.kind == kind and t.tells(name)]
        if name == "ad_spend":
            tellers = _one_kind_of_ads(tellers, found)
            for teller in tellers:
                _take_ad_results(teller, line)
        per_product = any(name in one.costs for one in lines.values())
        label = cost_label(name)
        if not tellers or per_product:
            if per_product:
                found.sources[name] = found.sources["charges"]
                if tellers:
                    names, used = ", ".join(t.name for t in tellers), found.sources["charges"][0]
                    found.notes.append(
                        (
                            f"{label[0]}: {used} tells it per product and counts; {names} does not count as well",
                            f"{label[1]}：{used} 已按商品列出，采用该数；{names} 不重复计入",
                        )
                    )
            elif name in found.account:
                found.sources[name] = found.sources["charges"]
                found.notes.append(
                    (
                        f"{label[0]}: told for the account only, so it is not in the profit of single products",
                        f"{label[1]}：只有账户合计，没有分摊到各商品，未计入单个商品的利润",
                    )
                )
            elif name == "ad_spend":
                found.notes.append(
                    (
                        "no report tells the ads of this market: its profit is before advertising",
                        "没有该站点的广告报表：利润未扣广告费",
                    )
                )
            continue
        if charges and (off := _days_apart(tellers, charges, first, last)) > _SLACK:
            spans = f"{tellers[0].name}: {tellers[0].first}~{tellers[0].last}"
            found.notes.append(
                (
                    f"{label[0]} of {spans} is {off} days off the days of the charges, so it is not taken off them",
                    f"{label[1]}（{spans}）与扣费期间相差 {off} 天，未从利润中扣除",
                )
            )
            if name == "ad_spend":
                found.ads_apart = _OTHER_DAYS
            if name not in found.account:
                for one in lines.values():
                    one.why.append((f"{label[0]} of another period", f"{label[1]}的期间不同"))
            continue
        if name in found.account:
            billed = found.account.pop(name)
            _add(found.left_out, f"{name}_billed", billed.value, billed.source)
            names = ", ".join(t.name for t in tellers)
            found.notes.append(
                (
                    f"{label[0]}: {names} tells it per product and counts; {billed.value:,.2f} of {billed.source} "
                    "does not count as well",
                    f"{label[1]}：采用按商品列出的 {names}；{billed.source} 中开出的 {billed.value:,.2f} 不重复计入",
                )
            )
        for teller in tellers:
            for row in teller.rows.to_dict("records"):
                if (value := _amount(row, name)) is not None:
                    _add(found.account if row["key"] is None else line(row["key"]).costs, name, value, teller.name)
        found.sources[name] = tuple(teller.name for teller in tellers)


def _one_kind_of_ads(tellers: Sequence[Teller], found: Ledger) -> list[Teller]:
    """Return the ad reports that count: of those that tell the same clicks again, the layout that names products."""
    kinds: dict[str, list[Teller]] = defaultdict(list)
    for teller in tellers:
        kinds[teller.layout].append(teller)
    beside = kinds.pop(_BESIDE, [])
    if not kinds:
        return beside

    def rank(layout: str) -> tuple[float, float, str]:
        of = kinds[layout]
        named = sum(float(t.rows.loc[t.rows["key"].notna(), "ad_spend"].sum()) for t in of)
        return named, sum(float(t.rows["ad_spend"].sum()) for t in of), layout

    best = max(kinds, key=rank)
    for layout, others in kinds.items():
        if layout != best:
            for other in others:
                used = kinds[best][0]
                found.notes.append(
                    (
                        f"{other.name} ({other.title[0]}) tells the same ads as {used.name}, which counts",
                        f"{other.name}（{other.title[1]}）与 {used.name}（{used.title[1]}）是同一批广告，采用后者",
                    )
                )
    return kinds[best] + (beside if best.startswith(_SPONSORED_PRODUCTS) else [])


def _take_ad_results(teller: Teller, line: Any) -> None:
    for row in teller.rows.to_dict("records"):
        if row["key"] is None:
            continue
        one = line(row["key"])
        for name in ("ad_spend", "ad_sales", "ad_orders"):
            if (value := _amount(row, name)) is not None:
                setattr(one, name, (getattr(one, name) or 0.0) + value)


def _days_apart(tellers: Sequence[Teller], charges: Sequence[Teller], first: date | None, last: date | None) -> int:
    """Return by how many days at either end two periods differ within the month; 0 where one is not told."""
    one, other = _span(tellers), _span(charges)
    if None in one or None in other or first is None or last is None:
        return 0
    begin = [max(span[0], first) for span in (one, other) if span[0] is not None]
    end = [min(span[1], last) for span in (one, other) if span[1] is not None]
    return max(abs((begin[0] - begin[1]).days), abs((end[0] - end[1]).days))


def _take_sales(here: Sequence[Teller], lines: dict[Key, Line], line: Any, found: Ledger) -> None:
    """Take units and sales of products that the report of the charges does not tell them of."""
    tellers = sorted((t for t in here if t.kind in _SALES), key=lambda t: _SALES.index(t.kind))
    for teller in tellers:
        if not (teller.tells("units_sold") or teller.tells("total_sales")):
            continue
        if teller.name in found.sources.get("charges", ()):
            continue
        used = False
        sums: dict[Key, list[float | None]] = {}
        for row in teller.rows.to_dict("records"):
            if row["key"] is None:
                continue
            units, sales = _amount(row, "units_sold"), _amount(row, "total_sales")
            if sales is None and units is not None and (price := _amount(row, "price_sold")) is not None:
                sales = units * price
            had = sums.setdefault(row["key"], [None, None])
            for n, value in enumerate((units, sales)):
                if value is not None:
                    had[n] = (had[n] or 0.0) + value
        for key, (units, sales) in sums.items():
            if key not in lines and not (units or sales):
                continue
            one = line(key)
            if one.units is None and units is not None:
                one.units, used = Figure(units, source=teller.name), True
            if one.sales is None and not one.charged and sales is not None:
                one.sales, used = Figure(sales, source=teller.name), True
        seen = sum(units or 0.0 for units, _ in sums.values())
        charged = sum(one.units.value for one in lines.values() if one.charged and one.units)
        if charged and seen and abs(seen - charged) >= 1 and teller.kind == "business":
            found.notes.append(
                (
                    f"{teller.name} has {seen:,.0f} units, the charges {charged:,.0f}: it counts by day of order, "
                    "they by day of posting",
                    f"{teller.name} 销量 {seen:,.0f} 件，扣费报表 {charged:,.0f} 件：前者按下单日，后者按入账日",
                )
            )
        if used:
            found.sources["sales"] = (*found.sources.get("sales", ()), teller.name)


_NO_SALES: Pair = ("no report tells its sales", "没有报表给出销售额")
_OTHER_DAYS: Pair = ("no grade: the ads are of other days than the profit", "不评级：广告与利润的期间不同")
_OF_THE_ACCOUNT: Pair = ("no grade: ads are told for the account only", "不评级：广告费只有账户合计")
_NO_UNITS: Pair = ("no report tells its units", "没有报表给出销量")
_NOT_IN_SHEET: Pair = ("not in the product sheet, so its cost is unknown", "产品表中没有，成本未知")


def _finish(one: Line, found: Ledger) -> None:
    """Add what the product sheet knows of a line: goods, way, delivery, tax, and fees where none were charged."""
    facts, units = one.facts, one.units.value if one.units else None
    one.ads_apart = found.ads_apart
    told_goods = one.costs.pop("goods_cost", None)
    if one.sales is None:
        if one.charged or found.total is not None:
            one.sales = Figure(0.0)  # the report of all charges tells none
        else:
            one.why.append(_NO_SALES)
    if units is None and one.sales is not None and one.sales.value == 0:
        units = 0.0
    if not one.charged and units:
        if facts.fees_known:
            for name, fee in facts.fees.items():
                if fee:
                    _add(one.costs, name, fee * units, "", estimated=True)
        else:
            one.why.append(facts.unknown.get("fees", _NOT_IN_SHEET))
    if units == 0:
        pass
    elif facts.goods is not None and units is not None:
        one.costs["goods"] = Figure(round(facts.goods * units, 2))
        if facts.first_leg:
            one.costs["first_leg"] = Figure(round(facts.first_leg * units, 2))
    elif told_goods is not None and told_goods.value:
        one.costs["goods"] = told_goods
    elif facts.goods is None:
        one.why.append(facts.unknown.get("goods", _NOT_IN_SHEET))
    else:
        one.why.append(_NO_UNITS)
    if units and facts.other_cost:
        one.costs["other_cost"] = Figure(round(facts.other_cost * units, 2))
    if units and "charged_freight" not in one.costs:
        if facts.delivery:
            one.costs["delivery"] = Figure(round(facts.delivery * units, 2))
        elif facts.delivery is None and "charged_freight" in facts.fees:
            _add(one.costs, "charged_freight", facts.fees["charged_freight"] * units, "", estimated=True)
        elif "delivery" in facts.unknown:
            one.why.append(facts.unknown["delivery"])
    if facts.vat_share and one.sales and not found.left_out.get("tax_collected", Figure(0.0)).value:
        taxed = (one.income or 0.0) - sum(one.costs[n].value for n in ("refunds", "promotions") if n in one.costs)
        one.costs["vat"] = Figure(round(taxed * facts.vat_share, 2), estimated=True)


def _worst_first(one: Line) -> tuple[bool, float, float]:
    """Sort the least profit first, and lines without a known profit last, the greatest sales first."""
    profit = one.profit
    return profit is None, 0.0 if profit is None else profit, -(one.sales.value if one.sales else 0.0)


def _tell_coverage(found: Ledger, first: date, last: date) -> None:
    begin, end = found.covered
    if begin is None or end is None:
        found.notes.append(
            ("the report of the charges does not tell its period", "扣费报表未注明期间"),
        )
    elif begin > first or end < last:
        found.notes.append(
            (
                f"the charges cover {max(begin, first)} to {min(end, last)}, not the whole month",
                f"扣费报表只覆盖 {max(begin, first)} 至 {min(end, last)}，不是整月",
            )
        )

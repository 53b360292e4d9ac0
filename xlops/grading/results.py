"""From a sheet to its graded result: the columns that xlops adds, the grades, the totals, the sources, the receipt.

Every host shows this one result, so every host shows the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlops.catalog import Texts
from xlops.errors import REASONS, Reason
from xlops.fees.edition import WEAK_CONFIDENCES, Edition
from xlops.fees.library import active_library
from xlops.fees.names import name_list
from xlops.grading.benchmarks import Benchmark
from xlops.grading.economics import Column, Economics, economics
from xlops.grading.findings import Finding, Findings, Slot, alike
from xlops.grading.letters import Alike, Grades
from xlops.grading.row_facts import campaign_data, with_row_facts
from xlops.sheets.grid import Sheet

NOT_GRADED = "?"
LETTERS = ("A", "B", "C", "D", "F", NOT_GRADED)
_WORST_SHOWN = 20
_REASONS_SHOWN = 3
_WARNINGS_SHOWN = 3


@dataclass(frozen=True)
class Settings:
    """What the operator chose for a run.

    ``rates`` are CNY for 1 unit of a currency, used where a row has no exchange rate of its own. ``platform``,
    ``market``, ``currency`` (of AliExpress prices; a market of Amazon has its own), ``commission_rate`` and
    ``affiliate_rate`` stand in for rows that do not say. ``lang`` None follows the sheet. ``benchmarks`` are the
    records with the operator's overrides applied; None is those that ship. ``from_sheet`` names the sheet of the
    workbook that some of these come from.
    """

    as_of: date
    platform: str | None = None
    market: str | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    commission_rate: float | None = None
    affiliate_rate: float | None = None
    lang: str | None = None
    benchmarks: Mapping[str, Benchmark] | None = None
    currency: str | None = None
    from_sheet: str | None = None


@dataclass(frozen=True)
class ResultColumn:
    """One column that xlops adds.

    ``values`` is float64 with NaN, or objects (text) with None; ``reasons`` says per row why it is blank; ``notes``
    holds a text for the cell's note where there is something to say, in the language of the result.
    """

    key: str
    label_en: str
    label_zh: str
    kind: str
    values: NDArray[Any]
    reasons: NDArray[np.uint8]
    notes: tuple[str | None, ...]

    def label(self, lang: str) -> str:
        """Return the heading in ``lang``."""
        return self.label_zh if lang == "zh" else self.label_en


@dataclass(frozen=True)
class Graded:
    """A graded sheet. ``currency`` and ``units`` are each row's selling currency and units sold in the period."""

    sheet: Sheet
    settings: Settings
    lang: str
    columns: tuple[ResultColumn, ...]
    grades: Grades
    distribution: Mapping[str, int]
    worst: tuple[Mapping[str, Any], ...]
    totals: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    receipt: Mapping[str, Any]
    currency: NDArray[np.object_]
    units: NDArray[np.float64]

    def column(self, key: str) -> ResultColumn:
        """Return one result column. Raises KeyError where the sheet's platforms do not have it."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


# key, kind, English label, Chinese label; money gets its currency added.
_AMAZON = (
    ("referral_fee", "referral fee", "销售佣金"),
    ("closing_fee", "closing fee", "媒体类手续费"),
    ("fba_fee", "FBA fee with surcharge", "FBA配送费(含附加费)"),
    ("packaging_fee", "packaging fee outside SIPP", "大件包装费(未加入SIPP)"),
    ("digital_fee", "digital services fee", "数字服务费"),
    ("storage_fee", "storage per month", "月仓储费"),
)
_ALIEXPRESS = (
    ("commission", "commission", "交易佣金"),
    ("affiliate_fee", "affiliate commission", "联盟佣金"),
    ("freight_fee", "freight", "物流运费"),
)
_PROFIT = (
    ("fees_total", "fees total", "费用合计"),
    ("vat", "VAT in the price", "售价内增值税"),
    ("reclaimed_vat", "VAT in the FBA fee, reclaimed", "FBA费内增值税(可抵扣)"),
    ("profit", "profit per unit", "单件利润"),
    ("campaign_profit", "profit at the campaign price", "活动价单件利润"),
    ("fba_fee_difference", "FBA fee of the sheet less ours", "表内FBA费与计算之差"),
)
_RATES = (
    ("margin_rate", "margin", "利润率"),
    ("campaign_margin_rate", "margin at the campaign price", "活动价利润率"),
    ("break_even_acos", "break-even ACoS", "盈亏平衡ACoS"),
    ("acos", "ACoS", "ACoS"),
)
# The columns that are fees, by which two days are compared.
FEES = (*(key for key, *_ in (*_AMAZON, *_ALIEXPRESS)), "vat", "reclaimed_vat")
# Reasons that say which fee they speak of: they name no input of the row.
_OF_A_FEE = (
    Reason.MISSING_INPUT,
    Reason.MISSING_RATE,
    Reason.NO_TABLE,
    Reason.NO_EDITION,
    Reason.OUTSIDE_TABLE,
    Reason.NOT_IN_TABLE,
    Reason.NOT_PUBLISHED,
)
_FEE_LABELS = {key: (en, zh) for key, en, zh in (*_AMAZON, *_ALIEXPRESS, *_PROFIT) if key in FEES}
_AFFILIATE_RATE = ("affiliate rate", "联盟佣金率")
# Results that are unknown because a part of the profit is, and the parts that they do not rest on.
_PLATFORM_FEES = (
    "referral_fee",
    "closing_fee",
    "fba_fee",
    "packaging_fee",
    "digital_fee",
    "commission",
    "affiliate_fee",
)
_DERIVED: dict[str, tuple[str, ...]] = {"profit": (), "margin_rate": (), "break_even_acos": ("ads",)}
_OWN_NOTE = ("your own figure from this sheet", "采用表内您自己的数字")
# Programmes that the fee columns rest on, for the list of sources: all rows, or where there is such a column.
_PROGRAMMES = {
    "amazon": {
        "referral": "",
        "referral_minimum": "",
        "closing": "",
        "size_tiers": "",
        "fba": "",
        "fba_low_price": "",
        "fba_selected": "",
        "fba_apparel": "",
        "fba_dangerous_goods": "",
        "fba_dangerous_goods_surcharge": "",
        "oversize_packaging": "packaging_fee",
        "fuel_surcharge": "",
        "storage": "",
        "vat": "vat",
    },
    "aliexpress": dict.fromkeys(("commission", "affiliate", "freight_standard", "freight_saver"), ""),
}


def grade(sheet: Sheet, settings: Settings) -> Graded:
    """Grade every row of a sheet.

    A row's own platform and market go before the settings, and the settings before what the words of the sheet
    suggest. Unknown inputs make unknown results, which are blank and say why.
    """
    lang = settings.lang or sheet.language
    length = len(sheet.rows)
    platform = settings.platform or sheet.platform
    compute = partial(
        economics,
        length=length,
        as_of=settings.as_of,
        platform=platform,
        market=settings.market,
        rates=settings.rates,
        commission_rate=settings.commission_rate,
        affiliate_rate=settings.affiliate_rate,
        selling=settings.currency,
        chinese=sheet.language == "zh",
        no_ads=sheet.untold.get("ad_spend"),
    )
    campaign = campaign_data(sheet.data, sheet.currency)
    at_campaign = None if campaign is None else compute(*campaign)
    usual = compute(sheet.data, sheet.currency)
    found = with_row_facts(usual, at_campaign, sheet.data, sheet.currency, length, settings.as_of)
    findings = Findings(found.facts, found.texts, length, found.reasons, settings.benchmarks, settings.as_of)
    loses = found.columns["break_even_acos"].reason == Reason.LOSES_BEFORE_ADS
    grades = Grades(findings, loses)
    unknowns = _Unknowns(found, sheet, lang)
    columns = _columns(found, sheet, grades, unknowns)
    return Graded(
        sheet=sheet,
        settings=settings,
        lang=lang,
        columns=columns,
        grades=grades,
        distribution=_distribution(grades),
        worst=_worst(sheet, found, grades, columns),
        totals=_totals(found),
        sources=_sources(found, settings.as_of),
        receipt=_receipt(sheet, found, unknowns),
        currency=found.currency,
        units=found.period["units_sold"],
    )


def _distribution(grades: Grades) -> dict[str, int]:
    counted = Counter(grades.letters.tolist())
    return {name: counted[None if name == NOT_GRADED else name] for name in LETTERS}


# A name that no list has: which term holds it, and which list was searched.
_NAMES = {
    Reason.UNKNOWN_CATEGORY: ("category", "categories"),
    Reason.UNKNOWN_COUNTRY: ("country", "countries"),
    Reason.UNKNOWN_LINE: ("line", "lines"),
    Reason.UNKNOWN_PROGRAMME: ("programme", "programmes"),
    Reason.UNKNOWN_MARKET: ("market", "markets"),
    Reason.UNKNOWN_PLATFORM: ("platform", "platforms"),
}


# Inputs of which a filled cell may be one that could not be read.
_CELLS = {
    Reason.MISSING_PRICE: ("price",),
    Reason.MISSING_COST: ("product_cost", "landed_cost"),
    Reason.MISSING_WEIGHT: ("weight",),
    Reason.MISSING_DIMENSIONS: ("length", "width", "height"),
}
_CELLS_OF_FEES = {"commission": ("commission_rate", "platform_rate"), "affiliate_fee": ("affiliate_rate",)}


def _why(key: str, reason: Reason, sheet: Sheet, row: int, lang: str) -> str:
    """Return why a figure is unknown in words; a name that is not known is quoted, with the names that it may mean."""
    text = REASONS[reason].text(lang)
    for name in (*_CELLS.get(reason, ()), *_CELLS_OF_FEES.get(key, ())):
        if cell := sheet.unread.get((name, int(sheet.rows[row]))):
            zh = f"{text}：单元格内容“{cell.found}”无法识别"
            return zh if lang == "zh" else f"{text}: the cell holds '{cell.found}', which could not be read"
    term, listed = _NAMES.get(reason, ("", ""))
    written = sheet.data[term][row] if term in sheet.data else None
    return text + _may_mean(str(written), listed, lang) if written is not None else text


@cache
def _may_mean(written: str, listed: str, lang: str) -> str:
    names = name_list(listed)
    likely = [name.label(lang) for name in names.suggest(written)]
    if lang == "zh":
        return f"：“{written}”" + (f"，是否指 {' / '.join(likely)}？" if likely else "")
    return f": '{written}'" + (f"; did you mean {' / '.join(likely)}?" if likely else "")


def _whys(key: str, column: Column, found: Economics, sheet: Sheet, row: int, lang: str) -> list[tuple[str, str]]:
    """Return why a result is unknown: the name of each fee that makes it so ("" for an input), and the reason."""
    reason = Reason(int(column.reason[row]))
    if reason in (Reason.OK, Reason.NOT_APPLICABLE):
        return []
    parts: Iterable[str] = _PLATFORM_FEES if key == "fees_total" else ()
    if key in _DERIVED:
        parts = [part for part in found.parts if part not in _DERIVED[key]]
    blocked = [(part, Reason(int(found.parts[part][row]))) for part in parts if found.parts[part][row]]
    if reason not in [why for _, why in blocked]:
        blocked = [(key, reason)]
    place = 1 if lang == "zh" else 0
    return list(
        dict.fromkeys((_fee_label(part, why)[place], _why(part, why, sheet, row, lang)) for part, why in blocked)
    )


def _fee_label(key: str, reason: Reason) -> tuple[str, str]:
    """Return what to name before a reason: the fee, unless the reason names what is missing."""
    if key == "affiliate_fee" and reason == Reason.MISSING_RATE:
        return _AFFILIATE_RATE
    return _FEE_LABELS.get(key, ("", "")) if reason in _OF_A_FEE else ("", "")


def why_unknown(key: str, reason: Reason) -> tuple[str, str]:
    """Return why a fee is unknown, in English and Chinese, with its name where the reason names nothing."""
    en, zh = _fee_label(key, reason)
    why = REASONS[reason]
    return (f"{en}: {why.en}", f"{zh}：{why.zh}") if en else (why.en, why.zh)


def _joined(whys: Sequence[tuple[str, str]], lang: str) -> str:
    """Say why as one text; fees that share a reason stand before it."""
    labels: dict[str, list[str]] = {}
    for label, why in whys:
        labels.setdefault(why, []).extend([label] if label else [])
    comma, colon, stop = ("、", "：", "；") if lang == "zh" else (", ", ": ", "; ")
    texts = (f"{comma.join(dict.fromkeys(of))}{colon}{why}" if of else why for why, of in labels.items())
    return stop.join(texts)


class _Unknowns:
    """Why results are unknown, in words; made once for all rows to which the same applies."""

    def __init__(self, found: Economics, sheet: Sheet, lang: str) -> None:
        self.found, self.sheet, self.lang = found, sheet, lang
        self._groups: dict[str, list[tuple[NDArray[np.intp], list[tuple[str, str]]]]] = {}
        # Rows whose words tell what one of their cells holds are told one by one.
        numbers = [term for terms in (*_CELLS.values(), *_CELLS_OF_FEES.values()) for term in terms]
        marked = {row for term, row in sheet.unread if term in numbers}
        self._own_words = np.array([row in marked for row in sheet.rows.tolist()], dtype=bool) if marked else None

    def groups(self, key: str) -> list[tuple[NDArray[np.intp], list[tuple[str, str]]]]:
        """Return the rows in which a result is unknown, with why as :func:`_whys`; in the order of the rows."""
        if key not in self._groups:
            column = self.found.columns[key]
            reason = column.reason
            rows = np.flatnonzero((reason != Reason.OK) & (reason != Reason.NOT_APPLICABLE))
            codes = [reason, *(self.found.parts[part] for part in self._parts(key) if part in self.found.parts)]
            first, group = alike([*(code[rows] for code in codes), *self._words(codes, rows)], rows.size)
            order = np.argsort(group, kind="stable")
            parts = np.split(rows[order], np.flatnonzero(np.diff(group[order])) + 1) if rows.size else []
            whys = [_whys(key, column, self.found, self.sheet, int(rows[n]), self.lang) for n in first.tolist()]
            made = sorted(zip(parts, whys, strict=True), key=lambda entry: int(entry[0][0]))
            self._groups[key] = made
        return self._groups[key]

    def _parts(self, key: str) -> Iterable[str]:
        return _PLATFORM_FEES if key == "fees_total" else self.found.parts if key in _DERIVED else ()

    def _words(self, codes: Sequence[NDArray[np.uint8]], rows: NDArray[np.intp]) -> list[NDArray[np.int64]]:
        """Return numbers for what the words quote from the rows themselves."""
        quoted = []
        met = {int(code) for column in codes for code in np.unique(column[rows]).tolist()}
        for reason, (term, _) in _NAMES.items():
            if int(reason) in met and term in self.sheet.data:
                quoted.append(Texts.of(self.sheet.data[term][rows]).index)
        if self._own_words is not None:
            quoted.append(np.where(self._own_words[rows], 1 + np.arange(rows.size), 0))
        return quoted

    def notes(self, key: str) -> tuple[str | None, ...]:
        """Return the note of each cell of a result column."""
        notes = np.full(len(self.sheet.rows), None, dtype=object)
        if key in self.found.own:
            notes[self.found.own[key]] = _OWN_NOTE[1 if self.lang == "zh" else 0]
        for rows, whys in self.groups(key):
            if whys:
                notes[rows] = _joined(whys, self.lang)
        return tuple(notes.tolist())


def _columns(found: Economics, sheet: Sheet, grades: Grades, unknowns: _Unknowns) -> tuple[ResultColumn, ...]:
    lang = unknowns.lang
    length = len(grades)
    platforms = set(found.texts["platform"].tolist())
    currencies = set(found.currency.tolist()) - {None}
    suffix = f" {min(currencies)}" if len(currencies) == 1 else ""
    chosen = [
        *(_AMAZON if "amazon" in platforms else ()),
        *(_ALIEXPRESS if "aliexpress" in platforms else ()),
        *_PROFIT,
    ]
    made: list[ResultColumn] = []

    def number(key: str, en: str, zh: str, kind: str) -> None:
        column = found.columns[key]
        made.append(ResultColumn(key, en, zh, kind, column.value, column.reason, unknowns.notes(key)))

    def text(key: str, en: str, zh: str, kind: str, values: NDArray[np.object_]) -> None:
        made.append(ResultColumn(key, en, zh, kind, values, np.zeros(length, dtype=np.uint8), (None,) * length))

    if len(currencies) > 1:
        text("currency", "currency", "币种", "text", found.currency)
    if "amazon" in platforms:
        tiers = name_list("size_tiers").names
        labels = Texts.of(found.size_tier).each(lambda tier: tiers[tier].label(lang) if tier else None)
        text("size_tier", "size tier", "尺寸分段", "text", labels)
    for key, en, zh in chosen:
        if key not in found.columns:  # a fee that no row pays
            continue
        number(key, en + suffix, zh + suffix, "money")
    for key, en, zh in _RATES:
        if key in found.columns:
            number(key, en, zh, "rate")
    text("grade", "grade", "评级", "letter", grades.letters)
    text("coverage", "checks", "检查项", "text", grades.coverage(lang))
    text("reasons", "reasons", "原因", "text", _reasons(grades, unknowns))
    return tuple(made)


def _reasons(grades: Grades, unknowns: _Unknowns) -> NDArray[np.object_]:
    """Return the few sentences that an operator should read first: what is wrong, what is missing, what to mind."""
    lang = unknowns.lang
    count = np.zeros(len(grades), dtype=np.intp)  # sentences of each row
    # Which rows take a sentence from which slot, and whether it is their first, second and so on; None says why there
    # is no letter.
    wanted: dict[Slot | None, list[tuple[int, NDArray[np.intp]]]] = {}
    for group in grades.groups:
        slots = [*([None] if group.grade.letter is None else []), *_shown(group)]
        count[group.rows] = len(slots)
        for place, slot in enumerate(slots):
            wanted.setdefault(slot, []).append((place, group.rows))
    most = int(count.max(initial=0))
    told = np.empty((most, len(grades)), dtype=object)
    for slot, parts in wanted.items():
        rows = np.concatenate([rows for _, rows in parts])
        places = np.repeat([place for place, _ in parts], [len(rows) for _, rows in parts])
        told[places, rows] = slot.texts(rows, lang) if slot else _why_none(rows, grades, unknowns)
    out = np.full(len(grades), None, dtype=object)
    for length in range(1, most + 1):
        rows = np.flatnonzero(count == length)
        sentences = zip(*(told[place, rows].tolist() for place in range(length)), strict=True)
        out[rows] = list(map(("；" if lang == "zh" else "; ").join, sentences))
    return out


def _shown(group: Alike) -> list[Slot]:
    """Return what tells the sentences that are shown of rows with the same findings, in order."""
    findings = group.grade.findings
    of = list(zip(findings, group.slots, strict=True))
    counted = [pair for pair in of if pair[0].role == "grade"]
    ranked = sorted((pair for pair in counted if pair[0].outcome == "no"), key=lambda pair: _badness(pair[0]))
    good = [slot for finding, slot in counted if finding.outcome == "yes"]
    said: list[Slot] = []
    if group.grade.letter in ("A", "B"):
        said += good[:1]
    said += [slot for _, slot in ranked]
    if not ranked and group.grade.letter is not None:
        said += good[1:]
    flags = sorted((pair for pair in of if pair[0].role == "flag"), key=lambda pair: _badness(pair[0]))
    most = _REASONS_SHOWN - (group.grade.letter is None)  # why there is no letter comes first
    return [*said[:most], *(slot for _, slot in flags[:_WARNINGS_SHOWN])]


def _badness(finding: Finding) -> int:
    return 0 if finding.band == "bad" else 1


def _why_none(rows: NDArray[np.intp], grades: Grades, unknowns: _Unknowns) -> NDArray[np.object_]:
    """Return why rows have no letter, with what leaves their profit and their fees unknown."""
    lang = unknowns.lang
    why = next(group.grade.why_none(lang) for group in grades.groups if group.grade.letter is None)
    profit, fees = unknowns.groups("profit"), unknowns.groups("fees_total")
    number = np.zeros(len(grades), dtype=np.int64)  # which of both groups a row is in, 0 for none
    for groups, step in ((profit, len(fees) + 1), (fees, 1)):
        for n, (of, _) in enumerate(groups, 1):
            number[of] += n * step

    def say(code: int) -> str:
        n, m = divmod(code, len(fees) + 1)
        said = _joined([*(profit[n - 1][1] if n else ()), *(fees[m - 1][1] if m else ())], lang)
        bracket = f"（{said}）" if lang == "zh" else f" ({said})"
        return why + bracket if said else why

    codes, place = np.unique(number[rows], return_inverse=True)
    return np.array([say(code) for code in codes.tolist()], dtype=object)[place]


def row_name(sheet: Sheet, place: int) -> str | None:
    """Return what a row is called: its SKU, else its ASIN, its product id or its name."""
    for term in ("sku", "asin", "product_id", "product_name"):
        value = sheet.data[term][place] if term in sheet.data else None
        if value is not None:
            return str(value)
    return None


def _worst(
    sheet: Sheet, found: Economics, grades: Grades, columns: Sequence[ResultColumn]
) -> tuple[Mapping[str, Any], ...]:
    """Return the rows to look at first: those that lose money or are graded D or F, the greatest loss in front."""
    profit = found.columns["profit"].value
    units = found.period["units_sold"]
    # What a row loses in the period counts where the sheet has units; else what one unit loses.
    weight = profit * np.where(np.isnan(units), 1.0, units)
    # Rows without a known profit come last, an F before a D.
    letters = grades.letters
    looked = (weight < 0) | (profit < 0) | (letters == "D") | (letters == "F")
    order = np.lexsort((letters != "F", weight))
    worst = order[looked[order]][:_WORST_SHOWN].tolist()
    reasons = next(column.values for column in columns if column.key == "reasons")
    return tuple(
        {
            "row": int(sheet.rows[n]) + 1,
            "name": row_name(sheet, n),
            "title": sheet.data["product_name"][n] if "product_name" in sheet.data else None,
            "letter": letters[n],
            "profit": None if np.isnan(profit[n]) else float(profit[n]),
            "currency": found.currency[n],
            "period_profit": None if np.isnan(units[n] * profit[n]) else float(np.round(weight[n], 2)),
            "reasons": reasons[n],
        }
        for n in worst
    )


def _totals(found: Economics) -> tuple[Mapping[str, Any], ...]:
    """Return the sheet's totals per currency. Ratios are sums divided by sums, never averages of ratios."""
    totals = []
    loses = found.columns["break_even_acos"].reason == Reason.LOSES_BEFORE_ADS
    for currency in dict.fromkeys(found.currency.tolist()):
        if currency is None:
            continue
        rows = found.currency == currency
        spend, ad_sales, sales = (found.period[k][rows] for k in ("ad_spend", "ad_sales", "total_sales"))
        units, price = found.period["units_sold"][rows], found.period["price"][rows]
        profit = found.columns["profit"].value[rows]
        counted = ~np.isnan(profit) & ~np.isnan(units)
        revenue = float(np.sum((price * units)[counted]))
        earned = float(np.sum((profit * units)[counted]))
        both = ~np.isnan(spend) & ~np.isnan(ad_sales)
        all_sales = ~np.isnan(spend) & ~np.isnan(sales)
        totals.append(
            {
                "currency": currency,
                "rows": int(rows.sum()),
                "rows_with_profit": int(np.sum(~np.isnan(profit))),
                "losing_rows": int(np.sum((profit < 0) | loses[rows])),
                "rows_counted": int(counted.sum()),
                "revenue": round(revenue, 2) if counted.any() else None,
                "profit": round(earned, 2) if counted.any() else None,
                "margin_rate": _share(earned, revenue),
                "ad_spend": round(float(np.nansum(spend)), 2) if (~np.isnan(spend)).any() else None,
                "acos": _share(float(spend[both].sum()), float(ad_sales[both].sum())),
                "tacos": _share(float(spend[all_sales].sum()), float(sales[all_sales].sum())),
            }
        )
    return tuple(totals)


def _share(over: float, under: float) -> float | None:
    return over / under if under else None


def _sources(found: Economics, as_of: date) -> tuple[Mapping[str, Any], ...]:
    """Return the editions in force that the rows' fees rest on, each with its sources."""
    asked: dict[tuple[str, str, str], None] = {}
    columns = (found.texts[name].tolist() for name in ("platform", "market", "programme"))
    for platform, market, own in dict.fromkeys(zip(*columns, strict=True)):
        for programme, column in _PROGRAMMES.get(platform, {}).items():
            if not column or column in found.columns:
                asked[platform, market, programme] = None
        if platform == "amazon" and own == "fbm":
            asked[platform, market, "referral_fbm"] = None
        elif platform == "amazon" and own:
            asked |= {(platform, market, f"fba_{own}{tail}"): None for tail in ("", "_low_price", "_selected")}
    if "digital_fee" in found.columns:
        asked["amazon", "global", "digital_services"] = None
    listed = []
    for platform, market, programme in asked:
        for timeline in active_library().timelines(platform, market, programme):
            place = timeline.pick_one(np.datetime64(as_of))
            if place >= 0:
                listed.append(_source(timeline.editions[place]))
    return tuple(listed)


def _source(edition: Edition) -> dict[str, Any]:
    first = edition.sources[0]
    return {
        "edition": edition.name,
        "title_en": edition.title_en,
        "title_zh": edition.title_zh,
        "effective": edition.effective,
        "until": edition.until,
        "checked": edition.checked,
        "confidence": edition.confidence,
        "weak": edition.confidence in WEAK_CONFIDENCES,
        "source": first.title,
        "url": first.url or first.url_note,
        "conflicts": len(edition.conflicts),
        "note": edition.note,
    }


def _receipt(sheet: Sheet, found: Economics, unknowns: _Unknowns) -> dict[str, Any]:
    """Return what was read, what was not and why, and what was assumed or left out."""
    lang = unknowns.lang
    place = 1 if lang == "zh" else 0
    first = sheet.header_rows[1] + 1
    numbers = sheet.rows + 1
    last = max([*sheet.rows.tolist(), *(s.row for s in sheet.skipped)], default=first - 1)
    unknown: dict[str, dict[str, Any]] = {}
    for key in found.columns:
        for rows, whys in unknowns.groups(key):
            named = dict.fromkeys(numbers[rows].tolist())
            for why in whys:
                text = _joined([why], lang)
                entry = unknown.setdefault(text, {"why": text, "columns": {}, "rows": {}, "no_profit": {}})
                entry["columns"][key] = None
                entry["rows"].update(named)
                if key in _DERIVED:
                    entry["no_profit"].update(named)
    return {
        "rows_read": int(last - first + 1),
        "rows_taken": len(sheet.rows),
        "rows_skipped": len(sheet.skipped),
        "skipped": tuple({"row": s.row + 1, "why": s.zh if place else s.en} for s in sheet.skipped),
        "mapped": tuple(c for c in sheet.columns if c.term),
        "unmapped": tuple(c for c in sheet.columns if not c.term),
        "issues": sheet.issues,
        "unknown": tuple(
            {
                "why": e["why"],
                "columns": tuple(e["columns"]),
                "rows": tuple(sorted(e["rows"])),
                "no_profit": tuple(sorted(e["no_profit"])),
            }
            for e in sorted(unknown.values(), key=lambda e: -len(e["rows"]))
        ),
        "assumed": tuple(pair[place] for pair in found.assumed),
        "omitted": tuple(pair[place] for pair in found.omitted),
    }

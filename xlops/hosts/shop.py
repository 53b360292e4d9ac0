"""A shop's month out of a folder: the exports and the product sheet in it become one workbook.

``xlops shop`` reads every file of the folder. Which is a report and which is the product sheet, the files say
themselves; none of them is changed.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from xlops.audit.findings import audit
from xlops.errors import REASONS, Reason, SheetError, WorkbookError
from xlops.fees.library import using
from xlops.grading.economics import Column, unit_costs, vendors
from xlops.grading.results import Graded, Settings
from xlops.hosts.auditing import sources_of
from xlops.hosts.batch import MARK, Options, grade_book, read_product_sheet, saved_mapping, sheet_settings
from xlops.hosts.import_files import SUFFIXES, imported_from, read_files
from xlops.hosts.own_tables import BESIDE, own_library
from xlops.hosts.received import FileRead
from xlops.hosts.shop_month import AGE_BANDS, STOCK, Outside, Shop, StockLine, is_shop
from xlops.reports.join import Imported, Joined, Replaced, in_one_only, taken_in, told_text
from xlops.sheets import Sheet
from xlops.sheets.cells import SHARED_SIGNS, repeated
from xlops.sheets.keys import fold_key
from xlops.shop.ledger import Facts, Key, Ledger, Pair, Teller, cost_label, ledgers
from xlops.workbook.opening import open_book
from xlops.workbook.save import Snapshot, check_lock, make_folder, replace_file

if TYPE_CHECKING:
    from xlops.reports.report import Report

_GENERIC = "generic"  # how the layouts of tables begin that are no known export
_BOOKS = (".xlsx", ".xlsm", ".csv")  # in which a product sheet may be
# The fees of a unit that grading computes, by the cost of the ledger that they stand in for.
_FEES = {
    "referral_fee": "charged_referral_fee",
    "closing_fee": "charged_closing_fee",
    "fba_fee": "charged_fba_fee",
    "commission": "charged_commission",
    "affiliate_fee": "charged_affiliate_fee",
    "freight_fee": "charged_freight",
    "packaging_fee": "packaging_fee",
    "digital_fee": "digital_fee",
}
_RATE_DIGITS = 6
_SNAPSHOTS = ("inventory",)  # kinds of reports that tell a day, not a period


@dataclass(frozen=True)
class ShopOptions:
    """How a month is made.

    Args:
        settings: the day of the run (whose windows are open), and what stands in for rows that do not say.
        month: its first day; blank = the month that the reports tell most days of.
        into: the workbook with the product sheet; blank = the one in the folder that is one.
        out: the file to write; blank = ``xlops_shop_<month>.xlsx`` in the folder.
        backup: keep a file that is replaced as ``<name>.bak``.
    """

    settings: Settings
    month: date | None = None
    into: Path | None = None
    out: Path | None = None
    backup: bool = False


def make_shop(folder: Path, options: ShopOptions) -> Shop:
    """Read a folder and write its workbook.

    Raises:
        SheetError: if the folder has no product sheet or several, no report, or the target cannot be written.
    """
    files, passed = _read(folder, options)
    book_path, files = _product_book(folder, files, options)
    reports = [report for file in files for report in file.reports]
    if not reports:
        raise _no_reports(folder, files)
    month = options.month or _month_told(reports)
    first, last = _month(month) if month else (None, None)
    today = options.settings.as_of
    parts, outside = _within(reports, first, last)
    period = (first, last) if first and last else None
    kept, replaced = taken_in((), [imported_from(report, today, period) for report in parts])
    # The fees of the month, as far as it has come.
    fee_day = min(last, today) if last else today
    book = open_book(book_path)
    with using(own_library(book_path)):
        graded, left = grade_book(book, Options(replace(options.settings, as_of=fee_day), imports=kept))
        sheets = list(graded.values())
        settings = sheet_settings(book, replace(options.settings, as_of=fee_day))
        lang = settings.lang or sheets[0].lang
        facts = _facts(sheets)
        tellers, stock = _tellers(sheets, kept, facts)
        found = ledgers(tellers, facts, first, last)
        used, _ = sources_of(reports)
        audited = audit(used, _audited(sheets), today, settings.market) if used else None
    units = {(ledger.market, line.key): line.units.value for ledger in found for line in ledger.lines if line.units}
    alone = in_one_only(kept)
    target = options.out or folder / f"xlops_shop_{f'{first:%Y-%m}' if first else 'month'}.xlsx"
    shop = Shop(
        folder,
        book_path,
        lang,
        first,
        last,
        tuple(found),
        tuple(_with_units(stock, units)),
        audited,
        tuple(files),
        tuple(passed),
        tuple(outside),
        replaced,
        tuple((kept[number].file, tuple(skus)) for number, skus in alone.items()),
        graded,
        tuple(left),
        tuple(dict.fromkeys(_notes(files, outside, replaced, sheets, first, last, today))),
        target,
    )
    _save(shop, options)
    return shop


def _audited(sheets: Sequence[Graded]) -> Sheet:
    """Return the product sheet that the fee audit goes by: the one with the most products of the reports."""
    return max(sheets, key=lambda one: len({row for f in one.receipt["imports"].joined.fates for row in f.rows})).sheet


# The folder


def _read(folder: Path, options: ShopOptions) -> tuple[list[FileRead], list[tuple[Path, Pair]]]:
    """Read what may be a report; name what is not even that."""
    if not folder.is_dir():
        raise SheetError("no_folder", f"{folder}: no such folder.", f"{folder}：没有这个文件夹。")
    files: list[Path] = []
    passed: list[tuple[Path, Pair]] = []
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith(("~$", ".", "~xlops-")) or path.stem == BESIDE:
            continue
        if path.suffix.lower() not in SUFFIXES:
            kinds = ", ".join(SUFFIXES)
            passed.append((path, (f"not a table: {kinds} are read", f"不是表格文件：只读取 {kinds}")))
        elif is_shop(path):
            passed.append((path, ("made by xlops shop", "由 xlops shop 生成")))
        elif path.stem.endswith(MARK) and path.with_stem(path.stem.removesuffix(MARK)).exists():
            passed.append((path, ("a graded copy made by xlops", "xlops 评级后的副本")))
        elif options.into is not None and path.resolve() == options.into.resolve():
            continue
        else:
            files.append(path)
    return list(read_files(files, options.settings.as_of)), passed


def _product_book(folder: Path, files: Sequence[FileRead], options: ShopOptions) -> tuple[Path, list[FileRead]]:
    """Return the workbook with the product sheet, and the files without it.

    Raises:
        SheetError: no_product_sheet, several_product_sheets.
    """
    if options.into is not None:
        return options.into, list(files)
    found: list[FileRead] = []
    for file in files:
        known = any(not report.layout.id.startswith(_GENERIC) for report in file.reports)
        if file.path.suffix.lower() in _BOOKS and not known and _has_products(file.path):
            found.append(file)
    if len(found) == 1:
        return found[0].path, [file for file in files if file is not found[0]]
    names = [file.path.name for file in found]
    say = "xlops shop DIR --into FILE"
    if found:
        raise SheetError(
            "several_product_sheets",
            f"{folder}: several files read as a product sheet ({', '.join(names)}). Say which one it is: {say}",
            f"{folder}：有多个文件都像商品表（{'、'.join(names)}）。请指定是哪一个：{say}",
        )
    read = ", ".join(file.path.name for file in files) or "-"
    raise SheetError(
        "no_product_sheet",
        f"{folder}: no product sheet found (files: {read}). It needs SKU, price and cost columns; put it into the "
        f"folder, or say where it is: {say}",
        f"{folder}：没有找到商品表（已读文件：{read}）。商品表要有 SKU、售价、成本等列；请放进文件夹，或指定：{say}",
    )


def _has_products(path: Path) -> bool:
    try:
        book = open_book(path)
        saved = saved_mapping(book)
    except SheetError as error:
        if error.code == "locked":  # it may well be the one, and says what to do
            raise
        return False
    for name in book.visible:
        try:
            read_product_sheet(book, name, saved)
            return True
        except SheetError:
            continue
    return False


def _no_reports(folder: Path, files: Sequence[FileRead]) -> SheetError:
    en = " ".join(file.refused.en for file in files if file.refused)
    zh = "".join(file.refused.zh for file in files if file.refused)
    return SheetError(
        "no_reports",
        f"{folder}: no report found beside the product sheet. {en}".strip(),
        f"{folder}：除商品表外没有可识别的报表。{zh}",
    )


# The month


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _month_told(reports: Iterable[Report]) -> date | None:
    """Return the first day of the month that the reports of charges, or else all, tell the most days of."""
    days: dict[bool, dict[date, set[date]]] = {True: defaultdict(set), False: defaultdict(set)}
    for report in reports:
        if report.first_day is None or report.last_day is None:
            continue
        charged = report.layout.kind in ("settlement", "economics")
        for day in pd.date_range(report.first_day, report.last_day):
            days[charged][day.date().replace(day=1)].add(day.date())
    told = days[True] or days[False]
    return max(told, key=lambda month: (len(told[month]), month), default=None)


def _within(reports: Sequence[Report], first: date | None, last: date | None) -> tuple[list[Report], list[Outside]]:
    """Return the reports with the rows of the month alone, and what was left out.

    A row that spans more than the month cannot be split and is left out whole; figures of a day (stock) stay.
    """
    if first is None or last is None:
        return list(reports), []
    begin, end = pd.Timestamp(first), pd.Timestamp(last)
    parts, outside = [], []
    for report in reports:
        lines = report.lines
        if report.layout.kind in _SNAPSHOTS or "first_day" not in lines:
            out = pd.Series(False, index=lines.index)
            if report.layout.kind not in _SNAPSHOTS and report.first_day and report.last_day:
                # The file says its period, the rows do not.
                out[:] = report.first_day < first or report.last_day > last
        else:
            out = (lines["first_day"] < begin) | (lines["last_day"] > end)
        if out.any():
            outside.append(_outside(lines[out], report, first, last))
        kept = report
        if len(lines) and not out.all():
            said = report.first_day, report.last_day
            inside = report.layout.kind in _SNAPSHOTS
            kept = replace(
                report,
                lines=lines[~out].reset_index(drop=True),
                first_day=said[0] if inside or said[0] is None else max(said[0], first),
                last_day=said[1] if inside or said[1] is None else min(said[1], last),
            )
            parts.append(kept)
    return parts, outside


def _outside(gone: pd.DataFrame, report: Report, first: date, last: date) -> Outside:
    begins = [day.date() for day in gone["first_day"] if day == day] if "first_day" in gone else [report.first_day]
    ends = [day.date() for day in gone["last_day"] if day == day] if "last_day" in gone else [report.last_day]
    span = told_text(min(begins, default=None), max(ends, default=None))
    pairs = zip(begins, ends, strict=False)
    splits = any(day < first <= end or day <= last < end for day, end in pairs if day is not None and end is not None)
    why = (
        (
            f"{span} is more than the month and cannot be split: export it for the month alone",
            f"{span} 超出本月，无法拆分：请按本月重新导出",
        )
        if splits
        else (f"of another month ({span})", f"属于其他月份（{span}）")
    )
    net = float(gone["net_proceeds"].sum()) if "net_proceeds" in gone else None
    return Outside(report.name, len(gone), splits or len(gone) == len(report.lines), net, why)


# Products


def _facts(sheets: Sequence[Graded]) -> dict[Key, Facts]:
    """Return what the product sheets tell of each row; a row is known by its sheet and its place there."""
    found: dict[Key, Facts] = {}
    for number, graded in enumerate(sheets):
        sheet = graded.sheet
        costs = _costs(graded, sheet.currency)
        columns = {column.key: column for column in graded.columns}
        for row in range(len(sheet.rows)):
            found[number, row] = _facts_of(graded, costs, columns, row)
    return found


def _costs(graded: Graded, currency: Mapping[str, Any]) -> dict[str, Column]:
    sheet, settings = graded.sheet, graded.settings
    return unit_costs(
        sheet.data,
        currency,
        len(sheet.rows),
        platform=settings.platform or sheet.platform,
        market=settings.market,
        rates=settings.rates,
        selling=settings.currency,
        chinese=sheet.language == "zh",
    )


def _facts_of(graded: Graded, costs: Mapping[str, Column], columns: Mapping[str, Any], row: int) -> Facts:
    sheet = graded.sheet

    def text(term: str) -> str | None:
        value = sheet.data[term][row] if term in sheet.data else None
        return None if value is None else str(value)

    def number(column: Any) -> float | None:
        value = column.value[row] if isinstance(column, Column) else column.values[row]
        return None if np.isnan(value) else float(value)

    whole, goods = number(costs["landed_cost"]), number(costs["product_cost"])
    unknown: dict[str, Pair] = {}
    if whole is None:
        reason = REASONS[Reason(int(costs["landed_cost"].reason[row]))]
        unknown["goods"] = reason.en, reason.zh
    # A landed cost tells goods and way as one.
    first_leg = None if whole is None or goods is None else round(whole - goods, 6)
    fees = {
        name: value for key, name in _FEES.items() if key in columns and (value := number(columns[key])) is not None
    }
    total = columns.get("fees_total")
    fees_known = total is not None and number(total) is not None
    if not fees_known:
        why = None if total is None else total.notes[row]
        unknown["fees"] = ("fees unknown" + (f": {why}" if why else ""), "费用未知" + (f"：{why}" if why else ""))
    vat = number(columns["vat"]) if "vat" in columns else None
    delivery = number(costs["freight"])
    if not _seller_delivers(graded, columns, row):
        delivery = delivery or 0.0
    elif delivery is None:
        why = REASONS[Reason(int(costs["freight"].reason[row]))]
        unknown["delivery"] = why.en, why.zh
    ads = sheet.data["ad_spend"][row] if "ad_spend" in sheet.data else np.nan
    return Facts(
        sku=text("sku"),
        asin=text("asin"),
        name=text("product_name"),
        letter=columns["grade"].values[row],
        graded_ads=None if np.isnan(ads) else float(ads),
        no_letter=_no_letter(graded.receipt["imports"].joined, row),
        row=int(sheet.rows[row]) + 1,
        sheet=sheet.name,
        goods=None if whole is None else whole if first_leg is None else goods,
        first_leg=first_leg,
        delivery=delivery,
        other_cost=number(costs["other_cost"]) or 0.0,
        vat_share=vat / paid if vat and (paid := _paid(graded, row)) > 0 else 0.0,
        fees=fees,
        fees_known=fees_known,
        unknown=unknown,
    )


def _no_letter(joined: Joined, row: int) -> Pair | None:
    """Say why the grade of a row does not go by its ads in the month; None where it does."""
    if row in joined.unshared("ad_spend"):
        return "no grade: ads of several products, not of this one alone", "不评级：广告费属于多个商品，无法归到这一个"
    if any(row in rows for rows in joined.apart.values()):
        return "no grade: ads and sales are of different periods", "不评级：广告与销量的期间不同"
    return None


def _paid(graded: Graded, row: int) -> float:
    """Return what a buyer pays for a unit with its shipping; 0 where it is unknown or not in the selling currency."""
    sheet, paid = graded.sheet, 0.0
    for term in ("price", "shipping"):
        marks = sheet.currency.get(term)
        own = marks is None or marks[row] in (None, graded.currency[row])
        value = float(sheet.data[term][row]) if term in sheet.data and own else np.nan
        if np.isnan(value) and term == "price":
            return 0.0
        paid += 0.0 if np.isnan(value) else value
    return paid


def _seller_delivers(graded: Graded, columns: Mapping[str, Any], row: int) -> bool:
    """Whether the seller pays the way to the buyer: on AliExpress unless fully managed, on Amazon without FBA."""
    platform = graded.receipt["imports"].joined.rows.platform[row]
    fee = columns.get({"amazon": "fba_fee", "aliexpress": "freight_fee"}.get(platform or "", ""))
    none = fee is not None and int(fee.reasons[row]) == Reason.NOT_APPLICABLE
    if platform == "amazon":
        types = graded.sheet.data.get("account_type")
        return none and not (types is not None and bool(vendors(types[row : row + 1])[0]))
    return platform == "aliexpress" and not none


def _in_cny(
    platform: str | None, graded: Graded, place: tuple[int, int], currency: Any, facts: dict[Key, Facts]
) -> Key:
    """Return the key of a row of AliExpress that is settled in CNY and sells in another currency.

    Its costs are then those of the sheet in CNY; estimates of fees, in the selling currency, do not count.
    """
    if platform != "aliexpress" or "CNY" not in (currency, *SHARED_SIGNS.get(str(currency), ())):
        return None
    key = (*place, "CNY")
    if key not in facts:
        sheet = graded.sheet
        marks = {**sheet.currency, "price": repeated("CNY", len(sheet.rows))}
        costs = _costs(graded, marks)
        made = _facts_of(graded, costs, {column.key: column for column in graded.columns}, place[1])
        why = "our estimates are in the selling currency, the report is in CNY", "估算为售价币种，报表为人民币"
        facts[key] = replace(made, fees={}, fees_known=False, unknown={**made.unknown, "fees": why})
    return key


def _tellers(
    sheets: Sequence[Graded], kept: Sequence[Imported], facts: dict[Key, Facts]
) -> tuple[list[Teller], list[StockLine]]:
    """Return the reports with every row placed: the product it is of, its market and its currency.

    Products that no sheet has are added to ``facts`` with their names alone.
    """
    joins: list[Joined] = [graded.receipt["imports"].joined for graded in sheets]
    fates = [{(fate.report, fate.place): fate for fate in joined.fates} for joined in joins]
    same_asin = _skus_of_asins(kept)
    tellers, stock = [], []
    for number, report in enumerate(kept):
        table = report.products
        rows = table.reset_index(drop=True).copy()
        keys: list[Key] = []
        markets, currencies = rows["market"].tolist(), rows["currency"].tolist()
        for place, row in enumerate(rows.to_dict("records")):
            key: Key = None
            why: Pair | None = None
            for sheet, joined in enumerate(joins):
                fate = fates[sheet].get((number, place))
                if fate is not None and len(fate.rows) == 1 and not fate.code:
                    key = (sheet, fate.rows[0])
                    markets[place] = markets[place] or _upper(joined.rows.market[fate.rows[0]])
                    currencies[place] = _coin(currencies[place], joined.rows.currency[fate.rows[0]])
                    break
                if fate is not None and fate.code == "other_currency" and len(fate.rows) == 1:
                    key = _in_cny(report.platform, sheets[sheet], (sheet, fate.rows[0]), currencies[place], facts)
                    if key is not None:
                        break
                if fate is not None and fate.code not in ("", "no_key"):
                    why = fate.en, fate.zh
            if key is None:
                key = _own_key(row, same_asin)
                if key is not None and key not in facts:
                    reason = why or ("not in the product sheet", "产品表中没有")
                    texts = {name: row[name] for name in ("sku", "asin") if isinstance(row[name], str)}
                    title = row.get("product_name")
                    facts[key] = Facts(
                        sku=texts.get("sku") or _text(row["product_id"]),
                        asin=texts.get("asin"),
                        name=title if isinstance(title, str) else None,
                        unknown={"goods": reason, "fees": reason},
                    )
            keys.append(key)
        rows["key"] = pd.Series(keys, index=rows.index, dtype=object)
        rows["market"] = pd.Series(markets, index=rows.index, dtype=object)
        rows["currency"] = pd.Series(currencies, index=rows.index, dtype=object)
        first, last = report.period
        title = report.title_en, report.title_zh
        teller = Teller(report.file, title, report.layout, report.kind, report.platform, rows, first, last)
        tellers.append(teller)
        if any(teller.tells(name) for name in ("stock", *AGE_BANDS)):
            stock += _stock_lines(teller, facts)
    return tellers, _newest(stock)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _upper(code: str | None) -> str | None:
    return None if code is None else code.upper()


def _coin(theirs: Any, ours: str | None) -> str | None:
    """Return the currency of a report's row; a mark that several currencies share is the sheet's."""
    return theirs if isinstance(theirs, str) and theirs.isalpha() and len(theirs) == 3 else ours


def _skus_of_asins(kept: Sequence[Imported]) -> dict[str, str]:
    """Return the SKU of each ASIN that reports name with one SKU alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for report in kept:
        for sku, asin in zip(report.products["sku"], report.products["asin"], strict=True):
            if fold_key(sku) and fold_key(asin):
                found[fold_key(asin)].add(fold_key(sku))
    return {asin: next(iter(skus)) for asin, skus in found.items() if len(skus) == 1}


def _own_key(row: Mapping[str, Any], same_asin: Mapping[str, str]) -> Key:
    """Return what a product is known by that no sheet has; None = it belongs to no product."""
    sku, asin, number = (fold_key(row[name]) for name in ("sku", "asin", "product_id"))
    return sku or same_asin.get(asin) or asin or number or None


def _stock_lines(teller: Teller, facts: Mapping[Key, Facts]) -> list[StockLine]:
    lines = []
    for row in teller.rows.to_dict("records"):
        if row["key"] is None:
            continue
        values = {}
        for name in STOCK:
            value = row.get(name)
            if value is not None and value == value:
                values[name] = value
        day = row["last_day"]
        told = None if day is None or day != day else day.date()
        place = _text(row["market"]), _text(row["currency"])
        lines.append(StockLine(facts[row["key"]], row["key"], *place, told, values, None, teller.name))
    return lines


def _newest(lines: Sequence[StockLine]) -> list[StockLine]:
    """Return one line per market and product: what the newest report tells, with what only an older one does."""
    made: dict[tuple[str | None, Key], StockLine] = {}
    for line in sorted(lines, key=lambda one: one.day or date.min, reverse=True):
        place = line.market, line.key
        if place in made:
            line = replace(made[place], values={**line.values, **made[place].values})
        made[place] = line
    return list(made.values())


def _with_units(lines: Sequence[StockLine], units: Mapping[tuple[str | None, Key], float]) -> list[StockLine]:
    """Return the lines with the units of the month, the most money and the most stock first."""
    told = [replace(line, units=units.get((line.market, line.key))) for line in lines]

    def order(line: StockLine) -> tuple[float, float]:
        return -(line.values.get("aged_surcharge_estimate") or 0.0), -(line.values.get("stock") or 0.0)

    return sorted(told, key=order)


# What is missing


def _notes(
    files: Sequence[FileRead],
    outside: Sequence[Outside],
    replaced: Sequence[Replaced],
    sheets: Sequence[Graded],
    first: date | None,
    last: date | None,
    today: date,
) -> Iterable[Pair]:
    """Return what an operator should know before trusting the figures."""
    if first is None:
        yield (
            "no report says its period: everything in the folder counts as one month",
            "没有报表注明期间：文件夹里的全部数据按一个月计算",
        )
    elif last is not None and today <= last:
        yield f"the month is not over on {today}", f"截至 {today} 本月尚未结束"
    for entry in replaced:
        yield (
            f"{entry.new.file} counts, {entry.old.file} does not: the same report of the same days",
            f"采用 {entry.new.file}，不采用 {entry.old.file}：同一报表且期间重叠",
        )
    for out in outside:
        if out.told:
            yield (
                f"{out.report}: {out.rows} rows not used, {out.why[0]}",
                f"{out.report}：{out.rows} 行未采用，{out.why[1]}",
            )
    kinds = set()
    for file in files:
        for report in file.reports:
            kinds.add(report.layout.kind)
            if window := report.open_window(today):
                yield f"{report.name}: {window[0]}", f"{report.name}：{window[1]}"
            if report.first_day is None and first is not None:
                yield (
                    f"{report.name} does not say its period; it is taken to be of {first:%Y-%m}",
                    f"{report.name} 未注明期间，按 {first:%Y-%m} 计",
                )
            elif report.layout.kind in _SNAPSHOTS and last is not None and not _near(report, first, last):
                yield (
                    f"{report.name}: the stock is of {report.last_day}, not of the month",
                    f"{report.name}：库存为 {report.last_day} 的数据，不是本月",
                )
            if report.unread:
                cells = sum(cell.rows for cell in report.unread)
                yield (
                    f"{report.name}: {cells} cells could not be read and are unknown",
                    f"{report.name}：{cells} 个单元格无法识别，按未知处理",
                )
            yield from ((f"{report.name}: {en}", f"{report.name}：{zh}") for en, zh in report.notes)
            for tie in report.ties:
                if not tie.holds():
                    yield (
                        f"{report.name}: rows sum to {tie.summed:,.2f}, its total is {tie.stated:,.2f}: incomplete?",
                        f"{report.name}：各行合计 {tie.summed:,.2f}，报表总计 {tie.stated:,.2f}，文件是否完整？",
                    )
    for kind, (en, zh) in _WANTED.items():
        if not kinds.intersection(kind):
            yield f"not in the folder: {en}", f"文件夹中没有：{zh}"
    if len(sheets) > 1:
        name = _audited(sheets).name
        yield (
            f"the fee audit goes by the sheet '{name}'; products of the other sheets by Amazon's own measurements",
            f"扣费核对以工作表“{name}”为准；其他工作表的商品以亚马逊的测量为准",
        )
    for graded in sheets:
        for remark in graded.receipt["imports"].remarks:
            if remark.code not in _TOLD_BY_THE_LEDGER:
                yield remark.en, remark.zh


# Remarks of a join that the ledger decides and tells otherwise.
_TOLD_BY_THE_LEDGER = (
    "window_open",
    "periods_differ",
    "units_of_other_period",
    "other_periods_left",
    "told_twice",
    "currencies_differ",
)
_WANTED: dict[tuple[str, ...], Pair] = {
    ("settlement", "economics"): (
        "a settlement, transaction or SKU Economics report; fees are our estimates",
        "结算、交易或 SKU 经济学报表；费用均为估算",
    ),
    ("ads",): ("an ad report; the profit is before advertising", "广告报表；利润未扣广告费"),
    ("inventory",): ("an inventory report; stock and ages are unknown", "库存报表；库存和库龄未知"),
}


def _near(report: Report, first: date | None, last: date) -> bool:
    day = report.last_day
    return day is None or first is None or first <= day <= date.fromordinal(last.toordinal() + 7)


# The workbook


def _save(shop: Shop, options: ShopOptions) -> None:
    """Write the workbook; a file that xlops shop did not write is never replaced."""
    from xlops.hosts.shop_workbook import shop_workbook

    target = shop.target
    if target.suffix.lower() != ".xlsx":
        raise WorkbookError(
            "unsupported", f"{target.name}: the month is written as .xlsx.", f"{target.name}：店铺月报只能写成 .xlsx。"
        )
    check_lock(target)
    if target.exists() and not is_shop(target):
        raise WorkbookError(
            "not_ours",
            f"{target.name} is there and was not made by xlops shop; it stays as it is. Give another name with --out.",
            f"{target.name} 已存在，且不是 xlops shop 生成的，未覆盖。请用 --out 另取名字。",
        )
    make_folder(target)
    replace_file(target, shop_workbook(shop), Snapshot.take(shop.book), backup=options.backup)


def shop_json(shop: Shop) -> dict[str, Any]:
    """Return a month as plain values with stable keys."""
    return {
        "month": shop.month or None,
        "language": shop.lang,
        "product_sheet": str(shop.book),
        "target": str(shop.target),
        "markets": [_ledger_json(ledger) for ledger in shop.ledgers],
        "stock": [
            {
                "sku": line.facts.sku,
                "asin": line.facts.asin,
                "market": line.market,
                "day": line.day.isoformat() if line.day else None,
                "units_sold": line.units,
                "source": line.source,
                **line.values,
            }
            for line in shop.stock
        ],
        "audit": {
            "checked": shop.audit.checked if shop.audit else 0,
            "findings": len(shop.audit.findings) if shop.audit else 0,
        },
        "files": [
            {
                "file": file.path.name,
                "reports": [report.layout.id for report in file.reports],
                "refused": None if file.refused is None else {"en": file.refused.en, "zh": file.refused.zh},
            }
            for file in shop.files
        ],
        "passed_over": [{"file": path.name, "en": en, "zh": zh} for path, (en, zh) in shop.passed],
        "outside_the_month": [
            {"report": out.report, "rows": out.rows, "net_proceeds": _tidy(out.net), "en": out.why[0], "zh": out.why[1]}
            for out in shop.outside
        ],
        "in_one_file_only": [{"file": name, "skus": list(skus)} for name, skus in shop.alone],
        "notes": [{"en": en, "zh": zh} for en, zh in shop.notes],
    }


def _tidy(value: float | None, digits: int = 2) -> float | None:
    """Return a number without the dust of its sums: money to the cent; never -0."""
    return None if value is None else round(value, digits) + 0.0


def _ledger_json(ledger: Ledger) -> dict[str, Any]:
    sums = ledger.sums
    return {
        "platform": ledger.platform,
        "market": ledger.market,
        "currency": ledger.currency,
        "sales": _tidy(ledger.sales),
        "profit": _tidy(ledger.profit),
        "totals": {
            "products": len(ledger.summed),
            "profit_unknown": len(ledger.unknown),
            "units": _tidy(sums.units),
            "sales": _tidy(sums.sales),
            "shipping_income": _tidy(sums.shipping),
            "ads": _tidy(sums.ads),
            "profit": _tidy(sums.profit),
            "margin": _tidy(sums.margin, _RATE_DIGITS),
            "acos": _tidy(sums.acos, _RATE_DIGITS),
            "tacos": _tidy(sums.tacos, _RATE_DIGITS),
            "break_even": _tidy(sums.break_even, _RATE_DIGITS),
            "estimated": sums.estimated,
        },
        "charges_from": list(ledger.sources.get("charges", ())),
        "report_total": None if ledger.total is None else _tidy(ledger.total.both),
        "products_total": None if ledger.total is None else _tidy(ledger.total.products),
        "account_total": None if ledger.total is None else _tidy(ledger.total.account),
        "account": {name: _tidy(figure.value) for name, figure in ledger.account.items()},
        "left_out": {name: _tidy(figure.value) for name, figure in ledger.left_out.items()},
        "notes": [{"en": en, "zh": zh} for en, zh in ledger.notes],
        "products": [
            {
                "sku": line.facts.sku,
                "asin": line.facts.asin,
                "letter": line.letter,
                "why_no_letter": None if (no := line.no_letter) is None else {"en": no[0], "zh": no[1]},
                "units": None if line.units is None else _tidy(line.units.value),
                "sales": None if line.sales is None else _tidy(line.sales.value),
                "costs": {
                    name: {"label": cost_label(name)[0], "value": _tidy(figure.value), "estimated": figure.estimated}
                    for name, figure in line.costs.items()
                },
                "profit": _tidy(line.profit),
                "margin": _tidy(line.margin, _RATE_DIGITS),
                "break_even_acos": _tidy(line.break_even, _RATE_DIGITS),
                "acos": _tidy(line.acos, _RATE_DIGITS),
                "tacos": _tidy(line.tacos, _RATE_DIGITS),
                "why_unknown": [{"en": en, "zh": zh} for en, zh in line.why],
                "sheet_row": line.facts.row,
            }
            for line in ledger.lines
        ],
    }

"""Imported reports beside a product sheet: which row has which figure, and the columns that show them in the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from xlops.grading.economics import selling_places
from xlops.grading.results import Graded, ResultColumn, Settings, grade
from xlops.reports.feed import Fed, feed
from xlops.reports.join import Imported, Joined, Remark, Rows, join, remarks, told_text
from xlops.reports.measures import Measure, measures
from xlops.sheets import Sheet

# Groups that stand in the product sheet; the rest is kept on the sheet of imported numbers alone.
_SHOWN = ("sales", "ads", "stock", "charged", "aliexpress", "costs")
_NOT_SHOWN = ("return_reason", "return_disposition", "storage_volume", "charged_fba_units", "paid_amount")
_NOT_SHOWN += ("shipping_income", "tax_collected", "reserve", "goods_cost")  # bookkeeping between charges and proceeds
_MOST_NOTED = 100  # cells of a column; a sheet takes few notes, and the results need them too
_KEY = "import_"  # how the keys of imported columns begin
_KINDS = {"money": "money", "rate": "rate", "ratio": "number", "text": "text"}


@dataclass(frozen=True)
class Taken:
    """What imported reports gave to a product sheet: the sheet to grade, and the columns that show what came in."""

    sheet: Sheet
    joined: Joined
    fed: tuple[Fed, ...]
    columns: tuple[ResultColumn, ...]
    remarks: tuple[Remark, ...]


def take(sheet: Sheet, reports: Sequence[Imported], settings: Settings) -> Taken:
    """Join reports to a product sheet.

    Args:
        sheet: the sheet as it was read.
        reports: the reports, in the order of their import.
        settings: of the run; its market stands in for rows that do not say theirs, its day tells which windows are
            open.
    """
    lang = settings.lang or sheet.language
    joined = join(_rows(sheet, settings), reports)
    fuller, fed = feed(sheet, joined)
    columns = _columns(joined, fed, sheet, lang)
    if columns:
        columns.append(_origins(joined, {column.key.removeprefix(_KEY) for column in columns}, lang))
    return Taken(fuller, joined, fed, tuple(columns), tuple(remarks(joined, settings.as_of)))


def grade_with(sheet: Sheet, reports: Sequence[Imported], settings: Settings) -> Graded:
    """Grade a sheet with what was imported; its result columns then begin with the imported ones."""
    if not reports:
        return grade(sheet, settings)
    taken = take(sheet, reports, settings)
    graded = grade(taken.sheet, settings)
    place = 1 if graded.lang == "zh" else 0
    said = [pair[place] for pair in _assumed(taken)]
    notes = {**graded.receipt, "assumed": (*said, *graded.receipt["assumed"]), "imports": taken}
    return replace(graded, columns=(*taken.columns, *graded.columns), receipt=notes)


def _rows(sheet: Sheet, settings: Settings) -> Rows:
    """Return the rows of a sheet as reports find them."""
    length = len(sheet.rows)
    nothing = np.full(length, None, dtype=object)
    platforms, markets, currency = selling_places(
        sheet.data,
        sheet.currency,
        length,
        platform=settings.platform or sheet.platform,
        market=settings.market,
        selling=settings.currency,
    )
    given = sheet.data.get("market", nothing)
    # A market that grading only assumes is not said by anybody; one that is said and not known is no other's.
    said = [
        str(code or "?") if platform == "amazon" and (text is not None or settings.market) else None
        for platform, code, text in zip(platforms, markets, given, strict=True)
    ]
    keys = {key: sheet.data.get(key, nothing).tolist() for key in ("sku", "asin", "product_id")}
    return Rows(
        [row + 1 for row in sheet.rows.tolist()],
        **keys,
        market=said,
        currency=currency.tolist(),
        platform=platforms.tolist(),
    )


def _columns(joined: Joined, fed: Sequence[Fed], sheet: Sheet, lang: str) -> list[ResultColumn]:
    """Return a column for each measure that some row has.

    A fee or an age of stock that is nought in every row has none, nor has a cost or size that the sheet knows itself.
    """
    made = []
    of = {entry.measure: entry for entry in fed}
    for name in joined.values:
        measure, entry = measures()[name], of.get(name)
        values = joined.column(name)
        nought = measure.term is None and measure.is_number and not np.any(np.nan_to_num(values))
        idle = measure.group == "costs" and (entry is None or not (entry.filled or entry.differ))
        if measure.group not in _SHOWN or name in _NOT_SHOWN or nought or idle:
            continue
        notes = _notes(measure, joined, entry, sheet, lang)
        kind = _KINDS.get(measure.kind, "number")
        en, zh = _labels(measure, joined)
        made.append(ResultColumn(_KEY + name, en, zh, kind, values, np.zeros(len(values), np.uint8), notes))
    return made


def _labels(measure: Measure, joined: Joined) -> tuple[str, str]:
    codes = {code for code in joined.currencies(measure.name) if code} if measure.kind == "money" else set()
    if measure.kind == "money" and not codes:
        codes = {code for code in joined.rows.currency if code}
    suffix = f" {codes.pop()}" if len(codes) == 1 else ""
    return f"{measure.label_en}{suffix} (imported)", f"{measure.label_zh}{suffix}(导入)"


def _notes(measure: Measure, joined: Joined, fed: Fed | None, sheet: Sheet, lang: str) -> tuple[str | None, ...]:
    """Return notes on the cells whose figure is not the one that counts; the origin of all stands in its own column."""
    notes: list[str | None] = [None] * len(joined.rows)
    if fed is None:
        return tuple(notes)
    zh = lang == "zh"
    for row in fed.differ[:_MOST_NOTED]:
        own = f"{sheet.data[fed.term][row]:,.6g}"
        notes[row] = f"表内为 {own}，评级采用表内数字" if zh else f"the sheet has {own}; grading takes your own figure"
    for row in fed.left[:_MOST_NOTED]:
        notes[row] = (
            "评级未采用：表内的销量或广告数字与报表不一致（可能期间不同）"
            if zh
            else "not taken by grading: your own sales or ad figures differ from the report (another period?)"
        )
    return tuple(notes)


def _origins(joined: Joined, shown: Collection[str], lang: str) -> ResultColumn:
    """Return the column that says of every row which report each figure comes from, and the period that it covers."""
    zh = lang == "zh"
    listed: list[dict[str, list[str]]] = [defaultdict(list) for _ in range(len(joined.rows))]
    origins: dict[tuple[Any, ...], str] = {}
    for name, by_row in joined.values.items():
        if name not in shown:
            continue
        label = measures()[name].label(lang)
        for row, value in by_row.items():
            key = value.reports, value.first, value.last
            if key not in origins:
                files = "+".join(dict.fromkeys(joined.reports[number].file for number in value.reports))
                origins[key] = f"{files} {told_text(value.first, value.last)}".strip()
            listed[row][origins[key]].append(label)
    stop, comma, colon = ("；", "、", "：") if zh else ("; ", ", ", ": ")
    none = "导入的报表中没有该商品" if zh else "in none of the imported reports"
    alone = set(joined.without_report())
    texts = [
        stop.join(f"{origin}{colon}{comma.join(labels)}" for origin, labels in of.items())
        or (none if row in alone else None)
        for row, of in enumerate(listed)
    ]
    values = np.array([*texts, None], dtype=object)[:-1]
    length = len(texts)
    labels = ("origin (imported)", "数据来源(导入)")
    return ResultColumn(_KEY + "origin", *labels, "text", values, np.zeros(length, np.uint8), (None,) * length)


def _assumed(taken: Taken) -> list[tuple[str, str]]:
    """Return what the receipt of a grading says of imported numbers."""
    said = []
    for entry in taken.fed:
        measure = measures()[entry.measure]
        if entry.filled:
            said.append(
                (
                    f"{measure.label_en}: imported from reports in {rows_en(entry.filled)}",
                    f"{measure.label_zh}：{len(entry.filled)} 行采用导入的报表数据",
                )
            )
        if entry.differ:
            said.append(
                (
                    f"{measure.label_en}: the sheet's own figure counts where it differs from the report, in "
                    f"{rows_en(entry.differ)}",
                    f"{measure.label_zh}：{len(entry.differ)} 行的表内数字与报表不同，采用表内数字",
                )
            )
        if entry.left:
            said.append(
                (
                    f"{measure.label_en}: not taken in {rows_en(entry.left)} whose own sales or ad figures differ from "
                    "the report",
                    f"{measure.label_zh}：{len(entry.left)} 行未采用（表内的销量或广告数字与报表不一致）",
                )
            )
    return said + [(remark.en, remark.zh) for remark in taken.remarks]


def rows_en(rows: Sequence[int]) -> str:
    """Return how many rows these are, in English."""
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def taken_json(taken: Taken) -> dict[str, Any]:
    """Return what was joined to a sheet, as plain values with stable keys."""
    joined = taken.joined
    return {
        "reports": [
            {
                "file": report.file,
                "layout": report.layout,
                "kind": report.kind,
                "imported": report.imported.isoformat(),
                "first_day": _iso(report.period[0]),
                "last_day": _iso(report.period[1]),
                "products": len(report.products),
                "joined": sum(fate.report == number and not fate.code for fate in joined.fates),
                "left": [
                    {
                        **_keys(report, fate.place),
                        "code": fate.code,
                        "en": fate.en,
                        "zh": fate.zh,
                        "left": list(fate.left),
                    }
                    for fate in joined.unmatched(number)
                ],
            }
            for number, report in enumerate(joined.reports)
        ],
        "measures": [
            {
                "measure": entry.measure,
                "term": entry.term,
                "filled": len(entry.filled),
                "own": entry.own,
                "differ": [joined.rows.numbers[row] for row in entry.differ],
                "not_taken": [joined.rows.numbers[row] for row in entry.left],
            }
            for entry in taken.fed
        ],
        "rows_without_report": [joined.rows.numbers[row] for row in joined.without_report()],
        "remarks": [{"code": r.code, "severity": r.severity, "en": r.en, "zh": r.zh} for r in taken.remarks],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _keys(report: Imported, place: int) -> Mapping[str, Any]:
    row = report.products.iloc[place]
    return {key: row[key] if isinstance(row[key], str) else None for key in ("sku", "asin", "product_id", "market")}

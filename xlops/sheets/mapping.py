"""The operator's own corrections, kept in ``<workbook>.xlops.toml`` beside the workbook."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlops.errors import SheetError
from xlops.sheets.cells import CURRENCY_WORDS, LENGTH_UNITS, UNIT_WORDS, WEIGHT_UNITS, plain
from xlops.sheets.grid import Sheet, column_letters
from xlops.terms import terms

IGNORE = "ignore"
_UNITS = (*LENGTH_UNITS, *WEIGHT_UNITS, "percent", "fraction")
_KEYS = ("header_row", "columns", "units", "currency")


@dataclass(frozen=True)
class SheetMapping:
    """Corrections of one sheet. Keys are headers as written, or column letters; ``header_row`` is 1-based."""

    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    currency: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedMapping:
    """Corrections of a workbook, by sheet name, and the operator's own benchmark lines as they stand in the file."""

    sheets: Mapping[str, SheetMapping] = field(default_factory=dict)
    benchmarks: Mapping[str, Any] = field(default_factory=dict)

    def sheet(self, name: str) -> SheetMapping:
        """Return the corrections of a sheet; empty ones if the file has none for it."""
        return self.sheets.get(name, SheetMapping())


def mapping_path(workbook: Path) -> Path:
    """Return where the corrections of a workbook are kept: ``products.xlsx`` -> ``products.xlsx.xlops.toml``."""
    return workbook.with_name(workbook.name + ".xlops.toml")


def load_mapping(path: Path) -> SavedMapping | None:
    """Return the corrections kept in a file, None when there is no such file.

    Raises:
        SheetError: ``bad_mapping``, naming the file, the place, what was found and what to write.
    """
    if not path.exists():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path.name, "-", str(error), "a text file in UTF-8", "UTF-8 文本文件") from error
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str = "mapping") -> SavedMapping:
    """Return the corrections written in a TOML text; raises like :func:`load_mapping`."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _bad(
            name,
            "-",
            str(error),
            'TOML such as "采购价" = "product_cost"',
            'TOML，如 "采购价" = "product_cost"',
        ) from error
    sheets, benchmarks = raw.get("sheet", {}), raw.get("benchmark", {})
    known = isinstance(sheets, dict) and isinstance(benchmarks, dict)
    if set(raw) - {"sheet", "benchmark"} or not known:
        raise _bad(
            name,
            "-",
            sorted(set(raw) - {"sheet", "benchmark"}) or "sheet, benchmark",
            'only tables [sheet."name"] and [benchmark."id"]',
            '只能有 [sheet."工作表名"] 和 [benchmark."编号"]',
        )
    return SavedMapping({sheet: _sheet(name, sheet, entry) for sheet, entry in sheets.items()}, benchmarks)


def _sheet(file: str, sheet: str, entry: Any) -> SheetMapping:
    if not isinstance(entry, dict) or set(entry) - set(_KEYS):
        found = sorted(set(entry) - set(_KEYS)) if isinstance(entry, dict) else entry
        raise _bad(file, sheet, found, f"keys out of {', '.join(_KEYS)}", f"只能有 {'、'.join(_KEYS)}")
    row = entry.get("header_row")
    if row is not None and (not isinstance(row, int) or isinstance(row, bool) or row < 1):
        raise _bad(
            file,
            f"{sheet} / header_row",
            row,
            "the row number of the header, from 1",
            "表头所在行号，从 1 起",
        )
    for key in _KEYS[1:]:
        if not isinstance(entry.get(key, {}), dict):
            raise _bad(
                file,
                f"{sheet} / {key}",
                entry[key],
                f'a table [sheet."{sheet}".{key}]',
                f'[sheet."{sheet}".{key}] 表',
            )
    columns = {str(k): _term(file, sheet, str(k), v) for k, v in entry.get("columns", {}).items()}
    units = {}
    for header, value in entry.get("units", {}).items():
        word = UNIT_WORDS.get(plain(str(value)), plain(str(value)))
        if word not in _UNITS:
            raise _bad(
                file,
                f"{sheet} / units / {header}",
                value,
                f"one of {', '.join(_UNITS)}",
                f"{'、'.join(_UNITS)} 之一",
            )
        units[str(header)] = word
    currency = {}
    for header, value in entry.get("currency", {}).items():
        code = CURRENCY_WORDS.get(plain(str(value)))
        if code is None:
            raise _bad(
                file,
                f"{sheet} / currency / {header}",
                value,
                "a currency code such as USD",
                "币种代码，如 USD",
            )
        currency[str(header)] = code
    return SheetMapping(row, columns, units, currency)


def _term(file: str, sheet: str, header: str, value: Any) -> str:
    usable = {name: term for name, term in terms().items() if term.headers}
    if value == IGNORE or value in usable:
        return str(value)
    from rapidfuzz import process  # here, because only errors need it

    labels = {label.casefold(): name for name, term in usable.items() for label in (name, term.label_en, term.label_zh)}
    hits = process.extract(str(value).casefold(), labels.keys(), limit=6, score_cutoff=60)
    near = list(dict.fromkeys(labels[word] for word, _, _ in hits))[:3]
    hint = f" ({' / '.join(near)}?)" if near else ""
    raise _bad(
        file,
        f"{sheet} / columns / {header}",
        value,
        f'the name of a term{hint}, or "{IGNORE}"',
        f'术语名{hint}，或 "{IGNORE}"',
    )


def _bad(file: str, place: str, found: object, expected: str, expected_zh: str) -> SheetError:
    return SheetError(
        "bad_mapping",
        f"{file}: {place}: found {found!r}; expected {expected}. Correct the file, or delete it "
        "and run “xlops map FILE” again.",
        f"{file}：{place}：{found!r}，应为{expected_zh}。请更正该文件，或删除后重新运行“xlops map 文件”。",
    )


def quote(text: str) -> str:
    """Return a text as a TOML key or value."""
    return json.dumps(text, ensure_ascii=False)  # JSON's escapes are a part of TOML's


def mapping_to_toml(sheets: Iterable[Sheet], saved: SavedMapping | None = None) -> str:
    """Return what was understood as a mapping file for the operator to correct.

    Every column is listed under its header (or its letters when two columns have the same header), with the
    confidence and the assumptions as comments. Reading a sheet with this file gives the same columns again.

    Args:
        sheets: the sheets that were read.
        saved: the corrections that they were read with; their units and currencies, and what they say of sheets that
            are not among ``sheets``, are carried over.
    """
    before = saved or SavedMapping()
    shown = list(sheets)
    lines = [
        "# What xlops understood of your sheet. Correct the right-hand side and run xlops again.",
        "# xlops 对表格的理解。请修改等号右边，然后重新运行 xlops。",
        f'# "{IGNORE}" = do not use this column / 不使用该列。',
        "",
    ]
    for sheet in shown:
        name = quote(sheet.name)
        mine = before.sheet(sheet.name)
        lines += [
            f"[sheet.{name}]",
            f"header_row = {sheet.header_rows[1] + 1}",
            "",
            f"[sheet.{name}.columns]",
        ]
        headers = [column.header for column in sheet.columns]
        for column in sheet.columns:
            lines += _column_lines(sheet, column, headers)
        lines += [
            "",
            *_said(f"sheet.{name}.units", mine.units, '"重量" = "kg"    cm mm m in ft g kg lb oz, percent, fraction'),
            *_said(f"sheet.{name}.currency", mine.currency, '"采购价" = "CNY"'),
            "",
        ]
    for name in before.sheets.keys() - {sheet.name for sheet in shown}:
        lines += _carried(name, before.sheet(name))
    for name, decision in before.benchmarks.items():
        lines += [f"[benchmark.{quote(name)}]", *(f"{key} = {_value(value)}" for key, value in decision.items()), ""]
    lines += [
        "# Terms / 术语:",
        *(f"#   {t.name}  {t.label_zh}  {t.label_en}" for t in terms().values() if t.headers),
        "",
    ]
    return "\n".join(lines)


def _value(value: Any) -> str:
    """Write a value of an operator's benchmark line as TOML."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(entry)}" for key, entry in value.items()) + " }"
    return quote(value) if isinstance(value, str) else str(value).lower()


def _said(table: str, entries: Mapping[str, str], example: str) -> list[str]:
    """One table of corrections; an example in a comment while there are none."""
    if not entries:
        return [f"# [{table}]   # {example}"]
    return [f"[{table}]", *(f"{quote(k)} = {quote(v)}" for k, v in entries.items())]


def _carried(name: str, mine: SheetMapping) -> list[str]:
    """The corrections of a sheet that was not read, as they were."""
    table = f"sheet.{quote(name)}"
    lines = [f"[{table}]", *([f"header_row = {mine.header_row}"] if mine.header_row else [])]
    for key, entries in (("columns", mine.columns), ("units", mine.units), ("currency", mine.currency)):
        if entries:
            lines += _said(f"{table}.{key}", entries, "")
    return [*lines, ""]


def _column_lines(sheet: Sheet, column: Any, headers: Sequence[str]) -> list[str]:
    letters = column_letters(column.index)
    key = column.header if headers.count(column.header) == 1 else letters
    notes = [letters]
    if column.term:
        label = terms()[column.term]
        notes += [f"{label.label_en} / {label.label_zh}", f"{column.how} {column.confidence:.0%}"]
    notes += [v for v in (column.unit, column.currency) if v]
    notes += [
        i.zh if sheet.language == "zh" else i.en
        for i in sheet.issues
        if i.column == column.index and i.code in column.assumed
    ]
    comment = "; ".join(" ".join(n.split()) for n in notes)
    # A column that was not understood is left open: writing "ignore" for the operator would hide it. One that lost to a
    # better column is written down, or it would take that column's place when the better one is fixed.
    line = f"{quote(key)} = {quote(column.term or IGNORE)}"
    return [f"{line}  # {comment}" if column.term or column.how == "unused" else f"# {line}  # {comment}"]

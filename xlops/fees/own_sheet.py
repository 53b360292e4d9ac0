"""An operator's simple table (a spreadsheet or .csv, already read into cells) as edition files.

Two forms are understood, by their headings in Chinese or English, in any order:

* rates: category and rate, and where wanted a price limit, a least and a highest amount;
* freight: country, and a price per kilogram, per parcel or both, and where wanted a weight from and to.

Every row may have its own first and last day, line, market or currency; what all rows share may stand above the table
as label and value, or be given by the caller. Nothing is guessed: a heading that is not understood, a row without a
figure, a figure without its unit, currency or first day is refused with the row's number.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from xlops.errors import SheetError
from xlops.fees.names import fold, name_list

Cells = Sequence[Sequence[object]]

# What a heading or a label means, in the words that operators' and platforms' tables use.
_WORDS: dict[str, tuple[str, ...]] = {
    "category": (
        "category", "categories", "product category", "类目", "一级类目", "商品类目", "产品类目", "品类", "分类",
    ),
    "rate": (
        "rate", "commission", "commission rate", "fee rate", "referral rate", "referral fee",
        "费率", "佣金率", "佣金比例", "佣金费率", "佣金", "扣点", "费率比例", "类目佣金", "平台佣金", "交易佣金",
    ),
    "price_upto": ("price up to", "up to price", "price limit", "价格上限", "售价上限", "价格至", "售价至"),
    "minimum": ("minimum", "minimum fee", "least", "at least", "最低", "最低收费", "最低佣金", "最低费用"),
    "cap": ("cap", "maximum", "maximum fee", "at most", "封顶", "最高收费", "最高佣金", "佣金上限"),
    "country": ("country", "destination", "destination country", "国家", "目的国", "目的地", "收货国家", "国家地区"),
    "weight_over": ("weight from", "weight over", "over", "重量从", "重量下限", "起始重量"),
    "weight_upto": (
        "weight", "weight to", "weight up to", "up to", "max weight",
        "重量", "重量至", "重量上限", "最大重量", "重量段", "截止重量",
    ),
    "per_kg": (
        "per kg", "per kilogram", "price per kg", "rate per kg", "每公斤", "每千克", "每公斤价", "每公斤运费", "公斤价",
        "元kg", "元公斤", "元千克", "运费元kg", "运费元公斤", "配送服务费元kg", "每kg", "每kg运费",
    ),
    "per_parcel": (
        "per parcel", "per item", "per order", "parcel fee", "handling fee", "registration fee", "每票", "每票处理费",
        "处理费", "挂号费", "操作费", "元票", "元包裹", "每包裹", "每件", "挂号服务费", "挂号费元票", "处理费元票",
    ),
    "first_weight": ("first weight", "首重", "首重重量"),
    "first_fee": ("first weight fee", "first fee", "首重费", "首重费用", "首重价", "首重价格", "首重运费"),
    "next_weight": ("additional weight", "next weight", "续重", "续重单位", "续重重量"),
    "next_fee": ("additional weight fee", "next fee", "续重费", "续重费用", "续重价", "续重价格", "续重运费"),
    "line": ("line", "shipping line", "service", "线路", "物流线路", "物流方式", "物流渠道", "渠道"),
    "currency": ("currency", "币种", "货币", "结算币种"),
    "effective": (
        "effective", "effective date", "from", "start", "start date", "valid from",
        "生效日期", "生效日", "生效时间", "开始日期", "起始日期", "执行日期",
    ),
    "until": (
        "until", "to", "end", "end date", "valid to", "valid until", "expires",
        "截止日期", "截至日期", "结束日期", "失效日期", "到期日", "有效期至",
    ),
    "platform": ("platform", "平台"),
    "market": ("market", "marketplace", "站点", "市场"),
    "owner": ("owner", "whose", "shop", "store", "归属", "店铺", "店铺名", "所属"),
    "source": ("source", "basis", "contract", "来源", "依据", "合同", "出处"),
    "note": ("note", "notes", "remark", "remarks", "no", "备注", "说明", "序号", "时效"),
}  # fmt: skip
_MEANING = {fold(word): name for name, words in _WORDS.items() for word in words}
# What a caller or a line above the table may give for all rows.
GIVEN = ("platform", "market", "line", "currency", "effective", "until", "owner", "source")
_EVERY_OTHER = {
    fold(word)
    for word in (
        "other", "others", "all", "all other", "all others", "everything else", "default",
        "其他", "其它", "其余", "全部", "所有", "默认",
        "其他类目", "所有类目", "全部类目", "其他国家", "所有国家", "全部国家",
    )
} | {""}  # fmt: skip
_CURRENCIES = {
    "CNY": re.compile(r"cny|rmb|人民币|(?<![美欧港日加澳新韩台泰])元"),
    "USD": re.compile(r"usd|美元|美金|\$"),
    "EUR": re.compile(r"eur|欧元|€"),
    "GBP": re.compile(r"gbp|英镑|£"),
}
_SIGNS = re.compile(r"cny|rmb|人民币|元|usd|us\$|\$|美元|eur|€|欧元|gbp|£|英镑|¥")
_WEIGHT_UNITS = {"g": ("g", "克", "gram", "grams"), "kg": ("kg", "kgs", "千克", "公斤", "kilogram")}
_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
# 0-150g, 150 g ~ 2 kg, 0.3至2: the first figure may have a unit of its own.
_WEIGHT_RANGE = re.compile(r"([\d.,]+\s*(kg|g|克|公斤|千克)?)\s*[-–—~至到]\s*([\d.,]+\s*\S*)", re.IGNORECASE)
_HEADER_WITHIN = 40
Cell = str | Decimal | None


def _refuse(code: str, file: str, where: tuple[str, str], en: str, zh: str) -> SheetError:
    return SheetError(code, f"{file}: {where[0]}: {en}", f"{file}：{where[1]}：{zh}")


@dataclass(frozen=True)
class _Column:
    """One understood column: its place, meaning, heading, and what the heading says of unit and currency."""

    place: int
    name: str
    heading: str
    percent: bool
    unit: str
    currency: str


@dataclass(frozen=True)
class _Row:
    """One line of the table: its number in the sheet and its values."""

    number: int
    group: tuple[str, str, str, str]  # platform, market, programme, currency
    key: str
    start: date
    end: date | None
    cells: Mapping[str, Cell]  # by the column names of an edition


def sheet_editions(file: str, cells: Cells, given: Mapping[str, str], today: date) -> dict[str, str]:
    """Return the edition files that a simple table means, as text by ``<platform>/<market>/<programme>/<date>``.

    Args:
        file: name of the operator's file, for messages and as the source.
        cells: the sheet's rows: texts, numbers, dates; None is blank.
        given: what holds for every row that does not say itself: the keys of ``GIVEN``, as people write them.
        today: the day on which the table is taken over, which the editions name as ``checked``.

    Returns:
        One edition per programme and period in which the same rows are in force. They still go through the loader.

    Raises:
        SheetError: own_table_..., with the file, the row, what was found, what was expected and what to do.
    """
    header, columns = _header(file, cells)
    shared = _labels(cells[:header])
    for name, text in given.items():
        if shared.setdefault(name, text) != text:
            raise _refuse(
                f"own_table_{name}",
                file,
                (f"above row {header + 1}, {name}", f"第 {header + 1} 行以上，{_first_chinese(_WORDS[name])}"),
                f"found {shared[name]!r} in the sheet and {text!r} given; expected one of them. Leave one out.",
                f"表中为“{shared[name]}”，参数为“{text}”，两者不一致。请只保留一个。",
            )
    rows = list(_read(file, cells, header, columns, shared))
    if not rows:
        raise _refuse(
            "own_table_empty",
            file,
            (f"row {header + 2}", f"第 {header + 2} 行"),
            "found no rows; expected the table's rows below its headings. Add them.",
            "没有数据行；表头下面应有费率或运费。请补上。",
        )
    files: dict[str, str] = {}
    for group in dict.fromkeys(row.group for row in rows):
        own = _ended(file, [row for row in rows if row.group == group])
        for start, end, active in _periods(own):
            name = f"{'/'.join(group[:3])}/{start}"
            files[name] = _edition(file, group, start, end, active, columns, shared, today)
    return files


def _header(file: str, cells: Cells) -> tuple[int, list[_Column]]:
    """Return the place of the heading row and its columns."""
    for number, row in enumerate(cells[:_HEADER_WITHIN]):
        names = [_meaning(cell) for cell in row]
        if ("category" in names and "rate" in names) or (
            "country" in names and {"per_kg", "per_parcel", "first_fee"} & set(names)
        ):
            return number, _columns(file, number, row)
    raise SheetError(
        "own_table_header",
        f"{file}: found no heading row; expected the headings 'category' and 'rate', or 'country' and 'per kg' or "
        "'per parcel'. Rename the headings (docs/own_tables.md shows both forms).",
        f"{file}：没有找到表头；应有“类目”和“费率”，或“国家”和“每公斤”“每票”或“首重费”。"
        "请修改表头（格式见 docs/own_tables.md）。",
    )


def _plain(cell: object) -> str:
    return unicodedata.normalize("NFKC", str(cell)).strip() if cell is not None else ""


def _meaning(cell: object) -> str | None:
    """Return what a heading means. Words in brackets are units or remarks; they count where nothing else does."""
    text = _plain(cell)
    bare = fold(_BRACKETED.sub(" ", text))
    return _MEANING.get(bare) or _MEANING.get(fold(text)) or _MEANING.get(fold(_SIGNS.sub("", text.lower())))


def _currency_of(text: str) -> str:
    """Return the code of the one currency that a text names, or nothing."""
    found = [code for code, word in _CURRENCIES.items() if word.search(text.lower())]
    return found[0] if len(found) == 1 else ""


def _columns(file: str, number: int, row: Sequence[object]) -> list[_Column]:
    found: list[_Column] = []
    where = (f"row {number + 1}", f"第 {number + 1} 行")
    for place, cell in enumerate(row):
        text = _plain(cell)
        if not text:
            continue
        name = _meaning(cell)
        if name == "source":
            name = "note"
        if name is None or name == "owner":  # one table belongs to one owner
            raise _refuse(
                "own_table_heading",
                file,
                where,
                f"found the heading {text!r}; expected one of {', '.join(words[0] for words in _WORDS.values())}. "
                "Rename the column, or remove it if its figures do not count.",
                f"看不懂表头“{text}”；可用：{'、'.join(_first_chinese(words) for words in _WORDS.values())}。"
                "请改名；若该列不参与计算请删除。",
            )
        if name != "note" and any(column.name == name for column in found):
            raise _refuse(
                "own_table_heading",
                file,
                where,
                f"found a second column {text!r} ({name}); expected each once. Remove or rename one.",
                f"“{text}”列重复；每种列只能有一个。请删除或改名。",
            )
        said = {fold(words) for words in _BRACKETED.findall(text)}
        unit = next((unit for unit, words in _WEIGHT_UNITS.items() if said.intersection(words)), "")
        found.append(_Column(place, name, text, "%" in text, unit, _currency_of(text)))
    return found


def _first_chinese(words: Sequence[str]) -> str:
    return next(word for word in words if not word.isascii())


def _labels(rows: Cells) -> dict[str, str]:
    """Return what the lines above the table say: a label and its value, in two cells or one ("平台：速卖通")."""
    said: dict[str, str] = {}
    for row in rows:
        waiting: str | None = None
        for cell in row:
            text = _plain(cell)
            label, colon, value = text.partition(":")
            name = _MEANING.get(fold(label)) if text else None
            if name in GIVEN:
                waiting = name
                if not (colon and value.strip()):
                    continue
                text = value.strip()
            if waiting and text:
                said[waiting] = _day_text(cell) if waiting in ("effective", "until") and not colon else text
                waiting = None
    return said


def _day_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return str(cell.date())
    return _plain(cell)


def _read(
    file: str, cells: Cells, header: int, columns: Sequence[_Column], shared: Mapping[str, str]
) -> Iterator[_Row]:
    by_name = {column.name: column for column in columns}
    for number, line in enumerate(cells[header + 1 :], header + 2):
        value = {c.name: line[c.place] if c.place < len(line) else None for c in columns if c.name != "note"}
        if all(_plain(cell) == "" for cell in value.values()):
            continue
        yield _RowReader(file, number, value, by_name, shared).row()


class _RowReader:
    """One line while it is read: refuses with its number."""

    def __init__(
        self,
        file: str,
        number: int,
        value: Mapping[str, object],
        columns: Mapping[str, _Column],
        shared: Mapping[str, str],
    ) -> None:
        self._file, self._row, self._value, self._columns, self._shared = file, number, value, columns, shared

    def refuse(self, column: str, found: object, expected: tuple[str, str], remedy: tuple[str, str]) -> SheetError:
        heading = self._columns[column].heading if column in self._columns else column
        zh = self._columns[column].heading if column in self._columns else _first_chinese(_WORDS[column])
        shown = _plain(found) or "-"
        return _refuse(
            f"own_table_{column}",
            self._file,
            (f"row {self._row}, {heading}", f"第 {self._row} 行，{zh}"),
            f"found {shown!r}; expected {expected[0]}. {remedy[0]}",
            f"内容为“{shown}”；应为{expected[1]}。{remedy[1]}",
        )

    def row(self) -> _Row:
        freight = "country" in self._columns
        platform, market, programme = self._programme(freight)
        currency = self._currency(platform, market)
        start = self._day("effective")
        if start is None:
            raise self.refuse(
                "effective",
                None,
                ("the first day in force, such as 2026-01-01", "生效日期，如 2026-01-01"),
                ("Add a column or a line 'effective'.", "请增加“生效日期”列，或在表格上方写一行。"),
            )
        end = self._day("until")
        if end is not None and end < start:
            raise self.refuse(
                "until", end, (f"a day from {start} on", f"不早于 {start} 的日期"), ("Correct it.", "请更正。")
            )
        key, cells = self._freight(currency) if freight else self._rates(platform, currency)
        return _Row(self._row, (platform, market, programme, currency), key, start, end, cells)

    def _said(self, name: str) -> str:
        return _plain(self._value.get(name)) or self._shared.get(name, "")

    def _programme(self, freight: bool) -> tuple[str, str, str]:
        if freight:
            return "aliexpress", "global", self._freight_programme()
        platform, market = self._resolved("platform", "platforms"), self._resolved("market", "markets")
        if platform in ("", "amazon") and market and market != "global":
            return "amazon", market, "referral"
        if platform == "aliexpress":
            return "aliexpress", "global", "commission"
        missing = "market" if platform == "amazon" else "platform"
        raise self.refuse(
            missing,
            None,
            ("whose commission it is: AliExpress, or Amazon and a market", "平台（速卖通），或亚马逊及其站点"),
            (
                "Add a column or a line 'platform' (and for Amazon 'market').",
                "请增加“平台”列（亚马逊还需“站点”），或在表格上方写一行。",
            ),
        )

    def _resolved(self, name: str, names: str) -> str:
        text = self._said(name)
        return self._listed(name, names, text) if text else ""

    def _freight_programme(self) -> str:
        text = self._said("line")
        if not text:
            raise self.refuse(
                "line",
                None,
                ("the shipping line", "物流线路名称"),
                ("Add a column or a line 'line'.", "请增加“线路”列，或在表格上方写一行。"),
            )
        listed = name_list("lines")
        code = listed.resolve(text)
        return str(listed.names[code].extra.get("programme", f"freight_{code}")) if code else f"freight_{fold(text)}"

    def _currency(self, platform: str, market: str) -> str:
        text = self._said("currency")
        headings = {column.currency for column in self._columns.values() if column.currency}
        known = str(name_list("markets").names[market].extra.get("currency", "")) if platform == "amazon" else ""
        if text:
            headings.add(_currency_of(text) or text.upper())
        if known:
            headings.add(known)
        if len(headings) > 1 or any(not re.fullmatch("[A-Z]{3}", code) for code in headings):
            raise self.refuse(
                "currency",
                " / ".join(sorted(headings)),
                ("one currency code, such as CNY", "一个币种代码，如 CNY"),
                ("Make headings, currency and market agree.", "请使表头、币种与站点一致。"),
            )
        return next(iter(headings), "")

    def _day(self, name: str) -> date | None:
        cell = self._value.get(name)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        text = self._said(name)
        if not text:
            return None
        found = _DAY.fullmatch(text)
        try:
            return date(*map(int, found.groups())) if found else date.fromisoformat(text)
        except ValueError:
            raise self.refuse(
                name, text, ("a day such as 2026-01-01", "日期，如 2026-01-01"), ("Correct it.", "请更正。")
            ) from None

    def _number(self, name: str) -> Decimal | None:
        """Return a figure of the row, or None where its cell is blank."""
        cell = self._value.get(name)
        text = _plain(cell).lower()
        if text == "":
            return None
        if isinstance(cell, float):
            text = f"{cell:.12g}"  # 0.08 that a formula made is 0.08 within the last digits only
        text = _SIGNS.sub("", text).strip()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(cell, bool) or not number.is_finite() or number < 0:
            raise self.refuse(name, cell, ("a number, 0 or more", "不小于 0 的数字"), ("Correct the cell.", "请更正。"))
        return number

    def _rate(self) -> Decimal:
        cell = self._value.get("rate")
        text = _plain(cell)
        expected = ("a rate such as 8% or 0.08", "费率，如 8% 或 0.08")
        if not text:
            raise self.refuse("rate", None, expected, ("Fill it in, or remove the row.", "请填写，或删除该行。"))
        if text.endswith("%"):
            self._value = {**self._value, "rate": text[:-1].strip()}
        number = self._number("rate")
        assert number is not None
        signed, percent = text.endswith("%"), self._columns["rate"].percent
        # Without a sign 1 may be 1 % or 100 %, and below a heading in per cent 0.08 may be a cell shown as 8%.
        if not signed and (0 < number < 1 if percent else number >= 1):
            raise self.refuse(
                "rate",
                text,
                expected,
                ("Write the percent sign in the cell.", "请在单元格中写上百分号。"),
            )
        if signed or percent:
            number /= 100
        if number > 1:
            raise self.refuse("rate", text, expected, ("Correct the rate.", "请更正费率。"))
        return number.normalize()

    def _key(self, name: str) -> str:
        text = _plain(self._value.get(name))
        if not text:
            raise self.refuse(
                name,
                None,
                (f"a {name}", "名称"),
                (
                    "Fill it in (merged cells: in every row), or remove the row.",
                    "请填写（合并单元格须逐行填写），或删除该行。",
                ),
            )
        return "*" if fold(text) in _EVERY_OTHER else text

    def _rates(self, platform: str, currency: str) -> tuple[str, dict[str, Cell]]:
        category = self._key("category")
        if platform == "amazon" and category != "*":
            category = self._listed("category", "categories", category)
        cells: dict[str, Cell] = {
            "category": category,
            "applies": "whole",
            "upto": self._number("price_upto"),
            "rate": self._rate(),
        }
        cells |= {name: self._number(name) for name in ("minimum", "cap") if name in self._columns}
        if not currency and any(cells.get(name) is not None for name in ("upto", "minimum", "cap")):
            raise self._no_currency()
        return fold(category), cells

    def _listed(self, column: str, names: str, text: str) -> str:
        """Return the code of a name, or refuse it with the names that look like it."""
        listed = name_list(names)
        code = listed.resolve(text)
        if code is None:
            en, zh = (" / ".join(name.label(lang) for name in listed.suggest(text)) for lang in ("en", "zh"))
            raise self.refuse(
                column,
                text,
                (f"a known name ({en})" if en else "a known name", f"可识别的名称{f'（{zh}）' if zh else ''}"),
                ("Correct the name.", "请更正名称。"),
            )
        return code

    def _no_currency(self) -> SheetError:
        return self.refuse(
            "currency",
            None,
            ("the currency of the amounts", "金额的币种"),
            ("Add a column or a line 'currency', such as CNY.", "请增加“币种”列，或在表格上方写一行，如 CNY。"),
        )

    def _freight(self, currency: str) -> tuple[str, dict[str, Cell]]:
        country = self._key("country")
        if country != "*":
            country = self._listed("country", "countries", country)
        if not currency:
            raise self._no_currency()
        per_kg, per_parcel = self._number("per_kg"), self._number("per_parcel")
        steps = self._steps()
        if per_kg is None and per_parcel is None and not steps:
            raise self.refuse(
                "per_kg" if "per_kg" in self._columns else "per_parcel",
                None,
                ("a price per kilogram or per parcel", "每公斤或每票的价格"),
                ("Fill it in, or remove the row.", "请填写，或删除该行。"),
            )
        over, upto = self._weights()
        cells: dict[str, Cell] = {"country": country, "over": over, "upto": upto}
        if "per_kg" in self._columns:
            cells["per"] = per_kg
        if "per_parcel" in self._columns:
            cells["fee"] = per_parcel
        if steps:
            cells |= steps
            cells["fee"] = steps["fee"] + (per_parcel or 0)
        return country, cells

    def _steps(self) -> dict[str, Decimal]:
        """Return what the first and each further started weight cost (首重, 续重); nothing where no column says so."""
        names = {"first_weight": "above", "first_fee": "fee", "next_weight": "step", "next_fee": "step_fee"}
        if not any(name in self._columns for name in names):
            return {}
        found: dict[str, Decimal] = {}
        for name, cell in names.items():
            text = _plain(self._value.get(name))
            if text and name.endswith("weight"):
                found[cell] = self._weight(name, text, self._unit(name, text))
            elif text and (number := self._number(name)) is not None:
                found[cell] = number
            else:
                raise self.refuse(
                    name,
                    None,
                    ("first weight, its fee, additional weight and its fee", "首重、首重费、续重、续重费四项"),
                    ("Fill in all four, or remove the columns.", "请四项都填写，或删除这些列。"),
                )
        return found

    def _weights(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the weight range in grams."""
        bounds: dict[str, Decimal | None] = {"weight_over": None, "weight_upto": None}
        for name in bounds:
            if name not in self._columns:
                continue
            text = _plain(self._value.get(name))
            split = _WEIGHT_RANGE.fullmatch(text)
            if split and name == "weight_upto":
                unit = self._unit(name, split[3])
                low_unit = self._unit(name, split[1]) if split[2] else unit
                bounds["weight_over"] = self._weight(name, split[1], low_unit)
                bounds[name] = self._weight(name, split[3], unit)
            elif text:
                bounds[name] = self._weight(name, text, self._unit(name, text))
        return bounds["weight_over"], bounds["weight_upto"]

    def _unit(self, name: str, text: str) -> str:
        tail = re.sub(r"[\d.,\s]", "", text).lower()
        unit = next((unit for unit, words in _WEIGHT_UNITS.items() if tail in words), "") if tail else ""
        unit = unit or ("" if tail else self._columns[name].unit)
        if not unit:
            raise self.refuse(
                name,
                text,
                ("a weight with its unit", "带单位的重量"),
                ("Write 重量(g) or weight (kg) as the heading.", "请把表头写成“重量(g)”或“重量(kg)”。"),
            )
        return unit

    def _weight(self, name: str, text: str, unit: str) -> Decimal:
        number = re.sub(r"[^\d.,]", "", text)
        self._value = {**self._value, name: number}
        weight = self._number(name)
        if weight is None:
            raise self.refuse(name, text, ("a weight", "重量"), ("Correct the cell.", "请更正。"))
        return weight * 1000 if unit == "kg" else weight


def _text(text: str) -> str:
    """Return a text as TOML (JSON's escapes are valid there)."""
    return json.dumps(text, ensure_ascii=False)


def _toml(cell: Cell) -> str:
    if cell is None:
        return '""'
    return _text(cell) if isinstance(cell, str) else f"{cell:f}"


def _ended(file: str, rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows with the days on which later rows of the same key replace them."""
    ended = []
    for row in rows:
        later = [other.start for other in rows if other.key == row.key and other.start > row.start]
        end = row.end
        if later:
            last = min(later) - timedelta(1)
            if end is not None and end > last:
                raise _refuse(
                    "own_table_overlap",
                    file,
                    (f"row {row.number}", f"第 {row.number} 行"),
                    f"found in force until {end}, but another row of the same name starts on {min(later)}; expected "
                    "rows that follow each other. Correct one of the days.",
                    f"截止 {end}，但同名的另一行自 {min(later)} 生效；两行日期不能重叠。请更正日期。",
                )
            end = end or last
        ended.append(replace(row, end=end))
    return ended


def _periods(rows: Sequence[_Row]) -> Iterator[tuple[date, date | None, list[_Row]]]:
    """Yield each period in which the same rows are in force: first day, last day (None is open), rows."""
    days = sorted({row.start for row in rows} | {row.end + timedelta(1) for row in rows if row.end})
    for n, start in enumerate(days):
        end = days[n + 1] - timedelta(1) if n + 1 < len(days) else None
        active = [row for row in rows if row.start <= start and (row.end is None or row.end >= start)]
        if active:
            yield start, end, active


def _edition(
    file: str,
    group: tuple[str, str, str, str],
    start: date,
    end: date | None,
    rows: Sequence[_Row],
    columns: Sequence[_Column],
    shared: Mapping[str, str],
    today: date,
) -> str:
    platform, market, programme, currency = group
    freight = any(column.name == "country" for column in columns)
    ordered = _ordered(file, rows)
    title = ("Own commission rates", "自有佣金费率")
    if freight:
        line = programme.removeprefix("freight_")
        title = (f"Own freight, {line}", f"自有运费，{line}")
    source = shared.get("source", "")
    lines = [
        "schema = 1",
        "",
        "[edition]",
        f'platform = "{platform}"',
        f'market = "{market}"',
        f"programme = {_text(programme)}",
        f"title = {{ en = {_text(title[0])}, zh = {_text(title[1])} }}",
        f'kind = "{"lookup" if freight else "rate_bands"}"',
        f"effective = {start}",
        *([f"until = {end}"] if end else []),
        *([f'currency = "{currency}"'] if currency else []),
        f"base = {_text('weight of the parcel 包裹实重' if freight else 'as the published fee 同官方计费基础')}",
        f"rounding = {_rounding(platform)}",
        'confidence = "own"',
        f"checked = {today}",
        *([f"owner = {_text(shared['owner'])}"] if shared.get("owner") else []),
        "",
        "[[source]]",
        'id = "own"',
        'kind = "own"',
        f"title = {_text(source or file)}",
        'url = ""',
        'url_note = "own table 自有表"',
        f"retrieved = {today}",
        f"says = {_text(f'{_numbers(rows)} of {file}')}",
        "",
        "[table]",
    ]
    if freight:
        lines += ['keys = ["country"]', 'range = "weight"', 'bounds = "over_upto"', 'units = { weight = "g" }']
        if any(column.name == "per_kg" for column in columns):
            lines.append('per_unit = "kg"')
    else:
        lines.append('keys = ["category"]')
    lines.append("columns = [" + ", ".join(map(_text, ordered[0])) + "]")
    lines.append("rows = [")
    lines += ["  [" + ", ".join(map(_toml, cells.values())) + "]," for cells in ordered]
    lines.append("]")
    return "\n".join(lines) + "\n"


def _ordered(file: str, rows: Sequence[_Row]) -> list[Mapping[str, Cell]]:
    """Return the cells of the rows, those of one name together and rising, as the loader wants them.

    Where a table gives only the upper end of its weights, a row starts where the row before it ends.
    """
    ordered: list[Mapping[str, Cell]] = []
    for key in dict.fromkeys(row.key for row in rows):
        own = sorted((row for row in rows if row.key == key), key=lambda row: _bounds(row.cells))
        for before, after in pairwise(own):
            if _bounds(before.cells) == _bounds(after.cells):
                raise _refuse(
                    "own_table_twice",
                    file,
                    (f"rows {before.number} and {after.number}", f"第 {before.number} 行与第 {after.number} 行"),
                    f"found the same name twice ({after.key}) with the same limits and days; expected it once. "
                    "Remove one row.",
                    f"同一名称（{after.key}）在相同范围和日期内出现两次。请删除其中一行。",
                )
        last: Cell = None
        for row in own:
            cells = dict(row.cells)
            if "over" in cells and cells["over"] is None:
                cells["over"] = last
            last = cells["upto"]
            ordered.append(cells)
    return ordered


def _bounds(cells: Mapping[str, Cell]) -> tuple[Decimal, Decimal]:
    over, upto = cells.get("over"), cells["upto"]
    return (
        over if isinstance(over, Decimal) else Decimal(0),
        upto if isinstance(upto, Decimal) else Decimal("Infinity"),
    )


def _rounding(platform: str) -> str:
    """Return the platform's own rounding: Amazon charges whole cents, AliExpress documents none."""
    return '{ step = 0.01, mode = "half_up" }' if platform == "amazon" else '{ mode = "none" }'


def _numbers(rows: Sequence[_Row]) -> str:
    numbers = sorted(row.number for row in rows)
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {numbers[0]} to {numbers[-1]}"

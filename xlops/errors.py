"""The named errors, and the reasons why a result is blank.

A result that cannot be computed is never 0 and never the nearest table. It is blank and carries a reason.
There are two kinds of reason:

* ``unknown``: the question is good and the answer is not published or not given (Excel shows ``#N/A``);
* ``invalid``: the input itself is impossible (Excel shows ``#VALUE!``; a single call from Python raises).

This table is the only place where a reason meets its messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Reason(IntEnum):
    """Why a result is blank. ``OK`` means that it is not."""

    OK = 0
    MISSING_INPUT = 1
    MISSING_PRICE = 2
    MISSING_DIMENSIONS = 3
    MISSING_WEIGHT = 4
    MISSING_CATEGORY = 5
    MISSING_COST = 6
    MISSING_RATE = 7
    MISSING_COUNTRY = 8
    MISSING_CURRENCY = 9
    MISSING_EXCHANGE_RATE = 10
    NO_TABLE = 11
    NO_EDITION = 12
    OUTSIDE_TABLE = 13
    NOT_IN_TABLE = 14
    NOT_PUBLISHED = 15
    NO_SALES = 16
    NO_CLICKS = 17
    NO_IMPRESSIONS = 18
    NO_UNITS = 19
    NO_BENCHMARK = 20
    LOSES_BEFORE_ADS = 21
    NOT_ENOUGH_DATA = 22
    NOT_APPLICABLE = 23
    MISSING_FIRST_LEG = 24
    MISSING_AD_SPEND = 25
    MISSING_PLATFORM = 26
    MISSING_SUPPLY_PRICE = 27
    NO_SPEND = 28
    NOTHING_FOR_ADS = 29
    MISSING_FREIGHT = 30
    MISSING_UNITS = 31
    MISSING_DUTY = 32
    UNCLEAR_DANGEROUS_GOODS = 33
    MIXED_CATEGORY = 34
    NO_VALID_PRICE = 35
    ONE_PRODUCT_ONLY = 36
    NO_VISITS = 37
    NO_ORDERS = 38
    NOT_A_NUMBER = 40
    NEGATIVE = 41
    NOT_POSITIVE = 42
    RATE_OUT_OF_RANGE = 43
    BAD_DATE = 44
    UNKNOWN_CATEGORY = 45
    UNKNOWN_MARKET = 46
    UNKNOWN_COUNTRY = 47
    UNKNOWN_LINE = 48
    UNKNOWN_UNITS = 49
    UNKNOWN_METRIC = 50
    UNKNOWN_PLATFORM = 51
    SCORE_OUT_OF_RANGE = 52
    UNKNOWN_PROGRAMME = 53
    DAYS_REVERSED = 55


@dataclass(frozen=True)
class ReasonText:
    """What a reason is called where people see it."""

    kind: Literal["ok", "unknown", "invalid"]
    excel: str
    en: str
    zh: str

    def text(self, lang: str) -> str:
        """Return the message in ``lang`` (``"en"`` or ``"zh"``)."""
        return self.zh if lang == "zh" else self.en


def _unknown(en: str, zh: str) -> ReasonText:
    return ReasonText("unknown", "#N/A", en, zh)


def _invalid(en: str, zh: str) -> ReasonText:
    return ReasonText("invalid", "#VALUE!", en, zh)


REASONS: dict[Reason, ReasonText] = {
    Reason.OK: ReasonText("ok", "", "", ""),
    Reason.MISSING_INPUT: _unknown("an input is missing", "缺少输入"),
    Reason.MISSING_PRICE: _unknown("the price is missing", "缺少售价"),
    Reason.MISSING_DIMENSIONS: _unknown("length, width or height is missing", "缺少长、宽或高"),
    Reason.MISSING_WEIGHT: _unknown("the weight is missing", "缺少重量"),
    Reason.MISSING_CATEGORY: _unknown("the category is missing", "缺少类目"),
    Reason.MISSING_COST: _unknown("the product cost is missing", "缺少成本"),
    Reason.MISSING_RATE: _unknown(
        "the rate is not published; give your own (see your order or settlement export)",
        "该费率官方未公布，请填写自己的费率（见订单或结算导出）",
    ),
    Reason.MISSING_COUNTRY: _unknown("the destination country is missing", "缺少收货国家"),
    Reason.MISSING_CURRENCY: _unknown("the currency is not stated", "未注明币种"),
    Reason.MISSING_EXCHANGE_RATE: _unknown(
        "the exchange rate is missing; add a 汇率 column, or give it in Settings or as --rate",
        "缺少汇率：请加“汇率”列，或在“设置”中填写（命令行用 --rate）",
    ),
    Reason.NO_TABLE: _unknown("xlops has no table for this market or shipping line", "xlops 没有该站点或线路的费用表"),
    Reason.NO_EDITION: _unknown("no published table covers this date", "没有覆盖该日期的官方费用表"),
    Reason.OUTSIDE_TABLE: _unknown("outside the published table", "超出官方费用表的范围"),
    Reason.NOT_IN_TABLE: _unknown("not listed in the published table", "官方费用表未列出"),
    Reason.NOT_PUBLISHED: _unknown("this figure is not published", "该数字官方未公布"),
    Reason.NO_SALES: _unknown("spend without sales, or no sales yet", "没有销售额（有花费无销售额或尚未出单）"),
    Reason.NO_CLICKS: _unknown("no clicks yet", "没有点击"),
    Reason.NO_IMPRESSIONS: _unknown("no impressions yet", "没有曝光"),
    Reason.NO_UNITS: _unknown("no units", "没有销量"),
    Reason.NO_VISITS: _unknown("no visitors yet", "没有访客"),
    Reason.NO_ORDERS: _unknown("no orders yet", "没有订单"),
    Reason.NO_BENCHMARK: _unknown("no published benchmark grades this", "没有可用于评级的公开基准"),
    Reason.LOSES_BEFORE_ADS: _unknown("loses money before any advertising", "未投广告已亏损"),
    Reason.NOT_ENOUGH_DATA: _unknown("too little data to judge", "数据太少，无法判断"),
    Reason.NOT_APPLICABLE: _unknown("does not apply to this row", "不适用于该行"),
    Reason.MISSING_FIRST_LEG: _unknown("the first-leg freight is missing", "缺少头程费用"),
    Reason.MISSING_AD_SPEND: _unknown("the ad spend is missing", "缺少广告花费"),
    Reason.MISSING_PLATFORM: _unknown(
        "the platform is not stated; add a 平台 column, or give it in Settings or as --platform",
        "未注明平台：请加“平台”列，或在“设置”中填写（命令行用 --platform）",
    ),
    Reason.MISSING_SUPPLY_PRICE: _unknown(
        "fully managed: the platform pays a supply price, which is missing; its deductions are not published",
        "全托管按供货价结算：缺少供货价；平台扣费未公布",
    ),
    Reason.MISSING_FREIGHT: _unknown("the freight that you pay is missing", "缺少卖家支付的运费"),
    Reason.MISSING_UNITS: _unknown(
        "the units sold in the period of the ad spend are missing", "缺少与广告费同期的销量"
    ),
    Reason.MISSING_DUTY: _unknown("the duty is missing", "缺少关税"),
    Reason.UNCLEAR_DANGEROUS_GOODS: _unknown(
        "unclear whether it is dangerous goods: write yes or no", "无法判断是否危险品：请填“是”或“否”"
    ),
    Reason.MIXED_CATEGORY: _unknown(
        "groups of this category have different fees here: give a finer category "
        "(for home and kitchen: Home Products / Kitchen; see OPS_CATEGORIES)",
        "该类目下各子类费用不同：请填写更细的类目（如家居厨房：家居用品 / 厨房用品；见 OPS_CATEGORIES）",
    ),
    Reason.NO_VALID_PRICE: _unknown(
        "no price reaches this margin: fees and shares take more than a higher price brings",
        "没有任何售价能达到该利润率：提价带来的收入抵不过费用与占比",
    ),
    Reason.ONE_PRODUCT_ONLY: _unknown(
        "this table is made for one product at a time", "此表一次只针对一个商品"
    ),
    Reason.NO_SPEND: _unknown("nothing was spent", "没有花费"),
    Reason.NOTHING_FOR_ADS: _unknown("the wanted margin leaves nothing for advertising", "期望利润率已用尽广告空间"),
    Reason.NOT_A_NUMBER: _invalid("text where a number is expected", "应为数字，却是文本"),
    Reason.NEGATIVE: _invalid("a negative number is not possible here", "此处不能为负数"),
    Reason.NOT_POSITIVE: _invalid("must be greater than 0", "必须大于 0"),
    Reason.RATE_OUT_OF_RANGE: _invalid(
        "a rate is a fraction from 0 to 1 (8 % is 0.08)", "费率应为 0 到 1 的小数（8% 写作 0.08）"
    ),
    Reason.BAD_DATE: _invalid("not a date (write 2026-11-22)", "不是日期（请写 2026-11-22）"),
    Reason.DAYS_REVERSED: _invalid("the last day is before the first", "结束日期早于开始日期"),
    Reason.UNKNOWN_CATEGORY: _invalid("this category name is not known", "无法识别的类目"),
    Reason.UNKNOWN_MARKET: _invalid("this market is not known", "无法识别的站点"),
    Reason.UNKNOWN_COUNTRY: _invalid("this country is not known", "无法识别的国家"),
    Reason.UNKNOWN_LINE: _invalid("this shipping line is not known", "无法识别的物流线路"),
    Reason.UNKNOWN_PROGRAMME: _invalid(
        "this fulfilment programme is not known (see OPS_PROGRAMMES)", "无法识别的配送计划（见 OPS_PROGRAMMES）"
    ),
    Reason.UNKNOWN_UNITS: _invalid(
        'units must be "cm,g", "cm,kg", "in,lb" or "in,oz"', '单位应为 "cm,g"、"cm,kg"、"in,lb" 或 "in,oz"'
    ),
    Reason.UNKNOWN_METRIC: _invalid("this metric is not known", "无法识别的指标"),
    Reason.SCORE_OUT_OF_RANGE: _invalid("a score is from 1 to 5", "评分应在 1 到 5 之间"),
    Reason.UNKNOWN_PLATFORM: _invalid("this platform is not known", "无法识别的平台"),
}


class XlopsError(Exception):
    """Base of every error that xlops raises on purpose. Its text is meant for the person who reads it."""


class InvalidInput(XlopsError, ValueError):
    """An impossible argument of a single call, with the reason and what to do.

    ``reason`` is a :class:`Reason` of kind ``invalid``; ``argument`` names the argument; ``suggestions`` are the names
    that may be meant, in English (given as pairs of an English and a Chinese name).
    """

    def __init__(
        self, reason: Reason, argument: str, found: object, suggestions: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.reason = reason
        self.argument = argument
        self.found = found
        self.suggestions = tuple(en for en, _ in suggestions)
        text = REASONS[reason]
        hint_en = f" Did you mean {' / '.join(self.suggestions)}?" if suggestions else ""
        hint_zh = f"是否指 {' / '.join(zh for _, zh in suggestions)}？" if suggestions else ""
        super().__init__(
            f"{argument}: found {found!r}: {text.en}.{hint_en} | {argument}：{found!r}：{text.zh}。{hint_zh}"
        )


class EditionError(XlopsError):
    """A fee or benchmark data file that the loader refuses: file, place, found, expected, remedy."""

    def __init__(self, file: object, place: str, found: object, expected: str, remedy: str) -> None:
        super().__init__(f"{file}: {place}: found {found!r}; expected {expected}. {remedy}")
        self.file = file
        self.place = place
        self.found = found
        self.expected = expected
        self.remedy = remedy


class SheetError(XlopsError):
    """A sheet that cannot be read as a product sheet. ``code`` is stable; the text is bilingual."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        self.code = code
        self.en = en
        self.zh = zh
        super().__init__(f"{en} | {zh}")


class WorkbookError(SheetError):
    """A file that xlops will not open or will not write: the reason, and what to do. Nothing was written."""

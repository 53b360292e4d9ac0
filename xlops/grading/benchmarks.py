"""The published lines that a row or an account is measured by, one TOML file each under ``data/benchmarks``.

A record says what is true or false of a value, where the line comes from, how old it is and how far to trust
it. The checks stand here, in the loader: every message names the file, the place, what was found, what was
expected and what to do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from xlops.errors import EditionError
from xlops.fees.names import fold
from xlops.terms import terms

Band = Literal["good", "ok", "watch", "bad"]

FOLDER = Path(__file__).parent.parent / "data" / "benchmarks"

PLATFORMS = ("amazon", "aliexpress", "dtc", "general")
LEVELS = ("row", "account", "market")
ROLES = ("grade", "flag", "context")
DIRECTIONS = ("lower_better", "higher_better", "in_range", "informational")
UNITS = ("fraction", "usd", "eur", "days", "weeks", "stars", "score", "ratio", "count", "none")
# "sheet": arithmetic of the sheet itself, which needs no source.
EVIDENCE = ("official", "vendor_report", "practitioner", "media", "guide_only", "sheet")
# The more trusted first.
STATUSES = ("current", "unverified", "disputed", "outdated", "ended")
STAGES = ("launch", "growth", "mature")
BANDS = ("good", "ok", "watch", "bad", "info")

# What may count towards a letter. Disputed lines are shown beside, never counted; outdated and ended ones
# are not even compared.
_COUNTING = ("current", "unverified")

# What operators write in a column for the product's stage.
_STAGE_WORDS = {
    "launch": ("launch", "new", "新品", "新品期", "推新", "推新期", "测试期", "新品阶段"),
    "growth": ("growth", "growing", "成长", "成长期", "增长期", "成长阶段"),
    "mature": ("mature", "maturity", "established", "成熟", "成熟期", "稳定期", "成熟阶段"),
}

# Quantities that only benchmarks speak of: everything else is a term of the vocabulary (terms.toml).
DERIVED: dict[str, tuple[str, str]] = {
    "acos_to_break_even": ("ACoS against own break-even", "ACoS 与自身盈亏平衡之比"),
    "roi": ("ROI", "投资回报率"),
    "price_to_cost": ("price to product cost", "售价与采购成本之比"),
    "gmroi": ("GMROI (a year)", "库存毛利回报率（年）"),
    "cpc": ("CPC", "单次点击成本"),
    "ad_cost_per_order": ("ad cost per order", "单笔订单广告成本"),
    "historical_days_of_supply": ("historical days of supply", "历史可售天数"),
    "excess_units": ("excess units", "冗余库存件数"),
    "stranded_units": ("stranded units", "无在售信息库存件数"),
    "plan_fee": ("plan fee", "店铺月租"),
    "order_defect_rate": ("order defect rate", "订单缺陷率"),
    "cancellation_rate": ("cancellation rate", "配送前取消率"),
    "late_shipment_rate": ("late shipment rate", "迟发率"),
    "valid_tracking_rate": ("valid tracking rate", "有效追踪率"),
    "on_time_delivery_rate": ("on-time delivery rate", "准时送达率"),
    "return_dissatisfaction_rate": ("return dissatisfaction rate", "退货不满意率"),
    "account_health_rating": ("account health rating", "账户健康评级"),
    "ipi": ("IPI", "库存绩效指标"),
    "storage_utilisation_weeks": ("storage utilisation", "仓储利用率"),
    "aplus_lift": ("A+ conversion lift", "A+ 转化提升"),
    "search_ranking": ("search ranking", "搜索排名"),
    "online_rate_7_days": ("7-day online rate", "7 天上网率"),
    "service_score": ("service score", "服务分"),
    "service_level": ("service level", "服务等级"),
    "merchant_assessment": ("merchant assessment", "商家考核"),
    "dispute_rate": ("dispute rate", "纠纷率"),
    "not_sold_rate": ("not-sold rate", "成交不卖率"),
    "monthly_rent": ("monthly rent", "月租"),
    "store_review_days": ("store review time", "店铺审核周期"),
    "countries_served": ("countries served", "覆盖国家数"),
    "order_growth": ("order growth", "订单增长"),
    "choice_share_of_growth": ("Choice's share of growth", "Choice 增长贡献"),
    "third_party_share": ("third-party share", "第三方卖家占比"),
    "share_above_20_margin": ("sellers with a margin above 20 %", "利润率高于 20% 的卖家占比"),
    "new_product_success": ("new-product success", "新品成功率"),
    "category_share": ("share of sellers in a category", "类目卖家占比"),
    "reinstatement_share": ("share reinstated", "恢复比例"),
    "daily_visitors": ("daily visitors", "日均访客"),
    "eu_low_value_duty": ("EU low-value duty", "欧盟低值关税"),
    "us_de_minimis": ("US duty-free entry", "美国小包免税"),
    "pre_ad_margin_rate": ("margin before ads", "广告前利润率"),
    "campaign_margin_rate": ("margin at the campaign price", "活动价利润率"),
    "campaign_cover": ("stock against the need of the campaign", "库存占活动需求的比例"),
    "campaign_price_to_limit": ("campaign price against the highest admitted", "活动价与上限之比"),
    "campaign_stock_to_least": ("stock against the least admitted", "库存与活动最低库存之比"),
    "campaign_rating_to_least": ("rating against the least admitted", "评分与活动最低评分之比"),
    "no_campaign_price": ("campaign price", "活动价"),
    "days_over_transit": ("days over the line's transit time", "超出线路时效的天数"),
    "stores_of_item": ("stores with the same item", "同一商品所在店铺数"),
    "freight_share": ("freight against the price", "运费占售价的比例"),
    "battery_goods": ("battery goods", "带电商品"),
    "aged_units": ("units older than 180 days", "库龄超过 180 天的件数"),
    "missing_keywords": ("keywords that the title lacks", "标题缺少的关键词数"),
    "aplus_missing": ("A+ content", "A+ 页面"),
    "vc_sc_mixed": ("VC and SC in one sheet", "VC 与 SC 混用"),
    "infringement_check_age": ("age of the infringement check", "距上次侵权检查的天数"),
    "infringement_found": ("infringement check", "侵权检查"),
    "trademark_check_age": ("age of the trademark check", "距上次查标的天数"),
    "price_to_90_days": ("price against the 90-day average", "售价与 90 天均价之比"),
    "fba_fee_difference": ("FBA fee of the sheet less that of the table", "表内 FBA 费与费用表之差"),
    "conversion_to_median": ("conversion against the sheet's median", "转化率与本表中位数之比"),
}


@dataclass(frozen=True)
class Source:
    """Where a line comes from. ``url`` is empty only where ``url_note`` says why."""

    title: str
    title_zh: str
    url: str
    url_note: str
    retrieved: date
    says: str


@dataclass(frozen=True)
class Threshold:
    """One band of values. A bound that is None is open.

    ``low`` belongs to the band unless ``low_excluded``; ``high`` does not, unless ``high_included``.
    """

    grade: str
    low: Decimal | None
    high: Decimal | None
    low_excluded: bool = False
    high_included: bool = False

    @property
    def start(self) -> float:
        """The least float of the band."""
        if self.low is None:
            return -np.inf
        return float(np.nextafter(float(self.low), np.inf)) if self.low_excluded else float(self.low)

    @property
    def end(self) -> float:
        """The least float above the band."""
        if self.high is None:
            return np.inf
        return float(np.nextafter(float(self.high), np.inf)) if self.high_included else float(self.high)


@dataclass(frozen=True)
class Benchmark:
    """One benchmark record.

    ``title_*`` is the statement that is true of a value in a good or ok band. Empty ``category`` and
    ``country`` mean every one; ``market`` and ``stage`` None likewise. ``guide_order`` is the place of
    the claim in the guide, 0 for records that are not from there. ``own`` marks lines that the operator
    set in place of ours. ``warn_*`` is what a warning says; of a record with bands ``{value}`` stands for the value.
    """

    id: str
    platform: str
    market: str | None
    category: tuple[str, ...]
    country: tuple[str, ...]
    stage: str | None
    metric: str
    title_en: str
    title_zh: str
    level: str
    role: str
    direction: str
    unit: str
    evidence: str
    status: str
    year: int | None
    preferred: bool
    effective: date | None
    until: date | None
    note_en: str
    note_zh: str
    warn_en: str
    warn_zh: str
    guide_order: int
    claim_en: str
    claim_zh: str
    sources: tuple[Source, ...]
    thresholds: tuple[Threshold, ...]
    own: bool = False

    @property
    def from_guide(self) -> bool:
        """Whether the record is a claim of the guide."""
        return self.guide_order > 0

    @property
    def grades(self) -> bool:
        """Whether it has bands that say good or bad (a line that only informs has none)."""
        return any(t.grade != "info" for t in self.thresholds)

    @property
    def counts(self) -> bool:
        """Whether its outcome may enter a letter: it grades, and is current or at least not contradicted."""
        return self.role == "grade" and self.status in _COUNTING and self.grades

    @property
    def rank(self) -> tuple[bool, int, bool, bool, bool, str]:
        """Which record of a metric goes first: one that counts, trusted, own, specific, preferred."""
        return (
            not self.counts,
            STATUSES.index(self.status),
            not self.own,
            self.stage is None,
            not self.preferred,
            self.id,
        )

    def in_force(self, as_of: date | None) -> bool:
        """Whether the rule holds on that day. Without a day every record does."""
        if as_of is None:
            return True
        return not ((self.effective and as_of < self.effective) or (self.until and as_of > self.until))

    @cached_property
    def _edges(self) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        cuts: list[float] = []
        bands = [-1]
        for number, threshold in enumerate(self.thresholds):
            if np.isneginf(threshold.start):
                bands[0] = number
            elif cuts and cuts[-1] == threshold.start:
                bands[-1] = number
            else:
                cuts.append(threshold.start)
                bands.append(number)
            if not np.isposinf(threshold.end):
                cuts.append(threshold.end)
                bands.append(-1)
        return np.array(cuts), np.array(bands, dtype=np.intp)

    def bands(self, values: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the number of each value's threshold, -1 where none holds it or the value is NaN.

        Values are compared after rounding to nine decimals, so that 0.1 + 0.2 meets a line at 0.3.
        """
        cuts, bands = self._edges
        found = bands[np.searchsorted(cuts, np.round(values, 9), side="right")]
        return np.where(np.isfinite(values), found, -1)


def metric_label(metric: str, lang: str) -> str:
    """Return what people call a metric in ``lang`` (``"en"`` or ``"zh"``)."""
    if metric in DERIVED:
        return DERIVED[metric][1 if lang == "zh" else 0]
    return terms()[metric].label(lang)


def stage_code(text: str) -> str | None:
    """Return launch, growth or mature for what an operator wrote, None for anything else."""
    spelling = fold(text)
    return next((stage for stage, words in _STAGE_WORDS.items() if spelling in words), None)


# ----------------------------------------------------------------------------------------------------------
# reading

_TOP = {"schema", "benchmark", "guide", "source", "threshold"}
_REQUIRED: dict[str, type] = {
    "id": str,
    "platform": str,
    "metric": str,
    "title": dict,
    "level": str,
    "role": str,
    "direction": str,
    "unit": str,
    "evidence": str,
    "status": str,
}
_OPTIONAL: dict[str, type] = {
    "market": str,
    "category": list,
    "country": list,
    "stage": str,
    "year": int,
    "preferred": bool,
    "effective": date,
    "until": date,
    "note": dict,
    "warn": dict,
}
_CHOICES = {
    "platform": PLATFORMS,
    "level": LEVELS,
    "role": ROLES,
    "direction": DIRECTIONS,
    "unit": UNITS,
    "evidence": EVIDENCE,
    "status": STATUSES,
    "stage": STAGES,
}
_SOURCE: dict[str, type] = {"title": str, "url": str, "retrieved": date, "says": str}
_BOUNDS = ("min", "over", "max", "upto")


def load_benchmark(path: Path) -> Benchmark:
    """Read and check one record.

    Raises:
        EditionError: the file is not valid TOML, or breaks one of the rules of docs/grading.md.
    """
    file = path.name
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EditionError(
            file, "file", str(error), "TOML in UTF-8", "Correct the line that is named."
        ) from error
    for key in raw:
        if key not in _TOP:
            raise EditionError(
                file, "top level", key, f"one of {_list(_TOP)}", "Correct or remove the section."
            )
    if raw.get("schema") != 1:
        raise EditionError(file, "schema", raw.get("schema"), "1", "Write schema = 1 in the first line.")
    entry = raw.get("benchmark")
    if not isinstance(entry, dict):
        raise EditionError(file, "file", entry, "a section [benchmark]", "Add it.")
    _keys(file, "benchmark", entry, _REQUIRED, _OPTIONAL)
    if entry["id"] != path.stem:
        raise EditionError(
            file, "benchmark, id", entry["id"], repr(path.stem), "Give the file and the record one name."
        )
    for key, choices in _CHOICES.items():
        if key in entry and entry[key] not in choices:
            raise EditionError(
                file, f"benchmark, {key}", entry[key], f"one of {_list(choices)}", "Correct the word."
            )
    if entry["metric"] not in DERIVED and entry["metric"] not in terms():
        raise EditionError(
            file,
            "benchmark, metric",
            entry["metric"],
            "a term of terms.toml or a metric of grading/benchmarks.py",
            "Correct the name, or add it to DERIVED there.",
        )
    for key in ("category", "country"):
        if key in entry and not (entry[key] and all(isinstance(code, str) for code in entry[key])):
            raise EditionError(
                file, f"benchmark, {key}", entry[key], "a list of codes", "Write the codes, or leave it out."
            )
    if entry.get("until") and entry.get("effective") and entry["until"] < entry["effective"]:
        raise EditionError(
            file,
            "benchmark, until",
            entry["until"],
            f"a day from {entry['effective']} on",
            "Correct the dates.",
        )
    thresholds = read_thresholds(file, raw.get("threshold", []))
    if entry["role"] == "grade" and not any(t.grade != "info" for t in thresholds):
        raise EditionError(
            file, "threshold", "none", "at least one band that grades", "Add the bands, or make it context."
        )
    title = _both(file, "benchmark, title", entry["title"])
    note = _both(file, "benchmark, note", entry["note"]) if "note" in entry else ("", "")
    warn = _both(file, "benchmark, warn", entry["warn"]) if "warn" in entry else ("", "")
    order, claim = _guide(file, raw["guide"]) if "guide" in raw else (0, ("", ""))
    return Benchmark(
        id=entry["id"],
        platform=entry["platform"],
        market=entry.get("market"),
        category=tuple(entry.get("category", ())),
        country=tuple(entry.get("country", ())),
        stage=entry.get("stage"),
        metric=entry["metric"],
        title_en=title[0],
        title_zh=title[1],
        level=entry["level"],
        role=entry["role"],
        direction=entry["direction"],
        unit=entry["unit"],
        evidence=entry["evidence"],
        status=entry["status"],
        year=entry.get("year"),
        preferred=entry.get("preferred", False),
        effective=entry.get("effective"),
        until=entry.get("until"),
        note_en=note[0],
        note_zh=note[1],
        warn_en=warn[0],
        warn_zh=warn[1],
        guide_order=order,
        claim_en=claim[0],
        claim_zh=claim[1],
        sources=_sources(file, raw.get("source", [])),
        thresholds=thresholds,
    )


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _keys(
    file: str,
    place: str,
    entry: Mapping[str, Any],
    required: Mapping[str, type],
    optional: Mapping[str, type],
) -> None:
    known = {**required, **optional}
    for key, value in entry.items():
        if key not in known:
            raise EditionError(file, place, key, f"one of {_list(known)}", "Correct or remove the key.")
        if not isinstance(value, known[key]) or (known[key] is int and isinstance(value, bool)):
            raise EditionError(
                file, f"{place}, {key}", value, f"a {known[key].__name__}", "Correct the value."
            )
        if isinstance(value, str) and not value.strip() and key != "url":
            raise EditionError(file, f"{place}, {key}", value, "a text", "Write it; a blank helps nobody.")
    for key in required:
        if key not in entry:
            raise EditionError(file, place, "nothing", f"the key {key!r}", f"Add {key!r}.")


def _both(file: str, place: str, value: Mapping[str, Any]) -> tuple[str, str]:
    _keys(file, place, value, {"en": str, "zh": str}, {})
    return value["en"], value["zh"]


def _guide(file: str, entry: Mapping[str, Any]) -> tuple[int, tuple[str, str]]:
    _keys(file, "guide", entry, {"order": int, "claim": dict}, {})
    if entry["order"] < 1:
        raise EditionError(
            file, "guide, order", entry["order"], "1 or more", "Number the claims as the guide has them."
        )
    return entry["order"], _both(file, "guide, claim", entry["claim"])


def _sources(file: str, entries: list[Mapping[str, Any]]) -> tuple[Source, ...]:
    if not entries:
        raise EditionError(
            file, "source", "none", "at least one [[source]]", "Say where the line comes from."
        )
    for number, entry in enumerate(entries, 1):
        place = f"source {number}"
        _keys(file, place, entry, _SOURCE, {"title_zh": str, "url_note": str})
        if not entry["url"] and "url_note" not in entry:
            raise EditionError(
                file, f"{place}, url", "", "an address, or a url_note", "Say in url_note why there is none."
            )
    return tuple(
        Source(
            title=e["title"],
            title_zh=e.get("title_zh", e["title"]),
            url=e["url"],
            url_note=e.get("url_note", ""),
            retrieved=e["retrieved"],
            says=e["says"],
        )
        for e in entries
    )


def read_thresholds(file: str, entries: object) -> tuple[Threshold, ...]:
    """Check bands and return them. Each is a mapping with ``grade`` and at most one bound on either side.

    ``min`` and ``upto`` belong to the band, ``over`` and ``max`` do not; a side without a bound is open.
    Bands rise and do not overlap.

    Raises:
        EditionError: a band breaks one of these rules.
    """
    if not isinstance(entries, list):
        raise EditionError(file, "threshold", entries, "a list of bands", "Write one band per entry.")
    bands = tuple(_threshold(file, f"threshold {number}", entry) for number, entry in enumerate(entries, 1))
    for number, (lower, upper) in enumerate(pairwise(bands), 2):
        if lower.high is None or upper.low is None or upper.start < lower.end:
            raise EditionError(
                file,
                f"threshold {number}",
                _span(upper),
                f"a band that begins where the one before it ends ({_span(lower)})",
                "Write the bands in rising order, without overlap.",
            )
    return bands


def _span(band: Threshold) -> str:
    low = "" if band.low is None else f"{'over' if band.low_excluded else 'min'} {band.low} "
    high = "" if band.high is None else f"{'upto' if band.high_included else 'max'} {band.high}"
    return f"{low}{high}".strip()


def _threshold(file: str, place: str, entry: object) -> Threshold:
    if not isinstance(entry, Mapping):
        raise EditionError(
            file, place, entry, 'a band such as { grade = "good", min = 0.25 }', "Correct the entry."
        )
    for key in entry:
        if key != "grade" and key not in _BOUNDS:
            raise EditionError(
                file, place, key, f"one of grade, {', '.join(_BOUNDS)}", "Correct or remove the key."
            )
    grade = entry.get("grade")
    if grade not in BANDS:
        raise EditionError(file, f"{place}, grade", grade, f"one of {', '.join(BANDS)}", "Correct the word.")
    for pair in (("min", "over"), ("max", "upto")):
        if all(key in entry for key in pair):
            raise EditionError(
                file, place, " and ".join(pair), f"one of {' or '.join(pair)}", "Remove one of the two."
            )
    number = {key: _number(file, f"{place}, {key}", entry[key]) for key in _BOUNDS if key in entry}
    low = number.get("min", number.get("over"))
    high = number.get("max", number.get("upto"))
    if low is None and high is None:
        raise EditionError(
            file, place, "no bound", "a bound on one side at least", "Write min, over, max or upto."
        )
    band = Threshold(grade, low, high, "over" in entry, "upto" in entry)
    if band.start >= band.end:
        raise EditionError(
            file, place, _span(band), "a lower bound below the upper one", "Correct the bounds."
        )
    return band


def _number(file: str, place: str, value: object) -> Decimal:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or not Decimal(value).is_finite():
        raise EditionError(
            file, place, value, "a number", "Write the number without quotes; a rate as a fraction."
        )
    return Decimal(value)


# ----------------------------------------------------------------------------------------------------------
# choosing


@cache
def benchmarks() -> Mapping[str, Benchmark]:
    """Return every shipped record by id, in the order of the ids. Read once, when first asked for.

    Raises:
        EditionError: a file of the folder is refused.
    """
    return MappingProxyType({path.stem: load_benchmark(path) for path in sorted(FOLDER.glob("*.toml"))})


def select(
    metric: str | None = None,
    platform: str | None = None,
    market: str | None = None,
    category: str | None = None,
    stage: str | None = None,
    records: Mapping[str, Benchmark] | None = None,
) -> tuple[Benchmark, ...]:
    """Return the records that fit, the one that goes first in front. An argument left out excludes nothing.

    Names are codes (``"amazon"``, ``"us"``, ``"home_and_kitchen"``, ``"launch"``). A record that holds for
    every platform, market, category or stage fits each of them.
    """
    chosen = (
        b
        for b in (benchmarks() if records is None else records).values()
        if (metric is None or b.metric == metric)
        and (platform is None or b.platform in (platform, "general"))
        and (market is None or b.market in (market, None))
        and (category is None or not b.category or category in b.category)
        and (stage is None or b.stage in (stage, None))
    )
    return tuple(sorted(chosen, key=lambda b: b.rank))


def apply_overrides(
    records: Mapping[str, Benchmark], overrides: Mapping[str, object], file: str = ".xlops.toml"
) -> Mapping[str, Benchmark]:
    """Return the records with an operator's own decisions, by id: ``ignore`` True, or ``thresholds``.

    An ignored record is as if it were not shipped. Own thresholds replace all of ours; the record then
    grades as the operator's own line, also where ours was only context, disputed or outdated (a warning
    stays a warning). ``file`` names the place in messages.

    Raises:
        EditionError: an id that does not exist, an unknown key, or thresholds that break the rules.
    """
    result = dict(records)
    for name, decision in overrides.items():
        place = f'[benchmark."{name}"]'
        if name not in records:
            near = get_close_matches(name, records, n=3, cutoff=0.5)
            raise EditionError(
                file,
                place,
                name,
                f"the id of a benchmark{': ' if near else ''}{', '.join(near)}",
                "Correct the id. 请更正基准编号。",
            )
        keys: Collection[str] = decision if isinstance(decision, Mapping) else ()
        if (
            not isinstance(decision, Mapping)
            or not keys
            or set(keys) - {"ignore", "thresholds"}
            or len(keys) > 1
        ):
            raise EditionError(
                file,
                place,
                decision,
                "ignore = true or thresholds = [...], not both",
                "Write one of the two. 请只写 ignore = true 或 thresholds。",
            )
        if "ignore" in decision:
            if not isinstance(decision["ignore"], bool):
                raise EditionError(
                    file, f"{place}, ignore", decision["ignore"], "true or false", "请写 true 或 false。"
                )
            if decision["ignore"]:
                del result[name]
            continue
        bands = read_thresholds(f"{file}: {place}", decision["thresholds"])
        if not any(t.grade != "info" for t in bands):
            raise EditionError(
                file,
                f"{place}, thresholds",
                decision["thresholds"],
                "at least one band that grades",
                "请至少写一个评级区间。",
            )
        role = "flag" if records[name].role == "flag" else "grade"
        level = "row" if records[name].level == "market" else records[name].level
        result[name] = replace(
            records[name], thresholds=bands, role=role, level=level, status="current", own=True
        )
    return MappingProxyType(result)

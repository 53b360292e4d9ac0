"""How findings and lines are said, in English and Chinese. Each function returns the pair (en, zh)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from xlops.grading.benchmarks import Benchmark, Threshold, metric_label

Pair = tuple[str, str]

_DECIMALS = {
    "fraction": 3,
    "usd": 2,
    "eur": 2,
    "days": 1,
    "weeks": 1,
    "stars": 2,
    "score": 1,
    "ratio": 2,
    "count": 0,
}
_WITH_UNIT: dict[str, Pair] = {
    "fraction": ("{} %", "{}%"),
    "usd": ("USD {}", "${}"),
    "eur": ("EUR {}", "€{}"),
    "days": ("{} days", "{} 天"),
    "weeks": ("{} weeks", "{} 周"),
    "stars": ("{} stars", "{} 星"),
}
_STATUS: dict[str, Pair] = {
    "current": ("current", "现行"),
    "unverified": ("not confirmed", "未经证实"),
    "disputed": ("disputed by other dated sources", "与其他有日期的来源矛盾"),
    "outdated": ("outdated", "已过时"),
    "ended": ("ended", "已终止"),
}
_BANDS: dict[str, Pair] = {
    "good": ("good", "好"),
    "ok": ("ok", "合格"),
    "watch": ("watch", "注意"),
    "bad": ("bad", "差"),
    "info": ("for information", "仅供参考"),
}

# ACoS against a row's break-even: what stands before, between and behind the two numbers, and how they compare.
_AGAINST = (("ACoS ", " % {} the row's break-even ", " %"), ("ACoS ", "% {}本行盈亏平衡 ", "%"))
_AGAINST_WORDS = (("is well below", "明显低于"), ("is close to", "接近"), ("is above", "高于"), ("is at", "等于"))


def label(record: Benchmark) -> Pair:
    """What people call the record's metric, as the first word of a sentence."""
    en = metric_label(record.metric, "en")
    return en[0].upper() + en[1:], metric_label(record.metric, "zh")


def status(record: Benchmark) -> Pair:
    """How far to trust the record, in plain words."""
    if record.own:
        return "your own line", "您自己的标准"
    if record.evidence == "guide_only" and record.status == "unverified":
        return "only quoted by the guide, not confirmed", "仅为指南引用，未经证实"
    return _STATUS[record.status]


def source(record: Benchmark) -> Pair:
    """Name the first source in a few words, with the year where the source has one."""
    if record.own:
        return status(record)
    if record.metric == "acos_to_break_even":
        return "own break-even", "自身盈亏平衡"
    first = record.sources[0]
    named = ("the guide", "指南") if record.from_guide and not first.url else (first.title, first.title_zh)
    if record.year is None or (str(record.year) in first.title and named[0] == first.title):
        return named
    return f"{named[0]} {record.year}", f"{named[1]} {record.year}"


def tail(record: Benchmark, second: bool) -> Pair:
    """Return the bracket at the end of a finding: source, year, and what is to be said against the line."""
    if record.evidence == "sheet" and not (record.own or second):
        return "", ""
    en, zh = source(record)
    if record.status in ("unverified", "disputed"):
        en, zh = f"{en}; {status(record)[0]}", f"{zh}；{status(record)[1]}"
    if second:
        en, zh = f"{en}; not counted", f"{zh}；不计分"
    return f" ({en})", f"（{zh}）"


def with_unit(number: str, unit: str) -> Pair:
    """Add the unit to a number, or to a range of numbers."""
    en, zh = _WITH_UNIT.get(unit, ("{}", "{}"))
    return en.format(number), zh.format(number)


def amounts(
    record: Benchmark, values: NDArray[np.float64], bands: NDArray[np.intp]
) -> tuple[list[str], NDArray[np.intp]]:
    """Write values as numbers without unit: rounded, unless that would carry one over a line (4.796, 4.8).

    Returns the distinct numbers, and which of them each value is.
    """
    decimals = _DECIMALS.get(record.unit, 2)
    scale, places = (100, decimals - 2) if record.unit == "fraction" else (1, decimals)
    numbers, place = np.unique(np.round(values, decimals) + 0.0, return_inverse=True)  # many rows, few numbers
    place = place.reshape(-1)
    # A rate keeps its tenth (15.0%); 175 days and 3.4 stars need no zeros.
    trims = record.unit in ("days", "weeks", "stars")
    texts = [
        _trimmed(f"{number:.{places}f}") if trims else f"{number * scale:.{places}f}" for number in numbers.tolist()
    ]
    for n in np.flatnonzero(record.bands(numbers)[place] != bands).tolist():
        place[n] = len(texts)
        texts.append(_trimmed(f"{float(values[n]) * scale:.9f}"))
    return texts, place


def _trimmed(number: str) -> str:
    """Return a number without zeros behind the point."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def _bound(number: Decimal, unit: str) -> str:
    return _trimmed(format(number * 100 if unit == "fraction" else number, "f"))


def _low(band: Threshold, record: Benchmark) -> str | None:
    # A cost or a rate cannot be negative: "from 0" says nothing.
    if band.low is None or (band.low == 0 and record.direction == "lower_better"):
        return None
    return _bound(band.low, record.unit)


def span(band: Threshold, record: Benchmark) -> Pair:
    """Write a band's values: below 10 %, 10-20 %, from 30 %."""
    low = _low(band, record)
    high = None if band.high is None else _bound(band.high, record.unit)
    if low is not None and high is not None:
        return with_unit(low if low == high else f"{low}–{high}", record.unit)
    if high is not None:
        en, zh = with_unit(high, record.unit)
        return (f"up to {en}", f"不超过 {zh}") if band.high_included else (f"below {en}", f"低于 {zh}")
    en, zh = with_unit(low or "0", record.unit)
    return (f"above {en}", f"超过 {zh}") if band.low_excluded else (f"from {en}", f"{zh}起")


def verdict(band: Threshold, record: Benchmark) -> Pair:
    """Say how a value of this band stands to the line: reaches 25 %, is below 15 %, is within 10-20 %."""
    good = band.grade in ("good", "ok")
    low = _low(band, record)
    high = None if band.high is None else _bound(band.high, record.unit)
    if good and low is not None and high is not None:
        en, zh = with_unit(f"{low}–{high}", record.unit)
        return f"is within {en}", f"处于 {zh}"
    if high is not None and (low is None or not _too_high(band, record)):
        en, zh = with_unit(high, record.unit)
        return (f"is not above {en}", f"不超过 {zh}") if band.high_included else (f"is below {en}", f"低于 {zh}")
    en, zh = with_unit(low or "0", record.unit)
    if good:
        return f"reaches {en}", f"达到 {zh}"
    return (f"is above {en}", f"超过 {zh}") if band.low_excluded else (f"is at or above {en}", f"达到或超过 {zh}")


def _too_high(band: Threshold, record: Benchmark) -> bool:
    """Whether a watch or bad band lies on the high side."""
    if record.direction == "in_range":
        favourable = [t for t in record.thresholds if t.grade in ("good", "ok")]
        return bool(favourable) and band.start >= favourable[-1].end
    return record.direction == "lower_better"


def lines(record: Benchmark) -> Pair:
    """Say all bands of a record with source and status: TACoS: good below 10 %; ... (NivoAds; current)."""
    bands = [(_BANDS[t.grade], span(t, record)) for t in record.thresholds]
    en = "; ".join(f"{word[0]} {text[0]}" for word, text in bands) or record.warn_en or "no number published"
    zh = "；".join(f"{word[1]} {text[1]}" for word, text in bands) or record.warn_zh or "没有公布的数字"
    named, said = source(record), status(record)
    if record.own:
        return f"{en} ({said[0]})", f"{zh}（{said[1]}）"
    return f"{en} ({named[0]}; {said[0]})", f"{zh}（{named[1]}；{said[1]}）"


def against_break_even(
    good: NDArray[np.bool_],
    ratios: NDArray[np.float64],
    acos: NDArray[np.float64],
    break_even: NDArray[np.float64],
    ends: Sequence[str],
    end: NDArray[np.intp],
    place: int,
) -> NDArray[np.object_]:
    """Say ACoS against the row's own break-even, with both numbers, so that nobody has to read a ratio.

    Args:
        good: the rows whose band is good or ok.
        ratios: ACoS over break-even.
        acos: as a fraction.
        break_even: as a fraction.
        ends: what may stand at the end of a sentence.
        end: which of ``ends`` each row has.
        place: 0 for English, 1 for Chinese.
    """
    word = np.select([good, ratios < 1, ratios > 1], [0, 1, 2], 3)
    have, may = acos * 100, break_even * 100
    said = np.empty(len(ratios), dtype=object)
    for kind in np.unique(word * len(ends) + end).tolist():
        rows = (word == kind // len(ends)) & (end == kind % len(ends))
        begin, middle, last = _AGAINST[place]
        middle, last = middle.format(_AGAINST_WORDS[kind // len(ends)][place]), last + ends[kind % len(ends)]
        pairs = zip(have[rows].tolist(), may[rows].tolist(), strict=True)
        said[rows] = [f"{begin}{spent:.1f}{middle}{limit:.1f}{last}" for spent, limit in pairs]
        # One decimal, and more only where the two would look alike.
        for row in np.flatnonzero(rows & (np.abs(have - may) < 0.11) & (ratios != 1)).tolist():
            places = next((p for p in (1, 2, 3) if f"{have[row]:.{p}f}" != f"{may[row]:.{p}f}"), 6)
            said[row] = f"{begin}{have[row]:.{places}f}{middle}{may[row]:.{places}f}{last}"
    return said

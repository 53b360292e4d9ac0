"""What the formulas know, as tables in cells: markets, categories, fulfilment programmes, fee editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from xlops.catalog import Table, Texts, formula
from xlops.errors import Reason
from xlops.fees.charge import Days
from xlops.fees.edition import Lookup, RateBands
from xlops.fees.library import Library, active_library
from xlops.fees.listing import coverage
from xlops.fees.names import Name, name_list

_AMAZON = "amazon"
_CODE, _ENGLISH, _CHINESE = "代码 code", "英文 English", "中文 Chinese"
# The table that shows whether a market has a programme, where the fulfilment tables do not show it.
_SHOWN_BY = {"sipp": "sipp_discount", "pan_eu": "pan_eu_oversize", "fbm": "referral"}


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    cells = [list(headings), *map(list, rows)]
    return Table(np.array(cells, dtype=object))


def _unknown(reason: Reason) -> Table:
    return Table(np.empty((0, 0), dtype=object), reason)


def _code(listed: str, texts: Texts | None) -> str | None:
    """Return the code of the name in a cell: "" where it is blank, None where the list has no such name."""
    text = None if texts is None else texts.values[texts.index[0]]
    return "" if text is None else name_list(listed).resolve(text)


def _amazon_markets() -> list[Name]:
    return [name for name in name_list("markets").names.values() if name.extra.get("platform") == _AMAZON]


def _usual(market: Name) -> str:
    return str(market.extra.get("programme", "local"))


@formula("lists", returns="text", zh="站点一览：代码、名称、平台、币种、常用配送计划（溢出为表格）。", spills=True)
def ops_markets(platform: Texts | None = None) -> Table:
    """The markets that formulas know: code, names, platform, currency, usual fulfilment programme.

    Args:
        platform: amazon or aliexpress; blank is both.

    Returns:
        A table with a heading row. Any of the names may be written where a formula takes a market.
    """
    wanted = _code("platforms", platform)
    if wanted is None:
        return _unknown(Reason.UNKNOWN_PLATFORM)
    names = [n for n in name_list("markets").names.values() if wanted in ("", n.extra["platform"])]
    return _table(
        [_CODE, _ENGLISH, _CHINESE, "平台 platform", "币种 currency", "常用配送计划 usual programme"],
        (
            [
                name.code,
                name.en,
                name.zh,
                str(name.extra["platform"]),
                str(name.extra.get("currency", "")),
                _usual(name) if name.extra["platform"] == _AMAZON else "",
            ]
            for name in names
        ),
    )


def _referral_categories(library: Library, market: str, day: np.datetime64) -> set[str]:
    """Return the categories that a market's referral table of the day lists; "*" where it answers for all others."""
    found: set[str] = set()
    for timeline in library.timelines(_AMAZON, market, "referral"):
        place = timeline.pick_one(day)
        table = timeline.editions[place].table if place >= 0 else None
        if isinstance(table, RateBands):
            found |= {key for band in table.bands for key in band.keys}
        elif isinstance(table, Lookup):
            found |= {key for row in table.rows for key in row.keys}
    return found


@formula("lists", returns="text", zh="类目一览：代码、名称，以及佣金表中列有该类目的站点（溢出为表格）。", spills=True)
def ops_categories(market: Texts | None = None, as_of: Days | None = None) -> Table:
    """The categories that formulas know, and the markets whose referral table of the day answers for them.

    Args:
        market: marketplace; only its categories. Blank is every category.
        as_of: day of the referral tables; blank is today.

    Returns:
        A table with a heading row: code, names, markets. AliExpress publishes no list of categories with rates.
    """
    wanted = _code("markets", market)
    if wanted is None:
        return _unknown(Reason.UNKNOWN_MARKET)
    day = np.datetime64("NaT") if as_of is None else as_of[0]
    if np.isnat(day):
        return _unknown(Reason.MISSING_INPUT)
    library = active_library()
    of_markets = {name.code: _referral_categories(library, name.code, day) for name in _amazon_markets()}
    rows = []
    for name in name_list("categories").names.values():
        markets = [code for code, found in of_markets.items() if name.code in found or "*" in found]
        if not wanted or wanted in markets:
            rows.append([name.code, name.en, name.zh, ", ".join(markets)])
    return _table([_CODE, _ENGLISH, _CHINESE, "站点 markets"], rows)


def _has(library: Library, market: Name, programme: Name) -> bool:
    """Whether there is a table of a programme in a market."""
    tables = str(programme.extra.get("tables", programme.code))
    prefix = "fba" if programme.code == _usual(market) or tables == "default" else f"fba_{tables}"
    shown_by = _SHOWN_BY.get(programme.code, prefix)
    return library.timeline(_AMAZON, market.code, shown_by) is not None


@formula(
    "lists",
    returns="text",
    zh="亚马逊配送计划一览：代码、名称、有费用表的站点、以其为默认的站点（溢出为表格）。",
    spills=True,
)
def ops_programmes(market: Texts | None = None) -> Table:
    """Amazon's fulfilment programmes: code, names, the markets that have a table of it, those where it is usual.

    Args:
        market: marketplace; only its programmes. Blank is all of them.

    Returns:
        A table with a heading row. The code is what formulas take as ``programme``.
    """
    wanted = _code("markets", market)
    if wanted is None:
        return _unknown(Reason.UNKNOWN_MARKET)
    library, markets = active_library(), _amazon_markets()
    rows = []
    for programme in name_list("programmes").names.values():
        there = [name.code for name in markets if _has(library, name, programme)]
        usual = [name.code for name in markets if _usual(name) == programme.code]
        if not wanted or wanted in there:
            rows.append([programme.code, programme.en, programme.zh, ", ".join(there), ", ".join(usual)])
    return _table([_CODE, _ENGLISH, _CHINESE, "站点 markets", "默认站点 usual in"], rows)


@formula(
    "lists",
    returns="text",
    zh="费用表版本一览：站点、项目、生效与截止日期、可信度、核对日期、归属（溢出为表格）。",
    spills=True,
)
def ops_editions(market: Texts | None = None, platform: Texts | None = None) -> Table:
    """The fee tables that formulas ask: platform, market, table, first and last day, confidence, checked, whose it is.

    Args:
        market: marketplace; blank is every one.
        platform: amazon or aliexpress; blank is both.

    Returns:
        A table with a heading row. No last day means that no end was published when the table was checked. Your own
        tables, which win over the published ones, are named by their file.
    """
    place, wanted = _code("markets", market), _code("platforms", platform)
    if place is None:
        return _unknown(Reason.UNKNOWN_MARKET)
    if wanted is None:
        return _unknown(Reason.UNKNOWN_PLATFORM)
    rows = []
    for period in coverage(active_library(), wanted or None, place or None):
        edition = period.edition
        rows.append(
            [
                edition.platform,
                edition.market,
                edition.programme,
                str(edition.effective),
                str(period.last or ""),
                edition.confidence,
                str(edition.checked),
                edition.owner or edition.own_file or "xlops",
            ]
        )
    return _table(
        [
            "平台 platform",
            "站点 market",
            "费用表 table",
            "生效 from",
            "截止 until",
            "可信度 confidence",
            "核对日期 checked",
            "归属 whose",
        ],
        rows,
    )

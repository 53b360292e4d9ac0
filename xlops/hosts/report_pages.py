"""The page that lists the reports xlops reads, made from their layouts."""

from __future__ import annotations

from collections.abc import Iterator

from xlops.reports.layout import Layout, layouts
from xlops.reports.measures import measures

_PLATFORMS = (("amazon", "Amazon 亚马逊"), ("aliexpress", "AliExpress 速卖通"), (None, "ERPs and tools ERP 与工具"))


def reports_page() -> Iterator[str]:
    """Yield the lines of docs/reports.md."""
    yield "# Reports that xlops reads 可读取的报表"
    yield ""
    yield "Written by `python -m xlops.hosts.gen` from the layouts; do not edit. A report is known by its headers,"
    yield "whatever the file is called: .csv, .tsv, .txt, .xlsx, .xlsm or .xls, also web pages and tab text named .xls,"
    yield "in UTF-8, UTF-16, GB 18030, Windows-1252 or Shift-JIS. How to add a report: [one file](add_a_report.md)."
    for platform, title in _PLATFORMS:
        some = [layout for layout in layouts().values() if layout.platform == platform]
        if not some:
            continue
        yield ""
        yield f"## {title}"
        for layout in some:
            yield ""
            yield f"### {layout.title_en} {layout.title_zh}"
            yield ""
            yield f"* {layout.where_en} / {layout.where_zh}"
            yield f"* tells 提供: {', '.join(_tells(layout))}"
            if layout.attribution_days:
                days = layout.attribution_days
                yield f"* sales are counted up to {days} days after the click 广告归因期：点击后 {days} 天"
    yield ""
    yield "## Anything else 其他表格"
    yield ""
    yield "A table that none of these fits is read by its headers, as a product sheet of your own is, where they name a"
    yield "SKU, an ASIN or a product ID and a number that xlops knows. The receipt says how each column was read."
    yield ""
    yield "以上都不符合的表格，只要表头中有 SKU、ASIN 或商品 ID 以及至少一项 xlops 认识的数据，即按表头识别；"
    yield "回执会注明每一列如何识别。"


def _tells(layout: Layout) -> Iterator[str]:
    named = {column.name for column in layout.columns} | {rule.to for rule in layout.rules}
    named |= {rule.units for rule in layout.rules if rule.units}
    if layout.rules:
        named.add("net_proceeds")
    if "dimensions" in named:
        named |= {"length", "width", "height"}
    if layout.fees:
        named |= {fee.to for fee in layout.fees.named} | {layout.fees.other}
    for name, measure in measures().items():
        if name in named:
            yield f"{measure.label_en} {measure.label_zh}"

"""Write the generated files: the function reference, the coverage of the fee tables, the lists of benchmarks and
reports, the page about the guide, Excel's functions, the add-in's wrappers, its help and the add-in itself.

``python -m xlops.hosts.gen`` writes them; ``--check`` only compares and says what is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from xlops.catalog import Formula, catalogue
from xlops.fees.library import packaged_library
from xlops.grading.benchmarks import benchmarks
from xlops.hosts.excel import addin_build, wrappers
from xlops.hosts.excel.udf_source import udf_module
from xlops.hosts.fee_pages import coverage_page, year_page
from xlops.hosts.guide_page import guide_page
from xlops.hosts.report_pages import reports_page

ROOT = Path(__file__).parents[2]
ADDIN = "xlops/hosts/excel/xlops.xlam"
_GROUPS = {
    "amazon": "Amazon fees 亚马逊费用",
    "aliexpress": "AliExpress fees 速卖通费用",
    "margin": "Margin and cost 利润与成本",
    "advertising": "Advertising 广告",
    "inventory": "Stock and store 库存与店铺",
    "grading": "Grading 评级",
    "lists": "Lists 一览表",
}


def pages() -> dict[str, str]:
    """Return the text of every generated file by its place in the checkout."""
    return {
        "docs/functions.md": _page(_functions()),
        "docs/coverage.md": _page(coverage_page(packaged_library())),
        "docs/year_on_year.md": _page(year_page(packaged_library())),
        "docs/benchmarks.md": _page(_benchmarks()),
        "docs/reports.md": _page(reports_page()),
        "docs/guide.md": _page(guide_page()),
        "xlops/hosts/excel/udfs.py": udf_module(),
        "install/addin/XlopsFormulas.bas": wrappers.formulas_module(),
        "install/xlops.IntelliSense.xml": wrappers.intellisense(),
    }


def stale() -> list[str]:
    """Return the files that differ from what would be written."""
    texts = [name for name, text in pages().items() if not _same(ROOT / name, text.encode("utf-8"))]
    return texts if _same(ROOT / ADDIN, addin_build.build()) else [*texts, ADDIN]


def write() -> list[str]:
    """Write every file that is stale and return their names."""
    texts = {name: text.encode("utf-8") for name, text in pages().items()}
    changed = [name for name, data in texts.items() if not _same(ROOT / name, data)]
    for name in changed:
        (ROOT / name).write_bytes(texts[name])
    data = addin_build.build()  # after the wrappers, which it holds
    if not _same(ROOT / ADDIN, data):
        (ROOT / ADDIN).write_bytes(data)
        changed.append(ADDIN)
    return changed


def _page(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _same(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() == data


def _functions() -> Iterator[str]:
    yield "# Functions 函数"
    yield ""
    yield "Written by `python -m xlops.hosts.gen` from the catalogue; do not edit. Every function takes one cell or a"
    yield 'whole column. In Python the name is in lower case: `xlops.amz_referral_fee(price=25, category="Books")`.'
    yield "What is not known is `#N/A` in Excel and NaN in Python; an impossible input is `#VALUE!` and an error."
    for group, title in _GROUPS.items():
        formulas = [f for f in catalogue().values() if f.group == group and not f.name.endswith("_EXPLAIN")]
        yield from ("", f"## {title}")
        for formula in formulas:
            yield from _function(formula)


def _function(formula: Formula) -> Iterator[str]:
    arguments = ", ".join(a.name if a.required else f"[{a.name}]" for a in formula.arguments)
    yield from ("", f"### {formula.name}({arguments})", "", formula.summary_en, "", formula.summary_zh, "")
    yield "| argument | meaning | 含义 |"
    yield "|---|---|---|"
    for argument in formula.arguments:
        name = argument.name if argument.required else f"[{argument.name}]"
        yield f"| `{name}` | {argument.term.help_en} | {argument.term.help_zh} |"
    for example in formula.examples:
        given = ", ".join(f"{name}={value!r}" for name, value in example.arguments.items())
        yield from ("", f"`{formula.python_name}({given})` = `{example.result!r}`")
    if formula.explains:
        yield from ("", f"Explained by `{formula.name}_EXPLAIN`, with the same arguments and `[lang]`.")


def _benchmarks() -> Iterator[str]:
    yield "# Benchmarks 基准"
    yield ""
    yield "Written by `python -m xlops.hosts.gen` from `xlops/data/benchmarks`; do not edit. Only *current* lines count"
    yield "first; *unverified* ones count where nothing better exists; *disputed* ones are shown beside; *outdated* and"
    yield "*ended* ones never grade. How a grade is made: [grading.md](grading.md)."
    yield ""
    yield "| benchmark | platform | metric | role | status | year | source |"
    yield "|---|---|---|---|---|---|---|"
    for record in benchmarks().values():
        source = record.sources[0]
        where = f"[{source.title}]({source.url})" if source.url else source.title
        year = record.year or ""
        what = f"{record.id} | {record.platform} | {record.metric} | {record.role}"
        yield f"| {what} | {record.status} | {year} | {where} |"


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` say which are stale and return 1."""
    if "--check" in arguments:
        old = stale()
        for name in old:
            print(f"{name} is stale: run python -m xlops.hosts.gen")
        return 1 if old else 0
    for name in write():
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

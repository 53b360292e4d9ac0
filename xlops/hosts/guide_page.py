"""The generated page about the operators' guide: a numbered table of what it names and what serves it."""

from __future__ import annotations

from collections.abc import Iterator

from xlops.grading import wording
from xlops.grading.benchmarks import benchmarks
from xlops.grading.guide import KINDS, NOTES, STATES, GuideRow, guide_rows
from xlops.hosts.checklists import checklist_title
from xlops.terms import term


def guide_page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# What the guide names, and what serves it 指南提到的内容与对应功能"
    yield ""
    yield "Written by `python -m xlops.hosts.gen` from `xlops/data/guide.toml`; do not edit. The guide is"
    yield "速卖通与亚马逊运营专员工作指南 of 2026-01-16. What only the guide says is marked so wherever it is shown;"
    yield "outdated and ended lines never grade."
    yield ""
    yield "Kinds: " + "; ".join(f"**{kind}** {en} {zh}" for kind, (en, zh) in KINDS.items()) + "."
    yield ""
    yield "| # | named 名称 | state 状态 | kinds | served by 对应功能 | how 说明 |"
    yield "|---|---|---|---|---|---|"
    for row in guide_rows():
        name, state = f"{row.name_en}<br>{row.name_zh}", " ".join(STATES[row.state])
        how = f"{row.note_en}<br>{row.note_zh}"
        yield f"| {row.number} | {name} | {state} | {', '.join(row.kinds)} | {'<br>'.join(_served(row))} | {how} |"


def _served(row: GuideRow) -> Iterator[str]:
    if row.formulas:
        yield "formulas 公式: " + ", ".join(f"`{name}`" for name in row.formulas)
    if row.results:
        yield "results 结果列: " + ", ".join(f"`{name}`" for name in row.results)
    if row.benchmarks:
        yield "benchmarks 基准: " + ", ".join(map(_benchmark, row.benchmarks))
    if row.terms:
        yield "columns 列: " + ", ".join(term(name).label_zh for name in row.terms)
    if row.commands:
        yield "commands 命令: " + ", ".join(f"`xlops {name}`" for name in row.commands)
    if row.checklists:
        yield "sheets 清单表: " + ", ".join(checklist_title(name, "zh") for name in row.checklists)
    if row.notes:
        yield "receipt 记录: " + ", ".join(NOTES[name][0].split(":")[0] for name in row.notes)
    if row.reports:
        yield "reports 报表: " + ", ".join(f"`{name}`" for name in row.reports)
    elif "I" in row.kinds:
        yield "no layout for its export yet 尚无其导出的格式"


def _benchmark(name: str) -> str:
    """Name a benchmark, with what is to be said against it."""
    record = benchmarks()[name]
    if record.status == "current":
        return f"`{name}`"
    return f"`{name}` ({wording.status(record)[0]})"

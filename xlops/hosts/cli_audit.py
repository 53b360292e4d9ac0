"""``xlops audit``: what Amazon charged, beside what the fee tables say."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlops._version import __version__
from xlops.hosts import console
from xlops.hosts.cli_reports import report_files
from xlops.hosts.console import HELP, NOTHING, OK, SOME

if TYPE_CHECKING:
    from xlops.audit.findings import Finding
    from xlops.hosts.auditing import AuditRun

_UNKNOWN_TOLD = 4


@click.command("audit", context_settings=HELP)
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="Workbook with your product sheet: its sizes and categories are the estimate's, and its copy "
    "NAME.graded.xlsx gets the findings. 商品表所在的工作簿。",
)
@click.option("--sheet", help="The product sheet of this name. 商品表名称。")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the findings to this .xlsx. 输出文件。")
@click.option("--as-of", type=console.Day(), help="Day of the audit; today if left out. 核对日期。")
@click.option("--market", help="Market of rows that do not say (US). 默认站点。")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language; the sheet's if left out. 语言。")
@click.option("--rows", type=click.IntRange(min=0), default=20, help="Findings on the console (20). 显示条数。")
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@console.as_json
def audit(
    files: tuple[str, ...],
    into: Path | None,
    sheet: str | None,
    out: Path | None,
    as_of: date | None,
    market: str | None,
    lang: str | None,
    rows: int,
    backup: bool,
    as_json: bool,
) -> None:
    """Find fees that were not charged as the fee tables say.

    FILES are exports as they come (FBA Fee Preview, SKU Economics, settlement, transactions), folders or patterns.
    Every difference gets a reason that gives the charge to the cent, or is told as not explained; with it the money
    at stake, the last day to claim and what to collect.

    核对亚马逊扣费：把实收或预览的费用与费用表逐一比较，列出差额、可能原因、申诉截止日和证据清单，按金额排序。

    Exit code: 0 all files read, 1 some not, 2 wrong use, 3 nothing was audited.
    """
    from xlops.errors import SheetError
    from xlops.hosts.auditing import AuditOptions, audit_files, audit_json

    settings = console.run_settings(as_of or date.today(), market, None, lang, (), None, None)
    try:
        run = audit_files(report_files(files, into), AuditOptions(settings, into, sheet, out, backup))
    except SheetError as error:
        if as_json:
            document = {"xlops": __version__, "command": "audit", "code": error.code, "en": error.en, "zh": error.zh}
            console.print_json(document)
        else:
            click.echo(f"{console.mark('✗')} {error.en}\n  {error.zh}", err=True)
        sys.exit(NOTHING)
    if as_json:
        document = {"xlops": __version__, "command": "audit", **audit_json(run, settings.as_of)}
        console.print_json(document)
    else:
        _tell(run, rows)
    sys.exit(SOME if run.refused else OK if run.audit.checked else NOTHING)


def _tell(run: AuditRun, shown: int) -> None:
    from xlops.audit import words

    found, zh = run.audit, run.lang == "zh"
    for path, error in run.refused:
        click.echo(f"{console.mark('✗')} {path.name}: {error.en}\n  {error.zh}", err=True)
    for name, title in run.unused:
        click.echo(f"  {name}（{title[1]}）不含费用" if zh else f"  {name} ({title[0]}) tells of no fee")
    for note in found.notes:
        click.echo(f"  ! {note[zh]}")
    count = len(found.findings)
    click.echo(words.checked(found, run.lang) + (f"，{count} 条发现" if zh else f", {count} findings"))
    if not found.checked:
        click.echo(f"  ! {words.no_findings(found, run.lang)}")
    for total in found.totals:
        name = words.DIRECTION_WORDS[total.direction][zh]
        if total.previewed:
            name += f"（{words.PREVIEWED[1]}）" if zh else f" ({words.PREVIEWED[0]})"
        money = "?" if total.money is None else f"{total.money:+,.2f}"
        click.echo(f"  {total.currency} {name}: {money} ({total.findings})")
    for rank, finding in enumerate(found.findings[:shown], 1):
        _tell_finding(rank, finding, run.lang)
    if len(found.findings) > shown:
        more = len(found.findings) - shown
        click.echo(f"  ……另有 {more} 条（--rows）" if zh else f"  … and {more} more (--rows)")
    counts: dict[str, int] = {}
    for unknown in found.unknown:
        why = f"{words.FEES[unknown.fee][zh]}{'：' if zh else ': '}{unknown.text(run.lang)}"
        counts[why] = counts.get(why, 0) + 1
    for why, count in sorted(counts.items(), key=lambda entry: -entry[1])[:_UNKNOWN_TOLD]:
        click.echo(f"  ? {count} 笔未核对，{why}" if zh else f"  ? {count} not checked, {why}")
    if run.target is not None:
        click.echo(f"{console.mark('✓')} {run.target}")


def _tell_finding(rank: int, finding: Finding, lang: str) -> None:
    from xlops.audit import words

    zh = lang == "zh"
    name = finding.sku or finding.asin or ""
    fee, verdict = words.FEES[finding.fee][zh], words.DIRECTION_WORDS[finding.direction][zh]
    money = "?" if finding.money is None else f"{finding.money:+,.2f}"
    units = "?" if finding.units is None else f"{finding.units:,.0f}"
    estimate = finding.charged - finding.difference
    click.echo(
        f"{rank:>3}. {name}  {finding.market.upper()}  {fee}  {estimate:.2f} -> {finding.charged:.2f} "
        f"({finding.difference:+.2f}) × {units} = {money} {finding.currency or ''}  {verdict}"
    )
    click.echo(f"     {words.reason(finding, lang)}")
    if claim := words.claim(finding, lang):
        click.echo(f"     {claim}")

"""The commands about the fee tables: ``xlops fees ...``, and what they do to a sheet: ``xlops impact``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlops._version import __version__
from xlops.hosts import console
from xlops.hosts.console import HELP

if TYPE_CHECKING:
    from xlops.fees.diff import Change, Figure, TableChange
    from xlops.fees.edition import Edition
    from xlops.grading.impact import Impact


@click.group(context_settings=HELP)
def fees() -> None:
    """The fee tables: what they cover and say, what changes between two days, and tables of your own.

    费用表：覆盖范围、表格原样、两个日期之间的变化，以及您自己的表。
    """


_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language. 语言。")


@fees.command(context_settings=HELP)
@click.argument("day1", type=console.Day(), metavar="DATE1")
@click.argument("day2", type=console.Day(), metavar="DATE2")
@click.option("--platform", help="Only amazon or aliexpress. 只看该平台。")
@click.option("--market", help="Only this market. 只看该站点。")
@click.option(
    "--programme", "programmes", multiple=True, help="Only this table, such as fba. May be repeated. 只看该表。"
)
@_lang
@console.own_tables
@console.as_json
def diff(
    day1: date,
    day2: date,
    platform: str | None,
    market: str | None,
    programmes: tuple[str, ...],
    lang: str,
    as_json: bool,
) -> None:
    """Compare the fee tables in force on two days, row by row.

    比较两个日期有效的费用表：逐行列出新增、取消与变动（原值、新值、百分比）。
    """
    from xlops.fees.diff import library_changes
    from xlops.fees.library import active_library

    library = active_library()
    known = {programme for _, _, programme in library.programmes()}
    for programme in programmes:
        if programme not in known:
            from rapidfuzz import process  # here, because only errors need it

            near = " / ".join(name for name, *_ in process.extract(programme, sorted(known), limit=3))
            raise click.UsageError(f"--programme: {programme!r} is not known. 无法识别。 {near}")
    found = library_changes(
        library,
        day1,
        day2,
        platform=console.code("platform", platform),
        market=console.code("market", market),
        programmes=programmes,
    )
    if as_json:
        console.print_json(
            {
                "xlops": __version__,
                "command": "fees diff",
                "from": str(day1),
                "to": str(day2),
                "tables": [_table_json(table) for table in found],
            }
        )
        return
    if not found:
        click.echo("两个日期的费用表相同。" if lang == "zh" else "The same tables are in force on both days.")
    for table in found:
        _tell_table(table, lang)


@click.command(context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "day1", type=console.Day(), help="First day; today if left out. 起始日期，默认今天。")
@click.option("--to", "day2", type=console.Day(), required=True, help="Second day. 对比日期。")
@console.run_options
@click.option("--sheet", help="Only the sheet of this name. 只处理该工作表。")
@click.option("--rows", type=click.IntRange(min=0), default=20, help="Rows to show (20). 显示的行数。")
@click.option("--save", is_flag=True, help="Write the graded copy with a sheet of the changes. 另存并附“费用变化”表。")
@click.option("-o", "--out", type=console.Folder(), help="Folder for the copy. 输出文件夹。")
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@console.as_json
def impact(
    file: Path,
    day1: date | None,
    day2: date,
    sheet: str | None,
    rows: int,
    save: bool,
    out: Path | None,
    backup: bool,
    as_json: bool,
    **stand_ins: Any,
) -> None:
    """Show what the fees of another day do to your products: fees, profit and margin before and after, worst first.

    --save writes NAME.graded.xlsx, graded for the first day, with a sheet of the changes.

    查看费用调整对每个商品的影响：调整前后的费用、利润与利润率，影响最大的排在最前。

    Exit code: 0 done, 2 wrong use, 3 the file could not be read.
    """
    from xlops.errors import SheetError
    from xlops.hosts.batch import Options, file_impacts, grade_file, refused
    from xlops.hosts.report import impact_json

    settings = console.run_settings(day1 or date.today(), **stand_ins)
    options = Options(settings, out, sheet, backup, changes_to=day2)
    try:
        found = file_impacts(file, options)
        result = grade_file(file, options) if save else None
    except SheetError as error:
        found, result = [], refused(file, error)
    ok = result is None or result.ok
    if as_json:
        document = {
            "xlops": __version__,
            "command": "impact",
            "source": str(file),
            "target": str(result.target) if result and result.target and ok else None,
            "refused": None if result is None or ok else {"code": result.code, "en": result.en, "zh": result.zh},
            "sheets": [impact_json(one) for one in found],
        }
        console.print_json(document)
    else:
        for one in found:
            _tell_impact(one, rows)
        if result is not None and ok:
            click.echo(f"{console.mark('✓')} {file} -> {result.target}")
        elif result is not None:
            click.echo(f"{console.mark('✗')} {result.en}\n  {result.zh}", err=True)
    sys.exit(console.OK if ok else console.NOTHING)


def _tell_impact(found: Impact, shown: int) -> None:
    from xlops.hosts.report import changed_fees, unmoved_rows

    lang = found.before.lang
    zh = lang == "zh"
    first, second = found.days
    click.echo(f"[{found.before.sheet.name}] {first} -> {second}")
    for en_title, zh_title, old, new in found.tables:
        dates = [edition.rsplit("/", 1)[1] if edition else ("无表" if zh else "no table") for edition in (old, new)]
        click.echo(f"  {zh_title if zh else en_title}: {dates[0]} -> {dates[1]}")
    for t in found.totals:
        click.echo(
            f"  {t.currency}：{t.rows} 行，利润减少 {t.dearer}，增加 {t.cheaper}，不变 {t.same}，无法计算 {t.unknown}；"
            f"由盈转亏 {t.below_zero}，利润率降档 {t.below_band}"
            if zh
            else f"  {t.currency}: {t.rows} rows, {t.dearer} earn less, {t.cheaper} more, {t.same} the same, "
            f"{t.unknown} unknown; {t.below_zero} now lose money, {t.below_band} fall to a lower margin band"
        )
        if t.period_change is not None:
            said = f"按表内销量（{t.rows_counted} 行）" if zh else f"for the units in the sheet ({t.rows_counted} rows)"
            profits = [f"{amount:,.2f}" for amount in t.period_profit if amount is not None]
            known = "；利润已知的行合计" if zh else "; profit of the rows where it is known"
            profit = f"{known} {' -> '.join(profits)}" if profits else ""
            click.echo(f"    {said} {t.period_change:+,.2f}{profit}")
    for count, why in found.unknown:
        click.echo(f"  ? {count} 行：{why[1]}" if zh else f"  ? {count} {'row' if count == 1 else 'rows'}: {why[0]}")
    changed = [row for row in found.rows if row.told]
    for row in changed[:shown]:
        name = " ".join(filter(None, (row.name, row.title if row.title != row.name else None)))
        head = f"  {'行' if zh else 'row'} {row.row} {name}".rstrip()
        before, after = row.profit
        if before is not None and after is not None:
            margin = " -> ".join("-" if rate is None else f"{rate:.1%}" for rate in row.margin_rate)
            head += f"{'：利润' if zh else ': profit'} {before:,.2f} -> {after:,.2f} {row.currency}"
            head += f" ({row.change:+,.2f}){'，利润率' if zh else ', margin'} {margin}"
        elif row.change is not None:
            head += f"{'：' if zh else ': '}{row.change:+,.2f} {row.currency}"
        click.echo(head)
        click.echo(f"      {changed_fees(found, row, lang)}")
    if len(changed) > shown:
        more = len(changed) - shown
        click.echo(f"  ……另有 {more} 行（--rows）" if zh else f"  … and {more} more (--rows)")
    if found.unmoved[0]:
        click.echo(f"  {unmoved_rows(found, lang)}")


def _tell_table(table: TableChange, lang: str) -> None:
    zh = lang == "zh"
    none = "无表" if zh else "no table"
    dates = [str(edition.effective) if edition else none for edition in (table.before, table.after)]
    edition = table.edition
    place = f"{edition.platform}/{edition.market}/{edition.programme}"
    click.echo(f"{edition.title(lang)} [{place}]  {dates[0]} -> {dates[1]}")
    if edition.own_file:
        click.echo(f"  {edition.whose(lang)}")
    if table.before is None or table.after is None:
        rows = len({(change.keys, change.spans) for change in table.changes})
        if table.after is None:
            ended = table.before.until if table.before else None
            click.echo(f"  {'已结束' if zh else 'ended'} {ended or ''}".rstrip())
        else:
            click.echo(f"  新表，共 {rows} 行" if zh else f"  a new table of {rows} rows")
    elif not table.changes:
        click.echo("  数字不变" if zh else "  the same figures")
    else:
        for change in table.changes:
            sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
            click.echo(f"  {sign} {change.text(lang)}")


def _table_json(table: TableChange) -> dict[str, Any]:
    edition = table.edition
    return {
        "platform": edition.platform,
        "market": edition.market,
        "programme": edition.programme,
        "title_en": edition.title_en,
        "title_zh": edition.title_zh,
        "before": _edition_json(table.before),
        "after": _edition_json(table.after),
        "changes": [_change_json(change) for change in table.changes],
    }


def _edition_json(edition: Edition | None) -> dict[str, Any] | None:
    if edition is None:
        return None
    return {
        "edition": edition.name,
        "effective": str(edition.effective),
        "until": str(edition.until) if edition.until else None,
        "confidence": edition.confidence,
        "checked": str(edition.checked),
        "own": bool(edition.own_file),
        "file": edition.own_file or None,
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "keys": dict(change.keys),
        "row_en": change.row("en"),
        "row_zh": change.row("zh"),
        "figure": change.figure,
        "before": _figure_json(change.before),
        "after": _figure_json(change.after),
        "unit": change.unit,
        "change": None if change.ratio is None else float(change.ratio),
    }


def _figure_json(figure: Figure | None) -> float | str | None:
    return figure if figure is None or isinstance(figure, str) else float(figure)

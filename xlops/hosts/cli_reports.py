"""``xlops import``: reports that operators export, joined to their product sheet."""

from __future__ import annotations

import glob
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlops._version import __version__
from xlops.hosts import console
from xlops.hosts.console import HELP, NOTHING, OK, SOME

if TYPE_CHECKING:
    from xlops.hosts.import_files import ImportResult
    from xlops.hosts.received import SheetTaken
    from xlops.reports.feed import Fed

_REMARKS_TOLD = 6


@click.command("import", context_settings=HELP)
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path),
    help="The workbook with your product sheet; its copy NAME.graded.xlsx is written. 商品表所在的工作簿。",
)
@click.option("--sheet", help="Only the product sheet of this name. 只处理该工作表。")
@click.option("-o", "--out", type=console.Folder(), help="Folder for the graded copy. 输出文件夹。")
@click.option("--as-of", type=console.Day(), help="Day whose fees apply; today if left out. 计费日期。")
@console.run_options
@click.option(
    "--period",
    nargs=2,
    type=console.Day(),
    metavar="FIRST LAST",
    help="First and last day of reports that do not say theirs (Business Report). 未注明期间的报表的起止日。",
)
@click.option("--fresh", is_flag=True, help="Forget what was imported before. 清除以前导入的数据。")
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what needs your eye. 只显示需要注意的内容。")
@console.as_json
def import_(
    files: tuple[str, ...],
    into: Path,
    sheet: str | None,
    out: Path | None,
    as_of: date | None,
    period: tuple[date, date] | None,
    fresh: bool,
    backup: bool,
    quiet: bool,
    as_json: bool,
    **stand_ins: Any,
) -> None:
    """Import reports (Amazon, AliExpress, ERPs, tools) into a product sheet and grade it.

    FILES are exports as they come: .csv, .tsv, .txt, .xlsx, .xls, folders or patterns. Products are found by SKU,
    ASIN or product ID. Only columns of xlops are written, and a receipt sheet; your own cells stay as they are.

    导入平台、ERP 和工具导出的报表，按 SKU / ASIN / 商品 ID 对应到商品表并评级；只写 xlops 自己的列和回执。

    Exit code: 0 all files taken, 1 some not, 2 wrong use, 3 nothing was written.
    """
    from xlops.hosts.batch import Options
    from xlops.hosts.import_files import file_json, import_reports

    if period is not None and period[0] > period[1]:
        raise click.UsageError(f"--period {period[0]} {period[1]}: the last day is before the first. 起止日颠倒。")
    settings = console.run_settings(as_of or date.today(), **stand_ins)
    result = import_reports(report_files(files, into), into, Options(settings, out, sheet, backup), fresh, period)
    if as_json:
        console.print_json(_json(result, file_json))
    else:
        _tell(result, quiet)
    sys.exit(NOTHING if result.status == "refused" else OK if result.complete else SOME)


def report_files(files: Sequence[str], into: Path | None = None) -> list[Path]:
    """Return the files that the arguments mean: themselves, what folders hold, and patterns.

    Raises:
        click.UsageError: if there are none.
    """
    from xlops.hosts.import_files import SUFFIXES

    found: list[Path] = []
    empty: list[str] = []
    for text in files:
        path = Path(text)
        if path.is_dir():
            there = [p for p in sorted(path.iterdir()) if p.suffix.lower() in SUFFIXES and _is_report(p, into)]
        elif any(mark in text for mark in "*?[") and not path.exists():
            matches = sorted(glob.glob(text, recursive=True))  # noqa: PTH207  absolute patterns
            there = [p for p in map(Path, matches) if _is_report(p, into)]
        else:
            there = [path]
        found += there
        empty += [] if there else [text]
    said = f"{', '.join(empty)}: no .csv, .tsv, .txt, .xlsx or .xls file found there. 没有找到可导入的文件。"
    if not found:
        raise click.UsageError(said)
    if empty:
        click.echo(f"  ! {said}", err=True)
    return list(dict.fromkeys(found))


def _is_report(path: Path, into: Path | None) -> bool:
    """Whether a file of a folder may be a report: no lock file, nothing that xlops wrote, not the product sheet."""
    from xlops.hosts.shop_month import is_shop

    own = "xlops_fees" in (path.stem, path.parent.name) or path.stem.endswith(".graded") or is_shop(path)
    return (
        path.is_file()
        and not path.name.startswith(("~$", "."))
        and not own
        and (into is None or path.resolve() != into.resolve())
    )


def _tell(result: ImportResult, quiet: bool) -> None:
    for file in result.files:
        if file.refused is not None:
            click.echo(f"{console.mark('✗')} {file.refused.en}\n  {file.refused.zh}", err=True)
        for report, imported in zip(file.reports, file.imported, strict=True):
            if not quiet:
                read, taken = report.rows_read, len(report.lines)
                click.echo(
                    f"{console.mark('✓')} {imported.file}: {imported.title_zh} {imported.title_en}; "
                    f"读取 {read} 行，采用 {taken} 行 ({taken} of {read} rows)"
                )
    if result.status == "refused" or result.received is None:
        click.echo(f"{console.mark('✗')} {result.en}\n  {result.zh}", err=True)
        return
    for remark in result.received.remarks[:_REMARKS_TOLD]:
        click.echo(f"  ! {remark.zh}\n    {remark.en}")
    if not quiet:
        click.echo(f"{console.mark('✓')} {result.into} -> {result.target}")
    for sheet in result.received.sheets:
        _tell_sheet(sheet, quiet)
    if result.target is not None and result.target.suffix.lower() == ".csv":
        click.echo(
            "  ! .csv 不能保存导入的数据：下次评级需重新导入（或先另存为 .xlsx）。\n"
            "    A .csv cannot keep what was imported: import again with the next grading, or save it as .xlsx first."
        )


def _tell_sheet(sheet: SheetTaken, quiet: bool) -> None:
    taken, zh = sheet.taken, sheet.lang == "zh"
    joined, count = sheet.joined, taken.joined.count()
    if not quiet:
        click.echo(
            f"  [{sheet.name}] 报表中的商品 {count.products} 个：{count.found} 个已对应（其中 {count.partly} "
            f"个未全部采用），{count.without_row} 个未对应；见“xlops 导入回执”"
            if zh
            else f"  [{sheet.name}] {count.products} products of the reports: {count.found} joined ({count.partly} of "
            f"them not wholly), {count.without_row} not; see the import receipt"
        )
        for fed in taken.fed:
            if fed.filled or fed.differ or fed.left or fed.other_period:
                click.echo(f"    {_fed_text(fed, sheet.lang)}")
    if not joined:
        click.echo(
            f"  ! [{sheet.name}] 没有任何商品能对应：请检查 SKU / ASIN / 商品 ID 列和所选文件。"
            if zh
            else f"  ! [{sheet.name}] no product found its row: check the files and the SKU, ASIN or product ID column."
        )
    for remark in taken.remarks[:_REMARKS_TOLD]:
        click.echo(f"  ! {remark.zh if zh else remark.en}")
    if sheet.why is not None:
        click.echo(f"  ! 未评级：{sheet.why.zh}" if zh else f"  ! not graded: {sheet.why.en}")


def _fed_text(fed: Fed, lang: str) -> str:
    """Say of one measure how many rows take it, have their own, and take none and why."""
    from xlops.hosts.imports import OTHER_PERIOD
    from xlops.reports.measures import measures

    label, filled, left = measures()[fed.measure].label(lang), len(fed.filled), len(fed.left)
    late = len(fed.other_period)
    if lang == "zh":
        parts = [f"采用导入 {filled} 行"]
        parts += (
            [f"表内自有 {fed.own} 行" + (f"（{len(fed.differ)} 行与报表不同）" if fed.differ else "")]
            if fed.own
            else []
        )
        parts += [f"{left} 行未采用（表内销量或广告数字与报表不一致）"] if left else []
        parts += [f"{late} 行未采用（{OTHER_PERIOD[1]}）"] if late else []
        return f"{label}：{'，'.join(parts)}"
    parts = [f"imported in {filled}"]
    parts += [f"your own in {fed.own}" + (f" ({len(fed.differ)} differ)" if fed.differ else "")] if fed.own else []
    parts += [f"not taken in {left} (your own sales or ad figures differ)"] if left else []
    parts += [f"not taken in {late} ({OTHER_PERIOD[0]})"] if late else []
    return f"{label}: rows {', '.join(parts)}"


def _json(result: ImportResult, file_json: Any) -> dict[str, Any]:
    from xlops.hosts import report
    from xlops.hosts.imports import taken_json

    received = result.received
    return {
        "xlops": __version__,
        "command": "import",
        "into": str(result.into),
        "target": str(result.target) if result.target else None,
        "status": result.status,
        "code": result.code or None,
        "en": result.en or None,
        "zh": result.zh or None,
        "files": [file_json(file) for file in result.files],
        "replaced": [
            {"old": entry.old.file, "new": entry.new.file, "layout": entry.new.layout}
            for entry in (received.replaced if received else ())
        ],
        "remarks": [
            {"code": r.code, "severity": r.severity, "en": r.en, "zh": r.zh}
            for r in (received.remarks if received else ())
        ],
        "sheets": [
            {
                "sheet": sheet.name,
                **taken_json(sheet.taken),
                "graded": report.receipt(sheet.graded, rows=False) if sheet.graded is not None else None,
                "not_graded": {"code": sheet.why.code, "en": sheet.why.en, "zh": sheet.why.zh} if sheet.why else None,
            }
            for sheet in (received.sheets if received else ())
        ],
    }

"""The ``xlops`` command.

Exit codes: 0 all done; 1 some files were refused or failed; 2 wrong use of the command; 3 nothing was done.
"""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from xlops._version import __version__
from xlops.catalog import Formula, Why, catalogue, with_today
from xlops.errors import InvalidInput, Reason, SheetError
from xlops.hosts import console
from xlops.hosts.cli_addin import addin, doctor, serve
from xlops.hosts.cli_audit import audit
from xlops.hosts.cli_checklist import checklist
from xlops.hosts.cli_fees import fees, impact
from xlops.hosts.cli_reports import import_
from xlops.hosts.cli_shop import shop
from xlops.hosts.cli_tables import COMMANDS
from xlops.hosts.console import HELP, NOTHING, OK, SOME
from xlops.terms import term

_SUFFIXES = (".xlsx", ".xlsm", ".csv")
_REFUSED = (".xls", ".xlsb", ".et", ".ods")  # spreadsheets in a folder that are refused by name, not passed over
_REASONS_TOLD = 2  # why rows have no letter, on the console


def run() -> None:
    """Run the command; a console that cannot show a character shows ``?`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    main(prog_name="xlops")


@click.group(cls=console.Commands, context_settings=HELP)
@click.version_option(__version__, message="xlops %(version)s")
def main() -> None:
    """Fees, margins and grades for AliExpress and Amazon product sheets.

    速卖通与亚马逊商品表的费用、利润与评级。
    """


@main.command(context_settings=HELP)
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--out", type=console.Folder(), help="Folder for the graded copies. 输出文件夹。")
@click.option("--as-of", type=console.Day(), help="Day whose fees apply (2026-11-22); today if left out. 计费日期。")
@console.run_options
@click.option("--sheet", help="Grade only the sheet of this name. 只处理该工作表。")
@click.option(
    "--changes-to", type=console.Day(), help="Add a sheet of what the fees of that day change. 附费用变化表。"
)
@click.option("--formulas", is_flag=True, help="Live formulas in the result cells, for the add-in. 结果写成实时公式。")
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@click.option("--jobs", type=click.IntRange(min=1), help="Files at a time. 同时处理的文件数。")
@click.option("-q", "--quiet", is_flag=True, help="Tell only what was refused. 只显示未处理的文件。")
@console.as_json
def grade(
    files: tuple[str, ...],
    out: Path | None,
    as_of: date | None,
    sheet: str | None,
    changes_to: date | None,
    formulas: bool,
    backup: bool,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
    **stand_ins: Any,
) -> None:
    """Grade product sheets: .xlsx, .xlsm, .csv, folders or patterns.

    Writes NAME.graded.xlsx beside each file (or into -o); the file itself stays as it is. A graded copy is
    updated.

    给商品表计算费用、利润并评级；原文件不变，结果另存为 名称.graded.xlsx。

    Exit code: 0 all graded, 1 some not, 2 wrong use, 3 none graded.
    """
    from xlops.hosts.batch import Options, grade_files

    settings = console.run_settings(as_of or date.today(), **stand_ins)
    sources = _expand(files)
    options = Options(settings, out, sheet, backup, rows=as_json, changes_to=changes_to, formulas=formulas)
    with _progress(len(sources), quiet or as_json) as step:
        results = grade_files(sources, options, jobs, step)
    done = sum(result.ok for result in results)
    if as_json:
        document = {"xlops": __version__, "command": "grade", "files": [_file_json(result) for result in results]}
        console.print_json(document)
    else:
        for result in results:
            if result.ok and not quiet:
                _tell_graded(result, formulas)
            elif not result.ok:
                click.echo(f"{console.mark('✗')} {result.en}\n  {result.zh}", err=True)
        if not quiet and len(results) > 1:
            click.echo(f"{done} / {len(results)} 个文件已评级 graded")
    sys.exit(OK if done == len(results) else SOME if done else NOTHING)


def _expand(files: Sequence[str]) -> list[Path]:
    """Return the files that the arguments mean: themselves, folders' content, and patterns (Windows leaves
    them to us)."""
    found: list[Path] = []
    for text in files:
        path = Path(text)
        if path.is_dir():
            found += [p for p in sorted(path.iterdir()) if _is_sheet_file(p)]
        elif any(mark in text for mark in "*?[") and not path.exists():
            matches = [Path(match) for match in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207  absolute patterns
            found += [p for p in matches if p.is_file() and not _passed_over(p)]
        else:
            found.append(path)
    if not found:
        raise click.UsageError("no .xlsx, .xlsm or .csv file found there. 没有找到可处理的文件。")
    return list(dict.fromkeys(found))


def _is_sheet_file(path: Path) -> bool:
    """Whether a file of a folder is to be graded, or refused with the reason."""
    return path.suffix.lower() in (*_SUFFIXES, *_REFUSED) and path.is_file() and not _passed_over(path)


def _passed_over(path: Path) -> bool:
    """Whether a file found in a folder is no product sheet: lock files, what xlops wrote, own fee tables."""
    from xlops.hosts.shop_month import is_shop

    own_table = "xlops_fees" in (path.stem, path.parent.name)
    return path.name.startswith(("~$", ".")) or path.stem.endswith(".graded") or own_table or is_shop(path)


def _tell_graded(result: Any, formulas: bool) -> None:
    click.echo(f"{console.mark('✓')} {result.source} -> {result.target}")
    for sheet in result.sheets:
        zh = sheet["language"] == "zh"
        grades = "  ".join(f"{letter} {count}" for letter, count in sheet["distribution"].items() if count)
        rows, left = sheet["rows_taken"], len(sheet["rows_skipped"])
        click.echo(
            f"  [{sheet['sheet']}] {rows} 行商品，{left} 行未处理；评级 {grades}"
            if zh
            else f"  [{sheet['sheet']}] {rows} rows taken, {left} left alone; grades {grades}"
        )
        for entry in sheet["not_graded_because"][:_REASONS_TOLD]:
            count, why = entry["rows"], entry["why"]
            click.echo(f"  ? {count} 行：{why}" if zh else f"  ? {count} {'row' if count == 1 else 'rows'}: {why}")
        for entry in sheet["rates_not_used"]:
            click.echo(f"  {entry['zh'] if zh else entry['en']}")
        if files := sheet["imported_from"]:
            said = f"采用导入的报表：{'、'.join(files)}" if zh else f"with imported reports: {', '.join(files)}"
            click.echo(f"  {said}")
        has_receipt = result.target.suffix.lower() != ".csv"
        if formulas:
            _tell_formulas(sheet["formulas"], zh, has_receipt)
        _tell_issues(sheet, zh, has_receipt)


def _tell_formulas(columns: Any, zh: bool, possible: bool) -> None:
    """Say how many results are formulas, and of the columns with some formulas how many rows are not, and why."""
    if not possible:
        click.echo("  .csv 不能保存公式，已写入数值" if zh else "  a .csv holds no formulas: values were written")
        return
    live = [column for column in columns if column["rows_live"]]
    cells = sum(column["rows_live"] for column in live)
    click.echo(
        f"  {len(columns)} 个结果列中 {len(live)} 列写入实时公式，共 {cells} 格"
        if zh
        else f"  live formulas in {len(live)} of {len(columns)} result columns, {cells} cells"
    )
    partly = sorted((column for column in live if column["zh"]), key=lambda column: -column["rows_value"])
    for column in partly[:_REASONS_TOLD]:
        click.echo(f"  {column['label']}：{column['zh']}" if zh else f"  {column['label']}: {column['en']}")
    if len(partly) > _REASONS_TOLD or not live:
        click.echo("  其余见“xlops 记录”" if zh else "  the rest is told in the receipt sheet")


def _tell_issues(sheet: Any, zh: bool, has_receipt: bool) -> None:
    """Count what is to be corrected and what is to be checked, and say where it stands."""
    told = []
    for severity, text_zh, text_en in (("error", "处需要修正", "to correct"), ("warning", "处请核对", "to check")):
        if count := sum(issue["severity"] == severity for issue in sheet["issues"]):
            told.append(f"{count} {text_zh if zh else text_en}")
    if told and zh:
        click.echo(f"  {'，'.join(told)}；{'见“xlops 记录”' if has_receipt else '用 --json 查看'}")
    elif told:
        click.echo(f"  {', '.join(told)}; {'see the receipt sheet' if has_receipt else 'see --json'}")


def _file_json(result: Any) -> dict[str, Any]:
    return {
        "source": str(result.source),
        "target": str(result.target) if result.target else None,
        "status": result.status,
        "code": result.code or None,
        "en": result.en or None,
        "zh": result.zh or None,
        "sheets": list(result.sheets),
        "not_graded": [{"sheet": s.sheet, "code": s.code, "en": s.en, "zh": s.zh} for s in result.not_graded],
    }


@contextmanager
def _progress(length: int, quiet: bool) -> Iterator[Callable[[Any], None]]:
    """Show progress on the error stream when a person watches it."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label="xlops", file=sys.stderr) as bar:
        yield lambda _: bar.update(1)


@main.command(context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Save to this file or folder instead. 另存为。")
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@console.as_json
def ungrade(file: Path, out: Path | None, backup: bool, as_json: bool) -> None:
    """Remove everything that xlops added to a workbook: columns, notes, sheets.

    删除 xlops 添加的列、批注和工作表；默认直接修改该文件。

    Exit code: 0 removed, 2 wrong use, 3 nothing was done.
    """
    from xlops.hosts.batch import ungrade_file

    target = out / file.name if out is not None and (out.is_dir() or not out.suffix) else out
    result = ungrade_file(file, target, backup)
    if as_json:
        console.print_json({"xlops": __version__, "command": "ungrade", "files": [_file_json(result)]})
    elif result.ok:
        click.echo(f"{console.mark('✓')} {result.target}")
    else:
        click.echo(f"{console.mark('✗')} {result.en}\n  {result.zh}", err=True)
    sys.exit(OK if result.ok else NOTHING)


@main.command("map", context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="Only the sheet of this name. 只看该工作表。")
@click.option("--save", is_flag=True, help="Write it to FILE.xlops.toml, to be corrected. 保存为可修改的设置文件。")
@console.as_json
def map_(file: Path, sheet: str | None, save: bool, as_json: bool) -> None:
    """Show how the columns of a sheet are understood, and save it for correction.

    查看表头识别结果；--save 写入 FILE.xlops.toml，修改后再次运行即生效。

    Exit code: 0 understood, 2 wrong use, 3 no sheet was understood.
    """
    from xlops.hosts.batch import read_grid, saved_mapping
    from xlops.sheets import mapping_path, mapping_to_toml, read_sheet
    from xlops.workbook.opening import open_book

    sheets, refused, saved = [], [], None
    try:
        book = open_book(file)
        saved = saved_mapping(book)
        for name in [sheet] if sheet else book.visible:
            try:
                sheets.append(read_sheet(read_grid(book, name), saved))
            except SheetError as error:
                refused.append(error)
    except SheetError as error:
        refused.append(error)
    if as_json:
        from xlops.hosts.report import columns_json

        console.print_json(
            {
                "xlops": __version__,
                "command": "map",
                "sheets": [
                    {"sheet": s.name, "header_row": s.header_rows[1] + 1, "columns": columns_json(s)} for s in sheets
                ],
                "refused": [{"code": e.code, "en": e.en, "zh": e.zh} for e in refused],
            }
        )
    else:
        for understood in sheets:
            _tell_mapping(understood)
        for reason in refused:
            click.echo(f"{console.mark('✗')} {reason.en}\n  {reason.zh}", err=True)
    if save and sheets:
        path = mapping_path(file)
        path.write_text(mapping_to_toml(sheets, saved), encoding="utf-8")
        if not as_json:
            click.echo(f"{console.mark('✓')} {path}")
    sys.exit(OK if sheets else NOTHING)


def _tell_mapping(sheet: Any) -> None:
    from xlops.sheets import column_letters

    click.echo(f"[{sheet.name}]  header 表头: {sheet.header_rows[1] + 1}  rows 商品行: {len(sheet.rows)}")
    assumed = {(issue.column, issue.code): issue.text(sheet.language) for issue in sheet.issues}
    for column in sheet.columns:
        header = " ".join(column.header.split())
        known = term(column.term).label(sheet.language) + f" ({column.term})" if column.term else "-"
        unit = " ".join(text for text in (column.unit, column.currency) if text)
        sure = f"{column.confidence:.0%} {column.how}" if column.term else ""
        click.echo(f"  {column_letters(column.index):>3}  {header} -> {known}  {unit}  {sure}".rstrip())
        for code in column.assumed:
            click.echo(f"         {assumed.get((column.index, code), code)}")


@main.command(context_settings=HELP)
@click.argument("name", required=False)
@console.as_json
def formulas(name: str | None, as_json: bool) -> None:
    """List the formulas, or show one with its arguments.

    列出全部公式，或查看某个公式的参数。
    """
    chosen = [_formula(name)] if name else list(catalogue().values())
    if as_json:
        document = {"xlops": __version__, "command": "formulas", "formulas": [_formula_json(f) for f in chosen]}
        console.print_json(document)
    elif name:
        formula = chosen[0]
        click.echo(f"{_signature(formula)}\n{formula.doc}\n\n{formula.summary_zh}\n")
        for argument in formula.arguments:
            need = "" if argument.required else "  [optional 可选]"
            click.echo(f"  {argument.name}{need}: {argument.term.help_en} | {argument.term.help_zh}")
    else:
        for formula in chosen:
            click.echo(f"{_signature(formula)}\n    {formula.summary_en} | {formula.summary_zh}")


def _signature(formula: Formula) -> str:
    return f"{formula.name}({', '.join(a.name if a.required else f'[{a.name}]' for a in formula.arguments)})"


def _formula_json(formula: Formula) -> dict[str, Any]:
    return {
        "name": formula.name,
        "group": formula.group,
        "returns": formula.returns,
        "en": formula.summary_en,
        "zh": formula.summary_zh,
        "arguments": [
            {"name": a.name, "required": a.required, "kind": a.term.kind, "en": a.term.help_en, "zh": a.term.help_zh}
            for a in formula.arguments
        ],
    }


def _formula(name: str) -> Formula:
    known = catalogue()
    key = name.strip().lstrip("=").upper().replace("-", "_")
    if key not in known:
        from xlops.hosts.python import near_formulas

        near = " / ".join(near_formulas(key))
        raise click.UsageError(f"{name}: there is no such formula. 没有该公式。 {near} ?")
    return known[key]


def _arguments(formula: Formula, pairs: Sequence[str]) -> dict[str, Any]:
    """Read ``name=value`` pairs; numbers where the term is a number (8% and 0.08 are the same rate)."""
    values: dict[str, Any] = {}
    known = {argument.name: argument for argument in formula.arguments}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or name not in known:
            raise click.UsageError(f"{pair}: write NAME=VALUE with a NAME out of {', '.join(known)}. 请写成 名称=值。")
        if known[name].term.is_number:
            try:
                values[name] = float(text[:-1]) / 100 if text.endswith("%") else float(text)
            except ValueError:
                values[name] = text  # the formula says what is wrong with it
        else:
            values[name] = text
    return values


def _evaluate(name: str, pairs: Sequence[str]) -> tuple[Formula, dict[str, Any], Any]:
    from xlops.hosts.python import call

    formula = _formula(name)
    values = _arguments(formula, pairs)
    try:
        return formula, values, call(formula, **values)
    except (InvalidInput, TypeError) as error:
        raise click.UsageError(str(error)) from error


@main.command(context_settings=HELP)
@click.argument("name")
@click.argument("values", nargs=-1)
@console.as_json
@console.own_tables
def fee(name: str, values: tuple[str, ...], as_json: bool) -> None:
    """Compute one formula: xlops fee AMZ_REFERRAL_FEE price=25 category=家居厨房

    计算一个公式。结果未知时说明原因，退出码为 3；分行列出的结果仍列出已知的行。
    """
    formula, given, result = _evaluate(name, values)
    table = hasattr(result, "tolist")
    cells = result.ravel().tolist() if table else [result]
    one_cell = table and len(cells) == 1  # in place of a table, why there is none
    why = Why(Reason.OK)
    if one_cell or any(cell is None or cell != cell for cell in cells):
        why = formula.why(**with_today(formula.bind(**given), date.today()))
    known = not why.reason or bool(why.line[0])
    if as_json:
        console.print_json(
            {
                "xlops": __version__,
                "command": "fee",
                "formula": formula.name,
                "arguments": given,
                "value": None if not known else result.tolist() if table else result,
                "blank_because": why.reason.name.lower() if why.reason else None,
                "blank_line": " ".join(why.line) if why.line[0] else None,
            }
        )
    elif table and known:
        console.print_table(result.tolist())
    elif known:
        click.echo(f"{result:.10g}" if isinstance(result, float) else result)
    if why.reason and not as_json:
        click.echo(why.text, err=True)
    sys.exit(NOTHING if why.reason else OK)


@main.command(context_settings=HELP)
@click.argument("name")
@click.argument("values", nargs=-1)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="en", help="Language. 语言。")
@console.own_tables
def explain(name: str, values: tuple[str, ...], lang: str) -> None:
    """Say how a fee comes about: edition, row, source, assumptions, confidence.

    说明费用的来历：版本、表行、来源、默认值与可信度。
    """
    base = name.strip().lstrip("=").upper().removesuffix("_EXPLAIN")
    _, _, text = _evaluate(f"{base}_EXPLAIN", (*values, f"lang={lang}"))
    click.echo(text)


for command in COMMANDS:
    fees.add_command(command)
main.add_command(fees)
main.add_command(impact)
main.add_command(audit)
main.add_command(import_)
main.add_command(shop)
main.add_command(checklist)
main.add_command(addin)
main.add_command(doctor)
main.add_command(serve)

"""The command that puts checklist sheets into a workbook: ``xlops checklist``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from xlops._version import __version__
from xlops.errors import SheetError
from xlops.hosts import console
from xlops.hosts.console import HELP, NOTHING, OK


@click.command(context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Save to this file or folder instead. 另存为。")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language; the product sheet's if left out. 语言。")
@click.option("--as-of", type=console.Day(), help="Day to which checks grow old; today if left out. 计算日期。")
@click.option("--backup", is_flag=True, help="Keep a file that is replaced as NAME.bak. 覆盖前备份为 .bak。")
@console.as_json
def checklist(
    file: Path,
    names: tuple[str, ...],
    out: Path | None,
    lang: str | None,
    as_of: date | None,
    backup: bool,
    as_json: bool,
) -> None:
    """Add checklist sheets to a workbook: opening documents, account health, plan of action.

    NAMES are documents_aliexpress, documents_amazon, account_health and poa; all if left out. The plan of action begins
    with the rows that have a warning. A sheet that is there stays as you filled it in.

    在工作簿中加入清单表：开店资料、账户健康、申诉 POA（预填有提示的行）；已有的清单表保持不变。

    Exit code: 0 done, 2 wrong use, 3 nothing was done.
    """
    from xlops.hosts.batch import checklist_file
    from xlops.hosts.checklists import checklist_names

    for name in names:
        if name not in checklist_names():
            known = ", ".join(checklist_names())
            raise click.UsageError(f"{name}: there is no such checklist; write {known}. 没有该清单，可用：{known}。")
    target = out / file.name if out is not None and (out.is_dir() or not out.suffix) else out or file
    try:
        made, there, flagged = checklist_file(file, target, as_of or date.today(), names, lang, backup)
    except SheetError as error:
        if as_json:
            refused = {"code": error.code, "en": error.en, "zh": error.zh}
            console.print_json({"xlops": __version__, "command": "checklist", "refused": refused})
        else:
            click.echo(f"{console.mark('✗')} {error.en}\n  {error.zh}", err=True)
        sys.exit(NOTHING)
    if as_json:
        document = {"target": str(target), "made": made, "there": there, "flagged_rows": flagged}
        console.print_json({"xlops": __version__, "command": "checklist", **document})
    else:
        for title in made:
            click.echo(f"{console.mark('✓')} {target}: {title}")
        for title in there:
            click.echo(f"  {title}: there already, left as it is. 已有，保持不变。")
    sys.exit(OK)

"""The commands about Excel's add-in: ``xlops addin install`` and others, ``xlops doctor``, ``xlops serve``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import click

from xlops._version import __version__
from xlops.hosts import console
from xlops.hosts.console import HELP, NOTHING, OK, SOME

if TYPE_CHECKING:
    from xlops.hosts.excel.addin_install import Change, Status
    from xlops.hosts.excel.doctor import Finding

_folder = click.option(
    "--startup-folder",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A start-up folder of Excel other than your own. 其他启动文件夹。",
)
_SIGNS = {"ok": "✓", "warn": "!", "fail": "✗", "skipped": "-"}


def _or_refused(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command end with the reason for which nothing was done."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from xlops.hosts.excel.addin_install import AddinError
        from xlops.hosts.excel.machine import this_machine

        try:
            command(*args, **kwargs)
        except AddinError as error:
            text = this_machine().spelled_out(f"{error.en}\n  {error.zh}")
            click.echo(f"{console.mark('✗')} {text}", err=True)
            sys.exit(NOTHING)

    return run


@click.group(context_settings=HELP)
def addin() -> None:
    """Excel's add-in: install, update, remove, look at, build.

    Excel 加载项：安装、更新、卸载、查看、生成。
    """


@addin.command(context_settings=HELP)
@_folder
@click.option(
    "--separate-server",
    is_flag=True,
    help="For computers where Office may not start programs: a server started when you sign in. 独立服务方式。",
)
@_or_refused
def install(folder: Path | None, separate_server: bool) -> None:
    """Install the add-in for this user; needs no administrator. Close Excel first.

    为当前用户安装加载项，无需管理员权限。请先关闭 Excel。

    Exit code: 0 installed, 2 wrong use, 3 nothing was changed.
    """
    from xlops.hosts.excel import addin_install
    from xlops.hosts.excel.machine import this_machine

    machine = this_machine()
    _tell_change(addin_install.install(machine, folder, separate_server), machine.spelled_out)


@addin.command(context_settings=HELP)
@_folder
@_or_refused
def update(folder: Path | None) -> None:
    """Bring the installed add-in to this version. Close Excel first.

    将已安装的加载项更新到当前版本。请先关闭 Excel。

    Exit code: 0 updated, 2 wrong use, 3 nothing was changed.
    """
    from xlops.hosts.excel import addin_install
    from xlops.hosts.excel.machine import this_machine

    machine = this_machine()
    _tell_change(addin_install.update(machine, folder), machine.spelled_out)


def _tell_change(change: Change, spelled_out: Callable[[str], str]) -> None:
    before, after = change.before.version if change.before.installed else None, change.after.version
    click.echo(f"{console.mark('✓')} {change.after.addin}")
    if not change.before.installed:
        click.echo(f"  已安装 installed: {after}")
    elif before == after:
        click.echo(f"  已重新安装 installed again: {after}")
    else:
        click.echo(f"  已更新 updated: {before or '?'} -> {after}")
    _tell_settings(change.after)
    for en, zh in change.notes:
        click.echo(f"{console.mark('!')} {zh}\n  {en}")
    click.echo("  启动 Excel 即可使用。Start Excel.")
    click.echo(f"  检查 check: {spelled_out('xlops doctor')}")


def _tell_settings(status: Status) -> None:
    click.echo(f"  设置 settings: {status.config}")
    click.echo(f"  Python: {status.interpreter or '-'}")
    if status.separate_server:
        click.echo("  独立服务：登录 Windows 时自动启动\n  separate server: starts when you sign in to Windows")


@addin.command(context_settings=HELP)
@_folder
@_or_refused
def remove(folder: Path | None) -> None:
    """Remove the add-in and its settings. Your own fee tables and workbooks stay.

    卸载加载项及其设置；自有费用表与工作簿保持不变。

    Exit code: 0 removed, 2 wrong use, 3 nothing was there, or nothing could be changed.
    """
    from xlops.hosts.excel import addin_install
    from xlops.hosts.excel.machine import this_machine

    change = addin_install.remove(this_machine(), folder)
    was_there = change.before.installed or change.before.interpreter or change.before.separate_server
    if was_there:
        click.echo(f"{console.mark('✓')} 已卸载 removed: {change.before.addin}")
    else:
        click.echo(f"没有已安装的加载项 nothing is installed: {change.before.addin}")
    sys.exit(OK if was_there else NOTHING)


@addin.command("status", context_settings=HELP)
@_folder
@console.as_json
def status_(folder: Path | None, as_json: bool) -> None:
    """Show what is installed where.

    查看加载项的位置、版本与所用的 Python。

    Exit code: 0 installed, 2 wrong use, 3 not installed.
    """
    from xlops.hosts.excel.addin_install import status
    from xlops.hosts.excel.machine import this_machine

    found = status(this_machine(), folder)
    if as_json:
        document = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(found).items()}
        console.print_json({"xlops": __version__, "command": "addin status", **document})
    else:
        state = "已安装 installed" if found.installed else "未安装 not installed"
        click.echo(f"{console.mark('✓' if found.installed else '✗')} {state}: {found.addin}")
        if found.installed:
            click.echo(f"  版本 version: {found.version or '?'} (xlwings {found.xlwings or '?'}); xlops {__version__}")
        _tell_settings(found)
    sys.exit(OK if found.installed else NOTHING)


@addin.command(context_settings=HELP)
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write. 输出文件。")
def build(out: Path | None) -> None:
    """Build the add-in file from the texts of a checkout (for developers).

    由源码生成加载项文件（供开发者使用）。
    """
    from xlops.hosts.excel.addin_build import build
    from xlops.hosts.excel.machine import this_machine

    target = out or this_machine().addin
    try:
        size = len(build(target))
    except OSError as error:
        raise click.ClickException(f"{target}: cannot be written 无法写入: {error.strerror}") from error
    click.echo(f"{console.mark('✓')} {target}  {size} bytes")


@click.command(context_settings=HELP)
@_folder
@console.as_json
def doctor(folder: Path | None, as_json: bool) -> None:
    """Check what keeps the add-in from working, and say how to mend it.

    检查加载项无法工作的原因，并给出解决办法。

    Exit code: 0 nothing is wrong, 1 something is, 2 wrong use.
    """
    from xlops.hosts.excel.doctor import ELSEWHERE, FAIL, examine
    from xlops.hosts.excel.machine import this_machine

    findings = examine(this_machine(), folder)
    failed = sum(finding.state == FAIL for finding in findings)
    if as_json:
        checks = [asdict(finding) for finding in findings]
        console.print_json({"xlops": __version__, "command": "doctor", "failed": failed, "checks": checks})
    else:
        elsewhere = [finding.id for finding in findings if finding.found == ELSEWHERE]
        for finding in findings:
            if finding.id not in elsewhere:
                _tell_finding(finding)
        if elsewhere:
            _echo_wrapped("-", f"仅适用于 Windows only on Windows: {', '.join(elsewhere)}")
        good = "已检查的各项正常 what was checked is fine" if elsewhere else "一切正常 nothing to mend"
        click.echo(f"{failed} 项需要处理 to mend" if failed else good)
    sys.exit(SOME if failed else OK)


def _tell_finding(finding: Finding) -> None:
    """Print a finding: in one line if all is well, else with the remedy in both languages."""
    sign = console.mark(_SIGNS[finding.state])
    if finding.state == "skipped":
        click.echo(f"{sign} {finding.id}: {finding.zh} {finding.en}")
        return
    _echo_wrapped(sign, f"{finding.zh} {finding.en}")
    if finding.found not in ("", "-"):
        click.echo(f"  {finding.found}")  # unbroken, to be copied
    for text in (finding.mend_zh, finding.mend_en):
        if text:
            _echo_wrapped("  ->", text)


def _echo_wrapped(lead: str, text: str) -> None:
    room = shutil.get_terminal_size().columns - len(lead) - 2
    for number, line in enumerate(_lines(text, room)):
        click.echo(f"{lead if number == 0 else ' ' * len(lead)} {line}")


def _lines(text: str, room: int) -> Iterator[str]:
    """Break a text into lines. A Chinese character is two columns wide, and a line may end after it."""
    line, width = "", 0
    for piece in _pieces(text):
        size = sum(2 if east_asian_width(character) in "WF" else 1 for character in piece)
        if line and width + size > room:
            yield line.rstrip()
            line, width = "", 0
        line, width = line + piece, width + size
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where a line may end: after a blank or a Chinese character, but not before closing punctuation."""
    piece = ""
    for character, following in zip(text, text[1:] + " ", strict=True):
        piece += character
        if (character == " " or east_asian_width(character) in "WF") and following not in "，。、；：！？）”》 ":
            yield piece
            piece = ""
    if piece:
        yield piece


@click.command(context_settings=HELP)
@click.option("--stop", is_flag=True, help="End the server that is running. 停止正在运行的服务。")
@_or_refused
def serve(stop: bool) -> None:
    """Run the server that Excel attaches to, where Office may not start programs (addin install --separate-server).

    运行供 Excel 连接的服务（用于禁止 Office 启动其他程序的电脑）。

    Exit code: 0 ended, 2 wrong use, 3 not started.
    """
    from xlops.hosts.excel import serve as server
    from xlops.hosts.excel.machine import this_machine

    if not stop:
        server.serve(this_machine())
    elif server.stop(this_machine()):
        click.echo(f"{console.mark('✓')} 服务已停止 the server has ended")
    else:
        click.echo("没有正在运行的服务 no server is running")

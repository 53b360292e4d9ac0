"""Putting the add-in where Excel finds it, writing the settings that its VBA reads, and taking both away again.

VBA reads the settings with ``Input #``: two fields a time, in the ANSI code page, and a blank line or an odd number of
fields ends in an error. So the file is written in that form and that code page, or not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlops.errors import XlopsError
from xlops.hosts.excel.machine import ADDIN, Machine

INTERPRETER = "INTERPRETER_WIN"
ATTACH = "DEBUG UDFS"  # xlwings' name: take the running server, start none
OWN_KEYS = (INTERPRETER, ATTACH)
LOGON_ENTRY = "xlops server.cmd"
_FIELD = re.compile(r'[ \t]*+(?:"([^"]*)"[ \t]*|((?!")[^,\r\n]*))(?:,|\r\n|\r|\n|\Z)')
_LINE = re.compile(r'\s*"?([^",]+)"?\s*,\s*"?([^"]*?)"?\s*')

Pairs = list[tuple[str, str]]


class AddinError(XlopsError):
    """Why the add-in was not installed or removed, and what to do. ``code`` is stable; nothing was changed."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        self.code = code
        self.en = en
        self.zh = zh
        super().__init__(f"{en} | {zh}")


class ConfigError(ValueError):
    """The settings file is not what VBA can read; the text says where it is wrong, in English and Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        self.en = en
        self.zh = zh
        super().__init__(en)


@dataclass(frozen=True)
class Status:
    """What is installed. Versions are None where there is no add-in, or none that says its version."""

    addin: Path
    installed: bool
    version: str | None
    xlwings: str | None
    config: Path
    interpreter: str | None
    separate_server: bool


@dataclass(frozen=True)
class Change:
    """What an installation did: the state before and after, and what the person should know (English, Chinese)."""

    before: Status
    after: Status
    notes: tuple[tuple[str, str], ...] = ()


def addin_versions(path: Path) -> tuple[str | None, str | None]:
    """Return the versions of xlops and xlwings that an add-in file was built for; None where it does not say."""
    from xlops.hosts.excel.addin_build import addin_version, addin_xlwings_version

    try:
        return addin_version(path), addin_xlwings_version(path)
    except Exception:  # no file, or one that is no add-in: whatever the reader stumbles over
        return None, None


def status(machine: Machine, folder: Path | None = None) -> Status:
    """Return what is installed, in the user's start-up folder or in ``folder``."""
    addin = (folder or machine.startup_folder) / ADDIN
    installed = addin.is_file()
    version, xlwings = addin_versions(addin) if installed else (None, None)
    pairs = read_config(machine.config, machine.code_page)[0]
    return Status(
        addin,
        installed,
        version,
        xlwings,
        machine.config,
        setting(pairs, INTERPRETER),
        (setting(pairs, ATTACH) or "").lower() == "true",
    )


def install(machine: Machine, folder: Path | None = None, separate_server: bool = False) -> Change:
    """Install the add-in, or install it again over what is there.

    Args:
        machine: the computer.
        folder: a start-up folder of Excel other than the user's own.
        separate_server: for computers where Office may not start programs: Excel attaches to a server that Windows
            starts when the user signs in.

    Raises:
        AddinError: with the reason and what to do; nothing was changed then.
    """
    _refuse_where_it_cannot_run(machine, folder)
    _refuse_other_xlwings(machine)
    before = status(machine, folder)
    interpreter = _writable(machine, machine.windowless, machine.code_page)
    pairs, notes, spoiled = _kept_settings(machine)
    pairs = with_settings(pairs, {INTERPRETER: interpreter, ATTACH: "True" if separate_server else None})
    logon = machine.logon_folder / LOGON_ENTRY
    entry = _logon_entry(machine) if separate_server else None
    changes: dict[Path, bytes | None] = {
        before.addin: _packaged(machine),
        machine.config: config_text(pairs).encode(machine.code_page),
        logon: entry,
    }
    if spoiled is not None:
        changes[machine.config.with_name(f"{machine.config.name}.bak")] = spoiled
    was_separate = before.separate_server or logon.is_file()
    write_all(changes)
    if was_separate and machine.is_windows:
        _stop_server(machine)
    if separate_server and machine.is_windows:
        machine.start(server_command(machine))
    return Change(before, status(machine, folder), tuple(notes))


def update(machine: Machine, folder: Path | None = None) -> Change:
    """Install this version over the installed one, and leave the kind of server as it was.

    Raises:
        AddinError: not_installed, or as :func:`install`.
    """
    before = status(machine, folder)
    if not before.installed:
        raise AddinError(
            "not_installed",
            f"found no add-in at {before.addin}; expected one to update. Run: xlops addin install",
            f"未找到已安装的加载项：{before.addin}。请运行 xlops addin install",
        )
    return install(machine, folder, before.separate_server)


def remove(machine: Machine, folder: Path | None = None) -> Change:
    """Remove the add-in, its settings and its start-up entry; settings that are not its own stay.

    Raises:
        AddinError: with the reason and what to do; nothing was changed then.
    """
    if folder is None and not machine.is_windows:
        _refuse_where_it_cannot_run(machine, folder)
    before = status(machine, folder)
    logon = machine.logon_folder / LOGON_ENTRY
    was_separate = before.separate_server or logon.is_file()
    changes: dict[Path, bytes | None] = {before.addin: None, logon: None}
    if machine.config.is_file():
        pairs, _, spoiled = _kept_settings(machine)
        kept = with_settings(pairs, dict.fromkeys(OWN_KEYS))
        changes[machine.config] = config_text(kept).encode(machine.code_page) if kept else None
        if spoiled is not None:
            changes[machine.config.with_name(f"{machine.config.name}.bak")] = spoiled
    write_all(changes)
    with contextlib.suppress(OSError):
        machine.config.parent.rmdir()  # only if nothing else is in it
    if was_separate and machine.is_windows:
        _stop_server(machine)
    return Change(before, status(machine, folder))


def server_command(machine: Machine) -> list[str]:
    """Return the command that runs the separate server."""
    return [str(machine.windowless), "-m", "xlops", "serve"]


def setting(pairs: Sequence[tuple[str, str]], key: str) -> str | None:
    """Return a setting as VBA finds it: in any case of letters, and the first of several; None if it is not there."""
    return next((value for name, value in pairs if name.lower() == key.lower()), None)


def with_settings(pairs: Sequence[tuple[str, str]], wanted: Mapping[str, str | None]) -> Pairs:
    """Return settings with some set once, in the place where they stood, and those that are None left out."""
    left = {key.lower(): (key, value) for key, value in wanted.items()}
    changed: Pairs = []
    for name, value in pairs:
        if name.lower() not in {key.lower() for key in wanted}:
            changed.append((name, value))
        elif (own := left.pop(name.lower(), None)) is not None and own[1] is not None:
            changed.append((own[0], own[1]))
    return changed + [(key, value) for key, value in left.values() if value is not None]


def config_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Return settings as VBA's ``Write #`` would have written them."""
    return "".join(f'"{name}","{value}"\r\n' for name, value in pairs)


def read_config(path: Path, code_page: str) -> tuple[Pairs, ConfigError | None]:
    """Read the settings file as VBA does.

    Returns:
        The settings, and None; or what can be made out of a file that VBA fails on, and where it is wrong. No file
        is no settings.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return [], None
    except OSError as error:
        return [], ConfigError(f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}")
    try:
        return _parsed(raw, code_page), None
    except ConfigError as error:
        return _salvaged(raw, code_page), error


def _parsed(raw: bytes, code_page: str) -> Pairs:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError("is saved as Unicode, not ANSI", "文件编码不是 ANSI")
    try:
        text = raw.decode(code_page)
    except UnicodeDecodeError:
        raise ConfigError("is not in the ANSI code page of Windows", "文件编码不是系统的 ANSI 代码页") from None
    fields: list[str] = []
    place = 0
    while place < len(text):
        found = _FIELD.match(text, place)
        if found is None:
            raise ConfigError("has a quote that is not closed", "引号不成对")
        fields.append(found[2].rstrip() if found[1] is None else found[1])
        place = found.end()
    if "" in fields[::2]:
        raise ConfigError("has a blank line, or a line without a name", "有空行，或某行没有名称")
    if len(fields) % 2:
        raise ConfigError("has a line that is not a name and a value", "某行不是“名称,值”")
    return list(zip(fields[::2], fields[1::2], strict=True))


def _salvaged(raw: bytes, code_page: str) -> Pairs:
    """Return the lines of a spoiled file that are a name and a value, as far as the code page can write them."""
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    codec = marks.get(raw[:2], "utf-8-sig")
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        text = raw.decode(code_page, errors="replace")
    found = [match for line in text.splitlines() if (match := _LINE.fullmatch(line))]
    pairs = [(match[1].strip(), match[2]) for match in found]
    return [pair for pair in pairs if fits("".join(pair), code_page) and "\ufffd" not in "".join(pair)]


def fits(text: str, code_page: str) -> bool:
    """Whether a code page can write a text, and VBA can read it within quotes."""
    try:
        return text.encode(code_page).decode(code_page) == text and not set('"\r\n') & set(text)
    except UnicodeError:
        return False


def write_all(changes: Mapping[Path, bytes | None]) -> None:
    """Write files, and delete those that are None: all of them, or none.

    Raises:
        AddinError: open_in_excel, not_written; every file is as before then, and no temporary file is left.
    """
    staged: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    target = Path()
    try:
        for target, data in changes.items():
            if data is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                staged[target] = _stage(target, data)
        for target, data in changes.items():
            old = target.read_bytes() if target.is_file() else None
            if data is not None:
                staged[target].replace(target)
            elif old is not None:
                target.unlink()
            before[target] = old
    except OSError as error:
        _put_back(before)
        raise _refusal(target, error, staged=target in staged or changes[target] is None) from error
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink()


def _stage(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix="~xlops-", suffix=".tmp", dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for target, data in before.items():
        with contextlib.suppress(OSError):
            if data is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(data)


def _refusal(target: Path, error: OSError, staged: bool) -> AddinError:
    why = error.strerror or str(error)
    if staged and target.name == ADDIN and isinstance(error, PermissionError):
        return AddinError(
            "open_in_excel",
            f"{target} is in use ({why}). Close every Excel window, wait a moment, and run this again.",
            f"{target} 正在使用（{why}）。请关闭所有 Excel 窗口，稍等片刻后重试。",
        )
    return AddinError(
        "not_written",
        f"cannot write in {target.parent} ({why}). Nothing was changed. Remove the write protection of the folder, "
        "or ask whoever looks after this computer for access.",
        f"无法写入 {target.parent}（{why}）。未作任何更改。请取消该文件夹的写保护，或联系管理员开通权限。",
    )


def _refuse_where_it_cannot_run(machine: Machine, folder: Path | None) -> None:
    if machine.store_python:
        raise AddinError(
            "store_python",
            f"this Python is from the Microsoft Store ({machine.base_prefix}): Excel would not see what it installs. "
            "Install Python from python.org, then install xlops with that one.",
            f"当前 Python 来自微软应用商店（{machine.base_prefix}），它写入的文件 Excel 看不到。"
            "请从 python.org 安装 Python，再用它安装 xlops。",
        )
    if folder is not None and not folder.is_dir():
        raise AddinError(
            "no_folder",
            f"{folder}: there is no such folder. Give the start-up folder of Excel as it is, or leave the option out.",
            f"{folder}：没有该文件夹。请给出 Excel 启动文件夹的实际路径，或不填此选项。",
        )
    if machine.is_windows or folder is not None:
        return
    if machine.system == "darwin":
        raise AddinError(
            "not_windows",
            "the add-in needs Excel on Windows. On a Mac and in Excel on the web, use xlops in xlwings Lite; "
            "files are graded with: xlops grade FILE",
            "加载项只能用于 Windows 版 Excel。Mac 版与网页版 Excel 请用 xlwings Lite；"
            "也可用 xlops grade 文件名 直接处理文件。",
        )
    raise AddinError(
        "not_windows",
        "the add-in needs Excel on Windows. Here, grade files with: xlops grade FILE",
        "加载项只能用于 Windows 版 Excel。在本机请用 xlops grade 文件名 处理文件。",
    )


def _refuse_other_xlwings(machine: Machine) -> None:
    wanted = addin_versions(machine.addin)[1]
    if machine.is_windows and wanted is not None and machine.xlwings != wanted:
        raise AddinError(
            "xlwings_version",
            f"found xlwings {machine.xlwings or '-'}; the add-in needs {wanted}. "
            f"Run: python -m pip install xlwings=={wanted}",
            f"xlwings 为 {machine.xlwings or '未安装'}，加载项需要 {wanted}。"
            f"请运行 python -m pip install xlwings=={wanted}",
        )


def _packaged(machine: Machine) -> bytes:
    try:
        return machine.addin.read_bytes()
    except OSError as error:
        raise AddinError(
            "not_packaged",
            f"found no {ADDIN} in this installation of xlops ({machine.addin}). Install xlops again.",
            f"xlops 安装不完整：缺少 {machine.addin}。请重新安装 xlops。",
        ) from error


def _kept_settings(machine: Machine) -> tuple[Pairs, list[tuple[str, str]], bytes | None]:
    """Return the settings that are there, what to say of them, and the content of a file that VBA cannot read."""
    _refuse_unreachable_config(machine)
    pairs, error = read_config(machine.config, machine.code_page)
    if error is None:
        return pairs, [], None
    try:
        spoiled = machine.config.read_bytes()
    except OSError as unreadable:
        raise _refusal(machine.config, unreadable, staged=False) from unreadable
    kept = ", ".join(name for name, _ in pairs if name.upper() not in OWN_KEYS) or "-"
    note = (
        f"{machine.config} {error.en}; Excel could not read it. It was written anew; kept: {kept}. "
        f"The old one is {machine.config.name}.bak.",
        f"{machine.config} {error.zh}，Excel 无法读取，已重新写入；保留：{kept}。"
        f"原文件另存为 {machine.config.name}.bak。",
    )
    return pairs, [note], spoiled


def _refuse_unreachable_config(machine: Machine) -> None:
    """Refuse where VBA cannot open the file: it asks for it by a name in the ANSI code page, and there is no other."""
    if not fits(str(machine.config), machine.code_page):
        raise AddinError(
            "profile_name",
            f"the name of your Windows folder ({machine.home}) cannot be written in the language that Windows uses for "
            "older programs, so Excel's macros cannot open files in it. Set that language to yours (Settings > Time & "
            "language > Language & region > Administrative language settings > Change system locale), restart, and "
            "run this again.",
            f"Windows 用户文件夹名（{machine.home}）无法用系统的非 Unicode 语言表示，Excel 宏打不开其中的文件。"
            "请在 设置 > 时间和语言 > 语言和区域 > 管理语言设置 > 更改系统区域设置 中改为您的语言，重启后重试。",
        )


def _writable(machine: Machine, path: Path, code_page: str) -> str:
    """Return a path as the code page can write it: as it is, or in its 8.3 form."""
    for text in (str(path), machine.short_path(path)):
        if text and fits(text, code_page):
            return text
    raise AddinError(
        "path_not_expressible",
        f"the path of Python ({path}) has characters that Excel's macros cannot read on this computer. Install xlops "
        "in a folder with plain letters, such as C:\\xlops: run install.ps1 -Folder C:\\xlops",
        f"Python 的路径（{path}）含有本机 Excel 宏无法识别的字符。请安装到纯英文路径，"
        "例如 C:\\xlops：运行 install.ps1 -Folder C:\\xlops",
    )


def _logon_entry(machine: Machine) -> bytes:
    """Return the command file that starts the server when the user signs in, without a window that stays."""
    path, *arguments = server_command(machine)
    program = _writable(machine, Path(path), machine.console_page).replace("%", "%%")
    return f'@start "" "{program}" {" ".join(arguments)}\r\n'.encode(machine.console_page)


def _stop_server(machine: Machine) -> None:
    machine.run([str(machine.interpreter), "-m", "xlops", "serve", "--stop"], 30)

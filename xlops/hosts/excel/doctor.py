"""What keeps the add-in from working on a computer, and how to mend it: one small check for each cause.

A check looks at the :class:`~xlops.hosts.excel.machine.Machine` that it is given and returns one :class:`Finding`. What
the checks know of Windows and Office is from documentation and from reports of others; they are not yet proven on real
Excel.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from xlops._version import __version__
from xlops.hosts.excel.addin_install import (
    ATTACH,
    INTERPRETER,
    LOGON_ENTRY,
    OWN_KEYS,
    ConfigError,
    Pairs,
    addin_versions,
    fits,
    read_config,
    setting,
)
from xlops.hosts.excel.machine import ADDIN, Machine

OK, WARN, FAIL, SKIPPED = "ok", "warn", "fail", "skipped"
ELSEWHERE = "not Windows"  # what a check finds that does not apply here
_OFFICE = "Software\\Microsoft\\Office\\16.0"
_POLICY = "Software\\Policies\\Microsoft\\Office\\16.0"
_CLICK_TO_RUN = "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"  # Defender: Office applications start no programs
_ASR = "Windows Defender Exploit Guard\\ASR\\Rules"
_BLOCKS, _WARNS = "1", "6"
_PATIENCE = 60.0  # seconds for a first start of Python with a slow virus scanner
_SERVER_KEYS = (*OWN_KEYS, "INTERPRETER", "CONDA PATH", "CONDA ENV", "PYTHONPATH")


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        id: stable name of the check.
        state: ok, warn, fail, or skipped where the check does not apply.
        found: the fact, such as a path or a version; no language.
        en: what it means, in English.
        zh: the same in Chinese.
        mend_en: what to do; empty where nothing is to be done.
        mend_zh: the same in Chinese.
    """

    id: str
    state: str
    found: str
    en: str
    zh: str
    mend_en: str = ""
    mend_zh: str = ""


@dataclass(frozen=True)
class Case:
    """A computer under examination, with the things that several checks look at."""

    machine: Machine
    folder: Path

    @property
    def addin(self) -> Path:
        """The installed add-in."""
        return self.folder / ADDIN

    @cached_property
    def _config(self) -> tuple[Pairs, ConfigError | None]:
        return read_config(self.machine.config, self.machine.code_page)

    @property
    def settings(self) -> Pairs:
        """The settings that VBA reads."""
        return self._config[0]

    @property
    def config_error(self) -> ConfigError | None:
        """Where the settings file is wrong."""
        return self._config[1]

    @property
    def interpreter(self) -> str | None:
        """The Python that Excel starts."""
        return setting(self.settings, INTERPRETER)

    @property
    def attaches(self) -> bool:
        """Whether Excel attaches to the separate server."""
        return (setting(self.settings, ATTACH) or "").lower() == "true"

    @cached_property
    def packaged(self) -> tuple[str | None, str | None]:
        """The versions of xlops and xlwings that the add-in of this package was built for."""
        return addin_versions(self.machine.addin)

    def value(self, key: str, name: str = "") -> Any:
        """Return a registry value of the user's, else of the computer's."""
        for hive in ("HKCU", "HKLM"):
            found = self.machine.registry.value(f"{hive}\\{key}", name)
            if found is not None:
                return found
        return None

    @property
    def excel_program(self) -> str:
        """Where Excel's program is, as far as Windows knows."""
        key = "Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
        return str(self.value(key) or "").strip('"')

    @property
    def office_version(self) -> str | None:
        """Office's version, such as 16.0.17328.20162, or None if no Office was found."""
        found = self.machine.registry.value(_CLICK_TO_RUN, "VersionToReport")
        return found or ("16.0" if self.excel_program else None)

    @property
    def office_bits(self) -> int | None:
        """32 or 64, or None if the registry does not say."""
        platform = self.machine.registry.value(_CLICK_TO_RUN, "Platform") or self.machine.registry.value(
            "HKLM\\SOFTWARE\\Microsoft\\Office\\16.0\\Outlook", "Bitness"
        )
        return {"x64": 64, "x86": 32}.get(str(platform).lower())


def examine(machine: Machine, folder: Path | None = None) -> list[Finding]:
    """Return what every check finds. Where Excel's add-in cannot run, most do not apply.

    Args:
        machine: the computer.
        folder: the start-up folder that the add-in was installed to, if it is not the user's own.
    """
    case = Case(machine, folder or machine.startup_folder)
    findings = [
        check(case) if machine.is_windows or check in EVERYWHERE else _does_not_apply(check.__name__)
        for check in CHECKS
    ]
    return [
        replace(found, mend_en=machine.spelled_out(found.mend_en), mend_zh=machine.spelled_out(found.mend_zh))
        for found in findings
    ]


def _does_not_apply(name: str) -> Finding:
    return Finding(name, SKIPPED, ELSEWHERE, "only on Windows", "仅适用于 Windows")


def python_store(case: Case) -> Finding:
    """Python from the Microsoft Store: Excel does not see what it installs, and cannot start it."""
    found = str(case.machine.base_prefix)
    if not case.machine.store_python:
        return Finding("python_store", OK, found, "Python is not from the Microsoft Store", "Python 不是商店版")
    return Finding(
        "python_store",
        FAIL,
        found,
        "Python is from the Microsoft Store; Excel cannot work with it",
        "Python 来自微软应用商店，Excel 无法使用",
        "Uninstall it (Settings > Apps), install Python from python.org, then run install.ps1 again.",
        "请在 设置 > 应用 中卸载，从 python.org 安装 Python，再运行 install.ps1。",
    )


def office_store(case: Case) -> Finding:
    """Office from the Microsoft Store: its Excel cannot reach programs outside its package."""
    found = case.excel_program
    if "windowsapps" not in found.lower():
        return Finding("office_store", OK, found, "Office is not from the Microsoft Store", "Office 不是商店版")
    return Finding(
        "office_store",
        FAIL,
        found,
        "Office is from the Microsoft Store; it cannot reach the Python server",
        "Office 来自微软应用商店，无法连接 Python 服务",
        "Uninstall it and install Office from office.com (the same account and licence).",
        "请卸载后从 office.com 重新安装（账号与许可证不变）。",
    )


def office(case: Case) -> Finding:
    """Excel itself: its version and bitness."""
    version, bits = case.office_version, case.office_bits
    if version is None:
        return Finding(
            "office",
            WARN,
            "-",
            "found no Excel 2016 or newer",
            "未找到 Excel 2016 或更新版本",
            "Install Microsoft Excel for Windows. WPS and LibreOffice cannot run this add-in; xlops grade needs none.",
            "请安装 Windows 版 Microsoft Excel。WPS 与 LibreOffice 不能运行该加载项，可改用 xlops grade。",
        )
    found = f"{version} {bits or '?'}-bit"
    return Finding("office", OK, found, "Excel is installed", "已安装 Excel")


def xlwings_version(case: Case) -> Finding:
    """xlwings against the version that the add-in was built for: its DLL carries the version in its name."""
    have, want = case.machine.xlwings, case.packaged[1]
    if have is None:
        state = FAIL if case.machine.is_windows else SKIPPED
        return Finding(
            "xlwings_version",
            state,
            "-",
            "xlwings is not installed; only Excel needs it",
            "未安装 xlwings；仅 Excel 需要",
            "" if state == SKIPPED else f"Run: python -m pip install xlwings=={want or '...'}",
            "" if state == SKIPPED else f"请运行 python -m pip install xlwings=={want or '...'}",
        )
    if want is None or have == want:
        return Finding("xlwings_version", OK, have, "xlwings is of the right version", "xlwings 版本正确")
    return Finding(
        "xlwings_version",
        FAIL,
        f"{have}, not {want}",
        f"xlwings is {have}; the add-in needs exactly {want}",
        f"xlwings 为 {have}，加载项需要 {want}",
        f"Run: python -m pip install xlwings=={want}",
        f"请运行 python -m pip install xlwings=={want}",
    )


def xlwings_dll(case: Case) -> Finding:
    """xlwings' DLL of Excel's bitness, where VBA looks for it: beside the interpreter, or one folder up."""
    version = (addin_versions(case.addin)[1] if case.addin.is_file() else None) or case.packaged[1] or "0"
    interpreter = Path(case.interpreter or case.machine.windowless)
    places = (interpreter.parent, interpreter.parent.parent)
    # Python's own bitness is of no matter: the DLL runs in Excel, Python in a process of its own.
    names = [f"xlwings{bits}-{version}.dll" for bits in ((case.office_bits,) if case.office_bits else (64, 32))]
    missing = [name for name in names if not any((place / name).is_file() for place in places)]
    if not missing:
        return Finding("xlwings_dll", OK, ", ".join(names), "xlwings' DLL is in its place", "xlwings 的 DLL 已就位")
    others = sorted(path.name for place in places if place.is_dir() for path in place.glob("xlwings*.dll"))
    return Finding(
        "xlwings_dll",
        FAIL,
        f"{places[1]}: {', '.join(others) or '-'}",
        f"{', '.join(missing)} is missing, beside Excel's Python and one folder up",
        f"Excel 所用 Python 旁及其上一级文件夹中缺少 {', '.join(missing)}",
        f"Run: python -m pip install --force-reinstall --no-deps xlwings=={version} (not with --user). If it vanishes "
        "again, the virus scanner takes it away: allow that folder in it.",
        f"请运行 python -m pip install --force-reinstall --no-deps xlwings=={version}（不要加 --user）。"
        "若再次消失，是被杀毒软件删除，请将该文件夹加入信任。",
    )


def pywin32(case: Case) -> Finding:
    """pywin32, through which Python talks to Excel."""
    error = case.machine.imports("pythoncom")
    if error is None:
        return Finding("pywin32", OK, "pythoncom", "pywin32 can be loaded", "pywin32 可用")
    return Finding(
        "pywin32",
        FAIL,
        error,
        "pywin32 cannot be loaded",
        "无法加载 pywin32",
        "Run: python -m pip install --force-reinstall pywin32",
        "请运行 python -m pip install --force-reinstall pywin32",
    )


def appdata(case: Case) -> Finding:
    """Application data on a server: Excel trusts no macros there unless it is told to."""
    found = str(case.machine.appdata)
    if not found.startswith(("\\\\", "//")):
        return Finding("appdata", OK, found, "application data is on this computer", "应用数据在本机")
    return Finding(
        "appdata",
        WARN,
        found,
        "application data is on a network share; Excel may refuse macros there",
        "应用数据在网络位置，Excel 可能禁止其中的宏",
        "In Excel: File > Options > Trust Center > Trust Center Settings > Trusted Locations: tick 'Allow trusted "
        "locations on my network'. If that is greyed out, ask your IT for it, naming this folder.",
        "Excel：文件 > 选项 > 信任中心 > 信任中心设置 > 受信任位置，勾选“允许网络上的受信任位置”。"
        "若为灰色，请把此路径告诉 IT 开通。",
    )


def startup_folder(case: Case) -> Finding:
    """The folder that Excel opens add-ins from."""
    if case.folder.is_dir():
        return Finding("startup_folder", OK, str(case.folder), "the start-up folder exists", "启动文件夹存在")
    return Finding(
        "startup_folder",
        FAIL,
        str(case.folder),
        "Excel's start-up folder is not there",
        "Excel 启动文件夹不存在",
        "Run: xlops addin install (it makes the folder). If a file of that name is in its place, delete that file.",
        "请运行 xlops addin install（会自动创建）。若同名文件占用了该位置，请先删除。",
    )


def addin_installed(case: Case) -> Finding:
    """The add-in in its folder."""
    if case.addin.is_file():
        return Finding("addin_installed", OK, str(case.addin), "the add-in is installed", "加载项已安装")
    return Finding(
        "addin_installed",
        FAIL,
        str(case.addin),
        "the add-in is not installed",
        "加载项未安装",
        "Run: xlops addin install. If it was there before, the virus scanner may have taken it: see its quarantine.",
        "请运行 xlops addin install。若之前装过，可能被杀毒软件删除，请查看其隔离区。",
    )


def addin_version(case: Case) -> Finding:
    """The installed add-in against this package."""
    if not case.addin.is_file():
        return Finding("addin_version", SKIPPED, "-", "no add-in to look at", "没有可检查的加载项")
    version, xlwings = addin_versions(case.addin)
    if (version, xlwings) == (__version__, case.packaged[1]):
        return Finding("addin_version", OK, str(version), "the add-in is of this version", "加载项版本一致")
    return Finding(
        "addin_version",
        FAIL,
        f"{version} (xlwings {xlwings})",
        f"the add-in is of another version than the package, {__version__} (xlwings {case.packaged[1]})",
        f"加载项与程序版本不一致；程序为 {__version__}（xlwings {case.packaged[1]}）",
        "Close Excel, then run: xlops addin update",
        "请关闭 Excel，然后运行 xlops addin update",
    )


def web_mark(case: Case) -> Finding:
    """The mark of a file from the internet: Excel blocks macros of such files."""
    if case.machine.web_mark(case.addin) is None:
        return Finding("web_mark", OK, "-", "the add-in is not marked as from the internet", "加载项无“来自互联网”标记")
    blocked = case.value(f"{_POLICY}\\Excel\\Security", "blockcontentexecutionfrominternet") == 1
    policy_en = " A policy of your company blocks such files altogether." if blocked else ""
    policy_zh = "公司策略完全禁止此类文件。" if blocked else ""
    return Finding(
        "web_mark",
        FAIL,
        "Zone.Identifier",
        f"the add-in is marked as a file from the internet; Excel blocks its macros.{policy_en}",
        f"加载项带有“来自互联网”标记，Excel 会禁用其中的宏。{policy_zh}",
        "Run: xlops addin install (a fresh copy has no mark). Do not copy the file from a mail or a browser.",
        "请运行 xlops addin install（新写入的文件没有该标记）。不要从邮件或浏览器复制该文件。",
    )


def addin_disabled(case: Case) -> Finding:
    """Excel's list of what it disabled after a crash."""
    items = case.machine.registry.values(f"HKCU\\{_OFFICE}\\Excel\\Resiliency\\DisabledItems")
    mark = ADDIN.encode("utf-16-le")
    listed = [name for name, value in items.items() if isinstance(value, bytes) and mark in value.lower()]
    if not listed:
        return Finding("addin_disabled", OK, "-", "Excel has not disabled the add-in", "加载项未被 Excel 禁用")
    return Finding(
        "addin_disabled",
        FAIL,
        f"DisabledItems {', '.join(listed)}",
        "Excel has disabled the add-in after a crash",
        "Excel 在崩溃后禁用了加载项",
        "In Excel: File > Options > Add-ins > Manage: Disabled Items > Go: choose xlops, Enable; restart Excel.",
        "Excel：文件 > 选项 > 加载项 > 管理“禁用项目” > 转到，选中 xlops，点“启用”，重启 Excel。",
    )


def config(case: Case) -> Finding:
    """The settings file: there, and as VBA reads it."""
    path = case.machine.config
    mend_en, mend_zh = "Run: xlops addin install", "请运行 xlops addin install"
    if not path.is_file():
        text = ("the settings file is not there", "缺少设置文件")
    elif case.config_error:
        text = (
            f"the settings file {case.config_error.en}; Excel cannot read it",
            f"设置文件{case.config_error.zh}，Excel 无法读取",
        )
    elif case.interpreter is None:
        text = ("the settings file names no Python", "设置文件没有指定 Python")
    elif not fits(str(path), case.machine.code_page):
        text = ("Excel's macros cannot open files in a folder of this name", "Excel 宏打不开该路径下的文件")
        mend_en = "Run: xlops addin install (it says what to change in Windows)."
        mend_zh = "请运行 xlops addin install，按提示修改 Windows 设置。"
    elif case.attaches and not (case.machine.logon_folder / LOGON_ENTRY).is_file():
        text = ("Excel waits for a server that nothing starts", "Excel 等待的服务没有开机启动项")
        mend_en = "Run: xlops addin install --separate-server, or without that option to let Excel start Python itself."
        mend_zh = "请运行 xlops addin install --separate-server；或不加该参数，让 Excel 自行启动 Python。"
    else:
        return Finding("config", OK, str(path), "the settings file is in order", "设置文件正常")
    return Finding("config", FAIL, str(path), *text, mend_en, mend_zh)


def config_interpreter(case: Case) -> Finding:
    """The Python that the settings name."""
    if case.interpreter is None:
        return Finding("config_interpreter", SKIPPED, "-", "no Python is named", "没有指定 Python")
    if not Path(case.interpreter).is_file():
        return Finding(
            "config_interpreter",
            FAIL,
            case.interpreter,
            "the Python that Excel is told to start is not there",
            "Excel 要启动的 Python 不存在",
            "Run: xlops addin install with the Python that has xlops.",
            "请用装有 xlops 的 Python 运行 xlops addin install",
        )
    return Finding("config_interpreter", OK, case.interpreter, "Excel's Python exists", "Excel 所用的 Python 存在")


def server(case: Case) -> Finding:
    """Start the Python of the settings and let it answer one formula; on Windows over COM, as Excel asks."""
    program = (case.interpreter if case.machine.is_windows else str(case.machine.interpreter)) or ""
    if not Path(program).is_file():
        return Finding("server", SKIPPED, "-", "there is no Python to start", "没有可启动的 Python")
    if not case.machine.is_windows and case.machine.xlwings is None:
        text = ("xlwings is not installed; only Excel needs it", "未安装 xlwings；仅 Excel 需要")
        return Finding("server", SKIPPED, "-", *text)
    how = ("attach" if case.attaches else "start") if case.machine.is_windows else ""
    code = f"from xlops.hosts.excel.serve import probe; probe({how!r})"
    ran = case.machine.run([program, "-B", "-c", code], _PATIENCE)
    answer = _answer(ran.out)
    value, expected = answer.get("value"), answer.get("expected")
    if ran.code == 0 and answer.get("xlops") == __version__ and expected is not None and value == expected:
        return Finding("server", OK, f"{program}: {value}", "Python answers a formula", "Python 能正确计算公式")
    last = (ran.err.strip().splitlines() or [f"exit code {ran.code}"])[-1]
    found = answer.get("error") or (f"xlops {answer['xlops']}: {value}" if "xlops" in answer else last)
    if answer.get("xlops", __version__) != __version__:
        text = (
            f"Excel's Python has another xlops than this one, {__version__}",
            f"Excel 所用 Python 的 xlops 版本不是 {__version__}",
        )
        mend = (
            "Run: xlops addin install with the Python that has the new xlops.",
            "请用装有新版的 Python 运行 xlops addin install",
        )
    elif how == "attach":
        text = ("the separate server does not answer", "独立服务没有响应")
        mend = (
            "Run it in a console to see why: python -m xlops serve. It starts by itself when you sign in to Windows. "
            "Start Excel as you always do, not as administrator.",
            "请在命令行运行 python -m xlops serve 查看原因；登录 Windows 时它会自动启动。不要以管理员身份运行 Excel。",
        )
    else:
        text = ("Python does not answer a formula as it should", "Python 未能正确计算公式")
        mend = (
            "Run install.ps1 again. If it says 'no answer', the virus scanner may hold Python back: allow its folder. "
            "If it names gen_py, delete the folder %TEMP%\\gen_py.",
            "请重新运行 install.ps1。若提示 no answer，可能被杀毒软件拦截，请将其文件夹加入信任；"
            "若提到 gen_py，请删除 %TEMP%\\gen_py 文件夹。",
        )
    return Finding("server", FAIL, str(found), *text, *mend)


def _answer(out: str) -> dict[str, Any]:
    for line in reversed(out.splitlines()):
        if line.startswith("{"):
            try:
                return json.loads(line)
            except ValueError:
                return {}
    return {}


def child_processes(case: Case) -> Finding:
    """Rules that keep Office from starting programs, or everybody from cmd.exe, which xlwings starts Python with."""
    if case.attaches:
        return Finding("child_processes", OK, "xlops serve", "Excel starts no program itself", "Excel 无需自行启动程序")
    state = _office_rule(case)
    no_console = case.value("Software\\Policies\\Microsoft\\Windows\\System", "DisableCMD")
    if state not in (_BLOCKS, _WARNS) and not no_console:
        return Finding("child_processes", OK, "-", "Excel may start Python", "Excel 可以启动 Python")
    return Finding(
        "child_processes",
        WARN if state == _WARNS and not no_console else FAIL,
        f"ASR {_NO_CHILDREN} = {state}" if state in (_BLOCKS, _WARNS) else f"DisableCMD = {no_console}",
        "Windows is told to keep Excel from starting programs",
        "系统策略禁止 Excel 启动其他程序",
        "Close Excel, then run: xlops addin install --separate-server",
        "请关闭 Excel，然后运行 xlops addin install --separate-server",
    )


def _office_rule(case: Case) -> str:
    """Return what Defender is told to do when Office starts a program: 1 blocks, 2 only notes it, 6 warns."""
    defender = "SOFTWARE\\Policies\\Microsoft\\Windows Defender"
    managed = case.machine.registry.value(f"HKLM\\{defender}\\Policy Manager", "ASRRules")
    for rule in str(managed or "").lower().split("|"):
        name, _, state = rule.partition("=")
        if name.strip(" {}") == _NO_CHILDREN:
            return state.strip()
    for key in (f"HKLM\\{defender}\\{_ASR}", f"HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\{_ASR}"):
        for name, value in case.machine.registry.values(key).items():
            if name.lower().strip("{}") == _NO_CHILDREN:
                return str(value)
    return ""


def macro_policy(case: Case) -> Finding:
    """Policies that keep macros from running, even in the start-up folder."""
    security = f"{_POLICY}\\Excel\\Security"
    deadly = {
        "VBAOff": case.value(f"{_POLICY}\\Common", "VBAOff") or case.value(f"{_OFFICE}\\Common", "VBAOff"),
        "DisableAllAddins": case.value(security, "DisableAllAddins"),
        "AllLocationsDisabled": case.value(f"{security}\\Trusted Locations", "AllLocationsDisabled"),
    }
    set_ones = [f"{name} = {value}" for name, value in deadly.items() if value == 1]
    warnings = case.value(security, "VBAWarnings")
    if set_ones:
        return Finding(
            "macro_policy",
            FAIL,
            ", ".join(set_ones),
            "a policy of your company forbids macros or add-ins",
            "公司策略禁止宏或加载项",
            f"Ask your IT to trust the folder {case.folder} for Excel, naming the found setting. "
            "Until then: xlops grade FILE",
            f"请把上述设置告诉 IT，申请将 {case.folder} 设为 Excel 受信任位置。在此之前可用 xlops grade 文件名",
        )
    if warnings in (3, 4):
        return Finding(
            "macro_policy",
            WARN,
            f"VBAWarnings = {warnings}",
            "a policy blocks macros outside trusted locations; the start-up folder is one unless that is changed too",
            "策略禁止受信任位置以外的宏；启动文件夹默认受信任",
            f"If the xlops tab is missing in Excel, ask your IT to trust the folder {case.folder}.",
            f"若 Excel 中没有 xlops 选项卡，请让 IT 将 {case.folder} 设为受信任位置。",
        )
    return Finding("macro_policy", OK, "-", "no policy forbids macros", "没有禁止宏的策略")


def other_copies(case: Case) -> Finding:
    """A second copy that Excel opens as well: its functions and ribbon would be there twice, or the old ones win."""
    options = case.machine.registry.values(f"HKCU\\{_OFFICE}\\Excel\\Options")
    copies = [str(path) for place in _opened_folders(case, options) for path in sorted(place.glob("*xlops*.xla*"))]
    # Excel's own lock file beside an open add-in is no copy.
    copies = [copy for copy in copies if Path(copy) != case.addin and not Path(copy).name.startswith("~$")]
    for name, value in options.items():
        opened = str(value).lower()
        if name.upper().startswith("OPEN") and ADDIN in opened and str(case.addin).lower() not in opened:
            copies.append(f"{name}: {value}")
    if not copies:
        return Finding("other_copies", OK, "-", "Excel opens the add-in once", "Excel 只加载一份加载项")
    return Finding(
        "other_copies",
        FAIL,
        ", ".join(copies),
        "Excel opens another copy of the add-in too",
        "Excel 还会加载另一份加载项",
        "Delete the files that are named; untick 'xlops' in File > Options > Add-ins > Excel Add-ins > Go.",
        "请删除上述文件；并在 文件 > 选项 > 加载项 > Excel 加载项 > 转到 中取消勾选 xlops。",
    )


def _opened_folders(case: Case, options: dict[str, Any]) -> Iterator[Path]:
    yield case.folder
    if case.folder != case.machine.startup_folder:
        yield case.machine.startup_folder
    yield case.machine.appdata / "Microsoft" / "AddIns"
    if other := next((value for name, value in options.items() if name.lower() == "altstartup" and value), None):
        yield Path(str(other))
    if case.excel_program:
        yield Path(case.excel_program).parent / "XLSTART"


def other_config(case: Case) -> Finding:
    """A settings file beside workbooks: it counts before the user's own."""
    found = []
    for place in _workbook_folders(case):
        pairs, error = read_config(place / "xlops.conf", case.machine.code_page)
        named = [key for key in _SERVER_KEYS if setting(pairs, key) is not None]
        if named or error:
            found.append(f"{place / 'xlops.conf'} ({', '.join(named) or '?'})")
    if not found:
        return Finding("other_config", OK, "-", "no settings beside workbooks get in the way", "工作簿旁没有干扰的设置")
    return Finding(
        "other_config",
        FAIL,
        ", ".join(found),
        "a file xlops.conf beside workbooks counts before your settings",
        "工作簿旁的 xlops.conf 会覆盖您的设置",
        "Delete that file, or take the named lines out of it. A sheet 'xlops.conf' in a workbook does the same.",
        "请删除该文件，或去掉上述各行。工作簿中名为 xlops.conf 的工作表也有同样作用。",
    )


def _workbook_folders(case: Case) -> list[Path]:
    """Return folders that workbooks are opened from: recent ones, Excel's own choice, documents and desktop."""
    registry, home = case.machine.registry, case.machine.home
    shell = registry.values("HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders")
    recent = registry.values(f"HKCU\\{_OFFICE}\\Excel\\File MRU")
    texts = [str(value).rpartition("*")[2] for name, value in recent.items() if name.lower().startswith("item")]
    # Not on servers: one that does not answer would hold the doctor up.
    places = [Path(text).parent for text in texts if text and "://" not in text and not text.startswith("\\\\")]
    places += [Path(str(shell[name])) for name in ("Personal", "Desktop") if shell.get(name)]
    places += [home / "Documents", home / "Desktop"]
    if default := registry.value(f"HKCU\\{_OFFICE}\\Excel\\Options", "DefaultPath"):
        places.append(Path(str(default)))
    return [place for place in dict.fromkeys(places) if (place / "xlops.conf").is_file()]


CHECKS: tuple[Callable[[Case], Finding], ...] = (
    python_store,
    pywin32,
    xlwings_version,
    office,
    office_store,
    appdata,
    startup_folder,
    addin_installed,
    addin_version,
    web_mark,
    addin_disabled,
    macro_policy,
    other_copies,
    config,
    config_interpreter,
    other_config,
    xlwings_dll,
    child_processes,
    server,
)
EVERYWHERE = (xlwings_version, server)

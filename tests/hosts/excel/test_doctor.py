"""The doctor: a healthy computer is all ok; each thing that breaks in the field is broken once and found, alone."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import threading
import types
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fake_windows import ANSWER, APP_PATHS, CLICK_TO_RUN, Windows

from xlops import __version__
from xlops.hosts import cli_addin
from xlops.hosts.cli import main
from xlops.hosts.console import NOTHING, OK, SOME, USAGE
from xlops.hosts.excel import addin_install, serve
from xlops.hosts.excel import machine as machine_module
from xlops.hosts.excel.addin_install import LOGON_ENTRY, AddinError, config_text
from xlops.hosts.excel.doctor import CHECKS, EVERYWHERE, Finding, examine
from xlops.hosts.excel.machine import Ran, this_machine

EXCEL = "Software\\Microsoft\\Office\\16.0\\Excel"
POLICY = "Software\\Policies\\Microsoft\\Office\\16.0"
DEFENDER = "SOFTWARE\\Policies\\Microsoft\\Windows Defender"
RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    windows = Windows(tmp_path / "C")
    addin_install.install(windows.machine)
    return windows


def chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def bad(windows: Windows) -> list[Finding]:
    return [finding for finding in examine(windows.machine) if finding.state != "ok"]


def settings(windows: Windows, **changes: str) -> None:
    named = {"INTERPRETER_WIN": str(windows.venv / "Scripts" / "pythonw.exe"), **changes}
    windows.machine.config.write_bytes(config_text(named.items()).encode("gbk"))


def test_healthy_computer(windows: Windows) -> None:
    assert [(finding.id, finding.state) for finding in examine(windows.machine)] == [(c.__name__, "ok") for c in CHECKS]


def test_healthy_computer_with_a_separate_server(tmp_path: Path) -> None:
    windows = Windows(tmp_path / "C")
    addin_install.install(windows.machine, separate_server=True)
    windows.registry.set(f"HKLM\\{DEFENDER}\\Windows Defender Exploit Guard\\ASR\\Rules", RULE, "1")
    assert bad(windows) == []
    assert "attach" in windows.ran[-1][-1]


# Each breaks one thing of a healthy computer.


def store_python(w: Windows) -> None:
    w.change(base_prefix=Path("C:/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12_3.12.2544.0_x64"))


def no_pywin32(w: Windows) -> None:
    w.broken_imports["pythoncom"] = "ImportError: DLL load failed"


def no_xlwings(w: Windows) -> None:
    w.change(xlwings=None)


def other_xlwings(w: Windows) -> None:
    w.change(xlwings="0.37.12")


def no_excel(w: Windows) -> None:
    w.registry.keys.clear()


def store_office(w: Windows) -> None:
    w.registry.set(APP_PATHS, "", "C:\\Program Files\\WindowsApps\\Microsoft.Office.Desktop.Excel_16051\\EXCEL.EXE")


def appdata_on_a_server(w: Windows) -> None:
    share = Path("\\\\server\\profiles")  # here a folder of that odd name in the working folder
    (w.home / "AppData" / "Roaming").rename(share)
    w.change(environment={**w.machine.environment, "APPDATA": str(share)})


def no_addin(w: Windows) -> None:
    (w.machine.startup_folder / "xlops.xlam").unlink()


def old_addin(w: Windows) -> None:
    (w.machine.startup_folder / "xlops.xlam").write_bytes(b"not a package")


def addin_from_the_web(w: Windows) -> None:
    w.marks[w.machine.startup_folder / "xlops.xlam"] = "[ZoneTransfer]\nZoneId=3\n"


def disabled_addin(w: Windows) -> None:
    path = f"\x01{w.machine.startup_folder / 'XLOPS.XLAM'}\0"
    w.registry.set(f"HKCU\\{EXCEL}\\Resiliency\\DisabledItems", "2B7A1C", path.encode("utf-16-le"))


def macros_off(w: Windows) -> None:
    w.registry.set(f"HKLM\\{POLICY}\\Excel\\Security", "VBAWarnings", 4)


def no_trusted_places(w: Windows) -> None:
    w.registry.set(f"HKCU\\{POLICY}\\Excel\\Security\\Trusted Locations", "AllLocationsDisabled", 1)


def vba_off(w: Windows) -> None:
    w.registry.set(f"HKCU\\{POLICY}\\Common", "VBAOff", 1)


def copy_in_the_startup_folder(w: Windows) -> None:
    (w.machine.startup_folder / "xlops - 副本.xlam").write_bytes(b"")


def copy_among_the_addins(w: Windows) -> None:
    folder = w.machine.appdata / "Microsoft" / "AddIns"
    folder.mkdir()
    (folder / "xlops.xlam").write_bytes(b"")


def copy_in_the_other_startup_folder(w: Windows) -> None:
    folder = w.root / "公司加载项"
    folder.mkdir()
    (folder / "xlops.xlam").write_bytes(b"")
    w.registry.set(f"HKCU\\{EXCEL}\\Options", "AltStartup", str(folder))


def copy_ticked_in_excel(w: Windows) -> None:
    w.registry.set(f"HKCU\\{EXCEL}\\Options", "OPEN1", '/R "D:\\下载\\xlops.xlam"')


def no_config(w: Windows) -> None:
    w.machine.config.unlink()


def blank_line_in_config(w: Windows) -> None:
    with w.machine.config.open("ab") as file:
        file.write(b"\r\n")


def config_without_python(w: Windows) -> None:
    w.machine.config.write_bytes(b'"SHOW CONSOLE","False"\r\n')


def waiting_for_nobody(w: Windows) -> None:
    settings(w, **{"DEBUG UDFS": "True"})


def python_gone(w: Windows) -> None:
    settings(w, INTERPRETER_WIN=str(w.venv / "Scripts" / "gone.exe"))


def config_beside_workbooks(w: Windows) -> None:
    folder = w.root / "D" / "商品表"
    folder.mkdir(parents=True)
    (folder / "xlops.conf").write_bytes(b'"INTERPRETER_WIN","C:\\old\\pythonw.exe"\r\n')
    w.registry.set(f"HKCU\\{EXCEL}\\File MRU", "Item 3", f"[F00000000][T01DC5A3E][O00000000]*{folder}/七月.xlsx")


def config_in_documents(w: Windows) -> None:
    (w.home / "Documents").mkdir()
    (w.home / "Documents" / "xlops.conf").write_bytes(b'"DEBUG UDFS","True"\r\n')


def no_dll(w: Windows) -> None:
    (w.venv / "xlwings64-0.37.8.dll").unlink()


def only_the_dll_of_the_other_bitness(w: Windows) -> None:
    w.registry.set(CLICK_TO_RUN, "Platform", "x86")
    (w.venv / "xlwings32-0.37.8.dll").unlink()


def unknown_bitness_and_one_dll(w: Windows) -> None:
    w.registry.keys[CLICK_TO_RUN.lower()].pop("Platform")
    (w.venv / "xlwings32-0.37.8.dll").unlink()


def rule_by_policy(w: Windows) -> None:
    w.registry.set(f"HKLM\\{DEFENDER}\\Windows Defender Exploit Guard\\ASR\\Rules", RULE.upper(), "1")


def rule_by_management(w: Windows) -> None:
    rules = f"be9ba2d9-53ea-4cdc-84e5-9b1eeee46550=2|{RULE}=1"
    w.registry.set(f"HKLM\\{DEFENDER}\\Policy Manager", "ASRRules", rules)


def rule_that_warns(w: Windows) -> None:
    w.registry.set(f"HKLM\\{DEFENDER}\\Windows Defender Exploit Guard\\ASR\\Rules", RULE, "6")


def no_console(w: Windows) -> None:
    w.registry.set("HKCU\\Software\\Policies\\Microsoft\\Windows\\System", "DisableCMD", 2)


def wrong_value(w: Windows) -> None:
    w.answer["value"] = "#N/A"


def no_formulas(w: Windows) -> None:
    w.answer = {"xlops": __version__, "error": "ModuleNotFoundError: No module named 'xlwings'"}


def other_xlops(w: Windows) -> None:
    w.answer["xlops"] = "0.0.9"


def python_hangs(w: Windows) -> None:
    w.change(run=lambda command, seconds: Ran(None, err=f"no answer in {seconds:.0f} s"))


def python_without_xlops(w: Windows) -> None:
    w.change(run=lambda command, seconds: Ran(1, err="Traceback\nModuleNotFoundError: No module named 'xlops'\n"))


@pytest.mark.parametrize(
    ("breaks", "id", "state", "also_skipped"),
    [
        (store_python, "python_store", "fail", []),
        (no_pywin32, "pywin32", "fail", []),
        (no_xlwings, "xlwings_version", "fail", []),
        (other_xlwings, "xlwings_version", "fail", []),
        (no_excel, "office", "warn", []),
        (store_office, "office_store", "fail", []),
        (appdata_on_a_server, "appdata", "warn", []),
        (no_addin, "addin_installed", "fail", ["addin_version"]),
        (old_addin, "addin_version", "fail", []),
        (addin_from_the_web, "web_mark", "fail", []),
        (disabled_addin, "addin_disabled", "fail", []),
        (macros_off, "macro_policy", "warn", []),
        (no_trusted_places, "macro_policy", "fail", []),
        (vba_off, "macro_policy", "fail", []),
        (copy_in_the_startup_folder, "other_copies", "fail", []),
        (copy_among_the_addins, "other_copies", "fail", []),
        (copy_in_the_other_startup_folder, "other_copies", "fail", []),
        (copy_ticked_in_excel, "other_copies", "fail", []),
        (no_config, "config", "fail", ["config_interpreter", "server"]),
        (blank_line_in_config, "config", "fail", []),
        (config_without_python, "config", "fail", ["config_interpreter", "server"]),
        (waiting_for_nobody, "config", "fail", []),
        (python_gone, "config_interpreter", "fail", ["server"]),
        (config_beside_workbooks, "other_config", "fail", []),
        (config_in_documents, "other_config", "fail", []),
        (no_dll, "xlwings_dll", "fail", []),
        (only_the_dll_of_the_other_bitness, "xlwings_dll", "fail", []),
        (unknown_bitness_and_one_dll, "xlwings_dll", "fail", []),
        (rule_by_policy, "child_processes", "fail", []),
        (rule_by_management, "child_processes", "fail", []),
        (rule_that_warns, "child_processes", "warn", []),
        (no_console, "child_processes", "fail", []),
        (wrong_value, "server", "fail", []),
        (no_formulas, "server", "fail", []),
        (other_xlops, "server", "fail", []),
        (python_hangs, "server", "fail", []),
        (python_without_xlops, "server", "fail", []),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_one_thing_broken(
    windows: Windows,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    breaks: Callable[[Windows], None],
    id: str,
    state: str,
    also_skipped: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    breaks(windows)
    found = bad(windows)
    assert [f.id for f in found if f.state == "skipped"] == also_skipped
    (finding,) = [f for f in found if f.state != "skipped"]
    assert (finding.id, finding.state) == (id, state)
    assert finding.found
    assert finding.en and chinese(finding.zh)
    assert finding.mend_en and chinese(finding.mend_zh)


def test_startup_folder_gone(windows: Windows) -> None:
    """Without the folder there is no add-in in it either."""
    (windows.machine.startup_folder / "xlops.xlam").unlink()
    windows.machine.startup_folder.rmdir()
    assert [f.id for f in bad(windows) if f.state == "fail"] == ["startup_folder", "addin_installed"]


def test_every_check_is_provoked() -> None:
    provoked = {parameters[1] for parameters in test_one_thing_broken.pytestmark[0].args[1]}
    assert provoked | {"startup_folder"} == {check.__name__ for check in CHECKS}


def test_a_rule_that_only_takes_notes_is_no_trouble(windows: Windows) -> None:
    windows.registry.set(f"HKLM\\{DEFENDER}\\Windows Defender Exploit Guard\\ASR\\Rules", RULE, "2")
    windows.registry.set(f"HKLM\\{POLICY}\\Excel\\Security", "blockcontentexecutionfrominternet", 1)
    assert bad(windows) == []


def test_excel_is_open_and_a_server_of_workbooks_is_gone(windows: Windows) -> None:
    (windows.machine.startup_folder / "~$xlops.xlam").write_bytes(b"")
    windows.registry.set(f"HKCU\\{EXCEL}\\File MRU", "Item 1", "[F00000000]*\\\\gone\\share\\a.xlsx")
    windows.registry.set(f"HKCU\\{EXCEL}\\File MRU", "Item 2", "[F00000000]*https://d.docs.live.net/1/a.xlsx")
    assert bad(windows) == []


def test_company_policy_is_named_where_the_addin_is_marked(windows: Windows) -> None:
    addin_from_the_web(windows)
    windows.registry.set(f"HKLM\\{POLICY}\\Excel\\Security", "blockcontentexecutionfrominternet", 1)
    (finding,) = bad(windows)
    assert "policy" in finding.en and "策略" in finding.zh


def test_config_in_a_folder_that_vba_cannot_name(windows: Windows) -> None:
    home = str(windows.root / "李")
    windows.change(code_page="ascii", environment={**windows.machine.environment, "USERPROFILE": home})
    settings_file = windows.machine.config
    settings_file.parent.mkdir(parents=True)
    settings_file.write_bytes(config_text([("INTERPRETER_WIN", "C:\\p.exe")]).encode())
    assert "config" in [f.id for f in bad(windows)]


def test_mending_by_installing(windows: Windows) -> None:
    for breaks in (old_addin, blank_line_in_config, waiting_for_nobody):
        breaks(windows)
    addin_install.install(windows.machine)
    assert bad(windows) == []


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_elsewhere_only_what_applies_is_checked(system: str) -> None:
    findings = {f.id: f for f in examine(replace(this_machine(), system=system))}
    for check in CHECKS:
        expected = "ok" if check in EVERYWHERE else "skipped"
        assert findings[check.__name__].state == expected, findings[check.__name__]
    assert "3.75" in findings["server"].found  # a true Python, asked a true formula


def test_elsewhere_without_xlwings() -> None:
    findings = examine(replace(this_machine(), system="linux", xlwings=None))
    assert {f.state for f in findings} == {"skipped"}


# The commands


@pytest.fixture
def at(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> Windows:
    monkeypatch.setattr(machine_module, "this_machine", lambda: windows.machine)
    return windows


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_doctor_command(at: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy = run("doctor")
    assert healthy.exit_code == OK and "一切正常" in healthy.output
    rule_by_policy(at)
    monkeypatch.setenv("COLUMNS", "48")
    sick = run("doctor")
    assert sick.exit_code == SOME and "separate-server" in sick.output and "1 项需要处理" in sick.output
    wide = [line for line in sick.output.splitlines() if sum(1 + (c > "\u2e80") for c in line) > 48]
    assert all(str(at.root) in line or RULE in line for line in wide), wide  # what is to be copied stays in one piece
    command = f"{at.machine.interpreter} -m xlops addin install --separate-server"
    document = json.loads(run("doctor", "--json").output)
    mends = [check["mend_zh"] for check in document["checks"] if check["state"] == "fail"]
    assert [command in mend for mend in mends] == [True]  # as it can be typed: the environment is not on the PATH
    assert document["failed"] == 1 and document["xlops"] == __version__
    assert [check["id"] for check in document["checks"] if check["state"] == "fail"] == ["child_processes"]


def test_commands_are_spelled_out(windows: Windows) -> None:
    machine = windows.change(interpreter=Path("/C/Program Files/python.exe"))
    assert machine.spelled_out("Run: xlops addin update, or python -m pip, or python -m xlops serve; xlops is") == (
        'Run: "/C/Program Files/python.exe" -m xlops addin update, or "/C/Program Files/python.exe" -m pip, '
        'or "/C/Program Files/python.exe" -m xlops serve; xlops is'
    )
    assert replace(machine, system="linux").spelled_out("xlops doctor") == "xlops doctor"


def test_lines_break_where_a_reader_expects_it() -> None:
    text = "请运行 xlops addin install（会自动创建）。若同名文件占用了该位置，请先删除。"
    lines = list(cli_addin._lines(text, 24))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 3 and all(line[0] not in "，。）" for line in lines)


def test_addin_commands(at: Windows) -> None:
    status = json.loads(run("addin", "status", "--json").output)
    assert status["installed"] and status["version"] == __version__ and status["interpreter"].endswith("pythonw.exe")
    old_addin(at)
    updated = run("addin", "update")
    assert updated.exit_code == OK and f"? -> {__version__}" in updated.output
    assert run("addin", "install").exit_code == OK
    assert run("addin", "remove").exit_code == OK
    assert run("addin", "remove").exit_code == NOTHING
    assert run("addin", "status").exit_code == NOTHING
    refused = run("addin", "update")
    assert refused.exit_code == NOTHING and "not" not in refused.stdout and "未找到" in refused.stderr
    assert run("addin", "install", "--nonsense").exit_code == USAGE


def test_build_command(tmp_path: Path) -> None:
    target = tmp_path / "built.xlam"
    assert run("addin", "build", "-o", target).exit_code == OK
    assert addin_install.addin_versions(target) == (__version__, "0.37.8")
    refused = run("addin", "build", "-o", tmp_path / "no such folder" / "x.xlam")
    assert refused.exit_code == SOME and "无法写入" in refused.stderr


def test_commands_on_this_system() -> None:
    if sys.platform == "win32":
        pytest.skip("asks what the commands say elsewhere")
    for arguments in (["addin", "install"], ["addin", "remove"], ["serve"], ["serve", "--stop"]):
        result = run(*arguments)
        assert result.exit_code == NOTHING and chinese(result.stderr) and "Windows" in result.stderr


# The separate server, with stand-ins for pywin32


class Win32Error(Exception):
    pass


@pytest.fixture
def pywin32(monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
    seen = types.SimpleNamespace(error=0, served=[], events=set(), mutexes=set(), posted=[], loaded=[])
    told, quit_ = threading.Event(), threading.Event()

    class Handle:
        def __init__(self, name: str) -> None:
            self.name = name

        def Close(self) -> None:
            seen.mutexes.discard(self.name)

    def create_mutex(security: object, owner: bool, name: str) -> Handle:
        seen.mutexes.add(name)
        return Handle(name)

    def open_event(access: int, inherit: bool, name: str) -> Handle:
        if name not in seen.events:
            raise Win32Error(2, "OpenEvent", "not found")
        return Handle(name)

    def open_mutex(access: int, inherit: bool, name: str) -> Handle:
        if name not in seen.mutexes:
            raise Win32Error(2, "OpenMutex", "not found")
        return Handle("another handle")

    def post(*message: int) -> None:
        seen.posted.append(message)
        quit_.set()

    def xlwings_serve(class_id: str) -> None:
        seen.served.append(class_id)
        told.set()  # somebody says xlops serve --stop
        assert quit_.wait(10), "the server was not told to end"

    modules = {
        "win32api": {"GetLastError": lambda: seen.error, "GetCurrentThreadId": lambda: 7, "PostThreadMessage": post},
        "win32event": {
            "CreateMutex": create_mutex,
            "CreateEvent": lambda security, manual, state, name: seen.events.add(name),
            "WaitForSingleObject": lambda event, milliseconds: told.wait(),
            "INFINITE": -1,
            "EVENT_MODIFY_STATE": 2,
            "OpenEvent": open_event,
            "SetEvent": lambda event: seen.mutexes.clear() if seen.ends else None,
            "OpenMutex": open_mutex,
        },
        "winerror": {"ERROR_ALREADY_EXISTS": 183},
        "pywintypes": {"error": Win32Error},
    }
    for name, content in modules.items():
        monkeypatch.setitem(sys.modules, name, types.SimpleNamespace(**content))
    # A process can import xlwings as it is on Windows or as it is here, so not in this one.
    monkeypatch.setitem(sys.modules, "xlops.hosts.excel.xl", types.SimpleNamespace(serve=xlwings_serve))
    monkeypatch.setattr(serve, "import_module", seen.loaded.append)
    seen.ends = True
    return seen


def test_server_runs_with_the_fixed_class_id_and_the_formulas_loaded(
    windows: Windows, pywin32: types.SimpleNamespace
) -> None:
    serve.serve(windows.machine)
    assert pywin32.served == ["{506e67c3-55b5-48c3-a035-eed5deea7d6d}"]
    assert pywin32.loaded == ["xlops.hosts.excel.udfs"]
    assert pywin32.posted == [(7, 0x12, 0, 0)]  # WM_QUIT, to the thread that xlwings waits in
    assert pywin32.mutexes == set()


def test_one_server_at_a_time(windows: Windows, pywin32: types.SimpleNamespace) -> None:
    pywin32.error = 183
    with pytest.raises(AddinError) as caught:
        serve.serve(windows.machine)
    assert caught.value.code == "already_running" and pywin32.served == []


def test_stopping_the_server(
    windows: Windows, pywin32: types.SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert serve.stop(windows.machine) is False
    pywin32.events.add("Local\\xlops-server-stop")
    pywin32.mutexes.add("Local\\xlops-server")
    pywin32.ends = False
    monkeypatch.setattr(serve, "_PATIENCE", 0.3)
    with pytest.raises(AddinError) as caught:
        serve.stop(windows.machine)
    assert caught.value.code == "still_running"
    pywin32.ends = True
    assert serve.stop(windows.machine) is True


class Com:
    """pythoncom with a server that answers at the third call, or never."""

    CLSCTX_LOCAL_SERVER, IID_IDispatch = 4, "IDispatch"

    class com_error(Exception):
        pass

    def __init__(self, answers_at: int) -> None:
        self.answers_at = answers_at
        self.asked: list[str] = []

    def CreateGuid(self) -> str:
        return "{11111111-2222-3333-4444-555555555555}"

    def CoCreateInstance(self, class_id: str, outer: None, context: int, interface: str) -> object:
        self.asked.append(class_id)
        if len(self.asked) < self.answers_at:
            raise self.com_error(-2147221164, "Class not registered")
        return "object"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The programs that a probe starts: a true process in place of xlwings' server."""
    programs: list[Any] = []
    real = serve.subprocess.Popen

    def start(command: list[str], **options: Any) -> Any:
        programs.append((command, real([command[0], "-c", "import time; time.sleep(30)"], **options)))
        return programs[-1][1]

    monkeypatch.setattr(serve.subprocess, "Popen", start)
    return programs


def ask_over_com(monkeypatch: pytest.MonkeyPatch, com: Com, how: str) -> tuple[dict[str, Any], list[Any]]:
    calls: list[Any] = []
    udf = types.SimpleNamespace(CallUDF=lambda *given: calls.append(given) or 3.75)
    dynamic = types.SimpleNamespace(Dispatch=lambda found: udf)
    monkeypatch.setitem(sys.modules, "pythoncom", com)
    monkeypatch.setitem(sys.modules, "pywintypes", types.SimpleNamespace(IID=str))
    monkeypatch.setitem(sys.modules, "win32com", types.SimpleNamespace(client=types.SimpleNamespace(dynamic=dynamic)))
    monkeypatch.setitem(sys.modules, "win32com.client", types.SimpleNamespace(dynamic=dynamic))
    monkeypatch.setitem(sys.modules, "win32com.client.dynamic", dynamic)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        serve.probe(how)
    return json.loads(out.getvalue()), calls


def test_probe_starts_a_server_as_excel_does_and_ends_it(monkeypatch: pytest.MonkeyPatch, started: list[Any]) -> None:
    com = Com(answers_at=3)
    answer, calls = ask_over_com(monkeypatch, com, "start")
    assert answer == ANSWER
    assert calls[0][:2] == ("xlops.hosts.excel.udfs", "AMZ_REFERRAL_FEE") and calls[0][2][0] == 25.0
    ((command, process),) = started
    assert com.asked == [com.CreateGuid()] * 3 and com.CreateGuid() in command[-1]
    assert process.returncode is not None


def test_probe_of_a_server_that_ends_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    real = serve.subprocess.Popen
    dies = "raise ImportError('Could not find pywin32')"
    monkeypatch.setattr(serve.subprocess, "Popen", lambda command, **o: real([command[0], "-c", dies], **o))
    answer, _ = ask_over_com(monkeypatch, Com(answers_at=10_000), "start")
    assert "Could not find pywin32" in answer["error"]


def test_probe_of_a_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, started: list[Any]) -> None:
    monkeypatch.setattr(serve, "_PATIENCE", 0.3)
    answer, _ = ask_over_com(monkeypatch, Com(answers_at=10_000), "start")
    assert "-2147221164" in answer["error"]
    assert started[0][1].returncode is not None


def test_probe_attaches_to_the_running_server(monkeypatch: pytest.MonkeyPatch, started: list[Any]) -> None:
    com = Com(answers_at=1)
    assert ask_over_com(monkeypatch, com, "attach")[0] == ANSWER
    assert com.asked == [serve.CLASS_ID] and started == []


def test_server_without_pywin32(windows: Windows) -> None:
    no_pywin32(windows)
    with pytest.raises(AddinError) as caught:
        serve.serve(windows.machine)
    assert caught.value.code == "no_pywin32"


def test_logon_entry_is_what_the_doctor_looks_for(windows: Windows) -> None:
    waiting_for_nobody(windows)
    windows.machine.logon_folder.mkdir(parents=True)
    (windows.machine.logon_folder / LOGON_ENTRY).write_bytes(b"")
    assert bad(windows) == []

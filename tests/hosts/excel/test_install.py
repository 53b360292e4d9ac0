"""Installing the add-in into a fake profile: every file as Excel and its VBA will read it, or nothing changed."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_windows import Windows, get_config

from xlops import __version__
from xlops.hosts.excel import addin_install
from xlops.hosts.excel.addin_install import ATTACH, INTERPRETER, LOGON_ENTRY, AddinError, read_config
from xlops.hosts.excel.machine import Machine

Files = dict[str, bytes]


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    return Windows(tmp_path / "C")


def installed(machine: Machine) -> Path:
    return machine.startup_folder / "xlops.xlam"


def seen_by_vba(windows: Windows, key: str) -> str | None:
    return get_config(windows.machine.config.read_bytes(), windows.code_page, key)


def everything(root: Path) -> Files:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def refusal(call: Callable[[], object]) -> AddinError:
    with pytest.raises(AddinError) as caught:
        call()
    assert caught.value.en and any("\u4e00" <= c <= "\u9fff" for c in caught.value.zh)
    return caught.value


def test_fresh_install_puts_addin_and_settings_and_nothing_else(windows: Windows) -> None:
    machine = windows.machine
    before = everything(windows.root)
    change = addin_install.install(machine)
    new = set(everything(windows.root)) - set(before)
    assert new == {str(path.relative_to(windows.root)) for path in (installed(machine), machine.config)}
    assert installed(machine).read_bytes() == machine.addin.read_bytes()
    assert seen_by_vba(windows, INTERPRETER) == str(windows.venv / "Scripts" / "pythonw.exe")
    assert seen_by_vba(windows, "interpreter_win") is not None
    assert seen_by_vba(windows, "CONDA PATH") is None  # read to the end without an error
    assert seen_by_vba(windows, ATTACH) is None
    assert not change.before.installed and change.after.installed and change.after.version == __version__
    assert not windows.started and not windows.ran


def test_installing_twice_changes_nothing(windows: Windows) -> None:
    addin_install.install(windows.machine)
    first = everything(windows.root)
    addin_install.install(windows.machine)
    assert everything(windows.root) == first


def test_python_without_the_windowless_program(windows: Windows) -> None:
    (windows.venv / "Scripts" / "pythonw.exe").unlink()
    addin_install.install(windows.machine)
    assert seen_by_vba(windows, INTERPRETER) == str(windows.venv / "Scripts" / "python.exe")


def test_update_says_from_which_version(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    addin_install.install(windows.machine)
    installed(windows.machine).write_bytes(b"of last year")
    monkeypatch.setattr(
        addin_install,
        "addin_versions",
        lambda path: ("0.0.9", "0.37.7") if path.read_bytes() == b"of last year" else (__version__, "0.37.8"),
    )
    change = addin_install.update(windows.machine)
    assert (change.before.version, change.after.version) == ("0.0.9", __version__)
    assert installed(windows.machine).read_bytes() == windows.machine.addin.read_bytes()


def test_update_where_nothing_is_installed(windows: Windows) -> None:
    before = everything(windows.root)
    assert refusal(lambda: addin_install.update(windows.machine)).code == "not_installed"
    assert everything(windows.root) == before


@pytest.mark.parametrize("separate", [False, True])
def test_remove_leaves_what_was_there_before(windows: Windows, separate: bool) -> None:
    before = everything(windows.root)
    addin_install.install(windows.machine, separate_server=separate)
    change = addin_install.remove(windows.machine)
    assert everything(windows.root) == before
    assert not windows.machine.config.parent.exists()
    assert change.before.installed and not change.after.installed
    assert not addin_install.remove(windows.machine).before.installed


def test_remove_keeps_own_fee_tables(windows: Windows) -> None:
    table = windows.home / ".xlops" / "fees" / "mine.toml"
    table.parent.mkdir(parents=True)
    table.write_text("x")
    addin_install.install(windows.machine)
    addin_install.remove(windows.machine)
    assert table.read_text() == "x"


def test_foreign_settings_stay_and_own_ones_are_replaced_once(windows: Windows) -> None:
    config = windows.machine.config
    config.parent.mkdir()
    config.write_bytes(
        '"LICENSE_KEY","noncommercial"\r\n"interpreter_win","C:\\old\\pythonw.exe"\r\n'
        'ONEDRIVE_COMMERCIAL_WIN , D:\\云盘 文件\r\n"Interpreter_Win","C:\\older"\r\n"EMPTY",""\r\n'.encode("gbk")
    )
    addin_install.install(windows.machine)
    pairs, error = read_config(config, "gbk")
    assert error is None
    assert [name for name, _ in pairs] == ["LICENSE_KEY", INTERPRETER, "ONEDRIVE_COMMERCIAL_WIN", "EMPTY"]
    assert seen_by_vba(windows, "ONEDRIVE_COMMERCIAL_WIN") == "D:\\云盘 文件"
    assert seen_by_vba(windows, "EMPTY") == ""
    addin_install.remove(windows.machine)
    assert [name for name, _ in read_config(config, "gbk")[0]] == ["LICENSE_KEY", "ONEDRIVE_COMMERCIAL_WIN", "EMPTY"]


@pytest.mark.parametrize(
    "raw",
    [
        b'"SHOW CONSOLE","True"\r\n\r\n\r\n',  # blank lines: "Input past end of file"
        b'"SHOW CONSOLE","True"\r\n"LONELY"\r\n',
        b'\xef\xbb\xbf"SHOW CONSOLE","True"\r\n',
        '"SHOW CONSOLE","True"\r\n'.encode("utf-16"),
        '"SHOW CONSOLE","True"\r\n"A","é"\r\n'.encode("cp1252"),
        b'{"SHOW CONSOLE": "True"}',
        b'"SHOW CONSOLE","True\r\n',
        b"\x00\xff\xfe\xff\x81",
    ],
)
def test_broken_settings_are_written_anew_and_kept_aside(windows: Windows, raw: bytes) -> None:
    config = windows.machine.config
    config.parent.mkdir()
    config.write_bytes(raw)
    assert read_config(config, "gbk")[1] is not None
    (note,) = addin_install.install(windows.machine).notes
    assert "xlops.conf.bak" in note[0] and "xlops.conf.bak" in note[1]
    assert config.with_name("xlops.conf.bak").read_bytes() == raw
    assert seen_by_vba(windows, INTERPRETER) == str(windows.venv / "Scripts" / "pythonw.exe")
    assert seen_by_vba(windows, "CONDA PATH") is None
    assert read_config(config, "gbk")[1] is None
    if raw.startswith((b'"SHOW CONSOLE","True"\r\n', b"\xef\xbb\xbf", b"\xff\xfe")):
        assert seen_by_vba(windows, "SHOW CONSOLE") == "True"
    assert addin_install.install(windows.machine).notes == ()


@pytest.mark.parametrize("profile", ["李 小明", "Li Xiaoming", "O'Neil & Söhne (2)"])
def test_names_of_people(tmp_path: Path, profile: str) -> None:
    windows = Windows(tmp_path / "C", profile=profile, code_page="cp1252" if "ö" in profile else "gbk")
    addin_install.install(windows.machine, separate_server=True)
    assert seen_by_vba(windows, INTERPRETER) == str(windows.venv / "Scripts" / "pythonw.exe")
    entry = (windows.machine.logon_folder / LOGON_ENTRY).read_text(windows.code_page)
    assert f'start "" "{windows.venv / "Scripts" / "pythonw.exe"}" -m xlops serve' in entry


def test_path_outside_the_code_page_is_written_in_its_short_form(tmp_path: Path) -> None:
    windows = Windows(tmp_path / "C")
    program = tmp_path / "Программы ﷽" / "Scripts" / "pythonw.exe"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"MZ")
    machine = windows.change(interpreter=program.with_name("python.exe"))
    before = everything(windows.root)
    windows.short_paths[str(program)] = str(program)  # 8.3 names are switched off on that disk
    assert refusal(lambda: addin_install.install(machine)).code == "path_not_expressible"
    windows.short_paths.clear()
    error = refusal(lambda: addin_install.install(machine))
    assert error.code == "path_not_expressible" and "-Folder" in error.en and "-Folder" in error.zh
    assert everything(windows.root) == before
    windows.short_paths[str(program)] = "C:\\PROG~1\\Scripts\\pythonw.exe"
    addin_install.install(machine)
    assert seen_by_vba(windows, INTERPRETER) == "C:\\PROG~1\\Scripts\\pythonw.exe"


def test_profile_folder_outside_the_code_page(tmp_path: Path) -> None:
    windows = Windows(tmp_path / "C", profile="李小明", code_page="cp1252")
    windows.short_paths[str(windows.venv / "Scripts" / "pythonw.exe")] = "C:\\Users\\LI~1\\pythonw.exe"
    before = everything(windows.root)
    assert refusal(lambda: addin_install.install(windows.machine)).code == "profile_name"
    assert everything(windows.root) == before


def test_addin_open_in_excel(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    addin_install.install(windows.machine)
    installed(windows.machine).write_bytes(b"old")
    before = everything(windows.root)
    replace_, unlink = Path.replace, Path.unlink

    def locked_replace(self: Path, target: Path) -> Path:
        if Path(target).name == "xlops.xlam":
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return replace_(self, target)

    def locked_unlink(self: Path, missing_ok: bool = False) -> None:
        if self.name == "xlops.xlam":
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "replace", locked_replace)
    monkeypatch.setattr(Path, "unlink", locked_unlink)
    for call in (
        lambda: addin_install.install(windows.machine, separate_server=True),
        lambda: addin_install.update(windows.machine),
        lambda: addin_install.remove(windows.machine),
    ):
        error = refusal(call)
        assert error.code == "open_in_excel" and "Excel" in error.zh
        assert everything(windows.root) == before
    assert not windows.started


def test_file_in_place_of_the_folder(windows: Windows) -> None:
    windows.machine.startup_folder.parent.mkdir(parents=True)
    windows.machine.startup_folder.write_text("not a folder")
    before = everything(windows.root)
    assert refusal(lambda: addin_install.install(windows.machine)).code == "not_written"
    assert everything(windows.root) == before


@pytest.mark.parametrize("failing", ["XLSTART", ".xlops", "Startup"])
def test_read_only_folder(windows: Windows, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    """The folders before the failing one were written already in their turn; nothing of that may stay."""
    before = everything(windows.root)
    make = addin_install.tempfile.mkstemp

    def mkstemp(prefix: str, suffix: str, dir: Path) -> tuple[int, str]:
        if dir.name == failing:
            raise PermissionError(errno.EACCES, "Permission denied")
        return make(prefix=prefix, suffix=suffix, dir=dir)

    monkeypatch.setattr(addin_install.tempfile, "mkstemp", mkstemp)
    error = refusal(lambda: addin_install.install(windows.machine, separate_server=True))
    assert error.code == "not_written" and failing in error.en and failing in error.zh
    assert everything(windows.root) == before


def test_a_late_failure_puts_everything_back(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    addin_install.install(windows.machine)
    installed(windows.machine).write_bytes(b"old")
    before = everything(windows.root)
    replace_ = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == LOGON_ENTRY:
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace_(self, target)

    monkeypatch.setattr(Path, "replace", full)
    assert refusal(lambda: addin_install.install(windows.machine, separate_server=True)).code == "not_written"
    assert everything(windows.root) == before


def test_separate_server_on_and_off(windows: Windows) -> None:
    machine = windows.machine
    entry = machine.logon_folder / LOGON_ENTRY
    command = [str(windows.venv / "Scripts" / "pythonw.exe"), "-m", "xlops", "serve"]
    stop = [str(machine.interpreter), "-m", "xlops", "serve", "--stop"]

    change = addin_install.install(machine, separate_server=True)
    assert seen_by_vba(windows, ATTACH) == "True" and change.after.separate_server
    assert entry.read_bytes().startswith(b"@start ") and entry.read_bytes().endswith(b"\r\n")
    assert windows.started == [command] and windows.ran == []

    addin_install.update(machine)  # the old code must not go on answering
    assert windows.ran == [stop] and windows.started == [command, command]
    assert seen_by_vba(windows, ATTACH) == "True" and entry.is_file()

    change = addin_install.install(machine)
    assert seen_by_vba(windows, ATTACH) is None and not entry.exists()
    assert windows.ran == [stop, stop] and len(windows.started) == 2
    assert change.before.separate_server and not change.after.separate_server


def test_percent_sign_in_the_start_up_entry(tmp_path: Path) -> None:
    windows = Windows(tmp_path / "C", profile="100%TEMP%")
    addin_install.install(windows.machine, separate_server=True)
    assert "100%%TEMP%%" in (windows.machine.logon_folder / LOGON_ENTRY).read_text("gbk")


def test_another_startup_folder(windows: Windows, tmp_path: Path) -> None:
    folder = tmp_path / "公司 加载项"
    with pytest.raises(addin_install.AddinError, match="there is no such folder"):
        addin_install.install(windows.machine, folder)
    folder.mkdir()
    addin_install.install(windows.machine, folder)
    assert (folder / "xlops.xlam").is_file() and not installed(windows.machine).exists()
    assert addin_install.status(windows.machine, folder).installed
    assert not addin_install.status(windows.machine).installed
    addin_install.remove(windows.machine, folder)
    assert not (folder / "xlops.xlam").exists()


def test_python_from_the_store_is_refused(windows: Windows) -> None:
    store = Path("C:/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0")
    machine = windows.change(base_prefix=store)
    assert refusal(lambda: addin_install.install(machine)).code == "store_python"


@pytest.mark.parametrize(("system", "door"), [("darwin", "xlwings Lite"), ("linux", "xlops grade")])
def test_systems_without_the_addin(windows: Windows, system: str, door: str) -> None:
    machine = replace(windows.machine, system=system)
    before = everything(windows.root)
    for call in (addin_install.install, addin_install.remove):
        error = refusal(lambda call=call: call(machine))
        assert error.code == "not_windows" and door in error.en and door in error.zh
    assert everything(windows.root) == before


@pytest.mark.parametrize("have", [None, "0.37.12"])
def test_other_xlwings_is_refused_before_excel_meets_it(windows: Windows, have: str | None) -> None:
    error = refusal(lambda: addin_install.install(windows.change(xlwings=have)))
    assert error.code == "xlwings_version" and "xlwings==0.37.8" in error.en and "xlwings==0.37.8" in error.zh
    assert not installed(windows.machine).exists()


def test_package_without_the_addin(windows: Windows) -> None:
    windows.machine.addin.unlink()
    assert refusal(lambda: addin_install.install(windows.machine)).code == "not_packaged"

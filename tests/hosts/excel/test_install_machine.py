"""What the installer asks of a real computer: here, and on Windows with stand-ins for its own modules."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_windows import input_fields
from hypothesis import example, given
from hypothesis import strategies as st

from xlops.hosts.excel import machine as machine_module
from xlops.hosts.excel.addin_install import config_text, fits, read_config, with_settings
from xlops.hosts.excel.machine import this_machine

VIEW_64, VIEW_32 = 0x100, 0x200


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """sys.platform says win32, with a registry of two views."""
    keys: dict[tuple[str, str, int], dict[str, Any]] = {}

    @contextlib.contextmanager
    def open_key(hive: str, key: str, reserved: int, access: int) -> Iterator[dict[str, Any]]:
        view = access & (VIEW_64 | VIEW_32)
        if (hive, key, view) not in keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        yield keys[hive, key, view]

    def query(opened: dict[str, Any], name: str) -> tuple[Any, int]:
        if name not in opened:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return opened[name], 1

    winreg = types.SimpleNamespace(
        HKEY_CURRENT_USER="HKCU",
        HKEY_LOCAL_MACHINE="HKLM",
        KEY_READ=1,
        KEY_WOW64_64KEY=VIEW_64,
        KEY_WOW64_32KEY=VIEW_32,
        OpenKey=open_key,
        QueryValueEx=query,
        QueryInfoKey=lambda opened: (0, len(opened), 0),
        EnumValue=lambda opened, index: (*list(opened.items())[index], 1),
    )
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    return keys


def test_windows_folders_and_code_pages(windows: Any, tmp_path: Path) -> None:
    machine = this_machine()
    assert machine.is_windows and (machine.code_page, machine.console_page) == ("mbcs", "oem")
    assert machine.config == tmp_path / ".xlops" / "xlops.conf"
    assert machine.startup_folder == tmp_path / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    assert machine.addin.is_file() and machine.xlwings == "0.37.8"


def test_windows_registry_in_both_views(windows: Any) -> None:
    windows["HKLM", "SOFTWARE\\Office", VIEW_64] = {"Platform": "x64"}
    windows["HKLM", "SOFTWARE\\Office", VIEW_32] = {"Platform": "x86", "Old": 1}
    registry = this_machine().registry
    assert registry.value("HKLM\\SOFTWARE\\Office", "Platform") == "x64"
    assert registry.value("HKLM\\SOFTWARE\\Office", "Old") == 1
    assert registry.values("HKLM\\SOFTWARE\\Office") == {"Platform": "x64", "Old": 1}
    assert registry.value("HKCU\\SOFTWARE\\Office", "Platform") is None
    assert registry.value("HKLM\\SOFTWARE\\Office", "Missing") is None
    assert registry.values("HKCU\\nothing") == {}


def test_windows_short_path(windows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(path: str, buffer: Any, size: int) -> int:
        if path != "C:\\李\\p.exe":
            return 0
        buffer.value = "C:\\LI~1\\p.exe"
        return len(buffer.value)

    kernel = types.SimpleNamespace(GetShortPathNameW=short)
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=kernel), raising=False)
    assert this_machine().short_path(Path("C:\\李\\p.exe")) == "C:\\LI~1\\p.exe"
    assert this_machine().short_path(Path("C:\\gone")) is None


def test_windows_mark_of_the_web(windows: Any, tmp_path: Path) -> None:
    file = tmp_path / "xlops.xlam"
    assert this_machine().web_mark(file) is None
    Path(f"{file}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")  # here a file of that name
    assert "ZoneId=3" in (this_machine().web_mark(file) or "")


def test_running_programs() -> None:
    run = this_machine().run
    done = run([sys.executable, "-c", "import sys; print('价格'); print('why', file=sys.stderr); sys.exit(3)"], 30)
    assert (done.code, done.out.strip(), done.err.strip()) == (3, "价格", "why")
    assert run(["no-such-program-anywhere"], 5).code is None
    slow = run([sys.executable, "-c", "import time; time.sleep(30)"], 0.2)
    assert slow.code is None and "no answer" in slow.err


def test_importing() -> None:
    assert this_machine().imports("json") is None
    assert "no_such_module" in (this_machine().imports("no_such_module") or "")


def test_home_without_windows_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("USERPROFILE", raising=False)
    monkeypatch.delenv("APPDATA", raising=False)
    assert this_machine().home == Path.home()
    assert machine_module.NoRegistry().value("HKCU\\x") is None and machine_module.NoRegistry().values("HKCU\\x") == {}


names = st.text(st.sampled_from("ABc _价"), min_size=1, max_size=6).filter(lambda text: text.strip() == text)
values = st.text(st.sampled_from("C:\\ 商,;#'%&é"), max_size=12)


@given(st.lists(st.tuples(names, values), max_size=5), names, values)
def test_what_is_written_is_what_vba_reads(tmp_path_factory: Any, pairs: Any, key: str, value: str) -> None:
    pairs = with_settings([pair for pair in pairs if fits("".join(pair), "gbk")], {key: value})
    path = tmp_path_factory.mktemp("conf") / "xlops.conf"
    raw = config_text(pairs).encode("gbk")
    path.write_bytes(raw)
    assert read_config(path, "gbk") == (pairs, None)
    assert input_fields(raw.decode("gbk")) == [text for pair in pairs for text in pair]
    assert [found for name, found in pairs if name.lower() == key.lower()] == [value]


@given(st.text(st.sampled_from('",\r\n ab'), max_size=30))
@example('a,b\r\n,\r\n')
@example('"a" , b \n"c","d"')
@example('"a"b,c')
def test_a_file_that_is_taken_as_good_is_good_for_vba(tmp_path_factory: Any, text: str) -> None:
    path = tmp_path_factory.mktemp("conf") / "xlops.conf"
    path.write_bytes(text.encode())
    pairs, error = read_config(path, "gbk")
    if error is None:
        assert input_fields(text) == [field for pair in pairs for field in pair]

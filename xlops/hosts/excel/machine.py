"""What this computer is: system, folders, registry, interpreter. The installer and the doctor ask it, nobody else.

Everything that only Windows can answer is a field of :class:`Machine`, so that a test hands over a machine of its own.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ADDIN = "xlops.xlam"
_COMMAND = re.compile(r"python -m xlops|python(?= -m)|xlops(?= (?:addin|doctor|serve|grade))")
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW
_DETACHED = 0x00000008  # DETACHED_PROCESS


class Registry(Protocol):
    """The Windows registry, read only. Keys are written ``HKCU\\Software\\...``; what is not there is None."""

    def value(self, key: str, name: str = "") -> Any:
        """Return a value, the key's own for an empty name, or None."""

    def values(self, key: str) -> dict[str, Any]:
        """Return the values of a key by name."""


@dataclass(frozen=True)
class Ran:
    """How a program ended: ``code`` is None if it could not be started or did not end in time."""

    code: int | None
    out: str = ""
    err: str = ""


@dataclass(frozen=True)
class Machine:
    """A computer, as far as the Excel door is concerned.

    Attributes:
        system: as ``sys.platform``.
        environment: the environment variables.
        interpreter: the running Python.
        base_prefix: the folder of the Python that a virtual environment was made from, else of Python itself.
        addin: the add-in that came with this package.
        xlwings: version of the installed xlwings, or None.
        registry: the registry; empty where there is none.
        code_page: codec of the ANSI code page, which VBA reads files in.
        console_page: codec of the code page that command files are read in.
        short_path: the 8.3 form of the path of a file that exists, or None.
        web_mark: what Windows wrote down about a file from the internet, or None.
        run: runs a program for at most so many seconds.
        start: starts a program and does not wait for it.
        imports: tries to import a module; the error text, or None if it went well.
    """

    system: str
    environment: Mapping[str, str]
    interpreter: Path
    base_prefix: Path
    addin: Path
    xlwings: str | None
    registry: Registry
    code_page: str
    console_page: str
    short_path: Callable[[Path], str | None]
    web_mark: Callable[[Path], str | None]
    run: Callable[[Sequence[str], float], Ran]
    start: Callable[[Sequence[str]], None]
    imports: Callable[[str], str | None]

    @property
    def is_windows(self) -> bool:
        """Whether Excel's add-in can run here."""
        return self.system == "win32"

    @property
    def home(self) -> Path:
        """The user's folder, by the variable that VBA asks."""
        return Path(self.environment.get("USERPROFILE") or Path.home())

    @property
    def appdata(self) -> Path:
        """The user's application data."""
        return Path(self.environment.get("APPDATA") or self.home / "AppData" / "Roaming")

    @property
    def startup_folder(self) -> Path:
        """The folder whose workbooks and add-ins Excel opens by itself; one of its trusted locations."""
        return self.appdata / "Microsoft" / "Excel" / "XLSTART"

    @property
    def logon_folder(self) -> Path:
        """The folder whose programs Windows starts when the user signs in."""
        return self.appdata / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Startup"

    @property
    def config(self) -> Path:
        """The file that the add-in's VBA reads its settings from."""
        return self.home / ".xlops" / "xlops.conf"

    @property
    def windowless(self) -> Path:
        """The running Python, in the form that opens no console window where there is one."""
        quiet = self.interpreter.with_name("pythonw.exe")
        return quiet if quiet.is_file() else self.interpreter

    @property
    def store_python(self) -> bool:
        """Whether Python comes from the Microsoft Store: other programs do not see what it writes to AppData."""
        text = f"{self.base_prefix}|{self.interpreter}".lower()
        return self.is_windows and ("windowsapps" in text or "pythonsoftwarefoundation" in text)

    def spelled_out(self, text: str) -> str:
        """Return a message with its commands as they can be typed: what install.ps1 installs is not on the PATH."""
        if not self.is_windows:
            return text
        python = f'"{self.interpreter}"' if " " in str(self.interpreter) else str(self.interpreter)
        return _COMMAND.sub(lambda found: python if found[0] == "python" else f"{python} -m xlops", text)


def this_machine() -> Machine:
    """Return the computer that this runs on."""
    windows = sys.platform == "win32"
    return Machine(
        system=sys.platform,
        environment=os.environ,
        interpreter=Path(sys.executable),
        base_prefix=Path(sys.base_prefix),
        addin=Path(__file__).with_name(ADDIN),
        xlwings=_version("xlwings"),
        registry=_WindowsRegistry() if windows else NoRegistry(),
        code_page="mbcs" if windows else "utf-8",
        console_page="oem" if windows else "utf-8",
        short_path=_short_path if windows else lambda path: None,
        web_mark=_web_mark if windows else lambda path: None,
        run=_run,
        start=_start,
        imports=_imports,
    )


class NoRegistry:
    """The registry of a computer that has none."""

    def value(self, key: str, name: str = "") -> Any:
        """Return None."""
        return None

    def values(self, key: str) -> dict[str, Any]:
        """Return nothing."""
        return {}


class _WindowsRegistry:
    def value(self, key: str, name: str = "") -> Any:
        import winreg

        for access in self._accesses():
            with contextlib.suppress(OSError), winreg.OpenKey(*self._split(key), 0, access) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        return None

    def values(self, key: str) -> dict[str, Any]:
        import winreg

        found: dict[str, Any] = {}
        for access in self._accesses():
            with contextlib.suppress(OSError), winreg.OpenKey(*self._split(key), 0, access) as opened:
                for index in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, index)
                    found.setdefault(name, value)
        return found

    @staticmethod
    def _split(key: str) -> tuple[Any, str]:
        import winreg

        hive, _, rest = key.partition("\\")
        return {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive], rest

    @staticmethod
    def _accesses() -> tuple[int, int]:
        """A 32-bit Python sees 64-bit Office, and the other way round."""
        import winreg

        return winreg.KEY_READ | winreg.KEY_WOW64_64KEY, winreg.KEY_READ | winreg.KEY_WOW64_32KEY


def _version(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _short_path(path: Path) -> str | None:
    import ctypes

    buffer = ctypes.create_unicode_buffer(1024)
    length = ctypes.windll.kernel32.GetShortPathNameW(str(path), buffer, len(buffer))  # type: ignore[attr-defined]
    return buffer.value if 0 < length < len(buffer) else None


def _web_mark(path: Path) -> str | None:
    try:
        return Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _run(command: Sequence[str], seconds: float) -> Ran:
    # UTF-8 both ways, whatever the console's code page is.
    environment = {**os.environ, "PYTHONUTF8": "1"}
    flags = _NO_WINDOW if sys.platform == "win32" else 0
    try:
        done = subprocess.run(
            list(command), capture_output=True, timeout=seconds, env=environment, creationflags=flags, check=False
        )
    except subprocess.TimeoutExpired:
        return Ran(None, err=f"no answer in {seconds:.0f} s")
    except OSError as error:
        return Ran(None, err=error.strerror or str(error))
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def _start(command: Sequence[str]) -> None:
    flags = _DETACHED if sys.platform == "win32" else 0
    subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
    )


def _imports(module: str) -> str | None:
    try:
        __import__(module)
    except Exception as error:  # a broken pywin32 raises more than ImportError
        return f"{type(error).__name__}: {error}"
    return None

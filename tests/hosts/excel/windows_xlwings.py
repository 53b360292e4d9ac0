"""The installed, unmodified xlwings as it is on Windows: its UDF dispatch runs here without Excel.

xlwings asks for pywin32 when it is imported. Here modules that only have the names stand in for it, and
``sys.platform`` says win32 for as long as the import takes. Where the rig that drives LibreOffice through xlwings is
beside the repository, its fuller stand-ins are taken instead, because a process can import xlwings once only.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import subprocess
import sys
import uuid
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

RIG = Path(__file__).parents[4] / "shared" / "tools" / "excel_rig"

# What a COM server receives.
MISSING = -2147352572  # an argument that is left out
ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}


@cache
def load() -> Any:
    """Return xlwings with ``xlwings.udfs`` and ``xlwings.com_server`` imported."""
    if rig_missing() is None:
        sys.path[:0] = [str(RIG), str(RIG / "shim")]
        from rigcom import activate

        return activate.load_xlwings()
    return _load_with_stand_ins()


@cache
def rig_missing() -> str | None:
    """Return why the rig cannot be used here, None where it can."""
    if not RIG.is_dir():
        return "the rig that drives LibreOffice through xlwings is not beside the repository"
    if not Path("/usr/lib/libreoffice/program/soffice.bin").exists():
        return "LibreOffice is not installed"
    code = "import sys; sys.path.append('/usr/lib/python3/dist-packages'); import uno"
    if subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode:
        return "python3-uno is not of this Python's version"
    return None


def call_udf(module: str, function: str, *arguments: object) -> Any:
    """Call a function as the add-in does: through the server's own entry point, without workbook and caller."""
    load()
    from xlwings.com_server import XLPython

    return XLPython().CallUDF(module, function, arguments)


def wrappers(module: str) -> str:
    """Return the VBA that xlwings itself would write for a module."""
    import io

    load()
    from xlwings import udfs

    text = io.StringIO()
    udfs.generate_vba_wrapper(module, udfs.get_udf_module(module, None), text, SimpleNamespace(Name="xlops.xlam"))
    return text.getvalue()


class _Names(ModuleType):
    """A module that has whatever name it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (Exception,) if name.endswith("error") else (), {})
        setattr(self, name, made)
        return made


class _Sys(ModuleType):
    """``sys`` as xlwings' modules see it."""

    platform = "win32"

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class _Anything:
    """A library of which xlwings looks up functions when it is imported."""

    def __init__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return _Anything()

    def __call__(self, *_: object) -> int:
        return 0


def _load_with_stand_ins() -> Any:
    # Imported before the platform is told wrongly, so that they find this machine as it is.
    import asyncio  # noqa: F401
    import concurrent.futures  # noqa: F401

    import numpy  # noqa: F401
    import pandas  # noqa: F401

    names = "pythoncom pywintypes win32api win32con win32event win32gui win32process win32timezone win32com"
    names += " win32com.client win32com.client.dynamic win32com.server win32com.server.util win32com.server.policy"
    names += " win32com.server.dispatcher win32com.server.exception"
    for name in names.split():
        sys.modules[name] = module = _Names(name)
        module.__path__, module.__file__ = [], name
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], last, module)
    pythoncom, pywintypes = sys.modules["pythoncom"], sys.modules["pywintypes"]
    pythoncom.IID_IDispatch = "IDispatch"
    pythoncom.TypeIIDs = {"IDispatch": type("PyIDispatch", (), {})}
    pythoncom.CoInitialize = lambda *_: None
    pywintypes.IID = uuid.UUID
    pywintypes.TimeType = type("datetime", (dt.datetime,), {})
    sys.modules["win32timezone"].TimeZoneInfo = SimpleNamespace(utc=lambda: dt.UTC)
    sys.modules["win32com.client.dynamic"].CDispatch = type("CDispatch", (), {})

    def no_object(_: object) -> None:
        raise ValueError("no Python object")

    sys.modules["win32com.server.util"].unwrap = no_object
    there, platform, had = set(sys.modules), sys.platform, ctypes.PyDLL
    ctypes.windll = ctypes.oledll = _Anything()  # type: ignore[attr-defined]
    ctypes.PyDLL = _Anything  # type: ignore[assignment,misc]
    try:
        sys.platform = "win32"
        import xlwings
        import xlwings._xlwindows
        import xlwings.com_server
        import xlwings.udfs
    finally:
        sys.platform, ctypes.PyDLL = platform, had  # type: ignore[misc]
        del ctypes.windll, ctypes.oledll  # type: ignore[attr-defined]
    proxy = _Sys("sys")
    for name in set(sys.modules) - there:
        if name.split(".")[0] == "xlwings" and getattr(sys.modules[name], "sys", None) is sys:
            sys.modules[name].sys = proxy  # type: ignore[attr-defined]
    if "excel" not in [engine.name for engine in xlwings.engines]:
        xlwings.engines.add(xlwings.Engine(impl=xlwings._xlwindows.engine))
    return xlwings

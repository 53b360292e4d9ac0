"""The server that Excel's formulas ask, run on its own; and asking a server one formula, as Excel does.

xlwings' VBA starts a server of its own unless the settings say to attach to the one with xlwings' fixed class id. That
one is run here, for computers where Office may not start programs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from importlib import import_module
from typing import IO, Any

from xlops._version import __version__
from xlops.hosts.excel.addin_install import AddinError
from xlops.hosts.excel.machine import Machine

CLASS_ID = "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"
MODULE = "xlops.hosts.excel.udfs"
QUESTION = "AMZ_REFERRAL_FEE"  # reads a fee table, so an answer shows that the tables are there too
_RUNNING = "Local\\xlops-server"
_STOP = "Local\\xlops-server-stop"
_WM_QUIT = 0x0012
_SYNCHRONIZE = 0x00100000
_PATIENCE = 15.0  # seconds until a server that was just started must answer, or has ended


def serve(machine: Machine) -> None:
    """Run the server until it is told to stop. Returns then.

    Raises:
        AddinError: not_windows; no_pywin32; already_running.
    """
    _refuse_without_com(machine)
    import win32api
    import win32event
    import winerror

    running = win32event.CreateMutex(None, False, _RUNNING)
    if win32api.GetLastError() == winerror.ERROR_ALREADY_EXISTS:
        raise AddinError(
            "already_running",
            "the xlops server is running already. To start it again, first run: xlops serve --stop",
            "xlops 服务已在运行。如需重启，请先运行 xlops serve --stop",
        )
    stop_event = win32event.CreateEvent(None, True, False, _STOP)
    thread = win32api.GetCurrentThreadId()

    def wait() -> None:
        win32event.WaitForSingleObject(stop_event, win32event.INFINITE)
        win32api.PostThreadMessage(thread, _WM_QUIT, 0, 0)

    threading.Thread(target=wait, daemon=True).start()
    from xlops.hosts.excel.xl import serve as answer

    import_module(MODULE)  # now, so that the first formula does not wait for it
    answer(CLASS_ID)
    running.Close()


def stop(machine: Machine) -> bool:
    """Tell the running server to end and wait until it has; return whether one was running.

    Raises:
        AddinError: not_windows; no_pywin32; still_running.
    """
    _refuse_without_com(machine)
    import pywintypes
    import win32event

    try:
        event = win32event.OpenEvent(win32event.EVENT_MODIFY_STATE, False, _STOP)
    except pywintypes.error:
        return False
    win32event.SetEvent(event)
    event.Close()
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            win32event.OpenMutex(_SYNCHRONIZE, False, _RUNNING).Close()
        except pywintypes.error:
            return True
        time.sleep(0.1)
    raise AddinError(
        "still_running",
        "the xlops server does not end: a formula may be running in it. Close Excel and run this again.",
        "xlops 服务未能结束，可能正在计算。请关闭 Excel 后重试。",
    )


def _refuse_without_com(machine: Machine) -> None:
    if not machine.is_windows:
        raise AddinError(
            "not_windows",
            "the server answers Excel on Windows. Here, grade files with: xlops grade FILE",
            "该服务只用于 Windows 版 Excel。在本机请用 xlops grade 文件名 处理文件。",
        )
    if error := machine.imports("pythoncom"):
        raise AddinError(
            "no_pywin32",
            f"pywin32 cannot be loaded ({error}). Run: python -m pip install --force-reinstall pywin32",
            f"无法加载 pywin32（{error}）。请运行 python -m pip install --force-reinstall pywin32",
        )


def probe(over_com: str = "") -> None:
    """Print what this Python answers, as JSON: versions, and one formula's value with the value expected.

    Args:
        over_com: "start" to ask a server that is started for it, as Excel does; "attach" to ask the running one;
            empty to call the formula without a server.
    """
    answer: dict[str, Any] = {"xlops": __version__}
    try:
        from importlib.metadata import version

        from xlops.catalog import catalogue

        formula = catalogue()[QUESTION]
        example = formula.examples[0]
        arguments = [example.arguments.get(argument.name) for argument in formula.arguments]
        answer |= {"xlwings": version("xlwings"), "expected": example.result}
        answer["value"] = _asked_over_com(arguments, over_com == "attach") if over_com else _called(arguments)
    except Exception as error:  # whatever it is, the doctor tells it
        answer["error"] = f"{type(error).__name__}: {error}"
    print(json.dumps(answer))


def _called(arguments: list[Any]) -> Any:
    return getattr(import_module(MODULE), QUESTION)(*arguments)


def _asked_over_com(arguments: list[Any], attach: bool) -> Any:
    """Ask a server over COM. Not yet proven on real Windows."""
    import pythoncom
    import pywintypes
    import win32com.client.dynamic

    class_id = CLASS_ID if attach else str(pythoncom.CreateGuid())
    code = f"import xlwings; xlwings.serve('{class_id}')"
    server = None
    if not attach:
        server = subprocess.Popen(
            [sys.executable, "-B", "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        )
    try:
        end = time.monotonic() + (0 if attach else _PATIENCE)
        while True:
            try:
                found = pythoncom.CoCreateInstance(
                    pywintypes.IID(class_id), None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
                )
                break
            except pythoncom.com_error:
                if server is not None and server.poll() is not None:
                    raise RuntimeError(f"the server ended: {_last_line(server.stderr)}") from None
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        return win32com.client.dynamic.Dispatch(found).CallUDF(MODULE, QUESTION, arguments, None, None)
    finally:
        if server is not None:
            server.kill()
            server.communicate()


def _last_line(stream: IO[str] | None) -> str:
    lines = stream.read().strip().splitlines() if stream else []
    return lines[-1] if lines else "it said nothing"

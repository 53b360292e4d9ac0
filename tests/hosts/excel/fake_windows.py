"""A Windows computer in a temporary folder: files are real, registry and programs are answers kept here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xlops import __version__
from xlops.hosts.excel.machine import ADDIN, Machine, Ran, this_machine

XLWINGS = "0.37.8"
CLICK_TO_RUN = "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"
APP_PATHS = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
ANSWER = {"xlops": __version__, "xlwings": XLWINGS, "value": 3.75, "expected": 3.75}


class Registry:
    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {}

    def set(self, key: str, name: str, value: Any) -> None:
        self.keys.setdefault(key.lower(), {})[name] = value

    def value(self, key: str, name: str = "") -> Any:
        return next((v for n, v in self.values(key).items() if n.lower() == name.lower()), None)

    def values(self, key: str) -> dict[str, Any]:
        return dict(self.keys.get(key.lower(), {}))


@dataclass
class Windows:
    """The computer, with what it was asked to do."""

    root: Path
    profile: str = "li"
    code_page: str = "gbk"
    answer: dict[str, Any] = field(default_factory=lambda: dict(ANSWER))
    short_paths: dict[str, str] = field(default_factory=dict)
    marks: dict[Path, str] = field(default_factory=dict)
    broken_imports: dict[str, str] = field(default_factory=dict)
    ran: list[list[str]] = field(default_factory=list)
    started: list[list[str]] = field(default_factory=list)
    registry: Registry = field(default_factory=Registry)

    def __post_init__(self) -> None:
        self.home = self.root / "Users" / self.profile
        self.venv = self.home / "AppData" / "Local" / "xlops" / "venv"
        for path in (self.venv / "Scripts" / "python.exe", self.venv / "Scripts" / "pythonw.exe"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"MZ")
        for bits in (32, 64):
            (self.venv / f"xlwings{bits}-{XLWINGS}.dll").write_bytes(b"MZ")
        (self.home / "AppData" / "Roaming").mkdir(parents=True)
        packaged = self.root / "packaged" / ADDIN
        packaged.parent.mkdir()
        packaged.write_bytes(this_machine().addin.read_bytes())
        self.registry.set(CLICK_TO_RUN, "Platform", "x64")
        self.registry.set(CLICK_TO_RUN, "VersionToReport", "16.0.17328.20162")
        self.registry.set(APP_PATHS, "", str(self.root / "Office16" / "EXCEL.EXE"))
        self.machine = Machine(
            system="win32",
            environment={"USERPROFILE": str(self.home), "APPDATA": str(self.home / "AppData" / "Roaming")},
            interpreter=self.venv / "Scripts" / "python.exe",
            base_prefix=self.root / "Python311",
            addin=packaged,
            xlwings=XLWINGS,
            registry=self.registry,
            code_page=self.code_page,
            console_page=self.code_page,
            short_path=lambda path: self.short_paths.get(str(path)),
            web_mark=self.marks.get,
            run=self._run,
            start=lambda command: self.started.append(list(command)),
            imports=self.broken_imports.get,
        )

    def change(self, **fields: Any) -> Machine:
        self.machine = replace(self.machine, **fields)
        return self.machine

    def _run(self, command: Sequence[str], seconds: float) -> Ran:
        self.ran.append(list(command))
        return Ran(0, json.dumps(self.answer) + "\n")


def input_fields(text: str) -> list[str]:
    """Read a text file as VBA's ``Input #`` does into String variables, one field after another."""
    fields, place = [], 0
    while place < len(text):
        while text[place : place + 1] == " ":
            place += 1
        if text[place : place + 1] == '"':
            end = text.index('"', place + 1)
            fields.append(text[place + 1 : end])
            place = end + 1
            while text[place : place + 1] == " ":
                place += 1
        else:
            end = min((i for mark in ",\r\n" if (i := text.find(mark, place)) >= 0), default=len(text))
            fields.append(text[place:end].rstrip(" "))
            place = end
        if text[place : place + 2] == "\r\n":
            place += 2
        elif text[place : place + 1] in (",", "\r", "\n"):
            place += 1
    return fields


def get_config(raw: bytes, code_page: str, wanted: str) -> str | None:
    """Look a setting up as xlwings' GetConfigFromFile does; "Input past end of file" is an EOFError."""
    fields = iter(input_fields(raw.decode(code_page)))
    for name in fields:
        try:
            value = next(fields)
        except StopIteration:
            raise EOFError from None
        if name.lower() == wanted.lower():
            return value
    return None

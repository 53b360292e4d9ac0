"""What Excel has and LibreOffice's VBA layer does not, where the macros need it, written on UNO for the rig.

Each is our reading of Excel: names that belong to a sheet (LibreOffice makes references to another sheet of them, and
no constants), the language of Office, the range of a sheet's filter. ``language`` and ``edit_mode`` are set by tests.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pywintypes
from rigcom import objects
from rigcom.emulated import a1, book_of, doc_of, range_com, rng, sheet_uno, t_method, t_prop
from rigcom.lo import uno

ENGLISH, CHINESE = 1033, 2052
_VBA_E_IGNORE = -2146777998  # what Excel answers while a cell is being edited

language = SimpleNamespace(id=CHINESE)
edit_mode = SimpleNamespace(on=False)


class _Name(objects.EmuObject):
    """A name that belongs to a sheet. UNO knows no hidden names: Visible is taken and forgotten."""

    _typename = "Name"

    def __init__(self, sheet: Any, name: str) -> None:
        super().__init__()
        self._sheet, self._name = sheet, name

    Name = property(lambda s: f"{s._sheet.Name}!{s._name}")
    Visible = property(lambda s: True, lambda s, v: None)

    @property
    def RefersTo(self) -> str:
        content = self._sheet.NamedRanges.getByName(self._name).Content
        if "#REF!" in content:  # a cell that was deleted; Excel keeps the sheet's name
            return "=" + content.split(".")[0].removeprefix("$") + "!#REF!"
        text = re.sub(r"\$('(?:[^']|'')+'|[^.$'\"]+)\.(?=\$?[A-Z])", r"\1!", content)
        return "=" + re.sub(r":\$('(?:[^']|'')+'|[^.$'\"!]+)\.(?=\$?[A-Z])", ":", text)

    def Delete(self) -> None:
        self._sheet.NamedRanges.removeByName(self._name)


class _Names(objects.EmuCollection):
    _typename = "Names"

    def __init__(self, sheet: Any) -> None:
        super().__init__()
        self._sheet = sheet

    def _items(self) -> list[_Name]:
        return [_Name(self._sheet, name) for name in self._sheet.NamedRanges.ElementNames]

    def Add(self, Name: str, RefersTo: str) -> _Name:
        ranges = self._sheet.NamedRanges
        if ranges.hasByName(Name):
            ranges.removeByName(Name)
        sheet, _, cells = RefersTo.removeprefix("=").rpartition("!")
        content = RefersTo.removeprefix("=") if RefersTo.startswith('="') else f"${sheet}.{cells}"
        ranges.addNewByName(Name, content, uno.createUnoStruct("com.sun.star.table.CellAddress"), 0)
        return _Name(self._sheet, Name)


@t_prop("Worksheet", "Names")
def _(o: Any) -> _Names:
    return _Names(sheet_uno(o))


class _LanguageSettings(objects.EmuObject):
    _typename = "LanguageSettings"

    def LanguageID(self, kind: int) -> int:
        assert kind == 2, "msoLanguageIDUI"
        return int(language.id)


@t_prop("Application", "LanguageSettings")
def _(o: Any) -> _LanguageSettings:
    if edit_mode.on:
        raise pywintypes.com_error(_VBA_E_IGNORE, "Call was rejected.", None, None)
    return _LanguageSettings()


class _AutoFilter(objects.EmuObject):
    _typename = "AutoFilter"

    def __init__(self, com: Any, address: str) -> None:
        super().__init__()
        self._com, self._address = com, address

    @property
    def Range(self) -> Any:
        return self._com.lo_get("Range", self._address)


def _filter_of(o: Any) -> Any:
    """The database range without a name, in which LibreOffice keeps the filter of a sheet."""
    index = sheet_uno(o).RangeAddress.Sheet
    ranges = doc_of(o).getPropertyValue("UnnamedDatabaseRanges")
    return ranges.getByTable(index) if ranges.hasByTable(index) else None


@t_prop("Worksheet", "AutoFilter")
def _(o: Any) -> _AutoFilter:
    return _AutoFilter(o, a1(_filter_of(o).DataArea, absolute=False))


@t_prop("Worksheet", "AutoFilterMode")
def _(o: Any) -> bool:
    area = _filter_of(o)
    return area is not None and bool(area.AutoFilter)


@t_prop("Worksheet", "FilterMode")
def _(o: Any) -> bool:
    area = _filter_of(o)
    return area is not None and bool(area.getFilterDescriptor().getFilterFields())


@t_method("Range", "AutoFilter")
def _(o: Any, field: int = 1) -> None:
    """Put a filter on the range. LibreOffice's layer puts it where the sheet's last filter was."""
    ranges = doc_of(o).getPropertyValue("UnnamedDatabaseRanges")
    ranges.setByTable(rng(o).getRangeAddress())
    ranges.getByTable(sheet_uno(o).RangeAddress.Sheet).AutoFilter = True


class _Areas(objects.EmuCollection):
    _typename = "Areas"

    def __init__(self, cells: list[Any]) -> None:
        super().__init__()
        self._cells = cells

    def _items(self) -> list[Any]:
        return self._cells


class _Cells(objects.EmuObject):
    """Cells of several areas."""

    _typename = "Range"

    def __init__(self, areas: list[Any]) -> None:
        super().__init__()
        self._areas = areas

    Areas = property(lambda s: _Areas(s._areas))


def _cells(o: Any, addresses: Any) -> _Cells:
    name = sheet_uno(o).Name
    return _Cells([range_com(book_of(o), name, a1(address, absolute=False)) for address in addresses])


class _Rule(objects.EmuObject):
    _typename = "FormatCondition"

    def __init__(self, o: Any, addresses: Any) -> None:
        super().__init__()
        self._o, self._addresses = o, addresses

    AppliesTo = property(lambda s: _cells(s._o, s._addresses))


class _Rules(objects.EmuCollection):
    """The conditional formats of a whole sheet; the rig itself knows those of one range."""

    _typename = "FormatConditions"

    def __init__(self, o: Any) -> None:
        super().__init__()
        self._o = o

    def _items(self) -> list[_Rule]:
        rules = sheet_uno(self._o).ConditionalFormats.getConditionalFormats()
        return [_Rule(self._o, rule.Range.getRangeAddresses()) for rule in rules]


@t_prop("Range", "FormatConditions")
def _(o: Any) -> _Rules:
    return _Rules(o)


@t_method("Range", "SpecialCells")
def _(o: Any, kind: int) -> _Cells:
    """The cells with a list to choose from, or another validation; an error where there is none, as in Excel."""
    assert kind == -4174, "xlCellTypeAllValidation"
    found = [cells.RangeAddress for cells in sheet_uno(o).CellFormatRanges if cells.Validation.Type.value != "ANY"]
    if not found:
        raise pywintypes.com_error(-2147352567, "No cells were found.", None, None)
    return _cells(o, found)

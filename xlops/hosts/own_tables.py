"""Where an operator's own fee tables are: the user's folder, and beside a workbook. Here they are read and put on top.

The user's folder is ``.xlops`` in the home directory, or the folder that the environment variable ``XLOPS_HOME`` names;
its tables are in ``fees`` below it and count for everything that is computed on this machine. Tables beside a workbook
(a folder ``xlops_fees``, or a file ``xlops_fees.toml``, ``.csv`` or ``.xlsx``) count for the workbooks of that folder
only, before those of the user's folder.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from xlops.errors import EditionError, SheetError
from xlops.fees.edition import Edition
from xlops.fees.library import Library, packaged_library, use_always
from xlops.fees.load_zh import in_chinese
from xlops.fees.own import own_edition, with_own
from xlops.fees.own_sheet import sheet_editions

BESIDE = "xlops_fees"
_SHEETS = (".csv", ".xlsx", ".xlsm")
_SUFFIXES = (".toml", *_SHEETS)

# A file as it was when it was read: path, size, time.
_Stamp = tuple[Path, int, int]


def user_folder() -> Path:
    """Return the folder of the user's own fee tables; it need not exist."""
    home = os.environ.get("XLOPS_HOME")
    return (Path(home) if home else Path.home() / ".xlops") / "fees"


def own_library(workbook: Path | None = None) -> Library:
    """Return the packaged editions with the user's own tables on top, and above them those beside a workbook.

    Raises:
        SheetError: own_table..., if one of the own tables is refused.
    """
    user = _stamps(user_folder(), user_folder())
    beside = ()
    if workbook is not None:
        folder = workbook.parent
        beside = _stamps(folder, folder / BESIDE, *(folder / f"{BESIDE}{suffix}" for suffix in _SUFFIXES))
    if not user and not beside:
        return packaged_library()
    return _library(user, beside, user_folder(), workbook.parent if workbook else user_folder())


@cache
def take_own_tables() -> None:
    """Let every later formula of this process ask the user's own tables too."""
    use_always(own_library())


def files_below(*places: Path) -> list[Path]:
    """Return the table files among some files and in some folders, at any depth."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(path for path in place.rglob("*") if path.suffix.lower() in _SUFFIXES)
        elif place.is_file():
            found.append(place)
    return [path for path in found if path.is_file() and not path.name.startswith(("~$", ".", "~xlops-"))]


def read_own(path: Path, shown: str, given: dict[str, str] | None = None) -> dict[str, tuple[Edition, str]]:
    """Read one own table: an edition in TOML, or a simple sheet of rates or freight.

    Args:
        path: the file.
        shown: its name in messages and in what explain says.
        given: what the sheet does not say itself, see :func:`~xlops.fees.own_sheet.sheet_editions`.

    Returns:
        The editions with their texts, by ``<platform>/<market>/<programme>/<date>``.

    Raises:
        SheetError: own_table..., with file, place, found, expected and remedy in both languages.
    """
    try:
        if path.suffix.lower() in _SHEETS:
            texts = _sheet_texts(path, shown, given or {})
        else:
            texts = {"": path.read_text(encoding="utf-8-sig")}
        editions = [(own_edition(text, shown), text) for text in texts.values()]
    except EditionError as error:
        raise refused(error) from error
    except UnicodeDecodeError as error:
        raise SheetError(
            "own_table_encoding",
            f"{shown}: found a text that is not UTF-8; expected an edition in UTF-8. Save it again as UTF-8.",
            f"{shown}：不是 UTF-8 编码。请另存为 UTF-8。",
        ) from error
    return {edition.name: (edition, text) for edition, text in editions}


def refused(error: EditionError) -> SheetError:
    """Return the loader's refusal of an own table in both languages."""
    return SheetError("own_table", str(error), in_chinese(error))


def layered(*layers: list[Edition]) -> Library:
    """Return the packaged editions with own tables on top, a later layer above an earlier one.

    Raises:
        SheetError: own_table, if they do not fit the published tables or each other.
    """
    try:
        return with_own(packaged_library(), *layers)
    except EditionError as error:
        raise refused(error) from error


def _sheet_texts(path: Path, shown: str, given: dict[str, str]) -> dict[str, str]:
    from xlops.workbook.opening import open_book  # here, because only sheets need openpyxl

    book = open_book(path, keep_all=False)
    texts: dict[str, str] = {}
    refusals: list[SheetError] = []
    for name in book.visible:
        cells = book.read(name, lambda text: text).cells
        try:
            found = sheet_editions(shown, cells, given, date.today())
        except SheetError as error:
            if error.code != "own_table_header":  # a sheet of notes is no table
                raise
            refusals.append(error)
            continue
        for edition, text in found.items():
            if edition in texts:
                raise SheetError(
                    "own_table_twice",
                    f"{shown}: found {edition} on two sheets; expected it once. Put the rows on one sheet.",
                    f"{shown}：两个工作表都有 {edition}。请合并到一个工作表。",
                )
            texts[edition] = text
    if not texts and refusals:
        raise refusals[0]
    return texts


def _stamps(root: Path, *places: Path) -> tuple[_Stamp, ...]:
    stamps = []
    for path in files_below(*places):
        state = path.stat()
        stamps.append((path.relative_to(root), state.st_size, state.st_mtime_ns))
    return tuple(stamps)


@lru_cache(maxsize=32)
def _library(user: tuple[_Stamp, ...], beside: tuple[_Stamp, ...], home: Path, folder: Path) -> Library:
    """Read the tables once for as long as no file changes; the stamps are the key."""
    return layered(_read_layer(home, user), _read_layer(folder, beside))


def _read_layer(root: Path, stamps: tuple[_Stamp, ...]) -> list[Edition]:
    return [
        edition
        for path, _, _ in stamps
        for edition, _ in read_own(root / path, path.as_posix()).values()
    ]

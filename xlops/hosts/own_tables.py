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
from xlops.fees.own import own_edition, with_own

BESIDE = "xlops_fees"
_SUFFIXES = (".toml", ".csv", ".xlsx", ".xlsm")

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
        folder = workbook.resolve().parent
        beside = _stamps(folder, folder / BESIDE, *(folder / f"{BESIDE}{suffix}" for suffix in _SUFFIXES))
    if not user and not beside:
        return packaged_library()
    return _library(user, beside, user_folder(), workbook.resolve().parent if workbook else user_folder())


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
        if path.suffix.lower() == ".toml":
            texts = {"": path.read_text(encoding="utf-8-sig")}
        else:
            texts = _sheet_texts(path, shown, given or {})
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
    from xlops.fees.load_zh import in_chinese

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


def add_own(file: Path, given: dict[str, str], replace: bool) -> list[tuple[Edition, Path]]:
    """Check a table and copy its editions into the user's folder; return them with their new files.

    Args:
        file: an edition in TOML, or a simple sheet.
        given: what a sheet does not say itself.
        replace: whether an own table of the same name and first day may be replaced.

    Raises:
        SheetError: own_table..., or why a file cannot be read or written. Nothing is copied then.
    """
    from xlops.workbook.problems import problem
    from xlops.workbook.save import Snapshot, make_folder, replace_file

    if not file.is_file():
        raise problem("not_found", file)
    state = Snapshot.take(file)
    editions = read_own(file, file.name, given)
    folder = user_folder()
    targets = {name: folder / f"{name}.toml" for name in editions}
    for name, target in targets.items():
        if target.exists() and not replace:
            raise SheetError(
                "own_table_exists",
                f"{file.name}: found {name}, which you have already; expected a new name or first day. "
                "Use --replace, or remove the old one first.",
                f"{file.name}：{name} 已存在。请使用 --replace 覆盖，或先删除旧表。",
            )
    kept = [path for path in files_below(folder) if path not in targets.values()]
    others = [edition for path in kept for edition, _ in read_own(path, _shown(path, folder)).values()]
    _compile(layered([*others, *(edition for edition, _ in editions.values())]), [e for e, _ in editions.values()])
    for name, target in targets.items():
        make_folder(target)
        replace_file(target, editions[name][1].encode("utf-8"), state)
    return [(edition, targets[name]) for name, (edition, _) in editions.items()]


def _compile(library: Library, editions: list[Edition]) -> None:
    """Refuse a table whose figures the engine cannot hold, before it is asked for the first time."""
    try:
        for edition in editions:
            timeline = library.timeline(edition.platform, edition.market, edition.programme)
            assert timeline is not None
            timeline.compiled([e.effective for e in timeline.editions].index(edition.effective))
    except EditionError as error:
        raise refused(error) from error


def remove_own(name: str) -> Path:
    """Delete one file of the user's own tables by its name as :func:`list_own` gives it; return its path.

    Raises:
        SheetError: own_table_missing.
    """
    folder = user_folder()
    for path in files_below(folder):
        if name.strip() in (_shown(path, folder), _shown(path, folder).removesuffix(".toml")):
            path.unlink()
            return path
    known = ", ".join(_shown(path, folder) for path in files_below(folder)) or "-"
    raise SheetError(
        "own_table_missing",
        f"{name}: found no own table of that name; expected one of {known}. See 'xlops fees list --own'.",
        f"{name}：没有该名称的自有表；现有：{known}。可用 xlops fees list --own 查看。",
    )


def list_own() -> list[tuple[str, Edition | SheetError]]:
    """Return every own table of the user's folder by its file, or why it is refused."""
    found: list[tuple[str, Edition | SheetError]] = []
    folder = user_folder()
    for path in files_below(folder):
        shown = _shown(path, folder)
        try:
            editions = [edition for edition, _ in read_own(path, shown).values()]
            layered(editions)
            found += [(shown, edition) for edition in editions]
        except SheetError as error:
            found.append((shown, error))
    return found


def _shown(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _sheet_texts(path: Path, shown: str, given: dict[str, str]) -> dict[str, str]:
    # Here, because only sheets need it, and openpyxl is slow to load.
    from xlops.fees.own_sheet import sheet_editions
    from xlops.workbook.opening import open_book

    book = open_book(path)
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

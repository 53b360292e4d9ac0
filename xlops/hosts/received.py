"""What an import came to: the files that were read, what the workbook keeps, what each product sheet took."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlops.errors import SheetError
    from xlops.grading.results import Graded
    from xlops.hosts.batch import NotGraded
    from xlops.hosts.imports import Taken
    from xlops.reports.join import Imported, Remark, Replaced
    from xlops.reports.report import Report


@dataclass(frozen=True)
class FileRead:
    """One file: the reports that were read from it, each as it is kept, or why it was refused."""

    path: Path
    reports: tuple[Report, ...] = ()
    imported: tuple[Imported, ...] = ()
    refused: SheetError | None = None


@dataclass(frozen=True)
class SheetTaken:
    """A product sheet: what the reports gave to it, and its grades, or why it could not be graded."""

    name: str
    taken: Taken
    graded: Graded | None = None
    why: SheetError | None = None

    @property
    def lang(self) -> str:
        """The language of what is written beside the sheet."""
        return self.graded.lang if self.graded is not None else self.taken.sheet.language

    @property
    def joined(self) -> int:
        """How many products of the reports have a row in this sheet."""
        return sum(bool(fate.rows) for fate in self.taken.joined.fates)


@dataclass(frozen=True)
class Received:
    """What an import came to.

    ``kept`` are the reports that count now, earlier ones included; ``replaced`` which earlier ones went. ``remarks``
    are about the reports themselves, those of a sheet stand with the sheet. ``alone`` are the SKUs that only one of the
    new reports has, by its place among :attr:`imported`.
    """

    files: tuple[FileRead, ...]
    kept: tuple[Imported, ...]
    replaced: tuple[Replaced, ...]
    sheets: tuple[SheetTaken, ...]
    left: tuple[NotGraded, ...]
    remarks: tuple[Remark, ...]
    alone: dict[int, list[str]] = field(default_factory=dict)

    @property
    def imported(self) -> tuple[Imported, ...]:
        """The reports that this import read."""
        return tuple(one for file in self.files for one in file.imported)

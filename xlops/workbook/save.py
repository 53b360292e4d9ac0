"""Writing a file so that the target is always the complete old one or the complete new one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from xlops.workbook.problems import problem

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class Snapshot:
    """A file's size and time when it was read, to notice that somebody changed it since."""

    path: Path
    size: int
    modified: int

    @classmethod
    def take(cls, path: Path) -> Snapshot:
        """Return the present state of ``path``."""
        stat = path.stat()
        return cls(path, stat.st_size, stat.st_mtime_ns)

    def holds(self) -> bool:
        """Whether the file is still as it was."""
        try:
            return Snapshot.take(self.path) == self
        except OSError:
            return False


def check_lock(path: Path) -> None:
    """Refuse if Excel, WPS or LibreOffice has the file open, by the lock file that they keep beside it.

    Raises:
        WorkbookError: locked.
    """
    for lock in (path.with_name("~$" + path.name), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise problem("locked", path, detail=lock.name)


def make_folder(target: Path) -> None:
    """Make the folder that a file is to be written into.

    Raises:
        WorkbookError: read_only_folder.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise problem("read_only_folder", target, detail=error.strerror or str(error)) from error


def replace_file(target: Path, data: bytes, source: Snapshot) -> None:
    """Write ``data`` to a temporary file beside ``target``, flush it to the disk, then put it in place.

    Args:
        target: the file to create or replace; takes the permissions of the file it replaces, else of the
        source.
        data: the whole content.
        source: state of the file that ``data`` was made from; nothing is written if it has changed.

    Raises:
        WorkbookError: locked, read_only_folder, disk_full, changed_since_read, not_written. The target is
        then as before
            and no temporary file is left.
    """
    check_lock(target)
    try:
        handle, name = tempfile.mkstemp(prefix="~xlops-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        code = "disk_full" if error.errno in _FULL else "read_only_folder"
        raise problem(code, target, detail=error.strerror or str(error)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target if target.exists() else source.path, temporary)
        if not source.holds():
            raise problem("changed_since_read", source.path)
        temporary.replace(target)
    except OSError as error:
        code = "disk_full" if error.errno in _FULL else "not_written"
        raise problem(code, target, detail=error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()

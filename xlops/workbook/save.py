"""Writing a file so that the target is always the complete old one or the complete new one.

The new content goes into a temporary file in the target's folder, is flushed to the disk and put in place by one
rename. A killed run can leave such a file behind; the next run that writes into the folder removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xlops.errors import WorkbookError
from xlops.workbook.problems import problem

if sys.platform != "win32":
    import fcntl

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_IN_USE = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EACCES, errno.EPERM})
# answers of folders (network drives, mounted single files) in which a rename cannot put one file over another
_NO_REPLACE = frozenset({errno.EXDEV, errno.EEXIST, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})

# Virus scanners and folders kept in a cloud hold a file for a moment after it was written.
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)

_STARTED = time.time()
_TEMPORARY = re.compile(r"~xlops-([0-9a-f]{8})-\w{8}\.tmp")
_HOST = f"{zlib.crc32(platform.node().encode()):08x}"
_LONGEST_SAVE = 86_400.0  # seconds
_TAIL = 1 << 16  # bytes


@dataclass(frozen=True)
class Snapshot:
    """A file's state when it was read, to notice that somebody changed it since.

    The check sum is that of the last bytes: in a zip they hold the check sums of all parts, so a change is noticed
    where the clock of a drive is too coarse, or was set back.
    """

    path: Path
    size: int
    modified: int
    tail: int

    @classmethod
    def take(cls, path: Path) -> Snapshot:
        """Return the present state of ``path``. Raises WorkbookError: not_found, not_readable."""
        try:
            with path.open("rb") as file:
                state = os.fstat(file.fileno())
                file.seek(max(0, state.st_size - _TAIL))
                return cls(path, state.st_size, state.st_mtime_ns, zlib.crc32(file.read(_TAIL)))
        except FileNotFoundError:
            raise problem("not_found", path) from None
        except OSError as error:
            raise problem("not_readable", path, detail=_words(error)) from error

    def holds(self) -> bool:
        """Whether the file is still as it was."""
        try:
            return Snapshot.take(self.path) == self
        except WorkbookError:
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
        raise problem("read_only_folder", target, detail=_words(error)) from error


def replace_file(
    target: Path, data: bytes, source: Snapshot, *, backup: bool = False, keep_times: bool = False
) -> None:
    """Put ``data`` in place of ``target`` in one step. Arguments and errors as for :func:`replacing`."""
    with replacing(target, source, backup=backup, keep_times=keep_times) as file:
        file.write(data)


@contextmanager
def replacing(target: Path, source: Snapshot, *, backup: bool = False, keep_times: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write and read, which becomes ``target`` in one step at the end of the ``with`` block.

    Args:
        target: the file to create or replace; a link is followed. It takes the permissions of the file it replaces,
            else of the source.
        source: state of the file that the content is made from; nothing is put in place if it has changed.
        backup: first copy the present target to ``<name>.bak``, unless there is such a file: it keeps what was there
            before the first run.
        keep_times: give the file the times of the file it replaces, else of the source.

    Raises:
        WorkbookError: locked, read_only_target, read_only_folder, folder_gone, disk_full, changed_since_read,
            target_in_use, no_replace, not_written. Whatever is raised, also by the block itself, the target is then as
            before and no temporary file is left.
    """
    check_lock(target)
    if target.is_symlink():
        target = Path(os.path.realpath(target))
        check_lock(target)
    if target.exists() and not (os.access(target, os.W_OK) and target.stat().st_mode & 0o222):
        raise problem("read_only_target", target)
    remove_strays(target.parent)
    with _temporary(target) as (file, temporary):
        yield file
        _flush(file)
        file.close()
        _dress(temporary, target if target.exists() else source.path, keep_times)
        if not source.holds():
            raise problem("changed_since_read", source.path)
        check_lock(target)  # it may have been opened since
        if backup and target.exists():
            _back_up(target)
        _put_in_place(temporary, target)


def remove_strays(folder: Path) -> None:
    """Remove the temporary files that killed runs left in a folder, never one that a living run is writing.

    A run holds a lock on its temporary file, which the system drops with the process. Where there are no such locks
    (Windows, some network drives), a file of this computer must be older than this process, and the system must let go
    of it; a file of another computer must be older than a day.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if match := _TEMPORARY.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    _remove_stray(Path(entry.path), match[1])


def _remove_stray(path: Path, host: str) -> None:
    changed = path.stat().st_mtime
    if changed < time.time() - _LONGEST_SAVE:
        path.unlink()
    elif host != _HOST:
        return
    elif sys.platform == "win32":
        if changed < _STARTED:
            path.unlink()
    else:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(handle)


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Give a new, locked file beside ``target``, removed at the end if it is still there; system errors in words."""
    try:
        handle, lock, temporary = _create(target.parent)
    except OSError as error:
        raise _write_problem(error, target, "read_only_folder") from error
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file, temporary
    except OSError as error:
        raise _write_problem(error, target, "not_written") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if lock is not None:
            os.close(lock)


def _create(folder: Path) -> tuple[int, int | None, Path]:
    """Return a new temporary file's handle, the handle of its lock if there can be one, and its path."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f"~xlops-{_HOST}-", suffix=".tmp", dir=folder)
        if sys.platform == "win32":
            return handle, None, Path(name)
        lock = os.dup(handle)  # holds on until the rename, when the file itself is closed
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # another run took it for a stray before it was locked
        except OSError:  # a drive without locks
            return handle, lock, Path(name)
        else:
            if os.fstat(lock).st_nlink:
                return handle, lock, Path(name)
        os.close(lock)
        os.close(handle)


def _flush(file: BinaryIO) -> None:
    file.flush()
    try:
        if sys.platform == "darwin":
            fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)  # a Mac's fsync leaves the data in the drive's memory
        else:
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise


def _dress(temporary: Path, model: Path, keep_times: bool) -> None:
    """Give the temporary file the model's permissions, owner, extended attributes and perhaps times, as far as may be.

    A copy of a read-only source can be written, so that the next run can replace it.
    """
    like = model.stat()
    with contextlib.suppress(OSError):  # some network drives know no permissions
        shutil.copystat(model, temporary)
    with contextlib.suppress(OSError):
        temporary.chmod(stat.S_IMODE(like.st_mode) | stat.S_IWUSR)
    if not keep_times:
        with contextlib.suppress(OSError):
            os.utime(temporary)
    if sys.platform != "win32" and os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.chown(temporary, like.st_uid, like.st_gid)


def _back_up(target: Path) -> None:
    """Copy the target to ``<name>.bak`` in one step, unless there is one."""
    kept = target.with_name(target.name + ".bak")
    if kept.exists():
        return
    with _temporary(kept) as (file, temporary), target.open("rb") as old:
        shutil.copyfileobj(old, file, 1 << 20)
        _flush(file)
        file.close()
        with contextlib.suppress(OSError):
            shutil.copystat(target, temporary)
        _put_in_place(temporary, kept)


def _put_in_place(temporary: Path, target: Path) -> None:
    """Rename the finished file over the target, and flush the folder where a folder can be flushed.

    Raises:
        WorkbookError: target_in_use, no_replace.
        OSError: any other answer.
    """
    for wait in (*_WAITS, None):
        try:
            temporary.replace(target)
            break
        except OSError as error:
            if not _is_there(target.parent) or target.is_dir():
                raise
            if error.errno in _NO_REPLACE:
                raise problem("no_replace", target, detail=_words(error)) from error
            if error.errno not in _IN_USE:
                raise
            if wait is None:
                raise problem("target_in_use", target, detail=_words(error)) from error
            time.sleep(wait)
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _write_problem(error: OSError, target: Path, otherwise: str) -> Exception:
    """Return the error that says in words why the system did not write."""
    if error.errno in _FULL:
        return problem("disk_full", target)
    if not _is_there(target.parent):
        return problem("folder_gone", target, detail=target.parent)
    return problem(otherwise, target, detail=_words(error))


def _is_there(folder: Path) -> bool:
    try:
        return stat.S_ISDIR(folder.stat().st_mode)
    except OSError:
        return False


def _words(error: OSError) -> str:
    return error.strerror or str(error)

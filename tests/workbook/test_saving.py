"""Saving: one step or nothing, whatever the folder, the system or another program does meanwhile."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import xlops
from xlops.errors import WorkbookError
from xlops.workbook import save
from xlops.workbook.save import Snapshot, remove_strays, replace_file, replacing

OLD, NEW = b"the old file " * 1000, b"the new file " * 2000
POSIX = pytest.mark.skipif(os.name == "nt", reason="locks and permissions of Unix")
STRAY = f"~xlops-{save._HOST}-abcd1234.tmp"


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Path]:
    """Return a source and a target, which is in a folder of its own."""
    source, target = tmp_path / "s.xlsx", tmp_path / "out" / "t.xlsx"
    source.write_bytes(OLD)
    target.parent.mkdir()
    target.write_bytes(OLD)
    return source, target


def refused(code: str, source: Path, target: Path, left: list[str] | None = None, **how: bool) -> WorkbookError:
    """Save; the attempt must be refused in both languages, and leave everything as it was."""
    with pytest.raises(WorkbookError) as error:
        replace_file(target, NEW, Snapshot.take(source), **how)
    same(code, error.value, target, left)
    return error.value


def same(code: str, error: WorkbookError, target: Path, left: list[str] | None = None) -> None:
    assert error.code == code, error.en
    assert re.search("[\u4e00-\u9fff]", error.zh) and not re.search("[\u4e00-\u9fff]", error.en)
    assert target.read_bytes() == OLD
    assert sorted(os.listdir(target.parent)) == sorted(left or [target.name])  # noqa: PTH208


# The content


def test_streamed_content_becomes_the_target(place: tuple[Path, Path]) -> None:
    source, target = place
    with replacing(target, Snapshot.take(source)) as file:
        file.write(b"....")
        for _ in range(2000):
            file.write(b"the new file ")
        file.seek(0)
        file.write(NEW[:4])  # a zip's writer goes back to fill in sizes
        assert file.read(4) == b"the "
        assert target.read_bytes() == OLD
    assert target.read_bytes() == NEW[:4] + NEW
    assert os.listdir(target.parent) == ["t.xlsx"]  # noqa: PTH208


def test_new_target_and_in_place(place: tuple[Path, Path]) -> None:
    source, target = place
    replace_file(target.with_name("new.xlsx"), NEW, Snapshot.take(source))
    assert target.with_name("new.xlsx").read_bytes() == NEW
    replace_file(source, NEW, Snapshot.take(source))
    assert source.read_bytes() == NEW


@pytest.mark.parametrize("trouble", [ValueError("x"), KeyboardInterrupt(), WorkbookError("a", "b", "c")], ids=repr)
def test_an_error_in_the_block_leaves_everything(trouble: BaseException, place: tuple[Path, Path]) -> None:
    source, target = place
    with pytest.raises(type(trouble)), replacing(target, Snapshot.take(source)) as file:
        file.write(NEW)
        raise trouble
    assert target.read_bytes() == OLD
    assert os.listdir(target.parent) == ["t.xlsx"]  # noqa: PTH208


# Permissions, times, links, backup


@POSIX
def test_permissions_of_the_replaced_file_else_of_the_source(place: tuple[Path, Path]) -> None:
    source, target = place
    source.chmod(0o444)
    target.chmod(0o640)
    replace_file(target, NEW, Snapshot.take(source))
    assert target.stat().st_mode & 0o777 == 0o640
    other = target.with_name("new.xlsx")
    replace_file(other, NEW, Snapshot.take(source))
    assert other.stat().st_mode & 0o777 == 0o644  # readable like the source, and the next run can replace it
    replace_file(other, OLD, Snapshot.take(source))


@POSIX
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the administrator gives files away")
def test_owner_stays(place: tuple[Path, Path]) -> None:
    source, target = place
    os.chown(target, 1234, 2345)
    replace_file(target, NEW, Snapshot.take(source))
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 2345)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes of Linux")
def test_extended_attributes_stay(place: tuple[Path, Path]) -> None:
    source, target = place
    try:
        os.setxattr(target, "user.tag", b"1")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    replace_file(target, NEW, Snapshot.take(source))
    assert os.getxattr(target, "user.tag") == b"1"


def test_times_are_kept_only_where_asked(place: tuple[Path, Path]) -> None:
    source, target = place
    os.utime(target, (1_600_000_000, 1_600_000_000))
    replace_file(target, NEW, Snapshot.take(source), keep_times=True)
    assert target.stat().st_mtime == 1_600_000_000
    replace_file(target, NEW, Snapshot.take(source))
    assert target.stat().st_mtime > time.time() - 60


@POSIX
def test_a_link_stays_a_link(place: tuple[Path, Path]) -> None:
    source, target = place
    link = source.with_name("link.xlsx")
    link.symlink_to(target)
    replace_file(link, NEW, Snapshot.take(source))
    assert link.is_symlink() and target.read_bytes() == NEW
    target.with_name("~$t.xlsx").touch()
    with pytest.raises(WorkbookError, match=r"~\$t.xlsx"):
        replace_file(link, OLD, Snapshot.take(source))
    assert target.read_bytes() == NEW


def test_backup_keeps_what_was_there_before_the_first_run(place: tuple[Path, Path]) -> None:
    source, target = place
    os.utime(target, (1_600_000_000, 1_600_000_000))
    for data in (NEW, b"newer"):
        replace_file(target, data, Snapshot.take(source), backup=True)
    kept = target.with_name("t.xlsx.bak")
    assert target.read_bytes() == b"newer" and kept.read_bytes() == OLD
    assert kept.stat().st_mtime == 1_600_000_000
    replace_file(target.with_name("new.xlsx"), NEW, Snapshot.take(source), backup=True)
    assert sorted(p.name for p in target.parent.iterdir()) == ["new.xlsx", "t.xlsx", "t.xlsx.bak"]


# What others do meanwhile


@pytest.mark.parametrize("lock", ["~$t.xlsx", ".~lock.t.xlsx#"])
def test_opened_in_excel_while_we_write(lock: str, place: tuple[Path, Path]) -> None:
    source, target = place
    with pytest.raises(WorkbookError) as error, replacing(target, Snapshot.take(source)) as file:
        file.write(NEW)
        target.with_name(lock).touch()
    same("locked", error.value, target, [lock, "t.xlsx"])


def test_changed_since_it_was_read_even_if_the_clock_says_no(place: tuple[Path, Path]) -> None:
    source, target = place
    state = Snapshot.take(source)
    before = source.stat()
    source.write_bytes(OLD[:-1] + b"!")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(WorkbookError) as error:
        replace_file(target, NEW, state)
    same("changed_since_read", error.value, target)


def test_source_gone(place: tuple[Path, Path]) -> None:
    source, target = place
    with pytest.raises(WorkbookError) as error, replacing(target, Snapshot.take(source)):
        source.unlink()
    assert error.value.code in {"changed_since_read", "not_written"}
    assert target.read_bytes() == OLD
    with pytest.raises(WorkbookError) as error:
        Snapshot.take(source)
    assert error.value.code == "not_found"


# What the system says


ANSWERS = {
    "target_in_use": [errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY],
    "no_replace": [errno.EXDEV, errno.EEXIST, errno.ENOSYS, errno.EOPNOTSUPP],
    "not_written": [errno.EIO],
    "disk_full": [errno.ENOSPC, errno.EDQUOT],
}


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, numbers in ANSWERS.items() for n in numbers])
def test_rename_refused(code: str, number: int, place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = place

    def deny(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(save, "_WAITS", (0.0, 0.0))
    monkeypatch.setattr(Path, "replace", deny)
    error = refused(code, source, target)
    assert "-o" in error.en or code in {"not_written", "disk_full"}


def test_rename_over_a_file_held_for_a_moment(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = place
    answers = [PermissionError(errno.EACCES, "held"), PermissionError(errno.EACCES, "held"), None]
    rename = Path.replace

    def later(self: Path, other: Path) -> Path:
        if answer := answers.pop(0):
            raise answer
        return rename(self, other)

    monkeypatch.setattr(Path, "replace", later)
    replace_file(target, NEW, Snapshot.take(source))
    assert target.read_bytes() == NEW and not answers


def test_flush_refused_by_a_drive_that_cannot(place: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = place

    def cannot(*_: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(save.os, "fsync", cannot)
    replace_file(target, NEW, Snapshot.take(source))
    assert target.read_bytes() == NEW


def test_read_only_target(place: tuple[Path, Path]) -> None:
    source, target = place
    target.chmod(0o444)
    refused("read_only_target", source, target)
    target.chmod(0o644)
    replace_file(target, NEW, Snapshot.take(source))
    assert target.read_bytes() == NEW


def test_target_is_a_folder(place: tuple[Path, Path]) -> None:
    source, target = place
    (target.parent / "d.xlsx").mkdir()
    with pytest.raises(WorkbookError) as error:
        replace_file(target.parent / "d.xlsx", NEW, Snapshot.take(source))
    same("not_written", error.value, target, ["d.xlsx", "t.xlsx"])


def test_folder_that_was_never_there(place: tuple[Path, Path]) -> None:
    source, target = place
    with pytest.raises(WorkbookError) as error:
        replace_file(target.parent / "gone" / "t.xlsx", NEW, Snapshot.take(source))
    same("folder_gone", error.value, target)


@POSIX
def test_folder_vanishes_while_we_write(place: tuple[Path, Path]) -> None:
    source, target = place
    with pytest.raises(WorkbookError) as error, replacing(target, Snapshot.take(source)) as file:
        file.write(NEW)
        shutil.rmtree(target.parent)
    assert error.value.code == "folder_gone" and "out" in error.value.zh
    assert source.read_bytes() == OLD


# Real disks: small ones, read-only ones and mounted files, in a namespace that ends with the process

IN_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]
CAN_MOUNT = bool(shutil.which("unshare")) and not subprocess.run(
    [*IN_NAMESPACE, "sh", "-c", 'd=$(mktemp -d) && mount -t tmpfs -o size=1m none "$d" && umount "$d"; s=$?; rmdir "$d"'
     "; exit $s"], capture_output=True, check=False
).returncode  # fmt: skip
MOUNTS = pytest.mark.skipif(not CAN_MOUNT, reason="this system lets nobody mount a small disk in a namespace")

AFTER_MOUNT = """
import os, sys
from pathlib import Path
from xlops.errors import WorkbookError
from xlops.workbook import save
save._WAITS = (0.0,)
folder, source = Path(sys.argv[1]), Path(sys.argv[2])
target = folder / "t.xlsx"

def attempt(data):
    try:
        save.replace_file(target, data, save.Snapshot.take(source))
        code = "written"
    except WorkbookError as error:
        code = error.code
    print(code, len(target.read_bytes()), *sorted(os.listdir(folder)))
"""


def mounted(tmp_path: Path, before: str, script: str, after: str = "true") -> list[str]:
    """Run a script where ``before`` has mounted something at the folder D; return what it printed."""
    folder, source = tmp_path / "disk", tmp_path / "s.xlsx"
    folder.mkdir()
    source.write_bytes(OLD)
    (tmp_path / "script.py").write_text(AFTER_MOUNT + textwrap.dedent(script), "utf-8")
    command = f'D="$1"; S="$2"; {before} && "$3" "$4" "$D" "$S"'
    run = subprocess.run(
        [*IN_NAMESPACE, "sh", "-ec", command, "sh", folder, source, sys.executable, tmp_path / "script.py"],
        env={**os.environ, "PYTHONPATH": str(Path(xlops.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not run.returncode, run.stderr
    return run.stdout.splitlines()


@MOUNTS
def test_small_disk(tmp_path: Path) -> None:
    said = mounted(
        tmp_path,
        'mount -t tmpfs -o size=1m none "$D" && head -c 300000 /dev/zero >"$D/t.xlsx"',
        """
        for size in (800_000, 5_000_000, 600_000, 900_000):
            attempt(os.urandom(size))
        """,
    )
    assert said == [
        "disk_full 300000 t.xlsx",
        "disk_full 300000 t.xlsx",
        "written 600000 t.xlsx",
        "disk_full 600000 t.xlsx",
    ]


@MOUNTS
def test_disk_without_room_for_another_file(tmp_path: Path) -> None:
    said = mounted(
        tmp_path,
        'mount -t tmpfs -o nr_inodes=2 none "$D" && printf old >"$D/t.xlsx"',
        'attempt(b"new file")',
    )
    assert said == ["disk_full 3 t.xlsx"]


@MOUNTS
def test_read_only_disk(tmp_path: Path) -> None:
    said = mounted(
        tmp_path,
        'mount -t tmpfs none "$D" && printf old >"$D/t.xlsx" && mount -o remount,ro "$D"',
        'attempt(b"new file")',
    )
    assert said == ["read_only_target 3 t.xlsx"]
    shutil.rmtree(tmp_path / "disk")
    said = mounted(
        tmp_path,
        'mount -t tmpfs none "$D" && printf old >"$D/u.xlsx" && mount -o remount,ro "$D"',
        'target = folder / "u.xlsx"; target, other = folder / "new.xlsx", target\n'
        "try:\n    save.replace_file(target, b'new', save.Snapshot.take(source))\n"
        "except WorkbookError as error:\n    print(error.code, os.listdir(folder))",
    )
    assert said == ["read_only_folder ['u.xlsx']"]


@MOUNTS
def test_file_that_cannot_be_renamed_over(tmp_path: Path) -> None:
    """A file mounted by itself answers as a network folder does over an open file: busy."""
    said = mounted(
        tmp_path,
        'printf old >"$D/t.xlsx" && mount --bind "$S" "$D/t.xlsx"',
        'attempt(b"new file")',
    )
    assert said == [f"target_in_use {len(OLD)} t.xlsx"]


@MOUNTS
def test_disk_taken_away(tmp_path: Path) -> None:
    said = mounted(
        tmp_path,
        'mount -t tmpfs none "$D" && printf old >"$D/t.xlsx"',
        """
        import subprocess
        try:
            with save.replacing(target, save.Snapshot.take(source)) as file:
                file.write(b"new file")
                subprocess.run(["umount", "-l", str(folder)], check=True)
        except WorkbookError as error:
            print(error.code, os.listdir(folder))
        """,
    )
    assert said == ["not_written []"]


@POSIX
def test_immutable_target(place: tuple[Path, Path]) -> None:
    source, target = place
    if not shutil.which("chattr") or subprocess.run(["chattr", "+i", target], capture_output=True).returncode:
        pytest.skip("no file can be made immutable here")
    try:
        refused("read_only_target" if not os.access(target, os.W_OK) else "target_in_use", source, target)
    finally:
        subprocess.run(["chattr", "-i", target], check=True)


# Temporary files of killed runs


def test_the_next_run_removes_what_a_killed_one_left(place: tuple[Path, Path]) -> None:
    source, target = place
    left = target.with_name(STRAY)
    left.write_bytes(b"half")
    os.utime(left, (save._STARTED - 5, save._STARTED - 5))
    replace_file(target, NEW, Snapshot.take(source))
    assert os.listdir(target.parent) == ["t.xlsx"]  # noqa: PTH208


def test_a_living_run_keeps_its_file(place: tuple[Path, Path]) -> None:
    source, target = place
    with replacing(target, Snapshot.take(source)) as file:
        file.write(NEW)
        remove_strays(target.parent)
        replace_file(target.with_name("other.xlsx"), NEW, Snapshot.take(source))
    assert target.read_bytes() == NEW
    assert sorted(p.name for p in target.parent.iterdir()) == ["other.xlsx", "t.xlsx"]


def test_only_ours_and_only_of_this_computer(tmp_path: Path) -> None:
    names = ["~xlops-notes.tmp", "~$t.xlsx", "t.tmp", "xlops-00000000-abcd1234.tmp", STRAY + ".xlsx"]
    fresh, old = "~xlops-00000000-abcd1234.tmp", "~xlops-00000000-abcd1235.tmp"
    for name in [*names, fresh, old]:
        (tmp_path / name).touch()
    day = time.time() - 90_000
    for name in [*names, old]:
        os.utime(tmp_path / name, (day, day))
    remove_strays(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {*names, fresh}
    remove_strays(tmp_path / "gone")


def test_without_locks_the_age_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows: what is younger than this process may belong to one that started with it."""
    young, old = tmp_path / STRAY, tmp_path / STRAY.replace("abcd", "dcba")
    young.touch()
    old.touch()
    os.utime(old, (save._STARTED - 5, save._STARTED - 5))
    os.utime(young, (save._STARTED + 5, save._STARTED + 5))
    monkeypatch.setattr(save.sys, "platform", "win32")
    remove_strays(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [STRAY]


@POSIX
def test_a_link_with_the_name_of_a_stray_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "precious.xlsx").write_bytes(OLD)
    (tmp_path / STRAY).symlink_to(tmp_path / "precious.xlsx")
    remove_strays(tmp_path)
    assert (tmp_path / "precious.xlsx").read_bytes() == OLD

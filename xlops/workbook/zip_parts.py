"""A zip package whose entries stay the same bytes until they are replaced.

What is not replaced is written as it was read: compressed bytes, name, date, flags, extra fields, order, comment.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain, pairwise
from typing import BinaryIO

try:
    from isal import isal_zlib as zlib  # the same format, packed ten times as fast, a sixth larger
except ImportError:  # there is none for this processor
    import zlib  # type: ignore[no-redef]

_CENTRAL, _LOCAL = struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_END64, _LOCATOR, _END = struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL"), struct.Struct("<4s4H2LH")
_MOST, _MOST_ENTRIES = 0xFFFFFFFF, 0xFFFF
_STORED, _DEFLATED = 0, 8
_DESCRIPTOR = 0x0008  # flag: sizes follow the data
_PIECE = 1 << 18
_MOST_AT_ONCE = 1 << 20  # a piece of a bomb would unpack to a thousand times its size
_PACKED_AT_ONCE = 1 << 22
_HIGHEST_LEVEL = 6 if zlib.__name__ == "zlib" else 2  # ISA-L has no level that is slow


class BadZip(ValueError):
    """The package is not one that can be copied safely. ``code`` is the problem's, the text its detail."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def key_of(name: str) -> str:
    """Return the key of a part: no leading slash, no backslash, no case, as Office compares names."""
    return name.replace("\\", "/").lstrip("/").lower()


@dataclass(frozen=True)
class Entry:
    """One entry: what the directory says of it, and where its bytes are.

    ``central`` is its record of the directory; ``start`` and ``end`` the span of an unchanged entry in the source (-1 =
    none), ``origin`` where it stood there, also when it was replaced since (-1 = it was added), ``data`` the compressed
    bytes of a replaced one.
    """

    name: str
    central: bytes
    method: int
    crc: int
    packed: int
    size: int
    start: int = -1
    end: int = -1
    origin: int = -1
    data: bytes | bytearray = field(default=b"", repr=False)

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and CRC of the unpacked bytes."""
        return self.size, self.crc


class ZipParts:
    """The entries of a package by key, in the directory's order."""

    def __init__(self, source: bytes) -> None:
        """Read the directory.

        Raises:
            BadZip: corrupt, duplicate_parts.
        """
        self.source = source
        try:
            with zipfile.ZipFile(BytesIO(source)) as opened:
                infos, directory, self._comment = opened.infolist(), opened.start_dir, opened.comment
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise BadZip("corrupt", str(error)) from error
        self.entries: dict[str, Entry] = {}
        self._prefix = source[: min((info.header_offset for info in infos), default=0)]
        starts = sorted({info.header_offset for info in infos} | {directory})
        after = dict(pairwise(starts))
        at = directory
        for info in infos:
            sizes = _CENTRAL.unpack_from(source, at)
            length = _CENTRAL.size + sum(sizes[10:13])
            key = key_of(info.filename)
            if key in self.entries and not info.filename.endswith("/"):
                raise BadZip("duplicate_parts", info.filename)
            start = info.header_offset
            if start not in after or source[start : start + 4] != b"PK\x03\x04":
                raise BadZip("corrupt", info.filename)
            entry = Entry(
                info.filename,
                source[at : at + length],
                info.compress_type if not info.flag_bits & 1 else -1,
                info.CRC,
                info.compress_size,
                info.file_size,
                start,
                after[start],
                start,
            )
            if self._data_at(entry) + entry.packed > entry.end:
                raise BadZip("corrupt", f"{info.filename}: overlap")
            self.entries[key] = entry
            at += length

    def _data_at(self, entry: Entry) -> int:
        fields = _LOCAL.unpack_from(self.source, entry.start)
        return entry.start + _LOCAL.size + fields[9] + fields[10]

    def copy(self) -> ZipParts:
        """Return the same package, to be changed apart from this one."""
        other = object.__new__(ZipParts)
        other.source, other._prefix, other._comment = self.source, self._prefix, self._comment
        other.entries = dict(self.entries)
        return other

    def __contains__(self, name: str) -> bool:
        return key_of(name) in self.entries

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield a part's bytes in pieces.

        Raises:
            BadZip: corrupt (not there, damaged, or packed by a method that Office does not use).
        """
        entry = self.entries.get(key_of(name))
        if entry is None:
            raise BadZip("corrupt", f"{name}: -")
        if entry.method not in {_STORED, _DEFLATED}:
            raise BadZip("corrupt", f"{entry.name}: compression {entry.method}")
        if entry.start < 0:
            packed = memoryview(entry.data)
        else:
            at = self._data_at(entry)
            packed = memoryview(self.source)[at : at + entry.packed]
        unpack = zlib.decompressobj(-15) if entry.method == _DEFLATED else None
        crc = size = 0
        try:
            for at in range(0, len(packed), _PIECE):
                left = bytes(packed[at : at + _PIECE])
                while left and size <= entry.size:
                    piece = left if unpack is None else unpack.decompress(left, _MOST_AT_ONCE)
                    left = b"" if unpack is None else unpack.unconsumed_tail
                    crc, size = zlib.crc32(piece, crc), size + len(piece)
                    if piece and size <= entry.size:
                        yield piece
            if unpack is not None and (rest := unpack.flush()):
                crc, size = zlib.crc32(rest, crc), size + len(rest)
                yield rest
        except zlib.error as error:
            raise BadZip("corrupt", f"{entry.name}: {error}") from error
        if (size, crc) != entry.stamp:
            raise BadZip("corrupt", f"{entry.name}: CRC")

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises as :meth:`stream`."""
        return b"".join(self.stream(name))

    def put(self, name: str, data: bytes | Iterable[bytes], level: int = 6) -> None:
        """Replace a part, which keeps its place, name and date, or add one at the end."""
        old = self.entries.get(key_of(name))
        if old is None:
            raw = name.encode()
            flag = 0 if raw.isascii() else 0x800
            central = _CENTRAL.pack(b"PK\x01\x02", 20, 20, flag, _DEFLATED, 0, 33, 0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0)
            old = Entry(name, central + raw, _DEFLATED, 0, 0, 0)
        level = min(level, _HIGHEST_LEVEL)
        pack = zlib.compressobj(level, zlib.DEFLATED, -15) if old.method == _DEFLATED else None
        packed, crc, size = bytearray(), 0, 0

        def take(piece: memoryview) -> None:
            nonlocal packed, crc, size
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            packed += piece if pack is None else pack.compress(piece)

        _in_turn(take, _equal_pieces([data] if isinstance(data, bytes) else data))
        if pack is not None:
            packed += pack.flush()
        self.entries[key_of(name)] = replace(old, crc=crc, packed=len(packed), size=size, start=-1, end=-1, data=packed)

    def drop(self, name: str) -> None:
        """Take a part out."""
        del self.entries[key_of(name)]

    def write(self, out: BinaryIO) -> None:
        """Write the package: unchanged entries as they are, in their old places, added ones behind them."""
        at = out.write(self._prefix)
        places: dict[str, int] = {}
        for key in sorted(self.entries, key=self._place):
            entry = self.entries[key]
            places[key] = at
            if entry.start >= 0:
                at += out.write(memoryview(self.source)[entry.start : entry.end])
            else:
                at += out.write(_local(entry)) + out.write(entry.data)
        start, count = at, len(self.entries)
        size = sum(out.write(_central(entry, places[key])) for key, entry in self.entries.items())
        if start > _MOST or size > _MOST or count >= _MOST_ENTRIES:
            out.write(_END64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start))
            out.write(_LOCATOR.pack(b"PK\x06\x07", 0, start + size, 1))
        low, many = min(start, _MOST), min(count, _MOST_ENTRIES)
        out.write(_END.pack(b"PK\x05\x06", 0, 0, many, many, min(size, _MOST), low, len(self._comment)))
        out.write(self._comment)

    def _place(self, key: str) -> int:
        """Where an entry stood in the source; a replaced one stays there, an added one comes last."""
        origin = self.entries[key].origin
        return origin if origin >= 0 else len(self.source)


def _in_turn(take: Callable[[memoryview], None], pieces: Iterator[memoryview]) -> None:
    """Have pieces taken one after the other, each while the next is made; packing does not hold the interpreter."""
    first, second = next(pieces), next(pieces, None)
    if second is None:
        take(first)
        return
    from concurrent.futures import ThreadPoolExecutor  # takes a while to load, and most parts are short

    with ThreadPoolExecutor(1) as thread:
        taking = thread.submit(take, first)
        for piece in chain((second,), pieces):
            taking.result()
            taking = thread.submit(take, piece)
        taking.result()


def _equal_pieces(data: Iterable[bytes]) -> Iterator[memoryview]:
    """Cut data into pieces of one size, whatever pieces it comes in: they decide how ISA-L packs it."""
    held: list[bytes] = []
    size = 0
    for piece in data:
        held.append(piece)
        size += len(piece)
        if size >= _PACKED_AT_ONCE:
            whole = memoryview(b"".join(held))
            cut = size - size % _PACKED_AT_ONCE
            for at in range(0, cut, _PACKED_AT_ONCE):
                yield whole[at : at + _PACKED_AT_ONCE]
            held, size = [bytes(whole[cut:])], size - cut
    yield memoryview(b"".join(held))


def _fields(entry: Entry) -> tuple[list[int], bytes, bytes, bytes]:
    """Return the fixed fields of an entry's directory record, its name, extra fields and comment."""
    fixed = list(_CENTRAL.unpack_from(entry.central))
    name, extra = fixed[10], fixed[11]
    rest = entry.central[_CENTRAL.size :]
    return fixed, rest[:name], rest[name : name + extra], rest[name + extra :]


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _local(entry: Entry) -> bytes:
    fixed, name, extra, _ = _fields(entry)
    extra, flags = _without_zip64(extra), fixed[3] & ~_DESCRIPTOR
    packed, size = entry.packed, entry.size
    if max(packed, size) >= _MOST:
        extra = struct.pack("<2H2Q", 1, 16, size, packed) + extra
        packed = size = _MOST
    head = _LOCAL.pack(
        b"PK\x03\x04", fixed[2], flags, entry.method, fixed[5], fixed[6], entry.crc, packed, size, len(name), len(extra)
    )
    return head + name + extra


def _central(entry: Entry, place: int) -> bytes:
    """Return the directory record of an entry that now stands at ``place``."""
    fixed, name, extra, comment = _fields(entry)
    if entry.start >= 0 and place <= _MOST - 1 and fixed[16] != _MOST:
        return entry.central[:42] + struct.pack("<L", place) + entry.central[46:]
    extra, big = _without_zip64(extra), b""
    size, packed = entry.size, entry.packed
    if size >= _MOST or packed >= _MOST or place >= _MOST:
        big = struct.pack("<2H3Q", 1, 24, size, packed, place)
        size = packed = place = _MOST
    if entry.start < 0:
        fixed[3] &= ~_DESCRIPTOR
    fixed[7:10] = entry.crc, packed, size
    fixed[11], fixed[16] = len(big) + len(extra), place
    return _CENTRAL.pack(*fixed) + name + big + extra + comment

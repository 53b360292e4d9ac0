"""Parts of any length, given at once or in pieces, are packed to what zipfile unpacks."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Iterator

import pytest

from xlops.workbook import zip_parts
from xlops.workbook.zip_parts import BadZip, ZipParts

PIECE = 1000


def package(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        made.writestr("a.xml", b"<a/>" * 50)
        made.writestr("b.xml", b"<b/>")
    return file.getvalue()


def cut(data: bytes, chance: random.Random) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size = chance.choice((0, 1, 7, 400, 999, 1000, 1001, 2500))
        yield data[at : at + size]
        at += size


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("packer", ["as installed", "zlib"])
def test_parts_of_any_length(method: int, packer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "_PACKED_AT_ONCE", PIECE)
    if packer == "zlib":
        monkeypatch.setattr(zip_parts, "zlib", zlib)
    chance = random.Random(6)
    parts = ZipParts(package(method))
    for size in (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 5 * PIECE, 5 * PIECE + 3):
        data = bytes(chance.choices(b"<c r=12>", k=size))
        parts.put("a.xml", data)
        at_once = parts.entries["a.xml"]
        parts.put("a.xml", cut(data, chance))
        assert parts.entries["a.xml"] == at_once and parts.read("a.xml") == data
        file = io.BytesIO()
        parts.write(file)
        with zipfile.ZipFile(file) as written:
            assert written.testzip() is None
            assert {name: written.read(name) for name in written.namelist()} == {"a.xml": data, "b.xml": b"<b/>"}


def test_a_part_that_cannot_be_made_leaves_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "_PACKED_AT_ONCE", PIECE)

    def broken() -> Iterator[bytes]:
        yield bytes(3 * PIECE)
        raise BadZip("corrupt", "a.xml")

    parts = ZipParts(package(zipfile.ZIP_DEFLATED))
    with pytest.raises(BadZip, match=r"a\.xml"):
        parts.put("a.xml", broken())
    assert parts.read("a.xml") == b"<a/>" * 50

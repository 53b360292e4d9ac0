"""What xlops changed in a package, kept in a part of its own inside it: enough to give back the original parts exactly.

A part is given back only if it is still as xlops wrote it, and if what comes out is what was there before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from xlops.workbook.package_xml import (
    add_relation,
    add_type,
    drop_part,
    relations,
    remove_relations,
)
from xlops.workbook.sheet_patch import Log, difference
from xlops.workbook.zip_parts import BadZip, ZipParts, key_of

PART = "xl/xlopsUndo.json"
_KIND = "urn:xlops:relationships/undo"
_TYPE = "application/vnd.xlops.undo+json"
_VERSION = 1
Stage = Literal["base", "mid"]


@dataclass(frozen=True)
class Way:
    """The way from a part back to an earlier state of it: size and CRC of that state, and the changes."""

    stamp: tuple[int, int]
    log: Log


@dataclass(frozen=True)
class Record:
    """The parts that differ from earlier states of the package.

    ``now`` tells size and CRC of each part as it was written, ``base`` the way back to the operator's package (None =
    the part was added), ``mid`` the way back to that package with the sheets of ours that are kept from run to run;
    blank = there is no such state.
    """

    now: Mapping[str, tuple[int, int]]
    base: Mapping[str, Way | None]
    mid: Mapping[str, Way | None] | None

    def fits(self, parts: ZipParts) -> bool:
        """Whether every part is still as it was written."""
        return all(name in parts and parts.entries[name].stamp == stamp for name, stamp in self.now.items())

    def restore(self, parts: ZipParts, stage: Stage) -> ZipParts:
        """Return the package in an earlier state. Raises BadZip corrupt."""
        ways = self.base if stage == "base" else self.mid
        result = parts.copy()
        result.drop(PART)
        for name, way in (ways or {}).items():
            if way is None:
                result.drop(name)
                continue
            result.put(name, way.log.undo(parts.stream(name)), level=1)
            if result.entries[name].stamp != way.stamp:
                raise BadZip("corrupt", name)
        return result


def read_record(parts: ZipParts) -> Record | None:
    """Return the record of a package, if it has one that fits."""
    if PART not in parts:
        return None
    try:
        said = orjson.loads(parts.read(PART))
        if said["version"] != _VERSION:
            return None
        now = {name: (int(size), int(crc)) for name, (size, crc) in said["now"].items()}
        base = {name: _way(entry) for name, entry in said["base"].items()}
        mid = None
        if said["mid"] is not None:
            shared = {name: base[name] for name in said["as_base"]}
            mid = {**shared, **{name: _way(entry) for name, entry in said["mid"].items()}}
        record = Record(now, base, mid)
    except (ValueError, KeyError, TypeError, AttributeError, BadZip, OverflowError, RecursionError):
        return None  # anybody may have written it
    known = {*base, *(mid or ())} <= now.keys()
    return record if known and record.fits(parts) else None


def _way(entry: Any) -> Way | None:
    if entry is None:
        return None
    flat = entry["log"]
    olds = (old.encode("latin-1") if old else b"" for old in flat[2::3])
    return Way(tuple(entry["was"]), Log(zip(flat[0::3], flat[1::3], olds, strict=True)))


def _said(way: Way | None) -> Any:
    if way is None:
        return None
    log = way.log
    flat: list[Any] = [0] * (3 * len(log.old))
    flat[0::3], flat[1::3] = log.gaps.tolist(), log.lengths.tolist()
    flat[2::3] = [old.decode("latin-1") if old else 0 for old in log.old]
    return {"was": way.stamp, "log": flat}


def drop_record(parts: ZipParts, workbook: str) -> None:
    """Take the record out of a package."""
    if PART in parts:
        ids = {r.id for r in relations(parts, workbook) if not r.external and key_of(r.target) == key_of(PART)}
        if ids:
            remove_relations(parts, workbook, ids)
        drop_part(parts, PART)


def write_record(
    parts: ZipParts, workbook: str, base: ZipParts, mid: ZipParts | None, logs: Mapping[str, tuple[Any, Log]]
) -> None:
    """Put the record of how to go back to ``base`` and ``mid`` into a package that is otherwise finished.

    Args:
        parts: the package.
        workbook: name of its workbook part.
        base: the operator's package.
        mid: that package with the sheets of ours that are kept.
        logs: by key of a part the stamp of its earlier state and the changes since, where they are known.
    """
    add_type(parts, PART, _TYPE)
    add_relation(parts, workbook, _KIND, PART)
    to_base = _ways(parts, base, logs)
    to_mid = _ways(parts, mid, logs) if mid is not None else {}
    as_base = [name for name, way in to_mid.items() if name in to_base and _same(way, to_base[name])]
    own = {name: way for name, way in to_mid.items() if name not in as_base}
    document = {
        "about": "What xlops changed in this workbook; xlops ungrade gives back the original with it.",
        "version": _VERSION,
        "now": {name: parts.entries[name].stamp for name in {**to_base, **to_mid}},
        "base": {name: _said(way) for name, way in to_base.items()},
        "mid": None if mid is None else {name: _said(way) for name, way in own.items()},
        "as_base": as_base,
    }
    parts.put(PART, orjson.dumps(document))


def _same(one: Way | None, other: Way | None) -> bool:
    return one == other if one is None or other is None else one.stamp == other.stamp


def _ways(parts: ZipParts, earlier: ZipParts, logs: Mapping[str, tuple[Any, Log]]) -> dict[str, Way | None]:
    if not earlier.entries.keys() <= parts.entries.keys():
        raise BadZip("odd_package", ", ".join(earlier.entries.keys() - parts.entries.keys()))
    ways: dict[str, Way | None] = {}
    for name, entry in parts.entries.items():
        before = earlier.entries.get(name)
        if before is None:
            ways[name] = None
        elif before.stamp != entry.stamp:
            known = logs.get(name)
            log = known[1] if known and known[0] == before.stamp else difference(earlier.read(name), parts.read(name))
            ways[name] = Way(before.stamp, log)
    return ways

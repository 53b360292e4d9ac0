"""Notes on cells: appended to what a sheet has, in the two parts that Excel keeps of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from xlops.workbook.package_xml import (
    MAIN,
    attribute,
    blanked,
    children,
    insert_last,
    prefix_of,
    root,
)
from xlops.workbook.sheet_patch import _escaped

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
EMPTY_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
).encode()
EMPTY_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


@dataclass(frozen=True)
class Note:
    """A note of ours: its cell, row and column from 1, and text."""

    place: str
    row: int
    column: int
    text: str


def noted(comments: bytes) -> dict[str, str]:
    """Return the author of the note of each cell."""
    masked = blanked(comments)
    sections = {e.name: e for e in children(masked, *root(masked).content)}
    if "commentList" not in sections:
        return {}
    authors = _authors(comments)
    return {
        (attribute(comments, e, "ref") or "").upper(): dict(enumerate(authors)).get(
            int(attribute(comments, e, "authorId") or 0), ""
        )
        for e in children(masked, *sections["commentList"].content)
    }


def _authors(comments: bytes) -> list[str]:
    masked = blanked(comments)
    sections = {e.name: e for e in children(masked, *root(masked).content)}
    if "authors" not in sections:
        return []
    inside = children(masked, *sections["authors"].content)
    return [comments[slice(*e.content)].decode("utf-8", "replace") for e in inside]


def add_comments(comments: bytes, notes: Sequence[Note], author: str) -> bytes:
    """Return a comments part with notes of an author."""
    masked = blanked(comments)
    outer = root(masked)
    p = prefix_of(masked, outer)
    authors = _authors(comments)
    if author not in authors:
        section = next(e for e in children(masked, *outer.content) if e.name == "authors")
        comments = insert_last(comments, section, f"<{p}author>{author}</{p}author>".encode())
        authors.append(author)
        masked = blanked(comments)
    number = authors.index(author)
    made = [
        f'<{p}comment ref="{note.place}" authorId="{number}" shapeId="0"><{p}text>'
        f'<{p}t xml:space="preserve">{_escaped(note.text)}</{p}t></{p}text></{p}comment>'
        for note in notes
    ]
    section = next(e for e in children(masked, *root(masked).content) if e.name == "commentList")
    return insert_last(comments, section, "".join(made).encode())


def add_shapes(vml: bytes, notes: Sequence[Note]) -> bytes:
    """Return a VML drawing with the boxes of notes, hidden until the pointer rests on the cell."""
    ids = [int(number) for number in re.findall(rb"_x0000_s(\d+)", vml)]
    # ids go by blocks of 1,024, and the drawing says which block is its own
    block = re.search(rb'idmap[^>]*\bdata\s*=\s*"?\'?(\d+)', vml)
    first = max([*ids, (int(block[1]) if block else 1) * 1024]) + 1
    spaces = "" if b"<xml xmlns:v=" in vml[:400] and b"xmlns:x=" in vml[:400] else f" {_SPACES}"
    kind = "" if b'id="_x0000_t202"' in vml else _SHAPE_TYPE.replace("<v:shapetype", f"<v:shapetype{spaces}", 1)
    made = []
    for number, note in enumerate(notes, first):
        height = 30 + 18 * (1 + len(note.text) // 30)
        made.append(
            f'<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;'
            f'margin-top:1.5pt;width:260px;height:{height}px;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
            'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
            f"<x:Row>{note.row - 1}</x:Row><x:Column>{note.column - 1}</x:Column></x:ClientData></v:shape>"
        )
    end = vml.rindex(b"</xml")
    return vml[:end] + (kind + "".join(made)).encode() + vml[end:]


def remove_notes(comments: bytes, vml: bytes | None, ours: Callable[[str, str], bool]) -> tuple[bytes, bytes | None]:
    """Return comments part and drawing without some notes.

    Args:
        comments: the comments part.
        vml: the drawing, if there is one.
        ours: says of a cell and an author whether the note goes.
    """
    masked = blanked(comments)
    authors = noted(comments)
    gone = {place for place, author in authors.items() if ours(place, author)}
    section = next(e for e in children(masked, *root(masked).content) if e.name == "commentList")
    for element in reversed(list(children(masked, *section.content))):
        if (attribute(comments, element, "ref") or "").upper() in gone:
            comments = comments[: element.start] + comments[element.end :]
    if vml is None:
        return comments, None
    places = set()
    for place in gone:
        letters, row = coordinate_from_string(place)
        places.add((row - 1, column_index_from_string(letters) - 1))

    def shape(found: re.Match[bytes]) -> bytes:
        row, column = (re.search(rb"<(?:\w+:)?" + tag + rb">\s*(\d+)", found[0]) for tag in (b"Row", b"Column"))
        here = row and column and (int(row[1]), int(column[1])) in places
        return b"" if here and b'ObjectType="Note"' in found[0] else found[0]

    return comments, re.sub(rb"<v:shape\s(?:(?!</v:shape>).)*(?:</v:shape>|\Z)", shape, vml, flags=re.DOTALL)

"""Damaged files give reports whose rows are all accounted for, or an error with a message; never anything else."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlops.errors import SheetError
from xlops.reports.products import products
from xlops.reports.read import read_report

SAMPLES = sorted(p for p in Path(__file__).parent.glob("samples/*/*") if p.suffix in {".csv", ".txt", ".xlsx"})
ODD = [b'"', b",", b"\t", b"\n", b"\r", b"\0", b";", b"=", b"\xff", b"\xe4", b'"\n', b"1e400", b"nan", b"2026-13-45"]

cut = st.tuples(st.just("cut"), st.floats(0, 1), st.integers(1, 40))
put = st.tuples(st.just("put"), st.floats(0, 1), st.sampled_from(ODD))
end = st.tuples(st.just("end"), st.floats(0, 1), st.just(0))
damages = st.lists(st.one_of(cut, put, end), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SAMPLES), damages, st.sampled_from([".xls", ""]))
def test_every_row_of_a_damaged_file_is_accounted_for(
    tmp_path: Path, sample: Path, damage: list[tuple[str, float, object]], suffix: str
) -> None:
    raw = bytearray(sample.read_bytes())
    for kind, where, what in damage:
        place = int(where * len(raw))
        if kind == "cut":
            del raw[place : place + what]
        elif kind == "put":
            raw[place:place] = what
        else:
            del raw[place:]
    path = tmp_path / f"damaged{suffix or sample.suffix}"
    path.write_bytes(bytes(raw))
    try:
        reports = read_report(path)
    except SheetError as error:
        assert error.code
        assert "damaged" in error.zh
        return
    for report in reports:
        lines = [*report.lines["line"], *(row.line for row in (*report.refused, *report.skipped))]
        assert report.rows_read == len(lines) == len(set(lines))
        assert products(report)["lines"].sum() == len(report.lines)

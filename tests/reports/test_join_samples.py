"""Every sample of a report, joined to a sheet that has half of its products: sums joined and left are the report's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from xlops.hosts.import_files import imported_from
from xlops.reports.join import KEYS, Rows, join
from xlops.reports.measures import measures
from xlops.reports.read import read_report

SAMPLES = Path(__file__).parent / "samples"
FILES = [path for path in sorted(SAMPLES.glob("*/*")) if path.suffix not in (".toml", ".py")]


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_of_a_report_is_lost_on_the_way_into_a_sheet(file: Path) -> None:
    for report in read_report(file):
        told = imported_from(report, date(2026, 11, 22))
        # Every second product has a row, written as operators write it: no market, the case changed.
        half = told.products.iloc[::2]
        keys = {key: [v.lower() if isinstance(v, str) else None for v in half[key]] for key in KEYS}
        nothing = [None] * len(half)
        rows = Rows(list(range(2, len(half) + 2)), **keys, market=nothing, currency=nothing, platform=nothing)
        joined = join(rows, [told])
        assert [fate.place for fate in joined.fates] == list(range(len(told.products)))
        for name in told.told:
            if measures()[name].combine != "sum":
                continue
            column = told.products[name].to_numpy(dtype=float)
            left = sum(column[fate.place] for fate in joined.fates if name in fate.left)
            taken = np.nansum(joined.column(name))
            assert taken + left == pytest.approx(np.nansum(column), abs=1e-6), name
            lines = report.lines[name].to_numpy(dtype=float)
            assert np.nansum(column) == pytest.approx(np.nansum(lines), abs=1e-6), name

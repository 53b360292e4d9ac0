"""The DataFrame door gives the numbers of the other doors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sheets_for_hosts import DAY, HEADER_ZH, OPTIONS, ROWS, SETTINGS, product_book, table

import xlops
from xlops.errors import SheetError
from xlops.grading.results import grade
from xlops.hosts.batch import grade_file
from xlops.hosts.frame import apply, grade_frame
from xlops.sheets import Grid, read_sheet


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=HEADER_ZH, index=[10, 20, 30])


def test_formula_on_columns(frame: pd.DataFrame) -> None:
    fee = apply(frame, "AMZ_REFERRAL_FEE", price="售价(USD)", category="亚马逊类目", as_of=DAY)
    assert fee.name == "AMZ_REFERRAL_FEE" and list(fee.index) == [10, 20, 30]
    expected = xlops.amz_referral_fee(price=frame["售价(USD)"], category=frame["亚马逊类目"], as_of=DAY)
    assert fee.tolist() == expected.tolist()


def test_constants_blanks_and_spills(frame: pd.DataFrame) -> None:
    frame["售价(USD)"] = pd.array([20, None, 30], dtype="Int64")
    fee = apply(frame, "AMZ_REFERRAL_FEE", price="售价(USD)", category="home_and_kitchen", as_of=DAY)
    assert fee.tolist()[::2] == [3.0, 4.5] and np.isnan(fee.iloc[1])
    same = apply(frame, "AMZ_REFERRAL_FEE", price=20, category="home_and_kitchen", as_of=DAY)
    assert same.tolist() == [3.0] * 3
    sides = {"length": "长(cm)", "width": "宽(cm)", "height": "高(cm)", "weight": "重量(g)"}
    parts = apply(frame, "AMZ_FEES", price="售价(USD)", category="亚马逊类目", as_of=DAY, **sides)
    assert parts.shape[0] == 3 and parts.iloc[0, -1] == pytest.approx(parts.iloc[0, :-1].sum(), abs=0.005)
    assert np.isnan(parts.iloc[1, -1])


def test_wrong_names(frame: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="AMZ_REFERRAL_FEE"):
        apply(frame, "AMZ_REFERAL_FEE", price=1)
    with pytest.raises(KeyError, match=r"price: there is no column '售价'.*没有.*售价\(USD\)"):
        apply(frame, "AMZ_REFERRAL_FEE", price="售价", category="亚马逊类目")
    with pytest.raises(AttributeError, match="did you mean amz_referral_fee"):
        xlops.amz_referal_fee  # noqa: B018
    with pytest.raises(TypeError, match="category"):
        apply(frame, "AMZ_REFERRAL_FEE", price=1)


def test_python_batch_and_frame_agree(frame: pd.DataFrame, tmp_path: Path) -> None:
    direct = grade(read_sheet(Grid("x", [["亚马逊"], HEADER_ZH, *ROWS])), SETTINGS)
    framed = grade_frame(frame.rename(columns={"MSKU": "亚马逊MSKU"}), SETTINGS, {"亚马逊MSKU": "sku"})
    batch = table(grade_file(product_book(tmp_path / "s.xlsx"), OPTIONS).target)
    for column in direct.columns:
        values = [None if v is None or v != v else v for v in column.values.tolist()]
        assert batch[f"xlops {column.label_zh}"] == values, column.key
        other = [None if v is None or v != v else v for v in framed[f"xlops_{column.key}"].tolist()]
        assert other == values, column.key


def test_rows_that_are_no_products_have_no_values(frame: pd.DataFrame) -> None:
    total = {"MSKU": "合计", "售价(USD)": 48.48, "销量": 240}
    framed = grade_frame(pd.concat([frame, pd.DataFrame([total])], ignore_index=True), SETTINGS)
    assert framed["xlops_grade"].isna().tolist()[-1] and framed["xlops_referral_fee"].isna().tolist()[-1]
    assert framed.attrs["xlops"]["rows_taken"] == 3


def test_grading_twice_is_grading_once(frame: pd.DataFrame) -> None:
    once = grade_frame(frame, SETTINGS)
    pd.testing.assert_frame_equal(grade_frame(once, SETTINGS), once)
    assert list(once.columns[: len(HEADER_ZH)]) == HEADER_ZH and "xlops_profit" in once


def test_a_frame_of_something_else() -> None:
    with pytest.raises(SheetError):
        grade_frame(pd.DataFrame({"a": [1, 2], "b": [3, 4]}), SETTINGS)

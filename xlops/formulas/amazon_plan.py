"""Amazon's selling plans: a fee a month, or a fee for each unit sold."""

from __future__ import annotations

from xlops.catalog import Outcome, Texts, formula
from xlops.fees.charge import Days, Trace
from xlops.formulas.amazon import take_market
from xlops.formulas.asking import ask_amount
from xlops.formulas.rows import Rows
from xlops.formulas.words import take_word

_PLANS = {
    "professional": "professional_month",
    "pro": "professional_month",
    "专业": "professional_month",
    "专业销售计划": "professional_month",
    "individual": "individual_item",
    "个人": "individual_item",
    "个人销售计划": "individual_item",
}


@formula(
    "amazon",
    returns="money",
    zh="亚马逊销售计划费用：专业计划为每月费用，个人计划为每售出一件的费用。",
    examples=[
        ({"plan": "professional", "market": "US", "as_of": "2026-11-22"}, 39.99),
        ({"plan": "个人", "market": "UK", "as_of": "2026-11-22"}, 0.75),
    ],
    explains=True,
)
def amz_plan_fee(
    plan: Texts | None = None,
    market: Texts | None = None,
    as_of: Days | None = None,
    trace: Trace | None = None,
) -> Outcome:
    """Amazon's fee for the selling plan: a month of the professional plan, or one unit sold on the individual plan.

    Args:
        plan: ``professional`` (blank; the fee is for a month) or ``individual`` (the fee is for each unit sold).
        market: marketplace; blank is the US.
        as_of: day of the charge; blank is today.

    Returns:
        Money in the market's currency; whether tax comes on top is in the table's note.

    Source: Amazon's price pages (programme ``plan``).
    """
    rows = Rows(trace)
    markets, days = take_market(rows, market), rows.days(as_of)
    item = take_word(rows, "plan", plan, _PLANS, ("professional_month", "专业销售计划（每月）"))
    return rows.outcome(ask_amount(rows, "amazon", "plan", markets, days, {"item": item}))

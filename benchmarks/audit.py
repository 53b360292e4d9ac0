"""What a fee audit costs: a settlement of 200,000 lines read, put together by product and audited, beside pandas.

pandas reads the same file in the same run. Both do it once, in a fresh process each round, with their imports done:
the fee tables are read from their files as they are when an operator audits one settlement. The budget is four times
the time of pandas.

    python benchmarks/audit.py [lines]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 3
BUDGET = 4.0
PRODUCTS = 2_500
COLUMNS = [
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "promotion-id",
]  # fmt: skip
# Each product is 10 x 6 x 4 in and 2.01 lb at 24.99: a fulfilment fee of 6.13. Of ten one is charged as another size
# tier, and one what nothing explains.
WRONG = {3: 10.46, 7: 7.77}

PANDAS = """
import pandas as pd
start = perf_counter()
pd.read_csv(path, sep="\\t", low_memory=False)
"""
XLOPS = """
from datetime import date
from pathlib import Path
from xlops.audit.findings import audit
from xlops.hosts.auditing import sources_of
from xlops.reports.read import read_report
from xlops.sheets import Grid, read_sheet
header = ["SKU", "Category", "Price (USD)", "Length (cm)", "Width (cm)", "Height (cm)", "Weight (g)"]
rows = [[f"SKU-{n}", "Home and Kitchen", 24.99, 25.4, 15.24, 10.16, 911.72] for n in range(products)]
sheet = read_sheet(Grid("Products", [header, *rows]))
start = perf_counter()
used, _ = sources_of(read_report(Path(path)))
found = audit(used, sheet, date(2026, 8, 1))
assert (found.checked, len(found.findings)) == (2 * products, products // 5)
"""
FRAME = "from time import perf_counter\npath, products = {path!r}, {products}\n{code}\nprint(perf_counter() - start)\n"
MEMORY = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"


def settlement(path: Path, lines: int) -> None:
    """Write a settlement of one-unit orders, three lines each."""
    chance = random.Random(7)

    def line(**cells: object) -> str:
        return "\t".join(str(cells.get(name.replace("-", "_"), "")) for name in COLUMNS)

    rows = [
        "\t".join(COLUMNS),
        line(
            settlement_id=70009,
            settlement_start_date="2026-06-01 00:00:00 UTC",
            settlement_end_date="2026-06-15 00:00:00 UTC",
            deposit_date="2026-06-17 00:00:00 UTC",
            total_amount="0.00",
            currency="USD",
        ),
    ]
    for number in range(lines // 3):
        day = f"2026-06-{chance.randrange(1, 15):02}"
        amounts = (
            ("ItemPrice", "Principal", 24.99, 1),
            ("ItemFees", "Commission", -3.75, ""),
            ("ItemFees", "FBAPerUnitFulfillmentFee", -WRONG.get(number % 10, 6.13), ""),
        )
        for kind, what, amount, quantity in amounts:
            rows.append(
                line(
                    settlement_id=70009,
                    transaction_type="Order",
                    order_id=f"700-{number:07}",
                    marketplace_name="Amazon.com",
                    amount_type=kind,
                    amount_description=what,
                    amount=f"{amount:.2f}",
                    fulfillment_id="AFN",
                    posted_date=day,
                    posted_date_time=f"{day} 08:15:00 UTC",
                    order_item_code=number,
                    sku=f"SKU-{number % PRODUCTS}",
                    quantity_purchased=quantity,
                )
            )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def measured(code: str, path: Path) -> tuple[float, float]:
    """Return seconds and, where the system tells it, megabytes at the most."""
    program = FRAME.format(path=str(path), products=PRODUCTS, code=code) + ("" if sys.platform == "win32" else MEMORY)
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1]) if len(told) > 1 else float("nan")


def main(lines: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settlement.txt"
        settlement(path, lines)
        rounds = [(measured(PANDAS, path), measured(XLOPS, path)) for _ in range(ROUNDS)]
    pandas = min(bare[0] for bare, _ in rounds)
    xlops = min(whole[0] for _, whole in rounds)
    memory = [max(one[place][1] for one in rounds) for place in (0, 1)]
    print(f"{lines:,} lines, {PRODUCTS:,} products")
    print(f"pandas reads       {pandas:6.2f} s   {memory[0]:6.0f} MB")
    print(f"read, join, audit  {xlops:6.2f} s   {memory[1]:6.0f} MB")
    print(f"ratio              {xlops / pandas:6.2f}     (budget {BUDGET:g})")
    if xlops > BUDGET * pandas:
        raise SystemExit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)

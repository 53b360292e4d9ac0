"""Facts of a row to findings, findings to letters, and the published lines behind them."""

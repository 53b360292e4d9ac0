"""Exports of Amazon, AliExpress, ERPs and tools: recognised, read as they come, and summed up per product."""

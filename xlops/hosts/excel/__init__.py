"""The Excel door: formulas in cells, the ribbon, the add-in and its installation, all through xlwings."""

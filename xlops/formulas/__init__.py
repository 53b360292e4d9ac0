"""The public formulas, by topic. Pure functions over columns; the catalogue lists them."""

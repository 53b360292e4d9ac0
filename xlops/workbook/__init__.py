"""Operators' files: reading their cells, adding our columns and sheets, and saving without harm.

This layer knows cells and files, nothing of fees or grades. Hosts hand it plain columns and functions that
fill a sheet; whatever edits the file stands behind :class:`xlops.workbook.book.Book`.
"""

"""The doors: commands, DataFrames, Python, and later Excel and LibreOffice. Only these know their hosts."""

"""The doors: commands, batch over files, DataFrames. Only here the clock is read and rows become files."""

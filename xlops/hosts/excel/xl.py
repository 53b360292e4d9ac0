"""The one place that imports xlwings' decorators, so that the next xlwings is met in one place.

On Windows they register functions for xlwings' COM server, in xlwings Lite for Excel on the Mac and the web. Elsewhere
xlwings' own stand-ins do nothing, and the functions are plain Python.
"""

from xlwings import arg, func

__all__ = ["arg", "func"]

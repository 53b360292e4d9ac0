# A thin door to tasks.py, which also works on Windows.
PYTHON ?= python3

.PHONY: demo test check gen bench picture
demo test check gen bench picture:
	$(PYTHON) tasks.py $@

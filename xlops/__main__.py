"""The ``xlops`` command."""

import gc
import os
import sys


def main() -> None:
    """Run the command. ``--version`` is answered without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        from xlops._version import __version__

        print(f"xlops {__version__}")
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads that we have no use for
    gc.disable()  # nothing that loading makes is garbage
    from xlops.hosts.cli import run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()

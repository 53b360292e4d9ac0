"""The ``xlops`` command."""

import sys


def main() -> None:
    """Run the command. ``--version`` is answered without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        from xlops._version import __version__

        print(f"xlops {__version__}")
        return
    from xlops.hosts.cli import run

    run()


if __name__ == "__main__":
    main()

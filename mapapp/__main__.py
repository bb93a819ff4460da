"""`python -m mapapp` and the console script `rimland`."""

from __future__ import annotations

import os
import sys

# half of NumPy's import is threads for products of large matrices, of which there are none here
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """The window when nothing else is asked for, else a command; the one does not read what only the other needs."""
    if len(sys.argv) > 1:
        from mapapp.cli import main as command

        command()
        return
    from layers.errors import RimlandError
    from mapapp import opening

    try:
        sys.exit(opening.run())
    except RimlandError as error:
        sys.stderr.write(f"Error: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()

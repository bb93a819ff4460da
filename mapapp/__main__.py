"""`python -m mapapp` and the console script `rimland`."""

from __future__ import annotations

from mapapp.cli import main

if __name__ == "__main__":
    main()

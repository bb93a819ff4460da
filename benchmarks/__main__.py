"""`make bench`: every benchmark in a process of its own, and all results in out/benchmarks.json."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Run them one after the other; the number of those that failed."""
    failed = 0
    together = {}
    for script in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n== {script.stem}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "results.json"
            done = subprocess.run([sys.executable, "-m", f"benchmarks.{script.stem}", "--json", str(out)], check=False)
            failed += done.returncode != 0
            if out.exists():
                together[script.stem] = json.loads(out.read_text(encoding="utf-8"))
    target = Path("out/benchmarks.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(together, indent=1), encoding="utf-8")
    print(f"\nResults in {target}")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())

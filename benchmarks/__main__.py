"""`make bench`: every benchmark in a process of its own, one table at the end, all of it in out/bench.json.

    python -m benchmarks [--only NAME,...] [--docs]

`--only field,rings` runs these and keeps the rest of out/bench.json as it was; `--docs` writes docs/performance.md and
its curves from the file. To add a benchmark, add a module `benchmarks/bench_NAME.py` with `rows()`, as
`benchmarks.harness` tells; it is found by its name.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import machine, report

HERE = Path(__file__).parent
TARGET = Path("out/bench.json")


def run(name: str) -> dict[str, object] | None:
    """What one benchmark measured; None when it failed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results.json"
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", "--json", str(out)], check=False)
        if done.returncode or not out.exists():
            return None
        return {**json.loads(out.read_text(encoding="utf-8")), "machine": machine.about()}


def main() -> int:
    """Run them one after the other; 1 when one of them failed to run."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description="Rimland beside its peers.")
    ask.add_argument("--only", default="", metavar="NAME,...", help="run these, without their bench_")
    ask.add_argument("--docs", action="store_true", help="write docs/performance.md and its curves")
    given = ask.parse_args()
    known = [script.stem for script in sorted(HERE.glob("bench_*.py"))]
    wanted = [f"bench_{name.strip().removeprefix('bench_')}" for name in given.only.split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            ask.error(f"no benchmark {name}; there are {', '.join(known)}")
    together = json.loads(TARGET.read_text(encoding="utf-8")) if wanted and TARGET.exists() else {}
    failed = []
    for name in wanted or known:
        print(f"\n== {name}", flush=True)
        found = run(name)
        if found is None:
            failed.append(name)
        else:
            together[name] = found
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(together, indent=1), encoding="utf-8")
    print("\n" + report.table(together))
    print(f"\nAll of it in {TARGET}")
    if failed:
        print(f"Failed to run: {', '.join(failed)}")
    if given.docs:
        for path in report.write(together):
            print(f"Wrote {path}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

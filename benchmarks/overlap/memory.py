"""Says how many bytes a person needskit takes above the frame, in a process of its own: ``... .memory PEOPLE``.

Twice measured: what numpy and Python ask for at the same time at most (tracemalloc), and by how much the process is
larger at its largest than before (Linux only, where that mark can be set back).
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.overlap.figures import all_tables, three_core_tables
from benchmarks.overlap.needskit_tables import arrays
from benchmarks.overlap.people import as_pandas, as_profile, breakdowns, made_up

if TYPE_CHECKING:
    import pandas as pd

WORK = {"three core tables": three_core_tables, "all tables": all_tables}
STATUS, REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def main() -> None:
    """Measure both kinds of work."""
    people = int(sys.argv[1])
    small, frame = as_pandas(made_up(1_000)), as_pandas(made_up(people))
    for name in WORK:
        run(small, name)
    found = {"frame": int(frame.memory_usage(index=False).sum()) / people}
    for name in WORK:
        grown = resident(frame, name)
        if grown is not None:
            found[f"{name}, resident"] = grown / people
        tracemalloc.start()
        run(frame, name)
        found[f"{name}, asked for"] = tracemalloc.get_traced_memory()[1] / people
        tracemalloc.stop()
    print(json.dumps(found))


def run(frame: pd.DataFrame, name: str) -> object:
    """Make the tables from a profile that has counted nothing yet."""
    return WORK[name](arrays(as_profile(frame), breakdowns()))


def resident(frame: pd.DataFrame, name: str) -> int | None:
    """Return by how many bytes the process grew at most; None where that cannot be told."""
    if not REFS.exists():
        return None
    REFS.write_text("5", encoding="ascii")
    before = status("VmRSS")
    run(frame, name)
    return status("VmHWM") - before


def status(name: str) -> int:
    """Read a line of the status of this process, in bytes."""
    [line] = [line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith(name)]
    return 1024 * int(line.split()[1])


if __name__ == "__main__":
    main()

"""
How reading grows with what is handed in: ``python tests/benchmarks/reading.py``.

Each kind of hostile file is made in sizes that grow tenfold and read in a process of its own,
which prints processor time and peak memory: time that grows with the square of the size shows
at a glance. What is larger than any reader takes is refused, and shows that too.

    --only cells             kinds whose names hold this
    --sizes 100,1000,...     in characters of code, or in cells, files and bytes
    --limit 60               seconds of processor time after which a kind is given up
"""

import argparse
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.hostile_files import BOOKS, CODE, GIVEN, METADATA, NOTEBOOKS, SCRIPTS, ZIPS

REPOSITORY = Path(__file__).parents[2]
MEMORY = 4 << 30
COMPARED = {
    f"{name}, compared": lambda n, make=make: make(n).encode() for name, make in CODE.items()
}
KINDS = {
    "notebook": NOTEBOOKS, "script": SCRIPTS, "zip": ZIPS, "module": COMPARED, "metadata": METADATA,
}  # fmt: skip
#: The largest size of a kind, where it is not the largest of all.
MOST = {"zip": 9_900}


def read(kind: str, data: bytes) -> str:
    """Read *data* as a file of some kind, and return how that ended."""
    from grader.engine.file_reads import reached_files
    from grader.errors import SubmissionRefused
    from grader.intake.files.archive import archive_tree
    from grader.intake.notebook.to_module import read_notebook, read_script
    from grader.intake.outline import prepare, text_of
    from grader.intake.readers.frames import Frame
    from grader.intake.reading import Wanted, read_tree
    from grader.lms.gradescope_metadata import read_metadata
    from grader.report.fingerprints import fingerprints

    try:
        if kind == "metadata":
            return f"{len(read_metadata(data))} entries"
        if kind == "module":
            outline = prepare(Frame(None))(Frame(["shapes.py"], (data,)), lambda _path: None)
            reached_files({"shapes.py": data, "sums.py": data})
            return (
                f"{len(fingerprints(text_of(data)))} passages, {len(outline.facts[0])} statements"
            )
        if kind == "notebook":
            return f"{len(read_notebook(data, 'shapes.ipynb', GIVEN)[0])} bytes"
        if kind == "script":
            found = read_script(data.decode(), "shapes.py", GIVEN)
            return f"{len(found[0])} bytes" if found else "no cells"
        wanted = Wanted(("shapes",), {"shapes": GIVEN})
        return f"{len(read_tree('ada', archive_tree(data), wanted).files)} files"
    except SubmissionRefused as refused:
        return f"refused: {str(refused)[:60]}"


def measure(kind: str, name: str, size: int, limit: int) -> None:
    """Print what one file costs; called in a process of its own."""
    data = KINDS[kind][name](size)
    import grader.intake.reading  # noqa: F401 - not part of what is measured

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    started = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(started) + limit, int(started) + limit))
    before = _peak_mib()
    try:
        ended = read(kind, data)
    except (RecursionError, MemoryError) as error:
        ended = type(error).__name__
    seconds = time.process_time() - started
    print(f"{len(data):>10,} bytes {seconds:8.2f} s {_peak_mib() - before:7.0f} MiB  {ended}")


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def main() -> None:
    """Measure every kind in every size."""
    words = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    words.add_argument("--only", default="")
    words.add_argument("--sizes", default="100,1000,4000,40000,200000")
    words.add_argument("--limit", type=int, default=60)
    words.add_argument("--one", nargs=3, metavar=("KIND", "NAME", "SIZE"), help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.one:
        measure(asked.one[0], asked.one[1], int(asked.one[2]), asked.limit)
        return
    for kind, made in KINDS.items():
        for name in (name for name in made if asked.only in name):
            for size in map(int, asked.sizes.split(",")):
                if name in BOOKS:
                    size *= 80  # up to 16 MB
                size = min(size, 20 if name == "zip of notebooks" else MOST.get(kind, size))
                command = [sys.executable, __file__, "--limit", str(asked.limit)]
                done = subprocess.run(
                    [*command, "--one", kind, name, str(size)],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                line = done.stdout.strip() or f"ended with {done.returncode} {done.stderr[-80:]}"
                print(f"{name:<28} {size:>10,}  {line}", flush=True)
                if not done.stdout:
                    break


if __name__ == "__main__":
    main()

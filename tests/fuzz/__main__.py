"""
Fuzz one door with atheris: ``python tests/fuzz TARGET [--seconds 600]``.

Targets: frames, objects, words, zips, folders, modules, notebooks, comparisons, metadata, names.
Ends with 0 when the time is over, and otherwise leaves the input that broke a promise in
``tests/fuzz/found/TARGET/``, where the tests find it: too much time and memory break one, too. What
the fuzzer learns about coverage is kept in ``build/fuzz/TARGET/`` for the next run, and
``build/fuzz/TARGET.worst`` says how much the costliest input took.
"""

import argparse
import sys
from pathlib import Path

import atheris

TARGETS = (
    *("frames", "objects", "words", "zips", "folders", "modules", "notebooks"),
    *("comparisons", "metadata", "names"),
)
HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


def main() -> None:
    """Run the fuzzer until the time is over or an input breaks a promise."""
    words = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    words.add_argument("target", choices=TARGETS)
    words.add_argument("--seconds", type=int, default=600)
    asked = words.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parent), str(REPOSITORY)]
    import torch  # noqa: F401 - before the instrumentation: its own code is not what is fuzzed

    with atheris.instrument_imports(include=["grader", "json", "zipfile", "tokenize"]):
        import targets

    corpus = REPOSITORY / "build" / "fuzz" / asked.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds(asked.target)):
        (corpus / f"seed{number}").write_bytes(seed)
    dictionary = corpus.with_suffix(".dict")
    dictionary.write_text("".join(f'"{_escape(w)}"\n' for w in targets.WORDS[asked.target]))
    found = HERE / "found" / asked.target
    found.mkdir(parents=True, exist_ok=True)
    arguments = [
        f"-max_total_time={asked.seconds}",
        f"-artifact_prefix={found}/",
        f"-dict={dictionary}",
        "-max_len=20000",
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        str(corpus),
        str(found),
    ]
    worst = [0.0, 0.0]

    def report(spent_s: float, used_mib: float) -> None:
        if spent_s > worst[0] or used_mib > worst[1]:
            worst[:] = max(worst[0], spent_s), max(worst[1], used_mib)
            corpus.with_suffix(".worst").write_text(f"{worst[0]:.2f} s, {worst[1]:.0f} MiB\n")

    def one(data: bytes) -> None:
        targets.held(asked.target, data, report)

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def _escape(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()

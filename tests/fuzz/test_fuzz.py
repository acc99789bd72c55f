"""The doors for strangers' bytes: what fuzzing found stays fixed, and nothing new turns up."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

FUZZ = Path(__file__).parent
sys.path.insert(0, str(FUZZ))

from targets import TARGETS, held, seeds  # noqa: E402 - it lies in a folder of its own

FOUND = [path for name in TARGETS for path in sorted((FUZZ / "found" / name).glob("[!.]*"))]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_stays_fixed(path):
    """Every input that once broke a promise of its door keeps it now."""
    held(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_honest_inputs_with_a_few_bytes_changed_break_no_promise(name):
    """Honest inputs are cut, doubled and bent: bytes are read or refused, and nothing else."""
    honest = list(seeds(name))

    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from(honest), st.lists(st.tuples(st.integers(0), st.binary(max_size=4))))
    def bend(seed: bytes, changes: list[tuple[int, bytes]]) -> None:
        bent = bytearray(seed)
        for place, piece in changes:
            at = place % (len(bent) + 1)
            bent[at : at + len(piece) // 2] = piece
        held(name, bytes(bent))

    bend()


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_break_no_promise(name):
    """Nor does anything at all, the empty input included."""

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=400))
    @example(b"")
    def feed(data: bytes) -> None:
        held(name, data)

    feed()


@pytest.mark.fuzz
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_of_the_fuzzer_finds_nothing(name):
    """Twenty seconds, guided by coverage; ten minutes are ``python tests/fuzz TARGET``."""
    pytest.importorskip("atheris", reason="atheris has no build for this Python")

    done = subprocess.run(
        [sys.executable, str(FUZZ), name, "--seconds", "20"],
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done " in done.stderr

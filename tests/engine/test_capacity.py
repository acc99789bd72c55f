"""What can run out: memory, disk, rights, the folder itself. One clear line, results intact."""

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY, TOY
from typer.testing import CliRunner

from grader.cli import app
from grader.engine import capacity
from grader.engine.capacity import JUDGE_MIB, fitting_jobs, free_mib
from grader.errors import GraderError, ResultsError
from grader.results.store import ResultStore

RIGHT = (TOY / "solutions" / "shapes.py").read_text()


def class_of(folder: Path, count: int) -> Path:
    """Make a class of *count* right submissions."""
    for number in range(count):
        (folder / f"student{number:02d}").mkdir(parents=True)
        (folder / f"student{number:02d}" / "shapes.py").write_text(RIGHT)
    return folder


def autograde(submissions: Path, to: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run ``grader autograde`` on the toy course with one judge."""
    command = [sys.executable, "-m", "grader.cli", "autograde", str(submissions), "--to", str(to)]
    return subprocess.run(
        [*command, "--course", str(TOY), "--jobs", "1", *words],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        check=False,
    )


def machine(folder: Path, files: dict[str, str]) -> Path:
    """Write files as a system shows them under /proc and /sys."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("files", "mib"),
    [
        ({"meminfo": "MemTotal: 9 kB\nMemAvailable:    2097152 kB\n"}, 2048),
        ({"meminfo": "MemAvailable: 2097152 kB\n", "memory.max": "max\n"}, 2048),
        (
            {
                "meminfo": "MemAvailable: 2097152 kB\n",
                "memory.max": f"{1 << 30}\n",
                "memory.current": f"{1 << 28}\n",
            },
            768,
        ),
        (
            {
                "memory/memory.limit_in_bytes": f"{1 << 30}\n",
                "memory/memory.usage_in_bytes": f"{1 << 29}\n",
            },
            512,
        ),
        ({}, None),
    ],
)
def test_free_memory_is_what_machine_and_container_leave(tmp_path, files, mib):
    """The least counts; a system that does not tell is not guessed at."""
    place = machine(tmp_path, files)

    assert free_mib(place, place) == mib


def test_jobs_are_cut_to_what_fits_and_the_line_says_so():
    """As many as there is room for, each with its own zygote."""
    assert fitting_jobs(8, None) == (8, "")
    assert fitting_jobs(2, 2.0 * JUDGE_MIB) == (2, "")

    jobs, line = fitting_jobs(8, 3.5 * JUDGE_MIB)

    assert jobs == 3
    assert "Using 3 judges instead of 8" in line


def test_no_room_for_one_judge_is_refused():
    """Starting it would only get something killed."""
    with pytest.raises(GraderError, match="100 MiB are free"):
        fitting_jobs(1, 100.0)


def test_the_teacher_is_told_of_fewer_judges(tmp_path, monkeypatch):
    """One line on the terminal; the class is graded by those that have room."""
    monkeypatch.setattr(capacity, "free_mib", lambda: 2.5 * JUDGE_MIB)
    submissions = class_of(tmp_path / "submissions", 3)
    words = ["autograde", str(submissions), "--to", str(tmp_path / "results")]

    done = CliRunner().invoke(app, [*words, "--course", str(TOY), "--jobs", "8"])

    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("grader: ")]
    assert "Using 2 judges instead of 3" in line


def test_autograde_without_memory_is_one_line_and_leaves_results_alone(tmp_path, monkeypatch):
    """Exit code 2 before anything is judged."""
    monkeypatch.setattr(capacity, "free_mib", lambda: 100.0)
    submissions = class_of(tmp_path / "submissions", 1)
    to = tmp_path / "results"
    to.mkdir()
    (to / "scores.csv").write_text("earlier")

    words = ["autograde", str(submissions), "--to", str(to), "--course", str(TOY)]
    done = CliRunner().invoke(app, words)

    assert done.exit_code == 2
    assert "100 MiB are free" in done.output
    assert len(done.output.strip().splitlines()) == 1
    assert (to / "scores.csv").read_text() == "earlier"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 32 KiB; making one needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    size = ["-o", "size=32k"]
    made = subprocess.run(
        ["mount", "-t", "tmpfs", *size, "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may mount a disk of its own")
    yield place
    subprocess.run(["umount", place], check=True)


def remount(place: Path, option: str) -> None:
    """Change an option of a mounted disk."""
    subprocess.run(["mount", "-o", f"remount,{option}", place], check=True)


def test_a_full_disk_is_one_line_and_every_result_on_it_is_whole(tmp_path, small_disk):
    """With room made, the same command goes on where it stopped."""
    submissions = class_of(tmp_path / "submissions", 8)

    full = autograde(submissions, small_disk / "results")
    kept = sorted(small_disk.glob("results/*.json"))
    for path in kept:
        assert json.loads(path.read_text())["score"] == 10.0
    parts = sorted(small_disk.glob("results/.*.part"))
    remount(small_disk, "size=1m")
    again = autograde(submissions, small_disk / "results")

    assert full.returncode == 2
    assert "No space left on device" in full.stderr
    assert len(full.stderr.strip().splitlines()) == 1
    assert 0 < len(kept) < 8
    assert parts == []
    assert again.returncode == 0, again.stderr
    assert f"{8 - len(kept)} graded now, {len(kept)} up to date" in again.stdout


def test_a_read_only_results_folder_is_one_line(tmp_path, small_disk):
    """Nothing is judged into nowhere."""
    submissions = class_of(tmp_path / "submissions", 1)
    (small_disk / "results").mkdir()
    remount(small_disk, "ro")

    done = autograde(submissions, small_disk / "results")

    assert done.returncode == 2
    assert "Read-only file system" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_two_graders_do_not_write_into_one_folder(tmp_path):
    """The second says so at once; when the first is gone, however it went, nothing is left."""
    submissions = class_of(tmp_path / "submissions", 1)
    to = tmp_path / "results"
    code = (
        "import sys, time; from pathlib import Path\n"
        "from grader.results.store import ResultStore\n"
        f"store = ResultStore(Path({str(to)!r}))\n"
        "with store.hold(): print('held', flush=True); time.sleep(600)"
    )
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"

    second = autograde(submissions, to)
    first.kill()
    first.wait()
    third = autograde(submissions, to)

    assert second.returncode == 2
    assert "another grader is writing" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1
    assert third.returncode == 0, third.stderr


def test_the_folder_is_free_again_after_a_run(tmp_path):
    """Holding it twice at once is refused, one after the other is not."""
    store = ResultStore(tmp_path)

    with store.hold(), pytest.raises(ResultsError, match="another grader"), store.hold():
        pass
    with store.hold():
        pass

    with (tmp_path / ".lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def limited(limits: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the grader in a shell that has set *limits*."""
    command = f'ulimit {limits} && exec "$0" -m grader "$@"'
    return subprocess.run(
        ["bash", "-c", command, sys.executable, *words],
        capture_output=True, text=True, cwd=REPOSITORY, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("-n 24", "24 open files (ulimit -n), and judging needs 128."),
        ("-v 1500000", "1500000 KiB of memory (ulimit -v), and judging needs 2097152."),
        ("-t 60", "60 seconds of processor time (ulimit -t), and judging needs 180."),
    ],
)
def test_a_small_limit_of_the_shell_is_one_line_that_names_it(tmp_path, limits, said):
    """It says how to raise it; nothing is judged, and nobody's score is open because of it."""
    submissions = class_of(tmp_path / "submissions", 1)
    words = [str(submissions), "--to", str(tmp_path / "results"), "--course", str(TOY)]

    done = limited(limits, "autograde", *words)

    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert line.startswith(f"grader: The shell allows {said} Raise the limit: ulimit {limits[:2]} ")
    assert list((tmp_path / "results").glob("*.json")) == []


def test_the_doctor_names_a_small_limit_too():
    """As the reason why there is no box."""
    done = limited("-n 64", "doctor")

    assert done.returncode == 1
    assert "off  box: The shell allows 64 open files (ulimit -n)" in done.stdout


def test_files_that_cannot_be_opened_are_one_line(tmp_path):
    """Also in commands that judge nothing."""
    submissions = class_of(tmp_path / "submissions", 2)

    done = limited("-n 6", "similar", str(submissions), "--course", str(TOY))

    assert done.returncode == 2
    assert done.stderr == (
        "grader: Too many files are open. The shell allows 6 open files (ulimit -n).\n"
    )


def test_processor_time_that_runs_out_stops_the_command_like_an_interrupt():
    """Here while a command waits for its own processor time; the kernel would kill it."""
    code = (
        "import typer\n"
        "from grader.box.shell_limits import stop_before_killed\n"
        "from grader.cli.terminal import one_line_errors\n"
        "stop_before_killed()\n"
        "try:\n"
        "    with one_line_errors():\n"
        "        while True: pass\n"
        "except typer.Exit as ended:\n"
        "    raise SystemExit(ended.exit_code)\n"
    )

    done = subprocess.run(
        ["bash", "-c", 'ulimit -t 2 && exec "$0" -c "$1"', sys.executable, code],
        capture_output=True, text=True, cwd=REPOSITORY, check=False,
    )  # fmt: skip

    assert done.returncode == 130
    assert done.stderr == (
        "grader: stopped: 2 seconds of processor time are used (ulimit -t). "
        "Results so far are kept. Run the command again to go on.\n"
    )

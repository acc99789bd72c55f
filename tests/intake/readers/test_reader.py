"""A reader process: it answers in order, and what ends it costs one question alone."""

import os
import threading
from dataclasses import replace

import pytest
from helpers.processes import children, commands
from helpers.reader_jobs import LIMITS, job

from grader.errors import GraderError, SubmissionRefused
from grader.intake.readers.frames import Frame
from grader.intake.readers.reader import AHEAD, AHEAD_BYTES, Reader
from grader.text import clean

LOOK = "Open it and see what fills it."
REPORT = "Please report this."


@pytest.fixture
def reader():
    with Reader(job()) as reader:
        yield reader


def answers(reader: Reader[str], *questions: str) -> list[str]:
    """Return the answers to *questions*; those that are refused in brackets."""
    found = reader.answers(Frame(question) for question in questions)
    return [f"({each})" if isinstance(each, SubmissionRefused) else each for each in found]


def readers() -> list[int]:
    """Return the reader processes of this test."""
    return [pid for pid in children(os.getpid()) if "reader_jobs" in commands(pid)]


def test_answers_come_in_the_order_of_the_questions(reader):
    """Many more than are asked ahead, short ones and long ones."""
    asked = [str(number) * (3 * AHEAD_BYTES if number % 7 == 0 else 3) for number in range(60)]

    assert answers(reader, *asked) == [f"read {each}" for each in asked]


def test_questions_are_asked_ahead_but_never_all_at_once(reader):
    """A class of thousands is never in memory at once."""
    taken = []

    def questions():
        for number in range(200):
            taken.append(number)
            yield Frame(str(number))

    found = reader.answers(questions())
    next(found)

    assert len(taken) <= AHEAD + 2


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("compute", f"takes more than 1 s of processor time to read. {LOOK}"),
        ("fill", f"takes more than 128 MiB of memory to read. {LOOK}"),
        ("swallow", f"takes more than 128 MiB of memory to read. {LOOK}"),
        ("signal SIGTERM", f"ends the reader (SIGTERM). {REPORT}"),
        ("signal 40", f"ends the reader (signal 40). {REPORT}"),
        ("crash", f"ends the reader (SIGSEGV). {REPORT}"),
        ("leave", f"ends the reader (exit status 0). {REPORT}"),
        ("shout", f"gets no proper answer from the reader. {REPORT}"),
        ("talk", f"gets no proper answer from the reader. {REPORT}"),
        ("mumble", f"gets no proper answer from the reader. {REPORT}"),
        (
            "signal SIGKILL",
            "was not read: something outside ended the reader, again and again. "
            "Free memory, and run the command again.",
        ),
    ],
)
def test_what_ends_a_reader_costs_one_answer_and_names_file_and_limit(reader, act, why):
    """The questions before and after it are answered as if it had not been asked."""
    found = answers(reader, "one", "two", act, "three", "four")

    assert found == ["read one", "read two", f"(holds loss.ipynb, which {why})", *found[3:]]
    assert found[3:] == ["read three", "read four"]


def test_a_stalled_reader_is_ended_after_its_time():
    """It uses no processor time, so only a clock outside can tell."""
    with Reader(job(replace(LIMITS, wall_s=1.0))) as reader:
        found = answers(reader, "one", "stall", "two")

    assert found == [
        "read one",
        f"(holds loss.ipynb, which was not read within 1 s. {LOOK})",
        "read two",
    ]


def test_a_mistake_of_ours_is_named_by_its_place(reader):
    """No word of the file is repeated, and no traceback is printed."""
    one, failed, two = answers(reader, "one", "recurse", "two")

    assert (one, two) == ("read one", "read two")
    assert failed.startswith(
        "(holds loss.ipynb, which makes the reader fail (RecursionError in reader_jobs.py, line "
    )
    assert failed.endswith(f"). {REPORT})")


def test_a_refusal_is_one_clean_line(reader):
    """Whatever stands in the file."""
    (found,) = answers(reader, "refuse")

    assert found == "(holds nothing that is read. Ask for \\x1b[31mmore)"
    assert clean(found) == found


def test_one_question_alone_is_answered_or_refused(reader):
    """As where one student is graded at a time."""
    assert reader.answer(Frame("one")) == "read one"
    with pytest.raises(SubmissionRefused, match="holds nothing that is read"):
        reader.answer(Frame("refuse"))
    assert reader.answer(Frame("two")) == "read two"


def test_a_reader_that_was_killed_from_outside_is_tried_again(reader, tmp_path):
    """The kernel's memory killer may have taken it, and the file is innocent."""
    found = answers(reader, "one", f"once {tmp_path / 'seen'}", "two")

    assert found == ["read one", "read at last", "read two"]


def test_memory_that_an_earlier_file_took_is_not_missed_by_the_next(reader):
    """A reader that has used much memory is replaced, so each file has the same limit."""
    assert answers(reader, "use", "use", "one", "use") == ["question 1"] * 2 + [
        "read one",
        "question 2",
    ]


def test_reader_writes_no_files(reader, tmp_path):
    """It has nothing to write, so whatever makes it write gets nowhere."""
    path = tmp_path / "written"

    (found,) = answers(reader, f"write {path}")

    assert "makes the reader fail (OSError in reader_jobs.py" in found
    assert path.stat().st_size <= 4096


def test_a_reader_that_cannot_start_is_an_error_of_the_command():
    """Nobody is refused for it; the last line of what Python says is shown."""
    with (
        Reader(job(setup="cannot")) as reader,
        pytest.raises(GraderError, match="does not start: ImportError: no such thing here"),
    ):
        reader.answer(Frame("one"))


def test_no_process_and_no_descriptor_outlives_the_reader():
    """However often it was replaced, and whether or not all answers were taken."""
    before = len(os.listdir("/dev/fd"))

    with Reader(job()) as reader:
        answers(reader, "one", "crash", "two")
        next(reader.answers(Frame(str(number)) for number in range(50)))
        assert len(readers()) == 1

    assert readers() == []
    assert len(os.listdir("/dev/fd")) == before


def test_a_reader_ends_with_the_command():
    """Whose other end of the connection is closed by the system, however it ends."""
    with Reader(job()) as reader:
        reader.answer(Frame("one"))
        process = reader._process
        assert process is not None
        process._socket.close()

        assert process._process.wait(20) == 0


def test_readers_start_in_a_command_with_threads():
    """A progress bar and Dask have threads, which a fork would not survive."""
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with Reader(job()) as reader:
            assert reader.answer(Frame("one")) == "read one"
    finally:
        stop.set()
        thread.join()

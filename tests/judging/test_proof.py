"""The proof of the reference on disk: exact, asked again in part, and nobody else's."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.box import run

from grader.box.sandbox import readable_paths
from grader.box.strength import FULL, UNSAFE, BoxRecord
from grader.box.zygote import Zygote
from grader.course.manifest import Course
from grader.engine.worker import proof_file
from grader.intake.submission import Submission
from grader.judging.judge import Judge
from grader.judging.proof import MOST_KEPT, Proof, ProofFile
from grader.judging.session import run_session

WRONG = b"def double(x):\n    return x + 2\ndef total(x):\n    return x.sum().item()\n"
BOX = BoxRecord(FULL, {}, "2")
NOTHING = Proof((), (), ())

Prove = Callable[[ProofFile | None], dict[str, Any]]


@pytest.fixture
def file(tmp_path: Path) -> ProofFile:
    """A file in a folder that is not there yet."""
    return ProofFile(tmp_path / "proofs", ["all that decides it"])


@pytest.fixture
def prove(toy: Course, zygote: Zygote) -> Prove:
    """Prove the toy course by a file; return what its judge knows then, and how many children."""

    def prove(file: ProofFile | None) -> dict[str, Any]:
        found: dict[str, Any] = {"children": 0}

        def spawn(files: Mapping[str, bytes]) -> Any:
            found["children"] += 1
            return zygote.spawn(files)

        def body(judge: Judge) -> None:
            judge.prove_reference(file)
            judge.reference.close()
            proving = found["children"]
            for name, files in (("right", judge.reference.files), ("wrong", {"shapes.py": WRONG})):
                found[name] = judge.judge(Submission(name, files)).verdicts
            found["plan"] = judge.plan
            found["answers"] = {
                each.question: str(judge.reference.ask(each.question)) for each in judge.plan
            }
            found["children"] = proving

        run_session(toy, spawn, body)
        return found

    return prove


def test_a_kept_proof_stands_for_a_fresh_one(file, prove):
    """Plan, answers of the reference and verdicts are equal, and one child is asked one check."""
    without, fresh, kept = prove(None), prove(file), prove(file)

    assert without == fresh
    assert kept == fresh | {"children": 1}
    assert [verdict.outcome for verdict in kept["wrong"]] == ["WRONG", "WRONG", "PASSED", "PASSED"]


def test_a_proof_that_is_answered_otherwise_is_discarded(file, prove):
    """Whichever check is asked again: the solutions are proved in full before anything else."""
    fresh, proof = prove(file), file.read()
    changed = [replace(each, text=each.text.replace(b"value", b"volue")) for each in proof.replies]
    file.write(msgspec.structs.replace(proof, replies=tuple(changed)))

    again = prove(file)

    assert again.pop("children") > 1
    assert again == {name: fresh[name] for name in again}
    assert [(each.text, each.blob) for each in file.read().replies] == [
        (each.text, each.blob) for each in proof.replies
    ]


def test_a_proof_of_other_checks_is_discarded(file, prove):
    """A file whose checks are not those of the course stands for nothing."""
    fresh = prove(file)
    file.write(NOTHING)

    assert prove(file) == fresh


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change_a_byte(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        change_a_byte,
        link,
        lambda path: path.write_bytes(b""),
        lambda path: path.chmod(0o620),
        lambda path: path.chmod(0o604),
        lambda path: path.parent.chmod(0o770),
        lambda path: path.unlink(),
    ],
)
def test_what_only_this_user_can_have_written_is_read(file, spoil):
    """A damaged file, a link, or one that others may write or see is as good as none."""
    file.write(NOTHING)
    assert file.read() == NOTHING

    spoil(file.path)

    assert file.read() is None


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("of_folder", [False, True])
def test_what_belongs_to_another_user_is_not_read(file, of_folder):
    """Neither a file of somebody else nor one in a folder of somebody else."""
    file.write(NOTHING)

    os.chown(file.path.parent if of_folder else file.path, 12345, -1)

    assert file.read() is None


def test_nothing_is_written_where_others_can_enter(file):
    """A folder that was there before and is open stays as it is."""
    file.path.parent.mkdir(mode=0o755)

    file.write(NOTHING)

    assert list(file.path.parent.iterdir()) == []


def test_files_are_for_this_user_alone_and_not_many(tmp_path):
    """Mode 600 in a folder of mode 700; the oldest go."""
    for number in range(MOST_KEPT + 2):
        last = ProofFile(tmp_path / "proofs", [str(number)])
        last.write(NOTHING)
        os.utime(last.path, (number, number))

    assert last.path.stat().st_mode & 0o777 == 0o600
    assert last.path.parent.stat().st_mode & 0o777 == 0o700
    assert len(list(last.path.parent.iterdir())) == MOST_KEPT
    assert last.read() == NOTHING


def test_a_home_that_cannot_be_written_to_costs_nothing(tmp_path):
    """Then nothing is kept."""
    (tmp_path / "taken").write_text("")
    file = ProofFile(tmp_path / "taken" / "proofs", ["this"])

    file.write(NOTHING)

    assert file.read() is None


def test_all_that_decides_answers_is_in_the_name(course, toy, monkeypatch):
    """Course, box, Python, processor and installed packages."""
    names = {proof_file(each, BOX).path.name for each in (course, toy)}
    names.add(proof_file(toy, replace(BOX, torch="3")).path.name)
    others = {
        "sys.version": "another",
        "grader.engine.worker.processor": lambda: "another",
        "os.listdir": lambda _: ["another-1.dist-info"],
    }
    for what, other in others.items():
        with monkeypatch.context() as patched:
            patched.setattr(what, other)
            names.add(proof_file(toy, BOX).path.name)

    assert len(names) == 6


def test_a_box_that_could_see_the_folder_has_no_proof(toy, monkeypatch):
    """Neither without a box nor with a cache among what submissions may read."""
    assert proof_file(toy, BOX) is not None
    assert proof_file(toy, replace(BOX, strength=UNSAFE)) is None
    monkeypatch.setenv("XDG_CACHE_HOME", f"{readable_paths()[0]}/cache")

    assert proof_file(toy, BOX) is None


def test_a_submission_does_not_see_the_folder(toy, zygote):
    """It can neither read nor list nor write where the proofs of this user lie."""
    file = proof_file(toy, BOX)
    file.write(NOTHING)
    assert file.read() == NOTHING
    acts = ("open(p)", "os.listdir(d)", "open(p, 'w')", "os.mkdir(d + '/more')", "os.rmdir(d)")

    for act in acts:
        reply = run(
            zygote,
            f"import os\n\n\ndef f(p, d):\n    {act}\n",
            str(file.path),
            str(file.path.parent),
        )
        assert "OSError" in reply["raised"]["bases"], act
    assert file.read() == NOTHING
